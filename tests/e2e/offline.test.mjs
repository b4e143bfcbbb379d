// Without a network: the page and what it showed are there, whole, whatever happened on the way; with one, what is new takes its place in one step.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

async function visit({ day = DAY, context, fragment = '#q=' } = {}) {
  const opened = context ? undefined : await site.open(null, { ...DESK, serviceWorkers: 'allow' });
  const own = context ?? opened.context;
  if (!context) seen.push(own);
  const page = opened?.page ?? (await own.newPage());
  page.setDefaultTimeout(30_000);
  await page.clock.setFixedTime(`${day}T09:00:00+07:00`);
  await page.goto(`${site.origin}/${fragment}`);
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
const names = (page) =>
  page.evaluate(async () => (await (await caches.open('padan-data')).keys()).map(({ url }) => new URL(url).pathname));
const rows = (page) => page.evaluate(() => document.querySelector('padan-portal').info.rows);
const flight = async (page) => {
  await kept(page);
  await controlled(page);
  await page.context().setOffline(true);
};
const core = () => `/snapshot/${readdirSync(join(work, 'snapshot')).find((name) => name.startsWith('core-'))}`;

describe('without a network', () => {
  it('everything goes on, and goes on after the page is opened again: search, filters, match, a record, charts', async () => {
    const page = await visit();
    // Few texts, so they are kept unasked.
    await page.locator('.kept-all').waitFor();
    await flight(page);
    for (const again of [false, true]) {
      if (again) {
        await page.goto('about:blank');
        await page.goto(`${site.origin}/#q=`);
        await page.locator('#results-title').waitFor();
        await page.waitForFunction(() => customElements.get('padan-saved'));
      }
      await page.locator('#q').fill('operator');
      await settled(page);
      assert.ok((await page.locator('.card').count()) > 0);
      await page.evaluate(() => {
        const { renderRoot } = document.querySelector('padan-portal');
        const detail = { education: 3, skills: ['SMAW'], targets: [{ occupation: '7212' }] };
        renderRoot.querySelector('padan-profile').dispatchEvent(new CustomEvent('answer', { detail }));
      });
      await page.locator('.card .band').first().waitFor();
      await page.locator('.card h3 a').first().click();
      await page.locator('padan-detail dl').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.tabs a').nth(1).click();
      await page.locator('padan-figure .spot').first().waitFor();
      assert.match(await page.locator('.stale').first().innerText(), /Tanpa internet/);
    }
    assert.deepEqual(await axe(page), []);
  });

  it('a page is opened from its bare address and from a shared link alike', async () => {
    const page = await visit();
    await flight(page);
    for (const address of ['/', '/index.html', '/?utm=x#q=kasir', '/#q=&tab=market']) {
      await page.goto('about:blank');
      await page.goto(site.origin + address);
      await page.locator('#results-title').waitFor();
    }
  });
});

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

  it('what is new is fetched beside what is shown, offered when it is whole, and then shown', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    publish(newer());
    const next = await visit({ context: page.context(), day: '2026-11-25' });
    assert.equal(await rows(next), 2000, 'at once, what was there');
    await next.locator('.fresh').waitFor();
    await next.locator('.fresh').click();
    await next.waitForFunction(() => document.querySelector('padan-portal').info?.rows === 300);
    assert.equal(await rows(page), 2000, 'an old tab goes on');
    await page.locator('#q').fill('kasir');
    await settled(page);
  });

  it('files of a snapshot go once two newer ones came, and not while the one before may be read', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    const first = core();
    publish(newer());
    const second = core();
    await (await visit({ context: page.context(), day: '2026-11-25' })).locator('.fresh').waitFor();
    assert.ok((await names(page)).includes(first));
    publish(snapshot({ rows: 250, seed: 6, asOf: '2026-11-26' }));
    const third = await visit({ context: page.context(), day: '2026-11-26' });
    await third.locator('.fresh').waitFor();
    const left = await names(page);
    assert.deepEqual(
      [first, second, core()].map((name) => left.includes(name)),
      [false, true, true],
    );
  });

  it('two tabs that fetch it at once end with the same whole snapshot', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    publish(newer());
    const context = page.context();
    const tabs = await Promise.all([1, 2].map(() => visit({ context, day: '2026-11-25' })));
    for (const tab of tabs) await tab.locator('.fresh').waitFor();
    const times = site.served.filter(({ path }) => path === core()).length;
    assert.ok(times <= 2, `${times} downloads`);
    await context.setOffline(true);
    const offline = await visit({ context, day: '2026-11-25' });
    assert.equal(await rows(offline), 300);
  });
});

describe('a broken download', () => {
  it('leaves what was there, and goes on where it stopped', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    publish(newer());
    const path = core();
    const bytes = readFileSync(join(work, path));
    const half = bytes.length >> 1;
    const ranges = [];
    instead = (asked, request, response) => {
      if (asked !== path) return false;
      ranges.push(request.headers.range);
      const [, from] = /bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
      if (from) {
        response.writeHead(206, { ETag: '"x"', 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
        response.end(bytes.subarray(Number(from)));
      } else {
        response.writeHead(200, { ETag: '"x"', 'Content-Length': bytes.length });
        response.write(bytes.subarray(0, half));
        setTimeout(() => response.destroy(), 300);
      }
      return true;
    };
    const next = await visit({ context: page.context(), day: '2026-11-25' });
    await next.waitForFunction(async () => (await (await caches.open('padan-parts')).keys()).length === 1);
    assert.equal(await rows(next), 2000);
    const then = await visit({ context: page.context(), day: '2026-11-25' });
    await then.locator('.fresh').waitFor();
    assert.deepEqual(ranges, [undefined, `bytes=${half}-`]);
    assert.equal(await then.evaluate(async () => (await (await caches.open('padan-parts')).keys()).length), 0);
    await page.context().setOffline(true);
    assert.equal(await rows(await visit({ context: page.context(), day: '2026-11-25' })), 300);
  });

  it('that is cut off by closing the browser leaves the old snapshot whole', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    publish(newer());
    const path = core();
    let asked;
    const asking = new Promise((done) => {
      asked = done;
    });
    instead = (wanted) => {
      if (wanted === path) asked();
      return wanted === path;
    };
    const next = await visit({ context: page.context(), day: '2026-11-25' });
    await asking;
    await next.close();
    await page.context().setOffline(true);
    assert.equal(await rows(await visit({ context: page.context(), day: '2026-11-25' })), 2000);
  });

  it('of damaged bytes is never kept nor shown', async () => {
    const page = await visit();
    await kept(page);
    await controlled(page);
    publish(newer());
    const path = core();
    const bytes = Buffer.from(readFileSync(join(work, path)));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(work, path), bytes);
    const next = await visit({ context: page.context(), day: '2026-11-25' });
    await next.waitForTimeout(1500);
    assert.equal(await next.locator('.fresh').count(), 0);
    assert.equal(await rows(next), 2000);
    assert.ok(!(await names(next)).includes(path));
    assert.equal(site.served.filter((one) => one.path === path).length >= 2, true, 'it was asked for once more');
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
    assert.equal(await rows(next), 2000);
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
