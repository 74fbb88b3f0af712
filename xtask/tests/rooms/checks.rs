//! The checks find what they are for, in small crates that have it.

use std::fs;
use std::path::Path;

use crate::listed::Rooms;
use crate::{circles, imports, upward};

const ORDER: &str = "### Rooms of `small`\n\n1. `upper`: above\n2. `lower`: below\n";

/// The problems of a crate of two rooms, the lower one with two files.
fn problems(upper: &str, lower: &str, file: &str, other: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write(
        "lib.rs",
        "mod lower;\nmod upper;\npub use lower::Low;\npub use upper::Up;",
    );
    write("upper.rs", upper);
    write("lower.rs", lower);
    write("lower/file.rs", file);
    write("lower/other.rs", other);
    let sources = imports::read(folder.path());
    let rooms = Rooms::all(ORDER).pop().expect("one crate is listed");
    let wrong = sources
        .iter()
        .flat_map(|source| upward(&rooms, &sources, source));
    (wrong.collect(), circles(&imports::graph(&sources)))
}

const LOWER: &str = "mod file;\nmod other;\npub use file::Low;";

#[test]
fn imports_down_and_within_a_room_are_fine() {
    let (wrong, circles) = problems(
        "use crate::lower::Low;\npub struct Up(Low);",
        LOWER,
        "use super::other::Other;\npub struct Low(Other);",
        "pub struct Other;",
    );
    assert_eq!((wrong, circles), (Vec::new(), Vec::new()));
}

#[test]
fn an_import_from_an_upper_room_is_found() {
    let (wrong, _) = problems(
        "pub struct Up;",
        LOWER,
        "use crate::upper::Up;\npub struct Low(Up);",
        "",
    );
    assert_eq!(
        wrong,
        ["small: lower/file.rs imports upper::Up, which is in no lower room"]
    );
}

#[test]
fn an_import_through_the_root_is_found_in_whatever_direction() {
    let (wrong, _) = problems(
        "use crate::Low;\npub struct Up(Low);",
        LOWER,
        "pub struct Low;",
        "",
    );
    assert_eq!(
        wrong,
        ["small: upper.rs imports Low through the root, not from its room"]
    );
}

#[test]
fn files_that_import_each_other_are_found() {
    let (_, circles) = problems(
        "pub struct Up;",
        LOWER,
        "use super::other::Other;\npub struct Low(Other);",
        "use super::file::Low;\npub struct Other(Low);",
    );
    assert_eq!(circles, [["lower/file.rs", "lower/other.rs"]]);
}
