// Orama: a radix tree of words, edits allowed by `tolerance`. It is given each distinct title once, its best case. Its
// facets obey every filter, their own too, so they answer another question and are not asked.

import { create, insertMultiple, load, save, search } from '@orama/orama';
import { allRowsOf, gunzipJson, gzipJson, rowsOf } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'Orama 3.1.18';
export const holds = 'titles';
export const variants = ['tolerance 1', 'tolerance 2'];
const empty = () => create({ schema: { title: 'string' } });

export async function pack({ titles, titleStarts }) {
  const index = empty();
  await insertMultiple(index, titles.map((title, id) => ({ id: String(id), title: fold(title) })).slice(1), 5000);
  return gzipJson({ index: save(index), starts: Array.from(titleStarts), titles: titles.length });
}

export async function open(bytes, variant) {
  const packed = await gunzipJson(bytes);
  const index = empty();
  load(index, packed.index);
  const { starts, titles } = packed;
  const tolerance = Number(variant.split(' ')[1]);
  async function found({ text, typos }) {
    // All words must occur: threshold 0.
    const { hits } = await search(index, { term: text, threshold: 0, limit: titles, ...(typos && { tolerance }) });
    return hits.map(({ id }) => Number(id));
  }
  return {
    text: async (question) => rowsOf(await found(question), starts),
    textRows: async (question) => allRowsOf(await found(question), starts),
  };
}
