//! Codes of a column: as small on the wire as the data allows, as wide in memory as a scan likes.
//!
//! In memory a column is a plain array of `u8`, `u16` or `u32`, the narrowest that holds its
//! largest code. On the wire it is one of the four CODES forms of [the grammar](super); the
//! writer tries each and keeps the one that gzip makes smallest.

use super::{SnapshotError, corrupt, read::Cursor};
use crate::bits::{Bits, bits_of};

/// One code a row, in the narrowest type that holds them all. A boxed slice, as is all that is
/// looked up by row: where the program is built to be small, indexing a `Vec` is a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Codes up to 255.
    U8(Box<[u8]>),
    /// Codes up to 65,535.
    U16(Box<[u16]>),
    /// Codes up to 2³²-1.
    U32(Box<[u32]>),
}

impl Codes {
    /// Room for `n` codes of at most `max`, filled by `code(i)`.
    pub(super) fn collect(n: usize, max: u32, mut code: impl FnMut(usize) -> u32) -> Self {
        let mut codes = if max <= u32::from(u8::MAX) {
            Self::U8(vec![0; n].into())
        } else if max <= u32::from(u16::MAX) {
            Self::U16(vec![0; n].into())
        } else {
            Self::U32(vec![0; n].into())
        };
        // By blocks, so that `code` is called in one place, where it becomes part of the loop.
        let mut block = [0; 256];
        for start in (0..n).step_by(block.len()) {
            let block = &mut block[..(n - start).min(256)];
            for (at, slot) in block.iter_mut().enumerate() {
                *slot = code(start + at);
            }
            codes.put(start, block);
        }
        codes
    }

    fn put(&mut self, start: usize, block: &[u32]) {
        let range = start..start + block.len();
        match self {
            Self::U8(codes) => {
                for (slot, &code) in codes[range].iter_mut().zip(block) {
                    *slot = code as u8;
                }
            }
            Self::U16(codes) => {
                for (slot, &code) in codes[range].iter_mut().zip(block) {
                    *slot = code as u16;
                }
            }
            Self::U32(codes) => codes[range].copy_from_slice(block),
        }
    }

    /// Keeps of `rows` those whose codes pass.
    pub fn retain(&self, passes: &[bool], rows: &mut Bits) {
        match self {
            Self::U8(codes) => retain(codes, passes, rows),
            Self::U16(codes) => retain(codes, passes, rows),
            Self::U32(codes) => retain(codes, passes, rows),
        }
    }

    /// `n` rows that state nothing.
    #[must_use]
    pub fn unstated(n: usize) -> Self {
        Self::U8(vec![0; n].into())
    }

    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len(),
            Self::U32(codes) => codes.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a row; panics past the end.
    #[must_use]
    #[inline(always)]
    pub fn get(&self, row: usize) -> u32 {
        match self {
            Self::U8(codes) => codes[row].into(),
            Self::U16(codes) => codes[row].into(),
            Self::U32(codes) => codes[row],
        }
    }

    /// Bytes in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len() * 2,
            Self::U32(codes) => codes.len() * 4,
        }
    }
}

/// A word with more rows than this to look at is looked at whole.
const DENSE_WORD: u32 = 20;

fn retain<T: Copy + Into<u32>>(codes: &[T], passes: &[bool], rows: &mut Bits) {
    for (word, codes) in rows.words_mut().iter_mut().zip(codes.chunks(64)) {
        if word.count_ones() > DENSE_WORD {
            let mut passing = 0;
            for (bit, &code) in codes.iter().enumerate() {
                passing |= u64::from(passes[code.into() as usize]) << bit;
            }
            *word &= passing;
        } else {
            for bit in bits_of(*word) {
                *word ^= u64::from(!passes[codes[bit as usize].into() as usize]) << bit;
            }
        }
    }
}

/// Reads CODES(n); every code is at most `max`. `earlier` gives the columns read before.
pub(super) fn read<'a>(
    cursor: &mut Cursor<'_>,
    n: usize,
    max: u32,
    earlier: &dyn Fn(u8) -> Option<(&'a Codes, u32)>,
) -> Result<Codes, SnapshotError> {
    let form = cursor.u8("codes")?;
    let codes = match form {
        0 => {
            let width = cursor.u8("code width")?;
            if width > 32 {
                return Err(corrupt(format!("code width {width} found, 0 to 32 expected")));
            }
            let bytes = cursor.take(bytes_for(n, u64::from(width))?, "packed codes")?;
            checked(n, max, unpack(bytes, width))?
        }
        1 => {
            let planes = usize::from(cursor.u8("byte planes")?);
            if planes > 4 {
                return Err(corrupt(format!("{planes} byte planes found, 0 to 4 expected")));
            }
            let bytes = cursor.take(bytes_for(n, planes as u64 * 8)?, "byte planes")?;
            checked(n, max, |i| {
                (0..planes).fold(0, |code, plane| code | u32::from(bytes[plane * n + i]) << (8 * plane))
            })?
        }
        2 => {
            let count = cursor.u32("runs")?;
            if count > max.saturating_add(1) {
                return Err(corrupt(format!("{count} runs found, at most {} expected", u64::from(max) + 1)));
            }
            let mut ends = Vec::new();
            let mut end = 0u64;
            for _ in 0..count {
                end += cursor.varint("run length")?;
                if end > n as u64 {
                    break;
                }
                ends.push(end);
            }
            if end != n as u64 {
                return Err(corrupt(format!("runs of {end} rows found, {n} expected")));
            }
            let mut code = 0;
            checked(n, max, |i| {
                while ends[code] <= i as u64 {
                    code += 1;
                }
                code as u32
            })?
        }
        3 => {
            let parent = cursor.u8("parent column")?;
            let (codes, card) = earlier(parent)
                .ok_or_else(|| corrupt(format!("codes derived from column {parent}, which was not read before")))?;
            if codes.len() != n || cursor.peek() == Some(3) {
                return Err(corrupt(format!("codes derived from column {parent} do not fit it")));
            }
            let table = read(cursor, card as usize + 1, max, earlier)?;
            Codes::collect(n, max, |i| table.get(codes.get(i) as usize))
        }
        _ => return Err(corrupt(format!("code form {form} found, 0 to 3 expected"))),
    };
    Ok(codes)
}

/// Bytes that `n` codes of `bits` bits take; an error where this machine could not address them.
fn bytes_for(n: usize, bits: u64) -> Result<usize, SnapshotError> {
    usize::try_from((n as u64 * bits).div_ceil(8)).map_err(|_| corrupt(format!("{n} codes of {bits} bits")))
}

fn checked(n: usize, max: u32, mut code: impl FnMut(usize) -> u32) -> Result<Codes, SnapshotError> {
    let mut largest = 0;
    let codes = Codes::collect(n, max, |i| {
        let code = code(i);
        largest = largest.max(code);
        code
    });
    if largest > max {
        return Err(corrupt(format!("code {largest} found, at most {max} expected")));
    }
    Ok(codes)
}

fn unpack(bytes: &[u8], width: u8) -> impl FnMut(usize) -> u32 + '_ {
    let width = usize::from(width);
    let mask = (1u64 << width) - 1;
    move |i| {
        let bit = i * width;
        let at = bit / 8;
        let word = match bytes.get(at..at + 8) {
            Some(word) => u64::from_le_bytes(word.try_into().unwrap_or_default()),
            None => bytes[at.min(bytes.len())..]
                .iter()
                .enumerate()
                .fold(0, |word, (k, &byte)| word | u64::from(byte) << (8 * k)),
        };
        (word >> (bit % 8) & mask) as u32
    }
}

#[cfg(feature = "cli")]
pub(super) mod write {
    use super::super::write::{gzip, varint};

    /// Writes CODES in forms 0 and 1 alone, for a list's values: at least a bit a code.
    pub fn plain(codes: &[u32]) -> Vec<u8> {
        smallest(vec![packed(codes), planes(codes)])
    }

    fn smallest(forms: Vec<Vec<u8>>) -> Vec<u8> {
        forms.into_iter().min_by_key(|form| gzip(form).len()).unwrap_or_default()
    }

    /// Writes CODES in the form that gzip makes smallest. `parents` are earlier columns
    /// (id, codes, dictionary size) the codes may be a function of.
    pub fn codes(codes: &[u32], parents: &[(u8, &[u32], u32)]) -> Vec<u8> {
        let mut forms = vec![packed(codes), planes(codes)];
        if codes.is_sorted() {
            forms.push(runs(codes));
        }
        for &(id, parent, card) in parents {
            if let Some(table) = function_of(codes, parent, card) {
                let mut form = vec![3, id];
                form.extend(self::codes(&table, &[]));
                forms.push(form);
            }
        }
        smallest(forms)
    }

    fn packed(codes: &[u32]) -> Vec<u8> {
        let width = 32 - codes.iter().max().copied().unwrap_or(0).leading_zeros();
        let mut out = vec![0, width as u8];
        let (mut word, mut bits) = (0u64, 0);
        for &code in codes {
            word |= u64::from(code) << bits;
            bits += width;
            while bits >= 8 {
                out.push(word as u8);
                word >>= 8;
                bits -= 8;
            }
        }
        if bits > 0 {
            out.push(word as u8);
        }
        out
    }

    fn planes(codes: &[u32]) -> Vec<u8> {
        let planes = (32 - codes.iter().max().copied().unwrap_or(0).leading_zeros()).div_ceil(8);
        let mut out = vec![1, planes as u8];
        for plane in 0..planes {
            out.extend(codes.iter().map(|code| (code >> (8 * plane)) as u8));
        }
        out
    }

    fn runs(codes: &[u32]) -> Vec<u8> {
        let count = codes.last().map_or(0, |last| last + 1);
        let mut out = vec![2];
        out.extend(count.to_le_bytes());
        let mut at = 0;
        for code in 0..count {
            let end = at + codes[at..].partition_point(|&other| other <= code);
            varint(&mut out, (end - at) as u64);
            at = end;
        }
        out
    }

    fn function_of(codes: &[u32], parent: &[u32], card: u32) -> Option<Vec<u32>> {
        let mut table = vec![None; card as usize + 1];
        for (&code, &of) in codes.iter().zip(parent) {
            match &mut table[of as usize] {
                Some(known) if *known != code => return None,
                slot => *slot = Some(code),
            }
        }
        Some(table.into_iter().map(Option::unwrap_or_default).collect())
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_read_back_as_written(mut codes in prop::collection::vec(0u32..5000, 0..400), sort: bool, shift in 0u32..20) {
            codes.iter_mut().for_each(|code| *code <<= shift);
            if sort {
                codes.iter_mut().for_each(|code| *code >>= shift);
                codes.sort_unstable();
            }
            let parent: Vec<u32> = codes.iter().map(|code| code % 97).collect();
            let doubled: Vec<u32> = parent.iter().map(|code| code * 2).collect();
            let parent_codes = Codes::collect(parent.len(), 96, |i| parent[i]);
            for values in [&codes, &doubled] {
                let bytes = write::codes(values, &[(7, &parent, 96)]);
                let max = values.iter().max().copied().unwrap_or(0);
                let back = read(&mut Cursor::new(&bytes), values.len(), max, &|id| (id == 7).then_some((&parent_codes, 96))).unwrap();
                prop_assert_eq!(back.len(), values.len());
                for (row, &code) in values.iter().enumerate() {
                    prop_assert_eq!(back.get(row), code);
                }
            }
        }

        #[test]
        fn any_bytes_read_as_codes_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200), n in 0usize..300, max in 0u32..70_000) {
            let parent = Codes::unstated(n);
            if let Ok(codes) = read(&mut Cursor::new(&bytes), n, max, &|_| Some((&parent, 0))) {
                prop_assert_eq!(codes.len(), n);
                for row in 0..n {
                    prop_assert!(codes.get(row) <= max);
                }
            }
        }
    }
}
