//! `padan verify`: whether a snapshot is to be trusted.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;

use super::{day, grouped, print_json};
use crate::record::day as days;
use crate::snapshot::trust::{PublicKey, Signed, TrustError, Verified, verify};

/// Verify a snapshot's signature, date and every file.
///
/// Exit code 0 says: one of the keys signed it, it is not older than the one held, its last day
/// is not over, its date is not ahead of the clock, and every file is there as it was signed.
/// Run it before a snapshot from a USB stick or another network takes the place of the last one.
///
///   padan verify snapshot --key 5pT3…Xk --held /srv/padan/current
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Public key as `padan keygen` prints it; may be given several times, one must have signed
    #[arg(long = "key", required = true, allow_hyphen_values = true, value_name = "PUBLIC")]
    keys: Vec<String>,
    /// Folder or manifest.sig.json of the snapshot it is to replace
    #[arg(long, value_name = "DIR|STATEMENT")]
    held: Option<PathBuf>,
    /// Day to verify for; today where left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<i32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Refused {
    ok: bool,
    error: &'static str,
    message: String,
}

#[derive(Serialize)]
struct Passed {
    ok: bool,
    #[serde(flatten)]
    verified: Verified,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    match verified(args) {
        Ok(verified) if args.json => print_json(&Passed { ok: true, verified }),
        Ok(verified) => print(&verified),
        Err(why) => {
            if args.json {
                print_json(&Refused { ok: false, error: why.name(), message: why.to_string() })?;
            }
            Err(why.into())
        }
    }
}

fn verified(args: &Args) -> Result<Verified, TrustError> {
    let keys: Vec<PublicKey> = args.keys.iter().map(|key| PublicKey::parse(key)).collect::<Result<_, _>>()?;
    let held = args.held.as_deref().map(read_signature).transpose()?;
    verify(&args.folder, &keys, args.today.unwrap_or_else(days::today), held.as_ref())
}

fn print(verified: &Verified) -> Result<()> {
    let Verified { key_id, statement, rows, files, bytes, unnamed } = verified;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "good: snapshot {} of {}, until {}, signed by {key_id}",
        statement.sequence, statement.as_of, statement.expires
    )?;
    writeln!(out, "{} vacancies; {files} files, {} bytes, all as signed", grouped(*rows), grouped(*bytes))?;
    if !unnamed.is_empty() {
        writeln!(out, "not part of it: {}", unnamed.join(", "))?;
    }
    Ok(())
}

/// The signature in a folder, or in a file of its own.
pub(super) fn read_signature(path: &Path) -> Result<Signed, TrustError> {
    if path.is_dir() { Signed::read(path) } else { Signed::read_file(path) }
}
