/**
 * The service worker: the page opens without a network, and what it opens is whole.
 *
 * Two stores. The *shell* is the files of one build, taken in together and checked by the hashes that the build knows. The *data* are
 * snapshots: a manifest stands there only once all its cores and indexes do, each with the hash that its manifest names. So whoever opens
 * the page gets one whole snapshot, the last one that came complete, at once; a newer one is fetched beside it and takes its place in a
 * single step. A download that broke goes on where it stopped.
 *
 * Nothing is fetched here because of what a visitor types, chooses or saves: the page says which snapshot it shows, no more.
 */
declare const PADAN_SHELL: { name: string; integrity: string }[];
/** What a kiosk needs besides; it registers this script as `sw.js?kiosk`. */
declare const PADAN_KIOSK: { name: string; integrity: string }[];
declare const PADAN_BUILD: string;
declare const self: {
  location: Location;
  clients: { claim(): Promise<void>; matchAll(options: object): Promise<{ postMessage(news: News): void }[]> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', run: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', run: (event: Asked) => void): void;
  addEventListener(name: 'message', run: (event: Lasting & { data: unknown }) => void): void;
};

/** The events of a service worker, of which the page's own types know nothing. */
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

const SHELL = `padan-shell-${PADAN_BUILD}`;
const DATA = 'padan-data';
/** Bytes of downloads that broke, by address. */
const PARTS = 'padan-parts';
/** Milliseconds that a server may say nothing. */
const STALL = 30_000;
/** Bytes after which a download that goes on is written down. */
const STRIDE = 262_144;
/** Files of a build carry a hash in their names, whichever build it is. */
const BUILT = /-[A-Z0-9]{8}\.(js|wasm)$/;
/** Files of snapshots carry the first digits of their SHA-256. */
const HASHED = /\/(core|ids|texts?)-([0-9a-f]{16})\.[a-z]+(\.gz)?$/;

interface Entry {
  file: string;
  bytes: number;
  sha256: string;
}

interface Manifest {
  asOf: string;
  segments: Record<'core' | 'ids' | 'texts', Entry>[];
}

/** What a page asks. */
export type Wish = { keep: string } | { keepTexts: string } | { skip: true };

/** What a page is told: of which day the snapshot is that is there whole; texts so far; what failed. */
export type News =
  | { fresh: string; manifest: string }
  | { texts: number; of: number }
  | { refused: 'full' | 'broken'; manifest: string };

const base = new URL('.', self.location.href);
const needed = self.location.search === '?kiosk' ? [...PADAN_SHELL, ...PADAN_KIOSK] : PADAN_SHELL;
const shell = new Map(needed.map(({ name, integrity }) => [new URL(name, base).href, integrity]));
const bare = (url: string) => url.replace(/[?#].*$/, '');

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      const files = [...shell].map(async ([url, integrity]) => {
        // A name without a hash may be kept by the browser from the build before.
        const known = BUILT.test(url) ? 'default' : 'no-cache';
        const answer = await fetch(new Request(url, { integrity, cache: known }));
        if (!answer.ok) throw new Error(`${url} answered ${answer.status}, 200 expected`);
        await cache.put(url, answer);
      });
      await Promise.all(files);
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // In the order they were made. The build before stays: a tab of it may yet load what it loads late.
      const old = (await caches.keys()).filter((name) => name.startsWith('padan-shell-') && name !== SHELL);
      await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = bare(request.url);
  if (request.method !== 'GET' || new URL(url).origin !== base.origin) return;
  const folder = url.endsWith('/') ? `${url}index.html` : url;
  if (shell.has(folder) || BUILT.test(url)) event.respondWith(inShell(request, folder));
  else if (HASHED.test(url)) event.respondWith(inData(request, url));
  else if (/\/(manifest|manifest\.sig|partitions)\.json$/.test(url)) event.respondWith(listed(request, url));
  else if (request.mode === 'navigate') event.respondWith(visited(request, url));
});

self.addEventListener('message', (event) => {
  const wish = event.data as Wish;
  if ('skip' in wish) void self.skipWaiting();
  else if ('keep' in wish) event.waitUntil(keep(wish.keep));
  else event.waitUntil(keepTexts(wish.keepTexts));
});

async function inShell(request: Request, url: string): Promise<Response> {
  const kept = await (await caches.open(SHELL)).match(url);
  return kept ?? (await caches.match(url)) ?? fetch(request);
}

async function inData(request: Request, url: string): Promise<Response> {
  const cache = await caches.open(DATA);
  const kept = await cache.match(url);
  if (kept) return kept;
  const answer = await fetch(request);
  // A text that was opened is there the next time, too; what does not fit its name is not kept.
  if (answer.ok && !request.headers.has('Range') && (await cache.match(new URL('manifest.json', url).href))) {
    const bytes = await answer.clone().arrayBuffer();
    const [, , hash] = HASHED.exec(url) ?? [];
    if ((await sha256(bytes)).startsWith(hash ?? '-')) await cache.put(url, new Response(bytes)).catch(() => {});
  }
  return answer;
}

/** A manifest and its signature: those that came whole, else what the server says. */
async function listed(request: Request, url: string): Promise<Response> {
  const cache = await caches.open(DATA);
  const kept = await cache.match(url);
  if (kept && !url.endsWith('partitions.json')) return kept;
  try {
    const answer = await fetch(request);
    if (url.endsWith('partitions.json') && answer.ok) await cache.put(url, answer.clone()).catch(() => {});
    return answer;
  } catch (why) {
    if (kept) return kept;
    throw why;
  }
}

/** A page around the portal: the server's, or without a network the last one seen. */
async function visited(request: Request, url: string): Promise<Response> {
  const cache = await caches.open(DATA);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(url, answer.clone()).catch(() => {});
    return answer;
  } catch (why) {
    const kept = await cache.match(url);
    if (kept) return kept;
    throw why;
  }
}

const running = new Map<string, Promise<void>>();

/** Takes in the snapshot at this manifest, as the server has it now; once at a time. */
function keep(manifest: string): Promise<void> {
  const run = running.get(manifest) ?? update(manifest).finally(() => running.delete(manifest));
  running.set(manifest, run);
  return run;
}

async function update(address: string): Promise<void> {
  const cache = await caches.open(DATA);
  const signature = address.replace(/manifest\.json$/, 'manifest.sig.json');
  try {
    const [text, signed] = await Promise.all([
      fetch(address, { cache: 'no-cache' }),
      fetch(signature, { cache: 'no-cache' }),
    ]);
    if (!text.ok) return;
    const said = await text.text();
    const before = await (await cache.match(address))?.text();
    if (said === before) return void (await tell({ fresh: checked(said)?.asOf ?? '', manifest: address }));
    const manifest = checked(said, await sha256(new TextEncoder().encode(said.slice(0, said.lastIndexOf(CHECKSUM)))));
    if (!manifest) return void (await tell({ refused: 'broken', manifest: address }));
    const files = manifest.segments.flatMap(({ core, texts }) => [core, texts]);
    for (const entry of files) await whole(cache, new URL(entry.file, address).href, entry);
    if (signed.ok) await cache.put(signature, new Response(await signed.arrayBuffer(), JSON_TYPE));
    else await cache.delete(signature);
    await cache.put(address, new Response(said, JSON_TYPE));
    await clear(cache, address, [said, before]);
    await tell({ fresh: manifest.asOf, manifest: address });
  } catch (why) {
    const full = why instanceof DOMException && why.name === 'QuotaExceededError';
    await tell({ refused: full ? 'full' : 'broken', manifest: address });
  }
}

const JSON_TYPE = { headers: { 'Content-Type': 'application/json' } };
const CHECKSUM = ',\n  "checksum": "';

/** A manifest that is one, whose checksum (where given) is its own. */
function checked(text: string, hash?: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest & { format: string };
    const fits = hash === undefined || text.slice(text.lastIndexOf(CHECKSUM)) === `${CHECKSUM}${hash}"\n}\n`;
    return manifest.format === 'padan-snapshot' && Array.isArray(manifest.segments) && fits ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Takes what neither this snapshot nor the one before it names out of the store: a page may still read the one before. */
async function clear(cache: Cache, address: string, manifests: (string | undefined)[]): Promise<void> {
  const named = new Set<string>();
  for (const manifest of manifests.flatMap((text) => (text ? (checked(text) ?? []) : []))) {
    for (const { core, ids, texts } of manifest.segments) {
      for (const { file } of [core, ids, texts]) named.add(new URL(file, address).href);
      const index = await cache.match(new URL(texts.file, address).href);
      for (const { file } of index ? await unpacked<Entry[]>(index) : []) named.add(new URL(file, address).href);
    }
  }
  const folder = new URL('.', address).href;
  for (const { url } of await cache.keys()) {
    if (url.startsWith(folder) && HASHED.test(url) && !named.has(url)) await cache.delete(url);
  }
}

async function unpacked<T>(packed: Response): Promise<T> {
  const stream = (packed.body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** All descriptions of a snapshot that is kept. */
async function keepTexts(address: string): Promise<void> {
  const cache = await caches.open(DATA);
  try {
    const text = await (await cache.match(address))?.text();
    const manifest = text && checked(text);
    if (!manifest) return void (await tell({ refused: 'broken', manifest: address }));
    const blocks: Entry[] = [];
    for (const { texts } of manifest.segments) {
      const index = await cache.match(new URL(texts.file, address).href);
      if (index) blocks.push(...(await unpacked<Entry[]>(index)));
    }
    const of = blocks.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const block of blocks) {
      await whole(cache, new URL(block.file, address).href, block);
      done += block.bytes;
      await tell({ texts: done, of });
    }
  } catch (why) {
    const full = why instanceof DOMException && why.name === 'QuotaExceededError';
    await tell({ refused: full ? 'full' : 'broken', manifest: address });
  }
}

/** Puts a file into the store, whole and with the hash its manifest names, or throws. */
async function whole(cache: Cache, url: string, { bytes, sha256: hash }: Entry): Promise<void> {
  if (await cache.match(url)) return;
  for (const again of [false, true]) {
    const got = await resumed(url, bytes, again);
    if (got.byteLength === bytes && (await sha256(got)) === hash) {
      await cache.put(url, new Response(got));
      await (await caches.open(PARTS)).delete(url);
      return;
    }
    // Damaged, here or on the way: once more from its first byte.
    await (await caches.open(PARTS)).delete(url);
  }
  throw new Error(`${url}: not the bytes that its manifest names`);
}

/** The bytes of a file, from where a download stopped before; what comes of it is written down as it goes on. */
async function resumed(url: string, bytes: number, fresh: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await caches.open(PARTS);
  const had = fresh ? undefined : await parts.match(url);
  let got: Uint8Array<ArrayBuffer> = had ? new Uint8Array(await had.arrayBuffer()) : new Uint8Array();
  const tag = had?.headers.get('ETag');
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), STALL);
  const ranged = got.length > 0 && got.length < bytes && tag;
  const headers: Record<string, string> = ranged ? { Range: `bytes=${got.length}-`, 'If-Range': tag } : {};
  const answer = await fetch(url, { headers, signal: stop.signal, cache: fresh ? 'reload' : 'default' });
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`);
  if (answer.status !== 206) got = new Uint8Array();
  const kept = new Uint8Array(bytes);
  kept.set(got);
  let [at, written] = [got.length, got.length];
  const etag = answer.headers.get('ETag') ?? '';
  const write = () => parts.put(url, new Response(kept.slice(0, at), { headers: { ETag: etag } }));
  try {
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), STALL);
      if (at + value.length > bytes) throw new Error(`${url}: more than ${bytes} bytes`);
      kept.set(value, at);
      at += value.length;
      if (at - written > STRIDE) {
        written = at;
        await write();
      }
    }
  } catch (why) {
    if (at > written && etag) await write();
    throw why;
  } finally {
    clearTimeout(timer);
  }
  return kept.subarray(0, at);
}

async function sha256(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function tell(news: News): Promise<void> {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(news);
}
