//! `padan keygen`: a key to sign snapshots with.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;

use super::print_json;
use crate::snapshot::trust::SecretKey;

/// Make a key to sign snapshots with.
///
/// Writes the secret key to a file that only its owner may read, and prints the public key: the
/// page names it (key="…"), and so does whoever runs `padan verify`. Keep the file off the web
/// server, and a copy of it in a safe. See docs/trust.md.
///
///   padan keygen --out padan.key
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// File to write the secret key to; must not be there yet
    #[arg(long, value_name = "KEYFILE")]
    out: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    key_id: String,
    public_key: String,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|why| anyhow!("the system gave no random bytes ({why}). Try again"))?;
    let key = SecretKey::from_seed(&seed);
    let path = &args.out;
    let mut file = match create(path) {
        Err(why) if why.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already, and a key is never overwritten. Name another file", path.display())
        }
        other => other.with_context(|| format!("cannot write {}. Check that its folder is there", path.display()))?,
    };
    file.write_all(key.to_text()?.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("cannot write {}; is the disk full?", path.display()))?;

    let public = key.public();
    let made = Made { key_id: public.id(), public_key: public.to_string() };
    if args.json {
        return print_json(&made);
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "public key: {}", made.public_key)?;
    writeln!(out, "key id:     {}", made.key_id)?;
    Ok(writeln!(out, "secret key: {} (keep it off the web server, and a copy in a safe)", path.display())?)
}

/// Creates a file that was not there, for its owner only.
fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
