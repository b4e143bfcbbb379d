// What a visitor waits for, on a slow device with a slow line: the figures of docs/benchmarks.md.
//
//   node benches/vitals.mjs SMALL LARGE [--strict] [--rounds 5] [--rates 4,6]
//
// SMALL and LARGE are built snapshots (`cargo xtask vitals` makes them, of 10,000 and 50,000 vacancies). The line has 1.5 Mbit/s and
// 300 ms there and back; the processor is slowed 4 and 6 times, the page by Chromium and the engine's worker by slow.mjs. A time
// ends when what it is about has been painted; of a list that are the first cards, which fill the screen. With --strict a missed `must` ends it with 1.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process, { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browse } from './cdp.mjs';
import { rounded, serveIsolated, spread } from './chromium.mjs';
import { slowEngine, slowLine } from './slow.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const LINE = { bitsPerSecond: 1.5e6, latency: 300 };
const WORKER = /^\/worker-[^/]*\.js$/;
const SCREEN = { width: 412, height: 840 };
const WORDS = ['operator', 'perawat', 'kasir toko', 'sopir', 'staf admin', 'montir'];
/** Milliseconds between two keys of somebody who does not wait for the list. */
const TYPED = 120;
/** Limits: what must hold, and what is aimed at. */
const LIMITS = {
  cold: [6000, 4000],
  warm: [1500, 1500],
  key: [100, 40],
  task: [50, 50],
  shift: [0.1, 0.1],
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strict: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    rates: { type: 'string', default: '4,6' },
  },
});
const [small, large] = positionals;
if (!small || !large) {
  console.error(
    `\nfound:  no two snapshots\nneeded: the folders of a small and a large one\nrun:    cargo xtask vitals`,
  );
  exit(1);
}
const rounds = Number(options.rounds);
const rowsOf = (folder) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).segments.reduce((sum, { rows }) => sum + rows, 0);

/**
 * Per cent of a core that a task gets, less where others use the machine too; and how fast that core is, as readings of its clock a
 * second, for a shared one may be half as fast an hour later. Times of runs that differ in either cannot be compared.
 */
function speed() {
  const start = performance.now();
  const before = process.cpuUsage();
  let readings = 0;
  while (performance.now() - start < 1000) readings += 1;
  return { share: Math.round(process.cpuUsage(before).user / 10 / (performance.now() - start)), readings };
}

let rate = 1;
const server = await serveIsolated({
  root: join(root, 'www/dist'),
  mounts: { '/small': small, '/large': large },
  also: (request, response) => {
    const [, name] = /^\/visit-(small|large)$/.exec(request.url) ?? [];
    if (name) {
      const page = readFileSync(join(root, 'www/dist/index.html'), 'utf8').replace('/snapshot/', `/${name}/`);
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
      return true;
    }
    const file = (path) => readFileSync(join(root, 'www/dist', path), 'utf8');
    const slowed = (path) => slowEngine(rate) + file(path);
    if (request.url === '/sw.js') {
      // The service worker takes no file that is not as built; the slow worker is the one of this build.
      const { name, integrity } = JSON.parse(file('files.json')).files.find(({ name }) => WORKER.test(`/${name}`));
      const hash = `sha256-${createHash('sha256').update(slowed(name)).digest('base64')}`;
      response.setHeader('Cache-Control', 'no-cache').setHeader('Content-Type', 'text/javascript');
      response.end(file('sw.js').replaceAll(integrity, hash));
      return true;
    }
    if (!WORKER.test(request.url)) return false;
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('Content-Type', 'text/javascript').end(slowed(request.url));
    return true;
  },
});
const line = await slowLine(new URL(server.origin).port, LINE);
const speeds = [speed()];
const browser = await browse();
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** Runs in the page before its own scripts: keeps what the browser tells of long tasks and shifts, and when cards are first painted. */
function watch() {
  const seen = { tasks: [], shifts: [], first: undefined };
  globalThis.seen = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, value, hadRecentInput } of list.getEntries()) {
      seen.shifts.push({ startTime, value, hadRecentInput });
    }
  }).observe({ type: 'layout-shift', buffered: true });
  /** Calls back once the next frame has been painted. */
  globalThis.painted = (done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    });
  // Nothing here asks the page at every frame, which would make it slower.
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (this.localName !== 'padan-portal') return root;
    new MutationObserver((_, observer) => {
      if (!root.querySelector('.card')) return;
      observer.disconnect();
      globalThis.painted((time) => {
        seen.first = time;
        globalThis.say('first');
      });
    }).observe(root, { childList: true, subtree: true });
    return root;
  };
}

/** Runs in the page: notes for every key how long it took until the list that answers it was painted. */
function timeKeys() {
  const portal = document.querySelector('padan-portal');
  const { seen } = globalThis;
  const input = portal.shadowRoot.querySelector('#q');
  input.focus();
  globalThis.clearText = () => {
    input.value = '';
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  };
  seen.keys = [];
  let since;
  let before;
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      since ??= timeStamp;
      before = portal.answer;
    },
    true,
  );
  /** The list that answers the key is drawn. */
  globalThis.listed = () => {
    if (since === undefined) return;
    const start = since;
    since = undefined;
    globalThis.painted((time) => {
      seen.keys.push(time - start);
      globalThis.say('key');
    });
  };
  const { updated } = portal;
  portal.updated = function (changed) {
    updated.call(this, changed);
    if (portal.answer !== before) globalThis.listed();
  };
}

/**
 * Runs in the page after `timeKeys`: puts a plain copy of the portal in its place, whose field writes `lists`, the markup of cards, in turn. What that
 * takes is the least that any page needs which shows these cards after a key: no engine is asked and nothing is compared.
 */
function plain(lists) {
  const portal = document.querySelector('padan-portal');
  const copy = document.createElement('div');
  const root = copy.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [...portal.shadowRoot.adoptedStyleSheets];
  root.append(portal.shadowRoot.querySelector('.portal').cloneNode(true));
  portal.replaceWith(copy);
  const input = root.querySelector('#q');
  const list = root.querySelector('.list');
  input.value = '';
  input.focus();
  globalThis.clearText = () => {
    input.value = '';
  };
  let turn = 0;
  const { port1, port2 } = new MessageChannel();
  input.addEventListener('input', () => port2.postMessage(0));
  port1.onmessage = () => {
    list.innerHTML = lists[turn++ % lists.length];
    globalThis.listed();
  };
}

async function pageOf(context, asked) {
  rate = asked;
  const page = await context.page();
  await page.send('Page.enable');
  await page.send('Emulation.setDeviceMetricsOverride', { ...SCREEN, deviceScaleFactor: 1, mobile: false });
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch})()` });
  await page.send('Emulation.setCPUThrottlingRate', { rate });
  return page;
}

/** The time to the first results, and the shifts until the page is at rest. */
async function load(page, name, origin) {
  const first = page.word('first');
  await page.send('Page.navigate', { url: `${origin}/visit-${name}` });
  await first;
  while (!(await page.evaluate("Boolean(customElements.get('padan-market'))"))) await pause(200);
  await pause(500);
  return page.evaluate('({ first: seen.first, shift: seen.shifts.reduce((sum, { value }) => sum + value, 0) })');
}

async function visits(rate) {
  const found = { cold: [], warm: [], shift: [], bytes: [] };
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.context();
    const cold = await pageOf(context, rate);
    line.bytes();
    const first = await load(cold, 'small', line.origin);
    found.cold.push(first.first);
    found.shift.push(first.shift);
    found.bytes.push(line.bytes());
    // A next visit comes later: what a service worker still fetches must not share its line.
    do await pause(2000);
    while (line.bytes() > 0);
    await cold.close();
    const warm = await pageOf(context, rate);
    const again = await load(warm, 'small', line.origin);
    found.warm.push(again.first);
    found.shift.push(again.shift);
    await context.close();
  }
  return found;
}

async function typing(rate) {
  const context = await browser.context();
  const page = await pageOf(context, rate);
  await load(page, 'large', server.origin);
  await page.evaluate(`(${timeKeys})()`);
  const press = async (letter) => {
    await page.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter });
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp' });
  };
  const answered = async (letter) => {
    const key = page.word('key');
    await press(letter);
    await key;
  };
  const clear = async () => {
    await page.evaluate('clearText()');
    await pause(1000);
  };
  const forget = () => page.evaluate('seen.keys.length = seen.tasks.length = seen.shifts.length = 0');
  /** What was seen while every word was typed twice: by somebody who waits for the list and by somebody who does not. */
  const typed = async () => {
    await forget();
    for (const word of WORDS) {
      for (const letter of word) {
        await answered(letter);
      }
      await clear();
    }
    const { keys } = await page.evaluate('seen');
    for (const word of WORDS) {
      for (const letter of word) {
        await Promise.all([press(letter), pause(TYPED)]);
      }
      await clear();
    }
    const { tasks, shifts } = await page.evaluate('seen');
    return {
      keys,
      tasks: tasks.map(({ duration }) => duration),
      shift: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    };
  };
  for (const letter of 'ab') {
    await press(letter);
    await pause(500);
  }
  await clear();
  const portal = await typed();
  const lists = [];
  for (const letter of WORDS[0]) {
    await answered(letter);
    lists.push(
      await page.evaluate("document.querySelector('padan-portal').shadowRoot.querySelector('.list').innerHTML"),
    );
  }
  await page.evaluate(`(${plain})(${JSON.stringify(lists)})`);
  await pause(1000);
  const bound = await typed();
  await context.close();
  return { ...portal, bound };
}

const table = [];
let missed = 0;
function judge(what, rate, text, value, [must, aim], unit) {
  const verdict = value <= aim ? 'aim' : value <= must ? 'must' : 'MISSED';
  if (verdict === 'MISSED') missed += 1;
  table.push([what, `${rate}×`, text, `${must}${unit}`, `${aim}${unit}`, verdict]);
}

for (const rate of options.rates.split(',').map(Number)) {
  const { cold, warm, shift, bytes } = await visits(rate);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const both = (times, write) => {
    const { median, p95 } = spread(times);
    return `${write(median)} (worst ${write(p95)})`;
  };
  const { keys, tasks, shift: typed, bound } = await typing(rate);
  speeds.push(speed());
  const key = spread(keys);
  const n = (rows) => rows.toLocaleString('en');
  judge(
    `first results, cold, ${n(rowsOf(small))} vacancies`,
    rate,
    both(cold, seconds),
    spread(cold).median,
    LIMITS.cold,
    ' ms',
  );
  judge(`first results, warm`, rate, both(warm, seconds), spread(warm).median, LIMITS.warm, ' ms');
  judge(
    `key to painted list, ${n(rowsOf(large))} vacancies, median of ${keys.length}`,
    rate,
    `${key.median} ms`,
    key.median,
    LIMITS.key,
    ' ms',
  );
  judge('key to painted list, 95th percentile', rate, `${key.p95} ms`, key.p95, LIMITS.key, ' ms');
  const longest = (tasks) => Math.max(0, ...tasks);
  const told = (tasks) =>
    tasks.length === 0 ? 'none over 50 ms' : `${rounded(longest(tasks))} ms, ${tasks.length} over 50 ms`;
  judge('longest task of the page while typing', rate, told(tasks), longest(tasks), LIMITS.task, ' ms');
  const least = spread(bound.keys);
  const row = (what, text) => table.push([what, `${rate}×`, text, '', '', 'bound']);
  row(
    'key to painted list, a plain page that is given the same cards',
    `${least.median} ms, 95th percentile ${least.p95} ms`,
  );
  row('longest task of that page', told(bound.tasks));
  judge(
    'layout shift from load to results',
    rate,
    String(rounded(Math.max(...shift))),
    Math.max(...shift),
    LIMITS.shift,
    '',
  );
  judge('layout shift while typing', rate, String(rounded(typed)), typed, LIMITS.shift, '');
  table.push(['bytes of a cold visit', `${rate}×`, `${(spread(bytes).median / 1000).toFixed(0)} kB`, '', '', '']);
}
await browser.close();
await line.close();
await server.close();

const heads = ['what', 'processor', 'measured', 'must', 'aim', 'verdict'];
const span = (values) => `${Math.min(...values)}–${Math.max(...values)}`;
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim()}, a task got ${span(speeds.map(({ share }) => share))} % of one and read its clock ${span(speeds.map(({ readings }) => rounded(readings / 1e6)))} million times a second, Chromium ${browser.version}\n`,
);
for (const row of [heads, heads.map(() => '---'), ...table]) console.log(`| ${row.join(' | ')} |`);
if (missed > 0) console.log(`\n${missed} missed.`);
exit(options.strict && missed > 0 ? 1 : 0);
