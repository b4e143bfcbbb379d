//! A snapshot as a folder of files: the manifest, and opening it natively.
//!
//! `manifest.json` is JSON text whose last member, `checksum`, is the SHA-256 of all bytes
//! before it; every other file is named there, or in the index of text blocks, with its
//! length and SHA-256. The browser's `load.js` does the same steps.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ColumnId, ListId, MAX_BYTES, Snapshot, SnapshotError, VERSION, corrupt};
use crate::record::Vacancy;

/// A file of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    /// Name within the folder.
    pub file: String,
    /// Compressed bytes.
    pub bytes: u64,
    /// Inflated bytes.
    pub raw_bytes: u64,
    /// SHA-256 of the compressed bytes, lower-case hex.
    pub sha256: String,
}

/// A text block: whole records as JSON Lines, in row order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextBlock {
    /// First row.
    pub first_row: u32,
    /// Rows.
    pub rows: u32,
    /// The file.
    #[serde(flatten)]
    pub file: FileEntry,
}

/// What the snapshot consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Always [`Manifest::FORMAT`].
    pub format: String,
    /// Version of the core.
    pub version: u32,
    /// ISO date the snapshot speaks for.
    pub as_of: String,
    /// Rows.
    pub rows: u64,
    /// Code list → edition.
    pub editions: BTreeMap<String, String>,
    /// The columns.
    pub core: FileEntry,
    /// Ids, one a line, in row order.
    pub ids: FileEntry,
    /// Index of the text blocks.
    pub texts: FileEntry,
}

const CHECKSUM: &str = ",\n  \"checksum\": \"";

impl Manifest {
    /// Value of `format` in every manifest.
    pub const FORMAT: &'static str = "padan-snapshot";

    /// The manifest as text, checksum included.
    ///
    /// # Errors
    /// Never in practice; the types always serialise.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.truncate(text.len() - "\n}".len());
        let sum = sha256_hex(text.as_bytes());
        Ok(format!("{text}{CHECKSUM}{sum}\"\n}}\n"))
    }

    /// Reads a manifest and checks format, version and checksum.
    ///
    /// # Errors
    /// [`SnapshotError::NotASnapshot`], [`SnapshotError::Version`] or [`SnapshotError::Corrupt`].
    pub fn from_text(text: &str) -> Result<Self, SnapshotError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
        }
        let not_json = |why: serde_json::Error| {
            if why.is_eof() {
                let (needed, left) = (text.len() as u64 + 1, text.len() as u64);
                SnapshotError::Truncated { what: "manifest.json", needed, left }
            } else {
                corrupt(format!("manifest.json: {why}"))
            }
        };
        let head: Head = serde_json::from_str(text).map_err(not_json)?;
        if head.format != Self::FORMAT {
            return Err(SnapshotError::NotASnapshot { found: head.format.bytes().take(6).collect() });
        }
        if head.version != u32::from(VERSION) {
            return Err(SnapshotError::Version { found: head.version });
        }
        let (body, _) =
            text.rsplit_once(CHECKSUM).ok_or_else(|| corrupt("manifest.json: no checksum as its last member"))?;
        if *text != format!("{body}{CHECKSUM}{}\"\n}}\n", sha256_hex(body.as_bytes())) {
            return Err(corrupt("manifest.json: its checksum does not fit its text"));
        }
        serde_json::from_str(text).map_err(not_json)
    }
}

/// Size of one section of a core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionSize {
    /// Column, list, dictionary or `meta`.
    pub section: String,
    /// Entries of a dictionary.
    pub entries: Option<u64>,
    /// Bytes in the inflated core.
    pub bytes: u64,
    /// Bytes when gzip packs it alone.
    pub gzip_bytes: u64,
}

/// SHA-256 as lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// An open folder.
pub struct Folder {
    folder: PathBuf,
    /// The manifest.
    pub manifest: Manifest,
    /// The columns.
    pub snapshot: Snapshot,
}

impl Folder {
    /// Opens the snapshot in `folder`; every byte read is checked against the manifest.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn open(folder: &Path) -> Result<Self, SnapshotError> {
        let bytes = read_at_most(&folder.join("manifest.json"), MAX_BYTES)?;
        let text = String::from_utf8(bytes).map_err(|why| corrupt(format!("manifest.json: {why}")))?;
        let manifest = Manifest::from_text(&text)?;
        let snapshot = Snapshot::open(&unzip(folder, &manifest.core)?)?;
        if snapshot.rows() as u64 != manifest.rows {
            return Err(corrupt(format!("{} rows in the core, {} in the manifest", snapshot.rows(), manifest.rows)));
        }
        Ok(Self { folder: folder.to_owned(), manifest, snapshot })
    }

    /// Ids in row order.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn ids(&self) -> Result<Vec<String>, SnapshotError> {
        let text = self.text(&self.manifest.ids)?;
        let ids: Vec<String> = text.lines().map(str::to_owned).collect();
        if ids.len() != self.snapshot.rows() {
            return Err(corrupt(format!("{} ids for {} rows", ids.len(), self.snapshot.rows())));
        }
        Ok(ids)
    }

    /// The text blocks, in row order.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn blocks(&self) -> Result<Vec<TextBlock>, SnapshotError> {
        serde_json::from_slice(&unzip(&self.folder, &self.manifest.texts)?)
            .map_err(|why| corrupt(format!("{}: {why}", self.manifest.texts.file)))
    }

    /// The records of a text block.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn records(&self, block: &TextBlock) -> Result<Vec<Vacancy>, SnapshotError> {
        let records: Vec<Vacancy> = self
            .text(&block.file)?
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .map_err(|why| corrupt(format!("{}: {why}", block.file.file)))?;
        if records.len() != block.rows as usize {
            return Err(corrupt(format!("{}: {} records for {} rows", block.file.file, records.len(), block.rows)));
        }
        Ok(records)
    }

    /// The record of a row.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong, also where there is no such row.
    pub fn record(&self, row: u32) -> Result<Vacancy, SnapshotError> {
        let blocks = self.blocks()?;
        let block = blocks
            .iter()
            .find(|block| row.checked_sub(block.first_row).is_some_and(|at| at < block.rows))
            .ok_or_else(|| corrupt(format!("no text block for row {row}")))?;
        Ok(self.records(block)?.swap_remove((row - block.first_row) as usize))
    }

    /// The core's sections with their sizes, in the order they stand.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn sections(&self) -> Result<Vec<SectionSize>, SnapshotError> {
        let core = unzip(&self.folder, &self.manifest.core)?;
        let name = |kind: u8, id: u8| {
            let key = ColumnId::from_id(id).map(ColumnId::key).or(ListId::from_id(id).map(ListId::key));
            match (kind, key) {
                (0, _) => "meta".to_owned(),
                (1 | 2, Some(key)) => format!("{key} (dictionary)"),
                (_, Some(key)) => key.to_owned(),
                (kind, None) => format!("unknown {kind}/{id}"),
            }
        };
        let sections = super::read::sections(&core)?.into_iter().map(|(kind, id, payload)| SectionSize {
            section: name(kind, id),
            entries: match kind {
                1 | 2 => payload.first_chunk().map(|count| u32::from_le_bytes(*count).into()),
                _ => None,
            },
            bytes: payload.len() as u64,
            gzip_bytes: super::write::gzip(payload).len() as u64,
        });
        Ok(sections.collect())
    }

    fn text(&self, entry: &FileEntry) -> Result<String, SnapshotError> {
        String::from_utf8(unzip(&self.folder, entry)?).map_err(|why| corrupt(format!("{}: {why}", entry.file)))
    }
}

/// Reads a file; of one that is longer than `limit`, one byte more than that.
pub(super) fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, SnapshotError> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|why| {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        SnapshotError::Missing { file, why: why.to_string() }
    })
}

pub(super) fn unzip(folder: &Path, entry: &FileEntry) -> Result<Vec<u8>, SnapshotError> {
    if entry.file.contains(['/', '\\']) || entry.file.starts_with('.') {
        return Err(corrupt(format!("file name {:?} found, a plain name expected", entry.file)));
    }
    if entry.raw_bytes > MAX_BYTES {
        return Err(SnapshotError::TooLarge { what: "a file", found: entry.raw_bytes, limit: MAX_BYTES });
    }
    let zipped = read_at_most(&folder.join(&entry.file), entry.bytes)?;
    if (zipped.len() as u64) < entry.bytes {
        let (needed, left) = (entry.bytes, zipped.len() as u64);
        return Err(SnapshotError::Truncated { what: "a file of the snapshot", needed, left });
    }
    if sha256_hex(&zipped) != entry.sha256 {
        return Err(corrupt(format!("{}: its SHA-256 is not the manifest's", entry.file)));
    }
    let mut raw = Vec::new();
    GzDecoder::new(&zipped[..])
        .take(entry.raw_bytes + 1)
        .read_to_end(&mut raw)
        .map_err(|why| corrupt(format!("{}: {why}", entry.file)))?;
    if raw.len() as u64 != entry.raw_bytes {
        return Err(corrupt(format!("{}: {} bytes inside, {} expected", entry.file, raw.len(), entry.raw_bytes)));
    }
    Ok(raw)
}
