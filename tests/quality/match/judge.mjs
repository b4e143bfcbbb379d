// The judgements of matching: people with what they want, and a grade from 0 to 3 for any vacancy. ../README.md states
// the rule.

import { readFileSync } from 'node:fs';
import { half, plain, titleGrades } from '../judge.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** The people of one half, each held against the rule that puts them there. */
export function people(name) {
  const given = read(`${name}.json`);
  for (const person of given) {
    if (half(person.name) !== name) {
      throw new Error(`found: ${person.name} in ${name}.json; needed: in ${half(person.name)}.json; run: move it`);
    }
  }
  return given;
}

const whole = (patterns = []) => (patterns.length ? new RegExp(`\\b(?:${patterns.join('|')})\\b`) : /(?!)/);

/** A driving licence opens the lesser ones. */
const OPENS = {
  'sim b2 umum': ['sim b2', 'sim b1 umum', 'sim b1', 'sim a umum', 'sim a'],
  'sim b1 umum': ['sim b1', 'sim a umum', 'sim a'],
  'sim b1': ['sim a'],
};
/** Licences and languages that take months or years; the others are had within weeks. */
const SLOW = whole(['str', 'sim b[12]( umum)?', 'bahasa (?!inggris).*']);

/** The wants of the search set, and those of matching; of two by one name, the patterns of both. */
function intents() {
  const all = read('../intents.json');
  for (const [name, more] of Object.entries(read('intents.json'))) {
    all[name] ??= {};
    for (const [key, value] of Object.entries(more)) {
      all[name][key] = Array.isArray(value) ? [...(all[name][key] ?? []), ...value] : value;
    }
  }
  return all;
}

/**
 * A function of a person that answers a function of a record that answers `{grade, title, soft, hard, out}`: the grade,
 * the grade of the title alone, and what stands against the vacancy.
 */
export function matchJudge() {
  const titleGrade = titleGrades(intents());
  const studies = read('studies.json');
  const known = new Map();
  const worded = (text) => {
    if (!known.has(text)) known.set(text, plain(text));
    return known.get(text);
  };

  return (person) => {
    const { profile, wants } = person;
    const jobs = Object.entries(wants).map(([intent, [most, months]]) => ({ of: titleGrade(intent), most, months }));
    const study = studies[person.studied];
    if (!study) throw new Error(`found: studied ${person.studied}; needed: one of studies.json; run: add it there`);
    const same = whole([...study.same, 'semua (jurusan|program studi)']);
    const near = whole(study.near);
    const own = (profile.skills ?? []).map(plain);
    const held = own.concat(own.flatMap((skill) => OPENS[skill] ?? [])).join('; ');
    const can = new RegExp(person.can.split(' ').join('|'));
    const reach = [...person.in, ...(profile.willingToMove ?? [])];

    /** What stands against a vacancy whoever the person has been: `[soft, hard, out]`, each a list of words. */
    function standing(record) {
      const [soft, hard, out] = [[], [], []];
      const { level = 0, required = false } = record.educationRequirements ?? {};
      const short = level - profile.education;
      if (short >= 3 && required) out.push('schooling');
      else if (short > 0) (required || short > 1 ? hard : soft).push('schooling');

      for (const { kind, label } of (record.requirements ?? []).filter(({ must }) => must)) {
        const words = worded(label).replace(/^sertifikat (kompetensi )?/, '');
        if (!['licence', 'certificate', 'language'].includes(kind) || held.includes(words)) continue;
        (kind !== 'certificate' && SLOW.test(words) ? hard : soft).push(label);
      }
      const skills = (record.requirements ?? []).filter(({ must, kind }) => must && ['skill', 'tool'].includes(kind));
      const able = skills.filter(({ label }) => can.test(worded(label)) || held.includes(worded(label)));
      if (skills.length >= 2 && able.length * 2 < skills.length) soft.push('skills');

      const places = (record.jobLocation ?? []).map(({ region }) => region ?? '').filter(Boolean);
      const mode = record.jobLocationType;
      const wished = profile.workModes ?? [];
      if (mode !== 'remote') {
        const some = (codes) => places.some((region) => codes.some((code) => region.startsWith(code)));
        const province = profile.home.slice(0, 2);
        const vague = places.length === 0 || places.some((region) => region === province);
        if (vague && !some(reach)) soft.push('place unknown');
        else if (some(person.near) && !some(reach)) soft.push('place');
        else if (!some(reach)) (some([province]) ? hard : out).push('place');
      }
      if (wished.length > 0 && !wished.includes(mode)) {
        if (wished.join() === 'remote') hard.push('mode');
        else if (mode) soft.push('mode');
      }

      const { minValue, maxValue } = record.baseSalary ?? {};
      const pay = maxValue ?? minValue;
      const share = pay && profile.minimumPay ? pay / profile.minimumPay : 1;
      if (share < 0.7) hard.push('pay');
      else if (share < 0.9) soft.push('pay');

      const types = profile.employmentTypes ?? [];
      if (types.length > 0 && record.employmentType && !types.includes(record.employmentType)) {
        (record.employmentType === 'internship' ? hard : soft).push('type');
      }
      return [soft, hard, out];
    }

    /** What stands against it in the light of `months` at this kind of job. */
    function byPast(record, months) {
      const [soft, hard] = [[], []];
      const { fields = [], required = false } = record.educationRequirements ?? {};
      const asked = fields.map(worded);
      if (asked.length > 0 && !asked.some((field) => same.test(field))) {
        const kin = asked.some((field) => near.test(field));
        if (months < 24) (kin || !required ? soft : hard).push('field');
        else if (!kin) soft.push('field');
      }
      const lack = (record.experienceRequirements?.monthsOfExperience ?? 0) - months;
      if (lack > 18) hard.push('experience');
      else if (lack > 6) soft.push('experience');
      if (record.employmentType === 'internship') {
        const wishes = profile.employmentTypes ?? [];
        if (months >= 60) hard.push('beneath');
        if (wishes.length === 0 && months >= 24) hard.push('type');
      }
      return [soft, hard];
    }

    return (record) => {
      const title = worded(record.title);
      let best = { grade: 0, title: 0, soft: [], hard: [], out: [] };
      let against;
      for (const { of, most, months } of jobs) {
        const is = of(title) + most - 3;
        if (is <= 0) continue;
        against ??= standing(record);
        const past = byPast(record, months);
        const [soft, hard] = [0, 1].map((at) => [...against[at], ...past[at]]);
        const out = against[2];
        let grade = Math.max(1, is - soft.length);
        if (hard.length === 1) grade = 1;
        if (hard.length > 1 || out.length > 0) grade = 0;
        if (grade > best.grade || (grade === best.grade && is > best.title))
          best = { grade, title: is, soft, hard, out };
      }
      return best;
    };
  };
}
