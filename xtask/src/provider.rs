//! `cargo xtask provider`: adds a provider to the workspace, or removes one.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::listing;
use crate::progress::Progress;
use crate::regions::{Texts, WORKSPACE_MANIFEST};
use crate::sync::Outcome;
use crate::tables::toml_table;
use crate::workspace::Workspace;
use converse_codegen::Result;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};

mod add;
mod entry;
mod name;
mod places;
mod remove;
mod settings;
#[cfg(test)]
mod tests;

/// What to do with a provider.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a provider from a document: its folder in specs/, its crate, its place in the facade.
    Add(AddArguments),
    /// Remove a provider, with everything that `add` wrote. Other code is listed and stays.
    Remove {
        /// The provider.
        name: String,
    },
}

/// The inputs of a new provider.
#[derive(Debug, Args)]
pub struct AddArguments {
    /// The provider's name: lower case letters, digits and `-`.
    pub name: String,
    /// The document: OpenAPI 3.0 to 3.2, JSON or YAML, one file or several.
    pub spec: PathBuf,
    /// Corrections to it; they become specs/NAME/overlay.yaml.
    #[arg(long)]
    pub overlay: Option<PathBuf>,
    /// The provider's name as people write it; from the document if none is given.
    #[arg(long)]
    pub title: Option<String>,
    /// Remove titles, summaries and descriptions from the document.
    #[arg(long)]
    pub strip_prose: bool,
    /// Make the provider a default feature of the facade.
    #[arg(long)]
    pub default: bool,
}

/// Runs the command.
pub fn run(
    workspace: &Workspace,
    command: &Command,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<Outcome> {
    match command {
        Command::Add(arguments) => add::run(workspace, arguments, out, progress)?,
        Command::Remove { name } => remove::run(workspace, name, out)?,
    }
    Ok(Outcome::InSync)
}

/// Returns the manifests of the members that the workspace lists by path; `texts` are files as they will be. The
/// providers' crates are members by a pattern, and are not among them.
fn members(workspace: &Workspace, texts: &Texts) -> Result<Vec<(String, toml::Table)>> {
    let text = texts.get(WORKSPACE_MANIFEST).map_or("", String::as_str);
    let root = toml_table(WORKSPACE_MANIFEST, text)?;
    let members = root.get("workspace").and_then(|it| it.get("members"));
    let members = members.and_then(toml::Value::as_array);
    let mut manifests = Vec::new();
    for member in members.into_iter().flatten().filter_map(|it| it.as_str()) {
        let file = format!("{member}/Cargo.toml");
        let path = workspace.root().join(&file);
        let text = match texts.get(&file) {
            Some(text) => text.clone(),
            None if path.is_file() => read::text(&path, &file, DOCUMENT_LIMIT)?,
            None => continue,
        };
        manifests.push((file.clone(), toml_table(&file, &text)?));
    }
    Ok(manifests)
}

/// Prints what a command changed in files that people write.
fn show_changes(out: &mut dyn Write, before: &Texts, after: &Texts) -> Result<()> {
    for (path, old) in before {
        let new = after.get(path).map_or("", String::as_str);
        if old != new {
            listing::show(out, path, old, new)?;
        }
    }
    Ok(())
}
