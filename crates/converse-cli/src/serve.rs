//! `converse serve`: the fake provider as a process.

use std::io::{self, Write};

use clap::ArgMatches;
use converse::testing::{CREDENTIAL, setup};

use crate::failure::Failure;

/// Serves until the process ends.
pub fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let mut setup = setup();
    if let Some(port) = matches.get_one::<u16>("port") {
        setup = setup.port(*port);
    }
    if matches.get_flag("stateful") {
        setup = setup.stateful();
    }
    let server = setup
        .start()
        .map_err(|error| Failure::io("the server", &error))?;
    let chosen: Vec<&String> = matches.get_many("provider").into_iter().flatten().collect();
    let mut text = String::new();
    for provider in server.providers() {
        let is_chosen = chosen.is_empty() || chosen.iter().any(|it| *it == provider.name);
        if is_chosen {
            let url = server.base_url(provider.name);
            text.push_str(&format!("{}={url}\n", provider.base_url_variable));
            let variables = provider.credential_variables.iter().map(|(_, name)| *name);
            let variables = variables.chain([provider.credential_variable]);
            for variable in variables.filter(|it| !it.is_empty()) {
                text.push_str(&format!("{variable}={CREDENTIAL}\n"));
            }
        }
    }
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    printed.map_err(|error| Failure::io("the output", &error))?;
    drop(out);
    loop {
        // The server has a thread of its own.
        std::thread::park();
    }
}
