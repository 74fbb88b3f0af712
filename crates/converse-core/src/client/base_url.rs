//! The one address that a client sends to.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::BuildError;

/// The most bytes of a path and a query: the HTTP client sends no longer ones, and the parser counts in 32 bits.
const LONGEST: usize = u16::MAX as usize;

/// A checked base URL: http or https, a host, perhaps a path, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    url: Url,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str, allow_insecure_http: bool) -> Result<Self, BuildError> {
        let invalid = |reason| BuildError::InvalidBaseUrl { reason };
        let url = plain(text).map_err(invalid)?;
        if url.query().is_some() {
            return Err(invalid("carries a query"));
        }
        if url.scheme() == "http" && !allow_insecure_http && !is_on_this_machine(&url) {
            return Err(BuildError::InsecureBaseUrl);
        }
        Ok(Self { url })
    }

    /// Returns the URL of a path, with that of the base URL before it, and of a query; both are already encoded.
    ///
    /// # Errors
    /// It is too long; or the parser would change the URL, or send it to another place: a `..` removes a segment, a `\`
    /// splits one in two.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, &'static str> {
        const CHANGED: &str = "the arguments would change the shape of the path";
        let rest = path.strip_prefix(self.path()).unwrap_or_default();
        if !rest.starts_with('/') {
            return Err(CHANGED);
        }
        if path.len() + query.len() > LONGEST {
            return Err("the path and the query are over 64 KiB");
        }
        // Scheme and host are parsed already.
        let mut url = self.url.clone();
        url.set_path(path);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        let same = url.path() == path && url.query().unwrap_or_default() == query;
        same.then_some(url).ok_or(CHANGED)
    }

    /// Returns the path, without a slash at its end.
    pub(crate) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Returns the URL without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Returns the host.
    pub(crate) fn host(&self) -> &str {
        // A URL without a host is refused when it is parsed.
        self.url.host_str().unwrap_or_default()
    }

    /// Returns the port, by default that of the scheme.
    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// Returns whether requests to it need TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Returns whether it is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_on_this_machine(&self.url)
    }
}

/// Parses a URL with http or https and a host, without user info and fragment, that the parser does not
/// change. The error is the end of a sentence.
pub(crate) fn plain(text: &str) -> Result<Url, &'static str> {
    // The parser drops tabs and line breaks and reads `\` as `/`. A URL that it would silently correct is
    // refused, so that the host is the one that a reader sees.
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("has a space, a control character or a backslash");
    }
    let url = Url::parse(text).map_err(|_| "is not a URL")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("is neither http nor https");
    }
    if url.host_str().is_none() {
        return Err("has no host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("carries a user name or password");
    }
    if url.fragment().is_some() {
        return Err("carries a fragment");
    }
    // A path that the parser corrects differs from the written one, which may be signed.
    let (_, rest) = text.split_once("://").ok_or("is not a URL")?;
    let place = rest.split('?').next().unwrap_or_default();
    if place.find('/').is_some_and(|at| &place[at..] != url.path()) {
        return Err("has a path that would not be sent as it is written");
    }
    Ok(url)
}

/// Returns whether requests to it certainly stay on this machine: `localhost` and the loopback addresses.
///
/// Names that only a resolver could decide are not included: `x.localhost` and `localhost.` are up to
/// the DNS on many systems.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    match address(url) {
        Some(address) => address.is_loopback(),
        None => url.host_str() == Some("localhost"),
    }
}

/// Returns whether requests to it may end on this machine, which includes more hosts than certainly do.
///
/// Names that systems resolve to a loopback address, and the unspecified address.
pub(crate) fn may_be_on_this_machine(url: &Url) -> bool {
    match address(url) {
        Some(address) => address.is_loopback() || address.is_unspecified(),
        None => {
            let host = url.host_str().unwrap_or_default();
            let name = host.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

/// Returns the address that a URL has in place of a host name. One of version 4 may be written as one of version 6.
fn address(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>().ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_place_to_send_to_is_refused() {
        for bad in [
            "",
            "api.example.com",
            "/path",
            "ftp://h",
            "file:///etc",
            "data:text/plain,x",
            "https://",
            "https://user@h",
            "https://user:s3cret@h",
            "https://:s3cret@h",
            "https://h?a=1",
            "https://h?",
            "https://h#f",
            "https://h#",
            "https://h\n.evil",
            "https:\\\\h",
            " https://h",
            "https://h/a b",
            "https:/h",
            "https:///h",
            "https://h/a/../b",
            "https://h/a/.",
            "https://h/a/%2e%2E/b",
            "https://h/ü",
        ] {
            let error = BaseUrl::parse(bad, true).expect_err(bad);
            assert!(
                matches!(error, BuildError::InvalidBaseUrl { .. }),
                "{bad}: {error}"
            );
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "http://127.0.0.1:1",
            "http://127.9.9.9",
            "http://[::1]:80",
            "http://[::ffff:127.0.0.1]",
            "http://localhost/x",
            "http://[::ffff:7f00:1]",
            "http://127.1",
            "HTTP://LocalHost:80/",
        ] {
            assert!(BaseUrl::parse(good, false).is_ok(), "{good}");
        }
        for bad in [
            "http://h",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            // Names that the DNS may resolve.
            "http://localhost.",
            "http://x.localhost",
            "http://localhost.localdomain",
            "http://localhost6",
            "http://ip6-localhost",
            // Every address of this machine, and those of other machines as seen from there.
            "http://0.0.0.0",
            "http://[::]",
            "http://[::127.0.0.1]",
        ] {
            let error = BaseUrl::parse(bad, false).expect_err(bad);
            assert!(matches!(error, BuildError::InsecureBaseUrl), "{error}");
            assert!(BaseUrl::parse(bad, true).is_ok(), "{bad}");
        }
    }

    #[test]
    fn the_base_path_survives() {
        for base in ["https://h/bridge/api/v1", "https://h/bridge/api/v1/"] {
            let base = BaseUrl::parse(base, false).expect("a plain URL");
            let url = base.join("/bridge/api/v1/x/", "a=%2B1");
            let url = url.expect("a plain path");
            assert_eq!(url.as_str(), "https://h/bridge/api/v1/x/?a=%2B1");
            for elsewhere in ["/x", "/bridge/api/v1", "/bridge/api/v11/x", ""] {
                assert!(base.join(elsewhere, "").is_err(), "{elsewhere}");
            }
        }
        let base = BaseUrl::parse("https://h", false).expect("a plain URL");
        assert_eq!(
            base.join("/x", "").expect("a plain path").as_str(),
            "https://h/x"
        );
    }

    #[test]
    fn what_would_change_on_the_way_is_refused() {
        let base = BaseUrl::parse("https://h/v1", false).expect("a plain URL");
        for bad in [
            "",
            "x",
            "@evil",
            "/..",
            "/a/../b",
            "/%2e%2E/b",
            "/.",
            "/a\\b",
            "/a?b",
            "/a#b",
            "/a b",
            "/a\tb",
            "/ü",
        ] {
            assert!(base.join(&format!("/v1{bad}"), "").is_err(), "{bad}");
        }
        for bad in ["a=#", "a=b c", "a='", "a=\n", "a=ü"] {
            assert!(base.join("/v1/x", bad).is_err(), "{bad}");
        }
        for good in [
            "/a//b",
            "/%2F/%5C",
            "/%2E%2E%2E",
            "/a/...",
            "/x;y=1,2",
            "/m:send",
        ] {
            assert!(base.join(&format!("/v1{good}"), "").is_ok(), "{good}");
        }
    }
}
