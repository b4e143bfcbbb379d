/**
 * The tags `<padan-chart>`, `<padan-search>` and `<padan-match>`.
 *
 * The tag that a page writes is a shell. Once it stands in the page, `attach` puts the view behind it into the shell's shadow
 * root and hands attributes and properties on to it. The page's styles reach the shell alone, and the view starts from initial
 * values: whatever a page says of its own paragraphs, buttons and letters, the view looks the same. What stands inside the tag is
 * shown until then, and below the message where a snapshot cannot be opened.
 */
import { PadanChart } from './chart.js';
import type { Files } from './engine.js';
import { PadanMatch } from './match.js';
import { PadanSearch } from './search.js';
import { type Embedded, locate } from './shared.js';

const VIEWS = { chart: PadanChart, search: PadanSearch, match: PadanMatch };

/** Attributes that say something of the shell alone. */
const OWN: ReadonlySet<string> = new Set(['class', 'id', 'style', 'slot', 'part', 'hidden', 'exportparts']);

const shell = new CSSStyleSheet();
shell.replaceSync(':host { display: block; min-width: 0; } :host([hidden]) { display: none; }');

/** Puts the view `name` behind a tag that stands in the page; `at` says where the worker and the engine's module are. */
export function attach(tag: HTMLElement, name: keyof typeof VIEWS, files: Files): void {
  if (tag.shadowRoot) return;
  locate(files);
  const View = VIEWS[name];
  const inner = `padan-${name}-view`;
  if (!customElements.get(inner)) customElements.define(inner, View);
  const view = document.createElement(inner) as Embedded;
  const copy = (name: string) => {
    const value = tag.getAttribute(name);
    if (OWN.has(name)) return;
    if (value === null) view.removeAttribute(name);
    else view.setAttribute(name, value);
  };
  for (const [key, { attribute, state }] of View.elementProperties) {
    if (!state && key !== 'lang') handOn(tag, String(key), view, attribute === false ? undefined : copy);
  }
  for (const name of tag.getAttributeNames()) copy(name);
  new MutationObserver((changes) => {
    for (const { attributeName } of changes) copy(attributeName ?? '');
  }).observe(tag, { attributes: true });
  view.setAttribute('exportparts', View.parts);
  view.append(document.createElement('slot'));
  const root = tag.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [shell];
  root.append(view);
}

/** Makes a property of the view one of the tag, what a page set before included; what has an attribute is written there, and copied. */
function handOn(tag: HTMLElement, key: string, view: Embedded, copy: ((name: string) => void) | undefined): void {
  const early: unknown = Object.hasOwn(tag, key) ? Reflect.get(tag, key) : undefined;
  Object.defineProperty(tag, key, {
    configurable: true,
    enumerable: true,
    get: () => Reflect.get(view, key),
    set: (value) => {
      if (!copy) Reflect.set(view, key, value);
      else if (value === null || value === undefined) tag.removeAttribute(key);
      else tag.setAttribute(key, String(value));
      copy?.(key);
    },
  });
  if (early !== undefined) Reflect.set(tag, key, early);
}
