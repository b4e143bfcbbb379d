//! A labour market that never was: vacancies, courses and supply of any size, from a seed.
//!
//! Real vacancies may not be committed and no public set is large enough to try a million
//! rows. This module invents a market that behaves like one: few large employers and many
//! small ones, provinces by population, pay around each province's minimum wage, skills
//! and schooling that fit the occupation. The same rows, seed and date give the same bytes
//! on every machine.
//!
//! # Overview
//!
//! * [`write`] makes three files of JSON Lines: vacancies, and beside them courses and supply.
//! * `world` holds what is decided once (employers, places); `vacancy`, `course` and `supply`
//!   draw lines from it.
//! * `data/families.json` lists occupations with titles, skills and duties; all words are ours.
//!
//! One vacancy in fifty goes round the provinces, so that all 38 occur from 2,000 rows on.

mod course;
mod draw;
mod supply;
mod vacancy;
mod world;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use world::World;

/// Most rows that ids of seven digits can number.
pub const MOST_ROWS: u64 = 9_999_999;

/// What to make.
#[derive(Clone, Debug)]
pub struct Options {
    /// Vacancies, 1 to [`MOST_ROWS`].
    pub rows: u64,
    /// Any number; another seed is another market.
    pub seed: u64,
    /// File of vacancies; courses and supply go beside it ([`beside`]).
    pub out: PathBuf,
    /// The day the market is seen on, days since 1970-01-01: nothing is posted later, most is
    /// still open.
    pub as_of: i32,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Vacancies written.
    pub vacancies: u64,
    /// Courses written.
    pub courses: u64,
    /// Supply cells written.
    pub supply_cells: u64,
    /// Employers invented.
    pub employers: u64,
    /// Bytes of the file of vacancies.
    pub bytes: u64,
}

/// Path of the file of `kind` (`courses`, `supply`) beside the vacancies: `a.jsonl` → `a.courses.jsonl`.
#[must_use]
pub fn beside(out: &Path, kind: &str) -> PathBuf {
    let stem = out.file_stem().map_or_else(|| "sample".into(), |stem| stem.to_string_lossy().into_owned());
    out.with_file_name(format!("{stem}.{kind}.jsonl"))
}

/// Writes the three files. `progress` is told the vacancies done, every thousand.
///
/// # Errors
/// `rows` is out of range or a file cannot be written.
pub fn write(options: &Options, progress: &mut dyn FnMut(u64)) -> Result<Summary> {
    if !(1..=MOST_ROWS).contains(&options.rows) {
        bail!("{} rows asked for, 1 to {MOST_ROWS} expected", options.rows);
    }
    let world = World::new(options.rows, options.seed)?;
    let mut out = Lines::create(&options.out)?;
    let mut makers = vacancy::Maker::new(&world, options.seed, options.as_of);
    for row in 1..=options.rows {
        out.line(&makers.next(row))?;
        if row % 1_000 == 0 {
            progress(row);
        }
    }
    let (vacancies, bytes) = out.finish()?;
    progress(vacancies);

    let mut out = Lines::create(&beside(&options.out, "courses"))?;
    course::each(&world, options, |course| out.line(&course))?;
    let (courses, _) = out.finish()?;

    let mut out = Lines::create(&beside(&options.out, "supply"))?;
    supply::each(&world, options, |cell| out.line(&cell))?;
    let (supply_cells, _) = out.finish()?;

    Ok(Summary { vacancies, courses, supply_cells, employers: world.employers.len() as u64, bytes })
}

/// A file of JSON Lines being written.
struct Lines {
    out: BufWriter<File>,
    path: PathBuf,
    buffer: Vec<u8>,
    lines: u64,
    bytes: u64,
}

impl Lines {
    fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
        let out = BufWriter::with_capacity(1 << 20, file);
        Ok(Self { out, path: path.to_owned(), buffer: Vec::new(), lines: 0, bytes: 0 })
    }

    fn line(&mut self, record: &impl Serialize) -> Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, record)?;
        self.buffer.push(b'\n');
        self.lines += 1;
        self.bytes += self.buffer.len() as u64;
        self.out
            .write_all(&self.buffer)
            .with_context(|| format!("cannot write {}; is the disk full?", self.path.display()))
    }

    fn finish(mut self) -> Result<(u64, u64)> {
        self.out.flush().with_context(|| format!("cannot write {}; is the disk full?", self.path.display()))?;
        Ok((self.lines, self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::{
        ingest::{Format, Gates, Policy, Report, input::Input, read_input},
        record::{Course, SupplyCell, Vacancy, day, occupation},
    };

    fn make(rows: u64, seed: u64) -> (tempfile::TempDir, PathBuf, Summary) {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("pasar.jsonl");
        let summary =
            write(&Options { rows, seed, out: out.clone(), as_of: day::parse("2026-11-01").unwrap() }, &mut |_| ())
                .unwrap();
        (folder, out, summary)
    }

    /// The records as written: nothing read from their texts or told from their titles.
    fn vacancies(path: &Path) -> (Vec<Vacancy>, Report) {
        let as_written =
            Policy { extract_requirements: false, extract_limits: false, code_occupations: false, ..Policy::default() };
        gated(path, as_written)
    }

    fn gated(path: &Path, policy: Policy) -> (Vec<Vacancy>, Report) {
        let (mut out, mut report) = (Vec::new(), Report::default());
        read_input(&Gates::with(policy), &Input::new(Format::Jsonl, path), &mut report, &mut |vacancy| {
            out.push(vacancy);
            Ok(())
        })
        .unwrap();
        (out, report)
    }

    fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Vec<T> {
        std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let files = |seed| {
            let (_folder, out, _) = make(300, seed);
            [out.clone(), beside(&out, "courses"), beside(&out, "supply")].map(|path| std::fs::read(path).unwrap())
        };
        assert_eq!(files(7), files(7));
        assert_ne!(files(7)[0], files(8)[0]);
    }

    #[test]
    fn every_line_passes_the_gates_untouched() {
        let (_folder, out, summary) = make(5_000, 1);
        let (read_back, report) = vacancies(&out);
        assert_eq!((report.rows_in, report.accepted, report.rejected), (5_000, 5_000, 0));
        assert!(report.gates.is_empty(), "the sample is clean as written: {:?}", report.gates);
        assert_eq!(summary.vacancies, 5_000);
        let mut written = std::fs::read_to_string(&out).unwrap();
        let again: String = read_back.iter().map(|v| serde_json::to_string(v).unwrap() + "\n").collect();
        written.retain(|c| c != '\r');
        assert!(written == again, "reading and writing changes nothing");
        let (read_more, _) = gated(&out, Policy::default());
        for (own, more) in read_back.iter().zip(&read_more) {
            assert!(own.occupational_category.is_none() || own.occupational_category == more.occupational_category);
            assert!(more.requirements.starts_with(&own.requirements) && more.limits.starts_with(&own.limits));
        }
    }

    #[test]
    fn all_provinces_occur_and_java_leads() {
        let (_folder, out, _) = make(2_000, 3);
        let (read_back, _) = vacancies(&out);
        let mut provinces: BTreeMap<&str, usize> = BTreeMap::new();
        for vacancy in &read_back {
            *provinces.entry(&vacancy.job_location[0].region[..2]).or_default() += 1;
        }
        assert_eq!(provinces.len(), 38, "{provinces:?}");
        let most = provinces.iter().max_by_key(|(_, count)| **count).unwrap();
        assert!(["31", "32", "33", "35", "36"].contains(most.0), "{provinces:?}");
    }

    #[test]
    fn the_market_looks_like_one() {
        let (_folder, out, summary) = make(20_000, 4);
        let (read_back, _) = vacancies(&out);
        let share = |count: usize| count * 100 / read_back.len();
        let stated = share(read_back.iter().filter(|v| v.base_salary.is_some()).count());
        assert!((50..=60).contains(&stated), "pay stated in {stated} %");
        let titles: BTreeSet<&str> = read_back.iter().map(|v| v.title.as_str()).collect();
        assert!((500..=5_000).contains(&titles.len()), "{} titles", titles.len());
        let mut employers: BTreeMap<&str, usize> = BTreeMap::new();
        for vacancy in &read_back {
            if let Some(employer) = &vacancy.hiring_organization {
                *employers.entry(&employer.name).or_default() += 1;
            }
        }
        assert!(employers.len() as u64 <= summary.employers && employers.len() > 1_000, "{}", employers.len());
        let largest = employers.values().max().unwrap();
        assert!(*largest > 100, "the largest employer has {largest} of 20,000");
        let expired = share(read_back.iter().filter(|v| v.valid_through.as_deref() < Some("2026-11-01")).count());
        assert!((1..=6).contains(&expired), "{expired} % expired");
        assert!(
            read_back
                .iter()
                .all(|v| v.date_posted.as_deref() <= Some("2026-11-01")
                    && v.date_posted.as_deref() >= Some("2026-09-02"))
        );
        assert!(read_back.iter().any(|v| v.inclusion.is_some()) && read_back.iter().any(|v| !v.limits.is_empty()));
        let driver = read_back.iter().filter(|v| v.occupational_category.as_ref().is_some_and(|o| o.code == "8332"));
        for vacancy in driver {
            assert!(vacancy.requirements.iter().any(|asked| asked.label.starts_with("SIM B")), "{}", vacancy.title);
        }
    }

    #[test]
    fn employers_names_and_occupations_are_known_kinds() {
        let labels: BTreeSet<String> = occupation::all().into_iter().map(|label| label.code).collect();
        for family in world::families().unwrap() {
            for job in family.jobs {
                assert!(labels.contains(&job.code), "{} has no label", job.code);
            }
        }
        let (_folder, out, _) = make(2_000, 5);
        let (read_back, _) = vacancies(&out);
        let kinds: BTreeSet<_> = read_back.iter().filter_map(|v| v.hiring_organization.as_ref()?.kind).collect();
        assert!(kinds.len() >= 3, "{kinds:?}");
    }

    #[test]
    fn courses_teach_what_vacancies_ask_and_supply_cells_are_no_smaller_than_ten() {
        let (_folder, out, summary) = make(5_000, 6);
        let (read_back, _) = vacancies(&out);
        let asked: BTreeSet<&str> =
            read_back.iter().flat_map(|v| &v.requirements).map(|asked| asked.label.as_str()).collect();
        let courses: Vec<Course> = lines(&beside(&out, "courses"));
        assert_eq!(courses.len() as u64, summary.courses);
        for course in &courses {
            assert!(course.provider.name.contains("Contoh"), "{}", course.provider.name);
            assert!(course.teaches.iter().any(|skill| asked.contains(skill.as_str())), "{course:?}");
            assert!(course.apply_by.as_ref().is_none_or(|day| day <= &course.start_date), "{course:?}");
        }
        let cells: Vec<SupplyCell> = lines(&beside(&out, "supply"));
        assert_eq!(cells.len() as u64, summary.supply_cells);
        assert!(cells.iter().all(|cell| cell.active_seekers >= 10 && cell.period == "2026-11"));
        let provinces: BTreeSet<&str> = cells.iter().map(|cell| cell.region.as_str()).collect();
        assert_eq!(provinces.len(), 38);
        let lengths: BTreeSet<usize> = cells.iter().map(|cell| cell.occupation.len()).collect();
        assert!(lengths.is_superset(&[1, 2, 3].into()), "{lengths:?}");
        let distinct: BTreeSet<_> = cells.iter().map(|cell| (&cell.region, &cell.occupation)).collect();
        assert_eq!(distinct.len(), cells.len());
    }

    #[test]
    fn rows_out_of_range_are_refused() {
        let options = Options { rows: 0, seed: 1, out: "nowhere.jsonl".into(), as_of: 0 };
        assert_eq!(write(&options, &mut |_| ()).unwrap_err().to_string(), "0 rows asked for, 1 to 9999999 expected");
    }
}
