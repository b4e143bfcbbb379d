//! Horizontal bars from zero, a label to each and its value at its end.
//!
//! Where there is width, labels stand in a column left of the bars, on two lines if they need
//! them. On a phone they would eat the bars, so each label goes above its bar. Bars of
//! selected rows differ by colour, by an outline and by bold letters.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordu64;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;

use super::pen::{LINE, Pen, fit};
use super::{Error, Mark, Palette};
use crate::market::{ChartData, OTHER, Row, words};

/// Height of a row, em: two lines of text and some air.
pub(super) const ROW: f64 = 2.75;

/// Tallest row, em; more height is left empty.
const TALLEST: f64 = 3.5;

/// Widths below this, em, put labels above their bars.
const NARROW: f64 = 30.0;

/// From the top of a label to the bar under it, em.
const CAPTION: f64 = 1.35;

/// Height of a label with its bar under it, em.
const STACK: f64 = CAPTION + 0.8;

/// Least row that takes a label with its bar under it, em.
const STACKED_ROW: f64 = STACK + 0.25;

/// Least length of a bar that stands for anything, em.
const SLIVER: f64 = 0.1;

/// Where the parts of a row go, px.
struct Layout {
    stacked: bool,
    /// Height of a row.
    row: f64,
    /// Lines a label may take.
    lines: usize,
    /// Width labels may take.
    label: i32,
    /// Left end of every bar and right end of the longest.
    bars: (i32, i32),
    /// Gap between label, bar and value.
    gap: i32,
}

impl Layout {
    /// The layout for `data`, and the pen in the size of letters that fit it.
    fn new<'a, DB: DrawingBackend>(pen: &Pen<'a, DB>, data: &ChartData) -> Result<(Self, Pen<'a, DB>), Error> {
        let (width, height) = pen.size();
        let row = (f64::from(height) / data.rows.len() as f64).min(TALLEST * pen.em);
        let stacked = f64::from(width) < NARROW * pen.em && row >= STACKED_ROW * pen.em;
        let pen = pen.sized(pen.em.min(row / LINE));
        let gap = (pen.em * 0.5).ceil() as i32;
        let mut value = 0;
        for row in &data.rows {
            value = value.max(pen.width(&words::count(row.value(), data.lang), true)?);
        }
        let end = width - value - gap;
        if stacked {
            return Ok((Self { stacked, row, lines: 1, label: width, bars: (0, end.max(1)), gap }, pen));
        }
        let most = width * 2 / 5;
        let lines = if row >= 2.0 * LINE * pen.em { 2 } else { 1 };
        let mut label = 0;
        for row in &data.rows {
            for line in fit(&row.label, most, lines, &|t| pen.width(t, true))? {
                label = label.max(pen.width(&line, true)?);
            }
        }
        let start = label + gap;
        Ok((Self { stacked, row, lines, label, bars: (start, end.max(start + 1)), gap }, pen))
    }
}

/// Draws the rows of `data`; marks are in px of the pen's area.
pub(super) fn draw<DB: DrawingBackend>(
    pen: &Pen<DB>,
    data: &ChartData,
    palette: Palette,
    selected: &[String],
) -> Result<Vec<Mark>, Error> {
    let (layout, pen) = Layout::new(pen, data)?;
    let most = data.rows.iter().map(|r| r.value()).max().unwrap_or(0).max(1);
    let scale = RangedCoordu64::from(0..most);
    let mut marks = Vec::with_capacity(data.rows.len());
    for (i, row) in data.rows.iter().enumerate() {
        let selected = selected.contains(&row.key);
        let (x, end) = layout.bars;
        let least = if row.value() > 0 { (SLIVER * pen.em).round().max(1.0) as i32 } else { 0 };
        let right = scale.map(&row.value(), (x, end)).max(x + least);
        let (top, bottom) = bar_edges(&layout, pen.em, i);
        label(&pen, &layout, row, i, selected, palette)?;
        bar(&pen, (x, top), (right, bottom), row, selected, palette)?;
        let value = words::count(row.value(), data.lang);
        pen.text(&value, selected, palette.text, (right + layout.gap, HPos::Left), i32::midpoint(top, bottom))?;
        marks.push(Mark {
            row: i,
            series: 0,
            x: f64::from(x),
            y: f64::from(top),
            width: f64::from(right - x),
            height: f64::from(bottom - top),
        });
    }
    if !layout.stacked {
        let (x, bottom) = (layout.bars.0, (layout.row * data.rows.len() as f64).round() as i32);
        pen.rect((x - (SLIVER * pen.em * 0.5).ceil() as i32, 0), (x, bottom), palette.muted)?;
    }
    Ok(marks)
}

/// Top and bottom of the bar of row `i`.
fn bar_edges(layout: &Layout, em: f64, i: usize) -> (i32, i32) {
    let top = layout.row * i as f64;
    let (from, height) = if layout.stacked {
        ((layout.row - STACK * em) / 2.0 + CAPTION * em, (STACK - CAPTION) * em)
    } else {
        let height = (layout.row * 0.6).min(1.6 * em);
        ((layout.row - height) / 2.0, height)
    };
    let top = (top + from).round() as i32;
    (top, top + (height.floor() as i32).max(1))
}

fn label<DB: DrawingBackend>(
    pen: &Pen<DB>,
    layout: &Layout,
    row: &Row,
    i: usize,
    selected: bool,
    palette: Palette,
) -> Result<(), Error> {
    let lines = fit(&row.label, layout.label, layout.lines, &|t| pen.width(t, selected))?;
    let top = layout.row * i as f64;
    let (x, y) = if layout.stacked {
        ((0, HPos::Left), top + (layout.row - STACK * pen.em) / 2.0 + LINE * pen.em / 2.0)
    } else {
        ((layout.label, HPos::Right), top + layout.row / 2.0)
    };
    pen.lines(&lines, selected, palette.text, x, y.round() as i32)
}

fn bar<DB: DrawingBackend>(
    pen: &Pen<DB>,
    from: (i32, i32),
    to: (i32, i32),
    row: &Row,
    selected: bool,
    palette: Palette,
) -> Result<(), Error> {
    if selected {
        let edge = (pen.em * 0.125).ceil() as i32;
        pen.rect(from, to, palette.text)?;
        return pen.rect((from.0 + edge, from.1 + edge), (to.0 - edge, to.1 - edge), palette.highlight);
    }
    pen.rect(from, to, if row.key == OTHER { palette.muted } else { palette.bar })
}
