//! Karirhub, the ministry's vacancy portal: detail records of its API, as JSON.
//!
//! The API publishes more than a snapshot may hold: it sends pay the employer hid, and the
//! employer's phone, e-mail, website, logo and story. Only what [`Record`] names is read;
//! hidden pay is dropped before anything else sees it.

use std::io::Read;

use anyhow::Result;
use serde::Deserialize;
use serde_json::Value;

use super::{Fault, Regions, Report, Sink, gate::Gates, gate::iso_date, jsonl, terms};
use crate::record::{
    EducationRequirement, ExperienceRequirement, Inclusion, Limit, LimitKind, Organization, Origin, Pay, PayUnit,
    Place, Requirement, RequirementKind, Source, Vacancy,
    code::{Education, EmploymentType, Verification, WorkMode},
};

/// Years of experience beyond which a record is read as a slip of the pen.
pub(super) const MOST_YEARS: u64 = 50;

#[derive(Deserialize)]
struct Record {
    id: String,
    title: String,
    status: Option<String>,
    vacancyable_type: Option<String>,
    quota: Option<u32>,
    available_quota: Option<i64>,
    published_at: Option<String>,
    expires_at: Option<String>,
    description: Option<String>,
    qualification: Option<String>,
    #[serde(default)]
    show_salary: Option<bool>,
    min_salary_amount: Option<f64>,
    max_salary_amount: Option<f64>,
    min_salary_currency: Option<String>,
    gender: Option<String>,
    physical_condition: Option<String>,
    marital_status: Option<String>,
    min_year_experience: Option<u64>,
    min_age: Option<u64>,
    max_age: Option<u64>,
    #[serde(default)]
    confidential: Option<bool>,
    platform_type: Option<String>,
    platform_link: Option<String>,
    platform: Option<Named>,
    employer: Option<Named>,
    job_type: Option<Named>,
    job_function: Option<Named>,
    min_education: Option<Level>,
    region: Option<RegionOf>,
    #[serde(default)]
    skills: Option<Vec<Named>>,
    vacancyable: Option<Vacancyable>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Level {
    name: Option<String>,
    level: Option<i64>,
}

#[derive(Deserialize)]
struct Vacancyable {
    industry: Option<Named>,
    work_arrangement: Option<Value>,
}

#[derive(Deserialize)]
struct RegionOf {
    name: Option<String>,
    regionable: Option<Box<Area>>,
}

/// One area of the chain village → sub-district → city → province.
#[derive(Deserialize)]
struct Area {
    name: Option<String>,
    code: Option<Value>,
    sub_district: Option<Box<Area>>,
    city: Option<Box<Area>>,
    province: Option<Box<Area>>,
}

pub fn read(input: impl Read, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    jsonl::each(input, gates, report, sink, |text, report| {
        let record: Record = jsonl::parse(text, report)?;
        let id = record.id.clone();
        vacancy(record, gates.regions(), report).map_err(|fault| (Some(id), fault))
    })
}

fn vacancy(record: Record, regions: &Regions, report: &mut Report) -> Result<Vacancy, Fault> {
    if let Some(status) = record.status.as_deref().filter(|status| *status != "open") {
        return Err(Fault::new("status", status, "open"));
    }
    if record.available_quota == Some(0) {
        return Err(Fault::new("available_quota", "0", "1 or more places left"));
    }
    let base_salary = pay(
        record.show_salary,
        [record.min_salary_amount, record.max_salary_amount],
        record.min_salary_currency.as_deref(),
        report,
    );
    let limits = limits(&record, report);
    let inclusion = match record.physical_condition.as_deref() {
        Some("disabled") => Some(Inclusion { open_to_disability: true }),
        _ => None,
    };
    let employer = match record.confidential {
        Some(true) => {
            report.count("employer_confidential");
            None
        }
        _ => name(record.employer).map(|name| Organization { name, kind: None }),
    };
    let (industry, work_arrangement) =
        record.vacancyable.map_or((None, None), |own| (name(own.industry), own.work_arrangement));
    let job_location = record.region.and_then(|region| place(&region, regions, report)).into_iter().collect();
    Ok(Vacancy {
        source: source(
            &record.id,
            record.vacancyable_type.as_deref(),
            record.platform_type.as_deref(),
            name(record.platform),
            record.platform_link,
            report,
        ),
        id: record.id,
        title: record.title,
        also_at: Vec::new(),
        occupational_category: None,
        job_function: name(record.job_function),
        hiring_organization: employer,
        industry,
        job_location,
        job_location_type: work_arrangement.and_then(|value| work_mode(&value, report)),
        employment_type: name(record.job_type).and_then(|name| employment_type(&name, report)),
        total_job_openings: record.quota.unwrap_or(1),
        remaining_job_openings: record.available_quota.and_then(|left| u32::try_from(left).ok()),
        base_salary,
        education_requirements: record.min_education.and_then(|level| education(level, report)),
        experience_requirements: experience(record.min_year_experience, report),
        requirements: skills(record.skills.unwrap_or_default().into_iter().filter_map(|skill| skill.name)),
        limits,
        inclusion,
        work_hours: None,
        date_posted: date("published_at", record.published_at)?,
        valid_through: date("expires_at", record.expires_at)?,
        description: record.description,
        qualifications: record.qualification,
    })
}

fn name(named: Option<Named>) -> Option<String> {
    named?.name.filter(|name| !name.trim().is_empty())
}

/// Pay where the employer shows it. A record that does not say `show_salary: true` hides it.
pub(super) fn pay(
    shown: Option<bool>,
    amounts: [Option<f64>; 2],
    currency: Option<&str>,
    report: &mut Report,
) -> Option<Pay> {
    if amounts.iter().all(Option::is_none) {
        return None;
    }
    if shown != Some(true) {
        report.count("hidden_pay_dropped");
        return None;
    }
    if let Some(currency) = currency.filter(|currency| *currency != "IDR") {
        report.count("pay_foreign_dropped");
        report.unknown_value("min_salary_currency", currency);
        return None;
    }
    let whole = |amount: Option<f64>| amount.and_then(|amount| PayUnit::Month.monthly(amount));
    let [min_value, max_value] = amounts.map(whole);
    if amounts.iter().flatten().count() != [min_value, max_value].iter().flatten().count() {
        report.count("pay_implausible");
        return None;
    }
    Some(Pay { min_value, max_value, stated_per: PayUnit::Month })
}

/// Limits of the form.
fn limits(record: &Record, report: &mut Report) -> Vec<Limit> {
    let mut limits = Vec::new();
    limits.extend(age_limit(record.min_age, record.max_age, report));
    for (field, value, kind, known) in [
        ("gender", &record.gender, LimitKind::Sex, &["male", "female"][..]),
        ("marital_status", &record.marital_status, LimitKind::Marital, &["single", "married"]),
        ("physical_condition", &record.physical_condition, LimitKind::Physical, &["normal"]),
    ] {
        match value.as_deref() {
            None | Some("") => {}
            Some("disabled") if field == "physical_condition" => {}
            Some(value) => {
                if !known.contains(&value) {
                    report.unknown_value(field, value);
                }
                limits.push(Limit { kind, value: value.to_owned(), origin: Origin::Form });
            }
        }
    }
    limits
}

/// An age limit of a form: `18-35`, `18-` without an upper or `-35` without a lower end.
pub(super) fn age_limit(from: Option<u64>, to: Option<u64>, report: &mut Report) -> Option<Limit> {
    let age = |age: Option<u64>| age.filter(|age| (1..=99).contains(age));
    let (from, to) = (age(from), age(to));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        report.count("age_reversed_dropped");
        return None;
    }
    from.or(to)?;
    let shown = |age: Option<u64>| age.map_or_else(String::new, |age| age.to_string());
    Some(Limit { kind: LimitKind::Age, value: format!("{}-{}", shown(from), shown(to)), origin: Origin::Form })
}

pub(super) fn source(
    id: &str,
    kind: Option<&str>,
    platform_type: Option<&str>,
    platform: Option<String>,
    link: Option<String>,
    report: &mut Report,
) -> Source {
    let key = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let (code, url) = match platform_type {
        Some("external") => {
            let code = platform.map(|name| key(&name)).filter(|code| !code.is_empty());
            if code.is_none() {
                report.count("platform_unnamed");
            }
            (code.unwrap_or_else(|| "mitra".to_owned()), link.map(|link| link.trim().to_owned()))
        }
        other => {
            if let Some(other) = other.filter(|other| *other != "internal") {
                report.unknown_value("platform_type", other);
            }
            let domestic = kind.is_none_or(|kind| kind == "industrial_vacancy");
            if !domestic {
                report.unknown_value("vacancyable_type", kind.unwrap_or_default());
            }
            let url = domestic.then(|| format!("https://karirhub.kemnaker.go.id/lowongan-dalam-negeri/lowongan/{id}"));
            ("karirhub".to_owned(), url)
        }
    };
    Source { code, url, verification: Verification::Verified }
}

/// The deepest area whose code is Kemendagri's, that is, whose name is the one we know for
/// that code. BPS codes look alike, so a code alone proves nothing.
fn place(region: &RegionOf, regions: &Regions, report: &mut Report) -> Option<Place> {
    let mut chain = Vec::new();
    let mut next = region.regionable.as_deref();
    while let Some(area) = next {
        chain.push(area);
        next = area.sub_district.as_deref().or(area.city.as_deref()).or(area.province.as_deref());
    }
    let code_of = |area: &Area| match &area.code {
        Some(Value::String(code)) => regions.deepest(code).filter(|deepest| deepest.len() == digits(code)),
        Some(Value::Number(code)) => {
            regions.deepest(&code.to_string()).filter(|deepest| deepest.len() == code.to_string().len())
        }
        _ => None,
    };
    let province = chain.iter().find_map(|area| {
        let code = code_of(area).filter(|code| code.len() == 2)?;
        regions.agrees(&code, area.name.as_deref()?).then_some(code)
    });
    for (depth, area) in chain.iter().enumerate() {
        if let Some(code) = code_of(area) {
            let named = if code.len() == 10 { chain.get(depth + 1) } else { Some(area) };
            let checked = &code[..code.len().min(6)];
            if named.and_then(|area| area.name.as_deref()).is_some_and(|name| regions.agrees(checked, name)) {
                if depth > 0 {
                    report.count("region_lifted");
                }
                return Some(Place { region: code, address: None });
            }
            report.count("region_code_and_name_differ");
        }
        let is_city = area.province.is_some();
        if let Some(found) =
            area.name.as_deref().filter(|_| is_city).and_then(|name| regions.find(name, province.as_deref()))
        {
            report.count("region_by_name");
            return Some(Place { region: found.code, address: None });
        }
    }
    report.unmapped_region(region.name.as_deref().unwrap_or("(no name)"));
    None
}

fn digits(code: &str) -> usize {
    code.bytes().filter(u8::is_ascii_digit).count()
}

pub(super) fn employment_type(found: &str, report: &mut Report) -> Option<EmploymentType> {
    let told = terms::employment_type(found);
    if told.is_none() {
        report.count("employment_type_unknown");
        report.unknown_value("job_type", found);
    }
    told
}

fn work_mode(found: &Value, report: &mut Report) -> Option<WorkMode> {
    let word = found.as_str().or_else(|| found.get("name")?.as_str())?;
    Some(match word.trim().to_lowercase().replace(['-', '_', ' '], "").as_str() {
        "onsite" | "wfo" => WorkMode::OnSite,
        "hybrid" => WorkMode::Hybrid,
        "remote" | "wfh" | "wfa" => WorkMode::Remote,
        _ => {
            report.unknown_value("work_arrangement", word);
            return None;
        }
    })
}

fn education(found: Level, report: &mut Report) -> Option<EducationRequirement> {
    let rung = match found.level {
        Some(10) => 1,
        Some(20) => 2,
        Some(30) => 3,
        Some(40) => 4,
        Some(50) => 7,
        Some(60) => 9,
        Some(70) => 10,
        other => {
            report.count("education_unknown");
            report.unknown_value(
                "min_education",
                &format!("{} {}", other.unwrap_or_default(), found.name.unwrap_or_default()),
            );
            return None;
        }
    };
    Education::new(rung).map(|level| EducationRequirement { level, fields: Vec::new(), required: true })
}

pub(super) fn experience(years: Option<u64>, report: &mut Report) -> Option<ExperienceRequirement> {
    let years = years.filter(|years| *years > 0)?;
    if years > MOST_YEARS {
        report.count("experience_implausible");
        return None;
    }
    u16::try_from(years * 12).ok().map(|months_of_experience| ExperienceRequirement { months_of_experience })
}

pub(super) fn skills(found: impl IntoIterator<Item = String>) -> Vec<Requirement> {
    let skill = |label| Requirement { kind: RequirementKind::Skill, label, must: false, origin: Origin::Form };
    found.into_iter().map(skill).collect()
}

pub(super) fn date(field: &str, value: Option<String>) -> Result<Option<String>, Fault> {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return Ok(None) };
    match iso_date(&value) {
        Some(date) => Ok(Some(date.to_owned())),
        None => Err(Fault::new(field, value, "a date such as 2025-10-23 08:51:19, years 2000 to 2100")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = include_str!("../../tests/fixtures/karirhub.jsonl");

    fn run() -> (Vec<Vacancy>, Report) {
        crate::ingest::taken(|gates, report, sink| read(FIXTURE.as_bytes(), gates, report, sink))
    }

    #[test]
    fn every_record_of_the_fixture_is_accepted_or_rejected() {
        let (out, report) = run();
        assert_eq!((report.rows_in, report.accepted, report.rejected), (8, 5, 3));
        assert_eq!(out.len(), 5);
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["expires_at", "status", "title"]);
    }

    #[test]
    fn an_open_record_is_carried_whole() {
        let (out, _) = run();
        assert_eq!(
            serde_json::to_value(&out[0]).unwrap(),
            serde_json::json!({
                "id": "00000000-0000-4000-8000-000000000001",
                "title": "Staf Gudang",
                "source": {
                    "code": "karirhub",
                    "url": "https://karirhub.kemnaker.go.id/lowongan-dalam-negeri/lowongan/00000000-0000-4000-8000-000000000001",
                    "verification": "verified"
                },
                "occupationalCategory": {"code": "4321", "edition": 2014, "reliability": 950},
                "jobFunction": "Operasi Gudang",
                "hiringOrganization": {"name": "PT Contoh Logistik", "kind": "company"},
                "industry": "Logistics & Supply Chain",
                "jobLocation": [{"region": "3174021002"}],
                "employmentType": "contract",
                "totalJobOpenings": 10,
                "remainingJobOpenings": 8,
                "baseSalary": {"minValue": 5_000_000, "maxValue": 6_000_000, "statedPer": "month"},
                "educationRequirements": {"level": 3, "required": true},
                "experienceRequirements": {"monthsOfExperience": 24},
                "requirements": [
                    {"kind": "skill", "label": "Microsoft Excel", "must": false, "origin": "form"},
                    {"kind": "skill", "label": "mean", "must": false, "origin": "form"}
                ],
                "limits": [
                    {"kind": "age", "value": "18-35", "origin": "form"},
                    {"kind": "sex", "value": "male", "origin": "form"},
                    {"kind": "marital", "value": "single", "origin": "form"},
                    {"kind": "physical", "value": "normal", "origin": "form"}
                ],
                "datePosted": "2025-10-23",
                "validThrough": "2025-12-23",
                "description": "Tugas:\n- Menerima & menyimpan barang\n- Membuat laporan",
                "qualifications": "- Pendidikan minimal SMA/SMK\n- Gaji Rp5.000.000\n- Kirim CV ke [kontak dihapus] atau WA [kontak dihapus]"
            })
        );
    }

    #[test]
    fn hidden_pay_is_dropped_and_zero_is_not_stated() {
        let (out, report) = run();
        assert_eq!(out[1].base_salary, None, "show_salary is false");
        assert_eq!(out[2].base_salary, None, "0 and 0");
        assert_eq!(out[3].base_salary, None, "show_salary is absent");
        assert_eq!(report.gates["hidden_pay_dropped"], 2);
        assert_eq!(report.gates["pay_zero_not_stated"], 1);
        assert_eq!(report.gates["pay_swapped"], 1);
        assert_eq!(out[4].base_salary.as_ref().unwrap().min_value, Some(4_000_000));
    }

    #[test]
    fn a_partner_record_names_its_portal_and_keeps_only_a_safe_link() {
        let (out, report) = run();
        assert_eq!(
            (out[1].source.code.as_str(), out[1].source.url.as_deref()),
            ("hiredtoday", Some("https://www.hiredtoday.com/en/job/1"))
        );
        assert_eq!((out[2].source.code.as_str(), out[2].source.url.as_deref()), ("hiredtoday", None));
        assert_eq!(report.gates["url_dropped"], 1);
    }

    #[test]
    fn regions_are_checked_by_name_so_a_bps_code_does_not_mislead() {
        let (out, report) = run();
        let region = |row: usize| out[row].job_location.first().map(|place| place.region.as_str());
        assert_eq!(region(1), Some("6371"), "a number as code");
        assert_eq!(region(2), Some("3174"), "the code was BPS's 3171, the name decides");
        assert_eq!(region(3), Some("3216"), "the village and its district are unknown");
        assert_eq!(region(4), None, "no region at all");
        assert!(report.gates["region_code_and_name_differ"] >= 1);
    }

    #[test]
    fn openness_to_disability_is_no_limit_and_a_confidential_employer_is_not_named() {
        let (out, report) = run();
        assert_eq!(out[1].inclusion, Some(Inclusion { open_to_disability: true }));
        assert!(out[1].limits.iter().all(|limit| limit.kind != LimitKind::Physical));
        assert_eq!(out[1].limits[0].value, "-40");
        assert_eq!(out[3].hiring_organization, None);
        assert_eq!(report.gates["employer_confidential"], 1);
    }

    #[test]
    fn nothing_about_the_employer_but_its_name_is_carried() {
        let text = serde_json::to_string(&run().0).unwrap();
        for bad in ["contoh-logistik", "0812", "@", "Tentang kami", "Jl. Rahasia", "logo", "888", "<"] {
            assert!(!text.contains(bad), "{bad}");
        }
    }

    #[test]
    fn unknown_values_are_named_in_the_report() {
        let (_, report) = run();
        assert_eq!(report.unknown_values["job_type: Borongan"], 1);
    }
}
