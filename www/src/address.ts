/**
 * What the visitor looks at, kept in the page's address.
 *
 * It lives in the fragment because a fragment is never sent: neither with the page nor
 * as the referrer of a later request. So a search can be bookmarked and shared while no
 * server log ever holds what was typed. The profile is not part of it.
 */
import type { FacetKey, Lang, Query } from '../../pkg/padan.js';
import { spoken } from './strings.js';

export type Sort = NonNullable<Query['sort']>;

export interface View {
  text: string;
  /** Whether the words count only as they stand. */
  exact: boolean;
  /** Key of the partition shown, where the snapshot is one of several; empty where none is chosen yet. */
  part: string | undefined;
  filters: Partial<Record<FacetKey, string[]>>;
  /** Region that distances are measured from, where the visitor chose one. */
  near: string | undefined;
  sort: Sort | undefined;
  lang: Lang | undefined;
  tab: 'jobs' | 'market' | 'saved';
  /** Row of the open record, and the date of the snapshot it is a row of. */
  row: number | undefined;
  of: string | undefined;
}

export const FACETS: readonly FacetKey[] = [
  'province',
  'regency',
  'district',
  'distance',
  'occupation',
  'occupation_unit',
  'field',
  'education',
  'experience',
  'employment_type',
  'work_mode',
  'pay',
  'pay_stated',
  'posted_within',
  'closes_within',
  'open',
  'trainable',
  'disability',
  'employer_kind',
  'employer',
  'verification',
  'source',
];

const TABS: readonly View['tab'][] = ['jobs', 'market', 'saved'];
const SORTS: readonly string[] = ['relevance', 'match', 'newest', 'pay', 'distance'] satisfies Sort[];

export const emptyView: View = {
  text: '',
  exact: false,
  part: undefined,
  filters: {},
  near: undefined,
  sort: undefined,
  lang: undefined,
  tab: 'jobs',
  row: undefined,
  of: undefined,
};

/** The view a fragment stands for, or `null` where the fragment is not one of ours. */
export function readView(fragment: string): View | null {
  if (!fragment.includes('=')) return null;
  const params = new URLSearchParams(fragment.replace(/^#/, ''));
  const filters: View['filters'] = {};
  for (const key of FACETS) {
    const values = params.getAll(key).filter((value) => value !== '');
    if (values.length > 0) filters[key] = values;
  }
  const sort = params.get('sort');
  const row = params.get('row');
  return {
    text: params.get('q') ?? '',
    exact: params.get('exact') === '1',
    part: params.get('part') ?? undefined,
    filters,
    near: params.get('near') ?? undefined,
    sort: sort && SORTS.includes(sort) ? (sort as Sort) : undefined,
    lang: spoken(params.get('lang')),
    tab: TABS.find((tab) => tab === params.get('tab')) ?? 'jobs',
    row: row && /^\d+$/.test(row) ? Number(row) : undefined,
    of: params.get('of') ?? undefined,
  };
}

export function writeView(view: View): string {
  const params = new URLSearchParams({ q: view.text });
  for (const key of FACETS) for (const value of view.filters[key] ?? []) params.append(key, value);
  if (view.exact) params.set('exact', '1');
  if (view.part !== undefined) params.set('part', view.part);
  if (view.near) params.set('near', view.near);
  if (view.sort) params.set('sort', view.sort);
  if (view.tab !== 'jobs') params.set('tab', view.tab);
  if (view.lang) params.set('lang', view.lang);
  const list = `#${params}`;
  return view.row === undefined ? list : recordIn(list, view.row, view.of);
}

/** The address of a record of the snapshot `of`, opened from the list at this address. */
export function recordIn(list: string, row: number, of: string | undefined): string {
  return `${list}&row=${row}${of ? `&of=${encodeURIComponent(of)}` : ''}`;
}

/** The view without its record where that is a row of another snapshot: there it would be another vacancy. */
export function within(view: View, asOf: string | undefined): View {
  return view.row === undefined || view.of === asOf ? view : { ...view, row: undefined, of: undefined };
}

/** Facets whose values contain one another ("at least", "within"): choosing one replaces the other. */
const NESTED: ReadonlySet<FacetKey> = new Set(['pay', 'posted_within', 'closes_within', 'distance']);

/** Facets that take any range of numbers, and how many of the unit shown make one of the facet's. */
export const RANGED: Partial<Record<FacetKey, number>> = { pay: 1e6, experience: 1, posted_within: 1, distance: 1 };

/** Facets whose groups are open at first. */
export const OPEN: ReadonlySet<FacetKey> = new Set(['province', 'occupation', 'education', 'employment_type', 'pay']);
/** Values a group shows before all of them are asked for; the portal asks the engine for one more. */
export const SHORT = 6;

/** A range as a filter carries it: `[3000000, undefined]` is `3000000..`; `null` where a value is none. */
export function rangeOf(value: string): [number | undefined, number | undefined] | null {
  const [, from, to] = /^(\d*)\.\.(\d*)$/.exec(value) ?? [];
  return from || to ? [from ? Number(from) : undefined, to ? Number(to) : undefined] : null;
}

/** A copy of the filters with one value added or taken away. */
export function toggled(filters: View['filters'], key: FacetKey, value: string): View['filters'] {
  const chosen = filters[key] ?? [];
  const single = NESTED.has(key) || rangeOf(value) !== null;
  const keeps = (v: string) => (value === 'none' ? true : single ? v === 'none' : rangeOf(v) === null);
  const others = chosen.filter(keeps);
  let values = chosen.includes(value) ? chosen.filter((v) => v !== value) : [...others, value];
  // Most advertisements state no pay: who wants so much sees them, too, until the tick is taken away.
  if (key === 'pay' && value !== 'none') {
    if (chosen.length === 0) values = ['none', value];
    else if (values.every((v) => v === 'none')) values = [];
  }
  return without({ ...filters, [key]: values }, values.length === 0 ? key : undefined);
}

export function without(filters: View['filters'], key: FacetKey | undefined): View['filters'] {
  const rest = { ...filters };
  if (key) delete rest[key];
  return rest;
}
