//! What browsers see of padan, in two modules of this crate: the engine, which everything up to the first answer needs,
//! and the charts, which are fetched when one is drawn.
//!
//! Thin: JavaScript values in and out by serde, all work elsewhere.
//!
//! # Overview
//!
//! * `engine` (feature `engine`): the class `Padan`, an open snapshot.
//! * `charts` (feature `charts`): `drawChart`, `chartSvg`, `chartHeight`.

use js_sys::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

#[cfg(feature = "charts")]
mod charts;
#[cfg(feature = "engine")]
mod engine;

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible()).map_err(|why| error("Error", &why))
}

#[cfg(feature = "engine")]
fn answered<T: Serialize>(answer: Result<T, crate::query::QueryError>) -> Result<JsValue, JsValue> {
    to_js(&answer.map_err(|why| error("QueryError", &why))?)
}

/// Reads a JavaScript value; members that are undefined count as left out.
fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|why| error("TypeError", &why))
}

fn error(name: &str, why: &dyn ToString) -> JsValue {
    let error = Error::new(&why.to_string());
    error.set_name(name);
    error.into()
}
