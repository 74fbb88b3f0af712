//! The events of `text/event-stream`, as they come.

use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_core::stream::FusedStream;
use sync_wrapper::SyncWrapper;
use tokio::time::{Instant, Sleep, sleep};

use super::byte_stream::ByteStream;
use super::event_parser::{EventParser, RawEvent};
use super::response_head::ResponseHead;
use crate::call::Request;
use crate::decode::{Budget, DecodeError};
use crate::error::{Error, ErrorKind};
use crate::retry::RetryPolicy;

/// How the data of an event is read.
pub(super) type ReadData<T> = fn(&str, Budget) -> Result<T, DecodeError>;

/// A response that is being requested again.
type Connecting = Pin<Box<dyn Future<Output = Result<ByteStream, Error>> + Send>>;

/// One event of an [`EventStream`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event. `message` if the server names none.
    pub event: String,
    /// The latest id that the server sent, with this event or before it.
    pub id: Option<String>,
    /// How long the server asks to wait before a new connection, if the event says so.
    pub retry: Option<Duration>,
    /// The data.
    pub data: T,
}

/// The events of a response, as they come. Dereferences to status and headers. See
/// [`streaming`](crate::streaming) for its limits.
///
/// An event whose data does not decode is an error of kind [`Decode`](crate::ErrorKind::Decode) that says which event it is;
/// [`raw_body()`](Error::raw_body) has its data, and the stream goes on. The stream ends after any other error, and at
/// the end of the response; an event that the response leaves unfinished is dropped, as the HTML standard has it.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T> {
    head: ResponseHead,
    source: Source,
    parser: EventParser,
    chunk: Bytes,
    /// The number of events so far.
    count: u64,
    read: ReadData<T>,
    /// The request, if it may be sent again.
    request: Option<Request>,
    reconnection: Option<Reconnection>,
}

/// Where the next event comes from.
enum Source {
    Open(Box<ByteStream>),
    Pausing(Pin<Box<Sleep>>),
    Connecting(SyncWrapper<Connecting>),
    Ended,
}

impl Source {
    fn of(bytes: ByteStream) -> Self {
        // 204 is the HTML standard's way to say that nothing will follow.
        match bytes.status().as_u16() {
            204 => Self::Ended,
            _ => Self::Open(Box::new(bytes)),
        }
    }
}

/// The rules of new connections, and those that brought no event.
struct Reconnection {
    policy: RetryPolicy,
    connections: u32,
    since: Instant,
}

impl<T> EventStream<T> {
    /// `request` may be sent again.
    pub(super) fn new(bytes: ByteStream, read: ReadData<T>, request: Option<Request>) -> Self {
        Self {
            head: (*bytes).clone(),
            parser: EventParser::new(bytes.limits().body_limit),
            source: Source::of(bytes),
            chunk: Bytes::new(),
            count: 0,
            read,
            request,
            reconnection: None,
        }
    }

    /// Connects again when the response ends, breaks or stalls, with the latest id as `Last-Event-ID`. Status and
    /// headers are then those of the latest response.
    ///
    /// Without an id, the server begins anew, and events may repeat. The pause is that of the policy, added to the time
    /// that the server asks for by `retry`; if that is over the policy's `max_retry_after`, the stream ends. `max_attempts`
    /// limits the connections in a row that bring no event, the first included, and `total` the time since the last event.
    /// The stream ends at 204 and at an error status. Each connection is a call with the retries of the client.
    ///
    /// It changes nothing if the operation is not idempotent, or its body is a stream, which cannot be sent again.
    pub fn reconnect(mut self, policy: RetryPolicy) -> Self {
        self.reconnection = self.request.is_some().then(|| Reconnection {
            policy,
            connections: 1,
            since: Instant::now(),
        });
        self
    }

    /// Begins the pause before another connection. False: there is none.
    fn begin_pause(&mut self) -> bool {
        let (Some(rules), Some(request)) = (&mut self.reconnection, &self.request) else {
            return false;
        };
        let RetryPolicy {
            max_attempts,
            total,
            max_retry_after,
            ..
        } = rules.policy;
        let asked = self.parser.latest_retry.unwrap_or_default();
        let jitter = request.client.shared().jitter;
        let pause = rules.policy.pause(rules.connections, jitter());
        let pause = asked.saturating_add(pause);
        let begins = rules.since.elapsed().saturating_add(pause);
        if rules.connections >= max_attempts || asked > max_retry_after || begins >= total {
            return false;
        }
        rules.connections += 1;
        self.chunk = Bytes::new();
        self.parser.restart();
        self.source = Source::Pausing(Box::pin(sleep(pause)));
        true
    }

    /// Sends the request again.
    fn connect(&self) -> Source {
        let Some(request) = &self.request else {
            return Source::Ended;
        };
        let mut request = request.clone();
        if let Some(id) = &self.parser.last_id {
            request.after_event(id);
        }
        let opening = async move { request.open_events::<serde_json::Value>().await };
        let opening = async move { opening.await.map_err(Error::from) };
        Source::Connecting(SyncWrapper::new(Box::pin(opening)))
    }

    /// Returns the next event of the chunk, or why none follows. Pending: the chunk is used up.
    fn parsed(&mut self) -> Poll<Option<Result<Event<T>, Error>>> {
        let Source::Open(bytes) = &self.source else {
            return Poll::Pending;
        };
        let limits = *bytes.limits();
        let outcome = match self.parser.next(&mut self.chunk) {
            Ok(None) => return Poll::Pending,
            Ok(Some(raw)) if self.is_end(&raw) => None,
            Ok(Some(raw)) => return Poll::Ready(Some(self.event(raw, limits.decode_limit))),
            Err(too_large) => Some(Err(too_large.error(&self.head, &limits))),
        };
        // Closes the connection.
        self.source = Source::Ended;
        Poll::Ready(outcome)
    }

    /// Returns an event with its data decoded.
    fn event(&mut self, raw: RawEvent, limit: Option<usize>) -> Result<Event<T>, Error> {
        self.count += 1;
        if let Some(rules) = &mut self.reconnection {
            rules.connections = 0;
            rules.since = Instant::now();
        }
        let budget = Budget::of(raw.data.as_bytes()).limited(limit);
        match (self.read)(&raw.data, budget) {
            Ok(data) => Ok(Event {
                event: raw.event,
                id: raw.id,
                retry: raw.retry,
                data,
            }),
            Err(problem) => {
                let place = format!("event {}", self.count);
                Err(self.head.undecodable(&place, raw.data.as_bytes(), problem))
            }
        }
    }

    /// Returns whether it is the data that says that no event follows.
    fn is_end(&self, raw: &RawEvent) -> bool {
        let stream = self.head.operation().stream;
        stream.and_then(|stream| stream.end) == Some(raw.data.as_str())
    }
}

impl<T> Deref for EventStream<T> {
    type Target = ResponseHead;

    fn deref(&self) -> &ResponseHead {
        &self.head
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Poll::Ready(item) = this.parsed() {
                return Poll::Ready(item);
            }
            match &mut this.source {
                Source::Open(bytes) => {
                    let problem = match ready!(bytes.poll_bytes(cx)) {
                        Some(Ok(chunk)) => {
                            this.chunk = chunk;
                            continue;
                        }
                        Some(Err(problem)) => Some(problem),
                        None => None,
                    };
                    // Without a runtime there is no clock to wait by.
                    let can_wait = problem
                        .as_ref()
                        .is_none_or(|it| it.kind() != ErrorKind::Runtime);
                    if !can_wait || !this.begin_pause() {
                        this.source = Source::Ended;
                        return Poll::Ready(problem.map(Err));
                    }
                }
                Source::Pausing(pause) => {
                    ready!(pause.as_mut().poll(cx));
                    this.source = this.connect();
                }
                Source::Connecting(opening) => match ready!(opening.get_mut().as_mut().poll(cx)) {
                    Ok(bytes) => {
                        this.head = (*bytes).clone();
                        this.source = Source::of(bytes);
                    }
                    Err(error) => {
                        this.source = Source::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Source::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<T> FusedStream for EventStream<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.source, Source::Ended)
    }
}

// Everything that is polled is boxed, and an item is never held.
impl<T> Unpin for EventStream<T> {}

/// Without the latest event.
impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("head", &self.head)
            .field("events", &self.count)
            .finish_non_exhaustive()
    }
}
