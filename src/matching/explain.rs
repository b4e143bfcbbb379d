//! The match in words: what is asked, what the person has, and one sentence.

use serde::{Deserialize, Serialize};

use super::{Band, COVERAGE_SHOWN, Fit, Matcher, Part};
use crate::market::words::count;
use crate::record::code::{Education, EmploymentType, Lang, WorkMode};
use crate::record::{DealBreaker, RequirementKind, day};
use crate::snapshot::{ColumnId, ListId};

/// How a requirement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The part it belongs to.
    pub part: Part,
    /// How it stands.
    pub status: Status,
    /// Whether it must be met.
    pub must: bool,
    /// Whether it breaks a wish that the person marked as a must.
    pub deal_breaker: bool,
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

/// One thing the vacancy asks, held against the profile, without words.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) part: Part,
    pub(super) of: Asked,
    pub(super) status: Status,
    pub(super) must: bool,
    pub(super) hard: bool,
    pub(super) trainable: bool,
}

/// What is asked, within its part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The part itself.
    Whole,
    /// Study fields, beside the rung of schooling.
    Fields,
    /// A requirement, by its code.
    Requirement(u32),
}

/// A part's share of the match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct PartShare {
    /// Which part.
    pub part: Part,
    /// Its name, as shown.
    pub label: String,
    /// Its addend of the fit; `None` where it does not count.
    #[cfg_attr(feature = "cli", schemars(range(max = 10_000)))]
    pub points: Option<u32>,
    /// How well it is met, 0–10,000.
    #[cfg_attr(feature = "cli", schemars(range(max = 10_000)))]
    pub score: Option<u32>,
    /// Its weight, 0–10,000.
    #[cfg_attr(feature = "cli", schemars(range(max = 10_000)))]
    pub weight: u32,
}

/// Why a vacancy matches as it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Explanation {
    /// 0–10,000; `None` where the vacancy states too little.
    #[cfg_attr(feature = "cli", schemars(range(max = 10_000)))]
    pub fit: Option<u32>,
    /// Share of the weight that could be judged, 0–10,000.
    #[cfg_attr(feature = "cli", schemars(range(max = 10_000)))]
    pub coverage: u32,
    /// In a word.
    pub band: Band,
    /// Every part; the points sum to the fit.
    #[cfg_attr(feature = "cli", schemars(length(min = 7, max = 7)))]
    pub parts: Vec<PartShare>,
    /// Every requirement.
    pub checks: Vec<Check>,
    /// Requirements met.
    pub met: u32,
    /// Requirements asked.
    pub asked: u32,
    /// At most 160 characters.
    #[cfg_attr(feature = "cli", schemars(length(min = 1, max = 160)))]
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

    /// Everything a vacancy asks, with how it stands.
    pub(super) fn marks(&self, row: usize, fit: &Fit, each: &mut dyn FnMut(Mark)) {
        let snapshot = self.snapshot;
        let mut mark = |part, of, status, must, hard, trainable| {
            each(Mark { part, of, status, must, hard, trainable });
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
            let status = match score {
                8_500.. => Status::Met,
                4_000.. => Status::Partial,
                _ => Status::Unmet,
            };
            mark(Part::Occupation, Asked::Whole, or_unknown(known, status), false, false, false);
        }

        if let Some(level) = snapshot.int(ColumnId::Education, row) {
            let status = match self.profile.education.map(|own| i64::from(own.level())) {
                None => Status::Unknown,
                Some(own) if own >= level => Status::Met,
                Some(own) if own + 2 >= level => Status::Partial,
                Some(_) => Status::Unmet,
            };
            let required = snapshot.text(ColumnId::EducationRequired, row) == Some("yes");
            let status = if required && status == Status::Partial { Status::Unmet } else { status };
            mark(Part::Education, Asked::Whole, status, required, required, false);
            let near = snapshot.list(ListId::StudyFields).codes(row).map(|code| self.tables.field[code as usize]).max();
            if let Some(near) = near {
                let status = match near {
                    1000.. => Status::Met,
                    700.. => Status::Partial,
                    _ => Status::Unmet,
                };
                let known = !self.profile.fields.is_empty();
                mark(Part::Education, Asked::Fields, or_unknown(known, status), false, false, false);
            }
        }

        if snapshot.int(ColumnId::Experience, row).is_some_and(|months| months > 0) {
            let status = score(Part::Experience).map_or(Status::Unknown, by_score);
            let known = !self.profile.history.is_empty() && snapshot.column(ColumnId::Occupation).codes.get(row) > 0;
            mark(Part::Experience, Asked::Whole, or_unknown(known, status), false, false, false);
        }

        for part in [Part::Place, Part::Pay, Part::Conditions] {
            if let Some(score) = score(part) {
                let breaks = self.breaks(row, part, score);
                let status = if breaks { Status::Unmet } else { by_score(score) };
                mark(part, Asked::Whole, status, breaks, breaks, false);
            }
        }

        for (list, must) in [(ListId::Musts, true), (ListId::Nices, false)] {
            for code in snapshot.list(list).codes(row) {
                let asked = &self.catalogue.requirements[code as usize - 1];
                let status = if self.has(code) {
                    Status::Met
                } else if self.has_related(code).is_some() {
                    Status::Partial
                } else {
                    or_unknown(!self.profile.skills.is_empty(), Status::Unmet)
                };
                let hard = must
                    && matches!(
                        asked.kind,
                        RequirementKind::Licence | RequirementKind::Certificate | RequirementKind::Language
                    );
                let trainable = asked.courses.iter().any(|&course| self.catalogue.takes_on(course, self.today));
                mark(Part::Skills, Asked::Requirement(code), status, must, hard, trainable);
            }
        }
    }

    /// Whether a vacancy breaks what the person marked as a must, in a part with this score.
    fn breaks(&self, row: usize, part: Part, score: u32) -> bool {
        let [types, modes] = &self.tables.conditions;
        let unwanted = |(id, wanted): &(ColumnId, Box<[Option<bool>]>)| {
            wanted[self.snapshot.column(*id).codes.get(row) as usize] == Some(false)
        };
        self.profile.deal_breakers.iter().any(|wish| match (wish, part) {
            (DealBreaker::Place, Part::Place) => score == 0,
            (DealBreaker::Pay, Part::Pay) => {
                self.snapshot.int(ColumnId::PayMax, row) < self.profile.minimum_pay.map(i64::from)
            }
            (DealBreaker::EmploymentType, Part::Conditions) => unwanted(types),
            (DealBreaker::WorkMode, Part::Conditions) => unwanted(modes),
            _ => false,
        })
    }

    /// Everything a vacancy asks, in words.
    pub(super) fn checks(&self, row: usize, fit: &Fit, lang: Lang) -> Vec<Check> {
        let mut checks = Vec::new();
        self.marks(row, fit, &mut |mark| {
            let (asked, have) = self.words(row, &mark, lang);
            let Mark { part, status, must, hard, trainable, .. } = mark;
            let deal_breaker = must && matches!(part, Part::Place | Part::Pay | Part::Conditions);
            checks.push(Check { part, status, must, deal_breaker, asked, have, hard, trainable });
        });
        checks
    }

    /// What is asked and what the person has.
    fn words(&self, row: usize, mark: &Mark, lang: Lang) -> (String, String) {
        let snapshot = self.snapshot;
        match (mark.part, mark.of) {
            (_, Asked::Requirement(code)) => {
                let asked = &self.catalogue.requirements[code as usize - 1].label;
                let has = match mark.status {
                    Status::Met => Some(code),
                    _ => self.has_related(code),
                };
                (asked.clone(), has.map(|code| self.catalogue.name_of(code).to_owned()).unwrap_or_default())
            }
            (_, Asked::Fields) => {
                let dict = snapshot.dict(ListId::StudyFields);
                let fields = snapshot.list(ListId::StudyFields);
                let names: Vec<&str> = fields.codes(row).filter_map(|code| dict.text(code)).take(4).collect();
                let more = fields.range(row).len().saturating_sub(names.len());
                let mut asked = format!("{}: {}", lang.pick("Jurusan", "Field of study"), names.join(", "));
                if more > 0 {
                    asked.push_str(&format!(" (+{more})"));
                }
                (asked, self.profile.fields.join(", "))
            }
            (Part::Occupation | Part::Skills, _) => {
                let code = snapshot.text(ColumnId::Occupation, row).unwrap_or_default();
                (self.occupation_label(code, lang), String::new())
            }
            (Part::Education, _) => {
                let name = |level: Option<Education>| level.map_or("", |level| level.label(lang));
                let level = name(snapshot.int(ColumnId::Education, row).and_then(|level| Education::new(level as u8)));
                let asked = match lang {
                    Lang::Id => format!("Pendidikan minimal {level}"),
                    Lang::En => format!("At least {level}"),
                };
                (asked, name(self.profile.education).to_owned())
            }
            (Part::Experience, _) => {
                let asked = months_in_words(snapshot.int(ColumnId::Experience, row).unwrap_or(0), lang);
                let occupation = snapshot.column(ColumnId::Occupation).codes.get(row);
                let own = self.tables.months[occupation as usize] / 10_000;
                let have =
                    if mark.status == Status::Unknown { String::new() } else { months_in_words(own.into(), lang) };
                let asked = match lang {
                    Lang::Id => format!("Pengalaman {asked}"),
                    Lang::En => format!("{asked} of experience"),
                };
                (asked, have)
            }
            (Part::Place, _) => {
                let region = |code: &str| crate::query::full_region_name(code, snapshot).unwrap_or_default();
                let mode = snapshot.column(ColumnId::WorkMode).codes.get(row);
                let remote = self.tables.remote.is_some_and(|remote| remote == mode);
                let asked = if remote {
                    WorkMode::Remote.label(lang).to_owned()
                } else {
                    region(snapshot.text(ColumnId::Region, row).unwrap_or_default())
                };
                (asked, self.profile.home.as_deref().map(region).unwrap_or_default())
            }
            (Part::Pay, _) => {
                let amount = |id| snapshot.int(id, row).map(rupiah);
                let most = amount(ColumnId::PayMax).unwrap_or_default();
                let asked = match amount(ColumnId::PayMin) {
                    Some(least) if least != most => format!("{least} – {most}"),
                    _ => most,
                };
                let wanted = rupiah(self.profile.minimum_pay.unwrap_or(0).into());
                let wish = match lang {
                    Lang::Id => format!("mau minimal {wanted}"),
                    Lang::En => format!("wants at least {wanted}"),
                };
                (asked, wish)
            }
            (Part::Conditions, _) => {
                let kind = snapshot.text(ColumnId::EmploymentType, row).and_then(EmploymentType::from_key);
                let mode = snapshot.text(ColumnId::WorkMode, row).and_then(WorkMode::from_key);
                let words: Vec<&str> =
                    kind.map(|kind| kind.label(lang)).into_iter().chain(mode.map(|mode| mode.label(lang))).collect();
                (words.join(", "), String::new())
            }
        }
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
        let unmet = checks.iter().filter(|check| check.status == Status::Unmet);
        let gap = unmet.max_by_key(|check| (check.deal_breaker, check.must, check.hard));
        if let Some(gap) = gap.filter(|gap| gap.deal_breaker) {
            add(match lang {
                Lang::Id => format!("Tidak memenuhi syarat mutlak Anda: {}.", name(gap.part)),
                Lang::En => format!("Breaks a must of yours: {}.", name(gap.part)),
            });
        } else if let Some(gap) = gap {
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

    /// The course that teaches a requirement, first to start among those one can still apply for.
    fn course_for(&self, asked: &str) -> Option<&crate::record::Course> {
        let asked = self.catalogue.requirements.iter().find(|requirement| requirement.label == asked)?;
        let open = asked.courses.iter().filter(|&&at| self.catalogue.takes_on(at, self.today));
        let courses = open.filter_map(|&at| self.snapshot.meta.courses.get(at as usize));
        courses.min_by(|a, b| (&a.start_date, &a.id).cmp(&(&b.start_date, &b.id)))
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
