//! What is wanted beside what is trained for.

use super::words::{count, list};
use super::{
    Asked, ChartData, Counted, Cube, FEWEST, Form, LISTED, NONE, NOTHING, OTHER, Reference, Row, Unit, note, sum,
};
use crate::order;
use crate::record::day;

/// Steps of the days since posting that make the last 30.
const LAST_30_DAYS: [&str; 5] = ["1", "3", "7", "14", "30"];

struct Group {
    key: String,
    label: String,
    ads: u64,
    openings: u64,
    places: u64,
}

impl Group {
    /// Openings a year, were each month as the last 30 days; `None` of too few advertisements.
    fn wanted(&self) -> Option<u64> {
        (self.ads >= FEWEST).then(|| a_year(self.openings))
    }
}

fn a_year(in_30_days: u64) -> u64 {
    u64::try_from((u128::from(in_30_days) * 365 + 15) / 30).unwrap_or(u64::MAX)
}

/// Openings a year beside places a year in training, by the first two digits of KBJI, largest gap first.
pub(super) fn training(asked: &Asked, cube: &Cube, reference: &Reference) -> ChartData {
    let title = ("Di mana tempat pelatihan kurang?", "Where are training places short?");
    let mut data = asked.chart(Form::Pairs, Unit::Count, title, ("Pekerjaan", "Occupation"));
    data.facet = Some("occupation".to_owned());
    data.series = vec![
        asked.series("openings", ("Lowongan setahun", "Openings a year")),
        asked.series("places", ("Tempat pelatihan setahun", "Training places a year")),
    ];
    let mut groups: Vec<Group> = Vec::new();
    let days: Vec<usize> =
        (0..cube.values(1).len()).filter(|&at| LAST_30_DAYS.contains(&cube.values(1)[at].value.as_str())).collect();
    let mut uncoded = 0;
    for (at, value) in cube.values(0).iter().enumerate() {
        let of = |counted| sum(days.iter().map(|&second| cube.cell(counted, at, second)));
        let (ads, openings) = (of(Counted::Ads), of(Counted::Openings));
        if value.value == NONE || value.value == OTHER {
            uncoded = sum([uncoded, openings].into_iter());
        } else if ads > 0 {
            groups.push(Group { key: value.value.clone(), label: value.label.clone(), ads, openings, places: 0 });
        }
    }
    let places = places(asked, reference);
    for (key, places) in &places.by_group {
        match groups.iter_mut().find(|group| group.key == *key) {
            Some(group) => group.places = *places,
            None => {
                let label = reference.occupations.get(key).map_or_else(|| format!("KBJI {key}"), Clone::clone);
                groups.push(Group { key: key.clone(), label, ads: 0, openings: 0, places: *places });
            }
        }
    }
    let gap = |group: &Group| i128::from(a_year(group.openings)) - i128::from(group.places);
    let chosen = |group: &Group| asked.chosen("occupation").contains(&group.key);
    let held = |group: &Group| group.ads > 0 && group.wanted().is_none();
    let small = groups.iter().filter(|group| held(group) && !chosen(group)).count();
    order::sort_by(&mut groups, |a, b| {
        let first = held(a).cmp(&held(b)).then(gap(b).cmp(&gap(a)));
        first.then_with(|| a.key.cmp(&b.key))
    });
    let mut listed = Vec::new();
    let mut listed_named = 0;
    for group in groups {
        if chosen(&group) || (!held(&group) && listed_named < LISTED) {
            listed_named += 1;
            listed.push(group);
        }
    }
    for group in &listed {
        let wanted = if group.ads == 0 { Some(0) } else { group.wanted() };
        let difference = gap(group);
        let said = match difference {
            1.. => ("kurang {0} tempat", "{0} places short"),
            0 => ("sama banyak", "as many of both"),
            _ => ("lebih {0} tempat", "{0} places over"),
        };
        let amount = u64::try_from(difference.unsigned_abs()).unwrap_or(u64::MAX);
        let remark = match wanted {
            Some(_) => asked.say(said, &[&count(amount, asked.lang)]),
            None => asked.say(("kurang dari 10 iklan dalam 30 hari", "fewer than 10 advertisements in 30 days"), &[]),
        };
        data.rows.push(Row {
            key: group.key.clone(),
            label: group.label.clone(),
            values: vec![wanted, Some(group.places)],
            share: None,
            n: Some(group.ads),
            remark: Some(remark),
        });
    }
    data.total = sum(data.rows.iter().map(Row::value));
    data.missing = a_year(uncoded);

    let of_chosen: Vec<&Group> = listed.iter().filter(|group| chosen(group) && !held(group)).collect();
    let told: Vec<&Group> =
        if of_chosen.is_empty() { listed.iter().filter(|group| !held(group)).collect() } else { of_chosen };
    let largest = told.iter().map(|group| gap(group)).max().unwrap_or(0);
    let leaders: Vec<&str> =
        told.iter().filter(|group| gap(group) == largest).take(3).map(|group| group.label.as_str()).collect();
    let leading = told.iter().find(|group| gap(group) == largest);
    data.sentence = match leading {
        None if cube.total_ads == 0 && places.all == 0 => asked.say(NOTHING, &[]),
        None => asked.say(
            (
                "Terlalu sedikit iklan dalam 30 hari terakhir; perlu 10 dalam satu kelompok pekerjaan.",
                "Too few advertisements in the last 30 days; 10 are needed in a group of occupations.",
            ),
            &[],
        ),
        Some(group) if largest > 0 => asked.say(
            (
                "Tempat pelatihan paling kurang untuk {0}: {1} lowongan setahun, {2} tempat.",
                "Training places are shortest for {0}: {1} openings a year, {2} places.",
            ),
            &[
                &list(&leaders, asked.lang),
                &count(a_year(group.openings), asked.lang),
                &count(group.places, asked.lang),
            ],
        ),
        Some(_) => asked.say(
            (
                "Di semua kelompok yang dihitung, tempat pelatihan setahun sama banyak atau lebih banyak daripada lowongan.",
                "In all groups counted there are as many training places a year as openings, or more.",
            ),
            &[],
        ),
    };
    let ranked: Vec<&Group> = listed.iter().filter(|group| !held(group)).collect();
    let firm = firm(&ranked);
    let sensitivity = if ranked.len() < 2 {
        String::new()
    } else {
        asked.say(
            (
                "Bila lowongan 5% lebih atau kurang, {0} dari {1} tempat dalam urutan ini tetap.",
                "Were openings 5% more or fewer, {0} of {1} places in this order would stay.",
            ),
            &[&firm.to_string(), &ranked.len().to_string()],
        )
    };
    let few = if small == 0 {
        String::new()
    } else {
        asked.say(
            (
                "Tidak ditampilkan karena kurang dari 10 iklan: {0} kelompok.",
                "Groups not shown, for they have fewer than 10 advertisements: {0}.",
            ),
            &[&small.to_string()],
        )
    };
    let without = if places.without == 0 {
        String::new()
    } else {
        asked.say(
            ("{0} tempat pelatihan tidak menyebut pekerjaan tujuan.", "{0} training places name no occupation."),
            &[&count(places.without, asked.lang)],
        )
    };
    data.note = note(&[
        asked.say(
            (
                "Lowongan setahun: orang yang dicari iklan 30 hari terakhir, dikali 365/30. Tempat setahun: kursus yang mulai dalam 12 bulan sejak tanggal data, \
                 dibagi rata antara pekerjaan tujuannya.",
                "Openings a year: people wanted by advertisements of the last 30 days, times 365/30. Places a year: courses that start within 12 months of the date \
                 of the data, shared equally among the occupations they prepare for.",
            ),
            &[],
        ),
        asked.origin(reference),
        if data.missing == 0 {
            String::new()
        } else {
            asked.say(
                (
                    "Untuk {0} lowongan setahun, pekerjaan tidak disebut.",
                    "For {0} openings a year, no occupation is stated.",
                ),
                &[&count(data.missing, asked.lang)],
            )
        },
        without,
        few,
        sensitivity,
        asked.unnarrowed("occupation", &data.category),
    ]);
    data
}

/// How many of the groups, ranked by their gaps, keep their place if openings are anything from 5 % fewer to 5 % more,
/// each group's by itself.
fn firm(ranked: &[&Group]) -> usize {
    // In hundredths, so that whole numbers do.
    let at =
        |group: &Group, percent: i128| i128::from(a_year(group.openings)) * percent - i128::from(group.places) * 100;
    let keeps = |&place: &usize| {
        let (low, high) = (at(ranked[place], 95), at(ranked[place], 105));
        ranked[..place].iter().all(|above| at(above, 95) > high)
            && ranked[place + 1..].iter().all(|below| at(below, 105) < low)
    };
    (0..ranked.len()).filter(keeps).count()
}

struct Places {
    /// By the first two digits of KBJI.
    by_group: Vec<(String, u64)>,
    /// Of courses that name no occupation.
    without: u64,
    all: u64,
}

/// Places of the courses that start within 12 months of the snapshot, in the regions chosen.
fn places(asked: &Asked, reference: &Reference) -> Places {
    let as_of = asked.as_of(reference);
    let regions: Vec<&String> = asked.chosen("province").iter().collect();
    let regencies: Vec<&String> = asked.chosen("regency").iter().collect();
    let mut places = Places { by_group: Vec::new(), without: 0, all: 0 };
    for course in &reference.courses {
        let Some(start) = day::parse(&course.start_date) else { continue };
        let within =
            |codes: &[&String]| codes.is_empty() || codes.iter().any(|code| course.region.starts_with(&***code));
        let ahead = i64::from(start) - i64::from(as_of);
        if !(0..=365).contains(&ahead) || !within(&regions) || !within(&regencies) {
            continue;
        }
        let own = u64::from(course.places);
        places.all = places.all.saturating_add(own);
        let mut groups: Vec<&str> = Vec::new();
        for code in &course.occupations {
            if let Some(group) = code.get(..2).or(Some(code.as_str()).filter(|code| !code.is_empty()))
                && !groups.contains(&group)
            {
                groups.push(group);
            }
        }
        if groups.is_empty() {
            places.without = places.without.saturating_add(own);
        }
        order::sort_by(&mut groups, |a, b| a.cmp(b));
        let parts = groups.len() as u64;
        for (at, group) in (0..).zip(groups) {
            // What does not divide goes to the first ones.
            let part = own / parts + u64::from(at < own % parts);
            match places.by_group.iter_mut().find(|(known, _)| known == group) {
                Some((_, sum)) => *sum = sum.saturating_add(part),
                None => places.by_group.push((group.to_owned(), part)),
            }
        }
    }
    places
}
