//! Parameters and forms as OpenAPI and RFC 6570 write them.

use serde_json::{Map, Value};

use super::contract::{Parameter, Place};

/// Returns the value of a parameter in its place: the string of a path variable or header, or the pairs of a
/// query or cookie. Returns nothing for a value that cannot be written there.
pub fn parameter(parameter: &Parameter, value: &Value) -> Vec<String> {
    let name = encode(&parameter.name);
    if parameter.json {
        let text = value.to_string();
        return vec![match parameter.place {
            Place::Path => encode(&text),
            Place::Header => text,
            Place::Query | Place::Cookie => format!("{name}={}", encode(&text)),
        }];
    }
    match (parameter.place, parameter.style.as_str()) {
        (Place::Header, _) => simple(value, parameter.explode, &str::to_owned),
        (Place::Path, "label") => label(value, parameter.explode),
        (Place::Path, "matrix") => matrix(&name, value, parameter.explode),
        (Place::Path, _) => simple(value, parameter.explode, &encode),
        (_, style) if parameter.reserved => named(
            &parameter.name,
            style,
            parameter.explode,
            value,
            &encode_reserved,
        ),
        (_, style) => named(&parameter.name, style, parameter.explode, value, &encode),
    }
}

/// Returns `name=value` pairs of a query, cookie or form.
pub fn named(
    name: &str,
    style: &str,
    explode: bool,
    value: &Value,
    encode_value: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let name = encode(name);
    let separator = match style {
        "deepObject" => return deep(&name, value, encode_value),
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        _ => ",",
    };
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if explode => items
            .iter()
            .map(|item| format!("{name}={}", encode_value(&plain(item))))
            .collect(),
        Value::Object(fields) if explode => members(fields, encode_value)
            .map(|(key, value)| format!("{key}={value}"))
            .collect(),
        value => vec![format!("{name}={}", listed(value, separator, encode_value))],
    }
}

/// Writes `simple` for paths and headers.
fn simple(value: &Value, explode: bool, encode: &dyn Fn(&str) -> String) -> Vec<String> {
    vec![match value {
        Value::Object(fields) if explode => {
            let pairs = members(fields, encode).map(|(key, value)| format!("{key}={value}"));
            pairs.collect::<Vec<_>>().join(",")
        }
        value => listed(value, ",", encode),
    }]
}

fn label(value: &Value, explode: bool) -> Vec<String> {
    let separator = if explode { "." } else { "," };
    vec![match value {
        Value::Object(fields) if explode => members(fields, &encode)
            .map(|(key, value)| format!(".{key}={value}"))
            .collect(),
        value => format!(".{}", listed(value, separator, &encode)),
    }]
}

fn matrix(name: &str, value: &Value, explode: bool) -> Vec<String> {
    let pair = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    vec![match value {
        Value::Array(items) if explode => items
            .iter()
            .map(|item| pair(name, &encode(&plain(item))))
            .collect(),
        Value::Object(fields) if explode => members(fields, &encode)
            .map(|(key, value)| pair(&key, &value))
            .collect(),
        value => pair(name, &listed(value, ",", &encode)),
    }]
}

/// Writes `name[key]=value`. Deeper values add brackets, and lists repeat the name: the standard leaves that open.
fn deep(name: &str, value: &Value, encode_value: &dyn Fn(&str) -> String) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| {
                deep(&format!("{name}%5B{}%5D", encode(key)), value, encode_value)
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .flat_map(|item| deep(name, item, encode_value))
            .collect(),
        scalar => vec![format!("{name}={}", encode_value(&plain(scalar)))],
    }
}

/// Writes the value without `explode`: items, or keys and values in turn.
fn listed(value: &Value, separator: &str, encode: &dyn Fn(&str) -> String) -> String {
    let words: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encode(&plain(item))).collect(),
        Value::Object(fields) => members(fields, encode)
            .flat_map(|(key, value)| [key, value])
            .collect(),
        scalar => vec![encode(&plain(scalar))],
    };
    words.join(separator)
}

fn members<'a>(
    fields: &'a Map<String, Value>,
    encode: &'a dyn Fn(&str) -> String,
) -> impl Iterator<Item = (String, String)> + 'a {
    fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| (encode(key), encode(&plain(value))))
}

/// Returns a scalar as a string. Objects and arrays are JSON. A whole number has no fraction.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        other => other.to_string(),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if is_unreserved(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Leaves reserved characters as they are, and escapes that are there (RFC 6570, 3.2.3). "Applications are still
/// responsible for percent-encoding reserved characters that are not allowed by the rules of the `in` destination"
/// (OpenAPI 3.1.1, `allowReserved`): those that would end the value or the query, and brackets.
pub fn encode_reserved(text: &str) -> String {
    let mut encoded = String::new();
    for (at, c) in text.char_indices() {
        let escape = text.get(at + 1..at + 3);
        let escape = escape.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match c {
            '%' if escape => encoded.push(c),
            c if ":/?@!$'()*,;".contains(c) => encoded.push(c),
            c => encoded.push_str(&encode(c.encode_utf8(&mut [0; 4]))),
        }
    }
    encoded
}

/// Normalizes strings that differ only in unnecessary encoding. A separator of
/// RFC 6570 stays distinct from the same character as data.
pub fn canonical(text: &str) -> String {
    let mut spelled = String::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        });
        match (bytes[at], pair) {
            (b'%', Some(byte)) => {
                if is_unreserved(byte) {
                    spelled.push(char::from(byte));
                } else {
                    spelled.push_str(&format!("%{byte:02X}"));
                }
                at += 3;
            }
            (byte, _) => {
                if is_unreserved(byte) || b"/,;=&:@!$'()*~?".contains(&byte) {
                    spelled.push(char::from(byte));
                } else {
                    spelled.push_str(&format!("%{byte:02X}"));
                }
                at += 1;
            }
        }
    }
    spelled
}

/// Decodes a percent-encoded string.
pub fn decode(text: &str) -> String {
    let mut decoded = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                rest = &tail[2..];
            }
            _ => {
                decoded.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

#[cfg(test)]
mod tests;
