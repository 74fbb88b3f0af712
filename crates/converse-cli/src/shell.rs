//! Completions and man pages.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{ArgMatches, Command};

use crate::commands;
use crate::failure::Failure;

/// Prints the completions of a shell.
pub fn completions(matches: &ArgMatches) -> Result<(), Failure> {
    let shell = matches.get_one::<clap_complete::Shell>("shell").copied();
    let shell = shell.ok_or_else(Failure::no_command)?;
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut whole(), "converse", &mut text);
    let printed = io::stdout().write_all(&text);
    printed.map_err(|error| Failure::io("the output", &error))
}

/// Writes a man page for each command.
pub fn man(matches: &ArgMatches) -> Result<(), Failure> {
    let folder = matches.get_one::<PathBuf>("folder");
    let folder = folder.ok_or_else(Failure::no_command)?;
    let shown = folder.display().to_string();
    let written = fs::create_dir_all(folder);
    written
        .and_then(|()| clap_mangen::generate_to(whole(), folder))
        .map_err(|error| Failure::io(&shown, &error))
}

/// Returns the command with all that is deferred.
fn whole() -> Command {
    let mut command = commands::all();
    command.build();
    command
}
