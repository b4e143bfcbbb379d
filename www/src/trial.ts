/**
 * A course that nobody offers yet, tried on the vacancies: who asks what it would teach, where and for what pay; what it would open
 * to people who start with what the planner says they have; and which courses teach it already.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Amount, ChartData, ChartKind, Course, Lang, Profile, Query } from '../../pkg/padan.js';
import './combobox.js';
import { distinct, fold, type Option } from './combobox.js';
import { course } from './course.js';
import type { Engine } from './engine.js';
import './figure.js';
import { number } from './format.js';
import { type Counted, measured, referenceOf, selection } from './measures.js';
import { panel } from './panel.css.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

const CHARTS = ['province', 'pay', 'educationAsked'] as const satisfies readonly ChartKind[];
/** Most skills a course teaches, or its participants have. */
const SKILLS = 10;
/** Courses and provinces listed. */
const LISTED = 10;

interface Tried {
  /** Names of regions by code. */
  regions: Record<string, string>;
  /** What asks at least one of the skills, of those that accept the schooling. */
  asked: Amount;
  charts: ChartData[];
  opened: { code: string; name: string; opens: Amount }[];
  taught: Course[];
  places: number;
}

export class PadanTrial extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query | undefined;
  @property() counted: Counted = 'openings';
  @state() private teaches: readonly string[] = [];
  @state() private have: readonly string[] = [];
  @state() private education: number | undefined;
  @state() private target: string | undefined;
  @state() private skills: Option[] = [];
  @state() private occupations: Option[] = [];
  @state() private tried: Tried | undefined;
  /** Whether what is shown is not yet what was asked. */
  @state() private counting = false;
  #turn = 0;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('engine') || changed.has('lang')) void this.#list();
    const asked = ['query', 'lang', 'engine', 'counted', 'teaches', 'have', 'education', 'target'];
    if (asked.some((name) => changed.has(name))) void this.#try();
  }

  async #list(): Promise<void> {
    const lists = await this.engine?.call('lists', this.lang);
    this.skills = (lists?.skills ?? []).map((skill) => ({ value: skill, label: skill }));
    this.occupations = distinct((lists?.occupations ?? []).map(({ code, label }) => ({ value: code, label })));
  }

  /** The vacancies that ask what the course teaches and take people of the schooling. */
  #asked(query: Query): Query {
    const { education } = this;
    const filters =
      education === undefined ? query.filters : { ...query.filters, education: ['none', `..${education}`] };
    return { ...query, asks: [...this.teaches], ...(filters && { filters }) };
  }

  async #try(): Promise<void> {
    const turn = ++this.#turn;
    const { engine, query, lang, counted, teaches, have, education, target } = this;
    if (!engine || !query || teaches.length === 0) {
      this.tried = undefined;
      this.counting = false;
      return;
    }
    this.counting = true;
    const asked = this.#asked(query);
    const [charts, { total, openings }, reference] = await Promise.all([
      measured(engine, CHARTS, asked, { lang, counted }),
      engine.call('query', { ...selection(asked), limit: 0, facets: [] }),
      referenceOf(engine, lang),
    ]);
    const starts: Profile = {
      skills: [...have],
      ...(education !== undefined && { education }),
      ...(target && { targets: [{ occupation: target }] }),
    };
    const ends: Profile = { ...starts, skills: [...have, ...teaches] };
    const chosen = query.filters?.province;
    const provinces = Object.keys(reference.regions).filter(
      (code) => code.length === 2 && (!chosen?.length || chosen.includes(code)),
    );
    const opened: Tried['opened'] = [];
    for (const code of provinces) {
      const there = { ...selection(query), filters: { ...query.filters, province: [code] } };
      const { opens } = await engine.call('whatIf', there, starts, ends);
      if (turn !== this.#turn) return;
      if (opens.openings > 0) opened.push({ code, name: reference.regions[code] ?? code, opens });
    }
    opened.sort((a, b) => b.opens.openings - a.opens.openings || a.code.localeCompare(b.code));
    const wanted = new Set(teaches.map(fold));
    const same = (one: Course) => one.teaches.filter((skill) => wanted.has(fold(skill))).length;
    const within = ({ region }: Course) => !chosen?.length || chosen.some((code) => region.startsWith(code));
    const taught = reference.courses.filter((one) => within(one) && same(one) > 0).sort((a, b) => same(b) - same(a));
    const places = taught.reduce((sum, one) => sum + one.places, 0);
    if (turn !== this.#turn) return;
    this.tried = { regions: reference.regions, asked: { openings, vacancies: total }, charts, opened, taught, places };
    this.counting = false;
  }

  #form(): TemplateResult {
    const words = strings(this.lang);
    const { skills, lang, education } = this;
    return html`<div class="form">
      <padan-combobox class="teaches" .lang=${lang} .label=${words.trialTeaches} .hint=${words.trialTeachesHint} .options=${skills} .max=${SKILLS} .values=${this.teaches}
        @change=${(event: CustomEvent<string[]>) => {
          this.teaches = event.detail;
        }}></padan-combobox>
      <padan-combobox class="have" .lang=${lang} .label=${words.trialHave} .hint=${words.trialHaveHint} .options=${skills} .max=${SKILLS} .values=${this.have}
        @change=${(event: CustomEvent<string[]>) => {
          this.have = event.detail;
        }}></padan-combobox>
      <padan-combobox class="target" .lang=${lang} .label=${words.trialTarget} .hint=${words.trialTargetHint} .options=${this.occupations}
        .values=${this.target ? [this.target] : []} @change=${(event: CustomEvent<string[]>) => {
          this.target = event.detail[0];
        }}></padan-combobox>
      <label><span>${words.trialEducation}</span> <select name="schooling" @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        this.education = value === '' ? undefined : Number(value);
      }}><option value="">${words.skip}</option>${words.education_levels.map(
        (label, level) => html`<option value=${level} ?selected=${education === level}>${label}</option>`,
      )}</select></label>
    </div>`;
  }

  #opened({ opened }: Tried): TemplateResult {
    const words = strings(this.lang);
    const write = (n: number) => number(n, this.lang);
    if (opened.length === 0) return html`<p>${words.trialOpensNone}</p>`;
    const sum = opened.reduce((all, { opens }) => all + opens.openings, 0);
    return html`<p class="finding">${words.trialOpens(write(sum))}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.trialOpened}><table>
        <caption class="silent">${words.trialOpened}</caption>
        <thead><tr><th scope="col">${words.facets.province}</th><th scope="col" class="number">${words.counts.openings}</th>
          <th scope="col" class="number">${words.counts.ads}</th></tr></thead>
        <tbody>${opened
          .slice(0, LISTED)
          .map(
            ({ name, opens }) =>
              html`<tr><th scope="row">${name}</th><td class="number">${write(opens.openings)}</td><td class="number">${write(opens.vacancies)}</td></tr>`,
          )}</tbody></table></div>
      ${opened.length > LISTED ? html`<p class="hint">${words.trialMore(write(opened.length - LISTED))}</p>` : nothing}`;
  }

  #taught({ taught, places, regions }: Tried): TemplateResult {
    const words = strings(this.lang);
    if (taught.length === 0) return html`<p>${words.trialTaughtNone}</p>`;
    const { lang } = this;
    return html`<p class="finding">${words.trialTaught(number(taught.length, lang), number(places, lang))}</p>
      <ul>${taught
        .slice(0, LISTED)
        .map(
          (one) =>
            html`<li>${course({ course: one, region: regions[one.region] ?? one.region, distanceKm: null, withinReach: true, eligible: null, opens: { openings: 0, vacancies: 0 } }, lang)}</li>`,
        )}</ul>`;
  }

  override render(): TemplateResult {
    const { lang, tried, engine } = this;
    const words = strings(lang);
    const { asked } = tried ?? {};
    return html`<section class="panel" aria-labelledby="title">
      <h3 id="title">${words.trialTitle}</h3>
      <p class="hint">${words.trialIntro}</p>
      ${this.#form()}
      <div class="found" role="status" aria-busy=${this.counting}>${
        asked
          ? html`<p class="finding">${words.trialAsked(number(asked.openings, lang), number(asked.vacancies, lang))}</p>`
          : nothing
      }</div>
      ${
        tried
          ? html`<h4>${words.trialOpened}</h4>${this.#opened(tried)}
        <h4>${words.trialSame}</h4>${this.#taught(tried)}
        <p class="hint">${words.trialNote}</p>`
          : nothing
      }
    </section>
    ${tried?.charts.map((chart) => html`<padan-figure kind=${chart.kind} .lang=${lang} .chart=${chart} .engine=${engine}></padan-figure>`)}`;
  }

  static override styles = [
    base,
    panel,
    css`
    .form { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); align-items: start; }
    label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 6px; font-weight: 600; }
    .form > * { min-width: 0; }
    h4 { margin: 8px 0 0; font-size: 1em; }
    .finding { font-weight: 600; }
    .scroll { overflow-x: auto; }
    th[scope="row"] { font-weight: 400; }
    ul { display: grid; gap: 12px; margin: 0; padding-inline-start: 20px; }
    padan-figure { margin-top: 20px; break-inside: avoid; }
  `,
  ];
}

customElements.define('padan-trial', PadanTrial);
