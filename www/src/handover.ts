/**
 * What a visitor takes from a kiosk to a phone: answers and kept vacancies, in a fragment of an address.
 *
 * A fragment is never sent to a server, so the QR code that carries it is the only copy. The text is base64url of bytes: one of
 * version and packing, then, perhaps deflated,
 *
 *     hash of the snapshot (6 bytes)   answers   vacancies: count, then row and fingerprint (4 bytes) each
 *
 * Numbers are LEB128, texts their length and UTF-8. Of the profile only what `FIELDS` lists is written: there is no place for a
 * name, and a text that holds sixteen digits in a row, as an identity number does, is left out.
 */
import type { Answer, DealBreaker, FacetKey, Hit, Part, Profile, Query } from '../../pkg/padan.js';
import type { Engine } from './engine.js';

/** Most characters of the fragment, `#p=` included: what a QR code of version 20 holds beside an address of 60. */
export const MOST_CHARACTERS = 600;
const PREFIX = '#p=';
const VERSION = 1;
const DEFLATED = 0x80;
/** Bytes that a packed text may inflate to; far more than `pack` ever writes. */
const MOST_BYTES = 16_384;
const MOST_ITEMS = 64;
/** Vacancies that one query reaches, and how many of them are asked for at once. */
const MOST_READ = 10_000;
const AT_ONCE = 500;
const MOST_LETTERS = 200;
const IDENTITY = /\d{16}/;

const PARTS: readonly Part[] = ['skills', 'occupation', 'place', 'education', 'experience', 'pay', 'conditions'];
const MUSTS: readonly DealBreaker[] = ['place', 'pay', 'employment_type', 'work_mode'];

/** A vacancy as it is handed over. */
export interface Handed {
  /** Row in the snapshot that `snapshot` names. */
  row: number;
  /** `fingerprint` of the hit, by which it is known again where rows are others. */
  print: number;
}

export interface Unpacked {
  profile: Profile;
  saved: Handed[];
  /** First 12 hexadecimal digits of the snapshot's checksum. */
  snapshot: string;
}

export interface Packed {
  text: string;
  /** Kept vacancies and skills that went in; the rest had no room. */
  saved: number;
  skills: number;
}

/** 32 bits of FNV-1a over what makes a vacancy the same one in the next snapshot. */
export function fingerprint({
  title,
  employer,
  regionCode,
  posted,
  source,
}: Pick<Hit, 'title' | 'employer' | 'regionCode' | 'posted' | 'source'>): number {
  const text = [title, employer, regionCode, posted, source].map((part) => part ?? '').join('\0');
  let print = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) print = Math.imul(print ^ byte, 0x01000193);
  return print >>> 0;
}

/** The text after `#p=`; see `packed`. */
export async function pack(profile: Profile, saved: readonly Hit[], snapshotHash: string): Promise<string> {
  return (await packed(profile, saved, snapshotHash)).text;
}

/** Packs the profile and as many vacancies as fit, those kept first; of a profile too long the last skills stay behind. */
export async function packed(profile: Profile, saved: readonly Hit[], snapshotHash: string): Promise<Packed> {
  const handed = saved.slice(0, MOST_ITEMS).map((hit) => ({ row: hit.row, print: fingerprint(hit) }));
  const skills = texts(profile.skills);
  const most = MOST_CHARACTERS - PREFIX.length;
  const whole = (count: number, known: number) =>
    encoded({
      profile: { ...profile, skills: skills.slice(0, known) },
      saved: handed.slice(0, count),
      snapshot: snapshotHash,
    });
  const known = await largest(skills.length, async (n) => (await whole(0, n)).length <= most);
  const count = await largest(handed.length, async (n) => (await whole(n, known)).length <= most);
  return { text: await whole(count, known), saved: count, skills: known };
}

/** The largest number up to `most` that fits, where each smaller one does; 0 where none is known to. */
async function largest(most: number, fits: (n: number) => Promise<boolean>): Promise<number> {
  if (await fits(most)) return most;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** What a text stands for, or `null` where it is none of ours. */
export async function unpack(text: string): Promise<Unpacked | null> {
  try {
    if (text.length > 4 * MOST_CHARACTERS || !/^[\w-]+$/.test(text)) return null;
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    const [head = 0] = bytes;
    if ((head & ~DEFLATED) !== VERSION) return null;
    const body = bytes.subarray(1);
    return decoded(new Reader(head & DEFLATED ? await through(new DecompressionStream('deflate-raw'), body) : body));
  } catch {
    return null;
  }
}

/**
 * The vacancies handed over, as the snapshot that is open has them; those that it does not have are left out. All vacancies are looked
 * through, the newest first: a record would have to be fetched, and no request may tell what somebody kept.
 */
export async function hitsOf({ saved, snapshot }: Unpacked, engine: Engine): Promise<Hit[]> {
  const found: Hit[] = [];
  const left = new Set(saved.keys());
  const { hash } = await engine.call('reference', 'id');
  const sameRows = hash.startsWith(snapshot);
  const look = async (filters: Query['filters'] & {}): Promise<Answer> => {
    for (let offset = 0; ; offset += AT_ONCE) {
      const facets: FacetKey[] = offset === 0 ? ['province'] : [];
      const answer = await engine.call('query', {
        filters,
        sort: 'newest',
        offset,
        limit: AT_ONCE,
        facets,
        facetLimit: 0,
      });
      for (const hit of answer.hits) {
        const print = left.size > 0 && fingerprint(hit);
        for (const at of left) {
          if (saved[at]?.print !== print || (sameRows && saved[at].row !== hit.row)) continue;
          left.delete(at);
          found[at] = { ...hit, marks: [] };
        }
      }
      const next = offset + AT_ONCE;
      if (left.size === 0 || next >= answer.total || next >= MOST_READ) return answer;
    }
  };
  const { total, facets } = await look({});
  // No answer reaches beyond so many; provinces have fewer.
  if (total > MOST_READ)
    for (const { value } of facets.province ?? []) if (left.size > 0) await look({ province: [value] });
  return found.filter(Boolean);
}

async function encoded(value: Unpacked): Promise<string> {
  const plain = written(value);
  const small = await through(new CompressionStream('deflate-raw'), plain);
  const [head, body] = small.length < plain.length ? [VERSION | DEFLATED, small] : [VERSION, plain];
  const letters = Array.from([head, ...body], (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What comes out of a stream, of at most `MOST_BYTES`. */
async function through(
  stream: { readable: ReadableStream<Uint8Array>; writable: WritableStream<BufferSource> },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  const sent = writer.write(bytes).then(() => writer.close());
  sent.catch(() => {});
  const whole = new Uint8Array(MOST_BYTES);
  const reader = stream.readable.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > MOST_BYTES) {
      await reader.cancel().catch(() => {});
      throw new Error('more than expected');
    }
    whole.set(value, length);
    length += value.length;
  }
  await sent;
  return whole.slice(0, length);
}

// Answers: each field its number, then its value; 0 ends them. Numbers stay what they are, new fields get new ones.

type Kind<T> = { put(out: Writer, value: T): void; get(from: Reader): T };

const number: Kind<number> = {
  put: (out, value) => out.number(value),
  get: (from) => from.number(),
};

const text: Kind<string> = {
  put: (out, value) => out.text(value),
  get: (from) => from.text(),
};

const list = <T>(one: Kind<T>): Kind<T[]> => ({
  put: (out, values) => {
    out.number(values.length);
    for (const value of values) one.put(out, value);
  },
  get: (from) => Array.from({ length: from.count() }, () => one.get(from)),
});

const among = <T extends string>(values: readonly T[]): Kind<T> => ({
  put: (out, value) => out.number(values.indexOf(value)),
  get: (from) => {
    const value = values[from.number()];
    if (value === undefined) throw new Error('no such value');
    return value;
  },
});

const target: Kind<{ occupation: string }> = {
  put: (out, { occupation }) => out.text(occupation),
  get: (from) => ({ occupation: from.text() }),
};

const job: Kind<{ occupation: string; months: number; yearsAgo?: number }> = {
  put: (out, { occupation, months, yearsAgo }) => {
    out.text(occupation);
    out.number(months);
    out.number(yearsAgo === undefined ? 0 : yearsAgo + 1);
  },
  get: (from) => {
    const [occupation, months, ago] = [from.text(), from.number(), from.number()];
    return { occupation, months, ...(ago > 0 && { yearsAgo: ago - 1 }) };
  },
};

const weights: Kind<Partial<Record<Part, number>>> = {
  put: (out, value) => {
    for (const part of PARTS) out.number(value[part] === undefined ? 0 : value[part] + 1);
  },
  get: (from) => {
    const value: Partial<Record<Part, number>> = {};
    for (const part of PARTS) {
      const read = from.number();
      if (read > 0) value[part] = read - 1;
    }
    return value;
  },
};

/** Every answer that may be handed over, by its number. */
const FIELDS: { [K in keyof Profile]-?: [number, Kind<NonNullable<Profile[K]>>] } = {
  targets: [1, list(target)],
  history: [2, list(job)],
  education: [3, number],
  fields: [4, list(text)],
  skills: [5, list(text)],
  home: [6, text],
  radiusKm: [7, number],
  willingToMove: [8, list(text)],
  minimumPay: [9, number],
  employmentTypes: [10, list(text)],
  workModes: [11, list(text)],
  dealBreakers: [12, list(among(MUSTS))],
  weights: [13, weights],
};

const NAMES = Object.keys(FIELDS) as (keyof Profile)[];

/** Texts that may go along. */
function texts(values: readonly string[] | undefined): string[] {
  return (values ?? [])
    .filter((value) => !IDENTITY.test(value) && bytesOf(value).length <= MOST_LETTERS)
    .slice(0, MOST_ITEMS);
}

function written({ profile, saved, snapshot }: Unpacked): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  for (let at = 0; at < 12; at += 2) out.byte(Number.parseInt(snapshot.slice(at, at + 2), 16) || 0);
  for (const name of NAMES) {
    const value = name === 'skills' || name === 'fields' ? texts(profile[name]) : profile[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const [id, kind] = FIELDS[name] as [number, Kind<unknown>];
    out.number(id);
    kind.put(out, Array.isArray(value) ? value.slice(0, MOST_ITEMS) : value);
  }
  out.number(0);
  out.number(saved.length);
  for (const { row, print } of saved) {
    out.number(row);
    for (const shift of [0, 8, 16, 24]) out.byte((print >>> shift) & 0xff);
  }
  return out.whole();
}

function decoded(from: Reader): Unpacked {
  const snapshot = Array.from({ length: 6 }, () => from.byte().toString(16).padStart(2, '0')).join('');
  const profile: Profile = {};
  for (let id = from.number(); id !== 0; id = from.number()) {
    const name = NAMES.find((name) => FIELDS[name][0] === id);
    if (!name || name in profile) throw new Error('no such answer');
    (profile as Record<string, unknown>)[name] = FIELDS[name][1].get(from);
  }
  if (profile.education !== undefined && profile.education > 10) throw new Error('no such rung');
  const saved = Array.from({ length: from.count() }, () => {
    const row = from.number();
    const print = [0, 8, 16, 24].reduce((sum, shift) => sum + from.byte() * 2 ** shift, 0);
    return { row, print };
  });
  if (!from.ended) throw new Error('more than expected');
  return { profile, saved, snapshot };
}

function bytesOf(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

class Writer {
  #bytes: number[] = [];

  byte(value: number): void {
    this.#bytes.push(value);
  }

  /** A whole number from 0 to 2^32 - 1; what lies outside is brought to the nearer end. */
  number(value: number): void {
    let rest = Math.min(Math.max(Math.round(value) || 0, 0), 2 ** 32 - 1);
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128);
    this.byte(rest);
  }

  text(value: string): void {
    const bytes = bytesOf(value).subarray(0, MOST_LETTERS);
    this.number(bytes.length);
    this.#bytes.push(...bytes);
  }

  whole(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get ended(): boolean {
    return this.#at === this.bytes.length;
  }

  byte(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new Error('cut short');
    return byte;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value >= 2 ** 32) break;
        return value;
      }
    }
    throw new Error('too large a number');
  }

  count(): number {
    const count = this.number();
    if (count > MOST_ITEMS) throw new Error('too many');
    return count;
  }

  text(): string {
    const length = this.number();
    const bytes = this.bytes.subarray(this.#at, this.#at + length);
    if (length > MOST_LETTERS || bytes.length < length) throw new Error('cut short');
    this.#at += length;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  }
}
