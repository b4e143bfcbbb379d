// The two sets of vacancies that are searched: a made-up one, the same bytes on every machine, and MagangHub's titles
// where a machine has them. Both are read back from the snapshot padan builds, so that every system searches the very
// same titles.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = env.PADAN_PROGRAM ?? join(root, 'target/cli/padan');
export const work = join(root, 'target/quality');
export const AS_OF = '2026-11-24';

const SAMPLE = '06beb988d3f4777cd7b345908c18625acc6f6e5579ae73c73fa7a83cb31433d4';
const MAGANGHUB = 'b01d3caf41a59135e1948fd977e9a7185a44e5fe44d89ad2fdd7bd8d835385d9';

/** Every corpus this machine has, and for the others a line that says why not: `{corpora, absent}`. */
export function corpora() {
  if (!existsSync(program)) {
    throw new Error(`found: no ${program}; needed: padan's own program; run: cargo xtask quality`);
  }
  mkdirSync(work, { recursive: true });
  const found = [sample()];
  const absent = [];
  const input = env.PADAN_MAGANGHUB ?? join(root, '../shared/data/vacancies/maganghub_2026.csv');
  if (!existsSync(input)) absent.push('maganghub: skipped, no ../shared/data/vacancies/maganghub_2026.csv here');
  else if (hash(input) !== MAGANGHUB) absent.push('maganghub: skipped, the file is not the edition that was judged');
  else found.push(built('maganghub', 'maganghub', input));
  return { corpora: found, absent };
}

function sample() {
  const input = join(work, 'sample.jsonl');
  run('sample', '--rows', 20000, '--seed', 7, '--as-of', AS_OF, '--out', input);
  const is = hash(input);
  if (is !== SAMPLE) {
    throw new Error(
      `found: a sample with SHA-256 ${is}; needed: ${SAMPLE}, the one that was judged; run: look at what changed in ` +
        'src/sample/ (new titles need judging: tests/quality/README.md), then write the new hash into corpora.mjs',
    );
  }
  return built('sample', 'jsonl', input);
}

function built(name, format, input) {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  run('build', '--format', format, '--as-of', AS_OF, '--out', folder, input);
  return { name, folder, docs: documents(folder) };
}

/**
 * `[{title, region, education, record}]` in the order of the snapshot's rows; region a code without dots, education a
 * rung, record all that the snapshot says of the vacancy.
 */
function documents(folder) {
  const unzipped = (file) => gunzipSync(readFileSync(join(folder, file))).toString();
  const { segments } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const blocks = segments.flatMap(({ texts }) => JSON.parse(unzipped(texts.file)));
  const records = blocks.flatMap(({ file }) => unzipped(file).trimEnd().split('\n'));
  return records.map((line) => {
    const record = JSON.parse(line);
    const { title, jobLocation, educationRequirements } = record;
    return { title, region: jobLocation?.[0]?.region ?? '', education: educationRequirements?.level ?? null, record };
  });
}

function run(...args) {
  execFileSync(program, args.map(String), { stdio: ['ignore', 'ignore', 'pipe'] });
}

function hash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
