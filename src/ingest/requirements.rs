//! What an advertisement's text asks of a person, read by rules.
//!
//! A form leaves things out that the text says: schooling, years, licences, languages, tools,
//! and limits on who may apply. [`read`] finds what is named in the lists under `data/`
//! (`requirements.csv`, `limits.csv`, `cues.csv`: a person may edit them) and nothing else; what
//! it does not know it leaves in the text. Whether something is a must is told by cue words
//! ("wajib", "diutamakan") of the same sentence; without one it is nice to have.
//!
//! # Overview
//!
//! * [`read`] reads cleaned text, [`Found`] is what it found.
//! * [`limits_of`] tells whether a label is a limit, [`same`] whether two labels ask the same.
//!
//! A line is read once: one automaton finds every spelling, then sentences, commas and brackets
//! between them decide what a cue reaches. Levels of a language are left in the text, for the
//! label is what a person's skills are compared with; test scores are labels of their own.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use regex::Regex;
use serde::Deserialize;

use crate::record::{LimitKind, RequirementKind, code::Education};

/// What a text asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Lowest rung named, and whether it is a must.
    pub education: Option<(Education, bool)>,
    /// Study fields named where the rung is.
    pub fields: Vec<String>,
    /// Months of experience; 0 where the text says that none is needed.
    pub months: Option<u16>,
    /// Kind, label and whether it is a must, in the order of the text.
    pub asked: Vec<(RequirementKind, String, bool)>,
    /// Limits in plain form (`age` `-30`, `sex` `male`).
    pub limits: Vec<(LimitKind, String)>,
}

/// Which text is read: qualifications ask throughout, a description here and there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Read from the start, until a heading such as "Benefit".
    Qualifications,
    /// Read below a heading such as "Kualifikasi", and lines that ask by their words.
    Description,
}

/// A word whose presence decides what an entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Needs {
    /// A language only beside "bahasa", "lisan" …; a people or a country otherwise.
    Language,
    /// A certificate only beside "sertifikat"; knowledge otherwise.
    Certificate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cue {
    Must,
    Verb,
    Nice,
    NiceAfter,
    Not,
    Language,
    Certificate,
    Start,
    Stop,
    Line,
}

#[derive(Deserialize)]
struct EntryLine {
    kind: String,
    label: String,
    spellings: String,
    needs: Option<Needs>,
}

#[derive(Deserialize)]
struct CueLine {
    reading: Cue,
    spellings: String,
}

#[derive(Deserialize)]
struct LimitLine {
    kind: LimitKind,
    value: String,
    spellings: String,
    r#where: Where,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Where {
    /// The words mean a limit wherever they stand.
    Anywhere,
    /// Only where they stand for a person: "Wanita, maks. 30 tahun", not "pakaian wanita".
    Alone,
}

#[derive(Clone, Debug)]
enum Meaning {
    /// An entry of `requirements.csv` that asks something, by place.
    Ask(usize),
    Field(usize),
    Cue(Cue),
    Limit(usize),
}

struct Lexicon {
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
    asked: Vec<(RequirementKind, String, Option<Needs>)>,
    fields: Vec<String>,
    limits: Vec<(LimitKind, String, Where)>,
    starts: Vec<String>,
    stops: Vec<String>,
    lines: AhoCorasick,
}

fn rows<T: for<'de> Deserialize<'de>>(text: &'static str) -> impl Iterator<Item = T> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().map(|row| row.expect("a test reads every list"))
}

fn spellings(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|word| !word.is_empty())
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (mut words, mut meanings) = (Vec::new(), Vec::new());
    let (mut asked, mut fields, mut limits) = (Vec::new(), Vec::new(), Vec::new());
    let (mut starts, mut stops, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for line in rows::<EntryLine>(include_str!("data/requirements.csv")) {
        let meaning = match RequirementKind::from_key(&line.kind) {
            Some(kind) => {
                asked.push((kind, line.label, line.needs));
                Meaning::Ask(asked.len() - 1)
            }
            None => {
                fields.push(line.label);
                Meaning::Field(fields.len() - 1)
            }
        };
        for word in spellings(&line.spellings) {
            words.push(word.to_owned());
            meanings.push(meaning.clone());
        }
    }
    for line in rows::<LimitLine>(include_str!("data/limits.csv")) {
        limits.push((line.kind, line.value, line.r#where));
        for word in spellings(&line.spellings) {
            words.push(word.to_owned());
            meanings.push(Meaning::Limit(limits.len() - 1));
        }
    }
    for line in rows::<CueLine>(include_str!("data/cues.csv")) {
        let list = match line.reading {
            Cue::Start => &mut starts,
            Cue::Stop => &mut stops,
            Cue::Line => &mut lines,
            cue => {
                for word in spellings(&line.spellings) {
                    words.push(word.to_owned());
                    meanings.push(Meaning::Cue(cue));
                }
                continue;
            }
        };
        list.extend(spellings(&line.spellings).map(str::to_owned));
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&words)
        .expect("a few hundred short words fit");
    let lines = AhoCorasick::new(&lines).expect("a few words fit");
    Lexicon { automaton, meanings, asked, fields, limits, starts, stops, lines }
});

/// A spelling met in a line.
struct Hit<'a> {
    start: usize,
    end: usize,
    meaning: &'a Meaning,
}

/// Spellings in a lower-case line that stand as words of their own.
fn hits(line: &str) -> Vec<Hit<'static>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(hit) = LEXICON.automaton.find(Input::new(line).range(at..)) {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let (start, end) = (hit.start(), hit.end());
        if free(line[..start].chars().next_back()) && free(line[end..].chars().next()) {
            found.push(Hit { start, end, meaning: &LEXICON.meanings[hit.pattern().as_usize()] });
            at = end;
        } else {
            at = start + line[start..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Reads one text into `found`. `education` and `experience` say whether those are wanted.
pub fn read(text: &str, part: Part, education: bool, experience: bool, found: &mut Found) {
    let mut open = part == Part::Qualifications;
    let mut nice = false;
    for raw in text.lines().flat_map(|line| sentences(line, part)) {
        let line = raw.to_lowercase();
        let body = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(').trim_end();
        let body = NUMBERED.find(body).map_or(body, |number| body[number.end()..].trim_start());
        match heading(body) {
            Some(opens) => (open, nice) = (opens, false),
            None if body.ends_with(':') => {
                nice = hits(body).iter().any(|hit| matches!(hit.meaning, Meaning::Cue(Cue::Nice | Cue::NiceAfter)));
            }
            None => {}
        }
        if body.is_empty() || !(open || LEXICON.lines.is_match(body)) {
            continue;
        }
        let hits = hits(body);
        asked(body, &hits, nice, found);
        sim(body, &hits, nice, found);
        limits(body, &hits, found);
        if education && found.education.is_none() {
            schooling(body, &hits, found);
        }
        if experience {
            years(body, &hits, found);
        }
    }
    let both = |found: &Found, kind| found.limits.iter().filter(|limit| limit.0 == kind).count() > 1;
    for kind in [LimitKind::Sex, LimitKind::Marital] {
        if both(found, kind) {
            found.limits.retain(|limit| limit.0 != kind);
        }
    }
}

/// Bytes beyond which a line of a description is read sentence by sentence: one that was a list
/// before its breaks were lost.
const LONG_LINE: usize = 160;

fn sentences(line: &str, part: Part) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = match part {
            Part::Description if line.len() > LONG_LINE => rest
                .match_indices(['.', ';'])
                .map(|(at, _)| at + 1)
                .find(|end| ends_sentence(&rest[..end - 1], &rest[*end..]))
                .unwrap_or(rest.len()),
            _ => rest.len(),
        };
        let (sentence, tail) = rest.split_at(end);
        rest = tail;
        Some(sentence)
    })
}

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:\d{1,2}|[a-z])[.)]\s*"));

/// Whether a line is a heading, and whether what follows is read.
fn heading(body: &str) -> Option<bool> {
    let is = |words: &[String]| {
        words.iter().any(|word| {
            let first = body.as_bytes().first();
            first == word.as_bytes().first()
                && body.strip_prefix(word.as_str()).is_some_and(|rest| {
                    let rest = rest.trim_start();
                    rest.is_empty() || rest.starts_with(':') || rest.ends_with(':') || rest.ends_with('?')
                })
        })
    };
    if is(&LEXICON.starts) {
        Some(true)
    } else if is(&LEXICON.stops) {
        Some(false)
    } else {
        None
    }
}

/// How far a statement binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bind {
    Must,
    Verb,
    Nice,
    Plain,
    Not,
}

/// What the last cue says, and where it ends.
type State = Option<(Bind, usize)>;

/// One thing asked, while its sentence is read.
struct Ask {
    entry: usize,
    start: usize,
    end: usize,
    bind: Bind,
    alternative: bool,
}

/// Bytes within which a "tidak perlu" reaches what follows it.
const NOT_REACHES: usize = 24;

fn asked(line: &str, hits: &[Hit], nice_heading: bool, found: &mut Found) {
    if !hits.iter().any(|hit| matches!(hit.meaning, Meaning::Ask(_))) {
        return;
    }
    let mut asks: Vec<Ask> = Vec::new();
    let mut state: State = None;
    let (mut verb, mut sentence, mut clause) = (false, 0, 0);
    let mut brackets: Vec<(State, bool, usize)> = Vec::new();
    let (mut next, mut at) = (0, 0);
    while at < line.len() {
        if let Some(hit) = hits.get(next).filter(|hit| hit.start == at) {
            let before = asks.len();
            match *hit.meaning {
                Meaning::Ask(entry) => {
                    let bind = match state {
                        Some((Bind::Not, cue)) if at - cue <= NOT_REACHES => Bind::Not,
                        Some((bind @ (Bind::Must | Bind::Nice), _)) => bind,
                        _ if verb => Bind::Verb,
                        _ => Bind::Plain,
                    };
                    asks.push(Ask { entry, start: at, end: hit.end, bind, alternative: false });
                }
                Meaning::Cue(Cue::Must) => state = Some((Bind::Must, hit.end)),
                Meaning::Cue(Cue::Verb) => verb = true,
                Meaning::Cue(cue @ (Cue::Nice | Cue::NiceAfter | Cue::Not)) => {
                    let bind = if cue == Cue::Not { Bind::Not } else { Bind::Nice };
                    let ahead = line[hit.end..].split([',', ';', '.', '(', ')', '[', ']']).next().unwrap_or("");
                    let last = ahead.split_whitespace().count() <= 1
                        && !hits.get(next + 1).is_some_and(|then| {
                            matches!(then.meaning, Meaning::Ask(_)) && then.start < hit.end + ahead.len()
                        });
                    let inside = brackets.last().is_some_and(|bracket| bracket.2 == before);
                    let from = if inside { sentence } else { clause };
                    if (cue == Cue::NiceAfter || last) && before > from {
                        for (place, ask) in asks[sentence..].iter_mut().enumerate() {
                            if sentence + place >= from || ask.bind != Bind::Must {
                                ask.bind = bind;
                            }
                        }
                    } else {
                        state = Some((bind, hit.end));
                    }
                }
                _ => {}
            }
            at = hit.end;
            next += 1;
            continue;
        }
        let c = line[at..].chars().next().unwrap_or(' ');
        let after = at + c.len_utf8();
        match c {
            ',' => {
                clause = asks.len();
                if matches!(state, Some((Bind::Not, _))) {
                    state = None;
                }
            }
            '(' | '[' => brackets.push((state, verb, asks.len())),
            ')' | ']' => {
                if let Some((outer, outer_verb, first)) = brackets.pop() {
                    // "(Nilai tambah) Pernah …": what a bracket says of nothing, it says of what follows.
                    let lonely = first == asks.len() && first == sentence;
                    if !(lonely && state != outer) {
                        (state, verb) = (outer, outer_verb);
                    }
                }
            }
            ';' => (state, verb, sentence, clause) = (None, false, asks.len(), asks.len()),
            '.' if ends_sentence(&line[..at], &line[after..]) => {
                (state, verb, sentence, clause) = (None, false, asks.len(), asks.len());
            }
            _ => {}
        }
        at = after;
    }
    for place in 1..asks.len() {
        let between = line[asks[place - 1].end..asks[place].start].trim();
        if ["/", "atau", "or", "/atau", "dan/atau", "and/or"].contains(&between) {
            asks[place - 1].alternative = true;
            asks[place].alternative = true;
        }
    }
    let says = |cue: Cue| hits.iter().any(|hit| matches!(hit.meaning, Meaning::Cue(met) if *met == cue));
    let certificate = says(Cue::Certificate);
    let tongue = |ask: &Ask| ["bahasa", "language"].iter().any(|word| line[ask.start..ask.end].contains(word));
    let language = says(Cue::Language) || asks.iter().any(tongue);
    let nice_line = nice_heading && !asks.iter().any(|ask| ask.bind == Bind::Must);
    for ask in &asks {
        let (mut kind, ref label, needs) = LEXICON.asked[ask.entry];
        match needs {
            Some(Needs::Language) => {
                let before = line[..ask.start].trim_end().trim_end_matches("bahasa").trim_end();
                let taught =
                    ["pendidikan", "sastra", "jurusan", "prodi", "guru", "s1", "mengajar", "studi", "education"]
                        .iter()
                        .any(|word| before.ends_with(word));
                if !language || taught {
                    continue;
                }
            }
            Some(Needs::Certificate) if !certificate => kind = RequirementKind::Skill,
            _ => {}
        }
        let must = match ask.bind {
            Bind::Not => continue,
            Bind::Must => true,
            Bind::Verb => kind != RequirementKind::Soft,
            Bind::Nice | Bind::Plain => false,
        };
        add(found, kind, label.clone(), must && !ask.alternative && !nice_line);
    }
    scores(line, found);
}

/// Whether a full stop ends a sentence: not after "min", "ms", "dll", not inside a number.
fn ends_sentence(before: &str, after: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let number = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < after.len() && number.starts_with(['.', ')']);
    (after.starts_with(char::is_whitespace) || numbered)
        && word.chars().count() > 1
        && !["min", "max", "maks", "ms", "mr", "no", "dll", "dst", "th", "thn", "jl", "pt", "bhs"].contains(&word)
}

fn add(found: &mut Found, kind: RequirementKind, label: String, must: bool) {
    match found.asked.iter_mut().find(|asked| asked.1 == label) {
        Some(asked) => {
            asked.2 |= must;
            if kind == RequirementKind::Certificate {
                asked.0 = kind;
            }
        }
        None => found.asked.push((kind, label, must)),
    }
}

static SCORES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(toefl|toeic|ielts|jlpt|hsk|topik)\b(?:\s*(?:itp|ibt|pbt))?[^0-9a-z]{0,3}(?:score|skor|level|minimal|minimum|min|dengan skor|dengan nilai)?[^0-9a-z]{0,3}(n[1-5]|\d{1,3}(?:[.,]\d)?)?",
    )
});

/// Language tests, with the score where the text says one.
fn scores(line: &str, found: &mut Found) {
    for test in SCORES.captures_iter(line) {
        let name = test[1].to_uppercase();
        let label = match test.get(2) {
            Some(score) => format!("{name} {}", score.as_str().to_uppercase()),
            None => name,
        };
        add(found, RequirementKind::Certificate, label, false);
    }
}

static SIM: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\bsim\s?-?(a|b\s?1|b\s?2|b\s?ii|b\s?i|c|d)\b(\s?umum)?((?:\s?(?:/|,|&|\+|dan|atau|serta|and|or)\s?(?:sim\s?)?(?:a|b\s?1|b\s?2|b\s?ii|b\s?i|c|d)\b(?:\s?umum)?)*)",
    )
});
static SIM_CLASS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(/|,|&|\+|dan|atau|serta|and|or)?\s?(?:sim\s?)?\b(a|b\s?1|b\s?2|b\s?ii|b\s?i|c|d)\b(\s?umum)?")
});

/// Driving licences: "SIM A", "SIM B1 Umum", "SIM A/C". One of several is a must for nobody.
fn sim(line: &str, hits: &[Hit], nice_heading: bool, found: &mut Found) {
    if !line.contains("sim") {
        return;
    }
    for run in SIM.captures_iter(line) {
        let range = run.get(0).map_or(0..0, |run| run.range());
        let name = |class: &str, general: bool| {
            let class = class.replace(' ', "").to_uppercase().replace("BII", "B2").replace("BI", "B1");
            format!("SIM {class}{}", if general { " Umum" } else { "" })
        };
        let mut classes = vec![name(&run[1], run.get(2).is_some())];
        let mut either = false;
        for class in SIM_CLASS.captures_iter(&run[3]) {
            either |= class.get(1).is_some_and(|joint| ["/", "atau", "or"].contains(&joint.as_str()));
            classes.push(name(&class[2], class.get(3).is_some()));
        }
        let start = line[..range.start].rfind([';', '•']).map_or(0, |at| at + 1);
        let cue = |reach: std::ops::Range<usize>, wanted: &[Cue]| {
            hits.iter()
                .filter(|hit| reach.contains(&hit.start))
                .any(|hit| matches!(hit.meaning, Meaning::Cue(cue) if wanted.contains(cue)))
        };
        if cue(range.start.saturating_sub(NOT_REACHES)..range.start, &[Cue::Not]) {
            continue;
        }
        let end = line[range.end..].find([';', '.']).map_or(line.len(), |at| range.end + at);
        let tail = &line[range.end..end];
        let tail = range.end..range.end + tail.find(',').unwrap_or(tail.len());
        let nice = nice_heading
            || cue(start..range.start, &[Cue::Nice])
            || cue(tail.clone(), &[Cue::NiceAfter])
            || cue(tail, &[Cue::Nice]);
        let must = !nice && !either && cue(start..range.start, &[Cue::Must, Cue::Verb]);
        for class in classes {
            add(found, RequirementKind::Licence, class, must);
        }
    }
}

static RUNG: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"\b(?:(sd)|(smp|sltp|mts)|(sma|smk|smu|slta|stm|smea|sma/k|sma/smk|high school|senior high)",
        r"|(d[-. ]?1|diploma (?:1|i|satu)|d-i)|(d[-. ]?2|d[-. ]?ii|diploma (?:2|ii))|(d[-. ]?3|d[-. ]?iii|diploma (?:3|iii|tiga)|akademi)",
        r"|(d[-. ]?4|d[-. ]?iv|diploma (?:4|iv)|s[-. ]?1|strata[- ]?(?:1|satu|i)|sarjana|sajana|bachelor|degree level)",
        r"|(profesi)|(s[-. ]?2|magister|strata[- ]?(?:2|ii)|master.?s? degree)|(s[-. ]?3|doktor|doctorate|phd)|(diploma))\b",
    ))
});
static SCHOOLING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:pendidikan|lulusan|lulus|tamatan|ijazah|gelar|jurusan|sederajat|minimal|minimum|min|degree|bachelor|graduate|education|sekolah)\b",
    )
});

/// The rung of a line that speaks of schooling: the lowest named, with the fields beside it.
fn schooling(line: &str, hits: &[Hit], found: &mut Found) {
    let Some(first) = RUNG.find(line) else { return };
    if !SCHOOLING.is_match(line) {
        return;
    }
    let lowest = RUNG
        .captures_iter(line)
        .filter_map(|rung| (1..=11).find(|group| rung.get(*group).is_some()))
        .map(|group| if group == 11 { 4 } else { group as u8 })
        .min();
    let Some(level) = lowest.and_then(Education::new) else { return };
    let before = &line[..first.start()];
    if before.contains("maks") {
        return;
    }
    let preferred = hits
        .iter()
        .any(|hit| hit.start < first.start() && matches!(hit.meaning, Meaning::Cue(Cue::Nice | Cue::NiceAfter)));
    found.education = Some((level, !preferred));
    let near = line[first.end()..].find("pengalaman").map_or(line.len(), |at| first.end() + at);
    for hit in hits {
        if let Meaning::Field(field) = *hit.meaning
            && (first.start()..near).contains(&hit.start)
            && !found.fields.contains(&LEXICON.fields[field])
        {
            found.fields.push(LEXICON.fields[field].clone());
        }
    }
}

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(\d{1,2}|\b(?:satu|dua|tiga|empat|lima)\b)\s?(?:\(\w+\)\s?)?\+?\s?(?:(?:-|–|sampai|s/d|s\.d\.?|hingga|to)\s?\d{1,2}\s?(?:\(\w+\)\s?)?)?\+?\s?(tahun|thn|th|years?|yrs?|bulan|bln|months?)\b",
    )
});
static FRESH: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"fre?sh?\s?-?graduates?\b.{0,40}\b(?:dipersilah?kan|welcome|boleh|diperbolehkan|melamar|terbuka|accepted|apply|diterima|bisa|dapat|silahkan)",
        r"|(?:terbuka|terbuka untuk|open|boleh|menerima)\b.{0,30}\bfre?sh?\s?-?graduate",
        r"|^fre?sh?\s?-?graduates?$",
        r"|\btanpa\s(?:ada\s)?pengalaman\b|\bnon[- ]?pengalaman\b|\bbelum (?:ber)?pengalaman (?:boleh|dipersilah?kan)",
        r"|tidak (?:harus|perlu|wajib|diperlukan|membutuhkan|memerlukan) (?:memiliki |ada |mempunyai )?(?:ber)?pengalaman|no experience (?:required|needed)",
    ))
});
/// Years beyond which a number is no experience.
const MOST_YEARS: u16 = 30;

fn years(line: &str, hits: &[Hit], found: &mut Found) {
    if FRESH.is_match(line) {
        found.months = Some(0);
        return;
    }
    if found.months.is_some() || !(line.contains("pengalaman") || line.contains("experience")) {
        return;
    }
    for years in YEARS.captures_iter(line) {
        let range = years.get(0).map_or(0..0, |years| years.range());
        let before = &line[..range.start];
        let word = before.trim_end_matches(|c: char| !c.is_alphabetic());
        let of_age = ["usia", "umur", "age"].iter().any(|age| {
            before.rfind(age).is_some_and(|at| !before[at..].contains("pengalaman") && range.start - at < 30)
        });
        let limit = ["maksimal", "maks", "max"].iter().any(|most| word.ends_with(most));
        let kept = |hit: &&Hit| match hit.meaning {
            Meaning::Cue(Cue::Nice) => hit.start < range.start,
            Meaning::Cue(Cue::NiceAfter) => true,
            _ => false,
        };
        if of_age || limit || hits.iter().any(|hit| kept(&hit)) {
            continue;
        }
        let number = match &years[1] {
            "satu" => 1,
            "dua" => 2,
            "tiga" => 3,
            "empat" => 4,
            "lima" => 5,
            digits => digits.parse::<u16>().unwrap_or(0),
        };
        let months = if years[2].starts_with('b') || years[2].starts_with('m') { number } else { number * 12 };
        if (1..=MOST_YEARS * 12).contains(&months) {
            found.months = Some(months);
            return;
        }
    }
}

static AGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b((?:maksimal|maks|minimal|maximum|max|minimum|min)?\.?\s?(?:usia|umur|berusia|berumur|age|aged)\b[^0-9]{0,28})(\d{2})(?:\s?(?:th|thn|tahun|years)?\.?\s?(?:-|–|s/d|s\.d\.?|sd|sampai|hingga|to|and|dan)\s?(?:dengan\s|maksimal\s|maks\.?\s)?(\d{2}))?(?:th|thn)?\b",
    )
});
static AGE_BARE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|\b(?:pria|wanita|laki-laki|perempuan|male|female)\b[\s,/&]*)(maks\w*|max\w*|min\w*)\.?\s?(\d{2})\s?(?:th|thn|tahun|years? old)\b|\b(\d{2})\s?(?:-|–|to|and)\s?(\d{2})\s?years?\sold|\b(\d{2})\s?(?:-|–)\s?(\d{2})\s?(?:th|thn|tahun)$",
    )
});
static HEIGHT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?:tinggi(?: badan)?|tb|height)\b[^0-9]{0,24}(1[3-9]\d)(?:\s?(?:-|–)\s?(1[3-9]\d))?\s?(?:cm)?\b")
});

/// Words that may follow a person in a limit ("wanita usia …"), as opposed to "wanita karir".
const FOLLOWS: [&str; 26] = [
    "usia",
    "umur",
    "maks",
    "maksimal",
    "max",
    "min",
    "minimal",
    "dan",
    "atau",
    "and",
    "or",
    "belum",
    "single",
    "lajang",
    "berpenampilan",
    "dengan",
    "yang",
    "lulusan",
    "pendidikan",
    "sehat",
    "diutamakan",
    "berusia",
    "muslim",
    "muslimah",
    "menikah",
    "only",
];
/// Words before a person that leave it one ("diutamakan wanita").
const LEADS: [&str; 26] = [
    "diutamakan",
    "kelamin",
    "gender",
    "khusus",
    "wajib",
    "dan",
    "atau",
    "and",
    "or",
    "seorang",
    "status",
    "berjenis",
    "kandidat",
    "untuk",
    "beragama",
    "dibutuhkan",
    "belum",
    "prioritas",
    "adalah",
    "posisi",
    "harus",
    "hanya",
    "tahun",
    "usia",
    "disukai",
    "agama",
];

fn limits(line: &str, hits: &[Hit], found: &mut Found) {
    let mut met: Vec<(LimitKind, String)> = Vec::new();
    let is_limit = |place: usize| hits.get(place).is_some_and(|hit| matches!(hit.meaning, Meaning::Limit(_)));
    for (place, hit) in hits.iter().enumerate() {
        let Meaning::Limit(limit) = *hit.meaning else { continue };
        let (kind, ref value, place_of) = LEXICON.limits[limit];
        let (before, after) = (line[..hit.start].trim_end(), line[hit.end..].trim_start());
        let refused = place > 0
            && matches!(hits[place - 1].meaning, Meaning::Cue(Cue::Not))
            && hit.start - hits[place - 1].end <= NOT_REACHES / 2;
        if refused {
            continue;
        }
        if place_of == Where::Alone {
            let lead = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
            let leads = before.is_empty()
                || !lead.ends_with(char::is_alphanumeric)
                || LEADS.contains(&lead)
                || (place > 0 && is_limit(place - 1) && hits[place - 1].end + 1 >= before.len());
            let follow = after.split(|c: char| c.is_whitespace() || ",.;:/&()".contains(c)).next().unwrap_or("");
            let follows = follow.is_empty()
                || !follow.starts_with(char::is_alphabetic)
                || FOLLOWS.contains(&follow)
                || (is_limit(place + 1) && hits[place + 1].start <= hit.end + 3);
            if !(leads && follows) {
                continue;
            }
        }
        met.push((kind, value.clone()));
    }
    let span = |from: Option<u32>, to: Option<u32>| {
        let shown = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        format!("{}-{}", shown(from), shown(to))
    };
    let plausible = |age: &u32| (15..=70).contains(age);
    if line.bytes().any(|byte| byte.is_ascii_digit()) {
        let number = |found: Option<regex::Match>| found.and_then(|digits| digits.as_str().parse::<u32>().ok());
        let of_age = ["usia", "umur", "age"].iter().any(|word| line.contains(word));
        for age in of_age.then(|| AGE.captures_iter(line)).into_iter().flatten() {
            let words = &age[1];
            let other =
                ["kendaraan", "motor", "mobil", "anak", "perusahaan", "pensiun", "pengalaman", "siswa", "pendidikan"];
            if other.iter().any(|word| words.contains(word)) {
                continue;
            }
            let from = number(age.get(2)).filter(plausible);
            let to = number(age.get(3)).filter(plausible);
            let most = [
                "maks",
                "max",
                "tidak lebih",
                "di bawah",
                "dibawah",
                "up to",
                "below",
                "under",
                "kurang",
                "<",
                "hingga",
            ]
            .iter()
            .any(|word| words.contains(word));
            let least = ["min", "di atas", "diatas", "above", "over", ">"].iter().any(|word| words.contains(word));
            match (from, to) {
                (Some(from), Some(to)) if from <= to => met.push((LimitKind::Age, span(Some(from), Some(to)))),
                (Some(to), None) if most => met.push((LimitKind::Age, span(None, Some(to)))),
                (Some(from), None) if least => met.push((LimitKind::Age, span(Some(from), None))),
                _ => {}
            }
        }
        if (line.contains("th") || line.contains("tahun") || line.contains("year"))
            && !met.iter().any(|limit| limit.0 == LimitKind::Age)
            && !line.contains("pengalaman")
            && !line.contains("experience")
        {
            for age in AGE_BARE.captures_iter(line) {
                let [single, from, to, first, last] =
                    [2, 3, 4, 5, 6].map(|group| number(age.get(group)).filter(plausible));
                match (single, from.or(first), to.or(last)) {
                    (Some(to), _, _) if age[1].starts_with("ma") => met.push((LimitKind::Age, span(None, Some(to)))),
                    (Some(from), _, _) => met.push((LimitKind::Age, span(Some(from), None))),
                    (None, Some(from), Some(to)) if from < to => met.push((LimitKind::Age, span(Some(from), Some(to)))),
                    _ => {}
                }
            }
        }
        let of_height = ["tinggi", "tb", "height"].iter().any(|word| line.contains(word));
        for height in of_height.then(|| HEIGHT.captures_iter(line)).into_iter().flatten() {
            met.push((LimitKind::Height, span(number(height.get(1)), number(height.get(2)))));
        }
    }
    for limit in met {
        if !found.limits.contains(&limit) {
            found.limits.push(limit);
        }
    }
}

/// The limits a label states; empty for one that states none ("Busana wanita").
#[must_use]
pub fn limits_of(label: &str) -> Vec<(LimitKind, String)> {
    let line = label.to_lowercase();
    let mut found = Found::default();
    limits(&line, &hits(&line), &mut found);
    found.limits
}

/// A key that labels asking the same thing share ("English Language", "Bahasa Inggris").
#[must_use]
pub fn same(label: &str) -> Option<&'static str> {
    let line = label.trim().to_lowercase();
    hits(&line).into_iter().find_map(|hit| match hit.meaning {
        Meaning::Ask(entry) if hit.start == 0 && hit.end == line.len() => Some(LEXICON.asked[*entry].1.as_str()),
        _ => None,
    })
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file compiles: the tests run every one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Found {
        let mut found = Found::default();
        read(text, Part::Qualifications, true, true, &mut found);
        found
    }

    fn asked(text: &str) -> Vec<(String, bool)> {
        of(text).asked.into_iter().map(|(_, label, must)| (label, must)).collect()
    }

    #[test]
    fn the_lists_are_read_whole_and_no_spelling_means_two_things() {
        let cells = |text: &'static str| csv::Reader::from_reader(text.as_bytes()).into_records().collect::<Vec<_>>();
        let mut met = std::collections::HashMap::new();
        for (file, column) in [
            (include_str!("data/requirements.csv"), 2),
            (include_str!("data/limits.csv"), 2),
            (include_str!("data/cues.csv"), 1),
        ] {
            for row in cells(file) {
                let row = row.unwrap();
                let meaning = format!("{} {}", &row[0], &row[1]);
                assert!(spellings(&row[column]).count() > 0, "{meaning} has no spelling");
                for word in spellings(&row[column]) {
                    assert_eq!(word, word.to_lowercase());
                    if ["start", "stop", "line"].contains(&&row[0]) {
                        continue;
                    }
                    let before = met.insert(word.to_owned(), meaning.clone());
                    assert!(before.is_none_or(|before| before == meaning), "{word} means two things");
                }
            }
        }
        assert!(met.len() > 500);
    }

    #[test]
    fn no_label_that_the_text_can_give_is_a_limit() {
        for (_, label, _) in &LEXICON.asked {
            assert_eq!(limits_of(label), [], "{label}");
        }
    }

    #[test]
    fn schooling_is_the_lowest_rung_that_is_accepted() {
        for (text, level, required) in [
            ("Pendidikan minimal SMA/SMK/MA/Sederajat", 3, true),
            ("Minimal lulusan D3 semua jurusan", 6, true),
            ("Pendidikan min. D-IV / S-1", 7, true),
            ("Minimum Bachelor's Degree in Mathematics", 7, true),
            ("Minimal SMU, Diploma, Sarjana semua jurusan", 3, true),
            ("Pendidikan minimal S1 Psikologi (lebih diutamakan S2)", 7, true),
            ("Diutamakan lulusan S1", 7, false),
            ("Pendidikan Profesi Apoteker", 8, true),
            ("Lulusan SMP", 2, true),
            ("Pendidikan Diploma", 4, true),
        ] {
            let found = of(text).education.unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.0.level(), found.1), (level, required), "{text}");
        }
        for text in
            ["Membuat laporan D3 harian", "Pengalaman di perusahaan SMK3", "s/d 5 hari", "Pendidikan maksimal S1"]
        {
            assert_eq!(of(text).education, None, "{text}");
        }
        assert_eq!(
            of("Pendidikan min. D3 Akuntansi / Teknik Mesin, pengalaman di bidang Hukum").fields,
            ["Akuntansi", "Teknik Mesin"]
        );
    }

    #[test]
    fn years_of_experience_are_told_from_other_numbers() {
        for (text, months) in [
            ("Pengalaman minimal 2 tahun", Some(24)),
            ("Berpengalaman 1-2 tahun di bidang yang sama", Some(12)),
            ("Memiliki pengalaman kerja 6 bulan", Some(6)),
            ("Pengalaman minimal 2 (dua) tahun", Some(24)),
            ("At least 3+ years of experience", Some(36)),
            ("Fresh graduate dipersilakan melamar", Some(0)),
            ("Terbuka untuk fresh graduate", Some(0)),
            ("Tanpa pengalaman", Some(0)),
            ("Tidak wajib berpengalaman", Some(0)),
            ("Usia 20-30 tahun, berpengalaman", None),
            ("Pengalaman maksimal 2 tahun", None),
            ("Diutamakan berpengalaman 2 tahun", None),
            ("Pengalaman 2 tahun menjadi nilai tambah", None),
            ("Bersedia dikontrak 3 tahun", None),
            ("Memiliki pengalaman", None),
        ] {
            assert_eq!(of(text).months, months, "{text}");
        }
    }

    #[test]
    fn a_cue_makes_must_or_nice_within_its_sentence() {
        for (text, expected) in [
            ("Wajib menguasai Microsoft Excel", vec![("Microsoft Excel", true)]),
            ("Diutamakan menguasai Microsoft Excel", vec![("Microsoft Excel", false)]),
            ("Menguasai Ms. Excel dan AutoCAD", vec![("Microsoft Excel", true), ("AutoCAD", true)]),
            ("Excel", vec![("Microsoft Excel", false)]),
            ("Menguasai Excel, diutamakan AutoCAD", vec![("Microsoft Excel", true), ("AutoCAD", false)]),
            (
                "Menguasai Excel. Diutamakan AutoCAD. Wajib SAP",
                vec![("Microsoft Excel", true), ("AutoCAD", false), ("SAP", true)],
            ),
            ("Memiliki sertifikat BNSP (diutamakan)", vec![("Sertifikat BNSP", false)]),
            ("Menguasai SAP menjadi nilai plus", vec![("SAP", false)]),
            ("Wajib bisa Canva, Photoshop nilai tambah", vec![("Canva", true), ("Adobe Photoshop", false)]),
            ("(Nilai tambah) Menguasai Docker", vec![("Docker", false)]),
            ("Mampu berbahasa Inggris atau Mandarin", vec![("Bahasa Inggris", false), ("Bahasa Mandarin", false)]),
            ("Tidak wajib menguasai Photoshop, wajib Canva", vec![("Canva", true)]),
            ("Tidak perlu bisa bahasa Inggris", vec![]),
            ("Mampu bekerja tanpa pengawasan langsung dan menguasai Excel", vec![("Microsoft Excel", true)]),
            ("Diutamakan:\nMenguasai SAP", vec![("SAP", false)]),
            ("Menguasai Canva\nBenefit:\nPelatihan Excel", vec![("Canva", true)]),
        ] {
            let expected: Vec<(String, bool)> =
                expected.into_iter().map(|(label, must)| (label.to_owned(), must)).collect();
            assert_eq!(asked(text), expected, "{text}");
        }
    }

    #[test]
    fn licences_languages_and_certificates_are_told_from_like_words() {
        for (text, expected) in [
            ("Memiliki SIM A dan SIM C aktif", vec![("SIM A", true), ("SIM C", true)]),
            ("Wajib punya SIM B1 Umum", vec![("SIM B1 Umum", true)]),
            ("Memiliki SIM A/C", vec![("SIM A", false), ("SIM C", false)]),
            ("Memiliki SIM B II Umum", vec![("SIM B2 Umum", true)]),
            ("Memiliki kendaraan motor dan SIM C (lebih diutamakan)", vec![("SIM C", false)]),
            ("Wajib memiliki STR aktif", vec![("STR", true)]),
            ("Fasih bahasa Inggris, TOEFL minimal 500", vec![("Bahasa Inggris", true), ("TOEFL 500", false)]),
            ("Lulusan Sastra Inggris", vec![]),
            ("S1 Pendidikan Bahasa Indonesia", vec![]),
            ("Menangani klien Jepang", vec![]),
            ("Mahir berbahasa Jepang, JLPT N3", vec![("Bahasa Jepang", true), ("JLPT N3", false)]),
            ("Memiliki sertifikat ISO 9001", vec![("ISO 9001", true)]),
            ("Memiliki sertifikat Brevet A dan B", vec![("Brevet A dan B", true)]),
            ("Wajib sertifikat Ahli K3 Umum", vec![("Sertifikat Ahli K3 Umum", true)]),
        ] {
            let expected: Vec<(String, bool)> =
                expected.into_iter().map(|(label, must)| (label.to_owned(), must)).collect();
            assert_eq!(asked(text), expected, "{text}");
        }
        assert_eq!(of("Memahami ISO 9001").asked[0].0, RequirementKind::Skill, "knowing is not holding");
    }

    #[test]
    fn limits_are_told_from_what_only_looks_like_them() {
        use LimitKind::{Age, Appearance, Height, Marital, Physical, Religion, Sex};
        for (text, expected) in [
            ("Usia maksimal 30 tahun", vec![(Age, "-30")]),
            ("Usia 18 - 35 tahun", vec![(Age, "18-35")]),
            ("Pria usia max 30th", vec![(Sex, "male"), (Age, "-30")]),
            ("Maximum age: 30 years old", vec![(Age, "-30")]),
            ("Perempuan usia minimal 23 tahun", vec![(Sex, "female"), (Age, "23-")]),
            ("Pria/wanita maks 35th", vec![(Age, "-35")]),
            ("Laki-laki, belum menikah", vec![(Sex, "male"), (Marital, "single")]),
            ("Diutamakan wanita", vec![(Sex, "female")]),
            ("Berpenampilan menarik", vec![(Appearance, "attractive")]),
            ("Good looking", vec![(Appearance, "attractive")]),
            ("Laki-laki, Muslim", vec![(Sex, "male"), (Religion, "muslim")]),
            ("Male/Female (Muslim/Muslimah)", vec![(Religion, "muslim")]),
            ("Tinggi badan min 160 cm", vec![(Height, "160-")]),
            ("Tidak bertato dan tidak buta warna", vec![(Physical, "no_tattoo"), (Physical, "not_colour_blind")]),
            ("Berpenampilan rapi", vec![]),
            ("Sehat jasmani dan rohani", vec![]),
            ("Pengalaman menjual pakaian wanita", vec![]),
            ("Memahami busana muslim", vec![]),
            ("Single sign-on dan single page application", vec![]),
            ("Pengalaman minimal 18 tahun", vec![]),
            ("Usia kendaraan maksimal 15 tahun", vec![]),
            ("Kontrak 20 tahun", vec![]),
            ("Tidak wajib berhijab", vec![]),
        ] {
            let expected: Vec<(LimitKind, String)> =
                expected.into_iter().map(|(kind, value)| (kind, value.to_owned())).collect();
            assert_eq!(of(text).limits, expected, "{text}");
        }
    }

    #[test]
    fn a_description_is_read_where_it_asks() {
        let read_as = |text: &str| {
            let mut found = Found::default();
            read(text, Part::Description, true, true, &mut found);
            found.asked.len()
        };
        assert_eq!(read_as("Membuat laporan di Microsoft Excel"), 0, "a duty");
        assert_eq!(read_as("Membuat laporan\nKualifikasi:\n- Microsoft Excel"), 1);
        assert_eq!(read_as("Membuat laporan\nMenguasai Microsoft Excel"), 1);
        let long = "1. Membantu menyusun laporan di Microsoft Excel atau Power BI.2. Menyiapkan bahan rapat untuk pimpinan dan \
                    mitra kerja.3. Mahir menggunakan Canva serta bersedia bekerja di lapangan.";
        assert_eq!(read_as(long), 1, "a list without its breaks");
        assert_eq!(read_as("Kualifikasi:\n- Canva\nTugas:\n- Laporan Microsoft Excel"), 1);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "(.|\n|[a-z0-9 ,.()/-]|SIM A|usia|maks|tahun|wajib|diutamakan|Excel|\\(|pria){0,60}") {
            for part in [Part::Qualifications, Part::Description] {
                let mut found = Found::default();
                read(&text, part, true, true, &mut found);
                for (_, label, _) in &found.asked {
                    proptest::prop_assert!(limits_of(label).is_empty(), "{}", label);
                }
            }
            let _ = same(&text);
        }
    }
}
