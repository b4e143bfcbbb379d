//! The account of a reading: what came in, what was changed, what was turned away.

use std::{collections::BTreeMap, io::Write, path::Path};

use anyhow::{Context, Result};
use serde::Serialize;

/// Distinct names kept in a list of the report; further ones are counted under [`OTHERS`].
const NAMES_KEPT: usize = 2_000;
const OTHERS: &str = "(others)";
/// Characters of a found value that a reject shows.
const FOUND_SHOWN: usize = 120;

/// Why one record cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Field of the input, dotted (`baseSalary.minValue`).
    pub field: String,
    /// What the field held.
    pub found: String,
    /// What it should have held.
    pub expected: String,
}

impl Fault {
    /// A fault in `field`; a long `found` is shortened.
    pub fn new(field: impl Into<String>, found: impl AsRef<str>, expected: impl Into<String>) -> Self {
        let found = found.as_ref();
        let mut shown: String = found.chars().take(FOUND_SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Self { field: field.into(), found: shown, expected: expected.into() }
    }
}

/// One line of `rejects.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Name of the input file, without its folder.
    pub file: String,
    /// Line in that file, or number of the record where records are no lines; from 1.
    pub line: u64,
    /// Id of the record, where it could be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Field at fault.
    pub field: String,
    /// What was found there: shortened, without contacts, for the file lies beside the snapshot.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// The account of one or more readings; becomes `report.json`.
#[derive(Default, Serialize)]
pub struct Report {
    /// Records met, good and bad.
    pub rows_in: u64,
    /// Records handed to the sink.
    pub accepted: u64,
    /// Records turned away.
    pub rejected: u64,
    /// How often each gate changed or noted something (`contact_removed`, `pay_swapped` …).
    pub gates: BTreeMap<String, u64>,
    /// Region names or codes that could not be placed, with how often each came.
    pub unmapped_regions: BTreeMap<String, u64>,
    /// Values of closed lists that padan does not know, as `field: value`.
    pub unknown_values: BTreeMap<String, u64>,
    /// Rejects by field.
    pub rejected_fields: BTreeMap<String, u64>,
    /// Where rejects go, one JSON object a line; nowhere if absent (they are still counted).
    #[serde(skip)]
    pub rejects: Option<Box<dyn Write>>,
    /// Called now and then with the bytes of the present file read so far.
    #[serde(skip)]
    pub progress: Option<Box<dyn FnMut(u64)>>,
    #[serde(skip)]
    file: String,
}

impl Report {
    /// An empty account that writes rejects to `rejects`.
    #[must_use]
    pub fn new(rejects: Option<Box<dyn Write>>) -> Self {
        Self { rejects, ..Self::default() }
    }

    /// Counts one more event of `gate`.
    pub fn count(&mut self, gate: &str) {
        bump(&mut self.gates, gate);
    }

    /// Counts a region name or code that could not be placed.
    pub fn unmapped_region(&mut self, name: &str) {
        self.count("region_unmapped");
        bump_bounded(&mut self.unmapped_regions, &super::text::line(name).0);
    }

    /// Counts a value of a closed list that padan does not know.
    pub fn unknown_value(&mut self, field: &str, value: &str) {
        bump_bounded(&mut self.unknown_values, &format!("{field}: {}", super::text::line(value).0));
    }

    /// Turns one record away.
    ///
    /// # Errors
    /// The rejects writer failed.
    pub fn reject(&mut self, line: u64, id: Option<String>, fault: Fault) -> Result<()> {
        self.rejected += 1;
        bump_bounded(&mut self.rejected_fields, &fault.field);
        if let Some(out) = &mut self.rejects {
            let Fault { field, found, expected } = fault;
            let found = super::text::line(&found).0;
            let id = id.map(|id| super::text::line(&id).0);
            let reject = Reject { file: self.file.clone(), line, id, field, found, expected };
            let mut text = serde_json::to_string(&reject)?;
            text.push('\n');
            out.write_all(text.as_bytes()).context("cannot write the rejects file; is the disk full?")?;
        }
        Ok(())
    }

    pub(super) fn start_file(&mut self, path: &Path) {
        self.file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    }

    pub(super) fn met(&mut self) {
        self.rows_in += 1;
    }

    pub(super) fn accept(&mut self) {
        self.accepted += 1;
    }

    pub(super) fn read_so_far(&mut self, bytes: u64) {
        if let Some(progress) = &mut self.progress {
            progress(bytes);
        }
    }
}

fn bump(map: &mut BTreeMap<String, u64>, key: &str) {
    match map.get_mut(key) {
        Some(count) => *count += 1,
        None => {
            map.insert(key.to_owned(), 1);
        }
    }
}

fn bump_bounded(map: &mut BTreeMap<String, u64>, key: &str) {
    let short: String = key.chars().take(FOUND_SHOWN).collect();
    if map.len() >= NAMES_KEPT && !map.contains_key(&short) {
        bump(map, OTHERS);
    } else {
        bump(map, &short);
    }
}
