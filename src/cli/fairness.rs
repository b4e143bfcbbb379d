//! `padan audit-fairness`: what pairs of people with the same skills are shown.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::{grouped, print_json};
use crate::query::{Engine, Query, Sort};
use crate::record::code::{Education, Lang};
use crate::record::{Experience, Profile, Target};
use crate::snapshot::{ColumnId, Folder, ListId};

/// Compare what pairs of made-up people are shown who differ in what should not matter.
///
/// For the commonest occupations of a snapshot, two people with the same skills, schooling and wishes are made who
/// differ in one thing: study fields that mostly women or mostly men choose, a short or a long working life, years since
/// the last job, a home in the city or in the regency of the same province with fewest vacancies. What each is
/// shown first is compared: pay, requirements met, and how many vacancies are open to them. Differences over 10 % are marked.
/// Homes differ because places do: that pair is reported for information.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Occupations compared, the commonest first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    occupations: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Vacancies looked at from the top.
const SHOWN: u32 = 20;
/// Difference that is marked, percent.
const MARKED: f64 = 10.0;

/// What a group of people is shown, over all occupations.
#[derive(Debug, Default, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    /// Median of the most paid by vacancies shown that state pay, IDR a month, mean over occupations.
    pay: f64,
    /// Share of requirements met in the vacancies shown, percent.
    met: f64,
    /// Vacancies that are "almost" or better, mean over occupations.
    open: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Pair {
    /// What the two differ in.
    differ: &'static str,
    people: [&'static str; 2],
    shown: [Shown; 2],
    /// By measure, how far the second is from the first, percent.
    difference: BTreeMap<&'static str, f64>,
    /// Measures that differ by more than 10 %.
    marked: Vec<&'static str>,
    /// Whether a difference is a finding: homes differ because places do.
    finding: bool,
}

/// Runs `padan audit-fairness`.
pub fn run(args: &Args) -> Result<()> {
    let engine = Engine::new(Folder::open(&args.folder)?.snapshot);
    let people = people(&engine, args.occupations);
    let (city, country) = homes(&engine);
    let fields = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let women = fields(&["Tata Busana", "Keperawatan", "Administrasi Perkantoran", "Kebidanan"]);
    let men = fields(&["Teknik Mesin", "Teknik Otomotif", "Teknik Elektro", "Teknik Sipil"]);
    let pair = |differ, names, finding, change: &dyn Fn(&Profile, bool) -> Profile| {
        let shown =
            [false, true].map(|second| shown(&engine, people.iter().map(|person| change(person, second)).collect()));
        compare(differ, names, shown, finding)
    };
    let pairs = vec![
        pair("study fields", ["chosen mostly by women", "chosen mostly by men"], true, &|person, second| Profile {
            fields: if second { men.clone() } else { women.clone() },
            ..person.clone()
        }),
        pair("working life", ["20 years", "3 years"], true, &|person, second| {
            history(person, if second { 36 } else { 240 }, 0)
        }),
        pair("since the last job", ["none", "2 years"], true, &|person, second| {
            history(person, 36, if second { 2 } else { 0 })
        }),
        pair("home", ["where most vacancies are", "where fewest are"], false, &|person, second| Profile {
            home: Some(if second { country.clone() } else { city.clone() }),
            ..person.clone()
        }),
    ];
    if args.json {
        return print_json(&pairs);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} occupations, the first {SHOWN} vacancies of each person\n", people.len())?;
    for Pair { differ, people, shown, difference, marked, finding } in &pairs {
        writeln!(out, "{differ}{}", if *finding { "" } else { " (for information)" })?;
        for (name, Shown { pay, met, open }) in people.iter().zip(shown) {
            writeln!(
                out,
                "  {name}: pay {}, requirements met {met:.1} %, open {open:.1}",
                grouped(pay.round() as u64)
            )?;
        }
        let said: Vec<String> = difference.iter().map(|(measure, by)| format!("{measure} {by:+.1} %")).collect();
        let mark =
            if marked.is_empty() { String::new() } else { format!("  <- over {MARKED} %: {}", marked.join(", ")) };
        writeln!(out, "  difference: {}{mark}\n", said.join(", "))?;
    }
    Ok(())
}

/// One person for each of the commonest occupations, with what its vacancies ask most.
fn people(engine: &Engine, most: usize) -> Vec<Profile> {
    let snapshot = engine.snapshot();
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..snapshot.rows() {
        if let Some(code) = snapshot.text(ColumnId::Occupation, row).and_then(|code| code.get(..4)) {
            rows.entry(code).or_default().push(row);
        }
    }
    let mut common: Vec<(&str, Vec<usize>)> = rows.into_iter().collect();
    common.sort_by_key(|(code, rows)| (std::cmp::Reverse(rows.len()), *code));
    let (musts, dict) = (snapshot.list(ListId::Musts), snapshot.dict(ListId::Musts));
    let person = |(code, rows): (&str, Vec<usize>)| {
        let mut asked: BTreeMap<u32, u32> = BTreeMap::new();
        let mut rungs: BTreeMap<i64, u32> = BTreeMap::new();
        for &row in &rows {
            musts.codes(row).for_each(|code| *asked.entry(code).or_default() += 1);
            snapshot.int(ColumnId::Education, row).into_iter().for_each(|rung| *rungs.entry(rung).or_default() += 1);
        }
        let mut asked: Vec<(u32, u32)> = asked.into_iter().collect();
        asked.sort_by_key(|&(code, rows)| (std::cmp::Reverse(rows), code));
        let label = |&(code, _): &(u32, u32)| Some(dict.text(code)?.split_once('/')?.1.to_owned());
        Profile {
            targets: vec![Target { occupation: code.to_owned() }],
            history: vec![Experience { occupation: code.to_owned(), months: 36, years_ago: 0 }],
            education: rungs.into_iter().max_by_key(|&(_, rows)| rows).and_then(|(rung, _)| Education::new(rung as u8)),
            skills: asked.iter().take(5).filter_map(label).collect(),
            ..Profile::default()
        }
    };
    common.into_iter().take(most).map(person).collect()
}

/// The regency with most vacancies, and the one of its province with fewest.
fn homes(engine: &Engine) -> (String, String) {
    let snapshot = engine.snapshot();
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for row in 0..snapshot.rows() {
        if let Some(code) = snapshot.text(ColumnId::Region, row).and_then(|code| code.get(..4)) {
            *rows.entry(code).or_default() += 1;
        }
    }
    let city = rows.iter().max_by_key(|&(code, rows)| (rows, std::cmp::Reverse(code))).map_or("3171", |(code, _)| code);
    let around = rows.iter().filter(|(code, _)| code[..2] == city[..2]);
    let country = around.min_by_key(|&(code, rows)| (rows, code)).map_or(city, |(code, _)| code);
    (city.to_owned(), country.to_owned())
}

fn history(person: &Profile, months: u16, years_ago: u8) -> Profile {
    let jobs = person.history.iter().map(|job| Experience { months, years_ago, ..job.clone() });
    Profile { history: jobs.collect(), ..person.clone() }
}

fn shown(engine: &Engine, people: Vec<Profile>) -> Shown {
    let query = Query { sort: Some(Sort::Match), limit: SHOWN, facets: Some(Vec::new()), ..Query::default() };
    let (mut pay, mut paid, mut met, mut asked, mut open) = (0.0, 0u32, 0, 0, 0);
    let count = people.len().max(1) as f64;
    for person in people {
        let Ok(answer) = engine.query(&query, Some(&person)) else { continue };
        let mut stated: Vec<i64> = answer.hits.iter().filter_map(|hit| hit.pay_max.or(hit.pay_min)).collect();
        stated.sort_unstable();
        if let Some(&median) = stated.get(stated.len() / 2) {
            pay += median as f64;
            paid += 1;
        }
        for explanation in answer.hits.iter().filter_map(|hit| engine.explain(hit.row, &person, Lang::Id, None)) {
            met += explanation.met;
            asked += explanation.asked;
        }
        open += engine.what_if(&Query::default(), &Profile::default(), &person).map_or(0, |what| what.opens.vacancies);
    }
    Shown {
        pay: pay / f64::from(paid.max(1)),
        met: f64::from(met) * 100.0 / f64::from(asked.max(1)),
        open: f64::from(open) / count,
    }
}

fn compare(differ: &'static str, people: [&'static str; 2], shown: [Shown; 2], finding: bool) -> Pair {
    let by = |measure: fn(&Shown) -> f64| {
        let [one, other] = [&shown[0], &shown[1]].map(measure);
        if one == 0.0 { 0.0 } else { (other - one) * 100.0 / one }
    };
    let difference: BTreeMap<&'static str, f64> =
        [("pay", by(|shown| shown.pay)), ("requirements met", by(|shown| shown.met)), ("open", by(|shown| shown.open))]
            .into();
    let marked = difference.iter().filter(|(_, by)| by.abs() > MARKED).map(|(&measure, _)| measure).collect();
    Pair { differ, people, shown, difference, marked, finding }
}
