//! The format: what is written reads back, and damage is named.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::io::Read;
use std::path::Path;

use common::{TODAY, build, one_vacancy, vacancies};
use padan::record::day;
use padan::snapshot::{Added, BuildOptions, Builder, ColumnId, Folder, Snapshot, SnapshotError, VERSION};
use proptest::prelude::*;

fn write(folder: &Path, vacancies: &[padan::record::Vacancy]) {
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder).unwrap();
    for vacancy in vacancies {
        builder.add(vacancy).unwrap();
    }
    builder.finish(folder, &mut |_| ()).unwrap();
}

fn core_of(folder: &Path) -> Vec<u8> {
    let name = Folder::open(folder).unwrap().manifest.core.file;
    let mut core = Vec::new();
    flate2::read::GzDecoder::new(&fs::read(folder.join(name)).unwrap()[..]).read_to_end(&mut core).unwrap();
    core
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_record_reads_back_and_agrees_with_its_columns(vacancies in vacancies(150)) {
        let built = build(&vacancies);
        let mut records = built.records.clone();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        prop_assert_eq!(&records, &vacancies);
        let snapshot = built.engine.snapshot();
        for (row, record) in built.records.iter().enumerate() {
            prop_assert_eq!(snapshot.text(ColumnId::Title, row), Some(&*record.title));
            prop_assert_eq!(snapshot.int(ColumnId::Openings, row), Some(record.total_job_openings.into()));
            let posted = record.date_posted.as_deref().and_then(day::parse).map(i64::from);
            prop_assert_eq!(snapshot.int(ColumnId::Posted, row), posted);
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(vacancies in vacancies(60), turn in 0usize..60) {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut turned = vacancies.clone();
        turned.rotate_left(turn % vacancies.len());
        write(one.path(), &vacancies);
        write(other.path(), &turned);
        let manifest = |folder: &Path| fs::read(folder.join("manifest.json")).unwrap();
        prop_assert_eq!(manifest(one.path()), manifest(other.path()));
    }

    #[test]
    fn any_change_to_a_core_opens_or_gives_an_error(vacancies in vacancies(40), at: prop::sample::Index, byte: u8, cut: prop::sample::Index) {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &vacancies);
        let mut core = core_of(folder.path());
        let _ = Snapshot::open(&core[..cut.index(core.len())]).map(|_| panic!("a cut core opened")).map_err(|why| why.to_string());
        let at = at.index(core.len());
        core[at] = byte;
        if let Ok(snapshot) = Snapshot::open(&core) {
            let engine = padan::query::Engine::new(snapshot);
            let query = padan::query::Query { text: "st".into(), ..Default::default() };
            let _ = engine.query(&query, Some(&padan::record::Profile::default()));
        }
    }
}

#[test]
fn a_record_whose_id_came_before_replaces_the_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder.path()).unwrap();
    let mut vacancy = one_vacancy();
    assert_eq!(builder.add(&vacancy).unwrap(), Added::New);
    vacancy.title = "Staf Toko".into();
    assert_eq!(builder.add(&vacancy).unwrap(), Added::Merged);
    builder.finish(folder.path(), &mut |_| ()).unwrap();
    let folder = Folder::open(folder.path()).unwrap();
    assert_eq!(folder.snapshot.rows(), 1);
    assert_eq!(folder.snapshot.text(ColumnId::Title, 0), Some("Staf Toko"));
    assert_eq!(folder.snapshot.column(ColumnId::Title).dict.len(), 1, "the old title is gone");
    assert_eq!(folder.record(0).unwrap().title, "Staf Toko");
}

#[test]
fn a_second_build_replaces_the_first_and_leaves_no_old_file() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let first = Folder::open(folder.path()).unwrap().manifest;
    let mut other = one_vacancy();
    other.title = "Perawat".into();
    write(folder.path(), &[other]);
    let second = Folder::open(folder.path()).unwrap().manifest;
    assert_ne!(first.core.file, second.core.file);
    assert!(!folder.path().join(first.core.file).exists());
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 5, "manifest, core, ids, index and one text block, not {names:?}");
}

/// Damages a copy of a snapshot and tells the name of the error on the whole way through it.
fn after(damage: impl FnOnce(&Path, &padan::snapshot::Manifest)) -> Option<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let manifest = Folder::open(folder.path()).unwrap().manifest;
    damage(folder.path(), &manifest);
    let read = || -> Result<(), SnapshotError> {
        let folder = Folder::open(folder.path())?;
        folder.ids()?;
        folder.record(0)?;
        Ok(())
    };
    read().err().map(|why| why.name())
}

#[test]
fn damage_to_any_file_is_named() {
    assert_eq!(after(|_, _| ()), None);
    let rewrite = |path: &Path, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, change(bytes)).unwrap();
    };
    let half = |mut bytes: Vec<u8>| {
        bytes.truncate(bytes.len() / 2);
        bytes
    };
    let flip = |mut bytes: Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        bytes
    };
    type File = fn(&padan::snapshot::Manifest) -> String;
    let files: [File; 3] = [|m| m.core.file.clone(), |m| m.ids.file.clone(), |m| m.texts.file.clone()];
    for file in files {
        assert_eq!(after(|folder, m| rewrite(&folder.join(file(m)), &half)), Some("SnapshotTruncated"));
        assert_eq!(after(|folder, m| rewrite(&folder.join(file(m)), &flip)), Some("SnapshotCorrupt"));
        assert_eq!(after(|folder, m| fs::remove_file(folder.join(file(m))).unwrap()), Some("SnapshotMissing"));
    }
    let manifest =
        |change: &dyn Fn(Vec<u8>) -> Vec<u8>| after(|folder, _| rewrite(&folder.join("manifest.json"), change));
    assert_eq!(manifest(&half), Some("SnapshotTruncated"));
    let replaced = |from: &'static str, to: &'static str| {
        manifest(&|bytes| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes())
    };
    assert_eq!(replaced("\"version\": 1", "\"version\": 9"), Some("SnapshotVersion"));
    assert_eq!(replaced("padan-snapshot", "other-snapshot"), Some("NotASnapshot"));
    assert_eq!(replaced("2026-11-24", "2026-11-25"), Some("SnapshotCorrupt"));
    assert_eq!(after(|folder, _| fs::remove_file(folder.join("manifest.json")).unwrap()), Some("SnapshotMissing"));
}

#[test]
fn every_flipped_bit_of_a_manifest_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let text = fs::read(folder.path().join("manifest.json")).unwrap();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut changed = text.clone();
            changed[at] ^= 1 << bit;
            fs::write(folder.path().join("manifest.json"), changed).unwrap();
            assert!(Folder::open(folder.path()).is_err(), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn a_core_of_another_version_or_kind_is_turned_away() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let core = core_of(folder.path());
    let name = |core: &[u8]| Snapshot::open(core).err().map(|why| why.name());
    assert_eq!(name(&core), None);
    assert_eq!(name(b""), Some("NotASnapshot"));
    assert_eq!(name(b"<!doctype html>"), Some("NotASnapshot"));
    assert_eq!(name(&core[..8]), Some("SnapshotTruncated"));
    let mut other = core.clone();
    other[6..8].copy_from_slice(&(VERSION + 1).to_le_bytes());
    assert_eq!(name(&other), Some("SnapshotVersion"));
    let mut huge = core;
    huge[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(name(&huge), Some("SnapshotTooLarge"));
}
