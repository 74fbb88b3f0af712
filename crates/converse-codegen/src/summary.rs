//! A report as text, for people or for machines.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::problem::{Problem, Result, unwritable};
use crate::report::{ChangedByPass, GeneratedPart, LeftOut, Report, UntypedPlace};
use crate::sync::Difference;

/// How detailed the summary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Counts.
    Plain,
    /// Each place as well.
    Verbose,
    /// Everything, for machines.
    Json,
}

/// Prints the report on a document whose crate is in `folder`, and how the folder differs, if that was requested.
pub fn print(
    report: &Report,
    folder: &Path,
    detail: Detail,
    differences: Option<&[Difference]>,
    out: &mut dyn Write,
) -> Result<()> {
    let text = match detail {
        Detail::Json => json(report, differences),
        Detail::Plain | Detail::Verbose => text(report, folder, detail, differences),
    };
    out.write_all(text.as_bytes()).map_err(unwritable)
}

/// The report as JSON.
#[derive(Serialize)]
struct Summary<'a> {
    /// Operations in the document.
    operations: usize,
    /// Operations in the crate.
    generated: usize,
    skipped: &'a [LeftOut],
    /// The parts of a crate that has a feature per tag.
    #[serde(skip_serializing_if = "<[GeneratedPart]>::is_empty")]
    parts: &'a [GeneratedPart],
    types: usize,
    lines: usize,
    untyped: &'a [UntypedPlace],
    /// Schemas in the document.
    positions: usize,
    /// Invalid places that became any JSON or were dropped.
    invalid: Vec<String>,
    warnings: Vec<String>,
    passes: &'a [ChangedByPass],
    /// Each as one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    differences: Option<Vec<String>>,
}

fn json(report: &Report, differences: Option<&[Difference]>) -> String {
    let summary = Summary {
        operations: report.operations.len() + report.left_out.len(),
        generated: report.operations.len(),
        skipped: &report.left_out,
        parts: &report.parts,
        types: report.types,
        lines: report.lines,
        untyped: &report.untyped,
        positions: report.schemas,
        invalid: lines(&report.invalid),
        warnings: lines(&report.warnings),
        passes: &report.passes,
        differences: differences.map(|all| all.iter().map(ToString::to_string).collect()),
    };
    // A struct of strings and numbers always serializes.
    let text = serde_json::to_string_pretty(&summary).unwrap_or_default();
    format!("{text}\n")
}

fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn text(
    report: &Report,
    folder: &Path,
    detail: Detail,
    differences: Option<&[Difference]>,
) -> String {
    let mut text = format!(
        "{} of {} operations, {} types, {} lines, {} of {} schemas untyped\n",
        report.operations.len(),
        report.operations.len() + report.left_out.len(),
        report.types,
        report.lines,
        report.untyped.len(),
        report.schemas,
    );
    if !report.parts.is_empty() {
        let parts = report.parts.len();
        text.push_str(&format!("parts     {parts}, a feature each\n"));
    }
    for left in &report.left_out {
        text.push_str(&format!(
            "left out  {} (#{}): {}\n",
            left.operation, left.pointer, left.reason
        ));
    }
    for place in &report.untyped {
        text.push_str(&format!("untyped   #{}: {}\n", place.pointer, place.reason));
    }
    for place in &report.invalid {
        text.push_str(&format!("invalid   {place}\n"));
    }
    for warning in &report.warnings {
        text.push_str(&format!("warning   {warning}\n"));
    }
    for changes in &report.passes {
        text.push_str(&format!(
            "{:<20} changed {} schemas\n",
            changes.pass,
            changes.pointers.len()
        ));
        if detail == Detail::Verbose {
            changes
                .pointers
                .iter()
                .for_each(|pointer| text.push_str(&format!("    #{pointer}\n")));
        }
    }
    let folder = folder.display();
    match differences {
        None => text.push_str(&format!("the crate is in {folder}\n")),
        Some([]) => text.push_str(&format!("the crate in {folder} is up to date\n")),
        Some(all) => {
            text.push_str(&format!("the crate in {folder} differs:\n"));
            for difference in all {
                text.push_str(&format!("{difference}\n"));
            }
        }
    }
    text
}
