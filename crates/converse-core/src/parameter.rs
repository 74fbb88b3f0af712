//! Encoding of a parameter's value, by style, `explode` and the kind of value.
//!
//! As RFC 6570 and OpenAPI say. Where they leave a case open, a member of a member is written as
//! JSON, a `null` member is left out, and an empty collection counts as absent.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::operation::Style;

/// Everything but RFC 3986's unreserved characters.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns the string that replaces `{name}` in a path. `None`: there is nothing to write.
pub(crate) fn path(name: &str, style: Style, explode: bool, value: Value) -> Option<String> {
    // Most arguments are one string, with nothing to encode.
    let value = match (style, value) {
        (Style::Simple, Value::String(text)) => {
            let encoded = match Cow::from(utf8_percent_encode(&text, ENCODED)) {
                same if *same == *text => None,
                encoded => Some(encoded.into_owned()),
            };
            return Some(encoded.unwrap_or(text));
        }
        (_, value) => value,
    };
    let shape = Shape::of(style, &value)?;
    Some(match style {
        Style::Label => {
            let separator = if explode { "." } else { "," };
            format!(".{}", shape.members(explode, encode).join(separator))
        }
        Style::Matrix => matrix(&encode(name), explode, shape),
        _ => shape.members(explode, encode).join(","),
    })
}

/// Returns the `name=value` pairs of a query or cookie. Empty: there is nothing to write.
pub(crate) fn pairs(name: &str, style: Style, explode: bool, value: &Value) -> Vec<String> {
    pairs_by(name, style, explode, value, encode)
}

/// Returns the pairs of a query parameter whose value keeps its reserved characters.
pub(crate) fn reserved_pairs(
    name: &str,
    style: Style,
    explode: bool,
    value: &Value,
) -> Vec<String> {
    let is_joined = !explode && matches!(value, Value::Array(_) | Value::Object(_));
    match is_joined && style != Style::Json {
        // What separates the members is encoded in each of them, or a server could not tell it apart.
        true => pairs_by(name, style, explode, value, |text| {
            encode_but_reserved(text).replace(',', "%2C")
        }),
        false => pairs_by(name, style, explode, value, encode_but_reserved),
    }
}

fn pairs_by(
    name: &str,
    style: Style,
    explode: bool,
    value: &Value,
    encode_value: impl Fn(&str) -> String,
) -> Vec<String> {
    let name = encode(name);
    if style == Style::DeepObject {
        let mut pairs = Vec::new();
        deep_object(&name, value, &encode_value, &mut pairs);
        return pairs;
    }
    let Some(shape) = Shape::of(style, value) else {
        return Vec::new();
    };
    let separator = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match shape {
        Shape::Many(items) if explode => items
            .iter()
            .map(|item| format!("{name}={}", encode_value(item)))
            .collect(),
        // A member's name is that of a parameter.
        Shape::Pairs(fields) if explode => fields
            .iter()
            .map(|(key, value)| format!("{}={}", encode(key), encode_value(value)))
            .collect(),
        shape => vec![format!(
            "{name}={}",
            shape.members(false, encode_value).join(separator)
        )],
    }
}

/// Returns the value of a header, not encoded. `None`: there is nothing to write.
pub(crate) fn header(style: Style, explode: bool, value: &Value) -> Option<String> {
    Some(
        Shape::of(style, value)?
            .members(explode, str::to_owned)
            .join(","),
    )
}

/// A value as far as the styles distinguish values.
enum Shape {
    One(String),
    Many(Vec<String>),
    Pairs(Vec<(String, String)>),
}

impl Shape {
    /// `None` for `null` and for an empty collection, which only JSON can express.
    fn of(style: Style, value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            json if style == Style::Json => Some(Self::One(json.to_string())),
            Value::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .filter(|item| !item.is_null())
                    .map(text)
                    .collect();
                (!items.is_empty()).then_some(Self::Many(items))
            }
            Value::Object(fields) => {
                let fields: Vec<_> = fields
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| (key.clone(), text(value)))
                    .collect();
                (!fields.is_empty()).then_some(Self::Pairs(fields))
            }
            scalar => Some(Self::One(text(scalar))),
        }
    }

    /// Returns the parts that a separator goes between.
    fn members(&self, explode: bool, encode: impl Fn(&str) -> String) -> Vec<String> {
        match self {
            Self::One(value) => vec![encode(value)],
            Self::Many(items) => items.iter().map(|item| encode(item)).collect(),
            Self::Pairs(fields) if explode => fields
                .iter()
                .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
                .collect(),
            Self::Pairs(fields) => fields
                .iter()
                .flat_map(|(key, value)| [encode(key), encode(value)])
                .collect(),
        }
    }
}

fn matrix(name: &str, explode: bool, shape: Shape) -> String {
    // An empty value is written without its equals sign.
    let part = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    match &shape {
        Shape::Many(items) if explode => {
            items.iter().map(|item| part(name, &encode(item))).collect()
        }
        Shape::Pairs(fields) if explode => fields
            .iter()
            .map(|(key, value)| part(&encode(key), &encode(value)))
            .collect(),
        shape => part(name, &shape.members(false, encode).join(",")),
    }
}

/// Writes `name[key]=value`, with the brackets encoded. Deeper objects add a bracket, arrays repeat.
fn deep_object(
    name: &str,
    value: &Value,
    encode_value: &impl Fn(&str) -> String,
    pairs: &mut Vec<String>,
) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = format!("{name}%5B{}%5D", encode(key));
                deep_object(&name, value, encode_value, pairs);
            }
        }
        Value::Array(items) => {
            for item in items {
                deep_object(name, item, encode_value, pairs);
            }
        }
        scalar => pairs.push(format!("{name}={}", encode_value(&text(scalar)))),
    }
}

/// Returns a name or value as a part of a URL.
pub(crate) fn encode(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, ENCODED)).into_owned()
}

/// Reserved characters (RFC 3986, 2.2) that may be in the value of a query parameter. OpenAPI 3.1.1 (4.8.12.2.1, Appendix E)
/// leaves it to clients to encode what a query cannot hold (`#`, `[`, `]`) and what has a meaning in it (`&`, `+`). URL
/// parsers encode `'` in any case. An `=` after the first one is part of the value.
const QUERY_RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Encodes a value but for its reserved characters and triplets that are encoded already (RFC 6570, 3.2.3).
fn encode_but_reserved(text: &str) -> String {
    let mut encoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        encoded.extend(utf8_percent_encode(before, QUERY_RESERVED));
        let triplet = after.get(..3).filter(|triplet| {
            let digits = triplet.as_bytes().iter().skip(1);
            digits.copied().all(|digit| digit.is_ascii_hexdigit())
        });
        encoded.push_str(triplet.unwrap_or("%25"));
        rest = &after[triplet.map_or(1, str::len)..];
    }
    encoded.extend(utf8_percent_encode(rest, QUERY_RESERVED));
    encoded
}

/// Returns a string as it is, everything else as JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
