// One word looked for where padan looks (src/query/find.rs): in titles, requirements and employers, as it stands or as a
// beginning. For the rivals that answer "all at once"; of distinct strings, like padan, for rows repeat them.

import { fold } from './score.mjs';

const WHOLE = 1000;
const START = 850;
/** Relevance of a row that holds the word nowhere in its title: a requirement 450, an employer 400 permille, at 6/10. */
export const OF_REQUIREMENT = 2700;
export const OF_EMPLOYER = 2400;

/** 100·log₂ x, straight between powers of two. */
function log2(x) {
  const exponent = 31 - Math.clz32(x);
  return (100 * exponent + (Math.floor((x / 2 ** exponent - 1) * 256) * 100) / 256) | 0;
}

/** The words of a snapshot's titles, requirements and employers, sorted, and the codes that hold each. */
export function wordsOf({ rows, titles, titleStarts, columns, lists }) {
  const known = new Map();
  const labels = lists.musts.dict.map((entry) => entry.slice(entry.indexOf('/') + 1));
  for (const [place, texts] of [titles.slice(1), labels, columns.employer.dict].entries()) {
    texts.forEach((text, at) => {
      for (const word of fold(text).split(' ').filter(Boolean)) {
        if (!known.has(word)) known.set(word, [[], [], []]);
        known.get(word)[place].push(at + 1);
      }
    });
  }
  const rarity = (held) => 100 + Math.max(0, log2(rows + 1) - log2(held + 1));
  const weight = new Uint32Array(titles.length);
  const words = [...known.keys()].sort().map((word) => {
    const [inTitles, inLabels, inEmployers] = known.get(word);
    const held = inTitles.reduce((sum, title) => sum + titleStarts[title + 1] - titleStarts[title], 0);
    const one = { word, titles: inTitles, labels: inLabels, employers: inEmployers, held, rarity: rarity(held) };
    for (const title of inTitles) weight[title] += one.rarity;
    return one;
  });
  return { words, weight };
}

/** Relevance by title code (0 where the word is missing), and the requirements and employers that hold the word. */
export function find({ words, weight }, text) {
  const word = fold(text);
  if (word.includes(' ')) throw new Error(`"${text}": one word is looked for`);
  let low = 0;
  for (let high = words.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (words[middle].word < word) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < words.length && words[end].word.startsWith(word)) end += 1;
  const begun = words.slice(low, end);
  const common = ({ held }) => log2(held + 1);
  const commonest = Math.max(0, ...begun.map(common));
  const worth = new Uint16Array(weight.length);
  const covered = new Uint32Array(weight.length);
  for (const one of begun) {
    const own = one.word === word ? WHOLE : START - Math.min(100, (commonest - common(one)) >> 3);
    for (const title of one.titles) {
      worth[title] = Math.max(worth[title], own);
      covered[title] += one.rarity;
    }
  }
  const relevance = worth.map((own, title) => {
    if (own === 0) return 0;
    const cover = Math.min(1000, Math.floor((covered[title] * 1000) / weight[title]));
    return Math.floor((own * (600 + Math.floor((400 * cover) / 1000))) / 100);
  });
  const held = (place) => [...new Set(begun.flatMap((one) => one[place]))];
  return { relevance, labels: held('labels'), employers: held('employers') };
}
