// The judgements: queries with what their writer wants, and a grade from 0 to 3 for any row. README.md states the rule.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Words of a title that say how it is filled, not what the job is. */
const NOT_THE_JOB = /\b(magang|intern|internship|shift|fresh graduate|penempatan segera|senior)\b/g;

/** Lower case, letters and digits, one space between words. Deliberately not padan's own folding. */
export function plain(text) {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/[^a-z0-9]+/g, ' ').trim();
}

/** Which half a query is in: `tune` where the first byte of its SHA-256 is even, `report` where it is odd. */
export function half(text) {
  return createHash('sha256').update(text).digest()[0] % 2 === 0 ? 'tune' : 'report';
}

/** The queries of one half, each held against the rule that puts it there. */
export function queries(name) {
  const given = read(`${name}.json`);
  for (const { text } of given) {
    if (half(text) !== name) {
      throw new Error(`found: ${JSON.stringify(text)} in ${name}.json; needed: in ${half(text)}.json; run: move it`);
    }
  }
  return given;
}

const any = (patterns) => (patterns ? new RegExp(patterns.map((p) => `(?:\\b|^)(?:${p})(?:\\b|$)`).join('|')) : /(?!)/);

/** A function of an intent's key that answers a function of a plain title that answers its grade for that intent. */
export function titleGrades(intents) {
  const compiled = new Map();
  return (intent) => {
    if (!intents[intent]) throw new Error(`found: intent ${intent}; needed: one of intents.json; run: add it there`);
    if (!compiled.has(intent)) {
      const [never, capped, ...steps] = ['0', 'atMost1', '3', '2', '1'].map((key) => any(intents[intent][key]));
      const known = new Map();
      compiled.set(intent, (title) => {
        if (!known.has(title)) {
          const job = title.replace(NOT_THE_JOB, ' ').replace(/ +/g, ' ').trim();
          const step = never.test(job) ? -1 : steps.findIndex((pattern) => pattern.test(job));
          const is = step < 0 ? 0 : 3 - step;
          known.set(title, capped.test(job) ? Math.min(is, 1) : is);
        }
        return known.get(title);
      });
    }
    return compiled.get(intent);
  };
}

/** A function of a query that answers a function of a row that answers its grade. */
export function judge() {
  const gradeOf = titleGrades(read('intents.json'));
  const titles = new Map();

  return (query) => {
    const grade = gradeOf(query.intent);
    const must = query.must && any([query.must]);
    const not = query.not && any([query.not]);
    const within = (codes, region) => codes?.some((code) => region.startsWith(code)) ?? false;
    return ({ title, region, education }) => {
      if (!titles.has(title)) titles.set(title, plain(title));
      const words = titles.get(title);
      let is = grade(words);
      if (not?.test(words)) return 0;
      if (must && !must.test(words)) is = Math.min(is, 1);
      if (query.place && !within(query.place.in, region)) is = Math.min(is, within(query.place.near, region) ? 2 : 1);
      if (query.education && education !== null && education > query.education) is = Math.min(is, 1);
      return is;
    };
  };
}
