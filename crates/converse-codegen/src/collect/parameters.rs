//! The parameters of an operation: its own, those of its path, and path variables that none declares.

use serde_json::{Value, json};

use super::bodies::encoding;
use super::references::follow;
use super::rules::parameter_rules;
use super::template::Template;
use super::{Place, array, object, text};
use crate::api::{Encoding, Location, Parameter};
use crate::document::pointer;
use crate::problem::{Finding, Result};

/// Headers that the standard leaves to the media types and the credential.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Headers that describe the transfer of a message, which the client alone sets (RFC 9110, RFC 9113).
const CONNECTION_HEADERS: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The style of a parameter that is written as JSON.
pub const JSON: &str = "json";

/// Returns whether a header belongs to the connection, or is meant for a proxy on the way. Clients refuse it too.
pub fn belongs_to_connection(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    CONNECTION_HEADERS.contains(&name.as_str()) || name.starts_with("proxy-")
}

/// Reads the parameters of the path, then those of the operation, which override; then undeclared path variables.
/// The template loses what a parameter sends.
pub fn read(
    place: &Place<'_>,
    template: &mut Template,
    warnings: &mut Vec<Finding>,
) -> Result<Vec<Parameter<Value>>, Finding> {
    let variables = template.variables();
    let mut parameters: Vec<Parameter<Value>> = Vec::new();
    for (at, value) in declared(place) {
        let value = follow(place.document, value);
        let Some(parameter) = read_one(place, value)? else {
            warnings.push(unknown(place, &at, value).invalid());
            continue;
        };
        let name = &parameter.name;
        if parameter.location == Location::Path && !variables.contains(name) {
            warnings.push(Finding::at(
                pointer::join(&place.at, "parameters"),
                format!("`{name}` is not a variable of the path; the parameter is left out"),
                "correct the path or the parameter in the overlay",
            ));
            continue;
        }
        if parameter.location == Location::Header
            && RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str())
        {
            continue;
        }
        if parameter.location == Location::Header && belongs_to_connection(name) {
            let problem = of_the_connection(&at, name);
            // Several operations share what their path declares, and follow each other.
            let path = path_pointer(place);
            let known = warnings.iter().rev();
            let mut known = known.take_while(|known| known.pointer.starts_with(&path));
            if !known.any(|known| *known == problem) {
                warnings.push(problem);
            }
            continue;
        }
        parameters.retain(|other| {
            !(other.name == parameter.name && other.location == parameter.location)
        });
        parameters.push(parameter);
    }
    parameters
        .retain(|it| it.location != Location::Query || is_free(place, it, template, warnings));
    for name in template.variables() {
        let declared = parameters
            .iter()
            .any(|p| p.location == Location::Path && p.name == name);
        if !declared {
            parameters.push(Parameter {
                name,
                setter: String::new(),
                location: Location::Path,
                required: true,
                style: "simple".to_owned(),
                explode: false,
                allow_reserved: false,
                description: None,
                deprecated: false,
                schema: json!({ "type": "string" }),
                rules: Vec::new(),
                of_client: false,
            });
        }
    }
    Ok(parameters)
}

/// Lists the parameters of the path and of the operation, each with its pointer.
fn declared<'a>(place: &Place<'a>) -> Vec<(String, &'a Value)> {
    let owners = [
        (path_pointer(place), place.item),
        (place.at.clone(), place.operation),
    ];
    let mut declared = Vec::new();
    for (at, owner) in owners {
        let values = array(owner.get("parameters")).iter().enumerate();
        // An invalid one is null.
        let values = values.filter(|(_, value)| value.is_object());
        declared.extend(values.map(|(index, value)| (format!("{at}/parameters/{index}"), value)));
    }
    declared
}

fn path_pointer(place: &Place<'_>) -> String {
    pointer::join("/paths", place.path)
}

fn of_the_connection(at: &str, name: &str) -> Finding {
    Finding::at(
        at,
        format!(
            "the header `{name}` belongs to the connection, and the client sets it; the \
             parameter is left out"
        ),
        "ignore this, or remove the parameter in the overlay",
    )
}

fn unknown(place: &Place<'_>, at: &str, value: &Value) -> Finding {
    let lacks = match text(value.get("name")) {
        Some(name) => format!("the `in` of the parameter `{name}` is missing or unknown"),
        None => "the parameter has no name".to_owned(),
    };
    let path = pointer::json_path(place.document, at);
    Finding::at(
        at,
        format!("{lacks}; it is left out"),
        format!(
            "correct the parameter in the overlay, by an action with `target: {path}` and `update: …`"
        ),
    )
}

/// Reads a parameter; `None` if it lacks its name or place.
fn read_one(place: &Place<'_>, value: &Value) -> Result<Option<Parameter<Value>>, Finding> {
    let Some(name) = text(value.get("name")) else {
        return Ok(None);
    };
    let (location, default_style) = match value.get("in").and_then(Value::as_str) {
        Some("path") => (Location::Path, "simple"),
        Some("query") => (Location::Query, "form"),
        Some("header") => (Location::Header, "simple"),
        Some("cookie") => (Location::Cookie, "form"),
        Some("querystring") => (query_string(place, &name, value)?, "form"),
        _ => return Ok(None),
    };
    let content = object(value.get("content"));
    let in_content = content
        .values()
        .next()
        .and_then(|media| media.get("schema"));
    // A parameter without a type is a string.
    let schema = value.get("schema").or(in_content).cloned();
    let schema = schema.unwrap_or_else(|| json!({ "type": "string" }));
    let is_json = content
        .iter()
        .next()
        .is_some_and(|(name, media)| encoding(name, media) == Encoding::Json);
    let style = if is_json {
        JSON.to_owned()
    } else {
        text(value.get("style")).unwrap_or_else(|| default_style.to_owned())
    };
    Ok(Some(Parameter {
        explode: value
            .get("explode")
            .and_then(Value::as_bool)
            .unwrap_or(style == "form"),
        required: location == Location::Path
            || value
                .get("required")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        description: text(value.get("description")),
        deprecated: value.get("deprecated") == Some(&Value::Bool(true)),
        rules: parameter_rules(follow(place.document, &schema)),
        // For the query alone (OpenAPI 3.1.1, 4.8.12.2.1).
        allow_reserved: location == Location::Query
            && value.get("allowReserved") == Some(&Value::Bool(true)),
        of_client: false,
        setter: String::new(),
        name,
        location,
        style,
        schema,
    }))
}

/// Returns the place of a parameter that is the whole query (OpenAPI 3.2.0, 4.12.1): a form there is a value of the query
/// whose fields are parameters of their own.
fn query_string(place: &Place<'_>, name: &str, value: &Value) -> Result<Location, Finding> {
    let content = object(value.get("content"));
    let is_form =
        |(media_type, media): (&String, &Value)| encoding(media_type, media) == Encoding::Form;
    if content.iter().next().is_some_and(is_form) {
        return Ok(Location::Query);
    }
    Err(Finding::at(
        pointer::join(&place.at, "parameters"),
        format!("`{name}` is the query as a whole, and is not a form; it cannot be sent"),
        "declare the parameters of the query in the overlay",
    ))
}
/// Returns whether a query parameter is not fixed by the template, which then sends it.
fn is_free(
    place: &Place<'_>,
    parameter: &Parameter<Value>,
    template: &mut Template,
    warnings: &mut Vec<Finding>,
) -> bool {
    let name = &parameter.name;
    // The template repeats the parameter: `/export?app={app}`.
    if template.take_query(name) || !template.has_query(name) {
        return true;
    }
    warnings.push(Finding::at(
        pointer::join(&place.at, "parameters"),
        format!("the path fixes the query parameter `{name}`; the parameter is left out"),
        "correct the path or the parameter in the overlay",
    ));
    false
}
