// FlexSearch: maps of word starts; no edit distance, so typos are met by its phonetic encoder alone. It is given each
// distinct title once, its best case, and no cache.

import { Charset, Index } from 'flexsearch';
import { allRowsOf, gunzipJson, gzipJson, rowsOf } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'FlexSearch 0.8.212';
export const holds = 'titles';

/** Its own export is larger than the titles it is made of. */
export const pack = ({ titles, titleStarts }) =>
  gzipJson({ titles: titles.map(fold), starts: Array.from(titleStarts) });

export async function open(bytes) {
  const { titles, starts } = await gunzipJson(bytes);
  const index = new Index({ tokenize: 'forward', encoder: Charset.LatinBalance });
  titles.forEach((title, id) => {
    index.add(id, title);
  });
  const found = ({ text, typos }) => index.search(text, { limit: titles.length, suggest: typos });
  return {
    text: (question) => rowsOf(found(question), starts),
    textRows: (question) => allRowsOf(found(question), starts),
  };
}
