//! The sources that cargo unpacked of packages that were never published.

use std::fs;
use std::path::{Path, PathBuf};

/// Removes what an earlier run unpacked: cargo keeps the source of a package by its name and version, and would build
/// that instead of what is packed now.
pub fn forget_unpacked(published: &[&str]) {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
    };
    let Some(home) = home else { return };
    // The name of a registry in a folder has no host before its hash.
    for (_, registry) in
        folders(&home.join("registry/src")).filter(|(name, _)| name.starts_with('-'))
    {
        for (name, source) in folders(&registry) {
            let of = |package: &&&str| {
                name.strip_prefix(**package)
                    .is_some_and(|it| it.starts_with('-'))
            };
            if published.iter().any(|package| of(&package)) {
                // What cannot be removed is found by the build.
                let _ = fs::remove_dir_all(source);
            }
        }
    }
}
