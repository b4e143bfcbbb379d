//! `padan inspect`: what a snapshot consists of, byte by byte.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;

use super::{grouped, print_json};
use crate::snapshot::{FileEntry, Folder, SectionSize, SnapshotError};

/// Show rows, files, columns and editions of a snapshot.
///
/// Every file is read and checked against the manifest. A section's bytes are counted inflated
/// and as gzip would pack it alone; the core packs them together.
///
///   padan inspect snapshot --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Inspected {
    format: String,
    version: u32,
    /// Day the snapshot was generated for; a build of the same input for the same day gives the same bytes.
    generated_at: String,
    segments: usize,
    rows: u64,
    core_bytes: u64,
    text_bytes: u64,
    core_bytes_per_row: f64,
    editions: BTreeMap<String, String>,
    courses: usize,
    supply_cells: usize,
    memory_bytes: usize,
    files: Vec<FileEntry>,
    columns: Vec<SectionSize>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let folder = Folder::open(&args.folder)?;
    let manifest = &folder.manifest;
    folder.ids()?;
    folder.for_each_line::<SnapshotError>(&mut |_, _| Ok(()))?;
    let mut files = Vec::new();
    for (n, segment) in (0..).zip(&manifest.segments) {
        files.extend([segment.core.clone(), segment.ids.clone(), segment.texts.clone()]);
        files.extend(folder.blocks(n)?.into_iter().map(|block| block.file));
    }
    let inspected = Inspected {
        format: manifest.format.clone(),
        version: manifest.version,
        generated_at: manifest.as_of.clone(),
        segments: manifest.segments.len(),
        rows: manifest.rows,
        core_bytes: manifest.core_bytes(),
        text_bytes: manifest.text_bytes(),
        core_bytes_per_row: manifest.core_bytes() as f64 / manifest.rows.max(1) as f64,
        editions: manifest.editions.clone(),
        courses: folder.snapshot.meta.courses.len(),
        supply_cells: folder.snapshot.meta.supply.len(),
        memory_bytes: folder.snapshot.bytes(),
        columns: folder.sections()?,
        files,
    };
    if args.json {
        return print_json(&inspected);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} version {}, generated for {}", inspected.format, inspected.version, inspected.generated_at)?;
    writeln!(
        out,
        "{} rows, columns {} bytes ({:.2} a row; {} in memory), ids and texts {} bytes; {} segments, {} files",
        grouped(inspected.rows),
        grouped(inspected.core_bytes),
        inspected.core_bytes_per_row,
        grouped(inspected.memory_bytes as u64),
        grouped(inspected.text_bytes),
        inspected.segments,
        inspected.files.len() + 1
    )?;
    writeln!(out, "{} courses, {} supply cells", inspected.courses, inspected.supply_cells)?;
    for (list, edition) in &inspected.editions {
        writeln!(out, "{list}: {edition}")?;
    }
    writeln!(
        out,
        "\n{:>3} {:<34} {:>10} {:>12} {:>12} {:>8}",
        "seg", "section", "entries", "bytes", "gzip alone", "B/row"
    )?;
    for section in &inspected.columns {
        writeln!(
            out,
            "{:>3} {:<34} {:>10} {:>12} {:>12} {:>8.2}",
            section.segment,
            section.section,
            section.entries.map(grouped).unwrap_or_default(),
            grouped(section.bytes),
            grouped(section.gzip_bytes),
            section.gzip_bytes as f64 / inspected.rows.max(1) as f64
        )?;
    }
    Ok(())
}
