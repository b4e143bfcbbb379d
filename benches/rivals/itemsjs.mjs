// itemsjs: a set of bits for each value of a facet, disjunctive by `conjunction: false`. Cumulative facets are given
// as the list of all values an item counts under.

import itemsjs from 'itemsjs';
import { gunzipJson, gzipJson } from '../page.mjs';

export const label = 'itemsjs 2.4.4';
export const holds = 'facets';

export const pack = ({ rows, facets }) => {
  const items = Array.from({ length: rows }, (_none, row) =>
    Object.fromEntries(
      facets.map(({ key, values, sum, buckets }) => {
        const bucket = buckets[row];
        if (sum === 'single' || bucket === 0) return [key, values[bucket]];
        return [key, sum === 'upward' ? values.slice(bucket) : values.slice(1, bucket + 1)];
      }),
    ),
  );
  return gzipJson({ items, facets: facets.map(({ key, values }) => ({ key, values })) });
};

export async function open(bytes) {
  const { items, facets } = await gunzipJson(bytes);
  const engine = itemsjs(items, {
    native_search_enabled: false,
    aggregations: Object.fromEntries(facets.map(({ key }) => [key, { size: 64, conjunction: false }])),
  });
  return {
    facets({ filters }) {
      const { data, pagination } = engine.search({ per_page: 1, filters });
      const counts = facets.map(({ key, values }) => {
        const counts = new Uint32Array(values.length);
        for (const { key: value, doc_count } of data.aggregations[key].buckets)
          counts[values.indexOf(value)] = doc_count;
        return counts;
      });
      return { total: pagination.total, counts };
    },
  };
}
