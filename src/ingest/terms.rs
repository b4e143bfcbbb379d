//! Words of closed lists as portals write them, told as padan's codes. A word must say it all: nothing is
//! looked for inside a sentence. Who asks counts the words that are not known.

use super::Report;
use super::pay::{self, Stated};
use crate::record::{
    Pay, PayUnit,
    code::{Education, EmploymentType},
};

/// "Full time", "FULL_TIME" or "Penuh waktu".
pub fn employment_type(word: &str) -> Option<EmploymentType> {
    Some(match word.trim().to_lowercase().replace(['-', '_'], " ").as_str() {
        "full time" | "penuh waktu" => EmploymentType::FullTime,
        "part time" | "paruh waktu" => EmploymentType::PartTime,
        "contract" | "kontrak" | "contractor" | "temporary" => EmploymentType::Contract,
        "internship" | "magang" | "intern" => EmploymentType::Internship,
        "daily" | "harian" | "daily worker" | "per diem" => EmploymentType::Daily,
        "freelance" | "lepas" => EmploymentType::Freelance,
        _ => return None,
    })
}

/// A school or degree: "SMA/SMK", "S1", "Sarjana", "bachelor degree", with or without "minimal" and "sederajat".
/// A bare "Diploma" is read as D1, the most open reading.
pub fn education(word: &str) -> Option<Education> {
    let lower = word.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            !["", "minimal", "min", "atau", "sederajat", "setara", "degree", "or", "equivalent"].contains(word)
        })
        .collect();
    let rung = match words.join(" ").as_str() {
        "tidak sekolah" => 0,
        "sd" | "sd mi" | "paket a" => 1,
        "smp" | "smp mts" | "sltp" | "paket b" => 2,
        "sma" | "smk" | "ma" | "sma smk" | "sma smk ma" | "slta" | "paket c" | "high school" => 3,
        "diploma" | "d1" | "diploma 1" => 4,
        "d2" | "diploma 2" => 5,
        "d3" | "diploma 3" | "diploma iii" | "associate" => 6,
        "sarjana" | "d4" | "s1" | "d4 s1" | "s1 d4" | "sarjana terapan" | "bachelor" | "strata 1" => 7,
        "profesi" => 8,
        "magister" | "s2" | "master" => 9,
        "doktor" | "s3" | "doctorate" => 10,
        _ => return None,
    };
    Education::new(rung)
}

/// A unit of pay: "MONTH", "per bulan", or a unit code of UN/CEFACT.
pub fn pay_unit(word: &str) -> Option<PayUnit> {
    let lower = word.trim().to_lowercase();
    Some(match lower.strip_prefix("per").unwrap_or(&lower).trim_matches([' ', '/']) {
        "hour" | "hourly" | "jam" | "hur" => PayUnit::Hour,
        "day" | "daily" | "hari" => PayUnit::Day,
        "week" | "weekly" | "minggu" | "wee" => PayUnit::Week,
        "month" | "monthly" | "bulan" | "mon" => PayUnit::Month,
        "year" | "yearly" | "annual" | "tahun" | "ann" => PayUnit::Year,
        _ => return None,
    })
}

/// Pay as a number or in words, a month; what is not understood is counted with the reason.
pub fn pay(text: &str, unit: PayUnit, report: &mut Report) -> Option<Pay> {
    if let Ok(amount) = text.trim().parse() {
        let Some(amount) = unit.monthly(amount) else {
            report.count("pay_text_unclear");
            return None;
        };
        return Some(Pay { min_value: Some(amount), max_value: Some(amount), stated_per: unit });
    }
    match pay::read(text, unit) {
        Stated::Monthly(pay) => Some(pay),
        Stated::NotStated(why) => {
            why.gate().into_iter().for_each(|gate| report.count(gate));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_portals_are_told_and_other_words_are_not() {
        let rung = |word| education(word).map(Education::level);
        for (word, level) in [
            ("SMA/SMK", 3),
            ("Minimal SMA atau sederajat", 3),
            ("Diploma", 4),
            ("S1", 7),
            ("bachelor degree", 7),
            ("Magister", 9),
        ] {
            assert_eq!(rung(word), Some(level), "{word}");
        }
        assert_eq!(rung("Lulusan S1 dari universitas"), None);
        assert_eq!(rung(""), None);
        assert_eq!(employment_type("FULL_TIME"), Some(EmploymentType::FullTime));
        assert_eq!(employment_type("Full-time, remote"), None);
        assert_eq!(
            (pay_unit("MONTH"), pay_unit("per jam"), pay_unit("shift")),
            (Some(PayUnit::Month), Some(PayUnit::Hour), None)
        );
        let mut report = Report::default();
        assert_eq!(pay("200000", PayUnit::Day, &mut report).unwrap().max_value, Some(5_000_000));
        assert_eq!(pay("Rp 3,5 – 5 juta", PayUnit::Month, &mut report).unwrap().min_value, Some(3_500_000));
        assert_eq!(pay("NaN", PayUnit::Month, &mut report), None);
        assert_eq!(pay("kompetitif", PayUnit::Month, &mut report), None);
        assert_eq!((report.gates["pay_text_unclear"], report.gates["pay_text_no_amount"]), (1, 1));
    }
}
