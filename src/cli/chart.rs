//! `padan chart`: a chart of a snapshot as a picture or as numbers.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::ask::Filter;
use super::print_json;
use crate::chart::{Theme, svg};
use crate::market::ChartKind;
use crate::query::Engine;
use crate::snapshot::Folder;

/// Draw a chart of the vacancies that pass words and filters.
///
/// The picture is drawn by the same code as the page's, as SVG.
///
///   padan chart snapshot province --out province.svg
///   padan chart snapshot education --filter province=32 --lang en --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What to show: people wanted by province, or by education asked
    #[arg(value_enum, value_name = "KIND")]
    kind: ChartKind,
    #[command(flatten)]
    filter: Filter,
    /// SVG file to write
    #[arg(long, value_name = "FILE.svg", required_unless_present = "json")]
    out: Option<PathBuf>,
    /// Width of the picture, CSS px
    #[arg(long, value_name = "PX", default_value_t = 720.0)]
    width: f64,
    /// Dark colours
    #[arg(long)]
    dark: bool,
    /// Print the numbers as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let engine = Engine::new(Folder::open(&args.folder)?.snapshot);
    let data = engine.chart(args.kind, &args.filter.query()?)?;
    if let Some(out) = &args.out {
        let theme = if args.dark { Theme::dark() } else { Theme::light() };
        let picture = svg(&data, &theme.fitting(&data, args.width))?;
        fs::write(out, picture).with_context(|| format!("cannot write {}", out.display()))?;
    }
    if args.json {
        return print_json(&data);
    }
    println!("{}\n{}", data.title, data.sentence);
    Ok(())
}
