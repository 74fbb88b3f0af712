//! The types that named schemas become.

use serde_json::Value;

use super::schema::Integer;

/// An enum of strings.
#[derive(Debug, Clone)]
pub struct OpenEnum {
    pub name: String,
    pub description: Option<String>,
    pub values: Vec<EnumValue>,
}

/// A value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// Name in Rust.
    pub name: String,
    /// The string on the wire.
    pub text: String,
    pub description: Option<String>,
    pub deprecated: bool,
}

/// A union of types.
#[derive(Debug, Clone)]
pub struct Union {
    pub name: String,
    pub description: Option<String>,
    /// Whether requests can contain it.
    pub in_request: bool,
    pub kind: UnionKind,
}

/// How the variants of a union are distinguished.
#[derive(Debug, Clone)]
pub enum UnionKind {
    /// By the string value of one field: Rust name, payload, value.
    Tagged {
        tag: String,
        variants: Vec<(String, String, String)>,
    },
    /// By the shape of the JSON.
    Untagged { variants: Vec<Variant> },
}

/// A variant of an untagged union.
#[derive(Debug, Clone)]
pub struct Variant {
    pub name: String,
    pub payload: Payload,
}

/// What an untagged variant holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// A named type, distinguished by its required fields and by the values that places in it take. A place is a
    /// path of names, escaped as in a JSON Pointer; `*` stands for each item of a list.
    Named {
        schema: String,
        required: Vec<String>,
        values: Vec<(String, Vec<Value>)>,
        /// Whether it has the fields of several other variants.
        combines: bool,
    },
    /// An open enum.
    Enum(String),
    String,
    /// A string that must not be shown.
    Password,
    Integer(Integer),
    Number,
    Boolean,
    /// A list or a map: its index among the unnamed types, and whether it is `array` or `object`.
    Nameless(usize, &'static str),
    /// Any JSON.
    Any,
}

/// An object with named fields.
#[derive(Debug, Clone)]
pub struct Struct {
    pub name: String,
    pub description: Option<String>,
    pub fields: Vec<Field>,
    /// Whether requests can contain it.
    pub in_request: bool,
}

impl Struct {
    /// Returns whether the object keeps which of its fields are `null`.
    pub fn keeps_nulls(&self) -> bool {
        self.fields.iter().any(|field| field.keeps_null)
    }
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name in Rust.
    pub ident: String,
    /// The key under which typify gets the field; it is a plain identifier.
    pub key: String,
    /// Name in JSON.
    pub wire: String,
    pub description: Option<String>,
    pub deprecated: bool,
    /// Whether it is always present, possibly as `null`.
    pub required: bool,
    /// The value that the field always has.
    pub fixed: Option<Fixed>,
    /// The method that sets the field to `null`, where a request distinguishes that from leaving it out.
    pub clear: Option<String>,
    /// Whether the object keeps that the field is `null`, because its type says no more than that it is unset.
    pub keeps_null: bool,
}

/// The value that a field always has.
#[derive(Debug, Clone)]
pub enum Fixed {
    /// That of an enum, as a Rust path below `types`.
    Variant(String),
    Json(Value),
}

/// The error bodies of an operation, where they differ by status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorUnion {
    pub name: String,
    /// Rust name and payload of each variant; the index of a variant is its number.
    pub variants: Vec<(String, Shape)>,
}

/// Where an error body holds the provider's error code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodePlace {
    /// In a field, by its Rust name.
    Field(String),
    /// In the payloads of these variants.
    Variants(Vec<String>),
}

/// The type of a body: a named one, or an unnamed one by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    Named(String),
    Nameless(usize),
}

/// The type of an operation's error bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorType {
    /// One type for all of them.
    Named(String),
    /// One of the error unions.
    Union(String),
}
