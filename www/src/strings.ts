/**
 * Every word the page itself says.
 *
 * Indonesian is the master: `strings/id.ts` comes with the page, `strings/id.later.ts` with the
 * parts that are loaded after the list, which take their words from `strings/later.ts`. Every other
 * language is one file, which TypeScript holds to the same keys and arguments, fetched where it is
 * asked for (docs/translating.md). Labels of facets, regions and occupations come from the engine,
 * which speaks Indonesian and English (`labelled`).
 */
import type { Lang } from '../../pkg/padan.js';
import { id } from './strings/id.js';

export type Widened<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: never[]) => unknown ? T[K] : Widened<T[K]>;
};

export type Strings = Widened<typeof id>;

/** What brings the words of the other languages: another one is a file and a line here. */
const FETCHED: Record<string, () => Promise<{ words: Strings }>> = {
  en: () => import('./strings/en.js'),
};

const learnt: Record<string, Strings> = { id };

/** The words of a language; Indonesian ones until `learn` has brought those of another. */
export function strings(lang: Lang): Strings {
  return learnt[lang] ?? id;
}

/** What brings the words of a language, or nothing where they are here. */
export function learn(lang: Lang): Promise<void> | undefined {
  if (learnt[lang]) return;
  return FETCHED[lang]?.().then(
    ({ words }) => {
      learnt[lang] = words;
    },
    () => {
      learnt[lang] = id;
    },
  );
}

/** The language that a page or an address names (`en`, `en-GB`), where the page speaks it. */
export function spoken(named: string | null): Lang | undefined {
  const [lang = ''] = named?.split('-') ?? [];
  return Object.hasOwn(FETCHED, lang) || lang === 'id' ? (lang as Lang) : undefined;
}
