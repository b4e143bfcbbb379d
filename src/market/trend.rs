//! How the demand went from month to month.

use super::words::{month, percent};
use super::{Asked, ChartData, Counted, Cube, Form, NONE, NOTHING, OTHER, Reference, Row, Unit, note, share, sum};
use crate::record::day;

/// Most months shown.
const MONTHS: i32 = 24;

/// A month so many times another is not compared with it.
const SIMILAR: u64 = 5;

/// Months since the year 0 of `2026-09`.
fn number(month: &str) -> Option<i32> {
    let first = format!("{month}-01");
    day::parse(&first)?;
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

fn key(number: i32) -> String {
    format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
}

/// People wanted by the month of the advertisement, the last 24 months at most; with a second line, chained over sources
/// that are in both of two months, where a source joined.
pub(super) fn trend(asked: &Asked, cube: &Cube, by_source: &Cube, reference: &Reference) -> ChartData {
    let title = ("Apakah lowongan bertambah?", "Is the demand growing?");
    let mut data = asked.chart(Form::Line, Unit::Count, title, ("Bulan iklan", "Month posted"));
    data.series = vec![asked.counted_series()];
    let known: Vec<(i32, u64, u64)> = cube
        .values(0)
        .iter()
        .enumerate()
        .filter_map(|(at, value)| {
            let [counts, ads] = [asked.counted, Counted::Ads].map(|of| cube.cell(of, at, 0));
            Some((number(&value.value)?, counts, ads)).filter(|_| ads > 0)
        })
        .collect();
    let as_of = asked.as_of(reference);
    let today = number(day::iso(as_of).get(..7).unwrap_or_default());
    let last = known.iter().map(|known| known.0).filter(|&month| today.is_none_or(|today| month <= today)).max();
    let last = last.max(today.filter(|today| last.is_some_and(|last| today - last < MONTHS)));
    let first = known
        .iter()
        .map(|known| known.0)
        .filter(|&month| last.is_some_and(|last| month <= last && month > last - MONTHS))
        .min();
    let none = cube.values(0).iter().position(|value| value.value == NONE);
    data.missing = none.map_or(0, |none| cube.cell(asked.counted, none, 0));
    let whole = sum(known.iter().map(|known| known.1)).saturating_add(data.missing);

    let months: Vec<i32> = first.zip(last).map_or_else(Vec::new, |(first, last)| (first..=last).collect());
    let counts_of = |month: i32| {
        let own = known.iter().filter(|known| known.0 == month);
        own.fold((0u64, 0u64), |sums, known| (sums.0.saturating_add(known.1), sums.1.saturating_add(known.2)))
    };
    let counts: Vec<(u64, u64)> = months.iter().map(|&month| counts_of(month)).collect();
    data.total = sum(counts.iter().map(|counts| counts.0));
    let joined = Joined::new(asked, by_source);
    let grown = joined.after(months.first().copied());
    let linked = if grown { joined.linked(&months, &counts) } else { Vec::new() };
    if grown {
        data.series.push(
            asked.series(
                "linked",
                ("Disambung, tanpa pengaruh portal baru", "Linked, without the effect of new portals"),
            ),
        );
    }
    // The last month is over only if tomorrow is in another.
    let tomorrow = number(day::iso(as_of.saturating_add(1)).get(..7).unwrap_or_default());
    let unfinished = last.is_some() && last == today && tomorrow == today;
    for (at, &month_number) in months.iter().enumerate() {
        let mut values = vec![Some(counts[at].0)];
        if grown {
            values.push(linked[at]);
        }
        let partial = unfinished && Some(month_number) == last;
        let until = asked.say(("sampai {0}", "until {0}"), &[&super::words::date(&reference.as_of, asked.lang)]);
        data.rows.push(Row {
            key: key(month_number),
            label: month(&key(month_number), asked.lang),
            values,
            share: share(counts[at].0, data.total),
            n: Some(counts[at].1).filter(|_| asked.counted == Counted::Openings),
            remark: partial.then_some(until),
        });
    }

    let full = months.len() - usize::from(unfinished && !months.is_empty());
    let now = |at: usize| asked.counted(counts[at].0);
    let name = |at: usize| data.rows[at].label.clone();
    data.sentence = match full {
        _ if months.is_empty() && data.missing == 0 => asked.say(NOTHING, &[]),
        _ if months.is_empty() => asked.say(super::SILENT, &[asked.lang.pick("tanggal terbit", "date of posting")]),
        0 => asked.say(
            ("{0} ({1}): {2}.", "{0} ({1}): {2}."),
            &[&name(0), data.rows[0].remark.as_deref().unwrap_or_default(), &now(0)],
        ),
        1 => asked.say(("{0}: {1}.", "{0}: {1}."), &[&name(0), &now(0)]),
        _ => {
            let (before, after) = (full - 2, full - 1);
            let (was, is) = match grown {
                true => joined.both(months[before], months[after]),
                false => (counts[before].0, counts[after].0),
            };
            let change = percent(was.abs_diff(is), was);
            // Where one is several times the other, most advertisements of a month have left the data or are yet to come.
            let apart = was.max(is) / SIMILAR >= was.min(is).max(1);
            let said = match is.cmp(&was) {
                _ if was == 0 || apart => ("{0}: {1} dalam data ini.", "{0}: {1} in these data."),
                std::cmp::Ordering::Greater => {
                    ("{0}: {1} dalam data ini, naik {2} dari {3}{4}.", "{0}: {1} in these data, up {2} from {3}{4}.")
                }
                std::cmp::Ordering::Less => {
                    ("{0}: {1} dalam data ini, turun {2} dari {3}{4}.", "{0}: {1} in these data, down {2} from {3}{4}.")
                }
                std::cmp::Ordering::Equal => {
                    ("{0}: {1} dalam data ini, sama dengan {3}{4}.", "{0}: {1} in these data, the same as {3}{4}.")
                }
            };
            let only = (" menurut portal yang ada di kedua bulan", " by portals that are in both months");
            let only = if grown { asked.lang.pick(only.0, only.1) } else { "" };
            asked.say(said, &[&name(after), &now(after), &change, &name(before), only])
        }
    };
    let outside = whole.saturating_sub(data.missing).saturating_sub(data.total);
    data.note = note(&[
        asked.say(
            (
                "Hanya iklan yang masih ada dalam data dihitung, maka bulan yang lama terlihat lebih kecil dari sebenarnya.",
                "Only advertisements that are still in the data are counted, so that older months look smaller than they were.",
            ),
            &[],
        ),
        if grown {
            asked.say(
                (
                    "Garis kedua menyambung perubahan dari bulan ke bulan, hanya dari portal yang ada di keduanya.",
                    "The second line chains the changes from month to month, of portals alone that are in both.",
                ),
                &[],
            )
        } else {
            String::new()
        },
        if outside == 0 {
            String::new()
        } else {
            asked.say(
                ("{0} di luar bulan-bulan ini tidak ditampilkan.", "{0} outside these months are not shown."),
                &[&asked.counted(outside)],
            )
        },
        asked.origin(reference),
        asked.of_what(),
        asked.unstated(("tanggal terbit", "date of posting"), data.missing, whole),
    ]);
    data
}

/// What each source wanted by month.
struct Joined {
    /// Month from which a source is there, and its months with what they count.
    sources: Vec<(i32, Vec<(i32, u64)>)>,
}

impl Joined {
    fn new(asked: &Asked, cube: &Cube) -> Self {
        let chosen = asked.chosen("source");
        let mut sources = Vec::new();
        for (at, source) in cube.values(1).iter().enumerate() {
            if source.value == NONE || source.value == OTHER || !(chosen.is_empty() || chosen.contains(&source.value)) {
                continue;
            }
            let mut months: Vec<(i32, u64)> = Vec::new();
            for (row, value) in cube.values(0).iter().enumerate() {
                if let Some(month) = number(&value.value)
                    && cube.cell(Counted::Ads, row, at) > 0
                {
                    months.push((month, cube.cell(asked.counted, row, at)));
                }
            }
            if let Some(first) = months.iter().map(|month| month.0).min() {
                sources.push((first, months));
            }
        }
        Self { sources }
    }

    /// Whether a source joined after a month.
    fn after(&self, month: Option<i32>) -> bool {
        month.is_some_and(|month| self.sources.iter().any(|(first, _)| *first > month))
    }

    /// What two months count, of sources that are there in the first.
    fn both(&self, before: i32, after: i32) -> (u64, u64) {
        let of = |wanted: i32| {
            let there = self.sources.iter().filter(|(first, _)| *first <= before);
            sum(there.flat_map(|(_, months)| months).filter(|(month, _)| *month == wanted).map(|(_, n)| *n))
        };
        (of(before), of(after))
    }

    /// What each month would count with the sources of the last one that counts anything: its count, and from there back
    /// by the growth over sources that are in both of two months. `None` before a month of which no source was there
    /// already.
    fn linked(&self, months: &[i32], counts: &[(u64, u64)]) -> Vec<Option<u64>> {
        let mut linked: Vec<Option<u64>> = counts.iter().map(|counts| Some(counts.0)).collect();
        let Some(last) = counts.iter().rposition(|counts| counts.0 > 0) else { return linked };
        let mut level = Some(counts[last].0 as f64);
        for at in (0..=last).rev() {
            if at < last {
                let (was, is) = self.both(months[at], months[at + 1]);
                level = level.filter(|_| was > 0 && is > 0).map(|level| level * was as f64 / is as f64);
            }
            linked[at] = level.map(|level| level.round() as u64);
        }
        linked
    }
}
