//! The coverage of the providers' APIs: `specs/<provider>/coverage.toml`, facts that a document does not have, and the
//! page that `cargo xtask coverage` writes.

use std::collections::BTreeMap;
use std::io::Write;

use converse_codegen::internals::read;
use converse_codegen::{Problem, Report, Result};
use serde::Deserialize;

use crate::codegen;
use crate::load;
use crate::progress::Progress;
use crate::sync::{self, Mode, Outcome, Output};
use crate::workspace::Workspace;

pub mod page;

/// Writes the page alone, or compares it. `codegen` writes and compares it, too.
pub fn run(
    workspace: &Workspace,
    mode: Mode,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<Outcome> {
    let known = load::provider_names(workspace)?;
    progress.doing(&known.join(", "));
    let generated = codegen::generate(workspace, &known)?;
    progress.done();
    let providers: Vec<_> = generated.iter().collect();
    let mut output = Output::default();
    let page = page::render(&providers);
    output.files.insert(page::PAGE.to_owned(), page);
    sync::sync(workspace, &output, mode, out)
}

/// The file's content. A provider without the file has no such entries.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Coverage {
    /// Operations that implement only the documented part, by id, with what is undocumented.
    pub partial: BTreeMap<String, String>,
    /// Functions of the facade besides operations.
    pub by_hand: Vec<ByHand>,
    /// Parts that are not implemented.
    pub missing: Vec<Missing>,
    #[serde(skip)]
    file: String,
}

/// A function of the facade that is not an operation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHand {
    /// A description of it.
    pub what: String,
    /// Its path in the facade.
    pub function: String,
    /// What is undocumented, if it implements only the documented part.
    pub partial: Option<String>,
}

/// A part of the provider's API that is not implemented.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// The part.
    pub what: String,
    /// The reason.
    pub why: String,
}

impl Coverage {
    /// Reads the file; `file` is its name in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let coverage: Self = read::toml(file, text)?;
        Ok(Self {
            file: file.to_owned(),
            ..coverage
        })
    }

    /// Fails if an entry is about an operation that the document does not have.
    pub fn check(&self, report: &Report) -> Result<()> {
        let is_known = |id: &&String| report.operations.iter().any(|one| one.id == **id);
        let Some(unknown) = self.partial.keys().find(|id| !is_known(id)) else {
            return Ok(());
        };
        Err(Problem::file(
            &self.file,
            format!("`{unknown}` under `[partial]` is not an operation of the document"),
            "remove the entry, or write the operation's id as the document has it",
        ))
    }
}
