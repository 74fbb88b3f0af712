//! Tests that webhooks are accepted only with a signature of the key, and only for a while.
//!
//! The signatures in `fixtures/webhooks` were made with other programs; the file says how.

use std::time::{Duration, SystemTime};

use converse::bird::webhook::{
    REQUEST_ID, SIGNATURE, TIMESTAMP, Verified, VerifyError, sign, verify, verify_at,
};
use converse::http::HeaderMap;
use serde_json::Value;

use crate::support::fixtures;

/// A signed request.
#[derive(Clone, Debug)]
struct Vector {
    name: String,
    key: Vec<u8>,
    timestamp: String,
    url: String,
    body: Vec<u8>,
    signature: String,
}

impl Vector {
    fn of(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().expect("a string").to_owned();
        Self {
            name: text("name"),
            key: from_hex(&text("key")),
            timestamp: text("timestamp"),
            url: text("url"),
            body: from_hex(&text("body")),
            signature: text("signature"),
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let fits = "an ASCII string";
        headers.insert(SIGNATURE, self.signature.parse().expect(fits));
        headers.insert(TIMESTAMP, self.timestamp.parse().expect(fits));
        headers.insert(REQUEST_ID, "request-1".parse().expect(fits));
        headers
    }

    /// Returns the time of its signature.
    fn time(&self) -> SystemTime {
        at(self.timestamp.parse().expect("seconds"))
    }

    /// Returns the outcome without a time window.
    fn verify(&self) -> Result<Verified, VerifyError> {
        self.verify_with(&self.headers())
    }

    fn verify_with(&self, headers: &HeaderMap) -> Result<Verified, VerifyError> {
        verify(headers, &self.url, &self.body, &self.key, None)
    }

    fn verify_at(&self, now: SystemTime) -> Result<Verified, VerifyError> {
        let tolerance = Duration::from_secs(300);
        let headers = self.headers();
        verify_at(&headers, &self.url, &self.body, &self.key, tolerance, now)
    }
}

fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(&fixtures::text("webhooks/bird.json")).expect("JSON");
    let vectors = file["vectors"].as_array().expect("a list");
    assert!(vectors.len() >= 9);
    vectors.iter().map(Vector::of).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal");
    (0..text.len()).step_by(2).map(byte).collect()
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn each_vector_verifies() {
    for vector in vectors() {
        let verified = vector
            .verify()
            .unwrap_or_else(|error| panic!("{}: {error}", vector.name));
        assert_eq!(verified.id(), vector.signature);
        assert_eq!(verified.timestamp(), vector.time());
        assert_eq!(verified.request_id(), Some("request-1"));
    }
}

#[test]
fn whatever_is_changed_the_signature_is_wrong() {
    for vector in vectors() {
        let mut changed = Vec::new();
        let mut change = |what: &str, change: &dyn Fn(&mut Vector)| {
            let mut other = vector.clone();
            change(&mut other);
            changed.push((format!("{}: {what}", vector.name), other));
        };
        for byte in 0..vector.body.len() {
            change("a byte of the body", &|it| it.body[byte] ^= 1);
        }
        change("a byte more", &|it| it.body.push(b'\n'));
        change("a byte less", &|it| match it.body.pop() {
            Some(_) => {}
            None => it.body.push(0),
        });
        for byte in 0..vector.key.len() {
            change("a byte of the key", &|it| it.key[byte] ^= 0x10);
        }
        change("a slash at the URL's end", &|it| it.url.push('/'));
        change("the URL's scheme", &|it| {
            it.url = it.url.replacen("https", "http", 1);
        });
        change("the time", &|it| it.timestamp.insert(0, '1'));
        change("the time's notation", &|it| it.timestamp.insert(0, '0'));
        // The boundary between time and URL.
        change("the parts", &|it| {
            it.url = format!("{}\n{}", it.timestamp, it.url);
        });
        for at in 0..43 {
            // The last letter has two bits that base64 must leave at zero: the changed letter is still base64.
            change("a letter of the signature", &|it| {
                let letter = match (&it.signature[at..=at], at) {
                    ("A", _) => "E",
                    _ => "A",
                };
                it.signature.replace_range(at..=at, letter);
            });
        }
        for (what, other) in changed {
            assert_eq!(other.verify(), Err(VerifyError::WrongSignature), "{what}");
        }
    }
}

#[test]
fn the_window_is_as_wide_as_it_is_said_to_be() {
    let vector = vectors().remove(1);
    let (signed, second) = (vector.time(), Duration::from_secs(1));
    let edge = Duration::from_secs(300);
    for now in [signed, signed + edge, signed - edge] {
        assert!(vector.verify_at(now).is_ok(), "{now:?}");
    }
    let outcome = vector.verify_at(signed + edge + second);
    assert_eq!(outcome, Err(VerifyError::TooOld { by: second }));
    let outcome = vector.verify_at(signed - edge - Duration::from_millis(5));
    let by = Duration::from_millis(5);
    assert_eq!(outcome, Err(VerifyError::TooNew { by }));
    // A wide window allows only some minutes in the future.
    for (tolerance, by) in [(600, 1), (0, 301)] {
        let now = signed - edge - second;
        let headers = vector.headers();
        let tolerance = Duration::from_secs(tolerance);
        let outcome = verify_at(
            &headers,
            &vector.url,
            &vector.body,
            &vector.key,
            tolerance,
            now,
        );
        let by = Duration::from_secs(by);
        assert_eq!(outcome, Err(VerifyError::TooNew { by }));
    }
    // By this machine's clock it is too old: it is from 2023.
    let now = verify(
        &vector.headers(),
        &vector.url,
        &vector.body,
        &vector.key,
        edge,
    );
    assert!(matches!(now, Err(VerifyError::TooOld { .. })), "{now:?}");
}

#[test]
fn what_is_not_signed_is_not_called_too_old() {
    let mut vector = vectors().remove(0);
    vector.body.push(0);
    let outcome = vector.verify_at(at(0));
    assert_eq!(outcome, Err(VerifyError::WrongSignature));
}

#[test]
fn a_redelivery_has_the_id_of_the_first_delivery() {
    let vector = vectors().remove(1);
    let first = vector.verify().expect("signed");
    let mut headers = vector.headers();
    headers.insert(REQUEST_ID, "request-2".parse().expect("ASCII"));
    let again = vector.verify_with(&headers).expect("signed, long ago");
    assert_eq!(again.id(), first.id());
    assert_ne!(again.request_id(), first.request_id());
    headers.remove(REQUEST_ID);
    let again = vector.verify_with(&headers).expect("the id is not signed");
    assert_eq!(again.request_id(), None);

    let mut ids: Vec<_> = vectors()
        .iter()
        .map(|vector| vector.verify().expect("signed").id().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), vectors().len(), "each has its own id");
}

#[test]
fn headers_that_are_missing_or_there_twice_are_named() {
    let vector = vectors().remove(0);
    for name in [SIGNATURE, TIMESTAMP] {
        let mut headers = vector.headers();
        headers.remove(name);
        let outcome = vector.verify_with(&headers);
        assert_eq!(outcome, Err(VerifyError::MissingHeader { name }));
    }
    for name in [SIGNATURE, TIMESTAMP, REQUEST_ID] {
        let mut headers = vector.headers();
        // Also with the same value twice.
        let value = headers[name].clone();
        headers.append(name, value);
        let outcome = vector.verify_with(&headers);
        assert_eq!(outcome, Err(VerifyError::RepeatedHeader { name }));
        assert!(outcome.expect_err("refused").to_string().contains(name));
    }
}

#[test]
fn headers_that_are_malformed_are_named() {
    let vector = vectors().remove(0);
    let signature = &vector.signature;
    let unpadded = signature.trim_end_matches('=').to_owned();
    let mut loose_bits = unpadded.clone();
    let last = loose_bits.pop().expect("43 letters") as u8 + 1;
    loose_bits.push(char::from(last));
    let cases = [
        (SIGNATURE, String::new(), false),
        (SIGNATURE, unpadded, true),
        (SIGNATURE, format!("{loose_bits}="), true),
        (SIGNATURE, format!("{signature}, {signature}"), true),
        (SIGNATURE, "z".repeat(100_000), false),
        (SIGNATURE, signature[..20].to_owned(), false),
        (SIGNATURE, signature.replace('+', "-"), true),
        // A sender without the key learns nothing about how the time is read.
        (TIMESTAMP, "-1".to_owned(), false),
    ];
    for (name, value, malformed) in cases {
        let mut headers = vector.headers();
        headers.insert(name, value.parse().expect("a header takes it"));
        let expected = match malformed {
            true => VerifyError::MalformedHeader { name },
            // Empty, too short and too long strings are base64.
            false => VerifyError::WrongSignature,
        };
        assert_eq!(
            vector.verify_with(&headers),
            Err(expected),
            "{name}: {value}"
        );
    }
    for name in [SIGNATURE, TIMESTAMP, REQUEST_ID] {
        let mut headers = vector.headers();
        let value = http::HeaderValue::from_bytes(b"\xff\xfe").expect("opaque bytes");
        headers.insert(name, value);
        let outcome = vector.verify_with(&headers);
        assert_eq!(outcome, Err(VerifyError::MalformedHeader { name }));
    }
}

#[test]
fn a_time_that_is_signed_is_whole_seconds() {
    // Each is signed like the first vector, with Python.
    for (time, signature) in [
        ("", "5k92GQggsx62mPnV9TLMjLhlvKtOb5YuEnKQy0ECF2c="),
        ("-1", "g3S5f3EFuK9/LsY8CISMZPLlAkVvmIjdnE0rO93C0cU="),
        (
            "+1700000000",
            "E6Zzv6wJ5PqMkrt+J+ABFslWx5VpBnD1HITRzkXa2kM=",
        ),
        (
            "1700000000.5",
            "p3xkrF4cFBxJIn1McLpYrtDlnYiDSMD3KmPgwbfV1p8=",
        ),
        ("17e8", "whDYYKwj2QcIR9YKd9B0HrWLpDl/IZr8SVxaenx1IM0="),
        (
            "18446744073709551615",
            "OCQvCKqUeeEKtpT7NcrLGFk6FuZ3z3yszpZcT7bngpM=",
        ),
        (
            "99999999999999999999",
            "30nSeEf36nGPnGep+TwLI6zC6ZqlyNmTt88CM4kas3Q=",
        ),
        (
            "2023-11-14T22:13:20Z",
            "bfGYscEJR2FFxvWBZ2oR+atCpjMbtUJwGp9Yg5+RuFs=",
        ),
    ] {
        let mut vector = vectors().remove(0);
        vector.timestamp = time.to_owned();
        vector.signature = signature.to_owned();
        let malformed = VerifyError::MalformedHeader { name: TIMESTAMP };
        assert_eq!(vector.verify(), Err(malformed), "{time}");
    }
}

#[test]
fn what_is_signed_for_tests_is_what_bird_would_send() {
    for vector in vectors() {
        let headers = sign(&vector.url, &vector.body, &vector.key, vector.time());
        let headers = headers.expect("there is a key");
        assert_eq!(headers[SIGNATURE], vector.signature, "{}", vector.name);
        assert_eq!(headers[TIMESTAMP], vector.timestamp, "{}", vector.name);
    }
    let vector = vectors().remove(0);
    let outcome = sign(&vector.url, &vector.body, "", vector.time());
    assert_eq!(outcome, Err(VerifyError::EmptyKey));
    let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let outcome = sign(&vector.url, &vector.body, &vector.key, before);
    let name = TIMESTAMP;
    assert_eq!(outcome, Err(VerifyError::MalformedHeader { name }));
}

#[test]
fn an_empty_key_lets_nothing_in() {
    let mut vector = vectors().remove(0);
    vector.key.clear();
    // Signed with the empty key, with openssl.
    vector.signature = "xMbcv42JL8kD1lPo1A9sezrmMzOxcs01oFqENGIFXgk=".to_owned();
    assert_eq!(vector.verify(), Err(VerifyError::EmptyKey));
}

#[test]
fn errors_go_anywhere_and_show_no_secret() {
    fn goes_anywhere<E: std::error::Error + Send + Sync + 'static>(_: &E) {}
    let mut vector = vectors().remove(1);
    let key = String::from_utf8(vector.key.clone()).expect("a plain key");
    let right = vector.signature.clone();
    let early = vector.verify_at(at(0)).expect_err("too new");
    vector.body.push(0);
    for error in [early, vector.verify().expect_err("changed")] {
        goes_anywhere(&error);
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(
            !shown.contains(&key) && !shown.contains(&right) && !shown.contains(&vector.url),
            "{shown}"
        );
    }
}
