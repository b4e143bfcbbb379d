// The ground the other tests stand on, tried on a page of three small files: what the server sends and refuses, and
// whether the browser's complaints are all heard.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CSP } from '../../www/serve.mjs';
import { axe, screenshot, start, until } from './harness.mjs';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'padan-data-'));
const rows = gzipSync('a snapshot file');
writeFileSync(join(data, 'rows-0123456789abcdef.gz'), rows);
symlinkSync(fileURLToPath(import.meta.url), join(data, 'link.json'));

let site;
before(async () => {
  site = await start({ root: fixtures, mounts: { '/data': data } });
});
after(async () => {
  await site.close();
  rmSync(data, { recursive: true });
});

/** One request, its path sent as written: fetch() would tidy it first. */
function ask(path, { method = 'GET', headers = {} } = {}) {
  return new Promise((answered, failed) => {
    const { hostname, port } = new URL(site.origin);
    request({ hostname, port, path, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', failed)
      .end();
  });
}

describe('the server', () => {
  it('sends the strict policy with every answer', async () => {
    for (const path of ['/', '/page.js', '/data/rows-0123456789abcdef.gz', '/nothing-here']) {
      const { headers } = await ask(path);
      assert.equal(headers['content-security-policy'], CSP);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
    }
  });

  it('refuses every way out of its folders', async () => {
    const ways = [
      '/../harness.mjs',
      '/..%2fharness.mjs',
      '/%2e%2e/harness.mjs',
      '/data/..%2f..%2fetc/passwd',
      '/data/%2e%2e%5c%2e%2e',
      '/data/link.json',
      '//etc/passwd',
      '/%00',
      '/%E0%A4%A',
      'http://elsewhere/../harness.mjs',
    ];
    for (const way of ways) {
      const { status, body } = await ask(way);
      assert.ok(status === 400 || status === 404, `${way} was answered ${status}: ${body.subarray(0, 80)}`);
    }
  });

  it('refuses to be written to', async () => {
    assert.equal((await ask('/', { method: 'POST' })).status, 405);
  });

  it('sends snapshot files as they are and lets browsers keep them for good', async () => {
    const { headers, body } = await ask('/data/rows-0123456789abcdef.gz', {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    assert.equal(headers['content-type'], 'application/octet-stream');
    assert.equal(headers['content-encoding'], undefined);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.deepEqual(body, rows);
  });

  it('compresses a page that can change and answers 304 while it has not', async () => {
    const accept = { 'accept-encoding': 'gzip, deflate, br' };
    const { headers } = await ask('/', { headers: accept });
    assert.equal(headers['content-encoding'], 'br');
    assert.equal(headers['cache-control'], 'no-cache');
    const again = await ask('/', { headers: { ...accept, 'if-none-match': headers.etag } });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
    const plain = await ask('/');
    assert.deepEqual(plain.body, readFileSync(join(fixtures, 'index.html')));
  });
});

describe('the browser', () => {
  let opened;
  before(async () => {
    opened = await site.open('/');
    await opened.page.waitForSelector('body[data-worker]');
  });

  it('blocks an inline script, and the violation is written down', async () => {
    assert.equal(await opened.page.title(), 'Halaman uji');
    const blocked = opened.violations.map((violation) => `${violation.directive} ${violation.blocked}`);
    assert.deepEqual(blocked, ['script-src-elem inline']);
  });

  it('has the requests of the page and of its worker written down', () => {
    const paths = opened.requests.map((request) => `${request.method} ${new URL(request.url).pathname}`);
    assert.deepEqual(paths.filter((path) => !path.includes('data:')).sort(), [
      'GET /',
      'GET /data/rows-0123456789abcdef.gz',
      'GET /page.js',
      'GET /worker.js',
    ]);
    assert.ok(site.served.some((request) => request.path === '/data/rows-0123456789abcdef.gz'));
  });

  it('has errors on the console of the page and of its worker written down', async () => {
    await until('the worker heard', () => opened.errors.includes('the worker complains'));
    assert.ok(opened.errors.some((error) => error.includes('inline script')));
    assert.ok(opened.errors.includes('the worker complains'), JSON.stringify(opened.errors));
  });

  it('lets axe see into shadow roots', async () => {
    const found = await axe(opened.page);
    assert.deepEqual(
      found.map(({ rule, nodes }) => ({ rule, nodes })),
      [{ rule: 'button-name', nodes: ['fixture-box > button'] }],
    );
  });

  it('leaves a screenshot to look at', async () => {
    const path = await screenshot(opened.page, 'harness');
    assert.equal(readFileSync(path).subarray(1, 4).toString(), 'PNG');
  });
});

describe('a test', () => {
  it('waits for no promise with waitForFunction, which takes one for a yes', () => {
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const waiting = readdirSync(folder)
      .filter((name) => name.endsWith('.mjs'))
      .filter((name) => /waitForFunction\(\s*async/.test(readFileSync(join(folder, name), 'utf8')));
    assert.deepEqual(waiting, []);
  });
});
