// Fetches a snapshot: the steps of `src/snapshot/folder.rs` in the browser. Every byte is
// checked against the manifest before it is used; nothing here depends on who is asking. Where the page names keys,
// `trust.js` decides which manifest that is; where it names keys or asks to be kept, `held.js` keeps what opened well.

import { checkedEntry, failure, fetchBytes, inflate, KIND, sha256 } from "./fetch.js";
import { Held, MAX_MANIFEST, parts } from "./held.js";
import { Trust } from "./trust.js";

const CHECKSUM = ',\n  "checksum": "';
const BLOCKS_KEPT = 16;

/** Milliseconds on a clock that only runs forward. */
export function now() {
  return performance.now();
}

/**
 * @typedef {import("./fetch.js").FileEntry} FileEntry
 * @typedef {{ core: FileEntry, ids: FileEntry, texts: FileEntry }} SegmentFiles
 * @typedef {{ asOf: string, segments: SegmentFiles[], hash: string }} Manifest
 * @typedef {FileEntry & { firstRow: number, rows: number }} TextBlock
 * @typedef {(progress: { phase: "manifest" | "core" | "open", loaded: number, total: number }) => void} OnProgress
 * @typedef {{
 *   keys?: string[], keep?: boolean, today?: number, patience?: import("./fetch.js").Patience,
 *   consent?: (bytes: number) => unknown, onProgress?: OnProgress,
 * }} Options
 * @typedef {import("./held.js").Found} Found
 * @typedef {{ zipped: Uint8Array<ArrayBuffer>, raw: Uint8Array }} Read
 */

const OPTIONS = ["keys", "keep", "today", "patience", "consent", "onProgress"];

/**
 * The code lists of a snapshot, each as one text, each part ended by U+0001: thousands of values by themselves take a
 * slow phone long to hand over. Places are in thousandths of a degree.
 * @param {string} json
 */
export function codeLists(json) {
  // No part may hold what ends one; JSON writes it in this way only.
  if (/\\u0001/.test(json)) throw new TypeError("U+0001 found in the code lists");
  const { districts = "", regions, occupations, minimumWages, roots = [], synonyms = [] } = JSON.parse(json);
  /** @type {unknown[][]} */
  const lists = [
    [districts],
    regions.flatMap((/** @type {Record<string, any>} */ { code, name, lat, lon }) => [code, name, Math.round(lat * 1000), Math.round(lon * 1000)]),
    Object.entries(occupations).flat(2),
    Object.entries(minimumWages).flat(),
    roots,
    synonyms.flatMap((/** @type {Record<string, any>} */ { from, to, weight }) => [from, to, weight]),
  ];
  return lists.map((parts) => (parts.length > 0 ? `${parts.join("\u0001")}\u0001` : ""));
}

/**
 * The options of an open, which may be no more than its progress. A misspelt `keys` must not open unverified.
 * @param {Options | OnProgress | null} [given] @returns {Options}
 */
function optionsOf(given) {
  if (typeof given === "function") return { onProgress: given };
  const options = given ?? {};
  const odd = typeof options === "object" ? Object.keys(options).find((name) => !OPTIONS.includes(name)) : String(options);
  if (odd !== undefined) throw new TypeError(`option ${JSON.stringify(odd)} found, ${OPTIONS.join(", ")} expected`);
  return options;
}

class Store {
  /** @type {Map<number, Promise<TextBlock[]>>} */
  #blocks = new Map();
  /**
   * What `descriptions` reads through, listed once at its first block.
   * @type {{ blocks: { segment: number, firstRow: number, entry: FileEntry, loaded: number }[], total: number }}
   */
  #reading = { blocks: [], total: 0 };
  /** @type {Map<string, Promise<string[]>>} */
  #lines = new Map();
  /** Files that are being kept though nobody waits for them. @type {Set<Promise<unknown>>} */
  #keeping = new Set();

  /**
   * @param {URL} base @param {Manifest} manifest
   * @param {Options} options @param {number} version
   */
  constructor(base, manifest, options, version) {
    this.base = base;
    this.manifest = manifest;
    this.options = options;
    this.version = version;
    /** What keeps this, where keys are named or it is to be kept. @type {Held | undefined} */
    this.keeper = undefined;
    /** The manifest as it was found, for the keeper. @type {Found | undefined} */
    this.found = undefined;
    /** What was read of the snapshot held while the server was asked, by hash. @type {Promise<Map<string, Promise<Read | null>>> | undefined} */
    this.ahead = undefined;
    /** Why the server's snapshot was refused, where this is the one held instead. @type {Error | undefined} */
    this.refused = undefined;
  }

  /** The first 12 digits of the manifest's checksum. */
  get hash() {
    return this.manifest.hash;
  }

  /**
   * @param {FileEntry} entry @param {(loaded: number) => void} [onBytes]
   */
  async #file(entry, onBytes) {
    const { keeper } = this;
    const read = keeper && ((await (await this.ahead)?.get(entry.sha256)) || (await readKept(keeper, entry)));
    if (read) {
      onBytes?.(read.zipped.length);
      if (this.found) this.#kept(keeper.keepFile(this.found, entry, read.zipped, false));
      return read.raw;
    }
    let zipped;
    try {
      zipped = await this.#fetched(entry, "default", onBytes);
    } catch (why) {
      if (why instanceof Error && why.name === KIND.tooSlow) throw why;
      zipped = await this.#fetched(entry, "reload", onBytes);
    }
    return this.#whole(zipped, entry);
  }

  /**
   * A file from the server or from the browser's own cache, which may have kept a damaged one for good: a caller that
   * is refused with "default" asks again with "reload".
   * @param {FileEntry} entry @param {RequestCache} cache @param {(loaded: number) => void} [onBytes]
   */
  async #fetched(entry, cache, onBytes) {
    const zipped = await fetchBytes(new URL(entry.file, this.base), cache, entry.bytes, onBytes, this.options.patience, this.keeper && parts);
    if (zipped.length < entry.bytes) {
      throw failure(KIND.truncated, `${entry.file} is cut short: ${zipped.length} bytes found, ${entry.bytes} expected. Fetch it again`);
    }
    const hash = await sha256(zipped);
    if (hash !== null && hash !== entry.sha256) {
      throw failure(KIND.corrupt, `${entry.file} is damaged: its SHA-256 is not the manifest's. Fetch it again; if it stays so, build it again`);
    }
    return zipped;
  }

  /**
   * Inflates a file that came and whose hash is right, and keeps it where there is a keeper.
   * @param {Uint8Array<ArrayBuffer>} zipped @param {FileEntry} entry
   */
  async #whole(zipped, entry) {
    const { keeper, found } = this;
    const raw = await inflate(zipped, entry);
    if (keeper && found) this.#kept(keeper.keepFile(found, entry, zipped, true));
    return raw;
  }

  /** @param {Promise<unknown>} keeping */
  #kept(keeping) {
    this.#keeping.add(keeping);
    void keeping.finally(() => this.#keeping.delete(keeping));
  }

  /**
   * The last good snapshot, where one is held; throws `why` otherwise.
   * @param {unknown} why what is wrong with this one
   */
  async instead(why) {
    if (!this.keeper || this.refused) throw why;
    return heldStore(this.keeper, why, this.options, this.version);
  }

  /**
   * Makes this the last good snapshot, now that it is open; the index of texts comes along, for the records. Nobody
   * waits for it.
   */
  keep() {
    const { keeper, found } = this;
    if (!keeper || !found || this.refused) return;
    const cores = this.manifest.segments.map(({ core }) => core);
    void this.#allBlocks()
      .then(({ blocks }) => blocks.map(({ entry }) => entry), () => [])
      .then(async (texts) => {
        await Promise.all(this.#keeping);
        await keeper.keep(found, cores, texts);
      });
  }

  /** The inflated cores of all segments. Before any is fetched, `consent` may ask whether to. */
  async cores() {
    const entries = this.manifest.segments.map(({ core }) => core);
    const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    const { consent } = this.options;
    const ahead = (await this.ahead) ?? new Map();
    for (const hash of [...ahead.keys()]) if (!entries.some(({ sha256 }) => sha256 === hash)) ahead.delete(hash);
    const unread = [];
    for (const entry of entries) if (!(await ahead.get(entry.sha256))) unread.push(entry);
    const missing = consent && (this.keeper ? await this.keeper.missing(unread) : total);
    if (missing) await consent(missing);
    const loaded = entries.map(() => 0);
    const tell = () => this.options.onProgress?.({ phase: "core", loaded: loaded.reduce((sum, bytes) => sum + bytes, 0), total });
    tell();
    const files = await Promise.all(
      entries.map((entry, at) =>
        this.#file(entry, (bytes) => {
          loaded[at] = bytes;
          tell();
        }),
      ),
    );
    this.ahead = undefined;
    return files;
  }

  /**
   * The index of a segment's text blocks, fetched once.
   * @param {number} segment
   */
  async #texts(segment) {
    const index = this.#blocks.get(segment) ?? this.#file(this.manifest.segments[segment].texts).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    this.#blocks.set(segment, index);
    try {
      return await index;
    } catch (why) {
      this.#blocks.delete(segment);
      throw why;
    }
  }

  /** The text blocks of all segments, each with the bytes of those before it; and the bytes of all. */
  async #allBlocks() {
    const indexes = await Promise.all(this.manifest.segments.map((_, segment) => this.#texts(segment)));
    let total = 0;
    const blocks = indexes.flatMap((blocks, segment) =>
      blocks.map((block) => {
        const entry = checkedEntry(block);
        const loaded = total;
        total += entry.bytes;
        return { segment, firstRow: block.firstRow, entry, loaded };
      }),
    );
    return { blocks, total };
  }

  /** Bytes of all text blocks. */
  async textBytes() {
    return (await this.#allBlocks()).total;
  }

  /**
   * What the records of a text block say in their own words, from the first block on; undefined past the last one.
   * @param {number} at @param {((progress: { loaded: number, total: number }) => void) | undefined} onProgress
   */
  async descriptions(at, onProgress) {
    if (at === 0) this.#reading = await this.#allBlocks();
    const { blocks, total } = this.#reading;
    const block = blocks[at];
    onProgress?.({ loaded: block?.loaded ?? total, total });
    if (!block) return undefined;
    const { segment, firstRow, entry } = block;
    const lines = new TextDecoder().decode(await this.#file(entry)).split("\n").filter(Boolean);
    try {
      const records = lines.map((line) => JSON.parse(line));
      const texts = records.map(({ description = "", qualifications = "" }) => `${description}\n${qualifications}`);
      return { segment, firstRow, texts };
    } catch {
      throw failure(KIND.corrupt, `${entry.file} is damaged: a row is not JSON. Fetch it again; if it stays so, build it again`);
    }
  }

  /**
   * The record of a segment's row; its text block is fetched once and kept for a while.
   * @param {number} segment @param {number} row
   */
  async record(segment, row) {
    const block = (await this.#texts(segment)).find((block) => row >= block.firstRow && row < block.firstRow + block.rows);
    if (!block) {
      throw failure(KIND.corrupt, `no text block holds row ${row}. Build the snapshot again`);
    }
    const entry = checkedEntry(block);
    const lines = this.#lines.get(entry.file) ?? this.#file(entry).then((bytes) => new TextDecoder().decode(bytes).split("\n"));
    this.#lines.delete(entry.file);
    this.#lines.set(entry.file, lines);
    if (this.#lines.size > BLOCKS_KEPT) {
      this.#lines.delete(/** @type {string} */ (this.#lines.keys().next().value));
    }
    try {
      return JSON.parse((await lines)[row - block.firstRow]);
    } catch (why) {
      this.#lines.delete(entry.file);
      throw why instanceof SyntaxError ? failure(KIND.corrupt, `${entry.file} is damaged: row ${row} is not JSON`) : why;
    }
  }
}

/**
 * A file that is kept, where its hash is right and it inflates.
 * @param {Held} keeper @param {FileEntry} entry @returns {Promise<Read | null>}
 */
async function readKept(keeper, entry) {
  const zipped = await keeper.kept(entry);
  if (!zipped || (await sha256(zipped)) !== entry.sha256) return null;
  return { zipped, raw: await inflate(zipped, entry) };
}

/**
 * Begins to read the columns of the snapshot held, which mostly is the server's still: asking takes as long as reading.
 * @param {Held} keeper @param {number} version
 */
async function readAhead(keeper, version) {
  const found = await keeper.held();
  const { segments } = found ? await checkedManifest(found.manifest, version) : { segments: [] };
  return new Map(segments.map(({ core }) => [core.sha256, readKept(keeper, core).catch(() => null)]));
}

/**
 * Fetches and checks the manifest at `address`; where keys are named, its signature too.
 * @param {string} address @param {number} version @param {Options | OnProgress | null} [given]
 */
export async function openStore(address, version, given) {
  const options = optionsOf(given);
  const url = new URL(address, globalThis.location?.href);
  options.onProgress?.({ phase: "manifest", loaded: 0, total: 0 });
  const { keys, keep, today, patience } = options;
  if (keys === undefined && !(keep && globalThis.caches)) {
    const bytes = await fetchBytes(url, "no-cache", MAX_MANIFEST, undefined, patience);
    return new Store(new URL(".", url), await checkedManifest(bytes, version), options, version);
  }
  const keeper = keys === undefined ? new Held(url) : await Trust.of(url, keys, today);
  const ahead = readAhead(keeper, version).catch(() => new Map());
  try {
    const store = await keptStore(keeper, await keeper.fetched(patience), options, version);
    store.ahead = ahead;
    return store;
  } catch (why) {
    const store = await heldStore(keeper, why, options, version);
    store.ahead = ahead;
    return store;
  }
}

/**
 * @param {Held} keeper @param {Found & { statement?: import("./trust.js").Statement }} found
 * @param {Options} options @param {number} version
 */
async function keptStore(keeper, found, options, version) {
  const manifest = await checkedManifest(found.manifest, version);
  if (found.statement && manifest.asOf !== found.statement.asOf) {
    throw failure(KIND.corrupt, `asOf ${found.statement.asOf} signed, ${manifest.asOf} found in the manifest. Sign the snapshot again`);
  }
  const store = new Store(new URL(".", keeper.address), manifest, options, version);
  store.keeper = keeper;
  store.found = found;
  keeper.use(found);
  return store;
}

/**
 * @param {Held} keeper @param {unknown} why @param {Options} options @param {number} version
 */
async function heldStore(keeper, why, options, version) {
  const held = await keeper.held();
  if (!held) throw why;
  const store = await keptStore(keeper, held, options, version);
  store.refused = why instanceof Error ? why : new Error(String(why));
  return store;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes @param {number} version @returns {Promise<Manifest>}
 */
async function checkedManifest(bytes, version) {
  const text = new TextDecoder().decode(bytes);
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    const whole = text.trimEnd().endsWith("}");
    const found = text.trimStart().startsWith("{") ? (whole ? KIND.corrupt : KIND.truncated) : KIND.foreign;
    throw failure(found, "manifest.json is not whole JSON. Check the address of the snapshot, then fetch it again");
  }
  if (manifest?.format !== "padan-snapshot") {
    throw failure(KIND.foreign, `format ${JSON.stringify(manifest?.format)} found, "padan-snapshot" expected. Check the address of the snapshot`);
  }
  if (manifest.version !== version) {
    throw failure(KIND.version, `snapshot version ${manifest.version} found, version ${version} expected. Reload the page; if it stays so, build the snapshot again with this release of padan`);
  }
  const at = text.lastIndexOf(CHECKSUM);
  const hash = await sha256(new TextEncoder().encode(text.slice(0, at)));
  if (at < 0 || (hash !== null && text.slice(at) !== `${CHECKSUM}${hash}"\n}\n`)) {
    throw failure(KIND.corrupt, "manifest.json is damaged: its checksum does not fit its text. Fetch it again; if it stays so, build it again");
  }
  if (!Array.isArray(manifest.segments)) {
    throw failure(KIND.corrupt, "manifest.json is damaged: it names no segments. Build the snapshot again");
  }
  const segments = manifest.segments.map((/** @type {Partial<SegmentFiles>} */ segment) => ({
    core: checkedEntry(segment?.core),
    ids: checkedEntry(segment?.ids),
    texts: checkedEntry(segment?.texts),
  }));
  return { asOf: manifest.asOf, segments, hash: text.slice(at + CHECKSUM.length, at + CHECKSUM.length + 12) };
}
