//! `converse`: the command line over the messaging providers of Converse.
//!
//! Its commands are built at run time from the operations of the compiled-in clients: a new provider needs no code here.

mod arguments;
mod auth;
mod body;
mod by_hand;
mod commands;
mod config;
mod failure;
mod flags;

mod operation;
mod output;
mod serve;
mod shell;

use std::process::ExitCode;

use failure::Failure;

fn main() -> ExitCode {
    let matches = match commands::all().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help goes to the standard output and is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() {
                failure::USAGE
            } else {
                0
            });
        }
    };
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(matches: &clap::ArgMatches) -> Result<(), Failure> {
    let (name, matches) = matches.subcommand().ok_or_else(Failure::no_command)?;
    match name {
        commands::AUTH => auth::status(matches),
        commands::COMPLETIONS => shell::completions(matches),
        commands::MAN => shell::man(matches),
        commands::SERVE => serve::run(matches),
        provider => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| Failure::io("the runtime", &error))?;
            runtime.block_on(operation::run(provider, matches))
        }
    }
}
