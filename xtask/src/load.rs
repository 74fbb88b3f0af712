//! Reads a provider's inputs: settings, document, overlay, names and coverage. Of the steps, only this and `sync` touch the disk.

use std::path::{Path, PathBuf};

use converse_codegen::internals::is_provider_name;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::{Document, Names, Overlay, Problem, Result, Settings};

use crate::coverage::Coverage;
use crate::workspace::Workspace;

/// The inputs of codegen for one provider.
#[derive(Debug)]
pub struct Source {
    /// The provider's name: its folder under `specs/`.
    pub name: String,
    /// The document as published.
    pub document: Document,
    /// The corrections to the document.
    pub overlay: Overlay,
    /// The settings.
    pub settings: Settings,
    /// The names that earlier runs gave.
    pub names: Names,
    /// What the client covers, beside the document.
    pub coverage: Coverage,
}

/// Returns the names of all providers: the folders under `specs/`, in order.
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
    let document = document(workspace, &document_path(workspace, &folder)?)?;
    let overlay_path = folder.join("overlay.yaml");
    let settings_path = folder.join("provider.toml");
    let names_path = folder.join("names.toml");
    let coverage_path = folder.join("coverage.toml");

    let text = |path: &Path| {
        let file = workspace.label(path);
        let text = read::text(path, &file, DOCUMENT_LIMIT)?;
        Ok((file, text))
    };
    let overlay = if overlay_path.exists() {
        let (file, text) = text(&overlay_path)?;
        Overlay::parse(&file, &text)?
    } else {
        Overlay::default()
    };
    let names = if names_path.exists() {
        let (file, text) = text(&names_path)?;
        Names::parse(&file, &text)?
    } else {
        Names::default()
    };
    let coverage = if coverage_path.exists() {
        let (file, text) = text(&coverage_path)?;
        Coverage::parse(&file, &text)?
    } else {
        Coverage::default()
    };
    let (settings_file, settings) = text(&settings_path)?;
    Ok(Source {
        name: name.to_owned(),
        document,
        overlay,
        settings: Settings::parse(&settings_file, &settings)?,
        names,
        coverage,
    })
}

fn check_names(workspace: &Workspace, names: &[String]) -> Result<()> {
    for name in names {
        let folder = workspace.label(&workspace.specs().join(name));
        if !is_provider_name(name) {
            return Err(Problem::file(
                folder,
                "a provider's name is lower case letters, digits and `-`, a letter first",
                "rename the folder",
            ));
        }
        // Cargo and Rust treat `-` and `_` alike, so such a pair would be one crate.
        let same =
            |other: &&String| *other != name && other.replace('_', "-") == name.replace('_', "-");
        if let Some(other) = names.iter().find(same) {
            return Err(Problem::file(
                folder,
                format!("two providers with one name: `{name}` and `{other}` make the same crate"),
                "rename or remove one of the two folders",
            ));
        }
    }
    Ok(())
}

/// Reads the document at `path`, with the files that it refers to.
pub fn document(workspace: &Workspace, path: &Path) -> Result<Document> {
    Document::read_as(path, &workspace.label(path), DOCUMENT_LIMIT)
}

/// Finds the document of the provider whose folder this is.
pub fn document_path(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
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
