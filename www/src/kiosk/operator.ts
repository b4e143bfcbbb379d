/** The staff's page: behind a PIN, the data and where it comes from, the settings, a test print, the log. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { date, dayOf, today as deviceDay, number, percent, size } from '../format.js';
import { icon } from '../icons.later.js';
import type { Lang, Opened } from '../kiosk-portal.js';
import { save } from '../save.js';
import { kioskWords } from '../strings/kiosk.js';
import { base, theme } from '../theme.css.js';
import { print, sample } from './paper.js';
import {
  change,
  check,
  type Entry,
  hasPin,
  log,
  note,
  type Paper,
  type Settings,
  setPin,
  settings,
  sound,
  waiting,
} from './settings.js';
import { holding, type Source, take } from './update.js';

type Held = Awaited<ReturnType<typeof holding>>;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'];

export class PadanOperator extends LitElement {
  @property() override lang: Lang = 'id';
  /** Address of the manifest. */
  @property() manifest = '';
  /** Public keys that the page itself names; the staff may name some where it names none. */
  @property() key = '';
  @property({ attribute: false }) info: Opened | undefined;
  /** Address of the portal where the staff named none. */
  @property() portal = '';
  @state() private inside = false;
  @state() private changing = false;
  @state() private first = '';
  @state() private digits = '';
  @state() private said = '';
  @state() private wait = 0;
  @state() private held: Held = null;
  @state() private room: { usage: number; quota: number; persisted: boolean } | undefined;
  /** Part of the update that is done. */
  @state() private verified: number | undefined;
  @state() private outcome: { good: boolean; text: string; technical?: string } | undefined;
  @state() private done = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      this.wait = waiting();
    }, 500);
    this.wait = waiting();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('inside') || changed.has('changing'))
      this.renderRoot.querySelector<HTMLElement>(this.inside && !this.changing ? 'h1' : '#pin')?.focus();
  }

  get #keys(): string[] {
    return (this.key || settings().key).split(/\s+/).filter(Boolean);
  }

  // The PIN

  async #enter(): Promise<void> {
    const words = kioskWords(this.lang);
    const given = this.digits;
    this.digits = '';
    if (this.changing || !hasPin()) {
      if (!sound(given)) this.said = words.pinShort;
      else if (!this.first) {
        this.first = given;
        this.said = '';
      } else if (given !== this.first) {
        this.first = '';
        this.said = words.pinDiffers;
      } else {
        await setPin(given);
        this.first = this.said = '';
        this.done = this.changing ? words.pinChanged : '';
        this.changing = false;
        this.#let();
      }
      return;
    }
    const right = await check(given);
    this.wait = waiting();
    if (right === true) this.#let();
    else this.said = this.wait > 0 ? '' : words.pinWrong(number(right, this.lang));
  }

  #let(): void {
    this.inside = true;
    this.said = '';
    this.dispatchEvent(new CustomEvent('inside'));
    void this.#look();
  }

  async #look(): Promise<void> {
    this.held = await holding(this.manifest, this.#keys).catch(() => null);
    const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    this.room = { usage, quota, persisted: (await navigator.storage?.persisted?.()) ?? false };
  }

  #pad(): TemplateResult {
    const { lang, wait, said, digits } = this;
    const words = kioskWords(lang);
    const fresh = this.changing || !hasPin();
    const title = fresh ? (this.first ? words.pinAgain : words.pinNew) : words.pinTitle;
    return html`<form class="pin" aria-labelledby="pin-title" @submit=${(event: Event) => {
      event.preventDefault();
      void this.#enter();
    }}>
      <h1 id="pin-title">${title}</h1>
      ${fresh ? html`<p class="hint" id="pin-hint">${words.pinNewHint}</p>` : nothing}
      <label for="pin">${words.pin}</label>
      <input id="pin" type="password" inputmode="none" autocomplete="off" maxlength="12" .value=${digits} ?disabled=${wait > 0}
        aria-describedby=${fresh ? 'pin-hint said' : 'said'}
        @input=${(event: Event) => {
          this.digits = (event.target as HTMLInputElement).value.replace(/\D/g, '');
        }}>
      <p id="said" class="said" role="alert">${wait > 0 ? words.pinWait(number(wait, lang)) : said}</p>
      <div class="pad">
        ${DIGITS.map((digit) =>
          digit === ''
            ? html`<button type="button" aria-label=${words.erase} @click=${() => {
                this.digits = digits.slice(0, -1);
              }}>⌫</button>`
            : html`<button type="button" ?disabled=${wait > 0} @click=${() => {
                this.digits = (digits + digit).slice(0, 12);
              }}>${digit}</button>`,
        )}
        <button type="submit" class="primary" ?disabled=${wait > 0}>${words.enter}</button>
      </div>
      <button type="button" class="plain" @click=${() => this.#leave()}>${words.leave}</button>
    </form>`;
  }

  #leave(): void {
    this.dispatchEvent(new CustomEvent('leave'));
  }

  // Data

  async #take(what: Entry['what'], files?: File[]): Promise<void> {
    if (this.verified !== undefined) return;
    const { lang } = this;
    const words = kioskWords(lang);
    this.verified = 0;
    this.outcome = undefined;
    const source: Source = { manifest: this.manifest, keys: this.#keys, ...(files && { files }) };
    try {
      const { rows, asOf, hash } = await take(source, (part) => {
        this.verified = part;
      });
      note({ what, result: 'ok', rows, asOf, hash });
      const text = words.taken(date(dayOf(asOf) ?? 0, lang), number(rows, lang));
      this.outcome = { good: true, text };
      this.dispatchEvent(new CustomEvent('taken'));
    } catch (error) {
      const { name, message } = error as Error;
      note({ what, result: name });
      const reason = words.reasons[name] ?? words.reasons.Other;
      this.outcome = { good: false, text: `${words.refused} ${reason}`, technical: `${name}: ${message}` };
    }
    this.verified = undefined;
    await this.#look();
    this.renderRoot.querySelector<HTMLElement>('#outcome')?.focus();
  }

  #data(): TemplateResult {
    const { lang, info, held, room, verified: part, outcome } = this;
    const words = kioskWords(lang);
    const asOf = dayOf(held?.asOf ?? info?.asOf);
    const day = deviceDay();
    const rows: [string, string][] =
      asOf === null
        ? [[words.data, words.noData]]
        : [
            [words.dataDate, date(asOf, lang)],
            [words.dataAge, day === asOf ? words.today : words.daysOld(number(day - asOf, lang))],
            ...(info && info.asOf === (held?.asOf ?? info.asOf)
              ? ([
                  [words.dataRows, number(info.rows, lang)],
                  [words.dataOther, number(info.courses, lang)],
                ] as [string, string][])
              : []),
            [words.dataSignature, held ? words.signed(held.key) : words.unsigned],
            ...(held
              ? ([
                  [words.dataSequence, String(held.sequence)],
                  [words.dataExpires, date(dayOf(held.expires) ?? 0, lang)],
                  [words.dataHash, held.manifestSha256.slice(0, 16)],
                ] as [string, string][])
              : []),
          ];
    if (info)
      rows.push([
        words.dataServer,
        info.refused ? (words.reasons[info.refused.name] ?? info.refused.name) : words.serverUsed,
      ]);
    if (room) {
      const left = words.storageLeft(size(room.usage, lang), size(room.quota - room.usage, lang));
      rows.push([words.storage, `${left}; ${room.persisted ? words.persisted : words.notPersisted}`]);
    }
    const keyed = this.#keys.length > 0;
    return html`<section aria-labelledby="data">
      <h2 id="data">${words.data}</h2>
      <dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${keyed ? nothing : html`<p class="stale">${icon('warning')} <span>${words.needsKey}</span></p>`}
      <div class="ways">
        <label class=${keyed && part === undefined ? 'button primary' : 'button off'}>${words.fromStick}
          <input class="stick" type="file" webkitdirectory multiple ?disabled=${!keyed || part !== undefined} aria-describedby="stick-hint"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              const files = [...(input.files ?? [])];
              input.value = '';
              if (files.length > 0) void this.#take('stick', files);
            }}></label>
        <button type="button" class="network" ?disabled=${!keyed || part !== undefined} @click=${() => void this.#take('network')}>${words.fromNetwork}</button>
      </div>
      <p class="hint" id="stick-hint">${words.fromStickHint}</p>
      ${
        part === undefined
          ? nothing
          : html`<p><label for="part">${words.reading(percent(part, lang))}</label>
        <progress id="part" max="1" .value=${part}></progress></p>`
      }
      <div id="outcome" role="status" tabindex="-1">${
        outcome
          ? html`<p class=${outcome.good ? 'good' : 'bad'}>${icon(outcome.good ? 'met' : 'warning')} <span>${outcome.text}</span></p>
        ${outcome.technical ? html`<p class="hint" lang="en"><code>${outcome.technical}</code></p>` : nothing}`
          : nothing
      }</div>
    </section>`;
  }

  // Settings, log

  #settings(): TemplateResult {
    const { lang } = this;
    const words = kioskWords(lang);
    const known = settings();
    const portal = known.portal || this.portal;
    const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(portal);
    return html`<section aria-labelledby="settings">
      <h2 id="settings">${words.settings}</h2>
      <form @submit=${(event: Event) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        const said = (name: string) => String(data.get(name) ?? '').trim();
        change({
          paper: said('paper') as Paper,
          keyboard: data.has('keyboard'),
          portal: said('portal'),
          hosts: said('hosts'),
          staff: said('staff'),
          ...(this.key ? {} : { key: said('key') }),
        } satisfies Partial<Settings>);
        this.done = words.saved;
        this.requestUpdate();
        this.dispatchEvent(new CustomEvent('changed'));
        void this.#look();
      }}>
        <fieldset><legend>${words.paper}</legend><div class="ways">${(['a4', '80', '58'] as const).map(
          (paper) =>
            html`<label class="tick"><input type="radio" name="paper" value=${paper} ?checked=${known.paper === paper}> ${words.papers[paper]}</label>`,
        )}</div></fieldset>
        <label class="tick"><input type="checkbox" name="keyboard" ?checked=${known.keyboard}> ${words.ownKeyboard}</label>
        <label>${words.portalAddress}<input type="url" name="portal" .value=${known.portal} placeholder=${this.portal}
          aria-describedby=${local ? 'portal-local' : nothing}></label>
        ${local ? html`<p class="stale" id="portal-local">${icon('warning')} <span>${words.portalLocal}</span></p>` : nothing}
        <label>${words.staffNote}<input type="text" name="staff" .value=${known.staff} placeholder=${words.askWhere}></label>
        <label>${words.allowed}<input type="text" name="hosts" .value=${known.hosts} aria-describedby="hosts-hint"></label>
        <p class="hint" id="hosts-hint">${words.allowedHint}</p>
        <label>${words.publicKey}<input type="text" name="key" .value=${this.key || known.key} ?readonly=${this.key !== ''}
          aria-describedby=${this.key ? 'key-fixed' : nothing}></label>
        ${this.key ? html`<p class="hint" id="key-fixed">${words.publicKeyFixed}</p>` : nothing}
        <div class="ways">
          <button type="submit" class="primary">${words.save}</button>
          <button type="button" class="test" @click=${() => void print(sample(lang, portal), settings().paper, lang)}>${words.testPrint}</button>
          <button type="button" @click=${() => {
            this.changing = true;
            this.done = '';
          }}>${words.pinChange}</button>
        </div>
        <p role="status">${this.done}</p>
      </form>
    </section>`;
  }

  #log(): TemplateResult {
    const { lang } = this;
    const words = kioskWords(lang);
    const entries = log().reverse();
    const when = new Intl.DateTimeFormat(lang === 'id' ? 'id-ID' : 'en-GB', {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    const result = (entry: Entry) =>
      entry.result === 'ok' ? words.logOk : (words.reasons[entry.result] ?? entry.result);
    return html`<section aria-labelledby="log">
      <h2 id="log">${words.log}</h2>
      ${
        entries.length === 0
          ? html`<p class="hint">${words.logEmpty}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="log"><table>
        <thead><tr>${[words.logWhen, words.logWhat, words.logData, words.logRows, words.logHash, words.logResult].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${entries.map(
          (entry) => html`<tr><td>${when.format(new Date(entry.at))}</td><td>${words.logKinds[entry.what]}</td>
          <td>${entry.asOf ?? '–'}</td><td>${entry.rows === undefined ? '–' : number(entry.rows, lang)}</td><td>${entry.hash ?? '–'}</td>
          <td>${result(entry)}</td></tr>`,
        )}</tbody></table></div>
        <button type="button" class="export" @click=${() => save(csv(), 'padan-kiosk.csv')}>${words.logExport}</button>`
      }
    </section>`;
  }

  override render(): TemplateResult {
    const words = kioskWords(this.lang);
    if (!this.inside || this.changing) return this.#pad();
    return html`<div class="page">
      <div class="top"><h1 tabindex="-1">${words.operator}</h1>
        <button type="button" class="leave" @click=${() => this.#leave()}>${words.leave}</button></div>
      ${this.#data()}${this.#settings()}${this.#log()}
    </div>`;
  }

  static override styles = [
    theme,
    base,
    css`
    :host { display: block; color: var(--_text); font-family: var(--_font); line-height: 1.5; }
    button, .button, input:not([type="checkbox"]):not([type="radio"]), .tick { min-height: 52px; }
    button, .button { min-width: 52px; }
    .page { display: grid; gap: 20px; max-width: 1100px; margin-inline: auto; padding: 24px; }
    .top { display: flex; flex-wrap: wrap; gap: 12px; justify-content: space-between; align-items: center; }
    h1 { margin: 0; font-size: 1.75em; line-height: 1.2; }
    h1:focus { outline: none; }
    h2 { font-size: 1.25em; margin-bottom: 12px; }
    section { padding: 20px 24px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); }
    dl { display: grid; gap: 6px; margin-bottom: 16px; }
    dl > div { display: grid; grid-template-columns: minmax(9em, 15em) minmax(0, 1fr); gap: 12px; }
    dt { color: var(--_muted); }
    dd { font-weight: 600; overflow-wrap: anywhere; }
    .ways { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; }
    .stick { position: absolute; inset: 0; opacity: 0; cursor: pointer; width: 100%; }
    label.button { position: relative; overflow: hidden; }
    label.button:focus-within { outline: 3px solid var(--_focus); outline-offset: 2px; }
    button:disabled, .off { opacity: 0.55; cursor: default; }
    section form { display: grid; gap: 14px; }
    section form > label:not(.tick) { display: grid; gap: 6px; font-weight: 600; }
    legend { font-weight: 600; padding: 0; }
    .tick { display: flex; align-items: center; gap: 10px; }
    input[type="url"], input[type="password"] { min-height: 52px; padding: 8px 12px; border: 1px solid var(--_edge); border-radius: var(--_radius); background: var(--_surface); }
    input[type="radio"] { width: 1.3em; height: 1.3em; margin: 0; accent-color: var(--_primary); }
    .stale, .good, .bad { display: flex; gap: 10px; padding: 12px 14px; border-radius: var(--_radius); margin-block: 12px; }
    .stale { background: var(--_warn-soft); color: var(--_warn); }
    .good { background: var(--_good-soft); color: var(--_good); font-weight: 600; }
    .bad { background: var(--_bad-soft); color: var(--_bad); font-weight: 600; }
    progress { width: 100%; height: 12px; accent-color: var(--_primary); }
    .scroll { overflow-x: auto; margin-bottom: 12px; }
    td, th { white-space: nowrap; }
    .pin { display: grid; gap: 12px; max-width: 420px; margin: 6vh auto 0; padding: 28px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); }
    .pin input { width: 100%; font-size: 1.6em; letter-spacing: 0.4em; text-align: center; }
    .pin label { font-weight: 600; }
    .said { min-height: 1.5em; color: var(--_bad); font-weight: 600; }
    .pad { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; }
    .pad button { min-height: 64px; font-size: 1.35em; }
    .pad .primary { font-size: 1.1em; }
    `,
  ];
}

customElements.define('padan-operator', PadanOperator);

/** The log for a spreadsheet. */
function csv(): string {
  const head = ['at', 'what', 'asOf', 'rows', 'hash', 'result'] as const;
  const lines = log().map((entry) => head.map((name) => entry[name] ?? '').join(','));
  return `\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`;
}
