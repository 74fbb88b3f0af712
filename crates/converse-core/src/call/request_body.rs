//! The body of a call, in each of its forms.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::repeated_field::repeated_field;
use super::request::Request;
use crate::argument::ArgumentError;
use crate::body::{Blob, Multipart, Payload, Piece, multipart};
use crate::json::{self, Unwritable, path};
use crate::operation::{Rule, Style};
use crate::parameter;
use crate::types::{FieldValue, repeated};

impl Request {
    /// Sets the body, as JSON. `null` is a body too.
    pub fn json<T: Serialize>(&mut self, body: Result<T, ArgumentError>) {
        self.json_bytes(body.and_then(|body| written(&body)));
    }

    /// Sets the body, as JSON of a type that is none of ours: it may write a field twice.
    pub(super) fn custom_json<T: Serialize>(&mut self, body: T) {
        self.json_bytes(
            written(&body).and_then(|bytes| match repeated_field(&bytes) {
                Some(name) => Err(ArgumentError::body(repeated(&name))),
                None => Ok(bytes),
            }),
        );
    }

    fn json_bytes(&mut self, bytes: Result<Vec<u8>, ArgumentError>) {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(problem) => return self.problem(problem),
        };
        self.check_body(|| outline(&bytes));
        let media_type = self.media_type("application/json");
        self.body(Payload::new(media_type, vec![Piece::Bytes(bytes.into())]));
    }

    /// Sets the body, as JSON. `None` sends none.
    pub fn optional_json<T: Serialize>(&mut self, body: Result<Option<T>, ArgumentError>) {
        if let Some(body) = body.transpose() {
            self.json(body);
        }
    }

    /// Sets the body, as a URL-encoded form of the fields of an object. A field that is `null` is not
    /// sent, and neither is a body that is `null`.
    ///
    /// Arrays are written item by item, objects as JSON: without a stated style the standard requires
    /// the default content type, and members under their own names would lose the field's name.
    pub fn form<T: Serialize>(&mut self, body: Result<T, ArgumentError>) {
        self.styled_form(body, &[]);
    }

    /// Like [`form`](Self::form), with the fields whose style and `explode` the document states.
    pub fn styled_form<T: Serialize>(
        &mut self,
        body: Result<T, ArgumentError>,
        styles: &[(&str, Style, bool)],
    ) {
        let fields = match to_json(body) {
            Ok(Value::Null) => return,
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return self.problem(ArgumentError::body("must have fields, to be a form")),
            Err(problem) => return self.problem(problem),
        };
        let pairs = fields.iter().flat_map(|(name, value)| {
            let stated = styles.iter().find(|(field, ..)| field == name);
            let usual = match value {
                Value::Object(_) => (Style::Json, false),
                _ => (Style::Form, true),
            };
            let (style, explode) = stated.map_or(usual, |it| (it.1, it.2));
            parameter::pairs(name, style, explode, value)
        });
        let text = pairs.collect::<Vec<_>>().join("&");
        self.check_body(|| Value::Object(fields));
        let media_type = self.media_type("application/x-www-form-urlencoded");
        self.body(Payload::new(media_type, vec![Piece::Bytes(text.into())]));
    }

    /// Sets the body, in parts. `None` sends none.
    pub fn multipart<T: Multipart>(&mut self, body: Result<T, ArgumentError>) {
        let parts = match body {
            Ok(body) if body.is_absent() => return,
            Ok(body) => body.into_parts(),
            Err(problem) => return self.problem(problem),
        };
        self.check_body(|| parts.iter().map(|part| part.summary()).collect());
        self.body(multipart::body(
            self.media_type("multipart/form-data"),
            parts,
        ));
    }

    /// Sets the body, as UTF-8 text: a string, a number or a boolean. `null` and `None` send none.
    pub fn text<T: Serialize>(&mut self, body: Result<T, ArgumentError>) {
        let text = match to_json(body) {
            Ok(Value::Null) => return,
            Ok(Value::Array(_) | Value::Object(_)) => {
                return self.problem(ArgumentError::body(
                    "must be a string, a number or a boolean",
                ));
            }
            Ok(value) => parameter::text(&value),
            Err(problem) => return self.problem(problem),
        };
        let media_type = self.media_type("text/plain; charset=utf-8");
        self.body(Payload::new(media_type, vec![Piece::Bytes(text.into())]));
    }

    /// Sets the body, byte by byte. `None` sends none.
    pub fn bytes<T: Into<Option<Blob>>>(&mut self, body: Result<T, ArgumentError>) {
        let blob = match body.map(Into::into) {
            Ok(None) => return,
            Ok(Some(blob)) => blob,
            Err(problem) => return self.problem(problem),
        };
        let media_type = match (self.documented_media_type(), &blob.content_type) {
            (Some(documented), _) => documented.into(),
            (None, Some(own)) => Cow::Owned(own.clone()),
            (None, None) => "application/octet-stream".into(),
        };
        let piece = Piece::Blob(blob, "the body".to_owned());
        self.body(Payload::new(media_type, vec![piece]));
    }

    /// Checks the document's limits on the body and on the values inside of it.
    #[doc(hidden)]
    pub fn check_limits<T: FieldValue>(
        &mut self,
        body: &Result<T, ArgumentError>,
        rules: &'static [Rule],
    ) {
        if let Ok(body) = body
            && self.checks_limits()
            && let Err(broken) = body.check(rules)
        {
            self.problem(match broken.to_string() {
                place if place.is_empty() => ArgumentError::body(broken.rule().to_owned()),
                place => ArgumentError::in_body(format!("`{place}` of the body {}", broken.rule())),
            });
        }
    }

    /// Checks the rules on the body, which is read only if there are rules.
    fn check_body(&mut self, body: impl FnOnce() -> Value) {
        let rules = self.operation.body.map_or(&[][..], |body| body.rules);
        if rules.is_empty() {
            return;
        }
        let body = body();
        if let Some(broken) = rules.iter().find_map(|rule| rule.broken_by(&body)) {
            self.problem(ArgumentError::body(broken));
        }
    }

    fn media_type(&self, otherwise: &'static str) -> &'static str {
        self.documented_media_type().unwrap_or(otherwise)
    }

    /// Returns the documented media type, if it is one: a range such as `image/*` cannot be sent.
    fn documented_media_type(&self) -> Option<&'static str> {
        let media_type = self.operation.body?.media_type;
        (!media_type.contains('*')).then_some(media_type)
    }

    fn body(&mut self, body: Result<Payload, String>) {
        match body {
            Ok(body) => self.body = Some(body),
            Err(problem) => self.problem(ArgumentError::in_body(problem)),
        }
    }
}

/// Returns the JSON that a call sends as this body. `None` if it sends none: a benchmark measures it.
pub fn encode_json<T: Serialize>(body: &T) -> Option<Vec<u8>> {
    written(body).ok()
}

/// Serializes a body as JSON.
fn written<T: Serialize>(body: &T) -> Result<Vec<u8>, ArgumentError> {
    json::to_vec(body).map_err(|why| match why {
        Unwritable::Value { place, what } if place.is_empty() => ArgumentError::body(what),
        Unwritable::Value { place, what } => {
            ArgumentError::in_body(format!("`{}` of the body {what}", path(&place)))
        }
        Unwritable::Other => ArgumentError::body("cannot be written"),
    })
}

/// Returns what rules ask of a body: the fields at the top, and which of them are `null`. All else is skipped.
fn outline(json: &[u8]) -> Value {
    match serde_json::from_slice::<BTreeMap<String, Option<IgnoredAny>>>(json) {
        Ok(fields) => {
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, value.map_or(Value::Null, |_| true.into())))
                .collect()
        }
        // It is no object, of which no rule asks anything.
        Err(_) => Value::Null,
    }
}

fn to_json<T: Serialize>(body: Result<T, ArgumentError>) -> Result<Value, ArgumentError> {
    let bytes = body.and_then(|body| written(&body))?;
    // Parsing its own output does not fail.
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}
