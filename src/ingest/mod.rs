//! One file of vacancies in, clean vacancies and a full account out. Native only.
//!
//! Portals publish more than may be shown: phone numbers in a text, pay the employer
//! asked to hide, HTML, page templates. This module turns one input file, line by line,
//! into [`Vacancy`] records that are fit for a public snapshot, and accounts for every
//! input record: it reaches the sink, or it is rejected with its line, the field and the
//! reason. What was changed on the way is counted by gate.
//!
//! # Overview
//!
//! * [`read`] runs one file of a [`Format`] through its adapter and the shared gates.
//! * [`Report`] is the account; [`Reject`] one line of `rejects.jsonl`.
//! * [`Regions`] tells Kemendagri codes from codes and names as portals write them.
//! * [`input`] reads file names as the command line gives them.
//! * [`gate`] holds the rules every format shares, [`text`] the cleaning of text.
//! * `jsonl`, `parquet`, `maganghub` and `karirhub` each know one source and nothing of the others.
//! * [`table`] reads any other table by a mapping, and [`propose`] drafts one.
//! * [`encoding`] makes text UTF-8; [`pay`] reads pay as advertisements word it.
//!
//! Memory is bounded: no record and no reject is kept after it was handed on.

mod delimited;
pub mod employer;
pub mod encoding;
pub mod gate;
pub mod input;
mod jsonl;
mod karirhub;
mod lines;
mod maganghub;
mod parquet;
pub mod pay;
pub mod propose;
mod region;
mod report;
mod sheet;
pub mod table;
pub mod text;
mod words;

use std::path::Path;

use anyhow::{Context, Result};

pub use region::{Found, Regions};
pub use report::{Fault, Reject, Report};

use crate::record::Vacancy;
use gate::Gates;

/// How an input file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// padan's own JSON Lines: one [`Vacancy`] a line.
    Jsonl,
    /// CSV of MagangHub internships.
    Maganghub,
    /// JSON Lines of Karirhub API detail records.
    Karirhub,
    /// padan's own records in Parquet: a file, or a folder as Spark, DuckDB or Trino write it.
    Parquet,
    /// Any CSV, XLSX or Parquet, by the mapping beside it (`FILE.mapping.json`; see `padan map`).
    Table,
}

/// Where accepted vacancies go. An error stops the reading.
pub type Sink<'a> = dyn FnMut(Vacancy) -> Result<()> + 'a;

/// Reads one file, cleans every record and hands each accepted vacancy to `sink`.
///
/// Every input record ends in exactly one of `sink` and [`Report::reject`], so that
/// `rows_in == accepted + rejected`.
///
/// # Errors
/// The file cannot be opened or read, it is not of this format at all (a CSV without the
/// columns), or `sink` or the rejects writer failed. A bad record is not an error.
pub fn read(format: Format, path: &Path, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let gates = Gates::new();
    match format {
        Format::Parquet => return parquet::read(path, &gates, report, sink),
        Format::Table => return table::read(path, &gates, report, sink),
        _ => {}
    }
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    report.start_file(path);
    let mut file = encoding::Utf8::new(file).with_context(|| format!("cannot read {}", path.display()))?;
    let read = match format {
        Format::Jsonl => jsonl::read(&mut file, &gates, report, sink),
        Format::Maganghub => maganghub::read(&mut file, &gates, report, sink),
        Format::Karirhub => karirhub::read(&mut file, &gates, report, sink),
        Format::Parquet | Format::Table => Ok(()),
    };
    file.account(report);
    read.with_context(|| format!("while reading {}", path.display()))
}

/// Gates one record an adapter made and books the outcome.
fn settle(
    made: std::result::Result<Vacancy, Fault>,
    line: u64,
    id: Option<String>,
    gates: &Gates,
    report: &mut Report,
    sink: &mut Sink,
) -> Result<()> {
    let (id, outcome) = match made {
        Ok(vacancy) => (Some(vacancy.id.clone()), gates.clean(vacancy, report)),
        Err(fault) => (id, Err(fault)),
    };
    match outcome {
        Ok(vacancy) => {
            sink(vacancy)?;
            report.accept();
            Ok(())
        }
        Err(fault) => report.reject(line, id, fault),
    }
}
