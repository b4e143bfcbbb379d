/**
 * One chart: its question, the finding, the marks, the small print, the table.
 *
 * Marks are painted on a canvas. Over each row of them lies a button of the same place, so that a pointer, a finger and the arrow keys
 * reach every value: a line under the chart says what is there, and choosing it filters. The table holds the same numbers; what is
 * shown can be taken away as a picture, a drawing or a table.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ChartMark, ChartTheme } from '../../pkg/charts/charts.js';
import type { ChartData, ChartRow, Lang } from '../../pkg/padan.js';
import type { Engine } from './engine.js';
import { number, pay, percent } from './format.js';
import { boundaries, charts, csvOf } from './measures.js';
import { panel } from './panel.css.js';
import { save } from './save.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

/** Key of the row that gathers what has no row of its own; it is no filter. */
const OTHER = 'other';
/** Pixels of a picture to take away, a CSS px. */
const SHARP = 2;
/** Width of a picture to take away, CSS px. */
const WIDE = 960;
/** Least width and height of what is pointed at, CSS px. */
const FINGER = 24;
/** Below a bar, CSS px, what still belongs to it. */
const GAP = 3;

type Module = Awaited<ReturnType<typeof charts>>;

type Look = Omit<ChartTheme, 'height' | 'devicePixelRatio' | 'selected'>;

/** Where the marks of a row are, together. */
interface Place extends Omit<ChartMark, 'series'> {}

/** Whether the visitor likes provinces on a map, for as long as the page is open. */
let mapped = false;

export class PadanFigure extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) chart: ChartData | undefined;
  @property({ attribute: false }) selected: readonly string[] = [];
  /** Level of its heading in the page. */
  @property({ type: Number }) level = 3;
  /** Whether provinces are drawn on a map rather than as tiles. */
  @property({ attribute: false }) map = mapped;
  @state() private failed = false;
  /** Whether the map was asked for and did not come. */
  @state() private mapless = false;
  /** Whether the canvas shows the chart as it stands. */
  drawn = false;
  @state() private places: Place[] = [];
  /** Whether the table is unfolded; it is made no earlier. */
  @state() private unfolded = false;
  /** The row a pointer or the keyboard is at. */
  @state() private at: number | undefined;
  /** Column the table is sorted by: -1 the label, then a series each; with the direction. */
  @state() private sorted: { column: number; down: boolean } | undefined;

  #module: Module | undefined;
  /** Whether the module can draw maps. */
  #bounded = false;
  #looks: Look | undefined;
  #resized = new ResizeObserver(() => this.#redraw());
  #schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  #redraw = () => {
    this.#looks = undefined;
    this.#draw();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    for (const scheme of this.#schemes) scheme.addEventListener('change', this.#redraw);
    this.#watchRatio();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    for (const scheme of this.#schemes) scheme.removeEventListener('change', this.#redraw);
    // A query that is listened to holds its listener for good.
    this.#ratio?.removeEventListener('change', this.#watchRatio);
    this.#ratio = undefined;
  }

  override async firstUpdated(): Promise<void> {
    const frame = this.renderRoot.querySelector('.frame');
    this.#module = await charts();
    if (frame) this.#resized.observe(frame);
    this.#draw();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chart') || changed.has('map')) this.drawn = false;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('chart') || changed.has('selected') || changed.has('map')) this.#draw();
    const spots = this.renderRoot.querySelectorAll<HTMLElement>('.spot');
    const { clientWidth = 0, clientHeight = 0 } = this.renderRoot.querySelector('canvas') ?? {};
    const put = (element: HTMLElement | null | undefined, x: number, y: number, width: number, height: number) => {
      const px = (length: number) => `${length}px`;
      Object.assign(element?.style ?? {}, { left: px(x), top: px(y), width: px(width), height: px(height) });
    };
    for (const [i, { x, y, width, height, shape }] of this.places.entries()) {
      put(spots[i], x, y, width, height);
      const land = spots[i]?.querySelector<HTMLElement>('.land');
      if (!land || !shape) continue;
      put(land, -x, -y, clientWidth, clientHeight);
      const rings = shape.map((ring) => `M${ring.join(' ')}Z`);
      land.style.clipPath = `path('${rings.join('')}')`;
    }
  }

  /** A media query names one ratio, so a new one is needed after each change. */
  #watchRatio = (): void => {
    this.#ratio?.removeEventListener('change', this.#watchRatio);
    if (this.#ratio) this.#redraw();
    this.#ratio = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#ratio.addEventListener('change', this.#watchRatio);
  };
  #ratio: MediaQueryList | undefined;

  /** Width, font and colours as the page has them; read again where it may have changed, for reading them lays the page out. */
  #look(): Look | undefined {
    const canvas = this.renderRoot.querySelector('canvas');
    const width = canvas?.parentElement?.clientWidth ?? 0;
    if (!canvas || width === 0) return undefined;
    const style = getComputedStyle(canvas);
    const colour = (name: string) => hex(style.getPropertyValue(name).trim());
    return {
      width,
      fontFamily: style.fontFamily,
      fontSize: Number.parseFloat(style.fontSize),
      text: colour('--_text'),
      muted: colour('--_muted'),
      bar: colour('--_bar'),
      highlight: colour('--_highlight'),
      background: colour('--_surface'),
    };
  }

  /** The chart in the form it is shown in; provinces as tiles until the map is there. */
  #shown(): ChartData | undefined {
    const { chart, map } = this;
    return chart?.form === 'tiles' && map && this.#bounded ? { ...chart, form: 'map' } : chart;
  }

  async #fetch(): Promise<void> {
    try {
      await boundaries();
      this.#bounded = true;
      this.mapless = false;
    } catch {
      this.map = false;
      this.mapless = true;
    }
    this.#draw();
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const chart = this.#shown();
    // The sentence above says all there is.
    if (chart?.rows.length === 0) {
      this.drawn = true;
      this.places = [];
      return;
    }
    this.#looks ??= this.#look();
    if (!canvas || !chart || !this.#module || !this.#looks) return;
    const { width } = this.#looks;
    try {
      const theme = this.#theme(this.#module, this.#looks, chart);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${theme.height}px`;
      const marks = this.#module.drawChart(canvas, chart, theme);
      this.places = together(chart, marks, width);
      this.failed = false;
      this.drawn = chart.form !== 'tiles' || !this.map;
      if (!this.drawn) void this.#fetch();
    } catch {
      this.failed = true;
      this.places = [];
    }
  }

  #theme(module: Module, look: Look, chart: ChartData): ChartTheme {
    const height = module.chartHeight(chart, look.fontSize, look.width);
    return { ...look, height, devicePixelRatio, selected: [...this.selected] };
  }

  #filters({ key }: ChartRow): boolean {
    return this.chart?.facet != null && key !== OTHER;
  }

  #toggle(row: ChartRow | undefined): void {
    if (!row || !this.#filters(row)) return;
    const detail = { key: this.chart?.facet, value: row.key };
    this.dispatchEvent(new CustomEvent('toggle-value', { detail, bubbles: true, composed: true }));
  }

  #written(value: number | null | undefined): string {
    const { lang, chart } = this;
    const words = strings(lang);
    if (value === null || value === undefined) return '–';
    if (chart?.unit === 'permille') return percent(value / 1000, lang);
    if (chart?.unit === 'rupiah') return pay(value, value, lang) ?? words.millions('0');
    return number(value, lang);
  }

  /** A row in words: what it is and every value. */
  #told(row: ChartRow): string {
    const { chart, lang } = this;
    const series = chart?.series ?? [];
    const values = series.map(({ label }, i) => {
      const written = this.#written(row.values[i]);
      return series.length > 1 ? `${label} ${written}` : written;
    });
    const share = row.share === null || series.length > 1 ? [] : [`(${percent(row.share, lang)})`];
    const rest = row.remark ? [`– ${row.remark}`] : [];
    return [`${row.label}: ${values.join(', ')}`, ...share, ...rest].join(' ');
  }

  /** One spot is a stop of the Tab key; arrows go on from it. */
  #key(event: KeyboardEvent, i: number): void {
    const last = this.places.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: Math.min(i + 1, last),
      ArrowRight: Math.min(i + 1, last),
      ArrowUp: Math.max(i - 1, 0),
      ArrowLeft: Math.max(i - 1, 0),
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll<HTMLElement>('.spot')[to]?.focus();
  }

  // Taking it away

  #save(content: Blob | string, ending: string, type?: string): void {
    save(content, `padan-${this.chart?.kind}.${ending}`, type);
  }

  /** The theme of a picture of its own: the page's colours, one width. */
  #plain(chart: ChartData): ChartTheme | undefined {
    return this.#looks && this.#module
      ? { ...this.#theme(this.#module, { ...this.#looks, width: WIDE }, chart), selected: [] }
      : undefined;
  }

  #picture(): void {
    const [canvas, chart] = [document.createElement('canvas'), this.#shown()];
    const theme = chart && this.#plain(chart);
    if (!theme) return;
    this.#module?.drawPicture(canvas, chart, { ...theme, devicePixelRatio: SHARP });
    canvas.toBlob((blob) => blob && this.#save(blob, 'png'));
  }

  #drawing(): void {
    const chart = this.#shown();
    const theme = chart && this.#plain(chart);
    if (theme && this.#module) this.#save(this.#module.chartSvg(chart, theme), 'svg', 'image/svg+xml');
  }

  async #csv(): Promise<void> {
    if (this.chart && this.engine) this.#save(await csvOf(this.engine, this.chart), 'csv');
  }

  async #copy(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    const { chart } = this;
    if (!chart) return;
    const cell = (text: string) => text.replace(/[\t\n\r]+/g, ' ');
    const lines = [[chart.category, ...chart.series.map(({ label }) => label)]];
    for (const row of this.#rows(chart)) lines.push([row.label, ...row.values.map((value) => String(value ?? ''))]);
    const words = strings(this.lang);
    try {
      await navigator.clipboard.writeText(lines.map((line) => line.map(cell).join('\t')).join('\n'));
      button.textContent = words.copied;
    } catch {
      button.textContent = words.notCopied;
    }
  }

  // Drawing

  #rows(chart: ChartData): ChartRow[] {
    if (!this.sorted) return chart.rows;
    const { column, down } = this.sorted;
    const by = (a: ChartRow, b: ChartRow) =>
      column < 0 ? a.label.localeCompare(b.label, this.lang) : (a.values[column] ?? -1) - (b.values[column] ?? -1);
    return [...chart.rows].sort((a, b) => (down ? by(b, a) : by(a, b)));
  }

  #heading(label: string, column: number): TemplateResult {
    const on = this.sorted?.column === column;
    const order = on ? (this.sorted?.down ? 'descending' : 'ascending') : nothing;
    const sort = () => {
      this.sorted = { column, down: on ? !this.sorted?.down : column >= 0 };
    };
    return html`<th scope="col" class=${column < 0 ? '' : 'number'} aria-sort=${order}>
      <button type="button" class="plain sort" @click=${sort}>${label}<span aria-hidden="true">${on ? (this.sorted?.down ? ' ↓' : ' ↑') : ' ↕'}</span></button></th>`;
  }

  #table(chart: ChartData): TemplateResult {
    const words = strings(this.lang);
    const shares = chart.rows.some(({ share }) => share !== null);
    const counted = chart.rows.some(({ n }) => n !== null);
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${chart.title}><table>
      <caption class="silent">${chart.title}</caption>
      <thead><tr>${this.#heading(chart.category, -1)}${chart.series.map(({ label }, i) => this.#heading(label, i))}
        ${shares ? html`<th scope="col" class="number">${words.shareOf}</th>` : nothing}
        ${counted ? html`<th scope="col" class="number">${words.adsBehind}</th>` : nothing}</tr></thead>
      <tbody>${this.#rows(chart).map((row) => {
        const on = this.selected.includes(row.key);
        return html`<tr><th scope="row">${
          this.#filters(row)
            ? html`<button type="button" class="plain" aria-pressed=${on} @click=${() => this.#toggle(row)}>${row.label}
              <span class="silent">${on ? words.filteredBy(row.label) : words.filterBy(row.label)}</span></button>`
            : html`<span class="other">${row.label}</span>`
        }${row.remark ? html`<span class="hint remark">${row.remark}</span>` : nothing}</th>
          ${chart.series.map((_, i) => html`<td class="number">${this.#written(row.values[i])}</td>`)}
          ${shares ? html`<td class="number">${row.share === null ? '–' : percent(row.share, this.lang)}</td>` : nothing}
          ${counted ? html`<td class="number">${row.n === null ? '–' : number(row.n, this.lang)}</td>` : nothing}</tr>`;
      })}</tbody>
    </table></div>`;
  }

  /** The table, and what can be taken away. */
  #numbers(chart: ChartData): TemplateResult {
    const words = strings(this.lang);
    return html`${this.#table(chart)}
      <p class="take"><button type="button" class="plain" @click=${(event: Event) => this.#copy(event)}>${words.copyTable}</button>
        <button type="button" class="plain" @click=${() => this.#csv()}>CSV</button>
        <button type="button" class="plain" @click=${() => this.#picture()}>PNG</button>
        <button type="button" class="plain" @click=${() => this.#drawing()}>SVG</button></p>`;
  }

  #spots(chart: ChartData): TemplateResult {
    const words = strings(this.lang);
    const stop = Math.max(
      0,
      this.places.findIndex(({ row }) => row === this.at),
    );
    return html`<div class="spots" role="group" aria-label=${words.values(chart.title)}>${this.places.map(
      (place, i) => {
        const row = chart.rows[place.row];
        if (!row) return nothing;
        const filters = this.#filters(row);
        const on = this.selected.includes(row.key);
        return html`<button type="button" class="spot" tabindex=${i === stop ? 0 : -1} aria-disabled=${!filters}
        aria-pressed=${filters ? on : nothing} aria-label=${this.#told(row)}
        @click=${() => this.#toggle(row)} @keydown=${(event: KeyboardEvent) => this.#key(event, i)}
        @focus=${() => {
          this.at = place.row;
        }} @pointerenter=${() => {
          this.at = place.row;
        }}>${place.shape ? html`<span class="land"></span>` : nothing}</button>`;
      },
    )}</div>`;
  }

  /** Tiles or a map, where the chart is one of provinces. */
  #forms(): TemplateResult {
    const words = strings(this.lang);
    const form = (map: boolean, label: string) =>
      html`<button type="button" aria-pressed=${map === this.map} @click=${() => {
        this.map = mapped = map;
      }}>${label}</button>`;
    return html`<div class="forms" role="group" aria-label=${words.shownAs}>${form(false, words.asTiles)}${form(true, words.asMap)}</div>
      <p class="hint" role="status" ?hidden=${!this.mapless}>${this.mapless ? words.noMap : ''}</p>`;
  }

  /** What stands at the pointer or the keyboard, and what choosing it does. */
  #readout(chart: ChartData): TemplateResult {
    const words = strings(this.lang);
    const row = this.at === undefined ? undefined : chart.rows[this.at];
    const on = row && this.selected.includes(row.key);
    const doing = row && this.#filters(row) ? (on ? words.chooseToDrop : words.chooseToFilter) : '';
    return html`<p class="readout hint" aria-hidden="true">${row ? html`<strong>${this.#told(row)}</strong> ${doing}` : words.pointAtMark}</p>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { chart, lang } = this;
    if (!chart) return nothing;
    const words = strings(lang);
    return html`<figure class="panel" part="chart">
      <h3 id="title" aria-level=${this.level}>${chart.title}</h3>
      <p id="sentence" class="sentence">${chart.sentence}</p>
      ${chart.form === 'tiles' && chart.rows.length > 0 ? this.#forms() : nothing}
      <div class="frame" ?hidden=${chart.rows.length === 0}>
        <canvas role="img" ?hidden=${this.failed} aria-labelledby="title" aria-describedby="sentence"></canvas>
        ${this.#spots(chart)}
      </div>
      ${this.failed ? html`<p class="hint">${words.chartFailed}</p>` : chart.rows.length > 0 ? this.#readout(chart) : nothing}
      <figcaption class="hint">${chart.note}</figcaption>
      ${
        chart.rows.length > 0
          ? html`<details ?open=${this.failed || this.unfolded} @toggle=${(event: Event) => {
              this.unfolded = (event.target as HTMLDetailsElement).open;
            }}><summary>${words.table}</summary>${this.failed || this.unfolded ? this.#numbers(chart) : nothing}</details>`
          : nothing
      }
    </figure>`;
  }

  static override styles = [
    base,
    panel,
    css`
    .sentence { max-width: 65ch; }
    .frame { position: relative; overflow: hidden; min-width: 0; }
    canvas { display: block; font-size: 0.875em; }
    .spot {
      position: absolute; min-height: 0; padding: 0; border: 0; border-radius: 4px; background: none; cursor: default;
    }
    .spot[aria-disabled="false"] { cursor: pointer; }
    .spot:hover { background: none; box-shadow: inset 0 0 0 1px var(--_edge); }
    .spot:focus-visible { outline-offset: -3px; }
    .spots { isolation: isolate; }
    .land { position: absolute; z-index: -1; }
    .forms { display: flex; }
    .forms button { min-height: 32px; padding: 4px 12px; border-radius: 0; font-size: 0.875em; font-weight: 400; }
    .forms button:first-child { border-radius: var(--_radius) 0 0 var(--_radius); }
    .forms button:last-child { border-radius: 0 var(--_radius) var(--_radius) 0; margin-inline-start: -1px; }
    .forms [aria-pressed="true"] { font-weight: 700; text-decoration: underline; }
    .readout { min-height: 2.9em; }
    .readout strong { color: var(--_text); }
    .scroll { overflow-x: auto; }
    th[scope="row"] { padding: 0; font-weight: 400; }
    .other { display: block; padding: 8px; }
    .remark { display: block; padding: 0 8px 8px; }
    .sort { padding: 4px; min-height: 32px; text-align: inherit; color: inherit; white-space: nowrap; }
    th[scope="row"] .plain { justify-content: flex-start; width: 100%; text-align: start; font-weight: 400; padding-inline: 8px; }
    th .plain[aria-pressed="true"] { font-weight: 700; text-decoration: underline; }
    .take { display: flex; flex-wrap: wrap; gap: 4px; padding-top: 8px; }
    @media print {
      .readout, .take, .forms, summary { display: none; }
      figure { break-inside: avoid; border-color: #000; }
    }
  `,
  ];
}

/** Forms whose rows lie under each other, over the whole width. */
const LYING = new Set<ChartData['form']>(['bars', 'stack', 'pairs', 'spread']);

/** One place a row, which holds all of its marks and, where rows lie under each other, what is written at them. */
function together(chart: ChartData, marks: readonly ChartMark[], whole: number): Place[] {
  const places = new Map<number, Place>();
  for (const { row, x, y, width, height, shape } of marks) {
    const { x: left, y: top, width: wide, height: tall } = places.get(row) ?? { x, y, width, height };
    const [x0, y0] = [Math.min(left, x), Math.min(top, y)];
    const [x1, y1] = [Math.max(left + wide, x + width), Math.max(top + tall, y + height)];
    places.set(row, { row, x: x0, y: y0, width: x1 - x0, height: y1 - y0, shape });
  }
  const listed = [...places.values()].filter(({ row }) => row < chart.rows.length);
  const [first, second] = listed;
  const pitch = first && second ? second.y - first.y : 44;
  let above = first ? Math.max(0, first.y + first.height - pitch) : 0;
  return listed.map(({ row, x, y, width, height, shape }) => {
    if (LYING.has(chart.form)) {
      const top = Math.min(above, y);
      above = y + height + GAP;
      return { row, x: 0, y: top, width: whole, height: above - top };
    }
    const [dx, dy] = [Math.max(0, FINGER - width) / 2, Math.max(0, FINGER - height) / 2];
    return { row, x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy, shape };
  });
}

/** Any CSS colour, system colours too, as `#rrggbb`: painted and read back. */
function hex(colour: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return '#000000';
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

customElements.define('padan-figure', PadanFigure);
