//! An imported document: reads it from its published form, and prints it for specs/.

use std::path::Path;

use serde_json::Value;

use super::{markdown, merge};
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::{Document, Result};

/// A document that was read from one file, or from the files that it is split over.
#[derive(Debug)]
pub struct NewDocument {
    pub document: Value,
    pub form: Form,
    /// The source text, if one file holds exactly the document.
    pub published: Option<String>,
}

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Yaml,
}

/// A document or a part of one, with its origin.
#[derive(Debug)]
pub struct Fragment {
    /// The file, and the line if it is a part of a page.
    pub file: String,
    pub value: Value,
}

impl NewDocument {
    /// Reads the document; `file` is its name in messages.
    pub fn read(path: &Path, file: &str) -> Result<Self> {
        if markdown::is_page(path) {
            let merged = merge::merge(fragments(path, file)?, None)?;
            return Ok(Self {
                document: merged.document,
                form: Form::Json,
                published: None,
            });
        }
        let document = Document::read_as(path, file, DOCUMENT_LIMIT)?.into_value();
        let text = read::text(path, file, DOCUMENT_LIMIT)?;
        let form = if read::is_json(path, &text) {
            Form::Json
        } else {
            Form::Yaml
        };
        let whole = read::document(path, file, DOCUMENT_LIMIT)? == document;
        Ok(Self {
            document,
            form,
            published: whole.then_some(text),
        })
    }
}

/// Returns the fragments of a page, or the document as one.
pub fn fragments(path: &Path, file: &str) -> Result<Vec<Fragment>> {
    if markdown::is_page(path) {
        return markdown::fragments(file, &read::text(path, file, DOCUMENT_LIMIT)?);
    }
    let value = Document::read_as(path, file, DOCUMENT_LIMIT)?.into_value();
    let file = file.to_owned();
    Ok(vec![Fragment { file, value }])
}

impl Form {
    /// Returns the format of a document in specs/, by its name.
    pub fn of(path: &Path) -> Self {
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            Form::Json
        } else {
            Form::Yaml
        }
    }

    /// Returns the name of a provider's document in this format.
    pub fn file_name(self) -> &'static str {
        match self {
            Form::Json => "openapi.json",
            Form::Yaml => "openapi.yaml",
        }
    }

    /// Prints `document`, and returns its format: JSON where YAML would not be read back as the same.
    pub fn print(self, document: &Value) -> (Form, String) {
        if self == Form::Yaml
            && let Some(text) = yaml(document)
        {
            return (Form::Yaml, text);
        }
        // Keys of parsed JSON are strings, so this does not fail; `{:#}` prints the same.
        (Form::Json, format!("{document:#}\n"))
    }
}

fn yaml(document: &Value) -> Option<String> {
    let options = serde_saphyr::ser_options! { compact_list_indent: false };
    let text = serde_saphyr::to_string_with_options(document, options).ok()?;
    let read: Value = read::yaml("", &text).ok()?;
    (read == *document).then_some(text)
}
