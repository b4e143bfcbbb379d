//! A snapshot as a folder of files: the manifest, and opening it natively.
//!
//! `manifest.json` is JSON text whose last member, `checksum`, is the SHA-256 of all bytes
//! before it; every other file is named there, or in the index of text blocks, with its
//! length and SHA-256. The browser's `load.js` does the same steps.

use std::collections::{BTreeMap, HashMap};
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

/// A segment of the snapshot: the base, or what changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentFiles {
    /// Rows the segment holds.
    pub rows: u64,
    /// The columns.
    pub core: FileEntry,
    /// Ids, one a line, in the segment's row order.
    pub ids: FileEntry,
    /// Index of the text blocks.
    pub texts: FileEntry,
    /// Compressed bytes of all text blocks.
    pub text_bytes: u64,
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
    /// Rows of the whole snapshot.
    pub rows: u64,
    /// Code list → edition.
    pub editions: BTreeMap<String, String>,
    /// The base and what changes it, in order.
    pub segments: Vec<SegmentFiles>,
}

impl Manifest {
    /// Compressed bytes of all cores.
    #[must_use]
    pub fn core_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.core.bytes).sum()
    }

    /// Compressed bytes of all ids and text blocks with their indexes.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.ids.bytes + segment.texts.bytes + segment.text_bytes).sum()
    }
}

/// The list of a snapshot's partitions, `partitions.json`: each is a snapshot of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Partitions {
    /// Always [`Partitions::FORMAT`].
    pub format: String,
    /// Version of this list.
    pub version: u32,
    /// ISO date the snapshots speak for.
    pub as_of: String,
    /// The snapshots, by key.
    pub partitions: Vec<Partition>,
}

/// One snapshot of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    /// Province code, `00` where none is stated.
    pub key: String,
    /// Province, empty where none is stated.
    pub name: String,
    /// Its manifest, from the list's own address.
    pub manifest: String,
    /// Rows.
    pub rows: u64,
    /// Compressed bytes of its cores.
    pub core_bytes: u64,
    /// Compressed bytes of its ids and texts.
    pub text_bytes: u64,
}

impl Partitions {
    /// Value of `format` in every list.
    pub const FORMAT: &'static str = "padan-partitions";
    /// Name of the file.
    pub const FILE: &'static str = "partitions.json";

    /// An empty list.
    #[must_use]
    pub fn new(as_of: i32) -> Self {
        let as_of = crate::record::day::iso(as_of);
        Self { format: Self::FORMAT.to_owned(), version: 1, as_of, partitions: Vec::new() }
    }
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
    /// Segment it stands in, 0 for the base.
    pub segment: u32,
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
    /// Checksum of the manifest: 64 hexadecimal digits.
    pub checksum: String,
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
        let cores: Vec<Vec<u8>> =
            manifest.segments.iter().map(|segment| unzip(folder, &segment.core)).collect::<Result<_, _>>()?;
        let snapshot = Snapshot::open(&cores)?;
        if snapshot.rows() as u64 != manifest.rows {
            return Err(corrupt(format!("{} rows in the core, {} in the manifest", snapshot.rows(), manifest.rows)));
        }
        let checksum = text.rsplit_once(CHECKSUM).map_or("", |(_, end)| end.trim_end_matches(['"', '}', '\n']));
        Ok(Self { folder: folder.to_owned(), checksum: checksum.to_owned(), manifest, snapshot })
    }

    /// Where the snapshot is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Ids in row order.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn ids(&self) -> Result<Vec<String>, SnapshotError> {
        let mut segments = Vec::new();
        for segment in &self.manifest.segments {
            let ids: Vec<String> = self.text(&segment.ids)?.lines().map(str::to_owned).collect();
            if ids.len() as u64 != segment.rows {
                return Err(corrupt(format!("{}: {} ids for {} rows", segment.ids.file, ids.len(), segment.rows)));
            }
            segments.push(ids);
        }
        (0..self.snapshot.rows() as u32)
            .map(|row| {
                let (segment, at) = self.snapshot.origin(row);
                let id = segments.get_mut(segment as usize).and_then(|ids| ids.get_mut(at as usize));
                id.map(std::mem::take).ok_or_else(|| corrupt(format!("no id for row {row}")))
            })
            .collect()
    }

    /// The text blocks of a segment, in its row order.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn blocks(&self, segment: u32) -> Result<Vec<TextBlock>, SnapshotError> {
        let files =
            self.manifest.segments.get(segment as usize).ok_or_else(|| corrupt(format!("no segment {segment}")))?;
        serde_json::from_slice(&unzip(&self.folder, &files.texts)?)
            .map_err(|why| corrupt(format!("{}: {why}", files.texts.file)))
    }

    /// The lines of a text block: records as JSON.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn lines(&self, block: &TextBlock) -> Result<Vec<String>, SnapshotError> {
        let lines: Vec<String> = self.text(&block.file)?.lines().map(str::to_owned).collect();
        if lines.len() != block.rows as usize {
            return Err(corrupt(format!("{}: {} records for {} rows", block.file.file, lines.len(), block.rows)));
        }
        Ok(lines)
    }

    /// Calls `each` with the row and the record's JSON line for every row, segment by segment.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong, or what `each` gives.
    pub fn for_each_line<E: From<SnapshotError>>(
        &self,
        each: &mut dyn FnMut(u32, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let rows = self.snapshot.rows() as u32;
        let mut places: Vec<HashMap<u32, u32>> = vec![HashMap::new(); self.manifest.segments.len()];
        for row in 0..rows {
            let (segment, at) = self.snapshot.origin(row);
            places[segment as usize].insert(at, row);
        }
        let mut met = 0;
        for (segment, places) in places.iter().enumerate() {
            for block in self.blocks(segment as u32)? {
                for (at, line) in (block.first_row..).zip(self.lines(&block)?) {
                    if let Some(&row) = places.get(&at) {
                        met += 1;
                        each(row, &line)?;
                    }
                }
            }
        }
        if met != rows {
            return Err(corrupt(format!("records of {met} rows in the text blocks, {rows} expected")).into());
        }
        Ok(())
    }

    /// Every record, in row order.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn records(&self) -> Result<Vec<Vacancy>, SnapshotError> {
        let mut records: Vec<(u32, Vacancy)> = Vec::with_capacity(self.snapshot.rows());
        self.for_each_line(&mut |row, line| {
            records.push((row, parse(line)?));
            Ok::<(), SnapshotError>(())
        })?;
        records.sort_unstable_by_key(|&(row, _)| row);
        Ok(records.into_iter().map(|(_, record)| record).collect())
    }

    /// The record of a row.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong, also where there is no such row.
    pub fn record(&self, row: u32) -> Result<Vacancy, SnapshotError> {
        let (segment, at) = self.snapshot.origin(row);
        let blocks = self.blocks(segment)?;
        let block = blocks
            .iter()
            .find(|block| at.checked_sub(block.first_row).is_some_and(|at| at < block.rows))
            .ok_or_else(|| corrupt(format!("no text block for row {row}")))?;
        parse(&self.lines(block)?[(at - block.first_row) as usize])
    }

    /// The sections of all cores with their sizes, in the order they stand.
    ///
    /// # Errors
    /// A [`SnapshotError`] that names what is wrong.
    pub fn sections(&self) -> Result<Vec<SectionSize>, SnapshotError> {
        let name = |kind: u8, id: u8| {
            let key = ColumnId::from_id(id).map(ColumnId::key).or(ListId::from_id(id).map(ListId::key));
            match (kind, id, key) {
                (0, 0, _) => "about".to_owned(),
                (0, 1, _) => "code lists".to_owned(),
                (0, 2, _) => "courses".to_owned(),
                (0, 3, _) => "supply".to_owned(),
                (5, 0, _) => "rows removed".to_owned(),
                (5, 1, _) => "rows put in".to_owned(),
                (6, 0, _) => "near occupations".to_owned(),
                (6, 1, _) => "near requirements".to_owned(),
                (1 | 2, _, Some(key)) => format!("{key} (dictionary)"),
                (_, _, Some(key)) => key.to_owned(),
                _ => format!("unknown {kind}/{id}"),
            }
        };
        let mut sizes = Vec::new();
        for (segment, files) in self.manifest.segments.iter().enumerate() {
            let core = unzip(&self.folder, &files.core)?;
            sizes.extend(super::read::sections(&core)?.into_iter().map(|(kind, id, payload)| SectionSize {
                segment: segment as u32,
                section: name(kind, id),
                entries: match kind {
                    1 | 2 | 5 => payload.first_chunk().map(|count| u32::from_le_bytes(*count).into()),
                    _ => None,
                },
                bytes: payload.len() as u64,
                gzip_bytes: super::write::gzip(payload).len() as u64,
            }));
        }
        Ok(sizes)
    }

    fn text(&self, entry: &FileEntry) -> Result<String, SnapshotError> {
        String::from_utf8(unzip(&self.folder, entry)?).map_err(|why| corrupt(format!("{}: {why}", entry.file)))
    }
}

fn parse(line: &str) -> Result<Vacancy, SnapshotError> {
    serde_json::from_str(line).map_err(|why| corrupt(format!("a record: {why}")))
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
