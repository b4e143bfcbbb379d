//! The one scan: from filters to the rows found, all facet counts and the best K.
//!
//! Every active filter says which rows pass it. Two sets of rows follow from them: those that
//! pass all, and those that fail exactly one. The first is what is found; a row of the second
//! is missing only that filter, so it counts in that facet (whose counts ignore its own filter)
//! and as the gain of dropping it. A filter that must look at every row's code looks only at
//! rows that have not failed twice already.
//!
//! A facet counts a set of rows in the cheapest of three ways: by its runs, by intersecting
//! with the set of each bucket, or row by row; where most rows are found, a row by row count
//! takes the others from the totals.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::facet::{CodesOf, Facet, Index};
use super::filter::{Filter, look_up};
use crate::bits::{Bits, bits_of};
use crate::matching::{Matcher, Ranks, blended};
use crate::snapshot::{Codes, ColumnId, Snapshot};

/// Counting one row by its code takes as long as intersecting so many words.
const WORDS_A_ROW: usize = 5;

/// The most that the relevance of a row can be.
const MOST_RELEVANT: u32 = 10_000;

/// How found rows are ordered. Larger keys come first, then the newest, then smaller row numbers.
pub enum Order<'a> {
    /// By a table over a column.
    Table(ColumnId, &'a [u32]),
    /// By relevance to a text.
    Relevance(&'a dyn Fn(u32) -> u32),
    /// By fit, blended with relevance where there is a text, then by fewest unmet musts.
    Match(&'a Matcher<'a>, Option<&'a dyn Fn(u32) -> u32>),
}

/// What a scan is asked.
pub struct Request<'a> {
    /// Filters.
    pub filters: &'a [Filter],
    /// Facets to count, each with the filter that does not apply to it.
    pub counts: &'a [(&'a Facet, Option<usize>)],
    /// Order of the best.
    pub order: &'a Order<'a>,
    /// How many of the best are wanted.
    pub best: usize,
}

/// What a scan found.
pub struct Found {
    /// Rows that pass every filter.
    pub total: u32,
    /// People wanted in them.
    pub openings: u64,
    /// Which they are, and which fail one filter alone.
    pub passed: Passed,
    /// By request, rows by value.
    pub counts: Vec<Vec<u32>>,
    /// The best rows, best first.
    pub best: Vec<u32>,
}

/// People wanted, as sets of rows: set n holds the rows whose number has bit n.
pub struct Openings(Vec<Bits>);

impl Openings {
    /// Reads the column.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let column = snapshot.column(ColumnId::Openings);
        let wanted: Box<[u32]> =
            (0..=column.dict.len() as u32).map(|code| column.dict.int(code).unwrap_or(1) as u32).collect();
        let bits = 32 - wanted.iter().max().map_or(0, |most| most.leading_zeros());
        let mut sets = vec![Bits::none(snapshot.rows()); bits as usize].into_boxed_slice();
        for row in 0..snapshot.rows() {
            for bit in bits_of(wanted[column.codes.get(row) as usize].into()) {
                sets[bit as usize].insert(row);
            }
        }
        Self(sets.into())
    }

    fn sum(&self, rows: &Bits) -> u64 {
        let mut sum = 0;
        for (bit, set) in self.0.iter().enumerate() {
            sum += u64::from(rows.count_both(set)) << bit;
        }
        sum
    }
}

/// Runs the scan.
#[must_use]
pub fn scan(snapshot: &Snapshot, openings: &Openings, request: &Request<'_>) -> Found {
    let passed = Passed::new(snapshot, request.filters);
    let found = Counted::new(snapshot, &passed.all);
    let counts = request.counts.iter().map(|&(facet, own)| {
        facet.by_value(match own {
            None => found.by_bucket(facet),
            Some(_) => Counted::new(snapshot, &passed.ignoring(own)).by_bucket(facet),
        })
    });
    Found {
        counts: counts.collect(),
        total: found.count,
        openings: openings.sum(&passed.all),
        best: if request.best > 0 { best(snapshot, &passed.all, request) } else { Vec::new() },
        passed,
    }
}

/// The rows that pass every filter.
#[must_use]
pub fn select(snapshot: &Snapshot, filters: &[Filter]) -> Bits {
    Passed::new(snapshot, filters).all
}

/// Which rows pass.
pub struct Passed {
    /// Rows that pass every filter.
    pub all: Bits,
    /// By filter, rows that fail it alone.
    pub alone: Vec<Bits>,
}

impl Passed {
    /// Rows that pass every filter but one.
    #[must_use]
    pub fn ignoring(&self, filter: Option<usize>) -> Bits {
        let mut rows = self.all.clone();
        if let Some(own) = filter {
            rows.insert_all(&self.alone[own]);
        }
        rows
    }

    fn new(snapshot: &Snapshot, filters: &[Filter]) -> Self {
        let none = Bits::none(snapshot.rows());
        let (mut all, mut one) = (Bits::all(snapshot.rows()), none.clone());
        let mut alone = vec![none; filters.len()];
        let (ready, sought): (Vec<usize>, Vec<usize>) =
            (0..filters.len()).partition(|&at| matches!(filters[at], Filter::Rows(_)));
        let mut done = Vec::with_capacity(filters.len());
        for at in ready.into_iter().chain(sought) {
            let looked_up;
            let passing = match &filters[at] {
                Filter::Rows(passing) => passing,
                Filter::Codes(codes, passes) => {
                    looked_up = look_up(snapshot, *codes, passes, &all, &one);
                    &looked_up
                }
            };
            for &earlier in &done {
                let earlier: &mut Bits = &mut alone[earlier];
                earlier.retain(passing);
            }
            let words = passing.words();
            let (all, one) = (&mut all.words_mut()[..words.len()], &mut one.words_mut()[..words.len()]);
            let alone = &mut alone[at].words_mut()[..words.len()];
            for (at, passing) in words.iter().enumerate() {
                alone[at] = all[at] & !passing;
                one[at] = (one[at] & passing) | alone[at];
                all[at] &= passing;
            }
            done.push(at);
        }
        Self { all, alone }
    }
}

/// A set of rows that facets count.
struct Counted<'a> {
    snapshot: &'a Snapshot,
    rows: &'a Bits,
    count: u32,
    /// The rows or, where they are most, the others.
    listed: OnceCell<Vec<u32>>,
}

impl<'a> Counted<'a> {
    fn new(snapshot: &'a Snapshot, rows: &'a Bits) -> Self {
        Self { snapshot, rows, count: rows.count(), listed: OnceCell::new() }
    }

    /// Whether the rows are most of all.
    fn most(&self) -> bool {
        self.count as usize > self.snapshot.rows() / 2
    }

    fn by_bucket(&self, facet: &Facet) -> Vec<u32> {
        let words = self.rows.words().len();
        match &facet.index {
            Index::Runs(runs) => {
                let mut counts = vec![0; facet.len()];
                let mut start = 0;
                for &(end, bucket) in runs {
                    counts[bucket as usize] += self.rows.count_range(start..end as usize);
                    start = end as usize;
                }
                counts
            }
            Index::Sets(sets)
                if facet.apart() || self.most() || sets.len() * words < self.count as usize * WORDS_A_ROW =>
            {
                sets.iter().map(|set| self.rows.count_both(set)).collect()
            }
            Index::Sets(_) => facet.by_bucket(self.by_code(facet.codes)),
            Index::Codes(totals) => {
                let mut counts = self.by_code(facet.codes);
                if self.most() {
                    for (count, all) in counts.iter_mut().zip(totals) {
                        *count = all - *count;
                    }
                }
                facet.by_bucket(counts)
            }
        }
    }

    /// Counts the rows listed by code.
    fn by_code(&self, codes: CodesOf) -> Vec<u32> {
        let listed = self.listed.get_or_init(|| match self.most() {
            true => self.rows.others(self.snapshot.rows()).list(),
            false => self.rows.list(),
        });
        let mut counts = vec![0; codes.dict(self.snapshot).len() + 1];
        codes.count(self.snapshot, listed, &mut counts);
        counts
    }
}

fn best(snapshot: &Snapshot, rows: &Bits, request: &Request<'_>) -> Vec<u32> {
    let mut best = Best::new(request.best);
    let posted = &snapshot.column(ColumnId::Posted).codes;
    match *request.order {
        Order::Table(column, table) => match &snapshot.column(column).codes {
            Codes::U8(codes) => best_of(codes, table, posted, rows, &mut best),
            Codes::U16(codes) => best_of(codes, table, posted, rows, &mut best),
            Codes::U32(codes) => best_of(codes, table, posted, rows, &mut best),
        },
        Order::Relevance(relevance) => rows.each(|row| best.offer(relevance(row), row, posted)),
        Order::Match(matcher, relevance) => {
            let reach = matcher.near();
            let mut near = rows.clone();
            if let Some(reach) = reach {
                near.retain(reach);
            }
            best_matches(&near, matcher, relevance, posted, &mut best);
            // Most of those beyond would not do even if all else were met.
            let beyond = matcher.beyond() << 8 | 255;
            if let Some(reach) = reach
                && mixed(beyond, relevance.map(|_| MOST_RELEVANT)) >= best.worst
            {
                let mut far = rows.clone();
                far.remove_all(reach);
                if let Some(relevance) = relevance
                    && best.worst > 0
                {
                    far.keep(|row| mixed(beyond, Some(relevance(row))) >= best.worst);
                }
                best_matches(&far, matcher, relevance, posted, &mut best);
            }
        }
    }
    best.rows()
}

/// Offers rows: first a few of the most promising, and only in order to know what the others must reach.
fn best_matches(
    rows: &Bits,
    matcher: &Matcher<'_>,
    relevance: Option<&dyn Fn(u32) -> u32>,
    posted: &Codes,
    best: &mut Best,
) {
    let mut ranks = matcher.ranks();
    let key = |ranks: &mut Ranks, row| mixed(ranks.key(row, matcher), relevance.map(|relevance| relevance(row)));
    let mut by_level = [0; LEVELS];
    rows.each(|row| by_level[(ranks.bound(row, matcher) >> LEVEL) as usize] += 1);
    let (mut level, mut above) = (LEVELS, 0);
    while level > 0 && above < best.most {
        level -= 1;
        above += by_level[level];
    }
    let mut promising = Best::new(best.most);
    rows.each(|row| {
        if (ranks.bound(row, matcher) >> LEVEL) as usize >= level {
            promising.offer(key(&mut ranks, row), row, posted);
        }
    });
    best.worst = best.worst.max(promising.worst);
    // Nothing is looked at that would not do even at its most relevant.
    let most_relevant = relevance.map(|_| MOST_RELEVANT);
    rows.each(|row| {
        let bound = ranks.bound(row, matcher);
        if mixed(bound, most_relevant) < best.worst {
            return;
        }
        let relevance = relevance.map(|relevance| relevance(row));
        if mixed(bound, relevance) >= best.worst {
            best.offer(mixed(ranks.key(row, matcher), relevance), row, posted);
        }
    });
}

/// Keys of rows are told apart by their bits from this one on, to find the most promising.
const LEVEL: u32 = 8 + 6;
/// The largest is that of a rank of 10,000.
const LEVELS: usize = (10_000 >> 6) + 1;

/// A [key](Matcher::key) with its rank drawn towards relevance.
#[inline(always)]
fn mixed(key: u32, relevance: Option<u32>) -> u32 {
    match relevance {
        None => key,
        Some(_) => blended(key >> 8, relevance) << 8 | key & 255,
    }
}

fn best_of<T: Copy + Into<u32>>(codes: &[T], table: &[u32], posted: &Codes, rows: &Bits, best: &mut Best) {
    for (word, (start, codes)) in rows.words().iter().zip((0..).step_by(64).zip(codes.chunks(64))) {
        for bit in bits_of(*word) {
            best.offer(table[codes[bit as usize].into() as usize], start + bit, posted);
        }
    }
}

/// The best rows so far: largest key, then newest, then smallest row number. Rows are offered ascending.
struct Best {
    most: usize,
    heap: BinaryHeap<Reverse<(u64, Reverse<u32>)>>,
    /// Key of the worst of them, once there are enough.
    worst: u32,
    /// The same with its day.
    worst_of_day: Option<u64>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::with_capacity(most + 1), worst: 0, worst_of_day: None }
    }

    #[inline(always)]
    fn offer(&mut self, key: u32, row: u32, posted: &Codes) {
        if key < self.worst {
            return;
        }
        let key = u64::from(key) << 32 | u64::from(posted.get(row as usize));
        if let Some(worst) = self.worst_of_day
            && key <= worst
        {
            return;
        }
        self.put(key, row);
    }

    fn put(&mut self, key: u64, row: u32) {
        self.heap.push(Reverse((key, Reverse(row))));
        if self.heap.len() > self.most {
            self.heap.pop();
        }
        if self.heap.len() == self.most
            && let Some(&Reverse((worst, _))) = self.heap.peek()
        {
            self.worst = (worst >> 32) as u32;
            self.worst_of_day = Some(worst);
        }
    }

    fn rows(self) -> Vec<u32> {
        self.heap.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(row)))| row).collect()
    }
}
