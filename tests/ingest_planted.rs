//! What must never be in a snapshot is planted into an input of every format, built and audited with the
//! program, and looked for in every byte of what it wrote. A format is one line of [`FORMATS`].
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use clap::ValueEnum;
use padan::ingest::Format;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};

const PADAN: &str = env!("CARGO_BIN_EXE_padan");

/// Planted into every format: texts of an advertisement, and what of them must be gone.
const TITLE: &str = "Kasir\u{202e} (WA 0812-9988-7766) <b>Toko</b>\u{200b}";
const TEXT: &str = "<p>Melayani <b>pelanggan</b>.</p><script>alert('curi')</script><style>p{color:red}</style>\
    <p>Kirim CV ke hrd.rahasia@contoh.co.id atau https://wa.me/6281299887766, KTP 3171234567890001</p>\u{202e}";
const WORD: &str = "Rahasia 081299887766 hrd.rahasia@contoh.co.id";
const LINK: &str = "https://wa.me/6281299887766";
const NEEDLES: [&str; 14] = [
    "99887766",
    "9988-7766",
    "hrd.rahasia",
    "@contoh",
    "wa.me",
    "3171234567890001",
    "alert(",
    "color:red",
    "<b>",
    "<p>",
    "<script",
    "\u{202e}",
    "\u{200b}",
    "u202e",
];
/// Planted where a format hides pay; it must be neither in a text nor in a column.
const HIDDEN_PAY: u32 = 8_765_431;
/// Planted where a format names people or counts them.
const PERSON: &str = "Budi Rahasia";
const APPLICANTS: u32 = 98_765;

/// How an input of a format is written, with what it plants besides [`NEEDLES`].
struct Planted {
    format: Format,
    file: &'static str,
    write: fn(&Path),
    hidden_pay: bool,
    people: bool,
}

const fn planted(format: Format, file: &'static str, write: fn(&Path)) -> Planted {
    Planted { format, file, write, hidden_pay: false, people: false }
}

const FORMATS: [Planted; 9] = [
    planted(Format::Jsonl, "in.jsonl", jsonl),
    planted(Format::Parquet, "in.parquet", parquet),
    Planted { hidden_pay: true, people: true, ..planted(Format::Karirhub, "in.jsonl", karirhub) },
    Planted { hidden_pay: true, ..planted(Format::KarirhubList, "in.json", karirhub_list) },
    Planted { people: true, ..planted(Format::Maganghub, "in.csv", maganghub) },
    Planted { people: true, ..planted(Format::MaganghubJson, "in.json", maganghub_json) },
    Planted { people: true, ..planted(Format::Jobposting, "in.html", jobposting) },
    Planted { people: true, ..planted(Format::Wllp, "in.csv", wllp) },
    Planted { hidden_pay: true, people: true, ..planted(Format::Table, "in.csv", table) },
];

fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

/// A good record; one of bad dates or numbers, which is rejected with what is planted in it; one that is broken.
fn lines(good: &Value, bad: &Value) -> String {
    let cut: String = good.to_string().chars().take(300).collect();
    format!("{good}\n{bad}\n{cut}\n\"{WORD}\": \"{PERSON}\"\n")
}

fn with(base: &Value, changes: &Value) -> Value {
    let mut changed = base.clone();
    changed.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    changed
}

fn jsonl(path: &Path) {
    let good = json!({
        "id": "a", "title": TITLE, "description": TEXT, "qualifications": TEXT, "workHours": WORD, "industry": WORD,
        "jobFunction": WORD, "hiringOrganization": {"name": WORD},
        "source": {"code": "sample", "url": LINK, "verification": "verified"},
        "jobLocation": [{"region": "3174", "address": WORD}, {"region": WORD}],
        "requirements": [{"kind": "skill", "label": WORD, "must": true, "origin": "form"}],
        "limits": [{"kind": "age", "value": WORD, "origin": "form"}],
        "educationRequirements": {"level": 3, "fields": [WORD]}
    });
    put(path, lines(&good, &with(&good, &json!({"id": WORD, "datePosted": WORD}))));
}

fn parquet(path: &Path) {
    let schema = "message vacancy {
        required binary id (UTF8); required binary title (UTF8);
        required group source { required binary code (UTF8); required binary verification (UTF8); }
        required binary datePosted (UTF8); required binary description (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for values in [["a", "b"], [TITLE, TITLE], ["sample"; 2], ["verified"; 2], ["2026-11-01", WORD], [TEXT, TEXT]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values.map(ByteArray::from), None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

fn karirhub(path: &Path) {
    let good = json!({
        "id": "00000000-0000-4000-8000-000000000001", "title": TITLE, "description": TEXT, "qualification": TEXT,
        "show_salary": false, "min_salary_amount": HIDDEN_PAY, "max_salary_amount": HIDDEN_PAY, "gender": WORD,
        "platform_type": "external", "platform": {"name": "HiredToday"}, "platform_link": LINK,
        "job_type": {"name": WORD}, "job_function": {"name": WORD}, "skills": [{"name": WORD}],
        "region": {"name": WORD, "regionable": {"name": WORD, "code": 9_999}},
        "employer": {"name": WORD, "employerable": {"phone": "081299887766", "email": "hrd.rahasia@contoh.co.id", "about": PERSON}},
        "vacancyable": {"industry": {"name": WORD}}, "applicants": [{"name": PERSON, "count": APPLICANTS}]
    });
    put(path, lines(&good, &with(&good, &json!({"expires_at": WORD}))));
}

fn karirhub_list(path: &Path) {
    let good = json!({
        "id": "00000000-0000-4000-8000-000000000001", "title": TITLE, "city_name": WORD, "company_name": WORD,
        "show_salary": false, "min_salary_amount": HIDDEN_PAY, "max_salary_amount": HIDDEN_PAY,
        "job_type_name": WORD, "job_function_name": WORD, "industry_name": WORD, "skills": [WORD],
        "platform_type": "external", "platform_name": "HiredToday", "platform_link": LINK,
        "_highlightResult": {"title": {"value": TEXT}}
    });
    put(path, json!({"data": [good, with(&good, &json!({"published_at": WORD})), WORD, [WORD]]}).to_string());
}

fn maganghub(path: &Path) {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_path(path).unwrap();
    let head = "Judul Posisi|Perusahaan / Instansi|Wilayah|Kuota|Jumlah Pelamar|Jenjang Pendidikan|Durasi Kerja|\
        Kualifikasi Jurusan|Deskripsi Lowongan|Alamat Lengkap Lokasi|Link Lamar Resmi Kemnaker|Pelamar";
    csv.write_record(head.split('|')).unwrap();
    let link = "https://maganghub.kemnaker.go.id/magang-nasional/lowongan/kasir-a230c8ce-0000-4826-885f-48b2953227c9";
    let applicants = APPLICANTS.to_string();
    for quota in ["3", WORD] {
        let row = [TITLE, WORD, WORD, quota, &applicants, WORD, WORD, WORD, TEXT, WORD, link, PERSON];
        csv.write_record(row).unwrap();
    }
    csv.write_record([WORD, PERSON]).unwrap();
    csv.flush().unwrap();
}

fn maganghub_json(path: &Path) {
    let good = json!({
        "id_posisi": "a04adf82-0000-438e-b360-6d41a29c2db8", "posisi": TITLE, "deskripsi_posisi": TEXT,
        "syarat_khusus": TEXT, "jumlah_kuota": 3, "jumlah_terdaftar": APPLICANTS, "kode_kbji": WORD,
        "program_studi": format!("[{{\"title\": \"{WORD}\"}}]"), "jenjang": [WORD], "penempatan": {"nama": PERSON},
        "ref_status_posisi": {"nama_status_posisi": WORD},
        "perusahaan": {"nama_perusahaan": WORD, "alamat": WORD, "nama_kabupaten": WORD, "deskripsi_perusahaan": TEXT}
    });
    let bad = with(&good, &json!({"jumlah_kuota": WORD}));
    let worse = with(&good, &json!({"program_studi": format!("[{WORD}")}));
    put(path, json!({"data": [good, bad, worse, WORD], "pendaftar": [PERSON]}).to_string());
}

fn jobposting(path: &Path) {
    let good = json!({
        "@type": "JobPosting", "identifier": "1", "title": TITLE, "description": TEXT.replace('<', "&lt;"),
        "url": LINK, "qualifications": TEXT, "skills": [WORD, TEXT], "employmentType": WORD, "industry": WORD,
        "workHours": WORD, "occupationalCategory": WORD, "educationRequirements": WORD,
        "hiringOrganization": {"name": WORD, "telephone": "081299887766", "employee": PERSON},
        "applicationContact": {"name": PERSON, "email": "hrd.rahasia@contoh.co.id"},
        "jobLocation": [{"address": {"streetAddress": WORD, "addressLocality": WORD}}, WORD],
        "baseSalary": {"currency": WORD, "value": {"value": WORD, "unitText": WORD}}
    });
    let bad = with(&good, &json!({"totalJobOpenings": WORD}));
    let worse = json!({"@type": "JobPosting", "title": TITLE, "url": WORD});
    let safe = |value: &Value| value.to_string().replace("</", "<\\/");
    let page = |blocks: [String; 3]| {
        let script = |block| format!("<script type=\"application/ld+json\">{block}</script>");
        format!("<html><body>{TEXT}{}</body></html>", blocks.map(script).concat())
    };
    put(path, page([safe(&json!({"@graph": [good, bad]})), safe(&worse), format!("{{\"{WORD}\": \"{PERSON}\",}}")]));
}

fn wllp(path: &Path) {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_path(path).unwrap();
    let head = "ID Lowongan|Jabatan|Pemberi Kerja|Jumlah Kebutuhan|Jenis Kelamin|Status Pernikahan|Pendidikan Minimal|\
        Deskripsi Pekerjaan|Keterampilan Utama|Gaji Minimum|Kode KBJI|Kota|Bidang Pekerjaan|Tipe Kerja|\
        URL Postingan Loker|Status Verifikasi|NIK|Nama Lengkap|Pelamar";
    csv.write_record(head.split('|')).unwrap();
    let applicants = APPLICANTS.to_string();
    for (id, quota) in [("LK-000001", "3"), ("LK-000002", WORD), (WORD, "3")] {
        let who = ["3171234567890001", PERSON, &applicants];
        let own = [id, TITLE, WORD, quota, WORD, WORD, WORD, TEXT, WORD, WORD, WORD, WORD, WORD, WORD, LINK, WORD];
        csv.write_record(own.iter().chain(&who)).unwrap();
    }
    csv.write_record([WORD, PERSON]).unwrap();
    csv.flush().unwrap();
}

fn table(path: &Path) {
    let mut csv = csv::WriterBuilder::new().flexible(true).from_path(path).unwrap();
    let applicants = APPLICANTS.to_string();
    let pay = HIDDEN_PAY.to_string();
    let head = ["Kode", "Posisi", "Teks", "Kata", "Tautan", "Gaji", "Tampil", "Tanggal", "NIK", "Nama", "Pelamar"];
    csv.write_record(head).unwrap();
    for (id, date) in [("a", "24/11/2026"), ("b", WORD)] {
        let who = ["3171234567890001", PERSON, &applicants];
        csv.write_record([id, TITLE, TEXT, WORD, LINK, &pay, "tidak", date].iter().chain(&who)).unwrap();
    }
    csv.write_record([WORD, PERSON]).unwrap();
    csv.flush().unwrap();
    let word = json!({"column": "Kata"});
    let mapping = json!({
        "id": {"columns": ["Kode"]}, "title": {"column": "Posisi"},
        "source": {"code": "sample", "verification": "verified", "url": {"column": "Tautan"}},
        "description": {"column": "Teks"}, "qualifications": {"columns": ["Teks", "Kata"]}, "workHours": word,
        "industry": word, "jobFunction": word, "hiringOrganization": word, "datePosted": {"column": "Tanggal"},
        "jobLocation": {"column": "Kata", "address": word}, "occupationalCategory": {"column": "Kata", "edition": 2014},
        "employmentType": word, "totalJobOpenings": word, "experienceRequirements": word,
        "educationRequirements": {"column": "Kata", "fields": word},
        "requirements": [{"column": "Kata", "kind": "skill"}],
        "limits": [{"kind": "religion", "column": "Kata"}, {"kind": "age", "column": "Kata"}],
        "baseSalary": {"column": "Gaji", "showWhen": {"column": "Tampil", "is": ["ya"]}}
    });
    put(&path.with_file_name("in.csv.mapping.json"), mapping.to_string());
}

fn name(format: Format) -> String {
    format.to_possible_value().unwrap().get_name().to_owned()
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    Command::new(PADAN).args(arguments).arg(folder).output().unwrap()
}

/// Every file under a folder, with its bytes, unpacked.
fn unpacked(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let mut plain = Vec::new();
        if path.extension().is_some_and(|ending| ending == "gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap();
        } else {
            plain = bytes;
        }
        all.push((path, plain));
    }
    all
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn nothing_planted_in_any_format_reaches_a_byte_of_the_snapshot() {
    for Planted { format, file, write, hidden_pay, people } in &FORMATS {
        let format = name(*format);
        let work = tempfile::tempdir().unwrap();
        let input = work.path().join(file);
        write(&input);
        let (pay, applicants) = (HIDDEN_PAY.to_string(), APPLICANTS.to_string());
        let mut needles: Vec<&[u8]> = NEEDLES.iter().map(|needle| needle.as_bytes()).collect();
        let raw_pay = HIDDEN_PAY.to_le_bytes();
        if *hidden_pay {
            needles.extend([pay.as_bytes(), &raw_pay[..]]);
        }
        if *people {
            needles.extend([PERSON.as_bytes(), applicants.as_bytes()]);
        }
        let raw = fs::read(&input).unwrap();
        assert!(holds(&raw, b"99887766") && holds(&raw, b"hrd.rahasia"), "{format}: nothing is planted");
        assert!(!hidden_pay || holds(&raw, pay.as_bytes()), "{format}: no hidden pay is planted");
        assert!(!people || holds(&raw, PERSON.as_bytes()), "{format}: nobody is planted");

        let out = work.path().join("snapshot");
        let built = run(&["build", "--format", &format, "--source", "sample", input.to_str().unwrap(), "--out"], &out);
        assert!(built.status.success(), "{format}: {}", String::from_utf8_lossy(&built.stderr));
        let audited = run(&["audit", "--json"], &out);
        assert!(audited.status.success(), "{format}: {}", String::from_utf8_lossy(&audited.stdout));
        let report: Value = serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
        assert_eq!(report["rows_out"], 1, "{format}: {report:#}");
        assert!(report["rejected"].as_u64().unwrap() >= 1, "{format}: {report:#}");

        let mut files = unpacked(&out);
        files.push(("what was printed".into(), [built.stdout, built.stderr].concat()));
        assert!(files.len() > 6, "{format}: {files:?}");
        assert!(files.iter().any(|(_, bytes)| holds(bytes, b"Kasir")), "{format}: the vacancy is not found");
        for (path, bytes) in &files {
            for needle in &needles {
                // The page for people has markup of its own; what others wrote is escaped there.
                let own = path.ends_with("report.html") && *needle == b"<p>";
                let found = !own && holds(bytes, needle);
                let shown = String::from_utf8_lossy(needle);
                assert!(!found, "{format}: {shown} in {}:\n{}", path.display(), String::from_utf8_lossy(bytes));
            }
        }
    }
}

#[test]
fn every_format_has_something_planted() {
    for format in Format::value_variants() {
        assert!(
            FORMATS.iter().any(|planted| planted.format == *format),
            "{} has no line in FORMATS: plant into it what must not come through",
            name(*format)
        );
    }
}
