/** Starts the engine of a page that will open a snapshot, not a list of them, before the rest of its script runs: that takes a slow phone a while. */
import { type Files, frugal, prepare } from './engine.js';

export const files: Files = {
  worker: new URL('./worker.js', import.meta.url),
  wasm: new URL('./padan_bg.wasm', import.meta.url),
};

if (!frugal() && document.querySelector('padan-portal:not([snapshot$="/partitions.json"])')) prepare(files);
