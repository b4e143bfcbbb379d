//! The root words of Indonesian. Native only: a snapshot carries those it needs.
//!
//! Source: Sastrawi's kata-dasar.txt (MIT), words of three letters or more, less "pasak", which "memasak" is not of.

use std::collections::HashSet;
use std::sync::LazyLock;

static ROOTS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("data/roots.txt").lines().collect());

/// Whether a word is a root.
#[must_use]
pub fn known(word: &str) -> bool {
    ROOTS.contains(word)
}
