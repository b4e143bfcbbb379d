//! The middle half of each row's values as a light bar, a dot at the median, and lines to hold them against.
//!
//! The axis starts at zero. A level, such as the minimum wage, is a line with a flag at its top where flags have
//! room to stand apart; elsewhere the key tells it by its dashes.

use plotters::style::text_anchor::HPos;

use super::axis::{self, Name, SMALL};
use super::key::Key;
use super::pen::{LINE, Pen};
use super::rows::{NARROW, Rows, Values};
use super::{Error, Look, Mark, mix};
use crate::market::{ChartData, words};

/// Height of a flag, em.
const FLAG: f64 = 1.3;

/// Height of the axis below the rows, em.
pub(super) const AXIS: f64 = 1.6;

/// Height of the bar, em.
const BAR: f64 = 0.7;

/// Radius of the dot, em.
const DOT: f64 = 0.38;

/// Most levels with a flag.
const FLAGS: usize = 4;

/// The lower quartile, median and upper quartile of a row.
type Three = [Option<u64>; 3];

fn three(data: &ChartData, row: usize) -> Three {
    [0, 1, 2].map(|s| data.rows[row].values.get(s).copied().flatten())
}

/// What a level's flag or its line in the key says.
fn named(data: &ChartData, level: usize) -> String {
    let level = &data.levels[level];
    format!("{} {}", level.label, words::value(level.value, data.unit, data.lang))
}

/// What the key says of bar, dot and the levels without a flag.
fn key(data: &ChartData, levels: &[usize]) -> Vec<String> {
    let label = |s: usize| data.series.get(s).map_or("", |s| s.label.as_str());
    // "Middle half: from" and "Middle half: to" make "Middle half: from – to".
    let to = match (label(0).split_once(": "), label(2).split_once(": ")) {
        (Some((of, _)), Some((same, to))) if of == same => to,
        _ => label(2),
    };
    let mut key = vec![format!("{} – {to}", label(0)), label(1).into()];
    key.extend(levels.iter().map(|level| named(data, *level)));
    key
}

/// Height besides the rows, em, and the entries of the key, where `width` is in em.
pub(super) fn around(data: &ChartData, width: f64) -> (f64, Vec<String>) {
    let all: Vec<usize> = (0..data.levels.len()).collect();
    if width < NARROW { (AXIS, key(data, &all)) } else { (AXIS + FLAG * all.len().min(FLAGS) as f64, key(data, &[])) }
}

/// Draws the rows; marks are in px of the pen's area. The first series' mark goes from its value to the
/// median, the third's from the median to its value.
pub(super) fn draw(pen: &Pen<'_>, look: &Look) -> Result<Vec<Mark>, Error> {
    let (data, palette) = (look.data, look.palette);
    let (width, height) = pen.size();
    let (outside, labels) = around(data, f64::from(width) / pen.em);
    let keyed = |pen: &Pen<'_>, labels: &[String]| Key::new(labels, width, pen.em, &|t| pen.width(t, false));
    let least = keyed(pen, &labels)?.height() + outside + LINE * data.rows.len() as f64;
    let pen = &pen.within(least);

    let mut widest = 0;
    let median = |i| three(data, i)[1].map(|n| words::value(n, data.unit, data.lang));
    for text in (0..data.rows.len()).filter_map(median) {
        widest = widest.max(pen.width(&text, true)?);
    }
    let known = (0..data.rows.len()).flat_map(|i| three(data, i)).flatten();
    let most = known.chain(data.levels.iter().map(|l| l.value)).max().unwrap_or(0).max(data.scale).max(1);

    let (_, labels) = around(data, f64::from(width) / pen.em);
    let mut head = keyed(pen, &labels)?.height() * pen.em;
    let flags = if f64::from(width) < NARROW * pen.em { 0 } else { data.levels.len().min(FLAGS) };
    let bottom = f64::from(height) - AXIS * pen.em;
    let space = (head + FLAG * pen.em * flags as f64, bottom);
    let rows = Rows::new(pen, look, 1, (Values::Column, widest), space)?;
    let inset = if rows.stacked { pen.px(DOT) + 1 } else { 0 };
    let plot = (rows.plot.0 + inset, (rows.plot.1 - inset - pen.px(DOT)).max(rows.plot.0 + inset + 1));
    let step = axis::step(most, ((f64::from(plot.1 - plot.0) / (5.0 * pen.em)) as u64).clamp(1, 6));
    let fine = axis::step(most, 12);
    let reach = most.div_ceil(fine).saturating_mul(fine);
    let at = |n: u64| plot.0 + (f64::from(plot.1 - plot.0) * (n as f64 / reach as f64)).round() as i32;

    let lines: Vec<i32> = data.levels.iter().map(|level| at(level.value)).collect();
    let placed = if flags > 0 { placed(pen, data, &lines, flags)? } else { vec![None; lines.len()] };
    let unflagged: Vec<usize> = (0..lines.len()).filter(|l| placed[*l].is_none()).collect();
    let key = keyed(pen, &key(data, &unflagged))?;
    // A key that grew by a level without a flag takes over the height of a flag.
    head = head.max(key.height() * pen.em);
    key.draw(pen, palette.text, &|entry, from, to| {
        let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        match entry {
            0 => box_over(pen, look, None, (from.0, to.0), middle.1),
            1 => dot(pen, look, None, middle),
            level => dashes(pen, look, unflagged[level - 2], middle.0, (from.1, to.1)),
        }
    })?;

    let ends = |i: usize| match rows.stacked {
        true => (rows.lane(i, 0).0 - pen.px(0.12), rows.lane(i, 0).1 + pen.px(0.25)),
        false => rows.ends(i),
    };
    // Where labels stand above, a row without values has no lane.
    let plotted: Vec<usize> =
        (0..data.rows.len()).filter(|i| !rows.stacked || three(data, *i).iter().any(Option::is_some)).collect();
    let faint = mix(palette.background, palette.muted, 0.3);
    let ticks: Vec<u64> = (0..=reach / step).map(|t| t * step).collect();
    for i in &plotted {
        let (top, bottom) = ends(*i);
        for tick in &ticks {
            let x = at(*tick);
            pen.rect((x, top), (x + pen.px(0.06), bottom), if *tick == 0 { palette.muted } else { faint })?;
        }
    }
    let mut marks = Vec::new();
    for i in 0..data.rows.len() {
        rows.label(pen, look, i)?;
        let values = three(data, i);
        let (top, bottom) = rows.lane(i, 0);
        let middle = i32::midpoint(top, bottom);
        let half = pen.px(BAR / 2.0);
        if let Some(from) = values[0].or(values[1]).zip(values[2].or(values[1])).filter(|(a, b)| a < b) {
            box_over(pen, look, Some(i), (at(from.0), at(from.1)), middle)?;
        }
        let centre = values[1].map(at);
        for (series, value) in values.iter().enumerate() {
            let Some(x) = value.map(at) else { continue };
            let other = centre.unwrap_or(x);
            let (from, to) = match series {
                1 => (x - pen.px(DOT), x + pen.px(DOT)),
                _ => (x.min(other), x.max(other)),
            };
            marks.push(Mark::of(i, series, (from, middle - half), (to, middle + half)));
        }
    }
    for (level, x) in lines.iter().enumerate() {
        for i in &plotted {
            dashes(pen, look, level, *x, ends(*i))?;
        }
        if let Some(flag) = &placed[level] {
            let top = head + FLAG * pen.em * flag.tier as f64;
            dashes(pen, look, level, *x, (top.round() as i32, space.0.round() as i32))?;
            let y = (top + FLAG * pen.em * 0.45).round() as i32;
            pen.sized(pen.em * SMALL).text(&flag.text, false, palette.text, (flag.left, HPos::Left), y)?;
        }
    }
    for i in 0..data.rows.len() {
        let (top, bottom) = rows.lane(i, 0);
        let middle = i32::midpoint(top, bottom);
        match three(data, i) {
            [None, None, None] => rows.nothing(pen, look, i)?,
            [_, None, _] => {}
            [_, Some(median), _] => {
                dot(pen, look, Some(i), (at(median), middle))?;
                let text = words::value(median, data.unit, data.lang);
                let x = (width, HPos::Right);
                pen.sized(rows.value).text(&text, look.chosen(i), palette.text, x, rows.middle(i))?;
            }
        }
    }
    let names: Vec<Name> =
        ticks.iter().map(|n| Name { at: at(*n), text: words::value(*n, data.unit, data.lang), bold: false }).collect();
    let y = f64::from(rows.bottom()) + AXIS * pen.em * 0.5;
    axis::names(&pen.sized(pen.em * SMALL), &names, [palette.muted; 2], y.round() as i32)?;
    Ok(marks)
}

/// A level's words beside its line, `tier` flags below the key.
#[derive(Clone)]
struct Flag {
    tier: usize,
    left: i32,
    right: i32,
    text: String,
}

/// Flags for the levels at `lines`, in `tiers` lines: none overlaps another or the line of another.
fn placed(pen: &Pen<'_>, data: &ChartData, lines: &[i32], tiers: usize) -> Result<Vec<Option<Flag>>, Error> {
    let (width, small, gap) = (pen.size().0, pen.sized(pen.em * SMALL), pen.px(0.4));
    let mut flags: Vec<Option<Flag>> = vec![None; lines.len()];
    let mut order: Vec<usize> = (0..lines.len()).collect();
    crate::order::sort_by(&mut order, |a, b| lines[*a].cmp(&lines[*b]).then(a.cmp(b)));
    for level in order {
        let (x, text) = (lines[level], named(data, level));
        let wide = small.width(&text, false)?;
        let tried = (0..tiers).flat_map(|tier| [(tier, x + gap), (tier, x - gap - wide)]);
        flags[level] =
            tried.map(|(tier, left)| Flag { tier, left, right: left + wide, text: text.clone() }).find(|new| {
                let apart = |(other, flag): (usize, &Option<Flag>)| {
                    let Some(flag) = flag else { return true };
                    let crossed = |over: &Flag, x: i32| over.left - gap < x && x < over.right + gap;
                    (flag.tier != new.tier || flag.right + gap <= new.left || new.right + gap <= flag.left)
                        && (flag.tier > new.tier || !crossed(new, lines[other]))
                        && (flag.tier < new.tier || !crossed(flag, x))
                };
                new.left >= 0 && new.right <= width && flags.iter().enumerate().all(apart)
            });
    }
    Ok(flags)
}

/// The middle half between two places, its middle at height `y`; of no row in the key.
fn box_over(pen: &Pen<'_>, look: &Look, row: Option<usize>, (from, to): (i32, i32), y: i32) -> Result<(), Error> {
    let chosen = row.is_some_and(|i| look.chosen(i));
    let [line, fill] = row.map_or([look.palette.bar; 2], |i| look.bar(i));
    let (half, edge) = (pen.px(BAR / 2.0), if chosen { pen.px(0.16) } else { pen.px(0.06) });
    pen.rect((from, y - half), (to, y + half), line)?;
    let inside = mix(look.palette.background, fill, 0.3);
    pen.rect((from + edge, y - half + edge), (to - edge, y + half - edge), inside)
}

fn dot(pen: &Pen<'_>, look: &Look, row: Option<usize>, at: (i32, i32)) -> Result<(), Error> {
    let [line, fill] = row.map_or([look.palette.bar; 2], |i| look.bar(i));
    let radius = pen.px(DOT);
    pen.disc(at, radius, look.palette.background)?;
    pen.disc(at, radius - pen.px(0.06), line)?;
    if line == fill { Ok(()) } else { pen.disc(at, radius - pen.px(0.06) - pen.px(0.12), fill) }
}

/// The line of a level from one height to another: in full, dashed, dotted and so on again.
fn dashes(pen: &Pen<'_>, look: &Look, level: usize, x: i32, (top, bottom): (i32, i32)) -> Result<(), Error> {
    let wide = pen.px(0.12);
    let (dash, pitch) = match level % 3 {
        0 => (bottom - top, bottom - top),
        1 => (pen.px(0.32), pen.px(0.5)),
        _ => (wide, 2 * wide + pen.px(0.06)),
    };
    let left = x - wide / 2;
    // Dashes stand at fixed heights, so that those of neighbouring rows join.
    let mut y = if level.is_multiple_of(3) { top } else { top - top % pitch };
    while y < bottom && pitch > 0 {
        pen.rect((left, y.max(top)), (left + wide, (y + dash).min(bottom)), look.palette.text)?;
        y += pitch;
    }
    Ok(())
}
