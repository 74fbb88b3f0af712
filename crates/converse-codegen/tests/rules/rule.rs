//! A rule of the engine: a folder with a document, its result, and the requests and responses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use converse_codegen::internals::read;
use converse_codegen::{Document, Generator, Report, Runtime, Settings, Target};
use serde_json::Value;

/// A folder below `test_data/`, and the crate of its document.
pub struct Rule {
    /// The folder's name, and the provider's.
    pub name: String,
    pub folder: PathBuf,
    pub report: Report,
    /// Content by path in the crate.
    pub files: BTreeMap<String, String>,
    pub cases: Vec<Value>,
}

impl Rule {
    /// Returns all rules, by name.
    pub fn all() -> Vec<Self> {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("test_data");
        let entries = std::fs::read_dir(&data).expect("the test data is there");
        let mut folders: Vec<PathBuf> = entries
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|path| path.is_dir())
            .collect();
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> Self {
        let name = folder
            .file_name()
            .map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let document = Document::read(folder.join("openapi.yaml"))
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let settings = std::fs::read_to_string(folder.join("provider.toml"));
        let settings = settings.map_or_else(
            |_| Ok(Settings::new(&name)),
            |text| Settings::parse("provider.toml", &text),
        );
        let settings = settings.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let made = Generator::new(document)
            .name(&name)
            .settings(settings)
            .target(Target::Standalone(Runtime::Path(core())))
            .build()
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let cases = read::document(&folder.join("cases.yaml"), &name, read::DOCUMENT_LIMIT)
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let Value::Array(cases) = cases else {
            panic!("{name}: the cases are not a list");
        };
        assert!(!cases.is_empty(), "{name}: there is no case");
        Self {
            name,
            folder,
            report: made.report,
            files: made.files,
            cases,
        }
    }

    /// Returns a source file of the crate as a syntax tree.
    pub fn source(&self, path: &str) -> syn::File {
        let text = &self.files[path];
        syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {path}: {error}", self.name))
    }

    /// Returns the source files of that name, that of the root and those of the modules, as one.
    pub fn sources(&self, name: &str) -> syn::File {
        let mut files = self.paths(name).map(|path| self.source(path));
        let mut all = files.next().expect("the crate has the file");
        all.items.extend(files.flat_map(|file| file.items));
        all
    }

    /// Returns the paths of the source files that have the name or are below a module of the name.
    pub fn paths<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let folder = name.trim_end_matches(".rs");
        let paths = self.files.keys().map(String::as_str);
        paths.filter(move |path| {
            let Some(path) = path.strip_prefix("src/") else {
                return false;
            };
            path.split('/').any(|part| part == name || part == folder)
        })
    }

    /// Returns whether the crate has a feature per tag.
    pub fn is_split(&self) -> bool {
        self.files["Cargo.toml"].contains("\nall = [")
    }

    /// Returns the name of the package.
    pub fn package(&self) -> String {
        format!("converse-{}", self.name)
    }

    /// Returns the types that the cases name by this key.
    pub fn types(&self, key: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .cases
            .iter()
            .filter_map(|case| case.get(key)?.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns the types that have an example, each with the function that returns it, and whether it is read from JSON
    /// as a whole.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let examples = self.files.get("src/type_examples.rs");
        let lines = examples.into_iter().flat_map(|text| text.lines());
        lines.filter_map(|line| {
            let entry = line.strip_prefix("    ")?;
            let (name, rest) = entry.split_once([' ', ';', ':'])?;
            let renamed = rest
                .strip_prefix("as ")
                .and_then(|rest| rest.split(' ').next());
            let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
            let whole = !rest.starts_with(':');
            is_type.then_some((name, renamed.unwrap_or("example"), whole))
        })
    }
}

/// Returns the folder of the runtime.
pub fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("converse-core")
}
