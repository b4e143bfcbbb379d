//! Charts as readers get them: reference pictures, and what holds whatever the numbers are.
//!
//! `PADAN_BLESS=1 cargo test --features cli --test charts` rewrites `tests/refs/*.svg`.
#![cfg(feature = "cli")]

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use padan::chart::{Boundaries, Error, Mark, Theme, draw, preferred_height, svg};
use padan::market::{ChartData, ChartKind, Form, Level, OTHER, Row, Series, Unit, words};
use padan::record::code::Lang;
use padan::record::region;
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle};
use proptest::prelude::*;
use roxmltree::{Document, Node};

const FORMS: [Form; 7] = [Form::Bars, Form::Stack, Form::Pairs, Form::Spread, Form::Tiles, Form::Map, Form::Line];

fn row(key: &str, label: &str, values: &[Option<u64>]) -> Row {
    Row { key: key.into(), label: label.into(), values: values.into(), share: None, n: None, remark: None }
}

fn saying(remark: &str, row: Row) -> Row {
    Row { remark: Some(remark.into()), ..row }
}

fn chart(form: Form, [title, sentence, note]: [&str; 3], series: &[&str], rows: Vec<Row>) -> ChartData {
    ChartData {
        kind: ChartKind::Province,
        form,
        unit: Unit::Count,
        lang: Lang::Id,
        title: title.into(),
        sentence: sentence.into(),
        category: "Kategori".into(),
        series: (0..).zip(series).map(|(i, s)| Series { key: format!("s{i}"), label: (*s).into() }).collect(),
        total: rows.iter().map(Row::value).fold(0, u64::saturating_add),
        rows,
        levels: Vec::new(),
        scale: 0,
        facet: None,
        missing: 0,
        note: note.into(),
    }
}

const NOTE: &str = "Lowongan daring yang dilaporkan per 24 November 2026, bukan seluruh pasar kerja. Yang dihitung adalah \
                    orang yang dicari, bukan iklan. Untuk 1.234 orang, provinsi tidak disebut.";

/// The ten provinces that want most, and the rest.
fn provinces(lang: Lang) -> ChartData {
    let values = [12_345, 9_000, 4_500, 3_000, 2_250, 1_800, 1_500, 1_285, 1_125, 1_000];
    let names = ["32", "11", "19", "53", "74", "16", "36", "63", "92", "31"];
    let regions = region::all();
    let name = |code: &str| regions.iter().find(|r| r.code == code).expect("a province").name.clone();
    let mut rows: Vec<Row> = names.iter().zip(values).map(|(key, n)| row(key, &name(key), &[Some(n)])).collect();
    rows.push(row(OTHER, lang.pick("Lainnya (28 provinsi)", "Others (28 provinces)"), &[Some(13_018)]));
    let words = [
        lang.pick("Di mana lowongannya?", "Where are the openings?"),
        lang.pick(
            "Paling banyak dicari di Jawa Barat: 12.345 dari 50.823 orang (24%).",
            "The most people are wanted in Jawa Barat: 12,345 of 50,823 (24%).",
        ),
        NOTE,
    ];
    ChartData { lang, ..chart(Form::Bars, words, &[lang.pick("Orang yang dicari", "People wanted")], rows) }
}

fn education(lang: Lang) -> ChartData {
    let rungs =
        [("1", "SD", 40), ("2", "SMP", 310), ("3", "SMA/SMK", 8_950), ("6", "D3", 1_720), ("7", "S1/D4", 4_410)];
    let rows = rungs.iter().map(|(key, label, n)| row(key, label, &[Some(*n)])).collect();
    let words =
        ["Pendidikan apa yang diminta?", "Paling sering diminta SMA/SMK: untuk 8.950 dari 15.430 orang (58%).", NOTE];
    ChartData { lang, ..chart(Form::Bars, words, &["Orang yang dicari"], rows) }
}

fn one_row(form: Form) -> ChartData {
    let values = if form == Form::Spread { vec![Some(4), Some(7), Some(11)] } else { vec![Some(7); 2] };
    let words = ["Di mana lowongannya?", "Hanya di Bali: 7 dari 7 orang (100%).", "Catatan."];
    chart(form, words, &["Wajib", "Nilai tambah", "Lain"][..values.len()], vec![row("51", "Bali", &values)])
}

fn empty(form: Form) -> ChartData {
    chart(
        form,
        ["Di mana lowongannya?", "Tidak ada lowongan yang cocok.", "Catatan."],
        &["Orang yang dicari"],
        Vec::new(),
    )
}

fn long_labels() -> ChartData {
    let labels = [
        "Pengawas Produksi Industri Pengolahan Makanan dan Minuman Skala Menengah",
        "Operator <Mesin> & \"Perkakas\" Pengolahan\u{0} Logam",
        "Pneumonoultramicroscopicsilicovolcanoconiosispenanggulangan",
        "Kasir",
    ];
    let rows = labels.iter().zip([987_654_321, 250_000_000, 1_000, 1]).map(|(label, n)| row(label, label, &[Some(n)]));
    chart(Form::Bars, ["Pekerjaan apa yang dicari?", "Paling banyak pengawas.", "Catatan."], &["Orang"], rows.collect())
}

fn skills() -> ChartData {
    let rows = [
        ("Microsoft Excel dan pengolahan angka", Some(1_840), Some(412)),
        ("Komunikasi lisan dan tertulis dengan pelanggan", Some(1_530), Some(96)),
        ("SIM A", Some(720), Some(655)),
        ("Bahasa Inggris", Some(388), Some(901)),
        ("Sertifikat K3 umum", Some(95), Some(410)),
        ("Operasi mesin CNC", Some(64), None),
        ("AutoCAD", None, None),
    ];
    let rows = rows.iter().map(|(label, must, nice)| row(label, label, &[*must, *nice]));
    let words = [
        "Keterampilan apa yang diminta?",
        "Paling sering diminta: Microsoft Excel, untuk 2.252 orang.",
        "Dihitung dari 3.120 iklan yang menyebut keterampilan.",
    ];
    chart(Form::Stack, words, &["Wajib", "Nilai tambah"], rows.collect())
}

fn schooling() -> ChartData {
    let rungs = [
        ("SD atau tidak sekolah", 21, 312),
        ("SMP", 64, 178),
        ("SMA/SMK", 546, 365),
        ("D3", 118, 42),
        ("S1/D4", 245, 100),
        ("S2 ke atas", 6, 3),
    ];
    let rows = rungs.iter().map(|(label, asked, held)| row(label, label, &[Some(*asked), Some(*held)])).collect();
    let words = [
        "Apakah pendidikan pencari kerja sesuai dengan yang diminta?",
        "SMA/SMK diminta untuk 54,6% lowongan dan dimiliki 36,5% pencari kerja.",
        "Bagian dari yang menyebut pendidikan.",
    ];
    let data = chart(Form::Pairs, words, &["Diminta lowongan", "Dimiliki pencari kerja"], rows);
    ChartData { unit: Unit::Permille, ..data }
}

fn tightness() -> ChartData {
    let rows = vec![
        saying("Banyak lowongan", row("2", "Perawat dan bidan vokasi", &[Some(640), Some(410)])),
        saying("Seimbang · tingkat provinsi", row("5", "Kasir dan petugas tiket", &[Some(1_210), Some(2_480)])),
        saying(
            "Persaingan tinggi · dihitung untuk golongan 33, seluruh Indonesia",
            row("3", "Sekretaris ahli dan pengawas kantor", &[Some(150), Some(3_900)]),
        ),
        saying("Kurang dari 10 pencari kerja", row("4", "Teknisi kalibrasi dan alat presisi", &[Some(12), None])),
        row("6", "Petani dan nelayan untuk kebutuhan sendiri", &[None, None]),
    ];
    let words = ["Seberapa ketat persaingannya?", "Untuk perawat ada 3 lowongan bagi 2 pencari kerja.", "Catatan."];
    chart(Form::Pairs, words, &["Lowongan", "Pencari kerja aktif"], rows)
}

fn pay() -> ChartData {
    let paid = |key: &str, label: &str, [a, b, c]: [u64; 3]| row(key, label, &[Some(a), Some(b), Some(c)]);
    let rows = vec![
        paid("25", "Pengembang perangkat lunak", [6_500_000, 8_750_000, 12_000_000]),
        paid("132", "Manajer pabrik, tambang dan distribusi", [7_200_000, 8_000_000, 10_400_000]),
        paid("331", "Staf akuntansi", [4_000_000, 4_900_000, 6_100_000]),
        paid("8131", "Operator mesin kimia, farmasi dan kosmetik", [4_100_000, 4_650_000, 5_200_000]),
        paid("523", "Kasir dan petugas tiket", [2_700_000, 3_250_000, 4_000_000]),
        saying("Hanya 6 iklan menyebut upah", row("7311", "Teknisi kalibrasi dan alat presisi", &[None; 3])),
        paid("93", "Buruh bangunan, pabrik dan angkutan", [2_400_000, 2_900_000, 3_300_000]),
    ];
    let words = [
        "Berapa upahnya?",
        "Separuh lowongan kasir membayar Rp2,7–4 jt.",
        "Dari 3.120 iklan yang menyebut upah (41%).",
    ];
    let data = chart(Form::Spread, words, &["Kuartil bawah", "Median", "Kuartil atas"], rows);
    let level = |label: &str, value| Level { label: label.into(), value };
    let levels = vec![level("Upah minimum Jawa Barat", 2_317_601), level("Keinginan Anda", 5_000_000)];
    ChartData { unit: Unit::Rupiah, levels, ..data }
}

/// All provinces but Papua Pegunungan, which nobody is wanted in; one is held back.
fn tiles() -> ChartData {
    let regions = region::all();
    let provinces = regions.iter().filter(|r| r.code.len() == 2 && r.code != "95");
    let rows = provinces.zip(0u64..).map(|(province, i)| {
        let value = match province.code.as_str() {
            "32" => Some(12_345),
            "31" => Some(10_870),
            "35" => Some(8_214),
            "92" => None,
            _ => Some(4_000 / (1 + (i * 29) % 38)),
        };
        row(&province.code, &province.name, &[value])
    });
    let words = ["Di mana lowongannya?", "Paling banyak dicari di Jawa Barat: 12.345 dari 50.102 orang (25%).", NOTE];
    chart(Form::Tiles, words, &["Orang yang dicari"], rows.collect())
}

fn map() -> ChartData {
    ChartData { form: Form::Map, ..tiles() }
}

fn trend() -> ChartData {
    let months = ["Okt", "Nov", "Des", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov"];
    let wanted = [8_120, 8_400, 7_010, 9_350, 9_800, 0, 0, 10_400, 11_250, 11_900, 11_420, 12_780, 13_100, 12_345];
    let ads = [2_900, 3_020, 2_610, 3_300, 3_420, 3_500, 3_410, 3_800, 3_950, 4_120, 4_060, 4_480, 4_600, 4_390];
    let rows = (0..months.len()).map(|i| {
        let year = if i < 3 { 2025 } else { 2026 };
        let known = |n: u64| (n > 0).then_some(n);
        row(
            &format!("{year}-{:02}", (i + 9) % 12 + 1),
            &format!("{} {year}", months[i]),
            &[known(wanted[i]), known(ads[i])],
        )
    });
    let words = [
        "Lowongan naik atau turun?",
        "Dalam setahun orang yang dicari naik dari 8.400 menjadi 12.345.",
        "Hanya iklan yang masih ada. Maret dan April 2026 tidak sebanding: satu portal tidak melapor.",
    ];
    chart(Form::Line, words, &["Orang yang dicari", "Iklan"], rows.collect())
}

fn each_form() -> [ChartData; 9] {
    [provinces(Lang::En), long_labels(), skills(), schooling(), tightness(), pay(), tiles(), map(), trend()]
}

fn selecting(theme: Theme, keys: &[&str]) -> Theme {
    Theme { selected: keys.iter().map(|k| (*k).into()).collect(), ..theme }
}

fn larger(theme: Theme) -> Theme {
    Theme { font_size: 32.0, ..theme }
}

#[test]
fn charts_look_as_they_did() {
    let id = provinces(Lang::Id);
    let (light, dark) = (Theme::light, Theme::dark);
    for (name, data, theme, width) in [
        ("provinces-260", &id, light(), 260.0),
        ("provinces-360-dark", &id, selecting(dark(), &["53"]), 360.0),
        ("provinces-1280", &provinces(Lang::En), light(), 1280.0),
        ("provinces-1280-dark", &id, selecting(dark(), &["32", "19"]), 1280.0),
        ("education-360", &education(Lang::Id), selecting(light(), &["7"]), 360.0),
        ("education-1280", &education(Lang::En), selecting(light(), &["3"]), 1280.0),
        ("one-row-360", &one_row(Form::Bars), light(), 360.0),
        ("empty-260", &empty(Form::Bars), light(), 260.0),
        ("long-labels-260", &long_labels(), light(), 260.0),
        ("long-labels-1280", &long_labels(), light(), 1280.0),
        ("skills-360", &skills(), selecting(light(), &["SIM A"]), 360.0),
        ("skills-720-dark", &skills(), selecting(dark(), &["Bahasa Inggris"]), 720.0),
        ("schooling-260-large", &schooling(), larger(light()), 260.0),
        ("schooling-360", &schooling(), light(), 360.0),
        ("schooling-720", &schooling(), selecting(light(), &["SMA/SMK"]), 720.0),
        ("tightness-320-dark", &tightness(), dark(), 320.0),
        ("tightness-720", &tightness(), selecting(light(), &["3"]), 720.0),
        ("pay-260", &pay(), light(), 260.0),
        ("pay-360-dark", &pay(), selecting(dark(), &["523"]), 360.0),
        ("pay-720", &pay(), selecting(light(), &["523"]), 720.0),
        ("pay-1280-dark", &pay(), dark(), 1280.0),
        ("tiles-260", &tiles(), light(), 260.0),
        ("tiles-360", &tiles(), selecting(light(), &["32", "71"]), 360.0),
        ("tiles-720-dark", &tiles(), selecting(dark(), &["73"]), 720.0),
        ("tiles-1280", &tiles(), light(), 1280.0),
        ("map-260", &map(), light(), 260.0),
        ("map-360", &map(), selecting(light(), &["32", "71"]), 360.0),
        ("map-768-dark", &map(), selecting(dark(), &["73"]), 768.0),
        ("map-1280", &map(), light(), 1280.0),
        ("trend-260", &trend(), light(), 260.0),
        ("trend-360-dark", &trend(), dark(), 360.0),
        ("trend-720", &trend(), selecting(light(), &["2026-09"]), 720.0),
        ("trend-1280", &trend(), light(), 1280.0),
    ] {
        let drawn = svg(data, &theme.fitting(data, width)).expect(name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/refs/{name}.svg"));
        if std::env::var_os("PADAN_BLESS").is_some() {
            std::fs::write(&path, &drawn).expect("tests/refs can be written");
        }
        let reference = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = drawn.lines().zip(reference.lines()).find(|(a, b)| a != b);
        assert!(
            drawn == reference,
            "{name}.svg changed, first at {differs:?}. Look at it; if it should be so, run\n    \
             PADAN_BLESS=1 cargo test --features cli --test charts"
        );
    }
}

#[test]
fn an_svg_reads_out_its_question_its_finding_and_every_row() {
    let read = |data: &ChartData| {
        let text = svg(data, &Theme::light().fitting(data, 360.0)).unwrap();
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.attribute("lang"), Some("id"));
        let child = |tag| root.children().find(|n| n.tag_name().name() == tag).and_then(|n| n.text());
        assert_eq!(child("title"), Some(data.title.as_str()));
        let description = child("desc").expect("a description").to_owned();
        assert!(description.starts_with(&data.sentence));
        description
    };
    assert!(read(&long_labels()).contains("Operator <Mesin> & \"Perkakas\" Pengolahan Logam: 250.000.000."));
    assert!(read(&skills()).contains("SIM A: Wajib 720, Nilai tambah 655."));
    let pay = read(&pay());
    assert!(pay.contains("Staf akuntansi: Kuartil bawah Rp4 jt, Median Rp4,9 jt, Kuartil atas Rp6,1 jt."));
    assert!(pay.contains("Teknisi kalibrasi dan alat presisi: Hanya 6 iklan menyebut upah."), "{pay}");
}

#[test]
fn an_svg_shows_every_value_its_note_and_nothing_outside_its_edges() {
    for data in each_form() {
        for width in [260.0, 360.0, 1280.0] {
            let text = svg(&data, &Theme::light().fitting(&data, width)).unwrap();
            let document = Document::parse(&text).unwrap();
            let number =
                |node: Node, name: &str| node.attribute(name).and_then(|v| v.parse::<f64>().ok()).unwrap_or(0.0);
            let (wide, high) = (number(document.root_element(), "width"), number(document.root_element(), "height"));
            let texts = document.descendants().filter(|n| n.tag_name().name() == "text");
            let texts = texts.filter_map(|n| n.text().map(str::trim)).collect::<Vec<_>>().join(" ");
            for row in data.rows.iter().filter(|_| matches!(data.form, Form::Bars | Form::Pairs | Form::Stack)) {
                for value in row.values.iter().flatten() {
                    let value = words::value(*value, data.unit, data.lang);
                    assert!(texts.contains(&value), "{value} is not in {texts:?}");
                }
            }
            assert!(texts.ends_with(&data.note));
            for node in document.descendants().filter(|n| matches!(n.tag_name().name(), "text" | "rect" | "circle")) {
                let (x, y) = (number(node, "x") + number(node, "cx"), number(node, "y") + number(node, "cy"));
                let r = number(node, "r");
                assert!(x - r >= 0.0 && x + r + number(node, "width") <= wide, "{node:?} at {width}");
                assert!(y - r >= 0.0 && y + r + number(node, "height") <= high, "{node:?} at {width}");
            }
        }
    }
}

#[test]
fn a_file_holds_the_shapes_that_were_drawn_not_their_pixels() {
    for data in each_form() {
        let text = svg(&data, &Theme::light().fitting(&data, 720.0)).unwrap();
        let document = Document::parse(&text).unwrap();
        let count = |name| document.descendants().filter(|n| n.tag_name().name() == name).count();
        let known = data.rows.iter().flat_map(|r| &r.values).flatten().count();
        match data.form {
            Form::Line => {
                assert!(count("circle") >= known);
                assert!(count("polyline") >= data.series.len());
            }
            Form::Spread => assert!(count("circle") >= known / 3 && count("rect") >= known / 3),
            _ => assert!(count("rect") >= known),
        }
        assert!(text.len() < 150_000, "{:?} takes {} bytes", data.form, text.len());
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    for data in each_form() {
        let theme = selecting(Theme::dark(), &["32", "2026-09", "523"]).fitting(&data, 480.0);
        assert_eq!(svg(&data, &theme).unwrap(), svg(&data.clone(), &theme.clone()).unwrap());
    }
}

#[test]
fn an_odd_colour_or_size_is_an_error_not_a_picture() {
    let data = one_row(Form::Bars);
    let theme = Theme { bar: "tomato".into(), ..Theme::light() };
    assert_eq!(svg(&data, &theme), Err(Error::Colour("tomato".into())));
    let theme = Theme { width: f64::INFINITY, ..Theme::light() };
    assert!(matches!(svg(&data, &theme), Err(Error::Size { name: "width", .. })));
}

#[test]
fn marks_are_css_px_whatever_the_device_pixels() {
    for data in each_form() {
        let theme = Theme::light().fitting(&data, 360.0);
        let (once, _) = record(&data, &theme);
        for ratio in [1.5, 2.0, 2.625] {
            let (again, _) = record(&data, &Theme { device_pixel_ratio: ratio, ..theme.clone() });
            assert_eq!(once.len(), again.len());
            for (a, b) in once.iter().zip(&again) {
                assert_eq!((a.row, a.series), (b.row, b.series));
                // Labels of a map find places of their own; provinces are where they are.
                let box_of = |m: &Mark| match points(m) {
                    points if points.is_empty() => edges(m),
                    points => bounds(&points),
                };
                for (a, b) in box_of(a).into_iter().zip(box_of(b)).chain([(a.width, b.width), (a.height, b.height)]) {
                    assert!((a - b).abs() <= 4.0, "{a} at 1, {b} at {ratio} of {:?}", data.form);
                }
            }
        }
    }
}

#[test]
fn marks_are_what_was_drawn() {
    for data in each_form() {
        let (marks, scene) = record(&data, &Theme::light().fitting(&data, 720.0));
        for mark in marks {
            let [left, top, right, bottom] = edges(&mark);
            let drawn = |shape: &&Shape| {
                let [l, t, r, b] = shape.edges;
                let whole = (l - left).abs() <= 2.0 && (r - right).abs() <= 2.0 && (t - top).abs() <= 2.0;
                // A label without a tile of its own lies on its province.
                let on = data.form == Form::Map && inside(edges(&mark), shape.edges) && !shape.corners.is_empty();
                let part = on || data.form == Form::Spread && l <= left && r >= right && t <= top && b >= bottom;
                whole && (b - bottom).abs() <= 2.0 || part
            };
            assert!(scene.shapes.iter().any(|s| drawn(&s)), "nothing is drawn at {mark:?} of {:?}", data.form);
        }
    }
}

#[test]
fn a_selected_row_differs_by_more_than_colour() {
    for data in each_form() {
        let theme = Theme::light().fitting(&data, 720.0);
        let (_, plain) = record(&data, &theme);
        let full = data.rows.iter().find(|r| r.values.iter().all(Option::is_some)).expect("a full row");
        let (_, chosen) = record(&data, &selecting(theme, &[&full.key]));
        assert!(plain.texts.iter().all(|t| !t.bold));
        assert!(chosen.texts.iter().any(|t| t.bold), "{:?}", data.form);
        assert!(chosen.shapes.len() > plain.shapes.len(), "an outline is a shape more in {:?}", data.form);
    }
    let education = education(Lang::Id);
    let (_, chosen) = record(&education, &selecting(Theme::light().fitting(&education, 1280.0), &["7"]));
    let bold: Vec<_> = chosen.texts.iter().filter(|t| t.bold).map(|t| t.text.as_str()).collect();
    assert_eq!(bold, ["S1/D4", "4.410"]);
}

#[test]
fn an_empty_chart_says_so_and_has_no_marks() {
    for form in FORMS {
        let data = empty(form);
        let (marks, scene) = record(&data, &Theme::light().fitting(&data, 260.0));
        assert!(marks.is_empty());
        let texts: Vec<_> = scene.texts.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(texts, ["Tidak ada lowongan yang cocok."], "{form:?}");
    }
}

#[test]
fn a_row_without_values_says_why_or_shows_a_dash() {
    for width in [260.0, 720.0] {
        let texts = |data: &ChartData| {
            let (_, scene) = record(data, &Theme::light().fitting(data, width));
            scene.texts.into_iter().map(|t| t.text).collect::<Vec<_>>()
        };
        assert!(texts(&pay()).contains(&"Hanya 6 iklan menyebut upah".into()));
        assert!(texts(&skills()).contains(&"–".into()));
        assert!(texts(&skills()).contains(&"64 + –".into()));
        let tightness = texts(&tightness());
        assert!(tightness.iter().any(|t| t == "–") && tightness.contains(&"Banyak lowongan".into()), "{tightness:?}");
    }
    for form in FORMS {
        let mut data = one_row(form);
        data.rows[0].values.fill(None);
        let (marks, scene) = record(&data, &Theme::light().fitting(&data, 360.0));
        assert!(marks.is_empty());
        let said = if matches!(form, Form::Tiles | Form::Map) { "tanpa angka" } else { "–" };
        assert!(scene.texts.iter().any(|t| t.text == said), "{form:?}: {:?}", scene.texts);
    }
}

#[test]
fn tiles_of_a_phone_are_large_enough_and_count_their_steps() {
    let data = tiles();
    for width in [320.0, 360.0, 720.0] {
        let (marks, scene) = record(&data, &Theme::light().fitting(&data, width));
        assert_eq!(marks.len(), 36);
        let least = if width < 360.0 { 20.0 } else { 24.0 };
        assert!(marks.iter().all(|m| m.width >= least && m.height == m.width), "{:?} at {width}", marks[0]);
        let written = scene.texts.iter().any(|t| t.text == "12.345");
        let jabar = edges(&marks[data.rows.iter().position(|r| r.key == "32").expect("Jawa Barat")]);
        let squares = scene.shapes.iter().filter(|s| inside(s.edges, jabar) && s.edges[2] - s.edges[0] <= 4.0).count();
        assert_eq!((written, squares), if width < 720.0 { (false, 5) } else { (true, 0) }, "at {width}");
    }
}

#[test]
fn every_province_has_a_tile_of_its_own() {
    let rows = region::all().iter().filter(|r| r.code.len() == 2).map(|r| row(&r.code, &r.name, &[Some(5)])).collect();
    let data = chart(Form::Tiles, ["", "", ""], &["Orang"], rows);
    let (marks, scene) = record(&data, &Theme::light().fitting(&data, 720.0));
    assert_eq!(marks.len(), 38);
    assert!(!scene.texts.iter().any(|t| t.text == "tanpa angka"));
}

#[test]
fn labels_of_a_map_are_large_enough_for_a_finger_and_say_values_or_count_their_steps() {
    let data = map();
    for (width, font) in [(300.0, 14.0), (360.0, 14.0), (560.0, 14.0), (768.0, 16.0), (1280.0, 16.0)] {
        let theme = Theme { font_size: font, ..Theme::light() }.fitting(&data, width);
        let (marks, scene) = record(&data, &theme);
        assert_eq!(marks.len(), 36);
        for (i, mark) in marks.iter().enumerate() {
            assert!(mark.width >= 24.0 && mark.height >= 24.0, "{mark:?} at {width}");
            assert!(marks[..i].iter().all(|other| !overlap(edges(mark), edges(other))), "{mark:?} at {width}");
        }
        let written = scene.texts.iter().any(|t| t.text == "12.345");
        let jabar = edges(&marks[data.rows.iter().position(|r| r.key == "32").expect("Jawa Barat")]);
        let square = |s: &&Shape| s.edges[2] - s.edges[0] <= 4.0 && s.edges[2] > s.edges[0] && s.corners.is_empty();
        let squares = scene.shapes.iter().filter(|s| inside(s.edges, jabar)).filter(square).count();
        assert_eq!((written, squares), if width < 1280.0 { (false, 5) } else { (true, 0) }, "at {width}");
    }
}

#[test]
fn a_province_without_a_figure_is_hatched_and_no_other() {
    let hatching = |data: &ChartData| {
        let theme = Theme::light().fitting(data, 1280.0);
        let (marks, scene) = record(data, &theme);
        let muted = scene.shapes.iter().filter(|s| s.colour == (0x5a, 0x66, 0x75));
        (marks.len(), muted.map(|s| s.edges).collect::<Vec<_>>())
    };
    let data = map();
    let (marks, lines) = hatching(&data);
    // Papua Barat and Papua Pegunungan lie in the east, the sample of the key in the first lines.
    assert_eq!(marks, 36);
    assert!(lines.iter().filter(|l| l[0] > 900.0 && l[2] - l[0] > 20.0).count() > 15, "{lines:?}");
    assert!(lines.iter().all(|l| l[0] > 900.0 || l[3] < 60.0), "{lines:?}");
    let told = data.rows.iter().map(|r| Row { values: vec![Some(3)], ..r.clone() });
    let rows = told.chain([row("95", "Papua Pegunungan", &[Some(4)])]).collect();
    assert_eq!(hatching(&ChartData { rows, ..data }), (38, Vec::new()));
}

/// A place of the boundaries' projection, units of 0.01 degrees.
fn projected(region: &region::Region) -> (f64, f64) {
    let (lon, lat) = (f64::from(region.lon), f64::from(region.lat).to_radians());
    ((lon - 94.0) * 100.0, (8.0 - lat.sin().to_degrees()) * 100.0)
}

const BOUNDARIES: &[u8] = include_bytes!("../src/chart/data/provinces.bin");

/// Corners, the last joined to the first.
type Ring = Vec<(f64, f64)>;

/// The outer rings of every province, by its code.
fn outlines(boundaries: &Boundaries) -> Vec<(&str, Vec<Ring>)> {
    let float = |ring: &Vec<(i32, i32)>| ring.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
    boundaries.provinces().map(|(code, _, rings)| (code, rings.iter().map(float).collect())).collect()
}

fn area(ring: &[(f64, f64)]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0).sum::<f64>().abs()
}

#[test]
fn the_boundaries_are_small_and_hold_every_province_as_large_as_it_is() {
    assert!(BOUNDARIES.len() <= 25_000, "{} bytes", BOUNDARIES.len());
    let boundaries = Boundaries::read(BOUNDARIES).unwrap();
    let outlines = outlines(&boundaries);
    let codes: Vec<&str> = outlines.iter().map(|(code, _)| *code).collect();
    let regions = region::all();
    assert_eq!(codes, regions.iter().filter(|r| r.code.len() == 2).map(|r| r.code.as_str()).collect::<Vec<_>>());
    // Square kilometres of the ministry's decree.
    let known =
        [("31", 661.0), ("34", 3_171.0), ("51", 5_590.0), ("32", 37_045.0), ("62", 153_430.0), ("93", 117_858.0)];
    let km = |rings: &[Ring]| rings.iter().map(|ring| area(ring)).sum::<f64>() * 1.1132 * 1.1132;
    for (code, expected) in known {
        let (_, rings) = outlines.iter().find(|(of, _)| *of == code).expect("a province");
        assert!((km(rings) / expected - 1.0).abs() < 0.06, "{code} has {} km², not {expected}", km(rings));
    }
    let whole: f64 = outlines.iter().map(|(_, rings)| km(rings)).sum();
    assert!((whole / 1_892_411.0 - 1.0).abs() < 0.02, "{whole} km²");
    for (code, rings) in &outlines {
        assert!(!rings.is_empty() && rings.iter().all(|ring| ring.len() > 2 && area(ring) > 0.0), "{code}");
    }
}

#[test]
fn a_province_lies_within_a_degree_of_its_centroid_and_its_label_on_it() {
    let boundaries = Boundaries::read(BOUNDARIES).unwrap();
    let outlines = outlines(&boundaries);
    let far = |rings: &[Ring], (x, y): (f64, f64)| {
        let nearest = rings.iter().flatten().map(|p| (p.0 - x).hypot(p.1 - y)).fold(f64::INFINITY, f64::min);
        if rings.iter().any(|ring| within((x, y), ring)) { 0.0 } else { nearest }
    };
    let regions = region::all();
    for ((code, rings), (_, (x, y), _)) in outlines.iter().zip(boundaries.provinces()) {
        let centroid = projected(regions.iter().find(|r| r.code == *code).expect("a province"));
        assert!(far(rings, centroid) < 100.0, "{code} is {} from its centroid", far(rings, centroid));
        assert_eq!(far(rings, (f64::from(x), f64::from(y))), 0.0, "the label of {code}");
        for (other, rings) in &outlines {
            assert!(other == code || far(rings, centroid) > 0.0, "the centroid of {code} lies in {other}");
        }
    }
}

#[test]
fn neighbours_share_every_point_of_their_border() {
    let boundaries = Boundaries::read(BOUNDARIES).unwrap();
    let outlines = outlines(&boundaries);
    let edges = |code: &str| -> Vec<[(u64, u64); 2]> {
        let bits = |p: (f64, f64)| (p.0.to_bits(), p.1.to_bits());
        let rings = &outlines.iter().find(|(of, _)| *of == code).expect("a province").1;
        let of = |ring: &Ring| -> Vec<_> {
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| [bits(*a), bits(*b)]).collect()
        };
        rings.iter().flat_map(of).collect()
    };
    for (a, b, least) in [("61", "62", 40), ("91", "95", 40), ("16", "17", 20), ("33", "34", 8), ("31", "32", 2)] {
        let theirs = edges(b);
        let shared = edges(a).iter().filter(|[from, to]| theirs.contains(&[*to, *from])).count();
        assert!(shared >= least, "{a} and {b} share {shared} edges");
    }
}

#[test]
fn a_damaged_file_of_boundaries_is_an_error() {
    for end in 0..BOUNDARIES.len() {
        assert!(matches!(Boundaries::read(&BOUNDARIES[..end]), Err(Error::Boundaries(_))), "cut at {end}");
    }
    let longer = [BOUNDARIES, &[0]].concat();
    assert_eq!(Boundaries::read(&longer).unwrap_err(), Error::Boundaries("goes on after its end"));
    // A border used thrice would make outlines out of all proportion to the file.
    let thrice = b"PBM1\x0111\x01\x01\x03\x02\x02\x01\x04\x02\x00\x00\x02\x00\x00\x01\x01\x00\x00\x01\x01";
    assert_eq!(Boundaries::read(thrice).unwrap_err(), Error::Boundaries("has a border without a first side"));
}

#[test]
fn a_row_is_tall_enough_for_a_finger() {
    let height = |n: usize| {
        let rows = (0..n).map(|i| row(&i.to_string(), "Bali", &[Some(1)])).collect();
        preferred_height(&chart(Form::Bars, ["", "", ""], &["Orang"], rows), 16.0, 360.0)
    };
    assert_eq!([height(1), height(11), height(0)], [44.0, 484.0, 44.0]);
}

fn any_values(form: Form, series: usize) -> BoxedStrategy<Vec<Option<u64>>> {
    let value = prop_oneof![0u64..50, 0u64..2_000_000];
    let values = prop::collection::vec(prop::option::weighted(0.9, value), series);
    values
        .prop_map(move |mut values| {
            if form == Form::Spread {
                if values.contains(&None) {
                    values.fill(None);
                }
                values.sort_unstable();
            }
            values
        })
        .boxed()
}

prop_compose! {
    fn any_chart(forms: &'static [Form])(form in prop::sample::select(forms), extra in 0usize..2)(
        values in prop::collection::vec(any_values(form, match form {
            Form::Bars | Form::Tiles | Form::Map => 1,
            Form::Pairs => 2,
            Form::Stack => 2 + extra,
            Form::Spread => 3,
            Form::Line => 1 + extra,
        }), 1..16),
        labels in prop::collection::vec("[A-Za-z]{1,14}( [A-Za-z/]{1,16}){0,5}", 24),
        remarks in prop::collection::vec(prop::option::weighted(0.2, "[A-Za-z]{1,12}( [a-z]{1,12}){0,6}"), 16),
        levels in prop::collection::vec(("[A-Za-z]{1,12}( [a-z]{1,12}){0,3}", 0u64..3_000_000), 0..5),
        unit in prop::sample::select(&[Unit::Count, Unit::Rupiah, Unit::Permille][..]),
        lang in prop_oneof![Just(Lang::Id), Just(Lang::En)],
        form in Just(form),
        remarked in any::<bool>(),
    ) -> ChartData {
        let provinces: Vec<_> = region::all().iter().filter(|r| r.code.len() == 2).map(|r| r.code.clone()).collect();
        let series: Vec<&str> = labels[16..].iter().take(values[0].len()).map(String::as_str).collect();
        let rows = values.iter().enumerate().map(|(i, values)| {
            let key = if matches!(form, Form::Tiles | Form::Map) && i < 13 { provinces[i * 7 % 38].clone() } else { i.to_string() };
            let key = if i == 10 { OTHER.into() } else { key };
            Row { remark: remarks[i].clone().filter(|_| remarked), ..row(&key, &labels[i], values) }
        });
        let data = chart(form, ["Judul?", "Kalimat.", "Catatan."], &series, rows.collect());
        let levels = levels.into_iter().map(|(label, value)| Level { label, value });
        ChartData { unit, lang, levels: levels.filter(|_| form == Form::Spread).collect(), ..data }
    }
}

#[test]
fn no_label_of_three_lines_is_cut_at_any_width() {
    let labels = ["Buruh bangunan, pabrik dan angkutan", "Pengemudi dan operator alat bergerak", "Perakit"];
    let rows = labels.iter().zip(["93", "83", "82"]).map(|(label, key)| row(key, label, &[Some(367)])).collect();
    let data = chart(Form::Bars, ["Judul?", "Kalimat.", "Catatan."], &["Orang"], rows);
    for width in (300..1_000).step_by(3) {
        for theme in [Theme::light(), selecting(Theme::light(), &["93"])] {
            let picture = svg(&data, &theme.fitting(&data, f64::from(width))).unwrap();
            assert!(!picture.contains('…'), "{width} px");
        }
    }
}

proptest! {
    #[test]
    fn no_file_of_boundaries_breaks_its_reader_or_fills_the_memory(
        changes in prop::collection::vec((4usize..BOUNDARIES.len(), any::<u8>()), 1..8),
        noise in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut bytes = BOUNDARIES.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        for bytes in [bytes, [b"PBM1", &noise[..]].concat()] {
            if let Ok(read) = Boundaries::read(&bytes) {
                let points: usize = outlines(&read).iter().flat_map(|(_, rings)| rings).map(Vec::len).sum();
                prop_assert!(points <= 2 * bytes.len(), "{points} points of {} bytes", bytes.len());
            }
        }
    }

    #[test]
    fn every_known_value_has_one_mark_inside_the_area(
        data in any_chart(&FORMS), width in 260.0..1280.0f64, ratio in 1.0..3.0f64,
    ) {
        let theme = Theme { device_pixel_ratio: ratio, ..Theme::light().fitting(&data, width) };
        let (marks, _) = record(&data, &theme);
        let values = |(row, r): (usize, &Row)| -> Vec<(usize, usize)> {
            (0..).zip(&r.values).filter(|(_, v)| v.is_some()).map(|(s, _)| (row, s)).collect()
        };
        let known: Vec<_> = data.rows.iter().enumerate().flat_map(values).collect();
        prop_assert_eq!(marks.iter().map(|m| (m.row, m.series)).collect::<Vec<_>>(), known);
        for m in &marks {
            prop_assert!(m.x >= 0.0 && m.x + m.width <= width + 1.0, "{m:?}");
            prop_assert!(m.y >= 0.0 && m.y + m.height <= theme.height + 1.0, "{m:?}");
        }
    }

    #[test]
    fn bars_are_in_proportion_to_their_values_and_start_at_one_line(
        data in any_chart(&[Form::Bars, Form::Stack, Form::Pairs]), width in 260.0..1280.0f64, ratio in 1.0..3.0f64,
    ) {
        let theme = Theme { device_pixel_ratio: ratio, ..Theme::light().fitting(&data, width) };
        let (marks, _) = record(&data, &theme);
        let value = |m: &Mark| data.rows[m.row].values[m.series].expect("a mark has a value");
        let total = |row: &Row| match data.form {
            Form::Stack => row.values.iter().flatten().sum::<u64>(),
            _ => row.values.iter().flatten().copied().max().unwrap_or(0),
        };
        let most = data.rows.iter().map(total).max().unwrap_or(0).max(1);
        let start = marks.iter().map(|m| m.x).fold(f64::INFINITY, f64::min);
        let longest = marks.iter().map(|m| m.x + m.width - start).fold(0.0, f64::max);
        let something = marks.iter().any(|m| value(m) > 0);
        prop_assert!(!something || longest > width / 4.0 - 2.0, "the longest bar has {longest} px of {width}");
        let mut end = (usize::MAX, 0.0);
        for mark in &marks {
            let fair = longest * value(mark) as f64 / most as f64;
            // The values before it in a stack may have been given a sliver that they are not due.
            let slack = 3.0 * data.series.len().max(2) as f64;
            prop_assert!((mark.width - fair).abs() <= slack, "{mark:?} for {} of {most}, fair is {fair}", value(mark));
            prop_assert!(value(mark) == 0 || mark.width > 0.0, "something is never drawn as nothing");
            let continued = data.form == Form::Stack && end.0 == mark.row;
            let from = if continued { end.1 } else { start };
            prop_assert!((mark.x - from).abs() < 0.01, "{mark:?} from {from}");
            end = (mark.row, mark.x + mark.width);
        }
    }

    #[test]
    fn charts_of_one_scale_draw_equal_values_equally_long(data in any_chart(&[Form::Bars, Form::Pairs]), times in 2u64..5) {
        let most = data.rows.iter().flat_map(|row| row.values.iter().flatten()).max().copied().unwrap_or(0);
        prop_assume!((10..u64::MAX / 10).contains(&most));
        let theme = larger(Theme::light());
        let wide = |data: &ChartData| record(data, &theme).0.iter().map(|mark| mark.width).fold(0.0, f64::max);
        let scaled = ChartData { scale: most * times, ..data.clone() };
        let (own, other) = (wide(&data), wide(&scaled));
        prop_assert!((own / other - times as f64).abs() < 0.05 * times as f64, "{own} and {other} px, {times} expected between them");
        prop_assert_eq!(record(&ChartData { scale: most, ..data.clone() }, &theme).0, record(&data, &theme).0);
    }

    #[test]
    fn spreads_and_lines_lie_in_proportion_above_zero(
        data in any_chart(&[Form::Spread, Form::Line]), width in 260.0..1280.0f64,
    ) {
        let (marks, _) = record(&data, &Theme::light().fitting(&data, width));
        let place = |m: &Mark| match (data.form, m.series) {
            (Form::Line, _) => -(m.y + m.height / 2.0),
            (_, 0) => m.x,
            (_, 1) => m.x + m.width / 2.0,
            _ => m.x + m.width,
        };
        let values = |m: &Mark| data.rows[m.row].values[m.series].expect("a mark has a value") as f64;
        let mut points: Vec<(f64, f64)> = marks.iter().map(|m| (values(m), place(m))).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let (Some(first), Some(last)) = (points.first(), points.last()) && last.0 > first.0 {
            let slope = (last.1 - first.1) / (last.0 - first.0);
            prop_assert!(slope >= 0.0);
            for (value, place) in &points {
                let fair = first.1 + slope * (value - first.0);
                prop_assert!((place - fair).abs() <= 2.5, "{value} at {place}, not {fair}");
            }
        }
    }

    #[test]
    fn a_greater_value_never_has_a_lighter_tile(data in any_chart(&[Form::Tiles]), dark in any::<bool>()) {
        let theme = if dark { Theme::dark() } else { Theme::light() };
        let (marks, scene) = record(&data, &theme.fitting(&data, 720.0));
        let shade = |m: &Mark| {
            let within = |s: &&Shape| inside(s.edges, edges(m)) && s.edges[2] - s.edges[0] > m.width * 0.8;
            contrast(scene.shapes.iter().rfind(within).expect("a tile").colour, scene.shapes[0].colour)
        };
        let mut tiles: Vec<(u64, f64)> = marks.iter().map(|m| (data.rows[m.row].value(), shade(m))).collect();
        tiles.sort_by_key(|t| t.0);
        for pair in tiles.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].1, "{pair:?}");
            prop_assert!(pair[0].0 < pair[1].0 || pair[0].1 == pair[1].1, "{pair:?}");
        }
        for (i, a) in marks.iter().enumerate() {
            prop_assert!(marks[..i].iter().all(|b| !overlap(edges(a), edges(b))));
        }
    }

    #[test]
    fn texts_are_inside_and_overlap_neither_texts_nor_bars(
        data in any_chart(&FORMS), width in 260.0..1280.0f64, size in 12.0..34.0f64, room in 0.35..1.5f64,
    ) {
        let theme = Theme { font_size: size, ..Theme::light() }.fitting(&data, width);
        let theme = Theme { height: (theme.height * room).max(8.0), selected: vec!["1".into()], ..theme };
        let (marks, scene) = record(&data, &theme);
        let boxes: Vec<[f64; 4]> = scene.texts.iter().map(|t| t.edges).collect();
        for (i, text) in boxes.iter().enumerate() {
            let [left, top, right, bottom] = *text;
            prop_assert!(left >= -1.0 && right <= theme.width.round() + 1.0, "{:?}", scene.texts[i]);
            prop_assert!(top >= -1.0 && bottom <= theme.height.round() + 1.0, "{:?}", scene.texts[i]);
            for (j, other) in boxes[..i].iter().enumerate() {
                prop_assert!(!overlap(*text, *other), "{:?} over {:?}", scene.texts[i], scene.texts[j]);
            }
            for m in marks.iter().filter(|_| !matches!(data.form, Form::Tiles | Form::Map | Form::Line)) {
                prop_assert!(!overlap(*text, edges(m)), "{:?} over the bar {m:?}", scene.texts[i]);
            }
        }
    }

    #[test]
    fn texts_and_shapes_stand_out_from_what_is_behind_them(
        data in any_chart(&FORMS), width in 260.0..1280.0f64, theme in 0usize..4,
    ) {
        let theme = [Theme::light(), Theme::dark(), page_light(), page_dark()][theme].clone();
        let theme = selecting(theme, &["1", "12"]).fitting(&data, width);
        let (marks, scene) = record(&data, &theme);
        let behind = |at: (f64, f64), before: usize| {
            let thick = |s: &&Shape| s.edges[2] - s.edges[0] > 2.0 && s.edges[3] - s.edges[1] > 2.0;
            scene.shapes[..before].iter().rfind(|s| s.covers(at) && thick(s)).expect("the background").colour
        };
        for text in &scene.texts {
            let [left, top, right, bottom] = text.edges;
            let behind = behind((f64::midpoint(left, right), f64::midpoint(top, bottom)), text.after);
            let ratio = contrast(text.colour, behind);
            prop_assert!(ratio >= 4.5, "{text:?} on {behind:?}: {ratio}");
        }
        for mark in marks.iter().filter(|m| m.width > 0.0 && (data.form != Form::Spread || m.series == 1)) {
            let near = |s: &&Shape| {
                let as_large = |whole: [f64; 4]| s.edges.iter().zip(whole).all(|(a, b)| (a - b).abs() <= 2.0);
                // A coast is lines, of which the recorder keeps where they start.
                let coast = points(mark).iter().any(|&(x, y)| as_large([x, y, x, y]));
                as_large(edges(mark)) || coast
            };
            let strongest = scene.shapes.iter().filter(near).map(|s| contrast(s.colour, scene.shapes[0].colour));
            let strongest = strongest.fold(0.0, f64::max);
            prop_assert!(strongest >= 3.0, "{mark:?} has {strongest}");
        }
    }

    #[test]
    fn no_size_however_small_or_large_breaks_a_drawing(
        data in any_chart(&FORMS), width in 1.0..9000.0f64, height in 1.0..9000.0f64, size in 4.0..128.0f64,
        huge in any::<bool>(),
    ) {
        let theme = Theme { width, height, font_size: size, ..Theme::light() };
        let mut data = data;
        if huge {
            data.rows[0].values.fill(Some(u64::MAX));
        }
        let drawn = svg(&data, &theme);
        prop_assert_eq!(drawn.is_err(), width > 8192.0 || height > 8192.0);
        if let Ok(drawn) = drawn {
            prop_assert!(Document::parse(&drawn).is_ok());
        }
    }
}

/// The page's own colours (`www/src/theme.css.ts`).
fn page_light() -> Theme {
    coloured(["#16232f", "#506070", "#3f86c6", "#b45f06", "#ffffff"])
}

fn page_dark() -> Theme {
    coloured(["#e9eff5", "#a9b7c4", "#5c9fd8", "#eda95b", "#18222c"])
}

fn coloured(colours: [&str; 5]) -> Theme {
    let [text, muted, bar, highlight, background] = colours.map(String::from);
    Theme { text, muted, bar, highlight, background, ..Theme::light() }
}

fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let light = |(r, g, b): (u8, u8, u8)| {
        let [r, g, b] = [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (a, b) = (light(a), light(b));
    a.max(b) / a.min(b)
}

fn edges(mark: &Mark) -> [f64; 4] {
    [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height]
}

/// Left, top, right and bottom of some points.
fn bounds(points: &[(f64, f64)]) -> [f64; 4] {
    points.iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |[l, t, r, b], &(x, y)| {
        [l.min(x), t.min(y), r.max(x), b.max(y)]
    })
}

/// Points of what a mark stands for, where that is more than the mark.
fn points(mark: &Mark) -> Vec<(f64, f64)> {
    mark.shape.iter().flat_map(|ring| ring.chunks_exact(2).map(|at| (at[0], at[1]))).collect()
}

fn inside(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3]
}

/// Whether two boxes share more, both ways, than rounding each to whole pixels can bring about.
fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[2].min(b[2]) - a[0].max(b[0]) > 2.0 && a[3].min(b[3]) - a[1].max(b[1]) > 2.0
}

#[derive(Debug)]
struct Written {
    text: String,
    bold: bool,
    colour: (u8, u8, u8),
    /// Left, top, right, bottom.
    edges: [f64; 4],
    /// Shapes drawn before it.
    after: usize,
}

/// A rectangle, a disc, a polygon or lines, by what it covers.
#[derive(Debug)]
struct Shape {
    edges: [f64; 4],
    colour: (u8, u8, u8),
    /// Corners of a polygon.
    corners: Vec<(f64, f64)>,
}

impl Shape {
    fn covers(&self, (x, y): (f64, f64)) -> bool {
        let [left, top, right, bottom] = self.edges;
        let over = left <= x && x < right && top <= y && y < bottom;
        over && (self.corners.is_empty() || within((x, y), &self.corners))
    }
}

/// Whether a point lies in a ring.
fn within((x, y): (f64, f64), ring: &[(f64, f64)]) -> bool {
    let crossed =
        |(a, b): (&(f64, f64), &(f64, f64))| (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1);
    ring.iter().zip(ring.iter().cycle().skip(1)).filter(|edge| crossed(*edge)).count() % 2 == 1
}

#[derive(Debug, Default)]
struct Scene {
    texts: Vec<Written>,
    shapes: Vec<Shape>,
}

/// Draws on a backend that only remembers, whose letters are half as wide as high.
fn record(data: &ChartData, theme: &Theme) -> (Vec<Mark>, Scene) {
    let scene = Rc::new(RefCell::new(Scene::default()));
    let pixels = |css: f64| (css * theme.device_pixel_ratio).round() as u32;
    let recorder = Recorder { size: (pixels(theme.width), pixels(theme.height)), scene: scene.clone() };
    let marks = draw(&recorder.into_drawing_area(), data, theme).expect("a recorder never fails");
    (marks, scene.take())
}

struct Recorder {
    size: (u32, u32),
    scene: Rc<RefCell<Scene>>,
}

impl Recorder {
    fn shape(&self, edges: [i32; 4], colour: BackendColor) -> Outcome<()> {
        self.scene.borrow_mut().shapes.push(Shape {
            edges: edges.map(f64::from),
            colour: colour.rgb,
            corners: Vec::new(),
        });
        Ok(())
    }
}

type Outcome<T> = Result<T, DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Recorder {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome<()> {
        Ok(())
    }

    fn present(&mut self) -> Outcome<()> {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Outcome<()> {
        panic!("scenes are texts, rectangles, discs and lines")
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        filled: bool,
    ) -> Outcome<()> {
        assert!(filled, "outlines are of different widths on different backends");
        self.shape([from.0, from.1, to.0, to.1], style.color())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, filled: bool) -> Outcome<()> {
        assert!(filled);
        let r = radius as i32;
        self.shape([at.0 - r, at.1 - r, at.0 + r, at.1 + r], style.color())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome<()> {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        assert!(points.len() > 1, "a line has two ends");
        // Covers nothing: no text has it for its ground.
        let (x, y) = points[0];
        self.shape([x, y, x, y], style.color())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<()> {
        let corners: Vec<(f64, f64)> = path.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
        assert!(corners.len() > 2, "a polygon has three corners");
        let edges = bounds(&corners);
        self.scene.borrow_mut().shapes.push(Shape { edges, colour: style.color().rgb, corners });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<()> {
        let (width, _) = self.estimate_text_size(text, style)?;
        assert!(matches!(style.anchor().v_pos, VPos::Center));
        let left = f64::from(at.0)
            - match style.anchor().h_pos {
                HPos::Left => 0.0,
                HPos::Center => f64::from(width) / 2.0,
                HPos::Right => f64::from(width),
            };
        let top = f64::from(at.1) - style.size() / 2.0;
        let mut scene = self.scene.borrow_mut();
        let after = scene.shapes.len();
        scene.texts.push(Written {
            text: text.into(),
            bold: matches!(style.style(), FontStyle::Bold),
            colour: style.color().rgb,
            edges: [left, top, left + f64::from(width), top + style.size()],
            after,
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Outcome<(u32, u32)> {
        let width = text.chars().count() as f64 * style.size() * 0.5;
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
