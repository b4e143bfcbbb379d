// Arquero: columns with verbs, no index. Filters are compared as an expression, facets counted by groupby.

import { table } from 'arquero';
import { byValue, decode, encode } from '../columns.mjs';
import { gunzip, gzip } from '../page.mjs';

export const label = 'Arquero 8.0.3';
export const holds = 'facets';

export const pack = ({ facets }) => gzip(encode({ facets }));

export async function open(bytes) {
  const { facets } = decode(await gunzip(bytes));
  const all = table(Object.fromEntries(facets.map(({ key, buckets }) => [key, buckets])));
  return {
    facets({ buckets }) {
      const passing = (but) => {
        const clauses = Object.entries(buckets)
          .filter(([key]) => key !== but)
          .map(([key, chosen]) => `(${chosen.map((bucket) => `d.${key} === ${bucket}`).join(' || ')})`);
        return all.filter(`d => ${clauses.join(' && ')}`);
      };
      const found = passing();
      const counts = facets.map((facet) => {
        const rows = facet.key in buckets ? passing(facet.key) : found;
        const counts = new Uint32Array(facet.values.length);
        for (const { [facet.key]: bucket, count } of rows.groupby(facet.key).count().objects()) counts[bucket] = count;
        return byValue(facet, counts);
      });
      return { total: found.numRows(), counts };
    },
  };
}
