//! Guarantees: the pointers of an operation that pages lead through fields with Rust names to a list
//! and to a string or number that can say that no page follows, and its parameters accept the values
//! found there. Other operations that page are left out.

use std::collections::BTreeMap;

use crate::api::{
    Api, FieldPath, Location, Operation, Paging, PagingStyle, Site, SiteKind, Skipped,
    StringFormat, Struct,
};
use crate::document::pointer;
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let structs = api.structs.iter().map(|known| (known.name.as_str(), known));
    let pages = Pages {
        api,
        structs: structs.collect(),
    };
    let checked: Vec<Result<Option<Paging>, Finding>> = api
        .operations
        .iter()
        .map(|operation| match &operation.paging {
            Some(paging) => pages.check(operation, paging.clone()).map(Some),
            None => Ok(None),
        })
        .collect();
    for (operation, paging) in std::mem::take(&mut api.operations).into_iter().zip(checked) {
        match paging {
            Ok(paging) => api.operations.push(Operation {
                paging,
                ..operation
            }),
            Err(finding) => api.skipped.push(Skipped {
                operation: operation.id,
                finding,
            }),
        }
    }
    Ok(())
}

/// The types of an API, in which pointers are followed.
struct Pages<'a> {
    api: &'a Api,
    structs: BTreeMap<&'a str, &'a Struct>,
}

impl Pages<'_> {
    /// Returns the declaration with the fields that its pointers lead through.
    fn check(&self, operation: &Operation, mut paging: Paging) -> Result<Paging, Finding> {
        let at = |key: &str| pointer::join(&paging.at, key);
        let response = operation.success.schema();
        let (found, _) = self.follow(response, &mut paging.items, &at("items"))?;
        let is_list = |kind: &SiteKind| matches!(kind, SiteKind::Array(_));
        expect(found, is_list, "not a list", &at("items"))?;
        let is_scalar =
            |kind: &SiteKind| matches!(kind, SiteKind::String(_) | SiteKind::Integer(_));
        let no_scalar = "neither a string nor an integer";
        let is_integer = |kind: &SiteKind| matches!(kind, SiteKind::Integer(_));
        if let Some(total) = &mut paging.total {
            let (found, _) = self.follow(response, total, &at("total"))?;
            expect(found, is_integer, "not an integer", &at("total"))?;
        }
        match &mut paging.style {
            PagingStyle::Cursor { next } => {
                let (found, always) = self.follow(response, next, &at("next"))?;
                expect(found, is_scalar, no_scalar, &at("next"))?;
                shown(found, &at("next"))?;
                if always && !found.is_some_and(may_be_empty) {
                    return Err(Finding::at(
                        at("next"),
                        "what it names is always present and never empty, so no page could be the last",
                        "make it optional or nullable in the overlay",
                    ));
                }
                let taken = queried(operation, &paging.parameter);
                expect(taken, is_scalar, no_scalar, &at("parameter"))?;
                shown(taken, &at("parameter"))?;
            }
            PagingStyle::Page { limit, .. } => {
                let taken = queried(operation, &paging.parameter);
                expect(taken, is_integer, "not an integer", &at("parameter"))?;
                if let Some(limit) = limit {
                    let taken = queried(operation, limit);
                    expect(taken, is_integer, "not an integer", &at("limit"))?;
                }
            }
        }
        Ok(paging)
    }

    /// Returns the site that the path leads to, and whether every response has a value there: one that lacks a
    /// field on the way has none. Records the fields on the way.
    fn follow<'a>(
        &'a self,
        response: Option<&'a Site>,
        path: &mut FieldPath,
        at: &str,
    ) -> Result<(Option<&'a Site>, bool), Finding> {
        let (mut site, mut always) = (response, true);
        for token in path.pointer.split('/').skip(1) {
            let wire = token.replace("~1", "/").replace("~0", "~");
            let field = site.and_then(|site| {
                let (name, target) = self.api.referred(site)?;
                let known = self.structs.get(&**name)?;
                let field = known.fields.iter().find(|field| field.wire == wire)?;
                Some((field, target.object()?.fields.get(&*wire)?))
            });
            let Some((field, next)) = field else {
                return Err(Finding::at(
                    at,
                    format!(
                        "`{}` leads nowhere: the response has no object with a field `{wire}` there",
                        path.pointer
                    ),
                    "point through fields that the document declares, or declare them in the overlay",
                ));
            };
            path.fields.push(field.ident.clone());
            always = always && field.required && !next.nullable;
            site = Some(next);
        }
        Ok((site, always))
    }
}

/// Returns whether a value can be an empty string: those with a type of their own cannot.
fn may_be_empty(site: &Site) -> bool {
    matches!(
        site.kind,
        SiteKind::String(StringFormat::Plain | StringFormat::Password | StringFormat::Blob)
    )
}

/// Refuses passwords: a position is read and written as a plain string, which `Password` does not show.
fn shown(site: Option<&Site>, at: &str) -> Result<(), Finding> {
    let is_password = |site: &Site| site.kind == SiteKind::String(StringFormat::Password);
    if !site.is_some_and(is_password) {
        return Ok(());
    }
    Err(Finding::at(
        at,
        "what it names is of `format: password`, which is never shown",
        "remove the `format` in the overlay",
    ))
}

/// Returns the schema of a query parameter, which `collect` has checked.
fn queried<'a>(operation: &'a Operation, name: &str) -> Option<&'a Site> {
    let parameter = operation
        .parameters
        .iter()
        .find(|parameter| parameter.location == Location::Query && parameter.name == name);
    parameter.map(|parameter| &parameter.schema)
}

fn expect(
    site: Option<&Site>,
    is_wanted: impl Fn(&SiteKind) -> bool,
    why: &str,
    at: &str,
) -> Result<(), Finding> {
    if site.is_some_and(|site| is_wanted(&site.kind)) {
        return Ok(());
    }
    Err(Finding::at(
        at,
        format!("what it names is {why}"),
        "name another place, or correct the type in the overlay",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::normalize::test_support::normalized;
    use crate::problem::Problem;

    /// Runs the pass on a list by `cursor` with this response.
    fn outcome(answer: Value, parameter: Value, declaration: Value) -> Result<Paging, Problem> {
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
            Some(left) => Err(left.finding.in_file("")),
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
