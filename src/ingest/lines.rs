//! Lines of a file of any size, in bounded memory.

use std::io::{BufRead, BufReader, Read, Result};

/// Longest record read, in bytes; a longer one is skipped and reported.
pub const LONGEST: usize = 1 << 20;

/// One record: a line without its line break, or a value of an array.
pub enum Record<'a> {
    /// UTF-8 text.
    Text(&'a str),
    /// The record is longer than [`LONGEST`] bytes; its length in bytes.
    TooLong(u64),
    /// The record is not UTF-8; the first bad byte stands at this offset.
    NotUtf8(usize),
}

/// Reads line by line and knows where it is.
pub struct Lines<R> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    /// Number of the line last returned, from 1.
    pub line: u64,
    /// Bytes read so far.
    pub bytes: u64,
}

impl<R: Read> Lines<R> {
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(1 << 18, input), buffer: Vec::new(), line: 0, bytes: 0 }
    }

    /// The next line that is not blank, or `None` at the end.
    pub fn next(&mut self) -> Result<Option<Record<'_>>> {
        loop {
            self.buffer.clear();
            let read = (&mut self.input).take(LONGEST as u64 + 1).read_until(b'\n', &mut self.buffer)?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            self.bytes += read as u64;
            if self.buffer.last() == Some(&b'\n') {
                self.buffer.pop();
            } else if read > LONGEST {
                let length = read as u64 + self.skip_line()?;
                return Ok(Some(Record::TooLong(length)));
            }
            if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            if !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        Ok(Some(match std::str::from_utf8(&self.buffer) {
            Ok(text) => Record::Text(text.trim_ascii()),
            Err(error) => Record::NotUtf8(error.valid_up_to()),
        }))
    }

    fn skip_line(&mut self) -> Result<u64> {
        let mut skipped = 0;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let (used, done) = match chunk.iter().position(|&byte| byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (chunk.len(), false),
            };
            self.input.consume(used);
            skipped += used as u64;
            if done {
                break;
            }
        }
        self.bytes += skipped;
        Ok(skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<String> {
        let mut lines = Lines::new(input);
        let mut out = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let shown = match line {
                Record::Text(text) => text.to_owned(),
                Record::TooLong(length) => format!("long {length}"),
                Record::NotUtf8(at) => format!("bad {at}"),
            };
            out.push(format!("{}:{shown}", lines.line));
        }
        out
    }

    #[test]
    fn blank_lines_are_skipped_but_numbered_and_a_byte_order_mark_is_dropped() {
        assert_eq!(all(b"\xef\xbb\xbfa\r\n\n  \nb"), ["1:a", "4:b"]);
    }

    #[test]
    fn a_line_that_is_not_utf8_says_where() {
        assert_eq!(all(b"ok\nab\xff\nend"), ["1:ok", "2:bad 2", "3:end"]);
    }

    #[test]
    fn a_line_over_the_limit_is_skipped_and_the_next_one_is_read() {
        let mut input = vec![b'x'; 3 * LONGEST];
        input.extend_from_slice(b"\nnext\n");
        assert_eq!(all(&input), [format!("1:long {}", 3 * LONGEST + 1), "2:next".to_owned()]);
        let exact = vec![b'x'; LONGEST];
        assert_eq!(all(&exact)[0].len(), LONGEST + 2);
    }
}
