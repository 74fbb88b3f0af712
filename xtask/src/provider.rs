//! `cargo xtask provider`: adds a provider to the workspace, or removes one.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::progress::Progress;
use crate::sync::Outcome;
use crate::workspace::Workspace;
use converse_codegen::Result;

mod add;
mod entry;
mod facade;
mod lines;
mod lock;
mod manifests;
mod name;
mod remove;
mod settings;
#[cfg(test)]
mod tests;
mod uses;

/// What to do with a provider.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a provider from a document: its folder in specs/, its crate, its place in the facade.
    Add(AddArguments),
    /// Remove a provider again, with everything that `add` wrote.
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
    /// The document: OpenAPI 3.0 or 3.1, JSON or YAML, one file or several.
    pub spec: PathBuf,
    /// Corrections to it; they become specs/NAME/overlay.yaml.
    #[arg(long)]
    pub overlay: Option<PathBuf>,
    /// The provider's name as people write it; from the document if none is given.
    #[arg(long)]
    pub title: Option<String>,
    /// Leave titles, summaries and descriptions of the document behind.
    #[arg(long)]
    pub strip_prose: bool,
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
