//! Code that works with the client of any provider.

pub use crate::client::ProviderClient;
pub use crate::operation::Provider;
