/**
 * Takes in a snapshot from a stick or the network, whole or not at all.
 *
 * Twice, both times by the engine itself. First at an address of its own, `…?stick=1`, where every file down to the last text is read and
 * verified; whatever fails there leaves no trace. Then at the kiosk's address, where it must not be older than what is held: there the
 * engine makes it the last good snapshot, which it opens for every visitor until the server has a newer one. Files verified the first time are
 * found by their hashes the second.
 */
import { Trust } from '../../../src/web/trust.js';
import type { Call, Opened, Operation, Operations, Reply } from '../calls.js';
import { EngineError, trusted } from '../engine.js';
import { dayOf, today } from '../format.js';
import type { Chosen } from './stick.js';

const files = {
  worker: new URL('./stick.js', import.meta.url),
  wasm: new URL('./padan_bg.wasm', import.meta.url),
};
/** Milliseconds in which what has been opened becomes what is held. */
const HOLDING = 20_000;

export interface Source {
  /** Address of the manifest. */
  manifest: string;
  /** Public keys. */
  keys: string[];
  /** The files of the folder chosen; without them the network is asked. */
  files?: File[];
  /** Whether what is held is damaged and forgotten once the new one was verified. */
  anew?: boolean;
}

export interface Taken {
  rows: number;
  asOf: string;
  hash: string;
}

type Told = Reply | { chosen: boolean; error?: { name: string; message: string } };

/** @param progress told of the part that is done, 0 to 1 */
export async function take(source: Source, progress: (part: number) => void): Promise<Taken> {
  if (source.keys.length === 0) throw new EngineError({ name: 'SignatureKeyInvalid', message: 'no key is named' });
  const wasm = await WebAssembly.compileStreaming(fetch(files.wasm));
  const staging = new URL(source.manifest);
  staging.searchParams.set('stick', '1');
  const terms = { keys: source.keys, today: today() };
  const trial = await Reading.of(source.files);
  try {
    await forget(staging.href);
    const found = await trial.open(wasm, staging.href, terms, (part) => progress(part * 0.6));
    const { hash } = await trial.call('reference', 'id');
    trial.close();
    if (source.anew) await forget(source.manifest);
    const reading = await Reading.of(source.files);
    try {
      const held = heldAt(source.manifest);
      await reading.open(wasm, source.manifest, terms, (part) => progress(0.6 + part * 0.4));
      await held;
    } finally {
      reading.close();
    }
    const now = await holding(source.manifest, source.keys);
    if (now?.asOf !== found.asOf)
      throw new EngineError({ name: 'StorageFull', message: 'the snapshot could not be kept' });
    return { rows: found.rows, asOf: found.asOf, hash };
  } finally {
    trial.close();
    await forget(staging.href);
  }
}

/** What is held for an address, verified with these keys; `null` where nothing is. */
export async function holding(
  manifest: string,
  keys: string[],
): Promise<{ manifestSha256: string; asOf: string; sequence: number; expires: string; key: string } | null> {
  if (keys.length === 0) return null;
  const trust = await Trust.of(new URL(manifest), keys, today());
  const found = await trust.held();
  const statement = (
    found as { statement?: { manifestSha256: string; asOf: string; sequence: number; expires: string } } | null
  )?.statement;
  return statement ? { ...statement, key: [...trust.keys.keys()].join(', ') } : null;
}

/** Drops what is held for an address. */
export async function forget(manifest: string): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(`padan ${manifest} `)) await caches.delete(name);
  const pointers = await caches.open('padan');
  for (const request of await pointers.keys()) {
    const address = new URL(request.url);
    if (!address.searchParams.has('padan-held')) continue;
    address.searchParams.delete('padan-held');
    if (address.href === manifest) await pointers.delete(request);
  }
}

/** Resolves once the engine says that it holds a snapshot of this address, or after a while. */
function heldAt(manifest: string): Promise<void> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel('padan');
    const done = () => {
      clearTimeout(timer);
      channel.close();
      resolve();
    };
    const timer = setTimeout(done, HOLDING);
    channel.onmessage = ({ data }) => {
      if (data?.held === manifest) done();
    };
  });
}

/** The engine in a worker that may read a folder. */
class Reading {
  #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #progress: (loaded: number, total: number) => void = () => {};

  private constructor(private readonly worker: Worker) {
    worker.onerror = () => this.#fail(new EngineError({ name: 'EngineUnavailable', message: 'the worker stopped' }));
  }

  static async of(chosen: File[] | undefined): Promise<Reading> {
    const worker = new Worker(trusted(files.worker), { type: 'module', name: 'padan-stick' });
    const reading = new Reading(worker);
    try {
      await new Promise<void>((resolve, reject) => {
        reading.#open.set(0, { resolve, reject });
        worker.onmessage = ({ data }: MessageEvent<Told>) => {
          if ('ready' in data) worker.postMessage({ files: chosen } satisfies Chosen);
          else if (!('chosen' in data)) reading.#receive(data);
          else if (data.error) reject(new EngineError(data.error));
          else resolve();
        };
      });
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return reading;
  }

  /** Opens the snapshot and reads every text of it; an error where another had to be opened instead. */
  async open(
    wasm: WebAssembly.Module,
    manifest: string,
    terms: Parameters<Operations['open']>[2],
    progress: (part: number) => void,
  ): Promise<Opened> {
    this.#progress = (loaded, total) => progress(total > 0 ? (loaded / total) * 0.4 : 0);
    const info = await this.call('open', wasm, manifest, terms);
    if (info.refused) throw new EngineError(info.refused);
    if (dayOf(info.asOf) === null)
      throw new EngineError({ name: 'SnapshotCorrupt', message: `asOf ${info.asOf} is no date` });
    this.#progress = (loaded, total) => progress(0.4 + (total > 0 ? (loaded / total) * 0.6 : 0));
    await this.call('describe', { text: 'lowongan' });
    progress(1);
    return info;
  }

  call<O extends Operation>(op: O, ...args: Parameters<Operations[O]>): Promise<ReturnType<Operations[O]>> {
    return new Promise((resolve, reject) => {
      const call: Call = { id: this.#open.size, op, args };
      this.#open.set(call.id, { resolve: resolve as (value: never) => void, reject });
      this.worker.postMessage(call);
    });
  }

  close(): void {
    this.worker.terminate();
  }

  #receive(reply: Reply): void {
    if ('ready' in reply) return;
    if ('progress' in reply) {
      this.#progress(reply.progress.loaded, reply.progress.total);
      return;
    }
    const open = this.#open.get(reply.id);
    if ('value' in reply) open?.resolve(reply.value as never);
    else open?.reject(new EngineError(reply.error));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#open.values()) reject(error);
  }
}
