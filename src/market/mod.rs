//! What the vacancies found say about the market: where people are wanted, what is asked.
//!
//! A measure takes counts by category and gives a [`ChartData`]: the rows, the question
//! they answer, the finding in one sentence and the note that keeps it honest. The bars,
//! the table beside them and the sentence above come from these same numbers. Nothing
//! here draws, reads a snapshot or knows a browser.
//!
//! The unit is people wanted (openings), not advertisements: one advertisement for
//! fifty drivers counts fifty. What a vacancy leaves out is never spread over the
//! categories; it is counted apart, as [`ChartData::missing`]. `docs/measures.md` holds each
//! measure's formula, thresholds and what it does not say.
//!
//! # Overview
//!
//! * [`needs`] tells what to count for a measure, as [`Cube`]s; [`measure`] makes [`ChartData`] of them.
//! * [`Reference`]: the seekers, courses, wages and names that measures need besides.
//! * [`change()`] sets what suits a person before a change beside what suits after it.
//! * [`csv()`] writes a chart as a table.
//! * [`words`] writes numbers as each language does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::{code::Lang, day};
use words::{Said, count, say};

mod change;
mod csv;
mod cube;
mod demand;
mod pay;
mod seekers;
mod training;
mod trend;
pub mod words;

pub use change::{Change, change};
pub use csv::csv;
pub use cube::{Axis, Cube, CubeBy, Quartiles, Reference, Value};

/// Key of the row that gathers the categories below the first ten.
pub const OTHER: &str = "other";

/// Key of what is not stated, in cubes and filters.
pub const NONE: &str = "none";

/// Categories listed by name before the rest are gathered.
const LISTED: usize = 10;

/// Fewest people, and fewest advertisements, that a ratio or a quartile is made of.
const FEWEST: u64 = 10;

/// What to count for a measure, in the order [`measure`] takes it.
#[must_use]
pub fn needs(asked: &Asked) -> Vec<CubeBy> {
    let all = |by: &[&str]| CubeBy { by: by.iter().map(|key| (*key).to_owned()).collect(), most: 0, pay: false };
    match asked.kind {
        ChartKind::Pay => [&["occupation"][..], &[]].map(|by| CubeBy { pay: true, ..all(by) }).into(),
        ChartKind::Tightness if !asked.chosen("occupation_unit").is_empty() => vec![all(&["occupation_unit"])],
        ChartKind::Tightness if !asked.chosen("regency").is_empty() => vec![all(&["occupation", "regency"])],
        ChartKind::Tightness => vec![all(&["occupation", "province"])],
        ChartKind::Trend => vec![all(&["month"]), all(&["month", "source"])],
        ChartKind::Skills => vec![CubeBy { most: LISTED as u32, ..all(&["requirement"]) }],
        ChartKind::Education => vec![all(&["education"])],
        ChartKind::Training => vec![all(&["occupation", "posted_within"])],
        ChartKind::Seekers | ChartKind::Change => Vec::new(),
        kind => demand::dimension(kind).map(|own| CubeBy { most: own.most, ..all(&[own.facet]) }).into_iter().collect(),
    }
}

/// The numbers and words of a measure.
///
/// `cubes` are those of [`needs`], in that order, counted with the filters of `asked`. One that is missing, has other
/// dimensions or whose cells do not fit its axes counts as one of nothing found.
#[must_use]
pub fn measure(asked: &Asked, cubes: &[Cube], reference: &Reference) -> ChartData {
    let nothing = Cube::default();
    let mut sound: Vec<&Cube> = Vec::new();
    for (at, by) in needs(asked).iter().enumerate() {
        sound.push(cubes.get(at).filter(|cube| cube.answers(by)).unwrap_or(&nothing));
    }
    match (asked.kind, &sound[..]) {
        (ChartKind::Pay, [by_occupation, all]) => pay::pay(asked, by_occupation, all, reference),
        (ChartKind::Tightness, [cube]) => seekers::tightness(asked, cube, reference),
        (ChartKind::Trend, [months, by_source]) => trend::trend(asked, months, by_source, reference),
        (ChartKind::Skills, [asks]) => demand::skills(asked, asks, reference),
        (ChartKind::Education, [rungs]) => seekers::education(asked, rungs, reference),
        (ChartKind::Training, [posted]) => training::training(asked, posted, reference),
        (ChartKind::Seekers, _) => seekers::pool(asked, reference),
        (kind, cubes) => match (demand::dimension(kind), cubes) {
            (Some(own), [cube]) => demand::demand(asked, own, cube, reference),
            _ => asked.chart(Form::Bars, Unit::Count, ("", ""), ("", "")),
        },
    }
}

impl Asked {
    fn say(&self, said: Said, values: &[&str]) -> String {
        say(said, values, self.lang)
    }

    /// Values chosen of a facet.
    fn chosen(&self, facet: &str) -> &[String] {
        self.filters.get(facet).map_or(&[], |chosen| chosen)
    }

    /// "1.234 orang" or "1.234 iklan".
    fn counted(&self, n: u64) -> String {
        let said = match self.counted {
            Counted::Openings => ("{0} orang", "{0} people"),
            Counted::Ads => ("{0} iklan", "{0} advertisements"),
        };
        self.say(said, &[&count(n, self.lang)])
    }

    /// A chart without rows.
    fn chart(&self, form: Form, unit: Unit, title: Said, category: Said) -> ChartData {
        ChartData {
            kind: self.kind,
            form,
            unit,
            lang: self.lang,
            title: self.say(title, &[]),
            sentence: String::new(),
            category: self.say(category, &[]),
            series: Vec::new(),
            rows: Vec::new(),
            levels: Vec::new(),
            scale: 0,
            facet: None,
            total: 0,
            missing: 0,
            note: String::new(),
        }
    }

    fn series(&self, key: &str, label: Said) -> Series {
        Series { key: key.to_owned(), label: self.say(label, &[]) }
    }

    fn counted_series(&self) -> Series {
        match self.counted {
            Counted::Openings => self.series("openings", ("Orang yang dicari", "People wanted")),
            Counted::Ads => self.series("ads", ("Iklan", "Advertisements")),
        }
    }

    /// Where the vacancies are from, and what they are not.
    fn origin(&self, reference: &Reference) -> String {
        self.say(ORIGIN, &[&words::date(&reference.as_of, self.lang)])
    }

    fn of_what(&self) -> String {
        self.say(
            match self.counted {
                Counted::Openings => (
                    "Yang dihitung adalah orang yang dicari, bukan iklan.",
                    "Counted are people wanted, not advertisements.",
                ),
                Counted::Ads => (
                    "Yang dihitung adalah iklan, bukan orang yang dicari.",
                    "Counted are advertisements, not people wanted.",
                ),
            },
            &[],
        )
    }

    /// How much states nothing; empty where all do.
    fn unstated(&self, what: Said, missing: u64, all: u64) -> String {
        if missing == 0 {
            return String::new();
        }
        let share = words::percent(missing, all.max(missing));
        let what = self.say(what, &[]);
        self.say(UNSTATED, &[&share, &self.counted(missing), &what])
    }

    /// That a chosen value does not narrow its own chart; empty where none is chosen.
    fn unnarrowed(&self, facet: &str, category: &str) -> String {
        if self.chosen(facet).is_empty() { String::new() } else { self.say(UNNARROWED, &[category]) }
    }

    /// The day the snapshot speaks for.
    fn as_of(&self, reference: &Reference) -> i32 {
        day::parse(&reference.as_of).unwrap_or(self.today)
    }
}

const ORIGIN: Said = (
    "Lowongan daring yang dilaporkan per {0}, bukan seluruh pasar kerja.",
    "Online vacancies reported as of {0}, not the whole labour market.",
);
const UNSTATED: Said = ("Untuk {0} ({1}), {2} tidak disebut.", "For {0} ({1}), no {2} is stated.");
const UNNARROWED: Said = (
    "Pilihan Anda pada {0} tidak menyaring grafik ini, agar yang lain tetap terlihat.",
    "Your choice of {0} does not narrow this chart, so that the others stay in sight.",
);
const NOTHING: Said = ("Tidak ada lowongan yang cocok.", "No vacancies match.");
const SILENT: Said = ("Lowongan yang cocok tidak menyebut {0}.", "The vacancies that match state no {0}.");

/// Sentences one after the other, without the empty ones.
fn note(sentences: &[String]) -> String {
    let mut note = String::new();
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        if !note.is_empty() {
            note.push(' ');
        }
        note.push_str(sentence);
    }
    note
}

fn sum(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, u64::saturating_add)
}

/// `n` of `whole` as a share, 0 to 1; `None` of nothing.
fn share(n: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| (n as f64 / whole as f64).min(1.0))
}

/// The measure a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "camelCase")]
pub enum ChartKind {
    /// People wanted by occupation.
    Occupation,
    /// People wanted by province.
    Province,
    /// Pay stated, by occupation.
    Pay,
    /// Openings for each active seeker, by occupation.
    Tightness,
    /// People wanted by the month of the advertisement.
    Trend,
    /// Skills, tools and papers asked, as a must or a plus.
    Skills,
    /// Schooling asked beside the schooling of active seekers.
    Education,
    /// Openings a year beside places a year in training, by occupation.
    Training,
    /// People wanted by the age of the advertisement.
    Age,
    /// People wanted by the days left to apply.
    Closing,
    /// Employers that want most people.
    Employers,
    /// People wanted by study field.
    Field,
    /// People wanted by portal.
    Source,
    /// People wanted by experience asked.
    Experience,
    /// People wanted by type of employment.
    EmploymentType,
    /// People wanted by where the work is done.
    WorkMode,
    /// People wanted by the schooling asked.
    EducationAsked,
    /// Active seekers by schooling: whom an employer can hope for.
    Seekers,
    /// What suits a person before and after a change; counts of people are all it is made of, by [`change`].
    #[cfg_attr(feature = "cli", value(skip))]
    Change,
}

impl ChartKind {
    /// Every measure of the market.
    pub const ALL: [Self; 18] = [
        Self::Occupation,
        Self::Province,
        Self::Pay,
        Self::Tightness,
        Self::Trend,
        Self::Skills,
        Self::Education,
        Self::Training,
        Self::Age,
        Self::Closing,
        Self::Employers,
        Self::Field,
        Self::Source,
        Self::Experience,
        Self::EmploymentType,
        Self::WorkMode,
        Self::EducationAsked,
        Self::Seekers,
    ];
}

/// What is counted of the demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "camelCase")]
pub enum Counted {
    /// People wanted.
    #[default]
    Openings,
    /// Advertisements, whatever the number of people they want.
    Ads,
}

/// What is asked of a measure; `Asked` of `charts.d.ts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// The measure.
    pub kind: ChartKind,
    /// Language of all its texts; the cubes and the reference should speak it, too.
    #[serde(default)]
    pub lang: Lang,
    /// The filters of the query that the cubes were counted with.
    #[serde(default)]
    pub filters: BTreeMap<String, Vec<String>>,
    /// What to count; ratios, pay and training have units of their own.
    #[serde(default)]
    pub counted: Counted,
    /// Today, days since 1970-01-01; counts only where the snapshot's own date cannot be read.
    #[serde(default)]
    pub today: i32,
    /// Pay the visitor hopes for, IDR a month.
    #[serde(default)]
    pub wish: Option<u32>,
}

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// A bar a row: one series.
    Bars,
    /// A bar a row, of addends: two or more series.
    Stack,
    /// Two bars a row to compare: two series.
    Pairs,
    /// A bar over the middle half with a dot at the median: series lower quartile, median, upper quartile.
    Spread,
    /// A tile a province, by steps of colour: one series; keys are province codes.
    Tiles,
    /// The provinces where they are, otherwise as tiles.
    Map,
    /// Points joined in the order of the rows: one to three series.
    Line,
}

/// What a value counts, and so how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// People or things: `12.345`.
    Count,
    /// IDR a month: `Rp3,2 jt`.
    Rupiah,
    /// Parts of a thousand: `125` is 12,5 %.
    Permille,
}

/// A column of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// What exports carry: `openings`, `median`.
    pub key: String,
    /// What screens show.
    pub label: String,
}

/// A line across all rows to hold values against, such as the minimum wage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What screens show.
    pub label: String,
    /// In the chart's unit.
    pub value: u64,
}

/// The numbers behind a chart with the words that go with them; `ChartData` of `types.d.ts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChartData {
    /// The measure.
    pub kind: ChartKind,
    /// How it is drawn.
    pub form: Form,
    /// Unit of every value.
    pub unit: Unit,
    /// Language of every text here, and of the numbers beside the bars.
    #[serde(default)]
    pub lang: Lang,
    /// The question the chart answers.
    pub title: String,
    /// The finding, one sentence.
    pub sentence: String,
    /// Heading of the category column.
    pub category: String,
    /// Headings of the value columns, in the order of [`Row::values`].
    pub series: Vec<Series>,
    /// Categories in the order shown; empty where nothing was found.
    pub rows: Vec<Row>,
    /// Lines to hold the rows against, such as the minimum wage or the visitor's own wish.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// A value that the axis must reach even where no row does: charts side by side are drawn to one scale.
    #[serde(default)]
    pub scale: u64,
    /// Key of the facet whose values the rows' keys are; absent where a row is no filter.
    #[serde(default)]
    pub facet: Option<String>,
    /// Sum of the first series over all rows, where that means anything; people wanted as a rule.
    pub total: u64,
    /// What states no category; not in `total`.
    pub missing: u64,
    /// How to read it, source, date and gaps, for the small print.
    pub note: String,
}

/// A category, and one line of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What filters carry, or [`OTHER`].
    pub key: String,
    /// What screens show.
    pub label: String,
    /// A value a series; `None` where it is not known or held back for being small.
    pub values: Vec<Option<u64>>,
    /// Share of [`ChartData::total`], 0 to 1, where that means anything.
    #[serde(default)]
    pub share: Option<f64>,
    /// Advertisements behind the values, where they are not counts of them.
    #[serde(default)]
    pub n: Option<u64>,
    /// What else is to be said of this row, such as the level a ratio fell back to.
    #[serde(default)]
    pub remark: Option<String>,
}

impl Row {
    /// The first value; 0 where it is not known.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.values.first().copied().flatten().unwrap_or(0)
    }
}
