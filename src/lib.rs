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

pub mod matching;
pub mod query;
pub mod record;
pub mod snapshot;
pub mod text;
