//! Guarantees: the pointers of an operation that pages lead through fields with Rust names to a list
//! and to a string or number that can say that no page follows, and its parameters accept the values
//! found there. Other operations that page are left out.

use serde_json::Value;

use super::{Context, Kind, kind};
use crate::api::{Api, FieldPath, Location, Operation, Paging, PagingStyle, Skipped};
use crate::document::pointer;
use crate::problem::{Problem, Result};

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let checked: Vec<Result<Option<Paging>>> = api
        .operations
        .iter()
        .map(|operation| match &operation.paging {
            Some(paging) => check(api, operation, paging.clone()).map(Some),
            None => Ok(None),
        })
        .collect();
    for (operation, paging) in std::mem::take(&mut api.operations).into_iter().zip(checked) {
        match paging {
            Ok(paging) => api.operations.push(Operation {
                paging,
                ..operation
            }),
            Err(problem) => api.skipped.push(Skipped {
                operation: operation.id,
                problem,
            }),
        }
    }
    Ok(())
}

/// Returns the declaration with the fields that its pointers lead through.
fn check(api: &Api, operation: &Operation, mut paging: Paging) -> Result<Paging> {
    let answer = operation.success.schema.as_ref().unwrap_or(&Value::Null);
    let at = |key: &str| pointer::join(&paging.at, key);
    let (found, _) = follow(api, answer, &mut paging.items, &at("items"))?;
    expect(found, &[Kind::Array], "not a list", &at("items"))?;
    match &mut paging.style {
        PagingStyle::Cursor { next } => {
            let scalar = [Kind::String, Kind::Integer];
            let (found, always) = follow(api, answer, next, &at("next"))?;
            expect(
                found,
                &scalar,
                "neither a string nor an integer",
                &at("next"),
            )?;
            shown(found, &at("next"))?;
            if always && !may_be_empty(found) {
                return Err(Problem::at(
                    "",
                    at("next"),
                    "what it names is always present and never empty, so no page could be the last",
                    "make it optional or nullable in the overlay",
                ));
            }
            let taken = queried(operation, &paging.parameter);
            expect(
                taken,
                &scalar,
                "neither a string nor an integer",
                &at("parameter"),
            )?;
            shown(taken, &at("parameter"))?;
        }
        PagingStyle::Page { limit, .. } => {
            let taken = queried(operation, &paging.parameter);
            expect(taken, &[Kind::Integer], "not an integer", &at("parameter"))?;
            if let Some(limit) = limit {
                let taken = queried(operation, limit);
                expect(taken, &[Kind::Integer], "not an integer", &at("limit"))?;
            }
        }
    }
    Ok(paging)
}

/// Returns the schema that the path leads to, and whether every response has a value there: one that lacks a
/// field on the way has none. Records the fields on the way.
fn follow<'a>(
    api: &'a Api,
    answer: &'a Value,
    path: &mut FieldPath,
    at: &str,
) -> Result<(&'a Value, bool)> {
    let (mut schema, mut always) = (answer, true);
    for token in path.pointer.split('/').skip(1) {
        let wire = token.replace("~1", "/").replace("~0", "~");
        let field = api.referred(schema).and_then(|(name, target)| {
            let known = api.structs.iter().find(|known| known.name == name)?;
            let field = known.fields.iter().find(|field| field.wire == wire)?;
            let required = target["required"].as_array();
            let required = required.is_some_and(|names| names.iter().any(|name| *name == wire));
            Some((field, target["properties"].get(&wire)?, required))
        });
        let Some((field, next, required)) = field else {
            return Err(Problem::at(
                "",
                at,
                format!(
                    "`{}` leads nowhere: the response has no object with a field `{wire}` there",
                    path.pointer
                ),
                "point through fields that the document declares, or declare them in the overlay",
            ));
        };
        path.fields.push(field.ident.clone());
        always = always && required && next["nullable"] != true;
        schema = next;
    }
    Ok((schema, always))
}

/// Returns whether a value of this schema can be an empty string: those with a format of their own cannot.
fn may_be_empty(schema: &Value) -> bool {
    let format = schema["format"].as_str();
    kind(schema) == Kind::String && !matches!(format, Some("uuid" | "date-time"))
}

/// Refuses passwords: a position is read and written as a plain string, which `Password` does not show.
fn shown(schema: &Value, at: &str) -> Result<()> {
    if schema["format"] != "password" {
        return Ok(());
    }
    Err(Problem::at(
        "",
        at,
        "what it names is of `format: password`, which is never shown",
        "remove the `format` in the overlay",
    ))
}

/// Returns the schema of a query parameter, which `collect` has checked.
fn queried<'a>(operation: &'a Operation, name: &str) -> &'a Value {
    let parameter = operation
        .parameters
        .iter()
        .find(|parameter| parameter.location == Location::Query && parameter.name == name);
    parameter.map_or(&Value::Null, |parameter| &parameter.schema)
}

fn expect(schema: &Value, kinds: &[Kind], why: &str, at: &str) -> Result<()> {
    if kinds.contains(&kind(schema)) {
        return Ok(());
    }
    Err(Problem::at(
        "",
        at,
        format!("what it names is {why}"),
        "name another place, or correct the type in the overlay",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalize::test_support::normalized;

    /// Runs the pass on a list by `cursor` with this response.
    fn outcome(answer: Value, parameter: Value, declaration: Value) -> Result<Paging> {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "t", "version": "1" },
            "servers": [{ "url": "https://a.example" }],
            "paths": { "/x": { "get": {
                "operationId": "list",
                "x-converse-pagination": declaration,
                "parameters": [
                    { "name": "at", "in": "query", "schema": parameter },
                    { "name": "size", "in": "query", "schema": { "type": "number" } },
                ],
                "responses": { "200": {
                    "description": "",
                    "content": { "application/json": { "schema": answer } },
                } },
            } } },
        });
        let mut api = normalized(&document)?;
        match api.skipped.pop() {
            Some(left) => Err(left.problem),
            None => Ok(api.operations.remove(0).paging.expect("it is declared")),
        }
    }

    fn cursor(next: &str, items: &str) -> Value {
        json!({ "style": "cursor", "parameter": "at", "next": next, "items": items })
    }

    fn answer() -> Value {
        json!({ "allOf": [
            { "type": "object", "properties": {
                "type": { "type": "object", "nullable": true, "properties": {
                    "a/b": { "type": "array", "items": { "type": "string" } },
                } },
                "kind": { "type": "string", "enum": ["a", "b"] },
                "map": { "type": "object", "additionalProperties": { "type": "string" } },
            } },
            {
                "type": "object",
                "required": ["next", "number", "id", "word"],
                "properties": {
                    "next": { "type": "integer", "nullable": true },
                    "number": { "type": "integer" },
                    "id": { "type": "string", "format": "uuid" },
                    "word": { "type": "string" },
                    "secret": { "type": "string", "format": "password" },
                },
            },
        ] })
    }

    #[test]
    fn pointers_become_fields() {
        let text = json!({ "type": "string" });
        let paging = outcome(answer(), text, cursor("/next", "/type/a~1b")).unwrap();
        assert_eq!(paging.items.fields, ["type_", "a_b"]);
        let PagingStyle::Cursor { next } = paging.style else {
            panic!("it is of the style `cursor`");
        };
        assert_eq!(next.fields, ["next"]);
    }

    #[test]
    fn a_next_that_can_be_empty_may_always_be_there() {
        let text = json!({ "type": "string" });
        outcome(answer(), text, cursor("/word", "/type/a~1b")).unwrap();
    }

    #[test]
    fn a_next_is_always_there_only_if_all_around_it_is() {
        let text = json!({ "type": "string" });
        for (required, nullable, ends) in [
            (json!([]), false, true),
            (json!(["meta"]), true, true),
            (json!(["meta"]), false, false),
        ] {
            let answer = json!({ "type": "object", "required": required, "properties": {
                "rows": { "type": "array", "items": { "type": "string" } },
                "meta": {
                    "type": "object",
                    "nullable": nullable,
                    "required": ["next"],
                    "properties": { "next": { "type": "integer" } },
                },
            } });
            let paging = outcome(answer, text.clone(), cursor("/meta/next", "/rows"));
            assert_eq!(paging.is_ok(), ends, "{required} {nullable}: {paging:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_operation_costs_no_other() {
        let operation = |id: &str, next: &str| {
            json!({ "get": {
                "operationId": id,
                "x-converse-pagination": cursor(next, "/type/a~1b"),
                "parameters": [{ "name": "at", "in": "query", "schema": { "type": "string" } }],
                "responses": { "200": {
                    "description": "",
                    "content": { "application/json": { "schema": answer() } },
                } },
            } })
        };
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "t", "version": "1" },
            "servers": [{ "url": "https://a.example" }],
            "paths": { "/a": operation("bad", "/nowhere"), "/b": operation("good", "/next") },
        });
        let api = normalized(&document).unwrap();
        let left: Vec<&str> = api.skipped.iter().map(|it| it.operation.as_str()).collect();
        let kept: Vec<&str> = api.operations.iter().map(|it| it.id.as_str()).collect();
        assert_eq!((left, kept), (vec!["bad"], vec!["good"]));
    }

    #[test]
    fn what_leads_nowhere_or_to_another_type_is_named_with_its_place() {
        let text = json!({ "type": "string" });
        let page =
            json!({ "style": "page", "parameter": "at", "limit": "size", "items": "/type/a~1b" });
        for (parameter, declaration, key, why) in [
            (
                &text,
                cursor("/next", "/items"),
                "items",
                "`/items` leads nowhere",
            ),
            (
                &text,
                cursor("/next", "/type/a~1b/0"),
                "items",
                "leads nowhere",
            ),
            (
                &text,
                cursor("/map/next", "/type/a~1b"),
                "next",
                "leads nowhere",
            ),
            (&text, cursor("/next", ""), "items", "not a list"),
            (&text, cursor("/next", "/kind"), "items", "not a list"),
            (
                &text,
                cursor("/kind", "/type/a~1b"),
                "next",
                "neither a string",
            ),
            (
                &text,
                cursor("/type", "/type/a~1b"),
                "next",
                "neither a string",
            ),
            (
                &text,
                cursor("/number", "/type/a~1b"),
                "next",
                "be the last",
            ),
            (&text, cursor("/id", "/type/a~1b"), "next", "be the last"),
            (&text, cursor("/secret", "/type/a~1b"), "next", "password"),
            (
                &json!({ "type": "string", "format": "password" }),
                cursor("/next", "/type/a~1b"),
                "parameter",
                "password",
            ),
            (
                &json!({ "type": "boolean" }),
                cursor("/next", "/type/a~1b"),
                "parameter",
                "neither a string",
            ),
            (&text, page.clone(), "parameter", "not an integer"),
            (
                &json!({ "type": "integer" }),
                page,
                "limit",
                "not an integer",
            ),
        ] {
            let problem = outcome(answer(), parameter.clone(), declaration.clone()).unwrap_err();
            let at = format!("/paths/~1x/get/x-converse-pagination/{key}");
            assert_eq!(problem.pointer(), at, "{declaration}");
            assert!(problem.rule().contains(why), "{problem}");
        }
    }
}
