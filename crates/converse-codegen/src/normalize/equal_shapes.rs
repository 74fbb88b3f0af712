//! Guarantees: objects and unions without a name in the document are one type if they are equal but for their docs, and
//! if the fields that hold them have one name. Types that earlier runs or the settings gave different names stay apart.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Context;
use super::clearable_fields::PATCH;
use super::redirect::redirect;
use crate::api::{About, Api, Definition, DefinitionKind, Name, Named, Site, SiteKind, Step};

/// How many different descriptions of a value are printed, one after the other.
const DESCRIPTIONS: usize = 3;

/// Runs the pass.
pub fn run(api: &mut Api, context: &Context<'_>) {
    // Types may differ only in the types that they hold, so this repeats until nothing is merged.
    loop {
        let kept_for = equal(api, context);
        if kept_for.is_empty() {
            return;
        }
        let schemas = std::mem::take(&mut api.schemas).into_iter();
        let (others, schemas) = schemas.partition(|(place, _)| kept_for.contains_key(place));
        api.schemas = schemas;
        let others: Named<Definition> = others;
        for (place, other) in &others {
            let kept = &kept_for[place];
            if let Some(definition) = api.schemas.get_mut(kept) {
                describe(definition, other);
            }
            let below = api.equal.remove(place).unwrap_or_default();
            let places = api.equal.entry(kept.clone()).or_default();
            places.push(place.clone());
            places.extend(below);
        }
        redirect(api, &kept_for);
    }
}

/// Returns the place of the type that is kept, by the place of each type that equals it.
fn equal(api: &Api, context: &Context<'_>) -> BTreeMap<Name, Name> {
    let mut groups: BTreeMap<String, Vec<&Name>> = BTreeMap::new();
    for (place, definition) in &api.schemas {
        if let (Some(field), None) = (field_of(place), definition.values()) {
            let mut key = format!("{field:?}: ");
            write_definition(definition, &mut key);
            groups.entry(key).or_default().push(place);
        }
    }
    let mut kept_for = BTreeMap::new();
    for places in groups.into_values().filter(|places| places.len() > 1) {
        // By the name that each was given, if it was given one. A new place takes the first of the names.
        let mut kept: BTreeMap<Option<&str>, &Name> = BTreeMap::new();
        // A place that the settings name must be the one that is kept.
        let set = places
            .iter()
            .filter(|it| context.settings.names.contains_key(&****it));
        for place in set.chain(&places) {
            kept.entry(context.given_name(place)).or_insert(place);
        }
        let first = places.iter().find_map(|place| context.given_name(place));
        for place in places {
            let name = context.given_name(place).or(first);
            let kept = kept[&name];
            if kept != place {
                kept_for.insert(place.clone(), kept.clone());
            }
        }
    }
    kept_for
}

/// Returns the name of the field, or of another step, that leads to a type without a name in the document.
fn field_of(place: &str) -> Option<&str> {
    let (_, field) = place.trim_end_matches(PATCH).rsplit_once('/')?;
    Some(field)
}

/// Adds the docs of an equal type to those of the one that is kept.
fn describe(kept: &mut Definition, other: &Definition) {
    add_description(&mut kept.about, &other.about);
    let others = other.children().into_iter();
    for ((_, site), (_, other)) in kept.children_mut().into_iter().zip(others) {
        add_description(&mut site.about, &other.about);
        // A limit that is not the same everywhere is none of the type.
        if site.about.limits != other.about.limits {
            site.about.limits = None;
        }
        keep_common_rules(site, other);
        if site.about.default != other.about.default {
            site.about.default = None;
        }
        site.about.deprecated &= other.about.deprecated;
    }
}

/// Keeps the limits that are the same on both values, and on the values inside of them.
fn keep_common_rules(site: &mut Site, other: &Site) {
    let (mut site, mut other) = (site, other);
    loop {
        if site.about.rules != other.about.rules {
            site.about.rules.clear();
        }
        match (site.child_mut(), other.child()) {
            (Some((_, below)), Some((_, below_other))) => (site, other) = (below, below_other),
            _ => return,
        }
    }
}

/// Adds a description of one paragraph, unless there are enough.
fn add_description(about: &mut About, other: &About) {
    let (Some(known), Some(other)) = (&about.description, &other.description) else {
        about.description = about.description.take().or(other.description.clone());
        return;
    };
    let mut paragraphs = known.split("\n\n");
    let is_known = paragraphs.clone().any(|paragraph| *paragraph == **other);
    if !is_known && !other.contains("\n\n") && paragraphs.nth(DESCRIPTIONS - 1).is_none() {
        about.description = Some(format!("{known}\n\n{other}").into());
    }
}

/// Writes all that makes a type: all but docs and places.
fn write_definition(definition: &Definition, key: &mut String) {
    let _ = write!(key, "{:?} ", definition.about.error_code);
    match &definition.kind {
        DefinitionKind::Object(object) => {
            let rules = (&object.required, &object.presence, object.combines);
            let _ = write!(key, "{rules:?} ");
        }
        DefinitionKind::Enum(values) => {
            let _ = write!(key, "{values:?}");
        }
        DefinitionKind::OneOf(union) => {
            let _ = write!(key, "{:?} ", union.discriminator);
        }
    }
    for (step, site) in definition.children() {
        // The index of a member does not matter.
        if !matches!(step, Step::Member(..)) {
            let _ = write!(key, "{step:?}: ");
        }
        write_site(site, key);
        key.push_str(", ");
    }
}

fn write_site(site: &Site, key: &mut String) {
    let _ = write!(key, "{}{} ", site.nullable, site.clearable);
    if !site.listed.is_empty() {
        let _ = write!(key, "{:?} ", site.listed);
    }
    match &site.kind {
        SiteKind::Array(inner) => {
            key.push_str("list of ");
            write_site(inner, key);
        }
        SiteKind::Map(inner) => {
            key.push_str("map of ");
            write_site(inner, key);
        }
        kind => {
            let _ = write!(key, "{kind:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::names::Names;
    use crate::normalize::test_support::{settings, sites_of};

    /// Returns the API after the pass, with these names from an earlier run.
    fn merged(schemas: Value, names: &[(&str, &str)]) -> Api {
        let settings = settings();
        let given = names.iter();
        let given = given.map(|(place, name)| ((*place).to_owned(), (*name).to_owned()));
        let mut names = Names {
            types: given.collect(),
        };
        let context = Context {
            settings: &settings,
            settings_file: "",
            names: &mut names,
            trace: false,
        };
        let mut api = sites_of(schemas);
        run(&mut api, &context);
        api
    }

    fn object(fields: Value) -> Value {
        json!({ "type": "object", "properties": fields })
    }

    fn places(api: &Api) -> Vec<&str> {
        api.schemas.keys().map(|place| &**place).collect()
    }

    fn link(described: &str) -> Value {
        object(json!({ "self": { "type": "string", "description": described } }))
    }

    #[test]
    fn equal_objects_are_one_type_whatever_their_docs_say() {
        let holder = |said: &str| object(json!({ "links": object(json!({ "next": link(said) })) }));
        let schemas = json!({ "A": holder("One."), "B": holder("Two."), "C": holder("One.") });
        let api = merged(schemas, &[]);
        assert_eq!(places(&api), ["A", "B", "C", "A/links/next", "A/links"]);
        for holder in ["A", "B", "C"] {
            let links = api.schemas[holder].object().unwrap().fields["links"].named();
            assert_eq!(links.unwrap().as_ref(), "A/links");
        }
        let next = api.schemas["A/links/next"].object().unwrap();
        let said = next.fields["self"].about.description.as_deref();
        assert_eq!(said, Some("One.\n\nTwo."));
        let others: Vec<&str> = api.equal["A/links"].iter().map(|place| &**place).collect();
        assert_eq!(others, ["B/links", "C/links"]);
    }

    #[test]
    fn what_differs_in_a_rule_or_in_the_name_of_its_field_stays_apart() {
        let mut required = link("");
        required["required"] = json!(["self"]);
        let schemas = json!({
            "A": object(json!({ "links": link("") })),
            "B": object(json!({ "links": required })),
            "C": object(json!({ "other": link("") })),
        });
        assert_eq!(merged(schemas, &[]).schemas.len(), 6);
    }

    #[test]
    fn named_schemas_stay_apart() {
        let schemas = json!({ "A": link(""), "B": link("") });
        assert_eq!(merged(schemas, &[]).schemas.len(), 2);
    }

    #[test]
    fn a_name_once_given_stays() {
        let schemas = || {
            let holder = || object(json!({ "links": link("") }));
            json!({ "A": holder(), "B": holder(), "C": holder() })
        };
        let names = [("B/links", "BLinks"), ("C/links", "CLinks")];
        let api = merged(schemas(), &names);
        assert_eq!(places(&api), ["A", "B", "C", "B/links", "C/links"]);
        let api = merged(schemas(), &[("A/links", "Links"), ("C/links", "Links")]);
        assert_eq!(places(&api), ["A", "B", "C", "A/links"]);
    }

    #[test]
    fn a_field_called_like_the_others_is_a_field() {
        let open = |more: Value| {
            let mut inner = object(json!({ "a": { "type": "string" } }));
            for (key, value) in more.as_object().unwrap() {
                inner[key] = value.clone();
            }
            object(json!({ "in": inner }))
        };
        let string = json!({ "type": "string" });
        let mut starred = open(json!({}));
        starred["properties"]["in"]["properties"]["*"] = string.clone();
        let schemas = json!({ "A": open(json!({ "additionalProperties": string })), "B": starred });
        assert_eq!(merged(schemas, &[]).schemas.len(), 4);
    }

    #[test]
    fn a_limit_that_differs_is_not_in_the_docs() {
        let holder = |most: u64| {
            let name = json!({ "type": "string", "maxLength": most });
            object(json!({ "in": object(json!({ "name": name })) }))
        };
        let api = merged(json!({ "A": holder(5), "B": holder(100) }), &[]);
        let field = &api.schemas["A/in"].object().unwrap().fields["name"];
        assert_eq!(field.about.limits, None);
    }
}
