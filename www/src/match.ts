/**
 * `<padan-match>`: the form about oneself and the vacancies that suit best, for any page.
 *
 * The answers stay in this element's memory. No link, request or storage holds them; only a page that asks its own element for
 * `profile` sees them.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Answer, Explanation, Lang, Profile } from '../../pkg/padan.js';
import type { Lists } from './calls.js';
import { card } from './card.js';
import { number } from './format.js';
import { icon } from './icons.js';
import { Embedded, type Filters } from './shared.js';
import { strings } from './strings/later.js';

const MOST = 50;

export class PadanMatch extends Embedded {
  /** Vacancies listed, 1 to 50. */
  @property({ type: Number }) limit = 5;
  /** What was answered. A page may set it; it is kept nowhere. */
  @property({ attribute: false }) profile: Profile = {};
  /** The vacancies listed. */
  @property({ attribute: false }) hits: Answer['hits'] = [];
  @state() private answer: Answer | undefined;
  @state() private explained: Explanation[] = [];
  @state() private lists: Lists | undefined;
  @state() private filling = false;
  /** Language of the lists. */
  #listed: Lang | undefined;
  #open: Filters = {};

  static override parts = 'match-button, profile, profile-note, list, card, band, more, empty, error';

  protected override get asks(): readonly string[] {
    return ['lang', 'province', 'limit', 'profile'];
  }

  get #matching(): boolean {
    return Object.keys(this.profile ?? {}).length > 0;
  }

  get #form() {
    return this.renderRoot.querySelector('padan-profile');
  }

  get #filters(): Filters {
    return { ...this.#open, ...this.within };
  }

  protected override async opened(): Promise<void> {
    this.answer = this.lists = undefined;
    this.#open = await this.stillOpen();
  }

  protected override async ask(): Promise<void> {
    const { profile, lang, today } = this;
    if (!this.lists || this.#listed !== lang) {
      [this.lists] = await Promise.all([this.engine.call('lists', lang), import('./later.js')]);
      this.#listed = lang;
    }
    if (!this.#matching) {
      this.answer = undefined;
      this.hits = [];
      return;
    }
    const { home: near } = profile;
    const query = {
      filters: this.#filters,
      ...(near && { near }),
      admits: this.#form?.admits,
      sort: 'match' as const,
      today,
      limit: Math.min(Math.max(Math.trunc(this.limit) || 1, 1), MOST),
      facets: [],
      lang,
    };
    const answer = await this.engine.query(query, profile);
    if (!answer) return;
    const rows = answer.hits.map(({ row }) => row);
    const explained = await this.engine.call('explain', rows, profile, lang, today);
    if (profile !== this.profile || lang !== this.lang) return;
    [this.answer, this.hits, this.explained] = [answer, answer.hits, explained];
  }

  #fill(open: boolean): void {
    if (this.filling === open) return;
    this.filling = open;
    this.tell('padan-form', open);
    if (!open) this.renderRoot.querySelector<HTMLElement>('.me')?.focus();
  }

  override render(): TemplateResult {
    if (this.error) return this.failed(this.error);
    const { lang, info, answer } = this;
    const words = strings(lang);
    return html`<div class="view">
      <button type="button" class="primary me" part="match-button" aria-disabled=${!this.lists} @click=${() => {
        if (this.lists) this.#fill(true);
      }}>${icon('me')} ${this.#matching ? words.changeAnswers : words.matchMe}</button>
      ${
        this.lists
          ? html`<p class="hint">${words.profilePromise}</p>`
          : html`<p class="hint" aria-busy="true">${words.loading}…</p><slot></slot>`
      }
      ${answer && this.#matching ? this.#results(answer) : nothing}
      <p class="silent" role="status">${
        answer && this.#matching
          ? answer.total > 0
            ? `${words.profileOn}. ${words.found(number(answer.total, lang), number(answer.openings, lang))}`
            : words.empty
          : ''
      }</p>
      <padan-profile exportparts="profile" .lang=${lang} .engine=${this.engine} .weights=${info?.weights ?? {}} .profile=${this.profile}
        .lists=${this.lists} .open=${this.filling} @close=${() => this.#fill(false)}
        @answer=${(event: CustomEvent<Profile>) => {
          this.profile = event.detail;
        }}></padan-profile>
    </div>`;
  }

  #results({ hits, total }: Answer): TemplateResult {
    const { lang } = this;
    const words = strings(lang);
    return html`<p class="profile-on" part="profile-note">${icon('me')} <span>${words.profileOn}</span>
        <button type="button" class="plain" @click=${() => this.#form?.erase()}>${words.erase}</button></p>
      ${this.#form?.note}
      ${
        total === 0
          ? html`<p class="empty" part="empty">${words.empty}</p>`
          : html`<ol class="list" part="list" role="list" @click=${(event: Event) => this.picked(event, hits)}>
        ${repeat(
          hits,
          ({ row }) => row,
          (hit, i) =>
            html`<li>${card(hit, this.explained[i], this.link({ filters: this.#filters, row: hit.row }), this.today, lang, undefined)}</li>`,
        )}</ol>
      <p part="more"><a class="all button" href=${this.link({ filters: this.#filters })}>${words.showResults(number(total, lang))}</a></p>`
      }`;
  }
}
