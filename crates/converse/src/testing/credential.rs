//! Checks that a request carries the expected credential, in a form that its operation accepts.

use converse_core::http::{HeaderMap, StatusCode};
use converse_core::operation::SecurityScheme;
use converse_core::reqwest::header::COOKIE;
use percent_encoding::percent_decode_str;

use super::ReceivedRequest;
use super::refusal::Refusal;

/// A credential as received.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The place it was in, with stars in place of the credential.
    pub(super) place: String,
    pub(super) secret: String,
}

/// Returns the credential that was found, and whether it is the expected one.
pub(super) fn check(
    security: &[SecurityScheme],
    expected: &str,
    request: &ReceivedRequest,
) -> (Option<Given>, Result<(), Refusal>) {
    let mut other = None;
    let mut problems = Vec::new();
    for scheme in security {
        match read(scheme, request.headers(), request.query()) {
            Ok(given) if given.secret == expected => return (Some(given), Ok(())),
            Ok(given) => {
                problems.push(format!(
                    "the credential in `{}` is not the expected one",
                    given.place
                ));
                other.get_or_insert(given);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        return (None, Ok(()));
    }
    let refusal = Refusal::new(StatusCode::UNAUTHORIZED, problems.join("; or: "));
    (other, Err(refusal))
}

fn read(
    scheme: &SecurityScheme,
    headers: &HeaderMap,
    query: Option<&str>,
) -> Result<Given, String> {
    match *scheme {
        SecurityScheme::Header { name, prefix, .. } => {
            let values: Vec<_> = headers.get_all(name).iter().collect();
            let value = only(&values, &format!("the header `{name}`"))?;
            let secret = value.to_str().ok();
            let secret = secret.and_then(|value| value.strip_prefix(prefix));
            let place = format!("{name}: {prefix}***");
            match secret {
                Some(secret) => Ok(Given {
                    place,
                    secret: secret.to_owned(),
                }),
                None => Err(format!("the credential must have the form `{place}`")),
            }
        }
        SecurityScheme::Query { name, .. } => {
            let pairs = query.unwrap_or("").split('&');
            let values: Vec<_> = pairs.filter_map(|pair| value_of(pair, name)).collect();
            let secret = only(&values, &format!("the query parameter `{name}`"))?;
            Ok(Given {
                place: format!("?{name}=***"),
                secret: secret.clone(),
            })
        }
        SecurityScheme::Cookie { name, .. } => {
            let cookies = headers.get_all(COOKIE).iter();
            let values: Vec<_> = cookies
                .filter_map(|cookies| cookies.to_str().ok())
                .flat_map(|cookies| cookies.split(';'))
                .filter_map(|pair| value_of(pair.trim(), name))
                .collect();
            let secret = only(&values, &format!("the cookie `{name}`"))?;
            Ok(Given {
                place: format!("cookie: {name}=***"),
                secret: secret.clone(),
            })
        }
        other => Err(format!("this server does not know {other:?}")),
    }
}

fn only<'a, T>(values: &'a [T], what: &str) -> Result<&'a T, String> {
    match values {
        [value] => Ok(value),
        [] => Err(format!("{what} with the credential is missing")),
        _ => Err(format!(
            "{what} with the credential is there more than once"
        )),
    }
}

/// Returns the decoded value of `name=value`, if that is its name.
pub(super) fn value_of(pair: &str, name: &str) -> Option<String> {
    let (key, value) = pair.split_once('=')?;
    (decoded(key) == name).then(|| decoded(value))
}

pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
