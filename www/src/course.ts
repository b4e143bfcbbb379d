/** One course: what, where, when, how long, what it costs, until when one can apply. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CourseGain, Lang } from '../../pkg/padan.js';
import { date, dayOf, distance, number } from './format.js';
import { strings } from './strings/later.js';

export function course({ course, region, distanceKm, withinReach, eligible }: CourseGain, lang: Lang): TemplateResult {
  const words = strings(lang);
  const { name, provider, mode, startDate, applyBy, hours, cost } = course;
  const day = (iso: string | undefined) => date(dayOf(iso) ?? 0, lang);
  const where =
    mode === 'online'
      ? words.online
      : `${region ?? ''}${distanceKm === null ? '' : ` (${distance(distanceKm, lang)})`}`;
  const facts = [
    where,
    words.starts(day(startDate)),
    words.hoursOf(number(hours, lang)),
    cost === 0 ? words.free : `Rp${number(cost, lang)}`,
    applyBy ? words.applyBy(day(applyBy)) : '',
  ];
  return html`<span class="course"><strong>${name}</strong> · ${provider.name}<br>
    <span class="hint">${facts.filter(Boolean).join(' · ')}</span>
    ${withinReach ? nothing : html`<br><span class="hint">${words.tooFar}</span>`}
    ${eligible === false ? html`<br><span class="hint">${words.notEligible}</span>` : nothing}</span>`;
}
