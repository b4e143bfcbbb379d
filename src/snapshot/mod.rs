//! The snapshot: one file of columns that answers every question, and what opens it.
//!
//! A snapshot is a folder of static files. `manifest.json` names the others by content: one
//! or more *segments*, each of a *core* (this module: every column a query, a match or a chart
//! needs), ids, and text blocks (whole records, fetched when one is opened). A core is gzip on
//! disk; here it is already inflated.
//!
//! The first segment is the base. Each later one removes rows of the snapshot so far and puts
//! its own rows at given positions; a changed record is removed and put in again. Read in
//! order, they give the very snapshot that one build of all records gives: the same rows in
//! the same order, the same dictionaries, the same codes.
//!
//! # Grammar of the core
//!
//! Integers are little-endian; `varint` is LEB128; `zigzag` maps signed to unsigned.
//!
//! ```text
//! CORE    := "padan\0" VERSION:u16 ROWS:u32 SECTIONS:u32 SECTION*
//! SECTION := KIND:u8 ID:u8 LENGTH:u32 PAYLOAD
//! PAYLOAD := META | TEXTS | INTS | COLUMN | LIST | ROWS | PAIRS  by KIND 0, 1, 2, 3, 4, 5, 6
//! META    := JSON                                             ID 0 [`About`], 1 [`CodeLists`],
//!                                                             2 courses, 3 supply; a later
//!                                                             segment's replaces the earlier
//! ROWS    := INTS without its ID                              ID 0 rows removed from the snapshot
//!                                                             so far, 1 where own rows go in
//! PAIRS   := (ONE:varint OTHER:varint SCORE:varint)*          ID 0 occupations, 1 requirements that
//!                                                             stand close; the last segment's count
//! TEXTS   := COUNT:u32 (BYTES:varint)*COUNT utf8              dictionary ID, code n is entry n-1
//! INTS    := COUNT:u32 FIRST:zigzag (DELTA:varint)*(COUNT-1)  dictionary ID, ascending
//! COLUMN  := CODES(ROWS)                                      codes into dictionary ID
//!                                                             (dictionaries ascend strictly)
//! LIST    := DICT:u8 CODES(ROWS) CODES(sum of the first)      lengths, then codes into DICT,
//!                                                             these in form 0 or 1
//! CODES(n):= 0 WIDTH:u8 bits                                  n codes of WIDTH bits, low bit first
//!          | 1 PLANES:u8 bytes                                n low bytes, n second bytes, …
//!          | 2 COUNT:u32 (LENGTH:varint)*COUNT                codes 0, 1, 2 … in runs, ascending
//!          | 3 COLUMN:u8 CODES(COUNT+1)                       code = table[code of an earlier COLUMN]
//! ```
//!
//! Code 0 always means "not stated"; code n is entry n-1 of the dictionary. Sections of an
//! unknown KIND or ID are skipped, so a reader outlives new columns. ROWS is at most 8 a byte of
//! the core; a writer with nothing to say of so many rows fills up with a section of KIND 255.
//! Any byte sequence opens or gives a [`SnapshotError`]; memory is bounded by the input's length.
//!
//! # Overview of types
//!
//! * [`Snapshot`]: an open core. [`Column`] and [`List`]: codes with their [`Dict`].
//! * [`ColumnId`], [`ListId`]: which columns there are. [`Pair`]: two that stand close.
//! * `Builder`, `Manifest`, `Folder` (native): write a snapshot, describe it, open a folder of one.
//! * `trust` (native): sign a snapshot, and decide whether to trust one.

mod append;
mod codes;
#[cfg(feature = "cli")]
mod folder;
mod near;
mod read;
#[cfg(feature = "cli")]
pub mod trust;
#[cfg(feature = "cli")]
mod write;

pub use codes::Codes;
#[cfg(feature = "cli")]
pub use folder::{
    FileEntry, Folder, Manifest, Partition, Partitions, SectionSize, SegmentFiles, TextBlock, sha256_hex,
};
pub use near::Pair;
pub use read::{Column, Dict, List, Snapshot, Strings};
#[cfg(feature = "cli")]
pub use write::{Added, BuildOptions, Builder, Prepared, Written};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::record::{Course, SupplyCell, Weights, region::Region};
use crate::text::synonyms::Synonym;

/// First bytes of every core.
pub const MAGIC: &[u8; 6] = b"padan\0";
/// Version of the core's grammar that this code writes and reads.
pub const VERSION: u16 = 1;
/// Most rows a snapshot may hold.
pub const MAX_ROWS: u32 = 1 << 22;
/// Most rows a byte of a core may stand for.
pub const MAX_ROWS_A_BYTE: u64 = 8;
/// Most segments a snapshot may have; `padan compact` joins them.
pub const MAX_SEGMENTS: usize = 64;
/// Most bytes an inflated file of a snapshot may have.
pub const MAX_BYTES: u64 = 1 << 30;

macro_rules! ids {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $key:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant = $id,)+ }

        impl $name {
            /// Every id, in the order sections are written.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The id with this number, if this version knows it.
            #[must_use]
            pub fn from_id(id: u8) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)+ _ => None }
            }

            /// The name `padan inspect` shows.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }
        }
    };
}

ids! {
    /// Columns: one code a row. Numbers are part of the format.
    ColumnId {
        /// Job title (text).
        Title = 1, "title";
        /// Employer's name (text).
        Employer = 2, "employer";
        /// Deepest region up to the regency, 2 or 4 digits (text).
        Region = 3, "region";
        /// KBJI code (text).
        Occupation = 4, "occupation";
        /// Certainty of the occupation, permille.
        OccupationReliability = 5, "occupation_reliability";
        /// Key of [`crate::record::code::EmploymentType`] (text).
        EmploymentType = 6, "employment_type";
        /// Key of [`crate::record::code::WorkMode`] (text).
        WorkMode = 7, "work_mode";
        /// Lowest rung of the education ladder accepted, 0–10.
        Education = 8, "education";
        /// `yes` where the rung is a condition (text).
        EducationRequired = 9, "education_required";
        /// Months of experience asked.
        Experience = 10, "experience";
        /// Least pay, IDR a month.
        PayMin = 11, "pay_min";
        /// Most pay, IDR a month; the least where only that is stated.
        PayMax = 12, "pay_max";
        /// Day posted, days since 1970-01-01.
        Posted = 13, "posted";
        /// Last day to apply, days since 1970-01-01.
        Closes = 14, "closes";
        /// People wanted.
        Openings = 15, "openings";
        /// Key of [`crate::record::code::EmployerKind`] (text).
        EmployerKind = 16, "employer_kind";
        /// Portal key (text).
        Source = 17, "source";
        /// Key of [`crate::record::code::Verification`] (text).
        Verification = 18, "verification";
        /// `yes` where people with disabilities may apply (text).
        Disability = 19, "disability";
        /// Limits on age and sex, as [`crate::record::limits`] writes them (text). Nothing that scores reads it.
        Limits = 20, "limits";
    }
}

ids! {
    /// Lists: any number of codes a row. Numbers are part of the format.
    ListId {
        /// Study fields asked (text).
        StudyFields = 32, "study_fields";
        /// Requirements that must be met, `kind/label` (text).
        Musts = 33, "musts";
        /// Requirements that are nice to have, in the dictionary of `Musts`.
        Nices = 34, "nices";
        /// Every portal a vacancy is on (text). Written where one is on several; else [`ColumnId::Source`] says it.
        Sources = 35, "sources";
    }
}

impl ListId {
    /// The id of the dictionary its codes point into.
    #[must_use]
    pub fn dict(self) -> u8 {
        match self {
            Self::StudyFields => Self::StudyFields as u8,
            Self::Musts | Self::Nices => Self::Musts as u8,
            Self::Sources => Self::Sources as u8,
        }
    }
}

/// Everything in a snapshot that is not a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// The day and the weights.
    pub about: About,
    /// Code lists.
    pub code_lists: CodeLists,
    /// Training, by id.
    pub courses: Vec<Course>,
    /// Active seekers.
    pub supply: Vec<SupplyCell>,
}

/// The day a snapshot speaks for, and the weights of its match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Days since 1970-01-01.
    pub as_of: i32,
    /// Code list → edition.
    pub editions: BTreeMap<String, String>,
    /// Weights of the match.
    pub weights: Weights,
}

/// The code lists a snapshot's labels and distances come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeLists {
    /// Provinces and regencies, sorted by code.
    pub regions: Vec<Region>,
    /// Districts that vacancies name, a line each: six digits and the name ("321606Tambun Selatan"), ascending. One text
    /// and not a list, for there may be seven thousand and a browser would unpack each.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub districts: String,
    /// KBJI code → label in Indonesian, label in English.
    pub occupations: BTreeMap<String, (String, String)>,
    /// Minimum wage by province, IDR a month.
    pub minimum_wages: BTreeMap<String, u32>,
    /// Roots of the words of titles and requirements, ascending.
    #[serde(default)]
    pub roots: Vec<String>,
    /// What else jobs are called, as far as it leads to words of titles, requirements and regions; ascending.
    #[serde(default)]
    pub synonyms: Vec<Synonym>,
}

/// Why a snapshot could not be opened. Each message says what was found, what was
/// expected and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// The first bytes are not a core's.
    #[error(
        "not a padan snapshot: the file starts with {found:02x?}, expected {MAGIC:02x?}. Check the address and that the server sends the file unchanged"
    )]
    NotASnapshot {
        /// First bytes, up to 6.
        found: Vec<u8>,
    },
    /// Another version of the format.
    #[error(
        "snapshot version {found} found, version {VERSION} expected. Use the padan release that wrote it, or build the snapshot again with this one"
    )]
    Version {
        /// Version in the file.
        found: u32,
    },
    /// Bytes are missing.
    #[error(
        "snapshot is cut short: {what} needs {needed} bytes, {left} are left. The download broke off: fetch it again"
    )]
    Truncated {
        /// What was being read.
        what: &'static str,
        /// Bytes needed.
        needed: u64,
        /// Bytes left.
        left: u64,
    },
    /// Bytes that no writer of this format wrote.
    #[error("snapshot is damaged: {what}. Fetch it again; if it stays so, build it again")]
    Corrupt {
        /// What was found and what was expected.
        what: String,
    },
    /// More than the format allows.
    #[error("snapshot is too large: {what} is {found}, at most {limit} allowed. Build it in parts")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// What was found.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// A file named by the manifest cannot be read.
    #[error("snapshot file missing: {file} ({why}). Copy the whole snapshot folder, or build it again")]
    Missing {
        /// File name.
        file: String,
        /// What the system said.
        why: String,
    },
}

impl SnapshotError {
    /// Stable name of the error, as JSON and the page carry it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotASnapshot { .. } => "NotASnapshot",
            Self::Version { .. } => "SnapshotVersion",
            Self::Truncated { .. } => "SnapshotTruncated",
            Self::Corrupt { .. } => "SnapshotCorrupt",
            Self::TooLarge { .. } => "SnapshotTooLarge",
            Self::Missing { .. } => "SnapshotMissing",
        }
    }
}

pub(crate) fn corrupt(what: impl Into<String>) -> SnapshotError {
    SnapshotError::Corrupt { what: what.into() }
}
