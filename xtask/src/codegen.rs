//! `cargo xtask codegen`: from a provider's document to its crate.
//!
//! load → generate → sync, one line per step. The tables that name all providers are brought in line as well, so every
//! provider is generated, whichever are asked for.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use converse_codegen::internals::unwritable;
use converse_codegen::{Correction, Generator, Problem, Report, Result, Settings, Target};

use crate::coverage::Coverage;
use crate::load::{self, Source};
use crate::progress::Progress;
use crate::regions;
use crate::sync::{self, Mode, Outcome, Output};
use crate::tables;
use crate::workspace::Workspace;

/// The result of one provider's run.
pub struct Generated {
    /// The provider's name.
    pub name: String,
    /// The settings that are ours.
    pub settings: Settings,
    /// What the client covers, beside the document.
    pub coverage: Coverage,
    /// The corrections to the document.
    pub corrections: Vec<Correction>,
    /// Files by their path in the workspace.
    pub files: BTreeMap<String, String>,
    /// The report on the document.
    pub report: Report,
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
    let mut texts = regions::read(workspace)?;
    progress.doing(&chosen.join(", "));
    let all = generate_all(workspace, &known)?;
    progress.done();
    let providers: Vec<&Generated> = all.iter().map(|(generated, _)| generated).collect();
    tables::render(&mut texts, &providers)?;
    output.files.extend(texts);
    for (generated, time) in all {
        if chosen.contains(&generated.name) {
            report(out, &generated, time)?;
            let folder = format!("crates/providers/{}", generated.name);
            output.folders.push(folder);
            output.files.extend(generated.files);
        }
    }
    if wanted.is_empty() {
        // Only a run over all providers can see that a folder is left over.
        output.folders = vec!["crates/providers".to_owned()];
    }
    sync::sync(workspace, &output, mode, out)
}

/// Generates the crates of the providers; the results come in their order.
pub fn generate(workspace: &Workspace, names: &[String]) -> Result<Vec<Generated>> {
    let all = generate_all(workspace, names)?;
    Ok(all.into_iter().map(|(generated, _)| generated).collect())
}

/// Generates the providers side by side; the results come in their order, each with its time.
fn generate_all(workspace: &Workspace, names: &[String]) -> Result<Vec<(Generated, Duration)>> {
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

/// Returns the document of one provider after its overlay.
pub fn overlaid(workspace: &Workspace, name: &str) -> Result<serde_json::Value> {
    let known = load::provider_names(workspace)?;
    let chosen = choose(&known, &[name.to_owned()])?;
    let source = load::source(workspace, &chosen[0])?;
    source.overlay.apply(source.document.into_value())
}

/// Returns the requested providers: all of them if none is named.
pub fn choose(known: &[String], wanted: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(Problem::file(
            "specs",
            format!("`{unknown}` is not a provider"),
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

/// Generates the crate of one provider. An operation that is left out and an invalid place are
/// errors.
pub fn generate_provider(source: Source) -> Result<Generated> {
    let name = source.name;
    let corrections = source.overlay.corrections().collect();
    let command = format!("`cargo xtask codegen {name}`");
    let made = Generator::new(source.document)
        .name(&name)
        .overlay(source.overlay)
        .settings(source.settings.clone())
        .names(source.names)
        .target(Target::Workspace)
        .generated_by(format!("{command} from specs/{name}"))
        .note(NOTE)
        .build()?;
    if let Some(left) = made.report.left_out.first() {
        return Err(left.problem.clone());
    }
    if let Some(problem) = made.report.invalid.first() {
        return Err(problem.clone());
    }
    source.coverage.check(&made.report)?;
    let report = made.report;
    let in_crate = |(path, text)| (format!("crates/providers/{name}/{path}"), text);
    let mut files: BTreeMap<String, String> = made.files.into_iter().map(in_crate).collect();
    let comment =
        format!("@generated by {command}. A name once given stays; override it in provider.toml.");
    files.insert(
        format!("specs/{name}/names.toml"),
        made.names.to_toml(&comment),
    );
    for (file, text) in LICENSES {
        files.insert(format!("crates/providers/{name}/{file}"), text.to_owned());
    }
    Ok(Generated {
        name,
        settings: source.settings,
        coverage: source.coverage,
        corrections,
        files,
        report,
    })
}

/// A published package carries the texts of its licenses. Cargo packs only what is in its folder.
const LICENSES: [(&str, &str); 2] = [
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT")),
];

/// What only the facade has.
const NOTE: &str = "The crate `converse` adds what is written by hand: uploads in one call and checks of webhooks, for the\n\
    providers that have them, and a server for tests.";

fn broke_off() -> Problem {
    Problem::file(
        "xtask",
        "code generation panicked",
        "reduce the document to the smallest one that fails",
    )
}

/// One line on what a provider's run made, and what is odd about its document.
pub fn report(out: &mut dyn Write, generated: &Generated, time: Duration) -> Result<()> {
    let name = &generated.name;
    let lines = generated.report.lines;
    let operations = generated.report.operations.len();
    let types = generated.report.types;
    let milliseconds = time.as_millis();
    writeln!(
        out,
        "{name:<12} {operations:>4} operations {types:>5} types {lines:>7} lines {milliseconds:>6} ms"
    )
    .map_err(unwritable)?;
    for warning in &generated.report.warnings {
        writeln!(out, "warning      {warning}").map_err(unwritable)?;
    }
    Ok(())
}
