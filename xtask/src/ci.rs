//! `cargo xtask ci`: the gate, one step or all of them.

use std::io::Write;
use std::time::Instant;

use converse_codegen::Result;
use converse_codegen::internals::unwritable;

use crate::workspace::Workspace;

mod gate;
mod steps;
mod unpacked;

use gate::{Ended, Gate};
use steps::STEPS;

/// The steps to run, and how strictly.
#[derive(clap::Args)]
#[command(after_help = listing())]
pub struct Arguments {
    /// The steps to run; all if none is named.
    #[arg(value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(names()), hide_possible_values = true)]
    steps: Vec<String>,
    /// List the steps without running them.
    #[arg(long)]
    list: bool,
    /// Fail where a step would be skipped because a tool or toolchain is not installed.
    #[arg(long)]
    full: bool,
}

/// Runs the steps in the order of the list, up to the first that fails.
pub fn run(workspace: &Workspace, arguments: &Arguments, out: &mut dyn Write) -> Result<()> {
    if arguments.list {
        return out.write_all(listing().as_bytes()).map_err(unwritable);
    }
    let gate = Gate::new(workspace, arguments.full);
    let start = Instant::now();
    let wanted = &arguments.steps;
    let chosen = STEPS
        .iter()
        .filter(|step| wanted.is_empty() || wanted.iter().any(|name| name == step.name));
    let mut passed = 0;
    let mut skipped = Vec::new();
    for step in chosen {
        line(out, &format!("\n== {}: {}", step.name, step.about))?;
        let start = Instant::now();
        let ended = (step.run)(&gate, out)?;
        let seconds = start.elapsed().as_secs();
        match ended {
            Ended::Passed => {
                passed += 1;
                line(out, &format!("-- {} passed in {seconds} s", step.name))?;
            }
            Ended::Skipped(reason) => {
                line(out, &format!("-- {} skipped: {reason}", step.name))?;
                skipped.push(step.name);
            }
        }
    }
    let mut summary = format!("\n{passed} steps passed in {} s", start.elapsed().as_secs());
    if !skipped.is_empty() {
        summary.push_str("; skipped: ");
        summary.push_str(&skipped.join(", "));
    }
    line(out, &summary)
}

/// The commands of a step write to the same terminal, so that each line is flushed before they do.
fn line(out: &mut dyn Write, text: &str) -> Result<()> {
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(unwritable)
}

fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

fn listing() -> String {
    let mut text = "Steps, in their order:\n".to_owned();
    for step in STEPS {
        text.push_str(&format!("  {:<12} {}\n", step.name, step.about));
    }
    text
}
