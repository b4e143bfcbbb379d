/**
 * `<padan-search>`: a search box with suggestions and the first vacancies found, for any page.
 *
 * Each vacancy is a link to the page of the portal, and so is all that is found. What was typed stands in the fragment of
 * those links, which is never sent.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Answer, Query } from '../../pkg/padan.js';
import { card } from './card.js';
import { date, dayOf, number } from './format.js';
import { icon } from './icons.js';
import { Embedded, type Filters } from './shared.js';
import { strings } from './strings.js';
import { Suggestions } from './suggest.js';

/** Milliseconds without a key before the count is said to a screen reader. */
const QUIET = 600;
const MOST = 50;

export class PadanSearch extends Embedded {
  /** Vacancies listed, 0 to 50. */
  @property({ type: Number }) limit = 5;
  @property() placeholder: string | undefined;
  /** Filters that hold whatever is typed, values by facet as in `Query`. */
  @property({ attribute: false }) filters: Filters = {};
  /** The vacancies listed. */
  @property({ attribute: false }) hits: Answer['hits'] = [];
  @state() private text = '';
  @state() private answer: Answer | undefined;
  @state() private announced = '';
  #open: Filters = {};
  #announce = 0;
  #suggestions = new Suggestions(
    this.engine,
    () => this.requestUpdate(),
    (text) => {
      this.text = text;
    },
  );

  static override parts = 'search, search-input, suggestions, count, list, card, more, error';

  protected override get asks(): readonly string[] {
    return ['lang', 'province', 'limit', 'filters', 'text'];
  }

  get #filters(): Filters {
    return { ...this.#open, ...this.filters, ...this.within };
  }

  #query(): Query {
    const { text, lang, today } = this;
    const limit = Math.min(Math.max(Math.trunc(this.limit) || 0, 0), MOST);
    return {
      text,
      filters: this.#filters,
      sort: text ? 'relevance' : 'newest',
      today,
      limit,
      facets: [],
      lang,
    };
  }

  protected override async opened(): Promise<void> {
    this.answer = undefined;
    this.#open = await this.stillOpen();
  }

  protected override async ask(): Promise<void> {
    const query = this.#query();
    const answer = await this.engine.query(query);
    if (!answer) return;
    this.answer = answer;
    this.hits = answer.hits;
    clearTimeout(this.#announce);
    this.#announce = setTimeout(() => {
      this.announced = this.#found(answer);
    }, QUIET);
    await this.#suggestions.ask(query);
  }

  #found({ total, openings }: Answer): string {
    const { lang } = this;
    const words = strings(lang);
    return total === 0 ? words.empty : words.found(number(total, lang), number(openings, lang));
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.#suggestions.typed();
    this.renderRoot.querySelector<HTMLAnchorElement>('a.all')?.click();
  }

  #key(event: KeyboardEvent): void {
    const taken = event.key === 'Enter' && this.#suggestions.active >= 0;
    this.#suggestions.key(event, () => {
      this.#suggestions.typed(this.text);
      void this.#suggestions.ask(this.#query());
    });
    if (taken) event.preventDefault();
  }

  override render(): TemplateResult {
    if (this.error) return this.failed(this.error);
    const { text, lang, answer, info } = this;
    const words = strings(lang);
    const offered = this.#suggestions;
    return html`<div class="view">
      <form class="search" role="search" aria-label=${this.placeholder || words.search} part="search" @submit=${this.#submit}>
        <label class="silent" for="q">${words.search}</label>
        <input id="q" type="text" inputmode="search" role="combobox" part="search-input" placeholder=${this.placeholder ?? words.searchHint}
          autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search" aria-autocomplete="list" aria-controls="suggestions"
          aria-expanded=${offered.found.length > 0} aria-activedescendant=${offered.active >= 0 ? `suggestion-${offered.active}` : nothing}
          .value=${text} @blur=${() => offered.typed()} @keydown=${this.#key}
          @input=${(event: Event) => {
            this.text = (event.target as HTMLInputElement).value;
            offered.typed(this.text);
          }}>
        <button type="submit" class="plain round" aria-label=${words.search}>${icon('search')}</button>
        ${offered.list(lang)}
      </form>
      ${
        info && answer
          ? html`<p class="bar" part="count"><span>${this.#found(answer)} <span class="hint">${words.asOf(date(dayOf(info.asOf) ?? 0, lang))}</span></span></p>
        ${
          answer.hits.length > 0
            ? html`<ol class=${text ? 'list asked' : 'list'} part="list" role="list" @click=${(event: Event) => this.picked(event, answer.hits)}>
          ${repeat(
            answer.hits,
            ({ row }) => row,
            (hit) =>
              html`<li>${card(hit, undefined, this.link({ text, filters: this.#filters, row: hit.row }), this.today, lang, undefined)}</li>`,
          )}</ol>`
            : nothing
        }
        <p part="more"><a class="all button" href=${this.link({ text, filters: this.#filters })}>${words.showResults(number(answer.total, lang))}</a></p>`
          : html`<p class="hint" aria-busy="true">${words.loading}…</p><slot></slot>`
      }
      <p class="silent" role="status">${this.announced}</p>
    </div>`;
  }
}
