/** Which form of a noun goes with a number: by the rules of the language, which browsers know. */

/**
 * What chooses between two forms for a language (BCP 47). The number comes as the page writes it; grouped digits ("1,234") are no
 * number to `Number`, which `Intl.PluralRules` answers with the form for many.
 */
export function plural(locale: string): (n: string | number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(locale);
  return (n, one, other) => (rules.select(Number(n)) === 'one' ? one : other);
}
