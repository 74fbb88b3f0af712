//! `cargo xtask preview`: the command `converse-codegen` with the paths of this workspace.

use std::io::Write;

use converse_codegen::Result;
use converse_codegen::command::{self, Arguments};
use converse_codegen::internals::name_of;

use crate::sync::Outcome;
use crate::workspace::Workspace;

/// Writes the crate under `target/preview` by default, with the runtime of this workspace.
pub fn run(workspace: &Workspace, arguments: Arguments, out: &mut dyn Write) -> Result<Outcome> {
    let name = arguments.name.clone();
    let name = name.unwrap_or_else(|| name_of(&arguments.spec));
    let root = workspace.root();
    let arguments = Arguments {
        out: Some(
            arguments
                .out
                .unwrap_or_else(|| root.join("target/preview").join(name)),
        ),
        runtime_path: Some(
            arguments
                .runtime_path
                .unwrap_or_else(|| root.join("crates/converse-core")),
        ),
        detached: true,
        ..arguments
    };
    let fresh = command::run(&arguments, "cargo xtask preview", out)?;
    Ok(if fresh {
        Outcome::InSync
    } else {
        Outcome::Differs
    })
}
