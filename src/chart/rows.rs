//! Where labels, lanes and values of rows under each other go, in every picture that has them.
//!
//! Where there is width, labels stand in a column left of the plot, on two lines if they need
//! them. On a phone they would eat the plot, so each label goes above its lanes.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;

use super::pen::{LINE, Pen, fit};
use super::{Error, Look};
use crate::market::{ChartData, Row};

/// Widths below this, em, put labels above their lanes.
pub(super) const NARROW: f64 = 30.0;

/// Height of a row of one lane, em: two lines of text and some air.
const ROW: f64 = 2.75;

/// What a row may grow beyond its preferred height, em; more height is left empty.
const STRETCH: f64 = 0.75;

/// From the top of a label to what is under it, em.
const CAPTION: f64 = 1.35;

/// Height of a remark under a label, em.
const REMARK: f64 = 1.2;

/// Height of a lane under a label, em.
const LANE: f64 = 0.8;

/// Distance of two lanes, em.
const PITCH: f64 = 1.3;

/// Between two rows at least, em.
const AIR: f64 = 0.25;

/// Size of the letters of a remark, em.
const SMALL: f64 = 0.9;

/// Where values are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// Right of what they measure.
    AtEnd,
    /// In a column at the right, or on the label's line where that stands above.
    Column,
}

/// Where the parts of rows go, px.
pub(super) struct Rows {
    pub stacked: bool,
    /// Top of the first row.
    pub top: f64,
    /// Height of a row.
    pub row: f64,
    /// Left end of every bar and right end of the longest.
    pub plot: (i32, i32),
    /// Gap between label, bar and value.
    pub gap: i32,
    /// Font size of values.
    pub value: f64,
    lanes: usize,
    lines: usize,
    remarks: bool,
    label: i32,
    em: f64,
}

/// Whether a row has both values and something to say about them.
fn remarks(data: &ChartData) -> bool {
    data.rows.iter().any(|r| r.remark.is_some() && r.values.iter().any(Option::is_some))
}

/// Height of a label with its lanes under it, em.
fn stack(lanes: usize, remarks: bool) -> f64 {
    CAPTION + if remarks { REMARK } else { 0.0 } + LANE + PITCH * (lanes - 1) as f64
}

/// Height of a row that gives everything room, em.
pub(super) fn preferred(data: &ChartData, lanes: usize, narrow: bool) -> f64 {
    let remarks = remarks(data);
    match (lanes, narrow) {
        (1, _) if !remarks => ROW,
        (_, true) => stack(lanes, remarks) + 2.5 * AIR,
        (_, false) => (PITCH * lanes as f64 + 2.5 * AIR).max(if remarks { 3.0 * LINE + AIR } else { ROW }),
    }
}

impl Rows {
    /// Places the rows of `data` between `top` and `bottom`, px, with values `widest` px wide.
    pub fn new<DB: DrawingBackend>(
        pen: &Pen<DB>,
        data: &ChartData,
        lanes: usize,
        (values, widest): (Values, i32),
        (top, bottom): (f64, f64),
    ) -> Result<Self, Error> {
        let (em, width) = (pen.em, pen.size().0);
        let narrow = f64::from(width) < NARROW * em;
        let room = (bottom - top) / data.rows.len() as f64;
        let row = room.min((preferred(data, lanes, narrow) + STRETCH) * em);
        let stacked = narrow && row >= (stack(lanes, false) + AIR) * em;
        let fitting = (row / (LINE * em)) as usize;
        let remarks = remarks(data) && if stacked { row >= (stack(lanes, true) + AIR) * em } else { fitting > 1 };
        let gap = pen.px(0.5);
        let most = if stacked { width / 2 } else { width * 3 / 10 };
        let value = if widest > most { em * f64::from(most) / f64::from(widest) } else { em };
        let widest = widest.min(most);
        let end = width - widest - gap;
        let mut rows = Self {
            stacked,
            top,
            row,
            plot: (0, end),
            gap,
            value,
            lanes,
            lines: (fitting.max(1) - usize::from(remarks && !stacked)).min(2),
            remarks,
            label: width,
            em,
        };
        if stacked {
            rows.lines = 1;
            if values == Values::Column {
                (rows.label, rows.plot.1) = (end.max(1), width);
            }
        } else {
            let most = width * 2 / 5;
            let mut label = 0;
            for row in &data.rows {
                for line in rows.wrapped(pen, &row.label, most, true)? {
                    label = label.max(pen.width(&line, true)?);
                }
                if let Some(remark) = rows.remark(row) {
                    let small = pen.sized(em * SMALL);
                    label = label.max(small.width(remark, false)?.min(most));
                }
            }
            (rows.label, rows.plot.0) = (label, label + gap);
        }
        rows.plot.1 = rows.plot.1.max(rows.plot.0 + 1);
        Ok(rows)
    }

    fn wrapped<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        text: &str,
        room: i32,
        bold: bool,
    ) -> Result<Vec<String>, Error> {
        fit(text, room, self.lines, &|t| pen.width(t, bold))
    }

    /// What is written under the label of `row`; rows without values have it in the plot.
    fn remark<'a>(&self, row: &'a Row) -> Option<&'a str> {
        row.remark.as_deref().filter(|_| self.remarks && row.values.iter().any(Option::is_some))
    }

    /// Top of row `i`.
    pub fn top_of(&self, i: usize) -> f64 {
        self.top + self.row * i as f64
    }

    /// Bottom of the last of `rows`.
    pub fn bottom(&self, rows: usize) -> i32 {
        self.top_of(rows).round() as i32
    }

    /// Top and bottom of lane `lane` of row `i`.
    pub fn lane(&self, i: usize, lane: usize) -> (i32, i32) {
        let (from, pitch, height) = if self.stacked {
            let remark = if self.remarks { REMARK } else { 0.0 };
            let from = (self.row - stack(self.lanes, self.remarks) * self.em) / 2.0 + (CAPTION + remark) * self.em;
            (from, PITCH * self.em, LANE * self.em)
        } else if self.lanes == 1 {
            let height = (self.row * 0.6).min(1.6 * self.em);
            ((self.row - height) / 2.0, 0.0, height)
        } else {
            let pitch = (self.row * 0.9 / self.lanes as f64).min(PITCH * self.em);
            let height = pitch * 0.66;
            ((self.row - pitch * (self.lanes - 1) as f64 - height) / 2.0, pitch, height)
        };
        let top = (self.top_of(i) + from + pitch * lane as f64).round() as i32;
        (top, top + (height.floor() as i32).max(1))
    }

    /// Height of the middle of the label's line where labels stand above, of the row elsewhere.
    pub fn middle(&self, i: usize) -> i32 {
        let within = if self.stacked {
            (self.row - stack(self.lanes, self.remarks) * self.em) / 2.0 + LINE * self.em / 2.0
        } else {
            self.row / 2.0
        };
        (self.top_of(i) + within).round() as i32
    }

    /// Writes the label of row `i`, and its remark.
    pub fn label<DB: DrawingBackend>(&self, pen: &Pen<DB>, look: &Look, i: usize) -> Result<(), Error> {
        let (row, middle, bold) = (&look.data.rows[i], self.middle(i), look.chosen(i));
        let lines = self.wrapped(pen, &row.label, self.label, bold)?;
        let x = if self.stacked { (0, HPos::Left) } else { (self.label, HPos::Right) };
        let Some(remark) = self.remark(row) else {
            return pen.lines(&lines, bold, look.palette.text, x, middle);
        };
        let small = pen.sized(self.em * SMALL);
        let room = if self.stacked { pen.size().0 } else { self.label };
        let remark = fit(remark, room, 1, &|t| small.width(t, false))?.concat();
        let line = LINE * self.em;
        let (above, below) = if self.stacked {
            (middle, f64::from(middle) + REMARK * self.em)
        } else {
            let above = f64::from(middle) - line / 2.0;
            (above.round() as i32, above + line * (lines.len() as f64 + 1.0) / 2.0)
        };
        pen.lines(&lines, bold, look.palette.text, x, above)?;
        small.text(&remark, false, look.palette.muted, x, below.round() as i32)
    }

    /// Writes what stands in place of the values of row `i`, which has none: why, or a dash.
    pub fn nothing<DB: DrawingBackend>(&self, pen: &Pen<DB>, look: &Look, i: usize) -> Result<(), Error> {
        let x = if self.stacked { 0 } else { self.plot.0 + self.gap };
        let remark = look.data.rows[i].remark.as_deref().unwrap_or(DASH);
        let words = fit(remark, pen.size().0 - x, 1, &|t| pen.width(t, false))?.concat();
        let middle = i32::midpoint(self.lane(i, 0).0, self.lane(i, self.lanes - 1).1);
        let colours = [look.palette.muted, look.palette.background];
        pen.patched(&words, false, colours, (x, HPos::Left), middle)
    }
}

/// Stands for a value that is not known.
pub(super) const DASH: &str = "–";
