//! A document whose prose is full of code becomes a crate whose tests run none of it, as rustdoc itself
//! shows.

use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::{Document, Generator, Runtime, Target};

mod document;

/// File that a block writes when it runs.
const TRACE: &str = "ran-";

#[test]
fn the_tests_of_a_crate_run_no_code_of_its_document() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let home = temporary.join("prose");
    if home.exists() {
        std::fs::remove_dir_all(&home).expect("the folder of an earlier run can go");
    }
    std::fs::create_dir_all(&home).expect("the target folder is writable");
    write_crate(&home);

    // The dependencies are shared with other tests.
    let target = temporary.parent().unwrap_or(temporary);
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&home)
        .args(["test", "--offline", "--no-default-features"])
        .args(["--features", "dynamic,examples"])
        .env("CARGO_TARGET_DIR", target)
        // As our workspace has it: with another setting, all dependencies would be built once more.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .expect("cargo runs");
    let (printed, warned) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let left: Vec<PathBuf> = std::fs::read_dir(&home)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.to_string_lossy().contains(TRACE))
        .collect();
    assert!(left.is_empty(), "{} blocks ran: {left:?}", left.len());
    assert!(output.status.success(), "{printed}\n{warned}");
    let compiled: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains("(line "))
        .collect();
    let [first_call] = compiled.as_slice() else {
        panic!("{compiled:#?}");
    };
    assert!(first_call.starts_with("test src/lib.rs - "), "{first_call}");
}

fn write_crate(home: &Path) {
    let forms = document::forms();
    let whole = |place: usize| {
        // An unclosed block swallows everything after it, so each form comes first somewhere.
        let (last, first) = forms.split_at(place % forms.len());
        [first, last].concat().join("\n\n")
    };
    let prose = |place: usize, is_long: bool| match is_long {
        true => whole(place),
        false => forms[place % forms.len()].clone(),
    };
    let block = |number: usize| {
        format!(
            "std::fs::write(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{TRACE}{number}\"), \"\").unwrap();"
        )
    };
    let document = document::document(&prose, &block);
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let mut made = Generator::new(Document::from_value("document", document))
        .name("prose")
        .target(Target::Standalone(Runtime::Path(
            crates.join("converse-core"),
        )))
        .build()
        .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(made.report.left_out.len(), 0);
    if let Some(manifest) = made.files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n");
    }
    made.write(home)
        .unwrap_or_else(|problem| panic!("{problem}"));
    let lock = crates.with_file_name("Cargo.lock");
    std::fs::copy(lock, home.join("Cargo.lock")).expect("the lock is there");
}
