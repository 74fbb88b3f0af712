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
//! Clients and calls need the feature `client`, which `rustls` and `native-tls` imply. Without it the crate has types,
//! errors and the tables of operations, and no dependency on an HTTP client or an asynchronous runtime.
//!
//! [`reliability`] says what a call guarantees and what a failed call reports: limits, retries, credentials, errors
//! and traces.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]
#![cfg_attr(
    not(feature = "client"),
    allow(
        dead_code,
        unused_imports,
        reason = "what only calls use is in rooms that types use too; a build with calls reports what nobody uses"
    )
)]

pub mod argument;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
#[cfg(feature = "client")]
mod call;
#[cfg(any(test, feature = "client", feature = "testing"))]
mod canary;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
pub mod credential;
mod decode;
#[cfg(feature = "client")]
pub mod drift;
#[cfg(feature = "client")]
pub mod dynamic;
pub mod error;
pub mod exports;
mod headers;
pub mod http;
mod index_set;
mod json;
#[cfg(feature = "client")]
pub mod layer;
#[cfg(feature = "client")]
pub mod limits;
mod one_line;
pub mod operation;
#[cfg(feature = "client")]
pub mod paging;
#[cfg(feature = "client")]
mod parameter;
pub mod provider;
#[cfg(feature = "client")]
pub mod reliability;
#[cfg(feature = "client")]
pub mod request;
#[cfg(feature = "client")]
pub mod retry;
#[cfg(feature = "client")]
pub mod streaming;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(feature = "client")]
mod timer;
mod types;
#[cfg(feature = "client")]
pub mod upload;
pub mod value;

#[cfg(all(test, feature = "client"))]
mod tests;

pub use body::Blob;
#[cfg(feature = "client")]
pub use body::{Multipart, Part};
#[cfg(feature = "client")]
pub use call::{Request, ResponseValue};
#[cfg(feature = "client")]
pub use client::{CallOptions, Client, ClientBuilder};
#[cfg(feature = "client")]
pub use credential::Credential;
pub use error::{BuildError, CallError, Delivery, Error, ErrorKind, Result};
/// The HTTP client, for [`ClientBuilder::configure_http`].
#[cfg(feature = "client")]
#[doc(no_inline)]
pub use reqwest;
#[cfg(feature = "client")]
pub use retry::RetryPolicy;
pub use types::{Password, Patch, Timestamp};
/// Crates whose types are part of the interface of clients.
#[doc(no_inline)]
pub use {chrono, serde_json, uuid};

/// Names that the macros of this crate use in the crates that call them, and that the facade uses.
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
    #[cfg(feature = "client")]
    pub use {
        crate::body::Blobs,
        crate::call::{Call, encode_json, sendable, spawnable},
        crate::dynamic::{ArgumentShape, TakeArguments},
    };
    pub use {
        crate::body::base64,
        crate::decode::Packed,
        crate::decode::{decode_event, decode_json},
        crate::error::CodeField,
        crate::types::SuccessBody,
        crate::types::fields_of,
        crate::types::fixed,
        crate::types::write_scalar,
        crate::types::{
            AnyShape, FieldShape, ObjectShape, Shape, ShapeOf, UnionShape, VariantShape,
        },
        crate::types::{Broken, Limited, LimitedField, check_fields},
        crate::types::{Case, Condition, Fixed, Kind, choose},
        crate::types::{FieldValue, Fields, Object, read_object, read_object_into, write_object},
        crate::types::{Mark, Marks, debug_object, mark, same_nulls, unmark},
        crate::types::{TypeExample, type_example},
        crate::types::{debug_text, read_text},
        crate::types::{read_union, union_to_send},
        crate::types::{serialize_tagged, tag_of},
        serde, serde_json,
    };
}

/// Keeps items that need the client: for generated modules, which have no features of their own.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_client {
    ($($item:item)*) => { $($item)* };
}

/// Drops items that need the client.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_client {
    ($($item:item)*) => {};
}

/// Keeps code that needs blocking calls, if this crate has them.
#[doc(hidden)]
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! __with_blocking {
    ($($code:tt)*) => { $($code)* };
}

/// Keeps code that needs blocking calls, if this crate has them.
#[doc(hidden)]
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! __with_blocking {
    ($($code:tt)*) => {};
}

/// Keeps code that describes types as data, if this crate has it.
#[doc(hidden)]
#[cfg(feature = "dynamic")]
#[macro_export]
macro_rules! __with_shapes {
    ($($code:tt)*) => { $($code)* };
}

/// Rules by the names of their variants, in a scope of their own: types may have the same names.
#[doc(hidden)]
#[macro_export]
macro_rules! __rules {
    ($($rule:tt)*) => {{
        #[allow(unused_imports, reason = "there may be no rule")]
        use $crate::operation::Rule::*;
        &[$($rule)*]
    }};
}

/// What describes a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __shape {
    ($type:ty) => {{
        #[allow(unused_imports, reason = "most types describe themselves")]
        use $crate::__private::AnyShape;
        $crate::__private::ShapeOf::<$type>::SHAPE
    }};
}

/// Drops code that describes types as data.
#[doc(hidden)]
#[cfg(not(feature = "dynamic"))]
#[macro_export]
macro_rules! __with_shapes {
    ($($code:tt)*) => {};
}
