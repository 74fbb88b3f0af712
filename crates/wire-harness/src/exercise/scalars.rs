//! Sample strings and numbers, within the limits of a schema.

use converse_codegen::internals::samples;
use serde_json::{Value, json};

use super::facets::Facets;

/// The characters that strings may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// Any character of JSON.
    Any,
    /// Any character that a URL can carry when encoded.
    Url,
    /// Any character that a header can carry as it is.
    Header,
}

/// Returns one of the listed values, if the schema lists any. Values of a schema of strings are strings: YAML reads
/// `1.0` and `no` as something else. Where the type excludes them, servers send either: every other value is of the type.
pub fn listed(facets: &Facets<'_>, count: usize, alphabet: Alphabet) -> Option<Value> {
    let types = facets.types.as_deref().unwrap_or_default();
    let text_only = types == ["string"];
    let values: Vec<Value> = facets
        .values
        .iter()
        .flatten()
        .filter(|value| !value.is_null())
        .map(|value| match value {
            Value::String(_) => value.clone(),
            other if text_only => json!(other.to_string()),
            other => other.clone(),
        })
        // An empty value cannot be written in a URL.
        .filter(|value| alphabet == Alphabet::Any || *value != "")
        .collect();
    let of_type = |value: &Value| types.is_empty() || types.iter().any(|name| is_of(value, name));
    match (values.len(), &facets.values) {
        (0, Some(given)) if !given.is_empty() && given.iter().all(Value::is_null) => {
            Some(Value::Null)
        }
        (0, _) => None,
        _ if !values.iter().any(of_type) && (facets.spin + count).is_multiple_of(2) => None,
        (length, _) => Some(values[(facets.spin + count) % length].clone()),
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Returns an integer; one that a float cannot hold where 64 bits are declared, one that takes all 64 bits where the
/// limits say so, and one with zeros at its end now and then.
pub fn integer(facets: &Facets<'_>, count: usize) -> Value {
    let wish = match facets.format {
        Some("int64") => 9_007_199_254_740_993,
        _ if count.is_multiple_of(5) => 100,
        _ => 40 + count as i64 % 50,
    };
    let limit = |key: &str| facets.limits.get(key).copied();
    let large = limit("maximum").is_some_and(|most| most > i64::MAX as f64);
    if large && !facets.limits.contains_key("multipleOf") {
        return json!(10_000_000_000_000_000_001_u64);
    }
    samples::integer(&limit, wish)
}

/// Returns a number: a whole one now and then, else with a fraction if the limits allow one.
pub fn number(facets: &Facets<'_>, count: usize) -> Value {
    let wish = (count % 50) as f64 + 0.1;
    let limit = |key: &str| facets.limits.get(key).copied();
    if count.is_multiple_of(3) {
        let whole = integer(facets, count);
        if whole
            .as_f64()
            .is_some_and(|it| samples::is_within(&limit, it))
        {
            return whole;
        }
    }
    samples::number(&limit, wish)
}

/// Returns a string of the format or, without one, of the alphabet.
pub fn string(facets: &Facets<'_>, count: usize, alphabet: Alphabet) -> Value {
    let formatted = |format| samples::formatted(format, count);
    if let Some(text) = facets.format.and_then(formatted) {
        return json!(text);
    }
    if facets.encoded {
        return json!("Y29udmVyc2U=");
    }
    if let Some(text) = facets
        .pattern
        .and_then(|pattern| samples::matching(pattern, count))
    {
        // A string that a URL or a header cannot carry is none that its pattern is about.
        return json!(text);
    }
    let full = match alphabet {
        Alphabet::Any => format!("t{count} \"ü\" \\ / 🙂"),
        Alphabet::Url => format!("t{count} ü,&=/+?%20;#"),
        Alphabet::Header => format!("t{count} plain"),
    };
    let limit = |key: &str| facets.limits.get(key).copied();
    json!(samples::fitted(
        &full,
        limit("minLength"),
        limit("maxLength")
    ))
}

#[cfg(test)]
mod tests {
    use converse_codegen::internals::samples::matching;
    use serde_json::json;

    #[test]
    fn strings_match() {
        for pattern in [
            "^[A-Z]{2}$",
            "^(did|at):[a-z0-9]+(:[a-zA-Z0-9._-]{1,8})*$",
            "^\\+[1-9]\\d{1,14}$",
            "x-",
            "^$",
            "[^/]+",
            "\\p{L}",
        ] {
            let schema = json!({ "pattern": pattern });
            for count in 0..4 {
                let text = matching(pattern, count).unwrap();
                assert!(
                    jsonschema::is_valid(&schema, &json!(text)),
                    "{pattern} {text:?}"
                );
            }
        }
        assert_eq!(matching("^(?!a)b", 0), None);
    }
}
