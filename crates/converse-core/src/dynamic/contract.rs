//! What a provider's document says about calls: what a server needs that stands in for the provider.

use super::described::ArgumentShape;
use super::operation::DynamicClient;
use crate::operation::{Example, Operation, Provider};

/// What a provider's document says about calls. Generated crates have one as `CONTRACT`, with the features `dynamic` and
/// `examples`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Contract {
    /// The provider's name and base URL.
    pub provider: &'static Provider,
    /// Its operations.
    pub operations: &'static [&'static Operation],
    /// The documented bodies.
    pub examples: &'static [Example],
    /// Bodies made from the document, for operations that document none.
    pub samples: &'static [Example],
    /// What the document says about resources that its paths do not show.
    pub resources: &'static [Resource],
    arguments: fn(&str) -> &'static [ArgumentShape],
}

impl Contract {
    /// Returns the contract of a provider, without what its client knows of arguments.
    pub const fn new(
        provider: &'static Provider,
        operations: &'static [&'static Operation],
        examples: &'static [Example],
    ) -> Self {
        Self {
            provider,
            operations,
            examples,
            samples: &[],
            resources: &[],
            arguments: |_| &[],
        }
    }

    /// Sets the client, whose operations describe their arguments.
    pub const fn client<C: DynamicClient>(mut self) -> Self {
        self.arguments = arguments_of::<C>;
        self
    }

    /// Sets the bodies that were made from the document.
    pub const fn samples(mut self, samples: &'static [Example]) -> Self {
        self.samples = samples;
        self
    }

    /// Sets what the document says about resources.
    pub const fn resources(mut self, resources: &'static [Resource]) -> Self {
        self.resources = resources;
        self
    }

    /// Returns the path of the provider's base URL, without a slash at its end.
    pub fn base_path(&self) -> &'static str {
        let after_scheme = self.provider.base_url.split_once("://");
        let (_, place) = after_scheme.unwrap_or(("", self.provider.base_url));
        let path = place.find('/').map_or("", |start| &place[start..]);
        path.trim_end_matches('/')
    }

    /// Returns the arguments of an operation; none of one that the provider does not have.
    pub fn arguments(&self, operation_id: &str) -> &'static [ArgumentShape] {
        (self.arguments)(operation_id)
    }
}

fn arguments_of<C: DynamicClient>(operation_id: &str) -> &'static [ArgumentShape] {
    C::dynamic_operation(operation_id).map_or(&[], |known| known.arguments())
}

/// What an operation does with a resource, where its path and method do not show it: an operation's
/// `x-converse-resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resource {
    /// The `operationId`.
    pub operation: &'static str,
    /// What it does.
    pub action: ResourceAction,
    /// The path template of the collection.
    pub collection: &'static str,
    /// The fields that it sets, with their JSON.
    pub sets: &'static [(&'static str, &'static str)],
}

impl Resource {
    /// Says what an operation does with the resources of a collection.
    pub const fn new(
        operation: &'static str,
        action: ResourceAction,
        collection: &'static str,
    ) -> Self {
        Self {
            operation,
            action,
            collection,
            sets: &[],
        }
    }

    /// Sets the fields that the operation sets.
    pub const fn sets(mut self, fields: &'static [(&'static str, &'static str)]) -> Self {
        self.sets = fields;
        self
    }
}

/// What an operation does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceAction {
    /// Creates one.
    Create,
    /// Lists all of a collection.
    List,
    /// Reads one.
    Read,
    /// Changes one.
    Change,
    /// Deletes one.
    Delete,
    /// Nothing that a server could remember.
    None,
}
