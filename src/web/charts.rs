//! The charts' module: [`draw_chart`].
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

/// Draws a chart; gives the bars in CSS px.
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
