//! schema.org `JobPosting`, as many portals publish it for search engines: JSON, JSON Lines, JSON-LD graphs
//! and lists, HTML pages with JSON-LD in them, or a folder of such files.
//!
//! Property names and their values follow <https://schema.org/JobPosting> and the job posting guide for
//! search engines, whose lists of employment types, credentials and pay units are read. Portals differ in
//! whether a member is a text, an object or a list, so each is read in all three forms. What a posting says
//! in words where a code is expected is counted and left out; its text is carried all the same.
//!
//! A posting's id is its `identifier` after the key of its portal, or a hash of its address; an identifier
//! that is a UUID stands alone, so that it meets the same vacancy in another format. The portal is the one
//! named on the command line, or the host of the posting's address. Who may be called about the job
//! (`applicationContact`) is not read.

use std::fs::File;
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex::Regex;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Fault, Regions, Report, Sink,
    gate::{Gates, ID_BYTES},
    input::Input,
    jsonl,
    jsonld::{self, Posting},
    karirhub,
    lines::{LONGEST, Record},
    maganghub, parquet,
    records::Records,
    settle, terms,
};
use crate::record::{
    EducationRequirement, ExperienceRequirement, Occupation, Organization, Pay, PayUnit, Place, Source, Vacancy,
    code::{EmploymentType, Verification, WorkMode},
};

/// Longest HTML page read, in bytes.
const LARGEST_PAGE: usize = 8 << 20;
/// Longest piece of a `skills` text that is still a skill, in characters.
const SKILL_CHARS: usize = 60;
/// Files of a folder that are read.
const ENDINGS: [&str; 6] = ["html", "htm", "json", "jsonl", "jsonld", "ndjson"];

pub fn read(input: &Input, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    if !input.path.is_dir() {
        return read_file(&input.path, &mut Reader { input, gates, report, sink, number: 0 });
    }
    let mut files = Vec::new();
    parquet::list(&input.path, &mut files)?;
    files.sort();
    let mut read_any = false;
    for file in files {
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if !ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            report.count("file_of_another_kind");
            continue;
        }
        read_any = true;
        let mut reader = Reader { input, gates, report, sink, number: 0 };
        match read_file(&file, &mut reader) {
            Err(error)
                if error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == ErrorKind::UnexpectedEof) =>
            {
                reader.reject(Fault::new("file", error.root_cause().to_string(), "a whole file"))?;
            }
            other => other.with_context(|| format!("while reading {}", file.display()))?,
        }
    }
    if !read_any {
        bail!("no page found in {}: files that end in {} expected", input.path.display(), ENDINGS.join(", "));
    }
    Ok(())
}

fn read_file(path: &Path, reader: &mut Reader) -> Result<()> {
    reader.report.start_file(path);
    let mut file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut head = Vec::new();
    (&mut file).take(LONGEST as u64 + 1).read_to_end(&mut head)?;
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    if start.starts_with(b"<") {
        let room = (LARGEST_PAGE + 1).saturating_sub(head.len()) as u64;
        file.take(room).read_to_end(&mut head)?;
        return reader.page(&head);
    }
    // A document that fits is read at once, for its nodes may name each other.
    if head.len() <= LONGEST
        && let Ok(document) = serde_json::from_slice::<Value>(start)
    {
        return reader.document(&document, true, None).map(drop);
    }
    reader.records(Cursor::new(head).chain(file))
}

/// One file on its way to the gates.
struct Reader<'a, 'b> {
    input: &'a Input,
    gates: &'a Gates,
    report: &'a mut Report,
    sink: &'a mut Sink<'b>,
    /// Records of this file met so far.
    number: u64,
}

impl Reader<'_, '_> {
    fn page(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() > LARGEST_PAGE {
            return self.reject(Fault::new("page", "a longer one", format!("at most {LARGEST_PAGE} bytes")));
        }
        let html = String::from_utf8_lossy(bytes);
        if matches!(html, std::borrow::Cow::Owned(_)) {
            self.report.count("page_not_utf8");
        }
        let page = jsonld::page(&html);
        // The page's own address is the posting's where it holds but one.
        let count = |block: &Value| jsonld::postings::<()>(block, false, &mut |_| Ok(())).unwrap_or_default();
        let all: usize = page.blocks.iter().flatten().map(count).sum();
        let link = page.link.filter(|_| all == 1);
        let broken = page.blocks.iter().any(Result::is_err);
        for block in page.blocks {
            match block {
                Ok(block) => drop(self.document(&block, false, link.as_deref())?),
                Err(fault) => self.reject(fault)?,
            }
        }
        if all == 0 && !broken {
            self.reject(Fault::new("page", "no JobPosting", "a script of type application/ld+json with one"))?;
        }
        Ok(())
    }

    fn records(&mut self, input: impl Read) -> Result<()> {
        let mut records = Records::new(input)?;
        while let Some(record) = records.next()? {
            let parsed = match record {
                Record::Text(text) => jsonl::parse::<serde_json::Map<String, Value>>(text, self.report),
                other => Err((None, jsonl::unread(&other))),
            };
            let bytes = records.bytes();
            match parsed {
                Ok(document) => drop(self.document(&Value::Object(document), true, None)?),
                Err((_, fault)) => self.reject(fault)?,
            }
            self.report.read_so_far(bytes);
        }
        Ok(())
    }

    fn document(&mut self, document: &Value, bare: bool, link: Option<&str>) -> Result<usize> {
        let found = jsonld::postings(document, bare, &mut |posting| {
            self.report.met();
            self.number += 1;
            let (id, made) = match vacancy(posting, link, self.input, self.gates.regions(), self.report) {
                Ok(vacancy) => (None, Ok(vacancy)),
                Err((id, fault)) => (id, Err(fault)),
            };
            settle(made, self.number, id, self.gates, self.report, self.sink)
        })?;
        if found == 0 {
            self.report.count("jsonld_of_another_type");
        }
        Ok(found)
    }

    fn reject(&mut self, fault: Fault) -> Result<()> {
        self.report.met();
        self.number += 1;
        self.report.reject(self.number, None, fault)
    }
}

fn vacancy(
    posting: Posting,
    link: Option<&str>,
    input: &Input,
    regions: &Regions,
    report: &mut Report,
) -> Result<Vacancy, (Option<String>, Fault)> {
    let is_address = |text: &String| text.starts_with("https://") || text.starts_with("http://");
    let stated = posting.text("url");
    if stated.as_ref().is_some_and(|text| !is_address(text)) {
        report.count("url_dropped");
    }
    let url = stated.filter(is_address).or_else(|| own_address(posting)).or_else(|| link.map(str::to_owned));
    let code = input.source.clone().or_else(|| url.as_deref().and_then(portal)).ok_or_else(|| {
        (
            None,
            Fault::new(
                "url",
                url.as_deref().unwrap_or("nothing"),
                "an https address, or --source KEY on the command line",
            ),
        )
    })?;
    let id = identity(posting, url.as_deref(), &code)
        .ok_or_else(|| (None, Fault::new("identifier", "nothing", "an identifier, or an address in url")))?;
    let joined = |keys: &[&str]| {
        let texts: Vec<String> = keys.iter().flat_map(|key| posting.texts(key)).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    };
    let (occupational_category, job_function) = occupation(posting, report);
    let (skills, sentences) = skills(posting);
    let qualifications = match (joined(&["qualifications"]), sentences.is_empty()) {
        (own, true) => own,
        (own, false) => Some(own.into_iter().chain(sentences).collect::<Vec<_>>().join("\n")),
    };
    let openings = match posting.text("totalJobOpenings") {
        None => 1,
        Some(text) => text.parse().map_err(|_| {
            (Some(id.clone()), Fault::new("totalJobOpenings", &text, "a whole number of people wanted"))
        })?,
    };
    let title = posting.text("title").or_else(|| posting.text("name")).unwrap_or_default();
    Ok(Vacancy {
        id,
        title,
        source: Source { code, url, verification: input.verification.unwrap_or(Verification::Unverified) },
        also_at: Vec::new(),
        occupational_category,
        job_function,
        hiring_organization: employer(posting, report),
        industry: posting.text("industry"),
        job_location: places(posting, regions, report),
        job_location_type: posting
            .texts("jobLocationType")
            .iter()
            .any(|kind| kind.eq_ignore_ascii_case("telecommute"))
            .then_some(WorkMode::Remote),
        employment_type: employment_type(posting, report),
        total_job_openings: openings,
        remaining_job_openings: None,
        base_salary: pay(posting, report),
        education_requirements: education(posting, report),
        experience_requirements: experience(posting, report),
        requirements: karirhub::skills(skills),
        limits: Vec::new(),
        inclusion: None,
        work_hours: posting.text("workHours"),
        date_posted: posting.text("datePosted"),
        valid_through: posting.text("validThrough"),
        description: joined(&["description", "responsibilities"]),
        qualifications,
    })
}

fn own_address(posting: Posting) -> Option<String> {
    let page = posting
        .all("mainEntityOfPage")
        .into_iter()
        .find_map(|page| page.as_str().or_else(|| page.get("@id")?.as_str()).map(str::to_owned));
    page.or_else(|| posting.text("@id")).filter(|address| address.starts_with("https://"))
}

/// The key of the portal at an address: its host without `www.`, dots as hyphens.
fn portal(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let key = host.strip_prefix("www.").unwrap_or(&host).replace('.', "-");
    let cut = key.char_indices().rev().nth(31).map_or(0, |(at, _)| at);
    Some(key[cut..].trim_matches('-').to_owned()).filter(|key| !key.is_empty())
}

fn identity(posting: Posting, url: Option<&str>, code: &str) -> Option<String> {
    let own = posting.all("identifier").into_iter().find_map(|identifier| match posting.object(identifier) {
        None => jsonld::text(identifier),
        Some(named) => {
            let value = named.text("value")?;
            Some(named.text("name").map_or_else(|| value.clone(), |name| format!("{name}-{value}")))
        }
    });
    if let Some(uuid) = own.as_deref().and_then(uuid_at_end) {
        return Some(uuid);
    }
    let plain = own.map(|own| {
        let words: Vec<&str> =
            own.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
        format!("{code}:{}", words.join("-"))
    });
    match plain {
        Some(id) if id.len() <= ID_BYTES => Some(id),
        Some(id) => Some(hashed(code, &id)),
        None => url.map(|url| hashed(code, url.split('#').next().unwrap_or(url))),
    }
}

fn uuid_at_end(text: &str) -> Option<String> {
    let tail = text.get(text.len().checked_sub(36)?..)?.to_lowercase();
    maganghub::is_uuid(&tail).then_some(tail)
}

fn hashed(code: &str, text: &str) -> String {
    let digest: String = Sha256::digest(text.as_bytes())[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{code}:{digest}")
}

fn employer(posting: Posting, report: &mut Report) -> Option<Organization> {
    let name = posting.text("hiringOrganization")?;
    if ["confidential", "rahasia"].contains(&name.to_lowercase().as_str()) {
        report.count("employer_confidential");
        return None;
    }
    Some(Organization { name, kind: None })
}

/// The first type that padan has; a vacancy has one.
fn employment_type(posting: Posting, report: &mut Report) -> Option<EmploymentType> {
    let mut told = None;
    for word in posting.texts("employmentType").iter().flat_map(|text| text.split(',')) {
        match terms::employment_type(word) {
            Some(kind) if told.is_none() => told = Some(kind),
            Some(kind) if told == Some(kind) => {}
            Some(_) => report.count("employment_type_further"),
            None => {
                report.count("employment_type_unknown");
                report.unknown_value("employmentType", word);
            }
        }
    }
    told
}

fn places(posting: Posting, regions: &Regions, report: &mut Report) -> Vec<Place> {
    let mut places = Vec::new();
    for location in posting.all("jobLocation") {
        let addresses = posting.object(location).map(|place| place.all("address")).unwrap_or_default();
        let addresses = if addresses.is_empty() { vec![location] } else { addresses };
        places.extend(addresses.into_iter().filter_map(|address| place(posting, address, regions, report)));
    }
    places
}

fn place(posting: Posting, address: &Value, regions: &Regions, report: &mut Report) -> Option<Place> {
    let mut street = None;
    let mut parts: Vec<String> = Vec::new();
    let mut split = |text: &str| parts.extend(text.split([',', ';']).map(|part| part.trim().to_owned()));
    match address.as_object() {
        None => split(&jsonld::text(address)?),
        Some(_) => {
            let nodes = posting.object(address)?;
            let country = nodes.text("addressCountry").unwrap_or_default().to_lowercase();
            if !["", "id", "idn", "indonesia"].contains(&country.as_str()) {
                report.count("place_abroad");
                return None;
            }
            street = nodes.text("streetAddress");
            for key in ["addressLocality", "addressRegion"] {
                nodes.texts(key).iter().for_each(|text| split(text));
            }
            if parts.iter().all(String::is_empty) {
                parts.extend(nodes.text("name"));
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    // From the widest to the narrowest: a village may be called like another regency.
    let province = parts.iter().rev().find_map(|part| regions.province(part));
    let found = parts
        .iter()
        .rev()
        .filter(|part| regions.province(part).is_none())
        .find_map(|part| regions.find(part, province.as_deref()))
        .map(|found| found.code)
        .or(province);
    if found.is_none() && !parts.is_empty() {
        report.unmapped_region(&parts.join(", "));
    }
    Some(Place { region: found?, address: street })
}

fn pay(posting: Posting, report: &mut Report) -> Option<Pay> {
    let stated = posting.all("baseSalary").into_iter().next()?;
    let amount = posting.object(stated);
    let value = amount.and_then(|amount| amount.all("value").into_iter().next()).unwrap_or(stated);
    let inner = posting.object(value);
    let first = |key: &str| inner.and_then(|own| own.text(key)).or_else(|| amount.and_then(|own| own.text(key)));
    let currency = first("currency").or_else(|| posting.text("salaryCurrency"));
    if let Some(currency) = currency.filter(|own| !["idr", "rp", "rp."].contains(&own.to_lowercase().as_str())) {
        report.count("pay_foreign_dropped");
        report.unknown_value("baseSalary.currency", &currency);
        return None;
    }
    let unit = match first("unitText").or_else(|| first("unitCode")) {
        None => PayUnit::Month,
        Some(word) => terms::pay_unit(&word).or_else(|| {
            report.count("pay_unit_unknown");
            report.unknown_value("baseSalary.unitText", &word);
            None
        })?,
    };
    let mut read = |text: String| terms::pay(&text, unit, report);
    match (first("minValue"), first("maxValue")) {
        (None, None) => read(inner.map_or_else(|| jsonld::text(value), |own| own.text("value"))?),
        (least, most) => {
            let mut end = |text: Option<String>| text.map_or(Some(None), |text| Some(read(text)?.min_value));
            Some(Pay { min_value: end(least)?, max_value: end(most)?, stated_per: unit })
        }
    }
}

fn education(posting: Posting, report: &mut Report) -> Option<EducationRequirement> {
    let mut lowest = None;
    for stated in posting.all("educationRequirements") {
        let words = match posting.object(stated) {
            None => jsonld::text(stated).into_iter().collect(),
            Some(own) => ["credentialCategory", "educationalLevel", "name"]
                .iter()
                .map(|key| own.texts(key))
                .find(|texts| !texts.is_empty())
                .unwrap_or_default(),
        };
        for word in words {
            if nothing_asked(&word) {
                continue;
            }
            let told = terms::education(&word).or_else(|| word.split(',').filter_map(terms::education).min());
            if told.is_none() {
                report.count("education_unknown");
                report.unknown_value("educationRequirements", &word);
            }
            lowest = lowest.into_iter().chain(told).min();
        }
    }
    let instead = posting.all("experienceInPlaceOfEducation").contains(&&Value::Bool(true));
    lowest.map(|level| EducationRequirement { level, fields: Vec::new(), required: !instead })
}

fn nothing_asked(text: &str) -> bool {
    ["no requirements", "no requirement", "none", "tidak ada", "-"].contains(&text.to_lowercase().as_str())
}

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(\d{1,3})\s*\+?\s*(?:(?:-|–|to|sampai|s/d)\s*\d{1,3}\s*)?(tahun|thn|th|years?|yrs?|bulan|bln|months?)\b",
    )
    .expect("a tested pattern")
});

fn experience(posting: Posting, report: &mut Report) -> Option<ExperienceRequirement> {
    let stated = posting.all("experienceRequirements").into_iter().next()?;
    let months = match posting.object(stated) {
        Some(own) => {
            own.text("monthsOfExperience").and_then(|text| text.parse::<f64>().ok()).map(|months| months.round() as u64)
        }
        None => {
            let text = jsonld::text(stated)?;
            if nothing_asked(&text) {
                Some(0)
            } else {
                DURATION.captures(&text).and_then(|found| {
                    let count: u64 = found[1].parse().ok()?;
                    Some(if found[2].to_lowercase().starts_with(['t', 'y']) { count * 12 } else { count })
                })
            }
        }
    };
    let Some(months) = months else {
        report.count("experience_unknown");
        return None;
    };
    if months > 12 * karirhub::MOST_YEARS {
        report.count("experience_implausible");
        return None;
    }
    u16::try_from(months).ok().map(|months_of_experience| ExperienceRequirement { months_of_experience })
}

/// The code where one of KBJI or ISCO is given, and the category in words.
fn occupation(posting: Posting, report: &mut Report) -> (Option<Occupation>, Option<String>) {
    let (mut code, mut words) = (None, None);
    for category in posting.all("occupationalCategory") {
        let own = posting.object(category);
        let Some(text) = own.and_then(|own| own.text("codeValue")).or_else(|| jsonld::text(category)) else { continue };
        let list = own.and_then(|own| own.text("inCodeSet"));
        let named = list.map_or_else(|| text.clone(), |list| format!("{list} {text}"));
        // Fewer digits could be any number, unless the list is named.
        let told = Occupation::stated(&named).filter(|told| told.code.len() >= 4 || named.len() > told.code.len());
        if told.is_some() {
            code = code.or(told);
        } else if text.starts_with(|c: char| c.is_alphabetic()) {
            words = words.or(Some(text));
        } else {
            report.count("occupation_dropped");
            report.unknown_value("occupationalCategory", &named);
        }
    }
    (code, words)
}

/// Skills, and what `skills` says in sentences.
fn skills(posting: Posting) -> (Vec<String>, Vec<String>) {
    posting
        .texts("skills")
        .iter()
        .flat_map(|text| text.split([',', ';', '\n', '•']))
        .map(|piece| piece.trim().to_owned())
        .filter(|piece| !piece.is_empty())
        .partition(|piece| piece.chars().count() <= SKILL_CHARS && !piece.contains('<'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::Format;

    fn run(path: &str, source: Option<&str>) -> (Vec<Vacancy>, Report) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path);
        let input = Input::new(Format::Jobposting, path).or(source, None);
        let (out, report) = crate::ingest::taken(|gates, report, sink| read(&input, gates, report, sink));
        assert_eq!(report.rows_in, report.accepted + report.rejected);
        (out, report)
    }

    /// What a posting of these members becomes.
    fn made(members: &Value) -> (Vacancy, Report) {
        let mut posting = json!({"@type": "JobPosting", "title": "Kasir", "identifier": "1", "url": "https://www.loker.example.id/1"});
        posting.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let mut report = Report::default();
        let input = Input::new(Format::Jobposting, "");
        let mut out = None;
        jsonld::postings::<()>(&posting, false, &mut |posting| {
            let made = vacancy(posting, None, &input, &Regions::new(), &mut report);
            out = Some(made.map_err(|(_, fault)| fault).unwrap());
            Ok(())
        })
        .unwrap();
        (out.unwrap(), report)
    }

    #[test]
    fn every_posting_of_a_page_is_accepted_or_rejected_and_broken_blocks_too() {
        let (out, report) = run("jobposting.html", None);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (5, 2, 3));
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["application/ld+json", "datePosted", "url"]);
        assert_eq!(report.gates["jsonld_of_another_type"], 1);
        assert_eq!((&out[1].hiring_organization, report.gates["employer_confidential"]), (&None, 1));
        assert_eq!(
            serde_json::to_value(&out[0]).unwrap(),
            json!({
                "id": "loker-example-id:PT-Contoh-Niaga-A-17",
                "title": "Kasir & Pramuniaga",
                "source": {
                    "code": "loker-example-id",
                    "url": "https://www.loker.example.id/lowongan/kasir-17",
                    "verification": "unverified"
                },
                "occupationalCategory": {"code": "5230", "edition": 2014, "reliability": 1000},
                "jobFunction": "Penjualan",
                "hiringOrganization": {"name": "PT Contoh Niaga", "kind": "company"},
                "industry": "Perdagangan",
                "jobLocation": [{"region": "3273", "address": "Jl. Contoh No. 1"}, {"region": "3174"}],
                "employmentType": "full_time",
                "totalJobOpenings": 4,
                "baseSalary": {"minValue": 4_000_000, "maxValue": 5_000_000, "statedPer": "month"},
                "educationRequirements": {"level": 3, "required": true},
                "experienceRequirements": {"monthsOfExperience": 12},
                "requirements": [
                    {"kind": "skill", "label": "Mesin kasir", "must": false, "origin": "form"},
                    {"kind": "skill", "label": "Microsoft Excel", "must": false, "origin": "form"},
                    {"kind": "soft", "label": "Kejujuran", "must": false, "origin": "text"},
                    {"kind": "soft", "label": "Ketelitian", "must": false, "origin": "text"}
                ],
                "workHours": "6 hari/minggu",
                "datePosted": "2026-11-01",
                "validThrough": "2026-12-31",
                "description": "Melayani pelanggan:\n- Menghitung uang\n- Menata barang",
                "qualifications": "Jujur dan teliti"
            })
        );
    }

    #[test]
    fn a_graph_and_a_list_are_read_and_nodes_named_elsewhere_are_followed() {
        let (out, report) = run("jobposting.json", Some("jobfair"));
        assert_eq!((report.rows_in, report.rejected), (3, 0));
        let employer = |vacancy: &Vacancy| vacancy.hiring_organization.as_ref().unwrap().name.clone();
        let told: Vec<(&str, String)> = out.iter().map(|vacancy| (vacancy.id.as_str(), employer(vacancy))).collect();
        assert_eq!(
            told,
            [
                ("a230c8ce-0000-4826-885f-48b2953227c9", "Yayasan Contoh".to_owned()),
                ("jobfair:2", "Yayasan Contoh".to_owned()),
                ("jobfair:3", "CV Contoh".to_owned()),
            ]
        );
        assert_eq!((out[0].source.code.as_str(), out[0].job_location_type), ("jobfair", Some(WorkMode::Remote)));
    }

    #[test]
    fn a_folder_is_read_file_by_file_and_a_page_without_a_posting_is_rejected() {
        let folder = tempfile::tempdir().unwrap();
        let posting =
            |n: u8| json!({"@type": "JobPosting", "title": "Kasir", "identifier": n, "url": "https://a.id/x"});
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.html", format!("<!doctype html><script type=\"application/ld+json\">{}</script>", posting(1)));
        let bare = json!({"title": "Tanpa jenis", "identifier": 9, "url": "https://a.id/9"});
        write("b.jsonl", format!("{}\n{bare}\nbroken\n", posting(2)));
        write("c.htm", "<html>Lowongan ditutup</html>".to_owned());
        write("d.json", format!("[{}, {{\"@type\": \"Job", posting(3)));
        write("e.json", format!("[{},]", posting(4)));
        write("f.txt", posting(5).to_string());
        let (out, report) = run(folder.path().to_str().unwrap(), None);
        let ids: Vec<&str> = out.iter().map(|vacancy| vacancy.id.as_str()).collect();
        assert_eq!(ids, ["a-id:1", "a-id:2", "a-id:9", "a-id:3", "a-id:4"]);
        assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["file", "page", "record"]);
        assert_eq!((report.rejected, report.gates["file_of_another_kind"]), (3, 1));
    }

    #[test]
    fn pay_is_read_in_all_its_forms_and_only_in_rupiah() {
        let pay = |salary: Value| made(&json!({"baseSalary": salary}));
        let read = |salary| pay(salary).0.base_salary.map(|pay| (pay.min_value, pay.max_value, pay.stated_per));
        let month = |least, most| Some((least, most, PayUnit::Month));
        let (four, five) = (Some(4_000_000), Some(5_000_000));
        assert_eq!(read(json!(5_000_000)), month(five, five));
        assert_eq!(read(json!({"currency": "IDR", "value": "5000000"})), month(five, five));
        assert_eq!(read(json!({"currency": "Rp", "minValue": 4e6, "maxValue": 5e6})), month(four, five));
        assert_eq!(read(json!({"value": {"minValue": 4_000_000, "unitText": "MONTH"}})), month(four, None));
        let unit = |unit: &str, value: u32| read(json!({"value": {"value": value, "unitText": unit}}));
        assert_eq!(unit("HOUR", 30_000), Some((Some(5_190_000), Some(5_190_000), PayUnit::Hour)));
        assert_eq!(unit("DAY", 200_000), Some((five, five, PayUnit::Day)));
        assert_eq!(unit("WEEK", 1_200_000), Some((Some(5_200_000), Some(5_200_000), PayUnit::Week)));
        assert_eq!(unit("YEAR", 60_000_000), Some((five, five, PayUnit::Year)));
        assert_eq!(unit("SHIFT", 200_000), None);
        let (dropped, report) = pay(json!({"currency": "USD", "value": {"value": 900}}));
        assert_eq!((dropped.base_salary, report.gates["pay_foreign_dropped"]), (None, 1));
        let (dropped, report) = pay(json!({"value": {"minValue": 5_000_000, "maxValue": "kompetitif"}}));
        assert_eq!((dropped.base_salary, report.gates["pay_text_no_amount"]), (None, 1), "half a range is none");
    }

    #[test]
    fn places_are_told_from_the_widest_name_to_the_narrowest() {
        let at = |location: Value| {
            let (made, report) = made(&json!({"jobLocation": location}));
            (made.job_location.into_iter().map(|place| place.region).collect::<Vec<_>>(), report)
        };
        let address = |locality: &str, region: &str| {
            at(json!({"address": {"addressLocality": locality, "addressRegion": region}})).0
        };
        assert_eq!(address("Bandung", "West Java"), ["32"], "a city and a regency");
        assert_eq!(address("Kota Bandung", "West Java"), ["3273"]);
        assert_eq!(address("Jakarta Selatan", "DKI Jakarta"), ["3174"]);
        assert_eq!(address("Banjar, Kabupaten Buleleng", "Bali"), ["5108"], "a village called like a city");
        assert_eq!(address("", "Jawa Timur"), ["35"]);
        assert_eq!(at(json!("Jl. Raya 5, Kota Surabaya, Jawa Timur, Indonesia")).0, ["3578"]);
        assert_eq!(at(json!([{"address": "Kota Surabaya"}, {"address": "Kota Malang"}])).0, ["3578", "3573"]);
        let abroad = json!({"address": {"addressLocality": "Johor Bahru", "addressCountry": {"name": "MY"}}});
        let (none, report) = at(abroad);
        assert_eq!((none.len(), report.gates["place_abroad"]), (0, 1));
        assert_eq!(at(json!("Antah Berantah")).1.unmapped_regions["Antah Berantah"], 1);
    }

    #[test]
    fn what_is_asked_is_read_from_codes_and_short_words_only() {
        let of = |member: &str, stated: Value| made(&json!({member: stated})).0;
        let months =
            |stated| of("experienceRequirements", stated).experience_requirements.map(|own| own.months_of_experience);
        assert_eq!(months(json!({"monthsOfExperience": 24})), Some(24));
        assert_eq!(months(json!({"monthsOfExperience": "36"})), Some(36));
        assert_eq!(months(json!("Minimal 2 - 3 tahun")), Some(24));
        assert_eq!(months(json!("6 months")), Some(6));
        assert_eq!(months(json!("no requirements")), Some(0));
        assert_eq!(months(json!("Berpengalaman di bidangnya")), None);
        let level = |stated| of("educationRequirements", stated).education_requirements.map(|own| own.level.level());
        assert_eq!(level(json!({"credentialCategory": "bachelor degree"})), Some(7));
        assert_eq!(level(json!("SMA/SMK, D3, S1")), Some(3));
        assert_eq!(level(json!(["S1", "D3"])), Some(6));
        assert_eq!(level(json!("Pendidikan menyesuaikan")), None);
        let category = |stated| of("occupationalCategory", stated);
        let coded = category(json!({"inCodeSet": "KBJI 2026", "codeValue": "52"})).occupational_category.unwrap();
        assert_eq!((coded.code.as_str(), coded.edition), ("52", 2026));
        assert_eq!(category(json!("15-1132.00")).occupational_category, None, "a code of another list");
        assert_eq!(category(json!("7")).occupational_category, None, "any number");
        assert_eq!(category(json!("Penjualan")).job_function.as_deref(), Some("Penjualan"));
        let kind = |stated| of("employmentType", stated).employment_type;
        assert_eq!(kind(json!(["VOLUNTEER", "PART_TIME", "CONTRACTOR"])), Some(EmploymentType::PartTime));
        assert_eq!(kind(json!("PER_DIEM")), Some(EmploymentType::Daily));
        assert_eq!(kind(json!("OTHER")), None);
    }

    #[test]
    fn an_id_is_stable_and_belongs_to_its_portal() {
        let id = |members: Value| made(&members).0.id;
        assert_eq!(id(json!({"identifier": {"name": "PT A", "value": 7}})), "loker-example-id:PT-A-7");
        let uuid = "a230c8ce-0000-4826-885f-48b2953227c9";
        assert_eq!(id(json!({"identifier": {"name": "PT A", "value": uuid.to_uppercase()}})), uuid);
        let of_address = |url: &str| id(json!({"identifier": null, "url": url}));
        assert_eq!(of_address("https://loker.id/a#top"), of_address("https://loker.id/a"));
        assert_ne!(of_address("https://loker.id/a"), of_address("https://loker.id/b"));
        assert!(id(json!({"identifier": "x".repeat(100)})).len() <= ID_BYTES);
        assert_eq!(portal("https://id.jobs-of-a-very-long-name-indeed.example.com/x").unwrap().len(), 32);
        assert_eq!(portal("no address"), None);
    }
}
