// The market: every board's charts, their numbers, marks, tables and what can be taken away; the cross-table; charts of their own.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { axe, charted, DESK, program, snapshot, start, visits } from './harness.mjs';

const DAY = '2026-11-24';
const BOARDS = ['seeker', 'analyst', 'planner', 'employer', 'quality'];

/** A kind of chart as `padan chart` names it. */
const named = (kind) => kind.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

let site;
let built;
let work;

const padan = (...args) => execFileSync(program, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] }).toString();

before(async () => {
  built = snapshot();
  work = mkdtempSync(join(tmpdir(), 'padan-market-'));
  writeFileSync(
    join(work, 'index.html'),
    `<!doctype html><html lang="id"><meta charset="utf-8"><title>Dinas</title><link rel="icon" href="data:,"><script type="module" src="/padan.js"></script>
     <main><h1>Dinas</h1>
     <padan-chart snapshot="/snapshot/manifest.json" kind="pay" region="32"></padan-chart>
     <padan-chart snapshot="/snapshot/manifest.json" kind="skills" occupation="72" lang="en"></padan-chart></main></html>`,
  );
  const older = snapshot({ rows: 200, asOf: '2026-11-10' });
  site = await start({ mounts: { '/snapshot': built, '/older': older, '/dinas': work } });
});

after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});

const visit = visits(
  () => site,
  DAY,
  (page) => page.waitForFunction(() => customElements.get('padan-market')),
);

/** Shows a board, and waits until all its charts are drawn. */
async function show(page, board) {
  const market = page.locator('padan-market');
  await market.locator('select[name="board"]').selectOption(board);
  await charted(page);
}

const open = async (fragment = '#q=&tab=market', options = DESK) => {
  const page = await visit(fragment, options);
  await page.locator('padan-market').waitFor();
  await charted(page);
  return page;
};

const chartsOf = (page) =>
  page.evaluate(() => document.querySelector('padan-portal').renderRoot.querySelector('padan-market').charts);

describe('the numbers of a chart', () => {
  for (const filters of [{}, { province: ['32'] }, { occupation: ['72', '83'], education: ['3'] }]) {
    it(`are those of the command line, on every board, with ${JSON.stringify(filters)}`, async () => {
      const told = Object.entries(filters).flatMap(([key, values]) => values.map((value) => `${key}=${value}`));
      const fragment = `#q=&tab=market${told.map((filter) => `&${filter}`).join('')}`;
      const page = await open(fragment);
      const options = told.flatMap((filter) => ['--filter', filter]);
      for (const board of BOARDS) {
        await show(page, board);
        for (const chart of await chartsOf(page)) {
          const kind = named(chart.kind);
          const expected = JSON.parse(padan('chart', built, kind, ...options, '--today', DAY, '--json'));
          assert.deepEqual(chart, expected, `${kind} on ${board}`);
        }
      }
    });
  }

  it('are held against the seekers, the courses and the day of the snapshot that is open, also after another was', async () => {
    const page = await open();
    const note = async () => (await chartsOf(page)).find(({ kind }) => kind === 'tightness').note;
    assert.match(await note(), /per 24 November 2026/);
    await page.evaluate(() => {
      document.querySelector('padan-portal').snapshot = '/older/manifest.json';
    });
    await page.waitForFunction(() => document.querySelector('padan-portal').info?.asOf === '2026-11-10');
    await page.locator('padan-market').waitFor();
    await charted(page);
    assert.match(await note(), /per 10 November 2026/);
  });

  it('stand in the table as they are drawn, and can be sorted', async () => {
    const page = await open();
    const figure = page.locator('padan-figure[kind="occupation"]');
    await figure.locator('summary').click();
    const [chart] = await chartsOf(page);
    const column = () => figure.locator('tbody td:nth-child(2)').allInnerTexts();
    await figure.locator('tbody tr').first().waitFor();
    const numbers = async () => (await column()).map((text) => Number(text.replace(/\D/g, '')));
    assert.deepEqual(
      await numbers(),
      chart.rows.map(({ values }) => values[0]),
    );
    await figure.locator('thead button').nth(1).click();
    assert.deepEqual(
      await numbers(),
      chart.rows.map(({ values }) => values[0]).sort((a, b) => b - a),
    );
    assert.equal(await figure.locator('thead th').nth(1).getAttribute('aria-sort'), 'descending');
    await figure.locator('thead button').nth(1).click();
    assert.deepEqual(
      await numbers(),
      chart.rows.map(({ values }) => values[0]).sort((a, b) => a - b),
    );
  });
});

describe('the marks of a chart', () => {
  it('are all reached by keyboard alone, and each says its values', async () => {
    const page = await open();
    for (const board of BOARDS) {
      await show(page, board);
      for (const chart of await chartsOf(page)) {
        const figure = page.locator(`padan-figure[kind="${chart.kind}"]`);
        const spots = figure.locator('.spot');
        const marked = await spots.count();
        const known = chart.rows.filter(({ values }) => values.some((value) => value !== null));
        assert.ok(marked >= known.length, `${chart.kind}: ${marked} marks for ${known.length} rows with values`);
        if (marked === 0) continue;
        await figure.locator('.spot[tabindex="0"]').focus();
        await page.keyboard.press('Home');
        const heard = [];
        for (let i = 0; i < marked; i++) {
          heard.push(await figure.evaluate((host) => host.shadowRoot.activeElement.getAttribute('aria-label')));
          await page.keyboard.press('ArrowDown');
        }
        for (const { label } of known)
          assert.ok(
            heard.some((text) => text.startsWith(`${label}: `)),
            `${chart.kind}: ${label} in ${heard.join(' | ')}`,
          );
        assert.equal(new Set(heard).size, marked);
        assert.equal(await figure.locator('.spot[tabindex="0"]').count(), 1, 'one stop of the Tab key');
      }
    }
  });

  it('filter the vacancies and every other chart when chosen, and no longer when chosen again', async () => {
    const page = await open();
    const before = await chartsOf(page);
    const province = page.locator('padan-figure[kind="province"] .spot').first();
    const name = (await province.getAttribute('aria-label')).split(':')[0];
    await province.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.includes('province='));
    await charted(page);
    assert.ok((await page.locator('.chips').innerText()).includes(name));
    const after = await chartsOf(page);
    assert.deepEqual(
      after.find(({ kind }) => kind === 'province').rows.map(({ values }) => values),
      before.find(({ kind }) => kind === 'province').rows.map(({ values }) => values),
      'its own chart still shows the others',
    );
    const total = (charts, of) => charts.find(({ kind }) => kind === of).total;
    assert.ok(total(after, 'occupation') < total(before, 'occupation'));
    assert.equal(await province.getAttribute('aria-pressed'), 'true');
    await province.click();
    await page.waitForFunction(() => !location.hash.includes('province='));
    await charted(page);
    assert.deepEqual(await chartsOf(page), before);
  });

  it('say what they are under the pointer', async () => {
    const page = await open();
    const figure = page.locator('padan-figure[kind="pay"]');
    await figure.locator('.spot').nth(1).hover();
    const label = await figure.locator('.spot').nth(1).getAttribute('aria-label');
    assert.ok((await figure.locator('.readout').innerText()).startsWith(label));
  });
});

describe('the map of provinces', () => {
  const province = (page) => page.locator('padan-figure[kind="province"]');
  const asMap = (page) => province(page).locator('.forms button').nth(1);
  const mapFiles = () => site.served.filter(({ path }) => /provinces-[^/]*\.bin$/.test(path)).length;
  const told = (page) =>
    province(page)
      .locator('.spot')
      .evaluateAll((spots) => spots.map((spot) => spot.getAttribute('aria-label')));

  for (const [name, options] of [
    ['a desktop', DESK],
    ['a phone, dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ]) {
    it(`is fetched once when asked for and says what the tiles say, all of it by keyboard, on ${name}`, async () => {
      site.served.length = 0;
      const page = await open('#q=&tab=market', options);
      const tiles = await told(page);
      assert.equal(mapFiles(), 0, 'nobody asked for a map yet');
      await asMap(page).click();
      await charted(page);
      assert.equal(await asMap(page).getAttribute('aria-pressed'), 'true');
      assert.equal(await province(page).locator('.land').count(), 38);
      assert.deepEqual(await told(page), tiles);
      assert.equal(tiles.length, 38);

      const spots = province(page).locator('.spot');
      await province(page).locator('.spot[tabindex="0"]').focus();
      await page.keyboard.press('Home');
      const reached = new Set();
      for (let i = 0; i < 38; i++) {
        const box = await page.evaluate(() => {
          let element = document.activeElement;
          while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          const { width, height } = element.getBoundingClientRect();
          return { label: element.getAttribute('aria-label'), width, height };
        });
        assert.ok(box.width >= 24 && box.height >= 24, JSON.stringify(box));
        reached.add(box.label);
        await page.keyboard.press('ArrowRight');
      }
      assert.equal(reached.size, 38);
      assert.deepEqual(await axe(page), []);

      await show(page, 'planner');
      assert.equal(await province(page).locator('.land').count(), 38, 'it stays a map on another board');
      await province(page).locator('.forms button').first().click();
      await charted(page);
      assert.equal(await province(page).locator('.land').count(), 0);
      await asMap(page).click();
      await charted(page);
      assert.equal(await spots.count(), 38);
      assert.equal(mapFiles(), 1);
    });
  }

  it('knows a province by its land, not only by its label, and filters by it', async () => {
    const page = await open();
    await asMap(page).click();
    await charted(page);
    const land = province(page).locator('.spot[aria-label^="Kalimantan Tengah:"]');
    // A place of the province that its label does not cover.
    const at = await land.evaluate((spot) => {
      const [label, frame] = [spot.getBoundingClientRect(), spot.closest('.frame').getBoundingClientRect()];
      const root = spot.getRootNode();
      for (let y = frame.top + 1; y < frame.bottom; y += 3) {
        for (let x = frame.left + 1; x < frame.right; x += 3) {
          const beside = x < label.left || x > label.right || y < label.top || y > label.bottom;
          if (beside && root.elementFromPoint(x, y)?.closest('.spot') === spot) return { x, y };
        }
      }
      return undefined;
    });
    assert.ok(at, 'the land can be pointed at');
    await page.mouse.move(at.x, at.y);
    assert.match(await province(page).locator('.readout').innerText(), /^Kalimantan Tengah:/);
    await page.mouse.click(at.x, at.y);
    await page.waitForFunction(() => location.hash.includes('province=62'));
  });

  it('gives way to the tiles where it cannot be fetched, says so, and can be asked for again', async () => {
    const page = await open();
    let broken = true;
    await page.route(/provinces-[^/]*\.bin$/, (route) =>
      broken ? route.fulfill({ status: 200, body: 'PBM2' }) : route.continue(),
    );
    await asMap(page).click();
    await province(page).locator('[role="status"]:not([hidden])').waitFor();
    assert.equal(await asMap(page).getAttribute('aria-pressed'), 'false');
    assert.equal(await province(page).locator('.spot').count(), 38);
    broken = false;
    await asMap(page).click();
    await charted(page);
    assert.equal(await province(page).locator('.land').count(), 38);
    assert.equal(await province(page).locator('[role="status"]:not([hidden])').count(), 0);
  });
});

describe('what can be taken away', () => {
  it('is the table as the command line writes it, a drawing with its texts and a picture of twice the pixels', async () => {
    const page = await open();
    const figure = page.locator('padan-figure[kind="skills"]');
    await figure.locator('summary').click();
    const taken = async (name) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        figure.locator('.take button', { hasText: name }).click(),
      ]);
      return readFileSync(await download.path());
    };
    assert.equal((await taken('CSV')).toString(), padan('chart', built, 'skills', '--today', DAY, '--csv'));
    const svg = (await taken('SVG')).toString();
    const chart = (await chartsOf(page)).find(({ kind }) => kind === 'skills');
    assert.ok(svg.startsWith('<svg') && svg.includes(chart.title));
    const png = await taken('PNG');
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.equal(png.readUInt32BE(16), 1920, 'pixels wide');
  });
});

describe('the cross-table', () => {
  it('holds what the command line counts, people or advertisements, and its rows add up', async () => {
    const page = await open();
    await show(page, 'analyst');
    const cross = page.locator('padan-cross');
    await cross.locator('tbody tr').first().waitFor();
    const shown = async () =>
      cross
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replace(/\D/g, '')))),
        );
    const cube = JSON.parse(
      padan('cube', built, '--by', 'occupation,province', '--most', 45, '--today', DAY, '--json'),
    );
    const wide = cube.axes[1].values.length;
    for (const counted of ['openings', 'ads']) {
      await page.locator('select[name="counted"]').selectOption(counted);
      await charted(page);
      const table = await shown();
      assert.deepEqual(
        table.flatMap((row) => row.slice(1)),
        cube[counted],
      );
      for (const [sum, ...cells] of table)
        assert.equal(
          sum,
          cells.reduce((a, b) => a + b, 0),
        );
      const total = counted === 'ads' ? cube.totalAds : cube.totalOpenings;
      assert.equal(
        table.reduce((sum, [row]) => sum + row, 0),
        total,
      );
      assert.equal(table[0].length, wide + 1);
    }
  });

  it('is taken away with what it counts, its snapshot and the editions of its lists', async () => {
    const page = await open();
    await show(page, 'analyst');
    const cross = page.locator('padan-cross');
    await cross.locator('tbody tr').first().waitFor();
    const coming = page.waitForEvent('download');
    await cross.getByRole('button', { name: 'CSV' }).click();
    const lines = readFileSync(await (await coming).path(), 'utf8').split('\r\n');
    const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8'));
    assert.ok(
      lines.includes(`# snapshot: ${manifest.asOf} ${manifest.checksum.slice(0, 12)}`),
      lines.slice(0, 8).join('\n'),
    );
    for (const [list, edition] of Object.entries(manifest.editions))
      assert.ok(lines.includes(`# edition: ${list} ${edition}`));
    const table = lines.filter((line) => line && !/^\ufeff?#/.test(line));
    assert.equal(table.length, 1 + (await cross.locator('tbody tr').count()));
  });
});

describe('two side by side', () => {
  it('are drawn to one scale, each as the command line counts it, and what shows both at once marks both', async () => {
    const page = await open('#q=&tab=market&province=32');
    await page.locator('select[name="against"]').selectOption('province:33');
    await page.waitForFunction(
      () => document.querySelector('padan-portal').renderRoot.querySelector('padan-market').beside.size > 0,
    );
    const [charts, beside] = await page.evaluate(() => {
      const market = document.querySelector('padan-portal').renderRoot.querySelector('padan-market');
      return [market.charts, [...market.beside.values()]];
    });
    const told = (kind, ...filters) => {
      const options = filters.flatMap((filter) => ['--filter', filter]);
      return JSON.parse(padan('chart', built, named(kind), ...options, '--today', DAY, '--json'));
    };
    assert.equal(beside.length, charts.length - 1);
    for (const other of beside) {
      const chart = charts.find(({ kind }) => kind === other.kind);
      assert.equal(chart.scale, other.scale);
      const values = [chart, other].flatMap(({ rows }) => rows.flatMap(({ values }) => values));
      assert.ok(chart.scale >= Math.max(...values));
      assert.deepEqual(chart.rows, told(chart.kind, 'province=32').rows);
      assert.deepEqual(other.rows, told(other.kind, 'province=33').rows);
      assert.match(chart.title, /^Jawa Barat: /);
      assert.match(other.title, /^Jawa Tengah: /);
    }
    const both = charts.find(({ kind }) => kind === 'province');
    assert.deepEqual(both, told('province', 'province=32', 'province=33'));
    await charted(page);
    assert.equal(await page.locator('padan-figure[kind="province"] .spot[aria-pressed="true"]').count(), 2);
    assert.deepEqual(await axe(page), []);
    await page.locator('select[name="against"]').selectOption('');
    await page.waitForFunction(
      () => document.querySelector('padan-portal').renderRoot.querySelector('padan-market').beside.size === 0,
    );
    await charted(page);
  });
});

describe('a course that nobody offers yet', () => {
  it('is held against the vacancies as the command line counts them, and what it opens is a comparison of people', async () => {
    const page = await open();
    await show(page, 'planner');
    const trial = page.locator('padan-trial');
    const add = async (box, text) => {
      await trial.locator(`.${box} input`).fill(text);
      await trial.locator(`.${box} [role="option"]`).first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    };
    await add('teaches', 'mesin las');
    await add('target', 'tukang las');
    await trial.locator('select').selectOption('3');
    await page.waitForFunction(() => {
      const { tried, counting } = document
        .querySelector('padan-portal')
        .renderRoot.querySelector('padan-market')
        .renderRoot.querySelector('padan-trial');
      return tried && !counting;
    });
    const [tried, opened, teaches] = await trial.evaluate(async (element) => {
      const { engine, query, teaches, education, target } = element;
      const starts = { skills: [], education, targets: [{ occupation: target }] };
      const ends = { ...starts, skills: [...teaches] };
      const { opens } = await engine.call('whatIf', { filters: query.filters, today: query.today }, starts, ends);
      return [element.tried, opens, teaches];
    });
    const asks = teaches.flatMap((skill) => ['--asks', skill]);
    const schooling = ['--filter', 'education=none', '--filter', 'education=..3'];
    const cube = JSON.parse(
      padan('cube', built, '--by', 'employer_kind', ...asks, ...schooling, '--today', DAY, '--json'),
    );
    assert.ok(cube.totalAds > 0);
    assert.deepEqual(tried.asked, { openings: cube.totalOpenings, vacancies: cube.totalAds });
    for (const chart of tried.charts) {
      const expected = padan('chart', built, named(chart.kind), ...asks, ...schooling, '--today', DAY, '--json');
      assert.deepEqual(chart, JSON.parse(expected));
    }
    const sum = tried.opened.reduce((all, { opens }) => all + opens.openings, 0);
    assert.equal(sum, opened.openings, 'by province, as over all of them');
    assert.ok(tried.taught.every((course) => course.teaches.includes(teaches[0])));
    assert.deepEqual(await axe(page), []);
  });
});

describe('the boards', () => {
  for (const colorScheme of ['light', 'dark']) {
    it(`pass axe in both languages, ${colorScheme}`, async () => {
      for (const lang of ['id', 'en']) {
        const page = await open(`#q=&tab=market&lang=${lang}`, { ...DESK, colorScheme });
        for (const board of BOARDS) {
          await show(page, board);
          // A chart of the board before is open still; a table is made once its details tell that they are open.
          const tables = await page.locator('padan-figure details').all();
          for (const details of tables)
            if (!(await details.evaluate(({ open }) => open))) await details.locator('summary').click();
          for (const details of tables) await details.locator('table').waitFor();
          assert.deepEqual(await axe(page), [], `${board} in ${lang}`);
        }
      }
    });
  }

  it('need no sideways scrolling at 320 px, with text at 200 %', async () => {
    const page = await open('#q=&tab=market', { viewport: { width: 320, height: 640 } });
    for (const zoom of ['100%', '200%']) {
      await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, zoom);
      for (const board of BOARDS) {
        await show(page, board);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${board} at ${zoom}`);
      }
    }
  });
});

describe('a chart of its own', () => {
  it('stands in any page, shares one download with others, and says what the command line says', async () => {
    const { page, errors, violations, context } = await site.open(null, DESK);
    site.served.length = 0;
    await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
    await page.goto(`${site.origin}/dinas/index.html`);
    const charts = page.locator('padan-chart');
    await charts.nth(0).locator('.spot').first().waitFor();
    await charts.nth(1).locator('.spot').first().waitFor();
    const of = (n) => charts.nth(n).evaluate((element) => element.chart);
    assert.deepEqual(
      await of(0),
      JSON.parse(padan('chart', built, 'pay', '--filter', 'province=32', '--today', DAY, '--json')),
    );
    assert.deepEqual(
      await of(1),
      JSON.parse(
        padan('chart', built, 'skills', '--filter', 'occupation=72', '--today', DAY, '--lang', 'en', '--json'),
      ),
    );
    const times = (ending) => site.served.filter(({ path }) => ending.test(path)).length;
    assert.equal(times(/manifest\.json$/), 1);
    assert.equal(times(/core-[^/]*$/), 1);
    assert.equal(times(/padan_bg[^/]*\.wasm$/), 1);
    assert.deepEqual([errors, violations], [[], []]);
    assert.deepEqual(await axe(page), []);
    await context.close();
  });
});
