//! `padan dashboard`: every chart of a snapshot as it looks on invented and on real vacancies, in a page that needs nothing else.
//!
//! `PADAN_BLESS=1 cargo test --features cli --test dashboard` rewrites `tests/refs/*.html`. The references pin measures, words and
//! drawing at once: a change of any shows where it shows.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::real;
use padan::market::ChartKind;
use sha2::{Digest, Sha256};

fn padan(args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_padan")).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The page of a snapshot built from these arguments of `padan build`, without the checksum, which changes with the format.
fn page(work: &Path, build: &[&str]) -> String {
    let at = |name: &str| work.join(name).to_str().unwrap().to_owned();
    padan(&[&["build", "--out", &at("snapshot")], build].concat());
    padan(&["dashboard", &at("snapshot"), "--out", &at("page.html")]);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(work.join("snapshot/manifest.json")).unwrap()).unwrap();
    let checksum = &manifest["checksum"].as_str().unwrap()[..12];
    let page = fs::read_to_string(work.join("page.html")).unwrap();
    assert!(page.contains(checksum), "a report names the snapshot it is of");
    page.replace(checksum, "############")
}

fn held(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refs").join(name);
    if std::env::var_os("PADAN_BLESS").is_some() {
        fs::write(&path, page).unwrap();
    }
    let reference = fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(reference.lines()).find(|(a, b)| a != b);
    assert!(
        page == reference,
        "{name} changed, first at {differs:?}. Look at it; if it should be so, run\n    \
         PADAN_BLESS=1 cargo test --features cli --test dashboard"
    );
}

#[test]
fn every_chart_of_the_sample_looks_as_it_did() {
    let work = tempfile::tempdir().unwrap();
    let at = |name: &str| work.path().join(name).to_str().unwrap().to_owned();
    padan(&["sample", "--rows", "2000", "--seed", "1", "--as-of", "2026-11-24", "--out", &at("s.jsonl")]);
    let [courses, supply, vacancies] = [at("s.courses.jsonl"), at("s.supply.jsonl"), at("s.jsonl")];
    let build = ["--format", "jsonl", "--as-of", "2026-11-24", "--courses", &courses, "--supply", &supply, &vacancies];
    let page = page(work.path(), &build);
    assert_eq!(page.matches("<svg").count(), ChartKind::ALL.len(), "the sample has something to draw for each");
    assert!(!page.contains("<script"));
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, Sha256::digest(style));
    assert!(page.contains(&format!("style-src 'sha256-{hash}'")), "the policy allows this style and no other");
    held("sample.html", &page);
}

#[test]
fn every_chart_of_maganghub_looks_as_it_did() {
    let Some(vacancies) = real("vacancies/maganghub_2026.csv") else { return };
    let work = tempfile::tempdir().unwrap();
    let build = ["--format", "maganghub", "--as-of", "2026-07-31", vacancies.to_str().unwrap()];
    held("maganghub.html", &page(work.path(), &build));
}
