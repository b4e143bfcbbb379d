//! `padan sample`: an invented labour market to try things on.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{day, grouped, print_json, progress::Progress};
use crate::sample::{self, Options};

/// Make an invented labour market: vacancies, courses and supply
///
/// The same rows, seed and date give the same files on every machine. Beside FILE.jsonl come
/// FILE.courses.jsonl and FILE.supply.jsonl, to build a whole snapshot from:
///
///   padan sample --rows 5000 --seed 1 --out sample.jsonl
///   padan build --format jsonl --courses sample.courses.jsonl --supply sample.supply.jsonl --out snapshot sample.jsonl
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Vacancies to make
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=sample::MOST_ROWS))]
    rows: u64,
    /// Another seed is another market
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File of vacancies to write; its folder is made where missing
    #[arg(long, value_name = "FILE.jsonl")]
    out: PathBuf,
    /// Day the market is seen on
    #[arg(long, value_name = "DATE", default_value = "2026-11-01", value_parser = day)]
    as_of: i32,
    /// Print what was made as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    if let Some(folder) = args.out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let options = Options { rows: args.rows, seed: args.seed, out: args.out.clone(), as_of: args.as_of };
    let mut progress = Progress::new("inventing vacancies", args.rows, false);
    let made = sample::write(&options, &mut |done| progress.set(done))?;
    progress.finish();
    if args.json {
        return print_json(&made);
    }
    for (path, count, what) in [
        (args.out.clone(), made.vacancies, "vacancies"),
        (sample::beside(&args.out, "courses"), made.courses, "courses"),
        (sample::beside(&args.out, "supply"), made.supply_cells, "supply cells"),
    ] {
        eprintln!("{}: {} {what}", path.display(), grouped(count));
    }
    Ok(())
}
