//! Reading a packed value part by part.

use serde::de::{Deserialize, DeserializeOwned};
use serde_json::{Error, Value};

use super::format::{WIDTH, kind};
use crate::decode::budget::{attempt, charge};
use crate::decode::dropped::Span;

/// A packed value.
#[derive(Clone, Copy)]
pub struct Packed<'de> {
    text: &'de str,
}

/// The kind of a packed value, with its content.
pub(crate) enum View<'de> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Negative(i64),
    Float(f64),
    String(&'de str),
    Array(Parts<'de>),
    Object(Parts<'de>),
}

impl<'de> Packed<'de> {
    /// Reads the value in a string that [`pack`](super::pack) made.
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text }
    }

    pub(super) fn text(self) -> &'de str {
        self.text
    }

    /// Returns where the value is: no other value of what was packed with it has the same place.
    pub(crate) fn place(self) -> usize {
        self.text.as_ptr() as usize
    }

    /// Returns where the value starts and ends.
    pub(crate) fn span(self) -> Span {
        let start = self.place();
        Span {
            start,
            end: start + self.text.len(),
        }
    }

    /// The value as JSON.
    pub(crate) fn to_value(self) -> Result<Value, Error> {
        Value::deserialize(self)
    }

    /// Reads a payload. The value stays unchanged, whether that succeeds or not.
    pub fn decode<T: DeserializeOwned>(self) -> Option<T> {
        attempt(|| T::deserialize(self).ok())
    }

    /// Returns the string in the tag field, if the value is an object that has it.
    pub fn tag(self, name: &str) -> Option<&'de str> {
        self.field(name)?.as_str()
    }

    /// Returns a field of an object. Of a repeated field the last counts, as everywhere in JSON.
    pub(crate) fn field(self, name: &str) -> Option<Self> {
        // Looking at many fields often takes time too.
        let fields = self.fields()?.take_while(|_| charge(0).is_ok());
        let named = fields.filter(|(given, _)| *given == name);
        named.last().map(|(_, value)| value)
    }

    /// Returns the fields of an object, if it is one.
    pub(crate) fn fields(self) -> Option<impl Iterator<Item = (&'de str, Self)>> {
        match self.view()? {
            View::Object(mut parts) => Some(std::iter::from_fn(move || {
                Some((parts.string()?, parts.value()?))
            })),
            _ => None,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.view(), Some(View::Null))
    }

    pub(crate) fn as_str(self) -> Option<&'de str> {
        match self.view()? {
            View::String(text) => Some(text),
            _ => None,
        }
    }

    /// `None` for a string that [`pack`](super::pack) did not write.
    pub(crate) fn view(self) -> Option<View<'de>> {
        let mut parts = Parts { text: self.text };
        Some(match parts.byte()? {
            kind::NULL => View::Null,
            kind::FALSE => View::Bool(false),
            kind::TRUE => View::Bool(true),
            kind::UNSIGNED => View::Unsigned(parts.number()?),
            kind::NEGATIVE => View::Negative(-1 - i64::try_from(parts.number()?).ok()?),
            kind::FLOAT => View::Float(f64::from_bits(parts.number()?)),
            kind::STRING => View::String(parts.string()?),
            kind::ARRAY => View::Array(parts.enclosed()?),
            kind::OBJECT => View::Object(parts.enclosed()?),
            _ => return None,
        })
    }
}

/// The rest of a run of values.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'de> {
    text: &'de str,
}

impl<'de> Parts<'de> {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'de str> {
        let (taken, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        Some(taken)
    }

    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.text.as_bytes().first()?;
        self.text = self.text.get(1..)?;
        Some(byte)
    }

    #[inline]
    fn number(&mut self) -> Option<u64> {
        match *self.text.as_bytes().first()? {
            // Most are lengths of short strings.
            number @ 0..0x40 => {
                self.text = self.text.get(1..)?;
                Some(number.into())
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Option<u64> {
        let length = 1 + self.text.bytes().position(|byte| byte & 0x40 == 0)?;
        let bytes = self.take(length)?.bytes().rev();
        Some(bytes.fold(0, |number, byte| number << 6 | u64::from(byte & 0x3f)))
    }

    pub(super) fn string(&mut self) -> Option<&'de str> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    fn enclosed(&mut self) -> Option<Self> {
        let length = self.take(WIDTH)?.bytes().rev();
        let length = length.fold(0, |length, byte| length << 7 | usize::from(byte));
        let text = self.take(length)?;
        Some(Self { text })
    }

    /// The next value, skipped without a look at what it holds.
    pub(crate) fn value(&mut self) -> Option<Packed<'de>> {
        let start = self.text;
        match self.byte()? {
            kind::NULL | kind::FALSE | kind::TRUE => {}
            kind::STRING => drop(self.string()?),
            kind::ARRAY | kind::OBJECT => drop(self.enclosed()?),
            _ => drop(self.number()?),
        }
        Some(Packed {
            text: start.get(..start.len() - self.text.len())?,
        })
    }
}
