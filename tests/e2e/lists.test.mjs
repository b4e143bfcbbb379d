// How the code lists of a snapshot are handed to the engine; it reads them back in src/snapshot/read.rs.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeLists } from '../../src/web/load.js';

const lists = {
  regions: [{ code: '32', name: 'Jawa Barat', lat: -6.889, lon: 107.64 }],
  occupations: { 8322: ['Pengemudi\tmobil\n', ''] },
  minimumWages: { 32: 2191232 },
  synonyms: [{ from: 'supir', to: 'sopir', weight: 1000 }],
};

describe('code lists', () => {
  it('cross as one text each, every part ended, the empty ones too', () => {
    const told = codeLists(JSON.stringify(lists)).map((text) => text.split('\u0001'));
    assert.deepEqual(told, [
      ['', ''],
      ['32', 'Jawa Barat', '-6889', '107640', ''],
      ['8322', 'Pengemudi\tmobil\n', '', ''],
      ['32', '2191232', ''],
      [''],
      ['supir', 'sopir', '1000', ''],
    ]);
  });

  it('are refused where a name holds what ends a part', () => {
    const hostile = { ...lists, roots: ['masak\u0001kerja'] };
    assert.throws(() => codeLists(JSON.stringify(hostile)), /U\+0001 found/);
  });
});
