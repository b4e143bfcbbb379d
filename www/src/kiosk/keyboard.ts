/**
 * A keyboard on the screen, for machines that have none.
 *
 * The focus stays in the text box: keys take none, neither by finger nor by Tab, and a screen reader finds them as a group of buttons. A
 * modal dialog makes all outside it unreachable, so the keyboard moves into the dialog whose text box is being filled in.
 */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Lang } from '../../../pkg/padan.js';
import { icon } from '../icons.js';
import { kioskWords } from '../strings/kiosk.js';
import { base, theme } from '../theme.css.js';

type Field = HTMLInputElement | HTMLTextAreaElement;

const TEXTS = new Set(['text', 'search', 'number', 'url', 'email', 'tel']);
const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl-', 'zxcvbnm,./'];
const SPACE = '--kiosk-keyboard';

export class PadanKeyboard extends LitElement {
  @property() override lang: Lang = 'id';
  @state() private capital = false;
  #field: Field | undefined;
  #dismissed: Field | undefined;
  #home: ParentNode | undefined;

  /** Serves every text box of the page from now on. */
  start(home: ParentNode): void {
    this.#home = home;
    this.popover = 'manual';
    home.append(this);
    // A move of the focus inside one part of the page is not told outside it; what brought it about is.
    for (const name of ['focusin', 'focusout', 'click', 'keyup'])
      addEventListener(name, (event) => {
        if (event.type === 'click' && fieldOf(event.composedPath()[0])) this.#dismissed = undefined;
        setTimeout(() => this.#look());
      });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || !this.#field || !event.isTrusted) return;
        event.preventDefault();
        event.stopPropagation();
        this.#dismiss();
      },
      { capture: true },
    );
  }

  /** Stands where the text box is that has the focus; goes where none has. */
  #look(): void {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const field = fieldOf(active);
    if (!field) this.hide();
    if (field !== this.#dismissed) this.#dismissed = undefined;
    if (!field || field === this.#dismissed) return;
    const place = modalOf(field) ?? this.#home;
    if (field === this.#field && this.parentNode === place) return;
    if (this.parentNode !== place) place?.append(this);
    this.#field = field;
    if (!this.matches(':popover-open')) this.showPopover();
    void this.updateComplete.then(() => {
      document.documentElement.style.setProperty(SPACE, `${this.offsetHeight}px`);
      field.scrollIntoView({ block: 'center' });
    });
  }

  /** Until another text box is chosen, or this one touched again. */
  #dismiss(): void {
    this.#dismissed = this.#field;
    this.hide();
  }

  hide(): void {
    this.#field = undefined;
    this.capital = false;
    if (this.matches(':popover-open')) this.hidePopover();
    document.documentElement.style.removeProperty(SPACE);
  }

  #type(text: string): void {
    const field = this.#field;
    if (!field) return;
    if (field.selectionStart === null) field.value += text;
    else field.setRangeText(text, field.selectionStart, field.selectionEnd ?? field.selectionStart, 'end');
    this.capital = false;
    told(field, 'insertText', text);
  }

  #erase(): void {
    const field = this.#field;
    if (!field || !pressed(field, 'Backspace')) return;
    if (field.selectionStart === null) field.value = field.value.slice(0, -1);
    else {
      const end = field.selectionEnd ?? field.selectionStart;
      const start = field.selectionStart === end ? Math.max(0, end - 1) : field.selectionStart;
      field.setRangeText('', start, end, 'end');
    }
    told(field, 'deleteContentBackward', null);
  }

  #enter(): void {
    const field = this.#field;
    if (!field || !pressed(field, 'Enter')) return;
    if (field instanceof HTMLTextAreaElement) this.#type('\n');
    else this.#dismiss();
  }

  #key(letter: string): TemplateResult {
    const shown = this.capital ? letter.toUpperCase() : letter;
    return html`<button type="button" tabindex="-1" @click=${() => this.#type(shown)}>${shown}</button>`;
  }

  override render(): TemplateResult {
    const words = kioskWords(this.lang);
    return html`<div role="group" aria-label=${words.keyboard} @pointerdown=${(event: Event) => event.preventDefault()}
      @mousedown=${(event: Event) => event.preventDefault()}>
      ${ROWS.map((row) => html`<div class="row">${[...row].map((letter) => this.#key(letter))}</div>`)}
      <div class="row">
        <button type="button" tabindex="-1" class="wide" aria-label=${words.keyShift} aria-pressed=${this.capital}
          @click=${() => {
            this.capital = !this.capital;
          }}>⇧</button>
        ${this.#key('@')}
        <button type="button" tabindex="-1" class="space" @click=${() => this.#type(' ')}>${words.keySpace}</button>
        <button type="button" tabindex="-1" class="wide" aria-label=${words.keyErase} @click=${() => this.#erase()}>⌫</button>
        <button type="button" tabindex="-1" class="wide primary" @click=${() => this.#enter()}>${words.keyEnter}</button>
        <button type="button" tabindex="-1" aria-label=${words.keyHide} @click=${() => this.#dismiss()}>${icon('down')}</button>
      </div>
    </div>`;
  }

  static override styles = [
    theme,
    base,
    css`
    :host { font-family: var(--_font); color: var(--_text); }
    :host(:popover-open) {
      display: block; position: fixed; inset: auto 0 0 0; width: 100%; max-width: none; margin: 0; padding: 10px; border: 0;
      border-top: 2px solid var(--_edge); background: var(--_page); z-index: 5; font-size: 1.125rem;
    }
    [role="group"] { display: grid; gap: 8px; max-width: 1000px; margin-inline: auto; }
    .row { display: flex; gap: 8px; justify-content: center; }
    .row button { flex: 1 1 0; min-width: 48px; min-height: 56px; padding: 4px; font-size: 1.25rem; touch-action: manipulation; }
    .row .space { flex: 4 1 0; }
    .row .wide { flex: 2 1 0; }
    [aria-pressed="true"] { background: var(--_soft); border: 2px solid var(--_primary); }
    `,
  ];
}

function fieldOf(node: unknown): Field | undefined {
  if (node instanceof HTMLTextAreaElement) return node.readOnly ? undefined : node;
  return node instanceof HTMLInputElement && TEXTS.has(node.type) && !node.readOnly ? node : undefined;
}

/** The modal dialog that a node is in, across shadow roots. */
function modalOf(node: Node): HTMLDialogElement | undefined {
  for (let up: Node | null = node; up; up = up instanceof ShadowRoot ? up.host : up.parentNode)
    if (up instanceof HTMLDialogElement && up.matches(':modal')) return up;
  return undefined;
}

function told(field: Field, inputType: string, data: string | null): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType, data }));
  if (field.type === 'number') field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Tells of a key before it acts; false where somebody else acted on it. */
function pressed(field: Field, key: string): boolean {
  return field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
}

customElements.define('padan-keyboard', PadanKeyboard);
