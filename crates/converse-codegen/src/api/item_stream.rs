//! A success that is a stream of items.

use super::Site;

/// A success that is a stream of items.
#[derive(Debug, Clone)]
pub struct ItemStream<S = Site> {
    /// The media type, as documented.
    pub media_type: String,
    pub format: StreamFormat,
    /// The schema of an item, or of the data of an event. `None` if that is text.
    pub item: Option<S>,
    /// The data of the event after which none follows.
    pub end: Option<String>,
}

/// How the items of a stream follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    Events,
    JsonLines,
    JsonSequence,
}

impl StreamFormat {
    /// Returns the word for an item in names.
    pub fn item(self) -> &'static str {
        match self {
            Self::Events => "event",
            Self::JsonLines | Self::JsonSequence => "item",
        }
    }
}

impl<S> ItemStream<S> {
    /// Returns the stream with its schema in another form.
    pub fn map<T>(self, read: &mut impl FnMut(S) -> T) -> ItemStream<T> {
        ItemStream {
            media_type: self.media_type,
            format: self.format,
            item: self.item.map(read),
            end: self.end,
        }
    }
}
