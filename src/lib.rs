//! padan lets a job portal match people with vacancies, search, filter and chart a labour
//! market in the visitor's browser, over a downloaded snapshot, without a server.
//!
//! One way leads through the house: bytes → columns → one scan → answer → screen.
//!
//! * [`record`]: what a vacancy, a profile, a course and a supply cell are.
//! * [`snapshot`]: the file format; opening it (everywhere) and writing it (native).
//! * [`text`]: folding and splitting words.
//! * [`query`]: a question becomes lookup tables, one scan answers it.
//! * [`matching`]: a profile becomes lookup tables; scores, parts, reasons.
//! * [`market`]: the measures behind the charts.
//! * [`chart`]: the charts, drawn on any plotters backend.
//! * `web` (wasm): what the browser sees, as two modules: the engine and the charts. `ingest`, `sample`, `cli` (native): the other end.

pub mod bits;
#[cfg(feature = "charts")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod ingest;
pub mod market;
pub mod matching;
mod order;
pub mod query;
pub mod record;
#[cfg(feature = "cli")]
pub mod sample;
pub mod snapshot;
pub mod text;
#[cfg(all(target_arch = "wasm32", any(feature = "engine", feature = "charts")))]
mod web;
