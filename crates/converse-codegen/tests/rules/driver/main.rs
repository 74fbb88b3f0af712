//! Runs the cases of all rules: prints a line each, then the differences.

mod case;
mod crates;
mod doc_examples;
mod exchange;
mod walk;

use std::process::ExitCode;

use serde_json::{Map, Value};

use case::Examples;

fn main() -> ExitCode {
    let file = std::env::args()
        .nth(1)
        .expect("the first argument is the file of cases");
    let text = std::fs::read_to_string(file).expect("the file of cases can be read");
    let rules: Map<String, Value> = serde_json::from_str(&text).expect("the cases are JSON");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(converse_test_support::Server::start([]));
    let (mut done, mut failed) = (0, 0);
    let mut examples = Examples::new();
    crates::examples(|rule, name, found| match found {
        Ok((_, written)) => {
            examples.insert((rule.to_owned(), name.to_owned()), written);
        }
        Err(difference) => {
            failed += 1;
            println!("FAIL {rule} the example of {name}: {difference}");
        }
    });
    for (rule, cases) in &rules {
        for (number, case) in cases.as_array().into_iter().flatten().enumerate() {
            let name = case::name(case);
            let outcome = runtime.block_on(case::run(rule, case, &examples, &server));
            done += 1;
            match outcome {
                Ok(()) => println!("ok   {rule} {} {name}", number + 1),
                Err(differences) => {
                    failed += 1;
                    println!("FAIL {rule} {} {name}", number + 1);
                    differences.lines().for_each(|line| println!("       {line}"));
                }
            }
        }
    }
    println!("{done} cases, {failed} failed");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
