//! What several tests share: made-up vacancies, snapshots of them, and a naive oracle that
//! answers from the records alone, never from codes.
#![allow(dead_code, missing_docs)]

use std::collections::{BTreeMap, HashSet};
use std::ops::Not;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use padan::query::facet::{AGE_STEPS, DISTANCE_STEPS, FacetKey, Histogram, LEFT_STEPS, NONE, PAY_STEPS};
use padan::query::filter::Range;
use padan::query::{Engine, Query};
use padan::record::code::{Education, EmployerKind, EmploymentType, Verification, WorkMode};
use padan::record::{
    EducationRequirement, Experience, ExperienceRequirement, Inclusion, Occupation, Organization, Origin, Pay, PayUnit,
    Place, Profile, Requirement, RequirementKind, Source, Target, Vacancy, day,
};
use padan::snapshot::{BuildOptions, Builder, Folder};
use padan::text::{fold, words};
use proptest::prelude::*;

/// Day of the tests: 2026-11-24.
pub const TODAY: i32 = 20_781;
/// What the course of these tests teaches, folded.
pub const TAUGHT: [&str; 2] = ["excel", "las smaw"];

/// The real data, where this machine has it.
pub fn real(file: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    if !path.exists() {
        println!("skipped: {file} is not on this machine");
        return None;
    }
    Some(path)
}

pub fn vacancies(most: usize) -> impl Strategy<Value = Vec<Vacancy>> {
    prop::collection::vec(vacancy(), 1..most).prop_map(|mut vacancies| {
        for (n, vacancy) in vacancies.iter_mut().enumerate() {
            vacancy.id = format!("v{n:04}");
        }
        vacancies
    })
}

fn vacancy() -> impl Strategy<Value = Vacancy> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from);
    let title = prop::collection::vec(
        pick(&["Staf", "staf", "Gudang", "Sopir", "SUPIR", "Truk", "Perawat", "perawatan", "Café", "IT", "S1", "–"]),
        1..4,
    );
    let region = prop::option::weighted(
        0.9,
        pick(&["32", "3216", "3273", "31", "3174", "3174021002", "5171", "9171", "1101", "6401", "3216010", "321606"]),
    );
    let occupation = prop::option::of(pick(&["2", "22", "2221", "2221.01", "8332", "8332.02", "7212", "7212.02"]));
    let pay = prop::option::of((prop::option::of(1_500u32..12_000), prop::option::of(0u32..4_000)));
    let requirement = (pick(&["Excel", "SIM B1", "K3", "Las SMAW", "Bahasa Inggris"]), any::<bool>(), 0usize..4);
    let who = (
        prop::option::of((pick(&["PT Maju", "CV Jaya", "Dinas A", "Yayasan B"]), prop::option::of(kinds()))),
        prop::option::of(prop::sample::select(EmploymentType::ALL)),
        prop::option::of(prop::sample::select(WorkMode::ALL)),
        (pick(&["sample", "karirhub"]), prop::option::weighted(0.1, pick(&["glints", "maganghub"]))),
        prop::sample::select(Verification::ALL),
        prop::option::of(any::<bool>()),
    );
    let asked = (
        prop::option::of((
            0u8..=10,
            any::<bool>(),
            prop::collection::vec(pick(&["Akuntansi", "Teknik Mesin", "Mesin"]), 0..3),
        )),
        prop::option::of(prop::sample::select(&[0u16, 6, 12, 13, 36, 48, 60, 72][..])),
        prop::collection::vec(requirement, 0..5),
        // Asked together, so that they stand close to each other.
        prop::option::of((any::<bool>(), any::<bool>())),
    );
    let limit = prop::sample::select(
        &[("age", "18-30"), ("age", "-25"), ("age", "30-"), ("sex", "female"), ("sex", "male"), ("marital", "single")]
            [..],
    );
    let limits = prop::collection::vec(limit, 0..3);
    let dates = (prop::option::of(-3i32..80), prop::option::of(-10i32..30), 1u32..40, limits);
    (title, region, occupation, pay, who, asked, dates).prop_map(
        |(title, region, occupation, pay, who, asked, dates)| {
            let (employer, kind, mode, (source, also), verification, open) = who;
            let (education, months, requirements, welds) = asked;
            let (age, left, openings, limits) = dates;
            Vacancy {
                id: String::new(),
                title: title.join(" "),
                source: Source { code: source.into(), url: None, verification },
                also_at: also.map(|code| Source { code: code.into(), url: None, verification }).into_iter().collect(),
                occupational_category: occupation.map(|code| Occupation {
                    code: code.into(),
                    edition: 2014,
                    reliability: 800,
                }),
                job_function: None,
                hiring_organization: employer.map(|(name, kind)| Organization { name: name.into(), kind }),
                industry: None,
                job_location: region.map(|region| Place { region: region.into(), address: None }).into_iter().collect(),
                job_location_type: mode,
                employment_type: kind,
                total_job_openings: openings,
                remaining_job_openings: None,
                base_salary: pay.and_then(|(least, more)| {
                    let least = least.map(|least| least * 1_000);
                    let most = more.map(|more| least.unwrap_or(2_000_000) + more * 1_000);
                    (least.is_some() || most.is_some()).then_some(Pay {
                        min_value: least,
                        max_value: most,
                        stated_per: PayUnit::Month,
                    })
                }),
                education_requirements: education.map(|(level, required, fields)| EducationRequirement {
                    level: Education::new(level).unwrap(),
                    fields: fields.into_iter().map(str::to_owned).collect(),
                    required,
                }),
                experience_requirements: months
                    .map(|months_of_experience| ExperienceRequirement { months_of_experience }),
                requirements: requirements
                    .into_iter()
                    .map(|(label, must, kind)| Requirement {
                        kind: [
                            RequirementKind::Skill,
                            RequirementKind::Licence,
                            RequirementKind::Soft,
                            RequirementKind::Certificate,
                        ][kind],
                        label: label.into(),
                        must,
                        origin: Origin::Form,
                    })
                    .chain(
                        welds.into_iter().flat_map(|(smaw, gtaw)| [skill("Las SMAW", smaw), skill("Las GTAW", gtaw)]),
                    )
                    .collect(),
                limits: limits
                    .into_iter()
                    .map(|(kind, value)| {
                        serde_json::from_value(serde_json::json!({"kind": kind, "value": value, "origin": "form"}))
                            .unwrap()
                    })
                    .collect(),
                inclusion: open.map(|open_to_disability| Inclusion { open_to_disability }),
                work_hours: None,
                date_posted: age.map(|age| day::iso(TODAY - age)),
                valid_through: left.map(|left| day::iso(TODAY + left)),
                description: None,
                qualifications: None,
            }
        },
    )
}

/// A skill that is asked.
pub fn skill(label: &str, must: bool) -> Requirement {
    Requirement { kind: RequirementKind::Skill, label: label.into(), must, origin: Origin::Form }
}

/// Profiles that fit these vacancies more or less.
pub fn profiles() -> impl Strategy<Value = Profile> {
    let code = || prop::sample::select(&["2221.01", "8332", "7212.01", "72", "2"][..]);
    (
        prop::collection::vec(code(), 0..3),
        prop::collection::vec((code(), 0u16..100, 0u8..8), 0..3),
        prop::option::of(0u8..=10),
        prop::collection::vec(prop::sample::select(&["akuntansi", "Mesin Produksi", "Hukum"][..]), 0..2),
        prop::collection::vec(
            prop::sample::select(&["excel", "SIM B1", "las smaw", "las gtaw", "tidak ada"][..]),
            0..4,
        ),
        prop::option::of(prop::sample::select(&["3216", "32", "3174", "5171"][..])),
        prop::option::of(1_000_000u32..9_000_000),
        prop::collection::vec(prop::sample::select(EmploymentType::ALL), 0..2),
    )
        .prop_map(|(targets, history, education, fields, skills, home, minimum_pay, employment_types)| Profile {
            targets: targets.into_iter().map(|occupation| Target { occupation: occupation.into() }).collect(),
            history: history
                .into_iter()
                .map(|(occupation, months, years_ago)| Experience { occupation: occupation.into(), months, years_ago })
                .collect(),
            education: education.and_then(Education::new),
            fields: fields.into_iter().map(str::to_owned).collect(),
            skills: skills.into_iter().map(str::to_owned).collect(),
            home: home.map(str::to_owned),
            radius_km: None,
            willing_to_move: vec!["31".into()],
            minimum_pay,
            employment_types,
            work_modes: Vec::new(),
            deal_breakers: Vec::new(),
            weights: None,
        })
}

fn kinds() -> impl Strategy<Value = EmployerKind> {
    prop::sample::select(EmployerKind::ALL)
}

/// A snapshot of the vacancies, its ids and its records in row order.
pub struct Built {
    pub engine: Engine,
    pub ids: Vec<String>,
    pub records: Vec<Vacancy>,
}

pub fn build(vacancies: &[Vacancy]) -> Built {
    let folder = tempfile::tempdir().unwrap();
    write(vacancies, folder.path(), None);
    open(folder.path())
}

/// A snapshot as it stands after each of `days` was built onto the one before: in as many segments.
pub fn build_in_segments(days: &[Vec<Vacancy>]) -> Built {
    let (mut before, mut folder) = (None, tempfile::tempdir().unwrap());
    for vacancies in days {
        folder = tempfile::tempdir().unwrap();
        write(vacancies, folder.path(), before.as_ref());
        before = Some(folder);
        folder = tempfile::tempdir().unwrap();
    }
    open(before.unwrap_or(folder).path())
}

fn write(vacancies: &[Vacancy], folder: &Path, before: Option<&tempfile::TempDir>) {
    let options = BuildOptions { as_of: TODAY, courses: vec![course()], ..BuildOptions::default() };
    let mut builder = Builder::new(options, folder).unwrap();
    for vacancy in vacancies {
        builder.add(vacancy).unwrap();
    }
    let previous = before.map(|before| Folder::open(before.path()).unwrap());
    builder.finish(folder, previous.as_ref(), &mut |_| ()).unwrap();
}

pub fn open(folder: &std::path::Path) -> Built {
    let folder = Folder::open(folder).unwrap();
    let ids = folder.ids().unwrap();
    let records = folder.records().unwrap();
    assert_eq!(records.iter().map(|record| &record.id).collect::<Vec<_>>(), ids.iter().collect::<Vec<_>>());
    Built { engine: Engine::new(folder.snapshot), ids, records }
}

/// The place distances are measured from in these tests.
pub const NEAR: &str = "3216";

fn region_of(vacancy: &Vacancy) -> Option<&str> {
    static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let districts = padan::record::region::districts().map(|(code, _)| code);
        padan::record::region::all().into_iter().map(|region| region.code).chain(districts).collect()
    });
    let code = &*vacancy.job_location.first()?.region;
    [6, 4, 2].into_iter().filter_map(|digits| code.get(..digits)).find(|code| KNOWN.contains(*code))
}

/// The number a record has in a facet of numbers; 0 km for remote work.
pub fn number(vacancy: &Vacancy, key: FacetKey, today: i32) -> Option<i64> {
    /// Great-circle km from [`NEAR`] by the haversine; the engine's own may differ by 1 in 100.
    fn km(code: &str) -> f64 {
        static PLACES: LazyLock<Vec<padan::record::region::Region>> = LazyLock::new(padan::record::region::all);
        let place = |code: &str| {
            let region = PLACES.iter().find(|region| region.code == code[..code.len().min(4)]).unwrap();
            (f64::from(region.lat).to_radians(), f64::from(region.lon).to_radians())
        };
        let ((a, b), (c, d)) = (place(NEAR), place(code));
        let half = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
        2.0 * 6371.0 * half.sqrt().asin()
    }
    let day_of = |iso: &Option<String>| iso.as_deref().and_then(day::parse);
    match key {
        FacetKey::Pay => vacancy.base_salary.as_ref().and_then(|pay| pay.max_value.or(pay.min_value)).map(i64::from),
        FacetKey::Experience => vacancy.experience_requirements.as_ref().map(|asked| asked.months_of_experience.into()),
        FacetKey::Education => vacancy.education_requirements.as_ref().map(|asked| asked.level.level().into()),
        FacetKey::PostedWithin => day_of(&vacancy.date_posted).map(|posted| (today - posted).into()),
        FacetKey::ClosesWithin => {
            day_of(&vacancy.valid_through).filter(|&closes| closes >= today).map(|closes| (closes - today).into())
        }
        FacetKey::Distance if vacancy.job_location_type == Some(WorkMode::Remote) => Some(0),
        FacetKey::Distance => region_of(vacancy).filter(|region| region.len() > 2).map(|region| {
            // Java, where NEAR is, has the provinces 31 to 36.
            if region.starts_with('3') { km(region).round() as i64 } else { u32::MAX.into() }
        }),
        _ => None,
    }
}

/// Every value of a facet that a record counts under.
pub fn values(vacancy: &Vacancy, key: FacetKey, today: i32) -> Vec<String> {
    let region = region_of(vacancy);
    let pay = vacancy.base_salary.as_ref().and_then(|pay| pay.max_value.or(pay.min_value));
    let one = |value: Option<String>| vec![value.unwrap_or_else(|| NONE.to_owned())];
    let within = |steps: &[&str]| match number(vacancy, key, today) {
        None => one(None),
        Some(number) => {
            let reached = steps.iter().filter(|step| step.parse().is_ok_and(|step: i64| number > step).not());
            reached.map(|&step| step.to_owned()).collect()
        }
    };
    let yes = |yes: bool| vec![if yes { "yes" } else { "no" }.to_owned()];
    match key {
        FacetKey::Province => one(region.map(|region| region[..2].to_owned())),
        FacetKey::Regency => one(region.and_then(|region| region.get(..4)).map(str::to_owned)),
        FacetKey::District => one(region.and_then(|region| region.get(..6)).map(str::to_owned)),
        FacetKey::Occupation => {
            one(vacancy.occupational_category.as_ref().map(|occupation| occupation.code.chars().take(2).collect()))
        }
        FacetKey::OccupationUnit => one(vacancy
            .occupational_category
            .as_ref()
            .and_then(|occupation| occupation.code.get(..4))
            .map(str::to_owned)),
        FacetKey::Field => {
            let mut fields = vacancy.education_requirements.as_ref().map_or(Vec::new(), |asked| asked.fields.clone());
            fields.sort();
            fields.dedup();
            if fields.is_empty() { one(None) } else { fields }
        }
        FacetKey::Education => {
            one(vacancy.education_requirements.as_ref().map(|asked| asked.level.level().to_string()))
        }
        FacetKey::Experience => one(vacancy.experience_requirements.as_ref().map(|asked| {
            match asked.months_of_experience {
                0 => "0",
                1..=12 => "12",
                13..=36 => "36",
                37..=60 => "60",
                _ => "more",
            }
            .to_owned()
        })),
        FacetKey::EmploymentType => one(vacancy.employment_type.map(|kind| kind.key().to_owned())),
        FacetKey::WorkMode => one(vacancy.job_location_type.map(|mode| mode.key().to_owned())),
        FacetKey::Employer => one(vacancy.hiring_organization.as_ref().map(|employer| employer.name.clone())),
        FacetKey::EmployerKind => one(vacancy
            .hiring_organization
            .as_ref()
            .and_then(|employer| employer.kind)
            .map(|kind| kind.key().to_owned())),
        FacetKey::Pay => match pay {
            None => one(None),
            Some(pay) => {
                PAY_STEPS.iter().filter(|step| pay >= step.parse().unwrap()).map(|&step| step.to_owned()).collect()
            }
        },
        FacetKey::PayStated => yes(pay.is_some()),
        FacetKey::PostedWithin => within(&AGE_STEPS),
        FacetKey::ClosesWithin => within(&LEFT_STEPS),
        FacetKey::Distance => within(&DISTANCE_STEPS),
        FacetKey::Trainable => {
            let taught = vacancy.requirements.iter().any(|asked| TAUGHT.contains(&&*fold(&asked.label)));
            one((taught && today <= TODAY + 7).then(|| "yes".to_owned()))
        }
        FacetKey::Open => {
            yes(vacancy.valid_through.as_deref().and_then(day::parse).is_none_or(|closes| closes >= today))
        }
        FacetKey::Disability => {
            one(vacancy.inclusion.as_ref().filter(|open| open.open_to_disability).map(|_| "yes".to_owned()))
        }
        FacetKey::Source => {
            [&vacancy.source].into_iter().chain(&vacancy.also_at).map(|source| source.code.clone()).collect()
        }
        FacetKey::Verification => one(Some(vacancy.source.verification.key().to_owned())),
    }
}

/// Whether a record has one of the values chosen, or a number within one of the ranges.
pub fn passes(record: &Vacancy, facet: FacetKey, chosen: &[String], today: i32) -> bool {
    let number = number(record, facet, today);
    values(record, facet, today).iter().any(|value| chosen.contains(value))
        || chosen.iter().filter_map(|value| Range::parse(value)).any(|range| number.is_some_and(|n| range.holds(n)))
}

/// Whether a record holds every term of a text as it stands, the last word as a beginning: in its
/// title, its requirements, its employer's name, or as its place, schooling or employment type.
pub fn text_passes(record: &Vacancy, text: &str) -> bool {
    text_passes_with(record, text, "")
}

/// [`text_passes`], with words that count as found as they stand wherever they are.
pub fn text_passes_with(record: &Vacancy, text: &str, description: &str) -> bool {
    static NAMES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let mut names = Vec::new();
        for region in padan::record::region::all() {
            let name = fold(&region.name);
            for before in
                ["kabupaten ", "kota ", "kota administrasi ", "provinsi ", "daerah istimewa ", "daerah khusus ibukota "]
            {
                if let Some(own) = name.strip_prefix(before) {
                    names.push((own.to_owned(), region.code.clone()));
                }
            }
            names.push((name, region.code));
        }
        names
    });
    let kinds = [("sma", 3), ("s1", 7)];
    let held: Vec<String> = std::iter::once(fold(&record.title))
        .chain(record.requirements.iter().map(|asked| fold(&asked.label)))
        .chain([fold(description)])
        .collect();
    let employer: Vec<String> = record.hiring_organization.iter().map(|employer| fold(&employer.name)).collect();
    let place = |name: &str| {
        let regions = NAMES.iter().filter(|(known, _)| known == name).map(|(_, code)| code);
        let [province, regency] = [FacetKey::Province, FacetKey::Regency].map(|key| values(record, key, TODAY));
        regions.clone().any(|code| province.contains(code) || regency.contains(code))
    };
    let kind = |word: &str| {
        let level = values(record, FacetKey::Education, TODAY)[0].parse::<u8>();
        kinds.iter().any(|(known, most)| *known == word && level.as_ref().is_ok_and(|level| level <= most))
    };
    if let Some(phrase) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        let holds = |held: &String| format!(" {held} ").contains(&format!(" {} ", fold(phrase)));
        return holds(&held[0]) || holds(&held[held.len() - 1]);
    }
    let (asked, without): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|token| !token.starts_with('-'));
    let open_ended = text.ends_with(char::is_alphanumeric) && !text.rsplit(' ').next().unwrap().starts_with('-');
    let asked = fold(&asked.join(" ")).replace("jawa barat", "jawa_barat");
    let asked: Vec<&str> = words(&asked).collect();
    let begins = |texts: &[String], word: &str, open: bool| {
        let begins = |text: &String| words(text).any(|known| known == word || open && known.starts_with(word));
        texts.iter().any(begins)
    };
    let holds = |word: &str, open: bool| {
        let word = word.replace('_', " ");
        let described = format!(" {} ", held[held.len() - 1]);
        let phrase = format!(" {word}{}", if open { "" } else { " " });
        begins(&held, &word, open) || place(&word) || kind(&word) || described.contains(&phrase)
    };
    let last = |at: usize| open_ended && at + 1 == asked.len();
    let all = asked.iter().enumerate().all(|(at, word)| holds(word, last(at)));
    let named = !asked.is_empty() && asked.iter().enumerate().all(|(at, word)| begins(&employer, word, last(at)));
    (all || named) && without.iter().all(|word| !holds(&fold(word), false))
}

/// Whether a record asks one of these skills; anything does where none is named.
pub fn asks(record: &Vacancy, skills: &[String]) -> bool {
    let is = |skill: &String| record.requirements.iter().any(|asked| fold(&asked.label) == fold(skill));
    skills.is_empty() || skills.iter().any(is)
}

/// Now and then a few skills to ask for, one of which nobody asks.
pub fn skills(records: &[Vacancy], choose: impl Fn(usize) -> usize) -> Vec<String> {
    let some = if choose(4) == 0 { 1 + choose(2) } else { 0 };
    let one = |_| {
        let requirements = &records[choose(records.len())].requirements;
        requirements
            .get(choose(requirements.len()))
            .map_or("Tak Pernah Diminta".to_owned(), |asked| asked.label.to_uppercase())
    };
    (0..some).map(one).collect()
}

/// What the oracle says: rows found, counts by facet and value, gains by dropped filter.
pub struct Naive {
    pub rows: Vec<u32>,
    pub openings: u64,
    pub facets: BTreeMap<String, BTreeMap<String, u32>>,
    pub relax: BTreeMap<String, u32>,
}

pub fn naive(records: &[Vacancy], query: &Query) -> Naive {
    let today = query.today.unwrap_or(TODAY);
    let mut naive = Naive { rows: Vec::new(), openings: 0, facets: BTreeMap::new(), relax: BTreeMap::new() };
    for (row, record) in records.iter().enumerate() {
        if !asks(record, &query.asks) {
            continue;
        }
        let mut failed: Vec<&str> = Vec::new();
        if !text_passes(record, &query.text) {
            failed.push("text");
        }
        for (key, chosen) in query.filters.iter().filter(|(_, chosen)| !chosen.is_empty()) {
            let facet = FacetKey::from_key(key).unwrap();
            if !passes(record, facet, chosen, today) {
                failed.push(key);
            }
        }
        if failed.is_empty() {
            naive.rows.push(row as u32);
            naive.openings += u64::from(record.total_job_openings);
        }
        if let [alone] = failed[..] {
            *naive.relax.entry(alone.to_owned()).or_default() += 1;
        }
        for facet in FacetKey::ALL {
            if failed.iter().all(|failed| *failed == facet.key()) {
                let counts = naive.facets.entry(facet.key().to_owned()).or_default();
                for value in values(record, facet, today) {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
    }
    naive
}

/// Holds an answer against the oracle; says which facet differs.
pub fn compare(built: &Built, query: &Query) -> Result<(), String> {
    let answer = built.engine.query(query, None).map_err(|why| why.to_string())?;
    let naive = naive(&built.records, query);
    let differs = |what: &str, found: String, expected: String| {
        (found == expected).then_some(()).ok_or(format!("{what}: {found} found, {expected} expected for {query:?}"))
    };
    differs("total", answer.total.to_string(), naive.rows.len().to_string())?;
    differs("openings", answer.openings.to_string(), naive.openings.to_string())?;
    differs("rows", format!("{:?}", built.engine.select(query).unwrap()), format!("{:?}", naive.rows))?;
    for wider in &answer.relax {
        let Some(value) = &wider.value else { continue };
        let mut query = query.clone();
        query.filters.insert(wider.key.clone(), vec![value.clone()]);
        let gained = self::naive(&built.records, &query).rows.len() - naive.rows.len();
        differs(&format!("{} {value}", wider.key), wider.gain.to_string(), gained.to_string())?;
    }
    for histogram in &answer.histograms {
        let key = &histogram.facet;
        let facet = FacetKey::from_key(key).unwrap();
        let filters = query.filters.clone().into_iter().filter(|(own, _)| own != key).collect();
        let rows = self::naive(&built.records, &Query { filters, ..query.clone() }).rows;
        let mut expected = Histogram { counts: vec![0; histogram.counts.len()], unstated: 0, ..histogram.clone() };
        for row in rows {
            match number(&built.records[row as usize], facet, query.today.unwrap_or(TODAY)) {
                None => expected.unstated += 1,
                Some(number) => {
                    let bin = number.max(0) / histogram.step;
                    expected.counts[(bin as usize).min(histogram.counts.len() - 1)] += 1;
                }
            }
        }
        differs(key, format!("{histogram:?}"), format!("{expected:?}"))?;
    }
    let whole = |relax: &&padan::query::Relaxation| relax.words.is_none() && relax.value.is_none();
    let gains: BTreeMap<&str, u32> = answer.relax.iter().filter(whole).map(|relax| (&*relax.key, relax.gain)).collect();
    let expected: BTreeMap<&str, u32> = naive.relax.iter().map(|(key, gain)| (&**key, *gain)).collect();
    differs("relax", format!("{gains:?}"), format!("{expected:?}"))?;
    for facet in FacetKey::ALL {
        let counts: BTreeMap<&str, u32> = answer.facets[facet.key()]
            .iter()
            .filter(|value| value.count > 0 && Range::parse(&value.value).is_none())
            .map(|value| (&*value.value, value.count))
            .collect();
        let expected: BTreeMap<&str, u32> =
            naive.facets.get(facet.key()).into_iter().flatten().map(|(value, count)| (&**value, *count)).collect();
        differs(facet.key(), format!("{counts:?}"), format!("{expected:?}"))?;
        for range in answer.facets[facet.key()].iter().filter(|value| Range::parse(&value.value).is_some()) {
            let mut query = query.clone();
            query.filters.insert(facet.key().to_owned(), vec![range.value.clone()]);
            let count = self::naive(&built.records, &query).rows.len();
            differs(&range.value, range.count.to_string(), count.to_string())?;
        }
    }
    Ok(())
}

/// A few filters over values that records have (and one they may not have), some of them ranges.
pub fn filters(records: &[Vacancy], choose: impl Fn(usize) -> usize) -> BTreeMap<String, Vec<String>> {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for n in 0..choose(5) {
        let facet = FacetKey::ALL[choose(FacetKey::ALL.len()) % FacetKey::ALL.len()];
        for _ in 0..=choose(3) {
            let record = |at: usize| &records[(at + n) % records.len()];
            let [one, other] = [choose(records.len()), choose(records.len())].map(record);
            let values = values(one, facet, TODAY);
            let mut value = values[choose(values.len()) % values.len()].clone();
            if let (Some(a), Some(b)) = (number(one, facet, TODAY), number(other, facet, TODAY))
                && choose(2) == 1
            {
                // Whole tens of km: the oracle measures on a sphere.
                let [a, b] =
                    [a.min(b), a.max(b)].map(|n| if facet == FacetKey::Distance { n / 10 * 10 + 5 } else { n });
                value = match choose(3) {
                    0 => format!("{a}.."),
                    1 => format!("..{b}"),
                    _ => format!("{a}..{b}"),
                };
            }
            filters.entry(facet.key().to_owned()).or_default().push(value);
        }
    }
    filters
}

/// A course that can be applied for until a week after [`TODAY`].
pub fn course() -> padan::record::Course {
    serde_json::from_value(serde_json::json!({
        "id": "c1", "name": "Excel dan las", "provider": {"name": "BPVP Bekasi", "kind": "BPVP"}, "region": "3216",
        "field": "Tata Niaga", "teaches": ["Excel", "las SMAW"], "hours": 160, "mode": "onsite",
        "startDate": day::iso(TODAY + 20), "applyBy": day::iso(TODAY + 7), "places": 16, "cost": 0
    }))
    .unwrap()
}

/// A plain vacancy that states little.
pub fn one_vacancy() -> Vacancy {
    serde_json::from_str(
        r#"{"id": "a", "title": "Staf Gudang", "source": {"code": "sample", "verification": "verified"}}"#,
    )
    .unwrap()
}
