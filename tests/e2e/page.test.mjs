// The page as a visitor meets it: a made-up snapshot, the strict policy, a real Chromium. After every test the
// console must be clean, the policy unbroken and every request the page's own.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { axe, charted, DESK, fetched, listed, PHONE, settled, snapshot, start } from './harness.mjs';

const broken = mkdtempSync(join(tmpdir(), 'padan-broken-'));

let site;
let asked = [];
let open = [];

before(async () => {
  const good = snapshot();
  site = await start({
    mounts: { '/snapshot': good, ...damaged(good) },
    onRequest: (request) => {
      asked.push({ path: request.url, headers: JSON.stringify(request.headers) });
      return false;
    },
  });
});

after(async () => {
  await site.close();
  rmSync(broken, { recursive: true });
});

afterEach(async () => {
  const seen = open;
  open = [];
  asked = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations, requests } of seen) {
    assert.deepEqual(errors, []);
    assert.deepEqual(violations, []);
    for (const { url } of requests) assert.match(url, new RegExp(`^(${site.origin}/|data:image/)`));
  }
});

/** Copies of a snapshot, each with one fault, by the path they are served at. */
function damaged(good) {
  const faults = {
    truncated: (folder) => changeCore(folder, (bytes) => bytes.subarray(0, bytes.length >> 1)),
    flipped: (folder) =>
      changeCore(folder, (bytes) => {
        bytes[bytes.length >> 1] ^= 4;
        return bytes;
      }),
    newer: (folder) => {
      const path = join(folder, 'manifest.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace(/"version": *\d+/, '"version": 99'));
    },
    missing: (folder) => rmSync(join(folder, 'manifest.json')),
  };
  return Object.fromEntries(
    Object.entries(faults).map(([name, damage]) => {
      const folder = join(broken, name);
      cpSync(good, folder, { recursive: true });
      damage(folder);
      return [`/${name}`, folder];
    }),
  );
}

function changeCore(folder, change) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const path = join(folder, manifest.segments[0].core.file);
  assert.ok(readdirSync(folder).includes(manifest.segments[0].core.file));
  writeFileSync(path, change(readFileSync(path)));
}

/** A page at an address of its own, on the day the snapshot speaks for; `prepare` runs before the page's scripts. */
async function enter(fragment, options, prepare) {
  const seen = await site.open(null, options);
  open.push(seen);
  seen.page.setDefaultTimeout(10_000);
  await seen.page.clock.setFixedTime('2026-11-24T09:00:00+07:00');
  if (prepare) await seen.page.addInitScript(prepare);
  await seen.page.goto(`${site.origin}/${fragment}`);
  await seen.page.locator('.card').first().waitFor();
  return seen.page;
}

/** Opens the page and waits for its first list, whole, and the parts that come after it. */
async function visit(fragment = '', options = DESK) {
  const page = await enter(fragment, options);
  await idle(page);
  await settled(page);
  return page;
}

/** Waits until the parts loaded after the list stand. */
async function idle(page) {
  await page.waitForFunction(() => customElements.get('padan-market') && customElements.get('padan-profile'));
}

const count = async (page) => Number((await page.locator('#results-title strong').innerText()).replace(/\D/g, ''));
const titles = (page) => page.locator('.card h3').allTextContents();

async function counted(page, total) {
  await page.waitForFunction((n) => {
    const shown = document.querySelector('padan-portal').shadowRoot.querySelector('#results-title strong');
    return Number(shown?.textContent.replace(/\D/g, '')) === n;
  }, total);
}

/** Types into the search box and waits for the list to answer. */
async function search(page, text) {
  const before = await page.locator('.main').innerText();
  await page.locator('#q').fill(text);
  await page.waitForFunction(
    (old) => document.querySelector('padan-portal').shadowRoot.querySelector('.main').innerText !== old,
    before,
  );
  await settled(page);
}

/** Counts of one facet, `{label: count}`. */
async function facet(page, key) {
  const options = page.locator(`padan-facets li:has(input[name="${key}"])`);
  const rows = await options.evaluateAll((items) =>
    items.map((li) => [
      li.querySelector('.label').textContent,
      Number(li.querySelector('.count').textContent.replace(/\D/g, '')),
    ]),
  );
  return Object.fromEntries(rows);
}

/** Answers the questions the way a visitor would and closes the form. */
async function answer(page, { job, education, home, skill }) {
  await page.locator('.me').click();
  const form = page.locator('padan-profile');
  const pick = async (index, text) => {
    const box = form.getByRole('combobox').and(form.locator('input')).nth(index);
    await box.fill(text);
    await form.locator('li[role="option"]').first().waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
  };
  if (job) await pick(0, job);
  if (education) await form.locator('#education').selectOption(education);
  if (home) await pick(2, home);
  if (skill) await pick(4, skill);
  await form.locator('button[type="submit"]').click();
  await settled(page);
}

/** A word of the list's titles that is long enough to be one. */
async function aWord(page) {
  return (await titles(page))
    .join(' ')
    .toLowerCase()
    .match(/[a-z]{5,}/)[0];
}

/** An occupation, a home and a skill that the sample has. */
async function sampleAnswers(page) {
  await listed(page);
  return page.evaluate(() => {
    const { occupations, regions, skills } = document.querySelector('padan-portal').lists;
    const specific = occupations.filter(({ code }) => code.length >= 4);
    return {
      job: (specific[0] ?? occupations.at(-1)).label,
      otherJob: (specific.at(-1) ?? occupations[0]).label,
      home: regions.find(({ code }) => code === '3216')?.name ?? regions.find(({ code }) => code.length === 4).name,
      skill: skills[0],
    };
  });
}

describe('the element', () => {
  it('asks again when it is moved while it waits', async () => {
    const page = await visit();
    const all = await count(page);
    await page.evaluate(() => {
      const portal = document.querySelector('padan-portal');
      portal.renderRoot.querySelector('#q').focus();
      const place = document.createElement('div');
      document.body.append(place);
      place.append(portal);
    });
    await counted(page, all);
    await settled(page);
  });
});

describe('the list', () => {
  it('opens with a count, twenty cards and only the ads that still take applications', async () => {
    const page = await visit();
    assert.ok((await count(page)) > 20);
    assert.equal(await page.locator('.card').count(), 20);
    assert.equal(await page.locator('.chips .chip').count(), 1);
    assert.match(page.url(), /open=yes/);
    assert.equal(await page.locator('.card .band').count(), 0, 'no match words without a profile');
  });

  it('changes with every letter typed, and so do the counts', async () => {
    const page = await visit();
    const all = await count(page);
    const word = await aWord(page);
    const before = await facet(page, 'province');
    await search(page, word);
    assert.ok((await count(page)) < all);
    for (const title of await titles(page)) assert.ok(title.toLowerCase().includes(word), title);
    assert.notDeepEqual(await facet(page, 'province'), before);
  });

  it('loads twenty more on request and moves the focus to the first of them', async () => {
    const page = await visit();
    await page.locator('.more button').click();
    await page.locator('.card').nth(39).waitFor();
    const focused = await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent);
    assert.equal(focused, (await titles(page))[20]);
  });

  it('tells a screen reader the count once, after the typing pauses', async () => {
    const page = await visit();
    await search(page, 'a');
    const status = page.locator('padan-portal > [role="status"], .portal > [role="status"]');
    await page.waitForFunction(() => {
      const root = document.querySelector('padan-portal').shadowRoot;
      const shown = root.querySelector('#results-title strong').textContent;
      return root.querySelector('.portal > [role="status"]').textContent.startsWith(`${shown} lowongan`);
    });
    assert.equal(await status.count(), 1);
  });

  it('is the same after a reload and after going back', async () => {
    const page = await visit();
    const first = await count(page);
    await page.locator('padan-facets input[name="province"]').first().check();
    await settled(page);
    const narrowed = await count(page);
    assert.notEqual(narrowed, first);
    await page.reload();
    await counted(page, narrowed);
    await page.goBack();
    await counted(page, first);
  });
});

describe('a filter', () => {
  it('finds as many as it said, and leaves the other counts of its own group alone', async () => {
    const page = await visit();
    const before = await facet(page, 'province');
    const [name, promised] = Object.entries(before)[0];
    await page.locator('padan-facets input[name="province"]').first().check();
    await counted(page, promised);
    const now = await facet(page, 'province');
    for (const [label, n] of Object.entries(before)) assert.equal(now[label], n, label);
    assert.ok((await page.locator('.chips').innerText()).includes(name));
  });

  it('goes away with its chip', async () => {
    const page = await visit();
    const all = await count(page);
    const [name, promised] = Object.entries(await facet(page, 'employment_type'))[0];
    await page.locator('padan-facets input[name="employment_type"]').first().check();
    await counted(page, promised);
    await page.getByRole('button', { name: `Hapus saringan ${name}` }).click();
    await counted(page, all);
  });

  it('opens a long list that can be searched', async () => {
    const page = await visit();
    const group = page.locator('padan-facets details', { has: page.locator('input[name="province"]') });
    const short = await group.locator('li').count();
    await group.getByRole('button', { name: 'Tampilkan semua' }).click();
    await page.waitForFunction((n) => {
      const facets = document.querySelector('padan-portal').shadowRoot.querySelector('padan-facets').shadowRoot;
      return facets.querySelectorAll('input[name="province"]').length > n;
    }, short);
    await group.locator('input[type="search"]').fill('jawa');
    for (const label of await group.locator('.label').allInnerTexts()) assert.match(label, /jawa/i);
  });

  it('sits in a dialog on a phone, which Esc closes and which gives the focus back', async () => {
    const page = await visit('', PHONE);
    await page.locator('.open-filters').click();
    const dialog = page.locator('dialog.filters');
    assert.ok(await dialog.isVisible());
    await dialog.locator('input[name="province"]').first().waitFor();
    const [, promised] = Object.entries(await facet(page, 'province'))[0];
    await dialog.locator('input[name="province"]').first().check();
    await counted(page, promised);
    await page.keyboard.press('Escape');
    assert.ok(!(await dialog.isVisible()));
    const focused = await page.evaluate(() => document.activeElement.shadowRoot.activeElement.className);
    assert.equal(focused, 'open-filters');
  });

  it('that finds nothing is undone by the best offer', async () => {
    const page = await visit();
    await search(page, 'zzqxyzzy');
    assert.equal(await count(page), 0);
    const offer = page.locator('.offers button').first();
    const gain = Number((await offer.innerText()).match(/\+([\d.]+)$/)[1].replace('.', ''));
    await offer.click();
    await counted(page, gain);
  });
});

describe('a page of one province', () => {
  it('shows that province alone and offers no other', async () => {
    const page = await visit();
    const promised = await facet(page, 'province');
    const [code, name] = await page.evaluate(() => {
      const portal = document.querySelector('padan-portal');
      const [{ value, label }] = portal.answer.facets.province;
      portal.province = value;
      return [value, label];
    });
    await counted(page, promised[name]);
    assert.equal(await page.locator('padan-facets input[name="province"]').count(), 0);
    assert.doesNotMatch(page.url(), new RegExp(`province=${code}`));
    for (const place of await page.locator('.facts li:first-child').allTextContents())
      assert.ok(place.includes(name), place);
  });
});

describe('the profile', () => {
  it('changes the order and says why', async () => {
    const page = await visit();
    const before = await titles(page);
    const { job, home } = await sampleAnswers(page);
    await answer(page, { job, home, education: '3' });
    await page.locator('.card .band').first().waitFor();
    await settled(page);
    assert.notDeepEqual(await titles(page), before);
    assert.equal(await page.locator('.card .band').count(), 20);
    assert.match(await page.locator('.card .met').first().innerText(), /^\d+ dari \d+ syarat terpenuhi$/);
    assert.equal(await page.locator('.sort select').inputValue(), 'match');
    await page.locator('.card h3 a').first().click();
    const detail = page.locator('padan-detail');
    await detail.locator('.fit').waitFor();
    const sentence = await detail.locator('.fit > p').nth(1).innerText();
    assert.ok(sentence.length > 0 && [...sentence].length <= 160, sentence);
    const words = await detail.locator('.checks .word').allInnerTexts();
    for (const word of words) assert.match(word, /^(Terpenuhi|Sebagian|Belum|Belum diisi)$/);
    await detail.locator('.fit summary').click();
    const points = await detail.locator('.fit tbody td:last-child').allInnerTexts();
    const number = (text) => Number.parseFloat(text.replace(',', '.')) || 0;
    const sum = points.reduce((total, text) => total + number(text), 0);
    assert.ok(Math.abs(sum - number(await detail.locator('.fit tfoot td').innerText())) < 0.005);
  });

  it('leaves no trace in the address, and none after it is erased', async () => {
    const page = await visit();
    const before = await titles(page);
    const address = page.url();
    const { job } = await sampleAnswers(page);
    await answer(page, { job });
    await page.locator('.profile-on').waitFor();
    assert.equal(page.url(), address);
    await page.locator('.profile-on button').click();
    await page.locator('.profile-on').waitFor({ state: 'detached' });
    await settled(page);
    assert.deepEqual(await titles(page), before);
    assert.equal(await page.locator('.card .band').count(), 0);
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    assert.deepEqual(stored, [0, 0, '']);
  });
});

describe('a record', () => {
  it('is fetched when it is opened, once, and never before', async () => {
    const page = await visit();
    await fetched(site, page);
    const loaded = asked.length;
    const row = page.locator('.card h3 a').first();
    const title = await row.innerText();
    await row.click();
    const detail = page.locator('padan-detail');
    await detail.locator('dl').waitFor();
    assert.equal(await detail.locator('#title').innerText(), title);
    const came = asked.slice(loaded).map(({ path }) => path);
    assert.ok(came.length >= 1 && came.every((path) => path.startsWith('/snapshot/')), String(came));
    await page.goBack();
    await detail.locator('dialog').waitFor({ state: 'hidden' });
    await row.click();
    await detail.locator('dl').waitFor();
    assert.equal(asked.length, loaded + came.length);
  });

  it('opens from its address and closes by Esc, button and back', async () => {
    const page = await visit();
    const first = page.locator('.card h3 a').first();
    const dialog = page.locator('padan-detail dialog');
    const closings = [
      () => page.keyboard.press('Escape'),
      () => dialog.locator('header button').click(),
      () => page.goBack(),
    ];
    for (const close of closings) {
      await first.click();
      await dialog.waitFor({ state: 'visible' });
      assert.match(page.url(), /row=\d+/);
      await close();
      await dialog.waitFor({ state: 'hidden' });
      assert.doesNotMatch(page.url(), /row=/);
    }
    const href = await first.getAttribute('href');
    const other = await visit(href);
    await other.locator('padan-detail dl').waitFor();
  });

  it('does not open another vacancy for a link made in another snapshot', async () => {
    const page = await visit();
    const href = await page.locator('.card h3 a').first().getAttribute('href');
    assert.match(href, /of=2026-11-24/);
    const stale = await visit(href.replace('of=2026-11-24', 'of=2026-11-23'));
    assert.ok((await count(stale)) > 20);
    assert.equal(await stale.locator('padan-detail dialog[open]').count(), 0);
    assert.doesNotMatch(stale.url(), /row=/);
  });

  it('links to the portal it came from over https only', async () => {
    const page = await visit();
    await page.locator('.card h3 a').first().click();
    await page.locator('padan-detail dl').waitFor();
    const links = await page.locator('padan-detail a:not(.similar a)').all();
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.match(await link.getAttribute('href'), /^https:\/\//);
      assert.match(await link.getAttribute('rel'), /noopener/);
    }
  });
});

describe('a chart', () => {
  for (const deviceScaleFactor of [1, 2]) {
    it(`has bars as long as its table says, at ${deviceScaleFactor} device pixels a pixel`, async () => {
      const page = await visit('', { ...DESK, deviceScaleFactor });
      await page.locator('.tabs a').nth(1).click();
      const charts = page.locator('padan-figure:is([kind="occupation"], [kind="educationAsked"])');
      await charts.nth(1).locator('.spot').first().waitFor();
      assert.equal(await charts.count(), 2);
      for (const chart of await charts.all()) {
        await chart.locator('summary').click();
        const named = chart.locator('tbody tr:has(button) td:nth-child(2)');
        await named.first().waitFor();
        const values = (await named.allInnerTexts()).map((text) => Number(text.replace(/\D/g, '')));
        const { runs } = await chart.locator('canvas').evaluate(inked, '--_bar');
        const bars = runs.map((run) => run.length);
        const longest = Math.max(...values);
        const scale = Math.max(...bars) / longest;
        assert.equal(bars.length, values.length);
        values.forEach((value, i) => {
          assert.ok(Math.abs(bars[i] - value * scale) <= 2, `${value} drawn ${bars[i]} px, ${value * scale} expected`);
        });
      }
    });
  }

  it('is drawn by a module that is fetched when the charts are opened, once, and never before', async () => {
    const page = await visit();
    await fetched(site, page);
    await page.waitForLoadState('networkidle');
    const before = asked.map(({ path }) => path);
    assert.deepEqual(before.filter((path) => path.endsWith('.wasm')).map(unhashed), ['/padan_bg.wasm']);
    assert.deepEqual(before.filter(ofCharts), []);
    await page.locator('.tabs a').nth(1).click();
    await page.locator('padan-figure').nth(1).locator('canvas').waitFor();
    const came = asked.slice(before.length).map(({ path }) => path);
    assert.deepEqual(came.map(unhashed), ['/charts.js', '/charts_bg.wasm']);
    await page.locator('.tabs a').nth(0).click();
    await page.locator('.card').first().waitFor();
    await page.locator('.tabs a').nth(1).click();
    await page.locator('padan-figure').nth(1).locator('canvas').waitFor();
    assert.equal(asked.length, before.length + came.length);
  });

  for (const file of ['/charts.js', '/charts_bg.wasm']) {
    it(`is offered again where ${file} did not come, and then is drawn`, async () => {
      const page = await visit();
      await page.route(ofCharts, (route) =>
        unhashed(new URL(route.request().url()).pathname) === file ? route.abort() : route.continue(),
      );
      await page.locator('.tabs a').nth(1).click();
      const failure = page.locator('padan-market .failure');
      await failure.waitFor();
      await page.unroute(ofCharts);
      await failure.locator('button').click();
      await page.locator('padan-figure').nth(1).locator('canvas').waitFor();
      open[0].errors.length = 0;
    });
  }

  it('filters by a click on a bar and by the button in its table', async () => {
    const page = await visit();
    await page.locator('.tabs a').nth(1).click();
    const chart = page.locator('padan-figure').first();
    await chart.locator('canvas').waitFor();
    await chart.locator('summary').click();
    const label = await chart
      .locator('tbody button')
      .first()
      .evaluate((button) => {
        const texts = [...button.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
        return texts
          .map((node) => node.textContent)
          .join('')
          .trim();
      });
    const value = Number((await chart.locator('tbody td').first().innerText()).replace(/\D/g, ''));
    await chart.locator('tbody button').first().click();
    await page.locator('.chips .chip').nth(1).waitFor();
    await charted(page);
    assert.equal(Number((await page.locator('.bar .hint').innerText()).split(' ')[0].replace('.', '')), value);
    assert.ok((await page.locator('.chips').innerText()).includes(label));
    const { runs } = await chart.locator('canvas').evaluate(inked, '--_highlight');
    const [bar] = runs;
    await chart.locator('.frame').hover({ position: { x: bar.left + 4, y: bar.top + 4 } });
    assert.ok((await chart.locator('.readout').innerText()).includes(label));
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForFunction(() => !location.hash.includes('occupation='));
  });

  function ofCharts(address) {
    return /\/charts[^/]*$/.test(String(address));
  }

  function unhashed(path) {
    return path.replace(/-[A-Z0-9]{8}\./, '.');
  }

  /** The bars of one colour from top to bottom, in CSS px, read from the pixels. */
  function inked(canvas, property) {
    const ratio = canvas.width / canvas.clientWidth;
    const probe = document.createElement('canvas').getContext('2d');
    probe.fillStyle = getComputedStyle(canvas).getPropertyValue(property).trim();
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const runs = [];
    let run = null;
    for (let y = 0; y <= height; y++) {
      let [left, ink] = [width, 0];
      for (let x = 0; y < height && x < width; x++) {
        const i = 4 * (y * width + x);
        if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 12) continue;
        left = Math.min(left, x);
        ink++;
      }
      if (ink > 0) {
        run ??= { top: y / ratio, left: left / ratio, length: 0, thick: 0 };
        run.thick++;
        run.length = Math.max(run.length, ink / ratio);
      } else if (run) {
        if (run.thick >= 4 * ratio) runs.push(run);
        run = null;
      }
    }
    return { runs };
  }
});

describe('what the visitor types', () => {
  it('reaches no request, and the requests are the same whatever the profile is', async () => {
    const trace = [];
    for (const which of ['job', 'otherJob']) {
      asked = [];
      const page = await visit();
      await fetched(site, page);
      const answers = await sampleAnswers(page);
      await answer(page, {
        job: answers[which],
        home: answers.home,
        skill: which === 'job' ? answers.skill : undefined,
      });
      await search(page, 'rahasiasekali');
      await page.locator('.tabs a').nth(1).click();
      await page.locator('padan-figure .sentence').first().waitFor();
      for (const { path, headers } of asked) {
        assert.doesNotMatch(path + headers, /rahasia/i);
        assert.doesNotMatch(path, /[?#]/);
      }
      trace.push(asked.map(({ path }) => path).sort());
      await open.pop().context.close();
    }
    assert.deepEqual(trace[0], trace[1]);
  });
});

describe('a snapshot that is not sound', () => {
  const faults = [
    ['truncated', 'SnapshotTruncated', 'Data lowongan terpotong'],
    ['flipped', 'SnapshotCorrupt', 'Data lowongan rusak'],
    ['newer', 'SnapshotVersion', 'Versi data tidak cocok'],
  ];
  for (const [name, error, title] of faults) {
    it(`is named when ${name}, with what to do and a way to try again`, async () => {
      const page = await visit();
      await page.locator('padan-portal').evaluate((portal, path) => {
        portal.snapshot = path;
      }, `/${name}/manifest.json`);
      const failure = page.locator('.failure');
      await failure.waitFor();
      assert.ok((await failure.innerText()).includes(title));
      await failure.locator('summary').click();
      assert.equal(await failure.locator('code').innerText(), error);
      await failure.getByRole('button', { name: 'Coba lagi' }).click();
      await failure.waitFor();
      await page.locator('padan-portal').evaluate((portal) => {
        portal.snapshot = '/snapshot/manifest.json';
      });
      await page.locator('.card').first().waitFor();
    });
  }

  it('that is missing is named too', async () => {
    const page = await visit();
    await page.locator('padan-portal').evaluate((portal) => {
      portal.snapshot = '/missing/manifest.json';
    });
    await page.locator('.failure').waitFor();
    assert.ok((await page.locator('.failure').innerText()).includes('Data lowongan tidak ditemukan'));
    open[0].errors.length = 0;
  });
});

describe('the engine', () => {
  it('answers on the page itself where a worker cannot start', async () => {
    const page = await enter('', DESK, () => {
      globalThis.Worker = class {
        constructor() {
          throw new DOMException('no workers here', 'SecurityError');
        }
      };
    });
    assert.ok((await count(page)) > 20);
  });

  it('is replaced when its worker dies, and the question is asked again', async () => {
    const page = await enter('', DESK, () => {
      const Real = Worker;
      globalThis.workers = [];
      globalThis.Worker = class extends Real {
        constructor(...args) {
          super(...args);
          globalThis.workers.push(this);
        }
      };
    });
    const word = await aWord(page);
    await page.evaluate(() => {
      const [worker] = globalThis.workers;
      const send = worker.postMessage.bind(worker);
      worker.postMessage = (call) => {
        if (call.op !== 'query') return send(call);
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { cancelable: true }));
      };
    });
    await search(page, word);
    assert.ok((await count(page)) > 0);
    assert.equal(await page.evaluate(() => globalThis.workers.length), 2);
  });
});

describe('the English page', () => {
  it('has no Indonesian word of its own left', async () => {
    const [id, en] = await Promise.all(['id', 'en'].map(strings));
    const indonesian = [...phrases(id)].filter((phrase) => !new Set(phrases(en)).has(phrase));
    assert.ok(indonesian.length > 100);
    const page = await visit('#lang=en');
    const states = {
      list: async () => {},
      market: async () => {
        await page.locator('.tabs a').nth(1).click();
        await charted(page);
      },
      form: async () => {
        await page.locator('.tabs a').nth(0).click();
        await page.locator('.me').click();
      },
      matched: async () => {
        await page.keyboard.press('Escape');
        const { job, home } = await sampleAnswers(page);
        await answer(page, { job, home, education: '3' });
      },
      detail: async () => {
        await page.locator('.card h3 a').first().click();
        await page.locator('padan-detail .fit').waitFor();
        await page.locator('padan-detail .similar').waitFor();
      },
      read: async () => {
        await page.keyboard.press('Escape');
        // Going back takes the address of before, and with it the words of before.
        await page.locator('padan-detail dialog').waitFor({ state: 'hidden' });
        await search(page, 'oprator bekasi -truk');
        await page.locator('.reading').waitFor();
      },
      exact: () => page.locator('.reading button').first().click(),
      empty: async () => {
        await search(page, 'zzqxyzzy');
      },
    };
    for (const [state, go] of Object.entries(states)) {
      await go();
      await settled(page);
      const said = await page.evaluate(everythingSaid);
      for (const phrase of indonesian) {
        const found = said.find((text) => text === phrase);
        assert.equal(found, undefined, `${state}: “${phrase}” in “${found}”`);
      }
    }
  });

  it('comes by a link and goes again, and keeps what was searched', async () => {
    const page = await visit();
    const word = await aWord(page);
    await search(page, word);
    const found = await count(page);
    await page.locator('header nav a').nth(1).click();
    await page.getByText('people wanted').first().waitFor();
    assert.equal(await count(page), found);
    assert.equal(await page.locator('padan-portal').getAttribute('lang'), 'en');
    assert.equal(await page.locator('h1').innerText(), 'Find work that fits');
    await page.locator('header nav a').nth(0).click();
    await page.getByText('orang dicari').first().waitFor();
  });

  async function strings(lang) {
    const tables = await Promise.all((lang === 'id' ? ['id', 'id.later'] : [lang]).map(exported));
    return Object.assign({}, ...tables.flatMap(Object.values));
  }

  function exported(name) {
    const path = fileURLToPath(new URL(`../../www/src/strings/${name}.ts`, import.meta.url));
    const { outputFiles } = esbuild.buildSync({ entryPoints: [path], bundle: true, format: 'esm', write: false });
    return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  }

  /** Every fixed phrase of a table; of phrases with holes, as they read with 5 put in. */
  function phrases(table) {
    return Object.values(table).flatMap((value) => {
      if (typeof value === 'string') return [value];
      if (typeof value === 'function') return [value(...Array(value.length).fill(5))];
      return phrases(value);
    });
  }

  /** Texts, labels and placeholders of the page, inside shadow roots too. */
  function everythingSaid() {
    const said = [];
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent.trim());
      if (node.nodeType === Node.ELEMENT_NODE) {
        for (const name of ['aria-label', 'placeholder', 'title']) said.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot) visit(node.shadowRoot);
      }
      if (node.localName !== 'style' && node.localName !== 'script') node.childNodes.forEach(visit);
    };
    visit(document.querySelector('padan-portal').shadowRoot);
    return said.filter(Boolean);
  }
});

describe('the page for everyone', () => {
  for (const [width, device] of [
    [360, PHONE],
    [1280, DESK],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      it(`passes axe at ${width} px, ${colorScheme}, in every state`, async () => {
        const page = await visit('', { ...device, colorScheme, reducedMotion: 'reduce' });
        const check = async (state) => assert.deepEqual(await axe(page), [], state);
        await check('results');
        if (width === 360) {
          await page.locator('.open-filters').click();
          await page.locator('dialog.filters input[name="province"]').first().waitFor();
          await settled(page);
          await check('filters');
          await page.keyboard.press('Escape');
        }
        await page.locator('.me').click();
        await check('form');
        await page.keyboard.press('Escape');
        const { job, home } = await sampleAnswers(page);
        await answer(page, { job, home, education: '3' });
        await page.locator('.card .band').first().waitFor();
        await check('matched');
        await page.locator('.card h3 a').first().click();
        await page.locator('padan-detail .fit').waitFor();
        await page.locator('padan-detail .fit summary').click();
        await page.locator('padan-detail .similar').waitFor();
        await check('detail');
        await page.keyboard.press('Escape');
        await page.locator('.tabs a').nth(1).click();
        await charted(page);
        await page.locator('padan-figure summary').first().click();
        await page.locator('padan-figure table').first().waitFor();
        await check('market');
        await page.locator('.tabs a').nth(0).click();
        await search(page, 'zzqxyzzy');
        await check('empty');
        await page.locator('padan-portal').evaluate((portal) => {
          portal.snapshot = '/truncated/manifest.json';
        });
        await page.locator('.failure').waitFor();
        await check('error');
      });
    }
  }

  it('needs no sideways scrolling at 320 px, nor with text at 200 %', async () => {
    for (const zoom of ['100%', '200%']) {
      const page = await visit('', { viewport: { width: 320, height: 640 } });
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, zoom);
      await settled(page);
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(await fits(), `list at ${zoom}`);
      await page.locator('.card h3 a').first().click();
      await page.locator('padan-detail dl').waitFor();
      await page.locator('padan-detail .similar').waitFor();
      const dialog = page.locator('padan-detail dialog');
      assert.ok(await dialog.evaluate((d) => d.scrollWidth <= d.clientWidth), `record at ${zoom}`);
      await page.keyboard.press('Escape');
      await page.locator('.tabs a').nth(1).click();
      await charted(page);
      assert.ok(await fits(), `charts at ${zoom}`);
    }
  });

  it('works with the keyboard alone, from the search to a record and back', async () => {
    const page = await visit();
    const where = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.id || element?.name || element?.className || element?.localName;
      });
    const tabTo = async (wanted) => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        if (wanted.test(await where())) return;
      }
      assert.fail(`no way to ${wanted} by Tab`);
    };
    await tabTo(/^q$/);
    await page.keyboard.type('a');
    await settled(page);
    await tabTo(/^province$/);
    const [, promised] = Object.entries(await facet(page, 'province'))[0];
    await page.keyboard.press('Space');
    await counted(page, promised);
    await page.locator('.more button').focus();
    await page.locator('.sort select').focus();
    await tabTo(/^hit-/);
    const card = await where();
    await page.keyboard.press('Enter');
    await page.locator('padan-detail dl').waitFor();
    assert.equal(await where(), 'title');
    await page.keyboard.press('Escape');
    await page.locator('padan-detail dialog').waitFor({ state: 'hidden' });
    assert.equal(await where(), card);
  });
});
