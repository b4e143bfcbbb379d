//! Words: the same folding and splitting when a snapshot is opened and when it is asked.
//!
//! [`fold`] turns what people type and what employers write into the same plain form:
//! lower case, no diacritics, everything but letters and digits a separator. [`words`]
//! splits that form. [`stem`] finds the root of a word, `synonyms` what else it is called,
//! `places` (native) what else places are called, and [`edits`] how far two words are apart.

pub mod edits;
#[cfg(feature = "cli")]
pub mod places;
#[cfg(feature = "cli")]
pub mod roots;
mod stem;
pub mod synonyms;

pub use stem::stem;

/// The plain form of a text: lower-case words separated by single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let before = plain.len();
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            'A'..='Z' => plain.push(c.to_ascii_lowercase()),
            _ if joins(c) => continue,
            _ if c.is_ascii() => {}
            _ => match base_letter(c) {
                Some(letters) => plain.push_str(letters),
                None if other_letter(c) => plain.push(c),
                None => {}
            },
        }
        if plain.len() == before && !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Whether a character is left out without parting a word: apostrophes ("Jum’at"), and marks that
/// stand on the letter before them.
#[must_use]
pub fn joins(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}')
}

/// The words of a folded text.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

/// Latin-1 and Latin Extended-A letters without their marks.
fn base_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ð' | 'ð' | 'Ď'..='đ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ĥ'..='ħ' => "h",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ'..='ĸ' => "k",
        'Ĺ'..='ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'ß' => "ss",
        'Ś'..='š' => "s",
        'Ţ'..='ŧ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        _ => return None,
    })
}

/// Whether a character beyond the Latin blocks is a letter, told by block: the browser carries
/// no tables of Unicode, and titles in other scripts are rare.
fn other_letter(c: char) -> bool {
    let sign = matches!(c,
        '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3020}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f000}'..);
    c > '\u{024f}' && !sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leaves_plain_words() {
        for (text, plain) in [
            ("  Staf Gudang (SHIFT-Malam) ", "staf gudang shift malam"),
            ("Café  Résumé", "cafe resume"),
            ("Guru Jum’at / Jum'at", "guru jumat jumat"),
            ("C++/C# dev", "c c dev"),
            ("S1\u{a0}Teknik", "s1 teknik"),
            ("", ""),
            ("--", ""),
        ] {
            assert_eq!(fold(text), plain);
            assert_eq!(fold(plain), plain);
        }
        assert_eq!(words("staf gudang").collect::<Vec<_>>(), ["staf", "gudang"]);
    }
}
