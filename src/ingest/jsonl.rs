//! padan's own JSON records, one vacancy each, with keys as in `docs/schema/vacancy.schema.json`;
//! and what every adapter of JSON records shares.

use std::io::Read;

use anyhow::Result;
use serde::de::DeserializeOwned;

use super::{
    Fault, Report, Sink,
    gate::Gates,
    lines::{LONGEST, Record},
    records::Records,
    settle,
};
use crate::record::Vacancy;

pub fn read(input: impl Read, gates: &Gates, report: &mut Report, sink: &mut Sink) -> Result<()> {
    each(input, gates, report, sink, parse::<Vacancy>)
}

/// Runs every record through `make`, which sees its text.
pub(super) fn each(
    input: impl Read,
    gates: &Gates,
    report: &mut Report,
    sink: &mut Sink,
    mut make: impl FnMut(&str, &mut Report) -> Result<Vacancy, (Option<String>, Fault)>,
) -> Result<()> {
    let mut records = Records::new(input)?;
    while let Some(record) = records.next()? {
        report.met();
        let made = match record {
            Record::Text(text) => make(text, report),
            other => Err((None, unread(&other))),
        };
        let (place, bytes) = (records.place(), records.bytes());
        let (id, made) = match made {
            Ok(vacancy) => (None, Ok(vacancy)),
            Err((id, fault)) => (id, Err(fault)),
        };
        settle(made, place, id, gates, report, sink)?;
        report.read_so_far(bytes);
    }
    Ok(())
}

/// Why a record has no text.
pub(super) fn unread(record: &Record) -> Fault {
    match record {
        Record::TooLong(length) => Fault::new("record", format!("{length} bytes"), format!("at most {LONGEST} bytes")),
        Record::NotUtf8(at) => Fault::new("record", format!("byte {} is not UTF-8", at + 1), "UTF-8 text"),
        Record::Text(_) => Fault::new("record", "text", "a JSON object"),
    }
}

/// One record as a `T`; the fault names the field, and shows nothing of a record that is not JSON.
pub(super) fn parse<T: DeserializeOwned>(text: &str, _: &mut Report) -> Result<T, (Option<String>, Fault)> {
    if !text.starts_with('{') {
        let first = text.chars().next().unwrap_or_default();
        return Err((None, Fault::new("record", format!("text that starts with {first}"), "a JSON object")));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let reason = error.inner().to_string();
        describe(&path, &reason, error.inner().is_syntax() || error.inner().is_eof())
    });
    let parsed = parsed.and_then(|value| match json.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(describe("", &error.to_string(), true)),
    });
    parsed.map_err(|fault| (id_of(text), fault))
}

/// Turns serde's message into field, found and expected.
fn describe(path: &str, reason: &str, broken: bool) -> Fault {
    let reason = reason.split(" at line ").next().unwrap_or(reason);
    let column = |fallback: &str| if path.is_empty() || path == "." { fallback.to_owned() } else { path.to_owned() };
    if broken {
        return Fault::new("record", reason, "a JSON object");
    }
    let named = |text: &str| text.split('`').nth(1).map(str::to_owned);
    if reason.starts_with("missing field") {
        let name = named(reason).unwrap_or_default();
        let field = if path.is_empty() || path == "." { name } else { format!("{path}.{name}") };
        return Fault::new(field, "nothing", "a value");
    }
    if reason.starts_with("unknown field") {
        let allowed = reason.split_once(", expected ").map_or("a key of the schema", |(_, allowed)| allowed);
        return Fault::new(column(&named(reason).unwrap_or_default()), "an unknown key", allowed);
    }
    let own = reason.strip_suffix(" expected").and_then(|reason| reason.split_once(" found, "));
    match own.or_else(|| reason.split_once(", expected ")) {
        Some((found, expected)) => Fault::new(column("record"), found, expected),
        None => Fault::new(column("record"), reason, "a value of the schema"),
    }
}

fn id_of(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let id = value.get("id")?.as_str()?;
    Some(id.chars().take(super::gate::ID_BYTES).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8]) -> (Vec<Vacancy>, Report, Vec<serde_json::Value>) {
        let shared = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        let mut report = Report::new(Some(Box::new(Shared(shared.clone()))));
        let mut out = Vec::new();
        read(input, &Gates::new(), &mut report, &mut |vacancy| {
            out.push(vacancy);
            Ok(())
        })
        .unwrap();
        let rejects = shared.borrow();
        let rejects =
            rejects.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap());
        let rejects = rejects.collect();
        (out, report, rejects)
    }

    struct Shared(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);
    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    const GOOD: &str = r#"{"id":"a","title":"Kasir","source":{"code":"karirhub","verification":"verified"}"#;

    #[test]
    fn every_bad_line_is_rejected_with_its_line_field_and_reason() {
        let lines = [
            format!("{GOOD}}}"),
            "{\"id\":".to_owned(),
            format!("{GOOD},\"salary\":1}}"),
            format!("{GOOD},\"totalJobOpenings\":\"dua\"}}"),
            r#"{"id":"b","source":{"code":"karirhub","verification":"verified"}}"#.to_owned(),
            r#"{"id":"b","title":"X","source":{"code":"karirhub"}}"#.to_owned(),
            format!("{GOOD},\"educationRequirements\":{{\"level\":11}}}}"),
            format!("{GOOD},\"employmentType\":\"borongan\"}}"),
            format!("{GOOD},\"datePosted\":\"kemarin\"}}"),
            format!("{GOOD}}} {{}}"),
            "[1]".to_owned(),
        ];
        let (out, report, rejects) = run(lines.join("\n").as_bytes());
        assert_eq!((out.len(), report.rows_in, report.accepted, report.rejected), (1, 11, 1, 10));
        let told: Vec<(u64, &str)> = rejects
            .iter()
            .map(|reject| (reject["line"].as_u64().unwrap(), reject["field"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                (2, "record"),
                (3, "salary"),
                (4, "totalJobOpenings"),
                (5, "title"),
                (6, "source.verification"),
                (7, "educationRequirements.level"),
                (8, "employmentType"),
                (9, "datePosted"),
                (10, "record"),
                (11, "record"),
            ]
        );
        assert_eq!(rejects[1]["id"], "a");
        assert_eq!(rejects[5]["found"], "education level 11");
        assert_eq!(rejects[5]["expected"], "0 to 10");
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_are_fine() {
        let (out, report, _) = run(format!("\u{feff}{GOOD}}}\r\n\r\n{GOOD}}}\r\n").as_bytes());
        assert_eq!((out.len(), report.rows_in), (2, 2));
    }

    #[test]
    fn a_line_too_long_or_not_utf8_is_rejected_and_reading_goes_on() {
        let mut input = vec![b'x'; 2 * LONGEST];
        input.extend_from_slice(b"\n\"\xff\"\n");
        input.extend_from_slice(format!("{GOOD}}}\n").as_bytes());
        let (out, report, rejects) = run(&input);
        assert_eq!((out.len(), report.rows_in, report.rejected), (1, 3, 2));
        assert_eq!(rejects[0]["expected"], "at most 1048576 bytes");
        assert_eq!(rejects[1]["line"], 2);
    }

    #[test]
    fn an_error_of_the_sink_stops_the_reading() {
        let input = format!("{GOOD}}}\n{GOOD}}}\n");
        let mut report = Report::default();
        let result = read(input.as_bytes(), &Gates::new(), &mut report, &mut |_| anyhow::bail!("disk full"));
        assert!(result.is_err());
        assert_eq!(report.rows_in, 1);
    }
}
