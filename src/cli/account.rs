//! What `padan build` came to: `report.json`, and what `report.html` is made from.

use std::io::BufRead;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::build::Pending;
use super::page;
use crate::ingest::strict::{Breach, Figures, Limits};
use crate::ingest::tally::{Flow, Named, Shares, Tally, most};
use crate::ingest::{Policy, Report};
use crate::record::day;
use crate::snapshot::Prepared;

/// Rejects that `report.html` shows.
const REJECTS_SHOWN: usize = 20;

/// The account of a build.
#[derive(Default, Serialize)]
pub struct Account {
    /// Records met.
    pub rows_in: u64,
    /// Vacancies published: in = out + rejected + merged + grouped.
    pub rows_out: u64,
    /// Records turned away.
    pub rejected: u64,
    /// Records that a later one of the same id replaced.
    pub merged: u64,
    /// Records that another portal's record of the same vacancy stands for.
    pub grouped: u64,
    /// Day the snapshot speaks for, ISO 8601.
    pub as_of: String,
    /// Whether the strict limits were kept to; absent where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// By input file.
    pub inputs: Vec<Flow>,
    /// By portal.
    pub sources: Vec<Flow>,
    /// How many vacancies state what.
    pub shares: Shares,
    /// Names that came most often.
    pub top: Tops,
    /// Courses carried.
    pub courses: usize,
    /// Supply cells carried.
    pub supply_cells: usize,
    /// Supply cells left out for they count too few people.
    pub supply_suppressed_small: usize,
    /// Supply cells left out for they would give those away.
    pub supply_suppressed_complementary: usize,
    /// Compressed bytes of the columns.
    pub core_bytes: u64,
    /// Compressed bytes of ids and texts.
    pub text_bytes: u64,
    /// Files of the snapshot; the text blocks of a segment together.
    pub files: Vec<FileSize>,
    /// SHA-256 of `manifest.json`, of `partitions.json` where there are several snapshots, in hex.
    pub snapshot_sha256: String,
    /// The policy it was built by.
    pub policy: Policy,
}

/// Names that came most often, at most 50 each.
#[derive(Default, Serialize)]
pub struct Tops {
    /// Region names and codes that could not be placed.
    pub unknown_places: Vec<Named>,
    /// Values of closed lists that padan does not know, as `field: value`.
    pub unknown_values: Vec<Named>,
    /// Titles of records without an occupation code.
    pub uncoded_titles: Vec<Named>,
    /// Employers whose kind could not be told, as published.
    pub unknown_employers: Vec<Named>,
    /// Skills and tools asked, by their words: no list knows them.
    pub skills: Vec<Named>,
    /// Fields for which records were turned away.
    pub rejected_fields: Vec<Named>,
}

/// A file and its size.
#[derive(Serialize)]
pub struct FileSize {
    /// Its name; `text-*` for all blocks of a segment.
    pub file: String,
    /// Compressed bytes.
    pub bytes: u64,
}

/// Whether a build kept to the strict limits.
#[derive(Serialize)]
pub struct Verdict {
    /// Whether it did.
    pub passed: bool,
    /// The limits it did not keep to.
    pub breaches: Vec<Breach>,
}

/// An account with the report of the reading.
#[derive(Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    account: &'a Account,
    #[serde(flatten)]
    report: Value,
}

impl Account {
    /// An account of nothing yet.
    pub fn new(as_of: i32, policy: &Policy) -> Self {
        Self { as_of: day::iso(as_of), policy: policy.clone(), ..Self::default() }
    }

    /// Takes over what was counted while reading.
    pub fn count(&mut self, tally: &Tally, report: &Report) {
        (self.inputs, self.sources, self.shares) = tally.sums();
        let names = |map: &std::collections::BTreeMap<String, u64>| most(map.iter().map(|(name, &n)| (&**name, n)));
        self.top = Tops {
            unknown_places: names(&report.unmapped_regions),
            unknown_values: names(&report.unknown_values),
            uncoded_titles: tally.titles.list(),
            unknown_employers: tally.employers.list(),
            skills: tally.skills.list(),
            rejected_fields: names(&report.rejected_fields),
        };
    }

    /// Takes over the sizes of what is written.
    pub fn weigh(&mut self, prepared: &Prepared) {
        let written = prepared.written();
        self.core_bytes = written.core_bytes;
        self.text_bytes = written.text_bytes;
        self.snapshot_sha256.clone_from(&written.sha256);
        for segment in prepared.manifests().flat_map(|manifest| &manifest.segments) {
            let entries = [&segment.core, &segment.ids, &segment.texts];
            self.files.extend(entries.map(|entry| FileSize { file: entry.file.clone(), bytes: entry.bytes }));
            self.files.push(FileSize { file: "text-*".to_owned(), bytes: segment.text_bytes });
        }
    }

    /// Holds it against the limits.
    pub fn judge(&mut self, limits: &Limits, findings: Vec<(&'static str, u64)>, report: &Report) {
        let shares = &self.shares;
        let breaches = limits.breaches(&Figures {
            rows_in: self.rows_in,
            rejected: self.rejected,
            without_title: report.rejected_fields.get("title").copied().unwrap_or(0),
            rows_out: self.rows_out,
            without_region: shares.region_none,
            mapped: shares.region_regency + shares.region_deeper,
            findings,
            core_bytes: self.core_bytes,
            bytes: self.core_bytes + self.text_bytes,
        });
        self.verdict = Some(Verdict { passed: breaches.is_empty(), breaches });
    }

    /// With the report of the reading, as `report.json` holds it.
    pub fn with<'a>(&'a self, report: &Report) -> Whole<'a> {
        let mut report = serde_json::to_value(report).unwrap_or_default();
        if let Value::Object(members) = &mut report {
            // The account has them already.
            members.retain(|key, _| !matches!(key.as_str(), "rows_in" | "rejected"));
        }
        Whole { account: self, report }
    }

    /// Writes `report.json` and `report.html` into a folder that has `rejects.jsonl`.
    ///
    /// # Errors
    /// Where a file cannot be read or written.
    pub fn write(&self, report: &Report, folder: &Path) -> Result<()> {
        let pending = Pending::new(folder, "report.json")?;
        serde_json::to_writer_pretty(pending.writer()?, &self.with(report))?;
        pending.put()?;
        let rejects = std::io::BufReader::new(std::fs::File::open(folder.join("rejects.jsonl"))?);
        let rejects: Vec<Value> =
            rejects.lines().take(REJECTS_SHOWN).map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_>>()?;
        let pending = Pending::new(folder, "report.html")?;
        page::write(&mut pending.writer()?, self, report, &rejects)?;
        pending.put()
    }
}
