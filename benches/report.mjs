// Results as Markdown: a table a size, then padan's ratios.

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

/** What is held: the larger of what Chromium measures and the heap, and WebAssembly's memory where that is larger. */
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

function ratios(sizes) {
  const lines = head(['padan against', ...Object.keys(COLUMNS), 'bytes → answer']);
  const median = (times) => (times.length === 0 ? undefined : spread(times).median);
  for (const { rows, questions, contestants } of sizes) {
    const running = contestants.filter(({ failed }) => !failed);
    const [padan] = running;
    const groups = {
      'hand-written JavaScript': running.filter(({ name }) => name === 'js'),
      'the best library': running.filter(({ name }) => !['js', 'padan'].includes(name)),
    };
    for (const [who, group] of Object.entries(groups)) {
      const against = (of, able = () => true) => {
        if (!able(padan)) return 'padan finds too little';
        const own = of(padan);
        const [best] = group
          .filter(able)
          .map((other) => ({ label: other.label, time: of(other) }))
          .filter(({ time }) => time !== undefined)
          .sort((a, b) => a.time - b.time);
        if (own === undefined || !best) return '–';
        return `${rounded(best.time / own)} ×${group === groups['the best library'] ? ` (${best.label})` : ''}`;
      };
      const columns = Object.entries(COLUMNS).map(([name, belongs]) =>
        against(
          (of) => median(timesOf(of, questions, belongs)),
          name === 'two words, a typo' ? (one) => understands(one, questions) : undefined,
        ),
      );
      lines.push(
        row([`${who}, ${rows.toLocaleString('en')}`, ...columns, against(({ opens }) => median(opens.first))]),
      );
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
    'How many times as long the other takes (below 1: padan is slower):',
    '',
    ...ratios(sizes),
    '',
    `Rows found. ${sizes.map(found).join('. ')}.`,
    ...(steady
      ? [`padan holds ${after(steady.after10)} after 10 questions, ${after(steady.after10000)} after 10,000.`]
      : []),
  ].join('\n');
}
