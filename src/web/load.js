// Fetches a snapshot: the steps of `src/snapshot/folder.rs` in the browser. Every byte is
// checked against the manifest before it is used; nothing here depends on who is asking.

const MAX_BYTES = 2 ** 30;
const CHECKSUM = ',\n  "checksum": "';
const BLOCKS_KEPT = 16;

const KIND = {
  missing: "SnapshotMissing",
  truncated: "SnapshotTruncated",
  corrupt: "SnapshotCorrupt",
  tooLarge: "SnapshotTooLarge",
  version: "SnapshotVersion",
  foreign: "NotASnapshot",
};

/**
 * @param {string} name @param {string} message @returns {Error}
 */
function failure(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** Milliseconds on a clock that only runs forward. */
export function now() {
  return performance.now();
}

/**
 * @typedef {{ file: string, bytes: number, rawBytes: number, sha256: string }} FileEntry
 * @typedef {{ core: FileEntry, ids: FileEntry, texts: FileEntry }} SegmentFiles
 * @typedef {FileEntry & { firstRow: number, rows: number }} TextBlock
 * @typedef {(progress: { phase: "manifest" | "core" | "open", loaded: number, total: number }) => void} OnProgress
 */

/**
 * Fetches all bytes of a response of at most `limit` bytes.
 * @param {URL} url @param {RequestCache} cache @param {number} limit @param {(loaded: number) => void} [onBytes]
 */
async function fetchBytes(url, cache, limit, onBytes) {
  const file = url.pathname.split("/").pop();
  let response;
  try {
    response = await fetch(url, { cache, credentials: "same-origin" });
  } catch (why) {
    throw failure(KIND.missing, `${file} could not be fetched (${why instanceof Error ? why.message : why}). Check the connection and try again`);
  }
  if (!response.ok || !response.body) {
    throw failure(KIND.missing, `${file}: the server answered ${response.status}, 200 expected. Check the address of the snapshot`);
  }
  const chunks = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (;;) {
    let step;
    try {
      step = await reader.read();
    } catch {
      throw failure(KIND.truncated, `${file} broke off after ${loaded} bytes. Check the connection and try again`);
    }
    if (step.done) break;
    loaded += step.value.length;
    if (loaded > limit) {
      await reader.cancel();
      throw failure(KIND.tooLarge, `${file} has more than the ${limit} bytes expected. Copy the whole snapshot folder again`);
    }
    chunks.push(step.value);
    onBytes?.(loaded);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * SHA-256 in hex, or null where the page is not in a secure context; gzip's CRC still guards the data then.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Uint8Array<ArrayBuffer>} zipped @param {FileEntry} entry
 */
async function inflate(zipped, entry) {
  const raw = new Uint8Array(entry.rawBytes);
  let at = 0;
  const reader = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    let step;
    try {
      step = await reader.read();
    } catch {
      throw failure(KIND.corrupt, `${entry.file} is damaged: it does not inflate. Fetch it again; if it stays so, build it again`);
    }
    if (step.done) break;
    if (at + step.value.length > raw.length) {
      await reader.cancel();
      throw failure(KIND.corrupt, `${entry.file} is damaged: more than the ${entry.rawBytes} bytes expected inside`);
    }
    raw.set(step.value, at);
    at += step.value.length;
  }
  if (at !== raw.length) {
    throw failure(KIND.corrupt, `${entry.file} is damaged: ${at} bytes inside, ${entry.rawBytes} expected`);
  }
  return raw;
}

/**
 * @param {unknown} entry @returns {FileEntry}
 */
function checkedEntry(entry) {
  const { file, bytes, rawBytes, sha256 } = /** @type {FileEntry} */ (entry ?? {});
  const size = (/** @type {number} */ n) => Number.isSafeInteger(n) && n >= 0;
  if (typeof file !== "string" || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file) || !size(bytes) || !size(rawBytes) || typeof sha256 !== "string") {
    throw failure(KIND.corrupt, "manifest.json is damaged: a file entry is not complete. Build the snapshot again");
  }
  if (bytes > MAX_BYTES || rawBytes > MAX_BYTES) {
    throw failure(KIND.tooLarge, `${file} is ${Math.max(bytes, rawBytes)} bytes, at most ${MAX_BYTES} allowed. Build the snapshot in parts`);
  }
  return { file, bytes, rawBytes, sha256 };
}

class Store {
  /** @type {Map<number, Promise<TextBlock[]>>} */
  #blocks = new Map();
  /** @type {Map<string, Promise<string[]>>} */
  #lines = new Map();

  /**
   * @param {URL} base @param {{ segments: SegmentFiles[] }} manifest
   */
  constructor(base, manifest) {
    this.base = base;
    this.manifest = manifest;
  }

  /**
   * @param {FileEntry} entry @param {(loaded: number) => void} [onBytes]
   */
  async #file(entry, onBytes) {
    const zipped = await fetchBytes(new URL(entry.file, this.base), "default", entry.bytes, onBytes);
    if (zipped.length < entry.bytes) {
      throw failure(KIND.truncated, `${entry.file} is cut short: ${zipped.length} bytes found, ${entry.bytes} expected. Fetch it again`);
    }
    const hash = await sha256(zipped);
    if (hash !== null && hash !== entry.sha256) {
      throw failure(KIND.corrupt, `${entry.file} is damaged: its SHA-256 is not the manifest's. Fetch it again; if it stays so, build it again`);
    }
    return inflate(zipped, entry);
  }

  /**
   * The inflated cores of all segments.
   * @param {OnProgress} [onProgress]
   */
  async cores(onProgress) {
    const entries = this.manifest.segments.map((segment) => segment.core);
    const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const loaded = entries.map(() => 0);
    const tell = () => onProgress?.({ phase: "core", loaded: loaded.reduce((sum, bytes) => sum + bytes, 0), total });
    tell();
    return Promise.all(
      entries.map((entry, at) =>
        this.#file(entry, (bytes) => {
          loaded[at] = bytes;
          tell();
        }),
      ),
    );
  }

  /**
   * The record of a segment's row; its text block is fetched once and kept for a while.
   * @param {number} segment @param {number} row
   */
  async record(segment, row) {
    const index = this.#blocks.get(segment) ?? this.#file(this.manifest.segments[segment].texts).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    this.#blocks.set(segment, index);
    let blocks;
    try {
      blocks = await index;
    } catch (why) {
      this.#blocks.delete(segment);
      throw why;
    }
    const block = blocks.find((block) => row >= block.firstRow && row < block.firstRow + block.rows);
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
 * Fetches and checks the manifest at `address`.
 * @param {string} address @param {number} version @param {OnProgress} [onProgress]
 */
export async function openStore(address, version, onProgress) {
  const url = new URL(address, globalThis.location?.href);
  onProgress?.({ phase: "manifest", loaded: 0, total: 0 });
  const bytes = await fetchBytes(url, "no-cache", 2 ** 22);
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
  const segments = Array.isArray(manifest.segments) ? manifest.segments : [];
  const checked = segments.map((/** @type {Partial<SegmentFiles>} */ segment) => ({
    core: checkedEntry(segment?.core),
    ids: checkedEntry(segment?.ids),
    texts: checkedEntry(segment?.texts),
  }));
  return new Store(new URL(".", url), { segments: checked });
}
