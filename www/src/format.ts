/** Numbers, rupiah, days and distances as a reader of each language writes them. */
import type { Lang } from '../../pkg/padan.js';
import { strings } from './strings.js';

const DAY = 86_400_000;

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function cached<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const known = formats.get(key) as F | undefined;
  if (known) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

export function number(value: number, lang: Lang, digits = 0): string {
  return cached(
    `n${lang}${digits}`,
    () => new Intl.NumberFormat(strings(lang).locale, { maximumFractionDigits: digits }),
  ).format(value);
}

export function percent(share: number, lang: Lang): string {
  return cached(`p${lang}`, () => new Intl.NumberFormat(strings(lang).locale, { style: 'percent' })).format(share);
}

export function size(bytes: number, lang: Lang): string {
  return bytes < 1e6 ? `${number(bytes / 1000, lang)} kB` : `${number(bytes / 1e6, lang, 1)} MB`;
}

/** A month's pay, shortened: "Rp3,2 jt", "Rp3,2–5 jt"; `null` where nothing is stated. */
export function pay(min: number | null | undefined, max: number | null | undefined, lang: Lang): string | null {
  const words = strings(lang);
  const million = (value: number) => number(value / 1e6, lang, value < 1e7 ? 2 : 1);
  if (min && max && min !== max) return words.millions(`${million(min)}–${million(max)}`);
  if (min && !max) return words.from(words.millions(million(min)));
  if (max && !min) return words.upTo(words.millions(million(max)));
  return min ? words.millions(million(min)) : null;
}

/** Days since 1970-01-01 of the device's own calendar day. */
export function today(): number {
  const now = new Date();
  return Math.floor(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY);
}

/** Days since 1970-01-01 of an ISO date; `null` where it is none. */
export function dayOf(iso: string | null | undefined): number | null {
  const time = Date.parse(`${iso?.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / DAY;
}

export function date(day: number, lang: Lang): string {
  const make = () =>
    new Intl.DateTimeFormat(strings(lang).locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return cached(`d${lang}`, make).format(day * DAY);
}

export function distance(km: number, lang: Lang): string {
  return km < 1 ? '< 1 km' : `${number(km, lang)} km`;
}

/** A `https` address, or `null` for anything else. */
export function webAddress(url: string | undefined): string | null {
  try {
    const parsed = new URL(url ?? '');
    return parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}
