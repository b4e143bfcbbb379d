//! Draws texts and shapes on an area, and fits texts into the room they have.

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, DrawingBackend, FontDesc, FontFamily, FontStyle, PathElement, Polygon, Rectangle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::{Error, failed};

/// Distance of two lines of a text, em.
pub(super) const LINE: f64 = 1.25;

/// What a pen draws on. One type stands for an area of any backend, so that a scene is compiled once.
/// Coordinates are whole pixels from the top left.
trait Sheet {
    fn size(&self) -> (u32, u32);
    fn width(&self, text: &str, style: &TextStyle) -> Result<u32, Error>;
    fn text(&self, text: &str, style: &TextStyle, at: (i32, i32)) -> Result<(), Error>;
    fn rect(&self, corners: [(i32, i32); 2], style: ShapeStyle) -> Result<(), Error>;
    fn disc(&self, centre: (i32, i32), radius: i32, style: ShapeStyle) -> Result<(), Error>;
    fn path(&self, points: Vec<(i32, i32)>, style: ShapeStyle) -> Result<(), Error>;
    fn fill(&self, points: &[(i32, i32)], style: ShapeStyle) -> Result<(), Error>;
}

impl<DB: DrawingBackend> Sheet for DrawingArea<DB, Shift> {
    fn size(&self) -> (u32, u32) {
        self.dim_in_pixel()
    }

    fn width(&self, text: &str, style: &TextStyle) -> Result<u32, Error> {
        Ok(self.estimate_text_size(text, style).map_err(failed)?.0)
    }

    fn text(&self, text: &str, style: &TextStyle, at: (i32, i32)) -> Result<(), Error> {
        self.draw_text(text, style, at).map_err(failed)
    }

    fn rect(&self, corners: [(i32, i32); 2], style: ShapeStyle) -> Result<(), Error> {
        self.draw(&Rectangle::new(corners, style)).map_err(failed)
    }

    fn disc(&self, centre: (i32, i32), radius: i32, style: ShapeStyle) -> Result<(), Error> {
        self.draw(&Circle::new(centre, radius, style)).map_err(failed)
    }

    fn path(&self, points: Vec<(i32, i32)>, style: ShapeStyle) -> Result<(), Error> {
        self.draw(&PathElement::new(points, style)).map_err(failed)
    }

    fn fill(&self, points: &[(i32, i32)], style: ShapeStyle) -> Result<(), Error> {
        self.draw(&Polygon::new(points, style)).map_err(failed)
    }
}

/// An area with the font written on it.
pub(super) struct Pen<'a> {
    area: &'a dyn Sheet,
    family: FontFamily<'a>,
    /// Font size, px.
    pub em: f64,
}

impl<'a> Pen<'a> {
    pub fn new<DB: DrawingBackend>(area: &'a DrawingArea<DB, Shift>, family: &'a str, em: f64) -> Self {
        Self { area, family: FontFamily::Name(family), em }
    }

    /// The same pen with letters of another size.
    pub fn sized(&self, em: f64) -> Self {
        Self { area: self.area, family: self.family, em }
    }

    /// The same pen, its letters smaller where the area is less high than `least` em.
    pub fn within(&self, least: f64) -> Self {
        self.sized(self.em.min(f64::from(self.size().1) / least))
    }

    /// `em` times the font size in whole pixels, at least one.
    pub fn px(&self, em: f64) -> i32 {
        ((em * self.em).round() as i32).max(1)
    }

    /// Width and height of the area.
    pub fn size(&self) -> (i32, i32) {
        let (width, height) = self.area.size();
        (width as i32, height as i32)
    }

    /// Width of `text` where it is drawn.
    pub fn width(&self, text: &str, bold: bool) -> Result<i32, Error> {
        Ok(self.area.width(text, &self.font(bold).into())? as i32)
    }

    /// Writes `text`, its middle at height `y` and its left, right or centre at `x`.
    pub fn text(&self, text: &str, bold: bool, colour: RGBColor, x: (i32, HPos), y: i32) -> Result<(), Error> {
        let style = TextStyle::from(self.font(bold)).color(&colour).pos(Pos::new(x.1, VPos::Center));
        self.area.text(text, &style, (x.0, y))
    }

    /// Fills the rectangle from `from` up to, not including, `to`; nothing where it is empty.
    pub fn rect(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> Result<(), Error> {
        if to.0 <= from.0 || to.1 <= from.1 {
            return Ok(());
        }
        self.area.rect([from, to], colour.filled())
    }

    /// As [`Pen::text`], on a patch of `behind`, so that no line runs through the letters.
    pub fn patched(&self, text: &str, bold: bool, colours: [RGBColor; 2], x: (i32, HPos), y: i32) -> Result<(), Error> {
        let (width, edge) = (self.width(text, bold)?, self.px(0.1));
        let left = match x.1 {
            HPos::Left => x.0,
            HPos::Center => x.0 - width / 2,
            HPos::Right => x.0 - width,
        };
        let half = self.px(0.5);
        self.rect((left - edge, y - half), (left + width + edge, y + half), colours[1])?;
        self.text(text, bold, colours[0], x, y)
    }

    /// Fills a circle.
    pub fn disc(&self, centre: (i32, i32), radius: i32, colour: RGBColor) -> Result<(), Error> {
        self.area.disc(centre, radius, colour.filled())
    }

    /// Draws lines `width` px wide through `points`; nothing where there are less than two.
    pub fn path(&self, points: Vec<(i32, i32)>, width: i32, colour: RGBColor) -> Result<(), Error> {
        if points.len() < 2 {
            return Ok(());
        }
        self.area.path(points, colour.stroke_width(width.max(1) as u32))
    }

    /// Fills what lies between `points`; nothing where there are less than three.
    pub fn fill(&self, points: &[(i32, i32)], colour: RGBColor) -> Result<(), Error> {
        if points.len() < 3 {
            return Ok(());
        }
        self.area.fill(points, colour.filled())
    }

    /// Writes `text` in the middle of the area, on as many lines as it needs and has.
    pub fn paragraph(&self, text: &str, colour: RGBColor) -> Result<(), Error> {
        let (width, height) = self.size();
        let room = (f64::from(height) / (LINE * self.em)) as usize;
        let lines = fit(text, width, room, &|t| self.width(t, false))?;
        self.lines(&lines, false, colour, (width / 2, HPos::Center), height / 2)
    }

    /// Writes `lines` under each other, their middle at height `y`.
    pub fn lines(&self, lines: &[String], bold: bool, colour: RGBColor, x: (i32, HPos), y: i32) -> Result<(), Error> {
        let first = f64::from(y) - LINE * self.em * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text(line, bold, colour, x, (first + LINE * self.em * i as f64).round() as i32)?;
        }
        Ok(())
    }

    fn font(&self, bold: bool) -> FontDesc<'a> {
        FontDesc::new(self.family, self.em, if bold { FontStyle::Bold } else { FontStyle::Normal })
    }
}

/// Width of `text` in a wide sans-serif font of size `em`, px: what to reckon with where nothing can measure letters.
pub(super) fn estimated(text: &str, em: f64, bold: bool) -> i32 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.32,
            'f' | 'r' | 't' | '(' | ')' | '/' | '-' => 0.42,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.98,
            'A'..='Z' => 0.72,
            c if c.is_ascii() => 0.64,
            _ => 1.0,
        })
        .sum();
    (ems * em * if bold { 1.1 } else { 1.0 }).ceil() as i32
}

/// Breaks `text` at its spaces into lines at most `room` wide, at least one line and at most
/// `most`; what does not fit ends in "…". Control characters and marks of direction count as spaces.
pub(super) fn fit<E>(
    text: &str,
    room: i32,
    most: usize,
    width: &dyn Fn(&str) -> Result<i32, E>,
) -> Result<Vec<String>, E> {
    let mut words = text.split(breaks).filter(|w| !w.is_empty()).peekable();
    let mut lines = Vec::new();
    while let Some(word) = words.next() {
        let mut line = String::from(word);
        let last = lines.len() + 1 >= most.max(1);
        while let Some(next) = words.peek() {
            let longer = format!("{line} {next}");
            if !last && width(&longer)? > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(shorten(line, room, width)?);
    }
    Ok(lines)
}

fn breaks(c: char) -> bool {
    // Marks of direction would turn round what stands beside them, and those without width hide in words.
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || turns || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The longest beginning of `line` that is at most `room` wide with "…" after it, or all of it.
fn shorten<E>(line: String, room: i32, width: &dyn Fn(&str) -> Result<i32, E>) -> Result<String, E> {
    if width(&line)? <= room {
        return Ok(line);
    }
    let cuts: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    let cut = |at: usize| format!("{}…", line[..at].trim_end());
    let (mut fits, mut fails) = (0, cuts.len());
    while fails - fits > 1 {
        let middle = usize::midpoint(fits, fails);
        if width(&cut(cuts[middle]))? <= room { fits = middle } else { fails = middle }
    }
    Ok(cut(cuts.get(fits).copied().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(text: &str, room: i32, most: usize) -> Vec<String> {
        fit(text, room, most, &|t| Ok::<_, ()>(t.chars().count() as i32)).unwrap()
    }

    #[test]
    fn what_fits_stays_on_one_line() {
        assert_eq!(fitted("Jawa Barat", 10, 2), ["Jawa Barat"]);
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(fitted("Kepulauan Bangka Belitung", 16, 2), ["Kepulauan Bangka", "Belitung"]);
    }

    #[test]
    fn the_last_line_ends_in_an_ellipsis_where_more_follows() {
        assert_eq!(fitted("Kepulauan Bangka Belitung", 9, 2), ["Kepulauan", "Bangka B…"]);
        assert_eq!(fitted("Kepulauan Bangka Belitung", 8, 1), ["Kepulau…"]);
        assert_eq!(fitted("Bangka Belitung", 8, 1), ["Bangka…"]);
        assert_eq!(fitted("Nasional", 3, 1), ["Na…"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_cut_between_letters() {
        assert_eq!(fitted("éééééééééé satu", 4, 2), ["ééé…", "satu"]);
        assert_eq!(fitted("abc", 0, 1), ["…"]);
    }

    #[test]
    fn control_characters_never_reach_the_drawing() {
        assert_eq!(fitted("Jawa\u{0}\tBarat\u{ffff}\n", 40, 1), ["Jawa Barat"]);
        assert_eq!(fitted("\u{202e}Jawa\u{200b}Barat\u{2066}", 40, 1), ["Jawa Barat"]);
        assert!(fitted(" \u{1b}", 40, 1).is_empty());
    }
}
