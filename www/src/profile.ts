/**
 * Six questions, all of which may be skipped, in a dialog.
 *
 * Answers take effect as they are given, so the list behind the dialog is already in
 * order when it closes. They live in the portal's memory, and on the device where the visitor says so (`own`); an empty
 * form is no profile at all.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { DealBreaker, Lang, Part, Person, Profile, Recognised } from '../../pkg/padan.js';
import type { Lists } from './calls.js';
import type { Engine } from './engine.js';
import type { Own } from './own.js';
import { fromFile, toFile, withRecognised } from './resume.js';
import './combobox.js';
import { distinct, homes, type Option } from './combobox.js';
import { number } from './format.js';
import { icon } from './icons.later.js';
import { save } from './save.js';
import { type Strings, strings } from './strings/later.js';
import { base } from './theme.css.js';

const RADII = [10, 20, 40, 60, 100];
const YEARS = [0, 1, 2, 3, 4, 5, 7, 10];
const MILLION = 1_000_000;
const MOST_BYTES = 1_000_000;
const PARTS: readonly Part[] = ['skills', 'occupation', 'place', 'education', 'experience', 'pay', 'conditions'];
/** The answer that a must is about. */
const WISHES = {
  place: 'home',
  pay: 'minimumPay',
  employment_type: 'employmentTypes',
  work_mode: 'workModes',
} as const satisfies Record<DealBreaker, keyof Profile>;
/** The step of five that stands for the snapshot's own weight. */
const NORMAL = 2;

export class PadanProfile extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) profile: Profile = {};
  @property({ attribute: false }) lists: Lists | undefined;
  @property({ attribute: false }) engine: Engine | undefined;
  /** The snapshot's weights of the parts. */
  @property({ attribute: false }) weights: Partial<Record<Part, number>> = {};
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) own: Own | undefined;
  /** Whether the device remembers the answers; changes redraw the tick. */
  @property({ attribute: false }) remembers: boolean | undefined;
  /** Whom limits in advertisements may exclude, where the visitor wants those hidden. No part of the profile. */
  @state() admits: Person | undefined;
  @state() private told = '';
  /** What was recognised in it; `undefined` before the visitor asks. */
  @state() private recognised: Recognised[] | undefined;
  @state() private refused = false;
  @state() private years = 1;

  #occupations: Option[] = [];
  #homes: Option[] = [];
  #skills: Option[] = [];
  #fields: Option[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('lists') || !this.lists) return;
    const { occupations, regions, skills, fields } = this.lists;
    this.#occupations = distinct(occupations.map(({ code, label }) => ({ value: code, label })));
    this.#homes = homes(regions);
    this.#skills = skills.map((skill) => ({ value: skill, label: skill }));
    this.#fields = fields.map((field) => ({ value: field, label: field }));
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    const dialog = this.renderRoot.querySelector('dialog');
    if (this.open) dialog?.showModal();
    else dialog?.close();
  }

  #set(answers: Partial<Profile>): void {
    const merged: Profile = { ...this.profile, ...answers };
    const given = (v: unknown) => v !== undefined && !(Array.isArray(v) && v.length === 0);
    merged.dealBreakers = (merged.dealBreakers ?? []).filter((wish) => given(merged[WISHES[wish]]));
    const profile = Object.fromEntries(Object.entries(merged).filter(([, v]) => given(v)));
    this.#tell(profile);
  }

  #tell(detail: Profile): void {
    this.dispatchEvent(new CustomEvent<Profile>('answer', { detail }));
  }

  /** Forgets everything that was answered. */
  erase(): void {
    this.years = 1;
    this.told = '';
    this.recognised = this.admits = undefined;
    this.#tell({});
  }

  /** What the list says of answers that came from elsewhere, and of vacancies that limits hide, with the way to have it otherwise. */
  get note(): TemplateResult | undefined {
    const received = this.own?.notice(this.lang, (profile) => this.#tell(profile));
    if (this.admits?.age === undefined && !this.admits?.sex) return received;
    const words = strings(this.lang);
    return html`${received}<p class="profile-on"><span>${words.limitsHidden}</span>
      <button type="button" class="plain" @click=${() => this.#limit(undefined)}>${words.limitsShow}</button></p>`;
  }

  /** Whom to hide limits for; the list is asked again. */
  #limit(person: Person | undefined): void {
    this.admits = person;
    this.#set({});
  }

  #recognise = (text: string): Promise<Recognised[]> =>
    this.engine?.call('recognise', text, this.lang) ?? Promise.resolve([]);

  async #read(): Promise<void> {
    this.recognised = await this.#recognise(this.told);
    if (this.recognised.length > 0) this.#set(withRecognised(this.profile, this.recognised));
  }

  async #file(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    const profile = file.size > MOST_BYTES ? null : await fromFile(await file.text(), this.#recognise);
    this.refused = profile === null;
    if (profile) this.#set(profile);
  }

  #out(): void {
    const named = (code: string) => this.#occupations.find(({ value }) => value === code)?.label ?? code;
    const rung = (level: number) => strings(this.lang).education_levels[level] ?? '';
    save(toFile(this.profile, named, rung), 'resume.json', 'application/json');
  }

  /** The visitor's own weight of a part, in five steps around the snapshot's. */
  #weigh(part: Part, step: number): void {
    const steps = { ...this.#steps, [part]: step };
    const weights = PARTS.every((part) => steps[part] === NORMAL)
      ? undefined
      : Object.fromEntries(PARTS.map((part) => [part, Math.round(((this.weights[part] ?? 0) * steps[part]) / NORMAL)]));
    this.#set({ weights });
  }

  get #steps(): Record<Part, number> {
    const { weights } = this.profile;
    const step = (part: Part) =>
      weights ? Math.round(((weights[part] ?? 0) * NORMAL) / (this.weights[part] || 1)) : NORMAL;
    return Object.fromEntries(PARTS.map((part) => [part, step(part)])) as Record<Part, number>;
  }

  #history(occupation: string | undefined, years: number): void {
    this.years = years;
    this.#set({ history: occupation ? [{ occupation, months: years === 0 ? 6 : years * 12, yearsAgo: 0 }] : [] });
  }

  /** A wish and the tick that makes it a must. */
  #must(wish: DealBreaker, stated: boolean): TemplateResult | typeof nothing {
    if (!stated) return nothing;
    const musts = this.profile.dealBreakers ?? [];
    return html`<label class="tick"><input type="checkbox" name=${`must-${wish}`} .checked=${musts.includes(wish)}
      @change=${() => this.#set({ dealBreakers: toggled(musts, wish) })}> ${strings(this.lang).isMust}</label>`;
  }

  /** Kinds of which any number may be wanted; of none, all will do. */
  #kinds(
    key: 'employmentTypes' | 'workModes',
    title: string,
    names: Record<string, string>,
    wish: DealBreaker,
  ): TemplateResult {
    const wanted = this.profile[key] ?? [];
    return html`<fieldset><legend>${title}</legend>
      <div class="ticks">${Object.entries(names).map(
        ([
          kind,
          name,
        ]) => html`<label class="tick"><input type="checkbox" name=${key} value=${kind} .checked=${wanted.includes(kind)}
          @change=${() => this.#set({ [key]: toggled(wanted, kind) })}> ${name}</label>`,
      )}</div>
      ${this.#must(wish, wanted.length > 0)}</fieldset>`;
  }

  #limits(words: Strings): TemplateResult {
    const { admits } = this;
    const field = (event: Event) => (event.target as HTMLSelectElement).value;
    return html`<fieldset><legend>${words.limitsHide}</legend>
      <p class="hint">${words.limitsHideHint}</p>
      <label class="tick"><input type="checkbox" name="limits" .checked=${admits !== undefined}
        @change=${() => this.#limit(admits ? undefined : {})}> ${words.limitsHideTick}</label>
      ${
        admits &&
        html`<div class="halves">
        <label>${words.yourAge}<input id="age" type="number" inputmode="numeric" min="13" max="99" .value=${String(admits.age ?? '')}
          @change=${(e: Event) => this.#limit(personOf(Number(field(e)), admits.sex))}></label>
        <label>${words.yourSex}<select id="sex" @change=${(e: Event) => this.#limit(personOf(admits.age, field(e)))}>
          <option value="">${words.skip}</option>
          ${(['female', 'male'] as const).map((sex) => html`<option value=${sex} ?selected=${admits.sex === sex}>${words.limitValues[sex]}</option>`)}
        </select></label></div>`
      }</fieldset>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  override render(): TemplateResult {
    const { lang, profile } = this;
    const words = strings(lang);
    const [job] = profile.history ?? [];
    const held = job?.occupation;
    const years = job ? ([...YEARS].reverse().find((n) => n * 12 <= job.months) ?? 0) : this.years;
    return html`<dialog part="profile" aria-labelledby="title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#close();
      }}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#close();
      }}>
      <form method="dialog" autocomplete="off" @submit=${(event: Event) => {
        event.preventDefault();
        this.#close();
      }}>
        <header>
          <h2 id="title">${words.profileTitle}</h2>
          <button type="button" class="plain round" aria-label=${words.close} @click=${() => this.#close()}>${icon('close')}</button>
        </header>
        <div class="body">
          <p class="promise">${icon('shield')} <span>${words.profilePromise} ${words.profileSkip}</span></p>
          <div>
            <label for="told">${words.tellUs}</label>
            <p class="hint" id="told-hint">${words.tellUsHint}</p>
            <textarea id="told" rows="2" aria-describedby="told-hint" .value=${this.told} @input=${(e: Event) => {
              this.told = (e.target as HTMLTextAreaElement).value;
            }}></textarea>
            <p class="told"><button type="button" ?disabled=${!this.told.trim()} @click=${() => void this.#read()}>${words.recognise}</button>
              <label class="file">${words.fromFile} <input type="file" accept=".json,application/json" @change=${(e: Event) => void this.#file(e)}></label></p>
            <p class="hint" role="status">${
              this.refused
                ? words.notAResume
                : this.recognised === undefined
                  ? ''
                  : this.recognised.length === 0
                    ? words.nothingRecognised
                    : words.recognisedAs(this.recognised.map(({ label }) => label).join(', '))
            }</p>
          </div>
          <padan-combobox .lang=${lang} .label=${words.wantedJob} .hint=${words.wantedJobHint} .options=${this.#occupations} .max=${5}
            .values=${(profile.targets ?? []).map((t) => t.occupation)}
            @change=${(e: CustomEvent<string[]>) => this.#set({ targets: e.detail.map((occupation) => ({ occupation })) })}></padan-combobox>
          <div class="halves">
          <div>
            <label for="education">${words.yourEducation}</label>
            <select id="education" .value=${String(profile.education ?? '')}
              @change=${(e: Event) => this.#set({ education: chosen(e) })}>
              <option value="">${words.skip}</option>
              ${words.education_levels.map((label, level) => html`<option value=${level} ?selected=${profile.education === level}>${label}</option>`)}
            </select>
          </div>
          <padan-combobox .lang=${lang} .label=${words.yourField} .hint=${words.yourFieldHint} .options=${this.#fields} .max=${5}
            .values=${profile.fields ?? []}
            @change=${(e: CustomEvent<string[]>) => this.#set({ fields: [...e.detail] })}></padan-combobox>
          </div>
          <div class="pair">
            <padan-combobox .lang=${lang} .label=${words.yourHome} .hint=${words.yourHomeHint} .options=${this.#homes}
              .values=${profile.home ? [profile.home] : []}
              @change=${(e: CustomEvent<string[]>) => this.#set({ home: e.detail[0] })}></padan-combobox>
            <div>
              <label for="radius">${words.radius}</label>
              <select id="radius" @change=${(e: Event) => this.#set({ radiusKm: chosen(e) })}>
                ${RADII.map((km) => html`<option value=${km} ?selected=${(profile.radiusKm ?? 40) === km}>${words.km(km)}</option>`)}
              </select>
            </div>
            ${this.#must('place', profile.home !== undefined)}
          </div>
          <div class="pair">
            <padan-combobox .lang=${lang} .label=${words.yourExperience} .hint=${words.yourExperienceHint} .options=${this.#occupations}
              .values=${held ? [held] : []}
              @change=${(e: CustomEvent<string[]>) => this.#history(e.detail[0], this.years)}></padan-combobox>
            <div>
              <label for="years">${words.howLong}</label>
              <select id="years" @change=${(e: Event) => this.#history(held, chosen(e) ?? 1)}>
                ${YEARS.map((n) => html`<option value=${n} ?selected=${years === n}>${words.years(n)}</option>`)}
              </select>
            </div>
          </div>
          <padan-combobox .lang=${lang} .label=${words.yourSkills} .hint=${words.yourSkillsHint} .options=${this.#skills} .max=${20} free
            .values=${profile.skills ?? []}
            @change=${(e: CustomEvent<string[]>) => this.#set({ skills: [...e.detail] })}></padan-combobox>
          <div>
            <label for="pay">${words.yourPay}</label>
            <select id="pay" @change=${(e: Event) => this.#set({ minimumPay: chosen(e) })}>
              <option value="">${words.skip}</option>
              ${[1, 2, 3, 4, 5, 6, 8, 10, 15, 20].map(
                (m) => html`<option value=${m * MILLION} ?selected=${profile.minimumPay === m * MILLION}>
                ${words.millions(number(m, lang))}</option>`,
              )}
            </select>
            ${this.#must('pay', profile.minimumPay !== undefined)}
          </div>
          ${this.#kinds('employmentTypes', words.yourTypes, words.employmentTypes, 'employment_type')}
          ${this.#kinds('workModes', words.yourModes, words.workModes, 'work_mode')}
          ${this.#limits(words)}
          ${this.own?.tick(lang)}
          <p><button type="button" class="resume" ?disabled=${Object.keys(profile).length === 0} @click=${() => this.#out()}>${words.resumeOut}</button></p>
          <details><summary>${words.weightsTitle}</summary>
            <p class="hint">${words.weightsHint}</p>
            <div class="weights">${PARTS.map(
              (part) => html`<label>${words.parts[part]}
              <select @change=${(e: Event) => this.#weigh(part, Number((e.target as HTMLSelectElement).value))}>
                ${words.weightSteps.map((name, step) => html`<option value=${step} ?selected=${this.#steps[part] === step}>${name}</option>`)}
              </select></label>`,
            )}</div>
          </details>
        </div>
        <footer>
          <button type="button" @click=${() => this.erase()}>${words.erase}</button>
          <button type="submit" class="primary">${words.showMatches}</button>
        </footer>
      </form>
    </dialog>`;
  }

  static override styles = [
    base,
    css`
    @media (min-width: 760px) {
      dialog { margin: auto; width: min(640px, 92vw); height: fit-content; max-height: 92vh; border-radius: var(--_radius); }
    }
    .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 22px; padding: 20px; }
    .promise { display: flex; gap: 10px; padding: 12px 14px; border-radius: var(--_radius); background: var(--_good-soft); color: var(--_good); }
    .promise .icon { margin-top: 0.15em; }
    .pair, .halves { display: grid; gap: 14px; }
    @media (min-width: 600px) { .pair { grid-template-columns: 1fr 200px; align-items: end; } .halves { grid-template-columns: 1fr 1fr; } }
    label { display: block; font-weight: 600; margin-bottom: 6px; }
    select, textarea, #age { width: 100%; }
    legend { font-weight: 600; margin-bottom: 6px; padding: 0; }
    .tick { display: flex; align-items: center; gap: 8px; min-height: 36px; margin: 0; font-weight: 400; }
    .ticks { display: grid; grid-template-columns: repeat(auto-fill, minmax(155px, 1fr)); column-gap: 12px; }
    fieldset .halves { margin-top: 8px; }
    .ticks + .tick { border-top: 1px solid var(--_line); }
    @media (pointer: coarse) { .tick { min-height: 44px; } }
    textarea { font: inherit; padding: 8px 10px; border: 1px solid var(--_edge); border-radius: 8px; background: var(--_surface); color: inherit; resize: vertical; }
    .told { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin: 8px 0; }
    .file { font-weight: 400; margin: 0; min-width: 0; }
    .file input { display: block; width: 100%; max-width: 100%; min-width: 0; }
    .weights { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 12px; margin-top: 8px; }
    footer button { flex: 1 1 auto; padding-inline: 10px; }
    @media (min-width: 600px) { footer button { flex: none; padding-inline: 16px; } }
    footer {
      position: sticky; bottom: 0; z-index: 2; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 8px;
      padding: 12px 20px; background: var(--_surface); border-top: 1px solid var(--_line);
    }
  `,
  ];
}

customElements.define('padan-profile', PadanProfile);

/** What was answered of age and sex; an age that is none is left out. */
function personOf(age: number | undefined, sex: string | undefined): Person {
  const person: Person = {};
  if (age && age <= 255) person.age = Math.floor(age);
  if (sex === 'female' || sex === 'male') person.sex = sex;
  return person;
}

/** A list with one value added or taken away. */
function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** The number a select holds, or `undefined` for its "skip" option. */
function chosen(event: Event): number | undefined {
  const { value } = event.target as HTMLSelectElement;
  return value === '' ? undefined : Number(value);
}

declare global {
  interface HTMLElementTagNameMap {
    'padan-profile': PadanProfile;
  }
}
