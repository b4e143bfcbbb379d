// Fetches bytes from a server that may be slow, broken or hostile: no more than asked for, no longer than there is
// progress, and every failure under a stable name. What came before a download broke off is not fetched again.

export const KIND = {
  missing: "SnapshotMissing",
  truncated: "SnapshotTruncated",
  corrupt: "SnapshotCorrupt",
  tooLarge: "SnapshotTooLarge",
  tooSlow: "SnapshotTooSlow",
  version: "SnapshotVersion",
  foreign: "NotASnapshot",
};

/** Most bytes of one file. */
const MAX_BYTES = 2 ** 30;

/** @typedef {{ file: string, bytes: number, rawBytes: number, sha256: string }} FileEntry */

/**
 * How long a server may take: `stall` milliseconds without a byte, and after that time no slower than `floor` bytes
 * a second on average.
 * @typedef {{ stall: number, floor: number }} Patience
 */

/** The slowest mobile line carries twenty times the floor. @type {Patience} */
export const PATIENCE = { stall: 30_000, floor: 256 };

/**
 * Where the bytes of a broken download wait for the next attempt, with the `ETag` of the file they are of.
 * @typedef {{ bytes: Uint8Array<ArrayBuffer>, tag: string }} Part
 * @typedef {{
 *   get(url: string): Part | undefined | Promise<Part | undefined>,
 *   set(url: string, part: Part): unknown,
 *   delete(url: string): unknown,
 * }} Parts
 */

/** For as long as the page, or worker, lives. @type {Parts} */
const memory = new Map();
/** Bytes after which, and after twice as many each time, what has come is put aside though the download goes on. */
const ASIDE = 2 ** 18;

/**
 * @param {string} name @param {string} message @returns {Error}
 */
export function failure(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

/**
 * Fetches all bytes of a response of at most `limit` bytes. The caller verifies them: a part that is continued is
 * trusted no more than the rest.
 * @param {URL} url @param {RequestCache} cache @param {number} limit @param {(loaded: number) => void} [onBytes]
 * @param {Patience} [patience] @param {Parts} [parts]
 */
export async function fetchBytes(url, cache, limit, onBytes, patience = PATIENCE, parts = memory) {
  const file = url.pathname.split("/").pop();
  const stop = new AbortController();
  const start = performance.now();
  let timer = setTimeout(() => stop.abort(), patience.stall);
  let loaded = 0;
  const begun = await parts.get(url.href);
  const headers = begun && { Range: `bytes=${begun.bytes.length}-`, "If-Range": begun.tag };
  const tooSlow = () =>
    failure(KIND.tooSlow, `${file}: ${loaded} bytes after ${Math.round((performance.now() - start) / 1000)} s, and no more came in ${patience.stall / 1000} s or less than ${patience.floor} bytes/s. Check the connection and try again`);
  try {
    let response;
    try {
      response = await fetch(url, { cache, credentials: "same-origin", signal: stop.signal, ...(headers && { headers }) });
    } catch (why) {
      if (stop.signal.aborted) throw tooSlow();
      throw failure(KIND.missing, `${file} could not be fetched (${why instanceof Error ? why.message : why}). Check the connection and try again`);
    }
    const goesOn = response.status === 206;
    if (!response.ok || !response.body || (goesOn && !response.headers.get("Content-Range")?.startsWith(`bytes ${begun?.bytes.length}-`))) {
      if (goesOn || response.status === 416) await parts.delete(url.href);
      throw failure(KIND.missing, `${file}: the server answered ${response.status}, 200 expected. Check the address of the snapshot`);
    }
    /** @type {Uint8Array[]} */
    const chunks = [];
    if (begun && goesOn) {
      chunks.push(begun.bytes);
      loaded = begun.bytes.length;
    }
    const tag = !response.headers.has("Content-Encoding") && response.headers.get("ETag");
    const putAside = async () => tag && loaded > 0 && parts.set(url.href, { bytes: joined(chunks, loaded), tag });
    let aside = Math.max(ASIDE, 2 * loaded);
    const reader = response.body.getReader();
    for (;;) {
      let step;
      try {
        step = await reader.read();
      } catch {
        await putAside();
        if (stop.signal.aborted) throw tooSlow();
        throw failure(KIND.truncated, `${file} broke off after ${loaded} bytes. Check the connection and try again`);
      }
      if (step.done) break;
      loaded += step.value.length;
      if (loaded > limit) {
        await parts.delete(url.href);
        throw failure(KIND.tooLarge, `${file} has more than the ${limit} bytes expected. Copy the whole snapshot folder again`);
      }
      const waited = performance.now() - start;
      if (waited > patience.stall && loaded < (patience.floor * waited) / 1000) throw tooSlow();
      chunks.push(step.value);
      onBytes?.(loaded);
      if (loaded >= aside) {
        await putAside();
        aside = 2 * loaded;
      }
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), patience.stall);
    }
    await parts.delete(url.href);
    return joined(chunks, loaded);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

/** @param {Uint8Array[]} chunks @param {number} length */
function joined(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * What a file holds; no more than its entry says.
 * @param {Uint8Array<ArrayBuffer>} zipped @param {FileEntry} entry
 */
export async function inflate(zipped, entry) {
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
 * A file as a manifest or an index names it: a name that cannot leave the folder, sizes within bounds.
 * @param {unknown} entry @returns {FileEntry}
 */
export function checkedEntry(entry) {
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

/**
 * SHA-256 in hex, or null where the page is not in a secure context; gzip's CRC still guards the data then.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
