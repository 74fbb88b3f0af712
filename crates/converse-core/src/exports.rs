//! What a program needs besides the operations of a provider. `converse` and the crate of each provider have all of it
//! at their root, so that no program has to name this crate.

pub use crate::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, DECODE_LIMIT, DECODE_LIMIT_PER_BYTE,
    HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT, READ_TIMEOUT, TIMEOUT,
};
pub use crate::{
    Blob, BuildError, Bytes, CallOptions, ClientBuilder, Credential, CredentialError, Delivery,
    Error, ErrorBody, ErrorCode, ErrorKind, HeaderMap, InvalidTimestamp, Items, Method, Pages,
    Password, Patch, Provider, ProviderClient, ResponseValue, RetryBudget, RetryPolicy, StatusCode,
    Timestamp, ToUuid, Token,
};
// What an operation's row in `OPERATIONS` is made of.
pub use crate::{
    BodyRule, Content, Location, Operation, Paging, PagingStyle, Parameter, RequestBody, Response,
    Rule, Safety, SecurityScheme, StatusRange, Style,
};
pub use crate::{paging, reliability};
