// A slow device on a slow line, as the browser cannot imitate it for workers.
//
// Chromium's own throttling holds up a page's main thread and each target's downloads apart: the engine's worker would compute at full
// speed, and page and worker would have a line each. So the line is a relay that all connections share, and the worker's module is
// made to take its time: a call of the engine that took t keeps its thread for rate · t. It sleeps through what it did not take, for a thread
// that spins would take a processor from the page's thread, on a machine of two.

import { connect, createServer } from 'node:net';

/**
 * A relay before the server at `port` of this machine: `bitsPerSecond` down the line for all connections together, `latency`
 * milliseconds from a request to its answer. Answers `{origin, bytes(), close()}`; `bytes()` tells what came down
 * since it was last asked.
 */
export async function slowLine(port, { bitsPerSecond, latency }) {
  let free = 0;
  let bytes = 0;
  const sockets = new Set();
  const relay = createServer((browser) => {
    const server = connect(port, '127.0.0.1');
    for (const socket of [browser, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    const at = (time, task) => setTimeout(task, Math.max(0, time - performance.now()));
    let sent = 0;
    const up = (task) => {
      sent = Math.max(sent, performance.now());
      at(sent + latency / 2, task);
    };
    browser.on('data', (chunk) => up(() => server.write(chunk)));
    browser.on('end', () => up(() => server.end()));
    server.on('data', (chunk) => {
      bytes += chunk.length;
      free = Math.max(free, performance.now()) + (chunk.length * 8000) / bitsPerSecond;
      server.pause();
      at(free, () => server.resume());
      at(free + latency / 2, () => browser.write(chunk));
    });
    server.on('close', () => at(free + latency / 2, () => browser.end()));
    browser.on('close', () => server.destroy());
  });
  await new Promise((listening) => relay.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${relay.address().port}`,
    bytes: () => {
      const came = bytes;
      bytes = 0;
      return came;
    },
    close: () =>
      new Promise((closed) => {
        relay.close(closed);
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** What stands before the worker's script so that the engine takes `rate` times as long. Its clock needs an isolated page. */
export const slowEngine = (rate) => `{
  const { instantiate } = WebAssembly;
  const never = new Int32Array(new SharedArrayBuffer(4));
  let deep = 0;
  const slow = (f) => (...args) => {
    const start = performance.now();
    deep += 1;
    try {
      return f(...args);
    } finally {
      deep -= 1;
      if (deep === 0) Atomics.wait(never, 0, 0, (performance.now() - start) * ${rate - 1});
    }
  };
  WebAssembly.instantiate = async (module, imports) => {
    const { exports } = await instantiate.call(WebAssembly, module, imports);
    const slowed = Object.entries(exports).map(([name, it]) => [name, typeof it === 'function' ? slow(it) : it]);
    return { instance: { exports: Object.fromEntries(slowed) }, module };
  };
}
`;
