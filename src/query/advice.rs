//! What would help a person: how many vacancies a change opens, which skill opens most, which courses teach it.
//!
//! All numbers are counts of a full comparison: a vacancy is *opened* by a change if its band was below "almost" and is
//! "almost" or better with it. Only what cannot count is left out: a skill changes no vacancy that does not ask for it.
//!
//! # Overview of types
//!
//! * [`WhatIf`]: one profile beside another. [`SkillGain`]: what a skill would open.
//! * [`CourseGain`]: what a course would open, and whether the person can take it.

use serde::{Deserialize, Serialize};

use super::{Engine, Query, QueryError};
use crate::bits::Bits;
use crate::matching::{Matcher, RADIUS_KM, place};
use crate::order;
use crate::record::{Course, CourseMode, Profile};

/// Most courses named for one thing that is missing.
const COURSES_A_GAP: usize = 3;
/// Most steps of a plan.
const STEPS: usize = 8;

/// Vacancies and the people wanted in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Amount {
    /// People wanted.
    pub openings: u64,
    /// Vacancies.
    pub vacancies: u32,
}

impl Amount {
    fn add(&mut self, openings: u64) {
        self.openings += openings;
        self.vacancies += 1;
    }
}

/// One profile beside another, over the vacancies of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// What becomes "almost" or better.
    pub opens: Amount,
    /// What rises by at least a band, out of those that could be judged before.
    pub rises: Amount,
    /// What falls by at least a band, likewise.
    pub falls: Amount,
}

/// What a skill would open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillGain {
    /// Its name.
    pub skill: String,
    /// What it would open.
    pub opens: Amount,
    /// Whether a course teaches it for which one can still apply.
    pub taught: bool,
}

/// What a course would open, for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseGain {
    /// The course.
    pub course: Course,
    /// Region as shown.
    pub region: Option<String>,
    /// Km from home; `None` where no home is known or it is held online.
    pub distance_km: Option<u32>,
    /// Whether it is online or within the person's radius; true where no home is known.
    pub within_reach: bool,
    /// Whether the person's schooling is enough; `None` where that is unknown.
    pub eligible: Option<bool>,
    /// What it would open together with the steps before it.
    pub opens: Amount,
}

/// Something a vacancy asks that the person lacks, and who teaches it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What is asked.
    pub asked: String,
    /// Courses that teach it: within reach first, then by when they start.
    pub courses: Vec<CourseGain>,
}

fn band(matcher: &Matcher<'_>, row: u32) -> u8 {
    let row = row as usize;
    matcher.band(row, &matcher.assess(row)).standing()
}

const ALMOST: u8 = 3;

/// The vacancies a person looks at that are not open to them yet.
struct Closed<'a> {
    engine: &'a Engine,
    rows: Bits,
}

impl Closed<'_> {
    /// What a profile with other skills opens of them.
    fn opened(&self, matcher: &Matcher<'_>, skills: &[String], learned: &[String]) -> Amount {
        let profile = Profile { skills: [skills, learned].concat(), ..matcher.profile().clone() };
        let better = matcher.with_skills(&profile);
        let mut rows = self.engine.rows_asking(&self.engine.catalogue.codes_of(learned));
        rows.retain(&self.rows);
        let mut opens = Amount::default();
        for row in rows.list() {
            if band(&better, row) >= ALMOST {
                opens.add(self.engine.wanted(row));
            }
        }
        opens
    }
}

impl Engine {
    fn closed(&self, query: &Query, matcher: &Matcher<'_>) -> Result<Closed<'_>, QueryError> {
        let mut closed = Bits::none(self.snapshot.rows());
        for row in self.select_rows(query)?.list() {
            if band(matcher, row) < ALMOST {
                closed.insert(row as usize);
            }
        }
        Ok(Closed { engine: self, rows: closed })
    }

    /// Holds another profile beside a person's own, over the vacancies of a query.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn what_if(&self, query: &Query, profile: &Profile, changed: &Profile) -> Result<WhatIf, QueryError> {
        let today = self.today(query);
        let (before, after) = (self.matcher(profile, today), self.matcher_once(changed, today));
        let mut rows = self.select_rows(query)?;
        let only_skills = Profile { skills: profile.skills.clone(), ..changed.clone() } == *profile;
        // Where no skill was told before, being told one turns "unknown" into "missing" everywhere.
        if only_skills && !profile.skills.is_empty() && !changed.skills.is_empty() {
            let differ = |some: &[String], others: &[String]| -> Vec<String> {
                some.iter().filter(|skill| !others.contains(skill)).cloned().collect()
            };
            let mut skills = differ(&profile.skills, &changed.skills);
            skills.extend(differ(&changed.skills, &profile.skills));
            rows.retain(&self.rows_asking(&self.catalogue.codes_of(&skills)));
        }
        let mut what = WhatIf::default();
        for row in rows.list() {
            let (was, is) = (band(&before, row), band(&after, row));
            if was == is {
                continue;
            }
            let wanted = self.wanted(row);
            if was < ALMOST && is >= ALMOST {
                what.opens.add(wanted);
            }
            if was > 0 && is > 0 {
                if is > was { what.rises.add(wanted) } else { what.falls.add(wanted) }
            }
        }
        Ok(what)
    }

    /// The skills that each would open most people wanted in the vacancies of a query, most first, at most `most`.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn opening_skills(&self, query: &Query, profile: &Profile, most: usize) -> Result<Vec<SkillGain>, QueryError> {
        let today = self.today(query);
        let matcher = self.matcher(profile, today);
        let closed = self.closed(query, &matcher)?;
        // A skill opens at most what asks for it.
        let mut asked: Vec<(u64, u32)> =
            self.catalogue.labels_lacking(&profile.skills).map(|label| (0, label)).collect();
        for (bound, label) in &mut asked {
            let mut rows = self.rows_asking(self.catalogue.codes_at(*label));
            rows.retain(&closed.rows);
            *bound = rows.list().into_iter().map(|row| self.wanted(row)).sum();
        }
        asked.retain(|(bound, _)| *bound > 0);
        order::sort_by(&mut asked, |a, b| b.cmp(a));
        let taught = self.catalogue.taught(today);
        let mut best: Vec<SkillGain> = Vec::new();
        for (bound, label) in asked {
            if best.len() == most && best.last().is_some_and(|last| last.opens.openings > bound) {
                break;
            }
            let codes = self.catalogue.codes_at(label);
            let skill = self.catalogue.name_of(codes[0]).to_owned();
            let opens = closed.opened(&matcher, &profile.skills, std::slice::from_ref(&skill));
            if opens.openings > 0 {
                let taught = codes.iter().any(|code| taught.contains(code));
                best.push(SkillGain { skill, opens, taught });
                order::sort_by(&mut best, |a, b| b.opens.cmp(&a.opens).then_with(|| a.skill.cmp(&b.skill)));
                best.truncate(most);
            }
        }
        Ok(best)
    }

    /// The courses one can still apply for that each would open something among the vacancies of a query: those the
    /// person can take first, then by people wanted.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn opening_courses(
        &self,
        query: &Query,
        profile: &Profile,
        most: usize,
    ) -> Result<Vec<CourseGain>, QueryError> {
        let matcher = self.matcher(profile, self.today(query));
        let closed = self.closed(query, &matcher)?;
        let mut gains = Vec::new();
        for mut gain in self.courses(profile, self.today(query)) {
            gain.opens = closed.opened(&matcher, &profile.skills, &gain.course.teaches);
            if gain.opens.openings > 0 {
                gains.push(gain);
            }
        }
        Ok(order::first_by(gains, most, |a, b| {
            let key = |gain: &CourseGain| (gain.can_take(), gain.opens);
            key(b).cmp(&key(a)).then_with(|| a.course.id.cmp(&b.course.id))
        }))
    }

    /// Courses to take one after the other within so many hours: each the one that opens most people wanted for an hour
    /// of training, given those before it. Only courses the person can take.
    ///
    /// # Errors
    /// A [`QueryError`] that names what cannot be asked.
    pub fn training_plan(&self, query: &Query, profile: &Profile, hours: u32) -> Result<Vec<CourseGain>, QueryError> {
        let matcher = self.matcher(profile, self.today(query));
        let mut closed = self.closed(query, &matcher)?;
        let mut courses: Vec<CourseGain> = self.courses(profile, self.today(query)).collect();
        courses.retain(CourseGain::can_take);
        let (mut plan, mut left, mut skills) = (Vec::new(), hours, profile.skills.clone());
        while plan.len() < STEPS {
            let mut best: Option<(u64, usize)> = None;
            for (at, gain) in courses.iter_mut().enumerate() {
                gain.opens = Amount::default();
                if u32::from(gain.course.hours) > left {
                    continue;
                }
                gain.opens = closed.opened(&matcher, &skills, &gain.course.teaches);
                let worth = gain.opens.openings * 1_000_000 / u64::from(gain.course.hours.max(1));
                if worth > best.map_or(0, |(worth, _)| worth) {
                    best = Some((worth, at));
                }
            }
            let Some((_, at)) = best else { break };
            let step = courses.swap_remove(at);
            left -= u32::from(step.course.hours);
            skills.extend(step.course.teaches.iter().cloned());
            let learned = Profile { skills: skills.clone(), ..profile.clone() };
            let matcher = matcher.with_skills(&learned);
            for row in closed.rows.list() {
                if band(&matcher, row) >= ALMOST {
                    closed.rows.remove(row as usize);
                }
            }
            plan.push(step);
        }
        Ok(plan)
    }

    /// What a vacancy asks that the person lacks and a course teaches, with at most three courses each; `None` past the
    /// last row.
    #[must_use]
    pub fn gaps(&self, row: u32, profile: &Profile, today: i32) -> Option<Vec<Gap>> {
        if row as usize >= self.snapshot.rows() {
            return None;
        }
        let gap = |code: u32| {
            let open = self.catalogue.courses_of(code).iter().filter(|&&at| self.catalogue.takes_on(at, today));
            let courses = order::first_by(open.map(|&at| self.course(at, profile)).collect(), COURSES_A_GAP, |a, b| {
                let key =
                    |gain: &CourseGain| (!gain.can_take(), gain.course.start_date.clone(), gain.course.id.clone());
                key(a).cmp(&key(b))
            });
            Gap { asked: self.catalogue.name_of(code).to_owned(), courses }
        };
        Some(self.matcher(profile, today).trainable_gaps(row as usize).into_iter().map(gap).collect())
    }

    /// The courses one can still apply for.
    fn courses(&self, profile: &Profile, today: i32) -> impl Iterator<Item = CourseGain> {
        let all = 0..self.snapshot.meta.courses.len() as u32;
        all.filter(move |&at| self.catalogue.takes_on(at, today)).map(move |at| self.course(at, profile))
    }

    fn course(&self, at: u32, profile: &Profile) -> CourseGain {
        let (snapshot, course) = (&self.snapshot, &self.snapshot.meta.courses[at as usize]);
        let home = profile.home.as_deref().filter(|_| course.mode != CourseMode::Online);
        let distance_km = home.and_then(|home| place::between(snapshot, home, &course.region));
        let radius = u32::from(profile.radius_km.unwrap_or(RADIUS_KM));
        CourseGain {
            region: super::full_region_name(&course.region, snapshot),
            distance_km,
            within_reach: distance_km.is_none_or(|km| km <= radius),
            eligible: match (course.education, profile.education) {
                (None, _) => Some(true),
                (Some(asked), own) => own.map(|own| own >= asked),
            },
            opens: Amount::default(),
            course: course.clone(),
        }
    }

    /// People wanted.
    fn wanted(&self, row: u32) -> u64 {
        self.snapshot.int(crate::snapshot::ColumnId::Openings, row as usize).unwrap_or(1) as u64
    }
}

impl CourseGain {
    /// Whether the person can take it, as far as is known.
    #[must_use]
    pub fn can_take(&self) -> bool {
        self.within_reach && self.eligible != Some(false)
    }
}
