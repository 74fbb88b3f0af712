//! `cargo xtask bench`: runs the benchmarks and writes their tables into `BENCHMARKS.md`.

use std::io::Write;

use converse_codegen::Result;
use converse_codegen::internals::unwritable;

use crate::process;
use crate::workspace::Workspace;

mod benchmark;
mod conditions;
mod page;
#[cfg(test)]
mod tests;

use benchmark::Benchmark;
use conditions::Conditions;

/// The benchmarks to run, and how.
#[derive(clap::Args)]
pub struct Arguments {
    /// The benchmarks; all of them if none is named.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write nothing; run each contestant once, unoptimized, to see that it runs.
    #[arg(long)]
    once: bool,
    /// List the benchmarks without running them.
    #[arg(long, conflicts_with = "once")]
    list: bool,
}

/// Runs the benchmarks, one at a time, up to the first that fails.
pub fn run(workspace: &Workspace, arguments: &Arguments, out: &mut dyn Write) -> Result<()> {
    let chosen = benchmark::chosen(benchmark::all(workspace)?, &arguments.names)?;
    if arguments.list {
        let mut lines = chosen.iter().map(Benchmark::listed);
        return lines.try_for_each(|one| writeln!(out, "{one}").map_err(unwritable));
    }
    match arguments.once {
        true => try_out(workspace, &chosen, out),
        false => measure(
            workspace,
            &chosen,
            &Conditions::now(workspace)?,
            |benchmark| tables(workspace, &benchmark.measuring(), out),
        ),
    }
}

/// Runs each contestant of all benchmarks once, and writes nothing.
pub fn run_once(workspace: &Workspace, out: &mut dyn Write) -> Result<()> {
    try_out(workspace, &benchmark::all(workspace)?, out)
}

fn try_out(workspace: &Workspace, benchmarks: &[Benchmark], out: &mut dyn Write) -> Result<()> {
    page::check(workspace, benchmarks)?;
    for benchmark in benchmarks {
        tables(workspace, &benchmark.trying(), out)?;
    }
    Ok(())
}

/// Takes the tables of each benchmark and writes them into its section, before the next one runs.
fn measure(
    workspace: &Workspace,
    benchmarks: &[Benchmark],
    conditions: &Conditions,
    mut take_tables: impl FnMut(&Benchmark) -> Result<String>,
) -> Result<()> {
    // A benchmark takes minutes, and a missing section would lose its figures.
    page::check(workspace, benchmarks)?;
    for benchmark in benchmarks {
        let tables = take_tables(benchmark)?;
        let line = conditions.line(&benchmark.measuring());
        page::write(workspace, &benchmark.name, &line, &tables)?;
    }
    Ok(())
}

/// Returns what a run of cargo prints on standard output; its progress is on standard error.
fn tables(workspace: &Workspace, arguments: &[&str], out: &mut dyn Write) -> Result<String> {
    let mut command = workspace.command("cargo", arguments);
    let line = process::written(&command);
    writeln!(out, "   {line}")
        .and_then(|()| out.flush())
        .map_err(unwritable)?;
    let printed = process::output(&mut command)?;
    benchmark::require_table(&line, &printed)?;
    Ok(printed)
}
