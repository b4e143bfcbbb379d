//! The score `padan-skor/1` as its definition has it: the worked example number for number, and what must never matter.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use common::{TODAY, build, one_vacancy, profiles, vacancies};
use padan::matching::{Band, Catalogue, Matcher, Part, Status};
use padan::query::{Query, Sort};
use padan::record::code::{Lang, WorkMode};
use padan::record::{
    DealBreaker, Limit, Organization, Origin, Place, Profile, Requirement, RequirementKind, Vacancy, Weights,
};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};

fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// The welder's vacancy among as many others as give its four requirements the rarities 420, 310, 250 and 480.
fn market() -> (common::Built, u32) {
    const ROWS: usize = 1033;
    const ASKED: [(&str, usize, bool); 4] =
        [("SMAW", 15, true), ("Membaca gambar teknik", 46, true), ("K3", 84, false), ("GTAW", 8, false)];
    let requirement = |(label, _, must): (&str, usize, bool)| Requirement {
        kind: RequirementKind::Skill,
        label: label.into(),
        must,
        origin: Origin::Form,
    };
    let welder: Vacancy = from(json!({
        "id": "welder", "title": "Welder", "source": {"code": "sample", "verification": "verified"},
        "occupationalCategory": {"code": "7212.02", "edition": 2014}, "jobLocation": [{"region": "3271"}],
        "employmentType": "full_time", "baseSalary": {"minValue": 4_500_000, "maxValue": 5_500_000},
        "educationRequirements": {"level": 3}, "experienceRequirements": {"monthsOfExperience": 12},
        "requirements": ASKED.map(requirement)
    }));
    let mut all = vec![welder];
    // Each is asked by rows of its own, so that no two stand close.
    let mut start = 1;
    let mine = ASKED.map(|(_, rows, _)| {
        start += rows - 1;
        start + 1 - rows..start
    });
    for n in 1..ROWS {
        let mut other = one_vacancy();
        other.id = format!("v{n:04}");
        other.requirements = ASKED
            .into_iter()
            .zip(&mine)
            .filter(|(_, mine)| mine.contains(&n))
            .map(|(asked, _)| requirement(asked))
            .collect();
        all.push(other);
    }
    let built = build(&all);
    let row = built.ids.iter().position(|id| id == "welder").unwrap() as u32;
    (built, row)
}

fn welder() -> Profile {
    from(json!({
        "targets": [{"occupation": "7212.02"}], "history": [{"occupation": "7212.01", "months": 18}], "education": 3,
        "skills": ["SMAW", "K3"], "home": "3276", "radiusKm": 40, "minimumPay": 5_000_000, "employmentTypes": ["full_time"]
    }))
}

#[test]
fn the_worked_example_comes_out_number_for_number() {
    let (built, row) = market();
    let snapshot = built.engine.snapshot();
    let catalogue = Catalogue::new(snapshot);
    let profile = welder();
    let fit = Matcher::new(snapshot, &catalogue, &profile).assess(row as usize);
    // By part: score, weight, share of the fit, as padan-skor/1 §9.9 has them.
    for (part, score, weight, share) in [
        (Part::Occupation, 10_000, 2_500, 2_874),
        (Part::Skills, 5_171, 1_998, 1_188),
        (Part::Education, 10_000, 1_000, 1_149),
        (Part::Place, 6_000, 1_500, 1_035),
        (Part::Experience, 10_000, 700, 805),
        (Part::Pay, 7_500, 700, 603),
        (Part::Conditions, 10_000, 300, 345),
    ] {
        assert_eq!(fit.judged[part as usize], Some((score, weight)), "{part:?}");
        assert_eq!(fit.parts[part as usize], Some(share), "{part:?}");
    }
    assert_eq!((fit.fit, fit.coverage, fit.rank), (7_999, 8_698, 7_264));

    let learned =
        Profile { skills: [profile.skills.clone(), vec!["Membaca gambar teknik".into()]].concat(), ..profile };
    let better = Matcher::new(snapshot, &catalogue, &learned).assess(row as usize);
    assert_eq!((better.fit, better.rank), (8_731, 7_888));

    let empty = Profile::default();
    let nothing = Matcher::new(snapshot, &catalogue, &empty).assess(row as usize);
    assert_eq!(nothing.fit, 0);
}

#[test]
fn a_vacancy_that_states_schooling_alone_shows_no_fit() {
    let mut vacancy = one_vacancy();
    vacancy.education_requirements = from(json!({"level": 3}));
    let built = build(&[vacancy]);
    let profile: Profile = from(json!({"education": 3}));
    let explanation = built.engine.explain(0, &profile, Lang::Id, None).unwrap();
    assert_eq!((explanation.fit, explanation.coverage, explanation.band), (None, 1_000, Band::Unknown));
    let snapshot = built.engine.snapshot();
    let catalogue = Catalogue::new(snapshot);
    let fit = Matcher::new(snapshot, &catalogue, &profile).assess(0);
    assert_eq!((fit.fit, fit.rank), (10_000, 5_800));
}

#[test]
fn one_matched_skill_never_looks_like_a_match() {
    let mut vacancy = one_vacancy();
    vacancy.requirements = from(json!([{"kind": "skill", "label": "Excel", "must": true, "origin": "form"}]));
    let built = build(&[vacancy]);
    let profile: Profile = from(json!({"skills": ["Excel"]}));
    let explanation = built.engine.explain(0, &profile, Lang::En, None).unwrap();
    assert_eq!((explanation.fit, explanation.band), (None, Band::Unknown));
    assert!(explanation.sentence.contains("too little"), "{}", explanation.sentence);
}

/// What a ranking is made of, as bytes.
fn ranking(vacancies: &[Vacancy], profile: &Profile) -> Vec<u8> {
    let built = build(vacancies);
    let query = Query { sort: Some(Sort::Match), limit: 200, facets: Some(Vec::new()), ..Query::default() };
    let answer = built.engine.query(&query, Some(profile)).unwrap();
    let hits: Vec<Value> = answer
        .hits
        .iter()
        .map(|hit| json!([built.ids[hit.row as usize], hit.score, hit.parts, hit.coverage, hit.band]))
        .collect();
    serde_json::to_vec(&hits).unwrap()
}

proptest! {
    #![proptest_config(Config { cases: 64, ..Config::default() })]

    #[test]
    fn what_is_protected_changes_no_byte_of_a_ranking(
        vacancies in vacancies(40), profile in profiles(), field in 0usize..8, every in 1usize..4
    ) {
        let before = ranking(&vacancies, &profile);
        let mut changed = vacancies.clone();
        for vacancy in changed.iter_mut().step_by(every) {
            let limit = |kind: &str, value: &str| -> Limit { from(json!({"kind": kind, "value": value, "origin": "form"})) };
            match field {
                0 => vacancy.limits = vec![limit("age", "18-25")],
                1 => vacancy.limits = vec![limit("sex", "female"), limit("marital", "single")],
                2 => vacancy.limits = vec![limit("religion", "x"), limit("appearance", "x"), limit("height", "170")],
                3 => vacancy.limits = vec![limit("physical", "normal")],
                4 => vacancy.inclusion = from(json!({"openToDisability": vacancy.inclusion.is_none()})),
                5 => vacancy.source.verification = from(json!("withdrawn")),
                6 => vacancy.description = Some("Khusus pria, maks. 25 tahun".into()),
                _ => {
                    vacancy.hiring_organization = Some(Organization { name: "PT Lain".into(), kind: None });
                    vacancy.source.url = Some("https://example.org/".into());
                }
            }
        }
        // Ties are broken by the order of rows, which names decide: compare without it where a name changed.
        let sorted = |bytes: Vec<u8>| {
            let mut hits: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
            hits.sort_by_key(Value::to_string);
            hits
        };
        let after = ranking(&changed, &profile);
        if field == 7 {
            prop_assert_eq!(sorted(after), sorted(before));
        } else {
            prop_assert_eq!(after, before);
        }
    }

    #[test]
    fn the_order_is_total_and_the_same_every_time(vacancies in vacancies(60), profile in profiles(), seed: u64) {
        let mut shuffled = vacancies.clone();
        let len = shuffled.len();
        for at in 0..len {
            shuffled.swap(at, (seed as usize).wrapping_mul(at + 7) % len);
        }
        prop_assert_eq!(ranking(&vacancies, &profile), ranking(&shuffled, &profile));
    }

    #[test]
    fn remote_work_does_not_depend_on_home(vacancies in vacancies(20), profile in profiles()) {
        let remote: Vec<Vacancy> =
            vacancies.into_iter().map(|v| Vacancy { job_location_type: Some(WorkMode::Remote), ..v }).collect();
        let at = |home: &str| ranking(&remote, &Profile { home: Some(home.into()), ..profile.clone() });
        prop_assert_eq!(at("3216"), at("9171"));
    }

    #[test]
    fn asking_less_never_lowers_what_is_met(vacancies in vacancies(20), profile in profiles(), at: prop::sample::Index) {
        let met = |vacancies: &[Vacancy]| -> Vec<(String, u32, u32)> {
            let built = build(vacancies);
            let mut met: Vec<_> = (0..built.records.len() as u32)
                .map(|row| {
                    let explanation = built.engine.explain(row, &profile, Lang::Id, None).unwrap();
                    (built.ids[row as usize].clone(), explanation.met, explanation.asked)
                })
                .collect();
            met.sort();
            met
        };
        let mut less = vacancies.clone();
        for vacancy in &mut less {
            if !vacancy.requirements.is_empty() {
                let at = at.index(vacancy.requirements.len());
                let gone = vacancy.requirements.remove(at);
                // The same thing may be asked twice; then it still is.
                vacancy.requirements.retain(|asked| asked.label != gone.label);
            }
        }
        for ((id, met, asked), (_, met_less, asked_less)) in met(&vacancies).into_iter().zip(met(&less)) {
            prop_assert!(asked - met >= asked_less - met_less, "{id}: {met} of {asked}, then {met_less} of {asked_less}");
        }
    }

    #[test]
    fn a_gap_between_jobs_changes_nothing(vacancies in vacancies(20), profile in profiles(), gap in 0u8..3) {
        // Only how long ago the last day of each job was counts, in three steps; a gap is nowhere.
        let moved = |by: u8| {
            let mut profile = profile.clone();
            profile.history.iter_mut().for_each(|job| job.years_ago = by);
            ranking(&vacancies, &profile)
        };
        prop_assert_eq!(moved(gap), moved(0));
    }

    #[test]
    fn what_a_profile_lacks_scores_nothing(vacancies in vacancies(30), profile in profiles()) {
        let silent = Profile { skills: Vec::new(), education: None, history: Vec::new(), targets: Vec::new(), ..profile };
        let built = build(&vacancies);
        let catalogue = Catalogue::new(built.engine.snapshot());
        let matcher = Matcher::new(built.engine.snapshot(), &catalogue, &silent);
        for row in 0..built.records.len() {
            let fit = matcher.assess(row);
            for part in [Part::Skills, Part::Education, Part::Experience, Part::Occupation] {
                prop_assert!(fit.judged[part as usize].is_none_or(|(score, _)| score == 0));
            }
            let unknown = matcher.explain(row, Lang::Id).checks;
            let parts = [Part::Skills, Part::Education, Part::Experience, Part::Occupation];
            let silent = unknown.iter().filter(|check| parts.contains(&check.part) && !check.asked.starts_with("Jurusan"));
            prop_assert!(silent.clone().all(|check| check.status == Status::Unknown), "{:?}", silent.collect::<Vec<_>>());
        }
    }
}

#[test]
fn weights_change_a_ranking_with_nothing_built_anew() {
    let near = Vacancy { job_location: vec![Place { region: "3216".into(), address: None }], ..one_vacancy() };
    let paid = Vacancy { id: "b".into(), base_salary: from(json!({"minValue": 9_000_000})), ..one_vacancy() };
    let far = Vacancy { job_location: vec![Place { region: "9171".into(), address: None }], ..paid };
    let poor = Vacancy { base_salary: from(json!({"minValue": 1_000_000})), ..near };
    let built = build(&[poor, far]);
    let first = |weights: Weights| {
        let profile: Profile = from(json!({"home": "3216", "minimumPay": 5_000_000}));
        let profile = Profile { weights: Some(weights), ..profile };
        let query = Query { sort: Some(Sort::Match), ..Query::default() };
        let answer = built.engine.query(&query, Some(&profile)).unwrap();
        built.ids[answer.hits[0].row as usize].clone()
    };
    let none = Weights { skills: 0, occupation: 0, place: 0, education: 0, experience: 0, pay: 0, conditions: 0 };
    assert_eq!(first(Weights { place: 9, pay: 1, ..none }), "a");
    assert_eq!(first(Weights { place: 1, pay: 9, ..none }), "b");
}

#[test]
fn every_explanation_keeps_to_its_words_and_its_sums() {
    let (built, row) = market();
    for lang in [Lang::Id, Lang::En] {
        let explanation = built.engine.explain(row, &welder(), lang, Some(TODAY)).unwrap();
        let value = serde_json::to_value(&explanation).unwrap();
        let back: padan::matching::Explanation = from(value);
        assert_eq!(back, explanation);
        assert_eq!(explanation.parts.iter().filter_map(|part| part.points).sum::<u32>(), explanation.fit.unwrap());
        assert!(explanation.sentence.chars().count() <= 160);
        assert_eq!(explanation.met as usize, explanation.checks.iter().filter(|c| c.status == Status::Met).count());
        assert_eq!(explanation.checks.iter().filter(|c| c.part == Part::Skills).count(), 4);
    }
}

/// A profile with wishes, and which of them are musts.
fn choosy() -> impl Strategy<Value = Profile> {
    let musts = [DealBreaker::Place, DealBreaker::Pay, DealBreaker::EmploymentType, DealBreaker::WorkMode];
    let modes = prop::collection::vec(prop::sample::select(WorkMode::ALL), 0..2);
    (profiles(), modes, prop::sample::subsequence(musts.to_vec(), 1..=4))
        .prop_map(|(profile, work_modes, deal_breakers)| Profile { work_modes, deal_breakers, ..profile })
}

proptest! {
    #![proptest_config(Config { cases: 128, ..Config::default() })]

    #[test]
    fn a_must_of_the_persons_own_never_raises_a_band_and_moves_no_score(vacancies in vacancies(60), choosy in choosy()) {
        let built = build(&vacancies);
        let easy = Profile { deal_breakers: Vec::new(), ..choosy.clone() };
        for (row, record) in (0..).zip(&built.records) {
            let explain = |profile: &Profile| built.engine.explain(row, profile, Lang::En, None).unwrap();
            let (before, after) = (explain(&easy), explain(&choosy));
            prop_assert!(after.band.standing() <= before.band.standing(), "{:?}, then {:?}", before.band, after.band);
            prop_assert_eq!((before.fit, before.coverage, before.parts), (after.fit, after.coverage, after.parts));
            // From the record alone, but for the way to work, which distances decide.
            let broken = |wish: &DealBreaker| match wish {
                DealBreaker::Pay => {
                    let most = record.base_salary.as_ref().and_then(|pay| pay.max_value.or(pay.min_value));
                    most.zip(choosy.minimum_pay).is_some_and(|(most, wanted)| most < wanted)
                }
                DealBreaker::EmploymentType => {
                    !choosy.employment_types.is_empty()
                        && record.employment_type.is_some_and(|kind| !choosy.employment_types.contains(&kind))
                }
                DealBreaker::WorkMode => {
                    !choosy.work_modes.is_empty()
                        && record.job_location_type.is_some_and(|mode| !choosy.work_modes.contains(&mode))
                }
                DealBreaker::Place => {
                    before.checks.iter().any(|check| check.part == Part::Place && check.status == Status::Unmet)
                }
            };
            let breaks = choosy.deal_breakers.iter().any(broken);
            prop_assert_eq!(after.checks.iter().any(|check| check.deal_breaker), breaks);
            prop_assert!(!before.checks.iter().any(|check| check.deal_breaker));
            if breaks {
                prop_assert!(!matches!(after.band, Band::Qualified | Band::Almost), "{:?}", after.band);
            } else {
                prop_assert_eq!((after.band, after.sentence), (before.band, before.sentence));
            }
        }
    }
}

#[test]
fn a_good_fit_that_pays_too_little_is_no_fit_once_pay_is_a_must() {
    let (built, row) = market();
    let skills = ["SMAW", "K3", "GTAW", "Membaca gambar teknik"].map(String::from).to_vec();
    let easy = Profile { skills, minimum_pay: Some(6_000_000), ..welder() };
    let strict = Profile { deal_breakers: vec![DealBreaker::Pay], ..easy.clone() };
    let content = Profile { minimum_pay: Some(5_500_000), ..strict.clone() };
    let explain = |profile: &Profile| built.engine.explain(row, profile, Lang::En, None).unwrap();
    assert_eq!(explain(&easy).band, Band::Qualified);
    assert_eq!(explain(&content).band, Band::Qualified, "what is offered reaches the wish");
    let told = explain(&strict);
    assert_eq!(told.band, Band::Prepare);
    assert!(told.sentence.ends_with("Breaks a must of yours: pay."), "{}", told.sentence);
    let check = told.checks.iter().find(|check| check.deal_breaker).unwrap();
    assert_eq!((check.part, check.status, check.must), (Part::Pay, Status::Unmet, true));
    // A must without its wish changes nothing; one that does not exist is refused.
    let none = Profile { deal_breakers: vec![DealBreaker::WorkMode], ..easy };
    assert_eq!(explain(&none).band, Band::Qualified);
    assert!(serde_json::from_value::<Profile>(json!({"dealBreakers": ["age"]})).is_err());
}

fn explanation_schema() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/explanation.schema.json");
    jsonschema::validator_for(&from(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())).unwrap()
}

proptest! {
    #![proptest_config(Config { cases: 64, ..Config::default() })]

    #[test]
    fn every_explanation_is_valid_by_its_schema(vacancies in vacancies(40), profile in choosy()) {
        let (built, schema) = (build(&vacancies), explanation_schema());
        for row in 0..built.records.len() as u32 {
            for lang in [Lang::Id, Lang::En] {
                let told = serde_json::to_value(built.engine.explain(row, &profile, lang, None).unwrap()).unwrap();
                prop_assert!(schema.is_valid(&told), "{:?}", schema.iter_errors(&told).map(|e| e.to_string()).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn explanations_of_real_vacancies_are_valid_by_their_schema_and_damaged_ones_are_not() {
    let schema = explanation_schema();
    let (built, row) = market();
    let told = serde_json::to_value(built.engine.explain(row, &welder(), Lang::Id, None).unwrap()).unwrap();
    assert!(schema.is_valid(&told));
    for damage in [
        json!({"fit": 10_001}),
        json!({"band": "good"}),
        json!({"sentence": "x".repeat(161)}),
        json!({"parts": []}),
        json!({"score": 1}),
        json!({"checks": [{"part": "pay", "status": "met"}]}),
    ] {
        let mut damaged = told.clone();
        damaged.as_object_mut().unwrap().extend(damage.as_object().unwrap().clone());
        assert!(!schema.is_valid(&damaged), "{damage}");
    }
    for (file, format) in [
        ("vacancies/karirhub_vacancy_detail.jsonl", padan::ingest::Format::Karirhub),
        ("vacancies/maganghub_2026.csv", padan::ingest::Format::Maganghub),
    ] {
        let Some(path) = common::real(file) else { continue };
        let mut all = Vec::new();
        let mut report = padan::ingest::Report::new(None);
        padan::ingest::read(format, &path, &mut report, &mut |vacancy| {
            all.push(vacancy);
            Ok(())
        })
        .unwrap();
        all.truncate(500);
        let built = build(&all);
        let people: [Profile; 3] = [
            welder(),
            from(json!({"education": 7, "fields": ["Akuntansi"], "skills": ["Microsoft Excel"], "home": "3171"})),
            from(json!({
                "targets": [{"occupation": "2221"}], "workModes": ["on_site"], "minimumPay": 4_000_000, "home": "3578",
                "dealBreakers": ["pay", "place", "work_mode"]
            })),
        ];
        for profile in &people {
            for row in 0..built.records.len() as u32 {
                let told = serde_json::to_value(built.engine.explain(row, profile, Lang::Id, None).unwrap()).unwrap();
                assert!(schema.is_valid(&told), "{file} {row}: {told}");
            }
        }
    }
}
