//! `padan map`: proposes the mapping of a table.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::ingest::propose::{self, Proposal};

/// Propose how the columns of a table become vacancies.
///
/// Looks at the header and the first 2,000 rows of a CSV, XLSX or Parquet file and writes a
/// mapping, with a reason for every column. Check and edit it (docs/mapping.md), then build:
///
///   padan map list.csv --out list.csv.mapping.json
///   padan build --out snapshot table:list.csv
///
/// The mapping goes to standard output, or to --out; the reasons to standard error.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The table
    file: PathBuf,
    /// Write the mapping there; a file that is there is kept and the verb fails
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Portal key of the rows; the name of the file where left out
    #[arg(long, value_name = "CODE")]
    source: Option<String>,
    /// Sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Lines or rows above the header; looked for where left out
    #[arg(long, value_name = "N")]
    skip_rows: Option<usize>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let source = args.source.clone().unwrap_or_else(|| key(&args.file));
    let Proposal { mapping, notes, warnings } =
        propose::propose(&args.file, args.sheet.as_deref(), args.skip_rows, &source)?;
    let mut text = serde_json::to_string_pretty(&mapping)?;
    text.push('\n');
    for note in &notes {
        eprintln!("{note}");
    }
    for warning in &warnings {
        eprintln!("look: {warning}");
    }
    match &args.out {
        None => Ok(std::io::stdout().lock().write_all(text.as_bytes())?),
        Some(out) => {
            let mut file = fs::File::create_new(out).with_context(|| {
                format!("cannot write {}; a mapping that is there is not written over", out.display())
            })?;
            Ok(file.write_all(text.as_bytes())?)
        }
    }
}

/// A portal key made of the name of a file.
fn key(file: &std::path::Path) -> String {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let words: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut key = words.join("-");
    key.truncate(32);
    if key.is_empty() { "table".to_owned() } else { key }
}
