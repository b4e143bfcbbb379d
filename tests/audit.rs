//! `padan audit` finds what it must find and nothing in what the builder lets through.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{TODAY, one_vacancy, real};
use padan::record::{Organization, Origin, Pay, PayUnit, Requirement, RequirementKind, Vacancy};
use padan::snapshot::{BuildOptions, Builder};
use serde_json::Value;

const PADAN: &str = env!("CARGO_BIN_EXE_padan");

fn audit(folder: &Path) -> (i32, Value) {
    let output = Command::new(PADAN).args(["audit", "--json"]).arg(folder).output().unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

/// What an audit finds in a snapshot of one record, written past every gate.
fn found(change: impl FnOnce(&mut Vacancy)) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut vacancy = one_vacancy();
    change(&mut vacancy);
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder.path()).unwrap();
    builder.add(&vacancy).unwrap();
    builder.finish(folder.path(), None, &mut |_| ()).unwrap();
    let (code, json) = audit(folder.path());
    let found: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["what"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(code, i32::from(!found.is_empty()));
    found
}

#[test]
fn each_thing_that_must_not_be_there_is_found() {
    assert!(found(|_| ()).is_empty());
    assert_eq!(found(|vacancy| vacancy.title = "Staf, WA 0812 3456 7890".into()), ["contact"]);
    assert_eq!(found(|vacancy| vacancy.description = Some("Kirim CV ke hrd@contoh.co.id".into())), ["contact"]);
    assert_eq!(found(|vacancy| vacancy.qualifications = Some("chat https://wa.me/62812".into())), ["contact"]);
    assert_eq!(found(|vacancy| vacancy.source.url = Some("https://wa.me/6281234567890".into())), ["contact"]);
    assert_eq!(found(|vacancy| vacancy.description = Some("<p>Tugas</p>".into())), ["html"]);
    assert_eq!(found(|vacancy| vacancy.title = "Staf\u{202e}fats".into()), ["invisible"]);
    let employer = || Organization { name: "PT 081234567890".into(), kind: None };
    assert_eq!(found(|vacancy| vacancy.hiring_organization = Some(employer())), ["contact"]);
    let pay = |min_value, max_value| Some(Pay { min_value, max_value, stated_per: PayUnit::Month });
    assert_eq!(found(|vacancy| vacancy.base_salary = pay(Some(0), Some(5_000_000))), ["pay"]);
    assert_eq!(found(|vacancy| vacancy.base_salary = pay(Some(5_000_000), Some(4_000_000))), ["pay"]);
    assert!(found(|vacancy| vacancy.base_salary = pay(Some(4_000_000), None)).is_empty());
    let asked = |label: &str| {
        vec![Requirement { kind: RequirementKind::Skill, label: label.into(), must: true, origin: Origin::Text }]
    };
    assert_eq!(found(|vacancy| vacancy.requirements = asked("Usia maks. 30 tahun")), ["limit"]);
    for limit in [
        "Wanita",
        "laki-laki",
        "Belum menikah",
        "Berpenampilan menarik",
        "Muslimah",
        "Tinggi badan 160 cm",
        "Tidak buta warna",
    ] {
        assert_eq!(found(|vacancy| vacancy.requirements = asked(limit)), ["limit"], "{limit}");
        let nice = |vacancy: &mut Vacancy| {
            vacancy.requirements = asked(limit);
            vacancy.requirements[0].must = false;
        };
        assert_eq!(found(nice), ["limit"], "{limit}, nice to have");
    }
    assert!(found(|vacancy| vacancy.requirements = asked("Bahasa Inggris")).is_empty());
    assert_eq!(
        found(|vacancy| vacancy.description = Some("Hubungi nol delapan satu dua tiga empat lima enam tujuh".into())),
        ["contact"]
    );
    assert_eq!(found(|vacancy| vacancy.description = Some("Lamar ke hrd at contoh dot com".into())), ["contact"]);
}

fn clean(format: &str, input: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let build = Command::new(PADAN).args(["build", "--format", format, "--out"]).arg(folder.path()).arg(input).output();
    assert!(build.unwrap().status.success());
    let (code, json) = audit(folder.path());
    assert_eq!(code, 0, "{:#}", json["findings"]);
    assert!(json["texts"].as_u64().unwrap() > json["rows"].as_u64().unwrap());
}

#[test]
fn the_sample_passes() {
    let work = tempfile::tempdir().unwrap();
    let out = work.path().join("s.jsonl");
    padan::sample::write(&padan::sample::Options { rows: 500, seed: 2, as_of: TODAY, out: out.clone() }, &mut |_| ())
        .unwrap();
    clean("jsonl", &out);
}

#[test]
fn the_portals_records_pass() {
    if let Some(path) = real("vacancies/maganghub_2026.csv") {
        clean("maganghub", &path);
    }
    if let Some(path) = real("vacancies/karirhub_vacancy_detail.jsonl") {
        clean("karirhub", &path);
    }
}
