//! Distances between regions, from their centroids, in arithmetic that gives the same result
//! on every machine (no trigonometric library call).

use crate::record::Profile;
use crate::snapshot::{ColumnId, Snapshot};

/// Latitude and longitude of a region's centroid, degrees.
fn centroid(snapshot: &Snapshot, code: &str) -> Option<(f64, f64)> {
    let regions = &snapshot.meta.code_lists.regions;
    // A district lies where its regency does.
    let code = code.get(..4).unwrap_or(code);
    let at = regions.binary_search_by(|region| (*region.code).cmp(code)).ok()?;
    let (lat, lon) = (regions[at].lat, regions[at].lon);
    (lat.is_finite() && lon.is_finite()).then_some((lat.into(), lon.into()))
}

/// Distance in km on the sphere's tangent plate: within 1 % of the great circle for Indonesia,
/// which lies within 12° of the equator.
fn km((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> u32 {
    const KM_PER_DEGREE: f64 = 111.195;
    let middle = (lat + other_lat) / 2.0 * (std::f64::consts::PI / 180.0);
    let square = middle * middle;
    let cosine = 1.0 - square / 2.0 + square * square / 24.0;
    let (north, east) = (lat - other_lat, (lon - other_lon) * cosine);
    ((north * north + east * east).sqrt() * KM_PER_DEGREE).round() as u32
}

/// By code of the region column, km from the region `near`; `None` as a whole where `near` is
/// not a region of this snapshot, `None` for a code where the row states no known region.
#[must_use]
pub fn distances(snapshot: &Snapshot, near: &str) -> Option<Vec<Option<u32>>> {
    let from = centroid(snapshot, near)?;
    let dict = &snapshot.column(ColumnId::Region).dict;
    let to = |code: u32| dict.text(code).and_then(|region| centroid(snapshot, region));
    Some((0..=dict.len() as u32).map(|code| to(code).map(|to| km(from, to))).collect())
}

/// Km between two regions; `None` where one is not of this snapshot.
#[must_use]
pub fn between(snapshot: &Snapshot, one: &str, other: &str) -> Option<u32> {
    Some(km(centroid(snapshot, one)?, centroid(snapshot, other)?))
}

/// By code of the region column, km to work from the region `near`: as [`distances`], but `u32::MAX` on another island,
/// and `None` where a row names no more than its province. `None` as a whole likewise.
#[must_use]
pub fn reach(snapshot: &Snapshot, near: &str) -> Option<Vec<Option<u32>>> {
    let dict = &snapshot.column(ColumnId::Region).dict;
    let mut reach = distances(snapshot, near)?;
    for (code, km) in (0..).zip(&mut reach) {
        let region = dict.text(code).unwrap_or_default();
        if region.len() <= 2 {
            *km = None;
        } else if island(region) != island(near) {
            *km = km.map(|_| u32::MAX);
        }
    }
    Some(reach)
}

/// By code of the region column, how well the way to work suits (`padan-skor/1` §9.3):
/// 10,000 up to 10 km, falling to 0 at the person's limit; at least 7,000 in a province the
/// person would move to; 0 on another island otherwise; 6,000 where the vacancy names only the
/// person's own province. `None` where the profile has no home or the row no known region.
pub(super) fn scores(snapshot: &Snapshot, profile: &Profile, default_km: u16) -> Vec<Option<u16>> {
    let dict = &snapshot.column(ColumnId::Region).dict;
    let unknown = || vec![None; dict.len() + 1];
    let Some(home) = profile.home.as_deref() else { return unknown() };
    let Some(distances) = distances(snapshot, home) else { return unknown() };
    let limit = u32::from(profile.radius_km.unwrap_or(default_km));
    let score = |code: u32| {
        let region = dict.text(code)?;
        let km = distances[code as usize]?;
        let province = region.get(..2)?;
        let near = if region.len() == 2 || home.len() == 2 {
            if home.starts_with(province) { 6_000 } else { 0 }
        } else if island(province) != island(home) {
            0
        } else if km <= 10 {
            10_000
        } else if km < limit {
            10_000 * (limit - km) / (limit - 10)
        } else {
            0
        };
        let moving = profile.willing_to_move.iter().any(|to| region.starts_with(&**to));
        Some(near.max(if moving { 7_000 } else { 0 }) as u16)
    };
    (0..=dict.len() as u32).map(score).collect()
}

/// The island group of a province, by its Kemendagri code: people do not commute between them.
fn island(region: &str) -> u8 {
    match region.get(..2).and_then(|province| province.parse().ok()).unwrap_or(0) {
        province @ (19 | 21 | 51..=53 | 81 | 82) => province,
        province => province / 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_near_the_great_circle() {
        // Great-circle km: Jakarta–Surabaya 662, Medan–Jayapura 4,708, Sabang–Merauke 5,244.
        for (a, b, expected) in [
            ((-6.2, 106.8), (-7.25, 112.75), 667),
            ((3.59, 98.67), (-2.53, 140.72), 4_723),
            ((5.89, 95.32), (-8.5, 140.4), 5_257),
            ((-6.2, 106.8), (-6.2, 106.8), 0),
        ] {
            let km = km(a, b);
            assert!(km.abs_diff(expected) * 100 <= expected, "{km} km, about {expected} expected");
        }
    }

    #[test]
    fn java_is_one_island_and_bali_another() {
        assert_eq!(island("3216"), island("36"));
        assert_eq!(island("11"), island("18"));
        assert_ne!(island("51"), island("35"));
        assert_ne!(island("51"), island("52"));
        assert_ne!(island("21"), island("14"));
    }
}
