// What a security team is given with the page: hashes of every file, what they are made of, and that the same sources give them again.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'www/dist');
const made = mkdtempSync(join(tmpdir(), 'padan-files-'));
after(() => rmSync(made, { recursive: true }));

const listed = (folder) => JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8'));
const sbom = () => {
  execFileSync('node', ['www/sbom.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(join(dist, 'sbom.json'), 'utf8');
};

describe('files.json', () => {
  it('names every file of the page, with its length and hash', () => {
    const { files, loader } = listed(dist);
    const there = readdirSync(dist, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
      .filter((name) => !['files.json', 'sbom.json'].includes(name));
    assert.deepEqual(files.map(({ name }) => name).sort(), there.sort());
    for (const { name, bytes, integrity } of files) {
      const content = readFileSync(join(dist, name));
      assert.equal(bytes, content.length, name);
      assert.equal(integrity, `sha256-${createHash('sha256').update(content).digest('base64')}`, name);
    }
    assert.equal(loader[0], 'padan.js');
  });

  it('comes out the same from a second build, in another folder', () => {
    const builds = ['one', 'two/deeper'].map((name) => {
      const copy = join(made, name);
      for (const part of ['www', 'package.json', 'tsconfig.json', 'src/web', 'src/chart/data']) {
        cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.includes('www/dist') });
      }
      const packages = ['lit', 'lit-html', 'lit-element', '@lit', 'uqr', 'esbuild', '@esbuild'].map(
        (name) => `node_modules/${name}`,
      );
      for (const part of ['pkg', ...packages]) cpSync(join(root, part), join(copy, part), { recursive: true });
      execFileSync('node', ['www/build.mjs'], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });
      return listed(join(copy, 'www/dist'));
    });
    const served = ({ files }) => files.filter(({ name }) => !name.endsWith('.map'));
    assert.deepEqual(served(builds[0]), served(builds[1]));
    // Names in a bundle follow where packages lie beside it, which a link changes.
    if (!lstatSync(join(root, 'node_modules')).isSymbolicLink()) {
      assert.deepEqual(served(builds[0]), served(listed(dist)));
    }
  });
});

describe('sbom.json', () => {
  let list;
  before(() => {
    list = JSON.parse(sbom());
  });

  it('is the same each time', () => {
    assert.equal(sbom(), `${JSON.stringify(list, null, 2)}\n`);
  });

  it('lists every crate in the two modules as required, and no other', () => {
    const crates = new Set();
    for (const feature of ['engine', 'charts']) {
      const args = `tree --offline --locked --target wasm32-unknown-unknown --no-default-features --features ${feature} --edges normal,no-proc-macro --prefix none`;
      for (const line of execFileSync('cargo', args.split(' '), { cwd: root, encoding: 'utf8' }).split('\n')) {
        const [name, version] = line.split(' ');
        if (name && name !== 'padan') crates.add(`${name} ${version.slice(1)}`);
      }
    }
    assert.ok(crates.size > 20);
    const required = list.components.filter(({ purl, scope }) => purl.startsWith('pkg:cargo/') && scope === 'required');
    assert.deepEqual(required.map(({ name, version }) => `${name} ${version}`).sort(), [...crates].sort());
  });

  it('lists every package in the scripts, and no other', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const { dependencies } = packages[''];
    // What a page's one dependency brings, all the way down.
    const expected = new Set(Object.keys(dependencies));
    for (const name of expected) {
      for (const next of Object.keys(packages[`node_modules/${name}`].dependencies ?? {})) {
        if (!next.startsWith('@types/') && !next.startsWith('@lit-labs/')) expected.add(next);
      }
    }
    const npm = list.components.filter(({ purl }) => purl.startsWith('pkg:npm/'));
    assert.deepEqual(npm.map(({ name }) => name).sort(), [...expected].sort());
  });

  it('gives each a version, a checksum and a licence that may be passed on with padan', () => {
    const free = /^(MIT|Apache-2\.0|BSD-3-Clause|Unicode-3\.0|Unlicense|Zlib|OR|AND|[()\s])+$/;
    for (const { name, version, hashes, licenses } of list.components) {
      assert.match(version, /^\d/, name);
      assert.match(hashes?.[0].content ?? '', /^[0-9a-f]{64,128}$/, name);
      assert.match(licenses[0].expression, free, name);
    }
  });
});
