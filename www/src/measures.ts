/**
 * The numbers behind charts. What a kind of chart needs is counted by the engine, once for all kinds that need the same;
 * the charts' module, fetched when the first chart is shown, puts it in words.
 */
import type { ChartData, ChartKind, CountOf, Cube, CubeBy, Lang, Query } from '../../pkg/padan.js';
import { type Engine, EngineError } from './engine.js';

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

/** What a question says beside the vacancies meant. */
export interface Manner {
  lang: Lang;
  /** People wanted or advertisements. */
  count?: CountOf | undefined;
  /** The pay a visitor wishes, IDR a month. */
  wish?: number | undefined;
}

export class Measures {
  /** The engine and language whose reference the module holds. */
  static #told: [Engine, Lang] | undefined;

  constructor(private readonly engine: Engine) {}

  /** The charts of some kinds over the vacancies that a query finds, in the order of the kinds. */
  async of(kinds: readonly ChartKind[], query: Query, manner: Manner): Promise<ChartData[]> {
    const { lang, count, wish } = manner;
    const module = await charts();
    const [engine, told] = Measures.#told ?? [];
    if (engine !== this.engine || told !== lang) {
      module.setReference(await this.engine.call('reference', lang));
      Measures.#told = [this.engine, lang];
    }
    const counted = new Map<string, Promise<Cube>>();
    const cube = (by: CubeBy) => {
      const key = JSON.stringify(by);
      const known = counted.get(key) ?? this.cube(query, by, lang);
      counted.set(key, known);
      return known;
    };
    return Promise.all(
      kinds.map(async (kind) => {
        const cubes = await Promise.all(module.needs(kind).map(cube));
        const { filters = {}, today } = query;
        return module.measure({ kind, lang, filters, today, count, wish }, cubes);
      }),
    );
  }

  cube(query: Query, by: CubeBy, lang: Lang): Promise<Cube> {
    const { text, exact, filters, near, admits, today } = query;
    return this.engine.call('cube', { text, exact, filters, near, admits, today, lang }, by);
  }
}
