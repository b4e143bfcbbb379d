/**
 * No way out: what leads from the kiosk to other pages, files, menus or the clipboard is caught here.
 *
 * Keys that a browser keeps for itself (Ctrl+N, Ctrl+T, Ctrl+W, Alt+F4) reach no page; docs/kiosk.md says how the system holds
 * those back.
 */
const MENUS = ['contextmenu', 'dragstart', 'dragover', 'drop', 'copy', 'cut', 'paste', 'auxclick'] as const;
/** With Ctrl, these edit a text box. */
const EDITING = new Set(['a', 'z', 'y', 'arrowleft', 'arrowright', 'backspace', 'delete', 'home', 'end']);

export interface Ways {
  /** A link within the page. */
  within(fragment: string): void;
  /** A link that leads elsewhere. */
  out(address: URL): void;
  /** Ctrl+Alt+O. */
  operator(): void;
  /** Ctrl+P. */
  print(): void;
  /** Whether the staff is at work, who may choose files and take them away. */
  trusted(): boolean;
}

export function guard(ways: Ways): void {
  const prevent = (event: Event) => {
    const pasting = event.type === 'paste' || event.type === 'copy';
    if (!(pasting && ways.trusted())) event.preventDefault();
  };
  for (const name of MENUS) addEventListener(name, prevent, { capture: true });

  addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 0) event.preventDefault();
    },
    { capture: true },
  );
  addEventListener(
    'mousedown',
    (event) => {
      if (event.button > 0) event.preventDefault();
    },
    { capture: true },
  );
  addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) event.preventDefault();
    },
    { capture: true, passive: false },
  );

  addEventListener(
    'keydown',
    (event) => {
      const key = event.key.toLowerCase();
      const command = event.ctrlKey || event.metaKey;
      if (command && event.altKey && event.code === 'KeyO') {
        event.preventDefault();
        ways.operator();
      } else if (command && key === 'p') {
        event.preventDefault();
        ways.print();
      } else if (
        (command && !EDITING.has(key) && !(ways.trusted() && 'cv'.includes(key))) ||
        (event.altKey && !event.getModifierState('AltGraph')) ||
        /^f\d+$/.test(key) ||
        /^(browser|launch|contextmenu|print)/.test(key)
      ) {
        event.preventDefault();
      }
    },
    { capture: true },
  );

  addEventListener(
    'click',
    (event) => {
      for (const node of event.composedPath()) {
        if (node instanceof HTMLInputElement && node.type === 'file' && !ways.trusted()) return event.preventDefault();
        if (!(node instanceof HTMLAnchorElement) || !node.hasAttribute('href')) continue;
        if (node.download && ways.trusted()) return;
        event.preventDefault();
        const address = new URL(node.href, document.baseURI);
        const here = address.origin === location.origin && address.pathname === location.pathname;
        if (node.download) return;
        if (here && address.hash) ways.within(address.hash);
        else if (!here) ways.out(address);
        return;
      }
    },
    { capture: true },
  );
  addEventListener('submit', (event) => event.preventDefault());

  // Links that no page shows, clicked by a script: files to take away.
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    if (ways.trusted()) click.call(this);
  };
}
