//! What the generated code is part of: a crate of its own, a workspace or another crate.

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
    /// has the features `dynamic`, `examples` or `schemars`, these work as those of a generated crate do; the last also
    /// needs the package `schemars` with its features `chrono04` and `uuid1`, and `converse-core/schemars`; the first
    /// needs `converse-core/client`. The module has a client if `converse-core` has its feature `client`, which
    /// `rustls` and `native-tls` imply, and types and tables alone if not. A build script prints [`CHECK_CFG`], so that the compiler does not warn of those that it lacks.
    Module,
}

/// The line that a build script prints for a [module](Target::Module): the features that its code asks for, whether
/// its crate has them or not.
pub const CHECK_CFG: &str =
    r#"cargo::rustc-check-cfg=cfg(feature, values("dynamic", "examples", "schemars"))"#;

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
    /// Returns the version that this crate was released with.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}
