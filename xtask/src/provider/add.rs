//! `cargo xtask provider add`: makes a document a provider of the workspace.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::AddArguments;
use super::entry::{Entry, module_file, module_text};
use super::places::{DEFAULT, PLACES};
use super::{name, settings, show_changes};
use crate::codegen::{self, Generated};
use crate::coverage::Coverage;
use crate::listing;
use crate::load::{self, Source};
use crate::progress::Progress;
use crate::regions::{self, Texts};
use crate::spec::{NewDocument, prose};
use crate::sync::{self, Mode, Output};
use crate::tables;
use crate::workspace::Workspace;
use converse_codegen::Names;
use converse_codegen::Result;
use converse_codegen::internals::collect;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::unwritable;
use converse_codegen::{Document, Overlay, Settings};

/// Generates all files before it writes any, and prints those that people maintain from here on.
pub fn run(
    workspace: &Workspace,
    arguments: &AddArguments,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<()> {
    let start = Instant::now();
    let name = &arguments.name;
    let known = load::provider_names(workspace)?;
    let before = regions::read(workspace)?;
    name::check(workspace, &before, &known, name)?;
    progress.doing(name);
    let inputs = inputs(workspace, arguments)?;
    let generated = codegen::generate_provider(inputs.source(name, arguments)?)?;
    let mut after = before.clone();
    let entry = Entry::new(name, &after)?.split(!generated.report.parts.is_empty());
    put(&mut after, &known, &entry, arguments.default)?;
    let others = codegen::generate(workspace, &known)?;
    progress.done();
    let mut all: Vec<&Generated> = others.iter().chain([&generated]).collect();
    all.sort_by_key(|one| &one.name);
    tables::render(&mut after, &all)?;

    let mut output = Output {
        folders: vec![format!("specs/{name}"), format!("crates/providers/{name}")],
        files: after.clone(),
        ..Output::default()
    };
    let in_specs = |(file, text)| (format!("specs/{name}/{file}"), text);
    output
        .files
        .extend(inputs.files().into_iter().map(in_specs));
    output.files.extend(generated.files.clone());
    let module = module_text(name, &generated.settings.title);
    output.files.insert(module_file(name), module.clone());
    sync::sync(workspace, &output, Mode::Write, out)?;
    codegen::report(out, &generated, start.elapsed())?;
    let document = inputs.document_file;
    writeln!(
        out,
        "wrote crates/providers/{name}, specs/{name}/{document} and these, which are maintained by hand from now on:\n"
    )
    .map_err(unwritable)?;
    for file in ["provider.toml", "overlay.yaml"] {
        let text = inputs.files().remove(file).unwrap_or_default();
        listing::show(out, &format!("specs/{name}/{file}"), "", &text)?;
    }
    listing::show(out, &module_file(name), "", &module)?;
    show_changes(out, &before, &after)?;
    out.write_all(notes(&generated, document).as_bytes())
        .map_err(unwritable)
}

/// Adds the provider's lines to the regions.
pub fn put(texts: &mut Texts, known: &[String], entry: &Entry, is_default: bool) -> Result<()> {
    let known = known.iter().map(|one| Entry::new(one, texts));
    let known: Vec<Entry> = known.collect::<Result<_>>()?;
    for place in PLACES.iter().chain(is_default.then_some(&DEFAULT)) {
        place.put(texts, &known, entry)?;
    }
    Ok(())
}

/// Returns the files of the provider's folder in specs/, except the names.
struct Inputs {
    document: Value,
    document_file: &'static str,
    document_text: String,
    overlay_text: String,
    settings: String,
    overlay: Overlay,
}

fn inputs(workspace: &Workspace, arguments: &AddArguments) -> Result<Inputs> {
    let spec = &arguments.spec;
    let file = workspace.label(spec);
    let (document, document_file, document_text) = document(spec, &file, arguments.strip_prose)?;
    let given = match &arguments.overlay {
        Some(path) => Some(read::text(path, &workspace.label(path), DOCUMENT_LIMIT)?),
        None => None,
    };
    let overlay_file = overlay_file(arguments);
    let overlay: Overlay = match &given {
        Some(text) => Overlay::parse(&overlay_file, text)?,
        None => Overlay::default(),
    };
    let corrected = overlay.apply(document.clone())?;
    let api = collect(corrected.clone(), &file, &Settings::new(&arguments.name))?;
    let title = arguments.title.as_deref();
    let settings = settings::text(&arguments.name, title, &corrected, &api)?;
    let overlay_text = match given {
        Some(text) => text,
        None => empty_overlay(&read_settings(&arguments.name, &settings)?.title),
    };
    Ok(Inputs {
        document,
        document_file,
        document_text,
        overlay_text,
        settings,
        overlay,
    })
}

/// Returns the document, the name of its file in specs/ and that file's content: the published bytes,
/// if they are one file and nothing was removed.
fn document(spec: &Path, file: &str, strip_prose: bool) -> Result<(Value, &'static str, String)> {
    let mut new = NewDocument::read(spec, file)?;
    if strip_prose {
        prose::strip(&mut new.document);
        new.published = None;
    }
    let (form, text) = match new.published {
        Some(text) => (new.form, text),
        None => new.form.print(&new.document),
    };
    Ok((new.document, form.file_name(), text))
}

fn overlay_file(arguments: &AddArguments) -> String {
    let given = arguments
        .overlay
        .as_ref()
        .map(|path| path.display().to_string());
    given.unwrap_or_else(|| format!("specs/{}/overlay.yaml", arguments.name))
}

fn empty_overlay(title: &str) -> String {
    let title = serde_json::to_string(&format!("Corrections to {title}'s document"));
    // A string is always JSON, and JSON is YAML.
    let title = title.unwrap_or_default();
    format!(
        "# What the document gets wrong, each correction with its reason and its source. See specs/README.md.\n\
         overlay: 1.0.0\ninfo:\n  title: {title}\n  version: 1.0.0\n\nactions: []\n"
    )
}

fn read_settings(name: &str, text: &str) -> Result<Settings> {
    Settings::parse(&format!("specs/{name}/provider.toml"), text)
}

impl Inputs {
    fn source(&self, name: &str, arguments: &AddArguments) -> Result<Source> {
        Ok(Source {
            name: name.to_owned(),
            document: Document::from_value(
                &arguments.spec.display().to_string(),
                self.document.clone(),
            ),
            overlay: self.overlay.clone(),
            settings: read_settings(name, &self.settings)?,
            names: Names::default(),
            coverage: Coverage::default(),
        })
    }

    fn files(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            (self.document_file, self.document_text.clone()),
            ("overlay.yaml", self.overlay_text.clone()),
            ("provider.toml", self.settings.clone()),
        ])
    }
}

fn notes(generated: &Generated, document: &str) -> String {
    let (name, made) = (&generated.name, &generated.report);
    let mut notes = String::new();
    if !made.warnings.is_empty() {
        notes.push_str(&format!(
            "\n{} warnings about the document: `cargo xtask preview specs/{name}/{document} --overlay specs/{name}/overlay.yaml` shows them\n",
            made.warnings.len()
        ));
    }
    if made.base_url.is_empty() {
        notes.push_str(&format!(
            "\nthe document names no absolute server: set `base_url` in specs/{name}/provider.toml, or callers must set one\n"
        ));
    }
    notes.push_str(&format!(
        "\n`cargo xtask provider remove {name}` undoes all of it\n"
    ));
    notes
}
