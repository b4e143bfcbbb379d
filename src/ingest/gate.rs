//! The rules every format shares, applied to one vacancy at a time.
//!
//! A gate either rejects a record, when what is left would not be a vacancy (no id, no
//! title, dates that are no dates), or changes it and counts the change. Running the gates
//! on their own output changes nothing.
//!
//! Source of the pay rule: domain notes §7.2; provincial minimum wages of 2026.

use std::collections::HashMap;

use super::{Fault, Regions, Report, employer, text};
use crate::record::{Limit, Pay, Place, Requirement, Vacancy, day, region};

/// Longest id, in bytes.
pub const ID_BYTES: usize = 64;
/// Longest title, in characters.
pub const TITLE_CHARS: usize = 200;
/// Longest label (skill, study field, industry), in characters.
pub const LABEL_CHARS: usize = 120;
/// Longest employer name, in characters.
pub const NAME_CHARS: usize = 160;
/// Longest address, in characters.
pub const ADDRESS_CHARS: usize = 300;
/// Longest description or qualifications, in characters.
pub const TEXT_CHARS: usize = 20_000;
/// Most requirements kept of one vacancy.
pub const REQUIREMENTS: usize = 60;
/// Certainty, permille, below which an occupation is cut to two digits.
const SURE_OCCUPATION: u16 = 700;

/// The gates with the lists they need.
pub struct Gates {
    regions: Regions,
    minimum_wages: HashMap<String, u32>,
    lowest_wage: u32,
    highest_wage: u32,
}

impl Default for Gates {
    fn default() -> Self {
        Self::new()
    }
}

impl Gates {
    /// Gates over the region and minimum wage lists that padan ships.
    #[must_use]
    pub fn new() -> Self {
        let minimum_wages: HashMap<String, u32> = region::minimum_wages().collect();
        Self {
            regions: Regions::new(),
            lowest_wage: minimum_wages.values().copied().min().unwrap_or(0),
            highest_wage: minimum_wages.values().copied().max().unwrap_or(u32::MAX),
            minimum_wages,
        }
    }

    /// The region lists.
    #[must_use]
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// Cleans one vacancy.
    ///
    /// # Errors
    /// The field that makes the record unfit.
    pub fn clean(&self, mut vacancy: Vacancy, report: &mut Report) -> Result<Vacancy, Fault> {
        identity(&mut vacancy, report)?;
        dates(&mut vacancy, report)?;
        self.places(&mut vacancy, report);
        self.pay(&mut vacancy, report);
        occupation(&mut vacancy, report);
        openings(&mut vacancy, report);
        words(&mut vacancy, report);
        requirements(&mut vacancy, report);
        Ok(vacancy)
    }

    fn places(&self, vacancy: &mut Vacancy, report: &mut Report) {
        let mut kept: Vec<Place> = Vec::with_capacity(vacancy.job_location.len());
        for mut place in std::mem::take(&mut vacancy.job_location) {
            match self.regions.deepest(&place.region) {
                Some(code) => {
                    if code != place.region {
                        report.count(if code.len() < digits(&place.region) {
                            "region_lifted"
                        } else {
                            "region_spelling"
                        });
                        place.region = code;
                    }
                }
                None => {
                    report.unmapped_region(&place.region);
                    continue;
                }
            }
            place.address = place.address.and_then(|address| short(&address, ADDRESS_CHARS, report));
            if !kept.contains(&place) {
                kept.push(place);
            }
        }
        if kept.is_empty() {
            report.count("region_missing");
        }
        vacancy.job_location = kept;
    }

    fn pay(&self, vacancy: &mut Vacancy, report: &mut Report) {
        let Some(Pay { min_value, max_value, stated_per }) = vacancy.base_salary.take() else { return };
        let (mut min, mut max) = (min_value.filter(|pay| *pay > 0), max_value.filter(|pay| *pay > 0));
        if min.is_none() && max.is_none() {
            report.count("pay_zero_not_stated");
            return;
        }
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            (min, max) = (Some(high), Some(low));
            report.count("pay_swapped");
        }
        let wage = vacancy.job_location.first().and_then(|place| self.minimum_wages.get(&place.region[..2])).copied();
        let floor = u64::from(wage.unwrap_or(self.lowest_wage)) / 5;
        let ceiling = u64::from(wage.unwrap_or(self.highest_wage)) * 50;
        if [min, max].into_iter().flatten().any(|pay| u64::from(pay) < floor || u64::from(pay) > ceiling) {
            report.count("pay_implausible");
            return;
        }
        vacancy.base_salary = Some(Pay { min_value: min, max_value: max, stated_per });
    }
}

fn digits(code: &str) -> usize {
    code.bytes().filter(u8::is_ascii_digit).count()
}

fn identity(vacancy: &mut Vacancy, report: &mut Report) -> Result<(), Fault> {
    let id = vacancy.id.trim();
    if id.is_empty() || id.len() > ID_BYTES || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Fault::new("id", id, format!("1 to {ID_BYTES} bytes without spaces")));
    }
    if id.len() != vacancy.id.len() {
        vacancy.id = id.to_owned();
    }
    let found = std::mem::take(&mut vacancy.title);
    let title = cleaned(text::line(&found), report);
    if title.is_empty() {
        return Err(Fault::new("title", found, "a job title of 1 to 200 characters"));
    }
    vacancy.title = trimmed(title, TITLE_CHARS, "title_trimmed", report);
    let code = vacancy.source.code.trim().to_lowercase();
    if code.is_empty() || code.len() > 32 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        return Err(Fault::new("source.code", code, "a portal key of 1 to 32 letters, digits, - or _"));
    }
    vacancy.source.code = code;
    if let Some(url) = &vacancy.source.url
        && (is_messenger(url)
            || !(url.starts_with("https://")
                && url.len() <= 2_000
                && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"'`\\".contains(c))))
    {
        report.count("url_dropped");
        vacancy.source.url = None;
    }
    Ok(())
}

/// Whether an https address leads to a person's telephone, not to a page to apply on.
fn is_messenger(url: &str) -> bool {
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    let host = host.unwrap_or_default().to_lowercase();
    ["wa.me", "whatsapp.com", "t.me", "telegram.me"]
        .iter()
        .any(|name| host.strip_suffix(name).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
}

/// `YYYY-MM-DD`, or the date of an ISO date and time.
pub(super) fn iso_date(value: &str) -> Option<&str> {
    let value = value.trim();
    let day = day::parse(value)?;
    // 2000-01-01 to 2100-12-31.
    (10_957..=47_846).contains(&day).then(|| &value[..10])
}

fn dates(vacancy: &mut Vacancy, report: &mut Report) -> Result<(), Fault> {
    for (field, slot) in [("datePosted", &mut vacancy.date_posted), ("validThrough", &mut vacancy.valid_through)] {
        let Some(found) = slot.take() else { continue };
        let date =
            iso_date(&found).ok_or_else(|| Fault::new(field, &found, "a date such as 2026-07-01, 2000 to 2100"))?;
        if date.len() != found.len() {
            report.count("date_time_cut");
        }
        *slot = Some(date.to_owned());
    }
    if let (Some(from), Some(to)) = (&vacancy.date_posted, &vacancy.valid_through)
        && to < from
    {
        return Err(Fault::new("validThrough", to, format!("{from} (datePosted) or later")));
    }
    Ok(())
}

fn occupation(vacancy: &mut Vacancy, report: &mut Report) {
    let Some(mut found) = vacancy.occupational_category.take() else { return };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let valid = match found.code.split_once('.') {
        Some((group, job)) => group.len() == 4 && job.len() == 2 && digits(group) && digits(job),
        None => (1..=4).contains(&found.code.len()) && digits(&found.code),
    };
    if !valid || !matches!(found.edition, 2014 | 2026) {
        report.count("occupation_dropped");
        report.unknown_value("occupationalCategory", &format!("{} ({})", found.code, found.edition));
        return;
    }
    if found.reliability > 1000 {
        report.count("occupation_reliability_capped");
        found.reliability = 1000;
    }
    if found.reliability < SURE_OCCUPATION && found.code.len() > 2 {
        report.count("occupation_cut_to_two_digits");
        found.code.truncate(2);
    }
    vacancy.occupational_category = Some(found);
}

fn openings(vacancy: &mut Vacancy, report: &mut Report) {
    if vacancy.total_job_openings == 0 {
        report.count("openings_zero");
        vacancy.total_job_openings = 1;
    }
    if vacancy.remaining_job_openings.is_some_and(|left| left > vacancy.total_job_openings) {
        report.count("remaining_above_total");
        vacancy.remaining_job_openings = Some(vacancy.total_job_openings);
    }
}

fn words(vacancy: &mut Vacancy, report: &mut Report) {
    for slot in [&mut vacancy.job_function, &mut vacancy.industry, &mut vacancy.work_hours] {
        *slot = slot.take().and_then(|value| short(&value, LABEL_CHARS, report));
    }
    for slot in [&mut vacancy.description, &mut vacancy.qualifications] {
        *slot = slot.take().and_then(|value| {
            let text = cleaned(text::paragraphs(&value), report);
            (!text.is_empty()).then(|| trimmed(text, TEXT_CHARS, "text_trimmed", report))
        });
    }
    vacancy.hiring_organization = vacancy.hiring_organization.take().and_then(|mut employer| {
        employer.name = short(without_register_number(&employer.name, report), NAME_CHARS, report)?;
        employer.kind = employer.kind.or_else(|| employer::kind(&employer.name));
        Some(employer)
    });
    if let Some(education) = &mut vacancy.education_requirements {
        education.fields = distinct(std::mem::take(&mut education.fields), report);
    }
}

/// "PT Contoh/84457" without the portal's number.
fn without_register_number<'a>(name: &'a str, report: &mut Report) -> &'a str {
    match name.trim().rsplit_once('/') {
        Some((head, tail)) if tail.len() >= 3 && digits(tail) == tail.len() => {
            report.count("employer_number_removed");
            head
        }
        _ => name,
    }
}

/// Cleaned words, each once whatever its case, in their order.
pub(super) fn distinct(words: Vec<String>, report: &mut Report) -> Vec<String> {
    let mut seen = Vec::with_capacity(words.len());
    let mut kept = Vec::with_capacity(words.len());
    for word in words {
        let Some(word) = short(&word, LABEL_CHARS, report) else { continue };
        let key = word.to_lowercase();
        if seen.contains(&key) {
            report.count("word_repeated");
        } else {
            seen.push(key);
            kept.push(word);
        }
    }
    kept
}

fn requirements(vacancy: &mut Vacancy, report: &mut Report) {
    let mut kept: Vec<Requirement> = Vec::with_capacity(vacancy.requirements.len());
    for mut asked in std::mem::take(&mut vacancy.requirements) {
        let Some(label) = short(&asked.label, LABEL_CHARS, report) else {
            report.count("requirement_empty");
            continue;
        };
        asked.label = label;
        let lower = asked.label.to_lowercase();
        match kept.iter().position(|other| other.kind == asked.kind && other.label.to_lowercase() == lower) {
            Some(at) => {
                report.count("requirement_repeated");
                kept[at].must |= asked.must;
            }
            None if kept.len() == REQUIREMENTS => report.count("requirement_over_limit"),
            None => kept.push(asked),
        }
    }
    vacancy.requirements = kept;
    let mut limits: Vec<Limit> = Vec::with_capacity(vacancy.limits.len());
    for mut limit in std::mem::take(&mut vacancy.limits) {
        let Some(value) = short(&limit.value, LABEL_CHARS, report) else { continue };
        limit.value = value;
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    vacancy.limits = limits;
}

fn short(value: &str, most: usize, report: &mut Report) -> Option<String> {
    let text = cleaned(text::line(value), report);
    (!text.is_empty()).then(|| trimmed(text, most, "label_trimmed", report))
}

fn cleaned((text, changes): (String, text::Changes), report: &mut Report) -> String {
    if changes.html {
        report.count("html_stripped");
    }
    if changes.invisible {
        report.count("invisible_removed");
    }
    for (gate, count) in [
        ("contact_removed_phone", changes.phones),
        ("contact_removed_email", changes.emails),
        ("contact_removed_link", changes.links),
        ("contact_removed_handle", changes.handles),
        ("contact_removed_identity", changes.identities),
    ] {
        for _ in 0..count {
            report.count("contact_removed");
            report.count(gate);
        }
    }
    text
}

/// Cuts at the last space before `most` characters.
fn trimmed(text: String, most: usize, gate: &str, report: &mut Report) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    report.count(gate);
    let cut = &text[..end];
    let at_word = cut.rfind(char::is_whitespace).filter(|at| *at > end / 2).map_or(cut, |at| &cut[..at]);
    at_word.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn vacancy(changes: &Value) -> Vacancy {
        let mut base = json!({"id": "a", "title": "Kasir", "source": {"code": "karirhub", "verification": "verified"}});
        base.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        serde_json::from_value(base).unwrap()
    }

    fn clean(changes: &Value) -> (Vacancy, Report) {
        let mut report = Report::default();
        let vacancy = Gates::new().clean(vacancy(changes), &mut report).unwrap();
        (vacancy, report)
    }

    fn fault(changes: &Value) -> Fault {
        Gates::new().clean(vacancy(changes), &mut Report::default()).unwrap_err()
    }

    #[test]
    fn pay_of_zero_is_not_stated() {
        let (clean, report) = clean(&json!({"baseSalary": {"minValue": 0, "maxValue": 0}}));
        assert_eq!(clean.base_salary, None);
        assert_eq!(report.gates["pay_zero_not_stated"], 1);
    }

    #[test]
    fn pay_the_wrong_way_round_is_swapped() {
        let (clean, report) = clean(&json!({"baseSalary": {"minValue": 6_000_000, "maxValue": 5_000_000}}));
        let pay = clean.base_salary.unwrap();
        assert_eq!((pay.min_value, pay.max_value), (Some(5_000_000), Some(6_000_000)));
        assert_eq!(report.gates["pay_swapped"], 1);
    }

    #[test]
    fn pay_is_judged_by_the_minimum_wage_of_its_province() {
        let place =
            |region: &str, pay: u32| json!({"jobLocation": [{"region": region}], "baseSalary": {"minValue": pay}});
        assert!(clean(&place("3216", 463_520)).0.base_salary.is_some(), "a fifth of the wage of Jawa Barat");
        assert!(clean(&place("3216", 463_519)).0.base_salary.is_none());
        assert!(clean(&place("3174", 463_520)).0.base_salary.is_none(), "but not of Jakarta");
        assert!(clean(&place("3216", 115_880_050)).0.base_salary.is_some(), "fifty times the wage");
        let (dropped, report) = clean(&place("3216", 115_880_051));
        assert!(dropped.base_salary.is_none());
        assert_eq!(report.gates["pay_implausible"], 1);
    }

    #[test]
    fn regions_are_lifted_to_what_exists_and_unknown_ones_reported() {
        let (clean, report) = clean(&json!({"jobLocation": [
            {"region": "3216209999"}, {"region": "321699"}, {"region": "3299"}, {"region": "99"}
        ]}));
        let codes: Vec<&str> = clean.job_location.iter().map(|place| place.region.as_str()).collect();
        assert_eq!(codes, ["3216209999", "3216", "32"]);
        assert_eq!(report.gates["region_lifted"], 2);
        assert_eq!(report.unmapped_regions["99"], 1);
    }

    #[test]
    fn a_record_without_id_or_title_or_with_bad_dates_is_rejected() {
        assert_eq!(fault(&json!({"id": ""})).field, "id");
        assert_eq!(fault(&json!({"id": "x".repeat(65)})).field, "id");
        assert_eq!(fault(&json!({"title": " <p></p> "})).field, "title");
        assert_eq!(fault(&json!({"datePosted": "01-07-2026"})).field, "datePosted");
        assert_eq!(fault(&json!({"datePosted": "2026-02-30"})).field, "datePosted");
        assert_eq!(fault(&json!({"datePosted": "2026-07-02", "validThrough": "2026-07-01"})).field, "validThrough");
    }

    #[test]
    fn a_link_to_apply_leads_to_a_page_and_not_to_a_messenger() {
        let link = |url: &str| {
            clean(&json!({"source": {"code": "a", "url": url, "verification": "verified"}})).0.source.url.is_some()
        };
        assert!(link("https://www.loker.example.id/lowongan?via=wa.me"));
        for url in ["https://wa.me/6281234567890", "https://API.whatsapp.com/send?phone=62812", "https://t.me/hrd"] {
            assert!(!link(url), "{url}");
        }
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let (clean, report) = clean(&json!({"title": "Operator Produksi ".repeat(20)}));
        assert_eq!(clean.title.chars().count(), 197);
        assert!(clean.title.ends_with("Produksi"));
        assert_eq!(report.gates["title_trimmed"], 1);
    }

    #[test]
    fn an_unsure_occupation_is_cut_to_two_digits_and_an_impossible_one_dropped() {
        let coded = |code: &str, reliability: u16| {
            clean(&json!({"occupationalCategory": {"code": code, "edition": 2014, "reliability": reliability}})).0
        };
        assert_eq!(coded("7212.02", 700).occupational_category.unwrap().code, "7212.02");
        assert_eq!(coded("7212.02", 699).occupational_category.unwrap().code, "72");
        assert_eq!(coded("72.1", 1000).occupational_category, None);
    }

    #[test]
    fn contacts_and_markup_leave_every_text_field() {
        let (clean, report) = clean(&json!({
            "title": "Kasir (WA 081234567890)",
            "hiringOrganization": {"name": "PT Contoh hrd@contoh.com/84457"},
            "jobLocation": [{"region": "3174", "address": "Jl. Contoh 1, telp 021-5551234"}],
            "description": "<p>Kirim ke <b>hrd@contoh.com</b></p>",
            "qualifications": "Hubungi 0812-3456-7890",
            "workHours": "5 hari, info wa.me/6281234567890",
            "requirements": [{"kind": "skill", "label": "Excel hrd@contoh.com", "must": true, "origin": "form"}]
        }));
        let text = serde_json::to_string(&clean).unwrap();
        for bad in ["0812", "5551234", "@", "<", "wa.me", "84457"] {
            assert!(!text.contains(bad), "{bad} in {text}");
        }
        assert_eq!(clean.title, "Kasir");
        assert_eq!(clean.description.as_deref(), Some("Kirim ke [kontak dihapus]"));
        assert_eq!(report.gates["contact_removed"], 7);
    }

    #[test]
    fn the_gates_change_nothing_in_their_own_output() {
        let (once, _) = clean(&json!({
            "title": "  Kasir <b>Toko</b> ",
            "jobLocation": [{"region": "32.16.20.9999", "address": "Jl. A  1"}],
            "baseSalary": {"minValue": 6_000_000, "maxValue": 5_000_000},
            "description": "<ul><li>A</li><li>B hrd@contoh.com</li></ul>",
            "occupationalCategory": {"code": "5230", "edition": 2014, "reliability": 650},
            "datePosted": "2026-07-01T08:00:00Z"
        }));
        let mut report = Report::default();
        let twice = Gates::new().clean(once.clone(), &mut report).unwrap();
        assert_eq!(once, twice);
        assert!(report.gates.is_empty(), "{:?}", report.gates);
    }
}
