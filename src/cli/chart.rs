//! `padan chart`: a chart of a snapshot as a picture or as numbers.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::ask::Filter;
use super::print_json;
use crate::chart::{Theme, svg};
use crate::market::{Asked, ChartData, ChartKind, Counted, Form, Reference, csv, measure, needs};
use crate::query::{Engine, Query};
use crate::record::code::Lang;
use crate::snapshot::Folder;

/// Draw a chart of the vacancies that pass words and filters.
///
/// The picture is drawn by the same code as the page's, as SVG.
///
///   padan chart snapshot province --map --out province.svg
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
    /// Draw provinces on a map rather than as tiles
    #[arg(long)]
    map: bool,
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
    let query = args.filter.query()?;
    let market = Market::open(&args.folder, query.lang)?;
    let mut data = market.chart(args.kind, &query, args.counted, args.wish)?;
    if args.map {
        anyhow::ensure!(
            data.form == Form::Tiles,
            "--map found with another chart than that of provinces; run padan chart DIR province --map"
        );
        data.form = Form::Map;
    }
    if let Some(out) = &args.out {
        let theme = if args.dark { Theme::dark() } else { Theme::light() };
        let picture = svg(&data, &theme.fitting(&data, args.width))?;
        fs::write(out, picture).with_context(|| format!("cannot write {}", out.display()))?;
    }
    if args.json {
        return print_json(&data);
    }
    let text = if args.csv { csv(&data, &market.reference) } else { format!("{}\n{}\n", data.title, data.sentence) };
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

/// A snapshot with what measures need of it.
pub(super) struct Market {
    pub engine: Engine,
    pub reference: Reference,
}

impl Market {
    /// Opens a folder; names are in `lang`.
    pub fn open(folder: &Path, lang: Lang) -> Result<Self> {
        let Folder { mut checksum, snapshot, .. } = Folder::open(folder)?;
        checksum.truncate(12);
        let engine = Engine::new(snapshot);
        let reference = Reference { hash: checksum, ..engine.reference(lang) };
        Ok(Self { engine, reference })
    }

    /// The numbers and words of a chart over the rows that a query finds.
    pub fn chart(&self, kind: ChartKind, query: &Query, counted: Counted, wish: Option<u32>) -> Result<ChartData> {
        let asked = Asked {
            kind,
            lang: query.lang,
            filters: query.filters.clone(),
            counted,
            today: query.today.unwrap_or(self.engine.snapshot().meta.about.as_of),
            wish,
        };
        let mut cubes = Vec::new();
        for by in needs(&asked) {
            cubes.push(self.engine.cube(query, &by)?);
        }
        Ok(measure(&asked, &cubes, &self.reference))
    }
}
