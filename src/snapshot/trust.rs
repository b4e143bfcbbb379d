//! Signatures: who made a snapshot, that it is whole, and that it is the latest.
//!
//! A manifest names every file of its snapshot by SHA-256, so a signature over the manifest's own
//! hash covers them all. What is signed is a small statement that adds when the snapshot may be
//! used: its date and sequence (an older one cannot take the place of one already held), and the
//! last day it is good for (a server cannot serve the same one for ever). `manifest.sig.json`,
//! beside the manifest, holds the statement and its signatures, several where keys are rotated.
//!
//! # Grammar of what is signed
//!
//! ```text
//! STATEMENT := "padan-statement/1\n"
//!              "manifestSha256 " HEX(64) "\n"      SHA-256 of manifest.json, lower case
//!              "asOf " DATE "\n"                   the manifest's own asOf, YYYY-MM-DD
//!              "sequence " YYYYMMDDNN "\n"         that date and two digits, as a DNS zone's serial
//!              "expires " DATE "\n"                last day of use
//! ```
//!
//! Both sides write this text from the four members of the file's `statement`; the text itself is
//! never sent, so there is no second way to write the same thing. The sequence carries the date:
//! it cannot run ahead of the calendar, and a date in the future is refused.
//!
//! The browser's `src/web/trust.js` does the same steps, in the same order, under the same names.
//!
//! # Overview of types
//!
//! * [`SecretKey`], [`PublicKey`]: Ed25519 keys as files and as text.
//! * [`Signed`]: `manifest.sig.json`. [`Statement`]: what it says.
//! * [`verify`]: a folder, keys, a day and what is held → [`Verified`] or a [`TrustError`].

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{FileEntry, Manifest, SnapshotError, corrupt, folder, sha256_hex};
use crate::record::day;

/// Name of the signature's file, beside `manifest.json`.
pub const SIGNATURE_FILE: &str = "manifest.sig.json";
/// Days after its date that a snapshot is good for, unless the signer says otherwise.
pub const VALID_DAYS: u32 = 30;
/// Most bytes of a manifest and of a signature's file.
const MAX_MANIFEST: u64 = 1 << 22;
const MAX_SIGNATURE: u64 = 1 << 16;
/// Most signatures in a file.
const MAX_SIGNATURES: usize = 16;
/// Days a snapshot may be ahead of the clock: a day, for a reader west of the signer.
const AHEAD: i32 = 1;

/// Why a snapshot is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// There is no signature.
    #[error(
        "no {SIGNATURE_FILE} found beside manifest.json ({why}), a signature expected. Sign the snapshot with `padan sign`, and upload that file too"
    )]
    SignatureMissing {
        /// What the system said.
        why: String,
    },
    /// There is a signature, but not a sound one.
    #[error("the signature does not hold: {what}. Fetch the snapshot again from its owner; do not use this one")]
    SignatureInvalid {
        /// What was found and what was expected.
        what: String,
    },
    /// Signed, but by nobody who is named here.
    #[error(
        "signed by {found}, expected {expected}. Either the key was changed, then name the new one, or this snapshot is a stranger's"
    )]
    SignatureUnknownKey {
        /// Ids of the keys in the file.
        found: String,
        /// Ids of the keys named.
        expected: String,
    },
    /// A key that is none.
    #[error("{found:?} found, a public key as `padan keygen` prints it expected: 43 letters, digits, - and _")]
    SignatureKeyInvalid {
        /// What was found.
        found: String,
    },
    /// The signature speaks of another manifest.
    #[error(
        "the signature is for another manifest (SHA-256 {expected}), {found} found. The copy may be half done: copy manifest.json and {SIGNATURE_FILE} together"
    )]
    SnapshotMixed {
        /// SHA-256 of the manifest there.
        found: String,
        /// SHA-256 signed.
        expected: String,
    },
    /// Its last day is over.
    #[error(
        "the snapshot was good until {expires}, today is {today}. Fetch a newer one; if there is none, its owner must build and sign again (or this clock is wrong)"
    )]
    SnapshotExpired {
        /// Last day of use.
        expires: String,
        /// Today.
        today: String,
    },
    /// A newer one was seen before.
    #[error(
        "snapshot {found} found, {held} was held before. An older snapshot must not replace a newer one: fetch the newest; to go back on purpose, build and sign it anew"
    )]
    SnapshotRolledBack {
        /// Sequence found.
        found: u64,
        /// Sequence held.
        held: u64,
    },
    /// It speaks for a day that has not come.
    #[error(
        "the snapshot is of {as_of}, today is {today}. Check this device's clock; if it is right, do not use this snapshot"
    )]
    SnapshotFromFuture {
        /// The snapshot's day.
        as_of: String,
        /// Today.
        today: String,
    },
    /// A file is missing, cut short, altered or too large.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

impl TrustError {
    /// Stable name of the error, as JSON and the page carry it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::SignatureMissing { .. } => "SignatureMissing",
            Self::SignatureInvalid { .. } => "SignatureInvalid",
            Self::SignatureUnknownKey { .. } => "SignatureUnknownKey",
            Self::SignatureKeyInvalid { .. } => "SignatureKeyInvalid",
            Self::SnapshotMixed { .. } => "SnapshotMixed",
            Self::SnapshotExpired { .. } => "SnapshotExpired",
            Self::SnapshotRolledBack { .. } => "SnapshotRolledBack",
            Self::SnapshotFromFuture { .. } => "SnapshotFromFuture",
            Self::Snapshot(why) => why.name(),
        }
    }
}

fn invalid(what: impl Into<String>) -> TrustError {
    TrustError::SignatureInvalid { what: what.into() }
}

/// Key whose signatures count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads what `padan keygen` prints.
    ///
    /// # Errors
    /// [`TrustError::SignatureKeyInvalid`].
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        let bytes: Option<[u8; 32]> = BASE64URL.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        let key = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()).filter(|key| !key.is_weak());
        key.map(Self).ok_or_else(|| TrustError::SignatureKeyInvalid { found: text.to_owned() })
    }

    /// First 16 hex digits of its SHA-256.
    #[must_use]
    pub fn id(&self) -> String {
        sha256_hex(self.0.as_bytes())[..16].to_owned()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64URL.encode(self.0.as_bytes()))
    }
}

/// Key that signs. As text it is JSON and names its public half, so that this can be looked up.
pub struct SecretKey(SigningKey);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SecretFile {
    format: String,
    version: u32,
    key_id: String,
    public_key: String,
    secret_key: String,
}

impl SecretKey {
    const FORMAT: &'static str = "padan-secret-key";

    /// The key made from 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// What the key's file holds.
    ///
    /// # Errors
    /// Never in practice; the types always serialise.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let public = self.public();
        let file = SecretFile {
            format: Self::FORMAT.to_owned(),
            version: 1,
            key_id: public.id(),
            public_key: public.to_string(),
            secret_key: BASE64URL.encode(self.0.as_bytes()),
        };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// Reads a key's file. What is wrong is said without a word of the file's content.
    ///
    /// # Errors
    /// What was expected, as text.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let other = || "no secret key found, a file that `padan keygen` wrote expected".to_owned();
        let file: SecretFile = serde_json::from_str(text).map_err(|_| other())?;
        if file.format != Self::FORMAT || file.version != 1 {
            return Err(other());
        }
        let seed: Option<[u8; 32]> = BASE64URL.decode(&file.secret_key).ok().and_then(|bytes| bytes.try_into().ok());
        let key = Self::from_seed(&seed.ok_or_else(other)?);
        if key.public().to_string() != file.public_key || key.public().id() != file.key_id {
            return Err(
                "the secret key and the public key in the file do not belong together; restore it from its copy"
                    .to_owned(),
            );
        }
        Ok(key)
    }
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// SHA-256 of `manifest.json`, lower-case hex.
    pub manifest_sha256: String,
    /// ISO date the snapshot speaks for.
    pub as_of: String,
    /// The date and two digits, `YYYYMMDDNN`; every snapshot's is larger than the last one's.
    pub sequence: u64,
    /// Last day of use, ISO.
    pub expires: String,
}

impl Statement {
    /// States what is true of a manifest.
    ///
    /// The sequence is the next after `previous`, the manifest's own where that is the one signed
    /// before, the first of its day otherwise.
    ///
    /// # Errors
    /// [`TrustError::SignatureInvalid`] where the sequence is not one of the snapshot's day.
    pub fn of(
        manifest: &[u8],
        as_of: &str,
        valid_days: u32,
        sequence: Option<u64>,
        previous: Option<&Self>,
    ) -> Result<Self, TrustError> {
        let manifest_sha256 = sha256_hex(manifest);
        let of_day = day::parse(as_of).ok_or_else(|| invalid(format!("asOf {as_of:?} found, a date expected")))?;
        let first = first_sequence(as_of).unwrap_or_default();
        let next = match previous {
            Some(previous) if previous.manifest_sha256 == manifest_sha256 => previous.sequence,
            Some(previous) => first.max(previous.sequence.saturating_add(1)),
            None => first,
        };
        let sequence = sequence.unwrap_or(if next < first + 100 { next } else { first });
        if let Some(previous) = previous.filter(|previous| sequence <= previous.sequence)
            && previous.manifest_sha256 != manifest_sha256
        {
            return Err(TrustError::SnapshotRolledBack { found: sequence, held: previous.sequence });
        }
        let expires = day::iso(of_day.saturating_add(i32::try_from(valid_days).unwrap_or(i32::MAX)));
        let statement = Self { manifest_sha256, as_of: as_of.to_owned(), sequence, expires };
        statement.check()?;
        Ok(statement)
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Self { manifest_sha256, as_of, sequence, expires } = self;
        format!(
            "padan-statement/1\nmanifestSha256 {manifest_sha256}\nasOf {as_of}\nsequence {sequence}\nexpires {expires}\n"
        )
    }

    /// Whether each member is written the one way it may be.
    fn check(&self) -> Result<(i32, i32), TrustError> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if self.manifest_sha256.len() != 64 || !self.manifest_sha256.bytes().all(hex) {
            return Err(invalid("manifestSha256 in the statement is not 64 lower-case hex digits"));
        }
        let date = |what: &str, text: &str| {
            let day = day::parse(text).filter(|_| text.len() == 10);
            day.ok_or_else(|| {
                invalid(format!("{what} {text:?} found in the statement, a date like 2026-11-24 expected"))
            })
        };
        let (as_of, expires) = (date("asOf", &self.as_of)?, date("expires", &self.expires)?);
        let first = first_sequence(&self.as_of).unwrap_or_default();
        if !(first..first + 100).contains(&self.sequence) {
            return Err(invalid(format!(
                "sequence {} found in the statement, {first} to {} expected for {}",
                self.sequence,
                first + 99,
                self.as_of
            )));
        }
        Ok((as_of, expires))
    }
}

/// 2026-11-24 → 2026112400.
fn first_sequence(as_of: &str) -> Option<u64> {
    Some(as_of.replace('-', "").parse::<u64>().ok()? * 100)
}

/// One key's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeySignature {
    /// Which key.
    pub key_id: String,
    /// Ed25519 signature of the statement, base64url.
    pub signature: String,
}

/// What `manifest.sig.json` holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    format: String,
    version: u32,
    /// What is signed.
    pub statement: Statement,
    /// By whom.
    pub signatures: Vec<KeySignature>,
}

impl Signed {
    const FORMAT: &'static str = "padan-signature";

    /// Signs a statement with every key.
    #[must_use]
    pub fn sign(statement: Statement, keys: &[SecretKey]) -> Self {
        let text = statement.to_text();
        let signatures = keys
            .iter()
            .map(|key| KeySignature {
                key_id: key.public().id(),
                signature: BASE64URL.encode(key.0.sign(text.as_bytes()).to_bytes()),
            })
            .collect();
        Self { format: Self::FORMAT.to_owned(), version: 1, statement, signatures }
    }

    /// The file's text.
    ///
    /// # Errors
    /// Never in practice; the types always serialise.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads the signature of the snapshot in `folder`; whether it holds is another question.
    ///
    /// # Errors
    /// [`TrustError::SignatureMissing`] or [`TrustError::SignatureInvalid`].
    pub fn read(folder: &Path) -> Result<Self, TrustError> {
        Self::read_file(&folder.join(SIGNATURE_FILE))
    }

    /// Reads a signature's file, wherever it was kept.
    ///
    /// # Errors
    /// [`TrustError::SignatureMissing`] or [`TrustError::SignatureInvalid`].
    pub fn read_file(path: &Path) -> Result<Self, TrustError> {
        let bytes = read_whole(path, MAX_SIGNATURE).map_err(|why| match why {
            SnapshotError::Missing { why, .. } => TrustError::SignatureMissing { why },
            other => other.into(),
        })?;
        let signed: Self = serde_json::from_slice(&bytes).map_err(|why| invalid(format!("{SIGNATURE_FILE}: {why}")))?;
        if signed.format != Self::FORMAT || signed.version != 1 {
            let (format, version) = (&signed.format, signed.version);
            return Err(invalid(format!("{format:?} version {version} found, {:?} version 1 expected", Self::FORMAT)));
        }
        Ok(signed)
    }

    /// The first of `keys` that signed the statement.
    ///
    /// # Errors
    /// [`TrustError::SignatureUnknownKey`] or [`TrustError::SignatureInvalid`].
    pub fn signer(&self, keys: &[PublicKey]) -> Result<PublicKey, TrustError> {
        self.statement.check()?;
        if self.signatures.len() > MAX_SIGNATURES {
            return Err(invalid(format!(
                "{} signatures found, at most {MAX_SIGNATURES} expected",
                self.signatures.len()
            )));
        }
        let text = self.statement.to_text();
        let holds = |key: &PublicKey, by: &KeySignature| {
            let bytes = BASE64URL.decode(&by.signature).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.is_some_and(|bytes| key.0.verify_strict(text.as_bytes(), &Signature::from_bytes(&bytes)).is_ok())
        };
        let mut known = None;
        for by in &self.signatures {
            if let Some(key) = keys.iter().find(|key| key.id() == by.key_id) {
                if holds(key, by) {
                    return Ok(key.clone());
                }
                known = Some(key);
            }
        }
        if let Some(key) = known {
            return Err(invalid(format!("key {} did not sign this statement", key.id())));
        }
        let list = |ids: &mut dyn Iterator<Item = String>| {
            let ids: Vec<String> = ids.collect();
            if ids.is_empty() { "nobody".to_owned() } else { ids.join(" and ") }
        };
        let found = list(&mut self.signatures.iter().map(|by| format!("{:.16}", by.key_id)));
        Err(TrustError::SignatureUnknownKey { found, expected: list(&mut keys.iter().map(PublicKey::id)) })
    }
}

/// A snapshot that passed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// The key that signed.
    pub key_id: String,
    /// What it signed.
    #[serde(flatten)]
    pub statement: Statement,
    /// Vacancies.
    pub rows: u64,
    /// Files read and hashed, the manifest included.
    pub files: usize,
    /// Bytes of them.
    pub bytes: u64,
    /// Files in the folder that the manifest does not name; no reader opens them.
    pub unnamed: Vec<String>,
}

/// Verifies the snapshot in `folder` as of `today`; every file is read and hashed.
///
/// `held` is the signature of the snapshot it is to replace. It counts only where one of `keys`
/// signed it: whoever gives up a key gives up what it signed.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(folder: &Path, keys: &[PublicKey], today: i32, held: Option<&Signed>) -> Result<Verified, TrustError> {
    let bytes = read_manifest(folder)?;
    let signed = Signed::read(folder)?;
    let key = signed.signer(keys)?;
    let statement = signed.statement;
    let found = sha256_hex(&bytes);
    if found != statement.manifest_sha256 {
        return Err(TrustError::SnapshotMixed { found, expected: statement.manifest_sha256 });
    }
    let (as_of, expires) = statement.check()?;
    if as_of > today.saturating_add(AHEAD) {
        return Err(TrustError::SnapshotFromFuture { as_of: statement.as_of, today: day::iso(today) });
    }
    if expires < today {
        return Err(TrustError::SnapshotExpired { expires: statement.expires, today: day::iso(today) });
    }
    if let Some(held) = held.filter(|held| held.signer(keys).is_ok()).map(|held| &held.statement) {
        let older = statement.sequence < held.sequence;
        let other = statement.sequence == held.sequence && statement.manifest_sha256 != held.manifest_sha256;
        if older || other {
            return Err(TrustError::SnapshotRolledBack { found: statement.sequence, held: held.sequence });
        }
    }
    let checked = check_files(folder, &bytes)?;
    if checked.manifest.as_of != statement.as_of {
        let (found, signed) = (checked.manifest.as_of, statement.as_of);
        return Err(invalid(format!("asOf {signed} signed, {found} found in the manifest")));
    }
    Ok(Verified {
        key_id: key.id(),
        statement,
        rows: checked.manifest.rows,
        files: checked.files,
        bytes: checked.bytes,
        unnamed: checked.unnamed,
    })
}

/// A folder whose files are all there and as its manifest says.
pub struct Checked {
    /// The manifest.
    pub manifest: Manifest,
    files: usize,
    bytes: u64,
    unnamed: Vec<String>,
}

/// Reads and hashes every file that `manifest`, the bytes of `manifest.json`, names.
///
/// # Errors
/// A [`SnapshotError`] that names what is wrong.
pub fn check_files(folder: &Path, manifest: &[u8]) -> Result<Checked, SnapshotError> {
    let text = std::str::from_utf8(manifest).map_err(|why| corrupt(format!("manifest.json: {why}")))?;
    let parsed = Manifest::from_text(text)?;
    let mut named: BTreeSet<String> = ["manifest.json", SIGNATURE_FILE].map(str::to_owned).into();
    let mut bytes = manifest.len() as u64;
    let json = |bytes: &[u8], file: &str| -> Result<Value, SnapshotError> {
        serde_json::from_slice(bytes).map_err(|why| corrupt(format!("{file}: {why}")))
    };
    let mut waiting = entries(&json(manifest, "manifest.json")?)?;
    while let Some(entry) = waiting.pop() {
        if named.contains(&entry.file) {
            continue;
        }
        if entry.file.starts_with("texts-") {
            let index = folder::unzip(folder, &entry)?;
            waiting.extend(entries(&json(&index, &entry.file)?)?);
        } else {
            folder::unzip(folder, &entry)?;
        }
        bytes += entry.bytes;
        named.insert(entry.file);
    }
    let list = fs::read_dir(folder)
        .map_err(|why| SnapshotError::Missing { file: folder.display().to_string(), why: why.to_string() })?;
    let found = list.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut unnamed: Vec<String> = found.filter(|name| !named.contains(name)).collect();
    unnamed.sort_unstable();
    Ok(Checked { manifest: parsed, files: named.len() - 1, bytes, unnamed })
}

/// Every file that a manifest or an index names, however deep it stands.
fn entries(json: &Value) -> Result<Vec<FileEntry>, SnapshotError> {
    match json {
        Value::Array(items) => items.iter().map(entries).collect::<Result<Vec<_>, _>>().map(|lists| lists.concat()),
        Value::Object(members) if members.contains_key("file") => serde_json::from_value(json.clone())
            .map(|entry| vec![entry])
            .map_err(|why| corrupt(format!("a file entry is not complete: {why}"))),
        Value::Object(members) => {
            members.values().map(entries).collect::<Result<Vec<_>, _>>().map(|lists| lists.concat())
        }
        _ => Ok(Vec::new()),
    }
}

/// Reads the manifest of the snapshot in `folder`.
///
/// # Errors
/// [`SnapshotError::Missing`] or [`SnapshotError::TooLarge`].
pub fn read_manifest(folder: &Path) -> Result<Vec<u8>, SnapshotError> {
    read_whole(&folder.join("manifest.json"), MAX_MANIFEST)
}

/// Reads a file that may have at most `limit` bytes.
fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>, SnapshotError> {
    let bytes = folder::read_at_most(path, limit)?;
    if bytes.len() as u64 > limit {
        return Err(SnapshotError::TooLarge { what: "a file", found: bytes.len() as u64, limit });
    }
    Ok(bytes)
}
