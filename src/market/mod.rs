//! What the vacancies found say about the market: where people are wanted, what is asked.
//!
//! A measure takes counts by category and gives a [`ChartData`]: the rows, the question
//! they answer, the finding in one sentence and the note that keeps it honest. The bars,
//! the table beside them and the sentence above come from these same numbers. Nothing
//! here draws, reads a snapshot or knows a browser.
//!
//! The unit is people wanted (openings), not advertisements: one advertisement for
//! fifty drivers counts fifty. What a vacancy leaves out is never spread over the
//! categories; it is counted apart, as [`ChartData::missing`].
//!
//! # Overview
//!
//! * [`tally`] sums openings by code over the rows found.
//! * [`demand_by_province`] ranks places, [`education_asked`] follows the ladder.
//! * [`words`] writes numbers as each language does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::{code::Lang, day};
use words::{Said, count, say};

mod csv;
mod cube;
mod demand;
mod pay;
mod seekers;
mod training;
mod trend;
pub mod words;

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
pub fn needs(kind: ChartKind) -> Vec<CubeBy> {
    let all = |by: &[&str]| CubeBy { by: by.iter().map(|key| (*key).to_owned()).collect(), most: 0, pay: false };
    match kind {
        ChartKind::Pay => [&["occupation"][..], &[]].map(|by| CubeBy { pay: true, ..all(by) }).into(),
        ChartKind::Tightness => {
            vec![all(&["occupation", "regency"]), all(&["occupation", "province"]), all(&["occupation_unit"])]
        }
        ChartKind::Trend => vec![all(&["month"]), all(&["month", "source"])],
        ChartKind::Skills => vec![CubeBy { most: LISTED as u32, ..all(&["requirement"]) }],
        ChartKind::Education => vec![all(&["education"])],
        ChartKind::Training => vec![all(&["occupation", "posted_within"])],
        ChartKind::Seekers => Vec::new(),
        kind => {
            demand::dimension(kind).map(|own| CubeBy { most: own.most, ..all(&[own.facet]) }).into_iter().collect()
        }
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
    for (at, by) in needs(asked.kind).iter().enumerate() {
        sound.push(cubes.get(at).filter(|cube| cube.answers(by)).unwrap_or(&nothing));
    }
    match (asked.kind, &sound[..]) {
        (ChartKind::Pay, [by_occupation, all]) => pay::pay(asked, by_occupation, all, reference),
        (ChartKind::Tightness, [regencies, provinces, units]) => {
            seekers::tightness(asked, [*regencies, *provinces, *units], reference)
        }
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
const SILENT: Said =
    ("Lowongan yang cocok tidak menyebut {0}.", "The vacancies that match state no {0}.");

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

/// Openings by category code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Openings at each code; index 0 holds what states no category.
    pub by_code: Vec<u64>,
}

impl Tally {
    /// Openings of the rows that state no category.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.by_code.first().copied().unwrap_or(0)
    }

    /// The codes that occur, ascending, with their openings.
    pub fn stated(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        (0..).zip(&self.by_code).skip(1).filter(|(_, n)| **n > 0).map(|(code, n)| (code, *n))
    }
}

/// Sums openings by code over `(code, openings)` rows. `codes` is the number of codes,
/// 0 ("not stated") among them; a code outside the list counts as not stated.
#[must_use]
pub fn tally(rows: impl Iterator<Item = (u32, u32)>, codes: usize) -> Tally {
    let mut by_code = vec![0; codes.max(1)];
    for (code, openings) in rows {
        let at = if (code as usize) < by_code.len() { code as usize } else { 0 };
        by_code[at] += u64::from(openings);
    }
    Tally { by_code }
}

/// A category with its openings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category<'a> {
    /// What filters carry: a province code (`32`) or a rung of the ladder (`3`).
    pub key: &'a str,
    /// What screens show.
    pub label: String,
    /// People wanted.
    pub value: u64,
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
}

impl ChartKind {
    /// Every measure.
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

/// People wanted by province: most first, the first ten by name and the rest in a last row.
///
/// `missing` counts people wanted where no province is stated; `as_of` is the snapshot's
/// ISO date. Categories nobody is wanted in are left out. Eleven are all listed, for a
/// row that gathers one category would only hide its name.
#[must_use]
pub fn demand_by_province(mut categories: Vec<Category>, missing: u64, as_of: &str, lang: Lang) -> ChartData {
    categories.retain(|c| c.value > 0);
    crate::order::sort_by(&mut categories, |a, b| b.value.cmp(&a.value).then_with(|| a.key.cmp(b.key)));
    let rest = if categories.len() > LISTED + 1 { categories.split_off(LISTED) } else { Vec::new() };
    let other = (!rest.is_empty()).then(|| Category {
        key: OTHER,
        label: match lang {
            Lang::Id => format!("Lainnya ({} provinsi)", rest.len()),
            Lang::En => format!("Others ({} provinces)", rest.len()),
        },
        value: rest.iter().map(|c| c.value).sum(),
    });
    chart(ChartKind::Province, categories, other, missing, as_of, lang)
}

/// People wanted by the lowest schooling asked, in the order of the ladder; every rung that
/// occurs. `missing` and `as_of` as in [`demand_by_province`]; keys are the rungs, `0` to `10`.
#[must_use]
pub fn education_asked(mut categories: Vec<Category>, missing: u64, as_of: &str, lang: Lang) -> ChartData {
    categories.retain(|c| c.value > 0);
    let rung = |c: &Category| c.key.parse().unwrap_or(u8::MAX);
    crate::order::sort_by(&mut categories, |a, b| (rung(a), a.key).cmp(&(rung(b), b.key)));
    chart(ChartKind::EducationAsked, categories, None, missing, as_of, lang)
}

fn chart(
    kind: ChartKind,
    listed: Vec<Category>,
    other: Option<Category>,
    missing: u64,
    as_of: &str,
    lang: Lang,
) -> ChartData {
    let total = listed.iter().chain(&other).map(|c| c.value).sum();
    let (title, category) = match kind {
        ChartKind::Province => {
            (lang.pick("Di mana lowongannya?", "Where are the openings?"), lang.pick("Provinsi", "Province"))
        }
        _ => (
            lang.pick("Pendidikan apa yang diminta?", "What education is asked for?"),
            lang.pick("Pendidikan", "Education"),
        ),
    };
    ChartData {
        kind,
        form: Form::Bars,
        unit: Unit::Count,
        lang,
        title: title.into(),
        sentence: sentence(kind, &listed, total, missing, lang),
        category: category.into(),
        series: vec![Series { key: "openings".into(), label: lang.pick("Orang yang dicari", "People wanted").into() }],
        rows: listed
            .into_iter()
            .chain(other)
            .map(|c| Row {
                key: c.key.into(),
                label: c.label,
                values: vec![Some(c.value)],
                share: Some(c.value as f64 / total as f64),
                n: None,
                remark: None,
            })
            .collect(),
        levels: Vec::new(),
        facet: Some(match kind {
            ChartKind::Province => "province".into(),
            _ => "education".into(),
        }),
        total,
        missing,
        note: note(kind, missing, as_of, lang),
    }
}

/// The finding: the leading category, all of them where several lead, or that there is none.
fn sentence(kind: ChartKind, listed: &[Category], total: u64, missing: u64, lang: Lang) -> String {
    let Some(most) = listed.iter().map(|c| c.value).max() else {
        return match (kind, missing) {
            (_, 0) => lang.pick("Tidak ada lowongan yang cocok.", "No vacancies match."),
            (ChartKind::Province, _) => {
                lang.pick("Lowongan yang cocok tidak menyebut provinsi.", "The vacancies that match state no province.")
            }
            (_, _) => lang
                .pick("Lowongan yang cocok tidak menyebut pendidikan.", "The vacancies that match state no education."),
        }
        .into();
    };
    let leaders: Vec<&str> = listed.iter().filter(|c| c.value == most).map(|c| c.label.as_str()).collect();
    let who = match (leaders.len(), kind) {
        (..=3, _) => words::list(&leaders, lang),
        (n, ChartKind::Province) => format!("{n} {}", lang.pick("provinsi", "provinces")),
        (n, _) => format!("{n} {}", lang.pick("jenjang", "levels")),
    };
    let each = match (leaders.len(), lang) {
        (1, _) => "",
        (_, Lang::Id) => "masing-masing ",
        (_, Lang::En) => "each ",
    };
    let of = format!("{} {} {}", words::count(most, lang), lang.pick("dari", "of"), words::count(total, lang));
    let share = words::percent(most, total);
    match (kind, lang) {
        (ChartKind::Province, Lang::Id) => format!("Paling banyak dicari di {who}: {each}{of} orang ({share})."),
        (ChartKind::Province, Lang::En) => format!("The most people are wanted in {who}: {each}{of} ({share})."),
        (_, Lang::Id) => format!("Paling sering diminta {who}: {each}untuk {of} orang ({share})."),
        (_, Lang::En) => {
            format!("Asked for most often: {who}, {each}for {of} people wanted ({share}).")
        }
    }
}

fn note(kind: ChartKind, missing: u64, as_of: &str, lang: Lang) -> String {
    let date = day::parse(as_of).map_or_else(|| as_of.to_owned(), |day| day::words(day, lang));
    let mut note = match lang {
        Lang::Id => format!(
            "Lowongan daring yang dilaporkan per {date}, bukan seluruh pasar kerja. \
             Yang dihitung adalah orang yang dicari, bukan iklan."
        ),
        Lang::En => format!(
            "Online vacancies reported as of {date}, not the whole labour market. \
             Counted are people wanted, not advertisements."
        ),
    };
    if missing > 0 {
        let n = words::count(missing, lang);
        note += &match (kind, lang) {
            (ChartKind::Province, Lang::Id) => format!(" Untuk {n} orang, provinsi tidak disebut."),
            (ChartKind::Province, Lang::En) => format!(" For {n} more, no province is stated."),
            (_, Lang::Id) => format!(" Untuk {n} orang, pendidikan tidak disebut."),
            (_, Lang::En) => format!(" For {n} more, no education is stated."),
        };
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[(&'static str, &str, u64)]) -> Vec<Category<'static>> {
        values.iter().map(|&(key, label, value)| Category { key, label: label.into(), value }).collect()
    }

    #[test]
    fn openings_are_summed_by_code_and_strange_codes_count_as_not_stated() {
        let rows = [(1, 5), (0, 2), (3, 1), (1, 4_000_000_000), (9, 7), (1, 4_000_000_000)];
        let tally = tally(rows.into_iter(), 4);
        assert_eq!(tally.by_code, [9, 8_000_000_005, 0, 1]);
        assert_eq!(tally.missing(), 9);
        assert_eq!(tally.stated().collect::<Vec<_>>(), [(1, 8_000_000_005), (3, 1)]);
    }

    #[test]
    fn an_empty_code_list_still_holds_what_is_not_stated() {
        assert_eq!(tally([(4, 3)].into_iter(), 0).missing(), 3);
        assert_eq!(Tally::default().missing(), 0);
    }

    #[test]
    fn provinces_stand_most_first_and_the_sentence_names_the_leader() {
        let data = demand_by_province(
            some(&[("31", "Jakarta", 1_000), ("32", "Jawa Barat", 3_000), ("51", "Bali", 0)]),
            1_500,
            "2026-11-24",
            Lang::Id,
        );
        let labels: Vec<_> = data.rows.iter().map(|r| (r.label.as_str(), r.share.unwrap())).collect();
        assert_eq!(labels, [("Jawa Barat", 0.75), ("Jakarta", 0.25)]);
        assert_eq!((data.total, data.missing), (4_000, 1_500));
        assert_eq!(data.title, "Di mana lowongannya?");
        assert_eq!(data.sentence, "Paling banyak dicari di Jawa Barat: 3.000 dari 4.000 orang (75%).");
        assert_eq!(
            data.note,
            "Lowongan daring yang dilaporkan per 24 November 2026, bukan seluruh pasar kerja. Yang dihitung \
             adalah orang yang dicari, bukan iklan. Untuk 1.500 orang, provinsi tidak disebut."
        );
    }

    #[test]
    fn provinces_after_the_tenth_are_gathered_last_and_nothing_is_lost() {
        let keys: Vec<String> = (11..=48).map(|n| n.to_string()).collect();
        let all = |n: usize| -> Vec<Category> {
            let values = (1..).zip(&keys[..n]);
            values.map(|(value, key)| Category { key, label: format!("P{key}"), value }).collect()
        };
        let data = demand_by_province(all(38), 0, "2026-11-24", Lang::En);
        assert_eq!(data.rows.len(), 11);
        assert_eq!(data.rows[0].value(), 38);
        assert_eq!((data.rows[10].key.as_str(), data.rows[10].label.as_str()), (OTHER, "Others (28 provinces)"));
        assert_eq!(data.rows.iter().map(|r| r.value()).sum::<u64>(), data.total);
        assert_eq!(data.total, 38 * 39 / 2);
        assert!((data.rows.iter().map(|r| r.share.unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(data.sentence.contains("P48"), "{}", data.sentence);
        assert!(!data.note.contains("stated"), "{}", data.note);

        assert_eq!(demand_by_province(all(11), 0, "", Lang::Id).rows.last().unwrap().label, "P11");
        assert_eq!(demand_by_province(all(12), 0, "", Lang::Id).rows.last().unwrap().label, "Lainnya (2 provinsi)");
    }

    #[test]
    fn provinces_that_want_as_many_are_ordered_by_code() {
        let data = demand_by_province(some(&[("51", "Bali", 2), ("11", "Aceh", 2)]), 0, "", Lang::Id);
        assert_eq!(data.rows[0].label, "Aceh");
        assert_eq!(data.sentence, "Paling banyak dicari di Aceh dan Bali: masing-masing 2 dari 4 orang (50%).");
    }

    #[test]
    fn a_tie_of_many_is_counted_rather_than_listed() {
        let four = some(&[("11", "A", 1), ("12", "B", 1), ("13", "C", 1), ("14", "D", 1)]);
        let data = demand_by_province(four, 0, "", Lang::En);
        assert_eq!(data.sentence, "The most people are wanted in 4 provinces: each 1 of 4 (25%).");
    }

    #[test]
    fn education_follows_the_ladder_not_the_counts_nor_the_letters() {
        let rungs = some(&[("10", "S3", 1), ("7", "S1/D4", 40), ("2", "SMP", 9), ("3", "SMA/SMK", 50)]);
        let data = education_asked(rungs, 0, "2026-11-24", Lang::En);
        let keys: Vec<_> = data.rows.iter().map(|r| r.key.as_str()).collect();
        assert_eq!(keys, ["2", "3", "7", "10"]);
        assert_eq!(data.sentence, "Asked for most often: SMA/SMK, for 50 of 100 people wanted (50%).");
    }

    #[test]
    fn nothing_found_and_nothing_stated_are_told_apart() {
        let nothing = demand_by_province(Vec::new(), 0, "2026-11-24", Lang::Id);
        assert_eq!(nothing.sentence, "Tidak ada lowongan yang cocok.");
        assert!(nothing.rows.is_empty());
        let silent = education_asked(some(&[("3", "SMA/SMK", 0)]), 12, "2026-11-24", Lang::En);
        assert_eq!(silent.sentence, "The vacancies that match state no education.");
        assert!(silent.note.ends_with("For 12 more, no education is stated."));
        assert_eq!(silent.total, 0);
    }

    #[test]
    fn chart_data_travels_as_the_page_declares_it() {
        let data = education_asked(some(&[("3", "SMA/SMK", 2)]), 1, "2026-11-24", Lang::En);
        let json = serde_json::to_value(&data).unwrap();
        assert_eq!(json["kind"], "education");
        assert_eq!(json["lang"], "en");
        assert_eq!(
            json["rows"][0],
            serde_json::json!({
                "key": "3", "label": "SMA/SMK", "values": [2], "share": 1.0, "n": null, "remark": null
            })
        );
        assert_eq!(serde_json::from_value::<ChartData>(json).unwrap(), data);
    }
}
