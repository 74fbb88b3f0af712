//! Guarantees: a named schema is an object with fields, an enum or a union. Arrays, maps, scalars and
//! names for other names are inline where they are used, or they would become newtypes.

use serde_json::Value;

use super::Context;
use super::kind::needs_name;
use crate::api::{Api, PLACE, Schemas, UNTYPED, visit_schema};
use crate::document::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let (kept, plain): (Schemas, Schemas) = std::mem::take(&mut api.schemas)
        .into_iter()
        .partition(|(_, schema)| needs_name(schema));
    api.schemas = kept;
    api.visit_mut(|schema| inline(schema, &plain, &mut Vec::new()));
    Ok(())
}

/// Replaces `schema` while it refers to a plain one; a plain schema that contains itself is any JSON.
fn inline(schema: &mut Value, plain: &Schemas, open: &mut Vec<String>) {
    let Some((name, target)) = pointer::schema_name(schema)
        .and_then(|name| plain.get(&name).map(|target| (name, target.clone())))
    else {
        return;
    };
    let site = std::mem::replace(schema, target);
    if open.contains(&name) {
        *schema = serde_json::json!({ UNTYPED: "a list or map that holds itself" });
        if let Some(place) = site.get(PLACE) {
            schema[PLACE] = place.clone();
        }
    } else {
        open.push(name);
        visit_schema(schema, &mut |inner| inline(inner, plain, open));
        open.pop();
    }
    for key in ["description", "nullable"] {
        if let (Some(value), Some(object)) = (site.get(key), schema.as_object_mut()) {
            object.insert(key.to_owned(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};
    use serde_json::json;

    #[test]
    fn a_named_array_stands_where_it_is_used() {
        let mut api = api_of(json!({
            "A": { "type": "object", "properties": { "l": { "$ref": "#/components/schemas/L", "nullable": true } } },
            "L": { "type": "array", "items": { "$ref": "#/components/schemas/S" } },
            "S": { "type": "string" },
        }));
        run_pass(run, &mut api);
        let expected = json!({ "type": "array", "items": { "type": "string" }, "nullable": true });
        assert_eq!(api.schemas["A"]["properties"]["l"], expected);
        assert_eq!(api.schemas.len(), 1);
    }

    #[test]
    fn a_list_of_itself_ends() {
        let mut api = api_of(json!({
            "A": { "type": "object", "properties": { "l": { "$ref": "#/components/schemas/L" } } },
            "L": { "type": "array", "items": { "$ref": "#/components/schemas/L" } },
        }));
        run_pass(run, &mut api);
        assert_eq!(
            api.schemas["A"]["properties"]["l"],
            json!({ "type": "array", "items": { UNTYPED: "a list or map that holds itself" } })
        );
    }
}
