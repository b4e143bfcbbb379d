//! Tables of any shape, read by a mapping: CSV, workbooks, Parquet.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use padan::ingest::propose::propose;
use padan::ingest::{Format, Report, read, table};
use padan::record::{PayUnit, Vacancy};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};

struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Accepted vacancies, the report, and the rejects as written.
fn run(table: &Path) -> (Vec<Vacancy>, Report, String) {
    let rejects = Rc::new(RefCell::new(Vec::new()));
    let mut report = Report::new(Some(Box::new(Shared(Rc::clone(&rejects)))));
    let mut out = Vec::new();
    read(Format::Table, table, &mut report, &mut |vacancy| {
        out.push(vacancy);
        Ok(())
    })
    .unwrap();
    assert_eq!(report.rows_in, report.accepted + report.rejected);
    let rejects = String::from_utf8(rejects.borrow().clone()).unwrap();
    (out, report, rejects)
}

fn error(table: &Path) -> String {
    format!("{:#}", read(Format::Table, table, &mut Report::default(), &mut |_| Ok(())).unwrap_err())
}

/// Writes a table and its mapping.
fn put(folder: &Path, name: &str, bytes: &[u8], mapping: &Value) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    fs::write(table::beside(&path), mapping.to_string()).unwrap();
    path
}

fn smallest() -> Value {
    json!({
        "id": {"columns": ["No"]},
        "source": {"code": "dinas", "verification": "unverified"},
        "title": {"column": "Jabatan"}
    })
}

fn with(changes: &Value) -> Value {
    let mut mapping = smallest();
    mapping.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    mapping
}

/// The list of a Dinas in `tests/fixtures`, with the mapping that is proposed for it.
fn dinas(folder: &Path) -> (PathBuf, Vec<String>, Vec<String>) {
    let path = folder.join("dinas.csv");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dinas.csv"), &path).unwrap();
    let proposal = propose(&path, None, None, "dinas-contoh").unwrap();
    fs::write(table::beside(&path), serde_json::to_string(&proposal.mapping).unwrap()).unwrap();
    (path, proposal.notes, proposal.warnings)
}

#[test]
fn a_list_from_a_spreadsheet_is_mapped_by_what_is_proposed_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, notes, warnings) = dinas(folder.path());
    let mapping: Value = serde_json::from_slice(&fs::read(table::beside(&path)).unwrap()).unwrap();
    assert_eq!(
        mapping,
        json!({
            "skipRows": 2,
            "skipWhen": [{"column": "Status", "is": ["Tutup"]}],
            "id": {"columns": ["Nama Jabatan", "Nama Perusahaan", "Kab/Kota"], "hash": true},
            "source": {"code": "dinas-contoh", "verification": "unverified"},
            "title": {"column": "Nama Jabatan"},
            "hiringOrganization": {"column": "Nama Perusahaan"},
            "jobLocation": {"column": "Kab/Kota", "province": "Provinsi"},
            "totalJobOpenings": {"column": "Jumlah Lowongan"},
            "baseSalary": {"column": "Gaji"},
            "educationRequirements": {"column": "Pendidikan Minimal"},
            "experienceRequirements": {"column": "Pengalaman"},
            "limits": [{"kind": "sex", "column": "Jenis Kelamin"}],
            "validThrough": {"column": "Tanggal Tutup"},
            "description": {"column": "Uraian Tugas"}
        }),
        "{notes:#?}"
    );
    assert!(notes[0].starts_with("\"No\": left out"), "{notes:#?}");
    assert!(
        warnings.iter().any(|warning| warning.starts_with("\"Kontak HRD\" looks like data about people: 88 %")),
        "{warnings:#?}"
    );

    assert!(
        warnings.iter().any(|warning| warning.starts_with("\"Uraian Tugas\": 11 % of its texts hold phone")),
        "{warnings:#?}"
    );

    let (out, report, rejects) = run(&path);
    assert_eq!((report.rows_in, report.accepted, report.rejected), (9, 7, 2));
    assert_eq!(report.rejected_fields.keys().collect::<Vec<_>>(), ["Status", "Tanggal Tutup"]);
    assert!(rejects.contains(r#""line":11,"#) && rejects.contains("segera"), "{rejects}");
    let pay: Vec<_> = out.iter().map(|v| v.base_salary.as_ref().map(|pay| (pay.min_value, pay.max_value))).collect();
    assert_eq!(
        pay,
        [
            Some((Some(5_000_000), Some(5_500_000))),
            Some((Some(4_500_000), Some(4_500_000))),
            None,
            Some((Some(5_000_000), Some(5_000_000))),
            Some((None, Some(6_000_000))),
            None,
            Some((Some(8_000_000), Some(12_000_000))),
        ]
    );
    assert_eq!(out[3].base_salary.as_ref().unwrap().stated_per, PayUnit::Day);
    assert_eq!(out[1].title, "Juru Masak Kafé");
    let regions: Vec<_> = out.iter().map(|v| v.job_location[0].region.as_str()).collect();
    assert_eq!(regions, ["3216", "3275", "3273", "3672", "3215", "3271", "32"], "\"Bandung\" is a regency and a city");
    assert_eq!(out[0].valid_through.as_deref(), Some("2026-12-31"));
    assert_eq!(out[3].education_requirements.as_ref().unwrap().level.level(), 2);
    assert_eq!(out[2].experience_requirements.as_ref().unwrap().months_of_experience, 0);
    for (gate, count) in [
        ("encoding_windows_1252", 1),
        ("pay_text_minimum_wage", 1),
        ("pay_text_foreign", 1),
        ("openings_unreadable", 1),
        ("region_province_only", 2),
        ("row_blank", 1),
    ] {
        assert_eq!(report.gates.get(gate), Some(&count), "{gate} in {:?}", report.gates);
    }
}

#[test]
fn people_in_a_table_reach_neither_a_vacancy_nor_the_rejects() {
    let folder = tempfile::tempdir().unwrap();
    let (path, ..) = dinas(folder.path());
    let (out, report, rejects) = run(&path);
    let everything = serde_json::to_string(&out).unwrap() + &rejects;
    for contact in ["0812", "0813", "0814", "hrd@", "081234567890"] {
        assert!(!everything.contains(contact), "{contact}");
    }
    assert!(everything.contains("Lamaran ke WA [kontak dihapus]"), "the text around it stays");
    assert_eq!(report.gates["contact_removed_phone"], 1);
    // Even where a person maps the column by hand, the gates stand.
    let mut mapping: Value = serde_json::from_slice(&fs::read(table::beside(&path)).unwrap()).unwrap();
    mapping["workHours"] = json!({"column": "Kontak HRD"});
    fs::write(table::beside(&path), mapping.to_string()).unwrap();
    let (out, ..) = run(&path);
    assert!(out.iter().all(|vacancy| vacancy.work_hours.is_none()));
}

#[test]
fn an_id_made_of_a_hash_stays_when_rows_move_and_case_or_spaces_change() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = with(&json!({"id": {"columns": ["Jabatan", "Kota"], "hash": true, "prefix": "d-"}}));
    let one = put(folder.path(), "a.csv", b"Jabatan,Kota\nKasir,Depok\nSopir,Bogor\n", &mapping);
    let two = put(folder.path(), "b.csv", b"Kota;Jabatan\nBogor;Sopir\nDEPOK; Kasir \nDepok;Koki\n", &mapping);
    let ids = |path| run(path).0.into_iter().map(|vacancy| vacancy.id).collect::<Vec<_>>();
    let (one, two) = (ids(&one), ids(&two));
    assert_eq!((&one[0], &one[1]), (&two[1], &two[0]));
    assert!(one[0] != one[1] && two[2] != one[0], "other rows have other ids");
    assert!(one[0].starts_with("d-") && one[0].len() == 26, "{}", one[0]);
}

#[test]
fn a_mapping_that_does_not_fit_says_what_is_wrong_and_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let csv = b"No,Jabatan\n1,Kasir\n";
    let said = |mapping: &Value| error(&put(folder.path(), "a.csv", csv, mapping));
    let unknown = said(&with(&json!({"industry": {"column": "Bidang"}})));
    assert!(
        unknown.contains("industry names the column \"Bidang\"") && unknown.contains("\"No\", \"Jabatan\""),
        "{unknown}"
    );
    let key = said(&with(&json!({"jobtitle": {"column": "Jabatan"}})));
    assert!(key.contains("unknown field `jobtitle`") && key.contains("`title`"), "{key}");
    let inner = said(&with(&json!({"datePosted": {"column": "No", "format": "dmy"}})));
    assert!(inner.contains("datePosted") && inner.contains("`format`"), "{inner}");
    let both = said(&with(&json!({"title": {"column": "No", "columns": ["Jabatan"]}})));
    assert!(both.contains("title has both"), "{both}");
    let bare = folder.path().join("bare").join("b.csv");
    fs::create_dir_all(bare.parent().unwrap()).unwrap();
    fs::write(&bare, csv).unwrap();
    let none = error(&bare);
    assert!(none.contains("b.csv.mapping.json") && none.contains("padan map"), "{none}");
    fs::write(bare.with_file_name("mapping.json"), smallest().to_string()).unwrap();
    assert_eq!(run(&bare).0.len(), 1, "one mapping for a folder");
}

#[test]
fn fields_take_joined_columns_defaults_codes_and_limits() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "No|Jabatan|Unit|Kode|Kota|KBJI|Tipe|Gaji Min|Gaji Maks|Tampil|Usia Min|Usia Maks|Keahlian|Disabilitas\n\
        1|Kasir|Toko|32.16|Kab. Bekasi|5230.01|Tetap|4000000|5000000|ya|18|35|Excel; SAP|Ya\n\
        2|Kasir||3171|Kota Jakarta Selatan|523001|borongan|4000000|5000000|tidak|18||Excel|Tidak\n\
        3|Kasir|-|3275||7|kw||6 juta|ya||40||\n";
    let mapping = with(&json!({
        "title": {"columns": ["Jabatan", "Unit"], "join": " – "},
        "industry": {"default": "Ritel"},
        "occupationalCategory": {"column": "KBJI", "edition": 2014},
        "jobLocation": {"column": "Kota", "code": "Kode"},
        "employmentType": {"column": "Tipe", "words": {"KW": "contract"}, "default": "full_time"},
        "baseSalary": {"min": "Gaji Min", "max": "Gaji Maks", "showWhen": {"column": "Tampil", "is": ["ya"]}},
        "limits": [{"kind": "age", "min": "Usia Min", "max": "Usia Maks"}],
        "requirements": [{"column": "Keahlian", "separator": ";", "kind": "tool", "must": true}],
        "inclusion": {"column": "Disabilitas"}
    }));
    let (out, report, _) = run(&put(folder.path(), "a.csv", csv.as_bytes(), &mapping));
    let first = serde_json::to_value(&out[0]).unwrap();
    assert_eq!(first["title"], "Kasir – Toko");
    assert_eq!(first["industry"], "Ritel");
    assert_eq!(first["jobLocation"], json!([{"region": "3216"}]));
    assert_eq!(first["employmentType"], "full_time");
    assert_eq!(first["baseSalary"], json!({"minValue": 4_000_000, "maxValue": 5_000_000, "statedPer": "month"}));
    assert_eq!(first["limits"], json!([{"kind": "age", "value": "18-35", "origin": "form"}]));
    assert_eq!(first["requirements"][1], json!({"kind": "tool", "label": "SAP", "must": true, "origin": "form"}));
    assert_eq!(first["inclusion"], json!({"openToDisability": true}));
    let second = serde_json::to_value(&out[1]).unwrap();
    assert_eq!(second["title"], "Kasir");
    assert_eq!(second["occupationalCategory"]["code"], "5230.01");
    assert_eq!(second["jobLocation"], json!([{"region": "3174"}]), "3171 is BPS's code of it");
    assert_eq!(second["baseSalary"], Value::Null, "hidden");
    assert_eq!(second["employmentType"], Value::Null, "an unknown word is no default");
    assert_eq!(second["inclusion"], Value::Null);
    let third = serde_json::to_value(&out[2]).unwrap();
    assert_eq!(third["employmentType"], "contract");
    assert_eq!(third["baseSalary"], json!({"maxValue": 6_000_000, "statedPer": "month"}));
    assert_eq!(third["limits"][0]["value"], "-40");
    assert_eq!(report.gates["hidden_pay_dropped"], 1);
    assert_eq!(report.gates["region_code_and_name_differ"], 1);
    assert_eq!(report.unknown_values["employmentType: borongan"], 1);
}

#[test]
fn a_row_of_another_width_is_rejected_and_an_unclosed_quote_ends_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "a.csv", b"No,Jabatan\n1,Kasir\n2,Sopir,truk\n3,Koki\n", &smallest());
    let (out, report, rejects) = run(&path);
    assert_eq!((out.len(), report.rejected), (2, 1));
    assert!(rejects.contains(r#""line":3,"#) && rejects.contains("3 cells"), "{rejects}");
    let mut bytes = b"No,Jabatan\n1,Kasir\n2,\"Sopir\n".to_vec();
    bytes.resize(200 << 20, b'x');
    let said = error(&put(folder.path(), "b.csv", &bytes, &smallest()));
    assert!(said.contains("from line 3 on") && said.contains("never closed"), "{said}");
    assert!(error(&put(folder.path(), "c.csv", b"", &smallest())).contains("no header line found"));
    assert!(error(&put(folder.path(), "d.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", &smallest())).contains("save it as .xlsx"));
}

/// A workbook whose sheets hold the given rows; a number that is a date is `["date", serial]`.
fn workbook(path: &Path, sheets: &[(&str, Value)], strings_claimed: Option<u64>) {
    let mut zip = zip::ZipWriter::new(File::create(path).unwrap());
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut entries, mut relations, mut types) = (String::new(), String::new(), String::new());
    for (at, (name, rows)) in (1..).zip(sheets) {
        entries += &format!(r#"<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>"#);
        relations += &format!(
            r#"<Relationship Id="rId{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        );
        types += &format!(
            r#"<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
        );
        let mut data = String::new();
        for (row, cells) in (1..).zip(rows.as_array().unwrap()) {
            data += &format!(r#"<row r="{row}">"#);
            for (column, cell) in (b'A'..).zip(cells.as_array().unwrap()) {
                let place = format!("{}{row}", char::from(column));
                data += &match cell {
                    Value::Null => String::new(),
                    Value::Number(number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
                    Value::Array(date) => format!(r#"<c r="{place}" s="1"><v>{}</v></c>"#, date[1]),
                    text => format!(r#"<c r="{place}" t="inlineStr"><is><t>{}</t></is></c>"#, text.as_str().unwrap()),
                };
            }
            data += "</row>";
        }
        part(
            &format!("xl/worksheets/sheet{at}.xml"),
            &format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells></worksheet>"#
            ),
        );
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    part(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{entries}</sheets></workbook>"#),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(r#"<Relationships xmlns="{package}/relationships">{relations}</Relationships>"#),
    );
    part(
        "xl/styles.xml",
        &format!(
            r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
        ),
    );
    part(
        "_rels/.rels",
        &format!(
            r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    part(
        "[Content_Types].xml",
        &format!(
            r#"<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>"#
        ),
    );
    if let Some(count) = strings_claimed {
        part("xl/sharedStrings.xml", &format!(r#"<sst xmlns="{main}" uniqueCount="{count}"><si><t>a</t></si></sst>"#));
    }
    zip.finish().unwrap();
}

fn job_fair() -> Value {
    json!([
        ["BURSA KERJA KOTA CONTOH", null, null, null, null],
        ["November 2026"],
        [null],
        ["Kode Lowongan", "Posisi", "Lokasi Penempatan", "Gaji per Bulan", "Batas Akhir Lamaran"],
        ["BK-01", "Teknisi AC", "Kota Surabaya", 5200000, ["date", 46350]],
        ["BK-02", "Perawat", "Kab. Sidoarjo", "Rp 4,9 juta", "30 November 2026"],
        [null, null, null, null, null],
        ["BK-03", "Guru TK", "Surabaya", 0, ["date", 46372.5]],
        ["BK-04", "Satpam", "Kota Malang", "nego", "besok"]
    ])
}

#[test]
fn a_workbook_with_a_title_above_its_header_is_proposed_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bursa.xlsx");
    workbook(&path, &[("Lowongan", job_fair())], Some(1));
    let proposal = propose(&path, None, None, "bursa").unwrap();
    let mapping = serde_json::to_value(&proposal.mapping).unwrap();
    assert_eq!(
        mapping,
        json!({
            "skipRows": 3,
            "id": {"columns": ["Kode Lowongan"]},
            "source": {"code": "bursa", "verification": "unverified"},
            "title": {"column": "Posisi"},
            "jobLocation": {"column": "Lokasi Penempatan"},
            "baseSalary": {"column": "Gaji per Bulan"},
            "validThrough": {"column": "Batas Akhir Lamaran"}
        }),
        "{:#?}",
        proposal.notes
    );
    fs::write(table::beside(&path), mapping.to_string()).unwrap();
    let (out, report, rejects) = run(&path);
    assert_eq!((report.rows_in, report.accepted), (4, 3));
    let dates: Vec<_> = out.iter().map(|vacancy| vacancy.valid_through.as_deref().unwrap()).collect();
    assert_eq!(dates, ["2026-11-24", "2026-11-30", "2026-12-16"]);
    assert_eq!(out[0].base_salary.as_ref().unwrap().min_value, Some(5_200_000));
    assert_eq!(out[1].base_salary.as_ref().unwrap().min_value, Some(4_900_000));
    assert!(out[2].base_salary.is_none());
    assert_eq!(out[2].job_location[0].region, "3578", "only one place is named Surabaya");
    assert!(rejects.contains(r#""line":9,"#) && rejects.contains("besok"), "{rejects}");
}

#[test]
fn a_workbook_of_several_sheets_asks_which_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let rows = json!([["No", "Jabatan"], [1, "Kasir"]]);
    workbook(&path, &[("Petunjuk", json!([["Baca dulu"]])), ("Isi", rows)], None);
    fs::write(table::beside(&path), smallest().to_string()).unwrap();
    let said = error(&path);
    assert!(said.contains("2 sheets found (\"Petunjuk\", \"Isi\")"), "{said}");
    fs::write(table::beside(&path), with(&json!({"sheet": "Isi"})).to_string()).unwrap();
    assert_eq!(run(&path).0[0].title, "Kasir");
    fs::write(table::beside(&path), with(&json!({"sheet": "Isian"})).to_string()).unwrap();
    assert!(error(&path).contains("no sheet \"Isian\" found; one of \"Petunjuk\", \"Isi\""));
}

#[test]
fn a_workbook_that_claims_or_holds_too_much_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    workbook(&path, &[("Isi", json!([["No", "Jabatan"]]))], Some(u64::MAX));
    fs::write(table::beside(&path), smallest().to_string()).unwrap();
    assert!(error(&path).contains("texts claimed"), "{}", error(&path));
    let bomb = folder.path().join("b.xlsx");
    let mut zip = zip::ZipWriter::new(File::create(&bomb).unwrap());
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default().compression_level(Some(1)))
        .unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..=512 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    fs::write(table::beside(&bomb), smallest().to_string()).unwrap();
    assert!(error(&bomb).contains("more than 512 MiB"), "{}", error(&bomb));
    fs::write(&bomb, b"PK\x03\x04 and nothing else").unwrap();
    assert!(error(&bomb).contains("not a workbook"), "{}", error(&bomb));
}

#[test]
fn a_parquet_file_of_another_shape_is_read_by_its_mapping() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobs.parquet");
    let schema = "message jobs {
        required binary uuid (UTF8);
        optional group job { optional binary title (UTF8); }
        optional binary city (UTF8);
        optional int32 closing_date (DATE);
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(&path).unwrap(), schema, Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut texts = |values: &[&str], levels: Option<&[i16]>| {
        let values: Vec<ByteArray> = values.iter().map(|value| ByteArray::from(*value)).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, levels, None).unwrap();
        column.close().unwrap();
    };
    texts(&["0a6a8c5e-0000-4000-8000-000000000001", "0a6a8c5e-0000-4000-8000-000000000002"], None);
    texts(&["Kasir"], Some(&[2, 0]));
    texts(&["Kota Depok", "Kab. Bogor"], Some(&[1, 1]));
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[20_781], Some(&[1, 0]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();

    let proposal = propose(&path, None, None, "jobs").unwrap();
    let mapping = serde_json::to_value(&proposal.mapping).unwrap();
    assert_eq!(mapping["id"], json!({"columns": ["uuid"]}), "{:#?}", proposal.notes);
    assert_eq!(mapping["title"], json!({"column": "job.title"}));
    fs::write(table::beside(&path), mapping.to_string()).unwrap();
    let (out, report, _) = run(&path);
    assert_eq!((report.rows_in, report.accepted), (2, 1), "a row without a title is none");
    assert_eq!(out[0].id, "0a6a8c5e-0000-4000-8000-000000000001");
    assert_eq!(out[0].job_location[0].region, "3276");
    assert_eq!(out[0].valid_through.as_deref(), Some("2026-11-24"));
}

#[test]
fn the_ministrys_own_export_is_mapped_as_a_foreign_table() {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/vacancies/maganghub_2026.csv");
    if !real.exists() {
        return eprintln!("skipped: {} is absent", real.display());
    }
    let proposal = propose(&real, None, None, "maganghub").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::copy(&real, &path).unwrap();
    fs::write(table::beside(&path), serde_json::to_string(&proposal.mapping).unwrap()).unwrap();
    let (out, report, _) = run(&path);
    assert_eq!((report.rows_in, report.accepted), (19_269, 19_269));
    let mut by_adapter = Vec::new();
    read(Format::Maganghub, &real, &mut Report::default(), &mut |vacancy| {
        by_adapter.push(vacancy);
        Ok(())
    })
    .unwrap();
    assert_eq!(by_adapter.len(), out.len());
    let same = |get: &dyn Fn(&Vacancy) -> String| out.iter().zip(&by_adapter).filter(|(a, b)| get(a) == get(b)).count();
    assert_eq!(same(&|v| v.title.clone()), 19_269);
    assert_eq!(same(&|v| v.total_job_openings.to_string()), 19_269);
    assert_eq!(same(&|v| v.job_location.first().map(|p| p.region.clone()).unwrap_or_default()), 19_269);
    let level = |v: &Vacancy| format!("{:?}", v.education_requirements.as_ref().map(|e| e.level));
    assert_eq!(same(&level), 19_269);
}
