//! The string of a body, whatever its bytes are.

use std::borrow::Cow;
use std::str;

use super::budget::{Spent, charge};

/// What no string of JSON may have, but a string that is skipped: half of a pair that stands for one character.
const REFUSED: &str = "\\udc00";

/// Returns the JSON as a string, so that it is checked at once and not string by string, which takes longer.
///
/// A string in it that is not UTF-8 becomes one that is refused, as it was before. A skipped one stays one that is not
/// looked at.
pub(super) fn utf8(json: &[u8]) -> Result<Cow<'_, str>, Spent> {
    match str::from_utf8(json) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => replaced(json).map(Cow::Owned),
    }
}

#[cold]
fn replaced(json: &[u8]) -> Result<String, Spent> {
    let mut text = String::new();
    for chunk in json.utf8_chunks() {
        let valid = chunk.valid();
        // Bytes that follow each other are replaced by one.
        let replacement = match chunk.invalid() {
            [] => "",
            _ if valid.is_empty() && !text.is_empty() => "",
            // It would be the rest of an escape, of which none begins like that.
            _ if escapes(valid) => "-",
            _ => REFUSED,
        };
        // As much as it may grow by.
        if text.capacity() - text.len() < valid.len() + replacement.len() {
            charge(text.len() + valid.len() + replacement.len())?;
        }
        text.push_str(valid);
        text.push_str(replacement);
    }
    Ok(text)
}

/// Returns whether the last character is a backslash that is the first half of an escape.
fn escapes(text: &str) -> bool {
    let rest = text.trim_end_matches('\\');
    (text.len() - rest.len()) % 2 == 1
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::*;
    use crate::decode::{Budget, json};

    #[derive(Deserialize)]
    struct Named {
        name: String,
    }

    #[test]
    fn bytes_that_are_no_character_matter_only_where_they_are_read() {
        let read = |body: &[u8]| json::<Named>(body, Budget::of(body)).map(|read| read.name);
        for skipped in [
            &b"{\"name\":\"a\",\"other\":\"\xff\xfeb\xff\"}"[..],
            b"{\"other\":[\"\xe2\x82\",{\"x\":\"\xff\"}],\"name\":\"a\"}",
        ] {
            assert_eq!(read(skipped).as_deref(), Ok("a"));
        }
        for refused in [
            &b"{\"name\":\"\xff\"}"[..],
            b"{\"name\":\"a\xe2\x82\"}",
            b"{\"name\":\"\\\xff\"}",
            b"{\"name\":\"\\\\\xff\"}",
            b"{\"name\":\"a\",\"other\":\"\\\xff\"}",
            b"{\"name\":\"a\",\"\xff\":0}",
            b"{\"name\":\"a\"}\xff",
            b"\xff",
        ] {
            let error = read(refused).expect_err("not JSON").to_string();
            assert!(error.starts_with("not JSON"), "{error}");
        }
        let any = json::<Value>(b"[\"\xff\"]", Budget::of(&[]));
        assert!(any.is_err());
    }

    #[test]
    fn what_replaces_them_is_charged() {
        let body = b"\"a\xff".repeat(1000);
        let budget = |bytes| Budget {
            bytes,
            deadline: None,
        };
        assert!(matches!(budget(100_000).apply(|| utf8(&body)), Ok(Ok(_))));
        assert!(budget(5000).apply(|| utf8(&body)).is_err());
        assert!(matches!(budget(0).apply(|| utf8(b"{}")), Ok(Ok(_))));
    }
}
