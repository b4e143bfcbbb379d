//! People wanted by one dimension, and what is asked of them.

use super::words::{Said, count, list, percent};
use super::{
    Asked, ChartData, ChartKind, Counted, Cube, Form, LISTED, NONE, NOTHING, OTHER, Reference, Row, SILENT, Unit, note,
    share, sum,
};
use crate::order;

/// Fewest advertisements that tell what is asked.
const FEWEST_ADS: u64 = 20;

/// Openings of a market are taken for concentrated above 1,800 and for spread below 1,000 of the Herfindahl–Hirschman
/// index. Source: U.S. Merger Guidelines (2023), §2.1.
const CONCENTRATED: [u32; 2] = [1_000, 1_800];

/// How people wanted by a dimension are told.
pub(super) struct Dimension {
    kind: ChartKind,
    /// Key of the facet.
    pub(super) facet: &'static str,
    /// Most values to count; 0 for all.
    pub(super) most: u32,
    /// Whether a row may have several values.
    several: bool,
    /// Whether values have an order of their own and all are shown.
    ladder: bool,
    title: Said,
    category: Said,
    /// Many of the category.
    plural: Said,
    /// What is not stated.
    what: Said,
    /// Before the leading values: ends in a colon, or goes on in them.
    lead: Said,
}

const PLAIN: Dimension = Dimension {
    kind: ChartKind::Occupation,
    facet: "occupation",
    most: 0,
    several: false,
    ladder: false,
    title: ("Pekerjaan apa yang paling dicari?", "Which occupations are wanted most?"),
    category: ("Pekerjaan", "Occupation"),
    plural: ("kelompok pekerjaan", "groups of occupations"),
    what: ("pekerjaan", "occupation"),
    lead: ("Paling banyak dicari:", "Most wanted:"),
};

static DIMENSIONS: [Dimension; 11] = [
    PLAIN,
    Dimension {
        kind: ChartKind::Province,
        facet: "province",
        title: ("Di mana lowongannya?", "Where are the openings?"),
        category: ("Provinsi", "Province"),
        plural: ("provinsi", "provinces"),
        what: ("provinsi", "province"),
        lead: ("Paling banyak dicari di", "Most people are wanted in"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::EducationAsked,
        facet: "education",
        ladder: true,
        title: ("Pendidikan apa yang diminta?", "What education is asked for?"),
        category: ("Pendidikan", "Education"),
        plural: ("jenjang", "levels"),
        what: ("pendidikan", "education"),
        lead: ("Paling sering diminta:", "Asked for most often:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Age,
        facet: "posted_within",
        ladder: true,
        title: ("Seberapa baru iklannya?", "How new are the advertisements?"),
        category: ("Umur iklan", "Age of the advertisement"),
        plural: ("rentang umur", "ranges of age"),
        what: ("tanggal terbit", "date of posting"),
        lead: ("Umur iklan terbanyak:", "Most common age:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Closing,
        facet: "closes_within",
        ladder: true,
        title: ("Berapa lama lagi bisa melamar?", "How long can one still apply?"),
        category: ("Sisa waktu", "Time left"),
        plural: ("rentang waktu", "ranges of time"),
        what: ("tenggat yang masih berlaku", "deadline that is still to come"),
        lead: ("Sisa waktu terbanyak:", "Most common time left:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Employers,
        facet: "employer",
        most: LISTED as u32 + 1,
        title: ("Siapa yang paling banyak mencari?", "Who wants most people?"),
        category: ("Pemberi kerja", "Employer"),
        plural: ("pemberi kerja", "employers"),
        what: ("pemberi kerja", "employer"),
        lead: ("Paling banyak mencari:", "Most are wanted by:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Field,
        facet: "field",
        most: LISTED as u32 + 1,
        several: true,
        title: ("Jurusan apa yang diminta?", "Which fields of study are asked for?"),
        category: ("Jurusan", "Field of study"),
        plural: ("jurusan", "fields of study"),
        what: ("jurusan", "field of study"),
        lead: ("Paling sering diminta:", "Asked for most often:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Source,
        facet: "source",
        several: true,
        title: ("Dari portal mana lowongannya?", "Which portals are the vacancies from?"),
        category: ("Portal", "Portal"),
        plural: ("portal", "portals"),
        what: ("portal", "portal"),
        lead: ("Paling banyak dari", "Most are from"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::Experience,
        facet: "experience",
        ladder: true,
        title: ("Pengalaman berapa lama yang diminta?", "How much experience is asked for?"),
        category: ("Pengalaman", "Experience"),
        plural: ("rentang pengalaman", "ranges of experience"),
        what: ("pengalaman", "experience"),
        lead: ("Paling sering diminta:", "Asked for most often:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::EmploymentType,
        facet: "employment_type",
        title: ("Jenis kerja apa yang ditawarkan?", "What types of employment are offered?"),
        category: ("Jenis kerja", "Type of employment"),
        plural: ("jenis kerja", "types of employment"),
        what: ("jenis kerja", "type of employment"),
        lead: ("Paling banyak ditawarkan:", "Offered most:"),
        ..PLAIN
    },
    Dimension {
        kind: ChartKind::WorkMode,
        facet: "work_mode",
        title: ("Di mana pekerjaannya dilakukan?", "Where is the work done?"),
        category: ("Tempat kerja", "Place of work"),
        plural: ("tempat kerja", "places of work"),
        what: ("tempat kerja", "place of work"),
        lead: ("Paling banyak ditawarkan:", "Offered most:"),
        ..PLAIN
    },
];

/// The dimension of a measure, if it is one of people wanted by a dimension.
pub(super) fn dimension(kind: ChartKind) -> Option<&'static Dimension> {
    DIMENSIONS.iter().find(|own| own.kind == kind)
}

struct Item<'a> {
    key: String,
    label: &'a str,
    value: u64,
    ads: u64,
}

/// People wanted by a dimension: most first, the first ten and those chosen by name and the rest in a last row; on a ladder
/// all, in its order. Provinces are all there.
pub(super) fn demand(asked: &Asked, own: &Dimension, cube: &Cube, reference: &Reference) -> ChartData {
    let tiles = own.kind == ChartKind::Province;
    let form = if tiles { Form::Tiles } else { Form::Bars };
    let mut data = asked.chart(form, Unit::Count, own.title, own.category);
    data.facet = Some(own.facet.to_owned());
    data.series = vec![asked.counted_series()];

    let mut items: Vec<Item> = Vec::new();
    let mut other = Item { key: OTHER.to_owned(), label: "", value: 0, ads: 0 };
    let mut others: u32 = 0;
    for (at, value) in cube.values(0).iter().enumerate() {
        let [counts, ads] = [asked.counted, Counted::Ads].map(|counted| cube.cell(counted, at, 0));
        if value.value == NONE {
            data.missing = data.missing.saturating_add(counts);
        } else if value.value == OTHER {
            other.value = other.value.saturating_add(counts);
            other.ads = other.ads.saturating_add(ads);
            others = cube.axes[0].others.max(others).max(1);
        } else if counts > 0 {
            items.push(Item { key: key(own, &value.value), label: &value.label, value: counts, ads });
        }
    }
    let largest = items.iter().map(|item| item.value).max().unwrap_or(0);
    data.total = sum(items.iter().chain([&other]).map(|item| item.value));
    if own.several {
        data.total = data.total.min(cube.whole(asked.counted).saturating_sub(data.missing)).max(largest);
    }
    if tiles && data.total > 0 {
        for (code, name) in reference.regions.iter().filter(|(code, _)| code.len() == 2) {
            if !items.iter().any(|item| item.key == *code) {
                items.push(Item { key: code.clone(), label: name, value: 0, ads: 0 });
            }
        }
    }
    let rung = |item: &Item| item.key.split("..").next().and_then(|from| from.parse::<u64>().ok()).unwrap_or(u64::MAX);
    order::sort_by(&mut items, |a, b| {
        let by_order = if own.ladder { rung(a).cmp(&rung(b)) } else { b.value.cmp(&a.value) };
        by_order.then_with(|| a.key.cmp(&b.key))
    });
    let chosen = |item: &Item| asked.chosen(own.facet).contains(&item.key);
    if !tiles && !own.ladder && items.len() > LISTED + usize::from(others == 0) {
        let mut listed = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            if at < LISTED || chosen(&item) {
                listed.push(item);
            } else {
                other.value = other.value.saturating_add(item.value);
                other.ads = other.ads.saturating_add(item.ads);
                others = others.saturating_add(1);
            }
        }
        items = listed;
    }
    let gathered = asked.say(
        ("Lainnya ({0} {1})", "Others ({0} {1})"),
        &[&count(others.into(), asked.lang), asked.lang.pick(own.plural.0, own.plural.1)],
    );
    if others > 0 {
        items.push(Item { label: &gathered, value: other.value.min(data.total), ..other });
    }

    data.sentence = sentence(asked, own, cube, &items, data.total, data.missing);
    if data.missing > data.total && data.total > 0 {
        let silent = percent(data.missing, data.total.saturating_add(data.missing));
        let said = (" Sebagian besar ({0}) tidak menyebutnya.", " Most ({0}) do not state it.");
        data.sentence += &asked.say(said, &[&silent]);
    }
    let of_ads = asked.counted == Counted::Ads;
    for item in &items {
        data.rows.push(Row {
            key: item.key.clone(),
            label: item.label.to_owned(),
            values: vec![Some(item.value)],
            share: share(item.value, data.total),
            n: Some(item.ads).filter(|_| !of_ads),
            remark: None,
        });
    }
    let mut sentences = Vec::new();
    if own.several {
        let both = ("Yang punya beberapa dihitung di tiap-tiapnya.", "What has several counts under each of them.");
        sentences.push(asked.say(both, &[]));
    }
    if own.kind == ChartKind::Employers && data.total > 0 {
        let concentration = count(cube.axes.first().map_or(0, |axis| axis.concentration).into(), asked.lang);
        sentences.push(asked.say(
            (
                "Indeks pemusatan (HHI): {0} dari 10.000; di atas 1.800 terpusat, di bawah 1.000 tersebar.",
                "Index of concentration (HHI): {0} of 10,000; above 1,800 is concentrated, below 1,000 spread.",
            ),
            &[&concentration],
        ));
    }
    sentences.extend([
        asked.origin(reference),
        asked.of_what(),
        asked.unstated(own.what, data.missing, data.total.saturating_add(data.missing)),
        asked.unnarrowed(own.facet, &data.category),
    ]);
    data.note = note(&sentences);
    data
}

/// What a filter takes: of steps of days, of which each holds its own days alone, the days from one to the next.
fn key(own: &Dimension, value: &str) -> String {
    let steps: &[&str] = match own.kind {
        ChartKind::Age => &["0", "1", "3", "7", "14", "30"],
        ChartKind::Closing => &["0", "3", "7", "14", "30"],
        _ => return value.to_owned(),
    };
    match steps.iter().position(|step| *step == value) {
        Some(0) => "0..0".to_owned(),
        Some(1) => format!("0..{value}"),
        Some(at) => format!("{}..{value}", steps[at - 1].parse::<u32>().map_or(0, |before| before + 1)),
        None if matches!(value, "older" | "later") => "31..".to_owned(),
        None => value.to_owned(),
    }
}

/// The finding: what was chosen, the leading value, all of them where several lead, or that there is none.
fn sentence(asked: &Asked, own: &Dimension, cube: &Cube, items: &[Item], total: u64, missing: u64) -> String {
    let named = items.iter().filter(|item| item.key != OTHER);
    let most = named.clone().map(|item| item.value).max().unwrap_or(0);
    if most == 0 {
        let what = asked.say(own.what, &[]);
        return if missing > 0 || total > 0 { asked.say(SILENT, &[&what]) } else { asked.say(NOTHING, &[]) };
    }
    let whole = asked.counted(total);
    let chosen: Vec<&Item> = named.clone().filter(|item| asked.chosen(own.facet).contains(&item.key)).collect();
    if !chosen.is_empty() {
        let labels: Vec<&str> = chosen.iter().map(|item| item.label).collect();
        let amount = sum(chosen.iter().map(|item| item.value));
        let each: Vec<String> = chosen.iter().map(|item| count(item.value, asked.lang)).collect();
        let each: Vec<&str> = each.iter().map(String::as_str).collect();
        // What has several of those chosen would count more than once in their sum.
        let (amount, share) = match own.several && chosen.len() > 1 {
            true => (list(&each, asked.lang), String::new()),
            false => (count(amount, asked.lang), format!(" ({})", percent(amount, total))),
        };
        let said = ("Pilihan Anda, {0}: {1} dari {2}{3}.", "Your choice, {0}: {1} of {2}{3}.");
        return asked.say(said, &[&list(&labels, asked.lang), &amount, &whole, &share]);
    }
    let labels: Vec<&str> = named.filter(|item| item.value == most).map(|item| item.label).collect();
    let lead = asked.say(own.lead, &[]);
    let leads = leading(asked, &labels, own.plural);
    let comma = if lead.ends_with(':') { "," } else { ":" };
    let each = if labels.len() > 1 { asked.lang.pick("masing-masing ", "each ") } else { "" };
    let said = ("{0} {1}{2} {3}{4} dari {5} ({6}){7}.", "{0} {1}{2} {3}{4} of {5} ({6}){7}.");
    let closing = concentration(asked, own, cube);
    let most_said = count(most, asked.lang);
    asked.say(said, &[&lead, &leads, comma, each, &most_said, &whole, &percent(most, total), &closing])
}

/// The leading values by name, or how many they are.
fn leading(asked: &Asked, labels: &[&str], plural: Said) -> String {
    match labels.len() {
        ..=3 => list(labels, asked.lang),
        n => format!("{n} {}", asked.lang.pick(plural.0, plural.1)),
    }
}

fn concentration(asked: &Asked, own: &Dimension, cube: &Cube) -> String {
    let Some(axis) = cube.axes.first().filter(|_| own.kind == ChartKind::Employers) else { return String::new() };
    let [spread, concentrated] = CONCENTRATED;
    let said = match axis.concentration {
        n if n > concentrated => {
            ("; permintaan terpusat pada sedikit pemberi kerja", "; few employers make up the demand")
        }
        n if n >= spread => ("; permintaan cukup terpusat", "; the demand is fairly concentrated"),
        _ => ("; permintaan tersebar di banyak pemberi kerja", "; the demand is spread over many employers"),
    };
    asked.say(said, &[])
}

/// What is asked, as a must or a plus: the ten asked for most people.
pub(super) fn skills(asked: &Asked, cube: &Cube, reference: &Reference) -> ChartData {
    let title = ("Keterampilan apa yang diminta?", "What skills are asked for?");
    let mut data = asked.chart(Form::Stack, Unit::Count, title, ("Yang diminta", "Asked for"));
    data.series = vec![asked.series("must", ("Wajib", "Must")), asked.series("nice", ("Nilai tambah", "A plus"))];
    data.total = cube.whole(asked.counted);
    let column = |key: &str| cube.values(1).iter().position(|value| value.value == key);
    let columns = ["must", "nice"].map(column);
    let whole_row =
        |counted: Counted, at: usize| sum((0..cube.values(1).len()).map(|second| cube.cell(counted, at, second)));
    for (at, value) in cube.values(0).iter().enumerate() {
        if value.value == NONE {
            data.missing = data.missing.saturating_add(whole_row(asked.counted, at));
        } else if value.value != OTHER {
            let of = |counted: Counted| columns.map(|second| second.map_or(0, |second| cube.cell(counted, at, second)));
            let values = of(asked.counted);
            let both = values[0].saturating_add(values[1]);
            let ads = sum(of(Counted::Ads).into_iter());
            if both > 0 {
                data.rows.push(Row {
                    key: value.value.clone(),
                    label: value.label.clone(),
                    values: values.map(Some).into(),
                    share: share(both, data.total),
                    n: Some(ads).filter(|_| asked.counted == Counted::Openings),
                    remark: None,
                });
            }
        }
    }
    let both = |row: &Row| sum(row.values.iter().flatten().copied());
    order::sort_by(&mut data.rows, |a, b| both(b).cmp(&both(a)).then_with(|| a.key.cmp(&b.key)));
    data.rows.truncate(LISTED);
    let ads = u64::from(cube.total_ads);
    if ads < FEWEST_ADS {
        data.rows.clear();
    }
    let labels = |most: u64| -> Vec<&str> {
        data.rows.iter().filter(|row| both(row) == most).map(|row| row.label.as_str()).collect()
    };
    data.sentence = match data.rows.first() {
        Some(first) => {
            let (most, must) = (both(first), first.value());
            let leaders = labels(most);
            let names = leading(asked, &leaders, ("keterampilan", "skills"));
            let of = [&count(most, asked.lang), &asked.counted(data.total), &percent(most, data.total)];
            if leaders.len() > 1 {
                let said = (
                    "Paling sering diminta: {0}, masing-masing untuk {1} dari {2} ({3}).",
                    "Asked for most often: {0}, each for {1} of {2} ({3}).",
                );
                asked.say(said, &[&names, of[0], of[1], of[2]])
            } else {
                let said = (
                    "Paling sering diminta: {0}, untuk {1} dari {2} ({3}); {4} di antaranya wajib.",
                    "Asked for most often: {0}, for {1} of {2} ({3}); a must for {4}.",
                );
                asked.say(said, &[&names, of[0], of[1], of[2], &count(must, asked.lang)])
            }
        }
        None if ads == 0 => asked.say(NOTHING, &[]),
        None if ads < FEWEST_ADS => asked.say(
            (
                "Hanya {0} iklan cocok; perlu {1} untuk melihat apa yang diminta.",
                "Only {0} advertisements match; {1} are needed to see what is asked.",
            ),
            &[&count(ads, asked.lang), &count(FEWEST_ADS, asked.lang)],
        ),
        None => asked.say(SILENT, &[asked.lang.pick("keterampilan", "skill")]),
    };
    let others = cube.axes.first().map_or(0, |axis| axis.others);
    let more = if others > 0 && !data.rows.is_empty() {
        asked.say(
            ("Diminta lebih jarang: {0} lainnya.", "Asked for less often: {0} more."),
            &[&count(others.into(), asked.lang)],
        )
    } else {
        String::new()
    };
    data.note = note(&[
        asked.say(
            (
                "Satu lowongan dapat meminta beberapa hal, maka baris tidak berjumlah 100%.",
                "One vacancy may ask for several things, so rows do not add up to 100%.",
            ),
            &[],
        ),
        more,
        asked.origin(reference),
        asked.of_what(),
        asked.unstated(("keterampilan", "skill"), data.missing, data.total),
    ]);
    data
}
