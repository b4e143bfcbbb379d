/** Icons: drawn here so that nothing is fetched; silent to screen readers because words stand beside them. */
import { html, svg, type TemplateResult } from 'lit';

const shapes = {
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 5 5"/>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"/>`,
  filter: svg`<path d="M4 7h16M7 12h10M10 17h4"/>`,
  place: svg`<path d="M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21Z"/><circle cx="12" cy="9.5" r="2.5"/>`,
  pay: svg`<rect x="3" y="6" width="18" height="12" rx="2"/><circle cx="12" cy="12" r="2.5"/><path d="M6.5 12h.01M17.5 12h.01"/>`,
  work: svg`<rect x="3" y="8" width="18" height="12" rx="2"/><path d="M9 8V5.500A1.5 1.5 0 0 1 10.5 4h3A1.5 1.5 0 0 1 15 5.500V8M3 13h18"/>`,
  people: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.500M18 14.500a6.5 6.5 0 0 1 3.5 5.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>`,
  me: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 21a7.5 7.5 0 0 1 15 0"/>`,
  shield: svg`<path d="M12 3 5 6v5.500c0 4.5 3 7.8 7 9.5 4-1.7 7-5 7-9.500V6Z"/><path d="m9 12 2.2 2.200L15.2 10"/>`,
  unknown: svg`<path d="M8.5 9a3.5 3.5 0 1 1 5 3.200c-1 .5-1.5 1.1-1.5 2.300M12 18.500h.01"/>`,
  warning: svg`<path d="M12 4 2.5 20h19ZM12 10v4.500M12 17.500h.01"/>`,
  down: svg`<path d="m6 9 6 6 6-6"/>`,
};

export type Icon = keyof typeof shapes;

export function icon(name: Icon): TemplateResult {
  return drawn(shapes[name]);
}

export function drawn(shape: TemplateResult<2>): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;
}
