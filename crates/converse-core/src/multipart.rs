//! `multipart!`: the parts of a form that can carry files.

use std::hash::{BuildHasher, Hasher, RandomState};

use serde::Serialize;
use serde_json::Value;

use crate::payload::{Payload, Piece};
use crate::{Blob, parameter};

/// A body of several parts. Implemented by [`multipart!`](crate::multipart).
pub trait Multipart {
    /// The parts, in order.
    fn into_parts(self) -> Vec<Part>;

    /// Whether there is no body at all. A body without parts is a body.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Multipart> Multipart for Option<T> {
    fn into_parts(self) -> Vec<Part> {
        self.map(T::into_parts).unwrap_or_default()
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(T::is_absent)
    }
}

/// One part of a multipart body.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    name: String,
    /// An `Err` is kept as the call's problem.
    content: Result<Content, String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    /// A text and its media type, if it is stated.
    Text(String, Option<String>),
    File(Blob),
}

impl Part {
    /// A file. It gets the media type only if it does not say its own.
    pub fn blob(name: impl Into<String>, mut blob: Blob, media_type: Option<&str>) -> Self {
        if blob.content_type.is_none() {
            blob.content_type = media_type.map(str::to_owned);
        }
        Self {
            name: name.into(),
            content: Ok(Content::File(blob)),
        }
    }

    /// A value as text: a part for a string, number or boolean, one for each item of an array,
    /// none for `null`. An item with members is written as JSON, with the media type of JSON.
    pub fn text<T: Serialize>(name: &str, value: T, media_type: Option<&str>) -> Vec<Self> {
        let items = match Self::value(name, value) {
            Ok(Value::Array(items)) => items,
            Ok(value) => vec![value],
            Err(part) => return vec![part],
        };
        let part = |item: Value| {
            let media_type = match item {
                Value::Array(_) | Value::Object(_) => media_type.or(Some("application/json")),
                _ => media_type,
            };
            Self::of_text(name, parameter::text(&item), media_type)
        };
        let items = items.into_iter().filter(|item| !item.is_null());
        items.map(part).collect()
    }

    /// A value as JSON: one part, or none for `null`.
    pub fn json<T: Serialize>(name: &str, value: T, media_type: Option<&str>) -> Vec<Self> {
        match Self::value(name, value) {
            Ok(Value::Null) => Vec::new(),
            Ok(value) => {
                let media_type = media_type.or(Some("application/json"));
                vec![Self::of_text(name, value.to_string(), media_type)]
            }
            Err(part) => vec![part],
        }
    }

    fn value<T: Serialize>(name: &str, value: T) -> Result<Value, Self> {
        // serde_json's message may carry the value.
        serde_json::to_value(value).map_err(|_| Self {
            name: name.to_owned(),
            content: Err(format!("`{name}` cannot be written")),
        })
    }

    fn of_text(name: &str, text: String, media_type: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            content: Ok(Content::Text(text, media_type.map(str::to_owned))),
        }
    }

    /// What a rule on the body sees of it.
    pub(crate) fn summary(&self) -> (String, Value) {
        let value = match &self.content {
            // An empty object does not count, in whatever way it is written.
            Ok(Content::Text(text, _)) if text == "{}" => Value::Object(Default::default()),
            _ => Value::Bool(true),
        };
        (self.name.clone(), value)
    }
}

/// The whole body, with a boundary of its own.
pub(crate) fn body(media_type: &str, parts: Vec<Part>) -> Result<Payload, String> {
    let boundary = boundary();
    let mut pieces = Vec::new();
    for Part { name, content } in parts {
        let mut head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
            quoted(&name)
        );
        let (file, media_type, piece) = match content? {
            Content::Text(text, media_type) => (None, media_type, Piece::Bytes(text.into())),
            Content::File(blob) => {
                let media_type = blob.content_type.as_deref();
                let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
                let file = quoted(blob.name());
                let piece = Piece::Blob(blob, format!("`{name}`"));
                (Some(file), Some(media_type), piece)
            }
        };
        if let Some(file) = file {
            head.push_str(&format!("; filename=\"{file}\""));
        }
        if let Some(media_type) = media_type {
            // A line break would begin a header of its own.
            if media_type.chars().any(char::is_control) {
                return Err(format!(
                    "the content type of `{name}` cannot stand in a header"
                ));
            }
            head.push_str(&format!("\r\ncontent-type: {media_type}"));
        }
        head.push_str("\r\n\r\n");
        pieces.extend([
            Piece::Bytes(head.into()),
            piece,
            Piece::Bytes("\r\n".into()),
        ]);
    }
    pieces.push(Piece::Bytes(format!("--{boundary}--\r\n").into()));
    Payload::new(&format!("{media_type}; boundary={boundary}"), pieces)
}

/// A text that no content has: 128 random bits.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// A name as browsers write it: what would end it is percent-encoded.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A field of a form that holds files.
pub trait Blobs {
    /// The files, none if it is unset.
    fn into_blobs(self) -> Vec<Blob>;
}

impl Blobs for Blob {
    fn into_blobs(self) -> Vec<Blob> {
        vec![self]
    }
}

impl Blobs for Vec<Blob> {
    fn into_blobs(self) -> Vec<Blob> {
        self
    }
}

impl<T: Blobs> Blobs for Option<T> {
    fn into_blobs(self) -> Vec<Blob> {
        self.map(T::into_blobs).unwrap_or_default()
    }
}

/// Makes a struct a multipart body: each field by its kind and its name on the wire.
///
/// - `blob`: a [`Blob`], several in a `Vec`. Its media type is its own, or that after `as`, or
///   `application/octet-stream`.
/// - `text`: a string, number or boolean as text; each item of a list as a part of its own.
/// - `json`: one part as JSON.
///
/// Every field may be an `Option`: what is unset is not sent. A media type after `as` stands for
/// the usual one.
///
/// ```
/// use converse_core::{Blob, Multipart};
///
/// pub struct UploadFile {
///     pub file: Blob,
///     pub avatar: Option<Blob>,
///     pub name: String,
///     pub meta: Option<serde_json::Value>,
/// }
///
/// converse_core::multipart! {
///     UploadFile {
///         blob file: "file",
///         blob avatar: "avatar" as "image/png",
///         text name: "name",
///         json meta: "meta",
///     }
/// }
///
/// let upload = UploadFile { file: "hi".into(), avatar: None, name: "n".into(), meta: None };
/// assert_eq!(upload.into_parts().len(), 2);
/// ```
#[macro_export]
macro_rules! multipart {
    ($name:ident {
        $($kind:ident $field:ident : $wire:literal $(as $media_type:literal)?),* $(,)?
    }) => {
        impl $crate::Multipart for $name {
            fn into_parts(self) -> ::std::vec::Vec<$crate::Part> {
                #[allow(unused_mut, reason = "a form may have no field")]
                let mut parts = ::std::vec::Vec::new();
                $(
                    #[allow(unused_mut, unused_assignments, reason = "most fields state no type")]
                    let mut media_type = ::core::option::Option::<&str>::None;
                    $( media_type = ::core::option::Option::Some($media_type); )?
                    $crate::multipart!(@$kind parts, self.$field, $wire, media_type);
                )*
                parts
            }
        }
    };
    (@blob $parts:ident, $value:expr, $wire:literal, $media_type:ident) => {
        for blob in $crate::__private::Blobs::into_blobs($value) {
            $parts.push($crate::Part::blob($wire, blob, $media_type));
        }
    };
    (@text $parts:ident, $value:expr, $wire:literal, $media_type:ident) => {
        $parts.extend($crate::Part::text($wire, $value, $media_type));
    };
    (@json $parts:ident, $value:expr, $wire:literal, $media_type:ident) => {
        $parts.extend($crate::Part::json($wire, $value, $media_type));
    };
}
