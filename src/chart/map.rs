//! The provinces of Indonesia where they are, their values by the five steps of colour of the tiles.
//!
//! A label is a tile's: name and value where there is room, else its squares. It lies on its province where it fits,
//! else beside it, in its colour, with a line to it; every label is large enough for a finger. Where the picture is narrow the
//! west of the country stands above its east, at twice the size. What has no figure is hatched.

use super::boundaries::{Place, known};
use super::key::Key;
use super::pen::Pen;
use super::tiles::{Letters, Tile, entries, face, key, shades, squares, steps, tiles};
use super::{Error, Look, Mark};

/// Left, top, right and bottom of what is shown at one scale, hundredths of a degree.
type Bounds = [f64; 4];

const WHOLE: Bounds = [90.0, 190.0, 4_720.0, 1_940.0];
const WEST: Bounds = [90.0, 190.0, 2_550.0, 1_800.0];
const EAST: Bounds = [2_440.0, 300.0, 4_720.0, 1_940.0];

/// Least width of the whole in one piece, em.
const WIDE: f64 = 40.0;

/// Largest scale of the whole and of its halves, em a degree.
const SCALE: [f64; 2] = [2.0, 1.2];

/// Widths and heights of labels that hold values, em; the first that has room is taken.
const LABELS: [(f64, f64); 3] = [(4.5, 2.2), (3.7, 2.2), (2.7, 2.0)];

/// Largest side of labels that hold squares, em.
const SQUARE: f64 = 1.8;

/// How many times the area of all labels the picture has at least: of those with values, and of others. A label keeps the corner of
/// another of its size out of four times its own area.
const COVER: [f64; 2] = [5.0, 4.0];

/// What a px² of land counts that a label covers, px of distance for each px of the label's height.
const LAND: f64 = 4.0;

/// Least distance of two points on the paper, em.
const FINE: f64 = 0.16;

/// Between two lines of a hatching, em.
const HATCH: f64 = 0.3;

type Point = (i32, i32);

/// What is shown at one scale, and where, px.
struct Panel {
    bounds: Bounds,
    left: f64,
    top: f64,
    scale: f64,
}

impl Panel {
    fn at(&self, (x, y): Place) -> Point {
        let place = |v: i32, from: f64, to: f64| (to + (f64::from(v) - from) * self.scale).round() as i32;
        (place(x, self.bounds[0], self.left), place(y, self.bounds[1], self.top))
    }

    /// Corners, px.
    fn corners(&self) -> (Point, Point) {
        let [x0, y0, x1, y1] = self.bounds.map(|v| v as i32);
        (self.at((x0, y0)), self.at((x1, y1)))
    }
}

fn west(code: &[u8]) -> bool {
    matches!(code, [b'1' | b'2' | b'3' | b'6', _] | [b'5', b'1' | b'2'])
}

/// One panel or two under each other in `width` px, in letters of `em` px, and their height; no higher than `most` px.
fn panels(width: f64, em: f64, most: f64) -> (Vec<Panel>, f64) {
    let (parts, largest) = if width >= WIDE * em { (&[WHOLE][..], SCALE[0]) } else { (&[WEST, EAST][..], SCALE[1]) };
    let wide = parts.iter().map(|b| b[2] - b[0]).fold(0.0, f64::max);
    let high: f64 = parts.iter().map(|b| b[3] - b[1]).sum();
    let scale = (width / wide).min(largest * em / 100.0).min(most / high);
    let mut top = 0.0;
    let panel = |&bounds: &Bounds| {
        let left = (width - (bounds[2] - bounds[0]) * scale) / 2.0;
        let panel = Panel { bounds, left, top, scale };
        top += (bounds[3] - bounds[1]) * scale;
        panel
    };
    (parts.iter().map(panel).collect(), high * scale)
}

/// Height without the key, em, where `width` is in em.
pub(super) fn preferred(width: f64) -> f64 {
    panels(width, 1.0, f64::INFINITY).1
}

/// A province on the paper, px; without rings what is none.
struct Land {
    rings: Vec<Vec<Point>>,
    /// Where each line of the hatching goes in and out.
    crossed: Vec<Vec<i32>>,
    home: Point,
    panel: usize,
}

impl Land {
    fn new(rings: Vec<Vec<Point>>, home: Point, panel: usize, height: i32, pitch: i32) -> Self {
        let mut crossed = vec![Vec::new(); (height / pitch + 1) as usize];
        for points in &rings {
            let mut from = points.last().copied().unwrap_or_default();
            for &to in points {
                let (a, b) = if from.1 < to.1 { (from, to) } else { (to, from) };
                from = to;
                // Lines lie half a pixel below their number.
                for y in a.1.max(0)..b.1 {
                    if y % pitch != 0 {
                        continue;
                    }
                    let share = (f64::from(y - a.1) + 0.5) / f64::from(b.1 - a.1);
                    if let Some(line) = crossed.get_mut((y / pitch) as usize) {
                        line.push(a.0 + (f64::from(b.0 - a.0) * share).round() as i32);
                    }
                }
            }
        }
        for line in &mut crossed {
            crate::order::sort_by(line, i32::cmp);
        }
        Self { rings, crossed, home, panel }
    }

    /// Px of the hatching in a box, and whether all of the box lies within.
    fn covered(&self, from: Point, to: Point, pitch: i32) -> (i32, bool) {
        let (mut covered, mut within) = (0, true);
        for (line, y) in self.crossed.iter().zip(0..) {
            if y * pitch < from.1 || y * pitch >= to.1 {
                continue;
            }
            let before = covered;
            for pair in line.chunks_exact(2) {
                covered += (pair[1].min(to.0) - pair[0].max(from.0)).max(0);
            }
            within &= covered - before == to.0 - from.0;
        }
        (covered, within)
    }
}

/// A line on the paper, without points that are next to the one before; its ends stay.
fn thinned(panel: &Panel, places: &[Place], least: i32) -> Vec<Point> {
    let mut thin: Vec<Point> = Vec::new();
    let mut last = (i32::MIN / 2, 0);
    for (i, &place) in places.iter().enumerate() {
        let point = panel.at(place);
        if i + 1 == places.len() || (last.0 - point.0).abs().max((last.1 - point.1).abs()) >= least {
            thin.push(point);
            last = point;
        }
    }
    thin
}

fn distance(a: Point, b: Point) -> f64 {
    let (x, y) = (f64::from(a.0 - b.0), f64::from(a.1 - b.1));
    (x * x + y * y).sqrt()
}

/// A label in its place.
struct Label {
    tile: usize,
    from: Point,
    /// Whether it lies beside its province rather than on it.
    beside: bool,
}

/// Places a label for each of `tiles`, `size` px wide and high, none over another: on its province where it fits, else as near as may be
/// without covering land.
fn place(tiles: &[usize], lands: &[Land], panels: &[Panel], size: Point, gap: i32, pitch: i32) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for beside in [false, true] {
        for &tile in tiles {
            if labels.iter().any(|label| label.tile == tile) {
                continue;
            }
            let land = &lands[tile];
            let (corner, opposite) = panels[land.panel].corners();
            let last = ((opposite.0 - size.0).max(corner.0), (opposite.1 - size.1).max(corner.1));
            let home = (land.home.0 - size.0 / 2, land.home.1 - size.1 / 2);
            let home = (home.0.clamp(corner.0, last.0), home.1.clamp(corner.1, last.1));
            let mut best = (f64::INFINITY, home);
            let mut look = |from: Point| {
                let to = (from.0 + size.0, from.1 + size.1);
                let mut far = distance(from, home);
                let (wide, high) = (size.0 + gap, size.1 + gap);
                let meets =
                    |other: &Label| (from.0 - other.from.0).abs() < wide && (from.1 - other.from.1).abs() < high;
                if far >= best.0 || labels.iter().any(meets) {
                    return;
                }
                if beside {
                    for land in lands {
                        far += LAND * f64::from(land.covered(from, to, pitch).0 * pitch) / f64::from(size.1);
                    }
                } else if !land.covered(from, to, pitch).1 {
                    return;
                }
                if far < best.0 {
                    best = (far, from);
                }
            };
            look(home);
            let stride = (size.1 / 3).max(1);
            let mut at = corner;
            while at.1 <= last.1 {
                look(at);
                at.0 += stride;
                if at.0 > last.0 {
                    at = (corner.0, at.1 + stride);
                }
            }
            if beside || best.0 < f64::INFINITY {
                labels.push(Label { tile, from: best.1, beside });
            }
        }
    }
    uncross(&mut labels, lands, size);
    labels
}

/// Lets labels change places, all being of one size, as long as that brings them nearer to their provinces; lines that cross
/// could always be shorter.
fn uncross(labels: &mut [Label], lands: &[Land], size: Point) {
    let far = |of: &Label, at: &Label| {
        let home = lands[of.tile].home;
        distance((home.0 - size.0 / 2, home.1 - size.1 / 2), at.from)
    };
    let mut again = labels.len();
    while again > 0 {
        again -= 1;
        let mut better = false;
        for i in 0..labels.len() {
            for j in 0..i {
                let (a, b) = (&labels[i], &labels[j]);
                let apart = lands[a.tile].panel != lands[b.tile].panel || !a.beside || !b.beside;
                if !apart && far(a, b) + far(b, a) < far(a, a) + far(b, b) - 0.5 {
                    (labels[i].from, labels[j].from) = (b.from, a.from);
                    better = true;
                }
            }
        }
        if !better {
            return;
        }
    }
}

/// Draws the map; marks are in px of the pen's area.
pub(super) fn draw(pen: &Pen<'_>, look: &Look) -> Result<Vec<Mark>, Error> {
    let (data, palette) = (look.data, look.palette);
    let boundaries = known()?;
    let (width, height) = pen.size();
    let (entries, words) = (entries(data), key(data));
    let keyed = |pen: &Pen<'_>| Key::new(&words, width, pen.em, &|t| pen.width(t, false));
    let pen = &pen.within(keyed(pen)?.height() + 8.0);
    let key = keyed(pen)?;
    let top = key.height() * pen.em;
    let (mut panels, _) = panels(f64::from(width), pen.em, f64::from(height) - top);
    for panel in &mut panels {
        panel.top += top;
    }
    let (shades, (steps, _)) = (shades(palette), steps(data));
    let tiles = tiles(data);
    let step = |tile: &Tile| tile.row.and_then(|i| steps[i]);
    let pitch = pen.px(HATCH);
    let panel = |code: &[u8]| if west(code) { 0 } else { panels.len() - 1 };
    let mut arcs = Vec::new();
    for arc in &boundaries.arcs {
        let panel = &panels[panel(&boundaries.provinces[arc.own].code)];
        arcs.push(thinned(panel, &arc.points, pen.px(FINE)));
    }
    let (mut lands, mut labelled, mut told) = (Vec::new(), Vec::new(), vec![false; boundaries.provinces.len()]);
    for (i, tile) in tiles.iter().enumerate() {
        if step(tile).is_some() {
            labelled.push(i);
        }
        let code = tile.key.as_bytes();
        let panel = panel(code);
        // What is no province goes to the south-west, where there is sea.
        let (corner, opposite) = panels[panel].corners();
        let (mut rings, mut home) = (Vec::new(), (corner.0, opposite.1));
        if let Some(province) = boundaries.provinces.iter().position(|province| province.code == *code) {
            told[province] = step(tile).is_some();
            (rings, home) = (boundaries.rings(province, &arcs), panels[panel].at(boundaries.provinces[province].label));
        }
        lands.push(Land::new(rings, home, panel, height, pitch));
    }
    let (size, letters) = letters(pen, look, &tiles, &panels, labelled.len())?;
    let labels = place(&labelled, &lands, &panels, size, pen.px(0.15), pitch);

    key.draw(pen, palette.text, &|entry, from, to| {
        let step = entries[entry].0;
        face(pen, look, step.map(|s| shades[s]), (from, to), false)?;
        match step {
            Some(step) if letters.value.is_none() => squares(pen, step, (from, to), shades[step].1),
            Some(_) => Ok(()),
            None => (0..(to.1 - from.1) / pitch).try_for_each(|n| hatch(pen, look, from.1 + n * pitch, from.0, to.0)),
        }
    })?;
    for (tile, land) in tiles.iter().zip(&lands) {
        let step = step(tile);
        for ring in &land.rings {
            pen.fill(ring, step.map_or(palette.background, |step| shades[step].0))?;
        }
        for (line, y) in land.crossed.iter().zip(0..) {
            for pair in line.chunks_exact(2).filter(|_| step.is_none()) {
                hatch(pen, look, y * pitch, pair[0], pair[1])?;
            }
        }
    }
    for (arc, points) in boundaries.arcs.iter().zip(&arcs) {
        let (own, other) = (told[arc.own], arc.other.map(|other| told[other]));
        let (width, colour) = match other {
            Some(other) if own || other => (0.08, palette.background),
            None if own => (0.06, palette.bar),
            _ => (0.06, palette.muted),
        };
        // An islet of less than a triangle is not seen.
        if points.len() > 3 || points.first() != points.last() {
            pen.path(points.clone(), pen.px(width), colour)?;
        }
    }
    let chosen = |tile: &Tile| tile.row.is_some_and(|i| look.chosen(i));
    for (_, land) in tiles.iter().zip(&lands).filter(|(tile, _)| chosen(tile)) {
        for ring in &land.rings {
            let mut closed = ring.clone();
            closed.extend(ring.first());
            pen.path(closed, pen.px(0.16), palette.text)?;
        }
    }
    for label in labels.iter().filter(|label| label.beside && !lands[label.tile].rings.is_empty()) {
        let (home, from) = (lands[label.tile].home, label.from);
        pen.path(vec![home, (from.0 + size.0 / 2, from.1 + size.1 / 2)], pen.px(0.06), palette.text)?;
        pen.disc(home, pen.px(0.14), palette.text)?;
    }
    let mut marks = Vec::new();
    for label in &labels {
        let (tile, land) = (&tiles[label.tile], &lands[label.tile]);
        let corners = (label.from, (label.from.0 + size.0, label.from.1 + size.1));
        let Some((row, step)) = tile.row.zip(step(tile)) else { continue };
        if label.beside {
            face(pen, look, Some(shades[step]), corners, chosen(tile))?;
        }
        letters.write(pen, look, tile, Some(step), corners, shades[step].1)?;
        let mut mark = Mark::of(row, 0, corners.0, corners.1);
        for ring in &land.rings {
            let mut shape = Vec::new();
            for &(x, y) in ring {
                shape.push((f64::from(x) / look.scale).round());
                shape.push((f64::from(y) / look.scale).round());
            }
            mark.shape.push(shape);
        }
        marks.push(mark);
    }
    crate::order::sort_by(&mut marks, |a, b| a.row.cmp(&b.row));
    Ok(marks)
}

/// What is written in labels, and how large they are: as large as they may be for every one to find a place.
fn letters(
    pen: &Pen<'_>,
    look: &Look,
    tiles: &[Tile],
    panels: &[Panel],
    labels: usize,
) -> Result<(Point, Letters), Error> {
    let area = |size: (f64, f64)| size.0 * size.1 * labels as f64;
    let mut free = 0.0;
    for panel in panels {
        let (from, to) = panel.corners();
        free += f64::from(to.0 - from.0) * f64::from(to.1 - from.1);
    }
    for (width, height) in LABELS {
        if COVER[0] * area((width * pen.em, height * pen.em)) > free {
            continue;
        }
        let size = (pen.px(width), pen.px(height));
        let letters = Letters::new(pen, look, tiles, size)?;
        if letters.value.is_some() {
            return Ok((size, letters));
        }
    }
    let side = pen.px(SQUARE).min((free / (COVER[1] * area((1.0, 1.0)))).sqrt() as i32).max(1);
    Ok(((side, side), Letters::new(pen, look, tiles, (side, side))?))
}

fn hatch(pen: &Pen<'_>, look: &Look, y: i32, from: i32, to: i32) -> Result<(), Error> {
    pen.rect((from, y), (to, y + (pen.px(HATCH) / 4).max(1)), look.palette.muted)
}
