/** QR codes as shapes in the page: black on white whatever the colours around, with the quiet zone of four modules. */
import { html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

/** Bytes that a code holds at most; what is longer is written out. */
const MOST = 2_300;

/** A code of level M that says `text`; `label` is what screen readers say. */
export function qr(text: string, label: string): TemplateResult {
  if (new TextEncoder().encode(text).length > MOST) return html`<p class="qr">${text}</p>`;
  const { data, size } = encode(text, { ecc: 'M', boostEcc: false, border: 4 });
  const runs = data.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      found.push(`M${from} ${y}h${x - from + 1}v1H${from}z`);
    }
    return found;
  });
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">
    <path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d=${runs.join('')}/></svg>`;
}
