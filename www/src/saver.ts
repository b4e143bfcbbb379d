/** The question before a large download, where data cost the visitor money. */
import { html, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import { size } from './format.js';
import { strings } from './strings/later.js';

export function question(bytes: number, lang: Lang, agree: () => void): TemplateResult {
  const words = strings(lang);
  return html`<div class="empty" part="consent">
    <h2 id="results-title" tabindex="-1">${words.askSize(size(bytes, lang))}</h2>
    <p>${words.askHint}</p>
    <p><button type="button" class="primary" @click=${agree}>${words.download} (${size(bytes, lang)})</button></p>
  </div>`;
}
