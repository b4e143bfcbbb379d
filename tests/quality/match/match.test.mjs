// The judgements of matching, and its plain ways of ranking, held against answers worked out by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recalled } from '../measure.mjs';
import { matchJudge, people } from './judge.mjs';

const welder = {
  name: 'w',
  profile: {
    education: 3,
    home: '2171',
    skills: ['SMAW', 'SIM B1 Umum'],
    willingToMove: ['14'],
    minimumPay: 4_000_000,
  },
  wants: { welder: [3, 24], fabricator: [2, 0] },
  studied: 'welding',
  in: ['2171'],
  near: ['2101'],
  can: 'smaw gerinda',
};
const judged = matchJudge();
const grade = (more, person = welder) => {
  const record = { title: 'Welder', jobLocation: [{ region: '217101' }], ...more };
  return judged(person)(record).grade;
};
const at = (region) => ({ jobLocation: [{ region }] });
const asks = (kind, label) => ({ requirements: [{ kind, label, must: true }] });

test('a job is graded by the most it can be to the person, and its siblings below that', () => {
  assert.deepEqual(
    ['Welder', 'Fabricator', 'Helper Proyek', 'Perawat'].map((title) => grade({ title })),
    [3, 2, 0, 0],
  );
});

test('a place within reach, or to move to, costs nothing; a long way one; the rest of the province all but one', () => {
  assert.deepEqual(
    ['217101', '1471', '2101', '21', '2103', '3171'].map((region) => grade(at(region))),
    [3, 3, 2, 2, 1, 0],
  );
  assert.equal(grade({ ...at('3171'), jobLocationType: 'remote' }), 3);
});

test('schooling that is short costs by how far and how firmly it is asked', () => {
  const asked = (level, required) => grade({ educationRequirements: { level, required } });
  assert.deepEqual([asked(3, true), asked(4, false), asked(4, true), asked(5, false), asked(6, true)], [3, 2, 1, 1, 0]);
});

test('a field of study counts unless two years of the job stand in for it', () => {
  const fields = (name, required = true) => ({ educationRequirements: { level: 3, required, fields: [name] } });
  const fresh = { ...welder, wants: { welder: [3, 0] } };
  assert.deepEqual(
    ['Teknik Pengelasan', 'Teknik Mesin', 'Tata Boga'].map((name) => [grade(fields(name)), grade(fields(name), fresh)]),
    [
      [3, 3],
      [3, 2],
      [2, 1],
    ],
  );
});

test('a licence had within weeks costs one, a slow one all but one, and a greater one opens the lesser', () => {
  assert.equal(grade(asks('licence', 'SIM A')), 3);
  assert.equal(grade(asks('licence', 'SIO Forklift')), 2);
  assert.equal(grade(asks('licence', 'STR')), 1);
  assert.equal(grade(asks('language', 'Bahasa Jepang')), 1);
  assert.equal(grade({ requirements: [{ kind: 'licence', label: 'STR', must: false }] }), 3);
});

test('pay, experience and skills cost by how much is lacking, and two hard things leave nothing', () => {
  const pay = (maxValue) => grade({ baseSalary: { maxValue } });
  assert.deepEqual([pay(3_700_000), pay(3_000_000), pay(2_000_000)], [3, 2, 1]);
  const months = (monthsOfExperience) => grade({ experienceRequirements: { monthsOfExperience } });
  assert.deepEqual([months(24), months(36), months(60)], [3, 2, 1]);
  const skills = (...labels) => grade({ requirements: labels.map((label) => ({ kind: 'skill', label, must: true })) });
  assert.deepEqual([skills('SMAW', 'GTAW'), skills('GMAW', 'GTAW'), skills('GTAW')], [3, 2, 3]);
  assert.equal(grade({ baseSalary: { maxValue: 2_000_000 }, ...asks('licence', 'STR') }), 0);
});

test('every person is in their half, in one half only, and everything they want is judged', () => {
  const all = ['tune', 'report'].flatMap(people);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  assert.ok(all.length >= 60);
  for (const person of all) assert.equal(judged(person)({ title: 'Kasir' }).grade <= 3, true, person.name);
  assert.throws(() => judged({ ...welder, studied: 'nothing such' }), /studies.json/);
  assert.throws(() => judged({ ...welder, wants: { 'no such work': [3, 0] } })({ title: 'x' }), /intents.json/);
});

test('recall is the share of what was wanted that was found, and no number where nothing was', () => {
  assert.equal(recalled([1, 2, 3], [3, 4]), 0.5);
  assert.ok(Number.isNaN(recalled([1], [])));
});
