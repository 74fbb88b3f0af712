//! The bodies of a call that are not JSON, and answers that may have none.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::request::{Request, written};
use super::response::{ResponseValue, answer};
use crate::body::{Blob, Multipart, Payload, Piece, multipart};
use crate::error::{Error, ErrorBody};
use crate::operation::Style;
use crate::{decode, parameter};

impl Request {
    /// The body, as a URL-encoded form of the fields of an object. A field that is `null` is not
    /// sent, and a body that is `null` is none.
    ///
    /// Arrays are written item by item, objects as JSON: without a stated style the standard asks for
    /// the usual content type, and members under names of their own would lose the field's name.
    pub fn form<T: Serialize>(&mut self, body: Result<T, String>) {
        self.styled_form(body, &[]);
    }

    /// As [`form`](Self::form), with the fields whose style and `explode` the document states.
    pub fn styled_form<T: Serialize>(
        &mut self,
        body: Result<T, String>,
        styles: &[(&str, Style, bool)],
    ) {
        let fields = match to_json(body) {
            Ok(Value::Null) => return,
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return self.problem("the body must have fields, to be a form".to_owned()),
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

    /// The body, in parts. `None` sends none.
    pub fn multipart<T: Multipart>(&mut self, body: Result<T, String>) {
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

    /// The body, as text in UTF-8: a string, a number or a boolean. `null` and `None` send none.
    pub fn text<T: Serialize>(&mut self, body: Result<T, String>) {
        let text = match to_json(body) {
            Ok(Value::Null) => return,
            Ok(Value::Array(_) | Value::Object(_)) => {
                return self.problem("the body must be one text".to_owned());
            }
            Ok(value) => parameter::text(&value),
            Err(problem) => return self.problem(problem),
        };
        let media_type = self.media_type("text/plain; charset=utf-8");
        self.body(Payload::new(media_type, vec![Piece::Bytes(text.into())]));
    }

    /// The body, byte by byte. `None` sends none.
    pub fn bytes<T: Into<Option<Blob>>>(&mut self, body: Result<T, String>) {
        let blob = match body.map(Into::into) {
            Ok(None) => return,
            Ok(Some(blob)) => blob,
            Err(problem) => return self.problem(problem),
        };
        let own = blob.content_type.clone();
        let media_type = self.media_type(own.as_deref().unwrap_or("application/octet-stream"));
        let piece = Piece::Blob(blob, "the body".to_owned());
        self.body(Payload::new(media_type, vec![piece]));
    }

    /// Sends it and reads the answer as JSON, if there is one: `None` for a success without a body.
    ///
    /// # Errors
    /// See [`Error::kind`] and [`Error::delivery`].
    pub async fn send_optional_json<T, E>(self) -> Result<ResponseValue<Option<T>>, Error<E>>
    where
        T: DeserializeOwned,
        E: ErrorBody,
    {
        let operation = self.operation;
        let reply = self.call(Some("application/json")).await;
        answer(operation, reply, |reply| {
            // 204 and 205 have no body, whatever follows them.
            match reply.body.is_empty() || matches!(reply.status.as_u16(), 204 | 205) {
                true => Ok(None),
                false => decode::json(&reply.body, reply.budget),
            }
        })
    }

    /// The documented media type, if it is one: a range such as `image/*` cannot be sent.
    pub(crate) fn media_type<'a>(&self, otherwise: &'a str) -> &'a str {
        match self.operation.body {
            Some(body) if !body.media_type.contains('*') => body.media_type,
            _ => otherwise,
        }
    }

    pub(crate) fn body(&mut self, body: Result<Payload, String>) {
        match body {
            Ok(body) => self.body = Some(body),
            Err(problem) => self.problem(problem),
        }
    }
}

fn to_json<T: Serialize>(body: Result<T, String>) -> Result<Value, String> {
    let bytes = body.and_then(|body| written(&body))?;
    // What was just written can be read.
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}
