//! The rules every format shares, applied to one vacancy at a time.
//!
//! A gate either rejects a record, when what is left would not be a vacancy (no id, no
//! title, dates that are no dates), or changes it and counts the change. Running the gates
//! on their own output changes nothing.
//!
//! Source of the pay rule: domain notes §7.2; provincial minimum wages of 2026.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::occupation::{self, Coder};
use super::requirements::{self, Found, Part};
use super::{Fault, Regions, Report, employer, strict::Limits, text};
use crate::record::{
    EducationRequirement, ExperienceRequirement, Limit, LimitKind, Occupation, Origin, Pay, Place, Requirement,
    RequirementKind, Source, Vacancy, day, region,
};

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
/// Fewest people a published supply cell may ever count; a policy can only ask for more.
pub const SMALLEST_CELL: u32 = 10;

/// Reliability, permille, of a two-digit code given by machine.
const TWO_DIGITS: u16 = 500;

/// What a portal may decide about the gates; what the law or privacy asks is no switch.
///
/// Read from JSON by `padan build --policy FILE`; what the file leaves out keeps its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Whether requirements, schooling and experience are read from the text where the form
    /// left them out. Default true.
    pub extract_requirements: bool,
    /// Whether limits (age, sex, looks …) are read from the text, to be shown. Default true.
    pub extract_limits: bool,
    /// Whether titles without an occupation code get one by machine. Default true.
    pub code_occupations: bool,
    /// Certainty, permille, below which an occupation is cut to two digits. Default 700.
    pub sure_occupation: u16,
    /// Certainty, permille, below which a machine gives no occupation at all. Default 450.
    pub least_occupation: u16,
    /// Least plausible monthly pay, in percent of the province's minimum wage. Default 20.
    pub least_pay_percent: u32,
    /// Most plausible monthly pay, in percent of the province's minimum wage. Default 5000.
    pub most_pay_percent: u32,
    /// Whether vacancies whose last day to apply is before the snapshot's day are turned away. Default false.
    pub drop_closed: bool,
    /// Whether the same vacancy on several portals becomes one. Default true.
    pub group_duplicates: bool,
    /// Fewest people a supply cell may count, 10 or more. Default 10.
    #[schemars(range(min = 10))]
    pub smallest_cell: u32,
    /// What `padan build --strict` holds a build against.
    pub strict: Limits,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            extract_requirements: true,
            extract_limits: true,
            code_occupations: true,
            sure_occupation: 700,
            least_occupation: 450,
            least_pay_percent: 20,
            most_pay_percent: 5_000,
            drop_closed: false,
            group_duplicates: true,
            smallest_cell: SMALLEST_CELL,
            strict: Limits::default(),
        }
    }
}

/// The gates with the lists they need.
pub struct Gates {
    policy: Policy,
    /// Day before which a vacancy must not have closed.
    closed_before: Option<String>,
    coder: Option<Coder>,
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
    /// Gates by the default policy.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Policy::default())
    }

    /// Gates by a policy, over the region and minimum wage lists that padan ships.
    #[must_use]
    pub fn with(policy: Policy) -> Self {
        let minimum_wages: HashMap<String, u32> = region::minimum_wages().collect();
        Self {
            coder: policy.code_occupations.then(Coder::new),
            policy,
            closed_before: None,
            regions: Regions::new(),
            lowest_wage: minimum_wages.values().copied().min().unwrap_or(0),
            highest_wage: minimum_wages.values().copied().max().unwrap_or(u32::MAX),
            minimum_wages,
        }
    }

    /// The same gates for a snapshot of this day, days since 1970-01-01: where the policy drops closed vacancies,
    /// those that closed before it are turned away.
    #[must_use]
    pub fn on(mut self, as_of: i32) -> Self {
        self.closed_before = self.policy.drop_closed.then(|| day::iso(as_of));
        self
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
        self.closed(&vacancy, report)?;
        self.places(&mut vacancy, report);
        self.pay(&mut vacancy, report);
        self.occupation(&mut vacancy, report);
        openings(&mut vacancy, report);
        words(&mut vacancy, report);
        asked(&mut vacancy, report);
        self.text(&mut vacancy, report);
        Ok(vacancy)
    }

    fn closed(&self, vacancy: &Vacancy, report: &mut Report) -> Result<(), Fault> {
        match (&vacancy.valid_through, &self.closed_before) {
            (Some(last), Some(first)) if last < first => {
                report.count("closed_dropped");
                Err(Fault::new("validThrough", last, format!("{first} or later; the policy drops closed vacancies")))
            }
            _ => Ok(()),
        }
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
        let share = |wage: u32, percent: u32| u64::from(wage) * u64::from(percent) / 100;
        let floor = share(wage.unwrap_or(self.lowest_wage), self.policy.least_pay_percent);
        let ceiling = share(wage.unwrap_or(self.highest_wage), self.policy.most_pay_percent);
        if [min, max].into_iter().flatten().any(|pay| u64::from(pay) < floor || u64::from(pay) > ceiling) {
            report.count("pay_implausible");
            return;
        }
        vacancy.base_salary = Some(Pay { min_value: min, max_value: max, stated_per });
    }

    fn occupation(&self, vacancy: &mut Vacancy, report: &mut Report) {
        self.stated_occupation(vacancy, report);
        if vacancy.occupational_category.is_some() {
            return;
        }
        let Some(coder) = &self.coder else { return };
        let (sure, least) = (self.policy.sure_occupation, self.policy.least_occupation);
        let Some(coded) = coder.code(&vacancy.title).filter(|coded| coded.confidence >= least) else {
            report.count("occupation_not_coded");
            return;
        };
        let whole = coded.code.len() > 2 && coded.confidence >= sure;
        report.count(if whole { "occupation_coded_four_digits" } else { "occupation_coded_two_digits" });
        vacancy.occupational_category = Some(Occupation {
            code: if whole { coded.code } else { &coded.code[..2] }.to_owned(),
            edition: occupation::EDITION,
            reliability: if whole { coded.confidence } else { TWO_DIGITS },
        });
    }

    fn stated_occupation(&self, vacancy: &mut Vacancy, report: &mut Report) {
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
        if found.reliability < self.policy.sure_occupation && found.code.len() > 2 {
            report.count("occupation_cut_to_two_digits");
            found.code.truncate(2);
        }
        vacancy.occupational_category = Some(found);
    }

    /// Adds what the text asks and the form does not. Statements of the form stay as they are.
    fn text(&self, vacancy: &mut Vacancy, report: &mut Report) {
        let Policy { extract_requirements, extract_limits, .. } = self.policy;
        if !(extract_requirements || extract_limits) {
            return;
        }
        let mut found = Found::default();
        let education = extract_requirements && vacancy.education_requirements.is_none();
        let experience = extract_requirements && vacancy.experience_requirements.is_none();
        for (text, part) in [(&vacancy.qualifications, Part::Qualifications), (&vacancy.description, Part::Description)]
        {
            if let Some(text) = text {
                requirements::read(text, part, education, experience, &mut found);
            }
        }
        if extract_requirements {
            if let Some((level, required)) = found.education {
                report.count("education_from_text");
                vacancy.education_requirements = Some(EducationRequirement { level, fields: found.fields, required });
            }
            if let Some(months_of_experience) = found.months {
                report.count("experience_from_text");
                vacancy.experience_requirements = Some(ExperienceRequirement { months_of_experience });
            }
            Self::ask(found.asked, &mut vacancy.requirements, report);
        }
        if extract_limits {
            for (kind, value) in found.limits {
                let held = vacancy.limits.iter().any(|held| {
                    held.kind == kind
                        && (held.value == value || held.origin == Origin::Form && kind != LimitKind::Physical)
                });
                if !held {
                    report.count("limit_from_text");
                    vacancy.limits.push(Limit { kind, value, origin: Origin::Text });
                }
            }
        }
    }

    fn ask(asked: Vec<(RequirementKind, String, bool)>, held: &mut Vec<Requirement>, report: &mut Report) {
        if asked.is_empty() {
            return;
        }
        let mut known: Vec<String> = held
            .iter()
            .map(|held| requirements::same(&held.label).map_or_else(|| held.label.to_lowercase(), str::to_lowercase))
            .collect();
        for (kind, label, must) in asked {
            let key = label.to_lowercase();
            if known.contains(&key) {
                continue;
            }
            if held.len() == REQUIREMENTS {
                report.count("requirement_over_limit");
                continue;
            }
            report.count("requirement_from_text");
            held.push(Requirement { kind, label, must, origin: Origin::Text });
            known.push(key);
        }
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
    portal(&mut vacancy.source, report)?;
    for mut also in std::mem::take(&mut vacancy.also_at) {
        match portal(&mut also, report) {
            Ok(()) if also.code != vacancy.source.code => vacancy.also_at.push(also),
            _ => report.count("also_at_dropped"),
        }
    }
    Ok(())
}

fn portal(source: &mut Source, report: &mut Report) -> Result<(), Fault> {
    let code = source.code.trim().to_lowercase();
    if code.is_empty() || code.len() > 32 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        return Err(Fault::new("source.code", code, "a portal key of 1 to 32 letters, digits, - or _"));
    }
    source.code = code;
    if source.url.as_deref().is_some_and(|url| !is_link(url)) {
        report.count("url_dropped");
        source.url = None;
    }
    Ok(())
}

/// The host of an `https` address that may be shown as a link, lower case: one without spaces, quotes, markup or a user's
/// name, of at most 2,000 bytes.
#[must_use]
pub fn host_of_link(url: &str) -> Option<String> {
    let authority = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    let host = authority.split(':').next().filter(|host| !host.is_empty())?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`\\".contains(c);
    (url.len() <= 2_000 && !authority.contains('@') && !url.contains(odd)).then(|| host.to_lowercase())
}

/// Whether an address leads to a page to apply on, by `https`, and not to a person's telephone.
#[must_use]
pub fn is_link(url: &str) -> bool {
    host_of_link(url).is_some_and(|host| !is_messenger(&host))
}

/// Whether a host is one of a messenger: it leads to a person's telephone.
fn is_messenger(host: &str) -> bool {
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

fn asked(vacancy: &mut Vacancy, report: &mut Report) {
    let mut kept: Vec<Requirement> = Vec::with_capacity(vacancy.requirements.len());
    let mut limits = std::mem::take(&mut vacancy.limits);
    for mut asked in std::mem::take(&mut vacancy.requirements) {
        let Some(label) = short(&asked.label, LABEL_CHARS, report) else {
            report.count("requirement_empty");
            continue;
        };
        asked.label = label;
        let stated = requirements::limits_of(&asked.label);
        if !stated.is_empty() {
            report.count("requirement_moved_to_limits");
            let both_sexes = stated.iter().filter(|limit| limit.0 == LimitKind::Sex).count() > 1;
            limits.extend(
                stated
                    .into_iter()
                    .filter(|limit| !(both_sexes && limit.0 == LimitKind::Sex))
                    .map(|(kind, value)| Limit { kind, value, origin: asked.origin }),
            );
            continue;
        }
        let lower = asked.label.to_lowercase();
        match kept.iter().position(|other| other.kind == asked.kind && other.label.to_lowercase() == lower) {
            Some(at) => {
                report.count("requirement_repeated");
                if kept[at].origin == asked.origin {
                    kept[at].must |= asked.must;
                } else if asked.origin == Origin::Form {
                    kept[at] = asked;
                }
            }
            None if kept.len() == REQUIREMENTS => report.count("requirement_over_limit"),
            None => kept.push(asked),
        }
    }
    vacancy.requirements = kept;
    for mut limit in limits {
        let Some(value) = short(&limit.value, LABEL_CHARS, report) else { continue };
        limit.value = value;
        if !vacancy.limits.contains(&limit) {
            vacancy.limits.push(limit);
        }
    }
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
    use crate::record::code::Education;

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
        for url in [
            "https://wa.me/6281234567890",
            "https://API.whatsapp.com/send?phone=62812",
            "https://t.me/hrd",
            "https://loker.example.id@wa.me/62812",
            "https:///lowongan",
        ] {
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
        let machine = coded("72.1", 1000).occupational_category.unwrap();
        assert_eq!((machine.code.as_str(), machine.reliability), ("5230", 950), "what the title says instead");
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

    const ASKING: &str = "- Pendidikan minimal S1 Akuntansi\n- Pengalaman minimal 2 tahun\n- Wajib memiliki SIM B1\n\
        - Menguasai Microsoft Excel, diutamakan SAP\n- Fasih bahasa Inggris\n- Wanita, usia maksimal 30 tahun\n\
        - Teliti, WA 081234567890";

    #[test]
    fn what_the_text_asks_is_added_and_reading_it_again_adds_nothing() {
        let (once, report) = clean(&json!({"qualifications": ASKING, "jobLocation": [{"region": "3216"}]}));
        let education = once.education_requirements.clone().unwrap();
        assert_eq!(
            (education.level, education.fields, education.required),
            (Education::BACHELOR, vec!["Akuntansi".to_owned()], true)
        );
        assert_eq!(once.experience_requirements.clone().unwrap().months_of_experience, 24);
        let asked: Vec<(&str, bool)> =
            once.requirements.iter().map(|asked| (asked.label.as_str(), asked.must)).collect();
        let expected = [
            ("SIM B1", true),
            ("Microsoft Excel", true),
            ("SAP", false),
            ("Bahasa Inggris", true),
            ("Ketelitian", false),
        ];
        assert_eq!(asked.len(), expected.len());
        assert!(expected.iter().all(|one| asked.contains(one)), "{asked:?}");
        assert!(once.requirements.iter().all(|asked| asked.origin == Origin::Text));
        let limits: Vec<(LimitKind, &str)> =
            once.limits.iter().map(|limit| (limit.kind, limit.value.as_str())).collect();
        assert_eq!(limits, [(LimitKind::Sex, "female"), (LimitKind::Age, "-30")]);
        assert_eq!(report.gates["requirement_from_text"], 5);
        let mut report = Report::default();
        let twice = Gates::new().clean(once.clone(), &mut report).unwrap();
        assert_eq!(once, twice);
        assert!(report.gates.is_empty(), "{:?}", report.gates);
    }

    #[test]
    fn what_the_form_states_is_never_changed_by_the_text() {
        let (clean, _) = clean(&json!({
            "qualifications": ASKING,
            "educationRequirements": {"level": 3, "required": false},
            "experienceRequirements": {"monthsOfExperience": 12},
            "requirements": [
                {"kind": "skill", "label": "English Language", "must": false, "origin": "form"},
                {"kind": "tool", "label": "microsoft excel", "must": false, "origin": "form"},
                {"kind": "tool", "label": "Microsoft Excel", "must": true, "origin": "text"}
            ],
            "limits": [{"kind": "age", "value": "18-45", "origin": "form"}]
        }));
        assert_eq!(clean.education_requirements.unwrap().level, Education::UPPER_SECONDARY);
        assert_eq!(clean.experience_requirements.unwrap().months_of_experience, 12);
        let languages =
            clean.requirements.iter().filter(|asked| asked.label.contains("nggris") || asked.label.contains("nglish"));
        assert_eq!(languages.count(), 1, "the form asks for it already");
        let excel: Vec<_> =
            clean.requirements.iter().filter(|asked| asked.label.to_lowercase().contains("excel")).collect();
        assert!(excel.len() == 1 && !excel[0].must && excel[0].origin == Origin::Form);
        let ages: Vec<_> = clean.limits.iter().filter(|limit| limit.kind == LimitKind::Age).collect();
        assert!(ages.len() == 1 && ages[0].value == "18-45");
        assert!(clean.limits.iter().any(|limit| limit.kind == LimitKind::Sex), "of which the form says nothing");
    }

    #[test]
    fn a_skill_tag_that_is_a_limit_becomes_one() {
        let tag = |label: &str| json!({"kind": "skill", "label": label, "must": true, "origin": "form"});
        let (clean, report) = clean(&json!({"requirements": [
            tag("wanita"), tag("Berpenampilan menarik"), tag("usia max 30"), tag("Pria/Wanita"), tag("Busana wanita")
        ]}));
        let labels: Vec<&str> = clean.requirements.iter().map(|asked| asked.label.as_str()).collect();
        assert_eq!(labels, ["Busana wanita"]);
        let limits: Vec<(LimitKind, &str)> =
            clean.limits.iter().map(|limit| (limit.kind, limit.value.as_str())).collect();
        assert_eq!(
            limits,
            [(LimitKind::Sex, "female"), (LimitKind::Appearance, "attractive"), (LimitKind::Age, "-30")]
        );
        assert_eq!(report.gates["requirement_moved_to_limits"], 4);
    }

    #[test]
    fn no_more_requirements_are_kept_than_the_limit() {
        let form: Vec<Value> = (0..REQUIREMENTS - 1)
            .map(|number| json!({"kind": "skill", "label": format!("Keahlian {number}"), "must": true, "origin": "form"}))
            .collect();
        let (once, report) = clean(&json!({"qualifications": ASKING, "requirements": form}));
        assert_eq!(once.requirements.len(), REQUIREMENTS);
        assert!(report.gates["requirement_over_limit"] > 0);
        assert_eq!(Gates::new().clean(once.clone(), &mut Report::default()).unwrap(), once);
    }

    #[test]
    fn a_policy_switches_off_what_is_policy_and_nothing_else() {
        let policy: Policy = serde_json::from_value(json!({
            "extractRequirements": false, "extractLimits": false, "codeOccupations": false, "leastPayPercent": 0
        }))
        .unwrap();
        let gates = Gates::with(policy);
        let record = json!({
            "qualifications": ASKING, "jobLocation": [{"region": "3216"}], "baseSalary": {"minValue": 1000},
            "requirements": [{"kind": "skill", "label": "wanita", "must": true, "origin": "form"}]
        });
        let clean = gates.clean(vacancy(&record), &mut Report::default()).unwrap();
        assert!(clean.education_requirements.is_none() && clean.occupational_category.is_none());
        assert!(clean.requirements.is_empty(), "a limit is no requirement under any policy");
        assert_eq!(clean.limits.len(), 1);
        assert!(clean.base_salary.is_some());
        assert!(!clean.qualifications.unwrap().contains("0812"), "contacts go under any policy");
        assert!(serde_json::from_value::<Policy>(json!({"keepContacts": true})).is_err());
    }

    #[test]
    fn a_title_without_a_code_gets_one_as_sure_as_it_is() {
        let coded = |title: &str| clean(&json!({"title": title})).0.occupational_category;
        let driver = coded("Sopir Truk").unwrap();
        assert!(driver.code == "8332" && (700..1000).contains(&driver.reliability));
        let unsure = coded("Koordinator Perawat Zona Cempaka Wangi").unwrap();
        assert_eq!((unsure.code.len(), unsure.reliability), (2, 500));
        assert_eq!(coded("zzqx"), None);
        let stated = json!({"title": "Sopir Truk", "occupationalCategory": {"code": "5230", "edition": 2014}});
        assert_eq!(clean(&stated).0.occupational_category.unwrap().code, "5230", "the employer's code stays");
    }
}
