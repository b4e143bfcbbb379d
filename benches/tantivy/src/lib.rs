//! tantivy as a rival: titles and nine facets of every row in one index, asked from JavaScript.
//!
//! A row's document number is its row, for there is one segment and rows are added in order. Facets are counted by a
//! collector over fast fields; each filter is left out once, which makes 1 + filters searches.

mod judged;

use std::io::Write;
use std::path::Path;

use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::directory::{Directory, RamDirectory, TerminatingWrite};
use tantivy::query::{AllQuery, BooleanQuery, FuzzyTermQuery, Query, TermSetQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocId, Index, IndexSettings, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader};
use tantivy::{TantivyDocument, TantivyError, Term};
use wasm_bindgen::prelude::*;

fn said(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

/// Bytes of an index of `rows` rows: titles as one text with a line each, codes of titles by row, and the buckets of
/// each facet, facet after facet.
#[wasm_bindgen]
pub fn build(titles: &str, codes: &[u32], buckets: &[u8], facets: usize) -> Result<Vec<u8>, JsError> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("default").set_index_option(IndexRecordOption::WithFreqs);
    let title = schema.add_text_field("title", TextOptions::default().set_indexing_options(indexing));
    let fields: Vec<Field> = (0..facets).map(|n| schema.add_u64_field(&format!("f{n}"), FAST | INDEXED)).collect();
    let directory = RamDirectory::create();
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let index = Index::builder().settings(settings).schema(schema.build());
    let mut writer = index.single_segment_index_writer(directory.clone(), 512 << 20).map_err(said)?;
    let titles: Vec<&str> = titles.split('\n').collect();
    for (row, &code) in codes.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(title, titles[code as usize]);
        for (n, &field) in fields.iter().enumerate() {
            document.add_u64(field, buckets[n * codes.len() + row].into());
        }
        writer.add_document(document).map_err(said)?;
    }
    let index = writer.finalize().map_err(said)?;
    let mut out = Vec::new();
    let mut names: Vec<_> = index.directory().list_managed_files().into_iter().collect();
    names.push(Path::new("meta.json").to_path_buf());
    names.sort();
    names.dedup();
    for name in names {
        if !directory.exists(&name).map_err(said)? {
            continue;
        }
        let bytes = directory.open_read(&name).map_err(said)?.read_bytes().map_err(said)?;
        let name = name.to_string_lossy().into_owned();
        out.extend((name.len() as u32).to_le_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend(bytes.as_slice());
    }
    Ok(out)
}

/// An open index.
#[wasm_bindgen]
pub struct Rival {
    searcher: Searcher,
    title: Field,
    facets: Vec<Field>,
}

#[wasm_bindgen]
impl Rival {
    /// Opens what [`build`] made.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8], facets: usize) -> Result<Rival, JsError> {
        let directory = RamDirectory::create();
        let mut rest = bytes;
        while rest.len() >= 8 {
            let length = |at: usize| u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]) as usize;
            let (name, size) = (length(0), length(4));
            let path = String::from_utf8_lossy(&rest[8..8 + name]).into_owned();
            let content = &rest[8 + name..8 + name + size];
            if path.ends_with(".json") {
                directory.atomic_write(Path::new(&path), content).map_err(said)?;
            } else {
                let mut file = directory.open_write(Path::new(&path)).map_err(said)?;
                file.write_all(content).map_err(said)?;
                file.terminate().map_err(said)?;
            }
            rest = &rest[8 + name + size..];
        }
        let index = Index::open(directory).map_err(said)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(said)?;
        let reader: tantivy::IndexReader = reader;
        let schema = index.schema();
        let facets = (0..facets).map(|n| schema.get_field(&format!("f{n}"))).collect::<Result<_, _>>().map_err(said)?;
        Ok(Self { searcher: reader.searcher(), title: schema.get_field("title").map_err(said)?, facets })
    }

    /// Total, then the counts of every facet by bucket, 64 each. `filters` is a facet, a number n and n buckets, and so
    /// on; `words` are folded words, all of which must occur, within one edit if `typos`.
    pub fn facets(&self, words: &str, typos: bool, filters: &[u32]) -> Result<Vec<u32>, JsError> {
        let mut clauses: Vec<(usize, Box<dyn Query>)> = Vec::new();
        let mut rest = filters;
        while let [facet, n, ..] = *rest {
            let field = self.facets[facet as usize];
            let terms = rest[2..2 + n as usize].iter().map(|&bucket| Term::from_field_u64(field, bucket.into()));
            clauses.push((facet as usize, Box::new(TermSetQuery::new(terms))));
            rest = &rest[2 + n as usize..];
        }
        let text = self.words(words, typos);
        let without = |left_out: Option<usize>| -> Box<dyn Query> {
            let mut all: Vec<Box<dyn Query>> = text.iter().map(|query| query.box_clone()).collect();
            all.extend(
                clauses.iter().filter(|(facet, _)| Some(*facet) != left_out).map(|(_, query)| query.box_clone()),
            );
            if all.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::intersection(all)) }
        };
        let filtered: Vec<usize> = clauses.iter().map(|(facet, _)| *facet).collect();
        let others: Vec<usize> = (0..self.facets.len()).filter(|facet| !filtered.contains(facet)).collect();
        let mut out = vec![0; 1 + 64 * self.facets.len()];
        let (total, counts) =
            self.searcher.search(&without(None), &(Count, Buckets { facets: others.clone() })).map_err(said)?;
        out[0] = total as u32;
        let mut put = |facet: usize, counts: &[u32; 64]| out[1 + 64 * facet..][..64].copy_from_slice(counts);
        others.iter().zip(&counts).for_each(|(&facet, counts)| put(facet, counts));
        for facet in filtered {
            let counts = self.searcher.search(&without(Some(facet)), &Buckets { facets: vec![facet] }).map_err(said)?;
            put(facet, &counts[0]);
        }
        Ok(out)
    }

    /// Number of rows whose title has the words, then the 50 best.
    pub fn text(&self, words: &str, typos: bool) -> Result<Vec<u32>, JsError> {
        let query = BooleanQuery::intersection(self.words(words, typos));
        let (total, best) =
            self.searcher.search(&query, &(Count, TopDocs::with_limit(50).order_by_score())).map_err(said)?;
        Ok([total as u32].into_iter().chain(best.into_iter().map(|(_, address)| address.doc_id)).collect())
    }

    /// All rows whose title has the words.
    pub fn rows(&self, words: &str, typos: bool) -> Result<Vec<u32>, JsError> {
        let query = BooleanQuery::intersection(self.words(words, typos));
        let found = self.searcher.search(&query, &tantivy::collector::DocSetCollector).map_err(said)?;
        Ok(found.into_iter().map(|address| address.doc_id).collect())
    }

    fn words(&self, words: &str, typos: bool) -> Vec<Box<dyn Query>> {
        let all: Vec<&str> = words.split_whitespace().collect();
        let distance = u8::from(typos);
        (1..)
            .zip(&all)
            .map(|(n, word)| -> Box<dyn Query> {
                let term = Term::from_field_text(self.title, word);
                let last = n == all.len();
                Box::new(if last {
                    FuzzyTermQuery::new_prefix(term, distance, true)
                } else {
                    FuzzyTermQuery::new(term, distance, true)
                })
            })
            .collect()
    }
}

struct Buckets {
    facets: Vec<usize>,
}

struct InSegment {
    columns: Vec<Column<u64>>,
    counts: Vec<[u32; 64]>,
}

impl Collector for Buckets {
    type Fruit = Vec<[u32; 64]>;
    type Child = InSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> Result<InSegment, TantivyError> {
        let columns = self.facets.iter().map(|facet| segment.fast_fields().u64(&format!("f{facet}")));
        Ok(InSegment { columns: columns.collect::<Result<_, _>>()?, counts: vec![[0; 64]; self.facets.len()] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<[u32; 64]>>) -> Result<Self::Fruit, TantivyError> {
        let mut fruits = fruits.into_iter();
        let mut sum = fruits.next().unwrap_or_else(|| vec![[0; 64]; self.facets.len()]);
        for fruit in fruits {
            sum.iter_mut().flatten().zip(fruit.iter().flatten()).for_each(|(sum, &count)| *sum += count);
        }
        Ok(sum)
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Vec<[u32; 64]>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.collect_block(&[document]);
    }

    fn collect_block(&mut self, documents: &[DocId]) {
        for (column, counts) in self.columns.iter().zip(&mut self.counts) {
            for &document in documents {
                counts[column.values.get_val(document) as usize & 63] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.counts
    }
}
