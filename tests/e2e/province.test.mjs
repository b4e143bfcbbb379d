// A snapshot a province: the visitor chooses one, and nothing of the others travels.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, program, start } from './harness.mjs';
import { handoverIn } from './kiosk.mjs';

const DAY = '2026-11-24';
const index = readFileSync(fileURLToPath(new URL('../../www/dist/index.html', import.meta.url)), 'utf8');
const padan = (...args) =>
  execFileSync(program, args.map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

let work;
let site;
let key;
let list;
let open = [];

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'padan-province-'));
  const sample = join(work, 'sample.jsonl');
  const parts = join(work, 'parts');
  padan('sample', '--rows', 900, '--seed', 1, '--as-of', DAY, '--out', sample);
  const lines = readFileSync(sample, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const nowhere = lines.slice(0, 30).map((line, i) => ({ ...line, id: `nowhere-${i}`, jobLocation: undefined }));
  writeFileSync(sample, [...lines, ...nowhere].map((line) => JSON.stringify(line)).join('\n'));
  padan('build', '--format', 'jsonl', '--as-of', DAY, '--partition', 'province', '--out', parts, sample);
  list = JSON.parse(readFileSync(join(parts, 'partitions.json'), 'utf8')).partitions;
  key = JSON.parse(padan('keygen', '--out', join(work, 'owner'), '--json')).publicKey;
  for (const province of ['33', '35']) padan('sign', join(parts, province), '--key', join(work, 'owner'));
  // A server that passes one province off as another, and others that are broken.
  const copies = Object.fromEntries(
    ['swapped', 'gone', 'torn', 'foreign'].map((name) => [`/${name}`, join(work, name)]),
  );
  for (const folder of Object.values(copies)) cpSync(parts, folder, { recursive: true });
  rmSync(join(work, 'swapped/33'), { recursive: true });
  cpSync(join(parts, '35'), join(work, 'swapped/33'), { recursive: true });
  rmSync(join(work, 'gone/33'), { recursive: true });
  writeFileSync(join(work, 'torn/partitions.json'), '{"format": "padan-partitions", "ver');
  const abroad = readFileSync(join(parts, 'partitions.json'), 'utf8').replace(
    '"33/man',
    '"https://example.invalid/man',
  );
  writeFileSync(join(work, 'foreign/partitions.json'), abroad);
  site = await start({ mounts: { '/parts': parts, ...copies }, onRequest: answer });
});

after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});

beforeEach(() => {
  site.served.length = 0;
});

afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations, forgiven } of seen) assert.deepEqual([forgiven ? [] : errors, violations], [[], []]);
});

/** The demo page with its portal named by the query: `/page?snapshot=/parts/partitions.json&province=33`. */
function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname !== '/page') return false;
  const tag = `<padan-portal ${[...searchParams].map(([name, value]) => `${name}="${value}"`).join(' ')}>`;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(index.replace(/<padan-portal [^>]*>/, tag));
  return true;
}

async function visit(fragment = '', { folder = 'parts', attributes = '', ...options } = {}) {
  const seen = await site.open(null, { viewport: { width: 1280, height: 900 }, ...options });
  open.push(seen);
  const { page } = seen;
  page.setDefaultTimeout(10_000);
  await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
  await page.goto(`${site.origin}/page?snapshot=/${folder}/partitions.json${attributes}${fragment}`);
  return page;
}

const data = () => site.served.map(({ path }) => path).filter((path) => path.startsWith('/parts/'));
const count = async (page) => {
  await page.locator('.card').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('padan-portal').asking);
  return Number((await page.locator('#results-title strong').innerText()).replace(/\D/g, ''));
};
const openIn = (province) =>
  JSON.parse(padan('search', join(work, 'parts', province), '--filter', 'open=yes', '--today', DAY, '--json')).total;
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.id || element?.textContent.trim();
  });

async function tabTo(page, wanted) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if (wanted.test(await focused(page))) return;
  }
  assert.fail(`no way to ${wanted} by Tab`);
}

async function fails(page, error, title) {
  await page.locator('.failure').waitFor();
  assert.ok((await page.locator('.failure').innerText()).includes(title));
  await page.locator('.failure summary').click();
  assert.equal(await page.locator('.failure code').innerText(), error);
}

describe('the choice of a province', () => {
  it('is made by keyboard alone, downloads the list before and that province after, and can be changed', async () => {
    const page = await visit();
    await page.locator('.chooser').waitFor();
    const rows = await page.locator('.chooser li').allInnerTexts();
    assert.equal(rows.length, list.length);
    assert.match(rows.at(-1), /^Provinsi tidak disebut\s+30 lowongan, unduhan \d+ kB$/);
    const java = list.find(({ key }) => key === '33');
    assert.ok(rows.some((row) => row.startsWith('Jawa Tengah') && row.includes(`${java.rows} lowongan`)));
    assert.deepEqual(data(), ['/parts/partitions.json']);
    assert.ok(!site.served.some(({ path }) => /wasm|worker/.test(path)), 'not the engine either');

    await tabTo(page, /^Jawa Tengah/);
    await page.keyboard.press('Enter');
    assert.equal(await count(page), openIn('33'));
    assert.equal(await focused(page), 'results-title');
    assert.match(page.url(), /part=33/);
    assert.ok(
      data().every((path) => /^\/parts\/(partitions\.json$|33\/)/.test(path)),
      String(data()),
    );
    await page.locator('padan-facets input').first().waitFor({ state: 'attached' });
    assert.equal(await page.locator('padan-facets input[name="province"]').count(), 0);

    await page.locator('#q').focus();
    await tabTo(page, /^Ganti provinsi$/);
    await page.keyboard.press('Enter');
    await page.locator('.chooser').waitFor();
    assert.equal(await focused(page), 'chooser-title');
    await tabTo(page, /^Jawa Timur/);
    await page.keyboard.press('Enter');
    assert.equal(await count(page), openIn('35'));
    assert.ok(await page.locator('.where', { hasText: 'Jawa Timur' }).isVisible());
  });

  it('is kept in the address and nowhere else: reload, back, link', async () => {
    const page = await visit();
    await page.locator('.chooser a', { hasText: 'Jawa Tengah' }).click();
    const found = await count(page);
    const address = page.url();
    await page.reload();
    assert.equal(await count(page), found);
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    assert.deepEqual(stored, [0, 0, '']);
    await page.goBack();
    await page.locator('.chooser').waitFor();
    await page.goForward();
    assert.equal(await count(page), found);
    const other = await visit(new URL(address).hash);
    assert.equal(await count(other), found);
    await other.locator('header nav a').nth(1).click();
    await other.getByRole('link', { name: 'Change province' }).waitFor();
    assert.equal(await count(other), found);
  });

  it('waits for nothing that another device hands over: it is there once one is chosen', async () => {
    const { packed } = await handoverIn(work);
    const { text } = await packed({ education: 4, skills: ['mengemudi'] }, [], '0123456789ab');
    const page = await visit();
    await page.locator('.chooser').waitFor();
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `p=${text}`);
    await page.waitForFunction(() => !location.hash.includes('p='));
    await page.locator('.chooser a', { hasText: 'Jawa Tengah' }).click();
    await count(page);
    await page.locator('.profile-on').first().waitFor();
    assert.equal(await page.evaluate(() => document.querySelector('padan-portal').profile.education), 4);
  });

  it('keeps the words, and drops the regency, of what was asked before', async () => {
    const page = await visit('#q=operator&part=33&regency=3374');
    await page.locator('.where a').click();
    await page.locator('.chooser a', { hasText: 'Jawa Timur' }).click();
    await count(page);
    const asked = new URLSearchParams(new URL(page.url()).hash.slice(1));
    assert.deepEqual([asked.get('q'), asked.get('part'), asked.get('regency')], ['operator', '35', null]);
  });

  it('holds for the one chosen last, however fast the choice is changed', async () => {
    const page = await visit();
    await page.locator('.chooser').waitFor();
    await page.evaluate(async () => {
      const steps = ['part=33', 'part=', 'part=35', 'part=33', 'part=35'];
      for (const step of steps) {
        location.hash = `q=&open=yes&${step}`;
        await new Promise((next) => setTimeout(next, 15));
      }
    });
    assert.equal(await count(page), openIn('35'));
    await page.locator('#q').fill('operator');
    await page.waitForTimeout(300);
    assert.ok((await count(page)) > 0);
    assert.ok(
      (await page.locator('.facts li:first-child').allTextContents()).every((place) => /Jawa Timur/.test(place)),
    );
  });

  it('means nothing to a page of one snapshot', async () => {
    const seen = await site.open(null);
    open.push(seen);
    await seen.page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
    await seen.page.goto(`${site.origin}/page?snapshot=/parts/35/manifest.json#q=&open=yes&part=33`);
    assert.equal(await count(seen.page), openIn('35'));
    assert.doesNotMatch(seen.page.url(), /part=/);
  });

  it('can be those that state no province', async () => {
    const page = await visit();
    await page.locator('.chooser li').last().locator('a').click();
    assert.equal(await count(page), openIn('00'));
  });

  it('is the page’s own where it names a province', async () => {
    const page = await visit('', { attributes: '&province=33' });
    assert.equal(await count(page), openIn('33'));
    assert.equal(await page.locator('.where, .chooser').count(), 0);
    assert.ok(!data().some((path) => path.startsWith('/parts/35/')));
    await page.locator('padan-portal').evaluate((portal) => {
      portal.province = '35';
    });
    await page.waitForFunction((n) => {
      const shown = document.querySelector('padan-portal').shadowRoot.querySelector('#results-title strong');
      return Number(shown?.textContent.replace(/\D/g, '')) === n;
    }, openIn('35'));
  });
});

describe('a list of provinces that is not sound', () => {
  it('has no such province: the error screen, and the way to the others', async () => {
    const page = await visit('#q=&part=99');
    await fails(page, 'PartitionUnknown', 'Provinsi ini tidak ada dalam data');
    await page.getByRole('link', { name: 'Ganti provinsi' }).click();
    await page.locator('.chooser').waitFor();
    const fixed = await visit('', { attributes: '&province=99' });
    await fails(fixed, 'PartitionUnknown', 'Provinsi ini tidak ada dalam data');
    assert.equal(await fixed.locator('.where').count(), 0);
  });

  it('is missing, torn, or names a province that is missing or elsewhere', async () => {
    const cases = [
      ['nowhere', '', 'SnapshotMissing', 'Data lowongan tidak ditemukan'],
      ['torn', '', 'NotASnapshot', 'Berkas ini bukan data lowongan'],
      ['foreign', '', 'NotASnapshot', 'Berkas ini bukan data lowongan'],
      ['gone', '#q=&part=33', 'SnapshotMissing', 'Data lowongan tidak ditemukan'],
    ];
    for (const [folder, fragment, error, title] of cases) {
      const page = await visit(fragment, { folder });
      open.at(-1).forgiven = true;
      await fails(page, error, title);
      assert.deepEqual(
        open.at(-1).requests.filter(({ url }) => !url.startsWith(site.origin) && !url.startsWith('data:')),
        [],
      );
    }
  });
});

describe('a page that names a key', () => {
  it('opens the province its owner signed, though the list is not signed, and no other', async () => {
    const page = await visit('', { attributes: `&key=${key}` });
    await page.locator('.chooser a', { hasText: 'Jawa Tengah' }).click();
    assert.equal(await count(page), openIn('33'));
    const unsigned = await visit('#q=&part=32', { attributes: `&key=${key}` });
    open.at(-1).forgiven = true;
    await fails(unsigned, 'SignatureMissing', 'Data lowongan tidak bertanda tangan');
  });

  it('refuses a signed province that is passed off as another', async () => {
    const page = await visit('#q=&part=33', { folder: 'swapped', attributes: `&key=${key}` });
    await fails(page, 'SnapshotMixed', 'Data lowongan tercampur dengan versi lain');
  });
});

describe('the chooser for everyone', () => {
  for (const lang of ['id', 'en']) {
    it(`passes axe and needs no sideways scrolling, ${lang}`, async () => {
      for (const width of [320, 1280]) {
        for (const colorScheme of ['light', 'dark']) {
          const page = await visit(`#lang=${lang}`, { viewport: { width, height: 800 }, colorScheme });
          const title = lang === 'en' ? 'Vacancies in which province?' : 'Lowongan di provinsi mana?';
          await page.getByRole('heading', { name: title }).waitFor();
          assert.deepEqual(await axe(page), [], `${width} px, ${colorScheme}`);
          await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
          });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
          await page.locator('.chooser a').first().click();
          await page.locator('.where').waitFor();
          await count(page);
          assert.deepEqual(await axe(page), [], `chosen, ${width} px, ${colorScheme}`);
        }
      }
    });
  }
});
