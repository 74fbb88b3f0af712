//! Sending a call whose response is read as it comes.

use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::byte_stream::ByteStream;
use super::event_stream::{EventStream, ReadData};
use super::json_stream::JsonStream;
use crate::body::Payload;
use crate::call::{CustomRequest, Request};
use crate::decode::{self, DecodeError};
use crate::error::{CallError, ErrorBody, ErrorKind};
use crate::operation::{Safety, StreamFormat};

const EVENTS: &str = "text/event-stream";

impl Request {
    /// Sends the call, and returns its response as soon as the headers of a success are there.
    ///
    /// # Errors
    /// The call fails before that; see [`Error::kind`](crate::Error::kind) and
    /// [`Error::delivery`](crate::Error::delivery).
    pub async fn send_stream<E: ErrorBody>(self) -> Result<ByteStream, CallError<E>> {
        let (operation, limits) = (self.operation, self.client.limits());
        match self.exchange().await {
            Ok(reply) => Ok(ByteStream::new(operation, reply, limits)),
            Err(failure) => Err(CallError::of(operation, *failure)),
        }
    }

    /// Sends the call, and returns the events of its response, whose data is JSON.
    ///
    /// # Errors
    /// The call fails, or its response is not an event stream.
    pub async fn send_events<T, E>(self) -> Result<EventStream<T>, CallError<E>>
    where
        T: DeserializeOwned,
        E: ErrorBody,
    {
        self.events(|data, budget| decode::json(data.as_bytes(), budget))
            .await
    }

    /// Sends the call, and returns the events of its response, whose data is text.
    ///
    /// # Errors
    /// The call fails, or its response is not an event stream.
    pub async fn send_text_events<E: ErrorBody>(self) -> Result<EventStream<String>, CallError<E>> {
        self.events(|data, _| Ok(data.to_owned())).await
    }

    /// Sends the call, and returns the items of its response: JSON lines, or a JSON text sequence.
    ///
    /// # Errors
    /// The call fails before the headers of a success are there.
    pub async fn send_json_stream<T, E>(mut self) -> Result<JsonStream<T>, CallError<E>>
    where
        T: DeserializeOwned,
        E: ErrorBody,
    {
        let stream = self.operation.stream;
        let separator = match stream.map(|stream| stream.format) {
            Some(StreamFormat::JsonSequence) => 0x1e,
            _ => b'\n',
        };
        if let Some(stream) = stream {
            self.prefer(stream.media_type);
        }
        let bytes = self.send_stream().await?;
        Ok(JsonStream::new(bytes, separator))
    }

    async fn events<T, E: ErrorBody>(
        mut self,
        read: ReadData<T>,
    ) -> Result<EventStream<T>, CallError<E>> {
        self.prefer(EVENTS);
        let repeatable = self.operation.safety == Safety::Idempotent
            && self.body.as_ref().is_none_or(Payload::is_repeatable);
        let request = repeatable.then(|| self.clone());
        let bytes = self.open_events().await?;
        Ok(EventStream::new(bytes, read, request))
    }

    /// Sends the call of an event stream.
    pub(super) async fn open_events<E: ErrorBody>(self) -> Result<ByteStream, CallError<E>> {
        let bytes = self.send_stream().await?;
        if bytes.is(EVENTS) {
            return Ok(bytes);
        }
        let problem = DecodeError::new("its media type is not `text/event-stream`");
        let failure = bytes.failure(ErrorKind::Decode).source(problem);
        Err(CallError::of(bytes.operation(), failure))
    }

    /// Tells the server which event was the last.
    pub(super) fn after_event(&mut self, id: &str) {
        if let Ok(mut id) = HeaderValue::from_bytes(id.as_bytes())
            && !id.is_empty()
        {
            id.set_sensitive(true);
            let name = HeaderName::from_static("last-event-id");
            self.preset.insert(name, id);
        }
    }

    /// Accepts this media type before the others of the operation: a server may send the first that it has.
    fn prefer(&mut self, media_type: &str) {
        let others = self.operation.accept.split(", ");
        let others = others.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case(media_type));
        let accepted: Vec<&str> = std::iter::once(media_type).chain(others).collect();
        if let Ok(accepted) = HeaderValue::from_str(&accepted.join(", ")) {
            self.preset.insert(ACCEPT, accepted);
        }
    }
}

impl CustomRequest {
    /// Sends the request, and returns its response as soon as the headers of a success are there: its bytes are read as
    /// they come. The limits differ from those of `send`: see [`streaming`](crate::streaming).
    ///
    /// # Errors
    /// Those of [`send`](Self::send), up to the headers of a success.
    pub async fn send_stream(self) -> Result<ByteStream, CallError<Value>> {
        self.complete().send_stream().await
    }

    /// Sends the request as [`send_stream`](Self::send_stream) does, for programs without an async runtime.
    ///
    /// # Errors
    /// Those of [`send_stream`](Self::send_stream); in an async runtime, that it would block it.
    #[cfg(feature = "blocking")]
    pub fn send_stream_blocking(self) -> Result<ByteStream, CallError<Value>> {
        let request = self.complete();
        crate::blocking::send(request.operation, request.send_stream())
    }
}
