//! The public types of generated code: the fields of structs, and what operations take and return.

use std::collections::BTreeMap;

use super::rust_type::RustType;

/// The public types of generated code.
#[derive(Debug)]
pub struct Surface {
    /// The fields of each struct, in the order of the API's structs.
    pub structs: Vec<Vec<RustField>>,
    /// The types of each operation, in the order of the API's operations.
    pub operations: Vec<OperationTypes>,
    /// The unnamed types, by their number.
    pub nameless: Vec<RustType>,
    /// The place of each struct among `structs`, by its name.
    pub(super) places: BTreeMap<String, usize>,
}

/// A field of a struct as Rust has it. The field for what the document does not list comes last.
#[derive(Debug)]
pub struct RustField {
    pub ident: String,
    /// The complete type, `Option` or `Patch` included.
    pub held: RustType,
    pub presence: Presence,
}

/// Whether JSON has the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always, with a value.
    Required,
    /// Always, possibly as `null`.
    Nullable,
    /// If it has a value.
    Optional,
    /// Unless a request leaves it: a request can clear it, too.
    Patch,
    /// It collects the fields that the document does not list.
    Extra,
}

/// The argument and result types of one operation.
#[derive(Debug)]
pub struct OperationTypes {
    /// In the order of the operation's parameters.
    pub parameters: Vec<RustType>,
    pub body: Option<RustType>,
    /// `None` unless a successful response is JSON.
    pub success: Option<RustType>,
    /// An item of a streamed success. `None` if there is no stream, or if its events have text.
    pub item: Option<RustType>,
}

impl RustField {
    /// Returns the type of a value that is present: without the `Option` or `Patch` by which it may be absent.
    pub fn value(&self) -> &RustType {
        match (self.presence, &self.held) {
            (Presence::Optional, RustType::Option(value))
            | (Presence::Patch, RustType::Patch(value)) => value,
            (_, held) => held,
        }
    }
}

impl Surface {
    /// Returns the field of the struct that `of` names.
    pub fn field(&self, of: &RustType, ident: &str) -> Option<&RustField> {
        let RustType::Named(name) = of else {
            return None;
        };
        let fields = &self.structs[*self.places.get(name)?];
        fields.iter().find(|field| field.ident == ident)
    }
}
