/**
 * The page's side of working without a network: it has the service worker keep what is shown, and says what the visitor should know of it.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import { trusted } from './engine.js';
import { date, dayOf, number, size } from './format.js';
import { icon } from './icons.js';
import { strings } from './strings/later.js';
import type { News, Wish } from './sw.js';

/** Texts of so many bytes are kept unasked. */
const SMALL = 1_000_000;

export class Offline {
  /** Date of a newer snapshot that is there whole. */
  #fresh: string | undefined;
  /** A newer build of the page that waits. */
  #waiting: ServiceWorker | undefined;
  #texts: { done: number; of: number } | undefined;
  #refused: 'full' | 'broken' | undefined;
  #online = navigator.onLine;
  /** Whether the visitor took it. */
  #taken = false;

  constructor(
    private readonly manifest: string,
    private readonly asOf: string,
    /** Bytes of all descriptions. */
    private readonly textBytes: () => Promise<number>,
    private readonly changed: () => void,
    private readonly reopen: () => void,
  ) {
    addEventListener('online', this.#connected);
    addEventListener('offline', this.#connected);
    void this.#register();
  }

  close(): void {
    removeEventListener('online', this.#connected);
    removeEventListener('offline', this.#connected);
    navigator.serviceWorker?.removeEventListener('message', this.#told);
  }

  #connected = (): void => {
    this.#online = navigator.onLine;
    if (this.#online) void this.#ask({ keep: this.manifest });
    this.changed();
  };

  async #register(): Promise<void> {
    const workers = navigator.serviceWorker;
    if (!workers) return;
    workers.addEventListener('message', this.#told);
    workers.addEventListener('controllerchange', () => {
      if (this.#taken) location.reload();
    });
    try {
      const registration = await workers.register(trusted(new URL('./sw.js', import.meta.url)));
      const look = (worker: ServiceWorker | null) => {
        if (!worker || !workers.controller) return;
        const ready = () => {
          if (worker.state !== 'installed') return;
          this.#waiting = worker;
          this.changed();
        };
        worker.addEventListener('statechange', ready);
        ready();
      };
      look(registration.waiting);
      registration.addEventListener('updatefound', () => look(registration.installing));
      await this.#ask({ keep: this.manifest });
    } catch {
      // Without a service worker the page works as it does online.
    }
  }

  async #ask(wish: Wish): Promise<void> {
    const registration = await navigator.serviceWorker?.ready;
    registration?.active?.postMessage(wish);
  }

  #told = ({ data }: MessageEvent<News>): void => {
    if ('fresh' in data) {
      if (data.manifest !== this.manifest) return;
      if (data.fresh !== this.asOf) this.#fresh = data.fresh;
      void this.#few();
    } else if ('texts' in data) {
      this.#texts = { done: data.texts, of: data.of };
    } else if (data.manifest === this.manifest) {
      // No network is no news; a full device is.
      this.#refused =
        data.refused === 'full' ? 'full' : this.#texts && this.#texts.done < this.#texts.of ? 'broken' : undefined;
      this.#texts = undefined;
    }
    this.changed();
  };

  #take(): void {
    this.#taken = true;
    // Where another tab took it already, this one only has to be loaded anew.
    if (this.#waiting?.state === 'installed') this.#waiting.postMessage({ skip: true } satisfies Wish);
    else location.reload();
  }

  /** Few texts are kept at once, unless the visitor saves data. */
  async #few(): Promise<void> {
    const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
    if (!saveData && (await this.textBytes()) <= SMALL) await this.#ask({ keepTexts: this.manifest });
  }

  async #all(): Promise<void> {
    this.#texts = { done: 0, of: await this.textBytes() };
    this.#refused = undefined;
    this.changed();
    // Best effort: a browser may say no, and the files stay until it needs the room.
    await navigator.storage?.persist?.();
    await this.#ask({ keepTexts: this.manifest });
  }

  /** What is to be known above the list. */
  notes(lang: Lang): TemplateResult {
    const words = strings(lang);
    const line = (sign: 'warning' | 'clock', text: string, button?: TemplateResult) =>
      html`<p class="stale" part="notice" role="status">${icon(sign)} <span>${text}</span> ${button}</p>`;
    return html`
      ${this.#online ? nothing : line('warning', words.offlineNow(date(dayOf(this.asOf) ?? 0, lang)))}
      ${
        this.#fresh
          ? line(
              'clock',
              words.freshData(date(dayOf(this.#fresh) ?? 0, lang)),
              html`<button type="button" class="fresh" @click=${() => this.reopen()}>${words.useFresh}</button>`,
            )
          : nothing
      }
      ${
        this.#waiting
          ? line(
              'clock',
              words.freshPage,
              html`<button type="button" class="skip" @click=${() => this.#take()}>${words.reload}</button>`,
            )
          : nothing
      }
      ${this.#refused ? line('warning', this.#refused === 'full' ? words.deviceFull : words.keepBroken) : nothing}`;
  }

  /** The offer to keep every description, below the list. */
  offer(bytes: number | undefined, lang: Lang): TemplateResult | typeof nothing {
    const words = strings(lang);
    const texts = this.#texts;
    if (texts && texts.done >= texts.of) return html`<p class="hint kept-all">${icon('met')} ${words.keptAll}</p>`;
    if (texts)
      return html`<p class="hint" role="status">${words.keepingAll(number((100 * texts.done) / Math.max(1, texts.of), lang))}</p>
        <progress aria-label=${words.keepAll} max=${texts.of} .value=${texts.done}></progress>`;
    if (!bytes || !navigator.serviceWorker?.controller) return nothing;
    return html`<p><button type="button" class="keep-all" @click=${() => void this.#all()}>${words.keepAll} (${size(bytes, lang)})</button></p>`;
  }
}
