/**
 * The look every part shares: colours, type, controls.
 *
 * A page restyles the portal through `--padan-*`; the `--_*` names are the resolved
 * values used inside. Everything is adopted as constructed sheets, so a strict
 * `style-src 'self'` holds. Type sizes are in em of the host's own size, because many
 * portals run on frameworks that shrink the root font.
 */
import { css } from 'lit';

export const theme = css`
  :host {
    --_text: var(--padan-color-text, #16232f);
    --_muted: var(--padan-color-muted, #506070);
    --_page: var(--padan-color-background, #f4f7fa);
    --_surface: var(--padan-color-surface, #ffffff);
    --_line: var(--padan-color-border, #d5dee7);
    --_edge: var(--padan-color-control-border, #73838f);
    --_primary: var(--padan-color-primary, #0a559e);
    --_strong: var(--padan-color-primary-strong, #073f78);
    --_on-primary: var(--padan-color-on-primary, #ffffff);
    --_soft: var(--padan-color-primary-soft, #e7f0f9);
    --_good: var(--padan-color-good, #14653c);
    --_good-soft: var(--padan-color-good-soft, #e3f4ea);
    --_warn: var(--padan-color-warn, #7a4a00);
    --_warn-soft: var(--padan-color-warn-soft, #fdf1dc);
    --_bad: var(--padan-color-bad, #a3261b);
    --_bad-soft: var(--padan-color-bad-soft, #fcebe9);
    --_focus: var(--padan-color-focus, #0a559e);
    --_bar: var(--padan-color-bar, #3f86c6);
    --_highlight: var(--padan-color-highlight, #b45f06);
    --_radius: var(--padan-radius, 10px);
    --_shadow: var(--padan-shadow, 0 1px 2px rgb(16 35 52 / 6%), 0 6px 20px rgb(16 35 52 / 8%));
    --_font: var(--padan-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif);
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --_text: var(--padan-color-text, #e9eff5);
      --_muted: var(--padan-color-muted, #a9b7c4);
      --_page: var(--padan-color-background, #0f171f);
      --_surface: var(--padan-color-surface, #18222c);
      --_line: var(--padan-color-border, #32414f);
      --_edge: var(--padan-color-control-border, #7d8e9d);
      --_primary: var(--padan-color-primary, #86bff2);
      --_strong: var(--padan-color-primary-strong, #b2d7f8);
      --_on-primary: var(--padan-color-on-primary, #07213a);
      --_soft: var(--padan-color-primary-soft, #1f3347);
      --_good: var(--padan-color-good, #82d7a5);
      --_good-soft: var(--padan-color-good-soft, #163526);
      --_warn: var(--padan-color-warn, #f0c377);
      --_warn-soft: var(--padan-color-warn-soft, #3a2c12);
      --_bad: var(--padan-color-bad, #f5a79f);
      --_bad-soft: var(--padan-color-bad-soft, #431f1c);
      --_focus: var(--padan-color-focus, #b2d7f8);
      --_bar: var(--padan-color-bar, #5c9fd8);
      --_highlight: var(--padan-color-highlight, #eda95b);
      --_shadow: var(--padan-shadow, 0 1px 2px rgb(0 0 0 / 40%), 0 6px 20px rgb(0 0 0 / 30%));
    }
  }
  @media (forced-colors: active) {
    :host {
      --_text: CanvasText; --_muted: CanvasText; --_page: Canvas; --_surface: Canvas; --_line: CanvasText;
      --_edge: CanvasText; --_primary: LinkText; --_strong: LinkText; --_on-primary: Canvas; --_soft: Canvas;
      --_good: CanvasText; --_good-soft: Canvas; --_warn: CanvasText; --_warn-soft: Canvas; --_bad: CanvasText;
      --_bad-soft: Canvas; --_focus: Highlight; --_bar: CanvasText; --_highlight: Highlight;
    }
  }
`;

export const base = css`
  :host { box-sizing: border-box; }
  :host([hidden]), [hidden] { display: none !important; }
  * { box-sizing: border-box; }
  h2, h3, h4, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
  ul, ol { list-style: none; }
  h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
  a { color: var(--_primary); text-underline-offset: 0.2em; }
  .icon {
    width: 1.15em; height: 1.15em; flex: none; overflow: visible; fill: none; stroke: currentColor; stroke-width: 2;
    stroke-linecap: round; stroke-linejoin: round; vertical-align: -0.2em;
  }
  :focus-visible { outline: 3px solid var(--_focus); outline-offset: 2px; }
  button, input, select { font: inherit; color: inherit; }
  input[type="text"], input[type="search"], input[type="number"], select {
    min-height: 44px; padding: 8px 12px; border: 1px solid var(--_edge); border-radius: var(--_radius);
    background: var(--_surface); max-width: 100%;
  }
  input::placeholder { color: var(--_muted); opacity: 1; }
  input[type="checkbox"] { width: 1.2em; height: 1.2em; margin: 0; flex: none; accent-color: var(--_primary); }
  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-height: 44px; padding: 8px 16px;
    border: 1px solid var(--_edge); border-radius: var(--_radius); background: var(--_surface); color: var(--_text);
    font-weight: 600; text-decoration: none; cursor: pointer; line-height: 1.25;
  }
  button:hover, .button:hover { background: var(--_soft); }
  .primary { background: var(--_primary); border-color: var(--_primary); color: var(--_on-primary); }
  .primary:hover { background: var(--_strong); border-color: var(--_strong); }
  .plain { border-color: transparent; background: none; color: var(--_primary); }
  .plain:hover { background: var(--_soft); }
  .round { width: 44px; padding: 0; }
  .chip {
    min-height: 36px; padding: 4px 12px; border-radius: 999px; border-color: transparent; background: var(--_soft);
    color: var(--_text); font-size: 0.875em; text-align: start; overflow-wrap: anywhere;
  }
  .chip:hover { border-color: var(--_edge); }
  @media (pointer: coarse) { .chip { min-height: 44px; } }
  .hint { color: var(--_muted); font-size: 0.875em; }
  [role="listbox"] {
    position: absolute; z-index: 3; inset-inline: 0; top: calc(100% + 4px);
    background: var(--_surface); border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: var(--_shadow);
  }
  [role="option"] { display: flex; flex-wrap: wrap; gap: 0 12px; justify-content: space-between; padding: 10px 14px; min-height: 44px; cursor: pointer; overflow-wrap: anywhere; }
  [role="option"]:hover, [aria-selected="true"] { background: var(--_soft); }
  [aria-selected="true"] { box-shadow: inset 3px 0 var(--_primary); }
  .silent {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  dialog {
    width: 100vw; max-width: 100vw; height: 100%; max-height: 100%; margin: 0; padding: 0; border: 0;
    background: var(--_surface); color: var(--_text); overscroll-behavior: contain;
  }
  dialog::backdrop { background: rgb(10 20 30 / 55%); }
  dialog header {
    position: sticky; top: 0; z-index: 2; display: flex; align-items: center; justify-content: space-between; gap: 12px;
    padding: 8px 8px 8px 20px; background: var(--_surface); border-bottom: 1px solid var(--_line);
  }
  dialog header h2 { min-width: 0; font-size: 1.125em; }
  table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { padding: 8px; text-align: start; border-bottom: 1px solid var(--_line); }
  th.number, td.number { text-align: end; }
  summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; gap: 8px; font-weight: 600; }
  summary::-webkit-details-marker { display: none; }
  summary::before {
    content: ""; box-sizing: border-box; width: 0.5em; height: 0.5em; border: solid currentColor; border-width: 0 2px 2px 0;
    transform: rotate(-45deg); transition: transform 0.15s; flex: none;
  }
  details[open] > summary::before { transform: rotate(45deg); }
  .band { display: inline-flex; align-items: center; gap: 6px; padding: 3px 10px; border-radius: 999px; font-weight: 600; font-size: 0.875em; }
  .band.qualified { background: var(--_good-soft); color: var(--_good); }
  .band.almost { background: var(--_soft); color: var(--_strong); }
  .band.prepare { background: var(--_warn-soft); color: var(--_warn); }
  .band.weak, .band.unknown { background: var(--_page); color: var(--_muted); }
  .failure {
    display: grid; gap: 12px; justify-items: start; padding: 32px 24px; border: 1px solid var(--_line);
    border-radius: var(--_radius); background: var(--_surface);
  }
  .failure .title { color: var(--_bad); font-size: 1.125em; }
  .failure code { overflow-wrap: anywhere; }
  @media (forced-colors: active) {
    .band, .chip, .primary { border: 1px solid currentColor; }
    .primary, .primary:hover { background: ButtonFace; color: ButtonText; }
    [aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
  }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
`;
