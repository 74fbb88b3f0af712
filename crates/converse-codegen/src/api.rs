//! The document as codegen works on it: operations, named schemas, and what passes make of them.

#[cfg(test)]
pub mod as_json;
mod hints;
mod item_stream;
mod operation;
mod paging;
mod resource;
mod rule;
mod said;
mod schema;
mod site;
mod step;
mod success;
mod types;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::problem::Finding;

pub use hints::{Hints, Typical};
pub use item_stream::{ItemStream, StreamFormat};
pub use operation::{
    Body, ClientParameter, CredentialPlace, Encoding, Example, Location, Operation, Parameter,
    Response, SecurityScheme, Webhook, idempotent_by_method,
};
pub use paging::{FieldPath, Paging, PagingStyle};
pub use resource::{Resource, ResourceAction};
pub use rule::Rule;
pub use schema::{
    About, AboutValue, AnyJson, Discriminator, Integer, Kind, Name, Named, Object, OneOf, Schema,
    StringFormat,
};
pub use site::{Definition, DefinitionKind, Site, SiteKind};
pub use step::Step;
pub use success::{Success, SuccessBody, SuccessUnion, SuccessVariant};
pub use types::{
    CodePlace, EnumValue, ErrorType, ErrorUnion, Field, Fixed, OpenEnum, Payload, Shape, Struct,
    Union, UnionKind, Variant,
};

/// What code is generated from: read from the document by `collect`, then rewritten by the passes.
///
/// `S` is the form of the schemas at operations, `D` that of the named ones. Each form can say less than the one before
/// it: JSON, then [`Schema`] in one dialect, then [`Site`] and [`Definition`], which are types but for their names.
#[derive(Debug, Clone)]
pub struct Api<S = Site, D = Definition> {
    /// Title and description of the API.
    pub description: String,
    /// URL of the first server.
    pub base_url: String,
    /// Operations: each method under each path.
    pub operations: Vec<Operation<S>>,
    /// Parameters that a client can have for all of its calls.
    pub client_parameters: Vec<ClientParameter>,
    /// Webhooks: requests that the provider sends.
    pub webhooks: Vec<Webhook<S>>,
    /// Named schemas, in the order of the document.
    pub schemas: Named<D>,
    /// The places of the schemas that became the type of another place, by that place.
    pub equal: BTreeMap<Name, Vec<Name>>,
    /// Enums of strings, open to further values.
    pub enums: Vec<OpenEnum>,
    /// Unions, open to further variants.
    pub unions: Vec<Union>,
    /// Objects with named fields, in the order of the document.
    pub structs: Vec<Struct>,
    /// Error types of operations whose statuses have different bodies.
    pub error_unions: Vec<ErrorUnion>,
    /// The types of successes whose statuses have different bodies.
    pub success_unions: Vec<SuccessUnion>,
    /// Where error bodies, and the variants of their unions, hold the provider's error code, by type.
    pub error_codes: BTreeMap<String, CodePlace>,
    /// The JSON Pointer of the message in error bodies; empty if the document does not name it.
    pub error_message: String,
    /// The enum that lists the provider's error codes.
    pub error_code_list: Option<String>,
    /// Unnamed types that unions and bodies hold: lists and maps.
    pub nameless: Vec<S>,
    /// Operations that are left out.
    pub skipped: Vec<Skipped>,
    /// Warnings about the document.
    pub warnings: Vec<Finding>,
    /// Number of schemas in the document.
    pub positions: usize,
    /// Places where the document has a type and the crate has any JSON.
    pub untyped: Vec<Untyped>,
    /// Changes of each pass: its name and the places.
    pub changes: Vec<(&'static str, Vec<String>)>,
}

/// An API whose schemas are JSON, as the document spells them.
pub type Published = Api<Value, Value>;

/// An API whose schemas are read, and not yet types.
pub type Described = Api<Schema, Schema>;

impl<S, D> Default for Api<S, D> {
    fn default() -> Self {
        Self {
            description: String::new(),
            base_url: String::new(),
            operations: Vec::new(),
            client_parameters: Vec::new(),
            webhooks: Vec::new(),
            schemas: Named::new(),
            equal: BTreeMap::new(),
            enums: Vec::new(),
            unions: Vec::new(),
            structs: Vec::new(),
            error_unions: Vec::new(),
            success_unions: Vec::new(),
            error_codes: BTreeMap::new(),
            error_message: String::new(),
            error_code_list: None,
            nameless: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            positions: 0,
            untyped: Vec::new(),
            changes: Vec::new(),
        }
    }
}

impl<S, D> Api<S, D> {
    /// Returns the API with its schemas in another form, in which `schemas` are the named ones.
    pub fn map<T, E>(self, schemas: Named<E>, mut read: impl FnMut(S) -> T) -> Api<T, E> {
        let operations = self.operations.into_iter();
        let webhooks = self.webhooks.into_iter();
        Api {
            description: self.description,
            base_url: self.base_url,
            operations: operations.map(|it| it.map(&mut read)).collect(),
            client_parameters: self.client_parameters,
            webhooks: webhooks.map(|it| it.map(&mut read)).collect(),
            schemas,
            equal: self.equal,
            enums: self.enums,
            unions: self.unions,
            structs: self.structs,
            error_unions: self.error_unions,
            success_unions: self.success_unions,
            error_codes: self.error_codes,
            error_message: self.error_message,
            error_code_list: self.error_code_list,
            nameless: self.nameless.into_iter().map(read).collect(),
            skipped: self.skipped,
            warnings: self.warnings,
            positions: self.positions,
            untyped: self.untyped,
            changes: self.changes,
        }
    }

    /// Returns the schemas of the operations and webhooks.
    pub fn sites(&self) -> impl Iterator<Item = &S> {
        let operations = self.operations.iter().flat_map(Operation::schemas);
        operations.chain(self.webhooks.iter().map(|webhook| &webhook.schema))
    }

    /// Returns the schemas of the operations and webhooks.
    pub fn sites_mut(&mut self) -> impl Iterator<Item = &mut S> {
        sites_mut(&mut self.operations, &mut self.webhooks)
    }
}

fn sites_mut<'a, S>(
    operations: &'a mut [Operation<S>],
    webhooks: &'a mut [Webhook<S>],
) -> impl Iterator<Item = &'a mut S> {
    let operations = operations.iter_mut().flat_map(Operation::schemas_mut);
    operations.chain(webhooks.iter_mut().map(|webhook| &mut webhook.schema))
}

/// Returns the schemas of the operations and webhooks. Each comes with its place: `operation()/parameter`.
fn placed_sites_mut<'a, S>(
    operations: &'a mut [Operation<S>],
    webhooks: &'a mut [Webhook<S>],
) -> Vec<(String, &'a mut S)> {
    let mut sites: Vec<(String, &mut S)> = Vec::new();
    for operation in operations {
        // No schema has such a name, so that an operation and a schema may share theirs.
        let id = format!("{}()", operation.id);
        for parameter in &mut operation.parameters {
            sites.push((format!("{id}/{}", parameter.name), &mut parameter.schema));
        }
        if let Some(body) = &mut operation.body {
            sites.push((format!("{id}/request"), &mut body.schema));
        }
        let several = operation.success.schemas().nth(1).is_some();
        for (status, schema) in operation.success.schemas_mut() {
            let below = if several {
                format!("/{status}")
            } else {
                String::new()
            };
            sites.push((format!("{id}/response{below}"), schema));
        }
        for response in &mut operation.errors {
            sites.push((format!("{id}/{}", response.status), &mut response.schema));
        }
        if let Some(stream) = &mut operation.stream
            && let Some(item) = &mut stream.item
        {
            sites.push((format!("{id}/{}", stream.format.item()), item));
        }
    }
    for webhook in webhooks {
        let place = format!("{}()/webhook", webhook.name);
        sites.push((place, &mut webhook.schema));
    }
    sites
}

impl<S> Api<S, S> {
    /// Returns every schema that is not inside another: the named ones, then those of the operations.
    pub fn roots(&self) -> impl Iterator<Item = &S> {
        self.schemas.values().chain(self.sites())
    }

    /// Returns every schema that is not inside another: the named ones, then those of the operations.
    pub fn roots_mut(&mut self) -> impl Iterator<Item = &mut S> {
        let sites = sites_mut(&mut self.operations, &mut self.webhooks);
        self.schemas.values_mut().chain(sites)
    }

    /// Returns the same schemas, each with its place: `Component`, or `operation()/parameter`.
    pub fn placed_roots_mut(&mut self) -> Vec<(String, &mut S)> {
        let named = self.schemas.iter_mut();
        let named = named.map(|(name, schema)| (name.to_string(), schema));
        let sites = placed_sites_mut(&mut self.operations, &mut self.webhooks);
        named.chain(sites).collect()
    }
}

impl Described {
    /// Calls `visit` on every schema, the inner ones before those that hold them.
    pub fn visit(&self, mut visit: impl FnMut(&Schema)) {
        self.roots().for_each(|schema| schema.visit(&mut visit));
    }

    /// Calls `visit` on every schema, the inner ones before those that hold them.
    pub fn visit_mut(&mut self, mut visit: impl FnMut(&mut Schema)) {
        self.roots_mut()
            .for_each(|schema| schema.visit_mut(&mut visit));
    }
}

impl Api {
    /// Calls `visit` on every site, the inner ones before those that hold them.
    pub fn visit(&self, mut visit: impl FnMut(&Site)) {
        for definition in self.schemas.values() {
            for (_, site) in definition.children() {
                site.visit(&mut visit);
            }
        }
        self.sites().for_each(|site| site.visit(&mut visit));
    }

    /// Calls `visit` on every site, the inner ones before those that hold them.
    pub fn visit_mut(&mut self, mut visit: impl FnMut(&mut Site)) {
        for definition in self.schemas.values_mut() {
            for (_, site) in definition.children_mut() {
                site.visit_mut(&mut visit);
            }
        }
        self.sites_mut().for_each(|site| site.visit_mut(&mut visit));
    }

    /// Returns the named schema that a site refers to.
    pub fn referred<'a>(&'a self, site: &'a Site) -> Option<(&'a Name, &'a Definition)> {
        let name = site.named()?;
        Some((name, self.schemas.get(name)?))
    }
}

/// An operation that is left out, and why.
#[derive(Debug, Clone)]
pub struct Skipped {
    pub operation: String,
    pub finding: Finding,
}

/// A place where the document has a type and the crate has any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untyped {
    pub pointer: String,
    pub reason: String,
}
