// How long the engine takes in Chromium, over any built snapshot: the figures of README.md.
//
//   node benches/first.mjs SNAPSHOT [--text WORDS] [--rounds 40] [--json]
//
// Needs pkg/ (`cargo xtask wasm`) and Chromium. The engine runs on the page's one thread, as it does in the portal's
// worker. Every round asks every question once, so that a busy moment of the machine falls on all of them alike; the
// first five rounds are thrown away. `engine` is `answer.micros`: reading the question, the scan, the hits. `call`
// adds turning the answer into JavaScript. Facets list at most 7 values, as the portal asks. The page is cross-origin
// isolated, for a clock of 5 µs instead of 100.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, NINE, serveIsolated, spread, WARM_UP } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const OPENS = 7;
const FACET_LIMIT = 7;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    text: { type: 'string', default: 'operator' },
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});
const [snapshot] = positionals;
if (!snapshot) {
  console.error(`\nfound:  no snapshot\nneeded: the folder of one\nrun:    node ${argv[1]} demo/snapshot`);
  exit(1);
}

const server = await serveIsolated({ root: join(root, 'pkg'), mounts: { '/snapshot': snapshot } });
const browser = await launch();

/** Runs in the page: opens the snapshot and asks it once. */
async function opened() {
  const { default: init, Padan } = await import('/padan.js');
  const { memory } = await init();
  const start = performance.now();
  const padan = await Padan.open('/snapshot/manifest.json');
  const open = performance.now() - start;
  padan.query({ limit: 50, facetLimit: 7 }, undefined);
  Object.assign(globalThis, { padan, memory });
  return { rows: padan.info().rows, open, first: performance.now() - start, memory: memory.buffer.byteLength };
}

/** Runs in the page: every question, in rounds. */
function measured({ text, rounds, warmUp, nine, facetLimit }) {
  const { padan } = globalThis;
  const all = padan.query({ limit: 0 }, undefined);
  const top = (facet) => all.facets[facet].filter(({ value }) => value !== 'none').sort((a, b) => b.count - a.count);
  const three = (facet) =>
    top(facet)
      .slice(0, 3)
      .map(({ value }) => value);
  const filters = {
    province: three('province'),
    education: three('education'),
    employment_type: three('employment_type'),
  };
  const occupation = top('occupation')[0]?.value ?? '83';
  const profile = {
    targets: [{ occupation }],
    history: [{ occupation, months: 30, yearsAgo: 1 }],
    education: 7,
    fields: padan.fields().slice(0, 2),
    skills: padan.skills().slice(0, 10),
    home: '3216',
    minimumPay: 3_000_000,
    employmentTypes: ['full_time', 'internship'],
  };
  const questions = {
    'no filter, 17 facets': [{}],
    '3 filters, 17 facets': [{ filters }],
    'text, 17 facets': [{ text }],
    'match, no filter, 17 facets': [{ sort: 'match' }, profile],
    'text + 3 filters + match, 9 facets': [{ text, filters, sort: 'match', facets: nine }, profile],
    'text + 3 filters + match, 17 facets': [{ text, filters, sort: 'match' }, profile],
  };
  const taken = Object.fromEntries(Object.keys(questions).map((name) => [name, { engine: [], call: [], found: 0 }]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, [query, profile]] of Object.entries(questions)) {
      const start = performance.now();
      const answer = padan.query({ ...query, limit: 50, facetLimit }, profile);
      const call = performance.now() - start;
      taken[name].found = answer.total;
      if (round < 0) continue;
      taken[name].engine.push(answer.micros / 1000);
      taken[name].call.push(call);
    }
  }
  return { taken, memory: globalThis.memory.buffer.byteLength, isolated: globalThis.crossOriginIsolated };
}

let page;
const opens = [];
for (let n = 0; n < OPENS; n += 1) {
  await page?.close();
  page = await browser.newPage();
  await page.goto(`${server.origin}/package.json`);
  opens.push(await page.evaluate(opened));
}
const given = {
  text: options.text,
  rounds: Number(options.rounds),
  warmUp: WARM_UP,
  nine: NINE,
  facetLimit: FACET_LIMIT,
};
const { taken, memory, isolated } = await page.evaluate(measured, given);
const report = {
  rows: opens[0].rows,
  chromium: browser.version(),
  coreBytes: JSON.parse(readFileSync(join(snapshot, 'manifest.json'), 'utf8')).segments.reduce(
    (sum, { core }) => sum + core.bytes,
    0,
  ),
  isolated,
  text: options.text,
  open: { runs: OPENS, open: spread(opens.map((o) => o.open)), first: spread(opens.map((o) => o.first)) },
  memory: { opened: opens.at(-1).memory, asked: memory },
  rounds: given.rounds,
  questions: Object.fromEntries(
    Object.entries(taken).map(([name, { engine, call, found }]) => [
      name,
      { found, engine: spread(engine), call: spread(call) },
    ]),
  ),
};
await browser.close();
await server.close();

if (options.json) {
  console.log(JSON.stringify(report, null, 2));
} else {
  const { rows, open } = report;
  console.log(`${rows} rows, ${report.coreBytes} bytes of core, Chromium ${report.chromium}, text "${report.text}"`);
  console.log(`open ${open.open.median} ms, to the first answer ${open.first.median} ms (medians of ${OPENS})`);
  console.log(`wasm memory ${(memory / 1e6).toFixed(1)} MB; first 50 hits; times in ms, ${given.rounds} rounds\n`);
  const heads = ['found', 'least', 'median', 'p95', 'least', 'median', 'p95'];
  console.log(`${''.padEnd(45)}engine${''.padEnd(21)}call`);
  console.log('question'.padEnd(36) + heads.map((head) => head.padStart(9)).join(''));
  for (const [name, { found, engine, call }] of Object.entries(report.questions)) {
    const cells = [found, ...Object.values(engine), ...Object.values(call)];
    console.log(name.padEnd(36) + cells.map((cell) => String(cell).padStart(9)).join(''));
  }
}
