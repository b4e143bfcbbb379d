//! The builder as a process: killed, out of disk, fed with what it cannot read.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::TODAY;
use padan::sample::{Options, write};
use padan::snapshot::Folder;

const PADAN: &str = env!("CARGO_BIN_EXE_padan");

fn sample(folder: &Path, rows: u64, seed: u64) -> PathBuf {
    let out = folder.join(format!("{rows}-{seed}.jsonl"));
    write(&Options { rows, seed, as_of: TODAY, out: out.clone() }, &mut |_| ()).unwrap();
    out
}

fn build(out: &Path, input: &Path) -> Command {
    let mut command = Command::new(PADAN);
    command.args(["build", "--format", "jsonl", "--as-of", "2026-11-24", "--out"]).arg(out).arg(input);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Opens a snapshot and reads every byte of it.
fn rows(folder: &Path) -> u64 {
    let folder = Folder::open(folder).unwrap();
    folder.records().unwrap();
    folder.ids().unwrap();
    folder.manifest.rows
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_builder_killed_at_any_moment_leaves_the_old_snapshot_or_the_new_one() {
    let work = tempfile::tempdir().unwrap();
    let (small, large) = (sample(work.path(), 300, 1), sample(work.path(), 900, 2));
    let out = work.path().join("snapshot");
    assert!(build(&out, &small).status().unwrap().success());
    let few = rows(&out);
    let start = Instant::now();
    assert!(build(&out, &large).status().unwrap().success());
    let whole = start.elapsed();
    let many = rows(&out);
    let mut seen = [0, 0];
    for n in 0..24u32 {
        let (input, before, after) = if n % 2 == 0 { (&small, many, few) } else { (&large, few, many) };
        if rows(&out) != before {
            continue;
        }
        let mut builder = build(&out, input).spawn().unwrap();
        std::thread::sleep(whole * (n + 2) / 22);
        let _ = builder.kill();
        builder.wait().unwrap();
        let left = rows(&out);
        assert!(left == before || left == after, "{left} rows, {before} or {after} expected");
        seen[usize::from(left == after)] += 1;
    }
    assert!(seen[0] > 0, "no builder was killed in time: {seen:?}");
    assert!(build(&out, &large).status().unwrap().success(), "a killed builder is in nobody's way");
    let names: Vec<String> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.iter().any(|name| name.ends_with(".gz.new")), "{names:?}");
}

#[test]
fn a_full_disk_is_said_and_leaves_the_old_snapshot() {
    let work = tempfile::tempdir().unwrap();
    let (small, large) = (sample(work.path(), 50, 1), sample(work.path(), 3000, 2));
    let out = work.path().join("snapshot");
    assert!(build(&out, &small).status().unwrap().success());
    // A file may not grow past 64 KiB: to the program the same as a disk that is full.
    let script = format!(
        "trap '' XFSZ; ulimit -f 64; exec '{PADAN}' build --format jsonl --out '{}' '{}'",
        out.display(),
        large.display()
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("disk full"), "{}", said(&output));
    assert_eq!(rows(&out), 50);
}

#[test]
fn what_cannot_be_read_or_written_is_named_with_what_to_do() {
    let work = tempfile::tempdir().unwrap();
    let out = work.path().join("snapshot");
    let fails = |command: &mut Command, code: i32, says: &str| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        assert!(said(&output).contains(says), "{} does not say {says:?}", said(&output));
    };
    fails(&mut build(&out, Path::new("/nowhere/x.jsonl")), 1, "/nowhere/x.jsonl");
    let empty = work.path().join("empty.jsonl");
    fs::write(&empty, "").unwrap();
    fails(&mut build(&out, &empty), 1, "no vacancy to build from");
    let bad = work.path().join("bad.jsonl");
    fs::write(&bad, "{\"id\": 3}\nHubungi Bu Ani 081234567890\n").unwrap();
    fails(&mut build(&out, &bad), 1, "rejects.jsonl");
    let rejects = fs::read_to_string(out.join("rejects.jsonl")).unwrap();
    assert_eq!(rejects.lines().count(), 2);
    assert!(!rejects.contains("0812"), "{rejects}");
    let file = work.path().join("file");
    fs::write(&file, "").unwrap();
    fails(&mut build(&file.join("under"), &bad), 1, "cannot make the folder");
    fails(Command::new(PADAN).args(["search"]).arg(&out), 1, "SnapshotMissing");
    fails(Command::new(PADAN).args(["build", "--format", "xml"]), 2, "jsonl");
    fails(Command::new(PADAN).args(["build", "--out"]).arg(&out).arg(&bad), 2, "FORMAT:FILE");
    fails(Command::new(PADAN).args(["search", "x", "--filter", "province"]).arg("words"), 1, "manifest.json");
    let good = sample(work.path(), 50, 1);
    assert!(build(&out, &good).status().unwrap().success());
    fails(Command::new(PADAN).arg("search").arg(&out).args(["--filter", "colour=red"]), 2, "province");
    fails(Command::new(PADAN).arg("search").arg(&out).args(["--filter", "province"]), 2, "KEY=VALUE");
    fails(Command::new(PADAN).arg("show").arg(&out).arg("no-such-id"), 1, "no-such-id");
}

#[test]
fn a_line_without_end_is_turned_away_in_bounded_memory() {
    let work = tempfile::tempdir().unwrap();
    let input = work.path().join("long.jsonl");
    let good = fs::read_to_string(sample(work.path(), 3, 1)).unwrap();
    // 200 MB in one line, within an address space of 400 MB.
    let mut text = good.into_bytes();
    text.extend(b"{\"id\": \"");
    text.resize(text.len() + 200_000_000, b'x');
    text.extend(b"\"}\n");
    fs::write(&input, &text).unwrap();
    drop(text);
    let out = work.path().join("snapshot");
    let script = format!(
        "ulimit -v 400000; exec '{PADAN}' build --format jsonl --out '{}' '{}'",
        out.display(),
        input.display()
    );
    let start = Instant::now();
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(rows(&out), 3);
    let rejects = fs::read_to_string(out.join("rejects.jsonl")).unwrap();
    assert!(rejects.contains("\"line\":4"), "{rejects}");
}
