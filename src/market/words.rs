//! Numbers, shares and lists as an Indonesian or English reader expects them.

use super::Unit;
use crate::record::{code::Lang, day};

/// Thousands, millions and so on: the power, its words where there is room and where there is none.
const POWERS: [(u64, [&str; 2], [&str; 2]); 4] = [
    (1_000_000_000_000, [" triliun", " trillion"], [" T", "T"]),
    (1_000_000_000, [" miliar", " billion"], [" M", "B"]),
    (1_000_000, [" jt", " million"], [" jt", "M"]),
    (1_000, [" rb", " thousand"], [" rb", "k"]),
];

/// A value as its unit is written: `12.345`, `Rp3,2 jt`, `12,5%`; in English `12,345`, `Rp3.2 million`, `12.5%`.
#[must_use]
pub fn value(n: u64, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Count => count(n, lang),
        Unit::Rupiah => format!("Rp{}", rounded(n, lang, false)),
        Unit::Permille => match n % 10 {
            0 => format!("{}%", count(n / 10, lang)),
            tenth => format!("{}{}{tenth}%", count(n / 10, lang), lang.pick(",", ".")),
        },
    }
}

/// A value in the fewest letters, for a place that has no room for [`value`]: `12 rb`, `3,2 jt`, `13%`.
#[must_use]
pub fn short(n: u64, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Count | Unit::Rupiah => rounded(n, lang, true),
        Unit::Permille => percent(n, 1_000),
    }
}

/// `n` in the largest power it reaches, rounded half up: to a tenth below ten of it, or below a hundred where
/// words are in full, and to a whole above.
fn rounded(n: u64, lang: Lang, short: bool) -> String {
    let finest = if short { 10 } else { 100 };
    for (power, long, brief) in POWERS {
        // What the next lower power would round to a thousand of it belongs here.
        if u128::from(n) + u128::from(power / 2_000) < u128::from(power) {
            continue;
        }
        let tenths = (u128::from(n) * 10 + u128::from(power / 2)) / u128::from(power);
        let [id, en] = if short { brief } else { long };
        let (whole, tenth) = if tenths < finest * 10 {
            ((tenths / 10) as u64, tenths % 10)
        } else {
            (((u128::from(n) + u128::from(power / 2)) / u128::from(power)) as u64, 0)
        };
        let tenth = if tenth > 0 { format!("{}{tenth}", lang.pick(",", ".")) } else { String::new() };
        return format!("{}{tenth}{}", count(whole, lang), lang.pick(id, en));
    }
    n.to_string()
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

/// A list in words: "A", "A dan B", "A, B dan C".
#[must_use]
pub fn list(items: &[&str], lang: Lang) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).into(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("dan", "and")),
    }
}

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

/// A range of pay: `Rp3,2–4,8 jt`; one number where both ends are written alike.
#[must_use]
pub fn pay_range(from: u64, to: u64, lang: Lang) -> String {
    let (low, high) = (value(from, Unit::Rupiah, lang), value(to, Unit::Rupiah, lang));
    let parts = |text: &str| text.find(' ').map(|at| (text[..at].to_owned(), text[at..].to_owned()));
    match (parts(&low), parts(&high)) {
        _ if low == high => low,
        (Some((number, unit)), Some((_, other))) if unit == other => format!("{number}–{}", &high["Rp".len()..]),
        _ => format!("{low}–{high}"),
    }
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
    fn a_value_is_written_as_its_unit_is() {
        let id = |n, unit| value(n, unit, Lang::Id);
        assert_eq!(id(12_345, Unit::Count), "12.345");
        assert_eq!(id(3_249_000, Unit::Rupiah), "Rp3,2 jt");
        assert_eq!(id(4_000_000, Unit::Rupiah), "Rp4 jt");
        assert_eq!(id(850_000, Unit::Rupiah), "Rp850 rb");
        assert_eq!(id(0, Unit::Rupiah), "Rp0");
        assert_eq!(id(125, Unit::Permille), "12,5%");
        assert_eq!(id(1_000, Unit::Permille), "100%");
        assert_eq!(value(3_250_000, Unit::Rupiah, Lang::En), "Rp3.3 million");
        assert_eq!(value(4, Unit::Permille, Lang::En), "0.4%");
    }

    #[test]
    fn rounding_goes_on_to_the_next_power() {
        assert_eq!(value(999_499, Unit::Rupiah, Lang::Id), "Rp999 rb");
        assert_eq!(value(999_500, Unit::Rupiah, Lang::Id), "Rp1 jt");
        assert_eq!(value(99_960_000, Unit::Rupiah, Lang::Id), "Rp100 jt");
        assert_eq!(value(1_200_000_000, Unit::Rupiah, Lang::En), "Rp1.2 billion");
        assert_eq!(value(u64::MAX, Unit::Rupiah, Lang::Id), "Rp18.446.744 triliun");
    }

    #[test]
    fn a_short_value_fits_a_tile() {
        assert_eq!(short(987, Unit::Count, Lang::Id), "987");
        assert_eq!(short(1_234, Unit::Count, Lang::Id), "1,2 rb");
        assert_eq!(short(12_345, Unit::Count, Lang::En), "12k");
        assert_eq!(short(3_249_000, Unit::Rupiah, Lang::Id), "3,2 jt");
        assert_eq!(short(125, Unit::Permille, Lang::Id), "13%");
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
    fn a_list_ends_in_and() {
        assert_eq!(list(&["A"], Lang::Id), "A");
        assert_eq!(list(&["A", "B"], Lang::Id), "A dan B");
        assert_eq!(list(&["A", "B", "C"], Lang::En), "A, B and C");
    }

    #[test]
    fn a_range_of_pay_names_a_unit_once_where_both_ends_have_it() {
        assert_eq!(pay_range(3_200_000, 4_800_000, Lang::Id), "Rp3,2–4,8 jt");
        assert_eq!(pay_range(900_000, 1_200_000, Lang::Id), "Rp900 rb–Rp1,2 jt");
        assert_eq!(pay_range(3_200_000, 3_210_000, Lang::En), "Rp3.2 million");
        assert_eq!(pay_range(0, 500, Lang::En), "Rp0–Rp500");
    }

    #[test]
    fn months_and_days_are_written_in_each_language() {
        assert_eq!(month("2026-08", Lang::Id), "Agustus 2026");
        assert_eq!(month("2026-13", Lang::En), "2026-13");
        assert_eq!(date("2026-11-24", Lang::En), "24 November 2026");
        assert_eq!(date("", Lang::En), "");
    }

    #[test]
    fn values_stand_where_the_language_wants_them_and_are_not_read_themselves() {
        let said = ("{1} dari {0}", "of {0}, {1}{2}");
        assert_eq!(say(said, &["{1}", "b"], Lang::Id), "b dari {1}");
        assert_eq!(say(said, &["{1}", "b"], Lang::En), "of {1}, b");
        assert_eq!(say(("{x} {", ""), &[], Lang::Id), " ");
    }
}
