//! `padan pages`: every open vacancy once, links that lead somewhere, hostile texts that stay texts, the same bytes again.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use padan::record::{Vacancy, day};
use padan::snapshot::{BuildOptions, Builder, Folder, sha256_hex};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Value, json};

const PADAN: &str = env!("CARGO_BIN_EXE_padan");
const AS_OF: &str = "2026-11-24";

fn padan(args: &[&str]) -> Output {
    Command::new(PADAN).args(args).output().unwrap()
}

fn succeeds(args: &[&str]) -> String {
    let output = padan(args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A snapshot of records as they are, past every gate: another builder may have let anything through.
fn snapshot(folder: &Path, records: &[Value]) {
    let mut builder =
        Builder::new(BuildOptions { as_of: day::parse(AS_OF).unwrap(), ..BuildOptions::default() }, folder).unwrap();
    for record in records {
        builder.add(&serde_json::from_value(record.clone()).unwrap()).unwrap();
    }
    builder.prepare(folder, None, &mut |_| {}).unwrap().put().unwrap();
}

/// A vacancy of the public service's portal with `changes`.
fn vacancy(id: &str, changes: &Value) -> Value {
    let mut base = json!({
        "id": id, "title": "Kasir Toko", "source": {"code": "karirhub", "verification": "verified"},
        "hiringOrganization": {"name": "PT Maju Jaya"}, "jobLocation": [{"region": "3216"}], "datePosted": "2026-11-01"
    });
    base.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    base
}

/// Every file of a site by its path.
fn files(site: &Path) -> BTreeMap<String, String> {
    fn walk(base: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(base, &path, found);
            } else {
                found.insert(text(path.strip_prefix(base).unwrap()).to_owned(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(site, site, &mut found);
    found
}

fn pages(files: &BTreeMap<String, String>) -> Vec<(&String, Document<'_>)> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, html)| {
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let parsed = Document::parse_with_options(html, options);
            (path, parsed.unwrap_or_else(|why| panic!("{path}: {why}")))
        })
        .collect()
}

fn all<'a>(document: &'a Document<'_>, tag: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |node| node.has_tag_name(tag))
}

fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

fn postings(document: &Document<'_>) -> Vec<Value> {
    all(document, "script").map(|script| serde_json::from_str(script.text().unwrap()).unwrap()).collect()
}

/// The one posting with this id.
fn posting(files: &BTreeMap<String, String>, id: &str) -> Value {
    let mut found: Vec<Value> = pages(files).iter().flat_map(|(_, page)| postings(page)).collect();
    found.retain(|posting| posting["identifier"]["value"] == id);
    assert_eq!(found.len(), 1, "{id}");
    found.remove(0)
}

struct Made {
    work: tempfile::TempDir,
}

impl Made {
    fn of(records: &[Value]) -> Self {
        let work = tempfile::tempdir().unwrap();
        snapshot(&work.path().join("snapshot"), records);
        Self { work }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn pages(&self, more: &[&str]) -> BTreeMap<String, String> {
        let (snapshot, site) = (self.path("snapshot"), self.path("site"));
        succeeds(&[&["pages", text(&snapshot), "--out", text(&site)], more].concat());
        files(&site)
    }
}

#[test]
fn every_open_vacancy_is_on_one_list_of_its_province_and_named_once_in_each_way() {
    let work = tempfile::tempdir().unwrap();
    let (sample, folder, site) = (work.path().join("s.jsonl"), work.path().join("snapshot"), work.path().join("site"));
    succeeds(&["sample", "--rows", "3000", "--seed", "5", "--as-of", AS_OF, "--out", text(&sample)]);
    // Two days later than the sample, so that some have closed.
    let later = "2026-12-08";
    succeeds(&["build", "--format", "jsonl", "--as-of", later, "--out", text(&folder), text(&sample)]);
    let said = succeeds(&["pages", text(&folder), "--out", text(&site)]);
    let records = Folder::open(&folder).unwrap().records().unwrap();
    let open = |record: &&Vacancy| record.valid_through.as_deref().is_none_or(|last| last >= later);
    let province =
        |record: &Vacancy| record.job_location.first().map_or("00".to_owned(), |place| place.region[..2].to_owned());
    let expected: BTreeMap<String, String> =
        records.iter().filter(open).map(|record| (record.id.clone(), province(record))).collect();
    assert!(expected.len() > 1_000 && expected.len() < records.len(), "{} of {}", expected.len(), records.len());

    let files = files(&site);
    let (mut found, mut whole) = (BTreeMap::new(), BTreeSet::new());
    let mut named: BTreeMap<(&str, String), u32> = BTreeMap::new();
    for (path, page) in &pages(&files) {
        let (folder, file) = path.split_once('/').unwrap_or(("", path));
        let items: Vec<_> = all(page, "article").collect();
        if file.starts_with("list-") {
            assert!((1..=50).contains(&items.len()), "{path}: {}", items.len());
            let postings = postings(page);
            assert_eq!(postings.len(), items.len());
            for (number, posting) in (1..).zip(postings) {
                let id = posting["identifier"]["value"].as_str().unwrap().to_owned();
                assert_eq!(found.insert(id.clone(), folder.to_owned()), None, "{id} is there twice");
                whole.insert(format!("{folder}/{file}#n{number}"));
            }
        } else {
            assert_eq!(items.len(), 0, "{path}");
            let titles = all(page, "ul").filter(|list| list.attribute("class") == Some("titles"));
            let way = file.split('-').next().unwrap();
            for link in titles.flat_map(|list| list.descendants().filter(|node| node.has_tag_name("a"))) {
                *named.entry((way, format!("{folder}/{}", link.attribute("href").unwrap()))).or_default() += 1;
            }
        }
    }
    assert_eq!(found, expected);
    for way in ["region", "occupation", "schooling"] {
        let led: BTreeSet<String> = named.keys().filter(|key| key.0 == way).map(|key| key.1.clone()).collect();
        assert!(led == whole, "{way} leads to every vacancy: {} of {}", led.len(), whole.len());
    }
    assert!(named.values().all(|&times| times == 1));
    let closed = records.len() - expected.len();
    assert!(said.contains(&format!("{closed} left out, closed before {later}")), "{said}");
    let mark: Value = serde_json::from_str(&files["padan-pages.json"]).unwrap();
    assert_eq!((&mark["vacancies"], &mark["asOf"]), (&json!(expected.len()), &json!(later)));
}

#[test]
fn snapshots_a_province_give_the_pages_of_the_one_they_make_together() {
    let work = tempfile::tempdir().unwrap();
    let path = |name: &str| work.path().join(name);
    succeeds(&["sample", "--rows", "2000", "--seed", "5", "--as-of", AS_OF, "--out", text(&path("s.jsonl"))]);
    let ids = |files: &BTreeMap<String, String>| -> BTreeSet<(String, String)> {
        let of = |(file, page): &(&String, Document<'_>)| -> Vec<(String, String)> {
            let province = file.split('/').next().unwrap().to_owned();
            let id = |posting: Value| posting["identifier"]["value"].as_str().unwrap().to_owned();
            postings(page).into_iter().map(|posting| (province.clone(), id(posting))).collect()
        };
        pages(files).iter().flat_map(of).collect()
    };
    let build = ["build", "--format", "jsonl", "--as-of", AS_OF];
    let mut made = Vec::new();
    for (name, more) in [("whole", &[][..]), ("parts", &["--partition", "province"])] {
        succeeds(&[&build, more, &["--out", text(&path(name)), text(&path("s.jsonl"))]].concat());
        let site = path(&format!("{name}-site"));
        succeeds(&["pages", text(&path(name)), "--out", text(&site)]);
        made.push(files(&site));
    }
    let [whole, parts] = made.try_into().unwrap();
    assert!(ids(&whole).len() > 1_000);
    assert_eq!(ids(&whole), ids(&parts));
    assert_eq!(whole.keys().collect::<Vec<_>>(), parts.keys().collect::<Vec<_>>());
    for (file, page) in whole.iter().filter(|(file, _)| file.ends_with("index.html")) {
        assert_eq!(page, &parts[file], "{file}");
    }
    let hidden = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().to_string_lossy().starts_with('.');
    assert!(!fs::read_dir(work.path()).unwrap().any(hidden), "the one they make together is gone");
}

#[test]
fn counts_on_the_index_pages_are_those_of_the_pages_they_lead_to() {
    let records: Vec<Value> = (0..130)
        .map(|n| {
            let region = ["3216", "3273", "32", "5171"][n % 4];
            let mut changes = json!({"jobLocation": [{"region": region}], "totalJobOpenings": 2});
            if n % 3 == 0 {
                changes["occupationalCategory"] = json!({"code": "5230.01", "edition": 2014});
            }
            if n % 10 == 0 {
                changes["jobLocation"] = json!([]);
            }
            vacancy(&format!("v{n}"), &changes)
        })
        .collect();
    let files = Made::of(&records).pages(&["--lang", "en"]);
    let parsed: BTreeMap<&String, Document<'_>> = pages(&files).into_iter().collect();
    let mut checked = 0;
    for (path, page) in &parsed {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for list in all(page, "ul").filter(|list| list.attribute("class") == Some("counts")) {
            for link in list.descendants().filter(|node| node.has_tag_name("a")) {
                let href = link.attribute("href").unwrap();
                let target = format!("{folder}/{href}");
                let lead = all(&parsed[&target.trim_start_matches('/').to_owned()], "p").next().map(words).unwrap();
                let count = words(link.children().rfind(Node::is_element).unwrap());
                assert!(lead.starts_with(&format!("{count},")), "{path} says {count}, {target} says {lead}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 12, "{checked}");
    let home = words(all(&parsed[&"index.html".to_owned()], "main").next().unwrap());
    assert!(home.contains("130 vacancies, 260 people wanted"), "{home}");
    assert!(home.contains("Province not stated, or abroad") && home.contains("13 vacancies"), "{home}");
    let nowhere = words(all(&parsed[&"00/list-1.html".to_owned()], "main").next().unwrap());
    assert!(nowhere.contains("WorkplaceNot stated"), "{nowhere}");
}

#[test]
fn every_link_inside_leads_to_a_page_and_a_place_on_it() {
    let records: Vec<Value> = (0..260).map(|n| vacancy(&format!("v{n}"), &json!({}))).collect();
    let files = Made::of(&records).pages(&[]);
    let pages = pages(&files);
    let ids: BTreeSet<String> = pages
        .iter()
        .flat_map(|(path, page)| {
            page.descendants().filter_map(move |node| Some(format!("{path}#{}", node.attribute("id")?)))
        })
        .collect();
    let mut followed = 0;
    for (path, page) in &pages {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        for node in page.descendants().filter(|node| ["a", "link"].contains(&node.tag_name().name())) {
            let href = node.attribute("href").unwrap();
            let (file, place) = href.split_once('#').map_or((href, None), |(file, place)| (file, Some(place)));
            let target = match (file, folder) {
                ("", _) => (*path).clone(),
                (file, None) => file.to_owned(),
                (file, Some(folder)) => file.strip_prefix("../").map_or(format!("{folder}/{file}"), str::to_owned),
            };
            assert!(files.contains_key(&target), "{path}: {href}");
            assert!(place.is_none_or(|place| ids.contains(&format!("{target}#{place}"))), "{path}: {href}");
            followed += 1;
        }
    }
    assert!(followed > 500, "{followed}");
    let rel = |path: &str, rel: &str| {
        let (_, page) = pages.iter().find(|(found, _)| *found == path).unwrap();
        let found = all(page, "link").find(|link| link.attribute("rel") == Some(rel));
        found.map(|link| link.attribute("href").unwrap().to_owned())
    };
    assert_eq!((rel("32/list-1.html", "prev"), rel("32/list-1.html", "next")), (None, Some("list-2.html".into())));
    assert_eq!(rel("32/list-6.html", "prev"), Some("list-5.html".into()));
    assert_eq!((rel("32/list-6.html", "next"), files.contains_key("32/list-7.html")), (None, false));
    assert_eq!(rel("32/region-3216-2.html", "prev"), Some("region-3216.html".into()));
}

#[test]
fn a_page_has_a_language_a_title_landmarks_and_a_policy_that_lets_the_style_through_alone() {
    let made = Made::of(&[vacancy("a", &json!({})), vacancy("b", &json!({"jobLocation": []}))]);
    for lang in ["id", "en"] {
        let files = made.pages(&["--lang", lang]);
        let style = files.keys().find(|path| path.ends_with(".css")).unwrap();
        assert_eq!(*style, format!("style-{}.css", &sha256_hex(files[style].as_bytes())[..16]));
        assert!(!files[style].contains("url(") && !files[style].contains("@import"));
        for (path, page) in &pages(&files) {
            assert_eq!(page.root_element().attribute("lang"), Some(lang), "{path}");
            let one = |tag: &str| {
                let found: Vec<Node<'_, '_>> = page.descendants().filter(|node| node.has_tag_name(tag)).collect();
                assert_eq!(found.len(), 1, "{path}: {tag}");
            };
            ["title", "h1", "main", "header", "footer"].iter().for_each(|tag| one(tag));
            let title = words(all(page, "title").next().unwrap());
            assert!(title.starts_with(&words(all(page, "h1").next().unwrap())), "{path}: {title}");
            let policy = all(page, "meta").find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"));
            let policy = policy.unwrap().attribute("content").unwrap();
            assert_eq!(policy, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'");
            let skip = all(page, "a").next().unwrap();
            assert_eq!((skip.attribute("class"), skip.attribute("href")), (Some("skip"), Some("#isi")));
            let said = words(page.root_element());
            assert!(said.contains("24 November 2026"), "{path} says of which day it is");
            for node in page.descendants().filter(Node::is_element) {
                assert!(node.attributes().all(|a| a.name() != "style" && !a.name().starts_with("on")), "{path}");
                let runs = node.has_tag_name("script") && node.attribute("type") != Some("application/ld+json");
                let fetches = ["img", "iframe", "object", "embed", "form", "base"].contains(&node.tag_name().name());
                assert!(!runs && !fetches && node.attribute("src").is_none(), "{path}: {node:?}");
            }
        }
    }
}

#[test]
fn a_posting_says_what_the_advertisement_states_and_nothing_else() {
    let full = vacancy(
        "full",
        &json!({
            "source": {"code": "karirhub", "verification": "verified", "url": "https://karirhub.kemnaker.go.id/a?b=1&c=2"},
            "alsoAt": [{"code": "glints", "verification": "unverified"}],
            "jobLocation": [{"region": "3216"}, {"region": "5171"}], "jobLocationType": "remote",
            "employmentType": "full_time", "totalJobOpenings": 5, "remainingJobOpenings": 3, "validThrough": "2026-12-31",
            "baseSalary": {"minValue": 3_200_000, "maxValue": 4_800_000}, "description": "Melayani pembeli & menjaga kas."
        }),
    );
    let bare = json!({"id": "bare", "title": "Sopir", "source": {"code": "wllp", "verification": "unverified"}});
    let made = Made::of(&[full, bare, vacancy("one", &json!({"baseSalary": {"minValue": 3_000_000}}))]);
    let files = made.pages(&[]);
    assert_eq!(
        posting(&files, "full"),
        json!({
            "@context": "https://schema.org", "@type": "JobPosting", "title": "Kasir Toko", "directApply": false,
            "identifier": {"@type": "PropertyValue", "name": "karirhub", "value": "full"},
            "hiringOrganization": {"@type": "Organization", "name": "PT Maju Jaya"},
            "description": "Melayani pembeli & menjaga kas.", "employmentType": "FULL_TIME", "totalJobOpenings": 3,
            "datePosted": "2026-11-01", "validThrough": "2026-12-31",
            "jobLocation": [
                {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "ID", "addressLocality": "Kab. Bekasi", "addressRegion": "Jawa Barat"}},
                {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "ID", "addressLocality": "Kota Denpasar", "addressRegion": "Bali"}}
            ],
            "jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": {"@type": "Country", "name": "ID"},
            "baseSalary": {"@type": "MonetaryAmount", "currency": "IDR", "value":
                {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 3_200_000, "maxValue": 4_800_000}},
            "url": "https://karirhub.kemnaker.go.id/a?b=1&c=2"
        })
    );
    assert_eq!(
        posting(&files, "bare"),
        json!({
            "@context": "https://schema.org", "@type": "JobPosting", "title": "Sopir", "directApply": false, "totalJobOpenings": 1,
            "identifier": {"@type": "PropertyValue", "name": "wllp", "value": "bare"}
        })
    );
    assert_eq!(posting(&files, "one")["baseSalary"]["value"]["minValue"], 3_000_000);
    let list = &files["32/list-1.html"];
    for said in [
        "Rp3,2–4,8 jt sebulan",
        "mulai Rp3 jt sebulan",
        "<bdi>Kab. Bekasi, Jawa Barat</bdi>; <bdi>Kota Denpasar, Bali</bdi>",
        "31 Desember 2026",
        "<bdi>karirhub</bdi>",
        "<bdi>glints</bdi>",
        "class=\"verified\"",
        "3 orang",
        "href=\"https://karirhub.kemnaker.go.id/a?b=1&amp;c=2\" rel=\"nofollow noopener noreferrer\"",
    ] {
        assert!(list.contains(said), "{said}");
    }
    let none = &files["00/list-1.html"];
    for said in
        ["Nama perusahaan dirahasiakan", "Tidak dicantumkan", "tidak menyertakan alamat", "class=\"unverified\""]
    {
        assert!(none.contains(said), "{said}");
    }
}

#[test]
fn closed_vacancies_are_left_out_and_those_that_close_that_day_are_not() {
    let days = [("past", "2026-11-23"), ("day", "2026-11-24"), ("next", "2027-01-31")];
    let records = days.map(|(id, last)| vacancy(id, &json!({"validThrough": last})));
    let files = Made::of(&records).pages(&[]);
    let listed: BTreeSet<String> = pages(&files)
        .iter()
        .flat_map(|(_, page)| postings(page))
        .map(|posting| posting["identifier"]["value"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed.into_iter().collect::<Vec<_>>(), ["day", "next"]);
    let made = Made::of(&[vacancy("past", &json!({"validThrough": "2026-01-01"}))]);
    let output = padan(&["pages", text(&made.path("snapshot")), "--out", text(&made.path("site"))]);
    assert!(!output.status.success() && said(&output).contains("no open vacancy among the 1"), "{}", said(&output));
    assert!(!made.path("site").exists());
    assert_eq!(fs::read_dir(made.work.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn hostile_texts_come_out_as_text_bounded_and_apart() {
    let bad = "</bdi></h2></script><script>alert(1)</script><!--<img src=x onerror=alert(2)>]]>&lt;b&gt;\" onload='x' \u{202e}\u{200b}\u{feff}\u{0}\u{1b}\u{2028}gpj.exe";
    let long = "Panjang sekali ".repeat(7_000);
    let record = |id: &str, changes: Value| vacancy(id, &changes);
    let everywhere = json!({
        "title": bad, "hiringOrganization": {"name": bad}, "description": bad, "qualifications": bad, "workHours": bad,
        "industry": bad, "jobFunction": bad, "jobLocation": [{"region": "3216", "address": bad}],
        "source": {"code": bad, "verification": "withdrawn", "url": "javascript:alert(1)"},
        "alsoAt": [{"code": bad, "verification": "verified", "url": "data:text/html,x"}],
        "requirements": [{"kind": "skill", "label": bad, "must": true, "origin": "text"}], "validThrough": "2026-12-01<script>"
    });
    let links = [
        "javascript:alert(1)",
        "http://karirhub.kemnaker.go.id/1",
        "https://wa.me/62812",
        "https://a.id@wa.me/62812",
        "https://a.id/\"onclick=\"x",
        "//a.id",
        "https://loker.go.id/\u{202e}1",
        "https://evil.example.net/1",
        "https://karirhub.kemnaker.go.id.evil.net/1",
        "https://loker.go.id/1",
        "https://api.loker.go.id:443/1",
    ];
    let mut records = vec![record("evil", everywhere), record("long", json!({"title": long, "description": long}))];
    records.push(record("rtl", json!({"title": "مرحبا Kasir", "jobLocation": [{"region": "../../x"}]})));
    records.push(record("blank", json!({"title": "\u{200b} \u{202e}", "hiringOrganization": {"name": "\u{feff}"}})));
    records.push(record(
        "path",
        json!({"jobLocation": [{"region": "32/../../etc"}], "occupationalCategory": {"code": "../", "edition": 2014}}),
    ));
    for (n, url) in links.iter().enumerate() {
        let source = json!({"code": "a", "verification": "verified", "url": url});
        records.push(record(&format!("link{n}"), json!({"source": source})));
    }
    let made = Made::of(&records);
    let files = made.pages(&["--hosts", "karirhub.kemnaker.go.id,loker.go.id", "--title", &bad.replace('\0', "")]);
    let pages = pages(&files);
    let mut outside = BTreeSet::new();
    for (path, page) in &pages {
        let html = &files[*path];
        for c in ['\u{202e}', '\u{200b}', '\u{feff}', '\0', '\u{1b}', '\u{2028}'] {
            assert!(!html.contains(c), "{path}: {c:?}");
        }
        assert!(!html.contains("<!--") && !html.contains("<img") && !html.contains("]]>"), "{path}");
        assert!(
            html.matches("</script").count() == html.matches("<script type=\"application/ld+json\">").count(),
            "{path}"
        );
        assert!(html.len() < 200_000, "{path}: {} bytes", html.len());
        for node in page.descendants().filter(Node::is_element) {
            assert!(node.attributes().all(|a| !a.name().starts_with("on")), "{path}: {node:?}");
            if let Some(href) = node.attribute("href").filter(|href| href.contains(':')) {
                outside.insert(href.to_owned());
            }
        }
        for title in all(page, "h2").filter(|title| title.parent().unwrap().has_tag_name("article")) {
            assert!(title.first_element_child().unwrap().has_tag_name("bdi"), "{path}: set apart");
            assert!(words(title).chars().count() <= 201, "{path}: {}", words(title));
        }
    }
    assert_eq!(Vec::from_iter(outside), ["https://api.loker.go.id:443/1", "https://loker.go.id/1"]);
    let evil = posting(&files, "evil");
    let shown = evil["title"].as_str().unwrap();
    assert!(shown.starts_with("</bdi></h2></script><script>alert(1)</script><!--<img src=x"), "{shown}");
    assert_eq!((evil.get("url"), evil.get("validThrough")), (None, None));
    let (_, list) = pages.iter().find(|(path, _)| *path == "32/list-1.html").unwrap();
    assert!(all(list, "h2").any(|title| words(title) == shown), "the page shows what the posting says");
    assert!(posting(&files, "long")["title"].as_str().unwrap().ends_with('…'));
    assert_eq!(posting(&files, "blank")["title"], "Tanpa judul");
    assert!(files.contains_key("00/list-1.html") && files.keys().all(|path| !path.contains("..")));
    assert_eq!(fs::read_dir(made.work.path()).unwrap().count(), 2, "nothing is written elsewhere");
}

#[test]
fn the_same_snapshot_gives_the_same_bytes_and_a_new_one_takes_the_place_of_the_old_at_once() {
    let records: Vec<Value> = (0..120).map(|n| vacancy(&format!("v{n}"), &json!({}))).collect();
    let made = Made::of(&records);
    let first = made.pages(&["--base", "https://kerja.example.go.id/lowongan"]);
    assert_eq!(made.pages(&["--base", "https://kerja.example.go.id/lowongan/"]), first);
    fs::remove_dir_all(made.path("snapshot")).unwrap();
    snapshot(&made.path("snapshot"), &records[..10]);
    let second = made.pages(&[]);
    assert!(first.contains_key("32/list-3.html") && !second.contains_key("32/list-2.html"));
    assert_eq!(fs::read_dir(made.work.path()).unwrap().count(), 2, "neither the old one nor parts are left");
}

#[test]
fn sitemap_robots_and_canonical_links_are_there_where_the_address_is_known() {
    let made = Made::of(&[vacancy("a", &json!({}))]);
    let without = made.pages(&[]);
    assert!(without.keys().all(|path| !path.ends_with(".xml") && !path.ends_with(".txt")));
    assert!(!without["index.html"].contains("canonical"));
    let files = made.pages(&["--base", "https://kerja.example.go.id/lowongan"]);
    let base = "https://kerja.example.go.id/lowongan/";
    let map = Document::parse(&files["sitemap.xml"]).unwrap();
    let mapped: BTreeSet<String> =
        map.descendants().filter(|node| node.tag_name().name() == "loc").map(words).collect();
    let expected: BTreeSet<String> =
        files.keys().filter(|path| path.ends_with(".html")).map(|path| format!("{base}{path}")).collect();
    assert_eq!(mapped, expected);
    assert!(map.descendants().filter(|node| node.tag_name().name() == "lastmod").all(|node| words(node) == AS_OF));
    assert!(files["robots.txt"].contains(&format!("Sitemap: {base}sitemap.xml")));
    for (path, page) in &pages(&files) {
        let canonical = all(page, "link").find(|link| link.attribute("rel") == Some("canonical")).unwrap();
        assert_eq!(canonical.attribute("href"), Some(&*format!("{base}{path}")));
    }
    for bad in ["kerja.go.id", "javascript://a", "https://a?b", "https://a\" x", "https://"] {
        let output = padan(&["pages", text(&made.path("snapshot")), "--out", text(&made.path("site")), "--base", bad]);
        assert_eq!(output.status.code(), Some(2), "{bad}: {}", said(&output));
    }
}

#[test]
fn a_folder_that_is_not_of_its_own_making_is_left_alone() {
    let made = Made::of(&[vacancy("a", &json!({}))]);
    let (snapshot, site) = (made.path("snapshot"), made.path("site"));
    fs::create_dir(&site).unwrap();
    fs::write(site.join("thesis.txt"), "years of work").unwrap();
    let output = padan(&["pages", text(&snapshot), "--out", text(&site)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("found to hold other files"), "{}", said(&output));
    assert_eq!(files(&site).len(), 1);
    let output = padan(&["pages", text(&snapshot), "--out", text(&site.join("thesis.txt"))]);
    assert!(said(&output).contains("no folder"), "{}", said(&output));
    let output = padan(&["pages", text(&snapshot), "--out", text(&snapshot)]);
    assert!(!output.status.success() && snapshot.join("manifest.json").exists());
    fs::remove_file(site.join("thesis.txt")).unwrap();
    assert!(made.pages(&[]).contains_key("index.html"), "an empty one is taken");
}
