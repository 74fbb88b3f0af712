//! Makes the files in a folder equal to the generated ones, or lists how they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

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

/// Makes the changes below `root`. Stages every new file in a folder below `staging` first, so that a full disk leaves
/// the files as they were; then moves them into place, and back if one of the moves fails.
pub fn write(
    root: &Path,
    staging: &Path,
    output: &Output,
    differences: &[Difference],
) -> Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    let place = label(root, staging);
    fs::create_dir_all(staging).map_err(|error| failed(&place, "created", &error))?;
    let staging =
        tempfile::tempdir_in(staging).map_err(|error| failed(&place, "written", &error))?;
    let mut moves = Vec::new();
    for (number, difference) in differences.iter().enumerate() {
        let path = difference.path();
        let new = staging.path().join(format!("{number}.new"));
        let staged = match output.files.get(path) {
            Some(text) => {
                fs::write(&new, text).map_err(|error| failed(path, "written", &error))?;
                Some(new)
            }
            None => None,
        };
        let place = root.join(path);
        moves.push(Move {
            made: missing_folders(&place),
            place,
            staged,
            kept: staging.path().join(format!("{number}.old")),
        });
    }
    for (number, step) in moves.iter().enumerate() {
        if let Err(error) = step.make() {
            moves[..=number].iter().rev().for_each(Move::undo);
            return Err(failed(&label(root, &step.place), "written", &error));
        }
    }
    remove_empty_folders(root, output);
    Ok(())
}

/// Returns whether the first line of the file at `path` says that it is generated.
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

/// One file to be replaced, created or removed.
struct Move {
    place: PathBuf,
    /// The new content; `None` if the file is removed.
    staged: Option<PathBuf>,
    /// Where the old file waits until all is done.
    kept: PathBuf,
    /// The folders that have to be created for it, the deepest first.
    made: Vec<PathBuf>,
}

fn missing_folders(place: &Path) -> Vec<PathBuf> {
    let folders = place.ancestors().skip(1);
    folders
        .take_while(|folder| !folder.exists())
        .map(Path::to_path_buf)
        .collect()
}

impl Move {
    fn make(&self) -> io::Result<()> {
        if self.place.exists() {
            fs::rename(&self.place, &self.kept)?;
        }
        if let Some(staged) = &self.staged {
            if let Some(folder) = self.place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::rename(staged, &self.place)?;
        }
        Ok(())
    }

    /// Undoes the move as far as the disk allows: this runs because the disk refused one.
    fn undo(&self) {
        if self.kept.exists() {
            let _ = fs::rename(&self.kept, &self.place);
        } else if self.staged.as_ref().is_some_and(|staged| !staged.exists()) {
            let _ = fs::remove_file(&self.place);
        }
        // An empty folder must not stay: one under `specs/` is a provider without a document.
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes folders whose last file was removed; others stay.
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
        "check permissions and disk space; nothing was changed",
    )
}
