//! The benchmarks of the workspace, as cargo lists them.

use converse_codegen::{Problem, Result};

use crate::packages::packages;
use crate::workspace::Workspace;

/// A benchmark: a program that prints its tables.
pub struct Benchmark {
    pub package: String,
    /// The name of the target, and of the section of the page.
    pub name: String,
}

/// Returns all benchmarks, in cargo's order.
pub fn all(workspace: &Workspace) -> Result<Vec<Benchmark>> {
    let of_package = |(package, names): (String, Vec<String>)| {
        names.into_iter().map(move |name| Benchmark {
            package: package.clone(),
            name,
        })
    };
    let packages = packages(workspace)?.into_iter();
    let packages = packages.map(|package| (package.name, package.benchmarks));
    Ok(packages.flat_map(of_package).collect())
}

/// Returns the benchmarks with these names; all if there are no names.
pub fn chosen(all: Vec<Benchmark>, names: &[String]) -> Result<Vec<Benchmark>> {
    let is_known = |name: &&String| all.iter().any(|one| one.name == **name);
    if let Some(name) = names.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        return Err(Problem::file(
            name,
            "there is no benchmark of this name",
            format!("choose from {}", known.join(", ")),
        ));
    }
    let is_chosen = |one: &Benchmark| names.is_empty() || names.contains(&one.name);
    Ok(all.into_iter().filter(is_chosen).collect())
}

/// Fails if the output of a command has no table: there is nothing to write.
pub fn require_table(command: &str, output: &str) -> Result<()> {
    if output.lines().any(|line| line.starts_with("| ")) {
        return Ok(());
    }
    Err(Problem::file(
        command,
        "the benchmark prints no table on standard output",
        "have it print a `Table` of `benches/table.rs`",
    ))
}

impl Benchmark {
    /// Returns the benchmark and its package, in columns.
    pub fn listed(&self) -> String {
        format!("{:<12} {}", self.name, self.package)
    }

    /// Returns the arguments of cargo by which it measures.
    pub fn measuring(&self) -> [&str; 5] {
        ["bench", "-p", &self.package, "--bench", &self.name]
    }

    /// Returns the arguments of cargo by which each contestant runs once.
    ///
    /// The profile and the features are those of all tests, so that what is built for either serves both.
    pub fn trying(&self) -> [&str; 7] {
        let name = &self.name;
        [
            "test",
            "--workspace",
            "--locked",
            "--bench",
            name,
            "--",
            "--once",
        ]
    }
}
