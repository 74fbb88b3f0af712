//! Brings the generated files on disk in line with what was generated, or says how they differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::codegen::unwritable;
use crate::problem::{Problem, Result};
use crate::workspace::Workspace;

/// What to do with differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Write,
    /// List them and write nothing.
    Check,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The files on disk are those generated.
    InSync,
    /// They are not, and only a check was asked for.
    Differs,
}

/// What should be on disk.
#[derive(Debug, Default)]
pub struct Output {
    /// Texts by path in the workspace.
    pub files: BTreeMap<String, String>,
    /// Folders that hold nothing else.
    pub folders: Vec<String>,
    /// Single files that go.
    pub removed: Vec<String>,
}

/// One file that is not as it should be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    Missing(String),
    Stale(String),
    Orphaned(String),
}

/// Writes what differs, or lists it.
pub fn sync(
    workspace: &Workspace,
    output: &Output,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let differences = compare(workspace, output)?;
    match mode {
        Mode::Write => {
            write(workspace, output, &differences)?;
            Ok(Outcome::InSync)
        }
        Mode::Check if differences.is_empty() => Ok(Outcome::InSync),
        Mode::Check => {
            for difference in &differences {
                let (what, path) = difference.told();
                writeln!(out, "{what:<9} {path}").map_err(unwritable)?;
            }
            writeln!(out, "run `cargo xtask codegen` and commit what it changes")
                .map_err(unwritable)?;
            Ok(Outcome::Differs)
        }
    }
}

fn compare(workspace: &Workspace, output: &Output) -> Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for (path, text) in &output.files {
        match fs::read(workspace.root().join(path)) {
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
        list(workspace, &workspace.root().join(folder), &mut present)?;
        let orphans = present
            .into_iter()
            .filter(|path| !output.files.contains_key(path));
        differences.extend(orphans.map(Difference::Orphaned));
    }
    let present = |path: &&String| workspace.root().join(path.as_str()).is_file();
    let removed = output.removed.iter().filter(present).cloned();
    differences.extend(removed.map(Difference::Orphaned));
    differences.sort();
    Ok(differences)
}

fn list(workspace: &Workspace, folder: &Path, found: &mut BTreeSet<String>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&workspace.label(folder), "read", &error)),
    };
    for entry in entries {
        let path = entry
            .map_err(|error| failed(&workspace.label(folder), "read", &error))?
            .path();
        if path.is_dir() {
            list(workspace, &path, found)?;
        } else {
            found.insert(workspace.label(&path));
        }
    }
    Ok(())
}

/// Stages every new text first, so that a full disk leaves the tree as it was; then moves them into
/// place, and back if one of the moves fails.
fn write(workspace: &Workspace, output: &Output, differences: &[Difference]) -> Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    let target = workspace.root().join("target");
    fs::create_dir_all(&target).map_err(|error| failed("target", "created", &error))?;
    let staging =
        tempfile::tempdir_in(&target).map_err(|error| failed("target", "written", &error))?;
    let mut moves = Vec::new();
    for (number, difference) in differences.iter().enumerate() {
        let (_, path) = difference.told();
        let new = staging.path().join(format!("{number}.new"));
        let staged = match output.files.get(path) {
            Some(text) => {
                fs::write(&new, text).map_err(|error| failed(path, "written", &error))?;
                Some(new)
            }
            None => None,
        };
        let place = workspace.root().join(path);
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
            return Err(failed(&workspace.label(&step.place), "written", &error));
        }
    }
    remove_empty_folders(workspace, output);
    Ok(())
}

/// One file to be replaced, made or removed.
struct Move {
    place: PathBuf,
    /// The new text; none if the file goes.
    staged: Option<PathBuf>,
    /// Where the old text waits until all is done.
    kept: PathBuf,
    /// The folders that have to be made for it, the deepest first.
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

    /// As far as the disk allows: this runs because it refused something.
    fn undo(&self) {
        if self.kept.exists() {
            let _ = fs::rename(&self.kept, &self.place);
        } else if self.staged.as_ref().is_some_and(|staged| !staged.exists()) {
            let _ = fs::remove_file(&self.place);
        }
        // An empty folder is not nothing: one under `specs/` is a provider without a document.
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A folder whose last file went is of no use; one that still holds something stays.
fn remove_empty_folders(workspace: &Workspace, output: &Output) {
    for folder in &output.folders {
        let folder = workspace.root().join(folder);
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

impl Difference {
    fn told(&self) -> (&'static str, &str) {
        match self {
            Difference::Missing(path) => ("missing", path),
            Difference::Stale(path) => ("stale", path),
            Difference::Orphaned(path) => ("orphaned", path),
        }
    }
}

fn failed(path: &str, what: &str, error: &io::Error) -> Problem {
    Problem::file(
        path,
        format!("the file cannot be {what}: {error}"),
        "see to permissions and space on the disk; nothing was changed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, &str)]) -> Output {
        Output {
            files: files
                .iter()
                .map(|(path, text)| (path.to_string(), text.to_string()))
                .collect(),
            folders: vec!["crates/providers".to_owned()],
            removed: Vec::new(),
        }
    }

    fn workspace() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(folder.path());
        (folder, workspace)
    }

    fn checked(workspace: &Workspace, output: &Output) -> (Outcome, String) {
        let mut told = Vec::new();
        let outcome = sync(workspace, output, Mode::Check, &mut told).unwrap();
        (outcome, String::from_utf8(told).unwrap())
    }

    #[test]
    fn a_check_lists_every_difference_and_writes_nothing() {
        let (folder, workspace) = workspace();
        let place = folder.path().join("crates/providers/a");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("stale.rs"), "old").unwrap();
        fs::write(place.join("orphan.rs"), "left over").unwrap();
        let output = output(&[
            ("crates/providers/a/stale.rs", "new"),
            ("crates/providers/a/missing.rs", "new"),
        ]);
        let (outcome, told) = checked(&workspace, &output);
        assert_eq!(outcome, Outcome::Differs);
        assert!(
            told.contains("stale     crates/providers/a/stale.rs"),
            "{told}"
        );
        assert!(
            told.contains("missing   crates/providers/a/missing.rs"),
            "{told}"
        );
        assert!(
            told.contains("orphaned  crates/providers/a/orphan.rs"),
            "{told}"
        );
        assert!(told.contains("cargo xtask codegen"), "{told}");
        assert_eq!(fs::read_to_string(place.join("stale.rs")).unwrap(), "old");
    }

    #[test]
    fn writing_brings_the_tree_in_line() {
        let (folder, workspace) = workspace();
        let left_over = folder.path().join("crates/providers/gone/src/lib.rs");
        fs::create_dir_all(left_over.parent().unwrap()).unwrap();
        fs::write(&left_over, "left over").unwrap();
        let output = output(&[("crates/providers/a/src/lib.rs", "new")]);
        sync(&workspace, &output, Mode::Write, &mut Vec::new()).unwrap();
        assert_eq!(checked(&workspace, &output).0, Outcome::InSync);
        assert!(!folder.path().join("crates/providers/gone").exists());
    }

    #[test]
    fn a_failed_write_leaves_the_tree_as_it_was() {
        let (folder, workspace) = workspace();
        let first = folder.path().join("crates/providers/a/lib.rs");
        fs::create_dir_all(first.parent().unwrap()).unwrap();
        fs::write(&first, "old").unwrap();
        // A file where a folder has to be: the second move fails.
        fs::write(folder.path().join("specs"), "").unwrap();
        let output = output(&[
            ("crates/providers/a/lib.rs", "new"),
            ("specs/a/names.toml", "x"),
        ]);
        let problem = sync(&workspace, &output, Mode::Write, &mut Vec::new()).unwrap_err();
        assert!(
            problem.to_string().contains("specs/a/names.toml"),
            "{problem}"
        );
        assert_eq!(fs::read_to_string(&first).unwrap(), "old");
    }

    #[test]
    fn a_move_that_fails_takes_back_those_before_it() {
        let (folder, workspace) = workspace();
        // A file where the second text needs a folder.
        let output = output(&[
            ("specs/a/openapi.json", "{}"),
            ("specs/a/openapi.json/b", "x"),
        ]);
        let problem = sync(&workspace, &output, Mode::Write, &mut Vec::new()).unwrap_err();
        let told = problem.to_string();
        assert!(told.starts_with("specs/a/openapi.json/b: "), "{told}");
        assert!(!folder.path().join("specs").exists());
    }

    #[test]
    fn what_goes_goes_with_its_folder() {
        let (folder, workspace) = workspace();
        for path in ["specs/a/openapi.json", "src/a.rs", "src/b.rs"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let output = Output {
            folders: vec!["specs/a".to_owned()],
            removed: vec!["src/a.rs".to_owned(), "src/never.rs".to_owned()],
            ..Output::default()
        };
        sync(&workspace, &output, Mode::Write, &mut Vec::new()).unwrap();
        assert!(!folder.path().join("specs/a").exists());
        assert!(!folder.path().join("src/a.rs").exists());
        assert!(folder.path().join("src/b.rs").exists());
    }
}
