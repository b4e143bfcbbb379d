/** Layout of the portal: one column on a phone, filters beside the list where the element itself is wide. */
import { css } from 'lit';

export const layout = css`
  :host { display: block; }
  .portal { all: initial; color: var(--_text); font: var(--padan-font-size, max(1rem, 16px))/1.5 var(--_font); }
  .portal, .head, .main { grid-template-columns: minmax(0, 1fr); }
  .portal { display: grid; gap: 20px; }
  .head { display: grid; gap: 12px; }
  .search { position: relative; min-width: 0; }
  .search > .icon { position: absolute; inset-inline-start: 16px; top: 50%; transform: translateY(-50%); color: var(--_muted); }
  .search input {
    width: 100%; min-height: 56px; padding: 8px 56px 8px 48px; font-size: 1.125em; box-shadow: var(--_shadow);
    text-overflow: ellipsis;
  }
  .search button { position: absolute; inset-inline-end: 6px; top: 50%; transform: translateY(-50%); }
  .tabs { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 1px solid var(--_line); }
  .tabs a {
    display: inline-flex; align-items: center; min-height: 44px; padding: 0 16px; margin-bottom: -1px; color: var(--_muted);
    border-bottom: 3px solid transparent; text-decoration: none; font-weight: 600;
  }
  .tabs a:hover { color: var(--_text); border-color: var(--_line); }
  .tabs a[aria-current] { color: var(--_primary); border-color: var(--_primary); }
  .main { min-width: 0; display: grid; gap: 14px; align-content: start; }
  .bar { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; justify-content: space-between; }
  .bar h2 { font-size: 1.0625em; font-weight: 400; }
  .bar strong { font-size: 1.5em; font-weight: 700; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
  .bar .hint { display: block; margin-top: 2px; }
  .controls { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; max-width: 100%; }
  .sort { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
  .sort { min-width: 0; }
  .sort span { color: var(--_muted); font-size: 0.875em; }
  :host(:not([wide])) .controls { width: 100%; }
  :host(:not([wide])) .sort { flex: 1 1 9em; flex-wrap: nowrap; }
  :host(:not([wide])) .sort select { flex: 1; min-width: 0; text-overflow: ellipsis; }
  @media (max-width: 560px) {
    .portal { gap: 14px; }
    .head { gap: 10px; }
    .tabs a { padding: 0 5px; }
    .sort span { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
    .card { padding: 16px; }
    .source { margin-inline-start: 0; }
  }
  .chips { display: flex; flex-wrap: wrap; gap: 8px; }
  .stale { display: flex; align-items: center; gap: 10px; padding: 8px 14px; border-radius: var(--_radius); background: var(--_warn-soft); color: var(--_warn); }
  /* Blocks, which are laid out once; a grid or flex box asks its children for their sizes first. */
  .list, .page { display: flow-root; }
  .list { margin-bottom: -12px; }
  .list > li, [role="listitem"] { margin-bottom: 12px; }
  .card {
    position: relative; padding: 18px 20px; border: 1px solid var(--_line); border-radius: var(--_radius);
    background: var(--_surface); transition: box-shadow 0.15s, border-color 0.15s;
  }
  .card:hover { border-color: var(--_primary); box-shadow: var(--_shadow); }
  .card:focus-within { border-color: var(--_primary); }
  .top { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; align-items: baseline; }
  .card h3 { font-size: 1.125em; flex: 1 1 14ch; }
  .card h3 a { text-decoration: none; }
  .asked h3 { font-weight: 500; }
  mark { padding: 0 0.1em; margin: 0 -0.1em; border-radius: 3px; background: var(--_soft); color: inherit; font-weight: 800; }
  .card h3 a:hover { text-decoration: underline; }
  .card h3 a::after { content: ""; position: absolute; inset: 0; border-radius: var(--_radius); }
  .card h3 a:focus-visible { outline: none; }
  .card h3 a:focus-visible::after { outline: 3px solid var(--_focus); outline-offset: 3px; }
  .employer { margin-top: 6px; overflow-wrap: anywhere; }
  .facts { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; }
  .facts li { padding-inline-start: 1.5em; text-indent: -1.5em; overflow-wrap: anywhere; }
  .facts .wage { font-weight: 600; }
  .aside { color: var(--_muted); }
  .match { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; font-size: 0.9375em; }
  .foot {
    display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--_line);
    color: var(--_muted); font-size: 0.875em;
  }
  .keep { position: relative; z-index: 1; display: flex; width: fit-content; margin: 2px -8px -8px auto; padding-inline: 8px; }
  .soon { color: var(--_warn); font-weight: 600; }
  /* Icons of boxes and gradients: as SVG, each placed and painted by itself, they were a sixth of what a page of cards costs. */
  .facts li::before, .closes::before {
    content: ""; display: inline-block; box-sizing: border-box; width: 0.96em; height: 0.67em; margin-inline: 0.095em 0.445em; vertical-align: -0.06em;
    border: 0.1em solid; border-radius: 0.12em; color: var(--_muted); text-indent: 0; print-color-adjust: exact; forced-color-adjust: none;
  }
  .facts .place::before {
    width: 0.72em; height: 0.98em; margin-inline: 0.215em 0.565em; vertical-align: -0.12em; border-radius: 50% / 39% 39% 61% 61%;
    background: radial-gradient(circle at 50% 40%, currentColor 0.11em, transparent 0.14em);
  }
  .facts .pay::before { vertical-align: 0.04em; background: radial-gradient(circle, transparent 0.06em, currentColor 0.08em 0.16em, transparent 0.18em); }
  .facts .work::before { background: linear-gradient(currentColor 0 0) 0 45% / 100% 0.1em no-repeat; box-shadow: 0 -0.37em 0 -0.27em; }
  .facts .people::before {
    height: 0.81em; margin-inline: 0.02em 0.52em; vertical-align: -0.03em; border: 0;
    background: radial-gradient(circle at 0.36em 0.215em, transparent 0.11em, currentColor 0.13em 0.2em, transparent 0.22em),
      radial-gradient(circle at 0.36em 0.81em, transparent 0.265em, currentColor 0.285em 0.345em, transparent 0.365em) no-repeat,
      radial-gradient(circle at 0 0.215em, transparent 0.11em, currentColor 0.13em 0.2em, transparent 0.22em) 0.68em 0 / 0.23em 0.44em no-repeat,
      radial-gradient(circle at -0.1em 0.31em, transparent 0.265em, currentColor 0.285em 0.345em, transparent 0.365em) 0.76em 0.5em / 0.3em 0.31em no-repeat;
  }
  .closes::before {
    width: 0.91em; height: 0.91em; margin-inline: 0.12em 0.32em; vertical-align: -0.08em; border-radius: 50%; color: inherit;
    background: linear-gradient(currentColor 0 0) 50% 0.1em / 0.1em 0.31em no-repeat, linear-gradient(currentColor 0 0) 0.31em 0.31em / 0.25em 0.1em no-repeat;
  }
  .state.unverified::before { content: "?"; content: "?" / ""; margin-inline-end: 0.4em; font-weight: 700; }
  .state .icon { margin-inline-end: 0.3em; }
  .state.verified { color: var(--_good); }
  .state.withdrawn { color: var(--_bad); }
  .source { text-transform: capitalize; margin-inline-start: auto; }
  .empty { padding: 32px 24px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); display: grid; gap: 12px; }
  .loading { gap: 12px; min-height: 420px; align-content: start; }
  progress { width: 100%; height: 10px; accent-color: var(--_primary); }
  .ghosts { display: grid; gap: 12px; margin-top: 8px; }
  .ghosts i { height: 140px; border-radius: var(--_radius); background: var(--_surface); border: 1px solid var(--_line); }
  dialog.filters { margin-top: auto; height: fit-content; max-height: 88%; border-radius: 16px 16px 0 0; animation: up 0.18s ease-out; }
  @keyframes up { from { transform: translateY(32px); opacity: 0; } }
  dialog.filters .body { padding: 4px 20px 16px; }
  dialog.filters footer { position: sticky; bottom: 0; padding: 12px 20px; background: var(--_surface); border-top: 1px solid var(--_line); }
  dialog.filters footer button { width: 100%; }

  :host([wide]) .head { grid-template-columns: minmax(0, 1fr) auto; }
  :host([wide]) .me { grid-area: 1 / 2; min-height: 56px; padding-inline: 22px; }
  :host([wide]) :is(.reading, .where, .tabs) { grid-column: 1 / -1; }
  :host([wide]) .columns { display: grid; grid-template-columns: 272px minmax(0, 1fr); gap: 32px; align-items: start; }
  .side { padding: 16px 18px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); }
  .side h2 { font-size: 1.0625em; margin-bottom: 8px; }

  @media print {
    .head, .side, .controls, .more button, .keep, .chips .icon { display: none; }
    :host([wide]) .columns { display: block; }
    .list { min-height: 0 !important; }
    .card { break-inside: avoid; box-shadow: none; }
  }
`;
