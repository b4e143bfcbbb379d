// `padan-skor/1` (src/matching/) in JavaScript: words, and a profile as tables over codes, for the rivals that rank by it.

/** The plain form of a text: lower-case words, single spaces. */
export function fold(text) {
  const plain = text.normalize('NFD').replace(/[\u0300-\u036f\u2018\u2019\u02bc']/g, '');
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function tree(a, b) {
  let same = 0;
  const most = Math.min(a.length, b.length, 6);
  while (same < most && a[same] === b[same]) same += 1;
  return [0, 500, 2500, 6000, 9500, 9500, 10_000][same];
}

/** How far a skill goes where a related one is asked. */
const RELATED = 5000;

const COMMON = ['ilmu', 'teknik', 'pendidikan', 'manajemen', 'dan', 'sains', 'studi', 'teknologi'];

function related(a, b) {
  return a.split(' ').some((word) => word.length > 3 && !COMMON.includes(word) && b.split(' ').includes(word));
}

function km(a, b) {
  const middle = ((a.lat + b.lat) / 2) * (Math.PI / 180);
  const square = middle * middle;
  const cosine = 1 - square / 2 + (square * square) / 24;
  const [north, east] = [a.lat - b.lat, (a.lon - b.lon) * cosine];
  return Math.round(Math.sqrt(north * north + east * east) * 111.195);
}

function island(region) {
  const province = Number(region.slice(0, 2));
  const alone = [19, 21, 51, 52, 53, 81, 82].includes(province);
  return alone ? province : Math.floor(province / 10);
}

/** Rarity of each requirement, from how many rows ask it. */
export function rarities({ rows, lists: { musts, nices } }) {
  const counts = new Uint32Array(musts.dict.length + 1);
  for (const list of [musts, nices]) for (const code of list.values) counts[code] += 1;
  const log = (df) => 100 * (Math.log(2 * rows + 2) - Math.log(2 * df + 1));
  return Array.from(counts, (df) => Math.min(600, Math.max(100, Math.round(log(df)))));
}

function payScore(wanted, least, most) {
  if (least >= wanted) return 10_000;
  if (most >= wanted) return 5000 + Math.floor((5000 * (most - wanted)) / (most - least));
  return Math.max(0, 10_000 - Math.floor(((wanted - most) * 100_000) / (wanted * 3)));
}

/** What of a snapshot no profile changes: folded dictionaries, rarities, centroids. */
export function prepared(data) {
  const { dict } = data.lists.musts;
  return {
    rarities: rarities(data),
    kinds: ['', ...dict.map((entry) => entry.split('/')[0])],
    labels: ['', ...dict.map((entry) => fold(entry.slice(entry.indexOf('/') + 1)))],
    fields: ['', ...data.lists.studyFields.dict.map(fold)],
    groups: new Map(data.near[0].map(([one, other, score]) => [one * 10_000 + other, score])),
    places: new Map(data.regions.map(({ code, lat, lon }) => [code, { lat: Math.fround(lat), lon: Math.fround(lon) }])),
  };
}

/** A profile as tables: by code, a part's score; -1 where the part does not count. */
export function tables(data, { rarities, kinds, labels, fields, places, groups }, profile) {
  const { columns, weights } = data;
  const by = (dict, score, none = 0) => Int32Array.from([none, ...dict.map(score)]);
  const history = profile.history ?? [];
  /** By what vacancies of both groups ask. */
  const alike = (a, b) => {
    const [one, other] = [a, b].map((code) => (/^\d{4}/.test(code) ? Number(code.slice(0, 4)) : 0));
    return Math.floor(((groups.get(Math.min(one, other) * 10_000 + Math.max(one, other)) ?? 0) * 5) / 8);
  };
  const close = (own, code) => Math.max(tree(own, code), alike(own, code));
  const near = (code) =>
    Math.max(
      0,
      ...(profile.targets ?? []).map(({ occupation }) => close(occupation, code)),
      ...history.map(({ occupation, yearsAgo = 0 }) =>
        Math.floor((close(occupation, code) * (yearsAgo <= 2 ? 900 : yearsAgo <= 5 ? 810 : 675)) / 1000),
      ),
    );
  const months = (code) =>
    history.reduce((sum, job) => sum + Math.min(600, job.months) * tree(job.occupation, code), 0);
  const own = (profile.fields ?? []).map(fold);
  const fieldScore = (asked) => (own.includes(asked) ? 1000 : own.some((field) => related(field, asked)) ? 700 : 400);
  const home = places.get(profile.home?.slice(0, 4));
  const limit = profile.radiusKm ?? 40;
  const moves = (code) => (profile.willingToMove ?? []).some((to) => code.startsWith(to));
  const place = (code) => {
    const near = nearby(code);
    return near >= 0 && moves(code) ? Math.max(near, 7000) : near;
  };
  const nearby = (code) => {
    // A district lies where its regency does.
    const region = places.get(code.slice(0, 4));
    if (!home || !region) return -1;
    const distance = km(region, home);
    if (code.length === 2 || profile.home.length === 2) return profile.home.startsWith(code.slice(0, 2)) ? 6000 : 0;
    if (island(code) !== island(profile.home)) return 0;
    if (distance <= 10) return 10_000;
    return distance < limit ? Math.floor((10_000 * (limit - distance)) / (limit - 10)) : 0;
  };
  const skills = new Set((profile.skills ?? []).map(fold));
  const has = Uint8Array.from(labels, (label) => Number(skills.has(label) && label !== ''));
  const met = Uint16Array.from(has, (one) => one * 10_000);
  for (const [one, other] of data.near[1]) {
    if (has[one] && !has[other]) met[other] = RELATED;
    if (has[other] && !has[one]) met[one] = RELATED;
  }
  const worth = Int32Array.from(rarities, (idf, code) => {
    if (code === 0) return 0;
    return idf * (['certificate', 'licence'].includes(kinds[code]) ? 3 : kinds[code] === 'soft' ? 1 : 2);
  });
  const wished = (dict, wishes) => by(dict, (key) => (wishes?.length ? Number(wishes.includes(key)) : -1), -1);
  const asked = [0, ...columns.experience.dict];
  const relatedMonths = Float64Array.from([0, ...columns.occupation.dict.map(months)]);
  const occupations = relatedMonths.length;
  // Experience by code and occupation code: score and weight.
  const experience = new Int32Array(asked.length * occupations).fill(-1);
  for (let code = 1; code < asked.length; code += 1) {
    if (asked[code] <= 0) continue;
    for (let occupation = 1; occupation < occupations; occupation += 1) {
      const had = relatedMonths[occupation];
      const score = had === 0 ? 0 : Math.min(10_000, Math.floor((had + 60_000) / (asked[code] + 6)));
      experience[code * occupations + occupation] = score;
    }
  }
  const wanted = profile.minimumPay > 0 ? profile.minimumPay : 0;
  const most = [0, ...columns.payMax.dict];
  const least = [0, ...columns.payMin.dict];
  return {
    weights,
    occupation: by(columns.occupation.dict, near),
    occupationWeight: by(
      columns.reliability.dict,
      (permille) => Math.floor((weights.occupation * Math.min(1000, Math.max(0, permille))) / 1000),
      weights.occupation,
    ),
    occupations,
    experience,
    experienceWeight: Int32Array.from(asked, (months) =>
      Math.floor((weights.experience * (months === 12 ? 700 : 1000)) / 1000),
    ),
    education: by(columns.education.dict, (rung) => {
      if (profile.education === undefined) return 0;
      const short = rung - profile.education;
      return short <= 0 ? 10_000 : short === 1 ? 5000 : short === 2 ? 2000 : 0;
    }),
    field: Int32Array.from(fields, (field, code) => (code === 0 ? 1000 : fieldScore(field))),
    place: by(columns.region.dict, place, -1),
    remote: profile.home === undefined ? -1 : columns.workMode.dict.indexOf('remote') + 1 || -1,
    /** By code of the most and of the least paid. */
    pay: (max, min) =>
      wanted === 0 || max === 0 ? -1 : payScore(wanted, min === 0 ? most[max] : least[min], most[max]),
    payMost: Int32Array.from(most, (pay, code) => (wanted === 0 || code === 0 ? -1 : payScore(wanted, pay, pay))),
    types: wished(columns.employmentType.dict, profile.employmentTypes),
    modes: wished(columns.workMode.dict, profile.workModes),
    has,
    worth,
    /** What of a requirement's worth is met, as a must and as a nice-to-have. */
    earned: Object.fromEntries(
      [3, 1].map((times) => [times, worth.map((w, code) => Math.floor((w * times * met[code]) / 10_000))]),
    ),
    skilled: skills.size > 0,
    skillsWeight: Int32Array.from({ length: 512 }, (_none, n) =>
      Math.floor((weights.skills * Math.floor((1000 * n) / (n + 2))) / 1000),
    ),
  };
}
