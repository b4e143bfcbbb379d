//! `padan merge`: one snapshot out of several.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::progress::Progress;
use super::{grouped, print_json};
use crate::record::Vacancy;
use crate::snapshot::{Added, BuildOptions, Builder, Folder, Partitions, Written};

/// Join snapshots that were built apart.
///
/// Parts may come from other processes or hosts, or from `padan build --partition province`
/// (name its folder). The result is the same, byte for byte, as one build of all records. A
/// record that is in several parts is taken from the one that speaks for the latest day, of
/// equal days from the one named last. Nothing is grouped: one vacancy on several portals becomes one
/// only where `padan build` reads these portals together.
///
///   padan merge --out snapshot part-1 part-2 part-3
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder to write the snapshot into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Folders of the parts
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

/// What a merge or a compaction wrote.
#[derive(Serialize)]
pub(super) struct Joined {
    merged: u64,
    #[serde(flatten)]
    written: Written,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let mut parts = Vec::new();
    for part in &args.parts {
        parts.extend(snapshots(part)?);
    }
    join(&parts, &args.out, args.json)
}

/// The folder itself, or those its `partitions.json` lists.
pub(super) fn snapshots(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = folder.join(Partitions::FILE);
    if folder.join("manifest.json").exists() || !list.exists() {
        return Ok(vec![folder.to_owned()]);
    }
    let text = fs::read(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let partitions: Partitions =
        serde_json::from_slice(&text).with_context(|| format!("{} is not a list of partitions", list.display()))?;
    if partitions.format != Partitions::FORMAT || partitions.version != 1 {
        bail!(
            "{}: format {:?} version {} found, {:?} version 1 expected",
            list.display(),
            partitions.format,
            partitions.version,
            Partitions::FORMAT
        );
    }
    Ok(partitions.partitions.iter().map(|partition| folder.join(&partition.key)).collect())
}

/// Builds one snapshot of all records of `parts` and says so.
pub(super) fn join(parts: &[PathBuf], out: &Path, json: bool) -> Result<()> {
    let joined = joined(parts, out)?;
    if json {
        return print_json(&joined);
    }
    let Joined { merged, written } = joined;
    let mut stdout = std::io::stdout().lock();
    Ok(writeln!(
        stdout,
        "{}: {} rows out of {} parts ({} merged), columns {} bytes, texts {} bytes",
        out.display(),
        grouped(written.rows),
        parts.len(),
        grouped(merged),
        grouped(written.core_bytes),
        grouped(written.text_bytes)
    )?)
}

/// One snapshot of all records of `parts`.
pub(super) fn joined(parts: &[PathBuf], out: &Path) -> Result<Joined> {
    let mut folders: Vec<Folder> = parts
        .iter()
        .map(|part| Folder::open(part).with_context(|| format!("cannot open {}", part.display())))
        .collect::<Result<_>>()?;
    folders.sort_by_key(|folder| folder.snapshot.meta.about.as_of);
    let mut options = BuildOptions::default();
    for folder in &folders {
        let meta = &folder.snapshot.meta;
        options.as_of = meta.about.as_of;
        options.courses.extend(meta.courses.iter().cloned());
        options.supply.extend(meta.supply.iter().cloned());
    }
    let mut builder = Builder::new(options, out)?;
    let rows = folders.iter().map(|folder| folder.snapshot.rows() as u64).sum();
    let mut progress = Progress::new("reading parts", rows, false);
    let (mut done, mut merged) = (0, 0);
    for folder in &folders {
        folder.for_each_line::<anyhow::Error>(&mut |_, line| {
            let vacancy: Vacancy = serde_json::from_str(line)?;
            if builder.add(&vacancy)? == Added::Merged {
                merged += 1;
            }
            done += 1;
            progress.set(done);
            Ok(())
        })?;
    }
    progress.finish();
    let mut progress = Progress::new("writing text blocks", builder.rows(), false);
    let written = builder.finish(out, None, &mut |rows| progress.set(rows))?;
    progress.finish();
    Ok(Joined { merged, written })
}
