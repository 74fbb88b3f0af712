//! The arguments of a call by operation id, and how each is taken as its type.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::given;
use crate::argument::ArgumentError;
use crate::error::{CallError, Error, ErrorKind, Failure};
use crate::one_line::one_line;
use crate::operation::{Location, Operation, Style};

/// The arguments of a call, by place and by their name on the wire.
///
/// ```
/// # use converse_core as converse;
/// use converse::dynamic::Arguments;
/// use serde_json::json;
///
/// let arguments = Arguments::new().path("workspaceId", "w-1").query("limit", 5);
/// let same = json!({"path": {"workspaceId": "w-1"}, "query": {"limit": 5}});
/// assert_eq!(Arguments::try_from(same), Ok(arguments));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments {
    path: Map<String, Value>,
    query: Map<String, Value>,
    header: Map<String, Value>,
    cookie: Map<String, Value>,
    body: Option<Value>,
}

impl Arguments {
    /// Returns no arguments.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a value for `{name}` in the path.
    pub fn path(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.with(Location::Path, name.into(), value.into())
    }

    /// Sets a query parameter.
    pub fn query(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.with(Location::Query, name.into(), value.into())
    }

    /// Sets a header parameter. Its name matches in any case.
    pub fn header(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.with(Location::Header, name.into(), value.into())
    }

    /// Sets a cookie parameter.
    pub fn cookie(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.with(Location::Cookie, name.into(), value.into())
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Returns the body, if it was given.
    pub fn given_body(&self) -> Option<&Value> {
        self.body.as_ref()
    }

    /// Takes a required parameter, as its type.
    ///
    /// # Errors
    /// It is missing, or does not fit completely; the message does not repeat the value.
    #[doc(hidden)]
    pub fn take<T>(
        &mut self,
        operation: &Operation,
        location: Location,
        name: &str,
    ) -> Result<T, ArgumentError>
    where
        T: DeserializeOwned + Serialize,
    {
        let taken = self.take_optional(operation, location, name)?;
        taken.ok_or_else(|| ArgumentError::missing(name))
    }

    /// Takes an optional parameter, as its type.
    ///
    /// # Errors
    /// It does not fit completely; the message does not repeat the value.
    #[doc(hidden)]
    pub fn take_optional<T>(
        &mut self,
        operation: &Operation,
        location: Location,
        name: &str,
    ) -> Result<Option<T>, ArgumentError>
    where
        T: DeserializeOwned + Serialize,
    {
        let values = self.values(location);
        let value = match location {
            Location::Header => {
                let given = values
                    .keys()
                    .find(|given| given.eq_ignore_ascii_case(name))
                    .cloned();
                given.and_then(|given| values.shift_remove(&given))
            }
            _ => values.shift_remove(name),
        };
        let parameter = operation.parameter(location, name);
        let style = parameter.map_or(Style::Simple, |parameter| parameter.style);
        let taken = value.map(|value| given::parameter(&value, name, style));
        taken.transpose()
    }

    /// Takes a required body that is JSON, as its type.
    ///
    /// # Errors
    /// The body is missing, or does not fit completely; the message does not repeat the value. That includes a field
    /// that the type does not have and would not send, and a `null` that is no value of its field.
    #[doc(hidden)]
    pub fn take_body<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, ArgumentError> {
        self.take_optional_body()?
            .ok_or_else(ArgumentError::missing_body)
    }

    /// Takes an optional body that is JSON, as [`take_body`](Self::take_body) does.
    ///
    /// # Errors
    /// The body does not fit completely.
    #[doc(hidden)]
    pub fn take_optional_body<T>(&mut self) -> Result<Option<T>, ArgumentError>
    where
        T: DeserializeOwned + Serialize,
    {
        let body = self.body.take();
        body.map(|body| given::body(&body)).transpose()
    }

    /// Takes a required body that is not JSON, as its type.
    ///
    /// # Errors
    /// The body is missing, or does not fit completely, as in [`take_body`](Self::take_body). It also must not hold a
    /// `null`, which could not be sent.
    #[doc(hidden)]
    pub fn take_form<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, ArgumentError> {
        self.take_optional_form()?
            .ok_or_else(ArgumentError::missing_body)
    }

    /// Takes an optional body that is not JSON, as [`take_form`](Self::take_form) does.
    ///
    /// # Errors
    /// The body does not fit completely, or holds a `null`.
    #[doc(hidden)]
    pub fn take_optional_form<T>(&mut self) -> Result<Option<T>, ArgumentError>
    where
        T: DeserializeOwned + Serialize,
    {
        let body = self.body.take();
        body.map(|body| given::form(&body)).transpose()
    }

    /// Refuses arguments that were not taken.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] with the names that the operation does not know.
    pub(crate) fn finish(self, operation: &'static Operation) -> Result<(), CallError<Value>> {
        let mut unknown: Vec<String> = [&self.path, &self.query, &self.header, &self.cookie]
            .into_iter()
            .flat_map(|values| values.keys().map(|name| format!("`{name}`")))
            .collect();
        if self.body.is_some() {
            unknown.push("a body".to_owned());
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let detail = format!("the operation does not take {}", unknown.join(", "));
        Err(CallError::plain(Failure::invalid(operation, &detail)))
    }

    fn with(mut self, location: Location, name: String, value: Value) -> Self {
        self.values(location).insert(name, value);
        self
    }

    fn values(&mut self, location: Location) -> &mut Map<String, Value> {
        match location {
            Location::Path => &mut self.path,
            Location::Query => &mut self.query,
            Location::Header => &mut self.header,
            Location::Cookie => &mut self.cookie,
        }
    }
}

/// The JSON does not have the form of [`Arguments`]. The message has the place, and no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct InvalidArguments {
    reason: String,
}

impl From<InvalidArguments> for Error {
    fn from(error: InvalidArguments) -> Self {
        Self::of_source("", ErrorKind::Invalid, error)
    }
}

/// Reads `{"path": {}, "query": {}, "header": {}, "cookie": {}, "body": …}`, each key optional.
impl TryFrom<Value> for Arguments {
    type Error = InvalidArguments;

    fn try_from(value: Value) -> Result<Self, InvalidArguments> {
        let invalid = |reason: String| InvalidArguments { reason };
        let Value::Object(fields) = value else {
            return Err(invalid("arguments must be an object".to_owned()));
        };
        let mut arguments = Self::new();
        for (key, value) in fields {
            let location = match key.as_str() {
                "path" => Location::Path,
                "query" => Location::Query,
                "header" => Location::Header,
                "cookie" => Location::Cookie,
                "body" => {
                    arguments.body = Some(value);
                    continue;
                }
                _ => {
                    let key = one_line(&key);
                    return Err(invalid(format!(
                        "`{key}` is none of `path`, `query`, `header`, `cookie`, `body`"
                    )));
                }
            };
            let Value::Object(values) = value else {
                return Err(invalid(format!("`{key}` must be an object")));
            };
            *arguments.values(location) = values;
        }
        Ok(arguments)
    }
}
