// The attacks of The Update Framework, one by one, in a real Chromium: snapshots signed by padan's own program, and a
// server that lies on request. Where a page names a key, nothing but the owner's latest snapshot may be shown.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, program, snapshot, start, until } from './harness.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const made = mkdtempSync(join(tmpdir(), 'padan-trust-'));
const index = readFileSync(join(root, 'www/dist/index.html'), 'utf8');
const BLANK = '<!doctype html><html lang="en"><title>padan</title></html>';
const DAY = '2026-11-24';
const CALM = { stall: 10_000, floor: 50 };
const HASTY = { stall: 1_000, floor: 50 };

let site;
/** What the server has at /s/, and how it lies: the first of `lies` whose name the file's begins with answers. */
let published;
let lies = {};
let asked = [];
let sent = 0;
let contexts = [];
const keys = {};

const padan = (...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A snapshot of 200 vacancies as of a day, signed by the keys named. */
function signed(name, { asOf = DAY, seed = 1, by = ['owner'], more = [] } = {}) {
  const folder = join(made, name);
  cpSync(snapshot({ rows: 200, seed, asOf }), folder, { recursive: true });
  if (by.length > 0) padan('sign', folder, ...by.flatMap((key) => ['--key', join(made, key)]), ...more);
  return folder;
}

/** A signature by the owner's own key that padan's program would not make. */
function forged(statement) {
  const { keyId, secretKey } = json(made, 'owner');
  const der = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(secretKey, 'base64url'),
  ]);
  const lines = ['manifestSha256', 'asOf', 'sequence', 'expires'].map((name) => `${name} ${statement[name]}\n`);
  const text = Buffer.from(`padan-statement/1\n${lines.join('')}`);
  const signature = sign(null, text, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toString(
    'base64url',
  );
  return JSON.stringify({ format: 'padan-signature', version: 1, statement, signatures: [{ keyId, signature }] });
}

const json = (folder, file = 'manifest.json') => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const bytes = (folder, file) => readFileSync(join(folder, file));

let good;
let yesterday;
before(async () => {
  for (const name of ['owner', 'next', 'stranger']) {
    keys[name] = JSON.parse(padan('keygen', '--out', join(made, name), '--json')).publicKey;
  }
  yesterday = signed('yesterday', { asOf: '2026-11-23', seed: 2 });
  good = signed('good');
  site = await start({ mounts: { '/pkg': join(root, 'pkg') }, onRequest: answer });
});
after(async () => {
  await site.close();
  rmSync(made, { recursive: true });
});
beforeEach(() => {
  published = good;
  lies = {};
  asked = [];
  sent = 0;
});
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
});

function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/page' || pathname === '/blank') {
    const key = searchParams.get('key');
    const tag = `<padan-portal snapshot="/s/manifest.json"${key === null ? '' : ` key="${key}"`}>`;
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pathname === '/blank' ? BLANK : index.replace(/<padan-portal [^>]*>/, tag));
    return true;
  }
  if (!pathname.startsWith('/s/')) return false;
  const file = pathname.slice(3);
  asked.push(file);
  const lie = Object.keys(lies).find((name) => file.startsWith(name));
  response.setHeader('Cache-Control', file.includes('manifest') ? 'no-cache' : 'public, max-age=31536000, immutable');
  if (lie !== undefined) {
    lies[lie](response, file);
    return true;
  }
  try {
    response.end(bytes(published, file));
  } catch {
    response.writeHead(404).end();
  }
  return true;
}

const say = (content) => (response) => response.end(content);
const gone = (response) => response.writeHead(404).end();
const cut = (response) => response.destroy();
const endless = (response) => {
  const more = () => {
    for (let room = true; room && !response.destroyed; sent += 65_536) room = response.write(Buffer.alloc(65_536, 32));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};
const stalled = (response) => response.write(' ');
const dripping = (response) => {
  const timer = setInterval(() => response.write(' '), 100);
  response.once('close', () => clearInterval(timer));
};

/** A visitor: one browser context, whose Cache Storage lasts from page to page. */
async function visitor(origin = site.origin) {
  const seen = await site.open(null);
  contexts.push(seen.context);
  const { page } = seen;
  page.setDefaultTimeout(10_000);
  const clock = (day) => page.clock.setFixedTime(`${day}T09:00:00+07:00`);
  await clock(DAY);

  /** Opens the engine itself; answers what it says, or the error. */
  async function open(named = [keys.owner], options = {}) {
    await page.goto(`${origin}/blank`);
    return page.evaluate(
      async ([named, options]) => {
        const { default: init, Padan } = await import('/pkg/padan.js');
        await init();
        try {
          globalThis.padan = await Padan.open('/s/manifest.json', { ...(named && { keys: named }), ...options });
          const { rows, asOf } = globalThis.padan.info();
          const { refused } = globalThis.padan;
          return { rows, asOf, ...(refused && { refused: refused.name }) };
        } catch (error) {
          return { error: error.name, message: error.message };
        }
      },
      [named, { today: Date.parse(DAY) / 864e5, patience: CALM, ...options }],
    );
  }

  /** Opens the engine and waits until what it opened is the last good snapshot. */
  async function hold(named) {
    const opened = await open(named);
    assert.equal(opened.error, undefined, opened.message);
    await held(opened.asOf);
    return opened;
  }

  /** Waits until the last good snapshot is that of a day, and the only one kept. */
  async function held(asOf) {
    for (const end = Date.now() + 5_000; ; ) {
      const found = await page.evaluate(async () => {
        const pointer = await (await caches.open('padan')).match('/s/manifest.json?padan-held=');
        const shelves = (await caches.keys()).length - 1;
        return pointer && shelves === 1 && JSON.parse((await pointer.json()).signature).statement.asOf;
      });
      if (found === asOf) return;
      assert.ok(Date.now() < end, `${found} held, ${asOf} expected`);
      await new Promise((wake) => setTimeout(wake, 20));
    }
  }

  /** Opens the page itself and waits for its list, or for what it says instead. */
  async function visit(key = keys.owner, lang = 'id') {
    await page.goto(`${origin}/page${key === null ? '' : `?key=${encodeURIComponent(key)}`}#lang=${lang}`);
    await page.locator('.card, .failure').first().waitFor();
    return page;
  }

  return { ...seen, clock, open, hold, held, visit };
}

const data = () => asked.filter((file) => !file.startsWith('manifest'));

describe('a page that names a key', () => {
  it('shows the snapshot that key signed, with its records and without a word about it', async () => {
    const { visit, errors } = await visitor();
    const page = await visit();
    await page.locator('.card').nth(19).waitFor();
    await page.locator('.card h3 a').first().click();
    await page.locator('padan-detail dialog[open] section[aria-labelledby=facts]').waitFor();
    assert.equal(await page.locator('[part=notice]').count(), 0);
    assert.deepEqual(errors, []);
  });

  it('verifies before it fetches any data', async () => {
    for (const [name, folder] of Object.entries({
      SignatureMissing: signed('unsigned', { by: [] }),
      SignatureUnknownKey: signed('strange', { by: ['stranger'] }),
      SnapshotExpired: signed('expired', { asOf: '2026-11-10', more: ['--valid-days', '13'] }),
      SnapshotFromFuture: signed('future', { asOf: '2026-11-26' }),
    })) {
      published = folder;
      asked = [];
      const { open } = await visitor();
      assert.equal((await open()).error, name);
      assert.deepEqual(data(), [], name);
      const unverified = await open(null);
      assert.equal(unverified.rows, 200, 'without a key it opens');
    }
  });

  it('says in the page what is wrong, in both languages', async () => {
    published = signed('strange2', { by: ['stranger'] });
    for (const [lang, title] of [
      ['id', /tidak dikenal/],
      ['en', /someone unknown/],
    ]) {
      const { visit } = await visitor();
      const page = await visit(keys.owner, lang);
      assert.match(await page.locator('.failure').innerText(), title);
      assert.equal(await page.locator('.card').count(), 0);
    }
  });

  it('refuses a manifest or a statement that was altered', async () => {
    const manifest = bytes(good, 'manifest.json').toString();
    const signature = json(good, 'manifest.sig.json');
    const statement = (change) => JSON.stringify({ ...signature, statement: { ...signature.statement, ...change } });
    const other = json(yesterday, 'manifest.sig.json').signatures;
    for (const [name, file, content] of [
      ['SnapshotMixed', 'manifest.json', manifest.replace('"rows": 200', '"rows": 201')],
      ['SignatureInvalid', 'manifest.sig.json', statement({ expires: '2036-01-01' })],
      ['SignatureInvalid', 'manifest.sig.json', statement({ sequence: 2026112401 })],
      ['SignatureInvalid', 'manifest.sig.json', statement({ sequence: 9007199254740991 })],
      ['SignatureInvalid', 'manifest.sig.json', statement({ asOf: '2026-02-30' })],
      ['SignatureInvalid', 'manifest.sig.json', JSON.stringify({ ...signature, signatures: other })],
      ['SignatureInvalid', 'manifest.sig.json', JSON.stringify({ ...signature, format: 'other' })],
      ['SignatureInvalid', 'manifest.sig.json', '<html>Log in to the free Wi-Fi</html>'],
      ['SignatureUnknownKey', 'manifest.sig.json', JSON.stringify({ ...signature, signatures: [] })],
      ['SignatureUnknownKey', 'manifest.sig.json', JSON.stringify({ ...signature, signatures: [null] })],
    ]) {
      lies = { [file]: say(content) };
      const { open } = await visitor();
      assert.equal((await open()).error, name, content.slice(0, 300));
    }
  });

  it('refuses a key that is none, and an empty list of keys', async () => {
    const { open, visit } = await visitor();
    for (const named of [[], ['x'], [keys.owner, `${keys.owner.slice(0, 42)}=`]]) {
      assert.equal((await open(named)).error, 'SignatureKeyInvalid', named);
    }
    assert.equal((await open(undefined, { keys: null })).error, 'SignatureKeyInvalid');
    assert.equal((await open(null, { key: keys.owner })).error, 'TypeError', 'a misspelt option');
    assert.match(await (await visit('')).locator('.failure').innerText(), /Kunci halaman ini keliru/);
  });

  it('fails closed where the browser cannot verify', async () => {
    const { visit } = await visitor(site.origin.replace('127.0.0.1', 'insecure.test'));
    const page = await visit();
    assert.equal(await page.evaluate(() => isSecureContext), false);
    assert.match(await page.locator('.failure').innerText(), /tidak dapat diperiksa/);
    assert.match(await page.locator('.failure code').textContent(), /SignatureUnsupported/);
    assert.deepEqual(asked, []);
  });
});

describe('a page that names no key', () => {
  it('works as before and keeps nothing', async () => {
    published = signed('unsigned2', { by: [] });
    const { visit } = await visitor();
    const page = await visit(null);
    await page.locator('.card').nth(19).waitFor();
    assert.deepEqual(await page.evaluate(() => caches.keys()), []);
    assert.ok(!asked.includes('manifest.sig.json'));
  });

  it('still takes a function as its second argument', async () => {
    const { page, open } = await visitor();
    await open();
    const phases = await page.evaluate(async () => {
      const { Padan } = await import('/pkg/padan.js');
      const phases = new Set();
      await Padan.open('/s/manifest.json', ({ phase }) => phases.add(phase));
      return [...phases];
    });
    assert.deepEqual(phases, ['manifest', 'core']);
  });
});

describe('rollback', () => {
  it('opens the last good snapshot instead of an older one, and says so in both languages', async () => {
    const { page, visit, held } = await visitor();
    await visit();
    await held(DAY);
    published = yesterday;
    for (const [lang, said, why] of [
      ['id', /data tepercaya terakhir, per 24 Nov 2026/, /lebih lama daripada yang pernah dibuka/],
      ['en', /last trusted data, of 24 Nov 2026/, /older than what was opened before/],
    ]) {
      await page.goto('about:blank');
      await visit(keys.owner, lang);
      const notice = page.locator('[part=notice]');
      assert.match(await notice.locator('[role=status]').innerText(), said);
      assert.match(await notice.innerText(), why);
      assert.match(await notice.locator('code').textContent(), /SnapshotRolledBack/);
      assert.deepEqual(await axe(page), []);
    }
  });

  it('refuses another snapshot of the same number', async () => {
    const { open, hold } = await visitor();
    await hold();
    published = signed('twin', { seed: 3 });
    assert.deepEqual(await open(), { rows: 200, asOf: DAY, refused: 'SnapshotRolledBack' });
    published = signed('twin-after', { seed: 3, more: ['--sequence', '2026112401'] });
    assert.deepEqual(await open(), { rows: 200, asOf: DAY });
  });
});

describe('freeze', () => {
  it('ends on the last day a snapshot is good for', async () => {
    published = signed('short', { more: ['--valid-days', '3'] });
    const day = (n) => ({ today: Date.parse(DAY) / 864e5 + n });
    const { open } = await visitor();
    assert.equal((await open([keys.owner], day(4))).error, 'SnapshotExpired');
    assert.equal((await open([keys.owner], day(3))).rows, 200);
  });

  it('shows a returning visitor the snapshot held, under a notice', async () => {
    published = signed('short2', { more: ['--valid-days', '3'] });
    const { visit, held, clock } = await visitor();
    await visit();
    await held(DAY);
    await clock('2026-12-05');
    const page = await visit();
    await page.reload();
    await page.locator('[part=notice]').waitFor();
    assert.match(await page.locator('[part=notice]').innerText(), /Masa berlaku data lowongan habis/);
    assert.match(await page.locator('.stale').first().innerText(), /sudah 11 hari/);
  });
});

describe('fast-forward', () => {
  it('takes no date after tomorrow, and so no sequence either', async () => {
    const { open } = await visitor();
    published = signed('tomorrow', { asOf: '2026-11-25' });
    assert.equal((await open()).asOf, '2026-11-25');
    published = signed('after', { asOf: '2026-11-26' });
    assert.equal((await (await visitor()).open()).error, 'SnapshotFromFuture');
  });

  it('takes no sequence of another day, not even signed', async () => {
    const { statement } = json(good, 'manifest.sig.json');
    for (const [sequence, name] of [
      [2026112499, undefined],
      [2026112500, 'SignatureInvalid'],
      [2026112399, 'SignatureInvalid'],
      [9007199254740991, 'SignatureInvalid'],
    ]) {
      lies = { 'manifest.sig': say(forged({ ...statement, sequence })) };
      assert.equal((await (await visitor()).open()).error, name, sequence);
    }
  });

  it('is undone by naming a new key: what the old one signed is forgotten', async () => {
    const { open, hold } = await visitor();
    published = signed('stolen', { more: ['--sequence', '2026112499'] });
    await hold();
    published = signed('clean', { by: ['next'] });
    assert.deepEqual(await open([keys.owner, keys.next]), { rows: 200, asOf: DAY, refused: 'SnapshotRolledBack' });
    assert.deepEqual(await open([keys.next]), { rows: 200, asOf: DAY });
  });
});

describe('mix-and-match', () => {
  it('refuses a file of another snapshot, and nothing stands in for it', async () => {
    const core = readdirSync(yesterday).find((name) => name.startsWith('core-'));
    lies = { 'core-': say(bytes(yesterday, core)) };
    const { open } = await visitor();
    assert.match((await open()).error, /^Snapshot(Corrupt|Truncated|TooLarge)$/);
  });

  it('refuses the manifest of one with the signature of another', async () => {
    lies = { 'manifest.sig': say(bytes(yesterday, 'manifest.sig.json')) };
    assert.equal((await (await visitor()).open()).error, 'SnapshotMixed');
  });
});

describe('a file that is missing, cut off or altered', () => {
  const core = (change) => (response, file) => response.end(change(bytes(published, file)));
  const flip = (content) => {
    content[content.length >> 1] ^= 4;
    return content;
  };
  for (const [what, lie, name] of [
    ['missing', gone, 'SnapshotMissing'],
    ['cut off', core((content) => content.subarray(0, 999)), 'SnapshotTruncated'],
    ['altered', core(flip), 'SnapshotCorrupt'],
  ]) {
    it(`${what}: fails closed on a first visit and leaves the last good snapshot on a later one`, async () => {
      lies = { 'core-': lie };
      assert.equal((await (await visitor()).open()).error, name);

      lies = {};
      published = yesterday;
      const { open, hold, held } = await visitor();
      await hold();
      published = good;
      lies = { 'core-': lie };
      assert.deepEqual(await open(), { rows: 200, asOf: '2026-11-23', refused: name });
      lies = {};
      assert.deepEqual(await open(), { rows: 200, asOf: DAY });
      await held(DAY);
    });
  }

  it('a record whose text was altered is an error, and the list stays', async () => {
    lies = { 'text-': core(flip) };
    const { page, open } = await visitor();
    await open();
    const name = await page.evaluate(() => globalThis.padan.record(0).catch((error) => error.name));
    assert.equal(name, 'SnapshotCorrupt');
  });
});

describe('the last good snapshot', () => {
  it('opens with no server at all, records read before included', async () => {
    const { page, open, hold } = await visitor();
    await hold();
    const title = await page.evaluate(async () => (await globalThis.padan.record(0)).title);
    const texts = async () => {
      const shelves = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return shelves.flat().some(({ url }) => url.includes('/text-'));
    };
    await until('the text kept', () => page.evaluate(texts));
    lies = { '': cut };
    assert.deepEqual(await open(), { rows: 200, asOf: DAY, refused: 'SnapshotMissing' });
    assert.equal(await page.evaluate(async () => (await globalThis.padan.record(0)).title), title);
  });

  it('is not fetched again while it is the latest', async () => {
    const { open, hold } = await visitor();
    await hold();
    asked = [];
    assert.equal((await open()).rows, 200);
    assert.deepEqual(data(), []);
  });

  it('is verified like any other: what was altered in the cache is not used', async () => {
    const { page, open, hold } = await visitor();
    await hold();
    await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          if (request.url.includes('/core-')) await cache.put(request, new Response('something else'));
        }
      }
    });
    await hold();
    await page.goto(`${site.origin}/blank`);
    await page.evaluate(async () => {
      const cache = await caches.open('padan');
      const [request] = await cache.keys();
      const { manifest, signature } = await (await cache.match(request)).json();
      const altered = manifest.replace('"rows": 200', '"rows": 201');
      await cache.put(request, new Response(JSON.stringify({ manifest: altered, signature })));
    });
    lies = { '': cut };
    assert.equal((await open()).error, 'SnapshotMissing');
  });

  it('keeps nothing of a snapshot that was refused', async () => {
    const { page, open, hold } = await visitor();
    await hold();
    const before = await page.evaluate(() => caches.keys());
    published = signed('strange3', { by: ['stranger'], asOf: '2026-11-25' });
    assert.equal((await open()).refused, 'SignatureUnknownKey');
    assert.deepEqual(await page.evaluate(() => caches.keys()), before);
  });
});

describe('endless data', () => {
  for (const file of ['manifest.json', 'manifest.sig.json', 'core-']) {
    it(`${file}: no more is read than was declared`, async () => {
      lies = { [file]: endless };
      assert.equal((await (await visitor()).open()).error, 'SnapshotTooLarge');
      assert.ok(sent < 32_000_000, `${sent} bytes were sent`);
    });
  }
});

describe('slow retrieval', () => {
  for (const [what, lie] of Object.entries({ stalled, dripping })) {
    for (const file of ['manifest.json', 'manifest.sig.json', 'core-']) {
      it(`${what} ${file}: is given up, and the last good snapshot opens`, async () => {
        published = yesterday;
        const { open, hold } = await visitor();
        await hold();
        published = good;
        lies = { [file]: lie };
        assert.deepEqual(await open([keys.owner], { patience: HASTY }), {
          rows: 200,
          asOf: '2026-11-23',
          refused: 'SnapshotTooSlow',
        });
      });
    }
  }
});

describe('a key that is replaced', () => {
  it('goes over in three steps, and no visitor is left outside', async () => {
    const { hold, open } = await visitor();
    published = yesterday;
    await hold([keys.owner]);
    published = signed('both', { by: ['owner', 'next'] });
    for (const named of [[keys.owner], [keys.owner, keys.next], [keys.next]]) {
      assert.deepEqual(await open(named), { rows: 200, asOf: DAY });
    }
    published = signed('new-only', { asOf: '2026-11-25', by: ['next'] });
    assert.equal((await open([keys.next])).asOf, '2026-11-25');
  });

  it('may be signed by any number of strangers too', async () => {
    published = signed('crowd', { by: ['stranger', 'next', 'owner'] });
    assert.equal((await (await visitor()).open()).rows, 200);
    const signature = json(published, 'manifest.sig.json');
    const [by] = signature.signatures;
    writeFileSync(
      join(published, 'manifest.sig.json'),
      JSON.stringify({ ...signature, signatures: Array(17).fill(by) }),
    );
    assert.equal((await (await visitor()).open()).error, 'SignatureInvalid');
  });
});

describe('the program and the browser', () => {
  it('agree on every verdict', async () => {
    const verdict = (folder) => {
      try {
        return padan('verify', folder, '--key', keys.owner, '--today', DAY, '--json') && 'good';
      } catch (error) {
        return JSON.parse(error.stdout).error;
      }
    };
    for (const folder of ['good', 'yesterday', 'unsigned', 'strange', 'expired', 'future'].map((name) =>
      join(made, name),
    )) {
      published = folder;
      assert.equal((await (await visitor()).open()).error ?? 'good', verdict(folder), folder);
    }
  });
});
