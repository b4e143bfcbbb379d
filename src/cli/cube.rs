//! `padan cube`: counts by up to two dimensions.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use super::ask::Filter;
use super::{grouped, print_json};
use crate::market::{Cube, CubeBy, Quartiles};
use crate::query::{Engine, Query};
use crate::record::code::Lang;
use crate::snapshot::Folder;

/// Count the vacancies that pass words and filters by one or two dimensions.
///
/// Filters of the dimensions themselves do not apply. A vacancy on several portals, of several
/// study fields or requirements counts under each. JSON holds advertisements and people wanted;
/// the table shows one of them where there are two dimensions.
///
///   padan cube snapshot --by occupation --pay --most 10
///   padan cube snapshot --by province,education --filter employment_type=full_time
///   padan cube snapshot --by requirement --most 20 --ads --json
///
/// Dimensions: the keys of `padan search`, month (of posting), requirement (by must and nice).
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    filter: Filter,
    /// Dimensions to count by, at most two
    #[arg(long, value_name = "KEY,KEY", value_delimiter = ',')]
    by: Vec<String>,
    /// Values to list of each dimension, those with most people wanted; 0 for all
    #[arg(long, value_name = "N", default_value_t = 0)]
    most: u32,
    /// Give the quartiles of pay of each value of the first dimension
    #[arg(long)]
    pay: bool,
    /// Region code distances are measured from
    #[arg(long, value_name = "CODE")]
    near: Option<String>,
    /// Show advertisements in place of people wanted, where there are two dimensions
    #[arg(long)]
    ads: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let engine = Engine::new(Folder::open(&args.folder)?.snapshot);
    let query = Query { near: args.near.clone(), ..args.filter.query()? };
    let by = CubeBy { by: args.by.clone(), most: args.most, pay: args.pay };
    let start = Instant::now();
    let cube = engine.cube(&query, &by)?;
    let micros = start.elapsed().as_micros() as u64;
    if args.json { print_json(&cube) } else { print(&cube, args.ads, query.lang, micros) }
}

fn print(cube: &Cube, ads: bool, lang: Lang, micros: u64) -> Result<()> {
    let (ads_label, openings_label) = (lang.pick("lowongan", "vacancies"), lang.pick("orang dicari", "people wanted"));
    let mut head = vec![cube.axes.first().map(|axis| axis.key.clone()).unwrap_or_default()];
    match cube.axes.get(1) {
        Some(second) => head.extend(second.values.iter().map(|value| value.label.clone())),
        None => head.extend([ads_label.to_owned(), openings_label.to_owned()]),
    }
    if !cube.pay.is_empty() {
        head.extend(["p25", "p50", "p75", "n"].map(str::to_owned));
    }
    let labels = match cube.axes.first() {
        Some(first) => first.values.iter().map(|value| named(&value.value, &value.label)).collect(),
        None => vec![lang.pick("semua", "all").to_owned()],
    };
    let columns = cube.axes.get(1).map_or(1, |second| second.values.len());
    let mut table = vec![head];
    for (at, label) in labels.into_iter().enumerate() {
        let mut line = vec![label];
        let cells = at * columns..(at + 1) * columns;
        if cube.axes.len() < 2 || ads {
            line.extend(cube.ads[cells.clone()].iter().map(|&ads| grouped(ads.into())));
        }
        if cube.axes.len() < 2 || !ads {
            line.extend(cube.openings[cells].iter().map(|&openings| grouped(openings)));
        }
        if let Some(&Quartiles { p25, p50, p75, n }) = cube.pay.get(at) {
            line.extend([p25, p50, p75, n.into()].map(grouped));
        }
        table.push(line);
    }
    let mut out = std::io::stdout().lock();
    let width = |text: &String| text.chars().count();
    let widths: Vec<usize> =
        (0..table[0].len()).map(|at| table.iter().map(|line| width(&line[at])).max().unwrap_or(0)).collect();
    for line in &table {
        let mut text = format!("{:<1$}", line[0], widths[0]);
        for (cell, &width) in line.iter().zip(&widths).skip(1) {
            text += &format!("  {cell:>width$}");
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    for axis in cube.axes.iter().filter(|axis| axis.others > 0) {
        writeln!(
            out,
            "{}: {} {}",
            axis.key,
            axis.others,
            lang.pick("nilai lainnya digabung", "other values gathered")
        )?;
    }
    if cube.axes.len() == 2 {
        writeln!(out, "{}", if ads { ads_label } else { openings_label })?;
    }
    let (ads, openings) = (grouped(cube.total_ads.into()), grouped(cube.total_openings));
    let (total, micros) = (lang.pick("jumlah", "total"), grouped(micros));
    Ok(writeln!(out, "{total}: {ads} {ads_label}, {openings} {openings_label} ({micros} µs)")?)
}

/// "Jawa Barat [32]".
fn named(value: &str, label: &str) -> String {
    if value == label || value == crate::market::OTHER || value == crate::query::facet::NONE {
        return label.to_owned();
    }
    format!("{label} [{value}]")
}
