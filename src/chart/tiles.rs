//! A tile a province of Indonesia, where it lies among the others, its value by five steps of one colour.
//!
//! Steps hold as many provinces each, as nearly as ties allow. A tile says its value where there is room; where
//! there is not, squares at its foot count its step, so that no step is told by colour alone.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::key::Key;
use super::pen::{Pen, fit};
use super::rows::DASH;
use super::{Error, Look, Mark, Palette, contrast, mix};
use crate::market::{ChartData, words};

/// Province code, its short and its usual abbreviation, column and line of its tile.
const TILES: [(&str, &str, &str, i32, i32); 38] = [
    ("11", "AC", "Aceh", 0, 0),
    ("12", "SU", "Sumut", 1, 1),
    ("13", "SB", "Sumbar", 1, 2),
    ("14", "RI", "Riau", 2, 2),
    ("15", "JA", "Jambi", 2, 3),
    ("16", "SS", "Sumsel", 2, 4),
    ("17", "BE", "Bengkulu", 1, 4),
    ("18", "LA", "Lampung", 2, 5),
    ("19", "BB", "Babel", 3, 4),
    ("21", "KR", "Kepri", 3, 1),
    ("31", "DKI", "Jakarta", 3, 5),
    ("32", "JB", "Jabar", 3, 6),
    ("33", "JT", "Jateng", 4, 6),
    ("34", "DIY", "DIY", 4, 7),
    ("35", "JI", "Jatim", 5, 6),
    ("36", "BT", "Banten", 2, 6),
    ("51", "BA", "Bali", 6, 6),
    ("52", "NTB", "NTB", 7, 6),
    ("53", "NTT", "NTT", 8, 6),
    ("61", "KB", "Kalbar", 4, 2),
    ("62", "KT", "Kalteng", 4, 3),
    ("63", "KS", "Kalsel", 5, 3),
    ("64", "KI", "Kaltim", 5, 2),
    ("65", "KU", "Kaltara", 5, 1),
    ("71", "SA", "Sulut", 8, 1),
    ("72", "ST", "Sulteng", 7, 3),
    ("73", "SN", "Sulsel", 6, 4),
    ("74", "SG", "Sultra", 7, 4),
    ("75", "GO", "Gorontalo", 7, 2),
    ("76", "SR", "Sulbar", 6, 3),
    ("81", "MA", "Maluku", 9, 5),
    ("82", "MU", "Malut", 9, 2),
    ("91", "PA", "Papua", 11, 3),
    ("92", "PB", "Pabar", 10, 3),
    ("93", "PS", "Papsel", 11, 5),
    ("94", "PT", "Papteng", 10, 4),
    ("95", "PE", "Papeg", 11, 4),
    ("96", "PD", "PBD", 9, 3),
];

const COLUMNS: i32 = 12;
const LINES: i32 = 8;
const STEPS: usize = 5;

/// Largest distance of two tiles, em.
const LARGEST: f64 = 4.6;

/// Smallest letters of values, em; below that squares count the step.
const SMALLEST: f64 = 0.6;

/// Least and greatest value of each step; none where it has no row.
type Ranges = [Option<(u64, u64)>; STEPS];

/// The step of each row, 0 to 4, and least and greatest value of each step. Where some are 0 these alone are the first step; of the others
/// no step has more than its share except for ties.
pub(super) fn steps(data: &ChartData) -> (Vec<Option<usize>>, Ranges) {
    let value = |row: &crate::market::Row| row.values.first().copied().flatten();
    let all: Vec<u64> = data.rows.iter().filter_map(value).collect();
    let known: Vec<u64> = all.iter().copied().filter(|v| *v > 0).collect();
    let nobody = usize::from(known.len() < all.len());
    let mut ranges = [None; STEPS];
    let steps = data.rows.iter().map(value).map(|v| {
        let v = v?;
        let at_most = known.iter().filter(|other| **other <= v).count();
        let step = if v == 0 { 0 } else { nobody + ((STEPS - nobody) * at_most).div_ceil(known.len()) - 1 };
        let (least, most) = ranges[step].unwrap_or((v, v));
        ranges[step] = Some((v.min(least), v.max(most)));
        Some(step)
    });
    (steps.collect(), ranges)
}

/// What the key says, with the step of each entry; none for tiles without a value.
pub(super) fn entries(data: &ChartData) -> Vec<(Option<usize>, String)> {
    let (steps, ranges) = steps(data);
    let word = |n| words::value(n, data.unit, data.lang);
    let mut entries: Vec<(Option<usize>, String)> = (0..)
        .zip(ranges)
        .filter_map(|(step, range)| {
            let (least, most) = range?;
            let text = if least == most { word(least) } else { format!("{} – {}", word(least), word(most)) };
            Some((Some(step), text))
        })
        .collect();
    let told = |key: &str| data.rows.iter().zip(&steps).any(|(row, step)| row.key == key && step.is_some());
    if !TILES.iter().all(|tile| told(tile.0)) || steps.contains(&None) {
        entries.push((None, data.lang.pick("tanpa angka", "no figure").into()));
    }
    entries
}

/// What the key says.
pub(super) fn key(data: &ChartData) -> Vec<String> {
    entries(data).into_iter().map(|(_, text)| text).collect()
}

/// Height without the key, em, where `width` is in em.
pub(super) fn preferred(width: f64) -> f64 {
    f64::from(LINES) * (width / f64::from(COLUMNS)).min(LARGEST)
}

/// A tile to draw.
pub(super) struct Tile<'a> {
    /// Province code; that of its row where it is none.
    pub key: &'a str,
    pub row: Option<usize>,
    code: &'a str,
    name: &'a str,
    column: i32,
    line: i32,
}

/// All tiles: those of the provinces, and in free places from the bottom right those of rows that are no province's.
pub(super) fn tiles(data: &ChartData) -> Vec<Tile<'_>> {
    let row = |key: &str| data.rows.iter().position(|row| row.key == key);
    let mut tiles: Vec<Tile> = TILES
        .iter()
        .map(|&(key, code, name, column, line)| Tile { key, row: row(key), code, name, column, line })
        .collect();
    let places = (0..LINES).rev().flat_map(|line| (0..COLUMNS).rev().map(move |column| (column, line)));
    let mut free = places.filter(|place| !TILES.iter().any(|t| (t.3, t.4) == *place));
    for (i, row) in data.rows.iter().enumerate() {
        if tiles.iter().any(|tile| tile.row == Some(i)) {
            continue;
        }
        let Some((column, line)) = free.next() else { break };
        tiles.push(Tile { key: &row.key, row: Some(i), code: &row.label, name: &row.label, column, line });
    }
    tiles
}

/// Draws the tiles; marks are in px of the pen's area.
pub(super) fn draw(pen: &Pen<'_>, look: &Look) -> Result<Vec<Mark>, Error> {
    let (data, palette) = (look.data, look.palette);
    let (width, height) = pen.size();
    let (entries, labels) = (entries(data), key(data));
    let keyed = |pen: &Pen<'_>| Key::new(&labels, width, pen.em, &|t| pen.width(t, false));
    let pen = &pen.within(keyed(pen)?.height() + f64::from(LINES));
    let key = keyed(pen)?;
    let top = (key.height() * pen.em).round();
    let pitch =
        (f64::from(width) / f64::from(COLUMNS)).min(LARGEST * pen.em).min((f64::from(height) - top) / f64::from(LINES));
    let gap = ((pitch * 0.05).round() as i32).max(1);
    let side = (pitch.floor() as i32 - gap).max(1);
    let left = (f64::from(width) - pitch * f64::from(COLUMNS)) / 2.0;
    let shades = shades(palette);
    let (steps, _) = steps(data);
    let tiles = tiles(data);
    let letters = Letters::new(pen, look, &tiles, (side, side))?;
    key.draw(pen, palette.text, &|entry, from, to| {
        let step = entries[entry].0;
        face(pen, look, step.map(|s| shades[s]), (from, to), false)?;
        match step {
            Some(step) if letters.value.is_none() => squares(pen, step, (from, to), shades[step].1),
            _ => Ok(()),
        }
    })?;

    let mut marks = Vec::new();
    for tile in &tiles {
        let x = (left + pitch * f64::from(tile.column)).round() as i32;
        let y = (top + pitch * f64::from(tile.line)).round() as i32;
        let (from, to) = ((x, y), (x + side, y + side));
        let step = tile.row.and_then(|i| steps[i]);
        let chosen = tile.row.is_some_and(|i| look.chosen(i));
        face(pen, look, step.map(|s| shades[s]), (from, to), chosen)?;
        let colour = step.map_or(palette.muted, |s| shades[s].1);
        letters.write(pen, look, tile, step, (from, to), colour)?;
        if let Some((row, _)) = tile.row.zip(step) {
            marks.push(Mark::of(row, 0, from, to));
        }
    }
    crate::order::sort_by(&mut marks, |a, b| a.row.cmp(&b.row));
    Ok(marks)
}

/// What fits into every tile.
pub(super) struct Letters {
    /// Usual abbreviations rather than the short ones.
    long: bool,
    /// Font size of codes, px.
    code: f64,
    /// Font size of values, px, and whether they are written short; none where they have no room.
    pub value: Option<(f64, bool)>,
    /// Width there is, px.
    room: i32,
}

impl Letters {
    /// For tiles `width` and `height` px large.
    pub fn new(pen: &Pen<'_>, look: &Look, tiles: &[Tile], (width, height): (i32, i32)) -> Result<Self, Error> {
        let room = (width - 2 * pen.px(0.12)).max(1);
        let size = |texts: &mut dyn Iterator<Item = String>, most: f64| -> Result<f64, Error> {
            let mut widest = 1;
            for text in texts {
                widest = widest.max(pen.width(&text, true)?);
            }
            Ok(pen.em * (f64::from(room) / f64::from(widest)).min(most))
        };
        let known = &tiles[..TILES.len()];
        let long = size(&mut known.iter().map(|t| t.name.into()), 0.85)?;
        let (long, code) = if long >= SMALLEST * 1.1 * pen.em {
            (true, long)
        } else {
            (false, size(&mut known.iter().map(|t| t.code.into()), 0.85)?.min(f64::from(height) * 0.6))
        };
        let mut value = None;
        for short in [false, true] {
            let written = size(&mut tiles.iter().filter_map(|t| written(look.data, t, short)), 0.9)?;
            if value.is_none() && written >= SMALLEST * pen.em && f64::from(height) >= 1.15 * (code + written) {
                value = Some((written, short));
            }
        }
        Ok(Self { long, code, value, room })
    }

    pub fn write(
        &self,
        pen: &Pen<'_>,
        look: &Look,
        tile: &Tile,
        step: Option<usize>,
        (from, to): ((i32, i32), (i32, i32)),
        colour: RGBColor,
    ) -> Result<(), Error> {
        let bold = tile.row.is_some_and(|i| look.chosen(i));
        let code = pen.sized(self.code);
        let name = if self.long { tile.name } else { tile.code };
        let name = fit(name, self.room, 1, &|t| code.width(t, bold))?.concat();
        let x = (i32::midpoint(from.0, to.0), HPos::Center);
        let middle = i32::midpoint(from.1, to.1);
        let Some((size, short)) = self.value else {
            let Some(step) = step else { return code.text(&name, bold, colour, x, middle) };
            code.text(&name, bold, colour, x, middle - (to.1 - from.1) / 10)?;
            return squares(pen, step, (from, to), colour);
        };
        code.text(&name, bold, colour, x, middle - (size * 0.55).round() as i32)?;
        let value = written(look.data, tile, short).or_else(|| tile.row.map(|_| DASH.into()));
        let y = middle + (self.code * 0.55).round() as i32;
        value.map_or(Ok(()), |value| pen.sized(size).text(&value, bold, colour, x, y))
    }
}

/// The value of a tile in words.
fn written(data: &ChartData, tile: &Tile, short: bool) -> Option<String> {
    let value = data.rows[tile.row?].values.first().copied().flatten()?;
    Some(if short { words::short(value, data.unit, data.lang) } else { words::value(value, data.unit, data.lang) })
}

/// A tile's ground: its shade in a thin outline, empty where there is no value, in a thick outline where it is selected.
pub(super) fn face(
    pen: &Pen<'_>,
    look: &Look,
    shade: Option<(RGBColor, RGBColor)>,
    (from, to): ((i32, i32), (i32, i32)),
    chosen: bool,
) -> Result<(), Error> {
    let palette = look.palette;
    let inset = |by: i32| ((from.0 + by, from.1 + by), (to.0 - by, to.1 - by));
    let mut edge = pen.px(0.06);
    pen.rect(
        from,
        to,
        if chosen {
            palette.text
        } else if shade.is_some() {
            palette.bar
        } else {
            palette.muted
        },
    )?;
    if chosen {
        let thick = pen.px(0.14);
        let (from, to) = inset(thick);
        pen.rect(from, to, palette.background)?;
        edge = thick + pen.px(0.06);
    }
    let (from, to) = inset(edge);
    pen.rect(from, to, shade.map_or(palette.background, |s| s.0))
}

/// As many squares at the foot of a tile as its step has number, from one to five.
pub(super) fn squares(
    pen: &Pen<'_>,
    step: usize,
    (from, to): ((i32, i32), (i32, i32)),
    colour: RGBColor,
) -> Result<(), Error> {
    let side = ((to.0 - from.0) / 9).max(1);
    let (pitch, n) = (side + (side / 2).max(1), step as i32 + 1);
    let left = i32::midpoint(from.0, to.0) - (pitch * n - (pitch - side)) / 2;
    let bottom = to.1 - side.max(2) - pen.px(0.06);
    for i in 0..n {
        let x = left + pitch * i;
        pen.rect((x, bottom - side), (x + side, bottom), colour)?;
    }
    Ok(())
}

/// The five shades from the background over the bars' colour towards the text's, each with what is read on it at 4.5:1 where
/// the theme allows: the first three carry the text's colour, the last two the background's.
pub(super) fn shades(palette: Palette) -> [(RGBColor, RGBColor); STEPS] {
    let at = |u: f64| {
        if u <= 1.0 { mix(palette.background, palette.bar, u) } else { mix(palette.bar, palette.text, u - 1.0) }
    };
    let readable = |u: &f64, colour| contrast(at(*u), colour) >= 4.5;
    let all = || (0..=200).map(|n| f64::from(n) / 100.0);
    let light = all().take_while(|u| readable(u, palette.text)).last().unwrap_or(0.5);
    let dark = all().find(|u| readable(u, palette.background)).unwrap_or(1.5).max(light + 0.1);
    let first = 0.1_f64.min(light / 3.0);
    [
        (at(first), palette.text),
        (at(f64::midpoint(first, light)), palette.text),
        (at(light), palette.text),
        (at(dark), palette.background),
        (at(dark + (2.0 - dark) * 0.45), palette.background),
    ]
}
