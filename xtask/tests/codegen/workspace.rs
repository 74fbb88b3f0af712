//! A workspace in a folder of its own, with copies of the specs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anstream::StripStream;
use converse_codegen::Result;
use tempfile::TempDir;
use xtask::codegen;
use xtask::progress::Progress;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;

/// The files with regions of the providers.
const REGIONS: [&str; 6] = [
    "Cargo.toml",
    "README.md",
    "crates/converse/Cargo.toml",
    "crates/converse/src/lib.rs",
    "crates/converse/src/dynamic.rs",
    "crates/converse/src/testing/providers.rs",
];

/// A temporary workspace.
pub struct Copy {
    folder: TempDir,
}

impl Copy {
    /// The specs of these providers and the files with tables of them, and no crates yet.
    pub fn of(providers: &[&str]) -> Self {
        let copy = Self {
            folder: tempfile::tempdir().expect("the system has a folder for these"),
        };
        for file in REGIONS {
            let to = copy.path(file);
            fs::create_dir_all(to.parent().expect("it lies below")).expect("the folder is ours");
            fs::copy(root().join(file), to).expect("the file is there");
        }
        for provider in providers {
            copy.add(provider, provider);
        }
        copy
    }

    /// Returns a workspace with the crates as well.
    pub fn written(providers: &[&str]) -> Self {
        let copy = Self::of(providers);
        copy.run(&[], Mode::Write).0.expect("the specs are good");
        copy
    }

    /// Adds a provider's specs under another name.
    pub fn add(&self, provider: &str, name: &str) {
        let from = root().join("specs").join(provider);
        let to = self.path("specs").join(name);
        fs::create_dir_all(&to).expect("the folder is ours");
        for file in files_below(&from).expect("the specs are there") {
            let name = file.file_name().expect("a file has a name");
            fs::copy(&file, to.join(name)).expect("the folder is ours");
        }
    }

    /// Runs codegen for some providers, or all; returns the result and the output.
    pub fn run(&self, providers: &[&str], mode: Mode) -> (Result<Outcome>, String) {
        run(&Workspace::new(self.folder.path()), providers, mode)
    }

    /// Checks all providers.
    pub fn check(&self) -> (Outcome, String) {
        let (outcome, printed) = self.run(&[], Mode::Check);
        (outcome.expect("the specs are good"), printed)
    }

    /// Returns the message of a run that fails in both modes and leaves the tree unchanged.
    pub fn failure(&self, providers: &[&str]) -> String {
        let before = self.files();
        let messages = [Mode::Check, Mode::Write].map(|mode| {
            let problem = self.run(providers, mode).0.expect_err("it must fail");
            assert_eq!(self.files(), before, "the tree is as it was");
            problem.to_string()
        });
        assert_eq!(
            messages[0], messages[1],
            "the modes differ in nothing but writing"
        );
        let [message, _] = messages;
        assert!(message.contains("\n  help: "), "{message}");
        message
    }

    /// Returns a path in the workspace.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Returns the content of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces a string in the file.
    pub fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} lacks {from:?}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Adds an action at the end of a provider's overlay, and returns its pointer.
    pub fn add_action(&self, provider: &str, action: &str) -> String {
        let path = format!("specs/{provider}/overlay.yaml");
        let text = self.read(&path);
        let index = text
            .lines()
            .filter(|line| line.starts_with("  - target:"))
            .count();
        self.write(&path, &format!("{}\n{action}", text.trim_end()));
        format!("/actions/{index}")
    }

    /// Returns all files but those that a build would leave, with their bytes.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let root = self.folder.path();
        let relative = |path: &Path| path.strip_prefix(root).expect("it lies below").to_owned();
        let files = files_below(root).expect("the folder is ours");
        files
            .iter()
            .map(|path| (relative(path), fs::read(path).expect("the folder is ours")))
            .filter(|(path, _)| !path.starts_with("target"))
            .collect()
    }
}

/// Runs codegen in any workspace; returns the result and the output.
pub fn run(workspace: &Workspace, providers: &[&str], mode: Mode) -> (Result<Outcome>, String) {
    let providers: Vec<String> = providers.iter().map(|name| (*name).to_owned()).collect();
    let mut printed = StripStream::new(Vec::new());
    let outcome = codegen::run(
        workspace,
        &providers,
        mode,
        &mut printed,
        &mut Progress::on_terminal(),
    );
    let printed = String::from_utf8(printed.into_inner());
    (outcome, printed.expect("it prints text"))
}

/// Returns the folder of the whole workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in the workspace")
}

/// Returns all files below a folder.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files_below(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}
