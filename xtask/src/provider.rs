//! `cargo xtask provider`: puts a provider into the workspace, or takes it out.

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
    /// Make a provider of a document: its folder in specs/, its crate, its place in the facade.
    Add(AddArguments),
    /// Take a provider out again, with all that `add` has written.
    Remove {
        /// The provider.
        name: String,
    },
}

/// What a provider is made of.
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
