//! `cargo xtask codegen --api-diff REV`: how the public API of the generated crates differs from that at a revision.
//!
//! The code at the revision is read as it was committed, so that changes of the generator show as well.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use converse_codegen::Result;
use converse_codegen::internals::unwritable;
use serde_json::json;

use crate::codegen;
use crate::compare::{Comparison, Format, Report, Scope};
use crate::git::Revision;
use crate::load;
use crate::progress::Progress;
use crate::surface::Surface;
use crate::workspace::Workspace;

/// The folder of the generated crates.
const CRATES: &str = "crates/providers";

/// Compares the crates of `wanted`, or of all providers, then and now. Writes nothing to the workspace.
pub fn run(
    workspace: &Workspace,
    wanted: &[String],
    revision: &str,
    format: Format,
    out: &mut dyn Write,
    progress: &mut Progress,
) -> Result<()> {
    let version = workspace.version()?;
    let known = load::provider_names(workspace)?;
    let chosen = codegen::choose(&known, wanted)?;
    let revision = Revision::find(workspace, revision)?;
    let before = crates(revision.files(CRATES)?);
    progress.doing(&chosen.join(", "));
    let generated = codegen::generate(workspace, &chosen)?;
    progress.done();
    let mut after = BTreeMap::new();
    for one in generated {
        let files = one.files.into_iter();
        let files = files.map(|(path, text)| (path, text.into_bytes()));
        after.extend(crates(files.collect()));
    }
    let mut names: BTreeSet<&String> = after.keys().collect();
    if wanted.is_empty() {
        // Only a run over all providers can see that one is gone.
        names.extend(before.keys());
    }
    let compared: Vec<(&String, Comparison)> = names
        .into_iter()
        .map(|name| (name, compare(before.get(name), after.get(name))))
        .collect();
    let label = revision.label();
    let reports = compared.iter().map(|(name, comparison)| Report {
        name,
        old: &label,
        new: "the workspace",
        version: &version,
        comparison,
        scope: Scope::Api,
        notes: &[],
    });
    let reports: Vec<Report<'_>> = reports.collect();
    let step = compared.iter().map(|(_, comparison)| comparison.step());
    let step = step.max().unwrap_or(crate::compare::Step::None);
    if format == Format::Json {
        let all = json!({
            "crates": reports.iter().map(Report::json).collect::<Vec<_>>(),
            "semver": step.part(&version),
            "version": version,
            "next_version": step.next(&version),
        });
        return writeln!(out, "{all:#}").map_err(unwritable);
    }
    for report in &reports {
        report.print(format, out)?;
        writeln!(out).map_err(unwritable)?;
    }
    // All packages have one version.
    writeln!(out, "all crates: {}", step.release(&version)).map_err(unwritable)
}

type Files = BTreeMap<String, String>;

/// Returns the files of each crate by their path in it.
fn crates(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Files> {
    let mut crates: BTreeMap<String, Files> = BTreeMap::new();
    for (path, content) in files {
        let inside = path
            .strip_prefix(CRATES)
            .and_then(|it| it.strip_prefix('/'));
        let Some((name, path)) = inside.and_then(|it| it.split_once('/')) else {
            continue;
        };
        let text = String::from_utf8_lossy(&content).into_owned();
        let files = crates.entry(name.to_owned()).or_default();
        files.insert(path.to_owned(), text);
    }
    crates
}

fn compare(before: Option<&Files>, after: Option<&Files>) -> Comparison {
    let surface = |files: Option<&Files>| files.map(Surface::of).unwrap_or_default();
    Comparison::of(&surface(before), &surface(after))
}
