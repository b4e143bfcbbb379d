// What a screen reader is given: Chromium's own accessibility tree of each screen, shadow roots and all, in both languages. Not its words
// but its shape: names, headings, landmarks, what is announced, and how long lists are said to be.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { answer, charted, DESK, PHONE, settled, snapshot, start } from './harness.mjs';
import { attract, enter } from './kiosk.mjs';

const DAY = '2026-11-24';
const CONTROLS = new Set([
  'button',
  'checkbox',
  'combobox',
  'DisclosureTriangle',
  'link',
  'listbox',
  'option',
  'radio',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'textbox',
]);
/** What a page has once; the others must differ by name. */
const SINGLE = ['banner', 'main', 'contentinfo', 'search'];
const LANDMARKS = new Set([...SINGLE, 'navigation', 'complementary', 'region', 'form']);

let site;
let open = [];
before(async () => {
  site = await start({ mounts: { '/snapshot': snapshot() } });
});
after(() => site?.close());
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations } of seen) assert.deepEqual([errors, violations], [[], []]);
});

async function visitor(path, options = DESK) {
  const seen = await site.open(null, { ...options, reducedMotion: 'reduce' });
  open.push(seen);
  const { page, context } = seen;
  page.setDefaultTimeout(15_000);
  await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
  await page.goto(site.origin + path);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Accessibility.enable');
  return { page, cdp };
}

/** The nodes that a screen reader meets, in its order: `{role, name, level, live, focusable, expanded, within}`. */
async function tree(cdp) {
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const found = [];
  const walk = (node, within) => {
    if (!node) return;
    const role = node.role?.value;
    let here = within;
    if (!node.ignored && !['StaticText', 'InlineTextBox', 'ListMarker', 'LineBreak'].includes(role)) {
      const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
      const one = {
        role,
        name: (node.name?.value ?? '').trim(),
        description: node.description?.value ?? '',
        ...properties,
        within,
      };
      found.push(one);
      here = one;
    }
    for (const id of node.childIds ?? []) walk(byId.get(id), here);
  };
  walk(nodes.find(({ parentId }) => parentId === undefined));
  return found;
}

const said = ({ role, name, level }) => `${role}${level ? ` ${level}` : ''} “${name.slice(0, 40)}”`;

/** What holds of every screen. A modal dialog is all there is while it is open. */
function sound(nodes, what, { dialog } = {}) {
  assert.ok(nodes.length > 10, `${what}: ${nodes.length} nodes`);
  const nameless = nodes.filter(({ role, name }) => CONTROLS.has(role) && !name);
  assert.deepEqual(nameless.map(said), [], `${what}: controls without a name`);
  const roleless = nodes.filter(
    ({ role, focusable, within }) =>
      focusable && within && ['generic', 'none', 'paragraph', 'Section', undefined].includes(role),
  );
  assert.deepEqual(roleless.map(said), [], `${what}: what takes the focus has a role`);

  const levels = nodes.filter(({ role }) => role === 'heading').map(({ level, name }) => ({ level, name }));
  assert.ok(
    levels.length > 0 && levels[0].level <= (dialog ? 2 : 1),
    `${what} begins with ${JSON.stringify(levels[0])}`,
  );
  for (const [i, { level, name }] of levels.entries()) {
    assert.ok(name, `${what}: a heading without words`);
    const before = levels[i - 1];
    if (before)
      assert.ok(level <= before.level + 1, `${what}: h${level} “${name}” after h${before.level} “${before.name}”`);
  }

  const landmarks = nodes.filter(({ role, name }) => LANDMARKS.has(role) && (role !== 'region' || name));
  for (const role of SINGLE) {
    const number = landmarks.filter((one) => one.role === role).length;
    assert.ok(number <= 1, `${what}: ${number} × ${role}`);
    if (!dialog && role === 'main') assert.equal(number, 1, `${what}: no main`);
  }
  const names = landmarks.map(({ role, name }) => `${role} ${name}`);
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
    `${what}: landmarks that cannot be told apart`,
  );

  const live = nodes.filter(({ live, within }) => live && live !== 'off' && within?.live !== live);
  assert.deepEqual(live.filter(({ live }) => live !== 'polite').map(said), [], `${what}: nothing interrupts`);
  const dialogs = nodes.filter(({ role }) => role === 'dialog' || role === 'alertdialog');
  assert.equal(dialogs.length, dialog ? 1 : 0, `${what}: ${dialogs.map(said)}`);
  if (dialog) assert.ok(dialogs[0].name && dialogs[0].modal, `${what}: a dialog with a name that is all there is`);
  return { live, landmarks, levels };
}

const controls = (nodes, role) => nodes.filter((node) => node.role === role);
/** Names of buttons, ticks and groups of each screen, by language. */
const spoken = { id: new Map(), en: new Map() };

function heard(nodes, what, lang) {
  const roles = ['button', 'DisclosureTriangle', 'group', 'region', 'navigation'];
  const names = nodes.filter(({ role, name }) => roles.includes(role) && name).map(({ name }) => name);
  spoken[lang].set(what, new Set(names));
  return nodes;
}

for (const lang of ['id', 'en']) {
  describe(`the tree in ${lang === 'id' ? 'Indonesian' : 'English'}`, () => {
    const visit = async (fragment = '#q=', options = DESK) => {
      const seen = await visitor(`/${fragment}&lang=${lang}`, options);
      await seen.page.locator('.card').first().waitFor();
      await seen.page.waitForFunction(() => customElements.get('padan-saved'));
      await settled(seen.page);
      return seen;
    };

    it('of the list: search, filters and results are apart, and each card says which of how many it is', async () => {
      const { page, cdp } = await visit();
      const nodes = await tree(cdp);
      const { live, landmarks } = sound(heard(nodes, 'list', lang), 'list');
      for (const role of ['banner', 'main', 'contentinfo', 'search', 'navigation'])
        assert.ok(
          landmarks.some((one) => one.role === role),
          role,
        );
      assert.equal(landmarks.filter(({ role }) => role === 'region').length, 2, 'filters and results');
      assert.ok(live.length >= 1 && live.length <= 6, `${live.length} live regions`);
      assert.equal(controls(nodes, 'combobox')[0].expanded, false);
      const items = nodes.filter(({ role, within }) => role === 'listitem' && within?.role === 'list');
      assert.ok(items.length >= 20);
      const [total, sizes] = await page.evaluate(() => {
        const { answer, renderRoot } = document.querySelector('padan-portal');
        return [
          answer.total,
          [...renderRoot.querySelectorAll('.list [role="listitem"]')].map((one) =>
            [one.ariaSetSize, one.ariaPosInSet].map(Number),
          ),
        ];
      });
      assert.equal(sizes.length, 20);
      for (const [i, [size, position]] of sizes.entries()) assert.deepEqual([size, position], [total, i + 1]);
      // A button of a card is of that card.
      const titles = controls(nodes, 'heading')
        .filter(({ level }) => level === 3)
        .map(({ name }) => name);
      const keep = controls(nodes, 'button').filter(({ pressed }) => pressed === 'false');
      assert.equal(keep.length, 20);
      for (const [i, { description }] of keep.entries())
        assert.ok(titles.includes(description), `${i}: ${description}`);
      // The page speaks one language.
      assert.equal(await page.evaluate(() => document.querySelector('padan-portal').lang), lang);
      const main = controls(nodes, 'button').map(({ name }) => name);
      assert.equal(main.includes('Cocokkan dengan saya'), lang === 'id');
      assert.equal(main.includes('Match with me'), lang === 'en');
    });

    it('of the list while one types: the box owns its suggestions, and one region tells the count', async () => {
      const { page, cdp } = await visit();
      await page.locator('#q').focus();
      await page.keyboard.type('oper');
      await settled(page);
      await page.locator('#suggestions [role="option"]').first().waitFor();
      await page.keyboard.press('ArrowDown');
      const nodes = await tree(cdp);
      sound(nodes, 'suggestions');
      const [box] = controls(nodes, 'combobox').filter(({ focused }) => focused);
      assert.equal(box.expanded, true);
      assert.ok(box.activedescendant !== undefined || box.controls !== undefined);
      const options = controls(nodes, 'option').filter(({ within }) => within?.role === 'listbox');
      assert.ok(options.length > 0);
      assert.equal(options.filter(({ selected }) => selected).length, 1);
    });

    it('of the filters on a phone: a dialog with a name, groups that open and ticks that say how many they would find', async () => {
      const { page, cdp } = await visit('#q=', PHONE);
      await page.locator('.open-filters').click();
      await page.locator('dialog.filters[open] padan-facets details').first().waitFor();
      await settled(page);
      const nodes = await tree(cdp);
      sound(heard(nodes, 'filters', lang), 'filters', { dialog: true });
      const groups = controls(nodes, 'DisclosureTriangle');
      assert.ok(groups.length >= 10, `${groups.length} groups`);
      assert.ok(groups.every(({ expanded }) => typeof expanded === 'boolean'));
      const ticks = controls(nodes, 'checkbox');
      assert.ok(ticks.length > 5);
      for (const { name, description } of ticks) assert.match(`${name} ${description}`, /\d/, name);
    });

    it('of the questions: each has its label, and what is open is said', async () => {
      const { page, cdp } = await visit();
      await page.locator('.me').click();
      await page.locator('padan-profile dialog[open]').waitFor();
      const nodes = await tree(cdp);
      sound(heard(nodes, 'questions', lang), 'questions', { dialog: true });
      const fields = nodes.filter(({ role }) => ['textbox', 'combobox'].includes(role));
      assert.ok(fields.length >= 8, `${fields.length} questions`);
      assert.equal(new Set(fields.map(({ name }) => name)).size, fields.length, 'no two have the same label');
      const groups = controls(nodes, 'group').filter(({ name }) => name);
      assert.ok(groups.length >= 3, 'kinds are grouped under their question');
    });

    it('of a record: a dialog named by its title, facts as terms, and a checklist whose signs are words', async () => {
      const { page, cdp } = await visit();
      await answer(page, { education: 3, skills: ['SMAW'], targets: [{ occupation: '7212' }], home: '3216' });
      await settled(page);
      await page.locator('.card h3 a').first().click();
      await page.locator('padan-detail dialog[open] .checks').waitFor();
      const title = await page.locator('padan-detail #title').innerText();
      const nodes = await tree(cdp);
      sound(nodes, 'record', { dialog: true });
      assert.equal(controls(nodes, 'dialog')[0].name, title.trim());
      assert.ok(nodes.filter(({ role }) => role === 'term').length >= 5);
      assert.equal(
        nodes.filter(({ role }) => role === 'term').length,
        nodes.filter(({ role }) => role === 'definition').length,
      );
      const words = await page.locator('padan-detail .checks > li .word').allInnerTexts();
      assert.equal(words.length, await page.locator('padan-detail .checks > li').count());
      assert.ok(words.every((word) => word.trim()));
    });

    it('of what was kept and set side by side: a list, and a table with heads on both sides', async () => {
      const { page, cdp } = await visit();
      for (const i of [0, 1, 2]) await page.locator('.card .keep').nth(i).click();
      await page.locator('.tabs a').nth(2).click();
      const boxes = page.locator('padan-saved input[type="checkbox"]:not([name])');
      for (const i of [0, 1]) await boxes.nth(i).check();
      await page.locator('padan-saved table').waitFor();
      const nodes = await tree(cdp);
      sound(heard(nodes, 'kept', lang), 'kept');
      assert.equal(nodes.filter(({ role }) => role === 'columnheader').length, 2);
      assert.ok(nodes.filter(({ role }) => role === 'rowheader').length >= 8);
      const ticks = controls(nodes, 'checkbox').map(({ name }) => name);
      assert.equal(new Set(ticks).size, ticks.length, 'each tick names its vacancy');
      const current = controls(nodes, 'link').filter(({ name }) => /\(3\)/.test(name));
      assert.equal(current.length, 1, 'the tab says how many are kept');
    });

    it('of the market: every chart has a sentence, marks with words and a table that says the same', async () => {
      const { page, cdp } = await visitor(`/#q=&tab=market&lang=${lang}`);
      await charted(page);
      const figures = await page.locator('padan-figure').count();
      assert.ok(figures >= 5);
      for (const summary of await page.locator('padan-figure summary').all()) await summary.click();
      // A table is made once its details tell that they are open.
      for (let i = 0; i < figures; i += 1) await page.locator('padan-figure').nth(i).locator('table').waitFor();
      const nodes = await tree(cdp);
      sound(nodes, 'market');
      assert.equal(controls(nodes, 'table').filter(({ name }) => name).length, figures, 'each table has a caption');
      const marks = controls(nodes, 'button').filter(({ name }) => /: .*\d/.test(name));
      assert.ok(marks.length > 20, `${marks.length} marks`);
    });

    it('of the kiosk’s front screen and its bar: three doors, and a way to the staff, language and size', async () => {
      const { page, cdp } = await visitor('/kiosk.html', { viewport: { width: 1080, height: 1920 }, hasTouch: true });
      await attract(page);
      if (lang === 'en') {
        await page.getByRole('button', { name: 'English' }).click();
        await page.locator('.attract h1', { hasText: 'Find work here' }).waitFor();
      }
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      const nodes = await tree(cdp);
      sound(nodes, 'front');
      assert.equal(nodes.filter(({ role, level }) => role === 'heading' && level === 1).length, 1);
      const names = controls(nodes, 'button').map(({ name }) => name);
      for (const [id, en] of [
        ['Cari lowongan', 'Search vacancies'],
        ['Cocokkan dengan saya', 'Match me'],
        ['Lihat pasar kerja', 'job market'],
      ])
        assert.equal(
          names.filter((name) => name.includes(lang === 'id' ? id : en)).length,
          1,
          `${id}: ${names.join(' | ')}`,
        );
      const pressed = controls(nodes, 'button').filter(({ pressed }) => pressed === 'true');
      assert.equal(pressed.length, 2, 'language and size that hold');
      await enter(page);
      const inside = await tree(cdp);
      sound(inside, 'kiosk list');
    });
  });
}

it('is in one language at a time, but for the label of the choice between them', () => {
  for (const [what, names] of spoken.id) {
    assert.ok(names.size >= 3, what);
    const same = [...names].filter((name) => spoken.en.get(what).has(name) && !name.includes(' / '));
    assert.deepEqual(same, [], what);
  }
});
