/** The vacancies a visitor kept, two or three of them side by side, on paper. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Explanation, Hit, Lang, Profile } from '../../pkg/padan.js';
import { closing, named } from './card.js';
import type { Engine } from './engine.js';
import { date, distance, number, pay } from './format.js';
import { icon } from './icons.later.js';
import { identity, type Own } from './own.js';
import { panel } from './panel.css.js';
import { type Strings, strings } from './strings/later.js';
import { base } from './theme.css.js';

/** Most vacancies side by side. */
const BESIDE = 3;

export class PadanSaved extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) own: Own | undefined;
  @property({ attribute: false }) kept: Own['kept'] = [];
  @property({ attribute: false }) profile: Profile | undefined;
  @property({ attribute: false }) today = 0;
  /** Address of a vacancy's record. */
  @property({ attribute: false }) address: (row: number) => string = () => '';
  @state() private chosen: readonly Hit[] = [];
  @state() private explained = new Map<number, Explanation>();

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('kept')) this.chosen = this.chosen.filter((hit) => this.own?.has(hit));
    if (changed.has('kept') || changed.has('profile') || changed.has('lang') || changed.has('today'))
      void this.#explain();
  }

  async #explain(): Promise<void> {
    const { engine, profile, kept, lang, today } = this;
    const rows = kept.filter(({ gone }) => gone === false).map(({ hit }) => hit.row);
    const explained =
      engine && profile && rows.length > 0 ? await engine.call('explain', rows, profile, lang, today) : [];
    if (kept !== this.kept || profile !== this.profile || lang !== this.lang) return;
    this.explained = new Map(explained.map((explanation, i) => [rows[i] ?? -1, explanation]));
  }

  #choose(hit: Hit): void {
    const on = this.chosen.includes(hit);
    this.chosen = on ? this.chosen.filter((one) => one !== hit) : [...this.chosen, hit].slice(0, BESIDE);
  }

  /** What is said of a vacancy, line by line. */
  #facts({ hit, gone }: Own['kept'][number], words: Strings): [string, TemplateResult | string][] {
    const { lang, today } = this;
    const fit = gone === false ? this.explained.get(hit.row) : undefined;
    const away = hit.distanceKm === null ? '' : ` (${distance(hit.distanceKm, lang)})`;
    const kinds = [named(words.employmentTypes, hit.employmentType), named(words.workModes, hit.workMode)];
    const state = hit.verification ? ` · ${words.verification[hit.verification]}` : '';
    return [
      ...(fit
        ? [
            [
              words.yourMatch,
              html`<span class="band ${fit.band}">${words.bands[fit.band]}</span> ${fit.asked > 0 ? words.met(fit.met, fit.asked) : nothing}`,
            ] as [string, TemplateResult],
          ]
        : []),
      [words.wage, pay(hit.payMin, hit.payMax, lang) ?? words.noPay],
      [words.workplace, `${hit.region ?? words.noPlace}${away}`],
      [words.employment, kinds.filter(Boolean).join(' · ') || '–'],
      [words.education, hit.education ?? '–'],
      [words.wanted, words.openings(number(hit.openings, lang))],
      [words.deadline, closing(hit.closes, today, lang)],
      [words.posted, hit.posted === null ? '–' : date(hit.posted, lang)],
      [words.facets.source, `${[hit.source, ...hit.alsoAt].filter(Boolean).join(', ')}${state}`],
    ];
  }

  #compared(words: Strings): TemplateResult {
    const all = this.chosen.map((hit) => this.#facts({ hit, gone: false }, words));
    const [first = []] = all;
    return html`<section class="panel" part="comparison" aria-labelledby="beside">
      <h3 id="beside" tabindex="-1">${words.beside}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.beside}><table>
        <thead><tr><td></td>${this.chosen.map(
          ({ title, employer, row }) =>
            html`<th scope="col"><a href=${this.address(row)}>${title}</a><br><span class="hint">${employer ?? words.confidential}</span></th>`,
        )}</tr></thead>
        <tbody>${first.map(
          ([name], line) =>
            html`<tr><th scope="row">${name}</th>${all.map((facts) => html`<td>${facts[line]?.[1]}</td>`)}</tr>`,
        )}</tbody>
      </table></div></section>`;
  }

  #card(kept: Own['kept'][number], words: Strings): TemplateResult {
    const { hit, gone } = kept;
    const on = this.chosen.includes(hit);
    return html`<li class="panel">
      <h3>${gone === false ? html`<a href=${this.address(hit.row)}>${hit.title}</a>` : hit.title}</h3>
      <p>${hit.employer ?? words.confidential}</p>
      ${gone ? html`<p class="gone">${icon('warning')} ${words.keptGone}</p>` : nothing}
      <dl>${this.#facts(kept, words).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <p class="todo">
        ${
          gone === false
            ? html`<label class="tick"><input type="checkbox" .checked=${on} ?disabled=${!on && this.chosen.length >= BESIDE}
          @change=${() => this.#choose(hit)}> <span>${words.compareThis}<span class="silent">: ${hit.title}</span></span></label>`
            : nothing
        }
        <button type="button" class="plain" @click=${() => this.own?.toggle(hit)}>${icon('close')} ${words.drop}<span class="silent">: ${hit.title}</span></button>
      </p></li>`;
  }

  override render(): TemplateResult {
    const { kept, lang, own } = this;
    const words = strings(lang);
    if (kept.length === 0) return html`<p class="panel">${words.keptNone}</p>`;
    return html`<div class="top"><p class="hint">${words.compareHint(BESIDE)}</p>
        <button type="button" class="plain print" @click=${() => print()}>${words.printSaved}</button>
        <button type="button" class="plain" @click=${() => void own?.drop()}>${words.dropAll}</button></div>
      ${this.chosen.length > 1 ? this.#compared(words) : nothing}
      <ul role="list">${repeat(
        kept,
        ({ hit }) => identity(hit),
        (one) => this.#card(one, words),
      )}</ul>
      ${own?.tick(lang)}`;
  }

  static override styles = [
    base,
    panel,
    css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
    .top { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
    .top .hint { flex: 1 1 20ch; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22em), 1fr)); gap: 12px; }
    li { align-content: start; }
    dl { display: grid; gap: 4px; }
    dl div { display: grid; grid-template-columns: minmax(6em, 2fr) 3fr; gap: 8px; }
    dt { color: var(--_muted); }
    dd, h3, p { overflow-wrap: anywhere; }
    .gone { color: var(--_warn); font-weight: 600; }
    .todo { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; justify-content: space-between; }
    .tick { display: flex; gap: 8px; align-items: center; min-height: 44px; }
    .scroll { overflow-x: auto; }
    th { text-align: start; vertical-align: top; }
    th[scope="col"] { min-width: 11em; }
    th[scope="row"] { font-weight: 400; color: var(--_muted); }
    td { vertical-align: top; overflow-wrap: anywhere; }
    @media print { .top, .todo, .tick { display: none; } li { break-inside: avoid; } }
  `,
  ];
}

customElements.define('padan-saved', PadanSaved);
