//! The imports between the files of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Item, ItemUse, UseTree};

/// A file of a crate.
pub struct Source {
    /// The path below `src`.
    pub file: String,
    /// The path of its module.
    pub module: Vec<String>,
    pub imports: Vec<Import>,
    /// Its re-exports from its own modules: the name here, and the path.
    exports: BTreeMap<String, Vec<String>>,
}

/// An item of the crate that a file names.
pub struct Import {
    /// The path from the root.
    pub path: Vec<String>,
    /// Whether only tests need it.
    in_tests: bool,
}

impl Source {
    /// Returns the room of the file; `None` for the root.
    pub fn room(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }
}

impl Import {
    fn room(&self) -> Option<&str> {
        self.path.first().map(String::as_str)
    }

    /// Returns whether the import takes from the root what a room has. Tests may.
    pub fn is_through_the_root(&self, room: &str) -> bool {
        !self.in_tests && self.room() != Some(room)
    }
}

/// Reads all files of a crate but those of its binary.
pub fn read(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    list(folder, &mut Vec::new(), &mut sources);
    assert!(!sources.is_empty(), "{} has no sources", folder.display());
    sources
}

/// Returns which files of a room import which, without tests. An item that a module re-exports comes from the module
/// that has it.
pub fn graph(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeMap<&[String], &Source> = sources
        .iter()
        .map(|source| (source.module.as_slice(), source))
        .collect();
    let mut graph = BTreeMap::new();
    for source in sources {
        let needed = source.imports.iter().filter(|import| {
            !import.in_tests && source.room().is_some() && import.room() == source.room()
        });
        let files: BTreeSet<String> = needed
            .filter_map(|import| file_of(&modules, &import.path))
            .filter(|file| *file != source.file)
            .collect();
        graph.insert(source.file.clone(), files);
    }
    graph
}

/// Returns the room that an import comes from, also through the root; `None` if only the root has it.
pub fn room_of<'a>(sources: &'a [Source], import: &'a Import) -> Option<&'a str> {
    let first = import.room()?;
    let root = sources.iter().find(|source| source.module.is_empty())?;
    let passed_on = root.exports.get(first).and_then(|path| path.first());
    Some(passed_on.map_or(first, String::as_str))
}

/// Returns the file that has the item at the path.
fn file_of(modules: &BTreeMap<&[String], &Source>, path: &[String]) -> Option<String> {
    let length = (1..=path.len())
        .rev()
        .find(|end| modules.contains_key(&path[..*end]))?;
    let source = modules[&path[..length]];
    let exported = path.get(length).and_then(|name| source.exports.get(name));
    match exported {
        Some(path) => file_of(modules, path),
        None => Some(source.file.clone()),
    }
}

fn list(folder: &Path, module: &mut Vec<String>, sources: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_stem()
            .expect("it has a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            module.push(name);
            list(&path, module, sources);
            module.pop();
            continue;
        }
        let is_root = module.is_empty() && name == "lib";
        if path.extension().is_none_or(|extension| extension != "rs")
            || module.is_empty() && name == "main"
        {
            continue;
        }
        let mut own = module.clone();
        if !is_root {
            own.push(name.clone());
        }
        sources.push(source(
            &path,
            format!("{}.rs", [module.as_slice(), &[name]].concat().join("/")),
            own,
        ));
    }
}

fn source(path: &Path, file: String, module: Vec<String>) -> Source {
    let text = fs::read_to_string(path).expect("the file can be read");
    let mut parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let children = parsed.items.iter().filter_map(|item| match item {
        Item::Mod(item) if item.content.is_none() => Some(item.ident.to_string()),
        _ => None,
    });
    let mut reader = Reader {
        module: module.clone(),
        children: children.collect(),
        inline: 0,
        in_tests: file.ends_with("tests.rs") || file.ends_with("test_support.rs"),
        imports: Vec::new(),
        exports: BTreeMap::new(),
    };
    reader.visit_file_mut(&mut parsed);
    Source {
        file,
        module,
        imports: reader.imports,
        exports: reader.exports,
    }
}

struct Reader {
    module: Vec<String>,
    /// The modules of the file that are files.
    children: BTreeSet<String>,
    /// Depth of nesting in inline modules.
    inline: usize,
    in_tests: bool,
    imports: Vec<Import>,
    exports: BTreeMap<String, Vec<String>>,
}

impl Reader {
    /// Records a path into the crate.
    fn add(&mut self, segments: &[String]) -> Option<Vec<String>> {
        let path = self.resolve(segments)?;
        self.imports.push(Import {
            path: path.clone(),
            in_tests: self.in_tests,
        });
        Some(path)
    }

    /// Returns the path from the root of the crate; `None` if it leads elsewhere, or to an item of this file.
    fn resolve(&self, segments: &[String]) -> Option<Vec<String>> {
        let (first, rest) = segments.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" if self.inline == 0 => Some([self.module.as_slice(), rest].concat()),
            "super" => {
                let above = segments
                    .iter()
                    .take_while(|segment| *segment == "super")
                    .count();
                // Inline modules belong to the file.
                let above = above.checked_sub(self.inline).filter(|above| *above > 0)?;
                let kept = self.module.len().checked_sub(above)?;
                let rest = &segments[above + self.inline..];
                Some([&self.module[..kept], rest].concat())
            }
            child if self.inline == 0 && self.children.contains(child) => {
                Some([self.module.as_slice(), segments].concat())
            }
            _ => None,
        }
    }
}

impl VisitMut for Reader {
    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        if item.content.is_none() {
            return;
        }
        let outside = self.in_tests;
        self.in_tests |= item.attrs.iter().any(is_test);
        self.inline += 1;
        visit_mut::visit_item_mod_mut(self, item);
        self.inline -= 1;
        self.in_tests = outside;
    }

    fn visit_item_use_mut(&mut self, item: &mut ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        for (name, segments) in leaves {
            if let Some(path) = self.add(&segments)
                && self.inline == 0
            {
                self.exports.insert(name, path);
            }
        }
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if path.leading_colon.is_none() && segments.len() > 1 {
            self.add(&segments);
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// Lists each name that an import brings in, with its path.
fn flatten(tree: &UseTree, before: &mut Vec<String>, leaves: &mut Vec<(String, Vec<String>)>) {
    let mut leaf = |name: String, last: Option<String>| {
        let path = before.iter().cloned().chain(last).collect();
        leaves.push((name, path));
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| flatten(tree, before, leaves)),
        UseTree::Name(name) if name.ident == "self" => {
            leaf(before.last().cloned().unwrap_or_default(), None)
        }
        UseTree::Name(name) => leaf(name.ident.to_string(), Some(name.ident.to_string())),
        UseTree::Rename(name) => leaf(name.rename.to_string(), Some(name.ident.to_string())),
        UseTree::Glob(_) => leaf("*".to_owned(), None),
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args::<syn::Path>()
            .is_ok_and(|path| path.is_ident("test"))
}
