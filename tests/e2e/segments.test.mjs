// A snapshot that grew by a segment, in a browser that holds yesterday's files: only what is new travels.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from './harness.mjs';

const program = process.env.PADAN_PROGRAM ?? fileURLToPath(new URL('../../target/cli/padan', import.meta.url));
const padan = (...args) => execFileSync(program, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] }).toString();

let work;
let site;

before(async () => {
  work = mkdtempSync(join(tmpdir(), 'padan-segments-'));
  const sample = join(work, 'sample.jsonl');
  padan('sample', '--rows', 600, '--seed', 3, '--as-of', '2026-11-24', '--out', sample);
  const lines = readFileSync(sample, 'utf8').trimEnd().split('\n');
  writeFileSync(join(work, 'yesterday.jsonl'), `${lines.slice(0, 590).join('\n')}\n`);
  writeFileSync(join(work, 'today.jsonl'), `${lines.slice(5).join('\n')}\n`);
  padan(
    'build',
    '--format',
    'jsonl',
    '--as-of',
    '2026-11-24',
    '--out',
    join(work, 'snapshot'),
    join(work, 'yesterday.jsonl'),
  );
  site = await start({ mounts: { '/snapshot': join(work, 'snapshot') } });
});

after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});

const counted = async (page) => {
  await page.locator('.card').first().waitFor();
  return Number((await page.locator('#results-title strong').innerText()).replace(/\D/g, ''));
};

test('a reader that holds yesterday’s files downloads the new segment alone, and finds what one build finds', async () => {
  const snapshot = join(work, 'snapshot');
  const { page, errors } = await site.open('/');
  await counted(page);
  const core = (path) => /\/snapshot\/core-/.test(path);
  assert.equal(site.served.filter(({ path }) => core(path)).length, 1);

  padan(
    'build',
    '--format',
    'jsonl',
    '--as-of',
    '2026-11-25',
    '--previous',
    snapshot,
    '--out',
    snapshot,
    join(work, 'today.jsonl'),
  );
  const manifest = JSON.parse(readFileSync(join(snapshot, 'manifest.json'), 'utf8'));
  assert.equal(manifest.segments.length, 2);
  site.served.length = 0;
  await page.reload();
  const shown = await counted(page);
  const fetched = site.served.map(({ path }) => path).filter(core);
  assert.deepEqual(fetched, [`/snapshot/${manifest.segments[1].core.file}`]);

  // The page takes the later of its own day, which is that of its time zone, and the snapshot's.
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', dateStyle: 'short' }).format();
  const today = day > '2026-11-25' ? day : '2026-11-25';
  const expected = JSON.parse(
    padan('search', snapshot, '--filter', 'open=yes', '--today', today, '--json', '--limit', 1),
  );
  assert.equal(shown, expected.total);

  await page.locator('.card h3 button, .card h3 a').first().click();
  await page.locator('[role="dialog"], dialog').first().waitFor();
  await page.locator('padan-detail section[aria-labelledby=facts]').waitFor();
  assert.ok(site.served.some(({ path }) => path.startsWith('/snapshot/text-')));
  assert.deepEqual(errors, []);
});
