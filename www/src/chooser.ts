/**
 * A snapshot in several: the list of its partitions, and the choice among them.
 *
 * Loaded only where the page names a `partitions.json`. The list is not signed, so nothing of
 * it is believed that matters: a partition must lie beside the list, its own manifest is
 * verified like any other, and the portal shows no rows but those of the province chosen.
 */
import { css, html, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import { fetchBytes } from '../../src/web/fetch.js';
import { EngineError } from './engine.js';
import { number, size } from './format.js';
import { strings } from './strings.js';

export interface Partition {
  key: string;
  name: string;
  /** Address of its manifest. */
  manifest: string;
  rows: number;
  coreBytes: number;
}

/** Key of the partition whose vacancies state no province. */
export const NOWHERE = '00';
const MAX_LIST = 2 ** 20;

export async function partitionsAt(address: string): Promise<Partition[]> {
  const url = new URL(address);
  const bytes = await fetchBytes(url, 'no-cache', MAX_LIST);
  const list = read(bytes);
  if (list?.format !== 'padan-partitions' || list.version !== 1 || !Array.isArray(list.partitions)) {
    throw foreign(
      `format ${JSON.stringify(list?.format)} version ${JSON.stringify(list?.version)} found in partitions.json, "padan-partitions" version 1 expected. Check the address, or build the snapshots again`,
    );
  }
  const folder = new URL('.', url).href;
  return list.partitions.map((given: Partial<Partition> | null) => {
    const { key, name, manifest, rows, coreBytes } = given ?? {};
    const count = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
    const at = typeof manifest === 'string' ? new URL(manifest, url).href : '';
    if (
      typeof key !== 'string' ||
      !/^\d\d$/.test(key) ||
      typeof name !== 'string' ||
      !count(rows) ||
      !count(coreBytes)
    ) {
      throw foreign('a partition in partitions.json is not complete. Build the snapshots again');
    }
    if (!at.startsWith(folder)) {
      throw foreign(
        `manifest ${JSON.stringify(manifest)} found in partitions.json, an address beside the list expected`,
      );
    }
    return { key, name, manifest: at, rows, coreBytes } as Partition;
  });
}

// biome-ignore lint/suspicious/noExplicitAny: whatever a server sent
function read(bytes: Uint8Array): any {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw foreign('partitions.json is not whole JSON. Check the address, then fetch it again');
  }
}

function foreign(message: string): EngineError {
  return new EngineError({ name: 'NotASnapshot', message });
}

export function unknown(key: string, partitions: Partition[]): EngineError {
  const known = partitions.map((partition) => partition.key).join(', ');
  return new EngineError({
    name: 'PartitionUnknown',
    message: `province ${JSON.stringify(key)} found, one of ${known || 'none'} expected. Choose another one`,
  });
}

export function swapped(key: string): EngineError {
  return new EngineError({
    name: 'SnapshotMixed',
    message: `vacancies of another province found in the snapshot of province ${key}. Copy the folder that partitions.json lies in again`,
  });
}

export function nameOf({ key, name }: Partition, lang: Lang): string {
  return key === NOWHERE ? strings(lang).nowhere : name || key;
}

export function chooser(partitions: Partition[], address: (key: string) => string, lang: Lang): TemplateResult {
  const words = strings(lang);
  const last = ({ key }: Partition) => Number(key === NOWHERE);
  const listed = [...partitions].sort((a, b) => last(a) - last(b) || a.name.localeCompare(b.name, lang));
  return html`<div class="chooser" part="chooser">
    <h2 id="chooser-title" tabindex="-1">${words.chooseProvince}</h2>
    <p class="hint">${words.chooseHint}</p>
    <ul role="list" aria-labelledby="chooser-title">
      ${listed.map(
        (partition) => html`<li><a href=${address(partition.key)}><strong>${nameOf(partition, lang)}</strong>
        <span class="hint">${words.partition(number(partition.rows, lang), size(partition.coreBytes, lang))}</span></a></li>`,
      )}
    </ul>
  </div>`;
}

/** How the chooser looks, and the line that names what was chosen. */
export const look = css`
  .where { display: flex; flex-wrap: wrap; align-items: center; gap: 0 6px; }
  .where a { display: inline-flex; align-items: center; min-height: 44px; }
  .chooser { display: grid; gap: 12px; }
  .chooser ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr)); gap: 8px; }
  .chooser a {
    display: grid; align-content: start; height: 100%; padding: 10px 14px; border: 1px solid var(--_line); border-radius: var(--_radius);
    background: var(--_surface); text-decoration: none; overflow-wrap: anywhere;
  }
  .chooser a:hover { border-color: var(--_primary); background: var(--_soft); }
`;
