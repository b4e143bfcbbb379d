// How well padan finds, beside other systems, over the judged set that README.md describes.
//
//   node tests/quality/quality.mjs [--half tune|report] [--failures] [--pool FILE] [--without-tantivy]
//
// Prints Markdown, writes target/quality/quality.json, and fails when padan is below tests/quality/floors.json.
// `--failures` lists the queries of the tune half that padan answers worst; those of the report half are never listed.
// `--pool` writes the titles that all systems together put into their first ten, with their grades, for a judge to read.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exit } from 'node:process';
import { parseArgs } from 'node:util';
import { corpora, root } from './corpora.mjs';
import { judge, queries } from './judge.mjs';
import { ideal, interval, mean, measured, summarised } from './measure.mjs';
import { fixed, floors, fromTo, held, table } from './print.mjs';
import { systems } from './systems.mjs';

const MEASURES = ['recall', 'ndcg', 'mrr', 'zero', 'junk'];

const { values: options } = parseArgs({
  options: {
    half: { type: 'string' },
    failures: { type: 'boolean', default: false },
    pool: { type: 'string' },
    'without-tantivy': { type: 'boolean', default: false },
  },
});
const halves = options.half ? [options.half] : ['tune', 'report'];
const gradeFor = judge();
const { corpora: found, absent } = corpora();
const results = [];
const pool = [];

for (const corpus of found) {
  const { systems: asks, absent: without, close } = await systems(corpus, { withTantivy: !options['without-tantivy'] });
  absent.push(...without.filter((line) => !absent.includes(line)));
  for (const half of halves) {
    for (const query of queries(half)) {
      const grade = gradeFor(query);
      const grades = corpus.docs.map(grade);
      const goal = ideal(grades);
      if (goal.very === 0) continue;
      const answers = Object.fromEntries(Object.entries(asks).map(([name, ask]) => [name, ask(query.text)]));
      const scores = Object.entries(answers).map(([name, rows]) => {
        const of = (found) =>
          measured(
            found.map((row) => grades[row]),
            goal,
          );
        const spelt = query.meant ? { spelt: of(asks[name](query.meant)).recall } : {};
        return [name, { ...of(rows), ...spelt }];
      });
      results.push({
        corpus: corpus.name,
        half,
        query,
        relevant: goal.relevant,
        scores: Object.fromEntries(scores),
        answers,
      });
      if (options.pool) pool.push(...pooled(corpus, query, answers, grades));
    }
  }
  await close();
}

const summary = summarised(halves, found, results, report);
for (const line of absent) console.log(line);
if (options.failures) failures();
if (options.pool) writeFileSync(options.pool, `${pool.join('\n')}\n`);
const perQuery = results.filter(({ half }) => half === 'tune').map(({ answers: _, ...rest }) => rest);
writeFileSync(join(root, 'target/quality/quality.json'), JSON.stringify({ summary, tune: perQuery }, null, 1));
if (!held(floors().search, summary, 'node tests/quality/quality.mjs --half tune --failures')) exit(1);

/** Prints and answers the figures of one half over one corpus. */
function report(half, corpus, of) {
  const names = Object.keys(of[0].scores);
  const numbers = (name, measure, some = of) => some.map(({ scores }) => scores[name][measure]);
  const spread = (each) => {
    const groups = new Map(of.map(({ query }) => [query.text, []]));
    for (const [at, { query }] of of.entries()) groups.get(query.text).push(each[at]);
    return interval([...groups.values()]);
  };
  const typos = of.filter(({ query }) => query.type === 'typo');
  const figures = Object.fromEntries(
    names.map((name) => {
      const own = Object.fromEntries(MEASURES.map((measure) => [measure, mean(numbers(name, measure))]));
      const intervals = { recall: spread(numbers(name, 'recall')), ndcg: spread(numbers(name, 'ndcg')) };
      const [typoRecall, spelt] = ['recall', 'spelt'].map((measure) => mean(numbers(name, measure, typos)));
      return [name, { ...own, typoRecall, spelt, intervals }];
    }),
  );
  const best = names.filter((name) => name !== 'padan').sort((a, b) => figures[b].ndcg - figures[a].ndcg)[0];
  const ahead = numbers('padan', 'ndcg').map((ndcg, at) => ndcg - of[at].scores[best].ndcg);

  console.log(`\n### ${half}, ${corpus}: ${of.length} judged queries, ${typos.length} of them typos\n`);
  table(
    [
      'system',
      'recall@10',
      '95 %',
      'nDCG@10',
      '95 %',
      'MRR',
      'none found',
      'graded 0',
      'typo recall@10',
      'spelt right',
    ],
    names.map((name) => {
      const { recall, ndcg, mrr, zero, junk, typoRecall, spelt, intervals } = figures[name];
      const [r, n] = [intervals.recall, intervals.ndcg].map(fromTo);
      return [
        name,
        fixed(recall),
        r,
        fixed(ndcg),
        n,
        fixed(mrr),
        fixed(zero),
        fixed(junk),
        fixed(typoRecall),
        fixed(spelt),
      ];
    }),
  );
  console.log(`\npadan − ${best} (best baseline), nDCG@10: ${fixed(mean(ahead))} (${fromTo(spread(ahead))})\n`);

  const types = [...new Set(of.map(({ query }) => query.type))].sort();
  const byType = types.map((type) => {
    const some = of.filter(({ query }) => query.type === type);
    const both = ['padan', best].map((name) =>
      Object.fromEntries(MEASURES.map((measure) => [measure, mean(numbers(name, measure, some))])),
    );
    return { type, queries: some.length, padan: both[0], [best]: both[1] };
  });
  table(
    ['type', 'queries', 'recall@10', best, 'nDCG@10', best, 'none found', best],
    byType.map(({ type, queries, padan, [best]: other }) => [
      type,
      queries,
      ...['recall', 'ndcg', 'zero'].flatMap((measure) => [fixed(padan[measure]), fixed(other[measure])]),
    ]),
  );
  return { half, corpus, queries: of.length, best, ahead: mean(ahead), figures, byType };
}

function failures() {
  console.log('\n### tune: worst answered by padan\n');
  const tune = results.filter(({ half }) => half === 'tune').sort((a, b) => a.scores.padan.ndcg - b.scores.padan.ndcg);
  table(
    ['query', 'type', 'corpus', 'relevant rows', 'recall@10', 'nDCG@10'],
    tune
      .filter(({ scores }) => scores.padan.ndcg < 0.8)
      .map(({ query, corpus, relevant, scores: { padan } }) => [
        query.text,
        query.type,
        corpus,
        relevant,
        fixed(padan.recall),
        fixed(padan.ndcg),
      ]),
  );
}

/** One line a title: query, grade, how many systems put it into their ten, title. The oracle is the best ten by grade. */
function pooled(corpus, query, answers, grades) {
  const oracle = grades.map((grade, row) => ({ grade, row })).filter(({ grade }) => grade >= 1);
  const byTitle = new Map();
  const add = (row) => {
    const key = `${grades[row]}\t${corpus.docs[row].title}`;
    byTitle.set(key, (byTitle.get(key) ?? 0) + 1);
  };
  for (const rows of Object.values(answers)) rows.forEach(add);
  const seen = new Set();
  for (const { row } of oracle.sort((a, b) => b.grade - a.grade)) {
    if (seen.size >= 30) break;
    const { title } = corpus.docs[row];
    if (!seen.has(title)) add(row);
    seen.add(title);
  }
  return [...byTitle].map(([key, count]) => `${corpus.name}\t${query.text}\t${query.intent}\t${count}\t${key}`);
}
