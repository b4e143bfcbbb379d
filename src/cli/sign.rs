//! `padan sign`: a snapshot's signature.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::{print_json, verify};
use crate::snapshot::trust::{
    SIGNATURE_FILE, SecretKey, Signed, Statement, TrustError, VALID_DAYS, check_files, read_manifest,
};

/// Sign a snapshot.
///
/// Checks every file of the folder, then writes manifest.sig.json beside the manifest: its hash,
/// its date, a sequence (the date and two digits, counting up from the signature that was there
/// before) and the last day of use, signed with each key. The same folder and keys give the same
/// bytes. While a key is being replaced, sign with the old one and the new one.
///
///   padan sign snapshot --key padan.key
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Secret key that `padan keygen` wrote; may be given several times
    #[arg(long = "key", required = true, value_name = "KEYFILE")]
    keys: Vec<PathBuf>,
    /// Days after the snapshot's own date that it may be used
    #[arg(long, value_name = "N", default_value_t = VALID_DAYS, value_parser = clap::value_parser!(u32).range(1..=3650))]
    valid_days: u32,
    /// The snapshot's date and two digits (2026112401); counted on from --previous where left out
    #[arg(long, value_name = "N")]
    sequence: Option<u64>,
    /// Folder or signature of the snapshot published before; the signature in DIR where left out
    #[arg(long, value_name = "DIR|FILE")]
    previous: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let keys: Vec<SecretKey> = args.keys.iter().map(|path| read_key(path)).collect::<Result<_>>()?;
    let manifest = read_manifest(&args.folder)?;
    let checked = check_files(&args.folder, &manifest)?;
    let previous = match &args.previous {
        Some(path) => Some(verify::read_signature(path)?),
        None => match Signed::read(&args.folder) {
            Err(TrustError::SignatureMissing { .. }) => None,
            other => Some(other?),
        },
    };
    let previous = previous.as_ref().map(|signed| &signed.statement);
    let statement = Statement::of(&manifest, &checked.manifest.as_of, args.valid_days, args.sequence, previous)?;
    let signed = Signed::sign(statement, &keys);
    let waiting = args.folder.join(format!("{SIGNATURE_FILE}.new"));
    let path = args.folder.join(SIGNATURE_FILE);
    fs::write(&waiting, signed.to_text()?).with_context(|| format!("cannot write {}", waiting.display()))?;
    fs::rename(&waiting, &path).with_context(|| format!("cannot put {} into place", path.display()))?;
    if args.json {
        return print_json(&signed);
    }
    let Statement { as_of, sequence, expires, .. } = &signed.statement;
    let by: Vec<&str> = signed.signatures.iter().map(|signature| &*signature.key_id).collect();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}: snapshot {sequence} of {as_of}, good until {expires}", path.display())?;
    Ok(writeln!(out, "signed by {}", by.join(" and "))?)
}

fn read_key(path: &Path) -> Result<SecretKey> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the key {}", path.display()))?;
    SecretKey::from_text(&text).map_err(|why| anyhow!("{}: {why}", path.display()))
}
