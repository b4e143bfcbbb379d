// What every measurement here shares: a cross-origin isolated page (for a clock of 5 µs instead of 100), the browser,
// the nine facets of the budget, and how a list of times is summed up.

import { chromium } from 'playwright-core';
import { browserPath } from '../tests/e2e/browser.mjs';
import { serve } from '../www/serve.mjs';

/** Rounds thrown away before times are kept. */
export const WARM_UP = 5;

/** The facets a portal shows first. */
export const NINE = [
  'province',
  'occupation',
  'education',
  'experience',
  'employment_type',
  'work_mode',
  'pay',
  'posted_within',
  'open',
];

/** `serve` of www/, isolated; `also(request, response)` as its `onRequest`. */
export function serveIsolated({ also = () => false, ...options }) {
  const onRequest = (request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    return also(request, response);
  };
  return serve({ ...options, onRequest });
}

/** Chromium as the tests use it, with further switches. */
export function launch(...switches) {
  return chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', ...switches],
  });
}

function at(share, numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Three digits that count. */
export const rounded = (number) => Number(number.toPrecision(3));

/** Least, median and 95th percentile of times. */
export const spread = (numbers) => ({
  least: rounded(Math.min(...numbers)),
  median: rounded(at(0.5, numbers)),
  p95: rounded(at(0.95, numbers)),
});
