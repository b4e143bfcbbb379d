/** Errors as a visitor can use them: what happened, what to do, a way to try again. */
import { html, type TemplateResult } from 'lit';
import type { Lang } from '../../pkg/padan.js';
import type { Told } from './calls.js';
import { icon } from './icons.js';
import { strings } from './strings.js';

export function failure(error: Error, lang: Lang, retry: () => void): TemplateResult {
  const words = strings(lang);
  const { title, todo } = saying(error, lang);
  return html`<div class="failure" role="alert" part="error">
    <p class="title">${icon('warning')} <strong>${title}</strong></p>
    <p>${todo}</p>
    <button type="button" class="primary" @click=${retry}>${words.retry}</button>
    ${technical(error, lang)}
  </div>`;
}

export function saying({ name }: Told, lang: Lang): { title: string; todo: string } {
  const { errors } = strings(lang);
  return (errors as Record<string, { title: string; todo: string }>)[name] ?? errors.Other;
}

export function technical({ name, message }: Told, lang: Lang): TemplateResult {
  return html`<details><summary>${strings(lang).technical}</summary><p class="hint" lang="en"><code>${name}</code>: ${message}</p></details>`;
}
