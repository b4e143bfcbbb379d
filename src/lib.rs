//! padan lets a job portal match people with vacancies, search, filter and chart a labour
//! market in the visitor's browser, over a downloaded snapshot, without a server.
pub mod chart;
pub mod market;
pub mod record;
