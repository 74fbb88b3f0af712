//! Reads a document that is split over files: each file that a relative `$ref` names becomes part of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::loader::Loader;
use super::{pointer, read};
use crate::problem::{Problem, Result};

/// Where the other files are in the bundled document.
const FILES: &str = "x-files";

/// How many files a document may consist of.
const FILE_LIMIT: usize = 10_000;

/// Joins the document in `text` and the files that it refers to. `file` is its name in messages; `limit` is the most
/// bytes that all files may have together.
pub fn bundle(file: &str, text: &str, loader: &dyn Loader, limit: u64) -> Result<Value> {
    let mut bundler = Bundler {
        loader,
        keys: BTreeMap::new(),
        open: Vec::new(),
        left: limit,
    };
    let mut document = bundler.read(Path::new(file), file, text)?;
    bundler.rewrite(&mut document, file, Path::new(""), "", "")?;
    let mut files = Map::new();
    while let Some((relative, key, mut other)) = bundler.open.pop() {
        let name = relative.display().to_string();
        let folder = relative.parent().unwrap_or(Path::new("")).to_path_buf();
        let own = format!("/{FILES}/{key}");
        bundler.rewrite(&mut other, &name, &folder, &own, "")?;
        files.insert(key, other);
    }
    if let (false, Some(object)) = (files.is_empty(), document.as_object_mut()) {
        object.insert(FILES.to_owned(), Value::Object(files));
    }
    Ok(document)
}

struct Bundler<'a> {
    loader: &'a dyn Loader,
    /// The key of each file that was referred to, by its path from the root.
    keys: BTreeMap<PathBuf, String>,
    /// Files whose references are still to be followed.
    open: Vec<(PathBuf, String, Value)>,
    left: u64,
}

impl Bundler<'_> {
    fn read(&mut self, path: &Path, file: &str, text: &str) -> Result<Value> {
        let length = text.len() as u64;
        if length > self.left {
            return Err(read::too_large(file, length, self.left));
        }
        self.left -= length;
        read::parse(path, file, text)
    }

    /// Rewrites every reference to one into the bundled document. `own` is the place of this file in it.
    fn rewrite(
        &mut self,
        value: &mut Value,
        file: &str,
        folder: &Path,
        own: &str,
        at: &str,
    ) -> Result<()> {
        match value {
            Value::Object(object) => {
                for (key, child) in object.iter_mut() {
                    let here = pointer::join(at, key);
                    match child {
                        Value::String(reference) if key == "$ref" => {
                            *reference = self.target(reference, file, folder, own, &here)?;
                        }
                        child => self.rewrite(child, file, folder, own, &here)?,
                    }
                }
            }
            Value::Array(array) => {
                for (index, child) in array.iter_mut().enumerate() {
                    self.rewrite(child, file, folder, own, &format!("{at}/{index}"))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn target(
        &mut self,
        reference: &str,
        file: &str,
        folder: &Path,
        own: &str,
        at: &str,
    ) -> Result<String> {
        let (target, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if target.is_empty() {
            return Ok(format!("#{own}{fragment}"));
        }
        let wrong = |rule: String, help: &str| Err(Problem::at(file, at, rule, help));
        if target.contains("://") {
            return wrong(
                format!("`{reference}` is on the network, which is never accessed"),
                "put the file beside the document and refer to it there",
            );
        }
        let Some(relative) = inside(&folder.join(target)) else {
            return wrong(
                format!("`{reference}` leads out of the document's folder"),
                "put the file into the folder and refer to it there",
            );
        };
        if let Some(key) = self.keys.get(&relative) {
            return Ok(format!("#/{FILES}/{}{fragment}", pointer::escape(key)));
        }
        let name = relative.display().to_string();
        let loaded = self.loader.load(&relative, self.left);
        let Some(text) = loaded.map_err(|problem| problem.referred_by(reference, file, at))? else {
            return wrong(
                format!("`{reference}` does not name a file"),
                "correct the reference, or add the file",
            );
        };
        if self.keys.len() >= FILE_LIMIT {
            return wrong(
                format!("the document consists of more than {FILE_LIMIT} files"),
                "join some of them",
            );
        }
        let other = self.read(&relative, &name, &text)?;
        let stem = relative
            .file_stem()
            .map_or("file".into(), |stem| stem.to_string_lossy());
        let key = format!("{}-{stem}", self.keys.len());
        self.keys.insert(relative.clone(), key.clone());
        self.open.push((relative, key.clone(), other));
        Ok(format!("#/{FILES}/{}{fragment}", pointer::escape(&key)))
    }
}

/// Returns the path with `.` and `..` resolved; `None` if it leads out of the root.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::Normal(name) => resolved.push(name),
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if resolved.pop() => {}
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

    fn bundled(files: &[(&str, &str)]) -> Result<Value> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let path = root.join(files[0].0);
        Ok(Document::read_as(&path, "api.yaml", read::DOCUMENT_LIMIT)?.into_value())
    }

    #[test]
    fn files_become_part_of_the_document() {
        let document = bundled(&[
            ("api.yaml", "a: { $ref: 'parts/b.yaml#/B' }"),
            (
                "parts/b.yaml",
                "B: { $ref: '../c.json' }\nD: { $ref: '#/B' }",
            ),
            ("c.json", r#"{"type": "string"}"#),
        ])
        .unwrap();
        let reference = document["a"]["$ref"].as_str().unwrap();
        let b = pointer::resolve(&document, reference).unwrap();
        let c = pointer::resolve(&document, b["$ref"].as_str().unwrap()).unwrap();
        assert_eq!(c["type"], "string");
        assert_eq!(document["x-files"]["0-b"]["D"]["$ref"], "#/x-files/0-b/B");
    }

    #[test]
    fn a_path_out_of_the_folder_is_an_error() {
        let problem = bundled(&[("api.yaml", "a: { $ref: '../../etc/passwd' }")]).unwrap_err();
        assert!(
            problem
                .to_string()
                .starts_with("api.yaml#/a/$ref: `../../etc/passwd` leads out")
        );
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
            fs::write(&api, format!("a: {{ $ref: '{reference}' }}")).unwrap();
            Document::read_as(&api, "api.yaml", read::DOCUMENT_LIMIT).map(Document::into_value)
        };
        let document = read("link.yaml").unwrap();
        assert_eq!(document["x-files"]["0-link"]["type"], "string");
        for reference in ["file.yaml", "parts/b.yaml", "parts/b.yaml#/type"] {
            let problem = read(reference).unwrap_err().to_string();
            let expected = format!(
                "api.yaml#/a/$ref: `{reference}`: the file is a link that leads out of the \
                 document's folder\n  help: put the file itself into the folder"
            );
            assert!(problem.starts_with(&expected), "{problem}");
        }
    }

    #[test]
    fn the_network_is_never_asked() {
        let problem =
            bundled(&[("api.yaml", "a: { $ref: 'https://a.example/b.yaml' }")]).unwrap_err();
        assert!(problem.to_string().contains("on the network"), "{problem}");
    }

    #[test]
    fn files_that_refer_to_each_other_end() {
        let document = bundled(&[
            ("api.yaml", "a: { $ref: 'b.yaml' }"),
            ("b.yaml", "x: { $ref: 'api.yaml#/a' }"),
        ]);
        assert!(document.is_ok());
    }
}
