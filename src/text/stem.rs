//! The root of an Indonesian word: "pengemudi", "mengemudikan" and "kemudi" are one word to search.
//!
//! Affixes are taken off in every way the language puts them on, suffixes before prefixes, until
//! a known root stands; a word without one is its own root. The rules follow the confix stripping
//! of Nazief and Adriani (1996) as Sastrawi carries it out. The builder knows all roots of the
//! language; a snapshot carries those its own words have, so that a browser finds the same root
//! for the same word with a list of a few kilobytes.

/// Shortest root.
const SHORTEST: usize = 3;
/// Most prefixes a word has ("memperkenalkan" has two, "kesepersepuluhnya" three).
const PREFIXES: usize = 3;

/// The root of a folded word by the roots that `is_root` knows; the word itself where none is found.
#[must_use]
pub fn stem(word: &str, is_root: &dyn Fn(&str) -> bool) -> String {
    if word.len() <= SHORTEST || !word.bytes().all(|b| b.is_ascii_lowercase()) || is_root(word) {
        return word.to_owned();
    }
    for (stem, suffix) in without_suffixes(word) {
        let mut level = vec![stem.to_owned()];
        for depth in 0..=PREFIXES {
            if let Some(root) = level.iter().find(|root| root.len() >= SHORTEST && is_root(root)) {
                return root.clone();
            }
            if depth == 0 && never_together(stem, suffix) {
                break;
            }
            level = level.iter().filter(|word| word.len() > SHORTEST).flat_map(|word| without_prefix(word)).collect();
        }
    }
    word.to_owned()
}

/// What is left without particle, possessive and one of the suffixes, the likeliest first.
fn without_suffixes(word: &str) -> Vec<(&str, &'static str)> {
    let mut bases = vec![word];
    bases.extend(["lah", "kah", "tah", "pun"].iter().filter_map(|particle| word.strip_suffix(particle)));
    for at in 0..bases.len() {
        let base = bases[at];
        bases.extend(["ku", "mu", "nya"].iter().filter_map(|possessive| base.strip_suffix(possessive)));
    }
    let mut found = Vec::new();
    let noun = word.starts_with("pe") || word.starts_with("ke");
    let order = if noun { ["an", "", "kan", "i"] } else { ["", "an", "kan", "i"] };
    for suffix in order {
        found.extend(bases.iter().filter_map(|base| Some((base.strip_suffix(suffix)?, suffix))));
    }
    found
}

fn never_together(word: &str, suffix: &str) -> bool {
    matches!(
        (word.get(..2), suffix),
        (Some("be" | "ke" | "se"), "i") | (Some("di" | "me" | "te"), "an") | (Some("ke" | "se"), "kan")
    )
}

/// What is left without the first prefix, in every way that could be, the likeliest first.
fn without_prefix(word: &str) -> Vec<String> {
    let mut left: Vec<String> = Vec::new();
    let vowel = |text: &str| text.starts_with(['a', 'i', 'u', 'e', 'o']);
    let (Some(two), Some(rest)) = (word.get(..2), word.get(2..)) else { return left };
    match two {
        "di" | "ke" | "se" => left.push(rest.to_owned()),
        "be" | "te" | "pe" => {
            if let Some(root) = rest.strip_prefix('r') {
                // "perawat" is pe-rawat, "berangkat" ber-angkat.
                let joined = vowel(root).then(|| rest.to_owned());
                let (first, second) =
                    if two == "pe" { (joined, Some(root.to_owned())) } else { (Some(root.to_owned()), joined) };
                left.extend(first.into_iter().chain(second));
            } else if rest == "lajar" {
                left.push("ajar".to_owned());
            } else if !vowel(rest) && rest.get(1..3) == Some("er") {
                left.push(rest.to_owned());
            }
        }
        _ => {}
    }
    if matches!(two, "me" | "pe") {
        if let Some(root) = rest.strip_prefix("ng") {
            left.push(root.to_owned());
            if vowel(root) {
                left.push(format!("k{root}"));
                left.extend(root.strip_prefix('e').map(str::to_owned));
            }
        } else if let Some(root) = rest.strip_prefix("ny") {
            left.extend([rest.to_owned(), format!("s{root}")]);
        } else if let Some(root) = rest.strip_prefix('n') {
            if vowel(root) { left.extend([format!("t{root}"), rest.to_owned()]) } else { left.push(root.to_owned()) }
        } else if let Some(root) = rest.strip_prefix('m') {
            if vowel(root) { left.extend([format!("p{root}"), rest.to_owned()]) } else { left.push(root.to_owned()) }
        } else if two == "pe" || rest.starts_with(['l', 'r', 'w', 'y']) {
            left.push(rest.to_owned());
        }
    }
    left
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use crate::text::roots;
    use proptest::prelude::*;

    #[test]
    fn the_words_of_work_have_their_roots() {
        let words = "pekerjaan kerja mengerjakan kerja perawat rawat merawat rawat perawatan rawat pengemudi kemudi \
            mengemudi kemudi penjualan jual menjual jual pelayan layan melayani layan pelayanan layan pembukuan buku \
            pengajar ajar pelajaran ajar penjahit jahit menjahit jahit pembantu bantu pengawasan awas penulis tulis \
            pemasaran pasar pengelolaan kelola perpajakan pajak pembelian beli peternakan ternak petani tani \
            penerjemah terjemah kasir kasir teknisi teknisi sma sma it it";
        let words: Vec<&str> = words.split_whitespace().collect();
        for pair in words.chunks(2) {
            assert_eq!(stem(pair[0], &roots::known), pair[1], "{}", pair[0]);
        }
    }

    #[test]
    fn most_of_sastrawis_own_examples_agree() {
        let Ok(pairs) = std::fs::read_to_string("../shared/data/language/sastrawi_functional_stem_pairs.tsv") else {
            println!("skipped: no examples at hand");
            return;
        };
        let pairs: Vec<(&str, &str)> = pairs
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(word, _)| !word.contains(['-', ' ']))
            .collect();
        let agree = pairs.iter().filter(|(word, root)| stem(&word.to_lowercase(), &roots::known) == *root).count();
        println!("{agree} of {} agree", pairs.len());
        assert!(agree * 100 >= pairs.len() * 87, "{agree} of {}", pairs.len());
    }

    proptest! {
        #[test]
        fn any_word_has_a_root_and_a_root_is_its_own(word in "\\PC{0,30}|(me|pe|ber|di|ke)?(n|ng|m)?[a-z]{0,8}(kan|an|i)?(nya)?(lah)?") {
            let root = stem(&word, &roots::known);
            prop_assert!(root == word || roots::known(&root));
            prop_assert_eq!(stem(&root, &roots::known), root);
        }
    }
}
