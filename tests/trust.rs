//! Signatures on the command line: what is signed passes, and each attack of The Update Framework
//! is refused under its own name. The browser's half is tests/e2e/trust.test.mjs.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{TODAY, one_vacancy};
use padan::record::day;
use padan::snapshot::trust::{PublicKey, SecretKey, Signed, Statement, TrustError, Verified, verify};
use padan::snapshot::{BuildOptions, Builder, Manifest};
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

fn padan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_padan")).args(args).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&[seed; 32])
}

/// Builds a snapshot of one vacancy with this title.
fn write(folder: &Path, as_of: i32, title: &str) {
    let mut builder = Builder::new(BuildOptions { as_of, ..BuildOptions::default() }, folder).unwrap();
    let mut vacancy = one_vacancy();
    vacancy.title = title.to_owned();
    builder.add(&vacancy).unwrap();
    builder.finish(folder, None, &mut |_| ()).unwrap();
}

/// Signs what is there as `padan sign` does.
fn sign(folder: &Path, keys: &[SecretKey], sequence: Option<u64>, previous: Option<&Statement>) -> Signed {
    let manifest = fs::read(folder.join("manifest.json")).unwrap();
    let as_of = Manifest::from_text(std::str::from_utf8(&manifest).unwrap()).unwrap().as_of;
    let signed = Signed::sign(Statement::of(&manifest, &as_of, 30, sequence, previous).unwrap(), keys);
    fs::write(folder.join("manifest.sig.json"), signed.to_text().unwrap()).unwrap();
    signed
}

fn signed(as_of: i32, title: &str, keys: &[SecretKey]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), as_of, title);
    sign(folder.path(), keys, None, None);
    folder
}

fn check(folder: &TempDir, held: Option<&TempDir>, today: i32) -> Result<Verified, TrustError> {
    let held = held.map(|held| Signed::read(held.path()).unwrap());
    verify(folder.path(), &[key(1).public()], today, held.as_ref())
}

fn name(result: &Result<Verified, TrustError>) -> &'static str {
    result.as_ref().err().map_or("good", TrustError::name)
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names
}

/// The format is public: these bytes are node:crypto's, of the same seed and text.
#[test]
fn the_statement_and_its_signature_are_these_bytes() {
    let statement = Statement::of(b"manifest", "2026-11-24", 30, None, None).unwrap();
    assert_eq!(
        statement.to_text(),
        "padan-statement/1\n\
         manifestSha256 05b3abf2579a5eb66403cd78be557fd860633a1fe2103c7642030defe32c657f\n\
         asOf 2026-11-24\n\
         sequence 2026112400\n\
         expires 2026-12-24\n"
    );
    let signed = Signed::sign(statement, &[key(1)]);
    assert_eq!(signed.signatures[0].key_id, "34750f98bd59fcfc");
    assert_eq!(
        signed.signatures[0].signature,
        "1qjvwarjG5qNAHqy92OLXmkUZKUc1xtCZi9wvkeqfo2OeFbP3wICE_C-YiEl50FKljmDNE5zgkqoh0UAoHrKDw"
    );
    assert_eq!(key(1).public().to_string(), "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w");
}

#[test]
fn a_signed_snapshot_passes_and_signing_again_gives_the_same_bytes() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    let verified = check(&folder, None, TODAY).unwrap();
    assert_eq!(verified.key_id, key(1).public().id());
    assert_eq!(verified.rows, 1);
    assert_eq!(verified.files, names(folder.path()).len() - 1);
    assert_eq!(verified.unnamed, Vec::<String>::new());

    let first = fs::read(folder.path().join("manifest.sig.json")).unwrap();
    let previous = Signed::read(folder.path()).unwrap().statement;
    sign(folder.path(), &[key(1)], None, Some(&previous));
    assert_eq!(fs::read(folder.path().join("manifest.sig.json")).unwrap(), first);
}

#[test]
fn a_stranger_and_nobody_are_refused() {
    assert_eq!(name(&check(&signed(TODAY, "Supir", &[key(2)]), None, TODAY)), "SignatureUnknownKey");
    assert_eq!(name(&check(&signed(TODAY, "Supir", &[]), None, TODAY)), "SignatureUnknownKey");
    let folder = signed(TODAY, "Supir", &[key(1)]);
    fs::remove_file(folder.path().join("manifest.sig.json")).unwrap();
    assert_eq!(name(&check(&folder, None, TODAY)), "SignatureMissing");
}

#[test]
fn a_stranger_cannot_sign_under_anothers_key_id() {
    let folder = signed(TODAY, "Supir", &[key(2)]);
    let path = folder.path().join("manifest.sig.json");
    let file = fs::read_to_string(&path).unwrap();
    fs::write(&path, file.replace(&key(2).public().id(), &key(1).public().id())).unwrap();
    assert_eq!(name(&check(&folder, None, TODAY)), "SignatureInvalid");
}

#[test]
fn whatever_the_statement_is_changed_to_its_signature_no_longer_holds() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    let path = folder.path().join("manifest.sig.json");
    let original: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for (member, value) in [
        ("manifestSha256", json!("0".repeat(64))),
        ("manifestSha256", json!("A".repeat(64))),
        ("asOf", json!("2026-11-23")),
        ("asOf", json!("2026-11-24T00:00")),
        ("expires", json!("2036-12-24")),
        ("expires", json!("2026-12-24\nexpires 2036-12-24")),
        ("sequence", json!(2_026_112_401_u64)),
        ("sequence", json!(u64::MAX)),
        ("sequence", json!(-1)),
    ] {
        let mut changed = original.clone();
        changed["statement"][member] = value.clone();
        fs::write(&path, changed.to_string()).unwrap();
        assert_eq!(name(&check(&folder, None, TODAY)), "SignatureInvalid", "{member} {value}");
    }
}

#[test]
fn rollback_an_older_snapshot_does_not_replace_a_newer_one() {
    let (old, new) = (signed(TODAY - 1, "Supir", &[key(1)]), signed(TODAY, "Supir", &[key(1)]));
    assert_eq!(name(&check(&new, Some(&old), TODAY)), "good");
    assert_eq!(name(&check(&new, Some(&new), TODAY)), "good");
    assert_eq!(name(&check(&old, Some(&new), TODAY)), "SnapshotRolledBack");
    let twin = signed(TODAY, "Perawat", &[key(1)]);
    assert_eq!(name(&check(&twin, Some(&new), TODAY)), "SnapshotRolledBack");
}

#[test]
fn the_sequence_counts_on_within_a_day_and_never_back() {
    let manifest = |n: u8| vec![n];
    let of = |n: u8, as_of: &str, previous: Option<&Statement>| Statement::of(&manifest(n), as_of, 30, None, previous);
    let first = of(1, "2026-11-24", None).unwrap();
    let second = of(2, "2026-11-24", Some(&first)).unwrap();
    let next_day = of(3, "2026-11-25", Some(&second)).unwrap();
    assert_eq!([first.sequence, second.sequence, next_day.sequence], [2_026_112_400, 2_026_112_401, 2_026_112_500]);
    assert_eq!(of(2, "2026-11-24", Some(&second)).unwrap(), second);
    assert_eq!(of(4, "2026-11-24", Some(&next_day)).unwrap_err().name(), "SnapshotRolledBack");
    let full = Statement { sequence: 2_026_112_499, ..first };
    assert_eq!(of(5, "2026-11-24", Some(&full)).unwrap_err().name(), "SnapshotRolledBack");
}

#[test]
fn freeze_a_snapshot_is_good_until_its_last_day() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    assert_eq!(name(&check(&folder, None, TODAY + 30)), "good");
    assert_eq!(name(&check(&folder, None, TODAY + 31)), "SnapshotExpired");
}

#[test]
fn fast_forward_no_snapshot_outruns_the_calendar() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    assert_eq!(name(&check(&folder, None, TODAY - 1)), "good");
    assert_eq!(name(&check(&folder, None, TODAY - 2)), "SnapshotFromFuture");
    for sequence in [0, 2_026_112_399, 2_026_112_500, u64::MAX] {
        let why = Statement::of(b"manifest", "2026-11-24", 30, Some(sequence), None).unwrap_err();
        assert_eq!(why.name(), "SignatureInvalid", "{sequence}");
        let forged = Statement { sequence, ..Signed::read(folder.path()).unwrap().statement };
        let why = Signed::sign(forged, &[key(1)]).signer(&[key(1).public()]).unwrap_err();
        assert_eq!(why.name(), "SignatureInvalid", "{sequence}");
    }
}

#[test]
fn fast_forward_is_undone_by_naming_a_new_key() {
    let stolen = tempfile::tempdir().unwrap();
    write(stolen.path(), TODAY, "Supir");
    sign(stolen.path(), &[key(1)], Some(2_026_112_499), None);
    let clean = signed(TODAY, "Supir", &[key(2)]);
    let held = Signed::read(stolen.path()).unwrap();
    let both = [key(1).public(), key(2).public()];
    assert_eq!(name(&verify(clean.path(), &both, TODAY, Some(&held))), "SnapshotRolledBack");
    assert_eq!(name(&verify(clean.path(), &both[1..], TODAY, Some(&held))), "good");
}

#[test]
fn mix_and_match_no_file_of_another_snapshot_takes_a_files_place() {
    let other = signed(TODAY, "Perawat", &[key(1)]);
    for at in 0..names(other.path()).len() {
        let folder = signed(TODAY, "Supir", &[key(1)]);
        let (mine, theirs) = (&names(folder.path())[at], &names(other.path())[at]);
        if fs::read(mine).unwrap() != fs::read(theirs).unwrap() {
            fs::copy(theirs, mine).unwrap();
            assert_ne!(name(&check(&folder, None, TODAY)), "good", "{}", mine.display());
        }
    }
    let folder = signed(TODAY, "Supir", &[key(1)]);
    fs::copy(other.path().join("manifest.json"), folder.path().join("manifest.json")).unwrap();
    assert_eq!(name(&check(&folder, None, TODAY)), "SnapshotMixed");
}

#[test]
fn every_file_counts_missing_altered_cut_short_or_longer() {
    let count = names(signed(TODAY, "Supir", &[key(1)]).path()).len();
    assert!(count >= 6, "manifest, signature, core, ids, texts and a text block: {count}");
    for at in 0..count {
        for (what, change) in [
            ("missing", (|path: &Path| fs::remove_file(path).unwrap()) as fn(&Path)),
            ("empty", |path| fs::write(path, "").unwrap()),
            ("cut short", |path| {
                let bytes = fs::read(path).unwrap();
                fs::write(path, &bytes[..bytes.len() - 9]).unwrap();
            }),
            ("altered", |path| {
                let mut bytes = fs::read(path).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(path, bytes).unwrap();
            }),
            ("longer", |path| {
                let mut bytes = fs::read(path).unwrap();
                bytes.push(b'x');
                fs::write(path, bytes).unwrap();
            }),
        ] {
            let folder = signed(TODAY, "Supir", &[key(1)]);
            let path = &names(folder.path())[at];
            change(path);
            let result = check(&folder, None, TODAY);
            assert_ne!(name(&result), "good", "{what}: {}", path.display());
        }
    }
}

#[test]
fn endless_data_no_more_is_read_than_is_allowed() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    for file in ["manifest.json", "manifest.sig.json"] {
        let whole = fs::read(folder.path().join(file)).unwrap();
        fs::File::create(folder.path().join(file)).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(name(&check(&folder, None, TODAY)), "SnapshotTooLarge", "{file}");
        fs::write(folder.path().join(file), whole).unwrap();
    }
    let core = names(folder.path()).into_iter().find(|path| text(path).contains("core-")).unwrap();
    fs::File::create(core).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(name(&check(&folder, None, TODAY)), "SnapshotCorrupt");
}

#[test]
fn extraneous_files_are_named_and_never_part_of_it() {
    let folder = signed(TODAY, "Supir", &[key(1)]);
    fs::write(folder.path().join("evil.js"), "alert(1)").unwrap();
    assert_eq!(check(&folder, None, TODAY).unwrap().unnamed, ["evil.js"]);
}

#[test]
fn arbitrary_software_even_the_owner_cannot_name_a_file_outside_the_folder() {
    for file in ["../core.bin.gz", "/etc/passwd", ".hidden", "a\\b"] {
        let folder = signed(TODAY, "Supir", &[key(1)]);
        let path = folder.path().join("manifest.json");
        let manifest = fs::read_to_string(&path).unwrap();
        let core = names(folder.path()).into_iter().find(|path| text(path).contains("core-")).unwrap();
        let name_of = core.file_name().unwrap().to_str().unwrap().to_owned();
        let (body, _) = manifest.rsplit_once(",\n  \"checksum\"").unwrap();
        let body = body.replace(&name_of, &file.replace('\\', "\\\\"));
        let sum = padan::snapshot::sha256_hex(body.as_bytes());
        fs::write(&path, format!("{body},\n  \"checksum\": \"{sum}\"\n}}\n")).unwrap();
        sign(folder.path(), &[key(1)], None, None);
        assert_eq!(name(&check(&folder, None, TODAY)), "SnapshotCorrupt", "{file}");
    }
}

#[test]
fn while_a_key_is_replaced_either_key_will_do() {
    let folder = signed(TODAY, "Supir", &[key(1), key(2)]);
    for named in [vec![key(1).public()], vec![key(2).public()], vec![key(3).public(), key(2).public()]] {
        assert!(verify(folder.path(), &named, TODAY, None).is_ok());
    }
    assert_eq!(name(&verify(folder.path(), &[key(3).public()], TODAY, None)), "SignatureUnknownKey");
}

#[test]
fn a_public_key_is_43_letters_of_a_point_that_is_not_weak() {
    let good = key(1).public().to_string();
    assert_eq!(PublicKey::parse(&good).unwrap(), key(1).public());
    let weak = "A".repeat(43);
    for bad in ["", "x", &good[..42], &format!("{good}="), &format!("{good}A"), &weak] {
        assert_eq!(PublicKey::parse(bad).unwrap_err().name(), "SignatureKeyInvalid", "{bad}");
    }
}

#[test]
fn a_secret_key_reads_back_and_a_damaged_one_says_nothing_of_itself() {
    let file = key(1).to_text().unwrap();
    assert_eq!(SecretKey::from_text(&file).unwrap().public(), key(1).public());
    let secret = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    assert!(file.contains(secret));
    for bad in
        ["", "{}", &file[..file.len() - 9], &file.replace(secret, &secret[1..]), &file.replace("34750f98", "00000000")]
    {
        let why = SecretKey::from_text(bad).err().expect("refused");
        assert!(why.contains("expected") || why.contains("belong together"), "{why}");
        assert!(!why.contains("AQEB"), "{why}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_for_a_signature_are_refused_by_name(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let folder = signed(TODAY, "Supir", &[key(1)]);
        fs::write(folder.path().join("manifest.sig.json"), bytes).unwrap();
        prop_assert_eq!(name(&check(&folder, None, TODAY)), "SignatureInvalid");
    }

    #[test]
    fn a_changed_byte_in_a_signature_is_refused_or_changes_nothing(at in 0usize..500, bit in 0u8..8) {
        let folder = signed(TODAY, "Supir", &[key(1)]);
        let before = check(&folder, None, TODAY).unwrap().statement;
        let path = folder.path().join("manifest.sig.json");
        let mut bytes = fs::read(&path).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        fs::write(&path, bytes).unwrap();
        if let Ok(verified) = check(&folder, None, TODAY) {
            prop_assert_eq!(verified.statement, before);
        }
    }
}

#[test]
fn the_program_makes_a_key_signs_and_verifies() {
    let place = tempfile::tempdir().unwrap();
    let (secret, snapshot) = (place.path().join("padan.key"), place.path().join("snapshot"));
    let made = padan(&["keygen", "--out", text(&secret), "--json"]);
    assert!(made.status.success(), "{made:?}");
    let public: Value = serde_json::from_slice(&made.stdout).unwrap();
    let public = public["publicKey"].as_str().unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&secret).unwrap().permissions()) & 0o777, 0o600);
    let kept = fs::read(&secret).unwrap();
    assert_eq!(padan(&["keygen", "--out", text(&secret)]).status.code(), Some(1));
    assert_eq!(fs::read(&secret).unwrap(), kept, "a key is never overwritten");

    let today = day::iso(TODAY);
    let verify = |more: &[&str]| {
        let mut args = vec!["verify", text(&snapshot), "--key", public, "--today", &today, "--json"];
        args.extend(more);
        let output = padan(&args);
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), said)
    };
    write(&snapshot, TODAY, "Supir");
    let (code, said) = verify(&[]);
    assert_eq!((code, &said["error"], &said["ok"]), (Some(1), &json!("SignatureMissing"), &json!(false)));
    assert!(padan(&["sign", text(&snapshot), "--key", text(&secret), "--valid-days", "3"]).status.success());
    let (code, said) = verify(&[]);
    assert_eq!((code, &said["sequence"], &said["ok"]), (Some(0), &json!(2_026_112_400_u64), &json!(true)));

    let held = place.path().join("held.json");
    fs::copy(snapshot.join("manifest.sig.json"), &held).unwrap();
    write(&snapshot, TODAY, "Perawat");
    assert_eq!(verify(&[]).1["error"], "SnapshotMixed", "built anew and not yet signed");
    assert!(padan(&["sign", text(&snapshot), "--key", text(&secret)]).status.success());
    let (code, said) = verify(&["--held", text(&held)]);
    assert_eq!((code, &said["sequence"]), (Some(0), &json!(2_026_112_401_u64)));
    assert_eq!(verify(&["--held", text(&place.path().join("nowhere"))]).1["error"], "SignatureMissing");

    let core = names(&snapshot).into_iter().find(|path| text(path).contains("core-")).unwrap();
    fs::remove_file(core).unwrap();
    let refused = padan(&["sign", text(&snapshot), "--key", text(&secret)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("SnapshotMissing"), "a damaged snapshot is not signed");
}
