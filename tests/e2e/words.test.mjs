// Every word of the page, in every language: none missing, none that nothing says, and another language is one file and one line.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { DESK, snapshot, start } from './harness.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'www/src');
const made = mkdtempSync(join(tmpdir(), 'padan-words-'));
after(() => rmSync(made, { recursive: true }));

const table = async (name, exported) => {
  const outfile = join(made, `${name}.mjs`);
  await esbuild.build({ entryPoints: [join(source, `strings/${name}.ts`)], outfile, bundle: true, format: 'esm' });
  return (await import(pathToFileURL(outfile)))[exported];
};
const first = await table('id', 'id');
const later = await table('id.later', 'later');
const kiosk = await table('kiosk', 'kioskWords');
const languages = readdirSync(join(source, 'strings'))
  .map((file) => file.replace('.ts', ''))
  .filter((name) => !['id', 'id.later', 'later', 'kiosk'].includes(name));

/** Keys down to the words, and how many arguments each takes. */
function leaves(words, above = '') {
  return Object.entries(words).flatMap(([key, word]) =>
    typeof word === 'object' ? leaves(word, `${above}${key}.`) : [`${above}${key}`],
  );
}

const scripts = [...readdirSync(source), ...readdirSync(join(source, 'kiosk')).map((file) => `kiosk/${file}`)]
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(source, file), 'utf8'))
  .join('\n');

describe('the words of the page', () => {
  it('stand in one Indonesian table or the other, never in both', () => {
    assert.deepEqual(
      Object.keys(first).filter((key) => key in later),
      [],
    );
  });

  for (const name of languages) {
    it(`are all there in ${name}, and no others`, async () => {
      const words = await table(name, 'words');
      assert.deepEqual(leaves(words).sort(), [...leaves(first), ...leaves(later)].sort());
      const empty = leaves(words).filter((key) => key.split('.').reduce((at, step) => at[step], words) === '');
      assert.deepEqual(empty, []);
    });
  }

  it('of the kiosk are the same ones in both its languages', () => {
    assert.deepEqual(leaves(kiosk('en')).sort(), leaves(kiosk('id')).sort());
  });

  it('of English say one of a thing as one', async () => {
    // Said of three to compare, and of data that is days old.
    const never = ['compareHint', 'ageing', 'old', 'tooOld', 'applyTooOld'];
    const said = [await table('en', 'words'), kiosk('en')].flatMap((words) =>
      leaves(words)
        .map((key) => [key, key.split('.').reduce((at, step) => at[step], words)])
        .filter(([key, word]) => typeof word === 'function' && !never.includes(key))
        .map(([key, word]) => [key, word(...Array.from({ length: word.length }, () => 1))]),
    );
    assert.ok(said.length > 80, `${said.length} words go by a number or a name`);
    const many = said.filter(([, words]) =>
      /\b1 ((more|saved|lesson) )?(people|are|have|do|(?!(as|is|has|does)\b)[a-z]+s)\b/.test(words),
    );
    assert.deepEqual(many, []);
  });

  it('are each said somewhere', () => {
    const said = (key) => new RegExp(`(\\.|\\b(const|let) \\{[^}]*\\b)${key}\\b`).test(scripts);
    const unsaid = Object.keys({ ...first, ...later, ...kiosk('id') }).filter((key) => !said(key));
    assert.deepEqual(unsaid, []);
  });

  it('come in another language by one file and one line', async () => {
    const copy = join(made, 'padan');
    for (const part of ['www', 'package.json', 'tsconfig.json', 'src/web', 'src/chart/data']) {
      cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.includes('www/dist') });
    }
    for (const part of ['node_modules', 'pkg']) symlinkSync(join(root, part), join(copy, part));
    const at = (path) => join(copy, 'www/src', path);
    const words = readFileSync(at('strings/en.ts'), 'utf8')
      .replace("locale: 'en-GB'", "locale: 'jv-ID'")
      .replace(/search: '[^']*'/, "search: 'Golek lowongan'")
      .replace(/market: '[^']*'/, "market: 'Pasar gaweyan'");
    writeFileSync(at('strings/jv.ts'), words);
    const strings = readFileSync(at('strings.ts'), 'utf8');
    const line = "  en: () => import('./strings/en.js'),\n";
    assert.ok(strings.includes(line));
    writeFileSync(at('strings.ts'), strings.replace(line, `${line}  jv: () => import('./strings/jv.js'),\n`));
    execFileSync('node', ['www/build.mjs'], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });

    const site = await start({ root: join(copy, 'www/dist'), mounts: { '/snapshot': snapshot() } });
    const { page, errors } = await site.open('/#lang=jv', DESK);
    try {
      await page.locator('.card').first().waitFor();
      assert.equal(await page.locator('label[for="q"]').innerText(), 'Golek lowongan');
      assert.equal(await page.locator('.tabs a').nth(1).innerText(), 'Pasar gaweyan');
      assert.equal(await page.locator('padan-portal').getAttribute('lang'), 'jv');
      // What the snapshot knows is told in Indonesian.
      await page.locator('padan-facets .label', { hasText: 'Jawa Barat' }).first().waitFor();
      assert.ok(
        (await page.locator('padan-facets .label').allTextContents()).some((label) => label.includes('Jawa Barat')),
      );
      await page.locator('.tabs a').nth(1).click();
      await page.locator('padan-figure .spot').first().waitFor();
      assert.deepEqual(errors, []);
    } finally {
      await site.close();
    }
  });
});
