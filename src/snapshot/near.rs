//! What stands close to what, as the vacancies of a snapshot ask it together.
//!
//! People can do more than they were asked before: who welds by one process learns the next, who packs also moves stock.
//! A builder counts which skills are asked together and which occupations ask the same, over every row of the snapshot;
//! a reader takes the pairs as they are. Both are few: each of a pair is among the closest of the other.
//!
//! # Overview
//!
//! * [`Pair`]: two codes and how close they stand. `read`: a section of them.
//! * `write` (native): finds the pairs and writes the section.

use super::read::Cursor;
use super::{SnapshotError, corrupt};

/// Two that stand close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The lower code.
    pub one: u32,
    /// The higher code.
    pub other: u32,
    /// How close, 1–10,000.
    pub score: u16,
}

/// Reads pairs, ascending, of codes in `from..=to`.
pub(super) fn read(mut payload: Cursor<'_>, from: u32, to: u32) -> Result<Vec<Pair>, SnapshotError> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut one = 0;
    while payload.left() > 0 {
        one += payload.varint("a pair")?;
        let other = one + payload.varint("a pair")?;
        let score = payload.varint("a pair")?;
        let fits = one >= u64::from(from) && one < other && other <= u64::from(to) && (1..=10_000).contains(&score);
        let pair = Pair { one: one as u32, other: other as u32, score: score as u16 };
        if !fits || pairs.last().is_some_and(|last| (last.one, last.other) >= (pair.one, pair.other)) {
            return Err(corrupt(format!(
                "a pair {one}, {other} of {score}; ascending ones of {from} to {to} expected"
            )));
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

#[cfg(feature = "cli")]
pub(super) mod write {
    use std::collections::{BTreeMap, HashMap};

    use super::Pair;
    use crate::record::RequirementKind;
    use crate::snapshot::read::rarity;
    use crate::snapshot::write::varint;

    /// Least vacancies of an occupation that ask something: fewer say what one employer wants.
    const LEAST_ROWS: u32 = 30;
    /// Least and most that two occupations stand close, and how many closest one has (`padan-skor/1` §9.3).
    const OCCUPATIONS: (u16, u16, usize) = (3_500, 8_000, 8);
    /// Least vacancies that ask two skills together.
    const LEAST_TOGETHER: u32 = 5;
    /// The same for skills.
    const SKILLS: (u16, u16, usize) = (3_000, 10_000, 5);
    /// A vacancy that asks more says little of what belongs together.
    const MOST_ASKED: usize = 50;

    /// What vacancies ask: of each, the group of its occupation (0 for none) and the codes of its requirements, distinct.
    #[derive(Default)]
    pub struct Rows {
        groups: Vec<u32>,
        ends: Vec<usize>,
        codes: Vec<u32>,
    }

    impl Rows {
        /// Adds a vacancy.
        pub fn push(&mut self, group: u32, codes: impl IntoIterator<Item = u32>) {
            self.groups.push(group);
            self.codes.extend(codes);
            self.ends.push(self.codes.len());
        }

        fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
            let starts = [0].into_iter().chain(self.ends.iter().copied());
            let rows = starts.zip(&self.ends).map(|(start, &end)| &self.codes[start..end]);
            self.groups.iter().copied().zip(rows)
        }

        /// By code, how many vacancies ask it; there are `codes` of them.
        fn asked(&self, codes: usize) -> Vec<u32> {
            let mut asked = vec![0; codes + 1];
            self.codes.iter().for_each(|&code| asked[code as usize] += 1);
            asked
        }

        /// Skills, and tools, that the same vacancies ask: the cosine of the sets of vacancies that ask either. `kinds` by
        /// code, from 1.
        pub fn skills(&self, kinds: &[RequirementKind]) -> Vec<Pair> {
            let asked = self.asked(kinds.len());
            let kind = |code: u32| match kinds[code as usize - 1] {
                kind @ (RequirementKind::Skill | RequirementKind::Tool) => Some(kind),
                _ => None,
            };
            let mut rows_of = vec![Vec::new(); kinds.len() + 1];
            for (_, codes) in self.iter().filter(|(_, codes)| codes.len() <= MOST_ASKED) {
                for &code in codes {
                    if asked[code as usize] >= LEAST_TOGETHER && kind(code).is_some() {
                        rows_of[code as usize].push(codes);
                    }
                }
            }
            let mut pairs = Vec::new();
            let mut together = vec![0u32; kinds.len() + 1];
            for (one, rows) in (0..).zip(&rows_of) {
                let mut met = Vec::new();
                for &other in rows.iter().flat_map(|codes| codes.iter()).filter(|&&other| other > one) {
                    if together[other as usize] == 0 {
                        met.push(other);
                    }
                    together[other as usize] += 1;
                }
                for other in met {
                    let count = std::mem::take(&mut together[other as usize]);
                    if count >= LEAST_TOGETHER && kind(one) == kind(other) {
                        let norms = f64::from(asked[one as usize]) * f64::from(asked[other as usize]);
                        pairs.push(Pair { one, other, score: cosine(count.into(), norms) });
                    }
                }
            }
            closest(pairs, SKILLS)
        }

        /// Occupations that ask the same: the cosine of how many vacancies of each ask what, the rare counting more; soft
        /// skills tell no trade from another. Codes are those of the groups.
        pub fn occupations(&self, kinds: &[RequirementKind]) -> Vec<Pair> {
            let rarities: Vec<u16> =
                self.asked(kinds.len()).into_iter().map(|asked| rarity(self.groups.len() as u64, asked)).collect();
            let tells = |code: &&u32| kinds[**code as usize - 1] != RequirementKind::Soft;
            let mut rows: BTreeMap<u32, u32> = BTreeMap::new();
            for (group, codes) in self.iter() {
                if group > 0 && codes.iter().any(|code| tells(&code)) {
                    *rows.entry(group).or_default() += 1;
                }
            }
            let groups: Vec<u32> =
                rows.into_iter().filter(|&(_, rows)| rows >= LEAST_ROWS).map(|(group, _)| group).collect();
            let mut counts: BTreeMap<u32, BTreeMap<usize, u128>> = BTreeMap::new();
            for (group, codes) in self.iter() {
                if let Ok(at) = groups.binary_search(&group) {
                    for &code in codes.iter().filter(tells) {
                        *counts.entry(code).or_default().entry(at).or_default() += u128::from(rarities[code as usize]);
                    }
                }
            }
            let mut products = vec![0u128; groups.len() * groups.len()];
            for of_code in counts.values() {
                for (&one, worth) in of_code {
                    of_code.range(one..).for_each(|(&other, by)| products[one * groups.len() + other] += worth * by);
                }
            }
            let product = |one: usize, other: usize| products[one * groups.len() + other] as f64;
            let mut pairs = Vec::new();
            for one in 0..groups.len() {
                for other in one + 1..groups.len() {
                    let score = cosine(product(one, other), product(one, one) * product(other, other));
                    pairs.push(Pair { one: groups[one], other: groups[other], score });
                }
            }
            closest(pairs, OCCUPATIONS)
        }
    }

    /// A product by the root of that of both squares, in 1/10,000. Division and root are exact to the bit everywhere.
    fn cosine(product: f64, squares: f64) -> u16 {
        (10_000.0 * product / squares.sqrt()).min(10_000.0) as u16
    }

    /// Of pairs that stand at least so close, those of which each is among the so many closest of the other, ascending;
    /// none closer than allowed.
    fn closest(mut pairs: Vec<Pair>, (least, most, many): (u16, u16, usize)) -> Vec<Pair> {
        pairs.retain(|pair| pair.score >= least);
        pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.score), pair.one, pair.other));
        let mut places: HashMap<u32, usize> = HashMap::new();
        let mut place = |code: u32| {
            let place = places.entry(code).or_default();
            *place += 1;
            *place
        };
        pairs.retain(|pair| place(pair.one).max(place(pair.other)) <= many);
        pairs.iter_mut().for_each(|pair| pair.score = pair.score.min(most));
        pairs.sort_unstable();
        pairs
    }

    /// The section that [`super::read`] reads.
    pub fn section(pairs: &[Pair]) -> Vec<u8> {
        let (mut out, mut last) = (Vec::new(), 0);
        for pair in pairs {
            varint(&mut out, (pair.one - last).into());
            varint(&mut out, (pair.other - pair.one).into());
            varint(&mut out, pair.score.into());
            last = pair.one;
        }
        out
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    fn of(numbers: &[u64]) -> Result<Vec<Pair>, SnapshotError> {
        let mut bytes = Vec::new();
        numbers.iter().for_each(|&number| super::super::write::varint(&mut bytes, number));
        read(Cursor::new(&bytes), 1, 9)
    }

    #[test]
    fn pairs_read_back_and_any_that_no_writer_wrote_is_an_error() {
        let pairs = [(1, 2, 9_999), (1, 9, 1), (8, 9, 10_000)].map(|(one, other, score)| Pair { one, other, score });
        assert_eq!(read(Cursor::new(&write::section(&pairs)), 1, 9).unwrap(), pairs);
        assert_eq!(of(&[]).unwrap(), []);
        for (numbers, wrong) in [
            (&[0, 1, 5][..], "no code 0"),
            (&[1, 0, 5], "not near itself"),
            (&[1, 9, 5], "past the last code"),
            (&[1 << 47, 1 << 47, 5], "far past it"),
            (&[1, 1, 0], "not close at all"),
            (&[1, 1, 10_001], "closer than the same"),
            (&[1, 3, 5, 0, 2, 5], "not ascending"),
            (&[1, 3, 5, 0, 3, 5], "twice"),
            (&[1, 3], "cut short"),
        ] {
            assert!(of(numbers).is_err(), "{wrong}: {numbers:?}");
        }
        assert!(read(Cursor::new(&[1, 1, 5]), 1, 0).is_err(), "of an empty dictionary");
    }
}
