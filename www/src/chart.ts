/**
 * `<padan-chart>`: one chart in any page, of the vacancies of a region and an occupation.
 *
 * Charts of one snapshot share one engine and one download among themselves and with a `<padan-portal>` of the page that has it open.
 */
import { css, html, LitElement, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ChartData, ChartKind, FacetKey, Lang, Query } from '../../pkg/padan.js';
import { Engine, EngineError } from './engine.js';
import { failure } from './failure.js';
import './figure.js';
import { today } from './format.js';
import { type Counted, measured } from './measures.js';
import { learn, strings } from './strings.js';
import { theme } from './theme.css.js';

/** What charts of the page have open, by manifest and keys. */
const engines = new Map<string, Promise<Engine>>();

/** The engine of a portal of this page that has the same files open, or one of the charts' own. */
function engineOf(files: { worker: URL; wasm: URL }, manifest: string, key: string | undefined): Promise<Engine> {
  for (const portal of document.querySelectorAll('padan-portal')) {
    const { engine, info, key: own } = portal as unknown as { engine: Engine; info?: object; key?: string };
    if (info && engine.opened?.manifest === manifest && own === key) return Promise.resolve(engine);
  }
  const known = `${manifest} ${key ?? ''}`;
  const opening =
    engines.get(known) ??
    (async () => {
      const engine = new Engine(files);
      await engine.open(manifest, key, () => {});
      return engine;
    })();
  engines.set(known, opening);
  opening.catch(() => engines.delete(known));
  return opening;
}

class PadanChart extends LitElement {
  @property() snapshot: string | undefined;
  @property() key: string | undefined;
  @property() kind: ChartKind = 'occupation';
  /** Code of a province, regency or district (2, 4 or 6 digits). */
  @property() region: string | undefined;
  /** KBJI code, 2 or 4 digits. */
  @property() occupation: string | undefined;
  @property() counted: Counted = 'openings';
  /** Whether provinces are drawn on a map rather than as tiles. */
  @property({ type: Boolean }) map = false;
  @property() override lang: Lang = 'id';
  @state() private chart: ChartData | undefined;
  @state() private error: Error | undefined;

  #engine: Engine | undefined;

  constructor(private readonly files: { worker: URL; wasm: URL }) {
    super();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('lang')) this.lang = document.documentElement.lang.startsWith('en') ? 'en' : 'id';
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const asked = ['snapshot', 'key', 'kind', 'region', 'occupation', 'counted', 'lang'] as const;
    if (asked.some((name) => changed.has(name))) void this.#ask();
  }

  #query(): Query {
    const filters: Partial<Record<FacetKey, string[]>> = {};
    const { region, occupation } = this;
    if (region) filters[region.length <= 2 ? 'province' : region.length <= 4 ? 'regency' : 'district'] = [region];
    if (occupation) filters[occupation.length <= 2 ? 'occupation' : 'occupation_unit'] = [occupation];
    return { text: '', exact: false, filters, today: today() };
  }

  async #ask(): Promise<void> {
    const { snapshot, key, kind, lang, counted } = this;
    try {
      if (!snapshot) throw new EngineError({ name: 'NotASnapshot', message: 'padan-chart has no snapshot attribute.' });
      await learn(lang);
      const engine = await engineOf(this.files, new URL(snapshot, document.baseURI).href, key);
      const [chart] = await measured(engine, [kind], this.#query(), { lang, counted });
      if (kind !== this.kind || lang !== this.lang) return;
      this.#engine = engine;
      [this.chart, this.error] = [chart, undefined];
      this.dispatchEvent(new CustomEvent('padan-chart', { detail: chart, bubbles: true }));
    } catch (error) {
      this.error = error as Error;
      this.dispatchEvent(new CustomEvent('padan-error', { detail: error, bubbles: true }));
    }
  }

  override render(): TemplateResult | typeof nothing {
    if (this.error) return html`${failure(this.error, this.lang, () => void this.#ask())}<slot></slot>`;
    if (!this.chart) return html`<p aria-busy="true">${strings(this.lang).loading}…</p><slot></slot>`;
    return html`<padan-figure level="2" .lang=${this.lang} .engine=${this.#engine} .chart=${this.chart} .map=${this.map}></padan-figure>`;
  }

  static override styles = [
    theme,
    css`:host { display: block; min-width: 0; color: var(--_text); font-family: var(--_font); line-height: 1.5; }`,
  ];
}

/** Defines `<padan-chart>` with the addresses of the worker and the engine's module. */
export function define(files: { worker: URL; wasm: URL }): void {
  customElements.define(
    'padan-chart',
    class extends PadanChart {
      constructor() {
        super(files);
      }
    },
  );
}
