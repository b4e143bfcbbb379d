// The Chromium that tests and benchmarks start, and how: it asks nobody but the page's own server.

import { env } from 'node:process';

export const browserPath = env.PADAN_CHROMIUM ?? '/usr/bin/chromium';

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
