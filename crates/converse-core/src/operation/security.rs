//! How an operation takes its credentials.

/// A security scheme of the provider's document: its name, and how a request carries its credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// The name in the document, which [`ClientBuilder::credential_for`](crate::ClientBuilder::credential_for) takes.
    pub name: &'static str,
    /// How a request carries the credential.
    pub place: CredentialPlace,
}

/// How a request carries a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialPlace {
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
    /// A user name and a password, encoded in `Authorization` (RFC 7617).
    Basic,
}

impl SecurityScheme {
    /// Returns a scheme that sends the credential in the header `header`, after `prefix`.
    pub const fn header(name: &'static str, header: &'static str, prefix: &'static str) -> Self {
        let place = CredentialPlace::Header {
            name: header,
            prefix,
        };
        Self { name, place }
    }

    /// Returns a scheme that sends the credential in the query parameter `parameter`.
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        let place = CredentialPlace::Query { name: parameter };
        Self { name, place }
    }

    /// Returns a scheme that sends the credential in the cookie `cookie`.
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        let place = CredentialPlace::Cookie { name: cookie };
        Self { name, place }
    }

    /// Returns a scheme that sends a user name and a password.
    pub const fn basic(name: &'static str) -> Self {
        let place = CredentialPlace::Basic;
        Self { name, place }
    }
}
