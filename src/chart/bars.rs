//! Horizontal bars from zero, a label to each row and its values at their ends: one bar a row,
//! one of addends, or two to compare.
//!
//! Series are told apart by how they are filled, never by colour alone. Bars of selected rows differ
//! by colour, by an outline and by bold letters.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordu64;
use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::key::Key;
use super::pen::{LINE, Pen};
use super::rows::{DASH, Rows, Values};
use super::{Error, Look, Mark, mix};
use crate::market::{ChartData, Form, Row, words};

/// Least length of a bar that stands for anything, em.
const SLIVER: f64 = 0.1;

/// Lanes of a row, and the series that share each.
fn lanes(data: &ChartData) -> Vec<std::ops::Range<usize>> {
    match data.form {
        Form::Pairs => (0..data.series.len().max(1)).map(|s| s..s + 1).collect(),
        Form::Stack => std::iter::once(0..data.series.len().max(1)).collect(),
        _ => std::iter::once(0..1).collect(),
    }
}

/// Lanes a row has.
pub(super) fn count(data: &ChartData) -> usize {
    lanes(data).len()
}

/// What the key says.
pub(super) fn key(data: &ChartData) -> Vec<String> {
    match data.form {
        Form::Pairs | Form::Stack if data.series.len() > 1 => data.series.iter().map(|s| s.label.clone()).collect(),
        _ => Vec::new(),
    }
}

/// Draws the rows; marks are in px of the pen's area.
pub(super) fn draw(pen: &Pen<'_>, look: &Look) -> Result<Vec<Mark>, Error> {
    let data = look.data;
    let (lanes, height) = (lanes(data), pen.size().1);
    let labels = key(data);
    let keyed = |pen: &Pen<'_>| Key::new(&labels, pen.size().0, pen.em, &|t| pen.width(t, false));
    let least = keyed(pen)?.height() + LINE * (data.rows.len() * lanes.len()) as f64;
    let pen = &pen.within(least);
    let key = keyed(pen)?;
    key.draw(pen, look.palette.text, &|series, from, to| {
        bar(pen, (from, to), series, [look.palette.bar; 2], look.palette.background)
    })?;

    let mut widest = 0;
    for row in &data.rows {
        for lane in &lanes {
            widest = widest.max(pen.width(&written(data, row, lane.clone()), true)?);
        }
    }
    let space = (key.height() * pen.em, f64::from(height));
    let rows = Rows::new(pen, look, lanes.len(), (Values::AtEnd, widest), space)?;
    let sliver = pen.px(SLIVER);
    let most = data
        .rows
        .iter()
        .flat_map(|row| lanes.iter().map(|lane| sum(row, lane.clone())))
        .max()
        .unwrap_or(0)
        .max(data.scale);
    let scale = RangedCoordu64::from(0..most.max(1));
    let spare = sliver * (lanes[0].len() as i32 - 1);
    let plot = (rows.plot.0, (rows.plot.1 - spare).max(rows.plot.0 + 1));
    let mut marks = Vec::new();
    for (i, row) in data.rows.iter().enumerate() {
        rows.label(pen, look, i)?;
        if !(0..lanes.last().map_or(1, |l| l.end)).any(|s| value(row, s).is_some()) {
            rows.nothing(pen, look, i)?;
            continue;
        }
        for (l, lane) in lanes.iter().enumerate() {
            let (top, bottom) = rows.lane(i, l);
            let (mut from, mut sum) = (plot.0, 0u64);
            for series in lane.clone() {
                let Some(value) = value(row, series) else { continue };
                sum = sum.saturating_add(value);
                let to = scale.map(&sum, plot).max(from + if value > 0 { sliver } else { 0 });
                bar(pen, ((from, top), (to, bottom)), series, look.bar(i), look.palette.background)?;
                marks.push(Mark::of(i, series, (from, top), (to, bottom)));
                from = to;
            }
            let known = lane.clone().any(|s| value(row, s).is_some());
            let colour = if known { look.palette.text } else { look.palette.muted };
            let written = written(data, row, lane.clone());
            let x = (from + rows.gap, HPos::Left);
            pen.sized(rows.value).text(&written, look.chosen(i) && known, colour, x, i32::midpoint(top, bottom))?;
        }
    }
    if !rows.stacked {
        let x = rows.plot.0;
        pen.rect((x - pen.px(SLIVER * 0.5), space.0.round() as i32), (x, rows.bottom()), look.palette.muted)?;
    }
    Ok(marks)
}

fn value(row: &Row, series: usize) -> Option<u64> {
    row.values.get(series).copied().flatten()
}

fn sum(row: &Row, mut series: std::ops::Range<usize>) -> u64 {
    series.try_fold(0u64, |sum, s| sum.checked_add(value(row, s).unwrap_or(0))).unwrap_or(u64::MAX)
}

/// The values of a lane in words.
fn written(data: &ChartData, row: &Row, series: std::ops::Range<usize>) -> String {
    let word = |s| value(row, s).map_or_else(|| DASH.into(), |n| words::value(n, data.unit, data.lang));
    series.map(word).collect::<Vec<_>>().join(" + ")
}

/// Fills a bar the way of its series: in full, with an outline, or with an outline and stripes. `colours` are those of
/// outline and filling; they are the same unless the row is selected.
fn bar(
    pen: &Pen<'_>,
    (from, to): ((i32, i32), (i32, i32)),
    series: usize,
    [line, fill]: [RGBColor; 2],
    behind: RGBColor,
) -> Result<(), Error> {
    pen.rect(from, to, line)?;
    let edge = if line == fill { pen.px(0.1) } else { ((pen.em * 0.125).ceil() as i32).max(1) };
    let (from, to) = ((from.0 + edge, from.1 + edge), (to.0 - edge, to.1 - edge));
    match series % 3 {
        0 if line == fill => Ok(()),
        0 => pen.rect(from, to, fill),
        other => {
            pen.rect(from, to, mix(behind, fill, 0.16))?;
            let stripe = pen.px(0.12);
            let mut x = from.0 + 2 * stripe;
            while other == 2 && x + stripe <= to.0 {
                pen.rect((x, from.1), (x + stripe, to.1), line)?;
                x += 4 * stripe;
            }
            Ok(())
        }
    }
}
