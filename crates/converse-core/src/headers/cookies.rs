//! The `Cookie` header, cookie by cookie.

/// Returns the cookies of a `Cookie` header.
pub(crate) fn cookies_in(header: &str) -> impl Iterator<Item = String> {
    let cookies = header.split(';').map(str::trim);
    cookies
        .filter(|cookie| !cookie.is_empty())
        .map(str::to_owned)
}
