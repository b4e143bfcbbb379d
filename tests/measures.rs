//! The measures behind the charts: numbers worked out by hand, and what holds of any counts whatever.
#![cfg(feature = "cli")]

use std::collections::BTreeMap;

use padan::market::{
    Asked, Axis, Change, ChartData, ChartKind, Counted, Cube, CubeBy, Form, NONE, OTHER, Quartiles, Reference, Unit,
    Value, change, csv, measure, needs,
};
use padan::record::code::{Education, Lang};
use padan::record::{Course, CourseMode, Provider, SupplyCell};
use proptest::prelude::*;

fn asked(kind: ChartKind, lang: Lang, filters: &[(&str, &str)]) -> Asked {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (facet, value) in filters {
        all.entry((*facet).into()).or_default().push((*value).into());
    }
    Asked { kind, lang, filters: all, counted: Counted::Openings, today: 0, wish: None }
}

fn axis(key: &str, values: &[(&str, &str)]) -> Axis {
    let values = values.iter().map(|(value, label)| Value { value: (*value).into(), label: (*label).into() });
    Axis { key: key.into(), values: values.collect(), others: 0, concentration: 0 }
}

/// Of one dimension: value, label, advertisements, openings.
fn by(key: &str, rows: &[(&str, &str, u32, u64)]) -> Cube {
    Cube {
        axes: vec![axis(key, &rows.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>())],
        ads: rows.iter().map(|row| row.2).collect(),
        openings: rows.iter().map(|row| row.3).collect(),
        pay: Vec::new(),
        total_ads: rows.iter().map(|row| row.2).sum(),
        total_openings: rows.iter().map(|row| row.3).sum(),
    }
}

/// Of two dimensions: openings row by row, each with as many advertisements.
fn across(first: Axis, second: Axis, openings: &[u64]) -> Cube {
    let total: u64 = openings.iter().sum();
    Cube {
        axes: vec![first, second],
        ads: openings.iter().map(|&n| n as u32).collect(),
        openings: openings.into(),
        pay: Vec::new(),
        total_ads: total as u32,
        total_openings: total,
    }
}

fn cell(region: &str, occupation: &str, education: Option<u8>, active_seekers: u32) -> SupplyCell {
    SupplyCell {
        period: "2026-10".into(),
        region: region.into(),
        occupation: occupation.into(),
        education: education.and_then(Education::new),
        active_seekers,
        source: "SIAPkerja".into(),
    }
}

fn course(region: &str, occupations: &[&str], start: &str, places: u32) -> Course {
    Course {
        id: "k".into(),
        name: "Kursus".into(),
        provider: Provider { name: "BLK".into(), kind: "BLK".into() },
        region: region.into(),
        field: "Las".into(),
        occupations: occupations.iter().map(|code| (*code).into()).collect(),
        teaches: Vec::new(),
        education: None,
        hours: 80,
        mode: CourseMode::Onsite,
        start_date: start.into(),
        apply_by: None,
        places,
        cost: 0,
    }
}

fn names(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(code, name)| ((*code).into(), (*name).into())).collect()
}

fn reference() -> Reference {
    Reference {
        as_of: "2026-11-24".into(),
        hash: "0123456789ab".into(),
        regions: names(&[("31", "DKI Jakarta"), ("32", "Jawa Barat"), ("3216", "Kab. Bekasi"), ("51", "Bali")]),
        occupations: names(&[
            ("5", "Tenaga layanan"),
            ("7", "Pekerja ahli"),
            ("72", "Pekerja logam"),
            ("721", "Tukang las"),
        ]),
        minimum_wages: [("31", 5_700_000), ("32", 2_300_000), ("51", 3_200_000)].map(|(c, w)| (c.into(), w)).into(),
        ..Reference::default()
    }
}

fn values(data: &ChartData) -> Vec<(&str, Vec<Option<u64>>)> {
    data.rows.iter().map(|row| (row.key.as_str(), row.values.clone())).collect()
}

fn both(kind: ChartKind, filters: &[(&str, &str)], cubes: &[Cube], reference: &Reference) -> [ChartData; 2] {
    [Lang::Id, Lang::En].map(|lang| measure(&asked(kind, lang, filters), cubes, reference))
}

fn sentences(data: &[ChartData; 2]) -> [&str; 2] {
    [&data[0].sentence, &data[1].sentence]
}

fn provinces() -> Cube {
    by("province", &[(NONE, "", 9, 1_500), ("31", "DKI Jakarta", 40, 1_000), ("32", "Jawa Barat", 60, 3_000)])
}

#[test]
fn a_change_shows_what_suits_before_and_after_it() {
    let changes = [("Excel", 120, 180), ("SIM B1", 120, 1_260), ("Tanpa hasil", 120, 120)];
    let changes = changes.map(|(label, before, after)| Change { label: label.into(), before, after });
    let data = change(&changes, Lang::Id);
    let values: Vec<_> = data.rows.iter().map(|row| row.values.clone()).collect();
    assert_eq!(values, [[Some(120), Some(180)], [Some(120), Some(1_260)], [Some(120), Some(120)]]);
    let remarks: Vec<_> = data.rows.iter().filter_map(|row| row.remark.as_deref()).collect();
    assert_eq!(remarks, ["bertambah 60", "bertambah 1.140", "bertambah 0"]);
    assert_eq!(
        data.sentence,
        "Sekarang 120 orang dicari pada lowongan yang cocok atau hampir cocok; dengan “SIM B1” 1.260."
    );
    assert_eq!((data.facet, data.rows[0].share), (None, None));
    assert!(change(&[], Lang::En).rows.is_empty());
}

#[test]
fn every_province_is_a_tile_and_the_sentence_names_the_leader() {
    let data = both(ChartKind::Province, &[], &[provinces()], &reference());
    assert_eq!(values(&data[0]), [("32", vec![Some(3_000)]), ("31", vec![Some(1_000)]), ("51", vec![Some(0)])]);
    assert_eq!((data[0].form, data[0].total, data[0].missing), (Form::Tiles, 4_000, 1_500));
    assert_eq!(data[0].rows[0].share, Some(0.75));
    assert_eq!(data[0].rows[0].n, Some(60));
    assert_eq!(data[0].facet.as_deref(), Some("province"));
    assert_eq!(
        sentences(&data),
        [
            "Paling banyak dicari di Jawa Barat: 3.000 dari 4.000 orang (75%).",
            "Most people are wanted in Jawa Barat: 3,000 of 4,000 people (75%).",
        ]
    );
    assert_eq!(
        data[0].note,
        "Lowongan daring yang dilaporkan per 24 November 2026, bukan seluruh pasar kerja. Yang dihitung adalah orang \
         yang dicari, bukan iklan. Untuk 27% (1.500 orang), provinsi tidak disebut."
    );
}

#[test]
fn advertisements_are_counted_where_they_are_asked_for() {
    let ads = Asked { counted: Counted::Ads, ..asked(ChartKind::Province, Lang::En, &[]) };
    let data = measure(&ads, &[provinces()], &reference());
    assert_eq!(data.sentence, "Most people are wanted in Jawa Barat: 60 of 100 advertisements (60%).");
    assert_eq!((data.total, data.missing, data.rows[0].n), (100, 9, None));
    assert_eq!(data.series[0].key, "ads");
}

#[test]
fn the_sentence_speaks_of_what_was_chosen_and_the_note_says_why_the_rest_is_there() {
    let data = both(ChartKind::Province, &[("province", "31"), ("province", "51")], &[provinces()], &reference());
    assert_eq!(
        sentences(&data),
        [
            "Pilihan Anda, DKI Jakarta dan Bali: 1.000 dari 4.000 orang (25%).",
            "Your choice, DKI Jakarta and Bali: 1,000 of 4,000 people (25%).",
        ]
    );
    assert!(
        data[1].note.ends_with("Your choice of Province does not narrow this chart, so that the others stay in sight.")
    );
}

#[test]
fn occupations_after_the_tenth_are_gathered_but_never_those_chosen() {
    let codes: Vec<String> = (11..=24).map(|n| n.to_string()).collect();
    let rows = |n: usize| -> Vec<(&str, &str, u32, u64)> {
        (0..n).map(|at| (codes[at].as_str(), codes[at].as_str(), 1, 100 - at as u64)).collect()
    };
    let kind = ChartKind::Occupation;
    let eleven = measure(&asked(kind, Lang::Id, &[]), &[by("occupation", &rows(11))], &reference());
    assert_eq!(eleven.rows.last().unwrap().key, "21");
    let all = measure(&asked(kind, Lang::Id, &[]), &[by("occupation", &rows(14))], &reference());
    assert_eq!(all.rows.len(), 11);
    assert_eq!(all.rows[10].label, "Lainnya (4 kelompok pekerjaan)");
    assert_eq!((all.rows[10].key.as_str(), all.rows[10].value()), (OTHER, 90 + 89 + 88 + 87));
    let chosen = measure(&asked(kind, Lang::En, &[("occupation", "23")]), &[by("occupation", &rows(14))], &reference());
    assert_eq!((chosen.rows[10].key.as_str(), chosen.rows[11].value()), ("23", 90 + 89 + 87));
    assert_eq!(chosen.total, all.total);
}

#[test]
fn ties_are_named_up_to_three_and_counted_beyond() {
    let rows = [("a", "A", 1, 5), ("b", "B", 1, 5), ("c", "C", 1, 5), ("d", "D", 1, 5)];
    let of = |n: usize, lang| {
        measure(&asked(ChartKind::WorkMode, lang, &[]), &[by("work_mode", &rows[..n])], &reference()).sentence
    };
    assert_eq!(of(1, Lang::Id), "Paling banyak ditawarkan: A, 5 dari 5 orang (100%).");
    assert_eq!(of(2, Lang::Id), "Paling banyak ditawarkan: A dan B, masing-masing 5 dari 10 orang (50%).");
    assert_eq!(of(3, Lang::En), "Offered most: A, B and C, each 5 of 15 people (33%).");
    assert_eq!(of(4, Lang::En), "Offered most: 4 places of work, each 5 of 20 people (25%).");
}

#[test]
fn nothing_found_and_nothing_stated_are_told_apart_in_every_measure() {
    for kind in ChartKind::ALL {
        for lang in [Lang::Id, Lang::En] {
            let data = measure(&asked(kind, lang, &[]), &[], &reference());
            assert!(data.rows.is_empty(), "{kind:?}");
            let expected = match kind {
                ChartKind::Tightness | ChartKind::Seekers => {
                    lang.pick("Data ini tidak memuat pencari kerja.", "These data hold no job seekers.")
                }
                _ => lang.pick("Tidak ada lowongan yang cocok.", "No vacancies match."),
            };
            assert_eq!(data.sentence, expected, "{kind:?}");
            assert!(data.title.ends_with('?'), "{kind:?}");
        }
    }
    let silent = by("education", &[(NONE, "", 3, 12)]);
    let data = both(ChartKind::EducationAsked, &[], &[silent], &reference());
    assert_eq!(
        sentences(&data),
        ["Lowongan yang cocok tidak menyebut pendidikan.", "The vacancies that match state no education.",]
    );
    assert!(data[1].note.ends_with("For 100% (12 people), no education is stated."));
}

#[test]
fn education_asked_follows_the_ladder() {
    let rungs = by("education", &[("10", "S3", 1, 1), ("7", "S1", 4, 40), ("2", "SMP", 9, 9), ("3", "SMA/SMK", 5, 50)]);
    let data = both(ChartKind::EducationAsked, &[], &[rungs], &reference());
    assert_eq!(data[0].rows.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), ["2", "3", "7", "10"]);
    assert_eq!(data[0].sentence, "Paling sering diminta: SMA/SMK, 50 dari 100 orang (50%).");
}

#[test]
fn a_row_of_days_filters_by_those_days_alone() {
    let age =
        by("posted_within", &[("1", "1", 1, 1), ("3", "2–3", 2, 2), ("30", "15–30", 3, 3), ("older", "31+", 4, 4)]);
    let data = measure(&asked(ChartKind::Age, Lang::Id, &[]), &[age], &reference());
    let keys: Vec<_> = data.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["0..1", "2..3", "15..30", "31.."]);
    assert_eq!(data.facet.as_deref(), Some("posted_within"));
    let left = by("closes_within", &[("3", "", 1, 1), ("14", "", 2, 2), ("later", "", 4, 4)]);
    let data = measure(&asked(ChartKind::Closing, Lang::Id, &[("closes_within", "8..14")]), &[left], &reference());
    let keys: Vec<_> = data.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["0..3", "8..14", "31.."]);
    assert!(data.sentence.starts_with("Pilihan Anda"));
}

#[test]
fn employers_are_ranked_and_their_concentration_is_told() {
    let mut cube = by("employer", &[("A", "A", 1, 60), ("B", "B", 2, 30), (OTHER, "Lainnya", 5, 10)]);
    cube.axes[0].others = 5;
    for (concentration, id, en) in [
        (999, "; permintaan tersebar di banyak pemberi kerja.", "; the demand is spread over many employers."),
        (1_800, "; permintaan cukup terpusat.", "; the demand is fairly concentrated."),
        (4_600, "; permintaan terpusat pada sedikit pemberi kerja.", "; few employers make up the demand."),
    ] {
        cube.axes[0].concentration = concentration;
        let data = both(ChartKind::Employers, &[], &[cube.clone()], &reference());
        assert_eq!(data[0].sentence, format!("Paling banyak mencari: A, 60 dari 100 orang (60%){id}"));
        assert_eq!(data[1].sentence, format!("Most are wanted by: A, 60 of 100 people (60%){en}"));
        assert_eq!(data[0].rows[2].label, "Lainnya (5 pemberi kerja)");
    }
}

#[test]
fn portals_that_share_a_vacancy_do_not_make_it_two() {
    let mut cube = by("source", &[("a", "A", 8, 80), ("b", "B", 6, 60)]);
    (cube.total_ads, cube.total_openings) = (10, 100);
    let data = measure(&asked(ChartKind::Source, Lang::Id, &[]), &[cube.clone()], &reference());
    assert_eq!((data.total, data.rows[0].share, data.rows[1].share), (100, Some(0.8), Some(0.6)));
    let chosen = asked(ChartKind::Source, Lang::Id, &[("source", "a"), ("source", "b")]);
    let data = measure(&chosen, &[cube], &reference());
    assert_eq!(data.sentence, "Pilihan Anda, A dan B: 80 dan 60 dari 100 orang.");
}

fn paid(n: u32, p25: u64, p50: u64, p75: u64) -> Quartiles {
    Quartiles { p25, p50, p75, n }
}

#[test]
fn pay_is_told_from_ten_advertisements_on() {
    let mut groups =
        by("occupation", &[(NONE, "", 5, 5), ("51", "Layanan", 40, 90), ("72", "Logam", 30, 80), ("91", "X", 9, 9)]);
    groups.pay = vec![
        paid(5, 1, 1, 1),
        paid(20, 2_500_000, 3_000_000, 3_500_000),
        paid(10, 3_200_000, 4_000_000, 4_800_000),
        paid(9, 1_000_000, 1_000_000, 1_000_000),
    ];
    let mut all = by("", &[("", "", 84, 184)]);
    all.axes.clear();
    all.pay = vec![paid(44, 3_200_000, 4_000_000, 4_800_000)];
    let cubes = [groups.clone(), all];
    let data = both(ChartKind::Pay, &[], &cubes, &reference());
    assert_eq!(
        sentences(&data),
        [
            "Separuh lowongan yang menyebut upah membayar Rp3,2–4,8 jt sebulan; nilai tengahnya Rp4 jt.",
            "Half of the vacancies that state pay offer Rp3.2–4.8 million a month; the middle is Rp4 million.",
        ]
    );
    assert_eq!(
        values(&data[0]),
        [
            ("72", vec![Some(3_200_000), Some(4_000_000), Some(4_800_000)]),
            ("51", vec![Some(2_500_000), Some(3_000_000), Some(3_500_000)]),
        ]
    );
    assert_eq!((data[0].form, data[0].unit, data[0].total, data[0].missing), (Form::Spread, Unit::Rupiah, 44, 40));
    assert!(
        data[0].note.contains("Hanya 52% (44 iklan) menyebut upah. Tidak ditampilkan karena kurang dari 10 iklannya menyebut upah: 1 kelompok."),
        "{}",
        data[0].note
    );
    let levels: Vec<_> = data[0].levels.iter().map(|level| (level.label.as_str(), level.value)).collect();
    assert_eq!(
        levels,
        [("Upah minimum terendah (Jawa Barat)", 2_300_000), ("Upah minimum tertinggi (DKI Jakarta)", 5_700_000),]
    );

    let chosen = Asked {
        wish: Some(4_500_000),
        ..asked(ChartKind::Pay, Lang::Id, &[("occupation", "91"), ("regency", "3216")])
    };
    let data = measure(&chosen, &cubes, &reference());
    let held = data.rows.last().unwrap();
    assert_eq!((held.key.as_str(), &held.values[..], held.n), ("91", &[None; 3][..], Some(9)));
    assert_eq!(held.remark.as_deref(), Some("Kurang dari 10 iklan menyebut upah"));
    let levels: Vec<_> = data.levels.iter().map(|level| (level.label.as_str(), level.value)).collect();
    assert_eq!(levels, [("Upah minimum Jawa Barat", 2_300_000), ("Harapan Anda", 4_500_000)]);

    let few = Cube {
        pay: vec![paid(9, 1, 2, 3)],
        axes: Vec::new(),
        ads: vec![20],
        openings: vec![20],
        total_ads: 20,
        total_openings: 20,
    };
    let data = both(ChartKind::Pay, &[], &[Cube::default(), few], &reference());
    assert_eq!(
        sentences(&data),
        [
            "Baru 9 iklan menyebut upah; perlu 10 untuk menyebut kisarannya.",
            "Only 9 advertisements state pay; 10 are needed to tell its range.",
        ]
    );
    let none = Cube {
        pay: vec![paid(0, 0, 0, 0)],
        axes: Vec::new(),
        ads: vec![20],
        openings: vec![20],
        total_ads: 20,
        total_openings: 20,
    };
    let data = both(ChartKind::Pay, &[], &[Cube::default(), none], &reference());
    assert_eq!(data[0].sentence, "Lowongan yang cocok tidak menyebut upah.");
}

#[test]
fn skills_are_shown_from_twenty_advertisements_on() {
    let requirement = axis("requirement", &[(NONE, ""), ("skill/Excel", "Excel"), ("skill/Las", "Las"), (OTHER, "")]);
    let firmness = axis("firmness", &[(NONE, ""), ("must", "Wajib"), ("nice", "Nilai tambah")]);
    let mut cube = across(requirement, firmness, &[40, 0, 0, 0, 20, 10, 0, 5, 5, 0, 9, 9]);
    (cube.total_ads, cube.total_openings) = (100, 100);
    cube.axes[0].others = 7;
    let data = both(ChartKind::Skills, &[], &[cube.clone()], &reference());
    assert_eq!(values(&data[0]), [("skill/Excel", vec![Some(20), Some(10)]), ("skill/Las", vec![Some(5), Some(5)])]);
    assert_eq!((data[0].total, data[0].missing, data[0].rows[0].share), (100, 40, Some(0.3)));
    assert_eq!(
        sentences(&data),
        [
            "Paling sering diminta: Excel, untuk 30 dari 100 orang (30%); 20 di antaranya wajib.",
            "Asked for most often: Excel, for 30 of 100 people (30%); a must for 20.",
        ]
    );
    assert!(data[0].note.contains("Diminta lebih jarang: 7 lainnya."));
    cube.total_ads = 19;
    let data = both(ChartKind::Skills, &[], &[cube], &reference());
    assert!(data[0].rows.is_empty());
    assert_eq!(
        sentences(&data),
        [
            "Hanya 19 iklan cocok; perlu 20 untuk melihat apa yang diminta.",
            "Only 19 advertisements match; 20 are needed to see what is asked.",
        ]
    );
}

/// Occupation × regency, × province, unit groups.
fn tight(openings: [u64; 6]) -> [Cube; 3] {
    let jobs = || axis("occupation", &[("51", "Layanan"), ("72", "Pekerja logam")]);
    let [a, b, c, d, e, f] = openings;
    [
        across(jobs(), axis("regency", &[("3171", ""), ("3216", "Kab. Bekasi")]), &[a + b, c, d + e, f]),
        across(jobs(), axis("province", &[(NONE, ""), ("31", ""), ("32", "")]), &[a, b, c, d, e, f]),
        by("occupation_unit", &[("7212", "Tukang las", f as u32, f)]),
    ]
}

#[test]
fn tightness_holds_openings_against_seekers_of_the_same_place_and_occupation() {
    let supply = vec![
        cell("31", "51", None, 497),
        cell("32", "51", None, 500),
        cell("32", "5", None, 5_000),
        cell("3216", "51", None, 300),
        cell("31", "72", None, 30),
        cell("32", "72", None, 17),
        SupplyCell { period: "2026-Q2".into(), ..cell("31", "72", None, 999) },
        SupplyCell { source: "Sakernas".into(), ..cell("31", "72", None, 888) },
    ];
    let reference = Reference { supply, ..reference() };
    let cubes = tight([9, 100, 190, 4, 20, 30]);
    let data = both(ChartKind::Tightness, &[], &cubes[1..2], &reference);
    // 72: (54 + 1) / (47 + 3) = 1.1; 51: (299 + 1) / (997 + 3) = 0.3.
    assert_eq!(values(&data[0]), [("72", vec![Some(54), Some(47)]), ("51", vec![Some(299), Some(997)])]);
    let remarks: Vec<_> = data[0].rows.iter().map(|row| row.remark.as_deref().unwrap()).collect();
    assert_eq!(remarks, ["banyak lowongan: 11 lowongan : 10 pencari kerja", "seimbang: 3 lowongan : 10 pencari kerja"]);
    assert_eq!(
        sentences(&data),
        [
            "Peluang terbesar: Pekerja logam (11 lowongan : 10 pencari kerja); persaingan terketat: Layanan (3 lowongan : 10 pencari kerja).",
            "Best chances: Pekerja logam (11 openings : 10 seekers); most competition: Layanan (3 openings : 10 seekers).",
        ]
    );
    assert!(data[0].note.contains("Pencari kerja aktif: SIAPkerja, Oktober 2026"), "{}", data[0].note);

    // In one province both sides are that province's: (30 + 1) / (17 + 3) = 1.55.
    let data = both(ChartKind::Tightness, &[("province", "32"), ("occupation", "72")], &cubes[1..2], &reference);
    assert_eq!(data[0].rows.iter().find(|row| row.key == "72").unwrap().values, [Some(30), Some(17)]);
    assert_eq!(data[1].sentence, "Pekerja logam: 16 openings : 10 seekers, many openings.");
}

#[test]
fn tightness_falls_back_step_by_step_and_says_so() {
    let cubes = tight([0, 40, 5, 0, 20, 12]);
    // No cell of 72 in 32, nor of 7: the whole country's.
    let reference = Reference {
        supply: vec![cell("31", "72", None, 61), cell("31", "5", None, 100), cell("32", "5", None, 80)],
        ..reference()
    };
    let data = both(ChartKind::Tightness, &[("province", "32")], &cubes[1..2], &reference);
    let row = |data: &ChartData, key: &str| data.rows.iter().find(|row| row.key == key).cloned().unwrap();
    assert_eq!(row(&data[0], "72").values, [Some(32), Some(61)]);
    assert_eq!(
        row(&data[0], "72").remark.as_deref(),
        Some("seimbang: 5 lowongan : 10 pencari kerja (dihitung untuk Pekerja logam, Indonesia)")
    );
    // 51 in 32 wants five: too few there at one digit, too; in the country 45 against 180.
    assert_eq!(row(&data[1], "51").values, [Some(45), Some(180)]);
    assert_eq!(
        row(&data[1], "51").remark.as_deref(),
        Some("much competition: 25 openings : 100 seekers (counted for Tenaga layanan, Indonesia)")
    );
    // A regency without seekers of its own.
    let data = measure(&asked(ChartKind::Tightness, Lang::Id, &[("regency", "3216")]), &cubes[..1], &reference);
    assert!(row(&data, "72").remark.unwrap().ends_with("(dihitung untuk Pekerja logam, Indonesia)"));
    // A unit group: three digits.
    let supply = vec![cell("32", "721", None, 21), cell("32", "72", None, 500)];
    let units = Reference { supply, ..reference };
    let data = measure(&asked(ChartKind::Tightness, Lang::Id, &[("occupation_unit", "7212")]), &cubes[2..], &units);
    assert_eq!(data.rows[0].values, [Some(12), Some(21)]);
    assert!(data.rows[0].remark.as_deref().unwrap().ends_with("(dihitung untuk Tukang las, Indonesia)"));
}

#[test]
fn what_few_state_and_what_nobody_counted_is_said_and_not_drawn_as_if_it_were_all() {
    let cube = by("experience", &[(NONE, "", 90, 95), ("0", "Tanpa pengalaman", 5, 5)]);
    let data = both(ChartKind::Experience, &[], &[cube], &reference());
    assert!(data[0].sentence.ends_with(" Sebagian besar (95%) tidak menyebutnya."), "{}", data[0].sentence);
    assert!(data[1].sentence.ends_with(" Most (95%) do not state it."), "{}", data[1].sentence);
    let half = by("experience", &[(NONE, "", 5, 5), ("0", "Tanpa pengalaman", 5, 5)]);
    let data = both(ChartKind::Experience, &[], &[half], &reference());
    assert!(!data[1].sentence.contains("Most"), "{}", data[1].sentence);
    let data = both(ChartKind::Tightness, &[], &tight([0, 40, 50, 0, 40, 50])[1..2], &reference());
    assert!(data[0].rows.is_empty());
    assert_eq!(data[1].sentence, "These data hold no job seekers.");
}

#[test]
fn below_ten_on_either_side_there_is_no_ratio() {
    let cubes = tight([0, 4, 5, 0, 4, 5]);
    let supply = vec![cell("32", "72", None, 500), cell("32", "51", None, 9)];
    let data = both(ChartKind::Tightness, &[], &cubes[1..2], &Reference { supply, ..reference() });
    assert!(data[0].rows.iter().all(|row| row.values == [None, None]), "{:?}", data[0].rows);
    assert_eq!(
        sentences(&data),
        [
            "Terlalu sedikit lowongan atau pencari kerja untuk dibandingkan; perlu 10 di tiap sisi.",
            "Too few openings or seekers to be compared; 10 are needed on each side.",
        ]
    );
    let district =
        measure(&asked(ChartKind::Tightness, Lang::En, &[("district", "321601")]), &cubes[1..2], &reference());
    assert!(district.rows.is_empty());
    assert!(district.sentence.starts_with("Seekers are not counted by district"));
}

#[test]
fn education_asked_and_held_are_shares_of_what_each_side_states() {
    let rungs = by("education", &[(NONE, "", 20, 200), ("3", "SMA/SMK", 60, 600), ("7", "S1/D4", 40, 200)]);
    let supply = vec![
        cell("32", "5", Some(2), 100),
        cell("32", "5", Some(3), 250),
        cell("32", "7", Some(3), 50),
        cell("32", "7", Some(7), 100),
        cell("3216", "7", Some(7), 90),
        cell("32", "72", Some(7), 80),
        cell("32", "7", None, 9_999),
        cell("31", "7", Some(7), 9),
    ];
    let reference = Reference { supply, ..reference() };
    let data = both(ChartKind::Education, &[], std::slice::from_ref(&rungs), &reference);
    // Asked: 600 and 200 of 800. Held: 100, 300 and 100 of 500.
    assert_eq!(
        values(&data[0]),
        [("2", vec![Some(0), Some(200)]), ("3", vec![Some(750), Some(600)]), ("7", vec![Some(250), Some(200)]),]
    );
    assert_eq!((data[0].total, data[0].missing, data[0].unit), (800, 200, Unit::Permille));
    assert_eq!(
        sentences(&data),
        [
            "Paling sering diminta SMA/SMK (75%), paling banyak dimiliki SMA/SMK (60%).",
            "Asked for most often: Upper secondary (SMA/SMK) (75%); held by most seekers: Upper secondary (SMA/SMK) (60%).",
        ]
    );
    let filters = [("occupation", "72"), ("education", "7")];
    let data = both(ChartKind::Education, &filters, std::slice::from_ref(&rungs), &reference);
    assert_eq!(data[0].rows.iter().map(|row| row.values[1]).collect::<Vec<_>>(), [None, Some(1_000)]);
    assert_eq!(data[0].sentence, "Pilihan Anda, S1/D4: diminta 25% lowongan, dimiliki 100% pencari kerja.");
    let without = both(ChartKind::Education, &[], &[rungs], &self::reference());
    assert_eq!(
        without[1].sentence,
        "Asked for most often: Upper secondary (SMA/SMK) (75%); the schooling of seekers is not in these data."
    );
    assert!(without[1].rows.iter().all(|row| row.values[1].is_none()));
}

#[test]
fn the_pool_of_an_employer_is_rounded_to_tens() {
    let supply = vec![
        cell("32", "72", Some(3), 104),
        cell("32", "72", Some(7), 15),
        cell("32", "72", Some(2), 9),
        cell("32", "7", Some(3), 1_000),
        cell("32", "X", None, 70),
    ];
    let reference = Reference { supply, ..reference() };
    let data = both(ChartKind::Seekers, &[("province", "32"), ("occupation", "72")], &[], &reference);
    assert_eq!(values(&data[0]), [("3", vec![Some(100)]), ("7", vec![Some(20)])]);
    assert_eq!(data[0].total, 120);
    assert_eq!(
        sentences(&data),
        [
            "Ada sekitar 120 pencari kerja aktif untuk Pekerja logam di Jawa Barat.",
            "There are about 120 active seekers for Pekerja logam in Jawa Barat.",
        ]
    );
    assert!(!data[0].note.contains("tingkat terdekat"));
    let fallen = both(ChartKind::Seekers, &[("regency", "3216"), ("occupation_unit", "7212")], &[], &reference);
    assert_eq!(fallen[1].sentence, "There are about 120 active seekers for Pekerja logam in Jawa Barat.");
    assert!(fallen[1].note.contains("the nearest level that is"));
    let all = both(ChartKind::Seekers, &[("province", "51")], &[], &reference);
    assert_eq!(all[1].sentence, "There are about 1,000 active seekers for all occupations in Indonesia.");
}

fn posted(rows: &[(&str, &str)], openings: &[u64]) -> Cube {
    across(axis("occupation", rows), axis("posted_within", &[("7", ""), ("30", ""), ("older", "")]), openings)
}

#[test]
fn training_holds_a_year_of_openings_against_a_year_of_places() {
    let cube = posted(
        &[(NONE, ""), ("51", "Layanan"), ("72", "Pekerja logam"), ("83", "Supir")],
        &[1, 2, 900, 10, 20, 900, 40, 20, 900, 2, 3, 900],
    );
    let courses = vec![
        course("3216", &["7212", "5131", "7231"], "2026-12-01", 33),
        course("32", &["7212"], "2027-11-24", 20),
        course("32", &["7212"], "2027-11-25", 1_000),
        course("32", &["7212"], "2026-11-23", 1_000),
        course("51", &[], "2027-01-01", 16),
        course("51", &["91"], "2027-01-01", 5),
    ];
    let reference = Reference { courses, ..reference() };
    let data = both(ChartKind::Training, &[], std::slice::from_ref(&cube), &reference);
    // 60 · 365 / 30 = 730, 30 → 365; 33 places: 17 to 51, 16 to 72.
    assert_eq!(
        values(&data[0]),
        [("72", vec![Some(730), Some(36)]), ("51", vec![Some(365), Some(17)]), ("91", vec![Some(0), Some(5)]),]
    );
    assert_eq!(data[0].missing, 37);
    assert_eq!(data[0].rows[0].remark.as_deref(), Some("kurang 694 tempat"));
    assert_eq!(data[1].rows[2].remark.as_deref(), Some("5 places over"));
    assert_eq!(
        sentences(&data),
        [
            "Tempat pelatihan paling kurang untuk Pekerja logam: 730 lowongan setahun, 36 tempat.",
            "Training places are shortest for Pekerja logam: 730 openings a year, 36 places.",
        ]
    );
    for said in [
        "16 training places name no occupation.",
        "fewer than 10 advertisements: 1.",
        "3 of 3 places in this order would stay",
    ] {
        assert!(data[1].note.contains(said), "{said}: {}", data[1].note);
    }
    let chosen = measure(
        &asked(ChartKind::Training, Lang::Id, &[("occupation", "83"), ("province", "51")]),
        &[cube],
        &reference,
    );
    let held = chosen.rows.iter().find(|row| row.key == "83").unwrap();
    assert_eq!((&held.values[..], held.n), (&[None, Some(0)][..], Some(5)));
    assert_eq!(chosen.rows.iter().find(|row| row.key == "72").unwrap().values, [Some(730), Some(0)]);
}

#[test]
fn an_order_that_five_percent_would_change_is_said_to_be_loose() {
    let cube = posted(&[("51", "A"), ("72", "B"), ("83", "C")], &[100, 0, 0, 98, 0, 0, 30, 0, 0]);
    let data = measure(&asked(ChartKind::Training, Lang::En, &[]), &[cube], &reference());
    assert!(data.note.contains("1 of 3 places in this order would stay"), "{}", data.note);
    let over = posted(&[("51", "A")], &[10, 0, 0]);
    let reference = Reference { courses: vec![course("32", &["51"], "2027-01-01", 500)], ..reference() };
    let data = both(ChartKind::Training, &[], &[over], &reference);
    assert_eq!(
        data[1].sentence,
        "In all groups counted there are as many training places a year as openings, or more."
    );
}

fn months(rows: &[(&str, u64)]) -> Cube {
    by("month", &rows.iter().map(|&(month, n)| (month, month, n as u32, n)).collect::<Vec<_>>())
}

#[test]
fn the_trend_compares_months_that_are_over() {
    let cube =
        months(&[(NONE, 5), ("2023-01", 7), ("2026-08", 80), ("2026-10", 120), ("2026-09", 100), ("2026-11", 60)]);
    let sources = across(
        axis("month", &[("2026-08", ""), ("2026-09", ""), ("2026-10", ""), ("2026-11", "")]),
        axis("source", &[("a", "A")]),
        &[80, 100, 120, 60],
    );
    let data = both(ChartKind::Trend, &[], &[cube.clone(), sources], &reference());
    assert_eq!(
        values(&data[0]),
        [
            ("2026-08", vec![Some(80)]),
            ("2026-09", vec![Some(100)]),
            ("2026-10", vec![Some(120)]),
            ("2026-11", vec![Some(60)]),
        ]
    );
    assert_eq!(
        sentences(&data),
        [
            "Oktober 2026: 120 orang dalam data ini, naik 20% dari September 2026.",
            "October 2026: 120 people in these data, up 20% from September 2026.",
        ]
    );
    assert_eq!(data[0].rows[3].remark.as_deref(), Some("sampai 24 November 2026"));
    assert_eq!((data[0].total, data[0].missing), (360, 5));
    assert!(data[1].note.contains("7 people outside these months are not shown."), "{}", data[1].note);
    let over = Reference { as_of: "2026-11-30".into(), ..reference() };
    let data = both(ChartKind::Trend, &[], &[cube, Cube::default()], &over);
    assert_eq!(data[1].sentence, "November 2026: 60 people in these data, down 50% from October 2026.");
}

#[test]
fn months_of_which_most_is_gone_are_not_compared() {
    let cube = |before| months(&[("2026-09", before), ("2026-10", 100), ("2026-11", 60)]);
    for (before, sentence) in [
        (20, "October 2026: 100 people in these data."),
        (25, "October 2026: 100 people in these data, up 300% from September 2026."),
        (500, "October 2026: 100 people in these data."),
    ] {
        let data = both(ChartKind::Trend, &[], &[cube(before), Cube::default()], &reference());
        assert_eq!(data[1].sentence, sentence);
    }
}

#[test]
fn a_portal_that_joins_does_not_count_as_growth() {
    // b joins in September: from August to September a grew from 80 to 100; then both, from 300 to 330.
    let cube = months(&[("2026-08", 80), ("2026-09", 300), ("2026-10", 330)]);
    let sources = across(
        axis("month", &[("2026-08", ""), ("2026-09", ""), ("2026-10", "")]),
        axis("source", &[("a", "A"), ("b", "B")]),
        &[80, 0, 100, 200, 110, 220],
    );
    let over = Reference { as_of: "2026-10-31".into(), ..reference() };
    let data = both(ChartKind::Trend, &[], &[cube.clone(), sources.clone()], &over);
    assert_eq!(
        values(&data[0]),
        [
            ("2026-08", vec![Some(80), Some(240)]),
            ("2026-09", vec![Some(300), Some(300)]),
            ("2026-10", vec![Some(330), Some(330)]),
        ]
    );
    assert_eq!(
        data[0].sentence,
        "Oktober 2026: 330 orang dalam data ini, naik 10% dari September 2026 menurut portal yang ada di kedua bulan."
    );
    let alone = measure(&asked(ChartKind::Trend, Lang::Id, &[("source", "a")]), &[cube, sources], &over);
    assert_eq!(alone.series.len(), 1, "a was there all along");
}

#[test]
fn measures_travel_as_the_page_declares_them() {
    let json = serde_json::json!({ "kind": "employmentType", "lang": "en", "filters": { "province": ["32"] }, "counted": "ads" });
    let asked: Asked = serde_json::from_value(json).unwrap();
    assert_eq!((asked.kind, asked.counted), (ChartKind::EmploymentType, Counted::Ads));
    let data = measure(&asked, &[by("employment_type", &[("full_time", "Full time", 2, 9)])], &reference());
    let json = serde_json::to_value(&data).unwrap();
    assert_eq!(
        json["rows"][0],
        serde_json::json!({"key": "full_time", "label": "Full time", "values": [2], "share": 1.0, "n": null, "remark": null})
    );
    assert_eq!(
        (&json["form"], &json["unit"], &json["facet"]),
        (&"bars".into(), &"count".into(), &"employment_type".into())
    );
    assert_eq!(serde_json::from_value::<ChartData>(json).unwrap(), data);
}

/// A cube that may or may not fit what is asked for.
fn any_cube(by: CubeBy) -> impl Strategy<Value = Cube> {
    let codes = prop::sample::select(vec![
        NONE,
        OTHER,
        "1",
        "3",
        "7",
        "30",
        "older",
        "11",
        "31",
        "32",
        "3171",
        "3216",
        "51",
        "5",
        "72",
        "7212",
        "7",
        "72121",
        "2026-08",
        "2026-09",
        "1999-01",
        "9999-12",
        "must",
        "nice",
        "skill/Excel",
        "é",
        "",
    ]);
    let number = prop_oneof![0u32..40, Just(u32::MAX)];
    let large = prop_oneof![0u64..90, Just(u64::MAX), Just(u64::MAX / 2)];
    let requirement = by.by == ["requirement"];
    let axes = by.by.len() + usize::from(requirement);
    let values = prop::collection::vec(prop::collection::vec(codes, 0..6), axes);
    (values, any::<u64>(), prop::collection::vec(number, 36), prop::collection::vec(large, 40), 0u8..10).prop_map(
        move |(values, total, ads, large, broken)| {
            let axes: Vec<Axis> = values
                .iter()
                .enumerate()
                .map(|(at, values)| {
                    let key = by.by.get(at).cloned().unwrap_or_else(|| "firmness".into());
                    let pairs: Vec<(&str, &str)> = values.iter().map(|value| (*value, *value)).collect();
                    Axis { others: ads[at], concentration: ads[at + 2], ..axis(&key, &pairs) }
                })
                .collect();
            let cells: usize = values.iter().map(Vec::len).product();
            let pays = if by.pay { values.first().map_or(1, Vec::len) } else { 0 };
            let mut cube = Cube {
                axes,
                ads: ads[..cells].into(),
                openings: large[..cells].into(),
                pay: (0..pays).map(|at| paid(ads[at], large[at], large[at + 1], large[at + 2])).collect(),
                total_ads: ads[0],
                total_openings: total,
            };
            match broken {
                0 => cube.ads.push(3),
                1 => drop(cube.openings.pop()),
                2 => drop(cube.axes.pop()),
                3 => cube.pay.push(paid(20, 1, 2, 3)),
                _ => {}
            }
            cube
        },
    )
}

fn any_supply() -> impl Strategy<Value = SupplyCell> {
    let regions = prop::sample::select(vec!["31", "32", "3171", "3216", "", "é", "321601"]);
    let jobs = prop::sample::select(vec!["5", "51", "7", "72", "721", "7212", "X", "", "é7"]);
    let periods = prop::sample::select(vec!["2026-10", "2026-Q3", "2026-Q4", "", "x-Qy", "2026-99999999999"]);
    let people = prop_oneof![0u32..200, Just(u32::MAX)];
    (regions, jobs, periods, people, prop::option::of(0u8..11), prop::sample::select(vec!["a", "b"])).prop_map(
        |(region, job, period, people, education, source)| SupplyCell {
            period: period.into(),
            source: source.into(),
            ..cell(region, job, education, people)
        },
    )
}

fn any_reference() -> impl Strategy<Value = Reference> {
    let dates = prop::sample::select(vec!["2026-11-24", "", "9999-12-31", "2026-10-31", "nonsense"]);
    let course_dates = prop::sample::select(vec!["2026-12-01", "", "2029-01-01", "x"]);
    let codes = prop::collection::vec(prop::sample::select(vec!["7212", "72", "7", "5131", "", "é1"]), 0..4);
    let courses = (course_dates, codes, prop_oneof![0u32..90, Just(u32::MAX)])
        .prop_map(|(start, codes, places)| course("32", &codes, start, places));
    (dates, prop::collection::vec(any_supply(), 0..30), prop::collection::vec(courses, 0..8))
        .prop_map(|(as_of, supply, courses)| Reference { as_of: as_of.into(), supply, courses, ..reference() })
}

fn any_asked() -> impl Strategy<Value = Asked> {
    let filter = prop::sample::select(vec![
        ("province", "32"),
        ("province", "51"),
        ("province", NONE),
        ("regency", "3216"),
        ("occupation", "72"),
        ("occupation", "é"),
        ("occupation_unit", "7212"),
        ("education", "3"),
        ("district", "321601"),
        ("source", "a"),
        ("posted_within", "0..1"),
        ("employer", "7"),
        ("occupation", ""),
        ("regency", "é"),
    ]);
    (
        prop::sample::select(ChartKind::ALL.to_vec()),
        any::<bool>(),
        prop::collection::vec(filter, 0..4),
        any::<bool>(),
        any::<i32>(),
    )
        .prop_map(|(kind, id, filters, ads, today)| Asked {
            counted: if ads { Counted::Ads } else { Counted::Openings },
            today,
            wish: Some(4_000_000).filter(|_| ads),
            ..asked(kind, if id { Lang::Id } else { Lang::En }, &filters)
        })
}

fn any_question() -> impl Strategy<Value = (Asked, Vec<Cube>, Reference)> {
    any_asked().prop_flat_map(|asked| {
        let cubes: Vec<_> = needs(&asked).into_iter().map(any_cube).collect();
        (Just(asked), cubes, any_reference())
    })
}

/// Whether a cube is one that a measure may look at.
fn fits(cube: &Cube, by: &CubeBy) -> bool {
    let cells: usize = cube.axes.iter().map(|axis| axis.values.len()).product();
    let axes = by.by.len() + usize::from(by.by == ["requirement"]);
    let pays = if by.pay { cube.axes.first().map_or(1, |axis| axis.values.len()) } else { 0 };
    (cube.axes.len(), cube.ads.len(), cube.openings.len(), cube.pay.len()) == (axes, cells, cells, pays)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_counts_whatever_make_a_measure_fail_or_its_parts_disagree((asked, cubes, reference) in any_question()) {
        let data = measure(&asked, &cubes, &reference);
        prop_assert_eq!(&data, &measure(&asked, &cubes, &reference));
        prop_assert!(!data.title.is_empty() && !data.sentence.is_empty() && !data.note.is_empty());
        prop_assert!(data.sentence.ends_with('.') && !data.sentence.contains("{"), "{}", data.sentence);
        for row in &data.rows {
            prop_assert_eq!(row.values.len(), data.series.len());
            prop_assert!(row.share.is_none_or(|share| (0.0..=1.0).contains(&share)), "{:?}", row);
            if data.unit == Unit::Permille {
                prop_assert!(row.values.iter().flatten().all(|&part| part <= 1_000));
            }
        }
        let table = csv(&data, &reference);
        let lines = table.split("\r\n").filter(|line| !line.starts_with('#')).count();
        prop_assert!(lines > data.rows.len() + 1, "{}", table);
    }

    #[test]
    fn bars_show_what_the_cube_counts_and_their_shares_add_up((asked, cubes, reference) in any_question()) {
        let [one] = &needs(&asked)[..] else { return Ok(()) };
        let [cube] = &cubes[..] else { return Ok(()) };
        let data = measure(&asked, &cubes, &reference);
        if cube.axes.len() != 1 || asked.kind == ChartKind::Tightness || one.by == ["education"] && asked.kind == ChartKind::Education {
            return Ok(());
        }
        let distinct: std::collections::BTreeSet<&str> = cube.axes[0].values.iter().map(|v| v.value.as_str()).collect();
        if distinct.len() != cube.axes[0].values.len() {
            return Ok(());
        }
        // Whatever is listed is the cube's own number, and all is listed or gathered.
        let mut naive: BTreeMap<&str, u128> = BTreeMap::new();
        if fits(cube, one) {
            for (at, value) in cube.axes[0].values.iter().enumerate() {
                let n = match asked.counted { Counted::Openings => cube.openings[at], Counted::Ads => cube.ads[at].into() };
                naive.insert(value.value.as_str(), n.into());
            }
        }
        let missing = naive.remove(NONE).unwrap_or(0);
        prop_assert_eq!(u128::from(data.missing), missing);
        let total: u128 = naive.values().sum();
        let several = matches!(asked.kind, ChartKind::Source | ChartKind::Field);
        if !several {
            prop_assert_eq!(u128::from(data.total), total.min(u64::MAX.into()));
        }
        let days = matches!(asked.kind, ChartKind::Age | ChartKind::Closing);
        for row in data.rows.iter().filter(|row| row.key != OTHER && !days) {
            prop_assert_eq!(u128::from(row.value()), naive.get(row.key.as_str()).copied().unwrap_or(0));
        }
        if !several && total <= u64::MAX.into() && total > 0 {
            let shown: u128 = data.rows.iter().map(|row| u128::from(row.value())).sum();
            prop_assert_eq!(shown, total);
            let shares: f64 = data.rows.iter().filter_map(|row| row.share).sum();
            prop_assert!((shares - 1.0).abs() < 1e-9, "{}", shares);
        }
    }

    #[test]
    fn seekers_are_never_told_in_numbers_below_ten((asked, cubes, reference) in any_question()) {
        let data = measure(&asked, &cubes, &reference);
        let of_seekers = match asked.kind {
            ChartKind::Tightness => 1,
            ChartKind::Seekers => 0,
            _ => return Ok(()),
        };
        for row in &data.rows {
            prop_assert!(row.values[of_seekers].is_none_or(|people| people >= 10), "{:?}", row);
        }
        // A cell of fewer than ten, had it come here, would change nothing.
        let mut without = reference.clone();
        without.supply.retain(|cell| cell.active_seekers >= 10);
        if !without.supply.is_empty() {
            prop_assert_eq!(data, measure(&asked, &cubes, &without));
        }
    }

    #[test]
    fn a_cell_and_its_parts_are_never_added_up(
        whole in 10u32..1_000, parts in prop::collection::vec(10u32..500, 1..4), rungs in prop::collection::vec(10u32..500, 1..4),
    ) {
        let mut supply = vec![cell("32", "7", None, whole)];
        supply.extend((0..).zip(&parts).map(|(at, &n)| cell(["3201", "3202", "3203"][at], "7", None, n)));
        supply.extend((0..).zip(&parts).map(|(at, &n)| cell("32", ["71", "72", "73"][at], None, n)));
        supply.extend((2..).zip(&rungs).map(|(rung, &n)| cell("32", "7", Some(rung), n)));
        let cubes = [across(axis("occupation", &[("74", "Listrik")]), axis("province", &[("32", "")]), &[50])];
        let reference = Reference { supply, ..reference() };
        let data = measure(&asked(ChartKind::Tightness, Lang::Id, &[]), &cubes, &reference);
        prop_assert_eq!(&data.rows[0].values, &vec![Some(50), Some(u64::from(whole))]);
        let data = measure(&asked(ChartKind::Seekers, Lang::Id, &[]), &[], &reference);
        let naive: u64 = rungs.iter().map(|&n| (u64::from(n) + 5) / 10 * 10).sum();
        prop_assert_eq!(data.total, naive);
    }
}
