//! Maintainer commands: `cargo xtask help` lists them.

use std::io::Write;
use std::process::ExitCode;

use xtask::codegen;
use xtask::problem::Result;
use xtask::progress::Progress;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;

use clap::{Parser, Subcommand};

/// Maintainer commands of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the providers' crates from their documents in specs/.
    Codegen {
        /// The providers; all of them if none is named.
        providers: Vec<String>,
        /// Write nothing; list what is stale, missing or orphaned.
        #[arg(long)]
        check: bool,
    },
    /// Print a provider's document after its overlay, as JSON.
    Overlay {
        /// The provider.
        provider: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = anstream::stdout();
    match run(arguments.command, &mut out) {
        Ok(Outcome::InSync) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::FAILURE,
        Err(problem) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{red}error:{red:#} {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, out: &mut dyn Write) -> Result<Outcome> {
    let workspace = Workspace::current();
    match command {
        Command::Codegen { providers, check } => {
            let mode = if check { Mode::Check } else { Mode::Write };
            codegen::run(
                &workspace,
                &providers,
                mode,
                out,
                &mut Progress::on_terminal(),
            )
        }
        Command::Overlay { provider } => {
            let document = codegen::overlaid(&workspace, &provider)?;
            writeln!(out, "{document:#}").map_err(codegen::unwritable)?;
            Ok(Outcome::InSync)
        }
    }
}
