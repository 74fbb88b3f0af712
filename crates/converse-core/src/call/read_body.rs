//! Reading a response body under its limits.

use bytes::Bytes;
use tokio::time::timeout;

use crate::client::Limits;
use crate::error::{ErrorKind, TransportError};

/// Why a body is incomplete.
pub(crate) enum BodyProblem {
    /// It exceeds the limit.
    TooLarge,
    /// It is incomplete, or took too long.
    Broken(ErrorKind, TransportError),
}

/// Reads the whole body. Bytes are counted as received: they are not decompressed.
pub(crate) async fn read_body(
    mut response: reqwest::Response,
    limits: &Limits,
) -> Result<Bytes, BodyProblem> {
    let limit = limits.body_limit;
    // A stated length over the limit fails at once.
    if response
        .content_length()
        .is_some_and(|length| length > limit as u64)
    {
        return Err(BodyProblem::TooLarge);
    }
    let mut body = Vec::new();
    loop {
        // The HTTP client's own limit cannot differ from call to call, and would also apply while
        // the server is still working on its response.
        let chunk = match timeout(limits.read_timeout, response.chunk()).await {
            Ok(chunk) => chunk,
            Err(_) => {
                let source = TransportError::stalled();
                return Err(BodyProblem::Broken(ErrorKind::Timeout, source));
            }
        };
        match chunk {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(BodyProblem::TooLarge);
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.into()),
            Err(error) => {
                let kind = match error.is_timeout() {
                    true => ErrorKind::Timeout,
                    false => ErrorKind::Transport,
                };
                let source = TransportError::after_connecting(&error);
                return Err(BodyProblem::Broken(kind, source));
            }
        }
    }
}

/// Formats a number of bytes for people.
pub(crate) fn size(bytes: usize) -> String {
    const KIB: usize = 1024;
    const MIB: usize = KIB * KIB;
    match bytes {
        0 => "0 bytes".to_owned(),
        _ if bytes.is_multiple_of(MIB) => format!("{} MiB", bytes / MIB),
        _ if bytes.is_multiple_of(KIB) => format!("{} KiB", bytes / KIB),
        _ => format!("{bytes} bytes"),
    }
}
