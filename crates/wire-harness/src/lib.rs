//! Measures the engine on a folder of documents: makes a crate of each, compiles it and, if requested, calls every
//! operation and compares requests and responses with the document.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use converse_codegen::internals::{name_of, unwritable};
use converse_codegen::{
    Document, Generator, Problem, Report, Result, Runtime, Settings, SplitByTag, Target,
};

mod check;
mod exercise;
mod methods;
pub mod validator;

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
    /// Whether the crates have a feature per tag. Where it depends on the size of the document, a crate that is large
    /// enough is also checked in one piece.
    pub split_by_tag: SplitByTag,
}

/// One document of the corpus, and its result.
struct Row {
    document: String,
    package: String,
    /// Whether it is the document of the row before, in one piece.
    again: bool,
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
        let name = name_of(&path);
        let (row, subject) = generate(&core, &home, &path, &name, request.split_by_tag)?;
        let is_large = request.split_by_tag == SplitByTag::Auto && row.is_split();
        rows.push(row);
        subjects.extend(subject);
        if is_large {
            let name = format!("{name}-in-one-piece");
            let (row, _) = generate(&core, &home, &path, &name, SplitByTag::Never)?;
            rows.push(Row { again: true, ..row });
        }
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
        if let Outcome::Generated { report, check, .. } = &mut row.outcome {
            doing(&format!("cargo check of {}", row.package));
            *check = Some(check_of(&home, &row.package, report, request.jobs)?);
        }
    }
    if request.exercise {
        let mut all = exercise::run(&home, &subjects, request.jobs, doing)?.into_iter();
        for row in rows.iter_mut().filter(|row| !row.again) {
            if let Outcome::Generated { exercised, .. } = &mut row.outcome {
                *exercised = all.next();
            }
        }
    }
    print(&rows, out)
}

/// Compiles a crate with all features but TLS; if it has a feature per tag, also with only one of them.
fn check_of(home: &Path, package: &str, report: &Report, jobs: usize) -> Result<check::Checked> {
    let Some(part) = report.parts.first() else {
        return check::check(home, package, &[], jobs);
    };
    let all = check::check(home, package, &["all"], jobs)?;
    if !all.is_clean() {
        return Ok(all);
    }
    let mut alone = check::check(home, package, &[part.feature.as_str()], jobs)?;
    alone.time = all.time;
    Ok(alone)
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

fn generate(
    core: &Path,
    home: &Path,
    path: &Path,
    name: &str,
    split: SplitByTag,
) -> Result<(Row, Option<exercise::Subject>)> {
    let start = Instant::now();
    let mut settings = Settings::new(name);
    settings.split_by_tag = split;
    let package = format!("converse-{name}");
    let mut subject = None;
    let runtime = Runtime::Path(core.to_path_buf());
    let made = Document::read(path).and_then(|document| {
        let generator = Generator::new(document).name(name).settings(settings);
        generator.target(Target::Standalone(runtime)).build()
    });
    let outcome = match made {
        Err(problem) => Outcome::Refused(problem),
        Ok(made) => {
            let methods = methods::count(&made.files);
            let known = made.report.operations.iter().map(exercise::Known::from);
            subject = Some(exercise::Subject {
                name: name.to_owned(),
                document: path.to_path_buf(),
                operations: known.collect(),
                is_split: !made.report.parts.is_empty(),
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
        again: false,
        outcome,
        generate_time: start.elapsed(),
    };
    Ok((row, subject))
}

impl Row {
    fn is_generated(&self) -> bool {
        matches!(self.outcome, Outcome::Generated { .. })
    }

    /// Returns whether the crate has a feature per tag.
    fn is_split(&self) -> bool {
        matches!(&self.outcome, Outcome::Generated { report, .. } if !report.parts.is_empty())
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
        let document = match row.again {
            true => "    the same in one piece",
            false => row.document.as_str(),
        };
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
                if !row.again {
                    operations += documented(report);
                    methods_total += methods;
                }
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
    let documents = || rows.iter().filter(|row| !row.again);
    let generated = documents().filter(|row| row.is_generated()).count();
    let broken: BTreeSet<&str> = rows
        .iter()
        .filter(|row| !row.is_compiled())
        .map(|row| row.document.as_str())
        .collect();
    let compiled = documents().count() - broken.len();
    text.push_str(&totals.report());
    text.push_str(&format!(
        "{} documents, {generated} generated, {compiled} compiled, {methods_total} of {operations} operations\n",
        documents().count()
    ));
    out.write_all(text.as_bytes()).map_err(unwritable)?;
    let whole = |row: &Row| row.is_compiled() && row.is_whole() && row.is_exercised();
    Ok(rows.iter().all(whole))
}

impl Row {
    fn result(&self) -> &'static str {
        match (self.is_compiled(), self.is_whole()) {
            (true, true) if self.is_split() => "whole, a feature per tag",
            (true, true) => "whole",
            (true, false) => "operations are missing",
            (false, _) => "does not compile without a warning",
        }
    }
}
