//! `Cargo.lock` after a package came or went.

use std::process::Command;

use crate::workspace::Workspace;
use converse_codegen::{Problem, Result};

/// Lets cargo bring the lock file in line with the manifests, without the network.
pub fn update(workspace: &Workspace) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["update", "--workspace", "--offline", "--quiet"])
        .current_dir(workspace.root())
        .output();
    let told = match output {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(Problem::file(
        "Cargo.lock",
        format!("all other files are written, but cargo cannot update this one:\n{told}"),
        "mend what cargo names and run `cargo update --workspace`; git can take back what was written",
    ))
}
