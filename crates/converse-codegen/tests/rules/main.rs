//! One small document per rule of the engine, under `test_data/`. A folder there is a test:
//! `openapi.yaml`, the Rust that it becomes in `surface.txt`, and the requests and responses in
//! `cases.yaml`.
//!
//! `UPDATE_SURFACE=1` writes the present result; read the difference before you commit it.

mod driver_crate;
mod rule;
mod surface;
mod walks;

use rule::Rule;

#[test]
fn each_document_becomes_the_surface_written_beside_it() {
    let update = std::env::var_os("UPDATE_SURFACE").is_some();
    let mut differences = String::new();
    for rule in Rule::all() {
        if !rule.report.left_out.is_empty() {
            differences.push_str(&format!("{}: {:?}\n", rule.name, rule.report.left_out));
        }
        let found = surface::print(&rule);
        let file = rule.folder.join("surface.txt");
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            if update {
                std::fs::write(&file, &found).expect("the folder is writable");
            }
            differences.push_str(&format!("{}:\n{}", rule.name, changed(&expected, &found)));
        }
    }
    let hint = "UPDATE_SURFACE=1 writes the present result";
    assert!(differences.is_empty(), "{hint}:\n{differences}");
}

#[test]
fn each_case_goes_over_the_wire_as_written() {
    let rules = Rule::all();
    if let Err(output) = driver_crate::run(&rules) {
        panic!("{output}");
    }
}

/// Returns the lines that are in one string only, in their order.
fn changed(expected: &str, found: &str) -> String {
    let only = |one: &str, other: &str, sign: char| -> String {
        let others: Vec<&str> = other.lines().collect();
        one.lines()
            .filter(|line| !others.contains(line))
            .map(|line| format!("  {sign} {line}\n"))
            .collect()
    };
    format!(
        "{}{}",
        only(expected, found, '-'),
        only(found, expected, '+')
    )
}
