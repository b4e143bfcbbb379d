//! `padan audit`: proves that a snapshot holds nothing it must not hold.
//!
//! It decodes every file and looks with scanners of its own, not with the gates' rules: what a
//! gate would miss for the same reason twice is what an audit is for. They are broader than the
//! gates, so a finding is a place to look at. What the gates' own scanner finds is a finding too:
//! it means that a text never went through them.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::progress::Progress;
use super::{grouped, print_json};
use crate::ingest::text;
use crate::record::Vacancy;
use crate::snapshot::{BuildOptions, Builder, ColumnId, Folder, ListId, Snapshot};
use crate::text::fold;

/// Prove that a snapshot holds no contact, no HTML, no pay of 0 and no scored limit.
///
/// Decodes every file, checks each against the manifest, scans every text, and builds all columns
/// anew from the records to see that they say the same. Exit code 1 where anything is found.
///
///   padan audit snapshot
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Something that should not be there.
#[derive(Serialize)]
pub(super) struct Finding {
    /// Id of the record, or the name of a dictionary.
    at: String,
    /// Field, dotted.
    field: String,
    /// `contact`, `html`, `invisible`, `pay`, `limit`, `id` or `columns`.
    what: &'static str,
    /// What was found, shortened; contacts only in part.
    found: String,
}

/// What an audit has looked at and found.
#[derive(Default, Serialize)]
pub(super) struct Audit {
    rows: usize,
    texts: u64,
    findings: Vec<Finding>,
}

/// Words that name a person's protected attributes; no requirement may be one.
const PROTECTED: [&str; 40] = [
    "usia",
    "umur",
    "age",
    "tahun",
    "pria",
    "laki",
    "wanita",
    "laki laki",
    "perempuan",
    "ikhwan",
    "akhwat",
    "male",
    "female",
    "gender",
    "kelamin",
    "menikah",
    "kawin",
    "lajang",
    "single",
    "janda",
    "duda",
    "berpenampilan",
    "penampilan menarik",
    "good looking",
    "cantik",
    "ganteng",
    "agama",
    "beragama",
    "muslim",
    "muslimah",
    "hijab",
    "berhijab",
    "kristen",
    "katolik",
    "tinggi badan",
    "berat badan",
    "bertato",
    "buta warna",
    "cacat",
    "suku",
];

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let folder = Folder::open(&args.folder)?;
    let mut audit = Audit { rows: folder.snapshot.rows(), texts: 0, findings: Vec::new() };
    let ids = folder.ids()?;
    let mut met = HashSet::new();
    for id in &ids {
        if !met.insert(id) {
            audit.find(id, "id", "id", id);
        }
    }
    let dict = folder.snapshot.dict(ListId::Musts);
    for label in (1..=dict.len() as u32).filter_map(|code| dict.text(code)) {
        let folded = format!(" {} ", fold(label.split_once('/').map_or(label, |(_, label)| label)));
        if PROTECTED.iter().any(|word| folded.contains(&format!(" {word} "))) {
            audit.find("requirements", "label", "limit", label);
        }
    }

    let again = tempfile::tempdir()?;
    let meta = &folder.snapshot.meta;
    let options = BuildOptions { as_of: meta.about.as_of, courses: meta.courses.clone(), supply: meta.supply.clone() };
    let mut builder = Builder::new(options, again.path())?;
    let mut progress = Progress::new("auditing records", audit.rows as u64, false);
    let mut done = 0;
    folder.for_each_line::<anyhow::Error>(&mut |row, line| {
        let record: Vacancy = serde_json::from_str(line)?;
        if ids[row as usize] != record.id {
            audit.find(&ids[row as usize], "id", "id", &record.id);
        }
        audit.record(&record)?;
        builder.add(&record)?;
        done += 1;
        progress.set(done);
        Ok(())
    })?;
    progress.finish();
    builder.finish(again.path(), None, &mut |_| ())?;
    audit.columns(&folder.snapshot, &ids, &Folder::open(again.path())?.snapshot);

    let found = audit.findings.len();
    if args.json {
        print_json(&audit)?;
    } else {
        let mut out = std::io::stdout().lock();
        audit.shown().take(100).try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(
            out,
            "{} records, {} texts read: {} findings",
            grouped(audit.rows as u64),
            grouped(audit.texts),
            grouped(found as u64)
        )?;
    }
    if found > 0 {
        bail!("{found} findings in {}. Do not publish it before each is looked at", args.folder.display());
    }
    Ok(())
}

impl Audit {
    /// How often what was found, each kind once.
    pub fn counts(&self) -> Vec<(&'static str, u64)> {
        let mut counts: Vec<(&'static str, u64)> = Vec::new();
        for finding in &self.findings {
            match counts.iter_mut().find(|(what, _)| *what == finding.what) {
                Some((_, count)) => *count += 1,
                None => counts.push((finding.what, 1)),
            }
        }
        counts
    }

    /// The findings, a line each.
    pub fn shown(&self) -> impl Iterator<Item = String> {
        self.findings.iter().map(|found| format!("{}  {}  {}: {}", found.what, found.at, found.field, found.found))
    }

    fn find(&mut self, at: &str, field: &str, what: &'static str, found: &str) {
        let found = found.chars().take(60).collect();
        self.findings.push(Finding { at: at.to_owned(), field: field.to_owned(), what, found });
    }

    /// Looks at every text and amount of a record.
    pub fn record(&mut self, record: &Vacancy) -> Result<()> {
        if let Some(pay) = &record.base_salary {
            let amounts = [pay.min_value, pay.max_value];
            let swapped = matches!(amounts, [Some(least), Some(most)] if least > most);
            let stated: Vec<u32> = amounts.into_iter().flatten().collect();
            if stated.is_empty() || stated.iter().any(|amount| !(100_000..=500_000_000).contains(amount)) || swapped {
                self.find(&record.id, "baseSalary", "pay", &format!("{amounts:?}"));
            }
        }
        let Value::Object(mut members) = serde_json::to_value(record)? else { return Ok(()) };
        members.remove("id");
        self.value(&record.id, "", &Value::Object(members));
        Ok(())
    }

    fn value(&mut self, id: &str, field: &str, value: &Value) {
        match value {
            Value::String(text) => self.text(id, field, text),
            Value::Array(items) => items.iter().for_each(|item| self.value(id, field, item)),
            Value::Object(members) => {
                for (key, value) in members {
                    self.value(id, &format!("{field}.{key}"), value);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, id: &str, field: &str, text: &str) {
        self.texts += 1;
        let before = self.findings.len();
        let field = field.trim_start_matches('.');
        let lower = text.to_lowercase();
        if ["wa.me/", "t.me/", "api.whatsapp.com", "chat.whatsapp.com"].iter().any(|host| lower.contains(host)) {
            self.find(id, field, "contact", "a link to a messenger");
        }
        // A link's path may hold any digits; its host was looked at.
        if !matches!(field, "source.url" | "alsoAt.url") {
            if let Some(number) = phone(text) {
                self.find(id, field, "contact", &format!("{}…", &number[..number.len().min(5)]));
            }
            if email(text) {
                self.find(id, field, "contact", "an e-mail address");
            }
            if self.findings.len() == before && text::contacts(text) > 0 {
                self.find(id, field, "contact", "what the gates remove");
            }
        }
        if let Some(at) = tag(text) {
            self.find(id, field, "html", &text[at..]);
        }
        let invisible = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        if text.contains(invisible) {
            self.find(id, field, "invisible", text);
        }
    }

    fn columns(&mut self, own: &Snapshot, ids: &[String], again: &Snapshot) {
        if own.rows() != again.rows() {
            self.find("snapshot", "rows", "columns", &format!("{} rows, {} records", own.rows(), again.rows()));
            return;
        }
        for (row, id) in ids.iter().enumerate() {
            for &column in ColumnId::ALL {
                let differs =
                    own.text(column, row) != again.text(column, row) || own.int(column, row) != again.int(column, row);
                if differs {
                    self.find(id, column.key(), "columns", own.text(column, row).unwrap_or("another number"));
                }
            }
            for &list in ListId::ALL {
                let texts = |snapshot: &Snapshot| -> Vec<String> {
                    let dict = snapshot.dict(list);
                    snapshot.list(list).codes(row).filter_map(|code| dict.text(code)).map(str::to_owned).collect()
                };
                if texts(own) != texts(again) {
                    self.find(id, list.key(), "columns", &texts(own).join(", "));
                }
            }
        }
    }
}

/// A run of digits, with what people put between them, that reads as an Indonesian mobile number:
/// 08…, 62 8… or 8… of 10 to 14 digits.
fn phone(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || at > 0 && (bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b'.') {
            at += 1;
            continue;
        }
        let (mut digits, mut end, mut gap) = (String::new(), at, 0);
        while end < bytes.len() && gap <= 2 {
            match bytes[end] {
                digit if digit.is_ascii_digit() => {
                    digits.push(digit as char);
                    gap = 0;
                }
                b' ' | b'-' | b'(' | b')' => gap += 1,
                _ => break,
            }
            end += 1;
        }
        let national = digits.strip_prefix("62").or(digits.strip_prefix('0')).unwrap_or("");
        if national.starts_with('8') && (9..=12).contains(&national.len()) {
            return Some(digits);
        }
        at = end.max(at + 1);
    }
    None
}

fn email(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        let host: String =
            text[at + 1..].chars().take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect();
        before && host.trim_end_matches('.').contains('.')
    })
}

fn tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        let name =
            bytes.get(at + 1).map(|&byte| if byte == b'/' { bytes.get(at + 2).copied().unwrap_or(0) } else { byte });
        bytes[at] == b'<' && name.is_some_and(|byte| byte.is_ascii_alphabetic()) && text[at..].contains('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_told_from_other_numbers() {
        for text in ["0812-3456-7890", "WA 081234567890", "+62 812 3456 7890", "(0857) 12345678"] {
            assert!(phone(text).is_some(), "{text}");
        }
        for text in ["Rp4.500.000", "2024-2025", "UU 13/2003", "021", "8 jam", "18-35", "12345678901234567890"] {
            assert!(phone(text).is_none(), "{text}");
        }
        assert!(email("kirim ke hrd@contoh.co.id."));
        assert!(!email("bonus @ Rp50.000"));
        assert!(tag("a <b>c</b>").is_some() && tag("5 < 6 dan 7 > 6").is_none());
    }
}
