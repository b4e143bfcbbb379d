// Results as Markdown: a table a size, then padan's ratios.
//
//   node benches/report.mjs target/bench/results-….json …      the tables of saved results, of several runs together

import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { rounded, spread } from './chromium.mjs';

const COLUMNS = {
  'facets, few found': ({ name }) => name === 'facets, few found',
  'facets, many found': ({ name }) => name === 'facets, many found',
  'two words': ({ kind, typos }) => kind === 'text' && !typos,
  'two words, a typo': ({ kind, typos }) => kind === 'text' && typos,
  'match, best 50': ({ kind }) => kind === 'match',
  'all at once': ({ kind }) => kind === 'page',
};

const row = (cells) => `| ${cells.join(' | ')} |`;
const head = (cells) => [row(cells), row(cells.map((_cell, at) => (at === 0 ? '---' : '---:')))];
const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %`;
const mega = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** All times of the questions of a column. */
function timesOf(contestant, questions, belongs, whose = 'call') {
  if (contestant.failed) return [];
  return questions.filter(belongs).flatMap(({ name }) => contestant.times[name][whose]);
}

function cell(times) {
  if (times.length === 0) return '–';
  const { least, median, p95 } = spread(times);
  return `**${median}** (${least}–${p95})`;
}

function recall({ failed, found }, questions, belongs) {
  const asked = questions.filter(belongs).filter(({ name }) => found?.[name]?.recall !== undefined);
  if (failed || asked.length === 0) return '–';
  const others = mean(asked.map(({ name }) => found[name].others));
  return `${percent(mean(asked.map(({ name }) => found[name].recall)))}${others > 0 ? ` +${Math.round(others)}` : ''}`;
}

/** What is held: JavaScript's heap and WebAssembly's memory, or what Chromium measures where that is larger. */
const heldBy = ({ heap, measured = 0, wasm }) => Math.max(heap + wasm, measured);

function results({ rows, questions, contestants }) {
  const lines = head([
    `${rows.toLocaleString('en')} rows`,
    ...Object.keys(COLUMNS),
    'found, exact',
    'found, typo',
    'bytes → answer',
    'holds',
    'bytes a row',
    'MB held',
  ]);
  for (const own of contestants.filter(({ failed }) => !failed)) {
    const times = Object.values(COLUMNS).map((belongs) => cell(timesOf(own, questions, belongs)));
    lines.push(
      row([
        own.rounds < 30 ? `${own.label} (${own.rounds} rounds)` : own.label,
        ...times,
        recall(own, questions, COLUMNS['two words']),
        recall(own, questions, COLUMNS['two words, a typo']),
        `**${spread(own.opens.first).median}**`,
        own.holds,
        (own.bytes / rows).toFixed(1),
        mega(heldBy(own.memory)),
      ]),
    );
    if (own.name !== 'padan') continue;
    const engine = Object.values(COLUMNS).map((belongs) => cell(timesOf(own, questions, belongs, 'engine')));
    lines.push(row(['padan, before its answer becomes JavaScript', ...engine, ...Array(6).fill('')]));
  }
  const failed = contestants.filter(({ failed }) => failed).map(({ label, failed }) => `${label}: ${failed}`);
  return [...lines, ...(failed.length > 0 ? ['', `Not measured. ${failed.join('. ')}.`] : [])];
}

/** Whether the typed words find nine tenths of what was meant, and no more than a tenth besides. */
function understands({ found }, questions) {
  const typed = questions.filter(COLUMNS['two words, a typo']).map(({ name }) => found?.[name]);
  return typed.every((one) => one && one.recall >= 0.9 && one.others <= one.total / 10);
}

const median = (times) => (times.length === 0 ? undefined : spread(times).median);

/** How many times as long the fastest of a group takes as padan's whole call, and as its engine alone. */
function ratio(padan, engine, others, named) {
  const [best] = others.filter(({ time }) => time !== undefined).sort((a, b) => a.time - b.time);
  if (padan === undefined || !best) return '–';
  const alone = engine === undefined ? '' : `, ${rounded(best.time / engine)}`;
  return `${rounded(best.time / padan)}${alone}${named ? ` (${best.label})` : ''}`;
}

function ratios(sizes) {
  const lines = head(['against', ...Object.keys(COLUMNS), 'bytes → answer']);
  for (const { rows, questions, contestants } of sizes) {
    const [padan, ...others] = contestants.filter(({ failed }) => !failed);
    const groups = {
      'hand-written JavaScript': others.filter(({ name }) => name === 'js'),
      'the best library': others.filter(({ name }) => name !== 'js'),
    };
    for (const [who, group] of Object.entries(groups)) {
      const named = who === 'the best library';
      const columns = Object.entries(COLUMNS).map(([name, belongs]) => {
        const typed = name === 'two words, a typo';
        if (typed && !understands(padan, questions)) return 'padan finds too little';
        const able = typed ? group.filter((one) => understands(one, questions)) : group;
        const times = able.map((one) => ({ label: one.label, time: median(timesOf(one, questions, belongs)) }));
        const own = ['call', 'engine'].map((whose) => median(timesOf(padan, questions, belongs, whose)));
        return ratio(...own, times, named);
      });
      const firsts = group
        .filter(({ holds }) => holds.includes('facets'))
        .map(({ label, opens }) => ({ label, time: median(opens.first) }));
      const first = ratio(median(padan.opens.first), undefined, firsts, named);
      lines.push(row([`${who}, ${rows.toLocaleString('en')}`, ...columns, first]));
    }
  }
  return lines;
}

/** The whole report. */
export function markdown({ date, machine, chromium, rounds, sizes }) {
  const found = ({ rows, questions }) => {
    const said = questions.filter(({ kind, typos }) => kind !== 'match' && !typos);
    return `${rows.toLocaleString('en')} rows: ${said.map(({ name, found }) => `${name} ${found}`).join(', ')}`;
  };
  const steady = sizes.find(({ steady }) => steady)?.steady;
  const after = ({ heap, wasm }) => `${mega(wasm)} MB of wasm and ${mega(heap)} MB of heap`;
  return [
    `${date} UTC, ${machine}, Chromium ${chromium}, one thread, ${rounds} rounds.`,
    'Times in ms: **median** (least–p95). Found: share of the right rows, + rows that are not among them.',
    '',
    ...sizes.flatMap((size) => [...results(size), '']),
    'How many times as long the fastest other takes: as padan’s whole call, as its engine alone. Below 1 padan is slower.',
    'For a typo only those count that find nine tenths and little else; for bytes → answer those that hold facets.',
    '',
    ...ratios(sizes),
    '',
    `Rows found. ${sizes.map(found).join('. ')}.`,
    ...(steady
      ? [`padan holds ${after(steady.after10)} after 10 questions, ${after(steady.after10000)} after 10,000.`]
      : []),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const runs = argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
  console.log(markdown({ ...runs[0], sizes: runs.flatMap(({ sizes }) => sizes) }));
}
