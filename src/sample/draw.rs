//! Draws that are the same on every machine: integers of fixed width only.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of this seed for one purpose.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose);
        Self(rng)
    }

    /// A number from 0 to `end` − 1; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.0.random_range(0..end as u32) as usize }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high)
    }

    /// Days from `low` to `high`, both included.
    pub fn days(&mut self, low: i32, high: i32) -> i32 {
        self.0.random_range(low..=high)
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100_u32) < percent
    }

    /// One of `items`, which are not empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// `count` different ones of `items`, or all, in their order.
    pub fn some<'a, T>(&mut self, items: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left = count.min(items.len());
        let mut out = Vec::with_capacity(left);
        for (at, item) in items.iter().enumerate() {
            if self.below(items.len() - at) < left {
                out.push(item);
                left -= 1;
            }
        }
        out
    }

    /// An index drawn by cumulated weights.
    pub fn weighted(&mut self, cumulated: &[u64]) -> usize {
        let total = cumulated.last().copied().unwrap_or(1);
        let drawn = self.0.random_range(0..total);
        cumulated.partition_point(|sum| *sum <= drawn)
    }
}

/// Sums of weights up to each index, for [`Draw::weighted`].
pub fn cumulate(weights: impl IntoIterator<Item = u64>) -> Vec<u64> {
    weights
        .into_iter()
        .scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}
