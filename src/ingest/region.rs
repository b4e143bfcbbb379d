//! Places as portals write them, told as Kemendagri codes. Never a guess.
//!
//! A code is lifted to its deepest part that exists. A name must say which of two
//! places it means: "Bandung" is a regency and a city, so only its province is sure.

use std::collections::{HashMap, HashSet};

use super::Report;
use crate::record::region;

/// How a name was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its official name, short forms of "Kabupaten" and "Kota" aside.
    Official,
    /// By an old name or odd spelling in `data/region_aliases.csv`.
    Alias,
    /// Out of a cell in which something else was glued before it.
    Unglued,
    /// The name fits several places of one province; only the province is sure.
    ProvinceOnly,
}

/// A place told by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Kemendagri code without dots, 2 or 4 digits.
    pub code: String,
    /// How it was told.
    pub how: How,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Regency,
    City,
}

/// The region lists, ready to look up.
pub struct Regions {
    names: HashMap<String, String>,
    districts: HashSet<String>,
    provinces: HashMap<String, String>,
    regencies: HashMap<(Kind, String), String>,
    bare: HashMap<String, Vec<String>>,
    aliases: HashMap<String, String>,
}

impl Default for Regions {
    fn default() -> Self {
        Self::new()
    }
}

impl Regions {
    /// Loads the lists that padan ships.
    #[must_use]
    pub fn new() -> Self {
        let mut regions = Self {
            names: HashMap::new(),
            districts: HashSet::new(),
            provinces: HashMap::new(),
            regencies: HashMap::new(),
            bare: HashMap::new(),
            aliases: HashMap::new(),
        };
        for place in region::all() {
            if place.code.len() == 2 {
                regions.provinces.insert(squeeze(&place.name), place.code.clone());
            } else if let (Some(kind), base) = split(&place.name) {
                regions.bare.entry(base.clone()).or_default().push(place.code.clone());
                regions.regencies.insert((kind, base), place.code.clone());
            }
            regions.names.insert(place.code, place.name);
        }
        for (code, name) in region::districts() {
            regions.names.insert(code.clone(), name.to_owned());
            regions.districts.insert(code);
        }
        for line in include_str!("data/region_aliases.csv").lines().skip(1) {
            let mut cells = line.split(',');
            if let (Some(name), Some(code)) = (cells.next(), cells.next()) {
                regions.aliases.insert(alias_key(name), code.to_owned());
            }
        }
        regions
    }

    /// Official name of a province, regency or district, by its code.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// The deepest part of a Kemendagri code that exists: 10 (if its district exists), 6, 4
    /// or 2 digits. Dots are allowed. `None` if not even the province exists.
    #[must_use]
    pub fn deepest(&self, code: &str) -> Option<String> {
        let code: String = code.chars().filter(|c| *c != '.').collect();
        if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let known =
            [6, 4, 2].into_iter().filter_map(|len| code.get(..len)).find(|part| self.names.contains_key(*part))?;
        Some(if known.len() == 6 && code.len() == 10 { code } else { known.to_owned() })
    }

    /// Whether `name` is how a source may write the place with this code; used to tell
    /// Kemendagri codes from BPS codes, which look alike and mean other places.
    #[must_use]
    pub fn agrees(&self, code: &str, name: &str) -> bool {
        match code.len() {
            2 => self.province(name).as_deref() == Some(code),
            4 => self.find(name, None).is_some_and(|found| found.code == code),
            _ => self.name(code).is_some_and(|official| squeeze(official) == squeeze(name)),
        }
    }

    /// The province with this name.
    #[must_use]
    pub fn province(&self, name: &str) -> Option<String> {
        let key = squeeze(name);
        let key = key.strip_prefix("provinsi").or_else(|| key.strip_prefix("prov")).unwrap_or(&key);
        self.provinces.get(key).cloned().or_else(|| self.aliases.get(key).filter(|code| code.len() == 2).cloned())
    }

    /// The regency, city or province that `name` surely means.
    ///
    /// `province_hint` is a province code or name; with it a bare name that is one place in
    /// that province is sure. Ambiguous names give the province if all candidates share it
    /// (or the hint names it), else `None`.
    #[must_use]
    pub fn find(&self, name: &str, province_hint: Option<&str>) -> Option<Found> {
        let hint = province_hint.and_then(|hint| {
            if hint.len() == 2 && self.names.contains_key(hint) { Some(hint.to_owned()) } else { self.province(hint) }
        });
        let found =
            self.find_exact(name).or_else(|| self.find_glued(name)).or_else(|| self.find_bare(name, hint.as_deref()));
        found.filter(|found| hint.as_ref().is_none_or(|hint| found.code.starts_with(hint.as_str())))
    }

    /// The place of a record that gives a code, a name or both: the code where the name agrees with it
    /// (see [`Regions::agrees`]) or is missing, else what the name says. Counts how it was told.
    pub(super) fn place(
        &self,
        code: Option<&str>,
        name: &str,
        province_hint: Option<&str>,
        report: &mut Report,
    ) -> Option<String> {
        let name = name.trim();
        if let Some(code) = code.and_then(|code| self.deepest(code).filter(|known| known.len() == code.trim().len())) {
            if name.is_empty() || self.agrees(&code, name) {
                return Some(code);
            }
            report.count("region_code_and_name_differ");
        }
        let Some(found) = self.find(name, province_hint) else {
            report.unmapped_region(if name.is_empty() { code.unwrap_or("(no name)") } else { name });
            return None;
        };
        match found.how {
            How::Official => {}
            How::Alias => report.count("region_alias"),
            How::Unglued => report.count("region_unglued"),
            How::ProvinceOnly => report.count("region_province_only"),
        }
        Some(found.code)
    }

    fn find_exact(&self, name: &str) -> Option<Found> {
        if let (Some(kind), base) = split(name)
            && let Some(code) = self.regencies.get(&(kind, base))
        {
            return Some(Found { code: code.clone(), how: How::Official });
        }
        if let Some(code) = self.provinces.get(&squeeze(name)) {
            return Some(Found { code: code.clone(), how: How::Official });
        }
        let code = self.aliases.get(&alias_key(name))?;
        Some(Found { code: code.clone(), how: How::Alias })
    }

    /// "Kota SurabayaFarmasiKota Surabaya": the tail is a whole name, and no other whole
    /// name stands at the head.
    fn find_glued(&self, name: &str) -> Option<Found> {
        let mut starts: Vec<usize> =
            name.match_indices("Kota ").chain(name.match_indices("Kab. ")).map(|(at, _)| at).collect();
        starts.sort_unstable();
        let tail = *starts.last().filter(|at| **at > 0)?;
        let found = self.find_exact(&name[tail..])?;
        let head = &name[..tail];
        let longest_head = (1..=head.len())
            .rev()
            .filter(|end| head.is_char_boundary(*end))
            .find_map(|end| self.find_exact(&head[..end]).filter(|other| other.code.len() == 4));
        let clashes = longest_head.is_some_and(|other| other.code != found.code);
        (!clashes).then_some(Found { code: found.code, how: How::Unglued })
    }

    fn find_bare(&self, name: &str, hint: Option<&str>) -> Option<Found> {
        if split(name).0.is_some() {
            return None;
        }
        let mut candidates: Vec<&String> = self.bare.get(&squeeze(name))?.iter().collect();
        if let Some(hint) = hint {
            candidates.retain(|code| code.starts_with(hint));
        }
        let first = *candidates.first()?;
        if candidates.len() == 1 {
            return Some(Found { code: first.clone(), how: How::Official });
        }
        let province = first.get(..2)?;
        candidates
            .iter()
            .all(|code| code.starts_with(province))
            .then(|| Found { code: province.to_owned(), how: How::ProvinceOnly })
    }
}

/// Letters and digits of a name, lower-case: "Toli-Toli" and "Tolitoli" are one.
fn squeeze(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The kind of place a name states, and the rest of it, squeezed.
fn split(name: &str) -> (Option<Kind>, String) {
    let lower = name.trim().to_lowercase();
    let word = |rest: &str| rest.starts_with([' ', '.']);
    let strip = |text: &str, heads: &[&str]| {
        heads.iter().find_map(|head| text.strip_prefix(head).filter(|rest| word(rest)).map(str::to_owned))
    };
    let (kind, rest) = if let Some(rest) = strip(&lower, &["kabupaten", "kab"]) {
        (Some(Kind::Regency), rest)
    } else if let Some(rest) = strip(&lower, &["kota"]) {
        (Some(Kind::City), rest)
    } else {
        (None, lower)
    };
    let rest = rest.trim_start_matches([' ', '.']);
    let rest =
        if kind.is_some() { strip(rest, &["administrasi", "adm"]) } else { None }.unwrap_or_else(|| rest.to_owned());
    (
        kind,
        squeeze(&rest).replacen(
            "kep",
            "kepulauan",
            usize::from(rest.trim_start_matches([' ', '.']).starts_with("kep.")),
        ),
    )
}

fn alias_key(name: &str) -> String {
    let (kind, base) = split(name);
    match kind {
        Some(Kind::Regency) => format!("kab {base}"),
        Some(Kind::City) => format!("kota {base}"),
        None => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, hint: Option<&str>) -> Option<String> {
        Regions::new().find(name, hint).map(|found| found.code)
    }

    #[test]
    fn names_as_portals_write_them_map_to_their_regency() {
        for (name, expected) in [
            ("Kota Adm. Jakarta Selatan", "3174"),
            ("KOTA ADM. JAKARTA UTARA", "3172"),
            ("Kab. Adm. Kepulauan Seribu", "3101"),
            ("Kab. Kep. Seribu", "3101"),
            ("Kab. Bekasi", "3216"),
            ("Kabupaten Bekasi", "3216"),
            ("Kota Bekasi", "3275"),
            ("KAB. BANDUNG", "3204"),
            ("Kab. Kep. Meranti", "1410"),
            ("Kab. Kotabaru", "6302"),
            ("Kota Tanjung Balai", "1274"),
            ("Jawa Barat", "32"),
            ("DKI Jakarta", "31"),
            ("Nusa Tenggara Barat (NTB)", "52"),
        ] {
            let expected = (!expected.is_empty()).then(|| expected.to_owned());
            assert_eq!(code(name, None), expected, "{name}");
        }
    }

    #[test]
    fn the_seven_odd_spellings_map() {
        for (name, expected) in [
            ("Kab. Pangkajene Kepulauan", "7309"),
            ("Kab. Toba Samosir", "1212"),
            ("Kota Pare Pare", "7372"),
            ("Kab. Pahuwato", "7504"),
            ("Kab. Mamuju Utara", "7601"),
            ("Kab. Toli Toli", "7204"),
            ("Kab. Muko Muko", "1706"),
        ] {
            assert_eq!(code(name, None).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn an_ambiguous_name_is_never_guessed() {
        assert_eq!(code("Bandung", None).as_deref(), Some("32"), "a regency and a city of one province");
        assert_eq!(code("Tangerang", None).as_deref(), Some("36"));
        assert_eq!(code("Banjar", None), None, "places in two provinces");
        assert_eq!(code("Banjar", Some("63")).as_deref(), Some("6303"));
        assert_eq!(code("Yogyakarta", None).as_deref(), Some("34"));
        assert_eq!(code("Gorontalo", None).as_deref(), Some("75"));
        assert_eq!(code("Depok", None).as_deref(), Some("3276"), "only one place has this name");
        assert_eq!(code("Kab. Depok", None), None, "there is no such regency");
        assert_eq!(code("Kota Bekasi", Some("Jawa Timur")), None, "the hint contradicts");
        assert_eq!(code("Kotamobagu", None).as_deref(), Some("7174"), "not a city named Mobagu");
        assert_eq!(code("", None), None);
    }

    #[test]
    fn glued_cells_are_read_only_where_the_tail_is_sure() {
        assert_eq!(code("Kota SurabayaOkupasi TerapiKota Surabaya", None).as_deref(), Some("3578"));
        assert_eq!(
            code("Kota BanjarmasinGiziKota Banjarmasin", None).as_deref(),
            Some("6371"),
            "though Kota Banjar exists"
        );
        assert_eq!(code("Kota CerdasKota Adm. Jakarta Timur", None).as_deref(), Some("3175"));
        assert_eq!(code("Kota MalangFarmasiKota Surabaya", None), None, "two different places");
    }

    #[test]
    fn a_code_is_lifted_to_its_deepest_part_that_exists() {
        let regions = Regions::new();
        assert_eq!(regions.deepest("3174021002").as_deref(), Some("3174021002"));
        assert_eq!(regions.deepest("31.74.02").as_deref(), Some("317402"));
        assert_eq!(regions.deepest("3216999").as_deref(), Some("3216"));
        assert_eq!(regions.deepest("3299").as_deref(), Some("32"));
        assert_eq!(regions.deepest("9999"), None);
        assert_eq!(regions.deepest("32a6"), None);
        assert_eq!(regions.deepest(""), None);
    }

    #[test]
    fn a_bps_code_disagrees_with_the_name_beside_it() {
        let regions = Regions::new();
        assert!(regions.agrees("3174", "Kota Jakarta Selatan"));
        assert!(!regions.agrees("3171", "Kota Jakarta Selatan"), "3171 is Jakarta Selatan at BPS only");
        assert!(regions.agrees("31", "DKI Jakarta"));
        assert!(regions.agrees("91", "Papua") && !regions.agrees("91", "Papua Barat"));
    }

    #[test]
    fn a_place_with_a_code_and_a_name_is_where_both_agree_or_the_name_says() {
        let regions = Regions::new();
        let mut report = Report::default();
        let mut place = |code, name, hint| regions.place(code, name, hint, &mut report);
        assert_eq!(place(Some("3471"), "KOTA YOGYAKARTA", None).as_deref(), Some("3471"));
        assert_eq!(place(Some("3171"), "Kota Jakarta Selatan", None).as_deref(), Some("3174"), "a BPS code");
        assert_eq!(place(Some("3171"), "", None).as_deref(), Some("3171"));
        assert_eq!(place(Some("31710101"), "Kota Jakarta Pusat", None).as_deref(), Some("3171"));
        assert_eq!(place(None, "Banjar", Some("Kalimantan Selatan")).as_deref(), Some("6303"));
        assert_eq!(place(Some("9999"), "", None), None);
        assert_eq!(place(None, "Antah Berantah", None), None);
        assert_eq!(report.gates["region_code_and_name_differ"], 1);
        assert_eq!(report.unmapped_regions.keys().collect::<Vec<_>>(), ["9999", "Antah Berantah"]);
    }

    #[test]
    fn every_alias_leads_to_a_place_that_exists_and_is_needed() {
        let regions = Regions::new();
        for line in include_str!("data/region_aliases.csv").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let [name, code, _] = cells[..] else { panic!("three columns expected: {line}") };
            assert!(regions.names.contains_key(code), "{line}");
            assert_eq!(regions.find(name, None), Some(Found { code: code.to_owned(), how: How::Alias }), "{line}");
        }
    }
}
