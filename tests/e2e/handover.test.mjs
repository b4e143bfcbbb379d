// What a visitor takes along in a QR code: packed and unpacked, at random and under attack.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encode } from 'uqr';
import { handoverIn } from './kiosk.mjs';

const jsQR = createRequire(import.meta.url)('jsqr');
const made = mkdtempSync(join(tmpdir(), 'padan-handover-'));
const HASH = '0123456789ab';
let handover;

before(async () => {
  handover = await handoverIn(made);
});
after(() => rmSync(made, { recursive: true }));

/** Numbers from 0 up to 1, the same ones for the same seed. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    mixed ^= mixed >>> 16;
    return (mixed >>> 0) / 2 ** 32;
  };
}

const WORDS = [
  'Microsoft Excel',
  'mengemudi',
  'las listrik',
  'SIM B1',
  'komunikasi',
  '日本語',
  'kasir',
  'é',
  'K3 umum',
];

/** A person who answered some of the questions. */
function person(random) {
  const whole = (most) => Math.floor(random() * (most + 1));
  const some = (make, most) => Array.from({ length: 1 + whole(most - 1) }, make);
  const one = (list) => list[whole(list.length - 1)];
  const code = () => String(1000 + whole(8999));
  const parts = ['skills', 'occupation', 'place', 'education', 'experience', 'pay', 'conditions'];
  const answers = {
    targets: () => [{ occupation: code() }],
    history: () =>
      some(() => ({ occupation: code(), months: whole(600), ...(random() < 0.5 && { yearsAgo: whole(40) }) }), 3),
    education: () => whole(10),
    fields: () => some(() => one(WORDS), 3),
    skills: () => [...new Set(some(() => `${one(WORDS)} ${whole(99)}`, 20))],
    home: code,
    radiusKm: () => one([10, 20, 40, 60, 100]),
    willingToMove: () => some(code, 4),
    minimumPay: () => whole(20) * 1_000_000,
    employmentTypes: () => ['full_time', 'contract'],
    workModes: () => ['remote'],
    dealBreakers: () => ['place', 'work_mode'],
    weights: () => Object.fromEntries(parts.map((part) => [part, whole(10_000)])),
  };
  return Object.fromEntries(
    Object.entries(answers)
      .filter(() => random() < 0.5)
      .map(([name, make]) => [name, make()]),
  );
}

const hit = (random, i) => ({
  row: Math.floor(random() * 2 ** 20),
  title: `Operator Produksi ${i}`,
  employer: random() < 0.2 ? null : `PT Contoh ${Math.floor(random() * 999)}`,
  regionCode: random() < 0.2 ? null : '3216',
  posted: random() < 0.2 ? null : 20_000 + i,
  source: 'karirhub',
});

/** `packed`, with what must hold whatever goes in. */
async function packed(profile, saved) {
  const taken = await handover.packed(profile, saved, HASH);
  assert.match(taken.text, /^[\w-]+$/);
  assert.ok(`#p=${taken.text}`.length <= 600, `${taken.text.length} characters`);
  assert.equal(await handover.pack(profile, saved, HASH), taken.text);
  return taken;
}

describe('a hand-over', () => {
  it('gives back a thousand profiles and their vacancies as they went in', async () => {
    const random = chance(7);
    for (let i = 0; i < 1000; i += 1) {
      const profile = person(random);
      const saved = Array.from({ length: Math.floor(random() * 12) }, (_, i) => hit(random, i));
      const taken = await packed(profile, saved);
      const back = await handover.unpack(taken.text);
      const { skills, ...rest } = profile;
      const { skills: known, ...others } = back.profile;
      assert.deepEqual(others, rest);
      assert.deepEqual(known ?? [], (skills ?? []).slice(0, taken.skills));
      const prints = saved.slice(0, taken.saved).map((one) => ({ row: one.row, print: handover.fingerprint(one) }));
      assert.deepEqual(back.saved, prints);
      assert.equal(back.snapshot, HASH);
    }
  });

  it('takes an ordinary profile and five vacancies in less than half the room', async () => {
    const profile = {
      targets: [{ occupation: '8322' }],
      history: [{ occupation: '8322', months: 36, yearsAgo: 0 }],
      education: 4,
      skills: ['mengemudi', 'SIM B1', 'perawatan kendaraan', 'membaca peta'],
      home: '3216',
      radiusKm: 40,
      minimumPay: 5_000_000,
    };
    const random = chance(1);
    const taken = await packed(
      profile,
      Array.from({ length: 5 }, (_, i) => hit(random, i)),
    );
    assert.deepEqual([taken.saved, taken.skills], [5, 4]);
    assert.ok(taken.text.length < 240, `${taken.text.length}`);
  });

  it('takes the profile first, then as many vacancies as fit, and says how many', async () => {
    const random = chance(3);
    const profile = { skills: Array.from({ length: 20 }, (_, i) => `keterampilan khusus nomor ${i * 7919}`) };
    const saved = Array.from({ length: 50 }, (_, i) => hit(random, i));
    const taken = await packed(profile, saved);
    assert.equal(taken.skills, 20);
    assert.ok(taken.saved > 10 && taken.saved < 50, `${taken.saved} of 50`);
    const more = handover.packed(profile, saved.slice(0, taken.saved), HASH);
    assert.equal((await more).text, taken.text, 'those kept first went along');
  });

  it('leaves the last skills behind where they alone are too many', async () => {
    const random = chance(4);
    const noise = () => Array.from({ length: 60 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
    const profile = { home: '3216', skills: Array.from({ length: 20 }, noise) };
    const taken = await packed(profile, [hit(random, 1)]);
    assert.ok(taken.skills > 3 && taken.skills < 20, `${taken.skills} of 20`);
    const back = await handover.unpack(taken.text);
    assert.deepEqual(back.profile, { home: '3216', skills: profile.skills.slice(0, taken.skills) });
  });

  it('has no place for a name or an identity number', async () => {
    const profile = {
      name: 'Siti',
      nik: '3216014101900001',
      email: 'siti@example.id',
      skills: ['NIK 3216014101900001', 'kasir'],
    };
    const back = await handover.unpack((await packed(profile, [])).text);
    assert.deepEqual(back.profile, { skills: ['kasir'] });
  });

  it('knows a vacancy by its words alone', () => {
    const one = hit(chance(5), 1);
    assert.equal(handover.fingerprint({ ...one, row: 9, score: 3 }), handover.fingerprint(one));
    for (const [name, value] of Object.entries({
      title: 'Lain',
      employer: 'PT Lain',
      regionCode: '31',
      posted: 1,
      source: 'x',
    }))
      assert.notEqual(handover.fingerprint({ ...one, [name]: value }), handover.fingerprint(one), name);
    // FNV-1a of four separators.
    let print = 0x811c9dc5;
    for (let i = 0; i < 4; i += 1) print = Math.imul(print, 0x01000193);
    assert.equal(
      handover.fingerprint({ title: '', employer: null, regionCode: null, posted: null, source: null }),
      print >>> 0,
    );
  });

  it('makes of a hundred thousand vacancies hardly any print twice', () => {
    const random = chance(6);
    const prints = new Set(Array.from({ length: 100_000 }, (_, i) => handover.fingerprint(hit(random, i))));
    assert.ok(prints.size > 99_990, `${prints.size}`);
  });
});

describe('what is none', () => {
  it('gives null or a value for any text, and never throws', async () => {
    const random = chance(8);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const any = (length, from) => Array.from({ length }, () => from[Math.floor(random() * from.length)]).join('');
    for (const text of ['', '#p=', 'AQ', '%', 'a b', '\0', '💡', 'A'.repeat(100_000), '='.repeat(9)])
      assert.equal(await handover.unpack(text), null, JSON.stringify(text.slice(0, 20)));
    let read = 0;
    for (let i = 0; i < 3000; i += 1) {
      const head = random() < 0.5 ? 'AQ' : 'gQ';
      if (await handover.unpack(head + any(Math.floor(random() * 120), letters))) read += 1;
    }
    assert.ok(read < 300, `${read} of 3000 read as something`);
  });

  it('gives null or a value for every text with one letter changed or the end cut off', async () => {
    const random = chance(9);
    const { text } = await packed(
      person(random),
      Array.from({ length: 5 }, (_, i) => hit(random, i)),
    );
    for (let at = 0; at < text.length; at += 1) {
      assert.equal(await handover.unpack(text.slice(0, at)), null, `cut at ${at}`);
      const letter = text[at] === 'A' ? 'B' : 'A';
      const value = await handover.unpack(text.slice(0, at) + letter + text.slice(at + 1));
      if (value) assert.deepEqual(Object.keys(value), ['profile', 'saved', 'snapshot']);
    }
  });

  it('does not inflate without end', async () => {
    const bomb = new Blob([new Uint8Array(50_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(bomb).arrayBuffer());
    const short = bytes.subarray(0, 1700);
    const text = Buffer.from([0x81, ...short]).toString('base64url');
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(await handover.unpack(text), null);
    assert.ok(process.memoryUsage().arrayBuffers - before < 10_000_000);
  });

  it('is told from a later version', async () => {
    const { text } = await packed({ home: '3216' }, []);
    const bytes = Buffer.from(text, 'base64url');
    bytes[0] = 2;
    assert.equal(await handover.unpack(bytes.toString('base64url')), null);
  });
});

describe('the code', () => {
  it('of the longest hand-over is read from a picture in which a module is three pixels', () => {
    const text = `https://lowongan.contoh.go.id/portal/#p=${'Ab9_'.repeat(149)}`;
    const { data, size } = encode(text, { ecc: 'M', boostEcc: false, border: 4 });
    assert.ok(size <= 109, `${size} modules`);
    const width = size * 3;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    for (let y = 0; y < width; y += 1)
      for (let x = 0; x < width; x += 1)
        if (data[Math.floor(y / 3)][Math.floor(x / 3)]) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    assert.equal(jsQR.default?.(pixels, width, width)?.data ?? jsQR(pixels, width, width)?.data, text);
  });
});
