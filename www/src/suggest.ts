/**
 * Texts offered while one is typed, after the ARIA combobox pattern.
 *
 * They are asked for once the list has answered and only for the text that still stands, so
 * neither typing nor the list ever waits for them. The box itself belongs to the portal.
 */
import { html, type TemplateResult } from 'lit';
import type { Lang, Query, Suggestion } from '../../pkg/padan.js';
import type { Engine } from './engine.js';
import { number } from './format.js';
import { strings } from './strings/later.js';

const SHOWN = 7;

export class Suggestions {
  found: readonly Suggestion[] = [];
  active = -1;
  /** The text they are wanted for; `undefined` while none are. */
  #typed: string | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly changed: () => void,
    private readonly choose: (text: string) => void,
  ) {}

  /** Says that somebody is typing, or (without a text) no longer. */
  typed(text?: string): void {
    this.#typed = text?.trim() ? text : undefined;
    const shown = this.active >= 0 || (!this.#typed && this.found.length > 0);
    this.active = -1;
    if (!this.#typed) this.found = [];
    if (shown) this.changed();
  }

  async ask(query: Query): Promise<void> {
    if (query.text === undefined || query.text !== this.#typed) return;
    const found = await this.engine.call('suggest', query, SHOWN);
    if (query.text !== this.#typed) return;
    const typed = query.text.trim().toLowerCase();
    const chosen = this.found[this.active]?.text;
    this.found = found.filter(({ text }) => text.toLowerCase() !== typed);
    this.active = this.found.findIndex(({ text }) => text === chosen);
    this.changed();
  }

  /** A key in the box; an arrow where nothing is offered calls `open`. */
  key(event: KeyboardEvent, open: () => void): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step) {
      event.preventDefault();
      if (this.found.length === 0) {
        open();
        return;
      }
      const places = this.found.length + 1;
      this.active = ((this.active + 1 + step + places) % places) - 1;
      this.changed();
    } else if (event.key === 'Enter') {
      const chosen = this.found[this.active];
      if (chosen) this.#take(chosen);
      else this.typed();
    } else if (event.key === 'Escape') {
      if (this.found.length > 0) {
        event.preventDefault();
        event.stopPropagation();
      }
      this.typed();
    }
  }

  #take({ text }: Suggestion): void {
    this.typed();
    this.choose(text);
  }

  list(lang: Lang): TemplateResult {
    return html`<ul id="suggestions" role="listbox" part="suggestions" aria-label=${strings(lang).suggestions} ?hidden=${this.found.length === 0}>
      ${this.found.map(
        (suggestion, i) => html`<li id="suggestion-${i}" role="option" aria-selected=${i === this.active}
        @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#take(suggestion)}><span>${suggestion.text}</span>
        <span class="hint">${strings(lang).suggested(number(suggestion.count, lang))}</span></li>`,
      )}
    </ul>`;
  }
}
