// What citizens came for, a story a test (../../shared/domain.md is where they were written down; the numbers are theirs). Stories 8 (short of data) and
// 12 to 19 (carrying on from a kiosk, webmasters, kiosks) have files of their own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, count, DESK, PHONE, params, settled, snapshot, start, visits } from './harness.mjs';

const DAY = '2026-11-24';

let site;
let records;
before(async () => {
  const folder = snapshot();
  records = readFileSync(join(folder, '../sample.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  site = await start({ mounts: { '/snapshot': folder } });
});
after(() => site?.close());

const visit = visits(
  () => site,
  DAY,
  (page) => page.waitForFunction(() => customElements.get('padan-saved')),
);
const WELDER = {
  targets: [{ occupation: '7212' }],
  history: [{ occupation: '7212', months: 18, yearsAgo: 0 }],
  education: 3,
  skills: ['SMAW'],
  home: '3216',
};
const answer = async (page, profile) => {
  await page.evaluate((detail) => {
    const { renderRoot } = document.querySelector('padan-portal');
    renderRoot.querySelector('padan-profile').dispatchEvent(new CustomEvent('answer', { detail }));
  }, profile);
  await settled(page);
};

describe('a citizen', () => {
  it('1. searches “supir truk bekasi” and sees jobs: driver by any name, the place as a chip that can go, the people wanted in all', async () => {
    const page = await visit();
    const found = [];
    for (const word of ['supir', 'sopir', 'driver']) {
      await page.locator('#q').fill(word);
      await settled(page);
      found.push(await count(page));
    }
    assert.equal(new Set(found).size, 1);
    await page.locator('#q').fill('supir truk bekasi');
    await settled(page);
    const with_place = await count(page);
    assert.ok(with_place > 0);
    assert.match(await page.locator('.bar .hint').innerText(), /\d+ orang dicari/);
    await page.locator('.reading .chip').first().click();
    await settled(page);
    const chips = page.locator('.chips .chip', { hasText: 'Bekasi' });
    assert.ok((await chips.count()) > 0, 'the place is a filter of its own');
    await chips.last().click();
    assert.ok((await count(page)) > with_place, 'and without it there is more');
  });

  it('2. mistypes, is told what was searched instead, and can have it exactly', async () => {
    const page = await visit();
    for (const [typed, meant] of [
      ['adminstrasi', 'administrasi'],
      ['oprator', 'operator'],
    ]) {
      await page.locator('#q').fill('');
      await page.locator('#q').fill(meant);
      const right = await count(page);
      await page.locator('#q').fill(typed);
      assert.ok((await count(page)) >= right / 2, `${typed}: ${await count(page)} of ${right}`);
      assert.match(await page.locator('.reading').innerText(), new RegExp(`Menampilkan hasil untuk ${meant}`));
      await page.keyboard.press('Escape');
      await page.locator('.reading button', { hasText: 'Cari persis' }).click();
      assert.equal(await count(page), 0);
    }
  });

  it('3. narrows by place, schooling, kind, pay and no experience; sees what each choice would leave; undoes it by a tap', async () => {
    const page = await visit('#q=&lang=id');
    const open = async (title) => {
      const details = page.locator('padan-facets details', { has: page.locator(`summary >> text="${title}"`) });
      if (!(await details.evaluate((element) => element.open))) await details.locator('summary').click();
      return details;
    };
    const all = await count(page);
    for (const title of ['Kabupaten/kota', 'Pendidikan', 'Jenis kerja', 'Pengalaman']) {
      const details = await open(title);
      const option = details.locator('li', { has: page.locator('input:not([disabled])') }).first();
      const said = Number((await option.locator('.count').innerText()).replace(/\D/g, ''));
      await option.locator('input').check();
      assert.equal(await count(page), said, `${title}: as many as it said`);
      await page.locator('.chips .chip').first().click();
      assert.equal(await count(page), all, 'undone');
    }
    const pay = await open('Upah sebulan');
    await pay.locator('input[name="pay"]').nth(2).check();
    await settled(page);
    const silent = pay.locator('li', { hasText: 'Tidak disebut' }).locator('input');
    assert.ok(await silent.isChecked(), 'who states no pay is not hidden unasked');
    const both = await count(page);
    await silent.uncheck();
    assert.ok((await count(page)) < both);
    assert.equal(params(page).getAll('pay').length, 1, 'in the address');
    await page.locator('#q').fill('perawat');
    await settled(page);
    const off = page.locator('padan-facets input[type="checkbox"]:disabled');
    assert.ok((await off.count()) > 0, 'what finds nothing is disabled and stays listed');
  });

  it('4. answers what they like and is matched without an account, and no answer ever leaves the device', async () => {
    const page = await visit();
    const before = site.served.length;
    await page.getByRole('button', { name: 'Cocokkan dengan saya' }).click();
    const form = page.locator('padan-profile');
    await form.locator('button[type="submit"]').click();
    assert.equal(await page.locator('.card .band').count(), 0, 'nothing answered, nothing claimed');
    await page.getByRole('button', { name: 'Cocokkan dengan saya' }).click();
    await form.locator('#told').fill('saya tukang las 3 tahun, lulusan SMK');
    await form.getByRole('button', { name: 'Isi dari cerita ini' }).click();
    await form.locator('#education').selectOption('3');
    await form.locator('button[type="submit"]').click();
    await page.locator('.card .band').first().waitFor();
    assert.equal(site.served.length, before);
    assert.doesNotMatch(page.url(), /las|7212|education=3/);
  });

  it('5. sees why: a sentence, what is met, missing or unknown and where it was said; an answer ranks anew', async () => {
    const page = await visit();
    const { education, ...rest } = WELDER;
    await answer(page, rest);
    await page.locator('.card h3 a').first().click();
    await page.locator('.fit').waitFor();
    const sentence = await page.locator('.fit > p').nth(1).innerText();
    assert.ok(sentence.length > 0 && sentence.length <= 160, `${sentence.length} letters`);
    const signs = new Set(
      await page.locator('.checks > li').evaluateAll((items) => items.map(({ className }) => className)),
    );
    assert.ok(signs.has('unknown'));
    await page.locator('.checks .fill').first().click();
    assert.ok(await page.locator('padan-profile dialog').evaluate((dialog) => dialog.open), 'it asks');
    await page.keyboard.press('Escape');
    const took = await page.evaluate(
      async (profile) => {
        const portal = document.querySelector('padan-portal');
        const start = performance.now();
        portal.renderRoot.querySelector('padan-profile').dispatchEvent(new CustomEvent('answer', { detail: profile }));
        while (portal.asking || portal.profile !== profile) await new Promise((done) => setTimeout(done, 1));
        return performance.now() - start;
      },
      { ...rest, education },
    );
    assert.ok(Number.isFinite(took));
    await page
      .locator('.checks .unknown')
      .first()
      .waitFor({ state: 'detached' })
      .catch(() => {});
    assert.ok((await page.locator('.checks .met').count()) > 0);
  });

  it('6. is led from what is missing to at most three courses each, with place, start, hours, cost and last day, none of them past', async () => {
    const page = await visit();
    await answer(page, WELDER);
    let seen = 0;
    for (const i of [0, 1, 2, 3]) {
      await page.locator('.card h3 a').nth(i).click();
      await page.locator('.checks').waitFor();
      await page.waitForTimeout(300);
      for (const list of await page.locator('.checks .courses').all()) {
        const courses = await list.locator('li').allInnerTexts();
        assert.ok(courses.length <= 3);
        for (const course of courses) {
          assert.match(course, /(mulai .* 202\d).*jam pelajaran.*(gratis|Rp)/s);
          const [, day, month, year] = /daftar sampai (\d+) (\w+) (\d+)/.exec(course) ?? [];
          const months = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'];
          if (day)
            assert.ok(new Date(Number(year), months.indexOf(month), Number(day) + 1) > new Date(2026, 10, 24), course);
          seen++;
        }
      }
      await page.keyboard.press('Escape');
    }
    assert.ok(seen > 0);
  });

  it('7. asks “what if I learn it” and is told what opens, as a comparison of everything counts it, without a promise', async () => {
    const page = await visit();
    await answer(page, WELDER);
    await page.locator('padan-advice summary').click();
    const first = page.locator('padan-advice section').first().locator('li').first();
    const skill = (await first.locator('strong').innerText()).split(' · ')[0];
    const [said] = /\d+/.exec(await first.locator('.hint').innerText());
    const opened = await page.evaluate(async (skill) => {
      const { engine, profile, view } = document.querySelector('padan-portal');
      const good = async (whom) => {
        const asked = { filters: view.filters, limit: 2000, sort: 'match', facets: [], today: 20_781 };
        const { hits } = await engine.call('query', asked, whom);
        return new Set(hits.filter(({ band }) => ['almost', 'qualified'].includes(band)).map(({ row }) => row));
      };
      const [before, after] = [await good(profile), await good({ ...profile, skills: [...profile.skills, skill] })];
      return [...after].filter((row) => !before.has(row)).length;
    }, skill);
    assert.equal(Number(said), opened);
    assert.match(await page.locator('padan-advice').locator('.body > .hint').innerText(), /bukan jaminan/);
  });

  it('9. is 41 and may hide ads with limits on age, which moves nothing else; such ads are marked, with a way to report', async () => {
    const page = await visit('#q=&lang=id');
    await answer(page, WELDER);
    const scores = () =>
      page.evaluate(() => document.querySelector('padan-portal').answer.hits.map(({ row, score }) => [row, score]));
    const before = await scores();
    await page.evaluate(() => {
      const form = document.querySelector('padan-portal').renderRoot.querySelector('padan-profile');
      form.admits = { age: 41 };
      form.dispatchEvent(new CustomEvent('answer', { detail: document.querySelector('padan-portal').profile }));
    });
    await page.locator('.profile-on', { hasText: 'batas' }).waitFor();
    await settled(page);
    const after = await scores();
    const left = new Map(before);
    for (const [row, score] of after) if (left.has(row)) assert.equal(left.get(row), score);
    const limited = records.findIndex(({ limits = [] }) => limits.some(({ kind }) => kind === 'age'));
    assert.ok(limited >= 0, 'the sample has such ads');
    const row = await page.evaluate(async (id) => {
      const { engine, info } = document.querySelector('padan-portal');
      for (let row = 0; row < info.rows; row++) if ((await engine.call('record', row)).id === id) return row;
      return -1;
    }, records[limited].id);
    await page.evaluate((row) => {
      location.hash = `#q=&row=${row}&of=2026-11-24`;
    }, row);
    await page.locator('padan-detail dl').waitFor();
    assert.match(await page.locator('padan-detail').locator('.body').innerText(), /Surat Edaran|batas usia|usia/i);
    await page.locator('padan-detail .beware').waitFor();
  });

  it('10. goes through search, filters, form, record and charts by keyboard, and hears what changes', async () => {
    const page = await visit('#q=', { ...DESK, reducedMotion: 'reduce' });
    assert.deepEqual(await axe(page), []);
    await page.locator('#q').focus();
    await page.keyboard.type('operator');
    await settled(page);
    await page.waitForFunction(() =>
      /\d+ lowongan/.test(
        document.querySelector('padan-portal').renderRoot.querySelector('[role="status"].silent').textContent,
      ),
    );
    const stops = new Set();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      stops.add(
        await page.evaluate(() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at?.closest('summary, a, button, input, select')?.tagName;
        }),
      );
    }
    for (const tag of ['SUMMARY', 'INPUT', 'BUTTON']) assert.ok(stops.has(tag), tag);
    const disability = page.locator('padan-facets summary', { hasText: 'Penyandang disabilitas' });
    await disability.focus();
    await page.keyboard.press('Enter');
    const box = page.locator('padan-facets input[name="disability"]').first();
    const said = await box.evaluate((input) =>
      Number(input.closest('li').querySelector('.count').textContent.replace(/\D/g, '')),
    );
    await box.focus();
    await page.keyboard.press('Space');
    assert.equal(await count(page), said);
    const link = page.locator('.card h3 a').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.locator('padan-detail dl').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('row='));
    await page.locator('.tabs a').nth(1).focus();
    await page.keyboard.press('Enter');
    const figure = page.locator('padan-figure').first();
    await figure.locator('.spot').first().waitFor();
    assert.ok((await figure.locator('.sentence').innerText()).length > 10, 'a sentence');
    await figure.locator('summary').focus();
    await page.keyboard.press('Enter');
    await figure.locator('table').waitFor();
  });

  it('11. fears fake jobs: source, state and date are said of each, only named hosts are linked, and there is a way to report', async () => {
    const page = await visit('#q=', PHONE);
    const cards = await page.locator('.card').count();
    assert.equal(await page.locator('.card .source').count(), cards);
    assert.ok((await page.locator('.card .state').count()) > 0);
    assert.match(await page.locator('.bar .hint').innerText(), /Data per 24 Nov 2026/);
    await page.locator('.card h3 a').first().click();
    await page.locator('padan-detail dl').waitFor();
    assert.match(await page.locator('padan-detail .body').innerText(), /Dilihat pada data 24 Nov 2026/);
    await page.evaluate(() => {
      document.querySelector('padan-portal').hosts = 'portal.example';
    });
    await page.waitForFunction(
      () =>
        !document
          .querySelector('padan-portal')
          .renderRoot.querySelector('padan-detail')
          .renderRoot.querySelector('[part="apply"]'),
    );
    assert.match(await page.locator('padan-detail .beware').innerText(), /tidak memungut biaya/);
  });
});
