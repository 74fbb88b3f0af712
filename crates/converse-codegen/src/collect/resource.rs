//! What an operation does with a resource, as a document declares it where its path and method do not show it: for
//! servers that stand in for the provider and remember what they were told.

use serde_json::{Map, Value};

use super::Place;
use crate::api::{Resource, ResourceAction};
use crate::document::pointer;
use crate::problem::Finding;

/// The keyword of the declaration, on an operation.
const KEYWORD: &str = "x-converse-resource";

const KEYS: [&str; 3] = ["action", "collection", "sets"];

/// Reads the declaration of an operation, if it has one.
pub fn read(place: &Place<'_>) -> Result<Option<Resource>, Finding> {
    let Some(value) = place.operation.get(KEYWORD) else {
        return Ok(None);
    };
    let at = pointer::join(&place.at, KEYWORD);
    let Some(keys) = value.as_object() else {
        let help = "write `action` and `collection` in it";
        return Err(Finding::at(at, "it is not an object", help));
    };
    Declaration { place, at, keys }.read().map(Some)
}

struct Declaration<'a> {
    place: &'a Place<'a>,
    at: String,
    keys: &'a Map<String, Value>,
}

impl Declaration<'_> {
    fn read(&self) -> Result<Resource, Finding> {
        if let Some(unknown) = self.keys.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(self.refuse(
                unknown,
                format!("`{unknown}` is not a key of the declaration"),
                format!("use only the keys `{}`", KEYS.join("`, `")),
            ));
        }
        let action = self.action()?;
        if action == ResourceAction::None {
            return Ok(Resource {
                action,
                collection: String::new(),
                sets: Vec::new(),
            });
        }
        Ok(Resource {
            action,
            collection: self.collection()?,
            sets: self.sets()?,
        })
    }

    fn action(&self) -> Result<ResourceAction, Finding> {
        Ok(match self.keys.get("action").and_then(Value::as_str) {
            Some("create") => ResourceAction::Create,
            Some("list") => ResourceAction::List,
            Some("read") => ResourceAction::Read,
            Some("change") => ResourceAction::Change,
            Some("delete") => ResourceAction::Delete,
            Some("none") => ResourceAction::None,
            _ => {
                return Err(self.refuse(
                    "action",
                    "`action` is missing or not an action",
                    "use `create`, `list`, `read`, `change`, `delete` or `none`",
                ));
            }
        })
    }

    /// Reads the path of the collection, which must be one of the document.
    fn collection(&self) -> Result<String, Finding> {
        let help =
            "write the path of the operation that lists or creates them, as the document spells it";
        let Some(path) = self.keys.get("collection").and_then(Value::as_str) else {
            return Err(self.refuse("collection", "`collection` is missing or not a path", help));
        };
        let paths = self.place.document.get("paths").and_then(Value::as_object);
        match paths.is_some_and(|paths| paths.contains_key(path)) {
            true => Ok(path.to_owned()),
            false => {
                let rule = format!("`{path}` is not a path of the document");
                Err(self.refuse("collection", rule, help))
            }
        }
    }

    fn sets(&self) -> Result<Vec<(String, Value)>, Finding> {
        match self.keys.get("sets") {
            None => Ok(Vec::new()),
            Some(Value::Object(fields)) => Ok(fields.clone().into_iter().collect()),
            Some(_) => Err(self.refuse(
                "sets",
                "`sets` is not an object",
                "write the fields of the resource with their new values",
            )),
        }
    }

    fn refuse(&self, key: &str, rule: impl Into<String>, help: impl Into<String>) -> Finding {
        let at = match self.keys.contains_key(key) {
            true => pointer::join(&self.at, key),
            false => self.at.clone(),
        };
        Finding::at(at, rule, help)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Published;
    use crate::collect::collect;
    use crate::settings::Settings;

    /// Returns an API with a list and an operation that closes, declared so.
    fn api(declaration: Value) -> Published {
        let document = json!({
            "openapi": "3.0.3",
            "servers": [{ "url": "https://a.example" }],
            "paths": {
                "/rooms": { "get": { "operationId": "list", "responses": {} } },
                "/rooms/{id}/close": { "post": {
                    "operationId": "close",
                    KEYWORD: declaration,
                    "parameters": [{
                        "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
                    }],
                    "responses": {},
                } },
            },
        });
        collect(document, "", &Settings::new("test")).expect("the document is valid")
    }

    #[test]
    fn a_declaration_is_kept() {
        let api = api(json!({
            "action": "change", "collection": "/rooms", "sets": { "state": "closed" },
        }));
        let close = api.operations.iter().find(|it| it.id == "close");
        let expected = Resource {
            action: ResourceAction::Change,
            collection: "/rooms".to_owned(),
            sets: vec![("state".to_owned(), json!("closed"))],
        };
        let resource = close.and_then(|it| it.resource.clone());
        assert_eq!(resource, Some(expected));
    }

    #[test]
    fn a_bad_declaration_is_named_with_its_place() {
        let at = "/paths/~1rooms~1{id}~1close/post/x-converse-resource";
        for (declaration, place, why) in [
            (json!("change"), "", "it is not an object"),
            (json!({}), "", "`action` is missing"),
            (json!({ "action": "close" }), "/action", "not an action"),
            (json!({ "action": "change" }), "", "`collection` is missing"),
            (
                json!({ "action": "change", "collection": "/room" }),
                "/collection",
                "`/room` is not a path",
            ),
            (
                json!({ "action": "change", "collection": "/rooms", "sets": 1 }),
                "/sets",
                "not an object",
            ),
            (
                json!({ "action": "none", "resource": "room" }),
                "/resource",
                "`resource` is not a key",
            ),
        ] {
            let skipped = api(declaration.clone()).skipped;
            let [left] = skipped.as_slice() else {
                panic!("{declaration}: one operation is left out");
            };
            assert_eq!(
                left.finding.pointer,
                format!("{at}{place}"),
                "{declaration}"
            );
            assert!(
                left.finding.rule.contains(why),
                "{declaration}: {}",
                left.finding.rule
            );
        }
    }
}
