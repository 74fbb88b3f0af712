//! Where else a provider is named: code that people wrote and that would not build without it.

use std::fs;
use std::path::Path;

use toml_edit::Item;

use super::entry::module;
use super::facade::{Facade, MANIFEST, WORKSPACE_MANIFEST, module_file};
use super::manifests;
use crate::workspace::Workspace;
use converse_codegen::Result;

/// Where people's own code lies.
const PLACES: [&str; 4] = ["crates/converse", "tests", "README.md", ".ci/run"];

/// What cargo reads before it builds anything: each place in a manifest that needs the provider.
/// With one of these left, no command of the workspace would run any more.
pub fn in_manifests(workspace: &Workspace, facade: &Facade, name: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (file, on_disk) in manifests::members(workspace, facade.text(WORKSPACE_MANIFEST))? {
        let manifest = match facade.files.get(&file) {
            Some(text) => manifests::parse(&file, text)?,
            None => on_disk,
        };
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(kind) else {
                continue;
            };
            if dependencies.get(manifests::package(name)).is_some() {
                found.push(format!("{file} [{kind}]"));
            }
            let converse = dependencies.get("converse");
            if lists(converse.and_then(|item| item.get("features")), name) {
                found.push(format!("{file} [{kind}] converse.features"));
            }
        }
        if file == MANIFEST {
            for kind in ["bin", "example", "test", "bench"] {
                let targets = manifest.get(kind).and_then(Item::as_array_of_tables);
                let mut targets = targets.into_iter().flat_map(|targets| targets.iter());
                if targets.any(|target| lists(target.get("required-features"), name)) {
                    found.push(format!("{file} [[{kind}]] required-features"));
                }
            }
        }
    }
    Ok(found)
}

fn lists(list: Option<&Item>, name: &str) -> bool {
    let list = list.and_then(Item::as_array);
    list.is_some_and(|list| list.iter().any(|one| one.as_str() == Some(name)))
}

/// Each `file:line` of code and pages that still seems to name the provider; files of `facade` are
/// read as they will be.
pub fn in_code(workspace: &Workspace, facade: &Facade, name: &str) -> Vec<String> {
    let own_file = module_file(name);
    let mut found = Vec::new();
    for place in PLACES {
        look(
            workspace,
            &workspace.root().join(place),
            &mut |path, text| {
                if path == own_file
                    || !(path.ends_with(".rs") || path.ends_with(".md") || path == place)
                {
                    return;
                }
                let text = facade.files.get(path).map_or(text, String::as_str);
                for (number, line) in text.lines().enumerate() {
                    if names(line, name) {
                        found.push(format!("{path}:{}", number + 1));
                    }
                }
            },
        );
    }
    found
}

fn look(workspace: &Workspace, path: &Path, see: &mut dyn FnMut(&str, &str)) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| look(workspace, path, see));
    } else if let Ok(text) = fs::read_to_string(path) {
        see(&workspace.label(path), &text);
    }
}

/// Whether a line says the name in a way that only code or a manifest does.
fn names(line: &str, name: &str) -> bool {
    let module = module(name);
    let forms = [
        format!("\"{name}\""),
        format!("{module}::"),
        format!("::{module}"),
        format!("converse-{name}"),
        format!("converse_{module}"),
        format!("{name},rustls"),
    ];
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    forms.iter().any(|form| {
        line.match_indices(form.as_str()).any(|(start, found)| {
            let (before, after) = (&line[..start], &line[start + found.len()..]);
            let own_start = !found.starts_with(part) || !before.ends_with(part);
            let own_end = !found.ends_with(part) || !after.starts_with(part);
            own_start && own_end
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_words() {
        for line in [
            "use converse::bird;",
            "let client = bird::Client::from_env()?;",
            "required-features = [\"bird\"]",
            "for features in bird,rustls; do",
        ] {
            assert!(names(line, "bird"), "{line}");
        }
        for line in [
            "a bird in the hand",
            "songbird::sing()",
            "converse-bird-cage",
            "::birds",
        ] {
            assert!(!names(line, "bird"), "{line}");
        }
    }
}
