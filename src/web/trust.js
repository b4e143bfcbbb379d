// Whether to use what the server sent, for a page that names the keys it trusts: the steps of
// `src/snapshot/trust.rs` in the browser, with SubtleCrypto. `held.js` keeps the last good snapshot, whose signature is
// verified again each time.

import { failure, fetchBytes, KIND, sha256 } from "./fetch.js";
import { Held, utf8 } from "./held.js";

const SIGNATURE_FILE = "manifest.sig.json";
const MAX_SIGNATURE = 2 ** 16;
const MAX_SIGNATURES = 16;
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
 * @typedef {import("./held.js").Found & { signature: Uint8Array<ArrayBuffer>, statement: Statement }} Signed
 * @typedef {import("./fetch.js").Patience} Patience
 */

/** What a page that names keys holds against what the server sends. */
export class Trust extends Held {
  /** @param {URL} address @param {Map<string, CryptoKey>} keys by id @param {number} today days since 1970-01-01 */
  constructor(address, keys, today) {
    super(address);
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
   * @override @param {Patience} [patience] @returns {Promise<Signed>}
   */
  async fetched(patience) {
    const at = new URL(SIGNATURE_FILE, this.address);
    at.search = this.address.search;
    const [manifest, signature] = await Promise.allSettled([
      super.fetched(patience),
      fetchBytes(at, "no-cache", MAX_SIGNATURE, undefined, await this.hasty(patience)),
    ]);
    if (manifest.status === "rejected") throw manifest.reason;
    if (signature.status === "rejected") {
      if (signature.reason.name !== KIND.missing) throw signature.reason;
      throw failure(REFUSED.missing, `this page names a key, and no signature was found: ${signature.reason.message}. Sign the snapshot with \`padan sign\`, and upload ${SIGNATURE_FILE} too`);
    }
    const signed = await this.#verified({ ...manifest.value, signature: signature.value });
    this.#timely(signed.statement, /** @type {Signed | null} */ (await this.held())?.statement);
    return signed;
  }

  /** What the pointer says now, where a named key signed it. @override */
  async read() {
    const found = await super.read();
    return found?.signature ? this.#verified({ ...found, signature: found.signature }) : null;
  }

  /** @override @param {Signed} found */
  async supersedes(found) {
    const held = await this.read().catch(() => null);
    return !held || held.statement.sequence <= found.statement.sequence;
  }

  /**
   * @param {import("./held.js").Found & { signature: Uint8Array<ArrayBuffer> }} found @returns {Promise<Signed>}
   */
  async #verified(found) {
    const { statement, signatures } = parsed(found.signature);
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
    if (found.sha256 !== statement.manifestSha256) {
      throw failure(REFUSED.mixed, `the signature is for another manifest (SHA-256 ${statement.manifestSha256}), ${found.sha256} found. The upload may be half done: try again; if it stays so, upload manifest.json and ${SIGNATURE_FILE} together`);
    }
    return { ...found, statement };
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

/** @param {unknown} text @returns {Uint8Array<ArrayBuffer> | null} */
function base64url(text) {
  try {
    if (typeof text !== "string" || !/^[\w-]*$/.test(text)) return null;
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
