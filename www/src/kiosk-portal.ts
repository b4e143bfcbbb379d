/** All that the kiosk knows of the portal's inside; whatever changes there is mended here. */
import type { Answer, Hit, Lang, Profile } from '../../pkg/padan.js';
import { emptyView, type View, writeView } from './address.js';
import type { Lists, Opened } from './calls.js';
import type { Engine } from './engine.js';

export interface Portal extends HTMLElement {
  snapshot: string;
  key: string | null;
  lang: Lang;
  hosts: string;
  shared: boolean;
  keep: boolean;
  profile: Profile;
  readonly saved?: readonly Hit[];
  erase?(): void;
  readonly engine: Engine;
  readonly info: Opened | undefined;
  readonly answer: Answer | undefined;
  readonly lists: Lists | undefined;
  readonly view: View;
  readonly updateComplete: Promise<boolean>;
}

export type { Engine, Hit, Lang, Lists, Opened, Profile };

/** A portal of its own for one visitor, with an engine of its own. */
export function portalOf(asked: { snapshot: string; key: string; lang: Lang; hosts: string }): Portal {
  const portal = document.createElement('padan-portal') as unknown as Portal;
  portal.lang = asked.lang;
  portal.setAttribute('lang', asked.lang);
  portal.snapshot = asked.snapshot;
  if (asked.key) portal.key = asked.key;
  if (asked.hosts) portal.hosts = asked.hosts;
  portal.shared = true;
  portal.keep = true;
  return portal;
}

/** The address of what the portal shows, with another tab. */
export function tabOf(portal: Portal, tab: View['tab']): string {
  return writeView({ ...portal.view, tab, row: undefined });
}

/** The address of a vacancy on any portal that has the same snapshot. */
export function addressOf(row: number, asOf: string): string {
  return writeView({ ...emptyView, row, of: asOf });
}

/** Waits until the list stands. */
export async function listed(portal: Portal): Promise<void> {
  while (portal.isConnected && !portal.answer) await pause();
}

/** Opens the questions, once their code is there. */
export async function openForm(portal: Portal): Promise<void> {
  for (;;) {
    const form = portal.shadowRoot?.querySelector('padan-profile') as (HTMLElement & { open?: boolean }) | null;
    if (form?.shadowRoot && portal.lists) {
      form.open = true;
      return;
    }
    if (!portal.isConnected) return;
    await pause();
  }
}

export function searchBox(portal: Portal): HTMLElement | null {
  return portal.shadowRoot?.querySelector<HTMLElement>('#q') ?? null;
}

/** The vacancy that was opened last, where it is one of the list. */
export function opened(portal: Portal): Hit | undefined {
  const { row } = portal.view;
  return portal.answer?.hits.find((hit) => hit.row === row);
}

function pause(): Promise<void> {
  return new Promise((wake) => setTimeout(wake, 30));
}

/**
 * Every part of the portal for fingers: targets of 48 px. Parts have shadow roots of their own and come as they are needed, so each
 * new root takes the sheet along.
 */
export function enlarge(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LARGE);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (this: Element, init) {
    const root = attach.call(this, init);
    // Lit sets its sheets right after.
    queueMicrotask(() => root.adoptedStyleSheets.push(sheet));
    return root;
  };
}

const LARGE = `
  button:not(.spot), .button, select, summary, [role="option"], [role="tab"],
  input:not([type="checkbox"]):not([type="radio"]) { min-height: 48px !important; min-width: 48px; }
  .chip, .round { min-height: 48px; min-width: 48px; }
  .search input { min-height: 56px !important; }
  .tick, label:has(> input[type="checkbox"]), label:has(> input[type="radio"]) { min-height: 48px; }
  .tabs a, .where a, .chooser a { min-height: 48px; min-width: 48px; }
  p > a, li > a:not(.button), dd > a, .alike a { display: inline-flex; align-items: center; min-height: 48px; min-width: 48px; }
  .file, .download, .downloads { display: none !important; }
  [role="listbox"] { max-height: none; }
  dialog:not(.filters):modal { max-height: calc(100% - var(--kiosk-keyboard, 0px)) !important; inset-block-end: var(--kiosk-keyboard, 0px); }
`;
