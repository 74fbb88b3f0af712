//! Any text as a document: it gives a crate or an error, in bounded time.
//!
//! `cargo +nightly fuzz run --fuzz-dir xtask/fuzz document xtask/tests/seeds`
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(document) = serde_json::from_str(text) {
        let _ = xtask::preview::build_value("fuzzed", document);
    }
});
