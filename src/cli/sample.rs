//! `padan sample`: an invented labour market to try things on.

use std::{io::IsTerminal, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use time::{Date, macros::format_description};

use crate::sample::{self, Options};

/// Make an invented labour market: vacancies, courses and supply as JSON Lines.
///
/// The same rows, seed and date give the same files on every machine.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Vacancies to make.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=sample::MOST_ROWS))]
    rows: u64,
    /// Another seed is another market.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// File of vacancies; courses and supply go beside it.
    #[arg(long, value_name = "FILE.jsonl")]
    out: PathBuf,
    /// Day the market is seen on.
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2026-11-01", value_parser = day)]
    as_of: Date,
}

fn day(text: &str) -> std::result::Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| format!("{text:?} found, a day such as 2026-11-01 expected"))
}

/// Runs the command.
///
/// # Errors
/// A file cannot be written.
pub fn run(args: Args) -> Result<()> {
    let Args { rows, seed, out, as_of } = args;
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(rows) } else { ProgressBar::hidden() };
    bar.set_style(ProgressStyle::with_template("{bar:32} {human_pos} of {human_len} vacancies, {eta} left")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let options = Options { rows, seed, out, as_of };
    let made = sample::write(&options, &mut |done| bar.set_position(done))?;
    bar.finish_and_clear();
    eprintln!(
        "{}: {} vacancies of {} employers, {}",
        options.out.display(),
        HumanCount(made.vacancies),
        HumanCount(made.employers),
        HumanBytes(made.bytes)
    );
    eprintln!("{}: {} courses", sample::beside(&options.out, "courses").display(), HumanCount(made.courses));
    eprintln!("{}: {} supply cells", sample::beside(&options.out, "supply").display(), HumanCount(made.supply_cells));
    Ok(())
}
