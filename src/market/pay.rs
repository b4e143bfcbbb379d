//! What the vacancies pay.

use super::words::{count, pay_range, value};
use super::{
    Asked, ChartData, Cube, FEWEST, Form, LISTED, Level, NONE, NOTHING, OTHER, Quartiles, Reference, Row, Unit, note,
};
use crate::order;

/// Quartiles by occupation: the ten with most openings of which ten advertisements or more state pay, best paid first.
pub(super) fn pay(asked: &Asked, cube: &Cube, all: &Cube, reference: &Reference) -> ChartData {
    let title = ("Berapa upahnya?", "What do the vacancies pay?");
    let mut data = asked.chart(Form::Spread, Unit::Rupiah, title, ("Pekerjaan", "Occupation"));
    data.facet = Some("occupation".to_owned());
    data.series = vec![
        asked.series("p25", ("Separuh di tengah: dari", "Middle half: from")),
        asked.series("p50", ("Nilai tengah", "Middle")),
        asked.series("p75", ("Separuh di tengah: sampai", "Middle half: to")),
    ];
    struct Group {
        row: Row,
        openings: u64,
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut small = 0;
    for (at, (value, pay)) in cube.values(0).iter().zip(&cube.pay).enumerate() {
        if value.value == NONE || value.value == OTHER || pay.n == 0 {
            continue;
        }
        let enough = u64::from(pay.n) >= FEWEST;
        let chosen = asked.chosen("occupation").contains(&value.value);
        if !enough && !chosen {
            small += 1;
            continue;
        }
        let [p25, p50, p75] = quartiles(pay);
        let remark = (!enough).then(|| {
            asked.say(
                ("Kurang dari {0} iklan menyebut upah", "Fewer than {0} advertisements state pay"),
                &[&FEWEST.to_string()],
            )
        });
        groups.push(Group {
            row: Row {
                key: value.value.clone(),
                label: value.label.clone(),
                values: if enough { vec![Some(p25), Some(p50), Some(p75)] } else { vec![None; 3] },
                share: None,
                n: Some(pay.n.into()),
                remark,
            },
            openings: cube.cell(super::Counted::Openings, at, 0),
        });
    }
    let chosen = |group: &Group| asked.chosen("occupation").contains(&group.row.key);
    order::sort_by(&mut groups, |a, b| {
        let first = chosen(b).cmp(&chosen(a)).then(b.openings.cmp(&a.openings));
        first.then_with(|| a.row.key.cmp(&b.row.key))
    });
    groups.truncate(LISTED.max(asked.chosen("occupation").len()));
    data.rows = groups.into_iter().map(|group| group.row).collect();
    let middle = |row: &Row| row.values.get(1).copied().flatten();
    order::sort_by(&mut data.rows, |a, b| middle(b).cmp(&middle(a)).then_with(|| a.key.cmp(&b.key)));

    let of_all = all.pay.first().copied().unwrap_or_default();
    let ads = u64::from(all.total_ads);
    data.total = of_all.n.into();
    data.missing = ads.saturating_sub(data.total);
    data.sentence = if ads == 0 {
        asked.say(NOTHING, &[])
    } else if of_all.n == 0 {
        asked.say(super::SILENT, &[asked.lang.pick("upah", "pay")])
    } else if data.total < FEWEST {
        asked.say(
            (
                "Baru {0} iklan menyebut upah; perlu {1} untuk menyebut kisarannya.",
                "Only {0} advertisements state pay; {1} are needed to tell its range.",
            ),
            &[&count(data.total, asked.lang), &FEWEST.to_string()],
        )
    } else {
        let [p25, p50, p75] = quartiles(&of_all);
        asked.say(
            (
                "Separuh lowongan yang menyebut upah membayar {0} sebulan; nilai tengahnya {1}.",
                "Half of the vacancies that state pay offer {0} a month; the middle is {1}.",
            ),
            &[&pay_range(p25, p75, asked.lang), &value(p50, Unit::Rupiah, asked.lang)],
        )
    };
    data.levels = levels(asked, reference);
    let stated = |said, n: u64| asked.say(said, &[&super::words::percent(n, ads), &count(n, asked.lang)]);
    let held = if small == 0 {
        String::new()
    } else {
        asked.say(
            (
                "Tidak ditampilkan karena kurang dari {1} iklannya menyebut upah: {0} kelompok.",
                "Groups not shown, for fewer than {1} of their advertisements state pay: {0}.",
            ),
            &[&count(small, asked.lang), &FEWEST.to_string()],
        )
    };
    data.note = note(&[
        asked.say(
            (
                "Batang: separuh lowongan di tengah; titik: nilai tengah. Tiap iklan dihitung sekali, dengan tengah antara upah terendah dan tertingginya.",
                "Bar: the middle half of the vacancies; dot: the middle one. Each advertisement counts once, by the middle between its least and most pay.",
            ),
            &[],
        ),
        asked.origin(reference),
        stated(("Hanya {0} ({1} iklan) menyebut upah.", "Only {0} ({1} advertisements) state pay."), data.total),
        held,
        asked.unnarrowed("occupation", &data.category),
    ]);
    data
}

/// In ascending order, whatever was counted.
fn quartiles(pay: &Quartiles) -> [u64; 3] {
    let p50 = pay.p50.max(pay.p25);
    [pay.p25, p50, pay.p75.max(p50)]
}

/// Minimum wage of the provinces chosen, or the least and the most of them; and the visitor's wish.
fn levels(asked: &Asked, reference: &Reference) -> Vec<Level> {
    let chosen: Vec<&str> = ["province", "regency", "district"]
        .iter()
        .flat_map(|facet| asked.chosen(facet))
        .filter_map(|code| code.get(..2))
        .collect();
    let mut wages: Vec<(u64, &str)> = Vec::new();
    for (province, wage) in &reference.minimum_wages {
        if chosen.is_empty() || chosen.contains(&province.as_str()) {
            let name = reference.regions.get(province).map_or(province.as_str(), |name| name);
            wages.push(((*wage).into(), name));
        }
    }
    let level = |said, (value, name): (u64, &str)| Level { label: asked.say(said, &[name]), value };
    let mut levels = Vec::new();
    match (wages.iter().min(), wages.iter().max()) {
        (Some(&only), Some(_)) if wages.len() == 1 => {
            levels.push(level(("Upah minimum {0}", "Minimum wage, {0}"), only));
        }
        (Some(&least), Some(&most)) => {
            levels.push(level(("Upah minimum terendah ({0})", "Lowest minimum wage ({0})"), least));
            levels.push(level(("Upah minimum tertinggi ({0})", "Highest minimum wage ({0})"), most));
        }
        _ => {}
    }
    levels.extend(asked.wish.map(|wish| level(("Harapan Anda", "Your wish"), (wish.into(), ""))));
    levels
}
