//! What a market decides once: its occupations, places and employers.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::draw::{Draw, cumulate};
use crate::{
    ingest::employer,
    record::{code::EmployerKind, region},
};

/// Occupations that share a field of study, skills and employers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub key: String,
    /// Vocational field of its courses.
    pub course: String,
    pub industry: String,
    pub function: String,
    /// Share of the market, relative.
    pub weight: u64,
    /// Kinds of employer: `company`, `government`, `nonprofit`, `hospital`, `school`.
    pub employers: Vec<String>,
    pub fields: Vec<String>,
    pub skills: Vec<String>,
    pub tools: Vec<String>,
    pub certificates: Vec<String>,
    pub licences: Vec<String>,
    pub languages: Vec<String>,
    pub duties: Vec<String>,
    pub jobs: Vec<Job>,
}

/// One occupation of a family.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// KBJI code, 4 digits.
    pub code: String,
    /// Pay as percent of the province's minimum wage.
    pub factor: u32,
    /// Lowest and highest schooling asked, rungs 0–10.
    pub education: [u8; 2],
    /// Months of experience asked, drawn evenly.
    pub months: [u16; 3],
    /// Titles, Indonesian first.
    pub titles: Vec<String>,
    pub duties: Vec<String>,
}

/// An invented employer.
pub struct Employer {
    pub name: String,
    pub kind: Option<EmployerKind>,
    pub family: usize,
    /// Home regency.
    pub regency: String,
}

/// A province with its regencies.
pub struct Province {
    pub code: String,
    /// People, in ten thousands; about right.
    pub weight: u64,
    pub minimum_wage: u32,
    /// Code and name of each regency.
    pub regencies: Vec<(String, String)>,
    /// Cumulated weights of `regencies`.
    pub chances: Vec<u64>,
    /// Employers at home here.
    pub employers: Vec<usize>,
}

/// Everything that lines are drawn from.
pub struct World {
    pub families: Vec<Family>,
    pub family_chances: Vec<u64>,
    pub provinces: Vec<Province>,
    pub province_chances: Vec<u64>,
    pub employers: Vec<Employer>,
    pub employer_chances: Vec<u64>,
    /// Districts of each regency, codes of 6 digits.
    pub districts: HashMap<String, Vec<String>>,
}

/// People of each province in ten thousands, rounded; orders of size after the census of 2020.
const PEOPLE: [(&str, u64); 38] = [
    ("11", 530),
    ("12", 1480),
    ("13", 550),
    ("14", 640),
    ("15", 355),
    ("16", 850),
    ("17", 200),
    ("18", 900),
    ("19", 146),
    ("21", 206),
    ("31", 1900),
    ("32", 4800),
    ("33", 3650),
    ("34", 420),
    ("35", 4050),
    ("36", 1300),
    ("51", 450),
    ("52", 530),
    ("53", 530),
    ("61", 540),
    ("62", 267),
    ("63", 410),
    ("64", 400),
    ("65", 70),
    ("71", 262),
    ("72", 300),
    ("73", 910),
    ("74", 262),
    ("75", 117),
    ("76", 142),
    ("81", 185),
    ("82", 128),
    ("91", 100),
    ("92", 56),
    ("93", 51),
    ("94", 143),
    ("95", 143),
    ("96", 58),
];

/// The occupations that padan ships for samples.
pub fn families() -> Result<Vec<Family>> {
    serde_json::from_str(include_str!("data/families.json")).context("src/sample/data/families.json is damaged")
}

impl World {
    /// The market of this seed for this many vacancies.
    pub fn new(rows: u64, seed: u64) -> Result<Self> {
        let families = families()?;
        let mut draw = Draw::new(seed, 1);
        let mut provinces = provinces(&mut draw);
        let mut districts: HashMap<String, Vec<String>> = HashMap::new();
        for (code, _) in region::districts() {
            districts.entry(code[..4].to_owned()).or_default().push(code);
        }
        let family_chances = cumulate(families.iter().map(|family| family.weight));
        let province_chances = cumulate(provinces.iter().map(|province| province.weight));
        let count = (rows / 12).clamp(20, 30_000) as usize;
        let mut names = HashSet::with_capacity(count);
        let mut employers = Vec::with_capacity(count);
        while employers.len() < count {
            let family = draw.weighted(&family_chances);
            let home = draw.weighted(&province_chances);
            let at = draw.weighted(&provinces[home].chances);
            let (regency, place) = provinces[home].regencies[at].clone();
            let kind = draw.pick(&families[family].employers).clone();
            let name = employer_name(&mut draw, &kind, &place);
            if !names.insert(name.clone()) {
                continue;
            }
            provinces[home].employers.push(employers.len());
            employers.push(Employer { kind: employer::kind(&name), name, family, regency });
        }
        let employer_chances = cumulate((0..count as u64).map(|rank| 1_000_000_000 / (rank + 4)));
        Ok(Self { families, family_chances, provinces, province_chances, employers, employer_chances, districts })
    }
}

fn provinces(draw: &mut Draw) -> Vec<Province> {
    let wages: HashMap<String, u32> = region::minimum_wages().collect();
    let people: HashMap<&str, u64> = PEOPLE.into_iter().collect();
    let mut by_province: BTreeMap<String, Province> = BTreeMap::new();
    for place in region::all() {
        if place.code.len() == 2 {
            let province = Province {
                weight: people.get(place.code.as_str()).copied().unwrap_or(50),
                minimum_wage: wages.get(&place.code).copied().unwrap_or(3_000_000),
                code: place.code.clone(),
                regencies: Vec::new(),
                chances: Vec::new(),
                employers: Vec::new(),
            };
            by_province.insert(place.code, province);
        } else if let Some(province) = by_province.get_mut(&place.code[..2]) {
            province.regencies.push((place.code, place.name));
        }
    }
    for province in by_province.values_mut() {
        let weights: Vec<u64> = province
            .regencies
            .iter()
            .map(|(_, name)| u64::from(draw.between(30, 170)) * if name.starts_with("Kota ") { 2 } else { 1 })
            .collect();
        province.chances = cumulate(weights);
    }
    by_province.into_values().collect()
}

const FIRST: [&str; 48] = [
    "Adi", "Agung", "Alam", "Anugerah", "Arta", "Bahari", "Bakti", "Bina", "Bintang", "Bumi", "Cahaya", "Cakra",
    "Cipta", "Citra", "Dana", "Delta", "Dharma", "Duta", "Fajar", "Garuda", "Graha", "Harapan", "Indo", "Inti", "Jaya",
    "Karya", "Kencana", "Laras", "Lintas", "Mandala", "Mega", "Mitra", "Mulia", "Nusa", "Panca", "Permata", "Prima",
    "Putra", "Rajawali", "Sari", "Satria", "Sinar", "Sumber", "Surya", "Tirta", "Tunas", "Utama", "Wahana",
];
const SECOND: [&str; 40] = [
    "Abadi",
    "Aneka",
    "Artha",
    "Baru",
    "Buana",
    "Budaya",
    "Cemerlang",
    "Dinamika",
    "Emas",
    "Gemilang",
    "Graha",
    "Hijau",
    "Indah",
    "Jaya",
    "Kartika",
    "Karya",
    "Kusuma",
    "Laksana",
    "Lestari",
    "Makmur",
    "Mandiri",
    "Mas",
    "Mekar",
    "Mulya",
    "Nusantara",
    "Pangan",
    "Persada",
    "Perkasa",
    "Pratama",
    "Raya",
    "Rejeki",
    "Sakti",
    "Samudra",
    "Sejahtera",
    "Selaras",
    "Sentosa",
    "Setia",
    "Tama",
    "Unggul",
    "Wijaya",
];
const THIRD: [&str; 16] = [
    "Abadi",
    "Group",
    "Indonesia",
    "Industri",
    "Internasional",
    "Jaya",
    "Logistik",
    "Makmur",
    "Mandiri",
    "Niaga",
    "Nusantara",
    "Sejahtera",
    "Sentosa",
    "Solusi",
    "Teknik",
    "Utama",
];
const OFFICES: [&str; 12] = [
    "Dinas Tenaga Kerja",
    "Dinas Pertanian",
    "Dinas Komunikasi dan Informatika",
    "Dinas Perhubungan",
    "Dinas Pekerjaan Umum",
    "Dinas Sosial",
    "Dinas Lingkungan Hidup",
    "Dinas Perikanan",
    "Badan Keuangan Daerah",
    "Sekretariat Daerah",
    "Balai Latihan Kerja",
    "Dinas Pariwisata",
];

fn employer_name(draw: &mut Draw, kind: &str, place: &str) -> String {
    let (first, second, third) = (*draw.pick(&FIRST), *draw.pick(&SECOND), *draw.pick(&THIRD));
    let pair = format!("{first} {second}");
    let town = place.trim_start_matches("Kabupaten ").trim_start_matches("Kota ").trim_start_matches("Administrasi ");
    match kind {
        "government" => format!("{} {place}", draw.pick(&OFFICES)),
        "hospital" => match draw.below(5) {
            0 => format!("RSUD {town}"),
            1 => format!("Klinik {pair} {town}"),
            2 => format!("Yayasan Rumah Sakit {pair}"),
            3 => format!("PT {pair} Medika"),
            _ => format!("RS {pair} {town}"),
        },
        "school" => match draw.below(4) {
            0 => format!("SMK Negeri {} {town}", draw.between(1, 9)),
            1 => format!("Yayasan Pendidikan {pair} {town}"),
            2 => format!("Sekolah {pair} {town}"),
            _ => format!("Bimbel {pair} {third}"),
        },
        "nonprofit" => match draw.below(3) {
            0 => format!("Koperasi {pair} {town}"),
            _ => format!("Yayasan {pair} {town}"),
        },
        _ => match draw.below(20) {
            0..=11 => format!("PT {pair} {third}"),
            12 => format!("PT {pair} {third} Tbk"),
            13..=16 => format!("CV {pair} {third}"),
            17 => format!("UD {pair} {town}"),
            18 => format!("PT {first} {third} (Persero)"),
            _ => format!("{pair} {town}"),
        },
    }
}
