//! One advertised job.

use serde::{Deserialize, Serialize};

use super::code::{Education, EmployerKind, EmploymentType, Verification, WorkMode};

/// One advertised job: a line of canonical JSON Lines and a row of a snapshot.
///
/// Keys are schema.org `JobPosting`'s where it has one. Fields that a source does
/// not state are absent, never zero or empty. The type has no place for contacts,
/// hidden pay or applicants: what is not here cannot reach a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Vacancy {
    /// Stable id within the snapshot, at most 64 bytes (a UUID, `LK-…`).
    #[cfg_attr(feature = "cli", schemars(length(min = 1, max = 64)))]
    pub id: String,
    /// Job title, plain text, at most 200 characters.
    #[cfg_attr(feature = "cli", schemars(length(min = 1, max = 200)))]
    pub title: String,
    /// Portal the advertisement came from.
    pub source: Source,
    /// Other portals that carry the same advertisement, by code; filled in by the builder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_at: Vec<Source>,
    /// Occupation code of the source, an officer or, less sure, the builder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupational_category: Option<Occupation>,
    /// The portal's own job function, shown as found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_function: Option<String>,
    /// Who hires; absent where the employer is confidential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hiring_organization: Option<Organization>,
    /// The portal's own industry name, shown as found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Workplaces. The first one is the row's region; empty where no place could be mapped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub job_location: Vec<Place>,
    /// On site, hybrid or remote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_location_type: Option<WorkMode>,
    /// Full time, contract, internship …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_type: Option<EmploymentType>,
    /// People wanted, 1 or more.
    #[serde(default = "one")]
    pub total_job_openings: u32,
    /// Places not yet filled, where the source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_job_openings: Option<u32>,
    /// Pay, only where stated and not hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_salary: Option<Pay>,
    /// Schooling asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education_requirements: Option<EducationRequirement>,
    /// Experience asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience_requirements: Option<ExperienceRequirement>,
    /// Skills, certificates, licences, languages and tools asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Age, sex and other limits the advertisement carries. Shown and labelled, never scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Openness to people with disabilities, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<Inclusion>,
    /// Working time as the source words it ("5 hari/minggu").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_hours: Option<String>,
    /// First day shown, ISO 8601 (`2026-07-01`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_posted: Option<String>,
    /// Last day to apply, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_through: Option<String>,
    /// Duties, plain paragraphs; a line that starts with "- " is a list item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Qualifications, worded like `description`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifications: Option<String>,
}

fn one() -> u32 {
    1
}

/// Where an advertisement was published and whether it was checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// Portal key: `karirhub`, `maganghub`, `hiredtoday`, `sample` …
    pub code: String,
    /// Page to apply on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the labour service checked it.
    pub verification: Verification,
}

/// An occupation code and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Occupation {
    /// KBJI code: `d`, `dd`, `ddd`, `dddd` or `dddd.dd`.
    #[cfg_attr(feature = "cli", schemars(regex(pattern = r"^\d{1,4}$|^\d{4}\.\d{2}$")))]
    pub code: String,
    /// Edition of KBJI: 2014 or 2026.
    pub edition: u16,
    /// Certainty in permille: 1000 for codes from the employer or an officer.
    #[serde(default = "thousand")]
    #[cfg_attr(feature = "cli", schemars(range(max = 1000)))]
    pub reliability: u16,
}

fn thousand() -> u16 {
    1000
}

impl Occupation {
    /// A code as an employer or officer states it: "4110", "KBJI 2026: 4110.01", "ISCO-08 4110". Without an
    /// edition it is read as KBJI 2014, whose first four digits are ISCO-08. `None` where it is no such code.
    #[must_use]
    pub fn stated(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        let (list, code) = lower.split_at(lower.rfind(|c: char| c.is_whitespace() || c == ':').map_or(0, |at| at + 1));
        let edition = match list.trim_end_matches(|c: char| c.is_whitespace() || c == ':') {
            "" | "kbji" | "kbji 2014" | "isco" | "isco-08" | "isco 08" => 2014,
            "kbji 2026" => 2026,
            _ => return None,
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let valid = match code.split_once('.') {
            Some((group, job)) => (group.len(), job.len()) == (4, 2) && digits(group) && digits(job),
            None => (1..=4).contains(&code.len()) && digits(code),
        };
        valid.then(|| Self { code: code.to_owned(), edition, reliability: thousand() })
    }
}

/// Who hires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// Name as published.
    pub name: String,
    /// Kind of body, told from the name by the builder where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmployerKind>,
}

/// A workplace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// Kemendagri code without dots: 2 (province), 4 (regency), 6 (district) or 10 (village) digits.
    #[cfg_attr(feature = "cli", schemars(regex(pattern = r"^\d{2}(\d{2}(\d{2}(\d{4})?)?)?$")))]
    pub region: String,
    /// Street address or place name as published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Pay in whole rupiah a month; never 0 and never a hidden amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pay {
    /// Least, IDR a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_value: Option<u32>,
    /// Most, IDR a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_value: Option<u32>,
    /// Unit the source stated, before conversion to a month.
    #[serde(default)]
    pub stated_per: PayUnit,
}

/// Unit in which a source stated pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayUnit {
    /// A month.
    #[default]
    Month,
    /// An hour; a month has 173 (Kepmenaker 102/2004).
    Hour,
    /// A day; a month has 25 (six-day week, PP 36/2021).
    Day,
    /// A week.
    Week,
    /// A year.
    Year,
}

impl PayUnit {
    /// `amount` rupiah for one of this unit as whole rupiah a month; `None` where that is no number from
    /// 0 to `u32::MAX`. A month has 173 hours (Kepmenaker 102/2004), 25 days (PP 36/2021, six-day week)
    /// and 52/12 weeks.
    #[must_use]
    pub fn monthly(self, amount: f64) -> Option<u32> {
        let month = match self {
            Self::Month => amount,
            Self::Hour => amount * 173.0,
            Self::Day => amount * 25.0,
            Self::Week => amount * 52.0 / 12.0,
            Self::Year => amount / 12.0,
        };
        (0.0..=f64::from(u32::MAX)).contains(&month).then(|| month.round() as u32)
    }
}

/// Schooling asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EducationRequirement {
    /// Lowest rung accepted, 0–10.
    pub level: Education,
    /// Study fields named, as words ("Akuntansi", "Teknik Mesin").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Whether a person below that rung is turned away.
    #[serde(default)]
    pub required: bool,
}

/// Experience asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExperienceRequirement {
    /// Months asked; 0 says expressly that none is needed.
    pub months_of_experience: u16,
}

/// One thing asked of a person beyond schooling and experience.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requirement {
    /// What kind of thing.
    pub kind: RequirementKind,
    /// Name as shown ("Microsoft Excel", "SIM B1").
    pub label: String,
    /// Must have (true) or nice to have (false).
    pub must: bool,
    /// Whether a form field or the text said so.
    pub origin: Origin,
}

/// Kind of requirement; certificates and licences weigh more, soft skills less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// A hard skill.
    Skill,
    /// A tool or machine.
    Tool,
    /// A soft skill.
    Soft,
    /// A certificate of competence.
    Certificate,
    /// A licence to practise or drive.
    Licence,
    /// A language.
    Language,
}

impl RequirementKind {
    /// The kind as JSON and snapshots carry it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Tool => "tool",
            Self::Soft => "soft",
            Self::Certificate => "certificate",
            Self::Licence => "licence",
            Self::Language => "language",
        }
    }

    /// The kind with this key, if there is one.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Skill, Self::Tool, Self::Soft, Self::Certificate, Self::Licence, Self::Language]
            .into_iter()
            .find(|kind| kind.key() == key)
    }
}

/// Where a statement was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A field of the source's form.
    Form,
    /// The advertisement's text.
    Text,
}

/// A limit on who may apply. Carried so it can be shown and questioned; never scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limit {
    /// What is limited.
    pub kind: LimitKind,
    /// The limit in plain form: `18-35`, `male`, `single`.
    pub value: String,
    /// Where it was found.
    pub origin: Origin,
}

/// What a limit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// Age in years.
    Age,
    /// Sex.
    Sex,
    /// Marital status.
    Marital,
    /// Physical condition.
    Physical,
    /// Looks.
    Appearance,
    /// Religion.
    Religion,
    /// Body height.
    Height,
}

/// Openness to people with disabilities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Inclusion {
    /// The employer says that people with disabilities may apply.
    pub open_to_disability: bool,
}

#[cfg(test)]
mod tests {
    use super::{Occupation, PayUnit};

    #[test]
    fn a_stated_code_is_read_and_another_lists_code_is_not() {
        let read = |text| Occupation::stated(text).map(|found| (found.code, found.edition));
        assert_eq!(read("4110"), Some(("4110".to_owned(), 2014)));
        assert_eq!(read(" KBJI 2026: 4110.01 "), Some(("4110.01".to_owned(), 2026)));
        assert_eq!(read("ISCO-08 72"), Some(("72".to_owned(), 2014)));
        for other in ["15-1132.00", "O*NET 1511", "Kasir", "41101", "4110.1", "", "4110 Kasir"] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn pay_of_every_unit_becomes_pay_a_month() {
        let months = [PayUnit::Hour, PayUnit::Day, PayUnit::Week, PayUnit::Month, PayUnit::Year];
        let amounts = [30_000.0, 200_000.0, 1_200_000.0, 5_000_000.0, 60_000_000.0];
        let monthly: Vec<_> = months.iter().zip(amounts).filter_map(|(unit, amount)| unit.monthly(amount)).collect();
        assert_eq!(monthly, [5_190_000, 5_000_000, 5_200_000, 5_000_000, 5_000_000]);
        for no_pay in [-1.0, f64::NAN, 1e10] {
            assert_eq!(PayUnit::Month.monthly(no_pay), None, "{no_pay}");
        }
    }
}
