//! padan beside its rivals: makes what `benches/rivals.mjs` needs and runs it. What is made lies in target/bench/ and
//! in benches/node_modules/, so that nobody who does not measure has to fetch a rival.

use std::fs;

use crate::run::{Cmd, Halt, Outcome, at};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask bench [--rows N,N…] [--only NAME,NAME…] [--rounds N] [--cap SECONDS] [--resume FILE] [--tantivy]

Times padan and its rivals in headless Chromium over made-up vacancies, with the same questions for all, and prints a
table; docs/benchmarks.md says what is asked. Makes what is missing: pkg/, the packages of benches/, a snapshot of each
size in target/bench/snapshots/. All sizes and rivals take about three quarters of an hour,
`--rows 20000` some minutes; each size is saved in target/bench/results-….json when it is done.

  --rows N,N…        sizes (20000,100000,1000000)
  --only NAME,NAME…  these rivals of benches/rivals/, and padan
  --rounds N         how often each question is asked (30)
  --cap SECONDS      what a rival may take of the whole run; then it is cut short, and the report says so (240)
  --resume FILE      go on with the sizes that such a file lacks
  --tantivy          build tantivy for the browser; at first fetches its crates and takes minutes";

/// The options.
pub struct Bench {
    rows: String,
    tantivy: bool,
    /// Handed on as they are.
    other: Vec<String>,
}

impl Default for Bench {
    fn default() -> Self {
        Self { rows: "20000,100000,1000000".to_owned(), tantivy: false, other: Vec::new() }
    }
}

impl Bench {
    /// Takes one option of the command line; false if it is none of these.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        use lexopt::ValueExt;
        match name {
            "rows" => self.rows = args.value()?.string()?,
            "tantivy" => self.tantivy = true,
            "only" | "rounds" | "cap" | "resume" => self.other.extend([format!("--{name}"), args.value()?.string()?]),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Makes what is missing and measures.
    pub fn run(self) -> Outcome {
        setup::run(setup::Scope::All)?;
        build::wasm(false)?;
        if !at("benches/node_modules").exists() {
            Cmd::new("npm ci --prefix benches").run()?;
        }
        if self.tantivy {
            build::tantivy()?;
        }
        for rows in self.rows.split(',') {
            snapshot(rows)?;
        }
        let command = Cmd::new("node benches/rivals.mjs --rows").arg(&self.rows);
        self.other.iter().fold(command, Cmd::arg).run()
    }
}

/// The folder of a snapshot of made-up vacancies, built unless it is there.
pub fn snapshot(rows: &str) -> Outcome<String> {
    let folder = format!("target/bench/snapshots/s{rows}");
    if at(&folder).join("manifest.json").exists() {
        return Ok(folder);
    }
    if rows.parse::<u32>().is_err() {
        return Err(Halt::new(format!("{rows} rows"), "numbers with commas between them", "cargo xtask bench --help"));
    }
    println!("building a snapshot of {rows} rows…");
    build::native()?;
    let made = fs::create_dir_all(at("target/bench/snapshots"));
    made.map_err(|error| Halt::new(format!("target/bench: {error}"), "a folder that can be written", "cargo clean"))?;
    // A fixed day: the same rows, and so the same questions, whenever it is run.
    let (program, day, sample) = (build::PROGRAM, "--as-of 2026-07-31", format!("{folder}.jsonl"));
    Cmd::new(&format!("{program} sample --rows {rows} --seed 1 {day} --out {sample}")).run()?;
    Cmd::new(&format!("{program} build --format jsonl {day} --out {folder} {sample}")).run()?;
    for made in [".jsonl", ".courses.jsonl", ".supply.jsonl"] {
        let _ = fs::remove_file(at(format!("{folder}{made}")));
    }
    Ok(folder)
}
