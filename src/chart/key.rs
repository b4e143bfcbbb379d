//! The key above a picture: a sample of each way of drawing and what it stands for, in lines.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::Error;
use super::pen::{LINE, Pen, fit};

/// Width of a sample, em.
const SAMPLE: f64 = 1.3;

/// From a sample to its words, em.
const GAP: f64 = 0.4;

/// From an entry to the next on its line, em.
const BETWEEN: f64 = 1.25;

/// Distance of two lines, em.
const PITCH: f64 = 1.4;

/// Below the last line, em.
const BELOW: f64 = 0.5;

/// Lines an entry may take.
const MOST: usize = 3;

/// Draws the sample of an entry between two corners.
pub(super) type Sample<'a> = dyn Fn(usize, (i32, i32), (i32, i32)) -> Result<(), Error> + 'a;

/// Entries on their lines, in the room they were given.
pub(super) struct Key {
    entries: Vec<Entry>,
    lines: usize,
    /// Font size, em: less than one where a word would not fit.
    size: f64,
}

struct Entry {
    line: usize,
    x: i32,
    words: Vec<String>,
}

impl Key {
    /// Places `labels` from left to right, `room` px wide, in letters of `em` px that `width` measures.
    pub fn new<E>(labels: &[String], room: i32, em: f64, width: &dyn Fn(&str) -> Result<i32, E>) -> Result<Self, E> {
        let sample = ((SAMPLE + GAP) * em).ceil() as i32;
        let mut longest = 1;
        for word in labels.iter().flat_map(|label| label.split_whitespace()) {
            longest = longest.max(width(word)?);
        }
        let size = (f64::from((room - sample).max(1)) / f64::from(longest)).min(1.0);
        let scaled = |t: &str| Ok((f64::from(width(t)?) * size).ceil() as i32);
        let (mut entries, mut line, mut x) = (Vec::new(), 0, 0);
        for label in labels {
            let words = fit(label, room - sample, MOST, &scaled)?;
            let mut wide = sample;
            for line in &words {
                wide = wide.max(sample + scaled(line)?);
            }
            if x > 0 && (x + wide > room || words.len() > 1) {
                (line, x) = (line + 1, 0);
            }
            let taken = words.len();
            entries.push(Entry { line, x, words });
            x += wide + (BETWEEN * em).ceil() as i32;
            if taken > 1 {
                (line, x) = (line + taken, 0);
            }
        }
        let lines = entries.last().map_or(0, |e| e.line + e.words.len().max(1));
        Ok(Self { entries, lines, size })
    }

    /// Height with the space below, em; 0 without entries.
    pub fn height(&self) -> f64 {
        if self.lines == 0 { 0.0 } else { self.lines as f64 * PITCH + BELOW }
    }

    /// Writes the entries from the top of the area; `sample` draws that of an entry between two corners.
    pub fn draw(&self, pen: &Pen<'_>, colour: RGBColor, sample: &Sample<'_>) -> Result<(), Error> {
        for (i, entry) in self.entries.iter().enumerate() {
            let y = ((entry.line as f64 + 0.5) * PITCH * pen.em).round() as i32;
            let half = pen.px(0.4);
            sample(i, (entry.x, y - half), (entry.x + pen.px(SAMPLE), y + half))?;
            let x = (entry.x + ((SAMPLE + GAP) * pen.em).ceil() as i32, HPos::Left);
            let middle = f64::from(y) + (entry.words.len().max(1) - 1) as f64 * LINE * pen.em * self.size / 2.0;
            pen.sized(pen.em * self.size).lines(&entry.words, false, colour, x, middle.round() as i32)?;
        }
        Ok(())
    }
}
