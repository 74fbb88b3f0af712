//! Code that works with the client of any provider.

#[cfg(feature = "client")]
pub use crate::client::ProviderClient;
pub use crate::operation::Provider;
