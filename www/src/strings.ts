/**
 * Every word the page itself says, in two languages.
 *
 * Indonesian is the master: `strings/id.ts` comes with the page, `strings/id.later.ts` with the
 * parts that are loaded after the list, which take their words from `strings/later.ts`. All of
 * `strings/en.ts`, which TypeScript holds to the same keys and arguments, is fetched where it is
 * asked for. Labels of facets, regions and occupations come from the engine.
 */
import type { Lang } from '../../pkg/padan.js';
import { id } from './strings/id.js';

export type Widened<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: never[]) => unknown ? T[K] : Widened<T[K]>;
};

export type Strings = Widened<typeof id>;

let english: Strings | undefined;
let fetched: Promise<void> | undefined;

/** The words of a language; Indonesian ones until `learn` has brought those of another. */
export function strings(lang: Lang): Strings {
  return (lang === 'en' && english) || id;
}

/** What brings the words of a language, or nothing where they are here. */
export function learn(lang: Lang): Promise<void> | undefined {
  if (lang === 'id' || english) return;
  fetched ??= import('./strings/en.js').then(
    ({ en }) => {
      english = en;
    },
    () => {
      english = id;
    },
  );
  return fetched;
}
