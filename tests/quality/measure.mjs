// Measures of one ranked answer against grades, and their means with bootstrap intervals. Plain numbers in and out.

const TEN = 10;
/** Relevant is what a visitor would open: the same occupation or better. */
const RELEVANT = 2;

const gain = (grade) => 2 ** grade - 1;
const dcg = (grades) => grades.reduce((sum, grade, at) => sum + gain(grade) / Math.log2(at + 2), 0);

/** What the best answer of ten is worth, how many rows are relevant, and how many are the very job. */
export function ideal(grades) {
  const counts = [0, 0, 0, 0];
  for (const grade of grades) counts[grade] += 1;
  const best = [3, 2, 1].flatMap((grade) => Array(Math.min(counts[grade], TEN)).fill(grade)).slice(0, TEN);
  return { best: dcg(best), relevant: counts[2] + counts[3], very: counts[3] };
}

/** Measures of the grades of the first ten hits, in order. `junk` is the share of hits graded 0. */
export function measured(found, { best, relevant }) {
  const first = found.findIndex((grade) => grade >= RELEVANT);
  return {
    recall: found.filter((grade) => grade >= RELEVANT).length / Math.min(relevant, TEN),
    ndcg: dcg(found) / best,
    mrr: first < 0 ? 0 : 1 / (first + 1),
    zero: found.length === 0 ? 1 : 0,
    junk: found.length === 0 ? 0 : found.filter((grade) => grade === 0).length / found.length,
  };
}

/** Share of `wanted` rows that are among the `found` ones; not a number where nothing is wanted. */
export function recalled(found, wanted) {
  const rows = new Set(found);
  return wanted.filter((row) => rows.has(row)).length / wanted.length;
}

export const mean = (numbers) =>
  numbers.length ? numbers.reduce((sum, n) => sum + n, 0) / numbers.length : Number.NaN;

/**
 * The 95 % percentile interval of the mean over 1,000 resamples, the same at every run. What is drawn are groups of
 * numbers: those of one query over several corpora are not independent of each other.
 */
export function interval(groups) {
  let state = 0x9e3779b9;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const means = Array.from({ length: 1000 }, () => mean(groups.flatMap(() => groups[below(groups.length)])));
  means.sort((a, b) => a - b);
  return [means[24], means[974]];
}

/** Each half over each corpus, and over all of them where there are several: what `report(half, corpus, results)` answers. */
export function summarised(halves, corpora, results, report) {
  const names = corpora.map(({ name }) => name);
  return halves.flatMap((half) => {
    const of = results.filter((result) => result.half === half);
    const each = names.map((corpus) => [corpus, of.filter((result) => result.corpus === corpus)]);
    return [...each, ...(names.length > 1 ? [['all', of]] : [])].map(([corpus, some]) => report(half, corpus, some));
  });
}
