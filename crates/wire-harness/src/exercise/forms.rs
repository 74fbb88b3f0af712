//! Forms, compared with the fields that they were made of.

use serde_json::Value;

use super::contract::Body;
use super::media::essence;
use super::request::{self, Arguments};
use super::{values, wire};

/// Lists what is wrong with a URL-encoded form.
pub fn urlencoded(body: &Body, value: &Value, found: &[u8]) -> Vec<String> {
    let mut wanted = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let stated = body.encoding.get(name);
        let style = stated.and_then(|it| it.get("style")?.as_str());
        let explode = stated.and_then(|it| it.get("explode")?.as_bool());
        let content = stated.and_then(|it| it.get("contentType")?.as_str());
        let json = content.is_some_and(|it| it.contains("json"));
        match value {
            // Without a style the content type counts, and an object or array is JSON.
            value if style.is_none() && explode.is_none() && (json || value.is_object()) => {
                wanted.push(format!(
                    "{}={}",
                    wire::encode(name),
                    wire::encode(&value.to_string())
                ));
            }
            value => {
                let style = style.unwrap_or("form");
                let explode = explode.unwrap_or(style == "form");
                wanted.extend(wire::named(name, style, explode, value, &wire::encode));
            }
        }
    }
    // In a form a space may be a plus.
    let text = String::from_utf8_lossy(found).replace('+', "%20");
    let found: Vec<&str> = text.split('&').filter(|it| !it.is_empty()).collect();
    request::pairs("the form", &wanted, &found)
}

/// A part of a form, sent or expected.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    name: String,
    file: bool,
    /// Empty if unspecified.
    media_type: String,
    content: Vec<u8>,
}

/// Lists what is wrong with a form of parts.
pub fn multipart(
    body: &Body,
    arguments: &Arguments,
    content_type: &str,
    found: &[u8],
) -> Vec<String> {
    let Some(found) = parts(content_type, found) else {
        return vec!["the body is not a form of parts".to_owned()];
    };
    let wanted = wanted_parts(body, arguments);
    if wanted.len() != found.len() {
        let names: Vec<&str> = found.iter().map(|part| part.name.as_str()).collect();
        let count = wanted.len();
        return vec![format!(
            "the form has the parts {}, not {count}",
            names.join(", ")
        )];
    }
    let mut differences = Vec::new();
    // Parts of different fields may come in any order; those of one name keep theirs.
    let mut rest = found;
    for part in wanted {
        let Some(index) = rest.iter().position(|it| it.name == part.name) else {
            differences.push(format!("the form lacks the part {}", part.name));
            continue;
        };
        let found = rest.remove(index);
        differences.extend(part_differences(&part, &found));
    }
    differences
}

fn wanted_parts(body: &Body, arguments: &Arguments) -> Vec<Part> {
    let mut parts = Vec::new();
    let fields = arguments.body.as_ref().and_then(Value::as_object);
    for (name, value) in fields.into_iter().flatten() {
        let stated = body.encoding.get(name);
        let stated = stated.and_then(|it| it.get("contentType")?.as_str());
        let stated = stated.and_then(|types| types.split(',').next());
        let stated = stated.map(essence).filter(|it| !it.contains('*'));
        let items = match value {
            // A list whose content type is JSON is one JSON value.
            Value::Array(items) if !stated.as_ref().is_some_and(|it| it.ends_with("json")) => {
                items.as_slice()
            }
            one => std::slice::from_ref(one),
        };
        parts.extend(items.iter().map(|item| Part {
            name: name.clone(),
            file: arguments.files.contains(name),
            media_type: match (&stated, item) {
                (Some(stated), _) => stated.clone(),
                (None, Value::Object(_) | Value::Array(_)) => "application/json".to_owned(),
                _ => String::new(),
            },
            content: wire::plain(item).into_bytes(),
        }));
    }
    parts
}

fn part_differences(wanted: &Part, found: &Part) -> Vec<String> {
    let name = &wanted.name;
    let mut differences = Vec::new();
    if wanted.file != found.file {
        let is = if found.file { "is" } else { "is not" };
        differences.push(format!("the part {name} {is} a file"));
    }
    let silent = wanted.media_type.is_empty()
        && (found.file || ["", "text/plain"].contains(&found.media_type.as_str()));
    if !silent && wanted.media_type != found.media_type {
        let (one, other) = (&wanted.media_type, &found.media_type);
        differences.push(format!("the part {name} is {other:?}, not {one:?}"));
    }
    let json = |part: &Part| serde_json::from_slice::<Value>(&part.content).ok();
    let text = |part: &Part| String::from_utf8_lossy(&part.content).into_owned();
    let same = match (json(wanted), json(found)) {
        (Some(one), Some(other)) => values::differences(&one, &other, false).is_empty(),
        _ => values::same_text(&text(wanted), &text(found)),
    };
    if !same {
        differences.push(format!("the part {name} has other content"));
    }
    differences
}

/// Splits a body into parts, as RFC 7578 writes them.
fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = attribute(content_type, "boundary")?;
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut rest = body.strip_prefix(mark.as_bytes())?;
    let mark = format!("\r\n{mark}");
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, mark.as_bytes())?;
        parts.push(part(&rest[..end])?);
        rest = &rest[end + mark.len()..];
    }
}

fn part(bytes: &[u8]) -> Option<Part> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: attribute(&disposition, "name")?,
        file: attribute(&disposition, "filename").is_some(),
        media_type: essence(&header("content-type").unwrap_or_default()),
        content: bytes[end + 4..].to_vec(),
    })
}

/// Returns an attribute of a header's value, without its quotes.
fn attribute(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|attribute| {
        let (key, value) = attribute.split_once('=')?;
        let same = key.trim().eq_ignore_ascii_case(name);
        same.then(|| value.trim().trim_matches('"').replace("%22", "\""))
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use super::super::media::Kind;
    use super::*;
    use serde_json::json;

    fn form(encoding: Value) -> Body {
        Body {
            media_type: String::new(),
            kind: Kind::Form,
            required: true,
            schema: json!({}),
            encoding: encoding.as_object().cloned().unwrap_or_default(),
        }
    }

    #[test]
    fn a_form_repeats_lists_and_writes_objects_as_json() {
        let value = json!({ "a": "x y", "b": [1, 2], "c": { "d": 1 } });
        let plain = form(json!({}));
        for (sent, expected) in [
            ("a=x+y&b=1&b=2&c=%7B%22d%22%3A1%7D", 0),
            ("c=%7B%22d%22%3A1%7D&b=1&b=2&a=x%20y", 0),
            ("a=x+y&b=2&b=1&c=%7B%22d%22%3A1%7D", 1),
            ("a=x+y&b=1&c=%7B%22d%22%3A1%7D", 1),
        ] {
            let differences = urlencoded(&plain, &value, sent.as_bytes());
            assert_eq!(differences.len(), expected, "{sent}: {differences:?}");
        }
        let styled = form(json!({ "b": { "style": "form", "explode": false } }));
        let differences = urlencoded(&styled, &json!({ "b": [1, 2] }), b"b=1,2");
        assert_eq!(differences, [""; 0]);
    }

    #[test]
    fn parts_are_read() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\n\
            Content-Type: image/png\r\n\r\n\r\nbytes\r\n--x\r\ncontent-disposition: form-data; name=t\
            \r\n\r\n{\"a\":1}\r\n--x--\r\n";
        let own = form(json!({ "f": { "contentType": "image/png, image/jpeg" } }));
        let mut arguments = Arguments {
            body: Some(json!({ "t": { "a": 1 }, "f": "\r\nbytes" })),
            files: vec!["f".to_owned()],
            ..Arguments::default()
        };
        let differences = multipart(&own, &arguments, "multipart/form-data; boundary=x", body);
        assert_eq!(
            differences,
            ["the part t is \"\", not \"application/json\""]
        );
        arguments.body = None;
        let differences = multipart(&own, &arguments, "multipart/form-data; boundary=x", body);
        assert_eq!(differences, ["the form has the parts f, t, not 0"]);
    }
}
