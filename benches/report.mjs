// Results as Markdown: a table a size, padan's ratios, then goals and limits. Every figure and verdict is worked out from
// the saved times.
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
  'match, new profile': ({ kind }) => kind === 'match',
  'match, other filters': ({ kind }) => kind === 'again',
  'all at once': ({ kind }) => kind === 'page',
};

/** The most each may take, ms, by rows. */
const GOALS = {
  'facets, few found': ['a', { 100000: 0.1, 1000000: 1 }],
  'facets, many found': ['a', { 100000: 0.1, 1000000: 1 }],
  'two words, a typo': ['b', { 100000: 0.4, 1000000: 2 }],
  'match, new profile': ['c', { 100000: 0.2, 1000000: 1.5 }],
  'match, other filters': ['c', { 100000: 0.2, 1000000: 1.5 }],
  'all at once': ['d', { 100000: 0.5, 1000000: 5 }],
};
/** How many times as long others are to take for all at once. */
const TIMES_JS = 5;
const TIMES_LIBRARY = 50;
/** Of this size alone: to the first answer, ms; its share of the best other's that takes less than so many bytes a row. */
const SIZED = 100_000;
const FIRST = 40;
const FIRST_SHARE = 0.1;
const SMALL = 100;
/** Share of the same fields as Parquet; columns and texts together, bytes. */
const PARQUET_SHARE = 0.6;
const MOST_BYTES = 7e6;

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
const heldBy = (memory) => memory && Math.max(memory.heap + memory.wasm, memory.measured ?? 0);

/** A contestant's name, and what is to be known of its rounds. */
function nameOf({ label, rounds, cut }, wanted) {
  if (cut !== undefined) return `${label} (cut short after ${cut} rounds)`;
  return rounds < wanted ? `${label} (${rounds} rounds)` : label;
}

function results({ rows, questions, contestants }, rounds) {
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
  for (const own of contestants.filter(({ failed, name }) => !failed && name !== 'limit')) {
    const times = Object.values(COLUMNS).map((belongs) => cell(timesOf(own, questions, belongs)));
    lines.push(
      row([
        nameOf(own, rounds),
        ...times,
        recall(own, questions, COLUMNS['two words']),
        recall(own, questions, COLUMNS['two words, a typo']),
        `**${spread(own.opens.first).median}**`,
        own.holds,
        (own.bytes / rows).toFixed(1),
        own.memory ? mega(heldBy(own.memory)) : '–',
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
    const [padan, ...others] = contestants.filter(({ failed, name }) => !failed && name !== 'limit');
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

const met = (share) => (share <= 1 ? `met, ${rounded(share)} of it` : `**missed**, ${rounded(share)} times it`);

/** The same by padan's engine and, where that says otherwise, by its whole call. */
function metBy(engine, call) {
  if (engine <= 1 === call <= 1) return met(engine);
  return `${met(engine)}, by the engine; ${met(call)}, by the whole call`;
}

/** What a size was to reach and what it reached, beside the limits of the machine. */
function goals({ rows, questions, contestants, weights }) {
  const running = contestants.filter(({ failed }) => !failed);
  const [padan] = running;
  const limit = running.find(({ name }) => name === 'limit');
  const others = running.filter(({ name }) => !['padan', 'limit'].includes(name));
  const lines = head([
    `${rows.toLocaleString('en')} rows`,
    'goal',
    'padan’s engine',
    'whole call',
    'limit',
    '× limit',
    'verdict',
  ]);
  for (const [name, [letter, most]] of Object.entries(GOALS)) {
    const [call, engine] = ['call', 'engine'].map((whose) => median(timesOf(padan, questions, COLUMNS[name], whose)));
    const measured = limit && median(timesOf(limit, questions, COLUMNS[name], 'engine'));
    const least = measured && rounded(measured);
    const goal = most[rows];
    const typos = name === 'two words, a typo' && !understands(padan, questions);
    const said = goal ? metBy(engine / goal, call / goal) : '–';
    lines.push(
      row([
        goal ? `(${letter}) ${name}` : name,
        goal ? `${goal} ms` : '–',
        `${engine} ms`,
        `${call} ms`,
        least === undefined ? '–' : `${least} ms`,
        least ? rounded(engine / least) : '–',
        typos && goal ? '**missed**, not every typo is answered' : said,
      ]),
    );
    if (name !== 'all at once' || !goal) continue;
    for (const [who, times, group] of [
      ['hand-written JavaScript', TIMES_JS, others.filter((one) => one.name === 'js')],
      ['the best library', TIMES_LIBRARY, others.filter((one) => one.name !== 'js')],
    ]) {
      const taken = group.map((one) => median(timesOf(one, questions, COLUMNS[name]))).filter(Boolean);
      const best = Math.min(...taken);
      const ratios = [engine, call].map((own) => `${rounded(best / own)} times`);
      const cells = taken.length > 0 ? ratios : ['–', '–'];
      const verdict = taken.length > 0 ? metBy(times / (best / engine), times / (best / call)) : 'nobody was asked';
      lines.push(row([`(d) over ${who}`, `≥ ${times} times`, ...cells, '', '', verdict]));
    }
  }
  const first = spread(padan.opens.first).median;
  const inflating = limit && spread(limit.opens.first).median;
  const sized = rows === SIZED;
  const opening = [inflating ? `${inflating} ms` : '–', inflating ? rounded(first / inflating) : '–'];
  const verdict = sized ? met(first / FIRST) : '–';
  lines.push(
    row([`${sized ? '(e) ' : ''}bytes → answer`, sized ? `${FIRST} ms` : '–', '', `${first} ms`, ...opening, verdict]),
  );
  if (!sized) return lines;
  const small = others
    .filter(({ holds, bytes }) => holds.includes('facets') && bytes / rows < SMALL)
    .map(({ label, opens }) => ({ label, time: spread(opens.first).median }))
    .sort((a, b) => a.time - b.time);
  if (small.length > 0) {
    const share = first / small[0].time;
    const cells = [`≤ ${FIRST_SHARE} of ${small[0].time} ms`, '', rounded(share), '', '', met(share / FIRST_SHARE)];
    lines.push(row([`(e) against the best under ${SMALL} bytes a row, ${small[0].label}`, ...cells]));
  }
  const { columns, texts, parquet, failed } = weights;
  const share = parquet && columns / parquet;
  const said = parquet ? met(share / PARQUET_SHARE) : `not measured: ${failed}`;
  lines.push(
    row(['(f) columns, of Parquet zstd 19', `≤ ${PARQUET_SHARE}`, '', share ? rounded(share) : '–', '', '', said]),
  );
  const all = columns + texts;
  const cells = [`≤ ${mega(MOST_BYTES)} MB`, '', `${mega(all)} MB (${mega(columns)} + ${mega(texts)})`, '', ''];
  return [...lines, row(['(g) columns and texts', ...cells, met(all / MOST_BYTES)])];
}

/** The whole report. */
export function markdown({ date, machine, chromium, rounds, cap, sizes }) {
  const found = ({ rows, questions }) => {
    const said = questions.filter(({ kind, typos }) => !['match', 'again'].includes(kind) && !typos);
    return `${rows.toLocaleString('en')} rows: ${said.map(({ name, found }) => `${name} ${found}`).join(', ')}`;
  };
  const steady = sizes.find(({ steady }) => steady)?.steady;
  const after = ({ heap, wasm }) => `${mega(wasm)} MB of wasm and ${mega(heap)} MB of heap`;
  return [
    `${date} UTC, ${machine}, Chromium ${chromium}, one thread, ${rounds} rounds, at most ${cap} s a rival.`,
    'Times in ms: **median** (least–p95). Found, exact: share of the rows whose titles have the words, + other rows;',
    'found, typo: the same of the rows that the contestant finds for the words typed right.',
    '',
    ...sizes.flatMap((size) => [...results(size, rounds), '']),
    'How many times as long the fastest other takes: as padan’s whole call, as its engine alone. Below 1 padan is slower.',
    'For a typo only those count that find nine tenths and little else; for bytes → answer those that hold facets.',
    '',
    ...ratios(sizes),
    '',
    'Goals, and what the machine could do (see “Limits”). A goal is held against the median of the engine alone.',
    '',
    ...sizes.flatMap((size) => [...goals(size), '']),
    `Minutes. ${sizes.map(({ rows, minutes }) => `${rows.toLocaleString('en')} rows: ${minutes.toFixed(1)}`).join(', ')}.`,
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
