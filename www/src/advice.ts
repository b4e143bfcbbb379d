/**
 * What would open more vacancies to the person: skills, wider choices, courses one after the other.
 *
 * Everything is counted by the engine when the visitor opens it, over the vacancies that the words and filters find.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Amount, ChartData, CourseGain, Lang, Profile, Query, SkillGain } from '../../pkg/padan.js';
import { course } from './course.js';
import type { Engine } from './engine.js';
import './figure.js';
import { number, pay } from './format.js';
import { icon } from './icons.later.js';
import { charts, selection } from './measures.js';
import { type Strings, strings } from './strings/later.js';
import { base } from './theme.css.js';

const SKILLS = 10;
/** Changes drawn. */
const BARS = 6;
const HOURS = [80, 160, 240, 480, 960];
const WIDER = [20, 60];
const LESS = [500_000, 1_000_000];

interface Change {
  label: string;
  profile: Profile;
  opens: Amount;
}

export class PadanAdvice extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) query: Query = {};
  @property({ attribute: false }) profile: Profile = {};
  @state() private open = false;
  @state() private hours = 240;
  @state() private skills: SkillGain[] | undefined;
  @state() private changes: Change[] = [];
  /** Whether the changes are to be drawn: that fetches the module of charts, which nobody's answers may do. */
  @state() private drawn = false;
  /** What suits before and after each change. */
  @state() private chart: ChartData | undefined;
  @state() private plan: CourseGain[] = [];
  /** Whether the plan shown is not yet the one asked for. */
  @state() private planning = false;

  #turn = 0;
  #counted = '';

  override updated(changed: PropertyValues): void {
    if (!changed.has('open') && !changed.has('query') && !changed.has('profile') && !changed.has('lang')) return;
    if (this.open) void this.#count();
  }

  /** Wider choices, as profiles. */
  #wider(words: Strings): Omit<Change, 'opens'>[] {
    const { profile, lang } = this;
    const { home, radiusKm = 40, minimumPay } = profile;
    const far = home ? WIDER.map((km) => radiusKm + km) : [];
    const low = minimumPay ? LESS.map((less) => minimumPay - less).filter((wish) => wish > 0) : [];
    return [
      ...far.map((km) => ({ label: words.ifFarther(number(km, lang)), profile: { ...profile, radiusKm: km } })),
      ...low.map((wish) => ({
        label: words.ifPaid(pay(wish, wish, lang) ?? ''),
        profile: { ...profile, minimumPay: wish },
      })),
    ];
  }

  async #count(): Promise<void> {
    const { engine, profile } = this;
    const query = selection(this.query);
    const asked = JSON.stringify([query, profile, this.lang]);
    if (!engine || asked === this.#counted) return;
    this.#counted = asked;
    const turn = ++this.#turn;
    const left = () => turn !== this.#turn;
    this.skills = undefined;
    const skills = await engine.call('openingSkills', query, profile, SKILLS);
    if (left()) return;
    this.skills = skills;
    const changes: Change[] = [];
    for (const change of this.#wider(strings(this.lang))) {
      const { opens } = await engine.call('whatIf', query, profile, change.profile);
      if (left()) return;
      if (opens.vacancies > 0) changes.push({ ...change, opens });
    }
    this.changes = changes;
    if (this.drawn) await this.#beside();
    await this.#planFor(this.hours, query);
  }

  /** The person with a skill more. */
  #knowing(skill: string): Profile {
    return { ...this.profile, skills: [...(this.profile.skills ?? []), skill] };
  }

  /** The changes that open most, as bars: all that suits now, and with each of them, every vacancy compared anew. */
  async #beside(): Promise<void> {
    const { engine, profile, lang } = this;
    if (!engine) return;
    this.drawn = true;
    const query = selection(this.query);
    const turn = this.#turn;
    const learned = (this.skills ?? []).map(({ skill, opens }) => ({
      label: skill,
      opens,
      profile: this.#knowing(skill),
    }));
    const most = [...learned, ...this.changes].sort((a, b) => b.opens.openings - a.opens.openings).slice(0, BARS);
    const suits = async (whom: Profile) => (await engine.call('whatIf', query, {}, whom)).opens.openings;
    const before = await suits(profile);
    const changes = [];
    for (const { label, profile: changed } of most) changes.push({ label, before, after: await suits(changed) });
    const { changeChart } = await charts();
    if (turn === this.#turn) this.chart = changes.length > 0 ? changeChart(changes, lang) : undefined;
  }

  async #planFor(hours: number, query: Query = this.query): Promise<void> {
    this.hours = hours;
    this.planning = true;
    const turn = this.#turn;
    const plan = await this.engine?.call('trainingPlan', { ...query, facets: [], histograms: [] }, this.profile, hours);
    if (turn !== this.#turn || hours !== this.hours) return;
    this.plan = plan ?? [];
    this.planning = false;
  }

  #answer(profile: Profile): void {
    this.dispatchEvent(new CustomEvent<Profile>('answer', { detail: profile }));
  }

  override render(): TemplateResult {
    const words = strings(this.lang);
    return html`<details @toggle=${(event: Event) => {
      this.open = (event.target as HTMLDetailsElement).open;
    }}>
      <summary>${icon('me')} ${words.adviceTitle}</summary>
      <div class="body" aria-busy=${this.open && !this.skills}>${this.open ? this.#body(words) : nothing}</div>
    </details>`;
  }

  #opens({ vacancies, openings }: Amount, words: Strings): string {
    return words.opens(number(vacancies, this.lang), number(openings, this.lang));
  }

  #body(words: Strings): TemplateResult {
    const { lang, skills, changes, plan } = this;
    if (!skills) return html`<p class="hint" role="status">${words.counting}</p>`;
    const line = (label: TemplateResult | string, opens: Amount, todo: string, changed: Profile) => html`<li>
      <span><strong>${label}</strong><br><span class="hint">${this.#opens(opens, words)}</span></span>
      <button type="button" aria-label="${todo}: ${label}" @click=${() => this.#answer(changed)}>${todo}</button></li>`;
    return html`
      <section><h3>${words.openingSkills}</h3>
        ${
          skills.length === 0
            ? html`<p class="hint">${words.noOpeningSkill}</p>`
            : html`<ol>${skills.map((gain) =>
                line(
                  gain.taught ? `${gain.skill} · ${words.taught}` : gain.skill,
                  gain.opens,
                  words.iHaveIt,
                  this.#knowing(gain.skill),
                ),
              )}</ol>`
        }
      </section>
      ${
        changes.length > 0
          ? html`<section><h3>${words.ifYouChange}</h3><ol>${changes.map(({ label, opens, profile: changed }) =>
              line(label, opens, words.useIt, changed),
            )}</ol></section>`
          : nothing
      }
      ${
        this.chart
          ? html`<padan-figure .lang=${lang} .engine=${this.engine} .chart=${this.chart}></padan-figure>`
          : this.drawn || (skills.length === 0 && changes.length === 0)
            ? nothing
            : html`<p><button type="button" class="draw" @click=${() => void this.#beside()}>${words.drawChanges}</button></p>`
      }
      <section><h3>${words.planTitle}</h3>
        <label for="hours">${words.planHours}</label>
        <select id="hours" @change=${(event: Event) => void this.#planFor(Number((event.target as HTMLSelectElement).value))}>
          ${HOURS.map((hours) => html`<option value=${hours} ?selected=${hours === this.hours}>${words.hoursOf(number(hours, lang))}</option>`)}
        </select>
        ${
          plan.length === 0
            ? html`<p class="hint">${words.noPlan}</p>`
            : html`<ol class="plan" aria-busy=${this.planning}>${plan.map((step) => html`<li>${course(step, lang)}<span class="hint">${this.#opens(step.opens, words)}</span></li>`)}</ol>`
        }
      </section>
      <p class="hint">${words.adviceNote}</p>`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    details { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); padding: 4px 16px; }
    .body { display: grid; gap: 20px; padding: 8px 0 16px; }
    h3 { font-size: 1em; margin: 0 0 8px; }
    ol { display: grid; gap: 0; margin: 0; padding: 0; list-style: none; }
    li { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 8px 0; border-top: 1px solid var(--_line); overflow-wrap: anywhere; }
    .plan { margin-top: 8px; }
    .plan li { display: grid; gap: 2px; justify-content: stretch; }
    li button { flex: none; }
    label { display: block; font-weight: 600; margin-bottom: 6px; }
  `,
  ];
}

customElements.define('padan-advice', PadanAdvice);
