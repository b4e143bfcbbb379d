/** One vacancy in the list: what it is, where, what it pays, how long it stays open, how it fits. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation, Hit, Lang } from '../../pkg/padan.js';
import { date, distance, number, pay } from './format.js';
import { icon } from './icons.js';
import { type Strings, strings } from './strings.js';

export function card(
  hit: Hit,
  explanation: Explanation | undefined,
  href: string,
  today: number,
  lang: Lang,
  keep?: TemplateResult,
): TemplateResult {
  const words = strings(lang);
  const wage = pay(hit.payMin, hit.payMax, lang);
  const type = named(words.employmentTypes, hit.employmentType);
  const mode = hit.workMode && hit.workMode !== 'on_site' ? named(words.workModes, hit.workMode) : null;
  const title = html`<h3><a href=${href} id="hit-${hit.row}">${marked(hit)}</a></h3>`;
  const closes = closing(hit.closes, today, lang);
  return html`<article class="card" part="card">
    ${explanation ? html`<div class="top">${title}${match(explanation, words)}</div>` : title}
    <p class="employer">${hit.employer ?? words.confidential}</p>
    <ul class="facts" role="list">
      <li class="place">${hit.region ?? words.noPlace}${
        hit.distanceKm === null ? nothing : html` <span class="aside">(${distance(hit.distanceKm, lang)})</span>`
      }</li>
      <li class="pay ${wage ? 'wage' : 'aside'}">${wage ?? words.noPay}</li>
      ${type || mode ? html`<li class="work">${[type, mode].filter(Boolean).join(' · ')}</li>` : nothing}
      <li class="people">${words.openings(number(hit.openings, lang))}</li>
    </ul>
    <p class="foot">
      <span class=${hit.closes !== null && hit.closes - today <= 3 ? 'closes soon' : 'closes'}>${closes}</span>
      ${hit.posted === null ? nothing : html`<span>${posted(hit.posted, today, lang)}</span>`}
      ${[hit.source, ...hit.alsoAt].map((source) => (source ? html`<span class="source">${source}</span>` : nothing))}
      ${hit.verification ? html`<span class="state ${hit.verification}">${state(hit.verification)}${words.verification[hit.verification]}</span>` : nothing}
    </p>
    ${keep}
  </article>`;
}

function state(verification: Hit['verification']): TemplateResult | typeof nothing {
  return verification === 'verified' ? icon('shield') : verification === 'withdrawn' ? icon('warning') : nothing;
}

/** The title with what was found in it marked. Marks count UTF-16 units, as strings here do. */
function marked({ title, marks }: Hit): (string | TemplateResult)[] {
  let from = 0;
  const pieces = marks.flatMap(([start, end]) => {
    const piece = [title.slice(from, start), html`<mark>${title.slice(start, end)}</mark>`];
    from = end;
    return piece;
  });
  return [...pieces, title.slice(from)];
}

function match(explanation: Explanation, words: Strings): TemplateResult {
  return html`<p class="match">
    <span class="band ${explanation.band}" part="band">${words.bands[explanation.band]}</span>
    ${explanation.asked > 0 ? html`<span class="met">${words.met(explanation.met, explanation.asked)}</span>` : nothing}
  </p>`;
}

export function closing(closes: number | null, today: number, lang: Lang): string {
  const words = strings(lang);
  if (closes === null) return words.noClosing;
  const left = closes - today;
  if (left < 0) return words.closed;
  return left <= 30 ? words.daysLeft(left) : `${words.deadline} ${date(closes, lang)}`;
}

function posted(day: number, today: number, lang: Lang): string {
  const ago = today - day;
  const words = strings(lang);
  return ago <= 30 ? words.postedAgo(ago) : `${words.posted} ${date(day, lang)}`;
}

/** The words for a code, or the code itself where the table does not know it. */
export function named(table: Record<string, string>, code: string | null | undefined): string | null {
  return code ? (table[code] ?? code) : null;
}
