// The steps of a visit at a kiosk, and what can be looked at after it: its memory, its storage, its codes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const jsqr = createRequire(import.meta.url)('jsqr');
const jsQR = jsqr.default ?? jsqr;
export const PIN = '246810';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The page's own code for handing over, bundled into a folder. */
export async function handoverIn(folder) {
  const outfile = join(folder, 'handover.mjs');
  const entryPoints = [join(root, 'www/src/handover.ts')];
  await esbuild.build({ entryPoints, outfile, bundle: true, format: 'esm', target: 'es2022', logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

/** Answers for the kiosk's page, with attributes on its tag, and for the files of a snapshot's folder; false for all else. */
export function kioskFiles(request, response, attributes, folder) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/kiosk.html') {
    const html = readFileSync(join(root, 'www/dist/kiosk.html'), 'utf8');
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html.replace('<padan-kiosk ', `<padan-kiosk${written.join('')} `));
    return true;
  }
  if (!pathname.startsWith('/snapshot/')) return false;
  response.setHeader('Cache-Control', 'no-cache');
  try {
    response.end(readFileSync(join(folder, pathname.slice('/snapshot/'.length))));
  } catch {
    response.writeHead(404).end();
  }
  return true;
}

export async function attract(page) {
  await page.locator('.doors .search').waitFor();
  await page.locator('.badge.age').waitFor();
}

export async function enter(page, door = 'search') {
  await page.locator(`.doors .${door}`).click();
  await page.locator('#results-title').waitFor();
  // A yes or no: what a test is handed of the page itself stays alive in the page.
  await page.waitForFunction(() => {
    const portal = globalThis.document.querySelector('padan-kiosk').shadowRoot.querySelector('padan-portal');
    return Boolean(portal?.lists && !portal.asking && portal.shadowRoot.querySelector('padan-profile')?.shadowRoot);
  });
}

export async function finish(page) {
  await page.evaluate(() => {
    globalThis.visited = true;
  });
  await page.locator('.bar .finish').click();
  await page.waitForFunction(() => !globalThis.visited);
  await attract(page);
}

/** The portal of the visit. */
export const portal = (page) => page.locator('padan-portal');

/** Keeps the first vacancies of the list by their own buttons. */
export async function keep(page, count) {
  for (let i = 0; i < count; i += 1) await page.locator('.card .keep').nth(i).click();
}

/** Answers by what the questions offer: a free skill. */
export async function skill(page, word) {
  await page.locator('padan-portal .me').click();
  const box = page
    .locator('padan-profile padan-combobox')
    .filter({ hasText: /keahlian|keterampilan|skill/i })
    .locator('#box');
  await box.click();
  // Only as keys: a word that a test names in the page stays in the page's memory, by the test's doing.
  await page.keyboard.type(word);
  await page.keyboard.press('Enter');
  await page.locator('padan-profile padan-combobox .chip').first().waitFor();
}

export async function staff(page) {
  await page.keyboard.press('Control+Alt+o');
  await page.locator('#pin').waitFor();
}

/** Into the staff's page, for the first time. */
export async function inside(page) {
  await staff(page);
  for (let i = 0; i < 2; i += 1) await pin(page, PIN);
  await page.locator('#data').waitFor();
}

export async function pin(page, digits) {
  for (const digit of digits) await page.locator('.pad button', { hasText: new RegExp(`^${digit}$`) }).click();
  await page.locator('.pad .primary').click();
  await page.waitForFunction(() => {
    const field = globalThis.document
      .querySelector('padan-kiosk')
      .shadowRoot.querySelector('padan-operator')
      .shadowRoot.querySelector('#pin');
    return !field || field.value === '';
  });
}

/** What a code says, seen by a camera of 640 × 480: shrunk, turned a little, out of focus and grey. */
export async function scanned(site, locator) {
  const png = (await locator.screenshot()).toString('base64');
  const { page, context } = await site.open(null);
  const { pixels, width, height } = await page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const [width, height] = [640, 480];
    const canvas = new OffscreenCanvas(width, height);
    const draw = canvas.getContext('2d');
    draw.fillStyle = '#888';
    draw.fillRect(0, 0, width, height);
    const scale = 450 / Math.max(picture.width, picture.height);
    draw.filter = 'blur(0.6px) contrast(0.75)';
    draw.translate(width / 2, height / 2);
    draw.rotate(0.03);
    draw.scale(scale, scale);
    draw.drawImage(picture, -picture.width / 2, -picture.height / 2);
    let letters = '';
    for (const byte of draw.getImageData(0, 0, width, height).data) letters += String.fromCharCode(byte);
    return { pixels: btoa(letters), width, height };
  }, png);
  await context.close();
  return jsQR(new Uint8ClampedArray(Buffer.from(pixels, 'base64')), width, height)?.data;
}

/** All text of a heap snapshot of a page or worker, after two collections. */
export async function heap(session) {
  const chunks = [];
  const add = ({ chunk }) => chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', add);
  for (let i = 0; i < 2; i += 1) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', add);
  return chunks.join('');
}

/** Everything this browser stores for the site, as text. */
export async function stored(page, context) {
  const inPage = await page.evaluate(async () => {
    const texts = [
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      location.href,
      JSON.stringify(history.state),
    ];
    for (const { name } of await indexedDB.databases()) texts.push(`database ${name}`);
    for (const name of await caches.keys()) {
      texts.push(`cache ${name}`);
      for (const request of await (await caches.open(name)).keys()) texts.push(request.url);
    }
    return texts;
  });
  return [...inPage, JSON.stringify(await context.storageState({ indexedDB: true }))].join('\n');
}

export const outcome = async (page) => {
  await page.locator('#outcome p').first().waitFor();
  return page.locator('#outcome').innerText();
};
export const stick = async (page, folder) => {
  await page.locator('.stick').setInputFiles(folder);
  await page.waitForFunction(() => {
    const operator = document.querySelector('padan-kiosk').shadowRoot.querySelector('padan-operator').shadowRoot;
    return !operator.querySelector('#part') && operator.querySelector('#outcome p') !== null;
  });
  return outcome(page);
};
export const held = (page) =>
  page.evaluate(async () => {
    const pointer = await (await caches.open('padan')).match('/snapshot/manifest.json?padan-held=');
    // Before the staff named a key, what was opened is held without a signature.
    const { signature } = (await pointer?.json()) ?? {};
    return signature ? JSON.parse(signature).statement.asOf : null;
  });
export const holding = async (page, asOf) => {
  for (const end = Date.now() + 8000; (await held(page)) !== asOf; await new Promise((wake) => setTimeout(wake, 50)))
    assert.ok(Date.now() < end, `${await held(page)} held, ${asOf} expected`);
};
