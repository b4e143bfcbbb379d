// A browser that is asked as little as can be: Playwright's own scripts and its ear for every request take a slow page's time.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserPath, FLAGS } from '../tests/e2e/browser.mjs';

/**
 * Starts Chromium; answers `{version, context(), close()}`. A context is a visitor, `{page(), close()}`; its page is
 * `{send(method, params), word(name), evaluate(expression), close()}`, of which `send` is the browser's own protocol.
 */
export async function browse(...switches) {
  const profile = mkdtempSync(join(tmpdir(), 'padan-vitals-'));
  const args = [
    ...FLAGS,
    '--headless',
    '--hide-scrollbars',
    '--lang=id-ID',
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    ...switches,
  ];
  const child = spawn(browserPath, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , out, back] = child.stdio;
  const waiting = new Map();
  const listeners = new Set();
  let next = 1;
  let rest = '';
  back.setEncoding('utf8');
  back.on('data', (text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop();
    for (const message of messages) {
      const { id, result, error, ...event } = JSON.parse(message);
      const call = waiting.get(id);
      waiting.delete(id);
      if (!call) for (const listener of listeners) listener(event);
      else if (error) call.reject(new Error(`${call.method}: ${error.message}`));
      else call.resolve(result);
    }
  });
  const send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { method, resolve, reject });
      out.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });

  async function page(browserContextId) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const own = (method, params) => send(method, params, sessionId);
    await own('Runtime.enable');
    await own('Runtime.addBinding', { name: 'say' });
    return {
      send: own,
      /** Resolves once the page says `name` (`say(name)`). */
      word: (name) =>
        new Promise((said) => {
          const listener = (event) => {
            if (
              event.sessionId !== sessionId ||
              event.method !== 'Runtime.bindingCalled' ||
              event.params.payload !== name
            )
              return;
            listeners.delete(listener);
            said();
          };
          listeners.add(listener);
        }),
      evaluate: async (expression) => {
        const { result, exceptionDetails } = await own('Runtime.evaluate', {
          expression,
          returnByValue: true,
          awaitPromise: true,
        });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      },
      close: () => send('Target.closeTarget', { targetId }),
    };
  }

  const { product } = await send('Browser.getVersion');
  return {
    version: product.replace(/^\D*/, ''),
    context: async () => {
      const { browserContextId } = await send('Target.createBrowserContext', { disposeOnDetach: true });
      return {
        page: () => page(browserContextId),
        close: () => send('Target.disposeBrowserContext', { browserContextId }),
      };
    },
    close: async () => {
      const ended = new Promise((end) => child.on('exit', end));
      await send('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
