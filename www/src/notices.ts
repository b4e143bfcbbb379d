/** What is to be known of what is shown: how old it is, where the device's own date cannot be right, that it is the last good one. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import type { Told } from './calls.js';
import { saying, technical } from './failure.js';
import { date, number } from './format.js';
import { icon } from './icons.js';
import { strings } from './strings/later.js';

/** Days after which a visitor is told to check before applying; more clearly so; and not led to an application any more. */
const CHECK = 2;
const OLD = 7;
export const TOO_OLD = 14;
/** Days after which the device's date is the likelier mistake. */
const UNLIKELY = 366;

/** `device` and `asOf` are days since 1970-01-01: today by the device's clock, and the day the snapshot speaks for. */
export function age(device: number, asOf: number, lang: Lang): TemplateResult | typeof nothing {
  const words = strings(lang);
  const days = device - asOf;
  const told = (text: string, level: string) =>
    html`<p class="stale ${level}" part="age">${icon('warning')} <span>${text}</span></p>`;
  const [day, since] = [date(asOf, lang), number(days, lang)];
  if (days < 0 || days > UNLIKELY) return told(words.clockWrong(date(device, lang), day), 'old');
  if (days > TOO_OLD) return told(words.tooOld(day, since), 'old');
  if (days > OLD) return told(words.quiteOld(day, since), 'old');
  return days > CHECK ? told(words.stale(day, since), '') : nothing;
}

/** The notice above a list that comes from the last good snapshot, because the server's was refused. */
export function lastGood(refused: Told, asOf: string, lang: Lang): TemplateResult {
  const said = strings(lang).lastGood(asOf, saying(refused, lang).title);
  return html`<div class="stale" part="notice">${icon('warning')} <div><p role="status">${said}</p>${technical(refused, lang)}</div></div>`;
}
