//! The compiled-in providers, as data.

use converse_testing::Contract;

/// Lists the compiled-in providers.
#[rustfmt::skip]
pub static PROVIDERS: &[&Contract] = &[
    // providers: begin contracts
    #[cfg(feature = "bird")]
    &crate::bird::CONTRACT,
    #[cfg(feature = "bridge")]
    &crate::bridge::CONTRACT,
    #[cfg(feature = "pingback")]
    &crate::pingback::CONTRACT,
    // providers: end contracts
];
