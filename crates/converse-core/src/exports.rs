//! The parts of the runtime that programs use. `converse` and the crate of each provider export all of them at their
//! root, so that programs do not name this crate: what most programs write by its name, the rest in modules.

pub use crate::body::Blob;
pub use crate::call::ResponseValue;
pub use crate::client::{CallOptions, ClientBuilder};
pub use crate::credential::Credential;
pub use crate::error::{BuildError, CallError, Delivery, Error, ErrorKind, Result};
pub use crate::retry::RetryPolicy;
pub use crate::types::{Password, Patch, Timestamp};
pub use crate::{
    credential, error, http, limits, operation, paging, provider, reliability, retry, streaming,
    value,
};
