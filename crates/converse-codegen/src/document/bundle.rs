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

    /// Visits a place that a reference leads to.
    fn follow(&mut self, number: usize, mut at: String, role: Role) {
        let value = Rc::clone(&self.files[number].value);
        if let Some(found) = value.pointer(&at) {
            let identity = &mut self.files[number].identity;
            identity.add_below(found, role, &mut at, &mut |_, _| {});
            return self.visit(number, found, role, &mut at);
        }
        // Another reference may be on the way.
        let ends = at.match_indices('/').map(|(end, _)| end).rev();
        for end in ends {
            let (above, rest) = at.split_at(end);
            let Some(found) = value.pointer(above) else {
                continue;
            };
            if let Some(text) = pointer::referred(found)
                && let Some((target, place)) = self.rewrite(number, text, Role::Plain, above)
            {
                self.open.push_back((target, place + rest, role));
            }
            return;
        }
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
mod tests {
    use std::fs;

    use super::*;
    use crate::document::Document;

    fn bundled(files: &[(&str, &str)]) -> Value {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let path = root.join(files[0].0);
        let document = Document::read_as(&path, "api.yaml", read::DOCUMENT_LIMIT);
        document.unwrap().into_value()
    }

    /// Returns a document with a schema that is a reference.
    fn schema(reference: &str) -> String {
        format!("components: {{ schemas: {{ A: {{ $ref: '{reference}' }} }} }}")
    }

    /// Returns that reference in the bundled document.
    fn reference(document: &Value) -> &str {
        document["components"]["schemas"]["A"]["$ref"]
            .as_str()
            .unwrap()
    }

    /// Returns why the file of that reference is not part of the bundled document.
    fn unread(document: &Value) -> &str {
        document["components"]["schemas"]["A"][UNREAD]
            .as_str()
            .unwrap_or_default()
    }

    #[test]
    fn files_become_part_of_the_document() {
        let document = bundled(&[
            ("api.yaml", &schema("parts/b.yaml#/B")),
            (
                "parts/b.yaml",
                "B: { items: { $ref: '../c.json' }, not: { $ref: '#/D' } }\nD: {}",
            ),
            ("c.json", r#"{"type": "string"}"#),
        ]);
        let b = pointer::resolve(&document, reference(&document)).unwrap();
        let c = pointer::resolve(&document, b["items"]["$ref"].as_str().unwrap()).unwrap();
        assert_eq!(c["type"], "string");
        assert_eq!(b["not"]["$ref"], "#/x-files/0-b/D");
    }

    #[test]
    fn what_cannot_be_read_is_left_with_the_reason() {
        for (text, reason) in [
            ("../../etc/passwd", "leads out of the document's folder"),
            ("gone.yaml", "does not name a file"),
            (
                "broken.yaml",
                "the file is not the YAML that is expected here",
            ),
            ("plain.yaml#anchor", "the file does not have this anchor"),
            ("https://a.example/b.yaml", ""),
        ] {
            let document = bundled(&[
                ("api.yaml", &schema(text)),
                ("broken.yaml", "a: ["),
                ("plain.yaml", "type: string"),
            ]);
            assert_eq!(reference(&document), text);
            assert!(unread(&document).contains(reason), "{document}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed_within_the_folder_and_not_out_of_it() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        // The folder itself may be reached through a link.
        let (root, outside) = (folder.path().join("real"), folder.path().join("outside"));
        for folder in [&root, &outside] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("b.yaml"), "type: string").unwrap();
        }
        let root = folder.path().join("root");
        symlink(folder.path().join("real"), &root).unwrap();
        symlink("b.yaml", root.join("link.yaml")).unwrap();
        symlink("../outside/b.yaml", root.join("file.yaml")).unwrap();
        symlink(&outside, root.join("parts")).unwrap();
        let read = |reference: &str| {
            let api = root.join("api.yaml");
            fs::write(&api, schema(reference)).unwrap();
            let document = Document::read_as(&api, "api.yaml", read::DOCUMENT_LIMIT);
            document.unwrap().into_value()
        };
        let document = read("link.yaml");
        assert_eq!(document["x-files"]["0-link"]["type"], "string");
        for reference in ["file.yaml", "parts/b.yaml", "parts/b.yaml#/type"] {
            let document = read(reference);
            let reason = unread(&document);
            assert!(
                reason.ends_with("leads out of the document's folder"),
                "{reason}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let api = "components: { schemas: { A: { $ref: b.yaml }, B: { $ref: ./c/../link.yaml } } }";
        fs::write(root.join("api.yaml"), api).unwrap();
        let part = "items: { $ref: './api.yaml#/components/schemas/A' }";
        fs::write(root.join("b.yaml"), part).unwrap();
        std::os::unix::fs::symlink("b.yaml", root.join("link.yaml")).unwrap();
        let document = Document::read(root.join("api.yaml")).unwrap().into_value();
        let files = document["x-files"].as_object().unwrap();
        assert_eq!(files.len(), 1, "{document}");
        assert_eq!(files["0-b"]["items"]["$ref"], "#/components/schemas/A");
    }

    #[test]
    fn a_folder_above_that_of_the_document_can_be_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("apis")).unwrap();
        fs::write(
            root.join("b.yaml"),
            "items: { $ref: 'apis/api.yaml#/components/schemas/A' }",
        )
        .unwrap();
        let api = root.join("apis/api.yaml");
        fs::write(&api, schema("../b.yaml")).unwrap();
        let read = |root: &Path| Document::read_within(root, &api, "api.yaml", 1000);
        let document = read(root).unwrap().into_value();
        assert_eq!(reference(&document), "#/x-files/0-b");
        let back = &document["x-files"]["0-b"]["items"]["$ref"];
        assert_eq!(back, "#/components/schemas/A");
        assert!(unread(&read(&root.join("apis")).unwrap().into_value()).contains("`--root`"));
        let other = tempfile::tempdir().unwrap();
        let problem = read(other.path()).unwrap_err();
        assert!(
            problem
                .rule()
                .starts_with("the document is not in the folder"),
            "{problem}"
        );
    }

    #[test]
    fn only_references_name_files() {
        // OpenAPI 3.1.1, 4.8.23 and 4.9: what is in an example or an extension is data.
        let text = "paths: { /a: { get: { x-code: { $ref: a.php }, responses: { '200': { content: {
            application/json: { example: { $ref: b.json }, schema: { default: { $ref: c.json } } } } } } } } }";
        let document = bundled(&[("api.yaml", text)]);
        assert_eq!(
            document,
            read::parse(Path::new("api.yaml"), "", text).unwrap()
        );
    }

    #[test]
    fn a_reference_may_lead_through_another() {
        let document = bundled(&[
            ("api.yaml", &schema("b.yaml#/schemas/B")),
            ("b.yaml", "schemas: { $ref: c.yaml }"),
            ("c.yaml", "B: { items: { $ref: d.yaml } }"),
            ("d.yaml", "type: string"),
        ]);
        assert_eq!(
            document["x-files"]["0-b"]["schemas"]["$ref"],
            "#/x-files/1-c"
        );
        let items = &document["x-files"]["1-c"]["B"]["items"];
        assert_eq!(items["$ref"], "#/x-files/2-d");
    }

    #[test]
    fn a_schema_of_another_file_is_found_by_its_anchor() {
        // JSON Schema 2020-12 Core, 8.2.2.
        let document = bundled(&[
            ("api.yaml", &schema("b.yaml#found")),
            (
                "b.yaml",
                "$defs: { B: { $anchor: found, items: { $ref: '#found' } } }",
            ),
        ]);
        assert_eq!(reference(&document), "#/x-files/0-b/$defs/B");
        let b = pointer::resolve(&document, reference(&document)).unwrap();
        assert_eq!(b["items"]["$ref"], "#/x-files/0-b/$defs/B");
    }

    #[test]
    fn prose_may_be_a_file() {
        let document = bundled(&[
            ("api.yaml", "info: { description: { $ref: intro.md } }"),
            ("intro.md", "# Title: [x"),
        ]);
        assert_eq!(document["x-files"]["0-intro"], "# Title: [x");
    }
}
