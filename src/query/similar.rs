//! Vacancies like another one, for who looked at that one and wants to see more.
//!
//! One pass over the columns: tables by code say how near a row's occupation, title, place and pay are to those of the
//! vacancy in hand, the lists of requirements what both ask. Nothing of the person enters.

use super::{Engine, Hit, Query};
use crate::matching::tree;
use crate::order;
use crate::record::code::{Lang, Verification, WorkMode};
use crate::snapshot::{ColumnId, ListId};

/// Digits of a regency's code, and of a province's.
const PLACES: [(usize, u32); 2] = [(4, 10_000), (2, 5_000)];
/// Least likeness of the work itself, of 70,000: the same first two digits of KBJI, or a third of what is asked.
const SAME_WORK: u32 = 10_000;

impl Engine {
    /// The vacancies most like another one, best first, at most `most`; `None` past the last row. Only those one can
    /// still apply for on day `today` and that were not withdrawn, and of the same employer, title and regency one.
    ///
    /// Likeness is (4·occupation + 3·requirements + 2·place + pay) / 10, each 0–10,000:
    /// * occupation: nearness of the KBJI codes as the match has it; 10,000 for the same title, case aside;
    /// * requirements: rarities of what both ask over rarities of what either asks;
    /// * place: 10,000 for the same regency or where both are remote, 5,000 for the same province;
    /// * pay: 10,000 for the same highest pay, 0 where one is half the other or states none.
    ///
    /// A row is left out where 4·occupation + 3·requirements is below 10,000: a place alone makes nothing alike. Equal
    /// ones stand in the order of rows.
    #[must_use]
    pub fn similar(&self, row: u32, today: i32, most: usize, lang: Lang) -> Option<Vec<Hit>> {
        let snapshot = &self.snapshot;
        let at = row as usize;
        if at >= snapshot.rows() {
            return None;
        }
        let text = |id: ColumnId| snapshot.text(id, at);
        let dict = |id: ColumnId| &snapshot.column(id).dict;
        let table =
            |id: ColumnId, near: &dyn Fn(u32) -> u32| -> Box<[u32]> { (0..=dict(id).len() as u32).map(near).collect() };
        let occupation = table(ColumnId::Occupation, &|code| {
            let codes = text(ColumnId::Occupation).zip(dict(ColumnId::Occupation).text(code));
            codes.map_or(0, |(own, other)| tree(own, other))
        });
        let title = text(ColumnId::Title).unwrap_or_default();
        let titled = table(ColumnId::Title, &|code| {
            u32::from(dict(ColumnId::Title).text(code).is_some_and(|other| other.eq_ignore_ascii_case(title)))
        });
        let place = table(ColumnId::Region, &|code| {
            let (own, other) = (text(ColumnId::Region), dict(ColumnId::Region).text(code));
            let same = |&&(digits, _): &&(usize, u32)| {
                own.and_then(|own| own.get(..digits)).is_some_and(|own| other.is_some_and(|it| it.starts_with(own)))
            };
            PLACES.iter().find(same).map_or(0, |&(_, near)| near)
        });
        let pay = table(ColumnId::PayMax, &|code| {
            let pays = snapshot.int(ColumnId::PayMax, at).zip(dict(ColumnId::PayMax).int(code));
            pays.map_or(0, |(own, other)| (20_000 * own.min(other) / own.max(other).max(1) - 10_000).max(0) as u32)
        });
        let remote = table(ColumnId::WorkMode, &|code| {
            u32::from(dict(ColumnId::WorkMode).text(code) == Some(WorkMode::Remote.key()))
        });
        let shut = table(ColumnId::Closes, &|code| {
            u32::from(dict(ColumnId::Closes).int(code).is_some_and(|day| day < today.into()))
        });
        let withdrawn = table(ColumnId::Verification, &|code| {
            u32::from(dict(ColumnId::Verification).text(code) == Some(Verification::Withdrawn.key()))
        });
        let of = |id: ColumnId, table: &[u32], row: usize| table[snapshot.column(id).codes.get(row) as usize];

        let lists = [ListId::Musts, ListId::Nices].map(|id| snapshot.list(id));
        // By requirement, one more than the row that was last seen to ask it.
        let mut seen = vec![0u32; snapshot.dict(ListId::Musts).len() + 1].into_boxed_slice();
        let mut own = seen.clone();
        let rarity = |code: u32| u32::from(snapshot.rarities()[code as usize - 1]);
        for code in lists.iter().flat_map(|list| list.codes(at)) {
            own[code as usize] = rarity(code);
        }
        let asked: u32 = own.iter().sum();
        let mut requirements = |row: usize| {
            let (mut either, mut both) = (asked, 0);
            for code in lists.iter().flat_map(|list| list.codes(row)) {
                if seen[code as usize] != row as u32 + 1 {
                    seen[code as usize] = row as u32 + 1;
                    both += own[code as usize];
                    either += rarity(code) - own[code as usize];
                }
            }
            (10_000 * both).checked_div(either).unwrap_or(0)
        };

        let regency = |row: usize| snapshot.text(ColumnId::Region, row).map(|code| code.get(..4).unwrap_or(code));
        let same = |one: usize, other: usize| {
            let text = |id: ColumnId, row: usize| snapshot.text(id, row).unwrap_or_default();
            regency(one) == regency(other)
                && text(ColumnId::Employer, one).eq_ignore_ascii_case(text(ColumnId::Employer, other))
                && text(ColumnId::Title, one).eq_ignore_ascii_case(text(ColumnId::Title, other))
        };
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(most + 1);
        for other in 0..snapshot.rows() {
            if other == at
                || of(ColumnId::Closes, &shut, other) + of(ColumnId::Verification, &withdrawn, other) > 0
                || most == 0
            {
                continue;
            }
            let alike = of(ColumnId::Occupation, &occupation, other).max(10_000 * of(ColumnId::Title, &titled, other));
            let work = 4 * alike + 3 * requirements(other);
            if work < SAME_WORK {
                continue;
            }
            let far = of(ColumnId::WorkMode, &remote, at) * of(ColumnId::WorkMode, &remote, other) == 0;
            let place = if far { of(ColumnId::Region, &place, other) } else { 10_000 };
            let score = (work + 2 * place + of(ColumnId::PayMax, &pay, other)) / 10;
            if best.len() == most && best.last().is_some_and(|&(least, _)| score <= least) || same(at, other) {
                continue;
            }
            match best.iter_mut().find(|(_, known)| same(*known as usize, other)) {
                Some(known) if known.0 >= score => continue,
                Some(known) => *known = (score, other as u32),
                None => best.push((score, other as u32)),
            }
            order::sort_by(&mut best, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(most);
        }
        let query = Query { lang, ..Query::default() };
        let hit = |(score, row)| Hit { score, ..self.hit(row, &query, None, None, None) };
        Some(best.into_iter().map(hit).collect())
    }
}
