// Ten thousand results: they come as one scrolls, cost what one sees of them, and tell a screen reader which of how many each is.

import assert from 'node:assert/strict';
import { env } from 'node:process';
import { after, before, describe, it } from 'node:test';
import { axe, caughtUp, settled, snapshot, start, visits } from './harness.mjs';

/** Vacancies scrolled through; ten thousand are all that a list shows. */
const LONG = Number(env.PADAN_LONG ?? 2_000);
const DAY = '2026-11-24';

let site;
before(async () => {
  site = await start({
    mounts: { '/snapshot': snapshot({ rows: 12_000 }), '/other': snapshot({ rows: 200, seed: 7 }) },
  });
});
after(() => site?.close());

const visit = visits(
  () => site,
  DAY,
  (page) => page.waitForFunction(() => customElements.get('padan-saved')),
);
const shown = (page) => page.evaluate(() => document.querySelector('padan-portal').answer.hits.length);

/** Scrolls on until so many are shown, and what that asked for has come; answers the longest time between two frames, in ms. */
const scroll = async (page, most) => {
  const longest = await page.evaluate(async (most) => {
    const { renderRoot } = document.querySelector('padan-portal');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let [longest, last, still] = [0, performance.now(), 0];
    for (let was = 0; was < most && still < 400; ) {
      scrollBy(0, 2000);
      await frame();
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      const is = document.querySelector('padan-portal').answer.hits.length;
      still = is === was ? still + 1 : 0;
      was = is;
    }
    for (let i = 0; i < 400; i++) {
      scrollTo(0, document.documentElement.scrollHeight);
      await frame();
      const { hits } = document.querySelector('padan-portal').answer;
      const last = [...renderRoot.querySelectorAll('.list [role="listitem"]')].at(-1);
      if (hits.length >= most && Number(last?.ariaPosInSet) === hits.length) break;
    }
    // The browser says that the end is near after the frame that shows it.
    for (let i = 0; i < 2; i++) await frame();
    return longest;
  }, most);
  await caughtUp(page);
  await settled(page);
  return longest;
};

/** The places in the list that the focus goes through while a key is pressed so often. */
const walked = async (page, key, times) => {
  const heard = new Set();
  for (let i = 0; i < times; i++) {
    heard.add(
      await page.evaluate(() => {
        const item = document.activeElement.shadowRoot.activeElement.closest('[role="listitem"]');
        return Number(item?.ariaPosInSet);
      }),
    );
    await page.keyboard.press(key);
  }
  return [...heard];
};

describe('the list of who types', () => {
  it('is as long as the screen at first, and whole once the typing pauses or the visitor scrolls', async () => {
    const page = await visit();
    const cards = () => page.locator('.list .card').count();
    const filled = () => page.waitForFunction(() => document.querySelector('padan-portal').drawn >= 20);
    await filled();
    await page.locator('#q').focus();
    await page.keyboard.press('s');
    await page.waitForFunction(() => document.querySelector('padan-portal').drawn < 10);
    await filled();
    assert.equal(await cards(), 20);

    // A pause that does not end.
    await page.evaluate(() => {
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (task, ms, ...more) => (ms === 800 ? 0 : setTimeout(task, ms, ...more));
    });
    await page.keyboard.press('t');
    await page.waitForFunction(() => document.querySelector('padan-portal').drawn < 10);
    await page.waitForTimeout(1_500);
    assert.ok((await cards()) < 10);
    await page.mouse.wheel(0, 40);
    await filled();
    assert.equal(await cards(), 20);
  });

  it('is no longer than the screen, where nothing was found before, too', async () => {
    const page = await visit();
    await page.waitForFunction(() => document.querySelector('padan-portal').drawn >= 20);
    await page.evaluate(() => {
      const portal = document.querySelector('padan-portal');
      const { updated } = portal;
      portal.updated = function (changed) {
        updated.call(this, changed);
        if (changed.has('answer')) globalThis.first = { total: this.answer.total, drawn: this.drawn };
      };
    });
    const typed = async (text, found) => {
      await page.locator('#q').focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      await page.waitForFunction((found) => globalThis.first?.total > 0 === found, found);
      const { drawn } = await page.evaluate(() => globalThis.first);
      await settled(page);
      return drawn;
    };
    const fits = await page.evaluate(() => {
      const { renderRoot } = document.querySelector('padan-portal');
      return [...renderRoot.querySelectorAll('.card')].filter((card) => card.getBoundingClientRect().top < innerHeight)
        .length;
    });
    const usual = await typed('s', true);
    assert.ok(usual <= fits, `${usual} drawn, ${fits} fit`);
    await typed('xqxqxq', false);
    assert.equal(await typed('s', true), usual);
  });

  it('is as high from the first card on as it will be, after another order and after a letter', async () => {
    const page = await visit();
    const drawn = () => page.waitForFunction(() => document.querySelector('padan-portal').drawn >= 20);
    await drawn();
    await settled(page);
    await page.evaluate(() => {
      const list = document.querySelector('padan-portal').renderRoot.querySelector('.list');
      globalThis.heightOf = () => list.getBoundingClientRect().height;
      new MutationObserver(() => {
        globalThis.heights?.push([list.querySelectorAll('.card').length, globalThis.heightOf()]);
      }).observe(list, { childList: true, subtree: true });
    });
    const acts = [
      () => page.locator('.sort select').selectOption('pay'),
      async () => {
        await page.locator('#q').focus();
        await page.keyboard.press('s');
      },
    ];
    for (const act of acts) {
      await page.evaluate(() => {
        globalThis.heights = [];
      });
      await act();
      await page.waitForFunction(() => globalThis.heights.some(([cards]) => cards < 10));
      await drawn();
      await settled(page);
      const heights = (await page.evaluate(() => globalThis.heights)).filter(([cards]) => cards < 20);
      const last = await page.evaluate(() => globalThis.heightOf());
      assert.ok(heights.some(([cards]) => cards < 10) && heights.some(([cards]) => cards > 15), String(heights));
      // Within two cards: those of another list have other lines.
      for (const [cards, height] of heights)
        assert.ok(Math.abs(height - last) < last / 10, `${cards}: ${height}, ${last}`);
    }
  });
});

describe('a letter', () => {
  it('is drawn once, with its list, which is written into the cards that are there', async () => {
    const page = await visit();
    await page.waitForFunction(() => !document.querySelector('padan-portal').asking);
    await page.locator('#q').focus();
    await page.evaluate(() => {
      const portal = document.querySelector('padan-portal');
      globalThis.first = portal.renderRoot.querySelector('.card');
      globalThis.before = portal.answer;
      // Between its two hearings of a letter the portal does what it does at once; other things may be drawn at any other time.
      let drawn = 0;
      const { updated } = portal;
      portal.updated = function (changed) {
        drawn += 1;
        return updated.call(this, changed);
      };
      let was;
      addEventListener(
        'input',
        () => {
          was = drawn;
        },
        true,
      );
      addEventListener('input', () => {
        globalThis.drawing = drawn > was || portal.isUpdatePending;
      });
    });
    const title = await page.locator('.card h3').first().innerText();
    await page.keyboard.press('k');
    await page.waitForFunction(() => document.querySelector('padan-portal').answer !== globalThis.before);
    await settled(page);
    const [drawing, same] = await page.evaluate(() => [
      globalThis.drawing,
      globalThis.first === document.querySelector('padan-portal').renderRoot.querySelector('.card'),
    ]);
    assert.equal(drawing, false, 'nothing is drawn before the answer');
    assert.ok(same);
    assert.notEqual(await page.locator('.card h3').first().innerText(), title);
    await page.getByRole('button', { name: 'Kosongkan pencarian' }).click();
    assert.equal(await page.locator('#q').inputValue(), '');
    await settled(page);
    assert.equal(await page.locator('.card h3').first().innerText(), title);
  });
});

describe('a long list', () => {
  it('grows on request, and from then on by scrolling, in the order of the engine, each vacancy once', async () => {
    const page = await visit();
    await scroll(page, 30);
    assert.equal(await shown(page), 20, 'nobody is kept from the end of the page unasked');
    await page.locator('.more button').click();
    await scroll(page, 400);
    const rows = await page.evaluate(async () => {
      const { engine, view, renderRoot } = document.querySelector('padan-portal');
      const { answer } = document.querySelector('padan-portal');
      const listed = answer.hits.map(({ row }) => row);
      const places = [...renderRoot.querySelectorAll('.list [role="listitem"]')].map((item) => {
        const link = item.querySelector('h3 a');
        return [Number(item.ariaPosInSet), Number(link.id.slice(4))];
      });
      const { hits } = await engine.call('query', {
        filters: view.filters,
        sort: 'newest',
        today: 20_781,
        limit: listed.length,
        facets: [],
      });
      return [listed, hits.map(({ row }) => row), places];
    });
    assert.ok(rows[0].length >= 400);
    assert.deepEqual(rows[0], rows[1]);
    for (const [place, row] of rows[2]) assert.equal(row, rows[0][place - 1]);
    const last = page.locator('.list [role="listitem"]').last();
    assert.ok(Number(await last.getAttribute('aria-posinset')) >= 400);
    assert.ok(Number(await last.getAttribute('aria-setsize')) > 9_000);
    await page.locator('#q').fill('operator');
    await settled(page);
    assert.equal(await shown(page), 20, 'another question begins anew');
  });

  it('grows by what was asked for, whatever else is asked at that moment', async () => {
    for (const [first, then] of [
      ['.more button', 'button[aria-expanded]'],
      ['button[aria-expanded]', '.more button'],
    ]) {
      const page = await visit('#q=operator');
      await settled(page);
      await page.locator('padan-facets button[aria-expanded=false]').first().waitFor();
      await page.evaluate(
        ([first, then]) => {
          const { renderRoot } = document.querySelector('padan-portal');
          const facets = renderRoot.querySelector('padan-facets').renderRoot;
          for (const button of [first, then])
            (renderRoot.querySelector(button) ?? facets.querySelector(button)).click();
        },
        [first, then],
      );
      await settled(page);
      await page.locator('padan-facets button[aria-expanded=true]').waitFor();
      await page.locator('.card h3 a').nth(39).waitFor();
      assert.equal(await shown(page), 40);
      await scroll(page, 100);
      assert.ok((await shown(page)) >= 100, 'and by scrolling from then on');
    }
  });

  it('of thousands makes few at a time, each in its turn for the keyboard', async () => {
    const page = await visit('#q=&lang=id');
    await page.locator('.more button').click();
    const longest = await scroll(page, LONG);
    const all = await shown(page);
    assert.ok(all >= LONG, `${all} of ${LONG}`);
    assert.equal(await page.locator('.more button').count(), all < 10_000 ? 1 : 0);
    console.log(`      ${all} cards: longest frame ${Math.round(longest)} ms`);
    const cards = await page.locator('.card').count();
    assert.ok(cards <= 200, `${cards} cards are made at a time`);
    // From the last card backwards by keyboard: what was taken away comes back before the focus reaches it.
    await page.locator('.card h3 a').last().focus();
    const places = await walked(page, 'Shift+Tab', 120);
    assert.deepEqual(
      places,
      places.map((_, i) => (places[0] ?? 0) - i),
      'each card in its turn',
    );
    assert.ok(places.length >= 60);
    const took = await page.evaluate(async () => {
      const portal = document.querySelector('padan-portal');
      const { renderRoot } = portal;
      const start = performance.now();
      [...renderRoot.querySelectorAll('.card .keep')].at(-1).click();
      await portal.updateComplete;
      return performance.now() - start;
    });
    console.log(`      saving one of them ${Math.round(took)} ms`);
    await page.evaluate(() => {
      const { renderRoot } = document.querySelector('padan-portal');
      globalThis.made = 0;
      new MutationObserver(() => {
        globalThis.made = Math.max(globalThis.made, renderRoot.querySelectorAll('.card').length);
      }).observe(renderRoot, { childList: true, subtree: true });
    });
    await page.locator('#q').fill('operator');
    await settled(page);
    const made = await page.evaluate(() => globalThis.made);
    assert.ok(made <= 200, `${made} cards are made while another list is asked for`);
    assert.equal(await shown(page), 20);
  });

  it('has the next cards ready for the keyboard before the browser has said that they are near', async () => {
    const page = await visit('#q=&lang=id');
    await page.addInitScript(() => {
      const Seen = IntersectionObserver;
      globalThis.IntersectionObserver = class extends Seen {
        constructor(look, how) {
          super((...seen) => globalThis.blind || look(...seen), how);
        }
      };
    });
    await page.reload();
    await page.locator('.more button').click();
    await scroll(page, 300);
    const cards = () => page.locator('.card').count();
    await page.waitForFunction(
      () => document.querySelector('padan-portal').renderRoot.querySelectorAll('.card').length <= 200,
    );
    const see = (blind) => page.evaluate((blind) => Object.assign(globalThis, { blind }), blind);
    await see(true);
    await page.locator('.card h3 a').last().focus();
    const back = await walked(page, 'Shift+Tab', 200);
    assert.deepEqual(
      back,
      back.map((_, i) => back[0] - i),
    );
    const on = await walked(page, 'Tab', 100);
    assert.deepEqual(
      on,
      on.map((_, i) => on[0] + i),
    );
    assert.ok(back.length >= 90 && on.length >= 45, `${back.length} back, ${on.length} on`);
    await see(false);
    await walked(page, 'Shift+Tab', 120);
    assert.ok((await cards()) <= 200, `${await cards()} cards are made at a time`);
  });

  it('grows after a record was closed that an address had opened', async () => {
    const page = await visit('#q=&lang=id');
    const address = await page.locator('.card h3 a').first().getAttribute('href');
    await page.goto('about:blank');
    await page.goto(`${site.origin}/${address}`);
    await page.locator('padan-detail dl').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('row='));
    await page.locator('.more button').click();
    await page.locator('.card h3 a').nth(39).waitFor();
  });

  it('is as high, as long and as light after a look at the market as before', async () => {
    const page = await visit('#q=&lang=id');
    await page.locator('.more button').click();
    await scroll(page, 300);
    await page.evaluate(() => scrollTo(0, 0));
    const state = () =>
      page.evaluate(() => {
        const { renderRoot } = document.querySelector('padan-portal');
        return {
          height: renderRoot.querySelector('.list').getBoundingClientRect().height,
          cards: renderRoot.querySelectorAll('.card').length,
        };
      });
    await page.waitForFunction(
      () => document.querySelector('padan-portal').renderRoot.querySelectorAll('.card').length < 120,
    );
    const all = await shown(page);
    const before = await state();
    await page.locator('.tabs a').nth(1).click();
    await page.locator('padan-market').waitFor();
    await page.locator('.tabs a').first().click();
    await page.locator('.list .card').first().waitFor();
    await settled(page);
    const after = await state();
    assert.ok(Math.abs(after.height - before.height) < 0.02 * before.height, `${after.height} after ${before.height}`);
    assert.ok(after.cards <= 200, `${after.cards} cards`);
    assert.equal(await shown(page), all);
    // Wherever one looks there are cards, and more come at the end.
    for (const part of [0.3, 0.6, 0.9]) {
      await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), part);
      await page.waitForFunction(() =>
        [...document.querySelector('padan-portal').renderRoot.querySelectorAll('.page')]
          .filter((page) => {
            const { top, bottom } = page.getBoundingClientRect();
            return top < innerHeight && bottom > 0;
          })
          .every((page) => page.querySelector('.card')),
      );
    }
    await scroll(page, all + 50);
    assert.ok((await shown(page)) > all);
  });

  it('begins anew with another snapshot', async () => {
    const page = await visit('#q=&lang=id');
    await page.locator('.more button').click();
    await scroll(page, 300);
    await page.evaluate(() => {
      document.querySelector('padan-portal').snapshot = '/other/manifest.json';
    });
    await page.waitForFunction(() => document.querySelector('padan-portal').info?.rows === 200);
    await page.locator('.list .card').nth(19).waitFor();
    await settled(page);
    assert.equal(await shown(page), 20);
    await page.locator('.more button').click();
    await page.locator('.card h3 a').nth(39).waitFor();
    await scroll(page, 200);
    assert.equal(await shown(page), 200);
    assert.ok(
      await page.evaluate(() =>
        [...document.querySelector('padan-portal').renderRoot.querySelectorAll('.page')].at(-1).querySelector('.card'),
      ),
    );
  });

  it('is whole on paper, and on the screen as long as one sees of it again after that', async () => {
    const page = await visit();
    await page.locator('.more button').click();
    await scroll(page, 300);
    const cards = () => page.locator('.list .card').count();
    const listed = await shown(page);
    assert.ok((await cards()) < listed);
    const printed = await page.evaluate(async () => {
      dispatchEvent(new Event('beforeprint'));
      await null;
      return document.querySelector('padan-portal').renderRoot.querySelectorAll('.list .card').length;
    });
    assert.equal(printed, listed);
    await page.waitForFunction(
      (listed) => document.querySelector('padan-portal').renderRoot.querySelectorAll('.list .card').length < listed,
      listed,
    );
  });

  it('passes axe beyond its first page', async () => {
    const page = await visit();
    await page.locator('.more button').click();
    await page.locator('.list [role="listitem"]').nth(39).waitFor();
    assert.deepEqual(await axe(page), []);
  });
});
