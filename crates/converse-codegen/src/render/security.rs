//! The credentials of a provider: how rows and the provider say them, and how a program gives them.

use heck::ToShoutySnakeCase;

use super::Input;
use super::rust::literal;
use crate::api::{CredentialPlace, SecurityScheme};
use crate::docs::code;
use crate::identifiers::{Taken, latin};

/// The credentials that the operations of a provider take.
pub struct Credentials<'a> {
    /// The schemes that a request carries together, in the order of the document, each set once.
    sets: Vec<&'a [SecurityScheme]>,
    /// The environment variables of single schemes, if there are several schemes.
    pub variables: Vec<(&'a SecurityScheme, String)>,
}

impl<'a> Credentials<'a> {
    /// Returns those of all operations.
    pub fn of(input: &Input<'a>) -> Self {
        let mut sets: Vec<&[SecurityScheme]> = Vec::new();
        let mut schemes: Vec<&SecurityScheme> = Vec::new();
        for set in input.api.operations.iter().flat_map(|it| &it.security) {
            if !set.is_empty() && !sets.contains(&set.as_slice()) {
                sets.push(set);
            }
            for scheme in set {
                if !schemes.contains(&scheme) {
                    schemes.push(scheme);
                }
            }
        }
        let settings = input.settings;
        let taken = [&settings.credential_variable, &settings.base_url_variable];
        let mut taken = Taken::new(taken.map(String::as_str), "_2");
        let variable = |scheme: &'a SecurityScheme| {
            let name = format!("{} {}", input.name, latin(&scheme.name));
            (scheme, taken.claim(&name.to_shouty_snake_case()))
        };
        let several = schemes.len() > 1;
        let schemes = schemes.into_iter().filter(|_| several);
        Self {
            variables: schemes.map(variable).collect(),
            sets,
        }
    }

    /// Returns whether one credential is enough for some operation.
    fn has_single(&self) -> bool {
        self.sets.is_empty() || self.sets.iter().any(|set| set.len() == 1)
    }

    /// Returns the environment variable of the credential that is enough alone; empty if none is.
    pub fn variable(&self, input: &Input<'a>) -> &'a str {
        match self.has_single() {
            true => &input.settings.credential_variable,
            false => "",
        }
    }

    /// Returns the calls that say them to the constructor of the provider.
    pub fn print(&self, input: &Input<'_>) -> String {
        let mut text = format!(
            "    .credential_variable({})",
            literal(self.variable(input))
        );
        if !self.variables.is_empty() {
            let pairs = self.variables.iter().map(|(scheme, variable)| {
                format!("({}, {})", literal(&scheme.name), literal(variable))
            });
            let pairs: Vec<String> = pairs.collect();
            text.push_str(&format!(
                "\n    .credential_variables(&[{}])",
                pairs.join(", ")
            ));
        }
        if !self.sets.is_empty() {
            let sets = self.sets.iter().map(|set| print_set(set, "operation::"));
            let sets: Vec<String> = sets.collect();
            text.push_str(&format!("\n    .security(&[{}])", sets.join(", ")));
        }
        text
    }

    /// Returns the expression that makes a client of what the environment holds, or of the credentials of the first
    /// set if that needs more than a key.
    pub fn client(&self, input: &Input<'_>) -> String {
        let Some(set) = self.sets.first().filter(|_| self.needs_words()) else {
            return "Client::from_env()?".to_owned();
        };
        let read = |scheme: &SecurityScheme| match scheme.place {
            CredentialPlace::Basic => {
                let variable = format!("{}_PASSWORD", input.name.to_shouty_snake_case());
                let variable = literal(&variable);
                format!("Credential::basic(\"user\", std::env::var({variable})?)")
            }
            _ => {
                let own = self.variables.iter().find(|(known, _)| *known == scheme);
                let variable = own.map_or(self.variable(input), |(_, variable)| variable);
                format!("Credential::from_env({})?", literal(variable))
            }
        };
        let credentials = set.iter().map(|scheme| match self.variables.is_empty() {
            true => format!("        .credential({})\n", read(scheme)),
            false => format!(
                "        .credential_for({}, {})\n",
                literal(&scheme.name),
                read(scheme)
            ),
        });
        let credentials: String = credentials.collect();
        format!("Client::builder()\n{credentials}        .build()?")
    }

    /// Returns the variables of the environment, in the form of Markdown.
    pub fn listed(&self, input: &Input<'_>) -> String {
        let mut listed: Vec<String> = self
            .variables
            .iter()
            .map(|(scheme, variable)| {
                let form = match scheme.place {
                    CredentialPlace::Basic => " as `user:password`",
                    _ => "",
                };
                format!("{} (for {}{form})", code(variable), code(&scheme.name))
            })
            .collect();
        let single = self.variable(input);
        match (listed.as_slice(), single) {
            (_, "") => {}
            ([], single) if self.is_basic() => {
                listed.push(format!("{} as `user:password`", code(single)));
            }
            ([], single) => listed.push(code(single)),
            (_, single) => listed.push(format!("{} (for whatever takes one)", code(single))),
        }
        listed.join(", ")
    }

    fn is_basic(&self) -> bool {
        let mut schemes = self.sets.iter().copied().flatten();
        schemes.all(|scheme| scheme.place == CredentialPlace::Basic) && !self.sets.is_empty()
    }

    /// Returns whether a client is more than the key that its variable holds.
    pub fn needs_words(&self) -> bool {
        let is_basic = |scheme: &SecurityScheme| scheme.place == CredentialPlace::Basic;
        let first = self.sets.first();
        first.is_some_and(|set| set.len() > 1 || set.iter().any(is_basic))
    }
}

/// Returns alternatives as the table of operations has them.
pub fn print_alternatives(alternatives: &[Vec<SecurityScheme>]) -> Vec<String> {
    let sets = alternatives.iter();
    sets.map(|set| print_set(set, "")).collect()
}

fn print_set(set: &[SecurityScheme], module: &str) -> String {
    let schemes = set.iter().map(|scheme| {
        let name = literal(&scheme.name);
        let call = match &scheme.place {
            CredentialPlace::Header {
                name: header,
                prefix,
            } => {
                format!("header({name}, {}, {})", literal(header), literal(prefix))
            }
            CredentialPlace::Query { name: parameter } => {
                format!("query({name}, {})", literal(parameter))
            }
            CredentialPlace::Cookie { name: cookie } => {
                format!("cookie({name}, {})", literal(cookie))
            }
            CredentialPlace::Basic => format!("basic({name})"),
        };
        format!("{module}SecurityScheme::{call}")
    });
    format!("&[{}]", schemes.collect::<Vec<_>>().join(", "))
}
