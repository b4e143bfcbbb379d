// The data that every rival is given: a snapshot's columns, read by the page of the format (docs/snapshot-format.md)
// and not by padan, so that equal answers mean something. Runs in Node and, `encode` and `decode`, in the page.

const COLUMNS = {
  1: 'title',
  2: 'employer',
  3: 'region',
  4: 'occupation',
  5: 'reliability',
  6: 'employmentType',
  7: 'workMode',
  8: 'education',
  10: 'experience',
  11: 'payMin',
  12: 'payMax',
  13: 'posted',
  14: 'closes',
};
const LISTS = { 32: 'studyFields', 33: 'musts', 34: 'nices' };
const PAY_STEPS = [0, 2e6, 3e6, 4e6, 5e6, 7e6, 10e6, 15e6, 20e6];
const AGE_STEPS = [1, 3, 7, 14, 30];
const EXPERIENCE_STEPS = [0, 12, 36, 60];

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }
  u8() {
    return this.bytes[this.at++];
  }
  u32() {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }
  varint() {
    for (let sum = 0, scale = 1; ; scale *= 128) {
      const byte = this.u8();
      sum += (byte & 127) * scale;
      if (byte < 128) return sum;
    }
  }
  zigzag() {
    const raw = this.varint();
    return raw % 2 ? -(raw + 1) / 2 : raw / 2;
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** The narrowest array that holds codes up to `most`. */
function narrow(length, most) {
  return most < 256 ? new Uint8Array(length) : most < 65_536 ? new Uint16Array(length) : new Uint32Array(length);
}

function readCodes(reader, n, most, columns) {
  const codes = narrow(n, most);
  const form = reader.u8();
  if (form === 0) {
    const width = reader.u8();
    const bytes = reader.take(Math.ceil((n * width) / 8));
    for (let i = 0; i < n; i += 1) {
      let code = 0;
      for (let bit = 0; bit < width; ) {
        const place = i * width + bit;
        const taken = Math.min(8 - (place % 8), width - bit);
        code += ((bytes[place >>> 3] >>> (place % 8)) & ((1 << taken) - 1)) * 2 ** bit;
        bit += taken;
      }
      codes[i] = code;
    }
  } else if (form === 1) {
    const planes = reader.u8();
    const bytes = reader.take(n * planes);
    for (let plane = 0; plane < planes; plane += 1) {
      for (let i = 0; i < n; i += 1) codes[i] += bytes[plane * n + i] * 256 ** plane;
    }
  } else if (form === 2) {
    const count = reader.u32();
    for (let code = 0, start = 0; code < count; code += 1) {
      const end = start + reader.varint();
      codes.fill(code, start, end);
      start = end;
    }
  } else {
    const parent = columns[reader.u8()];
    const table = readCodes(reader, parent.dict.length + 1, most, columns);
    for (let i = 0; i < n; i += 1) codes[i] = table[parent.codes[i]];
  }
  return codes;
}

function readTexts(reader) {
  const lengths = Array.from({ length: reader.u32() }, () => reader.varint());
  const text = new TextDecoder();
  return lengths.map((length) => text.decode(reader.take(length)));
}

function readInts(reader) {
  const ints = new Array(reader.u32());
  for (let i = 0; i < ints.length; i += 1) ints[i] = i === 0 ? reader.zigzag() : ints[i - 1] + reader.varint();
  return ints;
}

/** An inflated core as columns, lists and what else it says. */
function readCore(core) {
  const reader = new Reader(core);
  reader.take(8);
  const rows = reader.u32();
  const sections = reader.u32();
  const [dicts, columns, lists, meta] = [{}, {}, {}, {}];
  for (let n = 0; n < sections; n += 1) {
    const kind = reader.u8();
    const id = reader.u8();
    const payload = new Reader(reader.take(reader.u32()));
    if (kind === 0) meta[id] = JSON.parse(new TextDecoder().decode(payload.bytes));
    else if (kind === 1) dicts[id] = readTexts(payload);
    else if (kind === 2) dicts[id] = readInts(payload);
    else if (kind === 3) columns[id] = { codes: readCodes(payload, rows, dicts[id].length, columns), dict: dicts[id] };
    else if (kind === 4) {
      const dict = dicts[payload.u8()];
      const lengths = readCodes(payload, rows, 255, columns);
      const starts = new Uint32Array(rows + 1);
      for (let row = 0; row < rows; row += 1) starts[row + 1] = starts[row] + lengths[row];
      lists[id] = { starts, values: readCodes(payload, starts[rows], dict.length, columns), dict };
    }
  }
  return { rows, columns, lists, meta };
}

function grouped(column) {
  const values = ['none'];
  const buckets = column.dict.map((code) => {
    const group = code.slice(0, 2);
    if (!values.includes(group)) values.push(group);
    return values.indexOf(group);
  });
  return { values, buckets: [0, ...buckets] };
}

function numbered(column, values, bucket, unstated = 0) {
  return { values: ['none', ...values.map(String)], buckets: [unstated, ...column.dict.map(bucket)] };
}

const above = (steps, number) => steps.filter((step) => number > step).length;

/** The nine facets: values, the bucket of every row, and which other buckets count under a value. */
function facetsOf(named, today) {
  const plain = (column) => ({
    values: ['none', ...column.dict.map(String)],
    buckets: [0, ...column.dict.keys()].map((code, at) => (at === 0 ? 0 : code + 1)),
  });
  const facets = {
    province: [named.region, grouped(named.region)],
    occupation: [named.occupation, grouped(named.occupation)],
    education: [named.education, plain(named.education)],
    experience: [
      named.experience,
      numbered(named.experience, [...EXPERIENCE_STEPS, 'more'], (months) => 1 + above(EXPERIENCE_STEPS, months)),
    ],
    employment_type: [named.employmentType, plain(named.employmentType)],
    work_mode: [named.workMode, plain(named.workMode)],
    pay: [named.payMax, numbered(named.payMax, PAY_STEPS, (pay) => PAY_STEPS.filter((step) => pay >= step).length)],
    posted_within: [
      named.posted,
      numbered(named.posted, [...AGE_STEPS, 'older'], (day) => 1 + above(AGE_STEPS, today - day)),
    ],
    open: [named.closes, numbered(named.closes, ['yes', 'no'], (day) => (day >= today ? 1 : 2), 1)],
  };
  const sums = { pay: 'downward', posted_within: 'upward' };
  return Object.entries(facets).map(([key, [column, { values, buckets }]]) => {
    if (values.length > 64) throw new Error(`facet ${key} has ${values.length} values, at most 64 expected`);
    return { key, values, sum: sums[key] ?? 'single', buckets: Uint8Array.from(column.codes, (code) => buckets[code]) };
  });
}

/** All that rivals are given, from an inflated core of one segment. */
export function dataOf(core) {
  const { rows, columns, lists, meta } = readCore(core);
  const named = Object.fromEntries(Object.entries(COLUMNS).map(([id, name]) => [name, columns[id]]));
  const listed = Object.fromEntries(Object.entries(LISTS).map(([id, name]) => [name, lists[id]]));
  const titleStarts = new Uint32Array(named.title.dict.length + 2);
  for (const code of named.title.codes) titleStarts[code + 1] += 1;
  for (let code = 0; code <= named.title.dict.length; code += 1) titleStarts[code + 1] += titleStarts[code];
  return {
    rows,
    facets: facetsOf(named, meta[0].asOf),
    titles: ['', ...named.title.dict],
    /** Rows ascend by title: those of title t are titleStarts[t] to titleStarts[t + 1]. */
    titleStarts,
    columns: named,
    lists: listed,
    weights: meta[0].weights,
    regions: meta[1].regions,
  };
}

const ARRAYS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array };

/** Plain data with typed arrays as bytes: a header's length, a header of JSON, the arrays. */
export function encode(data) {
  const arrays = [];
  let end = 0;
  const header = JSON.stringify(data, (_key, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    const start = Math.ceil(end / 8) * 8;
    end = start + value.byteLength;
    arrays.push([start, value]);
    return { $: [value.constructor.name, start, value.length] };
  });
  const head = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 8) * 8));
  const from = 8 + Math.ceil(head.length / 8) * 8;
  const bytes = new Uint8Array(from + end);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 8);
  for (const [start, { buffer, byteOffset, byteLength }] of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), from + start);
  }
  return bytes;
}

/** What `encode` was given; its arrays are views of `bytes`, which begin their buffer. */
export function decode(bytes) {
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const from = 8 + Math.ceil(length / 8) * 8;
  return JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)), (_key, value) => {
    if (!value?.$) return value;
    const [name, start, count] = value.$;
    return new ARRAYS[name](bytes.buffer, from + start, count);
  });
}

/** Counts by value from counts by bucket, in place. */
export function byValue(facet, counts) {
  const last = facet.values.length - 1;
  if (facet.sum === 'upward') for (let at = 2; at <= last; at += 1) counts[at] += counts[at - 1];
  if (facet.sum === 'downward') for (let at = last - 1; at >= 1; at -= 1) counts[at] += counts[at + 1];
  return counts;
}
