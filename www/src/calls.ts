/**
 * What the page may ask of the engine, and the engine's side of the conversation.
 *
 * The same server runs in the worker and, where a worker cannot start, on the page
 * itself. A call is a plain message with an id; so is its answer.
 */

import type {
  Answer,
  CourseGain,
  Cube,
  CubeBy,
  Explanation,
  Gap,
  Hit,
  Lang,
  Occupation,
  OpenOptions,
  Profile,
  Progress,
  Query,
  Recognised,
  Reference,
  Region,
  SkillGain,
  SnapshotInfo,
  Suggestion,
  Vacancy,
  WhatIf,
} from '../../pkg/padan.js';
import init, { Padan } from '../../pkg/padan.js';
import { labelled } from './labelled.js';

/** What the page asks of a snapshot before it is used; the visitor is asked before more than `unasked` bytes are fetched. */
export type Terms = Pick<OpenOptions, 'keys' | 'today' | 'keep'> & { unasked?: number };

/** How far loading is; `ask` waits for `agree` before `total` bytes are downloaded. */
export type Loading = Progress | { phase: 'ask'; loaded: number; total: number };

/** An error as a message can carry it. */
export type Told = Pick<Error, 'name' | 'message'>;

/** A snapshot that is open; `refused` says why the server's was not, where it is the last good one instead. */
export interface Opened extends SnapshotInfo {
  refused?: Told;
}

export interface Lists {
  regions: Region[];
  occupations: Occupation[];
  skills: string[];
  fields: string[];
}

/** Every operation: what it takes and what it gives. */
export interface Operations {
  open(wasm: WebAssembly.Module, manifest: string, terms: Terms): Opened;
  /** Lets a download begin that the visitor was asked about. */
  agree(): void;
  query(query: Query, profile?: Profile): Answer;
  suggest(query: Query, most: number): Suggestion[];
  explain(rows: number[], profile: Profile, lang: Lang, today: number): Explanation[];
  recognise(text: string, lang: Lang): Recognised[];
  gaps(row: number, profile: Profile, today: number): Gap[];
  similar(row: number, lang: Lang, today: number, most: number): Hit[];
  whatIf(query: Query, profile: Profile, changed: Profile): WhatIf;
  openingSkills(query: Query, profile: Profile, most: number): SkillGain[];
  trainingPlan(query: Query, profile: Profile, hours: number): CourseGain[];
  record(row: number): Vacancy;
  textBytes(): number;
  /** Looks for a text in descriptions, from then on, and tells how many hold a word of it. */
  describe(query: Query): number;
  cube(query: Query, by: CubeBy): Cube;
  reference(lang: Lang): Reference;
  lists(lang: Lang): Lists;
}

export type Operation = keyof Operations;

export interface Call {
  id: number;
  op: Operation;
  args: unknown[];
}

export interface Failure extends Told {
  fatal: boolean;
}

export type Reply = { id: number; value: unknown } | { id: number; error: Failure } | { id: number; progress: Loading };

type Handlers = {
  [O in Operation]: (
    args: Parameters<Operations[O]>,
    progress: (p: Loading) => void,
  ) => ReturnType<Operations[O]> | Promise<ReturnType<Operations[O]>>;
};

/** Serves the calls of one snapshot. */
export function server(): (call: Call, reply: (reply: Reply) => void) => Promise<void> {
  let padan: Padan | undefined;
  let agree = () => {};

  const handlers: Handlers = {
    async open([wasm, manifest, { unasked = Infinity, ...terms }], onProgress) {
      await init({ module_or_path: wasm });
      padan?.free();
      padan = undefined;
      const consent = async (total: number) => {
        if (total <= unasked) return;
        onProgress({ phase: 'ask', loaded: 0, total });
        await new Promise<void>((agreed) => {
          agree = agreed;
        });
      };
      padan = await Padan.open(manifest, { ...terms, consent, onProgress });
      const { refused } = padan;
      return { ...padan.info(), ...(refused && { refused: { name: refused.name, message: refused.message } }) };
    },
    agree: () => agree(),
    query: ([query, profile]) => opened().query(worded(query), profile),
    suggest: ([query, most]) => opened().suggest(worded(query), most),
    explain: ([rows, profile, lang, today]) => rows.map((row) => opened().explain(row, profile, labelled(lang), today)),
    recognise: ([text, lang]) => opened().recognise(text, labelled(lang)),
    gaps: ([row, profile, today]) => opened().gaps(row, profile, today),
    similar: ([row, lang, today, most]) => opened().similar(row, labelled(lang), today, most),
    whatIf: ([query, profile, changed]) => opened().whatIf(worded(query), profile, changed),
    openingSkills: ([query, profile, most]) => opened().openingSkills(worded(query), profile, most),
    trainingPlan: ([query, profile, hours]) => opened().trainingPlan(worded(query), profile, hours),
    record: ([row]) => opened().record(row),
    textBytes: () => opened().textBytes(),
    describe: ([query], onProgress) =>
      opened().searchDescriptions(worded(query), (progress) => onProgress({ phase: 'texts', ...progress })),
    cube: ([query, by]) => opened().cube(worded(query), by),
    reference: ([lang]) => opened().reference(labelled(lang)),
    lists: ([lang]) => ({
      regions: opened().regions(),
      occupations: opened().occupations(labelled(lang)),
      skills: opened().skills(),
      fields: opened().fields(),
    }),
  };

  const worded = (query: Query): Query => ({ ...query, lang: labelled(query.lang) });

  function opened(): Padan {
    if (!padan) throw new Error('No snapshot is open; call open first.');
    return padan;
  }

  return async function serve(call: Call, reply: (reply: Reply) => void): Promise<void> {
    const handler = handlers[call.op] as (args: unknown[], progress: (p: Loading) => void) => unknown;
    try {
      const value = await handler(call.args, (progress) => reply({ id: call.id, progress }));
      reply({ id: call.id, value });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const fatal = error instanceof WebAssembly.RuntimeError;
      reply({ id: call.id, error: { name: error.name, message: error.message, fatal } });
    }
  };
}
