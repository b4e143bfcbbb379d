//! Cubes against a naive count over the records.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use common::{Built, TODAY, build, filters, one_vacancy, vacancies};
use padan::market::{Cube, CubeBy, OTHER, Quartiles};
use padan::query::facet::{AGE_STEPS, DISTANCE_STEPS, EXPERIENCE_STEPS, FacetKey, LEFT_STEPS, NONE, PAY_STEPS};
use padan::query::{Query, QueryError};
use padan::record::code::Lang;
use padan::record::{Vacancy, day};
use proptest::prelude::*;
use proptest::test_runner::Config;
use rand::{RngExt, SeedableRng};

/// Values of a record in a dimension, of steps the one it has reached.
fn values(record: &Vacancy, key: &str, today: i32) -> BTreeSet<String> {
    let one = |value: Option<String>| BTreeSet::from([value.unwrap_or_else(|| NONE.to_owned())]);
    match key {
        "month" => one(record.date_posted.as_ref().map(|iso| iso[..7].to_owned())),
        "requirement" => match record.requirements.is_empty() {
            true => one(None),
            false => record.requirements.iter().map(|it| format!("{}/{}", it.kind.key(), it.label)).collect(),
        },
        _ => {
            let facet = FacetKey::from_key(key).unwrap();
            let all = common::values(record, facet, today);
            match facet {
                FacetKey::Pay => one(all.last().cloned()),
                FacetKey::PostedWithin | FacetKey::ClosesWithin | FacetKey::Distance => one(all.first().cloned()),
                _ => all.into_iter().collect(),
            }
        }
    }
}

/// How firmly a record asks a requirement.
fn firmness(record: &Vacancy, requirement: &str) -> BTreeSet<String> {
    let asked = record.requirements.iter().filter(|it| format!("{}/{}", it.kind.key(), it.label) == requirement);
    let firm: BTreeSet<String> = asked.map(|it| if it.must { "must" } else { "nice" }.to_owned()).collect();
    if firm.is_empty() { BTreeSet::from([NONE.to_owned()]) } else { firm }
}

/// Steps stand in their order, rungs by number, all else by code.
fn rank(key: &str, value: &str) -> (usize, String) {
    let at = |steps: &[&str]| steps.iter().position(|step| *step == value).unwrap();
    let own = match key {
        _ if value == NONE => 0,
        "experience" => 1 + at(&EXPERIENCE_STEPS),
        "pay" => 1 + at(&PAY_STEPS),
        "posted_within" => 1 + at(&AGE_STEPS),
        "closes_within" => 1 + at(&LEFT_STEPS),
        "distance" => 1 + at(&DISTANCE_STEPS),
        "education" => 1 + value.parse::<usize>().unwrap(),
        "pay_stated" | "open" => 1 + at(&["yes", "no"]),
        _ => 1,
    };
    (own, value.to_owned())
}

/// What a cube says, by value and not by place.
#[derive(Debug, PartialEq)]
struct Said {
    axes: Vec<(Vec<String>, u32, u32)>,
    cells: BTreeMap<(String, String), (u32, u64)>,
    pay: BTreeMap<String, Quartiles>,
    total: (u32, u64),
}

fn said(cube: &Cube) -> Said {
    let whole = vec![String::new()];
    let values = |at: usize| {
        cube.axes.get(at).map_or(whole.clone(), |axis| axis.values.iter().map(|it| it.value.clone()).collect())
    };
    let (first, second) = (values(0), values(1));
    assert_eq!(cube.ads.len(), first.len() * second.len());
    assert_eq!(cube.openings.len(), cube.ads.len());
    let mut cells = BTreeMap::new();
    for (at, (&ads, &openings)) in cube.ads.iter().zip(&cube.openings).enumerate() {
        if ads > 0 {
            let cell = (first[at / second.len()].clone(), second[at % second.len()].clone());
            assert_eq!(cells.insert(cell, (ads, openings)), None, "a value twice");
        }
    }
    Said {
        axes: cube.axes.iter().enumerate().map(|(at, axis)| (values(at), axis.others, axis.concentration)).collect(),
        cells,
        pay: first.iter().cloned().zip(cube.pay.iter().copied()).collect(),
        total: (cube.total_ads, cube.total_openings),
    }
}

/// The same from the records, row by row.
fn naive(records: &[Vacancy], query: &Query, by: &CubeBy) -> Said {
    let today = query.today.unwrap_or(TODAY);
    let found = |record: &&Vacancy| {
        common::text_passes(record, &query.text)
            && common::asks(record, &query.asks)
            && query.filters.iter().all(|(key, chosen)| {
                by.by.contains(key) || common::passes(record, FacetKey::from_key(key).unwrap(), chosen, today)
            })
    };
    let found: Vec<&Vacancy> = records.iter().filter(found).collect();
    let wanted = |record: &Vacancy| u64::from(record.total_job_openings);
    let mut axes = Vec::new();
    let mut gathered: Vec<BTreeSet<String>> = Vec::new();
    for (at, key) in by.by.iter().enumerate() {
        let mut openings: BTreeMap<(usize, String), u64> = BTreeMap::new();
        for record in &found {
            for value in values(record, key, today) {
                *openings.entry(rank(key, &value)).or_default() += wanted(record);
            }
        }
        let stated = |(rank, openings): (&(usize, String), &u64)| (rank.1 != NONE).then_some((rank.clone(), *openings));
        let mut by_openings: Vec<((usize, String), u64)> = openings.iter().filter_map(stated).collect();
        let whole: u64 = by_openings.iter().map(|(_, openings)| openings).sum();
        let squares: u64 = by_openings.iter().map(|(_, openings)| openings * openings).sum();
        let concentration = (20_000 * squares + whole * whole).checked_div(2 * whole * whole).unwrap_or(0) as u32;
        by_openings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let rest = match by.most {
            0 => Vec::new(),
            most => by_openings.split_off(by_openings.len().min(most as usize)),
        };
        gathered.push(rest.into_iter().map(|((_, value), _)| value).collect());
        let others = gathered[at].len() as u32;
        let listed = openings.into_keys().map(|(_, value)| value).filter(|value| !gathered[at].contains(value));
        let listed: Vec<String> = listed.chain((others > 0).then(|| OTHER.to_owned())).collect();
        axes.push((listed, others, if at == 0 { concentration } else { 0 }));
    }
    let kept = |record: &Vacancy, at: usize| -> BTreeSet<String> {
        let Some(key) = by.by.get(at) else { return BTreeSet::from([String::new()]) };
        let all = values(record, key, today).into_iter();
        all.map(|value| if gathered[at].contains(&value) { OTHER.to_owned() } else { value }).collect()
    };
    let mut cells: BTreeMap<(String, String), (u32, u64)> = BTreeMap::new();
    for record in &found {
        let mut own = BTreeSet::new();
        if by.by == ["requirement"] {
            for value in values(record, "requirement", today) {
                let listed = if gathered[0].contains(&value) { OTHER.to_owned() } else { value.clone() };
                own.extend(firmness(record, &value).into_iter().map(|firm| (listed.clone(), firm)));
            }
        } else {
            for one in kept(record, 0) {
                own.extend(kept(record, 1).into_iter().map(|other| (one.clone(), other)));
            }
        }
        for cell in own {
            let (ads, openings) = cells.entry(cell).or_default();
            *ads += 1;
            *openings += wanted(record);
        }
    }
    let mut paid: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    if by.pay {
        let firsts = axes.first().map_or(vec![String::new()], |(values, ..)| values.clone());
        paid.extend(firsts.into_iter().map(|value| (value, Vec::new())));
        for record in &found {
            let Some(pay) = &record.base_salary else { continue };
            let ends = [pay.min_value.or(pay.max_value), pay.max_value.or(pay.min_value)];
            let middle = ends.into_iter().flatten().map(u64::from).sum::<u64>() / 2;
            kept(record, 0).into_iter().for_each(|value| paid.get_mut(&value).unwrap().push(middle));
        }
    }
    let quartiles = |mut paid: Vec<u64>| {
        paid.sort_unstable();
        let at = |p: f64| ((paid.len() as f64 * p).ceil() as usize).checked_sub(1).map_or(0, |at| paid[at]);
        Quartiles { p25: at(0.25), p50: at(0.5), p75: at(0.75), n: paid.len() as u32 }
    };
    if by.by == ["requirement"] {
        let none = axes[0].0.first().filter(|value| *value == NONE).cloned();
        let firm = ["must", "nice"].map(str::to_owned);
        axes.push((none.into_iter().chain(firm).collect(), 0, 0));
    }
    Said {
        axes,
        cells,
        pay: paid.into_iter().map(|(value, paid)| (value, quartiles(paid))).collect(),
        total: (found.len() as u32, found.iter().map(|record| wanted(record)).sum()),
    }
}

/// Dimensions, most values, and whether with pay.
fn asked(choose: &dyn Fn(usize) -> usize) -> CubeBy {
    let mut keys: Vec<String> = FacetKey::ALL.iter().map(|facet| facet.key().to_owned()).collect();
    keys.extend(["month".to_owned(), "month".to_owned(), "requirement".to_owned(), "requirement".to_owned()]);
    let mut by = Vec::new();
    for _ in 0..choose(8).div_ceil(3).min(2) {
        let key = keys[choose(keys.len())].clone();
        if key == "requirement" {
            by = vec![key];
            break;
        }
        if !by.contains(&key) {
            by.push(key);
        }
    }
    CubeBy { by, most: [0, 0, 1, 2, 3, 5][choose(6)], pay: choose(2) == 1 }
}

fn hold(built: &Built, query: &Query, by: &CubeBy) -> Result<(), String> {
    let cube = built.engine.cube(query, by).map_err(|why| why.to_string())?;
    let (found, expected) = (said(&cube), naive(&built.records, query, by));
    let keys: Vec<&str> = cube.axes.iter().map(|axis| &*axis.key).collect();
    match &keys[..] {
        ["requirement", "firmness"] if by.by == ["requirement"] => {}
        keys if by.by == keys => {}
        _ => return Err(format!("axes {keys:?} for {by:?}")),
    }
    if found == expected {
        Ok(())
    } else {
        Err(format!("{found:#?} found, {expected:#?} expected for {by:?} of {query:?}"))
    }
}

/// How many random snapshots; 40 cubes each. `PADAN_CASES=5000` counts 200,000.
fn snapshots() -> u32 {
    std::env::var("PADAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

proptest! {
    #![proptest_config(Config { cases: snapshots(), ..Config::default() })]

    #[test]
    fn cubes_equal_a_naive_count_over_the_records(
        vacancies in vacancies(120), text in prop::sample::select(&["", "", "", "staf", "gudang st", "bekasi", "sma staf"][..]),
        seed: u64, later in 0i32..20
    ) {
        let built = build(&vacancies);
        let random = RefCell::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed));
        let choose = |below: usize| random.borrow_mut().random_range(0..below.max(1));
        for _ in 0..40 {
            let by = asked(&choose);
            let mut filters = filters(&built.records, choose);
            // A filter of a dimension itself, which must not matter.
            if let Some(key) = by.by.first().filter(|key| choose(3) == 0 && FacetKey::from_key(key).is_some()) {
                filters.insert(key.clone(), vec![NONE.to_owned()]);
            }
            let query = Query {
                text: text.into(),
                exact: true,
                filters,
                asks: common::skills(&built.records, choose),
                today: Some(TODAY + later),
                near: Some(common::NEAR.into()),
                ..Query::default()
            };
            hold(&built, &query, &by).map_err(TestCaseError::fail)?;
        }
    }
}

fn by(keys: &[&str]) -> CubeBy {
    CubeBy { by: keys.iter().map(|key| (*key).to_owned()).collect(), most: 0, pay: false }
}

fn labels(cube: &Cube, axis: usize) -> Vec<&str> {
    cube.axes[axis].values.iter().map(|value| &*value.label).collect()
}

#[test]
fn steps_months_and_requirements_are_named_as_one_reads_them() {
    let vacancy = |id: &str, posted: &str, pay: u32, requirement: serde_json::Value| -> Vacancy {
        serde_json::from_value(serde_json::json!({
            "id": id, "title": "Kasir", "source": {"code": "sample", "verification": "verified"}, "datePosted": posted,
            "baseSalary": {"maxValue": pay}, "requirements": requirement
        }))
        .unwrap()
    };
    let excel = |must: bool| serde_json::json!([{"kind": "skill", "label": "Excel", "must": must, "origin": "form"}]);
    let built = build(&[
        vacancy("a", &day::iso(TODAY), 1_000_000, excel(true)),
        vacancy("b", &day::iso(TODAY - 2), 3_000_000, excel(false)),
        vacancy("c", &day::iso(TODAY - 60), 50_000_000, serde_json::json!([])),
    ]);
    let cube = |keys: &[&str], lang: Lang| built.engine.cube(&Query { lang, ..Query::default() }, &by(keys)).unwrap();
    assert_eq!(labels(&cube(&["month"], Lang::Id), 0), ["September 2026", "November 2026"]);
    assert_eq!(labels(&cube(&["posted_within"], Lang::En), 0), ["up to 1 days", "2–3 days", "from 31 days"]);
    assert_eq!(labels(&cube(&["pay"], Lang::Id), 0), ["sampai Rp2 juta", "Rp3–4 juta", "mulai Rp20 juta"]);
    let asked = cube(&["requirement"], Lang::En);
    assert_eq!(
        (labels(&asked, 0), labels(&asked, 1)),
        (vec!["Not stated", "Excel"], vec!["Not stated", "Must", "A plus"])
    );
    assert_eq!(asked.ads, [1, 0, 0, 0, 1, 1]);
    assert_eq!(asked.axes[0].values[1].value, "skill/Excel");
}

#[test]
fn what_cannot_be_counted_is_said() {
    let built = build(&[one_vacancy()]);
    let ask = |keys: &[&str]| built.engine.cube(&Query::default(), &by(keys)).unwrap_err();
    assert_eq!(ask(&["colour"]), QueryError::UnknownDimension { found: "colour".into() });
    for keys in
        [&["month", "month"][..], &["month", "open", "source"], &["requirement", "month"], &["open", "requirement"]]
    {
        assert_eq!(ask(keys), QueryError::UnlikeDimensions { found: keys.join(", ") });
    }
    assert_eq!(ask(&["distance"]), QueryError::DistanceFromNowhere);
    let near = Some("9999".to_owned());
    let query = Query { near, ..Query::default() };
    assert!(matches!(built.engine.cube(&query, &by(&["distance"])), Err(QueryError::UnknownRegion { .. })));
    let filters = [("colour".to_owned(), vec!["red".to_owned()])].into();
    let query = Query { filters, ..Query::default() };
    assert!(matches!(built.engine.cube(&query, &by(&["open"])), Err(QueryError::UnknownFacet { .. })));
}

#[test]
fn a_cube_of_too_many_cells_is_refused_and_can_be_had_in_part() {
    let mut vacancies = Vec::new();
    for at in 0..1_100 {
        let vacancy: Vacancy = serde_json::from_value(serde_json::json!({
            "id": format!("v{at:04}"), "title": "Kasir", "source": {"code": "sample", "verification": "verified"},
            "hiringOrganization": {"name": format!("PT {at}")},
            "educationRequirements": {"level": 3, "fields": [format!("Bidang {at}")], "required": true}
        }))
        .unwrap();
        vacancies.push(vacancy);
    }
    let built = build(&vacancies);
    let mut by = by(&["employer", "field"]);
    let ask = |by: &CubeBy| built.engine.cube(&Query::default(), by);
    assert_eq!(ask(&by).unwrap_err(), QueryError::TooManyCells { found: 1_210_000 });
    by.most = 10;
    let cube = ask(&by).unwrap();
    assert_eq!((cube.axes[0].others, cube.axes[1].values.len(), cube.ads.len()), (1_090, 11, 121));
    assert_eq!(cube.ads.iter().sum::<u32>(), 1_100);
}

#[test]
fn nothing_found_is_a_cube_without_values() {
    let built = build(&[one_vacancy()]);
    let query = Query { text: "perawat ".into(), exact: true, ..Query::default() };
    let cube = |keys: &[&str]| built.engine.cube(&query, &CubeBy { pay: true, ..by(keys) }).unwrap();
    assert_eq!((cube(&[]).ads, cube(&[]).pay.len()), (vec![0], 1));
    let empty = cube(&["province", "month"]);
    assert!(empty.ads.is_empty() && empty.pay.is_empty() && empty.axes.iter().all(|axis| axis.values.is_empty()));
    assert!(cube(&["requirement"]).ads.is_empty());
}

#[test]
fn a_reference_names_what_the_snapshot_has() {
    let built = build(&[one_vacancy()]);
    let reference = built.engine.reference(Lang::Id);
    assert_eq!((&*reference.as_of, &*reference.hash), (&*day::iso(TODAY), ""));
    assert_eq!(reference.courses.len(), 1);
    assert_eq!(reference.regions["32"], "Jawa Barat");
    assert_eq!(reference.regions["3216"], "Kab. Bekasi");
    assert_ne!(reference.occupations, built.engine.reference(Lang::En).occupations);
}
