//! Occupations and skills that stand close: found as a naive count finds them, and worth what the score says.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{TODAY, build, one_vacancy, profiles, skill, vacancies};
use padan::matching::{Band, Catalogue, Matcher, Part, Status};
use padan::query::Query;
use padan::record::code::Lang;
use padan::record::{Occupation, Profile, Requirement, RequirementKind, Vacancy};
use padan::snapshot::{ListId, Pair, Snapshot};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;

/// Distinct requirements of a vacancy, as a snapshot names them.
fn asked(vacancy: &Vacancy) -> BTreeSet<String> {
    vacancy.requirements.iter().map(|asked| format!("{}/{}", asked.kind.key(), asked.label)).collect()
}

/// Keeps what is close enough and among the closest of both.
fn mutual<K: Ord + Clone>(cosines: &BTreeMap<(K, K), f64>, least: f64, many: usize) -> BTreeMap<(K, K), u16> {
    let scores: BTreeMap<(K, K), u16> =
        cosines.iter().map(|(pair, cosine)| (pair.clone(), (cosine * 10_000.0).min(10_000.0) as u16)).collect();
    let closest = |code: &K| -> Vec<(K, K)> {
        let mut own: Vec<_> = scores
            .iter()
            .filter(|((one, other), score)| (one == code || other == code) && f64::from(**score) >= least * 10_000.0)
            .collect();
        own.sort_by_key(|(pair, score)| (std::cmp::Reverse(**score), (*pair).clone()));
        own.into_iter().take(many).map(|(pair, _)| pair.clone()).collect()
    };
    let both = |pair: &(K, K)| closest(&pair.0).contains(pair) && closest(&pair.1).contains(pair);
    scores.iter().filter(|(pair, _)| both(pair)).map(|(pair, score)| (pair.clone(), *score)).collect()
}

fn named(snapshot: &Snapshot) -> BTreeMap<(String, String), u16> {
    let text = |code: u32| snapshot.dict(ListId::Musts).text(code).unwrap().to_owned();
    snapshot.near_requirements().iter().map(|pair| ((text(pair.one), text(pair.other)), pair.score)).collect()
}

fn naive_skills(vacancies: &[Vacancy]) -> BTreeMap<(String, String), u16> {
    let rows: Vec<BTreeSet<String>> = vacancies.iter().map(asked).collect();
    let labels: BTreeSet<&String> = rows.iter().flatten().collect();
    let count = |wanted: &[&String]| rows.iter().filter(|row| wanted.iter().all(|label| row.contains(*label))).count();
    let mut cosines = BTreeMap::new();
    for &one in &labels {
        for &other in labels.iter().filter(|&&other| other > one) {
            let kind = one.split_once('/').unwrap().0;
            let together = count(&[one, other]);
            if kind == other.split_once('/').unwrap().0 && ["skill", "tool"].contains(&kind) && together >= 5 {
                let norm = (count(&[one]) as f64 * count(&[other]) as f64).sqrt();
                cosines.insert((one.clone(), other.clone()), together as f64 / norm);
            }
        }
    }
    mutual(&cosines, 0.3, 5)
}

const GROUPS: [&str; 6] = ["2221", "2221.02", "3221", "5311.01", "7212", "72"];
const LABELS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Vacancies of a few occupations, each of which asks some things more often than others.
fn trades() -> impl Strategy<Value = Vec<Vacancy>> {
    let row = (0..GROUPS.len(), prop::collection::vec((0usize..5, any::<bool>(), prop::bool::weighted(0.2)), 0..4));
    prop::collection::vec(row, 100..260).prop_map(|rows| {
        let vacancy = |n: usize, group: usize, asks: Vec<(usize, bool, bool)>| Vacancy {
            id: format!("v{n:04}"),
            occupational_category: Some(Occupation { code: GROUPS[group].into(), edition: 2014, reliability: 1000 }),
            requirements: asks
                .into_iter()
                .map(|(label, must, soft)| Requirement {
                    kind: if soft { RequirementKind::Soft } else { RequirementKind::Tool },
                    ..skill(LABELS[(label * (group + 1) / 3) % LABELS.len()], must)
                })
                .collect(),
            ..one_vacancy()
        };
        rows.into_iter().enumerate().map(|(n, (group, asks))| vacancy(n, group, asks)).collect()
    })
}

fn naive_occupations(vacancies: &[Vacancy]) -> BTreeMap<(u32, u32), u16> {
    let rows: Vec<(Option<u32>, BTreeSet<String>)> = vacancies
        .iter()
        .map(|vacancy| {
            let code = &vacancy.occupational_category.as_ref().unwrap().code;
            (code.get(..4).map(|group| group.parse().unwrap()), asked(vacancy))
        })
        .collect();
    let tells = |label: &&String| !label.starts_with("soft/");
    let labels: BTreeSet<&String> = rows.iter().flat_map(|(_, row)| row).filter(tells).collect();
    let rarity = |label: &String| {
        let df = rows.iter().filter(|(_, row)| row.contains(label)).count() as f64;
        (100.0 * (1.0 + (rows.len() as f64 - df + 0.5) / (df + 0.5)).ln()).round().clamp(100.0, 600.0)
    };
    let mut vectors: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for group in rows.iter().filter_map(|(group, _)| *group).collect::<BTreeSet<u32>>() {
        let own: Vec<_> = rows.iter().filter(|(of, _)| *of == Some(group)).map(|(_, row)| row).collect();
        if own.iter().filter(|row| row.iter().any(|label| tells(&label))).count() >= 30 {
            let count = |label: &&String| own.iter().filter(|row| row.contains(*label)).count() as f64;
            vectors.insert(group, labels.iter().map(|label| count(label) * rarity(label)).collect());
        }
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut cosines = BTreeMap::new();
    for (&one, a) in &vectors {
        for (&other, b) in vectors.range(one + 1..) {
            cosines.insert((one, other), product(a, b) / (product(a, a) * product(b, b)).sqrt());
        }
    }
    mutual(&cosines, 0.35, 8).into_iter().map(|(pair, score)| (pair, score.min(8_000))).collect()
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn related_skills_are_those_of_a_naive_count(vacancies in vacancies(150)) {
        prop_assert_eq!(named(build(&vacancies).engine.snapshot()), naive_skills(&vacancies));
    }

    #[test]
    fn near_occupations_are_those_of_a_naive_count(vacancies in trades()) {
        let built = build(&vacancies);
        let found: BTreeMap<(u32, u32), u16> =
            built.engine.snapshot().near_occupations().iter().map(|pair| ((pair.one, pair.other), pair.score)).collect();
        prop_assert_eq!(found, naive_occupations(&vacancies));
    }

    #[test]
    fn one_more_skill_lowers_no_score_though_it_be_a_related_one(vacancies in vacancies(60), profile in profiles(), more in 0usize..3) {
        let built = build(&vacancies);
        let catalogue = Catalogue::new(built.engine.snapshot());
        let learned = Profile {
            skills: [&profile.skills[..], &[["Las SMAW", "Las GTAW", "Excel"][more].to_owned()]].concat(),
            ..profile.clone()
        };
        let [before, after] = [&profile, &learned].map(|profile| Matcher::new(built.engine.snapshot(), &catalogue, profile));
        for row in 0..built.records.len() {
            let (was, is) = (before.assess(row), after.assess(row));
            prop_assert!(is.fit >= was.fit && is.rank >= was.rank && is.coverage == was.coverage);
            prop_assert!(before.key(row as u32) >> 8 == was.rank && after.key(row as u32) >> 8 == is.rank);
        }
    }
}

/// So many vacancies that ask both ways to weld, and a first one that asks `first`.
fn welders(rows: usize, first: &[Requirement]) -> Vec<Vacancy> {
    let vacancy = |n: usize| Vacancy {
        id: format!("v{n:04}"),
        title: if n == 0 { "A".into() } else { "B".into() },
        requirements: if n == 0 { first.to_vec() } else { vec![skill("SMAW", true), skill("GTAW", true)] },
        ..one_vacancy()
    };
    (0..rows).map(vacancy).collect()
}

fn who_has(skills: &[&str]) -> Profile {
    Profile { skills: skills.iter().map(|&skill| skill.to_owned()).collect(), ..Profile::default() }
}

#[test]
fn a_related_skill_counts_half_and_is_said_to_be_a_part() {
    let built = build(&welders(12, &[skill("SMAW", true)]));
    let snapshot = built.engine.snapshot();
    assert_eq!(snapshot.near_requirements().len(), 1);
    let catalogue = Catalogue::new(snapshot);
    for (skills, score, status, have) in [
        (vec!["gtaw"], 5_000, Status::Partial, "GTAW"),
        (vec!["gtaw", "smaw"], 10_000, Status::Met, "SMAW"),
        (vec!["Excel"], 0, Status::Unmet, ""),
        (vec![], 0, Status::Unknown, ""),
    ] {
        let profile = who_has(&skills);
        let matcher = Matcher::new(snapshot, &catalogue, &profile);
        assert_eq!(matcher.assess(0).judged[Part::Skills as usize].map(|(score, _)| score), Some(score), "{skills:?}");
        let explanation = matcher.explain(0, Lang::Id);
        let check = &explanation.checks[0];
        assert_eq!((check.status, &*check.have), (status, have), "{skills:?}");
        assert_eq!(explanation.met, u32::from(status == Status::Met), "a part is not met");
    }
}

#[test]
fn four_vacancies_do_not_make_two_skills_related_and_five_do() {
    for (rows, pairs) in [(5, 0), (6, 1)] {
        let built = build(&welders(rows, &[]));
        assert_eq!(built.engine.snapshot().near_requirements().len(), pairs, "{rows} rows");
    }
}

#[test]
fn certificates_licences_languages_and_soft_skills_stand_close_to_nothing() {
    use RequirementKind::{Certificate, Language, Licence, Skill, Soft, Tool};
    for kind in [Certificate, Language, Licence, Soft, Skill, Tool] {
        let mut all = welders(12, &[]);
        all.iter_mut().flat_map(|vacancy| &mut vacancy.requirements).for_each(|asked| asked.kind = kind);
        let expected = usize::from(matches!(kind, Skill | Tool));
        assert_eq!(build(&all).engine.snapshot().near_requirements().len(), expected, "{kind:?}");
    }
    let mut mixed = welders(12, &[]);
    mixed.iter_mut().flat_map(|vacancy| vacancy.requirements.first_mut()).for_each(|asked| asked.kind = Tool);
    assert_eq!(build(&mixed).engine.snapshot().near_requirements(), [], "a tool is no skill");
}

#[test]
fn a_must_met_in_part_is_still_a_gap_that_a_course_closes() {
    let vacancy = Vacancy {
        occupational_category: Some(Occupation { code: "7212".into(), edition: 2014, reliability: 1000 }),
        ..welders(1, &[skill("Las SMAW", true), skill("Las GTAW", true)]).remove(0)
    };
    let all: Vec<Vacancy> = (0..12).map(|n| Vacancy { id: format!("v{n:04}"), ..vacancy.clone() }).collect();
    let built = build(&all);
    let profile: Profile =
        serde_json::from_value(json!({"targets": [{"occupation": "7212"}], "skills": ["Las GTAW"]})).unwrap();
    let explanation = built.engine.explain(0, &profile, Lang::Id, Some(TODAY)).unwrap();
    assert_eq!(explanation.band, Band::Almost, "one must is missing and taught");
    let gaps: Vec<String> = built.engine.gaps(0, &profile, TODAY).unwrap().into_iter().map(|gap| gap.asked).collect();
    assert_eq!(gaps, ["Las SMAW"]);
}

#[test]
fn what_a_skill_opens_counts_the_vacancies_that_ask_only_for_a_related_one() {
    // The first asks SMAW alone, half of which GTAW is worth: enough for a good fit.
    let mut all = welders(40, &[skill("SMAW", false)]);
    all[0].occupational_category = Some(Occupation { code: "7212".into(), edition: 2014, reliability: 1000 });
    let built = build(&all);
    let mut profile: Profile =
        serde_json::from_value(json!({"targets": [{"occupation": "7212"}], "skills": ["Excel"]})).unwrap();
    let engine = &built.engine;
    let band = |profile: &Profile| engine.explain(0, profile, Lang::Id, None).unwrap().band;
    let weights = |skills: u16, occupation: u16| -> padan::record::Weights {
        serde_json::from_value(json!({"skills": skills, "occupation": occupation, "place": 0, "education": 0,
            "experience": 0, "pay": 0, "conditions": 0}))
        .unwrap()
    };
    profile.weights = Some(weights(7_000, 3_000));
    let learned = Profile { skills: vec!["Excel".into(), "GTAW".into()], ..profile.clone() };
    assert_eq!((band(&profile), band(&learned)), (Band::Prepare, Band::Qualified));
    let query = Query { text: "A".into(), ..Query::default() };
    let what = engine.what_if(&query, &profile, &learned).unwrap();
    assert_eq!((what.opens.vacancies, what.rises.vacancies), (1, 1));
    let opening = engine.opening_skills(&query, &profile, 5).unwrap();
    let skills: Vec<&str> = opening.iter().map(|gain| &*gain.skill).collect();
    assert_eq!(skills, ["GTAW", "SMAW"], "either opens it");
}

#[test]
fn an_occupation_that_asks_the_same_is_near_though_its_code_is_not() {
    let of = |n: usize, code: &str, asks: &str| Vacancy {
        id: format!("{code}-{n}"),
        title: code.into(),
        occupational_category: Some(Occupation { code: code.into(), edition: 2014, reliability: 1000 }),
        requirements: vec![skill(asks, true)],
        ..one_vacancy()
    };
    let mut all: Vec<Vacancy> = (0..30).map(|n| of(n, "7212.01", "las")).collect();
    all.extend((0..30).map(|n| of(n, "3122", "las")));
    all.extend((0..29).map(|n| of(n, "5120", "las")));
    all.extend((0..30).map(|n| of(n, "9111", "sapu")));
    let built = build(&all);
    let snapshot = built.engine.snapshot();
    assert_eq!(snapshot.near_occupations(), [Pair { one: 3122, other: 7212, score: 8_000 }]);
    let catalogue = Catalogue::new(snapshot);
    let score = |profile: serde_json::Value, code: &str| {
        let profile: Profile = serde_json::from_value(profile).unwrap();
        let row = built.records.iter().position(|record| record.title == code).unwrap();
        Matcher::new(snapshot, &catalogue, &profile).assess(row).judged[Part::Occupation as usize].unwrap().0
    };
    let target = |code: &str| json!({"targets": [{"occupation": code}]});
    assert_eq!(score(target("7212.05"), "3122"), 5_000, "either way");
    assert_eq!(score(target("3122"), "7212.01"), 5_000);
    assert_eq!(score(target("3122"), "3122"), 9_500, "the code says more");
    assert_eq!(score(target("72"), "3122"), 0, "two digits are no group");
    assert_eq!(score(target("7212"), "5120"), 0, "29 vacancies say too little");
    assert_eq!(score(target("7212"), "9111"), 0, "nothing in common");
    let past = json!({"history": [{"occupation": "7212", "months": 12, "yearsAgo": 4}]});
    assert_eq!(score(past, "3122"), 5_000 * 810 / 1000);
}
