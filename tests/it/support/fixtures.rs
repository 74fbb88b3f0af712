//! Files of test data, and the folder of the workspace.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

/// Returns the folder of the workspace.
pub fn workspace_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the workspace")
}

/// Returns the content of a fixture.
pub fn text(path: &str) -> String {
    read(&folder().join(path))
}

/// Returns the JSON files of a folder of fixtures, by their names.
pub fn json_files(path: &str) -> Vec<(String, Value)> {
    let mut paths = files_below(&folder().join(path)).expect("the folder exists");
    paths.sort();
    assert!(!paths.is_empty(), "no fixture in {path}");
    let named = |path: PathBuf| {
        let name = path
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        let value =
            serde_json::from_str(&read(&path)).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, value)
    };
    paths.into_iter().map(named).collect()
}

/// Returns all files below a folder.
pub fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
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

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
