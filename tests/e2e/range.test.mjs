// Ranges a visitor sets, distances from a place, how far a filter would have to widen, words in descriptions. The snapshot
// is made up; one of its vacancies is on two portals, and one alone has a certain word in its description.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, count, DESK, fetched, listed, params, program, settled, start, visits } from './harness.mjs';

const DAY = '2026-11-24';
const DISTRICT = '321606';

let work;
let site;
let lines;

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'padan-range-'));
  const sample = join(work, 'sample.jsonl');
  const padan = (...args) => execFileSync(program, args.map(String), { stdio: ['ignore', 'ignore', 'inherit'] });
  padan('sample', '--rows', 2000, '--seed', 1, '--as-of', DAY, '--out', sample);
  lines = readFileSync(sample, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const twin = lines.find(({ validThrough }) => validThrough > '2026-12-20');
  Object.assign(twin, { title: 'Penjaga Mercusuar', description: 'Menjaga lampu xenon di menara.' });
  twin.alsoAt = [{ code: 'karirhub', url: 'https://example.org/mercusuar', verification: 'verified' }];
  twin.jobLocation = [{ region: DISTRICT }];
  writeFileSync(sample, lines.map((line) => JSON.stringify(line)).join('\n'));
  padan('build', '--format', 'jsonl', '--as-of', DAY, '--out', join(work, 'snapshot'), sample);
  site = await start({ mounts: { '/snapshot': join(work, 'snapshot') } });
});

after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});

const visit = visits(
  () => site,
  DAY,
  async (page) => {
    await page.locator('padan-range input').first().waitFor({ state: 'attached' });
    // With the places come distances, which stand above what is dragged over.
    await listed(page);
  },
);

const group = (page, title) =>
  page.locator('padan-facets details', { has: page.locator('summary', { hasText: title }) });
const unfold = async (page, title) => {
  const details = group(page, title);
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  return details;
};
const field = (details, label) => details.locator('.ends label', { hasText: label }).locator('input');
const put = async (input, value) => {
  await input.fill(value);
  await input.press('Enter');
  await settled(input.page());
};

describe('a range', () => {
  it('is set at both ends by dragging over the bars, and the fields say it', async () => {
    const page = await visit();
    const details = await unfold(page, 'Upah sebulan');
    const bars = details.locator('.bars');
    await bars.waitFor();
    const { step, bins } = await page.evaluate(() => {
      const { histograms } = document.querySelector('padan-portal').answer;
      const { step, counts } = histograms.find(({ facet }) => facet === 'pay');
      return { step, bins: counts.length - [...counts].reverse().findIndex((count) => count > 0) };
    });
    await bars.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await bars.boundingBox();
    const at = (bin) => x + ((bin + 0.5) / bins) * width;
    await page.mouse.move(at(6), y + height / 2);
    await page.mouse.down();
    await page.mouse.move(at(9), y + height / 2, { steps: 4 });
    await page.mouse.move(at(8), y + height / 2);
    await page.mouse.up();
    const range = `${6 * step}..${9 * step - 1}`;
    await page.waitForFunction((range) => location.hash.includes(`pay=${range}`), range);
    assert.deepEqual(params(page).getAll('pay'), ['none', range], 'who states no pay stays');
    const pays = lines.map(({ baseSalary }) => baseSalary?.maxValue ?? baseSalary?.minValue).filter(Boolean);
    const open = await page.evaluate(() => document.querySelector('padan-portal').view.filters.open);
    if (!open)
      assert.equal(
        await count(page),
        lines.length - pays.length + pays.filter((pay) => pay >= 6 * step && pay < 9 * step).length,
      );
    assert.equal(await field(details, 'Dari').inputValue(), String((6 * step) / 1e6).replace('.', ','));
  });

  it('of pay narrows the list, stands in the address and as a chip, and goes away with it', async () => {
    const page = await visit();
    const pay = await unfold(page, 'Upah sebulan');
    await put(field(pay, 'Dari'), '3,5');
    await put(field(pay, 'Sampai'), '6');
    assert.deepEqual(params(page).getAll('pay'), ['none', '3500000..6000000'], 'who states no pay stays');
    const most = (line) => line.baseSalary?.maxValue ?? line.baseSalary?.minValue;
    const within = lines.filter((line) => most(line) >= 3_500_000 && most(line) <= 6_000_000);
    const silent = lines.filter((line) => most(line) === undefined).length;
    assert.equal(await count(page), within.length + silent);
    assert.ok(within.length > 10);
    await pay.locator('input[name="pay"]').last().uncheck();
    assert.equal(await count(page), within.length);
    assert.match(await pay.locator('.hint').innerText(), new RegExp(`^${silent.toLocaleString('id')} lowongan`));
    await page.locator('.chip', { hasText: 'Rp3,5–6 juta' }).click();
    assert.equal(await count(page), lines.length);
    assert.equal(await field(pay, 'Dari').inputValue(), '');
  });

  it('takes the place of a step, and keeps "not stated" beside it', async () => {
    const page = await visit('#q=&pay=3000000&pay=none');
    const pay = await unfold(page, 'Upah sebulan');
    await put(field(pay, 'Dari'), '5');
    assert.deepEqual(params(page).getAll('pay'), ['none', '5000000..']);
    await page.goBack();
    assert.deepEqual(params(page).getAll('pay'), ['3000000', 'none']);
  });

  it('that makes no sense changes nothing', async () => {
    const page = await visit('#q=&pay=3000000..');
    const pay = await unfold(page, 'Upah sebulan');
    const before = await count(page);
    await put(field(pay, 'Sampai'), 'banyak');
    assert.equal(await count(page), before);
    assert.deepEqual(params(page).getAll('pay'), ['3000000..']);
    await put(field(pay, 'Sampai'), '2');
    assert.deepEqual(params(page).getAll('pay'), ['..2000000']);
  });

  it('passes axe, in both languages, light and dark', async () => {
    for (const lang of ['id', 'en'])
      for (const colorScheme of ['light', 'dark']) {
        const page = await visit(`#q=&lang=${lang}&near=3216&distance=..60&pay=3000000..6000000`, {
          ...DESK,
          colorScheme,
        });
        assert.deepEqual(await axe(page), []);
      }
  });
});

describe('a distance', () => {
  it('is measured from a place the visitor chooses, and remote work is near', async () => {
    const page = await visit();
    const distance = await unfold(page, 'Jarak');
    await distance.getByRole('combobox').fill('bekasi');
    await distance.getByRole('option', { name: 'Kabupaten Bekasi' }).click();
    assert.equal(params(page).get('near'), '3216');
    await put(field(distance, 'Sampai'), '30');
    assert.equal(params(page).get('distance'), '..30');
    await page.locator('.sort select').selectOption('distance');
    await count(page);
    const places = await page.locator('.card .facts li:first-child').allTextContents();
    const far = places.filter((text) => Number(text.match(/(\d+) km/)?.[1] ?? 0) > 30);
    const modes = await page.locator('.card', { hasText: far[0] ?? 'none' }).allTextContents();
    assert.ok(far.length === 0 || modes.every((text) => /Jarak jauh|Remote/i.test(text)), far.join());
    assert.ok(places.length > 3);
  });

  it('from home is never written into the address', async () => {
    const page = await visit('#q=&distance=..30');
    const all = await count(page);
    assert.equal(all, lines.length, 'without a place, a distance filters nothing');
    await page.evaluate(() => {
      document.querySelector('padan-portal').profile = { home: '3216' };
    });
    await unfold(page, 'Jarak');
    await put(field(group(page, 'Jarak'), 'Sampai'), '40');
    assert.ok((await count(page)) < all);
    assert.equal(params(page).get('near'), null);
    assert.ok(!page.url().includes('3216'));
  });

  it('that finds too little offers the next one that finds more, and keeps its word', async () => {
    const page = await visit('#q=sopir&near=3216&distance=..60&pay=3000000..6000000');
    const before = await count(page);
    const offer = page.locator('.offers button', { hasText: /Jarak sampai \d+ km: \+\d+/ });
    const gain = Number((await offer.innerText()).match(/\+(\d+)$/)[1]);
    await offer.click();
    assert.equal(await count(page), before + gain);
    assert.match(params(page).get('distance'), /^\.\.(70|85|110|160)$/);
  });
});

describe('a hierarchy', () => {
  it('shows districts once a regency is chosen and unit groups once an occupation is', async () => {
    const page = await visit();
    assert.equal(await group(page, 'Kecamatan').count(), 0);
    assert.equal(await group(page, 'Jabatan rinci').count(), 0);
    const deep = await visit(`#q=&regency=3216&district=${DISTRICT}`);
    assert.equal(await count(deep), 1);
    assert.match(await deep.locator('.card').first().innerText(), /Kec\. .+, Kab\. Bekasi, Jawa Barat/);
    const jobs = await visit('#q=&occupation=83');
    const units = await unfold(jobs, 'Jabatan rinci');
    const first = units.locator('label').first();
    const expected = Number((await first.locator('.count').innerText()).replace(/\D/g, ''));
    await first.click();
    assert.equal(await count(jobs), expected);
  });
});

describe('a vacancy on two portals', () => {
  it('is one card with the badges of both, and its record links the other', async () => {
    const page = await visit('#q=mercusuar');
    assert.equal(await count(page), 1);
    assert.deepEqual(await page.locator('.card .source').allInnerTexts(), ['Sample', 'Karirhub']);
    await page.evaluate(() => {
      document.querySelector('padan-portal').hosts = 'example.org';
    });
    await page.locator('.card h3 a').click();
    assert.equal(await page.locator('.also a').getAttribute('href'), 'https://example.org/mercusuar');
  });
});

describe('descriptions', () => {
  it('are read when the visitor asks for it, with their size said before, and are found from then on', async () => {
    const page = await visit('#q=xenon');
    assert.equal(await count(page), 0);
    const offer = page.locator('.described button');
    assert.match(await offer.innerText(), /unduh [\d.,]+ (kB|MB)/);
    const before = site.served.length;
    await offer.click();
    await page.locator('.described.hint').waitFor();
    assert.equal(await count(page), 1);
    assert.match(await page.locator('.card h3').innerText(), /Penjaga Mercusuar/);
    assert.ok(site.served.length > before);
    await page.locator('#q').fill('perawat');
    await offer.waitFor();
  });

  it('are not downloaded by typing', async () => {
    const page = await visit('#q=');
    const before = await fetched(site, page);
    await page.locator('#q').pressSequentially('menara');
    await count(page);
    await page.locator('.described button').waitFor();
    const asked = site.served.slice(before).map(({ path }) => path);
    assert.ok(asked.length <= 1, `no more than the index of texts: ${asked.join(', ')}`);
  });
});
