/** The look of what the portal shows from what is loaded after the list. */
import { css } from 'lit';

export const look = css`
  .stale.strong { border: 2px solid currentColor; font-weight: 600; }
  .renew { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 8px 8px 8px 14px; border-radius: var(--_radius); background: var(--_soft); }
  .status { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; font-size: 0.875em; }
  .tag { display: inline-flex; gap: 6px; align-items: center; color: var(--_muted); }
  .tag.fine { color: var(--_good); }
  .tag:is(.ageing, .old) { color: var(--_warn); font-weight: 600; }
  .status .chip { font-size: inherit; }
  .saving { flex: 1 1 100%; }
  .profile-on { display: flex; align-items: center; gap: 4px 10px; padding: 8px 14px; border-radius: var(--_radius); background: var(--_soft); }
  .profile-on span { flex: 1; font-weight: 600; }
  .profile-on button { padding-inline: 8px; }
  :host(:not([wide])) .profile-on .icon { display: none; }
  .more { display: grid; justify-items: center; gap: 8px; padding: 8px 0; }
  .reading, .few { display: grid; gap: 8px; }
  .reading p { display: flex; flex-wrap: wrap; align-items: center; gap: 0 12px; overflow-wrap: anywhere; }
  .reading .plain { padding-inline: 0; text-align: start; text-decoration: underline; text-underline-offset: 0.2em; overflow-wrap: anywhere; }
  .reading li { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; min-width: 0; }
  .few { padding: 12px 16px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); }
  .offers { display: flex; flex-wrap: wrap; gap: 8px; }
  .described { display: grid; justify-items: center; gap: 6px; text-align: center; }
`;
