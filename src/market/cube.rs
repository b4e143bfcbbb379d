//! What the engine counts for a measure, and what a measure needs besides: plain numbers, no words.
//!
//! A [`Cube`] is a table of at most two dimensions over the rows that pass a query's text and filters, except
//! filters of the cube's own dimensions: a chart whose mark was chosen still shows the others. A row with several
//! values of a dimension (portals, study fields, requirements) counts under each, so cells may add up to more
//! than the whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Counted;
use crate::record::{Course, SupplyCell};

/// A cube to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CubeBy {
    /// None, one or two dimensions: keys of facets; `month`, in which an advertisement was posted (`2026-09`);
    /// `requirement`, as `kind/label`, by itself: it brings a second one, `firmness`, of `must` and `nice`. What asks nothing
    /// at all counts once, under `none` of both. Of facets of steps (pay, distance, posted and closes within) a row counts
    /// under the step it has reached alone.
    pub by: Vec<String>,
    /// Most stated values listed of each dimension, those with most openings, of as many the first; the rest are gathered
    /// in a last one, `other`, under which a row counts once. 0 for all.
    #[serde(default)]
    pub most: u32,
    /// Whether to give the pay of each value of the first dimension.
    #[serde(default)]
    pub pay: bool,
}

/// Advertisements and openings by the values of up to two dimensions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cube {
    /// Dimensions, as they were asked for.
    pub axes: Vec<Axis>,
    /// Advertisements a cell: for each value of the first axis those of the second. One cell without axes.
    pub ads: Vec<u32>,
    /// People wanted a cell, likewise.
    pub openings: Vec<u64>,
    /// Pay by value of the first axis (one without axes); empty where it was not asked for.
    pub pay: Vec<Quartiles>,
    /// Advertisements counted, each once.
    pub total_ads: u32,
    /// People wanted in them.
    pub total_openings: u64,
}

impl Cube {
    /// Whether it has the dimensions asked for, and a number for each cell.
    pub(super) fn answers(&self, by: &CubeBy) -> bool {
        let requirements = by.by.len() == 1 && by.by[0] == "requirement";
        let axes = by.by.len() + usize::from(requirements);
        let named = by.by.iter().zip(&self.axes).all(|(key, axis)| *key == axis.key);
        let firsts = self.axes.first().map_or(1, |axis| axis.values.len());
        let cells = self.axes.iter().map(|axis| axis.values.len()).try_fold(1usize, usize::checked_mul);
        let pays = if by.pay { firsts } else { 0 };
        self.axes.len() == axes
            && named
            && cells == Some(self.ads.len())
            && cells == Some(self.openings.len())
            && self.pay.len() == pays
    }

    /// Values of an axis; none where there is no such axis.
    pub(super) fn values(&self, axis: usize) -> &[Value] {
        self.axes.get(axis).map_or(&[], |axis| &axis.values)
    }

    /// What a cell counts; 0 past the end.
    pub(super) fn cell(&self, counted: Counted, first: usize, second: usize) -> u64 {
        let width = self.axes.get(1).map_or(1, |axis| axis.values.len());
        let at = first * width + second;
        match counted {
            Counted::Openings => self.openings.get(at).copied().unwrap_or(0),
            Counted::Ads => self.ads.get(at).copied().unwrap_or(0).into(),
        }
    }

    /// All that was counted, each once.
    pub(super) fn whole(&self, counted: Counted) -> u64 {
        match counted {
            Counted::Openings => self.total_openings,
            Counted::Ads => self.total_ads.into(),
        }
    }
}

/// A dimension of a cube.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Axis {
    /// Key of the dimension.
    pub key: String,
    /// Values that occur, in their own order or by code; `none` ("not stated") first if it occurs, `other` last.
    pub values: Vec<Value>,
    /// Values gathered in `other`.
    pub others: u32,
    /// Sum of the squared shares of openings of all stated values, 0 to 10,000 (Herfindahl–Hirschman), rounded half up;
    /// of the first axis alone.
    pub concentration: u32,
}

/// A value of a dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// What filters carry.
    pub value: String,
    /// What screens show, in the query's language.
    pub label: String,
}

/// Pay of the advertisements that state it: of each the middle between least and most, IDR a month, rounded down. A
/// quartile is the value at place ⌈n·p⌉ of the ascending list. All 0 where `n` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quartiles {
    /// A quarter pays at most this.
    pub p25: u64,
    /// Median.
    pub p50: u64,
    /// A quarter pays at least this.
    pub p75: u64,
    /// Advertisements that state pay.
    pub n: u32,
}

/// What measures need of a snapshot besides counts; read once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// ISO date the snapshot speaks for.
    pub as_of: String,
    /// First 12 hexadecimal digits of its manifest's checksum; empty where there is no manifest.
    pub hash: String,
    /// Code list → edition.
    pub editions: BTreeMap<String, String>,
    /// Minimum wage by province, IDR a month.
    pub minimum_wages: BTreeMap<String, u32>,
    /// Active seekers.
    pub supply: Vec<SupplyCell>,
    /// Training.
    pub courses: Vec<Course>,
    /// Names in the reference's language: regions by code, occupations by KBJI code.
    pub regions: BTreeMap<String, String>,
    /// Occupations by KBJI code.
    pub occupations: BTreeMap<String, String>,
}
