//! `Part`: one part of a multipart body.

use std::fmt;

use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::blob::Blob;
use super::payload::Piece;
use crate::json::{self, Unwritable};
use crate::parameter;

/// One part of a multipart body.
#[derive(Clone, PartialEq)]
pub struct Part {
    name: String,
    headers: &'static [(&'static str, &'static str)],
    /// An `Err` is kept as the call's problem.
    content: Result<Content, String>,
}

#[derive(Clone, PartialEq)]
enum Content {
    /// A string, with its media type if that is stated.
    Text(String, Option<String>),
    File(Blob),
}

impl Part {
    /// A file. The media type applies only if the file does not state its own.
    pub fn blob(name: impl Into<String>, mut blob: Blob, media_type: Option<&str>) -> Self {
        if blob.content_type.is_none() {
            blob.content_type = media_type.map(str::to_owned);
        }
        Self {
            name: name.into(),
            headers: &[],
            content: Ok(Content::File(blob)),
        }
    }

    /// Returns the same part with headers of its own, besides `Content-Disposition` and `Content-Type`.
    pub fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// Creates parts from a value as a string: one for a string, number or boolean, one for each item of an array,
    /// none for `null`. An item with members is written as JSON, with the media type of JSON.
    pub fn text<T: Serialize>(name: &str, value: T, media_type: Option<&str>) -> Vec<Self> {
        let items = match Self::value(name, value) {
            Ok(Value::Array(items)) => items,
            Ok(value) => vec![value],
            Err(problem) => return vec![Self::problem(name, problem)],
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

    /// Creates one part from a value as JSON, or none for `null`.
    pub fn json<T: Serialize>(name: &str, value: T, media_type: Option<&str>) -> Vec<Self> {
        match Self::value(name, value) {
            Ok(Value::Null) => Vec::new(),
            Ok(value) => {
                let media_type = media_type.or(Some("application/json"));
                vec![Self::of_text(name, value.to_string(), media_type)]
            }
            Err(problem) => vec![Self::problem(name, problem)],
        }
    }

    /// Creates parts from the members of a map, each as [`text`](Self::text) does.
    pub fn rest<T: Serialize>(members: T) -> Vec<Self> {
        let name = "the rest";
        match Self::value(name, members) {
            Ok(Value::Null) => Vec::new(),
            Ok(members) => Self::of_fields(members),
            Err(problem) => vec![Self::problem(name, problem)],
        }
    }

    /// Creates the parts of a form that no schema describes.
    pub(super) fn of_fields(fields: Value) -> Vec<Self> {
        let Value::Object(fields) = fields else {
            let problem = "the body must have fields, to be a form";
            return vec![Self::problem("", problem.to_owned())];
        };
        let parts = |(name, value): (String, Value)| {
            let items = match value {
                Value::Array(items) => items,
                value => vec![value],
            };
            let items = items.into_iter();
            let parts = items.flat_map(|item| Self::of_item(&name, item));
            parts.collect::<Vec<_>>()
        };
        fields.into_iter().flat_map(parts).collect()
    }

    /// Creates the part of an item, none for `null`: a file if it is an object with `base64`.
    fn of_item(name: &str, item: Value) -> Vec<Self> {
        match item.get("base64") {
            Some(_) => match serde_json::from_value(item) {
                Ok(blob) => vec![Self::blob(name, blob, None)],
                Err(_) => vec![Self::problem(name, Self::unwritable(name))],
            },
            // A list in a list is JSON.
            None => Self::text(name, vec![item], None),
        }
    }

    fn value<T: Serialize>(name: &str, value: T) -> Result<Value, String> {
        json::to_value(&value).map_err(|why| match why {
            Unwritable::Value { place, what } => format!("`{name}{place}` {what}"),
            Unwritable::Other => Self::unwritable(name),
        })
    }

    fn unwritable(name: &str) -> String {
        format!("`{name}` cannot be written")
    }

    /// Creates a part that makes sending fail.
    fn problem(name: &str, problem: String) -> Self {
        Self {
            name: name.to_owned(),
            headers: &[],
            content: Err(problem),
        }
    }

    fn of_text(name: &str, text: String, media_type: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            headers: &[],
            content: Ok(Content::Text(text, media_type.map(str::to_owned))),
        }
    }

    /// Returns its head and content.
    pub(crate) fn write(self, boundary: &str, pieces: &mut Vec<Piece>) -> Result<(), String> {
        let name = self.name;
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(&name)
        );
        let (media_type, content) = match self.content? {
            Content::Text(text, media_type) => (media_type, Piece::Bytes(text.into())),
            Content::File(blob) => {
                head.push_str(&format!("; filename=\"{}\"", quoted(blob.name())));
                let media_type = blob.content_type.as_deref();
                let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
                (Some(media_type), Piece::Blob(blob, format!("`{name}`")))
            }
        };
        if let Some(media_type) = media_type {
            // A line break would begin another header.
            if HeaderValue::from_str(&media_type).is_err() {
                return Err(format!(
                    "the content type of `{name}` is not valid in a header"
                ));
            }
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        for (header, value) in self.headers {
            head.push_str(&format!("\r\n{header}: {value}"));
        }
        head.push_str("\r\n\r\n");
        pieces.extend([
            Piece::Bytes(head.into()),
            content,
            Piece::Bytes("\r\n".into()),
        ]);
        Ok(())
    }

    /// Returns the field that a rule on the body checks: a part has a value, whichever it is.
    pub(crate) fn summary(&self) -> (String, Value) {
        (self.name.clone(), Value::Bool(true))
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Encodes a name as browsers do: characters that would end it are percent-encoded.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
