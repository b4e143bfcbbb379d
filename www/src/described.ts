/**
 * The offer to look for the words in descriptions, too: what it would download, how far it is, what it found.
 *
 * Which files are read does not depend on the words, and no text is read before the visitor asks for it. Their index is
 * read beforehand, whatever is typed, for their size.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang, Query } from '../../pkg/padan.js';
import type { View } from './address.js';
import type { Loading } from './calls.js';
import type { Engine } from './engine.js';
import { number, size } from './format.js';
import { strings } from './strings/later.js';

interface Sought {
  words: string;
  /** How many descriptions hold one of them; `undefined` while they are being read. */
  found?: number;
  failed?: boolean;
}

export class Described {
  #sought: Sought | undefined;
  #bytes = 0;

  constructor(
    private readonly engine: Engine,
    private readonly changed: () => void,
    private readonly done: () => void,
  ) {
    void this.#weigh();
  }

  async #weigh(): Promise<void> {
    this.#bytes = await this.engine.call('textBytes').catch(() => 0);
    this.changed();
  }

  async #read(query: Query, words: string): Promise<void> {
    const sought: Sought = { words };
    this.#sought = sought;
    this.changed();
    try {
      sought.found = await this.engine.call('describe', { text: query.text ?? '', exact: query.exact ?? false });
    } catch {
      sought.failed = true;
    }
    if (this.#sought === sought) this.done();
  }

  offer({ text, exact }: View, progress: Loading | undefined, lang: Lang): TemplateResult | typeof nothing {
    if (!text.trim()) return nothing;
    const words = strings(lang);
    const key = `${exact} ${text}`;
    const sought = this.#sought?.words === key ? this.#sought : undefined;
    if (sought?.found !== undefined)
      return html`<p class="described hint" role="status">${words.descriptionsRead(number(sought.found, lang))}</p>`;
    if (sought && !sought.failed) {
      const { loaded = 0, total = 0 } = progress?.phase === 'texts' ? progress : {};
      return html`<p class="described"><label for="described">${words.readingDescriptions(size(loaded, lang), size(total, lang))}</label>
        <progress id="described" max=${total || 1} .value=${loaded}></progress></p>`;
    }
    if (!this.#bytes) return nothing;
    return html`<p class="described">${sought?.failed ? html`<span role="alert">${words.descriptionsFailed}</span> ` : nothing}
      <button type="button" @click=${() => void this.#read({ text, exact }, key)}>${words.searchDescriptions(size(this.#bytes, lang))}</button></p>`;
  }
}
