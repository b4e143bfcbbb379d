//! Puts a later segment onto the snapshot so far.
//!
//! The result is the same as if all its records had been written at once: rows stand where
//! the segment says, and dictionaries hold exactly the entries that rows use, in order.

use super::codes::Codes;
use super::read::{Column, Dict, List, Segment, Strings};
use super::{ColumnId, ListId, MAX_ROWS, SnapshotError, corrupt};

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A row of the snapshot so far.
    Kept(u32),
    /// A row of the later segment.
    New(u32),
}

/// Where every row of the new snapshot comes from.
pub(super) fn sources(rows: usize, change: &Segment<'_>) -> Result<Vec<Source>, SnapshotError> {
    if change.removed.last().is_some_and(|&last| last as usize >= rows) {
        return Err(corrupt(format!("a row is removed that is not among the {rows}")));
    }
    if change.positions.len() != change.rows {
        return Err(corrupt(format!("{} rows with {} positions", change.rows, change.positions.len())));
    }
    let after = rows - change.removed.len() + change.rows;
    if after as u64 > u64::from(MAX_ROWS) {
        return Err(SnapshotError::TooLarge { what: "the row count", found: after as u64, limit: MAX_ROWS.into() });
    }
    if change.positions.last().is_some_and(|&last| last as usize >= after) {
        return Err(corrupt(format!("a row is put past the last of {after}")));
    }
    let mut removed = change.removed.iter().copied().peekable();
    let mut kept = (0..rows as u32).filter(move |row| removed.next_if_eq(row).is_none());
    let mut positions = change.positions.iter().copied().zip(0..).peekable();
    let source = |row: u32| match positions.next_if(|(position, _)| *position == row) {
        Some((_, own)) => Some(Source::New(own)),
        None => kept.next().map(Source::Kept),
    };
    (0..after as u32).map(source).collect::<Option<_>>().ok_or_else(|| corrupt("rows and positions do not fit"))
}

/// The snapshot so far with the later segment's rows in place.
pub(super) fn append<'a>(
    mut base: Segment<'a>,
    mut change: Segment<'a>,
    sources: &[Source],
) -> Result<Segment<'a>, SnapshotError> {
    let mut whole = Segment {
        rows: sources.len(),
        about: change.about.or(base.about),
        code_lists: change.code_lists.or(base.code_lists),
        courses: change.courses.or(base.courses),
        supply: change.supply.or(base.supply),
        near: change.near,
        ..Segment::default()
    };
    for &id in ColumnId::ALL {
        let old = base.columns.remove(id as u8).unwrap_or_else(|| Column::unstated(base.rows));
        let new = change.columns.remove(id as u8).unwrap_or_else(|| Column::unstated(change.rows));
        let code = |source: &Source| match *source {
            Source::Kept(row) => (false, old.codes.get(row as usize)),
            Source::New(row) => (true, new.codes.get(row as usize)),
        };
        let merged = Merged::new(&old.dict, &new.dict, sources.iter().map(code))?;
        let codes = Codes::collect(sources.len(), merged.dict.len() as u32, |row| merged.recode(code(&sources[row])));
        whole.columns.insert(id as u8, Column { codes, dict: merged.dict });
    }
    for dict in [ListId::StudyFields, ListId::Musts, ListId::Sources].map(ListId::dict) {
        let ids = || ListId::ALL.iter().filter(move |id| id.dict() == dict).map(|&id| id as u8);
        let lists: Vec<(u8, List, List)> = ids()
            .map(|id| {
                let old = base.lists.remove(id).unwrap_or_else(|| List::empty(base.rows));
                (id, old, change.lists.remove(id).unwrap_or_else(|| List::empty(change.rows)))
            })
            .collect();
        let none = Dict::default();
        let (old, new) = (base.dicts.get(dict).unwrap_or(&none), change.dicts.get(dict).unwrap_or(&none));
        let all = lists.iter().flat_map(|(_, old, new)| sources.iter().flat_map(|source| values(old, new, *source)));
        let merged = Merged::new(old, new, all)?;
        for (id, old, new) in &lists {
            let mut starts = Vec::with_capacity(sources.len() + 1);
            let mut codes = Vec::new();
            starts.push(0);
            for source in sources {
                codes.extend(values(old, new, *source).map(|value| merged.recode(value)));
                starts.push(codes.len() as u32);
            }
            let values = Codes::collect(codes.len(), merged.dict.len() as u32, |at| codes[at]);
            whole.lists.insert(*id, List { starts: starts.into(), values });
        }
        whole.dicts.insert(dict, merged.dict);
    }
    Ok(whole)
}

/// A row's values with which of the two dictionaries they are of.
fn values<'a>(old: &'a List, new: &'a List, source: Source) -> impl Iterator<Item = (bool, u32)> + use<'a> {
    let (list, row, is_new) = match source {
        Source::Kept(row) => (old, row, false),
        Source::New(row) => (new, row, true),
    };
    list.codes(row as usize).map(move |code| (is_new, code))
}

/// Two dictionaries made one, with the new code of every old one.
struct Merged {
    dict: Dict,
    old: Box<[u32]>,
    new: Box<[u32]>,
}

impl Merged {
    /// Keeps the entries of `used`: (of the later dictionary?, code).
    fn new(old: &Dict, new: &Dict, used: impl Iterator<Item = (bool, u32)>) -> Result<Self, SnapshotError> {
        let mut in_use = [vec![false; old.len() + 1], vec![false; new.len() + 1]];
        used.for_each(|(is_new, code)| in_use[usize::from(is_new)][code as usize] = true);
        let [in_old, in_new] = in_use;
        let mut codes = [vec![0; old.len() + 1], vec![0; new.len() + 1]];
        let next = |used: &[bool], from: u32| (from..used.len() as u32).find(|&code| used[code as usize]);
        let (mut a, mut b) = (next(&in_old, 1), next(&in_new, 1));
        let (mut texts, mut ints, mut count) = (Strings::default(), Vec::new(), 0);
        while a.is_some() || b.is_some() {
            let (left, right) = (a.map(|code| Entry::of(old, code)), b.map(|code| Entry::of(new, code)));
            if matches!(
                (left, right),
                (Some(Entry::Text(_)), Some(Entry::Int(_))) | (Some(Entry::Int(_)), Some(Entry::Text(_)))
            ) {
                return Err(corrupt("a dictionary of texts and one of numbers under the same id"));
            }
            let from_old = left.is_some() && (right.is_none() || left <= right);
            let from_new = right.is_some() && (left.is_none() || right <= left);
            count += 1;
            match if from_old { left } else { right } {
                Some(Entry::Text(text)) => texts.push(text),
                Some(Entry::Int(int)) => ints.push(int),
                None => {}
            }
            if let (true, Some(code)) = (from_old, a) {
                codes[0][code as usize] = count;
                a = next(&in_old, code + 1);
            }
            if let (true, Some(code)) = (from_new, b) {
                codes[1][code as usize] = count;
                b = next(&in_new, code + 1);
            }
        }
        let dict = if texts.is_empty() { Dict::Ints(ints) } else { Dict::Texts(texts) };
        let [old, new] = codes;
        Ok(Self { dict, old: old.into(), new: new.into() })
    }

    fn recode(&self, (is_new, code): (bool, u32)) -> u32 {
        if is_new { self.new[code as usize] } else { self.old[code as usize] }
    }
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Entry<'a> {
    Text(&'a str),
    Int(i64),
}

impl<'a> Entry<'a> {
    fn of(dict: &'a Dict, code: u32) -> Self {
        match dict.text(code) {
            Some(text) => Self::Text(text),
            None => Self::Int(dict.int(code).unwrap_or_default()),
        }
    }
}
