/**
 * How old the data are, and what follows: up to 2 days nothing, up to 7 a word of caution, up to 14 a strong one; after
 * that nobody is sent to a portal to apply, though everything can still be read. Ages count on the device's clock, so a
 * clock that cannot be right is named, too.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import type { Opened } from './calls.js';
import { saying, technical } from './failure.js';
import { date, today as deviceDay, number } from './format.js';
import { icon } from './icons.later.js';
import type { Offline } from './offline.js';
import { strings } from './strings/later.js';

const FINE = 2;
const AGEING = 7;
/** Days after which vacancies are not offered to apply for. */
const OLD = 14;
/** Days that the device may be behind the data: one, for a reader west of who built them. */
const BEHIND = 1;
/** Days after which a wrong clock is likelier than an owner asleep. */
const AHEAD = 60;
/** Why the server's data are not used, where it is the way to it that failed. */
const UNREACHED: ReadonlySet<string> = new Set(['SnapshotMissing', 'SnapshotTooSlow', 'SnapshotTruncated']);

/** Whether applying is still offered, `age` days after the data were made. */
export function current(age: number): boolean {
  return age <= OLD;
}

/** What a reader has to know of data made on day `asOf`; `again` opens them anew. */
export function freshness(
  info: Opened,
  asOf: number,
  lang: Lang,
  offline: Offline | undefined,
  again: () => void,
): TemplateResult {
  const words = strings(lang);
  const device = deviceDay();
  const age = device - asOf;
  const days = number(age, lang);
  const level = age <= FINE ? 'fine' : age <= AGEING ? 'ageing' : 'old';
  const unreached = UNREACHED.has(info.refused?.name ?? '');
  const note = (text: string, strong = false) =>
    html`<p class=${strong ? 'stale strong' : 'stale'} part="age">${icon('warning')} <span>${text}</span></p>`;
  const { refused } = info;
  return html`<div class="status" part="status"><span class="tag ${level}">${icon(age <= FINE ? 'clock' : 'warning')}
      ${words.age(Math.max(age, 0), days)}</span>${offline?.status(!unreached, lang, again)}</div>
    ${age > FINE ? note(age <= AGEING ? words.ageing(date(asOf, lang), days) : age <= OLD ? words.old(days) : words.tooOld(days, number(OLD, lang)), age > AGEING) : nothing}
    ${age < -BEHIND || age > AHEAD ? note(words.clock(date(device, lang), date(asOf, lang))) : nothing}
    ${
      refused
        ? html`<div class="stale" part="notice">${icon('warning')} <div><p role="status">${
            unreached
              ? words.unreached(date(asOf, lang))
              : words.lastGood(date(asOf, lang), saying(refused, lang).title)
          }</p>${technical(refused, lang)}</div></div>`
        : nothing
    }`;
}
