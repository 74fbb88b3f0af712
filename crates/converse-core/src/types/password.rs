//! `Password`: a string that `Debug` does not show.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A string that must not be shown: what a document calls `format: password`.
///
/// Neither `Debug` nor a decoding error shows it. In JSON it is the plain string, for that is what
/// goes over the wire: the JSON of a request or response is as secret as its content.
///
/// What a `Password` holds is wiped from memory when it is dropped, and so is each clone when that is dropped. A
/// `&str` that it was made from is not, nor is the JSON that it was read from or written to.
///
/// ```
/// # use converse_core as converse;
/// use converse::Password;
///
/// let password = Password::from("correct horse");
/// assert_eq!(format!("{password:?}"), "Password(…)");
/// assert_eq!(password.expose(), "correct horse");
/// ```
#[derive(Clone)]
pub struct Password(SecretString);

impl Password {
    /// Returns the string.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns the string, still wiped when it is dropped.
    #[cfg(feature = "client")]
    pub(crate) fn into_secret(self) -> SecretString {
        self.0
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Password {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Password> for Password {
    fn from(password: &Password) -> Self {
        password.clone()
    }
}

impl From<SecretString> for Password {
    fn from(secret: SecretString) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Password {}

impl Serialize for Password {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde's own error would repeat the value: a password without quotes, for example.
        String::deserialize(deserializer)
            .map(Self::from)
            .map_err(|_| de::Error::custom("a password is not a string"))
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Password {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Password".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_the_text_and_debug_and_errors_are_not() {
        let password: Password = serde_json::from_str(r#""s3cret""#).unwrap();
        assert_eq!(serde_json::to_string(&password).unwrap(), r#""s3cret""#);
        assert_eq!(password, Password::from("s3cret".to_owned()));
        assert_ne!(password, Password::from("s3cret "));
        let secret = SecretString::from("s3cret");
        for same in [
            (&password).into(),
            (&"s3cret".to_owned()).into(),
            secret.into(),
        ] {
            assert_eq!(password, same);
        }
        let shown = format!("{password:?} {:#?}", Some(vec![password.clone()]));
        assert!(!shown.contains("s3cret"), "{shown}");

        let error = serde_json::from_str::<Password>("471199").unwrap_err();
        assert!(!error.to_string().contains("471199"), "{error}");
    }
}
