//! Any table (CSV, XLSX, Parquet) by a mapping that says which column is which field.
//!
//! The mapping of `list.csv` is `list.csv.mapping.json` beside it, or `mapping.json` in its
//! folder, shared by all its tables. It is JSON, so that it needs no second parser and an editor
//! completes it from `docs/schema/mapping.schema.json`. Keys are those of a [`Vacancy`]; what
//! becomes of a cell its field decides: pay is read as pay, a date as a date. What a cell says
//! that cannot be read is counted; a date that cannot be read rejects its row.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Fault, Regions, Report, Sink,
    gate::Gates,
    pay::{self, Stated, Why},
    region::How,
    settle,
    sheet::{self, Layout, Part},
    words::{self, DateOrder, Span},
};
use crate::record::{
    EducationRequirement, ExperienceRequirement, Inclusion, Limit, LimitKind, Occupation, Organization, Origin, Pay,
    PayUnit, Place, Requirement, RequirementKind, Source, Vacancy,
    code::{EmploymentType, Verification, WorkMode},
};

/// Columns shown in an error.
const COLUMNS_SHOWN: usize = 60;

/// How the columns of a table become the fields of a vacancy. Columns that are not named are
/// left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// The schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Sheet of a workbook; needed where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Lines (CSV) or rows (XLSX) above the header.
    #[serde(default, skip_serializing_if = "is_default")]
    pub skip_rows: usize,
    /// What separates the cells of a CSV: one ASCII sign. Told from the header where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Rows that are no open vacancy; they are counted as rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_when: Vec<Condition>,
    /// What tells one vacancy from all others.
    pub id: Identity,
    /// Where the advertisements come from.
    pub source: Origins,
    /// Job title.
    pub title: Words,
    /// Occupation code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupational_category: Option<OccupationColumn>,
    /// The portal's own job function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_function: Option<Words>,
    /// Name of the employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hiring_organization: Option<Words>,
    /// The portal's own industry name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<Words>,
    /// Workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_location: Option<PlaceColumns>,
    /// On site, hybrid or remote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_location_type: Option<CodeColumn<WorkMode>>,
    /// Full time, contract, internship …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employment_type: Option<CodeColumn<EmploymentType>>,
    /// People wanted; 1 where the cell says no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_job_openings: Option<Column>,
    /// Places not yet filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_job_openings: Option<Column>,
    /// Pay, as one text or as two columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_salary: Option<PayColumns>,
    /// Schooling asked; the lowest rung a cell names counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education_requirements: Option<EducationColumns>,
    /// Experience asked ("1-2 tahun", "fresh graduate", a bare number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience_requirements: Option<ExperienceColumn>,
    /// Skills, certificates, licences, languages and tools asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementColumn>,
    /// Age, sex and other limits. Shown, never scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitColumns>,
    /// Whether people with disabilities may apply; "ya", "yes", "true" and 1 say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<Column>,
    /// Working time as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_hours: Option<Words>,
    /// First day shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_posted: Option<DateColumn>,
    /// Last day to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_through: Option<DateColumn>,
    /// Duties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Words>,
    /// Qualifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifications: Option<Words>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A column by its name in the header.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub column: String,
}

/// Text of one or several columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Words {
    /// One column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Several, joined in this order; blank cells are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// What stands between them; a space where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// The text where there is no column or its cell is blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// Rows whose cell in a column is one of some words, whatever their case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// The words; "" is a blank cell.
    #[schemars(length(min = 1))]
    pub is: Vec<String>,
}

/// What makes the id of a row. It must stay the same from one export to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identity {
    /// The columns; several are joined by "-".
    #[schemars(length(min = 1))]
    pub columns: Vec<String>,
    /// Whether the id is a hash of them, where no column is an id by itself. Rows alike in all of
    /// them are then one vacancy.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hash: bool,
    /// Stands before the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// Where the advertisements come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Origins {
    /// Portal key of all rows ("dinas-bekasi").
    pub code: String,
    /// Whether the labour service checked them.
    pub verification: Verification,
    /// Page to apply on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Words>,
}

impl Default for Origins {
    fn default() -> Self {
        Self { code: String::new(), verification: Verification::Unverified, url: None }
    }
}

/// Occupation codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OccupationColumn {
    /// Column of KBJI codes.
    pub column: String,
    /// Edition of KBJI: 2014 or 2026.
    pub edition: u16,
    /// Certainty in permille: 1000 for codes from the employer or an officer.
    #[serde(default = "thousand")]
    pub reliability: u16,
}

fn thousand() -> u16 {
    1000
}

/// Workplaces by name, by Kemendagri code, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceColumns {
    /// Column of regency or city names ("Kab. Bekasi", "Kota Bekasi, Jawa Barat").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Column of province names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Column of Kemendagri codes. BPS codes look alike and mean other places: where there is a
    /// name too, the two must agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Street address or place name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Words>,
}

/// A code of a closed list. Common Indonesian and English words for it are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
pub struct CodeColumn<T> {
    /// The column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Further words of that column and the codes they mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, T>,
    /// The code where there is no column or its cell is blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<T>,
}

/// Pay.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PayColumns {
    /// Column of texts such as "Rp 3,5 – 4 juta/bulan".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Or the column of the least pay,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// and the column of the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// Unit where a cell names none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub per: PayUnit,
    /// Pay is carried only where this holds, as on portals on which employers may hide it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
}

/// Schooling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EducationColumns {
    /// Column of levels ("SMA/SMK", "D3, S1").
    pub column: String,
    /// Study fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<List>,
    /// Whether a person below the level is turned away; true where left out.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub required: bool,
}

fn yes() -> bool {
    true
}

/// Several words in one cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct List {
    /// The column.
    pub column: String,
    /// What stands between the words; a comma where left out.
    #[serde(default = "comma")]
    pub separator: String,
}

fn comma() -> String {
    ",".to_owned()
}

/// Experience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExperienceColumn {
    /// The column.
    pub column: String,
    /// Unit of a bare number; years where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: Span,
}

/// Things asked, of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequirementColumn {
    /// The column.
    pub column: String,
    /// What stands between the words; a comma where left out.
    #[serde(default = "comma")]
    pub separator: String,
    /// What kind of things they are.
    pub kind: RequirementKind,
    /// Must have (true) or nice to have (false, where left out).
    #[serde(default, skip_serializing_if = "is_default")]
    pub must: bool,
}

/// A limit on who may apply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitColumns {
    /// What is limited.
    pub kind: LimitKind,
    /// The column ("18-35", "Laki-laki").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Or, for an age, the column of the least
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// and of the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
}

/// A date in any usual form, months in Indonesian or English, or the number a spreadsheet keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DateColumn {
    /// The column.
    pub column: String,
    /// Order of day and month in 01/02/2026; `dmy` where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: DateOrder,
}

impl Mapping {
    /// Reads the mapping that belongs to a table, and says where it is.
    ///
    /// # Errors
    /// There is none, or it is not a mapping: the message names the key and what it may be.
    pub fn of(table: &Path) -> Result<(Self, PathBuf)> {
        let own = beside(table);
        let shared = table.parent().unwrap_or(Path::new("")).join("mapping.json");
        let path = match (own.is_file(), shared.is_file()) {
            (true, _) => own,
            (false, true) => shared,
            (false, false) => bail!(
                "no mapping found for {}: {} expected beside it (or mapping.json for the whole folder). `padan map {} --out {}` proposes one",
                table.display(),
                own.display(),
                table.display(),
                own.display()
            ),
        };
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mapping: Self = parse(&text).with_context(|| format!("in the mapping {}", path.display()))?;
        mapping.check().with_context(|| format!("in the mapping {}", path.display()))?;
        Ok((mapping, path))
    }

    /// What cannot be said by types alone.
    fn check(&self) -> Result<()> {
        if self.id.columns.is_empty() {
            bail!("id names no column; one or more expected");
        }
        if let Some(sign) = self.delimiter.filter(|sign| !sign.is_ascii()) {
            bail!("delimiter {sign:?} found, one ASCII sign expected");
        }
        for (field, words) in self.texts() {
            if words.column.is_some() && !words.columns.is_empty() {
                bail!("{field} has both \"column\" and \"columns\"; one of them expected");
            }
            if words.column.is_none() && words.columns.is_empty() && words.default.is_none() {
                bail!("{field} is empty; \"column\", \"columns\" or \"default\" expected");
            }
        }
        if let Some(pay) = &self.base_salary
            && pay.column.is_some() == (pay.min.is_some() || pay.max.is_some())
        {
            bail!("baseSalary: either \"column\" or \"min\" and \"max\" expected");
        }
        for limit in &self.limits {
            if limit.column.is_some() == (limit.min.is_some() || limit.max.is_some()) {
                bail!("limits: either \"column\" or \"min\" and \"max\" expected");
            }
            if limit.column.is_none() && limit.kind != LimitKind::Age {
                bail!("limits: \"min\" and \"max\" are for an age; \"column\" expected");
            }
        }
        if let Some(place) = &self.job_location
            && place.column.is_none()
            && place.province.is_none()
            && place.code.is_none()
        {
            bail!("jobLocation: \"column\", \"province\" or \"code\" expected");
        }
        Ok(())
    }

    fn texts(&self) -> impl Iterator<Item = (&'static str, &Words)> {
        [
            ("title", Some(&self.title)),
            ("source.url", self.source.url.as_ref()),
            ("jobFunction", self.job_function.as_ref()),
            ("hiringOrganization", self.hiring_organization.as_ref()),
            ("industry", self.industry.as_ref()),
            ("jobLocation.address", self.job_location.as_ref().and_then(|place| place.address.as_ref())),
            ("workHours", self.work_hours.as_ref()),
            ("description", self.description.as_ref()),
            ("qualifications", self.qualifications.as_ref()),
        ]
        .into_iter()
        .filter_map(|(field, words)| Some((field, words?)))
    }

    /// Every column the mapping names, with the field that names it.
    #[must_use]
    pub fn columns<'a>(&'a self) -> Vec<(&'static str, &'a str)> {
        let mut named: Vec<(&'static str, &'a str)> = Vec::new();
        for (field, words) in self.texts() {
            named.extend(words.column.iter().chain(&words.columns).map(|column| (field, column.as_str())));
        }
        let mut add = |field, column: Option<&'a String>| named.extend(column.map(|column| (field, column.as_str())));
        for column in &self.id.columns {
            add("id", Some(column));
        }
        for skip in &self.skip_when {
            add("skipWhen", Some(&skip.column));
        }
        add("occupationalCategory", self.occupational_category.as_ref().map(|own| &own.column));
        if let Some(place) = &self.job_location {
            for column in [&place.column, &place.province, &place.code] {
                add("jobLocation", column.as_ref());
            }
        }
        add("jobLocationType", self.job_location_type.as_ref().and_then(|own| own.column.as_ref()));
        add("employmentType", self.employment_type.as_ref().and_then(|own| own.column.as_ref()));
        add("totalJobOpenings", self.total_job_openings.as_ref().map(|own| &own.column));
        add("remainingJobOpenings", self.remaining_job_openings.as_ref().map(|own| &own.column));
        if let Some(pay) = &self.base_salary {
            for column in [&pay.column, &pay.min, &pay.max] {
                add("baseSalary", column.as_ref());
            }
            add("baseSalary.showWhen", pay.show_when.as_ref().map(|show| &show.column));
        }
        if let Some(education) = &self.education_requirements {
            add("educationRequirements", Some(&education.column));
            add("educationRequirements.fields", education.fields.as_ref().map(|fields| &fields.column));
        }
        add("experienceRequirements", self.experience_requirements.as_ref().map(|own| &own.column));
        for asked in &self.requirements {
            add("requirements", Some(&asked.column));
        }
        for limit in &self.limits {
            for column in [&limit.column, &limit.min, &limit.max] {
                add("limits", column.as_ref());
            }
        }
        add("inclusion", self.inclusion.as_ref().map(|own| &own.column));
        add("datePosted", self.date_posted.as_ref().map(|own| &own.column));
        add("validThrough", self.valid_through.as_ref().map(|own| &own.column));
        named
    }

    fn layout(&self) -> Layout {
        Layout {
            sheet: self.sheet.clone(),
            skip_rows: self.skip_rows,
            delimiter: self.delimiter.map(|sign| sign as u8),
        }
    }
}

/// Where the mapping of a table is looked for first.
#[must_use]
pub fn beside(table: &Path) -> PathBuf {
    let name = table.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    table.with_file_name(format!("{name}.mapping.json"))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if path == "." { anyhow!("{inner}") } else { anyhow!("{path}: {inner}") }
    })
}

pub(super) fn read(path: &Path, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    let (mapping, file) = Mapping::of(path)?;
    read_by(&mapping, &file, path, gates, report, sink)
}

fn read_by(
    mapping: &Mapping,
    mapping_file: &Path,
    path: &Path,
    gates: &Gates,
    report: &mut Report,
    sink: &mut Sink,
) -> Result<()> {
    report.start_file(path);
    let mut columns: HashMap<String, usize> = HashMap::new();
    sheet::each(path, &mapping.layout(), report, &mut |part, report| {
        match part {
            Part::Columns(names) => {
                columns = names.iter().cloned().zip(0..).collect();
                for (field, column) in mapping.columns() {
                    if !columns.contains_key(column) {
                        bail!(
                            "{field} names the column \"{column}\", which the table does not have. Its columns: {}. Edit {}",
                            listed(names),
                            mapping_file.display()
                        );
                    }
                }
            }
            Part::Row(line, cells) => {
                report.met();
                let made = vacancy(mapping, &Row { columns: &columns, cells }, gates.regions(), report);
                settle(made, line, None, gates, report, sink)?;
            }
            Part::Bad(line, fault) => {
                report.met();
                settle(Err(fault), line, None, gates, report, sink)?;
            }
        }
        Ok(true)
    })
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(COLUMNS_SHOWN).map(|name| format!("\"{name}\"")).collect();
    let more = names.len().saturating_sub(COLUMNS_SHOWN);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    cells: &'a [String],
}

impl Row<'_> {
    /// The cell, trimmed; "" where it only says that it is empty.
    fn get(&self, column: &str) -> &str {
        let cell = self.columns.get(column).and_then(|at| self.cells.get(*at)).map_or("", |cell| cell.trim());
        if says_nothing(cell) { "" } else { cell }
    }

    fn stated(&self, column: Option<&String>) -> Option<&str> {
        column.map(|column| self.get(column)).filter(|cell| !cell.is_empty())
    }

    fn text(&self, words: &Words) -> Option<String> {
        let join = words.join.as_deref().unwrap_or(" ");
        let cells: Vec<&str> = words
            .column
            .iter()
            .chain(&words.columns)
            .map(|column| self.get(column))
            .filter(|cell| !cell.is_empty())
            .collect();
        if cells.is_empty() { words.default.clone() } else { Some(cells.join(join)) }
    }

    fn meets(&self, condition: &Condition) -> bool {
        let cell = self.get(&condition.column).to_lowercase();
        condition.is.iter().any(|word| word.trim().to_lowercase() == cell)
    }
}

/// Whether a cell is how programs write that nothing is there.
pub(super) fn says_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "--")
        || ["null", "nan", "n/a", "#n/a", "none"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

fn vacancy(mapping: &Mapping, row: &Row, regions: &Regions, report: &mut Report) -> Result<Vacancy, Fault> {
    if let Some(skip) = mapping.skip_when.iter().find(|skip| row.meets(skip)) {
        return Err(Fault::new(&skip.column, row.get(&skip.column), "none of the words in skipWhen"));
    }
    let text = |words: &Option<Words>| words.as_ref().and_then(|words| row.text(words));
    Ok(Vacancy {
        id: id(&mapping.id, row),
        title: row.text(&mapping.title).unwrap_or_default(),
        source: Source {
            code: mapping.source.code.clone(),
            url: text(&mapping.source.url),
            verification: mapping.source.verification,
        },
        also_at: Vec::new(),
        occupational_category: mapping.occupational_category.as_ref().and_then(|own| occupation(own, row)),
        job_function: text(&mapping.job_function),
        hiring_organization: text(&mapping.hiring_organization).map(|name| Organization { name, kind: None }),
        industry: text(&mapping.industry),
        job_location: mapping.job_location.iter().filter_map(|own| place(own, row, regions, report)).collect(),
        job_location_type: mapping
            .job_location_type
            .as_ref()
            .and_then(|own| code(own, "jobLocationType", words::work_mode, row, report)),
        employment_type: mapping
            .employment_type
            .as_ref()
            .and_then(|own| code(own, "employmentType", words::employment_type, row, report)),
        total_job_openings: whole(mapping.total_job_openings.as_ref(), "totalJobOpenings", row, report).unwrap_or(1),
        remaining_job_openings: whole(mapping.remaining_job_openings.as_ref(), "remainingJobOpenings", row, report),
        base_salary: mapping.base_salary.as_ref().and_then(|own| salary(own, row, report)),
        education_requirements: mapping.education_requirements.as_ref().and_then(|own| education(own, row, report)),
        experience_requirements: mapping.experience_requirements.as_ref().and_then(|own| experience(own, row, report)),
        requirements: mapping.requirements.iter().flat_map(|own| requirements(own, row)).collect(),
        limits: mapping.limits.iter().filter_map(|own| limit(own, row, report)).collect(),
        inclusion: mapping.inclusion.as_ref().and_then(|own| {
            let word = row.get(&own.column).to_lowercase();
            ["ya", "yes", "true", "1", "y", "terbuka", "bisa"]
                .contains(&word.as_str())
                .then_some(Inclusion { open_to_disability: true })
        }),
        work_hours: text(&mapping.work_hours),
        date_posted: date(mapping.date_posted.as_ref(), row)?,
        valid_through: date(mapping.valid_through.as_ref(), row)?,
        description: text(&mapping.description),
        qualifications: text(&mapping.qualifications),
    })
}

fn id(own: &Identity, row: &Row) -> String {
    let cells: Vec<&str> = own.columns.iter().map(|column| row.get(column)).collect();
    let prefix = own.prefix.as_deref().unwrap_or_default();
    if cells.iter().all(|cell| cell.is_empty()) {
        return String::new();
    }
    if !own.hash {
        return format!("{prefix}{}", cells.join("-"));
    }
    let tidy: Vec<String> =
        cells.iter().map(|cell| cell.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let digest = Sha256::digest(tidy.join("\u{1f}").as_bytes());
    let hash: String = digest[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}{hash}")
}

fn occupation(own: &OccupationColumn, row: &Row) -> Option<Occupation> {
    let mut code = row.get(&own.column).replace(' ', "");
    if code.is_empty() {
        return None;
    }
    // "311401" and, from a spreadsheet, "3114.0".
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        code.insert(4, '.');
    } else if let Some(group) = code.strip_suffix(".0") {
        code = group.to_owned();
    }
    Some(Occupation { code, edition: own.edition, reliability: own.reliability })
}

fn place(own: &PlaceColumns, row: &Row, regions: &Regions, report: &mut Report) -> Option<Place> {
    let address = own.address.as_ref().and_then(|words| row.text(words));
    let (name, province) = (row.stated(own.column.as_ref()), row.stated(own.province.as_ref()));
    if let Some(stated) = row.stated(own.code.as_ref()) {
        let digits: String = stated.chars().filter(char::is_ascii_digit).collect();
        match regions.deepest(&digits) {
            Some(code) if name.is_none_or(|name| regions.agrees(&code[..code.len().min(4)], name)) => {
                return Some(Place { region: code, address });
            }
            Some(_) => report.count("region_code_and_name_differ"),
            None if name.is_none() => report.unmapped_region(stated),
            None => {}
        }
    }
    let Some(shown) = name.or(province) else {
        report.count("region_empty");
        return None;
    };
    match region(name, province, regions) {
        Some((region, gate)) => {
            if let Some(gate) = gate {
                report.count(gate);
            }
            Some(Place { region, address })
        }
        None => {
            report.unmapped_region(&match (name, province) {
                (Some(name), Some(province)) => format!("{name}, {province}"),
                _ => shown.to_owned(),
            });
            None
        }
    }
}

/// The region that a name and a province surely mean, and the gate that counts how it was told.
pub(super) fn region(
    name: Option<&str>,
    province: Option<&str>,
    regions: &Regions,
) -> Option<(String, Option<&'static str>)> {
    let gate = |how| match how {
        How::Official => None,
        How::Alias => Some("region_alias"),
        How::Unglued => Some("region_unglued"),
        How::ProvinceOnly => Some("region_province_only"),
    };
    let Some(name) = name else { return regions.province(province?).map(|code| (code, None)) };
    if let Some(found) = regions.find(name, province) {
        return Some((found.code, gate(found.how)));
    }
    if let Some(province) = province {
        // A name that is another province's contradicts; one that nobody knows says nothing.
        return match regions.find(name, None) {
            Some(_) => None,
            None => regions.province(province).map(|code| (code, Some("region_province_only"))),
        };
    }
    // "Kota Bekasi, Jawa Barat", "Jawa Barat - Kota Bekasi".
    [",", " - ", "/"].iter().filter_map(|sign| name.rsplit_once(sign)).find_map(|(head, tail)| {
        let both = [(head, tail), (tail, head)];
        let (name, province) = both.into_iter().find(|(_, province)| regions.province(province).is_some())?;
        let found = regions.find(name.trim(), Some(province.trim()))?;
        Some((found.code, gate(found.how)))
    })
}

fn code<T: Copy>(
    own: &CodeColumn<T>,
    field: &str,
    known: impl Fn(&str) -> Option<T>,
    row: &Row,
    report: &mut Report,
) -> Option<T> {
    let Some(word) = row.stated(own.column.as_ref()) else { return own.default };
    let own_word = own.words.iter().find(|(other, _)| other.trim().eq_ignore_ascii_case(word)).map(|(_, code)| *code);
    let found = own_word.or_else(|| known(word));
    if found.is_none() {
        report.unknown_value(field, word);
    }
    found
}

fn whole(own: Option<&Column>, field: &str, row: &Row, report: &mut Report) -> Option<u32> {
    let cell = row.stated(own.map(|own| &own.column))?;
    let number = words::number(cell);
    if number.is_none() {
        report.count("openings_unreadable");
        report.unknown_value(field, cell);
    }
    number
}

fn salary(own: &PayColumns, row: &Row, report: &mut Report) -> Option<Pay> {
    let cells = [&own.column, &own.min, &own.max].map(|column| row.stated(column.as_ref()));
    if cells.iter().all(Option::is_none) {
        return None;
    }
    if own.show_when.as_ref().is_some_and(|show| !row.meets(show)) {
        report.count("hidden_pay_dropped");
        return None;
    }
    let stated = match cells {
        [Some(text), ..] => pay::read(text, own.per),
        [None, min, max] => ends(min, max, own.per),
    };
    match stated {
        Stated::Monthly(pay) => Some(pay),
        Stated::NotStated(why) => {
            if let Some(gate) = why.gate() {
                report.count(gate);
            }
            None
        }
    }
}

/// Pay of two cells, each of which is one amount.
fn ends(min: Option<&str>, max: Option<&str>, per: PayUnit) -> Stated {
    let mut pay = Pay { min_value: None, max_value: None, stated_per: per };
    let mut units = Vec::new();
    let mut silent = Why::Empty;
    for (cell, slot) in [(min, &mut pay.min_value), (max, &mut pay.max_value)] {
        let Some(cell) = cell else { continue };
        match pay::read(cell, per) {
            Stated::Monthly(Pay { min_value, max_value, stated_per })
                if min_value == max_value || min_value.is_none() || max_value.is_none() =>
            {
                *slot = min_value.or(max_value);
                units.push(stated_per);
            }
            Stated::NotStated(why @ (Why::Zero | Why::Empty)) => silent = why,
            Stated::NotStated(why) => return Stated::NotStated(why),
            Stated::Monthly(_) => return Stated::NotStated(Why::Unclear),
        }
    }
    match units[..] {
        [] => Stated::NotStated(silent),
        [first, second] if first != second => Stated::NotStated(Why::Unclear),
        [first, ..] => Stated::Monthly(Pay { stated_per: first, ..pay }),
    }
}

fn education(own: &EducationColumns, row: &Row, report: &mut Report) -> Option<EducationRequirement> {
    let fields: Vec<String> =
        own.fields.iter().flat_map(|list| split(row.get(&list.column), &list.separator)).collect();
    let cell = row.get(&own.column);
    let level = words::education(cell);
    if level.is_none() && !cell.is_empty() {
        report.count("education_unknown");
        report.unknown_value("educationRequirements", cell);
    }
    if level.is_none() && !fields.is_empty() {
        report.count("fields_without_education");
    }
    Some(EducationRequirement { level: level?, fields, required: own.required })
}

fn experience(own: &ExperienceColumn, row: &Row, report: &mut Report) -> Option<ExperienceRequirement> {
    let cell = Some(row.get(&own.column)).filter(|cell| !cell.is_empty())?;
    let months = words::experience(cell, own.unit);
    if months.is_none() {
        report.count("experience_unreadable");
        report.unknown_value("experienceRequirements", cell);
    }
    months.map(|months_of_experience| ExperienceRequirement { months_of_experience })
}

fn requirements(own: &RequirementColumn, row: &Row) -> Vec<Requirement> {
    split(row.get(&own.column), &own.separator)
        .map(|label| Requirement { kind: own.kind, label, must: own.must, origin: Origin::Form })
        .collect()
}

fn split(cell: &str, separator: &str) -> impl Iterator<Item = String> {
    let parts: Vec<&str> = if separator.is_empty() { vec![cell] } else { cell.split(separator).collect() };
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>().into_iter()
}

fn limit(own: &LimitColumns, row: &Row, report: &mut Report) -> Option<Limit> {
    let made = |value: String| Some(Limit { kind: own.kind, value, origin: Origin::Form });
    if own.column.is_none() {
        let end = |column: &Option<String>| {
            row.stated(column.as_ref()).and_then(words::number).filter(|age| (1..=99).contains(age))
        };
        let shown = |age: Option<u32>| age.map_or_else(String::new, |age| age.to_string());
        return match (end(&own.min), end(&own.max)) {
            (None, None) => None,
            (Some(from), Some(to)) if from > to => {
                report.count("age_reversed_dropped");
                None
            }
            (from, to) => made(format!("{}-{}", shown(from), shown(to))),
        };
    }
    let cell = row.stated(own.column.as_ref())?;
    let read = match own.kind {
        LimitKind::Age => words::age(cell).map(Some),
        LimitKind::Sex => words::sex(cell).map(|sex| sex.map(str::to_owned)),
        LimitKind::Marital => match cell.to_lowercase().as_str() {
            "belum menikah" | "lajang" | "single" | "belum kawin" => Some(Some("single".to_owned())),
            "menikah" | "married" | "sudah menikah" | "kawin" => Some(Some("married".to_owned())),
            "bebas" | "semua" | "any" => Some(None),
            _ => None,
        },
        _ => Some(Some(cell.to_owned())),
    };
    if read.is_none() {
        report.count("limit_unreadable");
        report.unknown_value("limits", cell);
    }
    read.flatten().and_then(made)
}

fn date(own: Option<&DateColumn>, row: &Row) -> Result<Option<String>, Fault> {
    let Some(own) = own else { return Ok(None) };
    let cell = row.get(&own.column);
    if cell.is_empty() {
        return Ok(None);
    }
    let read = words::date(cell, own.order);
    read.map(Some)
        .ok_or_else(|| Fault::new(&own.column, cell, "a date such as 24/11/2026, 24 November 2026 or 2026-11-24"))
}
