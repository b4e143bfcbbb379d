/**
 * The kiosk: `<padan-kiosk snapshot="/snapshot/manifest.json">`, the whole screen of a machine that many people use.
 *
 * Three doors lead into `<padan-portal>`. A visit is one such element with an engine of its own, made before it is needed and thrown
 * away after: at the end it is taken out, its worker stopped, whatever this address stored erased, and the document itself replaced
 * by a new one. Attributes:
 *
 * - `snapshot`: address of the manifest; `key`: public keys that must have signed it;
 * - `portal`: address of the portal that phones open; `hosts`: hosts that may be opened from here, none where left out;
 * - `name`: what stands beside the logo; `staff`: where the staff is;
 * - `idle`, `grace`: seconds until the question whether somebody is there, and from there to the end (60 and 20);
 * - `keyboard`: a keyboard on the screen (also `kiosk.html?keyboard`).
 *
 * The staff's page (`kiosk/operator`) may set most of these for one machine.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Held } from '../../src/web/held.js';
import { writeView } from './address.js';
import { date, dayOf, today as deviceDay, number } from './format.js';
import { made } from './icons.js';
import { type Icon, icon } from './icons.later.js';
import { keepPage } from './keep-page.js';
import { keepTexts } from './keep-texts.js';
import { guard } from './kiosk/guard.js';
import { chime, Idle } from './kiosk/idle.js';
import { look } from './kiosk/look.css.js';
import type { Content, Item } from './kiosk/paper.js';
import { hasPin, note, settings } from './kiosk/settings.js';
import { Trail } from './kiosk/trail.js';
import { renew, wipe } from './kiosk/wipe.js';
import {
  enlarge,
  type Hit,
  type Lang,
  listed,
  type Opened,
  opened,
  openForm,
  type Portal,
  portalOf,
  searchBox,
  tabOf,
} from './kiosk-portal.js';
import { type KioskWords, kioskWords } from './strings/kiosk.js';
import { learn } from './strings.js';
import { base, theme } from './theme.css.js';

const FRESH_DAYS = 2;
/** Data older than this is no longer for applying. */
const OLD_DAYS = 14;
/** Data so old that the clock is the likelier cause. */
const ODD_DAYS = 400;
/** Seconds the staff's page stays without a touch. */
const STAFF_IDLE = 300;
/** Milliseconds on the logo that open the staff's page. */
const HOLD = 5000;
/** Milliseconds between looks for new data while nobody is here, and between tries while there is none. */
const REFRESH = 1_800_000;
const RETRY = 30_000;
/** Seconds at which the time left is said aloud. */
const SAID = new Set([20, 10, 5]);
/** Milliseconds a page opened from here may stand without a touch on the kiosk. */
const OUTSIDE = 300_000;

/** Signs that only the kiosk needs. */
const sign = made({
  back: 'M20 12H5M11 6l-6 6 6 6',
  phone: 'M9 2.5h6a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM11 18.5h2',
  printer: 'M7 9V3.5h10V9M7 17H4v-7a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v7h-3M7 14h10v6.5H7z',
});

type Door = 'search' | 'match' | 'market';
type Stage = 'attract' | 'visit' | 'staff' | 'wiping';
type Which = 'saved' | 'record' | 'list';

/** What stands in front of the portal. */
type Panel =
  | { kind: 'ask' }
  | { kind: 'phone'; address: string; code: TemplateResult; said: string[] }
  | { kind: 'link'; address: string; code: TemplateResult }
  | { kind: 'print'; which: Which; items: Item[]; answers: [string, string][]; ticked: boolean; done: boolean };

export class PadanKiosk extends LitElement {
  @property() snapshot = '';
  @property() key = '';
  @property() portal = '';
  @property() hosts = '';
  @property() name = '';
  @property() staff = '';
  @property({ type: Number }) idle = 60;
  @property({ type: Number }) grace = 20;
  @property({ type: Boolean }) keyboard = false;
  @state() private stage: Stage = 'attract';
  @state() private language: Lang = 'id';
  @state() private size = 1;
  @state() private info: Opened | undefined;
  @state() private error: Error | undefined;
  @state() private secondsLeft: number | undefined;
  @state() private panel: Panel | undefined;
  @state() private online = navigator.onLine;

  #portal: Portal | undefined;
  #trail = new Trail(() => this.requestUpdate());
  #watch: Idle | undefined;
  #holding: ReturnType<typeof setTimeout> | undefined;
  #repaired = false;
  #trusted = false;
  #outside: Window | null = null;
  #outsideTimer: ReturnType<typeof setTimeout> | undefined;
  /** Visits of this document, so that what an earlier one still waits for does not reach a later one. */
  #visit = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    enlarge();
    guard({
      within: (fragment) => this.#trail.follow(fragment),
      out: (address) => void this.#out(address),
      operator: () => void this.#staff(),
      print: () => void this.#print(),
      trusted: () => this.#trusted,
    });
    for (const name of ['online', 'offline'])
      addEventListener(name, () => {
        this.online = navigator.onLine;
      });
    void this.#keys();
    this.#trail.clear();
    void wipe();
    void navigator.storage?.persist?.();
    void this.#work();
    setInterval(() => void this.#refresh(), REFRESH);
    setInterval(() => {
      if (this.error && this.stage === 'attract') this.#prepare();
    }, RETRY);
  }

  override firstUpdated(): void {
    // padan.js, which defines the portal, comes after this script.
    void customElements.whenDefined('padan-portal').then(() => this.#prepare());
  }

  override updated(changed: PropertyValues): void {
    const root = document.documentElement;
    root.lang = this.language;
    root.classList.toggle('text-2', this.size === 2);
    root.classList.toggle('text-3', this.size === 3);
    const still = this.#dialog('still');
    if (this.secondsLeft !== undefined && still && !still.open) {
      still.showModal();
      still.querySelector<HTMLElement>('.more')?.focus();
      chime();
    } else if (this.secondsLeft === undefined && still?.open) still.close();
    if (changed.has('panel' as keyof this)) {
      const panel = this.#dialog('panel');
      if (this.panel && panel && !panel.open) panel.showModal();
      else if (!this.panel && panel?.open) panel.close();
    }
  }

  #dialog(name: string): HTMLDialogElement | null {
    return this.renderRoot.querySelector<HTMLDialogElement>(`dialog.${name}`);
  }

  // What the page and the staff say

  get #manifest(): string {
    return new URL(this.snapshot, document.baseURI).href;
  }

  get #publicKey(): string {
    return this.key || settings().key;
  }

  get #portalAddress(): string {
    return settings().portal || this.portal || new URL('./', location.href).href;
  }

  get #allowed(): string {
    return settings().hosts || this.hosts;
  }

  async #keys(): Promise<void> {
    const asked = this.keyboard || settings().keyboard || new URLSearchParams(location.search).has('keyboard');
    if (!asked) return;
    const { PadanKeyboard } = await import('./kiosk/keyboard.js');
    const keyboard = new PadanKeyboard();
    await this.updateComplete;
    keyboard.start(this.renderRoot as ShadowRoot);
    this.#board = keyboard;
  }
  #board: (HTMLElement & { lang: Lang }) | undefined;

  /** Without a network the page itself comes from the service worker; a new build takes over while nobody is here. */
  async #work(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker?.register('./sw.js?kiosk');
      registration?.waiting?.postMessage({ skip: true });
      const { active } = await navigator.serviceWorker.ready;
      if (active) keepPage(active);
    } catch {
      // The kiosk then needs its server at every start.
    }
  }

  async #refresh(): Promise<void> {
    if (this.stage === 'attract' && !this.panel) await renew();
  }

  // A visit

  /** Makes the portal of the next visitor, who will find it open. */
  #prepare(): void {
    this.#portal?.remove();
    this.info = this.error = undefined;
    const portal = portalOf({
      snapshot: this.snapshot,
      key: this.#publicKey,
      lang: this.language,
      hosts: this.#hostsShown,
    });
    portal.addEventListener('padan-ready', (event) => {
      this.info = (event as CustomEvent<Opened>).detail;
      void this.#whole().catch(() => {});
    });
    portal.addEventListener('padan-error', (event) => void this.#failed((event as CustomEvent<Error>).detail));
    portal.addEventListener('padan-saved', () => this.requestUpdate());
    this.#portal = portal;
    this.requestUpdate();
  }

  /** Keeps every text while nobody is here: which ones are kept must not tell what a visitor read. */
  async #whole(): Promise<void> {
    if (this.stage === 'attract') await keepTexts(new Held(new URL(this.#manifest)), () => {});
  }

  /** Links that the portal shows at all: to the owner's hosts, as ever. They are caught here and become codes. */
  get #hostsShown(): string {
    return ['*.go.id', this.#allowed].filter(Boolean).join(' ');
  }

  /** What cannot be opened, though it was held, is damaged: the server's own takes its place, if that is sound. */
  async #failed(error: Error): Promise<void> {
    const keys = this.#publicKey.split(/\s+/).filter(Boolean);
    if (!this.#repaired && keys.length > 0) {
      this.#repaired = true;
      const { holding, take } = await import('./kiosk/update.js');
      const held = await holding(this.#manifest, keys).catch(() => null);
      if (held) {
        try {
          const taken = await take({ manifest: this.#manifest, keys, anew: true }, () => {});
          note({ what: 'repair', result: 'ok', ...taken });
          return this.#prepare();
        } catch (why) {
          note({ what: 'repair', result: (why as Error).name });
        }
      }
    }
    this.error = error;
  }

  async #enter(door: Door): Promise<void> {
    // The doors are there before what is behind them.
    await customElements.whenDefined('padan-portal');
    const portal = this.#portal;
    if (!portal || this.stage !== 'attract') return;
    const visit = ++this.#visit;
    this.stage = 'visit';
    this.#watch?.stop();
    this.#watch = new Idle(this.idle, this.grace, {
      warn: (left) => {
        this.secondsLeft = left;
      },
      over: () => void this.#finish(),
    });
    this.#watch.start();
    await this.updateComplete;
    await listed(portal);
    if (!this.#lasts(visit)) return;
    if (door === 'search') searchBox(portal)?.focus({ preventScroll: true });
    if (door === 'market') this.#trail.follow(tabOf(portal, 'market'));
    if (door === 'match') await openForm(portal);
  }

  /** Whether a visit goes on: what was being made for it may be ready after it. */
  #lasts(visit: number): boolean {
    return visit === this.#visit && this.stage === 'visit';
  }

  #stay(): void {
    this.secondsLeft = undefined;
    this.#watch?.extend();
  }

  /** The end of a visit; see `kiosk/wipe`. */
  async #finish(): Promise<void> {
    if (this.stage === 'wiping') return;
    this.stage = 'wiping';
    this.#visit += 1;
    this.#watch?.stop();
    this.secondsLeft = this.panel = undefined;
    clearTimeout(this.#outsideTimer);
    this.#outside?.close();
    this.#outside = null;
    document.querySelector('body > padan-sheet')?.remove();
    const portal = this.#portal;
    this.#portal = undefined;
    try {
      portal?.erase?.();
    } catch (why) {
      // Its parts may not have come; it goes with the document.
      console.warn(why);
    }
    portal?.remove();
    await this.updateComplete;
    this.#trail.clear();
    await wipe();
    if (await renew()) return;
    // The same screen in the same document, for the server is away.
    this.language = 'id';
    this.size = 1;
    this.#trusted = false;
    this.stage = 'attract';
    this.#prepare();
  }

  async #speak(lang: Lang): Promise<void> {
    // Numbers and dates are written as that language's words say.
    await learn(lang);
    this.language = lang;
    const portal = this.#portal;
    if (!portal) return;
    if (portal.info) this.#trail.say(`#lang=${lang}`);
    else portal.lang = lang;
  }

  // Ways out

  /** Opens a panel for whom it was made, who may have gone meanwhile. */
  #show(visit: number, panel: Panel): void {
    if (this.#lasts(visit)) this.panel = panel;
  }

  async #out(address: URL): Promise<void> {
    const visit = this.#visit;
    const { trusts } = await import('./hosts.js');
    if (!this.#lasts(visit)) return;
    if (address.protocol === 'https:' && trusts(this.#allowed, address.hostname)) {
      // It has to be closed when the visit ends, which its opener alone can do.
      const opened = window.open(address.href, 'padan-outside');
      if (opened) {
        this.#outside = opened;
        clearTimeout(this.#outsideTimer);
        this.#outsideTimer = setTimeout(() => void this.#finish(), OUTSIDE);
        this.#watch?.stop();
        addEventListener(
          'focus',
          () => {
            clearTimeout(this.#outsideTimer);
            if (this.stage === 'visit') this.#watch?.start();
          },
          { once: true },
        );
        return;
      }
    }
    const { qr } = await import('./kiosk/qr.js');
    const words = kioskWords(this.language);
    this.#show(visit, { kind: 'link', address: address.href, code: qr(address.href, words.phoneAlt(address.href)) });
  }

  async #phone(): Promise<void> {
    const portal = this.#portal;
    if (!portal) return;
    const visit = this.#visit;
    const { language } = this;
    const words = kioskWords(language);
    const saved = portal.saved ?? [];
    const answered = Object.keys(portal.profile).length > 0;
    const [{ packed }, { qr }, { hash }] = await Promise.all([
      import('./handover.js'),
      import('./kiosk/qr.js'),
      portal.engine.call('reference', language),
    ]);
    const said: string[] = [];
    let address = this.#portalAddress + writeView(portal.view);
    if (answered || saved.length > 0) {
      const taken = await packed(portal.profile, saved, hash);
      address = `${this.#portalAddress}#p=${taken.text}`;
      const count = number(taken.saved, language);
      said.push(!answered ? words.phoneSaved(count) : saved.length > 0 ? words.phoneWith(count) : words.phoneAnswers);
      if (taken.saved < saved.length) said.push(words.phoneLeft(number(saved.length - taken.saved, language)));
      const skills = (portal.profile.skills?.length ?? 0) - taken.skills;
      if (skills > 0) said.push(words.phoneSkills(number(skills, language)));
    } else said.push(words.phoneNothing);
    this.#show(visit, { kind: 'phone', address, code: qr(address, words.phoneAlt(this.#portalAddress)), said });
  }

  // Paper

  /** What is printed: the vacancies kept, else the one opened last, else the top of the list. */
  #chosen(portal: Portal): { which: Which; hits: readonly Hit[] } {
    if (portal.saved && portal.saved.length > 0) return { which: 'saved', hits: portal.saved };
    const record = opened(portal);
    if (record) return { which: 'record', hits: [record] };
    return { which: 'list', hits: portal.answer?.hits ?? [] };
  }

  async #print(): Promise<void> {
    const portal = this.#portal;
    if (!portal?.info || this.stage !== 'visit') return;
    const visit = this.#visit;
    const { itemsOf, answersOf } = await import('./kiosk/paper.js');
    const { which, hits } = this.#chosen(portal);
    const { engine, info } = portal;
    const about = {
      engine,
      lang: this.language,
      portal: this.#portalAddress,
      asOf: info.asOf,
      hosts: this.#hostsShown,
    };
    const [items, answers] = await Promise.all([
      itemsOf(hits, about),
      answersOf(portal.profile, portal.lists, this.language),
    ]);
    this.#show(visit, { kind: 'print', which, items, answers, ticked: false, done: false });
  }

  #content(panel: Extract<Panel, { kind: 'print' }>): Content {
    const words = kioskWords(this.language);
    const asOf = date(dayOf(this.info?.asOf) ?? 0, this.language);
    return { items: panel.items, title: words.sheetTitle, asOf, answers: panel.ticked ? panel.answers : [] };
  }

  // The staff

  async #staff(): Promise<void> {
    if (this.stage === 'staff') return;
    await import('./kiosk/operator.js');
    if (this.stage === 'visit') {
      // What the visitor had is gone before the staff is there.
      this.#portal?.erase?.();
      this.#trail.clear();
    }
    this.panel = this.secondsLeft = undefined;
    this.stage = 'staff';
    this.#watch?.stop();
    this.#watch = new Idle(STAFF_IDLE, this.grace, {
      warn: (left) => {
        this.secondsLeft = left;
      },
      over: () => void this.#finish(),
    });
    this.#watch.start();
  }

  #hold = (): void => {
    clearTimeout(this.#holding);
    this.#holding = setTimeout(() => void this.#staff(), HOLD);
  };

  #letGo = (): void => clearTimeout(this.#holding);

  // Drawing

  /** Days since the data's date; below 0 where the device's clock is behind it. */
  get #age(): number | undefined {
    const asOf = dayOf(this.info?.asOf);
    return asOf === null ? undefined : deviceDay() - asOf;
  }

  #bar(words: KioskWords): TemplateResult {
    const visit = this.stage === 'visit';
    const button = (name: string, sign: TemplateResult, label: string, run: () => void, off = false) =>
      html`<button type="button" class=${name} ?disabled=${off} @click=${run}>${sign} ${label}</button>`;
    return html`<div class=${visit ? 'bar visit' : 'bar'} part="bar">
      <button type="button" class="logo" @pointerdown=${this.#hold} @pointerup=${this.#letGo} @pointerleave=${this.#letGo}
        @pointercancel=${this.#letGo} @click=${() => {
          if (visit) this.#trail.follow('#q=');
        }}>
        <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8"/><path d="m8 17 5 5 11-12"/></svg>
        <span class="name">${this.name || 'padan'}</span></button>
      ${
        visit
          ? html`<div class="group" role="group" aria-label=${words.tools}>
        ${button('back', sign.back, words.back, () => this.#trail.back(), !this.#trail.canGoBack)}
        ${button('phone', sign.phone, words.phone, () => void this.#phone(), !this.info)}
        ${button('print', sign.printer, words.print, () => void this.#print(), !this.info)}</div>`
          : nothing
      }
      ${button('ask', icon('people'), words.ask, () => {
        this.panel = { kind: 'ask' };
      })}
      <span class="gap"></span>
      ${visit ? button('finish', icon('met'), words.finish, () => void this.#finish()) : nothing}
    </div>`;
  }

  /** How old the data is, the language, the size of text. */
  #state(words: KioskWords): TemplateResult {
    const { language, info, online, size } = this;
    const age = this.#age;
    const asOf = dayOf(info?.asOf);
    const device = date(deviceDay(), language);
    const clock = (age ?? 0) < 0 || info?.refused?.name === 'SnapshotFromFuture';
    const speaks = (lang: Lang, label: string) =>
      html`<button type="button" lang=${lang} aria-pressed=${language === lang} @click=${() => void this.#speak(lang)}>${label}</button>`;
    return html`<div class="state" part="state">
      ${asOf === null || age === undefined || this.stage === 'staff' ? nothing : this.#badge(asOf, age, words)}
      ${online ? nothing : html`<p class="badge warn offline">${icon('warning')} ${words.offline}</p>`}
      ${!hasPin() && this.stage === 'attract' ? html`<p class="hint">${words.pinMissing}</p>` : nothing}
      <span class="gap"></span>
      <div class="group" role="group" aria-label=${words.language}>${speaks('id', words.indonesian)}${speaks('en', words.english)}</div>
      <div class="group" role="group" aria-label=${words.textSize}>${[1, 2, 3].map(
        (step) =>
          html`<button type="button" class="s${step}" aria-pressed=${size === step} aria-label=${words.sizes[step - 1] ?? ''}
        @click=${() => {
          this.size = step;
        }}>A</button>`,
      )}</div>
    </div>
    ${clock ? html`<p class="notice clock" role="status">${icon('warning')} ${words.clockWrong(device)}</p>` : nothing}
    ${(age ?? 0) > ODD_DAYS ? html`<p class="notice clock" role="status">${icon('warning')} ${words.clockOrOld}</p>` : nothing}`;
  }

  #badge(asOf: number, age: number, words: KioskWords): TemplateResult {
    const { language } = this;
    const old = age <= 0 ? words.today : words.daysOld(number(age, language));
    const [tone, advice] =
      age <= FRESH_DAYS ? ['good', ''] : age <= OLD_DAYS ? ['warn', words.checkAgain] : ['bad', words.tooOld];
    return html`<p><span class="badge age ${tone}">${words.dataOf(date(asOf, language))} · ${old}${advice ? ` · ${advice}` : ''}</span></p>`;
  }

  #attract(words: KioskWords): TemplateResult {
    if (this.error) return this.#outOfService(words);
    const door = (name: Door, sign: Icon, title: string, what: string) =>
      html`<button type="button" class=${name} @click=${() => void this.#enter(name)}>
        <span class="sign">${icon(sign)}</span><strong>${title}</strong><span class="what">${what}</span></button>`;
    return html`<main class="attract">
      <div><h1>${words.welcome}</h1><p class="lead">${words.welcomeHint}</p></div>
      <div class="doors" role="group" aria-label=${words.doors}>
        ${door('search', 'search', words.search, words.searchHint)}
        ${door('match', 'me', words.match, words.matchHint)}
        ${door('market', 'pay', words.market, words.marketHint)}
      </div>
    </main>`;
  }

  #outOfService(words: KioskWords): TemplateResult {
    const clock = /^Snapshot(FromFuture|Expired)$/.test(this.error?.name ?? '');
    return html`<main class="out">${icon('warning')}
      <h1>${words.outTitle}</h1><p role="alert">${words.outText}</p>
      ${clock ? html`<p>${words.outClock(date(deviceDay(), this.language))}</p>` : nothing}
      <p class="hint"><code>${this.error?.name}</code></p>
      <button type="button" class="primary" @click=${() => this.#prepare()}>${words.tryAgain}</button></main>`;
  }

  #still(words: KioskWords): TemplateResult {
    const left = this.secondsLeft ?? this.grace;
    const seconds = words.secondsLeft(number(left, this.language));
    return html`<dialog class="still" role="alertdialog" aria-labelledby="still" aria-describedby="still-text"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#stay();
      }}>
      <div class="body">
        <h2 id="still">${words.stillHere}</h2>
        <p id="still-text">${words.stillHereText}</p>
        <p class="count" aria-hidden="true">${seconds}</p>
        <p class="silent" role="status">${SAID.has(left) ? seconds : ''}</p>
        <div class="actions"><button type="button" class="more" @click=${() => this.#stay()}>${words.moreTime}</button>
          <button type="button" class="now" @click=${() => void this.#finish()}>${words.finishNow}</button></div>
      </div></dialog>`;
  }

  #panel(words: KioskWords): TemplateResult {
    const { panel } = this;
    const titles = { ask: words.askTitle, phone: words.phoneTitle, link: words.linkTitle, print: words.printTitle };
    const close = () => {
      this.panel = undefined;
    };
    return html`<dialog class="panel ${panel?.kind ?? ''}" aria-labelledby="panel" @close=${close}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) close();
      }}>
      ${
        panel
          ? html`<div class="head"><h2 id="panel">${titles[panel.kind]}</h2>
        <button type="button" class="close" @click=${close}>${icon('close')} ${words.close}</button></div>
        <div class="body">${this.#inside(panel, words)}</div>`
          : nothing
      }</dialog>`;
  }

  #inside(panel: Panel, words: KioskWords): TemplateResult {
    if (panel.kind === 'ask')
      return html`<p>${words.askText}</p><p><strong>${settings().staff || this.staff || words.askWhere}</strong></p>`;
    if (panel.kind === 'link')
      return html`<p>${words.linkText}</p><div class="code">${panel.code}</div><p class="address">${panel.address}</p>`;
    if (panel.kind === 'phone')
      return html`<div class="code">${panel.code}</div><p>${words.phoneText}</p>
        ${panel.said.map((line) => html`<p><strong>${line}</strong></p>`)}<p>${words.phonePrivate}</p>
        <div class="actions"><button type="button" class="primary done" @click=${() => void this.#finish()}>${words.phoneDone}</button></div>`;
    if (panel.items.length === 0) return html`<p>${words.printNothing}</p>`;
    const count = number(panel.items.length, this.language);
    const which = panel.which === 'record' ? words.printWhich.record : words.printWhich[panel.which](count);
    return html`<p><strong>${which}</strong> ${words.printMost}</p>
      ${
        panel.answers.length > 0
          ? html`<label class="tick"><input type="checkbox" name="answers" .checked=${panel.ticked} @change=${() => {
              this.panel = { ...panel, ticked: !panel.ticked };
            }}>
        <span>${words.printProfile} <span class="hint">${words.printProfileHint}</span></span></label>`
          : nothing
      }
      <div class="paper" tabindex="0" role="region" aria-label=${words.preview}>
        <padan-sheet .lang=${this.language} .paper=${settings().paper} .content=${this.#content(panel)}></padan-sheet></div>
      <div class="actions"><button type="button" class="primary now" @click=${async () => {
        const visit = this.#visit;
        const { print } = await import('./kiosk/paper.js');
        if (!this.#lasts(visit)) return;
        await print(this.#content(panel), settings().paper, this.language);
        if (this.panel?.kind === 'print') this.#show(visit, { ...this.panel, done: true });
      }}>${words.printNow}</button></div>
      <p role="status">${panel.done ? words.printed : ''}</p>`;
  }

  override render(): TemplateResult {
    const words = kioskWords(this.language);
    const { stage } = this;
    if (this.#board) this.#board.lang = this.language;
    return html`
      <header>${this.#bar(words)}${this.#state(words)}</header>
      ${stage === 'attract' ? this.#attract(words) : nothing}
      ${
        stage === 'staff'
          ? html`<main><padan-operator .lang=${this.language} .manifest=${this.#manifest} .key=${this.key} .info=${this.info} .portal=${this.portal || new URL('./', location.href).href}
        @inside=${() => {
          this.#trusted = true;
        }} @taken=${() => this.#prepare()} @changed=${() => this.requestUpdate()} @leave=${() => void this.#finish()}></padan-operator></main>`
          : nothing
      }
      <main class="stage" ?hidden=${stage !== 'visit'} ?inert=${stage !== 'visit'}>
        <h1 class="silent">${this.name || 'padan'}</h1>${this.#portal ?? nothing}</main>
      ${stage === 'wiping' ? html`<p class="wiping" role="status">${words.wiping}</p>` : nothing}
      ${this.#panel(words)}
      ${this.#still(words)}`;
  }

  static override styles = [theme, base, look];
}

customElements.define('padan-kiosk', PadanKiosk);

declare global {
  interface HTMLElementTagNameMap {
    'padan-kiosk': PadanKiosk;
  }
}
