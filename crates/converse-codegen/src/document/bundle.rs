//! Reads a document that is split over files: each file that a relative `$ref` names becomes part of it.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::edits::Edits;
use super::identity::Identity;
use super::loader::Loader;
use super::role::Role;
use super::{pointer, read, uri};
use crate::problem::Result;

/// Where the other files are in the bundled document.
pub const FILES: &str = "x-files";

/// Keyword beside a reference to a file that cannot be read, with the reason.
pub const UNREAD: &str = "x-unread";

/// How many references may be on the way to one place.
pub const MOST_ON_THE_WAY: usize = 32;

/// How many files a document may consist of.
const FILE_LIMIT: usize = 10_000;

/// Joins the document in `text` and the files that it refers to. `file` is its name in messages, `path` its place for
/// the loader; `limit` is the most bytes that all files may have together.
///
/// A reference to a file that cannot be read is left as it is, with the reason beside it.
pub fn bundle(
    file: &str,
    path: &Path,
    text: &str,
    loader: &dyn Loader,
    limit: u64,
) -> Result<Value> {
    let length = text.len() as u64;
    if length > limit {
        return Err(read::too_large(file, length, limit));
    }
    let value = read::parse(Path::new(file), file, text)?;
    let mut bundler = Bundler {
        loader,
        numbers: BTreeMap::new(),
        files: Vec::new(),
        open: VecDeque::from([(0, String::new(), Role::Document)]),
        left: limit - length,
    };
    bundler.add(path.to_path_buf(), String::new(), value);
    while let Some((number, at, role)) = bundler.open.pop_front() {
        bundler.follow(number, at, role);
    }
    Ok(bundler.joined())
}

struct Bundler<'a> {
    loader: &'a dyn Loader,
    /// The number of each file, by its path.
    numbers: BTreeMap<PathBuf, usize>,
    /// The files, the document first.
    files: Vec<File>,
    /// Places that references lead to: the file, the pointer and the role.
    open: VecDeque<(usize, String, Role)>,
    /// How many bytes further files may have.
    left: u64,
}

struct File {
    path: PathBuf,
    /// Its pointer in the bundled document.
    own: String,
    value: Rc<Value>,
    identity: Identity,
    /// Places that were visited.
    known: HashSet<(String, Role)>,
    edits: Edits,
}

impl Bundler<'_> {
    fn add(&mut self, path: PathBuf, own: String, value: Value) -> usize {
        let number = self.files.len();
        self.numbers.insert(self.loader.identity(&path), number);
        self.files.push(File {
            path,
            own,
            identity: Identity::new(&value),
            value: Rc::new(value),
            known: HashSet::new(),
            edits: Edits::default(),
        });
        number
    }

    /// Visits a place that a reference leads to, if not too many others are on the way to it.
    fn follow(&mut self, mut number: usize, mut at: String, role: Role) {
        for _ in 0..=MOST_ON_THE_WAY {
            let value = Rc::clone(&self.files[number].value);
            if let Some(found) = value.pointer(&at) {
                let file = &mut self.files[number];
                // `visit` does not keep plain values, but a circle of references may lead through them.
                if role == Role::Plain && !file.known.insert((at.clone(), role)) {
                    return;
                }
                let identity = &mut file.identity;
                identity.add_below(found, role, &mut at, &mut |_, _| {});
                return self.visit(number, found, role, &mut at);
            }
            match self.on_the_way(number, &value, &at) {
                Some(next) => (number, at) = next,
                None => return,
            }
        }
    }

    /// Follows the reference on the way to a place that the file does not have itself.
    fn on_the_way(&mut self, number: usize, value: &Value, at: &str) -> Option<(usize, String)> {
        let mut ends = at.match_indices('/').map(|(end, _)| end).rev();
        let (end, found) = ends.find_map(|end| Some((end, value.pointer(&at[..end])?)))?;
        let (above, rest) = at.split_at(end);
        let text = pointer::referred(found)?;
        let (target, place) = self.rewrite(number, text, Role::Plain, above)?;
        Some((target, place + rest))
    }

    fn visit(&mut self, number: usize, value: &Value, role: Role, at: &mut String) {
        if role != Role::Plain && !self.files[number].known.insert((at.clone(), role)) {
            return;
        }
        if let Some(text) = pointer::referred(value) {
            let target = self.rewrite(number, text, role, at);
            self.open
                .extend(target.map(|(number, place)| (number, place, role)));
        }
        if let (Role::Mapping, Value::String(target)) = (role, value) {
            self.mapping(number, target, at);
        }
        let length = at.len();
        role.each(value, |token, role, child| {
            pointer::push(at, token);
            self.visit(number, child, role, at);
            at.truncate(length);
        });
    }

    /// Makes the reference at a place one into the bundled document. Returns the file and the place that it leads to.
    fn rewrite(
        &mut self,
        number: usize,
        text: &str,
        role: Role,
        at: &str,
    ) -> Option<(usize, String)> {
        match self.target(number, text, role, at) {
            Ok(Some((target, place))) => {
                let own = format!("{}{place}", self.files[target].own);
                if pointer::target(text).as_ref() != Some(&own) {
                    let edits = &mut self.files[number].edits;
                    edits.set(format!("{at}/$ref"), pointer::reference(&own).into());
                }
                Some((target, place))
            }
            Ok(None) => None,
            Err(reason) => {
                let edits = &mut self.files[number].edits;
                edits.set(pointer::join(at, UNREAD), reason.into());
                None
            }
        }
    }

    /// Rewrites the target of a mapping, unless it is the name of a schema.
    fn mapping(&mut self, number: usize, text: &str, at: &str) {
        let endings = [".json", ".yaml", ".yml"];
        if !text.contains(['#', '/']) && !endings.iter().any(|ending| text.ends_with(ending)) {
            return;
        }
        if let Ok(Some((target, place))) = self.target(number, text, Role::Schema, at) {
            let own = format!("{}{place}", self.files[target].own);
            if pointer::target(text).as_ref() != Some(&own) {
                self.files[number]
                    .edits
                    .set(at, pointer::reference(&own).into());
            }
            self.open.push_back((target, place, Role::Schema));
        }
    }

    /// Returns the file and the place that a reference leads to; `None` if it does not name a file.
    fn target(
        &mut self,
        number: usize,
        text: &str,
        role: Role,
        at: &str,
    ) -> Result<Option<(usize, String)>, String> {
        let file = &self.files[number];
        let mut local = file.identity.find(at, text);
        if let Some(index) = local.iter().position(|at| file.value.pointer(at).is_some()) {
            return Ok(Some((number, local.swap_remove(index))));
        }
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        if path.is_empty() {
            return Ok(local.pop().map(|place| (number, place)));
        }
        if uri::has_scheme(path) {
            return Ok(None);
        }
        let folder = file.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let number = self.load(&folder, path, role)?;
        let fragment = pointer::decoded(fragment);
        if fragment.is_empty() || fragment.starts_with('/') {
            return Ok(Some((number, fragment)));
        }
        let file = &mut self.files[number];
        let role = match file.value.get("openapi") {
            Some(_) => Role::Document,
            None => Role::Schema,
        };
        let value = Rc::clone(&file.value);
        let identity = &mut file.identity;
        identity.add_below(&value, role, &mut String::new(), &mut |_, _| {});
        let found = identity.find("", &format!("#{fragment}")).pop();
        match found {
            Some(place) => Ok(Some((number, place))),
            None => Err(format!("`{text}`: the file does not have this anchor")),
        }
    }

    /// Returns the number of the file that a reference in `folder` names.
    fn load(&mut self, folder: &Path, target: &str, role: Role) -> Result<usize, String> {
        let decoded = pointer::decoded(target);
        let mut found = None;
        // A name may have a `%` of its own.
        for name in [target, decoded.as_str()] {
            let Some(path) = inside(&folder.join(name)) else {
                return Err(format!(
                    "`{target}` leads out of the document's folder; `--root` allows a folder above it"
                ));
            };
            if let Some(number) = self.numbers.get(&self.loader.identity(&path)) {
                return Ok(*number);
            }
            let loaded = self.loader.load(&path, self.left);
            let loaded = loaded.map_err(|problem| format!("`{target}`: {}", problem.rule()))?;
            if let Some(text) = loaded {
                found = Some((path, text));
                break;
            }
        }
        let Some((path, text)) = found else {
            return Err(format!("`{target}` does not name a file"));
        };
        if self.files.len() > FILE_LIMIT {
            return Err(format!(
                "the document consists of more than {FILE_LIMIT} files"
            ));
        }
        let name = path.display().to_string();
        let length = text.len() as u64;
        let Some(left) = self.left.checked_sub(length) else {
            let problem = read::too_large(&name, length, self.left);
            return Err(format!("`{target}`: {}", problem.rule()));
        };
        self.left = left;
        let value = if role == Role::Plain && !is_document(&path) {
            // A description may be a file of prose.
            Value::String(text)
        } else {
            let parsed = read::parse(&path, &name, &text);
            parsed.map_err(|problem| format!("`{target}`: {}", problem.rule()))?
        };
        let stem = path
            .file_stem()
            .map_or("file".into(), |stem| stem.to_string_lossy());
        let key = format!("{}-{stem}", self.files.len() - 1);
        let own = format!("/{FILES}/{}", pointer::escape(&key));
        Ok(self.add(path, own, value))
    }

    /// Returns the document with the other files in it.
    fn joined(self) -> Value {
        let mut values = self.files.into_iter().map(|file| {
            let mut value = Rc::unwrap_or_clone(file.value);
            file.edits.apply(&mut value);
            (file.own, value)
        });
        let (_, mut document) = values.next().unwrap_or_default();
        let files: Map<String, Value> = values
            .map(|(own, value)| {
                let token = own.rsplit('/').next().unwrap_or_default();
                (pointer::key(token), value)
            })
            .collect();
        if let (false, Some(object)) = (files.is_empty(), document.as_object_mut()) {
            object.insert(FILES.to_owned(), Value::Object(files));
        }
        document
    }
}

/// Returns whether the file is JSON or YAML by its name.
fn is_document(path: &Path) -> bool {
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    extension.is_none_or(|extension| matches!(&*extension.to_lowercase(), "json" | "yaml" | "yml"))
}

/// Returns the path with `.` and `..` resolved; `None` if it leads out of the root.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir => {}
            Component::ParentDir if resolved.pop() => {}
            _ => return None,
        }
    }
    Some(resolved)
}

#[cfg(test)]
mod tests;
