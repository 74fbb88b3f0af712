//! The request that a document describes, compared with the received one.

use serde_json::{Map, Value};

use super::contract::{Contract, Place};
use super::media::{Kind, essence};
use super::security::Scheme;
use super::server::Received;
use super::{forms, http, values, wire};

/// The arguments of one call.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    /// By the number of the parameter.
    pub parameters: Vec<Option<Value>>,
    pub body: Option<Value>,
    /// The fields of the body that are files.
    pub files: Vec<String>,
}

impl Arguments {
    /// Returns them as a call by operation id takes them.
    pub fn to_json(&self, contract: &Contract) -> Value {
        let mut places: Map<String, Value> = Map::new();
        for (parameter, value) in contract.parameters.iter().zip(&self.parameters) {
            let place = match parameter.place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Cookie => "cookie",
            };
            let values = places
                .entry(place)
                .or_insert_with(|| Value::Object(Map::new()));
            if let (Some(value), Some(values)) = (value, values.as_object_mut()) {
                values.insert(parameter.name.clone(), value.clone());
            }
        }
        if let Some(body) = &self.body {
            places.insert("body".to_owned(), body.clone());
        }
        Value::Object(places)
    }
}

/// Headers that any client may send.
const USUAL: [&str; 8] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// Lists what is wrong with the request.
pub fn differences(contract: &Contract, arguments: &Arguments, received: &Received) -> Vec<String> {
    let mut differences = Vec::new();
    if received.method != contract.method {
        differences.push(format!("the method is {}", received.method));
    }
    let target = target(contract, arguments);
    let (wanted, fixed) = target.split_once('?').unwrap_or((&target, ""));
    if wire::canonical(wanted) != wire::canonical(&received.path) {
        differences.push(format!("the path is {}, not {wanted}", received.path));
    }
    let credential = credential(contract, received);
    let mut query = written(contract, arguments, Place::Query);
    query.extend(
        fixed
            .split('&')
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
    );
    query.extend(
        credential
            .iter()
            .filter(|it| it.0 == Place::Query)
            .map(pair),
    );
    let found = received.query.as_deref().unwrap_or_default();
    let found: Vec<&str> = found.split('&').filter(|it| !it.is_empty()).collect();
    differences.extend(pairs("the query", &query, &found));
    let mut cookies = written(contract, arguments, Place::Cookie);
    cookies.extend(
        credential
            .iter()
            .filter(|it| it.0 == Place::Cookie)
            .map(pair),
    );
    // The header as a whole consists of cookies too.
    let whole = header_values(contract, arguments, &credential);
    let whole = whole.iter().filter(|(name, _)| name == "cookie");
    let whole = whole.flat_map(|(_, value)| value.split(';').map(str::trim));
    cookies.extend(whole.filter(|it| !it.is_empty()).map(str::to_owned));
    let found: Vec<&str> = header(received, "cookie")
        .into_iter()
        .flat_map(|text| text.split("; "))
        .collect();
    differences.extend(pairs("the cookie", &cookies, &found));
    differences.extend(headers(contract, arguments, &credential, received));
    differences.extend(http::differences(contract, received));
    differences.extend(body(contract, arguments, received));
    differences
}

fn target(contract: &Contract, arguments: &Arguments) -> String {
    let mut path = format!("{}{}", contract.server.path, contract.path);
    for (parameter, value) in contract.parameters.iter().zip(&arguments.parameters) {
        if let (Place::Path, Some(value)) = (parameter.place, value) {
            let text = wire::parameter(parameter, value).concat();
            path = path.replace(&format!("{{{}}}", parameter.name), &text);
        }
    }
    path
}

fn written(contract: &Contract, arguments: &Arguments, place: Place) -> Vec<String> {
    contract
        .parameters
        .iter()
        .zip(&arguments.parameters)
        .filter(|(parameter, _)| parameter.place == place)
        .filter_map(|(parameter, value)| Some(wire::parameter(parameter, value.as_ref()?)))
        .flatten()
        .collect()
}

/// Returns the credentials that the request has to present. Optional ones are those that it presents.
fn credential(contract: &Contract, received: &Received) -> Vec<(Place, String, String)> {
    let sent = |scheme: &Scheme| match scheme.place {
        Place::Header => header(received, &scheme.name.to_ascii_lowercase()).is_some(),
        Place::Cookie => header(received, "cookie").is_some_and(|all| all.contains(&scheme.name)),
        _ => received
            .query
            .as_ref()
            .is_some_and(|query| query.contains(&wire::encode(&scheme.name))),
    };
    let sets = &contract.security.sets;
    let set = match sets.iter().any(Vec::is_empty) {
        true => sets
            .iter()
            .find(|set| !set.is_empty() && set.iter().any(sent)),
        false => sets.first(),
    };
    let set = set.into_iter().flatten();
    set.map(|it| (it.place, it.name.clone(), it.value()))
        .collect()
}

fn pair((_, name, value): &(Place, String, String)) -> String {
    format!("{}={}", wire::encode(name), wire::encode(value))
}

pub fn header<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    let found = received.headers.iter().find(|(it, _)| it == name);
    found.map(|(_, value)| value.as_str())
}

/// Compares pairs: in any order between names, in one order within a name.
pub fn pairs(what: &str, wanted: &[String], found: &[&str]) -> Vec<String> {
    let sorted = |pairs: &mut Vec<String>| {
        pairs.sort_by(|one, other| name_of(one).cmp(name_of(other)));
    };
    let mut one: Vec<String> = wanted.iter().map(|pair| wire::canonical(pair)).collect();
    let mut other: Vec<String> = found.iter().map(|pair| wire::canonical(pair)).collect();
    sorted(&mut one);
    sorted(&mut other);
    let same = |(one, other): (&String, &String)| {
        let (one, other) = (wire::decode(one), wire::decode(other));
        let (one, other) = (one.split_once('='), other.split_once('='));
        matches!((one, other), (Some(a), Some(b)) if a.0 == b.0 && same_value(a.1, b.1))
    };
    let equal = |(one, other): (&String, &String)| one == other || same((one, other));
    if one.len() == other.len() && one.iter().zip(&other).all(equal) {
        return Vec::new();
    }
    let lost = one.iter().filter(|it| !other.contains(it));
    let new = other.iter().filter(|it| !one.contains(it));
    let lost = lost.map(|it| format!("{what} lacks {it}"));
    let mut differences: Vec<String> = lost
        .chain(new.map(|it| format!("{what} has {it}")))
        .collect();
    if differences.is_empty() {
        differences.push(format!(
            "{what} has a name several times or has its values in another order"
        ));
    }
    differences
}

/// Returns whether two decoded values are equal; those of JSON by value.
fn same_value(one: &str, other: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    let json = |text: &str| json(text).filter(|it| it.is_object() || it.is_array());
    match (json(one), json(other)) {
        (Some(one), Some(other)) => values::differences(&one, &other, false).is_empty(),
        _ => values::same_text(one, other),
    }
}

fn name_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

fn headers(
    contract: &Contract,
    arguments: &Arguments,
    credential: &[(Place, String, String)],
    received: &Received,
) -> Vec<String> {
    let mut differences = Vec::new();
    let mut wanted = header_values(contract, arguments, credential);
    wanted.retain(|(name, _)| name != "cookie");
    for (name, value) in &wanted {
        match header(received, name) {
            // The name of an HTTP authentication scheme is written in any case.
            Some(found) if name == "authorization" && same_scheme(value, found) => {}
            Some(found) if values::same_text(value, found) => {}
            found => differences.push(format!("the header {name} is {found:?}, not {value:?}")),
        }
    }
    for (name, value) in &received.headers {
        let known = wanted.iter().any(|(it, _)| it == name);
        if !known && name != "cookie" && !USUAL.contains(&name.as_str()) {
            differences.push(format!("the header {name} ({value}) is not documented"));
        }
    }
    differences
}

/// Returns the headers that arguments and credential make, by name in lower case.
fn header_values(
    contract: &Contract,
    arguments: &Arguments,
    credential: &[(Place, String, String)],
) -> Vec<(String, String)> {
    let mut wanted: Vec<(String, String)> = contract
        .parameters
        .iter()
        .zip(&arguments.parameters)
        .filter(|(parameter, _)| parameter.place == Place::Header)
        .filter_map(|(parameter, value)| {
            let text = wire::parameter(parameter, value.as_ref()?).concat();
            Some((parameter.name.to_ascii_lowercase(), text))
        })
        .collect();
    for (place, name, value) in credential {
        if *place == Place::Header {
            wanted.push((name.to_ascii_lowercase(), value.clone()));
        }
    }
    wanted
}

fn same_scheme(one: &str, other: &str) -> bool {
    match (one.split_once(' '), other.split_once(' ')) {
        (Some(one), Some(other)) => one.0.eq_ignore_ascii_case(other.0) && one.1 == other.1,
        _ => one == other,
    }
}

fn body(contract: &Contract, arguments: &Arguments, received: &Received) -> Vec<String> {
    let sent = header(received, "content-type").unwrap_or_default();
    let (Some(body), Some(value)) = (&contract.body, &arguments.body) else {
        return match received.body.is_empty() {
            true => Vec::new(),
            false => vec!["there is an undocumented body".to_owned()],
        };
    };
    let mut differences = Vec::new();
    let wanted = essence(&body.media_type);
    // A range leaves the type to the client.
    let any = wanted.contains('*') && body.kind != Kind::Json;
    let json = wanted.contains('*') && essence(sent) == "application/json";
    if !any && !json && essence(sent) != wanted {
        differences.push(format!("the body is {sent}, not {wanted}"));
    }
    differences.extend(match body.kind {
        Kind::Json => match serde_json::from_slice(&received.body) {
            Ok(found) => values::differences(value, &found, false)
                .into_iter()
                .map(|it| format!("body {it}"))
                .collect(),
            Err(_) => vec!["the body is not JSON".to_owned()],
        },
        Kind::Form => forms::urlencoded(body, value, &received.body),
        Kind::Multipart => forms::multipart(body, arguments, sent, &received.body),
        Kind::Text | Kind::Bytes => match received.body == wire::plain(value).as_bytes() {
            true => Vec::new(),
            false => vec!["the body has other bytes".to_owned()],
        },
    });
    differences
}

#[cfg(test)]
mod tests;
