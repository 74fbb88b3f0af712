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
//! What a call guarantees, and what is known when it fails, stands in [`reliability`]: limits, repeats, credentials,
//! errors and traces.
#![warn(missing_docs)]

mod advice;
mod base_url;
mod blob;
mod blob_json;
mod body;
mod build_error;
mod call_options;
#[cfg(any(test, feature = "testing"))]
mod canary;
mod client;
mod client_builder;
mod connection_headers;
mod credential;
mod decode;
mod delivery;
pub mod dynamic;
mod error;
mod error_body;
mod error_kind;
mod example;
mod exchange;
mod exclusive;
pub mod exports;
mod http_client;
mod known_fields;
mod limits;
mod loss;
mod multipart;
mod open_enum;
mod operation;
mod packed;
pub mod paging;
mod parameter;
mod part;
mod password;
mod patch;
mod payload;
mod prepared;
mod provider;
pub mod reliability;
mod repeat;
mod repeated_field;
mod request;
mod request_body;
mod request_type;
mod response;
mod retry_after;
mod retry_budget;
mod retry_loop;
mod retry_policy;
mod rotating;
mod rule;
mod scalar_union;
mod secret;
mod seekable;
mod shared_stream;
mod tagged_union;
#[cfg(feature = "testing")]
pub mod testing;
mod timestamp;
mod tls_error;
mod to_uuid;
mod token;
mod trace;
mod transport_error;
mod untagged_union;
mod upload;
mod whole;

#[cfg(test)]
mod tests;

pub use blob::Blob;
pub use build_error::BuildError;
pub use bytes::Bytes;
pub use call_options::CallOptions;
pub use client::{Client, ProviderClient};
pub use client_builder::ClientBuilder;
pub use credential::Credential;
pub use delivery::Delivery;
pub use dynamic::{Arguments, InvalidArguments};
pub use error::Error;
pub use error_body::{ErrorBody, ErrorCode};
pub use error_kind::ErrorKind;
pub use example::{Example, Side};
pub use limits::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, DECODE_LIMIT, DECODE_LIMIT_PER_BYTE,
    HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT, READ_TIMEOUT, TIMEOUT,
};
pub use multipart::Multipart;
pub use operation::{
    BodyRule, Content, Location, Operation, Paging, PagingStyle, Parameter, RequestBody, Response,
    Safety, SecurityScheme, StatusRange, Style,
};
pub use paging::{Items, Pages};
pub use part::Part;
pub use password::Password;
pub use patch::Patch;
pub use provider::Provider;
pub use request::Request;
pub use reqwest::{Method, StatusCode, header::HeaderMap};
pub use response::ResponseValue;
pub use retry_budget::RetryBudget;
pub use retry_policy::RetryPolicy;
pub use rule::Rule;
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use to_uuid::ToUuid;
pub use token::{CredentialError, Token};
pub use upload::{STALL_TIMEOUT, UPLOAD_TIMEOUT, Upload, UploadError, UploadJob, UploadStep};
/// Crates whose types clients take and give.
#[doc(no_inline)]
pub use {chrono, reqwest, serde_json, uuid};

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
        crate::decode::decode_json,
        crate::error_body::CodeField,
        crate::known_fields::fields_of,
        crate::multipart::Blobs,
        crate::open_enum::deserialize_text,
        crate::packed::Packed,
        crate::scalar_union::write_scalar,
        crate::tagged_union::{serialize_tagged, tag_of},
        crate::untagged_union::{Case, Condition, Kind, decode_untagged},
        crate::whole::{read_union, union_to_send},
        serde, serde_json,
    };
}
