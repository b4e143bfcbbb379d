/** What counts as a large download, and whether the browser asks to save data. */

/** Bytes above which a visitor is asked before a download. */
export const LARGE = 1e6;

export function frugal(): boolean {
  return Boolean((navigator as { connection?: { saveData?: boolean } }).connection?.saveData);
}
