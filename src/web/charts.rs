//! The charts' module: [`needs`] and [`measure`] make the numbers and words of a chart from the engine's counts,
//! [`draw_chart`] draws them on a canvas, [`chart_height`] tall; [`chart_svg`] and [`chart_csv`] make files of them.
//!
//! `charts.d.ts` holds its types; those of the engine's counts are the engine's.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{error, from_js, to_js};
use crate::chart::{self, Theme};
use crate::market::{self, Asked, ChartData, Cube, Reference};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("charts.d.ts");

// Where both are built into one module the type stands in it.
#[cfg(not(feature = "engine"))]
#[wasm_bindgen(typescript_custom_section)]
const ENGINE_TYPES: &str =
    "import type { ChartData, ChartKind, Cube, CubeBy, FacetKey, Lang, Reference } from '../padan.js';";

/// What to ask the engine for, in the order `measure` takes it.
#[wasm_bindgen(unchecked_return_type = "CubeBy[]")]
pub fn needs(#[wasm_bindgen(unchecked_param_type = "Asked")] asked: JsValue) -> Result<JsValue, JsValue> {
    to_js(&market::needs(&from_js(asked)?))
}

thread_local! {
    /// The reference read last: it holds thousands of cells and courses, and charts are measured at every keystroke.
    static READ: RefCell<Option<(JsValue, Rc<Reference>)>> = const { RefCell::new(None) };
}

/// Reads a reference, or gives what was read of the very same object; a page must not change one it handed over.
fn read(reference: JsValue) -> Result<Rc<Reference>, JsValue> {
    let known =
        READ.with_borrow(|read| read.as_ref().filter(|(of, _)| *of == reference).map(|(_, read)| Rc::clone(read)));
    if let Some(known) = known {
        return Ok(known);
    }
    let fresh: Rc<Reference> = Rc::new(from_js(reference.clone())?);
    READ.set(Some((reference, Rc::clone(&fresh))));
    Ok(fresh)
}

/// The numbers and words of a chart, from the cubes that it needs. A reference is read once: hand over the same object.
#[wasm_bindgen(unchecked_return_type = "ChartData")]
pub fn measure(
    #[wasm_bindgen(unchecked_param_type = "Asked")] asked: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Cube[]")] cubes: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Reference")] reference: JsValue,
) -> Result<JsValue, JsValue> {
    let asked: Asked = from_js(asked)?;
    let cubes: Vec<Cube> = from_js(cubes)?;
    to_js(&market::measure(&asked, &cubes, &*read(reference)?))
}

/// What suits a person before and after changes of their own, as a chart.
#[wasm_bindgen(js_name = changeChart, unchecked_return_type = "ChartData")]
pub fn change_chart(
    #[wasm_bindgen(unchecked_param_type = "Change[]")] changes: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue,
) -> Result<JsValue, JsValue> {
    let changes: Vec<market::Change> = from_js(changes)?;
    to_js(&market::change(&changes, from_js(lang)?))
}

/// A chart's table as CSV, with the snapshot's date, checksum and editions.
#[wasm_bindgen(js_name = chartCsv)]
pub fn chart_csv(
    #[wasm_bindgen(unchecked_param_type = "ChartData")] chart: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Reference")] reference: JsValue,
) -> Result<String, JsValue> {
    let chart: ChartData = from_js(chart)?;
    Ok(market::csv(&chart, &*read(reference)?))
}

/// Hands over the file that maps are drawn from, `provinces-….bin`; needed once, before the first chart whose form is `map`.
#[wasm_bindgen(js_name = setBoundaries)]
pub fn set_boundaries(bytes: &[u8]) -> Result<(), JsValue> {
    chart::set_boundaries(bytes).map_err(|why| error("ChartError", &why))
}

/// Draws a chart; gives what was drawn for each value in CSS px.
#[wasm_bindgen(js_name = drawChart, unchecked_return_type = "ChartMark[]")]
pub fn draw_chart(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "ChartData")] chart: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ChartTheme")] theme: JsValue,
) -> Result<JsValue, JsValue> {
    let data: ChartData = from_js(chart)?;
    let theme: Theme = from_js(theme)?;
    to_js(&chart::draw_on_canvas(canvas, &data, &theme).map_err(|why| error("ChartError", &why))?)
}

/// Draws a chart with its title, sentence and note, for a picture to take away; sets the size of the canvas.
#[wasm_bindgen(js_name = drawPicture)]
pub fn draw_picture(
    canvas: &HtmlCanvasElement,
    #[wasm_bindgen(unchecked_param_type = "ChartData")] chart: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ChartTheme")] theme: JsValue,
) -> Result<(), JsValue> {
    let data: ChartData = from_js(chart)?;
    let theme: Theme = from_js(theme)?;
    chart::draw_picture(canvas, &data, &theme).map_err(|why| error("ChartError", &why))
}

/// A chart as an SVG document with its title, sentence and note.
#[wasm_bindgen(js_name = chartSvg)]
pub fn chart_svg(
    #[wasm_bindgen(unchecked_param_type = "ChartData")] chart: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ChartTheme")] theme: JsValue,
) -> Result<String, JsValue> {
    let data: ChartData = from_js(chart)?;
    let theme: Theme = from_js(theme)?;
    chart::svg(&data, &theme).map_err(|why| error("ChartError", &why))
}

/// The height in CSS px that a chart prefers at a width and font size in CSS px.
#[wasm_bindgen(js_name = chartHeight)]
pub fn chart_height(
    #[wasm_bindgen(unchecked_param_type = "ChartData")] chart: JsValue,
    font_size: f64,
    width: f64,
) -> Result<f64, JsValue> {
    Ok(chart::preferred_height(&from_js(chart)?, font_size, width))
}
