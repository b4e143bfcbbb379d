/**
 * Icons: drawn here so that nothing is fetched; silent to screen readers because words stand beside them. Each is one path and a
 * template without holes. Those of a card's facts, of which a list has a hundred, are boxes (`portal.css`).
 */
import { html, type TemplateResult } from 'lit';

const icons = made({
  search: 'M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM16 16l5 5',
  close: 'M6 6l12 12M18 6 6 18',
  filter: 'M4 7h16M7 12h10M10 17h4',
  place: 'M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21ZM14.5 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z',
  people:
    'M12.5 8a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5',
  me: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 21a7.5 7.5 0 0 1 15 0',
  shield: 'M12 3 5 6v5.5c0 4.5 3 7.8 7 9.5 4-1.7 7-5 7-9.5V6ZM9 12l2.2 2.2L15.2 10',
  warning: 'M12 4 2.5 20h19ZM12 10v4.5M12 17.5h.01',
  down: 'M6 9l6 6 6-6',
});

export type Icon = keyof typeof icons;

export function icon(name: Icon): TemplateResult {
  return icons[name];
}

/** An icon of each path, in the square from 0, 0 to 24, 24; `more` are attributes of the paths. */
export function made<Name extends string>(paths: Record<Name, string>, more = ''): Record<Name, TemplateResult> {
  const icons = {} as Record<Name, TemplateResult>;
  for (const name in paths) {
    const text = [`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[name]}"${more}/></svg>`];
    icons[name] = html(Object.assign(text, { raw: text }));
  }
  return icons;
}
