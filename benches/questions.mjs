// What every rival is asked, made from the data so that each size asks alike.

import { fold } from './score.mjs';

/** Share of rows in each bucket of a facet. */
function shares({ values, buckets }) {
  const counts = new Float64Array(values.length);
  for (const bucket of buckets) counts[bucket] += 1 / buckets.length;
  return counts;
}

/** At most `most` values, the commonest first, that hold no more than `share` of the rows together. */
function chosen(facet, share, most) {
  const held = shares(facet);
  const order = [...facet.values.keys()].filter((bucket) => bucket > 0).sort((a, b) => held[b] - held[a]);
  const picked = [];
  let sum = 0;
  for (const bucket of order) {
    if (picked.length === most || sum + held[bucket] > share) continue;
    picked.push(bucket);
    sum += held[bucket];
  }
  return picked;
}

function filtersOf(data, wanted) {
  const buckets = Object.fromEntries(
    Object.entries(wanted).map(([key, [share, most]]) => [
      key,
      chosen(
        data.facets.find((facet) => facet.key === key),
        share,
        most,
      ),
    ]),
  );
  const filters = Object.fromEntries(
    Object.entries(buckets).map(([key, chosen]) => {
      const { values } = data.facets.find((facet) => facet.key === key);
      return [key, chosen.map((bucket) => values[bucket])];
    }),
  );
  return { buckets, filters };
}

/** Words that occur, and how they get typed: a letter left out, two exchanged, at the start and at the end. */
export const TEXTS = [
  ['operator produksi', 'oprator produksi'],
  ['staf gudang', 'stfa gudang'],
  ['teller bank', 'teler bank'],
  ['sopir truk', 'sopir turk'],
];

/** Asked with all else: it has no synonym, and no root that another word of the samples shares. */
const WORD = 'operator';

/** Eight people, so that no answer is one that was given before. */
export function profilesOf(data) {
  const jobs = shares({ values: [0, ...data.columns.occupation.dict], buckets: data.columns.occupation.codes });
  const common = [...jobs.keys()].filter((code) => code > 0).sort((a, b) => jobs[b] - jobs[a]);
  const occupation = (n) => data.columns.occupation.dict[common[n % common.length] - 1];
  const skills = data.lists.musts.dict.map((entry) => entry.slice(entry.indexOf('/') + 1));
  const fields = data.lists.studyFields.dict;
  const homes = ['3216', '3578', '3171', '3273', '1271', '3374', '7371', '3671'];
  return homes.map((home, n) => ({
    targets: [{ occupation: occupation(n) }, { occupation: occupation(n + 9) }],
    history: [
      { occupation: occupation(n), months: 12 + 9 * n, yearsAgo: n % 7 },
      { occupation: occupation(n + 3), months: 20, yearsAgo: 2 },
    ],
    education: 3 + (n % 5),
    fields: [fields[n % fields.length], fields[(5 * n) % fields.length]],
    skills: Array.from({ length: 12 }, (_none, at) => skills[(n * 37 + at * 11) % skills.length]),
    home,
    minimumPay: 2_500_000 + 500_000 * n,
    employmentTypes: ['full_time', n % 2 ? 'internship' : 'contract'],
    workModes: n % 3 ? ['on_site'] : [],
  }));
}

/** Rows whose titles hold every word of a text, the last as a beginning. */
export function rowsTitled({ titles, titleStarts }, text) {
  const asked = fold(text).split(' ');
  const rows = [];
  titles.forEach((title, code) => {
    const words = fold(title).split(' ');
    const held = (word, at) => words.some((own) => own === word || (at === asked.length - 1 && own.startsWith(word)));
    if (!asked.every(held)) return;
    for (let row = titleStarts[code]; row < titleStarts[code + 1]; row += 1) rows.push(row);
  });
  return rows;
}

/** Every question, with its name and kind; `asked` where the same person asked something before. */
export function questionsOf(data, profiles) {
  const sparse = filtersOf(data, { province: [0.15, 2], education: [0.2, 1], employment_type: [0.25, 1] });
  const broad = filtersOf(data, { province: [0.68, 8], education: [0.85, 3], employment_type: [0.7, 2] });
  const texts = TEXTS.flatMap(([text, typed]) => [
    { name: text, kind: 'text', text, typos: false, exact: text },
    { name: typed, kind: 'text', text: typed, typos: true, exact: text },
  ]);
  return [
    { name: 'facets, few found', kind: 'facets', ...sparse },
    { name: 'facets, many found', kind: 'facets', ...broad },
    ...texts,
    { name: 'match, new profile', kind: 'match', profile: profiles[0] },
    { name: 'match, other filters', kind: 'again', asked: true, ...broad, profile: profiles[0] },
    { name: 'all at once', kind: 'page', asked: true, text: WORD, ...broad, profile: profiles[0] },
  ];
}
