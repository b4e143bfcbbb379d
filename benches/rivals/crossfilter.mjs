// crossfilter2: a sorted index a dimension, groups kept up to date as filters move. Asked in its best case, where one
// filter gains a value and the others stand, and in the jump, where all three filters are set anew and cleared before.

import crossfilter from 'crossfilter2';
import { byValue, decode, encode } from '../columns.mjs';
import { gunzip, gzip } from '../page.mjs';

export const label = 'crossfilter2 1.5.4';
export const holds = 'facets';
export const variants = ['one filter moves', 'all filters set'];

export const pack = ({ rows, facets }) => gzip(encode({ rows, facets }));

export async function open(bytes, variant) {
  const { rows, facets } = decode(await gunzip(bytes));
  const all = crossfilter(Array.from({ length: rows }, (_none, row) => row));
  const dimensions = facets.map(({ buckets }) => all.dimension((row) => buckets[row]));
  const groups = dimensions.map((dimension) => dimension.group());
  const total = all.groupAll();

  function set(key, chosen) {
    const at = facets.findIndex((facet) => facet.key === key);
    const [least, most] = [Math.min(...chosen), Math.max(...chosen)];
    if (chosen.length === 1) dimensions[at].filterExact(chosen[0]);
    else if (most - least === chosen.length - 1) dimensions[at].filterRange([least, most + 1]);
    else {
      const passes = new Uint8Array(64);
      for (const bucket of chosen) passes[bucket] = 1;
      dimensions[at].filterFunction((bucket) => passes[bucket] === 1);
    }
  }
  function clear() {
    for (const dimension of dimensions) dimension.filterAll();
  }
  function read() {
    const counts = facets.map((facet, n) => {
      const counts = new Uint32Array(facet.values.length);
      for (const { key, value } of groups[n].all()) counts[key] = value;
      return byValue(facet, counts);
    });
    return { total: total.value(), counts };
  }
  return {
    before(_kind, { buckets }) {
      clear();
      if (variant === 'all filters set') return;
      const [[key, chosen], ...others] = Object.entries(buckets);
      for (const [key, chosen] of others) set(key, chosen);
      set(key, chosen.slice(0, -1));
      read();
    },
    facets({ buckets }) {
      const entries = Object.entries(buckets);
      for (const [key, chosen] of variant === 'all filters set' ? entries : entries.slice(0, 1)) set(key, chosen);
      return read();
    },
  };
}
