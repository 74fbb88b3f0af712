//! `cargo xtask spec diff`: what a new version of a document changes for users of the crate.
//!
//! Both versions run through the engine, each with its own corrections; what is compared is the code that comes out, fact
//! by fact. So what the document says in another way is no change, and nothing that the code shows is missed.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use converse_codegen::{Crate, Generator, Names, Overlay, Problem, Result, Settings, Target};

use crate::codegen;
use crate::compare::{Comparison, Format, Report, Scope};
use crate::git::Revision;
use crate::load::{self, Source};
use crate::surface::Surface;
use crate::workspace::Workspace;

/// What to compare.
#[derive(Debug)]
pub enum Versions<'a> {
    /// The inputs of a provider at a revision of git with those in the workspace.
    Since {
        provider: &'a str,
        revision: &'a str,
    },
    /// Two documents, without corrections.
    Files { old: &'a Path, new: &'a Path },
}

/// Compares, and prints the report.
pub fn run(
    workspace: &Workspace,
    versions: &Versions<'_>,
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    let version = workspace.version()?;
    let (name, labels, [old, new]) = match versions {
        Versions::Since { provider, revision } => since(workspace, provider, revision)?,
        Versions::Files { old, new } => of_files(workspace, old, new)?,
    };
    let [before, after] = [&old, &new].map(|made| Surface::of(&made.files));
    let comparison = Comparison::of(&before, &after);
    let notes = notes(&labels, &old, &new);
    let report = Report {
        name: &name,
        old: &labels[0],
        new: &labels[1],
        version: &version,
        comparison: &comparison,
        scope: Scope::Everything,
        notes: &notes,
    };
    report.print(format, out)
}

type Compared = (String, [String; 2], [Crate; 2]);

fn since(workspace: &Workspace, provider: &str, name: &str) -> Result<Compared> {
    let known = load::provider_names(workspace)?;
    codegen::choose(&known, &[provider.to_owned()])?;
    let revision = Revision::find(workspace, name)?;
    let folder = tempfile::tempdir().map_err(|error| {
        Problem::file(
            "the folder for temporary files",
            format!("no folder can be made in it: {error}"),
            "set `TMPDIR` to a folder that can be written",
        )
    })?;
    let specs = format!("specs/{provider}");
    revision.write(&specs, folder.path())?;
    let earlier = Workspace::new(folder.path());
    if !earlier.specs().join(provider).exists() {
        return Err(Problem::file(
            specs,
            format!("there is no such provider at {}", revision.label()),
            "name a later revision: all that the crate has is new",
        ));
    }
    let at = |problem: Problem| {
        let (rule, help) = (problem.rule(), problem.help());
        let rule = format!("at {}: {rule}", revision.label());
        Problem::at(problem.path(), problem.pointer(), rule, help)
    };
    let old = load::source(&earlier, provider)
        .and_then(make)
        .map_err(at)?;
    let mut source = load::source(workspace, provider)?;
    keep_names(&mut source.names, &old.names);
    let new = make(source)?;
    let labels = [revision.label(), "the workspace".to_owned()];
    Ok((provider.to_owned(), labels, [old, new]))
}

fn of_files(workspace: &Workspace, old: &Path, new: &Path) -> Result<Compared> {
    let labels = [old, new].map(|path| workspace.label(path));
    let name = converse_codegen::internals::name_of(new);
    let source = |path: &Path, names: Names| -> Result<Source> {
        Ok(Source {
            name: name.clone(),
            document: load::document(workspace, path)?,
            overlay: Overlay::default(),
            settings: Settings::new(&name),
            names,
            coverage: Default::default(),
        })
    };
    let old = make(source(old, Names::default())?)?;
    let new = make(source(new, old.names.clone())?)?;
    Ok((name, labels, [old, new]))
}

/// Types keep the names that they had, as they do if the new version is written.
fn keep_names(names: &mut Names, earlier: &Names) {
    let missing: BTreeMap<String, String> = earlier
        .types
        .iter()
        .filter(|(place, name)| {
            let is_taken = names.types.values().any(|known| known == *name);
            !names.types.contains_key(*place) && !is_taken
        })
        .map(|(place, name)| (place.clone(), name.clone()))
        .collect();
    names.types.extend(missing);
}

/// Generates a crate. An operation that is left out, and a place that is invalid, are notes here.
fn make(source: Source) -> Result<Crate> {
    Generator::new(source.document)
        .name(&source.name)
        .overlay(source.overlay)
        .settings(source.settings)
        .names(source.names)
        .target(Target::Workspace)
        .build()
}

/// Returns what the engine reports on one of the documents and not on the other, and what is left out of both: changes
/// there are not seen.
fn notes(labels: &[String; 2], old: &Crate, new: &Crate) -> Vec<String> {
    let [before, after] = [reported(old), reported(new)];
    let both = before
        .iter()
        .filter(|note| note.hides && after.contains(note));
    let both = both.map(|note| format!("in both, so changes are not seen: {}", note.text));
    let only = |label: &str, notes: &[Note], others: &[Note]| -> Vec<String> {
        let notes = notes.iter().filter(|note| !others.contains(note));
        notes
            .map(|note| format!("only in {label}: {}", note.text))
            .collect()
    };
    let gone = only(&labels[0], &before, &after);
    let added = only(&labels[1], &after, &before);
    both.chain(gone).chain(added).collect()
}

/// What the engine reports on a document.
#[derive(PartialEq)]
struct Note {
    text: String,
    /// Whether the crate lacks the operation.
    hides: bool,
}

fn reported(made: &Crate) -> Vec<Note> {
    let report = &made.report;
    let left_out = report.left_out.iter();
    let left_out =
        left_out.map(|it| format!("{} is left out: {}", it.operation, it.problem.rule()));
    let at = |problem: &Problem| format!("{}: {}", problem.pointer(), problem.rule());
    let untyped = report.untyped.iter();
    let untyped = untyped.map(|it| format!("{} is any JSON: {}", it.pointer, it.reason));
    let found = report.invalid.iter().chain(&report.warnings);
    let shown = found.map(at).chain(untyped);
    let hidden = left_out.map(|text| Note { text, hides: true });
    let shown = shown.map(|text| Note { text, hides: false });
    hidden.chain(shown).collect()
}
