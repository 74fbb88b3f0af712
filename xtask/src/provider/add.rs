//! `cargo xtask provider add`: from a document to a provider of the workspace.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::AddArguments;
use super::entry::Entry;
use super::facade::{Facade, LOCK};
use super::{name, settings};
use crate::codegen::{self, Generated};
use crate::listing;
use crate::load::{self, Source};
use crate::progress::Progress;
use crate::spec::{NewDocument, prose};
use crate::sync::{self, Mode, Output};
use crate::workspace::Workspace;
use converse_codegen::Names;
use converse_codegen::Result;
use converse_codegen::internals::collect;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::unwritable;
use converse_codegen::{Document, Overlay, Settings};

/// Makes all texts, then writes them all or none, and shows those that people keep from here on.
pub fn run(
    workspace: &Workspace,
    arguments: &AddArguments,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<()> {
    let start = Instant::now();
    let name = &arguments.name;
    let known = load::provider_names(workspace)?;
    let before = Facade::read(workspace)?;
    name::check(workspace, &before, &known, name)?;

    progress.doing(name);
    let inputs = inputs(workspace, arguments)?;
    let generated = codegen::generate_provider(inputs.source(name, arguments)?)?;
    progress.done();
    let entry = Entry::new(
        name,
        &read_settings(name, &inputs.settings)?,
        &generated.report,
    );
    let after = before.clone().with(&known, &entry)?;

    let mut output = Output {
        folders: vec![format!("specs/{name}"), format!("crates/providers/{name}")],
        ..Output::default()
    };
    let in_specs = |(file, text)| (format!("specs/{name}/{file}"), text);
    output
        .files
        .extend(inputs.files().into_iter().map(in_specs));
    output.files.extend(generated.files.clone());
    output.files.extend(after.files.clone());
    sync::sync(workspace, &output, Mode::Write, out)?;
    report(out, &before, &after, &inputs, name, &generated, start)
}

/// The provider's folder in specs/, but for the names.
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
    let api = collect(&corrected, &Settings::new(&arguments.name))
        .map_err(|problem| problem.in_file(&file))?;
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

/// The document, the name of its file in specs/ and that file's text: the published one to the
/// byte, if it is in one file and nothing is left out of it.
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

fn report(
    out: &mut dyn Write,
    before: &Facade,
    after: &Facade,
    inputs: &Inputs,
    name: &str,
    generated: &Generated,
    start: Instant,
) -> Result<()> {
    codegen::report(out, name, generated, start.elapsed())?;
    let document = inputs.document_file;
    writeln!(
        out,
        "wrote crates/providers/{name}, specs/{name}/{document} and, by hand from now on:\n"
    )
    .map_err(unwritable)?;
    for file in ["provider.toml", "overlay.yaml"] {
        let text = inputs.files().remove(file).unwrap_or_default();
        listing::show(out, &format!("specs/{name}/{file}"), "", &text)?;
    }
    for (path, text) in after.files.iter().filter(|(path, _)| *path != LOCK) {
        if before.text(path) != text {
            listing::show(out, path, before.text(path), text)?;
        }
    }
    let made = &generated.report;
    let mut notes = String::new();
    if !made.warnings.is_empty() {
        notes.push_str(&format!(
            "\n{} warnings about the document: `cargo xtask preview specs/{name}/{document} --overlay specs/{name}/overlay.yaml` shows them\n",
            made.warnings.len()
        ));
    }
    if made.base_url.is_empty() {
        notes.push_str(&format!(
            "\nthe document names no absolute server: set `base_url` in specs/{name}/provider.toml, or callers have to give one\n"
        ));
    }
    notes.push_str(&format!(
        "\n`cargo xtask provider remove {name}` undoes all of it\n"
    ));
    out.write_all(notes.as_bytes()).map_err(unwritable)
}
