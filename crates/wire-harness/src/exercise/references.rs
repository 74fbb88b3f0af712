//! Rewrites a document so that references are only where the standard allows them: elsewhere, what they lead to is in
//! their place. Reads the document by itself, without the generator's table of places.

use serde_json::{Map, Value};

use converse_codegen::internals::pointer;

/// How many references may follow each other, and how deep replaced values may hold others.
const MOST: usize = 64;

/// Keywords whose values are data.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Keywords that hold values by name. Their names are no keywords.
const BY_NAME: [&str; 9] = [
    "properties",
    "patternProperties",
    "schemas",
    "responses",
    "parameters",
    "content",
    "paths",
    "additionalOperations",
    "$defs",
];

/// Returns the document with these references replaced. One that leads to itself is no reference.
pub fn replaced(document: Value) -> Value {
    let rewriter = Rewriter {
        document: &document,
    };
    rewriter.value("", &document, 0)
}

struct Rewriter<'a> {
    document: &'a Value,
}

impl Rewriter<'_> {
    /// Returns the value under a keyword; that of the document has none.
    fn value(&self, keyword: &str, value: &Value, depth: usize) -> Value {
        if DATA.contains(&keyword) || keyword.starts_with("x-") && keyword != "x-files" {
            return value.clone();
        }
        let value = match self.is_replaced(keyword) {
            true => self.end(value),
            false => value,
        };
        match value {
            Value::Object(object) if BY_NAME.contains(&keyword) => {
                let member = |value| match keyword {
                    // A media type and a path item are no places of references either.
                    "content" | "paths" | "additionalOperations" => {
                        self.object(self.end(value), depth)
                    }
                    _ => self.object(value, depth),
                };
                let members = object.iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.clone(), member(value)))
                        .collect(),
                )
            }
            Value::Array(items) => {
                let scalars = matches!(keyword, "required" | "tags" | "type");
                let item = |item| match scalars {
                    true => self.end(item).clone(),
                    false => self.object(item, depth),
                };
                items.iter().map(item).collect()
            }
            value => self.object(value, depth),
        }
    }

    /// Returns the value of a schema, an operation and the like.
    fn object(&self, value: &Value, depth: usize) -> Value {
        let Some(object) = value.as_object() else {
            return value.clone();
        };
        if depth == MOST {
            return Value::Object(Map::new());
        }
        let mut rewritten = Map::new();
        for (keyword, value) in object {
            if keyword != "$ref" {
                let value = self.value(keyword, value, depth + 1);
                rewritten.insert(keyword.clone(), value);
            } else if value.as_str().is_none_or(|text| self.has_end(text)) {
                rewritten.insert(keyword.clone(), value.clone());
            }
        }
        Value::Object(rewritten)
    }

    /// Returns whether the value of a keyword replaces a reference there.
    fn is_replaced(&self, keyword: &str) -> bool {
        let methods = [
            "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
        ];
        BY_NAME.contains(&keyword)
            || methods.contains(&keyword)
            || matches!(
                keyword,
                "required" | "tags" | "info" | "components" | "allOf" | "oneOf" | "anyOf"
            )
    }

    /// Returns the end of a chain of references.
    fn end<'v>(&'v self, value: &'v Value) -> &'v Value {
        let mut value = value;
        for _ in 0..MOST {
            let reference = value.get("$ref").and_then(Value::as_str);
            match reference.and_then(|it| self.target(it)) {
                Some(next) => value = next,
                None => break,
            }
        }
        value
    }

    /// Returns whether the chain that begins with a reference ends.
    fn has_end(&self, reference: &str) -> bool {
        let mut next = Some(reference);
        for _ in 0..MOST {
            let Some(reference) = next else {
                return true;
            };
            next = self
                .target(reference)
                .and_then(|it| it.get("$ref")?.as_str());
        }
        next.is_none()
    }

    /// Returns what a reference leads to, through others.
    fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = pointer::target(reference)?;
        let tokens = pointer.split('/').skip(1);
        tokens.into_iter().try_fold(self.document, |value, token| {
            let below = format!("/{token}");
            match value.pointer(&below) {
                Some(found) => Some(found),
                None => self.end(value).pointer(&below),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_bundler_would_replace_is_replaced() {
        let document = replaced(json!({
            "paths": { "/a": { "get": { "$ref": "#/x-a/get" } } },
            "components": { "schemas": { "$ref": "#/x-a/schemas" } },
            "x-a": {
                "get": { "responses": { "200": { "$ref": "#/x-a/response" } } },
                "schemas": { "A": {
                    "properties": { "$ref": "#/x-a/fields" },
                    "example": { "$ref": "#/x-a/fields" },
                } },
                "fields": { "$ref": { "type": "string" } },
            },
        }));
        let response = json!({ "$ref": "#/x-a/response" });
        assert_eq!(document["paths"]["/a"]["get"]["responses"]["200"], response);
        let schema = &document["components"]["schemas"]["A"];
        assert_eq!(schema["properties"]["$ref"]["type"], "string");
        assert_eq!(schema["example"]["$ref"], "#/x-a/fields");
    }

    #[test]
    fn a_circle_is_any_json() {
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let schemas =
            json!({ "A": to("B"), "B": to("A"), "C": to("D"), "D": { "items": to("C") } });
        let document = replaced(json!({ "components": { "schemas": schemas } }));
        let expected = json!({ "A": {}, "B": {}, "C": to("D"), "D": { "items": to("C") } });
        assert_eq!(document["components"]["schemas"], expected);
    }
}
