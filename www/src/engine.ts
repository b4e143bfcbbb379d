/**
 * An element's handle on the engine.
 *
 * Elements that open the same snapshot with the same keys share one host: one worker, one
 * module, one download, from the first that opens it to the last that closes it. Calls go to
 * the worker as numbered messages and come back as promises. Queries of a handle are
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

/** Where the worker's script and the engine's module are. */
export interface Files {
  worker: URL;
  wasm: URL;
}

type Listener = (progress: Loading) => void;

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
  #host: Host | undefined;
  #listener: Listener = () => {};
  #querying = false;
  #waiting: Waiting | undefined;

  constructor(private readonly files: Files) {}

  /** Stands for what is open, or was asked for last; another object where another snapshot is. */
  get opened(): { readonly manifest: string } | undefined {
    return this.#host;
  }

  /**
   * Opens a snapshot; `key` holds public keys, separated by spaces, one of which must have signed it. `progress`, which no
   * other handle may have been given, is told of every download, until the handle is closed or opens another. Before more than
   * `unasked` bytes of columns are fetched it is told to ask for them, and they wait for the call `agree`. With `keep` the
   * snapshot stays on the device.
   */
  open(
    manifest: string,
    key: string | null | undefined,
    progress: Listener,
    more?: Pick<Terms, 'keep' | 'unasked'>,
  ): Promise<Opened> {
    const keys = key?.split(/\s+/).filter(Boolean);
    const name = `${manifest} ${keys} ${more?.keep || ''}`;
    const host =
      hosts.get(name) ?? new Host(this.files, name, manifest, { today: today(), ...(keys && { keys }), ...more });
    host.listeners.add(progress);
    this.close();
    this.#host = host;
    this.#listener = progress;
    return host.open();
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
    return this.#host?.call(op, ...args) ?? new Promise(() => {});
  }

  /** Has the next `open` fetch what the server has by then, though the address is the same. */
  renew(): void {
    this.#host?.renew();
  }

  close(): void {
    this.#host?.leave(this.#listener);
    this.#host = undefined;
    this.#querying = false;
    this.#waiting?.resolve(null);
    this.#waiting = undefined;
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
}

/** What the page has open, by manifest and keys. */
const hosts = new Map<string, Host>();

/** The compiled module: fetched while the first worker starts, and kept for all that follow. */
let compiled: Promise<WebAssembly.Module> | undefined;

function moduleAt(url: URL): Promise<WebAssembly.Module> {
  compiled ??= compile(url).catch((error: unknown) => {
    compiled = undefined;
    throw new EngineError({
      name: 'EngineUnavailable',
      message: error instanceof Error ? error.message : String(error),
    });
  });
  return compiled;
}

/** A worker that was started before anybody had a snapshot to open. */
let early: Promise<Worker> | undefined;

/** Starts a worker and fetches the module: for a page that will open a snapshot as soon as the rest of its script has run. */
export function prepare(files: Files): void {
  early ??= started(files);
  early.catch(() => {});
  moduleAt(files.wasm).catch(() => {});
}

/** A worker that takes calls; rejects where none can start. */
function started(files: Files): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trusted(files.worker), { type: 'module', name: 'padan' });
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error('The worker did not start.'));
    };
  });
}

/** A snapshot in a worker. */
class Host {
  /** The handles that have it open, by what each has told of the progress. */
  readonly listeners = new Set<Listener>();
  #worker: Worker | undefined;
  #started: Promise<void> | undefined;
  #post: (call: Call) => void = () => {};
  #opening: Promise<Opened> | undefined;
  /** Whether the snapshot is open; until then calls wait in `#open`. */
  #live = false;
  #open = new Map<number, Open>();
  #nextId = 1;

  constructor(
    private readonly files: Files,
    private readonly name: string,
    readonly manifest: string,
    private readonly terms: Terms,
  ) {
    hosts.set(name, this);
  }

  /** Opens it once; what failed is tried anew. */
  open(): Promise<Opened> {
    this.#opening ??= this.#reopen().catch((error) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  call<O extends Operation>(op: O, ...args: Parameters<Operations[O]>): Promise<Result<O>> {
    return new Promise((resolve, reject) => {
      const call: Call = { id: this.#nextId++, op, args };
      this.#open.set(call.id, { call, resolve: resolve as (value: never) => void, reject, retried: false });
      if (this.#live || op === 'open' || op === 'agree') this.#post(call);
    });
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    this.renew();
    this.#worker?.terminate();
  }

  /** Whoever opens this next opens it anew. */
  renew(): void {
    if (hosts.get(this.name) === this) hosts.delete(this.name);
  }

  async #reopen(): Promise<Opened> {
    const [wasm] = await Promise.all([moduleAt(this.files.wasm), this.#start()]);
    const info = await this.call('open', wasm, this.manifest, this.terms);
    this.#live = true;
    return info;
  }

  #start(): Promise<void> {
    this.#started ??= this.#startWorker().catch(() => this.#startHere());
    return this.#started;
  }

  async #startWorker(): Promise<void> {
    const starting = early ?? started(this.files);
    early = undefined;
    const worker = await starting;
    if (this.listeners.size === 0) worker.terminate();
    this.#worker = worker;
    this.#post = (call) => worker.postMessage(call);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      void this.#recover();
    };
  }

  async #startHere(): Promise<void> {
    const { server } = await import('./calls.js');
    const serve = server();
    this.#post = (call) => void serve(call, (reply) => this.#receive(reply));
  }

  #receive(reply: Reply): void {
    if ('progress' in reply) {
      for (const listener of this.listeners) listener(reply.progress);
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
    const live = this.#live;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    this.#live = false;
    this.#fail((open) => open.retried || open.call.op === 'open', 'The engine stopped twice at the same task.');
    for (const open of this.#open.values()) open.retried = true;
    try {
      if (live) await this.#reopen();
    } catch (error) {
      this.#opening = undefined;
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

/** Bytes above which a visitor is asked before a download. */
export const LARGE = 1e6;

/** Whether the browser asks to save data. */
export function frugal(): boolean {
  return Boolean((navigator as { connection?: { saveData?: boolean } }).connection?.saveData);
}
