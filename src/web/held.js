// The last good snapshot of an address, kept in Cache Storage for a page that asks for it, so that it opens where there
// is no network, no answer or no sound one.
//
// What is held is trusted no more than what is fetched: every file's hash is verified again each time. It is kept so
// that a break at any moment leaves the old snapshot or the new one, never a mixture:
//
//   cache `padan`, key ADDRESS?padan-held=      the pointer: texts of the manifest and its signature, written last
//   cache `padan ADDRESS MANIFEST-SHA256`       the files of one snapshot, key FILE?sha256=HASH. Whoever has it open
//                                               holds a shared lock of the same name; a cache that neither the pointer
//                                               names nor anybody has open is dropped
//   cache `padan-parts`, key FILE               what came of a download before it broke off
//
// Once a snapshot is held, or could not be, a message `{ held: ADDRESS, full }` goes out on the channel `padan`.

import { checkedEntry, fetchBytes, inflate, PATIENCE, sha256 } from "./fetch.js";

export const MAX_MANIFEST = 2 ** 22;
const POINTERS = "padan";
const PARTS = "padan-parts";
/** Milliseconds a manifest may take where another is held that can stand in for it. */
const STAND_IN = 6_000;

/**
 * @typedef {import("./fetch.js").FileEntry} Entry
 * @typedef {{ manifest: Uint8Array<ArrayBuffer>, sha256: string, signature?: Uint8Array<ArrayBuffer> }} Found
 * @typedef {import("./fetch.js").Patience} Patience
 */

/** What lets go of the snapshot that was opened last, by address. @type {Map<string, () => void>} */
const using = new Map();

export class Held {
  /** @type {Promise<Found | null> | undefined} */
  #held;
  /** Whether the device had no room for something. */
  full = false;

  /** @param {URL} address of the manifest */
  constructor(address) {
    this.address = address;
  }

  /**
   * Fetches the manifest.
   * @param {Patience} [patience] @returns {Promise<Found>}
   */
  async fetched(patience) {
    const manifest = await fetchBytes(this.address, "no-cache", MAX_MANIFEST, undefined, await this.hasty(patience));
    return { manifest, sha256: (await sha256(manifest)) ?? "" };
  }

  /** Less patience, where there is something to show instead. @param {Patience} [patience] */
  async hasty(patience = PATIENCE) {
    return (await this.held()) ? { ...patience, stall: Math.min(patience.stall, STAND_IN) } : patience;
  }

  /** The last good snapshot, where there is one. */
  held() {
    this.#held ??= this.read().catch(() => null);
    return this.#held;
  }

  /** What the pointer says now. @returns {Promise<Found | null>} */
  async read() {
    const pointer = await caches.match(this.#pointer, { cacheName: POINTERS });
    const { manifest, signature } = (await pointer?.json()) ?? {};
    if (typeof manifest !== "string") return null;
    const bytes = new TextEncoder().encode(manifest);
    const found = { manifest: bytes, sha256: (await sha256(bytes)) ?? "" };
    return typeof signature === "string" ? { ...found, signature: new TextEncoder().encode(signature) } : found;
  }

  /** Whether `found` may take the place of what is held. @param {Found} found @returns {Promise<boolean>} */
  async supersedes(found) {
    return found.sha256 !== "";
  }

  get #pointer() {
    return keyed(this.address, "padan-held", "");
  }

  get #shelves() {
    return `padan ${this.address.href} `;
  }

  /** @param {Found} found */
  #shelf(found) {
    return `${this.#shelves}${found.sha256}`;
  }

  /** @param {Entry} entry */
  #key(entry) {
    return keyed(new URL(entry.file, this.address), "sha256", entry.sha256);
  }

  /** Lets nobody drop the files of `found` while this page, or worker, lives or until it opens another one. @param {Found} found */
  use(found) {
    const { href } = this.address;
    using.get(href)?.();
    using.delete(href);
    navigator.locks?.request(this.#shelf(found), { mode: "shared" }, () => new Promise((/** @type {(free: void) => void} */ free) => using.set(href, free))).catch(() => {});
  }

  /**
   * A file, from whichever snapshot it was kept of; the caller verifies its hash.
   * @param {Entry} entry @returns {Promise<Uint8Array<ArrayBuffer> | null>}
   */
  async kept(entry) {
    try {
      const found = await caches.match(this.#key(entry));
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  /** The bytes of those files that nothing is kept of. @param {Entry[]} entries */
  async missing(entries) {
    const found = await Promise.all(entries.map((entry) => caches.match(this.#key(entry)).catch(() => undefined)));
    return entries.reduce((sum, { bytes }, at) => sum + (found[at] ? 0 : bytes), 0);
  }

  /**
   * Keeps a verified file of `found`. A full disk is no reason to show nothing: what is not kept is fetched again.
   * @param {Found} found @param {Entry} entry @param {Uint8Array<ArrayBuffer>} bytes
   * @param {boolean} fresh from the server, so that it replaces what stands there
   * @returns {Promise<boolean>} whether it is kept
   */
  async keepFile(found, entry, bytes, fresh) {
    try {
      const shelf = await caches.open(this.#shelf(found));
      const key = this.#key(entry);
      if (fresh || !(await shelf.match(key))) await shelf.put(key, new Response(bytes));
      return true;
    } catch (why) {
      this.full ||= why instanceof DOMException && why.name === "QuotaExceededError";
      return false;
    }
  }

  /**
   * Makes `found` the last good snapshot, if all of `entries` are kept and nothing newer is held, and takes along those
   * of `texts` that older snapshots have.
   * @param {Found} found @param {Entry[]} entries @param {Entry[]} texts
   */
  async keep(found, entries, texts) {
    try {
      await navigator.locks.request(POINTERS, async () => {
        const shelf = await caches.open(this.#shelf(found));
        for (const entry of entries) {
          if (!(await shelf.match(this.#key(entry)))) return;
        }
        if (!(await this.supersedes(found))) return;
        const others = (await caches.keys()).filter((name) => name.startsWith(this.#shelves) && name !== this.#shelf(found));
        if (others.length > 0) await this.#takeAlong(shelf, texts);
        const pointer = JSON.stringify({ manifest: utf8(found.manifest), ...(found.signature && { signature: utf8(found.signature) }) });
        await (await caches.open(POINTERS)).put(this.#pointer, new Response(pointer));
        for (const name of others) this.#drop(name).catch(() => {});
        await caches.delete(PARTS);
      });
    } catch (why) {
      this.full ||= why instanceof DOMException && why.name === "QuotaExceededError";
    }
    const channel = new BroadcastChannel("padan");
    channel.postMessage({ held: this.address.href, full: this.full });
    channel.close();
  }

  /** Drops a snapshot once nobody has it open, if it is not the last good one again by then. @param {string} name */
  async #drop(name) {
    await navigator.locks.request(name, () =>
      navigator.locks.request(POINTERS, async () => {
        const last = await this.read();
        if (!last || name !== this.#shelf(last)) await caches.delete(name);
      }),
    );
  }

  /** @param {Cache} shelf @param {Entry[]} texts */
  async #takeAlong(shelf, texts) {
    const there = new Set((await shelf.keys()).map(({ url }) => url));
    for (const key of texts.map((entry) => this.#key(entry)).filter((key) => !there.has(key))) {
      const found = await caches.match(key);
      if (found) await shelf.put(key, found);
    }
  }

  /**
   * The text blocks of the snapshot that is held, as its index lists them; those not kept are `missing`.
   * @returns {Promise<{ found: Found, missing: Entry[] } | null>} null where nothing is held
   */
  async texts() {
    // Together, or a snapshot dropped in between would have an empty cache again.
    const held = await navigator.locks.request(POINTERS, { mode: "shared" }, async () => {
      const found = await this.read().catch(() => null);
      return found && { found, shelf: await (await caches.open(this.#shelf(found))).keys() };
    });
    if (!held) return null;
    const { found } = held;
    const { segments } = JSON.parse(utf8(found.manifest));
    const there = new Set(held.shelf.map(({ url }) => url));
    /** @type {Entry[]} */
    const missing = [];
    for (const { texts } of segments) {
      const entry = checkedEntry(texts);
      const index = await this.kept(entry);
      if (!index || (await sha256(index)) !== entry.sha256) return null;
      /** @type {unknown[]} */
      const blocks = JSON.parse(utf8(await inflate(index, entry)));
      missing.push(...blocks.map(checkedEntry).filter((block) => !there.has(this.#key(block))));
    }
    return { found, missing };
  }
}

/** Keeps what came of a download from one visit to the next. @type {import("./fetch.js").Parts} */
export const parts = {
  async get(url) {
    const found = await caches.match(url, { cacheName: PARTS }).catch(() => undefined);
    const tag = found?.headers.get("ETag");
    return found && tag ? { bytes: new Uint8Array(await found.arrayBuffer()), tag } : undefined;
  },
  async set(url, { bytes, tag }) {
    await caches.open(PARTS).then((cache) => cache.put(url, new Response(bytes, { headers: { ETag: tag } }))).catch(() => {});
  },
  async delete(url) {
    if (await caches.has(PARTS).catch(() => false)) await (await caches.open(PARTS)).delete(url);
  },
};

/** @param {Uint8Array} bytes */
export function utf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** @param {URL} url @param {string} name @param {string} value */
function keyed(url, name, value) {
  const key = new URL(url);
  key.hash = "";
  key.searchParams.set(name, value);
  return key.href;
}
