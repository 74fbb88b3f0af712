//! Guarantees: the limits that are checked before sending are of values that requests have, and hold of each documented
//! request. A limit that an example breaks is dropped and reported.

use std::collections::BTreeSet;

use serde_json::Value;

use super::holders::holders;
use super::unions::flat_members;
use crate::api::{
    Api, Definition, DefinitionKind, Name, OneOf, Rule, Site, SiteKind, StringFormat,
};
use crate::collect::patterns::{is_checkable, matches};
use crate::document::pointer;
use crate::problem::Finding;

/// How many values of examples are compared with limits at most: members of unions in members of unions multiply.
const STEPS: usize = 100_000;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    api.visit_mut(|site| {
        let is_sent = !site.about.read_only;
        let kind = &site.kind;
        let rules = &mut site.about.rules;
        rules.retain(|rule| is_sent && can_break(kind, rule));
    });
    for definition in api.schemas.values_mut() {
        // It is a value of several members, which may break the limits of some.
        if definition.object().is_some_and(|object| object.combines) {
            for (_, site) in definition.children_mut() {
                site.visit_mut(&mut |site| site.about.rules.clear());
            }
        }
    }
    let unchecked = unchecked_patterns(api);
    let (broken, warnings) = broken_by_examples(api);
    api.visit_mut(|site| {
        if broken.contains(&std::ptr::from_ref(site)) {
            site.about.rules.clear();
        }
    });
    api.warnings.extend(warnings);
    api.warnings.extend(unchecked);
    Ok(())
}

/// Returns what to say about the patterns that are left to the provider.
fn unchecked_patterns(api: &mut Api) -> Option<Finding> {
    let mut patterns = BTreeSet::new();
    api.visit_mut(|site| {
        let pattern = site.about.hints.pattern();
        let is_text = matches!(
            site.kind,
            SiteKind::String(StringFormat::Plain | StringFormat::Password)
        );
        let pattern = pattern.filter(|it| is_text && !site.about.read_only && !is_checkable(it));
        patterns.extend(pattern.map(str::to_owned));
    });
    if patterns.is_empty() {
        return None;
    }
    let listed: Vec<String> = patterns.iter().map(|it| format!("`{it}`")).collect();
    Some(Finding::at(
        "/components/schemas",
        format!(
            "patterns that mean something else in Rust, or nothing, are not checked before sending: {}",
            listed.join(", ")
        ),
        "nothing is wrong: the provider checks them",
    ))
}

/// Returns whether some value of this kind breaks a limit.
fn can_break(kind: &SiteKind, rule: &Rule) -> bool {
    match rule {
        _ if matches!(kind, SiteKind::Any(_)) => true,
        Rule::MinLength(_) | Rule::MaxLength(_) | Rule::Pattern(_) => matches!(
            kind,
            SiteKind::String(StringFormat::Plain | StringFormat::Password)
        ),
        Rule::Range(..) | Rule::Minimum(_) | Rule::Maximum(_) | Rule::MultipleOf(_) => {
            matches!(kind, SiteKind::Integer(_) | SiteKind::Number)
        }
        Rule::MinItems(_) | Rule::MaxItems(_) => matches!(kind, SiteKind::Array(_)),
        Rule::Items(_) | Rule::Values(_) => false,
    }
}

/// Returns the limits on a value and on the values inside of it; none if neither have some. `limited` are the types
/// that have some.
pub fn limits(site: &Site, limited: &BTreeSet<Name>) -> Option<Vec<Rule>> {
    let inside = site.child().and_then(|(_, child)| limits(child, limited));
    let is_limited = site.named().is_some_and(|name| limited.contains(name));
    let mut rules = site.about.rules.clone();
    let has_some = !rules.is_empty() || inside.is_some() || is_limited;
    if let Some(inside) = inside.filter(|inside| !inside.is_empty()) {
        rules.push(match site.kind {
            SiteKind::Map(_) => Rule::Values(inside),
            _ => Rule::Items(inside),
        });
    }
    has_some.then_some(rules)
}

/// Returns the types in which a value at some depth has a limit.
pub fn limited(api: &Api) -> BTreeSet<Name> {
    holders(api, |site| limits(site, &BTreeSet::new()).is_some())
}

/// Returns the sites whose limits an example of a request breaks, and what to say about them.
fn broken_by_examples(api: &Api) -> (BTreeSet<*const Site>, Vec<Finding>) {
    let mut search = Search {
        api,
        steps: STEPS,
        broken: BTreeSet::new(),
        findings: Vec::new(),
    };
    for operation in &api.operations {
        let examples = operation.examples.iter().filter(|it| it.status.is_none());
        for (example, body) in examples.zip(operation.body.iter().cycle()) {
            search.site(&body.schema, &example.value, &example.place);
        }
    }
    (search.broken, search.findings)
}

struct Search<'a> {
    api: &'a Api,
    steps: usize,
    broken: BTreeSet<*const Site>,
    findings: Vec<Finding>,
}

impl<'a> Search<'a> {
    fn site(&mut self, site: &'a Site, value: &Value, at: &str) {
        let Some(steps) = self.steps.checked_sub(1) else {
            return;
        };
        self.steps = steps;
        let breaks = site.about.rules.iter().any(|rule| !holds(rule, value));
        if breaks && self.broken.insert(std::ptr::from_ref(site)) {
            let limits = site.about.limits.as_deref().unwrap_or_default();
            self.findings.push(Finding::at(
                at,
                format!("the example breaks a limit of its schema, which is not checked: {limits}"),
                "correct the example or the schema in the overlay",
            ));
        }
        match (&site.kind, value) {
            (SiteKind::Array(items), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.site(items, value, &pointer::join(at, &index.to_string()));
                }
            }
            (SiteKind::Map(values), Value::Object(fields)) => {
                for (name, value) in fields {
                    self.site(values, value, &pointer::join(at, name));
                }
            }
            (SiteKind::Named(name), value) => self.named(name, value, at),
            _ => {}
        }
    }

    fn named(&mut self, name: &Name, value: &Value, at: &str) {
        match self.api.schemas.get(name).map(|it| &it.kind) {
            Some(DefinitionKind::Object(object)) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let field = object.fields.get(&**name).or(object.extra.as_deref());
                    if let Some(field) = field {
                        self.site(field, value, &pointer::join(at, name));
                    }
                }
            }
            Some(DefinitionKind::OneOf(union)) => self.union(union, value, at),
            Some(DefinitionKind::Enum(_)) | None => {}
        }
    }

    fn union(&mut self, union: &'a OneOf<Site>, value: &Value, at: &str) {
        let api = self.api;
        if let Some(declared) = &union.discriminator {
            let tag = value.get(&*declared.field).and_then(Value::as_str);
            let mut listed = declared.mapping.iter().flatten();
            if let Some((_, target)) = listed.find(|(text, _)| Some(&**text) == tag) {
                self.named(target, value, at);
            }
            return;
        }
        // Which member has the value is not decided here: those that lack a required field do not. A union can be its own
        // member, which the list of all members ends.
        for member in flat_members(api, union) {
            let object = api
                .referred(member)
                .and_then(|(_, it)| Definition::object(it));
            let lacks = object.is_some_and(|object| {
                let mut required = object.required.iter();
                required.any(|name| value.get(&**name).is_none())
            });
            if !lacks {
                self.site(member, value, at);
            }
        }
    }
}

fn holds(rule: &Rule, value: &Value) -> bool {
    let number = |holds: &dyn Fn(f64) -> bool| value.as_f64().is_none_or(holds);
    let length = |holds: &dyn Fn(u64) -> bool| {
        let text = value.as_str();
        text.is_none_or(|text| holds(text.chars().count() as u64))
    };
    let count = |holds: &dyn Fn(u64) -> bool| {
        let items = value.as_array();
        items.is_none_or(|items| holds(items.len() as u64))
    };
    match rule {
        Rule::Range(least, most) => number(&|it| it >= *least as f64 && it <= *most as f64),
        Rule::Minimum(least) => number(&|it| it >= *least as f64),
        Rule::Maximum(most) => number(&|it| it <= *most as f64),
        Rule::MultipleOf(step) => number(&|it| it % *step as f64 == 0.0),
        Rule::Pattern(pattern) => value.as_str().is_none_or(|text| matches(pattern, text)),
        Rule::MinLength(least) => length(&|it| it >= *least),
        Rule::MaxLength(most) => length(&|it| it <= *most),
        Rule::MinItems(least) => count(&|it| it >= *least),
        Rule::MaxItems(most) => count(&|it| it <= *most),
        // They are those of other sites.
        Rule::Items(_) | Rule::Values(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::normalize::test_support::normalized;

    fn document(schema: Value, example: Value) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "1" },
            "servers": [{ "url": "https://example.com" }],
            "paths": { "/things": { "post": {
                "operationId": "createThing",
                "requestBody": { "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Thing" }, "example": example,
                } } },
                "responses": { "204": { "description": "Done." } },
            } } },
            "components": { "schemas": { "Thing": schema } },
        })
    }

    fn rules_of(api: &Api, field: &str) -> Option<Vec<Rule>> {
        let object = api.schemas["Thing"].object().expect("it is an object");
        limits(&object.fields[field], &limited(api))
    }

    #[test]
    fn a_limit_that_an_example_breaks_is_dropped_and_reported() {
        let schema = json!({ "type": "object", "required": ["name"], "properties": {
            "name": { "type": "string", "maxLength": 3 },
            "tags": { "type": "array", "maxItems": 2, "items": { "type": "string", "minLength": 2 } },
            "size": { "type": "integer", "minimum": 1 },
        } });
        let example = json!({ "name": "long", "tags": ["ab", "c"], "size": 1 });
        let api = normalized(&document(schema, example)).expect("it is valid");
        assert_eq!(rules_of(&api, "name"), None);
        assert_eq!(rules_of(&api, "tags"), Some(vec![Rule::MaxItems(2)]));
        assert_eq!(rules_of(&api, "size"), Some(vec![Rule::Minimum(1)]));
        let warnings: Vec<&str> = api.warnings.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(warnings[0].ends_with("/name") && warnings[1].ends_with("/tags/1"));
    }

    #[test]
    fn what_holds_a_limited_value_is_limited_too() {
        let schema = json!({ "type": "object", "properties": {
            "name": { "type": "string" },
            "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
            "labels": { "type": "object", "additionalProperties": { "type": "string", "maxLength": 9 } },
            "id": { "type": "string", "maxLength": 9, "readOnly": true },
        } });
        let api = normalized(&document(schema, json!({}))).expect("it is valid");
        assert_eq!(rules_of(&api, "name"), None);
        assert_eq!(rules_of(&api, "parts"), Some(Vec::new()));
        let values = Rule::Values(vec![Rule::MaxLength(9)]);
        assert_eq!(rules_of(&api, "labels"), Some(vec![values]));
        assert_eq!(rules_of(&api, "id"), None);
    }
}
