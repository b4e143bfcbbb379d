//! Suppression of small supply cells, so that none can be worked out from the others.
//!
//! A cell of fewer people than the smallest allowed is left out. Where totals are published, one
//! left out is what the others do not add up to; so further cells go (*complementary*
//! suppression) until nobody can.
//!
//! # Rule
//!
//! A cell is the sum of its children: a province of its regencies, an occupation group of those
//! one level down (the nearest level the file has), all schooling of its levels, a quarter of its
//! months; each with everything else equal and of the same source. From what is published, and
//! from counts never being below 0, bounds of every cell left out are drawn ever closer through
//! all these sums until they stay. Where the bounds of one are less than the smallest cell apart,
//! the smallest published cell that shares a sum with it goes too, a total only where nothing
//! else is left; then all begins again.
//!
//! What stands at the end: using each sum any number of times, nobody can tell a suppressed
//! cell more closely than within the smallest allowed (10 people). In tables of one dimension these
//! bounds are exact. What is not looked at is sums and differences of many sums at once across
//! two dimensions, nor what somebody knows from elsewhere.
//! Source: domain notes §7.9; the bounds follow Cox, "Suppression methodology and statistical
//! disclosure control" (1980).

use std::collections::{BTreeSet, HashMap};

use crate::record::SupplyCell;

/// No upper bound.
const OPEN: u64 = u64::MAX / 4;
/// Rounds of drawing bounds closer; more would only make them closer still by crumbs.
const ROUNDS: usize = 1_000;

/// Cells that may be published, and how many may not.
#[derive(Debug, Default)]
pub struct Suppressed {
    /// Cells to publish, in their order.
    pub kept: Vec<SupplyCell>,
    /// Cells left out because they are small.
    pub small: usize,
    /// Cells left out so that those cannot be worked out.
    pub complementary: usize,
}

/// A sum: the cell `of` is the sum of `parts`.
struct Sum {
    of: usize,
    parts: Vec<usize>,
}

/// Leaves out cells below `smallest` people, and what would give them away.
#[must_use]
pub fn suppress(cells: Vec<SupplyCell>, smallest: u32) -> Suppressed {
    let sums = sums(&cells);
    let mut hidden: Vec<bool> = cells.iter().map(|cell| cell.active_seekers < smallest).collect();
    let small = hidden.iter().filter(|&&hidden| hidden).count();
    let mut of_cell: Vec<Vec<usize>> = vec![Vec::new(); cells.len()];
    for (n, sum) in sums.iter().enumerate() {
        of_cell[sum.of].push(n);
        sum.parts.iter().for_each(|&part| of_cell[part].push(n));
    }
    loop {
        let bounds = bounds(&cells, &hidden, &sums);
        let exposed = (0..cells.len()).filter(|&cell| {
            let (least, most) = bounds[cell];
            hidden[cell] && most < OPEN && most.saturating_sub(least) < u64::from(smallest)
        });
        let more: BTreeSet<usize> = exposed
            .filter_map(|cell| {
                let sums = of_cell[cell].iter().map(|&n| &sums[n]);
                let parts = sums.clone().flat_map(|sum| &sum.parts).copied();
                let smallest =
                    parts.filter(|&part| !hidden[part]).min_by_key(|&part| (cells[part].active_seekers, part));
                smallest.or_else(|| {
                    let totals = sums.map(|sum| sum.of).filter(|&of| !hidden[of]);
                    totals.min_by_key(|&of| (cells[of].active_seekers, of))
                })
            })
            .collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|cell| hidden[cell] = true);
    }
    let all = hidden.iter().filter(|&&hidden| hidden).count();
    let kept = cells.into_iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(cell, _)| cell).collect();
    Suppressed { kept, small, complementary: all - small }
}

/// Least and most of every cell as the published ones and the sums tell.
fn bounds(cells: &[SupplyCell], hidden: &[bool], sums: &[Sum]) -> Vec<(u64, u64)> {
    let known = |(cell, hidden): (&SupplyCell, &bool)| match hidden {
        true => (0, OPEN),
        false => (cell.active_seekers.into(), cell.active_seekers.into()),
    };
    let mut bounds: Vec<(u64, u64)> = cells.iter().zip(hidden).map(known).collect();
    let telling: Vec<&Sum> =
        sums.iter().filter(|sum| hidden[sum.of] || sum.parts.iter().any(|&part| hidden[part])).collect();
    for _ in 0..ROUNDS {
        let before = bounds.clone();
        for sum in &telling {
            let least: u64 = sum.parts.iter().map(|&part| bounds[part].0).sum();
            let (of_least, of_most) = bounds[sum.of];
            if least > of_most {
                // The parts are more than the whole: this sum tells nothing.
                continue;
            }
            let open = sum.parts.iter().filter(|&&part| bounds[part].1 == OPEN).count();
            let most: u64 = sum.parts.iter().map(|&part| bounds[part].1).filter(|&most| most < OPEN).sum();
            for &part in sum.parts.iter().filter(|&&part| hidden[part]) {
                let (own_least, own_most) = bounds[part];
                if of_most < OPEN {
                    bounds[part].1 = own_most.min(of_most - (least - own_least));
                }
                let others_open = open - usize::from(own_most == OPEN);
                if others_open == 0 {
                    let others = if own_most == OPEN { most } else { most - own_most };
                    bounds[part].0 = own_least.max(of_least.saturating_sub(others)).min(bounds[part].1);
                }
            }
            if hidden[sum.of] {
                let most = if open == 0 { most } else { OPEN };
                bounds[sum.of] = (of_least.max(least), of_most.min(most).max(of_least.max(least)));
            }
        }
        if bounds == before {
            break;
        }
    }
    bounds
}

/// Period, region, occupation, schooling, source.
type Key<'a> = (&'a str, &'a str, &'a str, Option<u8>, &'a str);

fn key(cell: &SupplyCell) -> Key<'_> {
    let education = cell.education.map(|level| level.level());
    (&cell.period, &cell.region, &cell.occupation, education, &cell.source)
}

fn sums(cells: &[SupplyCell]) -> Vec<Sum> {
    let places: HashMap<Key<'_>, usize> = cells.iter().enumerate().map(|(at, cell)| (key(cell), at)).collect();
    let mut parts: HashMap<(usize, u8), Vec<usize>> = HashMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let (period, region, occupation, education, source) = key(cell);
        let quarter = quarter(period);
        let totals = [
            region
                .get(..2)
                .filter(|province| province.len() < region.len())
                .and_then(|province| places.get(&(period, province, occupation, education, source))),
            (1..occupation.len())
                .rev()
                .find_map(|digits| places.get(&(period, region, occupation.get(..digits)?, education, source))),
            education.and_then(|_| places.get(&(period, region, occupation, None, source))),
            quarter.as_deref().and_then(|quarter| places.get(&(quarter, region, occupation, education, source))),
        ];
        for (dimension, total) in (0..).zip(totals) {
            if let Some(&total) = total {
                parts.entry((total, dimension)).or_default().push(at);
            }
        }
    }
    let mut sums: Vec<((usize, u8), Vec<usize>)> = parts.into_iter().collect();
    sums.sort_unstable();
    sums.into_iter().map(|((of, _), parts)| Sum { of, parts }).collect()
}

/// "2026-07" → "2026-Q3".
fn quarter(period: &str) -> Option<String> {
    let (year, month) = period.split_once('-')?;
    let month: u32 = month.parse().ok()?;
    (1..=12).contains(&month).then(|| format!("{year}-Q{}", month.div_ceil(3)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::record::code::Education;

    fn cell(region: &str, occupation: &str, education: Option<u8>, active_seekers: u32) -> SupplyCell {
        SupplyCell {
            period: "2026-07".into(),
            region: region.into(),
            occupation: occupation.into(),
            education: education.and_then(Education::new),
            active_seekers,
            source: "SIAPkerja".into(),
        }
    }

    fn published(suppressed: &Suppressed) -> Vec<(&str, &str)> {
        suppressed.kept.iter().map(|cell| (&*cell.region, &*cell.occupation)).collect()
    }

    #[test]
    fn a_small_cell_goes_and_with_it_the_next_smallest_of_its_sum() {
        let regions = [("32", 100), ("3201", 4), ("3202", 30), ("3203", 66)];
        let all = suppress(regions.map(|(region, count)| cell(region, "5", None, count)).into(), 10);
        assert_eq!((all.small, all.complementary), (1, 1));
        assert_eq!(published(&all), [("32", "5"), ("3203", "5")]);
        let large = regions.map(|(region, count)| cell(region, "5", None, count + 6));
        assert_eq!(suppress(large.into(), 10).kept.len(), 4, "nothing is small");
        let apart = [("32", 100), ("3301", 4), ("3202", 30)];
        let all = suppress(apart.map(|(region, count)| cell(region, "5", None, count)).into(), 10);
        assert_eq!((all.small, all.complementary), (1, 0), "it is in no published total");
    }

    #[test]
    fn two_small_cells_of_less_than_ten_together_take_a_third() {
        let regions = [("32", 106), ("3201", 4), ("3202", 2), ("3203", 40), ("3204", 60)];
        let all = suppress(regions.map(|(region, count)| cell(region, "5", None, count)).into(), 10);
        assert_eq!((all.small, all.complementary), (2, 1));
        assert_eq!(published(&all), [("32", "5"), ("3204", "5")]);
        let enough = [("32", 115), ("3201", 9), ("3202", 6), ("3203", 40), ("3204", 60)];
        let all = suppress(enough.map(|(region, count)| cell(region, "5", None, count)).into(), 10);
        assert_eq!((all.small, all.complementary), (2, 0), "fifteen together hide each other");
    }

    #[test]
    fn an_only_child_takes_its_total_with_it() {
        let all = suppress(vec![cell("32", "52", None, 60), cell("32", "523", None, 9), cell("32", "5", None, 60)], 10);
        assert!(all.kept.is_empty(), "5 is 52 is 523: {:?}", all.kept);
    }

    /// Bounds again, from the published cells alone, each sum found by looking through all keys.
    fn attack(published: &[SupplyCell], hidden: &[SupplyCell]) -> BTreeMap<String, (i64, i64)> {
        let far = 1_000_000_000;
        let name = |cell: &SupplyCell| format!("{:?}", key(cell));
        let mut bounds: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        published.iter().for_each(|cell| {
            bounds.insert(name(cell), (cell.active_seekers.into(), cell.active_seekers.into()));
        });
        hidden.iter().for_each(|cell| {
            bounds.insert(name(cell), (0, far));
        });
        let all: Vec<&SupplyCell> = published.iter().chain(hidden).collect();
        let mut sums: Vec<(String, Vec<String>)> = Vec::new();
        for total in &all {
            let same = |a: &SupplyCell, skip: usize| {
                let (k, t) = (key(a), key(total));
                (skip == 1 || k.1 == t.1) && (skip == 2 || k.2 == t.2) && (skip == 3 || k.3 == t.3)
            };
            let regions = all.iter().filter(|c| {
                same(c, 1) && c.region.len() == 4 && total.region.len() == 2 && c.region.starts_with(&total.region)
            });
            sums.push((name(total), regions.map(|c| name(c)).collect()));
            let below = |c: &SupplyCell| {
                same(c, 2) && c.occupation.len() > total.occupation.len() && c.occupation.starts_with(&total.occupation)
            };
            let next = all.iter().filter(|c| {
                below(c)
                    && !all.iter().any(|between| {
                        below(between)
                            && between.occupation.len() < c.occupation.len()
                            && c.occupation.starts_with(&between.occupation)
                    })
            });
            sums.push((name(total), next.map(|c| name(c)).collect()));
            let levels = all.iter().filter(|c| same(c, 3) && total.education.is_none() && c.education.is_some());
            sums.push((name(total), levels.map(|c| name(c)).collect()));
        }
        sums.retain(|(_, parts)| !parts.is_empty());
        loop {
            let before = bounds.clone();
            for (of, parts) in &sums {
                for part in parts {
                    let others = parts.iter().filter(|other| *other != part);
                    let (least, most) =
                        others.fold((0, 0), |sum, other| (sum.0 + bounds[other].0, sum.1 + bounds[other].1));
                    let (whole, own) = (bounds[of], bounds[part]);
                    bounds.insert(part.clone(), (own.0.max(whole.0 - most), own.1.min(whole.1 - least)));
                }
                let (least, most) =
                    parts.iter().fold((0, 0), |sum, part| (sum.0 + bounds[part].0, sum.1 + bounds[part].1));
                let whole = bounds[of];
                bounds.insert(of.clone(), (whole.0.max(least), whole.1.min(most)));
            }
            if bounds == before {
                break bounds;
            }
        }
    }

    /// People by regency, occupation and schooling, added up along every hierarchy.
    fn market() -> impl Strategy<Value = Vec<SupplyCell>> {
        let leaf = (
            prop::sample::select(&["3201", "3202", "3203", "3301", "3302"][..]),
            prop::sample::select(&["5111", "5112", "5120", "5201", "8322", "8332"][..]),
            3u8..6,
            0u32..40,
        );
        (prop::collection::vec(leaf, 1..40), any::<bool>(), any::<bool>()).prop_map(|(leaves, levels, deep)| {
            let mut cells: BTreeMap<(String, String, Option<u8>), u32> = BTreeMap::new();
            for (region, occupation, education, count) in leaves {
                for region in [&region[..2], region] {
                    for digits in if deep { 1..=4 } else { 1..=2 } {
                        for education in if levels { vec![None, Some(education)] } else { vec![None] } {
                            *cells.entry((region.into(), occupation[..digits].into(), education)).or_default() += count;
                        }
                    }
                }
            }
            cells
                .into_iter()
                .map(|((region, occupation, education), n)| cell(&region, &occupation, education, n))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn nobody_can_tell_a_suppressed_cell_more_closely_than_within_ten(cells in market()) {
            let suppressed = suppress(cells.clone(), 10);
            prop_assert_eq!(suppressed.kept.len() + suppressed.small + suppressed.complementary, cells.len());
            prop_assert!(suppressed.kept.iter().all(|cell| cell.active_seekers >= 10));
            let hidden: Vec<SupplyCell> = cells.iter().filter(|cell| !suppressed.kept.contains(cell)).cloned().collect();
            let bounds = attack(&suppressed.kept, &hidden);
            for cell in &hidden {
                let (least, most) = bounds[&format!("{:?}", key(cell))];
                prop_assert!(most - least >= 10, "{cell:?} is {least} to {most}");
                prop_assert!((least..=most).contains(&i64::from(cell.active_seekers)), "{cell:?} is not {least} to {most}");
            }
            if suppressed.small == 0 {
                prop_assert_eq!(suppressed.complementary, 0);
            }
        }
    }
}
