/**
 * A cross-table: vacancies by any two dimensions, as people wanted or advertisements, in numbers or as shares of the row.
 *
 * Cells carry a bar of shade besides the number; rows and columns without names are gathered as the engine gathers them.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Cube, FacetKey, Lang, Query } from '../../pkg/padan.js';
import type { Engine } from './engine.js';
import { number, percent } from './format.js';
import { type Counted, cube } from './measures.js';
import { panel } from './panel.css.js';
import { save } from './save.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

/** What can be set against each other. */
const DIMENSIONS = [
  'province',
  'regency',
  'occupation',
  'occupation_unit',
  'education',
  'field',
  'experience',
  'employment_type',
  'work_mode',
  'employer_kind',
  'pay_stated',
  'source',
  'month',
] as const;

type Dimension = (typeof DIMENSIONS)[number];

/** Most rows and columns shown; the rest are gathered. */
const MOST = 45;
/** What a spreadsheet may take for a formula, as for the charts' tables (`src/market/csv.rs`). */
const FORMULA = /^[ \u00a0]*[=+\-@\t\r\n＝＋－＠]/;

export class PadanCross extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  @property() counted: Counted = 'openings';
  @state() private by: [Dimension, Dimension] = ['occupation', 'province'];
  @state() private shares = false;
  @state() private cube: Cube | undefined;

  override willUpdate(changed: PropertyValues): void {
    if (['query', 'lang', 'engine', 'by'].some((name) => changed.has(name))) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { engine, query, lang, by } = this;
    if (!engine || !query) return;
    const counts = await cube(engine, query, { by: [...by], most: MOST }, lang);
    if (query === this.query && by === this.by && lang === this.lang) this.cube = counts;
  }

  #name(key: Dimension): string {
    const words = strings(this.lang);
    return key === 'month' ? words.monthPosted : words.facets[key as FacetKey];
  }

  #chooser(side: 0 | 1, label: string): TemplateResult {
    const other = this.by[1 - side];
    const choose = (event: Event) => {
      const by: [Dimension, Dimension] = [...this.by];
      by[side] = (event.target as HTMLSelectElement).value as Dimension;
      this.by = by;
    };
    return html`<label><span>${label}</span> <select @change=${choose}>${DIMENSIONS.filter((key) => key !== other).map(
      (key) => html`<option value=${key} ?selected=${key === this.by[side]}>${this.#name(key)}</option>`,
    )}</select></label>`;
  }

  #label(value: { value: string; label: string }): string {
    const words = strings(this.lang);
    return value.value === 'none' ? words.notStated : value.value === 'other' ? words.others : value.label;
  }

  /** As the charts' files are made (`src/market/csv.rs`): comment lines with what is counted and the snapshot, then the table. */
  async #csv(cube: Cube): Promise<void> {
    const [rows, columns] = cube.axes;
    const reference = await this.engine?.call('reference', this.lang);
    if (!rows || !columns || !reference) return;
    const words = strings(this.lang);
    const comment = (key: string, text: string) => `# ${key}: ${text.replace(/\s+/g, ' ')}`;
    const cells = this.counted === 'ads' ? cube.ads : cube.openings;
    const cell = (text: string) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const head = [this.#name(this.by[0]), ...columns.values.map((value) => this.#label(value))];
    const lines = [
      comment('title', words.crossTitle),
      comment('counted', words.counts[this.counted]),
      comment('snapshot', `${reference.asOf} ${reference.hash}`),
      ...Object.entries(reference.editions).map(([list, edition]) => comment('edition', `${list} ${edition}`)),
      head.map(cell).join(','),
    ];
    for (const [i, row] of rows.values.entries())
      lines.push(
        [cell(this.#label(row)), ...columns.values.map((_, j) => cells[i * columns.values.length + j] ?? 0)].join(','),
      );
    save(`\ufeff${lines.join('\r\n')}\r\n`, `padan-${this.by.join('-')}.csv`);
  }

  #table(cube: Cube): TemplateResult | typeof nothing {
    const [rows, columns] = cube.axes;
    if (!rows || !columns) return nothing;
    const { lang, shares } = this;
    const words = strings(lang);
    const cells: ArrayLike<number> = this.counted === 'ads' ? cube.ads : cube.openings;
    const wide = columns.values.length;
    const at = (i: number, j: number) => cells[i * wide + j] ?? 0;
    const sums = rows.values.map((_, i) => columns.values.reduce((sum, _value, j) => sum + at(i, j), 0));
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.crossTitle}><table>
      <caption class="silent">${words.crossTitle}</caption>
      <thead><tr><th scope="col">${this.#name(this.by[0])}</th><th scope="col" class="number">${words.total}</th>
        ${columns.values.map((value) => html`<th scope="col" class="number">${this.#label(value)}</th>`)}</tr></thead>
      <tbody>${rows.values.map(
        (
          row,
          i,
        ) => html`<tr><th scope="row">${this.#label(row)}</th><td class="number">${number(sums[i] ?? 0, lang)}</td>
        ${columns.values.map((_, j) => {
          const [value, sum] = [at(i, j), sums[i] ?? 0];
          const shown = shares ? percent(sum > 0 ? value / sum : 0, lang) : number(value, lang);
          return html`<td class="number ${value === 0 ? 'none' : ''}">${shown}</td>`;
        })}</tr>`,
      )}</tbody>
    </table></div>`;
  }

  override render(): TemplateResult {
    const { cube, lang } = this;
    const words = strings(lang);
    const total = cube && (this.counted === 'ads' ? cube.totalAds : cube.totalOpenings);
    return html`<section class="panel" aria-labelledby="cross">
      <h3 id="cross">${words.crossTitle}</h3>
      <div class="asked">${this.#chooser(0, words.crossRows)} ${this.#chooser(1, words.crossColumns)}
        <label class="tick"><input type="checkbox" .checked=${this.shares} @change=${(event: Event) => {
          this.shares = (event.target as HTMLInputElement).checked;
        }}> ${words.crossShares}</label>
        ${cube ? html`<button type="button" class="plain" @click=${() => void this.#csv(cube)}>CSV</button>` : nothing}</div>
      ${cube ? this.#table(cube) : nothing}
      ${total === undefined ? nothing : html`<p class="hint">${words.crossNote(number(total, lang), words.counts[this.counted].toLowerCase())}</p>`}
    </section>`;
  }

  static override styles = [
    base,
    panel,
    css`
    .asked { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: end; }
    .asked label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; max-width: 100%; }
    .asked .tick { display: flex; align-items: center; min-height: 44px; gap: 8px; }
    .asked label > span { color: var(--_muted); font-size: 0.875em; }
    .scroll { overflow: auto; max-height: 36em; border: 1px solid var(--_line); }
    thead th { position: sticky; top: 0; background: var(--_surface); z-index: 1; vertical-align: bottom; min-width: 6em; }
    tbody th { position: sticky; left: 0; background: var(--_surface); font-weight: 400; min-width: 9em; max-width: 18em; }
    .none { color: var(--_muted); }
    @media print { .asked { display: none; } .scroll { max-height: none; overflow: visible; } }
  `,
  ];
}

customElements.define('padan-cross', PadanCross);
