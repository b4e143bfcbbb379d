//! `padan chart`: a chart of a snapshot as a picture or as numbers.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::ask::Filter;
use super::print_json;
use crate::chart::{Theme, svg};
use crate::market::{Asked, ChartKind, Counted, csv, measure, needs};
use crate::query::Engine;
use crate::record::day;
use crate::snapshot::Folder;

/// Draw a chart of the vacancies that pass words and filters.
///
/// The picture is drawn by the same code as the page's, as SVG.
///
///   padan chart snapshot province --out province.svg
///   padan chart snapshot pay --filter province=32 --wish 4500000
///   padan chart snapshot tightness --lang en --csv
///
/// What each chart counts is in docs/measures.md.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What to show
    #[arg(value_enum, value_name = "KIND")]
    kind: ChartKind,
    #[command(flatten)]
    filter: Filter,
    /// Count people wanted, or advertisements
    #[arg(long, value_enum, default_value = "openings")]
    counted: Counted,
    /// Pay hoped for, IDR a month, to be drawn beside the pay stated
    #[arg(long, value_name = "IDR")]
    wish: Option<u32>,
    /// SVG file to write
    #[arg(long, value_name = "FILE.svg")]
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
    /// Print the numbers as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let folder = Folder::open(&args.folder)?;
    let mut hash = folder.checksum.clone();
    hash.truncate(12);
    let engine = Engine::new(folder.snapshot);
    let query = args.filter.query()?;
    let mut reference = engine.reference(query.lang);
    reference.hash = hash;
    let mut cubes = Vec::new();
    for by in needs(args.kind) {
        cubes.push(engine.cube(&query, &by)?);
    }
    let asked = Asked {
        kind: args.kind,
        lang: query.lang,
        filters: query.filters.clone(),
        counted: args.counted,
        today: query.today.unwrap_or_else(day::today),
        wish: args.wish,
    };
    let data = measure(&asked, &cubes, &reference);
    if let Some(out) = &args.out {
        let theme = if args.dark { Theme::dark() } else { Theme::light() };
        let picture = svg(&data, &theme.fitting(&data, args.width))?;
        fs::write(out, picture).with_context(|| format!("cannot write {}", out.display()))?;
    }
    if args.json {
        return print_json(&data);
    }
    if args.csv {
        print!("{}", csv(&data, &reference));
        return Ok(());
    }
    println!("{}\n{}", data.title, data.sentence);
    Ok(())
}
