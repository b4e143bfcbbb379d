/**
 * A text box that offers matching options, after the ARIA combobox pattern.
 *
 * Holds one value or several; `change` fires with the whole list whenever it changes.
 * With `free` set, words that are no option may be added as they are.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Lang, Region } from '../../pkg/padan.js';
import { icon } from './icons.js';
import { strings } from './strings/later.js';
import { base } from './theme.css.js';

export interface Option {
  value: string;
  label: string;
}

const SHOWN = 8;

/** Regencies as places to live in, each with its province. */
export function homes(regions: readonly Region[]): Option[] {
  const provinces = new Map(regions.filter(({ code }) => code.length === 2).map(({ code, name }) => [code, name]));
  return regions
    .filter(({ code }) => code.length === 4)
    .map(({ code, name }) => ({ value: code, label: `${name}, ${provinces.get(code.slice(0, 2)) ?? ''}` }));
}

/** One option a label: of a group and its only member, which share a name, the wider. */
export function distinct(options: Option[]): Option[] {
  const byLabel = new Map<string, Option>();
  for (const option of options) {
    const known = byLabel.get(option.label);
    if (!known || option.value.length < known.value.length) byLabel.set(option.label, option);
  }
  return [...byLabel.values()];
}

export class PadanCombobox extends LitElement {
  @property() label = '';
  @property() hint = '';
  @property() override lang: Lang = 'id';
  @property({ attribute: false }) options: readonly Option[] = [];
  @property({ attribute: false }) values: readonly string[] = [];
  @property({ type: Number }) max = 1;
  @property({ type: Boolean }) free = false;
  @state() private typed = '';
  @state() private active = -1;
  @state() private listed = false;

  #folded: { label: string; option: Option }[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('options')) this.#folded = this.options.map((option) => ({ label: fold(option.label), option }));
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #matches(): Option[] {
    const words = fold(this.typed).split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const open = this.#folded.filter(({ option }) => !this.values.includes(option.value));
    const hits = open.filter(({ label }) => words.every((word) => label.includes(word)));
    const first = words[0] ?? '';
    const rank = ({ label }: { label: string }) => (label.startsWith(first) ? 0 : label.includes(` ${first}`) ? 1 : 2);
    return hits
      .sort((a, b) => rank(a) - rank(b) || a.label.length - b.label.length)
      .slice(0, SHOWN)
      .map(({ option }) => option);
  }

  #set(values: readonly string[]): void {
    this.values = values;
    this.typed = '';
    this.active = -1;
    this.listed = false;
    this.dispatchEvent(new CustomEvent('change', { detail: values }));
  }

  #choose(value: string): void {
    this.#set(this.max === 1 ? [value] : [...this.values, value].slice(0, this.max));
    this.focus();
  }

  #remove(value: string): void {
    this.#set(this.values.filter((v) => v !== value));
    this.focus();
  }

  #key(event: KeyboardEvent, matches: Option[]): void {
    const last = matches.length - 1;
    const move = (to: number) => {
      event.preventDefault();
      this.listed = true;
      this.active = last < 0 ? -1 : Math.max(0, Math.min(last, to));
    };
    if (event.key === 'ArrowDown') move(this.active + 1);
    else if (event.key === 'ArrowUp') move(this.active - 1);
    else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = matches[this.active] ?? (this.free ? undefined : matches[0]);
      const typed = this.typed.trim();
      if (chosen) this.#choose(chosen.value);
      else if (this.free && typed && !this.values.includes(typed)) this.#choose(typed);
    } else if (event.key === 'Escape' && this.listed && matches.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      this.listed = false;
    } else if (event.key === 'Backspace' && this.typed === '' && this.values.length > 0) {
      this.#set(this.values.slice(0, -1));
    }
  }

  #labelOf(value: string): string {
    return this.options.find((option) => option.value === value)?.label ?? value;
  }

  override render(): TemplateResult {
    const words = strings(this.lang);
    const matches = this.#matches();
    const open = this.listed && matches.length > 0;
    return html`
      <label for="box">${this.label}</label>
      ${this.hint ? html`<p class="hint" id="hint">${this.hint}</p>` : nothing}
      ${
        this.values.length > 0
          ? html`<ul class="chosen" role="list">
            ${this.values.map(
              (value) => html`<li>
              <button type="button" class="chip" @click=${() => this.#remove(value)} aria-label=${words.remove(this.#labelOf(value))}>
                ${this.#labelOf(value)} ${icon('close')}
              </button>
            </li>`,
            )}
          </ul>`
          : nothing
      }
      <div class="field">
        <input id="box" type="text" role="combobox" autocomplete="off" autocapitalize="none" spellcheck="false"
          aria-autocomplete="list" aria-controls="list" aria-expanded=${open} aria-describedby=${this.hint ? 'hint' : nothing}
          aria-activedescendant=${open && this.active >= 0 ? `option-${this.active}` : nothing}
          ?hidden=${this.max > 1 && this.values.length >= this.max}
          .value=${this.typed}
          @input=${(event: InputEvent) => {
            this.typed = (event.target as HTMLInputElement).value;
            this.active = -1;
            this.listed = true;
          }}
          @keydown=${(event: KeyboardEvent) => this.#key(event, matches)}
          @blur=${() => {
            this.listed = false;
          }}>
        <ul id="list" role="listbox" aria-label=${this.label} ?hidden=${!open}>
          ${matches.map(
            (option, i) => html`<li id="option-${i}" role="option" aria-selected=${i === this.active}
            @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.#choose(option.value)}>${option.label}</li>`,
          )}
        </ul>
      </div>
      <p class="silent" role="status">${this.listed && this.typed ? words.optionsFound(matches.length) : ''}</p>`;
  }

  static override styles = [
    base,
    css`
    :host { display: block; }
    label { display: block; font-weight: 600; }
    .chosen { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0; }
    .field { position: relative; margin-top: 6px; }
    input { width: 100%; }
    [role="listbox"] { max-height: 264px; overflow: auto; }
  `,
  ];
}

customElements.define('padan-combobox', PadanCombobox);

export function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
