/**
 * The filters: one group a facet, each option with the number it would find.
 *
 * Counts are disjunctive: ticking an option leaves the counts of its own group as they
 * are. Options that find nothing stay listed, disabled. A long list opens into a
 * searchable one, for which the portal fetches every value.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Answer, FacetKey, FacetValue, Lang, Region } from '../../pkg/padan.js';
import { FACETS, OPEN, RANGED, SHORT, type View } from './address.js';
import { number } from './format.js';
import { strings } from './strings.js';
import { base } from './theme.css.js';

const LONG = 100;
/** Facets that go into detail: shown once their whole is chosen. */
const PART_OF: Partial<Record<FacetKey, FacetKey>> = { district: 'regency', occupation_unit: 'occupation' };

@customElement('padan-facets')
export class PadanFacets extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) facets: Answer['facets'] = {};
  @property({ attribute: false }) histograms: Answer['histograms'] = [];
  @property({ attribute: false }) filters: View['filters'] = {};
  /** Places that distances can be measured from, and the one they are measured from. */
  @property({ attribute: false }) regions: readonly Region[] = [];
  @property() near: string | undefined;
  @property({ attribute: false }) hiddenFacets: ReadonlySet<FacetKey> = new Set();
  @property({ attribute: false }) expanded: ReadonlySet<FacetKey> = new Set();
  @state() private words = new Map<FacetKey, string>();

  #emit(type: 'toggle-value' | 'expand' | 'unfold', detail: { key: FacetKey; value?: string; open?: boolean }): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  override render(): TemplateResult {
    const shown = FACETS.filter((key) => {
      const values = this.facets[key] ?? [];
      const whole = PART_OF[key];
      if (this.hiddenFacets.has(key) || (whole && !this.filters[whole])) return false;
      return (
        (key === 'distance' && this.regions.length > 0) ||
        values.some((v) => v.selected) ||
        values.filter((v) => v.count > 0).length > 1
      );
    });
    return html`${repeat(
      shown,
      (key) => key,
      (key) => this.#group(key, silentLast(this.facets[key] ?? [])),
    )}`;
  }

  #group(key: FacetKey, values: FacetValue[]): TemplateResult {
    const words = strings(this.lang);
    const title = words.facets[key];
    const chosen = values.filter((v) => v.selected).length;
    return html`<details ?open=${OPEN.has(key) || chosen > 0} @toggle=${(event: Event) =>
      this.#emit('unfold', { key, open: (event.target as HTMLDetailsElement).open })}>
      <summary><span>${title}</span>${chosen > 0 ? html`<span class="chosen">${chosen}</span>` : nothing}</summary>
      <fieldset>
        <legend class="silent">${title}</legend>
        ${key in RANGED ? this.#range(key) : nothing}
        ${this.#options(key, values)}
      </fieldset>
    </details>`;
  }

  /** The part that loads after the first list: a histogram with a field for either end. */
  #range(key: FacetKey): TemplateResult {
    return html`<padan-range .lang=${this.lang} .facet=${key} .histogram=${this.histograms.find(({ facet }) => facet === key)} .chosen=${this.filters[key] ?? []}
      .regions=${key === 'distance' ? this.regions : []} .near=${this.near}
      @range=${(event: CustomEvent<string>) => this.#emit('toggle-value', { key, value: event.detail })}></padan-range>`;
  }

  #options(key: FacetKey, values: FacetValue[]): TemplateResult {
    const words = strings(this.lang);
    const all = this.expanded.has(key);
    const typed = (this.words.get(key) ?? '').toLowerCase();
    const found = all && typed ? values.filter((v) => v.selected || v.label.toLowerCase().includes(typed)) : values;
    const shown = found.filter((v) => !v.value.includes('..'));
    // "Not stated" that is on must be there to be taken away, and that of pay to be put on again.
    const silent = shown.filter((v) => v.value === 'none' && (v.selected || key === 'pay'));
    const stated = shown.filter((v) => !silent.includes(v));
    const listed = [...stated.slice(0, all ? LONG : SHORT + values.filter((v) => v.selected).length), ...silent];
    const title = words.facets[key];
    return html`
      ${
        all && values.length > 2 * SHORT
          ? html`<input type="search" class="find" aria-label=${words.findIn(title)} placeholder=${words.findIn(title)}
            .value=${this.words.get(key) ?? ''}
            @input=${(e: Event) => {
              this.words = new Map(this.words).set(key, (e.target as HTMLInputElement).value);
            }}>`
          : nothing
      }
      <ul role="list">
        ${repeat(
          listed,
          (v) => v.value,
          (v) => html`<li><label class=${v.count === 0 && !v.selected ? 'off' : ''}>
          <input type="checkbox" name=${key} .checked=${v.selected} ?disabled=${v.count === 0 && !v.selected}
            @change=${() => this.#emit('toggle-value', { key, value: v.value })}>
          <span class="label">${v.label}</span>
          <span class="count">${number(v.count, this.lang)}</span>
        </label></li>`,
        )}
      </ul>
      ${found.length === 0 ? html`<p class="hint">${words.noOption}</p>` : nothing}
      ${all && found.length > LONG ? html`<p class="hint">${words.moreMatches(number(found.length - LONG, this.lang))}</p>` : nothing}
      ${
        all || values.length > listed.length
          ? html`<button type="button" class="plain" aria-expanded=${all} @click=${() => this.#emit('expand', { key })}>
            ${all ? words.showFewer : words.showAll}<span class="silent">: ${title}</span></button>`
          : nothing
      }`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    details { border-top: 1px solid var(--_line); padding: 4px 0; }
    details:first-of-type { border-top: 0; }
    summary { justify-content: flex-start; }
    @media (forced-colors: active) { .chosen { forced-color-adjust: none; } }
    .chosen {
      min-width: 1.6em; padding: 0 6px; border-radius: 999px; background: var(--_primary); color: var(--_on-primary);
      font-size: 0.8125em; text-align: center;
    }
    fieldset { padding-bottom: 8px; }
    li label { display: flex; align-items: flex-start; gap: 10px; min-height: 36px; padding: 7px 4px; border-radius: 6px; cursor: pointer; }
    li label:hover { background: var(--_soft); }
    .label { flex: 1; overflow-wrap: anywhere; line-height: 1.35; }
    .count { color: var(--_muted); font-size: 0.875em; font-variant-numeric: tabular-nums; line-height: 1.55; }
    .off { color: var(--_muted); cursor: default; }
    .plain { padding-inline: 4px; }
    .find { width: 100%; margin: 2px 0 6px; }
    @media (pointer: coarse) { li label { min-height: 44px; padding-block: 10px; } }
  `,
  ];
}

/** What states nothing stands below what states something, however often it occurs. */
function silentLast(values: FacetValue[]): FacetValue[] {
  const silent = (v: FacetValue) => Number(v.value === 'none');
  return [...values].sort((a, b) => silent(a) - silent(b));
}
