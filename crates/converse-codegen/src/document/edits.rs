//! Changes to a document that are known before any of them is made.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::pointer;

/// Changes by the pointer of their place.
#[derive(Debug, Default)]
pub struct Edits {
    changes: BTreeMap<String, Option<Value>>,
}

impl Edits {
    /// Puts `value` into a place, whether there is one or not.
    pub fn set(&mut self, at: impl Into<String>, value: Value) {
        self.changes.entry(at.into()).or_insert(Some(value));
    }

    /// Removes a place. Of a list, it becomes null, so that the others keep theirs.
    pub fn remove(&mut self, at: impl Into<String>) {
        self.changes.entry(at.into()).or_insert(None);
    }

    /// Makes the changes, the inner ones first.
    pub fn apply(self, document: &mut Value) {
        for (at, change) in self.changes.into_iter().rev() {
            let Some((parent, token)) = at.rsplit_once('/') else {
                *document = change.unwrap_or_default();
                continue;
            };
            match document.pointer_mut(parent) {
                Some(Value::Object(object)) => {
                    let key = pointer::key(token);
                    match change {
                        Some(value) => drop(object.insert(key, value)),
                        None => drop(object.shift_remove(&key)),
                    }
                }
                Some(Value::Array(items)) => {
                    let index = token.parse::<usize>();
                    let item = index.ok().and_then(|index| items.get_mut(index));
                    item.into_iter()
                        .for_each(|item| *item = change.clone().unwrap_or_default());
                }
                _ => {}
            }
        }
    }
}
