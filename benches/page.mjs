// What rivals share in the page: compression, and titles found turned into rows.

async function through(stream, bytes) {
  const body = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(body).arrayBuffer());
}

export const gzip = (bytes) => through(new CompressionStream('gzip'), bytes);
export const gunzip = (bytes) => through(new DecompressionStream('gzip'), bytes);

const utf8 = new TextEncoder();
export const gzipJson = (value) => gzip(utf8.encode(JSON.stringify(value)));
export const gunzipJson = async (bytes) => JSON.parse(new TextDecoder().decode(await gunzip(bytes)));

/** Several byte arrays as one. */
export function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(bytes.buffer).setUint32(at, part.length, true);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

/** The byte arrays that `joined` was given. */
export function parted(bytes) {
  const parts = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at, true);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

/** Rows of titles, best title first: how many, and the first 50. Rows ascend by title. */
export function rowsOf(titles, starts) {
  let total = 0;
  const top = [];
  for (const title of titles) {
    total += starts[title + 1] - starts[title];
    for (let row = starts[title]; row < starts[title + 1] && top.length < 50; row += 1) top.push(row);
  }
  return { total, top };
}

/** All rows of titles. */
export function allRowsOf(titles, starts) {
  const rows = [];
  for (const title of titles) for (let row = starts[title]; row < starts[title + 1]; row += 1) rows.push(row);
  return Uint32Array.from(rows);
}
