/** Look of the kiosk: few things, large, far apart. Every target is 48 px or more. */
import { css } from 'lit';

export const look = css`
  :host {
    display: flex; flex-direction: column; min-height: 100vh; color: var(--_text); background: var(--_page);
    font-family: var(--_font); font-size: 1rem; line-height: 1.5; touch-action: pan-x pan-y; user-select: none; -webkit-user-select: none;
  }
  button, .button { min-height: 52px; min-width: 52px; touch-action: manipulation; }
  h1, p { margin: 0; }
  .bar {
    display: flex; flex-wrap: wrap; gap: 10px; align-items: center; padding: 12px 20px; color: #fff; background: var(--kiosk-brand, #073f78);
  }
  .bar .logo { display: inline-flex; gap: 12px; align-items: center; padding: 0 8px 0 0; border: 0; background: none; color: inherit; font-size: 1.125em; touch-action: none; }
  .bar .logo svg { width: 40px; height: 40px; }
  .logo rect { fill: #fff; }
  .logo path { fill: none; stroke: #073f78; stroke-width: 4; }
  .gap { flex: 1; }
  .bar button { padding-inline: 12px; color: #fff; background: none; border: 2px solid rgb(255 255 255 / 55%); }
  .bar button:hover { background: rgb(255 255 255 / 14%); }
  .bar button:disabled { opacity: 0.45; }
  .bar .logo, .bar .logo:hover { border: 0; background: none; }
  .bar .finish { background: #fff; color: #073f78; border-color: #fff; }
  .bar .finish:hover { background: #dbe9f7; }
  .state [aria-pressed="true"], .state [aria-pressed="true"]:hover { background: var(--_primary); color: var(--_on-primary); border-color: var(--_primary); }
  .bar :focus-visible { outline-color: #fff; }
  @media (max-width: 1240px) { .visit .name { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; } }
  .group { display: flex; gap: 6px; }
  .group .s1 { font-size: 0.9em; }
  .group .s2 { font-size: 1.2em; }
  .group .s3 { font-size: 1.5em; }
  .group .s1, .group .s2, .group .s3 { padding: 0; line-height: 1; }
  .state { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; min-height: 69px; padding: 8px 20px; background: var(--_surface); border-bottom: 1px solid var(--_line); }
  .state p, .notice { display: flex; gap: 8px; align-items: center; }
  .badge { padding: 4px 12px; border-radius: 999px; font-weight: 600; }
  .badge.good { color: var(--_good); background: var(--_good-soft); }
  .badge.warn { color: var(--_warn); background: var(--_warn-soft); }
  .badge.bad { color: var(--_bad); background: var(--_bad-soft); }
  .notice { padding: 10px 20px; color: var(--_warn); background: var(--_warn-soft); font-weight: 600; }
  .attract { flex: 1; display: flex; flex-direction: column; justify-content: center; gap: clamp(24px, 5vh, 72px); padding: clamp(20px, 4vh, 64px) clamp(20px, 5vw, 80px); width: 100%; max-width: 1500px; margin-inline: auto; }
  .attract h1 { font-size: clamp(2.25rem, 6vw, 4rem); line-height: 1.1; letter-spacing: -0.02em; text-wrap: balance; }
  .attract .lead { margin-top: 16px; font-size: 1.3em; color: var(--_muted); max-width: 40em; text-wrap: pretty; }
  .doors { display: grid; gap: clamp(16px, 2.5vh, 28px); grid-template-columns: minmax(0, 1fr); }
  .doors button {
    display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 24px; align-items: center; justify-items: start; justify-content: start; text-align: start; min-height: clamp(140px, 17vh, 320px);
    padding: 28px 32px; border: 2px solid var(--_line); border-radius: 20px; background: var(--_surface); box-shadow: var(--_shadow); font-weight: 400;
  }
  .doors button:hover, .doors button:active { border-color: var(--_primary); background: var(--_soft); }
  .doors .sign { grid-row: span 2; display: grid; place-items: center; width: 4.25rem; height: 4.25rem; border-radius: 50%; background: var(--_primary); color: var(--_on-primary); }
  .doors .sign .icon { width: 2.3rem; height: 2.3rem; vertical-align: 0; }
  .doors strong { align-self: end; font-size: 1.6em; line-height: 1.15; }
  .doors span.what { align-self: start; color: var(--_muted); font-size: 1.1em; }
  @media (orientation: landscape) and (min-width: 1000px) {
    .doors { grid-template-columns: repeat(3, minmax(0, 1fr)); }
    .phone .body { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); align-items: start; }
    .phone .code { grid-row: 1 / span 9; }
    .phone .code .qr { width: min(100%, 72vh); }
    .doors button { grid-template-columns: minmax(0, 1fr); align-content: center; min-height: clamp(240px, 38vh, 420px); gap: 8px; }
    .doors .sign { grid-row: auto; margin-bottom: 12px; }
  }
  .stage { flex: 1; width: 100%; max-width: 1500px; margin-inline: auto; padding: 20px 20px calc(40px + var(--kiosk-keyboard, 0px)); }
  .stage[hidden] { display: none; }
  padan-portal::part(notice) { display: none; }
  .out { flex: 1; display: grid; align-content: center; justify-items: center; gap: 16px; padding: 40px; text-align: center; }
  .out .icon { width: 4rem; height: 4rem; color: var(--_warn); }
  .out p { max-width: 36em; font-size: 1.15em; }
  dialog { margin: auto; width: min(1000px, 94vw); height: fit-content; max-height: 94vh; border-radius: 20px; overflow: auto; }
  dialog .head {
    position: sticky; top: 0; z-index: 2; display: flex; align-items: center; justify-content: space-between; gap: 12px;
    padding: 10px 10px 10px 24px; background: var(--_surface); border-bottom: 1px solid var(--_line);
  }
  dialog h2 { font-size: 1.4em; }
  dialog .body { display: grid; gap: 18px; padding: 20px 24px 24px; }
  dialog .body p { font-size: 1.1em; text-wrap: pretty; }
  dialog::backdrop { background: rgb(10 20 30 / 70%); }
  .actions { display: flex; flex-wrap: wrap; gap: 12px; }
  .actions button { flex: 1 1 auto; font-size: 1.1em; }
  .code { display: grid; justify-items: center; padding: 12px; border-radius: 12px; background: #fff; }
  .code .qr { width: min(100%, 620px, 58vh); height: auto; forced-color-adjust: none; }
  .address { overflow-wrap: anywhere; color: var(--_muted); user-select: text; }
  .paper { display: grid; justify-items: center; padding: 16px; border-radius: 12px; background: var(--_page); border: 1px solid var(--_line); max-height: 46vh; overflow: auto; }
  .paper padan-sheet { padding: 16px; box-shadow: 0 2px 12px rgb(0 0 0 / 25%); box-sizing: content-box; }
  .paper padan-sheet[paper="a4"] { width: auto; }
  .tick { display: flex; gap: 12px; align-items: center; min-height: 52px; font-size: 1.1em; }
  .tick span { display: block; }
  .wiping { position: fixed; inset: 0; z-index: 10; display: grid; place-items: center; background: var(--_page); font-size: 1.6em; }
  dialog.still { width: 100vw; max-width: 100vw; height: 100vh; max-height: 100vh; border-radius: 0; background: var(--kiosk-brand, #073f78); color: #fff; }
  dialog.still[open] { display: grid; place-items: center; }
  .still .body { justify-items: center; text-align: center; gap: 28px; max-width: 46em; }
  .still h2 { font-size: clamp(2.5rem, 7vw, 5rem); line-height: 1.1; }
  .still .body p { font-size: 1.5em; }
  .still .body .count { font-size: 2.2em; font-weight: 700; font-variant-numeric: tabular-nums; }
  .still .actions { justify-content: center; gap: 20px; }
  .still button { min-height: 84px; padding-inline: 40px; border-radius: 16px; font-size: 1.5em; flex: 0 1 auto; color: #fff; background: none; border: 3px solid #fff; }
  .still .more { background: #fff; color: #073f78; }
  .still :focus-visible { outline: 4px solid #fff; outline-offset: 4px; }
  @media (prefers-color-scheme: dark) { .doors button { border-color: var(--_edge); } }
  @media (forced-colors: active) {
    .bar button, .still button, .doors button { border: 2px solid ButtonText; }
    .state [aria-pressed="true"], .bar .finish { background: Highlight; color: HighlightText; forced-color-adjust: none; }
    .badge { border: 1px solid currentColor; }
  }
`;
