/**
 * Whether the colours that a page has set can be read: `import { contrast } from '/padan/contrast.js'`.
 *
 * # Overview
 *
 * `contrast(element)` measures each pair of colours that stand on one another in padan, as WCAG 2.2 does: 4.5 to 1 for text, 3 to 1 for
 * the edges of controls, the focus and the marks of charts. `warn(element)` writes what falls short on the console, once a page sets
 * colours of its own.
 */

/** Two colours that cannot be told apart well enough. */
export interface Faint {
  /** Custom property of what is to be read, and of what it stands on. */
  property: string;
  on: string;
  /** Their contrast, 1 to 21, rounded down to a hundredth, and the least that is needed. */
  ratio: number;
  needed: number;
}

const TEXT = 4.5;
const SHAPE = 3;

/** Inner name → the property that a page sets. */
const NAMES = {
  text: 'text',
  muted: 'muted',
  page: 'background',
  surface: 'surface',
  edge: 'control-border',
  primary: 'primary',
  strong: 'primary-strong',
  'on-primary': 'on-primary',
  soft: 'primary-soft',
  good: 'good',
  'good-soft': 'good-soft',
  warn: 'warn',
  'warn-soft': 'warn-soft',
  bad: 'bad',
  'bad-soft': 'bad-soft',
  focus: 'focus',
  bar: 'bar',
  highlight: 'highlight',
} as const;

type Name = keyof typeof NAMES;

/** What stands on what. */
const PAIRS: readonly [Name, readonly Name[], number][] = [
  ['text', ['page', 'surface', 'soft'], TEXT],
  ['muted', ['page', 'surface'], TEXT],
  ['primary', ['page', 'surface', 'soft'], TEXT],
  ['strong', ['soft'], TEXT],
  ['on-primary', ['primary', 'strong'], TEXT],
  ['good', ['surface', 'good-soft'], TEXT],
  ['warn', ['surface', 'warn-soft'], TEXT],
  ['bad', ['surface', 'bad-soft'], TEXT],
  ['edge', ['page', 'surface'], SHAPE],
  ['focus', ['page', 'surface'], SHAPE],
  ['bar', ['surface'], SHAPE],
  ['highlight', ['surface'], SHAPE],
];

const property = (name: Name): string => `--padan-color-${NAMES[name]}`;

/** What falls short in an element of padan that stands in the page; empty where all can be read. */
export function contrast(element: Element): Faint[] {
  const looks = getComputedStyle(themed(element));
  const rgb = reader();
  const luminances = new Map<Name, number>();
  const luminance = (name: Name): number => {
    const known = luminances.get(name) ?? luminanceOf(rgb(looks.getPropertyValue(`--_${name}`)));
    luminances.set(name, known);
    return known;
  };
  return PAIRS.flatMap(([name, grounds, needed]) =>
    grounds.flatMap((ground) => {
      const [dark = 0, light = 0] = [luminance(name), luminance(ground)].sort((a, b) => a - b);
      const ratio = (light + 0.05) / (dark + 0.05);
      const faint = { property: property(name), on: property(ground), ratio: Math.floor(ratio * 100) / 100, needed };
      return ratio < needed ? [faint] : [];
    }),
  );
}

/** Names on the console what falls short, where the page has set any colour. */
export function warn(element: Element): void {
  const looks = getComputedStyle(element);
  const own = (Object.keys(NAMES) as Name[]).some((name) => looks.getPropertyValue(property(name)).trim() !== '');
  if (!own || matchMedia('(forced-colors: active)').matches) return;
  for (const { property, on, ratio, needed } of contrast(element)) {
    console.warn(
      `padan: ${property} on ${on} has a contrast of ${ratio}:1, ${needed}:1 needed. Change one of the two.`,
    );
  }
}

/** Where the colours are resolved: the element, or the view inside it. */
function themed(element: Element): Element {
  const inner = element.shadowRoot?.firstElementChild;
  return inner && getComputedStyle(element).getPropertyValue('--_text') === '' ? inner : element;
}

/** Reads any colour that a style sheet may hold as red, green and blue, 0 to 255, over white. */
function reader(): (colour: string) => Uint8ClampedArray {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return (colour) => {
    if (!pen) return new Uint8ClampedArray(4);
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data;
  };
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminanceOf(rgb: Uint8ClampedArray): number {
  const [r = 0, g = 0, b = 0] = [...rgb.subarray(0, 3)].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
