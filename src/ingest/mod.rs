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
//! * [`gate`] holds the rules every format shares, [`Policy`] what a portal may decide about them;
//!   [`text`] is the cleaning of text.
//! * [`requirements`] reads what a text asks, [`occupation`] codes titles.
//! * `records` finds the records in a JSON file, however it is laid out.
//! * `jsonl`, `parquet`, `maganghub`, `karirhub` and their kin each know one source; two files of one portal share
//!   what its records have in common.
//! * [`table`] reads any other table by a mapping, and [`propose`] drafts one.
//! * [`encoding`] makes text UTF-8; [`pay`] reads pay as advertisements word it.
//!
//! Memory is bounded: no record and no reject is kept after it was handed on.

mod delimited;
pub mod duplicate;
pub mod employer;
pub mod encoding;
pub mod gate;
pub mod input;
mod jobposting;
mod jsonl;
mod jsonld;
mod karirhub;
mod karirhub_list;
mod lines;
mod maganghub;
mod maganghub_json;
pub mod occupation;
mod parquet;
pub mod pay;
pub mod propose;
mod records;
mod region;
mod report;
pub mod requirements;
mod sheet;
pub mod strict;
pub mod supply;
pub mod table;
pub mod tally;
mod terms;
pub mod text;
mod wllp;
mod words;

use std::path::Path;

use anyhow::{Context, Result};

pub use region::{Found, Regions};
pub use report::{Fault, Reject, Report};

use crate::record::Vacancy;
pub use gate::{Gates, Policy};
use input::Input;

/// How an input file is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// padan's own JSON records, one vacancy each: JSON Lines, or an array.
    Jsonl,
    /// CSV of MagangHub internships.
    Maganghub,
    /// JSON of MagangHub internships, pages as its API sends them.
    MaganghubJson,
    /// JSON of Karirhub API detail records.
    Karirhub,
    /// JSON of Karirhub's list of vacancies, pages as its API sends them.
    KarirhubList,
    /// schema.org JobPosting: JSON or HTML pages with JSON-LD, a file or a folder of them.
    Jobposting,
    /// CSV or JSON of the mandatory report of vacancies (WLLP).
    Wllp,
    /// padan's own records in Parquet: a file, or a folder as Spark, DuckDB or Trino write it.
    Parquet,
    /// Any CSV, XLSX or Parquet, by the mapping beside it (`FILE.mapping.json`; see `padan map`).
    Table,
}

/// Where accepted vacancies go. An error stops the reading.
pub type Sink<'a> = dyn FnMut(Vacancy) -> Result<()> + 'a;

/// [`read_input`] of a file of which only the format is known.
///
/// # Errors
/// As [`read_input`].
pub fn read(format: Format, path: &Path, report: &mut Report, sink: &mut Sink) -> Result<()> {
    read_input(&Gates::new(), &Input::new(format, path), report, sink)
}

/// Reads one file, cleans every record and hands each accepted vacancy to `sink`.
///
/// Every input record ends in exactly one of `sink` and [`Report::reject`], so that
/// `rows_in == accepted + rejected`.
///
/// # Errors
/// The file cannot be opened or read, ends in the middle of an array, is not of this format at
/// all (a CSV without the columns), or `sink` or the rejects writer failed. A bad record is not
/// an error.
pub fn read_input(gates: &Gates, input: &Input, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let path = &input.path;
    match input.format {
        Format::Jobposting => {
            let read = jobposting::read(input, gates, report, sink);
            return read.with_context(|| format!("while reading {}", path.display()));
        }
        Format::Parquet => return parquet::read(path, gates, report, sink),
        Format::Table => return table::read(path, gates, report, sink),
        _ => {}
    }
    report.start_file(path);
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = encoding::Utf8::new(file).with_context(|| format!("cannot read {}", path.display()))?;
    let read = match input.format {
        Format::Jsonl => jsonl::read(&mut text, gates, report, sink),
        Format::Maganghub => maganghub::read(&mut text, gates, report, sink),
        Format::MaganghubJson => maganghub_json::read(&mut text, gates, report, sink),
        Format::Karirhub => karirhub::read(&mut text, gates, report, sink),
        Format::KarirhubList => karirhub_list::read(&mut text, gates, report, sink),
        Format::Wllp => wllp::read(&mut text, input, gates, report, sink),
        Format::Jobposting | Format::Parquet | Format::Table => Ok(()),
    };
    text.account(report);
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

/// What an adapter hands on, and its account, for the tests of adapters.
#[cfg(test)]
fn taken(read: impl FnOnce(&Gates, &mut Report, &mut Sink) -> Result<()>) -> (Vec<Vacancy>, Report) {
    let (mut out, mut report) = (Vec::new(), Report::default());
    let mut sink = |vacancy| {
        out.push(vacancy);
        Ok(())
    };
    read(&Gates::new(), &mut report, &mut sink).unwrap();
    (out, report)
}
