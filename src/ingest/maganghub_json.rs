//! MagangHub, the ministry's national internship programme, as the JSON of its API.
//!
//! The shape is taken from public code, not from a description by the portal: pages of
//! `…/be/v1/api/list/vacancies-aktif` kept in the repository ridwaanhall/maganghub-filters
//! (`data/prov_34/1.json`, November 2025), whose links lead to `…/lowongan/view/{id}`. Study programmes and
//! levels are JSON inside a string there. Ids are those of the CSV export, so that a vacancy in both is one.
//!
//! How many applied (`jumlah_terdaftar`), who was placed and what the company tells of itself are not
//! read. Sex and physical condition are ids that say nothing outside the portal; they are counted.

use std::io::Read;

use anyhow::Result;
use serde::Deserialize;
use serde_json::Value;

use super::{Fault, Report, Sink, gate::Gates, jsonl, jsonld::text, karirhub, maganghub};
use crate::record::{
    Occupation, Organization, Place, Source, Vacancy,
    code::{EmploymentType, Verification},
};

#[derive(Deserialize)]
struct Record {
    id_posisi: String,
    posisi: String,
    deskripsi_posisi: Option<String>,
    syarat_khusus: Option<Value>,
    usia_minimal: Option<Value>,
    usia_maksimal: Option<Value>,
    id_jenis_kelamin: Option<Value>,
    id_kondisi_fisik: Option<Value>,
    kode_kbji: Option<Value>,
    jumlah_kuota: Option<Value>,
    program_studi: Option<Value>,
    jenjang: Option<Value>,
    ref_status_posisi: Option<Status>,
    perusahaan: Option<Company>,
    jadwal: Option<Schedule>,
}

#[derive(Deserialize)]
struct Status {
    nama_status_posisi: Option<String>,
}

#[derive(Deserialize)]
struct Company {
    nama_perusahaan: Option<String>,
    alamat: Option<String>,
    kode_kabupaten: Option<Value>,
    nama_kabupaten: Option<String>,
    nama_provinsi: Option<String>,
}

#[derive(Deserialize)]
struct Schedule {
    tanggal_pendaftaran_awal: Option<String>,
    tanggal_pendaftaran_akhir: Option<String>,
}

pub fn read(input: impl Read, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    jsonl::each(input, gates, report, sink, |text, report| {
        let record: Record = jsonl::parse(text, report)?;
        let id = record.id_posisi.clone();
        vacancy(record, gates, report).map_err(|fault| (Some(id), fault))
    })
}

fn vacancy(record: Record, gates: &Gates, report: &mut Report) -> Result<Vacancy, Fault> {
    let id = record.id_posisi.trim().to_lowercase();
    let url = maganghub::is_uuid(&id).then(|| format!("https://maganghub.kemnaker.go.id/lowongan/view/{id}"));
    let openings = match &record.jumlah_kuota {
        None => 1,
        Some(found) => number(found)
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| Fault::new("jumlah_kuota", found.to_string(), "a whole number of places"))?,
    };
    for opaque in [&record.id_jenis_kelamin, &record.id_kondisi_fisik] {
        if opaque.is_some() {
            report.count("limit_opaque");
        }
    }
    let occupational_category = record.kode_kbji.as_ref().and_then(text).and_then(|code| {
        let told = Occupation::stated(&code);
        if told.is_none() {
            report.count("occupation_dropped");
            report.unknown_value("kode_kbji", &code);
        }
        told
    });
    let company = record.perusahaan;
    let job_location = company.as_ref().and_then(|company| place(company, gates, report)).into_iter().collect();
    let levels = words("jenjang", record.jenjang)?;
    let fields = words("program_studi", record.program_studi)?;
    let limit = karirhub::age_limit(
        record.usia_minimal.as_ref().and_then(number),
        record.usia_maksimal.as_ref().and_then(number),
        report,
    );
    let qualifications = words("syarat_khusus", record.syarat_khusus)?.join("\n");
    let schedule = record.jadwal;
    let (from, to) = schedule.map_or((None, None), |own| (own.tanggal_pendaftaran_awal, own.tanggal_pendaftaran_akhir));
    Ok(Vacancy {
        id,
        title: record.posisi,
        source: Source { code: "maganghub".into(), url, verification: verification(record.ref_status_posisi, report) },
        occupational_category,
        also_at: Vec::new(),
        job_function: None,
        hiring_organization: company
            .and_then(|company| company.nama_perusahaan)
            .map(|name| Organization { name, kind: None }),
        industry: None,
        job_location,
        job_location_type: None,
        employment_type: Some(EmploymentType::Internship),
        total_job_openings: openings,
        remaining_job_openings: None,
        base_salary: None,
        education_requirements: maganghub::education(
            levels.iter().map(String::as_str),
            fields.iter().map(String::as_str),
            report,
        ),
        experience_requirements: None,
        requirements: Vec::new(),
        limits: limit.into_iter().collect(),
        inclusion: None,
        work_hours: None,
        date_posted: karirhub::date("jadwal.tanggal_pendaftaran_awal", from)?,
        valid_through: karirhub::date("jadwal.tanggal_pendaftaran_akhir", to)?,
        description: record.deskripsi_posisi,
        qualifications: (!qualifications.is_empty()).then_some(qualifications),
    })
}

fn place(company: &Company, gates: &Gates, report: &mut Report) -> Option<Place> {
    let code = company.kode_kabupaten.as_ref().and_then(text);
    let name = company.nama_kabupaten.as_deref().unwrap_or_default();
    if code.is_none() && name.trim().is_empty() {
        report.count("region_empty");
        return None;
    }
    let region = gates.regions().place(code.as_deref(), name, company.nama_provinsi.as_deref(), report)?;
    Some(Place { region, address: company.alamat.clone() })
}

fn verification(status: Option<Status>, report: &mut Report) -> Verification {
    match status.and_then(|status| status.nama_status_posisi) {
        Some(name) if name.trim().eq_ignore_ascii_case("terverifikasi") => Verification::Verified,
        Some(name) => {
            report.unknown_value("nama_status_posisi", &name);
            Verification::Unverified
        }
        None => Verification::Unverified,
    }
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A list of words, or of objects with a `title`: as JSON, as JSON inside a string, or one plain text.
fn words(field: &str, value: Option<Value>) -> Result<Vec<String>, Fault> {
    let fault = |found: &str| Fault::new(field, found, "a list of words, or one as JSON in a string");
    let items = match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items,
        Some(Value::String(text)) if text.trim_start().starts_with('[') => {
            serde_json::from_str(&text).map_err(|_| fault(&text))?
        }
        Some(plain @ Value::String(_)) => vec![plain],
        Some(other) => return Err(fault(&other.to_string())),
    };
    Ok(items.iter().filter_map(|item| text(item.get("title").unwrap_or(item))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = include_str!("../../tests/fixtures/maganghub.json");

    fn run() -> (Vec<Vacancy>, Report) {
        crate::ingest::taken(|gates, report, sink| read(FIXTURE.as_bytes(), gates, report, sink))
    }

    #[test]
    fn every_record_of_the_page_is_accepted_or_rejected() {
        let (out, report) = run();
        assert_eq!((report.rows_in, report.accepted, report.rejected), (6, 3, 3));
        assert_eq!(out.len(), 3);
        assert_eq!(
            report.rejected_fields.keys().collect::<Vec<_>>(),
            ["jadwal.tanggal_pendaftaran_akhir", "jumlah_kuota", "program_studi"]
        );
    }

    #[test]
    fn an_internship_carries_what_the_api_states() {
        assert_eq!(
            serde_json::to_value(&run().0[0]).unwrap(),
            serde_json::json!({
                "id": "a04adf82-0000-438e-b360-6d41a29c2db8",
                "title": "Pendamping Usaha",
                "source": {
                    "code": "maganghub",
                    "url": "https://maganghub.kemnaker.go.id/lowongan/view/a04adf82-0000-438e-b360-6d41a29c2db8",
                    "verification": "verified"
                },
                "hiringOrganization": {"name": "PT Contoh Syariah, Tbk", "kind": "company"},
                "jobLocation": [{"region": "3471", "address": "Jl. Contoh No.6, RT 059 RW 12"}],
                "employmentType": "internship",
                "totalJobOpenings": 47,
                "educationRequirements": {"level": 4, "fields": ["Ilmu Komunikasi", "Perbankan Syari'ah"], "required": true},
                "datePosted": "2025-11-06",
                "validThrough": "2025-11-14",
                "description": "- memberi pendampingan\n- membuka akses pasar"
            })
        );
    }

    #[test]
    fn codes_limits_and_odd_places_are_told_or_counted() {
        let (out, report) = run();
        assert_eq!(out[1].occupational_category.as_ref().unwrap().code, "4110");
        assert_eq!(out[1].limits[0].value, "18-25");
        assert_eq!(out[1].qualifications.as_deref(), Some("Sehat\nDisiplin"));
        assert_eq!(out[1].job_location[0].region, "9105", "the code is another place's, the name decides");
        assert_eq!(out[1].source.verification, Verification::Unverified);
        assert_eq!(report.unknown_values["nama_status_posisi: Menunggu"], 1);
        assert_eq!(report.unknown_values["kode_kbji: 41-10"], 1);
        assert_eq!((report.gates["limit_opaque"], report.gates["region_code_and_name_differ"]), (1, 1));
        assert_eq!((out[2].job_location.len(), out[2].total_job_openings), (0, 2));
        assert_eq!(report.gates["region_empty"], 1);
    }

    #[test]
    fn neither_applicants_nor_the_companys_story_are_carried() {
        let text = serde_json::to_string(&run().0).unwrap();
        for bad in ["135", "Tentang kami", "logo", "Penempatan Rahasia", "0812"] {
            assert!(!text.contains(bad), "{bad}");
        }
    }
}
