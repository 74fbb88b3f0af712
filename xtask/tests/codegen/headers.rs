//! The engine leaves out the header parameters that the runtime refuses.

use std::fs;

use xtask::workspace::Workspace;

/// The strings of the first list in a source file whose head contains `name`.
fn names(file: &str, name: &str) -> Vec<String> {
    let path = Workspace::current().root().join(file);
    let text = fs::read_to_string(path).expect("the file is there");
    let (_, list) = text.split_once(name).expect("the list is there");
    let (list, _) = list.split_once("];").expect("the list ends");
    let strings = list.split('"').skip(1).step_by(2);
    strings.map(str::to_owned).collect()
}

#[test]
fn engine_and_runtime_know_the_same_headers_of_the_connection() {
    let engine = names(
        "crates/converse-codegen/src/collect/parameters.rs",
        "const CONNECTION_HEADERS:",
    );
    let runtime = names(
        "crates/converse-core/src/headers/connection.rs",
        "const NAMES:",
    );
    assert!(engine.contains(&"host".to_owned()), "{engine:?}");
    assert_eq!(engine, runtime);
}
