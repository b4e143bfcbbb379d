//! MagangHub, the ministry's national internship programme, as a CSV export.
//!
//! The export scraped pages, so cells hold page furniture: a third of the descriptions are
//! nothing but pieces of the page's script, the others end in the page's own sections
//! (study programmes, curriculum, days off). What the employer wrote is kept, the furniture
//! goes. The file states no dates, and applicant counts are not carried.

use std::{collections::HashSet, io::Read, sync::LazyLock};

use anyhow::{Result, bail};
use csv::StringRecord;
use regex::Regex;
use sha2::{Digest, Sha256};

use super::{Fault, Report, Sink, delimited::Records, gate, gate::Gates, settle, terms};
use crate::record::{
    EducationRequirement, Organization, Place, Source, Vacancy,
    code::{Education, EmploymentType, Verification},
};

const COLUMNS: [&str; 10] = [
    "Judul Posisi",
    "Perusahaan / Instansi",
    "Wilayah",
    "Kuota",
    "Jenjang Pendidikan",
    "Durasi Kerja",
    "Kualifikasi Jurusan",
    "Deskripsi Lowongan",
    "Alamat Lengkap Lokasi",
    "Link Lamar Resmi Kemnaker",
];

/// The cells of one row, in the order of [`COLUMNS`].
struct Row<'a>([&'a str; COLUMNS.len()]);

pub fn read(input: impl Read, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let mut csv = Records::new(input, 0, None)?;
    let mut headers = StringRecord::new();
    csv.next(&mut headers)?;
    let mut columns = [0; COLUMNS.len()];
    for (slot, name) in columns.iter_mut().zip(COLUMNS) {
        match headers.iter().position(|header| header.trim_start_matches('\u{feff}').trim() == name) {
            Some(at) => *slot = at,
            None => bail!(
                "column \"{name}\" not found in the first line, the columns of a MagangHub export expected ({}); is the format right?",
                COLUMNS.join(", ")
            ),
        }
    }
    let width = headers.len();
    let mut record = StringRecord::new();
    while csv.next(&mut record)? {
        report.met();
        let (line, byte) = csv.place(&record);
        let made = cells(&record, &columns, width).and_then(|row| vacancy(&row, gates, report));
        settle(made, line, None, gates, report, sink)?;
        report.read_so_far(byte);
    }
    Ok(())
}

fn cells<'a>(record: &'a StringRecord, columns: &[usize; COLUMNS.len()], width: usize) -> Result<Row<'a>, Fault> {
    if record.len() != width {
        return Err(Fault::new(
            "line",
            format!("{} cells", record.len()),
            format!("{width} cells, as in the first line"),
        ));
    }
    let mut row = Row([""; COLUMNS.len()]);
    for (cell, at) in row.0.iter_mut().zip(columns) {
        *cell = record.get(*at).unwrap_or_default().trim();
    }
    Ok(row)
}

fn vacancy(row: &Row, gates: &Gates, report: &mut Report) -> Result<Vacancy, Fault> {
    let [title, employer, region, quota, education, days, fields, description, address, link] = row.0;
    let (id, url) = identify(link, report)?;
    let address = address_of(address, report);
    let job_location = place(region, gates, report)
        .map(|region| Place { region, address: address.clone() })
        .into_iter()
        .collect::<Vec<_>>();
    if job_location.is_empty() && address.is_some() {
        report.count("address_without_region");
    }
    let openings = quota.parse::<u32>().map_err(|_| Fault::new("Kuota", quota, "a whole number of places"))?;
    Ok(Vacancy {
        id,
        title: title.to_owned(),
        source: Source { code: "maganghub".into(), url, verification: Verification::Verified },
        also_at: Vec::new(),
        occupational_category: None,
        job_function: None,
        hiring_organization: Some(Organization { name: employer.to_owned(), kind: None }),
        industry: None,
        job_location,
        job_location_type: None,
        employment_type: Some(EmploymentType::Internship),
        total_job_openings: openings,
        remaining_job_openings: None,
        base_salary: None,
        education_requirements: self::education(education.split(','), fields.split(','), report),
        experience_requirements: None,
        requirements: Vec::new(),
        limits: Vec::new(),
        inclusion: None,
        work_hours: Some(days.to_owned()),
        date_posted: None,
        valid_through: None,
        description: description_of(description, report),
        qualifications: None,
    })
}

static UUID_AT_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$").expect("a tested pattern")
});

pub(super) fn is_uuid(id: &str) -> bool {
    id.len() == 36 && UUID_AT_END.is_match(id)
}

/// The UUID at the end of the link. Some links were damaged on their way into the file;
/// those rows get an id made from the link, and no link, since it leads nowhere.
fn identify(link: &str, report: &mut Report) -> Result<(String, Option<String>), Fault> {
    let link: String = link
        .replace("&amp;", "&")
        .chars()
        .map(|c| match c {
            ' '..='~' if !" \"'<>`\\".contains(c) => c.to_string(),
            _ => c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
        })
        .collect();
    if let Some(id) = UUID_AT_END.find(&link) {
        return Ok((id.as_str().to_owned(), Some(link.clone())));
    }
    if !link.starts_with("https://") {
        return Err(Fault::new("Link Lamar Resmi Kemnaker", link, "a link that ends in the id of the vacancy"));
    }
    report.count("id_from_damaged_link");
    let digest = Sha256::digest(link.as_bytes());
    let id: String = digest[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((format!("mh-{id}"), None))
}

fn place(name: &str, gates: &Gates, report: &mut Report) -> Option<String> {
    if name.is_empty() {
        report.count("region_empty");
        return None;
    }
    gates.regions().place(None, name, None, report)
}

/// The lowest of several levels, and the study programmes as cells and lists name them.
pub(super) fn education<'a>(
    levels: impl Iterator<Item = &'a str>,
    fields: impl Iterator<Item = &'a str>,
    report: &mut Report,
) -> Option<EducationRequirement> {
    let mut lowest: Option<Education> = None;
    for level in levels.map(str::trim).filter(|level| !level.is_empty()) {
        match terms::education(level) {
            Some(rung) => lowest = Some(lowest.map_or(rung, |low| low.min(rung))),
            None => {
                report.count("education_unknown");
                report.unknown_value("Jenjang Pendidikan", level);
            }
        }
    }
    let words = fields.flat_map(|field| unglue(field, report)).collect::<Vec<_>>();
    let fields = gate::distinct(words, report);
    if lowest.is_none() && !fields.is_empty() {
        report.count("fields_without_education");
    }
    lowest.map(|level| EducationRequirement { level, fields, required: true })
}

/// Study programmes sure enough to cut a glued cell at ("InformatikaSistem Informasi").
static PROGRAMMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("data/study_programmes.txt").lines().collect());

/// Cuts two study programmes that were glued together, where both halves are programmes.
fn unglue(field: &str, report: &mut Report) -> Vec<String> {
    let field = field.trim();
    let mut previous = ' ';
    for (at, c) in field.char_indices() {
        let (head, tail) = field.split_at(at);
        if previous.is_lowercase() && c.is_uppercase() && PROGRAMMES.contains(head) && PROGRAMMES.contains(tail) {
            report.count("field_unglued");
            return vec![head.to_owned(), tail.to_owned()];
        }
        previous = c;
    }
    vec![field.to_owned()]
}

static TEMPLATE_START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\n)\s*(?:Kualifikasi\s*\n\s*Program studi:|Skill yang Bakal Kamu Dapat|Tingkat pendidikan:\s*\n|Hari Libur\s*\n)")
        .expect("a tested pattern")
});
const SCRIPT_MARKS: [&str; 4] = [r#"\",\""#, r#"Label\":"#, r#"Label":"#, r#"","qualification"#];
const ADDRESS_NOTE: &str = "Alamat detail dikasih setelah lamaranmu diterima.";

/// What the employer wrote, or `None` where the cell holds only the page's furniture.
fn description_of(cell: &str, report: &mut Report) -> Option<String> {
    if cell.is_empty() {
        return None;
    }
    let end = SCRIPT_MARKS
        .iter()
        .filter_map(|mark| cell.find(mark))
        .chain(TEMPLATE_START.find(cell).map(|found| found.start()))
        .min();
    let text = &cell[..end.unwrap_or(cell.len())];
    if end.is_some() {
        report.count(if text.trim().is_empty() { "template_junk_removed" } else { "template_sections_removed" });
    }
    let text = text.trim().trim_end_matches('\\');
    let quoted = |text: &str, mark: &str| text.strip_prefix(mark).unwrap_or(text).strip_suffix(mark).map(str::to_owned);
    let text = quoted(text, "&quot;").unwrap_or_else(|| text.strip_prefix("&quot;").unwrap_or(text).to_owned());
    (!text.trim().is_empty()).then_some(text)
}

fn address_of(cell: &str, report: &mut Report) -> Option<String> {
    let end = SCRIPT_MARKS.iter().copied().chain([ADDRESS_NOTE]).filter_map(|mark| cell.find(mark)).min();
    let text = cell[..end.unwrap_or(cell.len())].trim();
    if end.is_some() {
        report.count("address_junk_removed");
    }
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(csv: &str) -> (Vec<Vacancy>, Report) {
        crate::ingest::taken(|gates, report, sink| read(csv.as_bytes(), gates, report, sink))
    }

    const FIXTURE: &str = include_str!("../../tests/fixtures/maganghub.csv");

    #[test]
    fn every_row_of_the_fixture_is_accepted_or_rejected() {
        let (out, report) = run(FIXTURE);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (9, 7, 2));
        assert_eq!(out.len(), 7);
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["Kuota", "line"]);
    }

    #[test]
    fn an_internship_carries_what_the_file_states_and_nothing_else() {
        let (out, _) = run(FIXTURE);
        let first = serde_json::to_value(&out[0]).unwrap();
        assert_eq!(
            first,
            serde_json::json!({
                "id": "a230c8ce-0000-4826-885f-48b2953227c9",
                "title": "Fisioterapis & Terapis",
                "source": {
                    "code": "maganghub",
                    "url": "https://maganghub.kemnaker.go.id/magang-nasional/lowongan/fisioterapis-&-terapis-a230c8ce-0000-4826-885f-48b2953227c9",
                    "verification": "verified"
                },
                "occupationalCategory": {"code": "2264", "edition": 2014, "reliability": 750},
                "hiringOrganization": {"name": "RSUD Contoh", "kind": "government"},
                "jobLocation": [{"region": "3511"}],
                "employmentType": "internship",
                "totalJobOpenings": 3,
                "educationRequirements": {"level": 4, "fields": ["Fisioterapi", "Ekonomi Syari'ah"], "required": true},
                "workHours": "6 hari/minggu"
            })
        );
    }

    #[test]
    fn page_furniture_is_removed_and_the_employers_words_stay() {
        let (out, report) = run(FIXTURE);
        assert_eq!(out[1].description, None, "a cell of page script");
        assert_eq!(out[1].job_location[0].address, None);
        assert_eq!(
            out[2].description.as_deref(),
            Some("Membantu pengelolaan data:\n- Entri data\n- Kirim CV ke [kontak dihapus]")
        );
        assert_eq!(
            out[2].job_location[0].address.as_deref(),
            Some("Jl. Contoh No.1, RT.7/RW.3, Kota Jakarta Selatan 12930, Indonesia")
        );
        assert_eq!(report.gates["template_junk_removed"], 1);
        assert_eq!(report.gates["template_sections_removed"], 1);
        assert_eq!(report.gates["contact_removed_phone"], 1);
    }

    #[test]
    fn odd_glued_and_empty_regions_are_mapped_or_counted() {
        let (out, report) = run(FIXTURE);
        let regions: Vec<_> = out.iter().map(|v| v.job_location.first().map(|place| place.region.as_str())).collect();
        assert_eq!(regions, [Some("3511"), Some("7309"), Some("3174"), Some("3578"), None, None, Some("3216")]);
        assert_eq!(report.gates["region_alias"], 1);
        assert_eq!(report.gates["region_unglued"], 1);
        assert_eq!(report.gates["region_empty"], 1);
        assert_eq!(report.unmapped_regions["Kab. Antah Berantah"], 1);
    }

    #[test]
    fn the_lowest_rung_of_several_counts_and_glued_fields_are_cut() {
        let (out, report) = run(FIXTURE);
        let education = |row: usize| out[row].education_requirements.as_ref().unwrap();
        assert_eq!(education(2).level.level(), 7);
        assert_eq!(education(2).fields, ["Informatika", "Sistem Informasi", "BroadBand Multimedia"]);
        assert_eq!(education(3).level.level(), 6, "D3");
        assert_eq!(report.gates["field_unglued"], 1);
    }

    #[test]
    fn a_damaged_link_gives_a_stable_id_and_no_link() {
        let (out, report) = run(FIXTURE);
        assert_eq!(out[6].source.url, None);
        assert!(out[6].id.starts_with("mh-") && out[6].id.len() == 27, "{}", out[6].id);
        assert_eq!(run(FIXTURE).0[6].id, out[6].id);
        assert_eq!(report.gates["id_from_damaged_link"], 1);
    }

    #[test]
    fn a_link_with_a_tab_or_a_quote_in_it_is_written_as_a_valid_link() {
        let link = "https://maganghub.kemnaker.go.id/lowongan/staf\tteknis-\"a\"-a230c8ce-0000-4826-885f-48b2953227c9";
        let (_, url) = identify(link, &mut Report::default()).unwrap();
        assert_eq!(
            url.unwrap(),
            "https://maganghub.kemnaker.go.id/lowongan/staf%09teknis-%22a%22-a230c8ce-0000-4826-885f-48b2953227c9"
        );
    }

    #[test]
    fn a_file_of_another_kind_says_which_column_is_missing() {
        let error = read("a,b\n1,2\n".as_bytes(), &Gates::new(), &mut Report::default(), &mut |_| Ok(())).unwrap_err();
        assert!(error.to_string().starts_with("column \"Judul Posisi\" not found"), "{error}");
    }
}
