//! The document as published: read, made one of its files, corrected by an overlay.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::problem::Result;

mod bundle;
mod loader;
mod overlay;
pub mod pointer;
pub mod read;

pub use loader::{Folder, Loader};
pub use overlay::Overlay;

/// An OpenAPI document, with the files that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file, as messages name it.
    file: String,
    value: Value,
    files: Vec<PathBuf>,
}

impl Document {
    /// Reads the document at `path`, and the files that it refers to in the same folder and below.
    ///
    /// # Errors
    /// A file that cannot be read, is neither JSON nor YAML, or refers to one that is not there or outside of the folder.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        Self::read_as(path, &path.display().to_string(), read::DOCUMENT_LIMIT)
    }

    /// The same, with the name in messages, and with how many bytes all files may have together.
    ///
    /// # Errors
    /// Those of [`read`](Self::read), and more bytes than that.
    pub fn read_as(path: &Path, file: &str, limit: u64) -> Result<Self> {
        let text = read::text(path, file, limit)?;
        let folder = Folder::new(path.parent().unwrap_or(Path::new("")));
        let value = bundle::bundle(file, &text, &folder, limit)?;
        let mut files = vec![path.to_path_buf()];
        files.extend(folder.files());
        Ok(Self {
            file: file.to_owned(),
            value,
            files,
        })
    }

    /// Reads the text of a document that is in one file; `file` is its name in messages.
    ///
    /// # Errors
    /// The text is neither JSON nor YAML, or refers to another file.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        Self::parse_with(file, text, &|_: &Path| None)
    }

    /// Reads the text of a document, and by `loader` the files that it refers to; `file` is its name in messages.
    ///
    /// # Errors
    /// Texts that are neither JSON nor YAML, references that lead nowhere, and whatever the loader refuses.
    pub fn parse_with(file: &str, text: &str, loader: &dyn Loader) -> Result<Self> {
        Ok(Self {
            file: file.to_owned(),
            value: bundle::bundle(file, text, loader, read::DOCUMENT_LIMIT)?,
            files: Vec::new(),
        })
    }

    /// Takes a document that was parsed already; `file` is its name in messages.
    pub fn from_value(file: &str, value: Value) -> Self {
        Self {
            file: file.to_owned(),
            value,
            files: Vec::new(),
        }
    }

    /// The file, as messages name it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The files that [`read`](Self::read) read: a build script runs again when one of them changes.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The document as JSON, with all of its files in it.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The document as JSON, with all of its files in it.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl From<Value> for Document {
    fn from(value: Value) -> Self {
        Self::from_value("document", value)
    }
}
