//! Input files as the command line names them: `FILE`, or `FORMAT:FILE` where one build reads
//! several formats, or `FORMAT@SOURCE:FILE` where it reads several portals.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Format;
use crate::record::code::Verification;

/// A file to read and how it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// How it is laid out.
    pub format: Format,
    /// Where it is.
    pub path: PathBuf,
    /// Key of the portal it comes from, for formats whose records do not say.
    pub source: Option<String>,
    /// Whether the labour service checked its vacancies, for formats whose records do not say.
    pub verification: Option<Verification>,
}

impl Input {
    /// A file of which nothing else is known.
    #[must_use]
    pub fn new(format: Format, path: impl Into<PathBuf>) -> Self {
        Self { format, path: path.into(), source: None, verification: None }
    }

    /// The same input, with what holds for all inputs where nothing of its own is told.
    #[must_use]
    pub fn or(self, source: Option<&str>, verification: Option<Verification>) -> Self {
        Self {
            source: self.source.or_else(|| source.map(str::to_owned)),
            verification: self.verification.or(verification),
            ..self
        }
    }
}

/// Reads the key of a portal.
///
/// # Errors
/// A message for the user where it is none.
pub fn source(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    if (1..=32).contains(&text.len()) && text.bytes().all(fits) {
        return Ok(text.to_owned());
    }
    Err(format!("{text:?} found, a portal key of 1 to 32 small letters, digits, - or _ expected"))
}

/// The file an argument names. Without a format of its own it has `default`.
///
/// # Errors
/// A message for the user where there is no format at all, or a source that is no portal key.
pub fn parse(argument: &str, default: Option<Format>) -> Result<Input, String> {
    if let Some((head, path)) = argument.split_once(':') {
        let (name, key) = head.split_once('@').map_or((head, None), |(name, key)| (name, Some(key)));
        if let Ok(format) = Format::from_str(name, false) {
            return Ok(Input { source: key.map(source).transpose()?, ..Input::new(format, path) });
        }
    }
    let format = default.ok_or_else(|| {
        let formats: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("no format for {argument}: --format or FORMAT:FILE expected, with one of {}", formats.join(", "))
    })?;
    Ok(Input::new(format, argument))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_own_format_or_the_one_of_all() {
        let input = |format, path: &str| Ok(Input::new(format, path));
        assert_eq!(parse("a.jsonl", Some(Format::Jsonl)), input(Format::Jsonl, "a.jsonl"));
        assert_eq!(parse("karirhub:a.jsonl", Some(Format::Jsonl)), input(Format::Karirhub, "a.jsonl"));
        assert_eq!(parse("maganghub:b:c.csv", None), input(Format::Maganghub, "b:c.csv"));
        assert_eq!(parse("other:a.jsonl", Some(Format::Jsonl)), input(Format::Jsonl, "other:a.jsonl"));
        assert!(parse("a.jsonl", None).unwrap_err().contains("maganghub"));
    }

    #[test]
    fn a_source_of_the_file_goes_before_the_one_of_all() {
        let named = parse("karirhub@loker-a:b@c:d.jsonl", None).unwrap();
        assert_eq!((named.source.as_deref(), named.path.to_str()), (Some("loker-a"), Some("b@c:d.jsonl")));
        assert_eq!(named.or(Some("other"), None).source.as_deref(), Some("loker-a"));
        let plain = parse("karirhub:a", None).unwrap().or(Some("other"), Some(Verification::Verified));
        assert_eq!((plain.source.as_deref(), plain.verification), (Some("other"), Some(Verification::Verified)));
        assert!(parse("karirhub@Loker A:a.jsonl", None).unwrap_err().contains("portal key"));
        assert_eq!(parse("x@y:z", Some(Format::Jsonl)).unwrap().path.to_str(), Some("x@y:z"));
    }
}
