/**
 * How old the data are, and what follows: up to 2 days nothing, up to 7 a word of caution, up to 14 a strong one; after
 * that nobody is sent to a portal to apply, though everything can still be read. Ages count on the device's clock, so a
 * clock that cannot be right is named, too.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import type { Opened } from './calls.js';
import { saying, technical } from './failure.js';
import { date, dayOf, today as deviceDay, number } from './format.js';
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

/** Days since 1970-01-01: today by the device's clock, the day of the data, and how long ago that is. */
function ages({ asOf }: Opened): { device: number; day: number; age: number } {
  const device = deviceDay();
  const day = dayOf(asOf) ?? 0;
  return { device, day, age: device - day };
}

/** Whether the server was reached, so that what is shown is what it has. */
function reached({ refused }: Opened): boolean {
  return !UNREACHED.has(refused?.name ?? '');
}

/** Below the list: how old the data are, whether there is a network, what is kept; `again` opens them anew. */
export function status(info: Opened, lang: Lang, offline: Offline | undefined, again: () => void): TemplateResult {
  const { age } = ages(info);
  const level = age <= FINE ? 'fine' : age <= AGEING ? 'ageing' : 'old';
  return html`<div class="status" part="status"><span class="tag ${level}">${icon(age <= FINE ? 'clock' : 'warning')}
      ${strings(lang).age(Math.max(age, 0), number(age, lang))}</span>${offline?.status(reached(info), lang, again)}</div>`;
}

/** Above the list: what a reader has to know of data that are not of these days, or not the server's. */
export function warnings(info: Opened, lang: Lang): TemplateResult {
  const words = strings(lang);
  const { device, day, age } = ages(info);
  const { refused } = info;
  const [days, made] = [number(age, lang), date(day, lang)];
  const note = (text: string, strong = false) =>
    html`<p class=${strong ? 'stale strong' : 'stale'} part="age">${icon('warning')} <span>${text}</span></p>`;
  return html`${navigator.onLine ? nothing : html`<p class="tag">${icon('offline')} ${words.offline}</p>`}
    ${age > FINE ? note(age <= AGEING ? words.ageing(made, days) : age <= OLD ? words.old(days) : words.tooOld(days, number(OLD, lang)), age > AGEING) : nothing}
    ${age < -BEHIND || age > AHEAD ? note(words.clock(date(device, lang), made)) : nothing}
    ${
      refused
        ? html`<div class="stale" part="notice">${icon('warning')} <div><p role="status">${
            reached(info) ? words.lastGood(made, saying(refused, lang).title) : words.unreached(made)
          }</p>${technical(refused, lang)}</div></div>`
        : nothing
    }`;
}
