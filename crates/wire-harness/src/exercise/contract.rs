//! The operations of a document, read afresh: independently of the passes and steps of codegen.

use serde_json::{Map, Value, json};

use super::contract_servers::{self, Server};
use super::media::{Kind, essence, kind, rank};
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
    pub credential: Credential,
}

impl Contract {
    /// Whether the body is a patch: an absent field stays unchanged, a null one is cleared.
    pub fn is_patch(&self) -> bool {
        self.body.as_ref().is_some_and(|body| {
            let merges = essence(&body.media_type) == "application/merge-patch+json";
            body.kind == Kind::Json && (merges || self.method == "PATCH")
        })
    }
}

/// The place of the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Without a credential.
    None,
    /// In this place.
    One(Scheme),
    /// In this place or absent: the document offers both.
    Optional(Vec<Scheme>),
}

/// One way to present a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub place: Place,
    pub name: String,
    pub prefix: String,
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

/// Returns every operation, in the order of the document.
pub fn read(document: &Value) -> Vec<Contract> {
    let mut contracts = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let item = follow(document, item);
        for method in [
            "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
        ] {
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
    let mut parameters = parameters(document, path, item, op);
    let credential = credential(document, op, &mut parameters);
    Contract {
        method: method.to_ascii_uppercase(),
        path: path.split('#').next().unwrap_or_default().to_owned(),
        server: contract_servers::read(document, item, op),
        parameters,
        body: body(document, op),
        answers: answers(document, method, op),
        credential,
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
    for variable in path
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
        schema: schema.cloned().unwrap_or_else(|| json!({})),
    })
}

/// Returns the credential's place by the first alternative. A parameter in the place of a declared
/// scheme is that credential, not an argument.
fn credential(document: &Value, op: &Value, parameters: &mut Vec<Parameter>) -> Credential {
    let schemes = document
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object);
    let declared = |name: &str| scheme(follow(document, schemes?.get(name)?));
    let alternatives = op.get("security").or_else(|| document.get("security"));
    let alternatives = alternatives.and_then(Value::as_array);
    let alternatives = alternatives.map_or(&[][..], Vec::as_slice);
    let mut wanted = alternatives.iter().map(|alternative| {
        let names = alternative.as_object().into_iter().flat_map(Map::keys);
        names.filter_map(|name| declared(name)).next()
    });
    let all: Vec<Scheme> = schemes
        .into_iter()
        .flat_map(Map::keys)
        .filter_map(|name| declared(name))
        .collect();
    let mut as_parameter = None;
    parameters.retain(|it| {
        let same_name = |name: &str| match it.place {
            Place::Header => name.eq_ignore_ascii_case(&it.name),
            _ => name == it.name,
        };
        let found = all
            .iter()
            .find(|scheme| scheme.place == it.place && same_name(&scheme.name));
        as_parameter = as_parameter.take().or_else(|| found.cloned());
        found.is_none()
    });
    match wanted.next() {
        None => as_parameter.map_or(Credential::None, Credential::One),
        Some(Some(scheme)) => Credential::One(scheme),
        Some(None) => Credential::Optional(wanted.flatten().collect()),
    }
}

fn scheme(value: &Value) -> Option<Scheme> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let authorization = |prefix: &str| Scheme {
        place: Place::Header,
        name: "authorization".to_owned(),
        prefix: prefix.to_owned(),
    };
    Some(match text("type") {
        "apiKey" => Scheme {
            place: match text("in") {
                // A form that is the whole query is as many parameters as it has fields.
                "query" | "querystring" => Place::Query,
                "cookie" => Place::Cookie,
                _ => Place::Header,
            },
            name: text("name").to_owned(),
            prefix: String::new(),
        },
        "http" => authorization(&format!("{} ", text("scheme"))),
        "oauth2" | "openIdConnect" => authorization("bearer "),
        _ => return None,
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
