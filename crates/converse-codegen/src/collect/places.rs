//! Marks each schema with its place in the document, so that a pass can report it.

use serde_json::{Value, json};

use crate::document::pointer;

/// Keyword under which a schema has its place, until it is read.
pub const PLACE: &str = "x-place";

/// Keywords that hold schemas by name.
const BY_NAME: [&str; 4] = ["properties", "schemas", "$defs", "patternProperties"];

/// Keywords that hold one schema.
const ONE: [&str; 4] = ["schema", "items", "additionalProperties", "not"];

/// Keywords that hold a list of schemas.
const LIST: [&str; 4] = ["allOf", "oneOf", "anyOf", "prefixItems"];

/// Marks all schemas below `document` and counts them.
pub fn mark(document: &mut Value) -> usize {
    let mut search = Search {
        at: String::new(),
        count: 0,
    };
    search.search(document);
    search.count
}

struct Search {
    /// The pointer of the value that is searched.
    at: String,
    /// How many schemas were marked.
    count: usize,
}

impl Search {
    /// Marks the schemas below a value that is not one itself.
    fn search(&mut self, value: &mut Value) {
        match value {
            Value::Object(object) => {
                for (key, child) in object.iter_mut() {
                    self.below(key, |search| search.keyword(key, child));
                }
            }
            Value::Array(array) => self.each(array, Self::search),
            _ => {}
        }
    }

    fn keyword(&mut self, key: &str, value: &mut Value) {
        match (key, value) {
            ("example" | "examples" | "default" | "enum" | "const", _) => {}
            (key, Value::Object(named)) if BY_NAME.contains(&key) => {
                for (name, child) in named.iter_mut() {
                    self.below(name, |search| search.schema(child));
                }
            }
            (key, child @ Value::Object(_)) if ONE.contains(&key) => self.schema(child),
            (key, Value::Array(members)) if LIST.contains(&key) => {
                self.each(members, Self::schema);
            }
            (_, child) => self.search(child),
        }
    }

    fn schema(&mut self, value: &mut Value) {
        self.search(value);
        if let Some(object) = value.as_object_mut() {
            self.count += 1;
            object.insert(PLACE.to_owned(), json!(self.at));
        }
    }

    fn each(&mut self, values: &mut [Value], visit: fn(&mut Self, &mut Value)) {
        for (index, value) in values.iter_mut().enumerate() {
            self.below(&index.to_string(), |search| visit(search, value));
        }
    }

    fn below(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        pointer::push(&mut self.at, token);
        visit(self);
        self.at.truncate(length);
    }
}
