//! `padan build`: files of vacancies in, a snapshot out.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde::de::DeserializeOwned;

use super::account::Account;
use super::audit::Audit;
use super::progress::Progress;
use super::{Usage, day, grouped, print_json};
use crate::ingest::duplicate::{self, Duplicates, Group};
use crate::ingest::gate::SMALLEST_CELL;
use crate::ingest::input::{self, Input};
use crate::ingest::strict::Breach;
use crate::ingest::supply::suppress;
use crate::ingest::tally::Tally;
use crate::ingest::{self, Format, Gates, Policy, Report};
use crate::record::{Course, SupplyCell, Vacancy, code::Verification, day as days};
use crate::snapshot::{Added, BuildOptions, Builder, Folder};

/// Build a snapshot from files of vacancies.
///
/// Reads and cleans every record (contacts, hidden pay and HTML never get through), then writes
/// manifest, columns and text blocks into the folder, with report.json and report.html (what became
/// of every record) and rejects.jsonl (each record turned away: file, line, field, found, expected).
/// A record whose id came before replaces the earlier one and counts as merged: name the files
/// that say most last (Karirhub's list, then its details). The same vacancy on several portals
/// becomes one that names them all.
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
    /// What this portal decides about the gates, JSON (docs/policy.md); defaults where left out
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Put nothing into place where a contact is left, titles or regions are missing, too much was turned away or the
    /// snapshot is too large (docs/policy.md); the report says what. Exit code 1
    #[arg(long)]
    strict: bool,
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

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let input = |file: &String| Ok(input::parse(file, args.format)?.or(args.source.as_deref(), args.verification));
    let inputs: Vec<Input> = args.files.iter().map(|file| input(file).map_err(Usage)).collect::<Result<_, _>>()?;
    let policy = args.policy.as_deref().map(read_policy).transpose()?.unwrap_or_default();
    let as_of = args.as_of.unwrap_or_else(days::today);
    let gates = Gates::with(policy.clone()).on(as_of);
    let courses: Vec<Course> = args.courses.as_deref().map(read_lines).transpose()?.unwrap_or_default();
    let cells: Vec<SupplyCell> = args.supply.as_deref().map(read_lines).transpose()?.unwrap_or_default();
    let supply = suppress(cells, policy.smallest_cell);

    let mut account = Account::new(as_of, &policy);
    account.courses = courses.len();
    account.supply_cells = supply.kept.len();
    account.supply_suppressed_small = supply.small;
    account.supply_suppressed_complementary = supply.complementary;
    let previous = match args.partition {
        None => args.previous.as_deref().map(Folder::open).transpose()?,
        Some(_) => None,
    };
    let mut builder = Builder::new(BuildOptions { as_of, courses, supply: supply.kept }, &args.out)?;
    let rejects = Pending::new(&args.out, "rejects.jsonl")?;
    let mut report = Report::new(Some(Box::new(rejects.writer()?)));
    let mut rows = Rows { builder: &mut builder, duplicates: None, tally: Tally::default(), audit: None, merged: 0 };
    rows.duplicates = policy.group_duplicates.then(Duplicates::default);
    rows.audit = args.strict.then(Audit::default);
    for input in &inputs {
        read(&gates, input, &mut report, &mut rows)?;
    }
    report.rejects = None;
    rejects.put()?;
    account.merged = rows.merged;
    account.grouped = rows.group()?;
    let Rows { tally, audit, .. } = rows;

    account.rows_in = report.rows_in;
    account.rows_out = builder.rows();
    account.rejected = report.rejected;
    account.count(&tally, &report);
    let rejected = args.out.join("rejects.jsonl");
    if account.rows_out == 0 {
        account.write(&report, &args.out)?;
        bail!(
            "no vacancy to build from: {} records read, all {} rejected. See {} for the reasons; a snapshot there before is unchanged",
            grouped(account.rows_in),
            grouped(account.rejected),
            rejected.display()
        );
    }
    if account.rows_in != account.rows_out + account.rejected + account.merged + account.grouped {
        bail!(
            "the account does not add up: {} in, {} out, {} rejected, {} merged, {} grouped. Please report this",
            account.rows_in,
            account.rows_out,
            account.rejected,
            account.merged,
            account.grouped
        );
    }
    let mut progress = Progress::new("writing text blocks", account.rows_out, false);
    let mut told = |rows| progress.set(rows);
    let prepared = match args.partition {
        None => builder.prepare(&args.out, previous.as_ref(), &mut told)?,
        Some(Partitioning::Province) => builder.prepare_by_province(&args.out, &|key| held(args, key), &mut told)?,
    };
    progress.finish();
    account.weigh(&prepared);
    if let Some(audit) = &audit {
        account.judge(&policy.strict, audit.counts(), &report);
    }
    if let Some(verdict) = account.verdict.as_ref().filter(|verdict| !verdict.passed) {
        drop(prepared);
        account.write(&report, &args.out)?;
        let breach = |breach: &Breach| format!("{}: {} found, {} allowed", breach.rule, breach.found, breach.limit);
        let breaches: Vec<String> = verdict.breaches.iter().map(breach).collect();
        let first = audit.iter().flat_map(Audit::shown).take(10).map(|line| format!("\n  {line}")).collect::<String>();
        bail!(
            "the build is not put into place, {} of the limits it must keep to are broken:\n  {}{first}\nSee {}; \
             mend the input, or the limits in the policy. A snapshot there before is unchanged",
            breaches.len(),
            breaches.join("\n  "),
            args.out.join("report.html").display()
        );
    }
    let written = prepared.put()?;
    account.write(&report, &args.out)?;
    if args.json {
        return print_json(&account.with(&report));
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} in = {} out + {} rejected + {} merged + {} grouped",
        grouped(account.rows_in),
        grouped(account.rows_out),
        grouped(account.rejected),
        grouped(account.merged),
        grouped(account.grouped)
    )?;
    for (gate, count) in &report.gates {
        writeln!(out, "  {:<28} {:>10}", gate, grouped(*count))?;
    }
    writeln!(
        out,
        "{}: columns {} bytes ({:.1} a vacancy), texts {} bytes",
        args.out.display(),
        grouped(written.core_bytes),
        written.core_bytes as f64 / account.rows_out as f64,
        grouped(written.text_bytes)
    )?;
    if args.previous.is_some() {
        writeln!(out, "  of which new: {} records, {} bytes", grouped(written.new_rows), grouped(written.new_bytes))?;
    }
    Ok(writeln!(out, "report: {}", args.out.join("report.html").display())?)
}

/// Where accepted records go.
struct Rows<'a> {
    builder: &'a mut Builder,
    duplicates: Option<Duplicates>,
    tally: Tally,
    audit: Option<Audit>,
    merged: u64,
}

impl Rows<'_> {
    fn take(&mut self, mut vacancy: Vacancy) -> Result<()> {
        if self.duplicates.is_some()
            && let Some(row) = self.builder.number(&vacancy.id)
        {
            let replaced = self.builder.record(row)?;
            if replaced.source.code != vacancy.source.code {
                duplicate::join(&mut vacancy, &replaced);
            }
        }
        if let Some(audit) = &mut self.audit {
            audit.record(&vacancy)?;
        }
        if self.builder.add(&vacancy)? == Added::Merged {
            self.merged += 1;
        }
        let row = self.builder.number(&vacancy.id).context("a record was taken without a number")?;
        self.tally.take(row, &vacancy);
        if let Some(duplicates) = &mut self.duplicates {
            duplicates.note(row, &vacancy);
        }
        Ok(())
    }

    /// Makes one row of those that several portals have of one vacancy; how many are gone.
    fn group(&mut self) -> Result<u64> {
        let mut gone = 0;
        for Group { kept, others } in self.duplicates.take().unwrap_or_default().groups() {
            let mut vacancy = self.builder.record(kept)?;
            for other in others {
                duplicate::join(&mut vacancy, &self.builder.record(other)?);
                self.builder.leave_out(other);
                self.tally.group(other, kept);
                gone += 1;
            }
            self.builder.add(&vacancy)?;
        }
        Ok(gone)
    }
}

fn read(gates: &Gates, input: &Input, report: &mut Report, rows: &mut Rows<'_>) -> Result<()> {
    let path = &input.path;
    let bytes = fs::metadata(path).with_context(|| format!("cannot read {}. Check the path", path.display()))?.len();
    let progress = Rc::new(RefCell::new(Progress::new("reading", bytes, true)));
    let told = Rc::clone(&progress);
    report.progress = Some(Box::new(move |bytes| told.borrow_mut().set(bytes)));
    let (rows_in, rejected) = (report.rows_in, report.rejected);
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let format = input.format.to_possible_value().map_or_else(String::new, |format| format.get_name().to_owned());
    rows.tally.start(name, format);
    ingest::read_input(gates, input, report, &mut |vacancy| rows.take(vacancy))?;
    rows.tally.end(report.rows_in - rows_in, report.rejected - rejected);
    report.progress = None;
    if let Some(progress) = Rc::into_inner(progress) {
        progress.into_inner().finish();
    }
    Ok(())
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

fn read_policy(path: &Path) -> Result<Policy> {
    let text = fs::read(path).with_context(|| format!("cannot read {}. Check the path", path.display()))?;
    let policy: Policy =
        serde_json::from_slice(&text).with_context(|| format!("{} is no policy (docs/policy.md)", path.display()))?;
    ensure!(
        policy.smallest_cell >= SMALLEST_CELL,
        "{}: smallestCell {} found, {SMALLEST_CELL} or more expected",
        path.display(),
        policy.smallest_cell
    );
    Ok(policy)
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
pub(super) struct Pending {
    waiting: PathBuf,
    path: PathBuf,
}

impl Pending {
    pub(super) fn new(folder: &Path, name: &str) -> Result<Self> {
        Ok(Self { waiting: folder.join(format!("{name}.new")), path: folder.join(name) })
    }

    pub(super) fn writer(&self) -> Result<BufWriter<File>> {
        Ok(BufWriter::new(
            File::create(&self.waiting).with_context(|| format!("cannot write {}", self.waiting.display()))?,
        ))
    }

    pub(super) fn put(&self) -> Result<()> {
        fs::rename(&self.waiting, &self.path).with_context(|| format!("cannot put {} into place", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_that_got_past_every_gate_fails_a_strict_build() {
        let verdict = |title: &str| {
            let folder = tempfile::tempdir().unwrap();
            let mut builder = Builder::new(BuildOptions::default(), folder.path()).unwrap();
            let mut rows = Rows {
                builder: &mut builder,
                duplicates: None,
                tally: Tally::default(),
                audit: Some(Audit::default()),
                merged: 0,
            };
            rows.tally.start("a.jsonl".to_owned(), "jsonl".to_owned());
            let vacancy = serde_json::json!({
                "id": "1", "title": title, "source": {"code": "a", "verification": "verified"}, "jobLocation": [{"region": "3216"}]
            });
            rows.take(serde_json::from_value(vacancy).unwrap()).unwrap();
            let Rows { tally, audit, .. } = rows;
            let mut account = Account::new(0, &Policy::default());
            (account.rows_in, account.rows_out) = (1, 1);
            account.count(&tally, &Report::default());
            account.judge(&Policy::default().strict, audit.unwrap().counts(), &Report::default());
            account.verdict.unwrap()
        };
        assert!(verdict("Kasir Toko").passed);
        let failed = verdict("Kasir Toko, WA 0812 3456 7890");
        let rules: Vec<&str> = failed.breaches.iter().map(|breach| &*breach.rule).collect();
        assert_eq!((failed.passed, rules), (false, vec!["audit.contact"]));
    }
}
