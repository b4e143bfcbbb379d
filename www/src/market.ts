/**
 * The job market behind the search: two charts that follow the filters.
 *
 * The engine in the worker counts; drawing is a module of its own that runs here, on the
 * page's thread, and is fetched when the charts are first shown. Beside each canvas stand its sentence and its table, from the same
 * numbers, so nothing is told by pixels alone; every bar has its button in the table.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ChartMark, ChartTheme } from '../../pkg/charts/charts.js';
import type { ChartData, ChartKind, Lang, Query, Reference } from '../../pkg/padan.js';
import { type Engine, EngineError } from './engine.js';
import { failure } from './failure.js';
import { number, percent } from './format.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

const KINDS: readonly ChartKind[] = ['province', 'educationAsked'];
/** Height of a row in em: two lines of text, or a finger. */
const ROW = 2.75;
/** Key of the row that gathers what has no row of its own; it is no filter. */
const OTHER = 'other';

let loading: Promise<void> | undefined;
/** There once `load` has come to its end; nothing is counted or drawn before. */
let module: typeof import('../../pkg/charts/charts.js');

/** Fetches the module that draws; what did not come is asked for again the next time. */
function load(): Promise<void> {
  loading ??= import('../../pkg/charts/charts.js')
    .then(async (loaded) => {
      await loaded.default();
      module = loaded;
    })
    .catch((error: unknown) => {
      loading = undefined;
      const message = error instanceof Error ? error.message : String(error);
      throw new EngineError({ name: 'EngineUnavailable', message });
    });
  return loading;
}

class PadanMarket extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  @state() private charts: ChartData[] = [];
  @state() private error: Error | undefined;
  /** What measures need besides counts: large, and the same at every question. */
  #reference: Promise<Reference> | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lang') || changed.has('engine')) this.#reference = undefined;
    if (changed.has('query') || changed.has('lang') || changed.has('engine')) void this.#count();
  }

  async #count(): Promise<void> {
    const { engine, query, lang } = this;
    if (!engine || !query) return;
    try {
      this.#reference ??= engine.call('reference', lang);
      const [reference] = await Promise.all([this.#reference, load()]);
      const filters = query.filters ?? {};
      const charts = await Promise.all(
        KINDS.map(async (kind) => {
          const cubes = module.needs(kind).map((by) => engine.call('cube', { ...query, lang }, by));
          return module.measure({ kind, lang, filters }, await Promise.all(cubes), reference);
        }),
      );
      if (query === this.query && lang === this.lang) [this.charts, this.error] = [charts, undefined];
    } catch (error) {
      this.#reference = undefined;
      this.error = error as Error;
    }
  }

  override render(): TemplateResult {
    if (this.error) return failure(this.error, this.lang, () => void this.#count());
    return html`<p class="intro">${strings(this.lang).marketIntro}</p>
      <div class="charts">${this.charts.map(
        (chart) => html`<padan-chart .lang=${this.lang} .chart=${chart}
        .selected=${(chart.facet && this.query?.filters?.[chart.facet]) || []}></padan-chart>`,
      )}</div>`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    .intro { color: var(--_muted); margin-bottom: 16px; }
    .charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; align-items: start; }
    @media (min-width: 1180px) { .charts { grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); } }
  `,
  ];
}

class PadanChart extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) chart: ChartData | undefined;
  @property({ attribute: false }) selected: readonly string[] = [];
  @state() private failed = false;

  #marks: ChartMark[] = [];
  #resized = new ResizeObserver(() => this.#draw());
  #schemes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  #redraw = () => this.#draw();

  override connectedCallback(): void {
    super.connectedCallback();
    for (const scheme of this.#schemes) scheme.addEventListener('change', this.#redraw);
    this.#watchRatio();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    for (const scheme of this.#schemes) scheme.removeEventListener('change', this.#redraw);
  }

  override firstUpdated(): void {
    const frame = this.renderRoot.querySelector('.frame');
    if (frame) this.#resized.observe(frame);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('chart') || changed.has('selected')) this.#draw();
  }

  /** A media query names one ratio, so a new one is needed after each change. */
  #watchRatio(): void {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        if (!this.isConnected) return;
        this.#draw();
        this.#watchRatio();
      },
      { once: true },
    );
  }

  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const width = canvas?.parentElement?.clientWidth ?? 0;
    const { chart } = this;
    if (!canvas || !chart || width === 0) return;
    const fontSize = Number.parseFloat(getComputedStyle(canvas).fontSize);
    const height = Math.ceil(ROW * fontSize * Math.max(1, chart.rows.length));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    try {
      this.#marks = module.drawChart(canvas, chart, this.#theme(canvas, { width, height, fontSize }));
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  #theme(canvas: HTMLCanvasElement, sizes: Pick<ChartTheme, 'width' | 'height' | 'fontSize'>): ChartTheme {
    const style = getComputedStyle(canvas);
    const colour = (name: string) => hex(style.getPropertyValue(name).trim());
    return {
      ...sizes,
      devicePixelRatio,
      fontFamily: style.fontFamily,
      text: colour('--_text'),
      muted: colour('--_muted'),
      bar: colour('--_bar'),
      highlight: colour('--_highlight'),
      background: colour('--_surface'),
      selected: [...this.selected],
    };
  }

  /** The row under the pointer: a bar and what stands above or beside it. */
  #rowAt({ offsetY: y }: MouseEvent): string | undefined {
    const mark = this.#marks.find((m) => y <= m.y + m.height + 3);
    const key = mark && this.chart?.rows[mark.row]?.key;
    return key === OTHER ? undefined : key;
  }

  #toggle(key: string | undefined): void {
    const { chart } = this;
    if (!chart?.facet || key === undefined) return;
    this.dispatchEvent(
      new CustomEvent('toggle-value', { detail: { key: chart.facet, value: key }, bubbles: true, composed: true }),
    );
  }

  override render(): TemplateResult | typeof nothing {
    const { chart, lang } = this;
    if (!chart) return nothing;
    const words = strings(lang);
    return html`<figure part="chart">
      <h3 id="title">${chart.title}</h3>
      <p id="sentence" class="sentence">${chart.sentence}</p>
      ${this.failed ? html`<p class="hint">${words.chartFailed}</p>` : nothing}
      <div class="frame">
        <canvas role="img" ?hidden=${this.failed} aria-labelledby="title" aria-describedby="sentence"
          @click=${(event: MouseEvent) => this.#toggle(this.#rowAt(event))}
          @pointermove=${(event: PointerEvent) => {
            (event.target as HTMLElement).style.cursor = this.#rowAt(event) === undefined ? '' : 'pointer';
          }}></canvas>
      </div>
      <figcaption class="hint">${chart.note}</figcaption>
      <details ?open=${this.failed}><summary>${words.table}</summary>
        <div class="scroll"><table>
          <caption class="silent">${chart.title}</caption>
          <thead><tr><th scope="col">${chart.category}</th>${chart.series.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}
            <th scope="col" class="number">${words.shareOf}</th></tr></thead>
          <tbody>${chart.rows.map((row) => {
            const on = this.selected.includes(row.key);
            return html`<tr><th scope="row">${
              row.key === OTHER
                ? html`<span class="other">${row.label}</span>`
                : html`
                <button type="button" class="plain" aria-pressed=${on} @click=${() => this.#toggle(row.key)}>${row.label}
                  <span class="silent">${on ? words.filteredBy(row.label) : words.filterBy(row.label)}</span></button>`
            }</th>
              ${row.values.map((value) => html`<td class="number">${value === null ? words.heldBack : number(value, lang)}</td>`)}
              <td class="number">${row.share === null ? nothing : percent(row.share, lang)}</td></tr>`;
          })}</tbody>
        </table></div>
      </details>
    </figure>`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; min-width: 0; }
    figure {
      padding: 20px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface);
      display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px;
    }
    h3 { font-size: 1.125em; }
    .sentence { max-width: 65ch; }
    .frame { overflow: hidden; min-width: 0; }
    canvas { display: block; font-size: 0.875em; }
    .scroll { overflow-x: auto; }
    th[scope="row"] { padding: 0; font-weight: 400; }
    .other { display: block; padding: 8px; }
    th .plain { justify-content: flex-start; width: 100%; text-align: start; font-weight: 400; padding-inline: 8px; }
    th .plain[aria-pressed="true"] { font-weight: 700; text-decoration: underline; }
    @media (max-width: 500px) { figure { padding: 16px 12px; } }
  `,
  ];
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

customElements.define('padan-chart', PadanChart);
customElements.define('padan-market', PadanMarket);
