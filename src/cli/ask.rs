//! `padan search` and `padan match`: ask a snapshot.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use super::{Usage, day, grouped, lang, print_json};
use crate::query::{Answer, Engine, Query, Sort};
use crate::record::Profile;
use crate::record::code::Lang;
use crate::record::limits::{Person, Sex};
use crate::snapshot::Folder;

/// Find vacancies by words and filters.
///
/// Every word must be found: in the title, among the requirements, in the employer's name, or as a
/// place, schooling or kind of employment; as it stands, by its root, a synonym or, where it is
/// rare, a slip of the finger. The last word may be a beginning; "a phrase" stands together,
/// -word is left out. Values of one filter are alternatives, filters of different keys must all hold; `none` stands for "not stated".
/// A facet's counts ignore its own filter.
///
///   padan search snapshot "sopir truk" --filter province=32 --filter province=31 --sort pay
///   padan search snapshot --filter education=7 --filter employment_type=internship --json
///
/// Filter keys: province, regency (Kemendagri codes), occupation (2 digits of KBJI), field,
/// education (0-10), experience (0, 12, 36, 60, more), employment_type, work_mode, employer,
/// employer_kind, pay (IDR a month at least), pay_stated, posted_within (1, 3, 7, 14, 30 days),
/// open, disability, source, verification.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Search {
    #[command(flatten)]
    question: Question,
}

/// Rank vacancies for a profile.
///
/// The profile is JSON (docs/schema/profile.schema.json), for example
///   {"targets": [{"occupation": "8332"}], "education": 3, "home": "3216", "skills": ["SIM B1"]}
/// Each hit carries its fit (0-10,000) and the parts that add up to it.
///
///   padan match snapshot --profile me.json "sopir" --filter province=32
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Match {
    /// Profile, a JSON file
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    #[command(flatten)]
    question: Question,
}

#[derive(clap::Args)]
pub(super) struct Question {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[command(flatten)]
    filter: Filter,
    /// Order of hits
    #[arg(long, value_enum)]
    sort: Option<Sort>,
    /// Region code distances are measured from
    #[arg(long, value_name = "CODE")]
    near: Option<String>,
    /// Hits to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Hits to skip
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: u32,
    /// Most values to list of a facet, 0 for all (10 for people, all as JSON where left out)
    #[arg(long, value_name = "N")]
    facet_limit: Option<u32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Which vacancies; shared by the verbs that ask.
#[derive(clap::Args)]
pub(super) struct Filter {
    /// Words to find
    #[arg(value_name = "WORDS", allow_hyphen_values = true)]
    words: Option<String>,
    /// Find words only as they stand: no roots, synonyms or slips
    #[arg(long)]
    exact: bool,
    /// Keep only vacancies with this value; repeat for alternatives or more keys
    #[arg(long = "filter", value_name = "KEY=VALUE")]
    filters: Vec<String>,
    /// Keep only vacancies that ask this skill, tool or paper; repeat for alternatives
    #[arg(long, value_name = "SKILL")]
    asks: Vec<String>,
    /// Hide vacancies whose stated limits exclude a person of this age; changes no score and no order
    #[arg(long, value_name = "YEARS")]
    age: Option<u8>,
    /// Hide vacancies whose stated limits exclude a person of this sex, likewise
    #[arg(long, value_enum)]
    sex: Option<Sex>,
    /// Today, for ages and closing days; the snapshot's day where left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<i32>,
    /// Language of labels: id or en
    #[arg(long, value_parser = lang, default_value = "id")]
    pub lang: Lang,
}

impl Filter {
    /// The query these arguments make.
    pub fn query(&self) -> Result<Query> {
        let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for filter in &self.filters {
            let (key, value) = filter
                .split_once('=')
                .ok_or_else(|| Usage(format!("--filter {filter:?} found, KEY=VALUE expected, as in province=32")))?;
            filters.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        Ok(Query {
            text: self.words.clone().unwrap_or_default(),
            exact: self.exact,
            filters,
            asks: self.asks.clone(),
            admits: (self.age.is_some() || self.sex.is_some()).then_some(Person { age: self.age, sex: self.sex }),
            today: self.today,
            lang: self.lang,
            ..Query::default()
        })
    }
}

/// Runs `padan search`.
pub fn search(args: &Search) -> Result<()> {
    ask(&args.question, None)
}

/// Runs `padan match`.
pub fn match_profile(args: &Match) -> Result<()> {
    ask(&args.question, Some(&profile(&args.profile)?))
}

/// Reads a profile.
pub(super) fn profile(path: &Path) -> Result<Profile> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the profile {shown}"))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{shown} is not a profile; see docs/schema/profile.schema.json"))
}

fn ask(question: &Question, profile: Option<&Profile>) -> Result<()> {
    let folder = Folder::open(&question.folder)?;
    let ids = folder.ids()?;
    let engine = Engine::new(folder.snapshot);
    let query = Query {
        sort: question.sort.or(profile.map(|_| Sort::Match)),
        near: question.near.clone(),
        limit: question.limit,
        offset: question.offset,
        facet_limit: question.facet_limit.unwrap_or(if question.json { 0 } else { 10 }),
        ..question.filter.query()?
    };
    let start = Instant::now();
    let mut answer = engine.query(&query, profile)?;
    answer.micros = start.elapsed().as_micros() as u64;
    for hit in &mut answer.hits {
        hit.id = Some(ids[hit.row as usize].clone());
    }
    if question.json { print_json(&answer) } else { print(&answer, query.lang) }
}

fn print(answer: &Answer, lang: Lang) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} {}, {} {} ({} µs)",
        grouped(answer.total.into()),
        lang.pick("lowongan", "vacancies"),
        grouped(answer.openings),
        lang.pick("orang dicari", "people wanted"),
        grouped(answer.micros)
    )?;
    for term in answer.text.iter().filter(|term| term.read_as.is_some()) {
        let (asked, read) = (&term.asked, term.read_as.as_deref().unwrap_or_default());
        match lang {
            Lang::Id => writeln!(out, "menampilkan hasil untuk \"{read}\" (diketik: {asked}; --exact mencari persis)")?,
            Lang::En => writeln!(out, "showing results for \"{read}\" (typed: {asked}; --exact looks for that)")?,
        }
    }
    let unstated = lang.pick("tidak disebut", "not stated");
    for hit in &answer.hits {
        let parts: Vec<String> =
            hit.parts.iter().filter_map(|(part, points)| Some(format!("{part} {}", (*points)?))).collect();
        writeln!(out)?;
        writeln!(out, "{}  {}", hit.title, hit.id.as_deref().unwrap_or_default())?;
        writeln!(
            out,
            "  {} · {}",
            hit.employer.as_deref().unwrap_or(unstated),
            hit.region.as_deref().unwrap_or(unstated)
        )?;
        if !parts.is_empty() {
            writeln!(out, "  {} = {}", hit.score, parts.join(" + "))?;
        }
    }
    for (key, values) in &answer.facets {
        let listed = values.iter().filter(|value| value.count > 0 || value.selected);
        let listed: Vec<String> = listed
            .map(|value| {
                let mark = if value.selected { "*" } else { "" };
                let code = if value.label == value.value { String::new() } else { format!(" [{}]", value.value) };
                format!("{mark}{}{code} {}", value.label, grouped(value.count.into()))
            })
            .collect();
        if !listed.is_empty() {
            writeln!(out, "\n{key}: {}", listed.join(" · "))?;
        }
    }
    if !answer.relax.is_empty() {
        let gains: Vec<String> = answer
            .relax
            .iter()
            .map(|relax| {
                let what = match (&relax.words, &relax.label) {
                    (Some(words), _) => words.clone(),
                    (None, Some(wider)) => format!("{}: {wider}", relax.key),
                    (None, None) => relax.key.clone(),
                };
                format!("{what} +{}", grouped(relax.gain.into()))
            })
            .collect();
        writeln!(out, "\n{}: {}", lang.pick("tanpa saringan", "without the filter"), gains.join(" · "))?;
    }
    Ok(())
}
