//! Writes the generated files to disk, or reports how the files on disk differ from them.

use std::io::Write;

use converse_codegen::internals::{compare, unwritable, write};
use converse_codegen::{Difference, Result};

use crate::listing;
use crate::workspace::Workspace;

pub use converse_codegen::internals::Output;

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
    /// The files on disk are the generated ones.
    InSync,
    /// They differ, in a run that only checks.
    Differs,
}

/// Writes the files that differ, or lists them.
pub fn sync(
    workspace: &Workspace,
    output: &Output,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let root = workspace.root();
    let differences = compare(root, output)?;
    match mode {
        Mode::Write => {
            write(root, output, &differences)?;
            Ok(Outcome::InSync)
        }
        Mode::Check if differences.is_empty() => Ok(Outcome::InSync),
        Mode::Check => {
            for difference in &differences {
                writeln!(out, "{difference}").map_err(unwritable)?;
                if let Difference::Stale(path) = difference {
                    let old = std::fs::read(root.join(path)).unwrap_or_default();
                    let new = output.files.get(path).map_or("", String::as_str);
                    listing::changes(out, &String::from_utf8_lossy(&old), new)?;
                }
            }
            writeln!(out, "run `cargo xtask codegen` and commit what it changes")
                .map_err(unwritable)?;
            Ok(Outcome::Differs)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        let mut printed = anstream::StripStream::new(Vec::new());
        let outcome = sync(workspace, output, Mode::Check, &mut printed).unwrap();
        (outcome, String::from_utf8(printed.into_inner()).unwrap())
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
        let (outcome, printed) = checked(&workspace, &output);
        assert_eq!(outcome, Outcome::Differs);
        assert!(
            printed.contains("stale     crates/providers/a/stale.rs\n    1 - old\n    1 + new\n"),
            "{printed}"
        );
        assert!(
            printed.contains("missing   crates/providers/a/missing.rs"),
            "{printed}"
        );
        assert!(
            printed.contains("orphaned  crates/providers/a/orphan.rs"),
            "{printed}"
        );
        assert!(printed.contains("cargo xtask codegen"), "{printed}");
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
    fn a_write_that_fails_leaves_no_part_of_a_file() {
        let (folder, workspace) = workspace();
        // A folder in the place of the file: the new content can be written beside it, but not renamed.
        let place = folder.path().join("specs/a/names.toml");
        fs::create_dir_all(&place).unwrap();
        let output = Output {
            files: [("specs/a/names.toml".to_owned(), "x".to_owned())].into(),
            ..Output::default()
        };
        let stale = [Difference::Stale("specs/a/names.toml".to_owned())];
        let problem = write(folder.path(), &output, &stale).unwrap_err();
        assert!(
            problem.to_string().starts_with("specs/a/names.toml: "),
            "{problem}"
        );
        let left: Vec<_> = fs::read_dir(workspace.specs().join("a")).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
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
