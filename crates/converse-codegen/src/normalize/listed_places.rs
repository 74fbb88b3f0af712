//! The places in an object whose values the document lists: by these, the members of a union are told apart.

use serde_json::Value;

use crate::api::{Api, Definition, DefinitionKind, Discriminator, Name, Object, Site, SiteKind};
use crate::document::pointer;

/// How deep places are looked for.
const DEPTH: usize = 4;

/// How many places of an object are looked at.
const PLACES: usize = 64;

/// A place whose values the document lists.
pub struct Listed {
    /// The path of names, escaped as in a JSON Pointer; `*` stands for each item of a list.
    pub path: String,
    pub values: Vec<Value>,
    /// Whether each value of the object has the place.
    pub required: bool,
}

/// Returns the places in an object.
pub fn listed_places(api: &Api, object: &Object<Site>) -> Vec<Listed> {
    let mut search = Search {
        api,
        open: Vec::new(),
        found: Vec::new(),
    };
    search.fields("", object, true);
    search.found
}

/// Returns a name as a step of a path.
pub fn step(name: &str) -> String {
    match name {
        "*" => "~2".to_owned(),
        name => pointer::escape(name).into_owned(),
    }
}

/// Returns whether the field of a discriminator holds strings. Of another type, it stays a field of the payloads, which
/// reads and writes that type.
pub fn is_text(api: &Api, declared: &Discriminator) -> bool {
    let mut payloads = declared.mapping.iter().flatten();
    payloads.all(|(_, payload)| {
        let object = api.schemas.get(payload).and_then(Definition::object);
        let field = object.and_then(|object| object.fields.get(&declared.field));
        field.is_none_or(|field| {
            let is_number = matches!(field.kind, SiteKind::Integer(_) | SiteKind::Number);
            !is_number && field.kind != SiteKind::Boolean && field.listed.is_empty()
        })
    })
}

struct Search<'a> {
    api: &'a Api,
    /// The named schemas that led here.
    open: Vec<&'a Name>,
    found: Vec<Listed>,
}

impl<'a> Search<'a> {
    fn fields(&mut self, at: &str, object: &'a Object<Site>, required: bool) {
        for (name, field) in &object.fields {
            let path = format!("{at}{}", step(name));
            self.site(path, field, required && object.requires(name));
        }
    }

    fn site(&mut self, path: String, site: &'a Site, required: bool) {
        if self.found.len() >= PLACES {
            return;
        }
        if !site.listed.is_empty() {
            self.add(path, site.listed.clone(), site, required);
            return;
        }
        match &site.kind {
            // A list may be empty.
            SiteKind::Array(items) => self.site(format!("{path}/*"), items, false),
            SiteKind::Named(_) => self.named(path, site, required),
            _ => {}
        }
    }

    fn named(&mut self, path: String, site: &'a Site, required: bool) {
        let Some((name, target)) = self.api.referred(site) else {
            return;
        };
        match &target.kind {
            DefinitionKind::Enum(values) => {
                self.add(
                    path,
                    values.iter().map(|it| (**it).into()).collect(),
                    site,
                    required,
                );
            }
            DefinitionKind::Object(object) => {
                if self.open.len() < DEPTH && !self.open.contains(&name) {
                    self.open.push(name);
                    self.fields(&format!("{path}/"), object, required && !site.nullable);
                    self.open.pop();
                }
            }
            DefinitionKind::OneOf(union) => {
                let declared = union.discriminator.as_ref();
                if let Some(tags) = declared.filter(|declared| is_text(self.api, declared)) {
                    let path = format!("{path}/{}", step(&tags.field));
                    let values = tags.mapping.iter().flatten();
                    let values = values.map(|(text, _)| (**text).into()).collect();
                    self.add(path, values, site, false);
                }
            }
        }
    }

    fn add(&mut self, path: String, mut values: Vec<Value>, site: &Site, required: bool) {
        if site.nullable && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        self.found.push(Listed {
            path,
            values,
            required,
        });
    }
}
