/** The icons of the parts that are loaded after the list: the first ones and their own. */
import { svg, type TemplateResult } from 'lit';
import { drawn, type Icon as First, icon as first } from './icons.js';

const shapes = {
  met: svg`<path d="m5 12.5 4.5 4.500L19 7.5"/>`,
  partial: svg`<path d="M5 12h14"/>`,
  unmet: svg`<path d="M6.5 6.500l11 11M17.5 6.500l-11 11"/>`,
  out: svg`<path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/>`,
  keep: svg`<path d="M7 4h10v16l-5-4-5 4Z"/>`,
  kept: svg`<path d="M7 4h10v16l-5-4-5 4Z" fill="currentColor"/>`,
  online: svg`<path d="M2.500 9.500a14 14 0 0 1 19 0M5.500 13a9.500 9.500 0 0 1 13 0M8.500 16.500a5 5 0 0 1 7 0M12 20h.01"/>`,
  offline: svg`<path d="M5.500 13a9.500 9.500 0 0 1 4-2.300M14.500 10.700a9.500 9.500 0 0 1 4 2.300M8.500 16.500a5 5 0 0 1 7 0M12 20h.01M4 4l16 16"/>`,
  save: svg`<path d="M12 4v11M7.500 10.500 12 15l4.500-4.500M5 20h14"/>`,
};

export type Icon = First | keyof typeof shapes;

export function icon(name: Icon): TemplateResult {
  return name in shapes ? drawn(shapes[name as keyof typeof shapes]) : first(name as First);
}
