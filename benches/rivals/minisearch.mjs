// MiniSearch: a radix tree of words; fuzzy as a share of a word's length or as a number of edits, where a transposition
// is two. It is given each distinct title once, which is its best case.

import MiniSearch from 'minisearch';
import { allRowsOf, gunzip, gunzipJson, gzip, gzipJson, joined, parted, rowsOf } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'MiniSearch 7.2.0';
export const holds = 'titles';
export const variants = ['fuzzy 0.2', 'fuzzy 2'];
const OPTIONS = { fields: ['title'], idField: 'id', storeFields: [] };

export async function pack({ titles, titleStarts }) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(titles.map((title, id) => ({ id, title: fold(title) })));
  const json = new TextEncoder().encode(JSON.stringify(index));
  return joined([await gzip(json), await gzipJson(Array.from(titleStarts))]);
}

export async function open(bytes, variant) {
  const [json, numbers] = parted(bytes);
  const index = MiniSearch.loadJSON(new TextDecoder().decode(await gunzip(json)), OPTIONS);
  const starts = await gunzipJson(numbers);
  const fuzzy = Number(variant.split(' ')[1]);
  const found = ({ text, typos }) =>
    index
      .search(text, {
        prefix: (_term, at, terms) => at === terms.length - 1,
        fuzzy: typos ? fuzzy : false,
        combineWith: 'AND',
      })
      .map(({ id }) => id);
  return {
    text: (question) => rowsOf(found(question), starts),
    textRows: (question) => allRowsOf(found(question), starts),
  };
}
