//! What a visitor told the page.

use serde::{Deserialize, Serialize};

use super::code::{Education, EmploymentType, WorkMode};

/// A visitor's answers. Every field may be absent; nothing here leaves the device.
///
/// By design there is no name, NIK, birth date, sex, address, religion, marital
/// status, phone or e-mail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Profile {
    /// Jobs wanted, at most 5.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
    /// Jobs held, at most 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Experience>,
    /// Highest schooling finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub education: Option<Education>,
    /// Study fields, as words ("Akuntansi").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Skills, tools, certificates, licences and languages, as words ("SIM B1").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Home regency or province, Kemendagri code without dots (`3216`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Farthest way to work in km; 40 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<u16>,
    /// Provinces the person would move to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub willing_to_move: Vec<String>,
    /// Least pay wanted, IDR a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_pay: Option<u32>,
    /// Employment types wanted; none means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub employment_types: Vec<EmploymentType>,
    /// Work modes wanted; none means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work_modes: Vec<WorkMode>,
    /// Wishes that are musts to the person: a vacancy that states otherwise is never above "prepare", however well the rest
    /// fits. What a vacancy does not state breaks none, and one whose wish is absent (no least pay, no home) changes
    /// nothing. The score stays as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deal_breakers: Vec<DealBreaker>,
    /// The person's own weights in place of the snapshot's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
}

/// A wish that a person may mark as a must (`padan-skor/1` §9.5, `keras[]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealBreaker {
    /// The way to work: farther than `radiusKm`, or on another island, and nowhere the person would move to.
    Place,
    /// Pay: the most that is offered is below `minimumPay`.
    Pay,
    /// Employment type: none of `employmentTypes`.
    EmploymentType,
    /// Work mode: none of `workModes`.
    WorkMode,
}

/// A job wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// KBJI code, 1–4 digits or `dddd.dd`.
    pub occupation: String,
}

/// A job held. Employers are not named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Experience {
    /// KBJI code, 1–4 digits or `dddd.dd`.
    pub occupation: String,
    /// Months worked.
    pub months: u16,
    /// Years since the job ended; 0 for a job still held.
    #[serde(default)]
    pub years_ago: u8,
}

/// Weight of each part of the match. Any scale: they are renormalised to 10,000.
///
/// Source of the defaults: `padan-skor/1` §9.2, start values to be tuned on a judged set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Weights {
    /// Skills, certificates, licences, languages, tools.
    pub skills: u16,
    /// Occupation.
    pub occupation: u16,
    /// Place.
    pub place: u16,
    /// Schooling.
    pub education: u16,
    /// Experience.
    pub experience: u16,
    /// Pay.
    pub pay: u16,
    /// Employment type and work mode.
    pub conditions: u16,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            skills: 3000,
            occupation: 2500,
            place: 1500,
            education: 1000,
            experience: 1000,
            pay: 700,
            conditions: 300,
        }
    }
}
