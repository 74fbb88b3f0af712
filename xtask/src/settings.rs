//! `provider.toml`: the settings of a provider that are ours.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The content of `provider.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The provider's name as people write it.
    pub title: String,
    /// The crate's description.
    pub description: String,
    /// The crate's keywords, at most five.
    pub keywords: Vec<String>,
    /// The provider's own documentation.
    pub documentation: Option<String>,
    /// The environment variable that holds the credential.
    pub credential_variable: String,
    /// The environment variable that overrides the base URL.
    pub base_url_variable: String,
    /// A base URL in place of the document's first server.
    pub base_url: Option<String>,
    /// Rust names of types, by the place of the schema: `Component`, `Component/property`.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Corrections of safety classes, by operation id.
    #[serde(default)]
    pub safety: BTreeMap<String, SafetyCorrection>,
}

/// Whether a call may be repeated, where the method does not tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyCorrection {
    /// Whether sending the request twice has the effect of sending it once.
    pub idempotent: bool,
    /// Where the provider says so.
    pub source: String,
}
