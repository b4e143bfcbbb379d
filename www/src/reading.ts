/**
 * How the words of a search were read: what was taken for a slip of the finger, what names a
 * place, what is left out; each with a way to have it otherwise.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Answer, FacetKey, Lang, ReadTerm } from '../../pkg/padan.js';
import { toggled, type View } from './address.js';
import { icon } from './icons.js';
import { strings } from './strings/later.js';

/** Words as the engine splits them: letters and digits; marks and apostrophes join. */
const WORD = /[\p{L}\p{N}\p{M}'‘’ʼ]+/gu;

export function reading(
  view: View,
  { text: terms }: Answer,
  lang: Lang,
  hidden: FacetKey | undefined,
  go: (change: Partial<View>) => void,
): TemplateResult | typeof nothing {
  const words = strings(lang);
  const { text, filters } = view;
  const corrected = terms.some((term) => term.readAs);
  const places = terms
    .filter((term) => !term.without)
    .map((term) => ({ ...term, places: term.places.filter(({ facet }) => facet !== hidden) }))
    .filter((term) => term.places.length > 0);
  const left = terms.filter((term) => term.without);
  const dropped = terms.filter((term) => term.dropped);
  const chips = places.length + left.length > 0;
  if (!corrected && !view.exact && !chips && dropped.length === 0) return nothing;
  return html`<div class="reading" part="reading">
    ${
      view.exact
        ? html`<p>${words.searchedExactly(text)} <button type="button" class="plain" @click=${() => go({ exact: false })}>${words.searchSimilar}</button></p>`
        : corrected
          ? html`<p><span>${words.resultsFor} ${rewritten(text, terms)}</span>
          <button type="button" class="plain" @click=${() => go({ exact: true })}>${words.searchExactly(text)}</button></p>`
          : nothing
    }
    ${dropped.length > 0 ? html`<p>${words.notTogether(dropped.map((term) => `“${term.asked}”`).join(', '))}</p>` : nothing}
    ${
      chips
        ? html`<ul class="chips" role="list" aria-label=${words.asRead}>
      ${places.map(
        (term) =>
          html`<li><span>${term.asked}:</span>${term.places.map(
            ({
              facet,
              value,
              label,
            }) => html`<button type="button" class="chip" aria-label=${words.asPlace(term.asked, label)}
            @click=${() => go({ text: lacking(text, term), filters: filters[facet]?.includes(value) ? filters : toggled(filters, facet, value) })}>${icon('place')} ${label}</button>`,
          )}</li>`,
      )}
      ${left.map(
        (term) => html`<li><button type="button" class="chip" aria-label=${words.readAgain(term.asked)}
          @click=${() => go({ text: lacking(text, term) })}>${words.leftOut(term.asked)} ${icon('close')}</button></li>`,
      )}
    </ul>`
        : nothing
    }
  </div>`;
}

/** The text as it was read, corrected words in bold. */
function rewritten(text: string, terms: ReadTerm[]): (string | TemplateResult)[] {
  const read = new Map(terms.flatMap(({ asked, readAs }) => (readAs ? [[asked, readAs]] : [])));
  let from = 0;
  const pieces = [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const as = read.get(plain(word));
    if (!as) return [];
    const piece = [text.slice(from, index), html`<strong>${as}</strong>`];
    from = index + word.length;
    return piece;
  });
  return [...pieces, text.slice(from)];
}

/** The text without the words of one term. */
export function lacking(text: string, { asked, without }: Pick<ReadTerm, 'asked' | 'without'>): string {
  const found = [...text.matchAll(WORD)];
  const wanted = asked.split(' ');
  const at = found.findIndex(
    ({ index }, i) =>
      (text[index - 1] === '-' && /(^|\s)$/.test(text.slice(0, index - 1))) === without &&
      wanted.every((word, n) => plain(found[i + n]?.[0] ?? '') === word),
  );
  const [first, last] = [found[at], found[at + wanted.length - 1]];
  if (!first || !last) return text;
  const rest = text.slice(0, first.index - Number(without)) + text.slice(last.index + last[0].length);
  return rest.replace(/"\s*"/g, ' ').replace(/\s+/g, ' ').trim();
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}'‘’ʼ]/gu, '');
}
