/** An error as a visitor can use it: what happened, what to do, a way to try again. */
import { html, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import { icon } from './icons.js';
import { strings } from './strings.js';

export function failure(error: Error, lang: Lang, retry: () => void): TemplateResult {
  const words = strings(lang);
  const known: Record<string, { title: string; todo: string }> = words.errors;
  const { title, todo } = known[error.name] ?? words.errors.Other;
  return html`<div class="failure" role="alert" part="error">
    <p class="title">${icon('warning')} <strong>${title}</strong></p>
    <p>${todo}</p>
    <button type="button" class="primary" @click=${retry}>${words.retry}</button>
    <details><summary>${words.technical}</summary><p class="hint" lang="en"><code>${error.name}</code>: ${error.message}</p></details>
  </div>`;
}
