//! Request bodies: where their bytes come from, and how they are sent.

mod blob;
mod blob_json;
#[cfg(feature = "client")]
mod blob_streams;
#[cfg(feature = "client")]
pub(crate) mod multipart;
#[cfg(feature = "client")]
mod part;
#[cfg(feature = "client")]
mod payload;
#[cfg(feature = "client")]
mod payload_error;
#[cfg(feature = "client")]
mod seekable;
#[cfg(feature = "client")]
mod shared_stream;

pub use blob::Blob;
pub use blob_json::base64;
#[cfg(feature = "client")]
pub(crate) use {
    blob::Source,
    blob_streams::CHUNK,
    payload::{BodyFailure, OpenPayload, Payload, Piece, open_blob},
    payload_error::PayloadError,
};
#[cfg(feature = "client")]
pub use {
    multipart::{Blobs, Multipart},
    part::Part,
};

/// Without calls, a form is never written.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! multipart {
    ($($form:tt)*) => {};
}
