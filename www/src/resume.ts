/**
 * What a person's own words or papers say → a profile.
 *
 * Only what the snapshot's own lists know is taken over, and only what a profile has a place for: names, addresses,
 * birth dates, employers and schools are never read out of a file.
 */
import type { Profile, Recognised } from '../../pkg/padan.js';

/** The engine's reading of a sentence. */
export type Recognise = (text: string) => Promise<Recognised[]>;

/** The parts of JSON Resume (jsonresume.org, schema 1.0.0) that are read. */
interface Resume {
  work?: { position?: string; startDate?: string; endDate?: string }[];
  education?: { studyType?: string; area?: string }[];
  skills?: { name?: string; keywords?: string[] }[];
  certificates?: { name?: string }[];
  languages?: { language?: string }[];
  /** Tools may say here what the schema has no place for. */
  meta?: { padan?: unknown };
}

const MONTH = 30.44 * 86_400_000;
const OWN = [
  'targets',
  'history',
  'education',
  'fields',
  'skills',
  'home',
  'radiusKm',
  'willingToMove',
  'minimumPay',
  'employmentTypes',
  'workModes',
  'dealBreakers',
  'weights',
];

const together = <T>(some: readonly T[] | undefined, more: readonly T[]): T[] => {
  const known = new Set((some ?? []).map((one) => JSON.stringify(one)));
  return [...(some ?? []), ...more.filter((one) => !known.has(JSON.stringify(one)))];
};

/** A profile with what was recognised in a sentence. */
export function withRecognised(profile: Profile, recognised: readonly Recognised[]): Profile {
  const found = (kind: Recognised['kind']) => recognised.filter((one) => one.kind === kind);
  const history = found('experience').flatMap(({ occupation, value }) =>
    occupation ? [{ occupation, months: Number(value), yearsAgo: 0 }] : [],
  );
  const held = new Set(history.map(({ occupation }) => occupation));
  const wanted = found('occupation').filter(({ value }) => !held.has(value));
  const rungs = found('education').map(({ value }) => Number(value));
  const next: Profile = {
    ...profile,
    targets: together(
      profile.targets,
      wanted.map(({ value }) => ({ occupation: value })),
    ).slice(0, 5),
    history: together(profile.history, history).slice(0, 20),
    fields: together(
      profile.fields,
      found('study_field').map(({ value }) => value),
    ),
    skills: together(
      profile.skills,
      found('requirement').map(({ value }) => value.slice(value.indexOf('/') + 1)),
    ),
  };
  if (rungs.length > 0) next.education = Math.max(...rungs, profile.education ?? 0);
  return next;
}

/** A profile from a file: a JSON Resume, or answers that were saved here; `null` where it is neither. */
export async function fromFile(text: string, recognise: Recognise, now = Date.now()): Promise<Profile | null> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  if (isOwn(data)) return data;
  const { padan } = ((data as Resume).meta ?? {}) as { padan?: unknown };
  if (isOwn(padan)) return padan;
  const list = <T>(part: unknown): T[] =>
    Array.isArray(part) ? part.filter((one) => one && typeof one === 'object') : [];
  const resume = data as { [K in keyof Resume]: unknown };
  const words = (text: unknown) => (typeof text === 'string' ? text : '');
  let profile: Profile = {};
  for (const { position, startDate, endDate } of list<NonNullable<Resume['work']>[number]>(resume.work)) {
    const [job] = (await recognise(words(position))).filter(({ kind }) => kind === 'occupation');
    const [start, end] = [Date.parse(words(startDate)), endDate ? Date.parse(words(endDate)) : now];
    if (!job || Number.isNaN(start) || Number.isNaN(end) || end < start) continue;
    const months = Math.min(600, Math.round((end - start) / MONTH));
    const yearsAgo = Math.max(0, Math.floor((now - end) / (12 * MONTH)));
    profile.history = together(profile.history, [{ occupation: job.value, months, yearsAgo }]);
  }
  const sentences = [
    ...list<NonNullable<Resume['education']>[number]>(resume.education).map(
      ({ studyType, area }) => `lulusan ${words(studyType)} jurusan ${words(area)}`,
    ),
    ...list<NonNullable<Resume['languages']>[number]>(resume.languages).map(
      ({ language }) => `bahasa ${words(language)}`,
    ),
  ];
  for (const sentence of sentences) {
    const read = await recognise(sentence);
    profile = withRecognised(
      profile,
      read.filter(({ kind }) => kind !== 'occupation' && kind !== 'experience'),
    );
  }
  const named = [
    ...list<NonNullable<Resume['skills']>[number]>(resume.skills).flatMap(({ name, keywords }) => [
      name,
      ...(keywords ?? []),
    ]),
    ...list<NonNullable<Resume['certificates']>[number]>(resume.certificates).map(({ name }) => name),
  ];
  profile.skills = together(profile.skills, named.map(words).filter(Boolean)).slice(0, 50);
  return profile;
}

/** Whether these are answers as a profile holds them, and nothing else. */
function isOwn(data: unknown): data is Profile {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const keys = Object.keys(data);
  const { education } = data as { education?: unknown };
  return (
    keys.length > 0 && keys.every((key) => OWN.includes(key)) && ['undefined', 'number'].includes(typeof education)
  );
}

/**
 * A JSON Resume of the answers, without a name or an address. What the schema has no place for stands under `meta.padan`, with all the
 * rest, so that it comes back as it was.
 */
export function toFile(
  profile: Profile,
  occupation: (code: string) => string,
  rung: (level: number) => string,
  now = Date.now(),
): string {
  const { history = [], education, fields = [], skills = [] } = profile;
  const month = (time: number) => new Date(time).toISOString().slice(0, 7);
  const work = history.map(({ occupation: code, months, yearsAgo = 0 }) => {
    const end = now - yearsAgo * 12 * MONTH;
    return {
      position: occupation(code),
      startDate: month(end - months * MONTH),
      ...(yearsAgo > 0 && { endDate: month(end) }),
    };
  });
  const schooling =
    education === undefined && fields.length === 0
      ? []
      : [{ studyType: education === undefined ? '' : rung(education), area: fields.join(', ') }];
  const resume = {
    work,
    education: schooling,
    skills: skills.map((name) => ({ name })),
    meta: { padan: profile },
  };
  return `${JSON.stringify(resume, null, 2)}\n`;
}
