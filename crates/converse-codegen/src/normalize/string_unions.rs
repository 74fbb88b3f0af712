//! Guarantees: a union of strings, listed or not, is one open enum or one string, and one password if any of
//! them is.

use serde_json::{Value, json};

use super::{Context, Kind, kind};
use crate::api::{Api, Schemas};
use crate::document::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let named = api.schemas.clone();
    api.visit_mut(|schema| {
        for keyword in ["oneOf", "anyOf"] {
            merge_texts(schema, keyword, &named);
        }
    });
    Ok(())
}

fn merge_texts(schema: &mut Value, keyword: &str, named: &Schemas) {
    let Some(members) = schema.get(keyword).and_then(Value::as_array).cloned() else {
        return;
    };
    let target = |member: &Value| {
        let name = pointer::schema_name(member)?;
        named.get(&name).cloned()
    };
    let is_text = |member: &Value| {
        let found = target(member).unwrap_or_else(|| member.clone());
        matches!(kind(&found), Kind::String | Kind::StringEnum)
    };
    let (texts, others): (Vec<Value>, Vec<Value>) = members.into_iter().partition(is_text);
    // Formats may differ: the union of a UUID and a name is just a string.
    if texts.len() < 2 {
        return;
    }
    let mut values: Vec<Value> = Vec::new();
    let mut secret = false;
    for member in &texts {
        let found = target(member).unwrap_or_else(|| member.clone());
        secret |= is_password(&found);
        let listed = found
            .get("enum")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        values.extend(
            listed
                .into_iter()
                .filter(|value| !values.contains(value))
                .collect::<Vec<_>>(),
        );
    }
    let mut merged = json!({ "type": "string" });
    if secret {
        // An open enum would show values that it does not list, and those are the secret.
        merged["format"] = json!(PASSWORD);
    } else if !values.is_empty() {
        merged["enum"] = json!(values);
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if others.is_empty() {
        object.shift_remove(keyword);
        object.shift_remove("discriminator");
        if let Value::Object(merged) = merged {
            object.extend(merged);
        }
    } else {
        let members: Vec<Value> = std::iter::once(merged).chain(others).collect();
        object.insert(keyword.to_owned(), json!(members));
    }
}

/// The format of a string that must not be shown.
const PASSWORD: &str = "password";

/// Returns whether a string must not be shown.
pub fn is_password(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some(PASSWORD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::run_on_schema;

    #[test]
    fn listed_and_free_texts_are_one_open_enum() {
        let schema = json!({ "anyOf": [
            { "type": "string", "enum": ["a"] }, { "type": "string", "enum": ["b", "a"] }, { "type": "string" } ] });
        assert_eq!(
            run_on_schema(run, schema),
            json!({ "type": "string", "enum": ["a", "b"] })
        );
    }

    #[test]
    fn other_members_stay() {
        let schema = json!({ "oneOf": [
            { "type": "string", "format": "uuid" }, { "type": "integer" }, { "type": "string" } ] });
        let expected = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
        assert_eq!(run_on_schema(run, schema), expected);
    }
}
