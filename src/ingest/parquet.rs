//! padan's own records in Parquet: a file, or a folder of them as Spark, DuckDB or Trino write it.
//!
//! A row is a vacancy with the columns of `docs/schema/vacancy.schema.json`, nested as there; a
//! null is a field left out. In a folder every file counts, at any depth and in the order of
//! their paths, but those whose name, or a folder's, starts with `_` or `.` (`_SUCCESS`, `.crc`).
//! What a folder's name says (`province=32`) is a copy of what the rows say and is not read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use parquet::basic::ConvertedType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::Type;
use serde_json::Value;

use super::{Fault, Report, Sink, gate::Gates, jsonl, settle};
use crate::record::Vacancy;

/// What [`each`] hands on.
pub(super) enum Part {
    /// The columns of the next file; those of a group are `group.column`.
    Columns(Vec<String>),
    /// A row as JSON, and its number in the file, from 1.
    Row(u64, Result<Value, Fault>),
}

pub fn read(path: &Path, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    each(path, report, &mut |part, report| {
        let Part::Row(number, row) = part else { return Ok(true) };
        report.met();
        let made = row.map_err(|fault| (None, fault)).and_then(|mut json| {
            drop_nulls(&mut json);
            jsonl::parse::<Vacancy>(&json.to_string(), report)
        });
        let (id, made) = match made {
            Ok(vacancy) => (None, Ok(vacancy)),
            Err((id, fault)) => (id, Err(fault)),
        };
        settle(made, number, id, gates, report, sink)?;
        Ok(true)
    })
}

/// Hands every row of a file, or of the files of a folder, to `take`, until it says `false`.
pub(super) fn each(
    path: &Path,
    report: &mut Report,
    take: &mut dyn FnMut(Part, &mut Report) -> Result<bool>,
) -> Result<()> {
    let mut files = Vec::new();
    list(path, &mut files)?;
    if files.is_empty() {
        bail!("no Parquet file found in {}. Name the folder that the files are in", path.display());
    }
    files.sort();
    for file in files {
        let go_on = each_of_file(&file, report, take).with_context(|| format!("while reading {}", file.display()))?;
        if !go_on {
            break;
        }
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

fn each_of_file(
    path: &Path,
    report: &mut Report,
    take: &mut dyn FnMut(Part, &mut Report) -> Result<bool>,
) -> Result<bool> {
    report.start_file(path);
    let file = File::open(path).context("cannot open it")?;
    let reader = SerializedFileReader::new(file).context("not a Parquet file")?;
    let bytes = fs::metadata(path)?.len();
    let rows = reader.metadata().file_metadata().num_rows().max(1) as u64;
    let mut columns = Vec::new();
    for field in reader.metadata().file_metadata().schema().get_fields() {
        name_columns("", field, &mut columns);
    }
    if !take(Part::Columns(columns), report)? {
        return Ok(false);
    }
    for (number, row) in (1..).zip(reader.get_row_iter(None)?) {
        let row = row
            .map(|row| row.to_json_value())
            .map_err(|why| Fault::new("row", why.to_string(), "a row that can be read"));
        if !take(Part::Row(number, row), report)? {
            return Ok(false);
        }
        report.read_so_far(bytes * number / rows);
    }
    Ok(true)
}

/// Adds a field, or the fields of a group; a list or map is one column.
fn name_columns(within: &str, field: &Type, columns: &mut Vec<String>) {
    let name = format!("{within}{}", field.name());
    let info = field.get_basic_info();
    let whole =
        field.is_primitive() || info.logical_type_ref().is_some() || info.converted_type() != ConvertedType::NONE;
    if whole {
        columns.push(name);
    } else {
        field.get_fields().iter().for_each(|inner| name_columns(&format!("{name}."), inner, columns));
    }
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
