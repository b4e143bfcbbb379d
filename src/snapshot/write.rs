//! Writes a snapshot: records in, a folder of files out.
//!
//! A record's columns are interned as it arrives; the record itself waits as a line in a
//! temporary file, so a million of them fit in bounded memory. [`Builder::finish`] sorts the
//! rows, writes core, ids and text blocks under names that carry their content's hash, and
//! last of all renames the manifest into place: a reader sees the old snapshot or the new one.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::{Compression, GzBuilder};

use super::codes::write::codes;
use super::folder::{FileEntry, Manifest, TextBlock, sha256_hex};
use super::{ColumnId, ListId, MAGIC, MAX_ROWS, Meta, VERSION};
use crate::record::{Course, SupplyCell, Vacancy, day, occupation, region};

/// Inflated size a text block aims at, bytes.
const TEXT_BLOCK: usize = 48 << 10;
/// Most study fields or requirements a row keeps; a list's length is one byte.
const MAX_LIST: usize = u8::MAX as usize;

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
#[derive(Clone, Debug)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Compressed bytes of the core.
    pub core_bytes: u64,
    /// Compressed bytes of ids and text blocks.
    pub text_bytes: u64,
    /// Files, the manifest included.
    pub files: usize,
}

/// Collects records and writes them as a snapshot.
pub struct Builder {
    options: BuildOptions,
    ids: HashMap<String, u32>,
    columns: Vec<(ColumnId, Interner, Vec<u32>)>,
    lists: Vec<(ListId, Vec<Vec<u32>>)>,
    list_dicts: HashMap<u8, Interner>,
    spool: BufWriter<File>,
    spooled: u64,
    lines: Vec<(u64, u32)>,
    regions: HashMap<String, ()>,
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

    /// Sorted dictionary section of the codes that `used` marks, and old code → new code.
    fn section(&self, used: &[bool]) -> (u8, Vec<u8>, Vec<u32>, Vec<&str>) {
        let mut recode = vec![0; used.len()];
        let mut out = Vec::new();
        if self.ints.is_empty() {
            let mut texts: Vec<(&str, u32)> = self
                .texts
                .iter()
                .filter(|&(_, &code)| used[code as usize])
                .map(|(text, &code)| (&**text, code))
                .collect();
            texts.sort_unstable();
            out.extend((texts.len() as u32).to_le_bytes());
            for (n, (text, code)) in texts.iter().enumerate() {
                recode[*code as usize] = n as u32 + 1;
                varint(&mut out, text.len() as u64);
            }
            texts.iter().for_each(|(text, _)| out.extend(text.as_bytes()));
            (1, out, recode, texts.into_iter().map(|(text, _)| text).collect())
        } else {
            let mut ints: Vec<(i64, u32)> =
                self.ints.iter().filter(|&(_, &code)| used[code as usize]).map(|(&int, &code)| (int, code)).collect();
            ints.sort_unstable();
            out.extend((ints.len() as u32).to_le_bytes());
            let mut last = None;
            for (n, &(int, code)) in ints.iter().enumerate() {
                recode[code as usize] = n as u32 + 1;
                varint(&mut out, last.map_or((int << 1 ^ int >> 63) as u64, |last: i64| (int - last) as u64));
                last = Some(int);
            }
            (2, out, recode, Vec::new())
        }
    }

    fn len(&self) -> usize {
        self.texts.len().max(self.ints.len())
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
            regions: region::all().into_iter().map(|region| (region.code, ())).collect(),
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
        let place = (self.spooled, line.len() as u32);
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
        self.lines.len() as u64
    }

    /// Writes the snapshot into `folder`; `progress` is told the rows written so far.
    ///
    /// # Errors
    /// Where a file cannot be written. The folder then still holds what it held before.
    pub fn finish(mut self, folder: &Path, progress: &mut dyn FnMut(u64)) -> Result<Written> {
        self.spool.flush().context("cannot write the temporary file; is the disk full?")?;
        let rows = self.lines.len();
        let mut ids: Vec<(String, u32)> = std::mem::take(&mut self.ids).into_iter().collect();
        ids.sort_unstable_by_key(|&(_, row)| row);
        let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();

        let mut sections = Vec::new();
        let mut columns: HashMap<u8, (Vec<u32>, u32)> = HashMap::new();
        let mut dicts: HashMap<u8, (u8, Vec<u8>)> = HashMap::new();
        for (id, interner, codes) in std::mem::take(&mut self.columns) {
            let mut used = vec![false; interner.len() + 1];
            codes.iter().for_each(|&code| used[code as usize] = true);
            let (kind, section, recode, _) = interner.section(&used);
            let codes = codes.into_iter().map(|code| recode[code as usize]).collect();
            let entries = u32::from_le_bytes([section[0], section[1], section[2], section[3]]);
            columns.insert(id as u8, (codes, entries));
            dicts.insert(id as u8, (kind, section));
        }

        let order = {
            let of = |id: ColumnId| &columns[&(id as u8)].0;
            let (title, region, employer) = (of(ColumnId::Title), of(ColumnId::Region), of(ColumnId::Employer));
            let mut order: Vec<u32> = (0..rows as u32).collect();
            order.sort_unstable_by_key(|&row| {
                let r = row as usize;
                (title[r], employer[r], region[r], &ids[r])
            });
            order
        };
        let sorted = |codes: &[u32]| -> Vec<u32> { order.iter().map(|&row| codes[row as usize]).collect() };

        let parents: Vec<(u8, Vec<u32>, u32)> = [ColumnId::Title, ColumnId::Employer]
            .into_iter()
            .map(|id| (id as u8, sorted(&columns[&(id as u8)].0), columns[&(id as u8)].1))
            .collect();
        for &id in ColumnId::ALL {
            let (kind, dict) = &dicts[&(id as u8)];
            push(&mut sections, *kind, id as u8, dict);
            let parents: Vec<(u8, &[u32], u32)> = parents
                .iter()
                .take_while(|(parent, ..)| *parent != id as u8)
                .map(|(parent, codes, entries)| (*parent, &codes[..], *entries))
                .collect();
            push(&mut sections, 3, id as u8, &codes(&sorted(&columns[&(id as u8)].0), &parents));
        }

        let mut used: HashMap<u8, Vec<bool>> =
            self.list_dicts.iter().map(|(&dict, interner)| (dict, vec![false; interner.len() + 1])).collect();
        let mut counts: HashMap<u8, Vec<u32>> =
            self.list_dicts.iter().map(|(&dict, interner)| (dict, vec![0; interner.len() + 1])).collect();
        for (id, lists) in &self.lists {
            for &code in lists.iter().flatten() {
                if let (Some(used), Some(counts)) = (used.get_mut(&id.dict()), counts.get_mut(&id.dict())) {
                    used[code as usize] = true;
                    counts[code as usize] += 1;
                }
            }
        }
        let mut idf = Vec::new();
        for &id in ListId::ALL {
            let empty = Interner::default();
            let interner = self.list_dicts.get(&id.dict()).unwrap_or(&empty);
            let none = vec![false];
            let (kind, section, recode, texts) = interner.section(used.get(&id.dict()).unwrap_or(&none));
            if id.dict() == id as u8 {
                push(&mut sections, kind, id as u8, &section);
                if id == ListId::Musts {
                    let counts = &counts.get(&id.dict()).map_or(&[][..], |counts| counts);
                    idf =
                        texts.iter().map(|&text| rarity(rows as u64, counts[interner.texts[text] as usize])).collect();
                }
            }
            let lists = self.lists.iter().find(|(list, _)| *list == id).map_or(&[][..], |(_, lists)| lists);
            let mut lengths = Vec::with_capacity(rows);
            let mut values = Vec::new();
            for &row in &order {
                let mut row: Vec<u32> = lists[row as usize].iter().map(|&code| recode[code as usize]).collect();
                row.sort_unstable();
                row.dedup();
                lengths.push(row.len() as u32);
                values.extend(row);
            }
            let mut list = vec![id.dict()];
            list.extend(codes(&lengths, &[]));
            list.extend(codes(&values, &[]));
            push(&mut sections, 4, id as u8, &list);
        }

        let options = std::mem::take(&mut self.options);
        let meta = Meta {
            as_of: options.as_of,
            editions: [("region", region::EDITION), ("occupation", occupation::EDITION), ("score", "padan-skor/1")]
                .map(|(list, edition)| (list.to_owned(), edition.to_owned()))
                .into(),
            weights: crate::record::Weights::default(),
            regions: region::all(),
            occupations: occupation::all().into_iter().map(|label| (label.code, (label.id, label.en))).collect(),
            minimum_wages: region::minimum_wages().collect(),
            requirement_idf: idf,
            courses: options.courses,
            supply: options.supply,
        };
        push(&mut sections, 0, 0, &serde_json::to_vec(&meta)?);

        let mut core = Vec::new();
        core.extend(MAGIC);
        core.extend(VERSION.to_le_bytes());
        core.extend((rows as u32).to_le_bytes());
        core.extend((sections.len() as u32).to_le_bytes());
        sections.iter().for_each(|section| core.extend(section));

        let mut folder = Output { folder: folder.to_owned(), files: vec!["manifest.json".to_owned()] };
        let core = folder.write("core", "bin.gz", &core)?;
        let ids: String = order.iter().flat_map(|&row| [&ids[row as usize], "\n"]).collect();
        let ids = folder.write("ids", "txt.gz", ids.as_bytes())?;
        let blocks = self.write_texts(&order, &mut folder, progress)?;
        let text_bytes = ids.bytes + blocks.iter().map(|block| block.file.bytes).sum::<u64>();
        let texts = folder.write("texts", "json.gz", &serde_json::to_vec(&blocks)?)?;
        let manifest = Manifest {
            format: Manifest::FORMAT.to_owned(),
            version: VERSION.into(),
            as_of: day::iso(meta.as_of),
            rows: rows as u64,
            editions: meta.editions,
            core,
            ids,
            texts,
        };
        folder.finish(&manifest)?;
        Ok(Written { rows: rows as u64, core_bytes: manifest.core.bytes, text_bytes, files: folder.files.len() })
    }

    fn write_texts(
        &mut self,
        order: &[u32],
        folder: &mut Output,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Vec<TextBlock>> {
        let mut blocks = Vec::new();
        let mut block = Vec::with_capacity(TEXT_BLOCK * 2);
        let mut first_row = 0;
        for (row, &at) in order.iter().enumerate() {
            let (start, length) = self.lines[at as usize];
            let end = block.len();
            block.resize(end + length as usize, 0);
            read_at(self.spool.get_ref(), &mut block[end..], start).context("cannot read the temporary file back")?;
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
}

impl Output {
    fn write(&mut self, stem: &str, extension: &str, bytes: &[u8]) -> Result<FileEntry> {
        let zipped = gzip(bytes);
        let sha256 = sha256_hex(&zipped);
        let file = format!("{stem}-{}.{extension}", &sha256[..16]);
        let path = self.folder.join(&file);
        fs::write(&path, &zipped).with_context(|| format!("cannot write {}; is the disk full?", path.display()))?;
        self.files.push(file.clone());
        Ok(FileEntry { file, bytes: zipped.len() as u64, raw_bytes: bytes.len() as u64, sha256 })
    }

    /// Puts the manifest into place, then removes what only an earlier manifest named.
    fn finish(&self, manifest: &Manifest) -> Result<()> {
        let path = self.folder.join("manifest.json");
        let waiting = self.folder.join("manifest.json.new");
        fs::write(&waiting, manifest.to_text()?).with_context(|| format!("cannot write {}", waiting.display()))?;
        fs::rename(&waiting, &path).with_context(|| format!("cannot put {} into place", path.display()))?;
        let keep: std::collections::HashSet<&str> = self.files.iter().map(|file| &**file).collect();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            let ours =
                ["core-", "ids-", "texts-", "text-"].iter().any(|stem| name.starts_with(stem)) && name.ends_with(".gz");
            if ours && !keep.contains(name) {
                fs::remove_file(self.folder.join(name))
                    .with_context(|| format!("cannot remove the old file {name}"))?;
            }
        }
        Ok(())
    }
}

fn push(sections: &mut Vec<Vec<u8>>, kind: u8, id: u8, payload: &[u8]) {
    let mut section = vec![kind, id];
    section.extend((payload.len() as u32).to_le_bytes());
    section.extend(payload);
    sections.push(section);
}

/// Rarity of a requirement that `df` of `rows` vacancies ask, 100–600:
/// 100·ln(1 + (N − df + 0.5)/(df + 0.5)), clipped (`padan-skor/1` §9.3).
fn rarity(rows: u64, df: u32) -> u16 {
    let (rows, df) = (rows as f64, f64::from(df));
    (100.0 * (1.0 + (rows - df + 0.5) / (df + 0.5)).ln()).round().clamp(100.0, 600.0) as u16
}

fn column_code(id: ColumnId, interner: &mut Interner, vacancy: &Vacancy, regions: &HashMap<String, ()>) -> u32 {
    let day_of = |iso: &Option<String>| iso.as_deref().and_then(day::parse).map(i64::from);
    match id {
        ColumnId::Title => interner.text(Some(&vacancy.title)),
        ColumnId::Employer => interner.text(vacancy.hiring_organization.as_ref().map(|employer| &*employer.name)),
        ColumnId::Region => {
            let code = vacancy.job_location.first().map(|place| &*place.region);
            interner.text(code.and_then(|code| {
                [4, 2].into_iter().filter_map(|digits| code.get(..digits)).find(|code| regions.contains_key(*code))
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
    }
}

fn list_codes(id: ListId, interner: &mut Interner, vacancy: &Vacancy) -> Vec<u32> {
    let must = match id {
        ListId::StudyFields => {
            let fields = vacancy.education_requirements.as_ref().map_or(&[][..], |asked| &asked.fields);
            return fields.iter().take(MAX_LIST).map(|field| interner.text(Some(field))).collect();
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
