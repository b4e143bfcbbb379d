// www/dist/sbom.json: what the page's files are made of, for whoever must know, as CycloneDX.
//
// The crates are what cargo links into the two modules, and apart what only runs while they are built; the packages are
// those that the page names, and those whose code stands in a bundle, as its source map says. Nothing is fetched, and the same files give the same list.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'www/dist');
const TREE =
  'tree --offline --locked --target wasm32-unknown-unknown --no-default-features --features engine,charts --prefix none';

const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
const own = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));

/** Crates by `name version`, with their licence. */
function crates(edges) {
  const args = [...TREE.split(' '), '--edges', edges, '--format', '{p}|{l}'];
  const lines = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
  return new Map(
    lines.filter(Boolean).map((line) => {
      const [name, licence] = line.replace(/ \(\*\)$/, '').split('|');
      const [crate, version] = name.split(' ');
      return [`${crate} ${version.slice(1)}`, licence];
    }),
  );
}

function crate(id, licence, scope) {
  const [name, version] = id.split(' ');
  const [, checksum] =
    new RegExp(
      `name = "${name}"\nversion = "${version.replaceAll('.', '\\.').replaceAll('+', '\\+')}"\n(?:source.*\n)checksum = "(\\w+)"`,
    ).exec(lock) ?? [];
  const purl = `pkg:cargo/${name}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope,
    ...(checksum && { hashes: [{ alg: 'SHA-256', content: checksum }] }),
    licenses: [{ expression: licence.replaceAll('/', ' OR ') }],
    purl,
  };
}

/** Names of the npm packages whose code is in a bundle, or which only hand on that of others. */
function bundled() {
  const maps = readdirSync(dist).filter((file) => file.endsWith('.map'));
  const sources = maps.flatMap((file) => JSON.parse(readFileSync(join(dist, file), 'utf8')).sources);
  const names = sources.map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set([...names.filter(Boolean), ...Object.keys(packages[''].dependencies)])].sort();
}

function npm(name) {
  const { version, license, integrity } = packages[`node_modules/${name}`];
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content }],
    licenses: [{ expression: license }],
    purl,
  };
}

try {
  const linked = crates('normal,no-proc-macro');
  const built = crates('normal,build');
  const components = [
    ...[...built]
      .filter(([id]) => id !== `padan ${own.version}`)
      .map(([id, licence]) => crate(id, licence, linked.has(id) ? 'required' : 'excluded')),
    ...bundled().map(npm),
  ].sort((a, b) => (a.purl < b.purl ? -1 : 1));
  const list = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `pkg:cargo/padan@${own.version}`,
        name: 'padan',
        version: own.version,
        licenses: [{ expression: own.license }],
      },
    },
    components,
  };
  writeFileSync(join(dist, 'sbom.json'), `${JSON.stringify(list, null, 2)}\n`);
  const required = components.filter(({ scope }) => scope === 'required').length;
  console.log(
    `www/dist/sbom.json: ${required} crates and packages, ${components.length - required} more while building`,
  );
} catch (error) {
  console.error(
    `\nfound:  ${error.message}\nneeded: cargo with the crates of Cargo.lock, and the built page\nrun:    cargo fetch && cargo xtask page`,
  );
  exit(1);
}
