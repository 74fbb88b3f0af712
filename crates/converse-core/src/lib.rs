//! The runtime that the generated Converse clients share.
//!
//! A generated crate is data and types: which operations a provider has, what goes where in a request, what a
//! response looks like. Everything that happens during a call happens here, once, for every provider alike:
//!
//! - [`ClientBuilder`] checks the base URL and the [`Credential`] and makes a [`Client`];
//! - [`Request`] puts the arguments of one call on the wire, as the [`Operation`] table says;
//! - [`ResponseValue`] is the typed answer, [`Error`] is everything else: what went wrong ([`ErrorKind`]), whether
//!   the operation may have happened ([`Delivery`]), and the provider's own error body.
//!
//! # What a call guarantees
//!
//! - The credential goes to the client's base URL and nowhere else. No redirect is followed. It stands in no
//!   `Debug`, no `Display` and no error chain, and neither does a header value or a body.
//! - A request is sent at most once. Nothing is sent again by itself.
//! - A path argument arrives as exactly one path segment, or the call is refused before anything is sent.
//! - A response body is read up to [`BODY_LIMIT`].
//! - Every call ends: connecting and the whole call have their time limits.
//!
//! # What is known when a call fails
//!
#![doc = include_str!("delivery.md")]
#![warn(missing_docs)]

mod base_url;
mod blob;
mod blob_json;
mod build_error;
mod client;
mod client_builder;
mod credential;
mod decode;
pub mod dynamic;
mod error;
mod error_body;
mod error_kind;
mod example;
mod exchange;
mod multipart;
mod open_enum;
mod operation;
mod parameter;
mod part;
mod payload;
mod provider;
mod request;
mod request_body;
mod request_type;
mod response;
mod retry_after;
mod rule;
mod shared_stream;
mod tagged_union;
#[cfg(feature = "testing")]
pub mod testing;
mod timestamp;
mod transport_error;
mod untagged_union;

#[cfg(test)]
mod tests;

pub use blob::Blob;
pub use build_error::BuildError;
pub use bytes::Bytes;
pub use client::{CallOptions, Client, ProviderClient};
pub use client_builder::{CONNECT_TIMEOUT, ClientBuilder, TIMEOUT};
pub use credential::Credential;
pub use dynamic::Arguments;
pub use error::Error;
pub use error_body::ErrorBody;
pub use error_kind::{Delivery, ErrorKind};
pub use example::{Example, Side};
pub use exchange::BODY_LIMIT;
pub use multipart::Multipart;
pub use operation::{
    BodyRule, Content, Location, Operation, Parameter, RequestBody, Response, Safety,
    SecurityScheme, StatusRange, Style,
};
pub use part::Part;
pub use provider::Provider;
pub use request::Request;
pub use reqwest;
pub use reqwest::{Method, StatusCode, header::HeaderMap};
pub use response::ResponseValue;
pub use rule::Rule;
pub use timestamp::{InvalidTimestamp, Timestamp};

/// What the macros of this crate name in the crates that call them.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "schemars")]
    pub use crate::open_enum::open_enum_schema;
    #[cfg(feature = "schemars")]
    pub use crate::tagged_union::tagged_union_schema;
    #[cfg(feature = "schemars")]
    pub use crate::untagged_union::untagged_union_schema;
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use {
        crate::multipart::Blobs,
        crate::open_enum::deserialize_text,
        crate::tagged_union::{decode, deserialize_value, serialize_tagged, tag_of},
        crate::untagged_union::{Case, Condition, Kind, decode_untagged},
        serde, serde_json,
    };
}
