// The plain pages of `padan pages`, as a browser without JavaScript sees them, and as axe judges them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, program, snapshot, start } from './harness.mjs';

const NARROW = { viewport: { width: 320, height: 640 } };
const VISITED = ['/index.html', '/32/index.html', '/32/list-1.html', '/32/list-2.html', '/32/schooling-3.html'];

test('the sample page leads to the plain pages where JavaScript is off', async () => {
  const made = mkdtempSync(join(tmpdir(), 'padan-pages-'));
  execFileSync(program, ['pages', snapshot(), '--out', join(made, 'site')], { stdio: 'pipe' });
  const site = await start({ mounts: { '/snapshot': snapshot(), '/daftar': join(made, 'site') } });
  const { page, errors } = await site.open('/', { ...NARROW, javaScriptEnabled: false });
  await page.getByRole('link', { name: 'daftar biasa' }).click();
  await page.getByRole('link', { name: /Jawa Barat/ }).waitFor();
  assert.deepEqual(errors, []);
  await site.close();
  rmSync(made, { recursive: true, force: true });
});

for (const lang of ['id', 'en']) {
  let made;
  let site;
  before(async () => {
    made = mkdtempSync(join(tmpdir(), 'padan-pages-'));
    execFileSync(program, ['pages', snapshot(), '--out', join(made, 'site'), '--lang', lang], { stdio: 'pipe' });
    site = await start({ root: join(made, 'site'), mounts: {} });
  });
  after(async () => {
    await site.close();
    rmSync(made, { recursive: true, force: true });
  });

  test(`without JavaScript one goes from the provinces to a vacancy and on to the next page (${lang})`, async () => {
    const { page, context, requests, errors } = await site.open('/', { ...NARROW, javaScriptEnabled: false });
    await page.getByRole('link', { name: /Jawa Barat/ }).click();
    await page.getByRole('link', { name: lang === 'id' ? /Lihat semua/ : /See all/ }).click();
    await page.waitForURL(/\/32\/list-1\.html$/);
    assert.equal(await page.getByRole('article').count(), 50);
    await page.getByRole('link', { name: lang === 'id' ? 'Berikutnya' : 'Next' }).click();
    await page.waitForURL(/\/32\/list-2\.html$/);
    assert.match(await page.title(), lang === 'id' ? /halaman 2 dari/ : /page 2 of/);
    await page.getByRole('link', { name: 'Jawa Barat' }).first().click();
    await page.locator('section .counts a').first().click();
    const title = page.locator('.titles a').first();
    const name = await title.innerText();
    await title.click();
    assert.equal(await page.locator('li:target h2').innerText(), name);
    assert.ok(requests.every(({ url }) => url.startsWith(site.origin)));
    assert.deepEqual(errors, []);
    await context.close();
  });

  test(`the pages are sound to axe, fit 320 px and twice the text (${lang})`, async () => {
    const { page, context, errors, violations } = await site.open(null, NARROW);
    for (const path of VISITED) {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.goto(site.origin + path);
        // The style sheet came through the policy of the page and the one of the server.
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), '0px', path);
        assert.deepEqual(await axe(page), [], `${path} ${colorScheme}`);
      }
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('a')]
          .filter((link) => !link.matches('.skip'))
          .map((link) => [link.textContent, link.getBoundingClientRect().height])
          .filter(([, height]) => height < 24),
      );
      assert.deepEqual(small, [], path);
      for (const size of ['16px', '32px']) {
        await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), size);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `${path} at ${size}: ${wide} px`);
      }
    }
    assert.deepEqual([errors, violations], [[], []]);
    await context.close();
  });
}
