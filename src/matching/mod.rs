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
//! Limits on age and sex are a column that nothing here reads: they may hide a vacancy, never move it.
//!
//! # Overview
//!
//! * [`Matcher`]: a profile as tables. [`Fit`]: what they say of one vacancy.
//! * [`Explanation`]: the same in words, requirement by requirement.
//! * [`place`]: distances between regions.

mod explain;
pub mod place;

use std::cell::{OnceCell, RefCell, RefMut};
use std::collections::HashMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::bits::Bits;
use crate::record::occupation::group;
use crate::record::{Profile, RequirementKind, Weights, code};
use crate::snapshot::{ColumnId, ListId, Pair, Snapshot};
use crate::text::{fold, words};
pub use explain::{Check, Explanation, PartShare, Status};

/// A part of the match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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

impl Band {
    /// How high it stands: 0 where the vacancy states too little to tell, 3 for "almost", 4 for the best.
    #[must_use]
    pub fn standing(self) -> u8 {
        match self {
            Self::Qualified => 4,
            Self::Almost => 3,
            Self::Prepare => 2,
            Self::Weak => 1,
            Self::Unknown => 0,
        }
    }
}

/// Least coverage at which a fit is shown.
pub const COVERAGE_SHOWN: u32 = 4000;
/// Least fit of [`Band::Qualified`]: a vacancy that asks little is not met by everybody.
const GOOD_FIT: u32 = 7000;
/// Least fit of [`Band::Almost`] and [`Band::Prepare`].
const FAIR_FIT: u32 = 4000;
/// Weight and value of the prior that sparse vacancies drift to (`padan-skor/1` §9.4).
const PRIOR: (u32, u32) = (1500, 3000);
/// How far a skill goes where another is asked that vacancies ask with it, of 10,000 (docs/decisions/0023).
const RELATED: u32 = 5000;
/// Way to work where the profile names none, km.
pub const RADIUS_KM: u16 = 40;

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
    /// Folded label → place in `codes`.
    labels: HashMap<String, u32>,
    /// Codes of requirements with the same folded label.
    codes: Vec<Vec<u32>>,
    fields: Vec<String>,
    /// By course, the last day one can apply.
    course_ends: Vec<i32>,
    /// Rows that one works at from anywhere.
    remote: OnceCell<Bits>,
}

/// A requirement of the snapshot's dictionary.
struct Asked {
    kind: RequirementKind,
    label: String,
    /// Courses that teach it.
    courses: Vec<u32>,
    /// Codes of the requirements that stand close to it, the closest first.
    related: Vec<u32>,
}

impl Catalogue {
    /// Reads the dictionaries.
    #[must_use]
    pub fn new(snapshot: &Snapshot) -> Self {
        let dict = snapshot.dict(ListId::Musts);
        let mut catalogue = Self {
            requirements: Vec::with_capacity(dict.len()),
            labels: HashMap::new(),
            codes: Vec::new(),
            fields: Vec::new(),
            course_ends: snapshot.meta.courses.iter().map(crate::record::Course::last_day).collect(),
            remote: OnceCell::new(),
        };
        for code in 1..=dict.len() as u32 {
            let (kind, label) = dict.text(code).and_then(|text| text.split_once('/')).unwrap_or_default();
            let next = catalogue.codes.len() as u32;
            let at = *catalogue.labels.entry(fold(label)).or_insert(next);
            if at == next {
                catalogue.codes.push(Vec::new());
            }
            catalogue.codes[at as usize].push(code);
            let kind = RequirementKind::from_key(kind).unwrap_or(RequirementKind::Skill);
            catalogue.requirements.push(Asked {
                kind,
                label: label.to_owned(),
                courses: Vec::new(),
                related: Vec::new(),
            });
        }
        let mut pairs: Vec<&Pair> = snapshot.near_requirements().iter().collect();
        crate::order::sort_by(&mut pairs, |a, b| (b.score, a.one, a.other).cmp(&(a.score, b.one, b.other)));
        for pair in pairs {
            catalogue.requirements[pair.one as usize - 1].related.push(pair.other);
            catalogue.requirements[pair.other as usize - 1].related.push(pair.one);
        }
        for (at, course) in (0..).zip(&snapshot.meta.courses) {
            for skill in &course.teaches {
                for code in catalogue.of(&fold(skill)).to_vec() {
                    let courses = &mut catalogue.requirements[code as usize - 1].courses;
                    if courses.last() != Some(&at) {
                        courses.push(at);
                    }
                }
            }
        }
        let fields = snapshot.dict(ListId::StudyFields);
        catalogue.fields = (1..=fields.len() as u32).map(|code| fold(fields.text(code).unwrap_or_default())).collect();
        catalogue
    }

    /// Codes of the requirements with this folded label.
    fn of(&self, label: &str) -> &[u32] {
        self.labels.get(label).map_or(&[], |&at| &self.codes[at as usize])
    }

    /// Rows that one works at from anywhere.
    fn remote(&self, snapshot: &Snapshot) -> &Bits {
        self.remote.get_or_init(|| {
            let (modes, remote) = (snapshot.column(ColumnId::WorkMode), remote(snapshot));
            let remote: Vec<bool> = (0..=modes.dict.len() as u32).map(|code| Some(code) == remote).collect();
            let mut rows = Bits::all(snapshot.rows());
            modes.codes.retain(&remote, &mut rows);
            rows
        })
    }

    /// Whether one can still apply for a course on day `today`.
    #[must_use]
    pub fn takes_on(&self, course: u32, today: i32) -> bool {
        self.course_ends[course as usize] >= today
    }

    /// Codes of the requirements that a course teaches which one can still apply for on day `today`.
    #[must_use]
    pub fn taught(&self, today: i32) -> Vec<u32> {
        let open = |course: &u32| self.takes_on(*course, today);
        let codes = (1..).zip(&self.requirements).filter(|(_, asked)| asked.courses.iter().any(open));
        codes.map(|(code, _)| code).collect()
    }

    /// Codes of the requirements that these skills are.
    #[must_use]
    pub fn codes_of(&self, skills: &[String]) -> Vec<u32> {
        skills.iter().flat_map(|skill| self.of(&fold(skill))).copied().collect()
    }

    /// Places of the labels that are none of these skills.
    pub fn labels_lacking(&self, skills: &[String]) -> impl Iterator<Item = u32> {
        let has = self.had(skills);
        let learned = move |&label: &u32| !self.codes[label as usize].iter().any(|&code| has[code as usize]);
        (0..self.codes.len() as u32).filter(learned)
    }

    /// Codes of a label.
    #[must_use]
    pub fn codes_at(&self, label: u32) -> &[u32] {
        &self.codes[label as usize]
    }

    /// Name of a requirement.
    #[must_use]
    pub fn name_of(&self, code: u32) -> &str {
        &self.requirements[code as usize - 1].label
    }

    /// Courses that teach a requirement, by where they stand in the snapshot.
    #[must_use]
    pub fn courses_of(&self, code: u32) -> &[u32] {
        &self.requirements[code as usize - 1].courses
    }

    /// Codes of the requirements that stand close to one, the closest first.
    fn related(&self, code: u32) -> &[u32] {
        &self.requirements[code as usize - 1].related
    }

    /// These codes, and those of the requirements for which they go some way: a vacancy that asks none of them is the same
    /// to who has them and who has not.
    #[must_use]
    pub fn with_related(&self, codes: &[u32]) -> Vec<u32> {
        codes.iter().flat_map(|&code| self.related(code)).chain(codes).copied().collect()
    }

    /// By requirement code, how far these skills meet it, 0–10,000.
    fn met(&self, skills: &[String]) -> Box<[u32]> {
        let has = self.had(skills);
        let met = |code: u32| match code {
            0 => 0,
            _ if has[code as usize] => 10_000,
            _ if self.related(code).iter().any(|&other| has[other as usize]) => RELATED,
            _ => 0,
        };
        (0..has.len() as u32).map(met).collect()
    }

    /// By requirement code, whether one of these skills is it.
    fn had(&self, skills: &[String]) -> Box<[bool]> {
        let mut has = vec![false; self.requirements.len() + 1].into_boxed_slice();
        for skill in skills {
            self.of(&fold(skill)).iter().for_each(|&code| has[code as usize] = true);
        }
        has
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
    tables: Rc<Tables>,
    /// As [`Tables::asks`].
    asks: Rc<[Box<[u64]>; 2]>,
    /// Of these skills.
    ranks: Rc<RefCell<Ranks>>,
    /// Day on which courses must still take people, days since 1970-01-01.
    today: i32,
}

/// What a profile makes of every code of a snapshot; worth keeping from one query to the next.
pub struct Tables {
    weights: [u32; 7],
    /// By occupation code: nearness of targets and past jobs.
    occupation: Box<[u16]>,
    /// By occupation code: related months, in 1/10,000.
    months: Box<[u32]>,
    /// By reliability code: the weight that is left.
    occupation_weight: Box<[u32]>,
    education: Box<[u16]>,
    /// By study field: 1,000 the same, 700 related, 400 other.
    field: Box<[u16]>,
    /// By region code; `None` where unknown.
    place: Box<[Option<u16>]>,
    /// By requirement code, its worth as a nice-to-have; three times that as a must.
    worth: Box<[u32]>,
    /// By requirement code, what it adds as a must and as a nice-to-have.
    asks: Rc<[Box<[u64]>; 2]>,
    /// By code of employment type and of work mode: whether it is wanted; `None` without a wish.
    conditions: [(ColumnId, Box<[Option<bool>]>); 2],
    remote: Option<u32>,
    bounds: Bounds,
    near: OnceCell<Bits>,
    ranks: Rc<RefCell<Ranks>>,
}

/// The most that each part can add, by code. An entry is weight·2³² + weight·score, so that one
/// addition sums both.
#[derive(Default)]
struct Bounds {
    occupation: Box<[u64]>,
    /// By experience code · occupations + occupation code; empty where that is too large a table.
    experience: Box<[u64]>,
    education: Box<[u64]>,
    place: Box<[u64]>,
    remote: u64,
    pay: Box<[u64]>,
    /// By code of the employment type · modes + code of the work mode; or empty, likewise.
    conditions: Box<[u64]>,
    /// By number of requirements.
    skills: Box<[u64]>,
}

/// How every row ranks, as far as it was asked for; kept with the profile, so that the next
/// keystroke only looks it up.
#[derive(Default)]
pub struct Ranks {
    /// By row, 0 where nothing is known, or twice its [key](Matcher::key) or the most that it can
    /// be; odd where it is the key.
    keys: Box<[u32]>,
}

impl Ranks {
    /// The most that the key of a row can be; the key itself where it is known.
    #[inline(always)]
    pub fn bound(&mut self, row: u32, matcher: &Matcher<'_>) -> u32 {
        let key = &mut self.keys[row as usize];
        if *key == 0 {
            *key = (matcher.bound(row as usize) << 8 | 255) << 1;
        }
        *key >> 1
    }

    /// The key of a row.
    #[inline(always)]
    pub fn key(&mut self, row: u32, matcher: &Matcher<'_>) -> u32 {
        let key = &mut self.keys[row as usize];
        if *key & 1 == 0 {
            *key = matcher.key(row) << 1 | 1;
        }
        *key >> 1
    }
}

/// What one requirement adds to sums that fit one number: its worth in the lowest 24 bits (a
/// vacancy asks at most 510 things, each of at most 5,400), as far as the person meets it in the
/// next 24, and the number of those fully met above.
fn ask(worth: u32, met: u32) -> u64 {
    u64::from(worth) | u64::from(worth * met / 10_000) << 24 | u64::from(met / 10_000) << 48
}

/// By requirement code, what it adds as a must, which counts three times, and as a nice-to-have.
fn asks(worth: &[u32], met: &[u32]) -> [Box<[u64]>; 2] {
    [3, 1].map(|times| worth.iter().zip(met).map(|(&worth, &met)| ask(worth * times, met)).collect())
}

/// Largest table over two columns.
const MOST_PAIRS: usize = 1 << 16;

#[inline(always)]
fn entry(score: u32, weight: u32) -> u64 {
    u64::from(weight) << 32 | u64::from(weight * score)
}

impl Tables {
    /// Compiles a profile.
    #[must_use]
    pub fn new(snapshot: &Snapshot, catalogue: &Catalogue, profile: &Profile) -> Self {
        let weights = normalised(profile.weights.as_ref().unwrap_or(&snapshot.meta.about.weights));
        let occupations = &snapshot.column(ColumnId::Occupation).dict;
        let of_occupation = |code: u32| occupations.text(code).unwrap_or_default();
        let occupation_codes = || 0..=occupations.len() as u32;
        let nearness = |vacancy: &str| {
            let near = |own: &str| tree(own, vacancy).max(asks_the_same(snapshot, own, vacancy));
            let targets = profile.targets.iter().map(|target| near(&target.occupation));
            let past = profile.history.iter().map(|job| {
                let fresh = match job.years_ago {
                    0..=2 => 900,
                    3..=5 => 810,
                    _ => 675,
                };
                near(&job.occupation) * fresh / 1000
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

        let worth: Box<[u32]> = std::iter::once(0)
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
        let mut tables = Self {
            occupation: occupation_codes().map(|code| nearness(of_occupation(code))).collect(),
            months: occupation_codes().map(|code| related_months(of_occupation(code))).collect(),
            occupation_weight,
            education,
            field,
            place: place::scores(snapshot, profile, RADIUS_KM).into(),
            asks: Rc::new(asks(&worth, &catalogue.met(&profile.skills))),
            worth,
            conditions: [
                wished(ColumnId::EmploymentType, profile.employment_types.iter().map(|wish| wish.key()).collect()),
                wished(ColumnId::WorkMode, profile.work_modes.iter().map(|wish| wish.key()).collect()),
            ],
            remote: remote(snapshot),
            weights,
            bounds: Bounds::default(),
            near: OnceCell::new(),
            ranks: Rc::default(),
        };
        tables.bounds = tables.bounds(snapshot, profile);
        tables
    }

    fn weight(&self, part: Part) -> u32 {
        self.weights[part as usize]
    }

    fn bounds(&self, snapshot: &Snapshot, profile: &Profile) -> Bounds {
        let codes = |id: ColumnId| 0..=snapshot.column(id).dict.len() as u32;
        let pairs = |of: ColumnId, by: ColumnId, score: &dyn Fn(u32, u32) -> Option<(u32, u32)>| -> Box<[u64]> {
            let one = |code: u32| codes(by).map(move |other| score(code, other).map_or(0, |(s, w)| entry(s, w)));
            let size = codes(of).count() * codes(by).count();
            if size > MOST_PAIRS { Box::default() } else { codes(of).flat_map(one).collect() }
        };
        let occupation = self.occupation.iter().map(|&score| entry(score.into(), 1));
        let education = self.education.iter().map(|&score| entry(score.into(), self.weight(Part::Education)));
        let at_home = |score: u32| profile.home.as_ref().map_or(0, |_| entry(score, self.weight(Part::Place)));
        let pay = |code: u32| {
            let most = snapshot.column(ColumnId::PayMax).dict.int(code)?;
            let wanted = profile.minimum_pay.filter(|&wanted| wanted > 0)?;
            Some(entry(pay_score(wanted.into(), most, most), self.weight(Part::Pay)))
        };
        Bounds {
            occupation: [0].into_iter().chain(occupation.skip(1)).collect(),
            experience: pairs(ColumnId::Experience, ColumnId::Occupation, &|asked, occupation| {
                self.experience(snapshot.column(ColumnId::Experience).dict.int(asked), occupation)
            }),
            education: [0].into_iter().chain(education.skip(1)).collect(),
            place: self.place.iter().map(|score| score.map_or(0, |score| at_home(score.into()))).collect(),
            remote: at_home(10_000),
            pay: codes(ColumnId::PayMax).map(|code| pay(code).unwrap_or(0)).collect(),
            conditions: pairs(ColumnId::EmploymentType, ColumnId::WorkMode, &|kind, mode| self.conditions(kind, mode)),
            skills: (0..=SKILLS_COUNTED as u32).map(|known| entry(10_000, self.skills_weight(known))).collect(),
        }
    }

    #[inline(always)]
    fn experience(&self, asked: Option<i64>, occupation: u32) -> Option<(u32, u32)> {
        let asked = asked.filter(|&months| months > 0 && occupation > 0)?;
        let months = u64::from(self.months[occupation as usize]);
        let score = if months == 0 { 0 } else { (months + 60_000).div_euclid(asked as u64 + 6).min(10_000) };
        // One year is a form's default as often as a wish.
        let reliability = if asked == 12 { 700 } else { 1000 };
        Some((score as u32, self.weight(Part::Experience) * reliability / 1000))
    }

    #[inline(always)]
    fn conditions(&self, kind: u32, mode: u32) -> Option<(u32, u32)> {
        let [types, modes] = &self.conditions;
        let (kind, mode) = (types.1[kind as usize], modes.1[mode as usize]);
        let judged = u32::from(kind.is_some()) + u32::from(mode.is_some());
        let met = u32::from(kind == Some(true)) + u32::from(mode == Some(true));
        Some(((10_000 * met).checked_div(judged)?, self.weight(Part::Conditions)))
    }

    /// Weight of the skills of a vacancy that asks `known` of them: one tag cannot dominate.
    #[inline(always)]
    fn skills_weight(&self, known: u32) -> u32 {
        self.weight(Part::Skills) * (1000 * known / (known + 2)) / 1000
    }
}

/// A vacancy asks at most twice so many things: two lists of at most 255.
const SKILLS_COUNTED: usize = 510;

impl<'a> Matcher<'a> {
    /// Compiles a profile.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot, catalogue: &'a Catalogue, profile: &'a Profile) -> Self {
        Self::with(snapshot, catalogue, profile, Rc::new(Tables::new(snapshot, catalogue, profile)))
    }

    /// A profile that was compiled before.
    #[must_use]
    pub fn with(snapshot: &'a Snapshot, catalogue: &'a Catalogue, profile: &'a Profile, tables: Rc<Tables>) -> Self {
        let (asks, today) = (Rc::clone(&tables.asks), snapshot.meta.about.as_of);
        let ranks = Rc::clone(&tables.ranks);
        Self { snapshot, catalogue, profile, tables, asks, ranks, today }
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        self.profile
    }

    /// Codes of what a vacancy asks that the person lacks and a course teaches, a name once in a row.
    #[must_use]
    pub fn trainable_gaps(&self, row: usize) -> Vec<u32> {
        let mut gaps = Vec::new();
        self.marks(row, &self.assess(row), &mut |mark| {
            if let (explain::Asked::Requirement(code), false, true) =
                (mark.of, mark.status == Status::Met, mark.trainable)
            {
                gaps.push(code);
            }
        });
        gaps.dedup_by_key(|code| self.catalogue.name_of(*code));
        gaps
    }

    /// The same as seen on another day: whether a course can still be applied for depends on it.
    #[must_use]
    pub fn on(self, today: i32) -> Self {
        Self { today, ..self }
    }

    /// The same for a profile that differs in its skills alone: to judge vacancies one by one, not to rank them.
    #[must_use]
    pub fn with_skills(&self, profile: &'a Profile) -> Self {
        let asks = Rc::new(asks(&self.tables.worth, &self.catalogue.met(&profile.skills)));
        Self { profile, asks, ranks: Rc::default(), tables: Rc::clone(&self.tables), ..*self }
    }

    /// Whether the person has what a requirement asks, by its code.
    fn has(&self, code: u32) -> bool {
        self.asks[0][code as usize] >> 48 > 0
    }

    /// The requirement nearest to one that the person has.
    fn has_related(&self, code: u32) -> Option<u32> {
        self.catalogue.related(code).iter().copied().find(|&other| self.has(other))
    }

    #[inline(always)]
    fn code(&self, id: ColumnId, row: usize) -> u32 {
        self.snapshot.column(id).codes.get(row)
    }

    #[inline(always)]
    fn stated(&self, id: ColumnId, row: usize) -> Option<i64> {
        self.snapshot.column(id).dict.int(self.code(id, row))
    }

    /// Judges a vacancy: fills in score and weight of every part that counts, and gives the musts
    /// that the person lacks.
    fn judge(&self, row: usize, judged: &mut [Option<(u32, u32)>; 7]) -> u32 {
        let tables = &*self.tables;
        let occupation = self.code(ColumnId::Occupation, row);
        if occupation > 0 {
            let weight = tables.occupation_weight[self.code(ColumnId::OccupationReliability, row) as usize];
            judged[Part::Occupation as usize] = Some((tables.occupation[occupation as usize].into(), weight));
        }
        judged[Part::Experience as usize] = tables.experience(self.stated(ColumnId::Experience, row), occupation);
        let education = self.code(ColumnId::Education, row);
        if education > 0 {
            let fields = self.snapshot.list(ListId::StudyFields);
            let range = fields.range(row);
            let mut near = if range.is_empty() { 1000 } else { 0 };
            for at in range {
                near = tables.field[fields.values.get(at) as usize].max(near);
            }
            let score = u32::from(tables.education[education as usize]) * u32::from(near) / 1000;
            judged[Part::Education as usize] = Some((score, tables.weight(Part::Education)));
        }
        let mode = self.code(ColumnId::WorkMode, row);
        if self.profile.home.is_some() {
            let remote = mode > 0 && Some(mode) == tables.remote;
            let score = if remote { Some(10_000) } else { tables.place[self.code(ColumnId::Region, row) as usize] };
            judged[Part::Place as usize] = score.map(|score| (score.into(), tables.weight(Part::Place)));
        }
        if let Some(wanted) = self.profile.minimum_pay.filter(|&wanted| wanted > 0)
            && let Some(most) = self.stated(ColumnId::PayMax, row)
        {
            let least = self.stated(ColumnId::PayMin, row).unwrap_or(most);
            judged[Part::Pay as usize] = Some((pay_score(wanted.into(), least, most), tables.weight(Part::Pay)));
        }
        judged[Part::Conditions as usize] = tables.conditions(self.code(ColumnId::EmploymentType, row), mode);
        let (mut sums, mut known) = ([0u64; 2], 0);
        for (at, list) in [ListId::Musts, ListId::Nices].into_iter().enumerate() {
            let (list, asks) = (self.snapshot.list(list), &self.asks[at]);
            let range = list.range(row);
            known += range.len();
            for place in range {
                sums[at] += asks[list.values.get(place) as usize];
            }
        }
        let sum = sums[0] + sums[1];
        let (asked, met) = (sum & 0xff_ffff, sum >> 24 & 0xff_ffff);
        if let Some(score) = (10_000 * met).checked_div(asked) {
            judged[Part::Skills as usize] = Some((score as u32, tables.skills_weight(known as u32)));
        }
        if self.profile.skills.is_empty() {
            0
        } else {
            self.snapshot.list(ListId::Musts).range(row).len() as u32 - (sums[0] >> 48) as u32
        }
    }

    /// What is known of how rows rank.
    #[must_use]
    pub fn ranks(&self) -> RefMut<'_, Ranks> {
        let mut ranks = self.ranks.borrow_mut();
        if ranks.keys.is_empty() {
            ranks.keys = vec![0; self.snapshot.rows()].into();
        }
        ranks
    }

    /// Rows that the way to work may do for; `None` where the profile has no say in that. Of any other row, the rank is
    /// at most [`Self::beyond`].
    #[must_use]
    pub fn near(&self) -> Option<&Bits> {
        let (snapshot, tables) = (self.snapshot, &*self.tables);
        let counts = self.profile.home.is_some() && tables.weight(Part::Place) > 0;
        let near = || {
            let mut rows = Bits::all(snapshot.rows());
            let near: Vec<bool> = tables.place.iter().map(|&score| score != Some(0)).collect();
            snapshot.column(ColumnId::Region).codes.retain(&near, &mut rows);
            rows.insert_all(self.catalogue.remote(snapshot));
            rows
        };
        counts.then(|| tables.near.get_or_init(near))
    }

    /// The most that a vacancy out of reach ranks: all but its place met.
    #[must_use]
    pub fn beyond(&self) -> u32 {
        rank((10_000 - self.tables.weight(Part::Place)) * 10_000, 10_000) / 2
    }

    /// How a vacancy ranks, 0–10,000, in the bits above the lowest eight; in those, 255 − musts that
    /// the person lacks, at most 255.
    #[must_use]
    #[inline(never)]
    pub fn key(&self, row: u32) -> u32 {
        let mut judged = [None; 7];
        let unmet = self.judge(row as usize, &mut judged);
        let (mut sum, mut weight) = (0, 0);
        for &part in &judged {
            if let Some((score, part)) = part {
                sum += score * part;
                weight += part;
            }
        }
        (rank(sum, weight) >> u32::from(out_of_reach(&judged))) << 8 | (255 - unmet.min(255))
    }

    /// The most that the rank in [`Self::key`] can be: every part looked up, but skills and study fields taken as met
    /// and the least pay for the most.
    #[must_use]
    #[inline(always)]
    pub fn bound(&self, row: usize) -> u32 {
        let tables = &*self.tables;
        let bounds = &tables.bounds;
        let (occupation, mode) = (self.code(ColumnId::Occupation, row), self.code(ColumnId::WorkMode, row));
        let weight = tables.occupation_weight[self.code(ColumnId::OccupationReliability, row) as usize];
        let mut sum = bounds.occupation[occupation as usize] * u64::from(weight);
        let pair = |code: u32, size: usize, other: u32| code as usize * size + other as usize;
        let experience = self.code(ColumnId::Experience, row);
        sum += match bounds.experience.get(pair(experience, tables.occupation.len(), occupation)) {
            Some(&entry) => entry,
            None => tables
                .experience(self.stated(ColumnId::Experience, row), occupation)
                .map_or(0, |(score, weight)| entry(score, weight)),
        };
        sum += bounds.education[self.code(ColumnId::Education, row) as usize];
        sum += bounds.pay[self.code(ColumnId::PayMax, row) as usize];
        let place = bounds.place[self.code(ColumnId::Region, row) as usize];
        let place = if Some(mode) == tables.remote { bounds.remote } else { place };
        sum += place;
        if !(self.profile.employment_types.is_empty() && self.profile.work_modes.is_empty()) {
            let kind = self.code(ColumnId::EmploymentType, row);
            sum += match bounds.conditions.get(pair(kind, tables.conditions[1].1.len(), mode)) {
                Some(&entry) => entry,
                None => tables.conditions(kind, mode).map_or(0, |(score, weight)| entry(score, weight)),
            };
        }
        let asked = [ListId::Musts, ListId::Nices].map(|list| self.snapshot.list(list).range(row).len());
        sum += bounds.skills[asked[0] + asked[1]];
        rank(sum as u32, (sum >> 32) as u32) >> u32::from(place > 0 && place as u32 == 0)
    }

    /// Judges one vacancy.
    #[must_use]
    pub fn assess(&self, row: usize) -> Fit {
        let mut fit = Fit::default();
        self.judge(row, &mut fit.judged);
        let sum: u32 = fit.judged.iter().flatten().map(|(score, weight)| score * weight).sum();
        fit.coverage = fit.judged.iter().flatten().map(|(_, weight)| weight).sum();
        fit.fit = sum.checked_div(fit.coverage).unwrap_or(0);
        fit.rank = rank(sum, fit.coverage) >> u32::from(out_of_reach(&fit.judged));
        fit.parts = shares(&fit);
        fit
    }

    /// The band of a vacancy that [`Self::assess`] judged.
    #[must_use]
    pub fn band(&self, row: usize, fit: &Fit) -> Band {
        if fit.coverage < COVERAGE_SHOWN {
            return Band::Unknown;
        }
        if fit.fit < FAIR_FIT {
            return Band::Weak;
        }
        let (mut asked, mut met, mut musts, mut musts_met, mut unmet, mut unknown) = (0, 0, 0, 0, 0, 0);
        let (mut hard_missing, mut taught) = (false, true);
        self.marks(row, fit, &mut |mark| {
            let is_met = mark.status == Status::Met;
            asked += 1;
            met += u32::from(is_met);
            if mark.must && mark.part == Part::Skills {
                musts += 1;
                musts_met += u32::from(is_met);
            }
            // Partly met is not met: who has something close still has to learn it.
            let missing = mark.must && !is_met;
            hard_missing |= missing && mark.hard;
            if missing && mark.status == Status::Unknown {
                unknown += 1;
            } else if missing {
                unmet += 1;
                taught &= mark.trainable;
            }
        });
        let few = 1..=2;
        if met * 2 < asked {
            Band::Prepare
        } else if !hard_missing && musts_met * 10 >= musts * 8 && fit.fit >= GOOD_FIT {
            Band::Qualified
        } else if few.contains(&unmet) && taught || unmet == 0 && few.contains(&unknown) {
            Band::Almost
        } else {
            Band::Prepare
        }
    }
}

/// A rank drawn towards the relevance of a text, where there is one: 6/10 relevance, 4/10 rank.
#[must_use]
pub fn blended(rank: u32, relevance: Option<u32>) -> u32 {
    relevance.map_or(rank, |relevance| (600 * relevance + 400 * rank) / 1000)
}

#[inline(always)]
fn rank(sum: u32, weight: u32) -> u32 {
    (sum + PRIOR.0 * PRIOR.1) / (weight + PRIOR.0)
}

/// Whether the way to work is known, counts and is too far: such a vacancy ranks half as high, for nothing else makes
/// up for it (docs/decisions/0022).
#[inline(always)]
fn out_of_reach(judged: &[Option<(u32, u32)>; 7]) -> bool {
    matches!(judged[Part::Place as usize], Some((0, 1..)))
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

/// Code of the work mode of what one works at from anywhere; `None` where no vacancy is such.
fn remote(snapshot: &Snapshot) -> Option<u32> {
    let modes = &snapshot.column(ColumnId::WorkMode).dict;
    (1..=modes.len() as u32).find(|&code| modes.text(code) == Some(code::WorkMode::Remote.key()))
}

/// Nearness of two KBJI codes by their common start; steeper than `padan-skor/1` §9.3 has it, as judged pairs ask
/// (docs/decisions/0022).
pub(crate) fn tree(a: &str, b: &str) -> u32 {
    fn digits(code: &str) -> impl Iterator<Item = u8> {
        code.bytes().filter(u8::is_ascii_digit).take(6)
    }
    match digits(a).zip(digits(b)).take_while(|(a, b)| a == b).count() {
        6 => 10_000,
        4 | 5 => 9_500,
        3 => 6_000,
        2 => 2_500,
        1 => 500,
        _ => 0,
    }
}

/// How close the groups of two KBJI codes stand by what their vacancies ask, at most 5,000; 0 where that is not known. Five
/// eighths of the cosine: less than three digits shared, about as much as two (docs/decisions/0023).
fn asks_the_same(snapshot: &Snapshot, a: &str, b: &str) -> u32 {
    let (Some(a), Some(b)) = (group(a), group(b)) else { return 0 };
    let (near, wanted) = (snapshot.near_occupations(), (a.min(b), a.max(b)));
    near.binary_search_by_key(&wanted, |pair| (pair.one, pair.other)).map_or(0, |at| u32::from(near[at].score) * 5 / 8)
}

/// Whether two folded study fields share a telling word ("teknik mesin", "mesin produksi").
fn related(a: &str, b: &str) -> bool {
    const COMMON: [&str; 8] = ["ilmu", "teknik", "pendidikan", "manajemen", "dan", "sains", "studi", "teknologi"];
    words(a).any(|word| word.len() > 3 && !COMMON.contains(&word) && words(b).any(|other| other == word))
}

#[inline(always)]
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
