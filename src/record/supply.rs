//! An aggregate over job seekers.

use serde::{Deserialize, Serialize};

use super::code::Education;

/// Active job seekers of one period, region, occupation and schooling. Never a person:
/// a cell below 10 people is suppressed before it reaches a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupplyCell {
    /// Month (`2026-07`) or quarter (`2026-Q3`).
    pub period: String,
    /// Kemendagri code without dots, 2 or 4 digits.
    pub region: String,
    /// KBJI code of 1–4 digits, or `X` for people not coded.
    pub occupation: String,
    /// Highest schooling; absent for all levels together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<Education>,
    /// Active seekers, 10 or more.
    #[cfg_attr(feature = "cli", schemars(range(min = 10)))]
    pub active_seekers: u32,
    /// Who counted: `SIAPkerja`, `Sakernas`.
    pub source: String,
}
