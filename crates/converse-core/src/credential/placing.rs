//! Where a request carries its credentials.

use reqwest::header::{COOKIE, HeaderMap, HeaderValue};
use reqwest::{Request, Url};

use super::secret::Secret;
use crate::headers::cookies_in;
use crate::operation::CredentialPlace;
use crate::parameter::encode;

/// Puts secrets into a request, each in its place. What it has there already is removed: a credential is sent once.
///
/// # Errors
/// Why a secret cannot be sent there.
pub(crate) fn place_secrets<'a>(
    request: &mut Request,
    secrets: impl IntoIterator<Item = (CredentialPlace, &'a Secret)>,
) -> Result<(), &'static str> {
    for (place, secret) in secrets {
        let (name, prefix) = match place {
            CredentialPlace::Header { name, prefix } => (name, prefix),
            CredentialPlace::Basic => ("authorization", "Basic "),
            CredentialPlace::Query { name } => {
                replace_query(request.url_mut(), name, &secret.encoded());
                continue;
            }
            CredentialPlace::Cookie { name } => {
                let cookie = format!("{name}={}", secret.encoded());
                add_cookies(request.headers_mut(), &cookie)?;
                continue;
            }
        };
        let Some((name, value)) = secret.header(name, prefix) else {
            return Err("the credential is not valid in a header");
        };
        if name == COOKIE {
            add_cookies(request.headers_mut(), value.to_str().unwrap_or_default())?;
        } else {
            request.headers_mut().insert(name, value);
        }
    }
    Ok(())
}

/// Sets a pair of the query. Others that have its name are removed.
fn replace_query(url: &mut Url, name: &str, encoded: &str) {
    let name = encode(name);
    let pairs = url.query().unwrap_or_default().split('&');
    let others = pairs.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(&name));
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.push(format!("{name}={encoded}"));
    url.set_query(Some(&pairs.join("&")));
}

/// Adds cookies to those of a request. Others that have their names are removed.
pub(crate) fn add_cookies(headers: &mut HeaderMap, added: &str) -> Result<(), &'static str> {
    let name = |cookie: &str| cookie.split('=').next().map(str::to_owned);
    let present = headers.get_all(COOKIE).iter();
    let present = present.filter_map(|value| value.to_str().ok());
    let mut cookies: Vec<String> = present.flat_map(cookies_in).collect();
    for cookie in cookies_in(added) {
        cookies.retain(|other| name(other) != name(&cookie));
        cookies.push(cookie);
    }
    let mut value =
        HeaderValue::try_from(cookies.join("; ")).map_err(|_| "the cookies cannot be written")?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}
