//! Tests of what is written into the page, with benchmarks that run nothing.

use std::fs;

use converse_codegen::Problem;

use super::benchmark::{all, chosen, require_table};
use super::page::PAGE;
use super::*;

const BEFORE: &str = "# Figures

<!-- begin call -->

An old day:

| call |

<!-- end call -->

Prose.

<!-- begin decode -->
<!-- end decode -->
";

fn workspace(page: &str) -> (tempfile::TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(PAGE), page).unwrap();
    let workspace = Workspace::new(folder.path());
    (folder, workspace)
}

fn page(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.root().join(PAGE)).unwrap()
}

fn benchmarks(names: &[&str]) -> Vec<Benchmark> {
    let named = |name: &&str| Benchmark {
        package: "converse-benches".to_owned(),
        name: (*name).to_owned(),
    };
    names.iter().map(named).collect()
}

fn conditions() -> Conditions {
    Conditions {
        machine: "3 cores".to_owned(),
        date: "2026-01-02".to_owned(),
    }
}

#[test]
fn the_tables_replace_those_of_the_section_and_nothing_else() {
    let (_folder, workspace) = workspace(BEFORE);
    let printed = |_: &Benchmark| Ok("| new |\n| --- |\n\n| second |\n\n".to_owned());
    measure(&workspace, &benchmarks(&["call"]), &conditions(), printed).unwrap();
    let line = "By `cargo bench -p converse-benches --bench call` on 2026-01-02; 3 cores:";
    let new = format!("{line}\n\n| new |\n| --- |\n\n| second |\n");
    let expected = BEFORE.replace("An old day:\n\n| call |\n", &new);
    assert_eq!(page(&workspace), expected);
}

#[test]
fn an_empty_section_is_filled() {
    let (_folder, workspace) = workspace(BEFORE);
    let printed = |_: &Benchmark| Ok("| new |\n".to_owned());
    let decode = benchmarks(&["decode"]);
    measure(&workspace, &decode, &conditions(), printed).unwrap();
    let expected = ":\n\n| new |\n\n<!-- end decode -->\n";
    assert!(page(&workspace).ends_with(expected), "{}", page(&workspace));
}

#[test]
fn a_benchmark_that_fails_leaves_its_section_and_keeps_the_earlier_one() {
    let (_folder, workspace) = workspace(BEFORE);
    let problem = measure(
        &workspace,
        &benchmarks(&["decode", "call"]),
        &conditions(),
        |benchmark| match benchmark.name.as_str() {
            "decode" => Ok("| new |".to_owned()),
            name => Err(Problem::file(name, "it fails", "mend it")),
        },
    );
    assert_eq!(problem.unwrap_err().rule(), "it fails");
    let page = page(&workspace);
    let (before, _) = BEFORE.split_once("<!-- begin decode -->").unwrap();
    assert!(page.starts_with(before), "{page}");
    assert!(page.contains("| new |"), "{page}");
}

#[test]
fn a_missing_section_is_reported_before_anything_runs() {
    let (_folder, workspace) = workspace(BEFORE);
    let problem = measure(
        &workspace,
        &benchmarks(&["call", "memory"]),
        &conditions(),
        |benchmark| panic!("{} runs", benchmark.name),
    );
    assert_eq!(
        problem.unwrap_err().to_string(),
        "BENCHMARKS.md: the markers `<!-- begin memory -->` and `<!-- end memory -->` are missing\n  \
         help: put `<!-- begin memory -->` once on a line above the tables of the benchmark `memory`, in a section of \
         its own, and `<!-- end memory -->` once on a line below"
    );
    assert_eq!(page(&workspace), BEFORE);
}

#[test]
fn what_prints_no_table_is_an_error() {
    assert!(require_table("cargo", "| a |\n").is_ok());
    let problem = require_table("cargo bench", "running 0 tests\n").unwrap_err();
    assert!(problem.rule().contains("no table"), "{problem}");
}

#[test]
fn a_name_chooses_a_benchmark_and_an_unknown_one_lists_them() {
    let names = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let known = || benchmarks(&["call", "decode"]);
    assert_eq!(chosen(known(), &[]).unwrap().len(), 2);
    assert_eq!(
        chosen(known(), &names(&["decode"])).unwrap()[0].name,
        "decode"
    );
    let problem = chosen(known(), &names(&["call", "cal"])).err().unwrap();
    assert_eq!(problem.path(), "cal");
    assert_eq!(problem.help(), "choose from call, decode");
}

#[test]
fn every_benchmark_has_a_name_and_a_section_of_its_own() {
    let workspace = Workspace::current();
    let all = all(&workspace).unwrap();
    let mut names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.contains(&"call"), "{names:?}");
    assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    page::check(&workspace, &all).unwrap();
}
