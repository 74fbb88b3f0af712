//! The runtime that the generated Converse clients share.
//!
//! Programs depend on `converse` or on the crate of one provider; both export what programs need of this crate.
//!
//! A generated crate is data and types: the operations of a provider, the locations of their parameters, the types of
//! requests and responses. This crate makes the calls, in the same way for every provider:
//!
//! - [`ClientBuilder`] checks the base URL and the [`Credential`] and makes a [`Client`];
//! - [`Request`] encodes and sends the arguments of one call, as the table of [`operation`]s says;
//! - [`ResponseValue`] is the typed response; [`Error`] says why a call failed ([`ErrorKind`]), whether the operation
//!   may still have been carried out ([`Delivery`]), and holds the provider's error body.
//!
//! [`reliability`] says what a call guarantees and what a failed call reports: limits, retries, credentials, errors
//! and traces.
#![warn(missing_docs)]

pub mod argument;
mod body;
mod call;
mod client;
pub mod credential;
mod decode;
pub mod dynamic;
pub mod error;
pub mod exports;
mod headers;
pub mod http;
mod json;
pub mod limits;
mod one_line;
pub mod operation;
pub mod paging;
mod parameter;
pub mod provider;
pub mod reliability;
pub mod retry;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod types;
pub mod upload;
pub mod value;

#[cfg(test)]
mod tests;

pub use body::{Blob, Multipart, Part};
pub use call::{Request, ResponseValue};
pub use client::{CallOptions, Client, ClientBuilder};
pub use credential::Credential;
pub use error::{BuildError, CallError, Delivery, Error, ErrorKind, Result};
pub use retry::RetryPolicy;
pub use types::{Password, Patch, Timestamp};
/// Crates whose types are part of the interface of clients.
#[doc(no_inline)]
pub use {chrono, reqwest, serde_json, uuid};

/// Names that the macros of this crate use in the crates that call them.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "schemars")]
    pub use crate::types::object_schema;
    #[cfg(feature = "schemars")]
    pub use crate::types::open_enum_schema;
    #[cfg(feature = "schemars")]
    pub use crate::types::tagged_union_schema;
    #[cfg(feature = "schemars")]
    pub use crate::types::untagged_union_schema;
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use {
        crate::body::Blobs,
        crate::body::base64,
        crate::call::{Call, SuccessBody},
        crate::decode::Packed,
        crate::decode::decode_json,
        crate::dynamic::TakeArguments,
        crate::error::CodeField,
        crate::types::fields_of,
        crate::types::fixed,
        crate::types::write_scalar,
        crate::types::{Case, Condition, Fixed, Kind, choose},
        crate::types::{FieldSet, debug_object, same_nulls, set_null},
        crate::types::{FieldValue, Fields, Object, read_object, write_object},
        crate::types::{TypeExample, type_example},
        crate::types::{debug_text, deserialize_text},
        crate::types::{read_union, union_to_send},
        crate::types::{serialize_tagged, tag_of},
        serde, serde_json,
    };
}
