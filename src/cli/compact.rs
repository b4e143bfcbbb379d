//! `padan compact`: a snapshot of many segments as one of a single segment.

use std::path::PathBuf;

use anyhow::Result;

use super::merge;

/// Write a snapshot anew as a single segment.
///
/// The result is the same, byte for byte, as one build of all its records. Readers of the old
/// segments download it whole, so compact weekly rather than nightly.
///
///   padan compact snapshot --out snapshot
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder to write into; may be the same
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print what was written as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    merge::join(std::slice::from_ref(&args.folder), &args.out, args.json)
}
