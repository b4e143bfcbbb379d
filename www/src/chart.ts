/**
 * `<padan-chart>`: one chart in any page, of the vacancies of a region and an occupation.
 */
import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ChartData, ChartKind, FacetKey, Query } from '../../pkg/padan.js';
import { type Counted, measured } from './measures.js';
import { Embedded } from './shared.js';
import { strings } from './strings.js';

export class PadanChart extends Embedded {
  @property() kind: ChartKind = 'occupation';
  /** Code of a province, regency or district (2, 4 or 6 digits). */
  @property() region: string | undefined;
  /** KBJI code, 2 or 4 digits. */
  @property() occupation: string | undefined;
  @property() counted: Counted = 'openings';
  /** Whether provinces are drawn on a map rather than as tiles. */
  @property({ type: Boolean }) map = false;
  /** The chart that is shown. */
  @property({ attribute: false }) chart: ChartData | undefined;

  static override parts = 'error';

  protected override get asks(): readonly string[] {
    return ['kind', 'region', 'occupation', 'counted', 'lang', 'province'];
  }

  #query(): Query {
    const filters: Partial<Record<FacetKey, string[]>> = this.within;
    const { region, occupation } = this;
    if (region) filters[region.length <= 2 ? 'province' : region.length <= 4 ? 'regency' : 'district'] = [region];
    if (occupation) filters[occupation.length <= 2 ? 'occupation' : 'occupation_unit'] = [occupation];
    return { text: '', exact: false, filters, today: this.today };
  }

  protected override async ask(): Promise<void> {
    const { kind, lang, counted } = this;
    const drawing = import('./later.js');
    const [chart] = await measured(this.engine, [kind], this.#query(), { lang, counted });
    await drawing;
    if (kind !== this.kind || lang !== this.lang) return;
    this.chart = chart;
    this.tell('padan-chart', chart);
  }

  override render(): TemplateResult {
    if (this.error) return this.failed(this.error);
    return html`<div class="view">${
      this.chart
        ? html`<padan-figure level="2" .lang=${this.lang} .engine=${this.engine} .chart=${this.chart} .map=${this.map}></padan-figure>`
        : html`<p class="hint" aria-busy="true">${strings(this.lang).loading}…</p><slot></slot>`
    }</div>`;
  }
}
