//! Guarantees: each type that an error body can have is known with the place of the provider's
//! error code: in the field that the schema names by `x-converse-error-code`, else in a field `code`
//! if that is a string or an enum. A union has the code of its variants. The enum that lists the codes is known.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{
    Api, CodePlace, Definition, ErrorType, Payload, Shape, Site, SiteKind, StringFormat, Struct,
    Union, UnionKind,
};
use crate::collect::schema::{ERROR_CODE, ERROR_CODES};
use crate::document::pointer;
use crate::problem::Finding;

/// The field that holds the code unless the schema names another.
const USUAL: &str = "code";

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let structs = api.structs.iter().map(|known| (known.name.as_str(), known));
    let structs: BTreeMap<&str, &Struct> = structs.collect();
    let mut fields = BTreeMap::new();
    for (name, schema) in &api.schemas {
        let known = structs.get(&**name).copied();
        if let Some(field) = code_field(api, known, schema)? {
            fields.insert(&**name, field);
        }
    }
    let single = api.operations.iter().filter_map(|it| match &it.error_type {
        Some(ErrorType::Named(name)) => Some(name),
        _ => None,
    });
    let variants = api.error_unions.iter().flat_map(|union| &union.variants);
    let several = variants.filter_map(|(_, shape)| match shape {
        Shape::Named(name) => Some(name),
        Shape::Nameless(_) => None,
    });
    api.error_codes = places(api, &fields, single.chain(several));
    api.error_code_list = list(api)?;
    Ok(())
}

/// Returns the enum that lists the provider's error codes.
fn list(api: &Api) -> Result<Option<String>, Finding> {
    let schemas = api.schemas.iter();
    let mut marked = schemas.filter(|(_, schema)| schema.about.lists_error_codes);
    let Some((name, schema)) = marked.next() else {
        return Ok(None);
    };
    let other = marked.next().map(|(_, other)| other);
    let refused = other.or_else(|| schema.values().is_none().then_some(schema));
    match refused {
        None => Ok(Some(name.to_string())),
        Some(refused) => Err(Finding::at(
            pointer::join(
                refused.about.place.as_deref().unwrap_or_default(),
                ERROR_CODES,
            ),
            "one enum of strings lists the error codes, and no other schema does",
            "declare one enum of strings",
        )),
    }
}

/// Returns where these types have their codes, and the variants of those that are unions. A union never holds
/// another: the other's members replace it.
fn places<'a>(
    api: &'a Api,
    fields: &BTreeMap<&'a str, String>,
    types: impl Iterator<Item = &'a String>,
) -> BTreeMap<String, CodePlace> {
    let unions = api.unions.iter().map(|union| (union.name.as_str(), union));
    let unions: BTreeMap<&str, &Union> = unions.collect();
    let mut places = BTreeMap::new();
    for name in types {
        let union = unions.get(name.as_str());
        let held = union.map_or_else(Vec::new, |union| payloads(&union.kind));
        let coded = held
            .into_iter()
            .filter(|(_, payload)| fields.contains_key(payload));
        let (variants, held): (Vec<_>, Vec<_>) = coded.unzip();
        if !variants.is_empty() {
            let variants = variants.into_iter().map(str::to_owned).collect();
            places.insert(name.clone(), CodePlace::Variants(variants));
        }
        for object in held.into_iter().chain([name.as_str()]) {
            if let Some(field) = fields.get(object) {
                places.insert(object.to_owned(), CodePlace::Field(field.clone()));
            }
        }
    }
    places
}

/// Returns the Rust name of the field with the code, if the schema is an object that has one.
fn code_field(
    api: &Api,
    known: Option<&Struct>,
    schema: &Definition,
) -> Result<Option<String>, Finding> {
    let declared = schema.about.error_code.as_ref();
    let wire = declared.map_or(Some(USUAL), Value::as_str);
    let field = known.and_then(|known| {
        let field = known.fields.iter().find(|it| Some(&*it.wire) == wire)?;
        let site = schema.object()?.fields.get(&*field.wire)?;
        is_string(api, site).then(|| field.ident.clone())
    });
    if declared.is_some() && field.is_none() {
        return Err(Finding::at(
            pointer::join(
                schema.about.place.as_deref().unwrap_or_default(),
                ERROR_CODE,
            ),
            "it does not name a field of the schema that is a string or an enum",
            "name such a field, or remove the declaration",
        ));
    }
    Ok(field)
}

fn is_string(api: &Api, field: &Site) -> bool {
    match &field.kind {
        SiteKind::String(format) => *format == StringFormat::Plain,
        SiteKind::Named(_) => api
            .referred(field)
            .is_some_and(|(_, target)| target.values().is_some()),
        _ => false,
    }
}

/// Returns the variants that hold a named type, and that type.
fn payloads(kind: &UnionKind) -> Vec<(&str, &str)> {
    match kind {
        UnionKind::Tagged { variants, .. } => variants
            .iter()
            .map(|(variant, payload, _)| (variant.as_str(), payload.as_str()))
            .collect(),
        UnionKind::Untagged { variants } => variants
            .iter()
            .filter_map(|variant| match &variant.payload {
                Payload::Named { schema, .. } => Some((variant.name.as_str(), schema.as_str())),
                _ => None,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::normalize::test_support::normalized;
    use crate::problem::Problem;

    /// Runs the pass on an operation whose error has this schema.
    fn outcome(error: Value) -> Result<BTreeMap<String, CodePlace>, Problem> {
        outcomes(&["Refused"], json!({ "Refused": error }))
    }

    /// Runs the pass on operations that each have one of the errors.
    fn outcomes(errors: &[&str], schemas: Value) -> Result<BTreeMap<String, CodePlace>, Problem> {
        let paths: BTreeMap<String, Value> = errors
            .iter()
            .enumerate()
            .map(|(number, error)| {
                let schema = json!({ "$ref": format!("#/components/schemas/{error}") });
                let operation = json!({ "operationId": format!("x{number}"), "responses": {
                    "204": { "description": "" },
                    "400": { "description": "", "content": { "application/json": {
                        "schema": schema } } } } });
                (format!("/{number}"), json!({ "get": operation }))
            })
            .collect();
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "1" },
            "servers": [{ "url": "https://api.example.com" }],
            "paths": paths,
            "components": { "schemas": schemas },
        });
        Ok(normalized(&document)?.error_codes)
    }

    fn object(fields: Value) -> Value {
        json!({ "type": "object", "properties": fields })
    }

    fn field(name: &str) -> Option<CodePlace> {
        Some(CodePlace::Field(name.to_owned()))
    }

    #[test]
    fn a_string_called_code_is_the_code() {
        let text = json!({ "type": "string", "nullable": true });
        let values = json!({ "type": "string", "enum": ["a", "b"] });
        for code in [&text, &values] {
            let codes = outcome(object(json!({ "Code": text, "code": code }))).unwrap();
            assert_eq!(codes.get("Refused").cloned(), field("code"), "{code}");
        }
        for other in [
            json!({ "type": "integer" }),
            json!({ "type": "string", "format": "uuid" }),
            json!({ "type": "string", "format": "password" }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            json!({ "type": "object", "properties": { "code": text } }),
            json!({}),
        ] {
            assert_eq!(
                outcome(object(json!({ "code": other }))),
                Ok(BTreeMap::new())
            );
        }
    }

    #[test]
    fn one_enum_may_list_the_codes() {
        let codes = |mut schema: Value| {
            schema[ERROR_CODES] = json!(true);
            schema
        };
        let list =
            codes(json!({ "oneOf": [{ "const": "E1", "description": "No." }, { "const": "E2" }] }));
        let listed = |schemas: Value| {
            let document = json!({
                "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
                "servers": [{ "url": "https://api.example.com" }],
                "paths": { "/a": { "get": { "responses": {} } } },
                "components": { "schemas": schemas },
            });
            normalized(&document).map(|api| api.error_code_list)
        };
        let same = json!({ "type": "string", "enum": ["E1", "E2"] });
        let found = listed(json!({ "Same": same, "code.List": list }));
        assert_eq!(found, Ok(Some("List".to_owned())));
        for refused in [
            json!({ "A": codes(object(json!({ "a": {} }))) }),
            json!({ "A": list, "B": codes(json!({ "enum": ["E3"] })) }),
        ] {
            let text = listed(refused).unwrap_err().to_string();
            assert!(text.contains("one enum of strings lists"), "{text}");
        }
    }

    #[test]
    fn a_schema_may_name_another_field() {
        let text = json!({ "type": "string" });
        let mut error =
            object(json!({ "code": text, "type": text, "count": { "type": "integer" } }));
        error[ERROR_CODE] = json!("type");
        let codes = outcome(json!({ "allOf": [error.clone(), object(json!({ "more": text }))] }));
        assert_eq!(codes.unwrap().get("Refused").cloned(), field("type_"));
        for wrong in [json!("count"), json!("gone"), json!(7)] {
            error[ERROR_CODE] = wrong;
            let problem = outcome(error.clone()).unwrap_err();
            let at = "/components/schemas/Refused/x-converse-error-code";
            assert_eq!(problem.pointer(), at, "{problem}");
        }
    }

    #[test]
    fn a_union_has_the_code_of_its_variants() {
        let coded = object(json!({ "code": { "type": "string" } }));
        let plain = object(json!({ "message": { "type": "string" } }));
        let itself = json!({ "$ref": "#/components/schemas/Refused" });
        let codes = outcome(json!({ "oneOf": [coded, plain, itself, { "type": "string" }] }));
        let codes = codes.unwrap();
        let Some(CodePlace::Variants(variants)) = codes.get("Refused") else {
            panic!("{codes:?}");
        };
        assert_eq!((variants.len(), codes.len()), (1, 2));
    }

    #[test]
    fn unions_that_hold_each_other_each_have_all_codes() {
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let coded = |more: &str| {
            let text = json!({ "type": "string" });
            json!({ "type": "object", "required": [more], "properties": { "code": text, more: text } })
        };
        let schemas = json!({
            "A": { "oneOf": [to("AOwn"), to("B")] },
            "B": { "oneOf": [to("BOwn"), to("A")] },
            "AOwn": coded("a"),
            "BOwn": coded("b"),
        });
        for errors in [["A", "B"], ["B", "A"]] {
            let codes = outcomes(&errors, schemas.clone()).unwrap();
            for (union, expected) in [("A", ["Own", "BOwn"]), ("B", ["Own", "AOwn"])] {
                let variants = CodePlace::Variants(expected.map(str::to_owned).to_vec());
                assert_eq!(codes.get(union), Some(&variants), "{errors:?}");
            }
        }
    }
}
