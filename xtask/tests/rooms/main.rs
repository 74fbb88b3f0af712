//! The rooms of a crate are the modules at its root. `ARCHITECTURE.md` lists them in order, the upper ones first, and
//! rooms import from lower ones alone; within a room, no files import each other in a circle.
//!
//! A crate is checked as soon as `ARCHITECTURE.md` has a section `Rooms of …` for it.

mod checks;
mod imports;
mod listed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use imports::{Import, Source};
use listed::Rooms;

#[test]
fn rooms_import_from_lower_rooms_alone() {
    let mut problems = Vec::new();
    for rooms in Rooms::all(&architecture()) {
        let sources = imports::read(&workspace().join("crates").join(&rooms.package).join("src"));
        problems.extend(not_listed(&rooms, &sources));
        for source in &sources {
            problems.extend(upward(&rooms, &sources, source));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn no_files_of_a_room_import_each_other() {
    let mut problems = Vec::new();
    for rooms in Rooms::all(&architecture()) {
        let sources = imports::read(&workspace().join("crates").join(&rooms.package).join("src"));
        let graph = imports::graph(&sources);
        for circle in circles(&graph) {
            problems.push(format!("{}: {}", rooms.package, circle.join(" → ")));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// Lists rooms that are not in the order, and entries of the order that are not rooms.
fn not_listed(rooms: &Rooms, sources: &[Source]) -> Vec<String> {
    let present: BTreeSet<&str> = sources.iter().filter_map(Source::room).collect();
    let listed: BTreeSet<&str> = rooms.heights.keys().map(String::as_str).collect();
    let name = |room: &&str| format!("{}: `{room}`", rooms.package);
    let missing = present.difference(&listed).map(name);
    let gone = listed.difference(&present).map(name);
    missing
        .map(|room| format!("{room} is not listed in ARCHITECTURE.md"))
        .chain(gone.map(|room| format!("{room} is listed in ARCHITECTURE.md and is not a module")))
        .collect()
}

/// The room that passes the names of others on, which the root does too.
const EXPORTS: &str = "exports";

/// Lists a file's imports from rooms that are not below its own, or through the root.
fn upward(rooms: &Rooms, sources: &[Source], source: &Source) -> Vec<String> {
    let Some(own) = source.room() else {
        // The root names all rooms.
        return Vec::new();
    };
    let wrong = source.imports.iter().filter_map(|import| {
        let room = imports::room_of(sources, import)?;
        if own != EXPORTS && import.is_through_the_root(room) {
            return Some(through_the_root(rooms, source, import));
        }
        // An item that only the root has is in no room.
        let height = rooms.heights.get(room)?;
        let below = room == own || rooms.heights.get(own).is_none_or(|own| own < height);
        (!below).then(|| message(rooms, source, import))
    });
    wrong.collect()
}

fn message(rooms: &Rooms, source: &Source, import: &Import) -> String {
    format!(
        "{}: {} imports {}, which is in no lower room",
        rooms.package,
        source.file,
        import.path.join("::")
    )
}

fn through_the_root(rooms: &Rooms, source: &Source, import: &Import) -> String {
    format!(
        "{}: {} imports {} through the root, not from its room",
        rooms.package,
        source.file,
        import.path.join("::")
    )
}

/// Lists the cycles of a graph: of each strongly connected part, its files.
fn circles(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph
        .keys()
        .map(|file| (file.as_str(), reachable(graph, file)))
        .collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (file, own) in &reached {
        if !own.contains(file) || seen.contains(file) {
            continue;
        }
        let knot = own.iter().filter(|other| reached[*other].contains(file));
        let knot: Vec<&str> = knot.copied().collect();
        seen.extend(&knot);
        let knot = knot.into_iter().map(str::to_owned).collect();
        found.push(knot);
    }
    found
}

fn reachable<'a>(graph: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&'a str> = graph[from].iter().map(String::as_str).collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(graph[file].iter().map(String::as_str));
        }
    }
    found
}

fn architecture() -> String {
    std::fs::read_to_string(workspace().join("ARCHITECTURE.md")).expect("the file is there")
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in the workspace")
}
