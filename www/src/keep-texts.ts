/** Keeps every text of the snapshot that is held, so that records open without a network. */
import { fetchBytes, sha256 } from '../../src/web/fetch.js';
import { type Held, parts } from '../../src/web/held.js';

const AT_ONCE = 6;

/**
 * Fetches the texts that are not kept yet and tells how many bytes came of how many. Whatever ends it leaves what was kept until then.
 * Rejects where a text does not come, is damaged or finds no room.
 */
export async function keepTexts(held: Held, told: (loaded: number, total: number) => void): Promise<void> {
  const texts = await held.texts();
  if (!texts) return;
  const left = texts.missing.slice();
  const total = left.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  told(loaded, total);
  const next = async () => {
    for (let entry = left.pop(); entry; entry = left.pop()) {
      const url = new URL(entry.file, held.address);
      const bytes = await fetchBytes(url, 'default', entry.bytes, undefined, undefined, parts);
      if ((await sha256(bytes)) !== entry.sha256) throw new Error(`${entry.file} is damaged.`);
      if (!(await held.keepFile(texts.found, entry, bytes, false))) throw new Error(`${entry.file} is not kept.`);
      loaded += entry.bytes;
      told(loaded, total);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
