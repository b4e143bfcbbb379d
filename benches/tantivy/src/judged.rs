//! tantivy as one of the searches that `tests/quality/` compares: titles and places, ranked by BM25.
//!
//! A [`FuzzyTermQuery`] scores all it matches alike, so a word is spread into the terms of its automaton and each term
//! scored on its own. The weights are those that serve the tune half of the judged queries best.

use std::collections::BTreeMap;

use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, FuzzyTermQuery, Query, QueryParser, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};
use wasm_bindgen::prelude::*;

use crate::said;

/// How many rows an answer has at most.
const TEN: usize = 10;
/// A word of the title, to one of the place.
const TITLE: f32 = 1.5;
/// Each edit, to a word typed right.
const EDIT: f32 = 0.3;
/// A word that only begins with what was typed last, to one that was typed whole.
const BEGINNING: f32 = 0.6;

/// An index in memory. A row's document number is its row.
#[wasm_bindgen]
pub struct Judged {
    searcher: Searcher,
    title: Field,
    place: Field,
}

#[wasm_bindgen]
impl Judged {
    /// Indexes titles and places, a line of each a row. Of rows with equal scores the earlier is found first.
    #[wasm_bindgen(constructor)]
    pub fn new(titles: &str, places: &str) -> Result<Judged, JsError> {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let options = TextOptions::default().set_indexing_options(indexing);
        let mut schema = Schema::builder();
        let [title, place] = ["title", "place"].map(|name| schema.add_text_field(name, options.clone()));
        let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let index = Index::builder().settings(settings).schema(schema.build());
        let mut writer = index.single_segment_index_writer(RamDirectory::create(), 256 << 20).map_err(said)?;
        for (title_of_row, place_of_row) in titles.split('\n').zip(places.split('\n')) {
            let mut document = TantivyDocument::default();
            document.add_text(title, title_of_row);
            document.add_text(place, place_of_row);
            writer.add_document(document).map_err(said)?;
        }
        let index = writer.finalize().map_err(said)?;
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(said)?;
        Ok(Self { searcher: reader.searcher(), title, place })
    }

    /// The ten best rows for folded words, any of which will do: within one edit from five letters, two from eight, a
    /// transposition being one; the last may be the beginning of a word.
    pub fn typed(&self, words: &str) -> Result<Vec<u32>, JsError> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let each = (1..).zip(&words).map(|(n, word)| self.word(word, n == words.len()));
        let each = each.collect::<Result<_, _>>().map_err(said)?;
        self.best(&BooleanQuery::union(each)).map_err(said)
    }

    /// The ten best rows for a text in tantivy's own query language, which has phrases and minus signs.
    pub fn parsed(&self, text: &str) -> Result<Vec<u32>, JsError> {
        let mut parser = QueryParser::for_index(self.searcher.index(), vec![self.title, self.place]);
        parser.set_field_boost(self.title, TITLE);
        self.best(&parser.parse_query_lenient(text).0).map_err(said)
    }

    fn word(&self, word: &str, last: bool) -> Result<Box<dyn Query>, TantivyError> {
        let edits = match word.chars().count() {
            0..5 => 0,
            5..8 => 1,
            8.. => 2,
        };
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        for (field, boost) in [(self.title, TITLE), (self.place, 1.0)] {
            let term = Term::from_field_text(field, word);
            let mut spreads: Vec<(FuzzyTermQuery, f32)> = (0..=edits)
                .map(|edits| (FuzzyTermQuery::new(term.clone(), edits, true), EDIT.powi(edits.into())))
                .collect();
            if last {
                spreads.push((FuzzyTermQuery::new_prefix(term, 0, true), BEGINNING));
            }
            let mut weights: BTreeMap<Vec<u8>, f32> = BTreeMap::new();
            let inverted = self.searcher.segment_reader(0).inverted_index(field)?;
            for (query, weight) in spreads {
                let mut found = inverted.terms().search(query.automaton()?).into_stream()?;
                while found.advance() {
                    let held = weights.entry(found.key().to_vec()).or_insert(weight);
                    *held = weight.max(*held);
                }
            }
            for (found, weight) in weights {
                let term = Term::from_field_text(field, &String::from_utf8_lossy(&found));
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                ways.push(Box::new(BoostQuery::new(Box::new(query), boost * weight)));
            }
        }
        Ok(Box::new(DisjunctionMaxQuery::new(ways)))
    }

    fn best(&self, query: &dyn Query) -> Result<Vec<u32>, TantivyError> {
        let best = self.searcher.search(query, &TopDocs::with_limit(TEN).order_by_score())?;
        Ok(best.into_iter().map(|(_, address)| address.doc_id).collect())
    }
}
