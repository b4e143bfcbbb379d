/** The words of the page for the parts that are loaded after the list: the first ones and their own. */
import type { Lang } from '../../../pkg/padan.js';
import { type Strings as First, strings as first, type Widened } from '../strings.js';
import { later } from './id.later.js';

export type Strings = First & Widened<typeof later>;

const joined = new Map<First, Strings>();

/** English has one table; Indonesian, which also stands in for English that cannot be fetched, two. */
export function strings(lang: Lang): Strings {
  const words = first(lang);
  const known = joined.get(words) ?? { ...later, ...words };
  joined.set(words, known);
  return known;
}
