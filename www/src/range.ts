/**
 * A range of numbers for a facet: how many vacancies have which number, and a field for either end.
 *
 * Dragging over the bars sets both ends at once; the fields are for those who do not drag. `range` fires with the range as
 * filters carry it (`3000000..`); choosing the one that is chosen takes it away. For
 * distances there is a box for the place they are measured from, which fires `near`.
 */
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FacetKey, Histogram, Lang, Region } from '../../pkg/padan.js';
import { RANGED, rangeOf } from './address.js';
import { homes } from './combobox.js';
import { number } from './format.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

export class PadanRange extends LitElement {
  @property() override lang: Lang = 'id';
  @property() facet: FacetKey = 'pay';
  @property({ attribute: false }) histogram: Histogram | undefined;
  @property({ attribute: false }) chosen: readonly string[] = [];
  @property({ attribute: false }) regions: readonly Region[] = [];
  @property() near: string | undefined;
  /** Bins being dragged over: where it began, and where it is. */
  @state() private brush: [number, number] | undefined;

  get #range(): [number | undefined, number | undefined] {
    if (this.brush && this.histogram) return this.#brushed(this.histogram);
    return this.chosen.map(rangeOf).find((range) => range !== null) ?? [undefined, undefined];
  }

  #set(end: 0 | 1, typed: string): void {
    const old = this.#range;
    const unit = RANGED[this.facet] ?? 1;
    const amount = Number(typed.replace(',', '.'));
    const range: typeof old = [...old];
    range[end] = typed.trim() === '' || !(amount >= 0) ? undefined : Math.round(amount * unit);
    const [from, to] = range;
    if (from !== undefined && to !== undefined && from > to) range[1 - end] = undefined;
    const told = (of: typeof old) =>
      of[0] === undefined && of[1] === undefined ? '' : `${of[0] ?? ''}..${of[1] ?? ''}`;
    const value = told(range) || told(old);
    if (value && told(range) !== told(old)) this.dispatchEvent(new CustomEvent('range', { detail: value }));
  }

  /** What the bins dragged over hold. The last bin of all is open, and distances have one end. */
  #brushed({ counts, step }: Histogram): [number | undefined, number | undefined] {
    const [low, high] = [Math.min(...(this.brush ?? [])), Math.max(...(this.brush ?? []))];
    const from = low > 0 && this.facet !== 'distance' ? low * step : undefined;
    return [from, high < counts.length - 1 ? (high + 1) * step - 1 : undefined];
  }

  #drag(event: PointerEvent, bars: number): void {
    const plot = event.currentTarget as SVGElement;
    const { left, width } = plot.getBoundingClientRect();
    const bin = Math.min(bars - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * bars)));
    if (event.type === 'pointerdown') {
      plot.setPointerCapture(event.pointerId);
      this.brush = [bin, bin];
    } else if (this.brush) {
      this.brush = [this.brush[0], bin];
    }
  }

  #drop(histogram: Histogram): void {
    if (!this.brush) return;
    const [from, to] = this.#brushed(histogram);
    this.brush = undefined;
    const value = from === undefined && to === undefined ? '' : `${from ?? ''}..${to ?? ''}`;
    if (value && !this.chosen.includes(value)) this.dispatchEvent(new CustomEvent('range', { detail: value }));
  }

  #bars(histogram: Histogram): TemplateResult {
    const { counts, step } = histogram;
    const bars = counts.slice(
      0,
      counts.reduce((end, count, i) => (count > 0 ? i + 1 : end), 2),
    );
    const drag = (event: PointerEvent) => this.#drag(event, bars.length);
    // The last bin of all is open: however much it holds, the others are told apart.
    const most = Math.max(...bars.slice(0, counts.length - 1), 1);
    const [from = -Infinity, to = Infinity] = this.#range;
    return html`<svg class="bars" viewBox="0 0 ${bars.length} 1" preserveAspectRatio="none" aria-hidden="true"
      @pointerdown=${drag} @pointermove=${drag} @pointerup=${() => this.#drop(histogram)}
      @pointercancel=${() => {
        this.brush = undefined;
      }}>
      ${bars.map((count, i) => {
        const height = count === 0 ? 0 : Math.min(Math.max(count / most, 0.04), 1);
        const inside = (i + 1) * step > from && i * step <= to;
        return svg`<rect class=${inside ? 'in' : 'out'} x=${i + 0.06} width="0.88" y=${1 - height} height=${height}></rect>`;
      })}
    </svg>`;
  }

  override render(): TemplateResult {
    const words = strings(this.lang);
    const { histogram, facet, lang } = this;
    const unit = RANGED[facet] ?? 1;
    const place = facet === 'distance';
    const ends = this.#range;
    const field = (end: 0 | 1, label: string) => html`<label><span>${label}</span>
      <input type="text" inputmode="decimal" size="5" autocomplete="off" .value=${ends[end] === undefined ? '' : number(ends[end] / unit, lang, 2)}
        @change=${(event: Event) => this.#set(end, (event.target as HTMLInputElement).value)}></label>`;
    const stated = histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
    return html`
      ${
        place
          ? html`<padan-combobox .lang=${lang} .label=${words.distanceFrom} .hint=${words.yourHomeHint} .values=${this.near ? [this.near] : []}
            .options=${homes(this.regions)}
            @change=${(event: CustomEvent<string[]>) =>
              this.dispatchEvent(
                new CustomEvent('near', { detail: event.detail[0], bubbles: true, composed: true }),
              )}></padan-combobox>`
          : nothing
      }
      ${
        place && !this.near
          ? nothing
          : html`
        ${histogram && stated > 0 ? this.#bars(histogram) : nothing}
        <div class="ends" role="group" aria-label=${words.rangeOf(words.facets[facet], words.units[facet] ?? '')}>
          ${place ? nothing : field(0, words.rangeFrom)} ${field(1, words.rangeTo)} <span class="unit">${words.units[facet]}</span>
        </div>
        ${histogram && histogram.unstated > 0 ? html`<p class="hint">${words.unstated(number(histogram.unstated, lang))}</p>` : nothing}`
      }`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; padding: 4px 4px 8px; }
    .bars { display: block; width: 100%; height: 44px; touch-action: pan-y; cursor: col-resize; margin-bottom: 6px; border-bottom: 1px solid var(--_line); }
    .in { fill: var(--_primary); }
    .out { fill: var(--_line); }
    .ends { display: flex; flex-wrap: wrap; align-items: end; gap: 8px; }
    .ends label { display: grid; gap: 2px; font-size: 0.875em; color: var(--_muted); }
    .ends input { width: 5.5em; }
    .unit { padding-bottom: 8px; color: var(--_muted); font-size: 0.875em; }
    padan-combobox { margin-bottom: 8px; }
    .hint { margin: 6px 0 0; }
    @media (forced-colors: active) { .in { fill: Highlight; } .out { fill: GrayText; } }
  `,
  ];
}

customElements.define('padan-range', PadanRange);
