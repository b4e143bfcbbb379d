/**
 * The portal itself: `<padan-portal snapshot="/snapshot/manifest.json">`.
 *
 * One object, the view (text, filters, order, open record), decides what is asked of
 * the engine; it is mirrored in the address. The profile stands beside it, in memory
 * only. Every change asks again and the newest answer is drawn:
 *
 *     input → view → address
 *               └──► engine.query ──► answer ──► list, counts, chips
 */
import {
  type CSSResult,
  html,
  LitElement,
  noChange,
  nothing,
  type PropertyValues,
  render,
  type TemplateResult,
} from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Answer, Explanation, FacetKey, Hit, Lang, Profile, Query } from '../../pkg/padan.js';
import {
  emptyView,
  FACETS,
  OPEN,
  RANGED,
  readView,
  recordIn,
  SHORT,
  type Sort,
  toggled,
  type View,
  within,
  without,
  writeView,
} from './address.js';
import type { Lists, Loading, Opened } from './calls.js';
import { card } from './card.js';
import type { Partition } from './chooser.js';
import type { Described } from './described.js';
import { type Engine, EngineError, frugal, LARGE } from './engine.js';
import { failure } from './failure.js';
import { date, dayOf, today as deviceDay, number, size } from './format.js';
import { icon } from './icons.js';
import type { Offline } from './offline.js';
import type { Own } from './own.js';
import { layout } from './portal.css.js';
import { learn, type Strings, spoken, strings } from './strings.js';
import type { Suggestions } from './suggest.js';
import { base, theme } from './theme.css.js';

const PAGE = 20;
/** CSS px of the screen for each card drawn with an answer, where none has been seen yet. Those below the screen come one by one after it: they must not hold up the next key. */
const CARD = 250;
/** Milliseconds without a key after which the rest of the list is drawn, unless the visitor scrolls to it before. */
const PAUSE = 800;
/** As many as the engine lists. */
const MOST = 10_000;
/** Distance from the end of the list, CSS px, at which more is fetched for a visitor who scrolls on. */
const AHEAD = '1500px';
const WIDE = 880;
const QUIET = 600;
/** Fewer vacancies than these are few: choices to loosen are offered above them. */
const FEW = 5;
/** Facets whose values say little without the facet's name. */
const SPOKEN: ReadonlySet<FacetKey> = new Set(['posted_within', 'closes_within', 'distance']);
const SEVERAL = /\/partitions\.json$/;
const NO_ADDRESS = 'No `snapshot` attribute found, the address of a manifest.json or partitions.json expected.';
/** A link that changes the language and nothing else. */
const ONLY_LANG = /^#lang=\w+$/;

/** An address that asks for nothing in particular. */
const FRESH = /^(#[^=]*|#(&?(lang=\w+|part=\d*))+)?$/;

/** An answer with a bit of everything. */
const UNREAL = {
  total: 2,
  hits: [
    {
      title: '',
      marks: [[0, 0]],
      alsoAt: [],
      distanceKm: 1,
      payMin: 1,
      workMode: '-',
      closes: 0,
      posted: 0,
      source: '-',
      verification: 'verified',
    },
  ],
  relax: [],
} as unknown as Answer;

/** Once what is drawn has been painted, or would be if anybody looked: what comes next has a frame of its own. */
function painted(): Promise<unknown> {
  return new Promise((wake) => {
    requestAnimationFrame(() => setTimeout(wake));
    setTimeout(wake, 250);
  });
}

/** Once nobody has typed for a while, or who typed scrolls. */
function paused(): Promise<void> {
  return new Promise((wake) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('scroll', end, true);
      wake();
    };
    const timer = setTimeout(end, PAUSE);
    addEventListener('scroll', end, true);
  });
}

export class PadanPortal extends LitElement {
  /** Address of the snapshot's manifest, or of a list of partitions. */
  @property() snapshot = '';
  /** Public keys, separated by spaces; where named, only a snapshot that one of them signed is shown. */
  @property() key: string | null = null;
  @property({ reflect: true }) override lang: Lang = 'id';
  /** Code of the one province shown, for a page of that province. */
  @property() province = '';
  /** Whether the page and its data are kept for use without a network; with the value `first` the page kept is shown before the server has answered. */
  @property({ type: Boolean }) offline = false;
  /** Whether its data alone are. */
  keep = false;
  @property({ type: Boolean, reflect: true }) wide = false;
  /** Whether many people use this device, so that nothing may stay on it. */
  @property({ type: Boolean }) shared = false;
  /** Hosts, separated by spaces, that links to apply may lead to; `*.` stands for any host below. */
  @property() hosts = '*.go.id';
  /** Address at which a visitor reports an advertisement; nothing is added to it. */
  @property() report = '';

  /** The snapshots to choose from, where the page names a list of them. */
  @state() private partitions: Partition[] | undefined;
  @state() private info: Opened | undefined;
  @state() private progress: Loading | undefined;
  @state() private error: Error | undefined;
  /** A change of the text asks for no drawing, the answer to it does: drawn before, a letter would be laid out twice. */
  @state({ hasChanged: (now: View, was?: View) => now.text === was?.text }) private view: View = emptyView;
  @state() private profile: Profile = {};
  @state() private answer: Answer | undefined;
  @state() private shown = PAGE;
  /** How many of the vacancies found are drawn yet; one in the rehearsal. */
  @state() private drawn = 1;
  @state() private explained = new Map<number, Explanation>();
  @state() private expanded = new Set<FacetKey>();
  /** Groups of numbers that are open, whose histograms are drawn. */
  #unfolded = new Set([...OPEN].filter((key) => key in RANGED));
  @state() private lists: Lists | undefined;
  /** Whether the filters of a narrow page are shown; hidden ones are not made. */
  @state() private sheet = false;
  /** Whether the list is not yet the whole answer to what was asked last. */
  @state({ hasChanged: (now: boolean) => !now }) private asking = false;
  @state() private announced = '';

  #labels = new Map<string, string>();
  #regions = new Map<string, string>();
  #asked: Query | undefined;
  #marketQuery: Query | undefined;
  /** The view that the list answers. */
  #listed: View = emptyView;
  #pageLang: Lang = 'id';
  #pushed = false;
  #announce = 0;
  /** Loads begun; what an earlier one brings is no longer wanted. */
  #loads = 0;
  #several: typeof import('./chooser.js') | undefined;
  /** What is loaded after the first list. */
  #later: typeof import('./later.js') | undefined;
  #askFirst: typeof import('./offline.js').askFirst | undefined;
  #suggestions: Suggestions | undefined;
  #described: Described | undefined;
  #own: Own | undefined;
  /** Whether everything was to be forgotten before there was what does it. */
  #erased = false;
  /** What an address brought from another device (see `handover`). */
  #handed: string | undefined;
  #offline: Offline | undefined;
  /** Whether the visitor has just chosen a partition, and where the focus was is gone. */
  #chose = false;
  #fresh = false;
  #unwritten = false;
  /** Whether the next answer is another list, not the same one once more. */
  #anew = true;
  #rehearsed = false;
  #adding = false;
  /** CSS px that a card of the list takes, and from the top of the search to the list. */
  #tall = CARD;
  #below = 0;
  /** Pages of the list that are far from what is seen, with their heights in CSS px, and the one in which the focus was last. */
  #far = new Map<number, number>();
  #focusAt = -1;
  #seen = new IntersectionObserver((entries) => this.#moved(entries), { rootMargin: AHEAD });
  #end = new IntersectionObserver(([end]) => end?.isIntersecting && void this.#more(false), { rootMargin: AHEAD });
  #sized: Element | undefined;
  #list: HTMLElement | null = null;
  #size = new ResizeObserver(([entry]) => {
    this.wide = (entry?.contentRect.width ?? 0) >= WIDE;
  });

  constructor(private readonly engine: Engine) {
    super();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('lang')) this.lang = spoken(document.documentElement.lang) ?? 'id';
    this.#pageLang = this.lang;
    this.#take('#');
    this.view = readView(location.hash) ?? emptyView;
    this.lang = this.view.lang ?? this.#pageLang;
    addEventListener('popstate', this.#navigated);
    addEventListener('beforeprint', this.#printed);
    if (this.hasUpdated) void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.#navigated);
    removeEventListener('beforeprint', this.#printed);
    this.#size.disconnect();
    this.#sized = undefined;
    this.#end.disconnect();
    this.#seen.disconnect();
    this.#offline?.close();
    this.#offline = undefined;
    this.engine.close();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('snapshot') || changed.has('key')) void this.#load();
    else if (this.info && (changed.has('lang') || changed.has('province')))
      void (changed.has('province') && this.partitions ? this.#load() : Promise.all([this.#ask(), this.#names()]));
    else if (this.info && this.#counting && (changed.has('wide') || changed.has('sheet'))) void this.#ask();
    const [portal] = this.renderRoot.children;
    if (portal !== this.#sized) {
      this.#size.disconnect();
      if (portal) this.#size.observe(portal);
      this.#sized = portal;
    }
    if (this.wide) this.sheet = false;
    const list = this.renderRoot.querySelector<HTMLElement>('.list');
    if (list !== this.#list) this.#relist(list);
    const hits = this.answer?.hits.length ?? 0;
    // As high as it will be, for a page that grows with each card is painted anew with each.
    if (list) list.style.minHeight = this.drawn < hits ? `${Math.round(hits * this.#tall)}px` : '';
  }

  // Loading

  async #load(): Promise<void> {
    this.error = this.info = this.answer = this.progress = this.partitions = undefined;
    this.#restart();
    const { snapshot, key, province } = this;
    const turn = ++this.#loads;
    this.#adding = false;
    const left = () => turn !== this.#loads;
    const list = new URL(snapshot, document.baseURI).href;
    let manifest = list;
    try {
      if (!snapshot) throw new EngineError({ name: 'NotASnapshot', message: NO_ADDRESS });
      if (SEVERAL.test(new URL(manifest).pathname)) {
        this.#several ??= this.#wear(await import('./chooser.js'));
        const partitions = await this.#several.partitionsAt(manifest);
        if (left()) return;
        this.partitions = partitions;
        const wanted = province || this.view.part;
        if (!wanted) return this.#choose();
        const chosen = partitions.find((partition) => partition.key === wanted);
        if (!chosen) throw this.#several.unknown(wanted, partitions);
        manifest = chosen.manifest;
      } else {
        this.view = { ...this.view, part: undefined };
      }
      const info = await this.engine.open(
        manifest,
        key,
        async (progress) => {
          try {
            if (progress.phase === 'ask') this.#askFirst ??= (await import('./offline.js')).askFirst;
            this.progress = progress;
            if (progress.phase === 'core' && !this.#rehearsed) this.#rehearse();
          } catch (error) {
            this.error = error as Error;
          }
        },
        { keep: this.keep || this.offline, unasked: this.partitions ? Infinity : frugal() ? 0 : LARGE },
      );
      if (left()) return;
      const own = this.#fixed;
      if (this.partitions && own) {
        const within = await this.engine.call('query', { filters: { province: [own] }, limit: 0, facets: [] });
        if (left()) return;
        if (within.total !== info.rows) throw this.#several?.swapped(own);
      }
      this.info = info;
      this.#own?.moved();
      this.dispatchEvent(new CustomEvent('padan-ready', { detail: this.info, bubbles: true }));
      await this.#start();
    } catch (error) {
      if (left()) return;
      this.error = error as Error;
      this.dispatchEvent(new CustomEvent('padan-error', { detail: this.error, bubbles: true }));
    }
    // After the list, which would wait for it.
    if (this.offline && !this.#offline) {
      const { Offline } = await import('./offline.js');
      if (left()) return;
      this.#offline = new Offline(
        () => this.requestUpdate(),
        () => this.getAttribute('offline') === 'first',
      );
    }
    this.#offline?.opened(this.info && manifest, list, key);
  }

  /** Asks the server once more, though a snapshot of this address is open. */
  #renew(): void {
    this.engine.renew();
    void this.#load();
  }

  /** Adds the look of a part that was loaded later. */
  #wear<M extends { look: CSSResult }>(part: M): M {
    const sheet = part.look.styleSheet;
    const { adoptedStyleSheets: worn } = this.renderRoot as ShadowRoot;
    if (sheet && !worn.includes(sheet)) worn.push(sheet);
    return part;
  }

  /** A first visit starts with the ads that still take applications, if there are any, as a filter like any other. */
  async #start(): Promise<void> {
    this.#fresh = FRESH.test(location.hash);
    if (this.#fresh) this.view = { ...this.view, filters: { open: ['yes'] } };
    if (this.view.near) await this.#names();
    this.view = this.#known(this.view);
    history.replaceState(null, '', writeView(this.view));
    await this.#ask();
    void import('./later.js').then((later) => {
      this.#later = later;
      this.#wear(later);
      later.warn(this);
      if (this.#erased) later.forget();
      this.#erased = false;
      this.#own ??= new later.Own(this.engine, this.shared, this.profile, () => {
        this.requestUpdate();
        this.dispatchEvent(new CustomEvent('padan-saved', { detail: this.saved, bubbles: true }));
      });
      void this.#recall(this.#own);
      this.#described = new later.Described(
        this.engine,
        () => this.requestUpdate(),
        () => void this.#ask(),
      );
      this.#suggestions ??= new later.Suggestions(
        this.engine,
        () => this.requestUpdate(),
        (text) => this.#go({ text }),
      );
      // The engine makes its vocabulary for the first text it is asked; whoever types next finds it made.
      this.engine.call('suggest', { text: 'a' }, 0).catch(() => {});
      this.requestUpdate();
    });
    if (this.#chose) this.#focus('#results-title');
    this.#chose = false;
    await this.#names();
  }

  /** What the device remembers, or what was kept while another snapshot was open; then what an address handed over. */
  async #recall(own: Own): Promise<void> {
    try {
      const known = await own.recall();
      const profile = { ...known, ...this.profile };
      if (Object.keys(profile).length > Object.keys(this.profile).length) this.#answer(profile);
      await this.#receive();
      await own.seek();
    } catch {
      // The engine is gone, which the list says; whatever was not read or found is looked for the next time.
    }
  }

  /** Takes what another device handed over out of the address, which becomes this one. */
  #take(address: string): boolean {
    const [, handed] = /^#p=(.*)/.exec(location.hash) ?? [];
    if (handed === undefined) return false;
    this.#handed = handed;
    history.replaceState(null, '', address);
    return true;
  }

  /** Takes it in, once there is what looks after it. */
  async #receive(): Promise<void> {
    const handed = this.#handed;
    if (handed === undefined || !this.#own) return;
    const before = this.profile;
    const after = await this.#own.receive(handed, before);
    if (this.#handed !== handed) return;
    this.#handed = undefined;
    if (after !== before) this.#answer(after);
  }

  /** The vacancies that the visitor keeps, as the list showed them. */
  get saved(): readonly Hit[] {
    return this.#own?.kept.map(({ hit }) => hit) ?? [];
  }

  /** Keeps a vacancy, or no longer. */
  toggleSaved(hit: Hit): void {
    this.#own?.toggle(hit);
  }

  /** Forgets the answers and the vacancies kept, here and on the device. */
  erase(): void {
    this.#erased = !this.#own;
    this.#handed = undefined;
    this.#own?.erase();
    const form = this.renderRoot.querySelector('padan-profile');
    if (form?.erase) form.erase();
    else if (this.info) this.#answer({});
    else this.profile = {};
  }

  /** The view without a record or a place that this snapshot does not have. */
  #known(view: View): View {
    const near = view.near && this.#regions.has(view.near) ? view.near : undefined;
    return { ...within(view, this.info?.asOf), near };
  }

  /** Shows the partitions to choose from. The address says that none is chosen, for the way back. */
  #choose(): void {
    this.view = { ...this.view, part: '' };
    history.replaceState(null, '', this.#partAddress(''));
    if (this.#chose) this.#focus('#chooser-title');
    this.#chose = false;
  }

  /** Where another partition is shown: the same question without what belongs to the one left. */
  #partAddress(part: string): string {
    const filters = without(without(this.view.filters, 'province'), 'regency');
    return writeView({ ...this.view, part, filters, row: undefined }).replace('#q=&', '#');
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }

  /** The province that alone is shown, as filters carry it. */
  get #fixed(): string | undefined {
    const province = this.province || this.view.part;
    return province ? (province === this.#several?.NOWHERE ? 'none' : province) : undefined;
  }

  async #names(): Promise<void> {
    this.lists = await this.engine.call('lists', this.lang);
    this.#regions = new Map(this.lists.regions.map(({ code, name }) => [code, name]));
  }

  // Asking

  get #today(): number {
    return Math.max(deviceDay(), dayOf(this.info?.asOf) ?? 0);
  }

  get #matching(): boolean {
    return Object.keys(this.profile).length > 0;
  }

  /** Where distances are measured from. The home of the profile is never written into the address. */
  get #near(): string | undefined {
    return this.view.near ?? this.profile.home;
  }

  get #sort(): Sort {
    return this.view.sort ?? (this.#matching ? 'match' : this.view.text ? 'relevance' : 'newest');
  }

  /** Whether filters are in view, whose counts are most of the work of an answer. */
  get #counting(): boolean {
    return this.wide || this.sheet;
  }

  #query(): Query {
    const { text, exact, filters } = this.view;
    const counting = this.#counting;
    const fixed = this.#fixed;
    const near = this.#near;
    return {
      text,
      exact,
      filters: { ...(near ? filters : without(filters, 'distance')), ...(fixed && { province: [fixed] }) },
      ...(near && { near }),
      admits: this.renderRoot.querySelector('padan-profile')?.admits,
      histograms: counting ? [...this.#unfolded] : [],
      sort: this.#sort,
      today: this.#today,
      limit: this.shown,
      facets: FACETS.filter((key) => counting || filters[key]),
      facetLimit: SHORT + 1,
      lang: this.lang,
    };
  }

  async #ask(): Promise<void> {
    // Measured now, when nothing waits to be laid out.
    const first = this.#room();
    this.asking = true;
    const query = this.#query();
    this.#asked = query;
    const { view, shown } = this;
    const profile = this.#matching ? this.profile : undefined;
    const { info } = this;
    try {
      const answer = await this.engine.query(query, profile);
      if (!answer || info !== this.info) return;
      if (this.#fresh && answer.total === 0) {
        this.#fresh = false;
        return this.#go({ filters: {} }, false);
      }
      this.#fresh = false;
      if (this.expanded.size > 0 && this.#counting) {
        const all = await this.engine.call(
          'query',
          { ...query, limit: 0, facets: [...this.expanded], facetLimit: 0 },
          profile,
        );
        Object.assign(answer.facets, all.facets);
      }
      const explanations = profile ? await this.#explain(answer.hits, profile) : [];
      if (info !== this.info || (profile && profile !== this.profile)) return;
      // More has been asked for since.
      if (shown < this.shown) return this.#ask();
      this.#remember(answer);
      this.explained = new Map(explanations);
      this.answer = answer;
      if (this.#anew) {
        this.drawn = first;
        this.#seen.disconnect();
        this.#far.clear();
      }
      this.#anew = false;
      this.#marketQuery = query;
      this.#listed = { ...view };
      this.#say();
      await painted();
      if (this.#asked !== query) return;
      await this.#suggestions?.ask(query);
      while (this.drawn < answer.hits.length) {
        // Whoever types will look at the screen first.
        await (this.#unwritten && this.drawn === first ? paused() : new Promise((wake) => setTimeout(wake, 20)));
        if (this.#asked !== query) return;
        this.drawn += 1;
      }
      this.#write();
      this.asking = false;
    } catch (error) {
      if (info === this.info) this.error = error as Error;
    }
  }

  /** How many cards as high as those drawn last fill the screen; below the search while somebody types, who does not look farther down. */
  #room(): number {
    const rect = (part: string) => this.renderRoot.querySelector(part)?.getBoundingClientRect();
    const [page, search] = [rect('.page'), rect('.search')];
    const cards = Math.min(PAGE, this.answer?.hits.length ?? 0);
    if (page && cards > 0 && this.drawn >= cards) this.#tall = page.height / cards || CARD;
    if (page && search) this.#below = page.top - search.top;
    const screen = visualViewport?.height ?? innerHeight;
    const above = this.#unwritten ? Math.max(0, search?.top ?? 0) + this.#below : 0;
    return Math.min(PAGE, Math.max(1, Math.ceil((screen - above) / this.#tall)));
  }

  /** Chips need the words of chosen values, which the engine gives with the counts. */
  #remember(answer: Answer): void {
    for (const key of FACETS) {
      for (const { value, label } of answer.facets[key] ?? []) this.#labels.set(`${key}:${value}`, label);
    }
  }

  /** Tells screen readers the count once the visitor pauses. */
  #say(): void {
    clearTimeout(this.#announce);
    this.#announce = setTimeout(() => {
      const { answer, lang } = this;
      const words = strings(lang);
      if (!answer) return;
      const told = [
        answer.total === 0 ? words.empty : words.found(number(answer.total, lang), number(answer.openings, lang)),
      ];
      const corrected = answer.text.flatMap(({ readAs }) => readAs ?? []);
      if (corrected.length > 0) told.push(`${words.resultsFor} ${corrected.join(', ')}`);
      const offered = this.#suggestions?.found.length ?? 0;
      if (offered > 0) told.push(words.suggestionsFound(offered));
      this.announced = told.join('. ');
    }, QUIET);
  }

  // Changing the view

  /** Another list begins with its first page. */
  #restart(): void {
    this.shown = PAGE;
    this.#anew = true;
    this.#end.disconnect();
  }

  /** `push` leaves an entry in the history, so that "back" undoes the step. */
  #go(change: Partial<View>, push = true): void {
    if (push) this.#write();
    this.view = { ...this.view, ...change };
    if (!this.view.text) this.view.exact = false;
    const asks = !('row' in change || 'tab' in change);
    if (asks) this.#restart();
    if (push) {
      history.pushState(null, '', writeView(this.view));
      // The box says at once what a step made of its text: a letter typed before the answer belongs to that.
      this.requestUpdate();
    } else this.#unwritten = true;
    if (asks) void this.#ask();
    else this.#write();
  }

  /** Has the address say what is shown; a browser takes its time for that, so typing does not wait for it. */
  #write(): void {
    if (this.#unwritten) history.replaceState(null, '', writeView(this.view));
    this.#unwritten = false;
  }

  /** A step whose button goes away with it: the focus moves to the count of what is found then. */
  #settle = (change: Partial<View>): void => {
    this.#go(change);
    void this.#focus('#results-title');
  };

  #navigated = (): void => {
    const before = this.view;
    if (this.#take(writeView(before))) return void (this.info && !this.error && this.#receive());
    const read = readView(location.hash);
    if (location.hash && !read) return;
    const next = this.#known(read ?? emptyView);
    if (read) next.part ??= before.part;
    const onlyLang = ONLY_LANG.test(location.hash);
    this.view = onlyLang ? { ...before, lang: next.lang } : next;
    this.#pushed = this.view.row !== undefined && before.row === undefined;
    if (onlyLang) history.replaceState(null, '', writeView(this.view));
    const lang = this.view.lang ?? this.#pageLang;
    const asked = (view: View) => writeView({ ...view, row: undefined, tab: 'jobs', lang: undefined });
    this.#suggestions?.typed();
    if ((before.part || '') !== (this.view.part || '') && this.partitions) {
      this.#chose = true;
      void this.#load();
    } else if (this.info && asked(before) !== asked(this.view)) {
      this.#restart();
      this.requestUpdate();
      void this.#ask();
    }
    this.lang = lang;
  };

  #closeRecord(): void {
    if (this.#pushed) history.back();
    else this.#go({ row: undefined }, false);
    this.#pushed = false;
  }

  #toggle = (event: CustomEvent<{ key: FacetKey; value: string }>): void => {
    const { key, value } = event.detail;
    this.#go({ filters: toggled(this.view.filters, key, value) });
  };

  #expand = (event: CustomEvent<{ key: FacetKey }>): void => {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(event.detail.key)) expanded.add(event.detail.key);
    this.expanded = expanded;
    void this.#ask();
  };

  #unfold = (event: CustomEvent<{ key: FacetKey; open: boolean }>): void => {
    const { key, open } = event.detail;
    if (!(key in RANGED) || this.#unfolded.has(key) === open) return;
    if (open) this.#unfolded.add(key);
    else this.#unfolded.delete(key);
    if (open) void this.#ask();
  };

  #answered = (event: CustomEvent<Profile>): void => this.#answer(event.detail);

  #answer(profile: Profile): void {
    this.profile = profile;
    this.#own?.answered(profile);
    this.explained = new Map();
    this.#restart();
    if (this.view.sort) this.#go({ sort: undefined }, false);
    else void this.#ask();
  }

  // Drawing

  override render(): TemplateResult | typeof noChange {
    const { lang, partitions } = this;
    const learning = learn(lang);
    if (learning) {
      void learning.then(() => this.requestUpdate());
      return noChange;
    }
    const words = strings(lang);
    if (this.error)
      return html`<div class="portal">${this.#offline?.notices(lang)}${failure(this.error, lang, () => void this.#load())}${this.#where(words)}<slot></slot></div>`;
    if (partitions && this.#several && !this.#fixed)
      return html`<div class="portal">${this.#several.chooser(partitions, (key) => this.#partAddress(key), lang)}</div>`;
    if (!this.info || !this.answer) return this.#loading(words);
    return this.#page(this.info, this.answer, words);
  }

  #page(info: Opened, answer: Answer, words: Strings): TemplateResult {
    const { view, lang } = this;
    return html`<div class="portal" part="portal">
      ${this.#offline?.notices(lang)}
      ${this.#header(words)}
      <div class="columns">
        ${
          this.wide
            ? html`<section class="side" part="filters" aria-labelledby="filters-title">
          <h2 id="filters-title">${words.filters}</h2>${this.#facets()}</section>`
            : this.#sheet(words)
        }
        <section class="main" aria-labelledby="results-title">
          ${view.tab === 'market' ? this.#market(words) : view.tab === 'saved' ? this.#kept() : this.#results(answer, words)}
          ${this.#later?.status(info, lang, this.#offline, () => this.#renew())}
        </section>
      </div>
      <p class="silent" role="status">${this.announced}</p>
      <padan-detail exportparts="detail, explanation, apply" .lang=${lang} .engine=${this.engine} .row=${view.row} .today=${this.#today}
        .query=${this.#marketQuery} .asOf=${info.asOf} .regions=${this.#regions} .profile=${this.#matching ? this.profile : undefined}
        .own=${this.#own} .kept=${this.#own?.kept} .hosts=${this.hosts} .report=${this.report} .listed=${answer.hits}
        @fill-in=${() => this.#form(true)} @close=${() => this.#closeRecord()}></padan-detail>
      <padan-profile exportparts="profile" .lang=${lang} .engine=${this.engine} .weights=${info.weights} .profile=${this.profile} .lists=${this.lists} .own=${this.#own} .remembers=${this.#own?.remembers}
        @answer=${this.#answered} @close=${() => this.#form(false)}></padan-profile>
    </div>`;
  }

  /** Makes what the first list is made from, while the engine opens: later it would hold up that list. */
  #rehearse(): void {
    this.#rehearsed = true;
    render(this.#page({} as Opened, UNREAL, strings(this.lang)), new DocumentFragment());
  }

  #loading(words: Strings): TemplateResult {
    const { progress, lang } = this;
    if (progress?.phase === 'ask' && this.#askFirst)
      return html`<div class="portal">${this.#askFirst(progress.total, lang, () => {
        this.#chose = true;
        void this.engine.call('agree');
      })}</div>`;
    const known = progress && progress.total > 0 && progress.phase !== 'open';
    return html`<div class="portal loading" part="loading" aria-busy="true">
      <p id="loading">${progress?.phase === 'open' ? words.opening : words.loading}…
        ${known ? html`<span class="hint">${words.loaded(size(progress.loaded, lang), size(progress.total, lang))}</span>` : nothing}</p>
      <progress aria-labelledby="loading" max=${known ? progress.total : 1} .value=${known ? progress.loaded : 0}></progress>
      <div class="ghosts" aria-hidden="true"><i></i><i></i><i></i></div>
    </div>`;
  }

  #header(words: Strings): TemplateResult {
    const { view, lang } = this;
    const offered = this.#suggestions;
    const clear = (event: Event) => {
      this.#go({ text: '' }, false);
      this.requestUpdate();
      (event.currentTarget as HTMLElement).parentElement?.querySelector('input')?.focus();
    };
    const tab = (name: View['tab'], label: string) => html`<a href=${writeView({ ...view, tab: name, row: undefined })}
      aria-current=${view.tab === name ? 'page' : nothing}>${label}</a>`;
    return html`<div class="head">
      <form class="search" role="search" part="search" @submit=${(event: Event) => event.preventDefault()}>
        <label class="silent" for="q">${words.search}</label>
        ${icon('search')}
        <input id="q" type="text" inputmode="search" role="combobox" part="search-input" placeholder=${words.searchHint} autocomplete="off"
          autocapitalize="none" spellcheck="false" enterkeyhint="search" aria-autocomplete="list" aria-controls="suggestions"
          aria-expanded=${(offered?.found.length ?? 0) > 0} aria-activedescendant=${offered && offered.active >= 0 ? `suggestion-${offered.active}` : nothing}
          .value=${live(view.text)} @blur=${() => {
            offered?.typed();
            this.#write();
          }}
          @keydown=${(event: KeyboardEvent) =>
            offered?.key(event, () => {
              offered.typed(view.text);
              void offered.ask(this.#query());
            })}
          @input=${(event: Event) => {
            const text = (event.target as HTMLInputElement).value;
            offered?.typed(text);
            this.#go({ text }, false);
          }}>
        ${
          view.text
            ? html`<button type="button" class="plain round" aria-label=${words.clearSearch} @click=${clear}>${icon('close')}</button>`
            : nothing
        }
        ${offered?.list(lang)}
      </form>
      ${this.answer && this.#later?.reading(view, this.answer, lang, this.#fixed ? 'province' : undefined, this.#settle)}
      <button type="button" class="primary me" part="match-button" @click=${() => this.#form(true)}>${icon('me')} ${
        this.#matching ? words.changeAnswers : words.matchMe
      }</button>
      ${this.#where(words)}
      <nav class="tabs" aria-label=${words.views}>${tab('jobs', words.jobs)}${tab('market', words.market)}${this.#own && tab('saved', this.#own.title(lang))}</nav>
    </div>`;
  }

  /** The province chosen, and the way to another. */
  #where(words: Strings): TemplateResult | typeof nothing {
    const { partitions, view, lang } = this;
    if (!partitions || this.province || !view.part) return nothing;
    const chosen = partitions.find(({ key }) => key === view.part);
    return html`<p class="where" part="province">${chosen ? html`${icon('place')} <strong>${this.#several?.nameOf(chosen, lang)}</strong> · ` : nothing}
      <a href=${this.#partAddress('')}>${words.changeProvince}</a></p>`;
  }

  #facets(): TemplateResult {
    void import('./facets.js');
    const hidden = new Set<FacetKey>(this.#fixed ? ['province'] : []);
    const { lang, answer, expanded, view } = this;
    return html`<padan-facets .lang=${lang} .facets=${answer?.facets ?? {}} .histograms=${answer?.histograms ?? []} .expanded=${expanded}
      .filters=${view.filters} .hiddenFacets=${hidden} .regions=${this.lists?.regions ?? []} .near=${this.#near}
      @toggle-value=${this.#toggle} @expand=${this.#expand} @unfold=${this.#unfold}
      @near=${(event: CustomEvent<string | undefined>) => this.#go({ near: event.detail })}></padan-facets>`;
  }

  #sheet(words: Strings): TemplateResult {
    return html`<dialog class="filters" part="filters" aria-labelledby="filters-title"
      @close=${() => {
        this.sheet = false;
      }}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#filters(false);
      }}>
      <div class="sheet">
        <header><h2 id="filters-title">${words.filters}</h2>
          <button type="button" class="plain round" aria-label=${words.close} @click=${() => this.#filters(false)}>${icon('close')}</button></header>
        <div class="body">${this.sheet ? this.#facets() : nothing}</div>
        <footer><button type="button" class="primary" @click=${() => this.#filters(false)}>${words.showResults(
          number(this.answer?.total ?? 0, this.lang),
        )}</button></footer>
      </div>
    </dialog>`;
  }

  #filters(open: boolean): void {
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>('dialog.filters');
    this.sheet = open;
    if (open) dialog?.showModal();
    else dialog?.close();
  }

  #form(open: boolean): void {
    const form = this.renderRoot.querySelector('padan-profile');
    if (form) form.open = open;
  }

  get #chosen(): { key: FacetKey; value: string }[] {
    return FACETS.flatMap((key) => (this.view.filters[key] ?? []).map((value) => ({ key, value })));
  }

  #chips(words: Strings): TemplateResult | typeof nothing {
    const chosen = this.#chosen;
    if (chosen.length === 0) return nothing;
    const name = (key: FacetKey, value: string) => {
      const label = this.#labels.get(`${key}:${value}`) ?? value;
      const bare = value === 'none' || value.includes('..') || SPOKEN.has(key);
      return bare ? `${words.facets[key]}: ${label}` : label;
    };
    return html`<ul class="chips" role="list" aria-label=${words.activeFilters}>
      ${repeat(
        chosen,
        ({ key, value }) => `${key}:${value}`,
        ({ key, value }) => html`<li>
        <button type="button" class="chip" part="chip" aria-label=${words.removeFilter(name(key, value))}
          @click=${() => this.#go({ filters: toggled(this.view.filters, key, value) })}>${name(key, value)} ${icon('close')}</button></li>`,
      )}
      ${chosen.length > 1 ? html`<li><button type="button" class="chip plain" @click=${() => this.#go({ filters: {} })}>${words.clearAll}</button></li>` : nothing}
    </ul>`;
  }

  #bar(words: Strings, controls: TemplateResult | typeof nothing): TemplateResult {
    const { answer, info, lang } = this;
    const asOf = dayOf(info?.asOf) ?? 0;
    const found = number(answer?.total ?? 0, lang);
    return html`
      <div class="bar">
        <h2 id="results-title" part="count" tabindex="-1"><strong>${found}</strong> ${words.vacancies(found)}
          <span class="hint">${words.openingsWanted(number(answer?.openings ?? 0, lang))} · ${words.asOf(date(asOf, lang))}</span></h2>
        <div class="controls">
          ${
            this.wide
              ? nothing
              : html`<button type="button" class="open-filters" @click=${() => this.#filters(true)}>${icon('filter')} ${words.showFilters(
                  this.#chosen.length,
                )}</button>`
          }
          ${controls}
        </div>
      </div>
      ${info && this.#later?.warnings(info, lang)}
      ${this.renderRoot.querySelector('padan-profile')?.note}
      ${this.#chips(words)}`;
  }

  #results(answer: Answer, words: Strings): TemplateResult {
    const { lang, view } = this;
    return html`
      ${this.#bar(words, this.#sorting(words))}
      ${
        this.#matching
          ? html`<p class="profile-on" part="profile-note">${icon('me')} <span>${words.profileOn}</span>
        <button type="button" class="plain" @click=${() => this.renderRoot.querySelector('padan-profile')?.erase()}>${words.erase}</button></p>
        <padan-advice part="advice" .lang=${lang} .engine=${this.engine} .query=${this.#marketQuery} .profile=${this.profile}
          @answer=${this.#answered}></padan-advice>`
          : nothing
      }
      ${
        answer.total === 0
          ? html`<div class="empty" part="empty"><h3>${words.empty}</h3>${this.#relax()}</div>`
          : html`
        ${
          answer.total < FEW && answer.relax.length > 0
            ? html`<div class="few" part="few">${this.#relax()}</div>`
            : nothing
        }
        <div class=${this.#listed.text ? 'list asked' : 'list'} part="list" role="list" aria-busy=${this.asking} @focusin=${this.#focused}>${this.#cards(answer)}</div>
        <div class="more" @focusin=${this.#focused}>
          <p class="hint">${words.shown(number(answer.hits.length, lang), number(answer.total, lang))}</p>
          ${
            answer.hits.length < Math.min(answer.total, MOST)
              ? html`<button type="button" part="more" @click=${() => void this.#more(true)}>${words.more(
                  number(Math.min(PAGE, answer.total - answer.hits.length), lang),
                )}</button>`
              : nothing
          }
        </div>`
      }
      ${this.#described?.offer(view, this.progress, lang)}`;
  }

  /** The cards, a page at a time: another answer is written into those of the one before, which is less to do than new ones; one that is as it was is left alone, one that is far from what is seen is as high and empty. */
  #cards({ hits, total }: Answer): TemplateResult[] {
    const { lang, info, explained } = this;
    const today = this.#today;
    const pages = Array.from({ length: Math.ceil(hits.length / PAGE) }, (_, at) =>
      hits.slice(at * PAGE, Math.min((at + 1) * PAGE, this.drawn)),
    );
    return pages.map((page, at) => {
      const far = this.#far.has(at);
      const of = [this.#listed, today, this.#own?.kept];
      const made = () => {
        const list = writeView({ ...this.#listed, row: undefined });
        return (far ? [] : page).map(
          (hit, i) =>
            html`<div role="listitem" aria-setsize=${total} aria-posinset=${at * PAGE + i + 1}>${guard(
              [hit, explained.get(hit.row), ...of],
              () =>
                card(
                  hit,
                  explained.get(hit.row),
                  recordIn(list, hit.row, info?.asOf),
                  today,
                  lang,
                  this.#own?.button(hit, lang),
                ),
            )}</div>`,
        );
      };
      return html`<div class="page" role="presentation">${guard([far, page.length, explained.get(page[0]?.row ?? 0), ...of], made)}</div>`;
    });
  }

  #moved(entries: IntersectionObserverEntry[]): void {
    const { pages, focused } = this.#pages();
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const at = pages.indexOf(target as HTMLElement);
      const { height } = boundingClientRect;
      // Where the page itself is not shown, nothing has a height.
      if (at < 0 || (height === 0 && !isIntersecting)) continue;
      const inside = at > 0 && at < pages.length - 1;
      if (inside && !isIntersecting && Math.abs(at - focused) > 1) this.#far.set(at, height);
      else this.#far.delete(at);
      this.#stretch(target as HTMLElement, at);
    }
    this.requestUpdate();
  }

  /** A page that is far is as high as it was. */
  #stretch(page: HTMLElement, at: number): void {
    const height = this.#far.get(at);
    page.style.height = height === undefined ? '' : `${height}px`;
  }

  /** The list is another element than before: back from another view, its pages are as high as they were. */
  #relist(list: HTMLElement | null): void {
    this.#list = list;
    this.#seen.disconnect();
    this.#end.disconnect();
    const { pages } = this.#pages();
    if (pages.length > 1 && !this.#anew) this.#follow();
    else for (const [at, page] of pages.entries()) this.#stretch(page, at);
  }

  /** From now on the pages, but for the first ones, are looked at, and more come where the end of the list is near. */
  #follow(first = 0): void {
    const { pages } = this.#pages();
    for (const [at, page] of pages.entries()) if (at >= first) this.#look(page, at);
    const end = this.renderRoot.querySelector('.more');
    this.#end.disconnect();
    if (end) this.#end.observe(end);
  }

  /** The pages of the list, and which of them has the focus: what stands below the list counts as one more. */
  #pages(): { pages: HTMLElement[]; focused: number } {
    const pages = [...this.renderRoot.querySelectorAll<HTMLElement>('.page')];
    const { activeElement } = this.renderRoot as ShadowRoot;
    const focused = [...pages, this.renderRoot.querySelector('.more')].findIndex((at) => at?.contains(activeElement));
    return { pages, focused };
  }

  /** The pages before and after the one with the focus are made at once: the next key may lead there before a frame does. */
  #focused(): void {
    const { pages, focused } = this.#pages();
    const beside = [focused - 1, focused, focused + 1].filter((at) => this.#far.delete(at));
    if (beside.length === 0 && focused === this.#focusAt) return;
    this.#focusAt = focused;
    for (const [at, page] of pages.entries()) if (!this.#far.has(at)) this.#look(page, at);
    this.requestUpdate();
  }

  /** Whether a page is far is asked anew. */
  #look(page: HTMLElement, at: number): void {
    this.#stretch(page, at);
    this.#seen.unobserve(page);
    this.#seen.observe(page);
  }

  /** On paper nothing is far; whatever is on the screen becomes so again when it is looked at next. */
  #printed = (): void => {
    this.drawn = MOST;
    if (this.#far.size === 0 || !this.#list) return;
    this.#far.clear();
    this.#follow();
    this.requestUpdate();
  };

  /** Adds a page; from then on the next ones come as the visitor scrolls. Who asked for it is led to its first card. */
  async #more(asked: boolean): Promise<void> {
    const { answer } = this;
    if (!answer || this.#adding || this.#anew || answer.hits.length >= Math.min(answer.total, MOST)) return;
    this.#adding = true;
    const first = answer.hits.length;
    const profile = this.#matching ? this.profile : undefined;
    const limit = Math.min(asked ? PAGE : 5 * PAGE, MOST - first);
    const query = { ...this.#query(), offset: first, limit, facets: [], histograms: [] };
    // Whatever else is asked about this list meanwhile is answered with what is added here.
    this.shown = first + limit;
    try {
      const { hits } = await this.engine.call('query', query, profile);
      const explanations = profile ? await this.#explain(hits, profile) : [];
      if (answer === this.answer) {
        this.explained = new Map([...this.explained, ...explanations]);
        this.answer = { ...answer, hits: [...answer.hits, ...hits] };
      }
      if ((this.answer?.hits.length ?? 0) <= first) return;
      this.drawn = MOST;
    } catch (error) {
      this.error = error as Error;
    } finally {
      this.#adding = false;
    }
    await this.updateComplete;
    if (this.#anew) return;
    if (asked) this.renderRoot.querySelector<HTMLElement>(`[aria-posinset="${first + 1}"] h3 a`)?.focus();
    // The one that was last is so no more.
    this.#follow(Math.ceil(first / PAGE) - 1);
  }

  async #explain(hits: readonly Hit[], profile: Profile): Promise<[number, Explanation][]> {
    const rows = hits.map(({ row }) => row);
    const explanations = await this.engine.call('explain', rows, profile, this.lang, this.#today);
    return explanations.map((explanation, i) => [rows[i] ?? -1, explanation]);
  }

  #sorting(words: Strings): TemplateResult {
    const sorts: Sort[] = ['newest', 'pay'];
    if (this.#near) sorts.push('distance');
    if (this.view.text) sorts.unshift('relevance');
    if (this.#matching) sorts.unshift('match');
    const sort = this.#sort;
    return html`<label class="sort"><span>${words.sort}</span>
      <select @change=${(event: Event) => this.#go({ sort: (event.target as HTMLSelectElement).value as Sort })}>
        ${repeat(
          sorts,
          (s) => s,
          (s) => html`<option value=${s} ?selected=${s === sort}>${words.sorts[s]}</option>`,
        )}
      </select></label>`;
  }

  /** What to give up where little is found. */
  #relax(): unknown {
    const { answer, view, lang } = this;
    return (
      answer && this.#later?.relax(answer, view, lang, this.#fixed !== undefined, this.#settle, this.#go.bind(this))
    );
  }

  #address(row: number): string {
    return writeView({ ...this.view, row, of: this.info?.asOf });
  }

  #kept(): TemplateResult {
    return html`<h2 id="results-title" tabindex="-1">${this.#own?.title(this.lang)}</h2>
      <padan-saved part="saved" .lang=${this.lang} .engine=${this.engine} .own=${this.#own} .kept=${this.#own?.kept ?? []}
      .profile=${this.#matching ? this.profile : undefined} .today=${this.#today} .address=${(row: number) => this.#address(row)}></padan-saved>`;
  }

  #market(words: Strings): TemplateResult {
    return html`${this.#bar(words, nothing)}
      <padan-market part="market" .lang=${this.lang} .engine=${this.engine} .query=${this.#marketQuery} .wish=${this.profile.minimumPay}
        @toggle-value=${this.#toggle}></padan-market>`;
  }

  static override styles = [theme, base, layout];
}
