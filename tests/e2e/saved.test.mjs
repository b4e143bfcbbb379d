// What is the visitor's own: vacancies saved and set side by side, answers taken along, what stays on a device and what never does.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  answer,
  axe,
  caughtUp,
  DESK,
  fetched,
  heldBack,
  PHONE,
  program,
  settled,
  snapshot,
  start,
  visits,
} from './harness.mjs';

const DAY = '2026-11-24';
const PROFILE = {
  targets: [{ occupation: '7212' }],
  history: [{ occupation: '7212', months: 18, yearsAgo: 2 }],
  education: 3,
  skills: ['SMAW'],
  home: '3216',
  minimumPay: 4_000_000,
  dealBreakers: ['pay'],
};

/** Whether a vacancy of the snapshot is in the one that was made again, by its number in the sample. */
const stays = (number) => number % 5 !== 1;
const made = mkdtempSync(join(tmpdir(), 'padan-saved-'));
let site;
/** Titles and employers of those that stay and of those that do not, where all of that name do the same. */
let staying;
let going;
before(async () => {
  const lines = readFileSync(join(snapshot(), '../sample.jsonl'), 'utf8').trim().split('\n');
  const named = (line) => {
    const { title, hiringOrganization } = JSON.parse(line);
    return `${title} ${hiringOrganization?.name}`;
  };
  const names = [true, false].map((stay) => new Set(lines.filter((_, at) => stays(at) === stay).map(named)));
  [staying, going] = names.map((set, i) => new Set([...set].filter((name) => !names[1 - i].has(name))));
  const [sample, again] = [join(made, 'again.jsonl'), join(made, 'again')];
  writeFileSync(sample, lines.filter((_, at) => stays(at)).join('\n'));
  execFileSync(program, ['build', '--format', 'jsonl', '--as-of', DAY, '--out', again, sample], { stdio: 'ignore' });
  site = await start({
    mounts: { '/snapshot': snapshot(), '/again': again, '/other': snapshot({ rows: 200, seed: 7 }) },
  });
});
after(async () => {
  await site?.close();
  rmSync(made, { recursive: true });
});

const later = (page) => page.waitForFunction(() => customElements.get('padan-saved'));
const visit = visits(() => site, DAY, later);
/** Waits until what the device remembers would have been taken in: the engine answers in turn. */
const recalled = async (page) => {
  await page.locator('.tabs a').nth(2).waitFor();
  await caughtUp(page);
  await settled(page);
};
const stored = (page) => page.evaluate(() => localStorage.getItem('padan'));
const saved = (page) => page.evaluate(() => document.querySelector('padan-portal').saved.map(({ title }) => title));
const open = async (page, manifest) => {
  await page.evaluate((address) => {
    document.querySelector('padan-portal').snapshot = address;
  }, manifest);
  await page.waitForFunction((address) => {
    const { engine, info } = document.querySelector('padan-portal');
    return info && engine.opened?.manifest.endsWith(address);
  }, manifest);
  await page.locator('#results-title').waitFor();
};
/** Runs in the page: what looks for a vacancy kept waits for `goOn`; `looking` says that it does. */
const holdSearches = () =>
  customElements.whenDefined('padan-saved').then(() => {
    const { engine } = document.querySelector('padan-portal');
    const { call } = engine;
    const told = new Promise((tell) => {
      globalThis.goOn = tell;
    });
    engine.call = async (...asked) => {
      if (asked[0] === 'query' && asked[1].exact) {
        globalThis.looking = true;
        await told;
      }
      return call.apply(engine, asked);
    };
  });
const keep = async (page, n) => {
  for (let i = 0; i < n; i++) await page.locator('.card .keep').nth(i).click();
};

describe('saved vacancies', () => {
  it('are kept from the card and the record, listed with all that the list says, and ask the network for nothing', async () => {
    const page = await visit();
    await answer(page, PROFILE);
    await settled(page);
    const titles = await page.locator('.card h3 a').allTextContents();
    const before = await fetched(site, page);
    await keep(page, 2);
    assert.equal(await page.locator('.card .keep[aria-pressed="true"]').count(), 2);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved li').nth(1).waitFor();
    assert.deepEqual(await page.locator('padan-saved h3').allInnerTexts(), titles.slice(0, 2));
    await page.locator('padan-saved .band').nth(1).waitFor();
    assert.ok((await page.locator('padan-saved .band').count()) === 2, 'how they match');
    assert.match(await page.locator('.tabs').innerText(), /Tersimpan \(2\)/);
    assert.equal(site.served.length, before);
    assert.doesNotMatch(page.url(), new RegExp(titles[0].slice(0, 6)));

    await page.locator('.tabs a').first().click();
    await page.locator('.card h3 a').nth(3).click();
    const button = page.locator('padan-detail .keep');
    await button.click();
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    assert.deepEqual(await saved(page), [titles[0], titles[1], titles[3]]);
  });

  it('of two or three stand side by side, and go one by one or all at once', async () => {
    const page = await visit();
    await keep(page, 4);
    await page.locator('.tabs a').nth(2).click();
    const boxes = page.locator('padan-saved input[type="checkbox"]:not([name])');
    for (const i of [0, 1, 2]) await boxes.nth(i).check();
    assert.ok(await boxes.nth(3).isDisabled(), 'three at most');
    const table = page.locator('padan-saved table');
    assert.equal(await table.locator('thead th').count(), 3);
    const hits = await page.evaluate(() => document.querySelector('padan-portal').saved);
    const heads = await table.locator('thead th a').allInnerTexts();
    assert.deepEqual(
      heads,
      hits.slice(0, 3).map(({ title }) => title),
    );
    await page.locator('padan-saved li button', { hasText: 'Hapus' }).first().click();
    assert.equal((await saved(page)).length, 3);
    assert.equal(await table.locator('thead th').count(), 2);
    await page.getByRole('button', { name: 'Hapus semua yang disimpan' }).click();
    assert.deepEqual(await saved(page), []);
    assert.match(await page.locator('padan-saved p').innerText(), /Belum ada lowongan/);
  });

  /** Keeps two vacancies that are in the other snapshot, too, and one that is not; answers their titles, that one's last. */
  const three = async (page) => {
    const cards = await page.evaluate(() => document.querySelector('padan-portal').answer.hits);
    const names = cards.map(({ title, employer }) => `${title} ${employer}`);
    const stays = (name) => staying.has(name);
    const chosen = [names.findIndex(stays), names.findLastIndex(stays), names.findIndex((name) => going.has(name))];
    assert.ok(chosen.every((at) => at >= 0) && chosen[0] < chosen[1]);
    for (const at of chosen) await page.locator('.card .keep').nth(at).click();
    return chosen.map((at) => cards[at].title);
  };
  const kept = (page) =>
    page.evaluate(() => document.querySelector('padan-portal').renderRoot.querySelector('padan-detail').kept);
  const sought = (page) =>
    page.waitForFunction(() => {
      const { kept } = document.querySelector('padan-portal').renderRoot.querySelector('padan-detail');
      return kept.length > 0 && kept.every(({ gone }) => gone !== undefined);
    });

  it('are found again in another snapshot, and those that are gone are said to be', async () => {
    const page = await visit();
    const titles = await three(page);
    const before = await kept(page);
    await open(page, '/again/manifest.json');
    await sought(page);
    const after = await kept(page);
    assert.deepEqual(
      after.map(({ hit, gone }) => [hit.title, gone]),
      titles.map((title, i) => [title, i === 2]),
    );
    assert.notEqual(after[0].hit.row, before[0].hit.row, 'rows are numbered anew');
    await page.evaluate(() => {
      location.hash = '#q=&tab=saved';
    });
    await page.locator('padan-saved .gone').waitFor();
    for (const { hit } of after.slice(0, 2)) {
      const record = await page.evaluate(
        async (row) => (await document.querySelector('padan-portal').engine.call('record', row)).title,
        hit.row,
      );
      assert.equal(record, hit.title);
    }
    assert.deepEqual(await page.locator('padan-saved li a').allInnerTexts(), titles.slice(0, 2));
    await open(page, '/other/manifest.json');
    await page.locator('padan-saved .gone').nth(2).waitFor();
    assert.equal(await page.locator('padan-saved li a').count(), 0, 'nothing leads to a row of another snapshot');
  });

  it('lead nowhere while another snapshot is searched for them, and may be dropped and kept meanwhile', async () => {
    const page = await visit();
    const titles = await three(page);
    await page.evaluate(holdSearches);
    await page.evaluate(() => {
      const portal = document.querySelector('padan-portal');
      // Whatever is drawn from here on, a vacancy of before is none of these.
      globalThis.wrong = 0;
      new MutationObserver(() => {
        if (portal.info?.rows === 1600)
          globalThis.wrong += portal.renderRoot.querySelectorAll('.keep[aria-pressed=true]').length;
      }).observe(portal.renderRoot, { childList: true, subtree: true, attributes: true });
    });
    await open(page, '/again/manifest.json');
    await page.waitForFunction(() => document.querySelector('padan-portal').info.rows === 1600);
    await settled(page);
    await caughtUp(page);
    assert.deepEqual(await saved(page), titles);
    assert.equal(await page.evaluate(() => globalThis.wrong), 0);
    // One of those kept, whose card cannot know it yet, and another one.
    const cards = await page.locator('.card h3 a').allInnerTexts();
    const [again, another] = [cards.indexOf(titles[0]), cards.findIndex((title) => !titles.includes(title))];
    for (const at of [again, another]) await page.locator('.card .keep').nth(at).click();
    assert.deepEqual(await saved(page), [...titles, cards[another]]);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved li').nth(3).waitFor();
    assert.deepEqual(await page.locator('padan-saved li a').allInnerTexts(), [titles[0], cards[another]]);
    assert.equal(await page.locator('padan-saved .gone').count(), 0, 'of the others nothing is known yet');
    await page.locator('padan-saved li', { hasText: titles[1] }).getByRole('button', { name: 'Hapus' }).click();
    await page.evaluate(() => globalThis.goOn());
    await sought(page);
    assert.deepEqual(
      (await kept(page)).map(({ hit, gone }) => [hit.title, gone]),
      [
        [titles[0], false],
        [titles[2], true],
        [cards[another], false],
      ],
    );
  });

  it('are printed without controls', async () => {
    const page = await visit();
    await keep(page, 2);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved li').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('padan-saved button:visible').count(), 0);
    assert.equal(await page.locator('padan-saved li:visible').count(), 2);
  });
});

describe('the device', () => {
  it('remembers answers and saved vacancies only where it is told to, and forgets them with the same tick', async () => {
    const page = await visit();
    await answer(page, PROFILE);
    await settled(page);
    await keep(page, 2);
    const titles = await saved(page);
    assert.equal(await stored(page), null, 'nothing is written unasked');
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved input[name="remember"]').check();
    assert.match(await stored(page), /SMAW/);
    await page.reload();
    await later(page);
    await page.waitForFunction(() => document.querySelector('padan-portal').saved.length === 2);
    assert.deepEqual(await saved(page), titles);
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), PROFILE);
    await page.locator('padan-saved input[name="remember"]').uncheck();
    assert.equal(await stored(page), null);
    await page.reload();
    await later(page);
    await recalled(page);
    assert.deepEqual(await saved(page), []);
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), {});
  });

  it('remembers of which snapshot its rows are: another one of the same day is searched for the vacancies', async () => {
    const page = await visit();
    await keep(page, 2);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved input[name="remember"]').check();
    const hash = await page.evaluate(async () => {
      const { hash } = await document.querySelector('padan-portal').engine.call('reference', 'id');
      return hash;
    });
    await page.waitForFunction((hash) => localStorage.getItem('padan').includes(hash), hash);
    await page.route(/\/(#.*)?$/, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ body: (await answer.text()).replace('/snapshot/', '/other/'), contentType: 'text/html' });
    });
    await page.reload();
    await later(page);
    await page.locator('padan-saved .gone').nth(1).waitFor();
    assert.equal(await page.locator('padan-saved li a').count(), 0);
    await page.locator('.tabs a').first().click();
    await page.locator('.card .keep').first().waitFor();
    assert.equal(await page.locator('.keep[aria-pressed=true]').count(), 0);
  });

  it('does not remember again what is erased while its vacancies are looked for', async () => {
    const page = await visit();
    const known = {
      snapshot: 'another',
      profile: PROFILE,
      saved: [await page.evaluate(() => document.querySelector('padan-portal').answer.hits[0])],
    };
    await page.evaluate((known) => localStorage.setItem('padan', JSON.stringify(known)), known);
    await page.addInitScript(holdSearches);
    await page.reload();
    await page.waitForFunction(() => globalThis.looking);
    assert.equal((await saved(page)).length, 1);
    await page.evaluate(() => {
      document.querySelector('padan-portal').erase();
      globalThis.goOn();
    });
    await page.waitForTimeout(500);
    await recalled(page);
    assert.deepEqual(await saved(page), []);
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), {});
    assert.equal(await stored(page), null);
  });

  it('loses nothing where another snapshot is opened before what it remembers was read', async () => {
    const page = await visit();
    const [hit] = await page.evaluate(() => document.querySelector('padan-portal').answer.hits);
    const known = JSON.stringify({ snapshot: '', profile: PROFILE, saved: [hit] });
    await page.evaluate((known) => localStorage.setItem('padan', known), known);
    await page.addInitScript(() => {
      customElements.whenDefined('padan-saved').then(() => {
        const { engine } = document.querySelector('padan-portal');
        const { call } = engine;
        engine.call = (...asked) => {
          if (globalThis.reading || asked[0] !== 'query' || asked[1].limit !== 0) return call.apply(engine, asked);
          globalThis.reading = true;
          return new Promise(() => {});
        };
      });
    });
    await page.reload();
    await page.waitForFunction(() => globalThis.reading);
    await page.locator('.card .keep').nth(4).click();
    assert.equal(await stored(page), known, 'nor by what is kept meanwhile');
    await open(page, '/again/manifest.json');
    await page.waitForFunction(() => document.querySelector('padan-portal').profile.skills?.[0] === 'SMAW');
    await page.waitForFunction(() => JSON.parse(localStorage.getItem('padan')).saved.length === 2);
    assert.equal((await saved(page))[0], hit.title);
    assert.deepEqual(JSON.parse(await stored(page)).profile, PROFILE);
  });

  it('is wiped once by a call that comes before there is what wipes it', async () => {
    const page = await visit();
    const known = JSON.stringify({ snapshot: '', profile: PROFILE, saved: [] });
    await page.evaluate((known) => localStorage.setItem('padan', known), known);
    const release = await heldBack(page, /\/later-/);
    await page.reload();
    await page.locator('.card').first().waitFor();
    await page.evaluate(() => document.querySelector('padan-portal').erase());
    assert.equal(await stored(page), known);
    release();
    await later(page);
    await recalled(page);
    assert.equal(await stored(page), null);
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), {});
    await keep(page, 1);
    await open(page, '/other/manifest.json');
    await page.locator('.card').first().waitFor();
    await recalled(page);
    assert.equal((await saved(page)).length, 1, 'what is kept after that stays');
  });

  it('is wiped by one call, and a shared one is never asked to remember', async () => {
    const page = await visit();
    await answer(page, PROFILE);
    await keep(page, 1);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved input[name="remember"]').check();
    await page.evaluate(() => document.querySelector('padan-portal').erase());
    assert.equal(await stored(page), null);
    assert.deepEqual(await saved(page), []);
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), {});
    await page.evaluate(() => {
      const { snapshot } = document.querySelector('padan-portal');
      const shared = Object.assign(document.createElement('padan-portal'), { snapshot, shared: true });
      document.querySelector('padan-portal').replaceWith(shared);
    });
    await page.locator('.tabs a').first().click();
    await page.locator('.card .keep').first().click();
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved li').first().waitFor();
    assert.equal(await page.locator('padan-saved input[name="remember"]').count(), 0);
  });

  it('with damaged or refused storage changes nothing for the visitor', async () => {
    for (const kept of ['{', '[]', '{"profile":1,"saved":[]}', '{"profile":{},"saved":[{"title":3}]}']) {
      const page = await visit();
      await page.evaluate((text) => localStorage.setItem('padan', text), kept);
      await page.reload();
      await later(page);
      await recalled(page);
      assert.deepEqual(await saved(page), []);
      assert.ok((await page.locator('.card').count()) > 0);
    }
    const page = await visit();
    const odd = { snapshot: '', profile: {}, saved: [{ title: 'x', source: 5, alsoAt: [] }] };
    await page.evaluate((odd) => localStorage.setItem('padan', JSON.stringify(odd)), odd);
    await page.reload();
    await later(page);
    await recalled(page);
    assert.deepEqual(await saved(page), ['x']);
    assert.ok((await page.locator('.card').count()) > 0, 'one that the engine cannot look for is none of this data');
    await page.evaluate(() => {
      localStorage.clear();
      document.querySelector('padan-portal').erase();
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await keep(page, 1);
    await page.locator('.tabs a').nth(2).click();
    await page.locator('padan-saved input[name="remember"]').click();
    assert.equal((await saved(page)).length, 1);
    assert.equal(await page.locator('padan-saved input[name="remember"]').isChecked(), false, 'it does not claim to');
  });
});

describe('answers taken along', () => {
  it('are a JSON Resume without a name, and come back as they were', async () => {
    const page = await visit();
    await answer(page, PROFILE);
    await page.getByRole('button', { name: 'Ubah jawaban' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('padan-profile .resume').click(),
    ]);
    const path = await download.path();
    const resume = JSON.parse(readFileSync(path, 'utf8'));
    assert.deepEqual(Object.keys(resume).sort(), ['education', 'meta', 'skills', 'work']);
    assert.equal(resume.work[0].startDate < resume.work[0].endDate, true);
    assert.deepEqual(resume.skills, [{ name: 'SMAW' }]);
    assert.equal(resume.education[0].studyType, 'SMA/SMK');
    await page.evaluate(() => document.querySelector('padan-portal').renderRoot.querySelector('padan-profile').erase());
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), {});
    await page.locator('padan-profile input[type="file"]').setInputFiles(path);
    await page.waitForFunction(() => document.querySelector('padan-portal').profile.skills?.includes('SMAW'));
    assert.deepEqual(await page.evaluate(() => document.querySelector('padan-portal').profile), PROFILE);
  });
});

describe('the way to apply', () => {
  it('is a link to hosts that the page names, and only the bare address of any other', async () => {
    const page = await visit();
    await page.locator('.card h3 a').first().click();
    await page.locator('padan-detail dl').waitFor();
    const href = await page.evaluate(async () => {
      const element = document.querySelector('padan-portal');
      const detail = element.renderRoot.querySelector('padan-detail');
      const show = async (hosts, url) => {
        element.hosts = hosts;
        detail.vacancy = { ...detail.vacancy, source: { ...detail.vacancy.source, url } };
        await element.updateComplete;
        await detail.updateComplete;
        const links = [...detail.renderRoot.querySelectorAll('[part="apply"]')].map((link) => link.href);
        return [links.join(), detail.renderRoot.querySelector('.todo').textContent];
      };
      return {
        own: await show('karirhub.kemnaker.go.id', 'https://karirhub.kemnaker.go.id/x?y=1'),
        below: await show('*.go.id', 'https://karirhub.kemnaker.go.id/'),
        other: await show('*.go.id', 'https://go.id.evil.example/'),
        alike: await show('*.go.id', 'https://evilgo.id/'),
        plain: await show('*.go.id', 'http://karirhub.kemnaker.go.id/'),
        script: await show('*.go.id', 'javascript:alert(1)'),
        none: await show('', 'https://karirhub.kemnaker.go.id/'),
      };
    });
    assert.equal(href.own[0], 'https://karirhub.kemnaker.go.id/x?y=1');
    assert.equal(href.below[0], 'https://karirhub.kemnaker.go.id/');
    for (const way of ['other', 'alike', 'plain', 'script', 'none']) assert.equal(href[way][0], '', way);
    assert.match(href.other[1], /go\.id\.evil\.example/);
  });

  it('stands beside the way to report a false advertisement, which carries nothing along', async () => {
    const page = await visit();
    await page.evaluate(() => {
      document.querySelector('padan-portal').report = 'https://lapor.go.id/';
    });
    await page.locator('.card h3 a').first().click();
    const link = page.locator('padan-detail .beware a');
    assert.equal(await link.getAttribute('href'), 'https://lapor.go.id/');
    await page.evaluate(() => {
      document.querySelector('padan-portal').report = 'javascript:alert(1)';
    });
    await page.waitForFunction(
      () =>
        !document
          .querySelector('padan-portal')
          .renderRoot.querySelector('padan-detail')
          .renderRoot.querySelector('.beware a'),
    );
    assert.match(await page.locator('padan-detail .beware').innerText(), /Dinas Ketenagakerjaan/);
  });
});

describe('what is saved', () => {
  for (const [lang, options] of [
    ['id', PHONE],
    ['en', DESK],
  ]) {
    it(`passes axe in ${lang}, and needs no sideways scrolling`, async () => {
      const page = await visit(`#q=&lang=${lang}`, { ...options, reducedMotion: 'reduce' });
      await answer(page, PROFILE);
      await settled(page);
      await keep(page, 3);
      assert.deepEqual(await axe(page), []);
      await page.locator('.tabs a').nth(2).click();
      const boxes = page.locator('padan-saved input[type="checkbox"]:not([name])');
      for (const i of [0, 1]) await boxes.nth(i).check();
      await page.locator('padan-saved li .band').nth(2).waitFor();
      assert.deepEqual(await axe(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }
});
