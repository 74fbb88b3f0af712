//! Guarantees: string enums are types of ours, open to values that the document does not list.

use std::collections::BTreeSet;

use crate::api::{Api, Name, OpenEnum};
use crate::identifiers::{Taken, upper_camel_case};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let schemas = api.schemas.iter();
    api.enums = schemas
        .filter_map(|(name, schema)| {
            Some(OpenEnum {
                name: name.to_string(),
                description: schema.about.description.as_deref().map(str::to_owned),
                values: named_values(schema.values()?),
            })
        })
        .collect();
    Ok(())
}

/// Returns each value once, with a name that is unique without regard to case.
fn named_values(texts: &[Name]) -> Vec<(String, String)> {
    let mut taken = Taken::new(["Unknown"], "Value");
    let mut known: BTreeSet<&Name> = BTreeSet::new();
    let texts = texts.iter().filter(|text| known.insert(text));
    let texts: Vec<&str> = texts.map(|text| &**text).collect();
    let names = taken.claim_all(texts.iter().copied(), variant_name);
    let texts = texts.into_iter().map(str::to_owned);
    names.into_iter().zip(texts).collect()
}

/// Returns the Rust name of a value or a tag.
pub fn variant_name(text: &str) -> String {
    upper_camel_case(text, "Value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_get_unique_names() {
        let texts = [
            "invite-only",
            "NOT_ASSIGNED_TO_HUMAN",
            "unknown",
            "sent",
            "Sent",
            "",
            "1d",
        ];
        let values = named_values(&texts.map(Name::from));
        let names: Vec<String> = values.into_iter().map(|(name, _)| name).collect();
        let expected = [
            "InviteOnly",
            "NotAssignedToHuman",
            "UnknownValue",
            "Sent2",
            "Sent",
            "Value",
            "Value1d",
        ];
        assert_eq!(names, expected);
    }
}
