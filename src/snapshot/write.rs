//! Writes a snapshot: records in, a folder of files out.
//!
//! A record's columns are interned as it arrives; the record itself waits as a line in a
//! temporary file, so a million of them fit in bounded memory. [`Builder::finish`] sorts the
//! rows, writes core, ids and text blocks under names that carry their content's hash, and
//! last of all renames the manifest into place: a reader sees the old snapshot or the new one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, GzBuilder};

use super::folder::{FileEntry, Folder, Manifest, Partition, Partitions, SegmentFiles, TextBlock, sha256_hex};
use super::trust::SIGNATURE_FILE;
use super::{
    About, CodeLists, ColumnId, ListId, MAGIC, MAX_ROWS, MAX_ROWS_A_BYTE, MAX_SEGMENTS, Meta, VERSION, codes, near,
};
use crate::record::{Course, RequirementKind, SupplyCell, Vacancy, day, limits, occupation, region};
use crate::text::synonyms::{self, Synonym};
use crate::text::{fold, places, roots, stem, words};

/// Inflated size a text block aims at, bytes.
const TEXT_BLOCK: usize = 48 << 10;
/// Most study fields or requirements a row keeps; a list's length is one byte.
const MAX_LIST: usize = u8::MAX as usize;

/// Folder of the vacancies that state no province.
const NO_PROVINCE: &str = "00";

/// What a snapshot is built with beside its vacancies.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Day the snapshot speaks for, days since 1970-01-01.
    pub as_of: i32,
    /// Training to carry.
    pub courses: Vec<Course>,
    /// Supply cells to carry.
    pub supply: Vec<SupplyCell>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is a new row.
    New,
    /// It replaced an earlier record of the same id.
    Merged,
}

/// What [`Builder::finish`] wrote.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Compressed bytes of the core.
    pub core_bytes: u64,
    /// Compressed bytes of ids and text blocks.
    pub text_bytes: u64,
    /// Compressed bytes written now; the rest was there before.
    pub new_bytes: u64,
    /// Rows written now.
    pub new_rows: u64,
    /// Files, the manifest included.
    pub files: usize,
    /// SHA-256 of `manifest.json`, of `partitions.json` where there are several snapshots, in hex.
    pub sha256: String,
}

/// A snapshot whose files are written but which no manifest names yet. Dropped, it leaves the folder
/// as it was.
#[derive(Default)]
pub struct Prepared {
    parts: Vec<(Output, Manifest)>,
    list: Option<(PathBuf, Partitions, String)>,
    written: Written,
    put: bool,
}

impl Prepared {
    fn take(&mut self, (output, manifest, new_rows): (Output, Manifest, u64)) {
        self.written.rows += manifest.rows;
        self.written.core_bytes += manifest.core_bytes();
        self.written.text_bytes += manifest.text_bytes();
        self.written.new_bytes += output.written;
        self.written.new_rows += new_rows;
        self.written.files += output.files.len();
        self.parts.push((output, manifest));
    }

    /// What is written.
    #[must_use]
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// The manifests, by province where there are several.
    pub fn manifests(&self) -> impl Iterator<Item = &Manifest> {
        self.parts.iter().map(|(_, manifest)| manifest)
    }

    /// Puts the manifests into place: readers see the new snapshot from here on. The folder of a
    /// province that has no vacancy any more is emptied.
    ///
    /// # Errors
    /// Where a file cannot be written or an old one not removed.
    pub fn put(mut self) -> Result<Written> {
        self.put = true;
        for (output, manifest) in &self.parts {
            output.finish(manifest)?;
        }
        if let Some((folder, partitions, text)) = &self.list {
            put(&folder.join(Partitions::FILE), text.as_bytes())?;
            remove_gone(folder, partitions)?;
        }
        Ok(self.written.clone())
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        if self.put {
            return;
        }
        for (output, _) in &self.parts {
            output.fresh.iter().for_each(|file| {
                let _ = fs::remove_file(output.folder.join(file));
            });
            // Goes only where nothing else is in it.
            let _ = fs::remove_dir(&output.folder);
        }
    }
}

/// Empties the folders of provinces that are not among `partitions`.
fn remove_gone(folder: &Path, partitions: &Partitions) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let Some(key) = name.to_str().filter(|key| key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            continue;
        };
        let gone = folder.join(key);
        if partitions.partitions.iter().any(|partition| partition.key == key) || !gone.join("manifest.json").exists() {
            continue;
        }
        for file in ["manifest.json", SIGNATURE_FILE] {
            match fs::remove_file(gone.join(file)) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => {
                    return Err(why).with_context(|| format!("cannot remove {}", gone.join(file).display()));
                }
                _ => {}
            }
        }
        Output { folder: gone.clone(), files: Vec::new(), fresh: Vec::new(), written: 0 }.remove_others()?;
        let _ = fs::remove_dir(&gone);
    }
    Ok(())
}

/// Collects records and writes them as a snapshot.
pub struct Builder {
    options: BuildOptions,
    ids: HashMap<String, u32>,
    columns: Vec<(ColumnId, Interner, Vec<u32>)>,
    lists: Vec<(ListId, Vec<Box<[u32]>>)>,
    list_dicts: HashMap<u8, Interner>,
    spool: BufWriter<File>,
    spooled: u64,
    lines: Vec<Line>,
    /// Rows that went into another one.
    gone: HashSet<u32>,
    regions: HashSet<String>,
}

/// What a segment changes of the snapshot so far.
struct Change<'a> {
    /// Rows that are gone.
    removed: Vec<u32>,
    /// Where the segment's rows go in.
    positions: Vec<u32>,
    /// What the snapshot so far says beside its rows.
    meta: &'a Meta,
}

/// What a segment says of all rows of the snapshot it makes.
struct Whole {
    /// Whether a vacancy is on several portals.
    sources: bool,
    /// Sections of the pairs that stand close.
    near: [Vec<u8>; 2],
}

/// A record's JSON line in the temporary file.
struct Line {
    start: u64,
    length: u32,
    hash: u128,
}

#[derive(Default)]
struct Interner {
    texts: HashMap<String, u32>,
    ints: HashMap<i64, u32>,
}

impl Interner {
    fn text(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        if let Some(&code) = self.texts.get(text) {
            return code;
        }
        let code = self.texts.len() as u32 + 1;
        self.texts.insert(text.to_owned(), code);
        code
    }

    fn int(&mut self, int: Option<i64>) -> u32 {
        let Some(int) = int else { return 0 };
        let next = self.ints.len() as u32 + 1;
        *self.ints.entry(int).or_insert(next)
    }

    /// Marks the codes that occur.
    fn used(&self, codes: &[u32]) -> Vec<bool> {
        let mut used = vec![false; self.texts.len().max(self.ints.len()) + 1];
        codes.iter().for_each(|&code| used[code as usize] = true);
        used
    }

    /// Dictionary section of the codes that `used` marks, ascending: its kind, payload and
    /// entries, and by old code the new one.
    fn section(&self, used: &[bool]) -> (u8, Vec<u8>, u32, Vec<u32>) {
        fn ranked<T: Ord>(all: impl Iterator<Item = (T, u32)>, used: &[bool], recode: &mut [u32]) -> Vec<T> {
            let mut entries: Vec<(T, u32)> = all.filter(|&(_, code)| used[code as usize]).collect();
            entries.sort_unstable();
            entries
                .into_iter()
                .zip(1..)
                .map(|((entry, code), rank)| {
                    recode[code as usize] = rank;
                    entry
                })
                .collect()
        }
        let mut recode = vec![0; used.len()];
        if self.ints.is_empty() {
            let texts = ranked(self.texts.iter().map(|(text, &code)| (&**text, code)), used, &mut recode);
            let mut out = (texts.len() as u32).to_le_bytes().to_vec();
            texts.iter().for_each(|text| varint(&mut out, text.len() as u64));
            texts.iter().for_each(|text| out.extend(text.as_bytes()));
            (1, out, texts.len() as u32, recode)
        } else {
            let ints = ranked(self.ints.iter().map(|(&int, &code)| (int, code)), used, &mut recode);
            (2, ascending(ints.iter().copied()), ints.len() as u32, recode)
        }
    }
}

impl Builder {
    /// A builder that keeps its temporary file in `folder`, which is made where missing.
    ///
    /// # Errors
    /// Where the folder cannot be made or written to.
    pub fn new(options: BuildOptions, folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let spool = tempfile::tempfile_in(folder)
            .with_context(|| format!("cannot write a temporary file in {}", folder.display()))?;
        Ok(Self {
            options,
            ids: HashMap::new(),
            columns: ColumnId::ALL.iter().map(|&id| (id, Interner::default(), Vec::new())).collect(),
            lists: ListId::ALL.iter().map(|&id| (id, Vec::new())).collect(),
            list_dicts: HashMap::new(),
            spool: BufWriter::with_capacity(1 << 20, spool),
            spooled: 0,
            lines: Vec::new(),
            gone: HashSet::new(),
            regions: region::all()
                .into_iter()
                .map(|region| region.code)
                .chain(region::districts().map(|(code, _)| code))
                .collect(),
        })
    }

    /// Takes a cleaned record. A record with an id seen before replaces the earlier one.
    ///
    /// # Errors
    /// Where the temporary file cannot be written or there are more than [`MAX_ROWS`] rows.
    pub fn add(&mut self, vacancy: &Vacancy) -> Result<Added> {
        let mut line = serde_json::to_vec(vacancy)?;
        line.push(b'\n');
        self.spool.write_all(&line).context("cannot write the temporary file; is the disk full?")?;
        let place = Line { start: self.spooled, length: line.len() as u32, hash: hash(line.trim_ascii_end()) };
        self.spooled += line.len() as u64;

        if let Some(&row) = self.ids.get(&vacancy.id) {
            let row = row as usize;
            self.lines[row] = place;
            for (id, interner, codes) in &mut self.columns {
                codes[row] = column_code(*id, interner, vacancy, &self.regions);
            }
            for (id, lists) in &mut self.lists {
                lists[row] = list_codes(*id, self.list_dicts.entry(id.dict()).or_default(), vacancy);
            }
            return Ok(Added::Merged);
        }
        ensure!(
            self.lines.len() < MAX_ROWS as usize,
            "more than {MAX_ROWS} vacancies found, at most {MAX_ROWS} expected. Build one snapshot a province"
        );
        self.ids.insert(vacancy.id.clone(), self.lines.len() as u32);
        self.lines.push(place);
        for (id, interner, codes) in &mut self.columns {
            codes.push(column_code(*id, interner, vacancy, &self.regions));
        }
        for (id, lists) in &mut self.lists {
            lists.push(list_codes(*id, self.list_dicts.entry(id.dict()).or_default(), vacancy));
        }
        Ok(Added::New)
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        (self.lines.len() - self.gone.len()) as u64
    }

    /// The number under which a record was taken, 0 for the first.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// The record with a number.
    ///
    /// # Errors
    /// Where the temporary file cannot be read back.
    pub fn record(&mut self, number: u32) -> Result<Vacancy> {
        self.spool.flush().context("cannot write the temporary file; is the disk full?")?;
        let line = &self.lines[number as usize];
        let mut bytes = vec![0; line.length as usize];
        read_at(self.spool.get_ref(), &mut bytes, line.start).context("cannot read the temporary file back")?;
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// Leaves the record with a number out of what is written.
    pub fn leave_out(&mut self, number: u32) {
        self.gone.insert(number);
    }

    /// Writes the snapshot into `folder`; `progress` is told the rows written so far.
    ///
    /// With a `previous` snapshot, only what differs from it is written, as one more segment;
    /// its files are copied where `folder` is another one. The result reads the same either way.
    ///
    /// # Errors
    /// Where a file cannot be written, or `previous` cannot be read or has [`MAX_SEGMENTS`]
    /// segments. The folder then still holds what it held before.
    pub fn finish(self, folder: &Path, previous: Option<&Folder>, progress: &mut dyn FnMut(u64)) -> Result<Written> {
        self.prepare(folder, previous, progress)?.put()
    }

    /// Writes everything [`Self::finish`] does but the manifest, which [`Prepared::put`] adds.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn prepare(
        mut self,
        folder: &Path,
        previous: Option<&Folder>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Prepared> {
        self.spool.flush().context("cannot write the temporary file; is the disk full?")?;
        let meta = self.meta();
        let mut prepared = Prepared::default();
        prepared.take(self.write(&self.order(), &meta, folder, previous, progress)?);
        let text = prepared.parts[0].1.to_text()?;
        prepared.written.sha256 = sha256_hex(text.as_bytes());
        Ok(prepared)
    }

    /// Writes one snapshot a province into folders named by its code (`00` where no province is
    /// stated), and `partitions.json`, which lists them; both are put into place by [`Prepared::put`].
    /// A province's snapshot carries its own courses and supply cells. `previous` gives the snapshot
    /// a province's is built on, if any.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn prepare_by_province(
        mut self,
        folder: &Path,
        previous: &dyn Fn(&str) -> Result<Option<Folder>>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Prepared> {
        self.spool.flush().context("cannot write the temporary file; is the disk full?")?;
        let meta = self.meta();
        let (_, regions, codes) = &self.columns[ColumnId::Region as usize - 1];
        let mut names = vec![NO_PROVINCE; regions.texts.len() + 1];
        regions.texts.iter().for_each(|(region, &code)| names[code as usize] = &region[..2]);
        let mut orders: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for row in self.order() {
            orders.entry(names[codes[row as usize] as usize].to_owned()).or_default().push(row);
        }
        let mut partitions = Partitions::new(meta.about.as_of);
        let mut prepared = Prepared::default();
        for (province, order) in orders {
            let mut own = meta.clone();
            own.courses.retain(|course| course.region.starts_with(&province));
            own.supply.retain(|cell| cell.region.starts_with(&province));
            let before = prepared.written.rows;
            let held = previous(&province)?;
            let (output, manifest, new_rows) =
                self.write(&order, &own, &folder.join(&province), held.as_ref(), &mut |rows| {
                    progress(before + rows);
                })?;
            let name = meta.code_lists.regions.iter().find(|region| region.code == province);
            partitions.partitions.push(Partition {
                name: name.map(|region| region.name.clone()).unwrap_or_default(),
                manifest: format!("{province}/manifest.json"),
                key: province,
                rows: manifest.rows,
                core_bytes: manifest.core_bytes(),
                text_bytes: manifest.text_bytes(),
            });
            prepared.take((output, manifest, new_rows));
        }
        let text = serde_json::to_string_pretty(&partitions)?;
        prepared.written.sha256 = sha256_hex(text.as_bytes());
        prepared.list = Some((folder.to_owned(), partitions, text));
        Ok(prepared)
    }

    /// Everything but the manifest: the folder, the manifest to put into it, and rows written now.
    fn write(
        &self,
        order: &[u32],
        meta: &Meta,
        folder: &Path,
        previous: Option<&Folder>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(Output, Manifest, u64)> {
        let mut output = Output::new(folder)?;
        let mut segments = Vec::new();
        let mut rows = order.to_vec();
        let mut change = None;
        let held_sources = previous.is_some_and(|held| !held.snapshot.list(ListId::Sources).values.is_empty());
        let sources = order.iter().any(|&row| self.on_several(row));
        let whole = Whole { sources, near: self.near(order) };
        // The list of portals is of all rows or of none: where it comes or goes, all is written anew.
        if let Some(previous) = previous.filter(|_| held_sources == sources) {
            let held = &previous.manifest.segments;
            ensure!(
                held.len() < MAX_SEGMENTS,
                "{} has {} segments, at most {MAX_SEGMENTS} can be read. Run `padan compact` on it first",
                previous.path().display(),
                held.len()
            );
            output.keep(previous)?;
            segments.clone_from(held);
            let (removed, positions) = self.difference(order, previous)?;
            rows = positions.iter().map(|&at| order[at as usize]).collect();
            change = Some(Change { removed, positions, meta: &previous.snapshot.meta });
        }
        segments.push(self.write_segment(&rows, meta, change.as_ref(), &whole, &mut output, progress)?);
        let manifest = Manifest {
            format: Manifest::FORMAT.to_owned(),
            version: VERSION.into(),
            as_of: day::iso(meta.about.as_of),
            rows: order.len() as u64,
            editions: meta.about.editions.clone(),
            segments,
        };
        Ok((output, manifest, rows.len() as u64))
    }

    /// What stands close to what among the rows of `order`.
    fn near(&self, order: &[u32]) -> [Vec<u8>; 2] {
        let Some(labels) = self.list_dicts.get(&ListId::Musts.dict()) else { return Default::default() };
        let lists: Vec<&Vec<Box<[u32]>>> =
            self.lists.iter().filter(|(id, _)| id.dict() == ListId::Musts.dict()).map(|(_, lists)| lists).collect();
        let asked = |row: u32| lists.iter().flat_map(move |lists| lists[row as usize].iter().copied());
        let used: Vec<u32> = order.iter().flat_map(|&row| asked(row)).collect();
        let (_, _, entries, recode) = labels.section(&labels.used(&used));
        let mut kinds = vec![RequirementKind::Soft; entries as usize];
        for (label, &code) in &labels.texts {
            let kind = label.split_once('/').and_then(|(kind, _)| RequirementKind::from_key(kind));
            if let (Some(kind), rank @ 1..) = (kind, recode.get(code as usize).copied().unwrap_or(0)) {
                kinds[rank as usize - 1] = kind;
            }
        }
        let (_, occupations, codes) = &self.columns[ColumnId::Occupation as usize - 1];
        let mut groups = vec![0; occupations.texts.len() + 1];
        occupations.texts.iter().for_each(|(text, &code)| groups[code as usize] = occupation::group(text).unwrap_or(0));
        let mut rows = near::write::Rows::default();
        for &row in order {
            let mut own: Vec<u32> = asked(row).map(|code| recode[code as usize]).collect();
            own.sort_unstable();
            own.dedup();
            rows.push(groups[codes[row as usize] as usize], own);
        }
        [rows.occupations(&kinds), rows.skills(&kinds)].map(|pairs| near::write::section(&pairs))
    }

    fn on_several(&self, row: u32) -> bool {
        let sources = self.lists.iter().find(|(id, _)| *id == ListId::Sources);
        sources.is_some_and(|(_, lists)| lists[row as usize].len() > 1)
    }

    /// Rows in the order of a snapshot: by title, employer, region and id, as text.
    fn order(&self) -> Vec<u32> {
        let ranks = |id: ColumnId| {
            let (_, interner, codes) = &self.columns[id as usize - 1];
            let (.., recode) = interner.section(&interner.used(codes));
            codes.iter().map(|&code| recode[code as usize]).collect::<Vec<u32>>()
        };
        let (title, employer, region) = (ranks(ColumnId::Title), ranks(ColumnId::Employer), ranks(ColumnId::Region));
        let mut ids = vec![""; self.lines.len()];
        self.ids.iter().for_each(|(id, &row)| ids[row as usize] = id);
        let mut order: Vec<u32> = (0..self.lines.len() as u32).filter(|row| !self.gone.contains(row)).collect();
        order.sort_unstable_by_key(|&row| {
            let r = row as usize;
            (title[r], employer[r], region[r], ids[r])
        });
        order
    }

    /// Roots of the words that titles and requirements use, and the synonyms that lead to them.
    fn language(&self) -> (Vec<String>, Vec<Synonym>) {
        let mut used: HashSet<String> = HashSet::new();
        let mut add = |text: &str| used.extend(words(&fold(text)).map(str::to_owned));
        let (_, titles, codes) = &self.columns[ColumnId::Title as usize - 1];
        let in_use = titles.used(codes);
        titles.texts.iter().filter(|(_, code)| in_use[**code as usize]).for_each(|(title, _)| add(title));
        if let Some(labels) = self.list_dicts.get(&ListId::Musts.dict()) {
            let mut in_use = vec![false; labels.texts.len() + 1];
            let lists = self.lists.iter().filter(|(id, _)| id.dict() == ListId::Musts.dict());
            lists.flat_map(|(_, rows)| rows).flatten().for_each(|&code| in_use[code as usize] = true);
            let labels = labels.texts.iter().filter(|(_, code)| in_use[**code as usize]);
            labels.for_each(|(label, _)| add(label.split_once('/').map_or(label, |(_, label)| label)));
        }
        let mut roots: Vec<String> =
            used.iter().map(|word| stem(word, &roots::known)).filter(|root| roots::known(root)).collect();
        roots.sort_unstable();
        roots.dedup();
        let regions = region::all();
        regions.iter().for_each(|region| used.extend(words(&fold(&region.name)).map(str::to_owned)));
        let mut synonyms = synonyms::parse(synonyms::LIST).unwrap_or_default();
        synonyms.retain(|synonym| words(&synonym.to).all(|word| used.contains(word)));
        synonyms.extend(places::parse(places::LIST, &regions).unwrap_or_default());
        synonyms.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        (roots, synonyms)
    }

    /// The districts that vacancies name, as a snapshot holds them.
    fn districts(&self) -> String {
        let (_, used, _) = &self.columns[ColumnId::Region as usize - 1];
        let districts = region::districts().filter(|(code, _)| used.texts.contains_key(code.as_str()));
        let mut lines: Vec<String> = districts.map(|(code, name)| format!("{code}{name}")).collect();
        lines.sort_unstable();
        lines.join("\n")
    }

    fn meta(&mut self) -> Meta {
        let (roots, synonyms) = self.language();
        let options = std::mem::take(&mut self.options);
        let (mut courses, mut supply) = (options.courses, options.supply);
        courses.sort_by(|a, b| a.id.cmp(&b.id));
        courses.dedup();
        supply.sort_by(|a, b| {
            let key =
                |cell: &SupplyCell| (cell.period.clone(), cell.region.clone(), cell.occupation.clone(), cell.education);
            key(a).cmp(&key(b))
        });
        supply.dedup();
        Meta {
            about: About {
                as_of: options.as_of,
                editions: [("region", region::EDITION), ("occupation", occupation::EDITION), ("score", "padan-skor/1")]
                    .map(|(list, edition)| (list.to_owned(), edition.to_owned()))
                    .into(),
                weights: crate::record::Weights::default(),
            },
            code_lists: CodeLists {
                regions: region::all(),
                districts: self.districts(),
                occupations: occupation::all().into_iter().map(|label| (label.code, (label.id, label.en))).collect(),
                minimum_wages: region::minimum_wages().collect(),
                roots,
                synonyms,
            },
            courses,
            supply,
        }
    }

    /// Rows of `previous` that are gone and places in `order` that are new; a changed record is both.
    fn difference(&self, order: &[u32], previous: &Folder) -> Result<(Vec<u32>, Vec<u32>)> {
        let mut held: HashMap<String, (u32, u128)> = HashMap::with_capacity(previous.snapshot.rows());
        let mut hashes = vec![0; previous.snapshot.rows()];
        previous.for_each_line::<anyhow::Error>(&mut |row, line| {
            hashes[row as usize] = hash(line.as_bytes());
            Ok(())
        })?;
        for (row, id) in previous.ids()?.into_iter().enumerate() {
            held.insert(id, (row as u32, hashes[row]));
        }
        let mut ids = vec![""; self.lines.len()];
        self.ids.iter().for_each(|(id, &row)| ids[row as usize] = id);
        let mut kept = vec![false; hashes.len()];
        let mut next = 0;
        let mut positions = Vec::new();
        for (at, &row) in order.iter().enumerate() {
            // A row kept must not overtake one kept before; a writer with another order could have put it so.
            match held.get(ids[row as usize]) {
                Some(&(old, hash)) if hash == self.lines[row as usize].hash && old >= next => {
                    kept[old as usize] = true;
                    next = old + 1;
                }
                _ => positions.push(at as u32),
            }
        }
        let removed = (0..kept.len() as u32).filter(|&row| !kept[row as usize]).collect();
        Ok((removed, positions))
    }

    /// Writes core, ids and texts of `rows` as a segment; with a change, as one on top of others.
    fn write_segment(
        &self,
        rows: &[u32],
        meta: &Meta,
        change: Option<&Change<'_>>,
        whole: &Whole,
        output: &mut Output,
        progress: &mut dyn FnMut(u64),
    ) -> Result<SegmentFiles> {
        let mut sections = Vec::new();
        let mut parents: Vec<(u8, Vec<u32>, u32)> = Vec::new();
        for (id, interner, codes) in &self.columns {
            let own: Vec<u32> = rows.iter().map(|&row| codes[row as usize]).collect();
            let (kind, dict, entries, recode) = interner.section(&interner.used(&own));
            if *id == ColumnId::Limits && entries == 0 {
                continue;
            }
            let own: Vec<u32> = own.into_iter().map(|code| recode[code as usize]).collect();
            let earlier: Vec<(u8, &[u32], u32)> =
                parents.iter().map(|(parent, codes, entries)| (*parent, &codes[..], *entries)).collect();
            push(&mut sections, kind, *id as u8, &dict);
            push(&mut sections, 3, *id as u8, &codes::write::codes(&own, &earlier));
            if matches!(id, ColumnId::Title | ColumnId::Employer) {
                parents.push((*id as u8, own, entries));
            }
        }
        let none = Interner::default();
        for &id in ListId::ALL.iter().filter(|&&id| whole.sources || id != ListId::Sources) {
            let interner = self.list_dicts.get(&id.dict()).unwrap_or(&none);
            let in_dict = || self.lists.iter().filter(|(list, _)| list.dict() == id.dict());
            let used: Vec<u32> = in_dict()
                .flat_map(|(_, lists)| rows.iter().flat_map(|&row| lists[row as usize].iter().copied()))
                .collect();
            let (kind, dict, _, recode) = interner.section(&interner.used(&used));
            if id.dict() == id as u8 {
                push(&mut sections, kind, id as u8, &dict);
            }
            let (mut lengths, mut values) = (Vec::with_capacity(rows.len()), Vec::new());
            let lists = in_dict().find(|(list, _)| *list == id).map_or(&[][..], |(_, lists)| lists);
            for &row in rows {
                let mut own: Vec<u32> = lists[row as usize].iter().map(|&code| recode[code as usize]).collect();
                own.sort_unstable();
                own.dedup();
                lengths.push(own.len() as u32);
                values.extend(own);
            }
            let mut list = vec![id.dict()];
            list.extend(codes::write::codes(&lengths, &[]));
            list.extend(codes::write::plain(&values));
            push(&mut sections, 4, id as u8, &list);
        }
        for (id, near) in (0..).zip(&whole.near).filter(|(_, near)| !near.is_empty()) {
            push(&mut sections, 6, id, near);
        }
        let before = change.map(|change| change.meta);
        push(&mut sections, 0, 0, &serde_json::to_vec(&meta.about)?);
        if before.is_none_or(|before| before.code_lists != meta.code_lists) {
            push(&mut sections, 0, 1, &serde_json::to_vec(&meta.code_lists)?);
        }
        if before.map_or(!meta.courses.is_empty(), |before| before.courses != meta.courses) {
            push(&mut sections, 0, 2, &serde_json::to_vec(&meta.courses)?);
        }
        if before.map_or(!meta.supply.is_empty(), |before| before.supply != meta.supply) {
            push(&mut sections, 0, 3, &serde_json::to_vec(&meta.supply)?);
        }
        if let Some(change) = change {
            push(&mut sections, 5, 0, &ascending(change.removed.iter().map(|&row| row.into())));
            push(&mut sections, 5, 1, &ascending(change.positions.iter().map(|&row| row.into())));
        }

        fill_up(&mut sections, rows.len());
        let mut core = Vec::new();
        core.extend(MAGIC);
        core.extend(VERSION.to_le_bytes());
        core.extend((rows.len() as u32).to_le_bytes());
        core.extend((sections.len() as u32).to_le_bytes());
        sections.iter().for_each(|section| core.extend(section));
        let core = output.write("core", "bin.gz", &core)?;
        let mut ids = vec![""; self.lines.len()];
        self.ids.iter().for_each(|(id, &row)| ids[row as usize] = id);
        let ids: String = rows.iter().flat_map(|&row| [ids[row as usize], "\n"]).collect();
        let ids = output.write("ids", "txt.gz", ids.as_bytes())?;
        let blocks = self.write_texts(rows, output, progress)?;
        let text_bytes = blocks.iter().map(|block| block.file.bytes).sum();
        let texts = output.write("texts", "json.gz", &serde_json::to_vec(&blocks)?)?;
        Ok(SegmentFiles { rows: rows.len() as u64, core, ids, texts, text_bytes })
    }

    fn write_texts(&self, order: &[u32], folder: &mut Output, progress: &mut dyn FnMut(u64)) -> Result<Vec<TextBlock>> {
        let mut blocks = Vec::new();
        let mut block = Vec::with_capacity(TEXT_BLOCK * 2);
        let mut first_row = 0;
        for (row, &at) in order.iter().enumerate() {
            let line = &self.lines[at as usize];
            let end = block.len();
            block.resize(end + line.length as usize, 0);
            read_at(self.spool.get_ref(), &mut block[end..], line.start)
                .context("cannot read the temporary file back")?;
            if block.len() >= TEXT_BLOCK || row + 1 == order.len() {
                let file = folder.write("text", "jsonl.gz", &block)?;
                blocks.push(TextBlock { first_row: first_row as u32, rows: (row + 1 - first_row) as u32, file });
                block.clear();
                first_row = row + 1;
                progress(row as u64 + 1);
            }
        }
        Ok(blocks)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

/// The folder a snapshot is written into.
struct Output {
    folder: PathBuf,
    files: Vec<String>,
    /// Files that were not there before.
    fresh: Vec<String>,
    written: u64,
}

impl Output {
    fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { folder: folder.to_owned(), files: vec!["manifest.json".to_owned()], fresh: Vec::new(), written: 0 })
    }

    /// Keeps the files of a snapshot, copied where they are in another folder.
    fn keep(&mut self, snapshot: &Folder) -> Result<()> {
        let elsewhere = fs::canonicalize(snapshot.path())? != fs::canonicalize(&self.folder)?;
        for (n, segment) in (0..).zip(&snapshot.manifest.segments) {
            let blocks = snapshot.blocks(n)?;
            let named =
                [&segment.core, &segment.ids, &segment.texts].into_iter().chain(blocks.iter().map(|block| &block.file));
            for entry in named {
                if elsewhere {
                    self.note_fresh(&entry.file);
                    let (from, to) = (snapshot.path().join(&entry.file), self.folder.join(&entry.file));
                    fs::copy(&from, &to)
                        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
                }
                self.files.push(entry.file.clone());
            }
        }
        Ok(())
    }

    fn write(&mut self, stem: &str, extension: &str, bytes: &[u8]) -> Result<FileEntry> {
        let zipped = gzip(bytes);
        let sha256 = sha256_hex(&zipped);
        let file = format!("{stem}-{}.{extension}", &sha256[..16]);
        let path = self.folder.join(&file);
        self.note_fresh(&file);
        put(&path, &zipped)?;
        self.written += zipped.len() as u64;
        self.files.push(file.clone());
        Ok(FileEntry { file, bytes: zipped.len() as u64, raw_bytes: bytes.len() as u64, sha256 })
    }

    fn note_fresh(&mut self, file: &str) {
        if !self.folder.join(file).exists() {
            self.fresh.push(file.to_owned());
        }
    }

    /// Puts the manifest into place, then removes what only an earlier manifest named.
    fn finish(&self, manifest: &Manifest) -> Result<()> {
        put(&self.folder.join("manifest.json"), manifest.to_text()?.as_bytes())?;
        self.remove_others()
    }

    /// Removes a snapshot's files that are none of this one.
    fn remove_others(&self) -> Result<()> {
        let keep: HashSet<&str> = self.files.iter().map(|file| &**file).collect();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            let ours = ["core-", "ids-", "texts-", "text-"].iter().any(|stem| name.starts_with(stem))
                && (name.ends_with(".gz") || name.ends_with(".gz.new"));
            if ours && !keep.contains(name) {
                fs::remove_file(self.folder.join(name))
                    .with_context(|| format!("cannot remove the old file {name}"))?;
            }
        }
        Ok(())
    }
}

/// Writes a file under a name of its own, then renames it: under `path` it is whole or not there.
fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut waiting = path.as_os_str().to_owned();
    waiting.push(".new");
    fs::write(&waiting, bytes)
        .and_then(|()| fs::rename(&waiting, path))
        .with_context(|| format!("cannot write {}; is the disk full?", path.display()))
}

/// INTS: a count, the first as zigzag, then differences.
fn ascending(ints: impl ExactSizeIterator<Item = i64>) -> Vec<u8> {
    let mut out = (ints.len() as u32).to_le_bytes().to_vec();
    let mut last = None;
    for int in ints {
        varint(&mut out, last.map_or(((int << 1) ^ (int >> 63)) as u64, |last: i64| (int - last) as u64));
        last = Some(int);
    }
    out
}

/// 128 bits of a record's SHA-256: enough to tell that it has not changed.
fn hash(line: &[u8]) -> u128 {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(line);
    digest.iter().take(16).fold(0, |hash, &byte| hash << 8 | u128::from(byte))
}

/// Makes so many rows no more than readers allow of so few bytes.
fn fill_up(sections: &mut Vec<Vec<u8>>, rows: usize) {
    let written: usize = sections.iter().map(Vec::len).sum();
    let needed = (rows as u64).div_ceil(MAX_ROWS_A_BYTE) as usize;
    if written < needed {
        push(sections, 255, 0, &vec![0; needed - written]);
    }
}

fn push(sections: &mut Vec<Vec<u8>>, kind: u8, id: u8, payload: &[u8]) {
    let mut section = vec![kind, id];
    section.extend((payload.len() as u32).to_le_bytes());
    section.extend(payload);
    sections.push(section);
}

fn column_code(id: ColumnId, interner: &mut Interner, vacancy: &Vacancy, regions: &HashSet<String>) -> u32 {
    let day_of = |iso: &Option<String>| iso.as_deref().and_then(day::parse).map(i64::from);
    match id {
        ColumnId::Title => interner.text(Some(&vacancy.title)),
        ColumnId::Employer => interner.text(vacancy.hiring_organization.as_ref().map(|employer| &*employer.name)),
        ColumnId::Region => {
            let code = vacancy.job_location.first().map(|place| &*place.region);
            interner.text(code.and_then(|code| {
                [6, 4, 2].into_iter().filter_map(|digits| code.get(..digits)).find(|code| regions.contains(*code))
            }))
        }
        ColumnId::Occupation => {
            interner.text(vacancy.occupational_category.as_ref().map(|occupation| &*occupation.code))
        }
        ColumnId::OccupationReliability => {
            interner.int(vacancy.occupational_category.as_ref().map(|occupation| occupation.reliability.into()))
        }
        ColumnId::EmploymentType => interner.text(vacancy.employment_type.map(|kind| kind.key())),
        ColumnId::WorkMode => interner.text(vacancy.job_location_type.map(|mode| mode.key())),
        ColumnId::Education => {
            interner.int(vacancy.education_requirements.as_ref().map(|asked| asked.level.level().into()))
        }
        ColumnId::EducationRequired => {
            interner.text(vacancy.education_requirements.as_ref().filter(|asked| asked.required).map(|_| "yes"))
        }
        ColumnId::Experience => {
            interner.int(vacancy.experience_requirements.as_ref().map(|asked| asked.months_of_experience.into()))
        }
        ColumnId::PayMin => interner.int(vacancy.base_salary.as_ref().and_then(|pay| pay.min_value).map(i64::from)),
        ColumnId::PayMax => {
            interner.int(vacancy.base_salary.as_ref().and_then(|pay| pay.max_value.or(pay.min_value)).map(i64::from))
        }
        ColumnId::Posted => interner.int(day_of(&vacancy.date_posted)),
        ColumnId::Closes => interner.int(day_of(&vacancy.valid_through)),
        ColumnId::Openings => interner.int(Some(vacancy.total_job_openings.into())),
        ColumnId::EmployerKind => interner
            .text(vacancy.hiring_organization.as_ref().and_then(|employer| employer.kind).map(|kind| kind.key())),
        ColumnId::Source => interner.text(Some(&vacancy.source.code)),
        ColumnId::Verification => interner.text(Some(vacancy.source.verification.key())),
        ColumnId::Disability => {
            interner.text(vacancy.inclusion.as_ref().filter(|inclusion| inclusion.open_to_disability).map(|_| "yes"))
        }
        ColumnId::Limits => interner.text(limits::stated(&vacancy.limits).as_deref()),
    }
}

fn list_codes(id: ListId, interner: &mut Interner, vacancy: &Vacancy) -> Box<[u32]> {
    let must = match id {
        ListId::StudyFields => {
            let fields = vacancy.education_requirements.as_ref().map_or(&[][..], |asked| &asked.fields);
            return fields.iter().take(MAX_LIST).map(|field| interner.text(Some(field))).collect();
        }
        ListId::Sources => {
            let all = [&vacancy.source].into_iter().chain(&vacancy.also_at).take(MAX_LIST);
            return all.map(|source| interner.text(Some(&source.code))).collect();
        }
        ListId::Musts => true,
        ListId::Nices => false,
    };
    let asked = vacancy.requirements.iter().filter(|asked| asked.must == must).take(MAX_LIST);
    asked.map(|asked| interner.text(Some(&format!("{}/{}", asked.kind.key(), asked.label)))).collect()
}

pub(super) fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Gzip without a time stamp: the same bytes in give the same bytes out.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_with_little_to_say_of_many_rows_is_filled_up() {
        for (rows, sections) in [(80, 1), (8_001, 2)] {
            let mut all = vec![vec![0; 1_000]];
            fill_up(&mut all, rows);
            assert_eq!(all.len(), sections);
            assert!(all.iter().map(Vec::len).sum::<usize>() as u64 * MAX_ROWS_A_BYTE >= rows as u64);
        }
    }
}
