//! `padan dashboard`: every chart of a snapshot on one page that needs nothing else.
//!
//! The page has no script and asks no server for anything: a policy in its head forbids both, and allows the one style
//! sheet by its hash. Every text is escaped.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::ask::Filter;
use super::chart::Market;
use super::page::escaped;
use crate::chart::{Theme, svg};
use crate::market::{ChartData, ChartKind, Counted, words};
use crate::query::Query;
use crate::query::facet::{self, FacetKey};

/// Write every chart of a snapshot into one HTML file.
///
/// Each has its question, its finding, a picture, the table and how to read it. The file has no
/// script, fetches nothing and prints on A4; --lang chooses its language.
///
///   padan dashboard snapshot --out market.html
///   padan dashboard snapshot --filter province=32 --lang en --out west-java.html
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    filter: Filter,
    /// HTML file to write
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    /// Charts to show, in this order; all where left out
    #[arg(long, value_enum, value_name = "KIND,KIND", value_delimiter = ',')]
    charts: Vec<ChartKind>,
    /// What to count of the demand
    #[arg(long, value_enum, default_value = "openings")]
    counted: Counted,
    /// Heading of the page
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

/// Width of a picture, CSS px.
const WIDTH: f64 = 720.0;

const STYLE: &str = "
:root{color-scheme:light;color:#1b2430;background:#fff;--line:#8886}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:48rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.2rem;line-height:1.3;margin:0 0 .25rem}
p{margin:.5rem 0}.finding{font-size:1.05rem}.note,.about{color:#4d5866;font-size:.9rem}
section{margin:2.5rem 0;padding-top:1rem;border-top:1px solid var(--line)}
figure{margin:.5rem 0}svg{display:block;width:100%;height:auto}
summary{cursor:pointer;padding:.6rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600}.n{text-align:end;white-space:nowrap}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;font-size:10pt}section{break-inside:avoid}h2{break-after:avoid}tr{break-inside:avoid}
summary{display:none}details::details-content{content-visibility:visible;display:block}}
";

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let query = args.filter.query()?;
    let market = Market::open(&args.folder, query.lang)?;
    let kinds = if args.charts.is_empty() { &ChartKind::ALL[..] } else { &args.charts };
    let mut charts = Vec::new();
    for &kind in kinds {
        charts.push(market.chart(kind, &query, args.counted, None)?);
    }
    let title = args.title.as_deref();
    let page = page(&market, &query, title, &charts)?;
    fs::write(&args.out, page).with_context(|| format!("cannot write {}", args.out.display()))
}

fn page(market: &Market, query: &Query, title: Option<&str>, charts: &[ChartData]) -> Result<String> {
    let lang = query.lang;
    let title = escaped(title.unwrap_or(lang.pick("Pasar kerja dalam angka", "The labour market in numbers")));
    let reference = &market.reference;
    let mut about = format!(
        "{} {}. {} <code>{}</code>.",
        lang.pick("Keadaan per", "As of"),
        escaped(&words::date(&reference.as_of, lang)),
        lang.pick("Cuplikan", "Snapshot"),
        escaped(&reference.hash)
    );
    let chosen = chosen(market, query);
    if !chosen.is_empty() {
        about += &format!(" {}: {}.", lang.pick("Hanya", "Only"), escaped(&chosen.join("; ")));
    }
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"about\">{about}</p>\n",
        lang.pick("id", "en")
    );
    for chart in charts {
        out += &section(chart)?;
    }
    out += "</main>\n</body>\n</html>\n";
    Ok(out)
}

/// Words and filters as screens show them.
fn chosen(market: &Market, query: &Query) -> Vec<String> {
    let mut chosen = Vec::new();
    if !query.text.trim().is_empty() {
        chosen.push(format!("\"{}\"", query.text.trim()));
    }
    for (key, values) in &query.filters {
        let label = |value: &String| match FacetKey::from_key(key) {
            Some(facet) => facet::label(facet, value, market.engine.snapshot(), query.lang),
            None => value.clone(),
        };
        chosen.push(values.iter().map(label).collect::<Vec<_>>().join(query.lang.pick(" atau ", " or ")));
    }
    chosen
}

fn section(data: &ChartData) -> Result<String> {
    let title = escaped(&data.title);
    let mut out = format!("<section>\n<h2>{title}</h2>\n<p class=\"finding\">{}</p>\n", escaped(&data.sentence));
    if !data.rows.is_empty() {
        // The page says it already.
        let bare = ChartData { title: String::new(), sentence: String::new(), note: String::new(), ..data.clone() };
        let picture = svg(&bare, &Theme::light().fitting(&bare, WIDTH))?;
        let picture = picture.replacen("<title></title>", &format!("<title>{title}</title>"), 1);
        out += &format!("<figure>{}</figure>\n", picture.trim_end());
        out += &table(data);
    }
    out += &format!("<p class=\"note\">{}</p>\n</section>\n", escaped(&data.note));
    Ok(out)
}

fn table(data: &ChartData) -> String {
    let lang = data.lang;
    let some = |has: &dyn Fn(&crate::market::Row) -> bool| data.rows.iter().any(has);
    let (shares, counts, remarks) =
        (some(&|row| row.share.is_some()), some(&|row| row.n.is_some()), some(&|row| row.remark.is_some()));
    let mut heads = vec![("", escaped(&data.category))];
    heads.extend(data.series.iter().map(|series| (" class=\"n\"", escaped(&series.label))));
    heads.extend(shares.then(|| (" class=\"n\"", lang.pick("Bagian", "Share").to_owned())));
    heads.extend(counts.then(|| (" class=\"n\"", lang.pick("Iklan", "Advertisements").to_owned())));
    heads.extend(remarks.then(|| ("", lang.pick("Catatan", "Remark").to_owned())));
    let mut out = format!(
        "<details><summary>{}</summary>\n<div class=\"wide\"><table><thead><tr>",
        lang.pick("Angkanya dalam tabel", "The numbers as a table")
    );
    for (class, head) in &heads {
        out += &format!("<th scope=\"col\"{class}>{head}</th>");
    }
    out += "</tr></thead><tbody>\n";
    for row in &data.rows {
        out += &format!("<tr><th scope=\"row\">{}</th>", escaped(&row.label));
        let mut number = |text: Option<String>| {
            out += &format!("<td class=\"n\">{}</td>", escaped(text.as_deref().unwrap_or("–")));
        };
        for at in 0..data.series.len() {
            number(row.values.get(at).copied().flatten().map(|n| words::value(n, data.unit, lang)));
        }
        if shares {
            number(row.share.map(|share| words::percent((share * 10_000.0).round() as u64, 10_000)));
        }
        if counts {
            number(row.n.map(|n| words::count(n, lang)));
        }
        if remarks {
            out += &format!("<td>{}</td>", escaped(row.remark.as_deref().unwrap_or_default()));
        }
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n";
    for level in &data.levels {
        out += &format!("<p>{}: {}</p>\n", escaped(&level.label), escaped(&words::value(level.value, data.unit, lang)));
    }
    out + "</details>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{Form, Row, Series, Unit};
    use crate::record::code::Lang;

    #[test]
    fn hostile_names_are_text_and_the_page_needs_nothing_else() {
        let hostile = "</title></svg><script>alert(1)</script>\" onload='x' &amp; \u{202e}txt.exe";
        let text = || hostile.to_owned();
        let data = ChartData {
            kind: ChartKind::Employers,
            form: Form::Bars,
            unit: Unit::Count,
            lang: Lang::Id,
            title: text(),
            sentence: text(),
            category: text(),
            series: vec![Series { key: text(), label: text() }],
            rows: vec![Row {
                key: text(),
                label: text(),
                values: vec![Some(7)],
                share: Some(1.0),
                n: Some(3),
                remark: Some(text()),
            }],
            levels: Vec::new(),
            scale: 0,
            facet: None,
            total: 7,
            missing: 0,
            note: text(),
        };
        let html = section(&data).unwrap();
        for bad in ["<script", "onload='", "\" onload", " style=", "src=", "url("] {
            assert!(!html.contains(bad), "{bad:?} in {html}");
        }
        assert!(html.matches("&lt;script&gt;").count() >= 7, "{html}");
        let parsed = roxmltree::Document::parse(&html).unwrap();
        assert!(parsed.descendants().all(|node| !node.has_tag_name("script")));
    }
}
