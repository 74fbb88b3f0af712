//! `converse auth status`: which credentials are set.

use clap::ArgMatches;
use converse::dynamic::PROVIDERS;
use converse::provider::Provider;
use converse::serde_json::{Value, json};

use crate::config::{Origin, Variables, credential_variables};
use crate::failure::Failure;
use crate::output::{Format, Printer};

/// Lists the variables of all providers, and where each is set. Shows no value.
pub fn status(matches: &ArgMatches) -> Result<(), Failure> {
    let (_, matches) = matches.subcommand().ok_or_else(Failure::no_command)?;
    let variables = Variables::read(matches)?;
    let mut printer = Printer::new(Format::chosen(matches), None);
    for provider in PROVIDERS {
        let provider = provider.provider();
        for name in credential_variables(provider) {
            printer.item(row(provider, "credential", name, &variables))?;
        }
        for parameter in provider.parameters {
            printer.item(row(
                provider,
                parameter.name,
                parameter.variable,
                &variables,
            ))?;
        }
        printer.item(row(
            provider,
            "base URL",
            provider.base_url_variable,
            &variables,
        ))?;
    }
    printer.finish()
}

fn row(provider: &Provider, what: &str, variable: &str, variables: &Variables) -> Value {
    let origin = match variables.origin(provider, variable) {
        Some(Origin::Environment) => "environment",
        Some(Origin::Profile) => "profile",
        None => "not set",
    };
    json!({ "provider": provider.name, "for": what, "variable": variable, "from": origin })
}
