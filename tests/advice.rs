//! What-if, skills that open vacancies, courses and plans, each against full recomputation.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::collections::BTreeSet;

use common::{Built, TODAY, build, profiles, vacancies};
use padan::matching::{Catalogue, Matcher};
use padan::query::advice::Amount;
use padan::query::{Engine, Query};
use padan::record::Profile;
use padan::text::fold;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};

/// The band of every row, from explanations made anew.
fn bands(engine: &Engine, profile: &Profile, today: i32) -> Vec<u8> {
    let snapshot = engine.snapshot();
    let catalogue = Catalogue::new(snapshot);
    let matcher = Matcher::new(snapshot, &catalogue, profile).on(today);
    (0..snapshot.rows()).map(|row| matcher.explain(row, padan::record::code::Lang::Id).band.standing()).collect()
}

fn amount(built: &Built, rows: &[u32], counts: impl Fn(usize) -> bool) -> Amount {
    let mut amount = Amount::default();
    for row in rows.iter().map(|&row| row as usize).filter(|&row| counts(row)) {
        amount.openings += u64::from(built.records[row].total_job_openings);
        amount.vacancies += 1;
    }
    amount
}

fn opened(built: &Built, rows: &[u32], before: &[u8], profile: &Profile, today: i32) -> Amount {
    let after = bands(&built.engine, profile, today);
    amount(built, rows, |row| before[row] < 3 && after[row] >= 3)
}

fn with(profile: &Profile, skills: &[String]) -> Profile {
    Profile { skills: [&profile.skills[..], skills].concat(), ..profile.clone() }
}

proptest! {
    // `PADAN_CASES=2000` holds more than 10,000 numbers against recomputation.
    #![proptest_config(Config {
        cases: std::env::var("PADAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96), ..Config::default()
    })]

    #[test]
    fn a_what_if_equals_two_full_matches(
        vacancies in vacancies(60), profile in profiles(), other in profiles(), change in 0usize..5, later in 0i32..14
    ) {
        let built = build(&vacancies);
        let changed = match change {
            0 => with(&profile, &["K3".to_owned(), "excel".to_owned()]),
            1 => Profile { radius_km: Some(120), willing_to_move: vec!["51".into()], ..profile.clone() },
            2 => Profile { minimum_pay: Some(1_500_000), ..profile.clone() },
            3 => Profile { skills: Vec::new(), ..profile.clone() },
            _ => other,
        };
        let query = Query {
            filters: [("work_mode".to_owned(), vec!["on_site".to_owned(), "remote".to_owned(), "none".to_owned()])].into(),
            today: Some(TODAY + later),
            ..Query::default()
        };
        let rows = built.engine.select(&query).unwrap();
        let what = built.engine.what_if(&query, &profile, &changed).unwrap();
        let [before, after] = [&profile, &changed].map(|profile| bands(&built.engine, profile, TODAY + later));
        prop_assert_eq!(what.opens, amount(&built, &rows, |row| before[row] < 3 && after[row] >= 3));
        prop_assert_eq!(what.rises, amount(&built, &rows, |row| before[row] > 0 && after[row] > before[row]));
        prop_assert_eq!(what.falls, amount(&built, &rows, |row| after[row] > 0 && after[row] < before[row]));
    }

    #[test]
    fn the_skills_that_open_most_are_those_of_a_full_recomputation(vacancies in vacancies(60), profile in profiles(), most in 1usize..6) {
        let built = build(&vacancies);
        let query = Query::default();
        let rows = built.engine.select(&query).unwrap();
        let before = bands(&built.engine, &profile, TODAY);
        let known: BTreeSet<String> = built.records.iter().flat_map(|record| &record.requirements).map(|asked| fold(&asked.label)).collect();
        let mut expected: Vec<(Amount, String)> = known
            .into_iter()
            .filter(|label| profile.skills.iter().all(|own| fold(own) != *label))
            .map(|label| (opened(&built, &rows, &before, &with(&profile, std::slice::from_ref(&label)), TODAY), label))
            .filter(|(opens, _)| opens.openings > 0)
            .collect();
        expected.sort_by_key(|(opens, _)| std::cmp::Reverse(*opens));
        let found = built.engine.opening_skills(&query, &profile, most).unwrap();
        prop_assert_eq!(found.len(), expected.len().min(most));
        for (gain, (opens, _)) in found.iter().zip(&expected) {
            prop_assert_eq!(gain.opens, *opens);
            let own = expected.iter().find(|(_, label)| *label == fold(&gain.skill)).unwrap();
            prop_assert_eq!(gain.opens, own.0);
            prop_assert_eq!(gain.taught, common::TAUGHT.contains(&&*fold(&gain.skill)));
        }
    }

    #[test]
    fn courses_open_what_they_say_and_none_is_past_its_day(vacancies in vacancies(60), profile in profiles(), later in 0i32..14) {
        let built = build(&vacancies);
        let today = TODAY + later;
        let query = Query { today: Some(today), ..Query::default() };
        let rows = built.engine.select(&query).unwrap();
        let before = bands(&built.engine, &profile, today);
        let courses = built.engine.opening_courses(&query, &profile, 10).unwrap();
        let plan = built.engine.training_plan(&query, &profile, 200).unwrap();
        let expected = opened(&built, &rows, &before, &with(&profile, &common::course().teaches), today);
        prop_assert_eq!(courses.len(), usize::from(later <= 7 && expected.openings > 0));
        for gain in courses.iter().chain(&plan) {
            prop_assert_eq!(gain.opens, opened(&built, &rows, &before, &with(&profile, &gain.course.teaches), today));
        }
        prop_assert_eq!(plan.len(), usize::from(courses.iter().any(|gain| gain.can_take())));
        for (row, record) in built.records.iter().enumerate() {
            for gap in built.engine.gaps(row as u32, &profile, today).unwrap() {
                prop_assert!(record.requirements.iter().any(|asked| asked.label == gap.asked));
                prop_assert!(profile.skills.iter().all(|own| fold(own) != fold(&gap.asked)));
                prop_assert_eq!(gap.courses.len(), 1);
                prop_assert!(later <= 7);
            }
        }
    }
}

#[test]
fn the_program_advises_what_the_engine_counts_in_words_and_as_json() {
    let work = tempfile::tempdir().unwrap();
    let path = |name: &str| work.path().join(name).to_str().unwrap().to_owned();
    let padan = |args: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_padan")).args(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (sample, courses) = (path("s.jsonl"), path("s.courses.jsonl"));
    let day = "2026-11-24";
    padan(&["sample", "--rows", "600", "--seed", "1", "--as-of", day, "--out", &sample]);
    let (code, _, said) = padan(&[
        "build",
        "--format",
        "jsonl",
        "--as-of",
        day,
        "--courses",
        &courses,
        "--out",
        &path("snapshot"),
        &sample,
    ]);
    assert_eq!(code, Some(0), "{said}");
    let profile = json!({
        "targets": [{"occupation": "7212"}], "history": [{"occupation": "7212", "months": 18}], "education": 3,
        "skills": ["SMAW", "K3"], "home": "3216", "minimumPay": 5_000_000
    });
    std::fs::write(path("me.json"), profile.to_string()).unwrap();
    let ask = |more: &[&str]| padan(&[&["advise", &path("snapshot"), "--profile", &path("me.json")], more].concat());

    let (code, printed, said) = ask(&["--json", "--hours", "200", "--limit", "3"]);
    assert_eq!(code, Some(0), "{said}");
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let built = common::open(std::path::Path::new(&path("snapshot")));
    let (engine, query) = (&built.engine, Query::default());
    let profile: Profile = serde_json::from_value(profile).unwrap();
    assert_eq!(printed["skills"], json!(engine.opening_skills(&query, &profile, 3).unwrap()));
    assert_eq!(printed["courses"], json!(engine.opening_courses(&query, &profile, 3).unwrap()));
    assert_eq!(printed["plan"], json!(engine.training_plan(&query, &profile, 200).unwrap()));
    let nearer = Profile { radius_km: Some(60), ..profile.clone() };
    assert_eq!(printed["changes"][0]["whatIf"], json!(engine.what_if(&query, &profile, &nearer).unwrap()));
    assert_eq!(printed["changes"][2]["minimumPay"], 4_500_000);

    let (_, words, _) = ask(&["--lang", "en", "--limit", "3"]);
    let skill = printed["skills"][0]["skill"].as_str().unwrap();
    assert!(words.starts_with("Skills that open most\n") && words.contains(skill), "{words}");

    let row =
        (0..built.records.len() as u32).find(|&row| !engine.gaps(row, &profile, TODAY).unwrap().is_empty()).unwrap();
    let id = &built.ids[row as usize];
    let (by_id, by_row) = (ask(&["--vacancy", id, "--json"]), ask(&["--vacancy", &row.to_string(), "--json"]));
    assert_eq!(by_id, by_row);
    assert_eq!(serde_json::from_str::<Value>(&by_id.1).unwrap(), json!(engine.gaps(row, &profile, TODAY).unwrap()));
    let (code, _, said) = ask(&["--vacancy", "9999999"]);
    assert!(code == Some(2) && said.contains("below 600 expected"), "{said}");
}
