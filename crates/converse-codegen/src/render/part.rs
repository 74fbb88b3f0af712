//! What one set of files is printed from: operations, the types that they use, and how its code names others.
//! Everything is one part, unless the crate has a feature per tag.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Input;
use super::split::{SharedPart, Split, TagPart};
use crate::api::{
    Body, CodePlace, Encoding, ErrorType, ErrorUnion, Field, OpenEnum, Operation, Struct,
    SuccessUnion, Union, Webhook,
};
use crate::generate::{OperationTypes, Presence, RustField, RustType, Scope};

/// A part of the code: a client, its table of operations, its builders and types.
pub struct Part<'a> {
    /// The parts that it is divided into. Their operations and types have files of their own.
    pub split: Option<&'a Split<'a>>,
    pub calls: Vec<Call<'a>>,
    pub webhooks: Vec<&'a Webhook>,
    pub structs: Vec<Fields<'a>>,
    pub enums: Vec<&'a OpenEnum>,
    pub unions: Vec<&'a Union>,
    pub error_unions: Vec<&'a ErrorUnion>,
    pub success_unions: Vec<&'a SuccessUnion>,
    /// The types that are the complete error body of some operation, and those that have an error code.
    pub error_bodies: BTreeSet<&'a str>,
    /// Where the error bodies of the whole API have their code, by type.
    pub error_codes: &'a BTreeMap<String, CodePlace>,
    /// The multipart forms of the whole API, by the struct whose fields are the parts.
    pub forms: BTreeMap<&'a str, &'a Body>,
    /// The path to the root of the generated code.
    pub root: &'static str,
    /// The path to the modules beside the files.
    pub beside: &'static str,
    /// The lines that import types of other parts into the module of the types.
    pub imports: String,
    index: Rc<Index<'a>>,
}

/// The place of each type of the whole API in its list.
struct Index<'a> {
    structs: Places<'a>,
    enums: Places<'a>,
    unions: Places<'a>,
    error_unions: Places<'a>,
    success_unions: Places<'a>,
}

type Places<'a> = BTreeMap<&'a str, usize>;

/// An operation, with the types of its arguments and results.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub operation: &'a Operation,
    pub types: &'a OperationTypes,
    /// Its part, in a crate that is split.
    pub tag: Option<&'a TagPart<'a>>,
}

impl Call<'_> {
    /// Returns the attribute of code that needs the operation, as a line; nothing in a crate that is not split.
    pub fn condition(&self, indent: &str) -> String {
        self.tag.map_or(String::new(), |tag| tag.condition(indent))
    }
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

    /// Returns the field that collects what the document does not list.
    pub fn collector(&self) -> Option<&'a RustField> {
        let mut fields = self.fields.iter();
        fields.find(|field| field.presence == Presence::Extra)
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
    /// Returns everything as one part, which may be divided into others.
    pub fn whole(input: &Input<'a>, split: Option<&'a Split<'a>>) -> Self {
        let (api, surface) = (input.api, input.surface);
        let calls = calls(input, split);
        let structs = api.structs.iter().zip(&surface.structs);
        let structs = structs.map(|(of, fields)| Fields { of, fields });
        let complete = api.operations.iter().filter_map(|it| match &it.error_type {
            Some(ErrorType::Named(name)) => Some(name.as_str()),
            _ => None,
        });
        let coded = api.error_codes.keys().map(String::as_str);
        Self {
            split,
            forms: forms(&calls),
            calls,
            webhooks: api.webhooks.iter().collect(),
            structs: structs.collect(),
            enums: api.enums.iter().collect(),
            unions: api.unions.iter().collect(),
            error_unions: api.error_unions.iter().collect(),
            success_unions: api.success_unions.iter().collect(),
            error_bodies: complete.chain(coded).collect(),
            error_codes: &api.error_codes,
            root: input.root(),
            beside: input.root(),
            imports: String::new(),
            index: Rc::new(Index {
                structs: places(api.structs.iter().map(|it| it.name.as_str())),
                enums: places(api.enums.iter().map(|it| it.name.as_str())),
                unions: places(api.unions.iter().map(|it| it.name.as_str())),
                error_unions: places(api.error_unions.iter().map(|it| it.name.as_str())),
                success_unions: places(api.success_unions.iter().map(|it| it.name.as_str())),
            }),
        }
    }

    /// Returns the operations of a tag and the types that only they reach.
    pub fn of_tag(&self, tag: &TagPart<'a>) -> Self {
        let imports = tag.imports.iter();
        let calls = tag.operations.iter().map(|number| self.calls[*number]);
        Self {
            calls: calls.collect(),
            beside: "super",
            imports: imports
                .map(|(module, types)| import("pub use crate::types", module, types))
                .collect(),
            ..self.with_types(&tag.types)
        }
    }

    /// Returns types that several tags share.
    pub fn of_shared(&self, shared: &SharedPart<'a>) -> Self {
        let imports = shared.imports.iter();
        Self {
            imports: imports
                .map(|(module, types)| import("use super", module, types))
                .collect(),
            ..self.with_types(&shared.types)
        }
    }

    /// A document may have thousands of tags, so this looks at nothing but the types of the part.
    fn with_types(&self, names: &BTreeSet<&'a str>) -> Self {
        let index = &self.index;
        let forms = names
            .iter()
            .filter_map(|name| self.forms.get_key_value(name));
        let bodies = names
            .iter()
            .filter(|name| self.error_bodies.contains(*name));
        Self {
            split: None,
            calls: Vec::new(),
            webhooks: Vec::new(),
            structs: chosen(&self.structs, &index.structs, names),
            enums: chosen(&self.enums, &index.enums, names),
            unions: chosen(&self.unions, &index.unions, names),
            error_unions: chosen(&self.error_unions, &index.error_unions, names),
            success_unions: chosen(&self.success_unions, &index.success_unions, names),
            error_bodies: bodies.copied().collect(),
            error_codes: self.error_codes,
            forms: forms.map(|(name, body)| (*name, *body)).collect(),
            root: self.root,
            beside: self.beside,
            imports: String::new(),
            index: Rc::clone(index),
        }
    }

    /// Returns the attribute of code that needs webhooks, as a line; nothing in a crate that is not split.
    pub fn condition_of_webhooks(&self, indent: &str) -> String {
        let tag = self.split.and_then(Split::of_webhooks);
        tag.map_or(String::new(), |tag| tag.condition(indent))
    }

    /// Returns whether enums or unions are among the types.
    pub fn has_open_types(&self) -> bool {
        !(self.enums.is_empty() && self.unions.is_empty())
    }
}

/// Returns the operations, each with its part.
pub fn calls<'a>(input: &Input<'a>, split: Option<&'a Split<'a>>) -> Vec<Call<'a>> {
    let calls = input.api.operations.iter().zip(&input.surface.operations);
    calls
        .enumerate()
        .map(|(number, (operation, types))| Call {
            operation,
            types,
            tag: split.map(|split| split.of_operation(number)),
        })
        .collect()
}

fn places<'a>(names: impl Iterator<Item = &'a str>) -> Places<'a> {
    names.zip(0..).collect()
}

/// Returns those of `all` that have one of the names, in their order.
fn chosen<T: Copy>(all: &[T], places: &Places<'_>, names: &BTreeSet<&str>) -> Vec<T> {
    let found = names.iter().filter_map(|name| places.get(name));
    let found: BTreeSet<usize> = found.copied().collect();
    found.into_iter().map(|place| all[place]).collect()
}

fn forms<'a>(calls: &[Call<'a>]) -> BTreeMap<&'a str, &'a Body> {
    let mut forms = BTreeMap::new();
    for call in calls {
        if let (Some(body), Some(RustType::Named(name))) = (&call.operation.body, &call.types.body)
            && body.encoding == Encoding::Multipart
        {
            forms.insert(name.as_str(), body);
        }
    }
    forms
}

/// Returns the line that imports types of a shared part.
fn import(start: &str, module: &str, types: &BTreeSet<&str>) -> String {
    let types: Vec<&str> = types.iter().copied().collect();
    format!("{start}::{module}::{{{}}};\n", types.join(", "))
}
