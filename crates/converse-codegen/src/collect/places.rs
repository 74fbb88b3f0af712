//! Marks each schema with its place in the document, so that a pass can report it.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::references::reference;
use crate::document::pointer;
use crate::document::role::Role;

/// Keyword under which a schema has its place, until it is read.
pub const PLACE: &str = "x-place";

/// Marks all schemas of a document whose references resolve, and counts them.
pub fn mark(document: &mut Value) -> usize {
    let mut search = Search {
        known: HashSet::new(),
        open: vec![(String::new(), Role::Document)],
        count: 0,
    };
    while let Some((mut at, role)) = search.open.pop() {
        if let Some(value) = document.pointer_mut(&at) {
            search.visit(value, role, &mut at);
        }
    }
    search.count
}

struct Search {
    /// The places that were visited.
    known: HashSet<String>,
    /// The places that references lead to.
    open: Vec<(String, Role)>,
    /// How many schemas were marked.
    count: usize,
}

impl Search {
    fn visit(&mut self, value: &mut Value, role: Role, at: &mut String) {
        if role == Role::Plain || !self.known.insert(at.clone()) {
            return;
        }
        if let Some(target) = reference(value).and_then(pointer::target) {
            self.open.push((target, role));
        }
        let length = at.len();
        role.each_mut(value, |token, role, child| {
            pointer::push(at, token);
            self.visit(child, role, at);
            at.truncate(length);
        });
        if let (Role::Schema, Value::Object(schema)) = (role, value) {
            self.count += 1;
            schema.insert(PLACE.to_owned(), json!(*at));
        }
    }
}
