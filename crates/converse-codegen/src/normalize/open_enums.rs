//! Guarantees: string enums are types of ours, open to values that the document does not list.

use std::collections::BTreeSet;

use crate::api::{About, Api, EnumValue, Name, OpenEnum};
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
                values: named_values(schema.values()?, &schema.about),
            })
        })
        .collect();
    Ok(())
}

/// Returns each value once, with a name that is unique without regard to case.
fn named_values(texts: &[Name], about: &About) -> Vec<EnumValue> {
    let mut taken = Taken::new(["Unknown"], "Value");
    let mut known: BTreeSet<&Name> = BTreeSet::new();
    let texts = texts.iter().filter(|text| known.insert(text));
    let texts: Vec<&str> = texts.map(|text| &**text).collect();
    let names = taken.claim_all(texts.iter().copied(), variant_name);
    let values = names.into_iter().zip(texts).map(|(name, text)| {
        let said = about.values.iter().find(|it| *it.text == *text);
        EnumValue {
            name,
            text: text.to_owned(),
            description: said.and_then(|it| it.description.as_deref().map(str::to_owned)),
            deprecated: said.is_some_and(|it| it.deprecated),
        }
    });
    values.collect()
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
        let values = named_values(&texts.map(Name::from), &About::default());
        let names: Vec<String> = values.into_iter().map(|it| it.name).collect();
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
