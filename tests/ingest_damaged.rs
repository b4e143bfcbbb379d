//! Any bytes in any format are read to an end: records and rejects that add up, or an error, never a panic.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::fs;
use std::path::Path;

use clap::ValueEnum;
use padan::ingest::{Format, Report, gate::Gates, input::Input, read, read_input};
use proptest::prelude::*;

/// Sound files to damage, with the format of each.
const SOUND: [(Format, &str); 10] = [
    (Format::Jsonl, r#"{"id": "a", "title": "Kasir", "source": {"code": "b", "verification": "verified"}}"#),
    (Format::Karirhub, include_str!("fixtures/karirhub.jsonl")),
    (Format::KarirhubList, include_str!("fixtures/karirhub-list.json")),
    (Format::Maganghub, include_str!("fixtures/maganghub.csv")),
    (Format::MaganghubJson, include_str!("fixtures/maganghub.json")),
    (Format::Jobposting, include_str!("fixtures/jobposting.html")),
    (Format::Jobposting, include_str!("fixtures/jobposting.json")),
    (Format::Wllp, include_str!("fixtures/wllp.csv")),
    (Format::Wllp, include_str!("fixtures/wllp.json")),
    (Format::Table, "Kode;Judul Posisi;Gaji;Tanggal\na1;\"Kasir\";Rp 3,5 – 4 juta;24/11/2026\n"),
];

/// The mapping of a table beside it.
const MAPPING: &str = r#"{
    "id": {"columns": ["Kode"]}, "source": {"code": "b", "verification": "verified"}, "title": {"column": "Judul Posisi"},
    "baseSalary": {"column": "Gaji"}, "datePosted": {"column": "Tanggal"}
}"#;

thread_local!(static GATES: Gates = Gates::new());

/// Reads bytes as a format; how many records came of it, or why not.
fn bytes_as(format: Format, bytes: &[u8]) -> Result<u64, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input");
    fs::write(&path, bytes).unwrap();
    fs::write(folder.path().join("mapping.json"), MAPPING).unwrap();
    let mut report = Report::new(Some(Box::new(std::io::sink())));
    let mut out = 0;
    let input = Input::new(format, &path).or(Some("sample"), None);
    let done = GATES.with(|gates| {
        read_input(gates, &input, &mut report, &mut |_| {
            out += 1;
            Ok(())
        })
    });
    // An error may come before the fate of a record is settled, and ends the build.
    done.map_err(|why| format!("{why:#}"))?;
    assert_eq!(report.rows_in, report.accepted + report.rejected, "{format:?}");
    assert_eq!(report.accepted, out, "{format:?}");
    Ok(out)
}

#[test]
fn the_sound_files_are_read() {
    for (format, text) in SOUND {
        assert!(bytes_as(format, text.as_bytes()).unwrap_or_default() > 0, "{format:?}");
    }
    for format in Format::value_variants() {
        let damaged = SOUND.iter().any(|(sound, _)| sound == format);
        assert!(damaged || *format == Format::Parquet, "{format:?} has no sound file in SOUND");
    }
}

#[test]
fn an_array_cut_short_is_an_error_that_says_so() {
    for (format, text) in [SOUND[2], SOUND[4], SOUND[8]] {
        let why = bytes_as(format, &text.as_bytes()[..text.len() - 40]).unwrap_err();
        assert!(why.contains("cut short"), "{format:?}: {why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_are_read_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for format in Format::value_variants() {
            let _ = bytes_as(*format, &bytes);
        }
    }

    #[test]
    fn random_text_of_json_and_html_is_read_to_an_end(
        text in r#"(\[|\{|<script type="application/ld\+json">)([\[\]{},:"\\a-c0-9 \n]|"data":|"@graph":|"@type":"JobPosting"|"title":|"id":|"@id":|</script>){0,60}"#
    ) {
        for format in Format::value_variants() {
            let _ = bytes_as(*format, text.as_bytes());
        }
    }

    #[test]
    fn damaged_files_are_read_to_an_end(
        which in 0..SOUND.len(),
        cut in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let (format, text) = SOUND[which];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = bytes_as(format, &bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = bytes_as(format, &bytes);
    }

    #[test]
    fn a_member_of_another_type_is_a_reject_and_no_panic(
        which in 0..SOUND.len(),
        member in any::<prop::sample::Index>(),
        value in prop::sample::select(&["null", "true", "-1", "1e308", "\"\"", "\"é\"", "[]", "{}", "[[1]]", "{\"name\": [null]}", "99999999999999999999"][..]),
    ) {
        let (format, text) = SOUND[which];
        let members: Vec<usize> = text.match_indices("\": ").map(|(at, _)| at + 3).collect();
        if !members.is_empty() {
            let at = members[member.index(members.len())];
            let end = text[at..].find([',', '}', '\n']).map_or(text.len(), |length| at + length);
            let _ = bytes_as(format, format!("{}{value}{}", &text[..at], &text[end..]).as_bytes());
        }
    }
}

#[test]
fn a_folder_that_is_no_input_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for format in Format::value_variants() {
        let mut report = Report::new(None);
        let done = read(*format, folder.path(), &mut report, &mut |_| Ok(()));
        assert!(done.is_err() && report.rows_in == 0, "{format:?}");
        assert!(read(*format, Path::new("/nowhere/x"), &mut report, &mut |_| Ok(())).is_err(), "{format:?}");
    }
}
