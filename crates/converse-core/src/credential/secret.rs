//! The string of a credential, and the only ways in which it leaves this crate.

use std::fmt;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use percent_encoding::utf8_percent_encode;
use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::canary::Canary;
use crate::headers::sendable;
use crate::operation::CredentialPlace;
use crate::parameter::ENCODED;
use crate::types::Password;

/// A secret string. It is wiped from memory when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub(crate) struct Secret(Arc<Inner>);

struct Inner {
    /// As it is sent.
    text: SecretString,
    /// Whether it is a user name and a password, encoded.
    is_basic: bool,
    /// Finds it in texts; made once, when the first is looked at.
    canary: OnceLock<Canary>,
    /// The first header that it was sent in. Most secrets are sent in one header only.
    header: OnceLock<SecretHeader>,
}

/// A header with a secret.
struct SecretHeader {
    name: &'static str,
    prefix: &'static str,
    /// `None` if it is not valid.
    header: Option<(HeaderName, HeaderValue)>,
}

/// What a header value is made of, and its clones share.
struct Wiped(SecretString);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// The secret for one attempt.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) secret: Secret,
    /// Number of the fetched secret, counted in their order.
    pub(crate) generation: u64,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").finish_non_exhaustive()
    }
}

impl Secret {
    pub(crate) fn new(text: impl Into<Password>) -> Self {
        Self::sent_as(text.into().into_secret(), false)
    }

    fn sent_as(text: SecretString, is_basic: bool) -> Self {
        Self(Arc::new(Inner {
            text,
            is_basic,
            canary: OnceLock::new(),
            header: OnceLock::new(),
        }))
    }

    fn text(&self) -> &str {
        self.0.text.expose_secret()
    }

    /// Returns a user name and a password, encoded. `None`: RFC 7617 (2) allows no `:` in the name, which ends there,
    /// and no control characters.
    pub(crate) fn basic(user: &str, password: &str) -> Option<Self> {
        // It is wiped when it is dropped.
        let both = SecretString::from(format!("{user}:{password}"));
        let both = both.expose_secret();
        let valid = !user.contains(':') && !both.contains(char::is_control);
        valid.then(|| Self::sent_as(SecretString::from(STANDARD.encode(both)), true))
    }

    /// Returns whether its form is the one that is sent there.
    pub(crate) fn fits(&self, place: CredentialPlace) -> bool {
        self.0.is_basic == (place == CredentialPlace::Basic)
    }

    /// Returns whether it can be sent: not empty, printable ASCII, no space at its ends.
    pub(crate) fn can_be_sent(&self) -> bool {
        let text = self.text();
        let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        !text.is_empty() && printable && text.trim() == text
    }

    /// Returns a header with it, after a prefix, marked sensitive. `None` if it is not valid there.
    pub(crate) fn header(
        &self,
        name: &'static str,
        prefix: &'static str,
    ) -> Option<(HeaderName, HeaderValue)> {
        let made = || self.new_header(name, prefix);
        let first = self.0.header.get_or_init(|| SecretHeader {
            name,
            prefix,
            header: made(),
        });
        match (first.name, first.prefix) == (name, prefix) {
            true => first.header.clone(),
            false => made(),
        }
    }

    fn new_header(&self, name: &str, prefix: &str) -> Option<(HeaderName, HeaderValue)> {
        // Of its exact length: what outgrows a buffer leaves a copy behind that is not wiped.
        let mut text = String::with_capacity(prefix.len() + self.text().len());
        text.push_str(prefix);
        text.push_str(self.text());
        debug_assert_eq!(text.len(), text.capacity());
        let bytes = Bytes::from_owner(Wiped(text.into()));
        let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
        value.set_sensitive(true);
        Some((sendable(name)?, value))
    }

    /// Returns whether a text repeats it, or a piece of it, in whatever spelling.
    pub(crate) fn is_repeated_in(&self, text: &str) -> bool {
        let sent = self.text();
        let decoded = match self.0.is_basic {
            true => STANDARD.decode(sent).unwrap_or_default(),
            false => Vec::new(),
        };
        let decoded = SecretString::from(String::from_utf8_lossy(&decoded).into_owned());
        // Without a password, the user name is the secret: providers take keys in that form.
        let password = decoded.expose_secret().split_once(':');
        let password = password.map(|(user, password)| match password {
            "" => user,
            password => password,
        });
        let secrets = [sent].into_iter().chain(password);
        // One with fewer letters and digits than a piece is found as it is.
        let pieces = |it: &str| it.chars().filter(|it| it.is_alphanumeric()).count();
        let mut short = secrets
            .clone()
            .filter(|it| pieces(it) < 6 && !it.is_empty());
        short.any(|it| text.contains(it))
            || self
                .0
                .canary
                .get_or_init(|| Canary::of(secrets))
                .find_in(text)
                .is_some()
    }

    /// Returns its form for a query or a cookie.
    pub(crate) fn encoded(&self) -> String {
        utf8_percent_encode(self.text(), ENCODED).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_in_a_header_is_refused() {
        for bad in [
            "",
            " ",
            "k\n",
            "k\r\nx-evil: 1",
            " key",
            "key ",
            "ké",
            "k\u{7f}",
            "k\tk",
        ] {
            assert!(!Secret::new(bad).can_be_sent(), "{bad:?}");
        }
        assert!(Secret::new("a.B-9_~+/=:!").can_be_sent());
    }

    /// The examples of RFC 7617, 2 and 2.1.
    #[test]
    fn a_user_name_and_a_password_are_encoded_together() {
        for (user, password, sent) in [
            ("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ("test", "123\u{a3}", "dGVzdDoxMjPCow=="),
            ("key", "", "a2V5Og=="),
            ("", "a:b", "OmE6Yg=="),
        ] {
            let secret = Secret::basic(user, password).expect("it is valid");
            assert_eq!(secret.text(), sent);
            assert!(secret.can_be_sent() && secret.fits(CredentialPlace::Basic));
        }
        for (user, password) in [("a:b", "c"), ("a\n", "c"), ("a", "\u{7f}"), ("a", "\r")] {
            assert!(Secret::basic(user, password).is_none());
        }
    }

    #[test]
    fn what_repeats_it_is_found_whatever_its_form() {
        let user_alone = Secret::basic("sk_live_91a7", "").expect("it is valid");
        assert!(user_alone.is_repeated_in("invalid key sk_live_91a7"));
        assert!(!user_alone.is_repeated_in("invalid key"));
        let both = Secret::basic("anna", "p@ss-1").expect("it is valid");
        assert!(both.is_repeated_in("not p@ss-1") && !both.is_repeated_in("hello anna"));
        assert!(Secret::new("ab-cd-e").is_repeated_in("the key ab-cd-e is old"));
        let nothing = Secret::basic("", "").expect("it is valid");
        assert!(!nothing.is_repeated_in("who are you?"));
    }

    #[test]
    fn its_header_is_sensitive_and_that_of_its_place() {
        let secret = Secret::new("key-1");
        for (name, prefix, sent) in [
            ("authorization", "AccessKey ", "AccessKey key-1"),
            ("x-api-key", "", "key-1"),
            ("authorization", "Bearer ", "Bearer key-1"),
            ("authorization", "AccessKey ", "AccessKey key-1"),
        ] {
            let (place, value) = secret.header(name, prefix).expect("a plain key fits");
            assert!(value.is_sensitive());
            assert_eq!((place.as_str(), value.as_bytes()), (name, sent.as_bytes()));
            assert_eq!(format!("{value:?}"), "Sensitive");
        }
        assert_eq!(secret.header("host", ""), None);
        assert_eq!(Secret::new("k\n").header("x-api-key", ""), None);
    }
}
