//! `cargo xtask spec`: work on the documents in specs/.

use std::io::Write;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::compare::Format;
use crate::sync::Outcome;
use crate::workspace::Workspace;
use converse_codegen::Result;

mod bodies;
mod changes;
mod diff;
mod document;
mod import;
mod markdown;
mod merge;
pub mod prose;
#[cfg(test)]
mod tests;

pub use diff::Versions;
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
    /// List what a new version of a document changes for users of the crate, and whether that breaks their programs.
    Diff {
        /// The provider.
        #[arg(required_unless_present = "files")]
        provider: Option<String>,
        /// The revision of git that the workspace is compared with.
        #[arg(default_value = "HEAD")]
        revision: String,
        /// Compare two documents instead, without corrections.
        #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with_all = ["provider", "revision"])]
        files: Option<Vec<PathBuf>>,
        /// The form of the list.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
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
    match command {
        Command::Import {
            name,
            files,
            strip_prose,
            prefer,
        } => {
            let request = import::Request {
                name,
                files,
                strip_prose: *strip_prose,
                prefer: *prefer,
            };
            import::run(workspace, &request, out)?;
        }
        Command::Diff {
            provider,
            revision,
            files,
            format,
        } => {
            let versions = match files.as_deref() {
                Some([old, new]) => Versions::Files { old, new },
                _ => Versions::Since {
                    provider: provider.as_deref().unwrap_or_default(),
                    revision,
                },
            };
            diff::run(workspace, &versions, *format, out)?;
        }
    }
    Ok(Outcome::InSync)
}
