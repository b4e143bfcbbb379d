// padan in other people's pages: under the strictest policy, among hostile styles and scripts, several elements at once, parts that
// come late, in a frame of another site, and without JavaScript. The pages are in hosts/.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CSP, serve } from '../../www/serve.mjs';
import { axe, DESK, listed, params, snapshot, start, until } from './harness.mjs';

const DAY = '2026-11-24';
const hosts = fileURLToPath(new URL('hosts', import.meta.url));
const TRUSTED = `${CSP}; require-trusted-types-for 'script'; trusted-types lit-html padan`;
const LATER = ['padan-market', 'padan-profile'];

let site;
/** Another site, which frames padan: its pages name where padan is. */
let other;
let open = [];

before(async () => {
  site = await start({
    mounts: { '/snapshot': snapshot(), '/hosts': hosts },
    onRequest: (request, response) => {
      if (request.url.endsWith('?trusted')) response.setHeader('Content-Security-Policy', TRUSTED);
      return false;
    },
  });
  other = await serve({
    root: hosts,
    onRequest: (request, response) => {
      const { origin } = site;
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; script-src ${origin} 'self'; frame-src ${origin} 'self'; img-src data:`,
      );
      const page = request.url === '/' && readFileSync(join(hosts, 'framed.html'), 'utf8').replaceAll('PADAN', origin);
      if (page) response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
      return Boolean(page);
    },
  });
});

after(async () => {
  await other.close();
  await site.close();
});

afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations } of seen) assert.deepEqual([errors, violations], [[], []]);
});

async function visit(address, options = DESK) {
  const seen = await site.open(null, options);
  open.push(seen);
  const { page } = seen;
  page.setDefaultTimeout(10_000);
  await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
  site.served.length = 0;
  await page.goto(new URL(address, `${site.origin}/hosts/`).href);
  return page;
}

/** Waits until every element of the page shows what it is for. */
async function ready(page) {
  const there = async (name) => (await page.locator(name).count()) > 0;
  if (await there('padan-search')) await page.locator('padan-search .card').first().waitFor();
  if (await there('padan-match')) await page.locator('padan-match .me[aria-disabled="false"]').waitFor();
  if (await there('padan-chart')) await page.locator('padan-chart .spot').first().waitFor();
  if (await there('padan-portal')) {
    await page.locator('padan-portal .card').first().waitFor();
    await page.waitForFunction((names) => names.every((name) => customElements.get(name)), LATER);
    await listed(page);
  }
}

/** How often a file whose path ends so was asked for. */
const times = (ending) => site.served.filter(({ path }) => ending.test(path)).length;

/** One worker, one module, one list of files and one core, however many elements there are. */
function once(page) {
  assert.equal(page.workers().length, 1);
  for (const ending of [/manifest\.json$/, /core-[^/]*$/, /padan_bg[^/]*\.wasm$/, /worker-[^/]*\.js$/]) {
    assert.equal(times(ending), 1, String(ending));
  }
}

/** Fills the form's question about education, and closes it. */
async function fillIn(scope) {
  await scope.locator('#education').selectOption('5');
  await scope.locator('padan-profile button[type="submit"]').press('Enter');
}

const found = async (search) =>
  Number((await search.locator('[part="count"]').innerText()).split(' ')[0].replace(/\D/g, ''));

describe('a page with every element', () => {
  it('works under a strict policy that demands trusted types', async () => {
    const page = await visit('several.html?trusted');
    await ready(page);
    await page.locator('padan-search #q').fill('operator');
    await page.locator('padan-search mark').first().waitFor();
    await page.locator('padan-match .me').click();
    await fillIn(page.locator('padan-match'));
    await page.locator('padan-match .band').first().waitFor();
    assert.equal(page.workers().length, 1);
    assert.deepEqual(await axe(page), []);
  });

  it('has one worker, one module and one download, in whatever order they stand', async () => {
    const page = await visit('several.html');
    await ready(page);
    once(page);
    await page.evaluate(() => document.querySelector('padan-portal').remove());
    await page.locator('padan-search #q').fill('operator');
    await page.locator('padan-search mark').first().waitFor();
    await page.locator('padan-chart').evaluate((chart) => {
      chart.kind = 'skills';
    });
    await page.waitForFunction(() => document.querySelector('padan-chart').chart.kind === 'skills');
    once(page);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('padan-search, padan-match, padan-chart')) element.remove();
    });
    await page.waitForFunction(() => true);
    await assert.doesNotReject(eventually(() => assert.equal(page.workers().length, 0)));
  });

  it('takes elements that come before and after the script, with properties set at any time', async () => {
    const page = await visit('late.html');
    await ready(page);
    const search = page.locator('padan-search');
    assert.equal(await search.locator('.card').count(), 2);
    const inJava = await found(search);
    await page.evaluate(() => {
      document.querySelector('padan-search').filters = {};
    });
    await eventually(async () => assert.ok((await found(search)) > inJava));
    await page.evaluate(() => globalThis.put('padan-chart', { kind: 'pay' }));
    await page.evaluate(() => globalThis.put('padan-match'));
    await page.evaluate(() => globalThis.put('padan-portal'));
    await ready(page);
    once(page);
    const kept = await page.evaluate(() => {
      const chart = document.querySelector('padan-chart');
      chart.region = '32';
      return [chart.getAttribute('region'), chart.region, chart.kind];
    });
    assert.deepEqual(kept, ['32', '32', 'pay']);
  });

  it('opens a snapshot of its own for each that is another', async () => {
    const page = await visit('late.html');
    await ready(page);
    const error = await page.evaluate(async () => {
      const element = document.createElement('padan-search');
      const heard = new Promise((resolve) => element.addEventListener('padan-error', resolve, { once: true }));
      element.setAttribute('snapshot', '/snapshot/partitions.json');
      document.body.append(element);
      return (await heard).detail.name;
    });
    assert.equal(error, 'SnapshotMissing');
    assert.equal(await page.locator('padan-search').first().locator('.card').count(), 2);
    open.at(-1).errors.length = 0;
  });

  it('shows what stands inside the tags where JavaScript is off', async () => {
    const page = await visit('several.html', { ...DESK, javaScriptEnabled: false });
    for (const name of ['portal', 'search', 'match', 'chart']) {
      assert.ok(await page.locator(`padan-${name} a`).isVisible(), name);
    }
  });

  it('shows what stands inside the tag below the message where a snapshot cannot be opened', async () => {
    const page = await visit('late.html');
    await ready(page);
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<padan-match snapshot="/nowhere/manifest.json"><p id="instead">Telepon <a href="tel:1500630">1500630</a></p></padan-match>',
      );
    });
    await page.locator('padan-match [role="alert"]').waitFor();
    assert.ok(await page.locator('#instead a').isVisible());
    open.at(-1).errors.length = 0;
  });
});

describe('a search box of its own', () => {
  it('leads to the portal with what was typed in the fragment and nothing of it sent', async () => {
    const page = await visit('several.html');
    await ready(page);
    const search = page.locator('padan-search');
    assert.equal(await search.locator('.card').count(), 3);
    await search.locator('#q').fill('operator');
    await search.locator('mark').first().waitFor();
    const asked = await found(search);
    const title = await search.locator('.card h3').first().innerText();
    // Suggestions come after the list, over it.
    await search.locator('[role="option"]').first().waitFor();
    await page.keyboard.press('Escape');
    const href = new URL(await search.locator('.card a').first().getAttribute('href'));
    assert.equal(href.origin + href.pathname, `${site.origin}/`);
    assert.equal(href.search, '');
    await search.locator('.card a').first().click();
    await page.locator('padan-detail dl').waitFor();
    assert.ok((await page.locator('padan-detail dialog').innerText()).includes(title));
    assert.equal(params(page).get('q'), 'operator');
    const total = await page.locator('#results-title strong').innerText();
    assert.equal(Number(total.replace(/\D/g, '')), asked);
    for (const { path } of site.served) assert.ok(!path.includes('operator'), path);
  });

  it('is used with the keyboard alone', async () => {
    const page = await visit('several.html');
    await ready(page);
    const search = page.locator('padan-search');
    await search.locator('#q').focus();
    await page.keyboard.type('oper');
    await search.locator('[role="option"]').first().waitFor();
    const offered = await search.locator('[role="option"] span:first-child').first().innerText();
    await page.keyboard.press('ArrowDown');
    assert.equal(await search.locator('[aria-selected="true"]').count(), 1);
    await page.keyboard.press('Enter');
    assert.equal(await search.locator('#q').inputValue(), offered);
    assert.match(page.url(), /several\.html(#q=&open=yes)?$/);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.origin}/#*`);
    assert.equal(params(page).get('q'), offered);
  });

  it('asks the page before it leaves, with the vacancy that was picked', async () => {
    const page = await visit('several.html');
    await ready(page);
    await page.evaluate(() => {
      document.addEventListener('padan-choose', (event) => {
        event.preventDefault();
        globalThis.chosen = [event.target.localName, event.detail.title, event.detail.row];
      });
    });
    const link = page.locator('padan-search .card a').first();
    const [title, row] = [await link.innerText(), Number((await link.getAttribute('id')).replace('hit-', ''))];
    await link.click();
    assert.deepEqual(await page.evaluate(() => globalThis.chosen), ['padan-search', title, row]);
    assert.match(page.url(), /several\.html(#q=&open=yes)?$/);
  });

  it('leads nowhere but to pages, and says what is open', async () => {
    const page = await visit('late.html');
    const heard = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('padan-ready', ({ target, detail }) => resolve([target.localName, detail.asOf]));
        }),
    );
    await page.evaluate(() => globalThis.put('padan-search', { portal: 'javascript:alert(1)', lang: 'en' }));
    assert.deepEqual(await heard, ['padan-search', DAY]);
    const search = page.locator('padan-search').last();
    await search.locator('.card').first().waitFor();
    for (const href of await search.locator('a').evaluateAll((all) => all.map((a) => a.href))) {
      assert.match(href, /^http:.*\/hosts\/late\.html#q=.*lang=en/);
    }
    assert.match(await search.locator('.all').innerText(), /^Show/);
  });
});

describe('the match button of its own', () => {
  it('lists the vacancies that suit best, and keeps the answers out of every address and request', async () => {
    const page = await visit('several.html');
    await ready(page);
    const match = page.locator('padan-match');
    await match.locator('.me').focus();
    await page.keyboard.press('Enter');
    assert.ok(await match.locator('dialog').evaluate((dialog) => dialog.open));
    await page.keyboard.press('Escape');
    assert.ok(await match.locator('.me').evaluate((button) => button.matches(':focus')));
    // What is kept for use offline comes after the lists.
    await until('the texts asked for', () => times(/\/texts-/) > 0);
    let before;
    do {
      before = site.served.length;
      await page.waitForTimeout(700);
    } while (site.served.length > before);
    await match.locator('.me').click();
    assert.deepEqual(await axe(page), []);
    await fillIn(match);
    await match.locator('.band').first().waitFor();
    assert.equal(await match.locator('.card').count(), 3);
    assert.deepEqual(await match.evaluate((element) => element.profile), { education: 5 });
    for (const href of await match.locator('.card a, a.all').evaluateAll((all) => all.map((a) => a.href))) {
      assert.match(href, /\/#q=(&open=yes)?(&row=\d+&of=2026-11-24)?$/);
    }
    assert.deepEqual(site.served.slice(before), []);
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
    assert.deepEqual(await axe(page), []);
    await match.locator('.profile-on button').click();
    await match.locator('.card').first().waitFor({ state: 'detached' });
  });
});

describe('a page whose styles are hostile', () => {
  for (const name of ['padan-portal', 'padan-search', 'padan-match', 'padan-chart']) {
    it(`changes nothing inside ${name}, and nothing gets out of it`, async () => {
      const inside = {};
      for (const host of ['plain', 'wordpress']) {
        const page = await visit(`${host}.html?${name}`);
        await ready(page);
        await page.evaluate(() => document.fonts.ready);
        inside[host] = await page.evaluate(measured, name);
      }
      assert.ok(inside.plain.length > 5);
      const differing = inside.plain.flatMap((one, i) =>
        one === inside.wordpress[i] ? [] : [[one, inside.wordpress[i]]],
      );
      assert.deepEqual(differing.slice(0, 3), []);
      assert.equal(inside.plain.length, inside.wordpress.length);

      const without = await site.open(null, DESK);
      await without.page.route('**/padan.js', (route) => route.abort());
      await without.page.goto(`${site.origin}/hosts/wordpress.html?${name}`);
      const looks = [await without.page.evaluate(styled, name)];
      await without.context.close();
      looks.push(await open.at(-1).page.evaluate(styled, name));
      assert.deepEqual(looks[1], looks[0]);
    });
  }
});

/** Runs in the page: every element inside `name`, where it is within it and what it looks like. */
function measured(name) {
  const host = document.querySelector(name);
  const origin = host.shadowRoot.firstElementChild.getBoundingClientRect();
  const lines = [];
  const looks = [
    'display',
    'visibility',
    'font',
    'letterSpacing',
    'wordSpacing',
    'textTransform',
    'textAlign',
    'textIndent',
    'textShadow',
    'whiteSpace',
    'wordBreak',
    'color',
    'backgroundColor',
    'margin',
    'padding',
    'border',
    'borderRadius',
    'boxSizing',
    'boxShadow',
    'textDecoration',
    'listStyleType',
    'outlineStyle',
    'minHeight',
    'opacity',
  ];
  const walk = (root, depth) => {
    for (const element of root.children) {
      const { x, y, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const drawn = element.getClientRects().length > 0;
      const place = drawn && [x - origin.x, y - origin.y, width, height].map((n) => Math.round(n * 10) / 10);
      lines.push(
        `${' '.repeat(depth)}${element.localName}.${element.getAttribute('class') ?? ''} ${place} ${looks.map((look) => style[look]).join(' | ')}`,
      );
      if (element.shadowRoot) walk(element.shadowRoot, depth + 1);
      walk(element, depth + 1);
    }
  };
  walk(host.shadowRoot, 0);
  return lines;
}

/** Runs in the page: what everything outside `name` looks like. */
function styled(name) {
  const outside = [...document.querySelectorAll('*')].filter(
    (element) => !element.closest(name) && !element.matches('.stage'),
  );
  return outside.map((element) => {
    const style = getComputedStyle(element);
    const rect = element.matches('head *, head, html, body') ? '' : JSON.stringify(element.getBoundingClientRect());
    const volatile = /^(block-size|height|inline-size|width|perspective-origin|transform-origin)$/;
    return [
      element.localName,
      rect,
      ...[...style].filter((key) => !volatile.test(key)).map((key) => style.getPropertyValue(key)),
    ].join('\n');
  });
}

describe('a page of other scripts', () => {
  it('works where arrays, objects, promises, fetch and the registry were changed', async () => {
    const page = await visit('foreign.html');
    await ready(page);
    await page.locator('padan-search #q').fill('operator');
    await page.locator('padan-search mark').first().waitFor();
    await page.locator('padan-portal #q').fill('perawat');
    await page.locator('padan-portal mark').first().waitFor();
    await page.locator('padan-portal input[name="education"]').first().check();
    await page.locator('padan-portal .chips .chip').nth(1).waitFor();
    await page.locator('padan-match .me').click();
    await fillIn(page.locator('padan-match'));
    await page.locator('padan-match .band').first().waitFor();
    assert.equal(page.workers().length, 1);
    assert.deepEqual(
      await page.evaluate(() => [
        globalThis.name,
        typeof globalThis.$,
        globalThis.define.amd,
        globalThis.defined.includes('padan-search'),
      ]),
      ['padan', 'function', {}, true],
    );
  });
});

describe('a frame on another site', () => {
  async function framed() {
    const seen = await site.open(null, DESK);
    open.push(seen);
    const { page } = seen;
    page.setDefaultTimeout(10_000);
    await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
    await page.goto(other.origin);
    const search = page.frameLocator('#cari');
    await search.locator('.card').first().waitFor();
    return { page, search };
  }
  const height = (page, id) => page.locator(id).evaluate((frame) => frame.clientHeight);

  it('is as high as what it holds, now and after every change', async () => {
    const { page, search } = await framed();
    const inside = () => search.locator('body').evaluate((body) => body.getBoundingClientRect().height);
    const fits = async () => assert.equal(await height(page, '#cari'), Math.ceil(await inside()));
    await eventually(fits);
    const before = await height(page, '#cari');
    assert.ok(before > 400);
    await search.locator('#q').fill('xyzzyq');
    await eventually(async () => {
      await fits();
      assert.ok((await height(page, '#cari')) < before);
    });
    assert.deepEqual(await axe(page), []);
  });

  it('gives a form the room of a window while it is open', async () => {
    const { page } = await framed();
    const match = page.frameLocator('#cocok');
    await match.locator('.me[aria-disabled="false"]').click();
    await eventually(async () => assert.ok((await height(page, '#cocok')) >= 720));
    await fillIn(match);
    await match.locator('.band').first().waitFor();
    assert.deepEqual(await match.locator('padan-match').evaluate((element) => element.profile.education), 5);
    for (const frame of page.frames()) assert.ok(!/education|=5/.test(frame.url()), frame.url());
  });

  it('puts nothing that was typed into an address, and leads out of the frame', async () => {
    const { page, search } = await framed();
    const addresses = page.frames().map((frame) => frame.url());
    site.served.length = 0;
    await search.locator('#q').fill('operator');
    await search.locator('mark').first().waitFor();
    assert.deepEqual(
      page.frames().map((frame) => frame.url()),
      addresses,
    );
    await search.locator('[role="option"]').first().waitFor();
    await page.keyboard.press('Escape');
    await search.locator('.card a').first().click();
    await page.waitForURL(`${site.origin}/#*`);
    assert.deepEqual([params(page).get('q'), params(page).get('province')], ['operator', '32']);
    for (const { path } of site.served) assert.ok(!path.includes('operator'), path);
  });

  it('cannot be told by its address what to open, whom to trust or where to lead', async () => {
    const { page } = await framed();
    const query =
      'element=search&snapshot=/evil/manifest.json&portal=https://evil.test/&key=AAAA&placeholder=evil&lang=en&limit=1';
    await page.goto(`${site.origin}/frame.html?${query}`);
    await page.locator('padan-search .card').first().waitFor();
    const asked = await page
      .locator('padan-search')
      .evaluate((element) => element.getAttributeNames().map((name) => [name, element.getAttribute(name)]));
    assert.deepEqual(Object.fromEntries(asked), {
      lang: 'en',
      limit: '1',
      snapshot: '/snapshot/manifest.json',
      portal: '/',
    });
  });

  it('is not resized by what other windows say', async () => {
    const { page } = await framed();
    await eventually(async () => assert.ok((await height(page, '#cari')) > 400));
    const before = await height(page, '#cari');
    const lied = { type: 'padan-height', height: 12, lie: true };
    await page.evaluate(() => {
      globalThis.lies = 0;
      addEventListener('message', ({ data }) => {
        if (data.lie) globalThis.lies += 1;
      });
    });
    await page.evaluate((message) => postMessage(message, '*'), lied);
    const plain = page.frames().find((frame) => frame.url().includes('other.html'));
    await plain.evaluate((message) => parent.postMessage(message, '*'), lied);
    // A frame whose address is padan's, but which has gone elsewhere.
    await page.frame({ url: /element=match/ }).goto(`${other.origin}/other.html`);
    const cocok = await height(page, '#cocok');
    await page
      .frames()
      .at(-2)
      .evaluate((message) => parent.postMessage(message, '*'), lied);
    for (const height of [-1, 1e9, '12px', Number.NaN, null]) {
      await page
        .frame({ url: /element=search/ })
        .evaluate((message) => parent.postMessage(message, '*'), { type: 'padan-height', height, lie: true });
    }
    await page.waitForFunction(() => globalThis.lies === 8);
    assert.deepEqual([await height(page, '#cari'), await height(page, '#cocok')], [before, cocok]);
    assert.equal(await height(page, '#lain'), 12);
  });
});

describe('colours that a page sets', () => {
  const themed = (page, colours) =>
    page.evaluate((colours) => {
      for (const [name, colour] of Object.entries(colours)) document.body.style.setProperty(name, colour);
    }, colours);
  const found = (page, name) =>
    page.evaluate(async (name) => {
      const { contrast } = await import('/contrast.js');
      return contrast(document.querySelector(name)).map(({ property, on, ratio, needed }) => [
        property,
        on,
        ratio,
        needed,
      ]);
    }, name);

  for (const colorScheme of ['light', 'dark']) {
    it(`can be read as padan brings them, in ${colorScheme}`, async () => {
      const page = await visit('several.html', { ...DESK, colorScheme });
      await ready(page);
      for (const name of ['padan-portal', 'padan-search', 'padan-match', 'padan-chart']) {
        assert.deepEqual(await found(page, name), [], name);
      }
    });
  }

  it('are measured as WCAG does, in whatever way they are written', async () => {
    const page = await visit('several.html');
    await ready(page);
    // Worked by hand: #767676 on white is 4.54, #777777 4.47; 3 to 1 for edges.
    await themed(page, {
      '--padan-color-muted': '#777777',
      '--padan-color-background': 'white',
      '--padan-color-control-border': 'rgb(170 170 170)',
    });
    assert.deepEqual(await found(page, 'padan-search'), [
      ['--padan-color-muted', '--padan-color-background', 4.47, 4.5],
      ['--padan-color-muted', '--padan-color-surface', 4.47, 4.5],
      ['--padan-color-control-border', '--padan-color-background', 2.32, 3],
      ['--padan-color-control-border', '--padan-color-surface', 2.32, 3],
    ]);
    await themed(page, { '--padan-color-muted': 'hsl(0 0% 46.27%)', '--padan-color-control-border': '' });
    assert.deepEqual(await found(page, 'padan-portal'), []);
  });

  it('are named on the console where they cannot be read, and only then', async () => {
    const page = await visit('late.html');
    const said = [];
    page.on('console', (message) => {
      if (message.type() === 'warning' && message.text().startsWith('padan')) said.push(message.text());
    });
    await themed(page, {
      '--padan-color-primary': '#00695c',
      '--padan-color-primary-strong': '#004d40',
      '--padan-color-primary-soft': '#e0f2f1',
    });
    await page.evaluate(() => globalThis.put('padan-portal'));
    await ready(page);
    await page.waitForTimeout(300);
    assert.deepEqual(said, []);
    await themed(page, { '--padan-color-primary': '#ffd54f' });
    await page.evaluate(() => globalThis.put('padan-match'));
    await ready(page);
    await eventually(() =>
      assert.ok(
        said.includes(
          'padan: --padan-color-primary on --padan-color-surface has a contrast of 1.41:1, 4.5:1 needed. Change one of the two.',
        ),
        said.join('\n'),
      ),
    );
  });
});

describe('docs/embedding.md', () => {
  const read = (path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  const page = read('docs/embedding.md');
  const sources = readdirSync(fileURLToPath(new URL('../../www/src', import.meta.url)))
    // The kiosk is a page, not an element for those of others.
    .filter((name) => name.endsWith('.ts') && !name.startsWith('kiosk'))
    .map((name) => [name, read(`www/src/${name}`)]);
  const all = sources.map(([, text]) => text).join('\n');
  const look = page.slice(page.indexOf('## Look'), page.indexOf('## Content Security Policy'));
  const sorted = (names) => [...new Set(names)].sort();

  it('lists every custom property with its value, and no other', () => {
    const rows = [...look.matchAll(/\| `(--padan-[\w-]+)`[^|]*\| ([^|]+) (?=\|)/g)].map(([, name, value]) => [
      name,
      value.trim(),
    ]);
    const used = [...all.matchAll(/var\((--padan-[\w-]+), ([^;]+?)\);/g)];
    assert.deepEqual(sorted(rows.map(([name]) => name)), sorted(all.match(/(?<=var\()--padan-[\w-]+/g)));
    assert.ok(rows.length >= 20, `${rows.length} properties`);
    const light = new Map([...used].reverse().map(([, name, value]) => [name, value]));
    const dark = new Map(used.map(([, name, value]) => [name, value]));
    for (const [name, value] of rows) {
      const [first, second] = value.split(' / ').map((text) => text.replaceAll('`', ''));
      if (!first.startsWith('#')) continue;
      const values = used.filter(([, property]) => property === name).map(([, , value]) => value);
      assert.deepEqual([first, second], values, name);
      assert.ok(light.has(name) && dark.has(name));
    }
  });

  it('lists every part of every element', () => {
    const given = [...all.matchAll(/\bpart="([\w -]+)"/g)].flatMap(([, names]) => names.split(' '));
    const listed = [...look.slice(look.indexOf('Parts')).matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    assert.deepEqual(
      sorted(given).filter((name) => !listed.includes(name)),
      [],
    );
    assert.deepEqual(
      listed.filter((name) => !given.includes(name)),
      [],
    );
    for (const [, names] of all.matchAll(/static override parts = '([^']+)'/g)) {
      assert.deepEqual(
        names.split(', ').filter((name) => !given.includes(name)),
        [],
      );
    }
  });

  it('lists every attribute and every event', () => {
    const of = (name) => sources.find(([file]) => file === name)[1];
    const attributes = ['portal.ts', 'shared.ts', 'search.ts', 'match.ts', 'chart.ts'].flatMap((file) =>
      [...of(file).matchAll(/@property\((?!\{ attribute: false)[^)]*\) (?:override )?(\w+)/g)].map(([, name]) => name),
    );
    const missing = sorted(attributes).filter((name) => !new RegExp(`^(\\| .*)?\`${name}\``, 'm').test(page));
    assert.deepEqual(missing, []);
    const events = sorted(all.match(/(?<=(?:tell\(|CustomEvent\()')padan-[a-z]+/g));
    assert.deepEqual(
      events.filter((name) => !page.includes(`| \`${name}\` |`)),
      [],
    );
  });

  it('begins with lines that work as they stand', async () => {
    const [markup, style] = ['html', 'css'].map((kind) => page.match(new RegExp(`\`\`\`${kind}\n([^]*?)\`\`\``))[1]);
    const served = await site.open(null, DESK);
    open.push(served);
    const { page: tab } = served;
    await tab.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
    const head =
      '<!doctype html><html lang="id"><title>Dinas</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/own.css">';
    await tab.route('**/five-minutes', (route) =>
      route.fulfill({ contentType: 'text/html', body: `${head}<main><h1>Dinas</h1>${markup}</main></html>` }),
    );
    await tab.route('**/own.css', (route) => route.fulfill({ contentType: 'text/css', body: style }));
    await tab.route('**/padan/**', async (route) =>
      route.fulfill({ response: await route.fetch({ url: route.request().url().replace('/padan/', '/') }) }),
    );
    await tab.goto(`${site.origin}/five-minutes`);
    await tab.locator('.card').nth(19).waitFor();
    const regions = await tab.locator('.card .facts li:first-child').allTextContents();
    assert.ok(regions.length > 5 && regions.every((region) => /Jawa Barat/.test(region)), regions.join('; '));
    assert.equal(await tab.locator('input[name="province"]').count(), 0);
    assert.equal(
      await tab.locator('.me').evaluate((button) => getComputedStyle(button).backgroundColor),
      'rgb(0, 105, 92)',
    );
    assert.deepEqual(await axe(tab), []);
  });
});

/** Tries until it holds. */
async function eventually(claim) {
  for (let left = 50; ; left -= 1) {
    try {
      return await claim();
    } catch (error) {
      if (left === 0) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
