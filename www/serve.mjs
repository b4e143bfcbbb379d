// A small static server that is as strict as a ministry's: padan must live under this Content-Security-Policy, so the
// demo and the tests serve nothing without it.
//
//   node www/serve.mjs --root www/dist --mount /snapshot=demo/snapshot --port 8000

import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The policy that padan promises to work under. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "manifest-src 'self'",
].join('; ');

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Snapshot files are compressed already and go out as they are: the reader unpacks, hashes and keeps the same bytes. */
const COMPRESSED = new Set([
  '.bin',
  '.css',
  '.html',
  '.js',
  '.json',
  '.map',
  '.mjs',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
]);

/** Names that carry a hash of their content: esbuild's eight capitals and digits, or sixteen or more hex digits. */
const HASHED = /[-.]([A-Z0-9]{8}|[0-9a-f]{16,})\.\w+(\.gz)?$/;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/**
 * Serves the folder `root` at `/` and each folder of `mounts` (`{'/snapshot': 'demo/snapshot'}`) at its path, on
 * 127.0.0.1 only. `onRequest(request, response)` sees every request first; it may answer it itself and return true.
 * Port 0 takes any free port. Answers `{origin, server, close()}`.
 */
export async function serve({ root, mounts = {}, port = 0, onRequest = () => false }) {
  const folders = Object.entries(mounts).map(([path, folder]) => [`${path.replace(/\/+$/, '')}/`, resolve(folder)]);
  folders.sort(([a], [b]) => b.length - a.length);
  folders.push(['/', resolve(root)]);
  const cache = new Map();

  const server = createServer(async (request, response) => {
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    try {
      if (await onRequest(request, response)) return;
      await answer(request, response, folders, cache);
    } catch (error) {
      console.error(error);
      refuse(response, 500, 'the server failed; its own output says how');
    }
  });
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    server,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

async function answer(request, response, folders, cache) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, `only GET and HEAD; this was ${request.method}`);
  }
  const path = decoded(request.url);
  if (path === undefined) return refuse(response, 400, 'a path that is not one');
  const [prefix, folder] = folders.find(([prefix]) => path.startsWith(prefix));
  const file = await fileIn(folder, path.slice(prefix.length));
  if (file === undefined) return refuse(response, 404, `no ${path}`);

  const extension = extname(file.path);
  const accepted = COMPRESSED.has(extension) ? (request.headers['accept-encoding'] ?? '') : '';
  const encoding = ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
  const { body, etag } = await content(file, encoding, cache);
  response.setHeader('Content-Type', TYPES[extension] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', HASHED.test(file.path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('ETag', etag);
  if (COMPRESSED.has(extension)) response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
  if (encoding) response.setHeader('Content-Encoding', encoding);
  else response.setHeader('Accept-Ranges', 'bytes');
  const from = encoding ? 0 : begun(request, etag);
  if (from >= body.length) {
    response.setHeader('Content-Range', `bytes */${body.length}`);
    return refuse(response, 416, `${body.length} bytes, no more`);
  }
  if (from > 0) {
    response.setHeader('Content-Range', `bytes ${from}-${body.length - 1}/${body.length}`);
    response.setHeader('Content-Length', body.length - from);
    return response.writeHead(206).end(request.method === 'HEAD' ? undefined : body.subarray(from));
  }
  response.setHeader('Content-Length', body.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
}

/** Where a download of this very content goes on; 0 where it begins. Other ranges are answered whole, as a server may. */
function begun({ headers }, etag) {
  const [, from = 0] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
  return (headers['if-range'] ?? etag) === etag ? Number(from) : 0;
}

/** The path of a request, unescaped once; undefined for one that climbs or that no file can have. */
function decoded(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    const sound =
      path.startsWith('/') && !path.includes('\0') && !path.includes('\\') && !path.split('/').includes('..');
    return sound ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The file, or a folder's index.html; undefined if there is none or a link leads out of the folder. */
async function fileIn(folder, path) {
  try {
    const base = await realpath(folder);
    let found = await realpath(join(base, path));
    let about = await stat(found);
    if (about.isDirectory()) {
      found = await realpath(join(found, 'index.html'));
      about = await stat(found);
    }
    const inside = found.startsWith(base + sep) && about.isFile();
    return inside ? { path: found, version: `${about.size}-${about.mtimeMs}` } : undefined;
  } catch {
    return undefined;
  }
}

/** A file's bytes as they go over the wire, compressed once for each version of the file. */
async function content(file, encoding, cache) {
  const key = `${encoding} ${file.path}`;
  const known = cache.get(key);
  if (known?.version === file.version) return known;
  const bytes = await readFile(file.path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const body =
    encoding === 'br' ? await brotli(bytes, quality) : encoding === 'gzip' ? await gzipped(bytes, { level: 9 }) : bytes;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const made = { version: file.version, body, etag };
  cache.set(key, made);
  return made;
}

function refuse(response, status, why) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${status}: ${why}\n`);
}

/** The port asked for or, if it is taken, the first free one of the twenty after it. */
async function serveNear(port, options) {
  for (let tried = port; ; tried += 1) {
    try {
      return await serve({ ...options, port: tried });
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tried === port + 20) throw error;
    }
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: 'www/dist' },
      mount: { type: 'string', multiple: true, default: [] },
      port: { type: 'string', default: '8000' },
    },
  });
  const first = join(values.root, 'index.html');
  await stat(first).catch(() => {
    throw new Error(`no ${first}`);
  });
  const mounts = Object.fromEntries(
    values.mount.map((mount) => [mount.slice(0, mount.indexOf('=')), mount.slice(mount.indexOf('=') + 1)]),
  );
  const { origin } = await serveNear(Number(values.port), { root: values.root, mounts });
  console.log(`\n  padan is at  ${origin}/\n\n  Ctrl-C ends it.`);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(`\nfound:  ${error.message}\nneeded: a built page and a free port\nrun:    cargo xtask demo`);
    process.exit(1);
  });
}
