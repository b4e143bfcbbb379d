//! A chart on the canvas of a page.

use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::picture::Picture;
use super::{Error, Mark, Theme, draw, failed};
use crate::market::ChartData;

/// What brings digits and capitals, rather than the font's whole height, to the middle of a line, em.
const SINK: f64 = 0.06;

/// Draws `data` on `canvas` and tells where its bars are, in the order of the rows.
///
/// Sets the number of pixels of the canvas, which clears it, to the theme's size in CSS px times
/// its device pixel ratio. The size it is shown at is the page's to set, to the theme's
/// width and height; nothing else of the page is touched.
///
/// # Errors
/// As [`draw`]; a theme in error leaves the canvas as it was.
pub fn draw_on_canvas(canvas: &HtmlCanvasElement, data: &ChartData, theme: &Theme) -> Result<Vec<Mark>, Error> {
    theme.check()?;
    theme.palette()?;
    let pixels = |css: f64| (css * theme.device_pixel_ratio).round() as u32;
    canvas.set_width(pixels(theme.width));
    canvas.set_height(pixels(theme.height));
    let surface = Surface::new(canvas).ok_or_else(|| failed("the canvas has no 2d context"))?;
    draw(&surface.into_drawing_area(), data, theme)
}

/// Draws `data` with its title, sentence and note, as [`svg`](super::svg()) does, in
/// [`Theme::device_pixel_ratio`] pixels a CSS px. Sets the size of the canvas.
///
/// # Errors
/// As [`draw`]; a theme in error leaves the canvas as it was.
pub fn draw_picture(canvas: &HtmlCanvasElement, data: &ChartData, theme: &Theme) -> Result<(), Error> {
    theme.check()?;
    let ratio = theme.device_pixel_ratio;
    let pixels = |css: f64| (css * ratio).round();
    let larger = Theme {
        width: pixels(theme.width),
        height: pixels(theme.height),
        font_size: theme.font_size * ratio,
        device_pixel_ratio: 1.0,
        ..theme.clone()
    };
    let picture = Picture::new(data, larger)?;
    let (width, height) = picture.size();
    canvas.set_width(width);
    canvas.set_height(height);
    let surface = Surface::new(canvas).ok_or_else(|| failed("the canvas has no 2d context"))?;
    picture.draw(&surface.into_drawing_area())
}

/// Plotters' canvas backend, measuring text on the canvas itself: plotters' own way puts a
/// styled element into the page, which `style-src 'self'` forbids.
struct Surface {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
}

impl Surface {
    fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { inner: CanvasBackend::with_canvas_object(canvas.clone())?, context })
    }
}

type Failure = <CanvasBackend as DrawingBackend>::ErrorType;
type Outcome<T> = Result<T, DrawingErrorKind<Failure>>;

impl DrawingBackend for Surface {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Outcome<()> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome<()> {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Outcome<()> {
        self.inner.draw_pixel(point, colour)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome<()> {
        self.inner.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome<()> {
        self.inner.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<()> {
        self.inner.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Outcome<()> {
        self.inner.draw_circle(at, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<()> {
        let lower = (style.size() * SINK).round() as i32;
        self.inner.draw_text(text, style, (at.0, at.1 + lower))
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Outcome<(u32, u32)> {
        let size = style.size();
        self.context.set_font(&format!("{} {size}px {}", style.style().as_str(), style.family().as_str()));
        let measured = self.context.measure_text(text);
        let metrics = measured.map_err(|_| DrawingErrorKind::FontError("the canvas measures no text".into()))?;
        Ok((metrics.width().ceil() as u32, size.ceil() as u32))
    }
}
