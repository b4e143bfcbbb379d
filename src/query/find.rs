//! Text → a relevance for every title.
//!
//! Titles repeat, so a snapshot holds each distinct one once. [`Words`] is the vocabulary of
//! those titles with the titles each word stands in, made when a snapshot is opened. A text
//! becomes one more lookup table, title code → relevance, and from there the scan treats it
//! like any filter. No index is shipped.

use crate::snapshot::Dict;
use crate::text::{fold, words};

/// Vocabulary of the titles.
pub struct Words {
    words: Vec<Box<str>>,
    /// Titles of word w are `titles[starts[w]..starts[w + 1]]`, ascending codes.
    starts: Vec<u32>,
    titles: Vec<u32>,
    /// Words in each title, by code.
    lengths: Vec<u8>,
}

const WHOLE_WORD: u32 = 1000;
const WORD_START: u32 = 700;

impl Words {
    /// Splits every title of a dictionary.
    #[must_use]
    pub fn new(titles: &Dict) -> Self {
        let mut pairs: Vec<(Box<str>, u32)> = Vec::new();
        let mut lengths = vec![0u8; titles.len() + 1];
        for code in 1..=titles.len() as u32 {
            let folded = fold(titles.text(code).unwrap_or_default());
            for word in words(&folded) {
                pairs.push((word.into(), code));
                lengths[code as usize] = lengths[code as usize].saturating_add(1);
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut vocabulary = Self { words: Vec::new(), starts: vec![], titles: Vec::new(), lengths };
        for (word, title) in pairs {
            if vocabulary.words.last() != Some(&word) {
                vocabulary.words.push(word);
                vocabulary.starts.push(vocabulary.titles.len() as u32);
            }
            vocabulary.titles.push(title);
        }
        vocabulary.starts.push(vocabulary.titles.len() as u32);
        vocabulary
    }

    fn titles_of(&self, word: usize) -> &[u32] {
        &self.titles[self.starts[word] as usize..self.starts[word + 1] as usize]
    }

    /// Relevance by title code, 1–10,000, 0 where a word is missing; `None` for a text without words.
    ///
    /// Every word must occur; the last one counts as a prefix unless a separator follows it.
    /// A title is as relevant as the share of it (or of the text, where that is longer) the
    /// words cover; a mere word start covers 7/10 of a word.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Vec<u16>> {
        let folded = fold(text);
        let asked: Vec<&str> = words(&folded).collect();
        let (last, whole) = asked.split_last()?;
        let open_ended = text.ends_with(|c: char| !fold(c.encode_utf8(&mut [0; 4])).is_empty());

        // Words of the text found so far and the sum of their worth, by title.
        let mut found: Vec<(u32, u32)> = vec![(0, 0); self.lengths.len()];
        for (n, &word) in whole.iter().enumerate() {
            if let Ok(at) = self.words.binary_search_by(|known| (**known).cmp(word)) {
                credit(&mut found, n as u32, self.titles_of(at), WHOLE_WORD);
            }
        }
        let from = self.words.partition_point(|known| **known < **last);
        for at in from..self.words.len() {
            let known = &*self.words[at];
            if known == *last {
                credit(&mut found, whole.len() as u32, self.titles_of(at), WHOLE_WORD);
            } else if open_ended && known.starts_with(last) {
                credit(&mut found, whole.len() as u32, self.titles_of(at), WORD_START);
            } else {
                break;
            }
        }

        let count = asked.len() as u32;
        let relevance = |(&(words, worth), &length): (&(u32, u32), &u8)| {
            if words < count { 0 } else { (worth * 10 / count.max(length.into())).clamp(1, 10_000) as u16 }
        };
        Some(found.iter().zip(&self.lengths).map(relevance).collect())
    }
}

/// Credits the titles that hold word n of the text and all words before it.
fn credit(found: &mut [(u32, u32)], n: u32, titles: &[u32], worth: u32) {
    for &title in titles {
        let (words, sum) = &mut found[title as usize];
        if *words == n {
            *words += 1;
            *sum += worth;
        }
    }
}
