//! Patterns of strings.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use regex_lite::Regex;

/// Returns whether a text matches a pattern. One that is no regular expression matches every text.
///
/// Each pattern is compiled once. There are as many as the tables of the program have.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: Mutex<Option<HashMap<&'static str, Option<Regex>>>> = Mutex::new(None);
    // Compiling does not panic, and leaves nothing half done.
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let compiled = compiled.get_or_insert_default();
    let compiled = compiled
        .entry(pattern)
        .or_insert_with(|| Regex::new(pattern).ok());
    // A clone is cheap, and others need not wait while this one matches.
    let regex = compiled.clone();
    regex.is_none_or(|regex| regex.is_match(text))
}
