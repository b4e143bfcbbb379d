//! The format: what is written reads back, and damage is named.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::io::Read;
use std::path::Path;

use common::{TODAY, build, one_vacancy, vacancies};
use padan::record::day;
use padan::snapshot::{
    Added, BuildOptions, Builder, ColumnId, Folder, ListId, Partitions, Snapshot, SnapshotError, VERSION, Written,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn write(folder: &Path, vacancies: &[padan::record::Vacancy]) {
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder).unwrap();
    for vacancy in vacancies {
        builder.add(vacancy).unwrap();
    }
    builder.finish(folder, None, &mut |_| ()).unwrap();
}

fn core_of(folder: &Path, segment: usize) -> Vec<u8> {
    let name = &Folder::open(folder).unwrap().manifest.segments[segment].core.file;
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
        let mut core = core_of(folder.path(), 0);
        let _ = Snapshot::open(&[&core[..cut.index(core.len())]]).map(|_| panic!("a cut core opened")).map_err(|why| why.to_string());
        let at = at.index(core.len());
        core[at] = byte;
        if let Ok(snapshot) = Snapshot::open(&[&core]) {
            let engine = padan::query::Engine::new(snapshot);
            let query = padan::query::Query { text: "st".into(), ..Default::default() };
            let _ = engine.query(&query, Some(&padan::record::Profile::default()));
        }
    }
}

/// What a snapshot says, row by row, without regard to how its files are cut.
fn said(folder: &Path) -> (Vec<String>, Vec<padan::record::Vacancy>, Vec<String>, Vec<u16>) {
    let folder = Folder::open(folder).unwrap();
    let snapshot = &folder.snapshot;
    let mut columns = Vec::new();
    for row in 0..snapshot.rows() {
        for &id in ColumnId::ALL {
            let column = snapshot.column(id);
            let code = column.codes.get(row);
            columns.push(format!("{row} {id:?} {code} {:?} {:?}", column.dict.text(code), column.dict.int(code)));
        }
        for &id in ListId::ALL {
            let dict = snapshot.dict(id);
            let codes = snapshot.list(id).codes(row).map(|code| (code, dict.text(code)));
            columns.push(format!("{row} {id:?} {:?}", codes.collect::<Vec<_>>()));
        }
    }
    columns.push(format!("{:?} {:?}", snapshot.near_occupations(), snapshot.near_requirements()));
    for &id in ColumnId::ALL {
        columns.push(format!("{id:?} {} entries", snapshot.column(id).dict.len()));
    }
    (folder.ids().unwrap(), folder.records().unwrap(), columns, snapshot.rarities().to_vec())
}

fn write_onto(folder: &Path, vacancies: &[padan::record::Vacancy], previous: &Path, as_of: i32) -> Written {
    let mut builder = Builder::new(BuildOptions { as_of, ..BuildOptions::default() }, folder).unwrap();
    for vacancy in vacancies {
        builder.add(vacancy).unwrap();
    }
    builder.finish(folder, Some(&Folder::open(previous).unwrap()), &mut |_| ()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn base_and_later_segments_read_the_same_as_one_build(
        vacancies in vacancies(60),
        days in prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0u8..4), 0..20), 1..5),
        elsewhere: bool,
    ) {
        let (whole, first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let pool = &vacancies;
        let mut now: Vec<padan::record::Vacancy> = pool[..pool.len() / 2].to_vec();
        now.push(one_vacancy());
        write(first.path(), &now);
        let mut held = first.path();
        for (day, events) in days.iter().enumerate() {
            for (at, event) in events {
                let record = &pool[at.index(pool.len())];
                let here = now.iter().position(|other| other.id == record.id);
                match (here, event) {
                    (Some(here), 0) => {
                        now.swap_remove(here);
                    }
                    (Some(here), 1) => now[here].title.push_str(" Baru"),
                    (Some(here), 2) => now[here].total_job_openings += 1,
                    (None, _) => now.push(record.clone()),
                    _ => {}
                }
            }
            if now.is_empty() {
                now.push(one_vacancy());
            }
            let target = if elsewhere && day == 0 { second.path() } else { held };
            write_onto(target, &now, held, TODAY + day as i32);
            held = target;
        }
        write(whole.path(), &now);
        let (segments, one) = (said(held), said(whole.path()));
        prop_assert_eq!(segments.0, one.0);
        prop_assert_eq!(segments.1, one.1);
        for (segment, one) in segments.2.iter().zip(&one.2) {
            prop_assert_eq!(segment, one);
        }
        prop_assert_eq!(segments.3, one.3);
    }

    #[test]
    fn any_change_to_a_later_segment_opens_or_gives_an_error(vacancies in vacancies(30), at: prop::sample::Index, byte: u8) {
        let folder = tempfile::tempdir().unwrap();
        let (some, all) = (&vacancies[..vacancies.len().div_ceil(2)], &vacancies[..]);
        write(folder.path(), some);
        let base = core_of(folder.path(), 0);
        write_onto(folder.path(), &all[1..], folder.path(), TODAY);
        // Where the first or last vacancy on several portals comes or goes, all is written anew.
        if Folder::open(folder.path()).unwrap().manifest.segments.len() > 1 {
            let mut change = core_of(folder.path(), 1);
            prop_assert!(Snapshot::open(&[&base, &change]).is_ok());
            prop_assert!(Snapshot::open(&[&change]).is_err());
            let at = at.index(change.len());
            change[at] = byte;
            let _ = Snapshot::open(&[base, change]).map(padan::query::Engine::new);
        }
    }
}

#[test]
fn partitions_merge_into_the_very_bytes_of_one_build() {
    let mut runner = TestRunner::deterministic();
    let vacancies = vacancies(200).new_tree(&mut runner).unwrap().current();
    let (whole, parts, merged) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(whole.path(), &vacancies);
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, parts.path()).unwrap();
    for vacancy in &vacancies {
        builder.add(vacancy).unwrap();
    }
    let sum = builder.prepare_by_province(parts.path(), &|_| Ok(None), &mut |_| ()).unwrap().put().unwrap();
    let partitions: Partitions =
        serde_json::from_slice(&fs::read(parts.path().join(Partitions::FILE)).unwrap()).unwrap();
    assert_eq!(sum.rows as usize, vacancies.len());
    assert!(partitions.partitions.len() > 3, "{partitions:?}");
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, merged.path()).unwrap();
    for partition in &partitions.partitions {
        let folder = Folder::open(&parts.path().join(&partition.key)).unwrap();
        for record in folder.records().unwrap() {
            let place = record.job_location.first().map_or("00", |place| &place.region[..2]);
            assert_eq!(place, partition.key);
            builder.add(&record).unwrap();
        }
    }
    builder.finish(merged.path(), None, &mut |_| ()).unwrap();
    let manifest = |folder: &Path| fs::read_to_string(folder.join("manifest.json")).unwrap();
    assert_eq!(manifest(merged.path()), manifest(whole.path()));
}

#[test]
fn the_folder_of_a_province_without_vacancies_is_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let write = |regions: &[&str]| {
        let mut builder =
            Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder.path()).unwrap();
        for region in regions {
            let mut vacancy = one_vacancy();
            vacancy.id = (*region).to_owned();
            vacancy.job_location = vec![padan::record::Place { region: (*region).to_owned(), address: None }];
            builder.add(&vacancy).unwrap();
        }
        builder.prepare_by_province(folder.path(), &|_| Ok(None), &mut |_| ()).unwrap()
    };
    write(&["3216", "5171"]).put().unwrap();
    fs::write(folder.path().join("32/manifest.sig.json"), "{}").unwrap();
    drop(write(&["5171", "1101"]));
    assert!(!folder.path().join("11").exists(), "a snapshot not put into place leaves nothing");
    assert!(Folder::open(&folder.path().join("32")).is_ok(), "and takes nothing away");
    write(&["5171"]).put().unwrap();
    let text = fs::read(folder.path().join(Partitions::FILE)).unwrap();
    let partitions: Partitions = serde_json::from_slice(&text).unwrap();
    let keys: Vec<&str> = partitions.partitions.iter().map(|partition| &*partition.key).collect();
    assert_eq!(keys, ["51"]);
    assert!(!folder.path().join("32").exists());
    assert!(Folder::open(&folder.path().join("51")).is_ok());
}

#[test]
fn a_core_of_few_bytes_cannot_ask_for_the_memory_of_millions_of_rows() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let mut core = core_of(folder.path(), 0);
    let most = core.len() as u32 * 8;
    core[8..12].copy_from_slice(&(most + 1).to_le_bytes());
    let why = Snapshot::open(&[&core]).err().unwrap().to_string();
    assert!(why.contains(&format!("at most {most}")), "{why}");
    core[8..12].copy_from_slice(&most.to_le_bytes());
    let why = Snapshot::open(&[&core]).err().unwrap().to_string();
    assert!(!why.contains("at most"), "as many rows as the bytes allow are looked at: {why}");
}

#[test]
fn vacancies_that_all_ask_the_same_thing_read_back() {
    let vacancies: Vec<_> = (0..2_000)
        .map(|n| {
            let mut vacancy = one_vacancy();
            vacancy.id = format!("v{n}");
            vacancy.requirements = vec![padan::record::Requirement {
                kind: padan::record::RequirementKind::Tool,
                label: "Excel".into(),
                must: true,
                origin: padan::record::Origin::Form,
            }];
            vacancy
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &vacancies);
    let snapshot = Folder::open(folder.path()).unwrap().snapshot;
    assert!((0..2_000).all(|row| snapshot.list(ListId::Musts).codes(row).eq([1])));
}

#[test]
fn nothing_changed_costs_next_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    let written = write_onto(folder.path(), &[one_vacancy()], folder.path(), TODAY + 1);
    assert_eq!((written.rows, written.new_rows), (1, 0));
    assert!(written.new_bytes < 900, "{} bytes", written.new_bytes);
    assert_eq!(Folder::open(folder.path()).unwrap().snapshot.meta.about.as_of, TODAY + 1);
}

#[test]
fn a_snapshot_of_too_many_segments_asks_to_be_compacted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[one_vacancy()]);
    for day in 1..padan::snapshot::MAX_SEGMENTS as i32 {
        write_onto(folder.path(), &[one_vacancy()], folder.path(), TODAY + day);
    }
    let held = Folder::open(folder.path()).unwrap();
    let mut builder = Builder::new(BuildOptions::default(), folder.path()).unwrap();
    builder.add(&one_vacancy()).unwrap();
    let why = builder.finish(folder.path(), Some(&held), &mut |_| ()).unwrap_err();
    assert!(why.to_string().contains("padan compact"), "{why}");
    assert!(Folder::open(folder.path()).is_ok(), "the old snapshot stands");
}

#[test]
fn a_record_whose_id_came_before_replaces_the_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(BuildOptions { as_of: TODAY, ..BuildOptions::default() }, folder.path()).unwrap();
    let mut vacancy = one_vacancy();
    assert_eq!(builder.add(&vacancy).unwrap(), Added::New);
    vacancy.title = "Staf Toko".into();
    assert_eq!(builder.add(&vacancy).unwrap(), Added::Merged);
    builder.finish(folder.path(), None, &mut |_| ()).unwrap();
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
    assert_ne!(first.segments[0].core.file, second.segments[0].core.file);
    assert!(!folder.path().join(&first.segments[0].core.file).exists());
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
    let files: [File; 3] =
        [|m| m.segments[0].core.file.clone(), |m| m.segments[0].ids.file.clone(), |m| m.segments[0].texts.file.clone()];
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
    let core = core_of(folder.path(), 0);
    let name = |core: &[u8]| Snapshot::open(&[core]).err().map(|why| why.name());
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
