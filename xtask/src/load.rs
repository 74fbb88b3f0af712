//! Reads a provider's inputs: settings, document, overlay and names. Only this file and `sync` touch the disk.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::names::Names;
use crate::overlay::Overlay;
use crate::problem::{Problem, Result};
use crate::settings::Settings;
use crate::workspace::Workspace;

/// All that codegen reads for one provider.
#[derive(Debug)]
pub struct Source {
    /// The provider's name: its folder under `specs/`.
    pub name: String,
    /// The document's file, as messages name it.
    pub document_file: String,
    /// The document as published.
    pub document: Value,
    /// The overlay's file, as messages name it.
    pub overlay_file: String,
    /// The corrections to the document.
    pub overlay: Overlay,
    /// The settings' file, as messages name it.
    pub settings_file: String,
    /// The settings that are ours.
    pub settings: Settings,
    /// The names given in earlier runs.
    pub names: Names,
}

/// The names of all providers: the folders under `specs/`, in order.
pub fn provider_names(workspace: &Workspace) -> Result<Vec<String>> {
    let specs = workspace.specs();
    let unreadable = |error: std::io::Error| {
        Problem::file(
            workspace.label(&specs),
            format!("the folder cannot be read: {error}"),
            "run the command inside a checkout of the workspace",
        )
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&specs).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    check_names(workspace, &names)?;
    Ok(names)
}

/// Reads the inputs of one provider.
pub fn source(workspace: &Workspace, name: &str) -> Result<Source> {
    let folder = workspace.specs().join(name);
    let document_path = document_path(workspace, &folder)?;
    let overlay_path = folder.join("overlay.yaml");
    let settings_path = folder.join("provider.toml");
    let names_path = folder.join("names.toml");

    let document = document(workspace, &document_path)?;
    let overlay_file = workspace.label(&overlay_path);
    let overlay = if overlay_path.exists() {
        yaml(&overlay_file, &text(workspace, &overlay_path)?)?
    } else {
        Overlay::default()
    };
    let names = if names_path.exists() {
        toml(
            &workspace.label(&names_path),
            &text(workspace, &names_path)?,
        )?
    } else {
        Names::default()
    };
    let settings_file = workspace.label(&settings_path);
    Ok(Source {
        name: name.to_owned(),
        document_file: workspace.label(&document_path),
        document,
        overlay_file,
        overlay,
        settings: toml(&settings_file, &text(workspace, &settings_path)?)?,
        settings_file,
        names,
    })
}

fn check_names(workspace: &Workspace, names: &[String]) -> Result<()> {
    for name in names {
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
        let folder = workspace.label(&workspace.specs().join(name));
        if !plain {
            return Err(Problem::file(
                folder,
                "a provider's name is lower case letters, digits and `-`, a letter first",
                "rename the folder",
            ));
        }
        // Cargo and Rust read `-` and `_` alike, so such a pair would be one crate.
        let same =
            |other: &&String| *other != name && other.replace('_', "-") == name.replace('_', "-");
        if let Some(other) = names.iter().find(same) {
            return Err(Problem::file(
                folder,
                format!("two providers of one name: `{name}` and `{other}` make the same crate"),
                "rename or remove one of the two folders",
            ));
        }
    }
    Ok(())
}

fn document_path(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let found: Vec<PathBuf> = ["openapi.json", "openapi.yaml"]
        .map(|file| folder.join(file))
        .into_iter()
        .filter(|path| path.exists())
        .collect();
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Problem::file(
            workspace.label(folder),
            "the provider's document is missing",
            "check it in as openapi.json or openapi.yaml",
        )),
        _ => Err(Problem::file(
            workspace.label(folder),
            "there are two documents, openapi.json and openapi.yaml",
            "keep the one that the provider publishes and remove the other",
        )),
    }
}

fn document(workspace: &Workspace, path: &Path) -> Result<Value> {
    let file = workspace.label(path);
    let text = text(workspace, path)?;
    if path
        .extension()
        .is_some_and(|extension| extension == "json")
    {
        serde_json::from_str(&text).map_err(|error| broken(&file, "JSON", &error))
    } else {
        yaml(&file, &text)
    }
}

fn text(workspace: &Workspace, path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| {
        Problem::file(
            workspace.label(path),
            format!("the file cannot be read: {error}"),
            "check in the file as UTF-8 text",
        )
    })
}

fn yaml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    serde_saphyr::from_str(text).map_err(|error| broken(file, "YAML", &error))
}

fn toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| broken(file, "TOML", &error))
}

fn broken(file: &str, format: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::file(
        file,
        format!("the file is not the {format} that is expected here: {error}"),
        "mend the file at that place",
    )
}
