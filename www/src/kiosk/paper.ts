/**
 * Vacancies on paper: A4 or a roll of 58 or 80 mm, black on white, at most five, each with a QR code.
 *
 * The sheet stands in the page beside the kiosk, unseen; printing hides all but it. Of the visitor's answers nothing is on it unless
 * the visitor ticked that.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { date, number, pay, today, webAddress } from '../format.js';
import { trusts } from '../hosts.js';
import { addressOf, type Engine, type Hit, type Lang, type Lists, type Profile } from '../kiosk-portal.js';
import { kioskWords } from '../strings/kiosk.js';
import { strings } from '../strings/later.js';
import { learn } from '../strings.js';
import { qr } from './qr.js';
import type { Paper } from './settings.js';

/** Most vacancies on one print. */
export const MOST = 5;

export interface Item {
  title: string;
  employer: string;
  place: string;
  pay: string;
  last: string;
  /** What the code opens. */
  address: string;
}

export interface Content {
  items: Item[];
  title: string;
  /** Date of the data, as read. */
  asOf: string;
  /** Name and value, where the visitor ticked so. */
  answers: [string, string][];
}

export class PadanSheet extends LitElement {
  @property() override lang: Lang = 'id';
  @property({ reflect: true }) paper: Paper = 'a4';
  @property({ attribute: false }) content: Content | undefined;

  override render(): TemplateResult | typeof nothing {
    const { content, lang } = this;
    if (!content) return nothing;
    const words = kioskWords(lang);
    return html`<article lang=${lang}>
      <h1>${content.title}</h1>
      <ol>${content.items.map(
        (item) => html`<li>
        <div><h2>${item.title}</h2>
          <dl>
            <div><dt>${words.employer}</dt><dd>${item.employer}</dd></div>
            <div><dt>${words.place}</dt><dd>${item.place}</dd></div>
            <div><dt>${words.pay}</dt><dd>${item.pay}</dd></div>
            <div><dt>${words.last}</dt><dd>${item.last}</dd></div>
          </dl></div>
        <figure>${qr(item.address, words.phoneAlt(item.address))}<figcaption>${words.sheetScan}</figcaption></figure>
      </li>`,
      )}</ol>
      ${
        content.answers.length > 0
          ? html`<section><h2>${words.sheetAnswers}</h2>
        <dl>${content.answers.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
          : nothing
      }
      <p>${words.sheetOf(content.asOf)}</p>
    </article>`;
  }

  static override styles = css`
    :host { display: block; background: #fff; color: #000; font: 11pt/1.4 "Liberation Sans", "Noto Sans", Arial, sans-serif; }
    :host([paper="80"]) { width: 72mm; font-size: 9.5pt; }
    :host([paper="58"]) { width: 48mm; font-size: 8.5pt; }
    :host([paper="a4"]) { width: 100%; max-width: 182mm; }
    * { box-sizing: border-box; }
    h1, h2, p, ol, dl, dd, figure { margin: 0; padding: 0; }
    h1 { font-size: 1.45em; line-height: 1.2; padding-bottom: 2mm; border-bottom: 0.5mm solid #000; }
    h2 { font-size: 1.15em; line-height: 1.25; margin-bottom: 1mm; overflow-wrap: anywhere; }
    ol { list-style: none; }
    li { display: grid; grid-template-columns: minmax(0, 1fr) 34mm; gap: 2mm 6mm; align-items: start; padding: 4mm 0; border-bottom: 0.25mm solid #000; break-inside: avoid; }
    dl > div { display: grid; grid-template-columns: 42mm minmax(0, 1fr); gap: 0 2mm; }
    dd { font-weight: 700; overflow-wrap: anywhere; }
    figure { text-align: center; }
    .qr { display: block; width: 34mm; height: 34mm; margin-inline: auto; }
    figcaption { font-size: 0.8em; line-height: 1.25; }
    section { padding: 4mm 0; border-bottom: 0.25mm solid #000; break-inside: avoid; }
    p { padding-top: 3mm; font-size: 0.9em; }
    :host(:not([paper="a4"])) li { grid-template-columns: minmax(0, 1fr); }
    :host(:not([paper="a4"])) dl > div { display: block; }
    :host(:not([paper="a4"])) dt, :host(:not([paper="a4"])) dd { display: inline; }
    :host(:not([paper="a4"])) dt::after { content: ": "; }
    `;
}

customElements.define('padan-sheet', PadanSheet);

/** What is said of each vacancy; a code opens the advertisement where its host is one that links may lead to, else the portal. */
export async function itemsOf(
  hits: readonly Hit[],
  { engine, lang, portal, asOf, hosts }: { engine: Engine; lang: Lang; portal: string; asOf: string; hosts: string },
): Promise<Item[]> {
  const words = kioskWords(lang);
  return Promise.all(
    hits.slice(0, MOST).map(async (hit) => {
      const record = await engine.call('record', hit.row).catch(() => undefined);
      const own = webAddress(record?.source.url);
      const wage = pay(hit.payMin, hit.payMax, lang);
      return {
        title: hit.title,
        employer: hit.employer ?? words.notStated,
        place: hit.region ?? words.notStated,
        pay: wage ? `${wage} ${words.aMonth}` : words.notStated,
        last: hit.closes === null ? words.notStated : date(hit.closes, lang),
        address: own && trusts(hosts, new URL(own).hostname) ? own : portal + addressOf(hit.row, asOf),
      };
    }),
  );
}

/** The answers in words. */
export async function answersOf(profile: Profile, lists: Lists | undefined, lang: Lang): Promise<[string, string][]> {
  await learn(lang);
  const words = kioskWords(lang);
  const levels = strings(lang).education_levels;
  const job = (code: string) => lists?.occupations.find((one) => one.code === code)?.label ?? code;
  const region = (code: string) => lists?.regions.find((one) => one.code === code)?.name ?? code;
  const rows: [string, string | undefined][] = [
    [words.wantedJob, profile.targets?.map(({ occupation }) => job(occupation)).join(', ')],
    [words.education, profile.education === undefined ? undefined : levels[profile.education]],
    [words.home, profile.home && region(profile.home)],
    [
      words.experience,
      profile.history
        ?.map(({ occupation, months }) => `${job(occupation)} (${words.years(number(months / 12, lang, 1))})`)
        .join(', '),
    ],
    [words.skills, profile.skills?.join(', ')],
    [words.leastPay, pay(profile.minimumPay, null, lang) ?? undefined],
  ];
  return rows.filter((row): row is [string, string] => Boolean(row[1]));
}

/** A vacancy that is none, to see what the printer does. */
export function sample(lang: Lang, portal: string): Content {
  const words = kioskWords(lang);
  const item = { title: words.testTitle, employer: words.testEmployer, place: words.testPlace, pay: words.notStated };
  const day = date(today(), lang);
  return { items: [{ ...item, last: day, address: portal }], title: words.testTitle, asOf: day, answers: [] };
}

const page = new CSSStyleSheet();

/** Prints and forgets. A roll is cut where the text ends. */
export async function print(content: Content, paper: Paper, lang: Lang): Promise<void> {
  clear();
  const sheet = document.createElement('padan-sheet') as PadanSheet;
  Object.assign(sheet, { content, paper, lang, id: 'print', inert: true });
  document.body.append(sheet);
  await sheet.updateComplete;
  const millimetres = Math.ceil((sheet.getBoundingClientRect().height * 25.4) / 96) + 12;
  const size = paper === 'a4' ? 'A4' : `${paper}mm ${Math.max(60, millimetres)}mm`;
  page.replaceSync(`@page { size: ${size}; margin: ${paper === 'a4' ? '14mm' : paper === '80' ? '4mm' : '5mm'}; }`);
  if (!document.adoptedStyleSheets.includes(page)) document.adoptedStyleSheets.push(page);
  addEventListener('afterprint', clear, { once: true });
  globalThis.print();
}

/** Takes the sheet out of the page. */
export function clear(): void {
  document.querySelector('body > padan-sheet')?.remove();
}

declare global {
  interface HTMLElementTagNameMap {
    'padan-sheet': PadanSheet;
  }
}
