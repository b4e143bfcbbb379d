//! `padan show`: everything a snapshot holds of one record.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::print_json;
use crate::record::Vacancy;
use crate::snapshot::{ColumnId, Folder, ListId};

/// Show everything the snapshot holds of one record.
///
///   padan show snapshot smp-0000017
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Id of the record
    #[arg(value_name = "ID")]
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Shown {
    row: u32,
    record: Vacancy,
    columns: BTreeMap<&'static str, Value>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let folder = Folder::open(&args.folder)?;
    let ids = folder.ids()?;
    let row = ids.iter().position(|id| *id == args.id).ok_or_else(|| {
        anyhow::anyhow!(
            "no record {:?} among the {} in {}. `padan search` lists ids",
            args.id,
            ids.len(),
            args.folder.display()
        )
    })?;
    let snapshot = &folder.snapshot;
    let mut columns = BTreeMap::new();
    for &id in ColumnId::ALL {
        let text = snapshot.text(id, row).map(Value::from);
        columns.insert(id.key(), text.or(snapshot.int(id, row).map(Value::from)).unwrap_or(Value::Null));
    }
    for &id in ListId::ALL {
        let dict = snapshot.dict(id);
        columns.insert(id.key(), snapshot.list(id).codes(row).filter_map(|code| dict.text(code)).collect());
    }
    let shown = Shown { row: row as u32, record: folder.record(row as u32)?, columns };
    if args.json {
        return print_json(&shown);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "row {row}")?;
    if let Value::Object(members) = serde_json::to_value(&shown.record)? {
        for (key, value) in members {
            print(&mut out, &key, &value, 0)?;
        }
    }
    Ok(())
}

fn print(out: &mut impl Write, key: &str, value: &Value, depth: usize) -> Result<()> {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            writeln!(out, "{indent}{key}:")?;
            members.iter().try_for_each(|(key, value)| print(out, key, value, depth + 1))
        }
        Value::Array(items) => {
            writeln!(out, "{indent}{key}:")?;
            items.iter().try_for_each(|value| print(out, "-", value, depth + 1))
        }
        Value::String(text) if text.contains('\n') => {
            writeln!(out, "{indent}{key}:")?;
            text.lines().try_for_each(|line| Ok(writeln!(out, "{indent}  {line}")?))
        }
        Value::String(text) => Ok(writeln!(out, "{indent}{key}: {text}")?),
        other => Ok(writeln!(out, "{indent}{key}: {other}")?),
    }
}
