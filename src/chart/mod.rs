//! Draws a [`ChartData`] in its [`Form`], the same scene on a browser's canvas and in an SVG file.
//!
//! A scene is plotters drawing on any [`DrawingBackend`]; it knows neither where the numbers
//! come from nor what is under the pen. It gives back a [`Mark`] for every known value, so that the
//! page can tell which row a pointer or the keyboard is at. Title, sentence, table and
//! note are the page's, in HTML; a file has nothing around it, so [`svg`](svg()) writes them in.
//! A key stands above what needs one, drawn like the rest. Nothing is told by colour alone:
//! series differ by filling or by the shape of points, steps by numbers or squares, selected rows by outlines.
//!
//! Backends count whole pixels. A scene is therefore laid out in device pixels, fonts
//! and gaps scaled by [`Theme::device_pixel_ratio`], which keeps edges crisp at any ratio,
//! and marks are scaled back to CSS px. Plotters' legends and multi-line texts are not used:
//! they measure by adding elements to the page, which a strict content policy breaks.
//!
//! # Overview
//!
//! * [`draw`]: the scene. [`preferred_height`] tells how tall to make its place.
//! * [`Theme`]: size, font and colours, `ChartTheme` of `charts.d.ts`.
//! * `bars` (bars, stacks, pairs), `spread`, `tiles`, `map` and `line`: a scene each, over `rows`, `key`, `axis` and `pen`.
//! * [`Boundaries`]: what the map is drawn from; in a browser it is a file of its own, handed over before a map is drawn.
//! * `canvas` (wasm) and [`svg`](svg()): the two places it is drawn on, alone or, by `picture`, with its texts.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};
use plotters::style::RGBColor;
use serde::{Deserialize, Serialize};

use crate::market::{ChartData, Form, OTHER};
use key::Key;
use pen::{Pen, estimated};

mod axis;
mod bars;
mod boundaries;
#[cfg(target_arch = "wasm32")]
mod canvas;
mod key;
mod line;
mod map;
mod pen;
mod picture;
mod rows;
mod spread;
mod svg;
mod tiles;

pub use boundaries::Boundaries;
#[cfg(target_arch = "wasm32")]
pub use boundaries::set_boundaries;
#[cfg(target_arch = "wasm32")]
pub use canvas::{draw_on_canvas, draw_picture};
pub use svg::svg;

/// Largest width or height drawn, CSS px.
const LARGEST: f64 = 8_192.0;

/// Why a chart could not be drawn.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// A colour of the theme is not `#rrggbb`.
    #[error("colour `{0}` found in the chart theme, #rrggbb expected")]
    Colour(String),
    /// A size of the theme is not a number in its range.
    #[error("{name} {found} found in the chart theme, {expected} expected")]
    Size {
        /// Field of the theme.
        name: &'static str,
        /// What it holds.
        found: String,
        /// What it may hold.
        expected: &'static str,
    },
    /// What a map is drawn from is not what `cargo xtask boundaries` writes, or, in a browser, was not handed over.
    #[error("the file of boundaries {0}; provinces-….bin of this version of padan expected")]
    Boundaries(&'static str),
    /// The canvas or file under the scene failed.
    #[error("the chart could not be drawn: {0}")]
    Backend(String),
}

/// Size, font and colours of a chart; `ChartTheme` of `charts.d.ts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Theme {
    /// CSS px, 1 to 8,192.
    pub width: f64,
    /// CSS px, 1 to 8,192; see [`preferred_height`].
    pub height: f64,
    /// Device pixels in a CSS px, 0.25 to 8.
    pub device_pixel_ratio: f64,
    /// CSS font family.
    pub font_family: String,
    /// CSS px, 4 to 128. Smaller letters are drawn only where the height leaves no room.
    pub font_size: f64,
    /// Labels and values.
    pub text: String,
    /// Axes, the bar that gathers the rest, small print.
    pub muted: String,
    /// Bars, points, and what tiles' shades are mixed from.
    pub bar: String,
    /// Bars and points of selected rows.
    pub highlight: String,
    /// Behind everything.
    pub background: String,
    /// Keys of selected rows.
    #[serde(default)]
    pub selected: Vec<String>,
}

impl Theme {
    /// Dark on white: text at 4.5:1 and bars at 3:1 or better against the background.
    #[must_use]
    pub fn light() -> Self {
        Self::preset(["#1b2430", "#5a6675", "#2b6ca3", "#b4460f", "#ffffff"])
    }

    /// Light on near black, with the contrasts of [`Theme::light`].
    #[must_use]
    pub fn dark() -> Self {
        Self::preset(["#f1f4f8", "#a4b0be", "#5fa8dd", "#ffb35c", "#14191f"])
    }

    fn preset(colours: [&str; 5]) -> Self {
        let [text, muted, bar, highlight, background] = colours.map(String::from);
        Self {
            width: 720.0,
            height: 480.0,
            device_pixel_ratio: 1.0,
            font_family: "system-ui, sans-serif".into(),
            font_size: 16.0,
            text,
            muted,
            bar,
            highlight,
            background,
            selected: Vec::new(),
        }
    }

    /// The theme at `width` CSS px, as tall as `data` prefers.
    #[must_use]
    pub fn fitting(self, data: &ChartData, width: f64) -> Self {
        // A file has margins of an em.
        let within = preferred_height(data, self.font_size, width - 2.0 * self.font_size);
        Self { width, height: preferred_height(data, self.font_size, width).max(within), ..self }
    }

    fn check(&self) -> Result<(), Error> {
        for (name, found, range, expected) in [
            ("width", self.width, 1.0..=LARGEST, "1 to 8192"),
            ("height", self.height, 1.0..=LARGEST, "1 to 8192"),
            ("devicePixelRatio", self.device_pixel_ratio, 0.25..=8.0, "0.25 to 8"),
            ("fontSize", self.font_size, 4.0..=128.0, "4 to 128"),
        ] {
            if !range.contains(&found) {
                return Err(Error::Size { name, found: found.to_string(), expected });
            }
        }
        Ok(())
    }

    fn palette(&self) -> Result<Palette, Error> {
        Ok(Palette {
            text: colour(&self.text)?,
            muted: colour(&self.muted)?,
            bar: colour(&self.bar)?,
            highlight: colour(&self.highlight)?,
            background: colour(&self.background)?,
        })
    }
}

#[derive(Clone, Copy)]
struct Palette {
    text: RGBColor,
    muted: RGBColor,
    bar: RGBColor,
    highlight: RGBColor,
    background: RGBColor,
}

/// What every scene draws, and in which colours.
struct Look<'a> {
    data: &'a ChartData,
    palette: Palette,
    selected: &'a [String],
    /// Device pixels in a CSS px.
    scale: f64,
}

impl Look<'_> {
    /// Whether row `i` is selected.
    fn chosen(&self, i: usize) -> bool {
        self.selected.contains(&self.data.rows[i].key)
    }

    /// Outline and filling of the bars of row `i`; the same unless it is selected.
    fn bar(&self, i: usize) -> [RGBColor; 2] {
        match self.data.rows[i].key.as_str() {
            _ if self.chosen(i) => [self.palette.text, self.palette.highlight],
            OTHER => [self.palette.muted; 2],
            _ => [self.palette.bar; 2],
        }
    }
}

/// `share` of the way from `a` to `b`, 0 to 1.
fn mix(a: RGBColor, b: RGBColor, share: f64) -> RGBColor {
    let between = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    RGBColor(between(a.0, b.0), between(a.1, b.1), between(a.2, b.2))
}

/// Contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let light = |RGBColor(r, g, b): RGBColor| {
        let [r, g, b] = [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { power((c + 0.055) / 1.055) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (a, b) = (light(a), light(b));
    a.max(b) / a.min(b)
}

/// `x` to the power of 2.4, for `x` from 0.05 to 1: its square times the fifth root of it, by Newton. What the
/// standard library does brings tables of several kilobytes.
fn power(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0;
    for _ in 0..16 {
        root = (4.0 * root + square / (root * root * root * root)) / 5.0;
    }
    square * root
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn colour(css: &str) -> Result<RGBColor, Error> {
    css.strip_prefix('#')
        .filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .map(|rgb| RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8))
        .ok_or_else(|| Error::Colour(css.into()))
}

/// A drawn value, in CSS px from the top left of the area drawn on; `ChartMark` of `charts.d.ts`.
///
/// A bar or its part of a stack is in proportion to the value and starts where 0 is, or where the part before it ends. In a
/// spread it reaches from the quartile to the median, and about the median is a square, as about the points of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Index into [`ChartData::rows`].
    pub row: usize,
    /// Index into [`ChartData::series`].
    #[serde(default)]
    pub series: usize,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// To the right edge; 0 for a bar of 0.
    pub width: f64,
    /// To the bottom edge.
    pub height: f64,
    /// Rings of what has the value where that is more than the mark: a province, of which the mark is the label. Of each
    /// point x and y, whole px; the last is joined to the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<Vec<f64>>,
}

impl Mark {
    fn of(row: usize, series: usize, from: (i32, i32), to: (i32, i32)) -> Self {
        let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(f64::from);
        Self { row, series, x, y, width, height, shape: Vec::new() }
    }
}

/// Height in CSS px that gives `data` room at `width` CSS px in letters of `font_size` CSS px: in bars two lines of text a
/// row, 44 px at 16 px, enough for a finger; never less than one row.
#[must_use]
pub fn preferred_height(data: &ChartData, font_size: f64, width: f64) -> f64 {
    let em = font_size.max(1.0);
    let wide = width / em;
    let (key, below) = match data.form {
        _ if data.rows.is_empty() => (Vec::new(), rows::ROW),
        Form::Bars | Form::Stack | Form::Pairs => {
            (bars::key(data), rows::preferred(data, bars::count(data), width, em))
        }
        Form::Spread => {
            let (around, key) = spread::around(data, wide);
            (key, around + rows::preferred(data, 1, width, em))
        }
        Form::Tiles => (tiles::key(data), tiles::preferred(wide)),
        Form::Map => (tiles::key(data), map::preferred(wide)),
        Form::Line => (line::key(data), line::preferred(wide)),
    };
    let Ok(key) = Key::new(&key, width as i32, em, &|t| Ok::<_, std::convert::Infallible>(estimated(t, em, false)));
    // Sums of tenths of an em are whole only nearly.
    ((key.height() + below) * em - 1e-6).ceil()
}

/// Draws `data` over the whole of `area` and tells where its values are, in the order of the rows and their series.
///
/// `area` is measured in device pixels: the theme's CSS px times its device pixel ratio. Without
/// rows the sentence is drawn instead.
///
/// # Errors
/// [`Error::Colour`] and [`Error::Size`] where the theme is not as described, before anything
/// is drawn; [`Error::Backend`] where the place drawn on fails.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    data: &ChartData,
    theme: &Theme,
) -> Result<Vec<Mark>, Error> {
    theme.check()?;
    let palette = theme.palette()?;
    let scale = theme.device_pixel_ratio;
    let pen = Pen::new(area, &theme.font_family, theme.font_size * scale);
    pen.rect((0, 0), pen.size(), palette.background)?;
    if data.rows.is_empty() {
        pen.paragraph(&data.sentence, palette.text)?;
        return Ok(Vec::new());
    }
    let look = Look { data, palette, selected: &theme.selected, scale };
    let mut marks = match data.form {
        Form::Bars | Form::Stack | Form::Pairs => bars::draw(&pen, &look),
        Form::Spread => spread::draw(&pen, &look),
        Form::Tiles => tiles::draw(&pen, &look),
        Form::Map => map::draw(&pen, &look),
        Form::Line => line::draw(&pen, &look),
    }?;
    for mark in &mut marks {
        for length in [&mut mark.x, &mut mark.y, &mut mark.width, &mut mark.height] {
            *length /= scale;
        }
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_six_hex_digits_after_a_hash() {
        assert_eq!(colour("#0a10fF"), Ok(RGBColor(10, 16, 255)));
        for odd in ["", "#", "red", "#fff", "#+12345", "#1234567", "#ééé"] {
            assert_eq!(colour(odd), Err(Error::Colour(odd.into())));
        }
    }

    #[test]
    fn sizes_out_of_range_are_refused_by_name() {
        let theme = Theme { width: 0.0, ..Theme::light() };
        assert_eq!(theme.check().unwrap_err().to_string(), "width 0 found in the chart theme, 1 to 8192 expected");
        assert!(Theme { device_pixel_ratio: f64::NAN, ..Theme::light() }.check().is_err());
        assert!(Theme::dark().check().is_ok());
    }

    #[test]
    fn the_power_is_that_of_the_standard_library() {
        for x in (5..=100).map(|n| f64::from(n) / 100.0) {
            assert!((power(x) - x.powf(2.4)).abs() < 1e-12, "{x}");
        }
        let (black, white) = (RGBColor(0, 0, 0), RGBColor(255, 255, 255));
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn presets_can_be_read_by_people_who_see_little_contrast() {
        for theme in [Theme::light(), Theme::dark()] {
            let p = theme.palette().unwrap();
            assert!(contrast(p.text, p.background) >= 7.0);
            assert!(contrast(p.muted, p.background) >= 4.5);
            assert!(contrast(p.bar, p.background) >= 4.5);
            assert!(contrast(p.highlight, p.background) >= 4.5);
        }
    }

    #[test]
    fn a_theme_is_read_as_the_page_sends_it() {
        let json = r##"{"width":360,"height":484,"devicePixelRatio":2,"fontFamily":"sans-serif","fontSize":16,
            "text":"#000000","muted":"#555555","bar":"#0000aa","highlight":"#aa0000","background":"#ffffff"}"##;
        let theme: Theme = serde_json::from_str(json).unwrap();
        assert_eq!((theme.device_pixel_ratio, theme.selected.len()), (2.0, 0));
    }
}
