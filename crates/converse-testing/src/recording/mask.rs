//! What a recording does not show.

use serde_json::Value;

use crate::credential::decoded;

/// The names whose values are secrets, in lower case and without separators.
const SECRETS: [&str; 12] = [
    "password",
    "passwd",
    "secret",
    "clientsecret",
    "token",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "apikey",
    "accesskey",
    "authorization",
    "credential",
];

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

    /// Masks fields at any depth.
    pub(super) fn apply(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match self.hides(name) && !value.is_null() {
                        true => *value = STARS.into(),
                        false => self.apply(value),
                    }
                }
            }
            _ => {}
        }
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

    /// Masks the fields of a form that is text. Other text stays as it is.
    pub(super) fn form(&self, text: &str) -> String {
        let masked = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.hides(&decoded(name)) => format!("{name}={STARS}"),
            _ => pair.to_owned(),
        });
        masked.collect::<Vec<_>>().join("&")
    }

    fn hides(&self, name: &str) -> bool {
        let name = plain(name);
        SECRETS.contains(&name.as_str()) || self.names.contains(&name)
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
            "user": [{ "Password": "***", "phoneNumber": "***", "name": "Ada" }],
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
        assert_eq!(mask.form("user=a&password=x%26"), "user=a&password=***");
    }
}
