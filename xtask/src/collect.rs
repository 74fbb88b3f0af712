//! Reads operations and named schemas out of a document whose references resolve.

use serde_json::{Map, Value};

use crate::api::{Api, Body, Example, Location, Operation, Parameter, Response};
use crate::collect::rules::parameter_rules;
use crate::docs::with_limits;
use crate::pointer;
use crate::problem::{Problem, Result};
use crate::settings::Settings;

mod references;
mod rules;
mod security;

/// The methods of a path item.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Reads `document`. Guarantees to the passes: every reference resolves and leads to a named schema,
/// operations carry all of their parameters, and no parameter is the credential.
pub fn collect(document: &Value, settings: &Settings) -> Result<Api> {
    check_version(document)?;
    references::check(document)?;
    let mut api = Api {
        description: text(document.pointer("/info/description")).unwrap_or_default(),
        base_url: base_url(document, settings)?,
        schemas: object(document.pointer("/components/schemas")),
        ..Api::default()
    };
    for (path, item) in &object(document.get("paths")) {
        let at = pointer::join("/paths", path);
        let item = references::follow(document, item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let at = format!("{at}/{method}");
                api.operations.push(read_operation(
                    document, &at, path, method, item, operation,
                )?);
            }
        }
    }
    correct_safety(&mut api, settings)?;
    Ok(api)
}

fn check_version(document: &Value) -> Result<()> {
    let version = document
        .get("openapi")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if version.starts_with("3.0.") {
        return Ok(());
    }
    Err(Problem::at(
        "",
        "/openapi",
        format!("the document is OpenAPI `{version}`, and 3.0 is read"),
        "check in the provider's OpenAPI 3.0 document, or convert this one",
    ))
}

fn base_url(document: &Value, settings: &Settings) -> Result<String> {
    let server = document.pointer("/servers/0/url").and_then(Value::as_str);
    let url = settings.base_url.as_deref().or(server).unwrap_or_default();
    if url.starts_with("https://") && !url.contains('{') {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    Err(Problem::at(
        "",
        "/servers/0/url",
        format!("the base URL `{url}` is not an absolute https URL"),
        "set `base_url` in provider.toml, or mend `servers` in the overlay",
    ))
}

fn read_operation(
    document: &Value,
    at: &str,
    path: &str,
    method: &str,
    item: &Value,
    operation: &Value,
) -> Result<Operation> {
    let id = operation
        .get("operationId")
        .and_then(Value::as_str)
        .ok_or_else(|| {
            Problem::at(
                "",
                at,
                "the operation has no `operationId`",
                "give it one in the overlay",
            )
        })?;
    let mut security = security::read(document, at, operation)?;
    let mut parameters = read_parameters(document, at, path, item, operation)?;
    security::drop_credential_parameters(document, &mut parameters, &mut security);
    let (body, mut examples) = read_body(document, at, operation)?;
    let (success, errors, response_examples) = read_responses(document, operation);
    examples.extend(response_examples);
    let method = method.to_ascii_uppercase();
    Ok(Operation {
        id: id.to_owned(),
        method_name: String::new(),
        builder_name: String::new(),
        path: path.to_owned(),
        tag: text(operation.pointer("/tags/0")),
        summary: text(operation.get("summary")),
        description: text(operation.get("description")),
        documentation: text(operation.pointer("/externalDocs/url")),
        parameters,
        body,
        success,
        errors,
        error_type: None,
        security,
        // RFC 9110, 9.2.2.
        idempotent: !matches!(method.as_str(), "POST" | "PATCH"),
        method,
        examples,
    })
}

/// Parameters of the path, then those of the operation, which override; then undeclared path variables.
fn read_parameters(
    document: &Value,
    at: &str,
    path: &str,
    item: &Value,
    operation: &Value,
) -> Result<Vec<Parameter>> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let declared = [item, operation].map(|owner| array(owner.get("parameters")));
    for value in declared.iter().flatten() {
        let parameter = read_parameter(at, references::follow(document, value))?;
        let same = |other: &Parameter| {
            other.name == parameter.name && other.location == parameter.location
        };
        parameters.retain(|other| !same(other));
        parameters.push(parameter);
    }
    for name in path_variables(path) {
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
                description: None,
                schema: serde_json::json!({ "type": "string" }),
                rules: Vec::new(),
            });
        }
    }
    Ok(parameters)
}

fn read_parameter(at: &str, value: &Value) -> Result<Parameter> {
    let wrong = |rule: String| {
        Problem::at(
            "",
            pointer::join(at, "parameters"),
            rule,
            "mend the parameter in the overlay",
        )
    };
    let name = value
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let (location, default_style) = match value.get("in").and_then(Value::as_str) {
        Some("path") => (Location::Path, "simple"),
        Some("query") => (Location::Query, "form"),
        Some("header") => (Location::Header, "simple"),
        Some("cookie") => (Location::Cookie, "form"),
        _ => return Err(wrong(format!("the parameter `{name}` has no known `in`"))),
    };
    let schema = value.get("schema").cloned();
    let schema = schema.ok_or_else(|| wrong(format!("the parameter `{name}` has no `schema`")))?;
    let style = text(value.get("style")).unwrap_or_else(|| default_style.to_owned());
    Ok(Parameter {
        explode: value
            .get("explode")
            .and_then(Value::as_bool)
            .unwrap_or(style == "form"),
        required: location == Location::Path
            || value
                .get("required")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        description: text(value.get("description")).map(|text| with_limits(text, &schema)),
        rules: parameter_rules(&schema),
        setter: String::new(),
        name,
        location,
        style,
        schema,
    })
}

/// The names between braces in a path template.
fn path_variables(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn read_body(
    document: &Value,
    at: &str,
    operation: &Value,
) -> Result<(Option<Body>, Vec<Example>)> {
    let Some(body) = operation.get("requestBody") else {
        return Ok((None, Vec::new()));
    };
    let body = references::follow(document, body);
    let content = object(body.get("content"));
    let Some((media_type, media)) = content.iter().find(|(name, _)| is_json(name)) else {
        return Err(Problem::at(
            "",
            pointer::join(at, "requestBody"),
            "the request has no JSON body",
            "leave the operation out in the overlay",
        ));
    };
    let read = Body {
        media_type: media_type.clone(),
        required: body
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        description: text(body.get("description")),
        schema: media
            .get("schema")
            .cloned()
            .unwrap_or_else(|| Value::Object(Map::new())),
        any_of: Vec::new(),
    };
    Ok((Some(read), read_examples(document, media, None)))
}

fn read_responses(document: &Value, operation: &Value) -> (Response, Vec<Response>, Vec<Example>) {
    let mut success = None;
    let mut errors = Vec::new();
    let mut examples = Vec::new();
    for (status, response) in &object(operation.get("responses")) {
        let response = references::follow(document, response);
        let content = object(response.get("content"));
        let media = content
            .iter()
            .find(|(name, _)| is_json(name))
            .map(|(_, media)| media);
        if let Some(media) = media {
            examples.extend(read_examples(document, media, Some(status)));
        }
        let read = Response {
            status: status.to_ascii_uppercase(),
            schema: media.and_then(|media| media.get("schema")).cloned(),
            variant: 0,
        };
        // Any 2xx is a success; the first documented one that has a body says what it looks like.
        if status.starts_with('2') {
            let better = success
                .as_ref()
                .is_none_or(|known: &Response| known.schema.is_none());
            if better {
                success = Some(read);
            }
        } else if read.schema.is_some() {
            errors.push(read);
        }
    }
    let none = Response {
        status: "2XX".to_owned(),
        schema: None,
        variant: 0,
    };
    (success.unwrap_or(none), errors, examples)
}

fn read_examples(document: &Value, media: &Value, status: Option<&String>) -> Vec<Example> {
    let example = |name: &str, value: &Value| Example {
        name: name.to_owned(),
        status: status.cloned(),
        value: value.clone(),
    };
    let mut examples: Vec<Example> = media
        .get("example")
        .iter()
        .map(|v| example("example", v))
        .collect();
    for (name, value) in &object(media.get("examples")) {
        if let Some(value) = references::follow(document, value).get("value") {
            examples.push(example(name, value));
        }
    }
    examples
}

/// Applies the safety corrections of `provider.toml`; each must name an operation and change it.
fn correct_safety(api: &mut Api, settings: &Settings) -> Result<()> {
    for (id, correction) in &settings.safety {
        let operation = api
            .operations
            .iter_mut()
            .find(|operation| operation.id == *id);
        match operation {
            Some(operation) if operation.idempotent != correction.idempotent => {
                operation.idempotent = correction.idempotent;
            }
            _ => {
                return Err(Problem::file(
                    "provider.toml",
                    format!("`[safety]` corrects `{id}`, which is no operation or already is so"),
                    "remove the correction, or mend the operation's id",
                ));
            }
        }
    }
    Ok(())
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.to_ascii_lowercase().ends_with("+json")
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn object(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

fn array(value: Option<&Value>) -> Vec<Value> {
    value.and_then(Value::as_array).cloned().unwrap_or_default()
}
