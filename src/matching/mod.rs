//! Holds a profile against vacancies: `padan-skor/1`, in integers.
//!
//! A profile is compiled into small tables over column codes ([`Matcher`]); a vacancy's score
//! is then a handful of look-ups, the same in the scan over a million rows and in the
//! explanation of one. Scores and weights are basis points (0–10,000), reliabilities permille.
//!
//! Each part of the match has one of three outcomes: it *does not count* (the vacancy does not
//! ask, or the person has no wish), it is *asked and the profile is silent* (score 0, never a
//! neutral value), or it is *known*. A part's weight depends on the vacancy alone, so adding to
//! a profile never changes weights, and more qualification never hurts.
//!
//! Limits on age, sex and the like are not among the columns; nothing here can see them.
//!
//! # Overview
//!
//! * [`Matcher`]: a profile as tables. [`Fit`]: what they say of one vacancy.
//! * [`Explanation`]: the same in words, requirement by requirement.
//! * [`place`]: distances between regions.

mod explain;
pub mod place;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::record::{Profile, RequirementKind, Weights, code};
use crate::snapshot::{Codes, ColumnId, ListId, Snapshot};
use crate::text::{fold, words};
pub use explain::{Check, Explanation, PartShare, Status};

/// A part of the match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Skills, tools, certificates, licences, languages.
    Skills,
    /// Occupation.
    Occupation,
    /// Way to work.
    Place,
    /// Schooling.
    Education,
    /// Experience in related occupations.
    Experience,
    /// Pay against the least wanted.
    Pay,
    /// Employment type and work mode.
    Conditions,
}

impl Part {
    /// Every part, in the order of [`Fit::parts`].
    pub const ALL: [Self; 7] =
        [Self::Skills, Self::Occupation, Self::Place, Self::Education, Self::Experience, Self::Pay, Self::Conditions];

    /// The key in answers.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Skills => "skills",
            Self::Occupation => "occupation",
            Self::Place => "place",
            Self::Education => "education",
            Self::Experience => "experience",
            Self::Pay => "pay",
            Self::Conditions => "conditions",
        }
    }

    fn weight(self, weights: &Weights) -> u16 {
        match self {
            Self::Skills => weights.skills,
            Self::Occupation => weights.occupation,
            Self::Place => weights.place,
            Self::Education => weights.education,
            Self::Experience => weights.experience,
            Self::Pay => weights.pay,
            Self::Conditions => weights.conditions,
        }
    }
}

/// How well a vacancy matches, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// A good fit; nothing hard is missing or unknown and at least 8 in 10 musts are met.
    Qualified,
    /// At least half of what is asked is met; one or two musts are missing and taught by a
    /// course, or are unknown.
    Almost,
    /// A fair fit with some way to go.
    Prepare,
    /// Rather not.
    Weak,
    /// The vacancy states too little to tell.
    Unknown,
}

/// Least coverage at which a fit is shown.
pub const COVERAGE_SHOWN: u32 = 4000;
/// Least fit of [`Band::Qualified`]: a vacancy that asks little is not met by everybody.
const GOOD_FIT: u32 = 7000;
/// Least fit of [`Band::Almost`] and [`Band::Prepare`].
const FAIR_FIT: u32 = 4000;
/// Weight and value of the prior that sparse vacancies drift to (`padan-skor/1` §9.4).
const PRIOR: (u32, u32) = (1500, 3000);
/// Way to work where the profile names none, km.
const RADIUS_KM: u16 = 40;

/// What the tables say of one vacancy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// By part, how well it is met and with what weight; `None` where it does not count.
    pub judged: [Option<(u32, u32)>; 7],
    /// By part, its share of `fit`; they sum to it exactly.
    pub parts: [Option<u32>; 7],
    /// Weighted mean of what could be judged, 0–10,000.
    pub fit: u32,
    /// Share of the weight that could be judged, 0–10,000.
    pub coverage: u32,
    /// What vacancies are ranked by: `fit` drawn towards a modest prior by missing data.
    pub rank: u32,
}

/// What requirements and study fields mean, worked out once a snapshot.
pub struct Catalogue {
    requirements: Vec<Asked>,
    codes: HashMap<String, Vec<u32>>,
    fields: Vec<String>,
}

/// A requirement of the snapshot's dictionary.
struct Asked {
    kind: RequirementKind,
    label: String,
    /// Courses that teach it.
    courses: Vec<u32>,
}

impl Catalogue {
    /// Reads the dictionaries.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut taught: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, course) in snapshot.meta.courses.iter().enumerate() {
            for skill in &course.teaches {
                taught.entry(fold(skill)).or_default().push(at as u32);
            }
        }
        let dict = snapshot.dict(ListId::Musts);
        let mut codes: HashMap<String, Vec<u32>> = HashMap::new();
        let mut requirements = Vec::with_capacity(dict.len());
        for code in 1..=dict.len() as u32 {
            let (kind, label) = dict.text(code).and_then(|text| text.split_once('/')).unwrap_or_default();
            let folded = fold(label);
            requirements.push(Asked {
                kind: RequirementKind::from_key(kind).unwrap_or(RequirementKind::Skill),
                label: label.to_owned(),
                courses: taught.get(&folded).cloned().unwrap_or_default(),
            });
            codes.entry(folded).or_default().push(code);
        }
        let fields = snapshot.dict(ListId::StudyFields);
        let fields = (1..=fields.len() as u32).map(|code| fold(fields.text(code).unwrap_or_default())).collect();
        Self { requirements, codes, fields }
    }

    /// Names of all requirements, in the order of their codes.
    pub fn requirements(&self) -> impl Iterator<Item = &str> {
        self.requirements.iter().map(|asked| &*asked.label)
    }
}

/// A profile as tables over column codes.
pub struct Matcher<'a> {
    snapshot: &'a Snapshot,
    catalogue: &'a Catalogue,
    profile: &'a Profile,
    weights: [u32; 7],
    /// By occupation code: nearness of targets and past jobs.
    occupation: Vec<u16>,
    /// By occupation code: related months, in 1/10,000.
    months: Vec<u32>,
    /// By reliability code: the weight that is left.
    occupation_weight: Vec<u32>,
    education: Vec<u16>,
    /// By study field: 1,000 the same, 700 related, 400 other.
    field: Vec<u16>,
    /// By region code; `None` where unknown.
    place: Vec<Option<u16>>,
    /// By requirement code, whether the person has it.
    has: Vec<bool>,
    /// By requirement code, its worth as a nice-to-have; three times that as a must.
    worth: Vec<u32>,
    /// By code of employment type and of work mode: whether it is wanted; `None` without a wish.
    conditions: [(ColumnId, Vec<Option<bool>>); 2],
    remote: Option<u32>,
}

impl<'a> Matcher<'a> {
    /// Compiles a profile.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, catalogue: &'a Catalogue, profile: &'a Profile) -> Self {
        let weights = normalised(profile.weights.as_ref().unwrap_or(&snapshot.meta.about.weights));
        let occupations = &snapshot.column(ColumnId::Occupation).dict;
        let of_occupation = |code: u32| occupations.text(code).unwrap_or_default();
        let occupation_codes = || 0..=occupations.len() as u32;
        let nearness = |vacancy: &str| {
            let targets = profile.targets.iter().map(|target| tree(&target.occupation, vacancy));
            let past = profile.history.iter().map(|job| {
                let fresh = match job.years_ago {
                    0..=2 => 900,
                    3..=5 => 810,
                    _ => 675,
                };
                tree(&job.occupation, vacancy) * fresh / 1000
            });
            targets.chain(past).max().unwrap_or(0) as u16
        };
        let related_months = |vacancy: &str| {
            let months =
                |job: &crate::record::Experience| u32::from(job.months.min(600)) * tree(&job.occupation, vacancy);
            profile.history.iter().take(20).map(months).sum()
        };
        let reliabilities = &snapshot.column(ColumnId::OccupationReliability).dict;
        let occupation_weight = (0..=reliabilities.len() as u32)
            .map(|code| {
                weights[Part::Occupation as usize] * reliabilities.int(code).unwrap_or(1000).clamp(0, 1000) as u32
                    / 1000
            })
            .collect();

        let educations = &snapshot.column(ColumnId::Education).dict;
        let own = profile.education.map(|own| i64::from(own.level()));
        let education = (0..=educations.len() as u32)
            .map(|code| match (educations.int(code), own) {
                (Some(asked), Some(own)) => match asked - own {
                    ..=0 => 10_000,
                    1 => 5_000,
                    2 => 2_000,
                    _ => 0,
                },
                _ => 0,
            })
            .collect();
        let own_fields: Vec<String> = profile.fields.iter().map(|field| fold(field)).collect();
        let field = std::iter::once(1000)
            .chain(catalogue.fields.iter().map(|asked| {
                if own_fields.contains(asked) {
                    1000
                } else if own_fields.iter().any(|own| related(own, asked)) {
                    700
                } else {
                    400
                }
            }))
            .collect();

        let own_skills: HashSet<u32> =
            profile.skills.iter().filter_map(|skill| catalogue.codes.get(&fold(skill))).flatten().copied().collect();
        let has = (0..=catalogue.requirements.len() as u32).map(|code| own_skills.contains(&code)).collect();
        let worth = std::iter::once(0)
            .chain(catalogue.requirements.iter().zip(snapshot.rarities()).map(|(asked, &idf)| {
                let halves = match asked.kind {
                    RequirementKind::Certificate | RequirementKind::Licence => 3,
                    RequirementKind::Soft => 1,
                    _ => 2,
                };
                u32::from(idf) * halves
            }))
            .collect();

        let wished = |id: ColumnId, wishes: Vec<&str>| {
            let dict = &snapshot.column(id).dict;
            let table = (0..=dict.len() as u32)
                .map(|code| dict.text(code).filter(|_| !wishes.is_empty()).map(|stated| wishes.contains(&stated)));
            (id, table.collect())
        };
        let modes = &snapshot.column(ColumnId::WorkMode).dict;
        Self {
            occupation: occupation_codes().map(|code| nearness(of_occupation(code))).collect(),
            months: occupation_codes().map(|code| related_months(of_occupation(code))).collect(),
            occupation_weight,
            education,
            field,
            place: place::scores(snapshot, profile, RADIUS_KM),
            has,
            worth,
            conditions: [
                wished(ColumnId::EmploymentType, profile.employment_types.iter().map(|wish| wish.key()).collect()),
                wished(ColumnId::WorkMode, profile.work_modes.iter().map(|wish| wish.key()).collect()),
            ],
            remote: (1..=modes.len() as u32).find(|&code| modes.text(code) == Some(code::WorkMode::Remote.key())),
            snapshot,
            catalogue,
            profile,
            weights,
        }
    }

    /// Judges rows part by part: calls `each(place in rows, part, score, weight)` for every part
    /// that counts and `unmet(place in rows)` for every must that the person lacks.
    fn judge(&self, rows: &[u32], mut each: impl FnMut(usize, Part, u32, u32), mut unmet: impl FnMut(usize)) {
        let weight = |part: Part| self.weights[part as usize];
        let gathered = |id: ColumnId| gather(&self.snapshot.column(id).codes, rows);
        let stated = |id: ColumnId, code: u32| self.snapshot.column(id).dict.int(code);

        let occupations = gathered(ColumnId::Occupation);
        let reliabilities = gathered(ColumnId::OccupationReliability);
        for (at, (&code, &reliability)) in occupations.iter().zip(&reliabilities).enumerate() {
            if code > 0 {
                let weight = self.occupation_weight[reliability as usize];
                each(at, Part::Occupation, self.occupation[code as usize].into(), weight);
            }
        }

        for (at, (&code, &occupation)) in gathered(ColumnId::Experience).iter().zip(&occupations).enumerate() {
            let Some(asked) = stated(ColumnId::Experience, code).filter(|&months| months > 0 && occupation > 0) else {
                continue;
            };
            let months = u64::from(self.months[occupation as usize]);
            let score = if months == 0 { 0 } else { (months + 60_000).div_euclid(asked as u64 + 6).min(10_000) };
            // One year is a form's default as often as a wish.
            let reliability = if asked == 12 { 700 } else { 1000 };
            each(at, Part::Experience, score as u32, weight(Part::Experience) * reliability / 1000);
        }

        let fields = self.snapshot.list(ListId::StudyFields);
        for (at, &code) in gathered(ColumnId::Education).iter().enumerate() {
            if code > 0 {
                let near = fields.codes(rows[at] as usize).map(|code| self.field[code as usize]).max().unwrap_or(1000);
                let score = u32::from(self.education[code as usize]) * u32::from(near) / 1000;
                each(at, Part::Education, score, weight(Part::Education));
            }
        }

        if self.profile.home.is_some() {
            let modes = gathered(ColumnId::WorkMode);
            for (at, (&code, &mode)) in gathered(ColumnId::Region).iter().zip(&modes).enumerate() {
                let score =
                    if mode > 0 && Some(mode) == self.remote { Some(10_000) } else { self.place[code as usize] };
                if let Some(score) = score {
                    each(at, Part::Place, score.into(), weight(Part::Place));
                }
            }
        }

        if let Some(wanted) = self.profile.minimum_pay.filter(|&wanted| wanted > 0) {
            let least = gathered(ColumnId::PayMin);
            for (at, (&most, &least)) in gathered(ColumnId::PayMax).iter().zip(&least).enumerate() {
                if let Some(most) = stated(ColumnId::PayMax, most) {
                    let least = stated(ColumnId::PayMin, least).unwrap_or(most);
                    each(at, Part::Pay, pay_score(wanted.into(), least, most), weight(Part::Pay));
                }
            }
        }

        let [types, modes] = &self.conditions;
        if types.1.iter().chain(&modes.1).any(Option::is_some) {
            for (at, (&kind, &mode)) in gathered(types.0).iter().zip(&gathered(modes.0)).enumerate() {
                let wishes = [types.1[kind as usize], modes.1[mode as usize]];
                let judged = wishes.iter().flatten().count() as u32;
                let met = wishes.iter().flatten().filter(|&&met| met).count() as u32;
                if let Some(score) = (10_000 * met).checked_div(judged) {
                    each(at, Part::Conditions, score, weight(Part::Conditions));
                }
            }
        }

        let (musts, nices) = (self.snapshot.list(ListId::Musts), self.snapshot.list(ListId::Nices));
        let answered = !self.profile.skills.is_empty();
        for (at, &row) in rows.iter().enumerate() {
            let (mut asked, mut met, mut known) = (0u64, 0u64, 0u32);
            for (list, times) in [(musts, 3), (nices, 1)] {
                for code in list.codes(row as usize) {
                    let worth = u64::from(self.worth[code as usize] * times);
                    asked += worth;
                    known += 1;
                    if self.has[code as usize] {
                        met += worth;
                    } else if times == 3 && answered {
                        unmet(at);
                    }
                }
            }
            if let Some(score) = (10_000 * met).checked_div(asked) {
                let reliability = 1000 * known / (known + 2);
                each(at, Part::Skills, score as u32, weight(Part::Skills) * reliability / 1000);
            }
        }
    }

    /// Rank keys of rows for the scan, larger is better: rank (blended with title relevance
    /// where there is a text), then fewer unmet musts. The low 32 bits are left for the caller.
    pub fn keys(&self, rows: &[u32], titles: Option<&[u16]>, keys: &mut Vec<u64>) {
        let mut sums = vec![(0u32, 0u32); rows.len()];
        let mut unmet = vec![0u8; rows.len()];
        self.judge(
            rows,
            |at, _, score, weight| {
                sums[at].0 += score * weight;
                sums[at].1 += weight;
            },
            |at| unmet[at] = unmet[at].saturating_add(1),
        );
        let title_codes = titles.map(|_| gather(&self.snapshot.column(ColumnId::Title).codes, rows));
        for (at, (&(sum, weight), &unmet)) in sums.iter().zip(&unmet).enumerate() {
            let mut rank = rank(sum, weight);
            if let (Some(titles), Some(codes)) = (titles, &title_codes) {
                rank = (600 * u32::from(titles[codes[at] as usize]) + 400 * rank) / 1000;
            }
            keys.push(u64::from(rank << 8 | u32::from(255 - unmet)) << 32);
        }
    }

    /// Judges one vacancy.
    #[must_use]
    pub fn assess(&self, row: usize) -> Fit {
        let mut fit = Fit::default();
        self.judge(&[row as u32], |_, part, score, weight| fit.judged[part as usize] = Some((score, weight)), |_| ());
        let sum: u32 = fit.judged.iter().flatten().map(|(score, weight)| score * weight).sum();
        fit.coverage = fit.judged.iter().flatten().map(|(_, weight)| weight).sum();
        fit.fit = sum.checked_div(fit.coverage).unwrap_or(0);
        fit.rank = rank(sum, fit.coverage);
        fit.parts = shares(&fit);
        fit
    }

    /// The band of a vacancy that [`Self::assess`] judged.
    #[must_use]
    pub fn band(&self, row: usize, fit: &Fit) -> Band {
        if fit.coverage < COVERAGE_SHOWN {
            return Band::Unknown;
        }
        let checks = self.checks(row, fit, code::Lang::Id);
        let unmet = checks.iter().filter(|check| check.must && check.status == Status::Unmet);
        let unknown = checks.iter().filter(|check| check.must && check.status == Status::Unknown);
        let musts = checks.iter().filter(|check| check.must && check.part == Part::Skills);
        let met = musts.clone().filter(|check| check.status == Status::Met).count();
        let hard_missing = unmet.clone().chain(unknown.clone()).any(|check| check.hard);
        let few = 1..=2;
        let half_met = checks.iter().filter(|check| check.status == Status::Met).count() * 2 >= checks.len();
        if fit.fit < FAIR_FIT {
            Band::Weak
        } else if !half_met {
            Band::Prepare
        } else if !hard_missing && met * 10 >= musts.count() * 8 && fit.fit >= GOOD_FIT {
            Band::Qualified
        } else if few.contains(&unmet.clone().count()) && unmet.clone().all(|check| check.trainable)
            || unmet.count() == 0 && few.contains(&unknown.count())
        {
            Band::Almost
        } else {
            Band::Prepare
        }
    }
}

fn gather(codes: &Codes, rows: &[u32]) -> Vec<u32> {
    match codes {
        Codes::U8(codes) => rows.iter().map(|&row| codes[row as usize].into()).collect(),
        Codes::U16(codes) => rows.iter().map(|&row| codes[row as usize].into()).collect(),
        Codes::U32(codes) => rows.iter().map(|&row| codes[row as usize]).collect(),
    }
}

fn rank(sum: u32, weight: u32) -> u32 {
    (sum + PRIOR.0 * PRIOR.1) / (weight + PRIOR.0)
}

/// Weights scaled to a sum of 10,000; the defaults where all are 0. Rounding goes to the largest.
fn normalised(weights: &Weights) -> [u32; 7] {
    let own = Part::ALL.map(|part| u32::from(part.weight(weights)));
    let sum: u32 = own.iter().sum();
    if sum == 0 {
        return normalised(&Weights::default());
    }
    let mut scaled = own.map(|weight| weight * 10_000 / sum);
    let left = 10_000 - scaled.iter().sum::<u32>();
    if let Some(largest) = (0..7).rev().max_by_key(|&part| scaled[part]) {
        scaled[largest] += left;
    }
    scaled
}

/// Nearness of two KBJI codes by their common start (`padan-skor/1` §9.3).
fn tree(a: &str, b: &str) -> u32 {
    let digits = |code: &str| code.bytes().filter(u8::is_ascii_digit).take(6).collect::<Vec<u8>>();
    let (a, b) = (digits(a), digits(b));
    match a.iter().zip(&b).take_while(|(a, b)| a == b).count() {
        6 => 10_000,
        4 | 5 => 8_500,
        3 => 6_500,
        2 => 4_000,
        1 => 1_500,
        _ => 0,
    }
}

/// Whether two folded study fields share a telling word ("teknik mesin", "mesin produksi").
fn related(a: &str, b: &str) -> bool {
    const COMMON: [&str; 8] = ["ilmu", "teknik", "pendidikan", "manajemen", "dan", "sains", "studi", "teknologi"];
    words(a).any(|word| word.len() > 3 && !COMMON.contains(&word) && words(b).any(|other| other == word))
}

fn pay_score(wanted: i64, least: i64, most: i64) -> u32 {
    let score = if least >= wanted {
        10_000
    } else if most >= wanted {
        5_000 + 5_000 * (most - wanted) / (most - least)
    } else {
        // 10,000·(1 − (wanted − most)/(0.3·wanted))
        (10_000 - (wanted - most) * 100_000 / (wanted * 3)).max(0)
    };
    score as u32
}

/// Splits the fit among its parts by largest remainder, so that they sum to it exactly.
fn shares(fit: &Fit) -> [Option<u32>; 7] {
    let mut shares = fit.judged.map(|judged| judged.map(|(score, weight)| score * weight / fit.coverage.max(1)));
    let left = fit.fit - shares.iter().flatten().sum::<u32>();
    let remainder = |part: &usize| fit.judged[*part].map(|(score, weight)| score * weight % fit.coverage.max(1));
    let mut waiting: Vec<usize> = (0..7).rev().filter(|&part| shares[part].is_some()).collect();
    for _ in 0..left {
        if let Some(next) = (0..waiting.len()).max_by_key(|&at| remainder(&waiting[at])) {
            let part = waiting.remove(next);
            shares[part] = shares[part].map(|share| share + 1);
        }
    }
    shares
}
