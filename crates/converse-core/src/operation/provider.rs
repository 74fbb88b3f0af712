//! A provider's name, base URL and credentials.

use super::client_parameter::ClientParameter;
use super::parameter::Location;
use super::requests::RequestRows;
use super::security::{CredentialPlace, SecurityScheme};

/// The facts about one provider. Each generated crate has one, as `PROVIDER`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provider {
    /// The short name, as in crate and feature names: `bridge`.
    pub name: &'static str,
    /// The name people use: `Bridge`.
    pub title: &'static str,
    /// The version of the generated crate. It is sent in the `User-Agent`.
    pub version: &'static str,
    /// The base URL from the provider's document.
    pub base_url: &'static str,
    /// The environment variable that holds the credential. Empty for a provider without credentials, and for one that
    /// always requires several.
    pub credential_variable: &'static str,
    /// The environment variables that hold the credentials of single schemes, by the scheme's name, for a provider
    /// with several schemes. That of a user name and a password holds `user:password`.
    pub credential_variables: &'static [(&'static str, &'static str)],
    /// The alternatives of all operations: the schemes whose credentials a request carries together.
    pub security: &'static [&'static [SecurityScheme]],
    /// The environment variable that replaces the base URL.
    pub base_url_variable: &'static str,
    /// The parameters that a client can have for all of its calls.
    pub parameters: &'static [ClientParameter],
    /// The JSON Pointer of the message in error bodies, if the document names it; may be empty.
    pub error_message: &'static str,
    /// The error codes that the provider lists without saying where in a body they are.
    pub error_codes: &'static [&'static str],
    /// The rows of requests that the document lacks.
    pub(crate) requests: RequestRows,
}

impl Provider {
    /// Returns a provider without a base URL and without a credential.
    pub const fn new(name: &'static str, title: &'static str, version: &'static str) -> Self {
        Self {
            name,
            title,
            version,
            base_url: "",
            credential_variable: "",
            credential_variables: &[],
            security: &[],
            base_url_variable: "",
            parameters: &[],
            error_message: "",
            error_codes: &[],
            requests: RequestRows::new(name),
        }
    }

    /// Sets the error codes. Where the document does not describe an error body, the code is the first string of the
    /// body that is one of them.
    pub const fn error_codes(mut self, codes: &'static [&'static str]) -> Self {
        self.error_codes = codes;
        self
    }

    /// Sets the JSON Pointer of the provider's message in error bodies.
    pub const fn error_message(mut self, pointer: &'static str) -> Self {
        self.error_message = pointer;
        self
    }

    /// Sets the parameters that a client can have for all of its calls.
    pub const fn parameters(mut self, parameters: &'static [ClientParameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the base URL, and the environment variable that replaces it.
    pub const fn base_url(mut self, url: &'static str, variable: &'static str) -> Self {
        self.base_url = url;
        self.base_url_variable = variable;
        self
    }

    /// Sets the environment variable that holds the credential.
    pub const fn credential_variable(mut self, variable: &'static str) -> Self {
        self.credential_variable = variable;
        self
    }

    /// Sets the environment variables that hold the credentials of single schemes, by the scheme's name.
    pub const fn credential_variables(
        mut self,
        variables: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.credential_variables = variables;
        self
    }

    /// Sets the alternatives of all operations: the schemes whose credentials a request carries together.
    pub const fn security(mut self, security: &'static [&'static [SecurityScheme]]) -> Self {
        self.security = security;
        self
    }

    /// Returns the parameter of all calls at this place, if the provider has one.
    pub(crate) fn parameter(&self, location: Location, name: &str) -> Option<&ClientParameter> {
        let mut all = self.parameters.iter();
        all.find(|known| known.location == location && known.name == name)
    }

    /// Returns how the credential of a scheme is carried. One that no operation requires is a header like most.
    pub(crate) fn place_of(&self, scheme: &str) -> CredentialPlace {
        let mut schemes = self.security.iter().copied().flatten();
        let known = schemes.find(|known| known.name == scheme);
        known.map_or(AUTHORIZATION, |known| known.place)
    }

    /// Returns the environment variable that holds the credential of a scheme.
    pub(crate) fn variable_of(&self, scheme: &str) -> &'static str {
        let mut named = self.credential_variables.iter();
        let named = named.find(|(name, _)| *name == scheme);
        match (named, self.credential_variable) {
            (Some((_, variable)), _) => variable,
            (None, "") => "CREDENTIAL",
            (None, single) => single,
        }
    }

    /// Returns how the first credential that is enough alone is carried.
    pub(crate) fn place_of_single(&self) -> CredentialPlace {
        let mut alone = self.security.iter().filter(|schemes| schemes.len() == 1);
        let first = alone.next().and_then(|schemes| schemes.first());
        first.map_or(AUTHORIZATION, |scheme| scheme.place)
    }
}

const AUTHORIZATION: CredentialPlace = CredentialPlace::Header {
    name: "authorization",
    prefix: "",
};
