//! Request bodies: where their bytes come from, and how they are sent.

mod blob;
mod blob_json;
pub(crate) mod multipart;
mod part;
mod payload;
mod payload_error;
mod seekable;
mod shared_stream;

pub use blob::Blob;
pub(crate) use blob::{CHUNK, Source};
pub use blob_json::base64;
pub use multipart::{Blobs, Multipart};
pub use part::Part;
pub(crate) use payload::{BodyFailure, OpenPayload, Payload, Piece, open_blob};
pub(crate) use payload_error::PayloadError;
