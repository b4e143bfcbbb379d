//! Where provinces end, for the map: one small file, kept in `data/provinces.bin`, written by `cargo xtask boundaries`.
//!
//! A border that two provinces share is one arc. Places are hundredths of a degree, eastwards from 94° E and southwards
//! from 8° N in Lambert's cylindrical equal-area projection, so that a province looks as large as it is.
//!
//! ```text
//! file     = "PBM1" provinces province…
//! province = code x y rings ring…           x, y: where a label has most room
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
    arcs: Vec<Arc>,
    provinces: Vec<Province>,
}

#[derive(Debug)]
struct Arc {
    points: Vec<Place>,
    /// The province beyond it, where one comes upon it a second time.
    other: Option<usize>,
    /// The province whose it is.
    own: usize,
}

/// A province.
#[derive(Debug)]
struct Province {
    code: String,
    label: Place,
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
            let code = format!("{:02}", from.number()?);
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
                    return Err(refused("has a ring that does not close"));
                }
                rings.push(ring);
            }
            provinces.push(Province { code, label, rings });
        }
        if from.0.is_empty() { Ok(Self { arcs, provinces }) } else { Err(refused("goes on after its end")) }
    }

    /// Codes of the provinces, in their order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.provinces.iter().map(|province| province.code.as_str())
    }

    /// Where the label of a province has most room.
    #[must_use]
    pub fn label(&self, province: usize) -> Place {
        self.provinces[province].label
    }

    /// Every arc, borders once.
    pub fn arcs(&self) -> impl Iterator<Item = &[Place]> {
        self.arcs.iter().map(|arc| &arc.points[..])
    }

    /// Beside every arc the province it bounds and, where it is a border, the one beyond it.
    pub(super) fn sides(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        self.arcs.iter().map(|arc| (arc.own, arc.other))
    }

    /// The outer rings of a province, each open: its last point is joined to its first. `arcs` are those of
    /// [`Boundaries::arcs`], wherever they were moved to.
    #[must_use]
    pub fn rings(&self, province: usize, arcs: &[Vec<Place>]) -> Vec<Vec<Place>> {
        let points = |&(arc, back): &(usize, bool)| {
            let mut points = arcs[arc].clone();
            if back {
                points.reverse();
            }
            points.pop();
            points
        };
        self.provinces[province].rings.iter().map(|ring| ring.iter().flat_map(points).collect()).collect()
    }
}

fn within(place: Place) -> Result<Place, Error> {
    let inside = (0..=EDGE.0).contains(&place.0) && (0..=EDGE.1).contains(&place.1);
    if inside { Ok(place) } else { Err(Error::Boundaries("has a place outside Indonesia")) }
}

/// Bytes still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Result<u32, Error> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let (first, rest) = self.0.split_first().ok_or(Error::Boundaries("ends too early"))?;
            self.0 = rest;
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
    use std::sync::OnceLock;

    static KNOWN: OnceLock<Boundaries> = OnceLock::new();

    pub fn known() -> Result<&'static Boundaries, Error> {
        KNOWN.get().ok_or(Error::Boundaries("is not there yet"))
    }

    /// Hands over the file that maps are drawn from; the first that is sound stays.
    ///
    /// # Errors
    /// As [`Boundaries::read`].
    pub fn set_boundaries(bytes: &[u8]) -> Result<(), Error> {
        let read = Boundaries::read(bytes)?;
        KNOWN.get_or_init(|| read);
        Ok(())
    }
}

/// The boundaries of the file in the crate or, in a browser, of the one handed over.
pub(super) use known::known;
#[cfg(target_arch = "wasm32")]
pub use known::set_boundaries;
