//! Numbers, shares and lists as an Indonesian or English reader expects them.

use crate::record::code::Lang;

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
    fn a_list_ends_in_and() {
        assert_eq!(list(&["A"], Lang::Id), "A");
        assert_eq!(list(&["A", "B"], Lang::Id), "A dan B");
        assert_eq!(list(&["A", "B", "C"], Lang::En), "A, B and C");
    }
}
