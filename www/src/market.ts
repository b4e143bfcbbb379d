/**
 * The job market behind the search, as boards of charts for those who ask different things of it. Every chart follows
 * the words and filters that are on; choosing a mark filters the vacancies and all other charts.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChartData, ChartKind, FacetKey, FacetValue, Lang, Query } from '../../pkg/padan.js';
import './cross.js';
import type { Engine } from './engine.js';
import { failure } from './failure.js';
import './figure.js';
import { number } from './format.js';
import { type Counted, measured, selection } from './measures.js';
import './quality.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';
import './trial.js';

/** What each board shows. */
const BOARDS = {
  seeker: ['occupation', 'province', 'pay', 'tightness', 'skills', 'educationAsked'],
  analyst: ['trend', 'employers', 'source', 'employmentType', 'workMode', 'experience', 'field', 'age', 'closing'],
  planner: ['training', 'skills', 'education', 'seekers', 'province'],
  employer: ['seekers', 'pay', 'tightness', 'skills', 'educationAsked'],
  quality: [],
} as const satisfies Record<string, readonly ChartKind[]>;

type Board = keyof typeof BOARDS;

/** What two of can be set side by side. */
const COMPARED = ['province', 'occupation'] as const satisfies readonly FacetKey[];

/** The one to compare with. */
interface Against {
  key: (typeof COMPARED)[number];
  value: string;
}

/** The greatest value that a chart draws. */
function reach({ rows, form, levels }: ChartData): number {
  const known = rows.map(({ values }) => values.map((value) => value ?? 0));
  const drawn = known.map((values) =>
    form === 'stack' ? values.reduce((sum, n) => sum + n, 0) : Math.max(0, ...values),
  );
  return Math.max(0, ...drawn, ...levels.map(({ value }) => value));
}

export class PadanMarket extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  /** The pay a visitor wishes, IDR a month. */
  @property({ attribute: false }) wish: number | undefined;
  @state() private board: Board = 'seeker';
  @state() private counted: Counted = 'openings';
  @state() private charts: ChartData[] = [];
  /** The same of what is compared with, by kind; what shows both at once has none. */
  @state() private beside = new Map<ChartKind, ChartData>();
  @state() private against: Against | undefined;
  @state() private offered: Partial<Record<FacetKey, FacetValue[]>> = {};
  /** Whether the charts are yet to be counted. */
  counting = false;
  @state() private error: Error | undefined;

  override willUpdate(changed: PropertyValues): void {
    const asked = ['query', 'lang', 'engine', 'wish', 'board', 'counted', 'against'];
    if (asked.some((name) => changed.has(name))) void this.#count();
  }

  async #count(): Promise<void> {
    const { engine, query, lang, board, counted, wish, against } = this;
    if (!engine || !query) return;
    this.counting = true;
    const kinds: readonly ChartKind[] = BOARDS[board];
    const of = (some: readonly ChartKind[], filters: Query['filters']) =>
      measured(engine, some, { ...query, ...(filters && { filters }) }, { lang, counted, wish });
    try {
      const offers = { ...selection(query), limit: 0, facets: [...COMPARED], facetLimit: 0, lang };
      const [charts, { facets }] = await Promise.all([of(kinds, query.filters), engine.call('query', offers)]);
      const beside = new Map<ChartKind, ChartData>();
      if (against) {
        const { key, value } = against;
        // A chart of the compared dimension itself shows both.
        const both = { ...query.filters, [key]: [...(query.filters?.[key] ?? []), value] };
        const kindsOf = (own: boolean) => charts.filter(({ facet }) => (facet === key) === own).map(({ kind }) => kind);
        const [joint, others] = await Promise.all([
          of(kindsOf(true), both),
          of(kindsOf(false), { ...query.filters, [key]: [value] }),
        ]);
        const named = (values: readonly string[]) =>
          values.map((one) => facets[key]?.find(({ value }) => value === one)?.label ?? one).join(', ');
        const own = named(query.filters?.[key] ?? []) || strings(lang).allOf[key];
        for (const [i, chart] of charts.entries()) {
          const whole = joint.find(({ kind }) => kind === chart.kind);
          const other = others.find(({ kind }) => kind === chart.kind);
          if (whole) charts[i] = whole;
          if (!other) continue;
          const scale = Math.max(reach(chart), reach(other));
          charts[i] = { ...chart, scale, title: `${own}: ${chart.title}` };
          beside.set(chart.kind, { ...other, scale, title: `${named([value])}: ${other.title}` });
        }
      }
      const asked = query === this.query && lang === this.lang && board === this.board;
      if (!asked || counted !== this.counted || against !== this.against) return;
      [this.charts, this.beside, this.offered, this.error] = [charts, beside, facets, undefined];
      this.counting = false;
    } catch (error) {
      this.error = error as Error;
    }
  }

  #chosen({ facet }: ChartData): readonly string[] {
    const { against } = this;
    const beside = against && facet === against.key ? [against.value] : [];
    return [...(this.query?.filters?.[facet as FacetKey] ?? []), ...beside];
  }

  #compare(): TemplateResult {
    const { lang, against, offered, query } = this;
    const words = strings(lang);
    const chosen = against && `${against.key}:${against.value}`;
    const options = (key: Against['key']) =>
      (offered[key] ?? [])
        .filter(({ value, count }) => value !== 'none' && (count > 0 || chosen === `${key}:${value}`))
        .filter(({ value }) => query?.filters?.[key]?.join() !== value)
        .map(
          ({ value, label, count }) =>
            html`<option value="${key}:${value}" ?selected=${chosen === `${key}:${value}`}>${label} (${number(count, lang)})</option>`,
        );
    return html`<label><span>${words.compareWith}</span> <select name="against" @change=${(event: Event) => {
      const [key, value] = (event.target as HTMLSelectElement).value.split(':');
      this.against = value ? { key: key as Against['key'], value } : undefined;
    }}><option value="">${words.compareNone}</option>${COMPARED.map(
      (key) => html`<optgroup label=${words.facets[key]}>${options(key)}</optgroup>`,
    )}</select></label>`;
  }

  #figure(chart: ChartData, beside?: ChartData): TemplateResult {
    const { lang, engine } = this;
    const figure = (one: ChartData) =>
      html`<padan-figure kind=${one.kind} .lang=${lang} .chart=${one} .engine=${engine} .selected=${this.#chosen(one)}></padan-figure>`;
    return beside ? html`<div class="beside">${figure(chart)}${figure(beside)}</div>` : figure(chart);
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
        ${BOARDS[board].length > 0 ? this.#compare() : ''}
        <button type="button" class="plain print" @click=${() => print()}>${words.printCharts}</button>
      </div>
      <p class="intro">${words.boardIntros[board]}</p>
      ${
        board === 'analyst'
          ? html`<padan-cross .lang=${lang} .engine=${engine} .query=${query} .counted=${counted}></padan-cross>`
          : ''
      }
      ${board === 'quality' ? html`<padan-quality .lang=${lang} .engine=${engine} .query=${query}></padan-quality>` : ''}
      ${board === 'planner' ? html`<padan-trial .lang=${lang} .engine=${engine} .query=${query} .counted=${counted}></padan-trial>` : ''}
      <div class=${this.beside.size > 0 ? 'compared' : 'charts'}>${repeat(
        this.charts,
        ({ kind }) => kind,
        (chart) => this.#figure(chart, this.beside.get(chart.kind)),
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
    padan-cross, padan-quality, padan-trial { display: block; margin-bottom: 20px; }
    .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 0 20px; align-items: start; }
    @media (min-width: 1180px) { .charts { columns: 420px; column-gap: 20px; } }
    @media print { .asked { display: none; } }
  `,
  ];
}

customElements.define('padan-market', PadanMarket);
