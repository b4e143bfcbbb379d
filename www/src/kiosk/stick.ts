/**
 * The worker that takes in a snapshot from a stick: the engine as it is, over files instead of a server.
 *
 * Its `fetch` reads the folder chosen, by file name. So signature, age, hashes, sizes and what happens to the snapshot held are decided
 * by the code that decides it for every page (`src/web/trust.js`, `load.js`, `held.js`), and by nothing else.
 */
import { failure, KIND, sha256 } from '../../../src/web/fetch.js';
import { type Call, server } from '../calls.js';

interface Entry {
  file: string;
  bytes: number;
  sha256: string;
}

/** What the page sends first; without files the network is read as ever. */
export interface Chosen {
  files: File[] | undefined;
}

const serve = server();

addEventListener('message', async ({ data }: MessageEvent<Chosen | Call>) => {
  if (!('files' in data)) return void serve(data, (reply) => postMessage(reply));
  try {
    if (data.files) await choose(data.files);
    postMessage({ chosen: true });
  } catch (error) {
    const { name, message } = error as Error;
    postMessage({ chosen: false, error: { name, message } });
  }
});
postMessage({ ready: true });

/** Reads from these files from now on, if all that the manifest names are there and whole. */
async function choose(all: File[]): Promise<void> {
  const depth = (file: File) => file.webkitRelativePath.split('/').length;
  const [manifest] = all.filter(({ name }) => name === 'manifest.json').sort((a, b) => depth(a) - depth(b));
  if (!manifest) throw failure('NotAFolder', 'no manifest.json found in the folder chosen');
  const folder = manifest.webkitRelativePath.replace(/[^/]*$/, '');
  const files = new Map(
    all.filter((file) => file.webkitRelativePath === folder + file.name).map((file) => [file.name, file]),
  );
  for (const { file, bytes, sha256: hash } of await entries(manifest)) {
    const found = files.get(file);
    if (!found) throw failure(KIND.missing, `${file} is not in the folder. Copy the whole folder again`);
    if (found.size < bytes)
      throw failure(KIND.truncated, `${file} is cut short: ${found.size} bytes found, ${bytes} expected`);
    if (file.startsWith('ids-') && (await sha256(new Uint8Array(await found.arrayBuffer()))) !== hash) {
      throw failure(KIND.corrupt, `${file} is damaged: its SHA-256 is not the manifest's`);
    }
  }
  globalThis.fetch = async (input) => {
    const address = new URL(input instanceof Request ? input.url : String(input), location.href);
    const file = files.get(address.pathname.split('/').pop() ?? '');
    return file ? new Response(file.stream()) : new Response(null, { status: 404 });
  };
}

/** The files that a manifest names; the engine reads all but those of ids itself. A manifest that is none is left to the engine to refuse. */
async function entries(manifest: File): Promise<Entry[]> {
  try {
    const { segments } = JSON.parse(await manifest.text()) as { segments: Record<'core' | 'ids' | 'texts', Entry>[] };
    return segments.flatMap(({ core, ids, texts }) => [core, ids, texts]);
  } catch {
    return [];
  }
}
