//! The adapters over real portal data, where it lies beside the checkout. Never committed.
#![cfg(feature = "cli")]

use std::{
    cell::RefCell,
    io::Write,
    path::{Path, PathBuf},
    rc::Rc,
};

use padan::{
    ingest::{Format, Regions, Report, read},
    record::Vacancy,
};

fn real(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/vacancies").join(file);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

#[derive(Clone, Default)]
struct Rejects(Rc<RefCell<Vec<u8>>>);

impl Write for Rejects {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn run(format: Format, path: &Path) -> (Vec<Vacancy>, Report) {
    let rejects = Rejects::default();
    let mut report = Report::new(Some(Box::new(rejects.clone())));
    let mut out = Vec::new();
    read(format, path, &mut report, &mut |vacancy| {
        out.push(vacancy);
        Ok(())
    })
    .expect("the file is read to its end");
    assert_eq!(report.rows_in, report.accepted + report.rejected, "every record is accounted for");
    assert_eq!(report.accepted, out.len() as u64);
    let written = rejects.0.borrow().iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(report.rejected, written as u64, "every reject is written");
    eprintln!("{}", serde_json::to_string_pretty(&report).unwrap());
    (out, report)
}

/// A scan that shares no code with the gates: long runs of digits, mail signs, tags.
fn suspicious(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let lower = text.to_lowercase();
    for bad in [
        "wa.me",
        "t.me/",
        "bit.ly",
        "forms.gle",
        "chat.whatsapp",
        "docs.google",
        "www.",
        "@gmail",
        "@yahoo",
        "\u{200b}",
    ] {
        if lower.contains(bad) {
            return Some(bad.to_owned());
        }
    }
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if *byte == b'<' && (next.is_ascii_alphabetic() || next == b'/') {
            return Some(text[at..].chars().take(20).collect());
        }
        if *byte == b'@' && at > 0 && bytes[at - 1].is_ascii_alphanumeric() && next.is_ascii_alphanumeric() {
            return Some(text[at..].chars().take(20).collect());
        }
        if *byte == b'0' && next == b'8' && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()) {
            let run: Vec<u8> =
                bytes[at..].iter().copied().take_while(|b| b.is_ascii_digit() || b" -.".contains(b)).collect();
            if run.iter().filter(|b| b.is_ascii_digit()).count() >= 10 {
                return Some(String::from_utf8_lossy(&run).into_owned());
            }
        }
    }
    for entity in ["&amp;", "&quot;", "&nbsp;", "&lt;", "&#"] {
        if text.contains(entity) {
            return Some(entity.to_owned());
        }
    }
    None
}

/// Every string of a vacancy but its id and link.
fn strings(vacancy: &Vacancy) -> Vec<String> {
    let mut json = serde_json::to_value(vacancy).unwrap();
    json["id"] = "".into();
    json["source"] = "".into();
    let mut out = Vec::new();
    let mut pending = vec![json];
    while let Some(value) = pending.pop() {
        match value {
            serde_json::Value::String(text) => out.push(text),
            serde_json::Value::Array(items) => pending.extend(items),
            serde_json::Value::Object(map) => pending.extend(map.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    out
}

#[test]
fn every_maganghub_row_is_accepted_mapped_and_free_of_page_furniture() {
    let Some(path) = real("maganghub_2026.csv") else { return };
    let (out, report) = run(Format::Maganghub, &path);
    assert_eq!((report.rows_in, report.accepted), (19_269, 19_269));
    assert!(report.unmapped_regions.is_empty(), "{:?}", report.unmapped_regions);
    assert_eq!(report.gates["region_missing"], 36, "only the rows whose region is empty");
    assert!(report.unknown_values.is_empty(), "{:?}", report.unknown_values);
    let mut ids: Vec<&str> = out.iter().map(|vacancy| vacancy.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), out.len(), "ids are distinct");
    for vacancy in &out {
        for text in strings(vacancy) {
            assert_eq!(suspicious(&text), None, "{}: {text}", vacancy.id);
            for junk in [
                "Label\\\"",
                "qualificationLabel",
                "Skill yang Bakal Kamu Dapat",
                "Alamat detail dikasih",
                "Durasi Magang",
                "Program studi:",
                "Bulan ke-",
                "hari kerja per minggu",
                "Lamar Sekarang",
            ] {
                assert!(!text.contains(junk), "{junk} in {}: {text}", vacancy.id);
            }
        }
    }
    let regions = Regions::new();
    for odd in [
        "Kab. Pangkajene Kepulauan",
        "Kab. Toba Samosir",
        "Kota Pare Pare",
        "Kab. Pahuwato",
        "Kab. Mamuju Utara",
        "Kab. Toli Toli",
        "Kab. Muko Muko",
    ] {
        assert!(regions.find(odd, None).is_some_and(|found| found.code.len() == 4), "{odd}");
    }
    let described = out.iter().filter(|vacancy| vacancy.description.is_some()).count();
    assert_eq!(described, 1_509, "2,251 cells, of which 742 are page script");
}

#[test]
fn no_hidden_pay_tag_or_contact_of_karirhub_comes_through() {
    let Some(path) = real("karirhub_vacancy_detail.jsonl") else { return };
    let (out, report) = run(Format::Karirhub, &path);
    assert_eq!((report.rows_in, report.accepted), (57, 57));
    assert_eq!(report.gates["hidden_pay_dropped"], 25);
    let raw = std::fs::read_to_string(&path).unwrap();
    for (line, vacancy) in raw.lines().zip(&out) {
        let raw: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(raw["id"], vacancy.id.as_str());
        if raw["show_salary"] == false {
            assert_eq!(vacancy.base_salary, None, "{}", vacancy.id);
            let text = serde_json::to_string(vacancy).unwrap();
            for amount in [&raw["min_salary_amount"], &raw["max_salary_amount"]] {
                let amount = amount.to_string();
                assert!(amount.len() < 6 || !text.contains(&amount), "{amount} in {}", vacancy.id);
            }
        }
        if vacancy.job_location.is_empty() {
            panic!("no region for {}", raw["region"]["name"]);
        }
        for text in strings(vacancy) {
            assert_eq!(suspicious(&text), None, "{}: {text}", vacancy.id);
        }
    }
    let stated = out.iter().filter(|vacancy| vacancy.base_salary.is_some()).count();
    assert_eq!(stated, 21, "57 less 25 hidden and 11 not stated");
}

#[test]
fn the_list_of_karirhub_says_nothing_but_what_its_details_say() {
    let (Some(list), Some(details)) = (real("karirhub_vacancy_list.json"), real("karirhub_vacancy_detail.jsonl"))
    else {
        return;
    };
    let (out, report) = run(Format::KarirhubList, &list);
    assert_eq!((report.rows_in, report.accepted), (30, 30));
    assert!(report.unmapped_regions.is_empty() && report.unknown_values.is_empty());
    let (details, _) = run(Format::Karirhub, &details);
    for short in &out {
        let long = details.iter().find(|detail| detail.id == short.id).expect("details of every vacancy of the list");
        assert_eq!((&short.title, &short.source), (&long.title, &long.source));
        assert_eq!((&short.date_posted, &short.base_salary), (&long.date_posted, &long.base_salary), "{}", short.id);
        assert_eq!((short.employment_type, &short.job_function), (long.employment_type, &long.job_function));
        assert_eq!(short.job_location[0].region[..4], long.job_location[0].region[..4], "{}", short.id);
        for text in strings(short) {
            assert_eq!(suspicious(&text), None, "{}: {text}", short.id);
        }
    }
}
