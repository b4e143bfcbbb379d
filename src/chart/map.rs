//! The provinces of Indonesia where they are, their values by the five steps of colour of the tiles.
//!
//! A label is a tile's: name and value where there is room, else its squares. It lies on its province where it fits,
//! else beside it, in its colour, with a line to it; every label is large enough for a finger. Where the picture is narrow the
//! west of the country stands above its east, at twice the size. What has no figure is hatched.

use plotters::style::RGBColor;

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

fn west(code: &str) -> bool {
    matches!(code.as_bytes(), [b'1' | b'2' | b'3' | b'6', _] | [b'5', b'1' | b'2'])
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

/// A province on the paper: its rings, px, and where it is crossed, a line of the hatching each.
struct Land {
    rings: Vec<Vec<Point>>,
    /// From and to.
    crossed: Vec<Vec<(i32, i32)>>,
    home: Point,
    panel: usize,
}

/// A line on the paper, without points that are next to the one before; its ends stay.
fn thinned(points: impl Iterator<Item = Point>, least: i32) -> Vec<Point> {
    let mut thin: Vec<Point> = Vec::new();
    let mut skipped = None;
    for point in points {
        let near = |last: &Point| (last.0 - point.0).abs().max((last.1 - point.1).abs()) < least;
        skipped = Some(point).filter(|_| thin.last().is_some_and(near));
        if skipped.is_none() {
            thin.push(point);
        }
    }
    thin.extend(skipped);
    thin
}

impl Land {
    fn new(rings: Vec<Vec<Point>>, home: Point, panel: usize, height: i32, pitch: i32) -> Self {
        let mut crossed = vec![Vec::new(); (height / pitch + 1) as usize];
        for points in &rings {
            for (&a, &b) in points.iter().zip(points.iter().cycle().skip(1)) {
                let (a, b) = if a.1 < b.1 { (a, b) } else { (b, a) };
                // Lines lie half a pixel below their number.
                for y in (a.1.max(0)..b.1).filter(|y| y % pitch == 0) {
                    let share = (f64::from(y - a.1) + 0.5) / f64::from(b.1 - a.1);
                    let x = a.0 + (f64::from(b.0 - a.0) * share).round() as i32;
                    if let Some(line) = crossed.get_mut((y / pitch) as usize) {
                        line.push(x);
                    }
                }
            }
        }
        let pairs = |mut line: Vec<i32>| {
            line.sort_unstable();
            line.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        };
        Self { rings, crossed: crossed.into_iter().map(pairs).collect(), home, panel }
    }

    /// The lines of the hatching that cross a box.
    fn beside(&self, (from, to): (Point, Point), pitch: i32) -> impl Iterator<Item = &[(i32, i32)]> {
        let line = |y: i32| (((y.max(0) + pitch - 1) / pitch) as usize).min(self.crossed.len());
        self.crossed[line(from.1)..line(to.1).max(line(from.1))].iter().map(Vec::as_slice)
    }

    /// Whether a box lies within.
    fn holds(&self, (from, to): (Point, Point), pitch: i32) -> bool {
        self.beside((from, to), pitch).all(|line| line.iter().any(|&(a, b)| a <= from.0 && to.0 <= b))
    }

    /// Px of the hatching in a box.
    fn covered(&self, (from, to): (Point, Point), pitch: i32) -> i32 {
        let within = |&(a, b): &(i32, i32)| (b.min(to.0) - a.max(from.0)).max(0);
        self.beside((from, to), pitch).flatten().map(within).sum()
    }
}

/// A label in its place.
struct Label {
    tile: usize,
    from: Point,
    to: Point,
    /// Where its line ends; none where it lies on its province.
    home: Option<Point>,
}

impl Label {
    fn middle(&self) -> Point {
        (i32::midpoint(self.from.0, self.to.0), i32::midpoint(self.from.1, self.to.1))
    }

    fn far(&self, home: Point) -> f64 {
        let (x, y) = self.middle();
        (f64::from(x - home.0).powi(2) + f64::from(y - home.1).powi(2)).sqrt()
    }
}

/// Places a label for each of `tiles`, `size` px wide and high, none over another: on its province where it fits, else as near as may be
/// without covering land.
fn place(tiles: &[usize], lands: &[Option<Land>], panels: &[Panel], size: Point, gap: i32, pitch: i32) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for inside in [true, false] {
        for &tile in tiles {
            let land = lands.get(tile).and_then(Option::as_ref);
            if labels.iter().any(|label| label.tile == tile) || inside && land.is_none() {
                continue;
            }
            let panel = land.map_or(panels.len() - 1, |land| land.panel);
            let (corner, opposite) = panels[panel].corners();
            // What is nowhere goes to the south-west, where there is sea.
            let home = land.map_or((corner.0, opposite.1), |land| land.home);
            let last = ((opposite.0 - size.0).max(corner.0), (opposite.1 - size.1).max(corner.1));
            let first = ((home.0 - size.0 / 2).clamp(corner.0, last.0), (home.1 - size.1 / 2).clamp(corner.1, last.1));
            let stride = (size.1 / 3).max(1) as usize;
            let across = (corner.0..=last.0).step_by(stride);
            let all = across.flat_map(|x| (corner.1..=last.1).step_by(stride).map(move |y| (x, y)));
            let mut best = (f64::INFINITY, first);
            for from in std::iter::once(first).chain(all) {
                let to = (from.0 + size.0, from.1 + size.1);
                let (dx, dy) = (f64::from(from.0 - first.0), f64::from(from.1 - first.1));
                let far = (dx * dx + dy * dy).sqrt();
                let meets = |other: &Label| {
                    from.0 < other.to.0 + gap
                        && other.from.0 < to.0 + gap
                        && from.1 < other.to.1 + gap
                        && other.from.1 < to.1 + gap
                };
                if far >= best.0 || labels.iter().any(meets) {
                    continue;
                }
                if inside {
                    if land.is_some_and(|land| land.holds((from, to), pitch)) {
                        best = (far, from);
                    }
                    continue;
                }
                let covered: i32 = lands.iter().flatten().map(|land| land.covered((from, to), pitch)).sum();
                let far = far + LAND * f64::from(covered * pitch) / f64::from(size.1);
                if far < best.0 {
                    best = (far, from);
                }
            }
            if !inside || best.0.is_finite() {
                let (from, to) = (best.1, (best.1.0 + size.0, best.1.1 + size.1));
                labels.push(Label { tile, from, to, home: land.filter(|_| !inside).map(|land| land.home) });
            }
        }
    }
    uncrossed(&mut labels, lands);
    labels
}

/// Lets labels change places, all being of one size, as long as that brings them nearer to their provinces; lines that cross
/// could always be shorter.
fn uncrossed(labels: &mut [Label], lands: &[Option<Land>]) {
    let panel = |label: &Label| lands[label.tile].as_ref().map(|land| land.panel);
    for _ in 0..labels.len() {
        let mut better = false;
        for i in 0..labels.len() {
            for j in 0..i {
                let (a, b) = (&labels[i], &labels[j]);
                let (Some(home), Some(other)) = (a.home, b.home) else { continue };
                let (now, then) = (a.far(home) + b.far(other), a.far(other) + b.far(home));
                if panel(a) != panel(b) || then >= now - 0.5 {
                    continue;
                }
                let (from, to) = (a.from, a.to);
                (labels[i].from, labels[i].to) = (b.from, b.to);
                (labels[j].from, labels[j].to) = (from, to);
                better = true;
            }
        }
        if !better {
            break;
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
    let chosen = |tile: &Tile| tile.row.is_some_and(|i| look.chosen(i));
    let pitch = pen.px(HATCH);
    let codes: Vec<&str> = boundaries.codes().collect();
    let panel = |code: &str| if west(code) { 0 } else { panels.len() - 1 };
    let drawn = |(points, (own, _)): (&[Place], (usize, _))| {
        let panel = &panels[panel(codes[own])];
        thinned(points.iter().map(|&place| panel.at(place)), pen.px(FINE))
    };
    let arcs: Vec<Vec<Point>> = boundaries.arcs().zip(boundaries.sides()).map(drawn).collect();
    let land = |tile: &Tile| {
        let (province, panel) = (codes.iter().position(|code| *code == tile.key)?, panel(tile.key));
        let home = panels[panel].at(boundaries.label(province));
        Some(Land::new(boundaries.rings(province, &arcs), home, panel, height, pitch))
    };
    let lands: Vec<Option<Land>> = tiles.iter().map(land).collect();
    let labelled: Vec<usize> = (0..tiles.len()).filter(|&i| step(&tiles[i]).is_some()).collect();
    let (size, letters) = letters(pen, look, &tiles, &panels, labelled.len())?;
    let labels = place(&labelled, &lands, &panels, size, pen.px(0.15), pitch);

    key.draw(pen, palette.text, &|entry, from, to| {
        let step = entries[entry].0;
        face(pen, look, step.map(|s| shades[s]), (from, to), false)?;
        match step {
            Some(step) if letters.value.is_none() => squares(pen, step, (from, to), shades[step].1),
            Some(_) => Ok(()),
            None => (from.1..to.1).step_by(pitch as usize).try_for_each(|y| hatch(pen, palette.muted, y, from.0, to.0)),
        }
    })?;
    for (tile, land) in tiles.iter().zip(&lands) {
        let Some(land) = land else { continue };
        let shade = step(tile).map(|s| shades[s].0);
        for ring in &land.rings {
            pen.fill(ring, shade.unwrap_or(palette.background))?;
        }
        for (line, y) in land.crossed.iter().zip((0..).step_by(pitch as usize)).filter(|_| shade.is_none()) {
            line.iter().try_for_each(|&(a, b)| hatch(pen, palette.muted, y, a, b))?;
        }
    }
    let told = |province: usize| tiles.iter().any(|tile| tile.key == codes[province] && step(tile).is_some());
    let (coast, thin) = (pen.px(0.06), pen.px(0.08));
    for (arc, (own, other)) in arcs.iter().zip(boundaries.sides()) {
        let (width, colour) = match other {
            None if told(own) => (coast, palette.bar),
            Some(other) if told(own) || told(other) => (thin, palette.background),
            _ => (coast, palette.muted),
        };
        // An islet of less than a triangle is not seen.
        if arc.len() > 3 || arc.first() != arc.last() {
            pen.path(arc.clone(), width, colour)?;
        }
    }
    for land in tiles.iter().zip(&lands).filter(|(tile, _)| chosen(tile)).filter_map(|(_, land)| land.as_ref()) {
        for ring in &land.rings {
            let closed = ring.iter().chain(ring.first()).copied().collect();
            pen.path(closed, pen.px(0.16), palette.text)?;
        }
    }
    for label in &labels {
        let Some(home) = label.home else { continue };
        pen.path(vec![home, label.middle()], pen.px(0.06), palette.text)?;
        pen.disc(home, pen.px(0.14), palette.text)?;
    }
    let scale = look.scale;
    let css = |length: i32| (f64::from(length) / scale).round();
    let mut marks = Vec::new();
    for label in &labels {
        let (tile, corners) = (&tiles[label.tile], (label.from, label.to));
        let Some((row, step)) = tile.row.zip(step(tile)) else { continue };
        let land = lands[label.tile].as_ref();
        if land.is_none() || label.home.is_some() {
            face(pen, look, Some(shades[step]), corners, chosen(tile))?;
        }
        letters.write(pen, look, tile, Some(step), corners, shades[step].1)?;
        let mut mark = Mark::of(row, 0, label.from, label.to);
        for ring in land.iter().flat_map(|land| &land.rings) {
            let mut points: Vec<(f64, f64)> = ring.iter().map(|&(x, y)| (css(x), css(y))).collect();
            points.dedup();
            mark.shape.push(points);
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

fn hatch(pen: &Pen<'_>, colour: RGBColor, y: i32, from: i32, to: i32) -> Result<(), Error> {
    pen.rect((from, y), (to, y + (pen.px(HATCH) / 4).max(1)), colour)
}
