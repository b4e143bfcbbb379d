//! What a build must keep to before anything of it is put into place: `padan build --strict`.
//!
//! [`Limits`] are a portal's to set, by its [`Policy`](super::Policy); that nothing of a contact is left is no
//! setting. [`Figures`] are what a build came to, and [`Limits::breaches`] what is wrong with them.
//! Source of the rules: domain notes §7.10.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most, or least, that a strict build lets pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// Records without a title, permille of all that came in. Default 10.
    #[schemars(range(max = 1000))]
    pub most_without_title: u32,
    /// Vacancies without a region, permille. Default 10.
    #[schemars(range(max = 1000))]
    pub most_without_region: u32,
    /// Vacancies whose region is mapped to the regency or deeper, permille. Default 900.
    #[schemars(range(max = 1000))]
    pub least_region_mapped: u32,
    /// Records turned away, permille of all that came in. Default 50.
    #[schemars(range(max = 1000))]
    pub most_rejected: u32,
    /// Compressed bytes of the columns for each vacancy, beyond [`Self::core_bytes_beside`]. Default 16.
    pub most_core_bytes_a_vacancy: u64,
    /// Compressed bytes that the columns' file may have beside those: code lists, courses, supply. Default 65,536.
    pub core_bytes_beside: u64,
    /// Compressed bytes of the whole snapshot. Default 1,073,741,824.
    pub most_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most_without_title: 10,
            most_without_region: 10,
            least_region_mapped: 900,
            most_rejected: 50,
            most_core_bytes_a_vacancy: 16,
            core_bytes_beside: 1 << 16,
            most_bytes: 1 << 30,
        }
    }
}

/// What a build came to.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Records that came in.
    pub rows_in: u64,
    /// Records turned away.
    pub rejected: u64,
    /// Records turned away because they have no title.
    pub without_title: u64,
    /// Vacancies to be published.
    pub rows_out: u64,
    /// Vacancies without a region.
    pub without_region: u64,
    /// Vacancies with a region of a regency or deeper.
    pub mapped: u64,
    /// What the audit found in the records to be published, by kind (`contact`, `html` …).
    pub findings: Vec<(&'static str, u64)>,
    /// Compressed bytes of the columns.
    pub core_bytes: u64,
    /// Compressed bytes of everything.
    pub bytes: u64,
}

/// A limit that was not kept to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// Name of the limit, or `audit.` and the kind of what was found.
    pub rule: String,
    /// What was found.
    pub found: String,
    /// What is allowed.
    pub limit: String,
}

impl Limits {
    /// Every limit that `figures` do not keep to.
    #[must_use]
    pub fn breaches(&self, figures: &Figures) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let mut find = |rule: &str, found: String, limit: String| {
            breaches.push(Breach { rule: rule.to_owned(), found, limit });
        };
        for (what, count) in figures.findings.iter().filter(|(_, count)| *count > 0) {
            find(&format!("audit.{what}"), count.to_string(), "0".to_owned());
        }
        let most = [
            ("mostWithoutTitle", figures.without_title, figures.rows_in, self.most_without_title),
            ("mostWithoutRegion", figures.without_region, figures.rows_out, self.most_without_region),
            ("mostRejected", figures.rejected, figures.rows_in, self.most_rejected),
        ];
        for (rule, count, of, permille) in most {
            if count * 1_000 > of * u64::from(permille) {
                find(rule, format!("{count} of {of}"), format!("{permille} ‰"));
            }
        }
        if figures.mapped * 1_000 < figures.rows_out * u64::from(self.least_region_mapped) {
            let found = format!("{} of {}", figures.mapped, figures.rows_out);
            find("leastRegionMapped", found, format!("{} ‰", self.least_region_mapped));
        }
        let most = self.core_bytes_beside + self.most_core_bytes_a_vacancy * figures.rows_out;
        if figures.core_bytes > most {
            find("mostCoreBytesAVacancy", figures.core_bytes.to_string(), most.to_string());
        }
        if figures.bytes > self.most_bytes {
            find("mostBytes", figures.bytes.to_string(), self.most_bytes.to_string());
        }
        breaches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Change = fn(&mut Figures);

    fn good() -> Figures {
        Figures {
            rows_in: 1_000,
            rejected: 50,
            without_title: 10,
            rows_out: 1_000,
            without_region: 10,
            mapped: 900,
            findings: vec![("contact", 0)],
            core_bytes: 65_536 + 16_000,
            bytes: 1 << 30,
        }
    }

    #[test]
    fn each_limit_lets_pass_what_is_on_it_and_nothing_beyond() {
        let limits = Limits::default();
        assert_eq!(limits.breaches(&good()), []);
        let beyond: [(&str, Change); 7] = [
            ("audit.contact", |figures| figures.findings[0].1 = 1),
            ("mostWithoutTitle", |figures| figures.without_title += 1),
            ("mostWithoutRegion", |figures| figures.without_region += 1),
            ("mostRejected", |figures| figures.rejected += 1),
            ("leastRegionMapped", |figures| figures.mapped -= 1),
            ("mostCoreBytesAVacancy", |figures| figures.core_bytes += 1),
            ("mostBytes", |figures| figures.bytes += 1),
        ];
        for (rule, change) in beyond {
            let mut figures = good();
            change(&mut figures);
            let rules: Vec<String> = limits.breaches(&figures).into_iter().map(|breach| breach.rule).collect();
            assert_eq!(rules, [rule]);
        }
    }
}
