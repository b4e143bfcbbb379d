//! Points joined in the order of the rows over an axis from zero; a line breaks where a value is not known.
//!
//! Series differ by the shape of their points as well as by colour, and the last value of each is written beside it.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::axis::{self, Name, SMALL};
use super::key::Key;
use super::pen::Pen;
use super::rows::{DASH, NARROW};
use super::{Error, Look, Mark, mix};
use crate::market::{ChartData, words};

/// Height of the axis below, em.
const AXIS: f64 = 1.8;

/// Distance of two values written under each other, em.
const APART: f64 = 1.2;

/// Least and greatest height of what lies between key and axis, em.
const PLOT: (f64, f64) = (10.0, 18.0);

/// What the key says.
pub(super) fn key(data: &ChartData) -> Vec<String> {
    if data.series.len() > 1 { data.series.iter().map(|s| s.label.clone()).collect() } else { Vec::new() }
}

/// Height without the key, em, where `width` is in em.
pub(super) fn preferred(width: f64) -> f64 {
    AXIS + (width * 0.4).clamp(PLOT.0, PLOT.1)
}

fn value(data: &ChartData, row: usize, series: usize) -> Option<u64> {
    data.rows[row].values.get(series).copied().flatten()
}

/// Draws the lines; marks are squares about the points, in px of the pen's area.
pub(super) fn draw(pen: &Pen<'_>, look: &Look) -> Result<Vec<Mark>, Error> {
    let (data, palette) = (look.data, look.palette);
    let (width, height) = pen.size();
    let (n, series) = (data.rows.len(), data.series.len().max(1));
    let labels = key(data);
    let keyed = |pen: &Pen<'_>| Key::new(&labels, width, pen.em, &|t| pen.width(t, false));
    let pen = &pen.within(keyed(pen)?.height() + AXIS + APART * (series + 1) as f64);
    let colours = |s: usize| [palette.bar, palette.text, palette.muted][s % 3];
    let key = keyed(pen)?;
    let stroke = pen.px(0.14);
    key.draw(pen, palette.text, &|s, from, to| {
        let (middle, y) = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        pen.path(vec![(from.0, y), (to.0, y)], stroke, colours(s))?;
        point(pen, s, (middle, y), pen.px(0.28), colours(s), palette.background)
    })?;

    let known = (0..n).flat_map(|i| (0..series).filter_map(move |s| value(data, i, s)));
    let most = known.max().unwrap_or(0).max(data.scale).max(1);
    let top = (key.height() * pen.em).round() as i32 + pen.px(APART / 2.0);
    let bottom = (height - pen.px(AXIS)).max(top + 1);
    let step = axis::step(most, ((f64::from(bottom - top) / (3.0 * pen.em)) as u64).clamp(1, 4));
    let reach = most.div_ceil(step).saturating_mul(step);
    let narrow = f64::from(width) < NARROW * pen.em;
    let tick = |n: u64| {
        if narrow { words::short(n, data.unit, data.lang) } else { words::value(n, data.unit, data.lang) }
    };
    let small = &pen.sized(pen.em * SMALL);
    let mut left = 0;
    for t in 0..=reach / step {
        left = left.max(small.width(&tick(t * step), false)?);
    }
    let last = |s: usize| (0..n).rev().find_map(|i| value(data, i, s).map(|v| (i, v)));
    let mut right = 0;
    for (_, v) in (0..series).filter_map(last) {
        right = right.max(pen.width(&words::value(v, data.unit, data.lang), true)?);
    }
    let room = width * 3 / 10;
    let (ticks, values) = (shrunk(small, left, room), shrunk(pen, right, room));
    let (left, right) = (left.min(room), right.min(room));
    let gap = pen.px(0.5);
    let spacing = f64::from(width - left - right - 3 * gap) / (n.max(2) - 1) as f64;
    let radius = ((spacing / 3.0) as i32).clamp(pen.px(0.14), pen.px(0.28));
    let plot = (left + gap + radius, (width - right - gap - radius).max(left + gap + radius + 1));
    let x = |i: usize| match n {
        1 => i32::midpoint(plot.0, plot.1),
        _ => plot.0 + (f64::from(plot.1 - plot.0) * i as f64 / (n - 1) as f64).round() as i32,
    };
    let y = |v: u64| bottom - (f64::from(bottom - top) * (v as f64 / reach as f64)).round() as i32;

    let faint = mix(palette.background, palette.muted, 0.3);
    for t in 0..=reach / step {
        let (at, thick) = (y(t * step), pen.px(0.06));
        let ends = (left + gap, plot.1 + radius);
        pen.rect((ends.0, at), (ends.1, at + thick), if t == 0 { palette.muted } else { faint })?;
        ticks.text(&tick(t * step), false, palette.muted, (left, HPos::Right), at)?;
    }
    for i in (0..n).filter(|i| look.chosen(*i)) {
        pen.rect((x(i), top), (x(i) + pen.px(0.06), bottom), palette.text)?;
    }
    let mut marks = Vec::new();
    for s in (0..series).rev() {
        let points: Vec<Option<(i32, i32)>> = (0..n).map(|i| value(data, i, s).map(|v| (x(i), y(v)))).collect();
        for run in points.split(Option::is_none) {
            pen.path(run.iter().copied().flatten().collect(), stroke, colours(s))?;
        }
        for (i, at) in points.iter().enumerate() {
            let Some(at) = *at else { continue };
            if look.chosen(i) {
                let ring = radius + pen.px(0.2);
                pen.disc(at, ring + pen.px(0.06), palette.background)?;
                pen.disc(at, ring, palette.text)?;
                point(pen, s, at, radius, palette.highlight, palette.background)?;
            } else {
                point(pen, s, at, radius, colours(s), palette.background)?;
            }
            marks.push(Mark::of(i, s, (at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius)));
        }
    }
    crate::order::sort_by(&mut marks, |a, b| (a.row, a.series).cmp(&(b.row, b.series)));

    let mut ends: Vec<(i32, usize, usize, u64)> =
        (0..series).filter_map(|s| last(s).map(|(i, v)| (y(v), s, i, v))).collect();
    crate::order::sort_by(&mut ends, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let pitch = pen.px(APART);
    for i in 1..ends.len() {
        ends[i].0 = ends[i].0.max(ends[i - 1].0 + pitch);
    }
    let mut floor = bottom;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(floor);
        floor = end.0 - pitch;
    }
    if ends.is_empty() {
        let middle = (i32::midpoint(plot.0, plot.1), HPos::Center);
        pen.patched(DASH, false, [palette.muted, palette.background], middle, i32::midpoint(top, bottom))?;
    }
    for (at, _, i, v) in ends {
        let (text, colours) = (words::value(v, data.unit, data.lang), [palette.text, palette.background]);
        values.patched(&text, look.chosen(i), colours, (x(i) + radius + gap, HPos::Left), at)?;
    }
    let names: Vec<Name> =
        (0..n).rev().map(|i| Name { at: x(i), text: data.rows[i].label.clone(), bold: look.chosen(i) }).collect();
    axis::names(small, &names, [palette.muted, palette.text], height - pen.px(SMALL / 2.0 + 0.1))?;
    Ok(marks)
}

/// The pen whose letters make a text `wide` px now at most `room` px wide.
fn shrunk<'a>(pen: &Pen<'a>, wide: i32, room: i32) -> Pen<'a> {
    pen.sized(if wide > room { pen.em * f64::from(room.max(1)) / f64::from(wide) } else { pen.em })
}

/// A point of a series: a disc, a ring or a square.
fn point(
    pen: &Pen<'_>,
    series: usize,
    at: (i32, i32),
    radius: i32,
    colour: RGBColor,
    inside: RGBColor,
) -> Result<(), Error> {
    match series % 3 {
        2 => pen.rect((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius), colour),
        other => {
            pen.disc(at, radius, colour)?;
            if other == 1 { pen.disc(at, radius - pen.px(0.12), inside) } else { Ok(()) }
        }
    }
}
