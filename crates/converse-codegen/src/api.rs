//! The document as codegen works on it: operations, named schemas, and what passes make of them.

mod children;
mod operation;
mod paging;
mod types;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::pointer;
use crate::problem::Problem;

pub use children::{Step, children, children_mut, visit_schema};
pub use operation::{
    Body, Encoding, Example, Location, Operation, Parameter, Response, Rule, SecurityScheme,
    Success, Webhook, idempotent_by_method,
};
pub use paging::{FieldPath, Paging, PagingStyle};
pub use types::{
    CodePlace, ErrorType, ErrorUnion, Field, OpenEnum, Payload, Shape, Struct, Union, UnionKind,
    Variant,
};

/// Named schemas, in the order of the document.
pub type Schemas = Map<String, Value>;

/// What code is generated from: read from the document by `collect`, then rewritten by the passes.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Title and description of the API.
    pub description: String,
    /// URL of the first server.
    pub base_url: String,
    /// Operations: each method under each path.
    pub operations: Vec<Operation>,
    /// Webhooks: requests that the provider sends.
    pub webhooks: Vec<Webhook>,
    /// Named schemas.
    pub schemas: Schemas,
    /// Enums of strings, open to further values.
    pub enums: Vec<OpenEnum>,
    /// Unions, open to further variants.
    pub unions: Vec<Union>,
    /// Objects with named fields, in the order of the document.
    pub structs: Vec<Struct>,
    /// Error types of operations whose statuses have different bodies.
    pub error_unions: Vec<ErrorUnion>,
    /// Where error bodies, and the variants of their unions, hold the provider's error code, by type.
    pub error_codes: BTreeMap<String, CodePlace>,
    /// Unnamed types that unions hold: lists and maps.
    pub nameless: Vec<Value>,
    /// Operations that are left out.
    pub skipped: Vec<Skipped>,
    /// Warnings about the document.
    pub warnings: Vec<Problem>,
    /// Number of schemas in the document.
    pub positions: usize,
    /// Places where the document has a type and the crate has any JSON.
    pub untyped: Vec<Untyped>,
    /// Changes of each pass: its name and the places.
    pub changes: Vec<(&'static str, Vec<String>)>,
}

impl Api {
    /// Returns every schema that is not inside another: the named ones, then those of the operations.
    /// Each comes with its place: `Component`, or `operation/parameter`.
    pub fn roots_mut(&mut self) -> Vec<(String, &mut Value)> {
        let mut roots: Vec<(String, &mut Value)> = self
            .schemas
            .iter_mut()
            .map(|(name, schema)| (name.clone(), schema))
            .collect();
        for operation in &mut self.operations {
            // No schema has such a name, so that an operation and a schema may share theirs.
            let id = format!("{}()", operation.id);
            for parameter in &mut operation.parameters {
                roots.push((format!("{id}/{}", parameter.name), &mut parameter.schema));
            }
            if let Some(body) = &mut operation.body {
                roots.push((format!("{id}/request"), &mut body.schema));
            }
            if let Some(schema) = &mut operation.success.schema {
                roots.push((format!("{id}/response"), schema));
            }
            for response in &mut operation.errors {
                roots.push((format!("{id}/{}", response.status), &mut response.schema));
            }
        }
        for webhook in &mut self.webhooks {
            let place = format!("{}()/webhook", webhook.name);
            roots.push((place, &mut webhook.schema));
        }
        roots
    }

    /// Calls `visit` on every schema, the inner ones before those that hold them.
    pub fn visit_mut(&mut self, mut visit: impl FnMut(&mut Value)) {
        for (_, schema) in self.roots_mut() {
            visit_schema(schema, &mut visit);
        }
    }

    /// Returns the named schema that `schema` refers to.
    pub fn referred<'a>(&'a self, schema: &Value) -> Option<(String, &'a Value)> {
        let name = pointer::schema_name(schema)?;
        let target = self.schemas.get(&name)?;
        Some((name, target))
    }
}

/// Keyword under which a schema carries its place in the document.
pub const PLACE: &str = "x-place";

/// Keyword under which a pass notes why it replaced a type by any JSON.
pub const UNTYPED: &str = "x-untyped";

/// Keyword of a field that a request leaves, clears or sets.
pub const CLEARABLE: &str = "x-clearable";

/// Keyword of an error's schema that names the field with the provider's error code.
pub const ERROR_CODE: &str = "x-converse-error-code";

/// An operation that is left out, and why.
#[derive(Debug, Clone)]
pub struct Skipped {
    pub operation: String,
    pub problem: Problem,
}

/// A place where the document has a type and the crate has any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untyped {
    pub pointer: String,
    pub reason: String,
}
