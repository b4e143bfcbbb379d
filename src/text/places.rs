//! What people call places beyond their official names: "jabodetabek", "solo", "jaksel".
//!
//! The list is data that a portal may edit (`src/text/data/places.csv`). Native only: a snapshot carries it as
//! synonyms that lead to the names of its regions.

use super::fold;
use super::synonyms::Synonym;
use crate::record::region::Region;

/// padan's own list.
pub const LIST: &str = include_str!("data/places.csv");

/// Reads a list: lines of names separated by `|`, a comma, and codes of `regions` separated by spaces; `#` opens a comment.
///
/// # Errors
/// The first line that is none or names a region that is not there, with its number.
pub fn parse(list: &str, regions: &[Region]) -> Result<Vec<Synonym>, String> {
    let mut synonyms = Vec::new();
    for (number, line) in (1..).zip(list.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let bad = |expected: &str| format!("line {number}: {line:?} found, {expected} expected");
        let (names, codes) = line.split_once(',').ok_or_else(|| bad("names,codes"))?;
        for code in codes.split_whitespace() {
            let region = regions.iter().find(|region| region.code == code);
            let region = region.ok_or_else(|| bad("codes of provinces and regencies"))?;
            for name in names.split('|').map(fold) {
                synonyms.push(Synonym { from: name, to: fold(&region.name), weight: 1000 });
            }
        }
    }
    Ok(synonyms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::region;

    #[test]
    fn padans_own_list_names_places_of_the_kemendagri_list() {
        let regions = region::all();
        let places = parse(LIST, &regions).unwrap();
        let of = |name: &str| -> Vec<&str> {
            let codes = places.iter().filter(|place| place.from == name).map(|place| {
                let named: Vec<_> = regions.iter().filter(|region| fold(&region.name) == place.to).collect();
                assert_eq!(named.len(), 1, "{} is one place", place.to);
                &*named[0].code
            });
            codes.collect()
        };
        assert_eq!(of("jabodetabek"), ["31", "3201", "3216", "3271", "3275", "3276", "3603", "3671", "3674"]);
        assert_eq!(of("solo"), ["3372"]);
        assert_eq!(of("jogja"), ["34", "3471"]);
        let mut names: Vec<_> = places.iter().map(|place| (&place.from, &place.to)).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name stands in one line");
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        let why = parse("solo,3372\natlantis,9999", &region::all()).unwrap_err();
        assert!(why.starts_with("line 2"), "{why}");
        assert!(parse("solo", &region::all()).is_err());
    }
}
