//! Opens a core: the only code that turns offsets into slices.

use serde::de::DeserializeOwned;

use super::{
    About, CodeLists, ColumnId, ListId, MAGIC, MAX_ROWS, MAX_ROWS_A_BYTE, MAX_SEGMENTS, Meta, SnapshotError, VERSION,
    append, codes, codes::Codes, corrupt, near, near::Pair,
};
use crate::record::{Course, SupplyCell};
#[cfg(target_arch = "wasm32")]
use crate::{record::region::Region, text::synonyms::Synonym};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;

/// An open snapshot. Cheap to ask, never changes.
pub struct Snapshot {
    /// Code lists, weights, courses, supply.
    pub meta: Meta,
    rows: usize,
    /// In the order of [`ColumnId::ALL`], whose numbers follow each other.
    columns: Box<[Column]>,
    /// In the order of [`ListId::ALL`], likewise.
    lists: Box<[List]>,
    /// By list, what its codes mean where [`ListId::dict`] names it.
    dicts: Box<[Dict]>,
    rarities: Vec<u16>,
    near_occupations: Vec<Pair>,
    near_requirements: Vec<Pair>,
    /// Segment and row within it, by row; empty where the base is the only segment.
    origins: Vec<(u32, u32)>,
}

/// One core, read: the base, or what changes it.
#[derive(Default)]
pub(super) struct Segment<'a> {
    pub rows: usize,
    pub about: Option<About>,
    pub code_lists: Option<CodeLists>,
    pub courses: Option<Vec<Course>>,
    pub supply: Option<Vec<SupplyCell>>,
    pub columns: ById<Column>,
    pub lists: ById<List>,
    pub dicts: ById<Dict>,
    /// Rows of the snapshot so far that are gone, ascending.
    pub removed: Vec<u32>,
    /// Where this segment's rows stand in the snapshot it makes, ascending.
    pub positions: Vec<u32>,
    /// Sections of pairs, unread: their codes are those of the snapshot this segment makes.
    pub near: [&'a [u8]; 2],
}

/// A few things by their ids: a list, for a map costs the browser kilobytes of program.
pub(super) struct ById<T>(Vec<(u8, T)>);

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ById<T> {
    pub fn get(&self, id: u8) -> Option<&T> {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, thing)| thing)
    }

    pub fn remove(&mut self, id: u8) -> Option<T> {
        let at = self.0.iter().position(|(known, _)| *known == id)?;
        Some(self.0.swap_remove(at).1)
    }

    /// Puts a thing in, in place of one with its id.
    pub fn insert(&mut self, id: u8, thing: T) {
        self.remove(id);
        self.0.push((id, thing));
    }
}

/// One code a row; its dictionary has the same id.
pub struct Column {
    /// Codes, 0 for "not stated".
    pub codes: Codes,
    /// What code n means: entry n-1.
    pub dict: Dict,
}

/// Any number of codes a row.
pub struct List {
    /// Row r's codes are `values[starts[r]..starts[r + 1]]`.
    pub starts: Box<[u32]>,
    /// Codes into the dictionary of [`ListId::dict`]; never 0.
    pub values: Codes,
}

impl List {
    /// Places of a row's codes in `values`.
    #[must_use]
    #[inline(always)]
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }

    /// A row's codes.
    #[inline(always)]
    pub fn codes(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        self.range(row).map(|at| self.values.get(at))
    }
}

/// What codes mean.
pub enum Dict {
    /// Texts.
    Texts(Strings),
    /// Integers, ascending.
    Ints(Vec<i64>),
}

impl Dict {
    /// Entries; the largest code.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Ints(ints) => ints.len(),
        }
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Text of a code; `None` for 0, for codes past the end and for integers.
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        match self {
            Self::Texts(texts) => texts.get((code as usize).checked_sub(1)?),
            Self::Ints(_) => None,
        }
    }

    /// Integer of a code; `None` for 0, for codes past the end and for texts.
    #[must_use]
    #[inline(always)]
    pub fn int(&self, code: u32) -> Option<i64> {
        match self {
            Self::Ints(ints) if code > 0 => ints.get(code as usize - 1).copied(),
            _ => None,
        }
    }

    /// Code of a text; `None` where it is not an entry, and for integers.
    #[must_use]
    pub fn code_of(&self, text: &str) -> Option<u32> {
        let Self::Texts(texts) = self else { return None };
        let (mut low, mut high) = (0, texts.len());
        while low < high {
            let middle = low.midpoint(high);
            if texts.get(middle)? < text { low = middle + 1 } else { high = middle }
        }
        (texts.get(low)? == text).then_some(low as u32 + 1)
    }

    /// Bytes in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.text.len() + texts.ends.len() * 4,
            Self::Ints(ints) => ints.len() * 8,
        }
    }
}

/// A pool of strings, ascending.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Strings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The string at this place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.text.get(start..end)
    }

    /// Adds a string at the end.
    pub(super) fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends.push(self.text.len() as u32);
    }

    /// All strings.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

impl Snapshot {
    /// Opens the inflated cores of a snapshot: the base, then each later segment.
    ///
    /// # Errors
    /// Any input that is not exactly that. Never panics, and never allocates more than about
    /// 200 bytes a row, of which there are at most [`MAX_ROWS_A_BYTE`] times the input's length.
    pub fn open<T: AsRef<[u8]>>(cores: &[T]) -> Result<Self, SnapshotError> {
        if cores.len() > MAX_SEGMENTS {
            let (found, limit) = (cores.len() as u64, MAX_SEGMENTS as u64);
            return Err(SnapshotError::TooLarge { what: "the number of segments", found, limit });
        }
        let (base, later) = cores.split_first().ok_or_else(|| corrupt("no segment"))?;
        let mut whole = Segment::read(base.as_ref())?;
        if !whole.removed.is_empty() || !whole.positions.is_empty() {
            return Err(corrupt("the first segment changes another one"));
        }
        let mut origins: Vec<(u32, u32)> = Vec::new();
        if !later.is_empty() {
            origins = (0..whole.rows as u32).map(|row| (0, row)).collect();
        }
        for (n, core) in later.iter().enumerate() {
            let change = Segment::read(core.as_ref())?;
            let sources = append::sources(whole.rows, &change)?;
            origins = sources
                .iter()
                .map(|source| match *source {
                    append::Source::Kept(row) => origins[row as usize],
                    append::Source::New(row) => (n as u32 + 1, row),
                })
                .collect();
            whole = append::append(whole, change, &sources)?;
        }
        let about = whole.about.ok_or_else(|| corrupt("no section that tells the day and the weights"))?;
        let code_lists = whole.code_lists.ok_or_else(|| corrupt("no section of code lists"))?;
        let column = |&id: &ColumnId| {
            let column = whole.columns.remove(id as u8);
            column.unwrap_or_else(|| Column::unstated(whole.rows))
        };
        let list = |&id: &ListId| whole.lists.remove(id as u8).unwrap_or_else(|| List::empty(whole.rows));
        let mut snapshot = Self {
            meta: Meta {
                about,
                code_lists,
                courses: whole.courses.unwrap_or_default(),
                supply: whole.supply.unwrap_or_default(),
            },
            rows: whole.rows,
            columns: ColumnId::ALL.iter().map(column).collect(),
            lists: ListId::ALL.iter().map(list).collect(),
            dicts: ListId::ALL.iter().map(|&id| whole.dicts.remove(id as u8).unwrap_or_default()).collect(),
            rarities: Vec::new(),
            near_occupations: Vec::new(),
            near_requirements: Vec::new(),
            origins,
        };
        snapshot.rarities = snapshot.count_rarities();
        let [occupations, requirements] = whole.near.map(Cursor::new);
        snapshot.near_occupations = near::read(occupations, 1, 9_999)?;
        snapshot.near_requirements = near::read(requirements, 1, snapshot.rarities.len() as u32)?;
        Ok(snapshot)
    }

    /// Vacancies.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Which segment holds a row's id and text, and as which of its rows.
    #[must_use]
    pub fn origin(&self, row: u32) -> (u32, u32) {
        self.origins.get(row as usize).copied().unwrap_or((0, row))
    }

    /// [`Self::origin`] turned round: by segment and its own row, the row; `None` for one that a later segment took away.
    #[must_use]
    pub fn rows_of_segments(&self) -> Vec<Vec<Option<u32>>> {
        let mut segments: Vec<Vec<Option<u32>>> = Vec::new();
        for row in 0..self.rows as u32 {
            let (segment, own) = self.origin(row);
            let (segment, own) = (segment as usize, own as usize);
            segments.resize_with(segments.len().max(segment + 1), Vec::new);
            let rows = &mut segments[segment];
            rows.resize(rows.len().max(own + 1), None);
            rows[own] = Some(row);
        }
        segments
    }

    /// A column; one the file lacks states nothing.
    #[must_use]
    #[inline(always)]
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id as usize - ColumnId::ALL[0] as usize]
    }

    /// A list; one the file lacks is empty in every row.
    #[must_use]
    #[inline(always)]
    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id as usize - ListId::ALL[0] as usize]
    }

    /// What a list's codes mean.
    #[must_use]
    pub fn dict(&self, id: ListId) -> &Dict {
        &self.dicts[usize::from(id.dict() - ListId::ALL[0] as u8)]
    }

    /// Rarity of each requirement of the `Musts` dictionary, 100–600, in the order of its entries.
    #[must_use]
    pub fn rarities(&self) -> &[u16] {
        &self.rarities
    }

    /// Occupations that ask much the same, ascending: the codes of a pair are groups of KBJI, four digits as a number.
    #[must_use]
    pub fn near_occupations(&self) -> &[Pair] {
        &self.near_occupations
    }

    /// Requirements that are asked together, ascending, by their codes in the `Musts` dictionary.
    #[must_use]
    pub fn near_requirements(&self) -> &[Pair] {
        &self.near_requirements
    }

    /// Bytes of codes and dictionaries in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let columns = self.columns.iter().map(|column| column.codes.bytes() + column.dict.bytes());
        let lists = self.lists.iter().map(|list| list.values.bytes() + list.starts.len() * 4);
        columns.chain(lists).chain(self.dicts.iter().map(Dict::bytes)).sum::<usize>() + self.origins.len() * 8
    }

    /// A row's text in a column, where stated.
    #[must_use]
    pub fn text(&self, id: ColumnId, row: usize) -> Option<&str> {
        let column = self.column(id);
        column.dict.text(column.codes.get(row))
    }

    /// A row's integer in a column, where stated.
    #[must_use]
    pub fn int(&self, id: ColumnId, row: usize) -> Option<i64> {
        let column = self.column(id);
        column.dict.int(column.codes.get(row))
    }

    fn count_rarities(&self) -> Vec<u16> {
        let mut counts = vec![0u32; self.dict(ListId::Musts).len()];
        for list in [self.list(ListId::Musts), self.list(ListId::Nices)] {
            (0..list.values.len()).for_each(|at| counts[list.values.get(at) as usize - 1] += 1);
        }
        counts.into_iter().map(|df| rarity(self.rows as u64, df)).collect()
    }
}

/// Rarity of a requirement that `df` of `rows` vacancies ask, 100–600:
/// 100·ln(1 + (N − df + 0.5)/(df + 0.5)) = 100·(ln(2N + 2) − ln(2df + 1)), clipped
/// (`padan-skor/1` §9.3).
pub(super) fn rarity(rows: u64, df: u32) -> u16 {
    let ln = natural_logarithm(2 * rows + 2) - natural_logarithm(2 * u64::from(df) + 1);
    (100.0 * ln).round().clamp(100.0, 600.0) as u16
}

/// ln by arithmetic that IEEE 754 fixes to the bit, so that every machine finds the same rarity:
/// x = 2^e·m with m in 1..2, ln m = 2·artanh((m − 1)/(m + 1)) by its series.
fn natural_logarithm(x: u64) -> f64 {
    let exponent = x.ilog2();
    let m = x as f64 / (1u64 << exponent) as f64;
    let t = (m - 1.0) / (m + 1.0);
    let series = (0..16).rev().fold(0.0, |sum, n| sum * t * t + 1.0 / f64::from(2 * n + 1));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * t * series
}

impl Column {
    pub(super) fn unstated(rows: usize) -> Self {
        Self { codes: Codes::unstated(rows), dict: Dict::default() }
    }
}

impl List {
    pub(super) fn empty(rows: usize) -> Self {
        Self { starts: vec![0; rows + 1].into(), values: Codes::unstated(0) }
    }
}

impl Default for Dict {
    fn default() -> Self {
        Self::Ints(Vec::new())
    }
}

impl<'a> Segment<'a> {
    pub(super) fn read(core: &'a [u8]) -> Result<Self, SnapshotError> {
        let (rows, sections) = split(core)?;
        let mut segment = Self { rows: rows as usize, ..Self::default() };
        for (kind, id, payload) in sections {
            let mut payload = Cursor::new(payload);
            match (kind, id) {
                (0, 0) => segment.about = Some(json(payload.rest())?),
                (0, 1) => segment.code_lists = Some(code_lists(payload.rest())?),
                (0, 2) => segment.courses = Some(json(payload.rest())?),
                (0, 3) => segment.supply = Some(json(payload.rest())?),
                (1, _) => {
                    segment.dicts.insert(id, Dict::Texts(texts(&mut payload)?));
                }
                (2, _) => {
                    segment.dicts.insert(id, Dict::Ints(ints(&mut payload)?));
                }
                (3, _) => segment.read_column(id, &mut payload)?,
                (4, _) => segment.read_list(id, &mut payload)?,
                (5, 0) => segment.removed = row_numbers(&mut payload)?,
                (5, 1) => segment.positions = row_numbers(&mut payload)?,
                (6, 0 | 1) => segment.near[usize::from(id)] = payload.rest(),
                _ => continue,
            }
            if payload.left() > 0 {
                return Err(corrupt(format!("{} bytes too many in section {kind}/{id}", payload.left())));
            }
        }
        Ok(segment)
    }

    fn read_column(&mut self, id: u8, payload: &mut Cursor<'_>) -> Result<(), SnapshotError> {
        if ColumnId::from_id(id).is_none() {
            payload.rest();
            return Ok(());
        }
        let dict = self.dicts.remove(id).ok_or_else(|| corrupt(format!("column {id} without a dictionary")))?;
        let columns = &self.columns;
        let earlier = |id: u8| columns.get(id).map(|column| (&column.codes, column.dict.len() as u32));
        let codes = codes::read(payload, self.rows, dict.len() as u32, &earlier)?;
        self.columns.insert(id, Column { codes, dict });
        Ok(())
    }

    fn read_list(&mut self, id: u8, payload: &mut Cursor<'_>) -> Result<(), SnapshotError> {
        let Some(list) = ListId::from_id(id) else {
            payload.rest();
            return Ok(());
        };
        let dict = payload.u8("a list's dictionary")?;
        let entries = match self.dicts.get(dict) {
            Some(entries) if dict == list.dict() => entries.len() as u32,
            _ => return Err(corrupt(format!("list {id} without its dictionary {}", list.dict()))),
        };
        let lengths = codes::read(payload, self.rows, u8::MAX.into(), &|_| None)?;
        let mut starts = Vec::with_capacity(self.rows + 1);
        let mut end = 0u32;
        starts.push(0);
        for row in 0..self.rows {
            end += lengths.get(row);
            starts.push(end);
        }
        if entries == 0 && end > 0 {
            return Err(corrupt(format!("list {id} with values but an empty dictionary")));
        }
        // Values stand in form 0 or 1 and are never 0, so a code takes at least a bit: they cannot
        // outgrow the input by more than 8 times.
        if payload.peek().is_some_and(|form| form > 1) {
            return Err(corrupt(format!("list {id} with values in a form other than 0 and 1")));
        }
        if u64::from(end) > payload.left() as u64 * 8 {
            let (needed, left) = (u64::from(end) / 8, payload.left() as u64);
            return Err(SnapshotError::Truncated { what: "a list", needed, left });
        }
        let values = codes::read(payload, end as usize, entries, &|_| None)?;
        if (0..values.len()).any(|at| values.get(at) == 0) {
            return Err(corrupt(format!("list {id} holds a value that is not stated")));
        }
        self.lists.insert(id, List { starts: starts.into(), values });
        Ok(())
    }
}

/// A section: kind, id, payload.
type Section<'a> = (u8, u8, &'a [u8]);

/// Splits a core into its row count and sections.
fn split(core: &[u8]) -> Result<(u32, Vec<Section<'_>>), SnapshotError> {
    let mut cursor = Cursor::new(core);
    let magic = cursor.take(MAGIC.len(), "the magic").unwrap_or(core);
    if magic != MAGIC {
        return Err(SnapshotError::NotASnapshot { found: magic.to_vec() });
    }
    let version = cursor.u16("the version")?;
    if version != VERSION {
        return Err(SnapshotError::Version { found: version.into() });
    }
    let rows = cursor.u32("the row count")?;
    if rows > MAX_ROWS {
        return Err(SnapshotError::TooLarge { what: "the row count", found: rows.into(), limit: MAX_ROWS.into() });
    }
    let most = core.len() as u64 * MAX_ROWS_A_BYTE;
    if u64::from(rows) > most {
        return Err(corrupt(format!("{rows} rows in {} bytes found, at most {most} expected", core.len())));
    }
    let mut sections = Vec::new();
    for _ in 0..cursor.u32("the section count")? {
        let (kind, id) = (cursor.u8("a section")?, cursor.u8("a section")?);
        let length = cursor.u32("a section")?;
        sections.push((kind, id, cursor.take(length as usize, "a section")?));
    }
    if cursor.left() > 0 {
        return Err(corrupt(format!("{} bytes too many after the last section", cursor.left())));
    }
    Ok((rows, sections))
}

/// The sections of a core.
#[cfg(feature = "cli")]
pub(super) fn sections(core: &[u8]) -> Result<Vec<Section<'_>>, SnapshotError> {
    Ok(split(core)?.1)
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, SnapshotError> {
    parse_json(bytes).map_err(|why| corrupt(format!("a JSON section: {why}")))
}

#[cfg(not(target_arch = "wasm32"))]
fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|why| why.to_string())
}

/// In the browser by its own parser: it is there already, a second one would cost 24 kB.
#[cfg(target_arch = "wasm32")]
fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
    let value = js_sys::JSON::parse(text).map_err(|_| "not JSON".to_owned())?;
    serde_wasm_bindgen::from_value(value).map_err(|why| why.to_string())
}

#[cfg(not(target_arch = "wasm32"))]
fn code_lists(bytes: &[u8]) -> Result<CodeLists, SnapshotError> {
    json(bytes)
}

/// In the browser code lists come as one text each (`load.js`): value by value they took half of the time of an opening.
#[cfg(target_arch = "wasm32")]
fn code_lists(bytes: &[u8]) -> Result<CodeLists, SnapshotError> {
    #[wasm_bindgen(module = "/src/web/load.js")]
    extern "C" {
        #[wasm_bindgen(js_name = codeLists, catch)]
        fn texts_of(json: &str) -> Result<Vec<String>, JsValue>;
    }
    fn read(bytes: &[u8]) -> Option<CodeLists> {
        let texts = texts_of(std::str::from_utf8(bytes).ok()?).ok()?;
        let mut texts = texts.iter();
        let mut parts = || texts.next().map(|text| text.split_terminator('\u{1}'));
        let mut lists = CodeLists { districts: parts()?.next().unwrap_or_default().to_owned(), ..CodeLists::default() };
        let degrees = |thousandths: &str| Some(number(thousandths)? as f32 / 1000.0);
        let mut part = parts()?;
        while let Some(code) = part.next() {
            let (code, name) = (code.to_owned(), part.next()?.to_owned());
            let (lat, lon) = (degrees(part.next()?)?, degrees(part.next()?)?);
            lists.regions.push(Region { code, name, lat, lon });
        }
        let mut part = parts()?;
        while let Some(code) = part.next() {
            let labels = (part.next()?.to_owned(), part.next()?.to_owned());
            lists.occupations.insert(code.to_owned(), labels);
        }
        let mut part = parts()?;
        while let Some(code) = part.next() {
            lists.minimum_wages.insert(code.to_owned(), number(part.next()?)?.try_into().ok()?);
        }
        lists.roots.extend(parts()?.map(str::to_owned));
        let mut part = parts()?;
        while let Some(from) = part.next() {
            let (from, to) = (from.to_owned(), part.next()?.to_owned());
            lists.synonyms.push(Synonym { from, to, weight: number(part.next()?)?.try_into().ok()? });
        }
        Some(lists)
    }
    fn number(text: &str) -> Option<i32> {
        text.parse().ok()
    }
    read(bytes).ok_or_else(|| corrupt("the code lists are none"))
}

fn row_numbers(payload: &mut Cursor<'_>) -> Result<Vec<u32>, SnapshotError> {
    let outside = || corrupt("a row number outside 0 to 2³²-1");
    ints(payload)?.into_iter().map(|row| u32::try_from(row).map_err(|_| outside())).collect()
}

fn texts(payload: &mut Cursor<'_>) -> Result<Strings, SnapshotError> {
    let count = payload.u32("a dictionary")?;
    let mut ends = Vec::new();
    let mut end = 0u64;
    for _ in 0..count {
        end += payload.varint("a text's length")?;
        ends.push(u32::try_from(end).map_err(|_| corrupt("a text longer than the file"))?);
    }
    let bytes = payload.take(end as usize, "a dictionary's texts")?;
    let text = std::str::from_utf8(bytes).map_err(|why| corrupt(format!("a dictionary's texts: {why}")))?;
    if ends.iter().any(|&end| !text.is_char_boundary(end as usize)) {
        return Err(corrupt("a dictionary's text ends inside a character"));
    }
    let texts = Strings { text: text.to_owned(), ends };
    if !texts.iter().is_sorted_by(|one, next| one < next) {
        return Err(corrupt("a dictionary's texts are not ascending"));
    }
    Ok(texts)
}

fn ints(payload: &mut Cursor<'_>) -> Result<Vec<i64>, SnapshotError> {
    let count = payload.u32("a dictionary")?;
    let mut ints = Vec::new();
    for n in 0..count {
        let number = payload.varint("a number")?;
        let next = match ints.last() {
            None => (number >> 1) as i64 ^ -((number & 1) as i64),
            Some(last) => i64::try_from(number)
                .ok()
                .filter(|&delta| delta > 0)
                .and_then(|delta| delta.checked_add(*last))
                .ok_or_else(|| corrupt(format!("number {n} of a dictionary does not ascend")))?,
        };
        ints.push(next);
    }
    Ok(ints)
}

/// Reads forward through bytes; every read is checked.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn left(&self) -> usize {
        self.bytes.len()
    }

    pub fn peek(&self) -> Option<u8> {
        self.bytes.first().copied()
    }

    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.bytes)
    }

    pub fn take(&mut self, n: usize, what: &'static str) -> Result<&'a [u8], SnapshotError> {
        let (taken, rest) = self.bytes.split_at_checked(n).ok_or(SnapshotError::Truncated {
            what,
            needed: n as u64,
            left: self.bytes.len() as u64,
        })?;
        self.bytes = rest;
        Ok(taken)
    }

    pub fn u8(&mut self, what: &'static str) -> Result<u8, SnapshotError> {
        Ok(self.take(1, what)?[0])
    }

    pub fn u16(&mut self, what: &'static str) -> Result<u16, SnapshotError> {
        let bytes = self.take(2, what)?;
        Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    pub fn u32(&mut self, what: &'static str) -> Result<u32, SnapshotError> {
        let bytes = self.take(4, what)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    pub fn varint(&mut self, what: &'static str) -> Result<u64, SnapshotError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8(what)?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                // Ten bytes hold 70 bits; the sums made of them stay far below 2^63.
                return if value >> 48 == 0 || shift == 0 {
                    Ok(value)
                } else {
                    Err(corrupt(format!("{what} of {value}")))
                };
            }
        }
        Err(corrupt(format!("{what} does not end")))
    }
}
