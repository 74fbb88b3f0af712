//! `cargo xtask corpus`: where the engine stands on a folder of documents.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::codegen::unwritable;
use crate::preview::{self, Request, Summary};
use crate::problem::{Problem, Result};
use crate::progress::Progress;
use crate::read::DOCUMENT_LIMIT;
use crate::render::Home;
use crate::workspace::Workspace;

mod check;
mod methods;

/// One document of the corpus, and what became of it.
struct Row {
    document: String,
    package: String,
    outcome: Outcome,
    generate_time: Duration,
}

enum Outcome {
    /// No crate was made.
    Refused(Problem),
    Generated {
        summary: Summary,
        methods: usize,
        check: Option<check::Checked>,
    },
}

/// Previews and compiles every document in `folder`; says whether all of them came out whole.
pub fn run(
    workspace: &Workspace,
    folder: &Path,
    jobs: usize,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<bool> {
    let home = workspace.root().join("target/corpus");
    let mut rows = Vec::new();
    for path in documents(folder)? {
        progress.doing(&path.display().to_string());
        rows.push(generate(workspace, &home, &path)?);
    }
    let packages: Vec<String> = rows
        .iter()
        .filter(|row| row.is_generated())
        .map(|row| row.package.clone())
        .collect();
    check::prepare(workspace, &home, &packages)?;
    for row in &mut rows {
        if let Outcome::Generated { check, .. } = &mut row.outcome {
            progress.doing(&format!("cargo check of {}", row.package));
            *check = Some(check::check(&home, &row.package, jobs)?);
        }
    }
    progress.done();
    print(&rows, out)
}

/// The documents in a folder, by name.
fn documents(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| {
        Problem::file(
            folder,
            format!("the folder cannot be read: {error}"),
            "name a folder of documents",
        )
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path
            .extension()
            .map_or(String::new(), |name| name.to_string_lossy().to_lowercase());
        if path.is_file() && ["json", "yaml", "yml"].contains(&extension.as_str()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn generate(workspace: &Workspace, home: &Path, path: &Path) -> Result<Row> {
    let start = Instant::now();
    let request = Request {
        document: path.to_path_buf(),
        overlay: None,
        name: None,
        max_bytes: DOCUMENT_LIMIT,
    };
    let core = workspace.root().join("crates/converse-core");
    let outcome = match preview::build(workspace, &request, Home::Alone { core }) {
        Err(problem) => Outcome::Refused(problem),
        Ok((name, built)) => {
            let methods = methods::count(&built.files);
            let summary = Summary::of(&built);
            let files: BTreeMap<String, String> = built.files;
            preview::write_crate(
                &home.join("crates").join(format!("converse-{name}")),
                &files,
            )?;
            Outcome::Generated {
                summary,
                methods,
                check: None,
            }
        }
    };
    Ok(Row {
        document: path
            .file_name()
            .map_or(String::new(), |name| name.to_string_lossy().into_owned()),
        package: format!("converse-{}", preview::name_of(path)),
        outcome,
        generate_time: start.elapsed(),
    })
}

impl Row {
    fn is_generated(&self) -> bool {
        matches!(self.outcome, Outcome::Generated { .. })
    }

    fn is_compiled(&self) -> bool {
        matches!(&self.outcome, Outcome::Generated { check: Some(check), .. } if check.is_clean())
    }

    /// Whether every operation of the document is a public method.
    fn is_whole(&self) -> bool {
        match &self.outcome {
            Outcome::Generated {
                summary, methods, ..
            } => *methods == summary.operations,
            Outcome::Refused(_) => false,
        }
    }
}

fn print(rows: &[Row], out: &mut dyn Write) -> Result<bool> {
    let mut text = format!(
        "{:<28} {:>6} {:>7} {:>8} {:>6} {:>7} {:>8} {:>8}  result\n",
        "document", "ops", "methods", "untyped", "types", "lines", "generate", "check"
    );
    let (mut operations, mut methods_total) = (0, 0);
    for row in rows {
        let document = &row.document;
        match &row.outcome {
            Outcome::Refused(problem) => {
                text.push_str(&format!("{document:<28} refused: {problem}\n"))
            }
            Outcome::Generated {
                summary,
                methods,
                check,
            } => {
                operations += summary.operations;
                methods_total += methods;
                let share = 100.0 * summary.untyped.len() as f64 / summary.positions.max(1) as f64;
                let check_time = check.as_ref().map_or(0.0, |check| check.time.as_secs_f64());
                text.push_str(&format!(
                    "{document:<28} {:>6} {methods:>7} {share:>6.2} % {:>6} {:>7} {:>6} ms {check_time:>6.1} s  {}\n",
                    summary.operations,
                    summary.types,
                    summary.lines,
                    row.generate_time.as_millis(),
                    row.result(),
                ));
                for left in &summary.skipped {
                    text.push_str(&format!(
                        "    left out: {} (#{}): {}\n",
                        left.operation, left.pointer, left.reason
                    ));
                }
                for told in check.iter().flat_map(|check| check.told.iter().take(3)) {
                    text.push_str(&format!("    {told}\n"));
                }
            }
        }
    }
    let generated = rows.iter().filter(|row| row.is_generated()).count();
    let compiled = rows.iter().filter(|row| row.is_compiled()).count();
    text.push_str(&format!(
        "{} documents, {generated} generated, {compiled} compiled, {methods_total} of {operations} operations\n",
        rows.len()
    ));
    out.write_all(text.as_bytes()).map_err(unwritable)?;
    Ok(rows.iter().all(|row| row.is_compiled() && row.is_whole()))
}

impl Row {
    fn result(&self) -> &'static str {
        match (self.is_compiled(), self.is_whole()) {
            (true, true) => "whole",
            (true, false) => "operations are missing",
            (false, _) => "does not compile without a warning",
        }
    }
}
