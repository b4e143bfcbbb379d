//! Opens a core: the only code that turns offsets into slices.

use std::collections::HashMap;

use super::{ColumnId, ListId, MAGIC, MAX_ROWS, Meta, SnapshotError, VERSION, codes, codes::Codes, corrupt};

/// An open core. Cheap to ask, never changes.
pub struct Snapshot {
    /// Code lists, weights, courses, supply.
    pub meta: Meta,
    rows: usize,
    columns: HashMap<u8, Column>,
    lists: HashMap<u8, List>,
    dicts: HashMap<u8, Dict>,
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
    pub starts: Vec<u32>,
    /// Codes into the dictionary of [`ListId::dict`]; never 0.
    pub values: Codes,
}

impl List {
    /// Places of a row's codes in `values`.
    #[must_use]
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.starts[row] as usize..self.starts[row + 1] as usize
    }

    /// A row's codes.
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
    pub fn int(&self, code: u32) -> Option<i64> {
        match self {
            Self::Ints(ints) => ints.get((code as usize).checked_sub(1)?).copied(),
            Self::Texts(_) => None,
        }
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

/// A pool of strings.
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

    /// All strings.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

impl Snapshot {
    /// Opens an inflated core.
    ///
    /// # Errors
    /// Any input that is not exactly one core of [`VERSION`]. Never panics, and never
    /// allocates more than about 100 bytes a row or 12 times the input's length.
    pub fn open(core: &[u8]) -> Result<Self, SnapshotError> {
        let (rows, sections) = split(core)?;
        let mut snapshot = Self {
            meta: Meta::default(),
            rows: rows as usize,
            columns: HashMap::new(),
            lists: HashMap::new(),
            dicts: HashMap::new(),
        };
        let mut meta = None;
        for (kind, id, payload) in sections {
            let mut payload = Cursor::new(payload);
            match kind {
                0 => {
                    let bytes = payload.rest();
                    meta = Some(read_meta(bytes).map_err(|why| corrupt(format!("its meta section: {why}")))?);
                }
                1 => {
                    snapshot.dicts.insert(id, Dict::Texts(texts(&mut payload)?));
                }
                2 => {
                    snapshot.dicts.insert(id, Dict::Ints(ints(&mut payload)?));
                }
                3 => snapshot.read_column(id, &mut payload)?,
                4 => snapshot.read_list(id, &mut payload)?,
                _ => continue,
            }
            if payload.left() > 0 {
                return Err(corrupt(format!("{} bytes too many in section {kind}/{id}", payload.left())));
            }
        }
        snapshot.meta = meta.ok_or_else(|| corrupt("no meta section"))?;
        for &id in ColumnId::ALL {
            snapshot
                .columns
                .entry(id as u8)
                .or_insert_with(|| Column { codes: Codes::unstated(rows as usize), dict: Dict::Ints(Vec::new()) });
        }
        for &id in ListId::ALL {
            snapshot.dicts.entry(id.dict()).or_insert_with(|| Dict::Ints(Vec::new()));
            snapshot
                .lists
                .entry(id as u8)
                .or_insert_with(|| List { starts: vec![0; rows as usize + 1], values: Codes::unstated(0) });
        }
        if snapshot.meta.requirement_idf.len() != snapshot.dicts[&ListId::Musts.dict()].len() {
            return Err(corrupt("requirement rarities and requirements differ in number"));
        }
        Ok(snapshot)
    }

    fn read_column(&mut self, id: u8, payload: &mut Cursor<'_>) -> Result<(), SnapshotError> {
        if ColumnId::from_id(id).is_none() {
            payload.rest();
            return Ok(());
        }
        let dict = self.dicts.remove(&id).ok_or_else(|| corrupt(format!("column {id} without a dictionary")))?;
        let columns = &self.columns;
        let earlier = |id: u8| columns.get(&id).map(|column| (&column.codes, column.dict.len() as u32));
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
        let entries = match self.dicts.get(&dict) {
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
        // A code takes at least a bit, so the values cannot outgrow the input by more than 8 times.
        if u64::from(end) > payload.left() as u64 * 8 {
            return Err(SnapshotError::Truncated {
                what: "a list",
                needed: u64::from(end) / 8,
                left: payload.left() as u64,
            });
        }
        let values = codes::read(payload, end as usize, entries, &|_| None)?;
        if (0..values.len()).any(|at| values.get(at) == 0) {
            return Err(corrupt(format!("list {id} holds a value that is not stated")));
        }
        self.lists.insert(id, List { starts, values });
        Ok(())
    }

    /// Vacancies.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A column; one the file lacks states nothing.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[&(id as u8)]
    }

    /// A list; one the file lacks is empty in every row.
    #[must_use]
    pub fn list(&self, id: ListId) -> &List {
        &self.lists[&(id as u8)]
    }

    /// What a list's codes mean.
    #[must_use]
    pub fn dict(&self, id: ListId) -> &Dict {
        &self.dicts[&id.dict()]
    }

    /// Bytes of codes and dictionaries in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let columns = self.columns.values().map(|column| column.codes.bytes() + column.dict.bytes());
        let lists = self.lists.values().map(|list| list.values.bytes() + list.starts.len() * 4);
        columns.chain(lists).chain(self.dicts.values().map(Dict::bytes)).sum()
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

/// JSON, natively by serde_json.
#[cfg(not(target_arch = "wasm32"))]
fn read_meta(json: &[u8]) -> Result<Meta, String> {
    serde_json::from_slice(json).map_err(|why| why.to_string())
}

/// JSON, in the browser by its own parser: it is there already, a second one would cost 15 kB.
#[cfg(target_arch = "wasm32")]
fn read_meta(json: &[u8]) -> Result<Meta, String> {
    let text = std::str::from_utf8(json).map_err(|why| why.to_string())?;
    let value = js_sys::JSON::parse(text).map_err(|_| "not JSON".to_owned())?;
    serde_wasm_bindgen::from_value(value).map_err(|why| why.to_string())
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
    Ok(Strings { text: text.to_owned(), ends })
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
                .and_then(|delta| delta.checked_add(*last))
                .ok_or_else(|| corrupt(format!("number {n} of a dictionary overflows")))?,
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
