// The systems compared: each ranks a corpus for a person and answers the first fifty rows. padan is asked through its
// program; the others are as plain as they sound, and where they tie the newest comes first, then the least id.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import MiniSearch from 'minisearch';
import { dataOf } from '../../../benches/columns.mjs';
import { prepared, tables } from '../../../benches/score.mjs';
import { program, work } from '../corpora.mjs';

const FIFTY = 50;

/** Every system over a corpus: `{systems: {name: ask}, twin}`; `twin` is padan's score as benches/score.mjs has it. */
export function matchSystems({ folder, docs }) {
  const { segments } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  if (segments.length !== 1) throw new Error(`found: ${segments.length} segments in ${folder}; needed: 1`);
  const data = dataOf(gunzipSync(readFileSync(join(folder, segments[0].core.file))));
  const ready = prepared(data);
  const even = { ...ready, rarities: ready.rarities.map(() => 300) };
  const { posted } = data.columns;
  const day = (row) => posted.dict[posted.codes[row] - 1] ?? 0;
  const rows = Uint32Array.from(docs.keys());
  const ids = docs.map(({ record }) => record.id);
  const age = new Uint32Array(rows.length);
  const newest = [...rows].sort((a, b) => day(b) - day(a) || (ids[a] < ids[b] ? -1 : 1));
  for (const [at, row] of newest.entries()) age[row] = at;
  const first = (key, tie = age) => {
    const keys = Float64Array.from(rows, key);
    const least = keys.slice().sort().at(-FIFTY);
    const best = rows.filter((row) => keys[row] >= least);
    return [...best].sort((a, b) => keys[b] - keys[a] || tie[a] - tie[b]).slice(0, FIFTY);
  };

  const index = new MiniSearch({ fields: ['title'] });
  index.addAll(docs.map(({ title }, id) => ({ id, title })));
  const found = (words) => new Map(index.search(words).map(({ id, score }) => [id, score]));
  const score = (ready, profile) => {
    const rank = ranking(data, tables(data, ready, profile));
    return first((row) => rank(row) * 65_536 + day(row), rows);
  };
  return {
    systems: {
      padan: ({ profile }) => padan(folder, profile, docs),
      recency: () => first((row) => -age[row]),
      'BM25 on titles': ({ words }) => {
        const scores = found(words);
        return first((row) => scores.get(row) ?? 0);
      },
      'BM25, in reach first': ({ words, profile }) => {
        const scores = found(words);
        const places = [profile.home.slice(0, 2), ...(profile.willingToMove ?? [])];
        const reach = (row) => places.some((code) => docs[row].region.startsWith(code));
        return first((row) => (scores.get(row) ?? 0) + (reach(row) ? 1000 : 0));
      },
      'occupation code': ({ profile }) => {
        const { codes } = data.columns.occupation;
        const { occupation } = tables(data, ready, profile);
        return first((row) => occupation[codes[row]]);
      },
      'without IDF': ({ profile }) => score(even, profile),
    },
    twin: ({ profile }) => score(ready, profile),
  };
}

function padan(folder, profile, docs) {
  const file = join(work, 'profile.json');
  writeFileSync(file, JSON.stringify(profile));
  const args = ['match', folder, '--profile', file, '--limit', FIFTY, '--facet-limit', 1, '--json'];
  const answer = JSON.parse(execFileSync(program, args.map(String), { maxBuffer: 1 << 26 }));
  return answer.hits.map(({ row, id }) => {
    if (docs[row].record.id !== id) throw new Error(`row ${row} is ${docs[row].record.id} on file and ${id} found`);
    return row;
  });
}

/** How a row ranks by `padan-skor/1`, then by musts unmet, as one number. */
function ranking({ columns, lists, weights }, t) {
  const { occupation, reliability, education, experience, region, workMode, employmentType, payMax, payMin } = columns;
  const { studyFields, musts, nices } = lists;
  return (row) => {
    let [sum, weight] = [0, 0];
    const judge = (score, part) => {
      if (score < 0 || part === 0) return;
      sum += score * part;
      weight += part;
    };
    const job = occupation.codes[row];
    if (job > 0) {
      judge(t.occupation[job], t.occupationWeight[reliability.codes[row]]);
      const asked = experience.codes[row];
      judge(t.experience[asked * t.occupations + job], t.experienceWeight[asked]);
    }
    const rung = education.codes[row];
    if (rung > 0) {
      const fields = studyFields.values.slice(studyFields.starts[row], studyFields.starts[row + 1]);
      const nearest = fields.length === 0 ? 1000 : Math.max(...Array.from(fields, (code) => t.field[code]));
      judge(Math.floor((t.education[rung] * nearest) / 1000), weights.education);
    }
    const mode = workMode.codes[row];
    const place = mode > 0 && mode === t.remote ? 10_000 : t.place[region.codes[row]];
    judge(place, weights.place);
    judge(t.pay(payMax.codes[row], payMin.codes[row]), weights.pay);
    const wishes = [t.types[employmentType.codes[row]], t.modes[mode]].filter((wish) => wish >= 0);
    if (wishes.length > 0) judge((10_000 * wishes.reduce((a, b) => a + b)) / wishes.length, weights.conditions);
    let [all, met, known, lacking] = [0, 0, 0, 0];
    for (const [list, times] of [
      [musts, 3],
      [nices, 1],
    ]) {
      for (let at = list.starts[row]; at < list.starts[row + 1]; at += 1) {
        const code = list.values[at];
        all += t.worth[code] * times;
        known += 1;
        met += t.earned[times][code];
        if (times === 3) lacking += 1 - t.has[code];
      }
    }
    if (all > 0) judge(Math.floor((10_000 * met) / all), t.skillsWeight[known]);
    const far = place === 0 && weights.place > 0 ? 1 : 0;
    const rank = Math.floor((sum + 4_500_000) / (weight + 1500)) >> far;
    return rank * 256 + 255 - (t.skilled ? Math.min(255, lacking) : 0);
  };
}
