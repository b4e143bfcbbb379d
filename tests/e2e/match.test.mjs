// The whole way of a match: answers, the list, reasons, what is missing, a course, what changes; and the same integers here
// as natively.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answer, axe, count, DESK, fetched, program, settled, snapshot, start, visits } from './harness.mjs';

const DAY = '2026-11-24';
const WELDER = {
  targets: [{ occupation: '7212' }],
  history: [{ occupation: '7212', months: 18, yearsAgo: 0 }],
  education: 3,
  skills: ['SMAW', 'K3'],
  home: '3216',
  radiusKm: 40,
  minimumPay: 5_000_000,
};

let site;
let built;
let work;

before(async () => {
  built = snapshot();
  work = mkdtempSync(join(tmpdir(), 'padan-match-'));
  site = await start({ mounts: { '/snapshot': built } });
});

after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});

const visit = visits(
  () => site,
  DAY,
  (page) => page.locator('#suggestions').waitFor({ state: 'attached' }),
);

const profileOf = (page) => page.evaluate(() => document.querySelector('padan-portal').profile);
const numbers = (text) => [...text.matchAll(/[\d.]+/g)].map(([n]) => Number(n.replaceAll('.', '')));

describe('the way from answers to what changes', () => {
  it('leads over reasons, a missing skill and its courses to more vacancies, with no request more than a record', async () => {
    const page = await visit();
    await answer(page, WELDER);
    await settled(page);
    const before = await fetched(site, page);
    await page.locator('padan-advice summary').click();
    const first = page.locator('padan-advice section').first().locator('li').first();
    const [vacancies] = numbers(await first.locator('.hint').innerText());
    const skill = (await first.locator('strong').innerText()).split(' · ')[0];
    assert.ok(vacancies > 0);
    // The plan is counted last.
    await page.locator('padan-advice .plan li').first().waitFor();
    assert.equal(site.served.length, before, 'counting asks the network for nothing');

    const bands = async () => {
      const all = await page.evaluate(async () => {
        const portal = document.querySelector('padan-portal');
        const { engine, profile } = portal;
        const { hits } = await engine.call('query', { limit: 2000, sort: 'match', facets: [], today: 20_781 }, profile);
        return hits.map(({ row, band }) => [row, band]);
      });
      return new Map(all);
    };
    const was = await bands();
    await first.getByRole('button').click();
    await settled(page);
    assert.ok((await profileOf(page)).skills.includes(skill));
    const is = await bands();
    const good = (band) => band === 'almost' || band === 'qualified';
    const opened = [...is].filter(([row, band]) => good(band) && !good(was.get(row))).length;
    assert.equal(opened, vacancies, 'as many vacancies opened as the advice said');

    await page.locator('.card h3 a').first().click();
    const course = page.locator('.checks .courses li').first();
    await course.waitFor();
    assert.match(await course.innerText(), /jam pelajaran/);
    const dates = await page.locator('.checks .courses').allInnerTexts();
    assert.ok(dates.every((text) => !/daftar sampai .* 2025/.test(text)));
  });

  it('draws what suits before and after each change, as the engine counts both', async () => {
    const page = await visit();
    await answer(page, WELDER);
    await settled(page);
    await page.locator('padan-advice summary').click();
    await page.locator('padan-advice .draw').click();
    await page.locator('padan-advice .spot').first().waitFor();
    const [rows, expected] = await page.evaluate(async () => {
      const advice = document.querySelector('padan-portal').renderRoot.querySelector('padan-advice');
      // Drawn anew once wider choices have been counted, too.
      const { engine, profile, query, chart } = advice;
      const suits = async (whom) => {
        const asked = { filters: query.filters, sort: 'match', limit: 2000, facets: [], today: query.today };
        const { hits } = await engine.call('query', asked, whom);
        const good = hits.filter(({ band }) => band === 'almost' || band === 'qualified');
        return good.reduce((sum, { openings }) => sum + openings, 0);
      };
      const skills = advice.skills.map(({ skill }) => skill);
      const before = await suits(profile);
      const expected = [];
      for (const { label } of chart.rows.filter(({ label }) => skills.includes(label)))
        expected.push([label, [before, await suits({ ...profile, skills: [...profile.skills, label] })]]);
      return [chart.rows.map(({ label, values }) => [label, values]), expected];
    });
    assert.ok(expected.length > 0);
    assert.deepEqual(
      rows.filter(([label]) => expected.some(([known]) => known === label)),
      expected,
    );
    assert.ok(expected.some(([, [before, after]]) => after > before));
    assert.deepEqual(await axe(page), []);
  });

  it('plans training within the hours given, and never more', async () => {
    const page = await visit();
    await answer(page, WELDER);
    await settled(page);
    await page.locator('padan-advice summary').click();
    for (const hours of ['80', '480']) {
      await page.locator('padan-advice select').selectOption(hours);
      await page.waitForFunction(
        () => !document.querySelector('padan-portal').renderRoot.querySelector('padan-advice').planning,
      );
      const steps = await page.locator('padan-advice .plan li').allInnerTexts();
      const taken = steps.map((text) => Number(text.match(/([\d.]+) jam pelajaran/)[1].replace('.', '')));
      assert.ok(taken.reduce((sum, hours) => sum + hours, 0) <= Number(hours), taken.join());
    }
  });

  it('passes axe with the advice open and a record beside it', async () => {
    for (const lang of ['id', 'en']) {
      const page = await visit(`#q=&lang=${lang}`, { ...DESK, reducedMotion: 'reduce' });
      await answer(page, WELDER);
      await settled(page);
      await page.locator('padan-advice summary').click();
      await page.locator('padan-advice ol').first().waitFor();
      assert.deepEqual(await axe(page), []);
      await page.locator('.card h3 a').first().click();
      await page.locator('.checks').waitFor();
      assert.deepEqual(await axe(page), []);
    }
  });
});

describe('a profile', () => {
  it('is filled in from a sentence, and what was read is said', async () => {
    const page = await visit();
    await page.locator('button.me').click();
    await page.locator('#told').fill('SIM B1, pernah jadi kasir 2 tahun di indomaret, lulusan SMK akuntansi');
    await page.getByRole('button', { name: 'Isi dari cerita ini' }).click();
    await page.locator('padan-profile [role="status"]', { hasText: 'Terisi:' }).waitFor();
    const profile = await profileOf(page);
    assert.deepEqual(
      profile.history?.map(({ months }) => months),
      [24],
    );
    assert.ok(profile.skills.includes('SIM B1'));
    assert.equal(profile.education, 3);
    assert.ok(!page.url().includes('kasir'));
    const form = page.locator('padan-profile');
    assert.equal(await form.locator('#years').inputValue(), '2');
    await page.setViewportSize({ width: 320, height: 700 });
    await page.waitForFunction(() => !document.querySelector('padan-portal').wide);
    await settled(page);
    const wide = await form.locator('.body').evaluate((body) => body.scrollWidth - body.clientWidth);
    assert.equal(wide, 0, 'nothing sticks out at 320 px');
    assert.deepEqual(await axe(page), []);
  });

  it('is read out of a JSON Resume, without names and addresses', async () => {
    const page = await visit();
    await page.locator('button.me').click();
    const resume = join(work, 'resume.json');
    writeFileSync(
      resume,
      JSON.stringify({
        basics: {
          name: 'Siti Rahasia',
          email: 'siti@example.org',
          phone: '0812',
          location: { address: 'Jl. Rahasia 1' },
        },
        work: [{ name: 'PT Rahasia', position: 'Kasir', startDate: '2023-01-01', endDate: '2025-01-01' }],
        education: [{ institution: 'SMKN Rahasia', area: 'Akuntansi', studyType: 'SMK' }],
        skills: [{ name: 'Microsoft Excel', keywords: ['Pembukuan'] }],
      }),
    );
    await page.locator('input[type="file"]').setInputFiles(resume);
    await page.waitForFunction(() => document.querySelector('padan-portal').profile.skills);
    const profile = await profileOf(page);
    assert.deepEqual(profile.skills, ['Microsoft Excel', 'Pembukuan']);
    assert.deepEqual(
      profile.history.map(({ months, yearsAgo }) => [months, yearsAgo]),
      [[24, 1]],
    );
    assert.equal(profile.education, 3);
    assert.ok(!/Rahasia|example\.org|0812/.test(JSON.stringify(profile)));
    writeFileSync(resume, 'bukan json');
    await page.locator('input[type="file"]').setInputFiles(resume);
    await page.locator('padan-profile [role="status"]', { hasText: 'bukan JSON Resume' }).waitFor();
  });

  it('weighs the parts as the visitor likes, and the usual weights are none of its own', async () => {
    const page = await visit();
    await answer(page, WELDER);
    await page.locator('button.me').click();
    await page.locator('padan-profile details summary').click();
    const pay = page.locator('.weights label', { hasText: 'Upah' }).locator('select');
    await pay.selectOption('4');
    assert.deepEqual((await profileOf(page)).weights.pay, 1400);
    await pay.selectOption('2');
    assert.equal((await profileOf(page)).weights, undefined);
  });
});

describe("a must of the person's own", () => {
  it('is ticked beside its wish, is said in the record, and leaves nothing that breaks it among the good ones', async () => {
    const page = await visit();
    await answer(page, { ...WELDER, minimumPay: undefined });
    await page.locator('button.me').click();
    const form = page.locator('padan-profile');
    assert.equal(await form.locator('[name="must-pay"]').count(), 0, 'no wish, no must');
    await form.locator('#pay').selectOption('10000000');
    await form.locator('[name="must-pay"]').check();
    await form.locator('[name="employmentTypes"][value="full_time"]').check();
    await form.locator('[name="must-employment_type"]').check();
    await settled(page);
    const { dealBreakers, employmentTypes } = await profileOf(page);
    assert.deepEqual([dealBreakers, employmentTypes], [['pay', 'employment_type'], ['full_time']]);
    assert.deepEqual(await axe(page), []);

    const [good, broken] = await page.evaluate(async () => {
      const { engine, profile } = document.querySelector('padan-portal');
      const { hits } = await engine.call('query', { limit: 2000, sort: 'match', facets: [], today: 20_781 }, profile);
      const breaks = ({ payMax, employmentType }) =>
        (payMax !== null && payMax < profile.minimumPay) || (employmentType && employmentType !== 'full_time');
      const open = ({ band }) => band === 'almost' || band === 'qualified';
      return [hits.filter((hit) => open(hit) && breaks(hit)).length, hits.filter(breaks).map(({ row }) => row)];
    });
    assert.equal(good, 0);
    assert.ok(broken.length > 100, `${broken.length} break it`);
    await form.locator('[type="submit"]').click();
    const asOf = await page.evaluate(() => document.querySelector('padan-portal').info.asOf);
    await page.goto(`${site.origin}/#q=&row=${broken[0]}&of=${asOf}`);
    await page.locator('.checks .unmet', { hasText: 'syarat mutlak Anda' }).first().waitFor();

    await page.locator('padan-detail .round').click();
    await page.locator('button.me').click();
    await form.locator('#pay').selectOption('');
    assert.deepEqual((await profileOf(page)).dealBreakers, ['employment_type'], 'a must goes with its wish');
  });
});

describe('limits in advertisements', () => {
  it('hide what shuts the person out once asked to, move nothing, stay out of the address and go with the answers', async () => {
    const page = await visit();
    const rows = () => page.evaluate(() => document.querySelector('padan-portal').answer.hits.map(({ row }) => row));
    const before = await count(page);
    const first = await rows();
    await page.locator('button.me').click();
    const form = page.locator('padan-profile');
    await form.locator('[name="limits"]').check();
    await settled(page);
    assert.equal(await count(page), before, 'nothing told, nothing hidden');
    await form.locator('#age').fill('41');
    await form.locator('#age').press('Tab');
    await form.locator('#sex').selectOption('female');
    await settled(page);
    const left = await count(page);
    assert.ok(left < before, `${left} of ${before}`);
    const seen = await rows();
    const kept = first.filter((row) => seen.includes(row));
    assert.deepEqual(seen.slice(0, kept.length), kept, 'in the order they had');
    assert.ok(kept.length < first.length);
    const limits = await page.evaluate(async (rows) => {
      const { engine } = document.querySelector('padan-portal');
      const records = await Promise.all(rows.map((row) => engine.call('record', row)));
      return records.flatMap(({ limits }) => limits ?? []).filter(({ kind }) => kind === 'age' || kind === 'sex');
    }, seen);
    for (const { kind, value } of limits) {
      if (kind === 'sex') assert.equal(value, 'female');
      else assert.ok(Number(value.split('-')[1] || 99) >= 41, value);
    }
    assert.ok(!/41|female/.test(new URL(page.url()).hash));
    assert.deepEqual(await profileOf(page), {});
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await page.locator('.profile-on', { hasText: 'disembunyikan' }).locator('button').click();
    await settled(page);
    assert.equal(await count(page), before, 'the list says what is hidden, and shows it again');
    assert.equal(await page.locator('.profile-on').count(), 0);
    await page.locator('button.me').click();
    await form.locator('[name="limits"]').check();
    await form.locator('#sex').selectOption('female');
    await form.locator('footer button').first().click();
    assert.equal(await count(page), before);
  });
});

describe('similar vacancies', () => {
  it('stand below a record in both languages, and lead to another and back', async () => {
    for (const [lang, title] of [
      ['id', 'Lowongan serupa'],
      ['en', 'Similar vacancies'],
    ]) {
      const page = await visit(`#q=&lang=${lang}`, { ...DESK, reducedMotion: 'reduce' });
      await page.locator('.card h3 a').first().click();
      const similar = page.locator('padan-detail .similar');
      await similar.waitFor();
      assert.equal(await similar.locator('h3').innerText(), title);
      const links = similar.locator('a');
      assert.ok((await links.count()) > 0 && (await links.count()) <= 5);
      assert.deepEqual(await axe(page), []);
      const own = await page.locator('padan-detail h2').innerText();
      const next = await links.first().innerText();
      await links.first().click();
      await page.waitForFunction(
        ([own]) =>
          document.querySelector('padan-portal').renderRoot.querySelector('padan-detail').vacancy?.title !== own,
        [own],
      );
      await page.locator('padan-detail h2', { hasText: next }).waitFor();
      await page.goBack();
      await page.locator('padan-detail h2', { hasText: own }).waitFor();
    }
  });
});

describe('the same integers', () => {
  it('come out in the browser and natively, over ten thousand pairs', async () => {
    const page = await visit();
    const profiles = Array.from({ length: 20 }, (_none, n) => ({
      targets: [{ occupation: ['7212', '8332', '5230', '2221', '4110', '2512', '9', '33'][n % 8] }],
      history: n % 3 ? [{ occupation: ['5223', '7212.01', '83'][n % 3], months: n * 7, yearsAgo: n % 7 }] : [],
      education: n % 11,
      fields: n % 2 ? ['Akuntansi'] : ['Teknik Mesin', 'Hukum'],
      skills: ['SIM B1', 'Microsoft Excel', 'K3', 'SMAW', 'Bahasa Inggris'].slice(0, n % 6),
      ...(n % 4 && { home: ['3216', '3578', '1271', '32'][n % 4] }),
      ...(n % 5 && { minimumPay: 1_500_000 + n * 300_000 }),
      radiusKm: 10 + n * 9,
    }));
    const hash = (hits) =>
      createHash('sha256')
        .update(
          JSON.stringify(
            hits.map(({ row, score, parts, coverage, band }) => [
              row,
              score,
              Object.entries(parts).sort(),
              coverage,
              band,
            ]),
          ),
        )
        .digest('hex');
    let pairs = 0;
    for (const [n, profile] of profiles.entries()) {
      const query = { sort: 'match', limit: 600, facets: [], today: 20_781 };
      const here = await page.evaluate(
        ([query, profile]) => document.querySelector('padan-portal').engine.call('query', query, profile),
        [query, profile],
      );
      const file = join(work, `profile-${n}.json`);
      writeFileSync(file, JSON.stringify(profile));
      const printed = execFileSync(program, ['match', built, '--profile', file, '--limit', '600', '--json'], {
        maxBuffer: 1e8,
      });
      const { hits } = JSON.parse(printed);
      assert.equal(hash(here.hits), hash(hits), `profile ${n}`);
      pairs += hits.length;
    }
    assert.ok(pairs >= 10_000, `${pairs} pairs`);
  });
});
