/**
 * One vacancy in full, in a dialog.
 *
 * The text is fetched only when a record is opened; until then a skeleton stands in.
 * Text of the advertisement is shown as text, never as markup. With a profile, the
 * requirements become a checklist with words beside every sign.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Amount, Check, Explanation, Gap, Hit, Lang, Profile, Query, Vacancy } from '../../pkg/padan.js';
import { emptyView, readView, writeView } from './address.js';
import { closing, named } from './card.js';
import { course } from './course.js';
import type { Engine } from './engine.js';
import { failure } from './failure.js';
import { date, dayOf, number, pay, percent, webAddress } from './format.js';
import { current } from './freshness.js';
import { trusted } from './hosts.js';
import { icon } from './icons.later.js';
import { selection } from './measures.js';
import type { Own } from './own.js';
import { type Strings, strings } from './strings/later.js';
import { base } from './theme.css.js';

/** Most vacancies named as similar. */
const SIMILAR = 5;

export class PadanDetail extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) row: number | undefined;
  @property({ attribute: false }) profile: Profile | undefined;
  @property({ attribute: false }) regions: ReadonlyMap<string, string> = new Map();
  @property({ attribute: false }) today = 0;
  /** What the list asks; what a skill opens is counted over its vacancies. */
  @property({ attribute: false }) query: Query = {};
  @property({ attribute: false }) asOf = '';
  @property({ attribute: false }) own: Own | undefined;
  @property({ attribute: false }) kept: Own['kept'] = [];
  /** What the list shows. */
  @property({ attribute: false }) listed: readonly Hit[] = [];
  @property() hosts = '';
  @property() report = '';
  /** The record as the list would show it. */
  @state() private hit: Hit | undefined;
  @state() private vacancy: Vacancy | undefined;
  @state() private explanation: Explanation | undefined;
  @state() private gaps: Gap[] = [];
  @state() private gains = new Map<string, Amount>();
  @state() private similar: Hit[] = [];
  @state() private error: Error | undefined;

  override updated(changed: PropertyValues<this>): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (changed.has('row')) {
      if (this.row === undefined) {
        dialog?.close();
      } else {
        if (!dialog?.open) dialog?.showModal();
        dialog?.scrollTo(0, 0);
        void this.#load(this.row);
      }
    }
    if (changed.has('row') || changed.has('profile') || changed.has('lang')) void this.#explain();
    if (changed.has('row') || changed.has('lang')) void this.#compare();
  }

  async #load(row: number): Promise<void> {
    this.vacancy = this.hit = this.error = undefined;
    try {
      const vacancy = await this.engine?.call('record', row);
      if (row !== this.row) return;
      this.vacancy = vacancy;
      const known = [
        ...this.listed,
        ...this.kept.filter(({ gone }) => gone === false).map(({ hit }) => hit),
        ...this.similar,
      ];
      const hit = known.find((one) => one.row === row) ?? (vacancy && (await this.own?.hitOf(row, vacancy.title)));
      if (row === this.row) this.hit = hit;
    } catch (error) {
      if (row === this.row) this.error = error as Error;
    }
  }

  async #explain(): Promise<void> {
    const { row, profile } = this;
    this.explanation = undefined;
    if (row === undefined || !profile) return;
    const [explanation] =
      (await this.engine?.call('explain', [row], profile, this.lang, this.today).catch(() => [])) ?? [];
    if (row !== this.row || profile !== this.profile) return;
    this.explanation = explanation;
    this.gains = new Map();
    this.gaps = (await this.engine?.call('gaps', row, profile, this.today).catch(() => [])) ?? [];
    for (const { part, status, asked } of explanation?.checks ?? []) {
      if (part !== 'skills' || status === 'met' || this.gains.has(asked)) continue;
      const changed = { ...profile, skills: [...(profile.skills ?? []), asked] };
      const gain = await this.engine?.call('whatIf', selection(this.query), profile, changed);
      if (row !== this.row || profile !== this.profile) return;
      if (gain) this.gains = new Map(this.gains).set(asked, gain.opens);
    }
  }

  /** The vacancies most like this one. */
  async #compare(): Promise<void> {
    const { row, lang } = this;
    this.similar = [];
    if (row === undefined) return;
    const similar = await this.engine?.call('similar', row, lang, this.today, SIMILAR).catch(() => []);
    if (row === this.row && lang === this.lang) this.similar = similar ?? [];
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  override render(): TemplateResult {
    const words = strings(this.lang);
    return html`<dialog part="detail" aria-labelledby="title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#close();
      }}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#close();
      }}>
      <div class="sheet">
        <header>
          <h2 id="title" tabindex="-1" autofocus>${this.vacancy?.title ?? words.loading}</h2>
          <button type="button" class="plain round" aria-label=${words.close} @click=${() => this.#close()}>${icon('close')}</button>
        </header>
        <div class="body" aria-busy=${!this.vacancy && !this.error}>${this.#body(words)}</div>
      </div>
    </dialog>`;
  }

  #body(words: Strings): TemplateResult {
    const row = this.row;
    const notKept = this.error?.name === 'SnapshotMissing' && !navigator.onLine;
    if (notKept) return html`<p class="stale" role="status">${icon('offline')} <span>${words.textNotKept}</span></p>`;
    if (this.error)
      return failure(this.error, this.lang, () => {
        if (row !== undefined) void this.#load(row);
      });
    const vacancy = this.vacancy;
    if (!vacancy) return html`<div class="skeleton"><i></i><i></i><i></i><i></i></div>`;
    return html`
      <p class="employer">${vacancy.hiringOrganization?.name ?? words.confidential}</p>
      ${this.#apply(vacancy, words)}
      ${this.explanation ? this.#match(this.explanation, words) : nothing}
      <section aria-labelledby="facts"><h3 id="facts">${words.facts}</h3>${this.#facts(vacancy, words)}</section>
      ${text(words.duties, vacancy.description)}
      ${text(words.qualifications, vacancy.qualifications)}
      ${this.explanation ? nothing : this.#requirements(vacancy, words)}
      ${this.#limits(vacancy, words)}
      ${this.#alike(words)}
      ${this.#current ? also(vacancy, words, this.hosts) : nothing}
      ${this.#beware(words)}
      <p class="hint">${words.sourceNote(vacancy.source.code, verification(vacancy, words), date(dayOf(this.asOf) ?? this.today, this.lang))}</p>`;
  }

  /** Days since the data were made. */
  get #age(): number {
    return this.today - (dayOf(this.asOf) ?? this.today);
  }

  get #current(): boolean {
    return current(this.#age);
  }

  #apply(vacancy: Vacancy, words: Strings): TemplateResult {
    return html`<p class="todo">${this.#way(vacancy, words)} ${this.hit && this.own?.button(this.hit, this.lang)}</p>`;
  }

  /** The way to apply: a link to hosts that the page trusts, the bare address of any other. */
  #way(vacancy: Vacancy, words: Strings): TemplateResult {
    const url = webAddress(vacancy.source.url);
    if (!url) return html`<span class="hint">${words.noLink}</span>`;
    if (!this.#current)
      return html`<span class="stale" part="age">${icon('warning')} <span>${words.applyTooOld(number(this.#age, this.lang))}</span></span>`;
    const { hostname } = new URL(url);
    if (!trusted(url, this.hosts)) return html`<span class="hint">${words.otherHost(hostname)}</span>`;
    const closes = dayOf(vacancy.validThrough);
    const closed = closes !== null && closes < this.today;
    return html`<a class="button primary" part="apply" href=${url} target="_blank" rel="noopener noreferrer">
      ${closed ? words.applyClosed : words.apply} ${icon('out')}</a>`;
  }

  #beware(words: Strings): TemplateResult {
    const address = webAddress(this.report);
    return html`<p class="beware">${icon('shield')} <span>${words.beware}
      ${address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${words.reportIt}</a>` : words.reportWhere}</span></p>`;
  }

  #facts(vacancy: Vacancy, words: Strings): TemplateResult {
    const { lang } = this;
    const closes = dayOf(vacancy.validThrough);
    const posted = dayOf(vacancy.datePosted);
    const wage = pay(vacancy.baseSalary?.minValue, vacancy.baseSalary?.maxValue, lang);
    const schooling = vacancy.educationRequirements;
    const places = (vacancy.jobLocation ?? []).map(({ region, address }) =>
      [address, this.regions.get(region.slice(0, 4)), this.regions.get(region.slice(0, 2))].filter(Boolean).join(', '),
    );
    const rows: [string, string | null | undefined][] = [
      [words.workplace, places.join('; ') || words.noPlace],
      [words.wage, wage ? `${wage} ${words.aMonth}` : words.noPay],
      [words.employment, named(words.employmentTypes, vacancy.employmentType)],
      [words.workMode, named(words.workModes, vacancy.jobLocationType)],
      [
        words.education,
        schooling &&
          [words.education_levels[schooling.level], schooling.fields?.join(', ')].filter(Boolean).join(' · '),
      ],
      [
        words.experience,
        vacancy.experienceRequirements && words.months(vacancy.experienceRequirements.monthsOfExperience),
      ],
      [words.wanted, words.openings(number(vacancy.remainingJobOpenings ?? vacancy.totalJobOpenings, lang))],
      [words.deadline, closes === null ? words.noClosing : deadline(closes, this.today, lang)],
      [words.posted, posted === null ? null : date(posted, lang)],
      [words.hours, vacancy.workHours],
      [words.industry, vacancy.industry],
    ];
    return html`<dl>${rows.map(([name, value]) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing))}</dl>
      ${vacancy.inclusion?.openToDisability ? html`<p class="band qualified">${icon('met')} ${words.openToDisability}</p>` : nothing}`;
  }

  #match(explanation: Explanation, words: Strings): TemplateResult {
    return html`<section class="fit" part="explanation" aria-labelledby="fit">
      <h3 id="fit">${words.yourMatch}</h3>
      <p><span class="band ${explanation.band}">${words.bands[explanation.band]}</span>
        ${explanation.asked > 0 ? html`<strong>${words.met(explanation.met, explanation.asked)}</strong>` : nothing}</p>
      <p>${explanation.sentence}</p>
      <ul class="checks" role="list">${explanation.checks.map((check) => this.#check(check, words))}</ul>
      <details><summary>${words.details}</summary>${this.#parts(explanation, words)}</details>
    </section>`;
  }

  #check(check: Check, words: Strings): TemplateResult {
    const weight = check.dealBreaker
      ? words.yourMust
      : check.must
        ? words.must
        : check.part === 'skills'
          ? words.nice
          : null;
    return html`<li class=${check.status}>
      <span class="sign">${icon(check.status)}</span>
      <span>${check.asked} ${weight ? html`<span class="hint">(${weight})</span>` : nothing}<br>
        <span class="word">${words.statuses[check.status]}</span>
        ${check.have ? html`<span class="hint">· ${this.#isRelated(check) ? words.youHaveRelated(check.have) : words.youHave(check.have)}</span>` : nothing}
        ${this.#fromText(check) ? html`<span class="hint">· ${words.fromText}</span>` : nothing}
        ${this.#gap(check, words)}
        ${
          check.status === 'unknown'
            ? html`<button type="button" class="plain fill" @click=${() => this.dispatchEvent(new CustomEvent('fill-in'))}>${
                words.fillIn
              }<span class="silent">: ${check.asked}</span></button>`
            : nothing
        }</span>
    </li>`;
  }

  /** Whether what the person has is another skill than the one asked. */
  #isRelated({ part, status }: Check): boolean {
    return part === 'skills' && status === 'partial';
  }

  #fromText({ asked }: Check): boolean {
    return this.vacancy?.requirements?.some(({ label, origin }) => label === asked && origin === 'text') ?? false;
  }

  /** What meeting it would open elsewhere, and courses that teach it. */
  #gap({ asked, status, part }: Check, words: Strings): TemplateResult | typeof nothing {
    if (part !== 'skills' || status === 'met') return nothing;
    const opens = this.gains.get(asked);
    const courses = this.gaps.find((gap) => gap.asked === asked)?.courses ?? [];
    return html`
      ${opens && opens.vacancies > 0 ? html`<br><span class="hint">${words.opens(number(opens.vacancies, this.lang), number(opens.openings, this.lang))}</span>` : nothing}
      ${courses.length > 0 ? html`<ul class="courses" aria-label=${words.coursesFor(asked)}>${courses.map((gain) => html`<li>${course(gain, this.lang)}</li>`)}</ul>` : nothing}`;
  }

  #parts(explanation: Explanation, words: Strings): TemplateResult {
    const { lang } = this;
    const share = (value: number) => `${number(value / 100, lang, 2)} %`;
    const sum = explanation.parts.reduce((total, part) => total + (part.points ?? 0), 0);
    return html`<table>
      <thead><tr><th scope="col">${words.part}</th><th scope="col" class="number">${words.weight}</th><th scope="col" class="number">${words.share}</th></tr></thead>
      <tbody>${explanation.parts.map(
        (part) => html`<tr>
        <th scope="row">${part.label}</th>
        <td class="number">${share(part.weight)}</td>
        <td class="number">${part.points === null ? words.notCounted : share(part.points)}</td></tr>`,
      )}</tbody>
      <tfoot><tr><th scope="row" colspan="2">${words.total}</th><td class="number">${share(sum)}</td></tr></tfoot>
    </table>
    <p class="hint">${words.coverage(percent(explanation.coverage / 10_000, lang))} ${explanation.fit === null ? words.noFit : nothing}</p>`;
  }

  #requirements(vacancy: Vacancy, words: Strings): TemplateResult | typeof nothing {
    if (!vacancy.requirements?.length) return nothing;
    return html`<section aria-labelledby="asked"><h3 id="asked">${words.requirements}</h3>
      <ul class="asked" role="list">${vacancy.requirements.map(
        (r) => html`<li>${r.label}
        <span class="hint">${r.must ? words.must : words.nice}${r.origin === 'text' ? `, ${words.fromText}` : ''}</span></li>`,
      )}</ul>
    </section>`;
  }

  #limits(vacancy: Vacancy, words: Strings): TemplateResult | typeof nothing {
    if (!vacancy.limits?.length) return nothing;
    const list = vacancy.limits.map(({ kind, value }) =>
      `${named(words.limitKinds, kind)}: ${named(words.limitValues, value)}`.replace(/(\d)-(\d)/, '$1–$2'),
    );
    return html`<section class="limits" aria-labelledby="limits"><h3 id="limits">${words.limitsTitle}</h3>
      <p>${words.limits(list.join('; '))}</p></section>`;
  }

  #alike(words: Strings): TemplateResult | typeof nothing {
    if (this.similar.length === 0) return nothing;
    const { lang } = this;
    const view = readView(location.hash) ?? emptyView;
    // In full, for a bare fragment below the screen passes for a link that skips to a part of this page.
    const address = (fragment: string) => new URL(fragment, location.href).href;
    const link = ({ row, title, employer, region, payMin, payMax }: Hit) => html`<li>
      <a href=${address(writeView({ ...view, row, of: this.asOf }))}>${title}</a><br>
      <span class="hint">${[employer ?? words.confidential, region ?? words.noPlace, pay(payMin, payMax, lang) ?? words.noPay].join(' · ')}</span></li>`;
    return html`<section class="similar" aria-labelledby="similar"><h3 id="similar">${words.similar}</h3>
      <ul role="list">${this.similar.map(link)}</ul></section>`;
  }

  static override styles = [
    base,
    css`
    dialog { animation: rise 0.18s ease-out; }
    @keyframes rise { from { transform: translateY(16px); opacity: 0; } }
    @media (min-width: 760px) {
      dialog { margin-inline-start: auto; width: min(680px, 92vw); }
      @keyframes rise { from { transform: translateX(32px); opacity: 0; } }
    }
    .sheet { min-height: 100%; }
    .body { display: grid; overflow-wrap: anywhere; grid-template-columns: minmax(0, 1fr); gap: 24px; padding: 20px 20px 48px; }
    .stale { display: flex; gap: 10px; align-items: center; padding: 8px 14px; border-radius: var(--_radius); background: var(--_warn-soft); color: var(--_warn); }
    .employer { color: var(--_muted); font-size: 1.0625em; }
    h3 { font-size: 1.0625em; margin-bottom: 8px; }
    dl { display: grid; gap: 0; }
    dl div { display: grid; grid-template-columns: minmax(min(110px, 40%), 30%) minmax(0, 1fr); gap: 12px; padding: 8px 0; border-bottom: 1px solid var(--_line); }
    dt { color: var(--_muted); overflow-wrap: anywhere; }
    dd { overflow-wrap: anywhere; }
    dl + .band { margin-top: 12px; }
    .text p, .text ul { max-width: 65ch; overflow-wrap: anywhere; }
    .text p + p, .text ul + p, .text p + ul { margin-top: 8px; }
    .text ul { padding-inline-start: 20px; list-style: disc; display: grid; gap: 4px; }
    .fit { padding: 16px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_page); display: grid; gap: 12px; }
    .fit h3 { margin: 0; }
    .fit .band { margin-inline-end: 8px; }
    .fit .band.weak, .fit .band.unknown { background: var(--_surface); }
    .checks { display: grid; gap: 4px; }
    .checks li { display: grid; grid-template-columns: 28px minmax(0, 1fr); gap: 8px; padding: 8px 0; border-top: 1px solid var(--_line); }
    .sign { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: var(--_surface); border: 1px solid currentColor; }
    .met .sign, .met .word { color: var(--_good); }
    .partial .sign, .partial .word { color: var(--_warn); }
    .unmet .sign, .unmet .word { color: var(--_bad); }
    .unknown .sign, .unknown .word { color: var(--_muted); }
    .word { font-weight: 600; font-size: 0.875em; }
    .checks .courses { display: grid; gap: 6px; margin-top: 6px; padding: 0; list-style: none; }
    .checks .courses li { display: block; padding: 8px 10px; border: 1px solid var(--_line); border-radius: 6px; background: var(--_surface); }
    .fill { min-height: 32px; padding: 2px 8px; font-size: 0.875em; }
    @media (pointer: coarse) { .fill { min-height: 44px; } }
    .asked { display: grid; gap: 6px; }
    .similar li { padding: 8px 0; border-top: 1px solid var(--_line); }
    @media (pointer: coarse) { .similar a { display: inline-block; padding-block: 6px; } }
    .limits { padding: 12px 16px; border-inline-start: 4px solid var(--_edge); background: var(--_page); border-radius: 4px; }
    .skeleton { display: grid; gap: 14px; }
    .skeleton i { height: 20px; border-radius: 6px; background: var(--_line); animation: breathe 1.2s ease-in-out infinite alternate; }
    .skeleton i:nth-child(2n) { width: 70%; }
    @keyframes breathe { to { opacity: 0.4; } }
    @media print { dialog { position: static; height: auto; max-height: none; width: auto; } .round { display: none; } }
  `,
  ];
}

customElements.define('padan-detail', PadanDetail);

/** The date, and how near it is where that says more. */
function deadline(day: number, today: number, lang: Lang): string {
  const near = day - today <= 30;
  return near ? `${date(day, lang)} (${closing(day, today, lang)})` : date(day, lang);
}

function verification(vacancy: Vacancy, words: Strings): string {
  return named(words.verificationNote, vacancy.source.verification) ?? '';
}

/** Plain paragraphs; runs of lines that start with "- " become lists. */
function text(title: string, body: string | undefined): TemplateResult | typeof nothing {
  if (!body?.trim()) return nothing;
  const blocks: (string | string[])[] = [];
  for (const line of body
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)) {
    const last = blocks.at(-1);
    if (!line.startsWith('- ')) blocks.push(line);
    else if (Array.isArray(last)) last.push(line.slice(2));
    else blocks.push([line.slice(2)]);
  }
  return html`<section class="text"><h3>${title}</h3>${blocks.map((block) =>
    Array.isArray(block) ? html`<ul>${block.map((item) => html`<li>${item}</li>`)}</ul>` : html`<p>${block}</p>`,
  )}</section>`;
}

/** Where else the advertisement stands. */
function also({ alsoAt = [] }: Vacancy, words: Strings, hosts: string): TemplateResult | typeof nothing {
  if (alsoAt.length === 0) return nothing;
  const link = ({ code, url }: (typeof alsoAt)[number]) => {
    const address = trusted(url, hosts);
    return address ? html`<a href=${address} target="_blank" rel="noopener noreferrer">${code}</a>` : code;
  };
  return html`<p class="also">${words.alsoAt} ${alsoAt.map((source, i) => html`${i > 0 ? ', ' : ''}${link(source)}`)}.</p>`;
}
