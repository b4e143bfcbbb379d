//! Closed code lists: the education ladder, employment types, work modes and their kin.
//!
//! Every list is an enum whose `key` is what JSON, filters and snapshots carry and
//! whose `label` is what a screen shows, in Indonesian and English.

use serde::{Deserialize, Serialize};

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bahasa Indonesia, the default.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Picks the text of this language.
    #[must_use]
    pub fn pick<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $id:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $key)] $variant,)+
        }

        impl $name {
            /// Every code, in the order screens show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as JSON, filters and snapshots carry it.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The code with this key, if the list has it.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }

            /// The words a screen shows.
            #[must_use]
            pub fn label(self, lang: Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick($id, $en),)+ }
            }
        }
    };
}

code_list! {
    /// How a person is employed (schema.org `employmentType`).
    EmploymentType {
        /// Full time.
        FullTime = "full_time", "Penuh waktu", "Full time";
        /// Part time.
        PartTime = "part_time", "Paruh waktu", "Part time";
        /// Fixed-term contract.
        Contract = "contract", "Kontrak", "Contract";
        /// Internship, paid or not.
        Internship = "internship", "Magang", "Internship";
        /// Paid by the day.
        Daily = "daily", "Harian", "Daily";
        /// Freelance.
        Freelance = "freelance", "Lepas", "Freelance";
    }
}

code_list! {
    /// Where the work is done (schema.org `jobLocationType`, extended).
    WorkMode {
        /// At the employer's place.
        OnSite = "on_site", "Di tempat kerja", "On site";
        /// Partly at home.
        Hybrid = "hybrid", "Hibrida", "Hybrid";
        /// Anywhere; never filtered by distance.
        Remote = "remote", "Jarak jauh", "Remote";
    }
}

code_list! {
    /// What kind of body hires, told from its name by the builder.
    EmployerKind {
        /// Ministry, agency, regional government, state school or hospital.
        Government = "government", "Instansi pemerintah", "Government body";
        /// State- or region-owned enterprise (Persero, Perum, Perseroda).
        StateEnterprise = "state_enterprise", "BUMN/BUMD", "State-owned enterprise";
        /// PT, CV, UD, firm.
        Company = "company", "Perusahaan", "Company";
        /// Foundation, association, cooperative, private school or clinic.
        NonProfit = "non_profit", "Yayasan/nirlaba", "Foundation/non-profit";
    }
}

code_list! {
    /// Whether the public labour service checked the advertisement.
    Verification {
        /// Checked by Pusat Pasar Kerja.
        Verified = "verified", "Terverifikasi", "Verified";
        /// Not yet checked.
        Unverified = "unverified", "Belum diverifikasi", "Not verified";
        /// Withdrawn by the service.
        Withdrawn = "withdrawn", "Ditarik", "Withdrawn";
    }
}

/// Rung of the education ladder, 0 (no schooling) to 10 (doctorate).
///
/// Source: the ladder of Indonesian formal education; KKNI equivalence by Perpres 8/2012.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "cli", schemars(extend("maximum" = 10)))]
#[serde(try_from = "u8", into = "u8")]
pub struct Education(u8);

const LADDER: [(&str, &str); 11] = [
    ("Tidak sekolah", "No schooling"),
    ("SD", "Primary (SD)"),
    ("SMP", "Lower secondary (SMP)"),
    ("SMA/SMK", "Upper secondary (SMA/SMK)"),
    ("D1", "Diploma 1"),
    ("D2", "Diploma 2"),
    ("D3", "Diploma 3"),
    ("S1/D4", "Bachelor (S1/D4)"),
    ("Profesi", "Professional"),
    ("S2", "Master (S2)"),
    ("S3", "Doctor (S3)"),
];

impl Education {
    /// SMA, SMK, MA or Paket C.
    pub const UPPER_SECONDARY: Self = Self(3);
    /// D1, also the open reading of a bare "Diploma".
    pub const DIPLOMA_1: Self = Self(4);
    /// S1 or D4.
    pub const BACHELOR: Self = Self(7);
    /// Professional degree after S1.
    pub const PROFESSIONAL: Self = Self(8);

    /// The rung, or `None` above 10.
    #[must_use]
    pub fn new(level: u8) -> Option<Self> {
        (usize::from(level) < LADDER.len()).then_some(Self(level))
    }

    /// The rung as a number, 0–10.
    #[must_use]
    pub fn level(self) -> u8 {
        self.0
    }

    /// The words a screen shows.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        let (id, en) = LADDER[usize::from(self.0)];
        lang.pick(id, en)
    }
}

impl TryFrom<u8> for Education {
    type Error = String;
    fn try_from(level: u8) -> Result<Self, String> {
        Self::new(level).ok_or_else(|| format!("education level {level} found, 0 to 10 expected"))
    }
}

impl From<Education> for u8 {
    fn from(education: Education) -> Self {
        education.0
    }
}
