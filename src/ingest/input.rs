//! Input files as the command line names them: `FILE`, or `FORMAT:FILE` where one build reads
//! several formats.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Format;

/// A file to read and how it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// How it is laid out.
    pub format: Format,
    /// Where it is.
    pub path: PathBuf,
}

/// The file an argument names. Without a format of its own it has `default`.
///
/// # Errors
/// A message for the user where there is no format at all.
pub fn parse(argument: &str, default: Option<Format>) -> Result<Input, String> {
    let named = argument.split_once(':').and_then(|(name, path)| Some((Format::from_str(name, false).ok()?, path)));
    if let Some((format, path)) = named {
        return Ok(Input { format, path: path.into() });
    }
    let format = default.ok_or_else(|| {
        let formats: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("no format for {argument}: --format or FORMAT:FILE expected, with one of {}", formats.join(", "))
    })?;
    Ok(Input { format, path: argument.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_own_format_or_the_one_of_all() {
        let input = |format, path: &str| Ok(Input { format, path: path.into() });
        assert_eq!(parse("a.jsonl", Some(Format::Jsonl)), input(Format::Jsonl, "a.jsonl"));
        assert_eq!(parse("karirhub:a.jsonl", Some(Format::Jsonl)), input(Format::Karirhub, "a.jsonl"));
        assert_eq!(parse("maganghub:b:c.csv", None), input(Format::Maganghub, "b:c.csv"));
        assert_eq!(parse("other:a.jsonl", Some(Format::Jsonl)), input(Format::Jsonl, "other:a.jsonl"));
        assert!(parse("a.jsonl", None).unwrap_err().contains("maganghub"));
    }
}
