//! Counts of job seekers that fit the vacancies; cells below ten people are left out.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Options, draw::Draw, world::World};
use crate::record::{SupplyCell, day};

/// Fewest people a cell may count.
const FEWEST: u64 = 10;
/// Seekers in the market for each vacancy.
const SEEKERS_A_VACANCY: u64 = 8;

/// Draws the cells of a market: province × occupation of one, two and three digits, and the
/// seekers not coded (`X`).
///
/// A group counts its parts and some more, so that a part left out cannot be worked out.
pub fn each(world: &World, options: &Options, mut out: impl FnMut(SupplyCell) -> Result<()>) -> Result<()> {
    let mut draw = Draw::new(options.seed, 4);
    let period = day::iso(options.as_of).chars().take(7).collect::<String>();
    let mut shares: BTreeMap<&str, u64> = BTreeMap::new();
    for family in &world.families {
        for job in &family.jobs {
            let entry = if job.code.starts_with('1') { 1 } else { 4 };
            *shares.entry(&job.code[..3]).or_default() += family.weight * entry / family.jobs.len() as u64 + 1;
        }
    }
    let people: u64 = world.provinces.iter().map(|province| province.weight).sum();
    let all_shares: u64 = shares.values().sum();
    let seekers = options.rows.max(2_000) * SEEKERS_A_VACANCY;
    for province in &world.provinces {
        let mut cells: BTreeMap<String, u64> = BTreeMap::new();
        for (code, share) in &shares {
            let expected = seekers * province.weight * share * u64::from(draw.between(40, 170));
            let count = expected / (people * all_shares * 100);
            *cells.entry((*code).to_owned()).or_default() += count;
            *cells.entry(code[..2].to_owned()).or_default() += count + u64::from(draw.between(0, 4));
            *cells.entry(code[..1].to_owned()).or_default() += count + u64::from(draw.between(0, 9));
        }
        let uncoded = cells.iter().filter(|(code, _)| code.len() == 1).map(|(_, count)| count).sum::<u64>() / 9;
        cells.insert("X".to_owned(), uncoded.max(FEWEST));
        for (occupation, count) in cells {
            if count < FEWEST {
                continue;
            }
            out(SupplyCell {
                period: period.clone(),
                region: province.code.clone(),
                occupation,
                education: None,
                active_seekers: u32::try_from(count).unwrap_or(u32::MAX),
                source: "sample".to_owned(),
            })?;
        }
    }
    Ok(())
}
