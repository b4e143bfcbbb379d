//! Numbers, shares and lists as an Indonesian or English reader expects them.

use crate::record::{code::Lang, day};

/// A text in both languages: Indonesian, English.
pub type Said = (&'static str, &'static str);

/// A text with `{0}`, `{1}` … for values, in one language.
#[must_use]
pub fn say(said: Said, values: &[&str], lang: Lang) -> String {
    let mut out = String::new();
    let mut rest = lang.pick(said.0, said.1);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, then) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(place.parse().ok().and_then(|at: usize| values.get(at)).copied().unwrap_or_default());
        rest = then;
    }
    out.push_str(rest);
    out
}

/// A count with its thousands set apart: `1.234` in Indonesian, `1,234` in English.
#[must_use]
pub fn count(n: u64, lang: Lang) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push_str(lang.pick(".", ","));
        }
        out.push(digit);
    }
    out
}

/// `part` of `whole` in whole percent, rounded half up; never "0%" for something nor "100%"
/// for less than everything. "0%" where `whole` is 0.
#[must_use]
pub fn percent(part: u64, whole: u64) -> String {
    let rounded = (u128::from(part) * 200 + u128::from(whole)) / (u128::from(whole) * 2).max(1);
    match rounded {
        0 if part > 0 => "<1%".into(),
        100.. if part < whole => ">99%".into(),
        _ => format!("{rounded}%"),
    }
}

/// Pay in few letters: `Rp3,2 jt` or `Rp3.2 million`; thousands whole, millions and more to a tenth, rounded half up.
#[must_use]
pub fn rupiah_short(n: u64, lang: Lang) -> String {
    let (number, unit) = rupiah_parts(n, lang);
    format!("Rp{number}{unit}")
}

/// A range of pay: `Rp3,2–4,8 jt`; one number where both ends are written alike.
#[must_use]
pub fn rupiah_range(from: u64, to: u64, lang: Lang) -> String {
    let ((low, unit), (high, of)) = (rupiah_parts(from, lang), rupiah_parts(to, lang));
    match (unit == of, low == high) {
        (true, true) => format!("Rp{low}{unit}"),
        (true, false) => format!("Rp{low}–{high}{unit}"),
        _ => format!("Rp{low}{unit}–Rp{high}{of}"),
    }
}

fn rupiah_parts(n: u64, lang: Lang) -> (String, &'static str) {
    let rounded = |unit: u64| n / unit + u64::from(n % unit >= unit.div_ceil(2));
    if n < 1_000 {
        return (count(n, lang), "");
    }
    if rounded(1_000) < 1_000 {
        return (count(rounded(1_000), lang), lang.pick(" rb", " thousand"));
    }
    if rounded(100_000) < 10_000 {
        return (tenths(rounded(100_000), lang), lang.pick(" jt", " million"));
    }
    (tenths(rounded(100_000_000), lang), lang.pick(" M", " billion"))
}

/// Tenths as a number: 32 is `3,2` in Indonesian, 30 is `3`.
#[must_use]
pub fn tenths(n: u64, lang: Lang) -> String {
    let whole = count(n / 10, lang);
    if n.is_multiple_of(10) { whole } else { format!("{whole}{}{}", lang.pick(",", "."), n % 10) }
}

/// Parts of a thousand in percent: `12,5%` or `12.5%`.
#[must_use]
pub fn permille(n: u64, lang: Lang) -> String {
    format!("{}%", tenths(n, lang))
}

/// An ISO date in words; as it stands where it is none.
#[must_use]
pub fn date(iso: &str, lang: Lang) -> String {
    day::parse(iso).map_or_else(|| iso.to_owned(), |day| day::words(day, lang))
}

/// A month (`2026-09`) in words ("September 2026"); as it stands where it is none.
#[must_use]
pub fn month(iso: &str, lang: Lang) -> String {
    let first = day::parse(&format!("{iso}-01")).map(|first| day::words(first, lang)).unwrap_or_default();
    first.strip_prefix("1 ").unwrap_or(iso).to_owned()
}

/// A list in words: "A", "A dan B", "A, B dan C".
#[must_use]
pub fn list(items: &[&str], lang: Lang) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).into(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("dan", "and")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_as_each_language_does() {
        assert_eq!(count(0, Lang::Id), "0");
        assert_eq!(count(999, Lang::Id), "999");
        assert_eq!(count(1_234, Lang::Id), "1.234");
        assert_eq!(count(1_234_567, Lang::En), "1,234,567");
        assert_eq!(count(u64::MAX, Lang::En), "18,446,744,073,709,551,615");
    }

    #[test]
    fn percent_rounds_but_never_to_nothing_or_everything() {
        assert_eq!(percent(1, 4), "25%");
        assert_eq!(percent(1, 8), "13%");
        assert_eq!(percent(1, 1_000), "<1%");
        assert_eq!(percent(999, 1_000), ">99%");
        assert_eq!(percent(7, 7), "100%");
        assert_eq!(percent(0, 0), "0%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100%");
    }

    #[test]
    fn pay_is_short_and_never_a_thousand_of_the_smaller_unit() {
        let id = |n| rupiah_short(n, Lang::Id);
        assert_eq!(id(0), "Rp0");
        assert_eq!(id(999), "Rp999");
        assert_eq!(id(1_499), "Rp1 rb");
        assert_eq!(id(850_000), "Rp850 rb");
        assert_eq!(id(999_499), "Rp999 rb");
        assert_eq!(id(999_500), "Rp1 jt");
        assert_eq!(id(3_249_999), "Rp3,2 jt");
        assert_eq!(id(3_250_000), "Rp3,3 jt");
        assert_eq!(id(999_949_999), "Rp999,9 jt");
        assert_eq!(id(999_950_000), "Rp1 M");
        assert_eq!(rupiah_short(4_800_000, Lang::En), "Rp4.8 million");
        assert_eq!(rupiah_short(u64::MAX, Lang::En), "Rp18,446,744,073.7 billion");
        assert_eq!(rupiah_range(3_200_000, 4_800_000, Lang::Id), "Rp3,2–4,8 jt");
        assert_eq!(rupiah_range(900_000, 1_200_000, Lang::Id), "Rp900 rb–Rp1,2 jt");
        assert_eq!(rupiah_range(3_200_000, 3_210_000, Lang::En), "Rp3.2 million");
    }

    #[test]
    fn parts_of_a_thousand_and_months_are_written_in_each_language() {
        assert_eq!(permille(125, Lang::Id), "12,5%");
        assert_eq!(permille(1_000, Lang::En), "100%");
        assert_eq!(month("2026-08", Lang::Id), "Agustus 2026");
        assert_eq!(month("2026-13", Lang::En), "2026-13");
        assert_eq!(date("2026-11-24", Lang::En), "24 November 2026");
    }

    #[test]
    fn values_stand_where_the_language_wants_them_and_are_not_read_themselves() {
        let said = ("{1} dari {0}", "of {0}, {1}{2}");
        assert_eq!(say(said, &["{1}", "b"], Lang::Id), "b dari {1}");
        assert_eq!(say(said, &["{1}", "b"], Lang::En), "of {1}, b");
        assert_eq!(say(("{x} {", ""), &[], Lang::Id), " ");
    }

    #[test]
    fn a_list_ends_in_and() {
        assert_eq!(list(&["A"], Lang::Id), "A");
        assert_eq!(list(&["A", "B"], Lang::Id), "A dan B");
        assert_eq!(list(&["A", "B", "C"], Lang::En), "A, B and C");
    }
}
