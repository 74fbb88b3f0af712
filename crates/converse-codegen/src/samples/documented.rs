//! The documented values of named types: those of schemas, and the parts of documented bodies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::judge::Judge;
use crate::api::{Api, DefinitionKind, OneOf, Site, SiteKind};

/// How many values of a type are kept.
const MOST: usize = 8;

/// The documented values of types, by the name of the type, in the order of the document.
#[derive(Default)]
pub struct Documented<'a>(BTreeMap<&'a str, Vec<&'a Value>>);

impl<'a> Documented<'a> {
    /// Collects the values of an API.
    pub fn of(api: &'a Api) -> Self {
        let mut search = Search {
            api,
            found: Self::default(),
        };
        for (name, definition) in &api.schemas {
            for value in definition.about.hints.values() {
                search.named(name, value, 0);
            }
        }
        for operation in &api.operations {
            for example in &operation.examples {
                if let Some(site) = operation.schema_of(example) {
                    search.site(site, &example.value, 0);
                }
            }
        }
        for webhook in &api.webhooks {
            for example in &webhook.examples {
                search.site(&webhook.schema, &example.value, 0);
            }
        }
        search.found
    }

    /// Returns the best value of a type: the first that the type reads, else the first object, which may have good parts.
    pub fn best(&self, judge: &Judge<'a>, name: &str) -> Option<&'a Value> {
        let (name, values) = self.0.get_key_value(name)?;
        let reads = |value: &&&'a Value| judge.named(name, value).is_ok();
        let best = values.iter().find(reads);
        best.or_else(|| values.iter().find(|value| value.is_object()))
            .copied()
    }
}

/// How deep unions may lead to unions without taking a part of the value.
const DEPTH: usize = 100;

struct Search<'a> {
    api: &'a Api,
    found: Documented<'a>,
}

impl<'a> Search<'a> {
    fn site(&mut self, site: &'a Site, value: &'a Value, depth: usize) {
        match (&site.kind, value) {
            (SiteKind::Array(items), Value::Array(values)) => {
                // A few items show as much as all.
                for value in values.iter().take(MOST) {
                    self.site(items, value, depth);
                }
            }
            (SiteKind::Map(site), Value::Object(values)) => {
                for value in values.values().take(MOST) {
                    self.site(site, value, depth);
                }
            }
            (SiteKind::Named(name), value) => self.named(name, value, depth),
            _ => {}
        }
    }

    fn named(&mut self, name: &str, value: &'a Value, depth: usize) {
        let Some((name, definition)) = self.api.schemas.get_key_value(name) else {
            return;
        };
        if says_nothing(value) || depth > DEPTH {
            return;
        }
        let known = self.found.0.entry(name).or_default();
        if known.contains(&value) || known.len() == MOST {
            return;
        }
        known.push(value);
        match (&definition.kind, value) {
            (DefinitionKind::Object(object), Value::Object(given)) => {
                for (name, site) in &object.fields {
                    if let Some(value) = given.get(&**name) {
                        self.site(site, value, 0);
                    }
                }
            }
            (DefinitionKind::OneOf(union), value) => self.member(union, value, depth + 1),
            _ => {}
        }
    }

    fn member(&mut self, union: &'a OneOf<Site>, value: &'a Value, depth: usize) {
        if let Some(declared) = &union.discriminator {
            let tag = value.get(&*declared.field).and_then(Value::as_str);
            let mut listed = declared.mapping.iter().flatten();
            if let Some((_, target)) = listed.find(|(text, _)| Some(&**text) == tag) {
                self.named(target, value, depth);
            }
            return;
        }
        let judge = Judge::new(self.api, false);
        let reads = |site: &&Site| judge.site(site, value).is_ok_and(|lost| lost.is_empty());
        if let Some(member) = union.members.iter().find(reads) {
            self.site(member, value, depth);
        }
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
