//! What limits a call that says nothing else: in time, and in what a response may have.
//!
//! Each can be set for a client, and most of them for a call; see [`ClientBuilder`](crate::ClientBuilder) and
//! [`CallOptions`](crate::CallOptions). Those of uploads are set for each [`Upload`](crate::upload::Upload).

pub use crate::client::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT,
    READ_TIMEOUT, TIMEOUT,
};
pub use crate::decode::{DECODE_LIMIT, DECODE_LIMIT_PER_BYTE};
pub use crate::upload::{STALL_TIMEOUT, UPLOAD_TIMEOUT};
