//! Round numbers along an axis from zero, and names along it that never run into each other.

use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::Error;
use super::pen::Pen;

/// Size of the letters on an axis, em.
pub(super) const SMALL: f64 = 0.85;

/// Distance of round numbers (1, 2 or 5 of a power of ten) so that at most `count` of them reach `most`.
pub(super) fn step(most: u64, count: u64) -> u64 {
    let least = most.div_ceil(count.max(1)).max(1);
    let mut power: u64 = 1;
    loop {
        for times in [1, 2, 5] {
            match power.checked_mul(times) {
                Some(step) if step >= least => return step,
                Some(_) => {}
                None => return least,
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return least,
        }
    }
}

/// A name along an axis.
pub(super) struct Name {
    pub at: i32,
    pub text: String,
    pub bold: bool,
}

/// Writes `names` with their middle at height `y`, each centred at its place or moved inside the area: the first and every
/// so many-th after it, as close as they go without meeting. They may come from either end. Bold ones go before others.
pub(super) fn names(pen: &Pen, names: &[Name], colours: [RGBColor; 2], y: i32) -> Result<(), Error> {
    let (width, gap) = (pen.size().0, pen.px(0.5));
    let mut places = Vec::with_capacity(names.len());
    for name in names {
        let wide = pen.width(&name.text, name.bold)?;
        let left = (name.at - wide / 2).min(width - wide).max(0);
        places.push((left, left + wide));
    }
    let meet = |a: usize, b: usize| places[a].0 < places[b].1 + gap && places[b].0 < places[a].1 + gap;
    let apart = |every: usize| (every..names.len()).step_by(every).all(|i| !meet(i - every, i));
    let Some(every) = (1..=names.len()).find(|every| apart(*every)) else { return Ok(()) };
    let bold = (0..names.len()).filter(|i| names[*i].bold);
    let mut shown: Vec<usize> = Vec::new();
    for i in bold.chain((0..names.len()).step_by(every)) {
        if places[i].1 <= width && shown.iter().all(|other| !meet(*other, i)) {
            shown.push(i);
            pen.text(&names[i].text, names[i].bold, colours[usize::from(names[i].bold)], (places[i].0, HPos::Left), y)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round_and_reach_the_most() {
        assert_eq!(step(0, 4), 1);
        assert_eq!(step(3, 4), 1);
        assert_eq!(step(9_300_000, 4), 5_000_000);
        assert_eq!(step(9_300_000, 5), 2_000_000);
        for most in [1, 7, 99, 100, 101, 12_345, u64::MAX / 2, u64::MAX] {
            for count in 1..8 {
                assert!(step(most, count) >= most.div_ceil(count), "{most} by {count}");
            }
        }
    }
}
