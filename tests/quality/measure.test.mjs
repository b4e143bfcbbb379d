// The harness held against answers worked out by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { half, judge, plain, queries } from './judge.mjs';
import { ideal, interval, mean, measured } from './measure.mjs';
import { tantivy } from './systems.mjs';

const near = (is, expected) => assert.ok(Math.abs(is - expected) < 1e-9, `${is} is not ${expected}`);
const row = (title, region = '3216', education = null) => ({ title, region, education });

test('the best possible answer scores one, the same rows in a worse order less, and no hit nothing', () => {
  const goal = ideal([3, 0, 2, 1, 0]);
  const best = measured([3, 2, 1], goal);
  assert.deepEqual([best.recall, best.ndcg, best.mrr, best.zero, best.junk], [1, 1, 1, 0, 0]);
  const worse = measured([0, 2, 3], goal);
  near(worse.ndcg, (3 / Math.log2(3) + 7 / 2) / (7 + 3 / Math.log2(3) + 1 / 2));
  assert.deepEqual([worse.recall, worse.mrr, worse.zero], [1, 0.5, 0]);
  near(worse.junk, 1 / 3);
  const none = measured([], goal);
  assert.deepEqual([none.recall, none.ndcg, none.mrr, none.zero, none.junk], [0, 0, 0, 1, 0]);
});

test('recall counts against ten where more rows are relevant, and against what there is where fewer are', () => {
  assert.equal(measured([2, 2, 2, 2, 2], ideal(Array(50).fill(2))).recall, 0.5);
  assert.equal(measured([2, 0, 1], ideal([2, 3, 1])).recall, 0.5);
});

test('an interval holds the mean, is narrower for more numbers, and is the same at every run', () => {
  const few = [0, 1, 0, 1, 1, 0, 1, 0].map((number) => [number]);
  const many = Array.from({ length: 50 }, () => few).flat();
  const [low, high] = interval(few);
  assert.ok(low < mean(few.flat()) && mean(few.flat()) < high);
  assert.ok(interval(many)[1] - interval(many)[0] < high - low);
  assert.deepEqual(interval(few), [low, high]);
});

test('saying every number twice over makes an interval no narrower where the two are of one query', () => {
  const once = [0, 1, 0, 1, 1, 0, 1, 0].map((number) => [number]);
  assert.deepEqual(interval(once.map(([number]) => [number, number])), interval(once));
});

test('a title is graded by its job, not by how it is filled', () => {
  const grade = judge()({ text: 'supir truk', intent: 'driver-truck' });
  assert.equal(grade(row('Sopir Truk')), 3);
  assert.equal(grade(row('TRUCK DRIVER (Magang)')), 3);
  assert.equal(grade(row('Pengemudi Trailer - Penempatan Segera')), 2);
  assert.equal(grade(row('Pengemudi Bus')), 1);
  assert.equal(grade(row('Perawat')), 0);
});

test('place, schooling, a phrase and a word left out each lower the grade of a row that does not fit', () => {
  const grade = (more) => judge()({ text: '', intent: 'driver-truck', ...more });
  const place = grade({ place: { in: ['3216'], near: ['3217'] } });
  assert.deepEqual(
    ['321601', '3217', '3273'].map((region) => place(row('Sopir Truk', region))),
    [3, 2, 1],
  );
  const school = grade({ education: 3 });
  assert.deepEqual(
    [null, 3, 6].map((rung) => school(row('Sopir Truk', '', rung))),
    [3, 3, 1],
  );
  const phrase = grade({ must: 'sopir truk' });
  assert.deepEqual(
    ['Sopir Truk', 'Truck Driver'].map((title) => phrase(row(title))),
    [3, 1],
  );
  const without = grade({ not: 'magang' });
  assert.deepEqual(
    ['Sopir Truk', 'Sopir Truk (Magang)'].map((title) => without(row(title))),
    [3, 0],
  );
});

test('every query is in its half, in one half only, and wants something that is judged', () => {
  const all = ['tune', 'report'].flatMap(queries);
  assert.equal(new Set(all.map(({ text }) => text)).size, all.length);
  const gradeFor = judge();
  for (const query of all) assert.equal(typeof gradeFor(query)(row('Kasir')), 'number', query.text);
  assert.notEqual(half('kasir'), half('apoteker'));
  assert.throws(() => gradeFor({ text: 'x', intent: 'no such work' })(row('Kasir')), /intents.json/);
});

test('titles are compared without case, accents and punctuation', () => {
  assert.equal(plain('  Staf K3/HSE — Café (Shift)'), 'staf k3 hse cafe shift');
});

test('tantivy mends typos, ends the last word, ranks the word itself first, and of equals the newest', async (t) => {
  const docs = [
    ['Penjahit', '2026-01-01'],
    ['Penjahit', '2026-03-01'],
    ['Perawat', '2026-02-01'],
    ['Perawatan Taman', '2026-02-02'],
    ['Sales', '2026-02-03'],
    ['Sales Promotion', '2026-02-04'],
    ['Sale Promotion', '2026-02-05'],
  ].map(([title, posted], id) => ({ id, title, posted, place: 'Kota Depok, Jawa Barat' }));
  const ask = await tantivy(docs);
  if (!ask) return t.skip('tantivy is not built (cargo xtask quality)');
  assert.deepEqual(ask('penjahit'), [1, 0]);
  assert.deepEqual(ask('pnejahit'), [1, 0], 'a transposition');
  assert.deepEqual(ask('pnejahti'), [1, 0], 'two edits in eight letters');
  assert.deepEqual(ask('prewaat'), [], 'two edits in seven letters');
  assert.deepEqual(ask('perawat'), [2, 3], 'the word itself, then a longer one');
  assert.deepEqual(ask('perawa taman'), [3, 2], 'a typo where no word ends, and a word');
  assert.deepEqual(ask('pera'), [2, 3], 'a beginning; the shorter title first');
  assert.deepEqual(ask('pera taman'), [3], 'a beginning only at the end');
  assert.deepEqual(ask('sales -promotion'), [4]);
  assert.deepEqual(ask('"sales promotion"'), [5]);
  assert.equal(ask('depok').length, docs.length);
});
