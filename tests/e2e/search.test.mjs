// Words as a visitor types them: slips, suggestions, places, words too many. The snapshot is made up, with a few
// titles put in that are hard to mark.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, count, fetched, params, program, settled, start, until, visits } from './harness.mjs';

const DAY = '2026-11-24';
const HARD_TITLES = ['🚚🏭 Operator Gergaji', 'مشغل 🪚 Operator Gergaji', 'Ope\u0301rator-Gergaji'];

let work;
let site;

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'padan-search-'));
  const sample = join(work, 'sample.jsonl');
  const padan = (...args) => execFileSync(program, args.map(String), { stdio: ['ignore', 'ignore', 'inherit'] });
  padan('sample', '--rows', 2000, '--seed', 1, '--as-of', DAY, '--out', sample);
  const lines = readFileSync(sample, 'utf8').trimEnd().split('\n').map(JSON.parse);
  const hard = HARD_TITLES.map((title, i) => ({ ...lines[0], id: `hard-${i}`, title }));
  writeFileSync(sample, [...lines, ...hard].map((line) => JSON.stringify(line)).join('\n'));
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
  (page) => page.locator('#suggestions').waitFor({ state: 'attached' }),
);

async function type(page, text) {
  await page.locator('#q').focus();
  await page.locator('#q').pressSequentially(text);
  await settled(page);
}

const options = (page) => page.locator('#suggestions [role="option"]');
const gainOf = async (button) => Number((await button.innerText()).match(/\+([\d.]+)$/)[1].replace('.', ''));

describe('a slip of the finger', () => {
  it('is corrected, says so, and is undone and done again by a button', async () => {
    const page = await visit();
    await type(page, 'oprator bekasi');
    const reading = page.locator('.reading p');
    assert.equal(await reading.locator('strong').innerText(), 'operator');
    assert.match(await reading.innerText(), /^Menampilkan hasil untuk operator bekasi/);
    const corrected = await count(page);
    assert.ok(corrected > 0);

    await page.getByRole('button', { name: 'Cari persis “oprator bekasi”' }).click();
    await page.locator('.reading p', { hasText: 'Mencari persis' }).waitFor();
    assert.equal(await count(page), 0);
    assert.equal(params(page).get('exact'), '1');
    const focused = () => page.evaluate(() => document.activeElement.shadowRoot.activeElement?.id);
    assert.equal(await focused(), 'results-title', 'the button went, the focus is not lost');

    await page.getByRole('button', { name: 'Cari juga kata yang mirip' }).click();
    await reading.locator('strong').waitFor();
    assert.equal(await count(page), corrected);
    assert.equal(params(page).get('exact'), null);
    await page.goBack();
    await page.locator('.reading p', { hasText: 'Mencari persis' }).waitFor();
  });

  it('is told to screen readers together with the count', async () => {
    const page = await visit();
    await type(page, 'oprator ');
    await page.waitForFunction(() => {
      const status = document.querySelector('padan-portal').shadowRoot.querySelector('.portal > [role="status"]');
      return / lowongan, .*Menampilkan hasil untuk operator/.test(status.textContent);
    });
  });

  it('is not looked for where the word stands as it was typed', async () => {
    const page = await visit('#q=operator');
    assert.equal(await page.locator('.reading').count(), 0);
  });
});

describe('the address', () => {
  it('carries text, exactness, filters and order to another visit, and exactness goes with the text', async () => {
    const page = await visit('#q=operator+bubut&exact=1&province=35&province=33&sort=pay');
    const found = await count(page);
    assert.ok(found > 0);
    assert.equal(await page.locator('#q').inputValue(), 'operator bubut');
    assert.equal(await page.locator('.sort select').inputValue(), 'pay');
    assert.ok(await page.getByText('Mencari persis “operator bubut”.').isVisible());
    const other = await visit(new URL(page.url()).hash);
    assert.equal(await count(other), found);
    assert.equal(new URL(other.url()).hash, new URL(page.url()).hash);
    await other.getByRole('button', { name: 'Kosongkan pencarian' }).click();
    await settled(other);
    assert.equal(params(other).get('exact'), null);
    assert.deepEqual(params(other).getAll('province'), ['35', '33']);
  });
});

describe('suggestions', () => {
  it('are walked by arrow keys and chosen by Enter, and find what they promise', async () => {
    const page = await visit();
    await type(page, 'operator b');
    await options(page).first().waitFor();
    const box = page.locator('#q');
    assert.equal(await box.getAttribute('aria-expanded'), 'true');
    assert.equal(await box.getAttribute('aria-activedescendant'), null);
    await page.keyboard.press('ArrowUp');
    const n = await options(page).count();
    assert.equal(await box.getAttribute('aria-activedescendant'), `suggestion-${n - 1}`);
    await page.keyboard.press('ArrowDown');
    assert.equal(await box.getAttribute('aria-activedescendant'), null, 'back in the box');
    await page.keyboard.press('ArrowDown');
    const chosen = options(page).first();
    assert.equal(await chosen.getAttribute('aria-selected'), 'true');
    const text = await chosen.locator('span').first().innerText();
    const promised = Number((await chosen.locator('.hint').innerText()).replace(/\D/g, ''));
    await page.keyboard.press('Enter');
    await page.waitForFunction((t) => new URLSearchParams(location.hash.slice(1)).get('q') === t, text);
    assert.equal(await box.inputValue(), text);
    assert.ok(promised > 0);
    assert.equal(await count(page), promised);
    assert.equal(await box.getAttribute('aria-expanded'), 'false');
    assert.ok(await box.evaluate((input) => input.getRootNode().activeElement === input));
  });

  it('close by Escape without a change, and open again by an arrow', async () => {
    const page = await visit();
    await type(page, 'kas');
    await options(page).first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#suggestions').waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#q').inputValue(), 'kas');
    await page.keyboard.press('ArrowDown');
    await options(page).first().waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#suggestions').waitFor({ state: 'hidden' });
  });

  it('stay away after Escape, though they were asked for before', async () => {
    const page = await visit();
    await page.evaluate(() => {
      const { engine } = document.querySelector('padan-portal');
      const { call } = engine;
      const told = new Promise((tell) => {
        globalThis.goOn = tell;
      });
      engine.call = async (...asked) => {
        const answer = await call.apply(engine, asked);
        if (asked[0] !== 'suggest' || asked[1].text === 'a') return answer;
        globalThis.asked = true;
        await told;
        return answer;
      };
    });
    await page.locator('#q').focus();
    await page.locator('#q').fill('kas');
    await page.waitForFunction(() => globalThis.asked);
    await page.keyboard.press('Escape');
    await page.evaluate(() => globalThis.goOn());
    await settled(page);
    assert.equal(await options(page).count(), 0);
    assert.equal(await page.locator('#q').inputValue(), 'kas');
    await page.keyboard.press('ArrowDown');
    await options(page).first().waitFor();
  });

  it('are taken by a tap', async () => {
    const page = await visit('#q=', { viewport: { width: 360, height: 740 }, hasTouch: true });
    await type(page, 'tukang');
    const text = await options(page).last().locator('span').first().innerText();
    await options(page).last().tap();
    // The click of a tap comes after it.
    await page.waitForFunction((t) => new URLSearchParams(location.hash.slice(1)).get('q') === t, text);
    assert.equal(await page.locator('#q').inputValue(), text);
    assert.ok((await count(page)) > 0);
  });

  it('are for the text that stands, however fast it is typed, and keep within the filters', async () => {
    const page = await visit('#q=&province=35');
    const all = await count(page);
    await page.locator('#q').pressSequentially('sopir', { delay: 0 });
    await settled(page);
    await options(page).first().waitFor();
    const found = await options(page).allInnerTexts();
    for (const text of found) {
      const [, words, n] = text.match(/^(.*?)\s*([\d.]+) lowongan$/s);
      assert.match(words, /sopir|pengemudi|driver|supir/i);
      assert.ok(Number(n.replace('.', '')) <= all);
    }
  });

  it('reach no request, nor does anything else that is typed', async () => {
    const page = await visit();
    const before = await fetched(site, page);
    const requests = [];
    page.context().on('request', (request) => requests.push(request.url()));
    await type(page, 'oprator bekasi -truk');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: /^Cari persis/ }).click();
    await settled(page);
    assert.deepEqual([site.served.length, requests], [before, []]);
  });
});

describe('a mark', () => {
  it('stands on the very word after an emoji, after Arabic and on a letter with a mark of its own', async () => {
    const page = await visit('#q=operator+gergaji');
    const shown = await page
      .locator('.card h3 a')
      .evaluateAll((links) =>
        links.map((a) => [a.textContent, [...a.querySelectorAll('mark')].map((mark) => mark.textContent)]),
      );
    for (const title of HARD_TITLES) {
      const [, marks] = shown.find(([text]) => text === title) ?? assert.fail(`${title} is not found`);
      assert.deepEqual(marks, title.match(/Ope\u0301?rator|Gergaji/g), title);
    }
    const weights = await page
      .locator('.card:has(mark)')
      .first()
      .evaluate((card) => ['h3 a', 'mark'].map((s) => Number(getComputedStyle(card.querySelector(s)).fontWeight)));
    assert.ok(weights[1] >= 700 && weights[1] > weights[0], `bold, not colour alone: ${weights}`);
  });

  it('is not there without words', async () => {
    const page = await visit();
    assert.equal(await page.locator('mark').count(), 0);
  });
});

describe('a place among the words', () => {
  it('that may be two is chosen: it leaves the text and becomes a filter', async () => {
    const page = await visit();
    await type(page, 'operator Bekasi produksi');
    const chips = page.locator('.reading .chip');
    assert.deepEqual(await chips.allInnerTexts(), ['Kab. Bekasi', 'Kota Bekasi']);
    await page.getByRole('button', { name: 'bekasi sebagai tempat: Kota Bekasi' }).click();
    await page.getByRole('button', { name: 'Hapus saringan Kota Bekasi' }).waitFor();
    await settled(page);
    assert.equal(await page.locator('#q').inputValue(), 'operator produksi');
    assert.deepEqual(params(page).getAll('regency'), ['3275']);
    assert.equal(await chips.count(), 0);
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('regency'));
    await settled(page);
    assert.equal(await page.locator('#q').inputValue(), 'operator Bekasi produksi');
  });

  it('that becomes a filter has left the box before the list answers, on the way back, too', async () => {
    const page = await visit();
    await type(page, 'operator Bekasi produksi');
    await settled(page);
    const box = () => page.locator('#q').inputValue();
    await page.evaluate(() => {
      document.querySelector('padan-portal').engine.query = () => new Promise(() => {});
    });
    await page.getByRole('button', { name: 'bekasi sebagai tempat: Kota Bekasi' }).click();
    await page.waitForFunction(() => location.hash.includes('regency'));
    assert.equal(await box(), 'operator produksi');
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes('regency'));
    await until('the text of before', async () => (await box()) === 'operator Bekasi produksi');
  });

  it('that is left out, like any word, has a chip that takes it back', async () => {
    const page = await visit('#q=sopir+-truk');
    const less = await count(page);
    await page.getByRole('button', { name: 'Jangan lagi: tanpa “truk”' }).click();
    await page.waitForFunction(() => location.hash === '#q=sopir');
    assert.ok((await count(page)) > less);
  });
});

describe('words too many', () => {
  it('are left out where no vacancy has them all, and that is said', async () => {
    const page = await visit('#q=juru+masak+kapal+jakarta');
    await page.getByText('Tidak ada lowongan dengan semua kata itu. Ditampilkan tanpa “kapal”.').waitFor();
    const found = await count(page);
    assert.ok(found > 0);
    const without = await visit('#q=juru+masak+jakarta');
    assert.equal(await count(without), found);
  });

  it('are dropped one by one where nothing is found, for as many vacancies as was said', async () => {
    const page = await visit('#q=juru+masak+kapal+jakarta&exact=1');
    assert.equal(await count(page), 0);
    const offer = page.getByRole('button', { name: /^Tanpa kata “kapal”: \+/ });
    const gain = await gainOf(offer);
    await offer.click();
    await page.waitForFunction(() => !location.hash.includes('kapal'));
    await settled(page);
    assert.equal(await page.locator('#q').inputValue(), 'juru masak jakarta');
    assert.equal(await count(page), gain);
  });

  it('are offered above a short list, and not above a long one', async () => {
    const page = await visit('#q=oprator+bekasi');
    const few = await count(page);
    assert.ok(few > 0 && few < 5);
    assert.equal(await page.locator('.card').count(), few);
    const offer = page.locator('.few').getByRole('button', { name: /^Tanpa kata “bekasi”/ });
    const gain = await gainOf(offer);
    await offer.click();
    await page.waitForFunction(() => !location.hash.includes('bekasi'));
    assert.equal(await count(page), few + gain);
    assert.equal(await page.locator('.few').count(), 0);
  });
});

describe('the search for everyone', () => {
  const states = {
    corrected: '#q=oprator+bekasi',
    exact: '#q=oprator&exact=1',
    nothing: '#q=juru+masak+kapal+jakarta',
    'left out': '#q=sopir+-truk',
  };
  for (const lang of ['id', 'en']) {
    for (const colorScheme of ['light', 'dark']) {
      it(`passes axe in every state, ${lang}, ${colorScheme}`, async () => {
        for (const width of [320, 1280]) {
          const page = await visit(`#q=&lang=${lang}`, { viewport: { width, height: 800 }, colorScheme });
          for (const [state, fragment] of Object.entries(states)) {
            await page.evaluate((hash) => {
              location.hash = hash;
            }, `${fragment}&lang=${lang}`);
            await page.locator('.reading, .empty').first().waitFor();
            await settled(page);
            assert.deepEqual(await axe(page), [], `${state}, ${width} px`);
          }
          await page.locator('#q').fill('');
          await type(page, 'operator');
          await options(page).first().waitFor();
          await page.keyboard.press('ArrowDown');
          assert.deepEqual(await axe(page), [], `suggestions, ${width} px`);
        }
      });
    }
  }

  it('needs no sideways scrolling at 320 px, nor with text at 200 %', async () => {
    for (const zoom of ['100%', '200%']) {
      const page = await visit('#q=', { viewport: { width: 320, height: 640 } });
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, zoom);
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      await type(page, 'oprator bekasi -truk');
      await page.locator('.reading').waitFor();
      assert.ok(await fits(), `reading at ${zoom}`);
      await page.locator('#q').fill('');
      await type(page, 'operator');
      await options(page).first().waitFor();
      assert.ok(await fits(), `suggestions at ${zoom}`);
      const inside = await page
        .locator('#suggestions')
        .evaluate((list) => list.scrollWidth <= list.clientWidth && list.getBoundingClientRect().right <= innerWidth);
      assert.ok(inside, `suggestions inside at ${zoom}`);
    }
  });
});
