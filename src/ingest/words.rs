//! Words of forms and spreadsheets (dates, schooling, experience, sex, kinds of work) as codes.
//!
//! Every function reads what is sure and gives `None` for the rest; callers count that.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::terms;
use crate::record::{
    code::{Education, EmploymentType, WorkMode},
    day,
};

/// Order of day, month and year in a date of three numbers; a year of four digits that stands
/// first is always year, month, day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 24/11/2026, as Indonesia writes.
    #[default]
    Dmy,
    /// 11/24/2026.
    Mdy,
}

/// First days a spreadsheet's number may mean: 2000-01-01 to 2100-12-31.
const SERIALS: std::ops::RangeInclusive<i32> = 36_526..=73_415;
/// 1970-01-01 as a spreadsheet's number.
const SERIAL_EPOCH: i32 = 25_569;

/// A date in any usual form as ISO: `2026-11-24`, `24/11/2026`, `24 Nov 2026`,
/// `Selasa, 24 November 2026`, `November 24, 2026`, with or without a time after it, or the
/// number of days a spreadsheet keeps (`46350`).
pub fn date(text: &str, order: DateOrder) -> Option<String> {
    let text = text.trim();
    if let Some(day) = day::parse(text) {
        return Some(day::iso(day));
    }
    let whole = text.strip_suffix(".0").unwrap_or(text);
    if whole.len() == 5
        && let Ok(serial) = whole.parse::<i32>()
    {
        return SERIALS.contains(&serial).then(|| day::iso(serial - SERIAL_EPOCH));
    }
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?i)^(?:[a-z']+,\s*)?([0-9]{1,4}|[a-z]{3,9})\.?[\s/.,-]+([0-9]{1,2}|[a-z]{3,9})\.?[\s/.,-]+([0-9]{2}|[0-9]{4})",
            r"(?:[\sT,]+(?:pukul\s*)?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\.[0-9]+)?\s*(?:wib|wita|wit|am|pm|z)?)?$",
        ))
    });
    let found = DATE.captures(text)?;
    let [a, b, c] = [1, 2, 3].map(|at| found.get(at).map_or("", |part| part.as_str()));
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = match (number(a), number(b)) {
        (Some(_), Some(month)) if a.len() == 4 => (a, month, number(c)?),
        (Some(day), None) => (c, month(b)?, day),
        (None, Some(day)) => (c, month(a)?, day),
        (Some(first), Some(second)) if a.len() <= 2 => match order {
            DateOrder::Dmy => (c, second, first),
            DateOrder::Mdy => (c, first, second),
        },
        _ => return None,
    };
    let century = if year.len() == 2 { "20" } else { "" };
    let iso = format!("{century}{year}-{month:02}-{day:02}");
    day::parse(&iso).map(|_| iso)
}

/// The number of a month named in Indonesian or English, whole or shortened.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "januari january",
        "februari february pebruari",
        "maret march mrt",
        "april",
        "mei may",
        "juni june",
        "juli july",
        "agustus august agt ags",
        "september sept",
        "oktober october",
        "november nopember",
        "desember december",
    ];
    let word = word.to_lowercase();
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| {
            names.split(' ').any(|name| name == word || word.len() >= 3 && word.len() <= 4 && name.starts_with(&word))
        })
        .map(|(number, _)| number)
}

/// The lowest rung that a text of schooling names ("Min. SMA/SMK sederajat", "D3, S1").
pub fn education(text: &str) -> Option<Education> {
    let lower = text.to_lowercase().replace(" sd ", " - ");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut lowest: Option<u8> = None;
    let mut at = 0;
    while at < words.len() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let (rung, used) = match (words[at], next) {
            ("tidak" | "tanpa" | "no", "sekolah" | "schooling") => (Some(0), 2),
            ("paket", "a") => (Some(1), 2),
            ("paket", "b") => (Some(2), 2),
            ("paket", "c") => (Some(3), 2),
            ("d" | "diploma", "1" | "i" | "satu") => (Some(4), 2),
            ("d" | "diploma", "2" | "ii" | "dua") => (Some(5), 2),
            ("d" | "diploma", "3" | "iii" | "tiga") => (Some(6), 2),
            ("d" | "diploma", "4" | "iv" | "empat") | ("s" | "strata", "1" | "i") | ("sarjana", "terapan") => {
                (Some(7), 2)
            }
            ("s" | "strata", "2" | "ii") => (Some(9), 2),
            ("s" | "strata", "3" | "iii") => (Some(10), 2),
            ("sd" | "mi" | "elementary" | "primary", _) => (Some(1), 1),
            ("smp" | "sltp" | "mts", _) => (Some(2), 1),
            ("sma" | "smk" | "ma" | "mak" | "smu" | "slta" | "stm" | "smea" | "smak", _)
            | ("high" | "vocational", "school") => (Some(3), 1),
            ("d1" | "di" | "diploma", _) => (Some(4), 1),
            ("d2" | "dii", _) => (Some(5), 1),
            ("d3" | "diii", _) => (Some(6), 1),
            ("d4" | "div" | "s1" | "sarjana" | "bachelor" | "undergraduate", _) => (Some(7), 1),
            ("profesi", _) => (Some(8), 1),
            ("s2" | "magister" | "master", _) => (Some(9), 1),
            ("s3" | "doktor" | "doctor" | "doctorate" | "phd", _) => (Some(10), 1),
            _ => (None, 1),
        };
        lowest = lowest.min(rung).or(lowest).or(rung);
        at += used;
    }
    Education::new(lowest?)
}

/// Unit of a bare number of experience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Span {
    /// Years.
    #[default]
    Years,
    /// Months.
    Months,
}

/// The least experience a text asks, in months: "1-2 tahun" is 12, "fresh graduate" 0.
pub fn experience(text: &str, span: Span) -> Option<u16> {
    static NONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)^(?:fresh\s*graduates?|tanpa pengalaman|tidak (?:ada|perlu|butuh|harus|diperlukan) ?(?:ber)?pengalaman|non pengalaman|no experience(?: (?:required|needed))?|none)$",
        )
    });
    static ASKED: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"(?i)^(?:min(?:imal|imum)?\b\.?|pengalaman|berpengalaman|at least|lebih dari|>=?|≥|[\s:])*",
            r"([0-9]{1,3}(?:[.,][0-9])?)\s*\+?\s*(tahun|thn|th|years?|yrs?|bulan|bln|months?)?\s*\+?\s*",
            r"(?:(?:-|–|s/d|sampai|hingga|to)\s*([0-9]{1,3})(?:[.,][0-9])?\s*(tahun|thn|th|years?|yrs?|bulan|bln|months?)?)?",
            r"\s*\+?(?:\s*(?:pengalaman|kerja|experience|of|atau lebih))*\s*$",
        ))
    });
    let text = text.trim();
    if NONE.is_match(text) {
        return Some(0);
    }
    let found = ASKED.captures(text)?;
    let number: f64 = found.get(1)?.as_str().replace(',', ".").parse().ok()?;
    let months = match found.get(2).or(found.get(4)) {
        Some(unit) => unit.as_str().to_lowercase().starts_with(['b', 'm']),
        None => span == Span::Months,
    };
    let months = if months { number } else { number * 12.0 };
    (months <= 600.0).then_some(months.round() as u16)
}

/// A whole number that starts a text ("3", "3.0", "1.000", "3 orang").
pub fn number(text: &str) -> Option<u32> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^\s*([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)(?:[.,]0+)?(?:\s+[[:alpha:]]+|\s*\([[:alpha:] ]*\))*\s*$")
    });
    NUMBER.captures(text)?.get(1)?.as_str().replace(['.', ','], "").parse().ok()
}

/// The kind of employment a word means.
pub fn employment_type(word: &str) -> Option<EmploymentType> {
    let found = match tidy(word).as_str() {
        "fulltime" | "purna waktu" | "tetap" | "karyawan tetap" | "pkwtt" | "permanent" => EmploymentType::FullTime,
        "parttime" => EmploymentType::PartTime,
        "karyawan kontrak" | "pkwt" => EmploymentType::Contract,
        "pemagangan" => EmploymentType::Internship,
        "harian lepas" | "pekerja harian lepas" => EmploymentType::Daily,
        "pekerja lepas" => EmploymentType::Freelance,
        _ => return terms::employment_type(word),
    };
    Some(found)
}

/// The place of work a word means.
pub fn work_mode(word: &str) -> Option<WorkMode> {
    Some(match tidy(word).as_str() {
        "on site" | "onsite" | "wfo" | "di kantor" | "di tempat kerja" | "di lokasi" => WorkMode::OnSite,
        "hybrid" | "hibrida" | "hibrid" => WorkMode::Hybrid,
        "remote" | "wfh" | "wfa" | "jarak jauh" | "dari rumah" => WorkMode::Remote,
        _ => return None,
    })
}

/// `male` or `female`; `Some(None)` where both are meant.
pub fn sex(word: &str) -> Option<Option<&'static str>> {
    Some(match tidy(word).as_str() {
        "l" | "lk" | "laki laki" | "laki" | "pria" | "male" | "m" => Some("male"),
        "p" | "pr" | "perempuan" | "wanita" | "female" | "f" => Some("female"),
        "l/p"
        | "lk/pr"
        | "p/l"
        | "laki laki/perempuan"
        | "pria/wanita"
        | "laki laki dan perempuan"
        | "pria dan wanita"
        | "laki laki / perempuan"
        | "pria / wanita"
        | "semua"
        | "bebas"
        | "any"
        | "all"
        | "male/female"
        | "laki laki & perempuan" => None,
        _ => return None,
    })
}

/// An age limit as `18-35`, `18-` or `-35`.
pub fn age(text: &str) -> Option<String> {
    static AGE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)^(?:usia|umur|age|[\s:])*(min(?:imal|imum)?\.?|max\.?|maks(?:imal|imum)?\.?|>=?|<=?|≥|≤|di ?atas|di ?bawah)?\s*([1-9][0-9])\s*(?:th|thn|tahun)?\.?\s*(?:(?:-|–|s/d|sd|sampai|hingga|to)\s*([1-9][0-9]))?\s*(?:th|thn|tahun|years?)?\.?$",
        )
    });
    let found = AGE.captures(text.trim())?;
    let (mark, from, to) = (found.get(1), found.get(2)?.as_str(), found.get(3).map(|to| to.as_str()));
    let most = mark.is_some_and(|mark| {
        let mark = mark.as_str().to_lowercase();
        mark.starts_with(['<', '≤']) || mark.starts_with("ma") || mark.ends_with("bawah")
    });
    match (mark, to) {
        (None, Some(to)) => (from <= to).then(|| format!("{from}-{to}")),
        (Some(_), None) if most => Some(format!("-{from}")),
        (Some(_), None) => Some(format!("{from}-")),
        _ => None,
    }
}

/// "Full-Time " → "full time".
fn tidy(word: &str) -> String {
    word.to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file compiles: the tests run every one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_usual_form_are_one_day_and_other_texts_none() {
        for text in [
            "2026-11-24",
            "2026-11-24T08:00:00Z",
            "2026-11-24 08:51:19",
            "2026/11/24",
            "24/11/2026",
            "24-11-2026",
            "24.11.2026",
            "24/11/26",
            "24 November 2026",
            "24 Nopember 2026",
            "24-Nov-26",
            "24 nov 2026",
            "Selasa, 24 November 2026",
            "November 24, 2026",
            "24/11/2026 23:59",
            "24 November 2026 pukul 16.00 WIB",
            "46350",
            "46350.0",
        ] {
            assert_eq!(date(text, DateOrder::Dmy).as_deref(), Some("2026-11-24"), "{text}");
        }
        assert_eq!(date("11/24/2026", DateOrder::Mdy).as_deref(), Some("2026-11-24"));
        assert_eq!(date("17 Agustus 2026", DateOrder::Dmy).as_deref(), Some("2026-08-17"));
        for text in
            ["11/24/2026", "31/02/2026", "segera", "2026", "12345", "24 Foo 2026", "", "24/11/2026 dan 25/11/2026"]
        {
            assert_eq!(date(text, DateOrder::Dmy), None, "{text}");
        }
    }

    #[test]
    fn the_lowest_rung_named_counts() {
        for (text, rung) in [
            ("SD", 1),
            ("SLTP sederajat", 2),
            ("Min. SMA/SMK sederajat", 3),
            ("SMK Teknik Mesin", 3),
            ("Paket C", 3),
            ("D-III Keperawatan", 6),
            ("Diploma 3", 6),
            ("Diploma IV", 7),
            ("D3, S1", 6),
            ("S1/D4", 7),
            ("S-1 Akuntansi", 7),
            ("Strata 2", 9),
            ("SMA sd S1", 3),
            ("SD s/d SMP", 1),
            ("Diploma, Profesi", 4),
            ("Tidak Sekolah", 0),
        ] {
            assert_eq!(education(text).map(Education::level), Some(rung), "{text}");
        }
        for text in ["", "semua jenjang", "Akuntansi", "3"] {
            assert_eq!(education(text), None, "{text}");
        }
    }

    #[test]
    fn the_least_experience_counts_in_months() {
        for (text, months) in [
            ("1 tahun", 12),
            ("1-2 tahun", 12),
            ("6 bulan - 1 tahun", 6),
            ("Minimal 2 tahun pengalaman", 24),
            ("> 3 tahun", 36),
            ("5+ years", 60),
            ("1,5 tahun", 18),
            ("2", 24),
            ("0", 0),
            ("Fresh Graduate", 0),
            ("Tanpa pengalaman", 0),
        ] {
            assert_eq!(experience(text, Span::Years), Some(months), "{text}");
        }
        assert_eq!(experience("2", Span::Months), Some(2));
        for text in ["", "berpengalaman", "maks 2 tahun", "99 tahun", "usia 20 tahun"] {
            assert_eq!(experience(text, Span::Years), None, "{text}");
        }
    }

    #[test]
    fn numbers_ages_and_sexes_are_read_where_they_are_sure() {
        for (text, expected) in
            [("3", Some(3)), ("3.0", Some(3)), ("1.000", Some(1000)), ("12 orang", Some(12)), ("3 (tiga)", Some(3))]
        {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["", "beberapa", "3-5", "-1", "99999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
        for (text, expected) in [
            ("18-35", Some("18-35")),
            ("18 s/d 35 tahun", Some("18-35")),
            ("Maks. 35 Tahun", Some("-35")),
            ("Usia minimal 18 th", Some("18-")),
            ("35", None),
            ("35-18", None),
            ("dewasa", None),
        ] {
            assert_eq!(age(text).as_deref(), expected, "{text}");
        }
        assert_eq!(sex("Laki-laki"), Some(Some("male")));
        assert_eq!(sex("L/P"), Some(None));
        assert_eq!(sex("bapak"), None);
        assert_eq!(employment_type("Full-Time"), Some(EmploymentType::FullTime));
        assert_eq!(employment_type("full_time"), Some(EmploymentType::FullTime));
        assert_eq!(employment_type("borongan"), None);
        assert_eq!(work_mode("Work"), None);
        assert_eq!(work_mode("WFH"), Some(WorkMode::Remote));
    }
}
