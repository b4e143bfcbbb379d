//! An occupation code for a job title, by machine.
//!
//! Portals mostly state no code, and without one an advertisement is matched by its title's words
//! alone. [`Coder`] compares a title with titles whose code is known (`data/occupation_titles.csv`,
//! which a person may edit, and the labels of the groups) in three ways, surest first: the title is
//! one of them; it holds one of them as a phrase; it looks like one of them (cosine of TF-IDF over
//! words and runs of 3 to 5 letters). How sure each way is was measured, see [`Coder::code`].
//!
//! Certainty is permille and always below 1000, which is for codes from an employer or an officer.

use std::{cell::RefCell, collections::HashMap};

use serde::{Deserialize, Serialize};

use crate::record::occupation;
use crate::text::{fold, words};

/// Edition of the codes given.
pub const EDITION: u16 = 2014;
/// Titles remembered at most; beyond that the memory is emptied.
const REMEMBERED: usize = 50_000;
/// Letters of a title that are looked at.
const TITLE_BYTES: usize = 120;
/// Similarity below which two titles have nothing to do with each other.
const LEAST_SIMILARITY: f32 = 0.3;

/// How a code was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The title is in the list.
    Listed,
    /// The title holds a title of the list.
    Phrase,
    /// The title looks like one of the list.
    Similar,
}

/// A code given to a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Coded {
    /// KBJI 2014 code of 2 or 4 digits.
    pub code: &'static str,
    /// Certainty in permille, in steps of 50, below 1000.
    pub confidence: u16,
    /// How it was found.
    pub method: Method,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    titles: String,
}

/// Every title with a known code.
fn known() -> Vec<(String, String)> {
    let mut known: Vec<(String, String)> = Vec::new();
    for line in csv::Reader::from_reader(include_bytes!("data/occupation_titles.csv").as_slice())
        .into_deserialize::<Line>()
        .filter_map(Result::ok)
    {
        known.extend(line.titles.split('|').map(|title| (title.to_owned(), line.code.clone())));
    }
    for label in occupation::all().into_iter().filter(|label| label.code.len() == 4) {
        known.push((label.id, label.code.clone()));
        known.push((label.en, label.code));
    }
    known
}

/// Titles with known codes, ready to compare with.
pub struct Coder {
    /// Code of each known title.
    codes: Vec<&'static str>,
    /// The same as numbers, which compare faster.
    groups: Vec<u16>,
    exact: HashMap<String, usize>,
    /// By hash of a feature: its weight, and the known titles that have it with their own weight.
    features: HashMap<u64, (f32, Vec<(u32, f32)>)>,
    longest: usize,
    remembered: RefCell<HashMap<String, Option<Coded>>>,
}

/// Words that say nothing about the occupation.
const NOISE: [&str; 52] = [
    "intern",
    "internship",
    "magang",
    "pemagang",
    "pemagangan",
    "trainee",
    "staff",
    "staf",
    "junior",
    "senior",
    "jr",
    "sr",
    "karyawan",
    "karyawati",
    "dibutuhkan",
    "cepat",
    "segera",
    "lowongan",
    "lowongan",
    "kerja",
    "pekerjaan",
    "freshgraduate",
    "fresh",
    "graduate",
    "program",
    "batch",
    "bidang",
    "bagian",
    "divisi",
    "departemen",
    "department",
    "dept",
    "unit",
    "seksi",
    "posisi",
    "full",
    "time",
    "part",
    "mitra",
    "freelance",
    "daily",
    "the",
    "of",
    "dan",
    "and",
    "di",
    "pada",
    "untuk",
    "level",
    "ii",
    "iii",
    "iv",
];

/// A title's telling words: lower case, no brackets, no numbers, no noise.
fn telling(title: &str) -> String {
    let mut open = 0_i32;
    let bare: String = title
        .chars()
        .filter(|c| {
            open += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']') && open > 0);
            open == 0
        })
        .map(|c| if matches!(c, ')' | ']') { ' ' } else { c })
        .collect();
    let folded = fold(&bare);
    let mut out = String::with_capacity(folded.len());
    for word in words(&folded) {
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        if number || NOISE.contains(&word) || out.len() + word.len() > TITLE_BYTES {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// FNV-1a, so that the same title has the same features everywhere.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn word_feature(word: &str) -> u64 {
    hash(format!("={word}").as_bytes())
}

/// Words, and runs of 3 to 5 letters with the spaces around words, each once, in a fixed order.
fn features_of(text: &str, into: &mut Vec<u64>) {
    into.clear();
    let padded: Vec<char> = format!(" {text} ").chars().collect();
    let mut run = String::with_capacity(24);
    for size in 3..=5 {
        for letters in padded.windows(size) {
            run.clear();
            run.extend(letters);
            into.push(hash(run.as_bytes()));
        }
    }
    for word in words(text) {
        into.push(word_feature(word));
    }
    into.sort_unstable();
    into.dedup();
}

impl Default for Coder {
    fn default() -> Self {
        Self::new()
    }
}

impl Coder {
    /// The coder over the lists that padan ships.
    #[must_use]
    pub fn new() -> Self {
        Self::over(&known())
    }

    fn over(known: &[(String, String)]) -> Self {
        let mut coder = Self {
            codes: Vec::new(),
            groups: Vec::new(),
            exact: HashMap::new(),
            features: HashMap::new(),
            longest: 0,
            remembered: RefCell::default(),
        };
        let mut names: HashMap<&str, &'static str> = HashMap::new();
        let mut of: Vec<Vec<u64>> = Vec::new();
        for (title, code) in known {
            let title = telling(title);
            if title.is_empty() || coder.exact.contains_key(&title) {
                continue;
            }
            // A few hundred codes of four digits, kept for the life of the program.
            let code = *names.entry(code).or_insert_with(|| Box::leak(code.clone().into_boxed_str()));
            let mut features = Vec::new();
            features_of(&title, &mut features);
            coder.longest = coder.longest.max(words(&title).count());
            coder.exact.insert(title, coder.codes.len());
            coder.codes.push(code);
            coder.groups.push(code.bytes().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')));
            of.push(features);
        }
        let mut frequency: HashMap<u64, u32> = HashMap::new();
        for feature in of.iter().flatten() {
            *frequency.entry(*feature).or_default() += 1;
        }
        let all = of.len() as f32;
        let weight = |feature: &u64| (all / frequency[feature] as f32).ln() + 1.0;
        for (place, features) in of.iter().enumerate() {
            let norm = features.iter().map(|feature| weight(feature).powi(2)).sum::<f32>().sqrt();
            for feature in features {
                let own = weight(feature);
                coder.features.entry(*feature).or_insert((own, Vec::new())).1.push((place as u32, own / norm));
            }
        }
        coder
    }

    /// The code of a title, or `None` where nothing known comes near it.
    ///
    /// Certainty is the share of titles coded right at four digits, as measured by leaving each
    /// known title out and coding it by the others (`Similar`), and by reading codings of real
    /// titles (`Phrase`); a tenth is held back for titles unlike those known.
    #[must_use]
    pub fn code(&self, title: &str) -> Option<Coded> {
        let telling = telling(title);
        if telling.is_empty() {
            return None;
        }
        if let Some(coded) = self.remembered.borrow().get(title) {
            return *coded;
        }
        let coded = self.find(title, &telling);
        let mut remembered = self.remembered.borrow_mut();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(title.to_owned(), coded);
        coded
    }

    fn find(&self, title: &str, whole: &str) -> Option<Coded> {
        let listed = |confidence, place: usize| Coded { code: self.codes[place], confidence, method: Method::Listed };
        if let Some(place) = self.exact.get(whole) {
            return Some(listed(950, *place));
        }
        let head = title.split([',', '|', '@', ':', '–']).next().unwrap_or(title);
        let head = head.split(" - ").next().unwrap_or(head);
        if let Some(place) = self.exact.get(&telling(head)) {
            return Some(listed(850, *place));
        }
        let phrase = self.phrase(whole);
        let similar = self.similar(whole);
        match (phrase, similar) {
            (Some(phrase), Some(similar)) if phrase.code == similar.code => {
                Some(Coded { confidence: (phrase.confidence.max(similar.confidence) + 50).min(900), ..phrase })
            }
            (Some(phrase), Some(similar)) if similar.confidence > phrase.confidence => Some(similar),
            (phrase, similar) => phrase.or(similar),
        }
    }

    /// The longest known title in this one. The more of the title it covers, the surer.
    fn phrase(&self, title: &str) -> Option<Coded> {
        let starts: Vec<usize> = std::iter::once(0).chain(title.match_indices(' ').map(|(at, _)| at + 1)).collect();
        let end = |word: usize| starts.get(word).map_or(title.len(), |start| start - 1);
        for size in (1..=self.longest.min(starts.len())).rev() {
            let met: Vec<&'static str> = (0..=starts.len() - size)
                .filter_map(|first| self.exact.get(&title[starts[first]..end(first + size)]))
                .map(|place| self.codes[*place])
                .collect();
            // Of several, the first: an Indonesian title begins with what the person is.
            if let Some(code) = met.first() {
                let agree = met.iter().all(|other| other == code);
                // Words that no known title has (places, names) count half.
                let known = words(title).filter(|word| self.features.contains_key(&word_feature(word))).count();
                let covered = size * 800 / (known + starts.len()).max(1);
                let longer = if size > 1 { 50 } else { 0 };
                let confidence = 400 + covered as u16 + longer - if agree { 0 } else { 150 };
                return Some(Coded { code, confidence: steps(confidence.min(850)), method: Method::Phrase });
            }
        }
        None
    }

    /// The code of the known title most like this one.
    fn similar(&self, title: &str) -> Option<Coded> {
        let mut features = Vec::with_capacity(128);
        features_of(title, &mut features);
        let mut scores = vec![0.0_f32; self.codes.len()];
        let (mut norm, unseen) = (0.0_f32, (self.codes.len() as f32).ln() + 1.0);
        for feature in &features {
            match self.features.get(feature) {
                Some((weight, titles)) => {
                    norm += weight * weight;
                    for (place, other) in titles {
                        scores[*place as usize] += weight * other;
                    }
                }
                None => norm += unseen * unseen,
            }
        }
        let norm = norm.sqrt();
        let (mut best, mut rival) = (0, 0.0_f32);
        for (place, score) in scores.iter().enumerate() {
            let other = self.groups[place] != self.groups[best];
            if *score > scores[best] {
                if other {
                    rival = scores[best];
                }
                best = place;
            } else if other && *score > rival {
                rival = *score;
            }
        }
        let code = *self.codes.get(best)?;
        let (similarity, rival) = (scores[best] / norm, rival / norm);
        (similarity >= LEAST_SIMILARITY).then(|| Coded {
            code,
            confidence: steps(confidence(similarity, similarity - rival)),
            method: Method::Similar,
        })
    }
}

/// Permille for a cosine and its lead over the best title of another code.
fn confidence(similarity: f32, lead: f32) -> u16 {
    (50.0 + 450.0 * similarity + 900.0 * lead).clamp(0.0, 850.0) as u16
}

/// Rounded down to a multiple of 50: few values, small columns.
fn steps(confidence: u16) -> u16 {
    confidence / 50 * 50
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_code_has_a_label_and_no_title_two_codes() {
        let labels: Vec<String> = occupation::all().into_iter().map(|label| label.code).collect();
        let mut codes: HashMap<String, String> = HashMap::new();
        let lines = include_str!("data/occupation_titles.csv").lines().count();
        let read: Vec<Line> = csv::Reader::from_reader(include_bytes!("data/occupation_titles.csv").as_slice())
            .into_deserialize()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(read.len(), lines - 1);
        for line in read {
            assert!(labels.contains(&line.code), "{} has no label", line.code);
            for title in line.titles.split('|') {
                let before = codes.insert(title.to_owned(), line.code.clone());
                assert!(before.is_none(), "{title} is listed under {before:?} and {}", line.code);
            }
        }
    }

    /// Codes every listed title by the nine tenths of the list it is not in.
    #[test]
    fn certainty_is_no_more_than_cross_validation_finds() {
        let known = known();
        let mut by_confidence: std::collections::BTreeMap<u16, (u32, u32, u32)> = std::collections::BTreeMap::new();
        for fold in 0..10 {
            let part = |keep: bool| {
                let kept = |place: usize| (place * 7 % 10 == fold) != keep;
                known
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| kept(*place))
                    .map(|(_, pair)| pair.clone())
                    .collect::<Vec<_>>()
            };
            let coder = Coder::over(&part(true));
            for (title, code) in part(false) {
                let Some(coded) = coder.code(&title) else { continue };
                let slot = by_confidence.entry(coded.confidence / 100).or_default();
                slot.0 += 1;
                slot.1 += u32::from(coded.code == code);
                slot.2 += u32::from(coded.code[..2] == code[..2]);
            }
        }
        for (hundreds, (met, right, near)) in &by_confidence {
            println!("certainty {hundreds}00: {met} titles, {right} right at four digits, {near} at two");
        }
        let sum = |from: u16, pick: fn(&(u32, u32, u32)) -> u32| -> u32 {
            by_confidence.range(from..).map(|(_, counts)| pick(counts)).sum()
        };
        let (met, right) = (sum(7, |counts| counts.0), sum(7, |counts| counts.1));
        assert!(right * 100 >= met * 65, "{right} of {met} right where certainty is 700 or more");
    }

    #[test]
    fn titles_as_people_write_them_are_coded() {
        let coder = Coder::new();
        for (title, code) in [
            ("DIBUTUHKAN STAFF PENAGIHAN LAPANGAN - MANADO", "4214"),
            ("SALES PROMOTION GIRL (SPG) - GISTING, TANGGAMUS", "5242"),
            ("Barista (Indomaret)", "5132"),
            ("Sopir Truk", "8332"),
            ("Magang IT Support", "3512"),
            ("Akuntann", "2411"),
        ] {
            let coded = coder.code(title).unwrap_or_else(|| panic!("{title} is not coded"));
            assert_eq!(&coded.code[..coded.code.len().min(4)], code, "{title}: {coded:?}");
            assert!(coded.confidence < 1000 && coded.confidence.is_multiple_of(50));
        }
        for title in ["", "123", "Lowongan Pekerjaan", "zzqx"] {
            assert!(coder.code(title).is_none_or(|coded| coded.confidence < 450), "{title}: {:?}", coder.code(title));
        }
    }

    #[test]
    fn a_title_is_coded_the_same_by_every_coder() {
        let (one, other) = (Coder::new(), Coder::new());
        for title in ["Staff Finance & Tax", "Operator Mesin", "Koordinator Lapangan Wilayah Timur", "QC/QA Officer"] {
            assert_eq!(one.code(title), other.code(title));
            assert_eq!(one.code(title), one.code(title), "remembered");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
        #[test]
        fn no_title_breaks_the_coder(title in ".*") {
            thread_local!(static CODER: Coder = Coder::new());
            if let Some(coded) = CODER.with(|coder| coder.code(&title)) {
                proptest::prop_assert!(coded.confidence < 1000 && matches!(coded.code.len(), 2 | 4));
            }
        }
    }
}
