//! `padan build`: files of vacancies in, a snapshot out.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::progress::Progress;
use super::{Usage, day, grouped, print_json};
use crate::ingest::input::{self, Input};
use crate::ingest::{self, Format, Report, gate::Gates};
use crate::record::{SupplyCell, code::Verification, day as days};
use crate::snapshot::{Added, BuildOptions, Builder, Folder, Written};

/// Fewest people a supply cell may count; smaller ones are suppressed.
const SMALLEST_CELL: u32 = 10;

/// Build a snapshot from files of vacancies.
///
/// Reads and cleans every record (contacts, hidden pay and HTML never get through), then writes
/// manifest, columns and text blocks into the folder, with report.json (what became of every
/// record) and rejects.jsonl (each record turned away: file, line, field, found, expected).
/// A record whose id came before replaces the earlier one and counts as merged: name the files
/// that say most last (Karirhub's list, then its details).
///
///   padan build --format maganghub --out snapshot maganghub.csv
///   padan build --out snapshot karirhub-list:list.json karirhub:details.jsonl
///   padan build --out snapshot jobposting@loker:pages/ wllp:report.csv --verification verified
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// How files are laid out that do not say so themselves (FORMAT:FILE)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Folder to write the snapshot into; made where missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Snapshot to build on: only what differs from it is written, as one more segment. May be
    /// the folder of --out itself
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
    /// Write one snapshot a province, into folders named by its code, and partitions.json
    #[arg(long, value_enum)]
    partition: Option<Partitioning>,
    /// Day the snapshot speaks for; today where left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<i32>,
    /// Courses to carry, JSON Lines (docs/schema/course.schema.json)
    #[arg(long, value_name = "FILE")]
    courses: Option<PathBuf>,
    /// Supply cells to carry, JSON Lines (docs/schema/supply.schema.json)
    #[arg(long, value_name = "FILE")]
    supply: Option<PathBuf>,
    /// Portal the vacancies come from, for formats whose records do not say (jobposting, wllp)
    #[arg(long, value_name = "KEY", value_parser = input::source)]
    source: Option<String>,
    /// Whether the labour service checked the vacancies, for formats whose records do not say
    /// (jobposting, wllp); unverified where left out
    #[arg(long, value_name = "verified|unverified", value_parser = verification)]
    verification: Option<Verification>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Files of vacancies, FORMAT:FILE or FORMAT@SOURCE:FILE
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
}

/// How a build is split.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Partitioning {
    /// By province of the first workplace.
    Province,
}

/// What `report.json` holds.
#[derive(Serialize)]
struct Account<'a> {
    rows_in: u64,
    rows_out: u64,
    rejected: u64,
    merged: u64,
    as_of: String,
    files: Vec<String>,
    courses: usize,
    supply_cells: usize,
    supply_cells_suppressed: usize,
    core_bytes: u64,
    text_bytes: u64,
    #[serde(flatten)]
    report: &'a Report,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let input = |file: &String| Ok(input::parse(file, args.format)?.or(args.source.as_deref(), args.verification));
    let inputs: Vec<Input> = args.files.iter().map(|file| input(file).map_err(Usage)).collect::<Result<_, _>>()?;
    let courses = args.courses.as_deref().map(read_lines).transpose()?.unwrap_or_default();
    let mut supply: Vec<SupplyCell> = args.supply.as_deref().map(read_lines).transpose()?.unwrap_or_default();
    let cells = supply.len();
    supply.retain(|cell| cell.active_seekers >= SMALLEST_CELL);
    let suppressed = cells - supply.len();
    let (courses_kept, supply_kept) = (courses.len(), supply.len());

    let as_of = args.as_of.unwrap_or_else(days::today);
    let previous = match args.partition {
        None => args.previous.as_deref().map(Folder::open).transpose()?,
        Some(_) => None,
    };
    let mut builder = Builder::new(BuildOptions { as_of, courses, supply }, &args.out)?;
    let rejects = Pending::new(&args.out, "rejects.jsonl")?;
    let mut report = Report::new(Some(Box::new(rejects.writer()?)));
    let mut merged = 0;
    let gates = Gates::new();
    for input in &inputs {
        let path = &input.path;
        let bytes =
            fs::metadata(path).with_context(|| format!("cannot read {}. Check the path", path.display()))?.len();
        let progress = Rc::new(RefCell::new(Progress::new("reading", bytes, true)));
        let told = Rc::clone(&progress);
        report.progress = Some(Box::new(move |bytes| told.borrow_mut().set(bytes)));
        ingest::read_input(&gates, input, &mut report, &mut |vacancy| {
            if builder.add(&vacancy)? == Added::Merged {
                merged += 1;
            }
            Ok(())
        })?;
        report.progress = None;
        if let Some(progress) = Rc::into_inner(progress) {
            progress.into_inner().finish();
        }
    }
    report.rejects = None;
    rejects.put()?;

    let rows_out = builder.rows();
    let account = |written: &Written| Account {
        rows_in: report.rows_in,
        rows_out,
        rejected: report.rejected,
        merged,
        as_of: days::iso(as_of),
        files: args.files.clone(),
        courses: courses_kept,
        supply_cells: supply_kept,
        supply_cells_suppressed: suppressed,
        core_bytes: written.core_bytes,
        text_bytes: written.text_bytes,
        report: &report,
    };
    let write_report = |account: &Account<'_>| -> Result<()> {
        let pending = Pending::new(&args.out, "report.json")?;
        serde_json::to_writer_pretty(pending.writer()?, account)?;
        pending.put()
    };
    if rows_out == 0 {
        write_report(&account(&Written::default()))?;
        bail!(
            "no vacancy to build from: {} records read, all {} rejected. See {} for the reasons; a snapshot there before is unchanged",
            grouped(report.rows_in),
            grouped(report.rejected),
            args.out.join("rejects.jsonl").display()
        );
    }
    let mut progress = Progress::new("writing text blocks", rows_out, false);
    let mut told = |rows| progress.set(rows);
    let written = match args.partition {
        None => builder.finish(&args.out, previous.as_ref(), &mut told)?,
        Some(Partitioning::Province) => builder.finish_by_province(&args.out, &|key| held(args, key), &mut told)?.1,
    };
    progress.finish();
    let account = account(&written);
    write_report(&account)?;
    if account.rows_in != account.rows_out + account.rejected + account.merged {
        bail!(
            "the account does not add up: {} in, {} out, {} rejected, {} merged. Please report this",
            account.rows_in,
            account.rows_out,
            account.rejected,
            account.merged
        );
    }
    if args.json {
        return print_json(&account);
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} in = {} out + {} rejected + {} merged",
        grouped(account.rows_in),
        grouped(account.rows_out),
        grouped(account.rejected),
        grouped(account.merged)
    )?;
    for (gate, count) in &report.gates {
        writeln!(out, "  {:<28} {:>10}", gate, grouped(*count))?;
    }
    writeln!(
        out,
        "{}: columns {} bytes ({:.1} a vacancy), texts {} bytes",
        args.out.display(),
        grouped(written.core_bytes),
        written.core_bytes as f64 / rows_out as f64,
        grouped(written.text_bytes)
    )?;
    if args.previous.is_some() {
        writeln!(out, "  of which new: {} records, {} bytes", grouped(written.new_rows), grouped(written.new_bytes))?;
    }
    Ok(writeln!(out, "report: {}", args.out.join("report.json").display())?)
}

fn verification(text: &str) -> Result<Verification, String> {
    Verification::from_key(text)
        .filter(|verification| *verification != Verification::Withdrawn)
        .ok_or_else(|| format!("{text:?} found, verified or unverified expected"))
}

/// The previous snapshot of a partition, where there is one.
fn held(args: &Args, key: &str) -> Result<Option<Folder>> {
    let folder = args.previous.as_ref().map(|previous| previous.join(key));
    Ok(folder.filter(|folder| folder.join("manifest.json").exists()).map(|folder| Folder::open(&folder)).transpose()?)
}

/// Reads JSON Lines that must all be right.
fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read {}. Check the path", path.display()))?;
    let mut records = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let place = || format!("{}, line {}", path.display(), number + 1);
        let line = line.with_context(place)?;
        if !line.trim().is_empty() {
            records.push(serde_json::from_str(&line).with_context(place)?);
        }
    }
    Ok(records)
}

/// A file that takes its name only when it is whole.
struct Pending {
    waiting: PathBuf,
    path: PathBuf,
}

impl Pending {
    fn new(folder: &Path, name: &str) -> Result<Self> {
        Ok(Self { waiting: folder.join(format!("{name}.new")), path: folder.join(name) })
    }

    fn writer(&self) -> Result<BufWriter<File>> {
        Ok(BufWriter::new(
            File::create(&self.waiting).with_context(|| format!("cannot write {}", self.waiting.display()))?,
        ))
    }

    fn put(&self) -> Result<()> {
        fs::rename(&self.waiting, &self.path).with_context(|| format!("cannot put {} into place", self.path.display()))
    }
}
