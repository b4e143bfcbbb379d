//! `padan build`: duplicates across portals, policy, strict limits and the account of it all.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::real;
use padan::query::{Engine, Query};
use padan::snapshot::Folder;
use serde_json::{Value, json};

const PADAN: &str = env!("CARGO_BIN_EXE_padan");

fn padan(args: &[&str]) -> Output {
    Command::new(PADAN).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn vacancy(id: &str, source: &str, changes: &Value) -> Value {
    let mut base = json!({
        "id": id, "title": "Kasir Toko", "source": {"code": source, "verification": "unverified"},
        "hiringOrganization": {"name": "PT Maju Jaya"}, "jobLocation": [{"region": "3216"}], "datePosted": "2026-11-01"
    });
    base.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    base
}

fn lines(folder: &Path, name: &str, records: &[Value]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, records.iter().map(|record| format!("{record}\n")).collect::<String>()).unwrap();
    path
}

/// Builds into `out`; `more` are further arguments.
fn build(out: &Path, inputs: &[&Path], more: &[&str]) -> Output {
    let mut args = vec!["build", "--format", "jsonl", "--as-of", "2026-11-24", "--out", out.to_str().unwrap()];
    args.extend(more);
    args.extend(inputs.iter().map(|input| input.to_str().unwrap()));
    padan(&args)
}

fn report(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap()
}

fn manifest(out: &Path) -> String {
    fs::read_to_string(out.join("manifest.json")).unwrap()
}

/// Two files: a has two vacancies, b one of them again and one of its own.
fn portals(work: &Path) -> (PathBuf, PathBuf) {
    let a =
        [vacancy("a1", "a", &json!({})), vacancy("a2", "a", &json!({"title": "Sopir", "datePosted": "2026-10-01"}))];
    let b = [
        vacancy("b1", "b", &json!({"source": {"code": "b", "verification": "verified", "url": "https://b.id/1"}})),
        vacancy("b2", "b", &json!({"title": "Perawat", "jobLocation": [{"region": "5171"}]})),
    ];
    (lines(work, "a.jsonl", &a), lines(work, "b.jsonl", &b))
}

#[test]
fn a_vacancy_on_two_portals_is_one_row_that_counts_under_both() {
    let work = tempfile::tempdir().unwrap();
    let (a, b) = portals(work.path());
    let out = work.path().join("out");
    let output = build(&out, &[&a, &b], &[]);
    assert!(output.status.success(), "{}", said(&output));
    let report = report(&out);
    assert_eq!([&report["rows_in"], &report["rows_out"], &report["grouped"]], [4, 3, 1]);
    assert_eq!(report["shares"]["several_portals"], 1);
    assert_eq!(report["sources"][0], json!({"name": "a", "rows_in": 2, "rows_out": 1, "merged": 0, "grouped": 1}));
    let folder = Folder::open(&out).unwrap();
    let kept = folder.records().unwrap().into_iter().find(|record| !record.also_at.is_empty()).unwrap();
    assert_eq!((&*kept.id, &*kept.also_at[0].code), ("b1", "a"), "the verified record is kept");
    let engine = Engine::new(folder.snapshot);
    let answer = engine.query(&Query::default(), None).unwrap();
    let counts: Vec<(&str, u32)> =
        answer.facets["source"].iter().map(|value| (value.value.as_str(), value.count)).collect();
    assert_eq!(counts, [("a", 2), ("b", 2)]);
    let only_a = Query { filters: [("source".to_owned(), vec!["a".to_owned()])].into(), ..Query::default() };
    assert_eq!(engine.query(&only_a, None).unwrap().total, 2);
    let shown = padan(&["show", out.to_str().unwrap(), "b1"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("alsoAt:"));
    assert!(padan(&["audit", out.to_str().unwrap()]).status.success());
}

#[test]
fn grouping_is_the_same_in_any_order_in_days_and_in_provinces_and_can_be_switched_off() {
    let work = tempfile::tempdir().unwrap();
    let (a, b) = portals(work.path());
    let folder = |name: &str| work.path().join(name);
    let run = |out: &Path, inputs: &[&Path], more: &[&str]| {
        let output = build(out, inputs, more);
        assert!(output.status.success(), "{}", said(&output));
        report(out)
    };
    run(&folder("ab"), &[&a, &b], &[]);
    run(&folder("ba"), &[&b, &a], &[]);
    assert_eq!(manifest(&folder("ab")), manifest(&folder("ba")));
    // The day before, only a was there.
    run(&folder("days"), &[&a], &[]);
    run(&folder("days"), &[&a, &b], &["--previous", folder("days").to_str().unwrap()]);
    let records = |name: &str| Folder::open(&folder(name)).unwrap().records().unwrap();
    assert_eq!(records("days"), records("ab"));
    run(&folder("days"), &[&a], &["--previous", folder("days").to_str().unwrap()]);
    assert_eq!(records("days").len(), 2, "b is gone, and a1 back with it");
    assert!(records("days").iter().all(|record| record.also_at.is_empty()));
    let split = run(&folder("split"), &[&a, &b], &["--partition", "province"]);
    assert_eq!(split["rows_out"], 3);
    let merge = |out: &str, parts: &[&str]| {
        let (out, parts) = (folder(out), parts.iter().map(|part| folder(part)).collect::<Vec<_>>());
        let mut args = vec!["merge", "--out", out.to_str().unwrap()];
        args.extend(parts.iter().map(|part| part.to_str().unwrap()));
        assert!(padan(&args).status.success());
    };
    merge("joined", &["split"]);
    assert_eq!(manifest(&folder("joined")), manifest(&folder("ab")));
    // Parts by portal have nothing to group, and a merge looks at ids alone.
    run(&folder("a"), &[&a], &[]);
    run(&folder("b"), &[&b], &[]);
    merge("apart", &["a", "b"]);
    assert_eq!(records("apart").len(), 4);
    let off = lines(work.path(), "off.json", &[json!({"groupDuplicates": false})]);
    let report = run(&folder("off"), &[&a, &b], &["--policy", off.to_str().unwrap()]);
    assert_eq!((&report["rows_out"], &report["grouped"]), (&json!(4), &json!(0)));
    assert_eq!(manifest(&folder("off")), manifest(&folder("apart")));
}

#[test]
fn one_id_on_two_portals_keeps_both_badges() {
    let work = tempfile::tempdir().unwrap();
    let (a, b) = (vacancy("x", "a", &json!({})), vacancy("x", "b", &json!({"title": "Perawat"})));
    let (a, b) = (lines(work.path(), "a.jsonl", &[a]), lines(work.path(), "b.jsonl", &[b]));
    let out = work.path().join("out");
    assert!(build(&out, &[&a, &b], &[]).status.success());
    let record = &Folder::open(&out).unwrap().records().unwrap()[0];
    assert_eq!((&*record.title, &*record.also_at[0].code), ("Perawat", "a"));
    let report = report(&out);
    assert_eq!(report["merged"], 1);
    assert_eq!(
        report["inputs"][0],
        json!({"name": "a.jsonl", "format": "jsonl", "rows_in": 1, "rows_out": 0,
        "rejected": 0, "merged": 1, "grouped": 0})
    );
}

#[test]
fn the_account_adds_up_by_file_and_portal_and_names_no_folder() {
    let work = tempfile::tempdir().unwrap();
    let (a, b) = portals(work.path());
    let bad = lines(work.path(), "bad.jsonl", &[vacancy("c", "c", &json!({"title": ""})), json!({"id": 3})]);
    let again = lines(work.path(), "again.jsonl", &[vacancy("a2", "a", &json!({"title": "Sopir Truk"}))]);
    let out = work.path().join("out");
    assert!(build(&out, &[&a, &b, &bad, &again], &[]).status.success());
    let report = report(&out);
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    for (flows, whole) in [("inputs", number(&report["rows_in"])), ("sources", number(&report["accepted"]))] {
        let flows = report[flows].as_array().unwrap();
        for flow in flows {
            let fates = ["rows_out", "rejected", "merged", "grouped"].map(|fate| number(&flow[fate]));
            assert_eq!(number(&flow["rows_in"]), fates.into_iter().sum::<u64>(), "{flow}");
        }
        assert_eq!(flows.iter().map(|flow| number(&flow["rows_in"])).sum::<u64>(), whole);
    }
    let written = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let place = work.path().to_str().unwrap();
    for name in ["report.json", "report.html", "rejects.jsonl"] {
        assert!(written(name).contains("bad.jsonl"), "{name}");
        assert!(!written(name).contains(place), "{name} names a folder");
    }
    let sha256 = padan::snapshot::sha256_hex(&fs::read(out.join("manifest.json")).unwrap());
    assert_eq!(report["snapshot_sha256"], sha256);
    let bytes: u64 = report["files"].as_array().unwrap().iter().map(|file| number(&file["bytes"])).sum();
    assert_eq!(bytes, number(&report["core_bytes"]) + number(&report["text_bytes"]));
}

#[test]
fn closed_vacancies_stay_unless_the_policy_drops_them() {
    let work = tempfile::tempdir().unwrap();
    let rows = [
        vacancy("1", "a", &json!({"validThrough": "2026-11-23"})),
        vacancy("2", "a", &json!({"validThrough": "2026-11-24"})),
        vacancy("3", "a", &json!({})),
    ];
    let input = lines(work.path(), "rows.jsonl", &rows);
    let out = work.path().join("out");
    assert!(build(&out, &[&input], &[]).status.success());
    assert_eq!(report(&out)["rows_out"], 3);
    let policy = lines(work.path(), "policy.json", &[json!({"dropClosed": true})]);
    assert!(build(&out, &[&input], &["--policy", policy.to_str().unwrap()]).status.success());
    assert_eq!((&report(&out)["rows_out"], &report(&out)["rejected"]), (&json!(2), &json!(1)));
    assert!(fs::read_to_string(out.join("rejects.jsonl")).unwrap().contains("2026-11-23"));
}

#[test]
fn a_policy_cannot_allow_what_the_law_does_not() {
    let work = tempfile::tempdir().unwrap();
    let input = lines(work.path(), "rows.jsonl", &[vacancy("1", "a", &json!({}))]);
    let fails = |policy: Value, says: &str| {
        let policy = lines(work.path(), "policy.json", &[policy]);
        let output = build(&work.path().join("out"), &[&input], &["--policy", policy.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(says), "{}", said(&output));
    };
    fails(json!({"smallestCell": 9}), "10 or more expected");
    fails(json!({"keepContacts": true}), "keepContacts");
}

#[test]
fn supply_cells_that_give_small_ones_away_are_held_back_and_counted() {
    let work = tempfile::tempdir().unwrap();
    let input = lines(work.path(), "rows.jsonl", &[vacancy("1", "a", &json!({}))]);
    let cell = |region: &str, people: u32| json!({"period": "2026-07", "region": region, "occupation": "5", "activeSeekers": people, "source": "SIAPkerja"});
    let cells = [cell("32", 100), cell("3201", 4), cell("3202", 30), cell("3203", 66)];
    let cells = lines(work.path(), "supply.jsonl", &cells);
    let out = work.path().join("out");
    let run = |more: &[&str]| {
        let supply = [&["--supply", cells.to_str().unwrap()][..], more].concat();
        let output = build(&out, &[&input], &supply);
        assert!(output.status.success(), "{}", said(&output));
        let report = report(&out);
        ["supply_cells", "supply_suppressed_small", "supply_suppressed_complementary"].map(|key| report[key].clone())
    };
    assert_eq!(run(&[]), [2, 1, 1]);
    let regions: Vec<String> =
        Folder::open(&out).unwrap().snapshot.meta.supply.iter().map(|cell| cell.region.clone()).collect();
    assert_eq!(regions, ["32", "3203"]);
    let policy = lines(work.path(), "policy.json", &[json!({"smallestCell": 40})]);
    assert_eq!(run(&["--policy", policy.to_str().unwrap()]), [1, 2, 1]);
}

#[test]
fn a_strict_build_that_breaks_a_limit_changes_nothing_and_says_each() {
    let work = tempfile::tempdir().unwrap();
    let out = work.path().join("out");
    let good: Vec<Value> =
        (0..20).map(|n| vacancy(&format!("{n}"), "a", &json!({"title": format!("Kasir {n}")}))).collect();
    let input = lines(work.path(), "good.jsonl", &good);
    let output = build(&out, &[&input], &["--strict"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(report(&out)["verdict"], json!({"passed": true, "breaches": []}));
    let before: Vec<String> = names(&out);
    let held = manifest(&out);

    let with = |changes: &[Value]| -> Vec<Value> {
        let more = changes.iter().enumerate().map(|(n, changes)| vacancy(&format!("new{n}"), "a", changes));
        good.iter().cloned().chain(more).collect()
    };
    let no_region = json!({"jobLocation": []});
    let province = json!({"jobLocation": [{"region": "32"}]});
    let cases: [(Vec<Value>, Value, &[&str]); 7] = [
        (with(&[json!({"title": ""})]), json!({}), &["mostWithoutTitle"]),
        (with(std::slice::from_ref(&no_region)), json!({}), &["mostWithoutRegion"]),
        (with(&[province.clone(), province.clone(), province]), json!({}), &["leastRegionMapped"]),
        (with(&[json!({"datePosted": "x"}), json!({"datePosted": "y"})]), json!({}), &["mostRejected"]),
        (with(&[json!({})]), json!({"coreBytesBeside": 0}), &["mostCoreBytesAVacancy"]),
        (with(&[json!({})]), json!({"mostBytes": 1000}), &["mostBytes"]),
        (
            with(&[no_region, json!({"title": ""})]),
            json!({"mostBytes": 1000}),
            &["mostWithoutTitle", "mostWithoutRegion", "mostBytes"],
        ),
    ];
    for (rows, limits, rules) in cases {
        let input = lines(work.path(), "rows.jsonl", &rows);
        let policy = lines(work.path(), "policy.json", &[json!({ "strict": limits })]);
        let output = build(&out, &[&input], &["--strict", "--policy", policy.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{rules:?}");
        let report = report(&out);
        let found: Vec<&str> = report["verdict"]["breaches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|breach| breach["rule"].as_str().unwrap())
            .collect();
        assert_eq!(found, rules);
        let html = fs::read_to_string(out.join("report.html")).unwrap();
        for rule in rules {
            assert!(said(&output).contains(rule), "{}", said(&output));
            assert!(html.contains(rule));
        }
        assert_eq!(manifest(&out), held, "the old snapshot stands");
        assert_eq!(names(&out), before, "and nothing lies beside it");
        let split = work.path().join("split");
        let policy = policy.to_str().unwrap();
        assert!(
            !build(&split, &[&input], &["--strict", "--partition", "province", "--policy", policy]).status.success()
        );
        assert!(!split.join("partitions.json").exists() && !split.join("32").exists());
    }
    // The same goes into place where nobody asks for the limits.
    let input = lines(work.path(), "rows.jsonl", &with(&[json!({"title": ""})]));
    assert!(build(&out, &[&input], &[]).status.success());
    assert!(report(&out).get("verdict").is_none());
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_real_portals_keep_to_the_strict_limits() {
    let Some(maganghub) = real("vacancies/maganghub_2026.csv") else { return };
    let Some(karirhub) = real("vacancies/karirhub_vacancy_detail.jsonl") else { return };
    let out = tempfile::tempdir().unwrap();
    let output = padan(&[
        "build",
        "--strict",
        "--as-of",
        "2026-07-15",
        "--out",
        out.path().to_str().unwrap(),
        &format!("maganghub:{}", maganghub.display()),
        &format!("karirhub:{}", karirhub.display()),
    ]);
    assert!(output.status.success(), "{}", said(&output));
    let report = report(out.path());
    assert_eq!(report["inputs"][0]["rows_in"], 19_269);
    assert_eq!(report["inputs"][0]["rows_in"].as_u64(), report["shares"]["rows"].as_u64().map(|rows| rows - 57));
}
