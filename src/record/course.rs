//! Training that can close a gap.

use serde::{Deserialize, Serialize};

use super::code::Education;

/// One course: a line of the courses file and an entry of a snapshot. Keys follow schema.org `Course`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Course {
    /// Stable id within the snapshot.
    pub id: String,
    /// Name of the course.
    pub name: String,
    /// Who teaches.
    pub provider: Provider,
    /// Kemendagri code without dots, 2 or 4 digits.
    pub region: String,
    /// Vocational field ("Teknik Las").
    pub field: String,
    /// Occupations it prepares for, KBJI codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupations: Vec<String>,
    /// Skills, certificates or licences a graduate has, as words.
    pub teaches: Vec<String>,
    /// Lowest schooling accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<Education>,
    /// Training hours (JP of 45 minutes).
    pub hours: u16,
    /// In a classroom, online or both.
    pub mode: CourseMode,
    /// First day, ISO 8601.
    pub start_date: String,
    /// Last day to apply, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply_by: Option<String>,
    /// Places.
    pub places: u32,
    /// Cost in whole rupiah; 0 is free.
    pub cost: u32,
}

impl Course {
    /// The last day one can apply, days since 1970-01-01: as stated or, where it is not, the day it starts.
    #[must_use]
    pub fn last_day(&self) -> i32 {
        super::day::parse(self.apply_by.as_ref().unwrap_or(&self.start_date)).unwrap_or(i32::MIN)
    }
}

/// Who teaches a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provider {
    /// Name as published.
    pub name: String,
    /// BPVP, Satpel, BLK, BLKK, LPK, SMK or kampus.
    pub kind: String,
}

/// How a course is taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourseMode {
    /// In a classroom or workshop.
    Onsite,
    /// Online.
    Online,
    /// Both.
    Blended,
}
