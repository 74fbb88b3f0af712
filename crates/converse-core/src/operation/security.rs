//! How an operation takes its credential.

/// How an operation takes its credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecurityScheme {
    /// In a header, after a prefix: (`authorization`, `Bearer `), (`x-api-key`, ``).
    #[non_exhaustive]
    Header {
        /// The header's name.
        name: &'static str,
        /// The text before the credential, with the space between them.
        prefix: &'static str,
    },
    /// In a query parameter.
    #[non_exhaustive]
    Query {
        /// The parameter's name.
        name: &'static str,
    },
    /// In a cookie.
    #[non_exhaustive]
    Cookie {
        /// The cookie's name.
        name: &'static str,
    },
}

impl SecurityScheme {
    /// Returns a scheme that sends the credential in the header `name`, after `prefix`.
    pub const fn header(name: &'static str, prefix: &'static str) -> Self {
        Self::Header { name, prefix }
    }

    /// Returns a scheme that sends the credential in the query parameter `name`.
    pub const fn query(name: &'static str) -> Self {
        Self::Query { name }
    }

    /// Returns a scheme that sends the credential in the cookie `name`.
    pub const fn cookie(name: &'static str) -> Self {
        Self::Cookie { name }
    }
}
