//! `report.html`: the account of a build for people, in one file that needs nothing else.
//!
//! The page has no script and asks no server for anything: a policy in its head forbids both, and
//! allows the one style sheet by its hash. It says everything twice, in Indonesian and in English.
//! Every value that came from outside is escaped, its invisible and direction-changing characters
//! made visible, and set apart in writing direction.

use std::fmt::Write as _;
use std::io::Write;

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::account::{Account, Verdict};
use crate::ingest::Report;
use crate::ingest::tally::{Flow, Named};
use crate::market::words::{count, percent};
use crate::record::code::Lang;

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8886;--bar:#1a6fb5;--bad:#b3261e;--good:#146c2e}
@media(prefers-color-scheme:dark){:root{--bar:#6db3f2;--bad:#ff8a80;--good:#7ddf9a}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;padding:1rem;max-width:60rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
p{margin:.5rem 0}nav a{display:inline-block;padding:.6rem .8rem .6rem 0}
a{color:inherit}
main+main{border-top:2px solid;margin-top:3rem;padding-top:1rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:start;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;min-width:3rem}
th{font-weight:600;overflow-wrap:normal}
.n{text-align:end;white-space:nowrap}.b{width:30%;min-width:4rem}
svg{display:block;width:100%;height:.7rem;margin-top:.4rem}
rect{fill:var(--bar)}
.verdict{border-inline-start:.4rem solid;padding:.4rem .8rem;margin:1rem 0}
.bad{border-color:var(--bad)}.good{border-color:var(--good)}
code{font-size:.85em;overflow-wrap:anywhere}
td:first-child,th:first-child{min-width:8.5rem}
@media(max-width:34rem){table{font-size:.875rem}.b{display:none}}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;font-size:9pt}nav{display:none}h2{break-after:avoid}tr{break-inside:avoid}
main+main{break-before:page;border:0}}
";

/// Writes the page. `rejects` are the first lines of `rejects.jsonl`.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write(out: &mut impl Write, account: &Account, report: &Report, rejects: &[Value]) -> Result<()> {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    write!(
        out,
        "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>padan {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <nav><a href=\"#id\">Bahasa Indonesia</a> <a href=\"#en\" lang=\"en\">English</a></nav>\n",
        account.as_of
    )?;
    for lang in [Lang::Id, Lang::En] {
        out.write_all(Section { lang, text: String::new() }.render(account, report, rejects).as_bytes())?;
    }
    Ok(writeln!(out, "</body>\n</html>")?)
}

/// The page in one language.
struct Section {
    lang: Lang,
    text: String,
}

impl Section {
    fn render(mut self, account: &Account, report: &Report, rejects: &[Value]) -> String {
        let lang = self.lang;
        let key = lang.pick("id", "en");
        let title = lang.pick("Laporan pembuatan cuplikan lowongan", "Report on building a snapshot of vacancies");
        self.add(format!("<main id=\"{key}\" lang=\"{key}\">\n<h1>{title}</h1>\n"));
        let says = lang.pick("Keadaan per", "As of");
        self.add(format!("<p>{says} {}.", escaped(&account.as_of)));
        if !account.snapshot_sha256.is_empty() {
            self.add(format!(" SHA-256 <code>{}</code>", escaped(&account.snapshot_sha256)));
        }
        self.add("</p>\n");
        self.verdict(account.verdict.as_ref());
        self.fate(account);
        self.flows(lang.pick("Menurut berkas masukan", "By input file"), &account.inputs);
        self.flows(lang.pick("Menurut portal", "By portal"), &account.sources);
        self.shares(account);
        self.gates(report);
        self.tops(account);
        self.sizes(account);
        self.rejects(account, rejects);
        self.add("</main>\n");
        self.text
    }

    fn add(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
    }

    fn heading(&mut self, id: &'static str, en: &'static str) {
        let text = self.lang.pick(id, en);
        self.add(format!("<h2>{text}</h2>\n"));
    }

    fn count(&self, n: u64) -> String {
        count(n, self.lang)
    }

    /// A table; heads that start with "#" stand over numbers. Cells are HTML.
    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let class = |at: usize| match heads[at].as_bytes() {
            [b'#', ..] => " class=\"n\"",
            [] => " class=\"b\"",
            _ => "",
        };
        self.add("<div class=\"wide\"><table><thead><tr>");
        for (at, head) in heads.iter().enumerate() {
            let cell = if head.is_empty() { "td" } else { "th scope=\"col\"" };
            let end = if head.is_empty() { "td" } else { "th" };
            self.add(format!("<{cell}{}>{}</{end}>", class(at), escaped(head.trim_start_matches('#'))));
        }
        self.add("</tr></thead><tbody>\n");
        for row in rows {
            self.add("<tr>");
            for (at, cell) in row.iter().enumerate() {
                self.add(format!("<td{}>{cell}</td>", class(at)));
            }
            self.add("</tr>\n");
        }
        self.add("</tbody></table></div>\n");
    }

    fn verdict(&mut self, verdict: Option<&Verdict>) {
        let lang = self.lang;
        let Some(verdict) = verdict else {
            let text = lang.pick(
                "Batas ketat tidak diperiksa (<code>--strict</code> tidak dipakai).",
                "The strict limits were not checked (no <code>--strict</code>).",
            );
            return self.add(format!("<p class=\"verdict\">{text}</p>\n"));
        };
        if verdict.passed {
            let text = lang.pick("Memenuhi semua batas ketat.", "All strict limits were kept to.");
            return self.add(format!("<p class=\"verdict good\"><strong>{text}</strong></p>\n"));
        }
        let text = lang.pick(
            "Tidak diterbitkan: batas ketat dilanggar. Cuplikan lama tetap berlaku.",
            "Not put into place: strict limits were broken. The earlier snapshot stands.",
        );
        self.add(format!("<div class=\"verdict bad\"><p><strong>{text}</strong></p>\n"));
        let rows: Vec<Vec<String>> = verdict
            .breaches
            .iter()
            .map(|breach| [&breach.rule, &breach.found, &breach.limit].map(|text| escaped(text)).to_vec())
            .collect();
        self.table(
            &[lang.pick("Aturan", "Rule"), lang.pick("Ditemukan", "Found"), lang.pick("Batas", "Allowed")],
            &rows,
        );
        self.add("</div>\n");
    }

    /// Rows of a count with its share of `whole` and a bar.
    fn bars(&mut self, head: &str, counts: &[(String, u64)], whole: u64) {
        let rows: Vec<Vec<String>> = counts
            .iter()
            .map(|(name, n)| {
                vec![name.clone(), self.count(*n), percent(*n, whole).replace('<', "&lt;"), bar(*n, whole)]
            })
            .collect();
        let (records, share) = (self.lang.pick("#Jumlah", "#Count"), self.lang.pick("#Bagian", "#Share"));
        self.table(&[head, records, share, ""], &rows);
    }

    fn fate(&mut self, account: &Account) {
        let lang = self.lang;
        self.heading("Nasib setiap baris", "What became of every record");
        let counts = [
            (lang.pick("Masuk", "Came in"), account.rows_in),
            (lang.pick("Diterbitkan", "Published"), account.rows_out),
            (lang.pick("Ditolak", "Turned away"), account.rejected),
            (
                lang.pick("Diganti oleh baris lain dengan id yang sama", "Replaced by a later one of the same id"),
                account.merged,
            ),
            (
                lang.pick(
                    "Digabung dengan iklan yang sama di portal lain",
                    "Grouped with the same vacancy on another portal",
                ),
                account.grouped,
            ),
        ];
        let counts: Vec<(String, u64)> = counts.map(|(name, n)| (name.to_owned(), n)).into();
        self.bars(lang.pick("Nasib", "Fate"), &counts, account.rows_in);
    }

    fn flows(&mut self, title: &str, flows: &[Flow]) {
        let lang = self.lang;
        self.add(format!("<h2>{title}</h2>\n"));
        let rows: Vec<Vec<String>> = flows
            .iter()
            .map(|flow| {
                let format = flow.format.as_ref().map_or_else(String::new, |format| format!(" ({})", escaped(format)));
                let rejected = flow.rejected.map_or_else(|| "–".to_owned(), |n| self.count(n));
                vec![
                    format!("{}{format}", outside(&flow.name)),
                    self.count(flow.rows_in),
                    self.count(flow.rows_out),
                    rejected,
                    self.count(flow.merged),
                    self.count(flow.grouped),
                ]
            })
            .collect();
        let heads = match lang {
            Lang::Id => ["Nama", "#Masuk", "#Terbit", "#Ditolak", "#Diganti", "#Digabung"],
            Lang::En => ["Name", "#In", "#Out", "#Rejected", "#Replaced", "#Grouped"],
        };
        self.table(&heads, &rows);
    }

    fn shares(&mut self, account: &Account) {
        let (lang, shares) = (self.lang, &account.shares);
        self.heading("Apa yang disebut lowongan", "What vacancies state");
        let counts = [
            (
                lang.pick("Kode jabatan, 4 angka atau lebih", "Occupation code, 4 digits or more"),
                shares.occupation_four_digits,
            ),
            (lang.pick("Kode jabatan, 1–3 angka", "Occupation code, 1 to 3 digits"), shares.occupation_two_digits),
            (lang.pick("Tanpa kode jabatan", "No occupation code"), shares.occupation_none),
            (lang.pick("Upah", "Pay"), shares.pay),
            (lang.pick("Wilayah: provinsi saja", "Region: the province alone"), shares.region_province),
            (lang.pick("Wilayah: kabupaten/kota", "Region: regency or city"), shares.region_regency),
            (lang.pick("Wilayah: kecamatan atau desa", "Region: district or village"), shares.region_deeper),
            (lang.pick("Tanpa wilayah", "No region"), shares.region_none),
            (lang.pick("Pendidikan", "Schooling"), shares.education),
            (lang.pick("Tanggal tayang", "Day posted"), shares.posted),
            (lang.pick("Batas akhir melamar", "Last day to apply"), shares.closes),
            (lang.pick("Ada di beberapa portal", "On several portals"), shares.several_portals),
        ];
        let counts: Vec<(String, u64)> = counts.map(|(name, n)| (name.to_owned(), n)).into();
        self.bars(lang.pick("Isi", "Statement"), &counts, shares.rows);
    }

    fn gates(&mut self, report: &Report) {
        self.heading("Yang diubah atau dicatat oleh setiap aturan", "What each rule changed or noted");
        let rows: Vec<Vec<String>> = report
            .gates
            .iter()
            .map(|(gate, &n)| vec![format!("<code>{}</code>", escaped(gate)), self.count(n)])
            .collect();
        self.table(&[self.lang.pick("Aturan", "Rule"), self.lang.pick("#Kali", "#Times")], &rows);
    }

    fn tops(&mut self, account: &Account) {
        let (lang, top) = (self.lang, &account.top);
        let lists: [(&str, &[Named]); 6] = [
            (lang.pick("Tempat yang tidak dikenal", "Places not known"), &top.unknown_places),
            (lang.pick("Nilai yang tidak dikenal", "Values not known"), &top.unknown_values),
            (
                lang.pick("Isian yang menyebabkan penolakan", "Fields that records were turned away for"),
                &top.rejected_fields,
            ),
            (lang.pick("Judul tanpa kode jabatan", "Titles without an occupation code"), &top.uncoded_titles),
            (
                lang.pick("Pemberi kerja yang jenisnya tidak dikenal", "Employers whose kind is not known"),
                &top.unknown_employers,
            ),
            (lang.pick("Keterampilan dan alat yang diminta", "Skills and tools asked"), &top.skills),
        ];
        for (title, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
            self.add(format!("<h2>{title}</h2>\n"));
            let most = names.first().map_or(1, |named| named.count);
            let rows: Vec<Vec<String>> = names
                .iter()
                .map(|named| vec![outside(&named.name), self.count(named.count), bar(named.count, most)])
                .collect();
            self.table(&[lang.pick("Nama", "Name"), lang.pick("#Kali", "#Times"), ""], &rows);
        }
    }

    fn sizes(&mut self, account: &Account) {
        let lang = self.lang;
        self.heading("Ukuran dan isi lain", "Sizes and what else is inside");
        let rows: Vec<Vec<String>> = account
            .files
            .iter()
            .map(|file| vec![format!("<code>{}</code>", escaped(&file.file)), self.count(file.bytes)])
            .collect();
        self.table(&[lang.pick("Berkas", "File"), lang.pick("#Bita", "#Bytes")], &rows);
        let rows = [
            (lang.pick("Kolom, bita", "Columns, bytes"), account.core_bytes),
            (lang.pick("Id dan teks, bita", "Ids and texts, bytes"), account.text_bytes),
            (lang.pick("Pelatihan", "Courses"), account.courses as u64),
            (lang.pick("Sel pencari kerja", "Cells of job seekers"), account.supply_cells as u64),
            (
                lang.pick("Sel ditahan: terlalu kecil", "Cells held back: too small"),
                account.supply_suppressed_small as u64,
            ),
            (
                lang.pick("Sel ditahan: membuka sel kecil", "Cells held back: they would give small ones away"),
                account.supply_suppressed_complementary as u64,
            ),
        ]
        .map(|(name, n)| vec![name.to_owned(), self.count(n)]);
        self.table(&[lang.pick("Isi", "What"), lang.pick("#Jumlah", "#Count")], &rows);
    }

    fn rejects(&mut self, account: &Account, rejects: &[Value]) {
        let lang = self.lang;
        self.heading("Baris yang ditolak", "Records turned away");
        let all = self.count(account.rejected);
        let text = match lang {
            Lang::Id => format!("{all} baris, {} yang pertama di bawah. Semuanya: ", rejects.len()),
            Lang::En => format!("{all} records, the first {} below. All of them: ", rejects.len()),
        };
        self.add(format!("<p>{text}<a href=\"rejects.jsonl\">rejects.jsonl</a></p>\n"));
        if rejects.is_empty() {
            return;
        }
        let rows: Vec<Vec<String>> = rejects
            .iter()
            .map(|reject| {
                let text = |key: &str| match &reject[key] {
                    Value::String(text) => outside(text),
                    Value::Null => String::new(),
                    other => escaped(&other.to_string()),
                };
                vec![format!("{}:{}", text("file"), text("line")), text("field"), text("found"), text("expected")]
            })
            .collect();
        let heads = match lang {
            Lang::Id => ["Tempat", "Isian", "Ditemukan", "Diharapkan"],
            Lang::En => ["Where", "Field", "Found", "Expected"],
        };
        self.table(&heads, &rows);
    }
}

fn bar(part: u64, whole: u64) -> String {
    let width = part.saturating_mul(1_000).checked_div(whole).unwrap_or(0).min(1_000);
    format!(
        "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{width}\" height=\"10\"/></svg>"
    )
}

/// Text from outside: escaped, and its direction kept to itself.
fn outside(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

/// Text that HTML shows as it is, invisible characters as their numbers.
pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{206f}'
            | '\u{61c}'
            | '\u{feff}' => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Policy;

    #[test]
    fn hostile_names_are_text_and_nothing_else() {
        let hostile = "</bdi><script>alert(1)</script>\" onload='x' &amp; \u{202e}txt.exe\u{0}";
        let mut account = Account::new(20_781, &Policy::default());
        account.inputs.push(Flow { name: hostile.into(), format: Some(hostile.into()), ..Flow::default() });
        account.top.unknown_places.push(Named { name: hostile.into(), count: 1 });
        let mut report = Report::default();
        report.count(hostile);
        let reject =
            serde_json::json!({"file": hostile, "line": 1, "field": hostile, "found": hostile, "expected": hostile});
        let mut out = Vec::new();
        write(&mut out, &account, &report, &[reject]).unwrap();
        let html = String::from_utf8(out).unwrap();
        for bad in ["<script", "onload='", "\u{202e}", "\u{0}", "\" onload"] {
            assert!(!html.contains(bad), "{bad:?}");
        }
        assert_eq!(html.matches("&lt;/bdi&gt;&lt;script&gt;").count(), 2 * (2 + 1 + 1 + 4), "each is shown, twice");
        assert!(html.contains("&amp;amp; [U+202E]txt.exe[U+0000]"));
        for outside in ["http:", "https:", "url(", "@import", " style=", "src="] {
            let found = html.replace("default-src", "").replace("style-src", "");
            assert!(!found.contains(outside), "the page needs nothing else: {outside}");
        }
    }
}
