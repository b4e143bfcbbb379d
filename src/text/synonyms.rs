//! What else a job is called: "sopir", "supir" and "driver" are one.
//!
//! The list is data that a portal may edit (`src/text/data/synonyms.csv`); a snapshot carries the
//! part that leads to words of its own.

/// What `from` stands for, and how well.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Synonym {
    /// Folded words as typed.
    pub from: String,
    /// Folded words as advertisements put it.
    pub to: String,
    /// 1,000 for the very same thing, less for a likely one.
    pub weight: u16,
}

/// padan's own list.
#[cfg(feature = "cli")]
pub const LIST: &str = include_str!("data/synonyms.csv");

/// Reads a list: lines of weight, direction (`both` or `one`) and words separated by `|`; `#` opens a comment.
///
/// # Errors
/// The first line that is none, with its number.
#[cfg(feature = "cli")]
pub fn parse(list: &str) -> Result<Vec<Synonym>, String> {
    let mut synonyms = Vec::new();
    for (number, line) in (1..).zip(list.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let bad = |expected: &str| format!("line {number}: {line:?} found, {expected} expected");
        let mut parts = line.splitn(3, ',');
        let (Some(weight), Some(direction), Some(words)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad("weight,direction,words"));
        };
        let weight: u16 = weight
            .trim()
            .parse()
            .ok()
            .filter(|w| (1..=1000).contains(w))
            .ok_or_else(|| bad("a weight of 1 to 1000"))?;
        let words: Vec<String> = words.split('|').map(super::fold).collect();
        if words.len() < 2 || words.iter().any(String::is_empty) {
            return Err(bad("two words or more, separated by |"));
        }
        let from = match direction.trim() {
            "both" => &words[..],
            "one" => &words[..1],
            _ => return Err(bad("both or one")),
        };
        for from in from {
            for to in words.iter().filter(|to| *to != from) {
                synonyms.push(Synonym { from: from.clone(), to: to.clone(), weight });
            }
        }
    }
    synonyms.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)).then(b.weight.cmp(&a.weight)));
    synonyms.dedup_by(|a, b| a.from == b.from && a.to == b.to);
    Ok(synonyms)
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn padans_own_list_can_be_read() {
        let list = parse(LIST).unwrap();
        assert!(list.iter().any(|s| s.from == "supir" && s.to == "driver" && s.weight == 950));
        assert!(list.iter().any(|s| s.from == "buruh pabrik" && s.to == "operator produksi"));
        assert!(!list.iter().any(|s| s.from == "operator produksi" && s.to == "buruh pabrik"));
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        assert!(parse("900,both,a|b\n900,sideways,a|b").unwrap_err().starts_with("line 2"));
        assert!(parse("0,both,a|b").is_err());
        assert!(parse("900,both,a").is_err());
    }
}
