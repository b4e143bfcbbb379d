/** What counts as a large download, and whether the browser or the line ask to save data. */

/** Bytes above which a visitor is asked before a download. */
export const LARGE = 1e6;

interface Line {
  saveData?: boolean;
  type?: string;
  effectiveType?: string;
}
const line = (): Line => (navigator as { connection?: Line }).connection ?? {};

export function frugal(): boolean {
  return Boolean(line().saveData);
}

/** Bytes that may be fetched before the visitor is asked; `kept` ones, and those of a mobile line, are not to come as a surprise. */
export function unasked(kept: boolean): number {
  const { type, effectiveType = '' } = line();
  if (frugal()) return 0;
  return kept || type === 'cellular' || /[23]g/.test(effectiveType) ? LARGE : Infinity;
}
