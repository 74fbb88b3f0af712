//! Maintainer commands: `cargo xtask help` lists them.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use converse_codegen::command;
use converse_codegen::internals::unwritable;
use converse_codegen::{Result, SplitByTag};
use converse_wire_harness::Request;
use xtask::compare::Format;
use xtask::progress::Progress;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;
use xtask::{api_diff, bench, ci, codegen, coverage, lock, preview, provider, spec};

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
        /// Write nothing; list what is stale, missing or orphaned, and how it differs.
        #[arg(long)]
        check: bool,
        /// Write nothing; list how the public API differs from that of the crates at a revision of git, and the step of the version.
        #[arg(long, value_name = "REV", conflicts_with = "check")]
        api_diff: Option<String>,
        /// The form of that list.
        #[arg(long, value_enum, default_value_t, requires = "api_diff")]
        format: Format,
    },
    /// Write the crate of a document for a look at it, and print a summary.
    Preview(command::Arguments),
    /// Preview every document in a folder and compile the crates.
    Corpus {
        /// The folder.
        folder: PathBuf,
        /// How many compilers run at a time.
        #[arg(long, default_value_t = 2)]
        jobs: usize,
        /// Also call every operation, and compare requests and responses with the document.
        #[arg(long)]
        exercise: bool,
        /// Whether the crates have a feature per tag. Large ones are checked in both forms if it depends on their size.
        #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
        split_by_tag: SplitByTag,
    },
    /// Add a provider to the workspace, or remove one.
    #[command(subcommand)]
    Provider(provider::Command),
    /// Work on the documents in specs/.
    #[command(subcommand)]
    Spec(spec::Command),
    /// Write docs/coverage.md: every operation, its credential, retries, pages and tested examples, and the corrections in force.
    Coverage {
        /// Write nothing; list how the page differs.
        #[arg(long)]
        check: bool,
    },
    /// Print a provider's document after its overlay, as JSON.
    Overlay {
        /// The provider.
        provider: String,
    },
    /// Run benchmarks, one after the other, and write their tables into BENCHMARKS.md.
    Bench(bench::Arguments),
    /// Run the gate: what must hold before a change is merged.
    Ci(ci::Arguments),
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
        Command::Codegen {
            providers,
            api_diff: Some(revision),
            format,
            ..
        } => {
            let progress = &mut Progress::on_terminal();
            api_diff::run(&workspace, &providers, &revision, format, out, progress)?;
            Ok(Outcome::InSync)
        }
        Command::Codegen {
            providers, check, ..
        } => {
            let mode = if check { Mode::Check } else { Mode::Write };
            let progress = &mut Progress::on_terminal();
            codegen::run(&workspace, &providers, mode, out, progress)
        }
        Command::Preview(arguments) => preview::run(&workspace, arguments, out),
        Command::Corpus {
            folder,
            jobs,
            exercise,
            split_by_tag,
        } => {
            let request = Request {
                workspace: workspace.root(),
                folder: &folder,
                jobs,
                exercise,
                split_by_tag,
            };
            let mut progress = Progress::on_terminal();
            let whole = converse_wire_harness::run(&request, out, |what| progress.doing(what))?;
            progress.done();
            Ok(if whole {
                Outcome::InSync
            } else {
                Outcome::Differs
            })
        }
        Command::Provider(command) => {
            let outcome = provider::run(&workspace, &command, out, &mut Progress::on_terminal())?;
            lock::update(&workspace)?;
            Ok(outcome)
        }
        Command::Spec(command) => spec::run(&workspace, &command, out),
        Command::Coverage { check } => {
            let mode = if check { Mode::Check } else { Mode::Write };
            coverage::run(&workspace, mode, out, &mut Progress::on_terminal())
        }
        Command::Overlay { provider } => {
            let document = codegen::overlaid(&workspace, &provider)?;
            writeln!(out, "{document:#}").map_err(unwritable)?;
            Ok(Outcome::InSync)
        }
        Command::Bench(arguments) => {
            bench::run(&workspace, &arguments, out)?;
            Ok(Outcome::InSync)
        }
        Command::Ci(arguments) => {
            ci::run(&workspace, &arguments, out)?;
            Ok(Outcome::InSync)
        }
    }
}
