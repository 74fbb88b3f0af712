//! Takes any string as a document: the result is a crate or an error, in bounded time.
//!
//! `cargo +nightly fuzz run --fuzz-dir crates/converse-codegen/fuzz document crates/converse-codegen/tests/seeds`
//!
//! `MUTATIONS_CORPUS=FOLDER cargo test -p converse-codegen --test mutations` compiles the crates of the documents that
//! it keeps.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(document) = serde_json::from_str::<serde_json::Value>(text) {
        let _ = converse_codegen::Generator::new(document).build();
    }
});
