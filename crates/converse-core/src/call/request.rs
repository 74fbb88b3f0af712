//! One call: its arguments, checked and encoded as the table of operations says.

use std::borrow::Cow;
use std::fmt;

use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::argument::ArgumentError;
use crate::body::Payload;
use crate::client::Client;
use crate::headers::{belongs_to_connection, cookies_in, sendable};
use crate::index_set::IndexSet;
use crate::json::{self, Unwritable, path};
use crate::operation::{
    CredentialPlace, Location, Measured, Operation, Parameter, SecurityScheme, Style,
};
use crate::parameter;

/// One call of an operation, from its first argument to its response.
///
/// An argument that is an `Err`, breaks a rule or cannot be written is kept as the call's problem:
/// sending then fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid), before any request is made.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    /// The path template, if the document lacks the request.
    pub(super) template: Option<Cow<'static, str>>,
    /// The first problem.
    pub(crate) problem: Option<ArgumentError>,
    /// The parameters that have an argument, by their place in the table.
    given: IndexSet,
    pub(super) path: Vec<(Cow<'static, str>, String)>,
    pub(crate) query: Vec<Queried>,
    pub(crate) headers: HeaderMap,
    /// Headers that the client sets itself.
    pub(crate) preset: HeaderMap,
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Option<Payload>,
    pub(super) success: Option<fn() -> crate::types::Shape>,
}

/// A query parameter: its value, and the pairs that encode it.
#[derive(Clone)]
pub(crate) struct Queried {
    name: Cow<'static, str>,
    value: Value,
    /// Pairs with `&` between them.
    pub(crate) pairs: String,
}

/// An argument, and how it is written.
struct Argument {
    name: Cow<'static, str>,
    /// What the table says of it.
    parameter: Option<&'static Parameter>,
    value: Value,
    /// With `explode`.
    style: (Style, bool),
}

impl Client {
    /// Begins a call of one operation.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), operation)
    }
}

impl Request {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            template: None,
            problem: None,
            given: IndexSet::default(),
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            preset: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            success: None,
        }
    }

    /// Sets `{name}` in the path. The value arrives as exactly one segment.
    pub fn path<T: Serialize>(&mut self, name: &str, value: Result<T, ArgumentError>) {
        let Some(argument) = self.argument(Location::Path, name, to_json(name, value)) else {
            return;
        };
        let (style, explode) = argument.style;
        // An empty segment, `.` and `..` change the shape of the path, even when encoded.
        match parameter::path(name, style, explode, argument.value) {
            Some(text) if !matches!(text.as_str(), "" | "." | "..") => {
                self.path.push((argument.name, text));
            }
            _ => self.refuse(
                name,
                "must be one path segment: not empty, and not only dots",
            ),
        }
    }

    /// Sets a query parameter. `null` and `None` are not sent.
    pub fn query<T: Serialize>(&mut self, name: &str, value: Result<T, ArgumentError>) {
        if let Some(argument) = self.argument(Location::Query, name, to_json(name, value)) {
            let (style, explode) = argument.style;
            let pairs = match argument.parameter {
                Some(parameter) if parameter.allow_reserved => {
                    parameter::reserved_pairs(name, style, explode, &argument.value)
                }
                _ => parameter::pairs(name, style, explode, &argument.value),
            };
            self.query.push(Queried {
                name: argument.name,
                pairs: pairs.join("&"),
                value: argument.value,
            });
        }
    }

    /// Replaces the value of a query parameter, at the same position.
    pub(crate) fn replace_query(&mut self, name: &str, value: &Value) {
        let old = self.query.iter().position(|given| given.name == name);
        self.query(name, Ok(value));
        if let Some(old) = old {
            // The new one is the last.
            self.query.swap_remove(old);
        }
    }

    /// Returns the value of a query parameter.
    pub(crate) fn queried(&self, name: &str) -> Option<&Value> {
        let mut given = self.query.iter().filter(|given| given.name == name);
        given.next().map(|given| &given.value)
    }

    /// Sets a header parameter. `null` and `None` are not sent. `Cookie` adds to the other cookies; headers
    /// of the connection, such as `Host`, are refused.
    pub fn header<T: Serialize>(&mut self, name: &str, value: Result<T, ArgumentError>) {
        let Some(argument) = self.argument(Location::Header, name, to_json(name, value)) else {
            return;
        };
        let (style, explode) = argument.style;
        let Some(text) = parameter::header(style, explode, &argument.value) else {
            return;
        };
        if belongs_to_connection(name) {
            return self.refuse(name, "belongs to the connection: the client sets it");
        }
        if self.is_of_credential(name) {
            let why = "is that of a credential: give it to the builder of the client";
            return self.refuse(name, why);
        }
        let printable = text
            .bytes()
            .all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t');
        match (HeaderName::try_from(name), HeaderValue::try_from(text)) {
            (Ok(COOKIE), Ok(value)) if printable => {
                // Printable ASCII is text.
                let cookies = value.to_str().unwrap_or_default();
                self.cookies.extend(cookies_in(cookies));
            }
            (Ok(name), Ok(value)) if printable => {
                self.headers.insert(name, value);
            }
            _ => self.refuse(name, "must be printable ASCII, since it goes into a header"),
        }
    }

    /// Adds the headers of the options, and the caller's idempotency key.
    pub(crate) fn add_options(&mut self) -> Result<(), ArgumentError> {
        let options = self.client.options();
        for (name, value) in options.headers.iter() {
            let refuse = |why: &'static str| Err(ArgumentError::parameter(name, why));
            if belongs_to_connection(name) {
                return refuse("belongs to the connection: the client sets it");
            }
            if name.eq_ignore_ascii_case("content-type") {
                return refuse("is that of the body: the operation decides it");
            }
            if name.eq_ignore_ascii_case("cookie") || self.is_of_credential(name) {
                return refuse("is that of a credential: give it to the builder of the client");
            }
            let (Ok(name), Some(value)) = (HeaderName::try_from(name), value) else {
                return refuse("must be a valid header, with a value of printable ASCII");
            };
            if self.headers.contains_key(&name) {
                return refuse("is an argument of the call too: give it once");
            }
            self.headers.insert(name, value.clone());
        }
        let Some(key) = &options.idempotency_key else {
            return Ok(());
        };
        let name = self.operation.retry.idempotency_key.and_then(sendable);
        let Some(name) = name else {
            return Err(ArgumentError::parameter(
                "idempotency_key",
                "cannot be sent: the operation has none",
            ));
        };
        let refuse = |why| Err(ArgumentError::parameter(name.as_str(), why));
        match HeaderValue::try_from(key) {
            Ok(_) if self.headers.contains_key(&name) => {
                refuse("is an argument of the call too: give it once")
            }
            Ok(key) if !key.is_empty() && key.to_str().is_ok() => {
                self.headers.insert(name, key);
                Ok(())
            }
            _ => refuse("must be printable ASCII, since it goes into a header"),
        }
    }

    /// Whether a header carries a credential, by the document or by HTTP. Cookies are compared one by one.
    fn is_of_credential(&self, header: &str) -> bool {
        let provider = self.client.provider();
        let schemes = provider.security.iter().chain(self.operation.security);
        let mut places = schemes.copied().flatten().map(|scheme| scheme.place);
        let is_header = |place| match place {
            CredentialPlace::Header { name, .. } => name.eq_ignore_ascii_case(header),
            _ => false,
        };
        header.eq_ignore_ascii_case("authorization")
            || !header.eq_ignore_ascii_case("cookie") && places.any(is_header)
    }

    /// Sets a cookie parameter. `null` and `None` are not sent.
    pub fn cookie<T: Serialize>(&mut self, name: &str, value: Result<T, ArgumentError>) {
        if let Some(argument) = self.argument(Location::Cookie, name, to_json(name, value)) {
            let (style, explode) = argument.style;
            let pairs = parameter::pairs(name, style, explode, &argument.value);
            self.cookies.extend(pairs);
        }
    }

    /// Returns the argument. `None` if it is absent or a problem.
    fn argument(
        &mut self,
        location: Location,
        name: &str,
        value: Result<Value, ArgumentError>,
    ) -> Option<Argument> {
        let value = match value {
            Ok(value) => value,
            Err(problem) => {
                self.problem(problem);
                return None;
            }
        };
        let value = match self.client.parameter(location, name) {
            Some(of_client) if value.is_null() => of_client.clone(),
            _ => value,
        };
        let index = self.operation.parameter_index(location, name);
        let parameter = index.map(|index| &self.operation.parameters[index]);
        let as_json = parameter.is_some_and(|parameter| parameter.style == Style::Json);
        if value.is_null() || !as_json && is_absent(&value) {
            return None;
        }
        let rules = parameter.map_or(&[][..], |parameter| parameter.rules);
        let mut rules = rules.iter().filter(|_| self.checks_limits());
        if let Some(broken) = rules.find_map(|rule| rule.broken_by(Measured::of(&value))) {
            self.refuse(name, broken);
            return None;
        }
        if let Some(index) = index {
            self.given.insert(index);
        }
        Some(Argument {
            // Borrowed from the table where it has the name.
            name: parameter.map_or_else(|| name.to_owned().into(), |known| known.name.into()),
            style: match (parameter, location) {
                (Some(parameter), _) => (parameter.style, parameter.explode),
                (None, Location::Path | Location::Header) => (Style::Simple, false),
                (None, Location::Query | Location::Cookie) => (Style::Form, true),
            },
            parameter,
            value,
        })
    }

    /// Returns whether the document's limits are checked here, or by the provider alone.
    pub(crate) fn checks_limits(&self) -> bool {
        self.client.options().check_limits.unwrap_or(true)
    }

    /// Returns the first required argument that was not given.
    pub(crate) fn missing(&self) -> Option<ArgumentError> {
        let is_key = |parameter: &Parameter| {
            // An idempotency key that the caller does not give is generated when the request is sent.
            let key = self.operation.retry.idempotency_key;
            parameter.location == Location::Header
                && key.is_some_and(|key| key.eq_ignore_ascii_case(parameter.name))
        };
        let parameters = self.operation.parameters.iter().enumerate();
        let mut required = parameters.filter(|(_, it)| it.required && !is_key(it));
        if let Some((_, parameter)) = required.find(|(index, _)| !self.given.contains(*index)) {
            return Some(self.lacks(parameter));
        }
        let body_required = self.operation.body.is_some_and(|body| body.required);
        (body_required && self.body.is_none()).then(ArgumentError::missing_body)
    }

    /// Returns the error of a required parameter that was not given.
    fn lacks(&self, parameter: &Parameter) -> ArgumentError {
        let provider = self.client.provider();
        match provider.parameter(parameter.location, parameter.name) {
            None => ArgumentError::missing(parameter.name),
            Some(of_client) => {
                let (setter, variable) = (of_client.setter, of_client.variable);
                let help = format!(
                    "is required: call `.{setter}(…)` on the builder of the client or on the call, \
                     or set the environment variable `{variable}` and use `Client::from_env()`"
                );
                ArgumentError::parameter(parameter.name, help)
            }
        }
    }

    /// Returns the alternatives of credentials: those of the operation, or all of the provider.
    pub(super) fn security(&self) -> &'static [&'static [SecurityScheme]] {
        match self.template {
            Some(_) => self.client.provider().security,
            None => self.operation.security,
        }
    }

    /// The problem does not contain the value, which may be personal.
    pub(super) fn refuse(&mut self, name: &str, why: impl Into<Cow<'static, str>>) {
        self.problem(ArgumentError::parameter(name, why));
    }

    pub(crate) fn problem(&mut self, problem: ArgumentError) {
        self.problem.get_or_insert(problem);
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("provider", &self.operation.provider)
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

fn to_json<T: Serialize>(
    name: &str,
    value: Result<T, ArgumentError>,
) -> Result<Value, ArgumentError> {
    json::to_value(&value?).map_err(|why| match why {
        Unwritable::Value { place, what } if place.is_empty() => {
            ArgumentError::parameter(name, what)
        }
        Unwritable::Value { place, what } => {
            ArgumentError::parameter(name, format!("has `{}`, which {what}", path(&place)))
        }
        Unwritable::Other => ArgumentError::parameter(name, "cannot be written"),
    })
}

/// A collection without members cannot be written in a URL or header: it counts as absent.
fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().all(Value::is_null),
        Value::Object(fields) => fields.values().all(Value::is_null),
        _ => false,
    }
}
