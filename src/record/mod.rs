//! What a vacancy, a profile, a course and a supply cell *are*.
//!
//! Plain serde types with the JSON keys that leave and enter padan, and the code
//! lists behind them. Nothing here reads a file, knows a browser or scores
//! anything: the builder ([`crate::snapshot`]), the engine ([`crate::query`],
//! [`crate::matching`]) and the page all speak these types.
//!
//! Keys are English and follow schema.org `JobPosting` and `Course` where those
//! have a word. Code lists are named by edition; see [`region`] and [`code`].
//!
//! # Overview
//!
//! * [`Vacancy`]: one advertised job, the unit of a snapshot's rows.
//! * [`Profile`]: what a visitor told the page. It never leaves the device.
//! * [`Course`]: training that can close a gap.
//! * [`SupplyCell`]: an aggregate over job seekers, never a person.

pub mod code;
mod course;
pub mod day;
pub mod limits;
pub mod occupation;
mod profile;
pub mod region;
#[cfg(feature = "cli")]
pub mod schema;
mod supply;
mod vacancy;

pub use course::{Course, CourseMode, Provider};
pub use profile::{DealBreaker, Experience, Profile, Target, Weights};
pub use supply::SupplyCell;
pub use vacancy::{
    EducationRequirement, ExperienceRequirement, Inclusion, Limit, LimitKind, Occupation, Organization, Origin, Pay,
    PayUnit, Place, Requirement, RequirementKind, Source, Vacancy,
};
