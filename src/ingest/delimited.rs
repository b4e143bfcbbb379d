//! CSV of any delimiter, in bounded memory.
//!
//! A quote that is never closed makes one record of the rest of a file, and a CSV reader would
//! hold it all. Here a record of more than [`LONGEST`] bytes ends the reading with an error that
//! says where it starts. What separates the cells is told from the header line.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use anyhow::{Context, Result, bail};
use csv::StringRecord;

use super::lines::LONGEST;

/// Bytes the CSV reader takes at a time.
const BUFFER: usize = 1 << 18;
/// Bytes in which the header must stand for the delimiter to be told.
const HEAD: usize = 1 << 16;
/// Signs that separate cells, the commonest first.
pub const DELIMITERS: [u8; 4] = *b",;\t|";

/// Records of a CSV file; the first one is the header.
pub struct Records<R: Read> {
    csv: csv::Reader<Bounded<io::Chain<Cursor<Vec<u8>>, R>>>,
    since: Rc<Cell<usize>>,
    skipped: u64,
    before: u64,
    windows: bool,
}

/// Fails where more is read than a record and a buffer can hold.
struct Bounded<R> {
    input: R,
    since: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > LONGEST + BUFFER {
            return Err(io::Error::other(format!("more than {LONGEST} bytes found in one record")));
        }
        let read = self.input.read(buffer)?;
        self.since.set(self.since.get() + read);
        Ok(read)
    }
}

impl<R: Read> Records<R> {
    /// Leaves out the first `skip` lines, tells the delimiter from the next one that is not
    /// blank where none is given, and is ready to read that line as the first record.
    /// A line `sep=;`, which spreadsheets write first, is left out too.
    ///
    /// # Errors
    /// `input` cannot be read, or a line to skip is longer than a record may be.
    pub fn new(mut input: R, skip: usize, delimiter: Option<u8>) -> Result<Self> {
        let mut head = Vec::new();
        fill(&mut input, &mut head)?;
        let (mut skipped, mut before) = (0, 0);
        while skipped < skip as u64 {
            match head.iter().position(|&byte| byte == b'\n') {
                Some(end) => {
                    head.drain(..=end);
                    before += end as u64 + 1;
                    skipped += 1;
                    fill(&mut input, &mut head)?;
                }
                None if head.len() < HEAD => bail!("{skipped} lines found, more than the {skip} to skip expected"),
                None => bail!("line {} is longer than {HEAD} bytes; only short lines can be skipped", skipped + 1),
            }
        }
        let mut delimiter = delimiter;
        if let Some(stated) = separator_line(&head) {
            delimiter = delimiter.or(Some(stated));
            let end = head.iter().position(|&byte| byte == b'\n').map_or(head.len(), |end| end + 1);
            head.drain(..end);
            (skipped, before) = (skipped + 1, before + end as u64);
        }
        let delimiter = delimiter.unwrap_or_else(|| delimiter_of(&head));
        let windows = windows_lines(&head);
        let since = Rc::new(Cell::new(0));
        let bounded = Bounded { input: Cursor::new(head).chain(input), since: Rc::clone(&since) };
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER)
            .from_reader(bounded);
        Ok(Self { csv, since, skipped, before, windows })
    }

    /// Reads the next record; `false` at the end.
    ///
    /// # Errors
    /// The file cannot be read, or a record is longer than [`LONGEST`].
    pub fn next(&mut self, record: &mut StringRecord) -> Result<bool> {
        self.since.set(0);
        let line = line(self.csv.position(), self.windows) + self.skipped;
        let more = self.csv.read_record(record);
        more.with_context(|| {
            format!("the record from line {line} on; is a quote (\") opened there and never closed? Close or remove it")
        })
    }

    /// Line on which the record starts, from 1, and the bytes before it.
    pub fn place(&self, record: &StringRecord) -> (u64, u64) {
        record.position().map_or((0, 0), |at| (line(at, self.windows) + self.skipped, at.byte() + self.before))
    }
}

/// Whether lines end in CR LF.
fn windows_lines(head: &[u8]) -> bool {
    head.iter().position(|&byte| byte == b'\n').is_some_and(|at| head[..at].ends_with(b"\r"))
}

/// Line at a position. Between CR and LF the reader has ended a record and not yet a line.
fn line(at: &csv::Position, windows: bool) -> u64 {
    at.line() + u64::from(windows && at.byte() > 0)
}

fn fill(input: &mut impl Read, head: &mut Vec<u8>) -> io::Result<()> {
    input.by_ref().take((HEAD - head.len().min(HEAD)) as u64).read_to_end(head).map(drop)
}

/// The delimiter of a first line such as `sep=;`.
fn separator_line(head: &[u8]) -> Option<u8> {
    let line = head.split(|&byte| byte == b'\n').next()?.trim_ascii_end();
    match line.strip_prefix(b"sep=").or_else(|| line.strip_prefix(b"SEP="))? {
        [sign] => Some(*sign),
        [] => Some(b'\t'),
        _ => None,
    }
}

/// The delimiter that the first line which is not blank holds most often, outside quotes.
fn delimiter_of(head: &[u8]) -> u8 {
    let counts = lines(head).next().unwrap_or_default();
    DELIMITERS[(0..4).rev().max_by_key(|at| counts[*at]).unwrap_or(0)]
}

/// How many lines stand above the header, and the delimiter, of a file that starts like this:
/// the header is the first line with at least two thirds as many filled cells as the fullest of
/// the first twenty.
pub fn sniff(head: &[u8]) -> (usize, u8) {
    let head = &head[..head.len().min(HEAD)];
    if let Some(stated) = separator_line(head) {
        return (0, stated);
    }
    let first: Vec<[usize; 4]> = lines(head).take(20).collect();
    // A delimiter stands as often in many lines; a comma in a text does not.
    let alike = |at: usize| {
        let same = |count: usize| first.iter().filter(|line| line[at] == count).count();
        first.iter().map(|line| line[at] * same(line[at])).max().unwrap_or(0)
    };
    let delimiter = (0..4).rev().max_by_key(|at| alike(*at)).unwrap_or(0);
    let delimiter = DELIMITERS[delimiter];
    let csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(head);
    let filled: Vec<(usize, usize)> = csv
        .into_byte_records()
        .map_while(Result::ok)
        .take(20)
        .map(|record| {
            let above = record.position().map_or(0, |at| line(at, windows_lines(head)) as usize - 1);
            (above, record.iter().filter(|cell| !cell.trim_ascii().is_empty()).count())
        })
        .collect();
    let widest = filled.iter().map(|row| row.1).max().unwrap_or(0);
    let header = filled.iter().find(|row| 3 * row.1 >= 2 * widest);
    (header.map_or(0, |row| row.0), delimiter)
}

/// How often each delimiter stands outside quotes, for every record that is not blank.
fn lines(head: &[u8]) -> impl Iterator<Item = [usize; 4]> {
    let mut rest = head;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let (mut quoted, mut counts, mut end, mut blank) = (false, [0; 4], rest.len(), true);
            for (at, byte) in rest.iter().enumerate() {
                match byte {
                    b'"' => quoted = !quoted,
                    b'\n' if !quoted => {
                        end = at + 1;
                        break;
                    }
                    byte if !quoted => {
                        if let Some(sign) = DELIMITERS.iter().position(|sign| sign == byte) {
                            counts[sign] += 1;
                        }
                    }
                    _ => {}
                }
                blank &= byte.is_ascii_whitespace();
            }
            rest = &rest[end..];
            if !blank {
                return Some(counts);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8], skip: usize) -> Result<Vec<(u64, Vec<String>)>> {
        let mut records = Records::new(input, skip, None)?;
        let mut record = StringRecord::new();
        let mut out = Vec::new();
        while records.next(&mut record)? {
            out.push((records.place(&record).0, record.iter().map(str::to_owned).collect()));
        }
        Ok(out)
    }

    #[test]
    fn the_delimiter_is_told_from_the_header_outside_quotes() {
        for (text, expected) in [
            ("a,b;c,d\n", vec!["a", "b;c", "d"]),
            ("a;b,c;d\n", vec!["a", "b,c", "d"]),
            ("\n\n\"a,b,c,d\";e\n", vec!["a,b,c,d", "e"]),
            ("a\tb, c\td\n1,2,3,4", vec!["a", "b, c", "d"]),
            ("a|b\n", vec!["a", "b"]),
            ("alone\n", vec!["alone"]),
            ("sep=|\na;b|c\n", vec!["a;b", "c"]),
        ] {
            assert_eq!(all(text.as_bytes(), 0).unwrap()[0].1, expected, "{text}");
        }
    }

    #[test]
    fn lines_above_the_header_are_skipped_and_numbered() {
        let text = b"Dinas, Tenaga, Kerja, Kota\nper 1 Juli\nNo;Jabatan\n1;\"Juru\nmasak\"\n2;Kasir\n";
        let rows = all(text, 2).unwrap();
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [3, 4, 6]);
        assert_eq!(rows[0].1, ["No", "Jabatan"]);
        let windows = String::from_utf8_lossy(text).replace('\n', "\r\n");
        let rows = all(windows.as_bytes(), 2).unwrap();
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [3, 4, 6]);
        assert!(all(text, 9).unwrap_err().to_string().contains("more than the 9 to skip"));
    }

    #[test]
    fn a_title_above_the_table_is_told_from_its_header() {
        assert_eq!(sniff(b"No;Jabatan;Kota\n1;a;b\n"), (0, b';'));
        assert_eq!(
            sniff(b"Daftar Lowongan, Juli\n\nNo;Jabatan;Kota\n1;a, b, c;d\n"),
            (1, b';'),
            "blank lines are skipped anyway"
        );
        assert_eq!(sniff(b"Daftar Lowongan;;\nNo;Jabatan;Kota\n1;a;b\n"), (1, b';'));
        assert_eq!(sniff(b"Daftar Lowongan;;\r\nNo;Jabatan;Kota\r\n1;a;b\r\n"), (1, b';'));
        assert_eq!(sniff(b"sep=|\na;b|c\n"), (0, b'|'));
        assert_eq!(sniff(b""), (0, b','));
    }

    /// A quote, then `x` without end, as a file that never stops would give it.
    struct Endless {
        head: &'static [u8],
        given: Rc<Cell<usize>>,
    }

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = if self.head.is_empty() {
                buffer.fill(b'x');
                buffer.len()
            } else {
                self.head.read(buffer)?
            };
            self.given.set(self.given.get() + count);
            Ok(count)
        }
    }

    fn endless(head: &'static [u8], good_records: usize) -> String {
        let given = Rc::new(Cell::new(0));
        let mut records = Records::new(Endless { head, given: Rc::clone(&given) }, 0, None).unwrap();
        let mut record = StringRecord::new();
        for _ in 0..good_records {
            assert!(records.next(&mut record).unwrap());
        }
        let error = format!("{:#}", records.next(&mut record).unwrap_err());
        assert!(given.get() < 2 * (LONGEST + BUFFER), "{} bytes were read", given.get());
        error
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_reading_in_bounded_memory() {
        let error = endless(b"a,b\n1,2\n3,\"x", 2);
        assert!(error.contains("from line 3 on") && error.contains("more than 1048576 bytes"), "{error}");
        assert!(endless(b"a,b\n", 1).contains("from line 2 on"), "a field without end");
        assert!(endless(b"\"", 0).contains("from line 1 on"), "a header without end");
    }

    #[test]
    fn a_header_of_a_million_columns_is_refused_and_one_of_ten_thousand_read() {
        let header = |columns: usize| "a,".repeat(columns).into_bytes();
        assert!(all(&header(1_000_000), 0).is_err());
        assert_eq!(all(&header(10_000), 0).unwrap()[0].1.len(), 10_001);
    }

    #[test]
    fn records_up_to_the_limit_are_read_wherever_they_fall_in_the_buffer() {
        let mut text = b"a,b\n".to_vec();
        for length in [10, LONGEST - 10, 3, LONGEST - 10, BUFFER] {
            text.extend_from_slice(format!("1,{}\n", "x".repeat(length)).as_bytes());
        }
        assert_eq!(all(&text, 0).unwrap().len(), 6);
    }
}
