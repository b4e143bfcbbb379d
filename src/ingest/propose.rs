//! Proposes a mapping for a table: which column seems to be which field, and why.
//!
//! Names of columns are compared with what Indonesian and English tables call a field, and the
//! values of the first rows must read as that field does. Places, schooling and pay are also told
//! by their values alone. A column that holds phone numbers, e-mail addresses or identity numbers
//! is never proposed. What is proposed is for a person to check and edit.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Result, bail};
use regex::Regex;

use super::{
    Regions, Report,
    pay::{self, Stated, Why},
    sheet::{self, Part},
    table::{
        CodeColumn, Column, Condition, DateColumn, EducationColumns, ExperienceColumn, Identity, LimitColumns, List,
        Mapping, OccupationColumn, Origins, PayColumns, PlaceColumns, RequirementColumn, Words, region, says_nothing,
    },
    text,
    words::{self, DateOrder, Span},
};
use crate::record::{LimitKind, PayUnit, RequirementKind, code::Verification};

/// Rows looked at.
const ROWS: usize = 2_000;
/// Bytes of cells looked at.
const BYTES: usize = 16 << 20;
/// Share of values that must read as a field whose name the column has.
const NAMED: f64 = 0.5;
/// Share of values that must read as a field for the values alone to tell it.
const ALONE: f64 = 0.8;
/// Share of contacts or identity numbers from which a column is about people.
const PEOPLE: f64 = 0.05;
/// Median length, in characters, above which a cell is a text that may mention a contact.
const FREE_TEXT: usize = 60;

/// A mapping and the reasons for it.
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// What was seen, a column each, in the table's order, then what concerns them all.
    pub notes: Vec<String>,
    /// What a person must look at.
    pub warnings: Vec<String>,
}

/// One thing a column can be.
struct Target {
    field: &'static str,
    /// Names of such columns, squeezed to words; one after "=" must be the whole name.
    names: &'static [&'static str],
    reads: Reads,
}

#[derive(Clone, Copy)]
enum Reads {
    /// Any words, not only numbers.
    Text,
    Number,
    Date,
    Region,
    Province,
    Pay,
    Education,
    Experience,
    Employment,
    Mode,
    Kbji,
    Link,
    Age,
    Sex,
    Flag,
}

const TARGETS: &[Target] = &[
    target(
        "title",
        &[
            "judul posisi",
            "judul lowongan",
            "=judul",
            "nama jabatan",
            "=jabatan",
            "posisi",
            "nama lowongan",
            "=lowongan",
            "nama pekerjaan",
            "=pekerjaan",
            "job title",
            "=title",
            "position",
            "=job",
            "=role",
        ],
        Reads::Text,
    ),
    target(
        "hiringOrganization",
        &["perusahaan", "instansi", "pemberi kerja", "employer", "company", "badan usaha", "organization", "lembaga"],
        Reads::Text,
    ),
    target(
        "jobLocation",
        &[
            "kab kota",
            "kabupaten kota",
            "kota kabupaten",
            "kabupaten",
            "kota",
            "wilayah",
            "lokasi",
            "penempatan",
            "city",
            "location",
            "regency",
            "daerah",
            "region",
            "tempat kerja",
        ],
        Reads::Region,
    ),
    target("jobLocation.province", &["provinsi", "province", "=prov"], Reads::Province),
    target("jobLocation.address", &["alamat", "address"], Reads::Text),
    target(
        "baseSalary.min",
        &[
            "gaji minimum",
            "gaji minimal",
            "gaji min",
            "upah minimum",
            "upah min",
            "min salary",
            "salary min",
            "minimum salary",
            "gaji terendah",
        ],
        Reads::Pay,
    ),
    target(
        "baseSalary.max",
        &[
            "gaji maksimum",
            "gaji maksimal",
            "gaji maks",
            "gaji max",
            "upah maksimum",
            "upah maks",
            "max salary",
            "salary max",
            "maximum salary",
            "gaji tertinggi",
        ],
        Reads::Pay,
    ),
    target("baseSalary", &["gaji", "upah", "salary", "=pay", "penghasilan", "wage", "pendapatan"], Reads::Pay),
    target("educationRequirements", &["pendidikan", "education", "jenjang"], Reads::Education),
    target(
        "educationRequirements.fields",
        &["jurusan", "kualifikasi jurusan", "program studi", "prodi", "major", "field of study"],
        Reads::Text,
    ),
    target("experienceRequirements", &["pengalaman", "experience"], Reads::Experience),
    target("remainingJobOpenings", &["sisa kuota", "sisa lowongan", "sisa formasi", "remaining"], Reads::Number),
    target(
        "totalJobOpenings",
        &[
            "jumlah lowongan",
            "perkiraan lowongan",
            "kuota",
            "formasi",
            "jumlah kebutuhan",
            "kebutuhan",
            "openings",
            "vacancies",
            "quota",
            "jumlah tenaga kerja",
            "=jumlah",
            "=jml",
        ],
        Reads::Number,
    ),
    target(
        "datePosted",
        &[
            "tanggal tayang",
            "tanggal posting",
            "tanggal mulai",
            "tanggal buka",
            "tanggal pasang",
            "tanggal publikasi",
            "tanggal terbit",
            "tgl tayang",
            "tgl mulai",
            "tgl buka",
            "tgl posting",
            "date posted",
            "posted",
            "published",
            "created at",
        ],
        Reads::Date,
    ),
    target(
        "validThrough",
        &[
            "tanggal tutup",
            "tanggal berakhir",
            "tanggal akhir",
            "tanggal kadaluarsa",
            "tgl tutup",
            "tgl akhir",
            "tgl berakhir",
            "batas akhir",
            "batas waktu",
            "batas lamaran",
            "deadline",
            "berlaku sampai",
            "masa berlaku",
            "expires",
            "valid through",
            "closing date",
        ],
        Reads::Date,
    ),
    target(
        "employmentType",
        &[
            "tipe pekerjaan",
            "jenis pekerjaan",
            "status pekerjaan",
            "employment type",
            "job type",
            "jenis kontrak",
            "status kerja",
            "hubungan kerja",
            "=tipe",
        ],
        Reads::Employment,
    ),
    target("jobLocationType", &["sistem kerja", "mode kerja", "work mode", "work arrangement"], Reads::Mode),
    target("occupationalCategory", &["kode kbji", "kbji", "kode jabatan", "isco"], Reads::Kbji),
    target("source.url", &["link", "tautan", "url"], Reads::Link),
    target(
        "qualifications",
        &["kualifikasi", "persyaratan", "syarat", "requirements", "qualification", "qualifications"],
        Reads::Text,
    ),
    target("description", &["deskripsi", "uraian", "description", "tanggung jawab"], Reads::Text),
    target("requirements", &["keahlian", "keterampilan", "skill", "skills", "kompetensi"], Reads::Text),
    target("industry", &["industri", "industry", "bidang usaha", "lapangan usaha", "sektor", "sector"], Reads::Text),
    target(
        "jobFunction",
        &["fungsi", "bidang pekerjaan", "kategori", "job function", "category", "departemen"],
        Reads::Text,
    ),
    target("workHours", &["jam kerja", "durasi kerja", "waktu kerja", "hari kerja", "working hours"], Reads::Text),
    target(
        "limits.age.min",
        &["usia minimal", "usia minimum", "usia min", "umur minimal", "umur min", "min age", "minimum age"],
        Reads::Number,
    ),
    target(
        "limits.age.max",
        &[
            "usia maksimal",
            "usia maksimum",
            "usia maks",
            "usia max",
            "umur maksimal",
            "umur maks",
            "max age",
            "maximum age",
        ],
        Reads::Number,
    ),
    target("limits.age", &["usia", "umur", "=age"], Reads::Age),
    target("limits.sex", &["jenis kelamin", "gender", "=sex", "kelamin"], Reads::Sex),
    target("inclusion", &["disabilitas", "difabel", "disability"], Reads::Flag),
];

const fn target(field: &'static str, names: &'static [&'static str], reads: Reads) -> Target {
    Target { field, names, reads }
}

/// Names of columns that identify a vacancy.
const IDS: [&str; 12] = [
    "id",
    "uuid",
    "kode lowongan",
    "id lowongan",
    "no lowongan",
    "nomor lowongan",
    "job id",
    "vacancy id",
    "id loker",
    "kode loker",
    "kode",
    "no loker",
];
/// Words in the name of a column about people.
const PEOPLE_WORDS: [&str; 17] = [
    "hp",
    "telp",
    "telepon",
    "telpon",
    "phone",
    "wa",
    "whatsapp",
    "email",
    "nik",
    "ktp",
    "kontak",
    "contact",
    "pic",
    "pelamar",
    "lahir",
    "applicant",
    "narahubung",
];
/// Words that say that a vacancy is closed.
const CLOSED: [&str; 11] = [
    "tutup",
    "ditutup",
    "closed",
    "terisi",
    "expired",
    "nonaktif",
    "tidak aktif",
    "berakhir",
    "penuh",
    "filled",
    "inactive",
];

/// A column and what was seen of it.
struct Seen {
    name: String,
    words: String,
    values: Vec<String>,
}

impl Seen {
    fn filled(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.trim()).filter(|value| !says_nothing(value))
    }

    /// Share of the filled values that `reads` accepts, 0 where all are blank.
    fn share(&self, reads: impl Fn(&str) -> bool) -> f64 {
        let (mut all, mut good) = (0_u32, 0_u32);
        for value in self.filled() {
            all += 1;
            good += u32::from(reads(value));
        }
        if all == 0 { 0.0 } else { f64::from(good) / f64::from(all) }
    }

    fn different(&self) -> bool {
        let distinct: HashSet<&str> = self.filled().collect();
        distinct.len() == self.values.len()
    }
}

/// Looks at the first rows of a table and proposes a mapping.
///
/// # Errors
/// The table cannot be read, has no rows, or has no column that could be the title.
pub fn propose(path: &Path, sheet: Option<&str>, skip_rows: Option<usize>, source: &str) -> Result<Proposal> {
    let mut layout = sheet::guess(path, sheet)?;
    layout.skip_rows = skip_rows.unwrap_or(layout.skip_rows);
    let mut columns: Vec<Seen> = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    sheet::each(path, &layout, &mut Report::default(), &mut |part, _| {
        match part {
            Part::Columns(names) if columns.is_empty() => {
                columns.extend(names.iter().map(|name| Seen {
                    name: name.clone(),
                    words: squeeze(name),
                    values: Vec::new(),
                }));
            }
            Part::Columns(_) => return Ok(false),
            Part::Row(_, cells) => {
                for (seen, cell) in columns.iter_mut().zip(cells) {
                    bytes += cell.len();
                    seen.values.push(cell.clone());
                }
                rows += 1;
            }
            Part::Bad(..) => {}
        }
        Ok(rows < ROWS && bytes < BYTES)
    })?;
    if rows == 0 {
        bail!("no rows found below the header of {}; is the number of rows to skip right?", path.display());
    }
    let regions = Regions::new();
    let mut notes: Vec<Option<String>> = vec![None; columns.len()];
    let mut warnings = Vec::new();
    let mut taken: Vec<Option<&'static str>> = vec![None; columns.len()];
    let mut banned = vec![false; columns.len()];
    for (at, seen) in columns.iter().enumerate() {
        if let Some(why) = about_people(seen, &mut warnings) {
            banned[at] = true;
            warnings.push(format!("\"{}\" {why}: never mapped", seen.name));
            notes[at] = Some(format!("left out: {why}"));
        }
    }

    let mut candidates: Vec<(usize, usize, usize, f64)> = Vec::new();
    for (at, seen) in columns.iter().enumerate().filter(|(at, _)| !banned[*at]) {
        for (which, target) in TARGETS.iter().enumerate() {
            let score = target.names.iter().map(|name| likeness(&seen.words, name)).max().unwrap_or(0);
            let share = if score > 0 { seen.share(|value| reads(target.reads, value, &regions)) } else { 0.0 };
            if score > 0 && share >= NAMED {
                candidates.push((score, at, which, share));
            } else if score > 0 && notes[at].is_none() && seen.filled().next().is_some() {
                notes[at] = Some(format!(
                    "left out: named like {}, but only {} of its values read so",
                    target.field,
                    percent(share)
                ));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(b.3.total_cmp(&a.3)).then(a.1.cmp(&b.1)));
    for (_, at, which, share) in candidates {
        let field = TARGETS[which].field;
        if taken[at].is_none() && !taken.contains(&Some(field)) && fits(field, &taken) {
            taken[at] = Some(field);
            notes[at] = Some(format!("{field}: by its name; {} of its values read so", percent(share)));
        }
    }
    for (field, kind) in [
        ("jobLocation", Reads::Region),
        ("educationRequirements", Reads::Education),
        ("baseSalary", Reads::Pay),
        ("source.url", Reads::Link),
    ] {
        if taken.contains(&Some(field)) || !fits(field, &taken) {
            continue;
        }
        let best = (0..columns.len())
            .filter(|at| taken[*at].is_none() && !banned[*at])
            .map(|at| {
                (
                    at,
                    columns[at].share(|value| {
                        reads(kind, value, &regions) && (!matches!(kind, Reads::Pay) || names_money(value))
                    }),
                )
            })
            .filter(|(_, share)| *share >= ALONE)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((at, share)) = best {
            taken[at] = Some(field);
            notes[at] = Some(format!("{field}: by its values; {} of them read so", percent(share)));
        }
    }

    let name = |field: &str| taken.iter().position(|own| *own == Some(field)).map(|at| columns[at].name.clone());
    let text = |field: &str| name(field).map(|column| Words { column: Some(column), ..Words::default() });
    let Some(title) = text("title") else {
        bail!(
            "no column found that could be the title of a vacancy; the columns are: {}. Is the number of rows to skip right? Else write the mapping by hand (docs/mapping.md)",
            columns.iter().map(|seen| format!("\"{}\"", seen.name)).collect::<Vec<_>>().join(", ")
        );
    };
    let mut mapping = Mapping {
        sheet: layout.sheet,
        skip_rows: layout.skip_rows,
        source: Origins { code: source.to_owned(), verification: Verification::Unverified, url: text("source.url") },
        title,
        hiring_organization: text("hiringOrganization"),
        job_function: text("jobFunction"),
        industry: text("industry"),
        work_hours: text("workHours"),
        description: text("description"),
        qualifications: text("qualifications"),
        occupational_category: name("occupationalCategory").map(|column| OccupationColumn {
            column,
            edition: 2014,
            reliability: 1000,
        }),
        job_location_type: name("jobLocationType").map(by_code),
        employment_type: name("employmentType").map(by_code),
        total_job_openings: name("totalJobOpenings").map(|column| Column { column }),
        remaining_job_openings: name("remainingJobOpenings").map(|column| Column { column }),
        experience_requirements: name("experienceRequirements")
            .map(|column| ExperienceColumn { column, unit: Span::Years }),
        inclusion: name("inclusion").map(|column| Column { column }),
        ..Mapping::default()
    };
    if name("jobLocation").or(name("jobLocation.province")).is_some() {
        mapping.job_location = Some(PlaceColumns {
            column: name("jobLocation"),
            province: name("jobLocation.province"),
            code: None,
            address: text("jobLocation.address"),
        });
    }
    let pay = PayColumns {
        column: name("baseSalary"),
        min: name("baseSalary.min"),
        max: name("baseSalary.max"),
        ..PayColumns::default()
    };
    if pay != PayColumns::default() {
        mapping.base_salary = Some(pay);
    }
    mapping.education_requirements = name("educationRequirements").map(|column| EducationColumns {
        column,
        fields: name("educationRequirements.fields").map(|column| List { column, separator: ",".to_owned() }),
        required: true,
    });
    if let Some(column) = name("requirements") {
        let asked = RequirementColumn { column, separator: ",".to_owned(), kind: RequirementKind::Skill, must: false };
        mapping.requirements.push(asked);
    }
    let age = [name("limits.age"), name("limits.age.min"), name("limits.age.max")];
    if age.iter().any(Option::is_some) {
        let [column, min, max] = age;
        mapping.limits.push(LimitColumns { kind: LimitKind::Age, column, min, max });
    }
    if let Some(column) = name("limits.sex") {
        mapping.limits.push(LimitColumns { kind: LimitKind::Sex, column: Some(column), min: None, max: None });
    }
    let date = |field: &str| {
        let column = name(field)?;
        let seen = columns.iter().find(|seen| seen.name == column)?;
        let by = |order| seen.share(|value| words::date(value, order).is_some());
        let order = if by(DateOrder::Mdy) > by(DateOrder::Dmy) { DateOrder::Mdy } else { DateOrder::Dmy };
        Some(DateColumn { column, order })
    };
    mapping.date_posted = date("datePosted");
    mapping.valid_through = date("validThrough");

    for (at, seen) in
        columns.iter().enumerate().filter(|(at, seen)| taken[*at].is_none() && seen.words.starts_with("status"))
    {
        let mut closed: Vec<String> = Vec::new();
        for value in seen.filled().filter(|value| CLOSED.contains(&value.to_lowercase().as_str())) {
            if !closed.iter().any(|other| other == value) {
                closed.push(value.to_owned());
            }
        }
        if !closed.is_empty() && !banned[at] {
            notes[at] = Some(format!("skipWhen: rows that say {} are left out", closed.join(", ")));
            mapping.skip_when.push(Condition { column: seen.name.clone(), is: closed });
        }
    }
    identify(&mut mapping, &columns, &banned, rows, &mut notes, &mut warnings);

    for (seen, own) in columns.iter().zip(&taken) {
        if own.is_none() && notes[columns.iter().position(|other| other.name == seen.name).unwrap_or(0)].is_none() {
            let dates = seen.share(|value| words::date(value, DateOrder::Dmy).is_some());
            if dates >= ALONE && seen.filled().any(|value| value.len() > 5) {
                warnings.push(format!(
                    "\"{}\" holds dates; map it to datePosted or validThrough if it is one of them",
                    seen.name
                ));
            }
        }
    }
    let notes = columns
        .iter()
        .zip(notes)
        .map(|(seen, note)| {
            format!("\"{}\": {}", seen.name, note.unwrap_or_else(|| "left out: like no field".to_owned()))
        })
        .collect();
    Ok(Proposal { mapping, notes, warnings })
}

fn by_code<T>(column: String) -> CodeColumn<T> {
    CodeColumn { column: Some(column), words: std::collections::BTreeMap::new(), default: None }
}

/// Pay stands in one column or in two; an age too.
fn fits(field: &str, taken: &[Option<&'static str>]) -> bool {
    let has = |other: &str| taken.contains(&Some(other));
    match field {
        "baseSalary" => !has("baseSalary.min") && !has("baseSalary.max"),
        "baseSalary.min" | "baseSalary.max" => !has("baseSalary"),
        "limits.age" => !has("limits.age.min") && !has("limits.age.max"),
        "limits.age.min" | "limits.age.max" => !has("limits.age"),
        _ => true,
    }
}

static UUID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
        .expect("a tested pattern")
});

/// A column that is an id, else a hash of the link, else of what makes a vacancy.
fn identify(
    mapping: &mut Mapping,
    columns: &[Seen],
    banned: &[bool],
    rows: usize,
    notes: &mut [Option<String>],
    warnings: &mut Vec<String>,
) {
    let free = |at: &usize| !banned[*at] && columns[*at].different();
    let short = |seen: &Seen| seen.share(|value| value.len() <= 64 && !value.contains(char::is_whitespace)) == 1.0;
    let by_name =
        (0..columns.len()).filter(free).find(|at| IDS.contains(&columns[*at].words.as_str()) && short(&columns[*at]));
    let by_value = (0..columns.len()).filter(free).find(|at| columns[*at].share(|value| UUID.is_match(value)) >= ALONE);
    if let Some(at) = by_name.or(by_value) {
        let why = if by_name.is_some() { "by its name" } else { "by its values, which are UUIDs" };
        let before = notes[at]
            .take()
            .filter(|note| !note.starts_with("left out"))
            .map_or_else(String::new, |note| format!("; {note}"));
        notes[at] = Some(format!("id: {why}; all {rows} differ{before}"));
        mapping.id = Identity { columns: vec![columns[at].name.clone()], ..Identity::default() };
        return;
    }
    let link = mapping.source.url.as_ref().and_then(|words| words.column.clone());
    if let Some(link) = link.filter(|link| columns.iter().any(|seen| seen.name == *link && seen.different())) {
        warnings.push(format!("no column is an id; the id is a hash of \"{link}\", which is different in every row"));
        mapping.id = Identity { columns: vec![link], hash: true, prefix: None };
        return;
    }
    let of = |words: &Option<Words>| words.as_ref().and_then(|words| words.column.clone());
    let place = mapping.job_location.as_ref().and_then(|place| place.column.clone().or(place.province.clone()));
    let parts: Vec<String> = [
        mapping.title.column.clone(),
        of(&mapping.hiring_organization),
        place,
        mapping.date_posted.as_ref().map(|date| date.column.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let chosen: Vec<&Seen> = parts.iter().filter_map(|name| columns.iter().find(|seen| seen.name == *name)).collect();
    let distinct: HashSet<Vec<&str>> =
        (0..rows).map(|row| chosen.iter().map(|seen| seen.values[row].trim()).collect()).collect();
    warnings.push(format!(
        "no column is an id; the id is a hash of {}, in which {} of {rows} rows differ: rows alike in them become one vacancy",
        parts.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
        distinct.len()
    ));
    mapping.id = Identity { columns: parts, hash: true, prefix: None };
}

/// Why a column is about people, if it is. A text that only mentions contacts is warned of.
fn about_people(seen: &Seen, warnings: &mut Vec<String>) -> Option<String> {
    let mut lengths: Vec<usize> = seen.filled().map(|value| value.chars().count()).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    let mut counts = [0_u32; 3];
    let mut nothing_else = 0_u32;
    for value in seen.filled() {
        let (rest, changes) = text::line(value);
        let bare_mobile =
            value.starts_with('8') && (9..=13).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
        let found = [changes.phones > 0 || bare_mobile, changes.emails > 0, changes.identities > 0];
        for (count, found) in counts.iter_mut().zip(found) {
            *count += u32::from(found);
        }
        nothing_else +=
            u32::from(found.contains(&true) && (bare_mobile || 2 * rest.chars().count() <= value.chars().count()));
    }
    let share = |count: u32| f64::from(count) / lengths.len().max(1) as f64;
    let named_text = TARGETS.iter().any(|target| {
        matches!(target.reads, Reads::Text) && target.names.iter().any(|name| likeness(&seen.words, name) > 0)
    });
    let mentions = share(nothing_else) < PEOPLE && (named_text || median > FREE_TEXT);
    for (count, what) in counts.into_iter().zip(["phone numbers", "e-mail addresses", "identity numbers (NIK)"]) {
        if share(count) < PEOPLE {
            continue;
        }
        if !mentions {
            return Some(format!("looks like data about people: {} of its values hold {what}", percent(share(count))));
        }
        warnings.push(format!(
            "\"{}\": {} of its texts hold {what}; they are removed from every text that is mapped",
            seen.name,
            percent(share(count))
        ));
    }
    let word = seen.words.split(' ').find(|word| PEOPLE_WORDS.contains(word))?;
    Some(format!("is named like data about people (\"{word}\")"))
}

fn reads(kind: Reads, value: &str, regions: &Regions) -> bool {
    match kind {
        Reads::Text => value.chars().any(char::is_alphabetic),
        Reads::Number => words::number(value).is_some(),
        Reads::Date => words::date(value, DateOrder::Dmy).or_else(|| words::date(value, DateOrder::Mdy)).is_some(),
        Reads::Region => region(Some(value), None, regions).is_some() || regions.province(value).is_some(),
        Reads::Province => regions.province(value).is_some(),
        Reads::Pay => {
            !matches!(pay::read(value, PayUnit::Month), Stated::NotStated(Why::Unclear | Why::Empty | Why::NoAmount))
                || value.to_lowercase().contains("nego")
                || value.to_lowercase().contains("kompetitif")
        }
        Reads::Education => words::education(value).is_some(),
        Reads::Experience => words::experience(value, Span::Years).is_some(),
        Reads::Employment => words::employment_type(value).is_some(),
        Reads::Mode => words::work_mode(value).is_some(),
        Reads::Kbji => {
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            digits == value.bytes().filter(|byte| *byte != b'.').count() && (1..=6).contains(&digits)
        }
        Reads::Link => value.starts_with("https://") || value.starts_with("http://"),
        Reads::Age => words::age(value).is_some(),
        Reads::Sex => words::sex(value).is_some(),
        Reads::Flag => ["ya", "tidak", "yes", "no", "true", "false", "1", "0"].contains(&value.to_lowercase().as_str()),
    }
}

fn names_money(value: &str) -> bool {
    let lower = value.to_lowercase();
    ["rp", "idr", "juta", "jt", "ribu", "rb"].iter().any(|word| lower.contains(word))
}

/// "Kab/Kota *" → "kab kota".
fn squeeze(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How well the name of a column fits one of a field, 0 for not at all.
fn likeness(words: &str, name: &str) -> usize {
    let (whole, name) = name.strip_prefix('=').map_or((false, name), |name| (true, name));
    if words == name {
        1_000
    } else if !whole && format!(" {words} ").contains(&format!(" {name} ")) {
        // The longer the name, the surer; what stands first says what a column is.
        name.len() + if words.starts_with(name) { 100 } else { 0 }
    } else {
        0
    }
}

/// 0.967 → "96 %"; never rounded up to all.
fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}
