//! What a program needs besides the operations of a provider. `converse` and the crate of each provider have all of it
//! at their root, so that no program has to name this crate.

pub use crate::body::Blob;
pub use crate::call::ResponseValue;
pub use crate::client::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, CallOptions, ClientBuilder, HEADER_BYTES_LIMIT,
    HEADER_COUNT_LIMIT, ProviderClient, READ_TIMEOUT, TIMEOUT,
};
pub use crate::credential::{Credential, CredentialError, Token};
pub use crate::decode::{DECODE_LIMIT, DECODE_LIMIT_PER_BYTE};
pub use crate::error::{BuildError, Delivery, Error, ErrorBody, ErrorCode, ErrorKind};
pub use crate::operation::Provider;
// What an operation's row in `OPERATIONS` is made of.
pub use crate::operation::{
    BodyRule, Content, Location, Operation, Paging, PagingStyle, Parameter, RequestBody, Response,
    RetryRules, Rule, Safety, SecurityScheme, StatusRange, Style,
};
pub use crate::paging::{Items, Pages};
pub use crate::retry::{RetryBudget, RetryPolicy};
pub use crate::types::{InvalidTimestamp, Password, Patch, Timestamp, ToUuid};
pub use crate::{paging, reliability};
pub use bytes::Bytes;
pub use reqwest::header::HeaderMap;
pub use reqwest::{Method, StatusCode};
