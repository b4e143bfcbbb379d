//! A chart as an SVG file, with its title, sentence and note written in.

use std::convert::Infallible;

use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;

use super::pen::{estimated, fit};
use super::picture::Picture;
use super::{Error, Theme};
use crate::market::{ChartData, Row, words};

/// Plotters-svg divides font sizes by this.
const SHRINK: f64 = 1.24;

/// Writes `data` as an SVG document, [`Theme::width`] wide; [`Theme::height`] is that of the
/// bars, texts and margins come on top. The device pixel ratio does not matter here.
///
/// Without a browser nothing can measure letters, so room is left for those of a wide font.
/// The same data and theme give the same bytes.
///
/// # Errors
/// As [`draw`].
pub fn svg(data: &ChartData, theme: &Theme) -> Result<String, Error> {
    let picture = Picture::new(data, Theme { device_pixel_ratio: 1.0, ..theme.clone() })?;
    let mut document = String::new();
    picture.draw(&Document(SVGBackend::with_string(&mut document, picture.size())).into_drawing_area())?;
    Ok(described(&document, data))
}

/// Gives the document what screen readers read: a title, and the finding with every row.
fn described(document: &str, data: &ChartData) -> String {
    let mut description = data.sentence.clone();
    for row in &data.rows {
        description += &format!(" {}: {}.", row.label, values(data, row));
    }
    let (start, rest) = document.split_once('>').unwrap_or((document, ""));
    format!(
        "{start} role=\"img\" lang=\"{}\">\n<title>{}</title>\n<desc>{}</desc>{rest}",
        data.lang.pick("id", "en"),
        escaped(&data.title),
        escaped(&description)
    )
}

/// The values of a row in words, each after its series where there are several, and what else is to be said of it.
fn values(data: &ChartData, row: &Row) -> String {
    let unknown = || data.lang.pick("tidak ada angka", "no figure").into();
    if row.values.iter().all(Option::is_none) {
        return row.remark.clone().unwrap_or_else(unknown);
    }
    let values: Vec<String> = (data.series.iter().zip(&row.values))
        .map(|(series, value)| {
            let value = value.map_or_else(unknown, |n| words::value(n, data.unit, data.lang));
            if data.series.len() > 1 { format!("{} {value}", series.label) } else { value }
        })
        .collect();
    let remark = row.remark.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
    values.join(", ") + &remark
}

fn escaped(text: &str) -> String {
    let Ok(lines) = fit(text, i32::MAX, 1, &|_| Ok::<_, Infallible>(0));
    lines
        .concat()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}

/// Plotters' SVG backend with font sizes in px and text widths of [`estimated`].
struct Document<'a>(SVGBackend<'a>);

type Outcome<T> = Result<T, DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Document<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome<()> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Outcome<()> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Outcome<()> {
        self.0.draw_pixel(point, colour)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome<()> {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome<()> {
        self.0.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<()> {
        self.0.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome<()> {
        self.0.draw_circle(at, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<()> {
        self.0.draw_text(text, &Enlarged(style), at)
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Outcome<(u32, u32)> {
        let bold = matches!(style.style(), FontStyle::Bold);
        Ok((estimated(text, style.size(), bold) as u32, style.size().ceil() as u32))
    }
}

/// A text style [`SHRINK`] times as large.
struct Enlarged<'a, S>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for Enlarged<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * SHRINK
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), S::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        at: BackendCoord,
        draw: F,
    ) -> Result<Result<(), E>, S::FontError> {
        self.0.draw(text, at, draw)
    }
}
