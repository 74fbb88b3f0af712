//! What a case answers, and what it is shown of a request.

use converse_test_support::{Answer, Request};
use serde_json::Value;

/// What a case answers; without a word, success without a body.
pub fn read(answer: Option<&Value>) -> Result<Answer, String> {
        let Some(answer) = answer else {
            return response(204, "", Vec::new());
        };
        let mut headers = String::new();
        let (mut status, mut kind, mut body) = (200, "", Vec::new());
        for (key, value) in answer.as_object().into_iter().flatten() {
            match (key.as_str(), value) {
                ("status", value) => status = value.as_u64().unwrap_or_default(),
                ("headers", Value::Object(given)) => {
                    for (name, value) in given {
                        headers += &format!("{name}: {}\r\n", value.as_str().unwrap_or_default());
                    }
                }
                ("json", value) => (kind, body) = ("application/json", value.to_string().into()),
                ("text", Value::String(text)) => (kind, body) = ("text/plain", text.clone().into()),
                ("hex", Value::String(text)) => {
                    (kind, body) = ("application/octet-stream", hex(text))
                }
                (key, _) => return Err(format!("an answer has no `{key}`")),
            }
        }
        if !kind.is_empty() && !headers.contains("content-type") {
            headers += &format!("content-type: {kind}\r\n");
        }
        response(status, &headers, body)
    }


fn response(status: u64, headers: &str, body: Vec<u8>) -> Result<Answer, String> {
    let length = match status {
        204 => String::new(),
        _ => format!("content-length: {}\r\n", body.len()),
    };
    let head = format!("HTTP/1.1 {status} Said\r\n{headers}{length}connection: close\r\n\r\n");
    Ok(Answer::Bytes([head.into_bytes(), body].concat()))
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter_map(|b| (b as char).to_digit(16).map(|d| d as u8))
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .collect()
}

/// Method and target.
pub fn line(request: &Request) -> &str {
    request.line().trim_end_matches(" HTTP/1.1")
}

/// The values of a header, one behind the other.
pub fn header(request: &Request, name: &str) -> Option<String> {
    let values = request.header(name);
    let text = values.join(" | ");
    let text = match text.split_once("; boundary=") {
        Some((before, _)) => format!("{before}; boundary=B"),
        None => text,
    };
    (!values.is_empty()).then_some(text)
}

/// The body, with `B` for the boundary, plain line breaks, and other bytes escaped.
pub fn body(request: &Request) -> String {
    let content = request.content();
    let text = match std::str::from_utf8(&content) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(_) => {
            let shown = |byte: &u8| match byte {
                b'\r' => String::new(),
                b'\n' | b' '..=b'~' => char::from(*byte).to_string(),
                byte => format!("\\x{byte:02x}"),
            };
            content.iter().map(shown).collect()
        }
    };
    let kinds = request.header("content-type");
    match kinds.first().and_then(|kind| kind.split_once("boundary=")) {
        Some((_, boundary)) => text.replace(boundary, "B"),
        None => text,
    }
}
