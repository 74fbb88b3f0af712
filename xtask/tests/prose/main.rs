//! A document whose prose is full of code becomes a crate whose tests run none of it: rustdoc itself is
//! asked.

use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::preview::{self, Request};
use xtask::read::DOCUMENT_LIMIT;
use xtask::render::Home;
use xtask::workspace::Workspace;

mod document;

/// What a block leaves behind when it runs.
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

    // What the crate stands on is shared with all else that is built there.
    let target = temporary.parent().unwrap_or(temporary);
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&home)
        .args(["test", "--offline", "--no-default-features"])
        .args(["--features", "dynamic,examples"])
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    let (told, warned) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let left: Vec<PathBuf> = std::fs::read_dir(&home)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.to_string_lossy().contains(TRACE))
        .collect();
    assert!(left.is_empty(), "{} blocks ran: {left:?}", left.len());
    assert!(output.status.success(), "{told}\n{warned}");
    let compiled: Vec<&str> = told
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
        // A block without end takes all that follows, so that each form comes first somewhere.
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
    let file = home.join("openapi.json");
    std::fs::write(&file, document.to_string()).expect("the target folder is writable");

    let workspace = Workspace::current();
    let root = workspace.root();
    let request = Request {
        document: file,
        overlay: None,
        name: Some("prose".to_owned()),
        max_bytes: DOCUMENT_LIMIT,
    };
    let core = root.join("crates/converse-core");
    let (_, built) = preview::build(&workspace, &request, Home::Alone { core })
        .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(preview::Summary::of(&built).skipped.len(), 0);
    let mut files = built.files;
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n");
    }
    preview::write_crate(home, &files).unwrap_or_else(|problem| panic!("{problem}"));
    std::fs::copy(root.join("Cargo.lock"), home.join("Cargo.lock")).expect("the lock is there");
}
