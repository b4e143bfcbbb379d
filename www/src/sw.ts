/**
 * The service worker of pages whose portal says `offline`: it keeps the page, not the data, which `src/web/held.js` keeps
 * and verifies.
 *
 * Scripts and modules of a build are fetched when it is installed, checked against the hashes of the build, and served
 * from then on without asking. A new build waits until the visitor agrees (`skip`), or has closed the page. The files of
 * an earlier build stay while a page of it is open, which holds a shared lock of its cache's name. The page itself and
 * what it names (`keep`: its styles, pictures, a list of partitions) come from the server, and from the cache where that
 * does not answer; a page that says so (`first`) is shown from the cache at once, and what the server then sends is for the
 * next visit. While a page is on its way, the manifest that it will ask for is asked for, too (`ahead`).
 */
declare const PADAN_SHELL: Record<string, string>;
/** What a kiosk needs besides; it registers this script as `sw.js?kiosk`. */
declare const PADAN_KIOSK: Record<string, string>;
declare const PADAN_BUILD: string;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Extendable {
  clientId: string;
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Extendable {
  data: { skip?: true; keep?: string[] } & Partial<Beside>;
  ports: MessagePort[];
}
/** What is kept beside a page: what it will ask for, and whether it is shown before the server has answered. */
interface Beside {
  ahead: string[];
  first: boolean;
}
const NOTHING: Beside = { ahead: [], first: false };
const worker = globalThis as unknown as EventTarget & {
  registration: ServiceWorkerRegistration;
  clients: { claim(): Promise<void>; get(id: string): Promise<{ url: string } | undefined> };
  skipWaiting(): Promise<void>;
};

const home = new URL('./', location.href);
const SHELLS = `padan-shell ${home.pathname} `;
const SHELL = SHELLS + PADAN_BUILD;
const PAGES = `padan-pages ${home.pathname}`;
/** Address → hash, as an `integrity` attribute has it. */
const needed = location.search === '?kiosk' ? { ...PADAN_SHELL, ...PADAN_KIOSK } : PADAN_SHELL;
const shell = new Map(Object.entries(needed).map(([name, hash]) => [new URL(name, home).href, hash]));
const HASHED = /-[A-Z0-9]{8}\.\w+$/;
/** What a page consists of, where it is not of this build. */
const PARTS: ReadonlySet<string> = new Set(['style', 'script', 'image', 'font']);
/** Files of other pages that are kept: those of late, for a page may have ever another address. */
const ROOM = 200;
/** Milliseconds after which what is kept is shown, though the server may still answer. */
const PATIENCE = 4_000;
/** Milliseconds in which what was asked ahead has to be wanted. */
const PROMPT = 15_000;

on<Extendable>('install', (event) => event.waitUntil(install()));
on<Extendable>('activate', (event) => event.waitUntil(sweep().then(() => worker.clients.claim())));
on<Asked>('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  const address = origin + pathname;
  // A page or picture may be another one for each question in its address.
  const [whole = ''] = request.url.split('#');
  const early = asked.get(whole);
  if (early && !request.headers.has('Range')) {
    asked.delete(whole);
    return event.respondWith(early);
  }
  if (shell.has(address) || (address.startsWith(home.href) && HASHED.test(pathname)))
    return event.respondWith(shellFile(address, request));
  const page = request.mode === 'navigate';
  if (!page && !PARTS.has(request.destination) && !pathname.endsWith('/partitions.json')) return;
  const beside = page
    ? besideOf(whole)
    : worker.clients.get(event.clientId).then((client) => (client ? besideOf(client.url) : NOTHING));
  if (page) event.waitUntil(beside.then(askAhead));
  event.respondWith(serverFirst(event, whole, beside));
});
on<Told>('message', (event) => {
  const { skip, keep, ahead = [], first = false } = event.data;
  if (skip) event.waitUntil(worker.skipWaiting());
  event.ports[0]?.postMessage(SHELL);
  if (keep) event.waitUntil(keepPage(keep, { ahead, first }).then(sweep));
});

function on<E extends Event>(name: string, listener: (event: E) => void): void {
  worker.addEventListener(name, listener as (event: Event) => void);
}

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  await Promise.all(
    [...shell.keys()].map(async (address) => {
      const known = HASHED.test(address) && (await caches.match(address));
      await cache.put(address, known || (await verified(address)));
    }),
  );
}

/** A file of this build from the server; rejects where its hash is another one. */
async function verified(address: string): Promise<Response> {
  const cache = HASHED.test(address) ? 'default' : 'no-cache';
  const response = await fetch(address, { integrity: shell.get(address), cache });
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return response;
}

/** A file of this build or, for a page of an earlier one, of any; the server's, where the page names another hash. */
async function shellFile(address: string, request: Request): Promise<Response> {
  if (request.integrity && shell.has(address) && request.integrity !== shell.get(address)) return fetch(request);
  return (await caches.match(address, { cacheName: SHELL })) ?? (await caches.match(address)) ?? fetch(request);
}

async function serverFirst(event: Asked, address: string, beside: Promise<Beside>): Promise<Response> {
  const { request } = event;
  const kept = () => caches.match(address, { cacheName: PAGES });
  const fresh = fetch(request).then(async (response) => {
    if (response.status >= 500 && (await kept())) throw new Error(`${address} answered ${response.status}.`);
    if (response.ok && !response.redirected && (await kept())) await store(address, response.clone());
    return response;
  });
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((wake) => setTimeout(wake, PATIENCE)).then(kept).then((response) => response ?? fresh);
  // Who reloads wants the server's.
  const now = beside.then(async ({ first }) => (first && request.cache === 'default' && (await kept())) || fresh);
  return Promise.race([fresh, late, now]).catch(async (why) => (await kept()) ?? Promise.reject(why));
}

/** What a page that is being opened will ask for, already asked. */
const asked = new Map<string, Promise<Response>>();

/** Asks for what a page began with the last time, while the page itself is on its way. */
function askAhead({ ahead }: Beside): void {
  for (const address of ahead) {
    const answer = fetch(address, { cache: 'no-cache' });
    asked.set(address, answer);
    answer.catch(() => {});
    setTimeout(() => asked.get(address) === answer && asked.delete(address), PROMPT);
  }
}

/** Where stands what is kept beside a page. Of another build it is not read: that one's page may name files that are gone. */
function besideAt(page: string): string {
  const address = new URL(page);
  address.hash = '';
  address.searchParams.set('padan-beside', PADAN_BUILD);
  return address.href;
}

async function besideOf(page: string): Promise<Beside> {
  const kept = await caches.match(besideAt(page), { cacheName: PAGES }).catch(() => undefined);
  return kept?.json() ?? NOTHING;
}

async function store(address: string, response: Response): Promise<void> {
  await (await caches.open(PAGES)).put(address, response).catch(() => {});
}

/** Keeps a page and what it consists of; the files of this build are kept already. */
async function keepPage(addresses: string[], { ahead, first }: Beside): Promise<void> {
  const [page = ''] = addresses;
  const own = ahead.filter((address) => address.startsWith(location.origin));
  await store(besideAt(page), Response.json({ ahead: own, first }));
  const wanted = addresses.filter((address) => address.startsWith(location.origin) && !shell.has(address));
  const pages = await caches.open(PAGES);
  await Promise.all(
    wanted.map(async (address) => {
      if (await pages.match(address)) return;
      const response = await fetch(address).catch(() => undefined);
      if (response?.ok && !response.redirected) await store(address, response);
    }),
  );
  // What is put in again stands last.
  const others = (await pages.keys()).filter(({ url }) => !addresses.includes(url));
  for (const old of others.slice(0, -ROOM)) await pages.delete(old);
}

/** Drops the files of other builds that no page is open of; while one is being installed it may be the next. */
async function sweep(): Promise<void> {
  const { installing, waiting } = worker.registration;
  if (installing || waiting) return;
  const { held } = await navigator.locks.query();
  const open = new Set(held?.map(({ name }) => name));
  for (const name of await caches.keys()) {
    if (name.startsWith(SHELLS) && name !== SHELL && !open.has(name)) await caches.delete(name);
  }
}
