//! `cargo xtask preview`: what would this document become?

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::bundle::bundle;
use crate::codegen::{self, Built, unwritable};
use crate::load::{self, Source};
use crate::names::Names;
use crate::overlay::Overlay;
use crate::problem::{Problem, Result};
use crate::render::Home;
use crate::settings::Settings;
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The document.
    pub document: PathBuf,
    /// Corrections to it.
    pub overlay: Option<PathBuf>,
    /// The provider's name; from the file's if none is given.
    pub name: Option<String>,
    /// How large the document may be, in bytes.
    pub max_bytes: u64,
}

/// What became of the document.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Operations in the document.
    pub operations: usize,
    /// Operations in the crate.
    pub generated: usize,
    /// Operations that are left out.
    pub skipped: Vec<Left>,
    pub types: usize,
    /// Lines of Rust.
    pub lines: usize,
    /// Where the document has a type and the crate has any JSON.
    pub untyped: Vec<Place>,
    /// Schemas in the document.
    pub positions: usize,
    pub warnings: Vec<String>,
    /// What each pass changed.
    pub passes: Vec<Changes>,
}

/// An operation that is left out.
#[derive(Debug, Serialize)]
pub struct Left {
    pub operation: String,
    pub pointer: String,
    pub reason: String,
}

/// A place, and what is to be said of it.
#[derive(Debug, Serialize)]
pub struct Place {
    pub pointer: String,
    pub reason: String,
}

/// What one pass changed.
#[derive(Debug, Serialize)]
pub struct Changes {
    pub pass: &'static str,
    pub pointers: Vec<String>,
}

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts.
    Plain,
    /// Each place as well.
    Verbose,
    /// Everything, for machines.
    Json,
}

/// Builds the crate of a document; nothing is written.
pub fn build(workspace: &Workspace, request: &Request, home: Home) -> Result<(String, Built)> {
    let file = request.document.display().to_string();
    let name = match &request.name {
        Some(name) => name.clone(),
        None => name_of(&request.document),
    };
    check_name(&name)?;
    let overlay = match &request.overlay {
        Some(path) => load::overlay(path, &workspace.label(path))?,
        None => Overlay::default(),
    };
    let document = bundle(&request.document, &file, request.max_bytes)?;
    let overlay_file = request
        .overlay
        .as_ref()
        .map_or(String::new(), |path| workspace.label(path));
    let source = Source {
        overlay_file,
        overlay,
        ..source(&name, file, document)
    };
    let built = codegen::build(source, home, true)?;
    Ok((name, built))
}

/// Builds the crate of a document at hand; nothing is read or written.
pub fn build_value(name: &str, document: Value) -> Result<Built> {
    let home = Home::Alone {
        core: PathBuf::from("converse-core"),
    };
    codegen::build(source(name, "document".to_owned(), document), home, false)
}

/// A document without corrections, settings or names of its own.
fn source(name: &str, document_file: String, document: Value) -> Source {
    Source {
        settings: settings(name),
        name: name.to_owned(),
        document,
        document_file,
        overlay_file: String::new(),
        overlay: Overlay::default(),
        settings_file: String::new(),
        names: Names::default(),
    }
}

/// Builds the crate, writes it below `folder` or a folder under `target/`, and prints the summary.
pub fn run(
    workspace: &Workspace,
    request: &Request,
    folder: Option<&Path>,
    detail: Detail,
    out: &mut dyn Write,
) -> Result<()> {
    let core = workspace.root().join("crates/converse-core");
    let (name, built) = build(workspace, request, Home::Alone { core })?;
    let folder = folder.map_or_else(
        || workspace.root().join("target/preview").join(&name),
        Path::to_path_buf,
    );
    let summary = Summary::of(&built);
    let mut files = built.files;
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n");
    }
    write_crate(&folder, &files)?;
    print(&summary, &folder, detail, out)
}

/// Writes the files of a crate; what stood there of an earlier one is replaced.
pub fn write_crate(
    folder: &Path,
    files: &std::collections::BTreeMap<String, String>,
) -> Result<()> {
    let failed = |path: &Path, error: std::io::Error| {
        Problem::file(
            path,
            format!("it cannot be written: {error}"),
            "choose another folder with `--out`",
        )
    };
    let sources = folder.join("src");
    if sources.exists() {
        std::fs::remove_dir_all(&sources).map_err(|error| failed(&sources, error))?;
    }
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        std::fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

impl Summary {
    /// What is to be said of a crate.
    pub fn of(built: &Built) -> Self {
        let api = &built.api;
        Self {
            operations: api.operations.len() + api.skipped.len(),
            generated: api.operations.len(),
            skipped: api
                .skipped
                .iter()
                .map(|left| Left {
                    operation: left.operation.clone(),
                    pointer: left.problem.pointer().to_owned(),
                    reason: left.problem.rule().to_owned(),
                })
                .collect(),
            types: codegen::type_count(api),
            lines: codegen::line_count(&built.files),
            untyped: api
                .untyped
                .iter()
                .map(|place| Place {
                    pointer: place.pointer.clone(),
                    reason: place.reason.clone(),
                })
                .collect(),
            positions: api.positions,
            warnings: api.warnings.iter().map(ToString::to_string).collect(),
            passes: api
                .changes
                .iter()
                .map(|(pass, pointers)| Changes {
                    pass,
                    pointers: pointers.clone(),
                })
                .collect(),
        }
    }
}

fn print(summary: &Summary, folder: &Path, detail: Detail, out: &mut dyn Write) -> Result<()> {
    if detail == Detail::Json {
        // A struct of texts and numbers is JSON whatever it holds.
        let text = serde_json::to_string_pretty(summary).unwrap_or_default();
        return writeln!(out, "{text}").map_err(unwritable);
    }
    let mut text = format!(
        "{} of {} operations, {} types, {} lines, {} of {} schemas untyped\n",
        summary.generated,
        summary.operations,
        summary.types,
        summary.lines,
        summary.untyped.len(),
        summary.positions,
    );
    for left in &summary.skipped {
        text.push_str(&format!(
            "left out  {} (#{}): {}\n",
            left.operation, left.pointer, left.reason
        ));
    }
    for place in &summary.untyped {
        text.push_str(&format!("untyped   #{}: {}\n", place.pointer, place.reason));
    }
    for warning in &summary.warnings {
        text.push_str(&format!("warning   {warning}\n"));
    }
    for changes in &summary.passes {
        text.push_str(&format!(
            "{:<20} changed {} schemas\n",
            changes.pass,
            changes.pointers.len()
        ));
        if detail == Detail::Verbose {
            changes
                .pointers
                .iter()
                .for_each(|pointer| text.push_str(&format!("    #{pointer}\n")));
        }
    }
    text.push_str(&format!("the crate is in {}\n", folder.display()));
    out.write_all(text.as_bytes()).map_err(unwritable)
}

/// A provider's name out of the name of a file.
pub fn name_of(path: &Path) -> String {
    let stem = path
        .file_stem()
        .map_or(String::new(), |stem| stem.to_string_lossy().to_lowercase());
    let plain: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let plain = plain
        .trim_matches(|c: char| c == '-' || c.is_ascii_digit())
        .to_owned();
    if plain.is_empty() {
        "preview".to_owned()
    } else {
        plain
    }
}

fn check_name(name: &str) -> Result<()> {
    if load::is_provider_name(name) {
        return Ok(());
    }
    Err(Problem::file(
        name,
        "a provider's name is lower case letters, digits and `-`, a letter first",
        "choose another `--name`",
    ))
}

/// Settings for a document that has none yet.
pub fn settings(name: &str) -> Settings {
    let variable = name.replace('-', "_").to_ascii_uppercase();
    Settings {
        title: name.to_owned(),
        description: format!("Typed client for the API of {name}."),
        keywords: vec!["api".to_owned(), "client".to_owned()],
        documentation: None,
        credential_variable: format!("{variable}_API_KEY"),
        base_url_variable: format!("{variable}_BASE_URL"),
        base_url: None,
        names: Default::default(),
        safety: Default::default(),
    }
}
