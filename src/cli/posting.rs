//! A vacancy as schema.org `JobPosting`, for the block of JSON-LD that search engines read.
//!
//! Nothing is in it that the page beside it does not show, and nothing that the advertisement does not state: an employer
//! that is not named, pay and days left out stay out.

use serde_json::{Map, Value, json};

use super::pages::plain;
use crate::record::Vacancy;
use crate::record::code::{EmploymentType, WorkMode};

/// What the page shows of a vacancy's texts, and the names of its places.
pub struct Shown<'a> {
    pub title: &'a str,
    pub employer: Option<&'a str>,
    pub description: Option<&'a str>,
    pub places: &'a [Place],
    /// Link to the original advertisement.
    pub link: Option<&'a str>,
}

/// A workplace, as far as the page shows it.
pub struct Place {
    pub address: Option<String>,
    pub regency: Option<String>,
    pub province: Option<String>,
}

impl Place {
    /// What is known of it, from the narrowest to the widest.
    pub fn words(&self) -> String {
        let words: Vec<&str> =
            [&self.address, &self.regency, &self.province].into_iter().flatten().map(|text| &**text).collect();
        words.join(", ")
    }
}

/// The posting as JSON that may stand in a `script` element: "<", ">" and "&" are written as their numbers, so nothing in it
/// ends the element or begins a comment.
pub fn json_ld(vacancy: &Vacancy, shown: &Shown<'_>) -> String {
    let mut posting = Map::new();
    let mut put = |key: &str, value: Value| {
        posting.insert(key.to_owned(), value);
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("JobPosting"));
    put("title", json!(shown.title));
    put(
        "identifier",
        json!({"@type": "PropertyValue", "name": plain(&vacancy.source.code, 32), "value": plain(&vacancy.id, 64)}),
    );
    put("directApply", json!(false));
    put("totalJobOpenings", json!(vacancy.remaining_job_openings.unwrap_or(vacancy.total_job_openings)));
    if let Some(text) = shown.description {
        put("description", json!(text));
    }
    if let Some(day) = day(vacancy.date_posted.as_deref()) {
        put("datePosted", json!(day));
    }
    if let Some(day) = day(vacancy.valid_through.as_deref()) {
        put("validThrough", json!(day));
    }
    if let Some(name) = shown.employer {
        put("hiringOrganization", json!({"@type": "Organization", "name": name}));
    }
    if !shown.places.is_empty() {
        put("jobLocation", shown.places.iter().map(place).collect());
    }
    if vacancy.job_location_type == Some(WorkMode::Remote) {
        put("jobLocationType", json!("TELECOMMUTE"));
        put("applicantLocationRequirements", json!({"@type": "Country", "name": "ID"}));
    }
    if let Some(kind) = vacancy.employment_type {
        put("employmentType", json!(employment(kind)));
    }
    if let Some(pay) = &vacancy.base_salary {
        let mut value = json!({"@type": "QuantitativeValue", "unitText": "MONTH"});
        match (pay.min_value, pay.max_value) {
            (Some(least), Some(most)) if least == most => value["value"] = json!(least),
            (least, most) => {
                for (key, amount) in [("minValue", least), ("maxValue", most)] {
                    if let Some(amount) = amount {
                        value[key] = json!(amount);
                    }
                }
            }
        }
        if pay.min_value.or(pay.max_value).is_some() {
            put("baseSalary", json!({"@type": "MonetaryAmount", "currency": "IDR", "value": value}));
        }
    }
    if let Some(link) = shown.link {
        put("url", json!(link));
    }
    let text = Value::Object(posting).to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            c => out.push(c),
        }
    }
    out
}

/// The ISO date, without a time.
fn day(text: Option<&str>) -> Option<String> {
    text.and_then(crate::record::day::parse).map(crate::record::day::iso)
}

fn place(Place { address, regency, province }: &Place) -> Value {
    let mut postal = json!({"@type": "PostalAddress", "addressCountry": "ID"});
    for (key, name) in [("streetAddress", address), ("addressLocality", regency), ("addressRegion", province)] {
        if let Some(name) = name {
            postal[key] = json!(name);
        }
    }
    json!({"@type": "Place", "address": postal})
}

fn employment(kind: EmploymentType) -> &'static str {
    match kind.key() {
        "full_time" => "FULL_TIME",
        "part_time" => "PART_TIME",
        "contract" => "TEMPORARY",
        "internship" => "INTERN",
        "daily" => "PER_DIEM",
        "freelance" => "CONTRACTOR",
        _ => "OTHER",
    }
}
