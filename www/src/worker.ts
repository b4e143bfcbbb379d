/**
 * The module worker that owns the engine, so that no query ever holds up typing or scrolling.
 */
import { type Call, server } from './calls.js';

const serve = server();
addEventListener('message', ({ data }: MessageEvent<Call>) => void serve(data, (reply) => postMessage(reply)));
// The first message says that there is somebody to call.
postMessage(null);
