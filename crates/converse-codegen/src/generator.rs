//! From a document to the files of its crate: overlay, collect, normalize, lower, generate, surface, render.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::collect::collect;
use crate::document::{Document, Overlay, nesting, on_own_stack};
use crate::generate::{generate, lower, surface};
use crate::names::Names;
use crate::normalize::holders::inexact;
use crate::normalize::limits::limited;
use crate::normalize::{Context, normalize};
use crate::problem::{Problem, Result};
use crate::render::{self, Rendered, render};
use crate::report::Report;
use crate::settings::Settings;
use crate::sync::{self, Difference, Output};
use crate::target::Target;

/// Generates the client of a document.
///
/// The result is a function of the input: it reads no file, no clock and no environment.
#[derive(Debug, Clone)]
#[must_use = "nothing is generated before `build`"]
pub struct Generator {
    document: Document,
    name: Option<String>,
    overlay: Overlay,
    settings: Option<Settings>,
    names: Names,
    target: Target,
    generated_by: Option<String>,
    note: String,
    trace: bool,
}

/// A generated client.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Crate {
    /// The provider's name.
    pub name: String,
    /// The content of each file by its path, with `/` between the parts.
    pub files: BTreeMap<String, String>,
    /// The report on the document.
    pub report: Report,
    /// The names of the types. Given to the next run, they stay.
    pub names: Names,
    /// The folders that hold only generated files.
    folders: Vec<String>,
}

impl Generator {
    /// Starts with a document and defaults for everything else.
    pub fn new(document: impl Into<Document>) -> Self {
        Self {
            document: document.into(),
            name: None,
            overlay: Overlay::default(),
            settings: None,
            names: Names::default(),
            target: Target::default(),
            generated_by: None,
            note: String::new(),
            trace: false,
        }
    }

    /// Sets the provider's name: lower case letters, digits, `-` and `_`, a letter first. The package is
    /// `converse-<name>`, a module is named with `_` for `-`. Without it, the name comes from the
    /// document's file.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets corrections to the document.
    pub fn overlay(mut self, overlay: Overlay) -> Self {
        self.overlay = overlay;
        self
    }

    /// Sets the settings of the client: what the document does not say. The default is [`Settings::new`] of the name.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Sets the names that an earlier run gave to the types.
    pub fn names(mut self, names: Names) -> Self {
        self.names = names;
        self
    }

    /// Sets what the code is part of. The default is a crate of its own.
    pub fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// Sets what the first line of each file names as its origin, as Markdown: the command to run again.
    pub fn generated_by(mut self, origin: impl Into<String>) -> Self {
        self.generated_by = Some(origin.into());
        self
    }

    /// Sets a paragraph that ends the introduction in the crate's documentation and README.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Sets whether the report lists what each pass changed.
    pub fn trace(mut self, trace: bool) -> Self {
        self.trace = trace;
        self
    }

    /// Generates the client.
    ///
    /// # Errors
    /// The name is invalid, a correction or a setting does not fit the document, or the document is not OpenAPI 3. An
    /// operation that cannot be read is not an error: it is left out, and the report gives the reason.
    pub fn build(self) -> Result<Crate> {
        on_own_stack(|| {
            let work = AssertUnwindSafe(|| self.build_here());
            catch_unwind(work).unwrap_or_else(|_| Err(broke_off()))
        })?
    }

    fn build_here(self) -> Result<Crate> {
        let document_file = self.document.file().to_owned();
        let name = match self.name {
            Some(name) => name,
            None => name_of(Path::new(&document_file)),
        };
        check_name(&name, "choose another name")?;
        let settings = self.settings.unwrap_or_else(|| Settings::new(&name));
        let in_document = |problem: Problem| problem.in_file(&document_file);

        let document = nesting::bounded(self.document.into_value());
        let document = document.map_err(|finding| finding.in_file(&document_file))?;
        let document = self.overlay.apply(document)?;
        let digest = digest(&document);
        let api = collect(document, &document_file, &settings)?;
        let mut names = self.names;
        let mut context = Context {
            settings: &settings,
            settings_file: settings.file(),
            names: &mut names,
            trace: self.trace,
        };
        let mut api = normalize(api, &document_file, &mut context)?;
        let lowered = lower(&api);
        api.untyped = lowered.untyped;
        let types = generate(&api, lowered.document).map_err(in_document)?;
        let surface = surface(&api, types, &lowered.synthetic).map_err(in_document)?;
        // Of places with one type, the docs name the first.
        let others: BTreeSet<&str> = api.equal.values().flatten().map(|it| &**it).collect();
        let places = names.types.iter();
        let places = places.map(|(place, name)| (name.as_str(), place.as_str()));
        let places = places
            .filter(|(_, place)| !others.contains(place))
            .collect();
        let input = render::Input {
            name: &name,
            settings: &settings,
            api: &api,
            surface: &surface,
            limited: limited(&api),
            inexact: inexact(&api),
            places: &places,
            target: &self.target,
            generated_by: self.generated_by.as_deref().unwrap_or(GENERATED_BY),
            note: &self.note,
            digest: &digest,
        };
        let Rendered {
            files,
            parts,
            tested,
        } = render(&input).map_err(in_document)?;
        let folders = input.folders();
        let lines = line_count(&files);
        Ok(Crate {
            name,
            files,
            report: Report::of(api, &document_file, parts, &tested, lines),
            names,
            folders,
        })
    }
}

impl Crate {
    /// Returns how the files in `folder` differ from those generated: an empty list if they do not.
    ///
    /// Ignores files of other origin.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn compare(&self, folder: impl AsRef<Path>) -> Result<Vec<Difference>> {
        let folder = folder.as_ref();
        let mut differences = sync::compare(folder, &self.output())?;
        // A leftover file was generated; other files stay.
        differences.retain(|difference| match difference {
            Difference::Orphaned(path) => sync::is_generated(&folder.join(path)),
            Difference::Missing(_) | Difference::Stale(_) => true,
        });
        Ok(differences)
    }

    /// Writes the files into `folder`, which is created if it is missing: those that differ, each in one step.
    /// Generated files that are left over from an earlier run are removed.
    ///
    /// # Errors
    /// The folder cannot be written, or holds a file of that name that was not generated.
    pub fn write(&self, folder: impl AsRef<Path>) -> Result<()> {
        let folder = folder.as_ref();
        let differences = self.compare(folder)?;
        let foreign = differences.iter().find(|difference| match difference {
            Difference::Stale(path) => !sync::is_generated(&folder.join(path)),
            Difference::Missing(_) | Difference::Orphaned(_) => false,
        });
        if let Some(difference) = foreign {
            return Err(Problem::file(
                folder.join(difference.path()),
                "the file was not generated, and would be overwritten",
                "choose another folder, or remove the file",
            ));
        }
        sync::write(folder, &self.output(), &differences)
    }

    fn output(&self) -> Output {
        Output {
            files: self.files.clone(),
            folders: self.folders.clone(),
            removed: Vec::new(),
        }
    }
}

/// Default origin in generated files.
const GENERATED_BY: &str = "`converse-codegen`";

fn broke_off() -> Problem {
    Problem::file(
        "converse-codegen",
        "code generation panicked",
        "reduce the document to the smallest one that fails, and report it",
    )
}

/// Returns the digest of the corrected document, for the manifest: some corrections leave no other trace in the crate.
fn digest(document: &Value) -> String {
    let hash = Sha256::digest(document.to_string());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts the lines of Rust, without tests.
fn line_count(files: &BTreeMap<String, String>) -> usize {
    let code = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("tests/"));
    code.map(|(_, text)| text.lines().count()).sum()
}

/// Derives a provider's name from the name of a file.
pub fn name_of(path: &Path) -> String {
    let stem = path
        .file_stem()
        .map_or(String::new(), |stem| stem.to_string_lossy().to_lowercase());
    let plain: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let plain = plain
        .trim_matches(|c: char| c == '-' || c.is_ascii_digit())
        .to_owned();
    if plain.is_empty() {
        "preview".to_owned()
    } else {
        plain
    }
}

/// Returns whether `name` is valid as a provider's name.
pub fn is_provider_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
}

/// Fails unless `name` is valid as a provider's name.
pub fn check_name(name: &str, help: &str) -> Result<()> {
    if is_provider_name(name) {
        return Ok(());
    }
    Err(Problem::file(
        name,
        "a provider's name has lower case letters, digits, `-` and `_`, a letter first",
        help,
    ))
}

#[cfg(test)]
mod tests;
