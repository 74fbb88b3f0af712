//! The page of the figures: prose that people write, and a marked region per benchmark.

use converse_codegen::Result;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};

use super::Benchmark;
use crate::markers::Markers;
use crate::sync::{Mode, Output, sync};
use crate::workspace::Workspace;

/// The page.
pub const PAGE: &str = "BENCHMARKS.md";

/// Fails unless each benchmark has its region.
pub fn check(workspace: &Workspace, benchmarks: &[Benchmark]) -> Result<()> {
    let text = text(workspace)?;
    for benchmark in benchmarks {
        markers(&benchmark.name).lines(&text)?;
    }
    Ok(())
}

/// Puts a line and the tables below it into the region of a benchmark.
pub fn write(workspace: &Workspace, name: &str, line: &str, tables: &str) -> Result<()> {
    let lines = ["", line, ""].into_iter().chain(tables.trim().lines());
    let lines = lines.chain([""]).map(str::to_owned).collect::<Vec<_>>();
    let text = markers(name).replace(&text(workspace)?, &lines)?;
    let output = Output {
        files: [(PAGE.to_owned(), text)].into(),
        ..Output::default()
    };
    sync(workspace, &output, Mode::Write, &mut std::io::sink())?;
    Ok(())
}

fn text(workspace: &Workspace) -> Result<String> {
    read::text(&workspace.root().join(PAGE), PAGE, DOCUMENT_LIMIT)
}

fn markers(name: &str) -> Markers {
    Markers {
        file: PAGE,
        begin: format!("<!-- begin {name} -->"),
        end: format!("<!-- end {name} -->"),
        holds: format!("the tables of the benchmark `{name}`, in a section of its own"),
    }
}
