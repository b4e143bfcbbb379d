//! Answers of the engine against a naive oracle over the records.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use common::{Built, TODAY, build, compare, filters, profiles, real, vacancies};
use padan::matching::{Catalogue, Matcher};
use padan::query::facet::FacetKey;
use padan::query::{MAX_HITS, Query, QueryError, Sort};
use padan::record::code::{Education, Lang, Verification, WorkMode};
use padan::record::limits::{Person, Sex};
use padan::record::{Experience, LimitKind, Profile, Vacancy, day};
use padan::snapshot::{ColumnId, ListId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRng, TestRunner};
use rand::{RngExt, SeedableRng};

fn texts() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "",
            "",
            "st",
            "staf",
            "staf ",
            "supir truk",
            "perawat",
            "cafe",
            "gudang st",
            "zzz",
            "–",
            "s1",
            "staf -gudang",
            "bekasi",
            "jawa barat s",
            "\"staf gudang\"",
            "sma staf",
            "exc",
        ][..],
    )
}

/// Every way to ask: text, filters, ranges, another day, a place, histograms.
fn hold(built: &Built, text: &str, later: i32, choose: &dyn Fn(usize) -> usize) -> Result<(), String> {
    let query = Query {
        text: text.into(),
        exact: true,
        filters: filters(&built.records, choose),
        asks: common::skills(&built.records, choose),
        today: Some(TODAY + later),
        near: Some(common::NEAR.into()),
        histograms: ["pay", "experience", "education", "posted_within", "closes_within", "distance"]
            .map(str::to_owned)
            .into(),
        ..Query::default()
    };
    compare(built, &query)
}

/// How many random snapshots; ten questions each. `PADAN_CASES=5000` asks 100,000.
fn snapshots() -> u32 {
    std::env::var("PADAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(128)
}

proptest! {
    #![proptest_config(Config { cases: snapshots(), ..Config::default() })]

    #[test]
    fn totals_and_facet_counts_equal_a_naive_count(vacancies in vacancies(120), text in texts(), seed: u64, later in 0i32..20) {
        let built = build(&vacancies);
        let random = RefCell::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed));
        let choose = |below: usize| random.borrow_mut().random_range(0..below.max(1));
        for _ in 0..10 {
            hold(&built, text, later, &choose).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn segments_and_rows_taken_away_change_no_answer(
        vacancies in vacancies(80), others in vacancies(80), text in texts(), seed: u64, later in 0i32..20
    ) {
        let random = RefCell::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed));
        let choose = |below: usize| random.borrow_mut().random_range(0..below.max(1));
        // Each day some vacancies are gone, some new and some, under the same id, are others.
        let mut days = vec![vacancies.clone()];
        for _ in 0..=choose(3) {
            let mut today: Vec<_> = days.last().unwrap().iter().filter(|_| choose(4) > 0).cloned().collect();
            for new in others.iter().filter(|_| choose(3) == 0) {
                today.retain(|old| old.id != new.id);
                today.push(new.clone());
            }
            days.push(today);
        }
        let built = common::build_in_segments(&days);
        prop_assert_eq!(built.records.len(), days.last().unwrap().len());
        for _ in 0..10 {
            if !built.records.is_empty() {
                hold(&built, text, later, &choose).map_err(TestCaseError::fail)?;
            }
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 256, ..Config::default() })]

    #[test]
    fn descriptions_that_were_read_are_found_like_the_rest(
        vacancies in vacancies(60), text in texts(),
        described in prop::collection::vec(prop::sample::select(&[
            "", "", "Dicari staf gudang, dan lainnya", "menjaga gudang", "S1; Excel", "di Bekasi", "lokasi Jawa Barat, stok", "Supir\ntruk",
        ][..]), 60)
    ) {
        let built = build(&vacancies);
        let query = Query { text: text.into(), exact: true, limit: 60, ..Query::default() };
        let before = built.engine.query(&query, None).unwrap();
        let Some(mut seeker) = built.engine.seeker(&query) else { return Ok(()) };
        for (row, text) in described.iter().enumerate().take(built.records.len()) {
            seeker.see(built.engine.snapshot(), row, text);
        }
        built.engine.described(seeker);
        let after = built.engine.query(&query, None).unwrap();
        let expected: Vec<u32> = (0..built.records.len() as u32)
            .filter(|&row| common::text_passes_with(&built.records[row as usize], text, described[row as usize]))
            .collect();
        let mut found: Vec<u32> = after.hits.iter().map(|hit| hit.row).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
        prop_assert!(after.hits.iter().all(|hit| hit.parts.values().flatten().sum::<u32>() == hit.score));
        // Another text knows nothing of them.
        let other = Query { text: "perawat".into(), ..query.clone() };
        prop_assert_eq!(built.engine.query(&other, None).unwrap().total, build(&vacancies).engine.query(&other, None).unwrap().total);
        prop_assert!(before.total <= after.total || text.contains('-'));
    }

    #[test]
    fn hits_come_in_the_order_asked(vacancies in vacancies(120), text in texts(), offset in 0u32..5, limit in 0u32..30) {
        let built = build(&vacancies);
        let rows = |sort: Sort| -> Vec<u32> {
            let query = Query { text: text.into(), exact: true, sort: Some(sort), near: Some("3216".into()), offset, limit, ..Query::default() };
            built.engine.query(&query, None).unwrap().hits.iter().map(|hit| hit.row).collect()
        };
        let by = |key: &dyn Fn(usize) -> Reverse<(i64, i64)>| -> Vec<u32> {
            let mut found: Vec<usize> = (0..built.records.len())
                .filter(|&row| common::text_passes(&built.records[row], text))
                .collect();
            found.sort_by_key(|&row| (key(row), row));
            found.into_iter().skip(offset as usize).take(limit as usize).map(|row| row as u32).collect()
        };
        let posted = |row: usize| built.records[row].date_posted.as_deref().and_then(day::parse).map_or(0, i64::from);
        let pay = |row: usize| {
            built.records[row].base_salary.as_ref().and_then(|pay| pay.max_value.or(pay.min_value)).map_or(0, i64::from)
        };
        prop_assert_eq!(rows(Sort::Newest), by(&|row| Reverse((posted(row), 0))));
        prop_assert_eq!(rows(Sort::Pay), by(&|row| Reverse((pay(row), posted(row)))));
    }

    #[test]
    fn matches_come_best_first_with_parts_that_add_up(vacancies in vacancies(120), profile in profiles()) {
        let built = build(&vacancies);
        let snapshot = built.engine.snapshot();
        let catalogue = Catalogue::new(snapshot);
        let matcher = Matcher::new(snapshot, &catalogue, &profile);
        let query = Query { sort: Some(Sort::Match), limit: 200, ..Query::default() };
        let answer = built.engine.query(&query, Some(&profile)).unwrap();
        let mut expected: Vec<(Reverse<u32>, usize, Reverse<i32>, u32)> = (0..built.records.len())
            .map(|row| {
                let fit = matcher.assess(row);
                let must = |check: &&padan::matching::Check| {
                    use padan::matching::{Part, Status};
                    check.must && check.part == Part::Skills && matches!(check.status, Status::Unmet | Status::Partial)
                };
                let unmet = matcher.explain(row, padan::record::code::Lang::Id).checks.iter().filter(must).count();
                let posted = built.records[row].date_posted.as_deref().and_then(day::parse).unwrap_or(0);
                (Reverse(fit.rank), unmet, Reverse(posted), row as u32)
            })
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(
            answer.hits.iter().map(|hit| hit.row).collect::<Vec<_>>(),
            expected.into_iter().map(|(.., row)| row).collect::<Vec<_>>()
        );
        for row in 0..built.records.len() {
            prop_assert!(matcher.bound(row) >= matcher.key(row as u32) >> 8);
            if matcher.near().is_some_and(|near| !near.contains(row)) {
                prop_assert!(matcher.bound(row) <= matcher.beyond());
            }
        }
        let ten = Query { sort: Some(Sort::Match), limit: 10, ..Query::default() };
        let ten = built.engine.query(&ten, Some(&profile)).unwrap();
        prop_assert_eq!(&ten.hits[..], &answer.hits[..ten.hits.len()]);
        for hit in &answer.hits {
            prop_assert!(hit.score <= 10_000);
            prop_assert_eq!(hit.parts.values().flatten().sum::<u32>(), hit.score);
            prop_assert!(hit.coverage.unwrap() <= 10_000);
            for lang in [padan::record::code::Lang::Id, padan::record::code::Lang::En] {
                let explanation = built.engine.explain(hit.row, &profile, lang, None).unwrap();
                prop_assert!(explanation.sentence.chars().count() <= 160);
                let points: u32 = explanation.parts.iter().filter_map(|part| part.points).sum();
                prop_assert_eq!(explanation.fit.unwrap_or(points), points);
            }
        }
    }

    #[test]
    fn more_qualification_never_hurts(vacancies in vacancies(60), profile in profiles(), skill: bool, months in 0u16..60) {
        let built = build(&vacancies);
        let snapshot = built.engine.snapshot();
        let catalogue = Catalogue::new(snapshot);
        let mut better = profile.clone();
        if skill {
            better.skills.push("K3".into());
            better.fields.push("Teknik Mesin".into());
        }
        better.education = Education::new(profile.education.map_or(3, |own| (own.level() + 1).min(10)));
        better.history.push(Experience { occupation: "8332.02".into(), months, years_ago: 0 });
        let (before, after) = (Matcher::new(snapshot, &catalogue, &profile), Matcher::new(snapshot, &catalogue, &better));
        for row in 0..built.records.len() {
            let (before, after) = (before.assess(row), after.assess(row));
            prop_assert!(after.fit >= before.fit && after.rank >= before.rank, "{before:?} {after:?}");
            prop_assert_eq!(after.coverage, before.coverage);
        }
    }
}

#[test]
fn an_empty_profile_scores_nothing() {
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Config::default().rng_algorithm));
    let vacancies = vacancies(120).new_tree(&mut runner).unwrap().current();
    let built = build(&vacancies);
    let query = Query { sort: Some(Sort::Match), limit: 200, ..Query::default() };
    let answer = built.engine.query(&query, Some(&Profile::default())).unwrap();
    assert!(!answer.hits.is_empty());
    assert!(answer.hits.iter().all(|hit| hit.score == 0), "{:?}", answer.hits.iter().find(|hit| hit.score > 0));
}

#[test]
fn the_best_few_are_the_first_of_all_whatever_was_asked_before() {
    let (built, whole) = (sample(), sample());
    let random = RefCell::new(rand_chacha::ChaCha8Rng::seed_from_u64(11));
    let choose = |below: usize| random.borrow_mut().random_range(0..below.max(1));
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Config::default().rng_algorithm));
    let rows = |engine: &padan::query::Engine, query: &Query, profile: &Profile| -> Vec<u32> {
        engine.query(query, Some(profile)).unwrap().hits.iter().map(|hit| hit.row).collect()
    };
    for _ in 0..12 {
        let profile = profiles().new_tree(&mut runner).unwrap().current();
        for text in ["", "staf", "operator", "sopir tr", "bekasi"] {
            let mut query = Query {
                text: text.into(),
                filters: if choose(3) == 0 { Default::default() } else { filters(&built.records, choose) },
                sort: Some(Sort::Match),
                near: Some("3216".into()),
                facets: Some(Vec::new()),
                limit: MAX_HITS,
                ..Query::default()
            };
            // So many are never too many, so that none is passed over.
            let all = rows(&whole.engine, &query, &profile);
            for limit in [1, 7, 50] {
                query.limit = limit;
                let few = rows(&built.engine, &query, &profile);
                assert_eq!(few, all[..all.len().min(limit as usize)], "{limit} of {text:?} for {profile:?}");
            }
        }
    }
}

#[test]
fn a_suggestion_finds_as_many_as_it_says() {
    let built = sample();
    let filters: std::collections::BTreeMap<_, _> =
        [("employment_type".to_owned(), vec!["full_time".to_owned()])].into();
    for text in ["ad", "staf gu", "op", "sopir tr", "exc", "Kas"] {
        let query = Query { text: text.into(), filters: filters.clone(), ..Query::default() };
        let suggestions = built.engine.suggest(&query, 8).unwrap();
        assert!(!suggestions.is_empty() || text == "exc", "{text}");
        for suggestion in suggestions {
            let asked = Query { text: suggestion.text.clone(), limit: 0, ..query.clone() };
            assert_eq!(built.engine.query(&asked, None).unwrap().total, suggestion.count, "{}", suggestion.text);
        }
    }
}

#[test]
fn a_suggestion_is_made_once_in_its_commonest_form() {
    let titles = ["Guru Musik", "Guru Musik", "guru  musik ", "Musik Guru", "Guru Tari"];
    let vacancies: Vec<Vacancy> = (0..)
        .zip(titles)
        .map(|(at, title)| Vacancy { id: format!("t-{at}"), title: title.to_owned(), ..common::one_vacancy() })
        .collect();
    let built = build(&vacancies);
    let suggested = built.engine.suggest(&Query { text: "gur".into(), ..Query::default() }, 8).unwrap();
    let texts: Vec<&str> = suggested.iter().map(|suggestion| &*suggestion.text).collect();
    assert_eq!(texts, ["guru", "Guru Musik", "Guru Tari"]);
    assert_eq!(suggested[1].count, 4);
}

#[test]
fn a_slip_is_read_as_a_place_a_synonym_or_a_word_within_another() {
    let built = sample();
    let read = |text: &str| built.engine.query(&Query { text: text.into(), ..Query::default() }, None).unwrap();
    let answer = read("sopir bekassi");
    assert_eq!(answer.text[1].read_as.as_deref(), Some("bekasi"));
    assert_eq!(answer.text[1].places.len(), 2);
    assert_eq!(read("pengemdi").text[0].read_as.as_deref(), Some("pengemudi"));
    let split = read("opertorproduksi ");
    assert_eq!(split.text.iter().map(|term| &*term.asked).collect::<Vec<_>>(), ["operator produksi"]);
    // What is typed right stays as it is.
    assert!(read("sopir truk").text.iter().all(|term| term.read_as.is_none()));
}

#[test]
fn a_name_of_several_places_finds_them_all() {
    let built = sample();
    let total = |filters: &[(&str, &str)]| {
        let mut query = Query { limit: 0, ..Query::default() };
        filters.iter().for_each(|(key, value)| query.filters.entry((*key).into()).or_default().push((*value).into()));
        built.engine.query(&query, None).unwrap().total
    };
    let answer = built.engine.query(&Query { text: "jabodetabek".into(), ..Query::default() }, None).unwrap();
    let places: Vec<&str> = answer.text[0].places.iter().map(|place| &*place.value).collect();
    assert_eq!(places, ["31", "3201", "3216", "3271", "3275", "3276", "3603", "3671", "3674"]);
    let regencies: Vec<(&str, &str)> = places[1..].iter().map(|code| ("regency", *code)).collect();
    assert_eq!(answer.total, total(&[("province", "31")]) + total(&regencies));
    assert!(answer.total > 0);
}

#[test]
fn a_sentence_about_oneself_is_recognised_by_the_snapshots_own_lists() {
    let built = sample();
    let recognised = |text: &str, lang| -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let all = built.engine.recognise(text, lang).into_iter().map(|found| {
            let said = String::from_utf16(&units[found.span.0 as usize..found.span.1 as usize]).unwrap();
            let kind = serde_json::to_value(found.kind).unwrap();
            format!("{}: {said} = {} {}", kind.as_str().unwrap(), found.value, found.occupation.unwrap_or_default())
        });
        all.map(|line| line.trim_end().to_owned()).collect()
    };
    assert_eq!(
        recognised("🙂 bisa nyetir, SIM B1, pernah jadi kasir 2 tahun di indomaret, lulusan SMK akuntansi", Lang::Id),
        [
            "requirement: SIM B1 = licence/SIM B1",
            "occupation: kasir = 5230",
            "experience: 2 tahun = 24 5230",
            "education: SMK = 3",
            "study_field: akuntansi = Akuntansi",
        ]
    );
    assert_eq!(
        recognised("Bachelor in accounting; 1.5 years as a welder, English", Lang::En),
        [
            "education: Bachelor = 7",
            "study_field: accounting = Akuntansi",
            "experience: 1.5 years = 18 7212",
            "occupation: welder = 7212",
            "requirement: English = language/Bahasa Inggris",
        ]
    );
    // Ages are no experience, what is denied is not held, and a field not said to be studied is none.
    assert_eq!(recognised("umur 25 tahun, belum punya SIM B1, 30 years old", Lang::Id), Vec::<String>::new());
    assert!(!recognised("suka akuntansi", Lang::Id).iter().any(|line| line.starts_with("study_field")));
    assert_eq!(
        recognised("supir truk 2,5 thn", Lang::Id),
        ["occupation: supir truk = 8332", "experience: 2,5 thn = 30 8332"]
    );
}

#[test]
fn what_cannot_be_asked_is_said() {
    let built = build(&[common::one_vacancy()]);
    let ask = |query: Query| built.engine.query(&query, None).unwrap_err();
    let filters = [("colour".to_owned(), vec!["red".to_owned()])].into();
    assert_eq!(ask(Query { filters, ..Query::default() }), QueryError::UnknownFacet { found: "colour".into() });
    let filters: std::collections::BTreeMap<_, _> = [("distance".to_owned(), vec!["..25".to_owned()])].into();
    assert_eq!(ask(Query { filters: filters.clone(), ..Query::default() }), QueryError::DistanceFromNowhere);
    let near = Some("9999".to_owned());
    assert!(matches!(ask(Query { filters, near: near.clone(), ..Query::default() }), QueryError::UnknownRegion { .. }));
    assert!(matches!(ask(Query { near, ..Query::default() }), QueryError::UnknownRegion { .. }));
    assert!(matches!(ask(Query { limit: 20_000, ..Query::default() }), QueryError::TooManyHits { .. }));
    assert!(matches!(ask(Query { today: Some(3), ..Query::default() }), QueryError::UnlikelyToday { .. }));
}

/// Twenty random filter sets and ten words over a whole file.
fn hold_against_the_oracle(built: &Built, texts: &[&str]) {
    let random = RefCell::new(rand_chacha::ChaCha8Rng::seed_from_u64(7));
    let choose = |below: usize| random.borrow_mut().random_range(0..below.max(1));
    for n in 0..20 {
        let text = texts[n % texts.len()].to_owned();
        let filters = filters(&built.records, choose);
        let near = Some(common::NEAR.to_owned());
        compare(built, &Query { near: near.clone(), filters: filters.clone(), ..Query::default() }).unwrap();
        compare(built, &Query { text, exact: true, near, filters, ..Query::default() }).unwrap();
    }
}

#[test]
fn counts_over_the_sample_equal_a_naive_count() {
    let built = sample();
    hold_against_the_oracle(&built, &["staf", "operator", "sopir", "admin ", "perawat"]);
}

#[test]
fn counts_over_maganghub_equal_a_naive_count_and_totals_a_scan_of_the_file() {
    let Some(path) = real("vacancies/maganghub_2026.csv") else { return };
    let built = from_file(padan::ingest::Format::Maganghub, &path);
    hold_against_the_oracle(&built, &["staf", "it support", "pengelola", "asisten "]);
    let mut titles = Vec::new();
    for record in csv::Reader::from_path(&path).unwrap().records() {
        titles.push(record.unwrap()[0].to_lowercase());
    }
    for word in ["perawat", "admin", "staf", "psikolog", "hukum", "teknisi", "marketing", "guru", "analis", "desain"] {
        let holds = |title: &&String| title.split(|c: char| !c.is_ascii_alphanumeric()).any(|own| own == word);
        let query = Query { text: format!("\"{word}\""), limit: 0, ..Query::default() };
        let total = built.engine.query(&query, None).unwrap().total as usize;
        assert_eq!(total, titles.iter().filter(holds).count(), "{word}");
    }
}

fn sample() -> Built {
    let folder = tempfile::tempdir().unwrap();
    let jsonl = folder.path().join("sample.jsonl");
    let options = padan::sample::Options { rows: 2_000, seed: 1, as_of: TODAY, out: jsonl.clone() };
    padan::sample::write(&options, &mut |_| ()).unwrap();
    from_file(padan::ingest::Format::Jsonl, &jsonl)
}

fn from_file(format: padan::ingest::Format, path: &std::path::Path) -> Built {
    let mut vacancies = Vec::new();
    let mut report = padan::ingest::Report::new(None);
    padan::ingest::read(format, path, &mut report, &mut |vacancy| {
        vacancies.push(vacancy);
        Ok(())
    })
    .unwrap();
    assert_eq!(report.rows_in, vacancies.len() as u64 + report.rejected);
    build(&vacancies)
}

/// The likeness of two records by its definition, and whether the second may be named beside the first; from the records
/// alone. `rarities` are by requirement, as the snapshot counts them.
fn likeness(one: &Vacancy, other: &Vacancy, rarities: &BTreeMap<(String, String), u32>) -> Option<u32> {
    let title = |v: &Vacancy| v.title.to_ascii_lowercase();
    let code = |v: &Vacancy| v.occupational_category.as_ref().map(|it| it.code.replace('.', ""));
    let common =
        code(one).zip(code(other)).map_or(0, |(a, b)| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count());
    let occupation = match common {
        _ if title(one) == title(other) => 10_000,
        6 => 10_000,
        4 | 5 => 9_500,
        3 => 6_000,
        2 => 2_500,
        1 => 500,
        _ => 0,
    };
    let asked = |v: &Vacancy| -> BTreeSet<(String, String)> {
        v.requirements.iter().map(|it| (it.kind.key().to_owned(), it.label.clone())).collect()
    };
    let (a, b) = (asked(one), asked(other));
    let worth = |set: Vec<&(String, String)>| set.into_iter().map(|it| rarities[it]).sum::<u32>();
    let requirements =
        (10_000 * worth(a.intersection(&b).collect())).checked_div(worth(a.union(&b).collect())).unwrap_or(0);
    let regencies = common::values(one, FacetKey::Regency, TODAY) == common::values(other, FacetKey::Regency, TODAY);
    let province = common::values(one, FacetKey::Province, TODAY);
    let remote = |v: &Vacancy| v.job_location_type == Some(WorkMode::Remote);
    let place = match () {
        () if remote(one) && remote(other) => 10_000,
        () if common::values(one, FacetKey::Regency, TODAY)[0] != "none" && regencies => 10_000,
        () if province[0] != "none" && province == common::values(other, FacetKey::Province, TODAY) => 5_000,
        () => 0,
    };
    let pay = common::number(one, FacetKey::Pay, TODAY).zip(common::number(other, FacetKey::Pay, TODAY));
    let pay = pay.map_or(0, |(a, b)| (20_000 * a.min(b) / a.max(b) - 10_000).max(0) as u32);
    (4 * occupation + 3 * requirements >= 10_000).then_some((4 * occupation + 3 * requirements + 2 * place + pay) / 10)
}

proptest! {
    #![proptest_config(Config { cases: 256, ..Config::default() })]

    #[test]
    fn similar_vacancies_are_those_a_comparison_with_every_record_finds(
        vacancies in vacancies(120), at: prop::sample::Index, most in 0usize..8, later in 0i32..20
    ) {
        let built = build(&vacancies);
        let (records, snapshot) = (&built.records, built.engine.snapshot());
        let dict = snapshot.dict(ListId::Musts);
        let rarities = (1..=dict.len() as u32).zip(snapshot.rarities()).map(|(code, &rarity)| {
            let (kind, label) = dict.text(code).unwrap().split_once('/').unwrap();
            ((kind.to_owned(), label.to_owned()), rarity.into())
        });
        let rarities: BTreeMap<(String, String), u32> = rarities.collect();
        let row = at.index(records.len());
        let key = |v: &Vacancy| {
            let employer = v.hiring_organization.as_ref().map_or("", |it| &it.name).to_ascii_lowercase();
            // What names no more than its province stands for the province.
            let place = [FacetKey::Regency, FacetKey::Province].map(|key| common::values(v, key, TODAY));
            (employer, v.title.to_ascii_lowercase(), place)
        };
        let open = |v: &Vacancy| v.valid_through.as_deref().and_then(day::parse).is_none_or(|last| last >= TODAY + later);
        let mut alike: Vec<(Reverse<u32>, u32)> = (0..records.len())
            .filter(|&other| other != row && open(&records[other]) && records[other].source.verification != Verification::Withdrawn)
            .filter_map(|other| Some((Reverse(likeness(&records[row], &records[other], &rarities)?), other as u32)))
            .collect();
        alike.sort_unstable();
        let mut named = vec![key(&records[row])];
        alike.retain(|&(_, other)| {
            let key = key(&records[other as usize]);
            let new = !named.contains(&key);
            named.push(key);
            new
        });
        let expected: Vec<(u32, u32)> = alike.into_iter().map(|(Reverse(score), other)| (score, other)).take(most).collect();
        let found = built.engine.similar(row as u32, TODAY + later, most, Lang::Id).unwrap();
        prop_assert_eq!(found.iter().map(|hit| (hit.score, hit.row)).collect::<Vec<_>>(), expected);
        prop_assert!(built.engine.similar(records.len() as u32, TODAY, most, Lang::Id).is_none());
    }
}

#[test]
fn a_welder_is_like_a_welder_nearby_and_not_like_a_nurse_next_door() {
    let vacancy = |id: &str, title: &str, occupation: &str, region: &str, pay: u32| -> Vacancy {
        serde_json::from_value(serde_json::json!({
            "id": id, "title": title, "source": {"code": "sample", "verification": "verified"},
            "occupationalCategory": {"code": occupation, "edition": 2014}, "jobLocation": [{"region": region}],
            "hiringOrganization": {"name": id.split('-').next()}, "baseSalary": {"maxValue": pay}
        }))
        .unwrap()
    };
    let built = build(&[
        vacancy("own", "Welder", "7212.02", "3216", 5_000_000),
        vacancy("nurse", "Perawat", "2221.01", "3216", 5_000_000),
        vacancy("near", "Tukang las", "7212.02", "3216", 5_000_000),
        vacancy("far", "Juru las", "7212.02", "9171", 5_000_000),
        vacancy("group", "Pandai besi", "7221", "3216", 2_000_000),
        vacancy("twice-1", "WELDER", "7212.02", "3273", 5_000_000),
        vacancy("twice-2", "welder", "7212.02", "3273", 6_000_000),
        vacancy("own-2", "welder", "7212.02", "3216", 5_000_000),
    ]);
    let row = built.ids.iter().position(|id| id == "own").unwrap() as u32;
    let similar = built.engine.similar(row, TODAY, 5, Lang::En).unwrap();
    let found: Vec<(&str, u32)> = similar.iter().map(|hit| (&*built.ids[hit.row as usize], hit.score)).collect();
    assert_eq!(found, [("near", 7_000), ("twice-1", 6_000), ("far", 5_000), ("group", 3_000)]);
}

proptest! {
    #![proptest_config(Config { cases: 128, ..Config::default() })]

    #[test]
    fn limits_hide_whom_they_exclude_and_move_nothing_that_is_left(
        vacancies in vacancies(120), profile in profiles(), text in texts(), age in prop::option::of(16u8..60), sex in 0u8..3
    ) {
        let built = build(&vacancies);
        let sex = [None, Some(Sex::Female), Some(Sex::Male)][sex as usize];
        // By the records alone: of each kind of limit that is stated, one must let the person.
        let excluded = |record: &Vacancy| {
            let of = |kind: LimitKind| record.limits.iter().filter(move |limit| limit.kind == kind).map(|limit| &*limit.value);
            let lets = |value: &str| age.is_none_or(|age| match value {
                "18-30" => (18..=30).contains(&age),
                "-25" => age <= 25,
                "30-" => age >= 30,
                other => panic!("{other}"),
            });
            let is = |value: &str| sex.is_none_or(|sex| (sex == Sex::Female) == (value == "female"));
            of(LimitKind::Age).count() > 0 && !of(LimitKind::Age).any(lets)
                || of(LimitKind::Sex).count() > 0 && !of(LimitKind::Sex).any(is)
        };
        for sort in [Sort::Match, Sort::Relevance, Sort::Newest, Sort::Pay] {
            let query = Query { text: text.into(), sort: Some(sort), limit: 200, ..Query::default() };
            let all = built.engine.query(&query, Some(&profile)).unwrap();
            let admits = Some(Person { age, sex });
            let some = built.engine.query(&Query { admits, ..query.clone() }, Some(&profile)).unwrap();
            let left: Vec<_> = all.hits.into_iter().filter(|hit| !excluded(&built.records[hit.row as usize])).collect();
            // Row by row: the same score, parts, band and place.
            prop_assert_eq!(some.total as usize, left.len());
            prop_assert_eq!(&some.hits, &left);
            let nobody = built.engine.query(&Query { admits: Some(Person::default()), ..query.clone() }, Some(&profile)).unwrap();
            prop_assert_eq!(nobody.total, all.total);
        }
    }
}

#[test]
fn a_snapshot_that_states_no_limit_has_no_column_of_them_and_hides_nothing() {
    let plain = common::one_vacancy();
    let limited: Vacancy = serde_json::from_value(serde_json::json!({
        "id": "b", "title": "Kasir", "source": {"code": "sample", "verification": "verified"},
        "limits": [{"kind": "age", "value": "18-30", "origin": "form"}]
    }))
    .unwrap();
    let total = |built: &Built| {
        let admits = Some(Person { age: Some(41), sex: None });
        built.engine.query(&Query { admits, ..Query::default() }, None).unwrap().total
    };
    let before = build(std::slice::from_ref(&plain));
    assert_eq!((before.engine.snapshot().column(ColumnId::Limits).dict.len(), total(&before)), (0, 1));
    // The limit comes with a later segment, onto one that has no such column; and goes with another.
    let later = common::build_in_segments(&[vec![plain.clone()], vec![plain.clone(), limited.clone()]]);
    assert_eq!((later.records.len(), total(&later)), (2, 1));
    let gone = common::build_in_segments(&[vec![plain.clone(), limited], vec![plain]]);
    assert_eq!((gone.records.len(), total(&gone)), (1, 1));
}
