//! Records in Parquet, as a warehouse's engine writes them: a folder of part files.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use padan::ingest::{Format, Report, read};
use padan::record::Vacancy;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

const SCHEMA: &str = "
    message vacancy {
        required binary id (UTF8);
        optional binary title (UTF8);
        required group source {
            required binary code (UTF8);
            required binary verification (UTF8);
        }
        optional int64 totalJobOpenings;
    }";

/// Writes rows of (id, title, openings).
fn write(path: &Path, rows: &[(&str, Option<&str>, Option<i64>)]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut texts = |values: Vec<Option<&str>>, optional: bool| {
        let levels: Vec<i16> = values.iter().map(|value| value.is_some().into()).collect();
        let values: Vec<ByteArray> = values.into_iter().flatten().map(ByteArray::from).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, optional.then_some(&levels[..]), None).unwrap();
        column.close().unwrap();
    };
    texts(rows.iter().map(|row| Some(row.0)).collect(), false);
    texts(rows.iter().map(|row| row.1).collect(), true);
    texts(vec![Some("sample"); rows.len()], false);
    texts(vec![Some("verified"); rows.len()], false);
    let levels: Vec<i16> = rows.iter().map(|row| row.2.is_some().into()).collect();
    let openings: Vec<i64> = rows.iter().filter_map(|row| row.2).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&openings, Some(&levels), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

fn run(path: &Path) -> (Vec<Vacancy>, Report) {
    let mut report = Report::new(None);
    let mut vacancies = Vec::new();
    read(Format::Parquet, path, &mut report, &mut |vacancy| {
        vacancies.push(vacancy);
        Ok(())
    })
    .unwrap();
    (vacancies, report)
}

#[test]
fn a_folder_of_part_files_is_read_in_order_and_bad_rows_are_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("province=32/part-0.parquet"), &[("b", Some("Perawat"), Some(2)), ("c", None, Some(1))]);
    write(&at("province=31/part-0.parquet"), &[("a", Some("Sopir hubungi 081234567890"), None)]);
    fs::write(at("_SUCCESS"), "").unwrap();
    fs::write(at(".part-0.parquet.crc"), "x").unwrap();
    write(&at("_temporary/part-9.parquet"), &[("z", Some("Tidak jadi"), None)]);
    let (vacancies, report) = run(folder.path());
    let ids: Vec<&str> = vacancies.iter().map(|vacancy| &*vacancy.id).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!((report.rows_in, report.accepted, report.rejected), (3, 2, 1));
    assert_eq!(report.rejected_fields["title"], 1);
    assert_eq!(vacancies[0].total_job_openings, 1, "a null is a field left out");
    assert_eq!(vacancies[1].total_job_openings, 2);
    assert!(!vacancies[0].title.contains("0812"), "{}", vacancies[0].title);
}

#[test]
fn what_is_no_parquet_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let fails = |path: &Path| {
        let why = read(Format::Parquet, path, &mut Report::new(None), &mut |_| Ok(())).unwrap_err();
        format!("{why:#}")
    };
    assert!(fails(folder.path()).contains("no Parquet file found"));
    let text = folder.path().join("a.parquet");
    fs::write(&text, "not parquet at all").unwrap();
    assert!(fails(&text).contains("not a Parquet file"));
    assert!(fails(&folder.path().join("missing.parquet")).contains("missing.parquet"));
}
