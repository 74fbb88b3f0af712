//! Guarantees: string enums are types of ours, open to values that the document does not list.

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{Context, Kind, kind};
use crate::api::{Api, OpenEnum};
use crate::identifiers::{Taken, plain};
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    api.enums = api
        .schemas
        .iter()
        .filter(|(_, schema)| kind(schema) == Kind::StringEnum)
        .map(|(name, schema)| OpenEnum {
            name: name.clone(),
            description: schema
                .get("description")
                .and_then(Value::as_str)
                .map(str::to_owned),
            values: values(schema),
        })
        .collect();
    Ok(())
}

/// Returns each value once, with a name that is unique without regard to case.
fn values(schema: &Value) -> Vec<(String, String)> {
    let mut taken = Taken::new(["Unknown"], "Value");
    let mut values: Vec<(String, String)> = Vec::new();
    let texts = schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for text in texts.filter_map(Value::as_str) {
        if values.iter().all(|(_, known)| known != text) {
            values.push((taken.claim(&variant_name(text)), text.to_owned()));
        }
    }
    values
}

/// Returns the Rust name of a value or a tag.
pub fn variant_name(text: &str) -> String {
    plain(&text.to_upper_camel_case(), "Value")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_get_unique_names() {
        let schema = json!({ "enum": ["invite-only", "NOT_ASSIGNED_TO_HUMAN", "unknown", "sent", "Sent", "", "1d"] });
        let names: Vec<String> = values(&schema).into_iter().map(|(name, _)| name).collect();
        let expected = [
            "InviteOnly",
            "NotAssignedToHuman",
            "UnknownValue",
            "Sent",
            "Sent2",
            "Value",
            "Value1d",
        ];
        assert_eq!(names, expected);
    }
}
