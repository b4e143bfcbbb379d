//! A table of any kind (CSV, XLSX, Parquet) as named columns and rows of text.
//!
//! What a file is, its first bytes say. Cells are text as a person would read it: dates are ISO
//! dates, whole numbers have no decimals, a list is joined by "; ", nothing is "". Columns
//! without a name are `(column 3)`, and the second of two that share a name is `Gaji (2)`.
//! Rows in which every cell is blank are not records.
//!
//! Memory: one row at a time. A workbook keeps its texts in one list that has to be held, so a
//! workbook that unpacks to more than [`MOST_UNPACKED`] bytes is refused.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use calamine::{DataRef, Reader, Xlsx};
use csv::StringRecord;
use serde_json::Value;

use super::{Fault, Report, delimited, encoding::Utf8, parquet};

/// Most bytes that a workbook may unpack to.
pub const MOST_UNPACKED: u64 = 512 << 20;
/// Columns a workbook's sheet can have.
const WIDEST: usize = 16_384;
/// Rows in which the header of a workbook is looked for.
const HEADER_ROWS: usize = 20;

/// Where in a file the table is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Sheet of a workbook; may be left out where there is one.
    pub sheet: Option<String>,
    /// Lines or rows above the header.
    pub skip_rows: usize,
    /// What separates the cells of a CSV; told from its header where left out.
    pub delimiter: Option<u8>,
}

/// What [`each`] hands on.
pub enum Part<'a> {
    /// Names of the columns; comes first, and again with every file of a folder.
    Columns(&'a [String]),
    /// A row with as many cells as there are columns, and its line or row in the file, from 1.
    Row(u64, &'a [String]),
    /// A row that cannot be read.
    Bad(u64, Fault),
}

/// Takes one part; `false` ends the reading.
pub type Take<'a> = dyn FnMut(Part, &mut Report) -> Result<bool> + 'a;

enum Kind {
    Text,
    Workbook,
    Parquet,
}

fn kind(path: &Path) -> Result<Kind> {
    if path.is_dir() {
        return Ok(Kind::Parquet);
    }
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(4).read_to_end(&mut head))
        .with_context(|| format!("cannot read {}. Check the path", path.display()))?;
    Ok(match &head[..] {
        b"PK\x03\x04" => Kind::Workbook,
        b"PAR1" => Kind::Parquet,
        b"\xd0\xcf\x11\xe0" => bail!("{} is an old Excel file (.xls); save it as .xlsx or CSV", path.display()),
        _ => Kind::Text,
    })
}

/// Hands the columns and then every row of a table to `take`.
///
/// # Errors
/// The file cannot be read, is damaged or too large, or `take` failed.
pub fn each(path: &Path, layout: &Layout, report: &mut Report, take: &mut Take) -> Result<()> {
    match kind(path)? {
        Kind::Text => each_line(path, layout, report, take),
        Kind::Workbook => each_row(path, layout, report, take),
        Kind::Parquet => each_record(path, report, take),
    }
    .with_context(|| format!("while reading {}", path.display()))
}

/// Where the table seems to be in a file: its header is the first line that is nearly as wide as
/// the widest of the first twenty.
///
/// # Errors
/// The file cannot be read, or it is a workbook of several sheets and `sheet` names none.
pub fn guess(path: &Path, sheet: Option<&str>) -> Result<Layout> {
    let mut layout = Layout { sheet: sheet.map(str::to_owned), ..Layout::default() };
    match kind(path)? {
        Kind::Parquet => {}
        Kind::Text => {
            let mut head = Vec::new();
            Utf8::new(File::open(path)?)?.take(1 << 16).read_to_end(&mut head)?;
            let (skip_rows, delimiter) = delimited::sniff(&head);
            (layout.skip_rows, layout.delimiter) = (skip_rows, Some(delimiter));
        }
        Kind::Workbook => {
            let mut widths = Vec::new();
            rows(path, sheet, &mut Report::default(), &mut |number, cells, _| {
                widths.push((number, cells.iter().filter(|cell| !cell.trim().is_empty()).count()));
                Ok(widths.len() < HEADER_ROWS)
            })?;
            let widest = widths.iter().map(|row| row.1).max().unwrap_or(0);
            let header = widths.iter().find(|row| 3 * row.1 >= 2 * widest);
            layout.skip_rows = header.map_or(0, |row| row.0 as usize - 1);
        }
    }
    Ok(layout)
}

fn each_line(path: &Path, layout: &Layout, report: &mut Report, take: &mut Take) -> Result<()> {
    let mut text = Utf8::new(File::open(path)?)?;
    let read = each_record_of_csv(&mut text, layout, report, take);
    text.account(report);
    read
}

fn each_record_of_csv(input: impl Read, layout: &Layout, report: &mut Report, take: &mut Take) -> Result<()> {
    let mut csv = delimited::Records::new(input, layout.skip_rows, layout.delimiter)?;
    let mut record = StringRecord::new();
    csv.next(&mut record)?;
    let columns = named(record.iter());
    if columns.is_empty() {
        bail!("no header line found; a first line with the names of the columns expected");
    }
    let mut go_on = take(Part::Columns(&columns), report)?;
    let mut cells: Vec<String> = Vec::new();
    while go_on && csv.next(&mut record)? {
        let (line, byte) = csv.place(&record);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            report.count("row_blank");
            continue;
        }
        go_on = if record.len() == columns.len() {
            cells.resize_with(columns.len(), String::new);
            for (slot, cell) in cells.iter_mut().zip(&record) {
                slot.clear();
                slot.push_str(cell);
            }
            take(Part::Row(line, &cells), report)?
        } else {
            let expected = format!("{} cells, as in the header", columns.len());
            take(Part::Bad(line, Fault::new("line", format!("{} cells", record.len()), expected)), report)?
        };
        report.read_so_far(byte);
    }
    Ok(())
}

fn each_row(path: &Path, layout: &Layout, report: &mut Report, take: &mut Take) -> Result<()> {
    let mut columns: Vec<String> = Vec::new();
    rows(path, layout.sheet.as_deref(), report, &mut |number, cells, report| {
        if number <= layout.skip_rows as u64 {
            return Ok(true);
        }
        if columns.is_empty() {
            let end = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            columns = named(cells[..end].iter().map(String::as_str));
            return take(Part::Columns(&columns), report);
        }
        if cells.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            report.count("cells_beyond_header");
        }
        cells.resize(columns.len(), String::new());
        take(Part::Row(number, cells), report)
    })?;
    if columns.is_empty() {
        bail!("no header row found; a row with the names of the columns expected");
    }
    Ok(())
}

type TakeRow<'a> = dyn FnMut(u64, &mut Vec<String>, &mut Report) -> Result<bool> + 'a;

/// Every row of a sheet that is not blank, with its number from 1.
fn rows(path: &Path, sheet: Option<&str>, report: &mut Report, take: &mut TakeRow) -> Result<()> {
    unpacked_size(path)?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?)).context("not a workbook (.xlsx)")?;
    let sheets = book.sheet_names();
    let shown = || sheets.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let sheet = match (sheet, &sheets[..]) {
        (Some(name), _) if sheets.iter().any(|other| other == name) => name,
        (Some(name), _) => bail!("no sheet \"{name}\" found; one of {} expected", shown()),
        (None, [only]) => only,
        (None, _) => bail!("{} sheets found ({}); say which in \"sheet\"", sheets.len(), shown()),
    };
    let mut reader = book.worksheet_cells_reader(sheet).with_context(|| format!("the sheet \"{sheet}\""))?;
    let mut cells: Vec<String> = Vec::new();
    let mut row = 0;
    while let Some(cell) = reader.next_cell().with_context(|| format!("the sheet \"{sheet}\", row {}", row + 1))? {
        let (at, column) = cell.get_position();
        if at != row {
            if !flush(row, &mut cells, report, take)? {
                return Ok(());
            }
            row = at;
        }
        let column = column as usize;
        if column >= WIDEST {
            bail!("row {}: column {} found, at most {WIDEST} expected", row + 1, column + 1);
        }
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = shown_as(cell.get_value(), report);
    }
    flush(row, &mut cells, report, take).map(drop)
}

fn flush(row: u32, cells: &mut Vec<String>, report: &mut Report, take: &mut TakeRow) -> Result<bool> {
    let go_on = cells.iter().all(|cell| cell.trim().is_empty()) || take(u64::from(row) + 1, cells, report)?;
    cells.clear();
    Ok(go_on)
}

fn shown_as(value: &DataRef, report: &mut Report) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain_number(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(duration) => plain_number(duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => {
            report.count("cell_error");
            String::new()
        }
        DataRef::Empty => String::new(),
    }
}

fn plain_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e16 { format!("{number:.0}") } else { number.to_string() }
}

/// Unpacks a workbook to nowhere, to know that it can be held. What the archive claims is not believed.
fn unpacked_size(path: &Path) -> Result<()> {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).context("not a workbook (.xlsx)")?;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).context("a damaged workbook")?;
        let strings = entry.name()?.to_lowercase().ends_with("sharedstrings.xml");
        let mut input = BufReader::new(entry.take(left + 1));
        let claimed = if strings { strings_claimed(input.fill_buf()?) } else { 0 };
        let size = io::copy(&mut input, &mut io::sink()).context("a damaged workbook")?;
        if size > left {
            bail!(
                "the workbook unpacks to more than {} MiB; save the sheet as CSV, which is read line by line",
                MOST_UNPACKED >> 20
            );
        }
        if claimed > size {
            bail!("a damaged workbook: {claimed} texts claimed in {size} bytes");
        }
        left -= size;
    }
    Ok(())
}

/// How many texts the list of a workbook says it has: as many are made room for.
fn strings_claimed(head: &[u8]) -> u64 {
    let head = String::from_utf8_lossy(head);
    let count = head.split_once("uniqueCount").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    count.map_or(0, |count| count.parse().unwrap_or(u64::MAX))
}

fn each_record(path: &Path, report: &mut Report, take: &mut Take) -> Result<()> {
    let mut columns: Vec<String> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    parquet::each(path, report, &mut |part, report| match part {
        parquet::Part::Columns(names) => {
            columns = names;
            take(Part::Columns(&columns), report)
        }
        parquet::Part::Row(number, Ok(json)) => {
            cells.clear();
            cells.extend(columns.iter().map(|column| text_of(at_path(&json, column))));
            take(Part::Row(number, &cells), report)
        }
        parquet::Part::Row(number, Err(fault)) => take(Part::Bad(number, fault), report),
    })
}

/// The value of a column such as `source.code`.
fn at_path<'a>(json: &'a Value, column: &str) -> &'a Value {
    column.split('.').try_fold(json, |value, name| value.get(name)).or_else(|| json.get(column)).unwrap_or(&Value::Null)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Names of columns, tidy and each once.
fn named<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut times: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for (at, name) in names.enumerate() {
        let mut tidy = name.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ");
        if tidy.is_empty() {
            tidy = format!("(column {})", at + 1);
        }
        let time = times.entry(tidy.clone()).or_insert(0);
        *time += 1;
        if *time > 1 {
            tidy = format!("{tidy} ({time})");
        }
        columns.push(tidy);
    }
    columns
}
