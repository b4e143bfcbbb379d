/**
 * What the data leave out: by portal, the share of advertisements that state pay, place, schooling, experience, and have a coded
 * occupation; and how many stand on several portals.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Cube, Lang, Query } from '../../pkg/padan.js';
import type { Engine } from './engine.js';
import { number, percent } from './format.js';
import { cube } from './measures.js';
import { panel } from './panel.css.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

/** Dimensions whose `none` says that something is left out. */
const STATED = [
  'occupation',
  'province',
  'regency',
  'pay',
  'education',
  'experience',
  'employment_type',
  'closes_within',
] as const;

export class PadanQuality extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  @state() private cubes: Cube[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query') || changed.has('lang') || changed.has('engine')) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { engine, query, lang } = this;
    if (!engine || !query) return;
    const cubes = await Promise.all(STATED.map((key) => cube(engine, query, { by: ['source', key] }, lang)));
    if (query === this.query && lang === this.lang) this.cubes = cubes;
  }

  /** By portal, advertisements and those that state a dimension. */
  #stated(cube: Cube): Map<string, { label: string; ads: number; stated: number }> {
    const [sources, values] = cube.axes;
    const wide = values?.values.length ?? 0;
    const found = new Map<string, { label: string; ads: number; stated: number }>();
    for (const [i, source] of (sources?.values ?? []).entries()) {
      let [ads, stated] = [0, 0];
      for (const [j, { value }] of (values?.values ?? []).entries()) {
        const count = cube.ads[i * wide + j] ?? 0;
        ads += count;
        if (value !== 'none') stated += count;
      }
      found.set(source.value, { label: source.label, ads, stated });
    }
    return found;
  }

  override render(): TemplateResult | typeof nothing {
    const { cubes, lang } = this;
    const [first] = cubes;
    if (!first) return nothing;
    const words = strings(lang);
    const columns = cubes.map((cube) => this.#stated(cube));
    const sources = [...(columns[0] ?? new Map()).entries()];
    return html`<section class="panel" aria-labelledby="quality">
      <h3 id="quality">${words.qualityTitle}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.qualityTitle}><table>
        <caption class="silent">${words.qualityTitle}</caption>
        <thead><tr><th scope="col">${words.facets.source}</th><th scope="col" class="number">${words.counts.ads}</th>
          ${STATED.map((key) => html`<th scope="col" class="number">${words.facets[key]}</th>`)}</tr></thead>
        <tbody>${sources.map(
          ([key, { label, ads }]) => html`<tr><th scope="row">${key === 'none' ? words.notStated : label}</th>
          <td class="number">${number(ads, lang)}</td>
          ${columns.map((column) => {
            const cell = column.get(key);
            return html`<td class="number">${cell && cell.ads > 0 ? percent(cell.stated / cell.ads, lang) : '–'}</td>`;
          })}</tr>`,
        )}</tbody>
      </table></div>
      <p class="hint">${words.qualityNote(number(first.totalAds, lang))}</p>
    </section>`;
  }

  static override styles = [
    base,
    panel,
    css`
    .scroll { overflow-x: auto; }
    tbody th { font-weight: 400; }
  `,
  ];
}

customElements.define('padan-quality', PadanQuality);
