//! Charts as readers get them: reference pictures, and what holds whatever the numbers are.
//!
//! `PADAN_BLESS=1 cargo test --features cli --test charts` rewrites `tests/refs/*.svg`.
#![cfg(feature = "cli")]

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use padan::chart::{Error, Mark, Theme, draw, preferred_height, svg};
use padan::market::{
    Asked, Axis, ChartData, ChartKind, Counted, Cube, Form, NONE, OTHER, Reference, Row, Series, Unit, Value, measure,
};
use padan::record::code::{Education, Lang};
use padan::record::region;
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle};
use proptest::prelude::*;
use roxmltree::{Document, Node};

const AS_OF: &str = "2026-11-24";

struct Category<'a> {
    key: &'a str,
    label: String,
    value: u64,
}

/// A measure of one facet.
fn demand(kind: ChartKind, facet: &str, categories: Vec<Category>, missing: u64, lang: Lang) -> ChartData {
    let none = Category { key: NONE, label: String::new(), value: missing };
    let all: Vec<Category> = [none].into_iter().chain(categories).collect();
    let values = all.iter().map(|c| Value { value: c.key.into(), label: c.label.clone() }).collect();
    let cube = Cube {
        axes: vec![Axis { key: facet.into(), values, ..Axis::default() }],
        ads: all.iter().map(|_| 1).collect(),
        openings: all.iter().map(|c| c.value).collect(),
        ..Cube::default()
    };
    let asked = Asked { kind, lang, filters: Default::default(), counted: Counted::Openings, today: 0, wish: None };
    measure(&asked, &[cube], &Reference { as_of: AS_OF.into(), ..Reference::default() })
}

/// The first ten places and the rest, as bars.
fn demand_by_province(categories: Vec<Category>, missing: u64, _: &str, lang: Lang) -> ChartData {
    demand(ChartKind::Occupation, "occupation", categories, missing, lang)
}

fn education_asked(categories: Vec<Category>, missing: u64, _: &str, lang: Lang) -> ChartData {
    demand(ChartKind::EducationAsked, "education", categories, missing, lang)
}

/// All 38 provinces; Jawa Barat leads.
fn provinces(lang: Lang) -> ChartData {
    let regions = region::all();
    let provinces = regions.iter().filter(|r| r.code.len() == 2);
    let categories = provinces.zip(0u64..).map(|(province, i)| Category {
        key: &province.code,
        label: province.name.clone(),
        value: if province.code == "32" { 12_345 } else { 9_000 / (1 + (i * 29) % 38) },
    });
    demand_by_province(categories.collect(), 1_234, AS_OF, lang)
}

fn education(lang: Lang) -> ChartData {
    let asked = [("1", 40), ("2", 310), ("3", 8_950), ("6", 1_720), ("7", 4_410), ("9", 55), ("10", 3)];
    let categories = asked.map(|(key, value)| Category {
        key,
        label: key.parse().ok().and_then(Education::new).expect("a rung").label(lang).into(),
        value,
    });
    education_asked(categories.into(), 620, AS_OF, lang)
}

fn one_row() -> ChartData {
    demand_by_province(vec![Category { key: "51", label: "Bali".into(), value: 7 }], 0, AS_OF, Lang::Id)
}

fn empty() -> ChartData {
    demand_by_province(Vec::new(), 0, AS_OF, Lang::Id)
}

fn long_labels() -> ChartData {
    let labels = [
        "Pengawas Produksi Industri Pengolahan Makanan dan Minuman Skala Menengah",
        "Operator <Mesin> & \"Perkakas\" Pengolahan\u{0} Logam",
        "Pneumonoultramicroscopicsilicovolcanoconiosispenanggulangan",
        "Kasir",
    ];
    let keys = ["1", "2", "3", "4"];
    let categories = keys.into_iter().zip(labels).zip([987_654_321, 250_000_000, 1_000, 1]);
    let categories = categories.map(|((key, label), value)| Category { key, label: label.into(), value });
    demand_by_province(categories.collect(), 0, AS_OF, Lang::Id)
}

fn selecting(theme: Theme, keys: &[&str]) -> Theme {
    Theme { selected: keys.iter().map(|k| (*k).into()).collect(), ..theme }
}

#[test]
fn charts_look_as_they_did() {
    let id = provinces(Lang::Id);
    for (name, data, theme, width) in [
        ("provinces-260", &id, Theme::light(), 260.0),
        ("provinces-360", &id, Theme::light(), 360.0),
        ("provinces-360-dark", &id, selecting(Theme::dark(), &["33"]), 360.0),
        ("provinces-1280", &provinces(Lang::En), Theme::light(), 1280.0),
        ("provinces-1280-dark", &id, selecting(Theme::dark(), &["32", "19"]), 1280.0),
        ("education-360", &education(Lang::Id), selecting(Theme::light(), &["7"]), 360.0),
        ("education-1280", &education(Lang::En), selecting(Theme::light(), &["3"]), 1280.0),
        ("one-row-360", &one_row(), Theme::light(), 360.0),
        ("empty-260", &empty(), Theme::light(), 260.0),
        ("long-labels-260", &long_labels(), Theme::light(), 260.0),
        ("long-labels-1280", &long_labels(), Theme::light(), 1280.0),
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
    let data = long_labels();
    let text = svg(&data, &Theme::light().fitting(&data, 360.0)).unwrap();
    let document = Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("lang"), Some("id"));
    let child = |tag| root.children().find(|n| n.tag_name().name() == tag).and_then(|n| n.text()).unwrap_or_default();
    assert_eq!(child("title"), "Pekerjaan apa yang paling dicari?");
    assert!(child("desc").starts_with(&data.sentence));
    assert!(child("desc").contains("Operator <Mesin> & \"Perkakas\" Pengolahan Logam: 250.000.000."));
}

#[test]
fn an_svg_shows_every_value_its_note_and_nothing_outside_its_edges() {
    for (data, width) in [(provinces(Lang::En), 260.0), (education(Lang::Id), 360.0), (long_labels(), 1280.0)] {
        let text = svg(&data, &Theme::light().fitting(&data, width)).unwrap();
        let document = Document::parse(&text).unwrap();
        let number = |node: Node, name: &str| node.attribute(name).and_then(|v| v.parse::<f64>().ok()).unwrap_or(0.0);
        let (wide, high) = (number(document.root_element(), "width"), number(document.root_element(), "height"));
        let texts: Vec<&str> = document
            .descendants()
            .filter(|n| n.tag_name().name() == "text")
            .filter_map(|n| n.text().map(str::trim))
            .collect();
        for row in &data.rows {
            let value = padan::market::words::count(row.value(), data.lang);
            assert!(texts.contains(&value.as_str()), "{value} is not in {texts:?}");
        }
        assert!(texts.join(" ").ends_with(&data.note));
        for node in document.descendants().filter(|n| matches!(n.tag_name().name(), "text" | "rect")) {
            let (x, y) = (number(node, "x"), number(node, "y"));
            assert!(x >= 0.0 && x + number(node, "width") <= wide, "{node:?}");
            assert!(y >= 0.0 && y + number(node, "height") <= high, "{node:?}");
        }
    }
}

#[test]
fn an_odd_colour_or_size_is_an_error_not_a_picture() {
    let data = one_row();
    let theme = Theme { bar: "tomato".into(), ..Theme::light() };
    assert_eq!(svg(&data, &theme), Err(Error::Colour("tomato".into())));
    let theme = Theme { width: f64::INFINITY, ..Theme::light() };
    assert!(matches!(svg(&data, &theme), Err(Error::Size { name: "width", .. })));
}

#[test]
fn marks_are_css_px_whatever_the_device_pixels() {
    let data = provinces(Lang::Id);
    let theme = Theme::light().fitting(&data, 360.0);
    let (once, _) = record(&data, &theme);
    for ratio in [1.5, 2.0, 2.625] {
        let (again, _) = record(&data, &Theme { device_pixel_ratio: ratio, ..theme.clone() });
        for (a, b) in once.iter().zip(&again) {
            assert_eq!(a.row, b.row);
            for (a, b) in [(a.x, b.x), (a.y, b.y), (a.width, b.width), (a.height, b.height)] {
                assert!((a - b).abs() <= 2.0, "{a} at 1, {b} at {ratio}");
            }
        }
    }
}

#[test]
fn marks_are_the_bars_that_were_drawn() {
    let data = education(Lang::Id);
    let (marks, scene) = record(&data, &Theme::light().fitting(&data, 1280.0));
    assert_eq!(marks.len(), data.rows.len());
    for mark in marks {
        let bar = [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
        assert!(scene.rects.iter().any(|r| r.edges == bar), "no rectangle at {bar:?}");
    }
}

#[test]
fn a_selected_row_differs_by_more_than_colour() {
    let data = education(Lang::Id);
    let theme = Theme::light().fitting(&data, 1280.0);
    let (_, plain) = record(&data, &theme);
    let (_, chosen) = record(&data, &selecting(theme, &["7"]));
    assert!(plain.texts.iter().all(|t| !t.bold));
    let bold: Vec<_> = chosen.texts.iter().filter(|t| t.bold).map(|t| t.text.as_str()).collect();
    assert_eq!(bold, ["S1/D4", "4.410"]);
    assert_eq!(chosen.rects.len(), plain.rects.len() + 1, "the outline is one rectangle more");
}

#[test]
fn an_empty_chart_says_so_and_has_no_marks() {
    let data = empty();
    let (marks, scene) = record(&data, &Theme::light().fitting(&data, 260.0));
    assert!(marks.is_empty());
    assert_eq!(scene.texts.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["Tidak ada lowongan yang cocok."]);
}

#[test]
fn a_row_is_tall_enough_for_a_finger() {
    assert_eq!(preferred_height(1, 16.0), 44.0);
    assert_eq!(preferred_height(11, 16.0), 484.0);
    assert_eq!(preferred_height(0, 16.0), 44.0);
}

prop_compose! {
    fn any_chart()(
        values in prop::collection::vec(prop_oneof![0u64..50, 0u64..2_000_000], 1..14),
        labels in prop::collection::vec("[A-Za-z]{1,14}( [A-Za-z/]{1,16}){0,5}", 14),
        lang in prop_oneof![Just(Lang::Id), Just(Lang::En)],
    ) -> ChartData {
        let total = values.iter().sum::<u64>();
        let rows = values.iter().zip(labels).enumerate().map(|(i, (&value, label))| Row {
            key: if i == 10 { OTHER.into() } else { i.to_string() },
            label,
            values: vec![Some(value)],
            share: Some(value as f64 / total.max(1) as f64),
            n: None,
            remark: None,
        });
        ChartData {
            kind: ChartKind::Province,
            lang,
            title: "Di mana lowongannya?".into(),
            sentence: "Paling banyak dicari di mana-mana.".into(),
            category: "Provinsi".into(),
            series: vec![Series { key: "openings".into(), label: "Orang yang dicari".into() }],
            levels: Vec::new(),
            facet: Some("province".into()),
            form: Form::Bars,
            unit: Unit::Count,
            rows: rows.collect(),
            total,
            missing: 0,
            note: "Catatan.".into(),
        }
    }
}

proptest! {
    #[test]
    fn bars_are_in_proportion_to_their_values_and_start_at_one_line(
        data in any_chart(), width in 260.0..1280.0f64, ratio in 1.0..3.0f64,
    ) {
        let theme = Theme { device_pixel_ratio: ratio, ..Theme::light().fitting(&data, width) };
        let (marks, _) = record(&data, &theme);
        let most = data.rows.iter().map(|r| r.value()).max().unwrap_or(0);
        let longest = marks.iter().map(|m| m.width).fold(0.0, f64::max);
        prop_assert!(most == 0 || longest > width / 4.0, "the longest bar has {longest} px of {width}");
        for (mark, row) in marks.iter().zip(&data.rows) {
            let fair = longest * row.value() as f64 / most.max(1) as f64;
            let seen = if row.value() > 0 { 2.5 } else { 0.0 };
            prop_assert!((mark.width - fair).abs() <= 1.0 || mark.width <= seen, "{mark:?} for {row:?} of {most}");
            prop_assert!(row.value() == 0 || mark.width > 0.0, "something is never drawn as nothing");
            prop_assert_eq!(mark.x, marks[0].x);
        }
    }

    #[test]
    fn texts_are_inside_and_overlap_neither_texts_nor_bars(
        data in any_chart(), width in 260.0..1280.0f64, size in 12.0..28.0f64, room in 0.35..1.5f64,
    ) {
        let theme = Theme { font_size: size, ..Theme::light() }.fitting(&data, width);
        let theme = Theme { height: (theme.height * room).max(8.0), selected: vec!["1".into()], ..theme };
        let (marks, scene) = record(&data, &theme);
        let boxes: Vec<[f64; 4]> = scene.texts.iter().map(|t| t.edges).collect();
        for (i, text) in boxes.iter().enumerate() {
            let [left, top, right, bottom] = *text;
            prop_assert!(left >= 0.0 && right <= theme.width.round(), "{:?}", scene.texts[i]);
            prop_assert!(top >= -1.0 && bottom <= theme.height.round() + 1.0, "{:?}", scene.texts[i]);
            for other in &boxes[..i] {
                prop_assert!(!overlap(*text, *other), "{:?} over {other:?}", scene.texts[i]);
            }
            for m in &marks {
                let bar = [m.x, m.y, m.x + m.width, m.y + m.height];
                prop_assert!(!overlap(*text, bar), "{:?} over the bar {m:?}", scene.texts[i]);
            }
        }
        for m in &marks {
            prop_assert!(m.x >= 0.0 && m.x + m.width <= theme.width.round(), "{m:?}");
            prop_assert!(m.y >= 0.0 && m.y + m.height <= theme.height.round(), "{m:?}");
        }
    }

    #[test]
    fn no_size_however_small_or_large_breaks_a_drawing(
        data in any_chart(), width in 1.0..9000.0f64, height in 1.0..9000.0f64, size in 4.0..128.0f64,
    ) {
        let theme = Theme { width, height, font_size: size, ..Theme::light() };
        let drawn = svg(&data, &theme);
        prop_assert_eq!(drawn.is_err(), width > 8192.0 || height > 8192.0);
        if let Ok(drawn) = drawn {
            prop_assert!(Document::parse(&drawn).is_ok());
        }
    }
}

/// Whether two boxes share more, both ways, than rounding each to whole pixels can bring about.
fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[2].min(b[2]) - a[0].max(b[0]) > 2.0 && a[3].min(b[3]) - a[1].max(b[1]) > 2.0
}

#[derive(Debug)]
struct Written {
    text: String,
    bold: bool,
    /// Left, top, right, bottom.
    edges: [f64; 4],
}

#[derive(Debug)]
struct Filled {
    edges: [f64; 4],
}

#[derive(Debug, Default)]
struct Scene {
    texts: Vec<Written>,
    rects: Vec<Filled>,
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
        panic!("scenes are texts and rectangles")
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, filled: bool) -> Outcome<()> {
        assert!(filled, "outlines are of different widths on different backends");
        self.scene.borrow_mut().rects.push(Filled { edges: [from.0, from.1, to.0, to.1].map(f64::from) });
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
        self.scene.borrow_mut().texts.push(Written {
            text: text.into(),
            bold: matches!(style.style(), FontStyle::Bold),
            edges: [left, top, left + f64::from(width), top + style.size()],
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Outcome<(u32, u32)> {
        let width = text.chars().count() as f64 * style.size() * 0.5;
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
