//! Checks that a request carries the expected credential, in a form that its operation accepts.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_core::http::{HeaderMap, StatusCode};
use converse_core::operation::{CredentialPlace, SecurityScheme};
use converse_core::provider::ProviderClient;
use converse_core::reqwest::header::COOKIE;
use converse_core::{ClientBuilder, Credential};
use percent_encoding::percent_decode_str;

use crate::received::ReceivedRequest;
use crate::refusal::Refusal;

/// A credential as received.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Given {
    /// The place it was in, with stars in place of the credential.
    pub(crate) place: String,
    pub(crate) secret: String,
}

/// Returns the credential that was found, and whether it is the expected one.
pub(crate) fn check(
    security: &[&[SecurityScheme]],
    expected: &str,
    request: &ReceivedRequest,
) -> (Option<Given>, Result<(), Refusal>) {
    let mut other = None;
    let mut problems = Vec::new();
    for schemes in security.iter().filter(|schemes| !schemes.is_empty()) {
        match read_all(schemes, expected, request) {
            Ok(given) => return (Some(given), Ok(())),
            Err((given, problem)) => {
                problems.push(problem);
                other = other.or(given);
            }
        }
    }
    // An empty alternative allows a request without a credential.
    if problems.is_empty() || security.len() > problems.len() && other.is_none() {
        return (None, Ok(()));
    }
    let refusal = Refusal::new(StatusCode::UNAUTHORIZED, problems.join("; or: "));
    (other, Err(refusal))
}

/// Reads the credentials of an alternative, each of which must be the expected one. The first one represents all; its
/// place names all places.
fn read_all(
    schemes: &[SecurityScheme],
    expected: &str,
    request: &ReceivedRequest,
) -> Result<Given, (Option<Given>, String)> {
    let mut all: Option<Given> = None;
    for scheme in schemes {
        let read = read(scheme.place, request.headers(), request.query());
        let given = read.map_err(|problem| (all.clone(), problem))?;
        if given.secret != in_form(scheme.place, expected) {
            let problem = format!(
                "the credential in `{}` is not the expected one",
                given.place
            );
            return Err((Some(given), problem));
        }
        match &mut all {
            Some(all) => all.place = format!("{}, {}", all.place, given.place),
            None => all = Some(given),
        }
    }
    all.ok_or((None, String::new()))
}

/// Returns a credential as it is sent: that of a user name and a password is encoded.
fn in_form(place: CredentialPlace, secret: &str) -> String {
    let Some((user, password)) = user_and_password(place, secret) else {
        return secret.to_owned();
    };
    STANDARD.encode(format!("{user}:{password}"))
}

/// Returns a builder of a client that has the same credential in every form that its provider takes.
pub(crate) fn client_builder<C: ProviderClient>(secret: &str) -> ClientBuilder<C> {
    let provider = C::provider();
    let credential = |place| match user_and_password(place, secret) {
        Some((user, password)) => Credential::basic(user, password),
        None => Credential::new(secret),
    };
    let mut builder = ClientBuilder::<C>::new();
    // The first scheme that is enough alone decides the form of the one credential.
    let is_basic = |scheme: &SecurityScheme| scheme.place == CredentialPlace::Basic;
    let mut alone = provider.security.iter().filter(|set| set.len() == 1);
    let single = alone.next().and_then(|set| set.first());
    builder = match single {
        Some(scheme) => builder.credential(credential(scheme.place)),
        None if provider.security.is_empty() => builder.credential(Credential::new(secret)),
        None => builder,
    };
    for set in provider.security {
        for scheme in *set {
            let covered = set.len() == 1 && single.map(is_basic) == Some(is_basic(scheme));
            if !covered {
                builder = builder.credential_for(scheme.name, credential(scheme.place));
            }
        }
    }
    builder
}

/// Returns the user name and the password that a credential stands for, where those are sent.
fn user_and_password(place: CredentialPlace, secret: &str) -> Option<(&str, &str)> {
    let is_basic = place == CredentialPlace::Basic;
    is_basic.then(|| secret.split_once(':').unwrap_or((secret, "")))
}

fn read(place: CredentialPlace, headers: &HeaderMap, query: Option<&str>) -> Result<Given, String> {
    match place {
        CredentialPlace::Basic => read(BASIC, headers, query),
        CredentialPlace::Header { name, prefix, .. } => {
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
        CredentialPlace::Query { name, .. } => {
            let pairs = query.unwrap_or("").split('&');
            let values: Vec<_> = pairs.filter_map(|pair| value_of(pair, name)).collect();
            let secret = only(&values, &format!("the query parameter `{name}`"))?;
            Ok(Given {
                place: format!("?{name}=***"),
                secret: secret.clone(),
            })
        }
        CredentialPlace::Cookie { name, .. } => {
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

/// Where a user name and a password are, encoded.
const BASIC: CredentialPlace = SecurityScheme::header("", "authorization", "Basic ").place;

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
pub(crate) fn value_of(pair: &str, name: &str) -> Option<String> {
    let (key, value) = pair.split_once('=')?;
    (decoded(key) == name).then(|| decoded(value))
}

pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
