// padan beside everything one would use in its place, in one browser, over the same rows, with the same questions:
// docs/benchmarks.md says what is asked and how it is kept fair.
//
//   node benches/rivals.mjs [--rows 20000,100000,1000000] [--only padan,js,…] [--rounds 30] [--cap 240]
//                           [--snapshots target/bench/snapshots] [--resume target/bench/results-….json]
//
// Needs pkg/, the packages of benches/package.json, and a snapshot of each size as SNAPSHOTS/sN; `cargo xtask bench`
// makes what is missing. Prints Markdown; every single time goes to target/bench/results-*.json after each size, and
// `--resume` goes on from there: sizes that stand in it are not measured again.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import binaryen from 'binaryen';
import { build } from 'esbuild';
import { launch, NINE, serveIsolated, WARM_UP } from './chromium.mjs';
import { dataOf, encode } from './columns.mjs';
import { wat } from './limit.mjs';
import { profilesOf, questionsOf, rowsTitled, TEXTS } from './questions.mjs';
import { markdown } from './report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = join(root, 'target/bench');
const OPENS = 5;
/** A contestant that takes longer over its questions, ms, is asked in fewer rounds. */
const SLOW = 3000;
const FEWER = 5;
/** Python needs gigabytes for the records of more rows. */
const MOST_WEIGHED = 100_000;
/** And checked for, and asked for, so many people instead of all. */
const FEWER_PEOPLE = 2;
/** Below this many rounds a contestant was cut too early to say anything. */
const LEAST_ROUNDS = 2;

/** Strictest first. */
const ORDER = [
  'padan',
  'limit',
  'js',
  'tantivy',
  'crossfilter',
  'ufuzzy',
  'duckdb',
  'arquero',
  'sqlite',
  'minisearch',
  'orama',
  'itemsjs',
  'flexsearch',
];

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000,100000,1000000' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '30' },
    cap: { type: 'string', default: '240' },
    resume: { type: 'string' },
    snapshots: { type: 'string', default: join(here, 'snapshots') },
  },
});
/** What a rival may take of the whole run, ms. */
const cap = Number(options.cap) * 1000;
const chosen = options.only?.split(',') ?? ORDER;
const unknown = chosen.filter((name) => !ORDER.includes(name));
if (unknown.length > 0) {
  console.error(`\nfound:  --only ${unknown}\nneeded: of ${ORDER}\nrun:    node benches/rivals.mjs --only js`);
  exit(1);
}
const wanted = ORDER.filter((name) => ['padan', 'limit'].includes(name) || chosen.includes(name));

const sourceOf = (name) => (name === 'limit' ? 'benches/limit.mjs' : `benches/rivals/${name}.mjs`);

/** Bundles a rival for the page; gives its hash and, gzip'd, its size. */
async function bundle(name) {
  const { outputFiles } = await build({
    stdin: { contents: readFileSync(join(root, 'benches/inpage.mjs'), 'utf8'), resolveDir: join(root, 'benches') },
    alias: { rival: join(root, sourceOf(name)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
    // DuckDB and SQLite name Node's modules on paths that a browser never takes.
    external: ['node:*', 'fs', 'path', 'worker_threads', 'module'],
  });
  const [{ contents }] = outputFiles;
  mkdirSync(join(here, 'site'), { recursive: true });
  writeFileSync(join(here, `site/${name}.js`), contents);
  writeFileSync(join(here, `site/${name}.html`), `<!doctype html><script type="module" src="/${name}.js"></script>`);
  return { hash: createHash('sha256').update(contents).digest('hex').slice(0, 8), bytes: gzipSync(contents).length };
}

function body(request) {
  return new Promise((done, failed) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => done(Buffer.concat(parts)));
    request.on('error', failed);
  });
}

/** The promise, or an error after so many ms. */
function within(ms, what, promise) {
  promise.catch(() => {});
  let timer;
  const late = new Promise((_done, failed) => {
    const cut = () => failed(new CutShort(`its ${cap / 1000} s were over at ${what}`));
    timer = setTimeout(cut, Math.max(0, ms));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Time each contestant has taken, ms. */
const spent = {};
class CutShort extends Error {}

async function pageOf(browser, origin, { name, label }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(cap);
  const crashed = new Promise((_done, failed) => {
    page.on('crash', () => failed(new Error('its page ran out of memory')));
  });
  crashed.catch(() => {});
  await page.goto(`${origin}/${name}.html`);
  await page.waitForFunction(() => globalThis.bench);
  const call = async (method, given, what) => {
    const left = ['padan', 'limit'].includes(name) ? cap : cap - (spent[label] ?? 0);
    const start = performance.now();
    const answer = page.evaluate(([method, given]) => globalThis.bench[method](given), [method, given]);
    try {
      return await within(left, what, Promise.race([answer, crashed]));
    } finally {
      spent[label] = (spent[label] ?? 0) + performance.now() - start;
    }
  };
  return { page, call, close: () => context.close() };
}

/** Opens a contestant, several times unless it is slow; packs it before if that was not done. */
async function entered(browser, origin, contestant, size, first) {
  const { name, variant, hash } = contestant;
  const packed = ['padan', 'limit'].includes(name) ? 'core.bin' : `${name}-${hash}.bin`;
  if (!existsSync(join(here, 'packed', size.sha, packed))) {
    const { call, close } = await pageOf(browser, origin, contestant);
    const start = performance.now();
    try {
      await call('pack', { data: `/packed/${size.sha}/data.bin`, to: `/packed/${size.sha}/${packed}` }, 'packing');
    } finally {
      await close();
    }
    contestant.packing = performance.now() - start;
  }
  contestant.bytes = readFileSync(join(here, 'packed', size.sha, packed)).length;
  const given = { packed: `/packed/${size.sha}/${packed}`, variant, about: size.about, question: first };
  const opens = [];
  for (let n = 0; n < OPENS; n += 1) {
    await contestant.page?.close();
    contestant.page = await pageOf(browser, origin, contestant);
    opens.push(await contestant.page.call('open', given, 'opening'));
    if (opens[n].first > SLOW) break;
  }
  contestant.kinds = opens[0].kinds;
  contestant.opens = { runs: opens.length, first: opens.map((o) => o.first), start: opens.map((o) => o.start) };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Holds the contestant's answers against padan's, for every profile; throws where counts or order differ. Texts are held
 * against the rows whose titles have the words, and typos against what the contestant finds for the words typed right.
 */
async function checked(contestant, questions, profiles, expected, truths) {
  contestant.found = {};
  let took = 0;
  const able = questions.filter(({ kind }) => contestant.kinds.includes(kind));
  const all = able.flatMap((question) =>
    question.profile ? profiles.map((profile) => ({ ...question, profile })) : [question],
  );
  contestant.people = profiles.length;
  const own = {};
  all.sort((a, b) => profiles.indexOf(a.profile) - profiles.indexOf(b.profile));
  for (const question of all) {
    const { name, kind, profile, typos, exact } = question;
    if (took > SLOW) contestant.people = FEWER_PEOPLE;
    if (profiles.indexOf(profile) >= contestant.people) break;
    const answer = await contestant.page.call('answer', question, `"${name}"`);
    if (!profile || profile === profiles[0]) took += answer.took;
    const whose = `${name} ${profile ? profiles.indexOf(profile) : ''}`;
    expected[whose] ??= answer;
    const right = expected[whose];
    const differs = (what, a, b) => {
      throw new Error(
        `${name}: ${what} ${JSON.stringify(a)?.slice(0, 300)}, padan's ${JSON.stringify(b)?.slice(0, 300)}`,
      );
    };
    if (kind === 'text') {
      own[name] = answer.rows;
      const truth = new Set(typos ? own[exact] : truths[name]);
      const hits = answer.rows.filter((row) => truth.has(row)).length;
      contestant.found[name] = {
        total: answer.rows.length,
        recall: truth.size > 0 ? hits / truth.size : 0,
        others: answer.rows.length - hits,
      };
    } else {
      if (answer.total !== right.total) differs('total', answer.total, right.total);
      if (['facets', 'page'].includes(kind) && !same(answer.counts, right.counts))
        differs('counts', answer.counts, right.counts);
      if (kind !== 'facets' && !same(answer.top, right.top)) differs('best 50', answer.top, right.top);
      contestant.found[name] = { total: answer.total };
    }
  }
  return took;
}

/** Bytes held after the questions, garbage collected. */
async function held({ page: { page, call } }) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
  const measured = await call('measured', undefined, 'measuring memory').catch(() => undefined);
  return { heap, measured, wasm: await call('memory', undefined, 'asking for wasm memory') };
}

async function compared(browser, origin, rows, bundles) {
  const folder = join(options.snapshots, `s${rows}`);
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const { segments } = JSON.parse(manifest);
  const core = readFileSync(join(folder, segments[0].core.file));
  const data = dataOf(gunzipSync(core));
  const sha = segments[0].core.sha256.slice(0, 16);
  mkdirSync(join(here, 'packed', sha), { recursive: true });
  writeFileSync(join(here, 'packed', sha, 'data.bin'), encode(data));
  writeFileSync(join(here, 'packed', sha, 'core.bin'), core);
  const facets = data.facets.map(({ key, values }) => ({ key, values }));
  if (
    !same(
      facets.map(({ key }) => key),
      NINE,
    )
  )
    throw new Error('the nine facets are out of order');
  const size = { rows, sha, about: { manifest: { text: manifest, facets }, data: `/packed/${sha}/data.bin` } };
  const profiles = profilesOf(data);
  const questions = questionsOf(data, profiles);
  const truths = Object.fromEntries(TEXTS.map(([text]) => [text, rowsTitled(data, text)]));

  const contestants = [];
  const expected = {};
  for (const { name, label, holds, variants, hash, bytes } of bundles) {
    for (const variant of variants) {
      const own = { name, variant, label: variant ? `${label}, ${variant}` : label, holds, hash, code: bytes };
      contestants.push(own);
      const before = spent[own.label] ?? 0;
      const taken = () => `${((spent[own.label] - before) / 1000).toFixed(1)} s`;
      try {
        await entered(browser, origin, own, size, questions[0]);
        let took = 0;
        own.people = profiles.length;
        if (name !== 'limit') took = await checked(own, questions, profiles, expected, truths);
        if (name === 'padan') for (const question of questions) question.found = own.found[question.name].total;
        own.rounds = took > SLOW ? FEWER : Number(options.rounds);
        own.times = Object.fromEntries(questions.map(({ name }) => [name, { call: [], engine: [] }]));
        console.error(`${rows} rows: ${own.label} opened${name === 'limit' ? '' : ' and checked'}, ${taken()}`);
      } catch (error) {
        own.failed = reason(error);
        console.error(`${rows} rows: ${own.label} is not measured, ${taken()}: ${error.message.slice(0, 1500)}`);
        await own.page?.close().catch(() => {});
        if (name === 'padan') throw error;
      }
    }
  }
  let running = contestants.filter(({ failed }) => !failed);
  const begun = performance.now();
  for (let round = -WARM_UP; round < Number(options.rounds); round += 1) {
    if (round % 5 === 0) {
      const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
      console.error(
        `${rows} rows: round ${Math.max(0, round)} of ${options.rounds}, ${running.length} asked, ${minutes} min`,
      );
    }
    for (const own of running) {
      if (own.rounds === FEWER && (round < -1 || round >= FEWER)) continue;
      const asked = questions
        .filter(({ kind }) => own.kinds.includes(kind))
        .map((question) => {
          // Two people take turns, so that one is new to whoever is asked and the other is not.
          const who = 2 * (round + WARM_UP) + (question.asked ? 1 : 0);
          return question.profile ? { ...question, profile: profiles[who % own.people] } : question;
        });
      // Another question first each time: the first one finds the caches full of what others left.
      asked.push(...asked.splice(0, (round + WARM_UP) % asked.length));
      let times;
      try {
        times = await own.page.call('round', asked, 'a round');
      } catch (error) {
        if (own.name === 'padan') throw error;
        const rounds = own.times[questions.find(({ kind }) => own.kinds.includes(kind)).name].call.length;
        if (error instanceof CutShort && rounds >= LEAST_ROUNDS) own.cut = rounds;
        else own.failed = reason(error);
        console.error(`${rows} rows: ${own.label} stops after ${rounds} rounds: ${error.message.slice(0, 500)}`);
        await own.page.close().catch(() => {});
        running = running.filter((one) => one !== own);
        continue;
      }
      if (round < 0) continue;
      times.forEach(([call, engine], n) => {
        own.times[asked[n].name].call.push(call);
        if (engine !== undefined) own.times[asked[n].name].engine.push(engine);
      });
    }
  }
  for (const own of running) {
    own.memory = await held(own).catch((error) => {
      console.error(`${rows} rows: memory of ${own.label} is not known: ${error.message.slice(0, 300)}`);
    });
  }
  const steady = rows === wantedSizes[0] ? await repeated(running[0], questions, profiles) : undefined;
  for (const own of running) await own.page.close();
  return {
    rows,
    questions: questions.map(({ name, kind, typos }) => ({ name, kind, typos, found: running[0].found[name].total })),
    steady,
    weights: weightsOf(folder, segments),
    contestants: contestants.map(({ page, ...rest }) => rest),
  };
}

const reason = ({ message }) => message.split('\n')[0].replace(/^page.evaluate: (Error: )?/, '');

/** Bytes of a snapshot's columns and texts and, where Python can tell, of the same fields as Parquet (sizes.py). */
function weightsOf(folder, segments) {
  const sum = (what) => segments.reduce((sum, segment) => sum + what(segment), 0);
  const weights = { columns: sum(({ core }) => core.bytes), texts: sum(({ textBytes }) => textBytes) };
  if (segments[0].rows > MOST_WEIGHED) return weights;
  const given = [join(root, 'benches/sizes.py'), folder, '--json'];
  const { status, stdout, stderr, error } = spawnSync('python3', given, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === 0) return { ...weights, ...JSON.parse(stdout) };
  weights.failed = (error?.message ?? stderr).trim().split('\n').at(-1);
  console.error(`Parquet is not weighed: ${weights.failed} (pip install pyarrow zstandard brotli)`);
  return weights;
}

/** Memory of padan after 10 and after 10,000 questions. */
async function repeated(own, questions, profiles) {
  const { call } = own.page;
  const ask = (n) =>
    Array.from({ length: n }, (_none, at) => {
      const question = questions[at % questions.length];
      return question.profile ? { ...question, profile: profiles[at % profiles.length] } : question;
    });
  await call('round', ask(10), '10 questions');
  const after10 = await held(own);
  for (let n = 0; n < 10; n += 1) await call('round', ask(1000), '1,000 questions');
  return { after10, after10000: await held(own) };
}

const resumed = options.resume ? JSON.parse(readFileSync(options.resume, 'utf8')) : undefined;
Object.assign(spent, resumed?.spent);
const wantedSizes = options.rows.split(',').map(Number);
const sizes = wantedSizes.filter((rows) => !resumed?.sizes.some((size) => size.rows === rows));
for (const rows of sizes) {
  if (existsSync(join(options.snapshots, `s${rows}/manifest.json`))) continue;
  console.error(
    `\nfound:  no snapshot ${options.snapshots}/s${rows}\nneeded: one of ${rows} rows\nrun:    cargo xtask bench`,
  );
  exit(1);
}
mkdirSync(here, { recursive: true });
const bundles = [];
for (const name of wanted) {
  if (name === 'tantivy' && !existsSync(join(here, 'tantivy/padan_rival_tantivy.js'))) {
    console.error('tantivy is left out: target/bench/tantivy is not built (cargo xtask bench --tantivy)');
    continue;
  }
  const {
    label,
    holds,
    variants = [''],
  } = JSON.parse(
    JSON.stringify(await import(join(root, sourceOf(name))), (_key, value) =>
      typeof value === 'function' ? undefined : value,
    ),
  );
  bundles.push({ name, label, holds, variants, ...(await bundle(name)) });
}
const limits = binaryen.parseText(wat);
limits.setFeatures(binaryen.Features.All);
writeFileSync(join(here, 'site/limit.wasm'), limits.emitBinary());
const server = await serveIsolated({
  root: join(here, 'site'),
  mounts: {
    '/pkg': join(root, 'pkg'),
    '/packed': join(here, 'packed'),
    '/tantivy': join(here, 'tantivy'),
    '/modules': join(root, 'benches/node_modules'),
  },
  async also(request, response) {
    // Some rivals make functions of text.
    response.removeHeader('Content-Security-Policy');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (request.method !== 'POST') return false;
    writeFileSync(join(here, decodeURIComponent(request.url)), await body(request));
    response.end();
    return true;
  },
});
const browser = await launch('--js-flags=--max-old-space-size=4096', '--enable-blink-features=ForceEagerMeasureMemory');
const report = resumed ?? {
  date: new Date().toISOString().slice(0, 16),
  machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  chromium: browser.version(),
  rounds: Number(options.rounds),
  cap: cap / 1000,
  sizes: [],
};
const out = options.resume ?? join(here, `results-${report.date.replaceAll(':', '')}.json`);
try {
  for (const rows of sizes) {
    const start = performance.now();
    const size = await compared(browser, server.origin, rows, bundles);
    report.sizes.push({ ...size, minutes: (performance.now() - start) / 60_000 });
    report.sizes.sort((a, b) => a.rows - b.rows);
    report.spent = spent;
    writeFileSync(out, JSON.stringify(report));
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(markdown(report));
console.error(`\nevery time is in ${out} (${argv[1]})`);
