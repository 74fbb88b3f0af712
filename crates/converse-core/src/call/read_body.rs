//! Reading a response body under its limits.

use bytes::Bytes;

use crate::client::Limits;
use crate::error::{ErrorKind, TransportError};
use crate::timer::{Expired, Timer};

/// The most bytes of a body for which there is space before any has come: 1 MiB.
const MOST_AT_ONCE: usize = 1024 * 1024;

/// Why a body is incomplete.
pub(crate) enum BodyProblem {
    /// It exceeds the limit.
    TooLarge,
    /// It is incomplete, or took too long.
    Broken(ErrorKind, TransportError),
}

/// What a call takes of the body of a success.
pub(crate) trait Taken: Sized + Send {
    /// Takes it, within the time of the attempt.
    fn take(
        response: reqwest::Response,
        limits: &Limits,
        timer: &mut Timer<'_>,
    ) -> impl Future<Output = Result<Self, BodyProblem>> + Send;

    /// Returns the bytes that were read already.
    fn read(&self) -> &[u8];
}

/// All of it.
impl Taken for Bytes {
    async fn take(
        response: reqwest::Response,
        limits: &Limits,
        timer: &mut Timer<'_>,
    ) -> Result<Self, BodyProblem> {
        read_body(response, limits, timer).await
    }

    fn read(&self) -> &[u8] {
        self
    }
}

/// Nothing yet: it is read after the call, without the time limits of the attempt and the call.
impl Taken for reqwest::Body {
    async fn take(
        response: reqwest::Response,
        _: &Limits,
        _: &mut Timer<'_>,
    ) -> Result<Self, BodyProblem> {
        Ok(response.into())
    }

    fn read(&self) -> &[u8] {
        &[]
    }
}

/// Reads the whole body. Bytes are counted as received: they are not decompressed.
pub(crate) async fn read_body(
    mut response: reqwest::Response,
    limits: &Limits,
    timer: &mut Timer<'_>,
) -> Result<Bytes, BodyProblem> {
    let limit = limits.body_limit;
    let stated = response.content_length().unwrap_or_default();
    // A stated length over the limit fails at once.
    if stated > limit as u64 {
        return Err(BodyProblem::TooLarge);
    }
    // It may state more than ever comes.
    let mut body = Vec::with_capacity((stated as usize).min(MOST_AT_ONCE));
    loop {
        // The HTTP client's own limit cannot differ from call to call, and would also apply while
        // the server is still working on its response.
        let chunk = timer.limit_step(limits.read_timeout, response.chunk());
        let chunk = chunk.await.map_err(|expired| {
            let source = match expired {
                Expired::Step => TransportError::stalled(),
                Expired::End => TransportError::out_of_time(),
            };
            BodyProblem::Broken(ErrorKind::Timeout, source)
        })?;
        match chunk {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(BodyProblem::TooLarge);
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.into()),
            Err(error) => {
                let (kind, source) = broken(&error);
                return Err(BodyProblem::Broken(kind, source));
            }
        }
    }
}

/// Returns why the connection of a body broke.
pub(crate) fn broken(error: &reqwest::Error) -> (ErrorKind, TransportError) {
    let kind = match error.is_timeout() {
        true => ErrorKind::Timeout,
        false => ErrorKind::Transport,
    };
    (kind, TransportError::after_connecting(error))
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
