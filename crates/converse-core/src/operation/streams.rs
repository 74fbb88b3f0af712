//! A success whose body is a stream of items.

/// A success whose body is a stream of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemStream {
    /// The media type, as documented.
    pub media_type: &'static str,
    /// How the items follow each other.
    pub format: StreamFormat,
    /// The data of the event after which none follows, such as `[DONE]`.
    pub end: Option<&'static str>,
}

/// How the items of a stream follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamFormat {
    /// Events of `text/event-stream`, with JSON or text as their data.
    Events,
    /// One JSON value in each line.
    JsonLines,
    /// JSON values, each after a record separator (RFC 7464).
    JsonSequence,
}

impl ItemStream {
    /// Returns a stream of events.
    pub const fn events() -> Self {
        Self::new("text/event-stream", StreamFormat::Events)
    }

    /// Returns a stream of JSON lines with this media type.
    pub const fn json_lines(media_type: &'static str) -> Self {
        Self::new(media_type, StreamFormat::JsonLines)
    }

    /// Returns a JSON text sequence with this media type.
    pub const fn json_sequence(media_type: &'static str) -> Self {
        Self::new(media_type, StreamFormat::JsonSequence)
    }

    /// Sets the data of the event after which none follows.
    pub const fn end(mut self, data: &'static str) -> Self {
        self.end = Some(data);
        self
    }

    const fn new(media_type: &'static str, format: StreamFormat) -> Self {
        Self {
            media_type,
            format,
            end: None,
        }
    }
}
