/** Language of labels and sentences. */
export type Lang = "id" | "en";

/** A dimension that can be filtered and is counted. */
export type FacetKey =
  | "province" | "regency" | "district" | "occupation" | "occupation_unit" | "field" | "education"
  | "experience" | "employment_type" | "work_mode" | "employer" | "employer_kind" | "pay" | "pay_stated"
  | "posted_within" | "closes_within" | "open" | "distance" | "trainable" | "disability" | "source"
  | "verification";

/** What is asked of the snapshot. Every field may be left out. */
export interface Query {
  /**
   * Words, a `"phrase"`, a `-word` to leave out. Each must be found: in the title, among the requirements, in the
   * employer's name, or as a place, schooling or kind of employment. The last one counts as a beginning.
   */
  text?: string;
  /** Whether words count only as they stand: no roots, synonyms or slips of the finger. */
  exact?: boolean;
  /**
   * Accepted values by facet; values of one facet are alternatives. `none` stands for "not stated". Facets of numbers
   * (`pay` in IDR a month, `experience` in months, `education` in rungs, `posted_within` and `closes_within` in days,
   * `distance` in km) also take ranges: `3000000..6000000`, `..24`, `10..`.
   */
  filters?: Partial<Record<FacetKey, string[]>>;
  /**
   * Hides vacancies whose stated limits on age or sex exclude this person; neither score nor order of the others
   * changes. `null` or a field left out excludes nobody.
   */
  admits?: Person | null;
  /** Order of hits; `relevance` with a text and `newest` without one where left out. */
  sort?: "relevance" | "match" | "newest" | "pay" | "distance";
  /**
   * Region code (`3216`) distances are measured from; the profile's home where left out, except for the facet
   * `distance`, which needs it.
   */
  near?: string;
  /** Today, as days since 1970-01-01; the snapshot's own date where left out. */
  today?: number;
  offset?: number;
  /** Hits wanted; 20 where left out. Together with `offset` at most 10,000. */
  limit?: number;
  /** Facets to count; all where left out. */
  facets?: FacetKey[];
  /** Most values a facet lists, 0 for all; chosen values are always listed. */
  facetLimit?: number;
  /** Facets of numbers to draw as histograms. */
  histograms?: FacetKey[];
  lang?: Lang;
}

/** Whom stated limits may exclude. */
export interface Person {
  /** Years. */
  age?: number;
  sex?: "male" | "female";
}

/** A part of the match. */
export type Part = "skills" | "occupation" | "place" | "education" | "experience" | "pay" | "conditions";

/** One vacancy found. */
export interface Hit {
  /** Row in the snapshot; the handle for `record` and `explain`. */
  row: number;
  id: string | null;
  title: string;
  /** Where in `title` the text was found: start and end in UTF-16 units, ascending. */
  marks: [number, number][];
  employer: string | null;
  /** Region as shown ("Kab. Bekasi, Jawa Barat"). */
  region: string | null;
  regionCode: string | null;
  /**
   * Relevance (0–10,000) for a search, fit (0–10,000) for a match; the sum of `parts`. Likeness (0–10,000) for
   * `similar`, which has no parts.
   */
  score: number;
  /** Addends of `score`; for a match, `null` where the vacancy does not ask or the person has no preference. */
  parts: Partial<Record<Part | "title" | "kind" | "employer" | "description", number | null>>;
  /** Share of the match's weight that could be judged, 0–10,000; only for a match. */
  coverage: number | null;
  band: Band | null;
  /** Keys, as the facets carry them. */
  employmentType: string | null;
  workMode: string | null;
  /** Schooling asked, in the query's language. */
  education: string | null;
  /** IDR a month. */
  payMin: number | null;
  payMax: number | null;
  openings: number;
  /** Days since 1970-01-01. */
  posted: number | null;
  closes: number | null;
  distanceKm: number | null;
  source: string | null;
  /** Other portals that carry the same advertisement. */
  alsoAt: string[];
  verification: "verified" | "unverified" | "withdrawn" | null;
}

/** How one term of a text was read. */
export interface ReadTerm {
  /** The words typed, in plain form. */
  asked: string;
  /** Whether rows that hold it are left out. */
  without: boolean;
  /** Whether it was dropped, for no vacancy has all the words. */
  dropped: boolean;
  /** The word it was read as, where it was taken for a slip of the finger. */
  readAs: string | null;
  /** Places it may stand for; several where a name is ambiguous. */
  places: { facet: FacetKey; value: string; label: string }[];
}

/** A text to ask instead of the one being typed. */
export interface Suggestion {
  text: string;
  /** Vacancies it finds under the filters that are on. */
  count: number;
}

export type Band = "qualified" | "almost" | "prepare" | "weak" | "unknown";

export interface FacetValue { value: string; label: string; count: number; selected: boolean }

/** How many rows have which number. */
export interface Histogram {
  facet: FacetKey;
  /** Width of a bin, in the unit of the facet. */
  step: number;
  /** Rows by bin: the first from 0 up to `step`, and so on; the last holds all that is larger. */
  counts: number[];
  /** Rows that state nothing. */
  unstated: number;
}

/** How many more vacancies would be found without one filter (or, as `text`, without the words), or with a wider one. */
export interface Relaxation {
  key: FacetKey | "text";
  /** The words to drop, where `key` is `text` and it has others. */
  words?: string;
  /** What to put in place of the filter's range, and how screens show it, where widening it is enough. */
  value?: string;
  label?: string;
  gain: number;
}

export interface Answer {
  /** Vacancies found. */
  total: number;
  /** People wanted in them. */
  openings: number;
  hits: Hit[];
  facets: Partial<Record<FacetKey, FacetValue[]>>;
  /** One for each facet asked for; each ignores its own filter. */
  histograms: Histogram[];
  /** Largest gain first; only filters whose removal alone adds vacancies. */
  relax: Relaxation[];
  /** How the text was read, term by term; empty without one. */
  text: ReadTerm[];
  /** Time the engine took, µs. */
  micros: number;
}

/** A wish that may be marked as a must. */
export type DealBreaker = "place" | "pay" | "employment_type" | "work_mode";

/** What a visitor told the page. Never leaves the device. */
export interface Profile {
  targets?: { occupation: string }[];
  history?: { occupation: string; months: number; yearsAgo?: number }[];
  /** Rung of the education ladder, 0–10. */
  education?: number;
  fields?: string[];
  skills?: string[];
  /** Region code, 2 or 4 digits. */
  home?: string;
  radiusKm?: number;
  willingToMove?: string[];
  /** IDR a month. */
  minimumPay?: number;
  employmentTypes?: string[];
  workModes?: string[];
  /** Wishes that are musts: a vacancy that states otherwise is never above "prepare". */
  dealBreakers?: DealBreaker[];
  weights?: Partial<Record<Part, number>>;
}

/** One thing the vacancy asks, held against the profile. */
export interface Check {
  part: Part;
  status: "met" | "partial" | "unmet" | "unknown";
  must: boolean;
  /** Whether it breaks a wish that the person marked as a must. */
  dealBreaker: boolean;
  /** What is asked, as shown. */
  asked: string;
  /** What the person has, as shown; empty where unknown. */
  have: string;
}

export interface Explanation {
  /** 0–10,000, or null where coverage is below 4,000. */
  fit: number | null;
  coverage: number;
  band: Band;
  /** Every part: its share of the fit (null: does not count), how well it is met (0–10,000) and its weight (0–10,000). */
  parts: { part: Part; label: string; points: number | null; score: number | null; weight: number }[];
  checks: Check[];
  met: number;
  asked: number;
  /** At most 160 characters. */
  sentence: string;
}

/** Something the snapshot's lists know of a sentence about oneself. */
export interface Recognised {
  /** Where: start and end in UTF-16 units. */
  span: [number, number];
  kind: "requirement" | "occupation" | "experience" | "education" | "study_field";
  /** The requirement as `kind/label`, a KBJI code, months, a rung of the ladder (0–10), or a study field. */
  value: string;
  /** As screens show it. */
  label: string;
  /** Of experience, the KBJI code of the occupation in the same clause, where there is one. */
  occupation?: string;
}

/** Vacancies, and the people wanted in them. */
export interface Amount { openings: number; vacancies: number }

/** One profile beside another, over a query's vacancies. A vacancy opens if it becomes "almost" or better. */
export interface WhatIf { opens: Amount; rises: Amount; falls: Amount }

/** What a skill would open; `taught`: a course teaches it for which one can still apply. */
export interface SkillGain { skill: string; opens: Amount; taught: boolean }

/** A course, and what it would open for one person. */
export interface CourseGain {
  course: Course;
  /** Region as shown. */
  region: string | null;
  /** Km from home; null where no home is known or it is held online. */
  distanceKm: number | null;
  /** Online, or within the person's radius; true where no home is known. */
  withinReach: boolean;
  /** Whether the person's schooling is enough; null where that is unknown. */
  eligible: boolean | null;
  opens: Amount;
}

/** What a vacancy asks that the person lacks, and at most three courses that teach it. */
export interface Gap { asked: string; courses: CourseGain[] }

/** A course; see docs/schema/course.schema.json. */
export interface Course {
  id: string;
  name: string;
  provider: { name: string; kind: string };
  region: string;
  field: string;
  /** Occupations it prepares for, KBJI codes. */
  occupations?: string[];
  teaches: string[];
  education?: number;
  /** Training hours of 45 minutes. */
  hours: number;
  mode: "onsite" | "online" | "blended";
  startDate: string;
  applyBy?: string;
  places: number;
  /** Rupiah; 0 is free. */
  cost: number;
}

/** A cube to count. */
export interface CubeBy {
  /**
   * None, one or two dimensions: facets; `month`, in which an advertisement was posted (`2026-09`); `requirement`, as
   * `kind/label`, by itself, which brings `firmness` (`must`, `nice`) as the second.
   */
  by: (FacetKey | "month" | "requirement")[];
  /** Most stated values of each dimension, those with most openings; the rest are gathered in `other`. 0 for all. */
  most?: number;
  /** Whether to give the pay of each value of the first dimension. */
  pay?: boolean;
}

/** Advertisements and openings by the values of up to two dimensions. */
export interface Cube {
  axes: Axis[];
  /** Advertisements a cell: for each value of the first axis those of the second. One cell without axes. */
  ads: number[];
  /** People wanted a cell, likewise. */
  openings: number[];
  /** Pay by value of the first axis; empty where it was not asked for. */
  pay: Quartiles[];
  /** Advertisements and people wanted, each once. */
  totalAds: number;
  totalOpenings: number;
}

/** A dimension of a cube. */
export interface Axis {
  key: string;
  /** Values that occur: `none` ("not stated") first, `other` last. */
  values: { value: string; label: string }[];
  /** Values gathered in `other`. */
  others: number;
  /** Sum of the squared shares of openings of all stated values, 0 to 10,000; of the first axis alone. */
  concentration: number;
}

/** Quartiles of the middle between least and most pay, IDR a month, of the `n` advertisements that state it. */
export interface Quartiles { p25: number; p50: number; p75: number; n: number }

/** What measures need of a snapshot besides counts. */
export interface Reference {
  asOf: string;
  /** First 12 hexadecimal digits of the manifest's checksum. */
  hash: string;
  editions: Record<string, string>;
  /** Minimum wage by province, IDR a month. */
  minimumWages: Record<string, number>;
  supply: SupplyCell[];
  courses: Course[];
  /** Names by code. */
  regions: Record<string, string>;
  occupations: Record<string, string>;
}

/** Active job seekers of one period, region, occupation and schooling; see docs/schema/supply.schema.json. */
export interface SupplyCell {
  period: string;
  region: string;
  occupation: string;
  education?: number;
  activeSeekers: number;
  source: string;
}

export type ChartKind =
  | "occupation" | "province" | "pay" | "tightness" | "trend" | "skills" | "education" | "training" | "age" | "closing"
  | "employers" | "field" | "source" | "experience" | "employmentType" | "workMode" | "educationAsked" | "seekers";

/** Numbers behind a chart: the marks, the table and the sentence come from these. */
export interface ChartData {
  kind: ChartKind;
  /** How rows are drawn. */
  form: "bars" | "stack" | "pairs" | "spread" | "tiles" | "line";
  /** What values count: people or things, IDR a month, parts of a thousand. */
  unit: "count" | "rupiah" | "permille";
  /** Language of the texts, and of the numbers drawn. */
  lang: Lang;
  title: string;
  /** The finding, one sentence. */
  sentence: string;
  /** Heading of the category column. */
  category: string;
  /** Headings of the value columns. */
  series: { key: string; label: string }[];
  rows: ChartRow[];
  /** Lines to hold the rows against, such as the minimum wage. */
  levels: { label: string; value: number }[];
  /** Facet whose values the rows' keys are. */
  facet: FacetKey | null;
  total: number;
  /** What states nothing here; not in `total`. */
  missing: number;
  note: string;
}

export interface ChartRow {
  key: string;
  label: string;
  /** A value a series; null where it is not known or held back for being small. */
  values: (number | null)[];
  /** Share of the total, 0 to 1. */
  share: number | null;
  /** Advertisements behind the values, where they are not counts of them. */
  n: number | null;
  remark: string | null;
}

export interface SnapshotInfo {
  rows: number;
  /** ISO date the snapshot speaks for. */
  asOf: string;
  /** Code list → edition. */
  editions: Record<string, string>;
  /** Weight of each part of the match where a profile has none of its own. */
  weights: Record<Part, number>;
  courses: number;
  supplyCells: number;
}

export interface Region { code: string; name: string }
export interface Occupation { code: string; label: string }

/** How a snapshot is opened. */
export interface OpenOptions {
  /** Public keys, as `padan keygen` prints them; one of them must have signed. Left out, nothing is verified. */
  keys?: string[];
  /** Whether to keep what opened well, and open it where the server has nothing sound; with `keys` that is always so. */
  keep?: boolean;
  /** Today, as days since 1970-01-01; the device's own (UTC) where left out. */
  today?: number;
  /** How long the server may take: `stall` milliseconds without a byte, and after that no less than `floor` bytes a second. */
  patience?: { stall: number; floor: number };
  /** Asked before columns are fetched, with the bytes that are not kept; nothing is fetched before it resolves. */
  consent?: (bytes: number) => Promise<void>;
  onProgress?: (progress: Progress) => void;
}
export interface Progress { phase: "manifest" | "core" | "open" | "texts"; loaded: number; total: number }

/** A stored vacancy; see docs/schema/vacancy.schema.json. */
export interface Vacancy {
  id: string;
  title: string;
  source: { code: string; url?: string; verification: string };
  /** Other portals that carry the same advertisement. */
  alsoAt?: { code: string; url?: string; verification: string }[];
  occupationalCategory?: { code: string; edition: number; reliability: number };
  jobFunction?: string;
  hiringOrganization?: { name: string; kind?: string };
  industry?: string;
  jobLocation?: { region: string; address?: string }[];
  jobLocationType?: string;
  employmentType?: string;
  totalJobOpenings: number;
  remainingJobOpenings?: number;
  baseSalary?: { minValue?: number; maxValue?: number; statedPer: string };
  educationRequirements?: { level: number; fields?: string[]; required: boolean };
  experienceRequirements?: { monthsOfExperience: number };
  requirements?: { kind: string; label: string; must: boolean; origin: string }[];
  limits?: { kind: string; value: string; origin: string }[];
  inclusion?: { openToDisability: boolean };
  workHours?: string;
  datePosted?: string;
  validThrough?: string;
  description?: string;
  qualifications?: string;
}
