//! The compiled-in providers, as data.

use converse_core::operation::{Example, Operation};
use converse_core::provider::Provider;

/// What a provider's document says about calls.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Contract {
    /// The provider's name and base URL.
    pub provider: &'static Provider,
    /// Its operations.
    pub operations: &'static [&'static Operation],
    /// The documented bodies.
    pub examples: &'static [Example],
}

/// Lists the compiled-in providers.
#[rustfmt::skip]
pub static PROVIDERS: &[Contract] = &[
    // providers: begin contracts
    #[cfg(feature = "bird")]
    Contract::new(&crate::bird::PROVIDER, crate::bird::OPERATIONS, crate::bird::EXAMPLES),
    #[cfg(feature = "bridge")]
    Contract::new(&crate::bridge::PROVIDER, crate::bridge::OPERATIONS, crate::bridge::EXAMPLES),
    #[cfg(feature = "pingback")]
    Contract::new(&crate::pingback::PROVIDER, crate::pingback::OPERATIONS, crate::pingback::EXAMPLES),
    // providers: end contracts
];

impl Contract {
    /// The tables of one generated crate.
    pub const fn new(
        provider: &'static Provider,
        operations: &'static [&'static Operation],
        examples: &'static [Example],
    ) -> Self {
        Self {
            provider,
            operations,
            examples,
        }
    }

    /// Returns the path of the provider's base URL, without a slash at its end.
    pub(super) fn base_path(&self) -> &'static str {
        let after_scheme = self.provider.base_url.split_once("://");
        let (_, place) = after_scheme.unwrap_or(("", self.provider.base_url));
        let path = place.find('/').map_or("", |start| &place[start..]);
        path.trim_end_matches('/')
    }
}
