//! Linked data (JSON-LD) of type `JobPosting`, wherever it stands: a JSON document, a graph, a list, the
//! scripts of an HTML page. What a posting says is read in `jobposting`; here it is only found.
//!
//! * [`page`] cuts the blocks out of an HTML page; a block that is no JSON is a fault of its own.
//! * [`postings`] finds the postings of one document.
//! * [`Posting`] reads members: one value or several, and nodes that are named elsewhere by `@id`.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;
use serde_json::{Map, Value};

use super::{Fault, lines::LONGEST};

/// The blocks of an HTML page and the address it gives itself.
pub struct Page {
    /// Every JSON-LD block, as JSON or as what is wrong with it.
    pub blocks: Vec<Result<Value, Fault>>,
    /// Its canonical link.
    pub link: Option<String>,
}

// A comment or script is taken whole, so that what stands inside is not looked at.
static SCRIPT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?is)<!--.*?-->|<script\b([^>]*)>(.*?)</script\s*>").expect("a tested pattern"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?is)<link\b[^>]*\brel\s*=\s*["']?canonical\b[^>]*>"#).expect("a tested pattern"));
static HREF: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?is)\bhref\s*=\s*["']?([^"'\s>]+)"#).expect("a tested pattern"));

/// Finds the JSON-LD of a page.
pub fn page(html: &str) -> Page {
    let blocks = SCRIPT
        .captures_iter(html)
        .filter_map(|found| Some((found.get(1)?.as_str(), found.get(2)?.as_str())))
        .filter(|(attributes, _)| attributes.to_lowercase().contains("application/ld+json"))
        .map(|(_, text)| block(text))
        .collect();
    let link = LINK.find(html).and_then(|link| HREF.captures(link.as_str())).map(|href| unescape(&href[1]));
    Page { blocks, link }
}

fn block(text: &str) -> Result<Value, Fault> {
    const FIELD: &str = "application/ld+json";
    if text.len() > LONGEST {
        return Err(Fault::new(FIELD, format!("{} bytes", text.len()), format!("at most {LONGEST} bytes")));
    }
    let mut text = text.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        text = text.strip_prefix(open).map_or(text, |rest| rest.strip_suffix(close).unwrap_or(rest)).trim();
    }
    let parsed = serde_json::from_str(text);
    let parsed =
        if parsed.is_err() && text.contains("&quot;") { serde_json::from_str(&unescape(text)) } else { parsed };
    parsed.map_err(|error| Fault::new(FIELD, error.to_string(), "JSON"))
}

/// The five entities by which a whole block or link may be escaped. Texts are decoded by the gates.
fn unescape(text: &str) -> String {
    [("&quot;", "\""), ("&#34;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

/// The named nodes of one document.
type Nodes<'a> = HashMap<&'a str, &'a Value>;

/// One object of a document, usually a `JobPosting`.
#[derive(Clone, Copy)]
pub struct Posting<'a> {
    own: &'a Map<String, Value>,
    nodes: &'a Nodes<'a>,
}

impl<'a> Posting<'a> {
    /// The values of a member: none, one or the items of a list, each where it is named by `@id`.
    pub fn all(&self, key: &str) -> Vec<&'a Value> {
        let items = match self.own.get(key) {
            None => &[][..],
            Some(Value::Array(items)) => items,
            Some(one) => std::slice::from_ref(one),
        };
        items.iter().filter(|item| !item.is_null()).map(|item| self.resolved(item)).collect()
    }

    fn resolved(&self, value: &'a Value) -> &'a Value {
        let reference =
            value.as_object().filter(|object| object.len() == 1).and_then(|object| object.get("@id")?.as_str());
        reference.and_then(|id| self.nodes.get(id)).copied().unwrap_or(value)
    }

    /// The first text of a member: a word, a number, or the name of what it is.
    pub fn text(&self, key: &str) -> Option<String> {
        self.texts(key).into_iter().next()
    }

    /// The texts of a member.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.all(key).into_iter().filter_map(text).collect()
    }

    /// A value as an object to read on in.
    pub fn object(&self, value: &'a Value) -> Option<Self> {
        Some(Self { own: value.as_object()?, nodes: self.nodes })
    }
}

/// A word or number as text, or the name of an object; nothing where it is empty.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            ["name", "@value"].iter().find_map(|key| object.get(*key).filter(|own| !own.is_object()).and_then(text))
        }
        _ => None,
    }
}

/// Hands every posting of a document to `each`, and says how many there were. An object without any
/// `@type` is a posting where `bare` allows it.
pub fn postings<E>(document: &Value, bare: bool, each: &mut dyn FnMut(Posting) -> Result<(), E>) -> Result<usize, E> {
    let (mut nodes, mut found) = (Nodes::new(), Vec::new());
    name_nodes(document, &mut nodes);
    find(document, bare, &mut found);
    for own in &found {
        each(Posting { own, nodes: &nodes })?;
    }
    Ok(found.len())
}

fn name_nodes<'a>(value: &'a Value, nodes: &mut Nodes<'a>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| name_nodes(item, nodes)),
        Value::Object(object) => {
            if let Some(id) = object.get("@id").and_then(Value::as_str).filter(|_| object.len() > 1) {
                nodes.entry(id).or_insert(value);
            }
            object.values().for_each(|member| name_nodes(member, nodes));
        }
        _ => {}
    }
}

fn find<'a>(value: &'a Value, bare: bool, found: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| find(item, bare, found)),
        Value::Object(object) => {
            const AROUND: [&str; 4] = ["@graph", "itemListElement", "item", "mainEntity"];
            let around = AROUND.iter().filter_map(|key| object.get(*key));
            let types = match object.get("@type") {
                Some(Value::Array(types)) => types.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            let is_posting = |name: &Value| {
                name.as_str().is_some_and(|name| name.rsplit(['/', ':', '#']).next() == Some("JobPosting"))
            };
            if types.iter().any(is_posting) || bare && types.is_empty() && around.clone().next().is_none() {
                found.push(object);
            } else {
                around.for_each(|inner| find(inner, false, found));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn titles(document: &Value, bare: bool) -> Vec<String> {
        let mut titles = Vec::new();
        postings::<()>(document, bare, &mut |posting| {
            titles.push(posting.text("title").unwrap_or_default());
            Ok(())
        })
        .unwrap();
        titles
    }

    #[test]
    fn postings_are_found_alone_in_lists_and_in_graphs() {
        let posting = |title: &str| json!({"@type": "JobPosting", "title": title});
        assert_eq!(titles(&posting("a"), false), ["a"]);
        assert_eq!(titles(&json!([posting("a"), {"@type": "WebSite"}, posting("b")]), false), ["a", "b"]);
        assert_eq!(titles(&json!({"@graph": [{"@type": "Organization", "title": "x"}, posting("a")]}), false), ["a"]);
        assert_eq!(
            titles(
                &json!({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": posting("a")}]}),
                false
            ),
            ["a"]
        );
        assert_eq!(titles(&json!({"@type": ["Thing", "http://schema.org/JobPosting"], "title": "a"}), false), ["a"]);
        assert_eq!(titles(&json!({"@type": "Occupation", "title": "a"}), true), [""; 0]);
        assert_eq!(
            (titles(&json!({"title": "a"}), true), titles(&json!({"title": "a"}), false)),
            (vec!["a".to_owned()], vec![])
        );
    }

    #[test]
    fn a_node_named_elsewhere_is_followed_once() {
        let document = json!({"@graph": [
            {"@type": "JobPosting", "hiringOrganization": {"@id": "#org"}, "skills": {"@id": "#nowhere"}},
            {"@id": "#org", "@type": "Organization", "name": "PT Contoh", "parent": {"@id": "#org"}}
        ]});
        let mut names = Vec::new();
        postings::<()>(&document, false, &mut |posting| {
            names.push((posting.text("hiringOrganization"), posting.text("skills")));
            Ok(())
        })
        .unwrap();
        assert_eq!(names, [(Some("PT Contoh".to_owned()), None)]);
    }

    #[test]
    fn the_blocks_of_a_page_are_read_and_broken_ones_are_faults() {
        let page = page(
            r#"<html><link rel="canonical" href="https://loker.example/a?b=1&amp;c=2">
            <!-- <script type="application/ld+json">{"old": 1}</script> -->
            <SCRIPT type='application/ld+json' data-x>{"a": 1}</SCRIPT >
            <script>var x = '<link rel="canonical">';</script>
            <script type="application/ld+json">
            //<![CDATA[
            {"a": 2}
            //]]>
            </script>
            <script type=application/ld+json>{&quot;a&quot;: &quot;B &amp; C&quot;}</script>
            <script type="application/ld+json">{"a": 4,}</script>"#,
        );
        assert_eq!(page.link.as_deref(), Some("https://loker.example/a?b=1&c=2"));
        let told: Vec<String> = page
            .blocks
            .iter()
            .map(|block| block.as_ref().map_or_else(|fault| fault.found.clone(), Value::to_string))
            .collect();
        assert_eq!(told, [r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":"B & C"}"#, "trailing comma at line 1 column 9"]);
    }
}
