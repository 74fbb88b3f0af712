//! `corpus --exercise`: calls every operation of a document through its generated crate against a server on
//! loopback, and compares requests and responses with the document as it was published.
//!
//! Nothing in here depends on the passes or on how `converse-core` writes a request.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use converse_codegen::{Document, GeneratedOperation, Problem, Result};

mod children;
mod contract;
mod contract_servers;
mod coverage;
mod driver;
mod facets;
mod forms;
mod http;
mod judge;
mod media;
mod nulls;
mod reader;
mod references;
mod request;
mod run;
mod samples;
mod scalars;
mod security;
mod server;
mod spelling;
mod synthesize;
pub mod types;
mod values;
mod wire;

use children::Children;
use driver::{Driver, Program};
use samples::Maker;
use server::Server;

/// A document whose crate is exercised.
pub struct Subject {
    /// The provider's name.
    pub name: String,
    pub document: PathBuf,
    /// The operations of the crate, in the order of the document.
    pub operations: Vec<Known>,
    /// Whether the crate has a feature per tag.
    pub is_split: bool,
}

/// An operation of the crate.
pub struct Known {
    pub id: String,
    pub method: String,
    /// The path template.
    pub path: String,
}

/// The result for one document.
#[derive(Debug, Default)]
pub struct Exercised {
    /// Operations of the document.
    pub operations: usize,
    /// Operations whose every call went as documented.
    pub passed: usize,
    pub calls: usize,
    /// Values that the document refuses and that were tried all the same, since none was better.
    pub refused: usize,
    /// The differences: the operation, then each difference.
    pub differences: Vec<String>,
}

impl From<&GeneratedOperation> for Known {
    fn from(operation: &GeneratedOperation) -> Self {
        Self {
            id: operation.id.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
        }
    }
}

impl Exercised {
    pub fn is_whole(&self) -> bool {
        self.passed == self.operations && self.differences.is_empty()
    }

    /// Returns a line for the document, and its first differences.
    pub fn report(&self) -> String {
        let (passed, operations, calls) = (self.passed, self.operations, self.calls);
        let mut text = format!("    exercised {passed} of {operations} in {calls} calls");
        if self.refused > 0 {
            text.push_str(&format!(
                ", {} values that no validator accepts",
                self.refused
            ));
        }
        text.push('\n');
        for difference in self.differences.iter().take(SHOWN) {
            text.push_str(&format!("    {difference}\n"));
        }
        if self.differences.len() > SHOWN {
            text.push_str(&format!(
                "    and {} more\n",
                self.differences.len() - SHOWN
            ));
        }
        text
    }
}

/// Limit on the differences that are reported per document.
const SHOWN: usize = 12;

/// Limit on those of one operation.
const SHOWN_OF_ONE: usize = 3;

/// The result for all documents.
#[derive(Debug, Default)]
pub struct Totals {
    documents: usize,
    whole: usize,
    operations: usize,
    passed: usize,
    calls: usize,
}

impl Totals {
    pub fn add(&mut self, exercised: &Exercised) {
        self.documents += 1;
        self.whole += usize::from(exercised.is_whole());
        self.operations += exercised.operations;
        self.passed += exercised.passed;
        self.calls += exercised.calls;
    }

    /// Returns a line; `None` if no document was exercised.
    pub fn report(&self) -> String {
        if self.documents == 0 {
            return String::new();
        }
        format!(
            "exercised: {} of {} documents, {} of {} operations, {} calls\n",
            self.whole, self.documents, self.passed, self.operations, self.calls
        )
    }
}

/// Writes the programs that call the crates; returns the names of their packages.
pub fn prepare(home: &Path, core: &Path, subjects: &[Subject]) -> Result<Vec<String>> {
    for subject in subjects {
        driver::write(home, core, subject)?;
    }
    Ok(subjects
        .iter()
        .map(|subject| driver::package(&subject.name))
        .collect())
}

/// Exercises the crates, in the order of `subjects`.
pub fn run(
    home: &Path,
    subjects: &[Subject],
    jobs: usize,
    mut doing: impl FnMut(&str),
) -> Result<Vec<Exercised>> {
    doing("programs that call the crates");
    let names: Vec<String> = subjects
        .iter()
        .map(|subject| subject.name.clone())
        .collect();
    let programs = driver::build(home, &names, jobs)?;
    let server = Server::start().map_err(|error| {
        Problem::file(
            "127.0.0.1",
            format!("no server starts: {error}"),
            "allow connections on loopback",
        )
    })?;
    let mut all = Vec::new();
    for subject in subjects {
        doing(&format!("calls of {}", subject.name));
        let document = references::replaced(Document::read(&subject.document)?.into_value());
        all.push(match programs.get(&subject.name) {
            Some(Program::Built(program)) => exercise(&document, subject, program, &server),
            Some(Program::Failed(reason)) => refused(&document, reason),
            None => refused(&document, "no program was built"),
        });
    }
    Ok(all)
}

/// Returns a path template without its query and fragment, and without unnecessary encoding.
fn plain_path(path: &str) -> String {
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    wire::canonical(plain)
}

fn refused(document: &Value, reason: &str) -> Exercised {
    Exercised {
        operations: contract::read(document).len(),
        differences: vec![reason.to_owned()],
        ..Exercised::default()
    }
}

fn exercise(document: &Value, subject: &Subject, program: &Path, server: &Server) -> Exercised {
    let contracts = contract::read(document);
    let mut exercised = Exercised {
        operations: contracts.len(),
        ..Exercised::default()
    };
    let mut driver = match Driver::start(program, &server.origin()) {
        Ok(driver) => driver,
        Err(reason) => return refused(document, &reason),
    };
    let base_url = contract_servers::base_url(document).unwrap_or_default();
    if driver.base_url != base_url {
        let found = &driver.base_url;
        let difference = format!("the base URL is {found:?}, not {base_url:?}");
        exercised.differences.push(difference);
    }
    let lost = driver.lost.iter();
    let lost = lost.map(|lost| format!("the example of a type is not kept: {lost}"));
    exercised.differences.extend(lost);
    let children = Children::of(document);
    let mut maker = match Maker::new(document, &children) {
        Ok(maker) => maker,
        Err(reason) => return refused(document, &reason),
    };
    let mut known = subject.operations.iter().peekable();
    for contract in &contracts {
        let shown = format!("{} {}", contract.method, contract.path);
        // Operations that the crate lacks are not called.
        let found = known.next_if(|it| {
            let (one, other) = (plain_path(&it.path), plain_path(&contract.path));
            it.method.eq_ignore_ascii_case(&contract.method) && one.ends_with(&other)
        });
        let Some(operation) = found else {
            exercised
                .differences
                .push(format!("{shown}: the crate lacks it"));
            continue;
        };
        let mut differences = Vec::new();
        maker.judge.next_contract();
        for case in run::cases(&mut maker, contract) {
            exercised.calls += 1;
            server.answer(case.reply.clone());
            // The caller of an operation on another server gives its base URL.
            let base = if contract.server.elsewhere {
                contract.server.path.as_str()
            } else {
                contract_servers::path_of(&driver.base_url)
            };
            let line = json!({
                "operation": operation.id,
                "base": base,
                "arguments": case.arguments.to_json(contract),
            });
            let outcome = match driver.call(&line) {
                Ok(outcome) => outcome,
                Err(reason) => {
                    differences.push(reason);
                    // The next operations need a program that runs.
                    match Driver::start(program, &server.origin()) {
                        Ok(next) => driver = next,
                        Err(_) => return exercised,
                    }
                    break;
                }
            };
            let of_call = run::differences(contract, &case, &outcome, &server.received());
            let about = format!("{} ({})", operation.id, case.label);
            differences.extend(of_call.into_iter().map(|it| format!("{about}: {it}")));
            // Further calls of an operation that is this wrong show nothing new.
            if differences.len() >= SHOWN_OF_ONE {
                differences.truncate(SHOWN_OF_ONE);
                break;
            }
        }
        if differences.is_empty() {
            exercised.passed += 1;
        }
        exercised.differences.extend(differences);
    }
    exercised.refused = maker.refused;
    exercised
}
