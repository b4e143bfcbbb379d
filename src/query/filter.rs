//! Filters: what lets rows through, by their codes or as a set.

use super::facet::CodesOf;
use crate::bits::Bits;
use crate::snapshot::Snapshot;

/// What a facet's chosen values, or a text, let through.
pub enum Filter {
    /// These rows.
    Rows(Bits),
    /// Rows whose code passes, or any code of their list (an empty list has code 0).
    Codes(CodesOf, Vec<bool>),
}

impl Filter {
    /// The rows that it lets through.
    #[must_use]
    pub fn rows(self, snapshot: &Snapshot) -> Bits {
        match self {
            Self::Rows(rows) => rows,
            Self::Codes(codes, passes) => {
                let all = Bits::all(snapshot.rows());
                look_up(snapshot, codes, &passes, &all, &all)
            }
        }
    }
}

/// Numbers from one to another, both of them included; open at an end that is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub from: Option<i64>,
    /// The most.
    pub to: Option<i64>,
}

impl Range {
    /// Reads `3000000..6000000`, `3000000..` or `..24`; `None` for anything else.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let (from, to) = value.split_once("..")?;
        let end = |end: &str| if end.is_empty() { Some(None) } else { end.parse().ok().map(Some) };
        let range = Self { from: end(from)?, to: end(to)? };
        (range.from.is_some() || range.to.is_some()).then_some(range)
    }

    /// Whether a number is within.
    #[must_use]
    pub fn holds(&self, number: i64) -> bool {
        self.from.is_none_or(|from| number >= from) && self.to.is_none_or(|to| number <= to)
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = |end: Option<i64>| end.map_or_else(String::new, |end| end.to_string());
        write!(f, "{}..{}", end(self.from), end(self.to))
    }
}

/// The rows whose codes pass, among those of `all` and `one`.
pub(super) fn look_up(snapshot: &Snapshot, codes: CodesOf, passes: &[bool], all: &Bits, one: &Bits) -> Bits {
    let mut within = all.clone();
    within.insert_all(one);
    match codes {
        CodesOf::Column(id) => snapshot.column(id).codes.retain(passes, &mut within),
        CodesOf::List(id) => {
            let list = snapshot.list(id);
            within.keep(|row| {
                let range = list.range(row as usize);
                let mut pass = range.is_empty() && passes[0];
                for at in range {
                    pass |= passes[list.values.get(at) as usize];
                }
                pass
            });
        }
    }
    within
}
