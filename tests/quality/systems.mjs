// The systems compared. Each is a function of a corpus that answers a function of a text that answers the first ten
// rows, best first. padan is asked as a page asks it: its wasm, over a served snapshot. The others get title and place.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import uFuzzy from '@leeoniya/ufuzzy';
import MiniSearch from 'minisearch';
import { serve } from '../../www/serve.mjs';
import { root } from './corpora.mjs';
import { plain } from './judge.mjs';

const TEN = 10;
const TANTIVY = 'target/bench/tantivy/padan_rival_tantivy';
/** What tantivy's own query language is needed for. */
const OPERATORS = /"|(^|\s)-\w/;

/** Opens every system over a corpus: `{systems: {name: ask}, absent, close}`. */
export async function systems(corpus, { withTantivy = true } = {}) {
  const padan = await padanOver(corpus);
  const names = new Map(padan.regions.map(({ code, name }) => [code, name]));
  const place = ({ region }) =>
    [region.slice(0, 4), region.slice(0, 2)].map((code) => names.get(code) ?? '').join(', ');
  const docs = corpus.docs.map((doc, row) => ({
    id: row,
    title: doc.title,
    place: place(doc),
    posted: doc.record.datePosted ?? '',
  }));
  const asks = { padan: padan.ask, minisearch: minisearch(docs), ufuzzy: ufuzzy(docs), substring: substring(docs) };
  const absent = [];
  const asked = withTantivy ? await tantivy(docs) : undefined;
  if (asked) asks.tantivy = asked;
  else
    absent.push(`tantivy: left out, ${withTantivy ? 'not built from this source (cargo xtask quality)' : 'as told'}`);
  return { systems: asks, absent, close: padan.close };
}

async function padanOver({ folder, docs }) {
  const { default: init, Padan } = await import(pathToFileURL(join(root, 'pkg/padan.js')));
  await init({ module_or_path: await readFile(join(root, 'pkg/padan_bg.wasm')) });
  const server = await serve({ root: folder });
  const padan = await Padan.open(`${server.origin}/manifest.json`);
  const ask = (text) =>
    padan.query({ text, limit: TEN, facets: [] }, undefined).hits.map(({ row, title }) => {
      if (docs[row]?.title !== title)
        throw new Error(`row ${row} is "${docs[row]?.title}" on file and "${title}" found`);
      return row;
    });
  return {
    ask,
    regions: padan.regions().map((r) => ({ ...r, code: r.code.replaceAll('.', '') })),
    close: server.close,
  };
}

/** As its own documentation sets it up for search as one types. */
function minisearch(docs) {
  const index = new MiniSearch({ fields: ['title', 'place'] });
  index.addAll(docs);
  const options = { prefix: true, fuzzy: 0.2, boost: { title: 2 } };
  return (text) =>
    index
      .search(text, options)
      .slice(0, TEN)
      .map(({ id }) => id);
}

/** With one error a word allowed and words in any order. */
function ufuzzy(docs) {
  const fuzzy = new uFuzzy({ intraMode: 1 });
  const haystack = docs.map(({ title, place }) => `${title} | ${place}`);
  return (text) => {
    const [rows, info, order] = fuzzy.search(haystack, text, 1, Number.POSITIVE_INFINITY);
    return (order ? order.map((at) => info.idx[at]) : (rows ?? [])).slice(0, TEN);
  };
}

/** Every word somewhere in title or place, in the order of the rows. */
function substring(docs) {
  const haystack = docs.map(({ title, place }) => plain(`${title} ${place}`));
  return (text) => {
    const words = plain(text).split(' ');
    const rows = [];
    for (let row = 0; row < haystack.length && rows.length < TEN; row += 1) {
      if (words.every((word) => haystack[row].includes(word))) rows.push(row);
    }
    return rows;
  };
}

/**
 * tantivy of benches/tantivy/, or nothing where that is not built or from an older source. Any of the words, with typos, the last one as a
 * beginning; of equal scores the newest first. Phrases and minus signs are left to its own query language.
 */
export async function tantivy(docs) {
  const module = join(root, `${TANTIVY}.js`);
  if (!existsSync(module)) return undefined;
  const { initSync, Judged } = await import(pathToFileURL(module));
  if (!Judged) return undefined;
  initSync({ module: await readFile(join(root, `${TANTIVY}_bg.wasm`)) });
  const newest = [...docs].sort((a, b) => (a.posted < b.posted) - (a.posted > b.posted));
  const lines = (field) => newest.map((doc) => plain(doc[field])).join('\n');
  const index = new Judged(lines('title'), lines('place'));
  return (text) => {
    const rows = OPERATORS.test(text) ? index.parsed(text) : index.typed(plain(text));
    return Array.from(rows, (row) => newest[row].id);
  };
}
