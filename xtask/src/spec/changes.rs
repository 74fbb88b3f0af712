//! The differences between two versions of a document, by operation and by component.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value};

use converse_codegen::Result;
use converse_codegen::internals::unwritable;
use converse_codegen::internals::{METHODS, follow};

/// Names of one kind that were added, removed and changed; each list in the order of its document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub changed: Vec<String>,
}

/// Prints the changes of each kind.
pub fn print(out: &mut dyn Write, old: &Value, new: &Value) -> Result<()> {
    let mut text = String::new();
    for (kind, changes) in between(old, new) {
        let (added, removed, changed) = (&changes.added, &changes.removed, &changes.changed);
        text.push_str(&format!(
            "{kind:<12} {} added, {} removed, {} changed\n",
            added.len(),
            removed.len(),
            changed.len()
        ));
        for (sign, names) in [('+', added), ('-', removed), ('~', changed)] {
            names
                .iter()
                .for_each(|name| text.push_str(&format!("  {sign} {name}\n")));
        }
    }
    out.write_all(text.as_bytes()).map_err(unwritable)
}

/// Returns operations and schemas, changed or not; other kinds only if they changed.
pub fn between(old: &Value, new: &Value) -> Vec<(String, Changes)> {
    let mut found = vec![
        (
            "operations".to_owned(),
            changes(&operations(old), &operations(new)),
        ),
        (
            "schemas".to_owned(),
            changes(&section(old, "schemas"), &section(new, "schemas")),
        ),
    ];
    let components = |document: &Value| entries(document.get("components"));
    let (old_components, new_components) = (components(old), components(new));
    let mut others = BTreeMap::new();
    let kinds = new_components.keys().chain(old_components.keys());
    for kind in kinds.filter(|kind| *kind != "schemas") {
        others.insert(
            kind.clone(),
            changes(&section(old, kind), &section(new, kind)),
        );
    }
    let rest = |document: &Value| {
        let mut rest = entries(Some(document));
        rest.retain(|key, _| key != "paths" && key != "components");
        rest
    };
    others.insert("other keys".to_owned(), changes(&rest(old), &rest(new)));
    found.extend(
        others
            .into_iter()
            .filter(|(_, changes)| *changes != Changes::default()),
    );
    found
}

fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Changes {
    let names = |of: &Map<String, Value>, kept: &dyn Fn(&str, &Value) -> bool| {
        of.iter()
            .filter(|(name, value)| kept(name, value))
            .map(|(name, _)| name.clone())
            .collect()
    };
    Changes {
        added: names(new, &|name, _| !old.contains_key(name)),
        removed: names(old, &|name, _| !new.contains_key(name)),
        changed: names(new, &|name, value| {
            old.get(name).is_some_and(|before| before != value)
        }),
    }
}

/// Returns the operations as `GET /path`, each with the settings of its path.
fn operations(document: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    for (path, item) in entries(document.get("paths")) {
        let mut shared = entries(Some(follow(document, &item)));
        let own: Vec<(&str, Value)> = METHODS
            .into_iter()
            .filter_map(|method| Some((method, shared.shift_remove(method)?)))
            .collect();
        for (method, operation) in own {
            let name = format!("{} {path}", method.to_ascii_uppercase());
            found.insert(
                name,
                Value::Array(vec![operation, Value::Object(shared.clone())]),
            );
        }
    }
    found
}

fn section(document: &Value, kind: &str) -> Map<String, Value> {
    entries(
        document
            .get("components")
            .and_then(|components| components.get(kind)),
    )
}

fn entries(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}
