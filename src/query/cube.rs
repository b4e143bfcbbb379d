//! Counts cubes: advertisements and openings by the values of up to two dimensions.
//!
//! Each dimension turns codes into buckets. A first pass over the rows found tells which values occur and which have most
//! openings; a second counts the cells of those that are listed. What comes out, and what its words mean, is in
//! [`crate::market::Cube`].

use std::collections::BTreeMap;
use std::rc::Rc;

use super::facet::{self, CodesOf, Facet, FacetKey, Index, NONE};
use super::{Engine, Query, QueryError};
use crate::market::{Axis, Cube, CubeBy, OTHER, Quartiles, Reference, Value};
use crate::matching::place;
use crate::order;
use crate::record::{code::Lang, day};
use crate::snapshot::{Codes, ColumnId, Dict, List, ListId};

/// Most cells of a cube.
pub const MAX_CELLS: u64 = 1 << 20;
/// Dimension of the month in which an advertisement was posted.
const MONTH: &str = "month";
/// Dimension of what is asked; its second one tells how firmly.
const REQUIREMENT: &str = "requirement";
/// How firmly a requirement is asked: the lists that say so.
const FIRMNESS: [(&str, ListId); 2] = [("must", ListId::Musts), ("nice", ListId::Nices)];
/// Place of what no cell counts.
const NOWHERE: u32 = u32::MAX;

/// What the values of a dimension are.
enum Kind {
    Facet(Rc<Facet>),
    /// By bucket from 1 on, as in `2026-09`.
    Month(Vec<String>),
    Requirement,
}

struct Dimension<'a> {
    kind: Kind,
    source: Source<'a>,
    /// By code.
    buckets: Vec<u32>,
    /// Buckets; 0 is "not stated".
    len: usize,
}

/// Where the codes of rows are.
enum Source<'a> {
    Column(&'a Codes),
    /// A row has the codes of all of these, raised by so much from each to the next, and code 0 where all are empty.
    Lists(Vec<&'a List>, u32),
    /// The first set that holds a row.
    Sets(Rc<Facet>),
}

/// Codes, buckets or places of the rows found.
struct Spread {
    /// Those of the row found as the n-th are `of[starts[n]..starts[n + 1]]`; absent where each row has one.
    starts: Option<Box<[u32]>>,
    of: Box<[u32]>,
}

impl Spread {
    /// One for each row.
    fn single(of: Box<[u32]>) -> Self {
        Self { starts: None, of }
    }

    /// Codes of the rows.
    fn read(rows: &[u32], source: &Source<'_>) -> Self {
        fn column<T: Copy + Into<u32>>(rows: &[u32], codes: &[T]) -> Spread {
            Spread::single(rows.iter().map(|&row| codes[row as usize].into()).collect())
        }
        match source {
            Source::Column(Codes::U8(codes)) => column(rows, codes),
            Source::Column(Codes::U16(codes)) => column(rows, codes),
            Source::Column(Codes::U32(codes)) => column(rows, codes),
            Source::Sets(facet) => Self::single(rows.iter().map(|&row| set_of(facet, row as usize)).collect()),
            Source::Lists(lists, raise) => {
                // An empty list stands as the code 0, which is there already.
                let mut starts = vec![0; rows.len() + 1].into_boxed_slice();
                for (n, &row) in rows.iter().enumerate() {
                    let codes: usize = lists.iter().map(|list| list.range(row as usize).len()).sum();
                    starts[n + 1] = starts[n] + codes.max(1) as u32;
                }
                let mut of = vec![0; starts[rows.len()] as usize].into_boxed_slice();
                for (n, &row) in rows.iter().enumerate() {
                    let mut end = starts[n] as usize;
                    let mut raised = 0;
                    for list in lists {
                        for at in list.range(row as usize) {
                            of[end] = list.values.get(at) + raised;
                            end += 1;
                        }
                        raised += raise;
                    }
                }
                Self { starts: Some(starts), of }
            }
        }
    }

    /// What a table makes of each, all below `len` or, where rows have several, [`NOWHERE`]; for a row each once.
    fn mapped(&self, table: &[u32], len: usize) -> Self {
        let Some(own) = &self.starts else {
            return Self::single(self.of.iter().map(|&own| table[own as usize]).collect());
        };
        let mut starts = vec![0; own.len()].into_boxed_slice();
        let mut of = vec![0; self.of.len()].into_boxed_slice();
        let mut end = 0;
        // By what comes out, the row it came out for last.
        let mut last = vec![NOWHERE; len].into_boxed_slice();
        for row in 0..starts.len() - 1 {
            for &own in self.row(row) {
                let to = table[own as usize];
                if to != NOWHERE && last[to as usize] != row as u32 {
                    last[to as usize] = row as u32;
                    of[end] = to;
                    end += 1;
                }
            }
            starts[row + 1] = end as u32;
        }
        Self { starts: Some(starts), of }
    }

    /// Those of the row found as the n-th.
    #[inline(always)]
    fn row(&self, n: usize) -> &[u32] {
        match &self.starts {
            Some(starts) => &self.of[starts[n] as usize..starts[n + 1] as usize],
            None => std::slice::from_ref(&self.of[n]),
        }
    }
}

fn set_of(facet: &Facet, row: usize) -> u32 {
    match &facet.index {
        Index::Sets(sets) => sets.iter().position(|set| set.contains(row)).unwrap_or(0) as u32,
        _ => 0,
    }
}

/// An axis with the place of each bucket on it.
struct Listed {
    axis: Axis,
    places: Vec<u32>,
}

impl Engine {
    /// Counts the rows that pass a query's text and filters, save filters of the cube's own dimensions.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn cube(&self, query: &Query, by: &CubeBy) -> Result<Cube, QueryError> {
        let mut dimensions = Vec::with_capacity(2);
        let mut others = query.clone();
        for (at, key) in by.by.iter().enumerate() {
            let alone = by.by.len() == 1 || (by.by.len() == 2 && key != REQUIREMENT);
            if !alone || by.by[..at].contains(key) {
                return Err(QueryError::UnlikeDimensions { found: by.by.join(", ") });
            }
            dimensions.push(self.dimension(query, key)?);
            others.filters.remove(key);
        }
        let rows = self.select(&others)?;
        let wanted = self.wanted_of(&rows);
        let mut codes = Vec::with_capacity(2);
        let mut spreads = Vec::with_capacity(2);
        let mut listed = Vec::with_capacity(2);
        for (key, dimension) in by.by.iter().zip(&dimensions) {
            codes.push(Spread::read(&rows, &dimension.source));
            let buckets = codes[codes.len() - 1].mapped(&dimension.buckets, dimension.len);
            let mut amounts = vec![(0, 0); dimension.len].into_boxed_slice();
            for (row, &wanted) in wanted.iter().enumerate() {
                for &bucket in buckets.row(row) {
                    let (ads, openings) = &mut amounts[bucket as usize];
                    *ads += 1;
                    *openings += u64::from(wanted);
                }
            }
            let own = self.listed(key, dimension, &amounts, by.most, query.lang);
            spreads.push(buckets.mapped(&own.places, own.axis.values.len()));
            listed.push(own);
        }
        let asked = matches!(&dimensions[..], [Dimension { kind: Kind::Requirement, .. }]);
        if asked {
            listed.push(firmness(&listed[0], query.lang));
        } else if let [_, second] = &mut listed[..] {
            second.axis.concentration = 0;
        }
        let lengths = [0, 1].map(|at| listed.get(at).map_or(1, |one: &Listed| one.axis.values.len()));
        let cells = lengths[0] as u64 * lengths[1] as u64;
        if cells > MAX_CELLS {
            return Err(QueryError::TooManyCells { found: cells });
        }
        spreads.resize_with(2, || Spread::single(vec![0; rows.len()].into()));
        let mut cube = Cube {
            ads: vec![0; cells as usize],
            openings: vec![0; cells as usize],
            total_ads: rows.len() as u32,
            total_openings: wanted.iter().map(|&wanted| u64::from(wanted)).sum(),
            ..Cube::default()
        };
        if by.pay {
            cube.pay = self.pay(&rows, &spreads[0], lengths[0]);
        }
        if asked {
            let table = cells_of_requirements(&dimensions[0], &listed[0], &listed[1]);
            count(&mut cube, &wanted, [&codes[0].mapped(&table, cells as usize), &spreads[1]], 1);
        } else {
            count(&mut cube, &wanted, [&spreads[0], &spreads[1]], lengths[1]);
        }
        cube.axes = listed.into_iter().map(|listed| listed.axis).collect();
        Ok(cube)
    }

    /// What measures need of the snapshot besides counts. The engine knows no manifest: `hash` is empty.
    #[must_use]
    pub fn reference(&self, lang: Lang) -> Reference {
        let meta = &self.snapshot.meta;
        // Filled one by one: a map that is cloned or collected costs the browser more.
        let (mut editions, mut minimum_wages) = (BTreeMap::new(), BTreeMap::new());
        let (mut regions, mut occupations) = (BTreeMap::new(), BTreeMap::new());
        for (list, edition) in &meta.about.editions {
            editions.insert(list.clone(), edition.clone());
        }
        for (province, &wage) in &meta.code_lists.minimum_wages {
            minimum_wages.insert(province.clone(), wage);
        }
        for region in &meta.code_lists.regions {
            let name = facet::region_name(&region.code, &self.snapshot).unwrap_or_default();
            regions.insert(region.code.clone(), name);
        }
        for (code, (id, en)) in &meta.code_lists.occupations {
            occupations.insert(code.clone(), lang.pick(id, en).to_owned());
        }
        Reference {
            as_of: day::iso(meta.about.as_of),
            hash: String::new(),
            editions,
            minimum_wages,
            supply: meta.supply.clone(),
            courses: meta.courses.clone(),
            regions,
            occupations,
        }
    }

    fn dimension(&self, query: &Query, key: &str) -> Result<Dimension<'_>, QueryError> {
        let snapshot = &self.snapshot;
        if key == MONTH {
            let posted = snapshot.column(ColumnId::Posted);
            let (months, buckets) = months(&posted.dict);
            let len = months.len() + 1;
            return Ok(Dimension { kind: Kind::Month(months), source: Source::Column(&posted.codes), buckets, len });
        }
        if key == REQUIREMENT {
            let len = snapshot.dict(ListId::Musts).len() + 1;
            let source = Source::Lists(FIRMNESS.map(|(_, list)| snapshot.list(list)).into(), len as u32 - 1);
            let mut buckets: Vec<u32> = (0..len as u32).collect();
            buckets.extend(1..len as u32);
            return Ok(Dimension { kind: Kind::Requirement, source, buckets, len });
        }
        let known = FacetKey::from_key(key).ok_or_else(|| QueryError::UnknownDimension { found: key.to_owned() })?;
        if known == FacetKey::Distance {
            let near = query.near.as_ref().ok_or(QueryError::DistanceFromNowhere)?;
            place::reach(snapshot, near).ok_or_else(|| QueryError::UnknownRegion { found: near.clone() })?;
        }
        let facet = self.facet(known, self.today(query), query.near.as_deref());
        let len = facet.len();
        let (source, codes) = match facet.codes {
            _ if facet.apart() => (Source::Sets(Rc::clone(&facet)), len),
            CodesOf::Column(id) => (Source::Column(&snapshot.column(id).codes), facet.codes.dict(snapshot).len() + 1),
            CodesOf::List(id) => (Source::Lists(vec![snapshot.list(id)], 0), facet.codes.dict(snapshot).len() + 1),
        };
        let bucket = |code: u32| if facet.apart() { code } else { facet.bucket(code) };
        Ok(Dimension { source, buckets: (0..codes as u32).map(bucket).collect(), len, kind: Kind::Facet(facet) })
    }

    /// Values of a dimension that occur, at most `most` of the stated ones, and the rest in one.
    fn listed(&self, key: &str, dimension: &Dimension<'_>, amounts: &[(u32, u64)], most: u32, lang: Lang) -> Listed {
        let stated = (1..).zip(&amounts[1..]).filter(|(_, (ads, _))| *ads > 0);
        let mut stated: Vec<(u32, u64)> = stated.map(|(bucket, &(_, openings))| (bucket, openings)).collect();
        let concentration = concentration(&stated);
        let all = stated.len();
        let mut places = vec![NOWHERE; dimension.len];
        if most > 0 && all > most as usize {
            stated.iter().for_each(|&(bucket, _)| places[bucket as usize] = most);
            order::sort_by(&mut stated, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            stated.truncate(most as usize);
            order::sort_by(&mut stated, |a, b| a.0.cmp(&b.0));
        }
        let none = u32::from(amounts[0].0 > 0);
        let mut values: Vec<Value> = Vec::with_capacity(stated.len() + 2);
        if none > 0 {
            places[0] = 0;
            places[1..].iter_mut().filter(|place| **place != NOWHERE).for_each(|place| *place += 1);
            values.push(self.value(&dimension.kind, 0, lang));
        }
        let others = all - stated.len();
        for (place, &(bucket, _)) in (none..).zip(&stated) {
            places[bucket as usize] = place;
            values.push(self.value(&dimension.kind, bucket, lang));
        }
        if others > 0 {
            values.push(Value { value: OTHER.to_owned(), label: lang.pick("Lainnya", "Others").to_owned() });
        }
        Listed { axis: Axis { key: key.to_owned(), values, others: others as u32, concentration }, places }
    }

    fn value(&self, kind: &Kind, bucket: u32, lang: Lang) -> Value {
        let snapshot = &self.snapshot;
        let (value, label) = match kind {
            Kind::Facet(facet) => (facet.value(bucket, snapshot), facet.own_label(bucket, snapshot, lang)),
            // As a facet says it whose values have no labels of their own.
            _ if bucket == 0 => (NONE, facet::label(FacetKey::Field, NONE, snapshot, lang)),
            Kind::Month(months) => {
                let month = &*months[bucket as usize - 1];
                let words = day::parse(&format!("{month}-01")).map(|first| day::words(first, lang)).unwrap_or_default();
                (month, words.split_once(' ').map_or(month, |(_, words)| words).to_owned())
            }
            Kind::Requirement => {
                let value = snapshot.dict(ListId::Musts).text(bucket).unwrap_or(NONE);
                (value, value.split_once('/').map_or(value, |(_, label)| label).to_owned())
            }
        };
        Value { value: value.to_owned(), label }
    }

    /// Pay of the rows at each of `len` places.
    fn pay(&self, rows: &[u32], places: &Spread, len: usize) -> Vec<Quartiles> {
        let [least, most] = [ColumnId::PayMin, ColumnId::PayMax].map(|id| self.snapshot.column(id));
        let mut paid: Box<[Vec<u64>]> = vec![Vec::new(); len].into();
        for (n, &row) in rows.iter().enumerate() {
            let Some(most) = most.dict.int(most.codes.get(row as usize)) else { continue };
            let least = least.dict.int(least.codes.get(row as usize)).unwrap_or(most);
            let [least, most] = [least, most].map(|pay| pay.max(0) as u64);
            for &place in places.row(n) {
                paid[place as usize].push(least.midpoint(most));
            }
        }
        paid.iter_mut().map(|paid| quartiles(paid)).collect()
    }

    /// People wanted in each of these rows.
    fn wanted_of(&self, rows: &[u32]) -> Vec<u32> {
        let column = self.snapshot.column(ColumnId::Openings);
        let by_code: Box<[u32]> =
            (0..=column.dict.len() as u32).map(|code| column.dict.int(code).unwrap_or(1) as u32).collect();
        rows.iter().map(|&row| by_code[column.codes.get(row as usize) as usize]).collect()
    }
}

/// Adds rows to the cells they are in.
fn count(cube: &mut Cube, wanted: &[u32], [first, second]: [&Spread; 2], seconds: usize) {
    let (ads, openings) = (&mut *cube.ads, &mut *cube.openings);
    for (row, &wanted) in wanted.iter().enumerate() {
        for &one in first.row(row) {
            for &other in second.row(row) {
                let cell = one as usize * seconds + other as usize;
                ads[cell] += 1;
                openings[cell] += u64::from(wanted);
            }
        }
    }
}

/// The second axis of requirements: must, nice and, where vacancies ask nothing, neither.
fn firmness(first: &Listed, lang: Lang) -> Listed {
    let none = first.axis.values.first().filter(|_| first.places[0] == 0);
    let mut values: Vec<Value> = none.cloned().into_iter().collect();
    let own = values.len() as u32;
    for ((value, _), label) in FIRMNESS.iter().zip([lang.pick("Wajib", "Must"), lang.pick("Nilai tambah", "A plus")]) {
        values.push(Value { value: (*value).to_owned(), label: label.to_owned() });
    }
    let axis = Axis { key: "firmness".to_owned(), values, others: 0, concentration: 0 };
    Listed { axis, places: vec![0, own, own + 1] }
}

/// By code of a requirement, raised where it is a nice one, the cell it counts in.
fn cells_of_requirements(dimension: &Dimension<'_>, first: &Listed, second: &Listed) -> Vec<u32> {
    let width = second.axis.values.len() as u32;
    let cell = |(code, &bucket): (usize, &u32)| {
        let firm = match code {
            0 => second.places[0],
            code if code < dimension.len => second.places[1],
            _ => second.places[2],
        };
        match first.places[bucket as usize] {
            NOWHERE => NOWHERE,
            place => place * width + firm,
        }
    };
    dimension.buckets.iter().enumerate().map(cell).collect()
}

/// Months of days, in which they ascend, and the bucket of each code.
fn months(days: &Dict) -> (Vec<String>, Vec<u32>) {
    let mut months: Vec<String> = Vec::new();
    let mut buckets = vec![0];
    for code in 1..=days.len() as u32 {
        let mut iso = days.int(code).and_then(|day| i32::try_from(day).ok()).map(day::iso).unwrap_or_default();
        // Years before the year 0 begin with a sign, and their months do not sort.
        let known = !iso.is_empty() && !iso.starts_with('-');
        iso.truncate("2026-09".len());
        if known && months.last() != Some(&iso) {
            months.push(iso);
        }
        buckets.push(if known { months.len() as u32 } else { 0 });
    }
    (months, buckets)
}

/// Herfindahl–Hirschman index of openings by value: the sum of squared shares, 0 to 10,000, rounded half up; 0 without
/// openings.
fn concentration(stated: &[(u32, u64)]) -> u32 {
    let sum: u64 = stated.iter().map(|&(_, openings)| openings).sum();
    // 10,000 times a square stays below 2⁶⁴: exact up to 33 million people, rounded above.
    let shift = 39u32.saturating_sub(sum.leading_zeros());
    let square = |openings: u64| (openings >> shift) * (openings >> shift);
    let squares: u64 = stated.iter().map(|&(_, openings)| square(openings)).sum();
    (squares * 10_000 + square(sum) / 2).checked_div(square(sum)).unwrap_or(0) as u32
}

/// Quartiles of a list, whose order changes.
fn quartiles(paid: &mut [u64]) -> Quartiles {
    let n = paid.len();
    let largest = paid.iter().copied().max().unwrap_or(0);
    let mut at = |place: usize| at_place(paid, place, largest);
    Quartiles { p25: at(n.div_ceil(4)), p50: at(n.div_ceil(2)), p75: at((3 * n).div_ceil(4)), n: n as u32 }
}

/// What stands at a place, from 1 on, of the ascending list: by halving what it can be, and the list with it.
fn at_place(mut list: &mut [u64], mut place: usize, largest: u64) -> u64 {
    let (mut low, mut high) = (0, largest);
    while low < high {
        let middle = low.midpoint(high);
        let mut small = 0;
        for at in 0..list.len() {
            if list[at] <= middle {
                list.swap(at, small);
                small += 1;
            }
        }
        if place <= small {
            (list, high) = (&mut list[..small], middle);
        } else {
            (list, low) = (&mut list[small..], middle + 1);
            place -= small;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_stand_at_their_place_in_the_ascending_list() {
        let of = |paid: &[u64]| {
            let Quartiles { p25, p50, p75, n } = quartiles(&mut paid.to_vec());
            (p25, p50, p75, n)
        };
        assert_eq!(of(&[]), (0, 0, 0, 0));
        assert_eq!(of(&[7]), (7, 7, 7, 1));
        assert_eq!(of(&[4, 1, 3, 2]), (1, 2, 3, 4));
        assert_eq!(of(&[5, 4, 3, 2, 1]), (2, 3, 4, 5));
        assert_eq!(of(&[u64::MAX >> 1, 0, u64::MAX >> 1]), (0, u64::MAX >> 1, u64::MAX >> 1, 3));
    }

    #[test]
    fn concentration_is_all_for_one_and_little_for_many() {
        let of = |openings: &[u64]| concentration(&(1..).zip(openings.iter().copied()).collect::<Vec<_>>());
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[0, 0]), 0);
        assert_eq!(of(&[9]), 10_000);
        assert_eq!(of(&[1, 1]), 5_000);
        assert_eq!(of(&[1, 1, 1]), 3_333);
        assert_eq!(of(&[1, 3]), 6_250);
        assert_eq!(of(&vec![1; 30_000]), 0);
        assert_eq!(of(&[1 << 62, 1 << 62]), 5_000);
    }

    #[test]
    fn days_outside_the_calendar_are_in_no_month() {
        let days = Dict::Ints(vec![i64::MIN, -800_000, -1, 0, 31, 32, 20_781, i64::MAX]);
        let (months, buckets) = months(&days);
        assert_eq!(months, ["1969-12", "1970-01", "1970-02", "2026-11"]);
        assert_eq!(buckets, [0, 0, 0, 1, 2, 3, 3, 4, 0]);
    }
}
