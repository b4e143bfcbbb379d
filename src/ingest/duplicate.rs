//! The same vacancy on several portals: which rows are one.
//!
//! An employer who advertises on three portals is one employer with one vacancy. Rows of
//! *different* portals are grouped where their content is the same, or where employer, province
//! and (nearly) title are and at most [`DAYS`] lie between the days they were posted. Two rows
//! of one portal are two vacancies, however alike: portals that pay by the advertisement, and
//! programmes that take several interns for one job, have many such pairs.
//!
//! # Overview
//!
//! * [`Duplicates::note`] keeps a few numbers of each row, about 64 bytes, and every distinct title once.
//! * [`Duplicates::groups`] tells which rows are one, best record first; [`join`] joins their badges.
//!
//! # Rule
//!
//! Rows are taken by day posted, then id, whatever the order of the input. A row joins the group whose
//! rows it is *all* the same vacancy as, and none of whose portals it is on; of several, the one
//! with the likest title, then the earliest. It is looked for among the last [`WINDOW`] groups of the same
//! content and of the same employer and province, so that the work grows with the rows alone.
//! Source: domain notes §7.7. What is stricter here: a regency that both state must be the same,
//! and words that tell one job from another (numbers, ranks) must be; and pay, schooling, experience and
//! employment type must not contradict each other where both state them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

use sha2::{Digest, Sha256};

use crate::record::{Vacancy, code::Verification, day};
use crate::text::{fold, words};

/// Most days between two advertisements of one vacancy.
pub const DAYS: i32 = 30;
/// Least letters of text, folded, that make a content of its own; shorter ones many vacancies share.
pub const TEXT_CHARS: usize = 80;
/// Groups of one content, or of one employer in one province, that a row is held against.
pub const WINDOW: usize = 256;
/// Titles are alike from this share of their words on, permille of all words of both.
pub const ALIKE: u32 = 800;

/// Words that a name may carry beside the name.
const LEGAL_FORMS: [&str; 10] = ["pt", "cv", "ud", "pd", "fa", "tbk", "persero", "perseroan", "terbatas", "koperasi"];
/// Words that make another job of the same words.
const RANKS: [&str; 20] = [
    "asisten",
    "assistant",
    "wakil",
    "deputi",
    "deputy",
    "kepala",
    "head",
    "chief",
    "senior",
    "junior",
    "manajer",
    "manager",
    "supervisor",
    "koordinator",
    "coordinator",
    "magang",
    "intern",
    "trainee",
    "staf",
    "staff",
];

/// What is kept of a row.
#[derive(Clone)]
struct Traits {
    id: u64,
    /// Hash of employer, title, province and text; 0 where there is too little text.
    content: u64,
    /// Hash of employer and province; 0 where one is not stated.
    place: u64,
    /// Bits of the portals it is on.
    sources: u64,
    day: Option<i32>,
    title: u32,
    /// Four digits, the last two 0 for a whole province; 0 where not stated.
    region: u16,
    stated: u16,
    verification: Verification,
    /// Hashes of pay, schooling, experience and employment type; 0 where not stated.
    facts: [u16; 4],
}

/// Finds rows of several portals that are one vacancy.
#[derive(Default)]
pub struct Duplicates {
    rows: Vec<Traits>,
    titles: HashMap<String, u32>,
    /// Words of every title, ascending.
    words: Vec<Vec<u32>>,
    numbers: HashMap<String, u32>,
    /// Whether a word tells one job from another.
    telling: Vec<bool>,
    sources: HashMap<String, u32>,
}

/// Rows that are one vacancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The record to keep: verified before others, then what states most, then what came first.
    pub kept: u32,
    /// The others, ascending.
    pub others: Vec<u32>,
}

impl Duplicates {
    /// Takes note of what stands in `row`; rows come in order, or again where a record was replaced.
    pub fn note(&mut self, row: u32, vacancy: &Vacancy) {
        let employer = vacancy.hiring_organization.as_ref().and_then(|employer| employer_key(&employer.name));
        let region = vacancy.job_location.first().map_or(0, |place| region_number(&place.region));
        let title = fold(&vacancy.title);
        let text = [&vacancy.description, &vacancy.qualifications].map(|text| fold(text.as_deref().unwrap_or("")));
        let province = (region / 100).to_string();
        let name = employer.as_deref().unwrap_or("");
        let traits = Traits {
            id: hash(&[&vacancy.id]),
            content: match text.iter().map(String::len).sum::<usize>() {
                0..TEXT_CHARS => 0,
                _ => hash(&["content", name, &title, &province, &text.join(" ")]),
            },
            place: if region == 0 || name.is_empty() { 0 } else { hash(&["place", name, &province]) },
            sources: self.bits(vacancy),
            day: vacancy.date_posted.as_deref().and_then(day::parse),
            title: self.title(title),
            region,
            stated: stated(vacancy),
            facts: facts(vacancy),
            verification: vacancy.source.verification,
        };
        match self.rows.get_mut(row as usize) {
            Some(known) => *known = traits,
            None => self.rows.push(traits),
        }
    }

    fn bits(&mut self, vacancy: &Vacancy) -> u64 {
        [&vacancy.source].into_iter().chain(&vacancy.also_at).fold(0, |bits, source| {
            let next = self.sources.len() as u32;
            // Portals past the 63rd share a bit: their rows are never grouped with each other.
            bits | 1 << (*self.sources.entry(source.code.clone()).or_insert(next)).min(63)
        })
    }

    fn title(&mut self, folded: String) -> u32 {
        if let Some(&known) = self.titles.get(&folded) {
            return known;
        }
        let mut own: Vec<u32> = Vec::new();
        for word in words(&folded) {
            let next = self.numbers.len() as u32;
            own.push(*self.numbers.entry(word.to_owned()).or_insert(next));
            if self.numbers.len() > self.telling.len() {
                self.telling.push(RANKS.contains(&word) || word.contains(|c: char| c.is_ascii_digit()));
            }
        }
        own.sort_unstable();
        own.dedup();
        self.words.push(own);
        let next = self.titles.len() as u32;
        self.titles.insert(folded, next);
        next
    }

    /// Groups of two rows and more, by the row kept.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let shared = self.shared();
        let mut order: Vec<u32> = (0..self.rows.len() as u32)
            .filter(|&row| self.keys(row).into_iter().any(|key| shared.contains(&key)))
            .collect();
        order.sort_unstable_by_key(|&row| (self.rows[row as usize].day, self.rows[row as usize].id, row));
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut met: HashMap<u64, VecDeque<u32>> = HashMap::new();
        for row in order {
            let keys = self.keys(row).into_iter().filter(|key| shared.contains(key));
            let near: HashSet<u32> =
                keys.clone().filter_map(|key| met.get(&key)).flat_map(|groups| groups.iter().copied()).collect();
            let best = near
                .into_iter()
                .filter_map(|group| Some((self.fit(row, &groups[group as usize])?, Reverse(group))))
                .max()
                .map(|(_, Reverse(group))| group);
            let group = best.unwrap_or(groups.len() as u32);
            match best {
                Some(group) => groups[group as usize].push(row),
                None => groups.push(vec![row]),
            }
            for key in keys {
                let last = met.entry(key).or_default();
                if !last.contains(&group) {
                    last.push_back(group);
                    if last.len() > WINDOW {
                        last.pop_front();
                    }
                }
            }
        }
        let mut groups: Vec<Group> =
            groups.into_iter().filter(|rows| rows.len() > 1).map(|rows| self.ranked(rows)).collect();
        groups.sort_unstable_by_key(|group| group.kept);
        groups
    }

    fn ranked(&self, mut rows: Vec<u32>) -> Group {
        rows.sort_unstable_by_key(|&row| {
            let traits = &self.rows[row as usize];
            (traits.verification, Reverse(traits.stated), row)
        });
        let mut others = rows.split_off(1);
        others.sort_unstable();
        Group { kept: rows[0], others }
    }

    /// Keys under which rows of more than one portal stand.
    fn shared(&self) -> HashSet<u64> {
        let mut all: Vec<(u64, u32)> =
            (0..self.rows.len() as u32).flat_map(|row| self.keys(row).into_iter().map(move |key| (key, row))).collect();
        all.sort_unstable();
        let sources = |&(_, row): &(u64, u32)| self.rows[row as usize].sources;
        all.chunk_by(|one, next| one.0 == next.0)
            .filter(|rows| rows.iter().any(|row| sources(row) != sources(&rows[0])))
            .map(|rows| rows[0].0)
            .collect()
    }

    fn keys(&self, row: u32) -> impl IntoIterator<Item = u64, IntoIter: Clone> + use<> {
        let traits = &self.rows[row as usize];
        [traits.content, traits.place].into_iter().filter(|&key| key != 0)
    }

    /// How alike the titles of a row and a group are, permille, where they are one vacancy.
    fn fit(&self, row: u32, group: &[u32]) -> Option<u32> {
        let own = &self.rows[row as usize];
        group
            .iter()
            .map(|&other| self.same(own, &self.rows[other as usize]))
            .try_fold(1_000, |least, fit| fit.map(|fit| least.min(fit)))
    }

    fn same(&self, one: &Traits, other: &Traits) -> Option<u32> {
        let contradict = |(one, other): (&u16, &u16)| *one != 0 && *other != 0 && one != other;
        if one.sources & other.sources != 0
            || !agree(one.region, other.region)
            || one.facts.iter().zip(&other.facts).any(contradict)
        {
            return None;
        }
        if one.content != 0 && one.content == other.content {
            return Some(1_000);
        }
        let days = one.day?.checked_sub(other.day?)?.unsigned_abs();
        if one.place == 0 || one.place != other.place || days > DAYS.unsigned_abs() {
            return None;
        }
        let (a, b) = (&self.words[one.title as usize], &self.words[other.title as usize]);
        let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
        let all = a.len() + b.len() - common;
        let differ = a.iter().filter(|word| b.binary_search(word).is_err());
        let tell = differ.chain(b.iter().filter(|word| a.binary_search(word).is_err()));
        let alike = (common as u32 * 1_000).checked_div(all as u32)?;
        (alike >= ALIKE && !tell.into_iter().any(|&word| self.telling[word as usize])).then_some(alike)
    }
}

/// Adds the portals of `other` to those `kept` is also at, each once, by code.
pub fn join(kept: &mut Vacancy, other: &Vacancy) {
    kept.also_at.extend([&other.source].into_iter().chain(&other.also_at).cloned());
    kept.also_at.retain(|source| source.code != kept.source.code);
    kept.also_at.sort();
    kept.also_at.dedup_by(|one, next| one.code == next.code);
}

/// The name without legal forms; none where nothing is left.
fn employer_key(name: &str) -> Option<String> {
    let folded = fold(name);
    let kept: Vec<&str> = words(&folded).filter(|word| !LEGAL_FORMS.contains(word)).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// "3216…" → 3216, "32" → 3200, anything else 0.
fn region_number(code: &str) -> u16 {
    let number = |digits: usize| code.get(..digits).and_then(|digits| digits.parse().ok());
    number(4).or(number(2).map(|province: u16| province * 100)).unwrap_or(0)
}

/// Whether two regions are the same, or one the province of the other.
fn agree(one: u16, other: u16) -> bool {
    one == other || one / 100 == other / 100 && (one.is_multiple_of(100) || other.is_multiple_of(100))
}

/// What must be the same where two records state it.
fn facts(vacancy: &Vacancy) -> [u16; 4] {
    [
        vacancy.base_salary.as_ref().map(|pay| format!("{:?} {:?}", pay.min_value, pay.max_value)),
        vacancy.education_requirements.as_ref().map(|asked| asked.level.level().to_string()),
        vacancy.experience_requirements.as_ref().map(|asked| asked.months_of_experience.to_string()),
        vacancy.employment_type.map(|kind| kind.key().to_owned()),
    ]
    .map(|fact| fact.map_or(0, |fact| (hash(&[&fact]) as u16).max(1)))
}

/// Fields that a record states.
fn stated(vacancy: &Vacancy) -> u16 {
    [
        vacancy.source.url.is_some(),
        vacancy.occupational_category.is_some(),
        vacancy.job_function.is_some(),
        vacancy.hiring_organization.is_some(),
        vacancy.industry.is_some(),
        !vacancy.job_location.is_empty(),
        vacancy.job_location.iter().any(|place| place.region.len() > 2),
        vacancy.job_location_type.is_some(),
        vacancy.employment_type.is_some(),
        vacancy.remaining_job_openings.is_some(),
        vacancy.base_salary.is_some(),
        vacancy.education_requirements.is_some(),
        vacancy.experience_requirements.is_some(),
        !vacancy.requirements.is_empty(),
        vacancy.inclusion.is_some(),
        vacancy.work_hours.is_some(),
        vacancy.date_posted.is_some(),
        vacancy.valid_through.is_some(),
        vacancy.description.is_some(),
        vacancy.qualifications.is_some(),
    ]
    .into_iter()
    .map(u16::from)
    .sum()
}

/// 64 bits of a SHA-256; never 0.
fn hash(parts: &[&str]) -> u64 {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(8).fold(0, |hash, &byte| hash << 8 | u64::from(byte)).max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const TEXT: &str = "Melayani pelanggan, menghitung uang, menjaga kebersihan toko dan membuat laporan \
        setiap hari kepada kepala toko.";

    fn vacancy(id: &str, source: &str, changes: &Value) -> Vacancy {
        let mut base = json!({
            "id": id, "title": "Kasir Toko", "source": {"code": source, "verification": "unverified"},
            "hiringOrganization": {"name": "PT Maju Jaya"}, "jobLocation": [{"region": "3216"}], "datePosted": "2026-07-01"
        });
        base.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        serde_json::from_value(base).unwrap()
    }

    fn groups(rows: &[Vacancy]) -> Vec<Group> {
        let mut duplicates = Duplicates::default();
        (0..).zip(rows).for_each(|(row, vacancy)| duplicates.note(row, vacancy));
        duplicates.groups()
    }

    fn grouped(one: &Value, other: &Value) -> bool {
        !groups(&[vacancy("1", "a", one), vacancy("2", "b", other)]).is_empty()
    }

    #[test]
    fn the_same_employer_province_and_title_within_thirty_days_is_one_vacancy() {
        assert!(grouped(&json!({}), &json!({})));
        assert!(grouped(&json!({}), &json!({"hiringOrganization": {"name": "Maju  Jaya, PT (Persero) Tbk"}})));
        assert!(!grouped(&json!({}), &json!({"hiringOrganization": {"name": "PT Maju"}})));
        assert!(!grouped(&json!({}), &json!({"hiringOrganization": null})), "confidential");
        assert!(grouped(&json!({}), &json!({"jobLocation": [{"region": "32"}]})));
        assert!(!grouped(&json!({}), &json!({"jobLocation": [{"region": "3273"}]})), "another regency");
        assert!(!grouped(&json!({}), &json!({"jobLocation": []})));
        let pay = |least: u32| json!({"baseSalary": {"minValue": least}, "educationRequirements": {"level": 3}});
        assert!(grouped(&json!({}), &pay(5_000_000)) && grouped(&pay(5_000_000), &pay(5_000_000)));
        assert!(!grouped(&pay(5_000_000), &pay(6_000_000)), "another pay");
        assert!(grouped(&json!({}), &json!({"datePosted": "2026-07-31"})));
        assert!(!grouped(&json!({}), &json!({"datePosted": "2026-08-01"})), "31 days");
        assert!(!grouped(&json!({}), &json!({"datePosted": null})), "a day not stated is not within 30 days");
        let title = |one: &str, other: &str| grouped(&json!({"title": one}), &json!({"title": other}));
        assert!(title("Operator Mesin Jahit Garmen Bekasi", "Operator Mesin Jahit Garmen"));
        assert!(!title("Kasir Toko", "Kasir"), "half of the words");
        assert!(!title("Asisten Operator Mesin Jahit Garmen", "Operator Mesin Jahit Garmen"), "another rank");
        assert!(!title("Operator Mesin Jahit Garmen 1", "Operator Mesin Jahit Garmen"), "a number");
    }

    #[test]
    fn the_same_text_is_one_vacancy_whenever_it_was_posted() {
        let text = json!({"description": TEXT, "hiringOrganization": null});
        let later = json!({"description": TEXT.to_uppercase(), "hiringOrganization": null, "datePosted": "2026-01-01"});
        assert!(grouped(&text, &later));
        let short = json!({"description": "Melayani pelanggan", "hiringOrganization": null});
        assert!(!grouped(&short, &short), "too little text to tell");
        let elsewhere = json!({"description": TEXT, "hiringOrganization": null, "jobLocation": [{"region": "5171"}]});
        assert!(!grouped(&text, &elsewhere), "the same text for another province");
    }

    #[test]
    fn two_rows_of_one_portal_are_two_vacancies() {
        let rows = ["1", "2"].map(|id| vacancy(id, "a", &json!({})));
        assert!(groups(&rows).is_empty());
        let pairs = [("1", "a"), ("2", "a"), ("3", "b"), ("4", "b"), ("5", "b")];
        let found = groups(&pairs.map(|(id, source)| vacancy(id, source, &json!({}))));
        assert_eq!(found.len(), 2, "each row of a has one of b, and one of b has none: {found:?}");
        assert!(found.iter().all(|group| group.others.len() == 1));
    }

    #[test]
    fn the_verified_record_is_kept_then_the_fullest_then_the_first() {
        let verified = json!({"source": {"code": "c", "verification": "verified"}});
        let rows = [
            vacancy("1", "a", &json!({})),
            vacancy("2", "b", &json!({"industry": "Ritel"})),
            vacancy("3", "c", &verified),
        ];
        assert_eq!(groups(&rows), [Group { kept: 2, others: vec![0, 1] }]);
        assert_eq!(groups(&rows[..2]), [Group { kept: 1, others: vec![0] }]);
        assert_eq!(groups(&[rows[0].clone(), vacancy("2", "b", &json!({}))]), [Group { kept: 0, others: vec![1] }]);
    }

    #[test]
    fn badges_are_joined_each_once() {
        let mut kept = vacancy("1", "b", &json!({}));
        join(&mut kept, &vacancy("2", "c", &json!({"alsoAt": [{"code": "b", "verification": "verified"}]})));
        join(&mut kept, &vacancy("3", "a", &json!({"alsoAt": [{"code": "c", "verification": "unverified"}]})));
        let codes: Vec<&str> = kept.also_at.iter().map(|source| &*source.code).collect();
        assert_eq!(codes, ["a", "c"]);
    }

    #[test]
    fn a_hundred_thousand_of_one_employer_take_time_in_proportion() {
        let mut duplicates = Duplicates::default();
        for row in 0..100_000u32 {
            let source = ["a", "b"][row as usize % 2];
            let title = format!("Kasir {}", char::from(b'a' + (row / 2 % 26) as u8));
            duplicates.note(row, &vacancy(&format!("{row}"), source, &json!({"title": title})));
        }
        let start = std::time::Instant::now();
        let groups = duplicates.groups();
        assert!(groups.len() > 40_000, "{}", groups.len());
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", start.elapsed());
    }

    /// The rule again, from the records alone and against every group there is.
    fn oracle(rows: &[Vacancy]) -> BTreeSet<BTreeSet<String>> {
        let alike = |a: &Vacancy, b: &Vacancy| -> Option<u32> {
            let codes = |v: &Vacancy| -> BTreeSet<String> {
                [&v.source].into_iter().chain(&v.also_at).map(|source| source.code.clone()).collect()
            };
            let region =
                |v: &Vacancy| v.job_location.first().map(|place| place.region[..place.region.len().min(4)].to_owned());
            let (ra, rb) = (region(a), region(b));
            let agree = match (&ra, &rb) {
                (Some(a), Some(b)) => a.starts_with(b.as_str()) || b.starts_with(a.as_str()),
                (None, None) => true,
                _ => false,
            };
            let pays = a.base_salary.is_none() || b.base_salary.is_none() || a.base_salary == b.base_salary;
            if !codes(a).is_disjoint(&codes(b)) || !agree || !pays {
                return None;
            }
            let name = |v: &Vacancy| v.hiring_organization.as_ref().and_then(|employer| employer_key(&employer.name));
            let text = |v: &Vacancy| fold(v.description.as_deref().unwrap_or(""));
            if text(a).len() >= TEXT_CHARS
                && text(a) == text(b)
                && name(a) == name(b)
                && fold(&a.title) == fold(&b.title)
            {
                return Some(1_000);
            }
            let days = day::parse(a.date_posted.as_deref()?)? - day::parse(b.date_posted.as_deref()?)?;
            if days.abs() > 30 || name(a)? != name(b)? || ra.is_none() {
                return None;
            }
            let set = |v: &Vacancy| fold(&v.title).split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
            let (ta, tb) = (set(a), set(b));
            let tells = |word: &String| RANKS.contains(&word.as_str()) || word.bytes().any(|c| c.is_ascii_digit());
            let share = (ta.intersection(&tb).count() * 1_000 / ta.union(&tb).count()) as u32;
            (share >= ALIKE && !ta.symmetric_difference(&tb).any(tells)).then_some(share)
        };
        let mut order: Vec<&Vacancy> = rows.iter().collect();
        order.sort_by_key(|v| (v.date_posted.as_deref().and_then(day::parse), hash(&[&v.id])));
        let mut groups: Vec<Vec<&Vacancy>> = Vec::new();
        for row in order {
            let fits = groups.iter().enumerate().filter_map(|(at, group)| {
                let fits: Option<Vec<u32>> = group.iter().map(|other| alike(row, other)).collect();
                Some((fits?.into_iter().min()?, Reverse(at)))
            });
            match fits.max() {
                Some((_, Reverse(at))) => groups[at].push(row),
                None => groups.push(vec![row]),
            }
        }
        let many = groups.into_iter().filter(|group| group.len() > 1);
        many.map(|group| group.iter().map(|v| v.id.clone()).collect()).collect()
    }

    fn rows() -> impl Strategy<Value = Vec<Vacancy>> {
        let pick = |from: &'static [&'static str]| prop::sample::select(from);
        let row = (
            pick(&["a", "b", "c"]),
            pick(&[
                "Kasir Toko",
                "Kasir",
                "Operator Mesin Jahit Garmen",
                "operator mesin jahit garmen Bekasi",
                "Senior Operator Mesin Jahit Garmen",
            ]),
            prop::option::weighted(0.8, pick(&["PT Maju", "CV Maju", "Jaya"])),
            prop::option::weighted(0.9, pick(&["32", "3216", "3273", "31", "3216201001"])),
            prop::option::weighted(0.9, 0i32..70),
            (prop::option::of(pick(&[TEXT, "pendek"])), prop::option::weighted(0.4, 4u32..6)),
        );
        prop::collection::vec(row, 1..40).prop_map(|rows| {
            (0..)
                .zip(rows)
                .map(|(n, (source, title, employer, region, posted, (text, pay)))| {
                    let mut row = vacancy(&format!("{n}"), source, &json!({"title": title}));
                    row.hiring_organization =
                        employer.map(|name| serde_json::from_value(json!({ "name": name })).unwrap());
                    row.job_location = region
                        .map(|region| serde_json::from_value(json!({ "region": region })).unwrap())
                        .into_iter()
                        .collect();
                    row.date_posted = posted.map(|age| day::iso(20_600 + age));
                    row.description = text.map(str::to_owned);
                    row.base_salary =
                        pay.map(|pay| serde_json::from_value(json!({ "minValue": pay * 1_000_000 })).unwrap());
                    row
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn groups_are_those_of_the_slow_rule_whatever_the_order((rows, shuffled) in
            rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())))
        {
            let slow = oracle(&rows);
            for rows in [&rows, &shuffled] {
                let quick: BTreeSet<BTreeSet<String>> = groups(rows)
                    .iter()
                    .map(|group| [group.kept].iter().chain(&group.others).map(|&row| rows[row as usize].id.clone()).collect())
                    .collect();
                prop_assert_eq!(&quick, &slow);
            }
        }
    }
}
