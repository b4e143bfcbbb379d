/** What to give up where nothing, or little, is found, and how many vacancies more that would find. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Answer, Lang, Relaxation } from '../../pkg/padan.js';
import { type View, without } from './address.js';
import { number } from './format.js';
import { lacking } from './reading.js';
import { strings } from './strings/later.js';

const OFFERS = 6;

export function relax(
  { relax, text: terms, total }: Answer,
  { filters, text }: View,
  lang: Lang,
  /** Whether the province is the page's and cannot be given up. */
  fixed: boolean,
  settle: (change: Partial<View>) => void,
  go: (change: Partial<View>) => void,
): TemplateResult {
  const words = strings(lang);
  const whole = ({ key, words }: Relaxation) => Number(key === 'text' && !words);
  const offered = relax.filter(({ key }) => !(fixed && key === 'province'));
  const listed = offered.sort((a, b) => whole(a) - whole(b)).slice(0, OFFERS);
  const offers = listed.map(({ key, words: some, value, label, gain }, i) => {
    const gained = number(gain, lang);
    const term = terms.find(({ asked }) => asked === some);
    const less =
      key === 'text'
        ? { text: term ? lacking(text, term) : '' }
        : { filters: value ? { ...filters, [key]: [value] } : without(filters, key) };
    const offer =
      key === 'text'
        ? words.relaxText(term ? `${term.without ? '-' : ''}${term.asked}` : text, gained)
        : value
          ? `${words.facets[key]} ${label}: +${gained}`
          : words.relaxFilter(words.facets[key].toLowerCase(), gained);
    return html`<button type="button" class=${i === 0 ? 'primary' : ''} @click=${() => settle(less)}>${offer}</button>`;
  });
  const none = total === 0;
  return html`${offers.length > 0 ? html`<p>${none ? words.emptyHint : words.few}</p>` : nothing}
    <p class="offers">${offers}
    ${none ? html`<button type="button" class="plain" @click=${() => go({ text: '', filters: {} })}>${words.clearAll}</button>` : nothing}</p>`;
}
