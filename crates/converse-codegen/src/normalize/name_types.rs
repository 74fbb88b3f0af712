//! Guarantees: the key of every named schema is the Rust name of its type. Names come from
//! `provider.toml`, then from earlier runs, then from the document: the shortest unique suffix of a
//! dotted name, the words that all places of a type share, or the parent's name and the place below it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::Context;
use super::place_words::{shared_name, words};
use super::redirect::redirect;
use crate::api::{Api, Name};
use crate::identifiers::{Taken, distance, latin, plain};
use crate::problem::{Problem, Result};

/// Names that would shadow items of Rust's prelude in generated code.
const PRELUDE: [&str; 14] = [
    "Box", "Clone", "Copy", "Default", "Drop", "Err", "Fn", "None", "Ok", "Option", "Result",
    "Some", "String", "Vec",
];

/// Runs the pass.
pub fn run(api: &mut Api, context: &mut Context<'_>) -> Result<()> {
    context.names.types = choose(api, context)?;
    let names = context.names.types.iter();
    let names: BTreeMap<Name, Name> = names
        .map(|(place, name)| (place.as_str().into(), name.as_str().into()))
        .collect();
    let schemas = std::mem::take(&mut api.schemas).into_iter();
    api.schemas = schemas
        .map(|(place, schema)| (names[&place].clone(), schema))
        .collect();
    redirect(api, &names);
    Ok(())
}

fn choose(api: &Api, context: &Context<'_>) -> Result<BTreeMap<String, String>> {
    let places: Vec<&str> = api.schemas.keys().map(|place| &**place).collect();
    let mut names = BTreeMap::new();
    let mut taken = Taken::new(PRELUDE, "Type");
    for (place, name) in &context.settings.names {
        if is_left_out(api, place) {
            continue;
        }
        check_override(&places, &taken, place, name)
            .map_err(|problem| problem.in_file(context.settings_file))?;
        taken.claim(name);
        names.insert(place.clone(), name.clone());
    }
    for (place, kept) in kept_names(api, context) {
        if !names.contains_key(place) && taken.is_free(kept) {
            names.insert(place.to_owned(), taken.claim(kept));
        }
    }
    // Parents first, since the names below them begin with theirs.
    let mut open: Vec<&str> = places
        .iter()
        .copied()
        .filter(|place| !names.contains_key(*place))
        .collect();
    open.sort_by_key(|place| {
        let own = place.rsplit(['/', '.']).next().unwrap_or_default();
        let wanted = latin(own).to_upper_camel_case();
        (place.matches('/').count(), distance(own, &wanted))
    });
    let last_segments = suffix_counts(&places);
    let shared = shared_names(api);
    for place in open {
        let name = match (shared.get(place), place.rsplit_once('/')) {
            (Some(name), _) if taken.is_free(name) => name.clone(),
            (_, Some(_)) => name_below(place, &names),
            (_, None) => shortest_unique_suffix(place, &last_segments),
        };
        names.insert(
            place.to_owned(),
            taken.claim(&plain(&settled(name), "Type")),
        );
    }
    // All places of a type have its name, so that it keeps it whichever of them comes first later.
    for (place, others) in &api.equal {
        if let Some(name) = names.get(&**place).cloned() {
            names.extend(others.iter().map(|it| (it.to_string(), name.clone())));
        }
    }
    Ok(names)
}

/// Returns the names that earlier runs gave, each with the type that keeps it: of several, the one with most of the
/// places that had the name.
fn kept_names<'a>(api: &'a Api, context: &'a Context<'_>) -> Vec<(&'a str, &'a str)> {
    let given = &context.names.types;
    let mut keepers: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for place in api.schemas.keys() {
        let Some(name) = given.get(&**place) else {
            continue;
        };
        let others = api.equal.get(place).into_iter().flatten();
        let had = others.filter(|other| given.get(&***other) == Some(name));
        let places = 1 + had.count();
        let keeper = keepers.entry(name).or_insert((place, 0));
        if places > keeper.1 {
            *keeper = (place, places);
        }
    }
    let keepers = keepers.into_iter();
    keepers.map(|(name, (place, _))| (place, name)).collect()
}

/// Returns the words that all places of a type share, by the place that is kept. If several types share the same words,
/// they are the name of the one with most places.
fn shared_names(api: &Api) -> BTreeMap<&str, String> {
    let mut shared: BTreeMap<String, (&str, String, usize)> = BTreeMap::new();
    for (place, others) in &api.equal {
        let places = others.iter().chain([place]);
        if let Some(name) = shared_name(places) {
            let known = shared.entry(name.to_ascii_lowercase());
            let known = known.or_insert_with(|| (place, name.clone(), 0));
            if others.len() > known.2 {
                *known = (place, name, others.len());
            }
        }
    }
    let shared = shared.into_values();
    shared.map(|(place, name, _)| (place, name)).collect()
}

/// Returns the UpperCamelCase name that typify keeps as it is: `a-b` becomes `AB`, and that becomes `Ab`.
fn settled(mut name: String) -> String {
    loop {
        let again = name.to_upper_camel_case();
        if again == name {
            return name;
        }
        name = again;
    }
}

/// Returns whether the place belongs to an operation that is left out, which is reported with its own reason.
fn is_left_out(api: &Api, place: &str) -> bool {
    let operation = place.split_once("()").map(|(operation, _)| operation);
    let left = |id: &str| api.skipped.iter().any(|it| it.operation == id);
    operation.is_some_and(left) && !api.schemas.contains_key(place)
}

fn check_override(places: &[&str], taken: &Taken, place: &str, name: &str) -> Result<()> {
    let problem = |rule: String, help: &str| Err(Problem::file("", rule, help));
    if !places.contains(&place) {
        return problem(
            format!("`[names]` names `{place}`, which is not a type of its own"),
            "remove the line, or correct the place; of the places with one name in `names.toml`, one is the type's",
        );
    }
    if plain(name, "Type") != name || name.to_upper_camel_case() != name {
        return problem(
            format!("`[names]` gives `{place}` the name `{name}`, which is not UpperCamelCase"),
            "write it as `UpperCamelCase`, acronyms as words",
        );
    }
    if !taken.is_free(name) {
        return problem(
            format!("the name `{name}` under `[names]` is given twice, or is Rust's own"),
            "choose another name",
        );
    }
    Ok(())
}

/// Counts the places that end in each run of segments.
fn suffix_counts(places: &[&str]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for place in places.iter().filter(|place| !place.contains('/')) {
        for suffix in suffixes(place) {
            *counts.entry(suffix.to_ascii_lowercase()).or_insert(0) += 1;
        }
    }
    counts
}

fn shortest_unique_suffix(place: &str, counts: &BTreeMap<String, usize>) -> String {
    let unique = |suffix: &String| counts.get(&suffix.to_ascii_lowercase()) == Some(&1);
    suffixes(place)
        .into_iter()
        .find(unique)
        .unwrap_or_else(|| latin(place).to_upper_camel_case())
}

/// Returns the last segment in UpperCamelCase, the last two, and so on.
fn suffixes(place: &str) -> Vec<String> {
    let segments: Vec<Cow<'_, str>> = place
        .split('.')
        .filter(|segment| !segment.is_empty())
        .map(latin)
        .collect();
    (0..segments.len())
        .rev()
        .map(|start| segments[start..].join("_").to_upper_camel_case())
        .collect()
}

/// Splits a place into the name of its parent and the place below it.
fn name_below(place: &str, names: &BTreeMap<String, String>) -> String {
    let mut parent = place;
    while let Some((shorter, _)) = parent.rsplit_once('/') {
        parent = shorter;
        if let Some(name) = names.get(parent) {
            return format!("{name}{}", words(&place[parent.len()..]));
        }
    }
    words(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Names;
    use crate::normalize::test_support::{settings, sites_of};
    use serde_json::{Value, json};

    fn named(schemas: &[&str], overrides: &[(&str, &str)], kept: &[(&str, &str)]) -> Result<Names> {
        let table = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(place, name)| (place.to_string(), name.to_string()))
                .collect()
        };
        let mut settings = settings();
        settings.names = table(overrides);
        let mut names = Names { types: table(kept) };
        let object = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
        let all: serde_json::Map<_, _> = schemas
            .iter()
            .map(|name| (name.to_string(), object.clone()))
            .collect();
        let mut context = Context {
            settings: &settings,
            settings_file: "provider.toml",
            names: &mut names,
            trace: false,
        };
        run(&mut sites_of(Value::Object(all)), &mut context)?;
        Ok(names)
    }

    #[test]
    fn a_name_is_the_shortest_unique_suffix() {
        let names = named(
            &["a.body.text", "a.metadata.text", "a.visibility"],
            &[],
            &[],
        )
        .unwrap();
        let given: Vec<&str> = names.types.values().map(String::as_str).collect();
        assert_eq!(given, ["BodyText", "MetadataText", "Visibility"]);
    }

    #[test]
    fn a_place_below_a_type_takes_its_name() {
        let names = named(
            &["inbox.last_message", "inbox.last_message/status"],
            &[],
            &[],
        )
        .unwrap();
        assert_eq!(
            names.types["inbox.last_message/status"],
            "LastMessageStatus"
        );
    }

    #[test]
    fn a_name_once_given_stays() {
        let names = named(&["b.text", "a.text"], &[], &[("a.text", "Text")]).unwrap();
        assert_eq!(names.types["a.text"], "Text");
        assert_eq!(names.types["b.text"], "BText");
    }

    #[test]
    fn an_override_that_names_nothing_is_an_error() {
        let text = named(&["a"], &[("b", "Thing")], &[])
            .unwrap_err()
            .to_string();
        assert!(text.contains("`b`, which is not a type"), "{text}");
    }

    /// Returns the names of an API in which places of one type are merged.
    fn named_equal(equal: &[(&str, &[&str])], kept: &[(&str, &str)]) -> BTreeMap<String, String> {
        let object = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
        let schemas: Value = equal
            .iter()
            .map(|(place, _)| (place.to_string(), object.clone()))
            .collect();
        let mut api = sites_of(schemas);
        let others = equal.iter().map(|(place, others)| {
            let others = others.iter().map(|other| Name::from(*other));
            (Name::from(*place), others.collect())
        });
        api.equal = others.collect();
        let kept = kept.iter();
        let mut names = Names {
            types: kept
                .map(|(place, name)| (place.to_string(), name.to_string()))
                .collect(),
        };
        let settings = settings();
        let mut context = Context {
            settings: &settings,
            settings_file: "",
            names: &mut names,
            trace: false,
        };
        run(&mut api, &mut context).unwrap();
        names.types
    }

    #[test]
    fn a_type_of_many_places_has_the_words_that_they_share() {
        let names = named_equal(
            &[
                ("listBooks()/400", &["addBook()/400", "listAuthors()/400"]),
                ("addAuthor()/400", &["dropAuthor()/400"]),
                ("A/kind/oneOf/1", &["B/kind/oneOf/1"]),
                ("Book/links", &["Author/links"]),
            ],
            &[],
        );
        assert_eq!(names["addBook()/400"], "Error400");
        assert_eq!(names["addAuthor()/400"], "AuthorError400");
        assert_eq!(names["B/kind/oneOf/1"], "KindVariant2");
        assert_eq!(names["Author/links"], "Links");
    }

    #[test]
    fn a_shared_name_stays_with_most_of_its_places() {
        let kept = ["A", "B", "C"].map(|place| (format!("{place}/links"), "Links"));
        let kept: Vec<(&str, &str)> = kept.iter().map(|(it, name)| (it.as_str(), *name)).collect();
        let names = named_equal(&[("A/links", &[]), ("B/links", &["C/links"])], &kept);
        assert_eq!((&*names["B/links"], &*names["C/links"]), ("Links", "Links"));
        assert_ne!(names["A/links"], "Links");
    }
}
