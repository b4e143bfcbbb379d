//! JSON Schemas of the records, made from the Rust types so that they cannot disagree.
//!
//! The committed copies stand in `docs/schema/`; a test keeps them in step.

use schemars::{JsonSchema, generate::SchemaSettings};

use super::{Course, Profile, SupplyCell, Vacancy};
use crate::ingest::table::Mapping;
use crate::matching::Explanation;

/// The schemas of what enters and leaves padan, as (name, JSON text with a final line break).
#[must_use]
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("vacancy", schema::<Vacancy>()),
        ("profile", schema::<Profile>()),
        ("explanation", schema::<Explanation>()),
        ("course", schema::<Course>()),
        ("supply", schema::<SupplyCell>()),
        ("policy", schema::<crate::ingest::Policy>()),
        ("mapping", schema::<Mapping>()),
    ]
}

fn schema<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    format!("{:#}\n", schema.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schemas_are_those_of_the_types() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
        let bless = std::env::var_os("PADAN_BLESS").is_some();
        for (name, text) in schemas() {
            let path = folder.join(format!("{name}.schema.json"));
            if bless {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &text).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == text,
                "docs/schema/{name}.schema.json is not what the types say; \
                 run `PADAN_BLESS=1 cargo test --features cli schemas` and commit it"
            );
        }
    }

    #[test]
    fn the_vacancy_schema_states_keys_and_limits() {
        let schemas = schemas();
        let vacancy: serde_json::Value = serde_json::from_str(&schemas[0].1).unwrap();
        assert_eq!(vacancy["additionalProperties"], false);
        assert_eq!(vacancy["properties"]["title"]["maxLength"], 200);
        assert_eq!(vacancy["$defs"]["Education"]["maximum"], 10);
        assert_eq!(vacancy["required"], serde_json::json!(["id", "title", "source"]));
    }
}
