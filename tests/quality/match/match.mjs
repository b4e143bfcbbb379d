// How well padan matches people with vacancies, beside plainer ways, over the judged set that ../README.md describes.
//
//   node tests/quality/match/match.mjs [--half tune|report] [--failures] [--pairs FILE] [--freeze]
//
// Prints Markdown, writes target/quality/match.json, and fails when padan is below tests/quality/floors.json.
// `--failures` lists the people of the tune half that padan serves worst; those of the report half are never listed.
// `--pairs` writes every pooled pair with its grade and what stands against it, for a judge to read.
// `--freeze` draws pool.json anew.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { corpora, work } from '../corpora.mjs';
import { ideal, interval, mean, measured, recalled, summarised } from '../measure.mjs';
import { fixed, floors, fromTo, held, table } from '../print.mjs';
import { matchJudge, people } from './judge.mjs';
import { matchSystems } from './systems.mjs';

const MEASURES = ['ndcg', 'recall50', 'pooled50', 'junk'];
/** Vacancies pooled for a person; the last few are drawn at random. */
const POOL = 40;
const DRAWN = 4;
const DEPTH = 15;

const { values: options } = parseArgs({
  options: {
    half: { type: 'string' },
    failures: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    freeze: { type: 'boolean', default: false },
  },
});
if (options.freeze && options.half)
  throw new Error('found: --freeze with --half; needed: both halves; run: without --half');
const halves = options.half ? [options.half] : ['tune', 'report'];
const poolFile = new URL('pool.json', import.meta.url);
const pool = options.freeze ? {} : JSON.parse(readFileSync(poolFile, 'utf8'));
const judgeFor = matchJudge();
const { corpora: found, absent } = corpora();
const results = [];
const pairs = [];
let [alike, asked, gone] = [0, 0, 0];

for (const corpus of found) {
  const { docs } = corpus;
  const { systems, twin } = matchSystems(corpus);
  const byName = new Map(docs.map(({ record }, row) => [short(record.id), row]));
  if (byName.size !== docs.length) throw new Error(`found: two ids of ${corpus.name} with one short hash`);
  if (options.freeze) pool[corpus.name] = {};
  for (const half of halves) {
    for (const person of people(half)) {
      const answers = Object.fromEntries(Object.entries(systems).map(([name, ask]) => [name, ask(person)]));
      if (options.freeze) pool[corpus.name][person.name] = pooled(person, answers, docs).join(' ');
      const names = pool[corpus.name]?.[person.name]?.split(' ') ?? [];
      const inPool = names.map((name) => byName.get(name)).filter((row) => row !== undefined);
      gone += names.length - inPool.length;
      const judge = judgeFor(person);
      const verdicts = docs.map(({ record }) => judge(record));
      const grades = verdicts.map(({ grade }) => grade);
      if (options.pairs)
        for (const row of inPool) pairs.push(line(corpus, half, person, docs[row].record, verdicts[row]));
      const goal = ideal(grades);
      if (goal.relevant === 0) continue;
      asked += 1;
      if (twin(person).join() === answers.padan.join()) alike += 1;
      const relevant = [...grades.keys()].filter((row) => grades[row] >= 2);
      const wanted = inPool.filter((row) => grades[row] >= 2);
      const scores = Object.entries(answers).map(([name, rows]) => {
        const ten = rows.slice(0, 10).map((row) => grades[row]);
        const { ndcg, junk } = measured(ten, goal);
        const recall50 = (recalled(rows, relevant) * relevant.length) / Math.min(relevant.length, 50);
        return [name, { ndcg, recall50, pooled50: recalled(rows, wanted), junk, ten }];
      });
      results.push({
        corpus: corpus.name,
        half,
        person: person.name,
        relevant: goal.relevant,
        pooled: inPool.length,
        scores: Object.fromEntries(scores),
        first: answers.padan.slice(0, 10),
      });
    }
  }
}
if (options.freeze) writeFileSync(poolFile, `${JSON.stringify(pool, null, 1)}\n`);

console.log('\n## Matching');
const tune = results.filter(({ half }) => half === 'tune');
const summary = summarised(halves, found, results, report);
for (const text of absent) console.log(text);
console.log(
  `\nWithout IDF is benches/score.mjs; with IDF that gives padan's own first fifty for ${alike} of ${asked}.`,
);
if (gone > 0) console.log(`${gone} pooled vacancies are no longer in the corpora.`);
if (options.failures) failures();
if (options.pairs) writeFileSync(options.pairs, `${pairs.join('\n')}\n`);
writeFileSync(join(work, 'match.json'), JSON.stringify({ summary, tune }, null, 1));
if (!held(floors().match, summary, 'node tests/quality/match/match.mjs --half tune --failures')) exit(1);

/** A vacancy's name in pool.json. */
function short(id) {
  return createHash('sha256').update(id).digest('hex').slice(0, 10);
}

/** The first vacancies of every system, in turn by rank, and a few of no system, in an order of their own. */
function pooled(person, answers, docs) {
  const rows = new Set();
  for (let at = 0; at < DEPTH; at += 1) {
    for (const answer of Object.values(answers)) {
      if (rows.size < POOL - DRAWN && answer[at] !== undefined) rows.add(answer[at]);
    }
  }
  let state = Number.parseInt(short(person.name).slice(0, 8), 16);
  while (rows.size < POOL) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rows.add(Math.floor((state / 2 ** 32) * docs.length));
  }
  return [...rows].map((row) => short(docs[row].record.id)).sort();
}

/** A pair for a judge to read, without the rank any system gave it. */
function line({ name }, half, person, record, { grade, title, soft, hard, out }) {
  const { educationRequirements: school = {}, baseSalary: pay = {}, experienceRequirements: past } = record;
  const musts = (record.requirements ?? []).filter(({ must }) => must).map(({ label }) => label);
  return [
    name,
    half,
    person.name,
    grade,
    title,
    `soft ${soft.join('+')} hard ${hard.join('+')} out ${out.join('+')}`,
    record.title,
    record.jobLocation?.map(({ region }) => region).join('/') ?? '',
    `${record.employmentType ?? ''} ${record.jobLocationType ?? ''}`,
    `school ${school.level ?? '-'}${school.required ? '!' : ''} ${(school.fields ?? []).join(', ')}`,
    `months ${past?.monthsOfExperience ?? 0}`,
    `pay ${pay.maxValue ?? pay.minValue ?? '-'}`,
    musts.join(', '),
    person.who,
  ].join('\t');
}

/** Prints and answers the figures of one half over one corpus. */
function report(half, corpus, of) {
  const names = Object.keys(of[0].scores);
  const numbers = (name, measure) => of.map(({ scores }) => scores[name][measure]);
  const known = (list) => mean(list.filter((number) => !Number.isNaN(number)));
  const spread = (each) => {
    const groups = new Map(of.map(({ person }) => [person, []]));
    for (const [at, { person }] of of.entries()) groups.get(person).push(each[at]);
    return interval([...groups.values()]);
  };
  const figures = Object.fromEntries(
    names.map((name) => {
      const own = Object.fromEntries(MEASURES.map((measure) => [measure, known(numbers(name, measure))]));
      return [name, { ...own, interval: spread(numbers(name, 'ndcg')) }];
    }),
  );
  const ahead = Object.fromEntries(
    names.slice(1).map((name) => {
      const each = of.map(({ scores }) => scores.padan.ndcg - scores[name].ndcg);
      return [name, { mean: mean(each), interval: spread(each) }];
    }),
  );
  console.log(`\n### ${half}, ${corpus}: ${of.length} people with a vacancy graded 2 or 3\n`);
  table(
    ['system', 'nDCG@10', '95 %', 'recall@50', 'pooled recall@50', 'graded 0', 'padan ahead by (nDCG@10)'],
    names.map((name) => {
      const { ndcg, recall50, pooled50, junk, interval } = figures[name];
      const by = ahead[name] ? `${fixed(ahead[name].mean)} (${fromTo(ahead[name].interval)})` : '';
      return [name, fixed(ndcg), fromTo(interval), fixed(recall50), fixed(pooled50), fixed(junk), by];
    }),
  );
  return { half, corpus, people: of.length, figures, ahead };
}

function failures() {
  console.log('\n### tune: worst served by padan\n');
  const worst = tune.filter(({ scores }) => scores.padan.ndcg < 0.6);
  table(
    ['person', 'corpus', 'vacancies graded 2 or 3', 'nDCG@10', 'grades of the first ten', 'BM25, in reach first'],
    worst
      .sort((a, b) => a.scores.padan.ndcg - b.scores.padan.ndcg)
      .map(({ person, corpus, relevant, scores }) => [
        person,
        corpus,
        relevant,
        fixed(scores.padan.ndcg),
        scores.padan.ten.join(' '),
        fixed(scores['BM25, in reach first'].ndcg),
      ]),
  );
}
