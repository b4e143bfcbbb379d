//! WLLP, the mandatory report of vacancies (Perpres 57/2023), as CSV or as JSON objects.
//!
//! No export is public. Names of fields are those of a functional specification in a public repository
//! (princealvinyusuf/pasadmin, 26 May 2026, version 1.0, a prototype and no document of the ministry): of its
//! table of reported vacancies in JSON, of its import template and screens in CSV. Case, spaces and signs in
//! a name do not matter. Numbers are `WLLP-…` for a report, which is not carried, and `LK-…` for a vacancy,
//! which is its id.
//!
//! A report also holds who was placed: identity number (NIK), name, birth, address, telephone. None of those
//! fields has a name in [`FIELDS`], so none is read; only how many were placed is. A vacancy that is filled
//! (`Terisi`) is turned away, as is one whose report was rejected. Region numbers are taken for Kemendagri
//! codes where the name beside them agrees or is missing.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use anyhow::{Result, bail};
use csv::StringRecord;
use serde_json::{Map, Value};

use super::{
    Fault, Regions, Report, Sink, delimited::Records, gate::Gates, input::Input, jsonl, jsonld, karirhub, settle, terms,
};
use crate::record::{
    EducationRequirement, Limit, LimitKind, Occupation, Organization, Origin, Pay, PayUnit, Place, Source, Vacancy,
    code::Verification,
};

/// Every field that is read, and its names without case, spaces and signs. Of two columns of one field the
/// first counts.
const FIELDS: [(&str, &[&str]); 29] = [
    ("id_lowongan", &["idlowongan", "nolowongan", "nomorlowongan"]),
    ("title", &["title", "jabatan", "judul", "namajabatan"]),
    ("kbji_code", &["kbjicode", "kodekbji", "kbji"]),
    ("job_field", &["jobfield", "bidangpekerjaan"]),
    ("industry", &["industry", "industrisektor", "industri", "sektor"]),
    ("employer", &["employer", "employername", "pemberikerja", "namaperusahaan", "perusahaan"]),
    ("unit", &["unit", "unitname", "unitperusahaanusaha"]),
    ("work_type", &["worktype", "tipekerja"]),
    ("education_min", &["educationmin", "pendidikanminimal"]),
    ("experience_min_years", &["experienceminyears", "pengalamanminimaltahun", "pengalamanminimal"]),
    ("headcount_needed", &["headcountneeded", "jumlahkebutuhan", "kuota"]),
    ("filled_count", &["filledcount", "jumlahpenempatan"]),
    ("status", &["status", "statusketerisian"]),
    ("verification_status", &["verificationstatus", "statusverifikasi"]),
    ("gender_requirement", &["genderrequirement", "jeniskelamin"]),
    ("age_min", &["agemin", "usiaminimum"]),
    ("age_max", &["agemax", "usiamaksimum"]),
    ("marital_status_requirement", &["maritalstatusrequirement", "statuspernikahan", "statusperkawinan"]),
    ("job_description", &["jobdescription", "deskripsipekerjaan"]),
    ("skills", &["skills", "keterampilanutama"]),
    ("salary_min", &["salarymin", "gajiminimum", "rentanggaji"]),
    ("salary_max", &["salarymax", "gajimaksimum"]),
    ("province", &["provinceid", "province", "provinsi"]),
    ("city", &["cityid", "city", "kota", "kotakabupaten", "kabupatenkota"]),
    ("district", &["districtid", "district", "kecamatan"]),
    ("village", &["villageid", "village", "kelurahan", "kelurahandesa"]),
    ("valid_from", &["validfrom", "masaberlakumulai"]),
    ("valid_until", &["validuntil", "masaberlakusampai"]),
    ("posting_url", &["postingurl", "urlpostinganloker", "alamaturlpostinganloker"]),
];
/// The values of one vacancy by the names in [`FIELDS`]; an empty one is not there. A code and a name of one
/// region may both be given.
#[derive(Default)]
struct Row(HashMap<&'static str, Vec<String>>);

impl Row {
    fn put(&mut self, field: &'static str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.entry(field).or_default().push(value.to_owned());
        }
    }

    fn take(&mut self, field: &str) -> Option<String> {
        Some(self.0.remove(field)?.swap_remove(0))
    }

    fn number<T: std::str::FromStr>(&mut self, field: &str, expected: &str) -> Result<Option<T>, Fault> {
        let Some(text) = self.take(field) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Fault::new(field, &text, expected))
    }

    /// The code and the name of a region.
    fn region(&mut self, field: &str) -> Region {
        let (code, name) = self
            .0
            .remove(field)
            .unwrap_or_default()
            .into_iter()
            .partition(|value: &String| value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        let first = |values: Vec<String>| values.into_iter().next();
        Region { code: first(code).map(|code| code.replace('.', "")), name: first(name).unwrap_or_default() }
    }
}

struct Region {
    code: Option<String>,
    name: String,
}

impl Region {
    fn is_given(&self) -> bool {
        self.code.is_some() || !self.name.is_empty()
    }
}

fn field(name: &str) -> Option<&'static str> {
    let squeezed: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    FIELDS.iter().find(|(_, names)| names.contains(&squeezed.as_str())).map(|(field, _)| *field)
}

pub fn read(mut file: impl Read, input: &Input, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let mut head = Vec::new();
    (&mut file).take(1 << 16).read_to_end(&mut head)?;
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    let json = start.starts_with(b"{") || start.starts_with(b"[");
    let file = Cursor::new(head).chain(file);
    if json {
        return jsonl::each(file, gates, report, sink, |text, report| {
            let object: Map<String, Value> = jsonl::parse(text, report)?;
            let row = row(&object);
            let id = row.0.get("id_lowongan").map(|ids| ids[0].clone());
            vacancy(row, input, gates.regions(), report).map_err(|fault| (id, fault))
        });
    }
    read_csv(file, input, gates, report, sink)
}

fn row(object: &Map<String, Value>) -> Row {
    let mut row = Row::default();
    for (name, value) in object {
        let Some(field) = field(name) else { continue };
        match value {
            Value::Array(items) if field == "skills" => {
                row.put(field, &items.iter().filter_map(jsonld::text).collect::<Vec<_>>().join(","));
            }
            value => {
                if let Some(code) = value.get("code").and_then(jsonld::text) {
                    row.put(field, &code);
                }
                row.put(field, &jsonld::text(value).unwrap_or_default());
            }
        }
    }
    row
}

fn read_csv(file: impl Read, input: &Input, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let mut csv = Records::new(file, 0, None)?;
    let mut record = StringRecord::new();
    csv.next(&mut record)?;
    let columns: Vec<Option<&str>> = record.iter().map(field).collect();
    for (needed, shown) in [("id_lowongan", "ID Lowongan"), ("title", "Jabatan")] {
        if !columns.contains(&Some(needed)) {
            bail!(
                "column \"{shown}\" not found in the first line, the columns of a WLLP export expected; is the format right?"
            );
        }
    }
    while csv.next(&mut record)? {
        report.met();
        let (line, byte) = csv.place(&record);
        let mut id = None;
        let made = cells(&record, &columns).and_then(|row| {
            id = row.0.get("id_lowongan").map(|ids| ids[0].clone());
            vacancy(row, input, gates.regions(), report)
        });
        settle(made, line, id, gates, report, sink)?;
        report.read_so_far(byte);
    }
    Ok(())
}

fn cells(record: &StringRecord, columns: &[Option<&'static str>]) -> Result<Row, Fault> {
    if record.len() != columns.len() {
        let expected = format!("{} cells, as in the first line", columns.len());
        return Err(Fault::new("line", format!("{} cells", record.len()), expected));
    }
    let mut row = Row::default();
    for (cell, field) in record.iter().zip(columns) {
        let Some(field) = field else { continue };
        row.put(field, cell);
    }
    Ok(row)
}

fn vacancy(mut row: Row, input: &Input, regions: &Regions, report: &mut Report) -> Result<Vacancy, Fault> {
    let id = row.take("id_lowongan").unwrap_or_default();
    if !id
        .strip_prefix("LK-")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        return Err(Fault::new("id_lowongan", id, "a number of a vacancy, such as LK-000001"));
    }
    if let Some(status) = row.take("status") {
        const OPEN: [&str; 4] = ["Belum Terisi", "Proses Seleksi", "Terisi Sebagian", "Belum Update"];
        if !OPEN.iter().any(|open| open.eq_ignore_ascii_case(&status)) {
            return Err(Fault::new("status", status, OPEN.join(", ")));
        }
    }
    let verification = match row.take("verification_status") {
        None => input.verification.unwrap_or(Verification::Unverified),
        Some(word) => match word.to_lowercase().as_str() {
            "verified" | "terverifikasi" => Verification::Verified,
            "submitted" | "needs_update" => Verification::Unverified,
            "rejected" | "ditolak" => {
                return Err(Fault::new("verification_status", word, "verified, submitted or needs_update"));
            }
            _ => {
                report.unknown_value("verification_status", &word);
                Verification::Unverified
            }
        },
    };
    let openings: u32 = row.number("headcount_needed", "a whole number of people wanted")?.unwrap_or(1);
    let remaining = match row.number::<u32>("filled_count", "a whole number of people placed")? {
        Some(filled) if filled >= openings.max(1) => {
            return Err(Fault::new("filled_count", filled.to_string(), format!("fewer than the {openings} wanted")));
        }
        filled => filled.map(|filled| openings - filled),
    };
    let years = "a whole number of years";
    let (from, to) = (row.number("age_min", years)?, row.number("age_max", years)?);
    let mut limits: Vec<Limit> = karirhub::age_limit(from, to, report).into_iter().collect();
    for (field, kind, words) in [
        ("gender_requirement", LimitKind::Sex, [("laki-laki", "male"), ("perempuan", "female"), ("semua", "")]),
        (
            "marital_status_requirement",
            LimitKind::Marital,
            [("lajang", "single"), ("menikah", "married"), ("bebas", "")],
        ),
    ] {
        let Some(found) = row.take(field) else { continue };
        let value = match words.iter().find(|(word, _)| *word == found.to_lowercase()) {
            Some((_, value)) => (*value).to_owned(),
            None => {
                report.unknown_value(field, &found);
                found
            }
        };
        if !value.is_empty() {
            limits.push(Limit { kind, value, origin: Origin::Form });
        }
    }
    let occupational_category = row.take("kbji_code").and_then(|code| {
        let told = Occupation::stated(&code);
        if told.is_none() {
            report.count("occupation_dropped");
            report.unknown_value("kbji_code", &code);
        }
        told
    });
    let employment_type = row.take("work_type").and_then(|word| karirhub::employment_type(&word, report));
    let education = row.take("education_min").and_then(|word| {
        let told = terms::education(&word);
        if told.is_none() {
            report.count("education_unknown");
            report.unknown_value("education_min", &word);
        }
        told.map(|level| EducationRequirement { level, fields: Vec::new(), required: true })
    });
    let experience = karirhub::experience(row.number("experience_min_years", years)?, report);
    let skills = row.take("skills").unwrap_or_default();
    let skills = skills.split([',', ';', '\n']).map(str::trim).filter(|skill| !skill.is_empty()).map(str::to_owned);
    let url = row.take("posting_url");
    Ok(Vacancy {
        id,
        title: row.take("title").unwrap_or_default(),
        source: Source { code: input.source.clone().unwrap_or_else(|| "wllp".to_owned()), url, verification },
        also_at: Vec::new(),
        occupational_category,
        job_function: row.take("job_field"),
        hiring_organization: row
            .take("employer")
            .or_else(|| row.take("unit"))
            .map(|name| Organization { name, kind: None }),
        industry: row.take("industry"),
        job_location: place(&mut row, regions, report).into_iter().collect(),
        job_location_type: None,
        employment_type,
        total_job_openings: openings,
        remaining_job_openings: remaining,
        base_salary: pay(&mut row, report),
        education_requirements: education,
        experience_requirements: experience,
        requirements: karirhub::skills(skills),
        limits,
        inclusion: None,
        work_hours: None,
        date_posted: row.take("valid_from"),
        valid_through: row.take("valid_until"),
        description: row.take("job_description"),
        qualifications: None,
    })
}

fn pay(row: &mut Row, report: &mut Report) -> Option<Pay> {
    let mut ends = [None, None];
    for (end, field) in ends.iter_mut().zip(["salary_min", "salary_max"]) {
        let Some(text) = row.take(field) else { continue };
        *end = terms::pay(&text, PayUnit::Month, report)?.min_value;
    }
    (ends != [None, None]).then_some(Pay { min_value: ends[0], max_value: ends[1], stated_per: PayUnit::Month })
}

/// The deepest place whose code and names agree.
fn place(row: &mut Row, regions: &Regions, report: &mut Report) -> Option<Place> {
    let [village, district, city, province] =
        ["village", "district", "city", "province"].map(|field| row.region(field));
    let fits = |code: &str| {
        (city.name.is_empty() || regions.agrees(&code[..4], &city.name))
            && city.code.as_deref().is_none_or(|city| code.starts_with(city))
            && (district.name.is_empty() || regions.agrees(&code[..6], &district.name))
    };
    let deep = [&village, &district].into_iter().filter_map(|area| area.code.as_deref()).find_map(|code| {
        regions.deepest(code).filter(|known| known.len() == code.len() && known.len() >= 6 && fits(known))
    });
    let hint = Some(province.name.as_str()).filter(|name| !name.is_empty()).or(province.code.as_deref());
    let mut wide = |area: &Region, hint| {
        if area.is_given() { regions.place(area.code.as_deref(), &area.name, hint, report) } else { None }
    };
    let region = deep.or_else(|| wide(&city, hint)).or_else(|| wide(&province, None))?;
    Some(Place { region, address: None })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::Format;

    const CSV: &str = include_str!("../../tests/fixtures/wllp.csv");
    const JSON: &str = include_str!("../../tests/fixtures/wllp.json");

    fn run(text: &str) -> (Vec<Vacancy>, Report) {
        let input = Input::new(Format::Wllp, "");
        crate::ingest::taken(|gates, report, sink| read(text.as_bytes(), &input, gates, report, sink))
    }

    fn made(members: &Value) -> Result<Vacancy, String> {
        let mut object = json!({"id_lowongan": "LK-000001", "title": "Kasir"});
        object.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let input = Input::new(Format::Wllp, "").or(Some("dinas"), Some(Verification::Verified));
        vacancy(row(object.as_object().unwrap()), &input, &Regions::new(), &mut Report::default())
            .map_err(|fault| fault.field)
    }

    #[test]
    fn the_same_report_as_csv_and_as_json_gives_the_same_vacancies() {
        let (lines, report) = run(CSV);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (5, 2, 3));
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["headcount_needed", "line", "status"]);
        let (objects, report) = run(JSON);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (4, 2, 2));
        assert_eq!(lines, objects);
        assert_eq!(run(&CSV.replace(", ", " ").replace(',', ";")).0.len(), 2, "semicolons between cells");
    }

    #[test]
    fn a_reported_vacancy_is_carried_whole() {
        assert_eq!(
            serde_json::to_value(&run(CSV).0[0]).unwrap(),
            json!({
                "id": "LK-000001",
                "title": "Staf Operasional",
                "source": {"code": "wllp", "url": "https://karirhub.kemnaker.go.id/jobs/123", "verification": "verified"},
                "occupationalCategory": {"code": "4110", "edition": 2014, "reliability": 1000},
                "jobFunction": "Administrasi",
                "hiringOrganization": {"name": "PT Contoh Laporan", "kind": "company"},
                "industry": "Perdagangan",
                "jobLocation": [{"region": "317402"}],
                "employmentType": "full_time",
                "totalJobOpenings": 3,
                "remainingJobOpenings": 2,
                "baseSalary": {"minValue": 4_000_000, "maxValue": 6_000_000, "statedPer": "month"},
                "educationRequirements": {"level": 3, "required": true},
                "experienceRequirements": {"monthsOfExperience": 12},
                "requirements": [
                    {"kind": "skill", "label": "Microsoft Office", "must": false, "origin": "form"},
                    {"kind": "skill", "label": "komunikasi", "must": false, "origin": "form"}
                ],
                "limits": [
                    {"kind": "age", "value": "21-35", "origin": "form"},
                    {"kind": "sex", "value": "female", "origin": "form"},
                    {"kind": "marital", "value": "single", "origin": "form"}
                ],
                "datePosted": "2026-11-01",
                "validThrough": "2026-12-31",
                "description": "Melakukan operasional harian."
            })
        );
    }

    #[test]
    fn who_was_placed_is_never_read() {
        for text in [CSV, JSON] {
            assert!(text.contains("3171234567890001") && text.contains("Budi Rahasia"), "the fixture plants a person");
            let carried = serde_json::to_string(&run(text).0).unwrap();
            for bad in ["3171234567890001", "Budi", "1998-01-20", "0812", "@"] {
                assert!(!carried.contains(bad), "{bad}");
            }
        }
    }

    #[test]
    fn a_filled_vacancy_is_turned_away_and_an_open_one_is_not() {
        for status in ["Belum Terisi", "Proses Seleksi", "terisi sebagian", "Belum Update"] {
            assert!(made(&json!({"status": status})).is_ok(), "{status}");
        }
        assert_eq!(made(&json!({"status": "Terisi"})).unwrap_err(), "status");
        assert_eq!(made(&json!({"status": "Dibatalkan"})).unwrap_err(), "status");
        assert_eq!(made(&json!({"headcount_needed": 2, "filled_count": 2})).unwrap_err(), "filled_count");
        assert_eq!(made(&json!({"headcount_needed": 2, "filled_count": 1})).unwrap().remaining_job_openings, Some(1));
        assert_eq!(made(&json!({"verification_status": "rejected"})).unwrap_err(), "verification_status");
        assert_eq!(made(&json!({"id_lowongan": "3171"})).unwrap_err(), "id_lowongan");
    }

    #[test]
    fn what_the_record_leaves_open_the_command_line_says() {
        let source = |members| made(&members).unwrap().source;
        assert_eq!(source(json!({})).code, "dinas");
        assert_eq!(source(json!({})).verification, Verification::Verified);
        assert_eq!(source(json!({"verification_status": "submitted"})).verification, Verification::Unverified);
    }

    #[test]
    fn the_deepest_region_whose_names_agree_counts() {
        let region = |members| made(&members).unwrap().job_location.first().map(|place| place.region.clone());
        let ids = json!({"province_id": 31, "city_id": 3174, "district_id": 317_402, "village_id": 3_174_021_002_u64});
        assert_eq!(region(ids).as_deref(), Some("3174021002"));
        let bps = json!({"city_id": 3171, "city": "Kota Jakarta Selatan", "district_id": 317_102});
        assert_eq!(region(bps).as_deref(), Some("3174"), "codes of BPS, so the name decides");
        let named = json!({"Provinsi": "Kalimantan Selatan", "Kota/Kabupaten": "Banjar"});
        assert_eq!(region(named).as_deref(), Some("6303"));
        assert_eq!(region(json!({"provinsi": "Jawa Barat", "kota": "Antah"})).as_deref(), Some("32"));
        assert_eq!(region(json!({})), None);
    }

    #[test]
    fn a_file_of_another_kind_says_which_column_is_missing() {
        let input = Input::new(Format::Wllp, "");
        let text = "No. Reg Bukti,ID Lowongan,NIK,Nama Lengkap\nWLLP-1,LK-1,3171234567890001,Budi\n";
        let error = read(text.as_bytes(), &input, &Gates::new(), &mut Report::default(), &mut |_| Ok(())).unwrap_err();
        assert!(error.to_string().starts_with("column \"Jabatan\" not found"), "{error}");
    }
}
