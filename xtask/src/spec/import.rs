//! `cargo xtask spec import`: a new version of a provider's document.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

use super::bodies::{self, Kept};
use super::document::{Form, fragments};
use super::merge::{Merged, merge};
use super::{Prefer, changes, prose};
use crate::codegen;
use crate::load;
use crate::sync::{self, Mode, Output};
use crate::workspace::Workspace;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::unwritable;
use converse_codegen::{Problem, Result};

/// The arguments of the command.
#[derive(Debug)]
pub struct Request<'a> {
    pub name: &'a str,
    pub files: &'a [PathBuf],
    pub strip_prose: bool,
    pub prefer: Option<Prefer>,
}

/// Reads the files, joins them, carries our own bodies over, writes, and reports the changes.
pub fn run(workspace: &Workspace, request: &Request<'_>, out: &mut dyn Write) -> Result<()> {
    let name = request.name;
    codegen::choose(&load::provider_names(workspace)?, &[name.to_owned()])?;
    let old_path = load::document_path(workspace, &workspace.specs().join(name))?;
    let old_file = workspace.label(&old_path);
    let old = load::document(workspace, &old_path)?.into_value();
    let old_text = read::text(&old_path, &old_file, DOCUMENT_LIMIT)?;

    let merged = read_all(workspace, request)?;
    let mut new = merged.document;
    let kept = bodies::keep(&old, &mut new);

    let wanted = Form::of(&old_path);
    let (form, mut text) = wanted.print(&new);
    if form == Form::Yaml {
        text.insert_str(0, &head(&old_text));
    }
    let new_file = format!("specs/{name}/{}", form.file_name());
    let mut output = Output::default();
    // A document with the same content keeps its layout.
    if old != new {
        output.files.insert(new_file.clone(), text);
    }
    if old_file != new_file {
        output.removed.push(old_file.clone());
    }
    sync::sync(workspace, &output, Mode::Write, out)?;

    let mut summary = String::new();
    if !merged.conflicts.is_empty() {
        summary.push_str(&format!(
            "{} definitions differ between the files; the {} was taken\n{}\n",
            merged.conflicts.len(),
            if request.prefer == Some(Prefer::Last) {
                "last"
            } else {
                "first"
            },
            merged.conflicts.join("\n")
        ));
    }
    summary.push_str(&if old == new {
        format!("{old_file} says the same already; it stays as it is\n")
    } else if form == wanted {
        format!("wrote {new_file}\n")
    } else {
        format!("wrote {new_file}, since YAML would not keep every value, and removed {old_file}\n")
    });
    out.write_all(summary.as_bytes()).map_err(unwritable)?;
    changes::print(out, &old, &new)?;
    tell_bodies(out, &old_file, &kept)?;
    if old == new {
        return Ok(());
    }
    writeln!(
        out,
        "next: `cargo xtask codegen {name}`; remove the corrections that no longer change anything"
    )
    .map_err(unwritable)
}

fn read_all(workspace: &Workspace, request: &Request<'_>) -> Result<Merged> {
    let mut all = Vec::new();
    for path in request.files {
        all.extend(fragments(path, &workspace.label(path))?);
    }
    if request.strip_prose {
        // First, so that fragments that differ in their prose alone are no conflict.
        all.iter_mut()
            .for_each(|fragment| prose::strip(&mut fragment.value));
    }
    let files: Vec<String> = all.iter().map(|fragment| fragment.file.clone()).collect();
    let merged = merge(all, request.prefer)?;
    check(&merged.document).map_err(|problem| problem.in_file(files.join(", ")))?;
    Ok(merged)
}

/// Checks that this is a document at all. Codegen checks the rest.
fn check(document: &Value) -> Result<()> {
    let version = document.get("openapi").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("3.")) {
        return Err(Problem::at(
            "",
            "/openapi",
            "the document is not OpenAPI 3: `openapi` does not say `3.…`",
            "import the file or page that says so as well, or convert the document",
        ));
    }
    if !document.get("paths").is_some_and(Value::is_object) {
        return Err(Problem::at(
            "",
            "/paths",
            "the document has no operations: `paths` is missing",
            "import the pages that carry them as well",
        ));
    }
    Ok(())
}

/// Returns the comment at the start of a file: it is about the document, whatever its version.
fn head(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
}

fn tell_bodies(out: &mut dyn Write, file: &str, kept: &Kept) -> Result<()> {
    let mut text = format!(
        "{:<12} {} kept, {} without a place\n",
        "bodies",
        kept.kept,
        kept.lost.len()
    );
    for (pointer, reason) in &kept.lost {
        text.push_str(&format!("  - {file}#{pointer}: {reason}\n"));
    }
    out.write_all(text.as_bytes()).map_err(unwritable)
}
