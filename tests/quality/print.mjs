// Figures as Markdown, and the floors under them.

import { readFileSync } from 'node:fs';

export function fixed(number) {
  return Number.isNaN(number) ? '–' : number.toFixed(3);
}

export function fromTo([low, high]) {
  return `${fixed(low)} to ${fixed(high)}`;
}

export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  console.log([line(heads), line(heads.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n'));
}

export function floors() {
  return JSON.parse(readFileSync(new URL('floors.json', import.meta.url), 'utf8'));
}

/** Whether padan's figures, by corpus and half, are at or above `floors`; says what is not and what to `run`. */
export function held(floors, summary, run) {
  const below = [];
  for (const { half, corpus, figures } of summary) {
    for (const [measure, floor] of Object.entries(floors[corpus]?.[half] ?? {})) {
      const is = figures.padan[measure];
      if (is < floor) below.push(`${corpus}, ${half}: ${measure} ${is.toFixed(4)}, floor ${floor}`);
    }
  }
  if (below.length === 0) return true;
  console.error(`\nfound:  ${below.join('\n        ')}`);
  console.error('needed: at or above tests/quality/floors.json');
  console.error(`run:    ${run}   (and mend what got worse)`);
  return false;
}
