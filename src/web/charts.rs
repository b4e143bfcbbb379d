//! The charts' module: [`draw_chart`] on a canvas, [`chart_svg`] as a file, and [`chart_height`] for either.
//!
//! `charts.d.ts` holds its types; the numbers it draws are the engine's, and so is their type.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{error, from_js, to_js};
use crate::chart::{self, Theme};
use crate::market::ChartData;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("charts.d.ts");

// Where both are built into one module the type stands in it.
#[cfg(not(feature = "engine"))]
#[wasm_bindgen(typescript_custom_section)]
const CHART_DATA: &str = "import type { ChartData } from '../padan.js';";

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
