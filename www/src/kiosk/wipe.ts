/** The end of a visit: nothing of it stays in this browser. */
import { OWN } from './settings.js';

/** Caches with the page and the data, which are the same for everybody. */
const SHARED = /^padan/;
/** Milliseconds to find out whether the page can be loaded anew. */
const PATIENCE = 3000;

/** Clears what a page of this address may have written, but for the kiosk's own. */
export async function wipe(): Promise<void> {
  getSelection()?.removeAllRanges();
  globalThis.speechSynthesis?.cancel();
  const tasks = [
    () => sessionStorage.clear(),
    () => {
      for (const key of Object.keys(localStorage)) if (!key.startsWith(`${OWN}.`)) localStorage.removeItem(key);
    },
    () => {
      for (const cookie of document.cookie.split('; ').filter(Boolean)) {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser, and this only clears.
        document.cookie = `${cookie.split('=')[0]}=; max-age=0; path=/`;
      }
    },
    async () => {
      for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
    },
    async () => {
      for (const name of await caches.keys()) if (!SHARED.test(name)) await caches.delete(name);
    },
  ];
  // Where one kind of storage is refused there is nothing in it.
  for (const task of tasks)
    await Promise.resolve()
      .then(task)
      .catch(() => {});
}

/**
 * Takes a new document in place of this one, and with it new memory. Not where the page cannot be loaded now: an error page of the
 * browser would be a kiosk that nobody can use.
 */
export async function renew(): Promise<boolean> {
  const address = location.pathname + location.search;
  try {
    const kept = navigator.serviceWorker?.controller && (await caches.match(address));
    const answer = kept || (await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) }));
    if (!answer.ok) return false;
  } catch {
    return false;
  }
  location.replace(address);
  return true;
}
