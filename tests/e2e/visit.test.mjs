// A packet log of whole visits. Every request of a browser goes through a proxy that writes it down, be it of the page, a worker or the
// service worker, to whatever host: what people type, answer, keep, compare, print and carry away must change none of it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { answer, DESK, kept, settled, snapshot, start } from './harness.mjs';
import { handoverIn, scanned } from './kiosk.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const made = mkdtempSync(join(tmpdir(), 'padan-visit-'));
const index = readFileSync(join(root, 'www/dist/index.html'), 'utf8');
const DAY = '2026-11-24';
/** Chromium asks its maker how forms are filled in, of any page; the page neither sends it nor can prevent it. */
const CHROMIUM = /^(content-autofill|update|clients\d|optimizationguide-pa)\.(googleapis|google)\.com:443$/;

/** Two people who have nothing in common. The odd words are in no vacancy and no file. */
const SITI = {
  words: 'Zyxwvut',
  typed: 'operator produksi',
  told: 'saya Wubbelfrotz, tukang las 3 tahun, lulusan SMK',
  skill: 'Krongelschweiß TIG',
  odd: ['Zyxwvut', 'Wubbelfrotz', 'Krongelschweiß', '73911', 'Qoppahemd'],
  filters: ['education', 'province', 'pay'],
  education: '3',
  pay: '5000000',
  age: '41',
  keep: [0, 2, 5],
  record: 1,
  board: 'planner',
  teaches: 'las',
  lang: 'id',
  profile: { skills: ['Qoppahemd'], home: '3216', education: 3, minimumPay: 73_911, targets: [{ occupation: '7212' }] },
};
const BUDI = {
  words: 'Vlurpmand',
  typed: 'perawat',
  told: 'perawat Grumbulja lulusan sarjana di Medan',
  skill: 'Ærøskjøt 日本語',
  odd: ['Vlurpmand', 'Grumbulja', 'Ærøskjøt', '88713', 'Yttrisock'],
  filters: ['employment_type', 'work_mode', 'experience'],
  education: '7',
  pay: '10000000',
  age: '23',
  keep: [3, 4],
  record: 6,
  board: 'planner',
  teaches: 'excel',
  lang: 'en',
  profile: { skills: ['Yttrisock'], history: [{ occupation: '2221', months: 30 }], radiusKm: 100, minimumPay: 88_713 },
};

let site;
let proxy;
let handover;
let open = [];
/** Every request that left a browser since the test began: `{visit, method, url, headers, body}`. */
let log = [];
/** Paths that went through the proxy since the test began. */
let passed = new Set();

before(async () => {
  handover = await handoverIn(made);
  site = await start({ mounts: { '/snapshot': snapshot() }, onRequest: served });
  proxy = await listening();
});
after(async () => {
  await site?.close();
  proxy?.server.closeAllConnections();
  proxy?.server.close();
  rmSync(made, { recursive: true });
});
beforeEach(() => {
  log = [];
  passed = new Set();
  site.served.length = 0;
});
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations } of seen) assert.deepEqual([errors, violations], [[], []]);
});

/** The page whose portal keeps nothing for use without a network. */
function served(request, response) {
  if (request.url !== '/plain') return false;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(index.replace(' offline="first">', '>'));
  return true;
}

/** A proxy that writes down what it passes on. A visit is told by the name it gives to the proxy. */
async function listening() {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { 'proxy-authorization': _who, 'proxy-connection': _how, ...headers } = request.headers;
      log.push({ method: request.method, url: request.url, headers, body: Buffer.concat(chunks).toString('latin1') });
      const { hostname, port, pathname, search } = new URL(request.url);
      passed.add(pathname);
      const asked = http.request(
        { hostname, port, path: pathname + search, method: request.method, headers },
        (answer) => {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
        },
      );
      asked.on('error', () => response.destroy());
      asked.end(Buffer.concat(chunks));
    });
  });
  // Anything encrypted or a socket: it is written down and refused.
  server.on('connect', (request, socket) => {
    if (!CHROMIUM.test(request.url))
      log.push({ method: 'CONNECT', url: request.url, headers: request.headers, body: '' });
    socket.destroy();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

async function visitor(path, options = {}) {
  const seen = await site.open(null, { ...DESK, proxy: { server: proxy.address }, ...options });
  open.push(seen);
  const { page } = seen;
  page.setDefaultTimeout(15_000);
  await page.addInitScript(() => {
    globalThis.printed = 0;
    globalThis.print = () => {
      globalThis.printed += 1;
    };
  });
  await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
  await page.goto(site.origin + path);
  return seen;
}

/** What was sent since the last time, in an order that does not tell how fast each part was. */
function taken() {
  const sent = log;
  log = [];
  return sent;
}
const said = ({ method, url, headers, body }) =>
  JSON.stringify([method, url, Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)), body]);
const contents = (sent) => [...new Set(sent.map(said))].sort();

/** Every form in which a word could leave: as it is, escaped, as base64 at any offset, in hexadecimal digits. */
function forms(word) {
  const bytes = [Buffer.from(word), Buffer.from(word, 'utf16le')];
  const packed = bytes.flatMap((bytes) =>
    [0, 1, 2].flatMap((offset) => {
      const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
      // Letters at the ends depend on what stands beside the word.
      const inner = text.replace(/=+$/, '').slice(offset ? offset + 1 : 0, -1);
      return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  );
  const hex = bytes.map((bytes) => bytes.toString('hex'));
  return [word, encodeURIComponent(word), bytes[0].toString('latin1'), bytes[1].toString('latin1'), ...packed, ...hex];
}

function leaks(sent, words) {
  const found = [];
  for (const request of sent) {
    const raw = said(request);
    let plain = raw;
    try {
      plain = decodeURIComponent(raw.replaceAll('+', ' '));
    } catch {
      // Not escaped, then.
    }
    const texts = [raw, plain].flatMap((text) => [text, text.toLowerCase()]);
    for (const word of words)
      for (const form of forms(word))
        if (texts.some((text) => text.includes(form) || text.includes(form.toLowerCase())))
          found.push([word, request.url]);
  }
  return found;
}

/** Only files of the own origin are asked for, without a word of the visitor, and the server saw no more than that. */
function clean(sent, words) {
  assert.ok(sent.length > 0);
  for (const { method, url, body, headers } of sent) {
    assert.equal(method, 'GET', url);
    assert.equal(new URL(url).origin, site.origin);
    assert.equal(body, '', url);
    assert.equal(new URL(url).search, '', url);
    assert.equal(headers.cookie, undefined, url);
    assert.ok(!headers.referer || /^http:\/\/127\.0\.0\.1:\d+\/[\w.-]*$/.test(headers.referer), headers.referer);
  }
  assert.deepEqual(leaks(sent, words), []);
  for (const { method, path } of site.served) {
    assert.equal(method, 'GET');
    assert.ok(passed.has(path), `${path} reached the server past the proxy`);
  }
  for (const { requests } of open)
    for (const { url } of requests.filter(({ url }) => url.startsWith('http')))
      assert.ok(passed.has(new URL(url).pathname), `${url} was sent past the proxy`);
}

const portal = (page) => page.locator('padan-portal');
const opened = (page) => page.locator('padan-detail dialog[open] section[aria-labelledby=facts]').waitFor();
const close = async (page) => {
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.hash.includes('row='));
};
const download = async (page, click) => {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFileSync(await file.path(), 'utf8');
};

/** One whole visit, the same steps for whoever it is; `record` is the row opened. */
async function visit(page, who, record) {
  await page.locator('.card').first().waitFor();
  await page.waitForFunction(() => customElements.get('padan-saved'));
  // Each language once: its words are a file of the page.
  for (const lang of ['en', who.lang]) {
    await page.evaluate((lang) => {
      location.hash = `#lang=${lang}`;
    }, lang);
    await page.waitForFunction((lang) => document.querySelector('padan-portal').lang === lang, lang);
    await settled(page);
  }
  // Words, those that find nothing first, a suggestion taken.
  await page.locator('#q').focus();
  await page.keyboard.type(who.words);
  await settled(page);
  await page.locator('#q').fill(who.typed);
  await settled(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.locator('#q').fill('');
  await settled(page);
  // Filters, and one of them away again.
  for (const name of who.filters) {
    const group = page.locator(`padan-facets details:has(input[name="${name}"])`);
    if (!(await group.evaluate((details) => details.open))) await group.locator('summary').click();
    await group.locator(`input[name="${name}"]:not([disabled])`).first().check();
    await settled(page);
  }
  await page.locator('.chips .chip.plain').click();
  await settled(page);
  // Answers by the form: a story, a choice, a free skill, pay, an age.
  await page.locator('.me').click();
  const form = page.locator('padan-profile');
  await form.locator('#told').fill(who.told);
  await form.locator('.told button').click();
  await form.locator('[role="status"]', { hasText: /\S/ }).first().waitFor();
  await form.locator('#education').selectOption(who.education);
  await form.locator('#pay').selectOption(who.pay);
  await form.locator('padan-combobox').last().locator('#box').fill(who.skill);
  await page.keyboard.press('Enter');
  await form.locator('.chip', { hasText: who.skill }).waitFor();
  await form.locator('input[name="limits"]').check();
  await form.locator('#age').fill(who.age);
  await form.locator('#age').blur();
  assert.ok((await download(page, () => form.locator('.resume').click())).includes(who.skill));
  await form.locator('button[type="submit"]').click();
  await page.locator('.card .band').first().waitFor();
  // And by what they come with.
  await answer(page, who.profile);
  await settled(page);
  await page.locator('padan-advice summary').first().click();
  await page.locator('padan-advice .body').first().waitFor();
  // A record, with what is missing and what it would open.
  await page.evaluate((row) => {
    location.hash = `${location.hash}&row=${row}&of=2026-11-24`;
  }, record);
  await opened(page);
  await page.locator('padan-detail .fit').waitFor();
  await close(page);
  // Kept, set side by side, printed, remembered and forgotten.
  for (const i of who.keep) await page.locator('.card .keep').nth(i).click();
  await page.locator('.tabs a').nth(2).click();
  const saved = page.locator('padan-saved');
  for (const i of [0, 1]) await saved.locator('input[type="checkbox"]:not([name])').nth(i).check();
  await saved.locator('table').waitFor();
  await saved.locator('input[name="remember"]').check();
  await saved.locator('.print').click();
  assert.equal(await page.evaluate(() => globalThis.printed), 1);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await saved.locator('li').first().isVisible());
  await page.emulateMedia({ media: null });
  await saved.locator('input[name="remember"]').uncheck();
  // The market: boards, a mark chosen, a course tried, a table taken away.
  await page.locator('.tabs a').nth(1).click();
  const market = page.locator('padan-market');
  await market.locator('padan-figure .spot').first().waitFor();
  await market
    .locator('padan-figure[kind="occupation"] .spot')
    .nth(who.record % 3)
    .press('Enter');
  await settled(page);
  await market.locator('select[name="board"]').selectOption(who.board);
  await market.locator('padan-trial .teaches input').fill(who.teaches);
  await market.locator('padan-trial .teaches [role="option"]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await market.locator('padan-trial .finding').first().waitFor();
  const figure = market.locator('padan-figure[kind="training"]');
  await figure.locator('summary').click();
  assert.match(await download(page, () => figure.locator('.take button', { hasText: 'CSV' }).click()), /,/);
  await page.locator('.tabs a').nth(0).click();
  await page.locator('.card').first().waitFor();
}

/** Waits until nothing more was sent for as long as a page needs to go on by itself. */
async function quiet() {
  for (let seen = -1; seen !== log.length; ) {
    seen = log.length;
    await new Promise((wake) => setTimeout(wake, 700));
  }
}

describe('the log', () => {
  it('holds what a page, a worker and a socket send, and finds a word in whatever form it leaves', async () => {
    const { page } = await visitor('/plain');
    await page.locator('.card').first().waitFor();
    await quiet();
    const word = SITI.odd[2];
    const before = taken();
    assert.deepEqual(leaks(before, [word]), []);
    const ways = {
      escaped: (word) => `/files.json?${encodeURIComponent(word)}`,
      packed: (word) => `/files.json?x=${btoa(`.. ${unescape(encodeURIComponent(word))} ..`)}`,
      lower: (word) => `/files.json?${word.toLowerCase()}`,
    };
    for (const [name, make] of Object.entries(ways)) {
      await page.evaluate((address) => fetch(address), make(word));
      assert.ok(leaks(taken(), [word]).length > 0, name);
    }
    await page.evaluate((word) => fetch('/files.json', { method: 'POST', body: `a ${word}` }), word);
    assert.ok(leaks(log, [word]).length > 0, 'body');
    assert.throws(() => clean(taken(), []), /POST/);
    open.at(-1).errors.length = 0;
    open.at(-1).violations.length = 0;
  });
});

describe('two visits by people who have nothing in common', () => {
  it('send the same where everything is kept on the device, even if they read different records', async () => {
    const sent = [];
    for (const who of [SITI, BUDI]) {
      const { page, context } = await visitor('/#q=', { serviceWorkers: 'allow' });
      await page.locator('.status', { hasText: 'Semua tersimpan' }).waitFor();
      await kept(page);
      await visit(page, who, who.record);
      await quiet();
      await context.close();
      const all = taken();
      clean(all, [...who.odd, who.skill, who.pay.padStart(8, '0')]);
      sent.push(contents(all));
    }
    assert.deepEqual(sent[0], sent[1]);
    for (const file of ['sw.js', 'padan_bg-', 'charts_bg-', 'text-', 'manifest.json'])
      assert.ok(
        sent[0].some((one) => one.includes(file)),
        file,
      );
  });

  it('send the same where nothing is kept, but for the text of the record that was opened', async () => {
    const sent = [];
    for (const [who, row] of [
      [SITI, 700],
      [BUDI, 700],
      [BUDI, 5],
    ]) {
      const { page } = await visitor('/plain#q=');
      await visit(page, who, row);
      await quiet();
      const all = taken();
      clean(all, who.odd);
      sent.push(contents(all));
    }
    assert.deepEqual(sent[0], sent[1]);
    const text = (all) => all.filter((one) => one.includes('/snapshot/text-'));
    const rest = (all) => all.filter((one) => !one.includes('/snapshot/text-'));
    assert.deepEqual(rest(sent[0]), rest(sent[2]));
    assert.equal(text(sent[0]).length, 1, 'one text block for the one record opened');
    assert.equal(text(sent[2]).length, 1);
    assert.notDeepEqual(text(sent[0]), text(sent[2]));
  });

  it('send the same at a kiosk, paper and phone included', async () => {
    const sent = [];
    for (const who of [SITI, BUDI]) {
      const { page } = await visitor('/kiosk.html');
      await page.locator('.doors .search').click();
      await page.locator('.card').first().waitFor();
      await page.waitForFunction(() => {
        const { shadowRoot } = document.querySelector('padan-kiosk');
        return Boolean(shadowRoot.querySelector('padan-portal')?.lists);
      });
      await page.locator('#q').fill(who.words);
      await page.locator('#q').fill('');
      for (const i of [0, 1]) await page.locator('.card .keep').nth(i).click();
      await portal(page).locator('.me').click();
      await page.locator('padan-profile #education').selectOption(who.education);
      await page.locator('padan-profile padan-combobox').last().locator('#box').fill(who.skill);
      await page.keyboard.press('Enter');
      await page.locator('padan-profile header button').click();
      await page.locator('.bar .print').click();
      await page.locator('.print [name=answers]').check();
      await page.locator('.print .now').click();
      await page.waitForFunction(() => globalThis.printed === 1);
      await page.emulateMedia({ media: 'print' });
      assert.ok((await page.locator('body > padan-sheet article').innerText()).includes(who.skill));
      await page.emulateMedia({ media: null });
      await page.locator('.panel .close').click();
      await page.locator('.bar .phone').click();
      const address = await scanned(site, page.locator('.phone .code'));
      const { profile } = await handover.unpack(new URL(address).hash.slice(3));
      assert.deepEqual(profile.skills, [who.skill], 'the code carries them');
      await page.evaluate(() => {
        globalThis.visited = true;
      });
      await page.locator('.phone .done').click();
      await page.waitForFunction(() => !globalThis.visited);
      await page.locator('.doors .search').waitFor();
      await quiet();
      const all = taken();
      clean(all, [...who.odd, who.skill, new URL(address).hash.slice(3, 40)]);
      sent.push(contents(all));
    }
    assert.deepEqual(sent[0], sent[1]);
  });
});

describe('who arrives with a code from a kiosk', () => {
  /** What a kiosk would hand over: answers, and the first vacancies of the list. */
  async function brought(profile, count) {
    const { page, context } = await visitor('/plain#q=');
    await page.locator('.card').first().waitFor();
    const [hits, hash] = await page.evaluate(async (count) => {
      const { engine, answer } = document.querySelector('padan-portal');
      return [answer.hits.slice(0, count), (await engine.call('reference', 'id')).hash];
    }, count);
    await context.close();
    log = [];
    return { code: await handover.pack(profile, hits, hash), titles: hits.map(({ title }) => title) };
  }
  const has = (page) =>
    page.evaluate(() => {
      const { profile, saved } = document.querySelector('padan-portal');
      return [profile, saved.map(({ title }) => title)];
    });

  it('finds answers and vacancies there; no request, address or entry of the history has anything of them, and they can be undone', async () => {
    const { code, titles } = await brought(SITI.profile, 3);
    const { page, context } = await visitor(`/plain#p=${code}`);
    const notice = page.locator('.received');
    await notice.waitFor();
    assert.deepEqual(await has(page), [SITI.profile, titles]);
    assert.match(await notice.innerText(), /3 lowongan/);
    await quiet();
    const [address, state, length] = await page.evaluate(() => [location.href, history.state, history.length]);
    assert.match(address, /\/plain#q=/);
    const cdp = await context.newCDPSession(page);
    // What was typed into the address bar the browser remembers beside each entry; no page can change that.
    const { entries } = await cdp.send('Page.getNavigationHistory');
    const there = JSON.stringify([address, state, entries.map(({ url, title }) => [url, title])]);
    for (const part of pieces(code)) assert.equal(there.includes(part), false, there);
    assert.ok(length <= 2, `${length} entries`);
    clean(log, [...SITI.odd, ...pieces(code)]);
    await notice.getByRole('button', { name: 'Urungkan' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.deepEqual(await has(page), [{}, []]);
    assert.equal(await page.evaluate(() => localStorage.getItem('padan')), null);
  });

  it('sends what anybody sends who comes without one', async () => {
    const { code } = await brought(BUDI.profile, 2);
    const sent = [];
    for (const hash of ['#q=', `#p=${code}`]) {
      const { page } = await visitor(`/plain${hash}`);
      await page.waitForFunction(() => customElements.get('padan-saved'));
      if (hash !== '#q=') await page.locator('.received').waitFor();
      await quiet();
      const all = taken();
      clean(all, BUDI.odd);
      sent.push(contents(all).filter((one) => !/\/(handover|chunk)-\w+\.js/.test(one)));
    }
    assert.deepEqual(sent[1], sent[0], 'but for the code that reads it, which is of the page');
  });

  it('finds them once the list is there, though the code came beside an error or while data loaded, and never leaves it in the address', async () => {
    const { code, titles } = await brought(SITI.profile, 2);
    const { page } = await visitor('/plain#q=');
    await page.waitForFunction(() => customElements.get('padan-saved'));
    const open = (snapshot) =>
      page.evaluate((snapshot) => {
        document.querySelector('padan-portal').snapshot = snapshot;
      }, snapshot);
    const bring = () =>
      page.evaluate((code) => {
        location.hash = `#p=${code}`;
      }, code);
    const left = () => page.waitForFunction(() => !location.hash.startsWith('#p='));

    await open('/files.json');
    await page.locator('[role="alert"]').waitFor();
    await bring();
    await left();
    assert.equal(await page.locator('.received').count(), 0);
    await open('/snapshot/manifest.json');
    const notice = page.locator('.received');
    await notice.waitFor();
    assert.deepEqual(await has(page), [SITI.profile, titles]);
    await notice.getByRole('button', { name: 'Urungkan' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.deepEqual(await has(page), [{}, []]);

    await open('/files.json');
    await page.locator('[role="alert"]').waitFor();
    await page.evaluate((code) => {
      document.querySelector('padan-portal').snapshot = '/snapshot/manifest.json';
      location.hash = `#p=${code}`;
    }, code);
    await left();
    await notice.waitFor();
    assert.deepEqual(await has(page), [SITI.profile, titles]);
    await quiet();
    clean(log, [...SITI.odd, ...pieces(code)]);
  });

  it('is told where it cannot be read, and the page is there all the same', async () => {
    for (const code of ['Zyxwvut', `gQ${'A'.repeat(80)}`, '%3Cimg%20src=x%20onerror=alert(1)%3E', '']) {
      const { page } = await visitor(`/plain#p=${code}`);
      await page.locator('.received', { hasText: 'Kode ini tidak dapat dibaca' }).waitFor();
      assert.ok((await page.locator('.card').count()) > 0);
      assert.deepEqual(await has(page), [{}, []]);
      assert.match(page.url(), /\/plain#q=/);
    }
    await quiet();
    clean(log, ['Zyxwvut', 'onerror']);
  });

  it('is told so, too, where the answers are none that the engine takes', async () => {
    for (const odd of [
      { radiusKm: 70_000 },
      { employmentTypes: ['whatever'] },
      { home: '../..', weights: { pay: 99_999 } },
    ]) {
      const { code } = await brought({ skills: ['Excel'], ...odd }, 0);
      const { page } = await visitor(`/plain#p=${code}`);
      await page.locator('.received', { hasText: 'Kode ini tidak dapat dibaca' }).waitFor();
      assert.deepEqual(await has(page), [{}, []]);
      assert.ok((await page.locator('.card').count()) > 0);
    }
  });

  it('keeps nothing of it on a device that remembers before a yes, nor loses what was there', async () => {
    const { code } = await brought(SITI.profile, 2);
    const { page } = await visitor('/plain#q=');
    const own = { snapshot: '', profile: { skills: ['Las'] }, saved: [] };
    const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem('padan')).saved.map(({ title }) => title));
    await page.evaluate((own) => localStorage.setItem('padan', JSON.stringify(own)), own);
    const stored = () => page.evaluate(() => JSON.parse(localStorage.getItem('padan')).profile);
    await page.goto('about:blank');
    await page.goto(`${site.origin}/plain#p=${code}`);
    const notice = page.locator('.received');
    await notice.waitFor();
    assert.deepEqual((await has(page))[0], SITI.profile);
    assert.deepEqual(await stored(), own.profile);
    await page.locator('.card .keep[aria-pressed=false]').first().click();
    assert.deepEqual(await stored(), own.profile, 'nor with what is kept meanwhile');
    const { length } = await kept();
    assert.equal(length, 1, 'which alone is written down');
    await notice.getByRole('button', { name: 'Urungkan' }).click();
    await page.waitForFunction(() => document.querySelector('padan-portal').profile.skills?.[0] === 'Las');
    assert.deepEqual(await stored(), own.profile);
    await page.goto('about:blank');
    await page.goto(`${site.origin}/plain#p=${code}`);
    await notice.getByRole('button', { name: 'Baik' }).click();
    await page.waitForFunction(() => JSON.parse(localStorage.getItem('padan')).profile.skills?.[0] !== 'Las');
    assert.deepEqual(await stored(), SITI.profile);
  });

  it('may have everything forgotten while it waits for a yes, for good', async () => {
    const { code } = await brought(SITI.profile, 2);
    const { page } = await visitor('/plain#q=');
    const own = { snapshot: '', profile: { skills: ['Las'] }, saved: [] };
    await page.evaluate((own) => localStorage.setItem('padan', JSON.stringify(own)), own);
    await page.goto('about:blank');
    await page.goto(`${site.origin}/plain#p=${code}`);
    await page.locator('.received').waitFor();
    await page.evaluate(() => document.querySelector('padan-portal').erase());
    await page.locator('.received').waitFor({ state: 'detached' });
    assert.deepEqual(await has(page), [{}, []]);
    assert.equal(await page.evaluate(() => localStorage.getItem('padan')), null);
  });

  it('may paste it into a page that is open already', async () => {
    const { code, titles } = await brought(SITI.profile, 2);
    const { page } = await visitor('/plain#q=');
    await page.waitForFunction(() => customElements.get('padan-saved'));
    await page.evaluate((code) => {
      location.hash = `#p=${code}`;
    }, code);
    await page.locator('.received').waitFor();
    assert.deepEqual(await has(page), [SITI.profile, titles]);
    assert.doesNotMatch(page.url(), /p=/);
  });
});

/** Parts of a code that are long enough to be nothing else. */
function pieces(code) {
  return Array.from({ length: Math.max(1, Math.floor(code.length / 12)) }, (_, i) => code.slice(i * 12, i * 12 + 12));
}
