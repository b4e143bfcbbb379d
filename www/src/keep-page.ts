/** The page's word to the service worker on what it consists of. */
let holds = false;

/**
 * Hands the service worker what this page consists of, `also` included, and holds the files of its build for as long as it is open.
 * The next time it is opened, the worker asks for the addresses `ahead` at the same time, and with `first` shows it before the server has answered.
 */
export function keepPage(
  worker: ServiceWorker,
  also: readonly string[] = [],
  ahead: readonly string[] = [],
  first = false,
): void {
  const parts = document.querySelectorAll<HTMLLinkElement | HTMLScriptElement | HTMLImageElement>(
    'link[rel~=stylesheet][href], script[src], img[src]',
  );
  const named = [...parts].map((part) => ('href' in part ? part.href : part.src));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    port1.close();
    if (!holds) void navigator.locks.request(data, { mode: 'shared' }, () => new Promise(() => {}));
    holds = true;
  };
  const keep = [location.href, ...named, ...also].map((address) => address.replace(/#.*/, ''));
  worker.postMessage({ keep, ahead, first }, [port2]);
}
