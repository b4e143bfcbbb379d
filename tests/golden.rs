//! Every released version of the format reads for ever: `tests/golden/vN` holds a small snapshot
//! written by version N, a base and two later segments, and what it says.
//!
//! `PADAN_BLESS=1 cargo test --features cli --test golden` writes the present version's anew; do
//! that only while the version is not released.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::TODAY;
use padan::query::{Engine, Query, Sort};
use padan::record::{Profile, Vacancy};
use padan::snapshot::{BuildOptions, Builder, Folder, Snapshot, VERSION};
use rand::{RngExt, SeedableRng};

fn golden(version: u16) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/v{version}"))
}

/// Records in row order, and the answer to a query that touches every column.
fn said(folder: &Folder) -> String {
    let records: Vec<String> =
        folder.records().unwrap().iter().map(|record| serde_json::to_string(record).unwrap()).collect();
    let profile: Profile = serde_json::from_str(
        r#"{"targets": [{"occupation": "8332"}], "education": 3, "home": "3216", "skills": ["SIM B1"], "minimumPay": 4000000}"#,
    )
    .unwrap();
    let bytes = fs::read(folder.path().join("manifest.json")).unwrap();
    let reopened = Folder::open(folder.path()).unwrap();
    assert_eq!(bytes, reopened.manifest.to_text().unwrap().into_bytes(), "the manifest's text is canonical");
    let engine = Engine::new(reopened.snapshot);
    let query = Query { sort: Some(padan::query::Sort::Match), limit: 50, ..Query::default() };
    let answer = engine.query(&query, Some(&profile)).unwrap();
    format!("{}\n{}\n", records.join("\n"), serde_json::to_string_pretty(&answer).unwrap())
}

fn write_golden(folder: &Path) {
    let work = tempfile::tempdir().unwrap();
    let jsonl = work.path().join("sample.jsonl");
    padan::sample::write(&padan::sample::Options { rows: 60, seed: 7, as_of: TODAY, out: jsonl.clone() }, &mut |_| ())
        .unwrap();
    let all: Vec<Vacancy> =
        fs::read_to_string(&jsonl).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let courses = fs::read_to_string(padan::sample::beside(&jsonl, "courses")).unwrap();
    let supply = fs::read_to_string(padan::sample::beside(&jsonl, "supply")).unwrap();
    let _ = fs::remove_dir_all(folder);
    for (day, records) in [&all[..50], &all[5..55], &all[5..]].into_iter().enumerate() {
        let options = BuildOptions {
            as_of: TODAY + day as i32,
            courses: courses.lines().take(3).map(|line| serde_json::from_str(line).unwrap()).collect(),
            supply: supply.lines().take(3).map(|line| serde_json::from_str(line).unwrap()).collect(),
        };
        let mut builder = Builder::new(options, folder).unwrap();
        records.iter().for_each(|record| {
            builder.add(record).unwrap();
        });
        let previous = Folder::open(folder).ok();
        builder.finish(folder, previous.as_ref(), &mut |_| ()).unwrap();
    }
    fs::write(folder.join("said.txt"), said(&Folder::open(folder).unwrap())).unwrap();
}

#[test]
fn golden_snapshots_of_every_version_still_say_the_same() {
    if std::env::var_os("PADAN_BLESS").is_some() {
        write_golden(&golden(VERSION));
    }
    for version in 1..=VERSION {
        let folder = Folder::open(&golden(version)).unwrap();
        assert!(folder.manifest.segments.len() > 1);
        let expected = fs::read_to_string(golden(version).join("said.txt")).unwrap();
        assert!(said(&folder) == expected, "version {version} says something else; see PADAN_BLESS in {}", file!());
    }
}

/// Bytes of a golden core changed at random: it opens, or the error is named, and an open one
/// answers. `PADAN_MUTATIONS=1000000` for the long run; 20,000 otherwise.
#[test]
fn changed_golden_cores_open_or_give_an_error() {
    let cases: u64 = std::env::var("PADAN_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let folder = Folder::open(&golden(VERSION)).unwrap();
    let cores: Vec<Vec<u8>> = folder
        .manifest
        .segments
        .iter()
        .map(|segment| {
            let mut core = Vec::new();
            let zipped = fs::read(folder.path().join(&segment.core.file)).unwrap();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&zipped[..]), &mut core).unwrap();
            core
        })
        .collect();
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(cases);
    let (mut opened, mut refused) = (0u64, 0u64);
    for _ in 0..cases {
        let mut changed = cores.clone();
        let core = random.random_range(0..changed.len());
        let bytes = &mut changed[core];
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..4) {
                0 => bytes[at] = random.random(),
                1 => bytes[at] ^= 1 << random.random_range(0..8),
                2 => bytes.truncate(at.max(1)),
                _ => {
                    let from = random.random_range(0..bytes.len());
                    let (byte, count) = (bytes[from], random.random_range(1..9).min(bytes.len() - at));
                    bytes[at..at + count].fill(byte);
                }
            }
        }
        match Snapshot::open(&changed) {
            Err(why) => {
                assert!(!why.name().is_empty());
                refused += 1;
            }
            Ok(snapshot) => {
                opened += 1;
                if opened % 64 == 0 {
                    let texts =
                        ["st", "satf gudang bekasi mengemudi", "webdeveloper -kasir \"staf gudang\"", "excel sma hrd"];
                    let text = texts[opened as usize / 64 % texts.len()].to_owned();
                    let profile =
                        Profile { home: Some("3216".into()), skills: vec!["Excel".into()], ..Profile::default() };
                    let engine = Engine::new(snapshot);
                    for sort in [None, Some(Sort::Match), Some(Sort::Distance)] {
                        let _ = engine.query(&Query { text: text.clone(), sort, ..Query::default() }, Some(&profile));
                    }
                    let _ = engine.suggest(&Query { text, ..Query::default() }, 8);
                }
            }
        }
    }
    println!("{cases} changed cores: {opened} opened, {refused} refused");
    assert!(refused > 0 && opened > 0);
}
