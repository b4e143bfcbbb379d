// What a visitor downloads, weighed as it goes over the wire, against tests/budgets.json.

import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const read = (path) => readFile(new URL(`../${path}`, import.meta.url));
const { loader, files } = JSON.parse(await read('www/dist/files.json'));
const { parts } = JSON.parse(await read('tests/budgets.json'));
const names = files.map((file) => file.name).filter((name) => !name.endsWith('.map'));

const weighed = new Map();
for (const name of names) {
  const bytes = await read(`www/dist/${name}`);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  weighed.set(name, { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length });
}

const rows = [];
const failures = [];
const counted = new Set();
for (const part of parts) {
  const chosen = part.files.flatMap(matching);
  if (chosen.length === 0) failures.push(`${part.name}: no file in www/dist matches ${part.files.join(', ')}`);
  for (const name of chosen) counted.add(name);
  const sum = total(chosen);
  const verdict = sum.brotli > part.must ? 'OVER' : sum.brotli > part.aim ? 'above aim' : 'ok';
  if (verdict === 'OVER') {
    failures.push(`${part.name}: ${sum.brotli} bytes, ${sum.brotli - part.must} over its ${part.must}`);
  }
  rows.push([part.name, sum.raw, sum.gzip, sum.brotli, part.must, part.aim, verdict]);
}
for (const name of names.filter((name) => !counted.has(name))) {
  const { raw, gzip, brotli } = weighed.get(name);
  rows.push([`  ${name}`, raw, gzip, brotli, '', '', '']);
  if (name.endsWith('.wasm')) failures.push(`${name}: ${brotli} bytes that no part counts`);
}
print([['part', 'raw', 'gzip', 'brotli', 'must', 'aim', ''], ...rows]);

if (failures.length > 0) {
  console.error(`\nfound:  ${failures.join('\n        ')}`);
  console.error('needed: every .wasm in a part of tests/budgets.json, every part at or below its `must`');
  console.error('run:    cargo xtask budget   (after making it smaller)');
  process.exit(1);
}

function matching(pattern) {
  if (pattern === 'loader') return loader;
  const [start, ...rest] = pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return names.filter((name) => new RegExp(`^${[start, ...rest].join('.*')}$`).test(name));
}

function total(chosen) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of chosen) {
    for (const kind of Object.keys(sum)) sum[kind] += weighed.get(name)[kind];
  }
  return sum;
}

function print(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => String(row[column]).length)));
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column === 0 || column === row.length - 1
        ? String(cell).padEnd(widths[column])
        : String(cell).padStart(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}
