//! Which rows hold a code of a list: the list turned round, as steps from row to row.

use crate::bits::Bits;
use crate::snapshot::List;

/// By code, the rows that hold it in any of the lists.
pub struct Postings {
    /// Code n's rows are in `bytes[starts[n]..starts[n + 1]]`.
    starts: Box<[u32]>,
    /// Steps from row to row, seven bits a byte, low ones first; the first step is from 0.
    bytes: Box<[u8]>,
}

impl Postings {
    /// Turns `lists`, whose codes are at most `most`, round.
    #[must_use]
    pub fn new(lists: [&List; 2], most: usize) -> Self {
        let rows = lists[0].starts.len() - 1;
        let each = |each: &mut dyn FnMut(usize, u32)| {
            let mut last = vec![0u32; most + 1].into_boxed_slice();
            for row in 0..rows {
                for list in lists {
                    for code in list.codes(row) {
                        let code = code as usize;
                        each(code, row as u32 - last[code]);
                        last[code] = row as u32;
                    }
                }
            }
        };
        let mut starts = vec![0u32; most + 2].into_boxed_slice();
        each(&mut |code, step| starts[code + 1] += (32 - (step | 1).leading_zeros()).div_ceil(7));
        for code in 0..=most {
            starts[code + 1] += starts[code];
        }
        let mut bytes = vec![0; starts[most + 1] as usize].into_boxed_slice();
        let mut at = starts.clone();
        each(&mut |code, mut step| loop {
            let more = step >= 0x80;
            bytes[at[code] as usize] = (step & 0x7f) as u8 | u8::from(more) << 7;
            at[code] += 1;
            step >>= 7;
            if !more {
                break;
            }
        });
        Self { starts, bytes }
    }

    /// Puts the rows that hold a code into a set.
    pub fn insert(&self, code: u32, rows: &mut Bits) {
        let code = code as usize;
        let (mut row, mut step, mut shift) = (0u32, 0u32, 0);
        for &byte in &self.bytes[self.starts[code] as usize..self.starts[code + 1] as usize] {
            step |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                row += step;
                rows.insert(row as usize);
                (step, shift) = (0, 0);
            }
        }
    }
}
