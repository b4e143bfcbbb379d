//! What became of every row: by input file and by portal, and how much the rows state.
//!
//! [`Tally`] keeps six bytes a row, for a row's fate is known only at the end: a later record of the
//! same id may replace it, and another portal's row may stand for it. Names are counted in
//! bounded memory ([`Top`]).

use std::collections::HashMap;

use serde::Serialize;

use crate::record::{RequirementKind, Vacancy};

/// Names counted at a time; past that, counts are lower bounds.
const NAMES: usize = 20_000;
/// Names a report lists.
const LISTED: usize = 50;
/// Portals told apart; further ones are counted together.
const PORTALS: usize = 1_000;
const OTHERS: &str = "(others)";

/// What became of the records of one file, or of one portal: in = out + rejected + merged + grouped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// File name without its folder, or portal key.
    pub name: String,
    /// Format, of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Records met; of a portal, those accepted.
    pub rows_in: u64,
    /// Vacancies published from it.
    pub rows_out: u64,
    /// Records turned away; of a portal not known, for a bad record need not name one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<u64>,
    /// Records that a later one of the same id replaced.
    pub merged: u64,
    /// Records that another portal's record of the same vacancy stands for.
    pub grouped: u64,
}

/// How many vacancies state what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shares {
    /// Vacancies published.
    pub rows: u64,
    /// With an occupation code of 4 digits or more.
    pub occupation_four_digits: u64,
    /// With one of 1 to 3 digits.
    pub occupation_two_digits: u64,
    /// Without.
    pub occupation_none: u64,
    /// With pay.
    pub pay: u64,
    /// With a region no deeper than the province.
    pub region_province: u64,
    /// With a region no deeper than the regency.
    pub region_regency: u64,
    /// With a deeper region.
    pub region_deeper: u64,
    /// Without.
    pub region_none: u64,
    /// With schooling asked.
    pub education: u64,
    /// With the day posted.
    pub posted: u64,
    /// With the last day to apply.
    pub closes: u64,
    /// On several portals.
    pub several_portals: u64,
}

/// A name and how often it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Times.
    pub count: u64,
}

/// Counts the most frequent names in bounded memory (Misra and Gries, 1982): exact up to 20,000
/// names, then at most one 20,000th of all additions too low.
#[derive(Default)]
pub struct Top(HashMap<String, u64>);

impl Top {
    /// Counts a name once more.
    pub fn add(&mut self, name: &str) {
        if let Some(count) = self.0.get_mut(name) {
            *count += 1;
        } else if self.0.len() < NAMES {
            self.0.insert(name.to_owned(), 1);
        } else {
            self.0.retain(|_, count| {
                *count -= 1;
                *count > 0
            });
        }
    }

    /// The most frequent, most frequent first.
    #[must_use]
    pub fn list(&self) -> Vec<Named> {
        most(self.0.iter().map(|(name, &count)| (name.as_str(), count)))
    }
}

/// The most frequent of some names, most frequent first, then by name.
pub fn most<'a>(names: impl Iterator<Item = (&'a str, u64)>) -> Vec<Named> {
    let mut names: Vec<Named> = names.map(|(name, count)| Named { name: name.to_owned(), count }).collect();
    names.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    names.truncate(LISTED);
    names
}

/// What is kept of a row.
#[derive(Clone, Copy)]
struct Row {
    input: u16,
    source: u16,
    /// Occupation 2 bits, region 2 bits, then a bit each.
    facts: u16,
}

const PAY: u16 = 1 << 4;
const EDUCATION: u16 = 1 << 5;
const POSTED: u16 = 1 << 6;
const CLOSES: u16 = 1 << 7;
const SEVERAL: u16 = 1 << 8;
const GONE: u16 = 1 << 9;

/// Keeps count of rows.
#[derive(Default)]
pub struct Tally {
    rows: Vec<Row>,
    inputs: Vec<Flow>,
    sources: Vec<Flow>,
    source_numbers: HashMap<String, u16>,
    /// Titles without an occupation code.
    pub titles: Top,
    /// Employers whose kind could not be told, as published.
    pub employers: Top,
    /// Skills and tools asked.
    pub skills: Top,
}

impl Tally {
    /// Begins with a file; at most 65,535 are told apart.
    pub fn start(&mut self, name: String, format: String) {
        self.inputs.push(Flow { name, format: Some(format), rejected: Some(0), ..Flow::default() });
    }

    /// Ends with a file of which so many records came in and were turned away.
    pub fn end(&mut self, rows_in: u64, rejected: u64) {
        if let Some(input) = self.inputs.last_mut() {
            (input.rows_in, input.rejected) = (rows_in, Some(rejected));
        }
    }

    /// Takes an accepted record of the present file as row `row`: the next one, or one that it replaces.
    pub fn take(&mut self, row: u32, vacancy: &Vacancy) {
        let source = self.source(&vacancy.source.code);
        self.sources[usize::from(source)].rows_in += 1;
        let input = self.inputs.len().saturating_sub(1) as u16;
        let new = Row { input, source, facts: facts(vacancy) };
        match self.rows.get_mut(row as usize) {
            Some(old) => {
                self.inputs[usize::from(old.input)].merged += 1;
                self.sources[usize::from(old.source)].merged += 1;
                *old = new;
            }
            None => self.rows.push(new),
        }
        if vacancy.occupational_category.is_none() {
            self.titles.add(&vacancy.title);
        }
        if let Some(employer) = vacancy.hiring_organization.as_ref().filter(|employer| employer.kind.is_none()) {
            self.employers.add(&employer.name);
        }
        for asked in &vacancy.requirements {
            if matches!(asked.kind, RequirementKind::Skill | RequirementKind::Tool) {
                self.skills.add(&asked.label);
            }
        }
    }

    /// Row `row` goes into another one, which is on several portals from then on.
    pub fn group(&mut self, row: u32, into: u32) {
        let gone = &mut self.rows[row as usize];
        gone.facts |= GONE;
        self.inputs[usize::from(gone.input)].grouped += 1;
        self.sources[usize::from(gone.source)].grouped += 1;
        self.rows[into as usize].facts |= SEVERAL;
    }

    fn source(&mut self, code: &str) -> u16 {
        if let Some(&number) = self.source_numbers.get(code) {
            return number;
        }
        let code = if self.sources.len() < PORTALS { code } else { OTHERS };
        let next = self.sources.len() as u16;
        let number = *self.source_numbers.entry(code.to_owned()).or_insert(next);
        if number == next {
            self.sources.push(Flow { name: code.to_owned(), ..Flow::default() });
        }
        number
    }

    /// Files, portals by name, and shares.
    #[must_use]
    pub fn sums(&self) -> (Vec<Flow>, Vec<Flow>, Shares) {
        let (mut inputs, mut sources, mut shares) = (self.inputs.clone(), self.sources.clone(), Shares::default());
        for row in self.rows.iter().filter(|row| row.facts & GONE == 0) {
            inputs[usize::from(row.input)].rows_out += 1;
            sources[usize::from(row.source)].rows_out += 1;
            shares.rows += 1;
            match row.facts & 3 {
                0 => shares.occupation_none += 1,
                1 => shares.occupation_two_digits += 1,
                _ => shares.occupation_four_digits += 1,
            }
            match row.facts >> 2 & 3 {
                0 => shares.region_none += 1,
                1 => shares.region_province += 1,
                2 => shares.region_regency += 1,
                _ => shares.region_deeper += 1,
            }
            for (fact, count) in [
                (PAY, &mut shares.pay),
                (EDUCATION, &mut shares.education),
                (POSTED, &mut shares.posted),
                (CLOSES, &mut shares.closes),
                (SEVERAL, &mut shares.several_portals),
            ] {
                *count += u64::from(row.facts & fact != 0);
            }
        }
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        (inputs, sources, shares)
    }
}

fn facts(vacancy: &Vacancy) -> u16 {
    let occupation = match vacancy.occupational_category.as_ref().map_or(0, |found| found.code.len()) {
        0 => 0,
        1..4 => 1,
        _ => 2,
    };
    let region = match vacancy.job_location.first().map_or(0, |place| place.region.len()) {
        0 => 0,
        1..=2 => 1,
        3..=4 => 2,
        _ => 3,
    };
    let bits = [
        (PAY, vacancy.base_salary.is_some()),
        (EDUCATION, vacancy.education_requirements.is_some()),
        (POSTED, vacancy.date_posted.is_some()),
        (CLOSES, vacancy.valid_through.is_some()),
        (SEVERAL, !vacancy.also_at.is_empty()),
    ];
    bits.into_iter().filter(|(_, stated)| *stated).fold(occupation | region << 2, |facts, (bit, _)| facts | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_names_are_found_among_more_than_fit() {
        let mut top = Top::default();
        for n in 0..100_000 {
            top.add(&format!("rare {n}"));
            if n % 10 == 0 {
                top.add("often");
            }
        }
        assert!(top.0.len() <= NAMES);
        let first = &top.list()[0];
        assert_eq!(first.name, "often");
        assert!(first.count <= 10_000 && first.count >= 10_000 - 110_000 / NAMES as u64, "{}", first.count);
    }
}
