//! Why a call failed.

mod advice;
mod build_error;
mod call_error;
mod conversions;
mod delivery;
#[allow(
    clippy::module_inception,
    reason = "the error of a call needs that of all calls, so it cannot be in the root of the room"
)]
mod error;
mod error_body;
mod failure;
mod kind;
mod message;
#[cfg(feature = "client")]
mod tls;
#[cfg(feature = "client")]
mod transport;

/// Why an argument was refused: see [`Error::argument`].
pub use crate::argument::ArgumentError;
pub use build_error::BuildError;
pub use call_error::CallError;
#[cfg(feature = "client")]
pub(crate) use conversions::saying;
pub use delivery::Delivery;
pub use error::{Error, Result};
#[doc(hidden)]
pub use error_body::CodeField;
pub use error_body::{ErrorBody, ErrorCode};
pub(crate) use failure::Failure;
pub use kind::ErrorKind;
#[cfg(feature = "client")]
pub(crate) use transport::{TransportError, classify};
