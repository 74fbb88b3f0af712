//! One case: a value through a type, a call to the server, or all pages of an operation.
//!
//! For a type: `type`, `json`; `becomes` if it is written differently, `refused` if it is not read,
//! `shows` for the start of its `Debug`, `side: response` where null and absent are the same; `subsets` reads the object
//! of each subset of the fields of `json`.
//! For the example of a type: `example`, and the `json` that it is.
//! For a call: `call`, `arguments`; `sends` with `request` (method and target), `headers` (null for
//! none), `body` as a string or `json`, and null if nothing is sent; `answer` with `status`, `headers`
//! and `json`, `text` or `hex`; `gives` the value, `fails` a part of the error, `error` its body,
//! `code` the provider's error code, null for none.
//! For all pages: `stream` or `pages` with the client's method; for a response that is read as it comes: `streamed`.
//! See `walk.rs`.

use std::collections::BTreeMap;

use converse_core::testing::value_equal;
use converse_core::dynamic::Arguments;
use converse_core::operation::Side;
use converse_test_support::{Request, Server};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::crates;
use crate::exchange;
use crate::walk;

/// `Debug` and JSON of the value read.
pub type Read = Result<(String, Value), String>;

/// The examples of types as JSON, by rule and type.
pub type Examples = BTreeMap<(String, String), Value>;

/// Reads `json` and writes it again.
pub fn read<T: Serialize + DeserializeOwned + std::fmt::Debug>(json: &str) -> Read {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    shown(&value)
}

/// Writes a value.
pub fn shown<T: Serialize + std::fmt::Debug>(value: &T) -> Read {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    let written = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok((format!("{value:?}"), written))
}

/// Returns the title of a case.
pub fn name(case: &Value) -> String {
    let text = |key: &str| case.get(key).and_then(Value::as_str).unwrap_or_default();
    let about = text("about");
    let space = if about.is_empty() { "" } else { ": " };
    let what = ["type", "example", "call", "stream", "pages", "streamed"].map(text).concat();
    format!("{what}{space}{about}")
}

/// Runs it.
pub async fn run(
    rule: &str,
    case: &Value,
    examples: &Examples,
    server: &Server,
) -> Result<(), String> {
    let known = [
        "about",
        "type",
        "example",
        "json",
        "becomes",
        "refused",
        "shows",
        "side",
        "subsets",
        "call",
        "stream",
        "pages",
        "streamed",
        "arguments",
        "sends",
        "answer",
        "answers",
        "position",
        "total",
        "gives",
        "fails",
        "error",
        "code",
    ];
    for key in case.as_object().into_iter().flat_map(Map::keys) {
        if !known.contains(&key.as_str()) {
            return Err(format!("a case lacks `{key}`"));
        }
    }
    for kind in ["stream", "pages", "streamed"] {
        if let Some(Value::String(method)) = case.get(kind) {
            return walk::run(rule, method, kind, case, server).await;
        }
    }
    if let Some(Value::String(name)) = case.get("example") {
        let found = examples.get(&(rule.to_owned(), name.clone()));
        let found = found.ok_or("the type has no example")?;
        return value_equal(&case["json"], found, Side::Request);
    }
    match (case.get("type"), case.get("call")) {
        (Some(Value::String(name)), None) => value(rule, name, case),
        (None, Some(Value::String(operation))) => call(rule, operation, case, server).await,
        _ => Err("a case has a `type`, an `example`, a `call`, a `stream`, `pages` or `streamed`".to_owned()),
    }
}

fn value(rule: &str, name: &str, case: &Value) -> Result<(), String> {
    let json = &case["json"];
    if case.get("subsets").is_some() {
        return subsets(rule, name, json);
    }
    let found = crates::round_trip(rule, name, &json.to_string());
    if case.get("refused").is_some() {
        return match found {
            Ok((shown, _)) => Err(format!("is read, as {shown}")),
            Err(_) => Ok(()),
        };
    }
    let (shown, written) = found?;
    let side = match case.get("side") {
        Some(_) => Side::Response(200),
        None => Side::Request,
    };
    value_equal(case.get("becomes").unwrap_or(json), &written, side)?;
    match case.get("shows").and_then(Value::as_str) {
        Some(start) if !shown.starts_with(start) => Err(format!("is {shown}")),
        _ => Ok(()),
    }
}

/// Reads the objects of all subsets of the fields, and compares what is written.
fn subsets(rule: &str, name: &str, json: &Value) -> Result<(), String> {
    let fields: Vec<(&String, &Value)> = json.as_object().into_iter().flatten().collect();
    for subset in 0..1_u32 << fields.len() {
        let chosen = fields.iter().enumerate();
        let chosen = chosen.filter(|(index, _)| subset & 1 << index != 0);
        let chosen = chosen.map(|(_, (name, value))| ((*name).clone(), (*value).clone()));
        let object = Value::Object(chosen.collect());
        let (shown, written) = crates::round_trip(rule, name, &object.to_string())?;
        value_equal(&object, &written, Side::Request)
            .map_err(|differs| format!("{object} is {shown}: {differs}"))?;
    }
    Ok(())
}

async fn call(rule: &str, operation: &str, case: &Value, server: &Server) -> Result<(), String> {
    server.restart([exchange::read(case.get("answer"))?]);
    let given = case
        .get("arguments")
        .cloned()
        .unwrap_or(Value::Object(Map::new()));
    let arguments = Arguments::try_from(given).map_err(|error| error.to_string())?;
    let outcome = crates::call(rule, &server.url(""), operation, arguments).await?;
    let received = server.requests();
    let mut differences: Vec<String> = Vec::new();
    differences.extend(sent(case.get("sends"), received.as_slice()));
    match (outcome, case.get("fails"), case.get("gives")) {
        (Ok(_), Some(_), _) => differences.push("the call succeeded".to_owned()),
        (Ok(response), None, Some(expected)) => {
            differences.extend(value_equal(expected, &response, Side::Request).err());
        }
        (Ok(_), None, None) => {}
        (Err(error), Some(Value::String(part)), _) => {
            if !error.to_string().contains(part.as_str()) {
                differences.push(format!("the error is: {error}"));
            }
            if let Some(expected) = case.get("error")
                && error.body() != Some(expected)
            {
                differences.push(format!("the error's body is {:?}", error.body()));
            }
            if let Some(expected) = case.get("code")
                && error.code() != expected.as_str()
            {
                differences.push(format!("the error's code is {:?}", error.code()));
            }
        }
        (Err(error), ..) => differences.push(error.to_string()),
    }
    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences.join("\n"))
    }
}

/// How what was sent differs.
fn sent(expected: Option<&Value>, received: &[Request]) -> Vec<String> {
    match (expected, received) {
        (None, _) => Vec::new(),
        (Some(Value::Null), []) => Vec::new(),
        (Some(Value::Null), _) => vec!["a request was sent".to_owned()],
        (Some(Value::Object(expected)), [received]) => differences(expected, received),
        (Some(_), all) => vec![format!("{} requests were sent", all.len())],
    }
}

/// How a request differs.
pub fn differences(expected: &Map<String, Value>, received: &Request) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: &str, found: &str| {
        if expected != found {
            differences.push(format!(
                "{what}:\nexpected {expected:?}\nfound    {found:?}"
            ));
        }
    };
    for (key, value) in expected {
        match (key.as_str(), value) {
            ("request", Value::String(text)) => compare("request", text, exchange::line(received)),
            ("body", Value::String(text)) => compare("body", text, &exchange::body(received)),
            ("json", value) => {
                let found: Value = serde_json::from_slice(&received.content()).unwrap_or_default();
                if let Err(differs) = value_equal(value, &found, Side::Request) {
                    compare("body", &differs, "");
                }
            }
            ("headers", Value::Object(headers)) => {
                for (name, value) in headers {
                    let found = exchange::header(received, name).unwrap_or_else(|| "none".to_owned());
                    compare(name, value.as_str().unwrap_or("none"), &found);
                }
            }
            (key, _) => compare(key, "something to compare", "nothing"),
        }
    }
    differences
}
