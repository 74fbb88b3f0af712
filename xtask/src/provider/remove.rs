//! `cargo xtask provider remove`: takes out what `add` has written.

use std::io::Write;

use super::facade::{Facade, LOCK, module_file};
use super::uses;
use crate::codegen;
use crate::listing;
use crate::load;
use crate::sync::{self, Mode, Output};
use crate::workspace::Workspace;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::unwritable;
use converse_codegen::{Problem, Result};

/// How many places of other code are named.
const NAMED_PLACES: usize = 10;

/// Takes the provider out, and shows the hand-written lines that went.
pub fn run(workspace: &Workspace, name: &str, out: &mut dyn Write) -> Result<()> {
    let known = load::provider_names(workspace)?;
    codegen::choose(&known, &[name.to_owned()])?;
    if known.len() == 1 {
        return Err(Problem::file(
            format!("specs/{name}"),
            "it is the last provider, and the facade's lists have nothing to go by without one",
            "add another provider first",
        ));
    }
    let before = Facade::read(workspace)?;
    let after = before.clone().without(&known, name)?;
    let module_file = module_file(name);
    let uses = uses::in_manifests(workspace, &after, name)?;
    if !uses.is_empty() {
        return Err(Problem::file(
            format!("specs/{name}"),
            format!("hand-written code needs `{name}`: {}", uses.join(", ")),
            "take it out of these places first, and out of the code behind them",
        ));
    }
    let module_path = workspace.root().join(&module_file);
    let module_text = if module_path.exists() {
        read::text(&module_path, &module_file, DOCUMENT_LIMIT)?
    } else {
        String::new()
    };
    let output = Output {
        files: after.files.clone(),
        folders: vec![format!("specs/{name}"), format!("crates/providers/{name}")],
        removed: vec![module_file.clone()],
    };
    sync::sync(workspace, &output, Mode::Write, out)?;
    writeln!(out, "removed specs/{name} and crates/providers/{name}").map_err(unwritable)?;
    for (path, text) in after.files.iter().filter(|(path, _)| *path != LOCK) {
        if before.text(path) != text {
            listing::show(out, path, before.text(path), text)?;
        }
    }
    listing::show(out, &module_file, &module_text, "")?;
    let uses = uses::in_code(workspace, &after, name);
    if uses.is_empty() {
        return Ok(());
    }
    let more = match uses.len().saturating_sub(NAMED_PLACES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = uses[..uses.len().min(NAMED_PLACES)].join(", ");
    writeln!(out, "\nlook also at {named}{more}, which say `{name}`").map_err(unwritable)
}
