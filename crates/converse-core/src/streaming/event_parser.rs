//! Splits the bytes of `text/event-stream` into events, as the HTML standard defines it.
//!
//! The parser is our own: `eventsource-stream`, which most use, keeps an event of any size, and fails at a byte that is
//! not UTF-8 where the standard replaces it.

use std::time::Duration;

use bytes::{Buf, Bytes};

use super::response_head::ResponseHead;
use crate::call::size;
use crate::client::Limits;
use crate::error::{Error, ErrorKind};

/// An event whose data was not decoded yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) event: String,
    pub(super) data: String,
    pub(super) id: Option<String>,
    pub(super) retry: Option<Duration>,
}

/// An event, line or record exceeds the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

impl TooLarge {
    pub(super) fn error(self, head: &ResponseHead, limits: &Limits) -> Error {
        let limit = size(limits.body_limit);
        let detail = format!("an item is over the limit of {limit}");
        Error::new(head.failure(ErrorKind::TooLarge).detail(&detail))
    }
}

/// Splits the bytes of an event stream, wherever its chunks end.
pub(super) struct EventParser {
    /// The bytes of an event and of its lines that are kept at most.
    limit: usize,
    /// The bytes of the present line so far.
    line: Vec<u8>,
    /// Whether the line before ended with CR, so that an LF belongs to it.
    after_cr: bool,
    /// Whether a line was read: the first may begin with a byte order mark.
    begun: bool,
    event: String,
    data: String,
    retry: Option<Duration>,
    /// The latest id, that of later events too until another one comes.
    pub(super) last_id: Option<String>,
    /// The latest time to wait before a new connection.
    pub(super) latest_retry: Option<Duration>,
}

impl EventParser {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            after_cr: false,
            begun: false,
            event: String::new(),
            data: String::new(),
            retry: None,
            last_id: None,
            latest_retry: None,
        }
    }

    /// Forgets the unfinished event: another response begins. The latest id stays.
    pub(super) fn restart(&mut self) {
        *self = Self {
            last_id: self.last_id.take(),
            latest_retry: self.latest_retry,
            ..Self::new(self.limit)
        };
    }

    /// Returns the next event that ends in the chunk, and takes its bytes off. `None`: the chunk is used up.
    pub(super) fn next(&mut self, chunk: &mut Bytes) -> Result<Option<RawEvent>, TooLarge> {
        while !chunk.is_empty() {
            if std::mem::take(&mut self.after_cr) && chunk[0] == b'\n' {
                chunk.advance(1);
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let part = chunk.split_to(end.unwrap_or(chunk.len()));
            if self.line.len() + self.data.len() + part.len() > self.limit {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(&part);
            if end.is_none() {
                break;
            }
            self.after_cr = chunk[0] == b'\r';
            chunk.advance(1);
            let line = std::mem::take(&mut self.line);
            if let Some(event) = self.end_line(&line) {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Reads a line. An empty one ends the event, if it has data.
    fn end_line(&mut self, line: &[u8]) -> Option<RawEvent> {
        let first = !std::mem::replace(&mut self.begun, true);
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if first => rest,
            _ => line,
        };
        if line.is_empty() {
            return self.end_event();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => self.last_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
                self.latest_retry = self.retry.or(self.latest_retry);
            }
            // A comment, or a field that the standard does not have.
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<RawEvent> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        let retry = self.retry.take();
        // The last line feed is not part of the data; without any, there was none.
        data.pop()?;
        Some(RawEvent {
            event: match event.is_empty() {
                true => "message".to_owned(),
                false => event,
            },
            data,
            id: self.last_id.clone().filter(|id| !id.is_empty()),
            retry,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns all events, of chunks that end after so many bytes.
    fn events(text: &[u8], size: usize) -> Vec<RawEvent> {
        let mut parser = EventParser::new(64);
        let mut found = Vec::new();
        for chunk in text.chunks(size) {
            let mut chunk = Bytes::copy_from_slice(chunk);
            while let Some(event) = parser.next(&mut chunk).expect("no event is too large") {
                found.push(event);
            }
        }
        found
    }

    fn event(event: &str, data: &str, id: Option<&str>, retry: Option<u64>) -> RawEvent {
        RawEvent {
            event: event.to_owned(),
            data: data.to_owned(),
            id: id.map(str::to_owned),
            retry: retry.map(Duration::from_millis),
        }
    }

    #[test]
    fn an_event_is_the_same_wherever_chunks_end() {
        let text = "\u{feff}: hello\nretry: 3000\nevent: sent\ndata: {\"a\":\ndata:  \"é😀\"}\nid: 1\n\n\
                    data\n\ndata: x\n\nevent: none\n\nid\nretry: soon\nunknown: x\ndata:y:z\n\ndata: lost";
        let expected = [
            event("sent", "{\"a\":\n \"é😀\"}", Some("1"), Some(3000)),
            event("message", "", Some("1"), None),
            event("message", "x", Some("1"), None),
            event("message", "y:z", None, None),
        ];
        for ends in ["\n", "\r", "\r\n"] {
            let text = text.replace('\n', ends);
            for size in 1..=text.len() {
                assert_eq!(events(text.as_bytes(), size), expected, "{ends:?} {size}");
            }
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced_and_an_id_with_nul_is_ignored() {
        let found = events(
            b"id: 1\nid: a\0b\ndata: a\xffb\n\n\xef\xbb\xbfdata: x\n\n",
            1,
        );
        assert_eq!(found, [event("message", "a\u{fffd}b", Some("1"), None)]);
    }

    #[test]
    fn an_event_or_a_line_over_the_limit_is_refused() {
        for text in [
            "data: 12345678901",
            ":2345678901234567",
            "data: 123456\ndata: 45678",
        ] {
            let mut parser = EventParser::new(16);
            let mut chunk = Bytes::from(text);
            assert_eq!(parser.next(&mut chunk), Err(TooLarge), "{text}");
        }
        let mut parser = EventParser::new(16);
        let mut chunk = Bytes::from("data: 1234567890\n\n".repeat(3));
        for _ in 0..3 {
            assert!(matches!(parser.next(&mut chunk), Ok(Some(_))));
        }
    }

    #[test]
    fn another_response_begins_without_the_rest_of_the_one_before() {
        let mut parser = EventParser::new(64);
        let mut chunk = Bytes::from("id: 7\nevent: e\ndata: half\nda");
        assert_eq!(parser.next(&mut chunk), Ok(None));
        parser.restart();
        let mut chunk = Bytes::from("\u{feff}data: x\n\n");
        let found = parser.next(&mut chunk);
        assert_eq!(found, Ok(Some(event("message", "x", Some("7"), None))));
    }
}
