//! The boundaries that the map of provinces is drawn from: a GeoJSON of any detail, made small enough to download.
//!
//! What two provinces share is one arc, simplified once, so that no gap opens between them. Rings are cut where an
//! edge's neighbour changes; arcs lose points by Visvalingam's rule; islets too small to see go, but never a
//! province's largest island. `src/chart/boundaries.rs` reads what is written here and says how it is written.

use std::collections::HashMap;
use std::fs;

use serde_json::Value;

use crate::run::{Halt, Outcome, at};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask boundaries FILE.geojson

Writes src/chart/data/provinces.bin, the boundaries on the map of provinces, from a GeoJSON whose features are the
provinces with their code in the property `kode`, such as that of cahyadsn/wilayah_boundaries (MIT). It is run when the
provinces change; what it writes is kept in the repository.";

const OUT: &str = "src/chart/data/provinces.bin";

/// What a point is worth keeping for: the triangle it makes with its neighbours, square units of 0.01 degrees.
const DETAIL: f64 = 6.0;

/// The smallest island kept, square units: one pixel of a map 1280 px wide.
const ISLET: f64 = 16.0;

/// Bytes that may be written.
const MOST: usize = 25_000;

/// Degrees times 10,000, longitude and latitude: whole, so that shared points are found again.
type Source = (i64, i64);

/// Hundredths of a degree east of 94° E and, in the projection, south of 8° N.
type Place = (f64, f64);

/// A province as it was read: its code and its outer rings, open, all turning the same way, the largest first.
struct Province {
    code: String,
    rings: Vec<Vec<Source>>,
}

/// Points of a coast or a border, its ends included.
type Arc = Vec<Source>;

/// A ring in pieces: arcs, the second time one is used from its end to its start.
type Pieces = Vec<(usize, bool)>;

/// Reads `path` and writes the boundaries.
pub fn run(path: &str) -> Outcome {
    let wanted = |found: String| Halt::new(found, "a GeoJSON of provinces", "cargo xtask boundaries --help");
    let text = fs::read_to_string(path).map_err(|error| wanted(format!("{path}: {error}")))?;
    let bytes = read(&text).and_then(|provinces| write(&provinces)).map_err(|why| wanted(format!("{path}: {why}")))?;
    println!("{OUT}: {} bytes", bytes.len());
    if bytes.len() > MOST {
        return Err(wanted(format!("{} bytes, {MOST} at most: DETAIL or ISLET is too fine", bytes.len())));
    }
    fs::write(at(OUT), bytes).map_err(|error| wanted(format!("{OUT}: {error}")))
}

fn read(text: &str) -> Result<Vec<Province>, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut provinces = Vec::new();
    for feature in json["features"].as_array().ok_or("no features")? {
        let code = feature["properties"]["kode"].as_str().filter(|code| code.len() == 2);
        let code = code.ok_or("no code of two digits in `kode`")?.to_owned();
        let shape = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![shape],
            Some("MultiPolygon") => shape.as_array().into_iter().flatten().collect(),
            other => return Err(format!("province {code} is a {other:?}")),
        };
        // No province lies within another: inner rings are water.
        let mut rings: Vec<_> = polygons.iter().filter_map(|polygon| ring(&polygon[0])).collect();
        let size = |ring: &Vec<Source>| area(&ring.iter().map(|&p| project(p)).collect::<Vec<_>>()).abs();
        rings.sort_by(|a, b| size(b).total_cmp(&size(a)));
        if rings.is_empty() {
            return Err(format!("province {code} has no area"));
        }
        let seen = rings.iter().take_while(|ring| size(ring) >= ISLET).count();
        rings.truncate(seen.max(1));
        provinces.push(Province { code, rings });
    }
    provinces.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(provinces)
}

/// A closed ring without its last point and without points said twice, its area positive.
fn ring(points: &Value) -> Option<Vec<Source>> {
    let whole = |value: &Value| Some((value.as_f64()? * 10_000.0).round() as i64);
    let mut ring: Vec<Source> = Vec::new();
    for point in points.as_array()? {
        ring.push((whole(&point[0])?, whole(&point[1])?));
    }
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    let turned: Vec<Place> = ring.iter().map(|p| (p.0 as f64, p.1 as f64)).collect();
    if area(&turned) < 0.0 {
        ring.reverse();
    }
    (ring.len() > 2).then_some(ring)
}

fn area(ring: &[Place]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0).sum()
}

/// Lambert's cylindrical equal-area projection, true along the equator.
fn project((lon, lat): Source) -> Place {
    let (lon, lat) = (lon as f64 / 10_000.0, (lat as f64 / 10_000.0).to_radians());
    ((lon - 94.0) * 100.0, (8.0 - lat.sin().to_degrees()) * 100.0)
}

fn write(provinces: &[Province]) -> Result<Vec<u8>, String> {
    let (arcs, shapes) = cut(provinces)?;
    let arcs: Vec<Vec<Place>> = arcs.iter().map(|arc| simplified(arc)).collect();
    let mut out = b"PBM1".to_vec();
    unsigned(&mut out, provinces.len() as u64);
    let mut numbers: HashMap<usize, u64> = HashMap::new();
    let mut pen = (0.0, 0.0);
    for (province, rings) in provinces.iter().zip(&shapes) {
        let outline = |ring: &Pieces| -> Vec<Place> {
            let mut points: Vec<Place> = Vec::new();
            for &(arc, back) in ring {
                let mut arc = arcs[arc].clone();
                if back {
                    arc.reverse();
                }
                points.extend(&arc[..arc.len() - 1]);
            }
            points
        };
        let kept: Vec<&Pieces> = rings.iter().filter(|ring| ring.len() > 1 || outline(ring).len() > 2).collect();
        let (x, y) = middle(&main(rings.iter().map(outline).collect()));
        out.extend(province.code.as_bytes());
        for number in [x as u64, y as u64, kept.len() as u64] {
            unsigned(&mut out, number);
        }
        for ring in kept {
            let start = outline(ring)[0];
            step(&mut out, &mut pen, start);
            let mut at = start;
            unsigned(&mut out, ring.len() as u64);
            for (i, &(arc, _)) in ring.iter().enumerate() {
                if let Some(number) = numbers.get(&arc) {
                    unsigned(&mut out, (*number << 1) | 1);
                    at = arcs[arc][0];
                    continue;
                }
                numbers.insert(arc, numbers.len() as u64);
                // Where a ring ends is known.
                let points = &arcs[arc][1..arcs[arc].len() - usize::from(i + 1 == ring.len())];
                unsigned(&mut out, (points.len() as u64) << 1);
                for &point in points {
                    step(&mut out, &mut at, point);
                }
            }
        }
    }
    Ok(out)
}

/// Cuts rings where the neighbour across an edge changes. Gives every arc once, and the rings of each province in arcs.
fn cut(provinces: &[Province]) -> Result<(Vec<Arc>, Vec<Vec<Pieces>>), String> {
    let mut owners = HashMap::new();
    for (i, province) in provinces.iter().enumerate() {
        for ring in &province.rings {
            for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if owners.insert((from, to), i).is_some() {
                    return Err(format!("the edge from {from:?} to {to:?} is there twice"));
                }
            }
        }
    }
    let mut arcs: Vec<Arc> = Vec::new();
    let mut shapes = Vec::new();
    // Arcs that another ring shares, by the edge it comes upon them with.
    let mut waiting: HashMap<(Source, Source), usize> = HashMap::new();
    for province in provinces {
        let mut rings = Vec::new();
        for ring in &province.rings {
            let n = ring.len();
            let across = |i: usize| owners.get(&(ring[(i + 1) % n], ring[i % n]));
            let mut joints: Vec<usize> = (0..n).filter(|i| across(i + n - 1) != across(*i)).collect();
            if joints.is_empty() {
                if across(0).is_some() {
                    return Err(format!("province {} has a neighbour all around", province.code));
                }
                joints.push(0);
            }
            let mut pieces = Pieces::new();
            for (i, &from) in joints.iter().enumerate() {
                let to = joints.get(i + 1).copied().unwrap_or(joints[0] + n);
                let arc: Arc = (from..=to).map(|i| ring[i % n]).collect();
                let key = (arc[0], arc[1]);
                if let Some(known) = waiting.remove(&key) {
                    if !arcs[known].iter().rev().eq(&arc) {
                        return Err(format!("the two sides of the border at {key:?} differ"));
                    }
                    pieces.push((known, true));
                    continue;
                }
                if across(from).is_some() {
                    waiting.insert((arc[arc.len() - 1], arc[arc.len() - 2]), arcs.len());
                }
                pieces.push((arcs.len(), false));
                arcs.push(arc);
            }
            rings.push(pieces);
        }
        shapes.push(rings);
    }
    Ok((arcs, shapes))
}

/// An arc in whole units without the points that matter least, by Visvalingam and Whyatt (1993); its ends stay, and of a
/// closed one a triangle.
fn simplified(arc: &[Source]) -> Vec<Place> {
    let mut points: Vec<Place> = arc.iter().map(|&p| project(p)).map(|(x, y)| (x.round(), y.round())).collect();
    points.dedup();
    let least = if points.first() == points.last() { 4 } else { 2 };
    while points.len() > least {
        let worth = |i: usize| area(&points[i - 1..=i + 1]).abs();
        let Some(i) = (1..points.len() - 1).min_by(|&a, &b| worth(a).total_cmp(&worth(b))) else { break };
        if worth(i) >= DETAIL {
            break;
        }
        points.remove(i);
    }
    if points.len() == 1 { vec![points[0]; 2] } else { points }
}

/// The ring that a label goes to: of those at least half as large as the largest, the one next to the middle of all.
fn main(rings: Vec<Vec<Place>>) -> Vec<Place> {
    let size = |ring: &Vec<Place>| area(ring).abs();
    let centre = |ring: &Vec<Place>| {
        let n = ring.len() as f64;
        (ring.iter().map(|p| p.0).sum::<f64>() / n, ring.iter().map(|p| p.1).sum::<f64>() / n)
    };
    let all: f64 = rings.iter().map(size).sum();
    let mean = |of: fn(Place) -> f64| rings.iter().map(|ring| of(centre(ring)) * size(ring)).sum::<f64>() / all;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let far = |ring: &Vec<Place>| (centre(ring).0 - x).hypot(centre(ring).1 - y);
    let largest = rings.iter().map(size).fold(0.0, f64::max);
    let large = rings.into_iter().filter(|ring| size(ring) * 2.0 >= largest);
    large.min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or_default()
}

/// The place in a ring that is farthest from its edge, where a label has most room; labels are wider than high.
fn middle(ring: &[Place]) -> Place {
    let wide = |(x, y): Place| (x / 1.5, y);
    let ring: Vec<Place> = ring.iter().map(|&p| wide(p)).collect();
    let bounds = |of: fn(&Place) -> f64| {
        let values = ring.iter().map(of);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (bounds(|p| p.0), bounds(|p| p.1));
    let mut best = (f64::NEG_INFINITY, (0.0, 0.0));
    for (i, j) in (0..100).flat_map(|i| (0..100).map(move |j| (i, j))) {
        let at = |from: f64, to: f64, n: i32| from + (to - from) * (f64::from(n) + 0.5) / 100.0;
        let place = (at(left, right, i), at(top, bottom, j));
        let room = room(&ring, place);
        if room > best.0 {
            best = (room, place);
        }
    }
    let (x, y) = best.1;
    ((x * 1.5).round(), y.round())
}

/// Distance to the edge of a ring, negative outside.
fn room(ring: &[Place], (x, y): Place) -> f64 {
    let (mut inside, mut nearest) = (false, f64::INFINITY);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1) {
            inside = !inside;
        }
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along = (((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        nearest = nearest.min((x - a.0 - along * dx).hypot(y - a.1 - along * dy));
    }
    if inside { nearest } else { -nearest }
}

/// Writes how far it is from `pen` to `to`, and goes there.
fn step(out: &mut Vec<u8>, pen: &mut Place, to: Place) {
    for by in [to.0 - pen.0, to.1 - pen.1] {
        let by = by as i64;
        unsigned(out, ((by << 1) ^ (by >> 63)) as u64);
    }
    *pen = to;
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn unsigned(out: &mut Vec<u8>, mut number: u64) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two provinces side by side, their border bent; an islet that is seen and one that is not.
    const TWO: &str = r#"{"features":[
        {"properties":{"kode":"12"},"geometry":{"type":"Polygon","coordinates":[
            [[101,0],[102,0],[102,1],[101,1],[101.2,0.7],[101,0.5],[101.2,0.2],[101,0]]]}},
        {"properties":{"kode":"11"},"geometry":{"type":"MultiPolygon","coordinates":[
            [[[100,0],[101,0],[101.2,0.2],[101,0.5],[101.2,0.7],[101,1],[100,1],[100,0]]],
            [[[103,0],[103.1,0],[103.1,0.1],[103,0]]],
            [[[104,0],[104.01,0],[104.01,0.01],[104,0]]]]}}]}"#;

    #[test]
    fn a_border_is_one_arc_that_both_sides_use() {
        let provinces = read(TWO).unwrap();
        assert_eq!(
            provinces.iter().map(|p| (p.code.as_str(), p.rings.len())).collect::<Vec<_>>(),
            [("11", 2), ("12", 1)]
        );
        let (arcs, shapes) = cut(&provinces).unwrap();
        let border = &shapes[1][0].iter().find(|(_, back)| *back).expect("a border").0;
        assert!(shapes[0][0].contains(&(*border, false)));
        assert_eq!(arcs[*border].len(), 5);
        assert_eq!(arcs.len(), 4, "two coasts, a border and an islet");
    }

    #[test]
    fn arcs_are_the_same_whichever_way_a_ring_turns() {
        let turned = TWO.replace(
            "[[101,0],[102,0],[102,1],[101,1],[101.2,0.7],[101,0.5],[101.2,0.2],[101,0]]",
            "[[101,0],[101.2,0.2],[101,0.5],[101.2,0.7],[101,1],[102,1],[102,0],[101,0]]",
        );
        assert_ne!(turned, TWO);
        let arcs = |text: &str| {
            let (mut arcs, _) = cut(&read(text).unwrap()).unwrap();
            arcs.sort();
            arcs
        };
        assert_eq!(arcs(TWO), arcs(&turned));
        assert_eq!(&write(&read(TWO).unwrap()).unwrap()[..7], b"PBM1\x0211");
    }

    #[test]
    fn points_that_matter_least_go_and_ends_stay() {
        let arc = [(950_000, 0), (955_000, 30), (960_000, 0), (960_000, 10_000)];
        assert_eq!(simplified(&arc), [(100.0, 800.0), (200.0, 800.0), (200.0, 700.0)]);
    }

    #[test]
    fn what_is_not_provinces_is_named() {
        assert!(read("{").is_err());
        assert_eq!(read(r#"{"features":[{}]}"#).err().as_deref(), Some("no code of two digits in `kode`"));
        let point = r#"{"features":[{"properties":{"kode":"11"},"geometry":{"type":"Point","coordinates":[1,2]}}]}"#;
        assert_eq!(read(point).err().as_deref(), Some("province 11 is a Some(\"Point\")"));
        let same = TWO.replace("[[103,0],[103.1,0],[103.1,0.1],[103,0]]", "[[100,0],[101,0],[100.5,0.5],[100,0]]");
        let why = cut(&read(&same).unwrap()).expect_err("an overlap");
        assert!(why.contains("is there twice"), "{why}");
    }
}
