//! `converse auth status`: which credentials are set.

use clap::ArgMatches;
use converse::dynamic::PROVIDERS;
use converse::serde_json::{Value, json};

use crate::config::{Origin, Variables};
use crate::failure::Failure;
use crate::output::{Format, Printer};

/// Lists the variables of all providers, and where each is set. Shows no value but that of a base URL.
pub fn status(matches: &ArgMatches) -> Result<(), Failure> {
    let (_, matches) = matches.subcommand().ok_or_else(Failure::no_command)?;
    let variables = Variables::read(matches)?;
    let mut printer = Printer::new(Format::chosen(matches), None);
    for provider in PROVIDERS {
        let provider = provider.provider();
        let single = [provider.credential_variable].into_iter();
        let several = provider.credential_variables.iter().map(|(_, name)| *name);
        for name in single.chain(several).filter(|name| !name.is_empty()) {
            printer.item(row(provider.name, "credential", name, &variables))?;
        }
        for parameter in provider.parameters {
            printer.item(row(
                provider.name,
                parameter.name,
                parameter.variable,
                &variables,
            ))?;
        }
        printer.item(row(
            provider.name,
            "base URL",
            provider.base_url_variable,
            &variables,
        ))?;
    }
    printer.finish()
}

fn row(provider: &str, what: &str, variable: &str, variables: &Variables) -> Value {
    let origin = match variables.origin(variable) {
        Some(Origin::Environment) => "environment",
        Some(Origin::Profile) => "profile",
        None => "not set",
    };
    json!({ "provider": provider, "for": what, "variable": variable, "from": origin })
}
