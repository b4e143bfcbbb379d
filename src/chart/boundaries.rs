//! Where provinces end, for the map: one small file, kept in `data/provinces.bin`, written by `cargo xtask boundaries`.
//!
//! A border that two provinces share is one arc. Places are hundredths of a degree, eastwards from 94° E and southwards
//! from 8° N in Lambert's cylindrical equal-area projection, so that a province looks as large as it is.
//!
//! ```text
//! file     = "PBM1" provinces province…
//! province = code x y rings ring…           two digits in ASCII; where a label has most room
//! ring     = Δx Δy arcs arc…                its start, from the start of the ring before it; the first from 0, 0
//! arc      = 2·points (Δx Δy)…              a new one, from where the one before it ends; the last of a ring goes on to its start
//!          | 2·number + 1                   the border that arc `number` is, from its end to its start; each once
//! ```
//!
//! Numbers are LEB128, those with Δ zigzag.

use super::Error;

/// Largest x and y.
const EDGE: (i32, i32) = (4_800, 2_000);

/// A place, hundredths of a degree.
pub type Place = (i32, i32);

/// Provinces with the arcs they consist of.
#[derive(Debug)]
pub struct Boundaries {
    pub(super) arcs: Vec<Arc>,
    pub(super) provinces: Vec<Province>,
}

/// A coast or a border.
#[derive(Debug)]
pub(super) struct Arc {
    pub points: Vec<Place>,
    /// The province whose it is.
    pub own: usize,
    /// The one beyond it, where it is a border.
    pub other: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Province {
    pub code: [u8; 2],
    /// Where a label has most room.
    pub label: Place,
    /// Arcs, and whether they are followed backwards.
    rings: Vec<Vec<(usize, bool)>>,
}

impl Boundaries {
    /// Reads what `cargo xtask boundaries` wrote.
    ///
    /// # Errors
    /// [`Error::Boundaries`] where `bytes` are anything else. What is reserved is in proportion to their number.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let refused = |why| Error::Boundaries(why);
        let mut from = Reader(bytes.strip_prefix(b"PBM1").ok_or(refused("does not begin with PBM1"))?);
        let (mut arcs, mut provinces): (Vec<Arc>, Vec<Province>) = (Vec::new(), Vec::new());
        let mut start = (0, 0);
        for own in 0..from.number()? {
            let own = own as usize;
            let code = [from.byte()?, from.byte()?];
            let label = within((from.number()? as i32, from.number()? as i32))?;
            let mut rings = Vec::new();
            for _ in 0..from.number()? {
                start = from.step(start)?;
                let (mut at, mut ring) = (start, Vec::new());
                let pieces = from.number()?;
                for piece in 1..=pieces {
                    let token = from.number()?;
                    let number = (token >> 1) as usize;
                    if token & 1 == 1 {
                        let arc = arcs.get_mut(number).filter(|arc| arc.other.is_none());
                        let arc = arc.ok_or(refused("has a border without a first side"))?;
                        arc.other = Some(own);
                        if arc.points.last() != Some(&at) {
                            return Err(refused("has a ring with a gap"));
                        }
                        at = arc.points[0];
                        ring.push((number, true));
                        continue;
                    }
                    let mut points = vec![at];
                    for _ in 0..number {
                        at = from.step(at)?;
                        points.push(at);
                    }
                    if piece == pieces {
                        at = start;
                        points.push(at);
                    }
                    ring.push((arcs.len(), false));
                    arcs.push(Arc { points, other: None, own });
                }
                if at != start {
                    return Err(refused("has a ring with a gap"));
                }
                rings.push(ring);
            }
            provinces.push(Province { code, label, rings });
        }
        if from.0.is_empty() { Ok(Self { arcs, provinces }) } else { Err(refused("goes on after its end")) }
    }

    /// The outer rings of a province, each open: its last point is joined to its first. `arcs` are those of the
    /// file, wherever they were moved to.
    pub(super) fn rings(&self, province: usize, arcs: &[Vec<Place>]) -> Vec<Vec<Place>> {
        let mut rings = Vec::new();
        for pieces in &self.provinces[province].rings {
            let mut ring = Vec::new();
            for &(arc, back) in pieces {
                let start = ring.len();
                ring.extend_from_slice(&arcs[arc]);
                if back {
                    ring[start..].reverse();
                }
                ring.pop();
            }
            rings.push(ring);
        }
        rings
    }

    /// Every province: its code, the place of its label and its outer rings, each open.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn provinces(&self) -> impl Iterator<Item = (&str, Place, Vec<Vec<Place>>)> {
        let arcs: Vec<Vec<Place>> = self.arcs.iter().map(|arc| arc.points.clone()).collect();
        fn code(province: &Province) -> &str {
            std::str::from_utf8(&province.code).unwrap_or_default()
        }
        (0..).zip(&self.provinces).map(move |(i, province)| (code(province), province.label, self.rings(i, &arcs)))
    }
}

fn within(place: Place) -> Result<Place, Error> {
    let inside = (0..=EDGE.0).contains(&place.0) && (0..=EDGE.1).contains(&place.1);
    if inside { Ok(place) } else { Err(Error::Boundaries("has a place outside Indonesia")) }
}

/// Bytes still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Error> {
        let (first, rest) = self.0.split_first().ok_or(Error::Boundaries("ends too early"))?;
        self.0 = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u32, Error> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let first = self.byte()?;
            number |= u32::from(first & 127) << shift;
            if first & 128 == 0 {
                return Ok(number);
            }
        }
        Err(Error::Boundaries("has a number that is too large"))
    }

    fn step(&mut self, from: Place) -> Result<Place, Error> {
        let mut by = || self.number().map(|n| (n >> 1) as i32 ^ -((n & 1) as i32));
        within((from.0 + by()?, from.1 + by()?))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod known {
    use super::{Boundaries, Error};
    use std::sync::LazyLock;

    static KNOWN: LazyLock<Result<Boundaries, Error>> =
        LazyLock::new(|| Boundaries::read(include_bytes!("data/provinces.bin")));

    pub fn known() -> Result<&'static Boundaries, Error> {
        KNOWN.as_ref().map_err(Clone::clone)
    }
}

#[cfg(target_arch = "wasm32")]
mod known {
    use super::{Boundaries, Error};
    use std::cell::Cell;

    thread_local! {
        static KNOWN: Cell<Option<&'static Boundaries>> = const { Cell::new(None) };
    }

    pub fn known() -> Result<&'static Boundaries, Error> {
        KNOWN.get().ok_or(Error::Boundaries("is not there yet"))
    }

    /// Hands over the file that maps are drawn from, for as long as the page is open; what comes later changes nothing.
    ///
    /// # Errors
    /// As [`Boundaries::read`].
    pub fn set_boundaries(bytes: &[u8]) -> Result<(), Error> {
        if KNOWN.get().is_none() {
            KNOWN.set(Some(Box::leak(Box::new(Boundaries::read(bytes)?))));
        }
        Ok(())
    }
}

/// The boundaries of the file in the crate or, in a browser, of the one handed over.
pub(super) use known::known;
#[cfg(target_arch = "wasm32")]
pub use known::set_boundaries;
