//! Asks a snapshot: filters, words and a profile in; total, facet counts and the best hits out.
//!
//! Every question becomes lookup tables over column codes ([`facet`], [`find`],
//! [`crate::matching`]) and one [`scan`] answers them all. Plain data in, plain data out: this
//! module knows neither browsers nor files.
//!
//! # Overview of types
//!
//! * [`Engine`]: an open snapshot, ready to be asked.
//! * [`Query`], [`Answer`], [`Hit`]: the question and the answer, as JSON carries them.

pub mod facet;
pub mod find;
pub mod scan;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::market::{self, Category, ChartData, ChartKind};
use crate::matching::{Band, Catalogue, Explanation, Matcher, Part};
use crate::record::code::{Education, Lang};
use crate::record::{Profile, day};
use crate::snapshot::{ColumnId, Snapshot};
use facet::{CodesOf, Facet, FacetKey, NONE};
use find::Words;
use scan::{Dimension, Found, Order, Request, Totals, scan};

/// Most hits one query may ask for, skipped ones included.
pub const MAX_HITS: u32 = 10_000;
/// Facets of at most so many values list those that count nothing, too.
const SHORT_FACET: usize = 64;

/// The question. Every field may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Query {
    /// Words; all must occur in the title, the last one as a prefix.
    pub text: String,
    /// Accepted values by facet key; values of one facet are alternatives.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Order of hits; relevance with a text and newest without one where left out.
    pub sort: Option<Sort>,
    /// Region code that distances are measured from; the profile's home where left out.
    pub near: Option<String>,
    /// Today, days since 1970-01-01; the snapshot's own day where left out.
    pub today: Option<i32>,
    /// Hits skipped.
    pub offset: u32,
    /// Hits wanted.
    pub limit: u32,
    /// Facets to count; all where left out.
    pub facets: Option<Vec<String>>,
    /// Most values a facet lists, 0 for all.
    pub facet_limit: u32,
    /// Language of labels.
    pub lang: Lang,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: BTreeMap::new(),
            sort: None,
            near: None,
            today: None,
            offset: 0,
            limit: 20,
            facets: None,
            facet_limit: 0,
            lang: Lang::default(),
        }
    }
}

/// Order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Sort {
    /// Most relevant to the text first.
    Relevance,
    /// Best match with the profile first.
    Match,
    /// Last posted first.
    Newest,
    /// Best paid first; pay not stated last.
    Pay,
    /// Nearest first; place not stated last.
    Distance,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Vacancies found.
    pub total: u32,
    /// People wanted in them.
    pub openings: u64,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Counts by facet; a facet's counts ignore its own filter.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// Gain of dropping one filter (or, as `text`, the words), largest first.
    pub relax: Vec<Relaxation>,
    /// Time taken, µs; filled in by the caller, who has a clock.
    pub micros: u64,
}

/// One vacancy found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// Row in the snapshot.
    pub row: u32,
    /// Id, where the caller has loaded the ids.
    pub id: Option<String>,
    /// Title.
    pub title: String,
    /// Employer.
    pub employer: Option<String>,
    /// Region as shown.
    pub region: Option<String>,
    /// Kemendagri code.
    pub region_code: Option<String>,
    /// Relevance or fit, 0–10,000: the sum of `parts`.
    pub score: u32,
    /// Addends of `score`; null where a part does not count.
    pub parts: BTreeMap<String, Option<u32>>,
    /// Share of the match's weight that could be judged, 0–10,000.
    pub coverage: Option<u32>,
    /// How well it matches, in a word.
    pub band: Option<Band>,
    /// Key of the employment type.
    pub employment_type: Option<String>,
    /// Key of the work mode.
    pub work_mode: Option<String>,
    /// Schooling asked, in the query's language.
    pub education: Option<String>,
    /// Least pay, IDR a month.
    pub pay_min: Option<i64>,
    /// Most pay, IDR a month.
    pub pay_max: Option<i64>,
    /// People wanted.
    pub openings: i64,
    /// Day posted, days since 1970-01-01.
    pub posted: Option<i64>,
    /// Last day to apply, days since 1970-01-01.
    pub closes: Option<i64>,
    /// Distance from `near` or home, km.
    pub distance_km: Option<u32>,
    /// Portal key.
    pub source: Option<String>,
    /// Key of the verification state.
    pub verification: Option<String>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// As filters carry it.
    pub value: String,
    /// As screens show it.
    pub label: String,
    /// Vacancies.
    pub count: u32,
    /// Whether the query chose it.
    pub selected: bool,
}

/// Gain of dropping one filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxation {
    /// Facet key, or `text`.
    pub key: String,
    /// Vacancies more.
    pub gain: u32,
}

/// A question that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// No such facet.
    #[error("facet {found:?} found, one of {} expected", FacetKey::ALL.map(FacetKey::key).join(", "))]
    UnknownFacet {
        /// What was asked.
        found: String,
    },
    /// Too many hits.
    #[error("hits {offset} to {last} asked, at most {MAX_HITS} are ranked. Narrow the query")]
    TooManyHits {
        /// First hit asked.
        offset: u32,
        /// Last hit asked.
        last: u64,
    },
    /// Not a region of this snapshot.
    #[error("region {found:?} found, a Kemendagri code of 2 or 4 digits expected (32, 3216)")]
    UnknownRegion {
        /// What was asked.
        found: String,
    },
    /// Not a day.
    #[error("today {found} found, days since 1970-01-01 expected (20,000 to 60,000)")]
    UnlikelyToday {
        /// What was asked.
        found: i32,
    },
}

/// An open snapshot, ready to be asked.
pub struct Engine {
    snapshot: Snapshot,
    words: Words,
    catalogue: Catalogue,
    totals: Totals,
}

impl Engine {
    /// Gets a snapshot ready.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        let words = Words::new(&snapshot.column(ColumnId::Title).dict);
        let catalogue = Catalogue::new(&snapshot);
        let totals = Totals::new(&snapshot, FacetKey::ALL.into_iter().map(|key| key.codes(&snapshot)));
        Self { snapshot, words, catalogue, totals }
    }

    /// The snapshot.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Answers a query; with a profile, hits carry the match.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn query(&self, query: &Query, profile: Option<&Profile>) -> Result<Answer, QueryError> {
        let last = u64::from(query.offset) + u64::from(query.limit);
        if last > u64::from(MAX_HITS) {
            return Err(QueryError::TooManyHits { offset: query.offset, last });
        }
        let snapshot = &self.snapshot;
        let plan = self.plan(query)?;
        let wanted: Vec<FacetKey> = match &query.facets {
            None => FacetKey::ALL.to_vec(),
            Some(keys) => keys.iter().map(|key| facet_key(key)).collect::<Result<_, _>>()?,
        };
        let facets: Vec<Facet<'_>> = wanted.iter().map(|&key| Facet::new(key, snapshot, plan.today)).collect();
        let counts: Vec<(CodesOf, Option<usize>)> = facets
            .iter()
            .map(|facet| (facet.key.codes(snapshot), plan.keys.iter().position(|key| *key == Some(facet.key))))
            .collect();

        let near = query.near.as_deref().or(profile.and_then(|profile| profile.home.as_deref()));
        let distances = match near {
            None => None,
            Some(near) => Some(
                crate::matching::place::distances(snapshot, near)
                    .ok_or_else(|| QueryError::UnknownRegion { found: near.to_owned() })?,
            ),
        };
        let matcher = profile.map(|profile| Matcher::new(snapshot, &self.catalogue, profile));
        let default = if plan.titles.is_some() { Sort::Relevance } else { Sort::Newest };
        let table: Vec<u32>;
        let order = match (query.sort.unwrap_or(default), &matcher, &distances) {
            (Sort::Match, Some(matcher), _) => Order::Match(matcher, plan.titles.as_deref()),
            (Sort::Pay, ..) => {
                let dict = &snapshot.column(ColumnId::PayMax).dict;
                table = (0..=dict.len() as u32).map(|code| dict.int(code).unwrap_or(0) as u32).collect();
                Order::Table(ColumnId::PayMax, &table)
            }
            (Sort::Distance, _, Some(distances)) => {
                table = distances.iter().map(|km: &Option<u32>| km.map_or(0, |km| u32::MAX - km)).collect();
                Order::Table(ColumnId::Region, &table)
            }
            (Sort::Relevance, ..) if plan.titles.is_some() => {
                table = plan.titles.iter().flatten().map(|&relevance| relevance.into()).collect();
                Order::Table(ColumnId::Title, &table)
            }
            _ => {
                table = (0..=snapshot.column(ColumnId::Posted).dict.len() as u32).collect();
                Order::Table(ColumnId::Posted, &table)
            }
        };
        let best = if query.limit == 0 { 0 } else { last as usize };
        let found = scan(
            snapshot,
            &self.totals,
            Request { dimensions: &plan.dimensions, counts: &counts, order: &order, best, visit: None },
        );

        let hits = found
            .best
            .iter()
            .skip(query.offset as usize)
            .map(|&row| self.hit(row, query, plan.titles.as_deref(), matcher.as_ref(), distances.as_deref()));
        Ok(Answer {
            total: found.total,
            openings: found.openings,
            hits: hits.collect(),
            facets: facets
                .iter()
                .zip(&found.counts)
                .map(|(facet, counts)| (facet.key.key().to_owned(), self.list(facet, counts, query)))
                .collect(),
            relax: relaxations(&plan, &found),
            micros: 0,
        })
    }

    /// Rows that pass a query's text and filters, ascending.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn select(&self, query: &Query) -> Result<Vec<u32>, QueryError> {
        let plan = self.plan(query)?;
        let mut rows = Vec::new();
        let order = Order::Table(ColumnId::Posted, &[]);
        let visit: &mut dyn FnMut(u32) = &mut |row| rows.push(row);
        let request = Request { dimensions: &plan.dimensions, counts: &[], order: &order, best: 0, visit: Some(visit) };
        let found = scan(&self.snapshot, &self.totals, request);
        debug_assert_eq!(found.total as usize, rows.len());
        Ok(rows)
    }

    /// The numbers of a chart over the rows that pass a query's text and filters.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn chart(&self, kind: ChartKind, query: &Query) -> Result<ChartData, QueryError> {
        let snapshot = &self.snapshot;
        let (column, key, measure): (_, _, fn(_, _, _, _) -> _) = match kind {
            ChartKind::Province => (ColumnId::Region, FacetKey::Province, market::demand_by_province),
            ChartKind::Education => (ColumnId::Education, FacetKey::Education, market::education_asked),
        };
        let facet = Facet::new(key, snapshot, snapshot.meta.about.as_of);
        let (codes, openings) = (&snapshot.column(column).codes, &snapshot.column(ColumnId::Openings));
        let rows = self.select(query)?;
        let tally = market::tally(
            rows.iter().map(|&row| {
                let bucket = facet.buckets[codes.get(row as usize) as usize];
                (bucket, openings.dict.int(openings.codes.get(row as usize)).unwrap_or(1) as u32)
            }),
            facet.values.len(),
        );
        let categories = tally.stated().map(|(bucket, value)| {
            let key = &facet.values[bucket as usize];
            Category { key, label: facet::label(facet.key, key, snapshot, query.lang), value }
        });
        let as_of = day::iso(snapshot.meta.about.as_of);
        Ok(measure(categories.collect(), tally.missing(), &as_of, query.lang))
    }

    /// Explains how a row matches a profile; `None` past the last row.
    #[must_use]
    pub fn explain(&self, row: u32, profile: &Profile, lang: Lang) -> Option<Explanation> {
        ((row as usize) < self.snapshot.rows())
            .then(|| Matcher::new(&self.snapshot, &self.catalogue, profile).explain(row as usize, lang))
    }

    /// Names of all requirements the snapshot asks.
    pub fn requirements(&self) -> impl Iterator<Item = &str> {
        self.catalogue.requirements()
    }

    fn plan(&self, query: &Query) -> Result<Plan, QueryError> {
        let snapshot = &self.snapshot;
        let today = query.today.unwrap_or(snapshot.meta.about.as_of);
        if query.today.is_some_and(|today| !(20_000..60_000).contains(&today)) {
            return Err(QueryError::UnlikelyToday { found: today });
        }
        let mut plan = Plan { today, titles: self.words.find(&query.text), dimensions: Vec::new(), keys: Vec::new() };
        if let Some(titles) = &plan.titles {
            let passes = titles.iter().map(|&relevance| relevance > 0).collect();
            plan.dimensions.push(Dimension { codes: CodesOf::Column(ColumnId::Title), passes });
            plan.keys.push(None);
        }
        for (key, chosen) in &query.filters {
            let key = facet_key(key)?;
            if chosen.is_empty() {
                continue;
            }
            let passes = Facet::new(key, snapshot, today).passes(chosen);
            plan.dimensions.push(Dimension { codes: key.codes(&self.snapshot), passes });
            plan.keys.push(Some(key));
        }
        Ok(plan)
    }

    fn list(&self, facet: &Facet<'_>, by_code: &[u32], query: &Query) -> Vec<FacetValue> {
        let chosen = query.filters.get(facet.key.key()).map_or(&[][..], |chosen| chosen);
        let counts = facet.counts(by_code);
        let is_chosen = |value: &str| chosen.iter().any(|chosen| chosen == value);
        let short = facet.values.len() <= SHORT_FACET;
        let mut listed: Vec<(u32, u32, &str)> = facet
            .values
            .iter()
            .zip(counts)
            .enumerate()
            .filter(|(_, (value, count))| *count > 0 || (short && ***value != *NONE) || is_chosen(value))
            .map(|(at, (value, count))| (at as u32, count, &**value))
            .collect();
        if facet.ordered() {
            // Values in their own order, "not stated" last.
            listed.sort_unstable_by_key(|&(at, ..)| at.wrapping_sub(1));
        } else {
            listed.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.2.cmp(b.2)));
        }
        let all = query.facet_limit == 0 || facet.ordered();
        let limit = if all { usize::MAX } else { query.facet_limit as usize };
        let unknown = chosen.iter().filter(|chosen| !facet.values.iter().any(|value| value == *chosen));
        let mut kept = 0;
        listed
            .into_iter()
            .filter(|(_, _, value)| {
                kept += 1;
                kept <= limit || is_chosen(value)
            })
            .map(|(_, count, value)| (value, count))
            .chain(unknown.map(|value| (&**value, 0)))
            .map(|(value, count)| FacetValue {
                label: facet::label(facet.key, value, &self.snapshot, query.lang),
                selected: is_chosen(value),
                value: value.to_owned(),
                count,
            })
            .collect()
    }

    fn hit(
        &self,
        row: u32,
        query: &Query,
        titles: Option<&[u16]>,
        matcher: Option<&Matcher<'_>>,
        distances: Option<&[Option<u32>]>,
    ) -> Hit {
        let snapshot = &self.snapshot;
        let at = row as usize;
        let text = |id: ColumnId| snapshot.text(id, at).map(str::to_owned);
        let code = |id: ColumnId| snapshot.column(id).codes.get(at) as usize;
        let region_code = text(ColumnId::Region);
        let mut hit = Hit {
            row,
            id: None,
            title: text(ColumnId::Title).unwrap_or_default(),
            employer: text(ColumnId::Employer),
            region: region_code.as_deref().and_then(|code| full_region_name(code, snapshot)),
            region_code,
            score: 0,
            parts: BTreeMap::new(),
            coverage: None,
            band: None,
            employment_type: text(ColumnId::EmploymentType),
            work_mode: text(ColumnId::WorkMode),
            education: snapshot
                .int(ColumnId::Education, at)
                .and_then(|level| Education::new(level as u8))
                .map(|rung| rung.label(query.lang).to_owned()),
            pay_min: snapshot.int(ColumnId::PayMin, at),
            pay_max: snapshot.int(ColumnId::PayMax, at),
            openings: snapshot.int(ColumnId::Openings, at).unwrap_or(1),
            posted: snapshot.int(ColumnId::Posted, at),
            closes: snapshot.int(ColumnId::Closes, at),
            distance_km: distances.and_then(|distances| distances[code(ColumnId::Region)]),
            source: text(ColumnId::Source),
            verification: text(ColumnId::Verification),
        };
        if let Some(matcher) = matcher {
            let fit = matcher.assess(at);
            hit.score = fit.fit;
            hit.coverage = Some(fit.coverage);
            hit.band = Some(matcher.band(at, &fit));
            hit.parts = Part::ALL.iter().zip(fit.parts).map(|(part, points)| (part.key().to_owned(), points)).collect();
        } else if let Some(titles) = titles {
            hit.score = titles[code(ColumnId::Title)].into();
            hit.parts = [("title".to_owned(), Some(hit.score))].into();
        }
        hit
    }
}

/// A query's lookup tables.
struct Plan {
    today: i32,
    titles: Option<Vec<u16>>,
    dimensions: Vec<Dimension>,
    /// Facet of each dimension; `None` for the text.
    keys: Vec<Option<FacetKey>>,
}

fn facet_key(key: &str) -> Result<FacetKey, QueryError> {
    FacetKey::from_key(key).ok_or_else(|| QueryError::UnknownFacet { found: key.to_owned() })
}

fn relaxations(plan: &Plan, found: &Found) -> Vec<Relaxation> {
    let mut relax: Vec<Relaxation> = plan
        .keys
        .iter()
        .zip(&found.fail_alone)
        .filter(|(_, gain)| **gain > 0)
        .map(|(key, &gain)| Relaxation { key: key.map_or("text", FacetKey::key).to_owned(), gain })
        .collect();
    relax.sort_unstable_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.key.cmp(&b.key)));
    relax
}

/// "Kab. Bekasi, Jawa Barat", or the province alone.
#[must_use]
pub fn full_region_name(code: &str, snapshot: &Snapshot) -> Option<String> {
    let name = facet::region_name(code, snapshot)?;
    match code.get(..2).filter(|_| code.len() > 2).and_then(|province| facet::region_name(province, snapshot)) {
        Some(province) => Some(format!("{name}, {province}")),
        None => Some(name),
    }
}
