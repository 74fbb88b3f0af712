//! The parts of the runtime that programs use. `converse` and the crate of each provider export all of them at their
//! root, so that programs do not name this crate: what most programs write by its name, the rest in modules.

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::body::Blob;
pub use crate::error::{BuildError, CallError, Delivery, Error, ErrorKind, Result};
pub use crate::types::{Password, Patch, Timestamp};
#[cfg(feature = "client")]
pub use crate::{
    call::ResponseValue,
    client::{CallOptions, ClientBuilder},
    credential,
    credential::Credential,
    drift, layer, limits, paging, reliability, request, retry,
    retry::RetryPolicy,
    streaming,
};
pub use crate::{error, http, operation, provider, value};
