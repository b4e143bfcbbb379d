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

pub mod advice;
mod cube;
pub mod described;
pub mod facet;
pub mod filter;
pub mod find;
pub mod postings;
pub mod recognise;
pub mod scan;
mod similar;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::bits::Bits;
use crate::matching::{Band, Catalogue, Explanation, Matcher, Part, Tables, place};
use crate::order;
use crate::record::code::{Education, Lang};
use crate::record::{Profile, limits::Person};
use crate::snapshot::{Column, ColumnId, ListId, Snapshot};
use crate::text::{edits::sound, fold, words};
use described::Seeker;
use facet::{CodesOf, Facet, FacetKey, Histogram, NONE, Seen};
use filter::Filter;
use find::{Text, Vocabulary};
use postings::Postings;
use scan::{Found, Openings, Order, Request, scan, select};

/// Most hits one query may ask for, skipped ones included.
pub const MAX_HITS: u32 = 10_000;
/// Facets of at most so many values list those that count nothing, too.
const SHORT_FACET: usize = 64;

/// The question. Every field may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Query {
    /// Words, a `"phrase"`, a `-word` to leave out; every one must be found ([`find`]), the last as a beginning.
    pub text: String,
    /// Whether words count only as they stand: no roots, synonyms or slips of the finger.
    pub exact: bool,
    /// Accepted values by facet key; values of one facet are alternatives. Facets of numbers (pay, experience, education,
    /// posted_within, closes_within, distance) also take ranges: `3000000..6000000`, `..24`.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Hides vacancies whose stated limits on age or sex exclude this person. A filter of the person's own: it changes
    /// neither score nor order of the others, and is not among what could be given up for more.
    pub admits: Option<Person>,
    /// Skills, tools and papers by name, as [`Engine::requirements`] has them; where some are named, a vacancy asks at least one of
    /// them, as a must or a plus.
    pub asks: Vec<String>,
    /// Order of hits; relevance with a text and newest without one where left out.
    pub sort: Option<Sort>,
    /// Region code that distances are measured from; the profile's home where left out, except for the facet `distance`,
    /// which needs it.
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
    /// Facets of numbers to draw as histograms.
    pub histograms: Vec<String>,
    /// Language of labels.
    pub lang: Lang,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            exact: false,
            filters: BTreeMap::new(),
            admits: None,
            asks: Vec::new(),
            sort: None,
            near: None,
            today: None,
            offset: 0,
            limit: 20,
            facets: None,
            facet_limit: 0,
            histograms: Vec::new(),
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
    /// How many rows have which number, a facet each; each ignores its own filter.
    pub histograms: Vec<Histogram>,
    /// Gain of dropping one filter (or, as `text`, the words or one of them), largest first.
    pub relax: Vec<Relaxation>,
    /// How the text was read, where there is one.
    pub text: Vec<ReadTerm>,
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
    /// Where in the title the text was found: start and end in UTF-16 units, ascending.
    pub marks: Vec<(u32, u32)>,
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
    /// Other portals that carry the same advertisement.
    pub also_at: Vec<String>,
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

/// How one term of the text was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadTerm {
    /// The words typed, folded.
    pub asked: String,
    /// Whether rows that hold it are left out.
    pub without: bool,
    /// Whether it was dropped, for no vacancy has all the words.
    pub dropped: bool,
    /// The word it was read as, where it was taken for a slip of the finger.
    pub read_as: Option<String>,
    /// Filters it may stand for: more than one where a name is ambiguous.
    pub places: Vec<ReadPlace>,
}

/// A region that words of the text name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPlace {
    /// `province` or `regency`.
    pub facet: String,
    /// As filters carry it.
    pub value: String,
    /// As screens show it.
    pub label: String,
}

/// A text to ask instead of the one being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The whole text.
    pub text: String,
    /// Vacancies it finds under the filters that are on.
    pub count: u32,
}

/// Gain of dropping or widening one filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxation {
    /// Facet key, or `text`.
    pub key: String,
    /// The words to drop, where `key` is `text` and it has others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What to put in place of the filter's range, where widening it is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The same as screens show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
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
    /// A distance from nowhere.
    #[error("filter distance found without near, a Kemendagri code in near expected (3216)")]
    DistanceFromNowhere,
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
    /// No such dimension of a cube.
    #[error("dimension {found:?} found, the key of a facet, month or requirement expected")]
    UnknownDimension {
        /// What was asked.
        found: String,
    },
    /// Dimensions of a cube that do not go together.
    #[error("dimensions {found} found, at most two different ones expected, requirement by itself")]
    UnlikeDimensions {
        /// What was asked.
        found: String,
    },
    /// A cube that is too large.
    #[error(
        "cube of {found} cells found, at most {} expected. List only the most frequent values, or narrow the query",
        cube::MAX_CELLS
    )]
    TooManyCells {
        /// Cells of what was asked.
        found: u64,
    },
}

/// An open snapshot, ready to be asked.
pub struct Engine {
    snapshot: Snapshot,
    vocabulary: OnceCell<Vocabulary>,
    postings: OnceCell<Postings>,
    catalogue: Catalogue,
    openings: Openings,
    /// By title code, where its rows end; absent where titles do not ascend.
    title_ends: Option<Vec<u32>>,
    /// The profile asked last, compiled.
    compiled: RefCell<Option<(Profile, Rc<Tables>)>>,
    /// The text last sought in descriptions.
    described: RefCell<Option<Seeker>>,
    /// Facets asked so far.
    facets: RefCell<Vec<KeptFacet>>,
}

/// A facet with the day and the place it was made for.
struct KeptFacet {
    today: i32,
    near: Option<String>,
    facet: Rc<Facet>,
}

impl Engine {
    /// Gets a snapshot ready.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        let catalogue = Catalogue::new(&snapshot);
        let openings = Openings::new(&snapshot);
        let title_ends = ends_of(snapshot.column(ColumnId::Title));
        Self {
            snapshot,
            vocabulary: OnceCell::new(),
            postings: OnceCell::new(),
            catalogue,
            openings,
            title_ends,
            compiled: RefCell::default(),
            described: RefCell::default(),
            facets: RefCell::default(),
        }
    }

    fn matcher<'a>(&'a self, profile: &'a Profile, today: i32) -> Matcher<'a> {
        let mut compiled = self.compiled.borrow_mut();
        let tables = match &*compiled {
            Some((known, tables)) if known == profile => Rc::clone(tables),
            _ => {
                let tables = Rc::new(Tables::new(&self.snapshot, &self.catalogue, profile));
                *compiled = Some((profile.clone(), Rc::clone(&tables)));
                tables
            }
        };
        Matcher::with(&self.snapshot, &self.catalogue, profile, tables).on(today)
    }

    /// The same for a profile that is not asked again.
    fn matcher_once<'a>(&'a self, profile: &'a Profile, today: i32) -> Matcher<'a> {
        Matcher::new(&self.snapshot, &self.catalogue, profile).on(today)
    }

    fn today(&self, query: &Query) -> i32 {
        query.today.unwrap_or(self.snapshot.meta.about.as_of)
    }

    /// A facet as seen on a day and, if it is `distance`, from a place.
    fn facet(&self, key: FacetKey, today: i32, near: Option<&str>) -> Rc<Facet> {
        let near = near.filter(|_| key == FacetKey::Distance);
        let mut facets = self.facets.borrow_mut();
        if let Some(at) = facets.iter().position(|kept| kept.facet.key == key) {
            let kept = &facets[at];
            if (kept.today == today || !key.dated()) && kept.near.as_deref() == near {
                return Rc::clone(&kept.facet);
            }
            facets.swap_remove(at);
        }
        let reach = near.and_then(|near| place::reach(&self.snapshot, near));
        let taught = (key == FacetKey::Trainable).then(|| self.rows_asking(&self.catalogue.taught(today)));
        let facet = Rc::new(Facet::new(key, &self.snapshot, &Seen { today, reach: reach.as_deref(), taught }));
        facets.push(KeptFacet { today, near: near.map(str::to_owned), facet: Rc::clone(&facet) });
        facet
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
        let mut wanted: Vec<FacetKey> = match &query.facets {
            None => FacetKey::ALL.to_vec(),
            Some(keys) => keys.iter().map(|key| facet_key(key)).collect::<Result<_, _>>()?,
        };
        wanted.retain(|&key| key != FacetKey::Distance || query.near.is_some());
        let facet = |key: FacetKey| self.facet(key, plan.today, query.near.as_deref());
        let facets: Vec<Rc<Facet>> = wanted.iter().map(|&key| facet(key)).collect();
        let counts: Vec<(&Facet, Option<usize>)> = facets.iter().map(|facet| (&**facet, plan.own(facet.key))).collect();

        let near = query.near.as_deref().or(profile.and_then(|profile| profile.home.as_deref()));
        let distances = match near {
            None => None,
            Some(near) => Some(
                place::distances(snapshot, near).ok_or_else(|| QueryError::UnknownRegion { found: near.to_owned() })?,
            ),
        };
        let matcher = profile.map(|profile| self.matcher(profile, plan.today));
        let relevance = plan.text.as_ref().filter(|text| text.finds()).map(|text| {
            let titles = &snapshot.column(ColumnId::Title).codes;
            let elsewhere = text.elsewhere(snapshot.rows());
            // Rows stand in the order of their titles, so that many in a row are as relevant.
            let known = Cell::new((u32::MAX, 0));
            move |row: u32| {
                let row = row as usize;
                let (title, outside) = (titles.get(row), elsewhere.contains(row));
                if !outside && known.get().0 == title {
                    return known.get().1;
                }
                let relevance = text.relevance(self.vocabulary(), row, title as usize);
                if !outside {
                    known.set((title, relevance));
                }
                relevance
            }
        });
        let relevance = relevance.as_ref().map(|relevance| relevance as &dyn Fn(u32) -> u32);
        let default = if relevance.is_some() { Sort::Relevance } else { Sort::Newest };
        let table: Vec<u32>;
        let order = match (query.sort.unwrap_or(default), relevance, &matcher, &distances) {
            (Sort::Relevance, Some(relevance), ..) => Order::Relevance(relevance),
            (Sort::Match, _, Some(matcher), _) => Order::Match(matcher, relevance),
            (Sort::Pay, ..) => {
                let dict = &snapshot.column(ColumnId::PayMax).dict;
                table = (0..=dict.len() as u32).map(|code| dict.int(code).unwrap_or(0) as u32).collect();
                Order::Table(ColumnId::PayMax, &table)
            }
            (Sort::Distance, _, _, Some(distances)) => {
                table = distances.iter().map(|km: &Option<u32>| km.map_or(0, |km| u32::MAX - km)).collect();
                Order::Table(ColumnId::Region, &table)
            }
            _ => {
                table = (0..=snapshot.column(ColumnId::Posted).dict.len() as u32).collect();
                Order::Table(ColumnId::Posted, &table)
            }
        };
        let best = if query.limit == 0 { 0 } else { last as usize };
        let request = Request { filters: &plan.filters, counts: &counts, order: &order, best };
        let found = scan(snapshot, &self.openings, &request);

        let hits = found
            .best
            .iter()
            .skip(query.offset as usize)
            .map(|&row| self.hit(row, query, plan.text.as_ref(), matcher.as_ref(), distances.as_deref()));
        // One by one: collecting into a map would bring in another sort.
        let mut listed = BTreeMap::new();
        for (facet, counts) in facets.iter().zip(&found.counts) {
            listed.insert(facet.key.key().to_owned(), self.list(facet, counts, &plan, &found, query));
        }
        let mut histograms = Vec::with_capacity(query.histograms.len());
        for key in &query.histograms {
            let facet = facet(facet_key(key)?);
            histograms.extend(facet.histogram(snapshot, &found.passed.ignoring(plan.own(facet.key))));
        }
        Ok(Answer {
            total: found.total,
            openings: found.openings,
            hits: hits.collect(),
            facets: listed,
            histograms,
            relax: self.relaxations(query, &plan, &found),
            text: plan.text.as_ref().map_or_else(Vec::new, |text| self.reading(text, query.lang)),
            micros: 0,
        })
    }

    /// Rows that pass a query's text and filters, ascending.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn select(&self, query: &Query) -> Result<Vec<u32>, QueryError> {
        Ok(self.select_rows(query)?.list())
    }

    fn select_rows(&self, query: &Query) -> Result<Bits, QueryError> {
        Ok(select(&self.snapshot, &self.plan(query)?.filters))
    }

    /// Explains how a row matches a profile on day `today` (the snapshot's own where absent); `None` past the last row.
    #[must_use]
    pub fn explain(&self, row: u32, profile: &Profile, lang: Lang, today: Option<i32>) -> Option<Explanation> {
        let today = today.unwrap_or(self.snapshot.meta.about.as_of);
        ((row as usize) < self.snapshot.rows()).then(|| self.matcher(profile, today).explain(row as usize, lang))
    }

    /// Names of all requirements the snapshot asks.
    pub fn requirements(&self) -> impl Iterator<Item = &str> {
        self.catalogue.requirements()
    }

    fn plan(&self, query: &Query) -> Result<Plan, QueryError> {
        let snapshot = &self.snapshot;
        let today = self.today(query);
        if query.today.is_some_and(|today| !(20_000..60_000).contains(&today)) {
            return Err(QueryError::UnlikelyToday { found: today });
        }
        let mut plan = Plan { today, text: None, terms: Vec::new(), filters: Vec::new(), keys: Vec::new() };
        if query.text.chars().any(|c| !c.is_whitespace()) {
            self.plan_text(&query.text, query.exact, &mut plan);
        }
        for (key, chosen) in &query.filters {
            let key = facet_key(key)?;
            if chosen.is_empty() {
                continue;
            }
            if key == FacetKey::Distance {
                let near = query.near.as_ref().ok_or(QueryError::DistanceFromNowhere)?;
                place::reach(snapshot, near).ok_or_else(|| QueryError::UnknownRegion { found: near.clone() })?;
            }
            plan.filters.push(self.facet(key, today, query.near.as_deref()).filter(snapshot, chosen));
            plan.keys.push(Some(key));
        }
        if let Some(person) = query.admits {
            let dict = &snapshot.column(ColumnId::Limits).dict;
            let passes = (0..=dict.len() as u32).map(|code| dict.text(code).is_none_or(|stated| person.passes(stated)));
            plan.filters.push(Filter::Codes(CodesOf::Column(ColumnId::Limits), passes.collect()));
        }
        if !query.asks.is_empty() {
            plan.filters.push(Filter::Rows(self.rows_asking(&self.catalogue.codes_of(&query.asks))));
        }
        Ok(plan)
    }

    /// What looks for a query's text in descriptions; `None` without one. It must be shown each with [`Seeker::see`].
    #[must_use]
    pub fn seeker(&self, query: &Query) -> Option<Seeker> {
        let text = self.vocabulary().read(&self.snapshot, &query.text, query.exact);
        (!text.terms.is_empty()).then(|| Seeker::new(&self.snapshot, &query.text, query.exact, &text))
    }

    /// From now on, queries of the seeker's text find the rows whose descriptions hold it, too.
    pub fn described(&self, seeker: Seeker) {
        *self.described.borrow_mut() = Some(seeker);
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::new(&self.snapshot))
    }

    /// Rows that ask any of these requirements.
    fn rows_asking(&self, labels: &[u32]) -> Bits {
        let snapshot = &self.snapshot;
        let lists = [ListId::Musts, ListId::Nices].map(|id| snapshot.list(id));
        let postings = self.postings.get_or_init(|| Postings::new(lists, snapshot.dict(ListId::Musts).len()));
        let mut rows = Bits::none(snapshot.rows());
        labels.iter().for_each(|&label| postings.insert(label, &mut rows));
        rows
    }

    fn plan_text(&self, typed: &str, exact: bool, plan: &mut Plan) {
        let snapshot = &self.snapshot;
        let today = plan.today;
        let of_facet =
            |key: FacetKey, chosen: &[String]| self.facet(key, today, None).filter(snapshot, chosen).rows(snapshot);
        let of_employers = |codes: &[u32]| {
            let mut passes = vec![false; snapshot.column(ColumnId::Employer).dict.len() + 1];
            codes.iter().for_each(|&code| passes[code as usize] = true);
            Filter::Codes(CodesOf::Column(ColumnId::Employer), passes).rows(snapshot)
        };
        let mut text = self.vocabulary().read(snapshot, typed, exact);
        if text.terms.is_empty() {
            return;
        }
        let described = self.described.borrow();
        if let Some(rows) = described.as_ref().and_then(|described| described.rows(typed, exact)) {
            text.terms.iter_mut().zip(rows).for_each(|(term, rows)| term.add_described(rows));
        }
        for term in &mut text.terms {
            term.look_elsewhere(&of_facet, &|labels| self.rows_asking(labels), &of_employers);
            let rows = term.rows(self.rows_titled(term.titles()));
            plan.terms.push(if term.without { rows.others(snapshot.rows()) } else { rows });
        }
        let employers = text.of_employers(&plan.terms);
        let mut all =
            if exact { text.together(&plan.terms) } else { text.as_many_as_possible(self.vocabulary(), &plan.terms) };
        employers.iter().for_each(|rows| all.insert_all(rows));
        plan.filters.push(Filter::Rows(all));
        plan.keys.push(None);
        plan.text = Some(text);
    }

    /// Rows by their titles. They stand in the order of their titles, so that each is a run of rows.
    fn rows_titled(&self, titles: impl Iterator<Item = bool>) -> Bits {
        let Some(ends) = &self.title_ends else {
            return Filter::Codes(CodesOf::Column(ColumnId::Title), titles.collect()).rows(&self.snapshot);
        };
        let mut rows = Bits::none(self.snapshot.rows());
        let mut start = 0;
        for (passes, &end) in titles.zip(ends) {
            if passes {
                rows.insert_range(start..end as usize);
            }
            start = end as usize;
        }
        rows
    }

    fn reading(&self, text: &Text, lang: Lang) -> Vec<ReadTerm> {
        let place = |code: &String| {
            let key = if code.len() == 2 { FacetKey::Province } else { FacetKey::Regency };
            let label = facet::label(key, code, &self.snapshot, lang);
            ReadPlace { facet: key.key().to_owned(), value: code.clone(), label }
        };
        let terms = text.terms.iter().map(|term| ReadTerm {
            asked: term.asked.clone(),
            without: term.without,
            dropped: term.dropped,
            read_as: term.read_as.clone(),
            places: term.regions.iter().map(place).collect(),
        });
        terms.collect()
    }

    /// Texts that go on from the one being typed, at most `most`: first words that go on from the
    /// last one, then whole titles, each with what it finds under the query's filters.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn suggest(&self, query: &Query, most: usize) -> Result<Vec<Suggestion>, QueryError> {
        let typed = fold(&query.text);
        let Some(last) = words(&typed).last() else { return Ok(Vec::new()) };
        let begin = &typed[..typed.len() - last.len()];
        let begun = self.select_rows(&Query { text: begin.to_owned(), ..query.clone() })?;
        let by_count = |a: &Suggestion, b: &Suggestion| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text));
        let titles = &self.snapshot.column(ColumnId::Title).dict;
        let mut ways: Vec<Suggestion> = Vec::new();
        for (word, codes) in self.vocabulary().beginning(last, most) {
            let mut passes = vec![false; titles.len() + 1];
            codes.iter().for_each(|&code| passes[code as usize] = true);
            let count = begun.count_both(&self.rows_titled(passes.into_iter()));
            ways.push(Suggestion { text: format!("{begin}{word}"), count });
        }
        ways.retain(|way| way.count > 0);
        let mut offered = order::first_by(ways, most / 2, by_count);
        if let (Some(ends), Some(text)) = (&self.title_ends, &self.plan(query)?.text) {
            let mut whole: Vec<Suggestion> = Vec::new();
            for code in text.titles(titles.len()) {
                let count = begun.count_range(ends[code - 1] as usize..ends[code] as usize);
                if count > 0 {
                    whole.push(Suggestion { text: titles.text(code as u32).unwrap_or_default().to_owned(), count });
                }
            }
            offered.extend(order::first_by(whole, 2 * most, by_count));
        }
        // Titles tell which texts are worth offering; the list will find more than they hold.
        let mut found: Vec<(Bits, Suggestion)> = Vec::new();
        for mut suggestion in offered {
            if found.len() == most || found.iter().any(|(_, known)| twins(&known.text, &suggestion.text)) {
                continue;
            }
            let rows = self.select_rows(&Query { text: suggestion.text.clone(), ..query.clone() })?;
            suggestion.count = rows.count();
            // What finds nearly the same is no other choice.
            let same = |(own, known): &(Bits, Suggestion)| {
                own.count_both(&rows) * 20 >= known.count.max(suggestion.count) * 19
            };
            if !found.iter().any(same) {
                found.push((rows, suggestion));
            }
        }
        Ok(found.into_iter().map(|(_, suggestion)| suggestion).collect())
    }

    fn list(&self, facet: &Facet, counts: &[u32], plan: &Plan, found: &Found, query: &Query) -> Vec<FacetValue> {
        let snapshot = &self.snapshot;
        let value = |bucket: u32| facet.value(bucket, snapshot);
        let chosen = query.filters.get(facet.key.key()).map_or(&[][..], |chosen| chosen);
        let known: Vec<Option<u32>> = chosen.iter().map(|chosen| facet.bucket_of(chosen, snapshot)).collect();
        let is_chosen = |bucket: u32| known.contains(&Some(bucket));
        let short = facet.len() <= SHORT_FACET;
        let mut listed: Vec<(u32, u32)> = (0..)
            .zip(counts)
            .filter(|&(bucket, &count)| count > 0 || (short && value(bucket) != NONE) || is_chosen(bucket))
            .map(|(bucket, &count)| (bucket, count))
            .collect();
        if facet.ordered() {
            // Values in their own order, "not stated" last.
            if listed.first().is_some_and(|&(bucket, _)| bucket == 0) {
                listed.rotate_left(1);
            }
        } else {
            let by_count = |a: &(u32, u32), b: &(u32, u32)| b.1.cmp(&a.1).then_with(|| value(a.0).cmp(value(b.0)));
            let limit = if query.facet_limit == 0 { usize::MAX } else { query.facet_limit as usize };
            let chosen: Vec<(u32, u32)> = listed.iter().copied().filter(|&(bucket, _)| is_chosen(bucket)).collect();
            listed = order::first_by(listed, limit, by_count);
            let chosen_later: Vec<(u32, u32)> = chosen.into_iter().filter(|item| !listed.contains(item)).collect();
            listed.extend(order::first_by(chosen_later, usize::MAX, by_count));
        }
        // Ranges, and what this snapshot does not know.
        let others = chosen.iter().zip(&known).filter(|(_, bucket)| bucket.is_none()).map(|(chosen, _)| {
            let rows = |_| facet.filter(snapshot, std::slice::from_ref(chosen)).rows(snapshot);
            let count = facet
                .range_of(chosen)
                .map(rows)
                .map_or(0, |rows| rows.count_both(&found.passed.ignoring(plan.own(facet.key))));
            (&**chosen, count, true)
        });
        listed
            .iter()
            .map(|&(bucket, count)| (value(bucket), count, is_chosen(bucket)))
            .chain(others)
            .map(|(value, count, selected)| FacetValue {
                label: facet::label(facet.key, value, snapshot, query.lang),
                value: value.to_owned(),
                count,
                selected,
            })
            .collect()
    }

    fn relaxations(&self, query: &Query, plan: &Plan, found: &Found) -> Vec<Relaxation> {
        let mut relax: Vec<Relaxation> = Vec::new();
        for (&of, alone) in plan.keys.iter().zip(&found.passed.alone) {
            let key = of.map_or("text", FacetKey::key);
            let mut gain = |words: Option<String>, value: Option<String>, rows: &Bits| {
                let label =
                    value.as_ref().zip(of).map(|(value, key)| facet::label(key, value, &self.snapshot, query.lang));
                relax.push(Relaxation { key: key.to_owned(), words, value, label, gain: rows.count() });
            };
            gain(None, None, alone);
            let terms = plan.text.iter().flat_map(|text| &text.terms);
            if of.is_none() && plan.terms.len() > 1 {
                for (at, term) in terms.clone().enumerate().filter(|(_, term)| !term.dropped) {
                    let mut gained = alone.clone();
                    let others = terms.clone().zip(&plan.terms).enumerate();
                    for (_, (_, other)) in others.filter(|(other, (term, _))| *other != at && !term.dropped) {
                        gained.retain(other);
                    }
                    gain(Some(term.asked.clone()), None, &gained);
                }
            }
            let Some(key) = of else { continue };
            let wider = query.filters.get(key.key()).map_or_else(Vec::new, |chosen| key.wider(chosen));
            for value in wider {
                let facet = self.facet(key, plan.today, query.near.as_deref());
                let mut gained = facet.filter(&self.snapshot, std::slice::from_ref(&value)).rows(&self.snapshot);
                gained.retain(alone);
                if gained.count() > 0 {
                    gain(None, Some(value), &gained);
                    break;
                }
            }
        }
        relax.retain(|relax| relax.gain > 0);
        order::sort_by(&mut relax, |a, b| {
            let rest = |relax: &'_ Relaxation| (relax.key.clone(), relax.words.clone(), relax.value.clone());
            b.gain.cmp(&a.gain).then_with(|| rest(a).cmp(&rest(b)))
        });
        relax
    }

    fn hit(
        &self,
        row: u32,
        query: &Query,
        asked: Option<&Text>,
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
            marks: asked.map_or_else(Vec::new, |asked| {
                asked.marks(self.vocabulary(), snapshot.text(ColumnId::Title, at).unwrap_or_default())
            }),
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
            also_at: {
                let (codes, dict) = (snapshot.list(ListId::Sources).codes(at), snapshot.dict(ListId::Sources));
                let source = snapshot.text(ColumnId::Source, at);
                codes
                    .filter_map(|code| dict.text(code))
                    .filter(|also| Some(*also) != source)
                    .map(str::to_owned)
                    .collect()
            },
            verification: text(ColumnId::Verification),
        };
        if let Some(matcher) = matcher {
            let fit = matcher.assess(at);
            hit.score = fit.fit;
            hit.coverage = Some(fit.coverage);
            hit.band = Some(matcher.band(at, &fit));
            for (part, points) in Part::ALL.iter().zip(fit.parts) {
                hit.parts.insert(part.key().to_owned(), points);
            }
        } else if let Some(asked) = asked.filter(|asked| asked.finds()) {
            let parts = asked.parts(self.vocabulary(), at, code(ColumnId::Title));
            hit.score = parts.iter().map(|(_, points)| points).sum();
            for (field, points) in parts {
                hit.parts.insert(field.key().to_owned(), Some(points));
            }
        }
        hit
    }
}

/// Whether texts say the same: case, spacing, order, repeated words, an English plural and spellings
/// that sound alike aside. Not by root: "perawat" is a nurse, "perawatan" upkeep.
fn twins(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> Vec<String> {
        let mut plain: Vec<String> = words(&fold(text)).map(sound).collect();
        for word in &mut plain {
            if word.len() > 4 && word.ends_with('s') {
                word.pop();
            }
        }
        plain
    };
    let (one, other) = (plain(one), plain(other));
    one.iter().all(|word| other.contains(word)) && other.iter().all(|word| one.contains(word))
}

/// A query's lookup tables.
struct Plan {
    today: i32,
    text: Option<Text>,
    /// By term of the text, the rows it lets through.
    terms: Vec<Bits>,
    filters: Vec<Filter>,
    /// Facet of each filter; `None` for the text. The person's own filter is the last and has none.
    keys: Vec<Option<FacetKey>>,
}

impl Plan {
    /// The filter of a facet.
    fn own(&self, key: FacetKey) -> Option<usize> {
        self.keys.iter().position(|known| *known == Some(key))
    }
}

/// By code, where its rows end; `None` where codes do not ascend.
fn ends_of(column: &Column) -> Option<Vec<u32>> {
    let mut ends = vec![0; column.dict.len() + 1];
    let mut before = 0;
    for row in 0..column.codes.len() {
        let code = column.codes.get(row);
        if code < before {
            return None;
        }
        if code > before {
            ends[before as usize..code as usize].fill(row as u32);
            before = code;
        }
    }
    ends[before as usize..].fill(column.codes.len() as u32);
    Some(ends)
}

fn facet_key(key: &str) -> Result<FacetKey, QueryError> {
    FacetKey::from_key(key).ok_or_else(|| QueryError::UnknownFacet { found: key.to_owned() })
}

/// "Kec. Tambun Selatan, Kab. Bekasi, Jawa Barat", as far as the code goes.
#[must_use]
pub fn full_region_name(code: &str, snapshot: &Snapshot) -> Option<String> {
    let name = facet::region_name(code, snapshot)?;
    match code.len().checked_sub(2).filter(|&digits| digits > 0).and_then(|digits| code.get(..digits)) {
        Some(around) => {
            Some(full_region_name(around, snapshot).map_or(name.clone(), |around| format!("{name}, {around}")))
        }
        None => Some(name),
    }
}
