//! Updates `Cargo.lock` after a package was added or removed.

use std::process::Command;

use crate::workspace::Workspace;
use converse_codegen::{Problem, Result};

/// Has cargo update the lock file to the manifests, without the network.
pub fn update(workspace: &Workspace) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(workspace.root())
        .output();
    let message = match output {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(Problem::file(
        "Cargo.lock",
        format!("all other files are written, but cargo cannot update this one:\n{message}"),
        "fix what cargo reports and run `cargo update --workspace`; git can restore the other files",
    ))
}
