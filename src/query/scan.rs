//! The one scan: from lookup tables to the rows found, all facet counts and the best K.
//!
//! Every active filter is a *dimension*: a table code → pass over one column. A block of rows
//! at a time, each dimension ORs its bit into a row's fail mask. A row with no bit set is
//! found; a row with exactly one bit set is missing only that dimension, so it counts in that
//! facet (whose counts ignore its own filter) and as the gain of dropping that filter.
//! Facets are counted by raw code and grouped afterwards.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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

/// Runs the scan.
#[must_use]
pub fn scan(snapshot: &Snapshot, mut request: Request<'_>) -> Found {
    let entries = |codes: CodesOf| match codes {
        CodesOf::Column(id) => snapshot.column(id).dict.len(),
        CodesOf::List(id) => snapshot.dict(id).len(),
    };
    let mut found = Found {
        total: 0,
        openings: 0,
        fail_alone: vec![0; request.dimensions.len()],
        counts: request.counts.iter().map(|(codes, _)| vec![0; entries(*codes) + 1]).collect(),
        best: Vec::new(),
    };
    let openings = snapshot.column(ColumnId::Openings);
    let people: Vec<u32> =
        (0..=openings.dict.len() as u32).map(|code| openings.dict.int(code).unwrap_or(1) as u32).collect();
    let posted = &snapshot.column(ColumnId::Posted).codes;
    let mut best: BinaryHeap<Reverse<(u64, Reverse<u32>)>> = BinaryHeap::with_capacity(request.best + 1);
    let mut fails = vec![0u32; BLOCK];
    let mut hits: Vec<u32> = Vec::with_capacity(BLOCK);
    let mut misses: Vec<Vec<u32>> = vec![Vec::new(); request.dimensions.len()];
    let mut keys: Vec<u64> = Vec::with_capacity(BLOCK);

    for start in (0..snapshot.rows()).step_by(BLOCK) {
        let end = (start + BLOCK).min(snapshot.rows());
        let fails = &mut fails[..end - start];
        fails.fill(0);
        for (bit, dimension) in request.dimensions.iter().enumerate() {
            fail(snapshot, dimension, 1 << bit, start, fails);
        }
        hits.clear();
        misses.iter_mut().for_each(Vec::clear);
        for (at, &fail) in fails.iter().enumerate() {
            if fail == 0 {
                hits.push((start + at) as u32);
            } else if fail & (fail - 1) == 0 {
                misses[fail.trailing_zeros() as usize].push((start + at) as u32);
            }
        }
        found.total += hits.len() as u32;
        each_code(&openings.codes, &hits, |code| found.openings += u64::from(people[code]));
        for (alone, missed) in found.fail_alone.iter_mut().zip(&misses) {
            *alone += missed.len() as u32;
        }
        for (&(codes, own), counts) in request.counts.iter().zip(&mut found.counts) {
            count(snapshot, codes, &hits, counts);
            if let Some(own) = own {
                count(snapshot, codes, &misses[own], counts);
            }
        }
        if request.best > 0 && !hits.is_empty() {
            keys.clear();
            match request.order {
                Order::Table(column, table) => {
                    each_code(&snapshot.column(*column).codes, &hits, |code| keys.push(u64::from(table[code]) << 32));
                    let mut at = 0;
                    each_code(posted, &hits, |code| {
                        keys[at] |= code as u64;
                        at += 1;
                    });
                }
                Order::Match(matcher, titles) => {
                    let posted_codes = posted;
                    matcher.keys(&hits, *titles, &mut keys);
                    let mut at = 0;
                    each_code(posted_codes, &hits, |code| {
                        keys[at] |= code as u64;
                        at += 1;
                    });
                }
            }
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
        if let Some(visit) = &mut request.visit {
            hits.iter().for_each(|&row| visit(row));
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
