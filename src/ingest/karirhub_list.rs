//! Karirhub's list of vacancies: what its API sends a search page, as JSON.
//!
//! A record is a part of the detail record of the same `id`: no text, no dates to apply by, no
//! places left, education as an id that says nothing outside the portal. Of two records with one id
//! a build keeps the later, so a list is named before the details of its vacancies. Hidden pay,
//! logos, ids and the search engine's marks are not carried.

use std::io::Read;

use anyhow::Result;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Fault, Regions, Report, Sink, gate::Gates, jsonl, karirhub};
use crate::record::{Organization, Place, Vacancy, day};

/// Western Indonesia Time is this many seconds ahead of UTC; the detail record states its times in it.
const WIB: i64 = 7 * 3600;

#[derive(Deserialize)]
struct Record {
    id: String,
    title: String,
    city_name: Option<String>,
    company_name: Option<String>,
    /// Seconds since 1970.
    published_at: Option<i64>,
    show_salary: Option<bool>,
    min_salary_amount: Option<f64>,
    max_salary_amount: Option<f64>,
    min_salary_currency: Option<String>,
    job_type_name: Option<String>,
    job_function_name: Option<String>,
    industry_name: Option<String>,
    education_id: Option<IgnoredAny>,
    #[serde(default)]
    skills: Option<Vec<String>>,
    platform_type: Option<String>,
    platform_name: Option<String>,
    platform_link: Option<String>,
}

pub fn read(input: impl Read, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    jsonl::each(input, gates, report, sink, |text, report| {
        let record: Record = jsonl::parse(text, report)?;
        let id = record.id.clone();
        vacancy(record, gates.regions(), report).map_err(|fault| (Some(id), fault))
    })
}

fn vacancy(record: Record, regions: &Regions, report: &mut Report) -> Result<Vacancy, Fault> {
    let stated = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    if record.education_id.is_some() {
        report.count("education_opaque");
    }
    let date_posted = record.published_at.map(date).transpose()?;
    let base_salary = karirhub::pay(
        record.show_salary,
        [record.min_salary_amount, record.max_salary_amount],
        record.min_salary_currency.as_deref(),
        report,
    );
    let place = stated(record.city_name).and_then(|name| regions.place(None, &name, None, report));
    let source = karirhub::source(
        &record.id,
        None,
        record.platform_type.as_deref(),
        stated(record.platform_name),
        record.platform_link,
        report,
    );
    Ok(Vacancy {
        id: record.id,
        title: record.title,
        source,
        occupational_category: None,
        also_at: Vec::new(),
        job_function: stated(record.job_function_name),
        hiring_organization: stated(record.company_name).map(|name| Organization { name, kind: None }),
        industry: stated(record.industry_name),
        job_location: place.map(|region| Place { region, address: None }).into_iter().collect(),
        job_location_type: None,
        employment_type: stated(record.job_type_name).and_then(|name| karirhub::employment_type(&name, report)),
        total_job_openings: 1,
        remaining_job_openings: None,
        base_salary,
        education_requirements: None,
        experience_requirements: None,
        requirements: karirhub::skills(record.skills.unwrap_or_default()),
        limits: Vec::new(),
        inclusion: None,
        work_hours: None,
        date_posted,
        valid_through: None,
        description: None,
        qualifications: None,
    })
}

fn date(seconds: i64) -> Result<String, Fault> {
    let day = seconds.checked_add(WIB).and_then(|local| i32::try_from(local.div_euclid(86_400)).ok());
    day.map(day::iso)
        .filter(|date| !date.is_empty())
        .ok_or_else(|| Fault::new("published_at", seconds.to_string(), "seconds since 1970, such as 1761184610"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = include_str!("../../tests/fixtures/karirhub-list.json");

    fn run(text: &str) -> (Vec<Vacancy>, Report) {
        crate::ingest::taken(|gates, report, sink| read(text.as_bytes(), gates, report, sink))
    }

    #[test]
    fn every_record_of_the_fixture_is_accepted_or_rejected() {
        let (out, report) = run(FIXTURE);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (6, 3, 3));
        assert_eq!(out.len(), 3);
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["published_at", "title"]);
    }

    #[test]
    fn a_record_of_the_list_carries_what_it_states() {
        let (out, _) = run(FIXTURE);
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
                "jobLocation": [{"region": "7202"}],
                "employmentType": "contract",
                "totalJobOpenings": 1,
                "baseSalary": {"minValue": 5_000_000, "maxValue": 6_000_000, "statedPer": "month"},
                "requirements": [{"kind": "skill", "label": "Microsoft Excel", "must": false, "origin": "form"}],
                "datePosted": "2025-10-23"
            })
        );
    }

    #[test]
    fn hidden_pay_is_dropped_and_a_partner_keeps_its_link() {
        let (out, report) = run(FIXTURE);
        assert_eq!(out[1].base_salary, None, "show_salary is false");
        assert_eq!(out[2].base_salary, None, "show_salary is absent");
        assert_eq!(report.gates["hidden_pay_dropped"], 2);
        assert_eq!(out[1].source.code, "hiredtoday");
        assert_eq!(out[1].source.url.as_deref(), Some("https://www.hiredtoday.com/en/job/1"));
        assert_eq!(out[1].job_location[0].region, "3174");
        assert_eq!(report.unmapped_regions["KAB. ANTAH BERANTAH"], 1);
        assert_eq!(report.gates["education_opaque"], 1);
    }

    #[test]
    fn a_day_begins_at_midnight_in_western_indonesia() {
        assert_eq!(date(1_761_152_399).unwrap(), "2025-10-22");
        assert_eq!(date(1_761_152_400).unwrap(), "2025-10-23");
        assert!(date(i64::MAX).is_err() && date(i64::MIN).is_err());
    }

    #[test]
    fn lines_and_pages_of_the_api_hold_the_same_vacancies() {
        let records: Vec<serde_json::Value> = serde_json::from_str(FIXTURE).unwrap();
        let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
        let whole = run(FIXTURE).0;
        assert_eq!(run(&lines).0, whole);
        assert_eq!(run(&format!("{{\"meta\": {{\"page\": 1}}, \"data\": {FIXTURE}}}")).0, whole);
        assert_eq!(run(&format!("{{\"hits\": {FIXTURE}, \"nbHits\": 6}}")).0, whole);
    }
}
