//! Sample strings and numbers, within the limits of a schema.

use serde_json::{Value, json};

use super::facets::Facets;
use super::patterns::matching;

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
    let above = |limit: f64| (limit.floor() as i64).saturating_add(1);
    let below = |limit: f64| (limit.ceil() as i64).saturating_sub(1);
    let least = [
        limit("minimum").map(|it| it.ceil() as i64),
        limit("exclusiveMinimum").map(above),
    ];
    let most = [
        limit("maximum").map(|it| it.floor() as i64),
        limit("exclusiveMaximum").map(below),
    ];
    let least = least.into_iter().flatten().max().unwrap_or(i64::MIN);
    let most = most.into_iter().flatten().min().unwrap_or(i64::MAX);
    let mut value = wish.min(most).max(least);
    if let Some(step) = limit("multipleOf").map(|it| it as i64).filter(|it| *it > 0) {
        value -= value.rem_euclid(step);
        if value < least {
            value += step;
        }
    }
    json!(value)
}

/// Returns a number: a whole one now and then, else with a fraction if the limits allow one.
pub fn number(facets: &Facets<'_>, count: usize) -> Value {
    let wish = (count % 50) as f64 + 0.1;
    let limit = |keys: [&str; 2]| keys.map(|key| facets.limits.get(key).copied());
    let least = limit(["minimum", "exclusiveMinimum"]);
    let most = limit(["maximum", "exclusiveMaximum"]);
    let least = least.into_iter().flatten().fold(f64::MIN, f64::max);
    let most = most.into_iter().flatten().fold(f64::MAX, f64::min);
    if count.is_multiple_of(3) || facets.limits.contains_key("multipleOf") {
        let whole = integer(facets, count);
        if whole.as_f64().is_some_and(|it| least <= it && it <= most) {
            return whole;
        }
    }
    if least < wish && wish < most {
        return json!(wish);
    }
    if least == f64::MIN {
        return json!(most - 0.5);
    }
    if most == f64::MAX {
        return json!(least + 0.5);
    }
    json!((least + most) / 2.0)
}

/// Returns a string of the format or, without one, of the alphabet.
pub fn string(facets: &Facets<'_>, count: usize, alphabet: Alphabet) -> Value {
    if let Some(text) = facets.format.and_then(|format| formatted(format, count)) {
        return json!(text);
    }
    if facets.encoded {
        return json!("Y29udmVyc2U=");
    }
    if let Some(text) = facets.pattern.and_then(|pattern| matching(pattern, count)) {
        // A string that a URL or a header cannot carry is none that its pattern is about.
        return json!(text);
    }
    let full = match alphabet {
        Alphabet::Any => format!("t{count} \"ü\" \\ / 🙂"),
        Alphabet::Url => format!("t{count} ü,&=/+?%20;#"),
        Alphabet::Header => format!("t{count} plain"),
    };
    let limit = |key: &str| facets.limits.get(key).map(|limit| *limit as usize);
    let most = limit("maxLength").unwrap_or(usize::MAX);
    // A header does not keep the spaces at its ends.
    let mut text: String = full
        .chars()
        .take(most)
        .collect::<String>()
        .trim()
        .to_owned();
    let least = limit("minLength").unwrap_or(0).min(10_000);
    let missing = least.saturating_sub(text.chars().count());
    text.extend(std::iter::repeat_n('x', missing));
    json!(text)
}

fn formatted(format: &str, count: usize) -> Option<String> {
    let digits = count % 10;
    Some(match format {
        // Three notations of instants, which documents mix.
        "date-time" => match count % 3 {
            0 => format!("2024-04-1{digits}T09:30:00Z"),
            1 => format!("2024-03-1{digits}T09:30:00.25Z"),
            _ => format!("2024-03-2{digits}T10:30:00+01:00"),
        },
        "date" => format!("2024-03-1{digits}"),
        "time" => format!("09:30:0{digits}Z"),
        "duration" => format!("PT{}M", count % 60),
        "uuid" => format!("0d8b7a9c-1c2d-4e3f-8a9b-{count:012x}"),
        "email" | "idn-email" => format!("a+{count}@mail.example"),
        "uri" | "url" | "iri" => format!("https://a.example/p/{count}?q=1&r=a%20b#f"),
        "uri-reference" => format!("/p/{count}"),
        "hostname" => format!("h{count}.example"),
        "ipv4" | "ip" => format!("192.0.2.{}", count % 250),
        "ipv6" => format!("2001:db8::{}", digits + 1),
        "byte" => "Y29udmVyc2U=".to_owned(),
        _ => return None,
    })
}
