//! Sets of rows, a bit a row.

use std::ops::Range;

/// A set of rows of one snapshot. Sets of the same snapshot have the same length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    /// 64 rows a word, the first row in the lowest bit; bits past the last row are 0.
    words: Vec<u64>,
}

impl Bits {
    /// No row of `rows`.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(64)] }
    }

    /// Every row of `rows`.
    #[must_use]
    pub fn all(rows: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; rows.div_ceil(64)] };
        if let Some(last) = bits.words.last_mut().filter(|_| rows % 64 != 0) {
            *last = (1 << (rows % 64)) - 1;
        }
        bits
    }

    /// Rows 0–63 from the first word, and so on; bits past the last row must be 0.
    #[must_use]
    pub fn from_words(words: impl Iterator<Item = u64>) -> Self {
        Self { words: words.collect() }
    }

    /// The words, for loops over several sets.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words, for loops over several sets; bits past the last row must stay 0.
    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// Whether a row is in it.
    #[must_use]
    #[inline(always)]
    pub fn contains(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }

    /// Puts a row in.
    pub fn insert(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Puts `rows` in.
    pub fn insert_range(&mut self, rows: Range<usize>) {
        self.each_word_of(rows, |word, mask| *word |= mask);
    }

    /// Puts the rows of another set in.
    pub fn insert_all(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Rows.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Rows that are in both.
    #[must_use]
    pub fn count_both(&self, other: &Self) -> u32 {
        self.words.iter().zip(&other.words).map(|(word, other)| (word & other).count_ones()).sum()
    }

    /// Rows of `range`.
    #[must_use]
    pub fn count_range(&self, range: Range<usize>) -> u32 {
        let Range { start, end } = range;
        if start >= end {
            return 0;
        }
        let (first, last) = (start / 64, (end - 1) / 64);
        let (from, to) = (u64::MAX << (start % 64), u64::MAX >> (63 - (end - 1) % 64));
        if first == last {
            return (self.words[first] & from & to).count_ones();
        }
        let between: u32 = self.words[first + 1..last].iter().map(|word| word.count_ones()).sum();
        between + (self.words[first] & from).count_ones() + (self.words[last] & to).count_ones()
    }

    /// The rows, ascending.
    #[must_use]
    pub fn list(&self) -> Vec<u32> {
        let mut list = Vec::with_capacity(self.count() as usize);
        for (at, &word) in (0..).zip(&self.words) {
            list.extend(bits_of(word).map(|bit| at * 64 + bit));
        }
        list
    }

    /// The rows of `rows` that are not in it.
    #[must_use]
    pub fn others(&self, rows: usize) -> Self {
        let mut others = Self::all(rows);
        others.words.iter_mut().zip(&self.words).for_each(|(word, own)| *word &= !own);
        others
    }

    fn each_word_of(&mut self, rows: Range<usize>, mut each: impl FnMut(&mut u64, u64)) {
        let Range { start, end } = rows;
        if start >= end {
            return;
        }
        let (first, last) = (start / 64, (end - 1) / 64);
        for at in first..=last {
            let from = if at == first { u64::MAX << (start % 64) } else { u64::MAX };
            let to = if at == last { u64::MAX >> (63 - (end - 1) % 64) } else { u64::MAX };
            each(&mut self.words[at], from & to);
        }
    }
}

/// Places of the bits set in a word, ascending.
#[inline(always)]
pub fn bits_of(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let bit = word.trailing_zeros();
            word &= word - 1;
            bit
        })
    })
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_bits_holds_what_a_list_of_rows_holds(
            rows in 1usize..400, seed in prop::collection::vec(any::<bool>(), 400), range in (0usize..400, 0usize..400)
        ) {
            let mut bits = Bits::none(rows);
            let within: Vec<u32> = (0..rows as u32).filter(|&row| seed[row as usize]).collect();
            within.iter().for_each(|&row| bits.insert(row as usize));
            let without: Vec<u32> = (0..rows as u32).filter(|row| !within.contains(row)).collect();
            prop_assert_eq!(bits.list(), within.clone());
            prop_assert_eq!(bits.others(rows).list(), without);
            prop_assert_eq!(bits.count() as usize, within.len());
            let range = range.0.min(rows)..range.1.min(rows);
            let inside = within.iter().filter(|&&row| range.contains(&(row as usize))).count();
            prop_assert_eq!(bits.count_range(range.clone()) as usize, inside);
            let mut ranged = Bits::none(rows);
            ranged.insert_range(range.clone());
            prop_assert_eq!(ranged.list().into_iter().map(|row| row as usize).collect::<Vec<_>>(), range.collect::<Vec<_>>());
            prop_assert_eq!(bits.count_both(&ranged) as usize, inside);
            prop_assert_eq!(Bits::all(rows).count() as usize, rows);
        }
    }
}
