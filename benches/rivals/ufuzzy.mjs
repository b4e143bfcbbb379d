// uFuzzy: no index, a regular expression over an array of strings; one error a word, transpositions among them. It is
// given each distinct title once, which is its best case; titles become rows by a table.

import uFuzzy from '@leeoniya/ufuzzy';
import { allRowsOf, gunzipJson, gzipJson, rowsOf } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'uFuzzy 1.0.19';
export const holds = 'titles';

export const pack = ({ titles, titleStarts }) =>
  gzipJson({ titles: titles.map(fold), starts: Array.from(titleStarts) });

export async function open(bytes) {
  const { titles, starts } = await gunzipJson(bytes);
  const exact = new uFuzzy({ interLft: 2 });
  const loose = new uFuzzy({ interLft: 2, intraMode: 1 });
  function found({ text, typos }) {
    const [hits, info, order] = (typos ? loose : exact).search(titles, text, 1, 1000);
    return order ? order.map((at) => info.idx[at]) : (hits ?? []);
  }
  return {
    text: (question) => rowsOf(found(question), starts),
    textRows: (question) => allRowsOf(found(question), starts),
  };
}
