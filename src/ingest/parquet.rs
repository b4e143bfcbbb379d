//! padan's own records in Parquet: a file, or a folder of them as Spark, DuckDB or Trino write it.
//!
//! A row is a vacancy with the columns of `docs/schema/vacancy.schema.json`, nested as there; a
//! null is a field left out. In a folder every file counts, at any depth and in the order of
//! their paths, but those whose name, or a folder's, starts with `_` or `.` (`_SUCCESS`, `.crc`).
//! What a folder's name says (`province=32`) is a copy of what the rows say and is not read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use super::{Fault, Report, Sink, gate::Gates, jsonl, settle};
use crate::record::Vacancy;

pub fn read(path: &Path, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let mut files = Vec::new();
    list(path, &mut files)?;
    if files.is_empty() {
        bail!("no Parquet file found in {}. Name the folder that the files are in", path.display());
    }
    files.sort();
    for file in files {
        read_file(&file, gates, report, sink).with_context(|| format!("while reading {}", file.display()))?;
    }
    Ok(())
}

/// The files of a folder, at any depth, but those whose name, or a folder's, starts with `_` or `.`.
pub(super) fn list(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(['_', '.']) {
            list(&entry.path(), files)?;
        }
    }
    Ok(())
}

fn read_file(path: &Path, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    report.start_file(path);
    let file = File::open(path).context("cannot open it")?;
    let reader = SerializedFileReader::new(file).context("not a Parquet file")?;
    let bytes = fs::metadata(path)?.len();
    let rows = reader.metadata().file_metadata().num_rows().max(1) as u64;
    for (number, row) in (1..).zip(reader.get_row_iter(None)?) {
        report.met();
        let made = match row {
            Ok(row) => {
                let mut json = row.to_json_value();
                drop_nulls(&mut json);
                jsonl::parse::<Vacancy>(&json.to_string(), report)
            }
            Err(why) => Err((None, Fault::new("row", why.to_string(), "a row that can be read"))),
        };
        let (id, made) = match made {
            Ok(vacancy) => (None, Ok(vacancy)),
            Err((id, fault)) => (id, Err(fault)),
        };
        settle(made, number, id, gates, report, sink)?;
        report.read_so_far(bytes * number / rows);
    }
    Ok(())
}

fn drop_nulls(json: &mut Value) {
    match json {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => {
            items.retain(|item| !item.is_null());
            items.iter_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}
