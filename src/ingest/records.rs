//! JSON records of a file of any size, in bounded memory, however the file lays them out.
//!
//! * JSON Lines, one object a line: a broken line costs that line alone.
//! * An array of records, or an object that holds one under a name of [`LISTS`], as the pages of an
//!   API do (`{"data": […], "meta": {…}}`). Several may follow each other.
//! * Objects written over several lines, one after the other.
//!
//! Here only the ends of a record are looked for: brackets outside strings are counted. What a record
//! says, and whether it is JSON at all, its adapter finds out; commas between records are not checked.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Error, ErrorKind, Read, Result};

use super::lines::{LONGEST, Lines, Record};

/// Names under which an object holds its records.
pub const LISTS: [&str; 9] =
    ["data", "hits", "items", "results", "records", "vacancies", "lowongan", "@graph", "itemListElement"];

/// Bytes of the head of a file by which its layout is told.
const HEAD: u64 = 1 << 16;

type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// Reads record by record and knows where it is.
pub enum Records<R: Read> {
    /// One record a line.
    Lines(Lines<Whole<R>>),
    /// Arrays, objects around arrays, objects over several lines.
    Values(Values<Whole<R>>),
}

impl<R: Read> Records<R> {
    /// Tells the layout from the head of the file.
    pub fn new(mut input: R) -> Result<Self> {
        let mut head = Vec::new();
        (&mut input).take(HEAD).read_to_end(&mut head)?;
        let values = holds_values(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head));
        let whole = Cursor::new(head).chain(input);
        Ok(if values { Self::Values(Values::new(whole)) } else { Self::Lines(Lines::new(whole)) })
    }

    /// The next record, or `None` at the end.
    ///
    /// # Errors
    /// Reading failed, or the file ends inside a record or a list.
    pub fn next(&mut self) -> Result<Option<Record<'_>>> {
        match self {
            Self::Lines(lines) => lines.next(),
            Self::Values(values) => values.next(),
        }
    }

    /// Where the record last returned stands: its line, or its number where records are no lines; from 1.
    pub fn place(&self) -> u64 {
        match self {
            Self::Lines(lines) => lines.line,
            Self::Values(values) => values.number,
        }
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Lines(lines) => lines.bytes,
            Self::Values(values) => values.bytes,
        }
    }
}

fn holds_values(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    head.starts_with(b"[")
        || head.starts_with(b"{") && (first_line.trim_ascii_end() == b"{" || Values::new(head).starts_a_list())
}

/// Reads values that stand in lists, or after each other.
pub struct Values<R> {
    input: BufReader<R>,
    record: Vec<u8>,
    length: u64,
    number: u64,
    bytes: u64,
    at: At,
    object: Object,
}

/// What the next byte belongs to.
#[derive(Clone, Copy, PartialEq)]
enum At {
    /// Nothing: between values.
    Top,
    /// A list.
    List,
    /// An object that held a list.
    AfterList,
}

/// Where in an object of the top the reader is.
#[derive(Default)]
struct Object {
    /// Brackets open.
    depth: u64,
    /// Brackets open around the innermost object that may hold a list.
    outer: u64,
    /// The next string is a key of that object.
    key_next: bool,
    /// Its last key is one of [`LISTS`].
    list_next: bool,
}

impl<R: Read> Values<R> {
    fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(1 << 18, input),
            record: Vec::new(),
            length: 0,
            number: 0,
            bytes: 0,
            at: At::Top,
            object: Object::default(),
        }
    }

    fn starts_a_list(&mut self) -> bool {
        self.token().is_ok_and(|byte| byte == Some(b'{')) && self.start_object().is_ok_and(|list| list)
    }

    fn next(&mut self) -> Result<Option<Record<'_>>> {
        loop {
            if self.at == At::AfterList {
                self.at = if self.object.depth > 0 && self.walk_object()? { At::List } else { At::Top };
                continue;
            }
            match (self.token()?, self.at) {
                (None, At::List) => return Err(self.cut()),
                (None, _) => return Ok(None),
                (Some(b','), _) => continue,
                (Some(b']'), At::List) => {
                    self.at = At::AfterList;
                    continue;
                }
                (Some(b'['), At::Top) => {
                    self.object = Object::default();
                    self.at = At::List;
                    continue;
                }
                (Some(b'{'), At::Top) => {
                    if self.start_object()? {
                        self.at = At::List;
                        continue;
                    }
                }
                (Some(byte), _) => self.value(byte)?,
            }
            self.number += 1;
            if self.length > LONGEST as u64 {
                return Ok(Some(Record::TooLong(self.length)));
            }
            return Ok(Some(match std::str::from_utf8(&self.record) {
                Ok(text) => Record::Text(text),
                Err(error) => Record::NotUtf8(error.valid_up_to()),
            }));
        }
    }

    /// Reads an object whose `{` was read, up to its end (`false`) or to the first record of a list
    /// it holds (`true`).
    fn start_object(&mut self) -> Result<bool> {
        self.start(b'{');
        self.object = Object { depth: 1, outer: 1, key_next: true, list_next: false };
        self.walk_object()
    }

    fn walk_object(&mut self) -> Result<bool> {
        loop {
            let byte = self.inside()?;
            let object = &mut self.object;
            let outermost = object.depth == object.outer;
            match byte {
                b'"' => {
                    let is_key = outermost && std::mem::take(&mut object.key_next);
                    let key = self.string()?;
                    if is_key {
                        self.object.list_next = LISTS.iter().any(|name| name.as_bytes() == key);
                    }
                }
                b'[' if outermost && object.list_next => {
                    object.list_next = false;
                    return Ok(true);
                }
                b'{' if outermost && object.list_next => {
                    object.depth += 1;
                    *object = Object { depth: object.depth, outer: object.depth, key_next: true, list_next: false };
                }
                b'[' | b'{' => object.depth += 1,
                b',' if outermost => (object.key_next, object.list_next) = (true, false),
                b']' | b'}' => {
                    object.depth -= 1;
                    object.outer = object.outer.min(object.depth);
                    if object.depth == 0 {
                        return Ok(false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads a value whose first byte was read.
    fn value(&mut self, first: u8) -> Result<()> {
        self.start(first);
        match first {
            b'{' | b'[' => {
                let mut depth = 1_u64;
                while depth > 0 {
                    match self.inside()? {
                        b'"' => drop(self.string()?),
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                }
            }
            b'"' => drop(self.string()?),
            _ => {
                while let Some(byte) =
                    self.peek()?.filter(|byte| !byte.is_ascii_whitespace() && !b",[]{}".contains(byte))
                {
                    self.byte()?;
                    self.keep(byte);
                }
            }
        }
        Ok(())
    }

    /// Reads a string whose first quote was read; its first bytes, escapes and all.
    fn string(&mut self) -> Result<Vec<u8>> {
        let mut start = Vec::new();
        loop {
            match self.inside()? {
                b'"' => return Ok(start),
                b'\\' => {
                    self.inside()?;
                }
                byte if start.len() < 32 => start.push(byte),
                _ => {}
            }
        }
    }

    fn start(&mut self, first: u8) {
        self.record.clear();
        self.length = 0;
        self.keep(first);
    }

    fn keep(&mut self, byte: u8) {
        self.length += 1;
        if self.record.len() < LONGEST {
            self.record.push(byte);
        }
    }

    /// The next byte of the record.
    fn inside(&mut self) -> Result<u8> {
        let byte = self.byte()?.ok_or_else(|| self.cut())?;
        self.keep(byte);
        Ok(byte)
    }

    /// The next byte that is no white space (nor a byte order mark).
    fn token(&mut self) -> Result<Option<u8>> {
        loop {
            match self.byte()? {
                Some(byte) if byte.is_ascii_whitespace() => {}
                Some(0xef | 0xbb | 0xbf) if self.bytes <= 3 => {}
                other => return Ok(other),
            }
        }
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.input.consume(1);
            self.bytes += 1;
        }
        Ok(byte)
    }

    fn peek(&mut self) -> Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn cut(&self) -> io::Error {
        let why = format!(
            "the file ends in the middle, after {} whole records; the closing ] or }} expected. It was cut short: fetch it again",
            self.number
        );
        Error::new(ErrorKind::UnexpectedEof, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> std::result::Result<Vec<String>, String> {
        let mut records = Records::new(input).unwrap();
        let mut out = Vec::new();
        while let Some(record) = records.next().map_err(|error| error.to_string())? {
            let shown = match record {
                Record::Text(text) => text.to_owned(),
                Record::TooLong(length) => format!("long {length}"),
                Record::NotUtf8(at) => format!("bad {at}"),
            };
            out.push(format!("{}:{shown}", records.place()));
        }
        Ok(out)
    }

    fn read(input: &str) -> Vec<String> {
        all(input.as_bytes()).unwrap()
    }

    #[test]
    fn lines_arrays_and_pages_hold_the_same_records() {
        let records = ["1:{\"a\": [1, \"]\"]}", "2:{\"data\": [2], \"b\": {\"items\": []}}"];
        let (a, b) = (&records[0][2..], &records[1][2..]);
        for text in [
            format!("{a}\n{b}\n"),
            format!("[{a},{b}]"),
            format!("\u{feff} [\n {a}\n, {b} ]\n"),
            format!("{{\"data\": [{a}, {b}]}}"),
            format!("{{\"meta\": {{\"n\": [2]}}, \"hits\": [{a}, {b}], \"page\": \"]}}\"}}"),
            format!("{{\"hits\": {{\"total\": 2, \"hits\": [{a}, {b}]}}, \"took\": 3}}"),
            format!("{{\"data\": [{a}]}}\n{{\"data\": [{b}]}}\n"),
            format!("{{\"data\": [{a}], \"results\": [{b}], \"items\": []}}"),
        ] {
            assert_eq!(read(&text), records, "{text}");
        }
        assert_eq!(read("{\n \"a\": 1\n}\n{\n \"b\": 2\n}"), ["1:{\n \"a\": 1\n}", "2:{\n \"b\": 2\n}"]);
        assert_eq!(read("[]"), [""; 0]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn brackets_and_escaped_quotes_in_strings_end_nothing() {
        assert_eq!(read(r#"[{"a": "\"]}[{"}, "x]", 7]"#), [r#"1:{"a": "\"]}[{"}"#, "2:\"x]\"", "3:7"]);
    }

    #[test]
    fn a_broken_line_costs_that_line_and_a_broken_element_that_element() {
        assert_eq!(read("{\"a\":1}\n{\"b\":\n{\"c\":3}"), ["1:{\"a\":1}", "2:{\"b\":", "3:{\"c\":3}"]);
        assert_eq!(read("{\"b\":\n{\"data\":3}"), ["1:{\"b\":", "2:{\"data\":3}"]);
        assert_eq!(read("[{\"b\":}, {\"c\":3}]"), ["1:{\"b\":}", "2:{\"c\":3}"]);
    }

    #[test]
    fn a_file_cut_short_says_how_many_records_were_whole() {
        for text in ["[{\"a\":1},{\"b\":2},{\"c\"", "[{\"a\":1},{\"b\":2}", "{\"data\":[{\"a\":1},{\"b\":2},"] {
            let error = all(text.as_bytes()).unwrap_err();
            assert!(error.contains("after 2 whole records"), "{error}");
        }
        assert!(all(b"{\"data\":[{\"a\":1}]").unwrap_err().contains("after 1 whole"));
        assert!(all(b"{\n\"a\":").unwrap_err().contains("after 0 whole"));
    }

    #[test]
    fn a_record_of_200_mb_is_skipped_without_being_held() {
        let head = Cursor::new(b"[{\"a\": \"".to_vec());
        let tail = Cursor::new(b"\"}, {\"b\": 2}, \"\xff\"]".to_vec());
        let mut records = Records::new(head.chain(io::repeat(b'x').take(200_000_000)).chain(tail)).unwrap();
        assert!(matches!(records.next().unwrap(), Some(Record::TooLong(200_000_009))));
        assert!(matches!(records.next().unwrap(), Some(Record::Text("{\"b\": 2}"))));
        assert!(matches!(records.next().unwrap(), Some(Record::NotUtf8(1))));
        assert!(records.next().unwrap().is_none());
        let Records::Values(values) = records else { panic!("an array is no file of lines") };
        assert!(values.record.capacity() <= 2 * LONGEST);
    }

    #[test]
    fn nesting_without_end_needs_no_memory() {
        let deep = format!("[{}{}, 1]", "[".repeat(300_000), "]".repeat(300_000));
        let records = read(&deep);
        assert_eq!((records.len(), records[1].as_str()), (2, "2:1"));
    }
}
