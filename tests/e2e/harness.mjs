// What every end-to-end test stands on: a snapshot made by padan's own program, served with the page under the strict
// policy, and a headless Chromium whose every request, complaint and policy violation is written down.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../www/serve.mjs';
import { browserPath, FLAGS } from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = env.PADAN_PROGRAM ?? join(root, 'target/cli/padan');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LAUNCH = {
  executablePath: browserPath,
  headless: true,
  args: [...FLAGS, '--host-resolver-rules=MAP insecure.test 127.0.0.1'],
};
/** Service workers are for the tests that are about them. */
const HERE = { locale: 'id-ID', timezoneId: 'Asia/Jakarta', serviceWorkers: 'block' };

/**
 * A snapshot of `rows` made-up vacancies as of a fixed day, with its courses and supply figures where the sample has
 * them. It is kept in target/e2e-snapshot/ for as long as the program that made it is not rebuilt.
 */
export function snapshot({ rows = 2000, seed = 1, asOf = '2026-11-24' } = {}) {
  if (!existsSync(program)) {
    throw new Error(`found: no ${program}; needed: padan's own program; run: cargo xtask test --only e2e`);
  }
  const kept = join(root, 'target/e2e-snapshot', `${rows}-${seed}-${asOf}`);
  if (existsSync(kept) && statSync(kept).mtimeMs > statSync(program).mtimeMs) return join(kept, 'snapshot');

  mkdirSync(dirname(kept), { recursive: true });
  const made = mkdtempSync(`${kept}-`);
  const [sample, courses, supply] = ['', '.courses', '.supply'].map((part) => join(made, `sample${part}.jsonl`));
  const run = (...args) => execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('sample', '--rows', rows, '--seed', seed, '--as-of', asOf, '--out', sample);
  const more = [
    ['--courses', courses],
    ['--supply', supply],
  ].filter(([, path]) => existsSync(path));
  run('build', '--format', 'jsonl', '--as-of', asOf, '--out', join(made, 'snapshot'), sample, ...more.flat());
  rmSync(kept, { recursive: true, force: true });
  renameSync(made, kept);
  return join(kept, 'snapshot');
}

/**
 * Visits to a site, each in a context of its own, its clock at nine in the morning of `day`. After every test they are
 * closed, and none may have complained. `site` answers the site, which is there once the tests run; `ready` waits for
 * what they need beside the list.
 */
export function visits(site, day, ready) {
  let open = [];
  afterEach(async () => {
    const seen = open;
    open = [];
    for (const { context } of seen) await context.close();
    for (const { errors, violations } of seen) assert.deepEqual([errors, violations], [[], []]);
  });
  return async (fragment = '#q=', options = DESK) => {
    const seen = await site().open(null, options);
    open.push(seen);
    const { page } = seen;
    page.setDefaultTimeout(10_000);
    await page.clock.setFixedTime(`${day}T09:00:00+07:00`);
    await page.goto(`${site().origin}/${fragment}`);
    await page.locator('#results-title').waitFor();
    await ready(page);
    return page;
  };
}

/** How many times slower pages are than this machine: what a test does not wait for shows itself there. */
const SLOW = Number(env.PADAN_SLOW ?? 1);

/** Slows the threads of all pages of a context, and what they say to their workers, which no browser slows. */
async function slowed(context) {
  await context.addInitScript((ms) => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...said) {
      setTimeout(() => postMessage.apply(this, said), ms);
    };
  }, SLOW * 50);
  context.on('page', async (page) => {
    try {
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
    } catch (error) {
      if (!page.isClosed()) throw error;
    }
  });
}

/** A desktop's window. */
export const DESK = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** Waits until the list answers what was asked last. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('padan-portal').asking);
}

/** Waits until the portal knows the places, occupations and skills of its snapshot, and its list answers what was asked last. */
export async function listed(page) {
  await page.waitForFunction(() => document.querySelector('padan-portal').lists);
  await settled(page);
}

/** Waits until the charts and tables of the market, a kiosk's too, answer what the list was asked last, and are drawn. */
export async function charted(page) {
  const drawn = () =>
    page.locator('padan-market').evaluate((market) => {
      const { board, charts, beside, counting, renderRoot } = market;
      // In the page before what it is has come.
      if (!renderRoot) return false;
      const figures = [...renderRoot.querySelectorAll('padan-figure')];
      const tables = [...renderRoot.querySelectorAll('padan-cross, padan-quality')];
      return (
        !market.getRootNode().host.asking &&
        !counting &&
        (board === 'quality' || charts.length > 0) &&
        figures.length === charts.length + beside.size &&
        figures.every((figure) => figure.drawn) &&
        tables.every((table) => table.renderRoot?.querySelector('table'))
      );
    });
  await until('the charts drawn', drawn, 20_000);
}

/** Holds back what `page` asks for at the addresses of `pattern` until the function that it answers is called. */
export async function heldBack(page, pattern) {
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  await page.route(pattern, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Waits until `found` answers yes, or with the promise of a yes, which `page.waitForFunction` would take for one. */
export async function until(what, found, within = 8_000) {
  for (const end = Date.now() + within; !(await found()); ) {
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** Waits until the browser of `page` has its service worker and, with an address, has kept what is there. */
export async function kept(page, address) {
  const asked = async (address) =>
    Boolean(address ? await caches.match(address) : (await navigator.serviceWorker.getRegistration())?.active);
  await until(`kept: ${address ?? 'service worker'}`, () => page.evaluate(asked, address), 20_000);
}

/** Waits until a visit to the sample page has asked `site` for all that it fetches unasked, and answers how many requests that makes. */
export async function fetched(site, page) {
  const asked = (file) =>
    site.served.slice(site.served.findLastIndex(({ path }) => path === '/')).some(({ path }) => file.test(path));
  const unasked = [/\/offline-/, /\/texts-/];
  for (let waited = 0; !unasked.every(asked); waited += 20) {
    assert.ok(waited < 10_000, `asked for: ${site.served.map(({ path }) => path)}; needed: ${unasked}`);
    await page.waitForTimeout(20);
  }
  // What was asked for last has run, so what it imports has come, too.
  await page.locator('.status', { hasText: /Daring|Online/ }).waitFor();
  return site.served.length;
}

/** Waits until the engine, which answers in turn, has answered the portal of `page` all that it was asked until now. */
export async function caughtUp(page) {
  await page.evaluate(async () => {
    await document.querySelector('padan-portal').engine.call('reference', 'id');
  });
}

/** Answers the form about oneself with a whole profile, as its fields would one by one. */
export const answer = (page, profile) =>
  page.evaluate((detail) => {
    const { renderRoot } = document.querySelector('padan-portal');
    renderRoot.querySelector('padan-profile').dispatchEvent(new CustomEvent('answer', { detail }));
  }, profile);

/** The vacancies found, once the list has settled. */
export async function count(page) {
  await settled(page);
  return Number((await page.locator('#results-title strong').innerText()).replace(/\D/g, ''));
}

/** What the page's address asks for. */
export function params(page) {
  return new URLSearchParams(new URL(page.url()).hash.slice(1));
}

/**
 * Serves `root` (the built page unless told otherwise) with the snapshot at /snapshot/, and opens a browser.
 *
 * Answers `{origin, browser, open, openKept, served, close}`. `served` lists every request the server saw, from pages, workers
 * and service workers alike. `open(path, options)` opens a page in a context of its own, with Playwright's context
 * options, and answers `{page, context, requests, errors, violations}`: what the page asked for (url, method,
 * postData), errors on its console and uncaught ones, and Content-Security-Policy violations. Pass `path: null` to go
 * nowhere yet. Close it in an `after` hook, or the test never ends.
 */
export async function start({ root: folder = join(root, 'www/dist'), mounts, onRequest = () => false } = {}) {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(`found: no ${folder}/index.html; needed: the built page; run: cargo xtask page`);
  }
  const served = [];
  const server = await serve({
    root: folder,
    mounts: mounts ?? { '/snapshot': snapshot() },
    onRequest: (request, response) => {
      served.push({ method: request.method, path: request.url });
      return onRequest(request, response);
    },
  });
  const profile = mkdtempSync(join(tmpdir(), 'padan-e2e-'));
  const browser = await chromium.launch({ ...LAUNCH, env: { ...env, TMPDIR: profile } }).catch(async (error) => {
    await server.close();
    throw new Error(`found: ${error.message}; needed: Chromium; run: cargo xtask setup`);
  });

  async function open(path = '/', options = {}) {
    const context = await browser.newContext({ ...HERE, ...options });
    return watched(context, path);
  }

  /** Opens a page in a browser of its own that keeps what it stores in `folder`, as `open` does otherwise. */
  async function openKept(folder, path = '/', options = {}) {
    const context = await chromium.launchPersistentContext(folder, {
      ...LAUNCH,
      ...HERE,
      env: { ...env, TMPDIR: profile },
      ...options,
    });
    return watched(context, path);
  }

  async function watched(context, path) {
    const seen = { requests: [], errors: [], violations: [] };
    context.on('request', (request) =>
      seen.requests.push({ url: request.url(), method: request.method(), postData: request.postData() }),
    );
    context.on('console', (message) => {
      if (message.type() === 'error') seen.errors.push(message.text());
    });
    context.on('weberror', (error) => seen.errors.push(String(error.error())));
    await context.exposeBinding('padanViolation', (_source, violation) => seen.violations.push(violation));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        const { violatedDirective: directive, blockedURI: blocked, sourceFile: source } = event;
        globalThis.padanViolation({ directive, blocked, source });
      });
    });
    if (SLOW > 1) await slowed(context);
    const page = await context.newPage();
    if (path !== null) await page.goto(new URL(path, server.origin).href);
    return { page, context, ...seen };
  }

  async function close() {
    await browser.close();
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  }

  return { origin: server.origin, browser, open, openKept, served, close };
}

/** What axe finds wrong with the page, open shadow roots included: `[{rule, impact, help, nodes}]`, empty when sound. */
export async function axe(page, options = {}) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async (given) => (await globalThis.axe.run(document, given)).violations,
    options,
  );
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact,
    help,
    nodes: nodes.map((node) => node.target.flat().join(' > ')),
  }));
}

/** Writes target/screenshots/NAME.png, the whole page, and answers its path. */
export async function screenshot(page, name) {
  const path = join(root, 'target/screenshots', `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}
