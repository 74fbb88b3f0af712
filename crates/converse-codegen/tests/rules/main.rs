//! One small document per rule of the engine, under `test_data/`. A folder there is a test:
//! `openapi.yaml`, settings in `provider.toml` if it needs some, the Rust that it becomes in `surface.txt`, and the requests and responses in
//! `cases.yaml`.
//!
//! `EXPECTORATE=overwrite` writes the present result; read the difference before you commit it.

mod driver_crate;
mod macro_calls;
mod rule;
mod surface;
mod walks;

use rule::Rule;

#[test]
fn each_document_becomes_the_surface_written_beside_it() {
    let mut changed = Vec::new();
    for rule in Rule::all() {
        assert!(
            rule.report.left_out.is_empty(),
            "{}: {:?}",
            rule.name,
            rule.report.left_out
        );
        let (file, found) = (rule.folder.join("surface.txt"), surface::print(&rule));
        // It panics at a difference, after printing it: all of them are to be seen.
        let same = std::panic::catch_unwind(|| expectorate::assert_contents(&file, &found));
        if same.is_err() {
            changed.push(rule.name.clone());
        }
    }
    assert!(
        changed.is_empty(),
        "EXPECTORATE=overwrite writes the present result: {changed:?}"
    );
}

#[test]
fn each_case_goes_over_the_wire_as_written() {
    let rules = Rule::all();
    if let Err(output) = driver_crate::run(&rules) {
        panic!("{output}");
    }
}
