//! `padan code`: the occupation code a build would give to a title.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::{lang, print_json};
use crate::ingest::occupation::{Coded, Coder};
use crate::record::code::Lang;
use crate::record::occupation;

/// Show the occupation code that a build gives to a job title.
///
/// KBJI 2014 code, its label, certainty in permille and how it was found: listed (the title is
/// known), phrase (it holds a known title) or similar. A build uses the code of four digits from
/// certainty 700, two of them from 450, and none below.
///
///   padan code "Sopir Truk Tronton" "Staff Admin Gudang"
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Language of labels: id or en
    #[arg(long, default_value = "id", value_parser = lang)]
    lang: Lang,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Job titles
    #[arg(required = true, value_name = "TITLE")]
    titles: Vec<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    title: &'a str,
    label: Option<&'a str>,
    #[serde(flatten)]
    coded: Option<Coded>,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let (coder, labels) = (Coder::new(), occupation::all());
    let rows: Vec<Row> = args
        .titles
        .iter()
        .map(|title| {
            let coded = coder.code(title);
            let label = coded.and_then(|coded| labels.iter().find(|label| label.code == coded.code));
            Row { title, label: label.map(|label| args.lang.pick(&label.id, &label.en)), coded }
        })
        .collect();
    if args.json {
        return print_json(&rows);
    }
    let mut out = std::io::stdout().lock();
    for Row { title, label, coded } in &rows {
        match coded {
            Some(Coded { code, confidence, method }) => {
                let method = format!("{method:?}").to_lowercase();
                writeln!(out, "{code:<4}  {confidence:>3}  {method:<7}  {title}: {}", label.unwrap_or_default())?;
            }
            None => writeln!(out, "none                {title}")?,
        }
    }
    Ok(())
}
