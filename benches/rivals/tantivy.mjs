// tantivy 0.27 compiled to WebAssembly (benches/tantivy/): one index of titles and facets, fuzzy terms with
// transpositions as one edit. It ranks by its own score of texts; a weighted profile is not among its means.

import { byValue, decode, encode } from '../columns.mjs';
import { gunzip, gzip, joined, parted } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'tantivy 0.27 (wasm)';
export const holds = 'facets, titles';

let tantivy;
let memory;
export async function start() {
  tantivy = await import(`${location.origin}/tantivy/padan_rival_tantivy.js`);
  ({ memory } = await tantivy.default());
}

export async function pack({ rows, facets, titles, columns }) {
  const buckets = new Uint8Array(rows * facets.length);
  for (const [n, facet] of facets.entries()) buckets.set(facet.buckets, n * rows);
  const lines = titles.map((title) => fold(title)).join('\n');
  const index = tantivy.build(lines, Uint32Array.from(columns.title.codes), buckets, facets.length);
  const meanings = encode(facets.map(({ key, values, sum }) => ({ key, values, sum })));
  return gzip(joined([index, meanings]));
}

export async function open(bytes) {
  const [index, meanings] = parted(await gunzip(bytes));
  const facets = decode(meanings.slice());
  const rival = new tantivy.Rival(index, facets.length);
  const filtersOf = (buckets) =>
    Uint32Array.from(
      Object.entries(buckets).flatMap(([key, chosen]) => [
        facets.findIndex((facet) => facet.key === key),
        chosen.length,
        ...chosen,
      ]),
    );
  const counted = (text, buckets) => {
    const found = rival.facets(text, false, filtersOf(buckets));
    const counts = facets.map((facet, n) =>
      byValue(facet, found.subarray(1 + 64 * n, 1 + 64 * n + facet.values.length)),
    );
    return { total: found[0], counts };
  };
  return {
    memory: () => memory.buffer.byteLength,
    facets: ({ buckets }) => counted('', buckets),
    text({ text, typos }) {
      const found = rival.text(fold(text), typos);
      return { total: found[0], top: found.subarray(1) };
    },
    textRows: ({ text, typos }) => rival.rows(fold(text), typos),
  };
}
