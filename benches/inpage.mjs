// Runs in the page, bundled with one rival: packs the data, opens what was packed, asks and takes times.

import * as rival from 'rival';
import { decode } from './columns.mjs';

const bytesOf = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
let contestant;

/** Packs the data the way this rival stores it and leaves it at `to`. */
async function pack({ data, to }) {
  await rival.start?.();
  const bytes = await rival.pack(decode(await bytesOf(data)));
  await fetch(to, { method: 'POST', body: bytes });
  return bytes.length;
}

/** Opens what was packed and asks once; times in ms. */
async function open({ packed, variant, about, question }) {
  const bytes = await bytesOf(packed);
  const before = performance.now();
  await rival.start?.();
  const start = performance.now();
  contestant = await rival.open(bytes, variant, about);
  const opened = performance.now();
  if (contestant[question.kind] && !contestant.opensOnly) {
    await contestant.before?.(question.kind, question);
    await contestant[question.kind](question);
  }
  const kinds = ['facets', 'text', 'match', 'again', 'page'].filter((kind) => contestant[kind]);
  return { kinds, start: start - before, first: performance.now() - start, open: opened - start };
}

/** What comes before the clock starts: whose profile it is was asked before, but for a question of a new profile. */
async function prepare(question) {
  await contestant.before?.(question.kind, question);
  if (question.asked) contestant.remember?.(question);
}

/** Answers in plain form, for comparing; with how long each took, ms. */
async function answer(question) {
  const { kind } = question;
  await prepare(question);
  const start = performance.now();
  let found = await contestant[kind]({ ...question, whole: true });
  const took = performance.now() - start;
  if (contestant.plain) found = contestant.plain(found);
  return {
    took,
    total: found.total,
    counts: found.counts?.map((counts) => Array.from(counts)),
    top: found.top && Array.from(found.top),
    rows: kind === 'text' ? Array.from(await contestant.textRows(question)) : undefined,
  };
}

/** One round: every question once; times in ms, and the engine's own where it tells. */
async function round(questions) {
  const times = [];
  for (const question of questions) {
    await prepare(question);
    const start = performance.now();
    let found = contestant[question.kind](question);
    if (found instanceof Promise) found = await found;
    times.push([performance.now() - start, found.engine]);
  }
  return times;
}

const memory = () => contestant.memory?.() ?? 0;
async function measured() {
  const { bytes } = await performance.measureUserAgentSpecificMemory();
  return bytes;
}

Object.assign(globalThis, { bench: { pack, open, answer, round, memory, measured } });
