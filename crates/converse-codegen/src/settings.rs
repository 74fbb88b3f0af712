//! `provider.toml`: the settings of a provider that are ours.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::document::read;
use crate::problem::Result;

/// The settings of a client: what its document does not say.
///
/// [`new`](Self::new) gives settings for a document that has none; [`parse`](Self::parse) reads them from TOML.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
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
    /// Whether the crate has a feature per tag.
    #[serde(default)]
    pub split_by_tag: SplitByTag,
    /// Rust names of types, by the place of the schema: `Component`, `Component/property`.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Corrections of safety classes, by operation id.
    #[serde(default)]
    pub safety: BTreeMap<String, SafetyCorrection>,
    /// The file, as messages name it.
    #[serde(skip)]
    file: String,
}

impl Settings {
    /// Returns settings for a document that has none yet; `name` is the provider's.
    pub fn new(name: &str) -> Self {
        let variable = name.replace('-', "_").to_ascii_uppercase();
        Self {
            title: name.to_owned(),
            description: format!("Typed client for the API of {name}."),
            keywords: vec!["api".to_owned(), "client".to_owned()],
            documentation: None,
            credential_variable: format!("{variable}_API_KEY"),
            base_url_variable: format!("{variable}_BASE_URL"),
            base_url: None,
            split_by_tag: SplitByTag::default(),
            names: BTreeMap::new(),
            safety: BTreeMap::new(),
            file: String::new(),
        }
    }

    /// Reads settings from TOML; `file` is their name in messages.
    ///
    /// # Errors
    /// The text is not TOML, lacks a required setting, or has an unknown one.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let settings: Self = read::toml(file, text)?;
        Ok(Self {
            file: file.to_owned(),
            ..settings
        })
    }

    /// Returns the name of their file in messages.
    pub(crate) fn file(&self) -> &str {
        match self.file.as_str() {
            "" => "settings",
            file => file,
        }
    }
}

/// Whether a crate has a module and a feature per tag, so that programs compile only the tags that they use.
///
/// A [module](crate::Target::Module) never has them: its features are those of the crate that includes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SplitByTag {
    /// If the document is large: 300 operations or more, with at least two tags.
    #[default]
    Auto,
    /// However large the document is.
    Always,
    /// Never.
    Never,
}

impl SplitByTag {
    /// Returns the word for it in settings and on the command line.
    #[cfg(feature = "cli")]
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

impl SafetyCorrection {
    /// Creates a correction that changes nothing yet. `source` is where the provider says so.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            idempotent: None,
            not_processed: Vec::new(),
            never_retry: Vec::new(),
            idempotency_key: None,
            source: source.into(),
        }
    }
}

/// What the provider says about retrying a call, beyond what its method implies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SafetyCorrection {
    /// Whether the request is idempotent.
    pub idempotent: Option<bool>,
    /// Statuses that guarantee that nothing was done.
    #[serde(default)]
    pub not_processed: Vec<u16>,
    /// Statuses that are permanent: waiting does not help.
    #[serde(default)]
    pub never_retry: Vec<u16>,
    /// The header of a key by which the provider recognizes a retry.
    pub idempotency_key: Option<String>,
    /// Where the provider says so.
    pub source: String,
}
