//! The parameters that a client has for all of its calls: at its builder, and in the provider's facts.

use heck::ToShoutySnakeCase;

use super::Input;
use super::part::IMPORTED;
use super::rust::literal;
use super::security::Credentials;
use crate::api::{ClientParameter, Location, Parameter};
use crate::docs::comment;
use crate::generate::RustType;
use crate::identifiers::{Taken, latin};

/// A parameter of the client, with what the first operation that takes it says.
pub struct OfClient<'a> {
    pub shared: &'a ClientParameter,
    parameter: &'a Parameter,
    taken: &'a RustType,
    /// The environment variable that holds it.
    pub variable: String,
}

/// Returns the parameters of the client.
pub fn of_client<'a>(input: &Input<'a>) -> Vec<OfClient<'a>> {
    let settings = input.settings;
    let credentials = Credentials::of(input);
    let others = credentials.variables.iter().map(|(_, it)| it.as_str());
    let own = [&settings.credential_variable, &settings.base_url_variable];
    let mut taken = Taken::new(others.chain(own.map(String::as_str)), "_PARAMETER");
    let find = |shared: &'a ClientParameter| {
        let variable = format!("{} {}", input.name, latin(&shared.name));
        let variable = taken.claim(&variable.to_shouty_snake_case());
        let calls = input.api.operations.iter().zip(&input.surface.operations);
        let mut all =
            calls.flat_map(|(operation, types)| operation.parameters.iter().zip(&types.parameters));
        let (parameter, taken) = all.find(|(it, _)| it.of_client && shared.is(it))?;
        Some(OfClient {
            shared,
            parameter,
            taken,
            variable,
        })
    };
    input
        .api
        .client_parameters
        .iter()
        .filter_map(find)
        .collect()
}

/// Returns the place of a parameter, as the macros write it.
pub fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

impl OfClient<'_> {
    /// Returns its lines in the call of `client_builder!`.
    pub fn setter(&self) -> String {
        let said = self.parameter.description.as_deref();
        let docs = comment(
            "        ",
            "///",
            said.unwrap_or("A parameter of all calls."),
        );
        let uuid = if *self.taken == RustType::Uuid {
            " as uuid"
        } else {
            ""
        };
        format!(
            "{docs}        {} {}: {}{uuid} = {},\n",
            place(self.shared.location),
            self.shared.setter,
            self.taken.shown(IMPORTED),
            literal(&self.shared.name),
        )
    }

    /// Returns its row in the provider's facts.
    pub fn row(&self) -> String {
        let location = match self.shared.location {
            Location::Path => "Path",
            Location::Query => "Query",
            Location::Header => "Header",
            Location::Cookie => "Cookie",
        };
        format!(
            "operation::ClientParameter::new(operation::Location::{location}, {}, {}, {}, \
             converse_core::argument::read_text::<{}>)",
            literal(&self.shared.name),
            literal(&self.shared.setter),
            literal(&self.variable),
            self.taken.shown(IMPORTED),
        )
    }
}
