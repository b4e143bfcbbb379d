// What a device keeps and cannot keep: little is fetched again, ages are told, a new build waits. Opening without a network is not held here yet.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, DESK, settled, snapshot, start } from './harness.mjs';

const DAY = '2026-11-24';
const dist = fileURLToPath(new URL('../../www/dist', import.meta.url));

let work;
let site;
let seen = [];
/** What the server does instead of answering: `(path, request, response) => handled`. */
let instead = () => false;
/** Bytes sent, by path. */
let sent = new Map();

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'padan-offline-'));
  cpSync(dist, join(work, 'page'), { recursive: true });
  site = await start({
    root: join(work, 'page'),
    mounts: { '/snapshot': join(work, 'snapshot') },
    onRequest: (request, response) => {
      const path = request.url.split('?')[0];
      const { end } = response;
      response.end = (body, ...rest) => {
        sent.set(path, (sent.get(path) ?? 0) + (body?.length ?? 0));
        return end.call(response, body, ...rest);
      };
      return instead(path, request, response);
    },
  });
});
after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  publish(snapshot());
  instead = () => false;
  sent = new Map();
  site.served.length = 0;
});
afterEach(async () => {
  for (const context of seen) await context.close();
  seen = [];
});

/** Puts another snapshot on the server, as a webmaster would: a folder beside, then one rename. */
function publish(folder) {
  rmSync(join(work, 'next'), { recursive: true, force: true });
  cpSync(folder, join(work, 'next'), { recursive: true });
  rmSync(join(work, 'snapshot'), { recursive: true, force: true });
  renameSync(join(work, 'next'), join(work, 'snapshot'));
}

const newer = () => snapshot({ rows: 300, seed: 5, asOf: '2026-11-25' });

/**
 * Opens the page, in a context of its own or as another tab. Where a server answers faster than the worker, a browser may take its answer,
 * and so a newer snapshot at once; what the worker keeps is held by `kept`.
 */
async function visit({ day = DAY, context, fragment = '#q=', whole = true } = {}) {
  const opened = context ? undefined : await site.open(null, { ...DESK, serviceWorkers: 'allow' });
  const own = context ?? opened.context;
  if (!context) seen.push(own);
  const page = opened?.page ?? (await own.newPage());
  page.setDefaultTimeout(30_000);
  await page.clock.setFixedTime(`${day}T09:00:00+07:00`);
  await page.goto(`${site.origin}/${fragment}`);
  if (!whole) return page;
  await page.locator('#results-title').waitFor();
  await page.waitForFunction(() => customElements.get('padan-saved'));
  return page;
}

/** Waits until the snapshot of that day is kept whole. */
const kept = (page, asOf = DAY) =>
  page.waitForFunction(async (asOf) => {
    const found = await (await caches.open('padan-data')).match(`${location.origin}/snapshot/manifest.json`);
    return found && (await found.clone().json()).asOf === asOf;
  }, asOf);
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const rows = (page) => page.evaluate(() => document.querySelector('padan-portal').info.rows);
const flight = async (page) => {
  await kept(page);
  await controlled(page);
  await page.context().setOffline(true);
};

describe('the day after', () => {
  it('opening again the same day downloads next to nothing', async () => {
    const page = await visit();
    await page.locator('.kept-all').waitFor();
    await flight(page);
    await page.context().setOffline(false);
    await page.waitForTimeout(500);
    sent = new Map();
    const again = await visit({ context: page.context() });
    await again.waitForTimeout(1500);
    const bytes = [...sent.values()].reduce((sum, n) => sum + n, 0);
    assert.ok(bytes <= 60_000, `${bytes} bytes: ${JSON.stringify([...sent])}`);
  });
});

describe('the device', () => {
  it('whose storage was cleared starts anew', async () => {
    const page = await visit();
    await kept(page);
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    const again = await visit({ context: page.context() });
    assert.equal(await rows(again), 2000);
    await kept(again);
  });

  it('that is full says so and goes on', async () => {
    const page = await visit();
    await page.locator('.kept-all').waitFor();
    await controlled(page);
    publish(newer());
    const client = await page.context().newCDPSession(page);
    const { usage } = await client.send('Storage.getUsageAndQuota', { origin: site.origin });
    await client.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: usage + 1000 });
    const next = await visit({ context: page.context(), day: '2026-11-25' });
    await next.locator('.stale', { hasText: 'habis' }).waitFor();
    await next.locator('#q').fill('operator');
    await settled(next);
    assert.deepEqual(await axe(next), []);
  });

  it('whose clock is wrong is told so, and ages are told for what they are', async () => {
    for (const [day, said, level] of [
      ['2026-11-24', null],
      ['2026-11-26', null],
      ['2026-11-28', /4 hari lalu.*Periksa lagi/s],
      ['2026-12-04', /sudah 10 hari/],
      ['2026-12-20', /terlalu lama untuk melamar/],
      ['2026-10-01', /tidak cocok dengan data/],
      ['2030-01-01', /tidak cocok dengan data/],
    ]) {
      const page = await visit({ day });
      const notes = await page.locator('.stale').allInnerTexts();
      if (said) assert.match(notes.join('\n'), said, day);
      else assert.deepEqual(notes, [], day);
      assert.equal(level, undefined);
    }
  });

  it('with data of more than two weeks leads nobody to an application', async () => {
    const page = await visit({ day: '2026-12-20', fragment: '#q=operator' });
    await page.locator('.card h3 a').first().click();
    await page.locator('padan-detail dl').waitFor();
    assert.equal(await page.locator('padan-detail [part="apply"]').count(), 0);
    assert.match(await page.locator('padan-detail .todo').innerText(), /lebih dari 14 hari|melamar/);
    assert.deepEqual(await axe(page), []);
  });
});

describe('a visitor who saves data', () => {
  it('is told the size and asked before the vacancies are fetched, and not where they are kept already', async () => {
    const opened = await site.open(null, { ...DESK, serviceWorkers: 'allow' });
    seen.push(opened.context);
    const { page } = opened;
    await opened.context.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
    await page.goto(`${site.origin}/#q=`);
    const button = page.getByRole('button', { name: 'Unduh' });
    await button.waitFor();
    assert.match(await button.innerText(), /\d+ kB/);
    assert.deepEqual(await axe(page), []);
    assert.ok(!site.served.some(({ path }) => path.includes('/core-')), 'nothing large was fetched');
    await button.click();
    await page.locator('.card').first().waitFor();
    assert.ok(site.served.some(({ path }) => path.includes('/core-')));
  });
});

describe('a new build of the page', () => {
  it('waits until the visitor takes it, and the old page lacks nothing meanwhile', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    const worker = join(work, 'page/sw.js');
    const was = readFileSync(worker, 'utf8');
    const [, old] = /"padan-shell-([0-9a-f]{16})"/.exec(was);
    writeFileSync(worker, was.replaceAll(old, '0123456789abcdef'));
    try {
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
      await page.locator('button.skip').waitFor();
      await page.locator('.tabs a').nth(1).click();
      await page.locator('padan-figure').first().waitFor();
      await Promise.all([page.waitForEvent('load'), page.locator('button.skip').click()]);
      await page.locator('#results-title').waitFor();
      const shells = await page.evaluate(async () =>
        (await caches.keys()).filter((name) => name.startsWith('padan-shell-')),
      );
      assert.deepEqual(shells, [`padan-shell-${old}`, 'padan-shell-0123456789abcdef']);
    } finally {
      writeFileSync(worker, was);
    }
  });
});
