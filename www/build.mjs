// www/src/ and pkg/ -> www/dist/: what a portal copies to its server.
//
// Pages include padan.js and padan-frame.js, and browsers ask for a service worker, under names that never change. Everything those load
// carries a hash of its content in its name, so that a server may let browsers keep it for good. Sources name a
// sibling plainly, as `new URL('./worker.js', import.meta.url)`; the hash gets in here.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'www/src');
const dist = join(root, 'www/dist');
const modules = ['padan', 'charts/charts'].map((name) => join(root, `pkg/${name}_bg.wasm`));
const boundaries = join(root, 'src/chart/data/provinces.bin');

const needed = [
  [join(source, 'padan.ts'), 'the page’s script', 'git checkout www/src'],
  [join(source, 'worker.ts'), 'the worker’s script', 'git checkout www/src'],
  [boundaries, 'what maps are drawn from', 'git checkout src/chart/data'],
  ...modules.map((path) => [path, 'the module built from src/', 'cargo xtask wasm']),
];
for (const [path, what, command] of needed) {
  if (!existsSync(path)) {
    console.error(`\nfound:  no ${relative(root, path)}\nneeded: ${what}\nrun:    ${command}`);
    process.exit(1);
  }
}

/** What sources call a file -> what it is called in www/dist/. */
const hashed = {};

/**
 * Puts hashed names where sources name a sibling file, and in wasm-bindgen's own `new URL('charts_bg.wasm', …)`. Takes the
 * spaces out of style sheets that need none.
 */
const siblings = (late = new Set()) => ({
  name: 'siblings',
  setup(build) {
    const reference = /new URL\((['"])(?:\.\/)?([\w.-]+)\1,\s*import\.meta\.url\)/g;
    build.onLoad({ filter: /(www[\\/]src[\\/].*|pkg[\\/](padan|charts[\\/]charts))\.[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replace(reference, (whole, _quote, name) =>
          hashed[name] ? `new URL('./${hashed[name]}', import.meta.url)` : whole,
        )
        .replace(/(?<=\bcss)`[^`]*`/g, (sheet) => sheet.replace(/\s+/g, ' ').replace(/(?<=[;:{},`]) | (?=[{}`])/g, ''));
      const first = late.has(path) ? "import 'at-once';" : '';
      return { contents: first + contents, loader: extname(path) === '.ts' ? 'ts' : 'js' };
    });
  },
});

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

for (const path of [...modules, boundaries]) hashed[basename(path)] = await copyHashed(path);
hashed['worker.js'] = basename(entryOf('worker.ts', await bundle('worker.ts', { entryNames: '[name]-[hash]' })));
const loaded = staticImports('padan.ts', await bundleSplit('padan.ts'));
for (const entry of ['frame.ts', 'contrast.ts']) await bundle(entry, {});
// Pages of other origins include this one, and a module from there would need their server's leave.
await bundle('padan-frame.ts', { format: 'iife' });
const visitors = new Set((await listFiles()).map(({ name }) => name));
hashed['stick.js'] = basename(
  entryOf('kiosk/stick.ts', await bundle('kiosk/stick.ts', { entryNames: '[name]-[hash]' })),
);
await bundleSplit('kiosk.ts');
const kiosk = (await listFiles()).map(({ name }) => name).filter((name) => !visitors.has(name));
await copyOthers();
await preload('index.html', await copyHashed(join(source, 'page.css')));

const files = await listFiles();
const shell = files.filter(({ name }) => /\.(js|wasm)$/.test(name));
const build = createHash('sha256').update(JSON.stringify(shell)).digest('hex').slice(0, 16);
const hashes = (files) => JSON.stringify(Object.fromEntries(files.map(({ name, integrity }) => [name, integrity])));
const define = {
  // Whoever visits the page has no use for the kiosk.
  PADAN_SHELL: hashes(shell.filter(({ name }) => !kiosk.includes(name))),
  PADAN_KIOSK: hashes(shell.filter(({ name }) => kiosk.includes(name))),
  PADAN_BUILD: JSON.stringify(build),
};
await bundle('sw.ts', { define, format: 'iife' });
const listed = { loader: loaded, files: await listFiles() };
await writeFile(join(dist, 'files.json'), `${JSON.stringify(listed, null, 2)}\n`);
const total = listed.files.filter((file) => !file.name.endsWith('.map')).reduce((sum, file) => sum + file.bytes, 0);
console.log(`www/dist/: ${listed.files.length} files, ${(total / 1000).toFixed(0)} kB before compression, maps aside`);

/** Bundles one entry of www/src/ into www/dist/ and answers esbuild's account of its output files. */
async function bundle(entry, options) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(source, entry)],
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'external',
    legalComments: 'none',
    chunkNames: '[name]-[hash]',
    metafile: true,
    logLevel: 'warning',
    plugins: [siblings()],
    ...options,
  });
  return result.metafile.outputs;
}

/**
 * Bundles an entry whose parts are partly loaded late. Whatever it loads at once is one file beside its own: esbuild would make a
 * file of each group of sources that the same late parts use, too, and each costs a slow phone a request and a module. So
 * every late part is made to import all of those sources.
 */
async function bundleSplit(entry) {
  const probe = await bundle(entry, { splitting: true, write: false });
  const own = `www/src/${entry}`;
  const loaded = new Set(staticImports(entry, probe));
  const outputs = Object.entries(probe);
  const at = (name) => JSON.stringify(join(root, name));
  const common = outputs
    .filter(([name]) => loaded.has(basename(name)))
    .flatMap(([, { inputs }]) => Object.keys(inputs))
    .filter((name) => name !== own)
    .map((name) => `import ${at(name)};`)
    .join('\n');
  const late = new Set(outputs.map(([, { entryPoint }]) => entryPoint).filter((name) => name && name !== own));
  const together = {
    name: 'together',
    setup(build) {
      build.onResolve({ filter: /^at-once$/ }, () => ({ path: 'at-once', namespace: 'together' }));
      build.onLoad({ filter: /.*/, namespace: 'together' }, () => ({ contents: common, resolveDir: root }));
    },
  };
  const plugins = [together, siblings(new Set([...late].map((name) => join(root, name))))];
  return bundle(entry, { splitting: true, plugins });
}

/** What was loaded late is an entry point of esbuild's, too. */
function entryOf(entry, outputs) {
  return Object.keys(outputs).find((name) => outputs[name].entryPoint === `www/src/${entry}`);
}

/** The entry's own file and all that it imports at once, which a visitor downloads before doing anything. */
function staticImports(entry, outputs) {
  const found = new Set([entryOf(entry, outputs)]);
  for (const name of found) {
    for (const { path, kind } of outputs[name].imports) {
      if (kind === 'import-statement') found.add(path);
    }
  }
  return [...found].map((name) => basename(name));
}

async function copyHashed(path) {
  const bytes = await readFile(path);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  const name = basename(path).replace('.', `-${hash}.`);
  await writeFile(join(dist, name), bytes);
  return name;
}

/** index.html, styles, icons: everything in www/src/ that no script imports, under its own name. */
async function copyOthers() {
  const folders = ['strings', 'kiosk'].map((name) => join(source, name));
  const filter = (path) => !/\.(ts|js|mjs|json|md)$|page\.css$/.test(path) && !folders.includes(path);
  await cp(source, dist, { recursive: true, filter });
}

/**
 * Gives a page its look under a name that browsers may keep, and has it ask at once for all that its script imports, rather than once the script has come. Not for the engine: a page that
 * lets visitors choose a province fetches none before they have.
 */
async function preload(page, look) {
  const [script, ...imported] = loaded;
  const links = imported.map((name) => `<link rel="modulepreload" href="${name}">`);
  const text = await readFile(join(dist, page), 'utf8');
  const tag = `<script type="module" src="${script}"></script>`;
  await writeFile(join(dist, page), text.replace('page.css', look).replace(tag, [tag, ...links].join('\n    ')));
}

async function listFiles() {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(dist, name));
      const integrity = `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
      return { name, bytes: bytes.length, integrity };
    }),
  );
}
