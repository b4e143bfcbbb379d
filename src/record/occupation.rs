//! Names of occupation groups, in plain words.
//!
//! The codes follow the public structure of KBJI 2014, whose first four digits are ISCO-08.
//! The words are padan's own, short enough for a chart and a filter, and cover what the
//! sample and the coding of titles need: all 10 one-digit and 43 two-digit groups, and the
//! three- and four-digit groups that occur there. No two codes have the same words, so that a
//! list of mixed digits can be read. A ministry replaces them with its own list.

use serde::{Deserialize, Serialize};

/// Edition of the occupation labels, named in every snapshot.
pub const EDITION: &str = "KBJI 2014 structure (ISCO-08), labels by padan";

/// An occupation group and its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccupationLabel {
    /// KBJI code of 1–4 digits.
    pub code: String,
    /// Name in Indonesian ("Tukang las").
    pub id: String,
    /// Name in English ("Welders").
    pub en: String,
}

/// The group of a KBJI code: its first four digits as a number; `None` where it has fewer.
#[must_use]
pub fn group(code: &str) -> Option<u32> {
    code.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// All labels, sorted by code as text, so that a group stands before its parts.
#[cfg(feature = "cli")]
#[must_use]
pub fn all() -> Vec<OccupationLabel> {
    csv::Reader::from_reader(include_bytes!("data/occupations.csv").as_slice())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn every_group_is_named_and_has_its_parent() {
        let labels = all();
        let lines = include_str!("data/occupations.csv").lines().count();
        assert_eq!(labels.len(), lines - 1, "every line of the file is read");
        assert!(labels.is_sorted_by(|a, b| a.code < b.code), "sorted, and no code twice");
        assert_eq!(labels.iter().filter(|label| label.code.len() == 1).count(), 10);
        assert_eq!(labels.iter().filter(|label| label.code.len() == 2).count(), 43);
        let words: std::collections::HashSet<_> = labels.iter().map(|label| label.id.to_lowercase()).collect();
        assert_eq!(words.len(), labels.len(), "no two codes have the same words");
        for label in &labels {
            assert!(!label.id.is_empty() && !label.en.is_empty(), "{label:?}");
            assert!(label.code.bytes().all(|byte| byte.is_ascii_digit()) && label.code.len() <= 4, "{label:?}");
            let parent = &label.code[..label.code.len() - 1];
            assert!(parent.is_empty() || labels.iter().any(|other| other.code == parent), "{label:?} has no parent");
        }
    }
}
