//! A rule of the engine: a folder with a document, what it becomes, and what goes over the wire.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;
use xtask::preview::{self, Request, Summary};
use xtask::read::{self, DOCUMENT_LIMIT};
use xtask::render::Home;
use xtask::workspace::Workspace;

/// A folder below `xtask/test_data/`, and the crate of its document.
pub struct Rule {
    /// The folder's name, and the provider's.
    pub name: String,
    pub folder: PathBuf,
    pub summary: Summary,
    /// Texts by path in the crate.
    pub files: BTreeMap<String, String>,
    pub cases: Vec<Value>,
}

impl Rule {
    /// All of them, by name.
    pub fn all() -> Vec<Self> {
        let data = Workspace::current().root().join("xtask/test_data");
        let entries = std::fs::read_dir(&data).expect("the test data is there");
        let mut folders: Vec<PathBuf> = entries
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|path| path.is_dir())
            .collect();
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> Self {
        let workspace = Workspace::current();
        let name = folder
            .file_name()
            .map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let request = Request {
            document: folder.join("openapi.yaml"),
            overlay: None,
            name: Some(name.clone()),
            max_bytes: DOCUMENT_LIMIT,
        };
        let home = Home::Alone {
            core: workspace.root().join("crates/converse-core"),
        };
        let (_, built) = preview::build(&workspace, &request, home)
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let cases = read::document(&folder.join("cases.yaml"), &name, DOCUMENT_LIMIT)
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let Value::Array(cases) = cases else {
            panic!("{name}: the cases are no list");
        };
        assert!(!cases.is_empty(), "{name}: there is no case");
        let summary = Summary::of(&built);
        let files = built.files;
        Self {
            name,
            folder,
            summary,
            files,
            cases,
        }
    }

    /// A source file of the crate as a syntax tree.
    pub fn source(&self, path: &str) -> syn::File {
        let text = &self.files[path];
        syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {path}: {error}", self.name))
    }

    /// The name of the package.
    pub fn package(&self) -> String {
        format!("converse-{}", self.name)
    }

    /// The types that the cases name.
    pub fn types(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .cases
            .iter()
            .filter_map(|case| case.get("type")?.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
