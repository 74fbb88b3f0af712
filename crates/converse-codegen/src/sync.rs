//! Makes the files in a folder equal to the generated ones, or lists how they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::problem::{Problem, Result};

/// The desired content of a folder.
#[derive(Debug, Default)]
pub struct Output {
    /// Content by path in the folder.
    pub files: BTreeMap<String, String>,
    /// Folders in it that hold only generated files.
    pub folders: Vec<String>,
    /// Single files that are removed.
    pub removed: Vec<String>,
}

/// One file that differs from the generated one, by its path with `/` between the parts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Difference {
    /// It is missing.
    Missing(String),
    /// It has other content.
    Stale(String),
    /// It is left over from an earlier run.
    Orphaned(String),
}

impl Difference {
    /// Returns the path of the file.
    pub fn path(&self) -> &str {
        match self {
            Difference::Missing(path) | Difference::Stale(path) | Difference::Orphaned(path) => {
                path
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Difference::Missing(_) => "missing",
            Difference::Stale(_) => "stale",
            Difference::Orphaned(_) => "orphaned",
        };
        write!(f, "{what:<9} {}", self.path())
    }
}

/// Returns the necessary changes below `root`.
pub fn compare(root: &Path, output: &Output) -> Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for (path, text) in &output.files {
        match fs::read(root.join(path)) {
            Ok(present) if present == text.as_bytes() => {}
            Ok(_) => differences.push(Difference::Stale(path.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                differences.push(Difference::Missing(path.clone()));
            }
            Err(error) => return Err(failed(path, "read", &error)),
        }
    }
    for folder in &output.folders {
        let mut present = BTreeSet::new();
        list(root, &root.join(folder), &mut present)?;
        let orphans = present
            .into_iter()
            .filter(|path| !output.files.contains_key(path));
        differences.extend(orphans.map(Difference::Orphaned));
    }
    let present = |path: &&String| root.join(path.as_str()).is_file();
    let removed = output.removed.iter().filter(present).cloned();
    differences.extend(removed.map(Difference::Orphaned));
    differences.sort();
    Ok(differences)
}

/// Makes the changes below `root`, new files first and removals last. A file is the old one or the new one at any time,
/// never a part of it.
pub fn write(root: &Path, output: &Output, differences: &[Difference]) -> Result<()> {
    for difference in differences {
        let path = difference.path();
        let place = root.join(path);
        let done = match output.files.get(path) {
            Some(text) => replace(&place, text),
            None => fs::remove_file(&place),
        };
        done.map_err(|error| failed(path, "written", &error))?;
    }
    remove_empty_folders(root, output);
    Ok(())
}

/// Writes the text to a file beside `place`, and renames that file.
pub(crate) fn replace(place: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let new = place.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let done = fs::write(&new, text).and_then(|()| fs::rename(&new, place));
    if done.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&new);
    }
    done
}

/// Whether the file at `path` says in its first line that it is generated.
pub fn is_generated(path: &Path) -> bool {
    let mut line = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| BufReader::new(file).read_until(b'\n', &mut line));
    read.is_ok() && line.windows(MARK.len()).any(|part| part == MARK)
}

/// Mark in the first line of every generated file.
const MARK: &[u8] = b"@generated";

fn list(root: &Path, folder: &Path, found: &mut BTreeSet<String>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&label(root, folder), "read", &error)),
    };
    for entry in entries {
        let path = entry
            .map_err(|error| failed(&label(root, folder), "read", &error))?
            .path();
        if path.is_dir() {
            list(root, &path, found)?;
        } else {
            found.insert(label(root, &path));
        }
    }
    Ok(())
}

/// Returns `path` as messages name it: relative to the root if it lies in it.
fn label(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    relative.display().to_string().replace('\\', "/")
}

/// A folder whose last file went is of no use; one that still holds something stays.
fn remove_empty_folders(root: &Path, output: &Output) {
    for folder in &output.folders {
        let folder = root.join(folder);
        remove_empty_below(&folder);
        let _ = fs::remove_dir(folder);
    }
}

fn remove_empty_below(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            remove_empty_below(&entry.path());
            let _ = fs::remove_dir(entry.path());
        }
    }
}

fn failed(path: &str, what: &str, error: &io::Error) -> Problem {
    Problem::file(
        path,
        format!("the file cannot be {what}: {error}"),
        "see to permissions and space on the disk; files that were written before are complete, and a version control system can take them back",
    )
}
