//! The schemas that a document identifies by URI or by an anchor instead of their place (JSON Schema 2020-12 Core, 8.2).

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use super::role::Role;
use super::{pointer, uri};

/// The URI of a document that does not state one.
const ROOT: &str = "x-document:///";

/// Where the schemas with a URI or an anchor are.
#[derive(Debug)]
pub struct Identity {
    /// The pointer of each resource, by its URI.
    resources: BTreeMap<String, String>,
    /// The URI of each resource, by its pointer.
    bases: BTreeMap<String, String>,
    /// The pointer of each anchor, by the URI of its resource and its name.
    anchors: BTreeMap<(String, String), String>,
    /// The pointers of dynamic anchors, by their name.
    dynamic: BTreeMap<String, Vec<String>>,
    /// The places that were read.
    known: HashSet<(String, Role)>,
}

impl Identity {
    /// Returns what is known before any schema is: the document itself, by its `$self` if it states one.
    pub fn new(document: &Value) -> Self {
        let mut identity = Self {
            resources: BTreeMap::new(),
            bases: BTreeMap::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
            known: HashSet::new(),
        };
        let own = document.get("$self").and_then(Value::as_str);
        let (base, _) = uri::resolve(ROOT, own.unwrap_or_default());
        identity.add_resource(base, "");
        identity
    }

    /// Adds a file that is part of the document, at `at`, under its pointer as a relative URI.
    pub fn add_file(&mut self, at: &str) {
        let (base, _) = uri::resolve(self.base(""), at.trim_start_matches('/'));
        self.add_resource(base, at);
    }

    /// Adds all schemas of a value that has this role, and is at `at`. Calls `refer` with the references among them.
    pub fn add_below(
        &mut self,
        value: &Value,
        role: Role,
        at: &mut String,
        refer: &mut impl FnMut(&str, Role),
    ) {
        if role == Role::Plain || !self.known.insert((at.clone(), role)) {
            return;
        }
        if let (Role::Schema, Value::Object(schema)) = (role, value) {
            self.add_schema(schema, at);
        }
        if let Some(reference) = pointer::referred(value) {
            refer(reference, role);
        }
        let length = at.len();
        role.each(value, |token, role, child| {
            pointer::push(at, token);
            self.add_below(child, role, at, refer);
            at.truncate(length);
        });
    }

    /// Adds a schema with its place, those around it first.
    fn add_schema(&mut self, schema: &Map<String, Value>, at: &str) {
        let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
        if let Some(id) = text("$id").map(|id| id.split('#').next().unwrap_or_default())
            && !id.is_empty()
        {
            let (base, _) = uri::resolve(self.base(at), id);
            self.add_resource(base, at);
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = text(keyword) {
                let key = (self.base(at).to_owned(), anchor.to_owned());
                self.anchors.entry(key).or_insert_with(|| at.to_owned());
            }
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            let places = self.dynamic.entry(anchor.to_owned()).or_default();
            places.push(at.to_owned());
        }
    }

    /// Returns the pointers that a reference at the place `at` may mean, the likeliest first; none if its URI or its
    /// anchor is unknown. Documents also count pointers from their root where the standard counts from a schema's `$id`.
    pub fn find(&self, at: &str, reference: &str) -> Vec<String> {
        let base = self.base(at);
        let (uri, fragment) = uri::resolve(base, reference);
        let Some(resource) = self.resources.get(&uri) else {
            return Vec::new();
        };
        let fragment = pointer::decoded(fragment);
        if fragment.is_empty() {
            return vec![resource.clone()];
        }
        if !fragment.starts_with('/') {
            let anchor = |uri: &str| self.anchors.get(&(uri.to_owned(), fragment.clone()));
            let found = anchor(&uri).or_else(|| anchor(self.base("")));
            return found.cloned().into_iter().collect();
        }
        let mut found = vec![format!("{resource}{fragment}")];
        if uri == base && !resource.is_empty() {
            found.push(fragment);
        }
        found
    }

    /// Returns whether the schemas with this dynamic anchor are several: which one a reference means then depends on
    /// the way to it.
    pub fn is_ambiguous(&self, anchor: &str) -> bool {
        self.dynamic
            .get(anchor)
            .is_some_and(|places| places.len() > 1)
    }

    /// Returns the URI of the innermost resource around a place.
    fn base(&self, at: &str) -> &str {
        let mut at = at;
        loop {
            if let Some(base) = self.bases.get(at) {
                return base;
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => return ROOT,
            }
        }
    }

    fn add_resource(&mut self, uri: String, at: &str) {
        self.bases.insert(at.to_owned(), uri.clone());
        self.resources.entry(uri).or_insert_with(|| at.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity(schemas: &[(&str, Value)]) -> Identity {
        let mut identity = Identity::new(&json!({}));
        for (at, schema) in schemas {
            identity.add_schema(schema.as_object().unwrap(), at);
        }
        identity
    }

    #[test]
    fn a_schema_is_found_by_its_uri_its_anchor_or_a_pointer_from_it() {
        // JSON Schema 2020-12 Core, 8.2.1 and 8.2.2.
        let identity = identity(&[
            (
                "/s/A",
                json!({ "$id": "https://a.example/a", "$anchor": "x" }),
            ),
            ("/s/A/$defs/B", json!({ "$id": "b" })),
            ("/s/A/$defs/B/items", json!({ "$anchor": "x" })),
            ("/s/C", json!({ "$anchor": "x" })),
        ]);
        for (at, reference, found) in [
            ("/paths", "https://a.example/a", &["/s/A"][..]),
            ("/paths", "https://a.example/a#x", &["/s/A"]),
            ("/paths", "https://a.example/b#x", &["/s/A/$defs/B/items"]),
            ("/paths", "#x", &["/s/C"]),
            ("/s/A/items", "#x", &["/s/A"]),
            ("/s/A/items", "b", &["/s/A/$defs/B"]),
            ("/s/A/items", "#/$defs/B", &["/s/A/$defs/B", "/$defs/B"]),
            ("/s/A/items", "#", &["/s/A"]),
            ("/paths", "#/s/C", &["/s/C"]),
            ("/paths", "https://a.example/c", &[]),
            ("/paths", "#y", &[]),
        ] {
            assert_eq!(identity.find(at, reference), found, "{at} {reference}");
        }
    }

    #[test]
    fn a_document_is_found_by_its_own_uri() {
        // OpenAPI 3.2.0, 4.1.2.2.1.
        let identity = Identity::new(&json!({ "$self": "https://a.example/api.yaml" }));
        let found = identity.find("/paths", "https://a.example/api.yaml#/components");
        assert_eq!(found, ["/components"]);
    }
}
