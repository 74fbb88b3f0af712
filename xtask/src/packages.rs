//! The packages of the workspace, as cargo reads their manifests.

use converse_codegen::{Problem, Result};
use serde_json::Value;

use crate::process;
use crate::workspace::Workspace;

/// One package of the workspace.
pub struct Package {
    pub name: String,
    /// Whether it may be published.
    pub published: bool,
    pub rust_version: Option<String>,
    pub examples: Vec<String>,
    pub benchmarks: Vec<String>,
}

/// Returns all packages, in cargo's order.
pub fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    let arguments = ["metadata", "--no-deps", "--format-version=1", "--locked"];
    let output = process::output(&mut workspace.command("cargo", &arguments))?;
    let metadata: Value = serde_json::from_str(&output).map_err(|error| {
        Problem::file(
            "cargo metadata",
            format!("its output is not JSON: {error}"),
            "check that `cargo` on the path is the toolchain's",
        )
    })?;
    Ok(list(&metadata["packages"]).map(package).collect())
}

fn package(metadata: &Value) -> Package {
    Package {
        name: text(&metadata["name"]),
        // `publish = false` is an empty list of registries.
        published: metadata["publish"]
            .as_array()
            .is_none_or(|to| !to.is_empty()),
        rust_version: metadata["rust_version"].as_str().map(str::to_owned),
        examples: targets(metadata, "example"),
        benchmarks: targets(metadata, "bench"),
    }
}

/// Returns the names of the targets of a kind.
fn targets(metadata: &Value, kind: &str) -> Vec<String> {
    list(&metadata["targets"])
        .filter(|target| list(&target["kind"]).any(|it| it == kind))
        .map(|target| text(&target["name"]))
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
