/**
 * The page's handle on the engine.
 *
 * Calls go to a worker as numbered messages and come back as promises. Queries are
 * latest-wins: while one is running only the newest other one waits, and the ones it
 * replaces resolve to `null`. A trap inside the wasm module leaves the instance
 * unusable, so the worker is then replaced, the snapshot reopened and every open call
 * sent once more. Where a worker cannot start (a page without `worker-src`, an old web
 * view) the same calls are served on the main thread.
 */
import type { Answer, Profile, Query } from '../../pkg/padan.js';
import type { Call, Loading, Opened, Operation, Operations, Reply, Terms, Told } from './calls.js';
import { today } from './format.js';

type Result<O extends Operation> = ReturnType<Operations[O]>;

interface Snapshot {
  wasm: WebAssembly.Module;
  manifest: string;
  terms: Terms;
}

interface Open {
  call: Call;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  retried: boolean;
}

interface Waiting {
  query: Query;
  profile: Profile | undefined;
  resolve: (answer: Answer | null) => void;
  reject: (error: Error) => void;
}

/** An error of the engine, under the engine's own name (`SnapshotTruncated` …). */
export class EngineError extends Error {
  constructor({ name, message }: Told) {
    super(message);
    this.name = name;
  }
}

export class Engine {
  #worker: Worker | undefined;
  #started: Promise<void> | undefined;
  #post: (call: Call) => void = () => {};
  /** Whether a snapshot is open; until then calls wait in `#open`. */
  #live = false;
  #open = new Map<number, Open>();
  #nextId = 1;
  #querying = false;
  #waiting: Waiting | undefined;
  #snapshot: Snapshot | undefined;
  #progress: (p: Loading) => void = () => {};
  #compiled: Promise<WebAssembly.Module> | undefined;

  constructor(private readonly files: { worker: URL; wasm: URL }) {}

  /** What is open, or was asked for last; another object each time something is opened. */
  get opened(): { manifest: string } | undefined {
    return this.#snapshot;
  }

  /** The compiled module: fetched while the worker starts, and kept for the one that may take its place. */
  #wasm(): Promise<WebAssembly.Module> {
    this.#compiled ??= compile(this.files.wasm).catch((error: unknown) => {
      this.#compiled = undefined;
      throw new EngineError({
        name: 'EngineUnavailable',
        message: error instanceof Error ? error.message : String(error),
      });
    });
    return this.#compiled;
  }

  /** Opens a snapshot; `key` holds public keys, separated by spaces, one of which must have signed it. */
  async open(
    manifest: string,
    key: string | null | undefined,
    progress: (p: Loading) => void,
    more?: Pick<Terms, 'keep' | 'unasked'>,
  ): Promise<Opened> {
    const keys = key?.split(/\s+/).filter(Boolean);
    const terms = { today: today(), ...(keys && { keys }), ...more };
    const [wasm] = await Promise.all([this.#wasm(), this.#start()]);
    this.#progress = progress;
    this.#snapshot = { wasm, manifest, terms };
    return this.#reopen(this.#snapshot);
  }

  /** The answer, or `null` where a newer query took this one's place. */
  query(query: Query, profile?: Profile): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      this.#waiting?.resolve(null);
      this.#waiting = { query, profile, resolve, reject };
      this.#pump();
    });
  }

  call<O extends Operation>(op: O, ...args: Parameters<Operations[O]>): Promise<Result<O>> {
    return new Promise((resolve, reject) => {
      const call: Call = { id: this.#nextId++, op, args };
      this.#open.set(call.id, { call, resolve: resolve as (value: never) => void, reject, retried: false });
      if (this.#live || op === 'open' || op === 'agree') this.#post(call);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    this.#live = false;
    this.#open.clear();
    this.#querying = false;
    this.#waiting?.resolve(null);
    this.#waiting = undefined;
  }

  async #reopen({ wasm, manifest, terms }: Snapshot): Promise<Opened> {
    const info = await this.call('open', wasm, manifest, terms);
    this.#live = true;
    return info;
  }

  #pump(): void {
    const next = this.#waiting;
    if (this.#querying || !next) return;
    this.#waiting = undefined;
    this.#querying = true;
    this.call('query', next.query, next.profile)
      .then(next.resolve, next.reject)
      .finally(() => {
        this.#querying = false;
        this.#pump();
      });
  }

  #start(): Promise<void> {
    this.#started ??= this.#startWorker().catch(() => this.#startHere());
    return this.#started;
  }

  #startWorker(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(trusted(this.files.worker), { type: 'module', name: 'padan' });
      let ready = false;
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if ('ready' in data) {
          ready = true;
          this.#worker = worker;
          this.#post = (call) => worker.postMessage(call);
          resolve();
        } else {
          this.#receive(data);
        }
      };
      worker.onerror = (event) => {
        event.preventDefault();
        if (ready) void this.#recover();
        else {
          worker.terminate();
          reject(new Error('The worker did not start.'));
        }
      };
    });
  }

  async #startHere(): Promise<void> {
    const { serve } = await import('./calls.js');
    this.#post = (call) => void serve(call, (reply) => this.#receive(reply));
  }

  #receive(reply: Reply): void {
    if ('ready' in reply) return;
    if ('progress' in reply) {
      this.#progress(reply.progress);
      return;
    }
    const open = this.#open.get(reply.id);
    if (!open) return;
    if ('value' in reply) {
      this.#open.delete(reply.id);
      open.resolve(reply.value as never);
    } else if (reply.error.fatal && this.#worker) {
      void this.#recover();
    } else {
      this.#open.delete(reply.id);
      open.reject(new EngineError(reply.error));
    }
  }

  async #recover(): Promise<void> {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    this.#live = false;
    this.#fail((open) => open.retried || open.call.op === 'open', 'The engine stopped twice at the same task.');
    for (const open of this.#open.values()) open.retried = true;
    try {
      await this.#start();
      if (this.#snapshot) await this.#reopen(this.#snapshot);
    } catch (error) {
      this.#fail(() => true, error instanceof Error ? error.message : String(error));
    }
    for (const open of this.#open.values()) this.#post(open.call);
  }

  #fail(which: (open: Open) => boolean, message: string): void {
    for (const [id, open] of this.#open) {
      if (!which(open)) continue;
      this.#open.delete(id);
      open.reject(new EngineError({ name: 'EngineCrashed', message }));
    }
  }
}

/** Pages that demand Trusted Types allow a policy named `padan`; it passes the addresses of padan's own workers only. */
export function trusted(url: URL): URL {
  policy ??= (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('padan', {
    createScriptURL: (input) => input,
  });
  return policy ? (policy.createScriptURL(url.href) as URL) : url;
}

type Policy = { createScriptURL(input: string): unknown };

/** A page that demands Trusted Types may allow a name once only. */
let policy: Policy | undefined;

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (input: string) => string }): Policy;
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}.`);
  if (response.headers.get('Content-Type')?.startsWith('application/wasm')) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
