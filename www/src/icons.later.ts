/** The icons of the parts that are loaded after the list: the first ones and their own. */
import type { TemplateResult } from 'lit';
import { type Icon as First, icon as first, made } from './icons.js';

const BOOKMARK = 'M7 4h10v16l-5-4-5 4Z';

const icons = {
  ...made({ kept: BOOKMARK }, ' fill="currentColor"'),
  ...made({
    met: 'M5 12.5l4.5 4.5L19 7.5',
    partial: 'M5 12h14',
    unknown: 'M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3M12 18.5h.01',
    unmet: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
    out: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
    keep: BOOKMARK,
    online: 'M2.5 9.5a14 14 0 0 1 19 0M5.5 13a9.5 9.5 0 0 1 13 0M8.5 16.5a5 5 0 0 1 7 0M12 20h.01',
    offline: 'M5.5 13a9.5 9.5 0 0 1 4-2.3M14.5 10.7a9.5 9.5 0 0 1 4 2.3M8.5 16.5a5 5 0 0 1 7 0M12 20h.01M4 4l16 16',
    clock: 'M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0ZM12 7v5l3.5 2',
    pay: 'M5 6h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2ZM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM6.5 12h.01M17.5 12h.01',
    save: 'M12 4v11M7.5 10.5 12 15l4.5-4.5M5 20h14',
  }),
};

export type Icon = First | keyof typeof icons;

export function icon(name: Icon): TemplateResult {
  return name in icons ? icons[name as keyof typeof icons] : first(name as First);
}
