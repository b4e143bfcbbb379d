//! The match in words: what is asked, what the person has, and one sentence.

use serde::{Deserialize, Serialize};

use super::{Band, COVERAGE_SHOWN, Fit, Matcher, Part};
use crate::market::words::count;
use crate::record::code::{Education, EmploymentType, Lang, WorkMode};
use crate::record::{RequirementKind, day};
use crate::snapshot::{ColumnId, ListId};

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The person has it.
    Met,
    /// In part.
    Partial,
    /// The person said otherwise.
    Unmet,
    /// The profile is silent.
    Unknown,
}

/// One thing the vacancy asks, held against the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The part it belongs to.
    pub part: Part,
    /// How it stands.
    pub status: Status,
    /// Whether it must be met.
    pub must: bool,
    /// What is asked, as shown.
    pub asked: String,
    /// What the person has, as shown; empty where unknown.
    pub have: String,
    /// Whether no course or effort replaces it on the day of applying (licence, certificate, schooling).
    #[serde(skip)]
    pub hard: bool,
    /// Whether a course of this snapshot teaches it.
    #[serde(skip)]
    pub trainable: bool,
}

/// A part's share of the match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartShare {
    /// Which part.
    pub part: Part,
    /// Its name, as shown.
    pub label: String,
    /// Its addend of the fit; `None` where it does not count.
    pub points: Option<u32>,
    /// How well it is met, 0–10,000.
    pub score: Option<u32>,
    /// Its weight, 0–10,000.
    pub weight: u32,
}

/// Why a vacancy matches as it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// 0–10,000; `None` where the vacancy states too little.
    pub fit: Option<u32>,
    /// Share of the weight that could be judged, 0–10,000.
    pub coverage: u32,
    /// In a word.
    pub band: Band,
    /// Every part; the points sum to the fit.
    pub parts: Vec<PartShare>,
    /// Every requirement.
    pub checks: Vec<Check>,
    /// Requirements met.
    pub met: u32,
    /// Requirements asked.
    pub asked: u32,
    /// At most 160 characters.
    pub sentence: String,
}

/// Most characters of a sentence.
const SENTENCE: usize = 160;

impl Matcher<'_> {
    /// Explains a vacancy.
    #[must_use]
    pub fn explain(&self, row: usize, lang: Lang) -> Explanation {
        let fit = self.assess(row);
        let checks = self.checks(row, &fit, lang);
        let parts = Part::ALL.map(|part| PartShare {
            part,
            label: label(part, lang).to_owned(),
            points: fit.parts[part as usize],
            score: fit.judged[part as usize].map(|(score, _)| score),
            weight: fit.judged[part as usize].map_or(0, |(_, weight)| weight),
        });
        Explanation {
            fit: (fit.coverage >= COVERAGE_SHOWN).then_some(fit.fit),
            coverage: fit.coverage,
            band: self.band(row, &fit),
            sentence: self.sentence(&fit, &checks, lang),
            met: checks.iter().filter(|check| check.status == Status::Met).count() as u32,
            asked: checks.len() as u32,
            parts: parts.into(),
            checks,
        }
    }

    /// Every requirement of a vacancy with its state.
    pub(super) fn checks(&self, row: usize, fit: &Fit, lang: Lang) -> Vec<Check> {
        let snapshot = self.snapshot;
        let mut checks = Vec::new();
        let mut push = |part, status, must, asked: String, have: String| {
            checks.push(Check { part, status, must, asked, have, hard: false, trainable: false });
        };
        let score = |part: Part| fit.judged[part as usize].map(|(score, _)| score);
        let by_score = |score: u32| match score {
            10_000.. => Status::Met,
            1.. => Status::Partial,
            0 => Status::Unmet,
        };
        let or_unknown = |known: bool, status: Status| if known { status } else { Status::Unknown };

        if let Some(score) = score(Part::Occupation) {
            let known = !(self.profile.targets.is_empty() && self.profile.history.is_empty());
            let code = snapshot.text(ColumnId::Occupation, row).unwrap_or_default();
            let status = match score {
                8_500.. => Status::Met,
                4_000.. => Status::Partial,
                _ => Status::Unmet,
            };
            push(Part::Occupation, or_unknown(known, status), false, self.occupation_label(code, lang), String::new());
        }

        if let Some(level) = snapshot.int(ColumnId::Education, row).and_then(|level| Education::new(level as u8)) {
            let own = self.profile.education;
            let status = match own {
                None => Status::Unknown,
                Some(own) if own >= level => Status::Met,
                Some(own) if own.level() + 2 >= level.level() => Status::Partial,
                Some(_) => Status::Unmet,
            };
            let required = snapshot.text(ColumnId::EducationRequired, row) == Some("yes");
            let status = if required && status == Status::Partial { Status::Unmet } else { status };
            let asked = match lang {
                Lang::Id => format!("Pendidikan minimal {}", level.label(lang)),
                Lang::En => format!("At least {}", level.label(lang)),
            };
            push(
                Part::Education,
                status,
                required,
                asked,
                own.map_or_else(String::new, |own| own.label(lang).to_owned()),
            );

            let fields = snapshot.list(ListId::StudyFields);
            let dict = snapshot.dict(ListId::StudyFields);
            let near = fields.codes(row).map(|code| self.tables.field[code as usize]).max();
            if let Some(near) = near {
                let names: Vec<&str> = fields.codes(row).filter_map(|code| dict.text(code)).take(4).collect();
                let more = fields.range(row).len().saturating_sub(names.len());
                let mut asked = format!("{}: {}", lang.pick("Jurusan", "Field of study"), names.join(", "));
                if more > 0 {
                    asked.push_str(&format!(" (+{more})"));
                }
                let status = match near {
                    1000.. => Status::Met,
                    700.. => Status::Partial,
                    _ => Status::Unmet,
                };
                let known = !self.profile.fields.is_empty();
                push(Part::Education, or_unknown(known, status), false, asked, self.profile.fields.join(", "));
            }
        }

        if let Some(months) = snapshot.int(ColumnId::Experience, row).filter(|&months| months > 0) {
            let status = score(Part::Experience).map_or(Status::Unknown, by_score);
            let occupation = snapshot.column(ColumnId::Occupation).codes.get(row);
            let own = self.tables.months[occupation as usize] / 10_000;
            let known = !self.profile.history.is_empty() && occupation > 0;
            let have = if known { months_in_words(own.into(), lang) } else { String::new() };
            let asked = match lang {
                Lang::Id => format!("Pengalaman {}", months_in_words(months, lang)),
                Lang::En => format!("{} of experience", months_in_words(months, lang)),
            };
            push(Part::Experience, or_unknown(known, status), false, asked, have);
        }

        if let Some(score) = score(Part::Place) {
            let region = snapshot.text(ColumnId::Region, row).unwrap_or_default();
            let remote =
                self.tables.remote.is_some_and(|remote| remote == snapshot.column(ColumnId::WorkMode).codes.get(row));
            let asked = if remote {
                WorkMode::Remote.label(lang).to_owned()
            } else {
                crate::query::full_region_name(region, snapshot).unwrap_or_default()
            };
            let home = self.profile.home.as_deref().and_then(|home| crate::query::full_region_name(home, snapshot));
            push(Part::Place, by_score(score), false, asked, home.unwrap_or_default());
        }

        if let (Some(score), Some(wanted)) = (score(Part::Pay), self.profile.minimum_pay) {
            let amount = |id| snapshot.int(id, row).map(rupiah);
            let most = amount(ColumnId::PayMax).unwrap_or_default();
            let asked = match amount(ColumnId::PayMin) {
                Some(least) if least != most => format!("{least} – {most}"),
                _ => most,
            };
            let wish = match lang {
                Lang::Id => format!("mau minimal {}", rupiah(wanted.into())),
                Lang::En => format!("wants at least {}", rupiah(wanted.into())),
            };
            push(Part::Pay, by_score(score), false, asked, wish);
        }

        if let Some(score) = score(Part::Conditions) {
            let kind = snapshot.text(ColumnId::EmploymentType, row).and_then(EmploymentType::from_key);
            let mode = snapshot.text(ColumnId::WorkMode, row).and_then(WorkMode::from_key);
            let words: Vec<&str> =
                kind.map(|kind| kind.label(lang)).into_iter().chain(mode.map(|mode| mode.label(lang))).collect();
            push(Part::Conditions, by_score(score), false, words.join(", "), String::new());
        }

        for (list, must) in [(ListId::Musts, true), (ListId::Nices, false)] {
            for code in snapshot.list(list).codes(row) {
                let asked = &self.catalogue.requirements[code as usize - 1];
                let status = if self.tables.has[code as usize] {
                    Status::Met
                } else {
                    or_unknown(!self.profile.skills.is_empty(), Status::Unmet)
                };
                let hard = matches!(
                    asked.kind,
                    RequirementKind::Licence | RequirementKind::Certificate | RequirementKind::Language
                );
                checks.push(Check {
                    part: Part::Skills,
                    status,
                    must,
                    asked: asked.label.clone(),
                    have: if status == Status::Met { asked.label.clone() } else { String::new() },
                    hard: hard && must,
                    trainable: !asked.courses.is_empty(),
                });
            }
        }
        for check in &mut checks {
            check.hard |= check.must && check.part == Part::Education;
        }
        checks
    }

    fn occupation_label(&self, code: &str, lang: Lang) -> String {
        let labels = &self.snapshot.meta.code_lists.occupations;
        let known = [code.len(), 4, 3, 2, 1]
            .into_iter()
            .filter_map(|digits| code.get(..digits))
            .find_map(|code| labels.get(code));
        known.map_or_else(|| format!("KBJI {code}"), |(id, en)| lang.pick(id, en).to_owned())
    }

    /// "{strong} dan {strong} Anda cocok. Belum ada: {gap} – {course}".
    fn sentence(&self, fit: &Fit, checks: &[Check], lang: Lang) -> String {
        if fit.coverage < COVERAGE_SHOWN {
            return lang
                .pick(
                    "Data lowongan ini belum cukup untuk dicocokkan.",
                    "This vacancy states too little to tell how well it matches.",
                )
                .to_owned();
        }
        let mut strong: Vec<Part> = Part::ALL
            .into_iter()
            .filter(|&part| fit.judged[part as usize].is_some_and(|(score, _)| score >= 7_000))
            .collect();
        crate::order::sort_by(&mut strong, |&a, &b| {
            (fit.parts[b as usize], a as u8).cmp(&(fit.parts[a as usize], b as u8))
        });
        let name = |part: Part| label(part, lang).to_ascii_lowercase();
        let mut sentence = match (&strong[..], lang) {
            ([], Lang::Id) => "Belum ada bagian yang cocok benar.".to_owned(),
            ([], Lang::En) => "No part is a good match yet.".to_owned(),
            ([one], Lang::Id) => format!("Yang cocok: {}.", name(*one)),
            ([one], Lang::En) => format!("What fits: {}.", name(*one)),
            ([one, other, ..], Lang::Id) => format!("Yang cocok: {} dan {}.", name(*one), name(*other)),
            ([one, other, ..], Lang::En) => format!("What fits: {} and {}.", name(*one), name(*other)),
        };
        let mut add = |text: String| {
            let fits = sentence.chars().count() + 1 + text.chars().count() <= SENTENCE;
            if fits {
                sentence.push(' ');
                sentence.push_str(&text);
            }
            fits
        };
        let gap =
            checks.iter().filter(|check| check.status == Status::Unmet).max_by_key(|check| (check.must, check.hard));
        if let Some(gap) = gap {
            let said = add(match lang {
                Lang::Id => format!("Belum terpenuhi: {}.", gap.asked),
                Lang::En => format!("Missing: {}.", gap.asked),
            });
            if said && let Some(course) = self.course_for(&gap.asked) {
                let starts = day::parse(&course.start_date).map(|start| day::words(start, lang)).unwrap_or_default();
                let free = if course.cost == 0 { lang.pick(" gratis", "free ") } else { "" };
                add(match lang {
                    Lang::Id => format!("Ada pelatihan{free}: {}, mulai {starts}.", course.name),
                    Lang::En => format!("A {free}course teaches it: {}, from {starts}.", course.name),
                });
            }
        } else if checks.iter().any(|check| check.status == Status::Unknown) {
            add(lang.pick("Isi data lain untuk hasil yang lebih tepat.", "Answer more to sharpen this.").to_owned());
        }
        sentence
    }

    /// The course that teaches a requirement, nearest first to start among those one can still apply for.
    fn course_for(&self, asked: &str) -> Option<&crate::record::Course> {
        let today = self.snapshot.meta.about.as_of;
        let open = |course: &&crate::record::Course| {
            let last = course.apply_by.as_deref().unwrap_or(&course.start_date);
            day::parse(last).is_some_and(|last| last >= today)
        };
        let asked = self.catalogue.requirements.iter().find(|requirement| requirement.label == asked)?;
        let courses = asked.courses.iter().filter_map(|&at| self.snapshot.meta.courses.get(at as usize));
        courses.filter(open).min_by(|a, b| (&a.start_date, &a.id).cmp(&(&b.start_date, &b.id)))
    }
}

/// Name of a part, as shown.
fn label(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::Skills => lang.pick("Keterampilan", "Skills"),
        Part::Occupation => lang.pick("Pekerjaan", "Occupation"),
        Part::Place => lang.pick("Lokasi", "Place"),
        Part::Education => lang.pick("Pendidikan", "Education"),
        Part::Experience => lang.pick("Pengalaman", "Experience"),
        Part::Pay => lang.pick("Upah", "Pay"),
        Part::Conditions => lang.pick("Jenis kerja", "Kind of work"),
    }
}

fn months_in_words(months: i64, lang: Lang) -> String {
    let (years, rest) = (months / 12, months % 12);
    let plural = |n: i64, word: &str| if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") };
    match (years, rest, lang) {
        (0, rest, Lang::Id) => format!("{rest} bulan"),
        (years, 0, Lang::Id) => format!("{years} tahun"),
        (years, rest, Lang::Id) => format!("{years} tahun {rest} bulan"),
        (0, rest, Lang::En) => plural(rest, "month"),
        (years, 0, Lang::En) => plural(years, "year"),
        (years, rest, Lang::En) => format!("{} {}", plural(years, "year"), plural(rest, "month")),
    }
}

/// "Rp3.200.000": thousands with dots, as both languages' readers in Indonesia see it.
fn rupiah(amount: i64) -> String {
    format!("Rp{}", count(amount.unsigned_abs(), Lang::Id))
}
