//! The command line: one file a verb.
//!
//! Every verb prints for people, or JSON with `--json`. Exit code 0 is success, 1 a failure
//! (its message says what was found, what was expected and what to do), 2 wrong usage.

mod account;
mod advise;
mod ask;
mod audit;
mod build;
mod chart;
mod code;
mod compact;
mod cube;
mod dashboard;
mod fairness;
mod inspect;
mod keygen;
mod map;
mod merge;
mod page;
mod pages;
mod posting;
mod progress;
mod sample;
mod serve;
mod show;
mod sign;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::query::QueryError;
use crate::snapshot::SnapshotError;
use crate::snapshot::trust::TrustError;

/// Build and ask snapshots of a labour market.
///
/// padan turns a portal's vacancies into a folder of static files (a snapshot) that a web page
/// searches, matches and charts in the visitor's browser. This program builds such folders and
/// asks them with the very functions the browser runs.
///
/// A first round:
///   padan sample --rows 5000 --seed 1 --out sample.jsonl
///   padan build --format jsonl --out snapshot sample.jsonl
///   padan search snapshot "sopir truk" --filter province=32
#[derive(Parser)]
#[command(name = "padan", version, verbatim_doc_comment, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Sample(sample::Args),
    Map(map::Args),
    Build(build::Args),
    Merge(merge::Args),
    Compact(compact::Args),
    Inspect(inspect::Args),
    Audit(audit::Args),
    AuditFairness(fairness::Args),
    Search(ask::Search),
    Match(ask::Match),
    Advise(advise::Args),
    Show(show::Args),
    Cube(cube::Args),
    Chart(chart::Args),
    Dashboard(dashboard::Args),
    Pages(pages::Args),
    Serve(serve::Args),
    Code(code::Args),
    Keygen(keygen::Args),
    Sign(sign::Args),
    Verify(verify::Args),
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().verb {
        Verb::Sample(args) => sample::run(&args),
        Verb::Map(args) => map::run(&args),
        Verb::Build(args) => build::run(&args),
        Verb::Merge(args) => merge::run(&args),
        Verb::Compact(args) => compact::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
        Verb::Audit(args) => audit::run(&args),
        Verb::AuditFairness(args) => fairness::run(&args),
        Verb::Search(args) => ask::search(&args),
        Verb::Match(args) => ask::match_profile(&args),
        Verb::Advise(args) => advise::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Cube(args) => cube::run(&args),
        Verb::Chart(args) => chart::run(&args),
        Verb::Dashboard(args) => dashboard::run(&args),
        Verb::Pages(args) => pages::run(&args),
        Verb::Serve(args) => serve::run(&args),
        Verb::Code(args) => code::run(&args),
        Verb::Keygen(args) => keygen::run(&args),
        Verb::Sign(args) => sign::run(&args),
        Verb::Verify(args) => verify::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why)
            if why.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(why) => {
            let name = why.downcast_ref::<SnapshotError>().map(SnapshotError::name);
            match name.or(why.downcast_ref::<TrustError>().map(TrustError::name)) {
                Some(name) => eprintln!("padan: {name}: {why:#}"),
                None => eprintln!("padan: {why:#}"),
            }
            ExitCode::from(if why.is::<QueryError>() || why.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// Arguments that clap takes but the verb cannot use.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Parses an ISO date for clap.
fn day(text: &str) -> Result<i32, String> {
    crate::record::day::parse(text).ok_or_else(|| format!("{text:?} found, a date like 2026-11-24 expected"))
}

/// Parses a language for clap.
fn lang(text: &str) -> Result<crate::record::code::Lang, String> {
    match text {
        "id" => Ok(crate::record::code::Lang::Id),
        "en" => Ok(crate::record::code::Lang::En),
        _ => Err("id or en expected".to_owned()),
    }
}

/// Prints a value as JSON.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

/// 19269 → "19,269".
fn grouped(number: u64) -> String {
    crate::market::words::count(number, crate::record::code::Lang::En)
}
