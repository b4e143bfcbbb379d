/**
 * Use without a network, for portals that say `offline`: the service worker that keeps the page, the offer to keep every
 * description, and what the visitor is told of both. The columns and what was read are kept by the engine
 * (`src/web/held.js`).
 *
 * Nothing is fetched ahead where the browser asks to save data, and nothing larger than a megabyte without a click.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import { Held } from '../../src/web/held.js';
import { frugal, LARGE, trusted } from './engine.js';
import { size } from './format.js';
import { icon } from './icons.later.js';
import { keepPage } from './keep-page.js';
import { keepTexts } from './keep-texts.js';

import { strings } from './strings/later.js';

interface Saving {
  loaded: number;
  total: number;
}

export class Offline {
  #held: Held | undefined;
  #registration: ServiceWorkerRegistration | undefined;
  /** Bytes of descriptions that are not kept yet; undefined where no snapshot is held. */
  #missing: number | undefined;
  #saving: Saving | undefined;
  #trouble: 'full' | 'broken' | undefined;
  #newBuild = false;
  #online = navigator.onLine;
  #list: string[] = [];
  /** What a next visit begins with. */
  #ahead: string[] = [];
  readonly #channel = new BroadcastChannel('padan');

  /** `changed` draws again what is told; `first`: whether the page kept is shown before the server has answered. */
  constructor(
    private readonly changed: () => void,
    private readonly first: () => boolean,
  ) {
    for (const name of ['online', 'offline']) addEventListener(name, this.#connected);
    this.#channel.onmessage = ({ data }) => {
      if (data.held !== this.#held?.address.href) return;
      if (data.full) this.#trouble = 'full';
      void this.#weigh();
    };
  }

  close(): void {
    for (const name of ['online', 'offline']) removeEventListener(name, this.#connected);
    this.#channel.close();
  }

  #connected = (): void => {
    this.#online = navigator.onLine;
    this.changed();
  };

  /** Tells which snapshot is open, once it is, and the list of partitions it was chosen from. */
  opened(manifest: string | undefined, list: string | undefined, key: string | null): void {
    if (list) this.#list = [list];
    // Not for one of several: only who chooses it again asks for it.
    if (manifest && manifest === list) {
      const { href } = Object.assign(new URL('manifest.sig.json', manifest), { search: new URL(manifest).search });
      this.#ahead = key === null ? [manifest] : [manifest, href];
    }
    if (this.#registration) this.#keepPage();
    else void this.#start(false);
    if (!manifest || manifest === this.#held?.address.href) return;
    this.#held = new Held(new URL(manifest));
    this.#missing = this.#trouble = undefined;
    void this.#weigh();
  }

  // The page

  /** Installs the service worker; with data to be saved, only where it is there already or `asked` for. */
  async #start(asked: boolean): Promise<void> {
    const workers = navigator.serviceWorker;
    if (!workers || this.#registration) return;
    const home = new URL('./', import.meta.url).href;
    const scope = location.href.startsWith(home) ? home : new URL('./', location.href).href;
    try {
      if (frugal() && !asked && !(await workers.getRegistration(scope))) return;
      const registration = await workers.register(trusted(new URL('./sw.js', import.meta.url)), { scope });
      if (!registration) return;
      this.#registration = registration;
      this.#watch(registration);
      await workers.ready;
      this.#keepPage();
      await this.#weigh();
    } catch (why) {
      console.warn(
        `padan: found no service worker for ${scope} (${why}); needed: sw.js beside padan.js, in the folder of the page or above, or sent with Service-Worker-Allowed. See docs/offline.md`,
      );
    }
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const look = () => {
      this.#newBuild = Boolean(registration.waiting && navigator.serviceWorker.controller);
      this.changed();
    };
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'redundant' && !registration.active) this.#trouble = 'full';
        look();
      });
    });
    look();
  }

  #keepPage(): void {
    const { active } = this.#registration ?? {};
    if (active) keepPage(active, this.#list, this.#ahead, this.first());
  }

  #renew(): void {
    const waiting = this.#registration?.waiting;
    if (waiting) {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
      waiting.postMessage({ skip: true });
    } else {
      location.reload();
    }
  }

  // The descriptions

  async #weigh(): Promise<void> {
    const held = this.#held;
    const texts = await held?.texts().catch(() => null);
    if (held !== this.#held) return;
    this.#missing = texts?.missing.reduce((sum, { bytes }) => sum + bytes, 0);
    this.changed();
    const little = this.#missing && this.#missing <= LARGE;
    if (little && this.#registration?.active && !frugal() && this.#online && !this.#trouble) await this.#save();
  }

  #saveAll = (): void => {
    void navigator.storage?.persist?.();
    void this.#start(true);
    void this.#save();
  };

  /** Fetches every description that is not kept. Closing the page pauses it: what is kept stays kept. */
  async #save(): Promise<void> {
    const held = this.#held;
    if (!held || this.#saving) return;
    this.#trouble = undefined;
    held.full = false;
    this.#saving = { loaded: 0, total: this.#missing ?? 0 };
    this.changed();
    try {
      await keepTexts(held, (loaded, total) => {
        this.#saving = { loaded, total };
        this.changed();
      });
    } catch {
      this.#trouble = held.full ? 'full' : 'broken';
    }
    this.#saving = undefined;
    if (held === this.#held) await this.#weigh();
  }

  // What is told

  /** Beside the age: whether there is a network, and what is kept. */
  status(reached: boolean, lang: Lang, again: () => void): TemplateResult {
    const words = strings(lang);
    const online = this.#online && reached;
    const saving = this.#saving;
    const kept = this.#missing !== undefined && this.#registration?.active;
    return html`<span class="tag">${icon(online ? 'online' : 'offline')} ${online ? words.online : words.offline}</span>
      ${kept ? html`<span class="tag">${icon('met')} ${this.#missing ? words.keptList : words.keptAll}</span>` : nothing}
      ${this.#online && !reached ? html`<button type="button" class="chip" @click=${again}>${words.updateData}</button>` : nothing}
      ${
        saving && saving.total > LARGE
          ? html`<span class="saving"><label for="saving">${words.savingTexts(size(saving.loaded, lang), size(saving.total, lang))}</label>
        <progress id="saving" max=${saving.total} .value=${saving.loaded}></progress></span>`
          : this.#missing && !saving && this.#online
            ? html`<button type="button" class="chip" @click=${this.#saveAll}>${icon('save')} ${words.saveTexts(size(this.#missing, lang))}</button>`
            : nothing
      }`;
  }

  /** A new version of the page, and what went wrong with keeping it. */
  notices(lang: Lang): TemplateResult {
    const words = strings(lang);
    const trouble = this.#trouble;
    return html`${
      this.#newBuild
        ? html`<p class="renew" role="status"><span>${words.newVersion}</span>
      <button type="button" class="primary" @click=${() => this.#renew()}>${words.reload}</button></p>`
        : nothing
    }${trouble ? html`<p class="stale" role="status">${icon('warning')} <span>${trouble === 'full' ? words.diskFull : words.savingBroke}</span></p>` : nothing}`;
  }
}

/** The size of a download, before it begins. */
export function askFirst(bytes: number, lang: Lang, agree: () => void): TemplateResult {
  const words = strings(lang);
  return html`<div class="empty ask" part="consent">
    <h2 id="consent-title" tabindex="-1">${words.askTitle(size(bytes, lang))}</h2>
    <p>${frugal() ? words.askFrugal : words.askHint}</p>
    <p class="offers"><button type="button" class="primary" @click=${agree}>${icon('save')} ${words.askYes(size(bytes, lang))}</button></p>
  </div>`;
}
