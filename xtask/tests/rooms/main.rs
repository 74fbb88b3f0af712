//! The rooms of a crate are the modules at its root. `ARCHITECTURE.md` lists them in an order, the upper ones first, and
//! rooms import from lower ones alone; within a room, no files import each other in a circle.
//!
//! A crate is looked at as soon as `ARCHITECTURE.md` has a section `Rooms of …` for it.

mod imports;
mod listed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use imports::{Import, Source};
use listed::Rooms;

#[test]
fn rooms_import_from_lower_rooms_alone() {
    let mut told = Vec::new();
    for rooms in Rooms::all(&architecture()) {
        let sources = imports::read(&workspace().join("crates").join(&rooms.package).join("src"));
        told.extend(not_listed(&rooms, &sources));
        for source in &sources {
            told.extend(upward(&rooms, &sources, source));
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn no_files_of_a_room_import_each_other() {
    let mut told = Vec::new();
    for rooms in Rooms::all(&architecture()) {
        let sources = imports::read(&workspace().join("crates").join(&rooms.package).join("src"));
        let graph = imports::graph(&sources);
        for circle in circles(&graph) {
            told.push(format!("{}: {}", rooms.package, circle.join(" → ")));
        }
    }
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// Rooms without a place in the order, and places without a room.
fn not_listed(rooms: &Rooms, sources: &[Source]) -> Vec<String> {
    let present: BTreeSet<&str> = sources.iter().filter_map(Source::room).collect();
    let listed: BTreeSet<&str> = rooms.heights.keys().map(String::as_str).collect();
    let name = |room: &&str| format!("{}: `{room}`", rooms.package);
    let missing = present.difference(&listed).map(name);
    let gone = listed.difference(&present).map(name);
    missing
        .map(|room| format!("{room} has no place in ARCHITECTURE.md"))
        .chain(gone.map(|room| format!("{room} stands in ARCHITECTURE.md and is no module")))
        .collect()
}

/// What a file imports from rooms that are not below its own.
fn upward(rooms: &Rooms, sources: &[Source], source: &Source) -> Vec<String> {
    let Some(own) = source.room() else {
        // The root names them all.
        return Vec::new();
    };
    let wrong = source.imports.iter().filter_map(|import| {
        let room = imports::room_of(sources, import)?;
        // What the root alone has is in no room.
        let height = rooms.heights.get(room)?;
        let below = room == own || rooms.heights.get(own).is_none_or(|own| own < height);
        (!below).then(|| told(rooms, source, import))
    });
    wrong.collect()
}

fn told(rooms: &Rooms, source: &Source, import: &Import) -> String {
    format!(
        "{}: {} imports {}, which is in no lower room",
        rooms.package,
        source.file,
        import.path.join("::")
    )
}

/// The circles of a graph: of each knot, the files that are in it.
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
