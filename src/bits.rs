//! Sets of rows, a bit a row.

use std::ops::Range;

/// A set of rows of one snapshot. Sets of the same snapshot have the same length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    /// 64 rows a word, the first row in the lowest bit; bits past the last row are 0.
    words: Box<[u64]>,
}

impl Bits {
    /// No row of `rows`.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(64)].into() }
    }

    /// Every row of `rows`.
    #[must_use]
    pub fn all(rows: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; rows.div_ceil(64)].into() };
        if let Some(last) = bits.words.last_mut().filter(|_| !rows.is_multiple_of(64)) {
            *last = (1 << (rows % 64)) - 1;
        }
        bits
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
    #[inline(always)]
    pub fn insert(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        self.words[row / 64] &= !(1 << (row % 64));
    }

    /// Puts `rows` in.
    pub fn insert_range(&mut self, rows: Range<usize>) {
        let Range { start, end } = rows;
        if start >= end {
            return;
        }
        let (first, last) = (start / 64, (end - 1) / 64);
        let (from, to) = (u64::MAX << (start % 64), u64::MAX >> (63 - (end - 1) % 64));
        if first == last {
            self.words[first] |= from & to;
            return;
        }
        self.words[first] |= from;
        self.words[first + 1..last].fill(u64::MAX);
        self.words[last] |= to;
    }

    /// Puts the rows of another set in.
    pub fn insert_all(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&*other.words) {
            *word |= other;
        }
    }

    /// Takes the rows of another set out.
    pub fn remove_all(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&*other.words) {
            *word &= !other;
        }
    }

    /// Calls for every row, ascending.
    #[inline(always)]
    pub fn each(&self, mut call: impl FnMut(u32)) {
        for (&word, start) in self.words.iter().zip((0..).step_by(64)) {
            for bit in bits_of(word) {
                call(start + bit);
            }
        }
    }

    /// Keeps the rows that pass.
    #[inline(always)]
    pub fn keep(&mut self, passes: impl Fn(u32) -> bool) {
        for (word, start) in self.words.iter_mut().zip((0..).step_by(64)) {
            for bit in bits_of(*word) {
                *word ^= u64::from(!passes(start + bit)) << bit;
            }
        }
    }

    /// Keeps the rows that another set has, too.
    pub fn retain(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&*other.words) {
            *word &= other;
        }
    }

    /// Rows.
    #[must_use]
    pub fn count(&self) -> u32 {
        let mut count = 0;
        for word in &*self.words {
            count += word.count_ones();
        }
        count
    }

    /// Rows that are in both.
    #[must_use]
    pub fn count_both(&self, other: &Self) -> u32 {
        let ((four, last), (other_four, other_last)) = (self.words.as_chunks(), other.words.as_chunks());
        let mut count = 0;
        for ([a, b, c, d], [e, f, g, h]) in four.iter().zip(other_four) {
            count += (a & e).count_ones() + (b & f).count_ones() + (c & g).count_ones() + (d & h).count_ones();
        }
        for (word, other) in last.iter().zip(other_last) {
            count += (word & other).count_ones();
        }
        count
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
        let mut count = (self.words[first] & from).count_ones() + (self.words[last] & to).count_ones();
        for word in &self.words[first + 1..last] {
            count += word.count_ones();
        }
        count
    }

    /// The rows, ascending.
    #[must_use]
    pub fn list(&self) -> Vec<u32> {
        let mut list = Vec::with_capacity(self.count() as usize);
        self.each(|row| list.push(row));
        list
    }

    /// The rows of `rows` that are not in it.
    #[must_use]
    pub fn others(&self, rows: usize) -> Self {
        let mut others = Self::all(rows);
        others.remove_all(self);
        others
    }
}

/// Places of the bits set in a word, ascending.
pub struct PlacesOf(u64);

/// Places of the bits set in a word, ascending.
#[inline(always)]
pub fn bits_of(word: u64) -> PlacesOf {
    PlacesOf(word)
}

impl Iterator for PlacesOf {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
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
