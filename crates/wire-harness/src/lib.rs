//! Measures the engine on a folder of documents: makes a crate of each, compiles it and, if requested, calls every
//! operation and compares requests and responses with the document.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use converse_codegen::internals::{name_of, unwritable};
use converse_codegen::{Document, Generator, Problem, Report, Result, Runtime, Target};

mod check;
mod exercise;
mod methods;

/// The arguments of a run.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The folder of the workspace, which has the runtime and the lock file. The crates are written under its
    /// `target/`.
    pub workspace: &'a Path,
    /// The folder of documents.
    pub folder: &'a Path,
    /// How many compilers run at a time.
    pub jobs: usize,
    /// Whether every operation is called as well.
    pub exercise: bool,
}

/// One document of the corpus, and its result.
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
        report: Box<Report>,
        methods: usize,
        check: Option<check::Checked>,
        exercised: Option<exercise::Exercised>,
    },
}

/// Generates and compiles a crate of every document in the folder; returns whether all of them are complete.
pub fn run(
    request: &Request<'_>,
    out: &mut dyn Write,
    mut doing: impl FnMut(&str),
) -> Result<bool> {
    let workspace = request.workspace;
    let home = workspace.join("target/corpus");
    let core = workspace.join("crates/converse-core");
    let mut rows = Vec::new();
    let mut subjects = Vec::new();
    for path in documents(request.folder)? {
        doing(&path.display().to_string());
        let (row, subject) = generate(&core, &home, &path)?;
        rows.push(row);
        subjects.extend(subject);
    }
    let mut packages: Vec<String> = rows
        .iter()
        .filter(|row| row.is_generated())
        .map(|row| row.package.clone())
        .collect();
    if request.exercise {
        packages.extend(exercise::prepare(&home, &core, &subjects)?);
    }
    check::prepare(workspace, &home, &packages)?;
    for row in &mut rows {
        if let Outcome::Generated { check, .. } = &mut row.outcome {
            doing(&format!("cargo check of {}", row.package));
            *check = Some(check::check(&home, &row.package, request.jobs)?);
        }
    }
    if request.exercise {
        let mut all = exercise::run(&home, &subjects, request.jobs, doing)?.into_iter();
        for row in &mut rows {
            if let Outcome::Generated { exercised, .. } = &mut row.outcome {
                *exercised = all.next();
            }
        }
    }
    print(&rows, out)
}

/// Lists the documents in a folder, by name.
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

fn generate(core: &Path, home: &Path, path: &Path) -> Result<(Row, Option<exercise::Subject>)> {
    let start = Instant::now();
    let name = name_of(path);
    let package = format!("converse-{name}");
    let mut subject = None;
    let runtime = Runtime::Path(core.to_path_buf());
    let made = Document::read(path).and_then(|document| {
        let generator = Generator::new(document).name(&name);
        generator.target(Target::Standalone(runtime)).build()
    });
    let outcome = match made {
        Err(problem) => Outcome::Refused(problem),
        Ok(made) => {
            let methods = methods::count(&made.files);
            let known = made.report.operations.iter().map(exercise::Known::from);
            subject = Some(exercise::Subject {
                name,
                document: path.to_path_buf(),
                operations: known.collect(),
            });
            made.write(home.join("crates").join(&package))?;
            Outcome::Generated {
                report: Box::new(made.report),
                methods,
                check: None,
                exercised: None,
            }
        }
    };
    let row = Row {
        document: path
            .file_name()
            .map_or(String::new(), |name| name.to_string_lossy().into_owned()),
        package,
        outcome,
        generate_time: start.elapsed(),
    };
    Ok((row, subject))
}

impl Row {
    fn is_generated(&self) -> bool {
        matches!(self.outcome, Outcome::Generated { .. })
    }

    fn is_compiled(&self) -> bool {
        matches!(&self.outcome, Outcome::Generated { check: Some(check), .. } if check.is_clean())
    }

    /// Returns whether every operation was called as documented, if calls were requested.
    fn is_exercised(&self) -> bool {
        match &self.outcome {
            Outcome::Generated { exercised, .. } => {
                exercised.as_ref().is_none_or(exercise::Exercised::is_whole)
            }
            Outcome::Refused(_) => false,
        }
    }

    /// Returns whether every operation of the document is a public method.
    fn is_whole(&self) -> bool {
        match &self.outcome {
            Outcome::Generated {
                report, methods, ..
            } => *methods == documented(report),
            Outcome::Refused(_) => false,
        }
    }
}

/// Counts the operations of the document.
fn documented(report: &Report) -> usize {
    report.operations.len() + report.left_out.len()
}

fn print(rows: &[Row], out: &mut dyn Write) -> Result<bool> {
    let mut text = format!(
        "{:<28} {:>6} {:>7} {:>8} {:>6} {:>7} {:>8} {:>8}  result\n",
        "document", "ops", "methods", "untyped", "types", "lines", "generate", "check"
    );
    let (mut operations, mut methods_total) = (0, 0);
    let mut totals = exercise::Totals::default();
    for row in rows {
        let document = &row.document;
        match &row.outcome {
            Outcome::Refused(problem) => {
                text.push_str(&format!("{document:<28} refused: {problem}\n"))
            }
            Outcome::Generated {
                report,
                methods,
                check,
                exercised,
            } => {
                operations += documented(report);
                methods_total += methods;
                let share = 100.0 * report.untyped.len() as f64 / report.schemas.max(1) as f64;
                let check_time = check.as_ref().map_or(0.0, |check| check.time.as_secs_f64());
                text.push_str(&format!(
                    "{document:<28} {:>6} {methods:>7} {share:>6.2} % {:>6} {:>7} {:>6} ms {check_time:>6.1} s  {}\n",
                    documented(report),
                    report.types,
                    report.lines,
                    row.generate_time.as_millis(),
                    row.result(),
                ));
                for left in &report.left_out {
                    text.push_str(&format!(
                        "    left out: {} (#{}): {}\n",
                        left.operation, left.pointer, left.reason
                    ));
                }
                for message in check.iter().flat_map(|check| check.messages.iter().take(3)) {
                    text.push_str(&format!("    {message}\n"));
                }
                if let Some(exercised) = exercised {
                    totals.add(exercised);
                    text.push_str(&exercised.report());
                }
            }
        }
    }
    let generated = rows.iter().filter(|row| row.is_generated()).count();
    let compiled = rows.iter().filter(|row| row.is_compiled()).count();
    text.push_str(&totals.report());
    text.push_str(&format!(
        "{} documents, {generated} generated, {compiled} compiled, {methods_total} of {operations} operations\n",
        rows.len()
    ));
    out.write_all(text.as_bytes()).map_err(unwritable)?;
    let whole = |row: &Row| row.is_compiled() && row.is_whole() && row.is_exercised();
    Ok(rows.iter().all(whole))
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
