//! Loads the files of a document that is split.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use super::read;
use crate::problem::{Problem, Result};

/// Reads the files that a document refers to.
///
/// A closure that takes the path and returns the file's content, if there is such a file, is a loader too.
pub trait Loader {
    /// Returns the content of the file at `path`, or `None` if there is no such file. The path is relative to the
    /// folder of all files and never leads out of it; `limit` is how many bytes the file may have.
    ///
    /// # Errors
    /// The file exists and cannot be read, or is larger than the limit.
    fn load(&self, path: &Path, limit: u64) -> Result<Option<String>>;

    /// Returns the same path for all names of one file, such as links to it.
    fn identity(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

impl<F: Fn(&Path) -> Option<String>> Loader for F {
    fn load(&self, path: &Path, _: u64) -> Result<Option<String>> {
        Ok(self(path))
    }
}

/// The files in a folder, and in those below it. A link that leads out of the folder is not followed.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    read: RefCell<Vec<PathBuf>>,
}

impl Folder {
    /// Returns a loader of the files in the folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            read: RefCell::default(),
        }
    }

    /// Returns the files that were read so far.
    pub fn files(&self) -> Vec<PathBuf> {
        self.read.borrow().clone()
    }

    /// Returns the path of a file from the folder, with links resolved; `None` if it is not there.
    fn resolved(&self, path: &Path) -> Option<PathBuf> {
        let root = match self.root.as_os_str().is_empty() {
            true => Path::new("."),
            false => &self.root,
        };
        let path = root.join(path).canonicalize().ok()?;
        let below = path.strip_prefix(root.canonicalize().ok()?).ok()?;
        Some(below.to_path_buf())
    }
}

impl Loader for Folder {
    fn load(&self, path: &Path, limit: u64) -> Result<Option<String>> {
        let file = path.display().to_string();
        let resolved = self.resolved(path);
        let path = self.root.join(path);
        if !fs::metadata(&path).is_ok_and(|found| found.is_file()) {
            return Ok(None);
        }
        if resolved.is_none() {
            return Err(Problem::file(
                file,
                "the file is a link that leads out of the document's folder",
                "put the file itself into the folder",
            ));
        }
        let text = read::text(&path, &file, limit)?;
        self.read.borrow_mut().push(path);
        Ok(Some(text))
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.resolved(path).unwrap_or_else(|| path.to_path_buf())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let loader = Folder::new(folder.path());
        fs::create_dir(folder.path().join("a")).unwrap();
        for path in ["a", "b"] {
            assert_eq!(loader.load(Path::new(path), 9), Ok(None), "{path}");
        }
        assert!(loader.files().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (root, secret) = (folder.path().join("root"), folder.path().join("secret"));
        fs::create_dir(&root).unwrap();
        fs::write(&secret, "x").unwrap();
        std::os::unix::fs::symlink(&secret, root.join("b.yaml")).unwrap();
        let loader = Folder::new(&root);
        let message = loader.load(Path::new("b.yaml"), 9).unwrap_err().to_string();
        assert!(
            message.contains("leads out of the document's folder"),
            "{message}"
        );
    }
}
