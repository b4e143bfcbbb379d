/**
 * The module worker that owns the engine, so that no query ever holds up typing or scrolling.
 */
import { type Call, serve } from './calls.js';

addEventListener('message', ({ data }: MessageEvent<Call>) => void serve(data, (reply) => postMessage(reply)));
postMessage({ ready: true });
