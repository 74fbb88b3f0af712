//! What a program needs besides the operations of a provider. `converse` and the crate of each provider have all of it
//! at their root, so that no program has to name this crate: what most programs write by its name, the rest in modules.

pub use crate::body::Blob;
pub use crate::call::ResponseValue;
pub use crate::client::{CallOptions, ClientBuilder};
pub use crate::credential::Credential;
pub use crate::error::{BuildError, Delivery, Error, ErrorKind};
pub use crate::retry::RetryPolicy;
pub use crate::types::{Password, Patch, Timestamp};
pub use crate::{
    credential, error, http, limits, operation, paging, provider, reliability, retry, value,
};
