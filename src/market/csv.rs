//! A chart's numbers for a spreadsheet or a program.

use super::{ChartData, Reference};

/// Writes a chart as CSV: comment lines that begin with `#` (question, finding, note, what the rows' columns are, date and
/// checksum of the snapshot, editions of the code lists), then a heading and a line a row.
///
/// UTF-8 with a byte order mark, without which spreadsheets take it for another encoding; lines end in CR LF, cells
/// are quoted as RFC 4180 says. Columns: `key`, `label`, the series by their keys, `share` (0 to 1), `n`
/// (advertisements behind the values) and `remark`; a value that is not known or held back is an empty cell. A text
/// that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv(data: &ChartData, reference: &Reference) -> String {
    let mut out = String::from("\u{feff}");
    let mut comment = |key: &str, text: &str| {
        out.push_str(&format!("# {key}: {}\r\n", harmless_within(text)));
    };
    comment("title", &data.title);
    comment("finding", &data.sentence);
    comment("note", &data.note);
    for series in &data.series {
        comment(&series.key, &series.label);
    }
    for level in &data.levels {
        comment("level", &format!("{} = {}", level.label, level.value));
    }
    comment("total", &data.total.to_string());
    comment("missing", &data.missing.to_string());
    comment("snapshot", &format!("{} {}", reference.as_of, reference.hash));
    for (list, edition) in &reference.editions {
        comment("edition", &format!("{list} {edition}"));
    }
    let series = data.series.iter().map(|series| series.key.as_str());
    line(&mut out, ["key", "label"].into_iter().chain(series).chain(["share", "n", "remark"]));
    for row in &data.rows {
        let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
        let mut cells = vec![row.key.clone(), row.label.clone()];
        for at in 0..data.series.len() {
            cells.push(number(row.values.get(at).copied().flatten()));
        }
        cells.push(row.share.filter(|share| share.is_finite()).map_or_else(String::new, |share| format!("{share:.4}")));
        cells.push(number(row.n));
        cells.push(row.remark.clone().unwrap_or_default());
        line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, text) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        let apostrophe = if is_formula(text) { "'" } else { "" };
        if text.contains(['"', ',', ';', '\n', '\r']) {
            out.push_str(&format!("\"{apostrophe}{}\"", text.replace('"', "\"\"")));
        } else {
            out.push_str(apostrophe);
            out.push_str(text);
        }
    }
    out.push_str("\r\n");
}

/// Whether a spreadsheet may take a cell for a formula (OWASP, "CSV injection").
fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\u{a0}']).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A text for a comment, which a spreadsheet cuts into cells at each separator.
fn harmless_within(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = match c {
            '"' => '\'',
            c if c.is_control() => ' ',
            c => c,
        };
        let begun = out.trim_end_matches(' ').ends_with([',', ';']);
        if begun && is_formula(c.encode_utf8(&mut [0; 4])) {
            out.push('\'');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{ChartKind, Form, Level, Row, Series, Unit};
    use super::*;
    use crate::record::code::Lang;

    fn data(label: &str) -> ChartData {
        ChartData {
            kind: ChartKind::Pay,
            form: Form::Spread,
            unit: Unit::Rupiah,
            lang: Lang::Id,
            title: "Berapa?".into(),
            sentence: "Ada \"tiga\", =1+1;\n@x".into(),
            category: "Pekerjaan".into(),
            series: vec![
                Series { key: "p25".into(), label: "Bawah".into() },
                Series { key: "p50".into(), label: "Tengah".into() },
            ],
            rows: vec![
                Row {
                    key: "72".into(),
                    label: label.into(),
                    values: vec![Some(3_000_000), None],
                    share: Some(0.25),
                    n: Some(12),
                    remark: Some("a, b".into()),
                },
                Row { key: "81".into(), label: "B".into(), values: Vec::new(), share: None, n: None, remark: None },
            ],
            levels: vec![Level { label: "Upah minimum".into(), value: 2_000_000 }],
            scale: 0,
            facet: None,
            total: 40,
            missing: 2,
            note: "Catatan.".into(),
        }
    }

    #[test]
    fn a_table_tells_where_it_is_from_and_what_each_column_is() {
        let reference = Reference {
            as_of: "2026-11-24".into(),
            hash: "0123456789ab".into(),
            editions: BTreeMap::from([("kbji".into(), "2014".into())]),
            ..Reference::default()
        };
        let expected = "\u{feff}# title: Berapa?\r\n# finding: Ada 'tiga', '=1+1; '@x\r\n# note: Catatan.\r\n\
            # p25: Bawah\r\n# p50: Tengah\r\n# level: Upah minimum = 2000000\r\n# total: 40\r\n# missing: 2\r\n\
            # snapshot: 2026-11-24 0123456789ab\r\n# edition: kbji 2014\r\n\
            key,label,p25,p50,share,n,remark\r\n72,\"Las, \"\"pipa\"\"\",3000000,,0.2500,12,\"a, b\"\r\n81,B,,,,,\r\n";
        assert_eq!(csv(&data("Las, \"pipa\""), &reference), expected);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for label in ["=1+1", "+1", "-1", "@x", "\tx", "\r\nx", " =1", "＝1"] {
            let text = csv(&data(label), &Reference::default());
            let row = text.split("remark\r\n").nth(1).unwrap();
            assert!(row.starts_with("72,'") || row.starts_with("72,\"'"), "{row}");
        }
        assert!(csv(&data("A-1"), &Reference::default()).contains("\r\n72,A-1,"));
    }
}
