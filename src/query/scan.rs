//! The one scan: from lookup tables to the rows found, all facet counts and the best K.
//!
//! Every active filter is a *dimension*: a table code → pass over one column. A block of rows
//! at a time, each dimension ORs its bit into a row's fail mask. A row with no bit set is
//! found; a row with exactly one bit set is missing only that dimension, so it counts in that
//! facet (whose counts ignore its own filter) and as the gain of dropping that filter.
//! Facets are counted by raw code and grouped afterwards; where most rows are found, the others
//! are counted and taken from the totals.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::facet::CodesOf;
use crate::matching::Matcher;
use crate::snapshot::{Codes, ColumnId, Snapshot};

const BLOCK: usize = 4096;

/// A filter: a row passes if the table says so for its code, or for any code of its list
/// (an empty list has code 0).
pub struct Dimension {
    /// Where the codes are.
    pub codes: CodesOf,
    /// Whether a code passes.
    pub passes: Vec<bool>,
}

/// How found rows are ordered. Larger keys come first, then smaller row numbers.
pub enum Order<'a> {
    /// By a table over a column, then newest.
    Table(ColumnId, &'a [u32]),
    /// By fit; with title relevances given, by 6/10 relevance and 4/10 fit.
    Match(&'a Matcher<'a>, Option<&'a [u16]>),
}

/// What a scan is asked.
pub struct Request<'a> {
    /// Filters, at most 32.
    pub dimensions: &'a [Dimension],
    /// Columns and lists to count, each with the dimension that does not apply to it.
    pub counts: &'a [(CodesOf, Option<usize>)],
    /// Order of the best.
    pub order: &'a Order<'a>,
    /// How many of the best are wanted.
    pub best: usize,
    /// Told every found row, in ascending order.
    pub visit: Option<&'a mut dyn FnMut(u32)>,
}

/// What a scan found.
pub struct Found {
    /// Rows that pass every dimension.
    pub total: u32,
    /// People wanted in them.
    pub openings: u64,
    /// By dimension, rows that fail it alone.
    pub fail_alone: Vec<u32>,
    /// By request, rows by code.
    pub counts: Vec<Vec<u32>>,
    /// The best rows, best first.
    pub best: Vec<u32>,
}

/// Rows by code of every column and list that facets count, over the whole snapshot.
pub struct Totals(HashMap<CodesOf, Vec<u32>>);

impl Totals {
    /// Counts `codes`, and people wanted.
    #[must_use]
    pub fn new(snapshot: &Snapshot, codes: impl Iterator<Item = CodesOf>) -> Self {
        let rows: Vec<u32> = (0..snapshot.rows() as u32).collect();
        let mut totals = HashMap::new();
        for codes in codes.chain([OPENINGS]) {
            totals.entry(codes).or_insert_with(|| {
                let mut counts = vec![0; entries(snapshot, codes) + 1];
                count(snapshot, codes, &rows, &mut counts);
                counts
            });
        }
        Self(totals)
    }
}

const OPENINGS: CodesOf = CodesOf::Column(ColumnId::Openings);

fn entries(snapshot: &Snapshot, codes: CodesOf) -> usize {
    match codes {
        CodesOf::Column(id) => snapshot.column(id).dict.len(),
        CodesOf::List(id) => snapshot.dict(id).len(),
    }
}

/// Runs the scan. `totals` hold what `request` counts.
#[must_use]
pub fn scan(snapshot: &Snapshot, totals: &Totals, mut request: Request<'_>) -> Found {
    let rows = snapshot.rows();
    let mut fails = vec![0u32; rows];
    for (block, fails) in fails.chunks_mut(BLOCK).enumerate() {
        for (bit, dimension) in request.dimensions.iter().enumerate() {
            fail(snapshot, dimension, 1 << bit, block * BLOCK, fails);
        }
    }
    let total = fails.iter().filter(|&&fail| fail == 0).count();
    // Where most rows are found it is quicker to count the others and take them from the totals.
    let dense = total > rows / 2;
    let mut listed = Vec::with_capacity(if dense { rows - total } else { total });
    let mut alone: Vec<Vec<u32>> = vec![Vec::new(); request.dimensions.len()];
    for (row, &fail) in (0..).zip(&fails) {
        if (fail == 0) != dense {
            listed.push(row);
        }
        if fail.is_power_of_two() {
            alone[fail.trailing_zeros() as usize].push(row);
        }
    }
    let counted = |codes: CodesOf, own: Option<usize>| {
        let mut counts = vec![0; entries(snapshot, codes) + 1];
        count(snapshot, codes, &listed, &mut counts);
        if dense {
            let all = totals.0[&codes].iter();
            counts.iter_mut().zip(all).for_each(|(count, &all)| *count = all - *count);
        }
        if let Some(own) = own {
            count(snapshot, codes, &alone[own], &mut counts);
        }
        counts
    };
    let people = &snapshot.column(ColumnId::Openings).dict;
    let openings = (0..).zip(counted(OPENINGS, None));
    let mut found = Found {
        total: total as u32,
        openings: openings.map(|(code, rows)| u64::from(rows) * people.int(code).unwrap_or(1) as u64).sum(),
        fail_alone: alone.iter().map(|rows| rows.len() as u32).collect(),
        counts: request.counts.iter().map(|&(codes, own)| counted(codes, own)).collect(),
        best: Vec::new(),
    };
    let found_in = |block: usize, fails: &[u32], hits: &mut Vec<u32>| {
        hits.clear();
        let start = (block * BLOCK) as u32;
        hits.extend((start..).zip(fails).filter(|(_, fail)| **fail == 0).map(|(row, _)| row));
    };
    let mut hits: Vec<u32> = Vec::with_capacity(BLOCK);
    if let Some(visit) = &mut request.visit {
        for (block, fails) in fails.chunks(BLOCK).enumerate() {
            found_in(block, fails, &mut hits);
            hits.iter().for_each(|&row| visit(row));
        }
    }
    if request.best == 0 {
        return found;
    }
    let posted = &snapshot.column(ColumnId::Posted).codes;
    let mut best: BinaryHeap<Reverse<(u64, Reverse<u32>)>> = BinaryHeap::with_capacity(request.best + 1);
    let mut keys: Vec<u64> = Vec::with_capacity(BLOCK);
    for (block, fails) in fails.chunks(BLOCK).enumerate() {
        found_in(block, fails, &mut hits);
        keys.clear();
        match request.order {
            Order::Table(column, table) => {
                each_code(&snapshot.column(*column).codes, &hits, |code| keys.push(u64::from(table[code]) << 32));
            }
            Order::Match(matcher, titles) => matcher.keys(&hits, *titles, &mut keys),
        }
        let mut at = 0;
        each_code(posted, &hits, |code| {
            keys[at] |= code as u64;
            at += 1;
        });
        for (&key, &row) in keys.iter().zip(&hits) {
            let candidate = Reverse((key, Reverse(row)));
            if best.len() < request.best {
                best.push(candidate);
            } else if best.peek().is_some_and(|worst| candidate < *worst) {
                best.pop();
                best.push(candidate);
            }
        }
    }
    found.best = best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(row)))| row).collect();
    found
}

/// ORs `bit` into the fail mask of every row of a block that the dimension turns away.
fn fail(snapshot: &Snapshot, dimension: &Dimension, bit: u32, start: usize, fails: &mut [u32]) {
    fn column<T: Copy + Into<u32>>(codes: &[T], table: &[u32], fails: &mut [u32]) {
        for (fail, &code) in fails.iter_mut().zip(codes) {
            *fail |= table[code.into() as usize];
        }
    }
    let table: Vec<u32> = dimension.passes.iter().map(|&passes| if passes { 0 } else { bit }).collect();
    let end = start + fails.len();
    match dimension.codes {
        CodesOf::Column(id) => match &snapshot.column(id).codes {
            Codes::U8(codes) => column(&codes[start..end], &table, fails),
            Codes::U16(codes) => column(&codes[start..end], &table, fails),
            Codes::U32(codes) => column(&codes[start..end], &table, fails),
        },
        CodesOf::List(id) => {
            let list = snapshot.list(id);
            for (row, fail) in (start..end).zip(fails) {
                let range = list.range(row);
                *fail |= if range.is_empty() {
                    table[0]
                } else if list.codes(row).any(|code| dimension.passes[code as usize]) {
                    0
                } else {
                    bit
                };
            }
        }
    }
}

fn count(snapshot: &Snapshot, codes: CodesOf, rows: &[u32], counts: &mut [u32]) {
    match codes {
        CodesOf::Column(id) => each_code(&snapshot.column(id).codes, rows, |code| counts[code] += 1),
        CodesOf::List(id) => {
            let list = snapshot.list(id);
            for &row in rows {
                let range = list.range(row as usize);
                if range.is_empty() {
                    counts[0] += 1;
                }
                range.for_each(|at| counts[list.values.get(at) as usize] += 1);
            }
        }
    }
}

/// Calls `each` with the code of every row of `rows`.
pub fn each_code(codes: &Codes, rows: &[u32], mut each: impl FnMut(usize)) {
    match codes {
        Codes::U8(codes) => rows.iter().for_each(|&row| each(codes[row as usize].into())),
        Codes::U16(codes) => rows.iter().for_each(|&row| each(codes[row as usize].into())),
        Codes::U32(codes) => rows.iter().for_each(|&row| each(codes[row as usize] as usize)),
    }
}
