/**
 * What the views of `<padan-chart>`, `<padan-search>` and `<padan-match>` have in common: a snapshot that they open, what they
 * tell the page, links into the portal, and the look.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FacetKey, Hit, Lang } from '../../pkg/padan.js';
import { emptyView, type View, writeView } from './address.js';
import type { Opened } from './calls.js';
import { Engine, EngineError, type Files } from './engine.js';
import { failure } from './failure.js';
import { dayOf, today as deviceDay } from './format.js';
import { layout } from './portal.css.js';
import { learn, spoken } from './strings.js';
import { base, theme } from './theme.css.js';

export type Filters = Partial<Record<FacetKey, string[]>>;

let files: Files;

/** Says where the worker and the engine's module are; before any view is made. */
export function locate(at: Files): void {
  files = at;
}

/** A view over one snapshot. */
export abstract class Embedded extends LitElement {
  /** Names of its parts, for pages to style. */
  static parts = '';

  @property() snapshot = '';
  @property() key: string | null = null;
  @property({ reflect: true }) override lang: Lang = 'id';
  @property() province = '';
  /** Address of the page that holds the `<padan-portal>` its links lead to; this page where left out. */
  @property() portal = '';
  @state() protected info: Opened | undefined;
  @state() protected error: Error | undefined;

  protected readonly engine = new Engine(files);
  /** Key of the partition that is open, where the snapshot is one of several. */
  #part: string | undefined;
  #loads = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('lang')) this.lang = spoken(document.documentElement.lang) ?? 'id';
    if (this.hasUpdated) void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loads += 1;
    this.engine.close();
  }

  override updated(changed: PropertyValues): void {
    const other = changed.has('province') && this.#part !== undefined;
    if (changed.has('snapshot') || changed.has('key') || other) void this.load();
    else if (this.info && this.asks.some((name) => changed.has(name))) void this.#again();
  }

  /** Properties that another answer follows from. */
  protected get asks(): readonly string[] {
    return ['lang', 'province'];
  }

  /** Asks the engine for what the view shows. */
  protected abstract ask(): Promise<void>;

  /** Called once a snapshot is open, before it is asked. */
  protected async opened(): Promise<void> {}

  protected async load(): Promise<void> {
    const turn = ++this.#loads;
    this.info = this.error = undefined;
    try {
      await learn(this.lang);
      const manifest = await this.#manifest();
      if (turn !== this.#loads) return;
      // As a portal beside it has it, so that both have one worker.
      const keep = document.querySelector('padan-portal[offline]') !== null;
      const info = await this.engine.open(manifest, this.key, () => {}, { keep });
      if (turn !== this.#loads) return;
      this.info = info;
      await this.opened();
      this.tell('padan-ready', info);
      void import('./contrast.js').then(({ warn }) => warn(this));
      await this.ask();
    } catch (error) {
      if (turn === this.#loads) this.#fail(error as Error);
    }
  }

  async #again(): Promise<void> {
    try {
      await learn(this.lang);
      await this.ask();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    this.error = error;
    this.tell('padan-error', error);
  }

  async #manifest(): Promise<string> {
    const { snapshot, province } = this;
    const tag = this.localName.replace('-view', '');
    if (!snapshot) throw new EngineError({ name: 'NotASnapshot', message: `${tag} has no snapshot attribute.` });
    const address = new URL(snapshot, document.baseURI).href;
    this.#part = undefined;
    if (!/\/partitions\.json$/.test(new URL(address).pathname)) return address;
    const { partitionsAt, unknown } = await import('./chooser.js');
    const partitions = await partitionsAt(address);
    const chosen = partitions.find(({ key }) => key === province);
    if (!chosen) throw unknown(province, partitions);
    this.#part = province;
    return chosen.manifest;
  }

  /** Sends an event to the page; whether the page let it be. */
  protected tell(name: string, detail: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  protected get today(): number {
    return Math.max(deviceDay(), dayOf(this.info?.asOf) ?? 0);
  }

  /** The one province shown, as a filter. A partition's is asked for too: the list that names it is not signed. */
  protected get within(): Filters {
    const { province } = this;
    return province ? { province: [province === '00' ? 'none' : province] } : {};
  }

  /** The filter of vacancies that still take applications, where the snapshot has any. */
  protected async stillOpen(): Promise<Filters> {
    const query = { filters: this.within, today: this.today, limit: 0, facets: ['open'] satisfies FacetKey[] };
    const { facets } = await this.engine.call('query', query);
    const some = facets.open?.some(({ value, count }) => value === 'yes' && count > 0);
    return some ? { open: ['yes'] } : {};
  }

  /** Where the portal shows something. */
  protected link({ filters, ...view }: Partial<View>): string {
    const page = new URL(this.portal, document.baseURI);
    const known = /^https?:$/.test(page.protocol) ? page : new URL(document.baseURI);
    known.hash = writeView({
      ...emptyView,
      ...view,
      filters: { ...filters, ...(this.#part === undefined && this.within) },
      part: this.#part,
      lang: this.lang === 'id' ? undefined : this.lang,
      of: this.info?.asOf,
    });
    return known.href;
  }

  /** A click on a list of `hits`: the page hears which one was picked, and may go elsewhere instead. */
  protected picked(event: Event, hits: readonly Hit[]): void {
    const row = (event.target as Element).closest('a')?.id.replace('hit-', '');
    const hit = hits.find((hit) => String(hit.row) === row);
    if (hit && !this.tell('padan-choose', hit, true)) event.preventDefault();
  }

  protected failed(error: Error): TemplateResult {
    return html`<div class="view">${failure(error, this.lang, () => void this.load())}<slot></slot></div>`;
  }

  static override styles = [
    css`:host { all: initial; }`,
    theme,
    base,
    layout,
    css`
    :host { display: block; min-width: 0; color-scheme: light dark; }
    .view { color: var(--_text); font: var(--padan-font-size, max(1rem, 16px))/1.5 var(--_font); display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
    .bar h2, .bar p { font-size: 1.0625em; }
    .search input { padding-inline-start: 16px; }
    `,
  ];
}
