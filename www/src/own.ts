/**
 * What is the visitor's own: the vacancies kept, and whether they and the answers stay on the device.
 *
 * Everything is in memory. It is written to the device only where the visitor says so, and leaves it with the same tick; nothing of it is
 * ever part of a request, nor of an address but the one that a kiosk hands a phone (`handover`). A vacancy is kept as the list showed it, so that keeping it fetches nothing. In another snapshot it
 * is looked for by its own words: rows are numbered anew each day.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Hit, Lang, Profile, Query } from '../../pkg/padan.js';
import type { Engine } from './engine.js';
import { number } from './format.js';
import { icon } from './icons.later.js';
import { strings } from './strings/later.js';

/** Where it stands on a device. */
const STORE = 'padan';
/** Most vacancies kept. */
const MOST = 50;
/** Vacancies of the same words looked through for the one kept. */
const LOOKED = 50;

/** A vacancy kept. */
export interface Kept {
  hit: Hit;
  /** Whether this snapshot has it no more; `undefined` as long as it is looked for. `hit.row` is a row only where it is `false`. */
  gone: boolean | undefined;
}

/** What came from another device, and what was here before. */
interface Received {
  before: Profile;
  /** What was not kept here before. */
  others: readonly Hit[];
  answers: boolean;
  vacancies: number;
  gone: number;
}

interface Stored {
  /** Hash of the snapshot that rows are of; empty where some are of none. */
  snapshot: string;
  profile: Profile;
  saved: Hit[];
}

/** What a vacancy is known by, whatever row it is. */
export function identity({ title, employer, regionCode, posted, source }: Hit): string {
  return JSON.stringify([title, employer, regionCode, posted, source]);
}

/** Whether two hits are the same vacancy. */
export function same(a: Hit, b: Hit): boolean {
  return identity(a) === identity(b);
}

/** Those hits that are not among the vacancies kept, each once. */
function others(hits: readonly Hit[], kept: readonly Kept[]): Hit[] {
  const known = new Set(kept.map(({ hit }) => identity(hit)));
  return hits.filter((hit) => known.size < known.add(identity(hit)).size);
}

export class Own {
  kept: readonly Kept[] = [];
  /** Whether the device remembers; `undefined` where it cannot or must not. */
  remembers: boolean | undefined;
  #profile: Profile;
  #received: Received | 'broken' | undefined;
  /** Hash of the snapshot that is open, once it was asked for. */
  #snapshot: string | undefined;
  /** Counted up by another snapshot, and by forgetting everything: what was asked before that is of no more use. */
  #moves = 0;
  #lives = 0;
  /** Whether the device remembers what is not here yet: until then nothing is written over it. */
  #unread = false;

  constructor(
    private readonly engine: Engine,
    /** Whether many people use this device. */
    shared: boolean,
    profile: Profile,
    private readonly changed: () => void,
  ) {
    this.#profile = profile;
    if (!shared) this.remembers = this.#unread = stored() !== undefined;
  }

  /** Says that another snapshot is open: what is kept has none of its rows until it is found there (`seek`). */
  moved(): void {
    this.#moves += 1;
    this.#snapshot = undefined;
    this.kept = this.kept.map(({ hit }) => ({ hit, gone: undefined }));
  }

  /** Takes in what an address handed over, beside the answers of before. */
  async receive(handed: string, before: Profile): Promise<Profile> {
    const [lives, moves] = [this.#lives, this.#moves];
    const read = await import('./handover.js').catch(() => undefined);
    const brought = await read?.unpack(handed);
    if (!read || !brought || !(await this.#sound(brought.profile))) {
      this.#received = 'broken';
      this.changed();
      return before;
    }
    const hits = await read.hitsOf(brought, this.engine);
    // Everything was to be forgotten meanwhile.
    if (lives !== this.#lives) return before;
    const more = others(hits, this.kept);
    const here = moves === this.#moves ? false : undefined;
    this.kept = [...this.kept, ...more.map((hit) => ({ hit, gone: here }))].slice(0, MOST);
    const answers = Object.keys(brought.profile).length > 0;
    const gone = brought.saved.length - hits.length;
    this.#received = { before, others: more, answers, vacancies: hits.length, gone };
    this.#profile = answers ? brought.profile : before;
    this.changed();
    return this.#profile;
  }

  /** Whether the engine takes these answers: from a link or a store they may be anything, and one it refuses would stop every list. */
  async #sound(profile: Profile): Promise<boolean> {
    const asked = this.engine.call('query', { limit: 0, facets: [] }, profile);
    return asked.then(
      () => true,
      (error: Error) => {
        if (error.name === 'EngineCrashed') throw error;
        return false;
      },
    );
  }

  /** The answers that the device remembers; the vacancies are kept again, beside those kept meanwhile, to be looked for (`seek`). */
  async recall(): Promise<Profile | undefined> {
    if (!this.#unread) return undefined;
    const there = stored();
    const sound = there && (await this.#sound(there.profile));
    if (sound) await this.#identify();
    // Read or erased meanwhile.
    if (!this.#unread) return undefined;
    this.#unread = false;
    const known = sound ? stored() : undefined;
    if (!known) {
      forget();
      return undefined;
    }
    this.#profile = { ...known.profile, ...this.#profile };
    const gone = known.snapshot === this.#snapshot ? false : undefined;
    const saved = others(known.saved, this.kept).map((hit) => ({ hit, gone }));
    this.kept = [...saved, ...this.kept].slice(0, MOST);
    if (saved.length > 0) this.changed();
    return known.profile;
  }

  /** Looks in this snapshot for what was kept in another. What is dropped or kept meanwhile stays so. */
  async seek(): Promise<void> {
    const moves = this.#moves;
    if (this.remembers) await this.#identify();
    const all = this.kept.filter(({ gone }) => gone === undefined);
    for (const sought of all) {
      const hit = await this.#find(sought.hit);
      if (moves !== this.#moves) return;
      this.#put(sought, { hit: hit ?? sought.hit, gone: !hit });
    }
    this.#store();
    if (all.length > 0) this.changed();
  }

  #put(kept: Kept, instead: Kept): void {
    this.kept = this.kept.map((one) => (one === kept ? instead : one));
  }

  async #identify(): Promise<void> {
    if (this.#snapshot !== undefined) return;
    const moves = this.#moves;
    const { hash } = await this.engine.call('reference', 'id');
    if (moves === this.#moves) this.#snapshot = hash;
  }

  /** Keeps none of them any longer. */
  drop(): void {
    this.kept = [];
    this.#store();
    this.changed();
  }

  #find(hit: Hit): Promise<Hit | undefined> {
    return this.#look(hit.title, hit.source ? { source: [hit.source] } : {}, (one) => same(one, hit));
  }

  async #look(title: string, filters: Query['filters'] & {}, is: (hit: Hit) => boolean): Promise<Hit | undefined> {
    const words = title.replace(/["-]/g, ' ');
    for (const text of [`"${words}"`, words]) {
      const query = { text, exact: true, filters, limit: LOOKED, facets: [] };
      // What the engine refuses, which a damaged store may hold, is not there.
      const { hits } = await this.engine.call('query', query).catch((error: Error) => {
        if (error.name === 'EngineCrashed') throw error;
        return { hits: [] };
      });
      const found = hits.find(is);
      if (found) return { ...found, marks: [] };
    }
    return undefined;
  }

  /** A row as the list would show it, found by its title. */
  async hitOf(row: number, title: string): Promise<Hit | undefined> {
    return this.#look(title, {}, (hit) => hit.row === row);
  }

  has({ row }: Hit): boolean {
    return this.kept.some(({ hit, gone }) => gone === false && hit.row === row);
  }

  get full(): boolean {
    return this.kept.length >= MOST;
  }

  toggle(hit: Hit): void {
    const one = this.kept.find((one) => same(one.hit, hit));
    // A card of the list says "save" as long as its vacancy is looked for, or was not found.
    if (one && one.gone !== false && one.hit !== hit) this.#put(one, { hit: { ...hit, marks: [] }, gone: false });
    else if (one) this.kept = this.kept.filter((other) => other !== one);
    else if (!this.full) this.kept = [...this.kept, { hit: { ...hit, marks: [] }, gone: false }];
    this.#store();
    this.changed();
  }

  /** The answers, to be written down if the device is to remember. */
  answered(profile: Profile): void {
    this.#profile = profile;
    const erased = Object.keys(profile).length === 0;
    if (erased && typeof this.#received === 'object')
      this.#received = { ...this.#received, before: {}, answers: false };
    const known = erased && this.#unread ? stored() : undefined;
    if (known) write({ ...known, profile });
    this.#store();
  }

  /** Lets the device remember, or no longer. */
  remember(on: boolean): void {
    if (this.remembers === undefined) return;
    this.remembers = on;
    this.#unread = false;
    if (on) {
      // That is a yes to what a link brought, too.
      this.#received = undefined;
      this.#store();
      // Where it fails they are looked for the next time.
      this.#identify().then(
        () => this.#store(),
        () => {},
      );
    } else forget();
    this.changed();
  }

  /** Forgets everything, here and on the device. */
  erase(): void {
    this.kept = [];
    this.#profile = {};
    this.#received = undefined;
    this.#unread = false;
    this.#lives += 1;
    if (this.remembers !== undefined) this.remembers = false;
    forget();
    this.changed();
  }

  #store(): void {
    if (!this.remembers || this.#unread) return;
    // What somebody else's link brought is not written down before the visitor says that it may stay.
    const brought = typeof this.#received === 'object' ? this.#received : undefined;
    const own = brought ? this.kept.filter(({ hit }) => !brought.others.some((one) => same(one, hit))) : this.kept;
    // Vacancies that are not here have no row, so they are looked for again the next time.
    const snapshot = (own.every(({ gone }) => gone === false) && this.#snapshot) || '';
    const profile = brought?.answers ? brought.before : this.#profile;
    if (!write({ snapshot, profile, saved: own.map(({ hit }) => hit) })) this.remembers = false;
  }

  /** What came from another device, with the way to have it otherwise; `answer` takes the answers of before. */
  notice(lang: Lang, answer: (profile: Profile) => void): TemplateResult | undefined {
    const received = this.#received;
    if (!received) return undefined;
    const words = strings(lang);
    const read = () => {
      this.#received = undefined;
      this.#store();
      this.changed();
    };
    if (received === 'broken')
      return html`<p class="stale received" role="status">${icon('warning')} <span>${words.receivedBroken}</span></p>`;
    const undo = () => {
      this.kept = this.kept.filter(({ hit }) => !received.others.some((one) => same(one, hit)));
      this.#received = undefined;
      answer(received.before);
      this.changed();
    };
    const { answers, vacancies, gone } = received;
    return html`<p class="profile-on received"><span role="status">${words.received(number(vacancies, lang), answers)}
      ${gone > 0 ? words.receivedGone(number(gone, lang)) : nothing}</span>
      <button type="button" class="plain" @click=${read}>${words.receivedKeep}</button>
      <button type="button" class="plain" @click=${undo}>${words.receivedUndo}</button></p>`;
  }

  title(lang: Lang): string {
    const { length } = this.kept;
    return `${strings(lang).savedTab}${length > 0 ? ` (${length})` : ''}`;
  }

  /** The button of a card that keeps its vacancy, or no longer. */
  button(hit: Hit, lang: Lang): TemplateResult {
    const words = strings(lang);
    const on = this.has(hit);
    return html`<button type="button" class="plain keep" part="save" aria-pressed=${on} aria-describedby="hit-${hit.row}"
      ?disabled=${!on && this.full} @click=${() => this.toggle(hit)}>${icon(on ? 'kept' : 'keep')} ${on ? words.kept : words.keep}</button>`;
  }

  /** The tick by which the device remembers; nothing where it must not. */
  tick(lang: Lang): TemplateResult | undefined {
    if (this.remembers === undefined) return undefined;
    const words = strings(lang);
    return html`<label class="tick"><input type="checkbox" name="remember" .checked=${live(this.remembers)}
      @change=${(event: Event) => this.remember((event.target as HTMLInputElement).checked)}> <span>${words.remember}
      <span class="hint">${words.rememberHint}</span></span></label>`;
  }
}

function stored(): Stored | undefined {
  try {
    const known = JSON.parse(localStorage.getItem(STORE) ?? 'null') as Partial<Stored> | null;
    if (!known || typeof known.profile !== 'object' || known.profile === null || !Array.isArray(known.saved))
      return undefined;
    const whole = known.saved.filter((hit) => typeof hit?.title === 'string' && Array.isArray(hit.alsoAt));
    return { snapshot: String(known.snapshot), profile: known.profile, saved: whole };
  } catch {
    return undefined;
  }
}

/** Whether the device takes it. */
function write(whole: Stored): boolean {
  try {
    localStorage.setItem(STORE, JSON.stringify(whole));
    return true;
  } catch {
    return false;
  }
}

/** Has the device remember nothing. */
export function forget(): void {
  try {
    localStorage.removeItem(STORE);
  } catch {
    // Where storage is refused nothing was written.
  }
}
