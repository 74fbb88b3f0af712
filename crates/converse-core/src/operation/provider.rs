//! A provider's name and base URL.

/// The facts about one provider. Each generated crate has one, as `PROVIDER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// The short name, as in crate and feature names: `bridge`.
    pub name: &'static str,
    /// The name people use: `Bridge`.
    pub title: &'static str,
    /// The version of the generated crate. It is sent in the `User-Agent`.
    pub version: &'static str,
    /// The base URL from the provider's document.
    pub base_url: &'static str,
    /// The environment variable that holds the credential. Empty for a provider without credentials.
    pub credential_variable: &'static str,
    /// The environment variable that replaces the base URL.
    pub base_url_variable: &'static str,
}
