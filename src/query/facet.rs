//! Facets: how the codes of a column group into the values a screen lists.
//!
//! A facet reads one column (or list) and maps each code to a *bucket*. Most facets have a
//! bucket a code; provinces group regencies, pay and age of the advertisement group numbers.
//! Bucket 0 is always "not stated". *Cumulative* facets (paid at least, posted within) count
//! a row under every value it satisfies. Facets of numbers also take a [`Range`] for a value and
//! give a [`Histogram`].

use serde::{Deserialize, Serialize};

use super::filter::{Filter, Range};
use crate::bits::Bits;
pub use crate::market::NONE;
use crate::record::code::{Education, EmployerKind, EmploymentType, Lang, Verification, WorkMode};
use crate::snapshot::{Codes, ColumnId, Dict, List, ListId, Snapshot};

/// A dimension that can be filtered and is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FacetKey {
    /// Province, by its 2-digit code.
    Province,
    /// Regency or city, by its 4-digit code.
    Regency,
    /// District, by its 6-digit code.
    District,
    /// Occupation group, by the first 2 digits of KBJI.
    Occupation,
    /// Unit group of occupations, by the first 4 digits of KBJI.
    OccupationUnit,
    /// Study field, by name.
    Field,
    /// Lowest rung of the education ladder accepted, 0–10.
    Education,
    /// Experience asked: `0`, `12`, `36`, `60` (months at most) or `more`.
    Experience,
    /// Employment type.
    EmploymentType,
    /// Work mode.
    WorkMode,
    /// Employer, by name.
    Employer,
    /// Kind of employer.
    EmployerKind,
    /// Pay of at least so many IDR a month.
    Pay,
    /// Whether pay is stated: `yes` or `no`.
    PayStated,
    /// Posted within so many days: `1`, `3`, `7`, `14`, `30`.
    PostedWithin,
    /// Still open and closing within so many days: `3`, `7`, `14`, `30`.
    ClosesWithin,
    /// Whether one can still apply: `yes` or `no`.
    Open,
    /// At most so many km from the query's `near`, on the same island: `10`, `25`, `50`, `100`. Remote work is near to
    /// everybody; a row that names no more than its province is "not stated".
    Distance,
    /// Asks something that a course teaches which one can still apply for: `yes`.
    Trainable,
    /// Open to people with disabilities: `yes`.
    Disability,
    /// Portal; a vacancy that is on several counts under each.
    Source,
    /// Verification state.
    Verification,
}

impl FacetKey {
    /// Every facet, in the order screens show them.
    pub const ALL: [Self; 22] = [
        Self::Province,
        Self::Regency,
        Self::District,
        Self::Occupation,
        Self::OccupationUnit,
        Self::Field,
        Self::Education,
        Self::Experience,
        Self::EmploymentType,
        Self::WorkMode,
        Self::Employer,
        Self::EmployerKind,
        Self::Pay,
        Self::PayStated,
        Self::PostedWithin,
        Self::ClosesWithin,
        Self::Open,
        Self::Distance,
        Self::Trainable,
        Self::Disability,
        Self::Source,
        Self::Verification,
    ];

    /// The key in queries, answers and the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Regency => "regency",
            Self::District => "district",
            Self::Occupation => "occupation",
            Self::OccupationUnit => "occupation_unit",
            Self::Field => "field",
            Self::Education => "education",
            Self::Experience => "experience",
            Self::EmploymentType => "employment_type",
            Self::WorkMode => "work_mode",
            Self::Employer => "employer",
            Self::EmployerKind => "employer_kind",
            Self::Pay => "pay",
            Self::PayStated => "pay_stated",
            Self::PostedWithin => "posted_within",
            Self::ClosesWithin => "closes_within",
            Self::Open => "open",
            Self::Distance => "distance",
            Self::Trainable => "trainable",
            Self::Disability => "disability",
            Self::Source => "source",
            Self::Verification => "verification",
        }
    }

    /// The facet with this key, if there is one.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.key() == key)
    }

    /// Whether the same row stands in another bucket on another day.
    #[must_use]
    pub fn dated(self) -> bool {
        matches!(self, Self::PostedWithin | Self::ClosesWithin | Self::Open | Self::Trainable)
    }

    /// Ranges to try where the one value chosen lets too few rows through, a little wider and then more.
    #[must_use]
    pub fn wider(self, chosen: &[String]) -> Vec<String> {
        let [chosen] = chosen else { return Vec::new() };
        let steps: &[i64] = match self {
            Self::Distance => &[10, 25, 50, 100],
            Self::Pay => &[-500_000, -1_000_000, -2_000_000],
            Self::Experience => &[12, 24],
            Self::PostedWithin => &[7, 30],
            _ => &[],
        };
        let range = Range::parse(chosen).or_else(|| {
            let step = chosen.parse().ok()?;
            let up = matches!(self, Self::Pay);
            Some(Range { from: Some(step).filter(|_| up), to: Some(step).filter(|_| !up) })
        });
        let wider = |&step: &i64| {
            let Range { from, to } = range?;
            let range = match step {
                ..0 => Range { from: Some((from? + step).max(0)), to },
                _ => Range { from, to: Some(to?.saturating_add(step)) },
            };
            Some(range.to_string())
        };
        steps.iter().filter_map(wider).collect()
    }

    /// Where its codes are in `snapshot`.
    #[must_use]
    pub fn codes(self, snapshot: &Snapshot) -> CodesOf {
        CodesOf::Column(match self {
            Self::Province | Self::Regency | Self::District | Self::Distance => ColumnId::Region,
            Self::Occupation | Self::OccupationUnit => ColumnId::Occupation,
            Self::Field => return CodesOf::List(ListId::StudyFields),
            Self::Education => ColumnId::Education,
            Self::Experience => ColumnId::Experience,
            Self::EmploymentType => ColumnId::EmploymentType,
            Self::WorkMode => ColumnId::WorkMode,
            Self::Employer => ColumnId::Employer,
            Self::EmployerKind => ColumnId::EmployerKind,
            Self::Pay | Self::PayStated => ColumnId::PayMax,
            Self::PostedWithin => ColumnId::Posted,
            Self::Open | Self::ClosesWithin => ColumnId::Closes,
            Self::Trainable => return CodesOf::List(ListId::Musts),
            Self::Disability => ColumnId::Disability,
            Self::Source if !snapshot.list(ListId::Sources).values.is_empty() => return CodesOf::List(ListId::Sources),
            Self::Source => ColumnId::Source,
            Self::Verification => ColumnId::Verification,
        })
    }
}

/// Where a facet's codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodesOf {
    /// One code a row.
    Column(ColumnId),
    /// Any number of codes a row.
    List(ListId),
}

impl CodesOf {
    /// What the codes mean.
    #[must_use]
    pub fn dict(self, snapshot: &Snapshot) -> &Dict {
        match self {
            Self::Column(id) => &snapshot.column(id).dict,
            Self::List(id) => snapshot.dict(id),
        }
    }

    /// Adds the codes of these rows to `counts`; a row with an empty list has code 0.
    pub fn count(self, snapshot: &Snapshot, rows: &[u32], counts: &mut [u32]) {
        fn column<T: Copy + Into<u32>>(codes: &[T], rows: &[u32], counts: &mut [u32]) {
            for &row in rows {
                counts[codes[row as usize].into() as usize] += 1;
            }
        }
        fn list<T: Copy + Into<u32>>(starts: &[u32], values: &[T], rows: &[u32], counts: &mut [u32]) {
            for &row in rows {
                let range = starts[row as usize] as usize..starts[row as usize + 1] as usize;
                if range.is_empty() {
                    counts[0] += 1;
                }
                for &code in &values[range] {
                    counts[code.into() as usize] += 1;
                }
            }
        }
        match self {
            Self::Column(id) => match &snapshot.column(id).codes {
                Codes::U8(codes) => column(codes, rows, counts),
                Codes::U16(codes) => column(codes, rows, counts),
                Codes::U32(codes) => column(codes, rows, counts),
            },
            Self::List(id) => {
                let List { starts, values } = snapshot.list(id);
                match values {
                    Codes::U8(values) => list(starts, values, rows, counts),
                    Codes::U16(values) => list(starts, values, rows, counts),
                    Codes::U32(values) => list(starts, values, rows, counts),
                }
            }
        }
    }

    /// How many rows of the snapshot have each code.
    fn totals(self, snapshot: &Snapshot) -> Vec<u32> {
        let mut counts = vec![0; self.dict(snapshot).len() + 1].into_boxed_slice();
        match self {
            Self::Column(id) => {
                let codes = &snapshot.column(id).codes;
                (0..codes.len()).for_each(|row| counts[codes.get(row) as usize] += 1);
            }
            Self::List(id) => {
                let list = snapshot.list(id);
                (0..list.values.len()).for_each(|at| counts[list.values.get(at) as usize] += 1);
                counts[0] = list.starts.windows(2).filter(|pair| pair[0] == pair[1]).count() as u32;
            }
        }
        counts.into()
    }
}

/// Steps of the pay facet, IDR a month; `0` is any pay, as long as it is stated.
pub const PAY_STEPS: [&str; 9] =
    ["0", "2000000", "3000000", "4000000", "5000000", "7000000", "10000000", "15000000", "20000000"];
/// Steps of the age facet, days; and any age, as long as it is stated.
pub const AGE_STEPS: [&str; 6] = ["1", "3", "7", "14", "30", "older"];
/// Steps of the facet of days left; and any.
pub const LEFT_STEPS: [&str; 5] = ["3", "7", "14", "30", "later"];
/// Steps of the distance facet, km; and any.
pub const DISTANCE_STEPS: [&str; 5] = ["10", "25", "50", "100", "further"];
/// Steps of the experience facet, months at most.
pub const EXPERIENCE_STEPS: [&str; 5] = ["0", "12", "36", "60", "more"];

/// Facets of at most so many values keep a set of rows for each.
const MOST_SETS: usize = 64;
/// A facet that changes its bucket at most once in so many rows keeps runs of rows.
const ROWS_A_RUN: usize = 32;

/// From when and where rows are looked at.
pub struct Seen<'a> {
    /// Days since 1970-01-01.
    pub today: i32,
    /// By code of the region column, km as [`crate::matching::place::reach`] gives them; where distances are asked.
    pub reach: Option<&'a [Option<u32>]>,
    /// Rows that ask something a course teaches; where that is asked.
    pub taught: Option<Bits>,
}

/// How many rows have which number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Histogram {
    /// Key of the facet.
    pub facet: String,
    /// Width of a bin, in the unit of the facet (IDR a month, months, days, km, rungs).
    pub step: i64,
    /// Rows by bin: the first from 0 up to `step`, and so on; the last holds all that is larger.
    pub counts: Vec<u32>,
    /// Rows that state nothing.
    pub unstated: u32,
}

/// A facet of one snapshot on one day: which rows stand in which bucket.
pub struct Facet {
    /// Which.
    pub key: FacetKey,
    /// Where its codes are.
    pub codes: CodesOf,
    /// Values by bucket; the first is [`NONE`]. Absent where they are the dictionary's own.
    values: Option<Vec<Box<str>>>,
    /// Bucket of each code; absent where it is the code.
    buckets: Option<Box<[u32]>>,
    /// Number of each code, [`NOTHING`] for none; absent where the facet is not one of numbers.
    numbers: Option<Box<[i64]>>,
    /// Rows whose number is 0 whatever their code.
    exempt: Option<Bits>,
    /// Whether only `index` tells the bucket of a row, not its code.
    apart: bool,
    /// Values.
    len: usize,
    /// How buckets add up.
    sum: Sum,
    /// The rows of each bucket.
    pub index: Index,
}

/// How a facet holds the rows of its buckets, chosen by how many there are and how they lie.
pub enum Index {
    /// Runs of rows: where each ends, and its bucket.
    Runs(Vec<(u32, u32)>),
    /// A set of rows for each bucket.
    Sets(Vec<Bits>),
    /// No more than the column itself, and how many rows of the snapshot have each code.
    Codes(Vec<u32>),
}

/// Number of a code that states none.
const NOTHING: i64 = i64::MIN;

/// How the buckets of a facet add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sum {
    /// A row counts under its bucket alone.
    Single,
    /// A row counts under its bucket and all later ones (posted within).
    Upward,
    /// A row counts under its bucket and all earlier ones but the first (paid at least).
    Downward,
}

impl Facet {
    /// The facet over `snapshot`, as seen on a day and from a place.
    #[must_use]
    pub fn new(key: FacetKey, snapshot: &Snapshot, seen: &Seen<'_>) -> Self {
        let codes = key.codes(snapshot);
        let dict = codes.dict(snapshot);
        let today = i64::from(seen.today);
        let stated = |code: u32| dict.int(code);
        // Of two values, yes and no.
        let either = |yes: &dyn Fn(u32) -> bool| {
            let buckets = (0..=dict.len() as u32).map(|code| if yes(code) { 1 } else { 2 }).collect();
            Self::of(key, Some(none_and(&["yes", "no"])), Some(buckets), 3, Sum::Single)
        };
        let mut facet = match key {
            FacetKey::Province => Self::grouped(key, dict, 2),
            FacetKey::Regency => Self::grouped(key, dict, 4),
            FacetKey::District => Self::grouped(key, dict, 6),
            FacetKey::Occupation => Self::grouped(key, dict, 2),
            FacetKey::OccupationUnit => Self::grouped(key, dict, 4),
            FacetKey::Experience => Self::stepped(key, dict, &EXPERIENCE_STEPS, Sum::Single, &stated),
            FacetKey::Pay => Self::stepped(key, dict, &PAY_STEPS, Sum::Downward, &stated),
            FacetKey::PostedWithin => {
                Self::stepped(key, dict, &AGE_STEPS, Sum::Upward, &|code| Some(today - dict.int(code)?))
            }
            FacetKey::ClosesWithin => Self::stepped(key, dict, &LEFT_STEPS, Sum::Upward, &|code| {
                Some(dict.int(code)? - today).filter(|&left| left >= 0)
            }),
            FacetKey::Distance => Self::stepped(key, dict, &DISTANCE_STEPS, Sum::Upward, &|code| {
                Some(seen.reach?.get(code as usize)?.as_ref()?).map(|&km| km.into())
            }),
            FacetKey::PayStated => either(&|code| stated(code).is_some()),
            FacetKey::Open => either(&|code| stated(code).is_none_or(|day| day >= today)),
            FacetKey::Trainable => Self::of(key, Some(none_and(&["yes"])), None, 2, Sum::Single),
            FacetKey::Education => {
                let numbers: Box<[i64]> = (0..=dict.len() as u32).map(|code| stated(code).unwrap_or(NOTHING)).collect();
                let mut values: Vec<Box<str>> = vec![NONE.into()];
                values.extend(numbers[1..].iter().map(|level| level.to_string().into()));
                let mut facet = Self::of(key, Some(values), None, numbers.len(), Sum::Single);
                facet.numbers = Some(numbers);
                facet
            }
            _ => Self::of(key, None, None, dict.len() + 1, Sum::Single),
        };
        facet.codes = codes;
        match key {
            FacetKey::Distance => {
                facet.exempt = Some(remote(snapshot));
                facet.apart = true;
            }
            FacetKey::Trainable => facet.apart = true,
            _ => {}
        }
        facet.index = match (facet.apart, &seen.taught) {
            (false, _) => facet.indexed(snapshot),
            (true, Some(taught)) => Index::Sets(vec![taught.others(snapshot.rows()), taught.clone()]),
            (true, None) => facet.sets(snapshot),
        };
        facet
    }

    fn of(key: FacetKey, values: Option<Vec<Box<str>>>, buckets: Option<Vec<u32>>, len: usize, sum: Sum) -> Self {
        Self {
            key,
            codes: CodesOf::Column(ColumnId::Title),
            values,
            buckets: buckets.map(Into::into),
            numbers: None,
            exempt: None,
            apart: false,
            len,
            sum,
            index: Index::Codes(Vec::new()),
        }
    }

    /// Codes that begin alike, by so many characters.
    fn grouped(key: FacetKey, dict: &Dict, characters: usize) -> Self {
        let mut values: Vec<Box<str>> = vec![NONE.into()];
        let mut buckets = vec![0];
        for code in 1..=dict.len() as u32 {
            let stated = dict.text(code).unwrap_or_default();
            // A major group is a group of occupations, too.
            let value = stated.get(..characters).or(Some(stated).filter(|_| key == FacetKey::Occupation));
            buckets.push(match value {
                None => 0,
                Some(value) => match values[1..].iter().rposition(|known| **known == *value) {
                    Some(at) => at as u32 + 1,
                    None => {
                        values.push(value.into());
                        values.len() as u32 - 1
                    }
                },
            });
        }
        let len = values.len();
        Self::of(key, Some(values), Some(buckets), len, Sum::Single)
    }

    /// Numbers between steps.
    fn stepped(key: FacetKey, dict: &Dict, steps: &[&str], sum: Sum, number: &dyn Fn(u32) -> Option<i64>) -> Self {
        let numbers: Box<[i64]> = (0..=dict.len() as u32).map(|code| number(code).unwrap_or(NOTHING)).collect();
        let mut buckets = vec![0; numbers.len()];
        for (bucket, &number) in buckets.iter_mut().zip(&numbers) {
            if number != NOTHING {
                *bucket = u32::from(sum != Sum::Downward);
                for step in steps {
                    let step = step.parse().unwrap_or(i64::MAX);
                    *bucket += u32::from(if sum == Sum::Downward { number >= step } else { number > step });
                }
            }
        }
        let mut facet = Self::of(key, Some(none_and(steps)), Some(buckets), steps.len() + 1, sum);
        facet.numbers = Some(numbers);
        facet
    }

    fn indexed(&self, snapshot: &Snapshot) -> Index {
        let codes = self.codes;
        let column = match codes {
            CodesOf::Column(id) => &snapshot.column(id).codes,
            CodesOf::List(_) => return Index::Codes(codes.totals(snapshot)),
        };
        let rows = snapshot.rows();
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let most = rows / ROWS_A_RUN + 1;
        let mut present = None;
        for row in 0..rows {
            let bucket = self.bucket(column.get(row));
            if present != Some(bucket) {
                if let Some(before) = present {
                    runs.push((row as u32, before));
                }
                present = Some(bucket);
                if runs.len() > most {
                    break;
                }
            }
        }
        if runs.len() <= most {
            runs.extend(present.map(|bucket| (rows as u32, bucket)));
            return Index::Runs(runs);
        }
        if self.len > MOST_SETS {
            return Index::Codes(codes.totals(snapshot));
        }
        self.sets(snapshot)
    }

    fn sets(&self, snapshot: &Snapshot) -> Index {
        let rows = snapshot.rows();
        let mut sets = vec![Bits::none(rows); self.len].into_boxed_slice();
        if let CodesOf::Column(id) = self.codes {
            let codes = &snapshot.column(id).codes;
            for row in 0..rows {
                let exempt = self.exempt.as_ref().is_some_and(|rows| rows.contains(row));
                sets[if exempt { 1 } else { self.bucket(codes.get(row)) as usize }].insert(row);
            }
        }
        Index::Sets(sets.into())
    }

    /// Whether the rows of the buckets must be counted by their sets.
    #[must_use]
    pub fn apart(&self) -> bool {
        self.apart
    }

    /// Values, "not stated" among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no values; never so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Value of a bucket.
    #[must_use]
    pub fn value<'a>(&'a self, bucket: u32, snapshot: &'a Snapshot) -> &'a str {
        match &self.values {
            Some(values) => &values[bucket as usize],
            None => self.codes.dict(snapshot).text(bucket).unwrap_or(NONE),
        }
    }

    /// What a screen shows for the rows of a bucket alone: of cumulative facets, not what [`label`] says of its value.
    #[must_use]
    pub fn own_label(&self, bucket: u32, snapshot: &Snapshot, lang: Lang) -> String {
        let number = |bucket: u32| self.values.as_ref()?.get(bucket as usize)?.parse().ok();
        let (before, own, next) = (bucket.checked_sub(1).and_then(number), number(bucket), number(bucket + 1));
        let range = match self.sum {
            Sum::Upward if bucket > 0 => Some(Range { from: before.map(|before: i64| before + 1), to: own }),
            Sum::Downward if bucket > 0 => Some(Range { from: own.filter(|&own| own > 0), to: next }),
            _ => None,
        };
        match range {
            Some(range) => range_label(self.key, &range, lang),
            None => label(self.key, self.value(bucket, snapshot), snapshot, lang),
        }
    }

    /// Bucket of a value.
    #[must_use]
    pub fn bucket_of(&self, value: &str, snapshot: &Snapshot) -> Option<u32> {
        match &self.values {
            Some(values) => values.iter().position(|known| **known == *value).map(|at| at as u32),
            None if value == NONE => Some(0),
            None => self.codes.dict(snapshot).code_of(value),
        }
    }

    /// Bucket of a code.
    #[must_use]
    #[inline(always)]
    pub fn bucket(&self, code: u32) -> u32 {
        match &self.buckets {
            Some(buckets) => buckets[code as usize],
            None => code,
        }
    }

    /// Whether a row of `bucket` counts under `value`.
    fn counts_under(&self, bucket: u32, value: u32) -> bool {
        match self.sum {
            Sum::Single => bucket == value,
            Sum::Upward => bucket == value || (bucket > 0 && bucket <= value),
            Sum::Downward => bucket == value || (value > 0 && bucket >= value),
        }
    }

    /// The filter that these values make.
    #[must_use]
    pub fn filter(&self, snapshot: &Snapshot, chosen: &[String]) -> Filter {
        let ranges: Vec<Range> = chosen.iter().filter_map(|value| self.range_of(value)).collect();
        let chosen: Vec<u32> = chosen.iter().filter_map(|value| self.bucket_of(value, snapshot)).collect();
        let passes = |bucket: u32| chosen.iter().any(|&value| self.counts_under(bucket, value));
        if let Some(numbers) = self.numbers.as_ref().filter(|_| !ranges.is_empty()) {
            let within = |number: i64| number != NOTHING && ranges.iter().any(|range| range.holds(number));
            let codes = (0..).zip(numbers);
            let filter = Filter::Codes(
                self.codes,
                codes.map(|(code, &number)| within(number) || passes(self.bucket(code))).collect(),
            );
            let Some(exempt) = &self.exempt else { return filter };
            let mut rows = filter.rows(snapshot);
            rows.retain(&exempt.others(snapshot.rows()));
            if within(0) || passes(1) {
                rows.insert_all(exempt);
            }
            return Filter::Rows(rows);
        }
        match &self.index {
            Index::Runs(runs) => {
                let mut rows = Bits::none(snapshot.rows());
                let mut start = 0;
                for &(end, bucket) in runs {
                    if passes(bucket) {
                        rows.insert_range(start..end as usize);
                    }
                    start = end as usize;
                }
                Filter::Rows(rows)
            }
            Index::Sets(sets) => {
                let mut rows = Bits::none(snapshot.rows());
                (0..).zip(sets).filter(|&(bucket, _)| passes(bucket)).for_each(|(_, set)| rows.insert_all(set));
                Filter::Rows(rows)
            }
            Index::Codes(totals) => {
                let mut by_bucket = vec![false; self.len];
                (0..).zip(&mut by_bucket).for_each(|(bucket, slot)| *slot = passes(bucket));
                let passes = (0..totals.len() as u32).map(|code| by_bucket[self.bucket(code) as usize]).collect();
                Filter::Codes(self.codes, passes)
            }
        }
    }

    /// The range that a value is, where the facet is one of numbers.
    #[must_use]
    pub fn range_of(&self, value: &str) -> Option<Range> {
        self.numbers.as_ref().and_then(|_| Range::parse(value))
    }

    /// How many of `rows` have which number; `None` where the facet is not one of numbers.
    #[must_use]
    pub fn histogram(&self, snapshot: &Snapshot, rows: &Bits) -> Option<Histogram> {
        let numbers = self.numbers.as_ref()?;
        let (step, bins) = match self.key {
            FacetKey::Pay => (500_000, 41),
            FacetKey::Experience => (6, 21),
            FacetKey::Distance => (10, 31),
            FacetKey::Education => (1, 11),
            _ => (1, 61),
        };
        let mut histogram = Histogram { facet: self.key.key().to_owned(), step, counts: vec![0; bins], unstated: 0 };
        let mut rows = rows.clone();
        if let Some(exempt) = &self.exempt {
            histogram.counts[0] = rows.count_both(exempt);
            rows.retain(&exempt.others(snapshot.rows()));
        }
        let mut by_code = vec![0; numbers.len()];
        self.codes.count(snapshot, &rows.list(), &mut by_code);
        for (&number, count) in numbers.iter().zip(by_code) {
            match number {
                NOTHING => histogram.unstated += count,
                _ => histogram.counts[(number.max(0) / step).min(bins as i64 - 1) as usize] += count,
            }
        }
        Some(histogram)
    }

    /// Counts by value from counts by bucket.
    #[must_use]
    pub fn by_value(&self, mut counts: Vec<u32>) -> Vec<u32> {
        match self.sum {
            Sum::Single => {}
            Sum::Upward => (2..counts.len()).for_each(|value| counts[value] += counts[value - 1]),
            Sum::Downward => (1..counts.len() - 1).rev().for_each(|value| counts[value] += counts[value + 1]),
        }
        counts
    }

    /// Counts by bucket from counts by code.
    #[must_use]
    pub fn by_bucket(&self, by_code: Vec<u32>) -> Vec<u32> {
        let Some(buckets) = &self.buckets else { return by_code };
        let mut counts = vec![0; self.len];
        buckets.iter().zip(by_code).for_each(|(&bucket, count)| counts[bucket as usize] += count);
        counts
    }

    /// Whether values have an order of their own; others are listed by count.
    #[must_use]
    pub fn ordered(&self) -> bool {
        matches!(
            self.key,
            FacetKey::Education
                | FacetKey::Experience
                | FacetKey::Pay
                | FacetKey::PayStated
                | FacetKey::PostedWithin
                | FacetKey::ClosesWithin
                | FacetKey::Distance
                | FacetKey::Open
        )
    }
}

/// Rows of remote work.
fn remote(snapshot: &Snapshot) -> Bits {
    let dict = &snapshot.column(ColumnId::WorkMode).dict;
    let remote = (0..=dict.len() as u32).map(|code| dict.text(code) == Some(WorkMode::Remote.key()));
    Filter::Codes(CodesOf::Column(ColumnId::WorkMode), remote.collect()).rows(snapshot)
}

fn none_and(values: &[&str]) -> Vec<Box<str>> {
    [NONE].iter().chain(values).map(|&value| value.into()).collect()
}

/// What a screen shows for a value.
#[must_use]
pub fn label(key: FacetKey, value: &str, snapshot: &Snapshot, lang: Lang) -> String {
    if value == NONE {
        return match key {
            FacetKey::Regency | FacetKey::Distance => {
                lang.pick("Tidak disebut (hanya provinsi)", "Not stated (province only)")
            }
            FacetKey::ClosesWithin => lang.pick("Tanpa tenggat, atau sudah ditutup", "No deadline, or closed"),
            FacetKey::Trainable => lang.pick("Tanpa kursus yang cocok", "No course that fits"),
            _ => lang.pick("Tidak disebut", "Not stated"),
        }
        .to_owned();
    }
    if let Some(range) = Range::parse(value) {
        return range_label(key, &range, lang);
    }
    let juta = |value: &str| value.strip_suffix("000000").map(str::to_owned);
    let known = match key {
        FacetKey::Province | FacetKey::Regency | FacetKey::District => region_name(value, snapshot),
        FacetKey::Occupation | FacetKey::OccupationUnit => snapshot
            .meta
            .code_lists
            .occupations
            .get(value)
            .map(|(id, en)| lang.pick(id, en).to_owned())
            .or_else(|| Some(format!("KBJI {value}"))),
        FacetKey::Education => value.parse().ok().and_then(Education::new).map(|rung| rung.label(lang).to_owned()),
        FacetKey::Experience => Some(
            match value {
                "0" => lang.pick("Tanpa pengalaman", "No experience needed"),
                "12" => lang.pick("Sampai 1 tahun", "Up to 1 year"),
                "36" => lang.pick("1–3 tahun", "1–3 years"),
                "60" => lang.pick("3–5 tahun", "3–5 years"),
                _ => lang.pick("Lebih dari 5 tahun", "More than 5 years"),
            }
            .to_owned(),
        ),
        FacetKey::EmploymentType => EmploymentType::from_key(value).map(|code| code.label(lang).to_owned()),
        FacetKey::WorkMode => WorkMode::from_key(value).map(|code| code.label(lang).to_owned()),
        FacetKey::EmployerKind => EmployerKind::from_key(value).map(|code| code.label(lang).to_owned()),
        FacetKey::Verification => Verification::from_key(value).map(|code| code.label(lang).to_owned()),
        FacetKey::Pay => Some(match (juta(value), lang) {
            (Some(juta), Lang::Id) => format!("Mulai Rp{juta} juta"),
            (Some(juta), Lang::En) => format!("Rp{juta} million or more"),
            (None, _) => lang.pick("Berapa pun, asal dicantumkan", "Any pay that is stated").to_owned(),
        }),
        FacetKey::PayStated => Some(
            if value == "yes" {
                lang.pick("Upah dicantumkan", "Pay stated")
            } else {
                lang.pick("Upah tidak dicantumkan", "Pay not stated")
            }
            .to_owned(),
        ),
        FacetKey::PostedWithin => Some(match (value, lang) {
            ("older", Lang::Id) => "Semua yang bertanggal".to_owned(),
            ("older", Lang::En) => "Any date stated".to_owned(),
            (days, Lang::Id) => format!("{days} hari terakhir"),
            ("1", Lang::En) => "Last day".to_owned(),
            (days, Lang::En) => format!("Last {days} days"),
        }),
        FacetKey::ClosesWithin => Some(match (value, lang) {
            ("later", Lang::Id) => "Semua yang bertenggat".to_owned(),
            ("later", Lang::En) => "Any deadline".to_owned(),
            (days, Lang::Id) => format!("{days} hari lagi"),
            (days, Lang::En) => format!("In {days} days"),
        }),
        FacetKey::Distance => Some(match (value, lang) {
            ("further", Lang::Id) => "Berapa pun jauhnya".to_owned(),
            ("further", Lang::En) => "Any distance".to_owned(),
            (km, Lang::Id) => format!("Sampai {km} km"),
            (km, Lang::En) => format!("Up to {km} km"),
        }),
        FacetKey::Trainable => {
            Some(lang.pick("Ada kursus untuk yang diminta", "A course teaches what it asks").to_owned())
        }
        FacetKey::Open => Some(
            if value == "yes" { lang.pick("Masih dibuka", "Still open") } else { lang.pick("Sudah ditutup", "Closed") }
                .to_owned(),
        ),
        FacetKey::Disability => {
            Some(lang.pick("Terbuka bagi penyandang disabilitas", "Open to people with disabilities").to_owned())
        }
        FacetKey::Field | FacetKey::Employer | FacetKey::Source => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}

/// "Rp3–6,5 juta", "sampai 25 km".
fn range_label(key: FacetKey, range: &Range, lang: Lang) -> String {
    let (before, unit) = match key {
        FacetKey::Pay => ("Rp", lang.pick("juta", "million")),
        FacetKey::Experience => ("", lang.pick("bulan", "months")),
        FacetKey::Distance => ("", "km"),
        FacetKey::Education => ("", lang.pick("jenjang", "rungs")),
        _ => ("", lang.pick("hari", "days")),
    };
    let number = |number: i64| match (key, number % 1_000_000 / 10_000) {
        (FacetKey::Pay, 0) => (number / 1_000_000).to_string(),
        (FacetKey::Pay, part) => {
            let part = format!("{part:02}");
            format!("{}{}{}", number / 1_000_000, lang.pick(",", "."), part.trim_end_matches('0'))
        }
        _ => number.to_string(),
    };
    match (range.from, range.to) {
        (Some(from), Some(to)) => format!("{before}{}–{} {unit}", number(from), number(to)),
        (Some(from), None) => format!("{} {before}{} {unit}", lang.pick("mulai", "from"), number(from)),
        (None, to) => format!("{} {before}{} {unit}", lang.pick("sampai", "up to"), number(to.unwrap_or(0))),
    }
}

/// Name of a district, among lines that begin with their codes, ascending.
fn district<'a>(lines: &'a str, code: &str) -> Option<&'a str> {
    let (mut from, mut to) = (0, lines.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = lines.as_bytes()[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1).max(from);
        let end = lines.as_bytes()[start..].iter().position(|&byte| byte == b'\n').map_or(lines.len(), |at| start + at);
        let line = lines.get(start..end)?;
        match line.get(..6).unwrap_or(line).cmp(code) {
            std::cmp::Ordering::Equal => return line.get(6..),
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    None
}

/// Name of a region as cards show it: "Kab. Bekasi", "Jawa Barat".
#[must_use]
pub fn region_name(code: &str, snapshot: &Snapshot) -> Option<String> {
    if code.len() > 4 {
        return Some(format!("Kec. {}", district(&snapshot.meta.code_lists.districts, code)?));
    }
    let regions = &snapshot.meta.code_lists.regions;
    let at = regions.binary_search_by(|region| (*region.code).cmp(code)).ok()?;
    let name = &regions[at].name;
    const SHORT: [(&str, &str); 4] = [
        ("Kabupaten ", "Kab. "),
        ("Kota Administrasi ", "Kota Adm. "),
        ("Daerah Khusus Ibukota ", "DKI "),
        ("Daerah Istimewa ", "DI "),
    ];
    let shortened = SHORT.iter().find_map(|(long, short)| Some(format!("{short}{}", name.strip_prefix(long)?)));
    Some(shortened.unwrap_or_else(|| name.clone()))
}

#[cfg(test)]
mod tests {
    use super::district;

    #[test]
    fn a_district_is_found_among_lines_and_nowhere_else() {
        let lines = "110101Bakongan\n321606Tambun Selatan\n321607Cibitung\n949999Ä";
        for (code, name) in
            [("110101", "Bakongan"), ("321606", "Tambun Selatan"), ("321607", "Cibitung"), ("949999", "Ä")]
        {
            assert_eq!(district(lines, code), Some(name));
        }
        for code in ["000000", "321605", "321608", "999999", "3216", ""] {
            assert_eq!(district(lines, code), None, "{code}");
        }
        assert_eq!(district("", "321606"), None);
        assert_eq!(district("\n\n3\n", "321606"), None);
    }
}
