// DuckDB-WASM: SQL over columns that come as Arrow. Facets are one statement of a grouping a facet; the match is the
// score's formula in SQL, a profile's tables being lists in the statement; and so are the titles a word is found in.

import * as duckdb from '@duckdb/duckdb-wasm';
import { Table, tableFromArrays, tableToIPC } from 'apache-arrow';
import { byValue, decode, encode } from '../columns.mjs';
import { find, OF_EMPLOYER, OF_REQUIREMENT, wordsOf } from '../find.mjs';
import { gunzip, gzip, joined, parted } from '../page.mjs';
import { prepared, tables } from '../score.mjs';

export const label = 'DuckDB-WASM 1.32.0';
export const holds = 'facets, texts, match';

const DIST = '/modules/@duckdb/duckdb-wasm/dist';
const MATCHED = [
  'occupation',
  'reliability',
  'experience',
  'region',
  'payMin',
  'payMax',
  'posted',
  'education',
  'title',
  'employer',
];
let database;

export async function start() {
  const worker = new Worker(`${DIST}/duckdb-browser-eh.worker.js`);
  database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(`${location.origin}${DIST}/duckdb-eh.wasm`);
}

const ipc = (arrays) => {
  const table = tableFromArrays(arrays);
  // One batch, as the arrays are.
  return tableToIPC(new Table(table.batches), 'stream');
};

/** Rows and codes of lists, one below the other. */
function flat(rows, lists) {
  const length = lists.reduce((sum, { values }) => sum + values.length, 0);
  const [row, code, times] = [new Uint32Array(length), new Uint16Array(length), new Uint8Array(length)];
  let at = 0;
  for (const { starts, values, worth } of lists) {
    for (let n = 0; n < rows; n += 1) {
      for (let from = starts[n]; from < starts[n + 1]; from += 1) {
        row[at] = n;
        code[at] = values[from];
        times[at] = worth;
        at += 1;
      }
    }
  }
  return { row, code, times };
}

export async function pack(data) {
  const { rows, facets, columns, lists } = data;
  const named = Object.fromEntries([
    ['row', Uint32Array.from({ length: rows }, (_none, row) => row)],
    ...facets.map(({ buckets }, n) => [`f${n}`, buckets]),
    ...MATCHED.map((name) => [name, columns[name].codes]),
  ]);
  const musts = { ...lists.musts, worth: 3 };
  const nices = { ...lists.nices, worth: 1 };
  const meanings = {
    rows,
    facets: facets.map(({ key, values, sum }) => ({ key, values, sum })),
    weights: data.weights,
    regions: data.regions,
    columns: Object.fromEntries(Object.entries(columns).map(([name, { dict }]) => [name, { dict }])),
    lists: Object.fromEntries(Object.entries(lists).map(([name, { dict }]) => [name, { dict, values: [] }])),
    rarities: prepared(data).rarities,
    titles: data.titles,
    titleStarts: data.titleStarts,
  };
  const tables = [ipc(named), ipc(flat(rows, [musts, nices])), ipc(flat(rows, [{ ...lists.studyFields, worth: 1 }]))];
  return gzip(joined([encode(meanings), ...tables]));
}

export async function open(bytes) {
  const [meanings, ...arrows] = parted(await gunzip(bytes));
  const data = decode(meanings.slice());
  const { facets } = data;
  const ready = { ...prepared({ ...data, rows: 1 }), rarities: data.rarities };
  const connection = await database.connect();
  for (const [n, name] of ['v', 'asked', 'fields'].entries()) {
    // Its worker takes the buffer away.
    await connection.insertArrowFromIPCStream(arrows[n].slice(), { name, create: true });
  }
  const at = (key) => facets.findIndex((facet) => facet.key === key);

  const passing = (buckets, but) =>
    Object.entries(buckets)
      .filter(([key]) => key !== but)
      .map(([key, chosen]) => `f${at(key)} in (${chosen.join()})`)
      .join(' and ') || 'true';

  async function counted(buckets, from = 'v') {
    const parts = facets.map(
      ({ key }, n) => `select ${n} f, f${n} b, count(*) n from ${from} where ${passing(buckets, key)} group by f${n}`,
    );
    const all = `select -1 f, 0 b, count(*) n from ${from} where ${passing(buckets)}`;
    const found = await connection.query([all, ...parts].join(' union all '));
    const counts = facets.map(({ values }) => new Uint32Array(values.length));
    const [f, b, n] = ['f', 'b', 'n'].map((name) => found.getChild(name));
    let total = 0;
    for (let row = 0; row < found.numRows; row += 1) {
      if (f.get(row) < 0) total = Number(n.get(row));
      else counts[f.get(row)][b.get(row)] = Number(n.get(row));
    }
    for (const [n, facet] of facets.entries()) byValue(facet, counts[n]);
    return { total, counts };
  }

  const list = (numbers, index) => `([${Array.from(numbers).join()}])[cast((${index}) as integer) + 1]`;
  let words;

  /** Leaves the rows that hold a word in `w`, with their relevance. */
  async function look(text) {
    words ??= wordsOf(data);
    const { relevance, labels, employers } = find(words, text);
    const among = (codes) => `(${[...codes, -1].join()})`;
    await connection.query(`create or replace temp table w as select * from (
      select v.*, case when ${list(relevance, 'title')} > 0 then ${list(relevance, 'title')}
        when a.row is not null then ${OF_REQUIREMENT}
        when employer in ${among(employers)} then ${OF_EMPLOYER} else 0 end relevance
      from v left join (select distinct row from asked where code in ${among(labels)}) a using (row))
      where relevance > 0`);
  }

  async function matched(profile, from = 'v', where = 'true') {
    const t = tables(data, ready, profile);
    const [type, mode] = [`f${at('employment_type')}`, `f${at('work_mode')}`];
    const pay = (codes) => `cast(${list([0, ...data.columns[codes].dict], codes)} as bigint)`;
    const wanted = profile.minimumPay;
    const { weights } = t;
    const statement = `
      with skills as (
        select a.row, sum(w * times) worth, sum(if(has = 1, w * times, 0)) met, count(*) n,
          count(*) filter (times = 3 and has = 0) lacking
        from (select row, times, ${list(t.worth, 'code')} w, ${list(t.has, 'code')} has from asked) a group by a.row),
      near as (select row, max(${list(t.field, 'code')}) near from fields group by row),
      parts as (
        select v.row, posted, ${from === 'v' ? 0 : 'relevance'} relevance, coalesce(lacking, 0) lacking,
          if(occupation > 0, ${list(t.occupation, 'occupation')}, 0) o,
          if(occupation > 0, ${list(t.occupationWeight, 'reliability')}, 0) ow,
          ${list(t.experience, `cast(experience as integer) * ${t.occupations} + occupation`)} e,
          ${list(t.experienceWeight, 'experience')} ew,
          ${list(t.education, 'education')} * coalesce(near, 1000) // 1000 s,
          if(education > 0, ${weights.education}, 0) sw,
          if(${mode} = ${t.remote}, 10000, ${list(t.place, 'region')}) p,
          ${pay('payMax')} most, if(payMin = 0, ${pay('payMax')}, ${pay('payMin')}) least,
          ${list(t.types, type)} wt, ${list(t.modes, mode)} wm,
          coalesce(10000 * met // worth, 0) k, coalesce(${list(t.skillsWeight, 'coalesce(n, 0)')}, 0) kw
        from ${from} v left join skills using (row) left join near using (row) where ${where}),
      sums as (
        select row, posted, lacking, p, relevance,
          o * ow + if(ow > 0 and e >= 0, e * ew, 0) + s * sw + if(p >= 0, p * ${weights.place}, 0)
          + if(most > 0, ${weights.pay} * case
              when least >= ${wanted} then 10000
              when most >= ${wanted} then 5000 + 5000 * (most - ${wanted}) // (most - least)
              else greatest(0, 10000 - (${wanted} - most) * 100000 // (${wanted} * 3)) end, 0)
          + if(wt >= 0 or wm >= 0,
              ${weights.conditions} * (10000 * (cast(wt > 0 as integer) + cast(wm > 0 as integer))
              // (cast(wt >= 0 as integer) + cast(wm >= 0 as integer))), 0)
          + k * kw total,
          ow + if(ow > 0 and e >= 0, ew, 0) + sw + if(p >= 0, ${weights.place}, 0) + if(most > 0, ${weights.pay}, 0)
          + if(wt >= 0 or wm >= 0, ${weights.conditions}, 0) + kw weight
        from parts)
      select row from (
        select *, (total + 4500000) // (weight + 1500) // if(p = 0 and ${weights.place} > 0, 2, 1) rank from sums)
      order by if(relevance > 0, (600 * relevance + 400 * rank) // 1000, rank) * 256 + 255 - least(255, lacking) desc,
        posted desc, row limit 50`;
    const found = await connection.query(statement);
    return Array.from(found.getChild('row'), Number);
  }

  return {
    /** Of its database; Chromium does not tell a worker's WebAssembly memory. */
    async memory() {
      const held = await connection.query('select cast(sum(memory_usage_bytes) as double) held from duckdb_memory()');
      return held.getChild('held').get(0);
    },
    facets: ({ buckets }) => counted(buckets),
    match: async ({ profile }) => ({ total: data.rows, top: await matched(profile) }),
    async again({ buckets, profile }) {
      const counted = await connection.query(`select count(*) n from v where ${passing(buckets)}`);
      return { total: Number(counted.getChild('n').get(0)), top: await matched(profile, 'v', passing(buckets)) };
    },
    async page({ text, buckets, profile }) {
      await look(text);
      return { ...(await counted(buckets, 'w')), top: await matched(profile, 'w', passing(buckets)) };
    },
  };
}
