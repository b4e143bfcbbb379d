//! `padan advise`: what would open more vacancies to a person.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::ask::{Filter, profile};
use super::{Usage, grouped, print_json};
use crate::matching::RADIUS_KM;
use crate::query::advice::{Amount, CourseGain, Gap, SkillGain, WhatIf};
use crate::query::{Engine, Query};
use crate::record::Profile;
use crate::record::code::Lang;
use crate::snapshot::Folder;

/// Tell what would open more vacancies to a person.
///
/// Counted over the vacancies that the words and filters find, each number by a full comparison: a
/// vacancy opens where a change lifts it to "almost" or better. Printed are the skills and the
/// courses that open most, courses to take one after the other within so many hours, and what a
/// longer way to work and less pay would open; of one vacancy, what it lacks and who teaches it.
///
///   padan advise snapshot --profile me.json --filter province=32 --hours 240
///   padan advise snapshot --profile me.json --vacancy smp-0000017
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    filter: Filter,
    /// Profile, a JSON file
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    /// Tell of one vacancy, by its id or its row
    #[arg(long, value_name = "ID")]
    vacancy: Option<String>,
    /// Hours of training the plan may take
    #[arg(long, value_name = "N", default_value_t = 240)]
    hours: u32,
    /// Skills and courses to list
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is printed where no vacancy is named.
#[derive(Serialize)]
struct Advice {
    skills: Vec<SkillGain>,
    courses: Vec<CourseGain>,
    plan: Vec<CourseGain>,
    changes: Vec<Change>,
}

/// A wider choice, and what it opens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    radius_km: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum_pay: Option<u32>,
    what_if: WhatIf,
}

/// Km farther and IDR a month less, as the page offers them.
const FARTHER: [u16; 2] = [20, 60];
const LESS: [u32; 2] = [500_000, 1_000_000];

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let profile = profile(&args.profile)?;
    let query = args.filter.query()?;
    let folder = Folder::open(&args.folder)?;
    let ids = folder.ids()?;
    let engine = Engine::new(folder.snapshot);
    let Some(vacancy) = &args.vacancy else {
        let advice = advice(&engine, &query, &profile, args)?;
        return if args.json { print_json(&advice) } else { print(&advice, args) };
    };
    let row = ids.iter().position(|id| id == vacancy).or_else(|| vacancy.parse().ok());
    let today = query.today.unwrap_or(engine.snapshot().meta.about.as_of);
    let gaps = row.and_then(|row| engine.gaps(row as u32, &profile, today)).ok_or_else(|| {
        let rows = ids.len();
        Usage(format!("vacancy {vacancy:?} found, an id or a row below {rows} expected. `padan search` lists ids"))
    })?;
    if args.json { print_json(&gaps) } else { print_gaps(&gaps, query.lang) }
}

fn advice(engine: &Engine, query: &Query, profile: &Profile, args: &Args) -> Result<Advice> {
    let mut changes = Vec::new();
    let mut change = |radius_km: Option<u16>, minimum_pay: Option<u32>| -> Result<()> {
        let changed = Profile {
            radius_km: radius_km.or(profile.radius_km),
            minimum_pay: minimum_pay.or(profile.minimum_pay),
            ..profile.clone()
        };
        let what_if = engine.what_if(query, profile, &changed)?;
        changes.push(Change { radius_km, minimum_pay, what_if });
        Ok(())
    };
    for km in FARTHER.iter().filter(|_| profile.home.is_some()) {
        change(Some(profile.radius_km.unwrap_or(RADIUS_KM).saturating_add(*km)), None)?;
    }
    for less in LESS.iter().filter_map(|less| profile.minimum_pay?.checked_sub(*less)).filter(|&less| less > 0) {
        change(None, Some(less))?;
    }
    Ok(Advice {
        skills: engine.opening_skills(query, profile, args.limit)?,
        courses: engine.opening_courses(query, profile, args.limit)?,
        plan: engine.training_plan(query, profile, args.hours)?,
        changes,
    })
}

fn opens(opens: &Amount, lang: Lang) -> String {
    let (vacancies, wanted) = (grouped(opens.vacancies.into()), grouped(opens.openings));
    match lang {
        Lang::Id => format!("membuka {vacancies} lowongan ({wanted} orang dicari)"),
        Lang::En => format!("opens {vacancies} vacancies ({wanted} people wanted)"),
    }
}

/// Name, place, hours, cost and days of a course.
fn course(gain: &CourseGain, lang: Lang) -> String {
    let own = &gain.course;
    let mut parts = vec![format!("{} ({})", own.name, own.provider.name)];
    parts.extend(gain.region.clone());
    parts.extend(gain.distance_km.map(|km| format!("{km} km")));
    parts.push(format!("{} {}", own.hours, lang.pick("jam pelajaran", "hours")));
    parts.push(match own.cost {
        0 => lang.pick("gratis", "free").to_owned(),
        cost => format!("Rp{}", crate::market::words::count(cost.into(), Lang::Id)),
    });
    parts.push(format!("{} {}", lang.pick("mulai", "from"), own.start_date));
    if !gain.within_reach {
        parts.push(lang.pick("lebih jauh dari jarak yang dipilih", "farther than the way chosen").to_owned());
    }
    if gain.eligible == Some(false) {
        parts.push(lang.pick("meminta pendidikan lebih tinggi", "asks for more schooling").to_owned());
    }
    parts.join(" · ")
}

fn print(advice: &Advice, args: &Args) -> Result<()> {
    let lang = args.filter.lang;
    let skills = advice.skills.iter().map(|gain| {
        let taught = if gain.taught { lang.pick(" · ada pelatihannya", " · a course teaches it") } else { "" };
        format!("{}{taught}: {}", gain.skill, opens(&gain.opens, lang))
    });
    let courses = |gains: &[CourseGain]| -> Vec<String> {
        gains.iter().map(|gain| format!("{}: {}", course(gain, lang), opens(&gain.opens, lang))).collect()
    };
    let changes = advice.changes.iter().map(|change| {
        let what = match (change.radius_km, change.minimum_pay) {
            (Some(km), _) => format!("{} {km} km", lang.pick("jarak sampai", "a way of up to")),
            (None, pay) => {
                let pay = crate::market::words::count(pay.unwrap_or(0).into(), Lang::Id);
                format!("{} Rp{pay}", lang.pick("upah paling rendah", "pay of at least"))
            }
        };
        format!("{what}: {}", opens(&change.what_if.opens, lang))
    });
    let plan = match lang {
        Lang::Id => format!("Pelatihan dalam {} jam pelajaran", args.hours),
        Lang::En => format!("Training within {} hours", args.hours),
    };
    let mut out = std::io::stdout().lock();
    for (title, lines) in [
        (lang.pick("Keahlian yang membuka paling banyak", "Skills that open most"), skills.collect()),
        (lang.pick("Pelatihan yang membuka paling banyak", "Courses that open most"), courses(&advice.courses)),
        (&plan, courses(&advice.plan)),
        (lang.pick("Kalau pilihan lebih longgar", "With wider choices"), changes.collect()),
    ] {
        let lines: Vec<String> = lines;
        writeln!(out, "{title}")?;
        if lines.is_empty() {
            writeln!(out, "  {}", lang.pick("tidak ada", "none"))?;
        }
        lines.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    Ok(())
}

fn print_gaps(gaps: &[Gap], lang: Lang) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if gaps.is_empty() {
        let none = "Nothing that is missing is taught by a course one can still apply for.";
        let none = lang.pick("Tidak ada kekurangan yang diajarkan pelatihan yang masih dibuka.", none);
        writeln!(out, "{none}")?;
    }
    for gap in gaps {
        writeln!(out, "{}: {}", lang.pick("Belum ada", "Missing"), gap.asked)?;
        gap.courses.iter().try_for_each(|gain| writeln!(out, "  {}", course(gain, lang)))?;
    }
    Ok(())
}
