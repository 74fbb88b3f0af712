//! `converse-codegen`: generates a crate from an OpenAPI document.

use std::process::ExitCode;

use clap::Parser;
use converse_codegen::command::{self, Arguments};

/// Generates a typed Rust client from an OpenAPI document.
#[derive(Parser)]
#[command(name = "converse-codegen", version)]
struct Command {
    #[command(flatten)]
    arguments: Arguments,
}

fn main() -> ExitCode {
    let Command { arguments } = Command::parse();
    match command::run(&arguments, "converse-codegen", &mut anstream::stdout()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{red}error:{red:#} {problem}");
            ExitCode::FAILURE
        }
    }
}
