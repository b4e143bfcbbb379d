// SQLite compiled to WebAssembly with FTS5: a table of facets, and the distinct titles in a full-text index with prefix
// indexes; it knows no typos. A database opens without being decoded.

import { byValue } from '../columns.mjs';
import { allRowsOf, gunzip, gzip, joined, parted, rowsOf } from '../page.mjs';
import { fold } from '../score.mjs';

export const label = 'SQLite-WASM 3.54.1, FTS5';
export const holds = 'facets, titles';

let sqlite;
export async function start() {
  const { default: init } = await import(`${location.origin}/modules/@sqlite.org/sqlite-wasm/dist/index.mjs`);
  sqlite = await init({ print() {}, printErr() {} });
}

const utf8 = new TextEncoder();

export async function pack({ rows, facets, titles, titleStarts }) {
  const database = new sqlite.oo1.DB(':memory:');
  const columns = facets.map((_facet, n) => `f${n}`);
  database.exec(`create table v (row integer primary key, ${columns.map((name) => `${name} integer`).join()});
    create virtual table t using fts5(title, content='', tokenize='unicode61', prefix='2 3'); begin`);
  const insert = database.prepare(`insert into v values (?, ${columns.map(() => '?').join()})`);
  for (let row = 0; row < rows; row += 1) {
    insert.bind([row, ...facets.map(({ buckets }) => buckets[row])]).stepReset();
  }
  insert.finalize();
  const title = database.prepare('insert into t (rowid, title) values (?, ?)');
  for (let code = 1; code < titles.length; code += 1) title.bind([code, fold(titles[code])]).stepReset();
  title.finalize();
  database.exec('commit');
  const meanings = {
    starts: Array.from(titleStarts),
    facets: facets.map(({ key, values, sum }) => ({ key, values, sum })),
  };
  const bytes = sqlite.capi.sqlite3_js_db_export(database);
  database.close();
  return gzip(joined([utf8.encode(JSON.stringify(meanings)), bytes]));
}

export async function open(bytes) {
  const [meanings, file] = parted(await gunzip(bytes));
  const { facets, starts } = JSON.parse(new TextDecoder().decode(meanings));
  const database = new sqlite.oo1.DB();
  const at = sqlite.wasm.allocFromTypedArray(file);
  const { SQLITE_DESERIALIZE_FREEONCLOSE: free } = sqlite.capi;
  database.checkRc(sqlite.capi.sqlite3_deserialize(database.pointer, 'main', at, file.length, file.length, free));
  const select = (sql, bind) => database.exec({ sql, bind, returnValue: 'resultRows', rowMode: 'array' });
  const found = ({ text }) =>
    select('select rowid from t where t match ? order by rank', [`${fold(text).split(' ').join(' AND ')}*`]).flat();
  return {
    memory: () => sqlite.wasm.memory.buffer.byteLength,
    facets({ buckets }) {
      const n = (key) => facets.findIndex((facet) => facet.key === key);
      const passing = (but) =>
        Object.entries(buckets)
          .filter(([key]) => key !== but)
          .map(([key, chosen]) => `f${n(key)} in (${chosen.join()})`)
          .join(' and ');
      const parts = facets.map(({ key }, n) => `select ${n}, f${n}, count(*) from v where ${passing(key)} group by 2`);
      const rows = select([`select -1, 0, count(*) from v where ${passing()}`, ...parts].join(' union all '));
      const counts = facets.map(({ values }) => new Uint32Array(values.length));
      for (const [facet, bucket, count] of rows.slice(1)) counts[facet][bucket] = count;
      for (const [n, facet] of facets.entries()) byValue(facet, counts[n]);
      return { total: rows[0][2], counts };
    },
    text: (question) => rowsOf(found(question), starts),
    textRows: (question) => allRowsOf(found(question), starts),
  };
}
