//! Active job seekers, by themselves and beside the vacancies.
//!
//! A file of seekers holds cells of several periods, sources and levels: a regency and its province, an occupation and its
//! group. Of these one period, one source and one level at a time is added up, never a cell and a part of it.

use super::words::{count, month};
use super::{
    Asked, ChartData, Counted, Cube, FEWEST, Form, LISTED, NONE, NOTHING, OTHER, Reference, Row, Unit, note, share, sum,
};
use crate::order;
use crate::record::SupplyCell;
use crate::record::code::Education;

/// From so many openings a seeker on there are many, and below so many there is much competition.
const CLASSES: [f64; 2] = [1.0, 0.3];

/// The seekers of the latest period, from the source with most cells in it.
struct Pool<'a> {
    cells: Vec<&'a SupplyCell>,
}

impl<'a> Pool<'a> {
    /// The cells by schooling, or those of all schooling together; where there are none of these, those by schooling.
    fn new(supply: &'a [SupplyCell], by_schooling: bool) -> Self {
        let of = |wanted: bool| -> Vec<&SupplyCell> {
            supply.iter().filter(|cell| cell.education.is_some() == wanted && known(cell)).collect()
        };
        let mut cells = of(by_schooling);
        if cells.is_empty() && !by_schooling {
            cells = of(true);
        }
        let latest = cells.iter().map(|cell| ends(&cell.period)).max().unwrap_or_default();
        cells.retain(|cell| ends(&cell.period) == latest);
        let mut sources: Vec<(&str, usize)> = Vec::new();
        for cell in &cells {
            match sources.iter_mut().find(|(source, _)| *source == cell.source) {
                Some((_, cells)) => *cells += 1,
                None => sources.push((&cell.source, 1)),
            }
        }
        let source = sources.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        cells.retain(|cell| source.is_some_and(|(source, _)| source == cell.source));
        Self { cells }
    }

    /// Seekers of a region (empty: everywhere) and an occupation (empty: all), of one schooling or of all; `None` where no
    /// cell counts them.
    ///
    /// What the file counts at this level is taken, or else the sum of what it counts at the nearest level below. Where it
    /// counts at this level at all, parts never stand for a cell that is missing.
    fn people(&self, region: &str, occupation: &str, schooling: Option<Education>) -> Option<u64> {
        let coded = self.cells.iter().filter(|cell| is_coded(cell));
        let of_region = self.cells.iter().map(|cell| cell.region.len()).filter(|&n| n >= region.len()).min()?;
        let of_occupation = coded.map(|cell| cell.occupation.len()).filter(|&n| n >= occupation.len()).min()?;
        let mut people = None;
        for cell in &self.cells {
            let fits = match is_coded(cell) {
                true => cell.occupation.len() == of_occupation && cell.occupation.starts_with(occupation),
                false => occupation.is_empty(),
            };
            if fits
                && cell.region.len() == of_region
                && cell.region.starts_with(region)
                && (schooling.is_none() || cell.education == schooling)
            {
                people = Some(u64::from(cell.active_seekers).saturating_add(people.unwrap_or(0)));
            }
        }
        people
    }

    /// [`Self::people`] of several regions and occupations; of those that are counted.
    fn people_of(&self, regions: &[&str], occupations: &[&str], schooling: Option<Education>) -> Option<u64> {
        let mut people = None;
        for region in regions {
            for occupation in occupations {
                if let Some(more) = self.people(region, occupation, schooling) {
                    people = Some(more.saturating_add(people.unwrap_or(0)));
                }
            }
        }
        people
    }

    /// Whose count it is, and of when.
    fn origin(&self, asked: &Asked) -> String {
        let Some(cell) = self.cells.first() else {
            return asked.say(NO_SEEKERS, &[]);
        };
        asked.say(
            (
                "Pencari kerja aktif: {0}, {1}; kelompok kecil (di bawah 10 orang) tidak diterbitkan.",
                "Active seekers: {0}, {1}; small groups (below 10 people) are not published.",
            ),
            &[&cell.source, &month(&cell.period, asked.lang)],
        )
    }
}

/// Whether the occupation of its people is known.
fn is_coded(cell: &SupplyCell) -> bool {
    cell.occupation.starts_with(|c: char| c.is_ascii_digit())
}

/// A cell that reads as a cell does; smaller ones should never have come here.
fn known(cell: &SupplyCell) -> bool {
    u64::from(cell.active_seekers) >= FEWEST
        && matches!(cell.region.len(), 2 | 4)
        && (1..=4).contains(&cell.occupation.len())
}

/// Year and month in which a period ends, and whether it is a month: `2026-Q3` ends with `2026-09`, which comes after it.
fn ends(period: &str) -> (u32, u32, bool) {
    let (year, part) = period.split_once('-').unwrap_or((period, ""));
    let year = year.parse().unwrap_or(0);
    match part.strip_prefix('Q').and_then(|quarter| quarter.parse::<u32>().ok()) {
        Some(quarter) => (year, quarter.saturating_mul(3), false),
        None => (year, part.parse().unwrap_or(0), true),
    }
}

/// Regions that a query's filters leave, on the level they are of; `[""]` is everywhere. `None` where the vacancies are
/// filtered by a place that no seekers are counted for: a district, a distance, "not stated".
fn regions(asked: &Asked) -> Option<Vec<&str>> {
    let of = |facet: &str| asked.chosen(facet).iter().map(String::as_str).collect::<Vec<_>>();
    let (provinces, regencies) = (of("province"), of("regency"));
    let narrower = ["district", "distance"].iter().any(|facet| !asked.chosen(facet).is_empty());
    if narrower || provinces.contains(&NONE) || regencies.contains(&NONE) {
        return None;
    }
    Some(finest(provinces, regencies))
}

/// Occupations, likewise.
fn occupations(asked: &Asked) -> Option<Vec<&str>> {
    let of = |facet: &str| asked.chosen(facet).iter().map(String::as_str).collect::<Vec<_>>();
    let (groups, units) = (of("occupation"), of("occupation_unit"));
    (!groups.contains(&NONE) && !units.contains(&NONE)).then(|| finest(groups, units))
}

/// The finer codes within the coarser ones.
fn finest<'a>(coarse: Vec<&'a str>, fine: Vec<&'a str>) -> Vec<&'a str> {
    match (coarse.is_empty(), fine.is_empty()) {
        (true, true) => vec![""],
        (false, true) => coarse,
        (true, false) => fine,
        (false, false) => {
            fine.into_iter().filter(|fine| coarse.iter().any(|coarse| fine.starts_with(coarse))).collect()
        }
    }
}

/// Each code cut to so many characters, once.
fn cut<'a>(codes: &[&'a str], characters: usize) -> Vec<&'a str> {
    let mut cut: Vec<&str> = Vec::new();
    for code in codes {
        let code = code.get(..characters).unwrap_or(code);
        if !cut.contains(&code) {
            cut.push(code);
        }
    }
    cut
}

/// Names of regions; the country's where it is everywhere.
fn places(codes: &[&str], reference: &Reference, asked: &Asked) -> String {
    names(codes, &reference.regions, "Indonesia", asked)
}

fn jobs(codes: &[&str], reference: &Reference, asked: &Asked) -> String {
    names(codes, &reference.occupations, asked.lang.pick("semua pekerjaan", "all occupations"), asked)
}

fn names(codes: &[&str], known: &std::collections::BTreeMap<String, String>, all: &str, asked: &Asked) -> String {
    let name = |code: &&str| match known.get(*code) {
        _ if code.is_empty() => all.to_owned(),
        Some(name) => name.clone(),
        None => (*code).to_owned(),
    };
    let names: Vec<String> = codes.iter().map(name).collect();
    match &names[..] {
        [_, _, _, _, ..] => format!("{} …", names[..3].join(", ")),
        _ => super::words::list(&names.iter().map(String::as_str).collect::<Vec<_>>(), asked.lang),
    }
}

/// A level at which vacancies and seekers are held against each other.
struct Ground<'a> {
    regions: Vec<&'a str>,
    cube: &'a Cube,
    /// Which values of the cube's second axis.
    columns: Vec<usize>,
}

impl<'a> Ground<'a> {
    /// All of a cube, or its columns of these codes.
    fn new(regions: Vec<&'a str>, cube: &'a Cube, among: Option<&[&str]>) -> Self {
        let second = cube.values(1);
        let width = if cube.axes.len() < 2 { 1 } else { second.len() };
        let stands =
            |&at: &usize| among.is_none_or(|among| second.get(at).is_some_and(|v| among.contains(&v.value.as_str())));
        Self { regions, cube, columns: (0..width).filter(stands).collect() }
    }

    /// Openings of an occupation.
    fn openings(&self, occupation: &str) -> u64 {
        let rows = self.cube.values(0).iter().enumerate();
        let rows = rows.filter(|(_, value)| is_code(&value.value) && value.value.starts_with(occupation));
        sum(rows
            .flat_map(|(at, _)| self.columns.iter().map(move |&column| (at, column)))
            .map(|(at, column)| self.cube.cell(Counted::Openings, at, column)))
    }
}

fn is_code(value: &str) -> bool {
    value != NONE && value != OTHER
}

/// Openings for each seeker, smoothed by one opening and three seekers, so that small numbers say less.
fn tension(openings: u64, seekers: u64) -> f64 {
    (openings as f64 + 1.0) / (seekers as f64 + 3.0)
}

/// "3 lowongan : 10 pencari kerja"; of a hundred seekers where ten would round up into the next class.
fn frequencies(tension: f64, asked: &Asked) -> String {
    let of_ten = (tension * 10.0).round();
    let (openings, seekers) = if CLASSES.iter().any(|&least| tension < least && of_ten / 10.0 >= least) {
        ((tension * 100.0).floor() as u64, 100)
    } else if tension >= 0.1 {
        (of_ten as u64, 10)
    } else {
        (1, (1.0 / tension.max(1e-9)).round() as u64)
    };
    asked.say(
        ("{0} lowongan : {1} pencari kerja", "{0} openings : {1} seekers"),
        &[&count(openings, asked.lang), &count(seekers, asked.lang)],
    )
}

fn class(tension: f64, asked: &Asked) -> String {
    let [many, few] = CLASSES;
    let said = match tension {
        t if t >= many => ("banyak lowongan", "many openings"),
        t if t >= few => ("seimbang", "balanced"),
        _ => ("persaingan tinggi", "much competition"),
    };
    asked.say(said, &[])
}

/// Openings beside active seekers, by occupation: the ten with most openings and those chosen, most openings a seeker first.
///
/// `cubes`: occupation × regency, occupation × province, unit groups.
pub(super) fn tightness(asked: &Asked, cube: &Cube, reference: &Reference) -> ChartData {
    let title = ("Berapa saingan untuk tiap lowongan?", "How many seekers are there for the openings?");
    let mut data = asked.chart(Form::Pairs, Unit::Count, title, ("Pekerjaan", "Occupation"));
    data.series = vec![
        asked.series("openings", ("Lowongan (orang yang dicari)", "Openings (people wanted)")),
        asked.series("seekers", ("Pencari kerja aktif", "Active seekers")),
    ];
    let pool = Pool::new(&reference.supply, false);
    let by_unit = !asked.chosen("occupation_unit").is_empty();
    data.facet = Some(if by_unit { "occupation_unit" } else { "occupation" }.to_owned());

    let mut grounds: Vec<Ground> = Vec::new();
    if let Some(regions) = regions(asked) {
        let chosen: Vec<&str> = asked.chosen("province").iter().map(String::as_str).collect();
        if by_unit {
            grounds.push(Ground::new(regions, cube, None));
        } else if !asked.chosen("regency").is_empty() {
            let around = cut(&regions, 2);
            grounds.push(Ground::new(regions.clone(), cube, Some(&regions[..])));
            // The cube was counted within the provinces chosen, if any.
            if chosen.is_empty() {
                grounds.push(Ground::new(vec![""], cube, None));
            } else if chosen.iter().all(|province| around.contains(province)) {
                grounds.push(Ground::new(chosen, cube, None));
            }
        } else {
            grounds.push(Ground::new(regions.clone(), cube, (!chosen.is_empty()).then_some(&chosen[..])));
            if !chosen.is_empty() {
                grounds.push(Ground::new(vec![""], cube, None));
            }
        }
    }

    struct Group<'a> {
        row: Row,
        label: &'a str,
        openings: u64,
        tension: Option<f64>,
    }
    let mut groups: Vec<Group> = Vec::new();
    if let Some(first) = grounds.first().filter(|_| !pool.cells.is_empty()) {
        for value in first.cube.values(0).iter().filter(|value| is_code(&value.value)) {
            let openings = first.openings(&value.value);
            let chosen = data.facet.as_ref().is_some_and(|facet| asked.chosen(facet).contains(&value.value));
            if openings > 0 || chosen {
                let row = Row {
                    key: value.value.clone(),
                    label: value.label.clone(),
                    values: vec![None, None],
                    share: None,
                    n: None,
                    remark: None,
                };
                groups.push(Group { row, label: &value.label, openings, tension: None });
            }
        }
    }
    data.total = sum(groups.iter().map(|group| group.openings));
    let facet = data.facet.clone().unwrap_or_default();
    let chosen = |key: &String| asked.chosen(&facet).contains(key);
    order::sort_by(&mut groups, |a, b| {
        let first = chosen(&b.row.key).cmp(&chosen(&a.row.key)).then(b.openings.cmp(&a.openings));
        first.then_with(|| a.row.key.cmp(&b.row.key))
    });
    groups.truncate(LISTED.max(asked.chosen(&facet).len()));
    for group in &mut groups {
        let key = group.row.key.clone();
        // Unit groups say nothing of vacancies that are coded to two digits only.
        let least = if by_unit { 3.min(key.len()) } else { 1 };
        'found: for (level, ground) in grounds.iter().enumerate() {
            for digits in (least..=key.len()).rev() {
                let Some(wider) = key.get(..digits) else { continue };
                let openings = ground.openings(wider);
                let Some(seekers) = pool.people_of(&ground.regions, &[wider], None) else { continue };
                if openings < FEWEST || seekers < FEWEST {
                    continue;
                }
                let tension = tension(openings, seekers);
                let mut remark = format!("{}: {}", class(tension, asked), frequencies(tension, asked));
                if level > 0 || digits < key.len() {
                    let of = [jobs(&[wider], reference, asked), places(&ground.regions, reference, asked)];
                    let said = (" (dihitung untuk {0}, {1})", " (counted for {0}, {1})");
                    remark += &asked.say(said, &[&of[0], &of[1]]);
                }
                group.row.values = vec![Some(openings), Some(seekers)];
                group.row.remark = Some(remark);
                group.tension = Some(tension);
                break 'found;
            }
        }
        if group.tension.is_none() {
            let few = (
                "terlalu sedikit lowongan atau pencari kerja (kurang dari 10)",
                "too few openings or seekers (fewer than 10)",
            );
            group.row.remark = Some(asked.say(few, &[]));
        }
    }
    order::sort_by(&mut groups, |a, b| {
        let [a_tension, b_tension] = [a, b].map(|group| group.tension.unwrap_or(-1.0));
        b_tension.total_cmp(&a_tension).then_with(|| a.row.key.cmp(&b.row.key))
    });

    let found = grounds.iter().any(|ground| ground.cube.total_ads > 0);
    let of_chosen: Vec<&Group> =
        groups.iter().filter(|group| group.tension.is_some() && chosen(&group.row.key)).collect();
    let known: Vec<&Group> =
        if of_chosen.is_empty() { groups.iter().filter(|group| group.tension.is_some()).collect() } else { of_chosen };
    let told = |group: &Group| frequencies(group.tension.unwrap_or(0.0), asked);
    data.sentence = match &known[..] {
        _ if regions(asked).is_none() => asked.say(UNCOUNTED, &[]),
        [] if pool.cells.is_empty() => asked.say(NO_SEEKERS, &[]),
        [] if !found => asked.say(NOTHING, &[]),
        [] => asked.say(
            (
                "Terlalu sedikit lowongan atau pencari kerja untuk dibandingkan; perlu 10 di tiap sisi.",
                "Too few openings or seekers to be compared; 10 are needed on each side.",
            ),
            &[],
        ),
        [only] => {
            let class = class(only.tension.unwrap_or(0.0), asked);
            asked.say(("{0}: {1}, {2}.", "{0}: {1}, {2}."), &[only.label, &told(only), &class])
        }
        [first, .., last] if told(first) == told(last) => {
            asked.say(("Sama di semua baris: {0}.", "The same in all rows: {0}."), &[&told(first)])
        }
        [first, .., last] => asked.say(
            (
                "Peluang terbesar: {0} ({1}); persaingan terketat: {2} ({3}).",
                "Best chances: {0} ({1}); most competition: {2} ({3}).",
            ),
            &[first.label, &told(first), last.label, &told(last)],
        ),
    };
    data.rows = groups.into_iter().map(|group| group.row).collect();
    data.note = note(&[
        asked.say(
            (
                "Banyak lowongan: 10 atau lebih untuk tiap 10 pencari kerja; seimbang: 3 sampai 10; persaingan tinggi: kurang dari 3. \
                 Penyaring wilayah dan pekerjaan berlaku untuk keduanya, penyaring lain untuk lowongan saja.",
                "Many openings: 10 or more for each 10 seekers; balanced: 3 to 10; much competition: fewer than 3. \
                 Filters of region and occupation apply to both, others to the openings alone.",
            ),
            &[],
        ),
        asked.origin(reference),
        pool.origin(asked),
    ]);
    data
}

const NO_SEEKERS: super::words::Said = ("Data ini tidak memuat pencari kerja.", "These data hold no job seekers.");
const UNCOUNTED: super::words::Said = (
    "Pencari kerja tidak dihitung menurut kecamatan, jarak atau tempat yang tidak disebut; lepaskan penyaring itu.",
    "Seekers are not counted by district, distance or places not stated; take these filters off.",
);

/// Schooling asked beside schooling held, in parts of a thousand of what is stated on each side.
pub(super) fn education(asked: &Asked, cube: &Cube, reference: &Reference) -> ChartData {
    let title = ("Apakah pendidikan yang diminta dimiliki pencari kerja?", "Do seekers have the education asked for?");
    let mut data = asked.chart(Form::Pairs, Unit::Permille, title, ("Pendidikan", "Education"));
    data.facet = Some("education".to_owned());
    data.series = vec![
        asked.series("asked", ("Diminta lowongan (paling rendah)", "Asked by vacancies (at least)")),
        asked.series("held", ("Dimiliki pencari kerja (tertinggi)", "Held by seekers (highest)")),
    ];
    let pool = Pool::new(&reference.supply, true);
    let scope = regions(asked).zip(occupations(asked));
    let mut rungs: Vec<(Education, u64, u64, Option<u64>)> = Vec::new();
    for level in (0..).map_while(Education::new) {
        let key = level.level().to_string();
        let at = cube.values(0).iter().position(|value| value.value == key);
        let [wanted, ads] = [asked.counted, Counted::Ads].map(|of| at.map_or(0, |at| cube.cell(of, at, 0)));
        let held = scope.as_ref().and_then(|(regions, jobs)| pool.people_of(regions, jobs, Some(level)));
        if wanted > 0 || held.is_some() {
            rungs.push((level, wanted, ads, held));
        }
    }
    let none = cube.values(0).iter().position(|value| value.value == NONE);
    data.missing = none.map_or(0, |none| cube.cell(asked.counted, none, 0));
    data.total = sum(rungs.iter().map(|rung| rung.1));
    let all_held = sum(rungs.iter().filter_map(|rung| rung.3));
    for &(level, wanted, ads, held) in &rungs {
        data.rows.push(Row {
            key: level.level().to_string(),
            label: level.label(asked.lang).to_owned(),
            values: vec![permille(wanted, data.total), held.and_then(|held| permille(held, all_held))],
            share: share(wanted, data.total),
            n: Some(ads),
            remark: None,
        });
    }
    let chosen: Vec<usize> =
        (0..rungs.len()).filter(|&at| asked.chosen("education").contains(&data.rows[at].key)).collect();
    let leading = |of: usize| -> Option<(String, u64)> {
        let most = data.rows.iter().filter_map(|row| row.values[of]).max().filter(|&most| most > 0)?;
        let labels: Vec<&str> =
            data.rows.iter().filter(|row| row.values[of] == Some(most)).map(|row| row.label.as_str()).collect();
        Some((super::words::list(&labels, asked.lang), most))
    };
    let part = |n: u64| super::words::value(n, Unit::Permille, asked.lang);
    data.sentence = match (leading(0), leading(1)) {
        (None, _) if data.missing == 0 => asked.say(NOTHING, &[]),
        (None, _) => asked.say(super::SILENT, &[asked.lang.pick("pendidikan", "education")]),
        (Some(_), _) if !chosen.is_empty() => {
            let labels: Vec<&str> = chosen.iter().map(|&at| data.rows[at].label.as_str()).collect();
            let wanted = permille(sum(chosen.iter().map(|&at| rungs[at].1)), data.total).unwrap_or(0);
            let held = permille(sum(chosen.iter().filter_map(|&at| rungs[at].3)), all_held);
            let labels = super::words::list(&labels, asked.lang);
            let said = ("Pilihan Anda, {0}: diminta {1} lowongan", "Your choice, {0}: asked by {1} of the openings");
            let held = held.map_or_else(String::new, |held| {
                asked.say((", dimiliki {0} pencari kerja", ", held by {0} of the seekers"), &[&part(held)])
            });
            format!("{}{held}.", asked.say(said, &[&labels, &part(wanted)]))
        }
        (Some((wanted, most)), None) => asked.say(
            (
                "Paling sering diminta {0} ({1}); pendidikan pencari kerja tidak ada dalam data ini.",
                "Asked for most often: {0} ({1}); the schooling of seekers is not in these data.",
            ),
            &[&wanted, &part(most)],
        ),
        (Some((wanted, most)), Some((held, most_held))) => asked.say(
            (
                "Paling sering diminta {0} ({1}), paling banyak dimiliki {2} ({3}).",
                "Asked for most often: {0} ({1}); held by most seekers: {2} ({3}).",
            ),
            &[&wanted, &part(most), &held, &part(most_held)],
        ),
    };
    let uncounted = if scope.is_none() { asked.say(UNCOUNTED, &[]) } else { String::new() };
    data.note = note(&[
        asked.say(
            (
                "Bagian dari yang disebut di tiap sisi. Lowongan menyebut pendidikan terendah yang diterima, pencari kerja yang tertinggi.",
                "Shares of what is stated on each side. Vacancies state the lowest schooling accepted, seekers the highest they have.",
            ),
            &[],
        ),
        asked.origin(reference),
        asked.of_what(),
        asked.unstated(("pendidikan", "education"), data.missing, data.total.saturating_add(data.missing)),
        pool.origin(asked),
        uncounted,
        asked.unnarrowed("education", &data.category),
    ]);
    data
}

/// Parts of a thousand, rounded half up; `None` of nothing.
fn permille(n: u64, whole: u64) -> Option<u64> {
    let rounded = (u128::from(n) * 2_000 + u128::from(whole)).checked_div(u128::from(whole) * 2)?;
    Some(rounded.min(1_000) as u64)
}

/// Active seekers of an occupation and region by schooling, rounded to tens; of the nearest level that is counted.
pub(super) fn pool(asked: &Asked, reference: &Reference) -> ChartData {
    let title = ("Berapa pencari kerja yang mungkin cocok?", "How many seekers might fit?");
    let mut data = asked.chart(Form::Bars, Unit::Count, title, ("Pendidikan", "Education"));
    data.series = vec![asked.series("seekers", ("Pencari kerja aktif", "Active seekers"))];
    let (by_schooling, together) = (Pool::new(&reference.supply, true), Pool::new(&reference.supply, false));
    let scope = regions(asked).zip(occupations(asked));
    let (exact_regions, exact_jobs) = scope.clone().unwrap_or_default();
    let mut level = None;
    let mut used = &together;
    let mut levels: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for digits in [4, 2, 0] {
        let regions = cut(&exact_regions, digits);
        for digits in [4, 3, 2, 1] {
            let jobs = cut(&exact_jobs, digits);
            if !levels.contains(&(regions.clone(), jobs.clone())) {
                levels.push((regions.clone(), jobs));
            }
        }
    }
    for (schooled, of) in [(true, &by_schooling), (false, &together)] {
        for (regions, jobs) in &levels {
            if level.is_some() {
                break;
            }
            let rungs: Vec<Education> = (0..).map_while(Education::new).collect();
            let rungs = rungs.into_iter().map(Some).chain([None]).filter(|rung| rung.is_some() == schooled);
            for rung in rungs {
                let Some(people) = of.people_of(regions, jobs, rung).filter(|&people| people >= FEWEST) else {
                    continue;
                };
                data.rows.push(Row {
                    key: rung.map_or_else(|| "all".to_owned(), |rung| rung.level().to_string()),
                    label: match rung {
                        Some(rung) => rung.label(asked.lang).to_owned(),
                        None => asked.say(("Semua pendidikan", "All schooling"), &[]),
                    },
                    values: vec![Some(people.saturating_add(5) / 10 * 10)],
                    share: None,
                    n: None,
                    remark: None,
                });
            }
            if !data.rows.is_empty() {
                level = Some((regions, jobs));
                used = of;
            }
        }
    }
    data.total = sum(data.rows.iter().map(Row::value));
    let total = data.total;
    data.rows.iter_mut().for_each(|row| row.share = share(row.value(), total));
    let exact = (&exact_regions, &exact_jobs);
    data.sentence = match level {
        _ if scope.is_none() => asked.say(UNCOUNTED, &[]),
        None if reference.supply.is_empty() => asked.say(NO_SEEKERS, &[]),
        None => asked.say(
            ("Kurang dari 10 pencari kerja, atau tidak dihitung.", "Fewer than 10 seekers, or they are not counted."),
            &[],
        ),
        Some((regions, jobs_used)) => {
            let of = [jobs(jobs_used, reference, asked), places(regions, reference, asked)];
            asked.say(
                (
                    "Ada sekitar {0} pencari kerja aktif untuk {1} di {2}.",
                    "There are about {0} active seekers for {1} in {2}.",
                ),
                &[&count(total, asked.lang), &of[0], &of[1]],
            )
        }
    };
    let fallen = match level {
        Some(level) if level != exact => asked.say(
            (
                "Untuk yang Anda pilih tidak ada hitungan; ini tingkat terdekat yang ada.",
                "What you chose is not counted; this is the nearest level that is.",
            ),
            &[],
        ),
        _ => String::new(),
    };
    data.note = note(&[
        asked.say(
            (
                "Dibulatkan ke puluhan. Hanya wilayah dan pekerjaan yang menyaring; keterampilan pencari kerja tidak diketahui.",
                "Rounded to tens. Only region and occupation narrow it; what seekers can do is not known.",
            ),
            &[],
        ),
        fallen,
        used.origin(asked),
    ]);
    data
}
