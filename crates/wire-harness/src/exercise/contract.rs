//! The operations of a document, read afresh: independently of the passes and steps of codegen.

use serde_json::{Map, Value, json};

use super::contract_servers::{self, Server};
use super::media::{Kind, essence, kind, rank};
use super::security::{self, Security};
use converse_codegen::internals::pointer;

/// An operation as its document describes it.
#[derive(Debug, Clone)]
pub struct Contract {
    /// In upper case.
    pub method: String,
    /// The path template. It may contain a query.
    pub path: String,
    pub server: Server,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// The successful responses.
    pub answers: Vec<Answer>,
    /// The media types of all responses, of errors too. Without parameters.
    pub accepts: Vec<String>,
    pub security: Security,
}

/// The place of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// One parameter that is an argument.
#[derive(Debug, Clone)]
pub struct Parameter {
    pub name: String,
    pub place: Place,
    pub required: bool,
    pub style: String,
    pub explode: bool,
    /// Whether the value is written as JSON.
    pub json: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    pub schema: Value,
}

/// The body of the request.
#[derive(Debug, Clone)]
pub struct Body {
    pub media_type: String,
    pub kind: Kind,
    pub required: bool,
    pub schema: Value,
    /// Style and content type of single fields of a form.
    pub encoding: Map<String, Value>,
}

/// One response.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub media_type: String,
    /// `None` if there is no body.
    pub kind: Option<Kind>,
    pub schema: Value,
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Returns every operation, in the order of the document.
pub fn read(document: &Value) -> Vec<Contract> {
    let mut contracts = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let item = follow(document, item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                contracts.push(read_one(document, path, item, method, operation));
            }
        }
        // Since 3.2, other methods are sent as they are spelled.
        let others = item.get("additionalOperations").and_then(Value::as_object);
        for (method, operation) in others.into_iter().flatten() {
            let mut contract = read_one(document, path, item, method, operation);
            contract.method.clone_from(method);
            contracts.push(contract);
        }
    }
    contracts
}

fn read_one(document: &Value, path: &str, item: &Value, method: &str, op: &Value) -> Contract {
    let path = path.split('#').next().unwrap_or_default();
    let mut parameters = parameters(document, path, item, op);
    let security = security::read(document, op, &mut parameters);
    Contract {
        method: method.to_ascii_uppercase(),
        path: without_repeated(path, &parameters),
        server: contract_servers::read(document, item, op),
        parameters,
        body: body(document, op),
        answers: answers(document, method, op),
        accepts: accepts(document, op),
        security,
    }
}

/// Returns the end of a chain of references.
pub fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    // A longer chain is a cycle.
    for _ in 0..64 {
        let target = value.get("$ref").and_then(Value::as_str);
        match target.and_then(|target| pointer::resolve(document, target)) {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}

fn parameters(document: &Value, path: &str, item: &Value, op: &Value) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for owner in [item, op] {
        let listed = owner.get("parameters").and_then(Value::as_array);
        for value in listed.into_iter().flatten() {
            let Some(parameter) = parameter(follow(document, value)) else {
                continue;
            };
            parameters.retain(|it| it.name != parameter.name || it.place != parameter.place);
            parameters.push(parameter);
        }
    }
    let in_template = |name: &str| path.contains(&format!("{{{name}}}"));
    parameters.retain(|it| match it.place {
        Place::Path => in_template(&it.name),
        Place::Header => !is_reserved(&it.name.to_ascii_lowercase()),
        _ => true,
    });
    for variable in without_repeated(path, &parameters)
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
    {
        let known = |it: &Parameter| it.place == Place::Path && it.name == variable;
        if !parameters.iter().any(known) {
            parameters.extend(parameter(&json!({
                "name": variable, "in": "path", "schema": { "type": "string" },
            })));
        }
    }
    parameters
}

/// Returns the path without `?name={name}` for parameters of the query, which it only repeats.
fn without_repeated(path: &str, parameters: &[Parameter]) -> String {
    let Some((plain, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let is_repeated = |pair: &&str| {
        let mut query = parameters.iter().filter(|it| it.place == Place::Query);
        query.any(|it| **pair == format!("{0}={{{0}}}", it.name))
    };
    let fixed: Vec<&str> = query.split('&').filter(|it| !is_repeated(it)).collect();
    match fixed.is_empty() {
        true => plain.to_owned(),
        false => format!("{plain}?{}", fixed.join("&")),
    }
}

/// The standard ignores three headers, and others belong to HTTP: clients accept no value for them.
fn is_reserved(header: &str) -> bool {
    header.starts_with("proxy-")
        || matches!(
            header,
            "accept"
                | "content-type"
                | "authorization"
                | "host"
                | "content-length"
                | "transfer-encoding"
                | "connection"
                | "upgrade"
                | "te"
                | "trailer"
                | "expect"
                | "keep-alive"
                | "http2-settings"
        )
}

fn parameter(value: &Value) -> Option<Parameter> {
    let place = match value.get("in").and_then(Value::as_str)? {
        "path" => Place::Path,
        // A form that is the whole query is as many parameters as it has fields.
        "query" | "querystring" => Place::Query,
        "header" => Place::Header,
        "cookie" => Place::Cookie,
        _ => return None,
    };
    let content = value.get("content").and_then(Value::as_object);
    let content = content.and_then(|content| content.values().next());
    let schema = content.map_or(value.get("schema"), |media| media.get("schema"));
    let usual = match place {
        Place::Path | Place::Header => "simple",
        Place::Query | Place::Cookie => "form",
    };
    let style = value.get("style").and_then(Value::as_str).unwrap_or(usual);
    let flag = |key: &str| value.get(key).and_then(Value::as_bool);
    Some(Parameter {
        name: value.get("name")?.as_str()?.to_owned(),
        place,
        required: place == Place::Path || flag("required") == Some(true),
        explode: flag("explode").unwrap_or(style == "form"),
        style: style.to_owned(),
        json: content.is_some() && value.get("in").is_some_and(|place| place != "querystring"),
        reserved: place == Place::Query && flag("allowReserved") == Some(true),
        schema: schema.cloned().unwrap_or_else(|| json!({})),
    })
}

fn body(document: &Value, op: &Value) -> Option<Body> {
    let body = follow(document, op.get("requestBody")?);
    let content = body.get("content")?.as_object()?;
    let kind_of = |name: &str, media: &Value| kind(document, name, media);
    let (media_type, media) = content
        .iter()
        .min_by_key(|(name, media)| rank(kind_of(name, media)))?;
    let kind = kind_of(media_type, media);
    Some(Body {
        media_type: media_type.clone(),
        kind,
        required: body.get("required") == Some(&Value::Bool(true)),
        schema: media.get("schema").cloned().unwrap_or_else(|| json!({})),
        encoding: media
            .get("encoding")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
    })
}

fn accepts(document: &Value, op: &Value) -> Vec<String> {
    let mut accepts = Vec::new();
    let responses = op.get("responses").and_then(Value::as_object);
    for response in responses.into_iter().flat_map(Map::values) {
        let content = follow(document, response).get("content");
        let content = content.and_then(Value::as_object);
        for media_type in content
            .into_iter()
            .flat_map(Map::keys)
            .map(|it| essence(it))
        {
            if !accepts.contains(&media_type) {
                accepts.push(media_type);
            }
        }
    }
    accepts
}

fn answers(document: &Value, method: &str, op: &Value) -> Vec<Answer> {
    let responses = op.get("responses").and_then(Value::as_object);
    let successes = |status: &str| status.starts_with('2');
    let has_success = responses.is_some_and(|all| all.keys().any(|status| successes(status)));
    let mut answers: Vec<Answer> = responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| {
            successes(status) || (!has_success && status.eq_ignore_ascii_case("default"))
        })
        .map(|(status, response)| answer(document, method, status, follow(document, response)))
        .collect();
    if answers.is_empty() {
        answers.push(answer(document, method, "200", &Value::Null));
    }
    answers
}

fn answer(document: &Value, method: &str, status: &str, response: &Value) -> Answer {
    let status = status.parse().unwrap_or(200);
    let content = response.get("content").and_then(Value::as_object);
    let best = content.into_iter().flatten().min_by_key(|(name, media)| {
        // A client accepts JSON, else text, else anything.
        match kind(document, name, media) {
            Kind::Json => 0,
            Kind::Text => 1,
            _ => 2,
        }
    });
    // HTTP gives these statuses no body, whatever a document says.
    let bodiless = matches!(status, 204 | 205) || method == "head";
    let best = best.filter(|_| !bodiless);
    Answer {
        status,
        media_type: best.map_or(String::new(), |(name, _)| match name.as_str() {
            "*/*" => String::new(),
            name => name.to_owned(),
        }),
        kind: best.map(|(name, media)| match kind(document, name, media) {
            Kind::Form | Kind::Multipart => Kind::Bytes,
            other => other,
        }),
        schema: best
            .and_then(|(_, media)| media.get("schema").cloned())
            .unwrap_or_else(|| json!({})),
    }
}
