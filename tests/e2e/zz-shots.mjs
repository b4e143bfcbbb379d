import { settled, snapshot, start, visits } from './harness.mjs';
const built = process.env.SNAP ?? snapshot();
const site = await start({ mounts: { '/snapshot': built } });
const day = process.env.DAY ?? '2026-11-24';
const visit = visits(() => site, day, (page) => page.waitForFunction(() => customElements.get('padan-market')));
const want = (process.env.WANT ?? '360:id:light,1280:id:light,1280:en:dark').split(',');
for (const w of want) {
  const [width, lang, colorScheme] = w.split(':');
  const page = await visit(`#q=&tab=market&lang=${lang}${process.env.FILTERS ?? ''}`, { viewport: { width: +width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20000);
  for (const board of (process.env.BOARDS ?? 'seeker,analyst,planner,employer,quality').split(',')) {
    await page.locator('padan-market select[name="board"]').selectOption(board);
    await page.waitForTimeout(1500);
    const h = await page.evaluate(() => document.documentElement.scrollHeight);
    const box = await page.locator('padan-market').boundingBox();
    await page.screenshot({ path: `/tmp/shots/${process.env.NAME ?? 'm'}-${board}-${width}-${lang}-${colorScheme}.png`, fullPage: true, clip: { x: Math.max(0, box.x - 8), y: box.y, width: box.width + 16, height: box.height } });
  }
  await page.context().close();
}
await site.close();
