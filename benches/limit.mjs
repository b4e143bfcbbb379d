// What the machine could do, measured in the same page, thread and rounds as the contestants: kernels with nothing in them but
// the work that any answer needs. docs/benchmarks.md says what each stands for.

import { decode } from './columns.mjs';
import { gunzip } from './page.mjs';

export const label = 'limit';
export const holds = '';
/** Its packed form is padan's own core: opening it is inflating it. */
export const pack = undefined;

/** What the bound of a match looks up, a code a row each. */
const MATCHED = [
  'occupation',
  'reliability',
  'experience',
  'education',
  'payMax',
  'workMode',
  'region',
  'employmentType',
];
const FILTERED = 3;
const TABLES = 4 * 4 * 256;
const KEY = 4;
/** Some take less than the clock's 5 µs. */
const TURNS = 20;

const load = (n) => `(v128.load offset=${16 * n} (local.get $at))`;
const count = (n) => `
  (local.set $slot (i32.add (i32.const ${1024 * n}) (i32.shl (i32.load8_u offset=${n} (local.get $at)) (i32.const 2))))
  (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))`;
const loop = (step, body) => `(loop $next ${body}
  (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const ${step}))) (local.get $end))))`;

/** Two kernels: a histogram of bytes into four tables, so that a count seldom waits for the last one; and 64 bytes a turn read. */
export const wat = `(module
  (memory (export "memory") 1)
  (func (export "histogram") (param $at i32) (param $end i32) (local $slot i32)
    ${loop(4, [0, 1, 2, 3].map(count).join(''))})
  (func (export "read") (param $at i32) (param $end i32) (result i32) (local $a v128) (local $b v128)
    ${loop(
      64,
      `(local.set $a (v128.xor (local.get $a) (v128.xor ${load(0)} ${load(1)})))
       (local.set $b (v128.xor (local.get $b) (v128.xor ${load(2)} ${load(3)})))`,
    )}
    (i32x4.extract_lane 0 (v128.xor (local.get $a) (local.get $b)))))`;

const padded = (bytes) => Math.ceil(bytes / 64) * 64;

/** The columns in the kernels' memory: where each facet's begins, what a match reads, and a place for keys. */
async function laid(address) {
  const { rows, facets, columns, lists } = decode(new Uint8Array(await (await fetch(address)).arrayBuffer()));
  const asked = Uint8Array.from({ length: rows }, (_none, row) =>
    [lists.musts, lists.nices].reduce((sum, { starts }) => sum + starts[row + 1] - starts[row], 0),
  );
  const matched = [...MATCHED.map((name) => columns[name].codes), asked];
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/limit.wasm'));
  const { memory, histogram, read } = instance.exports;
  const arrays = [...facets.map(({ buckets }) => buckets), ...matched];
  const size = TABLES + arrays.reduce((sum, array) => sum + padded(array.byteLength), 0) + padded(KEY * rows);
  memory.grow(Math.ceil(size / 65_536));
  let end = TABLES;
  const starts = arrays.map((array) => {
    const start = end;
    new Uint8Array(memory.buffer, start).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    end += padded(array.byteLength);
    return start;
  });
  return {
    rows,
    facets: starts.slice(0, facets.length),
    match: [starts[facets.length], end],
    keys: end,
    histogram,
    read,
  };
}

export async function open(bytes, _variant, { data }) {
  await gunzip(bytes);
  let at;
  const filters = () => {
    for (const start of at.facets.slice(0, FILTERED)) at.read(start, start + at.rows);
  };
  const counts = (found) => {
    for (const start of at.facets) at.histogram(start, start + found);
  };
  const keys = (found) => at.read(at.keys, at.keys + KEY * found);
  const done = (...parts) => {
    const start = performance.now();
    for (let n = 0; n < TURNS; n += 1) for (const part of parts) part();
    return { engine: (performance.now() - start) / TURNS };
  };
  return {
    opensOnly: true,
    before: async () => {
      at ??= await laid(data);
    },
    facets: ({ found }) => done(filters, () => counts(found)),
    match: () => done(() => at.read(...at.match)),
    again: ({ found }) => done(filters, () => keys(found)),
    page: ({ found }) =>
      done(
        filters,
        () => counts(found),
        () => keys(found),
      ),
  };
}
