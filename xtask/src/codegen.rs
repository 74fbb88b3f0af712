//! `cargo xtask codegen`: from a provider's document to its crate.
//!
//! load → overlay → normalize → generate → render → sync, one line per step.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use crate::api::Api;
use sha2::{Digest, Sha256};

use crate::collect::collect;
use crate::generate::generate;
use crate::load::{self, Source};
use crate::lower::lower;
use crate::names::Names;
use crate::normalize::{Context, normalize};
use crate::problem::{Problem, Result};
use crate::progress::Progress;
use crate::render::{self, Home, render};
use crate::surface::surface;
use crate::sync::{self, Mode, Outcome, Output};
use crate::workspace::Workspace;

/// What one provider's run made.
pub struct Generated {
    /// Files by their path in the workspace.
    pub files: BTreeMap<String, String>,
    pub api: Api,
}

/// Generates the crates of `wanted`, or of all providers, and writes or compares them.
pub fn run(
    workspace: &Workspace,
    wanted: &[String],
    mode: Mode,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<Outcome> {
    let known = load::provider_names(workspace)?;
    let chosen = choose(&known, wanted)?;
    let mut output = Output::default();
    progress.doing(&chosen.join(", "));
    for (name, run) in chosen.iter().zip(generate_all(workspace, &chosen)) {
        let (generated, time) = run?;
        report(out, name, &generated, time)?;
        output.folders.push(format!("crates/providers/{name}"));
        output.files.extend(generated.files);
    }
    progress.done();
    if wanted.is_empty() {
        // With every provider at hand, a folder of none is left over.
        output.folders = vec!["crates/providers".to_owned()];
    }
    sync::sync(workspace, &output, mode, out)
}

/// Generates the providers side by side; the results come in their order.
fn generate_all(workspace: &Workspace, names: &[String]) -> Vec<Result<(Generated, Duration)>> {
    let generate = |name: &String| {
        let start = Instant::now();
        let generated = generate_provider(load::source(workspace, name)?)?;
        Ok((generated, start.elapsed()))
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = names
            .iter()
            .map(|name| scope.spawn(move || generate(name)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(broke_off())))
            .collect()
    })
}

/// The document of one provider after its overlay.
pub fn overlaid(workspace: &Workspace, name: &str) -> Result<serde_json::Value> {
    let known = load::provider_names(workspace)?;
    let chosen = choose(&known, &[name.to_owned()])?;
    let source = load::source(workspace, &chosen[0])?;
    source.overlay.apply(&source.overlay_file, source.document)
}

/// The providers that are asked for: all of them if none is named.
pub fn choose(known: &[String], wanted: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(Problem::file(
            "specs",
            format!("there is no provider `{unknown}`"),
            format!("name one of: {}", known.join(", ")),
        ));
    }
    let all = wanted.is_empty();
    Ok(known
        .iter()
        .filter(|name| all || wanted.contains(name))
        .cloned()
        .collect())
}

/// The pipeline for one provider, up to the files' texts.
pub fn generate_provider(source: Source) -> Result<Generated> {
    let (name, document_file) = (source.name.clone(), source.document_file.clone());
    let mut built = build(source, Home::Workspace, false)?;
    if let Some(skipped) = built.api.skipped.first() {
        return Err(skipped.problem.clone().in_file(&document_file));
    }
    let warnings = std::mem::take(&mut built.api.warnings).into_iter();
    built.api.warnings = warnings.map(|it| it.in_file(&document_file)).collect();
    let in_crate = |(path, text)| (format!("crates/providers/{name}/{path}"), text);
    let mut files: BTreeMap<String, String> = built.files.into_iter().map(in_crate).collect();
    files.insert(format!("specs/{name}/names.toml"), built.names.print(&name));
    Ok(Generated {
        files,
        api: built.api,
    })
}

/// A crate, and what was learned on the way to it.
pub struct Built {
    /// Texts by path in the crate.
    pub files: BTreeMap<String, String>,
    pub api: Api,
    pub names: Names,
}

/// Overlay, collect, normalize, lower, generate, surface, render.
///
/// Schemas refer to each other as deep as a document likes, so that this runs on a stack of its own.
pub fn build(source: Source, home: Home, trace: bool) -> Result<Built> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || build_here(source, home, trace));
        let thread = thread.map_err(|_| broke_off())?;
        thread.join().unwrap_or_else(|_| Err(broke_off()))
    })
}

/// Address space, not memory: what is not used is never there.
const STACK: usize = 1 << 30;

fn broke_off() -> Problem {
    Problem::file(
        "xtask",
        "the work broke off without a reason",
        "run it again; if it does so again, shorten the document until it does not",
    )
}

fn build_here(source: Source, home: Home, trace: bool) -> Result<Built> {
    let Source {
        name,
        document_file,
        document,
        overlay_file,
        overlay,
        settings_file,
        settings,
        names,
    } = source;
    let in_document = |problem: Problem| problem.in_file(&document_file);

    let document = overlay.apply(&overlay_file, document)?;
    let digest = digest(&document);
    let mut api = collect(&document, &settings).map_err(in_document)?;
    let mut names: Names = names;
    let mut context = Context {
        settings: &settings,
        settings_file: &settings_file,
        names: &mut names,
        trace,
    };
    normalize(&mut api, &mut context).map_err(in_document)?;
    let (lowered, untyped) = lower(&api);
    api.untyped = untyped;
    let surface = surface(&api, generate(&api, lowered).map_err(in_document)?)?;
    let places = names
        .types
        .iter()
        .map(|(place, name)| (name.as_str(), place.as_str()))
        .collect();
    let input = render::Input {
        name: &name,
        settings: &settings,
        api: &api,
        surface: &surface,
        places: &places,
        home,
        digest: &digest,
    };
    let files = render(&input)?;
    Ok(Built { files, api, names })
}

/// Some corrections leave no trace in code; that they are made leaves one here.
fn digest(document: &serde_json::Value) -> String {
    let hash = Sha256::digest(document.to_string());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many types the crate has.
pub fn type_count(api: &Api) -> usize {
    api.structs.len() + api.enums.len() + api.unions.len() + api.error_unions.len()
}

/// The lines of Rust under `src/`.
pub fn line_count<'a>(files: impl IntoIterator<Item = (&'a String, &'a String)>) -> usize {
    let code = files
        .into_iter()
        .filter(|(path, _)| path.contains("src/") && path.ends_with(".rs"));
    code.map(|(_, text)| text.lines().count()).sum()
}

/// One line on what a provider's run made, and what is odd about its document.
pub fn report(
    out: &mut dyn Write,
    name: &str,
    generated: &Generated,
    time: Duration,
) -> Result<()> {
    let lines = line_count(&generated.files);
    let operations = generated.api.operations.len();
    let types = type_count(&generated.api);
    let milliseconds = time.as_millis();
    writeln!(
        out,
        "{name:<12} {operations:>4} operations {types:>5} types {lines:>7} lines {milliseconds:>6} ms"
    )
    .map_err(unwritable)?;
    for warning in &generated.api.warnings {
        writeln!(out, "warning      {warning}").map_err(unwritable)?;
    }
    Ok(())
}

/// The terminal is gone.
pub fn unwritable(error: std::io::Error) -> Problem {
    Problem::file(
        "standard output",
        format!("it cannot be written: {error}"),
        "run the command again",
    )
}
