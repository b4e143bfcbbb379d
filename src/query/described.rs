//! Words in descriptions, for a page that reads them through. No index of them is shipped: who wants it has every
//! description read once for a text, and the rows found so stand beside those the columns find.
//!
//! A description holds a term if it has its words as they stand and in a row, as the beginning of one while it is being
//! typed, what else the job is called, what a slip of the finger was read as, or, of a single word, one of its root.

use super::find::{Text, synonyms};
use crate::bits::Bits;
use crate::snapshot::Snapshot;
use crate::text::{fold, stem, words};

/// A text and the rows whose descriptions hold its terms.
pub struct Seeker {
    typed: String,
    exact: bool,
    terms: Vec<Sought>,
    /// Rows that hold any of them.
    found: Bits,
}

struct Sought {
    /// Folded, with a space before and, where it is whole, after.
    phrases: Vec<String>,
    root: Option<String>,
    rows: Bits,
}

impl Seeker {
    /// Gets ready to look for a text that was read.
    #[must_use]
    pub fn new(snapshot: &Snapshot, typed: &str, exact: bool, text: &Text) -> Self {
        let none = Bits::none(snapshot.rows());
        let mut terms = Vec::with_capacity(text.terms.len());
        for term in &text.terms {
            let end = if term.open { "" } else { " " };
            let mut sought = Sought { phrases: vec![format!(" {}{end}", term.asked)], root: None, rows: none.clone() };
            if !exact {
                sought.phrases.extend(term.read_as.iter().map(|word| format!(" {word} ")));
                sought.phrases.extend(synonyms(snapshot, &term.asked).map(|synonym| format!(" {} ", synonym.to)));
                let root = stem(&term.asked, &|root| is_root(snapshot, root));
                sought.root = Some(root).filter(|root| is_root(snapshot, root));
            }
            terms.push(sought);
        }
        Self { typed: typed.to_owned(), exact, terms, found: none }
    }

    /// Reads the description of a row.
    pub fn see(&mut self, snapshot: &Snapshot, row: usize, description: &str) {
        let text = format!(" {} ", fold(description));
        for term in &mut self.terms {
            // A prefix may have taken the root's first letter.
            let of_root = |root: &String| {
                let tail = &root[1..];
                text.contains(tail)
                    && words(&text)
                        .any(|word| word.contains(tail) && stem(word, &|root| is_root(snapshot, root)) == *root)
            };
            if term.phrases.iter().any(|phrase| text.contains(&**phrase)) || term.root.as_ref().is_some_and(of_root) {
                term.rows.insert(row);
                self.found.insert(row);
            }
        }
    }

    /// Rows whose descriptions hold any term.
    #[must_use]
    pub fn found(&self) -> u32 {
        self.found.count()
    }

    /// By term, the rows whose descriptions hold it, if this is the text that was sought.
    #[must_use]
    pub fn rows(&self, typed: &str, exact: bool) -> Option<impl Iterator<Item = &Bits>> {
        (self.typed == typed && self.exact == exact).then(|| self.terms.iter().map(|term| &term.rows))
    }
}

fn is_root(snapshot: &Snapshot, root: &str) -> bool {
    root.is_ascii() && snapshot.meta.code_lists.roots.binary_search_by(|known| (**known).cmp(root)).is_ok()
}
