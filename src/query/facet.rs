//! Facets: how the codes of a column group into the values a screen lists.
//!
//! A facet reads one column (or list) and maps each code to a *bucket*. Most facets have a
//! bucket a code; provinces group regencies, pay and age of the advertisement group numbers.
//! Bucket 0 is always "not stated". *Cumulative* facets (paid at least, posted within) count
//! a row under every value it satisfies.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::record::code::{Education, EmployerKind, EmploymentType, Lang, Verification, WorkMode};
use crate::snapshot::{ColumnId, Dict, ListId, Snapshot};

/// A dimension that can be filtered and is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FacetKey {
    /// Province, by its 2-digit code.
    Province,
    /// Regency or city, by its 4-digit code.
    Regency,
    /// Occupation group, by the first 2 digits of KBJI.
    Occupation,
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
    /// Whether one can still apply: `yes` or `no`.
    Open,
    /// Open to people with disabilities: `yes`.
    Disability,
    /// Portal; a vacancy that is on several counts under each.
    Source,
    /// Verification state.
    Verification,
}

impl FacetKey {
    /// Every facet, in the order screens show them.
    pub const ALL: [Self; 17] = [
        Self::Province,
        Self::Regency,
        Self::Occupation,
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
        Self::Open,
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
            Self::Occupation => "occupation",
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
            Self::Open => "open",
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

    /// Where its codes are in `snapshot`.
    #[must_use]
    pub fn codes(self, snapshot: &Snapshot) -> CodesOf {
        CodesOf::Column(match self {
            Self::Province | Self::Regency => ColumnId::Region,
            Self::Occupation => ColumnId::Occupation,
            Self::Field => return CodesOf::List(ListId::StudyFields),
            Self::Education => ColumnId::Education,
            Self::Experience => ColumnId::Experience,
            Self::EmploymentType => ColumnId::EmploymentType,
            Self::WorkMode => ColumnId::WorkMode,
            Self::Employer => ColumnId::Employer,
            Self::EmployerKind => ColumnId::EmployerKind,
            Self::Pay | Self::PayStated => ColumnId::PayMax,
            Self::PostedWithin => ColumnId::Posted,
            Self::Open => ColumnId::Closes,
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

/// Value that stands for "not stated".
pub const NONE: &str = "none";

/// Steps of the pay facet, IDR a month; `0` is any pay, as long as it is stated.
pub const PAY_STEPS: [&str; 9] =
    ["0", "2000000", "3000000", "4000000", "5000000", "7000000", "10000000", "15000000", "20000000"];
/// Steps of the age facet, days.
pub const AGE_STEPS: [&str; 5] = ["1", "3", "7", "14", "30"];
/// Steps of the experience facet, months at most.
pub const EXPERIENCE_STEPS: [&str; 5] = ["0", "12", "36", "60", "more"];

/// A facet of one snapshot on one day.
pub struct Facet<'a> {
    /// Which.
    pub key: FacetKey,
    /// Values by bucket; the first is [`NONE`].
    pub values: Vec<Cow<'a, str>>,
    /// Bucket of each code.
    pub buckets: Vec<u32>,
    /// How buckets add up.
    pub sum: Sum,
}

/// How the buckets of a facet add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// A row counts under its bucket alone.
    Single,
    /// A row counts under its bucket and all later ones (posted within).
    Upward,
    /// A row counts under its bucket and all earlier ones but the first (paid at least).
    Downward,
}

impl<'a> Facet<'a> {
    /// The facet over `snapshot` as seen on day `today`.
    #[must_use]
    pub fn new(key: FacetKey, snapshot: &'a Snapshot, today: i32) -> Self {
        let dict = match key.codes(snapshot) {
            CodesOf::Column(id) => &snapshot.column(id).dict,
            CodesOf::List(id) => snapshot.dict(id),
        };
        let steps = |steps: &[&'static str]| steps.iter().map(|&step| Cow::Borrowed(step)).collect();
        match key {
            FacetKey::Province => Self::grouped(key, dict, |code| code.get(..2)),
            FacetKey::Regency => Self::grouped(key, dict, |code| code.get(..4)),
            FacetKey::Occupation => Self::grouped(key, dict, |code| Some(code.get(..2).unwrap_or(code))),
            FacetKey::Experience => Self::numbered(key, dict, steps(&EXPERIENCE_STEPS), Sum::Single, |months| {
                1 + [0, 12, 36, 60].iter().filter(|&&step| months > step).count() as u32
            }),
            FacetKey::Pay => Self::numbered(key, dict, steps(&PAY_STEPS), Sum::Downward, |pay| {
                PAY_STEPS.iter().filter(|step| step.parse().is_ok_and(|step: i64| pay >= step)).count() as u32
            }),
            FacetKey::PayStated => {
                let mut facet = Self::numbered(key, dict, steps(&["yes", "no"]), Sum::Single, |_| 1);
                facet.buckets[0] = 2;
                facet
            }
            FacetKey::PostedWithin => {
                let mut values: Vec<Cow<'_, str>> = steps(&AGE_STEPS);
                values.push(Cow::Borrowed("older"));
                Self::numbered(key, dict, values, Sum::Upward, |day| {
                    let age = i64::from(today) - day;
                    1 + AGE_STEPS.iter().filter(|step| step.parse().is_ok_and(|step: i64| age > step)).count() as u32
                })
            }
            FacetKey::Open => {
                let mut facet = Self::numbered(key, dict, steps(&["yes", "no"]), Sum::Single, |day| {
                    if day >= i64::from(today) { 1 } else { 2 }
                });
                facet.buckets[0] = 1;
                facet
            }
            FacetKey::Education => {
                let values = (1..=dict.len() as u32).map(|code| dict.int(code).unwrap_or_default().to_string().into());
                Self { values: none_and(values), buckets: (0..=dict.len() as u32).collect(), key, sum: Sum::Single }
            }
            _ => {
                let values = (1..=dict.len() as u32).map(|code| dict.text(code).unwrap_or_default().into());
                Self { values: none_and(values), buckets: (0..=dict.len() as u32).collect(), key, sum: Sum::Single }
            }
        }
    }

    fn grouped(key: FacetKey, dict: &'a Dict, group: impl Fn(&'a str) -> Option<&'a str>) -> Self {
        let mut values = vec![Cow::Borrowed(NONE)];
        let mut buckets = vec![0];
        for code in 1..=dict.len() as u32 {
            buckets.push(match dict.text(code).and_then(&group) {
                None => 0,
                Some(value) => match values[1..].iter().rposition(|known| known == value) {
                    Some(at) => at as u32 + 1,
                    None => {
                        values.push(value.into());
                        values.len() as u32 - 1
                    }
                },
            });
        }
        Self { key, values, buckets, sum: Sum::Single }
    }

    fn numbered(
        key: FacetKey,
        dict: &'a Dict,
        values: Vec<Cow<'a, str>>,
        sum: Sum,
        bucket: impl Fn(i64) -> u32,
    ) -> Self {
        let buckets = (0..=dict.len() as u32).map(|code| dict.int(code).map_or(0, &bucket)).collect();
        Self { key, values: none_and(values.into_iter()), buckets, sum }
    }

    /// Whether a row of `bucket` counts under `value`.
    #[must_use]
    pub fn counts_under(&self, bucket: u32, value: u32) -> bool {
        match self.sum {
            Sum::Single => bucket == value,
            Sum::Upward => bucket == value || (bucket > 0 && bucket <= value),
            Sum::Downward => bucket == value || (value > 0 && bucket >= value),
        }
    }

    /// By code, whether it passes when these values are chosen.
    #[must_use]
    pub fn passes(&self, chosen: &[String]) -> Vec<bool> {
        let chosen: Vec<u32> = chosen
            .iter()
            .filter_map(|value| self.values.iter().position(|known| known == value).map(|at| at as u32))
            .collect();
        let mut bucket_passes = vec![false; self.values.len()];
        for (bucket, passes) in bucket_passes.iter_mut().enumerate() {
            *passes = chosen.iter().any(|&value| self.counts_under(bucket as u32, value));
        }
        self.buckets.iter().map(|&bucket| bucket_passes[bucket as usize]).collect()
    }

    /// Counts by value from counts by code.
    #[must_use]
    pub fn counts(&self, by_code: &[u32]) -> Vec<u32> {
        let mut counts = vec![0; self.values.len()];
        for (&bucket, &count) in self.buckets.iter().zip(by_code) {
            counts[bucket as usize] += count;
        }
        match self.sum {
            Sum::Single => {}
            Sum::Upward => (2..counts.len()).for_each(|value| counts[value] += counts[value - 1]),
            Sum::Downward => (1..counts.len() - 1).rev().for_each(|value| counts[value] += counts[value + 1]),
        }
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
                | FacetKey::Open
        )
    }
}

fn none_and<'a>(values: impl Iterator<Item = Cow<'a, str>>) -> Vec<Cow<'a, str>> {
    std::iter::once(Cow::Borrowed(NONE)).chain(values).collect()
}

/// What a screen shows for a value.
#[must_use]
pub fn label(key: FacetKey, value: &str, snapshot: &Snapshot, lang: Lang) -> String {
    if value == NONE {
        return match key {
            FacetKey::Regency => lang.pick("Tidak disebut (hanya provinsi)", "Not stated (province only)"),
            _ => lang.pick("Tidak disebut", "Not stated"),
        }
        .to_owned();
    }
    let juta = |value: &str| value.strip_suffix("000000").map(str::to_owned);
    let known = match key {
        FacetKey::Province | FacetKey::Regency => region_name(value, snapshot),
        FacetKey::Occupation => snapshot
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

/// Name of a region as cards show it: "Kab. Bekasi", "Jawa Barat".
#[must_use]
pub fn region_name(code: &str, snapshot: &Snapshot) -> Option<String> {
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
