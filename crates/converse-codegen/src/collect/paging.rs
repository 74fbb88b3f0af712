//! Pagination as a document declares it: which parameter takes the position, and where the response
//! has its items and the next position.

use serde_json::{Map, Value};

use super::Place;
use super::references::follow;
use crate::api::{Body, FieldPath, Location, Paging, PagingStyle, Parameter, Success};
use crate::document::pointer;
use crate::problem::{Finding, Result};

/// The keyword of the declaration, on an operation.
const KEYWORD: &str = "x-converse-pagination";

/// Reads the declaration of an operation, if it has one. The pass `paging` checks that its pointers
/// resolve, once the types are known.
pub fn read(
    place: &Place<'_>,
    parameters: &[Parameter<Value>],
    body: Option<&Body<Value>>,
    success: &Success<Value>,
) -> Result<Option<Paging>, Finding> {
    let Some(value) = place.operation.get(KEYWORD) else {
        return Ok(None);
    };
    let at = pointer::join(&place.at, KEYWORD);
    let Some(keys) = value.as_object() else {
        let help = "write `style`, `parameter` and `items` in it";
        return Err(Finding::at(at, "it is not an object", help));
    };
    let declaration = Declaration {
        place,
        at,
        keys,
        parameters,
        body,
    };
    declaration.read(success).map(Some)
}

struct Declaration<'a> {
    place: &'a Place<'a>,
    at: String,
    keys: &'a Map<String, Value>,
    parameters: &'a [Parameter<Value>],
    body: Option<&'a Body<Value>>,
}

impl Declaration<'_> {
    fn read(&self, success: &Success<Value>) -> Result<Paging, Finding> {
        if success.schema().is_none() {
            return Err(self.refuse(
                "",
                "the operation has no successful JSON response, or not the same for all statuses, so no page can be read",
                "declare the response in the overlay, or remove the declaration",
            ));
        }
        let style = match self.text("style")? {
            "cursor" => {
                self.only(&["style", "parameter", "next", "items", "total"])?;
                PagingStyle::Cursor {
                    next: self.path("next")?,
                }
            }
            "page" => {
                self.only(&["style", "parameter", "limit", "items", "total"])?;
                let limit = self.keys.get("limit").map(|_| self.parameter("limit"));
                let limit = limit.transpose()?;
                let number = self.parameter("parameter")?;
                if limit.is_some_and(|limit| limit.name == number.name) {
                    return Err(self.refuse(
                        "limit",
                        "it is also the parameter of the page number",
                        "name the query parameter of the page size, or remove `limit`",
                    ));
                }
                PagingStyle::Page {
                    first: self.default_of(number).unwrap_or(1),
                    default_limit: limit.and_then(|limit| self.default_of(limit)),
                    limit: limit.map(|limit| limit.name.clone()),
                }
            }
            other => {
                return Err(self.refuse(
                    "style",
                    format!("`{other}` is not a style"),
                    "use `cursor` (page tokens too) or `page`",
                ));
            }
        };
        Ok(Paging {
            parameter: self.parameter("parameter")?.name.clone(),
            items: self.path("items")?,
            style,
            total: match self.keys.contains_key("total") {
                true => Some(self.path("total")?),
                false => None,
            },
            at: self.at.clone(),
        })
    }

    fn only(&self, known: &[&str]) -> Result<(), Finding> {
        match self.keys.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(unknown) => Err(self.refuse(
                unknown,
                format!("`{unknown}` is not a key of this style"),
                format!("use only the keys `{}`", known.join("`, `")),
            )),
        }
    }

    fn text(&self, key: &str) -> Result<&str, Finding> {
        self.keys.get(key).and_then(Value::as_str).ok_or_else(|| {
            self.refuse(
                key,
                format!("`{key}` is missing or not a string"),
                "the README of `converse-codegen` says what each style needs",
            )
        })
    }

    /// Reads the pointer under a key.
    fn path(&self, key: &str) -> Result<FieldPath, Finding> {
        let pointer = self.text(key)?;
        if !(pointer.is_empty() || pointer.starts_with('/')) {
            return Err(self.refuse(
                key,
                format!("`{pointer}` is not a JSON Pointer"),
                format!("write `/{pointer}`, or `''` for the whole response"),
            ));
        }
        Ok(FieldPath {
            pointer: pointer.to_owned(),
            fields: Vec::new(),
        })
    }

    /// Returns the query parameter that a key names.
    fn parameter(&self, key: &str) -> Result<&Parameter<Value>, Finding> {
        let name = self.text(key)?;
        let mut named = self.parameters.iter().filter(|it| it.name == name);
        let queried = named
            .clone()
            .find(|parameter| parameter.location == Location::Query);
        queried.ok_or_else(|| {
            let why = if named.next().is_some() {
                format!("`{name}` is not a query parameter")
            } else if self.is_in_body(name) {
                format!("`{name}` is a field of the body; a position in the body is not supported")
            } else {
                format!("`{name}` is not a parameter of the operation")
            };
            let help = "name a query parameter, declare it in the overlay, or remove the \
                           declaration: the operation can be called page by page without it";
            self.refuse(key, why, help)
        })
    }

    fn is_in_body(&self, name: &str) -> bool {
        let name = name.trim_start_matches('/');
        self.body.is_some_and(|body| {
            let schema = follow(self.place.document, &body.schema);
            schema["properties"].get(name).is_some()
        })
    }

    /// Returns the default value of a numeric parameter.
    fn default_of(&self, parameter: &Parameter<Value>) -> Option<i64> {
        let schema = &parameter.schema;
        let own = schema.get("default");
        own.or_else(|| follow(self.place.document, schema).get("default"))?
            .as_i64()
    }

    fn refuse(&self, key: &str, why: impl Into<String>, help: impl Into<String>) -> Finding {
        let at = match self.keys.contains_key(key) {
            true => pointer::join(&self.at, key),
            false => self.at.clone(),
        };
        Finding::at(at, why, help)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Published;
    use crate::collect::collect;
    use crate::settings::Settings;

    /// Returns an API with a list by `cursor` or `page`, declared so.
    fn api(method: &str, declaration: Value) -> Published {
        let query =
            |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
        let document = json!({
            "openapi": "3.0.3",
            "servers": [{ "url": "https://a.example" }],
            "components": { "schemas": { "Size": { "type": "integer", "default": 20 } } },
            "paths": { "/x": { method: {
                "operationId": "list",
                KEYWORD: declaration,
                "parameters": [
                    query("cursor", json!({ "type": "string" })),
                    query("page", json!({ "type": "integer", "default": 0 })),
                    query("plain", json!({ "type": "integer" })),
                    query("count", json!({ "type": "integer" })),
                    query("limit", json!({ "$ref": "#/components/schemas/Size" })),
                    { "name": "X-Cursor", "in": "header", "schema": { "type": "string" } },
                ],
                "requestBody": { "content": { "application/json": { "schema": {
                    "type": "object", "properties": { "after": { "type": "string" } },
                } } } },
                "responses": { "200": { "description": "", "content": { "application/json": {} } } },
            } } },
        });
        collect(document, "", &Settings::new("test")).expect("the document is valid")
    }

    fn read_style(declaration: Value) -> PagingStyle {
        let mut api = api("post", declaration);
        assert!(api.skipped.is_empty(), "{:?}", api.skipped);
        api.operations
            .remove(0)
            .paging
            .expect("it is declared")
            .style
    }

    #[test]
    fn defaults_come_from_the_parameters() {
        let page = json!({ "style": "page", "parameter": "page", "limit": "limit", "items": "" });
        let PagingStyle::Page {
            first,
            limit,
            default_limit,
        } = read_style(page)
        else {
            panic!("it is of the style `page`");
        };
        assert_eq!(
            (first, limit.as_deref(), default_limit),
            (0, Some("limit"), Some(20))
        );
        let page = json!({ "style": "page", "parameter": "plain", "limit": "count", "items": "" });
        let PagingStyle::Page {
            first,
            default_limit,
            ..
        } = read_style(page)
        else {
            panic!("it is of the style `page`");
        };
        assert_eq!((first, default_limit), (1, None));
    }

    #[test]
    fn a_bad_declaration_is_named_with_its_place() {
        let cursor = |key: &str, value: Value| {
            let mut good =
                json!({ "style": "cursor", "parameter": "cursor", "next": "/n", "items": "/i" });
            good[key] = value;
            good
        };
        let at = "/paths/~1x/post/x-converse-pagination";
        for (declaration, place, why) in [
            (json!("cursor"), "", "it is not an object"),
            (json!({}), "", "`style` is missing"),
            (
                cursor("style", json!("offset")),
                "/style",
                "`offset` is not a style",
            ),
            (
                cursor("limit", json!("limit")),
                "/limit",
                "`limit` is not a key",
            ),
            (
                cursor("next", json!(1)),
                "/next",
                "`next` is missing or not a string",
            ),
            (cursor("items", json!("i")), "/items", "not a JSON Pointer"),
            (
                cursor("total", json!(7)),
                "/total",
                "`total` is missing or not a string",
            ),
            (
                cursor("parameter", json!("curser")),
                "/parameter",
                "`curser` is not a parameter",
            ),
            (
                cursor("parameter", json!("X-Cursor")),
                "/parameter",
                "not a query parameter",
            ),
            (
                cursor("parameter", json!("after")),
                "/parameter",
                "in the body is not supported",
            ),
            (
                cursor("parameter", json!("/after")),
                "/parameter",
                "in the body is not supported",
            ),
            (
                json!({ "style": "page", "parameter": "page", "limit": "size", "items": "" }),
                "/limit",
                "`size` is not a parameter",
            ),
            (
                json!({ "style": "page", "parameter": "page", "limit": "page", "items": "" }),
                "/limit",
                "also the parameter of the page number",
            ),
            (
                json!({ "style": "page", "parameter": "page", "next": "/n", "items": "" }),
                "/next",
                "`next` is not a key",
            ),
        ] {
            let skipped = api("post", declaration.clone()).skipped;
            let [left] = skipped.as_slice() else {
                panic!("{declaration} is taken");
            };
            assert_eq!(
                left.finding.pointer,
                format!("{at}{place}"),
                "{declaration}"
            );
            assert!(left.finding.rule.contains(why), "{:?}", left.finding);
        }
        // A HEAD response has no body to read.
        let skipped = api("head", cursor("items", json!("/i"))).skipped;
        assert!(
            skipped[0]
                .finding
                .rule
                .contains("no successful JSON response")
        );
    }
}
