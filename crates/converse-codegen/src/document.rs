//! The document as published: read, joined to one file, corrected by an overlay.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::problem::{Problem, Result};

mod bounded_value;
pub mod bundle;
pub mod edits;
pub mod identity;
mod loader;
pub mod nesting;
mod overlay;
mod own_stack;
pub mod pointer;
pub mod read;
pub mod role;
pub mod uri;

pub use loader::{Folder, Loader};
pub use overlay::{Correction, Overlay};
pub use own_stack::on_own_stack;

/// An OpenAPI document, with the files that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file, as messages name it.
    file: String,
    value: Value,
    files: Vec<PathBuf>,
}

impl Document {
    /// Reads the document at `path`, and the files that it refers to in the same folder and below. A reference to a file
    /// that is missing, unreadable or outside of the folder is one that leads nowhere: [`Report::invalid`] lists it.
    ///
    /// [`Report::invalid`]: crate::Report::invalid
    ///
    /// # Errors
    /// The document cannot be read, or is neither JSON nor YAML.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        Self::read_as(path, &path.display().to_string(), read::DOCUMENT_LIMIT)
    }

    /// Reads like [`read`](Self::read), with the document's name in messages and a limit on the bytes of all files
    /// together.
    ///
    /// # Errors
    /// Those of [`read`](Self::read), and more bytes than the limit.
    pub fn read_as(path: &Path, file: &str, limit: u64) -> Result<Self> {
        let root = path.parent().unwrap_or(Path::new(""));
        let name = path.file_name().map(Path::new).unwrap_or(path);
        Self::load(Folder::new(root), path, name, file, limit)
    }

    /// Reads like [`read_as`](Self::read_as), and allows references to all files in `root`, a folder around that of the
    /// document, and below it.
    ///
    /// # Errors
    /// Those of [`read_as`](Self::read_as), and a document that is not in the folder.
    pub fn read_within(root: &Path, path: &Path, file: &str, limit: u64) -> Result<Self> {
        let place = |path: &Path| path.canonicalize().ok();
        let below = place(path).zip(place(root)).and_then(|(path, root)| {
            let below = path.strip_prefix(root).ok()?;
            Some(below.to_path_buf())
        });
        let Some(below) = below else {
            return Err(Problem::file(
                file,
                format!("the document is not in the folder `{}`", root.display()),
                "name a folder that the document is in",
            ));
        };
        Self::load(Folder::new(root), path, &below, file, limit)
    }

    /// Reads a document whose place in the folder is `name`.
    fn load(folder: Folder, path: &Path, name: &Path, file: &str, limit: u64) -> Result<Self> {
        let text = read::text(path, file, limit)?;
        let value = bundle::bundle(file, name, &text, &folder, limit)?;
        let mut files = vec![path.to_path_buf()];
        files.extend(folder.files());
        Ok(Self {
            file: file.to_owned(),
            value,
            files,
        })
    }

    /// Reads a document in one file from a string; `file` is its name in messages.
    ///
    /// # Errors
    /// The string is neither JSON nor YAML.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        Self::parse_with(file, text, &|_: &Path| None)
    }

    /// Reads a document from a string, and the files that it refers to by `loader`; `file` is its name in messages, and
    /// ends with its name among the files.
    ///
    /// # Errors
    /// The string is neither JSON nor YAML.
    pub fn parse_with(file: &str, text: &str, loader: &dyn Loader) -> Result<Self> {
        let name = Path::new(file).file_name().map(Path::new);
        let name = name.unwrap_or(Path::new(""));
        Ok(Self {
            file: file.to_owned(),
            value: bundle::bundle(file, name, text, loader, read::DOCUMENT_LIMIT)?,
            files: Vec::new(),
        })
    }

    /// Takes a document that is already parsed; `file` is its name in messages.
    pub fn from_value(file: &str, value: Value) -> Self {
        Self {
            file: file.to_owned(),
            value,
            files: Vec::new(),
        }
    }

    /// Returns the document's name in messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the files that [`read`](Self::read) read: a build script runs again when one of them changes.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Returns the document as JSON, with all of its files in it.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Returns the document as JSON, with all of its files in it.
    pub fn into_value(self) -> Value {
        self.value
    }
}

impl From<Value> for Document {
    fn from(value: Value) -> Self {
        Self::from_value("document", value)
    }
}
