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

/// What the provider says about repeating a call, beyond what its method tells.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyCorrection {
    /// Whether sending the request twice has the effect of sending it once.
    pub idempotent: Option<bool>,
    /// Statuses that mean for certain that nothing was done.
    #[serde(default)]
    pub not_processed: Vec<u16>,
    /// Statuses that do not pass by waiting.
    #[serde(default)]
    pub never_retry: Vec<u16>,
    /// The header of a key by which a repeated request is known as the same.
    pub idempotency_key: Option<String>,
    /// Where the provider says so.
    pub source: String,
}
