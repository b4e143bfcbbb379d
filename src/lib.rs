//! padan lets a job portal match people with vacancies, search, filter and chart a labour
//! market in the visitor's browser, over a downloaded snapshot, without a server.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod ingest;
pub mod record;
#[cfg(feature = "cli")]
pub mod sample;
