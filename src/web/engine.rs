//! The engine's module: [`Padan`], an open snapshot.
//!
//! `load.js` fetches and checks files, `trust.js` verifies signatures, `held.js` keeps the last good snapshot, `fetch.js`
//! bounds every download; `types.d.ts` holds the types of everything that crosses.

use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{answered, error, from_js, to_js};
use crate::market::Reference;
use crate::query::{Engine, Query};
use crate::record::{Profile, Weights, code::Lang, day};
use crate::snapshot::{ListId, Snapshot, SnapshotError, VERSION};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen(module = "/src/web/load.js")]
extern "C" {
    type Store;

    #[wasm_bindgen(js_name = openStore, catch)]
    async fn open_store(address: &str, version: u32, options: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn cores(this: &Store) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn instead(this: &Store, why: JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn keep(this: &Store);

    #[wasm_bindgen(method, getter)]
    fn refused(this: &Store) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn hash(this: &Store) -> String;

    #[wasm_bindgen(method)]
    fn record(this: &Store, segment: u32, row: u32) -> Promise;

    #[wasm_bindgen(method, js_name = textBytes)]
    fn text_bytes(this: &Store) -> Promise;

    #[wasm_bindgen(method, catch)]
    async fn descriptions(this: &Store, block: u32, on_progress: &JsValue) -> Result<JsValue, JsValue>;

    type Descriptions;

    #[wasm_bindgen(method, getter)]
    fn segment(this: &Descriptions) -> u32;

    #[wasm_bindgen(method, getter, js_name = firstRow)]
    fn first_row(this: &Descriptions) -> u32;

    #[wasm_bindgen(method, getter)]
    fn texts(this: &Descriptions) -> Vec<String>;

    fn now() -> f64;
}

// What `load.js` imports: wasm-bindgen copies only modules that something is declared of.
#[wasm_bindgen(module = "/src/web/trust.js")]
extern "C" {
    type Trust;
}
#[wasm_bindgen(module = "/src/web/held.js")]
extern "C" {
    type Held;
}
#[wasm_bindgen(module = "/src/web/fetch.js")]
extern "C" {
    type Patience;
}

/// An open snapshot.
#[wasm_bindgen]
pub struct Padan {
    engine: Engine,
    store: Store,
}

#[wasm_bindgen]
impl Padan {
    /// Fetches, checks and opens the snapshot whose `manifest.json` is at `manifestUrl`.
    ///
    /// With `keys`, one of them must have signed it, it must be of today, and it must not be older
    /// than the one opened before; where it is not, that last good one opens instead and `refused`
    /// says why. With `keep`, what opened well is kept in the same way without any key.
    ///
    /// @throws Error named NotASnapshot, SnapshotVersion, SnapshotTruncated, SnapshotCorrupt,
    /// SnapshotTooLarge, SnapshotTooSlow or SnapshotMissing; with keys also SignatureMissing,
    /// SignatureInvalid, SignatureUnknownKey, SignatureKeyInvalid, SignatureUnsupported,
    /// SnapshotMixed, SnapshotExpired, SnapshotRolledBack or SnapshotFromFuture; its message says
    /// what to do.
    pub async fn open(
        #[wasm_bindgen(js_name = manifestUrl)] manifest_url: String,
        #[wasm_bindgen(unchecked_optional_param_type = "OpenOptions | ((progress: Progress) => void)")]
        options: JsValue,
    ) -> Result<Padan, JsValue> {
        let mut store: Store = open_store(&manifest_url, VERSION.into(), options).await?.unchecked_into();
        loop {
            match opened(&store).await {
                Ok(snapshot) => {
                    store.keep();
                    return Ok(Self { engine: Engine::new(snapshot), store });
                }
                Err(why) => store = store.instead(why).await?.unchecked_into(),
            }
        }
    }

    /// Why the server's snapshot was refused, where the last good one is open instead.
    #[wasm_bindgen(getter, unchecked_return_type = "Error | undefined")]
    pub fn refused(&self) -> JsValue {
        self.store.refused()
    }

    /// Rows, dates, editions of code lists.
    #[wasm_bindgen(unchecked_return_type = "SnapshotInfo")]
    pub fn info(&self) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Info<'a> {
            rows: usize,
            as_of: String,
            editions: &'a std::collections::BTreeMap<String, String>,
            weights: &'a Weights,
            courses: usize,
            supply_cells: usize,
        }
        let snapshot = self.engine.snapshot();
        to_js(&Info {
            rows: snapshot.rows(),
            as_of: day::iso(snapshot.meta.about.as_of),
            editions: &snapshot.meta.about.editions,
            weights: &snapshot.meta.about.weights,
            courses: snapshot.meta.courses.len(),
            supply_cells: snapshot.meta.supply.len(),
        })
    }

    /// Answers a query; with a profile, hits carry the match.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn query(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Profile")] profile: JsValue,
    ) -> Result<JsValue, JsValue> {
        let start = now();
        let query: Query = from_js(query)?;
        let profile: Option<Profile> = from_js(profile)?;
        let mut answer = self.engine.query(&query, profile.as_ref()).map_err(|why| error("QueryError", &why))?;
        answer.micros = ((now() - start) * 1000.0) as u64;
        to_js(&answer)
    }

    /// Texts that go on from the one being typed and find something under the query's filters.
    #[wasm_bindgen(unchecked_return_type = "Suggestion[]")]
    pub fn suggest(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        most: usize,
    ) -> Result<JsValue, JsValue> {
        answered(self.engine.suggest(&from_js(query)?, most.min(50)))
    }

    /// The whole record of a row; its text block is fetched when it is not at hand.
    #[wasm_bindgen(unchecked_return_type = "Promise<Vacancy>")]
    pub fn record(&self, row: u32) -> Promise {
        let (segment, row) = self.engine.snapshot().origin(row);
        self.store.record(segment, row)
    }

    /// Bytes of all texts, which [`Self::search_descriptions`] fetches as far as they are not at hand.
    #[wasm_bindgen(js_name = textBytes, unchecked_return_type = "Promise<number>")]
    pub fn text_bytes(&self) -> Promise {
        self.store.text_bytes()
    }

    /// Reads all descriptions for the query's text, and tells how many hold any of its terms. From then on queries of
    /// that text find them, too. Which files are fetched does not depend on the text.
    #[wasm_bindgen(js_name = searchDescriptions)]
    pub async fn search_descriptions(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(
            js_name = onProgress,
            unchecked_optional_param_type = "(progress: { loaded: number, total: number }) => void"
        )]
        on_progress: JsValue,
    ) -> Result<u32, JsValue> {
        let query: Query = from_js(query)?;
        let snapshot = self.engine.snapshot();
        let Some(mut seeker) = self.engine.seeker(&query) else { return Ok(0) };
        let rows = snapshot.rows_of_segments();
        for block in 0.. {
            let read = self.store.descriptions(block, &on_progress).await?;
            if read.is_undefined() {
                break;
            }
            let read: Descriptions = read.unchecked_into();
            for (own, text) in (read.first_row() as usize..).zip(read.texts()) {
                // A row that a later segment took away stands nowhere.
                if let Some(Some(row)) = rows.get(read.segment() as usize).map(|rows| rows.get(own).copied().flatten())
                {
                    seeker.see(snapshot, row as usize, &text);
                }
            }
        }
        let found = seeker.found();
        self.engine.described(seeker);
        Ok(found)
    }

    /// Why a row matches a profile as it does.
    #[wasm_bindgen(unchecked_return_type = "Explanation")]
    pub fn explain(
        &self,
        row: u32,
        #[wasm_bindgen(unchecked_param_type = "Profile")] profile: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue,
        today: Option<i32>,
    ) -> Result<JsValue, JsValue> {
        let profile: Profile = from_js(profile)?;
        let lang: Lang = from_js(lang)?;
        let rows = self.engine.snapshot().rows();
        let explanation = self.engine.explain(row, &profile, lang, today);
        to_js(&explanation.ok_or_else(|| error("RangeError", &format!("row {row} found, 0 to {rows} expected")))?)
    }

    /// What the snapshot's own lists know of a sentence about oneself.
    #[wasm_bindgen(unchecked_return_type = "Recognised[]")]
    pub fn recognise(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue,
    ) -> Result<JsValue, JsValue> {
        to_js(&self.engine.recognise(text, from_js(lang)?))
    }

    /// What a row asks that the person lacks and a course teaches, with those courses.
    #[wasm_bindgen(unchecked_return_type = "Gap[]")]
    pub fn gaps(
        &self,
        row: u32,
        #[wasm_bindgen(unchecked_param_type = "Profile")] profile: JsValue,
        today: i32,
    ) -> Result<JsValue, JsValue> {
        to_js(&self.engine.gaps(row, &from_js(profile)?, today).unwrap_or_default())
    }

    /// The vacancies most like a row that one can still apply for, best first.
    #[wasm_bindgen(unchecked_return_type = "Hit[]")]
    pub fn similar(
        &self,
        row: u32,
        #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue,
        today: i32,
        most: usize,
    ) -> Result<JsValue, JsValue> {
        to_js(&self.engine.similar(row, today, most.min(50), from_js(lang)?).unwrap_or_default())
    }

    /// How many of a query's vacancies a changed profile would open.
    #[wasm_bindgen(js_name = whatIf, unchecked_return_type = "WhatIf")]
    pub fn what_if(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Profile")] profile: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Profile")] changed: JsValue,
    ) -> Result<JsValue, JsValue> {
        answered(self.engine.what_if(&from_js(query)?, &from_js(profile)?, &from_js(changed)?))
    }

    /// The skills that would each open most of a query's vacancies.
    #[wasm_bindgen(js_name = openingSkills, unchecked_return_type = "SkillGain[]")]
    pub fn opening_skills(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Profile")] profile: JsValue,
        most: usize,
    ) -> Result<JsValue, JsValue> {
        answered(self.engine.opening_skills(&from_js(query)?, &from_js(profile)?, most.min(50)))
    }

    /// Courses to take one after the other within so many hours.
    #[wasm_bindgen(js_name = trainingPlan, unchecked_return_type = "CourseGain[]")]
    pub fn training_plan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Profile")] profile: JsValue,
        hours: u32,
    ) -> Result<JsValue, JsValue> {
        answered(self.engine.training_plan(&from_js(query)?, &from_js(profile)?, hours))
    }

    /// Counts the rows a query finds by the values of up to two dimensions, whose own filters do not apply.
    #[wasm_bindgen(unchecked_return_type = "Cube")]
    pub fn cube(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Query")] query: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CubeBy")] by: JsValue,
    ) -> Result<JsValue, JsValue> {
        answered(self.engine.cube(&from_js(query)?, &from_js(by)?))
    }

    /// What measures need of the snapshot besides counts.
    #[wasm_bindgen(unchecked_return_type = "Reference")]
    pub fn reference(&self, #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue) -> Result<JsValue, JsValue> {
        to_js(&Reference { hash: self.store.hash(), ..self.engine.reference(from_js(lang)?) })
    }

    /// Provinces and regencies.
    #[wasm_bindgen(unchecked_return_type = "Region[]")]
    pub fn regions(&self) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        struct Region<'a> {
            code: &'a str,
            name: &'a str,
        }
        let regions = &self.engine.snapshot().meta.code_lists.regions;
        to_js(&regions.iter().map(|region| Region { code: &region.code, name: &region.name }).collect::<Vec<_>>())
    }

    /// Occupations the snapshot has labels for.
    #[wasm_bindgen(unchecked_return_type = "Occupation[]")]
    pub fn occupations(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Lang")] lang: JsValue,
    ) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        struct Occupation<'a> {
            code: &'a str,
            label: &'a str,
        }
        let lang: Lang = from_js(lang)?;
        let labels = &self.engine.snapshot().meta.code_lists.occupations;
        to_js(&labels.iter().map(|(code, (id, en))| Occupation { code, label: lang.pick(id, en) }).collect::<Vec<_>>())
    }

    /// Names of all skills, tools, certificates, licences and languages asked.
    pub fn skills(&self) -> Vec<String> {
        self.engine.requirements().map(str::to_owned).collect()
    }

    /// Names of all study fields asked.
    pub fn fields(&self) -> Vec<String> {
        let dict = self.engine.snapshot().dict(ListId::StudyFields);
        (1..=dict.len() as u32).filter_map(|code| dict.text(code)).map(str::to_owned).collect()
    }
}

async fn opened(store: &Store) -> Result<Snapshot, JsValue> {
    let cores: Array = store.cores().await?.unchecked_into();
    let cores: Vec<Vec<u8>> = cores.iter().map(|core| Uint8Array::new(&core).to_vec()).collect();
    Snapshot::open(&cores).map_err(|why| snapshot_error(&why))
}

fn snapshot_error(why: &SnapshotError) -> JsValue {
    error(why.name(), why)
}
