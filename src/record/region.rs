//! Provinces and regencies of Indonesia: codes, names, places on the map.
//!
//! Source: Kemendagri decree 300.2.2-2138 and 2430 of 2025 (38 provinces, 514 regencies
//! and cities), centroids in degrees rounded to 0.001. Codes are kept without dots: `32` is
//! Jawa Barat, `3216` is Kabupaten Bekasi. The files in `data/` are MIT (see `NOTICE`).

use serde::{Deserialize, Serialize};

/// Edition of the region list, named in every snapshot.
pub const EDITION: &str = "Kemendagri 300.2.2-2138/2430 (2025)";

/// A province (2 digits) or regency (4 digits).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Kemendagri code without dots.
    pub code: String,
    /// Official name ("Kabupaten Bekasi").
    pub name: String,
    /// Latitude of the centroid, degrees.
    pub lat: f32,
    /// Longitude of the centroid, degrees.
    pub lon: f32,
}

/// All provinces and regencies, sorted by code; provinces stand before their regencies.
#[cfg(feature = "cli")]
#[must_use]
pub fn all() -> Vec<Region> {
    let places: std::collections::HashMap<String, (f32, f32)> = rows(include_str!("data/centroids.csv"))
        .filter_map(|(code, rest)| {
            let (lat, lon) = rest.split_once(',')?;
            Some((code, (lat.parse().ok()?, lon.parse().ok()?)))
        })
        .collect();
    let mut regions: Vec<Region> = rows(include_str!("data/provinces.csv"))
        .chain(rows(include_str!("data/regencies.csv")))
        .map(|(code, name)| {
            let (lat, lon) = places.get(&code).copied().unwrap_or((f32::NAN, f32::NAN));
            Region { code, name: name.to_owned(), lat, lon }
        })
        .collect();
    regions.sort_by(|a, b| a.code.cmp(&b.code));
    regions
}

/// Codes of all districts (6 digits) with their names.
#[cfg(feature = "cli")]
pub fn districts() -> impl Iterator<Item = (String, &'static str)> {
    rows(include_str!("data/districts.csv"))
}

/// Provincial minimum wages of 2026, IDR a month, by province code. Source: SK Gubernur.
#[cfg(feature = "cli")]
pub fn minimum_wages() -> impl Iterator<Item = (String, u32)> {
    rows(include_str!("data/minimum_wages.csv"))
        .filter_map(|(code, rest)| Some((code, rest.split_once(',')?.1.parse().ok()?)))
}

#[cfg(feature = "cli")]
fn rows(csv: &'static str) -> impl Iterator<Item = (String, &'static str)> {
    csv.lines().skip(1).filter_map(|line| {
        let (code, rest) = line.split_once(',')?;
        Some((code.replace('.', ""), rest.trim().trim_matches('"')))
    })
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn every_province_and_regency_has_a_name_and_a_place() {
        let regions = all();
        assert_eq!(regions.len(), 38 + 514);
        for region in &regions {
            assert!(!region.name.is_empty());
            assert!(region.lat.abs() < 12.0 && (94.0..142.0).contains(&region.lon), "{region:?}");
        }
        assert_eq!(minimum_wages().count(), 38);
    }
}
