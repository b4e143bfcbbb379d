// padan beside everything one would use in its place, in one browser, over the same rows, with the same questions:
// docs/benchmarks.md says what is asked and how it is kept fair.
//
//   node benches/rivals.mjs [--rows 20000,100000,1000000] [--only padan,js,…] [--rounds 30] [--limit 180]
//                           [--snapshots target/bench/snapshots]
//
// Needs pkg/, the packages of benches/package.json, and a snapshot of each size as SNAPSHOTS/sN; `cargo xtask bench`
// makes what is missing. Prints Markdown; every single time goes to target/bench/results-*.json.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { launch, NINE, serveIsolated, WARM_UP } from './chromium.mjs';
import { dataOf, encode } from './columns.mjs';
import { profilesOf, questionsOf } from './questions.mjs';
import { markdown } from './report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = join(root, 'target/bench');
const OPENS = 5;
/** A contestant that takes longer over its questions, ms, is asked in fewer rounds. */
const SLOW = 3000;
const FEWER = 5;

/** Strictest first. */
const ORDER = [
  'padan',
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
    limit: { type: 'string', default: '180' },
    snapshots: { type: 'string', default: join(here, 'snapshots') },
  },
});
const limit = Number(options.limit) * 1000;
const files = readdirSync(join(root, 'benches/rivals')).map((file) => file.replace('.mjs', ''));
const wanted = (options.only?.split(',') ?? ORDER).filter((name) => files.includes(name));
if (!wanted.includes('padan')) wanted.unshift('padan');

/** Bundles a rival for the page; gives its hash and, gzip'd, its size. */
async function bundle(name) {
  const { outputFiles } = await build({
    stdin: { contents: readFileSync(join(root, 'benches/inpage.mjs'), 'utf8'), resolveDir: join(root, 'benches') },
    alias: { rival: join(root, `benches/rivals/${name}.mjs`) },
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
  let timer;
  const late = new Promise((_done, failed) => {
    timer = setTimeout(() => failed(new Error(`${what} took more than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function pageOf(browser, origin, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(limit);
  const crashed = new Promise((_done, failed) => {
    page.on('crash', () => failed(new Error('its page ran out of memory')));
  });
  crashed.catch(() => {});
  await page.goto(`${origin}/${name}.html`);
  await page.waitForFunction(() => globalThis.bench);
  const call = (method, given, what) =>
    within(
      limit,
      what,
      Promise.race([page.evaluate(([method, given]) => globalThis.bench[method](given), [method, given]), crashed]),
    );
  return { page, call, close: () => context.close() };
}

/** Opens a contestant, several times unless it is slow; packs it before if that was not done. */
async function entered(browser, origin, contestant, size, first) {
  const { name, variant, hash } = contestant;
  const packed = name === 'padan' ? `core.bin` : `${name}-${hash}.bin`;
  if (!existsSync(join(here, 'packed', size.sha, packed))) {
    const { call, close } = await pageOf(browser, origin, name);
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
    contestant.page = await pageOf(browser, origin, name);
    opens.push(await contestant.page.call('open', given, 'opening'));
    if (opens[n].first > SLOW) break;
  }
  contestant.kinds = opens[0].kinds;
  contestant.opens = { runs: opens.length, first: opens.map((o) => o.first), start: opens.map((o) => o.start) };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Holds the contestant's answers against padan's, for every profile; throws where counts or order differ. */
async function checked(contestant, questions, profiles, expected) {
  contestant.found = {};
  let took = 0;
  const able = questions.filter(({ kind }) => contestant.kinds.includes(kind));
  const all = able.flatMap((question) =>
    question.profile ? profiles.map((profile) => ({ ...question, profile })) : [question],
  );
  for (const question of all) {
    const { name, kind, profile } = question;
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
      const truth = new Set(expected[`${question.exact} `].rows);
      const hits = answer.rows.filter((row) => truth.has(row)).length;
      contestant.found[name] = {
        total: answer.rows.length,
        recall: hits / truth.size,
        others: answer.rows.length - hits,
      };
    } else {
      if (answer.total !== right.total) differs('total', answer.total, right.total);
      if (kind !== 'match' && !same(answer.counts, right.counts)) differs('counts', answer.counts, right.counts);
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
  const size = { rows, sha, about: { manifest: { text: manifest, facets } } };
  const profiles = profilesOf(data);
  const questions = questionsOf(data, profiles);

  const contestants = [];
  const expected = {};
  for (const { name, label, holds, variants, hash, bytes } of bundles) {
    for (const variant of variants) {
      const own = { name, variant, label: variant ? `${label}, ${variant}` : label, holds, hash, code: bytes };
      contestants.push(own);
      console.error(`${rows} rows: ${own.label}`);
      try {
        await entered(browser, origin, own, size, questions[0]);
        const took = await checked(own, questions, profiles, expected);
        own.rounds = took > SLOW ? FEWER : Number(options.rounds);
        own.times = Object.fromEntries(questions.map(({ name }) => [name, { call: [], engine: [] }]));
      } catch (error) {
        own.failed = error.message.split('\n')[0].replace(/^page.evaluate: (Error: )?/, '');
        console.error(`  not measured: ${error.message.slice(0, 1500)}`);
        await own.page?.close().catch(() => {});
        if (name === 'padan') throw error;
      }
    }
  }
  const running = contestants.filter(({ failed }) => !failed);
  for (let round = -WARM_UP; round < Number(options.rounds); round += 1) {
    for (const own of running) {
      if (own.rounds === FEWER && (round < -1 || round >= FEWER)) continue;
      const asked = questions
        .filter(({ kind }) => own.kinds.includes(kind))
        .map((question) =>
          question.profile ? { ...question, profile: profiles[(round + WARM_UP) % profiles.length] } : question,
        );
      // Another question first each time: the first one finds the caches full of what others left.
      asked.push(...asked.splice(0, (round + WARM_UP) % asked.length));
      const times = await own.page.call('round', asked, 'a round');
      if (round < 0) continue;
      times.forEach(([call, engine], n) => {
        own.times[asked[n].name].call.push(call);
        if (engine !== undefined) own.times[asked[n].name].engine.push(engine);
      });
    }
  }
  for (const own of running) own.memory = await held(own);
  const steady = rows === sizes[0] ? await repeated(running[0], questions, profiles) : undefined;
  for (const own of running) await own.page.close();
  return {
    rows,
    questions: questions.map(({ name, kind, typos }) => ({ name, kind, typos, found: running[0].found[name].total })),
    steady,
    contestants: contestants.map(({ page, ...rest }) => rest),
  };
}

/** Memory of padan after 10 and after 10,000 questions. */
async function repeated(own, questions, profiles) {
  const { call } = own.page;
  const asked = (n) =>
    Array.from({ length: n }, (_none, at) => {
      const question = questions[at % questions.length];
      return question.profile ? { ...question, profile: profiles[at % profiles.length] } : question;
    });
  await call('round', asked(10), '10 questions');
  const after10 = await held(own);
  for (let n = 0; n < 10; n += 1) await call('round', asked(1000), '1,000 questions');
  return { after10, after10000: await held(own) };
}

const sizes = options.rows.split(',').map(Number);
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
    JSON.stringify(await import(`./rivals/${name}.mjs`), (_key, value) =>
      typeof value === 'function' ? undefined : value,
    ),
  );
  bundles.push({ name, label, holds, variants, ...(await bundle(name)) });
}
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
const report = {
  date: new Date().toISOString().slice(0, 16),
  machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  chromium: browser.version(),
  rounds: Number(options.rounds),
  sizes: [],
};
const out = join(here, `results-${report.date.replaceAll(':', '')}.json`);
try {
  for (const rows of sizes) {
    report.sizes.push(await compared(browser, server.origin, rows, bundles));
    writeFileSync(out, JSON.stringify(report));
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(markdown(report));
console.error(`\nevery time is in ${out} (${argv[1]})`);
