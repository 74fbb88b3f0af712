//! What a recording does not show.

use converse_core::Timestamp;
use serde_json::Value;

use crate::credential::decoded;

/// Parts of the names whose values are secrets, in lower case and without separators.
const SECRETS: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "credential",
    "signature",
    "authorization",
    "apikey",
    "accesskey",
    "privatekey",
    "signingkey",
    "cookie",
];

/// Ends of such names.
const ENDS: [&str; 4] = ["token", "jwt", "otp", "pin"];

/// Parts of the names of positions in a list, which are called tokens, too.
const POSITIONS: [&str; 6] = ["page", "next", "prev", "cursor", "continuation", "sync"];

/// Parts of names that are those of credentials, whatever else is in them.
const ACCESS: [&str; 5] = ["access", "auth", "refresh", "session", "api"];

/// What stands in place of a secret.
const STARS: &str = "***";

/// The names of the fields and query parameters that a recording does not show.
#[derive(Debug, Clone, Default)]
pub(super) struct Mask {
    names: Vec<String>,
}

impl Mask {
    pub(super) fn add(&mut self, name: &str) {
        self.names.push(plain(name));
    }

    /// Masks fields at any depth, and the queries of addresses. Returns whether there was one.
    pub(super) fn apply(&self, value: &mut Value) -> bool {
        match value {
            Value::Array(items) => items
                .iter_mut()
                .fold(false, |any, item| self.apply(item) | any),
            Value::Object(fields) => {
                let mut any = false;
                for (name, value) in fields {
                    any |= match self.hides(name) && !value.is_null() {
                        true => {
                            hide(value);
                            true
                        }
                        false => self.apply(value),
                    };
                }
                any
            }
            Value::String(text) => {
                let masked = self.address(text);
                masked.map(|masked| *text = masked).is_some()
            }
            _ => false,
        }
    }

    /// Returns an address with the secrets of its query masked: one for an upload is a credential by itself.
    fn address(&self, text: &str) -> Option<String> {
        let is_address = text.starts_with("https://") || text.starts_with("http://");
        let (place, query) = text.split_once('?').filter(|_| is_address)?;
        let masked = self.form(query);
        (masked != query).then(|| format!("{place}?{masked}"))
    }

    /// Masks text line by line: JSON, the data of events, and the fields of forms.
    pub(super) fn text(&self, text: &str) -> String {
        let masked = text.split('\n').map(|line| {
            let start = line.find(['{', '[']).unwrap_or_default();
            let (before, json) = line.split_at(start);
            match serde_json::from_str::<Value>(json) {
                Ok(mut value) => match self.apply(&mut value) {
                    true => format!("{before}{value}"),
                    false => line.to_owned(),
                },
                Err(_) => self.form(line),
            }
        });
        masked.collect::<Vec<_>>().join("\n")
    }

    /// Returns the pairs of a query, decoded and sorted.
    pub(super) fn query(&self, query: &str) -> Vec<(String, String)> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let mut pairs: Vec<_> = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (name, value) = (decoded(name), decoded(value));
                match self.hides(&name) {
                    true => (name, STARS.to_owned()),
                    false => (name, value),
                }
            })
            .collect();
        pairs.sort();
        pairs
    }

    /// Masks the fields of a form. Other text stays as it is.
    fn form(&self, text: &str) -> String {
        let masked = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.hides(&decoded(name)) => format!("{name}={STARS}"),
            _ => pair.to_owned(),
        });
        masked.collect::<Vec<_>>().join("&")
    }

    fn hides(&self, name: &str) -> bool {
        let name = plain(name);
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        let is_token = ENDS.iter().any(|end| name.ends_with(end)) || name == "sig";
        let is_position = has(&POSITIONS) && !has(&ACCESS);
        self.names.contains(&name) || has(&SECRETS) || is_token && !is_position
    }
}

/// Puts a value of the same kind in place of one, so that a type still reads it.
fn hide(value: &mut Value) {
    match value {
        Value::Null => {}
        Value::Bool(it) => *it = false,
        Value::Number(_) => *value = 0.into(),
        Value::String(text) => {
            let is_time = text.contains('T')
                && serde_json::from_value::<Timestamp>(text.as_str().into()).is_ok();
            *text = match uuid::Uuid::try_parse(text) {
                Ok(_) => uuid::Uuid::nil().to_string(),
                Err(_) if is_time => "1970-01-01T00:00:00Z".to_owned(),
                Err(_) => STARS.to_owned(),
            };
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
    }
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_and_named_fields_are_stars() {
        let mut mask = Mask::default();
        mask.add("phone_number");
        let mut body = json!({
            "access_token": "s3cret",
            "user": [{ "Password": "s3cret", "phoneNumber": 7, "name": "Ada" }],
            "token": null,
            "tokens": 7,
        });
        mask.apply(&mut body);
        let expected = json!({
            "access_token": "***",
            "user": [{ "Password": "***", "phoneNumber": 0, "name": "Ada" }],
            "token": null,
            "tokens": 7,
        });
        assert_eq!(body, expected);
        let pairs = mask.query("b=2&api%20key=x&a=%2B");
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(pairs, ["a=+", "api key=***", "b=2"]);
        assert_eq!(mask.text("user=a&password=x%26"), "user=a&password=***");
        let events = "event: a\ndata: {\"sessionToken\":\"s3cret\"}\n\ndata: [1.50]\n";
        let masked = "event: a\ndata: {\"sessionToken\":\"***\"}\n\ndata: [1.50]\n";
        assert_eq!(mask.text(events), masked);
    }

    #[test]
    fn names_are_recognized_by_their_parts() {
        let mask = Mask::default();
        for secret in [
            "authToken",
            "new_password",
            "webhookSecret",
            "X-Amz-Signature",
            "jwt",
            "otp",
        ] {
            assert!(mask.hides(secret), "{secret}");
        }
        for harmless in [
            "pageToken",
            "next_page_token",
            "tokens",
            "name",
            "key",
            "description",
        ] {
            assert!(!mask.hides(harmless), "{harmless}");
        }
        let mut upload = json!({ "url": "https://files.example/a?X-Amz-Signature=s3cret&x=1" });
        assert!(mask.apply(&mut upload));
        assert_eq!(
            upload["url"],
            "https://files.example/a?X-Amz-Signature=***&x=1"
        );
    }
}
