//! Where labels, lanes and values of rows under each other go, in every picture that has them.
//!
//! Where there is width, labels stand in a column left of the plot. On a phone they would eat the plot, so each
//! label goes above its lanes. Rows whose labels or remarks need a second line are higher than others.

use std::convert::Infallible;

use plotters::style::text_anchor::HPos;

use super::pen::{LINE, Pen, estimated, fit};
use super::{Error, Look};
use crate::market::{ChartData, Form, Row};

/// Widths below this, em, put labels above their lanes.
pub(super) const NARROW: f64 = 30.0;

/// Least height of a row with its label beside it, em: two lines of text and some air.
pub(super) const ROW: f64 = 2.75;

/// What a row with its label above gets beyond its least height where it may choose, em.
const EASE: f64 = 0.35;

/// What a row may grow beyond its preferred height, em; more height is left empty.
const STRETCH: f64 = 0.75;

/// From the top of a label to what is under it, em.
const CAPTION: f64 = 1.35;

/// Height of a line of a remark, em.
const REMARK: f64 = 1.2;

/// Height of a lane under a label, em.
const LANE: f64 = 0.8;

/// Distance of two lanes, em.
const PITCH: f64 = 1.3;

/// Between two rows at least, em.
const AIR: f64 = 0.25;

/// Size of the letters of a remark, em.
const SMALL: f64 = 0.9;

/// Lines a label or a remark may take.
const MOST: usize = 3;

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
    /// Left end of every bar and right end of the longest.
    pub plot: (i32, i32),
    /// Gap between label, bar and value.
    pub gap: i32,
    /// Font size of values.
    pub value: f64,
    places: Vec<Place>,
    lanes: usize,
    label: i32,
    em: f64,
}

/// A row: its lines of label and remark, and where it is.
#[derive(Clone, Copy, Default)]
struct Place {
    label: usize,
    remark: usize,
    lanes: usize,
    top: f64,
    height: f64,
}

impl Place {
    /// Height of a label with what is under it, em.
    fn stack(self) -> f64 {
        let label = CAPTION + LINE * (self.label.max(1) - 1) as f64 + REMARK * self.remark as f64;
        label + if self.lanes == 0 { 0.0 } else { LANE + PITCH * (self.lanes - 1) as f64 }
    }

    /// Least height of the row, em.
    fn least(self, narrow: bool) -> f64 {
        if narrow {
            return self.stack() + AIR;
        }
        let texts = LINE * self.label as f64 + REMARK * self.remark as f64;
        ROW.max(texts + AIR).max(PITCH * self.lanes as f64 + 2.5 * AIR)
    }
}

/// What row `i` takes where its label has `room` px and a remark under a label above `width` px. A row without
/// values has no lanes where its label stands above: why it has none is its remark.
fn place<E>(
    row: &Row,
    bold: bool,
    lanes: usize,
    narrow: bool,
    (room, width): (i32, i32),
    measured: &dyn Fn(&str, bool) -> Result<i32, E>,
) -> Result<Place, E> {
    let known = row.values.iter().any(Option::is_some);
    let label = fit(&row.label, room, MOST, &|t| measured(t, bold))?.len();
    let small = |t: &str| Ok((f64::from(measured(t, false)?) * SMALL).ceil() as i32);
    let remark = match (&row.remark, known, narrow) {
        (Some(remark), true, false) => fit(remark, room, MOST, &small)?.len(),
        (Some(remark), _, true) => fit(remark, width, MOST, &small)?.len(),
        (None, false, true) => 1,
        _ => 0,
    };
    Ok(Place { label, remark, lanes: if known || !narrow { lanes } else { 0 }, ..Place::default() })
}

/// Height of all rows where everything has room, em, at `width` px in letters of `em` px.
pub(super) fn preferred(data: &ChartData, lanes: usize, width: f64, em: f64) -> f64 {
    let narrow = width < NARROW * em;
    // Beside a value in a column a label has half of a narrow width at least.
    let share = match (narrow, data.form) {
        (false, _) => 0.4,
        (true, Form::Spread) => 0.5,
        (true, _) => 1.0,
    };
    let rooms = ((width * share) as i32, width as i32);
    let height = |row: &Row| {
        let Ok(place) = place(row, true, lanes, narrow, rooms, &|t, bold| Ok::<_, Infallible>(estimated(t, em, bold)));
        place.least(narrow) + if narrow { EASE } else { 0.0 }
    };
    data.rows.iter().map(height).sum()
}

impl Rows {
    /// Places the rows between `top` and `bottom`, px, with values `widest` px wide.
    pub fn new(
        pen: &Pen<'_>,
        look: &Look,
        lanes: usize,
        (values, widest): (Values, i32),
        (top, bottom): (f64, f64),
    ) -> Result<Self, Error> {
        let (data, em, width) = (look.data, pen.em, pen.size().0);
        let n = data.rows.len();
        let (gap, space) = (pen.px(0.5), bottom - top);
        let narrow = f64::from(width) < NARROW * em;
        let column = values == Values::Column;
        let limit = |share: i32| widest.min(width * share / 10);
        let room = match (narrow, column) {
            (true, true) => (width - limit(5) - gap).max(1),
            (true, false) => width,
            (false, _) => width * 2 / 5,
        };
        let mut places = Vec::with_capacity(n);
        for (i, row) in data.rows.iter().enumerate() {
            places.push(place(row, look.chosen(i), lanes, narrow, (room, width), &|t, bold| pen.width(t, bold))?);
        }
        let least: f64 = places.iter().map(|p| p.least(narrow)).sum();
        let mut stacked = narrow;
        if space >= least * em {
            let spare = (space - least * em) / n as f64;
            let spare = spare.min(em * if narrow { EASE + STRETCH } else { STRETCH });
            for place in &mut places {
                place.height = place.least(narrow) * em + spare;
            }
        } else {
            // Not enough for all they have to say: each gets the same.
            let height = space / n as f64;
            let lines = (height / (LINE * em)) as usize;
            let bare = Place { label: 1, remark: 0, lanes, top: 0.0, height };
            stacked = narrow && height >= bare.least(true) * em;
            for place in &mut places {
                let remark = if stacked { 0 } else { place.remark.min(lines.saturating_sub(1)).min(1) };
                let label = if stacked { 1 } else { place.label.min(lines.max(1) - remark) };
                *place = Place { label, remark, ..bare };
            }
        }
        let mut from = top;
        for place in &mut places {
            place.top = from;
            from += place.height;
        }
        let most = limit(if stacked { 5 } else { 3 });
        let value = if widest > most { em * f64::from(most) / f64::from(widest) } else { em };
        let end = (width - most - gap).max(1);
        let mut rows = Self { stacked, plot: (0, end), gap, value, places, lanes, label: width, em };
        if stacked && column {
            (rows.label, rows.plot.1) = (end, width);
        } else if !stacked {
            let most = width * 2 / 5;
            let mut label = 0;
            for i in 0..n {
                // What is chosen gets bold letters, and nothing moves for it; what is not must find room as well.
                for bold in [false, true] {
                    for line in rows.words(pen, &data.rows[i], i, most, bold)? {
                        label = label.max(pen.width(&line, bold)?);
                    }
                }
                let small = pen.sized(em * SMALL);
                for line in rows.remark(&small, &data.rows[i], i, most)? {
                    label = label.max(small.width(&line, false)?);
                }
            }
            (rows.label, rows.plot.0) = (label, label + gap);
        }
        rows.plot.1 = rows.plot.1.max(rows.plot.0 + 1);
        Ok(rows)
    }

    /// The lines of the label of row `i`.
    fn words(&self, pen: &Pen<'_>, row: &Row, i: usize, room: i32, bold: bool) -> Result<Vec<String>, Error> {
        fit(&row.label, room, self.places[i].label.max(1), &|t| pen.width(t, bold))
    }

    /// The lines under the label of row `i`; what a row without values has to say is elsewhere.
    fn remark(&self, small: &Pen<'_>, row: &Row, i: usize, room: i32) -> Result<Vec<String>, Error> {
        match (&row.remark, self.places[i].remark) {
            (Some(remark), most @ 1..) if row.values.iter().any(Option::is_some) => {
                fit(remark, room, most, &|t| small.width(t, false))
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Top and bottom of row `i`.
    pub fn ends(&self, i: usize) -> (i32, i32) {
        let place = self.places[i];
        (place.top.round() as i32, (place.top + place.height).round() as i32)
    }

    /// Bottom of the last row.
    pub fn bottom(&self) -> i32 {
        self.ends(self.places.len() - 1).1
    }

    /// From the top of row `i` to its label where that stands above, px.
    fn inset(&self, i: usize) -> f64 {
        (self.places[i].height - self.places[i].stack() * self.em) / 2.0
    }

    /// Top and bottom of lane `lane` of row `i`.
    pub fn lane(&self, i: usize, lane: usize) -> (i32, i32) {
        let (place, em) = (self.places[i], self.em);
        let (from, pitch, height) = if self.stacked {
            let above = Place { lanes: 0, ..place }.stack();
            (self.inset(i) + above * em, PITCH * em, LANE * em)
        } else if self.lanes == 1 {
            let height = (place.height * 0.6).min(1.6 * em);
            ((place.height - height) / 2.0, 0.0, height)
        } else {
            let pitch = (place.height * 0.9 / self.lanes as f64).min(PITCH * em);
            let height = pitch * 0.66;
            ((place.height - pitch * (self.lanes - 1) as f64 - height) / 2.0, pitch, height)
        };
        let top = (place.top + from + pitch * lane as f64).round() as i32;
        (top, top + (height.floor() as i32).max(1))
    }

    /// Height of the middle of the label's first line where labels stand above, of the row elsewhere.
    pub fn middle(&self, i: usize) -> i32 {
        let place = self.places[i];
        let within = if self.stacked { self.inset(i) + LINE * self.em / 2.0 } else { place.height / 2.0 };
        (place.top + within).round() as i32
    }

    /// Writes the label of row `i`, and its remark.
    pub fn label(&self, pen: &Pen<'_>, look: &Look, i: usize) -> Result<(), Error> {
        let (row, bold, small) = (&look.data.rows[i], look.chosen(i), pen.sized(self.em * SMALL));
        let lines = self.words(pen, row, i, self.label, bold)?;
        let room = if self.stacked { pen.size().0 } else { self.label };
        let remark = self.remark(&small, row, i, room)?;
        let (label, below) = (LINE * self.em * lines.len() as f64, REMARK * self.em * remark.len() as f64);
        let x = if self.stacked { (0, HPos::Left) } else { (self.label, HPos::Right) };
        let top = match self.stacked {
            true => f64::from(self.middle(i)) - LINE * self.em / 2.0,
            false => f64::from(self.middle(i)) - (label + below) / 2.0,
        };
        pen.lines(&lines, bold, look.palette.text, x, (top + label / 2.0).round() as i32)?;
        small.lines(&remark, false, look.palette.muted, x, (top + label + below / 2.0).round() as i32)
    }

    /// Writes what stands in place of the values of row `i`, which has none: why, or a dash.
    pub fn nothing(&self, pen: &Pen<'_>, look: &Look, i: usize) -> Result<(), Error> {
        let (row, place) = (&look.data.rows[i], self.places[i]);
        let (words, colour) = (row.remark.as_deref().unwrap_or(DASH), look.palette.muted);
        let small = pen.sized(self.em * SMALL);
        if self.stacked && place.lanes == 0 {
            let lines = fit(words, pen.size().0, place.remark, &|t| small.width(t, false))?;
            let label = LINE * self.em * place.label.max(1) as f64;
            let below = REMARK * self.em * lines.len() as f64 / 2.0;
            let y = place.top + self.inset(i) + label + below;
            return small.lines(&lines, false, colour, (0, HPos::Left), y.round() as i32);
        }
        let x = if self.stacked { 0 } else { self.plot.0 + self.gap };
        let words = fit(words, pen.size().0 - x, 1, &|t| small.width(t, false))?.concat();
        let middle = i32::midpoint(self.lane(i, 0).0, self.lane(i, self.lanes - 1).1);
        small.patched(&words, false, [colour, look.palette.background], (x, HPos::Left), middle)
    }
}

/// Stands for a value that is not known.
pub(super) const DASH: &str = "–";
