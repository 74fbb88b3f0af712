//! JSON pointers (RFC 6901) as strings: building, escaping and resolving references.

use std::borrow::Cow;

use serde_json::Value;

/// The pointer of the named schemas of a document.
const SCHEMAS: &str = "#/components/schemas/";

/// Returns `pointer` with one more token.
pub fn join(pointer: &str, token: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + 1 + token.len());
    joined.push_str(pointer);
    push(&mut joined, token);
    joined
}

/// Adds one more token to `pointer`.
pub fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    pointer.push_str(&escape(token));
}

/// Returns one token with `~` and `/` escaped.
pub fn escape(token: &str) -> Cow<'_, str> {
    match token.contains(['~', '/']) {
        true => token.replace('~', "~0").replace('/', "~1").into(),
        false => token.into(),
    }
}

/// Returns the key that a token of a pointer means.
pub fn key(token: &str) -> String {
    match token.contains('~') {
        true => token.replace("~1", "/").replace("~0", "~"),
        false => token.to_owned(),
    }
}

/// Returns a `$ref` to the named schema.
pub fn schema_reference(name: &str) -> String {
    format!("{SCHEMAS}{}", escape(name))
}

/// Returns the `$ref` of a value.
pub fn referred(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Returns the name of the schema that `schema` refers to, if it is such a reference.
pub fn schema_name(schema: &Value) -> Option<String> {
    referred_name(schema.get("$ref")?.as_str()?)
}

/// Returns the name of the schema that a reference leads to, if it is a named one.
pub fn referred_name(reference: &str) -> Option<String> {
    let token = reference.strip_prefix(SCHEMAS)?;
    (!token.contains('/')).then(|| unescape(token))
}

/// Resolves a local `$ref` (`#/…`).
pub fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(&target(reference)?)
}

/// Returns the pointer of a local `$ref` (`#/…`).
pub fn target(reference: &str) -> Option<String> {
    reference.strip_prefix('#').map(decoded)
}

/// Returns a reference to the place at `pointer`.
pub fn reference(pointer: &str) -> String {
    match pointer.contains('%') {
        true => format!("#{}", pointer.replace('%', "%25")),
        false => format!("#{pointer}"),
    }
}

/// Returns the pointer to a place of `document` as the JSONPath of an overlay's target (RFC 9535, 2.7).
pub fn json_path(document: &Value, pointer: &str) -> String {
    let mut path = "$".to_owned();
    let mut value = Some(document);
    for token in pointer.split('/').skip(1) {
        let token = key(token);
        match value {
            Some(Value::Array(_)) => path.push_str(&format!("[{token}]")),
            _ => {
                let name = token.replace('\\', "\\\\").replace('\'', "\\'");
                path.push_str(&format!("['{name}']"));
            }
        }
        value = value.and_then(|value| match value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            value => value.get(&token),
        });
    }
    path
}

/// Returns one token as the document spells it.
pub fn unescape(token: &str) -> String {
    key(&decoded(token))
}

/// Returns a URI's fragment without its percent-encoding.
pub fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let byte = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(h, l)| h << 4 | l),
            _ => None,
        };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn tokens_survive_a_round_trip() {
        let name = "a/b~c d";
        let reference = json!({ "$ref": schema_reference(name) });
        assert_eq!(schema_name(&reference).as_deref(), Some(name));
    }

    #[test]
    fn percent_encoded_references_resolve() {
        let document = json!({ "paths": { "/a/{b}": 1 } });
        assert_eq!(resolve(&document, "#/paths/~1a~1%7Bb%7D"), Some(&json!(1)));
    }

    #[test]
    fn a_path_selects_the_place_of_its_pointer() {
        let document = json!({ "paths": { "/it's": { "parameters": [{ "\\": 1 }], "200": 2 } } });
        for (pointer, value) in [
            ("/paths/~1it's/parameters/0/\\", 1),
            ("/paths/~1it's/200", 2),
        ] {
            let path = serde_json_path::JsonPath::parse(&json_path(&document, pointer)).unwrap();
            assert_eq!(path.query(&document).exactly_one().unwrap(), value);
        }
    }

    #[test]
    fn a_reference_below_a_schema_is_not_its_name() {
        let below = json!({ "$ref": "#/components/schemas/A/properties/b" });
        assert_eq!(schema_name(&below), None);
    }
}
