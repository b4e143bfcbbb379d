//! `padan pages`: the vacancies of a snapshot as plain linked HTML, for browsers without JavaScript and for search engines.
//!
//! # Overview
//!
//! ```text
//! SITE/index.html                    provinces with their counts
//!      style-HASH.css                the one style sheet
//!      32/index.html                 a province: its regencies, occupations and schooling with their counts
//!      32/list-1.html …              its vacancies, newest first: each whole, each on one page of the site
//!      32/region-3216.html …         their titles by regency or city, each leading to its place in the list
//!      32/occupation-52.html …       by occupation group
//!      32/schooling-3.html …         by the schooling asked
//!      padan-pages.json              what made this folder
//! ```
//!
//! `00` is where no province is stated (or a place abroad). No page is empty, so there are as many as the vacancies fill. The
//! columns say which row stands where; then the records are read once, in the order they lie in, and what is written of each
//! goes to a file aside, from which the pages are put together: memory holds 20 bytes a vacancy beside the columns.
//!
//! Every text from outside is bounded, freed of invisible and direction-changing characters, escaped and set apart in
//! direction. A policy in each page's head allows the style sheet and nothing else. The style is a file with its hash in its
//! name, not part of each page: servers that send padan's policy (`style-src 'self'`) let it through, and it is fetched once.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::merge;
use super::page::escaped;
use super::posting::{self, Place, Shown};
use super::progress::Progress;
use super::{Usage, grouped};
use crate::ingest::gate;
use crate::market::words;
use crate::query::facet::{self, FacetKey, NONE};
use crate::record::code::{Lang, WorkMode};
use crate::record::{Vacancy, day};
use crate::snapshot::{ColumnId, Folder, SnapshotError, sha256_hex};

/// Write the vacancies of a snapshot as plain linked pages.
///
/// For browsers without JavaScript and for search engines: provinces, their vacancies in pages, and
/// the same by regency, occupation and schooling. No page has a script that runs. Vacancies whose last
/// day was before the snapshot's day are left out. The folder is put in place at once, and only over
/// one that this verb wrote.
///
///   padan pages snapshot --out site
///   padan pages snapshot --out site --lang en --base https://kerja.example.go.id/lowongan/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot, or of one a province with their partitions.json
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder to write the pages into
    #[arg(long, value_name = "SITE")]
    out: PathBuf,
    /// Language of the pages
    #[arg(long, value_name = "id|en", default_value = "id", value_parser = super::lang)]
    lang: Lang,
    /// Address the pages will have; adds sitemap.xml, robots.txt and canonical links
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Hosts that may be linked to, with their subdomains; any but messengers where left out
    #[arg(long, value_name = "HOST,HOST", value_delimiter = ',')]
    hosts: Vec<String>,
    /// Heading of the pages
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

/// Vacancies on a page of a list.
const LISTED: usize = 50;
/// Titles on a page by regency, occupation or schooling.
const NAMED: usize = 100;
/// Days after which the page warns of old data, as the portal does.
const STALE_DAYS: u32 = 7;
/// Addresses in one sitemap; the protocol's limit.
const MAPPED: usize = 50_000;
/// Places shown of a vacancy.
const PLACES: usize = 5;
/// The file that tells a folder of pages.
const MARK: &str = "padan-pages.json";
/// Province of the rows that name none.
const NOWHERE: &str = "00";

const STYLE: &str = "
:root{color-scheme:light dark;--text:#16232f;--muted:#506070;--page:#f4f7fa;--surface:#fff;--line:#d5dee7;--primary:#0a559e;
--strong:#073f78;--on:#fff;--soft:#e7f0f9;--good:#14653c;--good-soft:#e3f4ea;--warn:#7a4a00;--warn-soft:#fdf1dc;--bad:#a3261b;--bad-soft:#fcebe9}
@media(prefers-color-scheme:dark){:root{--text:#e9eff5;--muted:#a9b7c4;--page:#0f171f;--surface:#18222c;--line:#32414f;--primary:#86bff2;
--strong:#b2d7f8;--on:#07213a;--soft:#1f3347;--good:#82d7a5;--good-soft:#163526;--warn:#f0c377;--warn-soft:#3a2c12;--bad:#f5a79f;--bad-soft:#431f1c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif;overflow-wrap:anywhere}
.width{max-width:68rem;margin:0 auto;padding:0 1rem}
a{color:var(--primary);text-underline-offset:.2em}a:hover{color:var(--strong)}
:focus-visible{outline:3px solid var(--primary);outline-offset:2px;border-radius:2px}
.skip{position:absolute;inset-inline-start:-99rem;padding:.75rem 1rem;background:var(--surface);z-index:1}.skip:focus{inset-inline-start:.5rem;inset-block-start:.5rem}
header{background:var(--surface);border-bottom:3px solid var(--primary)}
.brand{display:inline-block;padding:.75rem 0;font-size:1.125rem;font-weight:700;color:var(--text);text-decoration:none}
.crumbs{padding:.5rem 0 0}.crumbs ol{display:flex;flex-wrap:wrap;gap:0 .5rem;margin:0;padding:0;list-style:none;font-size:.9375rem}
.crumbs li+li::before{content:'›';margin-inline-end:.5rem;color:var(--muted)}.crumbs a,.crumbs span{display:inline-block;padding:.375rem 0}
h1{font-size:clamp(1.375rem,1.1rem + 1.6vw,2rem);line-height:1.2;margin:1.25rem 0 .25rem}.crumbs+main h1{margin-top:.75rem}
h2{font-size:1.1875rem;line-height:1.3;margin:0}
.lead{margin:.25rem 0 0;color:var(--muted)}.asof{margin:.25rem 0 1.25rem;color:var(--muted);font-size:.9375rem}
section{margin:2rem 0}section>h2{margin-bottom:.75rem}
.counts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:.5rem;margin:0;padding:0;list-style:none}
.counts a{display:flex;justify-content:space-between;align-items:center;gap:1rem;min-height:3rem;padding:.5rem .875rem;background:var(--surface);border:1px solid var(--line);border-radius:.5rem;text-decoration:none;line-height:1.3}
.counts a:hover{border-color:var(--primary);background:var(--soft)}
.counts b{color:var(--muted);font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.list{display:grid;gap:1rem;margin:0;padding:0;list-style:none}
.list>li{scroll-margin-top:1rem}
article{padding:1rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem}
li:target article{border-color:var(--primary);box-shadow:0 0 0 2px var(--primary)}
.employer{margin:.125rem 0 0;color:var(--muted)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(14rem,100%),1fr));gap:.5rem 1.25rem;margin:.75rem 0}
@media(max-width:40rem){dl{gap:.375rem}dl div{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.75rem;align-items:baseline}}
dt{color:var(--muted);font-size:.875rem}dd{margin:0;font-weight:600}dd.none{font-weight:400;color:var(--muted)}
.excerpt{margin:.75rem 0;max-width:70ch}
.foot{display:flex;flex-wrap:wrap;align-items:center;gap:.375rem .75rem;margin:.75rem 0 0;color:var(--muted);font-size:.875rem}
.foot span{padding:.125rem .625rem;border-radius:99rem}.foot .source{border:1px solid var(--line)}.foot .day{padding-inline:0}
.verified{background:var(--good-soft);color:var(--good)}.unverified{background:var(--warn-soft);color:var(--warn)}.withdrawn{background:var(--bad-soft);color:var(--bad)}
.end{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.75rem;margin-top:.875rem}.end .foot,.end .go{margin:0}
.go{margin:1rem 0 0}.hint{color:var(--muted);font-size:.9375rem}
.button{display:inline-block;padding:.625rem 1rem;background:var(--primary);color:var(--on);border-radius:.5rem;font-weight:600;text-decoration:none}.button:hover{background:var(--strong);color:var(--on)}
.titles{margin:0;padding:0;list-style:none;background:var(--surface);border:1px solid var(--line);border-radius:.625rem}
.titles li{padding:.5rem 1rem}.titles li+li{border-top:1px solid var(--line)}
.titles a{display:inline-block;padding:.25rem 0;font-weight:600}.titles p{margin:0;color:var(--muted);font-size:.9375rem}
.pager ul{display:flex;flex-wrap:wrap;gap:.5rem;margin:1.5rem 0;padding:0;list-style:none}
.pager a,.pager strong,.pager span{display:inline-block;min-width:2.75rem;padding:.5rem .75rem;text-align:center;border:1px solid var(--line);border-radius:.5rem;background:var(--surface);text-decoration:none}
.pager strong{background:var(--primary);border-color:var(--primary);color:var(--on)}.pager span{border-color:transparent;background:none}
footer{margin-top:2.5rem;padding:1rem 0 2rem;border-top:1px solid var(--line);background:var(--surface);color:var(--muted);font-size:.9375rem}footer p{margin:.5rem 0}
footer code{font-size:.875em}
.silent{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(forced-colors:active){.pager strong,.button,.foot span{border:1px solid}}
@page{size:A4;margin:15mm}
@media print{:root{--text:#000;--muted:#333;--page:#fff;--surface:#fff;--line:#888;--primary:#000}body{font-size:10pt}.width{max-width:none;padding:0}
.skip,.pager,.crumbs{display:none}article,.titles li{break-inside:avoid}article{padding:.5rem}.list{gap:.5rem}.button{padding:0;background:none;color:inherit}.button::after{content:' ' attr(href);font-weight:400}footer{border:0}}
";

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    let base = args.base.as_deref().map(base).transpose()?;
    refuse_foreign(&args.out)?;
    let parts = merge::snapshots(&args.folder)?;
    let several = parts.first() != Some(&args.folder);
    let one = several.then(|| Fresh::beside(&args.out, "one")).transpose()?;
    if let Some(one) = &one {
        merge::joined(&parts, &one.path)?;
    }
    let folder = Folder::open(one.as_ref().map_or(args.folder.as_path(), |one| &one.path))?;
    let as_of = day::parse(&folder.manifest.as_of)
        .with_context(|| format!("{:?} found for the snapshot's day, a date expected", folder.manifest.as_of))?;
    let plan = Plan::new(&folder, as_of);
    ensure!(
        !plan.order.is_empty(),
        "no open vacancy among the {} of the snapshot on {}, one or more expected. Build a newer snapshot",
        grouped(folder.snapshot.rows() as u64),
        folder.manifest.as_of
    );
    let fresh = Fresh::beside(&args.out, "new")?;
    let mut site = Site {
        text: Text::new(args, &folder),
        folder: &folder,
        plan,
        at: fresh.path.clone(),
        base,
        style: format!("style-{:.16}.css", sha256_hex(STYLE.as_bytes())),
        files: Vec::new(),
        bytes: 0,
    };
    site.write()?;
    let (pages, bytes, listed) = (site.files.len(), site.bytes, site.plan.order.len());
    fresh.put(&args.out)?;
    println!(
        "{}: {} pages, {:.1} MB; {} vacancies, each on one list; {} left out, closed before {}",
        args.out.display(),
        grouped(pages as u64),
        bytes as f64 / 1e6,
        grouped(listed as u64),
        grouped((folder.snapshot.rows() - listed) as u64),
        folder.manifest.as_of
    );
    Ok(())
}

/// The address pages will have, with a slash at its end.
fn base(url: &str) -> Result<String, Usage> {
    let sound = url.split_once("://").is_some_and(|(scheme, rest)| {
        matches!(scheme, "https" | "http")
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && rest.chars().all(|c| c.is_ascii_graphic() && !"?#<>\"'\\@".contains(c))
    });
    if !sound {
        return Err(Usage(format!(
            "--base {url:?} found, an address like https://kerja.example.go.id/lowongan/ expected"
        )));
    }
    Ok(format!("{}/", url.trim_end_matches('/')))
}

/// Errors where a folder stands that this verb did not write.
fn refuse_foreign(out: &Path) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(out) else {
        ensure!(
            fs::symlink_metadata(out).is_err(),
            "{} found to be no folder, a folder or nothing expected. Name another with --out",
            out.display()
        );
        return Ok(());
    };
    let mark = fs::read(out.join(MARK)).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    ensure!(
        entries.next().is_none() || mark.is_some_and(|mark| mark["format"] == "padan-pages"),
        "{} found to hold other files, a new folder or one that `padan pages` wrote expected. Name another with --out, or \
         empty it yourself",
        out.display()
    );
    Ok(())
}

/// A folder beside the one to be, which takes its place when it is whole and goes where it is not.
struct Fresh {
    path: PathBuf,
}

impl Fresh {
    fn beside(out: &Path, what: &str) -> Result<Self> {
        let name = out.file_name().with_context(|| format!("{} found, a name for a folder expected", out.display()))?;
        let path = out.with_file_name(format!(".{}.{what}-{}", name.to_string_lossy(), std::process::id()));
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self { path })
    }

    fn put(self, out: &Path) -> Result<()> {
        refuse_foreign(out)?;
        let old = self.path.with_extension("old");
        let stood = out.exists();
        if stood {
            fs::rename(out, &old).with_context(|| format!("cannot move {} aside", out.display()))?;
        }
        if let Err(why) = fs::rename(&self.path, out) {
            if stood {
                fs::rename(&old, out)?;
            }
            bail!("cannot put {} into place ({why}). Check the rights of the folder around it", out.display());
        }
        if stood {
            fs::remove_dir_all(&old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
        Ok(())
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Which open row stands where.
struct Plan {
    /// Open rows by province, then newest first.
    order: Vec<u32>,
    /// Place of each row within its province; `u32::MAX` for rows that are left out.
    places: Vec<u32>,
    /// Province and where its rows end in `order`, by code; the one without a province first.
    provinces: Vec<(String, usize)>,
}

/// The first `length` digits of a code, where it is one.
fn digits(text: Option<&str>, length: usize) -> Option<&str> {
    let code = text?.get(..length)?;
    code.bytes().all(|byte| byte.is_ascii_digit()).then_some(code)
}

impl Plan {
    fn new(folder: &Folder, as_of: i32) -> Self {
        let snapshot = &folder.snapshot;
        let open = |&row: &u32| snapshot.int(ColumnId::Closes, row as usize).is_none_or(|last| last >= as_of.into());
        let province = |row: u32| digits(snapshot.text(ColumnId::Region, row as usize), 2).unwrap_or(NOWHERE);
        let posted = |row: u32| snapshot.int(ColumnId::Posted, row as usize).unwrap_or(i64::MIN);
        let mut order: Vec<u32> = (0..snapshot.rows() as u32).filter(open).collect();
        order.sort_unstable_by(|&a, &b| province(a).cmp(province(b)).then(posted(b).cmp(&posted(a))).then(a.cmp(&b)));
        let mut places = vec![u32::MAX; snapshot.rows()];
        let mut provinces: Vec<(String, usize)> = Vec::new();
        let mut begun = 0;
        for (at, &row) in order.iter().enumerate() {
            if provinces.last().is_none_or(|(code, _)| code != province(row)) {
                provinces.push((province(row).to_owned(), at));
                begun = at;
            }
            places[row as usize] = (at - begun) as u32;
            if let Some((_, end)) = provinces.last_mut() {
                *end = at + 1;
            }
        }
        Self { order, places, provinces }
    }

    /// Provinces with their rows.
    fn each(&self) -> Vec<(String, std::ops::Range<usize>)> {
        let starts = std::iter::once(0).chain(self.provinces.iter().map(|&(_, end)| end));
        self.provinces.iter().zip(starts).map(|((code, end), start)| (code.clone(), start..*end)).collect()
    }
}

/// What is written of each row, in a file aside.
struct Written {
    file: File,
    /// By row: where its block begins, the bytes of the block, and of the line that names it.
    index: Vec<(u64, u32, u32)>,
}

impl Written {
    fn get(&mut self, row: u32, whole: bool) -> Result<String> {
        let (at, block, line) = self.index[row as usize];
        let (at, bytes) = if whole { (at, block) } else { (at + u64::from(block), line) };
        let mut text = vec![0; bytes as usize];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut text)?;
        Ok(String::from_utf8(text)?)
    }
}

/// The three ways into a province's vacancies.
const WAYS: [FacetKey; 3] = [FacetKey::Regency, FacetKey::Occupation, FacetKey::Education];

/// Name of a way's files.
fn stem(way: FacetKey) -> &'static str {
    match way {
        FacetKey::Regency => "region",
        FacetKey::Occupation => "occupation",
        _ => "schooling",
    }
}

/// The name of a page of a list; the first of a way has no number.
fn name(stem: &str, page: usize) -> String {
    if page == 1 && stem != "list" { format!("{stem}.html") } else { format!("{stem}-{page}.html") }
}

struct Site<'a> {
    text: Text,
    folder: &'a Folder,
    plan: Plan,
    at: PathBuf,
    base: Option<String>,
    style: String,
    files: Vec<String>,
    bytes: u64,
}

/// One page: its place in the site, its words and its neighbours in a list.
struct Sheet<'a> {
    path: String,
    /// Names and addresses of the pages above.
    crumbs: Vec<(String, String)>,
    heading: String,
    /// Which page of a list, of how many, and the stem of their names.
    page: Option<(usize, usize, &'a str)>,
    lead: String,
    body: String,
}

impl Site<'_> {
    fn write(&mut self) -> Result<()> {
        let mut written = self.read()?;
        let each = self.plan.each();
        let mut progress = Progress::new("writing pages", self.plan.order.len() as u64, false);
        self.home(&each)?;
        for (province, rows) in each {
            progress.set(rows.start as u64);
            fs::create_dir_all(self.at.join(&province))?;
            self.province(&province, rows, &mut written)?;
        }
        progress.finish();
        let text = self.text.clone();
        self.file(&self.style.clone(), STYLE.as_bytes())?;
        if let Some(base) = self.base.clone() {
            self.maps(&base)?;
        }
        let mark = json!({
            "format": "padan-pages", "version": 1, "asOf": self.folder.manifest.as_of, "lang": text.lang.pick("id", "en"),
            "snapshot": self.folder.checksum, "vacancies": self.plan.order.len(), "pages": self.files.len(), "bytes": self.bytes,
        });
        self.file(MARK, format!("{mark}\n").as_bytes())
    }

    /// Reads every record once and writes down what the pages show of it.
    fn read(&self) -> Result<Written> {
        let mut progress = Progress::new("reading vacancies", self.plan.order.len() as u64, false);
        let mut out = BufWriter::with_capacity(1 << 20, tempfile::tempfile_in(&self.at)?);
        let mut index = vec![(0, 0, 0); self.plan.places.len()];
        let (mut at, mut read) = (0, 0);
        self.folder.for_each_line(&mut |row, line| {
            let place = self.plan.places[row as usize];
            if place == u32::MAX {
                return Ok(());
            }
            let vacancy: Vacancy = serde_json::from_str(line)
                .map_err(|why| SnapshotError::Corrupt { what: format!("the record of row {row}: {why}") })?;
            let block = self.text.block(&vacancy, place as usize % LISTED + 1);
            let named = self.text.line(&vacancy, place as usize);
            out.write_all(block.as_bytes())?;
            out.write_all(named.as_bytes())?;
            index[row as usize] = (at, block.len() as u32, named.len() as u32);
            at += (block.len() + named.len()) as u64;
            read += 1;
            progress.set(read);
            Ok::<(), anyhow::Error>(())
        })?;
        progress.finish();
        Ok(Written { file: out.into_inner().map_err(|why| why.into_error())?, index })
    }

    fn file(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let at = self.at.join(path);
        self.bytes += bytes.len() as u64;
        fs::write(&at, bytes).with_context(|| format!("cannot write {}", at.display()))
    }

    fn wanted(&self, rows: &[u32]) -> u64 {
        let openings =
            |&row: &u32| self.folder.snapshot.int(ColumnId::Openings, row as usize).unwrap_or(1).max(0) as u64;
        rows.iter().map(openings).sum()
    }

    fn label(&self, key: FacetKey, value: &str) -> String {
        match (key, value) {
            (FacetKey::Province, NOWHERE) => self
                .text
                .lang
                .pick("Provinsi tidak disebut, atau di luar negeri", "Province not stated, or abroad")
                .into(),
            _ => facet::label(key, value, &self.folder.snapshot, self.text.lang),
        }
    }

    fn home(&mut self, each: &[(String, std::ops::Range<usize>)]) -> Result<()> {
        let mut shown: Vec<(String, String, usize)> = each
            .iter()
            .map(|(code, rows)| (self.label(FacetKey::Province, code), format!("{code}/index.html"), rows.len()))
            .collect();
        shown.sort_by_key(|(label, href, _)| (href.starts_with(NOWHERE), label.clone()));
        let lang = self.text.lang;
        let body = format!(
            "<section aria-labelledby=\"provinces\">\n<h2 id=\"provinces\">{}</h2>\n{}</section>\n",
            lang.pick("Pilih provinsi", "Choose a province"),
            self.text.counts(&shown)
        );
        let order = &self.plan.order;
        let lead = self.text.amount(order.len(), self.wanted(order));
        let heading = lang.pick("Lowongan kerja menurut provinsi", "Vacancies by province").to_owned();
        self.sheet(Sheet { path: "index.html".into(), crumbs: Vec::new(), heading, page: None, lead, body })
    }

    fn province(&mut self, code: &str, range: std::ops::Range<usize>, written: &mut Written) -> Result<()> {
        let lang = self.text.lang;
        let rows = self.plan.order[range].to_vec();
        let province = self.label(FacetKey::Province, code);
        let heading = match code {
            NOWHERE => format!("{}: {province}", lang.pick("Lowongan kerja", "Vacancies")),
            _ => format!("{} {province}", lang.pick("Lowongan kerja di", "Vacancies in")),
        };
        let home = (lang.pick("Semua provinsi", "All provinces").to_owned(), "../index.html".to_owned());
        let above = vec![home.clone(), (province.clone(), "index.html".to_owned())];
        let lead = self.text.amount(rows.len(), self.wanted(&rows));

        let mut body = format!(
            "<p class=\"go\"><a class=\"button\" href=\"list-1.html\">{}</a></p>\n",
            match lang {
                Lang::Id => format!("Lihat semua {} lowongan", self.text.count(rows.len())),
                Lang::En => format!("See all vacancies ({})", self.text.count(rows.len())),
            }
        );
        for way in WAYS {
            let groups = self.groups(way, &rows);
            let title = match way {
                FacetKey::Regency => lang.pick("Menurut kabupaten atau kota", "By regency or city"),
                FacetKey::Occupation => lang.pick("Menurut jabatan", "By occupation"),
                _ => lang.pick("Menurut pendidikan yang diminta", "By schooling asked"),
            };
            let mut shown = Vec::new();
            for (value, members) in groups {
                let label = self.label(way, &value);
                let stem = format!("{}-{}", stem(way), if value == NONE { "0" } else { &value });
                shown.push((label.clone(), name(&stem, 1), members.len()));
                let crumbs = above.clone();
                let about = format!("{heading}: {label}");
                let lead = self.text.amount(members.len(), self.wanted(&members));
                let pages = members.len().div_ceil(NAMED);
                for (at, members) in members.chunks(NAMED).enumerate() {
                    let mut body = "<ul class=\"titles\">\n".to_owned();
                    for &row in members {
                        body += &written.get(row, false)?;
                    }
                    body += "</ul>\n";
                    self.sheet(Sheet {
                        path: format!("{code}/{}", name(&stem, at + 1)),
                        crumbs: crumbs.clone(),
                        heading: about.clone(),
                        page: Some((at + 1, pages, &stem)),
                        lead: lead.clone(),
                        body,
                    })?;
                }
            }
            body += &format!(
                "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{title}</h2>\n{1}</section>\n",
                stem(way),
                self.text.counts(&shown)
            );
        }
        let path = format!("{code}/index.html");
        self.sheet(Sheet { path, crumbs: vec![home], heading: heading.clone(), page: None, lead: lead.clone(), body })?;

        let pages = rows.len().div_ceil(LISTED);
        for (at, rows) in rows.chunks(LISTED).enumerate() {
            let mut body = "<ol class=\"list\">\n".to_owned();
            for &row in rows {
                body += &written.get(row, true)?;
            }
            body += "</ol>\n";
            self.sheet(Sheet {
                path: format!("{code}/{}", name("list", at + 1)),
                crumbs: above.clone(),
                heading: heading.clone(),
                page: Some((at + 1, pages, "list")),
                lead: lead.clone(),
                body,
            })?;
        }
        Ok(())
    }

    /// Rows by the value of a way, in the order the rows have; values by count, those of schooling by rung, "not stated" last.
    fn groups(&self, way: FacetKey, rows: &[u32]) -> Vec<(String, Vec<u32>)> {
        let snapshot = &self.folder.snapshot;
        let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for &row in rows {
            let at = row as usize;
            let value = match way {
                FacetKey::Regency => digits(snapshot.text(ColumnId::Region, at), 4).map(str::to_owned),
                FacetKey::Occupation => {
                    let code = snapshot.text(ColumnId::Occupation, at);
                    digits(code, 2).or_else(|| digits(code, 1)).map(str::to_owned)
                }
                _ => {
                    let rung = snapshot.int(ColumnId::Education, at).filter(|rung| (0..=10).contains(rung));
                    rung.map(|rung| rung.to_string())
                }
            };
            groups.entry(value.unwrap_or_else(|| NONE.to_owned())).or_default().push(row);
        }
        let mut groups: Vec<(String, Vec<u32>)> = groups.into_iter().collect();
        groups.sort_by_key(|(value, rows)| {
            let rank = match way {
                FacetKey::Education => value.parse().unwrap_or(usize::MAX),
                _ => usize::MAX - rows.len(),
            };
            (value == NONE, rank)
        });
        groups
    }

    /// Writes one page.
    fn sheet(&mut self, sheet: Sheet<'_>) -> Result<()> {
        let text = &self.text;
        let lang = text.lang;
        let root = if sheet.path.contains('/') { "../" } else { "" };
        let (number, neighbours) = match sheet.page {
            Some((page, pages, stem)) if pages > 1 => {
                let number = match lang {
                    Lang::Id => format!(", halaman {} dari {}", text.count(page), text.count(pages)),
                    Lang::En => format!(", page {} of {}", text.count(page), text.count(pages)),
                };
                let link = |rel: &str, page: usize| format!("<link rel=\"{rel}\" href=\"{}\" />\n", name(stem, page));
                let mut links = String::new();
                if page > 1 {
                    links += &link("prev", page - 1);
                }
                if page < pages {
                    links += &link("next", page + 1);
                }
                (number, links)
            }
            _ => Default::default(),
        };
        let heading = format!("{}{number}", escaped(&sheet.heading));
        let canonical = self.base.as_ref().map_or_else(String::new, |base| {
            format!("<link rel=\"canonical\" href=\"{}\" />\n", escaped(&format!("{base}{}", sheet.path)))
        });
        let description = format!("{heading}. {}. {}", sheet.lead, text.as_of);
        let mut crumbs = String::new();
        if !sheet.crumbs.is_empty() {
            crumbs = format!("<nav class=\"crumbs\" aria-label=\"{}\"><ol>", lang.pick("Jejak", "Breadcrumbs"));
            for (label, href) in &sheet.crumbs {
                crumbs += &format!("<li><a href=\"{href}\">{}</a></li>", escaped(label));
            }
            crumbs += "</ol></nav>\n";
        }
        let pager = sheet.page.map_or_else(String::new, |(page, pages, stem)| text.pager(page, pages, stem));
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"{lang_key}\">\n<head>\n<meta charset=\"utf-8\" />\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'\" />\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
             <meta name=\"color-scheme\" content=\"light dark\" />\n<meta name=\"referrer\" content=\"no-referrer\" />\n\
             <title>{heading} – {title}</title>\n<meta name=\"description\" content=\"{description}\" />\n\
             <link rel=\"stylesheet\" href=\"{root}{style}\" />\n{canonical}{neighbours}</head>\n<body>\n\
             <a class=\"skip\" href=\"#isi\">{skip}</a>\n\
             <header><div class=\"width\"><a class=\"brand\" href=\"{root}index.html\">{title}</a></div></header>\n\
             <div class=\"width\">\n{crumbs}<main id=\"isi\" tabindex=\"-1\">\n<h1>{heading}</h1>\n\
             <p class=\"lead\">{lead}</p>\n<p class=\"asof\">{as_of}.</p>\n{body}</main>\n{pager}</div>\n\
             <footer><div class=\"width\">{foot}</div></footer>\n</body>\n</html>\n",
            lang_key = lang.pick("id", "en"),
            title = text.title,
            style = self.style,
            skip = lang.pick("Lewati ke isi", "Skip to the content"),
            lead = sheet.lead,
            as_of = text.as_of,
            body = sheet.body,
            foot = text.foot,
        );
        self.file(&sheet.path, html.as_bytes())?;
        self.files.push(sheet.path);
        Ok(())
    }

    /// `sitemap.xml`, in several parts where one has no room, and `robots.txt`.
    fn maps(&mut self, base: &str) -> Result<()> {
        const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        const SCHEMA: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
        let as_of = self.folder.manifest.as_of.clone();
        let entry = |tag: &str, path: &str| {
            format!("<{tag}><loc>{}</loc><lastmod>{as_of}</lastmod></{tag}>\n", escaped(&format!("{base}{path}")))
        };
        let parts: Vec<String> = self
            .files
            .chunks(MAPPED)
            .map(|paths| {
                let urls: String = paths.iter().map(|path| entry("url", path)).collect();
                format!("{HEAD}<urlset {SCHEMA}>\n{urls}</urlset>\n")
            })
            .collect();
        if let [only] = &parts[..] {
            self.file("sitemap.xml", only.as_bytes())?;
        } else {
            let mut index = String::new();
            for (number, part) in (1..).zip(&parts) {
                let path = format!("sitemap-{number}.xml");
                self.file(&path, part.as_bytes())?;
                index += &entry("sitemap", &path);
            }
            self.file("sitemap.xml", format!("{HEAD}<sitemapindex {SCHEMA}>\n{index}</sitemapindex>\n").as_bytes())?;
        }
        self.file("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n").as_bytes())
    }
}

/// What pages say.
#[derive(Clone)]
struct Text {
    lang: Lang,
    /// Heading of the site, escaped.
    title: String,
    as_of: String,
    foot: String,
    hosts: Vec<String>,
    regions: BTreeMap<String, String>,
}

impl Text {
    fn new(args: &Args, folder: &Folder) -> Self {
        let lang = args.lang;
        let title = args.title.as_deref().unwrap_or(lang.pick("Daftar lowongan kerja", "List of vacancies"));
        let date = escaped(&words::date(&folder.manifest.as_of, lang));
        let foot = match lang {
            Lang::Id => format!(
                "<p>Data per {date}. Lowongan yang batas lamarannya lewat sebelum tanggal itu tidak dimuat; yang ditutup sesudahnya \
                 masih tercantum. Bila sudah lebih dari {STALE_DAYS} hari sejak tanggal itu, periksa lagi di portal asal sebelum melamar.</p>\
                 <p>Lowongan kerja resmi tidak memungut biaya. Waspadai iklan yang meminta uang.</p>"
            ),
            Lang::En => format!(
                "<p>Data as of {date}. Vacancies whose last day to apply was before that day are left out; those that closed after it \
                 are still listed. If more than {STALE_DAYS} days have passed since, check on the original portal before you apply.</p>\
                 <p>Official vacancies never charge a fee. Beware of ads that ask for money.</p>"
            ),
        };
        let regions = crate::record::region::all().into_iter().map(|region| {
            let name = facet::region_name(&region.code, &folder.snapshot).unwrap_or(region.name);
            (region.code, name)
        });
        let cut: String = folder.checksum.chars().take(16).collect();
        Self {
            lang,
            title: escaped(&plain(title, 100)),
            as_of: format!("{} {date}", lang.pick("Data per", "Data as of")),
            foot: format!("{foot}<p>{} <code>{}</code></p>", lang.pick("Cuplikan", "Snapshot"), escaped(&cut)),
            hosts: args.hosts.iter().map(|host| host.trim().to_lowercase()).collect(),
            regions: regions.collect(),
        }
    }

    fn count(&self, n: usize) -> String {
        words::count(n as u64, self.lang)
    }

    /// "1.234 lowongan, 3.456 orang dicari".
    fn amount(&self, vacancies: usize, wanted: u64) -> String {
        let (vacancies, wanted) = (self.count(vacancies), words::count(wanted, self.lang));
        match self.lang {
            Lang::Id => format!("{vacancies} lowongan, {wanted} orang dicari"),
            Lang::En => {
                let one = |n: &str, one: &str, many: &str| format!("{n} {}", if n == "1" { one } else { many });
                format!("{}, {} wanted", one(&vacancies, "vacancy", "vacancies"), one(&wanted, "person", "people"))
            }
        }
    }

    /// Links with counts.
    fn counts(&self, shown: &[(String, String, usize)]) -> String {
        let mut out = "<ul class=\"counts\">\n".to_owned();
        for (label, href, n) in shown {
            out += &format!(
                "<li><a href=\"{href}\"><span>{}</span> <b>{}<span class=\"silent\"> {}</span></b></a></li>\n",
                escaped(label),
                self.count(*n),
                self.lang.pick("lowongan", if *n == 1 { "vacancy" } else { "vacancies" })
            );
        }
        out + "</ul>\n"
    }

    /// Links to the pages before, after and around; nothing where there is one page.
    fn pager(&self, page: usize, pages: usize, stem: &str) -> String {
        if pages < 2 {
            return String::new();
        }
        let lang = self.lang;
        let mut out = format!("<nav class=\"pager\" aria-label=\"{}\"><ul>\n", lang.pick("Halaman", "Pages"));
        let link = |page: usize, rel: &str, words: &str| {
            format!("<li><a href=\"{}\"{rel}>{words}</a></li>\n", name(stem, page))
        };
        if page > 1 {
            out += &link(page - 1, " rel=\"prev\"", lang.pick("‹ Sebelumnya", "‹ Previous"));
        }
        let mut before = 0;
        for at in (1..=pages).filter(|&at| at == 1 || at == pages || at.abs_diff(page) <= 2) {
            if at > before + 1 {
                out += "<li><span aria-hidden=\"true\">…</span></li>\n";
            }
            before = at;
            let spoken = format!("<span class=\"silent\">{} </span>{}", lang.pick("Halaman", "Page"), self.count(at));
            out += &if at == page {
                format!("<li><strong aria-current=\"page\">{spoken}</strong></li>\n")
            } else {
                link(at, "", &spoken)
            };
        }
        if page < pages {
            out += &link(page + 1, " rel=\"next\"", lang.pick("Berikutnya ›", "Next ›"));
        }
        out + "</ul></nav>\n"
    }

    /// Regency and province of each place; the address where neither is known.
    fn places(&self, vacancy: &Vacancy) -> Vec<Place> {
        let region = |code: &str, length| digits(Some(code), length).and_then(|code| self.regions.get(code)).cloned();
        let places = vacancy.job_location.iter().map(|place| {
            let (regency, province) = (region(&place.region, 4), region(&place.region, 2));
            let address = place.address.as_deref().filter(|_| regency.is_none() && province.is_none());
            Place { address: address.map(|text| plain(text, 120)).filter(|text| !text.is_empty()), regency, province }
        });
        places.filter(|place| !place.words().is_empty()).take(PLACES).collect()
    }

    fn pay(&self, vacancy: &Vacancy) -> Option<String> {
        let lang = self.lang;
        let one = |amount: u32| words::value(amount.into(), crate::market::Unit::Rupiah, lang);
        let pay = vacancy.base_salary.as_ref()?;
        let amount = match (pay.min_value, pay.max_value) {
            (Some(least), Some(most)) => words::pay_range(least.into(), most.into(), lang),
            (Some(least), None) => format!("{} {}", lang.pick("mulai", "from"), one(least)),
            (None, Some(most)) => format!("{} {}", lang.pick("sampai", "up to"), one(most)),
            (None, None) => return None,
        };
        Some(format!("{amount} {}", lang.pick("sebulan", "a month")))
    }

    fn date(&self, text: Option<&str>) -> Option<String> {
        text.and_then(day::parse).map(|at| day::words(at, self.lang))
    }

    /// The link to the original advertisement, where it may be shown.
    fn link<'v>(&self, vacancy: &'v Vacancy) -> Option<&'v str> {
        let url = vacancy.source.url.as_deref().filter(|url| gate::is_link(url) && plain(url, 2_000) == **url)?;
        let host = gate::host_of_link(url)?;
        let allowed =
            |name: &String| host.strip_suffix(&**name).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
        (self.hosts.is_empty() || self.hosts.iter().any(allowed)).then_some(url)
    }

    fn title_of(&self, vacancy: &Vacancy) -> String {
        let title = plain(&vacancy.title, 200);
        if title.is_empty() { self.lang.pick("Tanpa judul", "No title").to_owned() } else { title }
    }

    fn employer(vacancy: &Vacancy) -> Option<String> {
        let employer = vacancy.hiring_organization.as_ref().map(|employer| plain(&employer.name, 150));
        employer.filter(|name| !name.is_empty())
    }

    /// A vacancy, whole, as the `number`th of its page.
    fn block(&self, vacancy: &Vacancy, number: usize) -> String {
        let lang = self.lang;
        let (title, employer, places) = (self.title_of(vacancy), Self::employer(vacancy), self.places(vacancy));
        let text =
            [&vacancy.description, &vacancy.qualifications].into_iter().flatten().find(|text| !text.trim().is_empty());
        let text = text.map(|text| plain(text, 280)).filter(|text| !text.is_empty());
        let link = self.link(vacancy);
        let unnamed = lang.pick("Nama perusahaan dirahasiakan", "Employer not named");
        let mut out = format!(
            "<li id=\"n{number}\"><article>\n<h2>{}</h2>\n<p class=\"employer\">{}</p>\n<dl>\n",
            apart(&title),
            employer.as_deref().map_or_else(|| unnamed.to_owned(), apart)
        );
        let mut fact = |name: &str, value: Option<String>, none: Option<&str>| match (value, none) {
            (Some(value), _) => out += &format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"),
            (None, Some(none)) => out += &format!("<div><dt>{name}</dt><dd class=\"none\">{none}</dd></div>\n"),
            (None, None) => {}
        };
        let mut listed: Vec<String> = places.iter().map(|place| apart(&place.words())).collect();
        if vacancy.job_location.len() > PLACES {
            let more = self.count(vacancy.job_location.len() - PLACES);
            listed.push(format!("{more} {}", lang.pick("tempat lain", "more")));
        }
        let not_stated = lang.pick("Tidak disebut", "Not stated");
        let workplace = (!listed.is_empty()).then(|| listed.join("; "));
        fact(lang.pick("Tempat kerja", "Workplace"), workplace, Some(not_stated));
        fact(lang.pick("Upah", "Pay"), self.pay(vacancy), Some(lang.pick("Tidak dicantumkan", "Not stated")));
        let last = self.date(vacancy.valid_through.as_deref());
        fact(lang.pick("Batas lamaran", "Last day to apply"), last, Some(not_stated));
        let mode = vacancy.job_location_type.filter(|mode| *mode != WorkMode::OnSite).map(|mode| mode.label(lang));
        let kinds: Vec<&str> = vacancy.employment_type.map(|kind| kind.label(lang)).into_iter().chain(mode).collect();
        let kinds = (!kinds.is_empty()).then(|| escaped(&kinds.join(" · ")));
        fact(lang.pick("Jenis kerja", "Type of employment"), kinds, None);
        let schooling = vacancy.education_requirements.as_ref().map(|asked| escaped(asked.level.label(lang)));
        fact(lang.pick("Pendidikan", "Schooling"), schooling, None);
        let wanted = vacancy.remaining_job_openings.unwrap_or(vacancy.total_job_openings);
        let people = lang.pick("orang", if wanted == 1 { "person" } else { "people" });
        fact(lang.pick("Dicari", "Wanted"), Some(format!("{} {people}", words::count(wanted.into(), lang))), None);
        out += "</dl>\n";
        if let Some(text) = &text {
            out += &format!("<p class=\"excerpt\">{}</p>\n", apart(text));
        }
        out += "<div class=\"end\"><p class=\"foot\">";
        for source in std::iter::once(&vacancy.source).chain(&vacancy.also_at) {
            out += &format!("<span class=\"source\">{}</span> ", apart(&plain(&source.code, 32)));
        }
        let checked = vacancy.source.verification;
        out += &format!("<span class=\"{}\">{}</span>", checked.key(), escaped(checked.label(lang)));
        if let Some(posted) = self.date(vacancy.date_posted.as_deref()) {
            out += &format!(" <span class=\"day\">{} {posted}</span>", lang.pick("Dipasang", "Posted"));
        }
        out += "</p>\n";
        out += &match link {
            Some(url) => format!(
                "<p class=\"go\"><a class=\"button\" href=\"{}\" rel=\"nofollow noopener noreferrer\">{}<span class=\"silent\">: {}</span></a></p>\n",
                escaped(url),
                lang.pick("Lamar di portal asal", "Apply on the original portal"),
                apart(&title)
            ),
            None => format!(
                "<p class=\"go hint\">{}</p>\n",
                lang.pick("Iklan ini tidak menyertakan alamat untuk melamar.", "This ad has no address to apply at.")
            ),
        };
        let shown =
            Shown { title: &title, employer: employer.as_deref(), description: text.as_deref(), places: &places, link };
        out + "</div>\n<script type=\"application/ld+json\">"
            + &posting::json_ld(vacancy, &shown)
            + "</script>\n</article></li>\n"
    }

    /// The line that names a vacancy and leads to its place, the `place`th of its province.
    fn line(&self, vacancy: &Vacancy, place: usize) -> String {
        let lang = self.lang;
        let (page, number) = (place / LISTED + 1, place % LISTED + 1);
        let unnamed = || lang.pick("Nama perusahaan dirahasiakan", "Employer not named").to_owned();
        let mut about = vec![Self::employer(vacancy).as_deref().map_or_else(unnamed, apart)];
        if let Some(Place { regency: Some(regency), .. }) = self.places(vacancy).first() {
            about.push(escaped(regency));
        }
        about.push(
            self.pay(vacancy).unwrap_or_else(|| lang.pick("upah tidak dicantumkan", "pay not stated").to_owned()),
        );
        if let Some(last) = self.date(vacancy.valid_through.as_deref()) {
            about.push(format!("{} {last}", lang.pick("batas lamaran", "apply by")));
        }
        format!(
            "<li><a href=\"{}#n{number}\">{}</a><p>{}</p></li>\n",
            name("list", page),
            apart(&self.title_of(vacancy)),
            about.join(" · ")
        )
    }
}

/// Text from outside in one line of at most `most` characters: white space runs are one space, characters that show nothing
/// or change the direction of writing are gone, and what is cut ends in "…".
pub(super) fn plain(text: &str, most: usize) -> String {
    let mut out = String::new();
    let (mut length, mut gap) = (0, false);
    for c in text.chars() {
        match c {
            '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            c if c.is_whitespace() || c.is_control() => gap = !out.is_empty(),
            c => {
                if length + usize::from(gap) >= most {
                    out.push('…');
                    break;
                }
                if gap {
                    out.push(' ');
                    length += 1;
                }
                gap = false;
                out.push(c);
                length += 1;
            }
        }
    }
    out
}

/// Text from outside: escaped, and its direction kept to itself.
fn apart(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}
