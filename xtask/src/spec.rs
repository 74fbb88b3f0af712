//! `cargo xtask spec`: work on the documents in specs/.

use std::io::Write;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::sync::Outcome;
use crate::workspace::Workspace;
use converse_codegen::Result;

mod bodies;
mod changes;
mod document;
mod import;
mod markdown;
mod merge;
pub mod prose;
#[cfg(test)]
mod tests;

pub use document::{Form, NewDocument};

/// What to do with a provider's document.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring in a new version of a provider's document.
    Import {
        /// The provider.
        name: String,
        /// The document, or pages of Markdown that carry fragments of it in fenced code blocks.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Leave titles, summaries and descriptions behind.
        #[arg(long)]
        strip_prose: bool,
        /// Where the files define one thing differently, take the first or the last definition.
        #[arg(long)]
        prefer: Option<Prefer>,
    },
}

/// Which of two definitions of one thing to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Prefer {
    First,
    Last,
}

/// Runs the command.
pub fn run(workspace: &Workspace, command: &Command, out: &mut dyn Write) -> Result<Outcome> {
    let Command::Import {
        name,
        files,
        strip_prose,
        prefer,
    } = command;
    let request = import::Request {
        name,
        files,
        strip_prose: *strip_prose,
        prefer: *prefer,
    };
    import::run(workspace, &request, out)?;
    Ok(Outcome::InSync)
}
