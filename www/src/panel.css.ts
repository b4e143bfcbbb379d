/** A surface of its own in the market: a chart, a table. */
import { css } from 'lit';

export const panel = css`
  :host { display: block; min-width: 0; }
  .panel {
    padding: 20px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface);
    display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px;
  }
  h3 { font-size: 1.125em; }
  @media (max-width: 500px) { .panel { padding: 16px 12px; } }
`;
