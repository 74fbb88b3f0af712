//! Compares the arguments of a request with the provider's document.

use converse_core::dynamic::{
    ArgumentShape, Contract, Problem, ProblemKind, Shape, body_problems, problems,
};
use converse_core::operation::{CredentialPlace, Location, Operation, Parameter, Style};
use serde_json::Value;

use crate::credential::{decoded, value_of};
use crate::received::ReceivedRequest;
use crate::route::{Route, variables};

/// Returns everything in the arguments that the document does not allow. Bodies that are not JSON are not looked into,
/// nor are parameters of which several pairs of the query are one value.
pub(crate) fn check(route: &Route, request: &ReceivedRequest) -> Vec<Problem> {
    let Route {
        contract,
        operation,
    } = *route;
    let arguments = contract.arguments(operation.id);
    if arguments.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for parameter in operation.parameters {
        let shape = arguments
            .iter()
            .find(|it| it.location == Some(parameter.location) && it.name == parameter.name);
        if let Some(shape) = shape {
            found.extend(of_parameter(contract, operation, parameter, shape, request));
        }
    }
    found.extend(unknown_in_query(operation, arguments, request));
    let body = arguments.iter().find(|it| it.location.is_none());
    if let (Some(body), Some(json)) = (body, json_body(operation, request)) {
        found.extend(body_problems(operation, body, &json));
    }
    found
}

/// Returns the body, if the operation takes JSON.
fn json_body(operation: &Operation, request: &ReceivedRequest) -> Option<Value> {
    let media_type = operation.body?.media_type;
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_json = essence == "application/json" || essence.ends_with("+json");
    is_json.then(|| request.json()).flatten()
}

fn of_parameter(
    contract: &Contract,
    operation: &'static Operation,
    parameter: &Parameter,
    shape: &ArgumentShape,
    request: &ReceivedRequest,
) -> Vec<Problem> {
    let kind = (shape.shape)().not_null();
    if is_spread(parameter, kind) {
        return Vec::new();
    }
    let given = given(contract, operation, parameter, request);
    if given.is_empty() {
        let missing = Problem::new(ProblemKind::Missing, parameter.name, "is missing");
        return parameter.required.then_some(missing).into_iter().collect();
    }
    let value = match (parameter.style, kind) {
        (Style::Json, _) => match serde_json::from_str(&given[0]) {
            Ok(value) => value,
            Err(_) => {
                return vec![Problem::new(
                    ProblemKind::Type,
                    parameter.name,
                    "must be JSON",
                )];
            }
        },
        (_, Shape::List(item)) => {
            let separator = match parameter.style {
                Style::SpaceDelimited => ' ',
                Style::PipeDelimited => '|',
                _ => ',',
            };
            let items: Vec<&str> = match parameter.explode && given.len() > 1 {
                true => given.iter().map(String::as_str).collect(),
                false if parameter.explode && parameter.location == Location::Query => {
                    vec![&given[0]]
                }
                false => given[0].split(separator).collect(),
            };
            let items = items.into_iter().map(|text| typed(item(), text));
            Value::Array(items.collect())
        }
        (_, kind) => typed(kind, &given[0]),
    };
    let found = problems((shape.shape)(), parameter.rules, &value);
    let name = parameter.name;
    found.into_iter().map(|it| it.inside(name)).collect()
}

/// Returns whether the value is written as several pairs, or in a form of its own.
fn is_spread(parameter: &Parameter, kind: Shape) -> bool {
    let is_object = matches!(
        kind,
        Shape::Object(_) | Shape::Map(_) | Shape::Union(_) | Shape::Any
    );
    let has_marks = matches!(
        parameter.style,
        Style::DeepObject | Style::Label | Style::Matrix
    );
    has_marks || is_object && parameter.style != Style::Json
}

/// Returns the values of a parameter as text.
fn given(
    contract: &Contract,
    operation: &'static Operation,
    parameter: &Parameter,
    request: &ReceivedRequest,
) -> Vec<String> {
    match parameter.location {
        Location::Path => {
            let path = request.path().strip_prefix(contract.base_path());
            let found = variables(operation.path, path.unwrap_or_default());
            let found = found
                .into_iter()
                .filter(|(name, _)| *name == parameter.name);
            found.map(|(_, value)| value).collect()
        }
        Location::Query => {
            let pairs = request.query().unwrap_or_default().split('&');
            pairs
                .filter_map(|pair| value_of(pair, parameter.name))
                .collect()
        }
        Location::Header => {
            let value = request.header(parameter.name);
            value.map(str::to_owned).into_iter().collect()
        }
        Location::Cookie => {
            let cookies = request.header("cookie").unwrap_or_default().split(';');
            cookies
                .filter_map(|pair| value_of(pair.trim(), parameter.name))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Returns text as the JSON that it stands for.
pub(crate) fn typed(shape: Shape, text: &str) -> Value {
    let read = || serde_json::from_str(text).ok();
    let value: Option<Value> = match shape.not_null() {
        Shape::Integer | Shape::Number => read().filter(Value::is_number),
        Shape::Boolean => read().filter(Value::is_boolean),
        // A union may be one of numbers and strings.
        Shape::Union(_) | Shape::Any => {
            read().filter(|it: &Value| it.is_number() || it.is_boolean())
        }
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// Returns the pairs of the query that the document does not list.
fn unknown_in_query(
    operation: &Operation,
    arguments: &[ArgumentShape],
    request: &ReceivedRequest,
) -> Vec<Problem> {
    let in_query = || {
        let all = operation.parameters.iter();
        all.filter(|parameter| parameter.location == Location::Query)
    };
    // The names of an object that is written as several pairs can be any.
    let any = in_query().any(|parameter| {
        let shape = arguments.iter().find(|it| it.name == parameter.name);
        let kind = shape.map_or(Shape::Any, |shape| (shape.shape)().not_null());
        parameter.style == Style::Form && parameter.explode && is_spread(parameter, kind)
    });
    let Some(query) = request.query().filter(|query| !any && !query.is_empty()) else {
        return Vec::new();
    };
    let schemes = operation.security.iter().copied().flatten();
    let secrets: Vec<&str> = schemes
        .filter_map(|scheme| match scheme.place {
            CredentialPlace::Query { name, .. } => Some(name),
            _ => None,
        })
        .collect();
    let fixed = operation
        .path
        .split_once('?')
        .map_or("", |(_, query)| query);
    let is_known = |name: &str| {
        let of = |parameter: &Parameter| {
            name == parameter.name
                || parameter.style == Style::DeepObject
                    && name
                        .strip_prefix(parameter.name)
                        .is_some_and(|it| it.starts_with('['))
        };
        in_query().any(of)
            || secrets.contains(&name)
            || fixed
                .split('&')
                .any(|pair| pair.split('=').next() == Some(name))
    };
    let names = query
        .split('&')
        .map(|pair| decoded(pair.split('=').next().unwrap_or(pair)));
    let unknown = names.filter(|name| !is_known(name));
    unknown
        .map(|name| {
            Problem::new(
                ProblemKind::Unknown,
                &name,
                "is not a parameter of the document",
            )
        })
        .collect()
}
