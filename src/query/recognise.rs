//! A sentence about oneself → what a snapshot's own lists know of it.
//!
//! "SIM B1, pernah jadi kasir 2 tahun, lulusan SMK akuntansi" names a requirement, an occupation with
//! months of it, a rung of the ladder and a study field. Words are held as they stand, and by
//! synonyms that are as good as the word itself, against requirements, titles, occupations and study
//! fields of the snapshot. Nothing is mended or guessed: what no list has is left alone, and so is
//! the rest of a clause after a "not".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Engine;
use super::facet::FacetKey;
use super::find::{KINDS, Span, spans, synonyms};
use crate::record::code::{Education, Lang};
use crate::snapshot::{ColumnId, Dict, ListId};
use crate::text::fold;

/// Most words of one thing recognised.
const WINDOW: usize = 6;
/// Least weight of a synonym that is as good as the word itself, permille.
const AS_GOOD: u16 = 850;
/// Least share of a title's rows that have its occupation, percent.
const MAJORITY: u32 = 60;
/// Most months of experience that are believed.
const MONTHS: u32 = 600;

/// Words that deny the rest of their clause.
const NOT: [&str; 12] =
    ["tidak", "tak", "tdk", "gak", "nggak", "belum", "bukan", "tanpa", "no", "not", "never", "without"];
/// Words before a study field.
const STUDIED: [&str; 8] = ["jurusan", "prodi", "studi", "lulusan", "major", "majoring", "degree", "in"];
/// Words before years that are an age.
const AGED: [&str; 6] = ["umur", "usia", "berumur", "berusia", "aged", "age"];
/// Words for a number of months.
const UNITS: [(&str, u32); 12] = [
    ("tahun", 12),
    ("thn", 12),
    ("th", 12),
    ("year", 12),
    ("years", 12),
    ("yr", 12),
    ("yrs", 12),
    ("bulan", 1),
    ("bln", 1),
    ("month", 1),
    ("months", 1),
    ("mos", 1),
];
/// Numbers in words, from one; both languages.
const NUMBERS: [[&str; 2]; 10] = [
    ["satu", "one"],
    ["dua", "two"],
    ["tiga", "three"],
    ["empat", "four"],
    ["lima", "five"],
    ["enam", "six"],
    ["tujuh", "seven"],
    ["delapan", "eight"],
    ["sembilan", "nine"],
    ["sepuluh", "ten"],
];

/// Something recognised in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recognised {
    /// Where: start and end in UTF-16 units.
    pub span: (u32, u32),
    /// What it is.
    pub kind: RecognisedKind,
    /// The requirement as `kind/label`, a KBJI code, months, a rung of the ladder (0–10), or a study field.
    pub value: String,
    /// As screens show it.
    pub label: String,
    /// Of experience, the KBJI code of the occupation in the same clause, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
}

/// What was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecognisedKind {
    /// A requirement of the snapshot.
    Requirement,
    /// An occupation.
    Occupation,
    /// Months of experience.
    Experience,
    /// A rung of the education ladder.
    Education,
    /// A study field.
    StudyField,
}

impl Engine {
    /// What the snapshot's own lists know of a sentence about oneself, in its order.
    #[must_use]
    pub fn recognise(&self, text: &str, lang: Lang) -> Vec<Recognised> {
        let words = spans(text);
        let units: Vec<u16> = text.encode_utf16().collect();
        let between = |at: usize| {
            let from = at.checked_sub(1).map_or(0, |before| words[before].1);
            &units[from as usize..words[at].0 as usize]
        };
        // A comma within a number ends no clause.
        let number = |at: usize| words[at].2.bytes().all(|byte| byte.is_ascii_digit());
        let decimal = |at: usize| at > 0 && between(at).len() == 1 && number(at - 1) && number(at);
        let ends = |at: usize| {
            let ending = |unit: &u16| u8::try_from(*unit).is_ok_and(|byte| b",;.:!?\n".contains(&byte));
            between(at).iter().any(ending) && !decimal(at)
        };
        let mut found = Vec::new();
        let mut start = 0;
        for at in 1..=words.len() {
            if at == words.len() || ends(at) {
                self.recognise_clause(&words[start..at], lang, &mut found);
                start = at;
            }
        }
        found
    }

    fn recognise_clause(&self, words: &[Span], lang: Lang, found: &mut Vec<Recognised>) {
        let first = found.len();
        let mut at = 0;
        while at < words.len() && !NOT.contains(&&*words[at].2) {
            let before = at.checked_sub(1).map_or("", |before| &*words[before].2);
            let studied = STUDIED.contains(&before)
                || at > 0
                    && found
                        .last()
                        .is_some_and(|last| last.kind == RecognisedKind::Education && last.span.1 == words[at - 1].1);
            let mut size = WINDOW.min(words.len() - at);
            while size > 0 {
                let window = &words[at..at + size];
                let known = found.len();
                let mut add = |kind, value: String, label: String| {
                    found.push(Recognised {
                        span: (window[0].0, window[size - 1].1),
                        kind,
                        value,
                        label,
                        occupation: None,
                    });
                };
                if let Some(months) = months(window).filter(|_| !AGED.contains(&before) && !aged(&words[at + size..])) {
                    let unit = lang.pick("bulan", if months == 1 { "month" } else { "months" });
                    add(RecognisedKind::Experience, months.to_string(), format!("{months} {unit}"));
                } else {
                    let asked: Vec<&str> = window.iter().map(|(.., word)| &**word).collect();
                    self.recognise_words(&asked.join(" "), studied, lang, &mut add);
                }
                if found.len() > known {
                    break;
                }
                size -= 1;
            }
            at += size.max(1);
        }
        // Experience is of the nearest occupation.
        for at in first..found.len() {
            if found[at].kind == RecognisedKind::Experience {
                let own = found[at].span;
                let apart =
                    |other: &&Recognised| other.span.0.saturating_sub(own.1).max(own.0.saturating_sub(other.span.1));
                let occupations = found[first..].iter().filter(|other| other.kind == RecognisedKind::Occupation);
                found[at].occupation = occupations.min_by_key(apart).map(|nearest| nearest.value.clone());
            }
        }
    }

    fn recognise_words(
        &self,
        asked: &str,
        studied: bool,
        lang: Lang,
        add: &mut dyn FnMut(RecognisedKind, String, String),
    ) {
        let snapshot = self.snapshot();
        for (_, _, level) in KINDS.iter().filter(|(word, key, _)| *word == asked && *key == FacetKey::Education) {
            let rung = level.parse().ok().and_then(Education::new);
            if let Some(rung) = rung {
                return add(RecognisedKind::Education, (*level).to_owned(), rung.label(lang).to_owned());
            }
        }
        let as_good = |from| synonyms(snapshot, from).filter(|other| other.weight >= AS_GOOD).map(|other| &*other.to);
        let mut names = vec![asked.to_owned()];
        names.extend(as_good(asked).map(str::to_owned));
        // "supir truk" is "sopir truk".
        if asked.contains(' ') {
            let padded = format!(" {asked} ");
            for word in asked.split(' ') {
                let other = |other| padded.replacen(&format!(" {word} "), &format!(" {other} "), 1).trim().to_owned();
                names.extend(as_good(word).map(other));
            }
        }
        if studied && let Some(field) = entry(snapshot.dict(ListId::StudyFields), &names) {
            return add(RecognisedKind::StudyField, field.to_owned(), field.to_owned());
        }
        if let Some(requirement) = entry(snapshot.dict(ListId::Musts), &names) {
            let label = requirement.split_once('/').map_or(requirement, |(_, label)| label);
            add(RecognisedKind::Requirement, requirement.to_owned(), label.to_owned());
        }
        if let Some((code, (id, en))) = names.iter().find_map(|name| self.occupation_named(name)) {
            add(RecognisedKind::Occupation, code.clone(), lang.pick(id, en).to_owned());
        }
    }

    /// The occupation of this name, or the one most vacancies of this title have.
    fn occupation_named(&self, name: &str) -> Option<(&String, &(String, String))> {
        let snapshot = self.snapshot();
        let labels = &snapshot.meta.code_lists.occupations;
        if let Some(named) = labels.iter().rev().find(|(_, (id, en))| fold(id) == name || fold(en) == name) {
            return Some(named);
        }
        let titles = &snapshot.column(ColumnId::Title).dict;
        let mut passes = vec![false; titles.len() + 1];
        let held = self.vocabulary().titles_of(name);
        for &title in &held {
            passes[title as usize] = fold(titles.text(title).unwrap_or_default()) == name;
        }
        let rows = self.rows_titled(passes.into_iter()).list();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for &row in &rows {
            if let Some(code) = snapshot.text(ColumnId::Occupation, row as usize) {
                *counts.entry(code).or_default() += 1;
            }
        }
        let (code, count) = counts.iter().max_by_key(|(_, count)| **count)?;
        if count * 100 < rows.len() as u32 * MAJORITY {
            return None;
        }
        (1..=code.len()).rev().find_map(|length| labels.get_key_value(code.get(..length)?))
    }
}

/// The first entry of a dictionary that one of these names is, folded; of `kind/label` the label.
fn entry<'a>(dict: &'a Dict, names: &[String]) -> Option<&'a str> {
    let entries = (1..=dict.len() as u32).filter_map(|code| dict.text(code));
    names.iter().find_map(|name| {
        entries.clone().find(|entry| {
            let label = entry.split_once('/').map_or(*entry, |(_, label)| label);
            // Folding is slow, and most entries begin otherwise.
            label
                .as_bytes()
                .first()
                .is_some_and(|byte| !byte.is_ascii() || byte.to_ascii_lowercase() == name.as_bytes()[0])
                && (fold(label) == *name || fold(entry) == *name)
        })
    })
}

/// Months that all of these words say: "2 tahun", "2,5 thn", "18bulan", "setahun", "two years".
fn months(window: &[Span]) -> Option<u32> {
    let words: Vec<&str> = window.iter().map(|(.., word)| &**word).collect();
    let unit = |word: &str| UNITS.iter().find(|(unit, _)| *unit == word).map(|(_, months)| *months);
    let number = |word: &str| match NUMBERS.iter().position(|number| number.contains(&word)) {
        Some(at) => Some(at as u32 + 1),
        None => word.parse().ok().filter(|&number| number <= MONTHS),
    };
    let months = match words[..] {
        ["setahun"] => 12,
        ["sebulan"] => 1,
        [word] => {
            let digits = word.find(|c: char| !c.is_ascii_digit())?;
            number(&word[..digits])? * unit(&word[digits..])?
        }
        [count, word] => number(count)? * unit(word)?,
        // A number and its tenths, parted by a comma or a full stop alone.
        [whole, tenths, word] if window[0].1 + 1 == window[1].0 && tenths.len() == 1 => {
            let (whole, tenths): (u32, u32) = (whole.parse().ok()?, tenths.parse().ok()?);
            whole.min(MONTHS) * unit(word)? + tenths * unit(word)? / 10
        }
        _ => return None,
    };
    (1..=MONTHS).contains(&months).then_some(months)
}

/// Whether what comes next makes years an age.
fn aged(next: &[Span]) -> bool {
    next.first().is_some_and(|(.., word)| word == "old")
}
