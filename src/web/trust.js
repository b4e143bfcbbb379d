// Whether to use what the server sent, for a page that names the keys it trusts: the steps of
// `src/snapshot/trust.rs` in the browser, with SubtleCrypto, and the last good snapshot kept in Cache Storage.
//
// What is held is trusted no more than what is fetched: its signature, and every file's hash, are verified again each
// time. It is kept so that a break at any moment leaves the old snapshot or the new one, never a mixture:
//
//   cache `padan`, key ADDRESS?padan-held=      the pointer: texts of the manifest and its signature, written last
//   cache `padan ADDRESS MANIFEST-SHA256`       the files of one snapshot, key FILE?sha256=HASH; whole caches are
//                                               dropped once the pointer names another

import { failure, fetchBytes, KIND, sha256 } from "./fetch.js";

const SIGNATURE_FILE = "manifest.sig.json";
const MAX_MANIFEST = 2 ** 22;
const MAX_SIGNATURE = 2 ** 16;
const MAX_SIGNATURES = 16;
const POINTERS = "padan";
/** Days a snapshot may be ahead of the clock: a day, for a reader west of the signer. */
const AHEAD = 1;

const REFUSED = {
  missing: "SignatureMissing",
  invalid: "SignatureInvalid",
  unknownKey: "SignatureUnknownKey",
  keyInvalid: "SignatureKeyInvalid",
  unsupported: "SignatureUnsupported",
  mixed: "SnapshotMixed",
  expired: "SnapshotExpired",
  rolledBack: "SnapshotRolledBack",
  future: "SnapshotFromFuture",
};

/**
 * @typedef {{ manifestSha256: string, asOf: string, sequence: number, expires: string }} Statement
 * @typedef {{ manifest: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, statement: Statement }} Signed
 * @typedef {{ file: string, sha256: string }} Entry
 * @typedef {import("./fetch.js").Patience} Patience
 */

/** What a page that names keys holds against what the server sends. */
export class Trust {
  /** @type {Promise<Signed | null> | undefined} */
  #held;

  /** @param {URL} address @param {Map<string, CryptoKey>} keys by id @param {number} today days since 1970-01-01 */
  constructor(address, keys, today) {
    this.address = address;
    this.keys = keys;
    this.today = today;
  }

  /**
   * @param {URL} address of the manifest @param {string[]} keys @param {number} [today]
   */
  static async of(address, keys, today = Math.floor(Date.now() / 864e5)) {
    if (!globalThis.crypto?.subtle) {
      throw failure(REFUSED.unsupported, "this page names a key, and the browser verifies signatures on secure pages only. Serve the page over https, or from localhost");
    }
    if (!Array.isArray(keys) || keys.length === 0) throw failure(REFUSED.keyInvalid, "no key found where keys are named, one or more public keys of `padan keygen` expected");
    const imported = new Map();
    for (const text of keys) {
      const raw = /^[\w-]{43}$/.test(text) && base64url(text);
      if (!raw) throw failure(REFUSED.keyInvalid, `${JSON.stringify(text)} found, a public key as \`padan keygen\` prints it expected: 43 letters, digits, - and _`);
      const id = /** @type {string} */ (await sha256(raw)).slice(0, 16);
      try {
        imported.set(id, await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]));
      } catch (why) {
        if (why instanceof DOMException && why.name === "DataError") throw failure(REFUSED.keyInvalid, `${JSON.stringify(text)} is not a point of Ed25519. Copy the public key again`);
        throw failure(REFUSED.unsupported, "this browser cannot verify Ed25519 signatures. Chrome 137, Firefox 129 or Safari 17 can: update the browser");
      }
    }
    return new Trust(address, imported, today);
  }

  /**
   * Fetches the manifest and its signature; gives them only where a named key signed them for today and nothing newer
   * is held.
   * @param {Patience} [patience] @returns {Promise<Signed>}
   */
  async fetched(patience) {
    const at = new URL(SIGNATURE_FILE, this.address);
    at.search = this.address.search;
    const [manifest, signature] = await Promise.allSettled([
      fetchBytes(this.address, "no-cache", MAX_MANIFEST, undefined, patience),
      fetchBytes(at, "no-cache", MAX_SIGNATURE, undefined, patience),
    ]);
    if (manifest.status === "rejected") throw manifest.reason;
    if (signature.status === "rejected") {
      if (signature.reason.name !== KIND.missing) throw signature.reason;
      throw failure(REFUSED.missing, `this page names a key, and no signature was found: ${signature.reason.message}. Sign the snapshot with \`padan sign\`, and upload ${SIGNATURE_FILE} too`);
    }
    const signed = await this.#verified(manifest.value, signature.value);
    this.#timely(signed.statement, (await this.held())?.statement);
    return signed;
  }

  /** The last good snapshot, where there is one and a named key signed it. */
  held() {
    this.#held ??= this.#readHeld().catch(() => null);
    return this.#held;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} manifest @param {Uint8Array<ArrayBuffer>} signature @returns {Promise<Signed>}
   */
  async #verified(manifest, signature) {
    const { statement, signatures } = parsed(signature);
    const text = new TextEncoder().encode(textOf(statement));
    let known;
    let holds = false;
    for (const { keyId, signature } of signatures) {
      const key = this.keys.get(keyId);
      if (!key) continue;
      known = keyId;
      const bytes = base64url(signature);
      if (bytes && (await crypto.subtle.verify("Ed25519", key, bytes, text))) {
        holds = true;
        break;
      }
    }
    if (!known) {
      const found = signatures.map(({ keyId }) => String(keyId).slice(0, 16)).join(" and ") || "nobody";
      throw failure(REFUSED.unknownKey, `signed by ${found}, expected ${[...this.keys.keys()].join(" and ")}. Either the key was changed, then name the new one in the page, or this snapshot is a stranger's`);
    }
    if (!holds) throw invalid(`key ${known} did not sign this statement`);
    const hash = await sha256(manifest);
    if (hash !== statement.manifestSha256) {
      throw failure(REFUSED.mixed, `the signature is for another manifest (SHA-256 ${statement.manifestSha256}), ${hash} found. The upload may be half done: try again; if it stays so, upload manifest.json and ${SIGNATURE_FILE} together`);
    }
    return { manifest, signature, statement };
  }

  /** @param {Statement} found @param {Statement} [held] */
  #timely(found, held) {
    const today = new Date(this.today * 864e5).toISOString().slice(0, 10);
    if (dayOf(found.asOf) > this.today + AHEAD) {
      throw failure(REFUSED.future, `the snapshot is of ${found.asOf}, today is ${today}. Check this device's clock; if it is right, do not use this snapshot`);
    }
    if (dayOf(found.expires) < this.today) {
      throw failure(REFUSED.expired, `the snapshot was good until ${found.expires}, today is ${today}. Its owner must build and sign again, or this device's clock is wrong`);
    }
    if (held && (found.sequence < held.sequence || (found.sequence === held.sequence && found.manifestSha256 !== held.manifestSha256))) {
      throw failure(REFUSED.rolledBack, `snapshot ${found.sequence} found, ${held.sequence} was opened before. An older snapshot must not replace a newer one: upload the newest; to go back on purpose, build and sign it anew`);
    }
  }

  // Cache Storage

  get #pointer() {
    return keyed(this.address, "padan-held", "");
  }

  /** @param {Signed} signed */
  #shelf(signed) {
    return `${this.#shelves}${signed.statement.manifestSha256}`;
  }

  get #shelves() {
    return `padan ${this.address.href} `;
  }

  async #readHeld() {
    const pointers = await caches.open(POINTERS);
    const { manifest, signature } = await (await pointers.match(this.#pointer))?.json() ?? {};
    if (typeof manifest !== "string" || typeof signature !== "string") return null;
    const encoder = new TextEncoder();
    return this.#verified(encoder.encode(manifest), encoder.encode(signature));
  }

  /**
   * A file, from whichever snapshot it was kept of; the caller verifies its hash.
   * @param {Entry} entry @returns {Promise<Uint8Array<ArrayBuffer> | null>}
   */
  async kept(entry) {
    try {
      const found = await caches.match(keyed(new URL(entry.file, this.address), "sha256", entry.sha256));
      return found ? new Uint8Array(await found.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  /**
   * Keeps a verified file of `signed`. A full disk is no reason to show nothing: what is not kept is fetched again.
   * @param {Signed} signed @param {Entry} entry @param {Uint8Array<ArrayBuffer>} bytes
   * @param {boolean} fresh from the server, so that it replaces what stands there
   */
  async keepFile(signed, entry, bytes, fresh) {
    try {
      const shelf = await caches.open(this.#shelf(signed));
      const key = keyed(new URL(entry.file, this.address), "sha256", entry.sha256);
      if (fresh || !(await shelf.match(key))) await shelf.put(key, new Response(bytes));
    } catch {}
  }

  /**
   * Makes `signed` the last good snapshot, if all of `entries` are kept and no other tab holds a newer one.
   * @param {Signed} signed @param {Entry[]} entries
   */
  async keep(signed, entries) {
    try {
      await navigator.locks.request(POINTERS, async () => {
        const shelf = await caches.open(this.#shelf(signed));
        for (const { file, sha256 } of entries) {
          if (!(await shelf.match(keyed(new URL(file, this.address), "sha256", sha256)))) return;
        }
        const held = await this.#readHeld().catch(() => null);
        if (held && held.statement.sequence > signed.statement.sequence) return;
        const pointer = JSON.stringify({ manifest: utf8(signed.manifest), signature: utf8(signed.signature) });
        await (await caches.open(POINTERS)).put(this.#pointer, new Response(pointer));
        for (const name of await caches.keys()) {
          if (name.startsWith(this.#shelves) && name !== this.#shelf(signed)) await caches.delete(name);
        }
      });
    } catch {}
  }
}

/** @param {string} what */
function invalid(what) {
  return failure(REFUSED.invalid, `the signature does not hold: ${what}. Try again; if it stays so, this is not the owner's snapshot, or it was changed on the way`);
}

/**
 * @param {Uint8Array} bytes @returns {{ statement: Statement, signatures: { keyId: string, signature: string }[] }}
 */
function parsed(bytes) {
  let file;
  try {
    file = JSON.parse(utf8(bytes));
  } catch {
    throw invalid(`${SIGNATURE_FILE} is not JSON`);
  }
  const { format, version, statement, signatures } = file ?? {};
  if (format !== "padan-signature" || version !== 1) {
    throw invalid(`${JSON.stringify(format)} version ${version} found, "padan-signature" version 1 expected`);
  }
  const { manifestSha256, asOf, sequence, expires } = statement ?? {};
  if (typeof manifestSha256 !== "string" || !/^[0-9a-f]{64}$/.test(manifestSha256)) throw invalid("manifestSha256 is not 64 lower-case hex digits");
  if (Number.isNaN(dayOf(asOf)) || Number.isNaN(dayOf(expires))) throw invalid("asOf and expires are not dates like 2026-11-24");
  const first = Number(asOf.replaceAll("-", "")) * 100;
  if (!Number.isInteger(sequence) || sequence < first || sequence > first + 99) {
    throw invalid(`sequence ${sequence} found, ${first} to ${first + 99} expected for ${asOf}`);
  }
  if (!Array.isArray(signatures) || signatures.length > MAX_SIGNATURES) throw invalid(`at most ${MAX_SIGNATURES} signatures expected`);
  return { statement, signatures: signatures.map((by) => by ?? {}) };
}

/** The text that is signed. @param {Statement} statement */
function textOf({ manifestSha256, asOf, sequence, expires }) {
  return `padan-statement/1\nmanifestSha256 ${manifestSha256}\nasOf ${asOf}\nsequence ${sequence}\nexpires ${expires}\n`;
}

/** Days since 1970-01-01, or NaN. @param {unknown} iso */
function dayOf(iso) {
  if (typeof iso !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return Number.NaN;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(+date) && date.toISOString().startsWith(iso) ? +date / 864e5 : Number.NaN;
}

/** @param {Uint8Array} bytes */
function utf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** @param {unknown} text @returns {Uint8Array<ArrayBuffer> | null} */
function base64url(text) {
  try {
    if (typeof text !== "string" || !/^[\w-]*$/.test(text)) return null;
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** @param {URL} url @param {string} name @param {string} value */
function keyed(url, name, value) {
  const key = new URL(url);
  key.hash = "";
  key.searchParams.set(name, value);
  return key.href;
}
