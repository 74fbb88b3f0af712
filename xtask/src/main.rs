//! Maintainer commands: `cargo xtask help` lists them.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use xtask::preview::{self, Detail};
use xtask::problem::Result;
use xtask::progress::Progress;
use xtask::read::DOCUMENT_LIMIT;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;
use xtask::{codegen, corpus, provider, spec};

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
    /// Show what a document would become: write its crate, and say what was made of it.
    Preview {
        /// The document: OpenAPI 3.0 or 3.1, JSON or YAML, one file or several.
        spec: PathBuf,
        /// Corrections to apply first.
        #[arg(long)]
        overlay: Option<PathBuf>,
        /// The provider's name; from the file's name if none is given.
        #[arg(long)]
        name: Option<String>,
        /// Where to write the crate; under target/preview if nothing is given.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Print the summary for machines.
        #[arg(long)]
        json: bool,
        /// Name every place that a pass changed.
        #[arg(long, short)]
        verbose: bool,
        /// How large the document may be, in bytes.
        #[arg(long, default_value_t = DOCUMENT_LIMIT)]
        max_bytes: u64,
    },
    /// Preview every document in a folder and compile the crates.
    Corpus {
        /// The folder.
        folder: PathBuf,
        /// How many compilers run at a time.
        #[arg(long, default_value_t = 2)]
        jobs: usize,
        /// Also call every operation, and hold requests and answers against the document.
        #[arg(long)]
        exercise: bool,
    },
    /// Add a provider to the workspace, or take one out.
    #[command(subcommand)]
    Provider(provider::Command),
    /// Work on the documents in specs/.
    #[command(subcommand)]
    Spec(spec::Command),
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
        Command::Preview {
            spec,
            overlay,
            name,
            out: folder,
            json,
            verbose,
            max_bytes,
        } => {
            let request = preview::Request {
                document: spec,
                overlay,
                name,
                max_bytes,
            };
            let detail = match (json, verbose) {
                (true, _) => Detail::Json,
                (false, true) => Detail::Verbose,
                (false, false) => Detail::Plain,
            };
            preview::run(&workspace, &request, folder.as_deref(), detail, out)?;
            Ok(Outcome::InSync)
        }
        Command::Corpus {
            folder,
            jobs,
            exercise,
        } => {
            let options = corpus::Options { jobs, exercise };
            let progress = &mut Progress::on_terminal();
            let whole = corpus::run(&workspace, &folder, options, out, progress)?;
            Ok(if whole {
                Outcome::InSync
            } else {
                Outcome::Differs
            })
        }
        Command::Provider(command) => {
            provider::run(&workspace, &command, out, &mut Progress::on_terminal())
        }
        Command::Spec(command) => spec::run(&workspace, &command, out),
        Command::Overlay { provider } => {
            let document = codegen::overlaid(&workspace, &provider)?;
            writeln!(out, "{document:#}").map_err(codegen::unwritable)?;
            Ok(Outcome::InSync)
        }
    }
}
