//! How many slips of the finger lie between two words.

/// Longest word that is compared, in bytes.
const LONGEST: usize = 40;

/// A word by its sound, for words that are spelt in two languages ("kostumer", "customer") or by
/// the old rules: one letter for those that sound alike, none of doubled ones.
#[must_use]
pub fn sound(word: &str) -> String {
    let mut sound = String::with_capacity(word.len());
    let bytes = word.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let (letter, length) = match (byte, next) {
            (b'p', b'h') | (b'f', b'h') => (b'f', 2),
            (b'c' | b'k', b'h' | b'k') => (b'k', 2),
            (b'o', b'e') => (b'u', 2),
            (b's' | b't', b'h') => (byte, 2),
            (b'c' | b'q', _) => (b'k', 1),
            (b'v', _) => (b'f', 1),
            (b'z', _) => (b's', 1),
            (b'y', _) => (b'i', 1),
            _ => (byte, 1),
        };
        if !byte.is_ascii() {
            // Other scripts are left as they are.
            return word.to_owned();
        }
        if sound.as_bytes().last() != Some(&letter) {
            sound.push(letter as char);
        }
        at += length;
    }
    sound
}

/// Which letters a word has: a bit each for a to z, one for digits and one for the rest.
#[must_use]
pub fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << 26,
            _ => 1 << 27,
        }
    })
}

/// Whether [`distance`] can be within `most`, told from the letters alone: a slip changes at most
/// one letter into another.
#[must_use]
pub fn may_be_near(typed: u32, known: u32, most: u32, open: bool) -> bool {
    (typed & !known).count_ones() <= most && (open || (known & !typed).count_ones() <= most)
}

/// Slips from `typed` to `known`: letters left out, put in, replaced or swapped with the next one
/// (optimal string alignment), `None` where more than `most`. An `open` word is held against the
/// nearest beginning of `known`.
#[must_use]
pub fn distance(typed: &str, known: &str, most: u32, open: bool) -> Option<u32> {
    let (a, b) = (typed.as_bytes(), known.as_bytes());
    let most = most as usize;
    if a.len() > LONGEST || b.len() > LONGEST || a.len() > b.len() + most || (!open && b.len() > a.len() + most) {
        return None;
    }
    let b = &b[..b.len().min(a.len() + most)];
    let mut rows = [[0u8; LONGEST + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at as u8;
    }
    for i in 1..=a.len() {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8;
        let mut least = i as u8;
        for j in 1..=b.len() {
            let replaced = rows[before][j - 1] + u8::from(a[i - 1] != b[j - 1]);
            let mut cell = replaced.min(rows[before][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[earlier][j - 2] + 1);
            }
            rows[now][j] = cell;
            least = least.min(cell);
        }
        // A swap looks two rows back, so one row over the limit may still be left behind.
        if usize::from(least) > most + 1 {
            return None;
        }
    }
    let last = &rows[a.len() % 3][..=b.len()];
    let found = if open { last.iter().min().copied() } else { last.last().copied() };
    found.map(u32::from).filter(|&found| found as usize <= most)
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By the book, without bounds.
    fn slow(a: &[u8], b: &[u8]) -> u32 {
        let mut table = vec![vec![0u32; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    (i + j) as u32
                } else {
                    let mut cell = (table[i - 1][j - 1] + u32::from(a[i - 1] != b[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        cell = cell.min(table[i - 2][j - 2] + 1);
                    }
                    cell
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn a_swap_is_one_slip() {
        assert_eq!(distance("staf", "satf", 2, false), Some(1));
        assert_eq!(distance("oprator", "operator", 2, false), Some(1));
        assert_eq!(distance("opertor", "operatorproduksi", 1, true), Some(1));
        assert_eq!(distance("kasir", "kurir", 1, false), None);
    }

    #[test]
    fn words_that_sound_alike_are_near() {
        assert_eq!(sound("tekhnisi"), sound("teknisi"));
        assert_eq!(sound("welderr"), sound("welder"));
        assert_eq!(distance(&sound("kostumer"), &sound("customer"), 2, false), Some(2));
        assert_eq!(sound("fotografer"), sound("photografer"));
    }

    proptest! {
        #[test]
        fn slips_are_counted_as_by_the_book(a in "[abcd]{0,9}", b in "[abcd]{0,9}", most in 0u32..4) {
            let (whole, far) = (slow(a.as_bytes(), b.as_bytes()), |n: u32| (n <= most).then_some(n));
            prop_assert_eq!(distance(&a, &b, most, false), far(whole));
            let nearest = (0..=b.len()).map(|end| slow(a.as_bytes(), &b.as_bytes()[..end])).min().unwrap_or(0);
            prop_assert_eq!(distance(&a, &b, most, true), far(nearest));
            if whole <= most {
                prop_assert!(may_be_near(letters(&a), letters(&b), most, false));
            }
            if nearest <= most {
                prop_assert!(may_be_near(letters(&a), letters(&b), most, true));
            }
        }
    }
}
