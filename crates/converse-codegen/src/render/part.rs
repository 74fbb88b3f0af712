//! What one set of files is printed from: operations, the types that they use, and how its code names others.

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use crate::api::{
    CodePlace, ErrorType, ErrorUnion, Field, OpenEnum, Operation, Struct, Union, Webhook,
};
use crate::generate::{OperationTypes, RustField, Scope};

/// A part of the code: a client, its table of operations, its builders and types.
pub struct Part<'a> {
    pub calls: Vec<Call<'a>>,
    pub webhooks: Vec<&'a Webhook>,
    pub structs: Vec<Fields<'a>>,
    pub enums: Vec<&'a OpenEnum>,
    pub unions: Vec<&'a Union>,
    pub error_unions: Vec<&'a ErrorUnion>,
    /// The types that are the complete error body of some operation, and those that have an error code.
    pub error_bodies: BTreeSet<&'a str>,
    /// Where the error bodies of the whole API have their code, by type.
    pub error_codes: &'a BTreeMap<String, CodePlace>,
    /// The path to the root of the generated code.
    pub root: &'static str,
    /// The path to the module of the types.
    pub types: String,
}

/// An operation, with the types of its arguments and results.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub operation: &'a Operation,
    pub types: &'a OperationTypes,
}

/// A struct, with its fields as Rust has them.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    pub of: &'a Struct,
    pub fields: &'a [RustField],
}

impl<'a> Fields<'a> {
    /// Returns the fields that the document declares.
    pub fn declared(&self) -> impl Iterator<Item = (&'a Field, &'a RustField)> {
        self.of.fields.iter().zip(self.fields)
    }

    /// Returns the fields, each with what the document says about it: nothing about the one that collects the others.
    pub fn all(&self) -> impl Iterator<Item = (Option<&'a Field>, &'a RustField)> {
        let declared = self.of.fields.iter().map(Some);
        declared.chain([None]).zip(self.fields)
    }
}

/// How code that imports the module of the types names them.
pub const IMPORTED: Scope<'static> = Scope::Through("types");

impl<'a> Part<'a> {
    /// Returns everything as one part.
    pub fn whole(input: &Input<'a>) -> Self {
        let (api, surface) = (input.api, input.surface);
        let calls = api.operations.iter().zip(&surface.operations);
        let calls = calls.map(|(operation, types)| Call { operation, types });
        let structs = api.structs.iter().zip(&surface.structs);
        let structs = structs.map(|(of, fields)| Fields { of, fields });
        let complete = api.operations.iter().filter_map(|it| match &it.error_type {
            Some(ErrorType::Named(name)) => Some(name.as_str()),
            _ => None,
        });
        let coded = api.error_codes.keys().map(String::as_str);
        Self {
            calls: calls.collect(),
            webhooks: api.webhooks.iter().collect(),
            structs: structs.collect(),
            enums: api.enums.iter().collect(),
            unions: api.unions.iter().collect(),
            error_unions: api.error_unions.iter().collect(),
            error_bodies: complete.chain(coded).collect(),
            error_codes: &api.error_codes,
            root: input.root(),
            types: format!("{}::types", input.root()),
        }
    }
}
