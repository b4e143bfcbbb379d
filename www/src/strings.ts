/**
 * Every word the page itself says, in two languages.
 *
 * `strings/id.ts` is the master: TypeScript holds `strings/en.ts` to the same keys and
 * the same arguments. Labels of facets, regions and occupations come from the engine.
 */
import type { Lang } from '../../pkg/padan.js';
import { en } from './strings/en.js';
import { id } from './strings/id.js';

type Widened<T> = {
  [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: never[]) => unknown ? T[K] : Widened<T[K]>;
};

export type Strings = Widened<typeof id>;

export function strings(lang: Lang): Strings {
  return lang === 'en' ? en : id;
}
