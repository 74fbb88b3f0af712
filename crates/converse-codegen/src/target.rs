//! What the generated code is part of.

use std::path::PathBuf;

/// What the generated code is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A crate of its own, with `Cargo.toml`, README and tests.
    Standalone(Runtime),
    /// A member of a workspace, with `Cargo.toml`, README and tests.
    ///
    /// It inherits version, edition, licence and repository from the workspace, and these dependencies:
    /// `converse-core`, `jsonschema`, `schemars`, `serde`, `serde_json`, `uuid`.
    Workspace,
    /// A module of the crate that includes it, as one that a build script writes is.
    ///
    /// The crate depends on `converse-core`, on `serde` with its feature `derive`, on `serde_json` and on `uuid`. If it
    /// has the features `dynamic`, `examples` or `schemars` (with that dependency), these work as those of a generated
    /// crate do.
    Module,
}

/// Where a generated crate finds the runtime, the package `converse-core`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// In the registry, by this version requirement.
    Version(String),
    /// In this folder, absolute or relative to the generated crate.
    Path(PathBuf),
}

impl Default for Target {
    fn default() -> Self {
        Self::Standalone(Runtime::default())
    }
}

impl Default for Runtime {
    /// The version that this crate was released with.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}
