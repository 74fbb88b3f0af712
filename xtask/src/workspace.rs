//! The paths of the workspace.

use std::path::{Path, PathBuf};

use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::{Problem, Result};

/// The workspace on disk.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Returns the workspace at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Returns the workspace that cargo runs this program in; without cargo, the one it was built in.
    pub fn current() -> Self {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let xtask = xtask.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        Self::new(xtask.parent().unwrap_or(&xtask))
    }

    /// Returns the folder of the whole workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the folder with one folder per provider.
    pub fn specs(&self) -> PathBuf {
        self.root.join("specs")
    }

    /// Returns the folder with the generated crates.
    pub fn providers(&self) -> PathBuf {
        self.root.join("crates/providers")
    }

    /// Returns the version of all packages.
    pub fn version(&self) -> Result<String> {
        let path = self.root.join("Cargo.toml");
        let file = self.label(&path);
        let manifest: toml::Table = read::toml(&file, &read::text(&path, &file, DOCUMENT_LIMIT)?)?;
        let version = manifest.get("workspace").and_then(|it| it.get("package"));
        let version = version
            .and_then(|it| it.get("version"))
            .and_then(|it| it.as_str());
        version.map(str::to_owned).ok_or_else(|| {
            Problem::file(
                file,
                "the version of the workspace is missing",
                "write it under `[workspace.package]`",
            )
        })
    }

    /// Returns `path` as messages name it: relative to the workspace if it lies in it.
    pub fn label(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        relative.display().to_string().replace('\\', "/")
    }
}
