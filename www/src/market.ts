/**
 * The job market behind the search, as boards of charts for those who ask different things of it. Every chart follows
 * the words and filters that are on; choosing a mark filters the vacancies and all other charts.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChartData, ChartKind, FacetKey, Lang, Query } from '../../pkg/padan.js';
import './cross.js';
import type { Engine } from './engine.js';
import { failure } from './failure.js';
import './figure.js';
import { type Counted, measured } from './measures.js';
import './quality.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

/** What each board shows. */
const BOARDS = {
  seeker: ['occupation', 'province', 'pay', 'tightness', 'skills', 'educationAsked'],
  analyst: ['trend', 'employers', 'source', 'employmentType', 'workMode', 'experience', 'field', 'age', 'closing'],
  planner: ['training', 'skills', 'education', 'seekers', 'province'],
  employer: ['seekers', 'pay', 'tightness', 'skills', 'educationAsked'],
  quality: [],
} as const satisfies Record<string, readonly ChartKind[]>;

type Board = keyof typeof BOARDS;

export class PadanMarket extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  /** The pay a visitor wishes, IDR a month. */
  @property({ attribute: false }) wish: number | undefined;
  @state() private board: Board = 'seeker';
  @state() private counted: Counted = 'openings';
  @state() private charts: ChartData[] = [];
  /** Whether the charts are yet to be counted. */
  counting = false;
  @state() private error: Error | undefined;

  override willUpdate(changed: PropertyValues): void {
    const asked = ['query', 'lang', 'engine', 'wish', 'board', 'counted'];
    if (asked.some((name) => changed.has(name))) void this.#count();
  }

  async #count(): Promise<void> {
    const { engine, query, lang, board, counted, wish } = this;
    if (!engine || !query) return;
    this.counting = true;
    try {
      const charts = await measured(engine, BOARDS[board], query, { lang, counted, wish });
      const asked = query === this.query && lang === this.lang && board === this.board && counted === this.counted;
      if (!asked) return;
      [this.charts, this.error] = [charts, undefined];
      this.counting = false;
    } catch (error) {
      this.error = error as Error;
    }
  }

  #chosen({ facet }: ChartData): readonly string[] {
    return this.query?.filters?.[facet as FacetKey] ?? [];
  }

  override render(): TemplateResult {
    if (this.error) return failure(this.error, this.lang, () => void this.#count());
    const { board, counted, lang, engine, query } = this;
    const words = strings(lang);
    const boards = Object.keys(BOARDS) as Board[];
    return html`<div class="asked">
        <label><span>${words.board}</span> <select name="board" @change=${(event: Event) => {
          this.board = (event.target as HTMLSelectElement).value as Board;
        }}>${boards.map((each) => html`<option value=${each} ?selected=${each === board}>${words.boards[each]}</option>`)}</select></label>
        <label><span>${words.countedAs}</span> <select name="counted" @change=${(event: Event) => {
          this.counted = (event.target as HTMLSelectElement).value as Counted;
        }}>${(['openings', 'ads'] as const).map(
          (each) => html`<option value=${each} ?selected=${each === counted}>${words.counts[each]}</option>`,
        )}</select></label>
        <button type="button" class="plain print" @click=${() => print()}>${words.printCharts}</button>
      </div>
      <p class="intro">${words.boardIntros[board]}</p>
      ${
        board === 'analyst'
          ? html`<padan-cross .lang=${lang} .engine=${engine} .query=${query} .counted=${counted}></padan-cross>`
          : ''
      }
      ${board === 'quality' ? html`<padan-quality .lang=${lang} .engine=${engine} .query=${query}></padan-quality>` : ''}
      <div class="charts">${repeat(
        this.charts,
        ({ kind }) => kind,
        (chart) =>
          html`<padan-figure kind=${chart.kind} .lang=${lang} .chart=${chart} .engine=${engine} .selected=${this.#chosen(chart)}></padan-figure>`,
      )}</div>`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    .asked { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: end; margin-bottom: 12px; }
    .asked label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; max-width: 100%; }
    .asked span { color: var(--_muted); font-size: 0.875em; }
    .intro { color: var(--_muted); margin-bottom: 16px; max-width: 70ch; }
    padan-figure { margin-bottom: 20px; break-inside: avoid; }
    padan-cross, padan-quality { display: block; margin-bottom: 20px; }
    @media (min-width: 1180px) { .charts { columns: 420px; column-gap: 20px; } }
    @media print { .asked { display: none; } }
  `,
  ];
}

customElements.define('padan-market', PadanMarket);
