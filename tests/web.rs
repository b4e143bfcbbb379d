//! padan in a real browser: charts on a canvas. Run by `cargo xtask test --only wasm`.
#![cfg(all(target_arch = "wasm32", feature = "charts"))]

use padan::chart::{Theme, draw_on_canvas};
use padan::market::{Asked, Axis, ChartData, ChartKind, Counted, Cube, Reference, Value, measure};
use padan::record::code::Lang;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

fn data() -> ChartData {
    let value = |value: &str, label: &str| Value { value: value.into(), label: label.into() };
    let values = vec![value("52", "Tenaga penjualan"), value("72", "Pekerja logam")];
    let cube = Cube {
        axes: vec![Axis { key: "occupation".into(), values, ..Axis::default() }],
        ads: vec![3, 1],
        openings: vec![300, 100],
        ..Cube::default()
    };
    let (kind, lang, counted) = (ChartKind::Occupation, Lang::Id, Counted::Openings);
    let asked = Asked { kind, lang, counted, filters: Default::default(), today: 0, wish: None };
    measure(&asked, &[cube], &Reference { as_of: "2026-11-24".into(), ..Reference::default() })
}

fn document() -> Document {
    web_sys::window().and_then(|w| w.document()).expect("tests run in a page")
}

fn canvas() -> HtmlCanvasElement {
    document().create_element("canvas").expect("a canvas can be made").unchecked_into()
}

fn pixel(canvas: &HtmlCanvasElement, x: f64, y: f64) -> String {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let data = context.get_image_data(x, y, 1.0, 1.0).unwrap().data();
    format!("#{:02x}{:02x}{:02x}", data[0], data[1], data[2])
}

#[wasm_bindgen_test]
fn bars_are_where_the_marks_say_at_any_device_pixel_ratio() {
    for ratio in [1.0, 1.5, 2.0, 2.625] {
        for width in [360.0, 800.0] {
            let (canvas, data) = (canvas(), data());
            let theme = Theme { device_pixel_ratio: ratio, ..Theme::light().fitting(&data, width) };
            let marks = draw_on_canvas(&canvas, &data, &theme).unwrap();
            assert_eq!(canvas.width(), (width * ratio).round() as u32);
            assert_eq!(marks.len(), 2);
            assert!((marks[0].width / marks[1].width - 3.0).abs() < 0.1, "{marks:?}");
            for mark in marks {
                let (left, right) = (mark.x * ratio, (mark.x + mark.width) * ratio);
                let middle = ((mark.y + mark.height / 2.0) * ratio).floor();
                assert_eq!(pixel(&canvas, left.round(), middle), theme.bar);
                assert_eq!(pixel(&canvas, right.round() - 1.0, middle), theme.bar);
                assert_eq!(pixel(&canvas, right.round(), middle), theme.background, "a sharp end at {ratio}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn drawing_leaves_the_page_alone() {
    let before = document().document_element().unwrap().outer_html();
    draw_on_canvas(&canvas(), &data(), &Theme::light().fitting(&data(), 360.0)).unwrap();
    assert_eq!(document().document_element().unwrap().outer_html(), before);
}

#[wasm_bindgen_test]
fn a_theme_in_error_leaves_the_canvas_alone() {
    let canvas = canvas();
    let width = canvas.width();
    for theme in
        [Theme { width: f64::NAN, ..Theme::light() }, Theme { muted: "grey".into(), width: 77.0, ..Theme::light() }]
    {
        assert!(draw_on_canvas(&canvas, &data(), &theme).is_err());
    }
    assert_eq!(canvas.width(), width);
}
