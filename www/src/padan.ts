/**
 * The one script a page includes. It defines `<padan-portal>`, whose attributes are
 *
 * - `snapshot`: address of the snapshot's manifest, or of a list of partitions to choose from;
 * - `key`: one or more public keys, separated by spaces; only a snapshot that one of them signed is shown;
 * - `lang`: `id` or `en`, the page's own language where left out;
 * - `province`: code of the one province to show.
 *
 * `<padan-chart>`, `<padan-search>` and `<padan-match>` are parts of it for any page. Their code (`elements`) is
 * fetched once the first of them stands in the page. Whatever stands inside a tag is shown where scripts cannot run.
 */
import './start.js';

import { Engine } from './engine.js';
import { PadanPortal } from './portal.js';
import { files } from './start.js';

customElements.define(
  'padan-portal',
  class extends PadanPortal {
    constructor() {
      super(new Engine(files));
    }
  },
);
for (const name of ['chart', 'search', 'match'] as const) {
  customElements.define(
    `padan-${name}`,
    class extends HTMLElement {
      async connectedCallback() {
        (await import('./elements.js')).attach(this, name, files);
      }
    },
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'padan-portal': PadanPortal;
  }
}
