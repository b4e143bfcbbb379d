//! Limits on age and sex that an advertisement states, and whether they exclude a person.
//!
//! A visitor may ask to hide advertisements that exclude them. That is a filter and no more: what a person says here is
//! no part of the [profile](super::Profile), so that no score can see it.

use serde::{Deserialize, Serialize};

use super::{Limit, LimitKind};

/// What a visitor tells for advertisements that exclude them to be hidden. Nothing of it leaves the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Age in years; without it, no limit on age excludes.
    pub age: Option<u8>,
    /// Sex; without it, no limit on sex excludes.
    pub sex: Option<Sex>,
}

/// Sex, as limits name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    fn key(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// The limits on age and sex among all that are stated, one after the other: `18-35 female`, `-30`; `None` without any.
#[must_use]
pub fn stated(limits: &[Limit]) -> Option<String> {
    let plain = |limit: &&Limit| match limit.kind {
        LimitKind::Age => ages(&limit.value).is_some(),
        LimitKind::Sex => [Sex::Male, Sex::Female].iter().any(|sex| sex.key() == limit.value),
        _ => false,
    };
    let mut values: Vec<&str> = limits.iter().filter(plain).map(|limit| &*limit.value).collect();
    values.sort_unstable();
    values.dedup();
    (!values.is_empty()).then(|| values.join(" "))
}

/// Youngest and oldest of `18-35`, `18-` or `-35`.
fn ages(value: &str) -> Option<(u8, u8)> {
    let (from, to) = value.split_once('-')?;
    let end = |end: &str, open: u8| if end.is_empty() { Some(open) } else { end.parse().ok() };
    (value.len() > 1).then_some((end(from, 0)?, end(to, u8::MAX)?))
}

impl Person {
    /// Whether limits, as [`stated`] writes them, let the person apply. Where several are stated of a kind, one that
    /// lets them is enough.
    #[must_use]
    pub fn passes(&self, stated: &str) -> bool {
        let (mut age, mut sex) = (None, None);
        for value in stated.split(' ') {
            let (of, passes) = match ages(value) {
                Some((from, to)) => (&mut age, self.age.is_none_or(|own| (from..=to).contains(&own))),
                None => (&mut sex, self.sex.is_none_or(|own| own.key() == value)),
            };
            *of = Some(of.unwrap_or(false) || passes);
        }
        age != Some(false) && sex != Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(age: Option<u8>, sex: Option<Sex>) -> Person {
        Person { age, sex }
    }

    #[test]
    fn limits_exclude_whom_they_name_and_nobody_else() {
        let (she, he) = (Some(Sex::Female), Some(Sex::Male));
        for (stated, who, passes) in [
            ("18-30", person(Some(30), she), true),
            ("18-30", person(Some(31), she), false),
            ("18-30", person(None, she), true),
            ("-30", person(Some(17), he), true),
            ("18-", person(Some(17), he), false),
            ("18-30 female", person(Some(20), she), true),
            ("18-30 female", person(Some(20), he), false),
            ("female", person(Some(41), None), true),
            ("female male", person(None, he), true),
            ("18-25 30-40", person(Some(35), None), true),
            ("18-25 30-40", person(Some(28), None), false),
        ] {
            assert_eq!(who.passes(stated), passes, "{stated} {who:?}");
        }
    }

    #[test]
    fn only_limits_on_age_and_sex_that_can_be_read_are_kept() {
        let limit = |kind, value: &str| Limit { kind, value: value.into(), origin: super::super::Origin::Form };
        let all = [
            limit(LimitKind::Sex, "female"),
            limit(LimitKind::Age, "18-35"),
            limit(LimitKind::Age, "muda"),
            limit(LimitKind::Age, "-"),
            limit(LimitKind::Sex, "any"),
            limit(LimitKind::Marital, "single"),
            limit(LimitKind::Age, "18-35"),
        ];
        assert_eq!(stated(&all).as_deref(), Some("18-35 female"));
        assert_eq!(stated(&all[2..6]), None);
    }
}
