/**
 * The way back, in memory.
 *
 * A browser's own list of pages outlives a visitor and cannot be cleared by a page. So the kiosk never adds to it: what the portal
 * would push is written over the one entry there is, the way back is kept here, and links within the page are followed here.
 */
export class Trail {
  #past: string[] = [];
  readonly #replace = history.replaceState.bind(history);

  constructor(private readonly changed: () => void) {
    history.pushState = (_data, _unused, url) => {
      this.#leave();
      this.#replace(null, '', url);
    };
    history.back = () => this.back();
    history.forward = () => {};
    history.go = (steps) => {
      if (steps === -1) this.back();
    };
  }

  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  /** Follows a link within the page. */
  follow(fragment: string): void {
    if (fragment === location.hash) return;
    this.#leave();
    this.#go(fragment);
  }

  /** Changes what is shown without a step to go back over, such as the language. */
  say(fragment: string): void {
    this.#go(fragment);
  }

  back(): void {
    const last = this.#past.pop();
    if (last !== undefined) this.#go(last);
    this.changed();
  }

  clear(): void {
    this.#past = [];
    this.#replace(null, '', location.pathname + location.search);
    this.changed();
  }

  #leave(): void {
    this.#past.push(location.hash);
    this.changed();
  }

  #go(fragment: string): void {
    this.#replace(null, '', fragment || location.pathname + location.search);
    dispatchEvent(new PopStateEvent('popstate'));
  }
}
