//! Text of any usual encoding as UTF-8, while it is read.
//!
//! Exports come from spreadsheets of many ages: UTF-8 with or without a byte order mark, UTF-16
//! with one, Windows-1252. The head of the file settles which it is. A byte that is not UTF-8 in
//! a UTF-8 file is read as Windows-1252 would and counted, so that no text is lost over it.

use std::io::{self, Cursor, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Report;

/// Bytes looked at to settle the encoding.
const HEAD: u64 = 1 << 18;
/// Bytes read at a time.
const CHUNK: usize = 1 << 16;

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or ASCII alone.
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// UTF-16 after a byte order mark, either order.
    Utf16,
    /// Windows-1252, which no byte contradicts.
    Windows1252,
}

impl Encoding {
    /// The gate that counts a file of this encoding; plain UTF-8 is not worth a line.
    fn gate(self) -> Option<&'static str> {
        match self {
            Self::Utf8 => None,
            Self::Utf8Bom => Some("encoding_utf8_bom"),
            Self::Utf16 => Some("encoding_utf16"),
            Self::Windows1252 => Some("encoding_windows_1252"),
        }
    }
}

/// Reads as UTF-8, without a byte order mark, what `R` holds in any [`Encoding`].
pub struct Utf8<R> {
    input: io::Chain<Cursor<Vec<u8>>, R>,
    /// What the file is read as.
    pub encoding: Encoding,
    /// Bytes of a UTF-8 file that were not UTF-8, so far.
    pub bad_bytes: u64,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Settles the encoding over the head of `input`.
    ///
    /// # Errors
    /// The head cannot be read.
    pub fn new(mut input: R) -> io::Result<Self> {
        let mut head = Vec::new();
        (&mut input).take(HEAD).read_to_end(&mut head)?;
        let (encoding, mark, decoder) = if head.starts_with(b"\xef\xbb\xbf") {
            (Encoding::Utf8Bom, 3, None)
        } else if head.starts_with(b"\xff\xfe") {
            (Encoding::Utf16, 2, Some(UTF_16LE))
        } else if head.starts_with(b"\xfe\xff") {
            (Encoding::Utf16, 2, Some(UTF_16BE))
        } else if mostly_utf8(&head) {
            (Encoding::Utf8, 0, None)
        } else {
            (Encoding::Windows1252, 0, Some(WINDOWS_1252))
        };
        let mut head = Cursor::new(head);
        head.set_position(mark);
        Ok(Self {
            input: head.chain(input),
            encoding,
            bad_bytes: 0,
            decoder: decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            raw: Vec::new(),
            text: Vec::new(),
            given: 0,
            ended: false,
        })
    }

    /// Books the encoding of the file and its bad bytes.
    pub fn account(&self, report: &mut Report) {
        if let Some(gate) = self.encoding.gate() {
            report.count(gate);
        }
        for _ in 0..self.bad_bytes {
            report.count("encoding_bad_byte");
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        while self.text.is_empty() && !self.ended {
            let kept = self.raw.len();
            self.raw.resize(kept + CHUNK, 0);
            let read = self.input.read(&mut self.raw[kept..]);
            self.raw.truncate(kept + *read.as_ref().unwrap_or(&0));
            self.ended = read? == 0;
            match &mut self.decoder {
                Some(decoder) => {
                    self.text.resize(decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(4 * CHUNK), 0);
                    let (_, used, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
                    self.text.truncate(written);
                    self.raw.drain(..used);
                }
                None => self.mend(),
            }
        }
        Ok(())
    }

    /// Moves what is UTF-8 in `raw` to `text`; a sequence that may go on in the next chunk stays.
    fn mend(&mut self) {
        let mut at = 0;
        while let Err(error) = std::str::from_utf8(&self.raw[at..]) {
            let good = at + error.valid_up_to();
            self.text.extend_from_slice(&self.raw[at..good]);
            let Some(bad) = error.error_len().or_else(|| self.ended.then(|| self.raw.len() - good)) else {
                self.raw.drain(..good);
                return;
            };
            let (mended, _) = WINDOWS_1252.decode_without_bom_handling(&self.raw[good..good + bad]);
            self.text.extend_from_slice(mended.as_bytes());
            self.bad_bytes += bad as u64;
            at = good + bad;
        }
        self.text.extend_from_slice(&self.raw[at..]);
        self.raw.clear();
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() {
            self.refill()?;
        }
        let count = buffer.len().min(self.text.len() - self.given);
        buffer[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// Whether more characters beyond ASCII read as UTF-8 than do not. One stray byte does not make
/// a file Windows-1252; in real Windows-1252 hardly any two bytes form a UTF-8 sequence.
fn mostly_utf8(head: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // A sequence that the end of the head cuts is no evidence.
        bad += usize::from(std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_some()));
    }
    bad <= good
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(self.0.len()).min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn read(bytes: &[u8]) -> (String, Encoding, u64) {
        let mut text = Vec::new();
        let mut reader = Utf8::new(Slow(bytes)).unwrap();
        reader.read_to_end(&mut text).unwrap();
        (String::from_utf8(text).unwrap(), reader.encoding, reader.bad_bytes)
    }

    fn utf16(text: &str, order: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
    }

    const TEXT: &str = "Gaji “Rp 3.500.000” – Kafé 🍜\n";

    #[test]
    fn every_usual_encoding_reads_as_the_same_text() {
        assert_eq!(read(TEXT.as_bytes()), (TEXT.to_owned(), Encoding::Utf8, 0));
        assert_eq!(read(format!("\u{feff}{TEXT}").as_bytes()), (TEXT.to_owned(), Encoding::Utf8Bom, 0));
        assert_eq!(read(&utf16(TEXT, u16::to_le_bytes)), (TEXT.to_owned(), Encoding::Utf16, 0));
        assert_eq!(read(&utf16(TEXT, u16::to_be_bytes)), (TEXT.to_owned(), Encoding::Utf16, 0));
        let western = b"Gaji \x93Rp\xa03.500.000\x94 \x96 Kaf\xe9";
        assert_eq!(read(western), ("Gaji “Rp\u{a0}3.500.000” – Kafé".to_owned(), Encoding::Windows1252, 0));
        assert_eq!(read(b""), (String::new(), Encoding::Utf8, 0));
    }

    #[test]
    fn a_bad_byte_in_a_utf8_file_is_read_as_windows_1252_and_counted() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes.extend_from_slice(b"Caf\xe9\n");
        assert_eq!(read(&bytes), (format!("{}Café\n", TEXT.repeat(3)), Encoding::Utf8, 1));
        let mut late = vec![b'a'; HEAD as usize];
        late.extend_from_slice(b"\x80 then \xc3\xa9, cut \xe2\x82");
        let (text, encoding, bad) = read(&late);
        assert!(text.ends_with("a€ then é, cut â‚"), "{}", &text[text.len() - 30..]);
        assert_eq!((encoding, bad), (Encoding::Utf8, 3));
    }

    #[test]
    fn a_character_over_the_end_of_the_head_or_of_a_chunk_stays_whole() {
        for before in [HEAD as usize - 1, HEAD as usize - 3, CHUNK - 1, CHUNK - 2] {
            let text = format!("{}🍜é", "x".repeat(before));
            let mut reader = Utf8::new(text.as_bytes()).unwrap();
            let mut out = String::new();
            reader.read_to_string(&mut out).unwrap();
            assert!(out == text && reader.bad_bytes == 0 && reader.encoding == Encoding::Utf8, "{before}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_read_as_utf8_and_text_comes_through_unchanged(bytes: Vec<u8>, text: String) {
            read(&bytes);
            let whole = text.trim_start_matches('\u{feff}');
            proptest::prop_assert_eq!(read(whole.as_bytes()).0, whole);
        }
    }
}
