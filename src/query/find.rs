//! Text → which rows it finds, and how relevant each is.
//!
//! A text is read into *terms*: a word, a few words that belong together ("jawa barat"), a
//! `"phrase"`, or a `-word` to leave out. Every term must be found somewhere in a row: in its
//! title, among the requirements, in the employer's name, as its region, schooling or kind of
//! employment. Titles repeat, so a snapshot holds each distinct one once, and a term's worth is
//! a table over title codes; from there a scan treats it like any filter. No index is shipped:
//! [`Vocabulary`] is made of the snapshot's own dictionaries when a text is first asked.
//!
//! A word is found as it stands, as the beginning of one while it is being typed, by its root, by
//! what else a job is called, joined or split, and where it is rare by a slip or two of the
//! finger. Each way is worth less than the one before.

use std::collections::HashMap;

use super::facet::FacetKey;
use crate::bits::Bits;
use crate::order;
use crate::snapshot::{ColumnId, Dict, ListId, Snapshot};
use crate::text::edits::{distance, letters, may_be_near, sound};
use crate::text::{fold, joins, stem, words};

/// Words that say nothing of the job sought.
const UNSAID: [&str; 22] = [
    "lowongan",
    "loker",
    "kerja",
    "pekerjaan",
    "lowker",
    "cari",
    "mencari",
    "dicari",
    "butuh",
    "dibutuhkan",
    "info",
    "di",
    "ke",
    "yang",
    "untuk",
    "dan",
    "dengan",
    "sebagai",
    "daerah",
    "wilayah",
    "sekitar",
    "dekat",
];

/// Worth of a word in the title, permille: as it stands, as its beginning, by its root, joined.
const WHOLE: u16 = 1000;
const START: u16 = 850;
const ROOT: u16 = 800;
const JOINED: u16 = 850;
/// Share of a synonym's own weight, percent.
const SYNONYM: u32 = 90;
/// Worth after one and after two slips.
const SLIPS: [u16; 2] = [700, 550];
/// Worth of what was meant where titles have the slip, too.
const MEANT: u16 = 950;
/// Worth of a term found outside the title.
const PLACE: u16 = 900;
const KIND: u16 = 700;
const LABEL: u16 = 450;
const EMPLOYER: u16 = 400;
const DESCRIPTION: u16 = 250;
/// Shortest word read with one slip, and with two.
const SLIP_LENGTHS: [usize; 2] = [3, 7];
/// Longest word that must be found nowhere to be read with a slip, and as a whole.
const SHORT: usize = 4;
/// Shortest halves of a word of which one is read with a slip.
const SPLIT_SLIP: usize = 3;
/// How much likelier a word must be to be meant in spite of half a slip more, in hundredths of doublings.
const HALF_SLIP: u32 = 300;
/// The same in spite of another first letter.
const FIRST_LETTER: u32 = 300;
/// Most words that belong together.
const WINDOW: usize = 3;
/// Most terms of a text; further ones are not read.
const TERMS: usize = 12;
/// How much rarer the first term counts where one is to be dropped, permille.
const FIRST: u32 = 1200;
/// How much less a term counts then that was read as another.
const MENDED: u32 = 200;
/// A term's share of relevance that does not depend on the rest of the title, permille.
const BASE: u32 = 600;

/// Words of a snapshot, and where they stand.
pub struct Vocabulary {
    words: Vec<Word>,
    titles: Lists,
    labels: Lists,
    employers: Lists,
    /// By title code, rarity of all its words.
    weight: Box<[u32]>,
    /// By title code, rows.
    title_rows: Box<[u32]>,
    rows: u64,
    /// Folded region name → codes.
    regions: Vec<(String, Vec<String>)>,
}

struct Word {
    text: Box<str>,
    letters: u32,
    /// Letters of its sound.
    sounds: u32,
    /// Rows whose title holds it.
    rows: u32,
    /// How likely it is meant: those rows, rows at a place of this name, or rows of what it stands for.
    likely: u32,
}

/// Codes by word.
#[derive(Default)]
struct Lists {
    starts: Box<[u32]>,
    codes: Box<[u32]>,
}

impl Lists {
    /// Groups pairs of word and code, by where each word stands in the vocabulary.
    fn new(pairs: &[(u32, u32)], places: &[u32]) -> Self {
        let mut starts = vec![0u32; places.len() + 1].into_boxed_slice();
        pairs.iter().for_each(|&(word, _)| starts[places[word as usize] as usize + 1] += 1);
        for word in 0..places.len() {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut codes = vec![0; pairs.len()].into_boxed_slice();
        for &(word, code) in pairs {
            let at = &mut next[places[word as usize] as usize];
            codes[*at as usize] = code;
            *at += 1;
        }
        Self { starts, codes }
    }

    fn of(&self, word: usize) -> &[u32] {
        &self.codes[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}

/// A text as a snapshot understands it.
pub struct Text {
    /// Its terms, those to leave out among them.
    pub terms: Vec<Term>,
    /// Sum of the rarities of terms that count.
    rarity: u32,
    /// By title code, rarity of its words that count as found.
    covered: Box<[u32]>,
}

/// One thing a text asks for.
pub struct Term {
    /// The folded words typed.
    pub asked: String,
    /// Whether rows that hold it are left out.
    pub without: bool,
    /// Whether it does not count, for no row has all the words.
    pub dropped: bool,
    /// Whether it may still be being typed.
    pub open: bool,
    /// The word it was read as, where it was taken for a slip of the finger.
    pub read_as: Option<String>,
    /// Region codes it may stand for.
    pub regions: Vec<String>,
    /// Worth by title code, permille.
    worth: Box<[u16]>,
    /// Words of the vocabulary that count as found, ascending.
    found: Vec<u32>,
    rarity: u32,
    labels: Vec<u32>,
    employers: Vec<u32>,
    kinds: Vec<(FacetKey, &'static str)>,
    /// Rows that hold it outside their title, by the worth of the place.
    elsewhere: Vec<(Field, Bits)>,
    /// Rows that hold it in their employer's name.
    employer: Option<Bits>,
}

/// Where a term was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// In the title.
    Title,
    /// As a place.
    Place,
    /// As schooling, employment type or work mode.
    Kind,
    /// Among the requirements.
    Skills,
    /// In the employer's name.
    Employer,
    /// In the description, where those were read.
    Description,
}

impl Field {
    /// The key of a hit's part.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Place => "place",
            Self::Kind => "kind",
            Self::Skills => "skills",
            Self::Employer => "employer",
            Self::Description => "description",
        }
    }

    fn worth(self) -> u16 {
        match self {
            Self::Title => WHOLE,
            Self::Place => PLACE,
            Self::Kind => KIND,
            Self::Skills => LABEL,
            Self::Employer => EMPLOYER,
            Self::Description => DESCRIPTION,
        }
    }
}

/// Words for values of closed facets.
pub(super) const KINDS: [(&str, FacetKey, &str); 43] = [
    ("sd", FacetKey::Education, "1"),
    ("smp", FacetKey::Education, "2"),
    ("sltp", FacetKey::Education, "2"),
    ("sma", FacetKey::Education, "3"),
    ("smk", FacetKey::Education, "3"),
    ("smu", FacetKey::Education, "3"),
    ("slta", FacetKey::Education, "3"),
    ("stm", FacetKey::Education, "3"),
    ("madrasah aliyah", FacetKey::Education, "3"),
    ("high school", FacetKey::Education, "3"),
    ("d1", FacetKey::Education, "4"),
    ("d2", FacetKey::Education, "5"),
    ("d3", FacetKey::Education, "6"),
    ("diploma", FacetKey::Education, "6"),
    ("d4", FacetKey::Education, "7"),
    ("s1", FacetKey::Education, "7"),
    ("sarjana", FacetKey::Education, "7"),
    ("bachelor", FacetKey::Education, "7"),
    ("s2", FacetKey::Education, "9"),
    ("magister", FacetKey::Education, "9"),
    ("full time", FacetKey::EmploymentType, "full_time"),
    ("fulltime", FacetKey::EmploymentType, "full_time"),
    ("penuh waktu", FacetKey::EmploymentType, "full_time"),
    ("part time", FacetKey::EmploymentType, "part_time"),
    ("parttime", FacetKey::EmploymentType, "part_time"),
    ("paruh waktu", FacetKey::EmploymentType, "part_time"),
    ("kontrak", FacetKey::EmploymentType, "contract"),
    ("magang", FacetKey::EmploymentType, "internship"),
    ("internship", FacetKey::EmploymentType, "internship"),
    ("intern", FacetKey::EmploymentType, "internship"),
    ("harian", FacetKey::EmploymentType, "daily"),
    ("freelance", FacetKey::EmploymentType, "freelance"),
    ("lepas", FacetKey::EmploymentType, "freelance"),
    ("remote", FacetKey::WorkMode, "remote"),
    ("wfh", FacetKey::WorkMode, "remote"),
    ("jarak jauh", FacetKey::WorkMode, "remote"),
    ("dari rumah", FacetKey::WorkMode, "remote"),
    ("hybrid", FacetKey::WorkMode, "hybrid"),
    ("hibrida", FacetKey::WorkMode, "hybrid"),
    ("difabel", FacetKey::Disability, "yes"),
    ("disabilitas", FacetKey::Disability, "yes"),
    ("fresh graduate", FacetKey::Experience, "0"),
    ("tanpa pengalaman", FacetKey::Experience, "0"),
];

/// What stands before a region's name and need not be typed.
const TITLES_OF_REGIONS: [&str; 7] = [
    "kabupaten ",
    "kota administrasi ",
    "kabupaten administrasi ",
    "kota ",
    "daerah khusus ibukota ",
    "daerah istimewa ",
    "provinsi ",
];

impl Vocabulary {
    /// Splits the titles, requirements and employers of a snapshot into words.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let titles = &snapshot.column(ColumnId::Title).dict;
        let dicts: [(&Dict, bool); 3] =
            [(titles, false), (snapshot.dict(ListId::Musts), true), (&snapshot.column(ColumnId::Employer).dict, false)];
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut seen: [Vec<(u32, u32)>; 3] = Default::default();
        for ((dict, keyed), seen) in dicts.into_iter().zip(&mut seen) {
            for code in 1..=dict.len() as u32 {
                let text = dict.text(code).unwrap_or_default();
                let text = if keyed { text.split_once('/').map_or(text, |(_, label)| label) } else { text };
                for word in words(&fold(text)) {
                    let next = known.len() as u32;
                    let word = match known.get(word) {
                        Some(&word) => word,
                        None => *known.entry(word.to_owned()).or_insert(next),
                    };
                    seen.push((word, code));
                }
            }
        }
        // Words of other lists are no titles' words, but a slip may be one of them.
        let regions = regions(snapshot);
        let synonyms = &snapshot.meta.code_lists.synonyms;
        let others = regions.iter().map(|(name, _)| &**name).chain(synonyms.iter().map(|synonym| &*synonym.from));
        for word in others.chain(KINDS.iter().map(|(kind, ..)| *kind)).flat_map(words) {
            if !known.contains_key(word) {
                known.insert(word.to_owned(), known.len() as u32);
            }
        }
        let mut words: Vec<(String, u32)> = known.into_iter().collect();
        order::sort_by(&mut words, |a, b| a.0.cmp(&b.0));
        let mut places = vec![0; words.len()];
        (0..).zip(&words).for_each(|(place, (_, word))| places[*word as usize] = place);
        let [titles_of, labels_of, employers_of] = seen.map(|pairs| Lists::new(&pairs, &places));

        let column = &snapshot.column(ColumnId::Title).codes;
        let mut rows_of = vec![0u32; titles.len() + 1].into_boxed_slice();
        (0..column.len()).for_each(|row| rows_of[column.get(row) as usize] += 1);
        let mut vocabulary = Self {
            words: Vec::with_capacity(words.len()),
            titles: titles_of,
            labels: labels_of,
            employers: employers_of,
            weight: vec![0; titles.len() + 1].into(),
            title_rows: Box::default(),
            rows: snapshot.rows() as u64,
            regions,
        };
        for (at, (word, _)) in words.into_iter().enumerate() {
            let rows = vocabulary.titles.of(at).iter().map(|&title| rows_of[title as usize]).sum();
            vocabulary.words.push(Word {
                letters: letters(&word),
                sounds: letters(&sound(&word)),
                text: word.into(),
                rows,
                likely: rows,
            });
        }
        vocabulary.title_rows = rows_of;
        vocabulary.weigh_likely(snapshot);
        for word in 0..vocabulary.words.len() {
            let rarity = vocabulary.rarity(vocabulary.words[word].rows);
            for &title in vocabulary.titles.of(word) {
                vocabulary.weight[title as usize] += rarity;
            }
        }
        vocabulary
    }

    /// Fills in how likely words are meant that stand for places and for other words.
    fn weigh_likely(&mut self, snapshot: &Snapshot) {
        let regions = &snapshot.meta.code_lists.regions;
        let place = |code: &str| regions.binary_search_by(|region| (*region.code).cmp(code)).ok();
        let column = snapshot.column(ColumnId::Region);
        let mut rows_of = vec![0u32; column.dict.len() + 1].into_boxed_slice();
        for row in 0..column.codes.len() {
            rows_of[column.codes.get(row) as usize] += 1;
        }
        let mut rows_in = vec![0u32; regions.len()].into_boxed_slice();
        for code in 1..rows_of.len() {
            let text = column.dict.text(code as u32).unwrap_or_default();
            for length in [2, 4] {
                if let Some(at) = text.get(..length).and_then(place) {
                    rows_in[at] += rows_of[code];
                }
            }
        }
        for at in 0..self.regions.len() {
            let rows = self.regions[at].1.iter().filter_map(|code| place(code)).map(|at| rows_in[at]).sum();
            let name = self.regions[at].0.clone();
            self.raise_likely(&name, rows);
        }
        for (kind, ..) in KINDS {
            self.raise_likely(kind, 1);
        }
        for synonym in &snapshot.meta.code_lists.synonyms {
            let rows = |word| self.word(word).map_or(0, |at| self.words[at].likely);
            let rows = words(&synonym.to).map(rows).min().unwrap_or(0);
            self.raise_likely(&synonym.from, rows);
        }
    }

    fn raise_likely(&mut self, name: &str, rows: u32) {
        for word in words(name) {
            if let Some(at) = self.word(word) {
                self.words[at].likely = self.words[at].likely.max(rows);
            }
        }
    }

    /// Rarity of what stands in so many rows: 100 and 100 more for every halving.
    fn rarity(&self, rows: u32) -> u32 {
        100 + log2(self.rows + 1).saturating_sub(log2(u64::from(rows) + 1))
    }

    /// Rows whose titles hold these words, a row once for each.
    fn rows_of(&self, words: &[u32]) -> u32 {
        words.iter().map(|&word| self.words[word as usize].rows).fold(0, u32::saturating_add)
    }

    fn word(&self, word: &str) -> Option<usize> {
        self.words.binary_search_by(|known| (*known.text).cmp(word)).ok()
    }

    /// Reads a text. `literal` words count as they stand or as beginnings only.
    #[must_use]
    pub fn read(&self, snapshot: &Snapshot, text: &str, literal: bool) -> Text {
        let mut terms: Vec<Term> = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Phrase(words) => terms.push(self.phrase(snapshot, &words)),
                Piece::Without(word) => {
                    let mut term = self.term(snapshot, &[&word], false, true);
                    term.without = true;
                    terms.push(term);
                }
                Piece::Words(words, open) => {
                    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
                    if !literal {
                        let said = words.iter().any(|word| !UNSAID.contains(word));
                        words.retain(|word| !said || !UNSAID.contains(word));
                        let mut parts = Vec::new();
                        for (at, word) in words.iter().enumerate() {
                            match self.split(snapshot, word, open && at + 1 == words.len()) {
                                Some(halves) => parts.extend(halves),
                                None => parts.push(word),
                            }
                        }
                        words = parts;
                    }
                    let meant = if literal { words.clone() } else { self.mended(snapshot, &words, open) };
                    let mut at = 0;
                    while at < words.len() {
                        let most = WINDOW.min(words.len() - at);
                        let belong = |&size: &usize| self.belong(snapshot, &meant[at..at + size], literal);
                        let size = (2..=most).rev().find(belong).unwrap_or(1);
                        let typed = &words[at..at + size];
                        let open = open && at + size == words.len();
                        let mut term = self.term(snapshot, typed, open, literal);
                        if let ([word], false) = (typed, literal) {
                            self.read_slips(snapshot, &mut term, word, open);
                        } else if *typed != meant[at..at + size] {
                            term.take(self.term(snapshot, &meant[at..at + size], open, literal), SLIPS[0]);
                        }
                        for words in [&words, &meant].iter().filter(|_| size == 1 && !literal) {
                            let pairs = [at.checked_sub(1), Some(at)];
                            for pair in pairs.iter().flatten().filter_map(|&from| words.get(from..from + 2)) {
                                if let Some(word) = self.word(&pair.concat()) {
                                    term.credit(&[word], self, JOINED);
                                }
                            }
                        }
                        self.settle(&mut term);
                        terms.push(term);
                        at += size;
                    }
                }
            }
        }
        terms.truncate(TERMS);
        let mut text = Text { terms, rarity: 0, covered: vec![0; self.weight.len()].into() };
        text.weigh(self);
        text
    }

    /// Whether words have a meaning together that they lack apart.
    fn belong(&self, snapshot: &Snapshot, words: &[&str], literal: bool) -> bool {
        let together = words.join(" ");
        KINDS.iter().any(|(kind, ..)| *kind == together)
            || !self.regions_of(&together).is_empty()
            || (!literal && synonyms(snapshot, &together).next().is_some())
    }

    fn regions_of(&self, name: &str) -> &[String] {
        match self.regions.binary_search_by(|(known, _)| (**known).cmp(name)) {
            Ok(at) => &self.regions[at].1,
            Err(_) => &[],
        }
    }

    fn term(&self, snapshot: &Snapshot, words: &[&str], open: bool, literal: bool) -> Term {
        let asked = words.join(" ");
        let mut term = Term {
            without: false,
            dropped: false,
            open,
            read_as: None,
            regions: self.regions_of(&asked).to_vec(),
            worth: vec![0; self.weight.len()].into(),
            found: Vec::new(),
            rarity: 0,
            labels: Vec::new(),
            employers: Vec::new(),
            kinds: KINDS.iter().filter(|(word, ..)| *word == asked).map(|&(_, key, value)| (key, value)).collect(),
            elsewhere: Vec::new(),
            employer: None,
            asked,
        };
        if let [word] = words {
            self.look_up(snapshot, &mut term, word, open, literal);
        } else {
            self.credit_together(&mut term, words, WHOLE);
            if !literal {
                self.credit_each(snapshot, &mut term, words, open);
            }
        }
        if !literal {
            let own = term.asked.clone();
            for synonym in synonyms(snapshot, &own) {
                let words: Vec<&str> = synonym.to.split(' ').collect();
                self.credit_together(&mut term, &words, (u32::from(synonym.weight) * SYNONYM / 100) as u16);
                term.regions.extend_from_slice(self.regions_of(&synonym.to));
            }
        }
        self.settle(&mut term);
        term
    }

    /// Orders what was found, and weighs it.
    fn settle(&self, term: &mut Term) {
        for list in [&mut term.found, &mut term.labels, &mut term.employers] {
            order::sort_by(list, Ord::cmp);
            list.dedup();
        }
        order::sort_by(&mut term.regions, Ord::cmp);
        term.regions.dedup();
        let mut rows = 0;
        for (title, &worth) in term.worth.iter().enumerate() {
            if worth > 0 {
                rows += self.title_rows[title];
            }
        }
        term.rarity = self.rarity(rows);
    }

    /// Words as they were meant where no list has them as they were typed.
    fn mended<'a>(&'a self, snapshot: &Snapshot, words: &[&'a str], open: bool) -> Vec<&'a str> {
        let mut meant = words.to_vec();
        for at in 0..words.len() {
            if self.word(words[at]).is_none() {
                let nearest = self.nearest(words[at], 0, open && at + 1 == words.len());
                let nearest = || nearest.iter().map(|&(_, near)| &*self.words[near].text);
                let belongs = |near: &&str| {
                    at > 0 && self.belong(snapshot, &[meant[at - 1], near], false)
                        || at + 1 < words.len() && self.belong(snapshot, &[near, words[at + 1]], false)
                };
                if let Some(near) = nearest().find(belongs).or_else(|| nearest().next()) {
                    meant[at] = near;
                }
            }
        }
        meant
    }

    /// A word as it stands, as a beginning, and by its root.
    fn look_up(&self, snapshot: &Snapshot, term: &mut Term, word: &str, open: bool, literal: bool) {
        let from = self.words.partition_point(|known| *known.text < *word);
        let starts = |known: &&Word| known.text.starts_with(word);
        let begun = self.words[from..].iter().take_while(starts).count();
        let common = |at: usize| log2(u64::from(self.words[at].rows) + 1);
        let commonest = (from..from + begun).map(common).max().unwrap_or(0);
        for at in from..from + begun {
            let whole = *self.words[at].text == *word;
            if whole || open {
                let start = START - ((commonest - common(at)) / 8).min(100) as u16;
                term.credit(&[at], self, if whole { WHOLE } else { start });
                term.labels.extend_from_slice(self.labels.of(at));
                term.employers.extend_from_slice(self.employers.of(at));
            }
        }
        if literal || word.len() < 4 {
            return;
        }
        let roots = &snapshot.meta.code_lists.roots;
        let is_root = |root: &str| roots.binary_search_by(|known| (**known).cmp(root)).is_ok();
        let root = stem(word, &is_root);
        if !is_root(&root) {
            return;
        }
        // A prefix may have taken the root's first letter.
        let Some(tail) = root.get(1..) else { return };
        let needed = letters(tail);
        for (at, known) in self.words.iter().enumerate() {
            if needed & !known.letters == 0
                && known.text.contains(tail)
                && *known.text != *word
                && stem(&known.text, &is_root) == root
            {
                term.credit(&[at], self, ROOT);
                term.labels.extend_from_slice(self.labels.of(at));
            }
        }
    }

    /// Titles that hold all of these words as they stand.
    fn credit_together(&self, term: &mut Term, words: &[&str], worth: u16) {
        let known: Option<Vec<usize>> = words.iter().map(|word| self.word(word)).collect();
        let Some(known) = known else { return };
        term.credit(&known, self, worth);
        let all = |lists: &Lists| -> Vec<u32> {
            let (first, rest) =
                known.split_first().map_or((&[][..], &[][..]), |(first, rest)| (lists.of(*first), rest));
            let in_rest = |code: &&u32| rest.iter().all(|&word| lists.of(word).binary_search(code).is_ok());
            first.iter().filter(in_rest).copied().collect()
        };
        term.labels.extend(all(&self.labels));
        if worth == WHOLE {
            term.employers.extend(all(&self.employers));
        }
    }

    /// Titles that hold every one of these words, each in its own way.
    fn credit_each(&self, snapshot: &Snapshot, term: &mut Term, words: &[&str], open: bool) {
        let mut all: Option<Box<[u16]>> = None;
        for (at, word) in words.iter().enumerate() {
            let own = self.term(snapshot, &[word], open && at + 1 == words.len(), false);
            term.found.extend(own.found);
            match &mut all {
                None => all = Some(own.worth),
                Some(all) => all.iter_mut().zip(&own.worth).for_each(|(least, own)| *least = (*least).min(*own)),
            }
        }
        for (own, each) in term.worth.iter_mut().zip(all.iter().flatten()) {
            *own = (*own).max(*each);
        }
    }

    /// "webdeveloper" as "web developer", "webdevelper" too, where it is neither a word of its own nor a slip of one.
    fn split<'t>(&'t self, snapshot: &Snapshot, word: &'t str, open: bool) -> Option<[&'t str; 2]> {
        let begun = open && !self.beginning(word, 1).is_empty();
        if word.len() < 4 || self.word(word).is_some() || begun || !self.one_slip(word, open).is_empty() {
            return None;
        }
        let mut best = (0, [""; 2]);
        for at in (2..word.len() - 1).filter(|&at| word.is_char_boundary(at)) {
            let halves = [&word[..at], &word[at..]];
            self.better(snapshot, &mut best, 1000, halves);
            for half in 0..2 {
                let (slip, other) = (halves[half], halves[1 - half]);
                if slip.len() >= SPLIT_SLIP && other.len() >= SPLIT_SLIP && self.word(other).is_some() {
                    for at in self.one_slip(slip, open) {
                        let mut halves = halves;
                        halves[half] = &self.words[at].text;
                        self.better(snapshot, &mut best, 1, halves);
                    }
                }
            }
        }
        (best.0 > 0).then_some(best.1)
    }

    /// Words at most a slip away.
    fn one_slip(&self, word: &str, open: bool) -> Vec<usize> {
        let mut near = Vec::new();
        for (slips, at) in self.nearest(word, 0, open) {
            if slips <= 2 {
                near.push(at);
            }
        }
        near
    }

    /// Keeps the halves that stand together in the most titles.
    fn better<'t>(&self, snapshot: &Snapshot, best: &mut (u32, [&'t str; 2]), share: u32, halves: [&'t str; 2]) {
        let worth = share * self.together(snapshot, halves);
        if worth > best.0 {
            *best = (worth, halves);
        }
    }

    /// In how many titles two words stand together; one where they belong together.
    fn together(&self, snapshot: &Snapshot, [first, second]: [&str; 2]) -> u32 {
        let belong = u32::from(self.belong(snapshot, &[first, second], false));
        let (Some(first), Some(second)) = (self.word(first), self.word(second)) else { return belong };
        let second = self.titles.of(second);
        let both = self.titles.of(first).iter().filter(|title| second.binary_search(title).is_ok());
        belong.max(both.count() as u32)
    }

    /// The likeliest words that one of so many rows may be a slip of, at most four, the first of them the likeliest:
    /// how far (2 a slip), and where in the vocabulary.
    fn nearest(&self, word: &str, rows: u32, open: bool) -> Vec<(u32, usize)> {
        let most = SLIP_LENGTHS.iter().filter(|&&length| word.len() >= length).count() as u32;
        let open = open && word.len() > SHORT;
        if most == 0 || u64::from(rows) > self.rows / 2_000 + 3 {
            return Vec::new();
        }
        let heard = sound(word);
        let (typed, sounds) = (letters(word), letters(&heard));
        let mut nearest: Vec<(u32, u32, usize)> = Vec::new();
        for (at, known) in self.words.iter().enumerate() {
            if known.likely <= rows.saturating_mul(5) || *known.text == *word {
                continue;
            }
            // A word that was not typed to its end, or only sounds alike, is as good as a slip farther.
            let whole = may_be_near(typed, known.letters, most, false)
                .then(|| distance(word, &known.text, most, false))
                .flatten();
            let begun = (open && may_be_near(typed, known.letters, most, true))
                .then(|| distance(word, &known.text, most, true))
                .flatten();
            let alike = (word.len() > SHORT && may_be_near(sounds, known.sounds, most, false))
                .then(|| distance(&heard, &sound(&known.text), most, false))
                .flatten();
            let ways =
                [whole.map(|slips| slips * 2), begun.map(|slips| slips * 2 + 1), alike.map(|slips| slips * 2 + 1)];
            if let Some(slips) = ways.into_iter().flatten().min() {
                let first = u32::from(known.text.as_bytes()[0] != word.as_bytes()[0]);
                let unlikely =
                    (slips * HALF_SLIP + first * FIRST_LETTER + 3200).saturating_sub(log2(u64::from(known.likely)));
                nearest.push((unlikely, slips, at));
            }
        }
        let nearest = order::first_by(nearest, 3, Ord::cmp);
        let mut near: Vec<(u32, usize)> = Vec::new();
        for &(_, slips, at) in &nearest {
            if slips <= nearest[0].1 {
                near.push((slips, at));
            }
        }
        // The nearest may be another's slip, one that got into a title.
        if let Some(&(slips, at)) = near.first() {
            let own = &self.words[at];
            if let Some(&(more, at)) = self.nearest(&own.text, own.likely, false).first()
                && (more <= 2 || self.words[at].likely / 50 >= own.likely)
            {
                near.insert(0, (slips + more, at));
            }
        }
        near
    }

    /// Reads a rare word as a slip of likelier ones.
    fn read_slips(&self, snapshot: &Snapshot, term: &mut Term, word: &str, open: bool) {
        let found =
            word.len() <= SHORT && !(term.found.is_empty() && term.labels.is_empty() && term.employers.is_empty());
        if found || !term.regions.is_empty() || !term.kinds.is_empty() || synonyms(snapshot, word).next().is_some() {
            return;
        }
        let rows = self.rows_of(&term.found).max(self.word(word).map_or(0, |at| self.words[at].likely));
        let nearest = self.nearest(word, rows, open);
        let Some(&(least, first)) = nearest.first() else { return };
        // What a title has, too, but other titles have far oftener otherwise, is that title's slip.
        let slip = rows > 0 && least <= 2 && self.words[first].likely / 20 >= rows;
        let worth = if slip { MEANT } else { SLIPS[usize::from(least > 3)] };
        for &(_, at) in &nearest {
            term.credit(&[at], self, worth);
        }
        // The word that was meant has a root and synonyms, too.
        let meant = self.term(snapshot, &[&*self.words[first].text], false, false);
        term.take(meant, worth);
    }

    /// Titles that hold these words one after the other.
    fn phrase(&self, snapshot: &Snapshot, words: &[String]) -> Term {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut term = self.term(snapshot, &words, false, true);
        term.labels.clear();
        term.employers.clear();
        term.regions.clear();
        term.kinds.clear();
        if words.len() > 1 {
            let phrase = format!(" {} ", term.asked);
            let titles = &snapshot.column(ColumnId::Title).dict;
            for (code, worth) in (0..).zip(&mut term.worth).filter(|(_, worth)| **worth > 0) {
                if !format!(" {} ", fold(titles.text(code).unwrap_or_default())).contains(&phrase) {
                    *worth = 0;
                }
            }
        }
        term
    }

    /// Titles that hold the words of a folded name, all of them.
    pub(super) fn titles_of(&self, name: &str) -> Vec<u32> {
        let known: Option<Vec<usize>> = words(name).map(|word| self.word(word)).collect();
        let Some([first, rest @ ..]) = known.as_deref() else { return Vec::new() };
        let held = |title: &&u32| rest.iter().all(|&word| self.titles.of(word).binary_search(title).is_ok());
        self.titles.of(*first).iter().filter(held).copied().collect()
    }

    /// Words that begin like this and stand in titles, most rows first.
    pub fn beginning(&self, start: &str, most: usize) -> Vec<(&str, &[u32])> {
        let from = self.words.partition_point(|known| *known.text < *start);
        let found: Vec<usize> = (from..self.words.len())
            .take_while(|&at| self.words[at].text.starts_with(start))
            .filter(|&at| self.words[at].rows > 0)
            .collect();
        let found = order::first_by(found, most, |&a, &b| (self.words[b].rows, a).cmp(&(self.words[a].rows, b)));
        found.into_iter().map(|at| (&*self.words[at].text, self.titles.of(at))).collect()
    }
}

impl Term {
    /// Whether a row must hold it.
    fn counts(&self) -> bool {
        !self.without && !self.dropped
    }

    /// Credits the titles that hold all of `words`.
    fn credit(&mut self, words: &[usize], vocabulary: &Vocabulary, worth: u16) {
        let Some((first, rest)) = words.split_first() else { return };
        let mut any = false;
        for &title in vocabulary.titles.of(*first) {
            if rest.iter().all(|&word| vocabulary.titles.of(word).binary_search(&title).is_ok()) {
                let slot = &mut self.worth[title as usize];
                *slot = worth.max(*slot);
                any = true;
            }
        }
        if any {
            self.found.extend(words.iter().map(|&word| word as u32));
        }
    }

    /// Finds what `meant` finds, at a share of its worth in permille, and is said to be read as it.
    fn take(&mut self, meant: Term, worth: u16) {
        for (own, other) in self.worth.iter_mut().zip(&meant.worth) {
            *own = (*own).max((u32::from(*other) * u32::from(worth) / 1000) as u16);
        }
        self.found.extend(meant.found);
        self.labels.extend(meant.labels);
        self.regions.extend(meant.regions);
        self.kinds.extend(meant.kinds);
        self.read_as = Some(meant.asked);
    }

    /// Finds the rows that hold the term outside their title.
    pub fn look_elsewhere(
        &mut self,
        of_facet: &dyn Fn(FacetKey, &[String]) -> Bits,
        of_labels: &dyn Fn(&[u32]) -> Bits,
        of_employers: &dyn Fn(&[u32]) -> Bits,
    ) {
        if !self.regions.is_empty() {
            let (provinces, regencies): (Vec<String>, Vec<String>) =
                self.regions.iter().cloned().partition(|code| code.len() == 2);
            let mut rows: Option<Bits> = None;
            for (key, codes) in [(FacetKey::Province, provinces), (FacetKey::Regency, regencies)] {
                if !codes.is_empty() {
                    let found = of_facet(key, &codes);
                    match &mut rows {
                        Some(rows) => rows.insert_all(&found),
                        None => rows = Some(found),
                    }
                }
            }
            self.elsewhere.extend(rows.map(|rows| (Field::Place, rows)));
        }
        for (key, value) in &self.kinds {
            // Who has this schooling may apply wherever no more is asked.
            let values: Vec<String> = match (key, value.parse::<u8>()) {
                (FacetKey::Education, Ok(level)) => (0..=level).map(|level| level.to_string()).collect(),
                _ => vec![(*value).to_owned()],
            };
            self.elsewhere.push((Field::Kind, of_facet(*key, &values)));
        }
        if !self.labels.is_empty() {
            self.elsewhere.push((Field::Skills, of_labels(&self.labels)));
        }
        if !self.employers.is_empty() {
            self.employer = Some(of_employers(&self.employers));
        }
    }

    /// Counts the rows whose descriptions hold the term.
    pub fn add_described(&mut self, rows: &Bits) {
        self.elsewhere.push((Field::Description, rows.clone()));
    }

    /// By title code, whether its title holds the term.
    pub fn titles(&self) -> impl Iterator<Item = bool> + '_ {
        self.worth.iter().map(|&worth| worth > 0)
    }

    /// The rows that hold the term, given those whose title does.
    #[must_use]
    pub fn rows(&self, mut titles: Bits) -> Bits {
        self.elsewhere.iter().for_each(|(_, rows)| titles.insert_all(rows));
        titles
    }

    /// Where a row holds the term best, and how much that is worth, permille.
    fn best(&self, row: usize, title: usize) -> (Field, u16) {
        let mut best = (Field::Title, self.worth[title]);
        for (field, rows) in &self.elsewhere {
            if field.worth() > best.1 && rows.contains(row) {
                best = (*field, field.worth());
            }
        }
        if EMPLOYER > best.1 && self.employer.as_ref().is_some_and(|rows| rows.contains(row)) {
            best = (Field::Employer, EMPLOYER);
        }
        best
    }
}

impl Text {
    /// Rows that every term that counts lets through, by the rows of each.
    #[must_use]
    pub fn together(&self, rows: &[Bits]) -> Bits {
        let mut kept = self.terms.iter().zip(rows).filter(|(term, _)| !term.dropped).map(|(_, rows)| rows);
        let Some(first) = kept.next() else { return Bits::all(0) };
        let mut all = first.clone();
        kept.for_each(|rows| all.retain(rows));
        all
    }

    /// Rows whose employer's name holds every term, as far as terms to leave out let them through.
    #[must_use]
    pub fn of_employers(&self, rows: &[Bits]) -> Option<Bits> {
        let mut all: Option<Bits> = None;
        for (term, rows) in self.terms.iter().zip(rows) {
            let own = if term.without { rows } else { term.employer.as_ref()? };
            match &mut all {
                None => all = Some(own.clone()),
                Some(all) => all.retain(own),
            }
        }
        all.filter(|_| self.finds())
    }

    /// [`Self::together`], but where that is no row, terms are dropped until there is one: first
    /// those that no row has, then those that are no place: slips and what no title has before the commonest words.
    #[must_use]
    pub fn as_many_as_possible(&mut self, vocabulary: &Vocabulary, rows: &[Bits]) -> Bits {
        loop {
            let all = self.together(rows);
            if all.count() > 0 || self.terms.iter().filter(|term| term.counts()).count() < 2 {
                return all;
            }
            let counting = (0..self.terms.len()).filter(|&at| self.terms[at].counts());
            let least = counting.min_by_key(|&at| {
                let term = &self.terms[at];
                let titled = term.worth.iter().any(|&worth| worth > 0);
                // What a job is called mostly comes first.
                let first = if at == 0 { FIRST } else { 1000 };
                let rarity = term.rarity * if term.read_as.is_some() { first - MENDED } else { first };
                (rows[at].count() > 0, !term.regions.is_empty(), titled, rarity)
            });
            if let Some(at) = least {
                self.terms[at].dropped = true;
                self.weigh(vocabulary);
            }
        }
    }

    /// Sums up the terms that count.
    fn weigh(&mut self, vocabulary: &Vocabulary) {
        self.rarity = 0;
        self.covered.fill(0);
        let mut found: Vec<u32> = Vec::new();
        for term in self.terms.iter().filter(|term| term.counts()) {
            self.rarity += term.rarity;
            found.extend_from_slice(&term.found);
        }
        order::sort_by(&mut found, Ord::cmp);
        found.dedup();
        for word in found {
            let rarity = vocabulary.rarity(vocabulary.words[word as usize].rows);
            for &title in vocabulary.titles.of(word as usize) {
                self.covered[title as usize] += rarity;
            }
        }
    }

    /// Relevance of a row that all terms find, 1–10,000: how well each term is found, by rarity, and
    /// how much of the title the terms cover.
    #[must_use]
    pub fn relevance(&self, vocabulary: &Vocabulary, row: usize, title: usize) -> u32 {
        let mut sum = 0;
        for term in &self.terms {
            if term.counts() {
                sum += term.rarity * u32::from(term.best(row, title).1);
            }
        }
        let cover = (self.covered[title] * 1000).checked_div(vocabulary.weight[title]).unwrap_or(0).min(1000);
        let base = sum.checked_div(self.rarity).unwrap_or(0);
        (base * (BASE + (1000 - BASE) * cover / 1000) / 100).clamp(1, 10_000)
    }

    /// Rows that hold a term outside their title; all others are as relevant as their titles.
    #[must_use]
    pub fn elsewhere(&self, rows: usize) -> Bits {
        let mut all = Bits::none(rows);
        for term in self.terms.iter().filter(|term| term.counts()) {
            term.elsewhere.iter().map(|(_, rows)| rows).chain(&term.employer).for_each(|rows| all.insert_all(rows));
        }
        all
    }

    /// [`Self::relevance`] split by where terms were found; the parts sum to it.
    #[must_use]
    pub fn parts(&self, vocabulary: &Vocabulary, row: usize, title: usize) -> Vec<(Field, u32)> {
        let score = self.relevance(vocabulary, row, title);
        let mut shares: Vec<(Field, u32)> = Vec::new();
        for term in self.terms.iter().filter(|term| term.counts()) {
            let (field, worth) = term.best(row, title);
            let share = term.rarity * u32::from(worth);
            match shares.iter_mut().find(|(known, _)| *known == field) {
                Some((_, sum)) => *sum += share,
                None => shares.push((field, share)),
            }
        }
        order::sort_by(&mut shares, Ord::cmp);
        let total: u64 = shares.iter().map(|(_, share)| u64::from(*share)).sum::<u64>().max(1);
        shares.iter_mut().for_each(|(_, share)| *share = (u64::from(*share) * u64::from(score) / total) as u32);
        let left = score - shares.iter().map(|(_, share)| share).sum::<u32>();
        if let Some((_, first)) = shares.first_mut() {
            *first += left;
        }
        shares
    }

    /// Codes of titles that hold every term to find, ascending.
    pub fn titles(&self, most: usize) -> impl Iterator<Item = usize> + '_ {
        (1..=most)
            .filter(|&title| self.terms.iter().all(|term| term.dropped || term.without == (term.worth[title] == 0)))
    }

    /// Whether there is anything to find.
    #[must_use]
    pub fn finds(&self) -> bool {
        self.terms.iter().any(Term::counts)
    }

    /// Where in a shown text the terms stand: start and end in UTF-16 units, ascending.
    #[must_use]
    pub fn marks(&self, vocabulary: &Vocabulary, shown: &str) -> Vec<(u32, u32)> {
        let mut marks = Vec::new();
        for (start, end, word) in spans(shown) {
            let Some(at) = vocabulary.word(&word) else { continue };
            if self.terms.iter().any(|term| term.counts() && term.found.binary_search(&(at as u32)).is_ok()) {
                marks.push((start, end));
            }
        }
        marks
    }
}

/// Where a word of a shown text starts and ends in UTF-16 units, and the word, folded.
pub(super) type Span = (u32, u32, String);

/// Words of a shown text with their places.
pub(super) fn spans(shown: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut at, mut start, mut piece) = (0u32, 0u32, String::new());
    for c in shown.chars().chain([' ']) {
        if is_silent(c) && !joins(c) {
            if !piece.is_empty() {
                spans.push((start, at, fold(&piece)));
                piece.clear();
            }
        } else {
            if piece.is_empty() {
                start = at;
            }
            piece.push(c);
        }
        at += c.len_utf16() as u32;
    }
    spans
}

/// Whether folding leaves nothing of a character.
fn is_silent(c: char) -> bool {
    fold(c.encode_utf8(&mut [0; 4])).is_empty()
}

enum Piece {
    /// Words, and whether the last one may still be being typed.
    Words(Vec<String>, bool),
    Phrase(Vec<String>),
    Without(String),
}

/// Splits what was typed.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain: Vec<String> = Vec::new();
    let parts: Vec<&str> = text.split('"').collect();
    for (n, part) in parts.iter().enumerate() {
        let quoted = n % 2 == 1 && n + 1 < parts.len();
        if quoted {
            let phrase: Vec<String> = words(&fold(part)).map(str::to_owned).collect();
            if !phrase.is_empty() {
                pieces.push(Piece::Phrase(phrase));
            }
            continue;
        }
        for token in part.split_whitespace() {
            let folded = fold(token);
            match token.strip_prefix('-') {
                Some(_) => pieces.extend(words(&folded).map(|word| Piece::Without(word.to_owned()))),
                None => plain.extend(words(&folded).map(str::to_owned)),
            }
        }
    }
    if !plain.is_empty() {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let typing = text.ends_with(|c| !is_silent(c)) && !last.starts_with('-');
        pieces.insert(0, Piece::Words(plain, typing));
    }
    pieces
}

/// What else a word or a few are called.
pub(super) fn synonyms<'a>(
    snapshot: &'a Snapshot,
    from: &'a str,
) -> impl Iterator<Item = &'a crate::text::synonyms::Synonym> {
    let synonyms = &snapshot.meta.code_lists.synonyms;
    let start = synonyms.partition_point(|synonym| *synonym.from < *from);
    synonyms[start..].iter().take_while(move |synonym| synonym.from == from)
}

/// Folded names of provinces and regencies, with and without what they are, and their codes.
fn regions(snapshot: &Snapshot) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for region in &snapshot.meta.code_lists.regions {
        let name = fold(&region.name);
        for title in TITLES_OF_REGIONS {
            if let Some(own) = name.strip_prefix(title) {
                names.push((own.to_owned(), region.code.clone()));
                if title == "kabupaten " {
                    names.push((format!("kab {own}"), region.code.clone()));
                }
                if title == "kota administrasi " {
                    names.push((format!("kota {own}"), region.code.clone()));
                }
            }
        }
        names.push((name, region.code.clone()));
    }
    order::sort_by(&mut names, Ord::cmp);
    names.dedup();
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for (name, code) in names {
        match grouped.last_mut() {
            Some((known, codes)) if *known == name => codes.push(code),
            _ => grouped.push((name, vec![code])),
        }
    }
    grouped
}

/// 100·log₂ x, straight between powers of two.
fn log2(x: u64) -> u32 {
    let exponent = x.ilog2();
    100 * exponent + (((x << 8 >> exponent) - 256) * 100 / 256) as u32
}
