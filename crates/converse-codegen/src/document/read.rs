//! Reads JSON, YAML and TOML files, within limits that no honest document reaches.

use std::fs;
use std::path::Path;

use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

use super::bounded_value::{self, Bounded};
use super::own_stack::on_own_stack;
use crate::problem::{Problem, Result};

/// Default limit on the size of a document, in bytes.
pub const DOCUMENT_LIMIT: u64 = 64 * 1024 * 1024;

/// Limit on the nesting of any YAML: that of `serde_json`. Documents have a lower one, `nesting::LEVELS`.
const DEPTH_LIMIT: usize = 128;

/// Reads a document, JSON or YAML by its name or first character. `file` is its name in messages.
pub fn document(path: &Path, file: &str, limit: u64) -> Result<Value> {
    parse(path, file, &text(path, file, limit)?)
}

/// Parses a document, JSON or YAML by its name or first character.
pub fn parse(path: &Path, file: &str, text: &str) -> Result<Value> {
    let is_json = is_json(path, text);
    let parse = |seed: Bounded<'_>| match is_json {
        true => json_value(text, seed).map_err(|error| broken(file, "JSON", &error)),
        false => yaml_value(text, seed).map_err(|error| broken(file, "YAML", &error)),
    };
    let read = on_own_stack(|| bounded_value::read(parse))?;
    read.map_err(|finding| finding.in_file(file))?
}

fn json_value(text: &str, seed: Bounded<'_>) -> Result<Value, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

fn yaml_value(text: &str, seed: Bounded<'_>) -> Result<Value, serde_saphyr::Error> {
    let options = yaml_options();
    serde_saphyr::with_deserializer_from_str_with_options(text, options, |it| seed.deserialize(it))
}

/// Returns whether a document is JSON, by its name or first character.
pub fn is_json(path: &Path, text: &str) -> bool {
    let named = path
        .extension()
        .is_some_and(|extension| extension == "json");
    named || text.trim_start().starts_with('{')
}

/// Reads a UTF-8 file.
pub fn text(path: &Path, file: &str, limit: u64) -> Result<String> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Problem::file(
            file,
            format!("the file cannot be read: {error}"),
            "check that it exists, is readable, and is UTF-8",
        )
    };
    let length = fs::metadata(path)
        .map_err(|error| unreadable(&error))?
        .len();
    if length > limit {
        return Err(too_large(file, length, limit));
    }
    fs::read_to_string(path).map_err(|error| unreadable(&error))
}

/// Returns the problem of a file that exceeds the limit.
pub fn too_large(file: &str, length: u64, limit: u64) -> Problem {
    Problem::file(
        file,
        format!("the file has {length} bytes; the limit is {limit}"),
        "split the document, or raise the limit with `--max-bytes` if the command has it",
    )
}

/// Parses JSON.
pub fn json(file: &str, text: &str) -> Result<Value> {
    on_own_stack(|| serde_json::from_str(text).map_err(|error| broken(file, "JSON", &error)))?
}

/// Parses YAML. The expansion of aliases is bounded.
pub fn yaml<T: DeserializeOwned + Send>(file: &str, text: &str) -> Result<T> {
    on_own_stack(|| {
        serde_saphyr::from_str_with_options(text, yaml_options())
            .map_err(|error| broken(file, "YAML", &error))
    })?
}

fn yaml_options() -> serde_saphyr::Options {
    let budget = serde_saphyr::budget! {
        max_depth: DEPTH_LIMIT,
        max_nodes: 20_000_000,
        max_events: 40_000_000,
    };
    serde_saphyr::options! { budget: budget, strict_booleans: true }
}

/// Parses TOML.
pub fn toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        broken(file, "TOML", &format!("line {line}: {}", error.message()))
    })
}

fn broken(file: &str, format: &str, error: &dyn std::fmt::Display) -> Problem {
    // Parsers quote the source over several lines; the first has the reason and the place.
    let message = error.to_string();
    let first = message
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("unknown error");
    Problem::file(
        file,
        format!("the file is not the {format} that is expected here: {first}"),
        "correct the file at that place",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Result<Value> {
        yaml("a.yaml", text)
    }

    #[test]
    fn words_of_older_yaml_stay_words() {
        let read = read("[NO, on, yes, 2024-01-01, 1e3, 1.0, '1', ~, null, true]").unwrap();
        let expected = json!([
            "NO",
            "on",
            "yes",
            "2024-01-01",
            1000.0,
            1.0,
            "1",
            null,
            null,
            true
        ]);
        assert_eq!(read, expected);
    }

    #[test]
    fn aliases_that_explode_are_an_error() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let below = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        }
        let problem = read(&text).unwrap_err().to_string();
        assert!(
            problem.starts_with("a.yaml: the file is not the YAML"),
            "{problem}"
        );
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        let deep =
            |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
        assert!(read(&deep("[", "]")).is_err());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, deep("[", "]")).unwrap();
        assert!(document(&path, "a.json", DOCUMENT_LIMIT).is_err());
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "[1,2,3]").unwrap();
        let problem = document(&path, "a.json", 6).unwrap_err().to_string();
        assert!(problem.contains("7 bytes; the limit is 6"), "{problem}");
    }

    #[test]
    fn bytes_that_are_no_text_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        assert!(
            document(&path, "a.yaml", DOCUMENT_LIMIT)
                .unwrap_err()
                .to_string()
                .contains("UTF-8")
        );
    }
}
