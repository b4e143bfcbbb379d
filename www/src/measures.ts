/**
 * The numbers behind charts. What a kind of chart needs is counted by the engine, once for all kinds that need the same;
 * the charts' module, fetched when the first chart is shown, puts it in words.
 */
import type { Asked } from '../../pkg/charts/charts.js';
import type { ChartData, ChartKind, Cube, CubeBy, Lang, Query, Reference } from '../../pkg/padan.js';
import { type Engine, EngineError } from './engine.js';
import { labelled } from './labelled.js';

type Module = typeof import('../../pkg/charts/charts.js');

let loading: Promise<Module> | undefined;

/** The module that measures and draws; what did not come is asked for again the next time. */
export function charts(): Promise<Module> {
  loading ??= import('../../pkg/charts/charts.js')
    .then(async (module) => {
      await module.default();
      return module;
    })
    .catch((error: unknown) => {
      loading = undefined;
      const message = error instanceof Error ? error.message : String(error);
      throw new EngineError({ name: 'EngineUnavailable', message });
    });
  return loading;
}

/** What of a query says which vacancies are meant. */
export function selection({ text, exact, filters, near, admits, asks, today }: Query): Query {
  return { text, exact, filters, near, admits, today, ...(asks && { asks }) };
}

let handing: Promise<void> | undefined;

/** Hands the provinces' boundaries to the module, which draws maps from then on; what did not come is asked for again the next time. */
export function boundaries(): Promise<void> {
  handing ??= (async () => {
    const [module, answer] = await Promise.all([charts(), fetch(new URL('./provinces.bin', import.meta.url))]);
    if (!answer.ok) throw new EngineError({ name: 'EngineUnavailable', message: `boundaries: ${answer.status}` });
    module.setBoundaries(new Uint8Array(await answer.arrayBuffer()));
  })().catch((error: unknown) => {
    handing = undefined;
    throw error;
  });
  return handing;
}

/** What is counted: people wanted or advertisements. */
export type Counted = NonNullable<Asked['counted']>;

/** What a question says beside the vacancies meant. */
export type Manner = Required<Pick<Asked, 'lang' | 'counted'>> & Pick<Asked, 'wish'>;

/** What a snapshot's measures need besides counts, by what an engine has open and language; the module reads each once. */
const references = new WeakMap<object, Map<Lang, Promise<Reference>>>();

export function referenceOf(engine: Engine, lang: Lang): Promise<Reference> {
  const { opened = engine } = engine;
  const known = references.get(opened) ?? new Map<Lang, Promise<Reference>>();
  references.set(opened, known);
  const reference = known.get(lang) ?? engine.call('reference', lang);
  known.set(lang, reference);
  reference.catch(() => known.delete(lang));
  return reference;
}

/** The charts of some kinds over the vacancies that a query finds, in the order of the kinds. */
export async function measured(
  engine: Engine,
  kinds: readonly ChartKind[],
  query: Query,
  manner: Manner,
): Promise<ChartData[]> {
  const [module, reference] = await Promise.all([charts(), referenceOf(engine, manner.lang)]);
  const counted = new Map<string, Promise<Cube>>();
  const once = (by: CubeBy) => {
    const key = JSON.stringify(by);
    const known = counted.get(key) ?? cube(engine, query, by, manner.lang);
    counted.set(key, known);
    return known;
  };
  const { filters = {}, today } = query;
  return Promise.all(
    kinds.map(async (kind) => {
      const asked = { kind, filters, ...manner, lang: labelled(manner.lang), ...(today !== undefined && { today }) };
      return module.measure(asked, await Promise.all(module.needs(asked).map(once)), reference);
    }),
  );
}

export function cube(engine: Engine, query: Query, by: CubeBy, lang: Lang): Promise<Cube> {
  return engine.call('cube', { ...selection(query), lang }, by);
}

/** A chart's table as CSV, with the snapshot's date, checksum and editions. */
export async function csvOf(engine: Engine, chart: ChartData): Promise<string> {
  return (await charts()).chartCsv(chart, await referenceOf(engine, chart.lang));
}
