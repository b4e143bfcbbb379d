// Use without a network: what is kept, when it changes, and what a visitor is told. A real Chromium with its service
// worker; the server publishes snapshots and builds of the page by switching links, and fails on request.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { axe, caughtUp, count, DESK, program, settled, snapshot, start, until } from './harness.mjs';

const dist = fileURLToPath(new URL('../../www/dist', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'padan-offline-'));
const DAY = '2026-11-24';
const KEPT = 'Semua tersimpan untuk dipakai luring';
const OFF = { ...DESK, serviceWorkers: 'allow' };

let site;
/** Contexts to close after the test, and what they complained of. */
let open = [];
/** Every request the server saw: path, Range, and the bytes it sent. */
let asked = [];
/** How the server fails: `down` answers nothing; `plain` sends the page whose portal says `offline` and no more; of the first file whose name has `cut` in it half is sent. */
let fails = {};

const today = snapshot({ rows: 2000, asOf: DAY });
const yesterday = snapshot({ rows: 200, seed: 2, asOf: '2026-11-23' });
const large = uncompressed(snapshot({ rows: 15_000, asOf: DAY }));

/** Lets a link point elsewhere, at once. */
function point(name, folder) {
  const made = join(work, `${name}.new`);
  symlinkSync(folder, made);
  renameSync(made, join(work, name));
}
const publish = (folder) => point('snapshot', folder);
const deploy = (folder) => point('page', folder);

/** A copy of a snapshot whose core is above a megabyte, for it is not compressed. */
function uncompressed(folder) {
  const copy = join(work, 'large');
  cpSync(folder, copy, { recursive: true });
  const path = join(copy, 'manifest.json');
  const { core } = JSON.parse(readFileSync(path, 'utf8')).segments[0];
  const bytes = gzipSync(gunzipSync(readFileSync(join(copy, core.file))), { level: 0 });
  assert.ok(bytes.length > 1e6, `${bytes.length}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `core-${sha256.slice(0, 16)}.bin.gz`;
  writeFileSync(join(copy, file), bytes);
  unlinkSync(join(copy, core.file));
  const text = readFileSync(path, 'utf8')
    .replace(core.file, file)
    .replace(core.sha256, sha256)
    .replace(`"bytes": ${core.bytes}`, `"bytes": ${bytes.length}`);
  const signed = text.slice(0, text.lastIndexOf(',\n  "checksum"'));
  writeFileSync(path, `${signed},\n  "checksum": "${createHash('sha256').update(signed).digest('hex')}"\n}\n`);
  return copy;
}

/** A later build of the page: what is loaded after the list says so and has another name, and so has all that names it. */
function nextBuild() {
  const folder = join(work, 'next');
  cpSync(dist, folder, { recursive: true });
  const read = (name) => readFileSync(join(folder, name), 'utf8');
  const integrity = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const names = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'sw.js');
  const [later] = names.filter((name) => /^later-/.test(name));
  const changed = new Set([later]);
  for (const name of changed) for (const other of names) if (read(other).includes(name)) changed.add(other);
  const renamed = [...changed].map((name, n) => [name, name.replace(/-[A-Z0-9]{8}\.js$/, `-NEXT${1000 + n}.js`)]);
  const after = (text) => renamed.reduce((text, [name, next]) => text.replaceAll(name, next), text);
  let sw = read('sw.js');
  for (const [name, next] of renamed) {
    const text = `${after(read(name))}${name === later ? ';document.documentElement.dataset.build="next";' : ''}`;
    sw = sw.replace(`"${name}":"${integrity(read(name))}"`, `"${next}":"${integrity(text)}"`);
    unlinkSync(join(folder, name));
    writeFileSync(join(folder, next), text);
  }
  writeFileSync(join(folder, 'index.html'), after(read('index.html')));
  writeFileSync(join(folder, 'sw.js'), sw.replace(/\b[0-9a-f]{16}\b/, '0123456789abcdef'));
  return folder;
}

before(async () => {
  publish(today);
  deploy(dist);
  site = await start({
    root: join(work, 'page'),
    mounts: { '/snapshot': join(work, 'snapshot') },
    onRequest: answer,
  });
});
after(async () => {
  await site.close();
  rmSync(work, { recursive: true });
});
beforeEach(() => {
  publish(today);
  deploy(dist);
  fails = {};
  asked = [];
});
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { violations } of seen) assert.deepEqual(violations, []);
});

function answer(request, response) {
  if (fails.down) {
    response.destroy();
    return true;
  }
  if (fails.plain && request.url === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const page = readFileSync(join(dist, 'index.html'), 'utf8').replace('offline="first"', 'offline');
    void Promise.resolve(fails.hold).then(() => response.end(page));
    return true;
  }
  const entry = { path: request.url, range: request.headers.range, bytes: 0 };
  asked.push(entry);
  const end = response.end.bind(response);
  response.end = (body, ...more) => {
    entry.bytes += body?.length ?? 0;
    entry.status = response.statusCode;
    if (fails.hold && request.url === '/') {
      fails.hold.then(() => end(body, ...more));
      return response;
    }
    if (fails.damage && request.url.includes(fails.damage)) {
      const wrong = Buffer.from(body);
      wrong[wrong.length >> 1] ^= 4;
      return end(wrong);
    }
    if (!fails.cut || !request.url.includes(fails.cut)) return end(body, ...more);
    fails.cut = undefined;
    entry.bytes = body.length >> 1;
    response.write(body.subarray(0, body.length >> 1), () => setTimeout(() => response.destroy(), 50));
    return response;
  };
  return false;
}

const data = () => asked.filter(({ path }) => path.startsWith('/snapshot/'));

/** Cuts the network off, or restores it. */
async function flight(context, on = true) {
  fails.down = on;
  await context.setOffline(on);
}

/** A tab of a visitor, its clock at nine in the morning of `day`. */
async function tab(context, { day = DAY, fragment = '#q=', saving = false, wait = true } = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.clock.setFixedTime(`${day}T09:00:00+07:00`);
  if (saving) {
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
  }
  await page.goto(`${site.origin}/${fragment}`);
  if (wait) await page.locator('.card').first().waitFor();
  return page;
}

async function visitor(options = {}) {
  const seen = await site.open(null, OFF);
  open.push(seen);
  await seen.page.close();
  return { ...seen, page: options.day === null ? undefined : await tab(seen.context, options) };
}

/** Waits until everything is kept, and the service worker has kept the page that told it to. */
async function kept(page, words = KEPT) {
  // Hundreds of texts take a slow machine their time.
  await page.locator('.status', { hasText: words }).waitFor({ timeout: 60_000 });
  const whole = async () => {
    const parts = [...document.querySelectorAll('link[rel~=stylesheet], script[src]')].map(
      ({ href, src }) => href ?? src,
    );
    const { snapshot } = document.querySelector('padan-portal');
    const found = await Promise.all([location.pathname, snapshot, ...parts].map((part) => caches.match(part)));
    return found.every(Boolean);
  };
  await until('the page kept', () => page.evaluate(whole));
}
const offline = (page) => page.locator('.status', { hasText: 'Luring' }).waitFor();

/** Reads a record in full, by its place in the list. */
async function readRecord(page, nth = 0) {
  await page.locator('.card h3 a').nth(nth).click();
  await page.locator('padan-detail section[aria-labelledby=facts]').waitFor();
  // The engine answers in turn: what is similar, too, has been told by then.
  await caughtUp(page);
  const text = await page.locator('padan-detail .body').innerText();
  await page.keyboard.press('Escape');
  await page.waitForFunction(
    () => !document.querySelector('padan-portal').shadowRoot.querySelector('padan-detail').row,
  );
  return text;
}

/** Opens a record that names an address to apply at. */
async function openOneWithLink(page) {
  const row = await page.evaluate(async () => {
    const { engine } = document.querySelector('padan-portal');
    for (let row = 0; ; row++) if ((await engine.call('record', row)).source.url) return row;
  });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `q=&row=${row}&of=${DAY}`);
  await page.locator('padan-detail section[aria-labelledby=facts]').waitFor();
}

const shelves = (page) =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('padan http')).length);

describe('after the first load, in flight mode', () => {
  it('searching, filtering, matching, records and charts all work, and so does opening the page again', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const [total, text] = [await count(page), await readRecord(page, 3)];
    await flight(context);

    const uses = async (page) => {
      assert.equal(await count(page), total);
      assert.equal(await readRecord(page, 3), text);
      await page.locator('#q').fill('operator');
      await page.locator('mark').first().waitFor();
      await page.locator('#q').blur();
      const found = await count(page);
      assert.ok(found > 0 && found < total);
      await page.locator('.side input[type=checkbox]').first().check();
      assert.ok((await count(page)) <= found);
      await page.locator('.me').click();
      await page.locator('padan-profile dialog[open]').waitFor();
      await page.locator('padan-profile select').first().selectOption({ index: 4 });
      await page.locator('padan-profile button.primary').last().click();
      await page.locator('.card .band').first().waitFor();
      await page.locator('.tabs a').nth(1).click();
      await page.locator('padan-figure canvas').first().waitFor();
      await offline(page);
    };
    await uses(page);
    await uses(await tab(context));
  });

  it('says plainly that a text is not kept, and shows it once there is a network', async () => {
    publish(large);
    const { context, page } = await visitor({ wait: false });
    await page.locator('[part=consent] button').click();
    await kept(page, 'Daftar tersimpan');
    await flight(context);
    await page.locator('.card h3 a').first().click();
    const notice = page.locator('padan-detail .stale');
    await notice.waitFor();
    assert.match(await notice.innerText(), /belum tersimpan di perangkat, dan Anda sedang luring/);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await flight(context, false);
    await readRecord(page);
  });
});

describe('opening the page again', () => {
  it('on the same day downloads 60 kB at most, and no data but the manifest', async () => {
    const { context, page } = await visitor();
    await kept(page);
    await page.close();
    asked = [];
    const again = await tab(context);
    await kept(again);
    await again.waitForTimeout(500);
    const bytes = asked.reduce((sum, entry) => sum + entry.bytes, 0);
    assert.ok(bytes <= 60_000, `${bytes} bytes: ${JSON.stringify(asked)}`);
    assert.deepEqual(
      data().map(({ path }) => path),
      ['/snapshot/manifest.json'],
    );
  });

  it('asks for the manifest while the page is on its way, and once', async () => {
    fails.plain = true;
    const { context, page } = await visitor();
    await kept(page);
    await page.close();
    asked = [];
    let release;
    fails.hold = new Promise((done) => {
      release = done;
    });
    const again = await context.newPage();
    const going = again.goto(`${site.origin}/#q=`);
    await until('manifest asked for', async () => data().length > 0);
    assert.equal(again.url(), 'about:blank');
    release();
    await going;
    await kept(again);
    assert.deepEqual(
      data().map(({ path }) => path),
      ['/snapshot/manifest.json'],
    );
  });

  it('shows the page it has kept before the server has answered, and what the server sent at the next visit', async () => {
    const { context, page } = await visitor();
    await kept(page);
    await page.close();
    const other = join(work, 'other');
    cpSync(dist, other, { recursive: true });
    const html = readFileSync(join(other, 'index.html'), 'utf8').replace(/<title>.*<\/title>/, '<title>Baru</title>');
    writeFileSync(join(other, 'index.html'), html);
    deploy(other);
    let release;
    fails.hold = new Promise((done) => {
      release = done;
    });
    const quick = await context.newPage();
    const start = Date.now();
    await quick.goto(`${site.origin}/#q=`, { waitUntil: 'commit' });
    const came = Date.now() - start;
    assert.ok(came < 3_500, `after ${came} ms; for a server that does not answer it waits 4,000`);
    await quick.close();
    const second = await tab(context);
    assert.notEqual(await second.title(), 'Baru');
    assert.ok((await count(second)) > 0);
    release();
    await until('the page of the server kept', () =>
      second.evaluate(async () => /Baru/.test(await (await caches.match('/', { cacheName: 'padan-pages /' })).text())),
    );
    assert.equal(await (await tab(context)).title(), 'Baru');
  });

  it('takes the server’s page for who reloads, and for a page whose portal says no more than `offline`', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const title = await page.title();
    const other = join(work, 'reloaded');
    cpSync(dist, other, { recursive: true });
    const written = (text) => writeFileSync(join(other, 'index.html'), text);
    const html = readFileSync(join(other, 'index.html'), 'utf8');
    written(html.replace(title, 'Baru').replace('offline="first"', 'offline'));
    deploy(other);
    await page.reload();
    assert.equal(await page.title(), 'Baru');
    await kept(page);
    // What the service worker knows of the page beside it.
    const waits = async () => {
      const pages = await caches.open('padan-pages /');
      const beside = (await pages.keys()).find(({ url }) => url.includes('padan-beside'));
      return (await (await pages.match(beside)).json()).first === false;
    };
    await until('no longer shown first', () => page.evaluate(waits));
    written(html.replace(title, 'Terbaru'));
    assert.equal(await (await tab(context)).title(), 'Terbaru');
  });

  it('keeps two hundred files of other pages at most, those of late, however many addresses a page has', async () => {
    const { context, page } = await visitor();
    await kept(page);
    await page.evaluate(async () => {
      const pages = await caches.open('padan-pages /');
      for (let i = 0; i < 400; i++) await pages.put(`/?token=${i}`, new Response('earlier'));
    });
    const later = await tab(context);
    const left = () =>
      later.evaluate(async () => (await (await caches.open('padan-pages /')).keys()).map(({ url }) => url));
    await until('room made', async () => (await left()).length < 210);
    const urls = await left();
    assert.ok(!urls.some((url) => url.endsWith('token=100')) && urls.some((url) => url.endsWith('token=399')));
    await flight(context);
    assert.ok((await count(await tab(context))) > 0);
  });

  it('opens what is kept where the server answers nothing or an error, says so, and updates on request', async () => {
    const { context, page } = await visitor();
    await kept(page);
    publish(join(work, 'nowhere'));
    const again = await tab(context);
    await again
      .locator('[part=notice]', { hasText: 'data yang tersimpan di perangkat ini, per 24 Nov 2026' })
      .waitFor();
    await offline(again);
    publish(today);
    await again.getByRole('button', { name: 'Perbarui data' }).click();
    await again.locator('.status', { hasText: 'Daring' }).waitFor();
    assert.equal(await again.locator('[part=notice]').count(), 0);
  });
});

describe('a download that breaks off', () => {
  it('goes on where it stopped, and is verified whole', async () => {
    fails.cut = '/core-';
    const { page } = await visitor();
    const [first, second] = data().filter(({ path }) => path.includes('/core-'));
    assert.equal(second.range, `bytes=${first.bytes}-`);
    assert.equal(second.status, 206);
    await kept(page);
  });

  it('goes on at the next visit, too', async () => {
    const { context } = await visitor({ day: null });
    const half = await tab(context, { wait: false, fragment: 'kiosk.css' });
    const file = readdirSync(today).find((name) => name.startsWith('core-'));
    const bytes = readFileSync(join(today, file));
    const etag = (await fetch(`${site.origin}/snapshot/${file}`, { method: 'HEAD' })).headers.get('etag');
    await half.evaluate(
      async ([url, half, etag]) => {
        for (const name of await caches.keys()) await caches.delete(name);
        const part = new Response(Uint8Array.from(half), { headers: { ETag: etag } });
        await (await caches.open('padan-parts')).put(url, part);
      },
      [`${site.origin}/snapshot/${file}`, [...bytes.subarray(0, 50_000)], etag],
    );
    asked = [];
    await tab(context);
    const core = data().find(({ path }) => path.includes('/core-'));
    assert.deepEqual([core.range, core.status, core.bytes], ['bytes=50000-', 206, bytes.length - 50_000]);
  });

  it('is fetched anew where its beginning was another file’s', async () => {
    const { context } = await visitor({ day: null });
    const half = await tab(context, { wait: false, fragment: 'kiosk.css' });
    const file = readdirSync(today).find((name) => name.startsWith('core-'));
    const etag = (await fetch(`${site.origin}/snapshot/${file}`, { method: 'HEAD' })).headers.get('etag');
    await half.evaluate(
      async ([url, etag]) => {
        for (const name of await caches.keys()) await caches.delete(name);
        const part = new Response(new Uint8Array(50_000), { headers: { ETag: etag } });
        await (await caches.open('padan-parts')).put(url, part);
      },
      [`${site.origin}/snapshot/${file}`, etag],
    );
    asked = [];
    const again = await tab(context);
    assert.ok((await count(again)) > 1000);
    const statuses = data()
      .filter(({ path }) => path.includes('/core-'))
      .map(({ status }) => status);
    assert.deepEqual(statuses, [206, 200]);
  });
});

describe('a damaged byte', () => {
  it('in a file of the server is never shown, and the snapshot kept stands in', async () => {
    publish(yesterday);
    const { context, page } = await visitor();
    await kept(page);
    publish(today);
    fails.damage = '/core-';
    const again = await tab(context);
    await again.locator('[part=notice]', { hasText: 'data tepercaya terakhir, per 23 Nov 2026' }).waitFor();
    assert.ok((await count(again)) <= 200);
  });

  it('in a file that is kept is never shown: it is fetched anew or, offline, refused', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const damage = () =>
      page.evaluate(async () => {
        for (const name of (await caches.keys()).filter((name) => name.startsWith('padan http'))) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) {
            const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
            bytes[bytes.length >> 1] ^= 4;
            await cache.put(request, new Response(bytes));
          }
        }
      });
    await damage();
    const again = await tab(context);
    assert.ok((await count(again)) > 1000);
    await readRecord(again);
    const sound = async () => {
      for (const name of (await caches.keys()).filter((name) => name.startsWith('padan http'))) {
        const cache = await caches.open(name);
        for (const request of (await cache.keys()).filter(({ url }) => url.includes('/core-'))) {
          const bytes = await (await cache.match(request)).arrayBuffer();
          const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
          const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          if (hex !== new URL(request.url).searchParams.get('sha256')) return false;
        }
      }
      return true;
    };
    // Damaged again while it is not, it would be sound.
    await until('the core kept anew', () => again.evaluate(sound));
    await again.close();
    await damage();
    await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
    await flight(context);
    const broken = await tab(context, { wait: false });
    await broken.locator('.failure').waitFor();
    assert.equal(await broken.locator('.card').count(), 0);
  });
});

describe('a new snapshot', () => {
  it('opens in a new tab while the old one goes on; the files of the old go once it is closed', async () => {
    publish(yesterday);
    const { context, page } = await visitor();
    await kept(page);
    publish(today);
    const second = await tab(context);
    await kept(second);
    assert.ok((await count(second)) > 1000);
    assert.equal(await shelves(second), 2);

    await flight(context);
    assert.ok((await count(page)) <= 200);
    await readRecord(page, 5);
    await flight(context, false);

    await page.close();
    const third = await tab(context);
    await until('one snapshot kept', async () => (await shelves(third)) === 1);
    await flight(context);
    assert.ok((await count(await tab(context))) > 1000);
  });

  it('takes along the texts that did not change', async () => {
    const { context, page } = await visitor();
    await kept(page);
    // The same rows under a manifest of another day: every file but the core keeps its name.
    const next = join(work, 'tomorrow');
    cpSync(today, next, { recursive: true });
    const path = join(next, 'manifest.json');
    const signed = readFileSync(path, 'utf8').replace('KBJI 2014', 'KBJI 2014, again').split(',\n  "checksum"')[0];
    writeFileSync(path, `${signed},\n  "checksum": "${createHash('sha256').update(signed).digest('hex')}"\n}\n`);
    publish(next);
    await page.close();
    asked = [];
    const again = await tab(context);
    await kept(again);
    await until('one snapshot kept', async () => (await shelves(again)) === 1);
    assert.deepEqual(
      data().map(({ path }) => path),
      ['/snapshot/manifest.json'],
    );
    await flight(context);
    await readRecord(await tab(context), 7);
  });

  it('may come to two tabs at once', async () => {
    publish(yesterday);
    const { context, page } = await visitor();
    await kept(page);
    await page.close();
    publish(today);
    const both = await Promise.all([tab(context), tab(context)]);
    for (const page of both) {
      assert.ok((await count(page)) > 1000);
      await kept(page);
    }
    await flight(context);
    assert.ok((await count(await tab(context))) > 1000);
  });

  it('that is cut off by closing the browser leaves the old one whole', async () => {
    const folder = join(work, 'browser');
    publish(yesterday);
    const first = await site.openKept(folder, null, OFF);
    await kept(await tab(first.context));
    publish(today);
    fails.cut = '/core-';
    const half = await tab(first.context, { wait: false });
    await until('half of a core', () => data().some(({ path, status }) => /core-/.test(path) && status));
    await half.close();
    await first.context.close();

    const again = await site.openKept(folder, null, OFF);
    open.push(again);
    await flight(again.context);
    const page = await tab(again.context);
    assert.ok((await count(page)) <= 200);
    await readRecord(page, 2);
    await page.locator('[part=notice]', { hasText: 'per 23 Nov 2026' }).waitFor();
  });
});

describe('storage', () => {
  it('that was cleared is filled again', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const cdp = await context.newCDPSession(page);
    await cdp.send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes: 'all' });
    await page.close();
    const again = await tab(context);
    await kept(again);
    await flight(context);
    assert.ok((await count(await tab(context))) > 1000);
  });

  it('that is full is said in plain words, and the page works while there is a network', async () => {
    const { context } = await visitor({ day: null });
    const blank = await context.newPage();
    await blank.goto(`${site.origin}/kiosk.css`);
    const cdp = await context.newCDPSession(blank);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 20_000 });
    const page = await tab(context);
    await page.locator('.stale', { hasText: 'Ruang penyimpanan perangkat ini penuh' }).waitFor();
    assert.deepEqual(await axe(page), []);
    assert.ok((await count(page)) > 1000);
    await readRecord(page);
    await page.locator('header nav a').nth(1).click();
    await page.locator('.stale', { hasText: 'no storage left' }).waitFor();
  });
});

describe('the age of the data', () => {
  for (const [day, tag, notice, applies] of [
    ['2026-11-24', 'Data hari ini', null, true],
    ['2026-11-26', 'Data 2 hari lalu', null, true],
    ['2026-11-27', 'Data 3 hari lalu', /24 Nov 2026, 3 hari lalu. Periksa lagi di portal asal sebelum melamar/, true],
    ['2026-12-02', 'Data 8 hari lalu', /sudah 8 hari. Banyak lowongan mungkin sudah ditutup/, true],
    ['2026-12-08', 'Data 14 hari lalu', /sudah 14 hari/, true],
    [
      '2026-12-09',
      'Data 15 hari lalu',
      /sudah 15 hari, lebih dari 14 hari.*muat ulang halaman ini; bila tetap begini/,
      false,
    ],
  ]) {
    it(`${tag}: is in view, and ${applies ? 'leaves' : 'takes away'} the links to apply`, async () => {
      const { page } = await visitor({ day });
      await page.locator('.status', { hasText: tag }).waitFor();
      const notices = await page.locator('.stale').allInnerTexts();
      assert.equal(notices.length, notice ? 1 : 0, String(notices));
      if (notice) assert.match(notices[0].replaceAll('\n', ' '), notice);
      assert.deepEqual(await axe(page), []);
      await openOneWithLink(page);
      assert.equal((await page.locator('padan-detail a[target=_blank]').count()) > 0, applies);
      const said = page.locator('padan-detail .stale', { hasText: 'Tautan melamar tidak ditampilkan karena' });
      assert.equal(await said.count(), applies ? 0 : 1);
    });
  }

  for (const [day, device] of [
    ['2026-11-20', '20 Nov 2026'],
    ['2027-01-24', '24 Jan 2027'],
  ]) {
    it(`is not trusted where the device says ${device}`, async () => {
      const { page } = await visitor({ day });
      await page.locator('.stale', { hasText: `Tanggal di perangkat ini ${device}` }).waitFor();
      assert.ok((await count(page)) > 0);
      assert.deepEqual(await axe(page), []);
    });
  }

  it('of one day is fine on a device a day behind', async () => {
    const { page } = await visitor({ day: '2026-11-23' });
    await page.locator('.status', { hasText: 'Data hari ini' }).waitFor();
    assert.equal(await page.locator('.stale').count(), 0);
  });
});

describe('a new build of the page', () => {
  it('leaves the open page its own files, is offered, and takes over on consent only', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const old = await context.newPage();
    // A page that has not loaded its later parts yet.
    await old.goto(`${site.origin}/kiosk.css`);
    const later = readdirSync(dist).find((name) => /^later-.*\.js$/.test(name));
    deploy(nextBuild());
    const second = await tab(context);
    await second.locator('.renew').waitFor();
    assert.match(await second.locator('.renew').innerText(), /Versi baru halaman ini tersedia/);
    assert.deepEqual(await axe(second), []);
    assert.equal(await second.evaluate(() => document.documentElement.dataset.build), undefined);
    assert.equal((await fetch(`${site.origin}/${later}`)).status, 404);

    await second.getByRole('button', { name: 'Muat ulang' }).click();
    await second.waitForFunction(() => document.documentElement.dataset.build === 'next');
    await second.locator('.card').first().waitFor();
    await kept(second);
    assert.equal(await second.locator('.renew').count(), 0);

    const lazy = await page.evaluate((name) => fetch(`/${name}`).then(({ status }) => status), later);
    assert.equal(lazy, 200, 'the page of the old build still has its files');
    await page.locator('.tabs a').nth(1).click();
    await page.locator('padan-figure canvas').first().waitFor();
    await page.close();
    await old.close();
    const third = await tab(context);
    await kept(third);
    await until('the files of the old build gone', async () => {
      const shells = await third.evaluate(async () => (await caches.keys()).filter((name) => /shell/.test(name)));
      if (shells.length > 1) await third.reload();
      return shells.length === 1;
    });
    await flight(context);
    const offline = await tab(context);
    await offline.waitForFunction(() => document.documentElement.dataset.build === 'next');
  });

  it('of which a file is not as built is not installed', async () => {
    const { context, page } = await visitor();
    await kept(page);
    const next = nextBuild();
    const later = readdirSync(next).find((name) => /^later-NEXT/.test(name));
    writeFileSync(join(next, later), 'alert("not what was built")');
    deploy(next);
    const second = await tab(context);
    const builds = () =>
      second.evaluate(async () => {
        const { installing, waiting } = await navigator.serviceWorker.getRegistration();
        return [installing?.state, waiting?.state].filter(Boolean);
      });
    await until('the file fetched', () => asked.some(({ path, status }) => path === `/${later}` && status), 30_000);
    await until('the build refused', async () => !(await builds()).includes('installing'), 30_000);
    assert.deepEqual(await builds(), [], 'none waits');
    assert.equal(await second.locator('.renew').count(), 0);
    await kept(second);
  });
});

describe('data to be saved', () => {
  it('is asked about before a file above a megabyte, its size named, and not again while it is kept', async () => {
    publish(large);
    const { context, page } = await visitor({ wait: false });
    const question = page.locator('[part=consent]');
    await question.waitFor();
    assert.match(await question.innerText(), /Unduh data lowongan, [\d,]+ MB\?/);
    assert.deepEqual(await axe(page), []);
    await page.waitForTimeout(300);
    assert.deepEqual(
      data().map(({ path }) => path),
      ['/snapshot/manifest.json'],
    );
    await question.getByRole('button').click();
    await page.locator('.card').first().waitFor();
    await kept(page, 'Daftar tersimpan');
    await page.close();
    const again = await tab(context);
    assert.equal(await again.locator('[part=consent]').count(), 0);
  });

  it('keeps every text on a click, its size named, and goes on after a break', async () => {
    publish(large);
    const { context, page } = await visitor({ wait: false });
    await page.locator('[part=consent] button').click();
    const save = page.getByRole('button', { name: /Simpan semua untuk dipakai luring \([\d,]+ MB\)/ });
    await save.waitFor();
    assert.equal(data().filter(({ path }) => path.includes('/text-')).length, 0);
    await page.route('**/text-*', (route) => setTimeout(() => route.continue().catch(() => {}), 30));
    await save.click();
    await page.locator('.saving progress').waitFor();
    assert.deepEqual(await axe(page), []);
    await until('some texts', () => data().filter(({ path }) => path.includes('/text-')).length > 30);
    await page.close();

    const again = await tab(context);
    await again.getByRole('button', { name: /Simpan semua/ }).click();
    await kept(again);
    await flight(context);
    await readRecord(await tab(context), 15);
  });

  it('is asked about before anything where the browser saves data, and nothing is fetched ahead', async () => {
    const { page } = await visitor({ saving: true, wait: false });
    const question = page.locator('[part=consent]');
    await question.waitFor();
    assert.match(await question.innerText(), /Peramban Anda sedang menghemat data/);
    await question.getByRole('button').click();
    await page.locator('.card').first().waitFor();
    await settled(page);
    await page.waitForTimeout(500);
    assert.equal(asked.filter(({ path }) => /sw\.js|charts_bg|\/text-/.test(path)).length, 0);
    await page.getByRole('button', { name: /Simpan semua/ }).click();
    await kept(page);
    assert.ok(asked.some(({ path }) => path === '/sw.js'));
  });
});

/** Deploys the page with other attributes of its portal. */
function deployTag(attributes) {
  const folder = mkdtempSync(join(work, 'page-'));
  cpSync(dist, folder, { recursive: true });
  const path = join(folder, 'index.html');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/<padan-portal [^>]*>/, `<padan-portal ${attributes}>`));
  deploy(folder);
  return folder;
}

describe('a snapshot a province', () => {
  it('needs no network for its list and the province that was opened', async () => {
    const parts = join(work, 'parts');
    const records = join(today, '../sample.jsonl');
    const options = ['--format', 'jsonl', '--as-of', DAY, '--partition', 'province', '--out', parts];
    execFileSync(program, ['build', ...options, records], { stdio: 'ignore' });
    publish(parts);
    deployTag('snapshot="/snapshot/partitions.json" offline');
    const { context, page } = await visitor({ wait: false });
    await page.locator('.chooser a', { hasText: 'Jawa Tengah' }).click();
    await page.locator('.card').first().waitFor();
    const found = await count(page);
    await kept(page);
    await until('the list kept', () => page.evaluate(() => caches.match('/snapshot/partitions.json').then(Boolean)));
    await flight(context);
    const again = await tab(context, { wait: false });
    await again.locator('.chooser a', { hasText: 'Jawa Tengah' }).click();
    await again.locator('.card').first().waitFor();
    assert.equal(await count(again), found);
    await readRecord(again, 4);
  });
});

describe('a page that names a key', () => {
  it('opens in flight mode what its owner signed, every text included', async () => {
    const folder = join(work, 'signed');
    cpSync(today, folder, { recursive: true });
    const secret = join(work, 'owner.key');
    const { publicKey } = JSON.parse(
      execFileSync(program, ['keygen', '--out', secret, '--json'], { encoding: 'utf8' }),
    );
    execFileSync(program, ['sign', folder, '--key', secret], { stdio: 'ignore' });
    publish(folder);
    deployTag(`snapshot="/snapshot/manifest.json" key="${publicKey}" offline`);
    const { context, page } = await visitor();
    await kept(page);
    await flight(context);
    const again = await tab(context);
    await again.locator('[part=notice]', { hasText: 'data yang tersimpan di perangkat ini' }).waitFor();
    await readRecord(again, 9);
  });
});

describe('a page whose portal does not say `offline`', () => {
  it('installs nothing and keeps nothing', async () => {
    deployTag('snapshot="/snapshot/manifest.json"');
    const { page } = await visitor();
    await page.locator('.status', { hasText: 'Data hari ini' }).waitFor();
    await page.waitForTimeout(500);
    const found = await page.evaluate(async () => [
      (await navigator.serviceWorker.getRegistrations()).length,
      (await caches.keys()).length,
    ]);
    assert.deepEqual(found, [0, 0]);
  });
});

describe('what is kept', () => {
  it('goes where the owner takes the attribute out and puts the script of the documentation in place of sw.js', async () => {
    const { context, page } = await visitor();
    await kept(page);
    await page.close();
    const folder = deployTag('snapshot="/snapshot/manifest.json"');
    const text = readFileSync(new URL('../../docs/offline.md', import.meta.url), 'utf8');
    writeFileSync(join(folder, 'sw.js'), /```js\n([^`]+)```/.exec(text)[1]);
    const again = await tab(context);
    const left = () =>
      again.evaluate(async () => [
        (await navigator.serviceWorker.getRegistrations()).length,
        (await caches.keys()).length,
      ]);
    await until('all gone', async () => String(await left()) === '0,0');
    assert.ok((await count(await tab(context))) > 1000);
  });

  it('does not depend on who asks: a profile changes no request', async () => {
    const { page } = await visitor();
    await kept(page);
    asked = [];
    await page.locator('.me').click();
    await page.locator('padan-profile select').first().selectOption({ index: 4 });
    await page.locator('padan-profile button.primary').last().click();
    await page.locator('.card .band').first().waitFor();
    assert.deepEqual(asked, []);
  });
});
