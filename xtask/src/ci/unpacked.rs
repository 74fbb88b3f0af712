//! The sources that cargo unpacked of packages that were never published.

use std::fs;
use std::path::{Path, PathBuf};

/// Removes what an earlier run unpacked: cargo keeps the source of a package by its name and version, and would build
/// that instead of what is packed now. What it built of that is in its target folder, which a clean checkout lacks.
pub fn forget_unpacked(published: &[&str]) {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let Some(home) = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))) else {
        return;
    };
    for (registry, folder) in entries(&home.join("registry/src")) {
        // That of a registry in a folder has no host before its hash.
        if registry.starts_with('-') {
            for (source, folder) in entries(&folder) {
                if published.iter().any(|package| is_of(&source, package)) {
                    // The build fails if it is in the way.
                    let _ = fs::remove_dir_all(folder);
                }
            }
        }
    }
}

/// Returns whether a folder is named after a package and its version.
fn is_of(folder: &str, package: &str) -> bool {
    let version = folder
        .strip_prefix(package)
        .and_then(|it| it.strip_prefix('-'));
    version.is_some_and(|version| version.starts_with(|it: char| it.is_ascii_digit()))
}

/// Returns what is in a folder, by its name; nothing if it cannot be read.
fn entries(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, entry.path())
    })
}
