/**
 * One element as a page of its own, for sites that can embed a frame and nothing else: `frame.html?element=search&province=32`.
 *
 * The address chooses the element and what it shows. What is shown, whom to trust and where links lead is said by frame.html
 * itself, so that no address written by another can put foreign vacancies or links under the name of this site. Nothing that a
 * visitor types or answers gets into an address. The page around it hears how high the element is, as
 * `{type: 'padan-height', height}` in CSS pixels; `padan-frame.js` there sets the height of the frame.
 */

/** Attributes that the address may set, by element. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  portal: ['lang', 'province'],
  search: ['lang', 'province', 'limit'],
  match: ['lang', 'province', 'limit'],
  chart: ['lang', 'province', 'kind', 'region', 'occupation', 'counted'],
};

const asked = new URLSearchParams(location.search);
const named = asked.get('element') ?? '';
const name = Object.hasOwn(ELEMENTS, named) ? named : 'portal';
const element = document.createElement(`padan-${name}`);
for (const key of ELEMENTS[name] ?? []) {
  const value = asked.get(key);
  if (value !== null && /^[\w-]{1,40}$/.test(value)) element.setAttribute(key, value);
}
const { snapshot, key, portal } = document.body.dataset;
for (const [attribute, value] of Object.entries({ snapshot, key, portal })) {
  if (value) element.setAttribute(attribute, value);
}
// Links lead out of the frame, save the portal's own, and dialogs need the room of a window.
if (name === 'portal') document.body.dataset.form = '';
else document.head.append(Object.assign(document.createElement('base'), { target: '_top' }));
if (element.lang) document.documentElement.lang = element.lang;

addEventListener('padan-form', (event) => {
  document.body.toggleAttribute('data-form', (event as CustomEvent<boolean>).detail);
});
document.body.append(element);

new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: 'padan-height', height }, '*');
}).observe(document.body);

export {};
