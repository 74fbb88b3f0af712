//! The values that fields and arguments are made of, beside those of Rust and of the crates passed on.

pub use crate::body::Blob;
pub use crate::types::{InvalidTimestamp, Password, Patch, Timestamp, ToUuid};
