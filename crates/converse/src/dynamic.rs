//! Calls by operation id, with JSON in and out, at any of the compiled-in providers.
//!
//! ```
//! use converse::dynamic::PROVIDERS;
//!
//! for provider in PROVIDERS {
//!     for operation in provider.operations() {
//!         println!("{} {}", provider.provider().name, operation.operation().id);
//!     }
//! }
//! ```

pub use converse_core::dynamic::*;

/// Lists the compiled-in providers.
#[rustfmt::skip]
pub static PROVIDERS: &[AnyProvider] = &[
    // providers: begin clients
    #[cfg(feature = "bird")]
    AnyProvider::of::<crate::bird::Client>(),
    #[cfg(feature = "bridge")]
    AnyProvider::of::<crate::bridge::Client>(),
    #[cfg(feature = "pingback")]
    AnyProvider::of::<crate::pingback::Client>(),
    // providers: end clients
];
