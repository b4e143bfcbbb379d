// Hand-written JavaScript over typed arrays: what a good engineer writes for one page. Facets in one pass, with a bit
// for each filter a row fails; either a column a facet, or columns joined so that one look-up stands for several facets.
// Match in one pass: parts from tables, and requirements only for rows whose bound reaches the fiftieth so far; bounds and
// scores are kept for the next question of the same person. A word's rows come from titles, as runs, and from postings
// of requirements and employers.

import { byValue, decode, encode } from '../columns.mjs';
import { find, OF_EMPLOYER, OF_REQUIREMENT, wordsOf } from '../find.mjs';
import { allRowsOf, gunzip, gzip } from '../page.mjs';
import { fold, prepared, tables } from '../score.mjs';

export const label = 'hand-written JavaScript';
export const holds = 'facets, texts, match';
export const variants = ['joined columns', 'a column a facet'];
/** Largest table of joined codes: counts of one stay in the first cache. */
const MOST_JOINED = 2048;
const BEST = 50;

export const pack = (data) => gzip(encode(data));

/** The 50 largest keys; of equal ones the first offered. */
class Best {
  constructor() {
    this.keys = new Float64Array(BEST + 1);
    this.rows = new Uint32Array(BEST + 1);
    this.length = 0;
    this.worst = -1;
  }
  offer(key, row) {
    if (key <= this.worst) return;
    let at = this.length < BEST ? this.length++ : BEST - 1;
    for (; at > 0 && this.keys[at - 1] < key; at -= 1) {
      this.keys[at] = this.keys[at - 1];
      this.rows[at] = this.rows[at - 1];
    }
    this.keys[at] = key;
    this.rows[at] = row;
    if (this.length === BEST) this.worst = this.keys[BEST - 1];
  }
  list() {
    return this.rows.slice(0, this.length);
  }
}

/** Facets joined into few columns: of each, its facets with the step a bucket makes in the joint code. */
function join(facets, rows) {
  const groups = [];
  let group;
  for (const facet of [...facets].sort((a, b) => b.values.length - a.values.length)) {
    group = groups.find(({ size }) => size * facet.values.length <= MOST_JOINED);
    if (!group) {
      group = { size: 1, parts: [] };
      groups.push(group);
    }
    group.parts.push({ facet, step: group.size });
    group.size *= facet.values.length;
  }
  return groups.map(({ size, parts }) => {
    const codes = new Uint16Array(rows);
    for (const { facet, step } of parts)
      for (let row = 0; row < rows; row += 1) codes[row] += facet.buckets[row] * step;
    return { size, parts, codes };
  });
}

/** A key with its rank drawn towards relevance. */
function blended(key, relevance) {
  return (((600 * relevance + 400 * (key >> 8)) / 1000) | 0) * 256 + (key & 255);
}

/** Whether one insertion, deletion, replacement or exchange of neighbours at most makes b of a. */
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  const rest = (x, y) => a.slice(at + x) === b.slice(at + y);
  if (a.length > b.length) return rest(1, 0);
  if (a.length < b.length) return rest(0, 1);
  return rest(1, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(2, 2));
}

/** Rows by code: those of code c are rows[starts[c]] to rows[starts[c + 1]]. */
function postings(most, each) {
  const starts = new Uint32Array(most + 2);
  each((code) => {
    starts[code + 1] += 1;
  });
  for (let code = 0; code <= most; code += 1) starts[code + 1] += starts[code];
  const next = starts.slice();
  const rows = new Uint32Array(starts[most + 1]);
  each((code, row) => {
    rows[next[code]++] = row;
  });
  return { starts, rows };
}

/** A set of rows as ranges, ascending: start, end, start, end and so on. */
function rangesOf(bits) {
  const spans = [];
  let last = -1;
  for (let at = 0; at < bits.length; at += 1) {
    let word = bits[at];
    while (word !== 0) {
      const low = 31 - Math.clz32(word & -word);
      const rest = ~(word >> low);
      const high = rest === 0 ? 32 : Math.min(32, low + 31 - Math.clz32(rest & -rest));
      const start = at * 32 + low;
      if (start === last) spans[spans.length - 1] = at * 32 + high;
      else spans.push(start, at * 32 + high);
      last = at * 32 + high;
      word = high === 32 ? 0 : word & (-1 << high);
    }
  }
  return spans;
}

function vocabulary(titles) {
  const standing = new Map();
  const lengths = new Uint8Array(titles.length);
  titles.forEach((title, code) => {
    const words = fold(title).split(' ').filter(Boolean);
    lengths[code] = words.length;
    for (const word of new Set(words)) {
      if (!standing.has(word)) standing.set(word, []);
      standing.get(word).push(code);
    }
  });
  return { standing, words: [...standing.keys()].sort(), lengths };
}

export async function open(bytes, variant) {
  const data = decode(await gunzip(bytes));
  const { rows, facets, titles, titleStarts, columns, lists } = data;
  const groups = variant === 'joined columns' ? join(facets, rows) : [];
  const ready = prepared(data);
  const { standing, words: known, lengths } = vocabulary(titles);
  const posted = columns.posted.codes;
  const asked = new Uint16Array(rows);
  for (const { starts } of [lists.musts, lists.nices]) {
    for (let row = 0; row < rows; row += 1) asked[row] += starts[row + 1] - starts[row];
  }

  /** Relevance by title, 0 where a word is missing. */
  function relevances(text, typos) {
    const words = fold(text).split(' ');
    const counts = new Uint8Array(titles.length);
    const worths = new Uint32Array(titles.length);
    words.forEach((word, n) => {
      const credit = (other, worth) => {
        for (const title of standing.get(other) ?? []) {
          if (counts[title] !== n) continue;
          counts[title] += 1;
          worths[title] += worth;
        }
      };
      let met = standing.has(word);
      if (met) credit(word, 1000);
      if (n === words.length - 1) {
        let low = 0;
        for (let high = known.length; low < high; ) {
          const middle = (low + high) >> 1;
          if (known[middle] < word) low = middle + 1;
          else high = middle;
        }
        for (; low < known.length && known[low].startsWith(word); low += 1) {
          met = true;
          if (known[low] !== word) credit(known[low], 700);
        }
      }
      if (typos && !met) for (const other of known) if (near(word, other)) credit(other, 500);
    });
    const relevance = new Uint16Array(titles.length);
    for (let title = 0; title < titles.length; title += 1) {
      if (counts[title] < words.length) continue;
      const worth = Math.floor((worths[title] * 10) / Math.max(words.length, lengths[title]));
      relevance[title] = Math.min(10_000, Math.max(1, worth));
    }
    return relevance;
  }

  /** Ranges of rows: those of titles found, neighbours together. */
  function ranges(relevance) {
    const found = [];
    for (let title = 0; title < relevance.length; title += 1) {
      if (relevance[title] === 0) continue;
      const [start, end] = [titleStarts[title], titleStarts[title + 1]];
      if (found[found.length - 1] === start) found[found.length - 1] = end;
      else found.push(start, end);
    }
    return found;
  }

  function filtersOf(buckets) {
    const filters = Object.entries(buckets).map(([key, chosen]) => ({
      facet: facets.findIndex((facet) => facet.key === key),
      chosen,
    }));
    return filters.map(({ facet, chosen }, n) => {
      const fails = new Uint8Array(64).fill(1 << n);
      const { sum } = facets[facet];
      for (let bucket = 0; bucket < 64; bucket += 1) {
        const under = (value) =>
          bucket === value ||
          (sum === 'upward' && bucket > 0 && bucket <= value) ||
          (sum === 'downward' && value > 0 && bucket >= value);
        if (chosen.some(under)) fails[bucket] = 0;
      }
      return { facet, fails, codes: facets[facet].buckets };
    });
  }

  /** Counts of all facets, each without its own filter; `each` sees the rows that pass. */
  function counted(buckets, spans, passing) {
    const filters = filtersOf(buckets);
    const counts = facets.map((facet) => new Uint32Array(facet.values.length));
    const own = [0, 1, 2].map((n) => (filters[n] ? counts[filters[n].facet] : undefined));
    const [a, b, c] = [0, 1, 2].map((n) => filters[n]?.codes ?? facets[n].buckets);
    const found =
      groups.length > 0
        ? inJoined(filters, spans, counts, own, [a, b, c], passing)
        : inColumns(filters, spans, counts, own, [a, b, c], passing);
    for (const [n, facet] of facets.entries()) byValue(facet, counts[n]);
    return { total: found, counts };
  }

  function inColumns(filters, spans, counts, [ownA, ownB, ownC], [a, b, c], passing) {
    const none = new Uint8Array(64);
    const [failsA, failsB, failsC] = [0, 1, 2].map((n) => filters[n]?.fails ?? none);
    const [c0, c1, c2, c3, c4, c5, c6, c7, c8] = facets.map((facet) => facet.buckets);
    const [h0, h1, h2, h3, h4, h5, h6, h7, h8] = counts;
    let total = 0;
    for (let span = 0; span < spans.length; span += 2) {
      for (let row = spans[span], end = spans[span + 1]; row < end; row += 1) {
        const fails = failsA[a[row]] | failsB[b[row]] | failsC[c[row]];
        if (fails === 0) {
          h0[c0[row]] += 1;
          h1[c1[row]] += 1;
          h2[c2[row]] += 1;
          h3[c3[row]] += 1;
          h4[c4[row]] += 1;
          h5[c5[row]] += 1;
          h6[c6[row]] += 1;
          h7[c7[row]] += 1;
          h8[c8[row]] += 1;
          if (passing) passing[total] = row;
          total += 1;
        } else if (fails === 1) ownA[a[row]] += 1;
        else if (fails === 2) ownB[b[row]] += 1;
        else if (fails === 4) ownC[c[row]] += 1;
      }
    }
    return total;
  }

  function inJoined(filters, spans, counts, [ownA, ownB, ownC], [a, b, c], passing) {
    const failing = groups.map(({ size, parts }) => {
      const fails = new Uint8Array(size);
      for (const { facet, step } of parts) {
        const filter = filters.find((filter) => facets[filter.facet] === facet);
        if (!filter) continue;
        for (let code = 0; code < size; code += 1) {
          fails[code] |= filter.fails[Math.floor(code / step) % facet.values.length];
        }
      }
      return fails;
    });
    const tallies = groups.map(({ size }) => new Uint32Array(size));
    const zero = { codes: new Uint16Array(0) };
    const [g0, g1, g2, g3] = [0, 1, 2, 3].map((n) => (groups[n] ?? zero).codes);
    const [f0, f1, f2, f3] = failing;
    const [t0, t1, t2, t3] = tallies;
    const four = groups.length === 4;
    let total = 0;
    for (let span = 0; span < spans.length; span += 2) {
      for (let row = spans[span], end = spans[span + 1]; row < end; row += 1) {
        const [x, y, z] = [g0[row], g1[row], g2[row]];
        const fails = f0[x] | f1[y] | f2[z] | (four ? f3[g3[row]] : 0);
        if (fails === 0) {
          t0[x] += 1;
          t1[y] += 1;
          t2[z] += 1;
          if (four) t3[g3[row]] += 1;
          if (passing) passing[total] = row;
          total += 1;
        } else if (fails === 1) ownA[a[row]] += 1;
        else if (fails === 2) ownB[b[row]] += 1;
        else if (fails === 4) ownC[c[row]] += 1;
      }
    }
    groups.forEach(({ size, parts }, n) => {
      for (const { facet, step } of parts) {
        const counts_ = counts[facets.indexOf(facet)];
        const most = facet.values.length;
        for (let code = 0; code < size; code += 1) counts_[Math.floor(code / step) % most] += tallies[n][code];
      }
    });
    return total;
  }

  let texts;
  let last;

  /** The word's rows as ranges, and how relevant a row of them is. */
  function found(text) {
    texts ??= {
      words: wordsOf(data),
      ofLabels: postings(lists.musts.dict.length, (put) => {
        for (const { starts, values } of [lists.musts, lists.nices]) {
          for (let row = 0; row < rows; row += 1) {
            for (let at = starts[row]; at < starts[row + 1]; at += 1) put(values[at], row);
          }
        }
      }),
      ofEmployers: postings(columns.employer.dict.length, (put) => columns.employer.codes.forEach(put)),
    };
    const { relevance, labels, employers } = find(texts.words, text);
    const asking = new Int32Array((rows + 31) >> 5);
    const insert = (bits, { starts, rows }, code) => {
      for (let at = starts[code]; at < starts[code + 1]; at += 1) bits[rows[at] >> 5] |= 1 << rows[at];
    };
    for (const code of labels) insert(asking, texts.ofLabels, code);
    const all = asking.slice();
    for (const code of employers) insert(all, texts.ofEmployers, code);
    const spans = ranges(relevance);
    for (let span = 0; span < spans.length; span += 2) {
      const [start, end] = [spans[span], spans[span + 1]];
      const [first, final] = [start >> 5, (end - 1) >> 5];
      const [from, to] = [-1 << start, -1 >>> (31 - ((end - 1) & 31))];
      if (first === final) all[first] |= from & to;
      else {
        all[first] |= from;
        all.fill(-1, first + 1, final);
        all[final] |= to;
      }
    }
    const elsewhere = (row) => ((asking[row >> 5] >>> (row & 31)) & 1 ? OF_REQUIREMENT : OF_EMPLOYER);
    return { spans: rangesOf(all), relevance, elsewhere };
  }

  /** Rows that pass the filters, into `passing`; how many. */
  function select(buckets) {
    const filters = filtersOf(buckets);
    const none = new Uint8Array(64);
    const [a, b, c] = [0, 1, 2].map((n) => filters[n]?.codes ?? facets[n].buckets);
    const [failsA, failsB, failsC] = [0, 1, 2].map((n) => filters[n]?.fails ?? none);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      passing[total] = row;
      total += (failsA[a[row]] | failsB[b[row]] | failsC[c[row]]) === 0 ? 1 : 0;
    }
    return total;
  }

  /** A profile's tables and, by row, twice its key or the most that can be, odd where it is the key; 0 unknown. */
  function judged(profile) {
    const whose = JSON.stringify(profile);
    if (last?.whose !== whose) last = { whose, t: tables(data, ready, profile), keys: new Int32Array(rows) };
    return last;
  }

  /** The 50 best of `among` (all rows without it) for a profile, blended with relevance where given. */
  function matched(profile, among, many, text) {
    const { t, keys } = judged(profile);
    const { weights, occupations } = t;
    const [occupation, reliability] = [columns.occupation.codes, columns.reliability.codes];
    const [education, experience, region] = [columns.education.codes, columns.experience.codes, columns.region.codes];
    const [type, mode] = [columns.employmentType.codes, columns.workMode.codes];
    const [payMax, payMin, title] = [columns.payMax.codes, columns.payMin.codes, columns.title.codes];
    const { starts: fieldStarts, values: fieldCodes } = lists.studyFields;
    const { starts: mustStarts, values: mustCodes } = lists.musts;
    const { starts: niceStarts, values: niceCodes } = lists.nices;
    const { has, worth, field, skillsWeight, types, modes, payMost, place, remote } = t;
    const best = new Best();
    for (let n = 0; n < many; n += 1) {
      const row = among ? among[n] : n;
      const relevant = text ? text.relevance[title[row]] || text.elsewhere(row) : 0;
      const known = keys[row];
      if (known !== 0) {
        const key = text ? blended(known >> 1, relevant) : known >> 1;
        if (key * 65_536 + posted[row] <= best.worst) continue;
        if (known & 1) {
          best.offer(key * 65_536 + posted[row], row);
          continue;
        }
      }
      let sum = 0;
      let weight = 0;
      const job = occupation[row];
      if (job > 0) {
        const part = t.occupationWeight[reliability[row]];
        sum += t.occupation[job] * part;
        weight += part;
        const score = t.experience[experience[row] * occupations + job];
        if (score >= 0) {
          const part = t.experienceWeight[experience[row]];
          sum += score * part;
          weight += part;
        }
      }
      const rung = education[row];
      if (rung > 0) {
        sum += t.education[rung] * weights.education;
        weight += weights.education;
      }
      const way = mode[row];
      const nearby = way === remote ? 10_000 : place[region[row]];
      if (nearby >= 0) {
        sum += nearby * weights.place;
        weight += weights.place;
      }
      const paid = payMost[payMax[row]];
      if (paid >= 0) {
        sum += paid * weights.pay;
        weight += weights.pay;
      }
      const [wishA, wishB] = [types[type[row]], modes[way]];
      if (wishA >= 0 || wishB >= 0) {
        const judged = (wishA >= 0 ? 1 : 0) + (wishB >= 0 ? 1 : 0);
        const met = (wishA > 0 ? 1 : 0) + (wishB > 0 ? 1 : 0);
        sum += ((10_000 * met) / judged) * weights.conditions;
        weight += weights.conditions;
      }
      const part = skillsWeight[asked[row]];
      weight += part;
      // What is out of reach ranks half as high.
      const far = nearby === 0 && weights.place > 0 ? 1 : 0;
      if (known === 0) {
        const bound = ((((sum + 10_000 * part + 4_500_000) / (weight + 1500)) | 0) >> far) * 256 + 255;
        keys[row] = bound * 2;
        if ((text ? blended(bound, relevant) : bound) * 65_536 + posted[row] <= best.worst) continue;
      }

      if (rung > 0 && fieldStarts[row] < fieldStarts[row + 1]) {
        let nearest = 0;
        for (let at = fieldStarts[row]; at < fieldStarts[row + 1]; at += 1)
          nearest = Math.max(nearest, field[fieldCodes[at]]);
        const full = t.education[rung];
        sum += (((full * nearest) / 1000) | 0) * weights.education - full * weights.education;
      }
      if (paid >= 0) sum += (t.pay(payMax[row], payMin[row]) - paid) * weights.pay;
      let [all, met, lacking] = [0, 0, 0];
      for (let at = mustStarts[row]; at < mustStarts[row + 1]; at += 1) {
        const code = mustCodes[at];
        all += worth[code] * 3;
        if (has[code]) met += worth[code] * 3;
        else lacking += 1;
      }
      for (let at = niceStarts[row]; at < niceStarts[row + 1]; at += 1) {
        const code = niceCodes[at];
        all += worth[code];
        if (has[code]) met += worth[code];
      }
      if (all > 0) sum += Math.floor((10_000 * met) / all) * part;
      const rank = (((sum + 4_500_000) / (weight + 1500)) | 0) >> far;
      const key = rank * 256 + 255 - (t.skilled ? Math.min(255, lacking) : 0);
      keys[row] = key * 2 + 1;
      best.offer((text ? blended(key, relevant) : key) * 65_536 + posted[row], row);
    }
    return best.list();
  }

  const passing = new Uint32Array(rows + 1);
  return {
    facets: ({ buckets }) => counted(buckets, [0, rows]),
    text({ text, typos }) {
      const relevance = relevances(text, typos);
      const best = new Best();
      let total = 0;
      const spans = ranges(relevance);
      for (let span = 0; span < spans.length; span += 2) {
        total += spans[span + 1] - spans[span];
        for (let row = spans[span]; row < spans[span + 1]; row += 1) {
          best.offer(relevance[columns.title.codes[row]] * 65_536 + posted[row], row);
        }
      }
      return { total, top: best.list() };
    },
    textRows({ text, typos }) {
      const relevance = relevances(text, typos);
      return allRowsOf(
        [...relevance.keys()].filter((title) => relevance[title] > 0),
        titleStarts,
      );
    },
    match: ({ profile }) => ({ total: rows, top: matched(profile, undefined, rows) }),
    remember: ({ profile }) => matched(profile, undefined, rows),
    again({ buckets, profile }) {
      const total = select(buckets);
      return { total, top: matched(profile, passing, total) };
    },
    page({ text, buckets, profile }) {
      const word = found(text);
      const { total, counts } = counted(buckets, word.spans, passing);
      return { total, counts, top: matched(profile, passing, total, word) };
    },
  };
}
